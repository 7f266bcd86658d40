//! The loop between the terminal, the state and the daemon: carries effects out and draws when something has changed.
//!
//! It must not decide anything about what is shown.

pub mod ask;
pub mod editor;
pub mod link;

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use common::account::Login;
use common::api::OnceKey;
use common::client::Connection;
use common::endpoint::Endpoint;
use common::pass::TokenSecret;
use crossterm::event::{Event, EventStream};
use futures::StreamExt;
use jiff::Timestamp;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

use crate::app::{App, Message};
use crate::cli::Arguments;
use crate::drafts::DraftFile;
use crate::effect::{Ask, Dice, Effect, File};
use crate::keymap;
use crate::look::Look;
use crate::runtime::link::{Daemon, Order};
use crate::screen::tickets::book::KeptDraft;
use crate::surroundings::Surroundings;
use crate::terminal::{Guard, Painter, dimensions};

/// What the loop needs to know.
pub struct Setup {
    pub daemon: Daemon,
    /// Shortest time between two pictures.
    pub pause: Duration,
}

/// Why the dashboard cannot run.
#[derive(Debug, thiserror::Error)]
#[error("the terminal cannot be used")]
pub struct TerminalError(#[from] io::Error);

/// How long the cursor rests before strip and chart follow it.
const REST: Duration = Duration::from_millis(150);
const SECOND: Duration = Duration::from_secs(1);
/// How long leaving may take.
const PARTING: Duration = Duration::from_secs(5);

impl Setup {
    /// Returns the setup for these arguments: ten pictures a second at most, four over SSH, one if asked for.
    #[must_use]
    pub fn new(arguments: &Arguments, surroundings: &Surroundings) -> Self {
        let daemon = if arguments.demo {
            Daemon::Demo { now: arguments.demo_now, user: arguments.demo_user.clone() }
        } else {
            let endpoint = arguments.server.clone().unwrap_or_else(Endpoint::usual);
            Daemon::At(endpoint.trusting(arguments.ca.clone()))
        };
        let pause = match (arguments.slow, surroundings.is_remote()) {
            (true, _) => Duration::from_secs(1),
            (false, true) => Duration::from_millis(250),
            (false, false) => Duration::from_millis(100),
        };
        Self { daemon, pause }
    }
}

/// Shows the dashboard until the user leaves it.
///
/// # Errors
/// Standard output is no terminal, or it has gone.
pub async fn run(setup: Setup, look: Look) -> Result<(), TerminalError> {
    let guard = Guard::take()?;
    let (messages, inbox) = mpsc::channel(64);
    let (wake, waker) = mpsc::channel(1);
    // One knock at a time comes from the log-in screen, and one parting.
    let (orders, orderer) = mpsc::channel(4);
    let (connection, connected) = watch::channel(None);
    let stop = CancellationToken::new();
    let line = link::Line { wake: waker, orders: orderer, connected: connection, messages: messages.clone() };
    let visitor = setup.daemon.visitor().to_owned();
    let endpoint = setup.daemon.endpoint().cloned();
    let keeper = tokio::spawn(link::keep(setup.daemon, line, stop.clone()));
    let mut app = App::new(look, dimensions());
    app.visitor = visitor;
    app.look.now = Timestamp::now();
    let mut dashboard = Dashboard {
        app,
        painter: Painter::stdout(),
        guard,
        messages,
        wake,
        orders,
        connected,
        tasks: JoinSet::new(),
        pause: setup.pause,
        rest_at: None,
        tick_at: None,
        draw_at: Some(Instant::now()),
        going_on: true,
        keys: Some(EventStream::new()),
        endpoint,
    };
    let result = dashboard.run(inbox).await;
    drop(dashboard);
    stop.cancel();
    // A demonstration's daemon ends in order; one that does not is left to the process's end.
    drop(timeout(PARTING, keeper).await);
    Ok(result?)
}

struct Dashboard {
    app: App,
    painter: Painter<io::Stdout>,
    guard: Guard,
    messages: mpsc::Sender<Message>,
    /// Wakes the link from its back-off.
    wake: mpsc::Sender<()>,
    /// Tells the link whom to be.
    orders: mpsc::Sender<Order>,
    connected: watch::Receiver<Option<Connection>>,
    tasks: JoinSet<()>,
    pause: Duration,
    rest_at: Option<Instant>,
    tick_at: Option<Instant>,
    draw_at: Option<Instant>,
    going_on: bool,
    /// `None` while another program has the terminal.
    keys: Option<EventStream>,
    /// Whose drafts are kept on this machine; `None` for a demonstration, which ends with its daemon.
    endpoint: Option<Endpoint>,
}

impl Dashboard {
    async fn run(&mut self, mut inbox: mpsc::Receiver<Message>) -> io::Result<()> {
        let mut terminate = signal(SignalKind::terminate())?;
        let mut hang_up = signal(SignalKind::hangup())?;
        self.painter.paint(&self.app)?;
        self.draw_at = None;
        while self.going_on {
            tokio::select! {
                event = next_key(&mut self.keys) => match event {
                    Some(event) => self.typed(&event?)?,
                    None => break,
                },
                Some(message) = inbox.recv() => self.take(message)?,
                () = reached(self.rest_at) => {
                    self.rest_at = None;
                    self.take(Message::Rested)?;
                }
                () = reached(self.tick_at) => {
                    self.tick_at = None;
                    self.take(Message::Second)?;
                }
                () = next_minute() => self.take(Message::Minute)?,
                () = reached(self.draw_at) => {
                    self.painter.paint(&self.app)?;
                    self.draw_at = None;
                }
                () = stopped(&mut terminate, &mut hang_up) => break,
                Some(_) = self.tasks.join_next() => {}
            }
        }
        Ok(())
    }

    fn typed(&mut self, event: &Event) -> io::Result<()> {
        let message = match event {
            Event::Key(key) => keymap::message(*key, &self.app),
            Event::Resize(width, height) => Some(Message::Resized(*width, *height)),
            Event::FocusGained | Event::FocusLost | Event::Mouse(_) | Event::Paste(_) => None,
        };
        let Some(message) = message else { return Ok(()) };
        self.take(message)?;
        // The answer to a key is drawn at once; what comes by itself waits for its turn.
        self.draw_at = None;
        self.painter.paint(&self.app)
    }

    fn take(&mut self, message: Message) -> io::Result<()> {
        let effects = self.app.update(Timestamp::now(), message);
        self.draw_at.get_or_insert_with(|| Instant::now() + self.pause);
        for effect in effects {
            self.carry_out(effect)?;
        }
        Ok(())
    }

    fn carry_out(&mut self, effect: Effect) -> io::Result<()> {
        match effect {
            Effect::Ask(ask) => self.ask(ask),
            // A full channel means that the link has been woken already.
            Effect::Reconnect => drop(self.wake.try_send(())),
            // As many as there can be at a time have room.
            Effect::Knock(with) => drop(self.orders.try_send(Order::Knock(with))),
            Effect::LogOut => drop(self.orders.try_send(Order::LogOut)),
            Effect::Roll => {
                if let Some(dice) = dice() {
                    self.take(Message::Rolled(Box::new(dice)))?;
                }
            }
            Effect::Copy(text) => self.painter.copy(&text)?,
            Effect::Save(file) => {
                // The whole path: who runs this in one of many windows does not know where it was started.
                let saved = std::env::current_dir().and_then(|directory| save(&directory, &file));
                let saved = saved.map(|path| path.display().to_string());
                self.take(Message::Saved(saved.map_err(|error| error.to_string())))?;
            }
            // The second that is under way is waited for: typing does not put it off.
            Effect::Tick => drop(self.tick_at.get_or_insert_with(|| Instant::now() + SECOND)),
            Effect::FindDrafts(login) => self.find_drafts(&login)?,
            Effect::KeepDrafts(login, drafts) => self.keep_drafts(&login, &drafts)?,
            Effect::Edit(text) => self.edit(&text)?,
            Effect::Rest => self.rest_at = Some(Instant::now() + REST),
            Effect::Redraw => self.painter.forget(),
            Effect::Suspend => {
                self.guard.suspend()?;
                self.painter.forget();
                let (width, height) = dimensions();
                self.take(Message::Resized(width, height))?;
            }
            Effect::Quit => self.going_on = false,
        }
        Ok(())
    }

    fn draft_file(&self, login: &Login) -> Option<DraftFile> {
        self.endpoint.as_ref().and_then(|endpoint| DraftFile::of(endpoint, login))
    }

    fn find_drafts(&mut self, login: &Login) -> io::Result<()> {
        let found = self.draft_file(login).map(|file| file.load());
        match found {
            None => Ok(()),
            Some(Ok(drafts)) => self.take(Message::FoundDrafts(drafts)),
            Some(Err(error)) => self.take(Message::DraftsNotKept(error.to_string())),
        }
    }

    fn keep_drafts(&mut self, login: &Login, drafts: &[KeptDraft]) -> io::Result<()> {
        match self.draft_file(login).map(|file| file.store(drafts)) {
            None | Some(Ok(())) => Ok(()),
            Some(Err(error)) => self.take(Message::DraftsNotKept(error.to_string())),
        }
    }

    /// Gives the terminal to the editor. Nobody else may read keys meanwhile.
    fn edit(&mut self, text: &str) -> io::Result<()> {
        self.keys = None;
        let edited = self.guard.lend(|| editor::edit(text))?;
        self.keys = Some(EventStream::new());
        self.painter.forget();
        let (width, height) = dimensions();
        self.take(Message::Resized(width, height))?;
        self.take(Message::Edited(edited))
    }

    fn ask(&mut self, ask: Ask) {
        let connection = self.connected.borrow().clone();
        // Without a connection the question is put again when there is one.
        if let Some(connection) = connection {
            let messages = self.messages.clone();
            self.tasks.spawn(async move {
                let message = ask::put(&connection, ask).await;
                // Nobody listens any more when the dashboard is closing.
                drop(messages.send(message).await);
            });
        }
    }
}

/// Returns what chance says; `None` where the system has none, and then nothing is made that needs it.
fn dice() -> Option<Dice> {
    let (mut key, mut token) = ([0; 16], [0; 32]);
    getrandom::fill(&mut key).ok()?;
    getrandom::fill(&mut token).ok()?;
    Some(Dice { key: OnceKey::new(key), token: TokenSecret::new(token) })
}

async fn next_key(keys: &mut Option<EventStream>) -> Option<io::Result<Event>> {
    match keys {
        Some(keys) => keys.next().await,
        None => std::future::pending().await,
    }
}

async fn reached(instant: Option<Instant>) {
    match instant {
        Some(instant) => sleep_until(instant).await,
        None => std::future::pending().await,
    }
}

/// Waits until the clock shows another minute.
async fn next_minute() {
    let into = u64::try_from(Timestamp::now().as_second().rem_euclid(60)).unwrap_or(0);
    sleep(Duration::from_secs(60 - into)).await;
}

async fn stopped(terminate: &mut Signal, hang_up: &mut Signal) {
    tokio::select! {
        _ = terminate.recv() => {}
        _ = hang_up.recv() => {}
    }
}

/// Writes a file that was not there before: `name.csv`, else `name-2.csv` and so on.
fn save(directory: &Path, file: &File) -> io::Result<PathBuf> {
    let (stem, extension) = file.name.rsplit_once('.').unwrap_or((&file.name, ""));
    for number in 1..1000 {
        let name = if number == 1 { file.name.clone() } else { format!("{stem}-{number}.{extension}") };
        let path = directory.join(name);
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(mut opened) => {
                opened.write_all(&file.bytes)?;
                opened.sync_all()?;
                return Ok(path);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::from(io::ErrorKind::AlreadyExists))
}
