//! What a month of a site has cost so far.

use common::fault::{BillingCause, Cause};
use common::invoice::Days;
use common::invoice::check::{CostQuery, CostSoFar};
use common::quantity::{Energy, Volume};
use common::sheet::Coverage;
use common::site::Site;
use jiff::ToSpan;
use jiff::civil::Date;

pub use super::delivered::Ground;
use super::delivered::{Delivered, delivered};
use crate::billing::bill::{self, Bill, BillError, Reserved, Supply};
use crate::billing::check::Delivery;
use crate::store::log::Logbook;
use crate::store::{self, StoreError};

/// Returns what the month of a site has cost until its last reading. Fixed parts are those of the whole month; where no
/// contract covers the site, its card tells the tariff and the site its power.
///
/// The inner error says what is missing: [`BillingCause::NoTariff`], [`BillingCause::NoPrice`], [`BillingCause::NoContract`].
pub fn cost(
    log: &Logbook<'_>,
    site: &Site,
    query: &CostQuery,
    ground: &Ground<'_>,
) -> Result<Result<CostSoFar, Cause>, StoreError> {
    let day = query.on.unwrap_or_else(|| ground.zone.to_datetime(ground.now).date());
    let month = Days { first: day.first_of_month(), last: day.last_of_month() };
    let owner = store::contract::of_site(log, site.id, (month.first, Some(month.last)))?;
    let customer = owner.first().map(|kept| kept.customer);
    // Whoever bought the site does not see by what contract it was supplied before.
    if !customer.map_or(Ok(true), |customer| store::contract::is_seen(log, customer))? {
        let why = BillingCause::NoContract { site: site.code.to_string(), on: month.first };
        return Ok(Err(Cause::Billing { why }));
    }
    let mut found = delivered(log, site, (customer, month), ground)?;
    if found.contract.is_none()
        && let (Some(delivery), Some(power)) = (found.facts.deliveries.first_mut(), site.contracted_power)
    {
        delivery.reserved.push(Reserved { days: month, power });
    }
    Ok(told(site, (month, day), &found, ground))
}

fn told(
    site: &Site,
    (month, day): (Days, Date),
    found: &Delivered<'_>,
    ground: &Ground<'_>,
) -> Result<CostSoFar, Cause> {
    let cause = |why| Cause::Billing { why };
    let deliveries = &found.facts.deliveries;
    let last = deliveries.last().ok_or_else(|| cause(BillingCause::NoTariff { site: site.code.to_string() }))?;
    let mut bills = Vec::with_capacity(deliveries.len());
    for delivery in deliveries {
        bills.push(bill_of(delivery, month, ground).map_err(|error| match error {
            BillError::NoPrice(on) | BillError::NoVat(on) => {
                cause(BillingCause::NoPrice { tariff: delivery.tariff.name().to_string(), on })
            }
        })?);
    }
    let taken = || deliveries.iter().flat_map(|delivery| &delivery.taken);
    let carriers: Option<Vec<Volume>> = taken().map(|taken| taken.carrier).collect();
    let read_on = found.read_until.map(|at| ground.zone.to_datetime(at).date());
    // A reading at midnight closes the day before it.
    let last_day = read_on.map_or(month.first, |on| on.checked_sub(1.day()).unwrap_or(on));
    let (net, vat) = (bills.iter().map(|bill| bill.net).sum(), bills.iter().map(|bill| bill.vat).sum());
    let gross = bills.iter().map(|bill| bill.gross).sum();
    let lines = bills.into_iter().flat_map(|bill| bill.lines);
    Ok(CostSoFar {
        site: site.code.clone(),
        contract: found.contract.clone(),
        tariff: last.tariff.name().clone(),
        days: Days { first: month.first, last: last_day.clamp(month.first, month.last.min(day.max(last_day))) },
        read_until: found.read_until,
        energy: found.read_until.map(|_| taken().fold(Energy::ZERO, |sum, taken| sum + taken.energy)),
        volume: found
            .read_until
            .and(carriers)
            .and_then(|carriers| carriers.into_iter().reduce(|sum, carrier| sum + carrier)),
        power: last.reserved.last().map(|reserved| reserved.power),
        net,
        vat,
        gross,
        // What nobody measured is not nought.
        lines: lines.filter(|line| found.read_until.is_some() || line.component.is_of_power()).collect(),
        coverage: found.coverage.unwrap_or(Coverage { n_readings: 0, n_expected: 0 }),
    })
}

fn bill_of(delivery: &Delivery<'_>, month: Days, ground: &Ground<'_>) -> Result<Bill, BillError> {
    let supply = Supply { taken: &delivery.taken, reserved: &delivery.reserved };
    bill::bill(delivery.tariff, &supply, ground.vat, month.last)
}
