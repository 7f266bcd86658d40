//! What reading a file of another maker costs, beside a bare split of the same bytes into lines and fields in the same
//! run, so that ratios can be read. Nothing here passes or fails by time.
//!
//! `cargo bench -p ekd --bench parse`; a file of one's own: `EK_BENCH_LONG=FILE cargo bench …`

use std::fmt::Write as _;
use std::sync::LazyLock;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use ekd::document::mapping::{Mapping, parse};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Length of a file, about as `ekctl` cuts them.
const LENGTH: usize = 8 << 20;
/// 1 January 2025 in Warsaw.
const FIRST: i64 = 1_735_686_000;

fn main() {
    divan::main();
}

/// A file and how it is read.
struct File {
    bytes: Vec<u8>,
    mapping: Mapping,
    delimiter: u8,
    n_values: usize,
}

/// The files of this run, by the names of their mappings.
const FILES: [&str; 4] = ["long", "aalborg", "hhw", "polish"];

fn file(name: &str) -> &'static File {
    static LONG: LazyLock<File> = LazyLock::new(|| made(include_str!("../samples/mapping-long.toml"), &long()));
    static AALBORG: LazyLock<File> =
        LazyLock::new(|| made(include_str!("../samples/mapping-aalborg.toml"), &aalborg()));
    static HHW: LazyLock<File> = LazyLock::new(|| made(include_str!("../samples/mapping-hhw.toml"), &hhw()));
    static POLISH: LazyLock<File> = LazyLock::new(|| made(include_str!("../samples/mapping-polish.toml"), &polish()));
    match name {
        "long" => &LONG,
        "aalborg" => &AALBORG,
        "hhw" => &HHW,
        _ => &POLISH,
    }
}

fn made(mapping: &str, text: &str) -> File {
    let mapping: Mapping = toml::from_str(mapping).expect("a mapping");
    let encoding = encoding_rs::Encoding::for_label(mapping.encoding.as_bytes()).expect("an encoding");
    let bytes = encoding.encode(text).0.into_owned();
    let parsed = parse(&bytes, &mapping, "1hhw_system_data.csv", &TimeZone::UTC).expect("a document");
    assert_eq!((parsed.doubtful.len(), parsed.rejected.len()), (0, 0), "{:?}", parsed.doubtful.first());
    let delimiter = u8::try_from(mapping.delimiter).expect("an ASCII character");
    File { bytes, mapping, delimiter, n_values: parsed.samples.len() }
}

/// Writes `row(number)` after the heading until the file is long enough.
fn written(heading: &str, row: impl Fn(&mut String, i64) -> std::fmt::Result) -> String {
    let mut text = format!("{heading}\n");
    let mut number = 0;
    while text.len() < LENGTH {
        row(&mut text, number).expect("writing to a String cannot fail");
        number += 1;
    }
    text
}

/// A value a row, 100 meters of four quantities by the hour; or what the environment names.
fn long() -> String {
    const QUANTITIES: [&str; 4] = ["energy_gj", "volume_m3", "supply_c", "return_c"];
    if let Some(path) = std::env::var_os("EK_BENCH_LONG") {
        let mut text = std::fs::read_to_string(path).expect("the file that was named");
        text.truncate(text.as_bytes()[..text.len().min(LENGTH)].iter().rposition(|byte| *byte == b'\n').unwrap_or(0));
        return text;
    }
    written("meter,quantity,unix_ts,value", |text, number| {
        let (hour, meter, quantity) = (number / 400, number / 4 % 100, number % 4);
        let hundredths = 4_412 + number * 7_919 % 1_000_000;
        let name = QUANTITIES.get(usize::try_from(quantity).unwrap_or(0)).unwrap_or(&"");
        let at = FIRST + hour * 3600;
        writeln!(text, "m{meter:05},{name},{at},{}.{:02}", hundredths / 100, hundredths % 100)
    })
}

fn aalborg() -> String {
    const HEADING: &str =
        "customer_id,meter_id,time_rounded,energy_heat_kwh,volume_flow_m3,inlet_flow_energy_m3xC,back_flow_energy_m3xC";
    written(HEADING, |text, number| {
        let at = Timestamp::from_second(FIRST + number * 3600).unwrap_or_default();
        let noise = number * 7_919 % 100_000_000;
        writeln!(text, "772,660,{at},5347.{noise:011},113.{noise:012},8246.42168674699,3528.80722891566")
    })
}

fn hhw() -> String {
    const HEADING: &str = "dt,yr,season,mnth,wd,hr,datetime_UTC,sup,ret,flow,hw,oper,t_out";
    written(HEADING, |text, number| {
        let at = Timestamp::from_second(FIRST + number * 3600).unwrap_or_default();
        let noise = number * 7_919 % 100_000;
        write!(text, "2018-01-01,2018,Winter,Jan,Mon,1,{at},58.{noise:015},57.66666666666667,17.936487,9")?;
        writeln!(text, "{noise:05}.74,1,9.4")
    })
}

fn polish() -> String {
    const HEADING: &str =
        "Odczyty\nza rok\nUk\u{142}ad;Licznik;Data;Godzina;Energia [GJ];Obj [m3];T zasil.;T powr.;Status";
    let zone = TimeZone::get("Europe/Warsaw").expect("a zone");
    written(HEADING, |text, number| {
        let (hour, meter) = (number / 50, number % 50);
        let at = Timestamp::from_second(FIRST + hour * 3600).unwrap_or_default().to_zoned(zone.clone());
        let at = at.strftime("%d.%m.%Y;%H:%M");
        writeln!(text, "W-{meter:04};6712{meter:04};{at};8412,{:02};52961,15;84,2;47,9;", number % 100)
    })
}

fn read(file: &File, bytes: &[u8]) -> usize {
    let parsed = parse(black_box(bytes), &file.mapping, "1hhw_system_data.csv", &TimeZone::UTC).expect("a document");
    parsed.samples.len()
}

#[divan::bench(args = FILES)]
fn ours(bencher: Bencher<'_, '_>, name: &str) {
    let file = file(name);
    let bytes = file.bytes.as_slice();
    let counters = (ItemsCount::new(file.n_values), BytesCount::new(bytes.len()));
    bencher.counter(counters.0).counter(counters.1).bench(|| read(file, bytes));
}

/// Finds the ends of all lines and fields, and does nothing with them.
#[divan::bench(args = FILES)]
fn bare_split(bencher: Bencher<'_, '_>, name: &str) {
    let file = file(name);
    let bytes = file.bytes.as_slice();
    bencher.counter(ItemsCount::new(file.n_values)).counter(BytesCount::new(bytes.len())).bench(|| {
        let lines = black_box(bytes).split(|byte| *byte == b'\n');
        lines.map(|line| line.split(|byte| *byte == file.delimiter).map(black_box).count()).sum::<usize>()
    });
}
