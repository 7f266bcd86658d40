//! Accounts: a person's log-in, what it may do, its sessions and tokens.

use std::collections::BTreeSet;
use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::contact::{Contact, ContactKind};
use crate::customer::{Customer, Mandate, Right};
use crate::id::{AccountId, CustomerNumber, SessionId, TokenId};
use crate::log_in::{Method, PreviousLogIns};
use crate::secret::Secret;

/// The name under which a person logs in: 1 to 32 small letters, digits, `.`, `_` and `-`, the first a letter or digit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Login(String);

/// Why a text is no log-in name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a log-in name has 1 to 32 small letters, digits, dots, hyphens and underscores")]
pub struct LoginError;

impl Login {
    /// Reads a name; capital letters become small ones.
    ///
    /// # Errors
    /// Anything but ASCII letters, digits, `.`, `_`, `-`: what looks like another's name cannot be one.
    pub fn parse(text: &str) -> Result<Self, LoginError> {
        let name = text.trim().to_ascii_lowercase();
        let is_inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-".contains(&byte);
        let begins = name.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric());
        if begins && name.len() <= 32 && name.bytes().all(is_inner) { Ok(Self(name)) } else { Err(LoginError) }
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Login {
    type Error = LoginError;
    fn try_from(text: String) -> Result<Self, LoginError> {
        Self::parse(&text)
    }
}

impl From<Login> for String {
    fn from(login: Login) -> Self {
        login.0
    }
}

impl fmt::Display for Login {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// What a person is to the utility.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Acts for one customer.
    Customer,
    /// Acts for several customers.
    Manager,
    /// Sees all readings, brings documents, decides about meters.
    Technician,
    /// Answers customers.
    Clerk,
    /// Also makes accounts and reads the audit log.
    Administrator,
}

impl Role {
    pub const ALL: [Self; 5] = [Self::Customer, Self::Manager, Self::Technician, Self::Clerk, Self::Administrator];

    /// Returns the name used in machine output and in the archive.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Manager => "manager",
            Self::Technician => "technician",
            Self::Clerk => "clerk",
            Self::Administrator => "administrator",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Tells whether the person works for the utility.
    #[must_use]
    pub const fn is_staff(self) -> bool {
        match self {
            Self::Customer | Self::Manager => false,
            Self::Technician | Self::Clerk | Self::Administrator => true,
        }
    }

    /// Tells whether the person may bring documents, ask sources and decide about readings.
    #[must_use]
    pub const fn operates(self) -> bool {
        matches!(self, Self::Technician | Self::Administrator)
    }

    /// Tells whether the person may see customers and their data.
    #[must_use]
    pub const fn sees_customers(self) -> bool {
        matches!(self, Self::Clerk | Self::Administrator)
    }

    /// Tells whether the person makes accounts.
    #[must_use]
    pub const fn administers(self) -> bool {
        matches!(self, Self::Administrator)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// Whether an account can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    Active,
    /// Its password is not taken any more: a reset or a new password opens it.
    Locked,
    /// An administrator has closed it.
    Disabled,
    /// Its personal data were erased.
    Erased,
    #[serde(other)]
    Unknown,
}

impl Standing {
    pub const ALL: [Self; 4] = [Self::Active, Self::Locked, Self::Disabled, Self::Erased];

    /// Returns the name used in machine output and in the archive.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Locked => "locked",
            Self::Disabled => "disabled",
            Self::Erased => "erased",
            Self::Unknown => "unknown",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.name() == name)
    }

    /// Tells whether its sessions go on and a reset opens it.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Active | Self::Locked)
    }
}

/// How the password came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PasswordKind {
    /// There is none: only a mapped user of the server, a token or a reset opens the account.
    None,
    /// Made with the account: it opens nothing but the change of itself.
    Initial,
    /// Chosen by the person.
    Own,
    #[serde(other)]
    Unknown,
}

impl PasswordKind {
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Initial => "initial",
            Self::Own => "own",
            Self::Unknown => "unknown",
        }
    }
}

/// A person's log-in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    pub id: AccountId,
    pub login: Login,
    /// The person's name.
    pub name: String,
    pub role: Role,
    pub standing: Standing,
    pub password: PasswordKind,
    /// A second factor is asked for.
    pub totp: bool,
    pub created_at: Timestamp,
    #[serde(default)]
    pub last_log_in: Option<Timestamp>,
    /// Language of letters: `pl` or `en`.
    #[serde(default)]
    pub language: String,
    #[serde(default)]
    pub contacts: Vec<Contact>,
}

/// All that a person sees of the own account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnAccount {
    pub account: Account,
    /// For whom the account acts now.
    pub mandates: Vec<Mandate>,
    pub customers: Vec<Customer>,
    pub previous: PreviousLogIns,
    /// How this connection was opened.
    pub method: Method,
    /// The session of this connection, if it has one.
    #[serde(default)]
    pub session: Option<SessionId>,
    /// This connection may change nothing: it was opened by a token for reading.
    #[serde(default)]
    pub read_only: bool,
}

/// An account that is to be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewAccount {
    pub login: Login,
    pub name: String,
    pub role: Role,
    /// Made by the program of whoever makes the account, shown once; it opens nothing but its own change.
    pub initial_password: Secret,
    /// Codes and notices go there from the start; the account's holder need not confirm it.
    #[serde(default)]
    pub email: Option<String>,
    /// For whom the account acts from now on.
    #[serde(default)]
    pub mandate: Option<NewMandate>,
    #[serde(default)]
    pub language: Option<String>,
}

/// For whom a new account acts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewMandate {
    pub customer: CustomerNumber,
    #[serde(default)]
    pub rights: BTreeSet<Right>,
}

/// What is to be changed of an account; what is `None` stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountChange {
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub role: Option<Role>,
    /// `Active` opens a closed or locked account, `Disabled` closes it; the other two are refused.
    #[serde(default)]
    pub standing: Option<Standing>,
    #[serde(default)]
    pub language: Option<String>,
    /// Takes the second factor away, after its device was lost. The person is told.
    #[serde(default)]
    pub remove_totp: bool,
}

/// A new password in place of the present one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordChange {
    pub current: Secret,
    pub new: Secret,
}

/// A secret for an authenticator app (RFC 6238): it counts once a code made from it has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TotpOffer {
    /// Base32, to be typed.
    pub secret: Secret,
    /// `otpauth://…`, to be drawn as a QR code.
    pub uri: Secret,
}

/// A new address, or none any more, for one kind of contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactChange {
    pub kind: ContactKind,
    /// `None` removes the address.
    #[serde(default)]
    pub address: Option<String>,
    /// The present password.
    pub password: Secret,
}

/// The code that came to a new address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactCode {
    pub kind: ContactKind,
    pub code: Secret,
}

/// A log-in that lasts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    pub id: SessionId,
    pub login: Login,
    pub created_at: Timestamp,
    pub last_used_at: Timestamp,
    /// At the latest.
    pub expires_at: Timestamp,
    /// From where: an address, or a user of the server.
    pub source: String,
    /// Which program, as it said itself.
    pub client: String,
    /// It is the session of whoever asks.
    #[serde(default)]
    pub own: bool,
}

/// Which sessions are to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    One(SessionId),
    /// All of the own account but the one that asks.
    Others,
}

/// A key for scripts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    pub id: TokenId,
    pub login: Login,
    pub name: String,
    pub scope: TokenScope,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    #[serde(default)]
    pub last_used_at: Option<Timestamp>,
    #[serde(default)]
    pub last_source: Option<String>,
}

/// What a token may do of what its account may.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenScope {
    /// Look only.
    #[default]
    Read,
    /// Also bring documents, ask sources, decide about readings. Accounts are never a token's business.
    Operate,
}

impl TokenScope {
    pub const ALL: [Self; 2] = [Self::Read, Self::Operate];

    /// Returns the name used in machine output and in the archive.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Operate => "operate",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }
}

/// A token that is to be made. Its secret never reaches the daemon before it is used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewToken {
    pub name: String,
    #[serde(default)]
    pub scope: TokenScope,
    /// At most 366 days ahead.
    pub expires_at: Timestamp,
    /// SHA-256 of the secret ([`crate::pass::TokenSecret`]), in hexadecimal.
    pub digest: String,
    /// The present password; not asked of a mapped user of the server.
    #[serde(default)]
    pub password: Option<Secret>,
}

/// Another secret for a token; the one before ends at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenRotation {
    pub id: TokenId,
    /// SHA-256 of the new secret, in hexadecimal.
    pub digest: String,
    #[serde(default)]
    pub password: Option<Secret>,
}

/// To where the code of a reset that staff has started is on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResetStarted {
    pub login: Login,
    /// Empty where the account has no confirmed address: then nothing can be sent.
    pub channels: Vec<ContactKind>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_anothers_name_is_no_name() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(Login::parse(text).ok().as_ref().map(Login::as_str), expected, "{text}");
        };
        check("Anna.Kowalska", Some("anna.kowalska"));
        check(" root ", Some("root"));
        // Cyrillic а, a zero-width space, a line end, a leading dot, too long.
        for wrong in ["аnna", "an\u{200b}na", "anna\n", ".anna", "-x", "", "an na", "ąnna", &"x".repeat(33)] {
            let expected = if wrong == "anna\n" { Some("anna") } else { None };
            check(wrong, expected);
        }
    }
}
