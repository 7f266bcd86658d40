//! Invoices and the files they came in.

use common::api::{OnceKey, UploadPart};
use common::fault::{BillingCause, Cause};
use common::id::{BillingFileId, InvoiceId};
use common::invoice::file::{BillingFile, BillingFileFilter, FileKind, ImportMode, NewBillingFile};
use common::invoice::{Invoice, InvoiceCard, InvoiceFilePart, InvoiceFileQuery, InvoiceFilter, InvoiceOwner};
use common::page::{Page, Paged};

use super::access::{Granted, Visit};
use super::answer::{NoAnswer, after, limit};
use super::due::{looked_at, today};
use super::site::full;
use crate::import::{self, Brought, By, Read, invoices};
use crate::query::invoice::{self, Found};
use crate::settlement::Doing;
use crate::store::audit::Deed;
use crate::store::invoice::list::{self, Place};
use crate::store::log::{Logbook, Write};
use crate::store::{self, StoreError};
use crate::turned::Turned;

/// Invoices in one page: with their parties, one is about a kilobyte.
const MOST: u32 = 200;
/// Files in one page: each with its problems.
const MOST_FILES: u32 = 20;

pub(super) async fn list(visit: &Visit<'_>, filter: InvoiceFilter, page: Page) -> Result<Paged<Invoice>, NoAnswer> {
    let (limit, today) = (limit(&page).min(MOST), today(visit));
    let after = page.after.as_deref().map(|text| place(text).ok_or(Cause::BadPage)).transpose()?;
    let list = move |log: &Logbook<'_>, granted: &Granted| {
        let found = list::page(log, &filter, (after, limit), today)?;
        let deeds = looked_at(log, granted, filter.customer.as_ref(), ("invoice.list", found.len()))?;
        Ok((found, deeds))
    };
    let items = visit.look_at_persons(list).await?;
    let next = full(&items, limit).map(|last| format!("{}:{}", last.issued_on, last.id));
    Ok(Paged { items, next })
}

/// Reads where a page ended.
fn place(text: &str) -> Option<Place> {
    let (day, id) = text.split_once(':')?;
    Some(Place { issued_on: day.parse().ok()?, id: InvoiceId(id.parse().ok()?) })
}

pub(super) async fn find(visit: &Visit<'_>, text: String) -> Result<Invoice, NoAnswer> {
    let today = today(visit);
    let find = move |log: &Logbook<'_>, granted: &Granted| match invoice::find(log, &text, today)? {
        Found::One(found) => {
            let deeds = looked_at(log, granted, found.customer.as_ref(), ("invoice.read", 1))?;
            Ok((*found, deeds))
        }
        Found::Several(similar) => Err(Cause::Several { text, similar }.into()),
        Found::Similar(similar) => Err(absent(text, similar).into()),
    };
    visit.look_at_persons(find).await
}

fn absent(text: String, similar: Vec<String>) -> Cause {
    Cause::Billing { why: BillingCause::NoSuchInvoice { text, similar } }
}

fn absent_id(id: InvoiceId) -> Cause {
    absent(format!("#{id}"), Vec::new())
}

pub(super) async fn card(visit: &Visit<'_>, id: InvoiceId) -> Result<InvoiceCard, NoAnswer> {
    let (today, address) = (today(visit), visit.about().ksef_address.clone());
    let card = move |log: &Logbook<'_>, granted: &Granted| {
        let card = invoice::card(log, id, &address, today)?.ok_or_else(|| absent_id(id))?;
        let deeds = looked_at(log, granted, card.invoice.customer.as_ref(), ("invoice.read", 1))?;
        Ok((card, deeds))
    };
    visit.look_at_persons(card).await
}

pub(super) async fn file(visit: &Visit<'_>, query: InvoiceFileQuery) -> Result<InvoiceFilePart, NoAnswer> {
    let today = today(visit);
    let file = move |log: &Logbook<'_>, granted: &Granted| {
        let invoice = list::find(log, query.id, today)?.ok_or_else(|| absent_id(query.id))?;
        let origin = store::invoice::origin(log, query.id)?.ok_or_else(|| absent_id(query.id))?;
        // A table has others' invoices, too.
        if origin.form == FileKind::Csv && !log.scope().is_house() {
            return Err(Cause::NotAllowed.into());
        }
        let part = invoice::file(log, origin.file, query.offset)?.ok_or(Cause::Internal)?;
        // One look, in however many pieces the file is fetched.
        let n_looks = usize::from(query.offset == 0);
        let deeds = looked_at(log, granted, invoice.customer.as_ref(), ("invoice.file", n_looks))?;
        Ok((part, deeds))
    };
    visit.look_at_persons(file).await
}

pub(super) async fn assign(visit: &Visit<'_>, key: OnceKey, owner: InvoiceOwner) -> Result<Invoice, NoAnswer> {
    let (today, zone) = (today(visit), visit.about().zone.clone());
    let assign = move |tx: &Write<'_>, granted: &Granted| {
        let customer = invoices::assign(tx, &zone, doing(granted), &owner)?;
        let detail = format!("invoice {}", owner.invoice);
        store::audit::append(tx, &Deed { customer, detail, ..granted.actor.deed("invoice.assign") })?;
        let assigned = store::invoice::by_id(tx, owner.invoice, today)?;
        Ok(assigned.ok_or_else(|| absent_id(owner.invoice))?)
    };
    visit.change_once("assign invoice", key, assign).await
}

/// Returns who changes what is settled, and when.
pub(super) fn doing(granted: &Granted) -> Doing {
    Doing { at: granted.actor.now, by: Some(granted.actor.keeper.id) }
}

pub(super) async fn upload(visit: &Visit<'_>, part: UploadPart) -> Result<u64, NoAnswer> {
    super::import::upload(visit, part).await
}

pub(super) async fn import(visit: &Visit<'_>, key: OnceKey, file: NewBillingFile) -> Result<BillingFile, NoAnswer> {
    let uploads = &visit.permit().await?.uploads;
    let _entered = uploads.enter(&key).await;
    let once = key.clone();
    let first = visit.look(move |log, granted| Ok(store::once::first(log, &granted.once(&once))?)).await?;
    if let Some(first) = first {
        // Sent once more by a client that had lost the answer.
        uploads.remove(&key).await;
        return Ok(first);
    }
    let reader = visit.about().reader.clone();
    if file.mapping.is_some() {
        let found = import::mapping_of(&reader.mappings, file.mapping.as_deref()).map(drop);
        if let Err(why) = found {
            uploads.remove(&key).await;
            return Err(Cause::Billing { why }.into());
        }
    }
    let bytes = uploads.take_whole(&key, (file.size, file.digest.clone())).await?;
    let mode = file.mode;
    let read = tokio::task::spawn_blocking(move || reader.read(Brought { file, bytes })).await;
    let read = read.map_err(|_| StoreError::Panicked)??;
    let taken = write(visit, (key.clone(), mode), read).await?;
    uploads.remove(&key).await;
    Ok(taken)
}

/// Takes in what was read. A trial leaves nothing, not even its result.
async fn write(visit: &Visit<'_>, (key, mode): (OnceKey, ImportMode), read: Read) -> Result<BillingFile, NoAnswer> {
    let zone = visit.about().zone.clone();
    let take = move |tx: &Write<'_>, granted: &Granted| {
        let by = By { name: granted.actor.keeper.login.as_str(), doing: doing(granted), zone: &zone };
        Ok::<_, Turned>(import::take(tx, &read, &by)?)
    };
    match mode {
        ImportMode::Trial => visit.change("try billing", take).await,
        ImportMode::Usual | ImportMode::EvenUnbalanced => {
            let keep = move |tx: &Write<'_>, granted: &Granted| {
                let file = take(tx, granted)?;
                let detail = import::detail(&file);
                store::audit::append(tx, &Deed { detail, ..granted.actor.deed("billing.import") })?;
                Ok(file)
            };
            visit.change_once("import billing", key, keep).await
        }
    }
}

pub(super) async fn files(
    visit: &Visit<'_>,
    filter: BillingFileFilter,
    page: Page,
) -> Result<Paged<BillingFile>, NoAnswer> {
    let limit = limit(&page).min(MOST_FILES);
    let before = after(&page)?.map(BillingFileId);
    let items = visit.look(move |log, _| Ok(store::billing_file::list(log, &filter, (before, limit))?)).await?;
    let next = full(&items, limit).map(|last| last.id.to_string());
    Ok(Paged { items, next })
}
