//! Opening the archive, which never guesses: what is not certainly ours is left alone.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::migrate::{migrate, newest};

/// Why the archive was not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("there is no archive at {0}; make one with `ekd setup`")]
    Missing(PathBuf),
    #[error("{0} exists already; nothing was changed")]
    Exists(PathBuf),
    #[error("{0} is not an archive of ekd; nothing was changed")]
    Foreign(PathBuf),
    #[error("{path} was written by a newer ekd (form {found}, this one knows {known}); update ekd")]
    Newer { path: PathBuf, found: u32, known: u32 },
    #[error("SQLite {0} loses commits (WAL reset); ekd needs 3.51.3 or later")]
    Sqlite(&'static str),
    #[error("{path} cannot be opened")]
    Sql { path: PathBuf, source: rusqlite::Error },
    #[error("{path} cannot be brought to its newest form")]
    Migration { path: PathBuf, source: rusqlite_migration::Error },
    #[error("the logbook in {path} cannot be read")]
    Logbook { path: PathBuf, source: super::StoreError },
    #[error("the writer cannot be started")]
    Thread(#[source] std::io::Error),
}

/// Marks the file as ours in its header (`PRAGMA application_id`): the letters `ekda`.
const APPLICATION_ID: i32 = 0x656b_6461;
/// 3.51.3 is the first version without the WAL-reset bug.
const OLDEST_SQLITE: i32 = 3_051_003;
const STATEMENTS: usize = 128;

/// Makes a new, empty archive: under a temporary name first, so that there is a whole one or none.
///
/// # Errors
/// If something is there already, or the directory cannot be written.
pub fn create(path: &Path) -> Result<(), OpenError> {
    check_library()?;
    if path.exists() {
        return Err(OpenError::Exists(path.into()));
    }
    let unfinished = path.with_extension("unfinished");
    let sql = |source| OpenError::Sql { path: path.into(), source };
    // Left by a creation that was killed; it never had a reading in it.
    for leftover in ["", "-wal", "-shm"].map(|suffix| with_suffix(&unfinished, suffix)) {
        let _ = std::fs::remove_file(leftover);
    }
    let mut connection = Connection::open(&unfinished).map_err(sql)?;
    connection.pragma_update(None, "auto_vacuum", "INCREMENTAL").map_err(sql)?;
    connection.pragma_update(None, "application_id", APPLICATION_ID).map_err(sql)?;
    migrate(&mut connection).map_err(|source| OpenError::Migration { path: path.into(), source })?;
    let id = format!("{:016x}", getrandom::u64().expect("the system gives random bytes to every program"));
    connection.execute("INSERT INTO archive (id) VALUES (?1)", [id]).map_err(sql)?;
    connection.close().map_err(|(_, source)| sql(source))?;
    let renamed = std::fs::File::open(&unfinished)
        .and_then(|file| file.sync_all())
        .and_then(|()| std::fs::rename(&unfinished, path));
    renamed.map_err(|error| sql(rusqlite::Error::ToSqlConversionFailure(error.into())))
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Opens an archive for writing: WAL, every commit on disk before it is acknowledged.
pub(super) fn open(path: &Path) -> Result<Connection, OpenError> {
    check_library()?;
    if !path.exists() {
        return Err(OpenError::Missing(path.into()));
    }
    let mut connection = inspect(path)?;
    let sql = |source| OpenError::Sql { path: path.into(), source };
    connection.pragma_update(None, "journal_mode", "WAL").map_err(sql)?;
    connection.pragma_update(None, "synchronous", "FULL").map_err(sql)?;
    configure(&connection).map_err(sql)?;
    migrate(&mut connection).map_err(|source| OpenError::Migration { path: path.into(), source })?;
    Ok(connection)
}

/// Does one piece of work on an archive that no daemon has open.
///
/// # Errors
/// See [`OpenError`]; what `work` returned, and then nothing of it is there.
pub fn alone<T, E: From<super::StoreError> + From<OpenError>>(
    path: &Path,
    work: impl FnOnce(&rusqlite::Transaction<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let mut connection = open(path)?;
    let behaviour = rusqlite::TransactionBehavior::Immediate;
    let tx = connection.transaction_with_behavior(behaviour).map_err(super::StoreError::from)?;
    let done = work(&tx)?;
    tx.commit().map_err(super::StoreError::from)?;
    Ok(done)
}

/// Opens a connection that cannot write.
pub(super) fn open_to_read(path: &Path) -> Result<Connection, rusqlite::Error> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    configure(&connection)?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}

fn configure(connection: &Connection) -> Result<(), rusqlite::Error> {
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "cache_size", -2048)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(())
}

/// Has everything that the present piece of work removes overwritten, in pages too that become free.
pub fn overwrite_removed(conn: &Connection) -> Result<(), super::StoreError> {
    conn.pragma_update(None, "secure_delete", true)?;
    Ok(())
}

/// Looks at the header only; a file that is not ours is not touched.
fn inspect(path: &Path) -> Result<Connection, OpenError> {
    let sql = |source| OpenError::Sql { path: path.into(), source };
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(sql)?;
    let id: Result<i32, _> = connection.pragma_query_value(None, "application_id", |row| row.get(0));
    match id {
        Ok(APPLICATION_ID) => {}
        Ok(_) => return Err(OpenError::Foreign(path.into())),
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) => {
            return Err(OpenError::Foreign(path.into()));
        }
        Err(error) => return Err(sql(error)),
    }
    let found: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(sql)?;
    if found > newest() {
        return Err(OpenError::Newer { path: path.into(), found, known: newest() });
    }
    Ok(connection)
}

fn check_library() -> Result<(), OpenError> {
    if rusqlite::version_number() < OLDEST_SQLITE { Err(OpenError::Sqlite(rusqlite::version())) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_linked_sqlite_keeps_its_commits() {
        assert!(rusqlite::version_number() >= OLDEST_SQLITE, "{}", rusqlite::version());
    }

    #[test]
    fn opening_never_guesses() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("archive.db");
        assert!(matches!(open(&path), Err(OpenError::Missing(_))));
        assert!(!path.exists());

        std::fs::write(&path, b"not a database, but longer than the sixteen bytes of a header").unwrap();
        let before = std::fs::read(&path).unwrap();
        assert!(matches!(open(&path), Err(OpenError::Foreign(_))));
        assert!(matches!(create(&path), Err(OpenError::Exists(_))));
        assert_eq!(std::fs::read(&path).unwrap(), before);

        std::fs::remove_file(&path).unwrap();
        Connection::open(&path).unwrap().execute_batch("CREATE TABLE other (x)").unwrap();
        assert!(matches!(open(&path), Err(OpenError::Foreign(_))));

        std::fs::remove_file(&path).unwrap();
        create(&path).unwrap();
        open(&path).unwrap().pragma_update(None, "user_version", 999).unwrap();
        assert!(matches!(open(&path), Err(OpenError::Newer { found: 999, .. })));
    }

    #[test]
    fn no_two_archives_have_one_name() {
        let dir = tempfile::tempdir().unwrap();
        let [one, other] = ["one.db", "other.db"].map(|name| {
            create(&dir.path().join(name)).unwrap();
            let connection = open(&dir.path().join(name)).unwrap();
            let shared = crate::store::log::fresh::Shared::default();
            let log = crate::store::log::Logbook::new(&connection, &shared, shared.fresh());
            crate::store::status::counts(&log).unwrap().archive
        });
        assert_eq!(one.len(), 16);
        assert_ne!(one, other);
    }

    #[test]
    fn an_archive_is_created_whole_after_a_creation_that_was_killed() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("archive.db");
        std::fs::write(path.with_extension("unfinished"), b"half").unwrap();
        create(&path).unwrap();
        assert!(open(&path).is_ok());
        assert!(!path.with_extension("unfinished").exists());
    }
}
