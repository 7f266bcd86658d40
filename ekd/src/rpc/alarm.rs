//! Alarms, the rules that raise them, and maintenance windows.

use std::collections::BTreeSet;

use common::alarm::{Alarm, AlarmCard, AlarmCounts, AlarmDeed, AlarmFilter};
use common::api::OnceKey;
use common::fault::Cause;
use common::id::{AlarmId, CustomerNumber, MaintenanceId, RuleName};
use common::page::{Page, Paged};
use common::rule::{Application, Maintenance, NewMaintenance, Rule, RuleChange, RuleChanges, RuleScope};
use jiff::Timestamp;
use rusqlite::Connection;

use super::access::{Granted, Visit};
use super::answer::NoAnswer;
use crate::query;
use crate::store::log::{Logbook, Write};
use crate::store::{self, StoreError};
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
        .look(move |log, granted| {
            let mut items = store::alarm::list(log, &filter, (skip, limit + 1))?;
            let more = items.len() > limit as usize;
            items.truncate(limit as usize);
            let items = items.into_iter().map(|alarm| shown(log, granted, alarm)).collect::<Result<_, _>>()?;
            Ok(Paged { items, next: more.then(|| skip.saturating_add(limit).to_string()) })
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
            let keeper = &granted.actor.keeper;
            Ok(query::alarm::card(log, (keeper.id, &keeper.login), alarm)?)
        })
        .await
}

/// Returns an alarm as the account may see it.
pub(super) fn shown(log: &Logbook<'_>, granted: &Granted, alarm: Alarm) -> Result<Alarm, StoreError> {
    query::alarm::shown(log, &granted.actor.keeper.login, alarm)
}

pub(super) async fn change(visit: &Visit<'_>, key: OnceKey, deed: AlarmDeed) -> Result<Vec<Alarm>, NoAnswer> {
    let change = move |tx: &Write<'_>, granted: &Granted| {
        let log = tx.log();
        let log = granted.look_through(&log);
        let changed = deeds::change(tx, &log, &granted.actor, &deed)?;
        Ok(changed.into_iter().map(|alarm| shown(&log, granted, alarm)).collect::<Result<_, _>>()?)
    };
    visit.change_once("change alarms", key, change).await
}

pub(super) async fn rules(visit: &Visit<'_>) -> Result<Vec<Rule>, NoAnswer> {
    visit
        .look(|log, granted| {
            let mut rules = store::rule::list(log)?;
            if !log.scope().is_house() {
                let eyes = Eyes::of(log, granted)?;
                rules.retain(|rule| eyes.see(log, &rule.scope));
                for rule in &mut rules {
                    rule.escalate = None;
                }
            }
            Ok(rules)
        })
        .await
}

/// For whom an account of customers sees rules and windows: those for whom it acts now, of what is theirs now.
struct Eyes {
    customers: BTreeSet<CustomerNumber>,
    now: Timestamp,
}

impl Eyes {
    fn of(conn: &Connection, granted: &Granted) -> Result<Self, StoreError> {
        let now = granted.actor.now;
        let mandates = store::customer::mandates_of(conn, granted.actor.keeper.id, now)?;
        Ok(Self { customers: mandates.into_iter().map(|mandate| mandate.customer).collect(), now })
    }

    /// Tells whether something with this scope counts for what the account sees.
    fn see(&self, conn: &Connection, scope: &RuleScope) -> bool {
        match scope {
            RuleScope::Installation => true,
            RuleScope::Customer(number) => self.customers.contains(number),
            // What cannot be told is not shown.
            RuleScope::Site(_) | RuleScope::Point(_) => store::point::in_scope(conn, scope, self.now)
                .unwrap_or_default()
                .iter()
                .any(|place| place.customer.as_ref().is_some_and(|customer| self.customers.contains(customer))),
        }
    }
}

pub(super) async fn save_rule(visit: &Visit<'_>, key: OnceKey, rule: Rule) -> Result<RuleChange, NoAnswer> {
    let save = move |tx: &Write<'_>, granted: &Granted| {
        let actor = &granted.actor;
        let mut rule = rule;
        may_rule(tx, actor, &rule.scope)?;
        let before = store::rule::by_name(tx, &rule.name)?;
        if let Some(before) = &before {
            may_rule(tx, actor, &before.scope)?;
        }
        if !actor.keeper.role.operates() {
            if rule.escalate.is_some() {
                return Err(Cause::NotAllowed.into());
            }
            // Who is not told of it does not take it away either.
            rule.escalate = before.and_then(|before| before.escalate);
        }
        let change = rules::save(tx, &rule, &deed_of(actor, "rule.change", String::new()))?;
        Ok(without_names(granted, change))
    };
    visit.change_once("save rule", key, save).await
}

/// Returns a change as the account may see it: who works for the house is the house's business.
fn without_names(granted: &Granted, change: RuleChange) -> RuleChange {
    if granted.scope.is_house() {
        return change;
    }
    let bare = |rule| Rule { escalate: None, ..rule };
    match change {
        RuleChange::Added { rule } => RuleChange::Added { rule: bare(rule) },
        RuleChange::Changed { from, to } => RuleChange::Changed { from: bare(from), to: bare(to) },
        RuleChange::Removed { rule } => RuleChange::Removed { rule: bare(rule) },
        RuleChange::Same { name } => RuleChange::Same { name },
    }
}

pub(super) async fn remove_rule(visit: &Visit<'_>, key: OnceKey, name: RuleName) -> Result<RuleChange, NoAnswer> {
    let remove = move |tx: &Write<'_>, granted: &Granted| {
        let absent = || Cause::NoSuchRule { name: name.to_string() };
        let rule = store::rule::by_name(tx, &name)?.ok_or_else(absent)?;
        if !granted.scope.is_house() && !Eyes::of(tx, granted)?.see(tx, &rule.scope) {
            return Err(absent().into());
        }
        may_rule(tx, &granted.actor, &rule.scope)?;
        let change = rules::remove(tx, &name, &deed_of(&granted.actor, "rule.remove", String::new()))?;
        Ok(without_names(granted, change))
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
                let eyes = Eyes::of(log, granted)?;
                windows.retain(|window| eyes.see(log, &window.scope));
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
