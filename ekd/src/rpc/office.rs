//! What the office works with: drafts, canned answers, statistics.

use common::api::OnceKey;
use common::fault::Cause;
use common::id::TemplateName;
use common::ticket::canned::Template;
use common::ticket::draft::{Dispatch, Draft};
use common::ticket::statistics::TicketStatistics;
use common::time::Period;

use super::access::Visit;
use super::answer::NoAnswer;

pub(super) async fn drafts(visit: &Visit<'_>) -> Result<Vec<Draft>, NoAnswer> {
    visit.permit().await?;

    Err(Cause::Internal.into())
}

pub(super) async fn save_draft(visit: &Visit<'_>, key: OnceKey, dispatch: Dispatch) -> Result<Draft, NoAnswer> {
    visit.permit().await?;
    let _ = (key, dispatch);
    Err(Cause::Internal.into())
}

pub(super) async fn drop_draft(visit: &Visit<'_>, key: OnceKey) -> Result<(), NoAnswer> {
    visit.permit().await?;
    let _ = key;
    Err(Cause::Internal.into())
}

pub(super) async fn templates(visit: &Visit<'_>) -> Result<Vec<Template>, NoAnswer> {
    visit.permit().await?;

    Err(Cause::Internal.into())
}

pub(super) async fn save_template(visit: &Visit<'_>, key: OnceKey, template: Template) -> Result<Template, NoAnswer> {
    visit.permit().await?;
    let _ = (key, template);
    Err(Cause::Internal.into())
}

pub(super) async fn remove_template(visit: &Visit<'_>, name: TemplateName) -> Result<(), NoAnswer> {
    visit.permit().await?;
    let _ = name;
    Err(Cause::Internal.into())
}

pub(super) async fn statistics(visit: &Visit<'_>, period: Period) -> Result<TicketStatistics, NoAnswer> {
    visit.permit().await?;
    let _ = period;
    Err(Cause::Internal.into())
}
