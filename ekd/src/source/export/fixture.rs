//! A small HTTP server on loopback that behaves as badly as it is told. For tests only.

use std::io::Write as _;
use std::sync::Arc;

use flate2::Compression;
use flate2::write::GzEncoder;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;
use tokio_util::task::AbortOnDropHandle;

/// How a request is answered.
#[derive(Clone, Debug)]
pub(in crate::source) enum Answer {
    /// A whole response, head and body.
    Raw(Vec<u8>),
    /// The bytes, and then nothing until the client goes away.
    Hang(Vec<u8>),
}

/// The heads of all requests, in small letters.
type Log = watch::Sender<Vec<String>>;

/// A running server; it stops when dropped.
pub(in crate::source) struct Server {
    pub(in crate::source) url: String,
    requests: Log,
    _task: AbortOnDropHandle<()>,
}

impl Server {
    /// Starts a server that answers by `answer`, which is given the request's head.
    pub(in crate::source) async fn start(answer: impl Fn(&str) -> Answer + Send + Sync + 'static) -> Self {
        Self::listen(0, None, answer).await
    }

    /// Starts a server on a port that was free a moment ago.
    pub(in crate::source) async fn start_at(
        port: u16,
        answer: impl Fn(&str) -> Answer + Send + Sync + 'static,
    ) -> Self {
        Self::listen(port, None, answer).await
    }

    pub(in crate::source) async fn start_tls(
        tls: TlsAcceptor,
        answer: impl Fn(&str) -> Answer + Send + Sync + 'static,
    ) -> Self {
        Self::listen(0, Some(tls), answer).await
    }

    /// Returns the heads of all requests so far, in small letters.
    pub(in crate::source) fn requests(&self) -> Vec<String> {
        self.requests.borrow().clone()
    }

    /// Waits until there have been so many requests.
    pub(in crate::source) async fn until_requests(&self, n_requests: usize) {
        let mut log = self.requests.subscribe();
        log.wait_for(|requests| requests.len() >= n_requests).await.expect("the server holds the log");
    }

    async fn listen(
        port: u16,
        tls: Option<TlsAcceptor>,
        answer: impl Fn(&str) -> Answer + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
        let scheme = if tls.is_some() { "https" } else { "http" };
        let url = format!("{scheme}://localhost:{}", listener.local_addr().unwrap().port());
        let requests = Log::default();
        let (log, answer) = (requests.clone(), Arc::new(answer));
        let task = tokio::spawn(async move {
            let mut connections = tokio::task::JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                connections.spawn(connect(stream, tls.clone(), log.clone(), Arc::clone(&answer)));
            }
        });
        Self { url, requests, _task: AbortOnDropHandle::new(task) }
    }
}

async fn connect(stream: TcpStream, tls: Option<TlsAcceptor>, log: Log, answer: Arc<impl Fn(&str) -> Answer>) {
    match tls {
        None => converse(stream, log, answer).await,
        Some(tls) => {
            if let Ok(stream) = tls.accept(stream).await {
                converse(stream, log, answer).await;
            }
        }
    }
}

async fn converse(mut stream: impl AsyncRead + AsyncWrite + Unpin, log: Log, answer: Arc<impl Fn(&str) -> Answer>) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let Ok(byte) = stream.read_u8().await else { return };
        head.push(byte);
    }
    let head = String::from_utf8(head).unwrap();
    log.send_modify(|requests| requests.push(head.to_lowercase()));
    match answer(&head) {
        // A client that has had enough hangs up in the middle; that is its right.
        Answer::Raw(bytes) => drop(stream.write_all(&bytes).await),
        Answer::Hang(bytes) => {
            if stream.write_all(&bytes).await.is_ok() {
                drop(stream.read_u8().await);
            }
        }
    }
    drop(stream.shutdown().await);
}

/// Returns a response with its length; `head` is the status and any header lines.
pub(in crate::source) fn response(head: &str, body: &[u8]) -> Answer {
    let mut bytes =
        format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len()).into_bytes();
    bytes.extend_from_slice(body);
    Answer::Raw(bytes)
}

pub(in crate::source) fn gzip(document: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(document).unwrap();
    encoder.finish().unwrap()
}

/// Chooses the provider as the daemon does at its start; later calls find it chosen.
pub(in crate::source) fn choose_provider() {
    drop(rustls::crypto::ring::default_provider().install_default());
}
