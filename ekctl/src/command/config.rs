//! What this program reads and writes on this machine.

use std::path::PathBuf;

use common::endpoint::Endpoint;
use common::pass::SessionFile;
use directories::ProjectDirs;

use crate::cli::ConfigVerb;
use crate::cli::global::CallArgs;
use crate::entry::endpoint;
use crate::exit::Failure;
use crate::output::{Output, row};

row! {
    /// What the program reads and writes on this machine.
    pub struct PathsRow: "config.path" {
        /// the daemon's address that is used
        pub server: String,
        /// whether something is at that address
        pub server_exists: bool,
        /// where the cursors of exports are kept
        pub cursors: Option<String>,
        /// the file with the session that `ekctl login` opens there
        pub session_file: Option<String>,
    }
}

/// Shows the paths.
///
/// # Errors
/// Those of the writer.
pub fn run(verb: &ConfigVerb, call: &CallArgs, output: &mut Output) -> Result<(), Failure> {
    let ConfigVerb::Path = verb;
    let server = endpoint(call);
    let row = PathsRow {
        server_exists: match &server {
            Endpoint::Unix(socket) => socket.exists(),
            Endpoint::Tls { .. } => true,
        },
        session_file: SessionFile::of(&server).ok().map(|file| file.path().display().to_string()),
        server: server.to_string(),
        cursors: cursor_directory().map(|path| path.display().to_string()),
    };
    Ok(output.record(row)?)
}

/// Returns where the cursors of exports are kept; `None` for users without a home.
#[must_use]
pub fn cursor_directory() -> Option<PathBuf> {
    state_directory().map(|state| state.join("cursors"))
}

/// Returns where the journals of imports are kept; `None` for users without a home.
#[must_use]
pub fn import_directory() -> Option<PathBuf> {
    state_directory().map(|state| state.join("imports"))
}

fn state_directory() -> Option<PathBuf> {
    let dirs = ProjectDirs::from("", "", "ekctl")?;
    Some(dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir()).to_owned())
}
