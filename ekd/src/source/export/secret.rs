//! Secrets from files. They are never in the configuration, in an error or in a log.

use std::fmt;
use std::fs::{File, Metadata};
use std::io::{self, Read as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

/// A password or token.
#[derive(Clone)]
pub struct Secret(String);

/// Why a secret cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    #[error("{path} cannot be read")]
    Read { path: PathBuf, source: io::Error },
    #[error("{0} can be read by every user of this machine: take the right away (chmod o-rwx)")]
    Open(PathBuf),
    #[error("{0} must hold one line of text, at most 4 KiB")]
    NotOneLine(PathBuf),
    #[error("{0} is a systemd credential, but CREDENTIALS_DIRECTORY is not set: load it in the unit, or give a path")]
    NoCredentials(PathBuf),
}

const MAX_SECRET: u64 = 4096;

impl Secret {
    /// Reads the secret in `path`; a bare name stands for the file of that name in `credentials`.
    ///
    /// # Errors
    /// Where there is none, or others on this machine may read it.
    pub fn read(path: &Path, credentials: Option<&Path>) -> Result<Self, SecretError> {
        let is_bare = path.components().count() == 1 && path.is_relative();
        let path = match (is_bare, credentials) {
            (true, Some(directory)) => directory.join(path),
            (true, None) => return Err(SecretError::NoCredentials(path.to_owned())),
            (false, _) => path.to_owned(),
        };
        let failed = |source| SecretError::Read { path: path.clone(), source };
        let file = File::open(&path).map_err(failed)?;
        let metadata = file.metadata().map_err(failed)?;
        if is_open_to_others(&metadata) {
            return Err(SecretError::Open(path));
        }
        let mut text = String::new();
        file.take(MAX_SECRET + 1).read_to_string(&mut text).map_err(failed)?;
        let secret = text.trim_end_matches(['\r', '\n']);
        if secret.is_empty() || text.len() as u64 > MAX_SECRET || secret.contains(char::is_control) {
            return Err(SecretError::NotOneLine(path));
        }
        Ok(Self(secret.to_owned()))
    }

    /// Returns the text, for the request's header only.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret")
    }
}

fn is_open_to_others(metadata: &Metadata) -> bool {
    metadata.mode() & 0o007 != 0
}

#[cfg(test)]
mod tests {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn write(directory: &Path, mode: u32, text: &str) -> PathBuf {
        let path = directory.join("token");
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        path
    }

    #[test]
    fn a_bare_name_is_a_credential() {
        let directory = tempfile::tempdir().unwrap();
        write(directory.path(), 0o400, "s3cret\n");
        let secret = Secret::read(Path::new("token"), Some(directory.path())).unwrap();
        assert_eq!((secret.reveal(), format!("{secret:?}").as_str()), ("s3cret", "Secret"));
        let error = Secret::read(Path::new("token"), None).unwrap_err();
        assert!(matches!(error, SecretError::NoCredentials(_)));
    }

    #[test]
    fn a_secret_that_all_can_read_is_refused() {
        let directory = tempfile::tempdir().unwrap();
        let path = write(directory.path(), 0o644, "s3cret");
        let error = Secret::read(&path, None).unwrap_err();
        assert!(matches!(error, SecretError::Open(_)));
        assert!(!format!("{error} {error:?}").contains("s3cret"));
    }

    #[test]
    fn a_secret_is_one_line() {
        let directory = tempfile::tempdir().unwrap();
        let long = "x".repeat(5000);
        for text in ["", "\n", "a\nb", "a\u{0}b", long.as_str()] {
            let path = write(directory.path(), 0o600, text);
            assert!(matches!(Secret::read(&path, None), Err(SecretError::NotOneLine(_))), "{text:?}");
        }
    }
}
