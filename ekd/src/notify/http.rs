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
