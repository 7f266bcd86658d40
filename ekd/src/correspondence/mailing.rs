//! What a letter about a ticket has besides its text: from whom it is, where answers go, what it answers, what goes along.

use common::contact::EmailAddress;
use common::id::AccountId;
use common::notice::TicketNews;
use rusqlite::Connection;

use super::composed::Composed;
use super::{Desk, reply};
use crate::letter::{Answering, Reader, TicketNotice};
use crate::notify::email::{Authorship, MailParts};
use crate::outbox::Mailing;
use crate::store::log::Write;
use crate::store::reply_token::{Correspondent, Side};
use crate::store::ticket::TicketId;
use crate::store::{self, StoreError};

/// To whom a letter goes.
#[derive(Clone, Copy, Debug)]
pub struct Recipient<'a> {
    pub address: &'a EmailAddress,
    pub side: Side,
    pub account: Option<AccountId>,
}

/// Letters of a thread that the next one names.
const MOST_REFERENCES: u32 = 15;

/// Returns whether answers to letters come in.
#[must_use]
pub(super) fn answering(desk: &Desk<'_>) -> Answering {
    if desk.channels.letterhead().is_some() { Answering::ByMail } else { Answering::ByCommand }
}

/// Returns what a letter to this recipient has besides its text.
///
/// # Errors
/// Where the archive fails.
pub fn mailing(
    tx: &Write<'_>,
    desk: &Desk<'_>,
    ticket: TicketId,
    (recipient, composed): (&Recipient<'_>, &Composed),
) -> Result<Mailing, StoreError> {
    let mut parts = MailParts {
        references: thread(tx, ticket, recipient.address)?,
        authorship: authorship(&composed.notice),
        ..MailParts::default()
    };
    if let Some(letterhead) = desk.channels.letterhead() {
        let Recipient { address, side, account } = *recipient;
        let of = Correspondent { ticket, address: address.clone(), side, account };
        let token = reply::token_for(tx, desk.vault, &of)?;
        parts.from = Some(letterhead.address.clone());
        parts.from_name = composed.notice.writer.clone().filter(|_| parts.authorship == Authorship::Person);
        // An address without room for a token is one to which answers come in as new tickets.
        parts.reply_to = Some(token.address(&letterhead.address).unwrap_or_else(|| letterhead.address.clone()));
    }
    Ok(Mailing { ticket: Some(ticket), parts, enclosed: composed.enclosed.clone() })
}

/// Returns the message ids of what went between the house and an address about a ticket.
pub(super) fn thread(conn: &Connection, ticket: TicketId, address: &EmailAddress) -> Result<Vec<String>, StoreError> {
    store::correspondence::mail_thread(conn, ticket, address.as_str(), MOST_REFERENCES)
}

/// Returns whose words a letter holds. Staff are told by a program that somebody wrote; everybody else reads what a person
/// wrote to them.
fn authorship(notice: &TicketNotice) -> Authorship {
    let is_letter = match notice.reader {
        Reader::Customer | Reader::Correspondent => notice.news == TicketNews::Answered,
        Reader::Outside => matches!(notice.news, TicketNews::Opened | TicketNews::Written),
        Reader::Office => false,
    };
    if is_letter && notice.text.is_some() { Authorship::Person } else { Authorship::Generated }
}
