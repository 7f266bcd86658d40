//! The same documents in any order, with repeats and delays, make the same archive (T2).

use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use common::source::{Outcome, Problem};
use ekd::document::{Parsed, exchange};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};

use crate::harness::daemon::TestDaemon;
use crate::harness::dice::Dice;
use crate::harness::direct::{Direct, Said};
use crate::harness::paper::{self, Form, Slip};

/// Orders tried on the archive itself, and through a daemon.
const N_ORDERS: usize = 1_000;
const N_DAEMONS: usize = 30;
/// Delays add up to 400 days from here.
const NOW: &str = "2026-04-05T00:00:00Z";
/// The end of a year, the change of clocks, the end of a month.
const DAYS: [(i16, i8, i8); 5] = [(2025, 12, 31), (2026, 1, 1), (2026, 3, 29), (2026, 3, 31), (2026, 4, 1)];
const PERIOD: &str = "2025-12-01..2026-05-01";

struct Paper {
    name: String,
    text: String,
    parsed: Result<Parsed, Problem>,
}

/// A point whose meter was replaced twice: on the last day of a year at noon, and in the night in which clocks change.
const REPLACED: [&str; 3] = [
    r#"<meter serial="R-1" from="2020-01-01T00:00:00Z"/>"#,
    r#"<meter serial="R-1" from="2020-01-01T00:00:00Z" until="2025-12-31T11:20:00Z">
         <last><energy unit="J">700000000123</energy><volume unit="mL">8000000</volume></last></meter>
       <meter serial="R-2" from="2025-12-31T11:20:00Z">
         <initial><energy unit="J">41</energy><volume unit="mL">7</volume></initial></meter>"#,
    r#"<meter serial="R-2" from="2025-12-31T11:20:00Z" until="2026-03-29T01:30:00Z">
         <last><energy unit="J">90000000999</energy></last></meter>
       <meter serial="R-3" from="2026-03-29T01:30:00Z">
         <initial><energy unit="J">0</energy></initial></meter>"#,
];

fn replaced(meters: &str) -> String {
    format!(
        "<document xmlns=\"urn:ek:document:1\" version=\"1\"><site code=\"R-01\"><point code=\"R-01\" cadence=\"PT1H\">\
         {meters}</point></site></document>"
    )
}

/// Returns the hours of one local day at the point with the replaced meters; each names its meter.
fn of_replaced(year: i16, month: i8, day: i8) -> String {
    let [first, second] = ["2025-12-31T11:20:00Z", "2026-03-29T01:30:00Z"].map(|at| at.parse::<Timestamp>().unwrap());
    let mut rows = "#ek-document 1\npoint,meter,quantity,at,value,unit\n".to_owned();
    for at in paper::hours(date(year, month, day)) {
        let hours = |since: Timestamp| (at.as_second() - since.as_second()) / 3600;
        let (meter, energy, volume) = match () {
            () if at <= first => ("R-1", 700_000_000_000 + hours(first) * 31_000_007, 7_999_000 + hours(first) * 500),
            () if at <= second => ("R-2", 1_000 + hours(first) * 29_000_011, 9 + hours(first) * 501),
            () => ("R-3", 5 + hours(second) * 27_000_013, 20_000_000 + hours(second) * 502),
        };
        writeln!(rows, "R-01,{meter},energy,{at},{energy},J\nR-01,{meter},volume,{at},{volume},mL").unwrap();
        writeln!(rows, "R-01,{meter},supply,{at},{}.5,°C", 60 + hours(first).rem_euclid(30)).unwrap();
    }
    rows
}

/// What can never enter: a broken sensor, a value of tomorrow's tomorrow, another meter's, another point's, no number.
const DOUBTFUL: &str = "#ek-document 1\npoint,meter,quantity,at,value,unit\n\
    W-01,6W-01,supply,2026-03-28T05:10:00Z,185,°C\nW-01,6W-01,energy,2031-01-01T00:00:00Z,140,GJ\n\
    W-01,999,energy,2026-03-28T05:10:00Z,105,GJ\nX-01,100,energy,2026-03-28T05:10:00Z,105,GJ\n\
    W-02,6W-02,energy,2019-03-28T05:10:00Z,105,GJ\nW-02,6W-02,energy,2026-03-28T05:10:00Z,NaN,GJ\n\
    R-01,R-2,supply,2025-12-31T10:00:00Z,70,°C\n";

/// Days around the end of a year, a month and summer time in all forms, parts of days that overlap whole ones, and the
/// registry in pieces.
fn papers() -> Vec<Paper> {
    let mut texts = vec![("town.xml".to_owned(), paper::registry()), ("doubtful.csv".to_owned(), DOUBTFUL.to_owned())];
    texts.extend(REPLACED.iter().enumerate().map(|(index, meters)| (format!("meters-{index}.xml"), replaced(meters))));
    let forms = [(Form::Xml, "xml"), (Form::Json, "json"), (Form::Csv, "csv")];
    for (index, (year, month, day)) in DAYS.into_iter().enumerate() {
        let (form, suffix) = forms[index % 3];
        let (half, other) = forms[(index + 1) % 3];
        let there = date(year, month, day);
        texts.push((format!("{there}.{suffix}"), paper::day(form, there, Slip::None)));
        if index % 2 == 0 {
            texts.push((format!("{there}-half.{other}"), paper::day(half, there, Slip::HalfADay)));
        }
        texts.push((format!("replaced-{there}.csv"), of_replaced(year, month, day)));
    }
    let read = |(name, text): (String, String)| Paper { parsed: exchange::parse(text.as_bytes()), name, text };
    texts.into_iter().map(read).collect()
}

/// Returns the papers in another order, some of them several times.
fn shuffled<'a>(papers: &'a [Paper], dice: &mut Dice) -> Vec<&'a Paper> {
    let mut shuffled: Vec<_> = papers.iter().collect();
    for _ in 0..dice.below(6) {
        shuffled.push(&papers[dice.below(papers.len())]);
    }
    dice.shuffle(&mut shuffled);
    shuffled
}

/// Takes the papers in, alone or several in one commit, with delays, and seals at moments that the dice choose.
async fn said_of(papers: &[&Paper], dice: Option<&mut Dice>) -> Said {
    let archive = Direct::start(NOW.parse().unwrap());
    let Some(dice) = dice else {
        for paper in papers {
            take(&archive, &[paper]).await;
        }
        assert_eq!(archive.verify().await, []);
        return archive.said(PERIOD).await;
    };
    let mut rest = papers;
    while !rest.is_empty() {
        let (now, later) = rest.split_at((1 + dice.below(3)).min(rest.len()));
        rest = later;
        take(&archive, now).await;
        let days = i64::try_from(dice.below(now.len() * 400 / papers.len() + 1)).unwrap();
        archive.clock.set(archive.clock.now() + SignedDuration::from_hours(24 * days));
        match dice.below(4) {
            0 => archive.seal(true).await,
            1 => archive.seal(false).await,
            _ => {}
        }
    }
    if dice.below(2) == 0 {
        archive.seal(true).await;
    }
    assert_eq!(archive.verify().await, [], "{:?}", names(papers));
    archive.said(PERIOD).await
}

async fn take(archive: &Direct, papers: &[&Paper]) {
    let parsed: Vec<_> = papers.iter().map(|paper| (paper.name.as_str(), &paper.parsed)).collect();
    for document in archive.take_together(&parsed).await {
        assert_eq!(document.outcome, Outcome::Taken, "{}", document.name);
        assert!(document.tally.balances(), "{}: {:?}", document.name, document.tally);
    }
}

fn names<'a>(papers: &[&'a Paper]) -> Vec<&'a str> {
    papers.iter().map(|paper| paper.name.as_str()).collect()
}

/// Fails with the first line that differs.
fn same(found: &Said, expected: &Said, what: &str) {
    let texts = [(&found.listing, &expected.listing), (&found.sums, &expected.sums)];
    for (found, expected) in texts {
        let differ = found.lines().zip(expected.lines()).find(|(found, expected)| found != expected);
        assert!(found == expected, "{what}: {differ:?}");
    }
    assert_eq!(found.waiting, expected.waiting, "{what}");
}

#[test]
fn a_thousand_orders_of_the_same_documents_with_repeats_and_delays_make_the_same_archive() {
    let papers = papers();
    let expected = waiting_for(said_of(&papers.iter().collect::<Vec<_>>(), None));
    let n_hours = DAYS.len() * 24 - 1;
    assert_eq!(expected.listing.lines().count(), n_hours * 3 * 4 + n_hours * 3, "nothing is missing");
    assert_eq!(expected.waiting.len(), 7, "{:#?}", expected.waiting);
    let seed = Dice::seeded(42).number();
    let started = Instant::now();
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(order) = Some(next.fetch_add(1, Ordering::Relaxed)).filter(|order| *order < N_ORDERS) {
            let mut dice = Dice::new(seed.wrapping_add(order as u64));
            let papers = shuffled(&papers, &mut dice);
            let found = waiting_for(said_of(&papers, Some(&mut dice)));
            same(&found, &expected, &format!("order {order}: {:?}", names(&papers)));
        }
    };
    std::thread::scope(|scope| {
        let n_threads = std::thread::available_parallelism().map_or(1, usize::from);
        (0..n_threads).for_each(|_| drop(scope.spawn(work)));
    });
    println!("{N_ORDERS} orders in {:?}", started.elapsed());
}

fn waiting_for<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

#[tokio::test]
async fn the_same_documents_in_any_order_through_the_daemon_make_the_same_archive() {
    let papers = papers();
    let mut expected = None;
    let mut dice = Dice::seeded(43);
    for order in 0..N_DAEMONS {
        let daemon = TestDaemon::start(NOW, "").await;
        let client = daemon.client().await;
        let papers = if order == 0 { papers.iter().collect() } else { shuffled(&papers, &mut dice) };
        for paper in &papers {
            let document = client.import(&paper.name, None, paper.text.as_bytes()).await;
            assert_eq!(document.outcome, Outcome::Taken, "{}", paper.name);
            assert!(document.tally.balances(), "{}: {:?}", paper.name, document.tally);
        }
        let waiting = client.quarantine().await.len();
        let found = (client.listing().await, client.series_text().await, waiting);
        let expected = expected.get_or_insert_with(|| found.clone());
        assert!(found == *expected, "order {order}: {:?}", names(&papers));
    }
}
