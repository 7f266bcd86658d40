//! When to ask an export for which days. Decides only: no clock, no socket, no archive.
//!
//! A round asks for every day that is wanted: what was never asked for, what failed before, and the last days once more,
//! because late days replace holes. A server that does not answer ends the round until a back-off has passed; a single
//! document that cannot be had does not stop the others.

use std::collections::{BTreeSet, VecDeque};

use common::source::{Problem, ProblemKind};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use serde::{Deserialize, Serialize};

use crate::source::Attempt;

/// What one address can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// The address is always the same.
    Whole,
    /// One document a day.
    Daily,
    /// Any run of days in one document.
    Spans,
}

/// What one request asks for; both days are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Period {
    Whole,
    Days { first: Date, last: Date },
}

/// What the plan goes by; from the configuration.
#[derive(Clone, Debug)]
pub struct Rules {
    pub shape: Shape,
    pub zone: TimeZone,
    pub interval: SignedDuration,
    /// How many days before today are asked for in every round.
    pub window_days: u16,
    /// Where a new installation begins; today less the window where not given.
    pub first_day: Option<Date>,
}

/// How far the days have been asked for: the part of the plan that outlives a restart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Every day before it was answered for, is missing at the server, or is owed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reached: Option<Date>,
    /// Days whose documents could not be had.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub owed: BTreeSet<Date>,
}

/// What happened.
#[derive(Debug)]
pub enum Event {
    /// The wait is over, or the source has just started.
    Woke,
    /// A person wants it asked now.
    Nudged,
    /// The server answered for the period, with or without news.
    Answered(Period),
    Failed(Period, Problem),
}

/// What to do next.
#[derive(Debug)]
pub enum Action {
    Ask(Period),
    /// Tell how it went, and wait.
    Rest {
        until: Timestamp,
        attempt: Attempt,
    },
}

/// The plan of one source.
#[derive(Debug)]
pub struct FetchPlan {
    rules: Rules,
    progress: Progress,
    queue: VecDeque<Period>,
    round: Round,
    wake: Wake,
    next_round_at: Timestamp,
    /// Rests in a row that had something to retry.
    failures: u32,
    jitter: Jitter,
}

#[derive(Debug, Default)]
struct Round {
    is_answered: bool,
    missing: Option<Problem>,
    failed: Option<Problem>,
}

/// What the present wait is for. Kept, because the clock may be set while it lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wake {
    Round,
    Retry,
}

/// Spreads retries of many sources; a small generator of its own, so that tests repeat.
#[derive(Debug)]
struct Jitter(u64);

const FIRST_RETRY: SignedDuration = SignedDuration::from_secs(5);
const LAST_RETRY: SignedDuration = SignedDuration::from_hours(1);
const LONGEST_SPAN_DAYS: usize = 31;

impl FetchPlan {
    #[must_use]
    pub fn new(rules: Rules, progress: Progress, seed: u64) -> Self {
        Self {
            rules,
            progress,
            queue: VecDeque::new(),
            round: Round::default(),
            wake: Wake::Round,
            next_round_at: Timestamp::MIN,
            failures: 0,
            jitter: Jitter(seed),
        }
    }

    /// Returns what to write down so that a restart goes on from here.
    #[must_use]
    pub const fn progress(&self) -> &Progress {
        &self.progress
    }

    /// Returns the progress as it will be once `period` has been answered for.
    #[must_use]
    pub fn progress_after(&self, period: Period) -> Progress {
        let mut progress = self.progress.clone();
        progress.settle(period);
        progress
    }

    /// Returns the first day that a round at `now` would ask for again.
    #[must_use]
    pub fn window_start(&self, now: Timestamp) -> Date {
        let today = now.to_zoned(self.rules.zone.clone()).date();
        today.checked_sub(i32::from(self.rules.window_days).days()).unwrap_or(Date::MIN)
    }

    /// Returns what to do after `event`.
    pub fn step(&mut self, now: Timestamp, event: Event) -> Action {
        match event {
            Event::Nudged => self.begin_round(now),
            Event::Woke => match self.wake {
                Wake::Round => self.begin_round(now),
                Wake::Retry => self.retry(),
            },
            Event::Answered(period) => {
                self.progress.settle(period);
                self.round.is_answered = true;
            }
            Event::Failed(period, problem) if problem.kind == ProblemKind::Missing => {
                self.progress.settle(period);
                self.round.missing.get_or_insert(problem);
            }
            Event::Failed(period, problem) => {
                self.progress.owe(period);
                let is_server_down = concerns_server(problem.kind);
                self.round.failed.get_or_insert(problem);
                if is_server_down {
                    return self.rest(now);
                }
            }
        }
        match self.queue.pop_front() {
            Some(period) => Action::Ask(period),
            None => self.rest(now),
        }
    }

    fn begin_round(&mut self, now: Timestamp) {
        self.round = Round::default();
        self.next_round_at = now.saturating_add(self.rules.interval).unwrap_or(Timestamp::MAX);
        self.queue = match self.rules.shape {
            Shape::Whole => VecDeque::from([Period::Whole]),
            Shape::Daily | Shape::Spans => {
                let mut queue = self.group(&self.regular_days(now));
                queue.extend(self.group(&self.progress.owed));
                queue
            }
        };
    }

    /// Goes on where the round was broken off; at its end asks for what failed.
    fn retry(&mut self) {
        self.round = Round::default();
        if self.queue.is_empty() {
            self.queue = match self.rules.shape {
                Shape::Whole => VecDeque::from([Period::Whole]),
                Shape::Daily | Shape::Spans => self.group(&self.progress.owed),
            };
        }
    }

    /// The days that are asked for in any case, without those owed.
    fn regular_days(&self, now: Timestamp) -> BTreeSet<Date> {
        let window_start = self.window_start(now);
        let today = now.to_zoned(self.rules.zone.clone()).date();
        let begin = self.progress.reached.or(self.rules.first_day).unwrap_or(window_start).min(window_start);
        let begin = self.rules.first_day.map_or(begin, |first_day| begin.max(first_day));
        begin.series(1.day()).take_while(|day| *day <= today).filter(|day| !self.progress.owed.contains(day)).collect()
    }

    fn group(&self, days: &BTreeSet<Date>) -> VecDeque<Period> {
        let longest = match self.rules.shape {
            Shape::Whole | Shape::Daily => 1,
            Shape::Spans => LONGEST_SPAN_DAYS,
        };
        let mut periods = VecDeque::new();
        let mut run: Vec<Date> = Vec::new();
        for day in days {
            let follows = run.last().and_then(|last| last.tomorrow().ok()) == Some(*day);
            if !run.is_empty() && (!follows || run.len() == longest) {
                periods.extend(close(&run));
                run.clear();
            }
            run.push(*day);
        }
        periods.extend(close(&run));
        periods
    }

    fn rest(&mut self, now: Timestamp) -> Action {
        let round = std::mem::take(&mut self.round);
        // A clock set back must not make the next round wait for longer than it ever does.
        let to_round = self.next_round_at.duration_since(now).clamp(SignedDuration::ZERO, self.rules.interval);
        let mut wait = to_round;
        self.wake = Wake::Round;
        if round.failed.is_some() {
            self.failures = self.failures.saturating_add(1);
            let retry = self.back_off();
            // Not twice within a moment: a retry close to the next round is that round.
            if retry + retry <= to_round {
                (wait, self.wake) = (retry, Wake::Retry);
            }
        } else {
            self.failures = 0;
        }
        let missing = round.missing.filter(|_| !round.is_answered);
        let attempt = round.failed.or(missing).map_or(Attempt::Nothing, Attempt::Failed);
        Action::Rest { until: now.saturating_add(wait).unwrap_or(Timestamp::MAX), attempt }
    }

    /// 5 s doubling to the interval or an hour, of which up to a half is left away by chance.
    fn back_off(&mut self) -> SignedDuration {
        let longest = LAST_RETRY.min(self.rules.interval);
        let doublings = self.failures.saturating_sub(1).min(20);
        let full = FIRST_RETRY.checked_mul(1 << doublings).unwrap_or(longest).min(longest);
        let half_ms = i64::try_from(full.as_millis() / 2).unwrap_or(0);
        full - SignedDuration::from_millis(self.jitter.below(half_ms))
    }
}

impl Progress {
    fn settle(&mut self, period: Period) {
        if let Period::Days { first, last } = period {
            self.owed.retain(|day| *day < first || last < *day);
            self.pass(last);
        }
    }

    fn owe(&mut self, period: Period) {
        if let Period::Days { first, last } = period {
            self.owed.extend(first.series(1.day()).take_while(|day| *day <= last));
            self.pass(last);
        }
    }

    fn pass(&mut self, last: Date) {
        let after = last.tomorrow().unwrap_or(Date::MAX);
        self.reached = Some(self.reached.map_or(after, |reached| reached.max(after)));
    }
}

impl Jitter {
    /// Returns a number from 0 to `limit` - 1 (`SplitMix64`).
    fn below(&mut self, limit: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let positive = i64::try_from((mixed ^ (mixed >> 31)) >> 1).expect("63 bits fit");
        positive.checked_rem(limit).unwrap_or(0)
    }
}

fn close(run: &[Date]) -> Option<Period> {
    Some(Period::Days { first: *run.first()?, last: *run.last()? })
}

/// Tells whether the next request would fail alike.
const fn concerns_server(kind: ProblemKind) -> bool {
    match kind {
        ProblemKind::Unreachable
        | ProblemKind::TimedOut
        | ProblemKind::Tls
        | ProblemKind::Denied
        | ProblemKind::Storage => true,
        ProblemKind::Missing
        | ProblemKind::Refused
        | ProblemKind::Redirected
        | ProblemKind::WebPage
        | ProblemKind::TooLarge
        | ProblemKind::Malformed
        | ProblemKind::UnknownFormat
        | ProblemKind::Mapping
        | ProblemKind::NotAFile
        | ProblemKind::Other => false,
    }
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
