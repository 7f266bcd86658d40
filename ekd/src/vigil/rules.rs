//! Saying what counts: rules are checked, written, and told in the audit log; what no longer counts ends.

use std::collections::{BTreeMap, BTreeSet};

use common::fault::Cause;
use common::id::RuleName;
use common::rule::{Application, Condition, Rule, RuleChange, RuleChanges, RuleScope};
use common::text::is_hidden;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::turns;
use crate::alarm::judge::bounds_fit;
use crate::store::audit::Deed;
use crate::store::log::Write;
use crate::store::{self, StoreError};
use crate::turned::Turned;

/// Rules that one installation may have: each is held against every line.
const MOST: usize = 1_000;
const LONGEST: SignedDuration = SignedDuration::from_hours(400 * 24);
/// The rules of a new archive.
const DEFAULT: &str = include_str!("../../rules/default.toml");

#[derive(Deserialize)]
struct Written {
    rule: Vec<Rule>,
}

/// Returns the rules that a new archive begins with.
///
/// # Panics
/// Never: a test reads them.
#[must_use]
pub fn first() -> Vec<Rule> {
    toml::from_str::<Written>(DEFAULT).expect("a test reads them").rule
}

/// Gives an archive that never had rules its first ones.
pub fn seed(tx: &Write<'_>, now: Timestamp) -> Result<(), StoreError> {
    if store::rule::seed(tx, now)? {
        for rule in first() {
            store::rule::save(tx, &rule)?;
        }
    }
    Ok(())
}

/// Keeps a rule; one of the same name is replaced, and its active alarms end where they are another matter now.
///
/// # Errors
/// What is wrong with it ([`Cause::BadRule`]).
pub fn save(tx: &Write<'_>, rule: &Rule, deed: &Deed) -> Result<RuleChange, Turned> {
    check(tx, rule)?;
    if store::rule::list(tx)?.len() >= MOST && store::rule::by_name(tx, &rule.name)?.is_none() {
        return Err(bad(rule, "too-many").into());
    }
    let change = change(tx, rule, deed.at)?;
    audit(tx, &change, deed)?;
    Ok(change)
}

/// Removes a rule; its active alarms end.
///
/// # Errors
/// [`Cause::NoSuchRule`].
pub fn remove(tx: &Write<'_>, name: &RuleName, deed: &Deed) -> Result<RuleChange, Turned> {
    let rule = store::rule::by_name(tx, name)?.ok_or_else(|| Cause::NoSuchRule { name: name.to_string() })?;
    store::rule::remove(tx, name)?;
    turns::end_of_rule(tx, name, deed.at)?;
    let change = RuleChange::Removed { rule };
    audit(tx, &change, deed)?;
    Ok(change)
}

/// Makes these rules all there are, or tells what that would change.
///
/// # Errors
/// What is wrong with one of them, or two with one name; nothing has changed then.
pub fn apply(tx: &Write<'_>, rules: &[Rule], how: Application, deed: &Deed) -> Result<RuleChanges, Turned> {
    let mut names = BTreeSet::new();
    for rule in rules {
        check(tx, rule)?;
        if !names.insert(&rule.name) {
            return Err(bad(rule, "twice").into());
        }
    }
    if rules.len() > MOST {
        let last = rules.last().map(|rule| bad(rule, "too-many"));
        return Err(last.unwrap_or(Cause::BadPage).into());
    }
    let before: BTreeMap<RuleName, Rule> =
        store::rule::list(tx)?.into_iter().map(|rule| (rule.name.clone(), rule)).collect();
    let mut changes: Vec<RuleChange> = Vec::new();
    for rule in rules {
        changes.push(compare(before.get(&rule.name), rule));
    }
    let gone = before.iter().filter(|(name, _)| !names.contains(name));
    changes.extend(gone.map(|(_, rule)| RuleChange::Removed { rule: rule.clone() }));
    changes.sort_by(|one, other| name_of(one).cmp(name_of(other)));
    if how == Application::Write {
        for change in &changes {
            write(tx, change, deed.at)?;
            audit(tx, change, deed)?;
        }
    }
    Ok(RuleChanges { how, changes })
}

fn name_of(change: &RuleChange) -> &RuleName {
    match change {
        RuleChange::Added { rule } | RuleChange::Removed { rule } => &rule.name,
        RuleChange::Changed { to, .. } => &to.name,
        RuleChange::Same { name } => name,
    }
}

fn compare(before: Option<&Rule>, rule: &Rule) -> RuleChange {
    match before {
        None => RuleChange::Added { rule: rule.clone() },
        Some(before) if before == rule => RuleChange::Same { name: rule.name.clone() },
        Some(before) => RuleChange::Changed { from: before.clone(), to: rule.clone() },
    }
}

fn change(tx: &Write<'_>, rule: &Rule, now: Timestamp) -> Result<RuleChange, StoreError> {
    let change = compare(store::rule::by_name(tx, &rule.name)?.as_ref(), rule);
    write(tx, &change, now)?;
    Ok(change)
}

fn write(tx: &Write<'_>, change: &RuleChange, now: Timestamp) -> Result<(), StoreError> {
    match change {
        RuleChange::Added { rule } => store::rule::save(tx, rule),
        RuleChange::Changed { from, to } => {
            // The same condition in the same place goes on: only how severe it is and who hears of it has changed.
            if !to.enabled || from.scope != to.scope || from.condition != to.condition {
                turns::end_of_rule(tx, &from.name, now)?;
            }
            store::rule::save(tx, to)
        }
        RuleChange::Removed { rule } => {
            store::rule::remove(tx, &rule.name)?;
            turns::end_of_rule(tx, &rule.name, now)
        }
        RuleChange::Same { .. } => Ok(()),
    }
}

fn audit(tx: &Write<'_>, change: &RuleChange, deed: &Deed) -> Result<(), StoreError> {
    let what = match change {
        RuleChange::Added { .. } => "rule.add",
        RuleChange::Changed { .. } => "rule.change",
        RuleChange::Removed { .. } => "rule.remove",
        RuleChange::Same { .. } => return Ok(()),
    };
    store::audit::append(tx, &Deed { what, detail: name_of(change).to_string(), ..deed.clone() })
}

pub(super) fn bad(rule: &Rule, problem: &'static str) -> Cause {
    Cause::BadRule { name: rule.name.to_string(), problem: problem.to_owned() }
}

/// Checks what the types cannot hold.
///
/// # Errors
/// [`Cause::BadRule`], and what its scope names and is not there.
pub fn check(tx: &Write<'_>, rule: &Rule) -> Result<(), Turned> {
    if let Some(problem) = problem(rule) {
        return Err(bad(rule, problem).into());
    }
    let unknown = match &rule.scope {
        RuleScope::Installation => None,
        RuleScope::Customer(number) => {
            let known = store::customer::by_number(tx, number.as_str())?.is_some();
            (!known).then(|| Cause::NoSuchCustomer { text: number.to_string(), similar: Vec::new() })
        }
        RuleScope::Site(site) => {
            let known = store::site::id_of(tx, site.as_str())?.is_some();
            (!known).then(|| Cause::NoSuchSite { text: site.to_string(), similar: Vec::new() })
        }
        RuleScope::Point(point) => {
            let known = store::point::id_of(tx, point.as_str())?.is_some();
            (!known).then(|| Cause::NoSuchPoint { text: point.to_string(), similar: Vec::new() })
        }
    };
    match unknown {
        Some(cause) => Err(cause.into()),
        None => Ok(()),
    }
}

/// Returns the name of what is wrong with a rule by itself.
pub(super) fn problem(rule: &Rule) -> Option<&'static str> {
    let in_order = rule.rises.is_sorted_by(|one, next| one.after < next.after);
    let is_duration = |duration: SignedDuration| !duration.is_negative() && duration <= LONGEST;
    let reminder_fits =
        rule.remind_every.is_none_or(|every| every >= SignedDuration::from_mins(10) && every <= LONGEST);
    let of_source = matches!(rule.condition, Condition::SourceSilent(_));
    let checks = [
        (rule.name.as_str().chars().any(is_hidden), "name"),
        (!in_order || rule.rises.iter().any(|rise| !is_duration(rise.after)), "rises"),
        (!reminder_fits, "remind-every"),
        (
            rule.escalate.as_ref().is_some_and(|escalate| escalate.to.is_empty() || !is_duration(escalate.after)),
            "escalate",
        ),
        (of_source && rule.scope != RuleScope::Installation, "source-scope"),
    ];
    checks
        .into_iter()
        .find_map(|(wrong, name)| wrong.then_some(name))
        .or_else(|| problem_of(&rule.condition, is_duration))
}

fn problem_of(condition: &Condition, is_duration: impl Fn(SignedDuration) -> bool) -> Option<&'static str> {
    let delays =
        |raise: SignedDuration, clear: SignedDuration| (!is_duration(raise) || !is_duration(clear)).then_some("delays");
    let crossed = |wrong: bool| wrong.then_some("clear-beyond-raise");
    match condition {
        Condition::SourceSilent(silence) | Condition::MeterSilent(silence) => {
            let cadence = silence.cadence.is_some_and(|cadence| !cadence.is_positive() || !is_duration(cadence));
            (silence.missed == 0 || cadence).then_some("cadence")
        }
        Condition::WaterLost(lost) => {
            let months = lost.season.iter().any(|month| !(1..=12).contains(month));
            let percent = lost.lost_percent == 0 || lost.lost_percent > 100;
            (months || percent || lost.night_from == lost.night_until).then_some("water-lost")
        }
        Condition::Leak(sign) | Condition::MeterFault(sign) => (sign.clear_reads == 0).then_some("clear-reads"),
        Condition::DifferenceLow(low) => {
            crossed(low.clear < low.raise).or_else(|| delays(low.raise_after, low.clear_after))
        }
        Condition::ReturnHot(hot) => {
            crossed(hot.clear_below.base() < 0).or_else(|| delays(hot.raise_after, hot.clear_after))
        }
        Condition::SupplyOffTable(off) => {
            crossed(off.clear_percent > off.raise_percent).or_else(|| delays(off.raise_after, off.clear_after))
        }
        Condition::CircuitOffCurve(off) => {
            crossed(off.clear > off.raise).or_else(|| delays(off.raise_after, off.clear_after))
        }
        Condition::PowerAboveContract(above) => crossed(above.clear_percent > above.raise_percent)
            .or_else(|| delays(above.mean_over, above.clear_after))
            .or_else(|| (!above.mean_over.is_positive()).then_some("delays")),
        Condition::NoConsumption(none) => delays(none.during, none.during),
        Condition::MeterClock(off) => {
            crossed(off.clear > off.raise || !off.raise.is_positive() || off.clear.is_negative())
        }
        Condition::VerificationDue(due) => (due.urgent_days > due.days).then_some("days"),
        Condition::Limit(limit) => crossed(!bounds_fit(limit)).or_else(|| delays(limit.raise_after, limit.clear_after)),
        Condition::RegisterDoubtful(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use common::alarm::AlarmKind;

    use super::*;

    #[test]
    fn the_first_rules_are_the_catalogue_and_nothing_is_wrong_with_them() {
        let rules = first();
        let kinds: BTreeSet<AlarmKind> = rules.iter().map(|rule| rule.condition.kind()).collect();
        let expected = AlarmKind::ALL.into_iter().filter(|kind| *kind != AlarmKind::Limit);
        assert!(kinds.into_iter().eq(expected), "every row of the catalogue has a rule");
        assert_eq!(rules.iter().find_map(problem), None);
    }

    #[test]
    fn a_rule_that_clears_beyond_where_it_raises_is_refused() {
        let problem = |text: &str| problem(&toml::from_str::<Rule>(&format!("name = 'x'\n{text}")).unwrap());
        assert_eq!(problem("kind = 'difference_low'\nraise = '10 K'\nclear = '9 K'"), Some("clear-beyond-raise"));
        assert_eq!(problem("kind = 'power_above_contract'\nraise_percent = 90"), Some("clear-beyond-raise"));
        let limit = "kind = 'limit'\nquantity = 'return'\nbeyond = 'above'\nraise = '55 °C'";
        assert_eq!(problem(&format!("{limit}\nclear = '56 °C'")), Some("clear-beyond-raise"));
        assert_eq!(problem(&format!("{limit}\nclear = '50 K'")), Some("clear-beyond-raise"));
        assert_eq!(problem(&format!("{limit}\nclear = '53 °C'\nraise_after = '30m'")), None);
        assert_eq!(problem("kind = 'meter_silent'\nmissed = 0"), Some("cadence"));
        assert_eq!(problem("kind = 'leak'\nremind_every = '1m'"), Some("remind-every"));
        assert_eq!(problem("kind = 'source_silent'\nscope = { site = 'W-1' }"), Some("source-scope"));
        let rises = "rises = [{ after = '2h', severity = 'alarm' }, { after = '1h', severity = 'notice' }]";
        assert_eq!(problem(&format!("kind = 'leak'\n{rises}")), Some("rises"));
    }
}
