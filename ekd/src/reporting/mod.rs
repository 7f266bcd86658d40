//! Reports are made, kept and handed over: at once for whoever asks, and by themselves for their schedules.
//!
//! Each is made with the eyes of one account and stays that account's. What is in a report, and how paper looks, is not
//! known here.

mod directory;
mod eyes;
pub mod making;
pub mod rounds;
pub mod saved;
mod way_out;

use std::path::PathBuf;
use std::sync::Arc;

use common::fault::{Cause, ReportCause};
use common::report::{Definition, MOST_SITES, Template};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use tokio::sync::Semaphore;

use crate::billing::interest::InterestTable;
use crate::notify::Channels;
use crate::store::account::Keeper;
use crate::store::log::Logbook;
use crate::store::{self, StoreError};
use crate::tariff::Tariffs;
use crate::turned::Turned;

/// What works on reports go by.
#[derive(Clone, Debug)]
pub struct Desk {
    pub zone: TimeZone,
    pub channels: Channels,
    pub tariffs: Arc<Tariffs>,
    /// What is paid for being late.
    pub interest: Arc<InterestTable>,
    /// Into which schedules may put files.
    pub directory: Option<Arc<PathBuf>>,
    /// Permits to make reports: they must not take all of the archive's readers.
    pub making: Arc<Semaphore>,
}

/// Reports that are made at the same time.
pub const AT_ONCE: usize = 2;

/// Finds whether a report may be of this for an account whose eyes look.
///
/// # Errors
/// [`ReportCause::TooManySites`], [`ReportCause::TicketMissing`], [`ReportCause::PayerMissing`], [`ReportCause::NotOfSites`], [`Cause::NoSuchSite`], [`Cause::NoSuchCustomer`];
/// [`Cause::NotAllowed`] where a customer is named and not seen.
pub fn check(log: &Logbook<'_>, keeper: &Keeper, definition: &Definition) -> Result<(), Turned> {
    if definition.sites.len() > MOST_SITES {
        return Err(refused(ReportCause::TooManySites { most: MOST_SITES as u64 }));
    }
    if definition.template == Template::TicketDossier && definition.ticket.is_none() {
        return Err(refused(ReportCause::TicketMissing));
    }
    if definition.template == Template::AccountStatement {
        return check_payer(log, keeper, definition);
    }
    check_customer(log, keeper, definition)?;
    for site in &definition.sites {
        if store::site::by_code(log, site.as_str())?.is_none() {
            return Err(Cause::NoSuchSite { text: site.to_string(), similar: Vec::new() }.into());
        }
    }
    Ok(())
}

/// Customers are named by those who see them.
fn check_customer(log: &Logbook<'_>, keeper: &Keeper, definition: &Definition) -> Result<(), Turned> {
    let Some(number) = &definition.customer else { return Ok(()) };
    if !keeper.role.sees_customers() {
        return Err(Cause::NotAllowed.into());
    }
    let found = store::customer::by_number(log, number.as_str())?;
    match found {
        Some(_) => Ok(()),
        None => Err(Cause::NoSuchCustomer { text: number.to_string(), similar: Vec::new() }.into()),
    }
}

/// Money is seen by those who keep the books, who name whose, and by those who pay.
fn check_payer(log: &Logbook<'_>, keeper: &Keeper, definition: &Definition) -> Result<(), Turned> {
    if !definition.sites.is_empty() {
        return Err(refused(ReportCause::NotOfSites));
    }
    if keeper.role.is_staff() && !keeper.role.sees_customers() {
        return Err(Cause::NotAllowed.into());
    }
    match &definition.customer {
        None if keeper.role.is_staff() => Err(refused(ReportCause::PayerMissing)),
        None => Ok(()),
        Some(number) if store::due::is_seen(log, number)? => Ok(()),
        Some(number) => Err(Cause::NoSuchCustomer { text: number.to_string(), similar: Vec::new() }.into()),
    }
}

/// Returns a refusal that is about reports.
fn refused(why: ReportCause) -> Turned {
    Cause::Report { why }.into()
}

/// Tells whether an account can still have reports: it is open, and staff's or acts for somebody.
///
/// # Errors
/// Where the archive fails.
pub fn may_have(log: &Logbook<'_>, keeper: &Keeper, now: Timestamp) -> Result<bool, StoreError> {
    let acts = keeper.role.is_staff() || !store::customer::of_account(log, keeper.id, now)?.is_empty();
    Ok(keeper.standing.is_open() && acts)
}
