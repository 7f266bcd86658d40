//! What people do with accounts: change their own, make and change others'. Decides and writes in the caller's
//! transaction; whoever calls has found that the caller may.

pub mod contacts;
pub mod own;
pub mod reset;
pub mod staff;
pub mod tokens;

use common::account::Login;
use common::contact::ContactKind;
use common::delivery::Channel;
use common::fault::Cause;
use common::id::{CustomerId, SessionId, TokenId};
use common::language::Language;
use common::log_in::Method;
use common::text::is_hidden;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;

use crate::letter::{Facts, Letter};
use crate::notify::Channels;
use crate::outbox::{self, Post};
use crate::store::account::Keeper;
use crate::store::audit::Deed;
use crate::store::log::Write;
use crate::store::{self, StoreError};
use crate::turned::Turned;
use crate::vault::Vault;

/// The use for which second factors are sealed.
pub const SEALED_TOTP: &str = "totp";
/// Longest name of a person, a token, a street.
const LONGEST_TEXT: usize = 120;
/// How long a notice is worth telling.
const NOTICE: SignedDuration = SignedDuration::from_hours(72);

/// What the works on accounts share. Clones are the same.
#[derive(Clone, Debug)]
pub struct Kit {
    pub vault: Vault,
    pub channels: Channels,
    pub zone: TimeZone,
}

/// By what somebody was let in; it can end at any time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass {
    Session(SessionId),
    Token(TokenId),
    /// The user at the other end of the server's own socket.
    Peer,
}

impl Pass {
    #[must_use]
    pub const fn session(self) -> Option<SessionId> {
        match self {
            Self::Session(id) => Some(id),
            Self::Token(_) | Self::Peer => None,
        }
    }

    #[must_use]
    pub const fn is_token(self) -> bool {
        matches!(self, Self::Token(_))
    }

    #[must_use]
    pub const fn method(self) -> Method {
        match self {
            Self::Session(_) => Method::Session,
            Self::Token(_) => Method::Token,
            Self::Peer => Method::Peer,
        }
    }
}

/// Who acts, as it was found when it was asked.
#[derive(Clone, Debug)]
pub struct Actor {
    pub keeper: Keeper,
    pub pass: Pass,
    /// The customers whose accounts they may make; `None` for all.
    pub customers: Option<Vec<CustomerId>>,
    /// From where: an address, or a user of the server.
    pub source: String,
    pub now: Timestamp,
}

impl Actor {
    /// Returns when and from where it is done, as letters tell it.
    pub fn seen(&self) -> (Timestamp, &str) {
        (self.now, &self.source)
    }

    /// Returns a line for the audit log about what is done.
    pub fn deed(&self, what: &'static str) -> Deed {
        Deed { actor: Some(self.keeper.id), ..Deed::of_house(self.now, what, &self.source) }
    }
}

/// Tells the holder of an account something, at every confirmed address that messages can leave to.
///
/// # Errors
/// Where the archive fails.
pub fn tell(
    tx: &Write<'_>,
    kit: &Kit,
    keeper: &Keeper,
    (at, source): (Timestamp, &str),
    letter: &Letter,
) -> Result<(), StoreError> {
    for contact in store::contact::of_account(tx, keeper.id)? {
        let (Some(address), Some(channel)) = (contact.address, channel_of(contact.kind)) else { continue };
        if kit.channels.has(channel) {
            send(tx, kit, keeper, (at, source), (channel, address, NOTICE), letter)?;
        }
    }
    Ok(())
}

/// Puts one message for the holder of an account into the outbox.
fn send(
    tx: &Write<'_>,
    kit: &Kit,
    keeper: &Keeper,
    (at, source): (Timestamp, &str),
    (channel, recipient, lasting): (Channel, String, SignedDuration),
    letter: &Letter,
) -> Result<(), StoreError> {
    let facts = Facts { login: keeper.login.clone(), at, source: source.to_owned(), zone: kit.zone.clone() };
    let language = Language::parse(&keeper.language).unwrap_or_default();
    let letter = letter.clone();
    let post = Post { account: Some(keeper.id), channel, recipient, language, letter, facts, lasting };
    outbox::queue(tx, &kit.vault, at, &post)?;
    Ok(())
}

/// Returns by which way a kind of address is reached; nobody writes to a landline.
const fn channel_of(kind: ContactKind) -> Option<Channel> {
    match kind {
        ContactKind::Landline => None,
        ContactKind::Mobile => Some(Channel::Sms),
        ContactKind::Email => Some(Channel::Email),
    }
}

/// Returns a text that people will see, without the blanks around it.
///
/// # Errors
/// [`Cause::BadText`]: empty, too long, or with what cannot be seen.
pub fn text(field: &str, text: &str) -> Result<String, Cause> {
    let text = text.trim();
    let fits = !text.is_empty() && text.chars().count() <= LONGEST_TEXT && !text.contains(is_hidden);
    if fits { Ok(text.to_owned()) } else { Err(Cause::BadText { field: field.to_owned() }) }
}

/// Returns a text that may be empty.
///
/// # Errors
/// As [`text`].
pub fn text_or_none(field: &str, given: &str) -> Result<String, Cause> {
    if given.trim().is_empty() { Ok(String::new()) } else { text(field, given) }
}

/// Returns the language of letters.
///
/// # Errors
/// [`Cause::BadText`].
fn language(given: Option<&str>) -> Result<String, Cause> {
    let code = given.unwrap_or_else(|| Language::default().code());
    let language = Language::ALL.into_iter().find(|language| language.code() == code);
    language.map(|language| language.code().to_owned()).ok_or_else(|| Cause::BadText { field: "language".to_owned() })
}

/// Returns the account with this log-in name.
///
/// # Errors
/// [`Cause::NoSuchAccount`], or the archive failed.
pub fn find(conn: &Connection, login: &Login) -> Result<Keeper, Turned> {
    Ok(store::account::by_login(conn, login.as_str())?.ok_or_else(|| no_such_account(login))?)
}

/// Returns the cause of a name that is nobody's, or that of somebody who is none of the caller's business.
fn no_such_account(login: &Login) -> Cause {
    Cause::NoSuchAccount { text: login.to_string(), similar: Vec::new() }
}
