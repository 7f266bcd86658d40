//! Documents that came and could not be read. They are asked for again, since a server that broke off in the middle
//! will soon send the whole, but not for ever, and the same bytes are parked only once.
//!
//! Remembers in memory: after a restart the archive's position still owes them.

use std::collections::BTreeMap;

use common::source::Problem;

use super::plan::{Event, Period};

/// Unreadable documents, by what was asked.
#[derive(Debug, Default)]
pub(super) struct Broken(BTreeMap<Period, Parked>);

#[derive(Debug)]
struct Parked {
    digest: String,
    n_times: u32,
    problem: Problem,
}

/// How often the same unreadable document is asked for before its period counts as answered.
const TRIES: u32 = 5;

impl Broken {
    /// Returns what it means that these bytes came, if they have been parked before.
    pub(super) fn again(&mut self, period: Period, digest: &str) -> Option<Event> {
        let parked = self.0.get_mut(&period).filter(|parked| parked.digest == digest)?;
        parked.n_times = parked.n_times.saturating_add(1);
        let is_last = parked.n_times >= TRIES;
        Some(if is_last { Event::Answered(period) } else { Event::Failed(period, parked.problem.clone()) })
    }

    /// Notes a document that was parked just now, and returns what that means.
    pub(super) fn parked(&mut self, period: Period, digest: String, problem: Problem) -> Event {
        self.0.insert(period, Parked { digest, n_times: 1, problem: problem.clone() });
        Event::Failed(period, problem)
    }

    /// Forgets the period: a document that can be read has come.
    pub(super) fn healed(&mut self, period: Period) {
        self.0.remove(&period);
    }
}

#[cfg(test)]
mod tests {
    use common::source::ProblemKind;

    use super::*;

    #[test]
    fn the_same_unreadable_document_is_asked_for_five_times() {
        let mut broken = Broken::default();
        let problem = Problem { kind: ProblemKind::Malformed, detail: "it ends too early".into() };
        let period = Period::Whole;
        assert!(broken.again(period, "a").is_none());
        assert!(matches!(broken.parked(period, "a".into(), problem.clone()), Event::Failed(..)));
        for _ in 2..TRIES {
            assert!(matches!(broken.again(period, "a"), Some(Event::Failed(..))));
        }
        assert!(matches!(broken.again(period, "a"), Some(Event::Answered(_))));
        assert!(broken.again(period, "b").is_none(), "other bytes are another document");
        broken.healed(period);
        assert!(broken.again(period, "a").is_none());
    }
}
