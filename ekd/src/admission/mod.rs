//! Letting in: what a knock proves, what it costs, what is written down about it.
//!
//! Every try at a password costs one hash and one write, whoever it is for and however it ends; its answer tells neither
//! whether the name is known nor why it was refused. Knows no sockets; sessions and tokens that were let in are looked at
//! again at every call (`rpc::access`).

mod entry;
mod password;
mod reset;
mod unfinished;

pub use password::NAME;
pub use unfinished::Unfinished;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use common::account::{Login, Role, Standing};
use common::fault::{Cause, SessionEnd};
use common::gate::{Admission, Opened, With};
use common::id::AccountId;
use common::log_in::{LogInOutcome, Method, PreviousLogIns};
use common::pass;
use common::secret::Secret;
use common::text::visible;
use jiff::Timestamp;

use crate::accounts::{Kit, Pass};
use crate::clock::Clock;
use crate::hashing::{Crowded, Hasher};
use crate::liveness;
use crate::store::account::Keeper;
use crate::store::log::Logbook;
use crate::store::log_in::Try;
use crate::store::session::Kept;
use crate::store::{self, Store, StoreError};
use crate::turned::Turned;

/// Lets in, or not. Clones are the same door.
#[derive(Clone, Debug)]
pub struct Porter {
    pub store: Store,
    pub clock: Clock,
    pub kit: Kit,
    pub hasher: Hasher,
    /// Users of the server that need no password, by their number.
    pub peers: Arc<BTreeMap<u32, Login>>,
    /// When a pass was written into the history last.
    pub noted: Noted,
    /// Log-ins that wait for a code or a new password.
    pub unfinished: Unfinished,
}

/// When a session, a token or a peer was written into the history last: their every use is not a line of its own.
#[derive(Clone, Debug, Default)]
pub struct Noted(Arc<Mutex<HashMap<Use, Instant>>>);

/// What of several uses is one line.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Use {
    account: AccountId,
    method: Method,
    source: String,
    client: String,
}

/// From where somebody knocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// An address, or a user of the server.
    pub source: String,
    /// The user at the other end, as the kernel tells it; `None` over a network.
    pub uid: Option<u32>,
}

/// What a knock led to.
#[derive(Clone, Debug)]
pub enum Knocked {
    In(AccountId, Pass, Box<Admission>),
    /// What is missing, or was done instead.
    Asks(Opened),
}

impl From<Crowded> for Turned {
    fn from(_: Crowded) -> Self {
        Self::Cause(Cause::Busy)
    }
}

/// Characters of what a program says of itself.
const LONGEST_CLIENT: usize = 64;
/// Uses of a session or a token, or by a peer, from the same place, with the same program, within this time are one line.
const ONE_LINE: Duration = Duration::from_mins(10);
/// Tokens note their last use so often.
const TOUCHED_EVERY: Duration = Duration::from_mins(1);

impl Noted {
    fn is_due(&self, account: AccountId, method: Method, origin: &Origin, client: &str) -> bool {
        let mut book = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        book.retain(|_, at| now.duration_since(*at) < ONE_LINE);
        let key = Use { account, method, source: origin.source.clone(), client: client.to_owned() };
        if book.contains_key(&key) {
            return false;
        }
        book.insert(key, now);
        true
    }
}

impl Porter {
    /// Answers one knock.
    ///
    /// # Errors
    /// [`Cause::LogInRefused`], [`Cause::PeerUnknown`], [`Cause::SessionEnded`], [`Cause::NotLoggedIn`],
    /// [`Cause::WeakPassword`], [`Cause::WrongCode`], [`Cause::Busy`]; or the archive failed.
    pub async fn answer(&self, origin: &Origin, client: &str, with: With) -> Result<Knocked, Turned> {
        let client: String = visible(client).chars().take(LONGEST_CLIENT).collect();
        match with {
            With::Peer => self.peer(origin, client).await,
            With::Session(secret) => self.session(origin, client, &secret).await,
            With::Token(secret) => self.token(origin, client, &secret).await,
            With::Password(password) => self.password(origin, client, password).await,
            With::Forgotten { login } => self.forgotten(origin, &login).await,
            With::Reset { login, code, new_password } => {
                self.reset(origin, client, reset::Attempt { login, code, new_password }).await
            }
        }
    }

    async fn peer(&self, origin: &Origin, client: String) -> Result<Knocked, Turned> {
        let unknown = || Turned::from(Cause::PeerUnknown { user: origin.source.clone() });
        let uid = origin.uid.ok_or(Cause::NotLoggedIn)?;
        let login = self.peers.get(&uid).cloned().ok_or_else(unknown)?;
        let find = move |log: &Logbook<'_>| -> Result<_, StoreError> {
            let Some(keeper) = store::account::by_login(log, login.as_str())? else { return Ok(None) };
            let previous = store::log_in::before(log, keeper.id, i64::MAX)?;
            Ok(Some((keeper, previous)))
        };
        let (keeper, previous) = self.store.read(find).await?.ok_or_else(unknown)?;
        if !keeper.standing.is_open() {
            return Err(Cause::SessionEnded { why: SessionEnd::Closed }.into());
        }
        self.enter(&keeper, Method::Peer, origin, &client).await?;
        let admission = admission(&keeper, Method::Peer, previous);
        Ok(Knocked::In(keeper.id, Pass::Peer, Box::new(admission)))
    }

    async fn session(&self, origin: &Origin, client: String, secret: &Secret) -> Result<Knocked, Turned> {
        let digest = pass::digest(secret);
        let find = move |log: &Logbook<'_>| -> Result<_, StoreError> {
            let Some(kept) = store::session::by_digest(log, &digest)? else { return Ok(None) };
            Ok(store::account::by_id(log, kept.account)?.map(|keeper| (kept, keeper)))
        };
        let (kept, keeper) = self.store.read(find).await?.ok_or(Cause::NotLoggedIn)?;
        let over = over(&kept, keeper.standing, self.clock.now());
        if let Some(why) = over {
            return Err(Cause::SessionEnded { why }.into());
        }
        check_factor(&keeper, origin)?;
        self.enter(&keeper, Method::Session, origin, &client).await?;
        let mut admission = admission(&keeper, Method::Session, PreviousLogIns::default());
        admission.expires_at = Some(kept.expires_at);
        Ok(Knocked::In(keeper.id, Pass::Session(kept.id), Box::new(admission)))
    }

    async fn token(&self, origin: &Origin, client: String, secret: &Secret) -> Result<Knocked, Turned> {
        let digest = pass::digest(secret);
        let find = move |log: &Logbook<'_>| -> Result<_, StoreError> {
            let Some(kept) = store::token::by_digest(log, &digest)? else { return Ok(None) };
            Ok(store::account::by_id(log, kept.account)?.map(|keeper| (kept, keeper)))
        };
        let (kept, keeper) = self.store.read(find).await?.ok_or(Cause::NotLoggedIn)?;
        let now = self.clock.now();
        let refused = if kept.is_revoked || keeper.standing != Standing::Active {
            Some((LogInOutcome::Closed, SessionEnd::Ended))
        } else if kept.expires_at <= now {
            Some((LogInOutcome::Expired, SessionEnd::Expired))
        } else {
            None
        };
        if let Some((outcome, why)) = refused {
            let line = self.line(Some(keeper.id), (Method::Token, outcome), origin, &client);
            self.store.write("token is refused", move |tx| store::log_in::append(tx, &line)).await?;
            return Err(Cause::SessionEnded { why }.into());
        }
        self.enter(&keeper, Method::Token, origin, &client).await?;
        let every = TOUCHED_EVERY.as_secs().cast_signed();
        if kept.used_at.is_none_or(|used_at| now.duration_since(used_at).as_secs() >= every) {
            let (id, source) = (kept.id, origin.source.clone());
            self.store.write("token is used", move |tx| store::token::touch(tx, id, now, &source)).await?;
        }
        let mut admission = admission(&keeper, Method::Token, PreviousLogIns::default());
        admission.expires_at = Some(kept.expires_at);
        admission.read_only = kept.scope == common::account::TokenScope::Read;
        Ok(Knocked::In(keeper.id, Pass::Token(kept.id), Box::new(admission)))
    }

    async fn keeper(&self, login: &str) -> Result<Option<Keeper>, StoreError> {
        let login = login.to_owned();
        self.store.read(move |log| store::account::by_login(log, &login)).await
    }

    /// Writes a use of a pass into the history, unless the same was written a moment ago.
    async fn enter(&self, keeper: &Keeper, method: Method, origin: &Origin, client: &str) -> Result<(), StoreError> {
        if self.noted.is_due(keeper.id, method, origin, client) {
            let line = self.line(Some(keeper.id), (method, LogInOutcome::Success), origin, client);
            self.store.write("log-in", move |tx| store::log_in::append(tx, &line)).await?;
        }
        Ok(())
    }

    fn line(
        &self,
        account: Option<AccountId>,
        (method, outcome): (Method, LogInOutcome),
        origin: &Origin,
        client: &str,
    ) -> Try {
        let (source, client) = (origin.source.clone(), client.to_owned());
        Try { at: self.clock.now(), account, method, outcome, source, client }
    }
}

/// Tells why a session opens nothing any more. By the wall alone: each call looks closer (`liveness`).
fn over(kept: &Kept, standing: Standing, now: Timestamp) -> Option<SessionEnd> {
    let is_over = now >= kept.expires_at || now.duration_since(kept.used_at) >= liveness::IDLE;
    liveness::ended(kept, standing).or_else(|| is_over.then_some(SessionEnd::Expired))
}

/// Over a network staff have a second factor, however the session was opened.
fn check_factor(keeper: &Keeper, origin: &Origin) -> Result<(), Cause> {
    let lacks = origin.uid.is_none() && keeper.role.is_staff() && keeper.totp.is_none();
    if lacks { Err(Cause::NotLoggedIn) } else { Ok(()) }
}

fn admission(keeper: &Keeper, method: Method, previous: PreviousLogIns) -> Admission {
    let (login, name, role): (Login, String, Role) = (keeper.login.clone(), keeper.name.clone(), keeper.role);
    Admission { login, name, role, method, session: None, expires_at: None, read_only: false, previous }
}

/// Returns when a session that begins now ends at the latest.
fn session_end(now: Timestamp) -> Timestamp {
    now.checked_add(liveness::LONGEST).unwrap_or(Timestamp::MAX)
}
