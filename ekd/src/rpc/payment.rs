//! Payments, what they pay, and bank statements.

use common::api::OnceKey;
use common::fault::{BillingCause, Cause};
use common::id::{PaymentId, StatementId};
use common::page::{Page, Paged};
use common::payment::{Payment, PaymentCard, PaymentDeed, PaymentFilter, Statement};
use jiff::civil::Date;

use super::access::{Granted, Visit};
use super::answer::{NoAnswer, after, limit};
use super::due::looked_at;
use super::site::full;
use crate::settlement;
use crate::store;
use crate::store::log::{Logbook, Write};

/// Payments in one page.
const MOST: u32 = 200;

pub(super) async fn list(visit: &Visit<'_>, filter: PaymentFilter, page: Page) -> Result<Paged<Payment>, NoAnswer> {
    let limit = limit(&page).min(MOST);
    let before = page.after.as_deref().map(|text| place(text).ok_or(Cause::BadPage)).transpose()?;
    let list = move |log: &Logbook<'_>, granted: &Granted| {
        let found = store::payment::list(log, &filter, before, limit)?;
        let deeds = looked_at(log, granted, filter.customer.as_ref(), ("payment.list", found.len()))?;
        Ok((found, deeds))
    };
    let items = visit.look_at_persons(list).await?;
    let next = full(&items, limit).map(|last| format!("{}:{}", last.booked_on, last.id));
    Ok(Paged { items, next })
}

/// Reads where a page ended.
fn place(text: &str) -> Option<(Date, PaymentId)> {
    let (day, id) = text.split_once(':')?;
    Some((day.parse().ok()?, PaymentId(id.parse().ok()?)))
}

fn absent(id: PaymentId) -> Cause {
    Cause::Billing { why: BillingCause::NoSuchPayment { id: id.0 } }
}

pub(super) async fn card(visit: &Visit<'_>, id: PaymentId) -> Result<PaymentCard, NoAnswer> {
    let card = move |log: &Logbook<'_>, granted: &Granted| {
        let payment = store::payment::find(log, id)?.ok_or_else(|| absent(id))?;
        // What else it may be is the business of those who keep the books.
        let suggestions = match store::payment::by_id(log, id)?.filter(|_| log.scope().is_house()) {
            Some(kept) => settlement::suggestions(log, &kept)?,
            None => Vec::new(),
        };
        let deeds = looked_at(log, granted, payment.customer.as_ref(), ("payment.read", 1))?;
        Ok((PaymentCard { payment, suggestions }, deeds))
    };
    visit.look_at_persons(card).await
}

pub(super) async fn change(visit: &Visit<'_>, key: OnceKey, deed: PaymentDeed) -> Result<Payment, NoAnswer> {
    let change = move |tx: &Write<'_>, granted: &Granted| {
        settlement::deeds::change(tx, &granted.actor, &deed)?;
        let log = tx.log();
        let found = store::payment::find(&granted.look_through(&log), deed.payment)?;
        Ok(found.ok_or_else(|| absent(deed.payment))?)
    };
    visit.change_once("change payments", key, change).await
}

pub(super) async fn statements(visit: &Visit<'_>, page: Page) -> Result<Paged<Statement>, NoAnswer> {
    let limit = limit(&page);
    let before = after(&page)?.map(StatementId);
    let items = visit.look(move |log, _| Ok(store::statement::list(log, before, limit)?)).await?;
    let next = full(&items, limit).map(|last| last.id.to_string());
    Ok(Paged { items, next })
}
