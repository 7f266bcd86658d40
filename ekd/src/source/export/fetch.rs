//! One request for one document: conditional, bounded in time and size, to no host but the configured one.
//!
//! Knows neither when to ask nor what the document says.

use std::error::Error;
use std::io;
use std::path::Path;
use std::time::Duration;

use common::secret::Secret;
use common::source::{Problem, ProblemKind};
use common::text::visible;
use reqwest::header::{self, HeaderMap};
use reqwest::redirect::{self, Policy};
use reqwest::{Certificate, Client, ClientBuilder, Request, Response, StatusCode, Url};
use serde::{Deserialize, Serialize};

use super::config::ExportConfig;
use super::unpack::unpack;
use crate::credential::{self, CredentialError};
use crate::reception::digest;

/// Asks one server.
#[derive(Clone, Debug)]
pub struct Fetcher {
    client: Client,
    credentials: Credentials,
    max_size: u64,
}

/// What a server said last about a document, so that it can say "the same as before".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
    /// SHA-256 of the unpacked document, in hexadecimal.
    pub digest: String,
}

/// What the server answered.
#[derive(Debug, PartialEq, Eq)]
pub enum Fetched {
    Document {
        bytes: Vec<u8>,
        seen: Seen,
    },
    /// It has not changed since it was seen.
    Unchanged,
}

/// Why a server cannot be asked at all.
#[derive(Debug, thiserror::Error)]
pub enum FetcherError {
    #[error(transparent)]
    Credential(#[from] CredentialError),
    #[error("the authorities in {path} cannot be read")]
    Authority { path: String, source: Box<dyn Error + Send + Sync> },
    #[error("the HTTP client cannot be made")]
    Client(#[source] reqwest::Error),
}

#[derive(Clone, Debug)]
enum Credentials {
    None,
    Basic { user: String, password: Secret },
    Bearer(Secret),
}

const MAX_REDIRECTS: usize = 5;
const MAX_VALIDATOR: usize = 512;
const ACCEPT: &str = "application/xml, application/json, text/csv, text/xml, */*;q=0.5";

impl Fetcher {
    /// Reads the secrets and the authorities, and makes the client.
    ///
    /// # Errors
    /// Where a file cannot be used.
    pub fn open(config: &ExportConfig, credentials: Option<&Path>) -> Result<Self, FetcherError> {
        let read = |path: &Path| credential::read(path, credentials);
        let credentials = match (&config.user, &config.password_file, &config.token_file) {
            (Some(user), Some(path), _) => Credentials::Basic { user: user.clone(), password: read(path)? },
            (_, _, Some(path)) => Credentials::Bearer(read(path)?),
            (_, _, None) => Credentials::None,
        };
        Ok(Self { client: make_client(config)?, credentials, max_size: config.max_size })
    }

    /// Asks for the document at `url`, telling what was `seen` of it.
    ///
    /// # Errors
    /// Whatever kept the document from us; the text holds neither the address's query nor a secret.
    pub async fn fetch(&self, url: Url, seen: Option<&Seen>) -> Result<Fetched, Problem> {
        let origin = origin(&url);
        let explain = |error: reqwest::Error| explain(&origin, &error.without_url());
        let request = self.request(url, seen).map_err(explain)?;
        let mut response = self.client.execute(request).await.map_err(explain)?;
        if response.status() == StatusCode::NOT_MODIFIED && seen.is_some() {
            return Ok(Fetched::Unchanged);
        }
        check_status(&response)?;
        let headers = response.headers().clone();
        let packed = self.read(&mut response).await?;
        let max_size = self.max_size;
        let document = tokio::task::spawn_blocking(move || look_inside(packed, &headers, max_size)).await;
        let (bytes, now_seen) = document.map_err(|error| problem(ProblemKind::Other, error.to_string()))??;
        if seen.is_some_and(|seen| seen.digest == now_seen.digest) {
            return Ok(Fetched::Unchanged);
        }
        Ok(Fetched::Document { bytes, seen: now_seen })
    }

    fn request(&self, url: Url, seen: Option<&Seen>) -> Result<Request, reqwest::Error> {
        let mut request = self.client.get(url).header(header::ACCEPT, ACCEPT).header(header::ACCEPT_ENCODING, "gzip");
        request = match &self.credentials {
            Credentials::None => request,
            Credentials::Basic { user, password } => request.basic_auth(user, Some(password.expose())),
            Credentials::Bearer(token) => request.bearer_auth(token.expose()),
        };
        if let Some(etag) = seen.and_then(|seen| seen.etag.as_deref()) {
            request = request.header(header::IF_NONE_MATCH, etag);
        }
        if let Some(instant) = seen.and_then(|seen| seen.last_modified.as_deref()) {
            request = request.header(header::IF_MODIFIED_SINCE, instant);
        }
        request.build()
    }

    async fn read(&self, response: &mut Response) -> Result<Vec<u8>, Problem> {
        let too_large = || problem(ProblemKind::TooLarge, format!("more than {} bytes", self.max_size));
        if response.content_length().is_some_and(|length| length > self.max_size) {
            return Err(too_large());
        }
        let mut body = Vec::new();
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) if (body.len() + chunk.len()) as u64 > self.max_size => return Err(too_large()),
                Ok(Some(chunk)) => body.extend_from_slice(&chunk),
                Ok(None) => return Ok(body),
                Err(error) if error.is_timeout() => {
                    let detail = format!("not complete in time: {} bytes came", body.len());
                    return Err(problem(ProblemKind::TimedOut, detail));
                }
                Err(_) => {
                    let detail = format!("the server broke off after {} bytes", body.len());
                    return Err(problem(ProblemKind::Malformed, detail));
                }
            }
        }
    }
}

/// Returns an address as people may see it: without name, password, query and fragment.
#[must_use]
pub fn shown(url: &Url) -> String {
    visible(&format!("{}{}", origin(url), url.path())).into_owned()
}

fn origin(url: &Url) -> String {
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    format!("{}://{}{port}", url.scheme(), url.host_str().unwrap_or_default())
}

fn make_client(config: &ExportConfig) -> Result<Client, FetcherError> {
    let Some(path) = &config.ca_file else {
        // A machine without authorities of its own can still ask over plain HTTP.
        return match builder(config).build() {
            Err(_) if config.url.starts_with("http://") => builder(config).tls_certs_only([]).build(),
            client => client,
        }
        .map_err(FetcherError::Client);
    };
    let failed =
        |source: Box<dyn Error + Send + Sync>| FetcherError::Authority { path: path.display().to_string(), source };
    let pem = std::fs::read(path).map_err(|error| failed(error.into()))?;
    let authorities = Certificate::from_pem_bundle(&pem).map_err(|error| failed(error.into()))?;
    if authorities.is_empty() {
        return Err(failed("no certificate in it".into()));
    }
    builder(config).tls_certs_only(authorities).build().map_err(FetcherError::Client)
}

fn builder(config: &ExportConfig) -> ClientBuilder {
    Client::builder()
        .user_agent(concat!("ekd/", env!("CARGO_PKG_VERSION")))
        .timeout(Duration::try_from(config.timeout).unwrap_or_default())
        .connect_timeout(Duration::try_from(config.connect_timeout).unwrap_or_default())
        .pool_max_idle_per_host(1)
        .redirect(Policy::custom(follow_within_host))
}

/// Whatever is not followed comes back as the redirect itself.
fn follow_within_host(attempt: redirect::Attempt<'_>) -> redirect::Action {
    let is_within = attempt.previous().last().is_some_and(|from| {
        let to = attempt.url();
        let is_upgrade = from.scheme() == "http" && to.scheme() == "https";
        let is_same_port = from.port_or_known_default() == to.port_or_known_default();
        from.host() == to.host() && (is_upgrade || from.scheme() == to.scheme() && is_same_port)
    });
    if is_within && attempt.previous().len() <= MAX_REDIRECTS { attempt.follow() } else { attempt.stop() }
}

fn check_status(response: &Response) -> Result<(), Problem> {
    let status = response.status();
    if status == StatusCode::OK {
        return Ok(());
    }
    if status.is_redirection() && status != StatusCode::NOT_MODIFIED {
        let target = response.headers().get(header::LOCATION).and_then(|target| target.to_str().ok());
        let target = target.and_then(|target| response.url().join(target).ok());
        let detail = target.map_or_else(|| format!("status {status}"), |target| format!("to {}", origin(&target)));
        return Err(problem(ProblemKind::Redirected, detail));
    }
    let kind = match status.as_u16() {
        401 | 403 => ProblemKind::Denied,
        404 | 410 => ProblemKind::Missing,
        _ => ProblemKind::Refused,
    };
    Err(problem(kind, format!("status {status}")))
}

fn look_inside(packed: Vec<u8>, headers: &HeaderMap, max_size: u64) -> Result<(Vec<u8>, Seen), Problem> {
    let bytes = unpack(packed, max_size)?;
    if is_web_page(&bytes) {
        let detail = "the answer is a page for people, perhaps a log-in form".to_owned();
        return Err(problem(ProblemKind::WebPage, detail));
    }
    let validator = |name| {
        let value = headers.get(name)?.to_str().ok()?;
        (value.len() <= MAX_VALIDATOR).then(|| value.to_owned())
    };
    let digest = digest(&bytes);
    let seen = Seen { etag: validator(header::ETAG), last_modified: validator(header::LAST_MODIFIED), digest };
    Ok((bytes, seen))
}

/// Many scripts send data as `text/html` without meaning it, so only the text itself tells.
fn is_web_page(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let begins = |tag: &[u8]| bytes.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    begins(b"<!doctype html") || begins(b"<html")
}

fn explain(origin: &str, error: &reqwest::Error) -> Problem {
    let mut is_tls = false;
    let mut innermost = error.to_string();
    let mut cause: Option<&(dyn Error + 'static)> = error.source();
    while let Some(error) = cause {
        is_tls |= error.is::<rustls::Error>();
        innermost = error.to_string();
        // An I/O error names as its source the source of what it holds, not what it holds.
        let held = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        cause = held.map_or_else(|| error.source(), |held| Some(held));
    }
    let kind = if is_tls {
        ProblemKind::Tls
    } else if error.is_timeout() {
        ProblemKind::TimedOut
    } else if error.is_builder() {
        ProblemKind::Other
    } else {
        ProblemKind::Unreachable
    };
    problem(kind, format!("{origin}: {innermost}"))
}

fn problem(kind: ProblemKind, detail: impl AsRef<str>) -> Problem {
    Problem { kind, detail: visible(detail.as_ref()).into_owned() }
}

#[cfg(test)]
#[path = "fetch_tests.rs"]
mod tests;
