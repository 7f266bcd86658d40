//! One mail server: a connection for each letter, and what is known of the letter when the connection ends.

use std::fmt;
use std::fs;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use lettre::address::Envelope;
use lettre::transport::smtp;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::{Response, Severity};
use tokio::time::{Instant, timeout, timeout_at};

use super::super::Answer;
use crate::config::SmtpConfig;
use crate::config::smtp::Security;
use crate::credential::{self, CredentialError};

/// Hands letters to one server.
#[derive(Debug)]
pub(super) struct Server {
    pub(super) config: SmtpConfig,
    timeout: Duration,
    tls: OnceLock<Tls>,
}

/// What is known of a letter after a conversation.
#[derive(Debug)]
pub(super) enum Outcome {
    /// The server has it, or nobody knows whether.
    Perhaps(Answer),
    /// The server surely has it not: another one may get it.
    Not(Answer),
}

/// Whom the server is believed to be; read with the first letter.
#[derive(Clone)]
struct Tls(TlsParameters);

/// What is read from files before a connection is opened.
struct Papers {
    tls: Option<Tls>,
    credentials: Option<Credentials>,
}

/// Why a letter did not get as far as the server's word about it.
#[derive(Debug, thiserror::Error)]
enum LineError {
    #[error(transparent)]
    Credential(#[from] CredentialError),
    #[error("{path} cannot be read: {source}")]
    Authorities { path: String, source: std::io::Error },
    #[error(transparent)]
    Smtp(#[from] smtp::Error),
    #[error("reading secrets panicked")]
    Panicked,
}

/// Longest time that the farewell may take: what became of the letter is known by then.
const FAREWELL: Duration = Duration::from_secs(2);

impl Server {
    pub(super) fn new(config: SmtpConfig) -> Self {
        let timeout = config.timeout.unsigned_abs();
        Self { config, timeout, tls: OnceLock::new() }
    }

    /// Hands a letter over. Only what the server says to the letter itself is final: a wrong password is the
    /// operator's to mend, and no letter's end.
    pub(super) async fn take(self: &Arc<Self>, envelope: &Envelope, letter: &[u8]) -> Outcome {
        let until = Instant::now() + self.timeout;
        let late = || Answer::Later(format!("no answer within {} s", self.timeout.as_secs()));
        let mut line = match timeout_at(until, self.open()).await {
            Ok(Ok(line)) => line,
            Ok(Err(error)) => return Outcome::Not(Answer::Later(error.to_string())),
            Err(_) => return Outcome::Not(late()),
        };
        let outcome = match timeout_at(until, announce(&mut line, envelope, letter)).await {
            Ok(Ok(())) => match timeout_at(until, line.message(letter)).await {
                Ok(taken) => judge(taken),
                Err(_) => return Outcome::Perhaps(late()),
            },
            Ok(Err(error)) => Outcome::Not(explain(&error)),
            // Nobody says farewell to who does not answer.
            Err(_) => return Outcome::Not(late()),
        };
        // If the server stops talking now, what became of the letter is known all the same.
        let _ = timeout(FAREWELL, line.abort()).await;
        outcome
    }

    /// Opens a connection on which letters may be sent: encrypted and logged in, as configured.
    async fn open(self: &Arc<Self>) -> Result<AsyncSmtpConnection, LineError> {
        let server = Arc::clone(self);
        let read = tokio::task::spawn_blocking(move || server.read()).await;
        let Papers { tls, credentials } = read.map_err(|_| LineError::Panicked)??;
        let hello = self.hello();
        let at_once = tls.clone().filter(|_| self.config.security == Security::Tls).map(|tls| tls.0);
        let address = (self.config.host.as_str(), self.config.port());
        let mut line = AsyncSmtpConnection::connect_tokio1(address, Some(self.timeout), &hello, at_once, None).await?;
        if let (Security::Starttls, Some(tls)) = (self.config.security, tls) {
            line.starttls(tls.0, &hello).await?;
        }
        if let Some(credentials) = credentials {
            line.auth(DEFAULT_MECHANISMS, &credentials).await?;
        }
        Ok(line)
    }

    fn hello(&self) -> ClientId {
        let Some(hello) = &self.config.hello else { return ClientId::default() };
        match hello.parse() {
            Ok(std::net::IpAddr::V4(address)) => ClientId::Ipv4(address),
            Ok(std::net::IpAddr::V6(address)) => ClientId::Ipv6(address),
            Err(_) => ClientId::Domain(hello.clone()),
        }
    }

    fn read(&self) -> Result<Papers, LineError> {
        let tls = match self.config.security {
            Security::Starttls | Security::Tls => Some(self.tls()?),
            Security::None => None,
        };
        let credentials = match (&self.config.user, &self.config.password_file) {
            (Some(user), Some(path)) => {
                let password = credential::read(path, credential::directory().as_deref())?;
                Some(Credentials::new(user.clone(), password.expose().to_owned()))
            }
            (None, _) | (_, None) => None,
        };
        Ok(Papers { tls, credentials })
    }

    fn tls(&self) -> Result<Tls, LineError> {
        if let Some(tls) = self.tls.get() {
            return Ok(tls.clone());
        }
        let mut builder = TlsParameters::builder(self.config.host.clone());
        if let Some(path) = &self.config.ca_file {
            let pem =
                fs::read(path).map_err(|source| LineError::Authorities { path: path.display().to_string(), source })?;
            let authorities = Certificate::from_pem(&pem)?;
            builder = builder.certificate_store(CertificateStore::None).add_root_certificate(authorities);
        }
        let tls = Tls(builder.build_rustls()?);
        Ok(self.tls.get_or_init(|| tls).clone())
    }
}

/// Tells the server from whom and to whom a letter is, up to where the letter itself begins.
async fn announce(line: &mut AsyncSmtpConnection, envelope: &Envelope, letter: &[u8]) -> Result<(), smtp::Error> {
    debug_assert!(letter.is_ascii(), "a letter needs no extension of the server");
    line.command(Mail::new(envelope.from().cloned(), Vec::new())).await?;
    for recipient in envelope.to() {
        line.command(Rcpt::new(recipient.clone(), Vec::new())).await?;
    }
    line.command(Data).await.map(|_| ())
}

/// Returns what the server's word about a letter means. An acceptance that is not one of a whole letter (3xx) is none, but
/// what such a server has done nobody knows.
fn judge(taken: Result<Response, smtp::Error>) -> Outcome {
    match taken {
        Ok(response) if response.code().severity == Severity::PositiveCompletion => {
            let lines: Vec<&str> = response.message().collect();
            Outcome::Perhaps(Answer::Sent(format!("{} {}", response.code(), lines.join(" "))))
        }
        Ok(response) => Outcome::Perhaps(Answer::Later(format!("{} out of place", response.code()))),
        Err(error) if error.is_permanent() || error.is_transient() => Outcome::Not(explain(&error)),
        Err(error) => Outcome::Perhaps(explain(&error)),
    }
}

fn explain(error: &smtp::Error) -> Answer {
    if error.is_permanent() { Answer::Failed(error.to_string()) } else { Answer::Later(error.to_string()) }
}

impl fmt::Debug for Tls {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Tls")
    }
}
