//! How long sessions last, by two clocks: the wall's, which is kept with the session, and one that nobody can put back,
//! which lives here. A session is over when either says so.
//!
//! Knows no SQL: whoever is told that a session is over writes it down, so that no clock revives it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use common::account::Standing;
use common::fault::SessionEnd;
use common::id::SessionId;
use jiff::{SignedDuration, Timestamp};

use crate::store::session::Kept;

/// Longest time between two uses.
pub const IDLE: SignedDuration = SignedDuration::from_mins(30);
/// Longest time from the log-in on.
pub const LONGEST: SignedDuration = SignedDuration::from_hours(12);
/// How exactly the last use is written down.
const WRITTEN_EVERY: Duration = Duration::from_mins(1);
/// Sessions that are remembered before those that are surely over are forgotten.
const REMEMBERED: usize = 4096;

/// The sessions that were used since the start. Clones are the same.
#[derive(Clone, Debug, Default)]
pub struct Liveness(Arc<Mutex<HashMap<SessionId, Seen>>>);

#[derive(Clone, Copy, Debug)]
struct Seen {
    /// How old it was at `first`, by the wall.
    age: Duration,
    first: Instant,
    used: Instant,
    used_at: Timestamp,
    written: Option<Instant>,
}

/// Whether a session goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    GoesOn,
    /// It goes on, and its last use should be written down.
    GoesOnUnwritten,
    Over,
}

/// Tells why a session opens nothing any more, whatever its age: it was ended, or its account is closed.
#[must_use]
pub fn ended(session: &Kept, standing: Standing) -> Option<SessionEnd> {
    session.ended.or_else(|| (!standing.is_open()).then_some(SessionEnd::Closed))
}

impl Liveness {
    /// Tells whether a session goes on, and notes that it is being used.
    #[must_use]
    pub fn use_now(&self, session: &Kept, now: Timestamp) -> Life {
        let mut book = self.book();
        let instant = Instant::now();
        if book.len() > REMEMBERED {
            let longest = Duration::try_from(LONGEST).unwrap_or_default();
            book.retain(|_, seen| instant.duration_since(seen.first) + seen.age < longest);
        }
        let since = |at: Timestamp| Duration::try_from(now.duration_since(at)).unwrap_or_default();
        let seen = book.entry(session.id).or_insert_with(|| Seen {
            age: since(session.created_at),
            first: instant,
            used: instant.checked_sub(since(session.used_at)).unwrap_or(instant),
            used_at: session.used_at,
            written: None,
        });
        let idle = Duration::try_from(IDLE).unwrap_or_default();
        let longest = Duration::try_from(LONGEST).unwrap_or_default();
        let by_wall = now >= session.expires_at || now.duration_since(seen.used_at) >= IDLE;
        let by_instants =
            instant.duration_since(seen.used) >= idle || instant.duration_since(seen.first) + seen.age >= longest;
        if by_wall || by_instants {
            return Life::Over;
        }
        (seen.used, seen.used_at) = (instant, now.max(seen.used_at));
        if seen.written.is_some_and(|written| instant.duration_since(written) < WRITTEN_EVERY) {
            return Life::GoesOn;
        }
        seen.written = Some(instant);
        Life::GoesOnUnwritten
    }

    fn book(&self) -> MutexGuard<'_, HashMap<SessionId, Seen>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use common::id::AccountId;

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn session() -> Kept {
        let expires_at = at(12 * 3600);
        Kept { id: SessionId(1), account: AccountId(1), created_at: at(0), used_at: at(0), expires_at, ended: None }
    }

    #[test]
    fn a_session_ends_after_half_an_hour_of_rest_and_after_half_a_day() {
        let liveness = Liveness::default();
        let mut now = 0;
        while now < 12 * 3600 {
            assert_ne!(liveness.use_now(&session(), at(now)), Life::Over, "{now}");
            now += 1799;
        }
        assert_eq!(liveness.use_now(&session(), at(now)), Life::Over);
        let liveness = Liveness::default();
        assert_eq!(liveness.use_now(&session(), at(10)), Life::GoesOnUnwritten);
        assert_eq!(liveness.use_now(&session(), at(20)), Life::GoesOn);
        assert_eq!(liveness.use_now(&session(), at(20 + 1800)), Life::Over);
    }

    #[test]
    fn a_clock_that_is_put_back_makes_no_session_longer() {
        let liveness = Liveness::default();
        assert_ne!(liveness.use_now(&session(), at(1000)), Life::Over);
        assert_ne!(liveness.use_now(&session(), at(-3 * 3600)), Life::Over);
        // Its last use stays where it was: half an hour after that it ends.
        assert_eq!(liveness.use_now(&session(), at(1000 + 1800)), Life::Over);
    }
}
