//! Who wrote by mail and has no account: the office's answers go where the mail came from.

use common::contact::EmailAddress;
use common::delivery::Channel;
use common::notice::TicketNews;

use super::composed::{Whose, compose};
use super::mailing::Recipient;
use super::{Desk, Happened, reply, send};
use crate::letter::Reader;
use crate::store::log::Write;
use crate::store::reply_token::Side;
use crate::store::{self, StoreError};

/// Writes to everybody who wrote about the ticket by mail, but for those who are `told` already.
///
/// # Errors
/// Where the archive fails.
pub fn write_to(
    tx: &Write<'_>,
    desk: &Desk<'_>,
    happened: &Happened<'_>,
    told: &[EmailAddress],
) -> Result<(), StoreError> {
    let is_theirs = match happened.news {
        TicketNews::Answered | TicketNews::Settled => true,
        TicketNews::Opened
        | TicketNews::Written
        | TicketNews::Noted
        | TicketNews::Reopened
        | TicketNews::Assigned
        | TicketNews::Overdue
        | TicketNews::Bounced
        | TicketNews::Changed
        | TicketNews::Unknown => false,
    };
    if !is_theirs || !desk.channels.has(Channel::Email) {
        return Ok(());
    }
    for address in correspondents(tx, happened)?.iter().filter(|address| !told.contains(address)) {
        let composed = compose(tx, desk, happened, (Reader::Correspondent, Whose::Told))?;
        let recipient = Recipient { address, side: Side::Customer, account: None };
        send(tx, desk, happened, (&recipient, composed))?;
    }
    Ok(())
}

/// Returns the addresses from which somebody without an account wrote, in small letters.
fn correspondents(tx: &Write<'_>, happened: &Happened<'_>) -> Result<Vec<EmailAddress>, StoreError> {
    let known = store::reply_token::of_ticket(tx, happened.ticket.id)?;
    let mut addresses: Vec<EmailAddress> = happened.ticket.address.iter().map(reply::small).collect();
    for one in &known {
        if one.side == Side::Customer && one.account.is_none() && !addresses.contains(&one.address) {
            addresses.push(one.address.clone());
        }
    }
    // Somebody with an account is told by what the account wants to be told.
    let is_account = |address: &EmailAddress| {
        known.iter().any(|one| one.side == Side::Customer && one.account.is_some() && one.address == *address)
    };
    addresses.retain(|address| !is_account(address));
    Ok(addresses)
}
