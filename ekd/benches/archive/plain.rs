//! A plain table with the obvious key, filled as a script would.

use std::path::PathBuf;
use std::time::Duration;

use common::quantity::Quantity;
use tempfile::TempDir;

pub(crate) struct Plain {
    table: rusqlite::Connection,
    path: PathBuf,
    pub(crate) took: Duration,
    _home: TempDir,
}

const NAMES: [(&str, Quantity); 6] = [
    ("energy_gj", Quantity::Energy),
    ("volume_m3", Quantity::Volume),
    ("supply_c", Quantity::Supply),
    ("return_c", Quantity::Return),
    ("flow_m3h", Quantity::Flow),
    ("power_mw", Quantity::Power),
];

impl Plain {
    pub(crate) fn empty() -> Self {
        let home = tempfile::tempdir().expect("a directory");
        let path = home.path().join("plain.db");
        let table = rusqlite::Connection::open(&path).expect("a database");
        table
            .execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -200000;
                 CREATE TABLE sample (meter INTEGER, quantity INTEGER, at INTEGER, value INTEGER,
                                      PRIMARY KEY (meter, quantity, at)) WITHOUT ROWID;
                 CREATE TABLE series (meter INTEGER, quantity INTEGER);",
            )
            .expect("a table");
        Self { table, path, took: Duration::ZERO, _home: home }
    }

    /// Splits and converts each line, and commits document by document.
    pub(crate) fn take(&mut self, text: &str) {
        let tx = self.table.transaction().expect("a transaction");
        {
            let mut insert = tx.prepare("INSERT OR REPLACE INTO sample VALUES (?1, ?2, ?3, ?4)").expect("a statement");
            for line in text.lines().skip(1) {
                let mut fields = line.split(',');
                let mut next = || fields.next().expect("four fields");
                let (meter, name, at, value) = (next(), next(), next(), next());
                let meter: i64 = meter.trim_start_matches('m').parse().expect("a number");
                let at: i64 = at.parse().expect("a number");
                let quantity = NAMES.iter().find(|(known, _)| *known == name).expect("a known name").1;
                let value = value.parse::<f64>().expect("a number") * 10_000.0;
                insert.execute((meter, quantity.code(), at, value.round())).expect("a row");
            }
        }
        tx.commit().expect("a commit");
    }

    /// Lists the series, as a program that asks for all of them would know them.
    pub(crate) fn know_series(&self) {
        let sql = "INSERT INTO series SELECT DISTINCT meter, quantity FROM sample; PRAGMA wal_checkpoint(TRUNCATE);";
        self.table.execute_batch(sql).expect("the series");
    }

    pub(crate) fn bytes(&self) -> u64 {
        self.path.metadata().expect("the file").len()
    }

    /// Counts the rows of the answer and reads each.
    pub(crate) fn rows(&self, sql: &str) -> usize {
        let mut query = self.table.prepare_cached(sql).expect("a statement");
        let rows = query.query_map([], |row| row.get::<_, Option<f64>>(0)).expect("rows");
        rows.fold(0, |n_rows, row| n_rows + usize::from(row.is_ok()))
    }
}
