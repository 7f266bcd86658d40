//! The journal of settings, and what changes were worth.

use common::api::OnceKey;
use common::id::SettingId;
use common::page::{Page, Paged};
use common::setting::{ComparisonQuery, NewSetting, Setting, SettingComparison, SettingQuery};

use super::access::Visit;
use super::answer::NoAnswer;
use common::fault::Cause;

pub(super) async fn list(_: &Visit<'_>, _: SettingQuery, _: Page) -> Result<Paged<Setting>, NoAnswer> {
    Err(Cause::Internal.into())
}

pub(super) async fn record(_: &Visit<'_>, _: OnceKey, _: NewSetting) -> Result<Setting, NoAnswer> {
    Err(Cause::Internal.into())
}

pub(super) async fn withdraw(_: &Visit<'_>, _: SettingId) -> Result<(), NoAnswer> {
    Err(Cause::Internal.into())
}

pub(super) async fn compare(_: &Visit<'_>, _: ComparisonQuery) -> Result<SettingComparison, NoAnswer> {
    Err(Cause::Internal.into())
}
