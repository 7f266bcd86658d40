//! A text in the hands of the user's editor, in a file that only its owner can read.
//!
//! Knows nothing of what the text is: whoever has it edited reads and checks it.

use std::env;
use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::exit::Failure;

/// What every system has.
const USUAL_EDITOR: &str = "vi";

/// A text in the hands of an editor; it stays where it is unless it has served.
pub struct Edited {
    path: PathBuf,
}

impl Edited {
    /// Puts the text into a new file whose name ends so.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn new(text: &str, ending: &str) -> Result<Self, Failure> {
        let mut random = [0; 8];
        getrandom::fill(&mut random).expect("the system gives random bytes to every program");
        let name = random.iter().fold("ekctl-".to_owned(), |name, byte| format!("{name}{byte:02x}"));
        let path = env::temp_dir().join(format!("{name}{ending}"));
        let unwritable = |cause| Failure::Unwritable { path: path.clone(), cause };
        let mut options = fs::OpenOptions::new();
        let mut file = options.write(true).create_new(true).mode(0o600).open(&path).map_err(unwritable)?;
        file.write_all(text.as_bytes()).map_err(unwritable)?;
        Ok(Self { path })
    }

    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Runs the editor and waits for it.
    ///
    /// # Errors
    /// It cannot be run, or ended as failed.
    pub fn edit(&self) -> Result<(), Failure> {
        let command = editor();
        // As git does: the variable may hold arguments, so that a shell reads it.
        let mut shell = Command::new("sh");
        let status = shell.arg("-c").arg(format!("{command} \"$1\"")).arg("ekctl").arg(&self.path).status();
        let failed = |cause| Failure::Editor { command: command.clone(), cause };
        let status = status.map_err(failed)?;
        if status.success() { Ok(()) } else { Err(failed(io::Error::other(status.to_string()))) }
    }

    /// Reads the text as it is now.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn text<T>(&self, load: impl FnOnce(&Path) -> io::Result<T>) -> Result<T, Failure> {
        load(&self.path).map_err(|cause| Failure::Unreadable { path: self.path.clone(), cause })
    }

    pub fn remove(&self) {
        // A text that has served and cannot be removed harms nobody.
        drop(fs::remove_file(&self.path));
    }
}

fn editor() -> String {
    let named = ["VISUAL", "EDITOR"].into_iter().find_map(|name| env::var(name).ok().filter(|text| !text.is_empty()));
    named.unwrap_or_else(|| USUAL_EDITOR.to_owned())
}
