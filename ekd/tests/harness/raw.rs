//! Somebody who writes frames by hand.

use std::path::Path;
use std::time::Duration;

use common::fault::Fault;
use common::gate::{self, Knock, Opened, With};
use common::wire::greet_daemon;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::UnixStream;
use tokio::time::timeout;

/// How long a connection that may have something to say yet is listened to.
const MOMENT: Duration = Duration::from_millis(20);

pub(crate) fn frame(body: &[u8]) -> Vec<u8> {
    let mut frame = u32::try_from(body.len()).unwrap().to_be_bytes().to_vec();
    frame.extend_from_slice(body);
    frame
}

pub(crate) fn call(id: u64, wait_ms: u64, call: &serde_json::Value) -> Vec<u8> {
    let message = serde_json::json!({ "call": { "id": id, "wait_ms": wait_ms, "call": call } });
    frame(&rmp_serde::to_vec_named(&message).unwrap())
}

/// Connects and greets.
pub(crate) async fn greeted(socket: &Path) -> UnixStream {
    let mut stream = UnixStream::connect(socket).await.unwrap();
    greet_daemon(&mut stream).await.unwrap();
    stream
}

/// Connects, greets and is let in as a user of the server; what follows are calls.
pub(crate) async fn enter(socket: &Path) -> UnixStream {
    let mut stream = greeted(socket).await;
    let knock = Knock { client: "by hand".to_owned(), with: With::Peer };
    let opened: Result<Opened, Fault> = gate::knock(&mut stream, &knock).await.unwrap();
    assert!(matches!(opened, Ok(Opened::Admitted(_))), "{opened:?}");
    stream
}

/// Sends frames and reads what comes until the daemon closes the connection.
pub(crate) async fn pester(mut stream: impl AsyncRead + AsyncWrite + Unpin, frames: &[Vec<u8>]) {
    for frame in frames {
        if stream.write_all(frame).await.is_err() {
            return;
        }
    }
    // Calls that wait for news are not waited for.
    let closed = async {
        stream.shutdown().await?;
        stream.read_to_end(&mut Vec::new()).await
    };
    let _ = timeout(MOMENT, closed).await;
}
