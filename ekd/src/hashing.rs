//! Where passwords are hashed: on threads of their own, two at a time, with a short queue, so that a crowd at the door
//! takes neither the memory nor the cores of those inside.
//!
//! A try costs the same whoever it is for: where there is nothing to hold it against, it is held against a hash that
//! nobody knows the password of.

use std::sync::Arc;

use common::secret::Secret;
use tokio::sync::Semaphore;

use crate::password::{self, Verdict};
use crate::vault::random;

/// Hashes at once: each takes 19 MiB and a core.
const AT_ONCE: usize = 2;
/// Tries that wait or are being hashed; more are told to come again.
const IN_ALL: usize = 34;

/// Hashes passwords. Clones share places.
#[derive(Clone, Debug)]
pub struct Hasher {
    places: Arc<Semaphore>,
    queue: Arc<Semaphore>,
    nobodys: Arc<str>,
}

/// Too many are at the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many passwords are being hashed")]
pub struct Crowded;

impl Default for Hasher {
    fn default() -> Self {
        let unknown = random::<32>().iter().map(|byte| char::from(b'a' + byte % 26)).collect::<String>();
        Self {
            places: Arc::new(Semaphore::new(AT_ONCE)),
            queue: Arc::new(Semaphore::new(IN_ALL)),
            nobodys: password::hash(&unknown.into()).into(),
        }
    }
}

impl Hasher {
    /// Holds a password against what is kept, or against nobody's.
    ///
    /// # Errors
    /// [`Crowded`].
    pub async fn verify(&self, password: &Secret, kept: Option<&str>) -> Result<Verdict, Crowded> {
        let (password, kept, is_somebodys) =
            (password.clone(), kept.unwrap_or(&self.nobodys).to_owned(), kept.is_some());
        let verdict = self.work(move || password::verify(&password, &kept)).await?;
        Ok(if is_somebodys { verdict } else { Verdict::Wrong })
    }

    /// Returns what is kept of a password.
    ///
    /// # Errors
    /// [`Crowded`].
    pub async fn hash(&self, password: &Secret) -> Result<String, Crowded> {
        let password = password.clone();
        self.work(move || password::hash(&password)).await
    }

    async fn work<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Crowded> {
        let queued = Arc::clone(&self.queue).try_acquire_owned().map_err(|_| Crowded)?;
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(|_| Crowded)?;
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop((place, queued));
            done
        });
        done.await.map_err(|_| Crowded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn nobodys_password_is_wrong_and_a_crowd_is_turned_away() {
        let hasher = Hasher::default();
        assert_eq!(hasher.verify(&"kot".into(), None).await, Ok(Verdict::Wrong));
        let kept = hasher.hash(&"kot".into()).await.unwrap();
        assert_eq!(hasher.verify(&"kot".into(), Some(&kept)).await, Ok(Verdict::Right));
        let _held = hasher.queue.acquire_many(u32::try_from(IN_ALL).unwrap()).await.unwrap();
        assert_eq!(hasher.verify(&"kot".into(), None).await, Err(Crowded));
    }
}
