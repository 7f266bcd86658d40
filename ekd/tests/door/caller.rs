//! People at the door: a house with accounts, and what those say who knock.

use std::net::SocketAddr;

use common::account::{AccountChange, Login, NewAccount, OwnAccount, Role, TotpOffer};
use common::client::{Connection, Door};
use common::endpoint::Endpoint;
use common::fault::{Cause, Fault};
use common::gate::{Admission, Knock, Opened, Password, With};
use common::log_in::{LogIn, LogInOutcome, LogInQuery, Method};
use common::page::Page;
use common::secret::Secret;
use ekd::config::paths::Paths;
use ekd::founding::{self, Founder};
use jiff::{SignedDuration, Timestamp};
use ring::hmac;

use crate::authority::Authority;
use crate::harness::client::once;
use crate::harness::daemon::TestDaemon;

pub(crate) const NOW: &str = "2026-04-05T10:00:00Z";
/// Of anna, a customer, and tomek, a technician. Root has none and is vouched for by the kernel.
pub(crate) const PASSWORD: &str = "siedem kotów na dachu";
pub(crate) const OTHER: &str = "osiem psów pod płotem";

/// A daemon with people, on its socket and over TLS.
pub(crate) struct House {
    pub(crate) daemon: TestDaemon,
    pub(crate) authority: Authority,
    pub(crate) local: Endpoint,
    pub(crate) remote: Endpoint,
    pub(crate) address: SocketAddr,
}

impl House {
    pub(crate) async fn start(sections: &str) -> Self {
        let authority = Authority::new();
        let sections = authority.section() + sections;
        let daemon = TestDaemon::start_after(NOW, &sections, people).await.unwrap();
        Self::around(daemon, authority)
    }

    fn around(daemon: TestDaemon, authority: Authority) -> Self {
        let address = daemon.running.address().unwrap();
        let (local, remote) = (Endpoint::Unix(daemon.paths.socket.clone()), authority.endpoint(address));
        Self { daemon, authority, local, remote, address }
    }

    /// Ends the daemon in order and starts it again.
    pub(crate) async fn restart(self) -> Self {
        let sections = self.authority.section();
        Self::around(self.daemon.restart(&sections).await, self.authority)
    }

    /// Moves the clock.
    pub(crate) fn later(&self, by: SignedDuration) -> Timestamp {
        let now = self.daemon.clock.now() + by;
        self.daemon.set_clock(now);
        now
    }

    /// Returns a connection of the administrator whom the kernel vouches for.
    pub(crate) async fn root(&self) -> Connection {
        log_in(&self.local, With::Peer).await.0
    }

    /// Makes an account with [`PASSWORD`] as the initial one.
    pub(crate) async fn create(&self, name: &str, role: Role) {
        let account = NewAccount {
            login: login(name),
            name: name.to_owned(),
            role,
            initial_password: PASSWORD.into(),
            email: None,
            mandate: None,
            language: None,
        };
        let root = self.root().await;
        root.ask(async |ek, context| ek.create_account(context, once(), account).await).await.unwrap();
    }
}

fn people(paths: &Paths, now: Timestamp) {
    for (name, role) in [("anna", Role::Customer), ("tomek", Role::Technician)] {
        let founder = Founder { login: login(name), name: name.to_owned(), role, password: Some(PASSWORD.into()) };
        founding::found(paths, &founder, now).unwrap();
    }
}

pub(crate) fn login(name: &str) -> Login {
    Login::parse(name).unwrap()
}

pub(crate) fn by_password(login: &str, password: &str) -> With {
    With::Password(Password { login: login.to_owned(), password: password.into(), code: None, new_password: None })
}

pub(crate) fn with_code(login: &str, password: &str, code: &str) -> With {
    let code = Some(code.to_owned());
    With::Password(Password { login: login.to_owned(), password: password.into(), code, new_password: None })
}

pub(crate) fn with_new_password(login: &str, password: &str, new: &str) -> With {
    let new_password = Some(new.into());
    With::Password(Password { login: login.to_owned(), password: password.into(), code: None, new_password })
}

pub(crate) async fn knock(endpoint: &Endpoint, with: With) -> Result<Door, Fault> {
    Connection::knock(endpoint, &Knock { client: "test".to_owned(), with }).await
}

/// Logs in, which is expected to succeed.
pub(crate) async fn log_in(endpoint: &Endpoint, with: With) -> (Connection, Admission) {
    match knock(endpoint, with).await {
        Ok(Door::Open(connection, admission)) => (connection, *admission),
        other => panic!("not let in: {other:?}"),
    }
}

/// Knocks, which is expected to be refused.
pub(crate) async fn refused(endpoint: &Endpoint, with: With) -> Cause {
    match knock(endpoint, with).await {
        Err(fault) => fault.cause,
        Ok(door) => panic!("not refused: {door:?}"),
    }
}

/// Knocks, which is expected to be answered with a question.
pub(crate) async fn asked(endpoint: &Endpoint, with: With) -> Opened {
    match knock(endpoint, with).await {
        Ok(Door::Asks(asks)) => asks,
        other => panic!("nothing is asked: {other:?}"),
    }
}

pub(crate) fn session(admission: &Admission) -> With {
    With::Session(admission.session.clone().unwrap())
}

/// Has the administrator change an account.
pub(crate) async fn edit(house: &House, name: &str, change: AccountChange) {
    let root = house.root().await;
    root.ask(async |ek, context| ek.edit_account(context, login(name), change).await).await.unwrap();
}

pub(crate) async fn account(connection: &Connection) -> Result<OwnAccount, Cause> {
    connection.ask(async |ek, context| ek.account(context).await).await.map_err(|fault| fault.cause)
}

/// Returns the history, the newest first, as the query wants it.
pub(crate) async fn history(connection: &Connection, query: LogInQuery) -> Vec<LogIn> {
    let ask = connection.ask(async |ek, context| ek.log_ins(context, query, Page::default()).await);
    ask.await.unwrap().items
}

/// Returns the history of everybody, the newest first.
pub(crate) async fn all_history(house: &House) -> Vec<LogIn> {
    history(&house.root().await, LogInQuery { everyone: true, ..LogInQuery::default() }).await
}

pub(crate) fn outcomes(history: &[LogIn]) -> Vec<(Method, LogInOutcome)> {
    history.iter().map(|one| (one.method, one.outcome)).collect()
}

/// Returns the code of RFC 6238 that an app shows, made here and not by the daemon's library.
pub(crate) fn code_of(offer: &TotpOffer, at: Timestamp) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &from_base32(&offer.secret));
    let step = u64::try_from(at.as_second()).unwrap() / 30;
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let tag = tag.as_ref();
    let offset = usize::from(tag[19] & 15);
    let number = u32::from_be_bytes(tag[offset..offset + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

pub(crate) fn from_base32(text: &Secret) -> Vec<u8> {
    let (mut bits, mut n_bits, mut bytes) = (0_u32, 0, Vec::new());
    for letter in text.expose().bytes() {
        let value = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".iter().position(|one| *one == letter).unwrap();
        (bits, n_bits) = ((bits << 5) | u32::try_from(value).unwrap(), n_bits + 5);
        if n_bits >= 8 {
            n_bits -= 8;
            bytes.push(u8::try_from((bits >> n_bits) & 0xff).unwrap());
        }
    }
    bytes
}
