//! The listeners: a Unix socket and, where configured, TLS over TCP; a task for each connection, bounds before and after
//! the log-in.

use std::net::IpAddr;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use common::api::{Ek, EkRequest, EkResponse};
use common::wire::{GREETING_WAIT, ServerCodec, greet_client};
use futures::stream::FuturesUnordered;
use futures::{Stream, StreamExt};
use tarpc::server::{BaseChannel, Channel};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, UnixListener, UnixStream};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_util::codec::Framed;

use super::answer::Guarded;
use super::patient::Patient;
use super::places::{Doing, Place, Places};
use super::service::Service;
use super::tls::Port;
use super::{House, gate};
use crate::admission::Origin;
use crate::guessing::network_of;
use crate::supervisor::Supervisor;

/// Connections that are open at once; more wait in the socket's queue.
const MOST_CONNECTIONS: usize = 512;
/// Calls of one connection that run at once; more are told to try again.
const MOST_CALLS: usize = 16;
/// How long a connection may be open without a call.
const LONGEST_QUIET: Duration = Duration::from_mins(30);
/// How long a client may leave its answers unread.
const LONGEST_UNREAD: Duration = Duration::from_mins(1);
/// How long the handshake of TLS may take.
const HANDSHAKE_WAIT: Duration = Duration::from_secs(5);
/// How long it may take to log in.
const LOG_IN_WAIT: Duration = Duration::from_secs(20);

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
}

/// What is listened to.
#[derive(Debug)]
pub struct Doors {
    pub socket: Socket,
    pub port: Option<Port>,
}

/// Somebody who has connected.
enum Arrival {
    Local(UnixStream),
    Remote(TcpStream, IpAddr, TlsAcceptor),
}

impl Doors {
    /// Serves until the daemon stops.
    pub async fn serve(self, house: House, supervisor: Supervisor) {
        let rooms = Arc::new(Semaphore::new(MOST_CONNECTIONS));
        let places = Places::default();
        loop {
            let room = Arc::clone(&rooms).acquire_owned();
            let accepted = tokio::select! {
                () = house.stop.cancelled() => break,
                (accepted, room) = async { let room = room.await; (self.accept().await, room) } => {
                    accepted.map(|arrival| (arrival, room))
                }
            };
            match accepted {
                Ok((arrival, room)) => {
                    let (house, places) = (house.clone(), places.clone());
                    supervisor.passing(async move {
                        arrive(arrival, house, &places).await;
                        drop(room);
                    });
                }
                Err(error) => {
                    // Out of file descriptors: those that are open will be closed in a moment.
                    tracing::error!(%error, "a connection could not be accepted");
                    sleep(Duration::from_millis(100)).await;
                }
            }
        }
        let _ = std::fs::remove_file(&self.socket.path);
    }

    async fn accept(&self) -> std::io::Result<Arrival> {
        let Some(port) = &self.port else {
            return self.socket.listener.accept().await.map(|(stream, _)| Arrival::Local(stream));
        };
        tokio::select! {
            accepted = self.socket.listener.accept() => accepted.map(|(stream, _)| Arrival::Local(stream)),
            accepted = port.listener.accept() => {
                accepted.map(|(stream, address)| Arrival::Remote(stream, address.ip(), port.acceptor.clone()))
            }
        }
    }
}

async fn arrive(arrival: Arrival, house: House, places: &Places) {
    match arrival {
        Arrival::Local(stream) => match stream.peer_cred() {
            Ok(peer) => {
                let uid = peer.uid();
                let origin = Origin { source: house.about.user_name(uid), uid: Some(uid) };
                let place = places.take(&origin.source);
                connection(stream, house, (&origin, &place)).await;
            }
            Err(error) => tracing::warn!(%error, "a peer did not say who it is"),
        },
        Arrival::Remote(stream, address, acceptor) => {
            let origin = Origin { source: address.to_canonical().to_string(), uid: None };
            let place = places.take(&network_of(address));
            // Small answers are not to wait for each other; where that cannot be had, they do.
            let _ = stream.set_nodelay(true);
            let shaken = tokio::select! {
                shaken = timeout(HANDSHAKE_WAIT, acceptor.accept(stream)) => shaken,
                () = place.lost() => return,
                () = house.stop.cancelled() => return,
            };
            match shaken {
                Ok(Ok(stream)) => connection(stream, house, (&origin, &place)).await,
                Ok(Err(error)) => tracing::debug!(%error, source = origin.source, "a handshake failed"),
                Err(_) => tracing::debug!(source = origin.source, "a handshake did not end"),
            }
        }
    }
}

async fn connection<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
    stream: S,
    house: House,
    (origin, place): (&Origin, &Place),
) {
    let stop = house.stop.clone();
    tokio::select! {
        () = stop.cancelled() => {}
        () = place.lost() => tracing::debug!(source = origin.source, "a connection gave its place to another"),
        () = talk(stream, house, origin, place) => {}
    }
}

async fn talk<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
    mut stream: S,
    house: House,
    origin: &Origin,
    place: &Place,
) {
    match timeout(GREETING_WAIT, greet_client(&mut stream)).await {
        Ok(Ok(_)) => {}
        Ok(Err(error)) => return tracing::debug!(%error, source = origin.source, "a greeting failed"),
        Err(_) => return tracing::debug!(source = origin.source, "no greeting came"),
    }
    let caller = match timeout(LOG_IN_WAIT, gate::let_in(&mut stream, &house, origin)).await {
        Ok(Ok(caller)) => caller,
        Ok(Err(error)) => return tracing::debug!(%error, source = origin.source, "nobody was let in"),
        Err(_) => return tracing::debug!(source = origin.source, "nobody logged in"),
    };
    if !place.enter(caller.account) {
        return tracing::warn!(account.id = caller.account.0, "all connections of an account are busy");
    }
    let stream = Patient::new(stream, LONGEST_UNREAD);
    let framed = Framed::new(stream, ServerCodec::<EkRequest, EkResponse>::default());
    let service = Guarded(Service { house, caller }.serve());
    let calls = BaseChannel::with_defaults(framed).max_concurrent_requests(MOST_CALLS).execute(service);
    serve(calls, place, LONGEST_QUIET).await;
}

/// Runs the calls until the other side has closed, or has asked nothing for too long.
async fn serve<C: Future<Output = ()>>(calls: impl Stream<Item = C>, place: &Place, longest_quiet: Duration) {
    let mut calls = pin!(calls);
    let mut running = FuturesUnordered::new();
    loop {
        tokio::select! {
            call = calls.next() => match call {
                Some(call) => running.push(call),
                None => return,
            },
            Some(()) = running.next() => {}
            () = sleep(longest_quiet), if running.is_empty() => return,
        }
        place.set(if running.is_empty() { Doing::Nothing } else { Doing::Calls });
    }
}

#[cfg(test)]
mod tests {
    use futures::future::{BoxFuture, FutureExt};
    use futures::stream;
    use tokio::sync::oneshot;

    use super::*;

    #[tokio::test]
    async fn a_connection_without_calls_is_closed_and_one_with_a_call_is_not() {
        const MOMENT: Duration = Duration::from_millis(20);
        let place = Places::default().take("test");
        serve(stream::pending::<BoxFuture<'static, ()>>(), &place, MOMENT).await;
        let (end, ended) = oneshot::channel::<()>();
        let call = ended.map(|_| ()).boxed();
        let mut serving = pin!(serve(stream::iter([call]).chain(stream::pending()), &place, MOMENT));
        assert!(timeout(3 * MOMENT, &mut serving).await.is_err(), "closed during a call");
        end.send(()).unwrap();
        timeout(Duration::from_secs(5), serving).await.unwrap();
    }
}
