//! Being let in: with which proof to knock, and what becomes of a session that is over.
//!
//! A token beats a stored session, a session beats the user of the server's own socket. Secrets come from files that
//! nobody else can read; as a last resort from `EKCTL_TOKEN`, never from an argument. Asks nobody anything.

use std::env;
use std::io;

use common::client::{Connection, Door};
use common::endpoint::Endpoint;
use common::fault::{Cause, Fault};
use common::gate::{Admission, Knock, With};
use common::language::Argument;
use common::pass::{PassError, SessionFile, TokenSecret, read_token};
use common::secret::Secret;

use crate::cli::global::CallArgs;
use crate::exit::{Failure, Status};

/// The variable with a token, for where there is no file.
const TOKEN_VARIABLE: &str = "EKCTL_TOKEN";

/// Where a daemon is, and with what to knock there.
#[derive(Debug)]
pub struct Entry {
    endpoint: Endpoint,
    proof: Proof,
}

#[derive(Debug)]
enum Proof {
    Token(Secret),
    Session(SessionFile, Secret),
    Peer,
}

/// Why there is nothing to knock with, or nobody answered what had to be asked.
#[derive(Debug, thiserror::Error)]
pub enum EntryError {
    #[error(transparent)]
    Pass(#[from] PassError),
    #[error("{TOKEN_VARIABLE} holds no token")]
    BadVariable,
    #[error("what was typed twice differs")]
    Differs,
    #[error("the answer is missing")]
    NoAnswer,
    #[error("it was not agreed to")]
    NotAgreed,
    #[error("ended by a signal")]
    Signal(Signal),
}

/// Signals that end a dialogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    Interrupt,
    Terminate,
}

/// Returns the address to ask: the given one, else where a daemon usually listens.
#[must_use]
pub fn endpoint(call: &CallArgs) -> Endpoint {
    call.server.clone().unwrap_or_else(Endpoint::usual).trusting(call.ca.clone())
}

/// Returns what is said when knocking with this.
#[must_use]
pub fn knocking(with: With) -> Knock {
    Knock { client: concat!("ekctl ", env!("CARGO_PKG_VERSION")).to_owned(), with }
}

/// Knocks and is let in.
///
/// # Errors
/// The daemon cannot be reached, or does not open.
pub async fn knock(endpoint: &Endpoint, with: With) -> Result<(Connection, Box<Admission>), Fault> {
    Connection::open(endpoint, &knocking(with)).await
}

/// Knocks once and returns whatever is answered.
///
/// # Errors
/// The daemon cannot be reached, or refuses.
pub async fn try_door(endpoint: &Endpoint, with: With) -> Result<Door, Fault> {
    Connection::knock(endpoint, &knocking(with)).await
}

impl Entry {
    /// Finds what to knock with.
    ///
    /// # Errors
    /// A secret that others can read or that is none, and [`Cause::NotLoggedIn`] where there is none over a network.
    pub fn find(call: &CallArgs) -> Result<Self, Failure> {
        let endpoint = endpoint(call);
        let proof = match token(call)? {
            Some(token) => Proof::Token(token),
            None => match stored(&endpoint)? {
                Some((file, secret)) => Proof::Session(file, secret),
                None if matches!(endpoint, Endpoint::Unix(_)) => Proof::Peer,
                None => return Err(Fault::from(Cause::NotLoggedIn).into()),
            },
        };
        Ok(Self { endpoint, proof })
    }

    #[must_use]
    pub const fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Knocks again, as whoever was let in before: in the middle of a command nobody becomes another.
    ///
    /// # Errors
    /// The daemon cannot be reached, or does not open.
    pub async fn knock_again(&self) -> Result<(Connection, Box<Admission>), Fault> {
        knock(&self.endpoint, self.with()).await
    }

    /// Knocks. A session that is over is forgotten on the server itself, where the socket tells who is there.
    ///
    /// # Errors
    /// The daemon cannot be reached, or does not open.
    pub async fn knock(&mut self) -> Result<(Connection, Box<Admission>), Fault> {
        let fault = match knock(&self.endpoint, self.with()).await {
            Err(fault) if is_over(&fault) => fault,
            answer => return answer,
        };
        let (Proof::Session(file, _), Endpoint::Unix(_)) = (&self.proof, &self.endpoint) else { return Err(fault) };
        // A file that cannot be removed is replaced by the next log-in.
        drop(file.forget());
        self.proof = Proof::Peer;
        match knock(&self.endpoint, With::Peer).await {
            // Whoever has no account here was logged in by password, and wants to know why that is over.
            Err(Fault { cause: Cause::PeerUnknown { .. } | Cause::NotLoggedIn, .. }) => Err(fault),
            answer => answer,
        }
    }

    fn with(&self) -> With {
        match &self.proof {
            Proof::Token(secret) => With::Token(secret.clone()),
            Proof::Session(_, secret) => With::Session(secret.clone()),
            Proof::Peer => With::Peer,
        }
    }
}

/// Tells whether the daemon does not know the session, or not any more.
#[must_use]
pub const fn is_over(fault: &Fault) -> bool {
    matches!(fault.cause, Cause::SessionEnded { .. } | Cause::NotLoggedIn)
}

fn token(call: &CallArgs) -> Result<Option<Secret>, EntryError> {
    if let Some(file) = &call.token_file {
        return Ok(Some(read_token(file)?));
    }
    match env::var(TOKEN_VARIABLE) {
        Ok(text) if !text.is_empty() => {
            let token = TokenSecret::parse(text.trim()).ok_or(EntryError::BadVariable)?;
            Ok(Some(token.secret().clone()))
        }
        Ok(_) | Err(env::VarError::NotPresent) => Ok(None),
        Err(env::VarError::NotUnicode(_)) => Err(EntryError::BadVariable),
    }
}

/// Returns the stored session; a user without a home has none.
fn stored(endpoint: &Endpoint) -> Result<Option<(SessionFile, Secret)>, EntryError> {
    let file = match SessionFile::of(endpoint) {
        Ok(file) => file,
        Err(PassError::NoDirectory) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let secret = file.load()?;
    Ok(secret.map(|secret| (file, secret)))
}

impl EntryError {
    /// Returns how a command ends by it.
    #[must_use]
    pub const fn status(&self) -> Status {
        match self {
            Self::Pass(PassError::Unwritable { .. } | PassError::NoDirectory) | Self::NotAgreed => Status::Failed,
            Self::Pass(PassError::Unreadable { .. } | PassError::Exposed { .. } | PassError::Malformed { .. })
            | Self::BadVariable => Status::LoginNeeded,
            Self::Differs | Self::NoAnswer => Status::Usage,
            Self::Signal(Signal::Interrupt) => Status::Interrupted,
            Self::Signal(Signal::Terminate) => Status::Terminated,
        }
    }

    /// Returns the name on which programs decide.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Pass(PassError::Unwritable { .. } | PassError::NoDirectory) => "failed",
            Self::Pass(PassError::Unreadable { .. } | PassError::Exposed { .. } | PassError::Malformed { .. })
            | Self::BadVariable => "login_needed",
            Self::Differs | Self::NoAnswer => "usage",
            Self::NotAgreed => "not_agreed",
            Self::Signal(_) => "signal",
        }
    }

    /// Returns the message's name and its arguments; `reason` tells the system's error.
    #[must_use]
    pub fn message(&self, reason: impl Fn(&io::Error) -> String) -> (&'static str, Vec<(&'static str, Argument<'_>)>) {
        let path = |path: &std::path::Path| ("path", Argument::from(path.display().to_string()));
        let reason = |cause| ("reason", Argument::from(reason(cause)));
        match self {
            Self::Pass(PassError::Unreadable { path: file, source }) => {
                ("pass-unreadable", vec![path(file), reason(source)])
            }
            Self::Pass(PassError::Exposed { path: file, mode }) => {
                ("pass-exposed", vec![path(file), ("mode", format!("{mode:03o}").into())])
            }
            Self::Pass(PassError::Malformed { path: file }) => ("pass-malformed", vec![path(file)]),
            Self::Pass(PassError::Unwritable { path: file, source }) => {
                ("failure-unwritable", vec![path(file), reason(source)])
            }
            Self::Pass(PassError::NoDirectory) => ("pass-no-directory", Vec::new()),
            Self::BadVariable => ("pass-bad-variable", vec![("name", TOKEN_VARIABLE.into())]),
            Self::Differs => ("answer-differs", Vec::new()),
            Self::NoAnswer => ("answer-missing", Vec::new()),
            Self::NotAgreed => ("answer-not-agreed", Vec::new()),
            Self::Signal(_) => ("signalled", Vec::new()),
        }
    }
}
