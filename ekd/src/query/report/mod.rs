//! The facts of reports, gathered from the archive, and written by the rules.
//!
//! Sees what whoever looks may see: a report of an account tells of its sites in the time in which they were its own.

mod account_statement;
mod alarm_log;
pub mod billing;
mod meter_audit;
mod monthly_sheet;
mod portfolio;
#[cfg(test)]
mod real_tests;
mod season_comparison;
#[cfg(test)]
mod tests;
mod ticket_dossier;
mod usage;
mod weather;

use common::account::Login;
use common::fault::{Cause, ReportCause};
use common::report::{Definition, MOST_SITES, Template};
use common::sheet::Sheet;
use common::site::Site;
use common::time::{Period, View};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::billing::interest::InterestTable;
use crate::report::{Building, Frame};
use crate::store::log::Logbook;
use crate::store::ticket::Eyes;
use crate::store::{self, StoreError};
use crate::tariff::Tariffs;

/// When, where and for whom a report is made.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'a> {
    pub zone: &'a TimeZone,
    pub now: Timestamp,
    pub tariffs: &'a Tariffs,
    /// What is paid for being late.
    pub interest: &'a InterestTable,
    /// What of tickets is seen.
    pub eyes: &'a Eyes,
    /// Whose report it is.
    pub login: &'a Login,
}

/// Most sites of which all are looked at for one table.
const MOST_OF_TABLE: u32 = 100_000;

/// Returns the report, or why it cannot be made.
pub fn sheet(
    log: &Logbook<'_>,
    definition: &Definition,
    period: Period,
    surroundings: &Surroundings<'_>,
) -> Result<Result<Sheet, Cause>, StoreError> {
    let frame = |period| Frame { language: definition.language, zone: surroundings.zone.clone(), period };
    if definition.template == Template::TicketDossier {
        return match definition.ticket {
            Some(number) => ticket_dossier::sheet(log, number, &frame(period), surroundings),
            None => Ok(Err(Cause::Report { why: ReportCause::TicketMissing })),
        };
    }
    if period.is_empty() || period.from >= surroundings.now {
        return Ok(Err(Cause::Report { why: ReportCause::PeriodWrong }));
    }
    if definition.template == Template::AccountStatement {
        return account_statement::sheet(log, definition, &frame(period), surroundings);
    }
    let sites = match chosen(log, definition, period)? {
        Ok(sites) => sites,
        Err(cause) => return Ok(Err(cause)),
    };
    match definition.template {
        Template::MonthlySheet => {
            monthly_sheet::sheet(log, &sites, &frame(month(period, surroundings.zone)), surroundings)
        }
        Template::SeasonComparison => season_comparison::sheet(log, &sites, &frame(period), surroundings),
        Template::Portfolio => portfolio::sheet(log, &sites, &frame(period), surroundings),
        Template::AlarmLog => alarm_log::sheet(log, (definition, &sites), &frame(period), surroundings),
        Template::MeterAudit => meter_audit::sheet(log, (definition, &sites), &frame(period), surroundings),
        // Of no sites: they are made above.
        Template::TicketDossier | Template::AccountStatement => Ok(Err(Cause::Internal)),
    }
}

/// Returns the last local month that has a part in the period.
fn month(period: Period, zone: &TimeZone) -> Period {
    let last = Timestamp::from_second(period.until.as_second() - 1).unwrap_or(period.from).max(period.from);
    View::Month.at(last, zone).period(zone)
}

/// Refuses a part for each of too many sites.
fn few_enough<T>(sites: &[T]) -> Result<(), Cause> {
    if sites.len() <= MOST_SITES {
        return Ok(());
    }
    Err(Cause::Report { why: ReportCause::TooManySites { most: MOST_SITES as u64 } })
}

/// Returns the sites that a report is of, by code.
fn chosen(log: &Logbook<'_>, definition: &Definition, period: Period) -> Result<Result<Vec<Site>, Cause>, StoreError> {
    if let Err(cause) = few_enough(&definition.sites) {
        return Ok(Err(cause));
    }
    let mut sites = Vec::new();
    for code in &definition.sites {
        match store::site::by_code(log, code.as_str())? {
            Some(site) => sites.push(site),
            None => return Ok(Err(Cause::NoSuchSite { text: code.to_string(), similar: Vec::new() })),
        }
    }
    if definition.sites.is_empty() {
        sites = store::site::list(log, &common::api::Filter::default(), None, MOST_OF_TABLE)?;
    }
    sites.sort_by(|one, other| one.code.cmp(&other.code));
    sites.dedup_by(|one, other| one.id == other.id);
    let Some(number) = &definition.customer else { return Ok(Ok(sites)) };
    // Whose sites are whose is told to staff.
    if !log.scope().is_house() {
        return Ok(Err(Cause::NotAllowed));
    }
    let Some(customer) = store::customer::by_number(log, number.as_str())? else {
        return Ok(Err(Cause::NoSuchCustomer { text: number.to_string(), similar: Vec::new() }));
    };
    let owned = store::customer::ownerships(log, customer.id)?;
    // What it owned at the end: nobody is told what the owner before used.
    let is_owned = |site: &Site| {
        let mut owned = owned.iter().filter(|ownership| ownership.site == site.code);
        owned.any(|own| own.from < period.until && own.until.is_none_or(|until| until >= period.until))
    };
    sites.retain(is_owned);
    Ok(Ok(sites))
}

/// Returns a site with what the office knows of it.
fn building(log: &Logbook<'_>, site: &Site) -> Result<Building, StoreError> {
    let card = store::site::card(log, site.code.as_str())?;
    Ok(Building {
        code: site.code.clone(),
        name: site.name.clone(),
        contracted: site.contracted_power,
        area: card.as_ref().and_then(|card| card.area),
        category: card.as_ref().and_then(|card| card.category),
        tariff: card.and_then(|card| card.tariff),
    })
}
