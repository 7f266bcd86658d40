//! Puts the house together, starts it, and ends it in order.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use common::id::SourceName;
use common::source::{Problem, ProblemKind};
use jiff::tz::TimeZone;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::binding::Calendar;
use crate::clock::Clock;
use crate::config::Config;
use crate::config::paths::Paths;
use crate::config::retention;
use crate::mending;
use crate::notify::Channels;
use crate::outbox::Deliverer;
use crate::pruning::Pruner;
use crate::reception::{Forms, Reception};
use crate::rpc::listen::{ListenError, Socket};
use crate::rpc::{About, House, IMPORT, Operators, Uploads};
use crate::sealing::Sealer;
use crate::source::roster::{Configured, configured};
use crate::source::{Attempt, Desk, Source};
use crate::store::log::Write;
use crate::store::{self, OpenError, Store, StoreError, WriterEnded};
use crate::supervisor::Supervisor;
use crate::vault::{Vault, VaultError};

/// Why the daemon did not start, or did not end well.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    #[error("{0} is used by another ekd")]
    Locked(PathBuf),
    #[error("{path} cannot be written")]
    Directory { path: PathBuf, source: std::io::Error },
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Vault(#[from] VaultError),
    #[error(transparent)]
    Listen(#[from] ListenError),
    #[error("the zone of the configuration is not known")]
    Zone(#[from] jiff::Error),
    #[error("the archive failed")]
    Store(#[from] StoreError),
    #[error("running work did not end in time")]
    Impatient,
    #[error("an essential task ended")]
    Essential,
}

/// What a daemon is started with.
#[derive(Debug)]
pub struct Start {
    pub config: Config,
    pub paths: Paths,
    pub clock: Clock,
    /// Shown on every screen.
    pub demo: bool,
}

/// A daemon that runs.
#[derive(Debug)]
pub struct Running {
    supervisor: Supervisor,
    store: Store,
    writer: WriterEnded,
    reception: Reception,
    asked: CancellationToken,
    /// Held for life: two daemons never share an archive.
    _lock: File,
}

/// Makes the directories and an empty archive.
///
/// # Errors
/// If there is an archive already, or the place cannot be written.
pub fn set_up(paths: &Paths) -> Result<(), RunError> {
    make_directory(&paths.state)?;
    Ok(store::open::create(&paths.archive())?)
}

/// Starts a daemon; when this returns, front ends can connect. `stop` ends it.
///
/// # Errors
/// Everything that prevents a start; nothing was changed then.
pub async fn start(start: Start, stop: CancellationToken) -> Result<Running, RunError> {
    let Start { config, paths, clock, demo } = start;
    let zone = config.daemon.time_zone()?;
    let lock = lock(&paths)?;
    for directory in [paths.uploads(), paths.parked()] {
        make_directory(&directory)?;
    }
    let vault = Vault::open(&paths.vault())?;
    let channels = Channels::new(config.smtp.as_ref(), config.sms.as_ref());
    let (store, writer) = Store::open(&paths.archive())?;
    let socket = Socket::bind(&paths.socket)?;
    let supervisor = Supervisor::new(stop.child_token());
    let sources = configured(&config, &zone);
    register(&store, &sources).await?;
    let nudges: BTreeMap<SourceName, Arc<Notify>> =
        sources.iter().map(|source| (source.name.clone(), Arc::default())).collect();
    let operators = Operators { own_uid: rustix::process::geteuid().as_raw(), uids: config.rpc.operators.clone() };
    let seal_after = config.archive.seal_after.unsigned_abs();
    let rules = retention::rules(&config.retention);
    let about = About { zone: zone.clone(), demo, started_at: clock.now(), operators };
    let reception = reception(config, &paths, zone, clock, store.clone());
    let house = House {
        reception: reception.clone(),
        uploads: Uploads::new(paths.uploads()),
        nudges: Arc::new(nudges),
        about: Arc::new(about),
        stop: supervisor.stop.clone(),
    };
    supervisor.essential("rpc", socket.serve(house.clone(), supervisor.clone()));
    if store.shared().has_lost() {
        let forms = Arc::clone(&reception.forms);
        store.write("sums anew", move |tx| mending::sums_anew(tx, &forms.calendar)).await?;
    }
    let sealer = Sealer {
        store: store.clone(),
        calendar: reception.forms.calendar.clone(),
        clock: reception.clock.clone(),
        after: seal_after,
    };
    deliver(&supervisor, Deliverer { store: store.clone(), vault, clock: reception.clock.clone(), channels });
    let stop_sealing = supervisor.stop.clone();
    supervisor.restartable("sealing".to_owned(), move || sealer.clone().run(stop_sealing.clone()));
    if !rules.is_empty() {
        let pruner = Pruner {
            store: store.clone(),
            calendar: reception.forms.calendar.clone(),
            clock: reception.clock.clone(),
            rules: rules.into(),
        };
        let stop_pruning = supervisor.stop.clone();
        supervisor.restartable("retention".to_owned(), move || pruner.clone().run(stop_pruning.clone()));
    }
    for source in sources {
        bring(&supervisor, source, &house);
    }
    Ok(Running { supervisor, store, writer, reception, asked: stop, _lock: lock })
}

fn reception(config: Config, paths: &Paths, zone: TimeZone, clock: Clock, store: Store) -> Reception {
    Reception {
        store,
        clock,
        forms: Arc::new(Forms { mappings: config.mapping, calendar: Calendar { zone } }),
        parked: Arc::new(paths.parked()),
    }
}

impl Running {
    /// Returns the door for documents, for programs that embed the daemon and its benches.
    pub const fn reception(&self) -> &Reception {
        &self.reception
    }

    /// Has these signals stop it, as the daemon's own commands do; an embedding program has its own ways.
    pub fn heed(&self, signals: Signals) {
        self.supervisor.passing(stop_on(signals, self.asked.clone(), self.supervisor.stop.clone()));
    }

    /// Waits for the stop and ends in order: no new work, running work to its end, then the archive.
    ///
    /// # Errors
    /// Where something ended by itself or did not end.
    pub async fn finish(mut self) -> Result<(), RunError> {
        let stop = self.supervisor.stop.clone();
        let broken = tokio::select! {
            () = stop.cancelled() => None,
            ended = &mut self.writer => Some(ended),
        };
        stop.cancel();
        let patient = self.supervisor.finish().await;
        if let Some(ended) = broken {
            ended.unwrap_or(Err(StoreError::Closed))?;
        }
        self.store.close().await;
        match (patient, self.asked.is_cancelled()) {
            (true, true) => Ok(()),
            (false, _) => Err(RunError::Impatient),
            (true, false) => Err(RunError::Essential),
        }
    }
}

/// SIGTERM and Ctrl-C, heard from now on: before the start, so that none falls between start and heed.
#[derive(Debug)]
pub struct Signals {
    term: Signal,
    interrupt: Signal,
}

impl Signals {
    /// Begins to listen.
    ///
    /// # Errors
    /// Where the system does not allow it.
    pub fn listen() -> std::io::Result<Self> {
        Ok(Self { term: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }
}

async fn stop_on(mut signals: Signals, asked: CancellationToken, stop: CancellationToken) {
    tokio::select! {
        _ = signals.term.recv() => {}
        _ = signals.interrupt.recv() => {}
        () = stop.cancelled() => return,
    }
    let _ = sd_notify::notify(&[sd_notify::NotifyState::Stopping]);
    asked.cancel();
}

fn make_directory(path: &Path) -> Result<(), RunError> {
    use std::os::unix::fs::DirBuilderExt;
    let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path);
    made.map_err(|source| RunError::Directory { path: path.into(), source })
}

fn lock(paths: &Paths) -> Result<File, RunError> {
    if !paths.archive().exists() {
        return Err(OpenError::Missing(paths.archive()).into());
    }
    let path = paths.state.join("lock");
    let failed = |source| RunError::Directory { path: path.clone(), source };
    let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => Err(RunError::Locked(paths.state.clone())),
        Err(std::fs::TryLockError::Error(source)) => Err(failed(source)),
    }
}

async fn register(store: &Store, sources: &[Configured]) -> Result<(), StoreError> {
    let mut facts: Vec<_> = sources
        .iter()
        .map(|source| (source.name.clone(), source.kind, Some(source.interval), source.cadence))
        .collect();
    let import = SourceName::parse(IMPORT).expect("the name is a code");
    facts.push((import, IMPORT, None, None));
    let work = move |tx: &Write<'_>| {
        facts.iter().try_for_each(|(name, kind, interval, cadence)| {
            store::source::register(tx, name, kind, *interval, *cadence)
        })
    };
    store.write("register sources", work).await
}

/// Has what is in the outbox delivered.
fn deliver(supervisor: &Supervisor, deliverer: Deliverer) {
    let stop = supervisor.stop.clone();
    supervisor.restartable("outbox".to_owned(), move || deliverer.clone().run(stop.clone()));
}

/// Has a source brought up, and up again when it fails.
fn bring(supervisor: &Supervisor, source: Configured, house: &House) {
    let Configured { name, make, .. } = source;
    let nudge = house.nudges.get(&name).cloned().unwrap_or_default();
    let desk = Desk::new(name.clone(), house.reception.clone(), nudge);
    let stop = supervisor.stop.clone();
    let make = Arc::new(make);
    supervisor.restartable(format!("source {name}"), move || {
        let (make, desk, stop) = (Arc::clone(&make), desk.clone(), stop.clone());
        async move {
            let source: Box<dyn Source> = match make() {
                Ok(source) => source,
                Err(error) => {
                    let detail = format!("{:#}", anyhow::Error::new(error));
                    let problem = Problem { kind: ProblemKind::Other, detail };
                    desk.report(Attempt::Failed(problem.clone()), None).await?;
                    return Err(anyhow::anyhow!(problem.detail));
                }
            };
            source.run(desk, stop).await.map_err(anyhow::Error::from)
        }
    });
}
