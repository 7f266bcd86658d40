//! The daily work of retention: once each local day, every point for which a rule is configured loses what the rule
//! lets go.
//!
//! Point by point in small transactions: a stop or a failure in between loses nothing, the next start goes on. The local
//! date of the last whole run is kept in the archive, so that neither a restart nor a clock that jumps repeats it.

use std::sync::Arc;
use std::time::Duration;

use common::event::Happening;
use common::id::PointId;
use jiff::civil::Date;
use jiff::{SignedDuration, Span, Timestamp};
use tokio_util::sync::CancellationToken;

use crate::binding::Calendar;
use crate::clock::Clock;
use crate::ingest::retain::{self, Duty};
use crate::retention::{Rule, rule_of};
use crate::store::log::{Logbook, Write};
use crate::store::{self, Store, StoreError};

/// Follows the rules of retention.
#[derive(Clone, Debug)]
pub struct Pruner {
    pub store: Store,
    pub calendar: Calendar,
    pub clock: Clock,
    /// In the order in which they are asked for a site.
    pub rules: Arc<[Rule]>,
    /// How long the history of log-ins is kept.
    pub keep_log_ins: Span,
    /// How long reports are kept after they were made.
    pub keep_reports: Option<Span>,
    /// How long what was written to tickets is kept after they were settled.
    pub keep_texts: Option<Span>,
}

const JOB: &str = "retention";
const LOOK: Duration = Duration::from_mins(1);
/// Points that are looked at together.
const TOGETHER: usize = 64;
/// Tickets whose texts are removed together.
const TICKETS_TOGETHER: u32 = 50;
const REPORTS_TOGETHER: u32 = 50;
/// A clock that is so far ahead of all readings is not believed: nothing brings back what it would have removed.
const MOST_AHEAD: SignedDuration = SignedDuration::from_hours(31 * 24);

impl Pruner {
    /// Runs once each local day, until the stop.
    ///
    /// # Errors
    /// Where the archive fails; started again, it goes on with the points that are left.
    pub async fn run(self, stop: CancellationToken) -> Result<(), StoreError> {
        let mut ear = self.store.bell().ear();
        let mut done_on = self.store.read(|log| store::daily::done_on(log, JOB)).await?;
        let mut doubted_on = None;
        while !stop.is_cancelled() {
            let now = self.clock.now();
            let today = now.to_zoned(self.calendar.zone.clone()).date();
            if done_on.is_none_or(|done_on| done_on < today) {
                if self.is_believable(now) {
                    self.forget_people(now).await?;
                    self.forget_texts(now, &stop).await?;
                    self.forget_reports(now, &stop).await?;
                    if !self.rules.is_empty() && !self.prune(now, &stop).await? {
                        return Ok(());
                    }
                    self.store.write("retention is done", move |tx| store::daily::set_done_on(tx, JOB, today)).await?;
                    done_on = Some(today);
                } else {
                    doubt(&mut doubted_on, today);
                }
            }
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                _ = tokio::time::timeout(LOOK, ear.heard()) => {}
            }
        }
        Ok(())
    }

    fn is_believable(&self, now: Timestamp) -> bool {
        let standings = self.store.shared().standings();
        let newest = standings.values().filter(|standing| !standing.is_empty()).map(|standing| standing.last_at).max();
        newest.is_none_or(|newest| now.as_second().saturating_sub(newest) <= MOST_AHEAD.as_secs())
    }

    /// Removes what is kept of people for a time only: log-ins, failures, sessions that are over, results of calls.
    async fn forget_people(&self, now: Timestamp) -> Result<(), StoreError> {
        let (zone, keep) = (self.calendar.zone.clone(), self.keep_log_ins);
        let oldest = now.to_zoned(zone).checked_sub(keep).map_or(Timestamp::MIN, |zoned| zoned.timestamp());
        let ago = |days: i64| now.checked_sub(SignedDuration::from_hours(24 * days)).unwrap_or(Timestamp::MIN);
        let (month, week) = (ago(30), ago(7));
        let forget = move |tx: &Write<'_>| {
            store::session::forget(tx, month)?;
            store::guess::forget(tx, month)?;
            store::once::forget(tx, week)?;
            store::log_in::forget(tx, oldest)
        };
        let n_removed = self.store.write("log-ins are forgotten", forget).await?;
        if n_removed > 0 {
            tracing::info!(n_removed, "log-ins that were kept long enough were removed");
        }
        Ok(())
    }

    /// Removes what was written to tickets that were settled long ago: the texts, the files, whose addresses it was.
    async fn forget_texts(&self, now: Timestamp, stop: &CancellationToken) -> Result<(), StoreError> {
        let Some(keep) = self.keep_texts else { return Ok(()) };
        let zoned = now.to_zoned(self.calendar.zone.clone());
        let oldest = zoned.checked_sub(keep).map_or(Timestamp::MIN, |zoned| zoned.timestamp());
        while !stop.is_cancelled() {
            let forget =
                move |tx: &Write<'_>| store::ticket::erase::forget_settled_before(tx, oldest, TICKETS_TOGETHER);
            let n_forgotten = self.store.write("texts are forgotten", forget).await?;
            if n_forgotten > 0 {
                tracing::info!(n_forgotten, "the texts of tickets that were kept long enough were removed");
            }
            if n_forgotten < u64::from(TICKETS_TOGETHER) {
                break;
            }
        }
        Ok(())
    }

    /// Removes reports that were made long ago.
    async fn forget_reports(&self, now: Timestamp, stop: &CancellationToken) -> Result<(), StoreError> {
        let Some(keep) = self.keep_reports else { return Ok(()) };
        let zoned = now.to_zoned(self.calendar.zone.clone());
        let oldest = zoned.checked_sub(keep).map_or(Timestamp::MIN, |zoned| zoned.timestamp());
        while !stop.is_cancelled() {
            let forget = move |tx: &Write<'_>| store::report::made::remove_before(tx, oldest, REPORTS_TOGETHER);
            let n_removed = self.store.write("reports are forgotten", forget).await?;
            if n_removed > 0 {
                tracing::info!(n_removed, "reports that were kept long enough were removed");
            }
            if n_removed < u64::from(REPORTS_TOGETHER) {
                break;
            }
        }
        Ok(())
    }

    /// Follows the rules at every point; tells whether it got to the end before the stop.
    async fn prune(&self, now: Timestamp, stop: &CancellationToken) -> Result<bool, StoreError> {
        let rules: Vec<Arc<Rule>> = self.rules.iter().cloned().map(Arc::new).collect();
        let duty = |rule: &Arc<Rule>| Duty { calendar: self.calendar.clone(), rule: Arc::clone(rule), now };
        let mut duties: Vec<(PointId, Duty)> = Vec::new();
        for (point, site) in self.store.read(|log| store::point::with_sites(log)).await? {
            let first = rule_of(&self.rules, site.as_str());
            let rule = first.and_then(|first| rules.iter().find(|rule| rule.name == first.name));
            duties.extend(rule.map(|rule| (point, duty(rule))));
        }
        for some in duties.chunks(TOGETHER) {
            let some = some.to_vec();
            let look = move |log: &Logbook<'_>| -> Result<Vec<(PointId, Duty)>, StoreError> {
                let mut due = Vec::new();
                for (point, duty) in some {
                    if retain::is_due(log, &duty, point)? {
                        due.push((point, duty));
                    }
                }
                Ok(due)
            };
            for (point, duty) in self.store.read(look).await? {
                if stop.is_cancelled() {
                    return Ok(false);
                }
                let removed =
                    self.store.write_readings("retention", move |tx| retain::retain(tx, &duty, point)).await?;
                removed.iter().for_each(log);
            }
        }
        Ok(true)
    }
}

fn doubt(doubted_on: &mut Option<Date>, today: Date) {
    if doubted_on.replace(today) != Some(today) {
        tracing::warn!(date = %today, "no reading is as new as the clock: retention waits until one comes");
    }
}

fn log(happening: &Happening) {
    if let Happening::ReadingsRemoved { point, rule, until, n_removed, n_thinned } = happening {
        tracing::info!(point.id = point.0, rule, %until, n_removed, n_thinned, "readings were removed by a rule");
    }
}
