//! A daemon with an invented town and invented people, in a directory of its own: for `ektui --demo`, `ekd demo` and tests.

mod billing;
mod office;
mod sites;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use common::account::{Login, Role};
use common::alarm::Severity;
use common::customer::{Address, CustomerCard, Mandate, NewCustomer, Ownership, Right};
use common::id::{CustomerNumber, RuleName, SiteCode};
use common::nip::Nip;
use common::quantity::Temperature;
use common::rule::{Condition, OffTable, ReturnHot, Rule, RuleScope};
use common::weather::{Curve, CurveOf, CurvePoint, NewCurve};
use jiff::{SignedDuration, Timestamp};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::config::Config;
use crate::config::paths::Paths;
use crate::founding::{self, Founder, FoundingError};
use crate::run::{self, RunError, Running, Start};
use crate::source::sim::SimConfig;
use crate::store::audit::Deed;
use crate::store::log::{Logbook, Write};
use crate::store::weather::Setting;
use crate::store::{self, StoreError};
use crate::turned::Turned;
use crate::vigil::rules;
use crate::{accounts, curves, customers};
use billing::Buyer;

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

/// The source that tells of the town.
const TOWN: &str = "miasto";

/// Who acts for all customers of the demo.
const MANAGER: &str = "anna";
/// Who sets the curves.
const TECHNICIAN: &str = "tomek";
/// Who answers customers.
const CLERK: &str = "maria";

/// Who can log in.
const PEOPLE: [(&str, &str, Role); 4] = [
    (MANAGER, "Anna Kowalska", Role::Manager),
    (TECHNICIAN, "Tomasz Lis", Role::Technician),
    (CLERK, "Maria Wiśniewska", Role::Clerk),
    ("root", "Administrator", Role::Administrator),
];

/// A customer of the town and the codes of its sites; none: all others.
const PARTIES: [(&str, &[&str]); 3] = [("K-00433", &["W-0433"]), ("K-00421", &["W-0421"]), ("K-00412", &[])];

/// Since when the customers own and the manager acts: before anything was read.
const SINCE: &str = "2020-01-01T00:00:00+01:00";
/// The point whose regulator measures the weather for all.
const STATION: &str = "P-0412";
/// The site with a heating curve, and since how many days before the beginning it has the present one.
const CURVED: (&str, i64) = ("W-0412", 16);

/// The site whose valve is stuck, what its contract allows for the return (m°C), and the rule that watches it.
const HOT: (&str, i64, &str) = ("W-0414", 55_000, "return-hot-w-0414");
/// Meters of the demo are read every few seconds: who looks at it need not wait for the usual hour.
const HOT_AFTER: SignedDuration = SignedDuration::from_secs(10);
const COOL_AFTER: SignedDuration = SignedDuration::from_mins(10);

/// What is wanted at an outdoor temperature: supply, and return where it is told; in thousandths of a degree.
type Wish = (i64, i64, Option<i64>);

/// As the town's network runs: 115 °C in hard frost, 80 °C in light frost, 70 °C when it is mild.
const TABLE: [Wish; 3] =
    [(-20_000, 115_000, Some(60_000)), (-4_000, 80_000, Some(50_000)), (1_000, 70_000, Some(45_000))];
/// As the regulators of the town were set before, and are now.
const STEEPER: [Wish; 3] = [(-16_000, 75_000, None), (15_000, 32_000, None), (18_000, 28_000, None)];
const PRESENT: [Wish; 3] = [(-18_000, 75_000, None), (15_000, 32_000, None), (18_000, 28_000, None)];

/// The rule of the catalogue for supplies off the table, and how slowly the town's network follows the weather.
const SLOW: &str = "supply-off-table";
const FOLLOWS: SignedDuration = SignedDuration::from_hours(24);

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
    config.sim.insert(TOWN.to_owned(), SimConfig::default());
    config.tariff.insert(sites::TARIFF.to_owned(), sites::tariff());
    let clock = now.map_or_else(Clock::system, Clock::starting_at);
    if !paths.archive().exists() {
        run::set_up(&paths)?;
        let (paths, now) = (paths.clone(), clock.now());
        let people = tokio::task::spawn_blocking(move || people(&paths, now));
        people.await.map_err(|_| Turned::from(StoreError::Panicked))??;
    }
    let running = run::start(Start { config, paths, clock: clock.clone(), demo: true }, stop).await?;
    settle(&running, clock.now()).await?;
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

/// Waits for the town and says whose its buildings are, and how it is heated.
async fn settle(running: &Running, now: Timestamp) -> Result<(), Turned> {
    let store = &running.reception().store;
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
    store.write("people of the demo", own_all).await?;
    store.write("weather of the demo", move |tx: &Write<'_>| set_curves(tx, now)).await?;
    store.write("rules of the demo", move |tx: &Write<'_>| set_rules(tx, now)).await?;
    store.write("sites of the demo", move |tx: &Write<'_>| sites::describe(tx, now)).await?;
    let desk = Arc::clone(running.desk());
    billing::fill(store, desk.office.zone.clone(), now).await?;
    store.write("tickets of the demo", move |tx: &Write<'_>| office::fill(tx, &desk, now)).await
}

fn own_all(tx: &Write<'_>) -> Result<(), Turned> {
    let anna = accounts::find(tx, &login(MANAGER))?;
    let log = tx.log();
    let since: Timestamp = SINCE.parse().expect("the beginning of the demo is an instant");
    let mut free = store::site::list(&log, &common::api::Filter::default(), None, 1000)?;
    for (number, sites) in PARTIES {
        let Buyer { name, street, nip, .. } = billing::buyer(number);
        let number = CustomerNumber::parse(number).expect("the numbers of the demo are codes");
        let address =
            Address { street: (*street).to_owned(), postal_code: "00-412".to_owned(), town: "Miasto".to_owned() };
        let card =
            CustomerCard { name: (*name).to_owned(), address, phone: None, email: None, nip: Nip::parse(nip).ok() };
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

fn set_curves(tx: &Write<'_>, now: Timestamp) -> Result<(), Turned> {
    if store::weather::network_table_at(tx, now)?.is_some() {
        return Ok(());
    }
    let setting = Setting { by: Some(accounts::find(tx, &login(TECHNICIAN))?.id), at: now };
    let since: Timestamp = SINCE.parse().expect("the beginning of the demo is an instant");
    let (site, days) = CURVED;
    let site = || CurveOf::Site(SiteCode::parse(site).expect("the codes of the demo are codes"));
    let changed_at = now - SignedDuration::from_hours(24 * days);
    for (of, valid_from, wishes, comment) in [
        (CurveOf::Network, since, TABLE, ""),
        (site(), since, STEEPER, ""),
        (site(), changed_at, PRESENT, "krzywa 1,4→1,3"),
    ] {
        let new = NewCurve { of, valid_from, curve: curve(&wishes), comment: comment.to_owned() };
        curves::set_curve(tx, &new, &setting)?;
    }
    // Its first readings may still be on their way, which is no reason to refuse it here.
    if let Some(point) = store::point::by_code(&tx.log(), STATION)? {
        store::weather::set_station(tx, None, Some(point.id), &setting)?;
    }
    Ok(())
}

/// Says what the contract of one site allows, so that its readings raise an alarm.
fn set_rules(tx: &Write<'_>, now: Timestamp) -> Result<(), Turned> {
    let (site, limit, name) = HOT;
    let deed = Deed {
        at: now,
        actor: Some(accounts::find(tx, &login(TECHNICIAN))?.id),
        what: "rule.change",
        account: None,
        customer: None,
        detail: String::new(),
        source: "demo".to_owned(),
    };
    let hot = ReturnHot {
        limit: Some(Temperature::from_base(limit)),
        raise_after: HOT_AFTER,
        clear_after: COOL_AFTER,
        ..ReturnHot::default()
    };
    let at_site = RuleScope::Site(SiteCode::parse(site).expect("the codes of the demo are codes"));
    let off = OffTable { outdoor_over: FOLLOWS, ..OffTable::default() };
    for (name, scope, severity, condition) in [
        (name, at_site, Severity::Alarm, Condition::ReturnHot(hot)),
        (SLOW, RuleScope::Installation, Severity::Warning, Condition::SupplyOffTable(off)),
    ] {
        let name = RuleName::parse(name).expect("the names of the demo are codes");
        let (rises, remind_every, escalate) = (Vec::new(), None, None);
        let rule = Rule { name, enabled: true, scope, severity, rises, remind_every, escalate, condition };
        rules::save(tx, &rule, &deed)?;
    }
    Ok(())
}

fn curve(wishes: &[Wish]) -> Curve {
    let point = |(outdoor, supply, returned): &Wish| CurvePoint {
        outdoor: Temperature::from_base(*outdoor),
        supply: Temperature::from_base(*supply),
        returned: returned.map(Temperature::from_base),
    };
    Curve::new(wishes.iter().map(point).collect()).expect("the curves of the demo are curves")
}
