//! Mail that came to the office.

use common::id::MailId;
use common::page::{Page, Paged};
use common::ticket::mail::ReceivedMail;

use super::access::{Granted, Visit};
use super::answer::{NoAnswer, after, limit};
use super::site::full;
use crate::store;
use crate::store::log::Logbook;

/// Mails in one page.
const MOST: u32 = 300;

pub(super) async fn received(visit: &Visit<'_>, page: Page) -> Result<Paged<ReceivedMail>, NoAnswer> {
    let limit = limit(&page).min(MOST);
    let before = after(&page)?.map(MailId);
    let list = move |log: &Logbook<'_>, granted: &Granted| {
        Ok((store::mail::list(log, before, limit)?, vec![granted.actor.deed("mail.received")]))
    };
    let items = visit.look_at_persons(list).await?;
    let next = full(&items, limit).map(|mail| mail.id.to_string());
    Ok(Paged { items, next })
}
