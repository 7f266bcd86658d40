//! Files of reports are put into the directory of the configuration: whole or not at all, under one name each, so that
//! putting one twice is putting it once.

use std::fs::{File, Permissions};
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use super::Desk;
use crate::paper;
use crate::report::naming;
use crate::store::log::{Logbook, Write};
use crate::store::report::made;
use crate::store::report::put::{self, Waiting};
use crate::store::{Store, StoreError};

/// Files that are looked for together.
const TOGETHER: u32 = 50;
/// The group may read what its directory lets it reach.
const MODE: u32 = 0o640;

/// Puts what waits into the directory. What cannot be put there now waits for the next round.
///
/// # Errors
/// Where the archive fails.
pub(super) async fn put_all(store: &Store, desk: &Desk, now: Timestamp) -> Result<(), StoreError> {
    let Some(directory) = &desk.directory else { return Ok(()) };
    loop {
        let waiting = store.read(|log| put::waiting(log, TOGETHER)).await?;
        if waiting.is_empty() {
            return Ok(());
        }
        for one in waiting {
            let (zone, directory) = (desk.zone.clone(), Arc::clone(directory));
            let draw = move |log: &Logbook<'_>| -> Result<Result<(), std::io::Error>, StoreError> {
                let (Some(made), Some(sheet)) = (made::by_id(log, one.made)?, made::sheet(log, one.made)?) else {
                    return Ok(Ok(()));
                };
                let name = naming::unique_file_name(&made, &zone, one.form);
                Ok(put_file(&directory, &name, &paper::written(&sheet, (one.form, one.dialect))))
            };
            // The connection is held while the file is written; there is one at a time.
            if let Err(error) = store.read(draw).await? {
                tracing::error!(report.id = one.made.0, %error, "a report cannot be put into its directory; it waits");
                return Ok(());
            }
            done(store, one, now).await?;
        }
    }
}

async fn done(store: &Store, waiting: Waiting, now: Timestamp) -> Result<(), StoreError> {
    store.write("a report is in its directory", move |tx: &Write<'_>| put::done(tx, waiting, now)).await?;
    tracing::info!(report.id = waiting.made.0, form = waiting.form.name(), "a report was put into its directory");
    Ok(())
}

/// Writes a file beside and gives it its name when it is on the disk.
fn put_file(directory: &Path, name: &str, bytes: &[u8]) -> Result<(), std::io::Error> {
    let mut file = tempfile::Builder::new().prefix(".ekd-").tempfile_in(directory)?;
    file.write_all(bytes)?;
    file.as_file().set_permissions(Permissions::from_mode(MODE))?;
    file.as_file().sync_all()?;
    file.persist(directory.join(name)).map_err(|error| error.error)?;
    File::open(directory)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_whole_and_put_twice_it_is_one() {
        let directory = tempfile::tempdir().unwrap();
        put_file(directory.path(), "a_2026-10_1.pdf", b"first").unwrap();
        put_file(directory.path(), "a_2026-10_1.pdf", b"again").unwrap();
        let names: Vec<_> = directory.path().read_dir().unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, ["a_2026-10_1.pdf"]);
        let path = directory.path().join("a_2026-10_1.pdf");
        assert_eq!(std::fs::read(&path).unwrap(), b"again");
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, MODE);
        assert!(put_file(&directory.path().join("gone"), "a", b"").is_err());
    }
}
