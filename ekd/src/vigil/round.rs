//! The round every minute: what did not come, what has gone on for long, what a day tells.
//!
//! A round looks first and writes only what has changed. Where the clock was set while the daemon ran and no reading is
//! as new as it says, nobody knows what time it is: the round waits.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use common::alarm::{Alarm, AlarmKind, Facts, Severity, Subject};
use common::id::{AlarmId, PointId, RuleName, SourceName};
use common::rule::{Condition, Rule};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use tokio_util::sync::CancellationToken;

use super::daily;
use super::ground::Grounds;
use super::lines::raised;
use super::turns::{self, At, point_of};
use crate::alarm::severity;
use crate::alarm::silence::silent_since;
use crate::binding::Calendar;
use crate::clock::Clock;
use crate::store::alarm::{Of, Raised};
use crate::store::log::{Logbook, Write};
use crate::store::source::Kept;
use crate::store::{self, Store, StoreError};

const ROUND: Duration = Duration::from_mins(1);
/// The clock was set if it and the time that passed differ by more.
const JUMP: SignedDuration = SignedDuration::from_mins(2);
/// With a reading as new as that, the clock that was set is believed.
const BELIEVED: SignedDuration = SignedDuration::from_hours(1);
/// Where nothing at all has come for so long since the clock was set, no reading will tell: that is what rounds are for.
const UNHEARD: Duration = Duration::from_hours(3);
/// A source that is asked more seldom has had its turn after a start by then.
const TURN: SignedDuration = SignedDuration::from_mins(15);

/// Goes the rounds.
#[derive(Clone, Debug)]
pub struct Watchman {
    pub store: Store,
    pub calendar: Calendar,
    pub clock: Clock,
    /// When sources were first asked: before, none could be heard.
    pub since: Timestamp,
}

/// What a round has found to do.
#[derive(Clone, Debug)]
enum Found {
    Silent {
        rule: Arc<Rule>,
        point: PointId,
        since: Timestamp,
        in_maintenance: bool,
    },
    SourceSilent {
        rule: Arc<Rule>,
        source: SourceName,
        since: Timestamp,
        problem: Option<String>,
        in_maintenance: bool,
    },
    Severity {
        alarm: Box<Alarm>,
        to: Severity,
    },
    Maintenance {
        alarm: AlarmId,
        holds: bool,
    },
    /// A person has decided, another rule counts there now, or the source is no more.
    Over {
        alarm: AlarmId,
        point: Option<PointId>,
        rule: RuleName,
    },
}

/// Whether the clock was set while the daemon ran.
#[derive(Debug)]
pub struct Steady {
    last: (Instant, Timestamp),
    /// When it was set, and the newest reading then.
    jumped: Option<(Instant, Option<Timestamp>)>,
}

impl Steady {
    #[must_use]
    pub fn new(clock: &Clock) -> Self {
        Self { last: (Instant::now(), clock.now()), jumped: None }
    }

    /// Tells whether the clock is to be gone by: it was not set, or some reading is about as new as it.
    ///
    /// # Errors
    /// Where the archive fails.
    pub async fn may_go_on(&mut self, store: &Store, clock: &Clock) -> Result<bool, StoreError> {
        // A clock that a test moves by hand goes as it likes.
        if matches!(clock, Clock::Hand(_)) {
            return Ok(true);
        }
        let newest = |log: &Logbook<'_>| {
            Ok::<_, StoreError>(store::source::list(log)?.into_iter().filter_map(|kept| kept.data_at).max())
        };
        let newest = store.read(newest).await?;
        Ok(self.trusts((Instant::now(), clock.now()), newest))
    }

    /// Tells whether the clock may be gone by, with the newest reading that there is.
    fn trusts(&mut self, (instant, now): (Instant, Timestamp), newest: Option<Timestamp>) -> bool {
        let passed = SignedDuration::try_from(instant.duration_since(self.last.0)).unwrap_or(SignedDuration::MAX);
        let told = now.duration_since(self.last.1);
        self.last = (instant, now);
        if (told - passed).abs() > JUMP {
            tracing::warn!(
                by_s = (told - passed).as_secs(),
                "the clock was set: silences wait for a reading as new as it"
            );
            self.jumped = Some((instant, newest));
        }
        self.jumped = self.jumped.filter(|(since, known)| {
            let is_believed = newest.is_some_and(|newest| now.duration_since(newest).abs() <= BELIEVED);
            let is_unheard = newest == *known && instant.duration_since(*since) >= UNHEARD;
            !is_believed && !is_unheard
        });
        self.jumped.is_none()
    }
}

impl Watchman {
    /// Goes a round a minute, until the stop.
    ///
    /// # Errors
    /// Where the archive fails.
    pub async fn run(self, stop: CancellationToken) -> Result<(), StoreError> {
        let mut steady = Steady::new(&self.clock);
        loop {
            if steady.may_go_on(&self.store, &self.clock).await? {
                self.round(self.clock.now()).await?;
            }
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                () = tokio::time::sleep(ROUND) => {}
            }
        }
    }

    /// Goes one round.
    ///
    /// # Errors
    /// Where the archive fails.
    pub async fn round(&self, now: Timestamp) -> Result<(), StoreError> {
        let zone = self.calendar.zone.clone();
        let since = self.since;
        let found = self.store.read(move |log| look(log, &zone, (since, now))).await?;
        if !found.is_empty() {
            self.store.write("a round", move |tx| found.into_iter().try_for_each(|found| take(tx, found, now))).await?;
        }
        daily::run(&self.store, &self.calendar, now).await
    }
}

fn look(log: &Logbook<'_>, zone: &TimeZone, (since, now): (Timestamp, Timestamp)) -> Result<Vec<Found>, StoreError> {
    let active = store::alarm::all_active(log)?;
    let Some(grounds) = Grounds::of(log, &store::point::all_ids(log)?, now)? else { return Ok(Vec::new()) };
    let sources = store::source::list(log)?;
    let mut found = aged(log, (&grounds, &sources), &active, now)?;
    found.extend(silent_sources(&grounds, (&sources, since), &active, zone, now));
    found.extend(silent_meters(log, &grounds, &sources, zone)?);
    Ok(found)
}

/// Finds what becomes of alarms that are active already.
fn aged(
    log: &Logbook<'_>,
    (grounds, sources): (&Grounds, &[Kept]),
    active: &[Alarm],
    now: Timestamp,
) -> Result<Vec<Found>, StoreError> {
    let is_expected = |name: &SourceName| sources.iter().any(|kept| kept.name == *name && kept.interval.is_some());
    let mut found = Vec::new();
    for alarm in active {
        let point = point_of(alarm);
        let rules = point.map_or_else(|| grounds.usual(), |point| grounds.rules(point));
        let rule = rules.iter().find(|rule| rule.name == alarm.rule);
        let is_over = match &alarm.subject {
            Subject::Source { name } => !is_expected(name),
            Subject::Point { point, .. } => {
                alarm.kind == AlarmKind::RegisterDoubtful && !store::quarantine::has_doubtful_register(log, *point)?
            }
        };
        // A narrower rule may count there since, or the site be another's.
        let Some(rule) = rule.filter(|_| !is_over) else {
            found.push(Found::Over { alarm: alarm.id, point, rule: alarm.rule.clone() });
            continue;
        };
        let holds = grounds.in_maintenance(point);
        if holds != alarm.in_maintenance {
            found.push(Found::Maintenance { alarm: alarm.id, holds });
        }
        let to = severity::after(rule, alarm.severity, now.duration_since(alarm.since));
        if to != alarm.severity {
            found.push(Found::Severity { alarm: Box::new(alarm.clone()), to });
        }
    }
    Ok(found)
}

/// A source is silent when nothing new has come from it for longer than the rule allows.
fn silent_sources(
    grounds: &Grounds,
    (sources, asked_since): (&[Kept], Timestamp),
    active: &[Alarm],
    zone: &TimeZone,
    now: Timestamp,
) -> Vec<Found> {
    let mut found = Vec::new();
    let in_maintenance = grounds.in_maintenance(None);
    let asked_for = now.duration_since(asked_since);
    for rule in grounds.usual().iter() {
        let Condition::SourceSilent(silence) = &rule.condition else { continue };
        // After a start each has its turn first.
        let had_turn = |kept: &&Kept| kept.interval.is_some_and(|interval| asked_for >= interval.min(TURN));
        for kept in sources.iter().filter(had_turn) {
            let is_known = active.iter().any(|alarm| alarm.rule == rule.name && is_of(alarm, &kept.name));
            let heard = kept.data_at.or(kept.answered_at).or(kept.failing.as_ref().map(|failing| failing.since));
            let Some(heard) = heard.filter(|_| !is_known) else { continue };
            if let Some(since) = silent_since(silence, (heard, now), kept.cadence.or(kept.interval), zone) {
                let problem = kept.failing.as_ref().map(|failing| failing.problem.detail.clone());
                let (rule, source) = (Arc::clone(rule), kept.name.clone());
                found.push(Found::SourceSilent { rule, source, since, problem, in_maintenance });
            }
        }
    }
    found
}

fn is_of(alarm: &Alarm, source: &SourceName) -> bool {
    matches!(&alarm.subject, Subject::Source { name } if name == source)
}

/// A meter is silent when its source has brought newer readings of others for longer than the rule allows.
fn silent_meters(
    log: &Logbook<'_>,
    grounds: &Grounds,
    sources: &[Kept],
    zone: &TimeZone,
) -> Result<Vec<Found>, StoreError> {
    let known = store::phase::unrest(log)?;
    let sources: HashMap<&SourceName, &Kept> = sources.iter().map(|kept| (&kept.name, kept)).collect();
    let mut found = Vec::new();
    for (point, place) in grounds.places() {
        let Some(standing) = log.standing(point) else { continue };
        let Some(source) = sources.get(&standing.source).filter(|kept| kept.interval.is_some()) else { continue };
        let (Ok(last_at), Some(heard)) = (Timestamp::from_second(standing.last_at), source.data_at) else { continue };
        let cadence = place.cadence.or(source.cadence).or(source.interval);
        for rule in grounds.rules(point).iter() {
            let Condition::MeterSilent(silence) = &rule.condition else { continue };
            // While its source was silent, and until all meters have had their turn since, it could not be heard.
            let from = source.back_at.map_or(last_at, |back_at| back_at.max(last_at));
            if silent_since(silence, (from, heard), cadence, zone).is_none() {
                continue;
            }
            if !known.contains(&(point, rule.name.clone())) {
                let in_maintenance = grounds.in_maintenance(Some(point));
                found.push(Found::Silent { rule: Arc::clone(rule), point, since: last_at, in_maintenance });
            }
        }
    }
    Ok(found)
}

fn take(tx: &Write<'_>, found: Found, now: Timestamp) -> Result<(), StoreError> {
    match found {
        Found::Silent { rule, point, since, in_maintenance } => {
            // Something may have come since the look.
            let still = tx.standing(point).is_some_and(|standing| standing.last_at <= since.as_second());
            let of = Of::Point(point);
            if still && store::alarm::active(tx, &rule.name, &of)?.is_none() {
                let facts = Facts { last_at: Some(since), ..Facts::default() };
                let at = At { rule: &rule, point, now, in_maintenance };
                turns::take(tx, at, raised(&rule, since.as_second(), facts))?;
            }
            Ok(())
        }
        Found::SourceSilent { rule, source, since, problem, in_maintenance } => {
            let of = Of::Source(source);
            if store::alarm::active(tx, &rule.name, &of)?.is_none() {
                let facts = Facts { last_at: Some(since), problem, ..Facts::default() };
                let raised = Raised {
                    rule: rule.name.clone(),
                    kind: rule.condition.kind(),
                    of,
                    severity: rule.severity,
                    since,
                    raised_at: now,
                    in_maintenance,
                    measured: None,
                    facts,
                };
                turns::raise(tx, &raised)?;
            }
            Ok(())
        }
        Found::Severity { alarm, to } => {
            let is_active = store::alarm::by_id(tx, alarm.id)?.is_some_and(|alarm| alarm.is_active());
            if is_active { turns::set_severity(tx, &alarm, to, now) } else { Ok(()) }
        }
        Found::Maintenance { alarm, holds } => store::alarm::set_maintenance(tx, alarm, holds),
        Found::Over { alarm, point, rule } => {
            turns::clear(tx, alarm, now, now)?;
            point.map_or(Ok(()), |point| store::phase::keep::<()>(tx, point, &rule, None))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Goes through minutes in which the clock shows `shown` and the newest reading is of `newest`, in minutes.
    fn trusted(minutes: &[(u64, i64, i64)]) -> Vec<bool> {
        let begun = Instant::now();
        let at = |minute: i64| Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minute + 1_000_000);
        let mut steady = Steady { last: (begun, at(0)), jumped: None };
        let look = |(passed, shown, newest): &(u64, i64, i64)| {
            steady.trusts((begun + Duration::from_mins(*passed), at(*shown)), Some(at(*newest)))
        };
        minutes.iter().map(look).collect()
    }

    #[test]
    fn a_clock_that_was_set_is_not_gone_by_until_a_reading_is_as_new() {
        const DAY: i64 = 26 * 60;
        // Ahead by 26 hours, and back again.
        let minutes =
            [(1, 1, 0), (2, DAY + 2, 1), (3, DAY + 3, 2), (200, DAY + 200, 199), (201, 201, 200), (202, 202, 201)];
        assert_eq!(trusted(&minutes), [true, false, false, false, true, true]);
        // Behind by 3 hours: what comes from then on waits in quarantine.
        assert_eq!(trusted(&[(1, 1, 0), (2, -178, 1), (100, -80, 1)]), [true, false, false]);
        // It was wrong before, and readings say so.
        assert_eq!(trusted(&[(1, 1, 5_000), (2, 5_002, 5_001), (3, 5_003, 5_001)]), [true, true, true]);
    }

    #[test]
    fn where_nothing_comes_any_more_a_clock_that_was_set_counts_after_all() {
        assert_eq!(trusted(&[(1, 101, -200), (60, 160, -200), (182, 282, -200)]), [false, false, true]);
    }
}
