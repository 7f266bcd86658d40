//! The line to the mail server: TLS from the first byte or after STARTTLS, never without, and the log-in.

use std::fs;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use async_imap::imap_proto::{Response, Status};
use async_imap::{Client, Session};
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::bounded::{Bounded, TooLong};
use crate::config::MailboxConfig;
use crate::config::mailbox::Security;
use crate::credential::{self, CredentialError};

/// An encrypted line.
pub(super) type Line = Bounded<TlsStream<TcpStream>>;

/// Why mail could not be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum LineError {
    #[error(transparent)]
    Credential(#[from] CredentialError),
    #[error("{path} holds no certificate in PEM")]
    Authorities { path: String },
    #[error("the line to the server")]
    Io(#[source] io::Error),
    #[error("the server's answer is no IMAP")]
    Nonsense,
    #[error(transparent)]
    TooLong(#[from] TooLong),
    #[error("TLS cannot be set up")]
    Tls(#[from] rustls::Error),
    #[error("the server is not called so: {0}")]
    Name(String),
    #[error("the server did not greet")]
    NoGreeting,
    #[error("the server refused: {0}")]
    Imap(#[source] Box<async_imap::error::Error>),
    #[error("no answer within {0} s")]
    Late(u64),
    #[error("the folder has no numbers that stay (UIDVALIDITY)")]
    NoNumbers,
    #[error("the server ended the line")]
    Ended,
    #[error("the server refused {command}: {answer}")]
    Refused { command: &'static str, answer: String },
    #[error("the work panicked")]
    Panicked,
}

impl LineError {
    /// Tells whether it may be for the mail that was asked for: the same will happen again.
    pub(super) const fn is_of_the_mail(&self) -> bool {
        match self {
            Self::Nonsense | Self::TooLong(_) | Self::Late(_) | Self::Imap(_) | Self::Refused { .. } => true,
            Self::Credential(_)
            | Self::Authorities { .. }
            | Self::Io(_)
            | Self::Tls(_)
            | Self::Name(_)
            | Self::NoGreeting
            | Self::NoNumbers
            | Self::Ended
            | Self::Panicked => false,
        }
    }
}

impl From<io::Error> for LineError {
    fn from(error: io::Error) -> Self {
        if error.get_ref().is_some_and(|inner| inner.is::<TooLong>()) {
            return Self::TooLong(TooLong);
        }
        match error.kind() {
            // The library quotes what it could not read: somebody's letter. A log has no business with it.
            io::ErrorKind::Other if error.raw_os_error().is_none() => Self::Nonsense,
            _ => Self::Io(error),
        }
    }
}

impl From<async_imap::error::Error> for LineError {
    fn from(error: async_imap::error::Error) -> Self {
        match error {
            async_imap::error::Error::Io(error) => error.into(),
            async_imap::error::Error::ConnectionLost => Self::Ended,
            async_imap::error::Error::Parse(_) => Self::Nonsense,
            other => Self::Imap(Box::new(other)),
        }
    }
}

/// What a server may say before it knows who asks.
const GREETING: usize = 64 << 10;

/// Opens a line and logs in.
pub(super) async fn open(config: &MailboxConfig) -> Result<Session<Line>, LineError> {
    let reading = config.clone();
    let read = tokio::task::spawn_blocking(move || papers(&reading)).await;
    let (tls, password) = read.map_err(|_| LineError::Panicked)??;
    let name = ServerName::try_from(config.host.clone()).map_err(|_| LineError::Name(config.host.clone()))?;
    let tcp = TcpStream::connect((config.host.as_str(), config.port())).await?;
    tcp.set_nodelay(true)?;
    let connector = TlsConnector::from(tls);
    let client = match config.security {
        Security::Tls => {
            let mut client = Client::new(Bounded::new(connector.connect(name, tcp).await?, GREETING));
            greeted(&mut client).await?;
            client
        }
        Security::Starttls => {
            let tcp = begin_tls(tcp).await?;
            Client::new(Bounded::new(connector.connect(name, tcp).await?, GREETING))
        }
    };
    client.login(&config.user, password.expose()).await.map_err(|(error, _)| error.into())
}

/// Has a server begin TLS. What it said in the clear is forgotten with the client that read it: words put in between
/// must not count afterwards.
async fn begin_tls(tcp: TcpStream) -> Result<TcpStream, LineError> {
    let mut client = Client::new(Bounded::new(tcp, GREETING));
    greeted(&mut client).await?;
    client.run_command_and_check_ok("STARTTLS", None).await?;
    Ok(client.into_inner().into_inner())
}

async fn greeted<S>(client: &mut Client<Bounded<S>>) -> Result<(), LineError>
where
    S: AsyncRead + AsyncWrite + Unpin + std::fmt::Debug + Send,
{
    let greeting = client.read_response().await?.ok_or(LineError::NoGreeting)?;
    match greeting.parsed() {
        Response::Data { status: Status::Ok, .. } => Ok(()),
        _ => Err(LineError::NoGreeting),
    }
}

/// Reads what is in files: the authorities, anew each time, and the password.
fn papers(config: &MailboxConfig) -> Result<(Arc<ClientConfig>, common::secret::Secret), LineError> {
    let mut roots = RootCertStore::empty();
    match &config.ca_file {
        Some(path) => {
            let shown = || LineError::Authorities { path: path.display().to_string() };
            let pem = fs::read(path)?;
            for certificate in CertificateDer::pem_slice_iter(&pem) {
                roots.add(certificate.map_err(|_| shown())?).map_err(|_| shown())?;
            }
            if roots.is_empty() {
                return Err(shown());
            }
        }
        None => {
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
    }
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let tls = builder.with_safe_default_protocol_versions()?.with_root_certificates(roots).with_no_client_auth();
    let password = credential::read(&config.password_file, credential::directory().as_deref())?;
    Ok((Arc::new(tls), password))
}

/// Waits for an answer as long as one may take.
pub(super) async fn in_time<T>(
    timeout: Duration,
    work: impl Future<Output = Result<T, LineError>>,
) -> Result<T, LineError> {
    tokio::time::timeout(timeout, work).await.unwrap_or_else(|_| Err(LineError::Late(timeout.as_secs())))
}
