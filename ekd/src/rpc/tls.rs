//! TLS over TCP: the certificate, which can change while the daemon runs, and the listener.
//!
//! TLS 1.2 and 1.3 only; nobody is talked to in plain text over a network, and there is no switch for that.

use std::fmt;
use std::fs::Metadata;
use std::io;
use std::net::SocketAddr;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::config::TlsConfig;

/// Why there is no TLS.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    #[error("{path} cannot be read")]
    Read { path: PathBuf, source: io::Error },
    #[error("{path} holds no {what} in PEM")]
    Pem { path: PathBuf, what: &'static str },
    #[error("{0} can be read by others: chmod 600 (or 640 with a group of its own)")]
    Exposed(PathBuf),
    #[error("{key} is not the key of {certificate}")]
    Mismatch { certificate: PathBuf, key: PathBuf, source: rustls::Error },
    #[error("the protocol cannot be set up")]
    Protocol(#[from] rustls::Error),
    #[error("cannot listen at {address}")]
    Listen { address: SocketAddr, source: io::Error },
}

/// The certificate that is shown now. Clones are the same one.
#[derive(Clone)]
pub struct Certificate {
    config: TlsConfig,
    shown: Arc<Shown>,
}

#[derive(Debug)]
struct Shown(RwLock<Arc<CertifiedKey>>);

impl fmt::Debug for Certificate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Certificate").field("config", &self.config).finish_non_exhaustive()
    }
}

impl ResolvesServerCert for Shown {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner)))
    }
}

impl Certificate {
    /// Reads certificate and key.
    ///
    /// # Errors
    /// See [`TlsError`].
    pub fn load(config: &TlsConfig) -> Result<Self, TlsError> {
        let shown = Arc::new(Shown(RwLock::new(Arc::new(read(config)?))));
        Ok(Self { config: config.clone(), shown })
    }

    /// Reads both files anew; whoever connects from now on is shown what is in them. Where that fails, the certificate
    /// before goes on being shown.
    ///
    /// # Errors
    /// See [`TlsError`].
    pub fn reload(&self) -> Result<(), TlsError> {
        let read = Arc::new(read(&self.config)?);
        *self.shown.0.write().unwrap_or_else(PoisonError::into_inner) = read;
        Ok(())
    }
}

fn read(config: &TlsConfig) -> Result<CertifiedKey, TlsError> {
    let (certificate, key) = (&config.certificate, &config.key);
    let chain = chain(certificate)?;
    let unreadable = |source| TlsError::Read { path: key.clone(), source };
    if is_exposed(&std::fs::metadata(key).map_err(unreadable)?) {
        return Err(TlsError::Exposed(key.clone()));
    }
    let private = std::fs::read(key).map_err(unreadable)?;
    let no_key = |_| TlsError::Pem { path: key.clone(), what: "private key" };
    let private = PrivateKeyDer::from_pem_slice(&private).map_err(no_key)?;
    let mismatch = |source| TlsError::Mismatch { certificate: certificate.clone(), key: key.clone(), source };
    CertifiedKey::from_der(chain, private, &ring::default_provider()).map_err(mismatch)
}

fn chain(path: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let pem = std::fs::read(path).map_err(|source| TlsError::Read { path: path.into(), source })?;
    let none = || TlsError::Pem { path: path.into(), what: "certificate" };
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
    chain.ok().filter(|chain| !chain.is_empty()).ok_or_else(none)
}

/// Everyone may not read it, and a group not write it.
fn is_exposed(facts: &Metadata) -> bool {
    facts.mode() & 0o027 != 0
}

/// A port that is listened to.
pub struct Port {
    pub(super) listener: TcpListener,
    pub(super) acceptor: TlsAcceptor,
}

impl fmt::Debug for Port {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Port").field("listener", &self.listener).finish_non_exhaustive()
    }
}

impl Port {
    /// Listens at the configured address.
    ///
    /// # Errors
    /// The address is taken or not ours.
    pub async fn bind(certificate: &Certificate) -> Result<Self, TlsError> {
        let address = certificate.config.listen;
        let provider = Arc::new(ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
        let resolver: Arc<dyn ResolvesServerCert> = certificate.shown.clone();
        let config = config.with_no_client_auth().with_cert_resolver(resolver);
        let listener = TcpListener::bind(address).await.map_err(|source| TlsError::Listen { address, source })?;
        Ok(Self { listener, acceptor: TlsAcceptor::from(Arc::new(config)) })
    }

    /// Returns where it listens: the port that the system chose, where none was asked for.
    #[must_use]
    pub fn address(&self) -> Option<SocketAddr> {
        self.listener.local_addr().ok()
    }
}
