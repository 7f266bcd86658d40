//! With whose eyes a report is made by itself: those that its account has then.

use common::fault::Cause;
use jiff::Timestamp;

use super::making::{Drawn, Viewer, draw_up};
use super::{Desk, may_have};
use crate::store;
use crate::store::log::Logbook;
use crate::store::report::Kept;
use crate::store::scope::Scope;
use crate::store::ticket::Eyes;
use crate::turned::Turned;
use common::report::NewReport;

/// Makes a saved report for its account, with the rights that the account has now.
///
/// # Errors
/// [`Cause::NotAllowed`] for an account that is closed or acts for nobody any more; those of [`draw_up`].
pub(super) fn draw_up_for_account(
    log: &Logbook<'_>,
    desk: &Desk,
    kept: &Kept,
    (report, now): (&NewReport, Timestamp),
) -> Result<Drawn, Turned> {
    let keeper = store::account::by_id(log, kept.account)?.ok_or(Cause::NotAllowed)?;
    if !may_have(log, &keeper, now)? {
        return Err(Cause::NotAllowed.into());
    }
    let scope = if keeper.role.is_staff() { Scope::house() } else { Scope::of_account(keeper.id, now) };
    let eyes = Eyes::of_account(keeper.id, keeper.role, now);
    draw_up(&log.seen_by(scope), desk, Viewer { keeper: &keeper, eyes: &eyes, now }, report)
}
