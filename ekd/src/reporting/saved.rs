//! Saved reports: definitions with a name, some with a schedule.

use common::fault::{Cause, Fault, ReportCause};
use common::id::{AccountId, ReportName};
use common::language::Language;
use common::report::{MOST_SAVED, SavedReport};
use jiff::Timestamp;

use super::way_out::{bad_schedule, way_out};
use super::{Desk, refused};
use crate::report::schedule;
use crate::store::account::Keeper;
use crate::store::log::{Logbook, Write};
use crate::store::report::{Kept, Scheduled};
use crate::store::{StoreError, report};
use crate::turned::Turned;

/// Saves a report in the place of the account's one with its name. A schedule that has not changed goes on.
///
/// # Errors
/// Those of [`super::check`]; [`ReportCause::TooManySaved`], [`ReportCause::BadSchedule`]; [`Cause::RoleForbids`] for a
/// schedule into the directory that is not of staff.
pub fn save(
    tx: &Write<'_>,
    desk: &Desk,
    keeper: &Keeper,
    (wanted, now): (&SavedReport, Timestamp),
) -> Result<SavedReport, Turned> {
    if let Some(schedule) = &wanted.schedule {
        if let Some(problem) = schedule::problem(schedule, wanted.definition.template) {
            return Err(bad_schedule(problem));
        }
        way_out(tx, desk, keeper, schedule.to)?;
    }
    if report::count_others(tx, keeper.id, &wanted.name)? >= MOST_SAVED {
        return Err(refused(ReportCause::TooManySaved { most: MOST_SAVED }));
    }
    let before = report::find(tx, keeper.id, &wanted.name)?.and_then(|kept| kept.scheduled);
    let after = wanted.schedule.as_ref().map(|wanted| match before {
        Some(Scheduled { schedule, after, .. }) if schedule == *wanted => after,
        Some(_) | None => schedule::begins_after(wanted, now, &desk.zone),
    });
    report::save(tx, keeper.id, wanted, (now, after))?;
    let kept = report::find(tx, keeper.id, &wanted.name)?.ok_or(Cause::Internal)?;
    Ok(shown(kept, desk, (language(keeper), now)))
}

/// Returns an account's saved reports by name.
///
/// # Errors
/// Where the archive fails.
pub fn list(log: &Logbook<'_>, desk: &Desk, keeper: &Keeper, now: Timestamp) -> Result<Vec<SavedReport>, StoreError> {
    let kept = report::of_account(log, keeper.id)?;
    Ok(kept.into_iter().map(|kept| shown(kept, desk, (language(keeper), now))).collect())
}

/// Throws a saved report away; what was made of it stays.
///
/// # Errors
/// [`ReportCause::NoSuchReport`].
pub fn remove(tx: &Write<'_>, account: AccountId, name: &ReportName) -> Result<(), Turned> {
    let was_there = report::remove(tx, account, name)?;
    if was_there { Ok(()) } else { Err(refused(ReportCause::NoSuchReport { name: name.to_string() })) }
}

fn language(keeper: &Keeper) -> Language {
    Language::parse(&keeper.language).unwrap_or_default()
}

fn shown(kept: Kept, desk: &Desk, (language, now): (Language, Timestamp)) -> SavedReport {
    let next_on = kept
        .scheduled
        .as_ref()
        .and_then(|Scheduled { schedule, after, had }| schedule::next_on(schedule, (*after, had), now, &desk.zone));
    SavedReport {
        name: kept.name,
        definition: kept.definition,
        schedule: kept.scheduled.map(|scheduled| scheduled.schedule),
        changed_at: Some(kept.changed_at),
        next_on,
        trouble: kept.trouble.map(|cause| Fault::from(cause).message(language)),
    }
}
