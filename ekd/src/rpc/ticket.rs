//! Tickets and their threads.

use common::api::{OnceKey, UploadPart};
use common::fault::Cause;
use common::id::{EntryId, SendingId};
use common::page::{Page, Paged};
use common::ticket::deed::TicketDeed;
use common::ticket::draft::{Dispatch, Sent};
use common::ticket::entry::{AttachmentPart, Entry};
use common::ticket::query::{AttachmentQuery, MessageFilter, TicketCard, TicketCounts, TicketFilter};
use common::ticket::{Ticket, TicketNumber};
use jiff::SignedDuration;

use super::access::Visit;
use super::answer::NoAnswer;

pub(super) async fn list(visit: &Visit<'_>, filter: TicketFilter, page: Page) -> Result<Paged<Ticket>, NoAnswer> {
    visit.permit().await?;
    let _ = (filter, page);
    Err(Cause::Internal.into())
}

pub(super) async fn counts(visit: &Visit<'_>) -> Result<TicketCounts, NoAnswer> {
    visit.permit().await?;

    Err(Cause::Internal.into())
}

pub(super) async fn card(visit: &Visit<'_>, number: TicketNumber) -> Result<TicketCard, NoAnswer> {
    visit.permit().await?;
    let _ = number;
    Err(Cause::Internal.into())
}

pub(super) async fn entries(visit: &Visit<'_>, number: TicketNumber, page: Page) -> Result<Paged<Entry>, NoAnswer> {
    visit.permit().await?;
    let _ = (number, page);
    Err(Cause::Internal.into())
}

pub(super) async fn messages(visit: &Visit<'_>, filter: MessageFilter, page: Page) -> Result<Paged<Entry>, NoAnswer> {
    visit.permit().await?;
    let _ = (filter, page);
    Err(Cause::Internal.into())
}

pub(super) async fn mark_read(visit: &Visit<'_>, number: TicketNumber, up_to: EntryId) -> Result<(), NoAnswer> {
    visit.permit().await?;
    let _ = (number, up_to);
    Err(Cause::Internal.into())
}

pub(super) async fn send(
    visit: &Visit<'_>,
    key: OnceKey,
    dispatch: Dispatch,
    hold: SignedDuration,
) -> Result<Sent, NoAnswer> {
    visit.permit().await?;
    let _ = (key, dispatch, hold);
    Err(Cause::Internal.into())
}

pub(super) async fn unsend(visit: &Visit<'_>, id: SendingId) -> Result<Dispatch, NoAnswer> {
    visit.permit().await?;
    let _ = id;
    Err(Cause::Internal.into())
}

pub(super) async fn change_tickets(visit: &Visit<'_>, key: OnceKey, deed: TicketDeed) -> Result<Vec<Ticket>, NoAnswer> {
    visit.permit().await?;
    let _ = (key, deed);
    Err(Cause::Internal.into())
}

pub(super) async fn upload_attachment(visit: &Visit<'_>, part: UploadPart) -> Result<u64, NoAnswer> {
    visit.permit().await?;
    let _ = part;
    Err(Cause::Internal.into())
}

pub(super) async fn attachment(visit: &Visit<'_>, query: AttachmentQuery) -> Result<AttachmentPart, NoAnswer> {
    visit.permit().await?;
    let _ = query;
    Err(Cause::Internal.into())
}
