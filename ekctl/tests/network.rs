//! Over a network: whom the program believes, and that it is let in by a session only.

mod fixture;

use std::fs;
use std::sync::{Arc, mpsc};
use std::thread;

use fixture::people::PASSWORD;
use fixture::{Daemon, Run};
use rcgen::{CertificateParams, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// Listens with a certificate that names `localhost`, in PEM beside the daemon's socket, and returns the address.
///
/// The thread ends with the test.
fn listen(daemon: &Daemon) -> String {
    let key = KeyPair::generate().expect("a key is made");
    let params = CertificateParams::new(["localhost".to_owned()]).expect("the name is a name");
    let certificate = params.self_signed(&key).expect("a certificate is made");
    fs::write(daemon.path("ca.pem"), certificate.pem()).expect("the directory is ours");
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("the provider has them")
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .expect("key and certificate fit");
    let (told, address) = mpsc::channel();
    let state = Arc::clone(&daemon.state);
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime is made");
        runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback is there");
            let port = listener.local_addr().expect("it listens").port();
            told.send(format!("tls://localhost:{port}")).expect("the test waits");
            let acceptor = TlsAcceptor::from(Arc::new(config));
            while let Ok((stream, _)) = listener.accept().await {
                if let Ok(stream) = acceptor.accept(stream).await {
                    tokio::spawn(fixture::serve(stream, Arc::clone(&state)));
                }
            }
        });
    });
    address.recv().expect("it listens")
}

fn run(daemon: &Daemon, address: &str, arguments: &[&str], input: &str) -> Run {
    let more = ["--server", address, "--lang", "en"];
    let arguments: Vec<_> = arguments.iter().chain(&more).copied().collect();
    daemon.run_with_input(&arguments, input.as_bytes())
}

#[test]
fn nobody_is_told_a_password_who_is_not_believed() {
    let daemon = Daemon::start();
    let address = listen(&daemon);
    let run = run(&daemon, &address, &["login", "anna", "--password-stdin"], PASSWORD);
    assert_eq!(run.status, 6);
    assert!(run.stderr.contains("nobody this machine trusts") && run.stderr.contains("--ca"), "{}", run.stderr);
    assert!(daemon.state.lock().unwrap().people.knocks.is_empty());
}

#[test]
fn a_session_opens_the_door_until_it_is_over() {
    let daemon = Daemon::start();
    let address = listen(&daemon);
    let ca = daemon.path("ca.pem");
    let ca = ["--ca", ca.to_str().unwrap()];
    let run = |arguments: &[&str], input| run(&daemon, &address, &[arguments, &ca].concat(), input);
    assert_eq!(run(&["whoami"], "").status, 4);
    assert_eq!(run(&["login", "anna", "--password-stdin"], PASSWORD).status, 0);
    let who = run(&["whoami"], "");
    assert!(who.status == 0 && who.stdout.contains("Anna Kowalska"), "{}", who.stderr);
    daemon.state.lock().unwrap().people.open.clear();
    let over = run(&["whoami"], "");
    assert!(over.status == 4 && over.stderr.contains("the session has expired"), "{}", over.stderr);
    // The user of the server's own socket has another session, and none here.
    assert!(daemon.answer(&["whoami"]).contains("Administrator"));
}
