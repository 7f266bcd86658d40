//! The year of a hundred meters on which peers were measured: our answers are the reference answers.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use common::quantity::Quantity;
use common::source::Outcome;
use common::time::Step;

use crate::harness::daemon::TestDaemon;
use crate::harness::shared::shared;

const NOW: &str = "2026-01-02T00:00:00Z";
/// GJ used by meter 11 in each local month of 2025.
const MONTHS_OF_11: [&str; 12] = [
    "188.521", "170.642", "135.299", "80.016", "66.234", "46.668", "47.891", "50.362", "66.336", "115.965", "125.347",
    "155.304",
];
/// 2025-04-01 in Warsaw.
const APRIL: i64 = 1_743_458_400;
/// Values of one file: a document is at most 32 MiB, an import at most a minute.
const ROWS: usize = 100_000;

/// Builds the generator and passes the lines of the year of a hundred meters.
fn generate(source: &Path, mut line: impl FnMut(&str)) {
    let home = tempfile::tempdir().unwrap();
    let program = home.path().join("heatgen");
    let built = Command::new("rustc").arg("-O").arg("-o").arg(&program).arg(source).status().unwrap();
    assert!(built.success());
    let arguments = ["--meters", "100", "--format", "csv"];
    let mut child = Command::new(program).args(arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    for text in BufReader::new(child.stdout.take().unwrap()).lines() {
        line(&text.unwrap());
    }
    assert!(child.wait().unwrap().success());
}

/// Returns the rows for two questions: all energy of meter 11, and the energy of all meters until the end of March.
fn rows(source: &Path) -> Vec<String> {
    let mut rows = Vec::new();
    generate(source, |line| {
        let mut fields = line.split(',');
        let (meter, quantity, at) = (fields.next(), fields.next(), fields.next());
        if quantity != Some("energy_gj") {
            return;
        }
        let at: i64 = at.unwrap().parse().unwrap();
        if meter == Some("m00011") || at < APRIL {
            rows.push(line.to_owned());
        }
    });
    rows
}

/// Writes J as GJ with the digits that the meters have.
fn gigajoules(joules: i64) -> String {
    assert_eq!(joules % 1_000_000, 0, "registers have at most three decimals of a GJ");
    format!("{}.{:03}", joules / 1_000_000_000, joules / 1_000_000 % 1_000)
}

#[tokio::test]
async fn a_hundred_meters_give_the_reference_answers_to_the_last_digit() {
    let Some(source) = shared("bench/gen/gen.rs") else { return };
    let daemon = TestDaemon::start(NOW, "").await;
    let client = daemon.client().await;
    for part in rows(&source).chunks(ROWS) {
        let text = format!("meter,quantity,unix_ts,value\n{}\n", part.join("\n"));
        let document = client.import("year.csv", Some("long"), text.as_bytes()).await;
        assert_eq!(document.outcome, Outcome::Taken);
        assert_eq!((document.tally.received, document.tally.stored), (part.len() as u64, part.len() as u64));
    }

    let months = client.series("M-m00011", Quantity::Energy, "2025", Step::Month).await;
    let months: Vec<String> = months.iter().map(|bucket| gigajoules(bucket.shown().unwrap().base())).collect();
    assert_eq!(months, MONTHS_OF_11);

    let mut february = 0;
    for point in client.points().await {
        let days = client.series(point.code.as_str(), Quantity::Energy, "2025-02", Step::Day).await;
        assert_eq!(days.len(), 28);
        february += days.iter().filter_map(common::series::Bucket::shown).map(|value| value.base()).sum::<i64>();
    }
    assert_eq!(gigajoules(february), "25520.537");
    let totals = client.totals(Quantity::Energy, "2025-02", Step::Day).await;
    assert_eq!(totals.len(), 28);
    let february: i64 = totals.iter().filter_map(|total| total.used).map(|used| used.base()).sum();
    assert_eq!(gigajoules(february), "25520.537");
    assert_eq!(client.verify().await, []);
}
