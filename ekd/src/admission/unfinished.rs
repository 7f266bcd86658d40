//! Log-ins that stopped half-way: the password was right, and what else was asked for never came.
//!
//! Somebody who stops there may have another's password, so it stands in the history; who goes on at once leaves no line
//! for it. What waits here lives in memory: a stop within two minutes forgets it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use common::id::AccountId;
use common::log_in::LogInOutcome;
use tokio_util::sync::CancellationToken;

use super::Porter;
use crate::store::log::Write;
use crate::store::log_in::Try;
use crate::store::{self, StoreError};

/// How long a person may look for the app, or for a new password.
const PATIENCE: Duration = Duration::from_mins(2);
const LOOK: Duration = Duration::from_secs(30);

/// Tries that wait for the rest. Clones are the same.
#[derive(Clone, Debug, Default)]
pub struct Unfinished(Arc<Mutex<Waiting>>);

/// By account and source.
type Waiting = HashMap<(AccountId, String), (Instant, Try)>;

impl Unfinished {
    /// Notes that a right password was asked for more.
    pub(super) fn begins(&self, line: Try) {
        let Some(account) = line.account else { return };
        let line = Try { outcome: LogInOutcome::Unfinished, ..line };
        // The first question counts: who asks again and again does not begin anew.
        self.book().entry((account, line.source.clone())).or_insert_with(|| (Instant::now(), line));
    }

    /// Notes that the rest came, right or wrong: that is a line of its own.
    pub(super) fn goes_on(&self, account: Option<AccountId>, source: &str) {
        if let Some(account) = account {
            self.book().remove(&(account, source.to_owned()));
        }
    }

    /// Takes out what has waited for so long.
    fn overdue(&self, patience: Duration) -> Vec<Try> {
        let mut book = self.book();
        let overdue = book.extract_if(|_, (since, _)| since.elapsed() >= patience);
        overdue.map(|(_, (_, line))| line).collect()
    }

    fn book(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Porter {
    /// Writes down what stopped half-way, until the stop.
    ///
    /// # Errors
    /// Where the archive fails.
    pub async fn watch(self, stop: CancellationToken) -> Result<(), StoreError> {
        loop {
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                () = tokio::time::sleep(LOOK) => {}
            }
            let lines = self.unfinished.overdue(PATIENCE);
            if !lines.is_empty() {
                let write =
                    move |tx: &Write<'_>| lines.iter().try_for_each(|line| store::log_in::append(tx, line).map(drop));
                self.store.write("unfinished log-ins", write).await?;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use common::log_in::Method;
    use jiff::Timestamp;

    use super::*;

    fn line(account: Option<i64>, source: &str) -> Try {
        Try {
            at: Timestamp::UNIX_EPOCH,
            account: account.map(AccountId),
            method: Method::Password,
            outcome: LogInOutcome::Success,
            source: source.to_owned(),
            client: String::new(),
        }
    }

    #[test]
    fn who_stops_half_way_is_told_and_who_goes_on_is_not() {
        let unfinished = Unfinished::default();
        unfinished.begins(line(Some(1), "a"));
        unfinished.begins(line(Some(1), "a"));
        unfinished.begins(line(Some(1), "b"));
        unfinished.begins(line(Some(2), "a"));
        unfinished.begins(line(None, "a"));
        unfinished.goes_on(Some(AccountId(1)), "b");
        assert!(unfinished.overdue(PATIENCE).is_empty());
        let mut overdue = unfinished.overdue(Duration::ZERO);
        overdue.sort_by_key(|line| line.account);
        let told: Vec<_> = overdue.iter().map(|line| (line.account, line.source.as_str(), line.outcome)).collect();
        let expected = |account| (Some(AccountId(account)), "a", LogInOutcome::Unfinished);
        assert_eq!(told, [expected(1), expected(2)]);
        assert!(unfinished.overdue(Duration::ZERO).is_empty());
    }
}
