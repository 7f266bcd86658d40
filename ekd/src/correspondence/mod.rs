//! Letters about tickets: to whom answers go and come from, what each may hold, and how mail programs put them together.
//!
//! What happens is told to accounts by `telling`, by what they want to be told; here are those who have no account, and
//! what all letters about tickets share. Knows neither states nor clocks of tickets, nor how mail is fetched.

pub mod acknowledge;
pub mod composed;
mod mailing;
pub mod outside;
pub mod people;
pub mod reply;
#[cfg(test)]
mod tests;

use common::account::Login;
use common::delivery::Channel;
use common::id::{AccountId, Cursor, DeliveryId};
use common::language::Language;
use common::notice::TicketNews;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::letter::{Facts, Item, Letter};
use crate::notify::Channels;
use crate::outbox::{self, Post};
use crate::store::StoreError;
use crate::store::correspondence::{Matter, Subject};
use crate::store::log::Write;
use crate::vault::Vault;

pub use composed::Composed;
pub use mailing::{Recipient, mailing};

/// What decisions need besides the archive.
#[derive(Clone, Copy, Debug)]
pub struct Desk<'a> {
    pub vault: &'a Vault,
    pub zone: &'a TimeZone,
    pub channels: &'a Channels,
    pub now: Timestamp,
}

/// Something of a ticket, and the event that tells of it.
#[derive(Clone, Copy, Debug)]
pub struct Happened<'a> {
    pub ticket: &'a Subject,
    pub entry: Option<&'a Matter>,
    pub news: TicketNews,
    pub cursor: Cursor,
    pub at: Timestamp,
}

/// How long a letter about a ticket is worth telling.
pub const WORTH: SignedDuration = SignedDuration::from_hours(72);

impl Happened<'_> {
    /// Tells whether a program wrote the words.
    #[must_use]
    pub fn is_automatic(&self) -> bool {
        self.entry.is_some_and(|entry| entry.is_automatic)
    }

    /// Returns who did it, if it was an account.
    #[must_use]
    pub fn by(&self) -> Option<AccountId> {
        self.entry.and_then(|entry| entry.account)
    }
}

/// Returns the name under which the house itself tells something.
#[must_use]
pub fn house() -> Login {
    Login::parse("ekd").expect("it is a name")
}

/// Puts a letter to somebody who is no account's holder into the outbox.
fn send(
    tx: &Write<'_>,
    desk: &Desk<'_>,
    happened: &Happened<'_>,
    (recipient, composed): (&Recipient<'_>, Composed),
) -> Result<DeliveryId, StoreError> {
    let mailing = mailing(tx, desk, happened.ticket.id, (recipient, &composed))?;
    let post = Post {
        account: recipient.account,
        channel: Channel::Email,
        recipient: recipient.address.as_str().to_owned(),
        // Nobody has said in which language the person reads.
        language: Language::default(),
        letter: Letter::News(vec![Item::Ticket(Box::new(composed.notice))]),
        facts: Facts { login: house(), at: desk.now, source: String::new(), zone: desk.zone.clone() },
        lasting: WORTH,
    };
    outbox::queue_mailing(tx, desk.vault, desk.now, (&post, mailing))
}
