//! Contracts and tariffs.

use common::api::OnceKey;
use common::contract::{Contract, ContractFilter};
use common::fault::Cause;
use common::page::{Page, Paged};
use common::tariff::TariffCard;

use super::access::Visit;
use super::answer::NoAnswer;

pub(super) async fn list(_: &Visit<'_>, _filter: ContractFilter, _page: Page) -> Result<Paged<Contract>, NoAnswer> {
    Err(Cause::Internal.into())
}

pub(super) async fn save(_: &Visit<'_>, _key: OnceKey, _contract: Contract) -> Result<Contract, NoAnswer> {
    Err(Cause::Internal.into())
}

pub(super) async fn tariffs(_: &Visit<'_>) -> Result<Vec<TariffCard>, NoAnswer> {
    Err(Cause::Internal.into())
}
