//! Invoices and transfers on paper.

use common::due::TransferSheetQuery;
use common::fault::Cause;
use common::invoice::InvoiceSheetQuery;
use common::report::drawing::Drawing;

use super::access::Visit;
use super::answer::NoAnswer;

pub(super) async fn invoice(_: &Visit<'_>, _query: InvoiceSheetQuery) -> Result<Drawing, NoAnswer> {
    Err(Cause::Internal.into())
}

pub(super) async fn transfer(_: &Visit<'_>, _query: TransferSheetQuery) -> Result<Drawing, NoAnswer> {
    Err(Cause::Internal.into())
}
