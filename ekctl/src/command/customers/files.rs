//! A directory of files about a person, which only its owner can read.

use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};

use crate::exit::Failure;
use crate::output::{Look, Output, Row, Sink, Talk};

/// A directory being filled; what is in it goes again unless it is kept.
pub(in crate::command) struct Folder {
    path: PathBuf,
    /// It was there before, and empty.
    is_old: bool,
    files: Vec<PathBuf>,
    kept: bool,
}

impl Folder {
    /// Makes the directory, or takes an empty one.
    ///
    /// # Errors
    /// It cannot be made, or something lies in it.
    pub(in crate::command) fn make(path: &Path) -> Result<Self, Failure> {
        let unwritable = |cause| Failure::Unwritable { path: path.to_owned(), cause };
        let is_old = match DirBuilder::new().mode(0o700).create(path) {
            Ok(()) => false,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                if fs::read_dir(path).map_err(unwritable)?.next().is_some() {
                    return Err(unwritable(io::ErrorKind::DirectoryNotEmpty.into()));
                }
                fs::set_permissions(path, fs::Permissions::from_mode(0o700)).map_err(unwritable)?;
                true
            }
            Err(error) => return Err(unwritable(error)),
        };
        Ok(Self { path: path.to_owned(), is_old, files: Vec::new(), kept: false })
    }

    /// Begins a file of rows.
    ///
    /// # Errors
    /// It cannot be made.
    pub(in crate::command) fn begin(&mut self, name: &str, look: Look) -> Result<Output, Failure> {
        let path = self.path.join(name);
        let sink = Sink::private(&path).map_err(|cause| Failure::Unwritable { path: path.clone(), cause })?;
        self.files.push(path);
        Ok(Output::new(look, sink, Talk::Silent))
    }

    /// Writes a file of rows and returns how many there were.
    ///
    /// # Errors
    /// It cannot be written.
    pub(in crate::command) fn rows<R: Row>(
        &mut self,
        name: &str,
        look: Look,
        rows: impl IntoIterator<Item = R>,
    ) -> Result<u64, Failure> {
        let mut output = self.begin(name, look)?;
        let mut listing = output.list::<R>(&crate::output::Pick::default())?;
        let mut n_rows = 0;
        for row in rows {
            listing.push(row)?;
            n_rows += 1;
        }
        listing.finish(None)?;
        output.commit()?;
        Ok(n_rows)
    }

    /// Keeps what was written.
    pub(in crate::command) fn keep(mut self) {
        self.kept = true;
    }
}

impl Drop for Folder {
    /// Leaves no half of somebody's data behind.
    fn drop(&mut self) {
        if self.kept {
            return;
        }
        for file in &self.files {
            drop(fs::remove_file(file));
        }
        if !self.is_old {
            drop(fs::remove_dir(&self.path));
        }
    }
}
