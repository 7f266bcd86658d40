//! Erasure on request (RODO art. 17): everything of the person is told before, nothing of it is left after, not in the
//! bytes of the files either; and an older archive that is restored knows nothing of it when the door opens.

use std::path::{Path, PathBuf};

use common::account::{Account, AccountChange, NewAccount, NewMandate, Role, Standing};
use common::alarm::{Alarm, AlarmDeed, Deed};
use common::api::{EkRequest, ReadingsQuery};
use common::audit::AuditVerified;
use common::contact::EmailAddress;
use common::customer::{Address, Counted, Customer, CustomerCard, CustomerFile, Erasure, NewCustomer, PersonalData};
use common::fault::Cause;
use common::gate::With;
use common::page::{Page, Paged};
use common::reading::Reading;
use common::rule::{Maintenance, NewMaintenance, Rule, RuleChange, RuleScope};
use common::time::Period;

use crate::caller::Caller;
use crate::harness::client::once;
use crate::harness::daemon::TestDaemon;
use crate::town::{NOW, Town, login, number, rule_name};

/// Everything by which the erased persons can be known, in small letters.
const MARKS: [&str; 9] =
    ["persa", "dawniej", "jeszcze", "who-a-boss", "who-a-plain", "a-boss", "a-plain", "who-gone", "sleeper"];

fn files(state: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(state).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.file_name().unwrap().to_string_lossy().starts_with("archive.db")).collect()
}

/// Returns which marks are in the bytes of the archive's files.
fn left(state: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for path in files(state) {
        let bytes = std::fs::read(&path).unwrap().to_ascii_lowercase();
        for mark in MARKS {
            let n = bytes.windows(mark.len()).filter(|window| *window == mark.as_bytes()).count();
            if n > 0 {
                found.push(format!("{mark} {n} times in {}", path.file_name().unwrap().to_string_lossy()));
            }
        }
    }
    found
}

async fn save(town: &Town, name: &str) {
    let address = Address { street: format!("{name} 1"), postal_code: "00-001".to_owned(), town: "PERSA".to_owned() };
    let email = EmailAddress::parse("biuro@persa.pl").ok();
    let card = CustomerCard { name: name.to_owned(), address, phone: None, email, nip: None };
    let customer = NewCustomer { number: number('A'), card };
    let _: Customer = town.root().await.get(EkRequest::SaveCustomer { key: once(), customer }).await.unwrap();
}

/// A customer whose name changed often, with an account that was renamed and letters that wait.
async fn with_a_past() -> Town {
    let town =
        Town::start_with("[smtp]\nhost = \"127.0.0.1\"\nport = 1\nsecurity = \"none\"\nfrom = \"bok@example.pl\"")
            .await;
    for round in 0..40 {
        save(&town, &format!("Dawniej {round} PERSA {}", "x".repeat(round))).await;
    }
    save(&town, "Spółka PERSA").await;
    let root = town.root().await;
    let account = NewAccount {
        login: login("gone"),
        name: "Osoba WHO-gone".to_owned(),
        role: Role::Customer,
        initial_password: "to bylo kiedys haslo".into(),
        email: Some("who-gone@example.pl".to_owned()),
        mandate: Some(NewMandate { customer: number('A'), rights: [].into() }),
        language: None,
    };
    let _: Account = root.get(EkRequest::CreateAccount { key: once(), account }).await.unwrap();
    for name in ["Jeszcze inna osoba WHO-gone", "Osoba WHO-gone"] {
        let change = AccountChange { name: Some(name.to_owned()), ..AccountChange::default() };
        let _: Account = root.get(EkRequest::EditAccount { login: login("gone"), change }).await.unwrap();
    }
    leave_notes(&town).await;
    town
}

/// Has the customer's person write to an alarm, announce work, and be told of alarms.
async fn leave_notes(town: &Town) {
    let (boss, root) = (town.of("a-boss"), town.root().await);
    let note = || Some("Jeszcze PERSA".to_owned());
    for what in [Deed::Unacknowledge, Deed::Acknowledge { comment: note() }] {
        let deed = AlarmDeed { alarms: vec![town.alarms[&'A']], what };
        let _: Vec<Alarm> = boss.get(EkRequest::ChangeAlarms { key: once(), deed }).await.unwrap();
    }
    let period = Period { from: NOW.parse().unwrap(), until: "2026-04-05T00:00:00Z".parse().unwrap() };
    let window = NewMaintenance { scope: RuleScope::Customer(number('A')), period, reason: note().unwrap() };
    let _: Maintenance = boss.get(EkRequest::OpenMaintenance { key: once(), window }).await.unwrap();
    let rules: Vec<Rule> = root.get(EkRequest::Rules {}).await.unwrap();
    let mut rule = rules.into_iter().find(|rule| rule.name == rule_name('A')).unwrap();
    rule.escalate.as_mut().unwrap().to.push(login("a-boss"));
    let _: RuleChange = root.get(EkRequest::SaveRule { key: once(), rule }).await.unwrap();
}

fn count(counted: &[Counted], what: &str) -> u64 {
    counted.iter().find(|counted| counted.what == what).map_or(0, |counted| counted.n)
}

async fn is_let_in(socket: &Path, who: &str) -> bool {
    Caller::log_in(socket, who).await.is_ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_person_is_in_no_answer_and_in_no_byte_of_the_archive() {
    let town = with_a_past().await;
    let chief = town.of("chief");
    let session = town.of("a-boss").session.clone();
    let exported: PersonalData = chief.get(EkRequest::ExportCustomer { number: number('A') }).await.unwrap();
    let told = format!("{exported:?}").to_lowercase();
    for mark in ["persa", "who-a-boss", "who-a-plain", "who-closed", "who-gone", "a-boss", "sleeper", "both"] {
        assert!(told.contains(mark), "{mark} is not exported");
    }
    assert!(!exported.sessions.is_empty() && !exported.tokens.is_empty() && !exported.deliveries.is_empty());
    // The manager acts for another too: his addresses and whereabouts are not this customer's.
    assert!(!told.contains("who-both@example.pl"), "{told}");
    assert!(exported.sessions.iter().all(|session| session.login != login("both")));

    let erased: Erasure = chief.get(EkRequest::EraseCustomer { key: once(), number: number('A') }).await.unwrap();
    for (what, at_least) in [("accounts", 6), ("contacts", 6), ("sessions", 3), ("tokens", 3), ("log_ins", 6)] {
        assert!(count(&erased.removed, what) >= at_least, "{what}: {erased:?}");
    }
    assert!(count(&erased.kept, "readings_of_sites") == 1 && count(&erased.kept, "audit_lines") > 0, "{erased:?}");
    assert_eq!(left(&town.daemon.paths.state), [""; 0]);

    check_what_stays(&town).await;
    for who in ["a-boss", "a-plain", "gone"] {
        assert!(!is_let_in(town.socket(), who).await, "{who}");
    }
    assert!(Caller::knock(town.socket(), With::Session(session.unwrap())).await.is_err());
    for who in ["a-boss", "a-boss reads", "a-plain"] {
        assert!(matches!(
            town.of(who).refused(EkRequest::Status {}).await,
            Some(Cause::SessionEnded { .. } | Cause::NotLoggedIn)
        ));
    }
    let change = AccountChange { standing: Some(Standing::Active), ..AccountChange::default() };
    let revived = EkRequest::EditAccount { login: login("a-boss"), change };
    assert!(matches!(chief.refused(revived).await, Some(Cause::NoSuchAccount { .. })));
}

async fn check_what_stays(town: &Town) {
    let chief = town.of("chief");
    let file: CustomerFile = chief.get(EkRequest::FindCustomer { text: "K-MARKA".to_owned() }).await.unwrap();
    assert_eq!(file.customer.card, CustomerCard::default());
    assert_eq!((file.ownerships.len(), file.customer.erased_at.is_some()), (1, true));
    let (_, point) = town.place('A').await;
    let query = ReadingsQuery { point: Some(point), ..ReadingsQuery::default() };
    let readings: Paged<Reading> = chief.get(EkRequest::Readings { query, page: Page::default() }).await.unwrap();
    assert_eq!(readings.items.len(), 97);
    assert!(town.of("both").ask(EkRequest::Account {}).await.fault.is_none(), "who acts for others too goes on");
    let verified: AuditVerified = chief.get(EkRequest::VerifyAudit {}).await.unwrap();
    assert_eq!(verified.broken, None);
}

/// Returns the archive with what still lay in its log of changes.
fn whole(archive: &Path) -> Vec<u8> {
    let conn = rusqlite::Connection::open(archive).unwrap();
    conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    std::fs::read(archive).unwrap()
}

/// Puts back an archive as it was.
fn restore(archive: &Path, copy: &[u8]) {
    for path in files(archive.parent().unwrap()) {
        std::fs::remove_file(path).unwrap();
    }
    std::fs::write(archive, copy).unwrap();
}

async fn n_lines(daemon: &TestDaemon) -> u64 {
    let root = Caller::knock(&daemon.paths.socket, With::Peer).await.unwrap();
    let verified: AuditVerified = root.get(EkRequest::VerifyAudit {}).await.unwrap();
    assert_eq!(verified.broken, None);
    verified.n_lines
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_erased_is_erased_again_when_an_older_archive_is_restored() {
    let Town { daemon, .. } = with_a_past().await;
    let mut copy = Vec::new();
    let daemon = daemon.restart_after("", |archive| copy = whole(archive)).await.unwrap();
    // Between two whole seconds: the archive keeps only those.
    daemon.set_clock("2026-04-01T00:00:07.5Z".parse().unwrap());
    assert!(is_let_in(&daemon.paths.socket, "a-boss").await);
    let root = Caller::knock(&daemon.paths.socket, With::Peer).await.unwrap();
    let _: Erasure = root.get(EkRequest::EraseCustomer { key: once(), number: number('A') }).await.unwrap();
    assert_eq!(left(&daemon.paths.state), [""; 0]);

    let daemon = daemon.restart_after("", |archive| restore(archive, &copy)).await.unwrap();
    assert!(!is_let_in(&daemon.paths.socket, "a-boss").await);
    assert!(!is_let_in(&daemon.paths.socket, "gone").await);
    assert!(is_let_in(&daemon.paths.socket, "b-boss").await);
    assert_eq!(left(&daemon.paths.state), [""; 0]);
    // Once: a start that has nothing to erase writes nothing.
    let before = n_lines(&daemon).await;
    let daemon = daemon.restart("").await;
    assert_eq!(n_lines(&daemon).await, before);
}
