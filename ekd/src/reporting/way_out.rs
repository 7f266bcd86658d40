//! Where reports of a schedule can go: asked when it is saved, and again each time that one was made.

use common::contact::ContactKind;
use common::delivery::Channel;
use common::fault::{Cause, ReportCause};
use common::report::schedule::Destination;
use rusqlite::Connection;

use super::{Desk, refused};
use crate::store;
use crate::store::account::Keeper;
use crate::turned::Turned;

/// Where a report goes now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum WayOut {
    /// To this address.
    Email(String),
    Directory,
}

/// Finds where reports of an account can go now.
///
/// # Errors
/// [`ReportCause::BadSchedule`] without a server, a confirmed address or a directory; [`Cause::RoleForbids`] for a directory
/// where the account is not staff's.
pub(super) fn way_out(conn: &Connection, desk: &Desk, keeper: &Keeper, to: Destination) -> Result<WayOut, Turned> {
    match to {
        Destination::Email if !desk.channels.has(Channel::Email) => Err(bad_schedule("channel")),
        Destination::Email => {
            let contact = store::contact::find(conn, keeper.id, ContactKind::Email)?;
            let address = contact.and_then(|contact| contact.address);
            address.map(WayOut::Email).ok_or_else(|| bad_schedule("address"))
        }
        Destination::Directory if !keeper.role.is_staff() => {
            Err(Cause::RoleForbids { role: keeper.role.name().to_owned() }.into())
        }
        Destination::Directory if desk.directory.is_none() => Err(bad_schedule("directory")),
        Destination::Directory => Ok(WayOut::Directory),
    }
}

/// Returns that a schedule cannot be; the problem is the name of a text.
pub(super) fn bad_schedule(problem: &str) -> Turned {
    refused(ReportCause::BadSchedule { problem: problem.to_owned() })
}
