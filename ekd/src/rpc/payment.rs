//! Payments, what they pay, and bank statements.

use common::api::OnceKey;
use common::fault::Cause;
use common::id::PaymentId;
use common::page::{Page, Paged};
use common::payment::{Payment, PaymentCard, PaymentDeed, PaymentFilter, Statement};

use super::access::Visit;
use super::answer::NoAnswer;

pub(super) async fn list(_: &Visit<'_>, _filter: PaymentFilter, _page: Page) -> Result<Paged<Payment>, NoAnswer> {
    Err(Cause::Internal.into())
}

pub(super) async fn card(_: &Visit<'_>, _id: PaymentId) -> Result<PaymentCard, NoAnswer> {
    Err(Cause::Internal.into())
}

pub(super) async fn change(_: &Visit<'_>, _key: OnceKey, _deed: PaymentDeed) -> Result<Payment, NoAnswer> {
    Err(Cause::Internal.into())
}

pub(super) async fn statements(_: &Visit<'_>, _page: Page) -> Result<Paged<Statement>, NoAnswer> {
    Err(Cause::Internal.into())
}
