//! Keeps the connection: opens it, follows the journal of events, and opens it again with a growing pause.

use std::time::Duration;

use common::client::Connection;
use common::endpoint::Endpoint;
use common::fault::{Cause, Fault};
use common::gate::{Knock, With};
use common::id::Cursor;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::{mpsc, watch};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::app::{Message, command};
use crate::demo;

/// Which daemon to look at.
#[derive(Clone, Debug)]
pub enum Daemon {
    At(Endpoint),
    /// One of our own, with an invented town, beginning at this instant.
    Demo {
        now: Option<Timestamp>,
    },
}

/// How long the daemon may keep a question for changes.
const WAIT: SignedDuration = SignedDuration::from_secs(50);
/// Longer than the wait, so that silence is told from a daemon that hangs.
const PATIENCE: Duration = Duration::from_mins(1);
/// Events that come together are taken together.
const GATHER: Duration = Duration::from_millis(250);

/// Keeps the connection until the dashboard stops; ends a demonstration's daemon then.
pub async fn keep(daemon: Daemon, line: Line, stop: CancellationToken) {
    match daemon {
        Daemon::At(endpoint) => {
            tokio::select! {
                () = stop.cancelled() => {}
                () = hold(&endpoint, line) => {}
            }
        }
        Daemon::Demo { now } => {
            let demo = match demo::launch(now).await {
                Ok(demo) => demo,
                Err(error) => return line.tell_no_demo(&error).await,
            };
            let endpoint = demo.endpoint();
            tokio::select! {
                () = stop.cancelled() => {}
                () = hold(&endpoint, line) => {}
            }
            // The screen is gone by now; what was invented may go as well.
            drop(demo.end().await);
        }
    }
}

/// The ends of the channels between the link and the dashboard.
pub struct Line {
    /// Ends a pause early.
    pub wake: mpsc::Receiver<()>,
    pub connected: watch::Sender<Option<Connection>>,
    pub messages: mpsc::Sender<Message>,
}

impl Line {
    async fn tell_no_demo(self, error: &demo::DemoError) {
        let cause = Cause::Unreachable { endpoint: "demo".to_owned(), reason: error.to_string() };
        let retry_in = SignedDuration::from_hours(1);
        // If nobody listens, the dashboard has been left already.
        drop(self.messages.send(Message::LinkDown { fault: cause.into(), retry_in }).await);
    }
}

async fn hold(endpoint: &Endpoint, line: Line) {
    let Line { mut wake, connected, messages } = line;
    let mut attempt = 0;
    let program = command::program(endpoint, &Endpoint::usual());
    // If nobody listens, the loop ends at once.
    drop(messages.send(Message::Ekctl(program)).await);
    while !messages.is_closed() {
        let knock = Knock { client: concat!("ektui ", env!("CARGO_PKG_VERSION")).to_owned(), with: With::Peer };
        let fault = match Connection::open(endpoint, &knock).await {
            Ok((connection, _)) => {
                attempt = 0;
                connected.send_replace(Some(connection.clone()));
                let fault = follow(&connection, &messages).await;
                connected.send_replace(None);
                fault
            }
            Err(fault) => fault,
        };
        let pause = pause(attempt, entropy());
        attempt = attempt.saturating_add(1);
        let retry_in = SignedDuration::try_from(pause).unwrap_or(SignedDuration::ZERO);
        if messages.send(Message::LinkDown { fault, retry_in }).await.is_err() {
            return;
        }
        tokio::select! {
            () = sleep(pause) => {}
            woken = wake.recv() => if woken.is_none() { return },
        }
    }
}

/// Hands events on until the connection fails, and returns how it did.
async fn follow(connection: &Connection, messages: &mpsc::Sender<Message>) -> Fault {
    // The journal's end is asked for before the lists, so that nothing falls between.
    let mut since =
        match connection.ask(async |ek, context| ek.changes(context, None, SignedDuration::ZERO).await).await {
            Ok(changes) => changes.cursor,
            Err(fault) => return fault,
        };
    if messages.send(Message::LinkUp).await.is_err() {
        return Cause::Stopping.into();
    }
    loop {
        match changes(connection, since).await {
            Ok((cursor, events)) => {
                since = cursor;
                // No news are told as well: what has no events of its own is looked at again then.
                if messages.send(Message::Happened(events)).await.is_err() {
                    return Cause::Stopping.into();
                }
                sleep(GATHER).await;
            }
            Err(fault) => return fault,
        }
    }
}

async fn changes(connection: &Connection, since: Cursor) -> Result<(Cursor, Vec<common::event::Event>), Fault> {
    let changes =
        connection.ask_within(PATIENCE, async |ek, context| ek.changes(context, Some(since), WAIT).await).await?;
    Ok((changes.cursor, changes.events))
}

/// Returns how long to wait before the next try: 1, 2, 4 … 30 s, a quarter more or less, so that a hundred dashboards do
/// not come at once.
fn pause(attempt: u32, entropy: u32) -> Duration {
    let base = 1_000_u64.saturating_mul(1 << attempt.min(5)).min(30_000);
    let jitter = u64::from(entropy % 1_000) * base / 2_000;
    Duration::from_millis((base * 3 / 4 + jitter).clamp(1_000, 30_000))
}

/// The clock's last digits are as good as dice here.
fn entropy() -> u32 {
    Timestamp::now().subsec_nanosecond().unsigned_abs() / 1_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pause_grows_to_half_a_minute() {
        for entropy in [0, 500, 999] {
            let pauses: Vec<u64> = (0..40).map(|attempt| pause(attempt, entropy).as_secs()).collect();
            assert_eq!(pauses[0], 1);
            assert!(pauses.iter().all(|seconds| (1..=30).contains(seconds)), "{pauses:?}");
            assert!(pauses[39] >= 22);
        }
    }
}
