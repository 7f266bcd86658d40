//! Where output goes: the standard output, or a file that is either complete or as it was before.
//!
//! Everything for a file is first written to a neighbour of it, made durable, and then put in its place (or copied to
//! its end), so that nobody ever meets half an export.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// Who may read a new file, as far as the user's mask allows.
const EVERYBODY: u32 = 0o666;
const OWNER: u32 = 0o600;

/// Where output goes.
pub enum Sink {
    Standard(BufWriter<io::Stdout>),
    File(Draft),
}

/// A file being written beside the one it becomes.
pub struct Draft {
    target: PathBuf,
    path: PathBuf,
    writer: BufWriter<File>,
    ending: Ending,
}

/// What a complete draft does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    Replace,
    Append,
}

impl Sink {
    #[must_use]
    pub fn standard() -> Self {
        Self::Standard(BufWriter::with_capacity(1 << 16, io::stdout()))
    }

    /// Begins a draft of `target`.
    ///
    /// # Errors
    /// The directory cannot be written.
    pub fn file(target: &Path, ending: Ending) -> io::Result<Self> {
        Self::draft(target, ending, EVERYBODY)
    }

    /// Begins a draft of a file that nobody but its owner can read.
    ///
    /// # Errors
    /// The directory cannot be written.
    pub fn private(target: &Path) -> io::Result<Self> {
        Self::draft(target, Ending::Replace, OWNER)
    }

    fn draft(target: &Path, ending: Ending, mode: u32) -> io::Result<Self> {
        let name = target.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".{}.tmp", std::process::id()));
        let path = target.with_file_name(hidden);
        let file = OpenOptions::new().read(true).write(true).create_new(true).mode(mode).open(&path)?;
        let writer = BufWriter::with_capacity(1 << 16, file);
        Ok(Self::File(Draft { target: target.to_owned(), path, writer, ending }))
    }

    /// Tells whether what is written comes after lines that are there already.
    #[must_use]
    pub fn continues(&self) -> bool {
        match self {
            Self::Standard(_) => false,
            Self::File(draft) => {
                let lines = |mut file| end_of_lines(&mut file);
                draft.ending == Ending::Append && File::open(&draft.target).and_then(lines).is_ok_and(|end| end > 0)
            }
        }
    }

    /// Returns the file that is written; `None` for the standard output.
    #[must_use]
    pub fn target(&self) -> Option<&Path> {
        match self {
            Self::Standard(_) => None,
            Self::File(draft) => Some(&draft.target),
        }
    }

    /// Tells whether nothing has been written into a file; of the standard output that is not known.
    #[must_use]
    pub fn is_untouched(&self) -> bool {
        match self {
            Self::Standard(_) => false,
            Self::File(draft) => {
                let is_empty = |file: &File| file.metadata().is_ok_and(|metadata| metadata.len() == 0);
                draft.writer.buffer().is_empty() && is_empty(draft.writer.get_ref())
            }
        }
    }

    /// Drops what has not been handed on yet; a file stays as it was.
    pub fn abandon(self) {
        match self {
            Self::Standard(writer) => drop(writer.into_parts()),
            Self::File(draft) => drop(draft),
        }
    }

    /// Makes everything written final.
    ///
    /// # Errors
    /// A closed pipe, a full disk; a file is then as it was before.
    pub fn commit(self) -> io::Result<()> {
        match self {
            Self::Standard(mut writer) => writer.flush(),
            Self::File(draft) => draft.commit(),
        }
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Standard(writer) => writer.write(bytes),
            Self::File(draft) => draft.writer.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Standard(writer) => writer.flush(),
            Self::File(draft) => draft.writer.flush(),
        }
    }
}

impl Draft {
    fn commit(mut self) -> io::Result<()> {
        self.writer.flush()?;
        self.writer.get_ref().sync_all()?;
        match self.ending {
            Ending::Replace => fs::rename(&self.path, &self.target)?,
            Ending::Append => self.append()?,
        }
        sync_directory(&self.target)
    }

    fn append(&mut self) -> io::Result<()> {
        let draft = self.writer.get_mut();
        draft.seek(SeekFrom::Start(0))?;
        let mut target = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&self.target)?;
        let end = end_of_lines(&mut target)?;
        target.set_len(end)?;
        target.seek(SeekFrom::Start(end))?;
        let copied = io::copy(draft, &mut target).and_then(|_| target.sync_all());
        if copied.is_err() {
            target.set_len(end)?;
        }
        copied
    }
}

impl Drop for Draft {
    /// Leaves nothing behind where the draft never became the file; after a rename there is nothing to remove.
    fn drop(&mut self) {
        drop(fs::remove_file(&self.path));
    }
}

/// Returns the offset after the last whole line: a copy that a power cut ended leaves half of one.
///
/// # Errors
/// A last line too long to be half a row of ours: the file is something else, and cutting it would destroy it.
fn end_of_lines(file: &mut File) -> io::Result<u64> {
    const LONGEST_ROW: u64 = 4096;
    let end = file.seek(SeekFrom::End(0))?;
    let start = end.saturating_sub(LONGEST_ROW);
    file.seek(SeekFrom::Start(start))?;
    let mut block = Vec::new();
    Read::by_ref(file).take(end - start).read_to_end(&mut block)?;
    match block.iter().rposition(|byte| *byte == b'\n') {
        Some(at) => Ok(start + at as u64 + 1),
        None if start == 0 => Ok(0),
        None => Err(io::ErrorKind::InvalidData.into()),
    }
}

fn sync_directory(file: &Path) -> io::Result<()> {
    let directory = file.parent().filter(|directory| !directory.as_os_str().is_empty());
    File::open(directory.unwrap_or(Path::new(".")))?.sync_all()
}

/// Writes a small file whole or not at all.
///
/// # Errors
/// The directory cannot be made or written.
pub fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    if let Some(directory) = path.parent() {
        fs::create_dir_all(directory)?;
    }
    let mut sink = Sink::file(path, Ending::Replace)?;
    sink.write_all(text.as_bytes())?;
    sink.commit()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(path: &Path, ending: Ending, text: &str) {
        let mut sink = Sink::file(path, ending).unwrap();
        sink.write_all(text.as_bytes()).unwrap();
        sink.commit().unwrap();
    }

    #[test]
    fn a_file_is_whole_or_as_before_and_no_draft_stays() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("a.csv");
        write(&path, Ending::Replace, "one\n");
        let mut abandoned = Sink::file(&path, Ending::Replace).unwrap();
        abandoned.write_all(b"half").unwrap();
        drop(abandoned);
        assert_eq!(fs::read_to_string(&path).unwrap(), "one\n");
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
    }

    #[test]
    fn half_a_line_of_an_interrupted_append_is_cut_off() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("a.csv");
        fs::write(&path, "one\ntw").unwrap();
        write(&path, Ending::Append, "two\n");
        assert_eq!(fs::read_to_string(&path).unwrap(), "one\ntwo\n");
    }

    #[test]
    fn a_file_that_is_no_table_is_not_cut() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("photo");
        fs::write(&path, "x".repeat(10_000)).unwrap();
        let mut sink = Sink::file(&path, Ending::Append).unwrap();
        sink.write_all(b"one\n").unwrap();
        assert!(sink.commit().is_err());
        assert_eq!(fs::metadata(&path).unwrap().len(), 10_000);
    }
}
