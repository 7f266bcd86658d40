//! The round every minute: what did not come, what has gone on for long, what a day tells.
//!
//! A round looks first and writes only what has changed. Where the clock was set while the daemon ran and no reading is
//! as new as it says, nobody knows what time it is: the round waits.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use common::alarm::{Alarm, AlarmKind, Facts, Severity};
use common::id::{AlarmId, PointId, RuleName, SourceName};
use common::rule::{Condition, Rule, Silence};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use tokio_util::sync::CancellationToken;

use super::daily;
use super::ground::{Grounds, Maintained};
use super::lines::{is_doubtful, raised};
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

/// Goes the rounds.
#[derive(Clone, Debug)]
pub struct Watchman {
    pub store: Store,
    pub calendar: Calendar,
    pub clock: Clock,
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
    /// A person has decided.
    Decided {
        alarm: AlarmId,
        point: PointId,
        rule: RuleName,
    },
}

/// Whether the clock was set while the daemon ran.
#[derive(Debug)]
pub struct Steady {
    last: (Instant, Timestamp),
    jumped: bool,
}

impl Steady {
    #[must_use]
    pub fn new(clock: &Clock) -> Self {
        Self { last: (Instant::now(), clock.now()), jumped: false }
    }

    /// Tells whether the clock is to be believed: it was not set, or some reading is about as new as it.
    ///
    /// # Errors
    /// Where the archive fails.
    pub async fn may_go_on(&mut self, store: &Store, clock: &Clock) -> Result<bool, StoreError> {
        let now = clock.now();
        if self.look(clock, now) && !is_believed(store, now).await? {
            return Ok(false);
        }
        self.jumped = false;
        Ok(true)
    }

    fn look(&mut self, clock: &Clock, now: Timestamp) -> bool {
        let passed = SignedDuration::try_from(self.last.0.elapsed()).unwrap_or(SignedDuration::MAX);
        let told = now.duration_since(self.last.1);
        // A clock that a test moves by hand goes as it likes.
        if matches!(clock, Clock::System { .. }) && (told - passed).abs() > JUMP {
            tracing::warn!(
                by_s = (told - passed).as_secs(),
                "the clock was set: silences wait for a reading as new as it"
            );
            self.jumped = true;
        }
        self.last = (Instant::now(), now);
        self.jumped
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
        let found = self.store.read(move |log| look(log, &zone, now)).await?;
        if !found.is_empty() {
            self.store.write("a round", move |tx| found.into_iter().try_for_each(|found| take(tx, found, now))).await?;
        }
        daily::run(&self.store, &self.calendar, now).await
    }
}

/// Tells whether some reading is about as new as the clock.
async fn is_believed(store: &Store, now: Timestamp) -> Result<bool, StoreError> {
    let newest = |log: &Logbook<'_>| {
        Ok::<_, StoreError>(store::source::list(log)?.into_iter().filter_map(|kept| kept.data_at).max())
    };
    let newest = store.read(newest).await?;
    Ok(newest.is_some_and(|newest| now.duration_since(newest).abs() <= BELIEVED))
}

fn look(log: &Logbook<'_>, zone: &TimeZone, now: Timestamp) -> Result<Vec<Found>, StoreError> {
    let rules = store::rule::list(log)?;
    let active = store::alarm::all_active(log)?;
    let mut found = aged(log, &rules, &active, now)?;
    let Some(grounds) = Grounds::of(log, &store::point::all_ids(log)?, now)? else { return Ok(found) };
    let sources = store::source::list(log)?;
    found.extend(silent_sources(&grounds, &sources, &active, zone, now));
    found.extend(silent_meters(log, &grounds, &sources, zone)?);
    Ok(found)
}

/// Finds what becomes of alarms that are active already.
fn aged(log: &Logbook<'_>, rules: &[Rule], active: &[Alarm], now: Timestamp) -> Result<Vec<Found>, StoreError> {
    let mut found = Vec::new();
    let maintained = Maintained::at(log, now)?;
    for alarm in active {
        let holds = maintained.hold(point_of(alarm));
        if holds != alarm.in_maintenance {
            found.push(Found::Maintenance { alarm: alarm.id, holds });
        }
        let rule = rules.iter().find(|rule| rule.name == alarm.rule);
        if let Some(rule) = rule.filter(|rule| !rule.rises.is_empty()) {
            let to = severity::after(rule, rule.severity, now.duration_since(alarm.since));
            if to != alarm.severity {
                found.push(Found::Severity { alarm: Box::new(alarm.clone()), to });
            }
        }
        if let (AlarmKind::RegisterDoubtful, Some(point)) = (alarm.kind, point_of(alarm))
            && !is_doubtful(log, point)?
        {
            found.push(Found::Decided { alarm: alarm.id, point, rule: alarm.rule.clone() });
        }
    }
    Ok(found)
}

/// A source is silent when nothing new has come from it for longer than the rule allows.
fn silent_sources(
    grounds: &Grounds,
    sources: &[Kept],
    active: &[Alarm],
    zone: &TimeZone,
    now: Timestamp,
) -> Vec<Found> {
    let mut found = Vec::new();
    let in_maintenance = grounds.in_maintenance(None);
    for rule in grounds.usual().iter() {
        let Condition::SourceSilent(silence) = &rule.condition else { continue };
        for kept in sources.iter().filter(|kept| kept.interval.is_some()) {
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
    matches!(&alarm.subject, common::alarm::Subject::Source { name } if name == source)
}

/// A meter is silent when its source has brought newer readings of others for longer than the rule allows.
fn silent_meters(
    log: &Logbook<'_>,
    grounds: &Grounds,
    sources: &[Kept],
    zone: &TimeZone,
) -> Result<Vec<Found>, StoreError> {
    let known: store::phase::Phases<serde::de::IgnoredAny> = store::phase::all(log)?;
    let sources: HashMap<&SourceName, &Kept> = sources.iter().map(|kept| (&kept.name, kept)).collect();
    let mut found = Vec::new();
    for (point, place) in grounds.places() {
        let Some(standing) = log.standing(point) else { continue };
        let Some(source) = sources.get(&standing.source).filter(|kept| kept.interval.is_some()) else { continue };
        let (Ok(last_at), Some(heard)) = (Timestamp::from_second(standing.last_at), source.data_at) else { continue };
        let cadence = place.cadence.or(source.cadence).or(source.interval);
        for rule in grounds.rules(point).iter() {
            let Condition::MeterSilent(silence) = &rule.condition else { continue };
            let silence: &Silence = silence;
            let Some(since) = silent_since(silence, (last_at, heard), cadence, zone) else { continue };
            if !known.contains_key(&(point, rule.name.clone())) {
                let in_maintenance = grounds.in_maintenance(Some(point));
                found.push(Found::Silent { rule: Arc::clone(rule), point, since, in_maintenance });
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
                turns::take(tx, at, raised(&rule, since.as_second(), None, facts))?;
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
        Found::Decided { alarm, point, rule } => {
            turns::clear(tx, alarm, now, now)?;
            store::phase::keep::<()>(tx, point, &rule, None)
        }
    }
}
