//! Alarms over kills: whatever moment the daemon is killed at, each is raised once and told once, and what was suspected
//! before is not forgotten.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use common::alarm::{Alarm, AlarmFilter, AlarmStanding};
use common::api::OnceKey;
use common::notice::{News, Notice, NoticesOf};
use common::page::Page;
use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;

use crate::harness::client::{Client, Upload};
use crate::harness::dice::Dice;
use crate::harness::process::Place;
use crate::smtp::{ScriptedSmtp, Whim};

const N_KILLS: usize = 20;
const N_METERS: usize = 10;
const RULES: [&str; 2] = [
    r#"{"name":"hot","severity":"alarm","kind":"limit","quantity":"supply","beyond":"above","raise":"90 °C","clear":"85 °C","raise_after":"0s","clear_after":"0s"}"#,
    r#"{"name":"slow","severity":"alarm","kind":"limit","quantity":"return","beyond":"above","raise":"60 °C","clear":"55 °C","raise_after":"30m","clear_after":"0s"}"#,
];

/// Gives the first administrator an address, and the archive two rules.
fn prepare(place: &Place) {
    let archive = Connection::open(place.archive()).unwrap();
    archive
        .execute(
            "INSERT INTO contact (account_id, kind, address, since) SELECT id, 'email', 'root@example.pl', 1 FROM account",
            [],
        )
        .unwrap();
    archive.execute("INSERT INTO rule_seeded (only, at) VALUES (1, 1)", []).unwrap();
    for rule in RULES {
        archive.execute("INSERT INTO rule (name, rule) VALUES (json_extract(?1, '$.name'), ?1)", [rule]).unwrap();
    }
}

/// One meter's line: each is too hot from its own file on, and its return for so long that it counts with the second.
fn file(number: usize, begin: Timestamp) -> String {
    let mut text = "meter,quantity,unix_ts,value\n".to_owned();
    let (meter, second) = (number % N_METERS, number / N_METERS);
    let at = begin.as_second() + i64::try_from(second).unwrap() * 35 * 60 + i64::try_from(meter).unwrap();
    writeln!(text, "{meter},supply_c,{at},95.5").unwrap();
    writeln!(text, "{meter},return_c,{at},64.5").unwrap();
    text
}

/// Has the minutes pass after which what was broken off is tried again.
fn a_while_later(place: &Place) {
    let archive = Connection::open(place.archive()).unwrap();
    archive.execute("UPDATE outbox SET next_at = 1 WHERE settled_at IS NULL", []).unwrap();
    archive.execute("UPDATE notice SET keep_until = 1 WHERE keep_until IS NOT NULL", []).unwrap();
}

async fn alarms(client: &Client) -> Vec<Alarm> {
    let filter = AlarmFilter { standing: AlarmStanding::All, ..AlarmFilter::default() };
    let all = async |ek: &common::api::EkClient, context| ek.alarms(context, filter.clone(), Page::default()).await;
    client.connection.ask(all).await.unwrap().items
}

async fn notices(client: &Client) -> Vec<Notice> {
    let own = async |ek: &common::api::EkClient, context| ek.notices(context, NoticesOf::Own, Page::default()).await;
    client.connection.ask(own).await.unwrap().items
}

/// Returns in letters of which names each alarm is told.
fn letters_of(letters: &[String]) -> BTreeMap<String, BTreeSet<String>> {
    let mut told: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for letter in letters {
        let name = letter.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap_or_default();
        // A letter of its own, or a line of one that tells of many.
        let parts = ["alarms show ", " A-"].iter().flat_map(|mark| letter.split(mark).skip(1));
        let numbers: BTreeSet<String> =
            parts.map(|part| part.chars().take_while(char::is_ascii_digit).collect()).collect();
        for number in numbers.into_iter().filter(|number| !number.is_empty()) {
            told.entry(number).or_default().insert(name.trim().to_owned());
        }
    }
    told
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_kills_raise_and_tell_nothing_twice_and_forget_nothing() {
    let mut dice = Dice::seeded(23);
    let server = ScriptedSmtp::start(|_| Whim::Accept).await;
    let place = Place::set_up();
    let section = format!(
        "\n[smtp]\nhost = 'localhost'\nport = {}\nsecurity = 'none'\nfrom = 'e-klient@example.pl'\nhello = 'ek.test'\n",
        server.port
    );
    let config = std::fs::read_to_string(&place.config).unwrap();
    std::fs::write(&place.config, config + &section).unwrap();
    prepare(&place);
    let begin = Timestamp::now() - SignedDuration::from_mins(50);
    let texts: Vec<String> = (0..2 * N_METERS).map(|number| file(number, begin)).collect();
    let uploads: Vec<Upload<'_>> = texts
        .iter()
        .map(|text| Upload {
            key: OnceKey::new(dice.bytes()),
            name: "hot.csv",
            mapping: Some("long"),
            bytes: text.as_bytes(),
            piece: 8_000,
        })
        .collect();
    for round in 0..N_KILLS {
        let (mut process, client) = place.run().await;
        let fuse = Duration::from_millis(5 + u64::try_from(dice.below(250)).unwrap());
        println!("round {round}: killed after {fuse:?}");
        let _ = tokio::time::timeout(fuse, async {
            // What was broken off comes again, in its order.
            for upload in &uploads[..=round] {
                client.resume(upload).await.unwrap();
            }
            tokio::time::sleep(fuse).await;
        })
        .await;
        process.kill();
    }
    a_while_later(&place);
    let (mut process, client) = place.run().await;
    for upload in &uploads {
        client.resume(upload).await.unwrap();
    }
    let found = alarms(&client).await;
    let kinds = |rule: &str| found.iter().filter(|alarm| alarm.rule.as_str() == rule).count();
    assert_eq!((kinds("hot"), kinds("slow")), (N_METERS, N_METERS), "each was raised once");
    assert!(found.iter().all(Alarm::is_active));
    let started = Instant::now();
    let told = loop {
        let told = letters_of(&server.taken());
        if told.len() == found.len() {
            break told;
        }
        // What is held back because an earlier letter is on its way is looked at again after a minute, and once more.
        assert!(started.elapsed() < Duration::from_mins(3), "told of {} of {}", told.len(), found.len());
        tokio::time::sleep(Duration::from_millis(100)).await;
    };
    for alarm in &found {
        let letters = &told[&alarm.id.to_string()];
        assert_eq!(letters.len(), 1, "A-{} is told in one letter, by its name: {letters:?}", alarm.id);
    }
    let raised = notices(&client).await.into_iter().filter(|notice| notice.news == News::Raised).count();
    assert_eq!(raised, found.len());
    assert!(process.terminate().0.success());
}
