//! What the archive must hold but nobody may read out of it: second factors, letters with codes on their way.
//!
//! Sealed with a key that lies beside the archive in a file of its own and never in it, so that a copy of the database
//! opens nothing. Knows no SQL and no accounts.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hmac;

/// Bytes of the key.
const KEY: usize = 32;

/// Why there is no vault.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    #[error("{path} cannot be read")]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("{path} cannot be made")]
    Unwritable { path: PathBuf, source: io::Error },
    #[error("{0} can be read by others: chmod 600")]
    Exposed(PathBuf),
    #[error("{0} is no key of ekd: it has not 32 bytes")]
    Malformed(PathBuf),
}

/// Seals and opens; clones share the key.
#[derive(Clone)]
pub struct Vault(Arc<Keys>);

struct Keys {
    seal: LessSafeKey,
    mark: hmac::Key,
}

impl fmt::Debug for Vault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Vault")
    }
}

impl Vault {
    /// Opens the vault whose key lies in this file, which is made if there is none.
    ///
    /// # Errors
    /// A key that cannot be read or made, that others can read, or that is none.
    pub fn open(path: &Path) -> Result<Self, VaultError> {
        match File::open(path) {
            Ok(file) => Self::read(path, file),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Self::create(path),
            Err(source) => Err(VaultError::Unreadable { path: path.into(), source }),
        }
    }

    fn read(path: &Path, mut file: File) -> Result<Self, VaultError> {
        let unreadable = |source| VaultError::Unreadable { path: path.into(), source };
        if file.metadata().map_err(unreadable)?.mode() & 0o077 != 0 {
            return Err(VaultError::Exposed(path.into()));
        }
        let mut key = [0; KEY];
        let complete = file.read_exact(&mut key).is_ok() && matches!(file.read(&mut [0]), Ok(0));
        if complete { Ok(Self::of(&key)) } else { Err(VaultError::Malformed(path.into())) }
    }

    fn create(path: &Path) -> Result<Self, VaultError> {
        let unwritable = |source| VaultError::Unwritable { path: path.into(), source };
        let key: [u8; KEY] = random();
        let unfinished = path.with_extension("unfinished");
        let _ = std::fs::remove_file(&unfinished);
        let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&unfinished);
        let mut file = made.map_err(unwritable)?;
        file.write_all(&key).and_then(|()| file.sync_all()).map_err(unwritable)?;
        std::fs::rename(&unfinished, path).map_err(unwritable)?;
        Ok(Self::of(&key))
    }

    /// Returns the vault with this key.
    #[must_use]
    pub fn of(key: &[u8; KEY]) -> Self {
        // Two uses, two keys: each is made from the one in the file.
        let root = hmac::Key::new(hmac::HMAC_SHA256, key);
        let derived = |use_: &[u8]| hmac::sign(&root, use_);
        let seal =
            UnboundKey::new(&CHACHA20_POLY1305, derived(b"seal").as_ref()).expect("the key has the right length");
        let mark = hmac::Key::new(hmac::HMAC_SHA256, derived(b"mark").as_ref());
        Self(Arc::new(Keys { seal: LessSafeKey::new(seal), mark }))
    }

    /// Seals bytes for one use, such as `totp`; they open for no other.
    #[must_use]
    pub fn seal(&self, what: &str, bytes: &[u8]) -> Vec<u8> {
        // 96 random bits: two messages of four thousand million have the same with a probability of one in ten thousand
        // million.
        let nonce: [u8; NONCE_LEN] = random();
        let mut sealed = bytes.to_vec();
        let done = self.0.seal.seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(what.as_bytes()),
            &mut sealed,
        );
        done.expect("a message is shorter than 256 GiB");
        [nonce.as_slice(), &sealed].concat()
    }

    /// Opens what was sealed for this use; `None` where it was not, or not with this key.
    #[must_use]
    pub fn unseal(&self, what: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE_LEN>()?;
        let mut bytes = sealed.to_vec();
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let opened = self.0.seal.open_in_place(nonce, Aad::from(what.as_bytes()), &mut bytes).ok()?;
        Some(opened.to_vec())
    }

    /// Returns a mark by which a text is recognised and that tells nothing of it, not even to who tries all short texts.
    #[must_use]
    pub fn mark(&self, what: &str, text: &str) -> Vec<u8> {
        let mut context = hmac::Context::with_key(&self.0.mark);
        context.update(what.as_bytes());
        context.update(&[0]);
        context.update(text.as_bytes());
        context.sign().as_ref().to_vec()
    }

    /// Tells whether the mark is that of the text, in a time that does not depend on where they differ.
    #[must_use]
    pub fn is_mark_of(&self, mark: &[u8], what: &str, text: &str) -> bool {
        let mut message = what.as_bytes().to_vec();
        message.push(0);
        message.extend_from_slice(text.as_bytes());
        hmac::verify(&self.0.mark, &message, mark).is_ok()
    }
}

/// Returns random bytes.
#[must_use]
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system gives random bytes to every program");
    bytes
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn what_is_sealed_opens_for_its_use_and_key_only() {
        let vault = Vault::of(&[7; KEY]);
        let sealed = vault.seal("totp", b"kot");
        assert_eq!(vault.unseal("totp", &sealed).as_deref(), Some(b"kot".as_slice()));
        assert_eq!(vault.unseal("letter", &sealed), None);
        assert_eq!(Vault::of(&[8; KEY]).unseal("totp", &sealed), None);
        assert_ne!(vault.seal("totp", b"kot"), sealed);
        for at in 0..sealed.len() {
            let mut damaged = sealed.clone();
            damaged[at] ^= 1;
            assert_eq!(vault.unseal("totp", &damaged), None);
            assert_eq!(vault.unseal("totp", &sealed[..at]), None);
        }
    }

    #[test]
    fn a_mark_is_of_one_text() {
        let vault = Vault::of(&[7; KEY]);
        let mark = vault.mark("code", "123456");
        assert!(vault.is_mark_of(&mark, "code", "123456"));
        assert!(!vault.is_mark_of(&mark, "code", "123457"));
        assert!(!vault.is_mark_of(&mark, "log", "123456"));
        assert!(!Vault::of(&[8; KEY]).is_mark_of(&mark, "code", "123456"));
    }

    #[test]
    fn the_key_is_made_once_and_is_its_owners_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("vault.key");
        let sealed = Vault::open(&path).unwrap().seal("x", b"kot");
        assert_eq!(std::fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
        assert!(Vault::open(&path).unwrap().unseal("x", &sealed).is_some());
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(Vault::open(&path), Err(VaultError::Exposed(_))));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        std::fs::write(&path, [1; 31]).unwrap();
        assert!(matches!(Vault::open(&path), Err(VaultError::Malformed(_))));
    }
}
