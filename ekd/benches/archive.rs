//! What a month of a hundred meters costs: taking it in, and asking for it over the socket, each beside a plain table
//! of `SQLite` in the same process and the same run, so that ratios can be read. Nothing here passes or fails by time.
//!
//! `cargo bench -p ekd`

use std::fmt::Write as _;
use std::path::Path;
use std::sync::LazyLock;

use common::api::{Filter, MAX_UPLOAD_PART, NewDocument, OnceKey, ReadingsQuery, UploadPart};
use common::client::Connection;
use common::endpoint::Endpoint;
use common::id::PointId;
use common::page::Page;
use common::quantity::Quantity;
use common::series::SeriesQuery;
use common::time::{Period, Step};
use divan::Bencher;
use ekd::clock::Clock;
use ekd::config::Config;
use ekd::config::paths::Paths;
use ekd::run::{Running, Start};
use jiff::Timestamp;
use serde_bytes::ByteBuf;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;

const N_METERS: i64 = 100;
const QUANTITIES: [(&str, Quantity); 6] = [
    ("energy_gj", Quantity::Energy),
    ("volume_m3", Quantity::Volume),
    ("supply_c", Quantity::Supply),
    ("return_c", Quantity::Return),
    ("flow_m3h", Quantity::Flow),
    ("power_mw", Quantity::Power),
];
/// January 2026 in Warsaw.
const FIRST: i64 = 1_767_222_000;
/// Documents that the month of 744 hours comes in, as an exporter would write them every few days.
const N_DOCUMENTS: i64 = 8;
const HOURS_A_DOCUMENT: i64 = 93;
const N_VALUES: usize = 100 * 744 * QUANTITIES.len();

fn main() {
    divan::main();
}

/// Returns the value of one quantity in thousandths.
const fn value(meter: i64, quantity: usize, hour: i64) -> i64 {
    let noise = (hour * 7_919 + meter * 104_729).rem_euclid(90);
    match quantity {
        0 | 1 => 1_000_000 + meter * 1_000 + hour * 120 + noise,
        2 => 70_000 + noise * 100,
        3 => 45_000 + noise * 50,
        4 => 900 + noise,
        _ => 30 + noise,
    }
}

/// Writes a stretch of the month in the order of arrival, as the long mapping reads it.
fn document(hours: std::ops::Range<i64>) -> String {
    let mut text = "meter,quantity,unix_ts,value\n".to_owned();
    for hour in hours {
        for meter in 0..N_METERS {
            for (index, (name, _)) in QUANTITIES.iter().enumerate() {
                let thousandths = value(meter, index, hour);
                let at = FIRST + hour * 3600;
                writeln!(text, "{meter},{name},{at},{}.{:03}", thousandths / 1000, thousandths % 1000)
                    .expect("writing to a String cannot fail");
            }
        }
    }
    text
}

static MONTH: LazyLock<Vec<String>> = LazyLock::new(|| {
    let first = |number| number * HOURS_A_DOCUMENT;
    (0..N_DOCUMENTS).map(|number| document(first(number)..first(number + 1))).collect()
});

/// A daemon in this process and a client on its socket.
struct Ours {
    runtime: Runtime,
    client: Connection,
    _running: Running,
    _home: TempDir,
}

impl Ours {
    fn empty() -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let home = tempfile::tempdir().expect("a directory");
        let paths = Paths { state: home.path().join("state"), socket: home.path().join("ekd.sock") };
        ekd::run::set_up(&paths).expect("an archive");
        let mapping = toml::from_str(include_str!("../samples/mapping-long.toml")).expect("a mapping");
        let config = Config { mapping: [("long".to_owned(), mapping)].into(), ..Config::default() };
        let clock = Clock::by_hand("2026-02-01T00:00:00Z".parse().expect("an instant"));
        let socket = paths.socket.clone();
        let start = Start { config, paths, clock, demo: false };
        let running = runtime.block_on(ekd::run::start(start, CancellationToken::new())).expect("a daemon");
        let client = runtime.block_on(Connection::open(&Endpoint::Unix(socket))).expect("a connection");
        let client = client.patient(std::time::Duration::from_mins(1));
        Self { runtime, client, _running: running, _home: home }
    }

    fn full() -> Self {
        let ours = Self::empty();
        ours.take_month();
        ours
    }

    fn take_month(&self) {
        for (number, text) in MONTH.iter().enumerate() {
            let key = OnceKey::new([u8::try_from(number).expect("few documents"); 16]);
            self.runtime.block_on(self.import(&key, text.as_bytes()));
        }
    }

    async fn import(&self, key: &OnceKey, bytes: &[u8]) {
        let mut offset = 0;
        for piece in bytes.chunks(MAX_UPLOAD_PART) {
            let part = UploadPart { key: key.clone(), offset, bytes: ByteBuf::from(piece) };
            offset = self.client.ask(async |ek, context| ek.upload(context, part).await).await.expect("an upload");
        }
        let document = NewDocument {
            name: "month.csv".to_owned(),
            mapping: Some("long".to_owned()),
            size: bytes.len() as u64,
            digest: ekd::reception::digest(bytes),
        };
        let taken = self.client.ask(async |ek, context| ek.import(context, key.clone(), document).await).await;
        assert_eq!(taken.expect("a document").tally.quarantined, 0);
    }

    fn buckets(&self, point: i64, quantity: Quantity, days: i64, step: Step) -> usize {
        let until = Timestamp::from_second(FIRST + days * 86_400).expect("an instant");
        let period = Period { from: Timestamp::from_second(FIRST).expect("an instant"), until };
        let query = SeriesQuery { point: PointId(point), quantity, period, step };
        let series = self.client.ask(async |ek, context| ek.series(context, query).await);
        self.runtime.block_on(series).expect("a series").buckets().expect("buckets").len()
    }
}

/// A plain table in arrival order with the obvious key.
struct Plain {
    table: rusqlite::Connection,
    _home: TempDir,
}

impl Plain {
    fn empty() -> Self {
        let home = tempfile::tempdir().expect("a directory");
        let table = Self::open(&home.path().join("plain.db"));
        Self { table, _home: home }
    }

    fn open(path: &Path) -> rusqlite::Connection {
        let table = rusqlite::Connection::open(path).expect("a database");
        table
            .execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
                 CREATE TABLE sample (meter INTEGER, quantity INTEGER, at INTEGER, value INTEGER,
                                      PRIMARY KEY (meter, quantity, at)) WITHOUT ROWID;",
            )
            .expect("a table");
        table
    }

    fn full() -> Self {
        let mut plain = Self::empty();
        plain.take_month();
        plain
    }

    /// Splits and converts each line as a script would, and commits document by document.
    fn take_month(&mut self) {
        for text in MONTH.iter() {
            let tx = self.table.transaction().expect("a transaction");
            {
                let mut insert = tx.prepare("INSERT INTO sample VALUES (?1, ?2, ?3, ?4)").expect("a statement");
                for line in text.lines().skip(1) {
                    let mut fields = line.split(',');
                    let mut next = || fields.next().expect("four fields");
                    let (meter, name, at, value) = (next(), next(), next(), next());
                    let quantity = QUANTITIES.iter().position(|(known, _)| *known == name).expect("a known name");
                    let quantity = u32::try_from(quantity).expect("six of them");
                    let value = value.parse::<f64>().expect("a number") * 1000.0;
                    insert.execute((meter, quantity, at, value.round())).expect("a row");
                }
            }
            tx.commit().expect("a commit");
        }
    }

    /// Counts the rows of the answer and reads each.
    fn rows(&self, sql: &str) -> usize {
        let mut query = self.table.prepare_cached(sql).expect("a statement");
        let rows = query.query_map([], |row| row.get::<_, i64>(0)).expect("rows");
        rows.fold(0, |n_rows, row| n_rows + usize::from(row.is_ok()))
    }
}

/// 446 400 values from CSV to durable, queryable readings, by upload and import.
#[divan::bench_group(sample_count = 3, sample_size = 1)]
mod ingest_a_month_of_100_meters {
    use super::{Bencher, N_VALUES, Ours, Plain};

    #[divan::bench]
    fn ekd(bencher: Bencher<'_, '_>) {
        let bencher = bencher.counter(divan::counter::ItemsCount::new(N_VALUES));
        bencher.with_inputs(Ours::empty).bench_local_values(|ours| {
            ours.take_month();
            ours
        });
    }

    #[divan::bench]
    fn plain_sqlite(bencher: Bencher<'_, '_>) {
        let bencher = bencher.counter(divan::counter::ItemsCount::new(N_VALUES));
        bencher.with_inputs(Plain::empty).bench_local_values(|mut plain| {
            plain.take_month();
            plain
        });
    }
}

static OURS: LazyLock<Ours> = LazyLock::new(Ours::full);

/// Measures a question to a daemon that has the month already.
fn ours<T>(bencher: Bencher<'_, '_>, ask: impl Fn(&Ours) -> T) {
    let ours = &*OURS;
    bencher.bench_local(|| ask(ours));
}

thread_local! {
    static PLAIN: Plain = Plain::full();
}

fn plain(bencher: Bencher<'_, '_>, sql: &str) {
    PLAIN.with(|plain| bencher.bench_local(|| plain.rows(sql)));
}

/// q1: one quantity of one meter, one day, as read.
#[divan::bench_group]
mod q1_one_day {
    use super::{Bencher, Quantity, Step, ours, plain};

    #[divan::bench]
    fn ekd(bencher: Bencher<'_, '_>) {
        ours(bencher, |ours| ours.buckets(11, Quantity::Power, 1, Step::Raw));
    }

    #[divan::bench]
    fn plain_sqlite(bencher: Bencher<'_, '_>) {
        plain(bencher, "SELECT value FROM sample WHERE meter = 10 AND quantity = 5 AND at < 1767222000 + 86400");
    }
}

/// q2: six quantities of one meter, the whole month, as read.
#[divan::bench_group]
mod q2_six_quantities_of_a_month {
    use super::{Bencher, QUANTITIES, Step, ours, plain};

    #[divan::bench]
    fn ekd(bencher: Bencher<'_, '_>) {
        ours(bencher, |ours| -> usize {
            QUANTITIES.iter().map(|(_, quantity)| ours.buckets(11, *quantity, 31, Step::Raw)).sum()
        });
    }

    #[divan::bench]
    fn plain_sqlite(bencher: Bencher<'_, '_>) {
        plain(bencher, "SELECT value FROM sample WHERE meter = 10");
    }
}

/// q3: consumption of one meter by local day.
#[divan::bench_group]
mod q3_consumption_of_one_meter_by_day {
    use super::{Bencher, Quantity, Step, ours, plain};

    #[divan::bench]
    fn ekd(bencher: Bencher<'_, '_>) {
        ours(bencher, |ours| ours.buckets(11, Quantity::Energy, 31, Step::Day));
    }

    #[divan::bench]
    fn plain_sqlite(bencher: Bencher<'_, '_>) {
        plain(
            bencher,
            "SELECT max(value) - min(value) FROM sample WHERE meter = 10 AND quantity = 0
             GROUP BY (at - 1767222000) / 86400",
        );
    }
}

/// q4: consumption of all meters by local day.
#[divan::bench_group(sample_count = 10)]
mod q4_consumption_of_all_meters_by_day {
    use super::{Bencher, N_METERS, Quantity, Step, ours, plain};

    #[divan::bench]
    fn ekd(bencher: Bencher<'_, '_>) {
        ours(bencher, |ours| -> usize {
            (1..=N_METERS).map(|point| ours.buckets(point, Quantity::Energy, 31, Step::Day)).sum()
        });
    }

    #[divan::bench]
    fn plain_sqlite(bencher: Bencher<'_, '_>) {
        plain(
            bencher,
            "SELECT sum(used) FROM (SELECT (at - 1767222000) / 86400 AS day, max(value) - min(value) AS used
             FROM sample WHERE quantity = 0 GROUP BY meter, day) GROUP BY day",
        );
    }
}

/// q5: the newest value of each of 600 series.
#[divan::bench_group(sample_count = 10)]
mod q5_latest_of_everything {
    use super::{Bencher, Filter, Page, ours, plain};

    #[divan::bench]
    fn ekd(bencher: Bencher<'_, '_>) {
        ours(bencher, |ours| {
            let page = Page { after: None, limit: 1000 };
            let asked = ours.client.ask(async |ek, context| ek.latest(context, Filter::default(), page).await);
            ours.runtime.block_on(asked).expect("values").items.len()
        });
    }

    #[divan::bench]
    fn plain_sqlite(bencher: Bencher<'_, '_>) {
        plain(bencher, "SELECT value, max(at) FROM sample GROUP BY meter, quantity");
    }
}

/// The whole month of one meter as a listing, page by page.
#[divan::bench_group(sample_count = 10)]
mod listing_of_one_meter {
    use super::{Bencher, Page, PointId, ReadingsQuery, ours, plain};

    #[divan::bench]
    fn ekd(bencher: Bencher<'_, '_>) {
        ours(bencher, |ours| {
            let query = ReadingsQuery { point: Some(PointId(11)), ..ReadingsQuery::default() };
            let mut page = Page { after: None, limit: 1000 };
            let mut n_readings = 0;
            loop {
                let asked = (query.clone(), page.clone());
                let asked = ours.client.ask(async |ek, context| ek.readings(context, asked.0, asked.1).await);
                let answer = ours.runtime.block_on(asked).expect("readings");
                n_readings += answer.items.len();
                let Some(next) = answer.next else { return n_readings };
                page.after = Some(next);
            }
        });
    }

    #[divan::bench]
    fn plain_sqlite(bencher: Bencher<'_, '_>) {
        plain(bencher, "SELECT value, meter, quantity, at FROM sample WHERE meter = 10 ORDER BY quantity, at");
    }
}
