//! What lies beside entries: files as they came, each content kept once, and places in the archive.

use common::id::{AlarmId, AttachmentId, EntryId, SiteId};
use common::ticket::entry::{Attached, Attachment};
use common::time::Period;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::StoreError;
use super::row::{code, foreign, instant, unsigned};
use super::ticket::TicketId;

/// A file that is to be kept.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    pub name: &'a str,
    pub media_type: &'a str,
    /// In hexadecimal.
    pub sha256: &'a str,
    pub bytes: &'a [u8],
}

/// Keeps a file beside an entry; its content only if it is not there yet.
pub fn add_file(tx: &Transaction<'_>, entry: EntryId, file: &File<'_>) -> Result<AttachmentId, StoreError> {
    const SQL: &str = "INSERT INTO attachment (entry_id, kind, name, media_type, size, sha256)
        VALUES (?1, 'file', ?2, ?3, ?4, ?5)";
    let File { name, media_type, sha256, bytes } = *file;
    keep(tx, sha256, bytes)?;
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    tx.prepare_cached(SQL)?.execute(params![entry.0, name, media_type, size, sha256])?;
    Ok(AttachmentId(tx.last_insert_rowid()))
}

/// Keeps a content, which may lie beside an entry later; only if it is not there yet.
pub fn keep(tx: &Transaction<'_>, sha256: &str, bytes: &[u8]) -> Result<(), StoreError> {
    const SQL: &str = "INSERT OR IGNORE INTO attachment_content (sha256, bytes) VALUES (?1, ?2)";
    tx.prepare_cached(SQL)?.execute(params![sha256, bytes])?;
    Ok(())
}

/// Puts the readings of a site beside an entry.
pub fn add_readings(
    tx: &Transaction<'_>,
    entry: EntryId,
    (site, period): (SiteId, Period),
) -> Result<AttachmentId, StoreError> {
    const SQL: &str = "INSERT INTO attachment (entry_id, kind, site_id, from_at, until_at)
        VALUES (?1, 'readings', ?2, ?3, ?4)";
    let bound = params![entry.0, site.0, period.from.as_second(), period.until.as_second()];
    tx.prepare_cached(SQL)?.execute(bound)?;
    Ok(AttachmentId(tx.last_insert_rowid()))
}

/// Puts an alarm beside an entry.
pub fn add_alarm(tx: &Transaction<'_>, entry: EntryId, alarm: AlarmId) -> Result<AttachmentId, StoreError> {
    const SQL: &str = "INSERT INTO attachment (entry_id, kind, alarm_id) VALUES (?1, 'alarm', ?2)";
    tx.prepare_cached(SQL)?.execute([entry.0, alarm.0])?;
    Ok(AttachmentId(tx.last_insert_rowid()))
}

const COLUMNS: &str = "attachment.id, kind, attachment.name, media_type, size, sha256, site.code, from_at, until_at,
    alarm_id";

/// Returns what lies beside an entry.
pub fn of_entry(conn: &Connection, entry: EntryId) -> Result<Vec<Attachment>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM attachment LEFT JOIN site ON site.id = site_id WHERE entry_id = ?1 ORDER BY attachment.id"
    );
    let mut query = conn.prepare_cached(&sql)?;
    Ok(query.query_map([entry.0], from_row)?.collect::<Result<_, _>>()?)
}

/// Where an attachment lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lying {
    pub thread: TicketId,
    /// Beside an entry that is for the office only.
    pub is_internal: bool,
}

/// Returns where an attachment lies.
pub fn place(conn: &Connection, id: AttachmentId) -> Result<Option<Lying>, StoreError> {
    const SQL: &str = "SELECT thread_id, is_internal FROM attachment JOIN ticket_entry ON ticket_entry.id = entry_id
        WHERE attachment.id = ?1";
    let lying = |row: &Row<'_>| Ok(Lying { thread: TicketId(row.get(0)?), is_internal: row.get(1)? });
    Ok(conn.prepare_cached(SQL)?.query_row([id.0], lying).optional()?)
}

/// Returns at most `most` bytes of a file from an offset on, and the size of the whole; `None` where there is no file, or
/// no longer.
pub fn piece(
    conn: &Connection,
    id: AttachmentId,
    (offset, most): (u64, u32),
) -> Result<Option<(Vec<u8>, u64)>, StoreError> {
    const SQL: &str = "SELECT substr(bytes, ?2 + 1, ?3), length(bytes)
        FROM attachment JOIN attachment_content USING (sha256) WHERE attachment.id = ?1";
    let piece = |row: &Row<'_>| Ok((row.get(0)?, unsigned(row, 1)?));
    let offset = i64::try_from(offset).unwrap_or(i64::MAX - 1);
    Ok(conn.prepare_cached(SQL)?.query_row(params![id.0, offset, i64::from(most)], piece).optional()?)
}

/// Returns all bytes of a file.
pub fn content(conn: &Connection, sha256: &str) -> Result<Option<Vec<u8>>, StoreError> {
    const SQL: &str = "SELECT bytes FROM attachment_content WHERE sha256 = ?1";
    Ok(conn.prepare_cached(SQL)?.query_row([sha256], |row| row.get(0)).optional()?)
}

/// Forgets the contents of files that lie beside no entry any more and are on no way to one, and returns how many there
/// were.
pub fn forget_loose(tx: &Transaction<'_>) -> Result<u64, StoreError> {
    const SQL: &str = "DELETE FROM attachment_content
        WHERE NOT EXISTS (SELECT 1 FROM attachment WHERE attachment.sha256 = attachment_content.sha256)
          AND NOT EXISTS (SELECT 1 FROM sending WHERE instr(dispatch, attachment_content.sha256) > 0)";
    Ok(tx.prepare_cached(SQL)?.execute([])? as u64)
}

fn from_row(row: &Row<'_>) -> Result<Attachment, rusqlite::Error> {
    let kind: String = row.get(1)?;
    let what = match kind.as_str() {
        "file" => Attached::File {
            name: row.get::<_, Option<String>>(2)?.unwrap_or_default(),
            media_type: row.get::<_, Option<String>>(3)?.unwrap_or_default(),
            size: row.get::<_, Option<i64>>(4)?.unwrap_or_default().cast_unsigned(),
            sha256: row.get::<_, Option<String>>(5)?.unwrap_or_default(),
        },
        "readings" => Attached::Readings {
            site: code(row, 6)?,
            period: Period { from: instant(row, 7)?, until: instant(row, 8)? },
        },
        "alarm" => Attached::Alarm { alarm: AlarmId(row.get(9)?) },
        _ => return Err(foreign(1, kind)),
    };
    Ok(Attachment { id: AttachmentId(row.get(0)?), what })
}
