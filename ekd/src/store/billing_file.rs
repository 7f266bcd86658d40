//! Files with invoices or bank statements: what came, what became of it, and the bytes of what was taken.

use common::id::BillingFileId;
use common::invoice::file::{BillingFile, BillingFileFilter, BillingTally, FileKind, FileOutcome, FileProblem};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::StoreError;
use super::deflate::{deflated, inflated};
use super::row::{by_name, instant, json, unsigned};

/// A file that came, before it is known what becomes of it.
#[derive(Clone, Copy, Debug)]
pub struct New<'a> {
    pub name: &'a str,
    pub kind: FileKind,
    /// The directory or the account that brought it.
    pub brought_by: &'a str,
    pub at: Timestamp,
    pub size: u64,
    /// SHA-256 in hexadecimal.
    pub digest: &'a str,
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Became {
    pub outcome: FileOutcome,
    pub tally: BillingTally,
    /// All of them; as many are kept as people are shown.
    pub problems: Vec<FileProblem>,
}

/// The bytes of a file, packed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Packed(Vec<u8>);

impl Packed {
    /// Packs the bytes of a file: work that needs no archive.
    pub fn of(bytes: &[u8]) -> Result<Self, StoreError> {
        Ok(Self(deflated(bytes)?))
    }
}

/// Problems of one file that are kept.
const MOST_PROBLEMS: usize = 100;

const COLUMNS: &str =
    "SELECT id, name, kind, brought_by, received_at, size, digest, outcome, tally, problems, n_problems
    FROM billing_file";

/// Writes down that a file came, so that what is taken of it can name it; [`finish`] says what became of it.
pub fn insert(tx: &Transaction<'_>, new: &New<'_>) -> Result<BillingFileId, StoreError> {
    const SQL: &str =
        "INSERT INTO billing_file (name, kind, brought_by, received_at, size, digest, outcome, tally, problems,
            n_problems) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, '{}', '[]', 0)";
    let New { name, kind, brought_by, at, size, digest } = *new;
    let outcome = FileOutcome::Refused.name();
    let bound = params![name, kind.name(), brought_by, at.as_second(), size.cast_signed(), digest, outcome];
    tx.prepare_cached(SQL)?.execute(bound)?;
    Ok(BillingFileId(tx.last_insert_rowid()))
}

/// Says what became of a file; its bytes are kept where something of it was taken.
pub fn finish(
    tx: &Transaction<'_>,
    id: BillingFileId,
    became: &Became,
    content: Option<&Packed>,
) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE billing_file SET outcome = ?2, tally = ?3, problems = ?4, n_problems = ?5, content = ?6
        WHERE id = ?1";
    let shown = &became.problems[..became.problems.len().min(MOST_PROBLEMS)];
    let text =
        |result: Result<String, serde_json::Error>| result.map_err(|error| StoreError::Foreign(error.to_string()));
    tx.prepare_cached(SQL)?.execute(params![
        id.0,
        became.outcome.name(),
        text(serde_json::to_string(&became.tally))?,
        text(serde_json::to_string(shown))?,
        i64::try_from(became.problems.len()).unwrap_or(i64::MAX),
        content.map(|packed| &packed.0),
    ])?;
    Ok(())
}

/// Returns the file with these bytes of which something was taken.
pub fn taken(conn: &Connection, digest: &str) -> Result<Option<BillingFile>, StoreError> {
    let sql = format!("{COLUMNS} WHERE digest = ?1 AND content IS NOT NULL");
    Ok(conn.prepare_cached(&sql)?.query_row([digest], from_row).optional()?)
}

/// Returns one file.
pub fn by_id(conn: &Connection, id: BillingFileId) -> Result<Option<BillingFile>, StoreError> {
    let sql = format!("{COLUMNS} WHERE id = ?1");
    Ok(conn.prepare_cached(&sql)?.query_row([id.0], from_row).optional()?)
}

/// Returns up to `limit` files with numbers below `before`, the newest first.
pub fn list(
    conn: &Connection,
    filter: &BillingFileFilter,
    (before, limit): (Option<BillingFileId>, u32),
) -> Result<Vec<BillingFile>, StoreError> {
    let sql = format!(
        "{COLUMNS} WHERE id < ?1 AND (?2 IS NULL OR kind = ?2) AND (?3 IS NULL OR outcome = ?3) ORDER BY id DESC LIMIT ?4"
    );
    let bound = params![
        before.map_or(i64::MAX, |before| before.0),
        filter.kind.map(FileKind::name),
        filter.outcome.map(FileOutcome::name),
        limit
    ];
    let mut query = conn.prepare_cached(&sql)?;
    Ok(query.query_map(bound, from_row)?.collect::<Result<_, _>>()?)
}

/// Returns the bytes that came, as they came; `None` where nothing of them was taken. The same bytes are kept once.
pub fn content(conn: &Connection, id: BillingFileId) -> Result<Option<Vec<u8>>, StoreError> {
    const SQL: &str = "SELECT content FROM billing_file
        WHERE digest = (SELECT digest FROM billing_file WHERE id = ?1) AND content IS NOT NULL";
    let packed: Option<Vec<u8>> = conn.prepare_cached(SQL)?.query_row([id.0], |row| row.get(0)).optional()?;
    packed.map(|packed| inflated(&packed)).transpose()
}

fn from_row(row: &Row<'_>) -> Result<BillingFile, rusqlite::Error> {
    Ok(BillingFile {
        id: BillingFileId(row.get(0)?),
        name: row.get(1)?,
        kind: by_name(row, 2, FileKind::parse)?,
        brought_by: row.get(3)?,
        received_at: instant(row, 4)?,
        size: unsigned(row, 5)?,
        digest: row.get(6)?,
        outcome: by_name(row, 7, FileOutcome::parse)?,
        tally: json(row, 8)?,
        problems: json(row, 9)?,
        n_problems: unsigned(row, 10)?,
    })
}

#[cfg(test)]
mod tests {
    use common::invoice::file::ProblemKind;

    use super::*;
    use crate::store::migrate;

    fn new(digest: &str) -> New<'_> {
        let (kind, at) = (FileKind::Fa3, Timestamp::UNIX_EPOCH);
        New { name: "faktura.xml", kind, brought_by: "directory", at, size: 5, digest }
    }

    fn became(outcome: FileOutcome, n_problems: usize) -> Became {
        let problem = FileProblem {
            kind: ProblemKind::Missing,
            field: "Fa/P_15".to_owned(),
            line: Some(7),
            found: String::new(),
            wanted: String::new(),
        };
        Became {
            outcome,
            tally: BillingTally { n_new: 1, ..BillingTally::default() },
            problems: vec![problem; n_problems],
        }
    }

    #[test]
    fn what_was_taken_is_kept_to_the_byte_and_what_was_refused_is_told() {
        let mut conn = Connection::open_in_memory().unwrap();
        migrate::migrate(&mut conn).unwrap();
        let tx = conn.transaction().unwrap();
        let refused = insert(&tx, &new("bb")).unwrap();
        finish(&tx, refused, &became(FileOutcome::Refused, 250), None).unwrap();
        let kept = insert(&tx, &new("aa")).unwrap();
        let bytes = [b"<F>", &[0xff, 0][..]].concat();
        finish(&tx, kept, &became(FileOutcome::Flagged, 1), Some(&Packed::of(&bytes).unwrap())).unwrap();
        assert_eq!(content(&tx, kept).unwrap(), Some(bytes));
        assert_eq!((content(&tx, refused).unwrap(), taken(&tx, "bb").unwrap()), (None, None));
        assert_eq!(taken(&tx, "aa").unwrap().map(|file| file.id), Some(kept));
        let file = by_id(&tx, refused).unwrap().unwrap();
        assert_eq!((file.problems.len(), file.n_problems, file.outcome), (100, 250, FileOutcome::Refused));
        let listed = |filter: BillingFileFilter, before| -> Vec<i64> {
            list(&tx, &filter, (before, 10)).unwrap().iter().map(|file| file.id.0).collect()
        };
        assert_eq!(listed(BillingFileFilter::default(), None), [kept.0, refused.0]);
        assert_eq!(listed(BillingFileFilter::default(), Some(kept)), [refused.0]);
        let outcome = Some(FileOutcome::Flagged);
        assert_eq!(listed(BillingFileFilter { kind: Some(FileKind::Fa3), outcome }, None), [kept.0]);
        assert_eq!(listed(BillingFileFilter { kind: Some(FileKind::Csv), outcome }, None), Vec::<i64>::new());
        // The same bytes are taken once.
        let again = insert(&tx, &new("aa")).unwrap();
        assert!(finish(&tx, again, &became(FileOutcome::Taken, 0), Some(&Packed::of(b"x").unwrap())).is_err());
        assert_eq!(content(&tx, again).unwrap(), content(&tx, kept).unwrap());
    }
}
