//! What people do with alarms: take note, mute, announce work.

use common::alarm::{Alarm, AlarmDeed, Deed as Doing, Subject, Turn};
use common::customer::Right;
use common::fault::Cause;
use common::id::AlarmId;
use common::rule::{Maintenance, NewMaintenance, RuleScope};
use common::text::is_hidden;
use jiff::{SignedDuration, Timestamp};

use super::{rules, turns};
use crate::accounts::Actor;
use crate::store::audit::Deed;
use crate::store::log::{Logbook, Write};
use crate::store::{self, StoreError};
use crate::turned::Turned;

/// Alarms in one call.
const MOST: usize = 200;
const LONGEST_COMMENT: usize = 500;
const LONGEST_MUTE: SignedDuration = SignedDuration::from_hours(30 * 24);
const LONGEST_WORK: SignedDuration = SignedDuration::from_hours(90 * 24);

/// Does something with alarms that the actor sees, `log`, and may touch; all of them or none.
///
/// # Errors
/// [`Cause::NoSuchAlarm`], [`Cause::NotAllowed`], [`Cause::BadText`], [`Cause::BadPeriod`], [`Cause::AlarmStands`].
pub fn change(tx: &Write<'_>, log: &Logbook<'_>, actor: &Actor, deed: &AlarmDeed) -> Result<Vec<Alarm>, Turned> {
    if deed.alarms.is_empty() || deed.alarms.len() > MOST {
        return Err(Cause::BadText { field: "alarms".to_owned() }.into());
    }
    deed.alarms.iter().map(|id| change_one(tx, log, actor, (*id, &deed.what))).collect()
}

fn change_one(
    tx: &Write<'_>,
    log: &Logbook<'_>,
    actor: &Actor,
    (id, doing): (AlarmId, &Doing),
) -> Result<Alarm, Turned> {
    let alarm = store::alarm::find(log, id)?.ok_or(Cause::NoSuchAlarm { id: id.0 })?;
    may_touch(tx, actor, &alarm)?;
    let now = actor.now;
    let by = (now, Some(actor.keeper.id));
    let stands = || Turned::from(Cause::AlarmStands { id: id.0 });
    let turn = match doing {
        Doing::Acknowledge { comment } => {
            let comment = comment.as_deref().map(comment_of).transpose()?.flatten();
            if alarm.acknowledged.is_some() {
                return Err(stands());
            }
            store::alarm::acknowledge(tx, id, (actor.keeper.id, now), comment.as_deref())?;
            Turn::Acknowledged { comment }
        }
        Doing::Unacknowledge => {
            if alarm.acknowledged.is_none() {
                return Err(stands());
            }
            store::alarm::unacknowledge(tx, id)?;
            Turn::Unacknowledged
        }
        Doing::Mute { until } => {
            let lasting = until.duration_since(now);
            if !lasting.is_positive() || lasting > LONGEST_MUTE {
                return Err(Cause::BadPeriod { detail: until.to_string() }.into());
            }
            store::alarm::mute(tx, id, Some(*until))?;
            Turn::Muted { until: *until }
        }
        Doing::Unmute => {
            if alarm.muted_until.is_none_or(|until| until <= now) {
                return Err(stands());
            }
            store::alarm::mute(tx, id, None)?;
            Turn::Unmuted
        }
    };
    turns::turn(tx, &alarm, by, turn)?;
    store::alarm::by_id(tx, id)?.ok_or_else(|| Cause::NoSuchAlarm { id: id.0 }.into())
}

/// Returns a comment that may be kept; `None` for an empty one.
fn comment_of(text: &str) -> Result<Option<String>, Cause> {
    let text = text.trim();
    if text.chars().count() > LONGEST_COMMENT || text.chars().any(is_hidden) {
        return Err(Cause::BadText { field: "comment".to_owned() });
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

/// Staff may touch all alarms; who acts for a customer, those of that customer's sites, with the right for it.
fn may_touch(tx: &Write<'_>, actor: &Actor, alarm: &Alarm) -> Result<(), Turned> {
    if actor.keeper.role.is_staff() {
        return Ok(());
    }
    let Subject::Point { site, .. } = &alarm.subject else { return Err(Cause::NotAllowed.into()) };
    let owner = store::customer::of_site(tx, *site, actor.now)?;
    let number = owner.ok_or(Cause::NotAllowed)?.number;
    has_right(tx, actor, number.as_str())
}

fn has_right(tx: &Write<'_>, actor: &Actor, number: &str) -> Result<(), Turned> {
    let mandates = store::customer::mandates_of(tx, actor.keeper.id, actor.now)?;
    let has = mandates
        .iter()
        .any(|mandate| mandate.customer.as_str() == number && mandate.rights.contains(&Right::Technical));
    if has { Ok(()) } else { Err(Cause::NotAllowed.into()) }
}

/// Makes sure that the actor may say what counts in a scope.
///
/// # Errors
/// [`Cause::NotAllowed`].
pub fn may_rule(tx: &Write<'_>, actor: &Actor, scope: &RuleScope) -> Result<(), Turned> {
    if actor.keeper.role.operates() {
        return Ok(());
    }
    let placed = match scope {
        RuleScope::Installation => return Err(Cause::NotAllowed.into()),
        RuleScope::Customer(number) => return has_right(tx, actor, number.as_str()),
        RuleScope::Site(_) | RuleScope::Point(_) => store::point::in_scope(tx, scope, actor.now)?,
    };
    // Somebody else's place and one that is not there are the same.
    let owner = placed.into_iter().next().and_then(|place| place.customer).ok_or(Cause::NotAllowed)?;
    has_right(tx, actor, owner.as_str())
}

/// Announces work on something.
///
/// # Errors
/// [`Cause::NotAllowed`], [`Cause::BadPeriod`], [`Cause::BadText`], and what its scope names and is not there.
pub fn open_maintenance(tx: &Write<'_>, actor: &Actor, window: &NewMaintenance) -> Result<Maintenance, Turned> {
    may_rule(tx, actor, &window.scope)?;
    rules::find(tx, &window.scope)?;
    let lasting = window.period.until.duration_since(window.period.from);
    if !lasting.is_positive() || lasting > LONGEST_WORK || window.period.until <= actor.now {
        return Err(Cause::BadPeriod { detail: format!("{}..{}", window.period.from, window.period.until) }.into());
    }
    let reason = comment_of(&window.reason)?.ok_or(Cause::BadText { field: "reason".to_owned() })?;
    let window = NewMaintenance { reason, ..window.clone() };
    let id = store::maintenance::open(tx, &window, actor.keeper.id)?;
    audit(tx, actor, "maintenance.open", id.to_string())?;
    store::maintenance::by_id(tx, id)?.ok_or_else(|| Cause::NoSuchMaintenance { id: id.0 }.into())
}

/// Ends work now, or takes back what was announced.
///
/// # Errors
/// [`Cause::NoSuchMaintenance`], [`Cause::NotAllowed`].
pub fn end_maintenance(tx: &Write<'_>, actor: &Actor, id: common::id::MaintenanceId) -> Result<(), Turned> {
    let absent = Cause::NoSuchMaintenance { id: id.0 };
    let window =
        store::maintenance::by_id(tx, id)?.filter(|window| window.period.until > actor.now).ok_or(absent.clone())?;
    may_rule(tx, actor, &window.scope).map_err(|turned| match turned {
        Turned::Cause(Cause::NotAllowed) => Turned::from(absent),
        Turned::Cause(_) | Turned::Store(_) => turned,
    })?;
    store::maintenance::end(tx, id, actor.now)?;
    Ok(audit(tx, actor, "maintenance.end", id.to_string())?)
}

fn audit(tx: &Write<'_>, actor: &Actor, what: &'static str, detail: String) -> Result<(), StoreError> {
    store::audit::append(tx, &deed_of(actor, what, detail))
}

/// Returns a line of the audit log about something that the actor does.
#[must_use]
pub fn deed_of(actor: &Actor, what: &'static str, detail: String) -> Deed {
    let source = actor.source.clone();
    Deed { at: actor.now, actor: Some(actor.keeper.id), what, account: None, customer: None, detail, source }
}

/// Returns the instant from which windows that are over are still told.
#[must_use]
pub fn told_since(now: Timestamp) -> Timestamp {
    now.checked_sub(SignedDuration::from_hours(30 * 24)).unwrap_or(Timestamp::MIN)
}
