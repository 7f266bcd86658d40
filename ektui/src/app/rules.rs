//! What keys do to rules: the form for a limit, switching, removing, and what came of it.

use common::alarm::Severity;
use common::id::{RuleName, SiteCode};
use common::quantity::decimal::Separator;
use common::quantity::{Decimal, Quantity, Value};
use common::rule::{Beyond, Condition, Limit, Preview, Rule, RuleChange, RuleScope, Spell};
use common::time::Period;
use jiff::SignedDuration;

use crate::action::Action;
use crate::app::confirm::Question;
use crate::app::sheet::{NAME, Purpose};
use crate::app::undo::Reverse;
use crate::app::{App, Open, view};
use crate::effect::{Answer, Ask, Deed, Effect};
use crate::look::Look;
use crate::screen::Screen;
use crate::screen::alarms::words::severity_label;
use crate::screen::rules::words::{LIMITED, quantity_label};
use crate::widget::form::{Field, Form};
use crate::widget::page;

/// What a rule is about, and where its limits are.
pub const RAISE: &str = "field-raise";
pub const CLEAR: &str = "field-clear";
pub const AFTER: &str = "field-after";
pub const SITE: &str = "field-site";
const QUANTITY: &str = "field-quantity";
const BEYOND: &str = "field-beyond";
const SEVERITY: &str = "field-severity";
/// Minutes for which it must be so, unless somebody says otherwise, and at most.
const USUAL_MINUTES: i64 = 30;
const MOST_MINUTES: i64 = 400 * 24 * 60;
/// How far back a rule is tried out.
const PREVIEWED: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Spells shown of it, the newest.
const MOST_SPELLS: usize = 3;

const SIDES: [Beyond; 2] = [Beyond::Above, Beyond::Below];

const fn side_label(beyond: Beyond) -> &'static str {
    match beyond {
        Beyond::Above => "beyond-above",
        Beyond::Below => "beyond-below",
    }
}

/// Returns the fields for a limit, filled in as in `rule`.
#[must_use]
pub fn fields(rule: Option<&Rule>, look: &Look) -> Vec<Field> {
    let limit = rule.and_then(limit_of);
    let quantity = limit.map_or(LIMITED[0], |limit| limit.quantity);
    let amount = |value: Value| look.language.number(&exact(quantity, value));
    let minutes = limit.map_or(USUAL_MINUTES, |limit| limit.raise_after.as_mins());
    let site = match rule.map(|rule| &rule.scope) {
        Some(RuleScope::Site(code)) => code.to_string(),
        Some(RuleScope::Installation | RuleScope::Customer(_) | RuleScope::Point(_)) | None => String::new(),
    };
    let place = |found: Option<usize>| found.unwrap_or(0);
    let beyond = place(SIDES.iter().position(|side| limit.is_some_and(|limit| limit.beyond == *side)));
    let severity = rule.map_or(Severity::Warning, |rule| rule.severity);
    vec![
        Field::line(NAME, rule.map_or("", |rule| rule.name.as_str())),
        Field::choice(
            QUANTITY,
            LIMITED.map(quantity_label).into(),
            place(LIMITED.iter().position(|other| *other == quantity)),
        ),
        Field::choice(BEYOND, SIDES.map(side_label).into(), beyond),
        Field::line(RAISE, &limit.map_or_else(String::new, |limit| amount(limit.raise))),
        Field::line(CLEAR, &limit.map_or_else(String::new, |limit| amount(limit.clear))),
        Field::line(AFTER, &minutes.to_string()),
        Field::choice(
            SEVERITY,
            Severity::ALL.map(severity_label).into(),
            place(Severity::ALL.iter().position(|other| *other == severity)),
        ),
        Field::line(SITE, &site),
    ]
}

/// Returns what stands in a field for an amount: every digit, no unit.
fn exact(quantity: Quantity, value: Value) -> String {
    let unit = quantity.unit();
    unit.write_exact(value.base()).unwrap_or_else(|| unit.write_rounded(value.base(), 3))
}

/// Returns the limit of a rule that has one which the form can show whole.
#[must_use]
pub fn limit_of(rule: &Rule) -> Option<&Limit> {
    match &rule.condition {
        Condition::Limit(limit) if LIMITED.contains(&limit.quantity) => Some(limit),
        _ => None,
    }
}

/// Returns from when until when an alarm would have been active, and where.
fn spell_words(spell: &Spell, look: &Look) -> String {
    let from = ("from", look.moment(spell.since).into());
    let period = match spell.until {
        None => look.tell("preview-since", &[from]),
        Some(until) => look.tell("preview-until", &[from, ("until", look.moment(until).into())]),
    };
    format!("{} · {period}", spell.site)
}

impl App {
    /// Does an action of the screens of rules.
    pub(super) fn act_on_rules(&mut self, action: Action) -> Vec<Effect> {
        if action == Action::NewRule {
            return self.open_sheet(Purpose::Rule(None), Vec::new());
        }
        let Some(rule) = self.rules.selected().cloned() else { return Vec::new() };
        match action {
            Action::OpenRule => {
                self.rules.top = 0;
                self.screen = Screen::Rule;
                Vec::new()
            }
            Action::EditRule if limit_of(&rule).is_some() => {
                self.open_sheet(Purpose::Rule(Some(Box::new(rule))), Vec::new())
            }
            Action::EditRule => {
                let line = format!("{} rules edit {}", self.look.ekctl, super::command::quoted(rule.name.as_str()));
                self.reply(self.look.tell("toast-edit-elsewhere", &[("line", line.into())]));
                Vec::new()
            }
            Action::SwitchRule => {
                let enabled = !rule.enabled;
                self.save_rule(Rule { enabled, ..rule })
            }
            Action::RemoveRule => self.ask_back(Question::RemoveRule(rule.name)),
            _ => Vec::new(),
        }
    }

    fn save_rule(&mut self, rule: Rule) -> Vec<Effect> {
        if let Some(reason) = self.unreachable() {
            self.reply(reason);
            return Vec::new();
        }
        self.with_key(|key| Deed::SaveRule(key, Box::new(rule)))
    }

    /// Returns the rule that a form describes; `None` where something is wrong, which is said beside its field.
    pub(super) fn rule_deed(&self, form: &mut Form, before: Option<&Rule>) -> Option<Deed> {
        let Ok(name) = RuleName::parse(&form.text(NAME)) else {
            let id = if form.text(NAME).is_empty() { "field-empty" } else { "field-name-wrong" };
            form.complain(NAME, self.look.say(id));
            return None;
        };
        let quantity = LIMITED.get(form.chosen(QUANTITY)).copied()?;
        let beyond = SIDES.get(form.chosen(BEYOND)).copied()?;
        let raise = self.amount(form, RAISE, quantity)?;
        // Where it is over again, unless somebody says so: at the limit itself.
        let clear = if form.text(CLEAR).is_empty() { raise } else { self.amount(form, CLEAR, quantity)? };
        let minutes = form.text(AFTER).parse::<i64>().ok().filter(|minutes| (0..=MOST_MINUTES).contains(minutes));
        let Some(minutes) = minutes else {
            form.complain(AFTER, self.look.say("field-minutes-wrong"));
            return None;
        };
        let scope = self.scope(form, before)?;
        let known = before.and_then(limit_of);
        let limit = Limit {
            quantity,
            beyond,
            raise,
            clear,
            raise_after: SignedDuration::from_mins(minutes),
            clear_after: known.map_or(SignedDuration::ZERO, |limit| limit.clear_after),
        };
        let severity = Severity::ALL.get(form.chosen(SEVERITY)).copied()?;
        let rule = Rule {
            name,
            enabled: before.is_none_or(|rule| rule.enabled),
            scope,
            severity,
            rises: before.map_or_else(Vec::new, |rule| rule.rises.clone()),
            remind_every: before.and_then(|rule| rule.remind_every),
            escalate: before.and_then(|rule| rule.escalate.clone()),
            condition: Condition::Limit(limit),
        };
        Some(Deed::SaveRule(self.dice.as_ref()?.key.clone(), Box::new(rule)))
    }

    fn amount(&self, form: &mut Form, field: &'static str, quantity: Quantity) -> Option<Value> {
        let text = form.text(field).replace(',', ".");
        let unit = quantity.unit();
        let number = text.strip_suffix(unit.symbol()).unwrap_or(&text).trim();
        let base = Decimal::parse(number, Separator::Point).ok().and_then(|number| unit.to_base(number).ok());
        if base.is_none() {
            form.complain(field, self.look.tell("field-amount-wrong", &[("unit", unit.symbol().into())]));
        }
        base.map(|base| Value::new(quantity, base))
    }

    /// Returns where the rule counts: at the site that is named; a rule for something else keeps that.
    fn scope(&self, form: &mut Form, before: Option<&Rule>) -> Option<RuleScope> {
        let text = form.text(SITE);
        if text.is_empty() {
            let kept = before.map(|rule| rule.scope.clone()).filter(|scope| !matches!(scope, RuleScope::Site(_)));
            return Some(kept.unwrap_or_default());
        }
        let code = SiteCode::parse(&text).ok().filter(|code| {
            let rows = self.sites.rows.value().map_or(&[][..], Vec::as_slice);
            rows.is_empty() || rows.iter().any(|row| row.site.code == *code)
        });
        if code.is_none() {
            form.complain(SITE, self.look.say("field-site-wrong"));
        }
        code.map(RuleScope::Site)
    }

    /// Takes in what came of keeping a rule.
    pub(super) fn rule_saved(&mut self, answer: Answer<Box<RuleChange>>) -> Vec<Effect> {
        let change = match answer {
            Ok(change) => *change,
            Err(fault) => return self.complain(&fault, Action::EditRule),
        };
        self.close_sheet();
        match change {
            RuleChange::Added { rule } => {
                let words = self.look.tell("toast-rule-added", &[("name", rule.name.as_str().into())]);
                self.offer_undo(words, Reverse::NewRule(rule.name.clone()));
                self.rules.put(rule);
            }
            RuleChange::Changed { from, to } => {
                let id = match (from.enabled, to.enabled) {
                    (false, true) => "toast-rule-on",
                    (true, false) => "toast-rule-off",
                    (true, true) | (false, false) => "toast-rule-changed",
                };
                let words = self.look.tell(id, &[("name", to.name.as_str().into())]);
                self.offer_undo(words, Reverse::Rule(Box::new(from)));
                self.rules.put(to);
            }
            RuleChange::Same { name } => {
                self.reply(self.look.tell("toast-rule-same", &[("name", name.as_str().into())]));
            }
            RuleChange::Removed { rule } => self.rules.remove(&rule.name),
        }
        let mut effects = vec![Effect::Roll, Effect::Tick, Effect::Ask(Ask::Rules)];
        effects.extend(self.ask_alarms());
        effects
    }

    /// Returns the period in which a rule is tried out.
    pub(super) fn previewed(&self) -> Period {
        let until = self.look.now;
        Period { from: until.checked_sub(PREVIEWED).unwrap_or(until), until }
    }

    /// Says under the form what the rule would have done.
    pub(super) fn rule_previewed(&mut self, answer: Answer<Box<Preview>>) -> Vec<Effect> {
        let preview = match answer {
            Ok(preview) => preview,
            Err(fault) => return self.complain(&fault, Action::EditRule),
        };
        let told = |id: &str, n: u64| self.look.tell(id, &[("n", n.into())]);
        let parts = [
            told("alarms-n-alarms", preview.n_alarms),
            told("preview-emails", preview.n_emails),
            told("preview-sms", preview.n_sms),
            told("preview-points", preview.n_points),
        ];
        // It may be cut to whole readings.
        let days = (preview.period.duration().as_hours() + 12) / 24;
        let words = self.look.tell("preview", &[("days", days.into()), ("what", parts.join(", ").into())]);
        let spells = preview.spells.iter().rev().take(MOST_SPELLS).map(|spell| spell_words(spell, &self.look));
        let cut = preview.cut.map(|cut| self.look.say(&format!("preview-cut-{}", cut.name())));
        let said = std::iter::once(words).chain(cut).chain(spells).collect();
        if let Open::Sheet(sheet) = &mut self.open {
            sheet.waiting = false;
            sheet.said = said;
        }
        Vec::new()
    }

    /// Takes in what came of removing a rule.
    pub(super) fn rule_removed(&mut self, name: &RuleName, answer: Answer<()>) -> Vec<Effect> {
        match answer {
            Ok(()) => {
                self.rules.remove(name);
                if self.screen == Screen::Rule {
                    self.screen = Screen::Rules;
                }
                self.reply(self.look.tell("toast-rule-removed", &[("name", name.as_str().into())]));
            }
            Err(fault) => self.reply(self.refusal(&fault, Action::RemoveRule)),
        }
        let mut effects = vec![Effect::Roll, Effect::Ask(Ask::Rules)];
        effects.extend(self.ask_alarms());
        effects
    }

    /// Scrolls the rule that is open, as far as there is something to see.
    pub(super) fn scroll_rule(&mut self, by: isize) {
        let room = usize::from(self.size.0.saturating_sub(2));
        let Some(rule) = self.rules.selected() else { return };
        let n = crate::screen::rules::view::lines(rule, room, &self.look).len();
        let most = page::most(n, usize::from(view::body_rows(self)));
        self.rules.top = self.rules.top.saturating_add_signed(by).min(most);
    }
}
