//! Invoices and the files they came in.

use common::api::{OnceKey, UploadPart};
use common::fault::Cause;
use common::id::InvoiceId;
use common::invoice::file::{BillingFile, BillingFileFilter, NewBillingFile};
use common::invoice::{Invoice, InvoiceCard, InvoiceFilePart, InvoiceFileQuery, InvoiceFilter, InvoiceOwner};
use common::page::{Page, Paged};

use super::access::Visit;
use super::answer::NoAnswer;

pub(super) async fn list(_: &Visit<'_>, _filter: InvoiceFilter, _page: Page) -> Result<Paged<Invoice>, NoAnswer> {
    Err(Cause::Internal.into())
}

pub(super) async fn find(_: &Visit<'_>, _text: String) -> Result<Invoice, NoAnswer> {
    Err(Cause::Internal.into())
}

pub(super) async fn card(_: &Visit<'_>, _id: InvoiceId) -> Result<InvoiceCard, NoAnswer> {
    Err(Cause::Internal.into())
}

pub(super) async fn file(_: &Visit<'_>, _query: InvoiceFileQuery) -> Result<InvoiceFilePart, NoAnswer> {
    Err(Cause::Internal.into())
}

pub(super) async fn assign(_: &Visit<'_>, _key: OnceKey, _owner: InvoiceOwner) -> Result<Invoice, NoAnswer> {
    Err(Cause::Internal.into())
}

pub(super) async fn upload(_: &Visit<'_>, _part: UploadPart) -> Result<u64, NoAnswer> {
    Err(Cause::Internal.into())
}

pub(super) async fn import(_: &Visit<'_>, _key: OnceKey, _file: NewBillingFile) -> Result<BillingFile, NoAnswer> {
    Err(Cause::Internal.into())
}

pub(super) async fn files(
    _: &Visit<'_>,
    _filter: BillingFileFilter,
    _page: Page,
) -> Result<Paged<BillingFile>, NoAnswer> {
    Err(Cause::Internal.into())
}
