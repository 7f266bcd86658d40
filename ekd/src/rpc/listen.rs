//! The listener: a Unix socket, a task for each connection, bounds before and after the greeting.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use common::api::{Ek, EkRequest, EkResponse};
use common::wire::{GREETING_WAIT, ServerCodec, greet_client};
use futures::StreamExt;
use tarpc::server::{BaseChannel, Channel};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_util::codec::Framed;

use super::House;
use super::access::Principal;
use super::answer::Guarded;
use super::service::Service;
use crate::supervisor::Supervisor;

/// Connections that are open at once; more wait in the socket's queue.
const MOST_CONNECTIONS: usize = 256;
/// Calls of one connection that run at once; more are told to try again.
const MOST_CALLS: usize = 16;

/// Why nobody can be listened to.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    #[error("another daemon listens at {0}")]
    Taken(PathBuf),
    #[error("cannot listen at {path}")]
    Io { path: PathBuf, source: std::io::Error },
}

/// A socket that is listened to; its file is removed at the end.
#[derive(Debug)]
pub struct Socket {
    listener: UnixListener,
    path: PathBuf,
}

impl Socket {
    /// Makes the socket, open to its owner and group. A file left by a daemon that was killed is replaced.
    ///
    /// # Errors
    /// Where someone listens there already, or the directory does not allow it.
    pub fn bind(path: &Path) -> Result<Self, ListenError> {
        let failed = |source| ListenError::Io { path: path.into(), source };
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(failed)?;
        }
        if std::os::unix::net::UnixStream::connect(path).is_ok() {
            return Err(ListenError::Taken(path.into()));
        }
        match std::fs::remove_file(path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(failed(error)),
            Ok(()) | Err(_) => {}
        }
        let listener = UnixListener::bind(path).map_err(failed)?;
        std::fs::set_permissions(path, PermissionsExt::from_mode(0o660)).map_err(failed)?;
        Ok(Self { listener, path: path.into() })
    }

    /// Serves until the daemon stops.
    pub async fn serve(self, house: House, supervisor: Supervisor) {
        let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
        loop {
            let place = Arc::clone(&places).acquire_owned();
            let accepted = tokio::select! {
                () = house.stop.cancelled() => break,
                (accepted, place) = async { let place = place.await; (self.listener.accept().await, place) } => {
                    accepted.map(|(stream, _)| (stream, place))
                }
            };
            match accepted {
                Ok((stream, place)) => {
                    let house = house.clone();
                    supervisor.passing(async move {
                        connection(stream, house).await;
                        drop(place);
                    });
                }
                Err(error) => {
                    // Out of file descriptors: those that are open will be closed in a moment.
                    tracing::error!(%error, "a connection could not be accepted");
                    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
                }
            }
        }
        let _ = std::fs::remove_file(&self.path);
    }
}

async fn connection(mut stream: UnixStream, house: House) {
    let principal = match Principal::of_peer(&stream) {
        Ok(principal) => principal,
        Err(error) => return tracing::warn!(%error, "a peer did not say who it is"),
    };
    match timeout(GREETING_WAIT, greet_client(&mut stream)).await {
        Ok(Ok(_)) => {}
        Ok(Err(error)) => return tracing::debug!(%error, peer.uid = principal.uid, "a greeting failed"),
        Err(_) => return tracing::debug!(peer.uid = principal.uid, "no greeting came"),
    }
    let stop = house.stop.clone();
    let framed = Framed::new(stream, ServerCodec::<EkRequest, EkResponse>::default());
    let service = Guarded(Service { house, principal }.serve());
    let calls = BaseChannel::with_defaults(framed).max_concurrent_requests(MOST_CALLS).execute(service);
    tokio::select! {
        () = stop.cancelled() => {}
        () = calls.for_each_concurrent(None, |call| call) => {}
    }
}
