//! Keeps the connection: is let in, follows the journal of events, and opens again with a growing pause.
//!
//! It must not know what is shown: whom to be comes in as orders, what the gate says goes out as messages.

use std::collections::VecDeque;
use std::time::Duration;

use common::client::{Connection, Door};
use common::endpoint::Endpoint;
use common::fault::{Cause, Fault, FaultCode};
use common::gate::{Admission, Knock, Password, With};
use common::id::Cursor;
use common::pass::SessionFile;
use common::secret::Secret;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::{mpsc, watch};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::app::{Entry, Message, command};
use crate::demo;

/// Which daemon to look at.
#[derive(Clone, Debug)]
pub enum Daemon {
    At(Endpoint),
    /// One of our own, with an invented town, beginning at this instant.
    Demo {
        now: Option<Timestamp>,
        /// Who looks at it.
        user: String,
    },
}

/// What the log-in screen wants of the link.
#[derive(Debug)]
pub enum Order {
    Knock(Box<With>),
    /// End the session, and forget it.
    LogOut,
}

/// How long the daemon may keep a question for changes.
const WAIT: SignedDuration = SignedDuration::from_secs(50);
/// Longer than the wait, so that silence is told from a daemon that hangs.
const PATIENCE: Duration = Duration::from_mins(1);
/// How long a session's end may take.
const PARTING: Duration = Duration::from_secs(3);
/// Events that come together are taken together.
const GATHER: Duration = Duration::from_millis(250);
/// What everybody in the demonstration has.
const DEMO_PASSWORD: &str = "demo";

impl Daemon {
    /// Returns who looks at the demonstration; empty elsewhere.
    #[must_use]
    pub fn visitor(&self) -> &str {
        match self {
            Self::At(_) => "",
            Self::Demo { user, .. } => user,
        }
    }

    /// Returns where the daemon listens; `None` for a demonstration's, which ends with this program.
    #[must_use]
    pub const fn endpoint(&self) -> Option<&Endpoint> {
        match self {
            Self::At(endpoint) => Some(endpoint),
            Self::Demo { .. } => None,
        }
    }
}

/// Keeps the connection until the dashboard stops; ends a demonstration's daemon then.
pub async fn keep(daemon: Daemon, line: Line, stop: CancellationToken) {
    match daemon {
        Daemon::At(endpoint) => {
            let file = SessionFile::of(&endpoint).ok();
            tokio::select! {
                () = stop.cancelled() => {}
                () = Keeper::new(endpoint, file, line).run(None) => {}
            }
        }
        Daemon::Demo { now, user } => {
            let demo = match demo::launch(now).await {
                Ok(demo) => demo,
                Err(error) => return line.tell_no_demo(&error).await,
            };
            let password = Password { login: user, password: DEMO_PASSWORD.into(), code: None, new_password: None };
            tokio::select! {
                () = stop.cancelled() => {}
                // A demonstration's session ends with it: there is nothing to keep.
                () = Keeper::new(demo.endpoint(), None, line).run(Some(With::Password(password))) => {}
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
    pub orders: mpsc::Receiver<Order>,
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

/// What to come in with.
struct Pass {
    with: With,
    entry: Entry,
}

/// What is to be done next.
enum Next {
    Try(Pass),
    /// Nobody is let in before an order comes.
    Wait,
    End,
}

/// How a stay ended.
enum Left {
    Failed(Fault),
    Ordered(Option<Order>),
}

struct Keeper {
    endpoint: Endpoint,
    /// Where the session is kept; `None` if nowhere.
    file: Option<SessionFile>,
    line: Line,
    /// What may be tried yet before a person is asked.
    passes: VecDeque<With>,
    /// The first refusal since a stay: why a person is asked.
    why: Option<Fault>,
    attempt: u32,
}

impl Keeper {
    const fn new(endpoint: Endpoint, file: Option<SessionFile>, line: Line) -> Self {
        Self { endpoint, file, line, passes: VecDeque::new(), why: None, attempt: 0 }
    }

    /// Comes in as this visitor, or with what is found; then stays for as long as the dashboard does.
    async fn run(mut self, visitor: Option<With>) {
        self.tell(Message::Ekctl(command::program(&self.endpoint, &Endpoint::usual()))).await;
        let mut next = if let Some(with) = visitor {
            Next::Try(Pass { with, entry: Entry::Again })
        } else {
            self.look_for_passes().await;
            self.next_pass().await
        };
        while !self.line.messages.is_closed() {
            next = match next {
                Next::Try(pass) => self.come_in(pass).await,
                Next::Wait => self.wait().await,
                Next::End => return,
            };
        }
    }

    /// If nobody listens any more, the loop ends at once.
    async fn tell(&self, message: Message) {
        drop(self.line.messages.send(message).await);
    }

    /// Finds the session that was kept; at the server's own socket the user may be enough.
    async fn look_for_passes(&mut self) {
        match self.file.as_ref().map(SessionFile::load) {
            Some(Ok(Some(secret))) => self.passes.push_back(With::Session(secret)),
            Some(Err(error)) => self.tell(Message::SessionFile(error.to_string())).await,
            Some(Ok(None)) | None => {}
        }
        if matches!(self.endpoint, Endpoint::Unix(_)) {
            self.passes.push_back(With::Peer);
        }
    }

    /// Returns what is left to try; then a person is asked.
    async fn next_pass(&mut self) -> Next {
        if let Some(with) = self.passes.pop_front() {
            return Next::Try(Pass { with, entry: Entry::Found });
        }
        let why = self.why.take().map(Box::new);
        self.tell(Message::LogInNeeded(why)).await;
        Next::Wait
    }

    async fn wait(&mut self) -> Next {
        match self.line.orders.recv().await {
            Some(order) => self.obey(order, None).await,
            None => Next::End,
        }
    }

    async fn obey(&mut self, order: Order, connection: Option<&Connection>) -> Next {
        match order {
            Order::Knock(with) => Next::Try(Pass { with: *with, entry: Entry::Typed }),
            Order::LogOut => {
                if let Some(connection) = connection {
                    // A daemon that does not hear it ends the session when its time is over.
                    drop(connection.ask_within(PARTING, async |ek, context| ek.log_out(context).await).await);
                }
                self.forget_session().await;
                self.passes.clear();
                Next::Wait
            }
        }
    }

    async fn come_in(&mut self, pass: Pass) -> Next {
        let knock = Knock { client: concat!("ektui ", env!("CARGO_PKG_VERSION")).to_owned(), with: pass.with.clone() };
        let typed = pass.entry == Entry::Typed;
        match Connection::knock(&self.endpoint, &knock).await {
            Ok(Door::Open(connection, admission)) => self.stay(connection, *admission, pass).await,
            Ok(Door::Asks(opened)) if typed => {
                self.tell(Message::Asked(opened)).await;
                Next::Wait
            }
            Ok(Door::Asks(_)) => self.next_pass().await,
            Err(fault) if typed => {
                self.tell(Message::Refused(fault)).await;
                Next::Wait
            }
            Err(fault) if fault.code == FaultCode::LoginNeeded => {
                if matches!(pass.with, With::Session(_)) {
                    self.forget_session().await;
                }
                self.why.get_or_insert(fault);
                self.next_pass().await
            }
            Err(fault) => self.pause(fault, pass).await,
        }
    }

    /// Follows what happens until the connection ends or somebody else wants in.
    async fn stay(&mut self, connection: Connection, mut admission: Admission, pass: Pass) -> Next {
        self.attempt = 0;
        self.why = None;
        self.passes.clear();
        let session = admission.session.take();
        if let Some(secret) = &session {
            self.keep_session(secret).await;
        }
        let again = Pass { with: session.map_or(pass.with, With::Session), entry: Entry::Again };
        self.line.connected.send_replace(Some(connection.clone()));
        self.tell(Message::Admitted(Box::new(admission), pass.entry)).await;
        let left = tokio::select! {
            fault = follow(&connection, &self.line.messages) => Left::Failed(fault),
            order = self.line.orders.recv() => Left::Ordered(order),
        };
        self.line.connected.send_replace(None);
        match left {
            Left::Ordered(Some(order)) => self.obey(order, Some(&connection)).await,
            Left::Ordered(None) => Next::End,
            Left::Failed(fault) if fault.code == FaultCode::LoginNeeded => {
                // Not as somebody else by itself: whoever was in decides who comes in now.
                self.forget_session().await;
                self.tell(Message::LogInNeeded(Some(Box::new(fault)))).await;
                Next::Wait
            }
            Left::Failed(fault) => self.pause(fault, again).await,
        }
    }

    async fn keep_session(&self, secret: &Secret) {
        if let Some(Err(error)) = self.file.as_ref().map(|file| file.store(secret)) {
            self.tell(Message::SessionFile(error.to_string())).await;
        }
    }

    async fn forget_session(&self) {
        if let Some(Err(error)) = self.file.as_ref().map(SessionFile::forget) {
            self.tell(Message::SessionFile(error.to_string())).await;
        }
    }

    async fn pause(&mut self, fault: Fault, pass: Pass) -> Next {
        let pause = pause(self.attempt, entropy());
        self.attempt = self.attempt.saturating_add(1);
        let retry_in = SignedDuration::try_from(pause).unwrap_or(SignedDuration::ZERO);
        self.tell(Message::LinkDown { fault, retry_in }).await;
        tokio::select! {
            () = sleep(pause) => Next::Try(pass),
            woken = self.line.wake.recv() => if woken.is_some() { Next::Try(pass) } else { Next::End },
            order = self.line.orders.recv() => match order {
                Some(order) => self.obey(order, None).await,
                None => Next::End,
            },
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
    use common::fault::SessionEnd;
    use common::gate::{self, Opened};
    use common::wire::greet_client;
    use tokio::net::UnixListener;

    type Script = Vec<Result<Opened, Fault>>;

    /// A gate that answers each knock in turn and hangs up, and what it was knocked with.
    async fn gate(listener: UnixListener, answers: Script) -> Vec<With> {
        let mut heard = Vec::new();
        for answer in answers {
            let (mut stream, _) = listener.accept().await.unwrap();
            greet_client(&mut stream).await.unwrap();
            let knock: Knock = gate::receive(&mut stream).await.unwrap();
            gate::send(&mut stream, &answer).await.unwrap();
            assert_eq!(knock.client, "ektui 0.1.0");
            heard.push(knock.with);
        }
        heard
    }

    fn admitted() -> Opened {
        let mut admission = crate::fixture::people::admission("anna", common::account::Role::Manager);
        admission.session = Some("tajne".into());
        Opened::Admitted(Box::new(admission))
    }

    fn password(code: Option<&str>) -> With {
        let code = code.map(str::to_owned);
        With::Password(Password { login: "anna".to_owned(), password: "kot".into(), code, new_password: None })
    }

    #[tokio::test]
    async fn a_person_is_asked_once_nothing_else_opens_and_comes_back_by_the_session() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("ekd.sock");
        let listener = UnixListener::bind(&path).unwrap();
        let ended: Fault = Cause::SessionEnded { why: SessionEnd::Ended }.into();
        let answers = vec![
            Err(Cause::PeerUnknown { user: "jan".to_owned() }.into()),
            Err(Cause::LogInRefused.into()),
            Ok(Opened::CodeWanted),
            Ok(admitted()),
            Err(ended.clone()),
        ];
        let heard = tokio::spawn(gate(listener, answers));
        let (messages, mut inbox) = mpsc::channel(64);
        let (wake, waker) = mpsc::channel(1);
        let (orders, orderer) = mpsc::channel(4);
        let (connected, connection) = watch::channel(None);
        let line = Line { wake: waker, orders: orderer, connected, messages };
        let keeper = tokio::spawn(Keeper::new(Endpoint::Unix(path), None, line).run(None));
        assert!(matches!(inbox.recv().await, Some(Message::Ekctl(_))));
        assert!(matches!(inbox.recv().await, Some(Message::LogInNeeded(Some(_)))));
        orders.send(Order::Knock(Box::new(password(None)))).await.unwrap();
        assert!(matches!(inbox.recv().await, Some(Message::Refused(_))));
        orders.send(Order::Knock(Box::new(password(None)))).await.unwrap();
        assert!(matches!(inbox.recv().await, Some(Message::Asked(Opened::CodeWanted))));
        orders.send(Order::Knock(Box::new(password(Some("123456"))))).await.unwrap();
        // The secret of the session stays in the link.
        let Some(Message::Admitted(admission, Entry::Typed)) = inbox.recv().await else { panic!() };
        assert_eq!(admission.session, None);
        // The daemon hangs up; after a pause the session is shown, and it is over.
        assert!(matches!(inbox.recv().await, Some(Message::LinkDown { .. })));
        assert!(connection.borrow().is_none());
        wake.send(()).await.unwrap();
        let Some(Message::LogInNeeded(Some(why))) = inbox.recv().await else { panic!() };
        assert_eq!(why.cause, ended.cause);
        let session = With::Session("tajne".into());
        let expected = vec![With::Peer, password(None), password(None), password(Some("123456")), session];
        assert_eq!(heard.await.unwrap(), expected);
        drop(orders);
        keeper.await.unwrap();
    }

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
