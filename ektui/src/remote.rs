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

/// What we hold of the answer to a question that changes with what is on the screen.
#[derive(Clone, Debug)]
pub struct Asked<Q, T> {
    question: Option<Q>,
    is_open: bool,
    answer: Remote<T>,
}

impl<Q, T> Default for Asked<Q, T> {
    fn default() -> Self {
        Self { question: None, is_open: false, answer: Remote::Loading }
    }
}

impl<Q: Clone + PartialEq, T> Asked<Q, T> {
    /// Returns the question, if it has to be put: it is another one than before, or is to be put again.
    pub fn want(&mut self, question: Q) -> Option<Q> {
        if self.question.as_ref() != Some(&question) {
            *self = Self { question: Some(question), is_open: true, answer: Remote::Loading };
        }
        self.question.clone().filter(|_| std::mem::take(&mut self.is_open))
    }

    /// Has the question put again; what is held stays until there is something newer.
    pub const fn renew(&mut self) {
        self.is_open = true;
    }

    /// Has the question put again if there was no answer.
    pub const fn retry(&mut self) {
        if matches!(self.answer, Remote::Failed(_)) {
            self.is_open = true;
        }
    }

    /// Takes an answer in, unless something else has been asked for meanwhile.
    pub fn take(&mut self, question: &Q, answer: Result<T, Fault>, now: Timestamp) {
        if self.question.as_ref() == Some(question) {
            self.answer.take(answer, now);
        }
    }

    /// Returns what is held, with its question.
    pub const fn held(&self) -> Option<(&Q, &T)> {
        match (&self.question, self.answer.value()) {
            (Some(question), Some(answer)) => Some((question, answer)),
            _ => None,
        }
    }

    #[must_use]
    pub const fn answer(&self) -> &Remote<T> {
        &self.answer
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

    #[test]
    fn a_question_is_put_once_and_an_answer_to_an_older_one_is_dropped() {
        let mut asked = Asked::default();
        assert_eq!((asked.want(1), asked.want(1), asked.want(2)), (Some(1), None, Some(2)));
        asked.take(&1, Ok('a'), Timestamp::UNIX_EPOCH);
        assert_eq!(asked.held(), None);
        asked.take(&2, Ok('b'), Timestamp::UNIX_EPOCH);
        assert_eq!(asked.want(2), None);
        assert_eq!(asked.held(), Some((&2, &'b')));
        asked.renew();
        assert_eq!(asked.want(2), Some(2));
        assert_eq!(asked.held(), Some((&2, &'b')));
    }
}
