//! Every method by every kind of caller, about what is theirs, somebody else's, and nobody's: who may not is told so, who
//! may sees no mark of others, and what is another's answers as what does not exist.

use std::collections::BTreeSet;

use common::account::Role::{Administrator, Clerk, Customer, Manager, Technician};
use common::account::TokenScope;
use common::fault::FaultCode;
use common::id::{AlarmId, MaintenanceId, PointId, RuleName, SessionId, SiteId, TokenId};
use tarpc::RequestName as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::UnixStream;

use crate::caller::{Answer, Caller};
use crate::cases::{Target, Whose, asked_by, farewells, requests};
use crate::rows::{Asker, Need, Sees, n_methods, need};
use crate::tickets::Seeds;
use crate::town::{TENANTS, Town, number, rule_name};

const EVERYBODY: &[&str] =
    &["a-boss", "a-plain", "b-boss", "both", "former", "clerk", "tech", "chief", "closed", "locked", "sleeper"];
const OF_A: &[&str] = &["a-boss", "a-plain", "both", "former", "closed", "locked", "sleeper"];
const NOTHING: Sees = Sees { places: "", persons: "", people: &[], money: "", papers: false };

const fn sees(places: &'static str, persons: &'static str, people: &'static [&'static str]) -> Sees {
    Sees { places, persons, people, money: "", papers: false }
}

const fn staff(persons: &'static str, people: &'static [&'static str]) -> Sees {
    Sees { places: "ABC", persons, people, money: persons, papers: true }
}

/// The same with the right for money.
const fn pays(sees: Sees) -> Sees {
    Sees { money: sees.places, ..sees }
}

const fn person(login: &'static str, role: common::account::Role, is_boss: bool, sees: Sees) -> Asker {
    Asker { name: login, login, role, token: None, is_boss, is_over: false, sees }
}

const fn script(name: &'static str, of: Asker, scope: TokenScope) -> Asker {
    Asker { name, token: Some(scope), ..of }
}

const fn over(login: &'static str) -> Asker {
    Asker { is_over: true, ..person(login, Customer, true, NOTHING) }
}

const A_BOSS: Asker = person("a-boss", Customer, true, pays(sees("A", "A", OF_A)));
const TECH: Asker = person("tech", Technician, false, staff("", &["tech"]));
const CLERK: Asker = person("clerk", Clerk, false, staff("ABC", EVERYBODY));
const CHIEF: Asker = person("chief", Administrator, false, staff("ABC", EVERYBODY));

const ASKERS: [Asker; 16] = [
    A_BOSS,
    person("a-plain", Customer, false, sees("A", "A", &["a-plain"])),
    person("b-boss", Customer, true, pays(sees("B", "B", &["b-boss"]))),
    person("both", Manager, false, sees("AC", "AC", &["both"])),
    person("former", Manager, false, sees("", "", &["former"])),
    CLERK,
    TECH,
    over("closed"),
    Asker { token: Some(TokenScope::Read), ..over("locked") },
    over("sleeper"),
    script("a-boss reads", A_BOSS, TokenScope::Read),
    script("a-boss operates", A_BOSS, TokenScope::Operate),
    script("clerk reads", CLERK, TokenScope::Read),
    script("tech operates", TECH, TokenScope::Operate),
    script("chief reads", CHIEF, TokenScope::Read),
    CHIEF,
];

/// Returns the first mark in a text that the asker may not see.
fn leaks(asker: &Asker, text: &str) -> Option<String> {
    let text = text.to_lowercase();
    let Sees { places, persons, people, money, papers } = asker.sees;
    let mut forbidden = Vec::new();
    for (letter, figures) in TENANTS {
        if !places.contains(letter) {
            forbidden.extend([format!("mark{letter}"), figures.to_owned()]);
        }
        if !persons.contains(letter) {
            forbidden.push(format!("pers{letter}"));
        }
        if !money.contains(letter) {
            forbidden.push(format!("money{letter}"));
        }
    }
    forbidden.extend(EVERYBODY.iter().filter(|who| !people.contains(who)).map(|who| format!("who-{who}")));
    forbidden.extend((!papers).then(|| "paper".to_owned()));
    if !asker.role.is_staff() {
        // Who works for the house, or for another customer.
        let others = EVERYBODY.iter().chain(&["root"]).filter(|who| !people.contains(who));
        forbidden.extend(others.map(|who| format!("login(\"{who}\")")));
    }
    forbidden.into_iter().find(|mark| text.contains(&mark.to_lowercase()))
}

/// Returns what is in an answer besides the words of the question.
fn told(answer: &Answer, target: &Target) -> String {
    let Some(fault) = &answer.fault else { return answer.text.clone() };
    let mut text = answer.text.clone();
    for asked in asked_by(target) {
        text = text.replace(&asked, "…");
    }
    // Names that a fault suggests are no echo, also where they were asked for.
    format!("{text} {:?}", fault.cause.similar())
}

/// What came of everything.
#[derive(Debug, Default)]
struct Tally {
    methods: BTreeSet<String>,
    n_asked: u64,
    n_refused: u64,
    wrong: Vec<String>,
}

impl Tally {
    /// Judges one answer.
    fn judge(&mut self, asker: &Asker, target: &Target, (question, need): (&str, Need), answer: &Answer) {
        self.n_asked += 1;
        let code = answer.fault.as_ref().map(|fault| fault.code);
        let expected = match (asker.is_over, asker.has(need)) {
            (true, _) => Some(FaultCode::LoginNeeded),
            (false, false) => Some(FaultCode::NotAllowed),
            (false, true) => None,
        };
        self.n_refused += u64::from(expected.is_some());
        let is_right = match expected {
            Some(expected) => code == Some(expected),
            None => !matches!(
                code,
                Some(FaultCode::LoginNeeded | FaultCode::NotAllowed | FaultCode::Internal | FaultCode::Version)
            ),
        };
        let mut complain = |what: String| {
            let text: String = answer.text.chars().take(300).collect();
            self.wrong.push(format!("{} {:?}: {what}: {question}: {text}", asker.name, target.whose));
        };
        if !is_right {
            complain(format!("expected {expected:?}, is {code:?}"));
        }
        if let Some(mark) = leaks(asker, &told(answer, target)) {
            complain(format!("{mark} is told"));
        }
    }

    /// Asks everything about one target and returns the shapes of the answers.
    async fn ask(&mut self, caller: &Caller, asker: &Asker, target: &Target) -> Vec<(String, String)> {
        let mut shapes = Vec::new();
        for request in requests(target) {
            let (name, need) = (request.name().to_owned(), need(&request, asker, target));
            let question = format!("{request:?}");
            let answer = caller.ask(request).await;
            self.judge(asker, target, (&question, need), &answer);
            self.methods.insert(name.clone());
            shapes.push((name, answer.shape()));
        }
        shapes
    }
}

const NO_WINDOW: MaintenanceId = MaintenanceId(1 << 40);

/// What is removed by whom nobody stops.
fn nothing() -> RuleName {
    RuleName::parse("nobody").unwrap()
}

/// What is asked about for a caller of customer A, or of another.
async fn targets(town: &Town, asker: &Asker) -> [Target; 3] {
    let (own, foreign) = if asker.sees.places == "B" { ('B', 'A') } else { ('A', 'B') };
    let boss = |letter| if letter == 'A' { "a-boss" } else { "b-boss" };
    let at = |whose, letter, (site, point)| Target {
        whose,
        mark: format!("MARK{letter}"),
        own_customer: number(own),
        site,
        point,
        login: boss(letter).to_owned(),
        session: SessionId(0),
        token: TokenId(town.tokens[&letter]),
        alarm: town.alarms[&letter],
        seeds: town.seeds[&letter],
        reports: town.reports[&letter].clone(),
        billing: town.billing[&letter],
        is_of_staff: asker.role.is_staff(),
        rule: if whose == Whose::Own || asker.role.is_staff() { nothing() } else { rule_name(letter) },
        window: if whose == Whose::Own || asker.role.is_staff() { NO_WINDOW } else { town.windows[&letter] },
    };
    let own_one = at(Whose::Own, own, town.place(own).await);
    let mut foreign_one = at(Whose::Foreign, foreign, town.place(foreign).await);
    foreign_one.session = town.spare[&foreign];
    let nobody = Target {
        whose: Whose::Absent,
        // As near to what the caller knows as another's is.
        mark: "MARKX".to_owned(),
        own_customer: number(own),
        site: SiteId(1 << 40),
        point: PointId(1 << 40),
        login: "x-boss".to_owned(),
        session: SessionId(1 << 40),
        token: TokenId(1 << 40),
        alarm: AlarmId(1 << 40),
        rule: rule_name('X'),
        window: NO_WINDOW,
        seeds: Seeds::nobody(),
        reports: crate::reports::Seeds::nobody(),
        billing: crate::billing::Seeds::nobody(),
        is_of_staff: asker.role.is_staff(),
    };
    [own_one, foreign_one, nobody]
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_told_what_is_not_theirs_by_any_method() {
    let town = Town::start().await;
    let mut tally = Tally::default();
    for asker in &ASKERS {
        let caller = town.of(asker.name).clone();
        let [own, foreign, absent] = targets(&town, asker).await;
        tally.ask(&caller, asker, &own).await;
        let of_foreign = tally.ask(&caller, asker, &foreign).await;
        let of_absent = tally.ask(&caller, asker, &absent).await;
        if !asker.role.is_staff() {
            for (one, other) in of_foreign.iter().zip(&of_absent).filter(|(one, other)| one != other) {
                tally.wrong.push(format!("{}: another's: {one:?}, nobody's: {other:?}", asker.name));
            }
        }
    }
    // Tokens first: whoever locks the account ends them.
    let [_, _, nobody] = targets(&town, &CHIEF).await;
    let (by_token, others): (Vec<&Asker>, Vec<&Asker>) = ASKERS.iter().partition(|asker| asker.token.is_some());
    for asker in by_token.into_iter().chain(others) {
        let caller = town.of(asker.name).clone();
        for request in farewells() {
            let (name, need) = (request.name().to_owned(), need(&request, asker, &nobody));
            let question = format!("{request:?}");
            let answer = caller.ask(request).await;
            tally.judge(asker, &nobody, (&question, need), &answer);
            tally.methods.insert(name);
        }
    }
    let (n_methods, n_askers, n_targets) = (n_methods(), ASKERS.len(), 3);
    println!(
        "{n_methods} methods × {n_askers} callers × {n_targets} (own, another's, nobody's): {} calls, {} refused, {} wrong",
        tally.n_asked,
        tally.n_refused,
        tally.wrong.len()
    );
    assert_eq!(tally.methods.len(), n_methods, "{:?}", tally.methods);
    assert!(tally.wrong.is_empty(), "{} wrong:\n{}", tally.wrong.len(), tally.wrong.join("\n"));
}

/// Frames of the service before anybody has knocked.
#[tokio::test]
async fn who_has_not_logged_in_is_answered_nothing() {
    let daemon = crate::harness::daemon::TestDaemon::start(crate::town::NOW, "").await;
    for call in ["Status", "Sites", "Account", "VerifyAudit", "Archive", "LogOut"] {
        let mut stream = UnixStream::connect(&daemon.paths.socket).await.unwrap();
        common::wire::greet_daemon(&mut stream).await.unwrap();
        let message = serde_json::json!({ "call": { "id": 1, "wait_ms": 1000, "call": { call: {} } } });
        let body = rmp_serde::to_vec_named(&message).unwrap();
        stream.write_all(&u32::try_from(body.len()).unwrap().to_be_bytes()).await.unwrap();
        stream.write_all(&body).await.unwrap();
        let mut answer = Vec::new();
        // The daemon closes; what was not read of ours may reset the connection.
        let _ = stream.read_to_end(&mut answer).await;
        assert_eq!(answer, b"", "{call}");
    }
}
