//! Mail that came to the office.

use common::fault::Cause;
use common::page::{Page, Paged};
use common::ticket::mail::ReceivedMail;

use super::access::Visit;
use super::answer::NoAnswer;

pub(super) async fn received(visit: &Visit<'_>, page: Page) -> Result<Paged<ReceivedMail>, NoAnswer> {
    visit.permit().await?;
    let _ = page;
    Err(Cause::Internal.into())
}
