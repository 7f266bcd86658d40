//! What a rule would have found in the past: the same steps over the readings that are kept, without any trace.

use std::collections::BTreeMap;
use std::sync::Arc;

use common::alarm::Severity;
use common::fault::Cause;
use common::id::{AlarmId, PointId, SiteId};
use common::logbook::{Version, versions};
use common::quantity::{Quantity, Temperature};
use common::rule::{Condition, Rule, Silence, Spell};
use common::time::Period;
use common::weather::Measured;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};

use super::daily::lost_water;
use super::ground::{Grounds, mean_of};
use super::lines::signs;
use super::rules;
use crate::alarm::judge::{Around, Line};
use crate::alarm::phase::{Change, Phase, go, step};
use crate::alarm::severity;
use crate::alarm::silence::silent_since;
use crate::info_code::Tables;
use crate::store::log::Logbook;
use crate::store::point::Placed;
use crate::store::{self, StoreError};

/// A stretch in which an alarm would have been active, and when it would have been found.
#[derive(Clone, Debug)]
pub struct Found {
    pub spell: Spell,
    pub site: SiteId,
    pub raised_at: Timestamp,
}

/// What a preview is made with.
#[derive(Clone, Copy, Debug)]
pub struct Past<'a> {
    pub rule: &'a Rule,
    pub period: Period,
    pub tables: &'a Tables,
    pub zone: &'a TimeZone,
}

/// What was read so long before the period still counts for what holds at its beginning.
const BEFORE: SignedDuration = SignedDuration::from_hours(3);
/// When a day is looked at, on the clock on the wall.
const MORNING: i8 = 6;

/// Finds what is wrong with a rule by itself.
///
/// # Errors
/// [`Cause::BadRule`].
pub fn check(rule: &Rule) -> Result<(), Cause> {
    rules::problem(rule).map_or(Ok(()), |problem| Err(rules::bad(rule, problem)))
}

/// Tells whether the readings of the past tell of the condition.
#[must_use]
pub const fn is_told(condition: &Condition) -> bool {
    match condition {
        Condition::SourceSilent(_) | Condition::RegisterDoubtful(_) | Condition::VerificationDue(_) => false,
        Condition::MeterSilent(_)
        | Condition::Leak(_)
        | Condition::WaterLost(_)
        | Condition::MeterFault(_)
        | Condition::DifferenceLow(_)
        | Condition::ReturnHot(_)
        | Condition::SupplyOffTable(_)
        | Condition::CircuitOffCurve(_)
        | Condition::PowerAboveContract(_)
        | Condition::NoConsumption(_)
        | Condition::MeterClock(_)
        | Condition::Limit(_) => true,
    }
}

/// Returns the points at which a rule counts, as far as whoever looks sees them.
///
/// # Errors
/// Where the archive fails.
pub fn points(log: &Logbook<'_>, rule: &Rule, now: Timestamp) -> Result<Vec<Placed>, StoreError> {
    let mut placed = store::point::in_scope(log, &rule.scope, now)?;
    if !log.scope().is_house() {
        let mut seen = Vec::new();
        for place in placed {
            seen.extend(store::point::by_id(log, place.id)?.map(|_| place));
        }
        placed = seen;
    }
    Ok(placed)
}

/// Returns what a rule would have found at some points.
///
/// # Errors
/// Where the archive fails.
pub fn look(log: &Logbook<'_>, past: &Past<'_>, places: &[Placed]) -> Result<Vec<Found>, StoreError> {
    let ids: Vec<PointId> = places.iter().map(|place| place.id).collect();
    let grounds = Grounds::at(log, &ids, past.period.until)?;
    let stations = Stations::of(log, &grounds, past.period)?;
    let mut found = Vec::new();
    for place in places {
        let Some(site) = grounds.site(place.id) else { continue };
        let at_point = AtPoint { log, past, place, site, grounds: &grounds, stations: &stations };
        found.extend(match &past.rule.condition {
            Condition::MeterSilent(silence) => at_point.silences(silence)?,
            Condition::WaterLost(_) => at_point.days()?,
            Condition::SourceSilent(_) | Condition::RegisterDoubtful(_) | Condition::VerificationDue(_) => Vec::new(),
            Condition::Leak(_)
            | Condition::MeterFault(_)
            | Condition::DifferenceLow(_)
            | Condition::ReturnHot(_)
            | Condition::SupplyOffTable(_)
            | Condition::CircuitOffCurve(_)
            | Condition::PowerAboveContract(_)
            | Condition::NoConsumption(_)
            | Condition::MeterClock(_)
            | Condition::Limit(_) => at_point.lines()?,
        });
    }
    Ok(found)
}

/// What the weather stations measured, by station and instant.
struct Stations(BTreeMap<PointId, Vec<(i64, i64)>>);

impl Stations {
    fn of(log: &Logbook<'_>, grounds: &Grounds, period: Period) -> Result<Self, StoreError> {
        // The weather is everybody's, whoever owns the site where it is measured.
        let log = Logbook::new(log, log.shared(), Arc::clone(log.fresh()));
        let mut stations = BTreeMap::new();
        for station in grounds.stations() {
            let page = log.read(station, Some(Quantity::Outdoor), stretch(period))?;
            let lines = by_instant(versions(&page));
            let values = lines.iter().filter_map(|(at, line)| Some((*at, line.0.of(Quantity::Outdoor)?)));
            stations.insert(station, values.collect());
        }
        Ok(Self(stations))
    }

    fn measured(&self, station: PointId, at: i64) -> Option<Measured> {
        let values = self.0.get(&station)?;
        let (at, value) = values.get(values.partition_point(|(one, _)| *one <= at).checked_sub(1)?)?;
        Some(Measured { value: Temperature::from_base(*value), at: Timestamp::from_second(*at).ok()? })
    }

    fn mean(&self, station: PointId, at: i64, over: SignedDuration) -> Option<i64> {
        let values = self.0.get(&station)?;
        let first = values.partition_point(|(one, _)| *one < at.saturating_sub(over.as_secs()));
        let last = values.partition_point(|(one, _)| *one <= at);
        let some: Vec<i64> = values.get(first..last)?.iter().map(|(_, value)| *value).collect();
        mean_of(&some)
    }
}

fn stretch(period: Period) -> (i64, i64) {
    (period.from.checked_sub(BEFORE).unwrap_or(period.from).as_second(), period.until.as_second())
}

/// Returns the lines that count, by instant, each with the last meter that told of it.
fn by_instant(versions: impl Iterator<Item = Version>) -> Vec<(i64, (Line, common::id::MeterId))> {
    let mut all: Vec<Version> = versions.collect();
    all.sort_unstable_by_key(|version| (version.at, version.quantity.code(), version.revision));
    let lines = all.chunk_by(|one, next| one.at == next.at).filter_map(|line| {
        let (at, meter) = line.last().map(|version| (version.at, version.meter))?;
        let of_quantity = line.chunk_by(|one, next| one.quantity == next.quantity);
        let values = of_quantity
            .filter_map(|versions| versions.last())
            .filter_map(|version| Some((version.quantity, version.value?)));
        Some((at, (Line::new(at, values), meter)))
    });
    lines.collect()
}

/// One point that is looked at.
struct AtPoint<'a> {
    log: &'a Logbook<'a>,
    past: &'a Past<'a>,
    place: &'a Placed,
    site: SiteId,
    grounds: &'a Grounds,
    stations: &'a Stations,
}

/// What has been found so far, and what goes on.
#[derive(Default)]
struct Course {
    phase: Option<Phase>,
    found: Vec<Found>,
    goes_on: Option<Found>,
}

impl AtPoint<'_> {
    fn lines(&self) -> Result<Vec<Found>, StoreError> {
        let page = self.log.read(self.place.id, None, stretch(self.past.period))?;
        let mut course = Course::default();
        let mut energy = None;
        for (at, (line, meter)) in by_instant(versions(&page)) {
            let outdoor = |station| self.stations.measured(station, at);
            let around = Around {
                energy_before: energy,
                signs: signs(self.log, self.past.tables, meter, &line)?,
                ..self.grounds.around_with(self.place.id, &line, outdoor)
            };
            let mut around = around;
            if let Condition::SupplyOffTable(off) = &self.past.rule.condition
                && off.outdoor_over.is_positive()
            {
                let station = self.grounds.station_of(self.place.id);
                around = self.grounds.calmed(&around, self.stations.mean(station, at, off.outdoor_over));
            }
            let (phase, change) = step(self.past.rule, course.phase.take(), &line, &around);
            self.take(&mut course, at, (phase, change));
            energy = line.of(Quantity::Energy).or(energy);
        }
        Ok(self.ended(course))
    }

    /// Each morning tells of the day and the night before it.
    fn days(&self) -> Result<Vec<Found>, StoreError> {
        let Condition::WaterLost(lost) = &self.past.rule.condition else { return Ok(Vec::new()) };
        let (zone, period) = (self.past.zone, self.past.period);
        let mut course = Course::default();
        let mut day = period.from.to_zoned(zone.clone()).date();
        let final_day = period.until.to_zoned(zone.clone()).date();
        while day <= final_day {
            let morning = day.at(MORNING, 0, 0, 0).to_zoned(zone.clone()).map(|zoned| zoned.timestamp().as_second());
            if let Ok(morning) = morning {
                let of = (self.place.id, self.past.rule.severity);
                let judgement = lost_water(self.log, of, lost, (day, zone))?;
                let stepped = go(self.past.rule, course.phase.take(), morning, judgement);
                self.take(&mut course, morning, stepped);
            }
            let Ok(next) = day.checked_add(1.day()) else { break };
            day = next;
        }
        Ok(self.ended(course))
    }

    /// A meter was silent between two lines that are too far apart.
    fn silences(&self, silence: &Silence) -> Result<Vec<Found>, StoreError> {
        let page = self.log.read(self.place.id, None, stretch(self.past.period))?;
        let cadence = self.grounds.cadence(self.place.id);
        let instants = by_instant(versions(&page)).into_iter().map(|(at, _)| at);
        let mut instants: Vec<Timestamp> = instants.filter_map(|at| Timestamp::from_second(at).ok()).collect();
        let n_read = instants.len();
        instants.extend(instants.last().is_some().then_some(self.past.period.until));
        let mut found = Vec::new();
        for (index, pair) in instants.windows(2).enumerate() {
            let [before, after] = pair else { continue };
            let Some(since) = silent_since(silence, (*before, *after), cadence, self.past.zone) else { continue };
            let allowed = silence.cadence.or(cadence).unwrap_or_default();
            let allowed = allowed.saturating_mul(i32::try_from(silence.missed).unwrap_or(i32::MAX));
            let raised_at = since.checked_add(allowed).unwrap_or(*after).min(*after);
            let spell = self.spell(since, self.past.rule.severity);
            let until = (index + 1 < n_read).then_some(*after);
            found.push(self.risen(Found { spell: Spell { until, ..spell }, site: self.site, raised_at }));
        }
        Ok(found)
    }

    fn spell(&self, since: Timestamp, severity: Severity) -> Spell {
        let (point, site) = (self.place.code.clone(), self.place.site.clone());
        Spell { point, site, since, until: None, severity, measured: None }
    }

    fn take(&self, course: &mut Course, at: i64, (phase, change): (Option<Phase>, Option<Change>)) {
        let instant = |second: i64| Timestamp::from_second(second).unwrap_or(self.past.period.until);
        course.phase = phase;
        match change {
            Some(Change::Raise { since, finding, measured }) => {
                if let Some(phase) = &mut course.phase {
                    phase.alarm = Some(AlarmId(0));
                }
                let spell = Spell { measured, ..self.spell(instant(since), finding.severity) };
                course.goes_on = Some(Found { spell, site: self.site, raised_at: instant(at) });
            }
            Some(Change::GoOn { measured, .. }) => {
                if let Some(goes_on) = &mut course.goes_on {
                    goes_on.spell.measured = measured;
                }
            }
            Some(Change::Clear { at, .. }) => {
                if let Some(mut over) = course.goes_on.take() {
                    over.spell.until = Some(instant(at));
                    course.found.push(self.risen(over));
                }
            }
            None => {}
        }
    }

    fn ended(&self, course: Course) -> Vec<Found> {
        let mut found = course.found;
        found.extend(course.goes_on.map(|found| self.risen(found)));
        found.retain(|found| found.raised_at >= self.past.period.from);
        found
    }

    /// Returns the same with the severity that it would have come to.
    fn risen(&self, mut found: Found) -> Found {
        let until = found.spell.until.unwrap_or(self.past.period.until);
        let lasting = until.duration_since(found.spell.since);
        found.spell.severity = severity::after(self.past.rule, found.spell.severity, lasting);
        found
    }
}
