//! Certificates for tests, and lines that are encrypted with them.

use std::fs::{self, Permissions};
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::sync::Arc;

use common::endpoint::Endpoint;
use common::fault::Fault;
use common::gate::{self, Knock, Opened, With};
use common::wire::{WireError, greet_daemon};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tempfile::TempDir;
use tokio::net::{TcpSocket, TcpStream};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// The name in a good certificate.
pub(crate) const NAME: &str = "localhost";

/// An authority of its own and the files of one certificate.
pub(crate) struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    home: TempDir,
}

/// When a certificate is good.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Valid {
    Now,
    Past,
    Future,
}

impl Authority {
    /// Makes an authority, and a good certificate.
    pub(crate) fn new() -> Self {
        Self::called("Authority")
    }

    pub(crate) fn called(name: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let authority = Self { issuer, home: tempfile::tempdir().unwrap() };
        fs::write(authority.ca(), authority.issuer.pem()).unwrap();
        authority.issue(NAME, Valid::Now);
        authority
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    pub(crate) fn ca(&self) -> PathBuf {
        self.path("ca.pem")
    }

    pub(crate) fn certificate(&self) -> PathBuf {
        self.path("chain.pem")
    }

    pub(crate) fn key(&self) -> PathBuf {
        self.path("key.pem")
    }

    /// Puts another certificate in the place of the one before, and returns it.
    pub(crate) fn issue(&self, name: &str, valid: Valid) -> CertificateDer<'static> {
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        (params.not_before, params.not_after) = match valid {
            Valid::Now => (rcgen::date_time_ymd(2020, 1, 1), rcgen::date_time_ymd(2099, 1, 1)),
            Valid::Past => (rcgen::date_time_ymd(2001, 1, 1), rcgen::date_time_ymd(2002, 1, 1)),
            Valid::Future => (rcgen::date_time_ymd(2098, 1, 1), rcgen::date_time_ymd(2099, 1, 1)),
        };
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        fs::write(self.certificate(), certificate.pem()).unwrap();
        fs::write(self.key(), key.serialize_pem()).unwrap();
        fs::set_permissions(self.key(), Permissions::from_mode(0o600)).unwrap();
        certificate.der().clone()
    }

    /// Returns the section of `ekd.toml` with these files, at a port that the system chooses.
    pub(crate) fn section(&self) -> String {
        let (certificate, key) = (self.certificate(), self.key());
        format!("[tls]\nlisten = '0.0.0.0:0'\ncertificate = '{}'\nkey = '{}'\n", certificate.display(), key.display())
    }

    /// Returns where a daemon listens, to whom trusts this authority.
    pub(crate) fn endpoint(&self, address: SocketAddr) -> Endpoint {
        Endpoint::Tls { host: NAME.to_owned(), port: address.port(), ca: Some(self.ca()) }
    }

    pub(crate) fn client(&self) -> Arc<ClientConfig> {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_file(self.ca()).unwrap()).unwrap();
        let builder = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()));
        let builder = builder.with_safe_default_protocol_versions().unwrap();
        Arc::new(builder.with_root_certificates(roots).with_no_client_auth())
    }

    /// Opens an encrypted line from an address of this machine.
    pub(crate) async fn line(&self, from: &str, to: SocketAddr) -> io::Result<TlsStream<TcpStream>> {
        let stream = connect(from, to).await?;
        let name = ServerName::try_from(NAME).unwrap();
        TlsConnector::from(self.client()).connect(name, stream).await
    }

    /// Knocks once from an address of this machine.
    pub(crate) async fn knock_from(
        &self,
        from: &str,
        to: SocketAddr,
        with: With,
    ) -> Result<Result<Opened, Fault>, WireError> {
        let mut line = self.line(from, to).await?;
        greet_daemon(&mut line).await?;
        gate::knock(&mut line, &Knock { client: "test".to_owned(), with }).await
    }
}

/// Connects from an address of this machine to a port of this machine.
pub(crate) async fn connect(from: &str, to: SocketAddr) -> io::Result<TcpStream> {
    let from: IpAddr = from.parse().unwrap();
    let socket = TcpSocket::new_v4()?;
    socket.bind(SocketAddr::new(from, 0))?;
    socket.connect(SocketAddr::new(IpAddr::from([127, 0, 0, 1]), to.port())).await
}
