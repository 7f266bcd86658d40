//! Data that lives in the daemon, and how far what we hold of it can be trusted.

use common::fault::Fault;
use jiff::Timestamp;

/// What we hold of something that the daemon knows.
#[derive(Clone, Debug, Default)]
pub enum Remote<T> {
    #[default]
    Loading,
    Ready {
        value: T,
        at: Timestamp,
    },
    /// As it was at `at`; asking again failed.
    Stale {
        value: T,
        at: Timestamp,
        fault: Fault,
    },
    Failed(Fault),
}

impl<T> Remote<T> {
    /// Returns what we hold, however old.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Ready { value, .. } | Self::Stale { value, .. } => Some(value),
            Self::Loading | Self::Failed(_) => None,
        }
    }

    /// Returns what we hold, to be changed by a partial answer.
    pub const fn value_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Ready { value, .. } | Self::Stale { value, .. } => Some(value),
            Self::Loading | Self::Failed(_) => None,
        }
    }

    /// Returns why the last try failed.
    pub const fn fault(&self) -> Option<&Fault> {
        match self {
            Self::Stale { fault, .. } | Self::Failed(fault) => Some(fault),
            Self::Loading | Self::Ready { .. } => None,
        }
    }

    /// Returns since when it is as it is shown, and why there is nothing newer, where asking again has failed.
    pub const fn held(&self) -> Option<(Timestamp, &Fault)> {
        match self {
            Self::Stale { at, fault, .. } => Some((*at, fault)),
            Self::Loading | Self::Ready { .. } | Self::Failed(_) => None,
        }
    }

    /// Takes an answer in: a failure never throws away what we hold.
    pub fn take(&mut self, answer: Result<T, Fault>, now: Timestamp) {
        let before = std::mem::take(self);
        *self = match (answer, before) {
            (Ok(value), _) => Self::Ready { value, at: now },
            (Err(fault), Self::Ready { value, at } | Self::Stale { value, at, .. }) => Self::Stale { value, at, fault },
            (Err(fault), Self::Loading | Self::Failed(_)) => Self::Failed(fault),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use common::fault::Cause;

    #[test]
    fn a_failure_keeps_what_was_there() {
        let mut remote = Remote::Loading;
        remote.take(Err(Cause::Busy.into()), Timestamp::UNIX_EPOCH);
        assert!(matches!(remote, Remote::Failed(_)));
        remote.take(Ok(7), Timestamp::UNIX_EPOCH);
        remote.take(Err(Cause::Busy.into()), Timestamp::MAX);
        assert!(matches!(remote, Remote::Stale { value: 7, at, .. } if at == Timestamp::UNIX_EPOCH));
    }
}
