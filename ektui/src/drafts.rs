//! What a person has begun to write and not sent, on this machine: a file for each daemon and person that only they can
//! read. It outlives a crash and a lost connection. Knows no screen.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use common::account::Login;
use common::endpoint::Endpoint;
use directories::ProjectDirs;
use sha2::{Digest, Sha256};

use crate::screen::tickets::book::KeptDraft;

/// The longest file that is read, in bytes: more than anybody writes.
const LONGEST: u64 = 16 << 20;

/// Where drafts are kept.
#[derive(Clone, Debug)]
pub struct DraftFile(PathBuf);

impl DraftFile {
    /// Returns the file for a person at a daemon: `drafts/NAME.json` under the user's state directory. `None` where the
    /// user has no home.
    #[must_use]
    pub fn of(endpoint: &Endpoint, login: &Login) -> Option<Self> {
        let dirs = ProjectDirs::from("", "", "ektui")?;
        let state = dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir());
        Some(Self::under(state, endpoint, login))
    }

    fn under(state: &Path, endpoint: &Endpoint, login: &Login) -> Self {
        let digest = Sha256::digest(format!("{endpoint}\n{login}").as_bytes());
        let name = &hexadecimal(&digest)[..16];
        Self(state.join("drafts").join(name).with_extension("json"))
    }

    /// Returns what is kept; nothing where there is no file.
    ///
    /// # Errors
    /// A file that others can read, that is too long, or that is none of ours.
    pub fn load(&self) -> io::Result<Vec<KeptDraft>> {
        let file = match File::open(&self.0) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        if file.metadata()?.mode() & 0o077 != 0 {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, format!("{}: mode", self.0.display())));
        }
        let mut bytes = Vec::new();
        file.take(LONGEST + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > LONGEST {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        serde_json::from_slice(&bytes).map_err(io::Error::other)
    }

    /// Keeps these in place of those before; without any, the file goes.
    ///
    /// # Errors
    /// The disk does not take them.
    pub fn store(&self, drafts: &[KeptDraft]) -> io::Result<()> {
        if drafts.is_empty() {
            return match fs::remove_file(&self.0) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                Ok(()) | Err(_) => Ok(()),
            };
        }
        if let Some(directory) = self.0.parent() {
            fs::DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
        }
        let unfinished = self.0.with_extension("new");
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
        // A leftover of an earlier try may have had another mode.
        file.set_permissions(fs::Permissions::from_mode(0o600))?;
        file.write_all(&serde_json::to_vec(drafts).map_err(io::Error::other)?)?;
        file.sync_all()?;
        fs::rename(&unfinished, &self.0)
    }
}

/// Returns bytes in hexadecimal.
#[must_use]
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::people::login;
    use crate::fixture::tickets;

    #[test]
    fn drafts_outlive_the_program_and_only_their_writer_reads_them() {
        let directory = tempfile::tempdir().unwrap();
        let endpoint = Endpoint::Unix("/run/ekd/ekd.sock".into());
        let file = |name: &str| DraftFile::under(directory.path(), &endpoint, &login(name));
        let kept = vec![KeptDraft { draft: tickets::draft(1, "Tak, od 6:30 ciepło."), is_known: true }];
        file("anna").store(&kept).unwrap();
        assert_eq!(fs::metadata(&file("anna").0).unwrap().mode() & 0o777, 0o600);
        assert_eq!(file("anna").load().unwrap(), kept);
        assert!(file("tomek").load().unwrap().is_empty());
        fs::set_permissions(&file("anna").0, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(file("anna").load().is_err());
        file("anna").store(&[]).unwrap();
        assert!(!file("anna").0.exists());
    }
}
