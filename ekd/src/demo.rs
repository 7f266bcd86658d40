//! A daemon with an invented town and invented people, in a directory of its own: for `ektui --demo`, `ekd demo` and tests.

use std::path::Path;
use std::time::Duration;

use common::account::{Login, Role};
use common::customer::{Address, CustomerCard, Mandate, NewCustomer, Ownership, Right};
use common::id::CustomerNumber;
use jiff::Timestamp;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::config::Config;
use crate::config::paths::Paths;
use crate::founding::{self, Founder, FoundingError};
use crate::run::{self, RunError, Running, Start};
use crate::source::sim::SimConfig;
use crate::store::log::{Logbook, Write};
use crate::store::{self, Store, StoreError};
use crate::turned::Turned;
use crate::{accounts, customers};

/// Why there is no demo.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error(transparent)]
    Run(#[from] RunError),
    #[error("the people of the demo cannot be made")]
    People(#[from] FoundingError),
    #[error("the customers of the demo cannot be made")]
    Customers(#[from] Turned),
}

/// The password of everybody in the demo, and nowhere else.
pub const PASSWORD: &str = "demo";

/// Who acts for all customers of the demo.
const MANAGER: &str = "anna";

/// Who can log in.
const PEOPLE: [(&str, &str, Role); 4] = [
    (MANAGER, "Anna Kowalska", Role::Manager),
    ("tomek", "Tomasz Lis", Role::Technician),
    ("maria", "Maria Wiśniewska", Role::Clerk),
    ("root", "Administrator", Role::Administrator),
];

/// A customer of the town: number, name, street, and the codes of its sites; none: all others.
type Party = (&'static str, &'static str, &'static str, &'static [&'static str]);

const PARTIES: [Party; 3] = [
    ("K-00433", "Szkoła Podstawowa nr 7", "Szkolna 7", &["W-0433"]),
    ("K-00421", "Wspólnota Mieszkaniowa Łąkowa 16", "Łąkowa 16", &["W-0421"]),
    ("K-00412", "SM Zielona Dolina", "Zielona 1", &[]),
];

/// Since when the customers own and the manager acts: before anything was read.
const SINCE: &str = "2020-01-01T00:00:00+01:00";
/// How long the town may take to appear.
const PATIENCE: Duration = Duration::from_secs(20);

/// Starts the demo in `directory`, as if it were `now`; its socket is `directory/ekd.sock`. When this returns, the town is
/// there and its people can log in.
///
/// # Errors
/// As [`run::start`].
pub async fn start(directory: &Path, now: Option<Timestamp>, stop: CancellationToken) -> Result<Running, DemoError> {
    let paths = Paths { state: directory.to_path_buf(), socket: directory.join("ekd.sock") };
    let mut config = Config::default();
    config.sim.insert("miasto".to_owned(), SimConfig::default());
    let clock = now.map_or_else(Clock::system, Clock::starting_at);
    if !paths.archive().exists() {
        run::set_up(&paths)?;
        let (paths, now) = (paths.clone(), clock.now());
        let people = tokio::task::spawn_blocking(move || people(&paths, now));
        people.await.map_err(|_| Turned::from(StoreError::Panicked))??;
    }
    let running = run::start(Start { config, paths, clock: clock.clone(), demo: true }, stop).await?;
    settle(&running.reception().store).await?;
    Ok(running)
}

fn people(paths: &Paths, now: Timestamp) -> Result<(), FoundingError> {
    PEOPLE.iter().try_for_each(|(name_in, name, role)| {
        let founder =
            Founder { login: login(name_in), name: (*name).to_owned(), role: *role, password: Some(PASSWORD.into()) };
        founding::found(paths, &founder, now)
    })
}

fn login(name: &str) -> Login {
    Login::parse(name).expect("the names of the demo are names")
}

/// Waits for the town and says whose its buildings are.
async fn settle(store: &Store) -> Result<(), Turned> {
    let mut ear = store.bell().ear();
    let appears = async {
        loop {
            let n_sites =
                store.read(|log: &Logbook<'_>| Ok::<_, StoreError>(store::status::counts(log)?.n_sites)).await?;
            if n_sites > 0 {
                return Ok(());
            }
            ear.heard().await;
        }
    };
    timeout(PATIENCE, appears).await.unwrap_or(Err(StoreError::TooLong))?;
    store.write("people of the demo", own_all).await
}

fn own_all(tx: &Write<'_>) -> Result<(), Turned> {
    let anna = accounts::find(tx, &login(MANAGER))?;
    let log = tx.log();
    let since: Timestamp = SINCE.parse().expect("the beginning of the demo is an instant");
    let mut free = store::site::list(&log, &common::api::Filter::default(), None, 1000)?;
    for (number, name, street, sites) in PARTIES {
        let number = CustomerNumber::parse(number).expect("the numbers of the demo are codes");
        let address =
            Address { street: street.to_owned(), postal_code: "00-412".to_owned(), town: "Miasto".to_owned() };
        let card = CustomerCard { name: name.to_owned(), address, phone: None, email: None };
        let customer = store::customer::save(tx, &NewCustomer { number: number.clone(), card })?;
        let rights = [Right::Finance, Right::Technical, Right::Admin].into();
        let mandate = Mandate { customer: number.clone(), login: anna.login.clone(), rights, from: since, until: None };
        store::customer::mandate(tx, (anna.id, customer), &mandate)?;
        let (own, others) = free.into_iter().partition(|site| sites.is_empty() || sites.contains(&site.code.as_str()));
        free = others;
        for site in own {
            let ownership = Ownership { customer: number.clone(), site: site.code, from: since, until: None };
            customers::own(tx, &ownership)?;
        }
    }
    Ok(())
}
