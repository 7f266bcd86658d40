//! What paper costs: a report of one page with a chart and a table of twelve months, beside the same page drawn by
//! matplotlib in the same run; a chart as SVG, ten thousand rows, and how large the files are.
//!
//! `cargo bench -p ekd --bench paper`; `EKD_PYTHON` names a python with matplotlib, such as that of a virtual environment.
//! Without one that part is skipped and says so. Nothing here passes or fails by time.

#![expect(clippy::print_stdout, reason = "a bench talks to who runs it")]

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use common::cell::Dialect;
use common::language::Language;
use common::sheet::{Block, Sheet};
use ekd::paper;

#[expect(dead_code, reason = "the tests use more of it")]
#[path = "../tests/paper/sheets.rs"]
mod sheets;

const N_PAGES: usize = 30;
const N_ROWS: u32 = 10_000;
const SCRIPT: &str = include_str!("paper/matplotlib.py");

fn main() {
    let monthly = sheets::monthly();
    let started = Instant::now();
    let first = paper::pdf(&monthly);
    println!("one page: {} bytes, the first in {:?}, fonts read", first.len(), started.elapsed());
    let ours = median(N_PAGES, || paper::pdf(&monthly));
    println!("one page: {ours:?}, the median of {N_PAGES}");
    match of_matplotlib(&monthly) {
        Ok((theirs, n_bytes)) => {
            let ratio = theirs.as_secs_f64() / ours.as_secs_f64();
            println!("matplotlib: {theirs:?}, {n_bytes} bytes: {ratio:.1} times ours");
        }
        Err(reason) => println!("matplotlib: skipped, {reason}"),
    }
    let chart = sheets::scatter_chart(8_760);
    println!("svg of 8760 dots: {:?}, {} bytes", median(10, || paper::svg(&chart, Language::Polish)), {
        paper::svg(&chart, Language::Polish).len()
    });
    let long = sheets::long(N_ROWS);
    println!("{N_ROWS} rows: pdf {:?}, {} bytes", median(3, || paper::pdf(&long)), paper::pdf(&long).len());
    println!("{N_ROWS} rows: csv {:?}", median(3, || paper::csv(&long, Dialect::Plain)));
}

/// Returns the middle of so many times.
fn median<T>(n_times: usize, mut work: impl FnMut() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..n_times)
        .map(|_| {
            let started = Instant::now();
            std::hint::black_box(work());
            started.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[n_times / 2]
}

/// Returns the median time of matplotlib for the same page, in a process that has drawn it before, and the size of its
/// file; or why there is none.
fn of_matplotlib(sheet: &Sheet) -> Result<(Duration, u64), String> {
    let python = std::env::var("EKD_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let mut child = Command::new(&python)
        .args(["-c", SCRIPT, &N_PAGES.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{python}: {error}"))?;
    let blocks: Vec<&Block> = sheet.blocks.iter().collect();
    let page = serde_json::json!({ "title": sheet.title, "blocks": blocks });
    let mut stdin = child.stdin.take().ok_or("no way in")?;
    // A python without matplotlib reads nothing: what it says of that counts.
    let _ = stdin.write_all(page.to_string().as_bytes());
    drop(stdin);
    let output = child.wait_with_output().map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let complaints = String::from_utf8_lossy(&output.stderr);
    let told: Option<(f64, u64)> =
        said.trim().split_once(' ').and_then(|(seconds, bytes)| Some((seconds.parse().ok()?, bytes.parse().ok()?)));
    let last = complaints.lines().last().unwrap_or("it says nothing").to_owned();
    told.map(|(seconds, n_bytes)| (Duration::from_secs_f64(seconds), n_bytes)).ok_or(last)
}
