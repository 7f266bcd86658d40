//! What people are told, over days and restarts, with a clock that is moved by hand and nobody who delivers.

#[cfg(test)]
#[path = "billing_tests.rs"]
mod billing;
#[cfg(test)]
#[path = "ticket_tests.rs"]
mod tickets;

use std::collections::BTreeMap;
use std::sync::Arc;

use common::account::{Login, PasswordKind, Role};
use common::alarm::{AlarmKind, Facts, Severity, Turn};
use common::contact::ContactKind;
use common::customer::{CustomerCard, Mandate, NewCustomer};
use common::delivery::{Channel, Delivery, DeliveryState};
use common::event::Happening;
use common::id::{
    AccountId, AlarmId, Cursor, CustomerNumber, PointCode, PointId, RuleName, SiteCode, SiteId, SourceName,
};
use common::notice::{News, Notice, NoticeSettings, NoticeState, Route};
use common::rule::Rule;
use common::time::Period;
use common::time::hours::Hours;
use tempfile::TempDir;

use super::*;
use crate::binding::Calendar;
use crate::outbox::CEILING;
use crate::reception::{Brought, Forms, Reception};
use crate::store::account::Opening;
use crate::store::alarm::{Of, Raised};
use crate::store::outbox::End;
use crate::vigil;
use crate::vigil::round::Watchman;
use crate::vigil::turns;

const BEGIN: &str = "2026-11-27T11:00:00Z";

/// An archive with two sites, a technician, a customer's account for the first site and one for the second.
struct House {
    store: Store,
    clock: Clock,
    home: TempDir,
    read_to: Cursor,
    point: PointId,
    other: PointId,
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn local(text: &str) -> Timestamp {
    let zone = TimeZone::get("Europe/Warsaw").unwrap();
    text.parse::<jiff::civil::DateTime>().unwrap().to_zoned(zone).unwrap().timestamp()
}

fn route(channel: Channel, severity: Severity) -> Route {
    Route { channel, kinds: [].into(), severity, sites: [].into(), hours: Vec::new() }
}

fn by(channels: &[Channel]) -> NoticeSettings {
    let routes = channels.iter().map(|channel| route(*channel, Severity::Notice)).collect();
    NoticeSettings { routes, ..NoticeSettings::default() }
}

fn channels() -> Channels {
    channels_with("")
}

/// The same with other sections besides.
fn channels_with(sections: &str) -> Channels {
    let smtp = "[smtp]\nhost = 'localhost'\nsecurity = 'none'\nfrom = 'e-klient@example.pl'\nhello = 'ek.test'";
    let sms = "[sms]\noutbox = '/o'\nsent = '/s'\nerror = '/e'";
    Channels::new(&toml::from_str(&format!("{smtp}\n{sms}\n{sections}")).unwrap())
}

fn site(tx: &Write<'_>, n: u32) -> (SiteId, PointId) {
    let site = store::site::upsert(tx, &SiteCode::parse(&format!("W-{n}")).unwrap(), "Zielona", None).unwrap();
    let point = store::point::upsert(tx, &PointCode::parse(&format!("P-{n}")).unwrap(), site, "", None).unwrap();
    (site, point)
}

fn person(tx: &Write<'_>, login: &str, role: Role, site: Option<(SiteId, &str)>) {
    let login = Login::parse(login).unwrap();
    let opening = Opening {
        login: login.clone(),
        name: "A".to_owned(),
        role,
        language: "pl".to_owned(),
        created_at: at(BEGIN),
        password: None,
        password_kind: PasswordKind::None,
        password_until: None,
    };
    let id = store::account::add(tx, &opening).unwrap();
    let since = at(BEGIN);
    store::contact::set(tx, id, ContactKind::Email, (&format!("{login}@example.pl"), since)).unwrap();
    store::contact::set(tx, id, ContactKind::Mobile, (&format!("+4860{:07}", id.0), since)).unwrap();
    if let Some((site, number)) = site {
        let number = CustomerNumber::parse(number).unwrap();
        let card = CustomerCard { name: "SM".to_owned(), ..CustomerCard::default() };
        let customer = store::customer::save(tx, &NewCustomer { number: number.clone(), card }).unwrap();
        store::customer::own(tx, (site, customer), at("2020-01-01T00:00:00Z"), None).unwrap();
        let mandate = Mandate { customer: number, login, rights: [].into(), from: since, until: None };
        store::customer::mandate(tx, (id, customer), &mandate).unwrap();
    }
}

impl House {
    async fn start() -> Self {
        let home = tempfile::tempdir().unwrap();
        store::open::create(&home.path().join("archive.db")).unwrap();
        let (store, _) = Store::open(&home.path().join("archive.db")).unwrap();
        let found = store.write("town", |tx| {
            let ((one, point), (two, other)) = (site(tx, 1), site(tx, 2));
            person(tx, "tech", Role::Technician, None);
            person(tx, "anna", Role::Customer, Some((one, "K-1")));
            person(tx, "jan", Role::Customer, Some((two, "K-2")));
            person(tx, "clerk", Role::Clerk, None);
            Ok::<_, StoreError>((point, other))
        });
        let (point, other) = found.await.unwrap();
        Self { store, clock: Clock::by_hand(at(BEGIN)), home, read_to: Cursor(0), point, other }
    }

    fn teller(&self) -> Teller {
        Teller {
            store: self.store.clone(),
            vault: Vault::of(&[7; 32]),
            clock: self.clock.clone(),
            zone: TimeZone::get("Europe/Warsaw").unwrap(),
            channels: channels(),
        }
    }

    /// Does what the teller does in a round of its loop.
    async fn tell(&mut self) {
        let teller = self.teller();
        self.read_to = teller.read_on(self.read_to).await.unwrap();
        teller.round().await.unwrap();
        self.read_to = teller.read_on(self.read_to).await.unwrap();
    }

    /// Ends everything and starts it again, which knows only what is in the archive.
    async fn restart(&mut self) {
        self.store.close().await;
        self.store = Store::open(&self.home.path().join("archive.db")).unwrap().0;
        self.read_to = self.store.read(|log| store::notice::cursor(log)).await.unwrap();
        self.tell().await;
    }

    fn go_to(&self, at: Timestamp) {
        self.clock.set(at);
    }

    fn go_on(&self, by: SignedDuration) {
        self.clock.set(self.clock.now() + by);
    }

    async fn write<T: Send + 'static>(&self, work: impl FnOnce(&Write<'_>) -> T + Send + 'static) -> T {
        self.store.write("test", move |tx| Ok::<_, StoreError>(work(tx))).await.unwrap()
    }

    async fn wants(&self, login: &'static str, settings: NoticeSettings) {
        self.write(move |tx| store::notice::set_settings(tx, id_of(tx, login), &settings).unwrap()).await;
    }

    async fn rule(&self, text: &str) {
        let rule: Rule = toml::from_str(&format!("name = 'hot'\nkind = 'return_hot'\n{text}")).unwrap();
        self.write(move |tx| store::rule::save(tx, &rule).unwrap()).await;
    }

    async fn raise(&self, point: PointId, severity: Severity) -> AlarmId {
        let now = self.clock.now();
        self.write(move |tx| turns::raise(tx, &raised("hot", Of::Point(point), severity, now)).unwrap()).await
    }

    async fn clear(&self, alarm: AlarmId) {
        let now = self.clock.now();
        self.write(move |tx| turns::clear(tx, alarm, now, now).unwrap()).await;
    }

    async fn turn(&self, alarm: AlarmId, turn: Turn, change: fn(&Write<'_>, AlarmId, Timestamp)) {
        let now = self.clock.now();
        self.write(move |tx| {
            change(tx, alarm, now);
            let alarm = store::alarm::by_id(tx, alarm).unwrap().unwrap();
            turns::turn(tx, &alarm, (now, None), turn).unwrap();
        })
        .await;
    }

    /// Returns the messages in the outbox, oldest first: to whom, by which way and about what.
    async fn messages(&self) -> Vec<String> {
        let text = |row: &Delivery| format!("{} {} {}", row.recipient, row.channel.name(), row.topic);
        self.rows().await.iter().map(text).collect()
    }

    async fn rows(&self) -> Vec<Delivery> {
        let rows = self.store.read(|log| store::outbox::list(log, None, 10_000)).await;
        let rows = rows.unwrap_or_else(|error: StoreError| panic!("{error}"));
        rows.into_iter().rev().map(|(_, row)| row).collect()
    }

    /// Has everything in the outbox end like this.
    async fn settle(&self, end: End, answer: &'static str) {
        let now = self.clock.now();
        for row in self.rows().await {
            self.write(move |tx| store::outbox::settle(tx, row.id, now, end, Some(answer)).unwrap()).await;
        }
    }

    async fn notices(&self) -> Vec<Notice> {
        self.store
            .read(|log| store::notice::list(log, (None, None), None, 10_000))
            .await
            .unwrap_or_else(|error: StoreError| panic!("{error}"))
    }

    async fn news_of(&self, login: &str) -> Vec<News> {
        let own = |notice: &Notice| notice.login.as_ref().is_some_and(|one| one.as_str() == login);
        let notices = self.notices().await;
        notices.iter().rev().filter(|notice| own(notice)).map(|notice| notice.news).collect()
    }
}

fn id_of(tx: &Write<'_>, login: &str) -> AccountId {
    store::account::by_login(tx, login).unwrap().unwrap().id
}

fn raised(rule: &str, of: Of, severity: Severity, now: Timestamp) -> Raised {
    Raised {
        rule: RuleName::parse(rule).unwrap(),
        kind: if matches!(of, Of::Source(_)) { AlarmKind::SourceSilent } else { AlarmKind::ReturnHot },
        of,
        severity,
        since: now,
        raised_at: now,
        in_maintenance: false,
        measured: None,
        facts: Facts::default(),
    }
}

const MINUTE: SignedDuration = SignedDuration::from_mins(1);
const HOUR: SignedDuration = SignedDuration::from_hours(1);

#[tokio::test]
async fn beginning_and_end_are_told_once_to_those_who_see_the_site() {
    let mut house = House::start().await;
    let alarm = house.raise(house.point, Severity::Alarm).await;
    for _ in 0..3 {
        house.tell().await;
    }
    assert_eq!(house.messages().await, ["tech@example.pl email alarm", "anna@example.pl email alarm"]);
    house.settle(End::Sent, "250 ok").await;
    house.go_on(HOUR);
    house.clear(alarm).await;
    house.tell().await;
    house.restart().await;
    assert_eq!(house.news_of("tech").await, [News::Raised, News::Cleared]);
    assert_eq!(house.news_of("anna").await, [News::Raised, News::Cleared]);
    assert_eq!(house.messages().await.len(), 4);
    assert!(house.news_of("jan").await.is_empty() && house.news_of("clerk").await.is_empty());
}

#[tokio::test]
async fn an_alarm_of_a_source_is_told_to_staff_who_operate() {
    let mut house = House::start().await;
    house.wants("anna", by(&[Channel::Email])).await;
    house.wants("clerk", by(&[Channel::Email])).await;
    let now = house.clock.now();
    let of = Of::Source(SourceName::parse("etis").unwrap());
    house.write(move |tx| turns::raise(tx, &raised("silent", of, Severity::Alarm, now)).unwrap()).await;
    house.tell().await;
    assert_eq!(house.messages().await, ["tech@example.pl email alarm"]);
}

#[tokio::test]
async fn what_is_over_before_it_could_be_told_is_told_to_nobody() {
    let mut house = House::start().await;
    let night = Hours { days: [].into(), from: "22:00".parse().unwrap(), until: "06:00".parse().unwrap() };
    let settings = NoticeSettings { quiet: vec![night], ..by(&[Channel::Email, Channel::Sms]) };
    house.wants("tech", settings).await;
    let alarm = house.raise(house.other, Severity::Warning).await;
    house.clear(alarm).await;
    house.tell().await;
    house.go_to(local("2026-11-27T23:00"));
    let over = house.raise(house.other, Severity::Warning).await;
    let goes_on = house.raise(house.point, Severity::Warning).await;
    house.tell().await;
    house.go_on(HOUR);
    house.clear(over).await;
    house.tell().await;
    assert_eq!(house.messages().await, Vec::<String>::new());
    house.go_to(local("2026-11-28T06:59"));
    house.restart().await;
    assert_eq!(house.messages().await, Vec::<String>::new());
    house.go_to(local("2026-11-28T07:00"));
    house.restart().await;
    assert_eq!(house.messages().await, ["tech@example.pl email alarm", "+48600000001 sms alarm"]);
    let dropped = house.notices().await.into_iter().filter(|notice| notice.state == NoticeState::Dropped);
    assert!(dropped.clone().count() == 2 && dropped.clone().all(|notice| notice.alarm == Some(over)));
    // The night is broken by what is severe.
    house.go_to(local("2026-11-29T02:00"));
    house
        .write(move |tx| {
            let alarm = store::alarm::by_id(tx, goes_on).unwrap().unwrap();
            turns::set_severity(tx, &alarm, Severity::Alarm, local("2026-11-29T02:00")).unwrap();
        })
        .await;
    house.tell().await;
    assert_eq!(house.news_of("tech").await.iter().filter(|news| **news == News::Risen).count(), 2);
    assert_eq!(house.messages().await.iter().filter(|text| text.starts_with("tech@")).count(), 2);
}

#[tokio::test]
async fn a_day_of_flapping_is_four_messages_and_a_digest() {
    let mut house = House::start().await;
    house.go_to(local("2026-11-27T08:00"));
    let mut alarm = None;
    for _ in 0..22 * 12 {
        match alarm.take() {
            Some(alarm) => house.clear(alarm).await,
            None => alarm = Some(house.raise(house.other, Severity::Warning).await),
        }
        house.tell().await;
        house.settle(End::Sent, "250 ok").await;
        house.go_on(5 * MINUTE);
    }
    assert_eq!(house.messages().await, ["tech@example.pl email alarm"; 4]);
    house.go_to(local("2026-11-28T07:00"));
    house.restart().await;
    house.restart().await;
    let messages = house.messages().await;
    assert_eq!(messages[4..], ["tech@example.pl email digest"]);
    // Nothing is lost: each beginning and end is in a letter.
    assert_eq!(house.news_of("tech").await.len(), 22 * 12);
    assert!(house.notices().await.iter().all(|notice| matches!(notice.state, NoticeState::Left { .. })));
}

#[tokio::test]
async fn what_came_and_went_often_is_told_once_it_stays() {
    let mut house = House::start().await;
    for _ in 0..2 {
        let alarm = house.raise(house.other, Severity::Warning).await;
        house.tell().await;
        house.clear(alarm).await;
        house.tell().await;
        house.go_on(MINUTE);
    }
    house.raise(house.other, Severity::Warning).await;
    house.tell().await;
    assert_eq!(house.messages().await.len(), 4);
    house.go_on(59 * MINUTE);
    house.tell().await;
    assert_eq!(house.messages().await.len(), 4);
    house.go_on(MINUTE);
    house.tell().await;
    assert_eq!(house.messages().await.len(), 5);
}

#[tokio::test]
async fn twenty_restarts_with_ten_active_alarms_tell_nothing_twice() {
    let mut house = House::start().await;
    house.rule("remind_every = '24h'").await;
    for n in 0..10_i64 {
        let now = house.clock.now();
        let (point, rule) = (if n % 2 == 0 { house.point } else { house.other }, format!("hot-{n}"));
        house.write(move |tx| turns::raise(tx, &raised(&rule, Of::Point(point), Severity::Alarm, now)).unwrap()).await;
        house.tell().await;
    }
    let told = house.messages().await;
    assert_eq!(told.len(), 20);
    for _ in 0..20 {
        house.restart().await;
        house.go_on(MINUTE);
    }
    assert_eq!(house.messages().await, told);
}

#[tokio::test]
async fn after_an_outage_there_is_at_most_one_digest_by_each_way() {
    let mut house = House::start().await;
    house.wants("tech", by(&[Channel::Email, Channel::Sms])).await;
    // Whoever reads the journal is down for three days while 500 things happen.
    for n in 0..500_i64 {
        house.go_on(SignedDuration::from_secs(518));
        let (now, other) = (house.clock.now(), house.other);
        house
            .write(move |tx| {
                let rule = format!("hot-{n}");
                turns::raise(tx, &raised(&rule, Of::Point(other), Severity::Warning, now)).unwrap()
            })
            .await;
    }
    house.go_on(HOUR);
    house.restart().await;
    house.restart().await;
    assert_eq!(house.messages().await, ["tech@example.pl email digest", "+48600000001 sms digest"]);
}

#[tokio::test]
async fn while_a_server_takes_nothing_what_happens_waits_for_one_digest() {
    let mut house = House::start().await;
    house.raise(house.point, Severity::Warning).await;
    house.tell().await;
    let first = house.rows().await.remove(0).id;
    house.write(move |tx| store::outbox::note(tx, first, "451 later").unwrap()).await;
    for n in 0..50_i64 {
        house.go_on(20 * MINUTE);
        let (now, other) = (house.clock.now(), house.other);
        house
            .write(move |tx| {
                let rule = format!("hot-{n}");
                turns::raise(tx, &raised(&rule, Of::Point(other), Severity::Warning, now)).unwrap()
            })
            .await;
        house.tell().await;
    }
    assert_eq!(house.messages().await.len(), 1);
    house.settle(End::Sent, "250 ok").await;
    house.go_on(5 * MINUTE);
    house.tell().await;
    assert_eq!(house.messages().await, ["tech@example.pl email alarm", "tech@example.pl email digest"]);
}

#[tokio::test]
async fn nobody_taking_note_is_told_again_and_then_to_others() {
    let mut house = House::start().await;
    house.rule("remind_every = '2h'\nescalate = { after = '3h', to = ['clerk', 'jan'] }").await;
    let alarm = house.raise(house.point, Severity::Warning).await;
    house.tell().await;
    for _ in 0..4 {
        house.go_on(HOUR);
        house.restart().await;
    }
    assert_eq!(house.news_of("tech").await, [News::Raised, News::Reminder, News::Reminder]);
    assert_eq!(house.news_of("clerk").await, [News::Escalated]);
    // Who does not see the site is told nothing, whatever a rule says.
    assert!(house.news_of("jan").await.is_empty());
    let history = house.store.read(move |log| store::alarm::history(log, alarm)).await;
    let history = history.unwrap_or_else(|error: StoreError| panic!("{error}"));
    assert_eq!(history.iter().filter(|line| line.what == Turn::Escalated).count(), 1);
    house
        .turn(alarm, Turn::Acknowledged { comment: None }, |tx, alarm, now| {
            let by = id_of(tx, "tech");
            store::alarm::acknowledge(tx, alarm, (by, now), None).unwrap();
        })
        .await;
    for _ in 0..5 {
        house.go_on(HOUR);
        house.tell().await;
    }
    assert_eq!(house.news_of("tech").await.len(), 3);
    house.clear(alarm).await;
    house.tell().await;
    assert_eq!(house.news_of("clerk").await, [News::Escalated, News::Cleared]);
}

#[tokio::test]
async fn what_is_muted_or_in_maintenance_is_told_afterwards_if_it_goes_on() {
    let mut house = House::start().await;
    let (now, point, other) = (house.clock.now(), house.point, house.other);
    let held = house.write(move |tx| {
        let of = |point| Raised { in_maintenance: true, ..raised("hot", Of::Point(point), Severity::Warning, now) };
        [point, other].map(|point| turns::raise(tx, &of(point)).unwrap())
    });
    let [over, goes_on] = held.await;
    house.tell().await;
    house.clear(over).await;
    house.restart().await;
    house.write(move |tx| store::alarm::set_maintenance(tx, goes_on, false).unwrap()).await;
    house.tell().await;
    house.tell().await;
    assert_eq!(house.news_of("tech").await, [News::Raised]);
    let muted = house.clock.now() + 2 * HOUR;
    house
        .turn(goes_on, Turn::Muted { until: muted }, |tx, alarm, now| {
            store::alarm::mute(tx, alarm, Some(now + 2 * HOUR)).unwrap();
        })
        .await;
    house.tell().await;
    house.go_on(HOUR);
    house.tell().await;
    assert_eq!(house.news_of("tech").await, [News::Raised]);
    house.go_on(HOUR);
    house.tell().await;
    house.tell().await;
    assert_eq!(house.news_of("tech").await, [News::Raised, News::Reminder]);
}

#[tokio::test]
async fn a_short_message_that_does_not_arrive_is_an_e_mail() {
    let mut house = House::start().await;
    house.wants("tech", by(&[Channel::Sms])).await;
    house.raise(house.point, Severity::Warning).await;
    house.raise(house.other, Severity::Warning).await;
    house.tell().await;
    assert_eq!(house.messages().await, ["+48600000001 sms alarm", "+48600000001 sms alarm"]);
    house.go_on(6 * HOUR);
    house.settle(End::Expired, "nobody").await;
    house.tell().await;
    house.restart().await;
    assert_eq!(house.messages().await[2..], ["tech@example.pl email digest"]);
}

#[tokio::test]
async fn short_messages_have_a_ceiling_and_what_is_beyond_is_one_summary() {
    let mut house = House::start().await;
    house.wants("tech", NoticeSettings { most_an_hour: 3, ..by(&[Channel::Sms]) }).await;
    for n in 0..9_i64 {
        let (now, other) = (house.clock.now(), house.other);
        house
            .write(move |tx| {
                let rule = format!("hot-{n}");
                turns::raise(tx, &raised(&rule, Of::Point(other), Severity::Warning, now)).unwrap()
            })
            .await;
        house.tell().await;
        house.settle(End::Sent, "ok").await;
        house.go_on(MINUTE);
    }
    assert_eq!(house.messages().await, ["+48600000001 sms alarm"; 3]);
    house.go_on(HOUR);
    house.tell().await;
    assert_eq!(house.messages().await[3..], ["+48600000001 sms digest"]);
    assert!(house.rows().await.iter().all(|row| row.answer.as_deref() != Some(CEILING)));
}

#[tokio::test]
async fn failed_log_ins_are_told_to_whose_account_it_is() {
    let mut house = House::start().await;
    let now = house.clock.now();
    house
        .write(move |tx| {
            let account = id_of(tx, "clerk");
            store::event::append(tx, now, &Happening::LogInFailures { account, n: 5 }).unwrap();
        })
        .await;
    house.tell().await;
    house.restart().await;
    assert_eq!(house.messages().await, ["clerk@example.pl email log_in_failures"]);
    assert!(house.rows().await.iter().all(|row| row.state == DeliveryState::Waiting));
}

#[tokio::test]
async fn erasure_leaves_no_trace_of_who_was_told() {
    let mut house = House::start().await;
    house.raise(house.point, Severity::Alarm).await;
    house.tell().await;
    let now = house.clock.now();
    house.write(move |tx| store::notice::forget_account(tx, id_of(tx, "anna"), now).unwrap()).await;
    assert!(house.news_of("anna").await.is_empty());
    assert_eq!(house.notices().await.len(), 2);
    house.tell().await;
    assert_eq!(house.messages().await.len(), 2);
}

impl House {
    fn reception(&self) -> Reception {
        let calendar = Calendar { zone: self.teller().zone };
        let (mappings, info_codes) = (BTreeMap::new(), Arc::default());
        let forms = Arc::new(Forms { mappings, calendar, info_codes });
        let parked = Arc::new(self.home.path().to_owned());
        Reception { store: self.store.clone(), clock: self.clock.clone(), forms, parked }
    }

    /// Brings readings of the return: point, instant, degrees.
    async fn bring(&self, source: &str, rows: &[(String, Timestamp, String)]) {
        let rows: Vec<String> =
            rows.iter().map(|(point, at, degrees)| format!("{point},,return,{at},{degrees},°C\n")).collect();
        let text = format!("#ek-document 1\npoint,meter,quantity,at,value,unit\n{}", rows.concat());
        let brought = Brought {
            name: "readings.csv".to_owned(),
            bytes: text.into_bytes(),
            mapping: None,
            position: None,
            once: None,
            digest: None,
        };
        let source = SourceName::parse(source).unwrap();
        let document = self.reception().receive(&source, brought).await.unwrap();
        assert_eq!((document.tally.rejected, document.tally.quarantined), (0, 0), "{document:?}");
    }

    async fn source(&self, name: &'static str) {
        let quarter = SignedDuration::from_mins(15);
        let register = move |tx: &Write<'_>| {
            store::source::register(tx, &SourceName::parse(name).unwrap(), "drop", Some(quarter), None).unwrap();
        };
        self.write(register).await;
    }
}

#[tokio::test]
async fn a_source_that_falls_silent_is_told_once_and_not_for_each_of_its_meters() {
    let mut house = House::start().await;
    house.source("etis").await;
    house
        .write(|tx| {
            vigil::rules::seed(tx, at(BEGIN)).unwrap();
            for n in 3..303 {
                site(tx, n);
            }
        })
        .await;
    let rows: Vec<_> = (3..303).map(|n| (format!("P-{n}"), house.clock.now(), "50.0".to_owned())).collect();
    house.bring("etis", &rows).await;
    let calendar = Calendar { zone: house.teller().zone };
    let watchman =
        Watchman { store: house.store.clone(), calendar, clock: house.clock.clone(), since: house.clock.now() };
    for _ in 0..24 {
        house.go_on(5 * MINUTE);
        watchman.round(house.clock.now()).await.unwrap();
        house.tell().await;
    }
    assert_eq!(house.messages().await, ["tech@example.pl email alarm"]);
    let alarms = house.store.read(|log| store::alarm::all_active(log)).await;
    let alarms = alarms.unwrap_or_else(|error: StoreError| panic!("{error}"));
    assert_eq!(alarms.iter().map(|alarm| alarm.kind).collect::<Vec<_>>(), [AlarmKind::SourceSilent]);
}

#[tokio::test]
async fn a_preview_finds_what_the_rule_would_have_found_and_counts_the_messages() {
    let house = House::start().await;
    house.source("etis").await;
    let begin = local("2026-11-20T00:00");
    // Hot for five hours each noon of the first three days; nothing at all from the fourth noon on.
    let mut rows = Vec::new();
    for quarter in 0..(3 * 96 + 48) {
        let hot = (48..68).contains(&(quarter % 96));
        let degrees = if hot { "60.0" } else { "50.0" };
        rows.push(("P-1".to_owned(), begin + SignedDuration::from_mins(15 * quarter), degrees.to_owned()));
    }
    house.go_to(local("2026-11-28T12:00"));
    house.bring("etis", &rows).await;
    let alarms_before = house.store.read(|log| store::alarm::all_active(log)).await;
    assert!(alarms_before.unwrap_or_else(|error: StoreError| panic!("{error}")).is_empty());
    let period = Period { from: begin, until: local("2026-11-25T00:00") };
    let preview = async |text: &str| {
        let rule: Rule = toml::from_str(&format!("name = 'x'\nseverity = 'alarm'\n{text}")).unwrap();
        let (now, zone) = (house.clock.now(), house.teller().zone);
        let look = move |log: &Logbook<'_>| {
            vigil::preview::check(&rule).unwrap();
            let tables = crate::info_code::Tables::default();
            let past = vigil::preview::Past { rule: &rule, period, tables: &tables, zone: &zone };
            let places = vigil::preview::points(log, &rule, now)?;
            let found = vigil::preview::look(log, &past, &places)?;
            let reader = preview::Reader { zone: &zone, channels: &channels(), now, only: None };
            let messages = preview::count(log, &rule, &found, reader)?;
            Ok::<_, StoreError>((found, messages))
        };
        house.store.read(look).await.unwrap()
    };
    let (found, messages) = preview("kind = 'return_hot'\nlimit = '55 °C'").await;
    assert_eq!(found.len(), 3);
    assert_eq!((found[0].spell.since, found[0].raised_at), (local("2026-11-20T12:00"), local("2026-11-20T13:00")));
    assert_eq!(found[0].spell.until, Some(local("2026-11-20T17:00")));
    // The technician and the customer of the site: each three beginnings and three ends.
    assert_eq!((messages.n_emails, messages.n_sms), (12, 0));
    let (found, _) = preview("kind = 'return_hot'\nlimit = '65 °C'").await;
    assert!(found.is_empty());
    let (found, messages) = preview("kind = 'meter_silent'\ncadence = '15m'").await;
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].spell.since, found[0].spell.until), (local("2026-11-23T11:45"), None));
    assert_eq!(messages.n_emails, 2);
}
