//! Recomputing what the archive keeps: pages point by point, then the sums over all points month by month.
//!
//! A stretch at a time, so that a call ends in time however much there is.

use std::collections::BTreeMap;
use std::fmt;
use std::time::{Duration, Instant};

use common::api::Filter;
use common::archive::{ArchiveFault, Finding, Verified};
use common::id::PointId;
use common::logbook::Stretch;
use common::quantity::Quantity;
use common::time::{Period, Step};
use jiff::Timestamp;

use crate::binding::Calendar;
use crate::consumption::TOTALLED;
use crate::mending::{self, n_readings};
use crate::store::log::page::{self, StoredPage};
use crate::store::log::total::{self, DayTotal};
use crate::store::log::{Logbook, open};
use crate::store::{self, StoreError, reading};

/// How long one stretch may take, about.
const ENOUGH: Duration = Duration::from_millis(1500);
const WHOLE: Stretch = Stretch { from: i64::MIN, until: i64::MAX };

/// Where a verification goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// With the pages of the points after this one.
    Points(PointId),
    /// With the sums of the month that contains this second.
    Months(i64),
}

/// Why a text is no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a place is a letter and a number")]
pub struct PlaceError;

impl Place {
    /// Before everything.
    pub const START: Self = Self::Points(PointId(i64::MIN));

    /// Reads a place as [`Display`](fmt::Display) writes it.
    ///
    /// # Errors
    /// Anything else.
    pub fn parse(text: &str) -> Result<Self, PlaceError> {
        let (kind, number) = text.split_once(':').ok_or(PlaceError)?;
        let number = number.parse().map_err(|_| PlaceError)?;
        match kind {
            "p" => Ok(Self::Points(PointId(number))),
            "m" => Ok(Self::Months(number)),
            _ => Err(PlaceError),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Points(point) => write!(out, "p:{point}"),
            Self::Months(second) => write!(out, "m:{second}"),
        }
    }
}

/// Verifies a stretch of the archive.
pub fn verify(log: &Logbook<'_>, place: Place, calendar: &Calendar) -> Result<Verified, StoreError> {
    let points = store::point::ids(log, &Filter::default())?;
    let mut verified = Verified {
        n_pages: 0,
        n_readings: 0,
        findings: Vec::new(),
        n_points_done: points.len() as u64,
        n_points: points.len() as u64,
        next: None,
    };
    if place == Place::START {
        lost_before_sealing(log, &mut verified)?;
    }
    let next = match place {
        Place::Points(after) => verify_points(log, &mut verified, &points, after)?,
        Place::Months(second) => verify_months(log, &mut verified, (calendar, second))?,
    };
    verified.next = next.map(|place| place.to_string());
    Ok(verified)
}

/// Names the documents whose lines were damaged before they were sealed.
fn lost_before_sealing(log: &Logbook<'_>, verified: &mut Verified) -> Result<(), StoreError> {
    for document in store::log::fresh::damaged(log)? {
        let why = format!("fresh lines of document {} ({}) are damaged", document.id, document.name);
        let reach = document.first_at.zip(document.last_at);
        let reach = reach.map(|(first, last)| Stretch { from: first.as_second(), until: last.as_second() + 1 });
        let fault = ArchiveFault::PageDamaged { why };
        verified.findings.extend(reach.and_then(|reach| finding(String::new(), reach, fault)));
    }
    Ok(())
}

fn verify_points(
    log: &Logbook<'_>,
    verified: &mut Verified,
    points: &[PointId],
    after: PointId,
) -> Result<Option<Place>, StoreError> {
    let started = Instant::now();
    let n_before = points.partition_point(|point| *point <= after);
    for (index, point) in points.iter().enumerate().skip(n_before) {
        verify_point(log, verified, *point)?;
        verified.n_points_done = index as u64 + 1;
        if started.elapsed() > ENOUGH && index + 1 < points.len() {
            return Ok(Some(Place::Points(*point)));
        }
    }
    Ok(reach(log)?.map(|(first, _)| Place::Months(first)))
}

/// Returns the first and the last instant that a difference between registers can begin at.
fn reach(log: &Logbook<'_>) -> Result<Option<(i64, i64)>, StoreError> {
    let put_in = store::meter::first_and_last_put_in(log)?;
    let standings = log.shared().standings();
    let read = standings.values().filter(|standing| !standing.is_empty()).map(|there| (there.first_at, there.last_at));
    Ok(read.chain(put_in).reduce(|one, other| (one.0.min(other.0), one.1.max(other.1))))
}

fn verify_point(log: &Logbook<'_>, verified: &mut Verified, point: PointId) -> Result<(), StoreError> {
    let code = |log: &Logbook<'_>| -> Result<String, StoreError> {
        Ok(store::point::by_id(log, point)?.map(|point| point.code.to_string()).unwrap_or_default())
    };
    for facts in page::facts(log, point, WHOLE)? {
        verified.n_pages += 1;
        let checked = page::one(log, facts.id)?;
        match checked.and_then(|stored| check(point, &stored)) {
            Ok(n_readings) => verified.n_readings += n_readings,
            Err(why) => verified.findings.extend(finding(code(log)?, facts.stretch, ArchiveFault::PageDamaged { why })),
        }
    }
    for aside in page::aside(log, point)? {
        let page = log.read(point, None, (aside.stretch.from, aside.stretch.until))?;
        let n_lost = (aside.n_readings + aside.n_beside).saturating_sub(n_readings(&page));
        if n_lost > 0 {
            verified.findings.extend(finding(code(log)?, aside.stretch, ArchiveFault::PageSetAside { n_lost }));
        }
    }
    newest(log, verified, point, code)
}

fn check(point: PointId, stored: &StoredPage) -> Result<u64, String> {
    let sealed = open(point, stored)?;
    sealed.check(&stored.page.body).map_err(|error| error.to_string())?;
    if sealed.n_readings() as u64 == stored.n_readings {
        Ok(stored.n_readings)
    } else {
        Err(format!("{} readings where {} were sealed", sealed.n_readings(), stored.n_readings))
    }
}

/// Compares a point's newest values with the last ones of its pages and fresh lines.
fn newest(
    log: &Logbook<'_>,
    verified: &mut Verified,
    point: PointId,
    code: impl Fn(&Logbook<'_>) -> Result<String, StoreError>,
) -> Result<(), StoreError> {
    let Some(standing) = log.standing(point) else { return Ok(()) };
    for newest in &standing.newest {
        let page = log.read(point, Some(newest.quantity), (newest.at, newest.at.saturating_add(1)))?;
        let kept = reading::series(&page, newest.meter, newest.quantity);
        let is_damaged = log.damaged().iter().any(|damage| damage.point == point);
        if !is_damaged && kept.last().is_none_or(|kept| kept.value != newest.value) {
            let stretch = Stretch { from: newest.at, until: newest.at.saturating_add(1) };
            let fault = ArchiveFault::NewestDiffers { quantity: newest.quantity };
            verified.findings.extend(finding(code(log)?, stretch, fault));
        }
    }
    Ok(())
}

fn finding(point: String, stretch: Stretch, fault: ArchiveFault) -> Option<Finding> {
    let instant = |second: i64| Timestamp::from_second(second).ok();
    Some(Finding { point, period: Period { from: instant(stretch.from)?, until: instant(stretch.until)? }, fault })
}

fn verify_months(
    log: &Logbook<'_>,
    verified: &mut Verified,
    (calendar, second): (&Calendar, i64),
) -> Result<Option<Place>, StoreError> {
    let started = Instant::now();
    let last = reach(log)?.map_or(i64::MIN, |(_, last)| last);
    let mut next = second;
    while next <= last {
        let Some(month) = slice_at(Step::Month, next, calendar) else { return Ok(None) };
        for quantity in TOTALLED {
            verify_month(log, verified, (calendar, month, quantity))?;
        }
        next = month.until.as_second();
        if started.elapsed() > ENOUGH && next <= last {
            return Ok(Some(Place::Months(next)));
        }
    }
    Ok(None)
}

fn slice_at(step: Step, second: i64, calendar: &Calendar) -> Option<Period> {
    step.slice_at(Timestamp::from_second(second).ok()?, &calendar.zone)
}

/// Holds the sums of a month's days against those of the points themselves.
fn verify_month(
    log: &Logbook<'_>,
    verified: &mut Verified,
    (calendar, month, quantity): (&Calendar, Period, Quantity),
) -> Result<(), StoreError> {
    let stretch = Stretch { from: month.from.as_second(), until: month.until.as_second() };
    log.take_damaged();
    let computed = mending::days(log, calendar, (quantity, stretch))?;
    if !log.take_damaged().is_empty() {
        // What cannot be read cannot be added up; the page itself is a finding already.
        return Ok(());
    }
    let kept: BTreeMap<i64, DayTotal> =
        total::between(log, quantity, stretch.from, stretch.until)?.into_iter().collect();
    for day in Step::Day.slices(month, &calendar.zone) {
        let used = |sums: &BTreeMap<i64, DayTotal>| sums.get(&day.from.as_second()).map_or(0, |total| total.used);
        let (kept, computed) = (used(&kept), used(&computed));
        if kept != computed {
            let fault = ArchiveFault::TotalDiffers { quantity, kept, computed };
            verified.findings.push(Finding { point: String::new(), period: day, fault });
        }
    }
    Ok(())
}
