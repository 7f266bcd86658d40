//! TLS: whom a client believes, what is shown to it, and that nothing else is spoken.

use std::fs::{self, Permissions};
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::sync::Arc;
use std::time::Duration;

use common::endpoint::Endpoint;
use common::fault::Cause;
use ekd::rpc::tls::TlsError;
use ekd::run::RunError;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use crate::authority::{Authority, NAME, Valid, connect};
use crate::caller::{House, NOW, PASSWORD, account, by_password, log_in, refused};
use crate::harness::daemon::TestDaemon;

const LIMIT: Duration = Duration::from_secs(10);

/// Somebody with the authority's present certificate, who notes what is said once a line is encrypted.
async fn listener(authority: &Authority) -> (SocketAddr, JoinHandle<Vec<u8>>) {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let chain = vec![CertificateDer::from_pem_file(authority.certificate()).unwrap()];
    let key = PrivateKeyDer::from_pem_file(authority.key()).unwrap();
    let config = ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let heard = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let mut heard = Vec::new();
        if let Ok(mut line) = TlsAcceptor::from(Arc::new(config)).accept(stream).await {
            let mut bytes = [0; 1024];
            let n_read = line.read(&mut bytes).await.unwrap_or(0);
            heard.extend_from_slice(&bytes[..n_read]);
        }
        heard
    });
    (address, heard)
}

#[tokio::test]
async fn a_certificate_that_is_not_the_daemons_is_refused_before_a_word_is_said() {
    let (authority, namesake, stranger) = (Authority::new(), Authority::new(), Authority::called("Another"));
    let check = async |shown: &Authority, host: &str, expected: Option<&str>| {
        let (address, heard) = listener(shown).await;
        let endpoint = Endpoint::Tls { host: host.to_owned(), port: address.port(), ca: Some(authority.ca()) };
        let cause = refused(&endpoint, by_password("anna", PASSWORD)).await;
        let heard = timeout(LIMIT, heard).await.unwrap().unwrap();
        match expected {
            Some(expected) => {
                assert!(matches!(&cause, Cause::Untrusted { reason, .. } if reason == expected), "{cause:?}");
                assert_eq!(heard, b"", "{expected}");
            }
            None => assert!(heard.starts_with(b"EKD\n") && !matches!(cause, Cause::Untrusted { .. }), "{cause:?}"),
        }
    };
    check(&authority, NAME, None).await;
    check(&authority, "127.0.0.1", Some("name")).await;
    check(&stranger, NAME, Some("issuer")).await;
    check(&namesake, NAME, Some("issuer")).await;
    for (name, valid, reason) in [
        ("elsewhere.example", Valid::Now, "name"),
        ("*.localhost", Valid::Now, "name"),
        (NAME, Valid::Past, "expired"),
        (NAME, Valid::Future, "not-yet"),
    ] {
        authority.issue(name, valid);
        check(&authority, NAME, Some(reason)).await;
    }
}

/// Sends bytes to the port and returns all that comes back until it is closed.
async fn say(house: &House, bytes: &[u8]) -> Vec<u8> {
    let mut stream = connect("127.0.0.1", house.address).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    let mut heard = Vec::new();
    // A reset by the other side is as good as its end.
    let _ = timeout(LIMIT, stream.read_to_end(&mut heard)).await.expect("the daemon closes it");
    heard
}

#[tokio::test(flavor = "multi_thread")]
async fn in_plain_text_nobody_hears_anything_from_the_port() {
    let house = House::start("").await;
    for said in [&b"EKD\n\0\x02\0\x02"[..], b"GET / HTTP/1.1\r\n\r\n", b"\x16\x03", &[0xff; 4096]] {
        let heard = say(&house, said).await;
        // At most the protocol's own alert of seven bytes.
        assert!(heard.is_empty() || heard[0] == 21 && heard.len() == 7, "{heard:?}");
    }
}

/// A client's first words (RFC 5246 §7.4.1.2) in one version, with what any server of our kind can agree to.
fn hello(version: [u8; 2]) -> Vec<u8> {
    const EXTENSIONS: &[u8] = &[
        // Groups: x25519, secp256r1. Points: uncompressed. Signatures: ECDSA and RSA with SHA-256.
        0, 10, 0, 6, 0, 4, 0, 29, 0, 23, 0, 11, 0, 2, 1, 0, 0, 13, 0, 6, 0, 4, 4, 3, 4, 1,
        // Extended master secret.
        0, 23, 0, 0,
    ];
    let mut body = Vec::from(version);
    body.extend([7; 32]);
    // No session; four suites with ECDHE, two of them of TLS 1.1; no compression.
    body.extend([0, 0, 8, 0xc0, 0x2b, 0xc0, 0x2f, 0xc0, 0x09, 0xc0, 0x13, 1, 0]);
    body.extend(u16::try_from(EXTENSIONS.len()).unwrap().to_be_bytes());
    body.extend(EXTENSIONS);
    let mut message = vec![1, 0];
    message.extend(u16::try_from(body.len()).unwrap().to_be_bytes());
    message.extend(body);
    let mut record = vec![22, 3, 1];
    record.extend(u16::try_from(message.len()).unwrap().to_be_bytes());
    record.extend(message);
    record
}

#[tokio::test(flavor = "multi_thread")]
async fn older_protocols_than_tls_1_2_are_refused() {
    let house = House::start("").await;
    for version in [[3, 0], [3, 1], [3, 2]] {
        // A fatal alert: protocol_version (RFC 5246 §7.2).
        let heard = say(&house, &hello(version)).await;
        assert!(heard.len() == 7 && heard[0] == 21 && heard[5..] == [2, 70], "{version:?}: {heard:?}");
    }
    // The same words in TLS 1.2 are answered.
    let mut stream = connect("127.0.0.1", house.address).await.unwrap();
    stream.write_all(&hello([3, 3])).await.unwrap();
    let mut heard = [0; 6];
    timeout(LIMIT, stream.read_exact(&mut heard)).await.unwrap().unwrap();
    assert_eq!((heard[0], heard[5]), (22, 2), "a server's hello");
}

async fn shown(house: &House) -> CertificateDer<'static> {
    let line = house.authority.line("127.0.0.1", house.address).await.unwrap();
    line.get_ref().1.peer_certificates().unwrap()[0].clone().into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_certificate_is_shown_to_who_comes_and_disturbs_nobody_who_is_there() {
    let house = House::start("").await;
    let before = shown(&house).await;
    let (anna, _) = log_in(&house.remote, by_password("anna", PASSWORD)).await;
    let renewed = house.authority.issue(NAME, Valid::Now);
    assert_eq!(shown(&house).await, before, "not before it is asked for");
    house.daemon.running.reload().unwrap();
    assert_eq!(shown(&house).await, renewed);
    account(&anna).await.unwrap();
    log_in(&house.remote, by_password("anna", PASSWORD)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_new_certificate_leaves_the_one_before() {
    let house = House::start("").await;
    let before = shown(&house).await;
    let (chain, key) = (house.authority.certificate(), house.authority.key());
    let (good_chain, good_key) = (fs::read(&chain).unwrap(), fs::read(&key).unwrap());
    let check = async |what: &str| {
        assert!(house.daemon.running.reload().is_err(), "{what}");
        assert_eq!(shown(&house).await, before, "{what}");
        fs::write(&chain, &good_chain).unwrap();
        fs::write(&key, &good_key).unwrap();
        fs::set_permissions(&key, Permissions::from_mode(0o600)).unwrap();
    };
    fs::write(&chain, "").unwrap();
    check("an empty file").await;
    fs::write(&chain, &good_chain[..good_chain.len() / 2]).unwrap();
    check("half a file").await;
    fs::write(&chain, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n").unwrap();
    check("no certificate in it").await;
    fs::remove_file(&key).unwrap();
    check("no key").await;
    fs::write(&key, &good_chain).unwrap();
    check("a certificate in place of the key").await;
    house.authority.issue(NAME, Valid::Now);
    fs::write(&chain, &good_chain).unwrap();
    check("another's key").await;
    fs::set_permissions(&key, Permissions::from_mode(0o644)).unwrap();
    check("a key that all can read").await;
    house.daemon.running.reload().unwrap();
    assert_eq!(shown(&house).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_others_can_read_is_refused_at_the_start() {
    let authority = Authority::new();
    for (mode, is_fine) in [(0o604, false), (0o620, false), (0o666, false), (0o640, true), (0o400, true)] {
        fs::set_permissions(authority.key(), Permissions::from_mode(mode)).unwrap();
        let started = TestDaemon::start_after(NOW, &authority.section(), |_, _| {}).await;
        match started {
            Ok(_) => assert!(is_fine, "{mode:o}"),
            Err(RunError::Tls(TlsError::Exposed(_))) => assert!(!is_fine, "{mode:o}"),
            Err(other) => panic!("{mode:o}: {other}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_shake_hands_in_time_is_let_go() {
    let house = House::start("").await;
    let mut silent: TcpStream = connect("127.0.0.1", house.address).await.unwrap();
    let mut heard = Vec::new();
    timeout(Duration::from_secs(8), silent.read_to_end(&mut heard)).await.expect("after five seconds").unwrap();
    assert_eq!(heard, b"");
}
