//! A bill held against the contract, the tariff and the own readings.

use std::collections::BTreeSet;

use common::fault::{BillingCause, Cause};
use common::id::{CustomerId, InvoiceId};
use common::invoice::check::{BillCheck, BillCheckQuery, BillVerdict, CheckReason, Component};
use common::invoice::{Days, Invoice, InvoiceFilter, InvoiceKind, InvoiceLine};
use common::sheet::Coverage;
use common::site::Site;
use jiff::ToSpan;
use jiff::civil::Date;

use super::delivered::{Delivered, Ground, delivered};
use crate::billing::bill::n_days;
use crate::billing::check::{self, Bill, Billing, SiteFacts};
use crate::billing::{draft, sums};
use crate::store::log::Logbook;
use crate::store::{self, StoreError};

/// Invoices after the billed days among which others for the same days are looked for.
const LATEST: i32 = 400;
const MOST_OTHERS: u32 = 500;

/// What other invoices bill of the same days.
#[derive(Default)]
struct Others {
    before: Vec<(Component, String)>,
    elsewhere: BTreeSet<Component>,
}

/// Returns a bill held against what it should be.
///
/// The inner error is [`BillingCause::NoSuchInvoice`].
pub fn check(
    log: &Logbook<'_>,
    query: BillCheckQuery,
    ground: &Ground<'_>,
) -> Result<Result<BillCheck, Cause>, StoreError> {
    let today = ground.zone.to_datetime(ground.now).date();
    let Some(invoice) = store::invoice::list::find(log, query.id, today)? else {
        let why = BillingCause::NoSuchInvoice { text: format!("#{}", query.id), similar: Vec::new() };
        return Ok(Err(Cause::Billing { why }));
    };
    let document = store::invoice::document(log, invoice.id)?.unwrap_or_default();
    let customer = store::invoice::customer_of(log, invoice.id)?;
    let days = billed_days(log, &invoice, today)?;
    let found = match days {
        Some(days) => sites(log, &invoice, (customer, days))?
            .iter()
            .map(|site| delivered(log, site, (customer, days), ground))
            .collect::<Result<Vec<_>, _>>()?,
        None => Vec::new(),
    };
    let facts: Vec<SiteFacts<'_>> = found.iter().map(|found| found.facts.clone()).collect();
    let others = match days {
        Some(days) => others(log, (&invoice, days), &facts, today)?,
        None => Others::default(),
    };
    // Nothing is guessed where the invoice tells no days.
    let nowhere = if days.is_some() { CheckReason::NoContract } else { CheckReason::DataMissing { percent: 0 } };
    let lines = check::lines(&Bill {
        lines: &document.lines,
        billing: billing_of(invoice.kind, &document.lines),
        sites: &facts,
        nowhere: &nowhere,
        before: &others.before,
        elsewhere: &others.elsewhere,
    });
    let heat = check::heat_rates(&document.lines, &facts);
    let sums = sums::check(&invoice, &document.lines, &document.rates, (ground.vat, &heat));
    let verdict = check::verdict(lines.iter().map(|line| &line.verdict).chain([&sums.verdict]));
    let mut checked = BillCheck {
        invoice: invoice.id,
        verdict,
        lines,
        sums,
        contract: found.iter().find_map(|found| found.contract.clone()),
        tariff: facts.iter().flat_map(|facts| &facts.deliveries).next_back().map(|one| one.tariff.name().clone()),
        registers: found.iter().flat_map(|found| found.registers.clone()).collect(),
        coverage: coverage(&found),
        draft: None,
    };
    if verdict == BillVerdict::Differs {
        checked.draft = Some(Box::new(draft::ticket(&checked, &invoice, (query.language, ground.zone))));
    }
    Ok(Ok(checked))
}

fn coverage(found: &[Delivered<'_>]) -> Option<Coverage> {
    found.iter().filter_map(|found| found.coverage).reduce(Coverage::with)
}

/// Returns the days that an invoice bills; of a correction without its own, those of what it corrects.
fn billed_days(log: &Logbook<'_>, invoice: &Invoice, today: Date) -> Result<Option<Days>, StoreError> {
    if invoice.period.is_some() || !invoice.kind.is_correction() {
        return Ok(invoice.period);
    }
    let Some(original) = store::invoice::originals(log, invoice.id)?.into_iter().next() else { return Ok(None) };
    Ok(store::invoice::by_id(log, original, today)?.and_then(|original| original.period))
}

/// Returns where the heat was taken: what the invoice says, or what the contracts of the customer do.
fn sites(
    log: &Logbook<'_>,
    invoice: &Invoice,
    (customer, days): (Option<CustomerId>, Days),
) -> Result<Vec<Site>, StoreError> {
    let mut codes = invoice.sites.clone();
    if let Some(customer) = customer.filter(|_| codes.is_empty()) {
        let contracts = store::contract::of_customer(log, customer, days)?;
        let named = contracts.into_iter().flat_map(|kept| kept.contract.sites).map(|named| named.site);
        codes = named.collect::<BTreeSet<_>>().into_iter().collect();
    }
    let mut found = Vec::with_capacity(codes.len());
    for code in codes {
        found.extend(store::site::by_code(log, code.as_str())?);
    }
    Ok(found)
}

fn billing_of(kind: InvoiceKind, lines: &[InvoiceLine]) -> Billing {
    match kind {
        InvoiceKind::Basic | InvoiceKind::Simplified | InvoiceKind::Final => Billing::Whole,
        InvoiceKind::Correction | InvoiceKind::FinalCorrection if lines.iter().any(|line| line.is_before) => {
            Billing::Whole
        }
        InvoiceKind::Correction
        | InvoiceKind::FinalCorrection
        | InvoiceKind::Advance
        | InvoiceKind::AdvanceCorrection
        | InvoiceKind::DebitNote => Billing::Difference,
    }
}

/// Finds what other invoices of the customer bill of the same days and sites. One that was corrected bills nothing for sure.
fn others(
    log: &Logbook<'_>,
    (invoice, days): (&Invoice, Days),
    facts: &[SiteFacts<'_>],
    today: Date,
) -> Result<Others, StoreError> {
    let mut others = Others::default();
    let Some(customer) = invoice.customer.clone() else { return Ok(others) };
    let latest = days.last.checked_add(LATEST.days()).unwrap_or(days.last);
    let issued = Some(Days { first: days.first, last: latest });
    let filter = InvoiceFilter { customer: Some(customer), issued, ..InvoiceFilter::default() };
    for other in store::invoice::list::page(log, &filter, (None, MOST_OTHERS), today)? {
        if !is_another(invoice, &other) || !other.period.is_some_and(|period| overlap(period, days)) {
            continue;
        }
        let document = store::invoice::document(log, other.id)?.unwrap_or_default();
        let components = check::components(&document.lines, facts);
        let place = |invoice: &Invoice| (invoice.issued_on, invoice.id);
        let is_before = place(&other) < place(invoice) && !invoice.kind.is_correction();
        if is_before && other.kind != InvoiceKind::Advance && !was_corrected(log, other.id)? {
            others.before.extend(components.iter().map(|component| (*component, other.number.clone())));
        }
        others.elsewhere.extend(components);
    }
    Ok(others)
}

fn is_another(invoice: &Invoice, other: &Invoice) -> bool {
    let shares_site = other.sites.is_empty()
        || invoice.sites.is_empty()
        || other.sites.iter().any(|site| invoice.sites.contains(site));
    other.id != invoice.id && shares_site && (invoice.kind.is_correction() || !other.kind.is_correction())
}

/// Tells whether periods have more than the day in common on which one ends and the other begins.
fn overlap(one: Days, other: Days) -> bool {
    let common = Days { first: one.first.max(other.first), last: one.last.min(other.last) };
    n_days(common) > 1 || common.first == common.last && one == other
}

fn was_corrected(log: &Logbook<'_>, id: InvoiceId) -> Result<bool, StoreError> {
    Ok(!store::invoice::corrections(log, id)?.is_empty())
}
