//! One request to a server of others, bounded in time and in the answer, and sent to no other server than the named one.
//!
//! Knows neither messages nor what an answer means.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use common::secret::Secret;
use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, ClientBuilder, Request};
use tokio::sync::OnceCell;

use crate::credential::{self, CredentialError};

/// Asks one server. What lies in files is read with the first message that can use it.
#[derive(Debug)]
pub(super) struct Asker {
    ca_file: Option<PathBuf>,
    timeout: Duration,
    client: OnceCell<Client>,
}

/// What a server answered.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    /// Its beginning, as text.
    pub(super) body: String,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum AskError {
    #[error(transparent)]
    Credential(#[from] CredentialError),
    #[error("{path} cannot be read: {reason}")]
    Authorities { path: String, reason: String },
    #[error("the HTTP client cannot be made: {0}")]
    Client(String),
    #[error("the request cannot be made: {0}")]
    Request(String),
    #[error("no answer: {0}")]
    Silent(String),
    #[error("reading files panicked")]
    Panicked,
}

/// Bytes of an answer that are read.
const MOST_BYTES: usize = 64 * 1024;

impl Asker {
    pub(super) fn new(ca_file: Option<PathBuf>, timeout: Duration) -> Self {
        Self { ca_file, timeout, client: OnceCell::new() }
    }

    /// Returns the client with which requests are made.
    pub(super) async fn client(&self) -> Result<&Client, AskError> {
        let make = async {
            let (ca_file, timeout) = (self.ca_file.clone(), self.timeout);
            let made = tokio::task::spawn_blocking(move || make_client(ca_file.as_deref(), timeout)).await;
            made.map_err(|_| AskError::Panicked)?
        };
        self.client.get_or_try_init(|| make).await
    }

    /// Sends a request and hears the answer out, up to a bound.
    pub(super) async fn ask(&self, request: Request) -> Result<Reply, AskError> {
        let silent = |error: reqwest::Error| AskError::Silent(innermost(&error.without_url()));
        let mut response = self.client().await?.execute(request).await.map_err(silent)?;
        let status = response.status().as_u16();
        let mut body = Vec::new();
        while body.len() < MOST_BYTES {
            match response.chunk().await {
                Ok(Some(chunk)) => body.extend_from_slice(&chunk[..chunk.len().min(MOST_BYTES - body.len())]),
                // The status has been heard; what is missing of the body does not change that there was an answer.
                Ok(None) | Err(_) => break,
            }
        }
        Ok(Reply { status, body: String::from_utf8_lossy(&body).into_owned() })
    }
}

/// Reads a secret for each message, so that a new one needs no restart.
pub(super) async fn secret(path: &Path) -> Result<Secret, AskError> {
    let path = path.to_owned();
    let read = tokio::task::spawn_blocking(move || credential::read(&path, credential::directory().as_deref())).await;
    Ok(read.map_err(|_| AskError::Panicked)??)
}

fn make_client(ca_file: Option<&Path>, timeout: Duration) -> Result<Client, AskError> {
    let failed = |error: reqwest::Error| AskError::Client(innermost(&error));
    let Some(path) = ca_file else {
        // A machine without authorities of its own can still ask itself in the clear.
        let client = builder(timeout).build().or_else(|_| builder(timeout).tls_certs_only([]).build());
        return client.map_err(failed);
    };
    let unreadable = |reason: String| AskError::Authorities { path: path.display().to_string(), reason };
    let pem = fs::read(path).map_err(|error| unreadable(error.to_string()))?;
    let authorities = Certificate::from_pem_bundle(&pem).map_err(|error| unreadable(error.to_string()))?;
    if authorities.is_empty() {
        return Err(unreadable("no certificate in it".to_owned()));
    }
    builder(timeout).tls_certs_only(authorities).build().map_err(failed)
}

fn builder(timeout: Duration) -> ClientBuilder {
    Client::builder()
        .user_agent(concat!("ekd/", env!("CARGO_PKG_VERSION")))
        .timeout(timeout)
        .pool_max_idle_per_host(0)
        // A redirect would carry the message, and a secret with it, to somebody else.
        .redirect(Policy::none())
}

fn innermost(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "not in time".to_owned();
    }
    let mut cause: &dyn Error = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;
    use tokio_rustls::TlsAcceptor;
    use tokio_util::task::AbortOnDropHandle;

    use super::*;

    /// Answers one request over TLS, and returns its port and the certificate that vouches for it.
    async fn serve(reply: Vec<u8>) -> (u16, String, AbortOnDropHandle<()>) {
        drop(rustls::crypto::ring::default_provider().install_default());
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let key = rustls::pki_types::PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
        let config = rustls::ServerConfig::builder().with_no_client_auth();
        let config = config.with_single_cert(vec![made.cert.der().clone()], key).unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let Ok(mut stream) = acceptor.accept(stream).await else { continue };
                let mut head = [0; 4096];
                // A client that goes away has heard enough.
                let _ = stream.read(&mut head).await;
                let _ = stream.write_all(&reply).await;
                let _ = stream.shutdown().await;
            }
        });
        (port, made.cert.pem(), AbortOnDropHandle::new(task))
    }

    async fn ask(port: u16, ca_file: Option<PathBuf>) -> Result<Reply, AskError> {
        let asker = Asker::new(ca_file, Duration::from_secs(10));
        let request = asker.client().await?.get(format!("https://localhost:{port}/?secret=x")).build().unwrap();
        asker.ask(request).await
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_server_is_believed_only_by_the_authorities_that_are_named() {
        let (port, pem, _server) = serve(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".to_vec()).await;
        let home = tempfile::tempdir().unwrap();
        let ca_file = home.path().join("ca.pem");
        fs::write(&ca_file, pem).unwrap();
        let reply = ask(port, Some(ca_file.clone())).await.unwrap();
        assert_eq!((reply.status, reply.body.as_str()), (200, "ok"));

        let error = ask(port, None).await.unwrap_err().to_string();
        assert!(error.contains("certificate") && !error.contains("secret"), "{error}");
        fs::write(&ca_file, "nothing").unwrap();
        assert!(matches!(ask(port, Some(ca_file)).await, Err(AskError::Authorities { .. })));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn an_answer_without_end_is_not_read_to_it() {
        let mut reply = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
        reply.resize(4 << 20, b'x');
        let (port, pem, _server) = serve(reply).await;
        let home = tempfile::tempdir().unwrap();
        let ca_file = home.path().join("ca.pem");
        fs::write(&ca_file, pem).unwrap();
        assert_eq!(ask(port, Some(ca_file)).await.unwrap().body.len(), MOST_BYTES);
    }
}
