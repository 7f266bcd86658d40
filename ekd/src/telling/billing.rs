//! Who is told what of invoices and payments: customers what is theirs, where their accounts have the right for money, and the
//! office what waits for it. Technicians are told nothing.

use common::alarm::Severity;
use common::event::{Event, Happening};
use common::id::{BillingFileId, CustomerNumber, InvoiceId, PaymentId, SiteCode};
use common::notice::{BillingNews, NoticeKind};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::Desk;
use super::choice::{settings_of, ways_of};
use super::events::note_simply;
use crate::letter::{BillingNotice, Sum};
use crate::notice::Matter;
use crate::store::log::Write;
use crate::store::notice::{Audience, Kept};
use crate::store::{self, StoreError};

/// What was issued or booked longer ago is no news: an archive that is filled with years of papers tells nobody of them.
const FRESH_INVOICE: i64 = 45;
const FRESH_PAYMENT: i64 = 14;

/// Writes down who is told of something that became of an invoice, a payment or a file.
pub(super) fn tell(tx: &Write<'_>, desk: &Desk<'_>, event: &Event) -> Result<(), StoreError> {
    let Some(of) = Of::read(event) else { return Ok(()) };
    let Some(audience) = audience(tx, &of)? else { return Ok(()) };
    if compose(tx, desk, event)?.is_none() {
        return Ok(());
    }
    let site = of.invoice.map_or(Ok(None), |invoice| only_site(tx, invoice))?;
    let (kind, severity) = (NoticeKind::Billing(of.news), severity(of.news));
    for listener in store::notice::listeners(tx, audience, desk.now)? {
        let settings = settings_of(&listener);
        let matter = Matter { kind, severity, site: site.as_ref() };
        for channel in ways_of(desk, (&listener, &settings), &matter) {
            note_simply(tx, desk, event.cursor, (&listener, &settings, channel), (kind, severity))?;
        }
    }
    Ok(())
}

/// What an event is about.
#[derive(Clone, Debug)]
struct Of<'a> {
    news: BillingNews,
    customer: Option<&'a CustomerNumber>,
    invoice: Option<InvoiceId>,
    payment: Option<PaymentId>,
    file: Option<BillingFileId>,
    days: Option<i32>,
}

impl<'a> Of<'a> {
    fn read(event: &'a Event) -> Option<Self> {
        let Happening::Billing { news, customer, invoice, payment, file, days } = &event.what else { return None };
        let (invoice, payment, file) = (*invoice, *payment, *file);
        Some(Self { news: *news, customer: customer.as_ref(), invoice, payment, file, days: *days })
    }

    fn is_customers(&self) -> bool {
        BillingNews::OF_CUSTOMER.contains(&self.news)
    }
}

fn audience(tx: &Write<'_>, of: &Of<'_>) -> Result<Option<Audience>, StoreError> {
    if !of.is_customers() {
        return Ok(Some(Audience::Bookkeepers));
    }
    let Some(number) = of.customer else { return Ok(None) };
    let customer = store::customer::by_number(tx, number.as_str())?;
    Ok(customer.map(|customer| Audience::OfPayer(customer.id)))
}

const fn severity(news: BillingNews) -> Severity {
    match news {
        BillingNews::DueOver | BillingNews::FileRefused => Severity::Warning,
        BillingNews::InvoiceArrived
        | BillingNews::DueSoon
        | BillingNews::PaymentBooked
        | BillingNews::PaymentUnmatched
        | BillingNews::InvoiceUnassigned
        | BillingNews::Changed
        | BillingNews::Unknown => Severity::Notice,
    }
}

fn only_site(tx: &Write<'_>, invoice: InvoiceId) -> Result<Option<SiteCode>, StoreError> {
    let mut sites = store::due::sites_of(tx, invoice)?;
    Ok(sites.pop().filter(|_| sites.is_empty()))
}

/// Tells whether something that was kept may still be told: the person may still know it, and it is still so.
pub(super) fn may_leave(tx: &Write<'_>, kept: &Kept, now: Timestamp) -> Result<bool, StoreError> {
    let Some(event) = store::event::at(tx, kept.cursor)? else { return Ok(false) };
    let Some(of) = Of::read(&event) else { return Ok(false) };
    let Some(audience) = audience(tx, &of)? else { return Ok(false) };
    let may = store::notice::listeners(tx, audience, now)?.iter().any(|listener| listener.id == kept.account);
    Ok(may && is_so(tx, &of)?)
}

/// Tells whether it is still so: what was paid meanwhile is no reminder any more.
fn is_so(tx: &Write<'_>, of: &Of<'_>) -> Result<bool, StoreError> {
    match of.news {
        BillingNews::DueSoon | BillingNews::DueOver => {
            let claim = of.invoice.map_or(Ok(None), |id| store::due::by_id(tx, id))?;
            Ok(claim.is_some_and(|claim| claim.open.is_positive()))
        }
        BillingNews::PaymentUnmatched => {
            let payment = of.payment.map_or(Ok(None), |id| store::payment::by_id(tx, id))?;
            Ok(payment.is_some_and(|payment| payment.customer.is_none()))
        }
        BillingNews::InvoiceUnassigned => {
            let claim = of.invoice.map_or(Ok(None), |id| store::due::by_id(tx, id))?;
            Ok(claim.is_some_and(|claim| claim.customer.is_none()))
        }
        BillingNews::InvoiceArrived
        | BillingNews::PaymentBooked
        | BillingNews::FileRefused
        | BillingNews::Changed
        | BillingNews::Unknown => Ok(true),
    }
}

/// Returns what is told of an event; `None` where it is no news, or not so any more.
pub(super) fn compose(tx: &Write<'_>, desk: &Desk<'_>, event: &Event) -> Result<Option<BillingNotice>, StoreError> {
    let Some(of) = Of::read(event) else { return Ok(None) };
    if !is_so(tx, &of)? {
        return Ok(None);
    }
    let today = event.at.to_zoned(desk.zone.clone()).date();
    let mut notice = empty(&of, event.at);
    notice.customer = of.customer.map(ToString::to_string);
    if let Some(id) = of.invoice {
        let Some(claim) = store::due::by_id(tx, id)? else { return Ok(None) };
        if of.news == BillingNews::InvoiceArrived && is_old(claim.issued_on, FRESH_INVOICE, today) {
            return Ok(None);
        }
        let sum = |amount| Some(Sum { amount, currency: claim.currency });
        notice.payable = sum(claim.payable);
        notice.open = sum(claim.open);
        notice.due_on = claim.due_on;
        notice.invoice = Some(claim.number);
    }
    if let Some(id) = of.payment {
        let Some(payment) = store::payment::by_id(tx, id)? else { return Ok(None) };
        if is_old(payment.booked_on, FRESH_PAYMENT, today) {
            return Ok(None);
        }
        notice.paid = Some(Sum { amount: payment.amount, currency: payment.currency });
        notice.booked_on = Some(payment.booked_on);
        notice.title = Some(payment.title);
        if !of.is_customers() {
            (notice.payment, notice.payer) = (Some(id.0), Some(payment.payer));
        }
    }
    if let Some(id) = of.file.filter(|_| !of.is_customers()) {
        notice.file = store::billing_file::by_id(tx, id)?.map(|file| file.name);
    }
    Ok(Some(notice))
}

fn is_old(day: Date, most: i64, today: Date) -> bool {
    day.saturating_add(most.days()) < today
}

const fn empty(of: &Of<'_>, at: Timestamp) -> BillingNotice {
    BillingNotice {
        news: of.news,
        at,
        customer: None,
        invoice: None,
        payable: None,
        open: None,
        due_on: None,
        days: of.days,
        payment: None,
        paid: None,
        booked_on: None,
        title: None,
        payer: None,
        file: None,
    }
}
