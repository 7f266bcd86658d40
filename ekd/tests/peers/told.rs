//! A reading beyond a limit becomes a letter in a real mailbox and a short message on a telephone, through a whole daemon.

use std::time::{Duration, Instant};

use common::account::{Login, PasswordKind, Role};
use common::alarm::Severity;
use common::contact::ContactKind;
use common::delivery::Channel;
use common::id::SourceName;
use common::notice::{NoticeSettings, Route};
use common::rule::Rule;
use ekd::clock::Clock;
use ekd::config::Config;
use ekd::config::paths::Paths;
use ekd::reception::{Brought, Reception};
use ekd::run::{Running, Start};
use ekd::store::account::Opening;
use ekd::store::log::Write;
use ekd::store::{self, Store, StoreError};
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use crate::gammu::Gammu;
use crate::mail::section;
use crate::postfix::Postfix;

const BEGIN: &str = "2026-11-27T08:00:00Z";
const NUMBER: &str = "+48601234567";
const RULE: &str = "name = 'supply-high'\nkind = 'limit'\nquantity = 'supply'\nbeyond = 'above'\nraise = '90 °C'\n\
    clear = '85 °C'\nseverity = 'alarm'";

/// A daemon with one technician who wants to be told everything by both ways.
struct House {
    running: Running,
    clock: Clock,
    stop: CancellationToken,
    _home: TempDir,
}

fn route(channel: Channel) -> Route {
    Route { channel, kinds: [].into(), severity: Severity::Notice, sites: [].into(), hours: Vec::new() }
}

fn prepare(tx: &Write<'_>, now: Timestamp) -> Result<(), StoreError> {
    let opening = Opening {
        login: Login::parse("anna").unwrap(),
        name: "Anna".to_owned(),
        role: Role::Technician,
        language: "pl".to_owned(),
        created_at: now,
        password: None,
        password_kind: PasswordKind::None,
        password_until: None,
    };
    let anna = store::account::add(tx, &opening)?;
    store::contact::set(tx, anna, ContactKind::Email, ("anna@example.pl", now))?;
    store::contact::set(tx, anna, ContactKind::Mobile, (NUMBER, now))?;
    let routes = vec![route(Channel::Email), route(Channel::Sms)];
    store::notice::set_settings(tx, anna, &NoticeSettings { routes, ..NoticeSettings::default() })?;
    let rule: Rule = toml::from_str(RULE).unwrap();
    store::rule::seed(tx, now)?;
    store::rule::save(tx, &rule)
}

impl House {
    async fn start(sections: &str, n_sites: u32) -> Self {
        let home = tempfile::tempdir().unwrap();
        let paths = Paths { state: home.path().join("state"), socket: home.path().join("ekd.sock") };
        ekd::run::set_up(&paths).unwrap();
        let clock = Clock::by_hand(BEGIN.parse().unwrap());
        let (store, ended) = Store::open(&paths.archive()).unwrap();
        let now = clock.now();
        store.write("prepare", move |tx| prepare(tx, now)).await.unwrap();
        store.close().await;
        ended.await.unwrap().unwrap();
        let config: Config = toml::from_str(sections).unwrap();
        let stop = CancellationToken::new();
        let start = Start { config, paths, clock: clock.clone(), demo: false };
        let house = Self { running: ekd::run::start(start, stop.clone()).await.unwrap(), clock, stop, _home: home };
        let sites =
            (1..=n_sites).map(|n| format!("<site code=\"W-{n}\" name=\"Zielona {n}\"><point code=\"P-{n}\"/></site>"));
        let sites: String = sites.collect();
        house
            .bring("sites.xml", format!("<document xmlns=\"urn:ek:document:1\" version=\"1\">{sites}</document>"))
            .await;
        house
    }

    async fn bring(&self, name: &str, text: String) {
        let reception: Reception = self.running.reception().clone();
        let brought = Brought {
            name: name.to_owned(),
            bytes: text.into_bytes(),
            mapping: None,
            position: None,
            once: None,
            digest: None,
        };
        let document = reception.receive(&SourceName::parse("import").unwrap(), brought).await.unwrap();
        assert_eq!(document.tally.rejected, 0, "{document:?}");
    }

    /// Brings one reading of the supply.
    async fn reads(&self, n: u32, supply: &str) {
        let at = self.clock.now();
        let text = format!("#ek-document 1\npoint,meter,quantity,at,value,unit\nP-{n},,supply,{at},{supply},°C\n");
        self.bring(&format!("{n}-{supply}.csv"), text).await;
    }

    async fn finish(self) {
        self.stop.cancel();
        self.running.finish().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reading_beyond_a_limit_is_told_by_mail_and_telephone_and_its_end_too() {
    let (Some(server), Some(gammu)) = (Postfix::start(), Gammu::start()) else { return };
    let _ = rustls::crypto::ring::default_provider().install_default();
    let house = House::start(&format!("{}{}", section(&server), gammu.section()), 1).await;
    house.reads(1, "95.4").await;
    let mail = server.wait_for_mail("anna", 1).await.remove(0);
    assert!(mail.contains("ekctl alarms show 1") && mail.contains("2026-11-27 09:00 +01:00"), "{mail}");
    let expected = "ALARM: prog przekroczony, W-1 Zielona 1: 95,4 C > 90,0 C od 09:00 A-1".to_owned();
    assert_eq!(gammu.wait_for(1).await, [(NUMBER.to_owned(), expected)]);
    house.clock.set(house.clock.now() + SignedDuration::from_mins(30));
    house.reads(1, "70.0").await;
    server.wait_for_mail("anna", 2).await;
    let sent = gammu.wait_for(2).await;
    assert_eq!(sent[1].1, "Koniec: prog przekroczony, W-1 Zielona 1 09:00-09:30, najgorzej 95,4 C A-1");
    house.finish().await;
}

/// Run with `cargo test -p ekd --test peers -- --ignored --nocapture how_long`.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "measures"]
async fn how_long_it_takes_from_a_document_to_a_mailbox_and_a_telephone() {
    let (Some(server), Some(gammu)) = (Postfix::start(), Gammu::start()) else { return };
    let _ = rustls::crypto::ring::default_provider().install_default();
    let house = House::start(&format!("{}{}", section(&server), gammu.section()), 20).await;
    let (mut mails, mut messages) = (Vec::new(), Vec::new());
    for n in 1..=20_u32 {
        // An hour each: an hour has a ceiling.
        house.clock.set(house.clock.now() + SignedDuration::from_hours(1));
        let begun = Instant::now();
        house.reads(n, "95.4").await;
        let mail = async {
            server.wait_for_mail("anna", n as usize).await;
            begun.elapsed()
        };
        let message = async {
            gammu.wait_for(n as usize).await;
            begun.elapsed()
        };
        let (mail, message) = tokio::join!(mail, message);
        mails.push(mail);
        messages.push(message);
    }
    house.finish().await;
    for (name, mut times) in [("mailbox", mails), ("telephone", messages)] {
        times.sort_unstable();
        let ms = |at: usize| times.get(at).map_or(0, Duration::as_millis);
        println!(
            "document to {name}: median {} ms, worst {} ms of {}",
            ms(times.len() / 2),
            ms(times.len() - 1),
            times.len()
        );
    }
}
