//! Alarms, the rules that raise them, and maintenance windows.

use common::alarm::{Alarm, AlarmCard, AlarmCounts, AlarmDeed, AlarmFilter};
use common::api::OnceKey;
use common::fault::Cause;
use common::id::{AlarmId, MaintenanceId, RuleName};
use common::page::{Page, Paged};
use common::rule::{Application, Maintenance, NewMaintenance, Rule, RuleChange, RuleChanges, RuleScope};

use super::access::{Granted, Visit};
use super::answer::NoAnswer;
use crate::store;
use crate::store::log::{Logbook, Write};
use crate::vigil::deeds::{self, deed_of, may_rule, told_since};
use crate::vigil::rules;

/// Alarms in one page.
const MOST: u32 = 200;

pub(super) async fn list(visit: &Visit<'_>, filter: AlarmFilter, page: Page) -> Result<Paged<Alarm>, NoAnswer> {
    let skip = match page.after.as_deref() {
        None => 0,
        Some(after) => after.parse::<u32>().map_err(|_| Cause::BadPage)?,
    };
    let limit = if page.limit == 0 { MOST } else { page.limit.min(MOST) };
    visit
        .look(move |log, _| {
            let mut items = store::alarm::list(log, &filter, (skip, limit + 1))?;
            let more = items.len() > limit as usize;
            items.truncate(limit as usize);
            Ok(Paged { items, next: more.then(|| (skip + limit).to_string()) })
        })
        .await
}

pub(super) async fn counts(visit: &Visit<'_>) -> Result<AlarmCounts, NoAnswer> {
    let now = visit.now();
    visit.look(move |log, _| Ok(store::alarm::counts(log, now)?)).await
}

pub(super) async fn card(visit: &Visit<'_>, id: AlarmId) -> Result<AlarmCard, NoAnswer> {
    visit
        .look(move |log, granted| {
            let alarm = store::alarm::find(log, id)?.ok_or(Cause::NoSuchAlarm { id: id.0 })?;
            let mut history = store::alarm::history(log, id)?;
            let mut alarm = alarm;
            let is_house = log.scope().is_house();
            let own = (!is_house).then_some(granted.actor.keeper.id);
            let mut told = store::notice::list(log, (own, Some(id)), None, MOST)?;
            told.reverse();
            if is_house {
                return Ok(AlarmCard { alarm, history, told });
            }
            // Who works for the house is the house's business.
            let own = &granted.actor.keeper.login;
            for transition in &mut history {
                transition.by = transition.by.take().filter(|by| by == own);
            }
            if let Some(acknowledged) = &mut alarm.acknowledged {
                acknowledged.by = acknowledged.by.take().filter(|by| by == own);
            }
            Ok(AlarmCard { alarm, history, told })
        })
        .await
}

pub(super) async fn change(visit: &Visit<'_>, key: OnceKey, deed: AlarmDeed) -> Result<Vec<Alarm>, NoAnswer> {
    let change = move |tx: &Write<'_>, granted: &Granted| {
        let log = tx.log();
        deeds::change(tx, &log.seen_by(granted.scope), &granted.actor, &deed)
    };
    visit.change_once("change alarms", key, change).await
}

pub(super) async fn rules(visit: &Visit<'_>) -> Result<Vec<Rule>, NoAnswer> {
    visit
        .look(|log, granted| {
            let mut rules = store::rule::list(log)?;
            if !log.scope().is_house() {
                rules.retain(|rule| is_seen(log, granted, &rule.scope));
                for rule in &mut rules {
                    rule.escalate = None;
                }
            }
            Ok(rules)
        })
        .await
}

/// Tells whether something with this scope counts for what the account sees.
fn is_seen(log: &Logbook<'_>, granted: &Granted, scope: &RuleScope) -> bool {
    let placed = match scope {
        RuleScope::Installation => return true,
        RuleScope::Customer(_) | RuleScope::Site(_) | RuleScope::Point(_) => {
            store::point::in_scope(log, scope, granted.actor.now)
        }
    };
    // What cannot be told is not shown.
    placed
        .unwrap_or_default()
        .iter()
        .any(|place| matches!(store::point::by_code(log, place.code.as_str()), Ok(Some(_))))
}

pub(super) async fn save_rule(visit: &Visit<'_>, key: OnceKey, rule: Rule) -> Result<RuleChange, NoAnswer> {
    let save = move |tx: &Write<'_>, granted: &Granted| {
        let actor = &granted.actor;
        may_rule(tx, actor, &rule.scope)?;
        if let Some(before) = store::rule::by_name(tx, &rule.name)? {
            may_rule(tx, actor, &before.scope)?;
        }
        if rule.escalate.is_some() && !actor.keeper.role.operates() {
            return Err(Cause::NotAllowed.into());
        }
        rules::save(tx, &rule, &deed_of(actor, "rule.change", String::new()))
    };
    visit.change_once("save rule", key, save).await
}

pub(super) async fn remove_rule(visit: &Visit<'_>, key: OnceKey, name: RuleName) -> Result<RuleChange, NoAnswer> {
    let remove = move |tx: &Write<'_>, granted: &Granted| {
        let absent = || Cause::NoSuchRule { name: name.to_string() };
        let rule = store::rule::by_name(tx, &name)?.ok_or_else(absent)?;
        let log = tx.log();
        if !granted.scope.is_house() && !is_seen(&log.seen_by(granted.scope), granted, &rule.scope) {
            return Err(absent().into());
        }
        may_rule(tx, &granted.actor, &rule.scope)?;
        rules::remove(tx, &name, &deed_of(&granted.actor, "rule.remove", String::new()))
    };
    visit.change_once("remove rule", key, remove).await
}

pub(super) async fn apply_rules(
    visit: &Visit<'_>,
    key: OnceKey,
    list: Vec<Rule>,
    how: Application,
) -> Result<RuleChanges, NoAnswer> {
    let apply = move |tx: &Write<'_>, granted: &Granted| {
        rules::apply(tx, &list, how, &deed_of(&granted.actor, "rule.change", String::new()))
    };
    match how {
        Application::DryRun => visit.change("compare rules", apply).await,
        Application::Write => visit.change_once("apply rules", key, apply).await,
    }
}

pub(super) async fn maintenances(visit: &Visit<'_>) -> Result<Vec<Maintenance>, NoAnswer> {
    visit
        .look(|log, granted| {
            let mut windows = store::maintenance::since(log, told_since(granted.actor.now))?;
            if !log.scope().is_house() {
                windows.retain(|window| is_seen(log, granted, &window.scope));
                for window in &mut windows {
                    window.by = window.by.take().filter(|by| *by == granted.actor.keeper.login);
                }
            }
            Ok(windows)
        })
        .await
}

pub(super) async fn open_maintenance(
    visit: &Visit<'_>,
    key: OnceKey,
    window: NewMaintenance,
) -> Result<Maintenance, NoAnswer> {
    let open = move |tx: &Write<'_>, granted: &Granted| deeds::open_maintenance(tx, &granted.actor, &window);
    visit.change_once("open maintenance", key, open).await
}

pub(super) async fn end_maintenance(visit: &Visit<'_>, id: MaintenanceId) -> Result<(), NoAnswer> {
    let end = move |tx: &Write<'_>, granted: &Granted| deeds::end_maintenance(tx, &granted.actor, id);
    visit.change("end maintenance", end).await
}
