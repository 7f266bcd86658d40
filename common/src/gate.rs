//! The service before the log-in: after the greeting a client knocks, and the daemon opens or says what is missing.
//!
//! One question and one answer at a time, in frames of at most [`MAX_KNOCK`] bytes (4-byte length, `MessagePack` with
//! field names). After [`Opened::Admitted`] the same connection speaks the service of [`crate::api`].

use std::io;

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use crate::account::{Login, Role, TotpOffer};
use crate::fault::Fault;
use crate::log_in::{Method, PreviousLogIns};
use crate::secret::Secret;
use crate::wire::WireError;

/// Longest frame before the log-in, in bytes, either way.
pub const MAX_KNOCK: usize = 16 << 10;

/// Who knocks, and with what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Knock {
    /// The program and its version, such as `ekctl 0.1.0`; shown in the history of log-ins.
    pub client: String,
    pub with: With,
}

/// What proves who somebody is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum With {
    /// Nothing but the user at the other end of the server's own socket, where that user is mapped to an account.
    Peer,
    /// The secret of a session that was opened before.
    Session(Secret),
    /// The secret of a token.
    Token(Secret),
    Password(Password),
    /// Have a code for a new password sent.
    Forgotten {
        login: String,
    },
    /// The code that was sent, and the new password.
    Reset {
        login: String,
        code: Secret,
        new_password: Secret,
    },
}

/// A log-in by a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Password {
    pub login: String,
    pub password: Secret,
    /// Of the authenticator app, once [`Opened::CodeWanted`] or [`Opened::EnrolmentWanted`] has been answered.
    #[serde(default)]
    pub code: Option<String>,
    /// In place of an initial password, once [`Opened::NewPasswordWanted`] has been answered.
    #[serde(default)]
    pub new_password: Option<Secret>,
}

/// The answer to a knock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Opened {
    /// The connection goes on with the service.
    Admitted(Box<Admission>),
    /// The password is right; knock again with a code of the authenticator app.
    CodeWanted,
    /// The password is right but an initial one; knock again with a new one.
    NewPasswordWanted,
    /// The password is right, but over a network this role needs a second factor: enter the secret into an
    /// authenticator app and knock again with its code.
    EnrolmentWanted(TotpOffer),
    /// If there is such an account and it has a confirmed address, a code is on its way there.
    CodeSent,
    /// The new password counts; log in with it.
    PasswordSet,
    #[serde(other)]
    Unknown,
}

/// Who was let in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Admission {
    pub login: Login,
    /// The person's name.
    pub name: String,
    pub role: Role,
    pub method: Method,
    /// The secret of the session that was opened; only for log-ins by password.
    #[serde(default)]
    pub session: Option<Secret>,
    /// When the session or the token ends at the latest.
    #[serde(default)]
    pub expires_at: Option<Timestamp>,
    /// Nothing may be changed.
    #[serde(default)]
    pub read_only: bool,
    pub previous: PreviousLogIns,
}

/// Writes one frame.
///
/// # Errors
/// [`WireError::TooLong`], or those of the stream.
pub async fn send(io: &mut (impl AsyncWrite + Unpin), message: &impl Serialize) -> Result<(), WireError> {
    let frame = rmp_serde::to_vec_named(message)?;
    let length = u32::try_from(frame.len()).ok().filter(|_| frame.len() <= MAX_KNOCK);
    let length = length.ok_or(WireError::TooLong(frame.len()))?;
    let mut bytes = Vec::with_capacity(4 + frame.len());
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(&frame);
    io.write_all(&bytes).await?;
    Ok(io.flush().await?)
}

/// Reads one frame; memory is taken for bytes that have come.
///
/// # Errors
/// [`WireError::TooLong`], [`WireError::Unreadable`], or those of the stream.
pub async fn receive<T: DeserializeOwned>(io: &mut (impl AsyncRead + Unpin)) -> Result<T, WireError> {
    let length = io.read_u32().await? as usize;
    if length > MAX_KNOCK {
        return Err(WireError::TooLong(length));
    }
    let mut frame = Vec::new();
    (&mut *io).take(length as u64).read_to_end(&mut frame).await?;
    if frame.len() < length {
        return Err(WireError::Io(io::ErrorKind::UnexpectedEof.into()));
    }
    Ok(rmp_serde::from_slice(&frame)?)
}

/// Knocks once and waits for the answer.
///
/// # Errors
/// Those of [`send`] and [`receive`]; the daemon's refusal is the inner one.
pub async fn knock(
    io: &mut (impl AsyncRead + AsyncWrite + Unpin),
    knock: &Knock,
) -> Result<Result<Opened, Fault>, WireError> {
    send(io, knock).await?;
    receive(io).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::Cause;

    #[tokio::test]
    async fn a_knock_is_answered() {
        let (mut client, mut daemon) = tokio::io::duplex(1024);
        let asked = Knock { client: "test".into(), with: With::Token("kot".into()) };
        let answer: Result<Opened, Fault> = Err(Cause::NotLoggedIn.into());
        let (got, heard) = tokio::join!(knock(&mut client, &asked), async {
            let heard: Knock = receive(&mut daemon).await.unwrap();
            send(&mut daemon, &answer).await.unwrap();
            heard
        });
        assert_eq!((got.unwrap(), heard), (answer.clone(), asked));
    }

    #[tokio::test]
    async fn an_announced_giant_is_refused_before_it_comes() {
        let (mut client, mut daemon) = tokio::io::duplex(64);
        client.write_all(&[0, 1, 0, 0, 9]).await.unwrap();
        assert!(matches!(receive::<Knock>(&mut daemon).await, Err(WireError::TooLong(65_536))));
        let long = Knock { client: "x".repeat(MAX_KNOCK), with: With::Peer };
        assert!(matches!(send(&mut client, &long).await, Err(WireError::TooLong(_))));
    }
}
