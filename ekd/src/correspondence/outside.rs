//! The office outside: where nobody answers in the house, what customers write goes to an address by mail, and the answer
//! comes back by its reply token.

use common::delivery::Channel;
use common::notice::TicketNews;

use super::composed::{Whose, compose};
use super::mailing::Recipient;
use super::{Desk, Happened, reply, send};
use crate::letter::Reader;
use crate::store::StoreError;
use crate::store::log::Write;
use crate::store::reply_token::Side;

/// Who wrote an entry, by the name in the archive.
pub(super) const OUTSIDE_OFFICE: &str = "outside_office";

/// Writes to the office outside what it has to answer.
///
/// # Errors
/// Where the archive fails.
pub fn write_to(tx: &Write<'_>, desk: &Desk<'_>, happened: &Happened<'_>) -> Result<(), StoreError> {
    let is_theirs = match happened.news {
        TicketNews::Opened | TicketNews::Written | TicketNews::Reopened | TicketNews::Overdue => true,
        TicketNews::Answered
        | TicketNews::Noted
        | TicketNews::Settled
        | TicketNews::Assigned
        | TicketNews::Bounced
        | TicketNews::Changed
        | TicketNews::Unknown => false,
    };
    let is_own = happened.entry.is_some_and(|entry| entry.author == OUTSIDE_OFFICE);
    let Some(letterhead) = desk.channels.letterhead().filter(|_| is_theirs && !is_own) else { return Ok(()) };
    if !desk.channels.has(Channel::Email) {
        return Ok(());
    }
    for address in &letterhead.outside {
        let composed = compose(tx, desk, happened, (Reader::Outside, Whose::Told))?;
        let recipient = Recipient { address: &reply::small(address), side: Side::Office, account: None };
        send(tx, desk, happened, (&recipient, composed))?;
    }
    Ok(())
}
