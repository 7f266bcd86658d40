//! What a client holds to be let in again: the session that a person opened, or the token of a script.
//!
//! Both are files that only their owner can read; one that others can read is not used. Knows no daemon.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use sha2::{Digest, Sha256};

use crate::endpoint::Endpoint;
use crate::secret::Secret;

/// Longest file that can hold a secret, in bytes.
const LONGEST: u64 = 4096;
/// What every token begins with: so that programs that look for leaked secrets know one.
const PREFIX: &str = "ekt_";

/// Why a file holds no secret for us.
#[derive(Debug, thiserror::Error)]
pub enum PassError {
    #[error("{} cannot be read", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("{} can be read by others (mode {mode:o})", path.display())]
    Exposed { path: PathBuf, mode: u32 },
    #[error("{} holds no token", path.display())]
    Malformed { path: PathBuf },
    #[error("{} cannot be written", path.display())]
    Unwritable { path: PathBuf, source: io::Error },
    #[error("no directory for sessions is known")]
    NoDirectory,
}

/// Reads a secret from a file that nobody else can read.
///
/// # Errors
/// See [`PassError`].
pub fn read_secret(path: &Path) -> Result<Secret, PassError> {
    let unreadable = |source| PassError::Unreadable { path: path.into(), source };
    let mut file = File::open(path).map_err(unreadable)?;
    let facts = file.metadata().map_err(unreadable)?;
    if facts.is_file() && facts.mode() & 0o077 != 0 {
        return Err(PassError::Exposed { path: path.into(), mode: facts.mode() & 0o777 });
    }
    let mut text = String::new();
    io::Read::take(&mut file, LONGEST).read_to_string(&mut text).map_err(unreadable)?;
    let secret = text.trim();
    if secret.is_empty() || secret.contains(|character: char| character.is_control() || character == ' ') {
        return Err(PassError::Malformed { path: path.into() });
    }
    Ok(secret.into())
}

/// Reads the secret of a token from a file that nobody else can read.
///
/// # Errors
/// See [`PassError`].
pub fn read_token(path: &Path) -> Result<Secret, PassError> {
    let secret = read_secret(path)?;
    match TokenSecret::parse(secret.expose()) {
        Some(_) => Ok(secret),
        None => Err(PassError::Malformed { path: path.into() }),
    }
}

/// The secret of a token: `ekt_` and 64 hexadecimal digits.
#[derive(Clone, Debug)]
pub struct TokenSecret(Secret);

impl TokenSecret {
    /// Returns the secret made of these random bytes.
    #[must_use]
    pub fn new(random: [u8; 32]) -> Self {
        Self(format!("{PREFIX}{}", hexadecimal(&random)).into())
    }

    /// Reads a secret; `None` for what cannot be one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix(PREFIX)?;
        let fits = digits.len() == 64 && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        fits.then(|| Self(text.into()))
    }

    #[must_use]
    pub const fn secret(&self) -> &Secret {
        &self.0
    }

    /// Returns what the daemon keeps of it.
    #[must_use]
    pub fn digest(&self) -> String {
        digest(&self.0)
    }
}

/// Returns SHA-256 of a secret with at least 128 random bits, in hexadecimal: all that the daemon keeps of it.
#[must_use]
pub fn digest(secret: &Secret) -> String {
    hexadecimal(&Sha256::digest(secret.expose().as_bytes()))
}

fn hexadecimal(bytes: &[u8]) -> String {
    use fmt::Write as _;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a String cannot fail");
        text
    })
}

/// The file in which the session for one daemon is kept.
#[derive(Clone, Debug)]
pub struct SessionFile(PathBuf);

impl SessionFile {
    /// Returns the file for a daemon: `sessions/NAME` under the user's state directory.
    ///
    /// # Errors
    /// [`PassError::NoDirectory`] where the user has no home.
    pub fn of(endpoint: &Endpoint) -> Result<Self, PassError> {
        let dirs = ProjectDirs::from("", "", "ekctl").ok_or(PassError::NoDirectory)?;
        let state = dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir());
        let name = &hexadecimal(&Sha256::digest(endpoint.to_string().as_bytes()))[..16];
        Ok(Self(state.join("sessions").join(name)))
    }

    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Returns the secret that is kept; `None` where there is none.
    ///
    /// # Errors
    /// A file that others can read, or that cannot be read.
    pub fn load(&self) -> Result<Option<Secret>, PassError> {
        match read_secret(&self.0) {
            Ok(secret) => Ok(Some(secret)),
            Err(PassError::Unreadable { source, .. }) if source.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Keeps a secret in place of the one before.
    ///
    /// # Errors
    /// [`PassError::Unwritable`].
    pub fn store(&self, secret: &Secret) -> Result<(), PassError> {
        let unwritable = |source| PassError::Unwritable { path: self.0.clone(), source };
        if let Some(directory) = self.0.parent() {
            fs::DirBuilder::new().recursive(true).mode(0o700).create(directory).map_err(unwritable)?;
        }
        let unfinished = self.0.with_extension("new");
        let mut file = OpenOptions::new();
        let mut file =
            file.write(true).create(true).truncate(true).mode(0o600).open(&unfinished).map_err(unwritable)?;
        // A leftover of an earlier try may have had another mode.
        file.set_permissions(fs::Permissions::from_mode(0o600)).map_err(unwritable)?;
        file.write_all(secret.expose().as_bytes()).and_then(|()| file.sync_all()).map_err(unwritable)?;
        fs::rename(&unfinished, &self.0).map_err(unwritable)
    }

    /// Forgets the secret.
    ///
    /// # Errors
    /// [`PassError::Unwritable`].
    pub fn forget(&self) -> Result<(), PassError> {
        match fs::remove_file(&self.0) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                Err(PassError::Unwritable { path: self.0.clone(), source })
            }
            Ok(()) | Err(_) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_others_can_read_is_refused() {
        let dir = std::env::temp_dir().join(format!("ek-pass-{}", std::process::id()));
        fs::create_dir_all(&dir).unwrap();
        let file = SessionFile(dir.join("one"));
        assert_eq!(file.load().unwrap(), None);
        file.store(&"kot".into()).unwrap();
        file.store(&"pies".into()).unwrap();
        assert_eq!(file.load().unwrap(), Some("pies".into()));
        fs::set_permissions(file.path(), fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(file.load(), Err(PassError::Exposed { mode: 0o640, .. })));
        fs::write(file.path(), "two words").unwrap();
        fs::set_permissions(file.path(), fs::Permissions::from_mode(0o600)).unwrap();
        assert!(matches!(read_token(file.path()), Err(PassError::Malformed { .. })));
        let token = TokenSecret::new([7; 32]);
        file.store(token.secret()).unwrap();
        assert_eq!(read_token(file.path()).unwrap(), *token.secret());
        file.forget().unwrap();
        file.forget().unwrap();
        fs::remove_dir_all(&dir).unwrap();
    }

    #[test]
    fn a_token_is_known_by_its_form() {
        let token = TokenSecret::new([0xab; 32]);
        assert_eq!(token.digest().len(), 64);
        assert!(TokenSecret::parse(token.secret().expose()).is_some());
        for wrong in ["", "ekt_", "abab", "ekt_ABAB", &"a".repeat(68)] {
            assert!(TokenSecret::parse(wrong).is_none(), "{wrong}");
        }
    }
}
