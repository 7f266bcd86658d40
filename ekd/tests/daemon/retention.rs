//! Rules of retention: what they let go leaves the archive once a day, with an event, and nothing else does.

use std::collections::HashSet;
use std::fmt::Write as _;

use common::api::LogQuery;
use common::event::Happening;
use common::id::Cursor;
use common::page::Page;
use common::quantity::Quantity;
use common::time::{Period, Step};
use jiff::civil::date;
use jiff::{Timestamp, ToSpan as _};

use crate::harness::client::{Client, warsaw};
use crate::harness::daemon::TestDaemon;

const RULES: &str = "[retention.flats]\nsites = 'M-*'\nkeep = '2y'\nthin-after = '1y'\nthin-to = '6h'\n\
                     [retention.houses]\nsites = 'M-?'\nkeep = '1d'\n\
                     [archive]\nseal-after = '0s'\n";
const POINTS: [&str; 2] = ["M-1", "W-1"];
/// 2026-01-01 in Warsaw.
const FIRST_DAY: &str = "2026-01-01T00:30:00Z";

fn midnight(year: i16, month: i8, day: i8) -> Timestamp {
    date(year, month, day).to_zoned(warsaw()).unwrap().timestamp()
}

/// Three years of hours, at six minutes past, and the first hours of a fourth one.
fn hours() -> impl Iterator<Item = Timestamp> {
    midnight(2023, 1, 1).series(1.hour()).map(|hour| hour + 6.minutes()).take_while(|at| at.as_second() < 1_767_222_600)
}

fn rows(point: &str, hours: &[Timestamp]) -> String {
    let mut rows = "#ek-document 1\npoint,meter,quantity,at,value,unit\n".to_owned();
    for at in hours {
        let hour = at.as_second() / 3600 - 460_000;
        writeln!(rows, "{point},6{point},energy,{at},{}.{:03},GJ", hour / 10, hour % 10 * 100 + hour % 7).unwrap();
        writeln!(rows, "{point},6{point},supply,{at},{}.00,°C", 60 + hour % 30).unwrap();
    }
    rows
}

async fn fill(client: &Client) {
    let mut registry = "<document xmlns=\"urn:ek:document:1\" version=\"1\">".to_owned();
    for point in POINTS {
        let protocol = "<initial><energy unit=\"GJ\">1</energy></initial>";
        let meter = format!("<meter serial=\"6{point}\" from=\"2022-12-31T23:00:00Z\">{protocol}</meter>");
        write!(registry, "<site code=\"{point}\"><point code=\"{point}\" cadence=\"PT1H\">{meter}</point></site>")
            .unwrap();
    }
    client.import("registry.xml", None, (registry + "</document>").as_bytes()).await;
    let hours: Vec<Timestamp> = hours().collect();
    for point in POINTS {
        for some in hours.chunks(10_000) {
            let document = client.import("hours.csv", None, rows(point, some).as_bytes()).await;
            assert_eq!(document.tally.stored, 2 * some.len() as u64, "{:?}", document.tally);
        }
    }
}

/// Moves the clock, and has the daemon look at it: after any commit it does.
async fn on_the_day(daemon: &TestDaemon, client: &Client, now: &str, value: i64) {
    let now: Timestamp = now.parse().unwrap();
    daemon.set_clock(now);
    let row = format!("#ek-document 1\npoint,meter,quantity,at,value,unit\nW-1,6W-1,power,{now},{value},kW\n");
    assert_eq!(client.import("row.csv", None, row.as_bytes()).await.tally.stored, 1);
}

async fn removals(client: &Client) -> Vec<Happening> {
    let happened = client.happened_since(Cursor(0)).await;
    happened.into_iter().filter(|what| matches!(what, Happening::ReadingsRemoved { .. })).collect()
}

/// Returns the lines of the listing that tell of a point and contain `text`.
fn of<'a>(listing: &'a str, point: &str, text: &str) -> Vec<&'a str> {
    listing.lines().filter(|line| line.starts_with(point) && line.contains(text)).collect()
}

/// Returns the sealed pages of a point as they lie in the archive.
async fn pages(client: &Client, point: &str, until: Timestamp) -> Vec<Vec<u8>> {
    let period = Period { from: Timestamp::UNIX_EPOCH, until };
    let query = LogQuery { point: client.point(point).await.id, period };
    let answer =
        client.connection.ask(async |ek, context| ek.log(context, query, Page::default()).await).await.unwrap();
    assert_eq!(answer.next, None);
    answer.pages.into_iter().map(serde_bytes::ByteBuf::into_vec).collect()
}

#[tokio::test]
async fn a_rule_removes_and_thins_what_is_old_at_its_sites_once_a_day() {
    let daemon = TestDaemon::start(FIRST_DAY, RULES).await;
    let client = daemon.client().await;
    fill(&client).await;
    client
        .wait_until("everything is sealed and bound", async |client| {
            let archive = client.archive().await;
            // Two cold years and the months of a third one.
            archive.n_fresh == 0 && archive.n_pages <= 2 * (2 + 13)
        })
        .await;
    let before = client.listing().await;
    let days = async |point| client.series(point, Quantity::Energy, "2024-01-02..2025-12-30", Step::Day).await;
    let (days_of_m, pages_of_w) = (days("M-1").await, pages(&client, "W-1", midnight(2025, 6, 1)).await);
    assert_eq!(removals(&client).await, [], "the rules were followed on this day before anything came");

    on_the_day(&daemon, &client, "2026-01-01T23:30:00Z", 20).await;
    client.wait_until("the readings are removed", async |client| !removals(client).await.is_empty()).await;
    let after = client.listing().await;
    let [Happening::ReadingsRemoved { point, rule, until, n_removed, n_thinned }] = &removals(&client).await[..] else {
        panic!("{:?}", removals(&client).await)
    };
    assert_eq!((*point, rule.as_str(), *until), (client.point("M-1").await.id, "flats", midnight(2025, 1, 2)));
    let n_before = |from: Timestamp, until: Timestamp| hours().filter(|at| (from..until).contains(at)).count() as u64;
    assert_eq!(*n_removed, 2 * n_before(midnight(2023, 1, 1), midnight(2024, 1, 2)));
    let n_old = 2 * n_before(midnight(2024, 1, 2), midnight(2025, 1, 2));
    // The 366 days from 2024-01-02 on: four readings each, and one more on the two days on which clocks change.
    assert_eq!(*n_thinned, n_old - 2 * (4 * 366 + 2));
    let n_of_m = |listing| of(listing, "M-1", "").len() as u64;
    assert_eq!(n_of_m(&after) + n_removed + n_thinned, n_of_m(&before));

    let told: HashSet<&str> = after.lines().collect();
    assert!(of(&before, "W-1", "").iter().all(|line| told.contains(line)));
    assert_eq!(
        pages(&client, "W-1", midnight(2025, 6, 1)).await,
        pages_of_w,
        "the other site's pages are as they were"
    );
    let is_recent = |line: &&str| line.contains(";2025-") && !line.contains(";2025-01-01T");
    let recent = |listing| of(listing, "M-1", ":06:00Z").into_iter().filter(is_recent).map(str::to_owned);
    assert!(recent(&before).eq(recent(&after)));
    let days_after = days("M-1").await;
    for (then, now) in days_of_m.iter().zip(&days_after) {
        assert_eq!((then.period, &then.content), (now.period, &now.content));
    }

    // Another commit on the same date, a clock that goes back, and a restart: nothing more.
    on_the_day(&daemon, &client, "2026-01-02T12:00:00Z", 21).await;
    on_the_day(&daemon, &client, "2026-01-01T20:00:00Z", 22).await;
    drop(client);
    let daemon = daemon.restart(RULES).await;
    let client = daemon.client().await;
    on_the_day(&daemon, &client, "2026-01-02T12:30:00Z", 23).await;
    assert_eq!(removals(&client).await.len(), 1);
    assert_eq!(of(&client.listing().await, "M-1", ""), of(&after, "M-1", ""));

    // The next day only that day's readings go; what came again of removed ones goes with them.
    let again = rows("M-1", &hours().take(10).collect::<Vec<_>>());
    assert_eq!(client.import("again.csv", None, again.as_bytes()).await.tally.stored, 20);
    on_the_day(&daemon, &client, "2026-01-03T00:30:00Z", 24).await;
    client.wait_until("the next day's go", async |client| removals(client).await.len() == 2).await;
    let Some(Happening::ReadingsRemoved { n_removed, n_thinned, .. }) = removals(&client).await.pop() else { panic!() };
    // Four times a day stayed of 2024-01-02, and 20 of 24 hours go of 2025-01-02.
    assert_eq!((n_removed, n_thinned), (2 * 4 + 20, 2 * 20));
    assert_eq!(client.verify().await, []);
    daemon.finish().await.unwrap();
}

#[tokio::test]
async fn a_clock_that_no_reading_bears_out_removes_nothing() {
    let daemon = TestDaemon::start(FIRST_DAY, RULES).await;
    let client = daemon.client().await;
    fill(&client).await;
    let before = client.listing().await;
    daemon.set_clock("2036-01-01T12:00:00Z".parse().unwrap());
    let row = "#ek-document 1\npoint,meter,quantity,at,value,unit\nW-1,6W-1,power,2025-12-31T12:00:00Z,20,kW\n";
    client.import("row.csv", None, row.as_bytes()).await;
    drop(client);
    // It looks at the clock at its start as well.
    let daemon = daemon.restart(RULES).await;
    let client = daemon.client().await;
    assert_eq!(of(&client.listing().await, "M-1", ""), of(&before, "M-1", ""));
    assert_eq!(removals(&client).await, []);

    on_the_day(&daemon, &client, "2036-01-01T12:00:00Z", 20).await;
    client.wait_until("the readings are removed", async |client| !removals(client).await.is_empty()).await;
    assert_eq!(of(&client.listing().await, "M-1", ""), Vec::<&str>::new());
}
