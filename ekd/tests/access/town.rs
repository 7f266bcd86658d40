//! Three customers with a site each, the people who act for them, and staff. All that belongs to one of them carries its
//! mark: in texts, and in the figures of its readings.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use common::account::{Account, AccountChange, Login, NewAccount, NewMandate, Role, Session, Standing, TokenScope};
use common::alarm::{Alarm, AlarmDeed, AlarmFilter, Deed};
use common::api::{EkRequest, Filter};
use common::customer::{Address, Customer, CustomerCard, Mandate, NewCustomer, Ownership, Right};
use common::id::{AlarmId, CustomerNumber, MaintenanceId, PointCode, PointId, RuleName, SessionId, SiteCode, SiteId};
use common::page::{Page, Paged};
use common::point::MeteringPoint;
use common::quantity::Temperature;
use common::rule::{Maintenance, NewMaintenance, Rule, RuleChange, RuleScope};
use common::time::Period;
use common::weather::{Curve, CurveOf, CurvePoint, DatedCurve, NewCurve, NewStation, Station};
use jiff::Timestamp;

use crate::billing;
use crate::caller::Caller;
use crate::harness::client::{Client, once};
use crate::harness::daemon::TestDaemon;
use crate::reports;
use crate::tickets::{self, Seeds};

pub(crate) const NOW: &str = "2026-04-01T00:00:00Z";
/// When the sessions begin that have expired now.
const LONG_AGO: &str = "2026-03-31T10:00:00Z";
const INITIAL: &str = "pierwsze haslo na kartce";
const EPOCH: Timestamp = Timestamp::UNIX_EPOCH;

/// The letters of the three customers, and how the figures of each begin.
pub(crate) const TENANTS: [(char, &str); 3] = [('A', "313131"), ('B', "424242"), ('C', "535353")];

/// A town of one test.
pub(crate) struct Town {
    pub(crate) daemon: TestDaemon,
    pub(crate) root: Client,
    callers: BTreeMap<&'static str, Caller>,
    /// Numbers of tokens, by the letter of the customer whose person has them.
    pub(crate) tokens: BTreeMap<char, i64>,
    /// Sessions that nobody needs, likewise.
    pub(crate) spare: BTreeMap<char, SessionId>,
    /// Active alarms at the customers' points, and windows announced for them.
    pub(crate) alarms: BTreeMap<char, AlarmId>,
    pub(crate) windows: BTreeMap<char, MaintenanceId>,
    /// A ticket of each customer.
    pub(crate) seeds: BTreeMap<char, Seeds>,
    /// What the people of two of them had made and saved.
    pub(crate) reports: BTreeMap<char, reports::Seeds>,
    /// An invoice and a payment of each customer.
    pub(crate) billing: BTreeMap<char, billing::Seeds>,
}

/// Somebody new.
#[derive(Clone, Copy)]
struct Newcomer {
    login: &'static str,
    role: Role,
    acts_for: Option<(char, &'static [Right])>,
}

const PEOPLE: [Newcomer; 11] = [
    Newcomer { login: "a-boss", role: Role::Customer, acts_for: Some(('A', &Right::ALL)) },
    Newcomer { login: "a-plain", role: Role::Customer, acts_for: Some(('A', &[])) },
    Newcomer { login: "b-boss", role: Role::Customer, acts_for: Some(('B', &Right::ALL)) },
    Newcomer { login: "both", role: Role::Manager, acts_for: Some(('A', &[])) },
    Newcomer { login: "former", role: Role::Manager, acts_for: Some(('B', &[])) },
    Newcomer { login: "clerk", role: Role::Clerk, acts_for: None },
    Newcomer { login: "tech", role: Role::Technician, acts_for: None },
    Newcomer { login: "chief", role: Role::Administrator, acts_for: None },
    Newcomer { login: "closed", role: Role::Customer, acts_for: Some(('A', &Right::ALL)) },
    Newcomer { login: "locked", role: Role::Customer, acts_for: Some(('A', &Right::ALL)) },
    Newcomer { login: "sleeper", role: Role::Customer, acts_for: Some(('A', &Right::ALL)) },
];

pub(crate) fn number(letter: char) -> CustomerNumber {
    CustomerNumber::parse(&format!("K-MARK{letter}")).unwrap()
}

pub(crate) fn login(text: &str) -> Login {
    Login::parse(text).unwrap()
}

fn csv(letter: char, figures: &str) -> String {
    let mut rows = "#ek-document 1\npoint,meter,quantity,at,value,unit\n".to_owned();
    for hour in 0..96_i64 {
        let at = "2026-03-10T00:00:00Z".parse::<Timestamp>().unwrap() + jiff::SignedDuration::from_hours(hour);
        writeln!(rows, "P-MARK{letter},S-MARK{letter},energy,{at},{figures}{:06},J", 7 * hour).unwrap();
    }
    writeln!(rows, "P-MARK{letter},S-MARK{letter},energy,wczoraj MARK{letter},{figures}000000,J").unwrap();
    writeln!(rows, "P-MARK{letter},S-MARK{letter},energy,2026-03-12T00:30:00Z,{figures}x,J").unwrap();
    rows
}

/// The name of the rule that is for a customer.
pub(crate) fn rule_name(letter: char) -> RuleName {
    RuleName::parse(&format!("limit-MARK{letter}")).unwrap()
}

/// A rule for one customer, of whose alarms a clerk is told in the end.
fn rule(letter: char) -> Rule {
    let text = "name = 'x'\nkind = 'limit'\nquantity = 'return'\nbeyond = 'above'\nraise = '10 °C'\nclear = '5 °C'\n\
                escalate = { after = '1h', to = ['clerk'] }";
    Rule { name: rule_name(letter), scope: RuleScope::Customer(number(letter)), ..toml::from_str(text).unwrap() }
}

/// Any heating curve.
pub(crate) fn curve() -> Curve {
    let points = [(-20_000, 95_000), (12_000, 45_000)].map(|(outdoor, supply)| CurvePoint {
        outdoor: Temperature::from_base(outdoor),
        supply: Temperature::from_base(supply),
        returned: None,
    });
    Curve::new(points.into()).unwrap()
}

fn registry() -> String {
    let sites = TENANTS.map(|(letter, _)| {
        format!(
            "<site code=\"W-MARK{letter}\" name=\"Dom MARK{letter}\"><point code=\"P-MARK{letter}\" \
             name=\"Punkt MARK{letter}\" cadence=\"PT1H\"><meter serial=\"S-MARK{letter}\" model=\"MARK{letter}\" \
             from=\"2026-01-01T00:00:00Z\"/></point></site>"
        )
    });
    format!("<document xmlns=\"urn:ek:document:1\" version=\"1\">{}</document>", sites.concat())
}

impl Town {
    pub(crate) async fn start() -> Self {
        Self::start_with("").await
    }

    /// Starts with these sections besides; without any, all readings are sealed.
    pub(crate) async fn start_with(sections: &str) -> Self {
        let daemon = TestDaemon::start(LONG_AGO, sections).await;
        let root = daemon.client().await;
        let mut town = Self {
            daemon,
            root,
            callers: BTreeMap::new(),
            tokens: BTreeMap::new(),
            spare: BTreeMap::new(),
            alarms: BTreeMap::new(),
            windows: BTreeMap::new(),
            seeds: BTreeMap::new(),
            reports: BTreeMap::new(),
            billing: BTreeMap::new(),
        };
        town.build(sections.is_empty()).await;
        for person in PEOPLE {
            town.come(person).await;
        }
        town.daemon.set_clock(NOW.parse().unwrap());
        for person in PEOPLE.iter().filter(|person| person.login != "sleeper") {
            let caller = Caller::log_in(town.socket(), person.login).await.unwrap();
            town.callers.insert(person.login, caller);
        }
        town.root = town.daemon.client().await;
        town.end_rights().await;
        town.give_tokens().await;
        town.take_note().await;
        let root = town.root().await;
        town.seeds = tickets::seed_all(&root).await;
        town.reports = reports::seed_all(&town).await;
        town.billing = billing::seed_all(&root).await;
        for who in ["a-boss", "b-boss", "tech"] {
            tickets::draft(town.of(who), who).await;
        }
        town
    }

    pub(crate) fn socket(&self) -> &Path {
        &self.daemon.paths.socket
    }

    /// Somebody's open connection.
    pub(crate) fn of(&self, who: &str) -> &Caller {
        &self.callers[who]
    }

    /// Asks as the administrator for whom the kernel vouches.
    pub(crate) async fn root(&self) -> Caller {
        Caller::knock(self.socket(), common::gate::With::Peer).await.unwrap()
    }

    async fn build(&mut self, is_sealed: bool) {
        self.root.import("PAPER-registry.xml", None, registry().as_bytes()).await;
        let root = self.root().await;
        for (letter, figures) in TENANTS {
            self.root.import("PAPER-readings.csv", None, csv(letter, figures).as_bytes()).await;
            let card = CustomerCard {
                name: format!("Spółka PERS{letter}"),
                address: Address {
                    street: format!("PERS{letter} 7"),
                    postal_code: "00-001".to_owned(),
                    town: format!("PERS{letter}"),
                },
                phone: None,
                email: Some(common::contact::EmailAddress::parse(&format!("biuro@PERS{letter}.pl")).unwrap()),
                nip: None,
            };
            let customer = NewCustomer { number: number(letter), card };
            let _: Customer = root.get(EkRequest::SaveCustomer { key: once(), customer }).await.unwrap();
            let site = SiteCode::parse(&format!("W-MARK{letter}")).unwrap();
            let ownership = Ownership { customer: number(letter), site, from: EPOCH, until: None };
            let _: Ownership = root.get(EkRequest::SetOwnership { key: once(), ownership }).await.unwrap();
            let _: RuleChange = root.get(EkRequest::SaveRule { key: once(), rule: rule(letter) }).await.unwrap();
        }
        self.raise(&root).await;
        self.watch_weather(&root).await;
        if is_sealed {
            self.root.wait_until("all is sealed", async |client| client.archive().await.n_fresh == 0).await;
        }
    }

    /// Has an alarm at each customer's point, and work announced for each customer.
    async fn raise(&mut self, root: &Caller) {
        let mut rows = "#ek-document 1\npoint,meter,quantity,at,value,unit\n".to_owned();
        for (letter, _) in TENANTS {
            writeln!(rows, "P-MARK{letter},S-MARK{letter},return,2026-03-31T09:00:00Z,42,°C").unwrap();
        }
        self.root.import("PAPER-hot.csv", None, rows.as_bytes()).await;
        let period = Period { from: NOW.parse().unwrap(), until: "2026-04-03T00:00:00Z".parse().unwrap() };
        for (letter, _) in TENANTS {
            let (scope, reason) = (RuleScope::Customer(number(letter)), format!("prace MARK{letter}"));
            let window = NewMaintenance { scope, period, reason };
            let window: Maintenance = root.get(EkRequest::OpenMaintenance { key: once(), window }).await.unwrap();
            self.windows.insert(letter, window.id);
        }
        let (filter, page) = (AlarmFilter::default(), Page::default());
        let raised: Paged<Alarm> = root.get(EkRequest::Alarms { filter, page }).await.unwrap();
        for (letter, _) in TENANTS {
            let alarm = raised.items.iter().find(|alarm| alarm.rule == rule_name(letter));
            self.alarms.insert(letter, alarm.unwrap().id);
        }
    }

    /// Has a technician take note of the alarms.
    async fn take_note(&self) {
        for (letter, alarm) in &self.alarms {
            let what = Deed::Acknowledge { comment: Some(format!("widziałem MARK{letter}")) };
            let deed = AlarmDeed { alarms: vec![*alarm], what };
            let _: Vec<Alarm> = self.of("tech").get(EkRequest::ChangeAlarms { key: once(), deed }).await.unwrap();
        }
    }

    /// Has the second customer's point measure the weather for all and for itself, and each site have a curve.
    async fn watch_weather(&self, root: &Caller) {
        let measured = "#ek-document 1\npoint,meter,quantity,at,value,unit\n\
                        P-MARKB,S-MARKB,outdoor,2026-03-13T23:00:00Z,1.5,°C\n";
        self.root.import("PAPER-weather.csv", None, measured.as_bytes()).await;
        let point = Some(PointCode::parse("P-MARKB").unwrap());
        for site in [None, Some(SiteCode::parse("W-MARKB").unwrap()), Some(SiteCode::parse("W-MARKA").unwrap())] {
            let station = NewStation { site, point: point.clone() };
            let _: Option<Station> = root.get(EkRequest::SetStation { key: once(), station }).await.unwrap();
        }
        for (letter, _) in TENANTS {
            let of = CurveOf::Site(SiteCode::parse(&format!("W-MARK{letter}")).unwrap());
            let comment = format!("krzywa MARK{letter}");
            let curve = NewCurve { of, valid_from: EPOCH, curve: curve(), comment };
            let _: DatedCurve = root.get(EkRequest::SetCurve { key: once(), curve }).await.unwrap();
        }
    }

    async fn come(&mut self, person: Newcomer) {
        let Newcomer { login: name, role, acts_for } = person;
        let mandate = acts_for
            .map(|(letter, rights)| NewMandate { customer: number(letter), rights: rights.iter().copied().collect() });
        let account = NewAccount {
            login: login(name),
            name: format!("Osoba WHO-{name}"),
            role,
            initial_password: INITIAL.into(),
            email: Some(format!("WHO-{name}@example.pl")),
            mandate,
            language: None,
        };
        let root = self.root().await;
        let _: Account = root.get(EkRequest::CreateAccount { key: once(), account }).await.unwrap();
        let caller = Caller::enrol(self.socket(), name, INITIAL).await;
        self.callers.insert(name, caller);
    }

    /// Has the manager act for a second customer, another one's mandate end and a new one lie ahead, an account be closed
    /// and one be locked.
    async fn end_rights(&mut self) {
        let root = self.root().await;
        let soon = "2026-04-02T00:00:00Z".parse().unwrap();
        let said = [
            ("both", 'C', EPOCH, None),
            ("former", 'B', EPOCH, Some("2026-03-31T23:59:59Z".parse().unwrap())),
            ("former", 'A', soon, None),
        ];
        for (who, letter, from, until) in said {
            let mandate = Mandate { customer: number(letter), login: login(who), rights: [].into(), from, until };
            let _: Mandate = root.get(EkRequest::SetMandate { key: once(), mandate }).await.unwrap();
        }
        let change = AccountChange { standing: Some(Standing::Disabled), ..AccountChange::default() };
        let _: Account = root.get(EkRequest::EditAccount { login: login("closed"), change }).await.unwrap();
        let (by_token, _) = self.of("locked").with_token(self.socket(), "WHO-locked", TokenScope::Read).await;
        let _: u64 = self.of("locked").get(EkRequest::NotMe {}).await.unwrap();
        self.callers.insert("locked", by_token);
    }

    async fn give_tokens(&mut self) {
        let wanted = [
            ("a-boss", "a-boss reads", TokenScope::Read),
            ("a-boss", "a-boss operates", TokenScope::Operate),
            ("b-boss", "b-boss reads", TokenScope::Read),
            ("clerk", "clerk reads", TokenScope::Read),
            ("tech", "tech reads", TokenScope::Read),
            ("tech", "tech operates", TokenScope::Operate),
            ("chief", "chief reads", TokenScope::Read),
            ("chief", "chief operates", TokenScope::Operate),
        ];
        for (who, name, scope) in wanted {
            let (caller, id) = self.of(who).with_token(self.socket(), &format!("WHO-{who}"), scope).await;
            self.callers.insert(name, caller);
            if name == "a-boss reads" || name == "b-boss reads" {
                self.tokens.insert(if who == "a-boss" { 'A' } else { 'B' }, id);
            }
        }
        for (letter, who) in [('A', "a-boss"), ('B', "b-boss")] {
            let spare = Caller::log_in(self.socket(), who).await.unwrap();
            let sessions: Vec<Session> = spare.get(EkRequest::Sessions { of: None }).await.unwrap();
            self.spare.insert(letter, sessions.iter().find(|session| session.own).unwrap().id);
        }
    }

    /// Returns the ids of a customer's site and point.
    pub(crate) async fn place(&self, letter: char) -> (SiteId, PointId) {
        let filter = Filter { text: Some(format!("P-MARK{letter}")), ..Filter::default() };
        let root = self.root().await;
        let points: Paged<MeteringPoint> = root.get(EkRequest::Points { filter, page: Page::default() }).await.unwrap();
        (points.items[0].site, points.items[0].id)
    }
}
