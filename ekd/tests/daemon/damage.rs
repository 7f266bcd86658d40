//! Damage in the archive's file: it is named, takes nothing else with it, and what was lost can come again.

use std::fmt::Write as _;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use common::api::{LogPages, LogQuery};
use common::archive::{ArchiveFault, Finding};
use common::page::Page;
use common::quantity::Quantity;
use common::series::{Content, Series, SeriesQuery};
use common::time::{Period, Step, parse_range};
use jiff::Timestamp;
use rusqlite::{Connection, params};

use crate::harness::client::{Client, warsaw};
use crate::harness::daemon::TestDaemon;
use crate::harness::dice::Dice;

const NOW: &str = "2026-05-01T00:00:00Z";
const MONTHS: [&str; 3] = ["2026-01", "2026-02", "2026-03"];
const POINTS: [&str; 2] = ["D-1", "D-2"];
/// Bytes of a page of the database.
const DISK_PAGE: usize = 4096;

fn period(text: &str) -> Period {
    parse_range(text, Timestamp::UNIX_EPOCH, &warsaw()).unwrap()
}

/// Writes a month of quarter hours at both points, as restless as it takes to fill several pages of the file.
fn month(month: &str) -> String {
    let mut rows = "#ek-document 1\npoint,meter,quantity,at,value,unit\n".to_owned();
    let Period { from, until } = period(month);
    let mut dice = Dice::new(from.as_second().unsigned_abs());
    for point in POINTS {
        for second in (from.as_second()..until.as_second()).step_by(900) {
            let at = Timestamp::from_second(second).unwrap();
            let mut noise = || i64::try_from(dice.below(1_000_000)).unwrap();
            let quarter = second / 900 - 1_960_000;
            writeln!(rows, "{point},,energy,{at},{},J", quarter * 9_000_000 + noise()).unwrap();
            writeln!(rows, "{point},,volume,{at},{},mL", quarter * 9_000_000 + noise()).unwrap();
            writeln!(rows, "{point},,power,{at},{},W", noise()).unwrap();
        }
    }
    rows
}

async fn filled() -> (TestDaemon, Client) {
    let (daemon, client) = filled_with("").await;
    sealed(&client).await;
    (daemon, client)
}

async fn filled_with(sections: &str) -> (TestDaemon, Client) {
    let daemon = TestDaemon::start(NOW, sections).await;
    let client = daemon.client().await;
    let points = POINTS.map(|code| format!("<site code=\"{code}\"><point code=\"{code}\" cadence=\"PT15M\"/></site>"));
    let registry = format!("<document xmlns=\"urn:ek:document:1\" version=\"1\">{}</document>", points.concat());
    client.import("registry.xml", None, registry.as_bytes()).await;
    for name in MONTHS {
        let document = client.import(name, None, month(name).as_bytes()).await;
        assert_eq!((document.tally.stored, document.tally.received), (document.n_rows, document.n_rows));
    }
    (daemon, client)
}

async fn sealed(client: &Client) {
    client.wait_until("all is sealed", async |client| client.archive().await.n_fresh == 0).await;
}

async fn series(client: &Client, point: &str, text: &str) -> Series {
    by(client, point, text, Step::Day).await
}

async fn by(client: &Client, point: &str, text: &str, step: Step) -> Series {
    let point = client.point(point).await.id;
    let query = SeriesQuery { point, quantity: Quantity::Energy, period: period(text), step };
    client.connection.ask(async |ek, context| ek.series(context, query).await).await.unwrap()
}

async fn log(client: &Client, point: &str, text: &str) -> LogPages {
    let query = LogQuery { point: client.point(point).await.id, period: period(text) };
    client.connection.ask(async |ek, context| ek.log(context, query, Page::default()).await).await.unwrap()
}

/// What is said of a point in a month.
async fn said(client: &Client, point: &str, text: &str) -> String {
    let (series, log) = (series(client, point, text).await, log(client, point, text).await);
    assert!(series.damaged.is_empty() && log.damaged.is_empty(), "{point} in {text}");
    format!("{:?}", series.buckets().unwrap())
}

async fn totals(client: &Client) -> String {
    let mut all = String::new();
    for quantity in [Quantity::Energy, Quantity::Volume] {
        writeln!(all, "{:?}", client.totals(quantity, "2025-12..2026-05", Step::Day).await).unwrap();
    }
    all
}

/// The stored page of a point for the month that contains this instant.
struct Place {
    head: Vec<u8>,
    body: Vec<u8>,
}

fn place(archive: &Path, point: &str, text: &str) -> Place {
    let conn = Connection::open(archive).unwrap();
    conn.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let middle = period(text).from.as_second() + 10 * 86_400;
    let sql = "SELECT head, body FROM log_page JOIN point ON point.id = point_id
               WHERE point.code = ?1 AND from_at <= ?2 AND until_at > ?2";
    conn.query_row(sql, params![point, middle], |row| Ok(Place { head: row.get(0)?, body: row.get(1)? })).unwrap()
}

/// Returns where the bytes at `index` of a stored blob lie in the file.
fn found(file: &[u8], blob: &[u8], index: usize) -> usize {
    // A stretch that the end of a page of the file may cut: one of two neighbours is whole.
    let at = |index: usize| file.windows(24).position(|window| window == &blob[index..index + 24]);
    at(index).or_else(|| at(index + 24).map(|at| at - 24)).expect("the page is in the file")
}

fn overwrite(archive: &Path, at: usize, bytes: &[u8]) {
    let file = std::fs::OpenOptions::new().write(true).open(archive).unwrap();
    file.write_all_at(bytes, at as u64).unwrap();
}

/// Overwrites bytes of a page's body: of its first column, the energy.
fn spoil_body(archive: &Path) {
    let place = place(archive, "D-1", "2026-02");
    let file = std::fs::read(archive).unwrap();
    overwrite(archive, found(&file, &place.body, place.body.len() / 6), &[0xa5; 16]);
}

fn spoil_head(archive: &Path) {
    let place = place(archive, "D-1", "2026-02");
    let file = std::fs::read(archive).unwrap();
    overwrite(archive, found(&file, &place.head, place.head.len() / 2), &[0xa5; 16]);
}

/// Has the chain of the page's pieces go on at another page of the file: `None` is one that is not there.
fn spoil_chain(archive: &Path, next: Option<u32>) {
    let place = place(archive, "D-1", "2026-02");
    assert!(place.body.len() > 4 * DISK_PAGE, "only {} bytes", place.body.len());
    let file = std::fs::read(archive).unwrap();
    let piece = found(&file, &place.body, place.body.len() / 6) / DISK_PAGE * DISK_PAGE;
    overwrite(archive, piece, &next.unwrap_or(0x7fff_fff0).to_be_bytes());
}

/// Leads the chain into the middle of the other point's page.
fn spoil_chain_across(archive: &Path) {
    let other = place(archive, "D-2", "2026-02");
    let file = std::fs::read(archive).unwrap();
    let piece = found(&file, &other.body, other.body.len() / 2) / DISK_PAGE + 1;
    spoil_chain(archive, Some(u32::try_from(piece).unwrap()));
}

/// A page is damaged: it alone is named, all else is there, and the month's document brings it back.
async fn check(spoil: fn(&Path), n_columns_lost: u64) {
    let (daemon, client) = filled().await;
    let (listing, sums) = (client.listing().await, totals(&client).await);
    let mut whole = Vec::new();
    for (point, text) in POINTS.into_iter().flat_map(|point| MONTHS.map(|text| (point, text))) {
        whole.push(((point, text), said(&client, point, text).await));
    }
    let daemon = daemon.restart_after("", spoil).await.unwrap();
    let client = daemon.client().await;
    let findings = client.verify().await;
    let [Finding { point, period: stretch, fault: ArchiveFault::PageDamaged { .. } }] = findings.as_slice() else {
        panic!("{findings:?}");
    };
    assert_eq!((point.as_str(), *stretch), ("D-1", period("2026-02")));
    for ((point, text), before) in &whole {
        if (*point, *text) != ("D-1", "2026-02") && (*point, *text) != ("D-1", "2026-01") {
            assert!(said(&client, point, text).await == *before, "{point} in {text}");
        }
    }
    // January's last difference leads into the damaged month, and says so; all others are as they were.
    let january = by(&client, "D-1", "2026-01", Step::Hour).await;
    assert_eq!(january.damaged, [period("2026-02")]);
    let days = series(&client, "D-1", "2026-01").await.buckets().unwrap();
    assert!(whole[0].1.starts_with(format!("{:?}", &days[..30]).trim_end_matches(']')), "{days:?}");
    let damaged = by(&client, "D-1", "2026-02", Step::Hour).await;
    assert_eq!(damaged.damaged, [period("2026-02")]);
    assert!(damaged.buckets().unwrap().iter().all(|bucket| bucket.content == Content::Missing));
    // Days are told by the page's head as long as that is whole, and are missing with a word of it otherwise.
    let days = series(&client, "D-1", "2026-02").await;
    if days.damaged.is_empty() {
        let before = whole.iter().find(|(place, _)| *place == ("D-1", "2026-02")).map(|(_, said)| said.as_str());
        assert_eq!(Some(format!("{:?}", days.buckets().unwrap()).as_str()), before);
    } else {
        assert_eq!(days.damaged, [period("2026-02")]);
        assert!(days.buckets().unwrap().iter().all(|bucket| bucket.content == Content::Missing));
    }
    let pages = log(&client, "D-1", "2026-02").await;
    assert_eq!((pages.damaged.as_slice(), pages.pages.len()), (&[period("2026-02")][..], 0));

    let document = client.import("2026-02", None, month("2026-02").as_bytes()).await;
    assert!(document.tally.balances());
    assert_eq!(document.tally.stored, n_columns_lost * 28 * 96, "the whole columns are saved: {:?}", document.tally);
    assert_eq!(client.listing().await, listing);
    assert_eq!(totals(&client).await, sums);
    assert_eq!(client.archive().await.n_set_aside, 1);
    for ((point, text), before) in &whole {
        assert!(said(&client, point, text).await == *before, "{point} in {text}");
    }
    // What is bound, sealed and tidied from here on spoils nothing else.
    let other = month("2026-03").replace("W\n", "W\n\n").replace(",power,", ",return,").replace(",W", ",m°C");
    client.import("more", None, other.as_bytes()).await;
    sealed(&client).await;
    let daemon = daemon.restart("").await;
    let client = daemon.client().await;
    assert_eq!(client.verify().await, []);
    assert_eq!(totals(&client).await, sums);
    let without = |text: String| text.lines().filter(|line| !line.contains(";return;")).collect::<Vec<_>>().join("\n");
    assert!(without(client.listing().await) == without(listing), "the rest is as it was");
}

#[tokio::test]
async fn overwritten_readings_are_named_and_come_back_with_their_document() {
    check(spoil_body, 1).await;
}

#[tokio::test]
async fn where_one_column_is_overwritten_the_others_are_there() {
    let (daemon, client) = filled().await;
    let (listing, sums) = (client.listing().await, totals(&client).await);
    let before = said(&client, "D-1", "2026-02").await;
    let spoil = |archive: &Path| {
        let place = place(archive, "D-1", "2026-02");
        let file = std::fs::read(archive).unwrap();
        overwrite(archive, found(&file, &place.body, place.body.len() * 5 / 6), &[0xa5; 16]);
    };
    let daemon = daemon.restart_after("", spoil).await.unwrap();
    let client = daemon.client().await;
    let energy = async || format!("{:?}", series(&client, "D-1", "2026-02").await.buckets().unwrap());
    assert_eq!(client.verify().await.len(), 1);
    assert_eq!((energy().await, totals(&client).await), (before.clone(), sums.clone()));
    let rest: String = month("2026-02").lines().take(4).fold(String::new(), |text, row| text + row + "\n");
    let document = client.import("one", None, rest.as_bytes()).await;
    assert_eq!((document.tally.stored, document.tally.duplicate), (0, 2), "{:?}", document.tally);
    let n_lost = 28 * 96;
    let all = client.import("2026-02", None, month("2026-02").as_bytes()).await;
    assert_eq!(all.tally.stored, n_lost, "{:?}", all.tally);
    assert_eq!((energy().await, totals(&client).await), (before, sums));
    assert_eq!(client.listing().await, listing);
}

#[tokio::test]
async fn an_overwritten_head_is_named_and_its_readings_come_back_with_their_document() {
    check(spoil_head, 3).await;
}

#[tokio::test]
async fn a_page_whose_pieces_lead_nowhere_takes_nothing_else_with_it() {
    check(|archive| spoil_chain(archive, None), 3).await;
}

#[tokio::test]
async fn a_page_whose_pieces_lead_into_another_page_takes_nothing_else_with_it() {
    check(spoil_chain_across, 3).await;
}

#[tokio::test]
async fn a_wrong_sum_over_all_points_is_named() {
    let (daemon, _) = filled().await;
    let wrong = |archive: &Path| {
        let conn = Connection::open(archive).unwrap();
        let changed = conn.execute(
            "UPDATE log_total SET used = used + 1 WHERE quantity = 1 AND day = ?1",
            [period("2026-02-03").from.as_second()],
        );
        assert_eq!(changed.unwrap(), 1);
    };
    let daemon = daemon.restart_after("", wrong).await.unwrap();
    let findings = daemon.client().await.verify().await;
    let [
        Finding {
            period: day, fault: ArchiveFault::TotalDiffers { quantity: Quantity::Energy, kept, computed }, ..
        },
    ] = findings.as_slice()
    else {
        panic!("{findings:?}");
    };
    assert_eq!((*day, kept - computed), (period("2026-02-03"), 1));
}

#[tokio::test]
async fn where_it_is_written_wrongly_how_a_point_stands_the_daemon_refuses_to_guess() {
    for (column, change) in
        [("sealed_through", "sealed_through - 1"), ("last_at", "last_at - 1"), ("newest", "zeroblob(length(newest))")]
    {
        let (daemon, _) = filled().await;
        let wrong = |archive: &Path| {
            let conn = Connection::open(archive).unwrap();
            let changed = conn.execute(&format!("UPDATE log_standing SET {column} = {change} WHERE point_id = 1"), []);
            assert_eq!(changed.unwrap(), 1);
        };
        let Err(refused) = daemon.restart_after("", wrong).await else { panic!("{column} is believed") };
        assert!(refused.to_string().contains("the logbook in"), "{refused}");
    }
}

#[tokio::test]
async fn fresh_lines_that_are_damaged_are_named_kept_and_come_back_with_their_document() {
    const UNSEALED: &str = "[archive]\nseal-after = \"6h\"";
    let (daemon, client) = filled_with(UNSEALED).await;
    let (listing, sums) = (client.listing().await, totals(&client).await);
    assert!(client.archive().await.n_fresh > 0);
    let wrong = |archive: &Path| {
        let conn = Connection::open(archive).unwrap();
        let sql = "UPDATE log_fresh SET lines = x'0102030405' WHERE document_id =
                   (SELECT id FROM document WHERE name = '2026-02')";
        assert_eq!(conn.execute(sql, []).unwrap(), 1);
    };
    let daemon = daemon.restart_after("", wrong).await.unwrap();
    let client = daemon.client().await;
    sealed(&client).await;
    let findings = client.verify().await;
    let [Finding { period: lost, fault: ArchiveFault::PageDamaged { why }, .. }] = findings.as_slice() else {
        panic!("{findings:?}");
    };
    assert!(why.contains("(2026-02)") && period("2026-02").contains(lost.from), "{findings:?}");
    let document = client.import("2026-02", None, month("2026-02").as_bytes()).await;
    assert_eq!(document.tally.stored, document.tally.received);
    assert_eq!((client.listing().await, totals(&client).await), (listing, sums));
    let conn = Connection::open(daemon.paths.archive()).unwrap();
    let kept: i64 = conn.query_row("SELECT count(*) FROM log_fresh WHERE is_damaged", [], |row| row.get(0)).unwrap();
    assert_eq!(kept, 1);
}
