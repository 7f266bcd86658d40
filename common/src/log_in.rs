//! The history of log-ins: every try, with when, from where, with what and how it ended.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::account::Login;

/// One try to log in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogIn {
    /// Grows with each try.
    pub number: i64,
    pub at: Timestamp,
    /// `None` where nobody has the name that was typed; the name itself is not kept: it may have been a password.
    #[serde(default)]
    pub login: Option<Login>,
    pub method: Method,
    pub outcome: LogInOutcome,
    /// An address, or a user of the server.
    pub source: String,
    /// Which program, as it said itself.
    pub client: String,
}

/// By what somebody proved who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    Password,
    /// Password and a code of an authenticator app.
    PasswordAndCode,
    /// A session that was opened earlier.
    Session,
    Token,
    /// The user at the other end of the server's own socket, as the kernel tells it.
    Peer,
    /// A code that was sent to a confirmed address.
    Reset,
    #[serde(other)]
    Unknown,
}

impl Method {
    pub const ALL: [Self; 6] =
        [Self::Password, Self::PasswordAndCode, Self::Session, Self::Token, Self::Peer, Self::Reset];

    /// Returns the name used in machine output and in the archive.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::PasswordAndCode => "password_and_code",
            Self::Session => "session",
            Self::Token => "token",
            Self::Peer => "peer",
            Self::Reset => "reset",
            Self::Unknown => "unknown",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }
}

/// How a try ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogInOutcome {
    Success,
    WrongPassword,
    WrongCode,
    /// Too many tries before: not even looked at.
    Waiting,
    /// Right, but the account is closed or locked.
    Closed,
    /// An initial password that has not been used in time.
    Expired,
    /// Nobody has this name.
    UnknownName,
    /// The password was right; the code or the new password that was asked for never came.
    Unfinished,
    #[serde(other)]
    Unknown,
}

impl LogInOutcome {
    pub const ALL: [Self; 8] = [
        Self::Success,
        Self::WrongPassword,
        Self::WrongCode,
        Self::Waiting,
        Self::Closed,
        Self::Expired,
        Self::UnknownName,
        Self::Unfinished,
    ];

    /// Returns the name used in machine output and in the archive.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::WrongPassword => "wrong_password",
            Self::WrongCode => "wrong_code",
            Self::Waiting => "waiting",
            Self::Closed => "closed",
            Self::Expired => "expired",
            Self::UnknownName => "unknown_name",
            Self::Unfinished => "unfinished",
            Self::Unknown => "unknown",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name)
    }
}

/// What a person has to know before anything else: what happened before this log-in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviousLogIns {
    #[serde(default)]
    pub last_success: Option<LogIn>,
    #[serde(default)]
    pub last_failure: Option<LogIn>,
    /// Failures since the last success.
    #[serde(default)]
    pub n_failures_since: u64,
}

/// Which tries are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogInQuery {
    /// Another's account, for those who may; `None` is the own one.
    #[serde(default)]
    pub login: Option<Login>,
    /// All accounts and unknown names, for administrators.
    #[serde(default)]
    pub everyone: bool,
    #[serde(default)]
    pub only_failures: bool,
}
