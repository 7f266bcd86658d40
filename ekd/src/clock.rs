//! The only place that reads the clock. Everything else is told what time it is.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

use jiff::{SignedDuration, Timestamp};

/// Tells the time: the system's, the system's shifted (demo), or one that a test moves by hand.
#[derive(Clone, Debug)]
pub enum Clock {
    System { ahead: SignedDuration },
    Hand(Arc<AtomicI64>),
}

impl Clock {
    #[must_use]
    pub const fn system() -> Self {
        Self::System { ahead: SignedDuration::ZERO }
    }

    /// Returns a clock that shows `now` at this moment and runs on from there.
    #[must_use]
    pub fn starting_at(now: Timestamp) -> Self {
        Self::System { ahead: now.duration_since(Timestamp::now()) }
    }

    /// Returns a clock that stands at `now` until [`set`](Self::set) moves it.
    #[must_use]
    pub fn by_hand(now: Timestamp) -> Self {
        Self::Hand(Arc::new(AtomicI64::new(now.as_second())))
    }

    /// Moves a clock that stands; does nothing to one that runs.
    pub fn set(&self, now: Timestamp) {
        if let Self::Hand(second) = self {
            second.store(now.as_second(), Ordering::Relaxed);
        }
    }

    /// Returns the present instant, in whole seconds.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let second = match self {
            Self::System { ahead } => (Timestamp::now() + *ahead).as_second(),
            Self::Hand(second) => second.load(Ordering::Relaxed),
        };
        Timestamp::from_second(second).unwrap_or(Timestamp::MAX)
    }
}

/// Returns how long ago a file was written; `None` if that is still to come. Files carry the system's time, whatever
/// clock the daemon goes by.
#[must_use]
pub fn age(written: SystemTime) -> Option<Duration> {
    SystemTime::now().duration_since(written).ok()
}
