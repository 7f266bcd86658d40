//! A scheduled report over kills: whatever moment the daemon is killed at, it is made once, and one letter with one PDF
//! and one CSV comes through a real mail server.

use std::time::Duration;

use common::report::Template;
use common::report::schedule::Destination;
use jiff::{SignedDuration, Zoned};
use rusqlite::Connection;

use crate::harness::dice::Dice;
use crate::harness::process::Place;
use crate::postfix::Postfix;
use crate::town::{definition, every_morning, readings, registry};

const N_SITES: usize = 40;
const MOST_KILLS: u64 = 12;

/// Gives the first administrator an address, and a monthly sheet that has been due since this morning.
fn prepare(place: &Place) {
    let archive = Connection::open(place.archive()).unwrap();
    archive
        .execute(
            "INSERT INTO contact (account_id, kind, address, since) SELECT id, 'email', 'root@example.pl', 1 FROM account",
            [],
        )
        .unwrap();
    let report = every_morning("zarząd", Destination::Email);
    let mut schedule = report.schedule.unwrap();
    schedule.rhythm = common::report::schedule::Rhythm::Monthly { day: Zoned::now().day().unsigned_abs() };
    schedule.at = jiff::civil::Time::midnight();
    let definition = definition(Template::MonthlySheet, &[]);
    let yesterday = (Zoned::now() - SignedDuration::from_hours(36)).date().to_string();
    archive
        .execute(
            "INSERT INTO report (account_id, name, definition, schedule, scheduled_on, changed_at)
             SELECT id, 'zarząd', ?1, ?2, ?3, 1 FROM account",
            [serde_json::to_string(&definition).unwrap(), serde_json::to_string(&schedule).unwrap(), yesterday],
        )
        .unwrap();
}

/// Returns how many dates were had, reports made and letters put into the outbox.
fn counts(place: &Place) -> [i64; 3] {
    let archive = Connection::open(place.archive()).unwrap();
    let count = |sql: &str| archive.query_row(sql, [], |row| row.get(0)).unwrap();
    [
        count("SELECT count(*) FROM report_run"),
        count("SELECT count(*) FROM made_report"),
        count("SELECT count(*) FROM outbox WHERE topic = 'report'"),
    ]
}

/// Has the minutes pass after which what was broken off is tried again.
fn a_while_later(place: &Place) {
    let archive = Connection::open(place.archive()).unwrap();
    archive.execute("UPDATE outbox SET next_at = 1 WHERE settled_at IS NULL", []).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_comes_once_with_its_files_although_the_daemon_is_killed_while_making_it() {
    let Some(server) = Postfix::start() else { return };
    let mut dice = Dice::seeded(31);
    let place = Place::set_up();
    {
        let (mut process, client) = place.run().await;
        client.import("registry.xml", None, registry(N_SITES).as_bytes()).await;
        client.import("readings.csv", None, readings(N_SITES, 0..900).as_bytes()).await;
        assert!(process.terminate().0.success());
    }
    let section = format!(
        "\n[smtp]\nhost = 'localhost'\nport = {}\nsecurity = 'starttls'\nca-file = '{}'\nfrom = 'e-klient@example.pl'\n\
         hello = 'ek.test'\n",
        server.port(),
        server.ca_file().display()
    );
    let config = std::fs::read_to_string(&place.config).unwrap();
    std::fs::write(&place.config, config + &section).unwrap();
    prepare(&place);
    let mut n_kills = 0;
    // Until it is made: a letter that is being handed over may be known to the other side only.
    while counts(&place) == [0; 3] && n_kills < MOST_KILLS {
        let (mut process, _) = place.run().await;
        let fuse = Duration::from_millis(n_kills * 20 + u64::try_from(dice.below(20)).unwrap());
        tokio::time::sleep(fuse).await;
        process.kill();
        n_kills += 1;
        let counts = counts(&place);
        println!("killed after {fuse:?}: {counts:?}");
        assert!(counts == [0; 3] || counts == [1; 3], "all of it is there or nothing: {counts:?}");
    }
    assert!(n_kills >= 1);
    a_while_later(&place);
    let (mut process, client) = place.run().await;
    let mail = server.wait_for_mail("root", 1).await.remove(0);
    client
        .wait_until("the letter is settled", async |_| {
            let archive = Connection::open(place.archive()).unwrap();
            archive.query_row("SELECT state = 'sent' FROM outbox", [], |row| row.get(0)).unwrap()
        })
        .await;
    process.kill();
    let (mut process, _) = place.run().await;
    server.wait_until_idle().await;
    assert_eq!((server.mails("root").len(), counts(&place)), (1, [1; 3]), "after {n_kills} kills");
    let n = |text: &str| mail.matches(text).count();
    assert_eq!((n("Content-Type: application/pdf"), n("Content-Type: text/csv")), (1, 1), "{mail}");
    assert_eq!((n("\nJVBERi0"), n(".pdf\""), n(".csv\"")), (1, 1, 1), "{}", &mail[..3000.min(mail.len())]);
    assert!(process.terminate().0.success());
    println!("{n_kills} kills, one letter of {} bytes", mail.len());
}
