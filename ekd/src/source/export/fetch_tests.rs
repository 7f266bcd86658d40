//! Fetching, against a server on loopback that does what servers do.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio_rustls::TlsAcceptor;

use super::super::fixture::{Answer, Server, choose_provider, gzip, response};
use super::*;

const DOCUMENT: &[u8] = b"point;at;energy\nP-1;2026-03-01;12,5\n";

fn config(lines: &str) -> ExportConfig {
    let text = format!("url = \"http://localhost/\"\ntimeout = \"5s\"\n{lines}");
    toml::from_str(&text).unwrap()
}

fn fetcher(lines: &str) -> Fetcher {
    choose_provider();
    Fetcher::open(&config(lines), None).unwrap()
}

fn url(server: &Server, path: &str) -> Url {
    format!("{}{path}", server.url).parse().unwrap()
}

fn write_secret(directory: &Path, name: &str) -> PathBuf {
    let path = directory.join(name);
    fs::write(&path, "s3cret\n").unwrap();
    fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
    path
}

/// Fetches once from a server that always answers `answer`, and returns the problem.
async fn problem_of(answer: Answer) -> Problem {
    let server = Server::start(move |_| answer.clone()).await;
    fetcher("max-size = 1000").fetch(url(&server, "/x?key=s3cret"), None).await.unwrap_err()
}

#[tokio::test]
async fn a_document_is_fetched_once_and_then_only_asked_after() {
    let server = Server::start(|head| {
        if head.to_lowercase().contains("if-none-match: \"v1\"") {
            return response("304 Not Modified", b"");
        }
        response("200 OK\r\nETag: \"v1\"\r\nLast-Modified: Sun, 01 Mar 2026 06:00:00 GMT", DOCUMENT)
    })
    .await;
    let fetcher = fetcher("");
    let Fetched::Document { bytes, seen } = fetcher.fetch(url(&server, "/x"), None).await.unwrap() else { panic!() };
    assert_eq!(bytes, DOCUMENT);
    assert_eq!(fetcher.fetch(url(&server, "/x"), Some(&seen)).await.unwrap(), Fetched::Unchanged);
    let requests = server.requests();
    assert!(!requests[0].contains("if-none-match"));
    assert!(requests[1].contains("if-modified-since: sun, 01 mar 2026 06:00:00 gmt"));
}

#[tokio::test]
async fn a_server_without_validators_that_repeats_itself_brings_nothing_new() {
    let server = Server::start(|_| response("200 OK", DOCUMENT)).await;
    let fetcher = fetcher("");
    let Fetched::Document { seen, .. } = fetcher.fetch(url(&server, "/x"), None).await.unwrap() else { panic!() };
    assert_eq!(seen.etag, None);
    assert_eq!(fetcher.fetch(url(&server, "/x"), Some(&seen)).await.unwrap(), Fetched::Unchanged);
}

#[tokio::test]
async fn a_packed_document_is_unpacked() {
    let server = Server::start(|_| response("200 OK\r\nContent-Encoding: gzip", &gzip(DOCUMENT))).await;
    let fetched = fetcher("").fetch(url(&server, "/x"), None).await.unwrap();
    assert!(matches!(fetched, Fetched::Document { bytes, .. } if bytes == DOCUMENT));
    assert!(server.requests()[0].contains("accept-encoding: gzip"));
}

#[tokio::test]
async fn every_bad_answer_has_its_kind() {
    let checks = [
        (response("401 Unauthorized", b""), ProblemKind::Denied),
        (response("403 Forbidden", b""), ProblemKind::Denied),
        (response("404 Not Found", b""), ProblemKind::Missing),
        (response("410 Gone", b""), ProblemKind::Missing),
        (response("500 Internal Server Error", b""), ProblemKind::Refused),
        (response("304 Not Modified", b""), ProblemKind::Refused),
        (response("206 Partial Content", b"x"), ProblemKind::Refused),
        (response("200 OK", b"\xef\xbb\xbf\n<!DOCTYPE HTML><form>"), ProblemKind::WebPage),
        (response("200 OK", &[b'x'; 1001]), ProblemKind::TooLarge),
        (response("200 OK\r\nContent-Encoding: gzip", &gzip(&[0; 9000])), ProblemKind::TooLarge),
        (response("200 OK", &gzip(DOCUMENT)[..30]), ProblemKind::Malformed),
        (Answer::Raw(b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nshort".to_vec()), ProblemKind::Malformed),
        (Answer::Raw(b"SSH-2.0-OpenSSH\r\n".to_vec()), ProblemKind::Unreachable),
        (Answer::Raw(Vec::new()), ProblemKind::Unreachable),
    ];
    for (answer, kind) in checks {
        let problem = problem_of(answer.clone()).await;
        assert_eq!(problem.kind, kind, "{answer:?}");
        assert!(!problem.detail.contains("s3cret"), "{problem:?}");
    }
}

#[tokio::test]
async fn a_body_without_end_is_cut_off() {
    let mut bytes = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
    bytes.extend(vec![b'x'; 4_000_000]);
    assert_eq!(problem_of(Answer::Hang(bytes)).await.kind, ProblemKind::TooLarge);
}

#[tokio::test]
async fn a_server_that_stops_speaking_is_not_waited_for() {
    for bytes in [&b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nshort"[..], b"HTTP/1.1 200 OK\r\n", b""] {
        let bytes = bytes.to_vec();
        let server = Server::start(move |_| Answer::Hang(bytes.clone())).await;
        choose_provider();
        let config = ExportConfig { timeout: jiff::SignedDuration::from_millis(200), ..config("") };
        let fetcher = Fetcher::open(&config, None).unwrap();
        let problem = fetcher.fetch(url(&server, "/x?key=s3cret"), None).await.unwrap_err();
        assert_eq!(problem.kind, ProblemKind::TimedOut, "{problem:?}");
        assert!(!problem.detail.contains("s3cret"));
    }
}

#[tokio::test]
async fn nobody_there_is_unreachable() {
    let server = Server::start(|_| response("200 OK", DOCUMENT)).await;
    let gone = url(&server, "/x?key=s3cret");
    drop(server);
    let fetcher = fetcher("");
    // The port is free once the listener's task has ended, which the runtime does at its next turn.
    let problem = loop {
        match fetcher.fetch(gone.clone(), None).await {
            Err(problem) => break problem,
            Ok(_) => tokio::task::yield_now().await,
        }
    };
    assert_eq!(problem.kind, ProblemKind::Unreachable, "{problem:?}");
    assert!(!problem.detail.contains("s3cret"), "{problem:?}");
}

#[tokio::test]
async fn redirects_lead_to_no_other_host_and_not_round_in_circles() {
    let other = Server::start(|_| response("200 OK", DOCUMENT)).await;
    let target = other.url.clone();
    let server = Server::start(move |head| match head.split(' ').nth(1).unwrap() {
        "/old" => response("302 Found\r\nLocation: /new", b""),
        "/new" => response("200 OK", DOCUMENT),
        "/round" => response("302 Found\r\nLocation: /round?", b""),
        "/name" => response("302 Found\r\nLocation: http://elsewhere.example/login?key=s3cret", b""),
        _ => response(&format!("301 Moved Permanently\r\nLocation: {target}/x"), b""),
    })
    .await;
    let fetcher = fetcher("");
    assert!(matches!(fetcher.fetch(url(&server, "/old"), None).await.unwrap(), Fetched::Document { .. }));
    for path in ["/round", "/name", "/port"] {
        let problem = fetcher.fetch(url(&server, path), None).await.unwrap_err();
        assert_eq!(problem.kind, ProblemKind::Redirected, "{path}: {problem:?}");
        assert!(!problem.detail.contains("s3cret"), "{problem:?}");
    }
    assert_eq!(other.requests().len(), 0);
}

#[tokio::test]
async fn secrets_go_into_the_header_and_nowhere_else() {
    let directory = tempfile::tempdir().unwrap();
    let path = write_secret(directory.path(), "secret");
    let server = Server::start(|_| response("401 Unauthorized", b"")).await;
    for (lines, header) in [
        (format!("token-file = {path:?}"), "authorization: bearer s3cret"),
        (format!("user = \"ek\"\npassword-file = {path:?}"), "authorization: basic zws6czn"),
    ] {
        let fetcher = fetcher(&lines);
        let problem = fetcher.fetch(url(&server, "/x"), None).await.unwrap_err();
        assert!(server.requests().last().unwrap().contains(header));
        assert!(!format!("{problem:?} {fetcher:?}").contains("s3cret"));
    }
}

#[tokio::test]
async fn a_server_is_trusted_by_the_configured_authority_only() {
    choose_provider();
    let directory = tempfile::tempdir().unwrap();
    let authority = authority();
    let (right, wrong) = (directory.path().join("right.pem"), directory.path().join("wrong.pem"));
    fs::write(&right, authority.pem()).unwrap();
    fs::write(&wrong, self::authority().pem()).unwrap();
    let server = Server::start_tls(acceptor(&authority), |_| response("200 OK", DOCUMENT)).await;

    let trusting = fetcher(&format!("ca-file = {right:?}"));
    assert!(matches!(trusting.fetch(url(&server, "/x"), None).await.unwrap(), Fetched::Document { .. }));
    let doubting = fetcher(&format!("ca-file = {wrong:?}"));
    let problem = doubting.fetch(url(&server, "/x?key=s3cret"), None).await.unwrap_err();
    assert_eq!(problem.kind, ProblemKind::Tls, "{problem:?}");
    assert!(!problem.detail.contains("s3cret"), "{problem:?}");
}

#[test]
fn an_authority_file_without_a_certificate_is_refused() {
    choose_provider();
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("empty.pem");
    fs::write(&path, "").unwrap();
    let error = Fetcher::open(&config(&format!("ca-file = {path:?}")), None).unwrap_err();
    assert!(matches!(error, FetcherError::Authority { .. }));
}

#[test]
fn an_address_is_shown_without_its_secrets() {
    let url: Url = "https://u:s3cret@heat.example:8443/a%0Ab/x.csv?key=s3cret#s3cret".parse().unwrap();
    assert_eq!(shown(&url), "https://heat.example:8443/a%0Ab/x.csv");
}

fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

fn acceptor(authority: &CertifiedIssuer<'static, KeyPair>) -> TlsAcceptor {
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec!["localhost".to_owned()]).unwrap().signed_by(&key, authority).unwrap();
    let key = rustls::pki_types::PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = rustls::ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}
