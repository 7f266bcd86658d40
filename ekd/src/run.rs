//! Puts the house together, starts it, and ends it in order.

mod behind;

use std::collections::BTreeMap;
use std::fs::File;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use common::account::Login;
use common::id::SourceName;
use jiff::tz::TimeZone;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::accounts::Kit;
use crate::admission::{Noted, Porter, Unfinished};
use crate::binding::Calendar;
use crate::clock::Clock;
use crate::config::info_codes::InfoCodesError;
use crate::config::paths::Paths;
use crate::config::tickets::TicketsError;
use crate::config::{BillingConfig, Config, PeerConfig, UserName, tariff};
use crate::customers::erasure::{self, Journal};
use crate::hashing::Hasher;
use crate::import::{self, Reader};
use crate::liveness::Liveness;
use crate::notify::Channels;
use crate::office;
use crate::query::transfer::Payee;
use crate::reception::{Forms, Reception};
use crate::reporting;
use crate::rpc::listen::{Doors, ListenError, Socket};
use crate::rpc::tls::{Certificate, Port, TlsError};
use crate::rpc::{About, Attachables, House, IMPORT, Uploads};
use crate::source::roster::{Configured, configured};
use crate::store::log::Write;
use crate::store::{self, OpenError, Store, StoreError, WriterEnded};
use crate::supervisor::Supervisor;
use crate::users;
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
    #[error(
        "{path} is missing, and without it the second factors of {n_sealed} accounts cannot be opened: put it back, or \
         have them forgotten with `ekd setup --new-key`"
    )]
    KeyLost { path: PathBuf, n_sealed: u64 },
    #[error(transparent)]
    Listen(#[from] ListenError),
    #[error("nobody can come over a network")]
    Tls(#[from] TlsError),
    #[error(transparent)]
    InfoCodes(#[from] InfoCodesError),
    #[error("nobody can tell until when tickets are to be answered")]
    Tickets(#[from] TicketsError),
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
    desk: Arc<office::Desk>,
    certificate: Option<Certificate>,
    address: Option<SocketAddr>,
    asked: CancellationToken,
    /// Held for life: two daemons never share an archive.
    _lock: File,
}

/// Makes the directories, an empty archive and the key beside it.
///
/// # Errors
/// If there is an archive already, or the place cannot be written.
pub fn set_up(paths: &Paths) -> Result<(), RunError> {
    make_directory(&paths.state)?;
    Vault::open(&paths.vault())?;
    Ok(store::open::create(&paths.archive())?)
}

/// Starts a daemon; when this returns, front ends can connect. `stop` ends it.
///
/// # Errors
/// Everything that prevents a start; nothing was changed then.
pub async fn start(start: Start, stop: CancellationToken) -> Result<Running, RunError> {
    let Start { config, paths, clock, demo } = start;
    let zone = config.daemon.time_zone()?;
    let info_codes = Arc::new(config.info_codes.tables()?);
    let desk = office_desk(&config, zone.clone())?;
    let lock = lock(&paths)?;
    [paths.uploads(), paths.attachables(), paths.parked()].iter().try_for_each(|path| make_directory(path))?;
    let channels = Channels::new(&config);
    let certificate = config.tls.as_ref().map(Certificate::load).transpose()?;
    let (store, writer) = Store::open(&paths.archive())?;
    let vault = vault(&paths, &store).await?;
    let socket = Socket::bind(&paths.socket)?;
    let port = port(certificate.as_ref()).await?;
    let address = port.as_ref().and_then(Port::address);
    let supervisor = Supervisor::new(stop.child_token());
    let sources = configured(&config, &zone);
    register(&store, &sources).await?;
    let erasures = Journal::at(paths.erasures());
    erase_again(&store, &erasures).await?;
    let users = users::read();
    let kit = Kit { vault, channels, zone: zone.clone() };
    let reports = reporting_desk(&config, &kit);
    let porter = porter((&store, &clock), kit, peers(&config.rpc.peers, &users));
    let about = About {
        zone: zone.clone(),
        demo,
        started_at: clock.now(),
        sources: sources.iter().map(|source| source.name.clone()).collect(),
        users,
        info_codes,
        desk: Arc::new(desk),
        tariffs: Arc::clone(&reports.tariffs),
        interest: Arc::new(config.interest.table()),
        vat: Arc::new(config.vat.vat()),
        climate: config.climate.climate(),
        payee: Arc::new(payee(&config.billing)),
        reader: reader(&config),
        ksef_address: config.billing.ksef_address.clone(),
        reports,
    };
    let house = House {
        nudges: Arc::new(sources.iter().map(|source| (source.name.clone(), Arc::default())).collect()),
        uploads: Uploads::new(paths.uploads()),
        attachables: Attachables::new(paths.attachables()),
        porter,
        liveness: Liveness::default(),
        erasures,
        stop: supervisor.stop.clone(),
        reception: reception(&config, &paths, &about, clock, store.clone()),
        about: Arc::new(about),
    };
    supervisor.essential("rpc", Doors { socket, port }.serve(house.clone(), supervisor.clone()));
    behind::work_behind(&supervisor, &house, &config).await?;
    for source in sources {
        behind::bring(&supervisor, source, &house);
    }
    let (reception, desk) = (house.reception, Arc::clone(&house.about.desk));
    Ok(Running { supervisor, store, writer, reception, desk, certificate, address, asked: stop, _lock: lock })
}

/// Listens for other machines, where there is a certificate to show them.
async fn port(certificate: Option<&Certificate>) -> Result<Option<Port>, RunError> {
    Ok(match certificate {
        Some(certificate) => Some(Port::bind(certificate).await?),
        None => None,
    })
}

/// Returns what works on tickets go by.
fn office_desk(config: &Config, zone: TimeZone) -> Result<office::Desk, TicketsError> {
    let tickets = &config.tickets;
    Ok(office::Desk {
        clocks: tickets.service_clocks()?,
        office: tickets.office(zone),
        reopen_within: tickets.grace(),
        answer_within: tickets.first_answer,
        longest_hold: tickets.hold,
    })
}

/// Returns who lets callers in.
fn porter((store, clock): (&Store, &Clock), kit: Kit, peers: BTreeMap<u32, Login>) -> Porter {
    Porter {
        store: store.clone(),
        clock: clock.clone(),
        kit,
        hasher: Hasher::default(),
        peers: Arc::new(peers),
        noted: Noted::default(),
        unfinished: Unfinished::default(),
    }
}

/// Returns what works on reports go by.
fn reporting_desk(config: &Config, kit: &Kit) -> reporting::Desk {
    reporting::Desk {
        zone: kit.zone.clone(),
        channels: kit.channels.clone(),
        tariffs: Arc::new(tariff::tariffs(&config.tariff)),
        interest: Arc::new(config.interest.table()),
        directory: config.reports.directory.clone().map(Arc::new),
        making: Arc::new(Semaphore::new(reporting::AT_ONCE)),
    }
}

/// Returns to whom is paid, as far as the configuration says it.
fn payee(config: &BillingConfig) -> Payee {
    Payee { name: config.payee.clone(), nip: config.payee_nip.clone() }
}

/// Returns how files with invoices and statements are read.
fn reader(config: &Config) -> Reader {
    let seller = import::reading::seller(config.billing.payee.as_deref(), config.billing.payee_nip.as_ref());
    Reader { mappings: Arc::new(config.invoice_mapping.clone()), seller }
}

/// Opens the vault. One that is missing is made anew only where nothing in the archive needs it.
async fn vault(paths: &Paths, store: &Store) -> Result<Vault, RunError> {
    if !paths.vault().exists() {
        let n_sealed = store.read(|log| store::account::with_second_factor(log)).await?;
        if n_sealed > 0 {
            return Err(RunError::KeyLost { path: paths.vault(), n_sealed });
        }
    }
    Ok(Vault::open(&paths.vault())?)
}

/// Erases what an older archive that was restored still has of people who were erased, before anyone can log in.
async fn erase_again(store: &Store, erasures: &Journal) -> Result<(), StoreError> {
    let erased = erasures.read()?;
    if !erased.is_empty() && store.write("erase again", move |tx| erasure::again(tx, &erased)).await? > 0 {
        store.wipe().await?;
    }
    Ok(())
}

/// Returns whose account it is that a user of the server has, by the user's number.
fn peers(peers: &[PeerConfig], users: &BTreeMap<u32, String>) -> BTreeMap<u32, Login> {
    let mut found = BTreeMap::new();
    for peer in peers {
        let uid = match &peer.user {
            UserName::Number(uid) => Some(*uid),
            UserName::Name(name) => users.iter().find(|(_, user)| *user == name).map(|(uid, _)| *uid),
        };
        match (uid, Login::parse(&peer.account)) {
            (Some(uid), Ok(login)) => {
                found.insert(uid, login);
            }
            (None, _) | (_, Err(_)) => tracing::warn!(user = ?peer.user, "a user of [rpc] peers is unknown here"),
        }
    }
    found
}

fn reception(config: &Config, paths: &Paths, about: &About, clock: Clock, store: Store) -> Reception {
    let About { zone, info_codes, .. } = about;
    let (calendar, info_codes) = (Calendar { zone: zone.clone() }, Arc::clone(info_codes));
    Reception {
        store,
        clock,
        forms: Arc::new(Forms { mappings: config.mapping.clone(), calendar, info_codes }),
        parked: Arc::new(paths.parked()),
    }
}

impl Running {
    /// Returns the door for documents, for programs that embed the daemon and its benches.
    pub const fn reception(&self) -> &Reception {
        &self.reception
    }

    /// Returns what counts in the office while the daemon runs.
    pub(crate) const fn desk(&self) -> &Arc<office::Desk> {
        &self.desk
    }

    /// Returns where it listens for TLS.
    pub const fn address(&self) -> Option<SocketAddr> {
        self.address
    }

    /// Reads the certificate anew, if there is one. Where that fails, the one before goes on being shown.
    ///
    /// # Errors
    /// What is wrong with the files.
    pub fn reload(&self) -> Result<(), TlsError> {
        self.certificate.as_ref().map_or(Ok(()), Certificate::reload)
    }

    /// Has these signals stop it, as the daemon's own commands do; an embedding program has its own ways.
    pub fn heed(&self, signals: Signals) {
        let (asked, stop) = (self.asked.clone(), self.supervisor.stop.clone());
        self.supervisor.passing(obey(signals, asked, stop, self.certificate.clone()));
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

/// SIGTERM, Ctrl-C and SIGHUP, heard from now on: before the start, so that none falls between start and heed.
#[derive(Debug)]
pub struct Signals {
    term: Signal,
    interrupt: Signal,
    hangup: Signal,
}

impl Signals {
    /// Begins to listen.
    ///
    /// # Errors
    /// Where the system does not allow it.
    pub fn listen() -> std::io::Result<Self> {
        let heard = |kind| signal(kind);
        Ok(Self {
            term: heard(SignalKind::terminate())?,
            interrupt: heard(SignalKind::interrupt())?,
            hangup: heard(SignalKind::hangup())?,
        })
    }
}

async fn obey(
    mut signals: Signals,
    asked: CancellationToken,
    stop: CancellationToken,
    certificate: Option<Certificate>,
) {
    loop {
        tokio::select! {
            _ = signals.term.recv() => break,
            _ = signals.interrupt.recv() => break,
            _ = signals.hangup.recv() => match certificate.as_ref().map(Certificate::reload) {
                Some(Ok(())) => tracing::info!("the certificate was read anew"),
                Some(Err(error)) => {
                    let error = anyhow::Error::new(error);
                    tracing::error!(error = format!("{error:#}"), "the certificate stays the one before");
                }
                None => {}
            },
            () = stop.cancelled() => return,
        }
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
        store::source::expect_nothing(tx)?;
        facts.iter().try_for_each(|(name, kind, interval, cadence)| {
            store::source::register(tx, name, kind, *interval, *cadence)
        })
    };
    store.write("register sources", work).await
}
