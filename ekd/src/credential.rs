//! Secrets from files: passwords and tokens for the servers of others. They are never in the configuration, in an error
//! or in a log. Knows nobody who uses them.

use std::fs::{File, Metadata};
use std::io::{self, Read as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use common::secret::Secret;

/// Why a credential cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CredentialError {
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

/// Returns where systemd put the credentials of this process.
#[must_use]
pub fn directory() -> Option<PathBuf> {
    std::env::var_os("CREDENTIALS_DIRECTORY").map(PathBuf::from)
}

/// Reads the secret in `path`; a bare name stands for the file of that name in `credentials`.
///
/// # Errors
/// Where there is none, or others on this machine may read it.
pub fn read(path: &Path, credentials: Option<&Path>) -> Result<Secret, CredentialError> {
    let is_bare = path.components().count() == 1 && path.is_relative();
    let path = match (is_bare, credentials) {
        (true, Some(directory)) => directory.join(path),
        (true, None) => return Err(CredentialError::NoCredentials(path.to_owned())),
        (false, _) => path.to_owned(),
    };
    let failed = |source| CredentialError::Read { path: path.clone(), source };
    let file = File::open(&path).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    if is_open_to_others(&metadata) {
        return Err(CredentialError::Open(path));
    }
    let mut text = String::new();
    file.take(MAX_SECRET + 1).read_to_string(&mut text).map_err(failed)?;
    let secret = text.trim_end_matches(['\r', '\n']);
    if secret.is_empty() || text.len() as u64 > MAX_SECRET || secret.contains(char::is_control) {
        return Err(CredentialError::NotOneLine(path));
    }
    Ok(Secret::from(secret))
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
        let secret = read(Path::new("token"), Some(directory.path())).unwrap();
        assert_eq!((secret.expose(), format!("{secret:?}").as_str()), ("s3cret", "Secret"));
        let error = read(Path::new("token"), None).unwrap_err();
        assert!(matches!(error, CredentialError::NoCredentials(_)));
    }

    #[test]
    fn a_secret_that_all_can_read_is_refused() {
        let directory = tempfile::tempdir().unwrap();
        let path = write(directory.path(), 0o644, "s3cret");
        let error = read(&path, None).unwrap_err();
        assert!(matches!(error, CredentialError::Open(_)));
        assert!(!format!("{error} {error:?}").contains("s3cret"));
    }

    #[test]
    fn a_secret_is_one_line() {
        let directory = tempfile::tempdir().unwrap();
        let long = "x".repeat(5000);
        for text in ["", "\n", "a\nb", "a\u{0}b", long.as_str()] {
            let path = write(directory.path(), 0o600, text);
            assert!(matches!(read(&path, None), Err(CredentialError::NotOneLine(_))), "{text:?}");
        }
    }
}
