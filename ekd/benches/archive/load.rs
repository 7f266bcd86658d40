//! The readings, made once a run by the generator beside the project.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{LazyLock, OnceLock};
use std::time::Instant;

use common::time::Period;
use jiff::Timestamp;

use super::ours::Ours;
use super::plain::Plain;

const GENERATOR: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/bench/gen/gen.rs");
/// 2025 in Warsaw.
pub(crate) const FIRST: i64 = 1_735_686_000;
pub(crate) const END: i64 = 1_767_222_000;
/// The local year.
pub(crate) const YEAR: (i64, i64) = (FIRST, END);
/// A tick begins here: 2026-01-15 08:00 in Warsaw.
const TICK: i64 = 1_768_460_400;
/// Bytes of a document, about, as `ekctl readings import` cuts long files.
const DOCUMENT: usize = 8 << 20;

pub(crate) fn is_there() -> bool {
    Path::new(GENERATOR).exists()
}

pub(crate) fn period((from, until): (i64, i64)) -> Period {
    let instant = |second| Timestamp::from_second(second).expect("an instant");
    Period { from: instant(from), until: instant(until) }
}

fn generate(arguments: &[&str]) -> String {
    static PROGRAM: LazyLock<(tempfile::TempDir, PathBuf)> = LazyLock::new(|| {
        let home = tempfile::tempdir().expect("a directory");
        let program = home.path().join("heatgen");
        let built = Command::new("rustc").arg("-O").arg("-o").arg(&program).arg(GENERATOR).status();
        assert!(built.expect("rustc").success());
        (home, program)
    });
    let output = Command::new(&PROGRAM.1).args(arguments).stderr(Stdio::null()).output().expect("the generator");
    String::from_utf8(output.stdout).expect("text")
}

/// The year of a hundred meters as documents.
static DOCUMENTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let text = generate(&["--meters", "100", "--format", "csv"]);
    let (header, mut rest) = text.split_once('\n').expect("a header");
    let mut documents = Vec::new();
    while !rest.is_empty() {
        let near = rest.len().min(DOCUMENT);
        let end = rest[near..].find('\n').map_or(rest.len(), |end| near + end + 1);
        documents.push(format!("{header}\n{}", &rest[..end]));
        rest = &rest[end..];
    }
    documents
});

/// Eight ticks of 20 000 meters, 15 minutes apart.
pub(crate) fn ticks() -> Vec<String> {
    static TICKS: LazyLock<Vec<String>> = LazyLock::new(|| {
        let start = TICK.to_string();
        (0..8)
            .map(|tick: usize| {
                let (skip, count) = (tick.to_string(), (tick + 1).to_string());
                let common = ["--meters", "20000", "--step", "900", "--start", &start, "--format", "csv"];
                generate(&[&common[..], &["--count", &count, "--skip", &skip]].concat())
            })
            .collect()
    });
    TICKS.clone()
}

struct Loaded {
    ours: Ours,
    report: String,
}

/// A daemon that has the year, all of it sealed.
pub(crate) fn year() -> &'static Ours {
    &loaded().ours
}

/// A daemon that has the last days of the year only.
pub(crate) fn last_days() -> Ours {
    let ours = Ours::empty();
    DOCUMENTS.iter().rev().take(1).for_each(|document| ours.tick(document));
    ours
}

/// What loading it took, beside the plain table.
pub(crate) fn report() -> &'static str {
    &loaded().report
}

fn loaded() -> &'static Loaded {
    static LOADED: OnceLock<Loaded> = OnceLock::new();
    LOADED.get_or_init(|| {
        let _ = DOCUMENTS.len();
        let ours = Ours::empty();
        let started = Instant::now();
        DOCUMENTS.iter().for_each(|document| ours.tick(document));
        ours.sealed();
        let (took, taken) = (started.elapsed(), ours.stat());
        ours.at_rest();
        let stat = ours.stat();
        let (per_second, per_reading) = (rate(taken.n_sealed, took), ratio(stat.file_bytes, stat.n_sealed));
        let report = plain_year(|plain| {
            let plain_rate = rate(stat.n_sealed, plain.took);
            format!(
                "back-fill of {} readings from CSV over the socket, sealed: {per_second:.0}/s; plain {plain_rate:.0}/s; \
                 {:.2}x\nbytes a reading, the whole archive: {per_reading:.3}; its pages {:.3}; plain {:.1}",
                stat.n_sealed,
                per_second / plain_rate,
                ratio(stat.page_bytes, stat.n_sealed),
                ratio(plain.bytes(), stat.n_sealed),
            )
        });
        Loaded { ours, report }
    })
}

#[expect(clippy::cast_precision_loss, reason = "figures for people")]
fn rate(n_readings: u64, took: std::time::Duration) -> f64 {
    n_readings as f64 / took.as_secs_f64()
}

#[expect(clippy::cast_precision_loss, reason = "figures for people")]
fn ratio(bytes: u64, n_readings: u64) -> f64 {
    bytes as f64 / n_readings as f64
}

/// Lends the plain table with the year in it.
pub(crate) fn plain_year<T>(work: impl FnOnce(&Plain) -> T) -> T {
    thread_local! {
        static PLAIN: Plain = {
            let mut plain = Plain::empty();
            let started = Instant::now();
            DOCUMENTS.iter().for_each(|document| plain.take(document));
            plain.took = started.elapsed();
            plain.know_series();
            plain
        };
    }
    PLAIN.with(work)
}
