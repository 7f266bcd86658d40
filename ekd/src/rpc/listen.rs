//! The listener: a Unix socket, a task for each connection, bounds before and after the greeting.

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
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tokio_util::codec::Framed;

use super::House;
use super::access::Principal;
use super::answer::Guarded;
use super::patient::Patient;
use super::places::{Doing, Place, Places};
use super::service::Service;
use crate::supervisor::Supervisor;

/// Connections that are open at once; more wait in the socket's queue.
const MOST_CONNECTIONS: usize = 256;
/// Calls of one connection that run at once; more are told to try again.
const MOST_CALLS: usize = 16;
/// How long a connection may be open without a call.
const LONGEST_QUIET: Duration = Duration::from_mins(30);
/// How long a client may leave its answers unread.
const LONGEST_UNREAD: Duration = Duration::from_mins(1);

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
        let rooms = Arc::new(Semaphore::new(MOST_CONNECTIONS));
        let places = Places::default();
        loop {
            let room = Arc::clone(&rooms).acquire_owned();
            let accepted = tokio::select! {
                () = house.stop.cancelled() => break,
                (accepted, room) = async { let room = room.await; (self.listener.accept().await, room) } => {
                    accepted.map(|(stream, _)| (stream, room))
                }
            };
            match accepted {
                Ok((stream, room)) => {
                    let (house, places) = (house.clone(), places.clone());
                    supervisor.passing(async move {
                        connection(stream, house, &places).await;
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
        let _ = std::fs::remove_file(&self.path);
    }
}

async fn connection(stream: UnixStream, house: House, places: &Places) {
    let principal = match Principal::of_peer(&stream) {
        Ok(principal) => principal,
        Err(error) => return tracing::warn!(%error, "a peer did not say who it is"),
    };
    let uid = principal.uid;
    let Some(place) = places.take(uid) else {
        return tracing::warn!(peer.uid = uid, "all connections of a user are busy; one more was refused");
    };
    let stop = house.stop.clone();
    tokio::select! {
        () = stop.cancelled() => {}
        () = place.lost() => tracing::debug!(peer.uid = uid, "a quiet connection gave its place to another"),
        () = talk(stream, house, principal, &place) => {}
    }
}

async fn talk(mut stream: UnixStream, house: House, principal: Principal, place: &Place) {
    match timeout(GREETING_WAIT, greet_client(&mut stream)).await {
        Ok(Ok(_)) => {}
        Ok(Err(error)) => return tracing::debug!(%error, peer.uid = principal.uid, "a greeting failed"),
        Err(_) => return tracing::debug!(peer.uid = principal.uid, "no greeting came"),
    }
    let admitted = async {
        let _: common::gate::Knock = common::gate::receive(&mut stream).await?;
        let admission = common::gate::Admission {
            login: common::account::Login::parse("root").expect("x"),
            name: "Root".to_owned(),
            role: common::account::Role::Administrator,
            method: common::log_in::Method::Peer,
            session: None,
            expires_at: None,
            read_only: false,
            previous: common::log_in::PreviousLogIns::default(),
        };
        let opened: Result<_, common::fault::Fault> = Ok(common::gate::Opened::Admitted(Box::new(admission)));
        common::gate::send(&mut stream, &opened).await
    };
    if admitted.await.is_err() {
        return;
    }
    place.set(Doing::Nothing);
    let stream = Patient::new(stream, LONGEST_UNREAD);
    let framed = Framed::new(stream, ServerCodec::<EkRequest, EkResponse>::default());
    let service = Guarded(Service { house, principal }.serve());
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
        let place = Places::default().take(1).unwrap();
        serve(stream::pending::<BoxFuture<'static, ()>>(), &place, MOMENT).await;
        let (end, ended) = oneshot::channel::<()>();
        let call = ended.map(|_| ()).boxed();
        let mut serving = pin!(serve(stream::iter([call]).chain(stream::pending()), &place, MOMENT));
        assert!(timeout(3 * MOMENT, &mut serving).await.is_err(), "closed during a call");
        end.send(()).unwrap();
        timeout(Duration::from_secs(5), serving).await.unwrap();
    }
}
