//! What is owed, and the transfers that pay it.

use common::due::{Balance, BalanceFilter, Due, DueFilter, TransferOf, TransferOrder};
use common::fault::Cause;
use common::page::{Page, Paged};

use super::access::Visit;
use super::answer::NoAnswer;

pub(super) async fn list(_: &Visit<'_>, _filter: DueFilter, _page: Page) -> Result<Paged<Due>, NoAnswer> {
    Err(Cause::Internal.into())
}

pub(super) async fn balances(_: &Visit<'_>, _filter: BalanceFilter, _page: Page) -> Result<Paged<Balance>, NoAnswer> {
    Err(Cause::Internal.into())
}

pub(super) async fn transfer(_: &Visit<'_>, _of: TransferOf) -> Result<TransferOrder, NoAnswer> {
    Err(Cause::Internal.into())
}
