//! How a point's logbook is cut into pages: by local months, and by local years once a year is cold.
//!
//! Pure rules: no archive, no clock. What "cold" means is an argument.

use common::logbook::sealed::{SealedPage, seal};
use common::logbook::{Column, LogPage, Remark, Stretch, Strip};
use common::time::Step;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// The local time of the installation.
#[derive(Clone, Debug)]
pub struct Calendar {
    pub zone: TimeZone,
}

/// A year that ended so long ago is bound into one page: little of it still changes.
pub const COLD: SignedDuration = SignedDuration::from_hours(45 * 24);
/// Pages of about the same size that lie beside each other before they are bound into one: so nothing is written anew
/// more than a few times.
pub const FAN: usize = 6;
/// The same for a stretch that is over: it is bound as a whole once nothing comes any more, so that a long import
/// writes everything twice and no more.
pub const FAN_OF_THE_PAST: usize = 100;

impl Calendar {
    /// Returns the local day of an instant; the instant alone at the ends of the calendar.
    #[must_use]
    pub fn day_at(&self, second: i64) -> Stretch {
        self.slice_at(Step::Day, second)
    }

    /// Returns the stretch that shares a page with an instant: its month, or its year if that ended before `cold`.
    #[must_use]
    pub fn stretch_at(&self, second: i64, cold: i64) -> Stretch {
        let year = self.slice_at(Step::Year, second);
        if year.until <= cold { year } else { self.slice_at(Step::Month, second) }
    }

    fn slice_at(&self, step: Step, second: i64) -> Stretch {
        let slice = Timestamp::from_second(second).ok().and_then(|instant| step.slice_at(instant, &self.zone));
        slice.map_or(Stretch { from: second, until: second.saturating_add(1) }, |slice| Stretch {
            from: slice.from.as_second(),
            until: slice.until.as_second(),
        })
    }

    /// Returns the local midnights around the instants from `first` to `last`.
    fn midnights(&self, first: i64, last: i64) -> Vec<i64> {
        let mut day = self.day_at(first);
        let mut midnights = vec![day.from];
        while day.until <= last {
            midnights.push(day.until);
            day = self.day_at(day.until);
        }
        midnights.push(day.until);
        midnights
    }
}

/// Cuts a page where months end, or cold years, and seals the parts; each comes with the days that it reaches over.
#[must_use]
pub fn bind(page: &LogPage, calendar: &Calendar, cold: i64) -> Vec<(Stretch, SealedPage)> {
    let mut bound = Vec::new();
    let mut next = first_at(page, i64::MIN);
    while let Some(first) = next {
        let stretch = calendar.stretch_at(first, cold);
        let part = part(page, stretch);
        let last = last_at(&part).unwrap_or(first);
        let midnights = calendar.midnights(first, last);
        let days = Stretch {
            from: first.min(*midnights.first().unwrap_or(&first)),
            until: *midnights.last().unwrap_or(&last),
        };
        bound.push((days, seal(&part, &midnights)));
        next = first_at(page, stretch.until);
    }
    bound
}

/// Returns the first instant of a page at or after `from`.
#[must_use]
pub fn first_at(page: &LogPage, from: i64) -> Option<i64> {
    let lines = page.strips.iter().filter_map(|strip| strip.at.get(strip.at.partition_point(|at| *at < from)));
    let struck = page.struck.iter().map(|version| &version.at).filter(|at| **at >= from);
    lines.chain(struck).min().copied()
}

fn last_at(page: &LogPage) -> Option<i64> {
    page.strips
        .iter()
        .filter_map(|strip| strip.at.last())
        .chain(page.struck.iter().map(|version| &version.at))
        .max()
        .copied()
}

/// Returns the part of a page that lies in a stretch.
#[must_use]
pub fn part(page: &LogPage, stretch: Stretch) -> LogPage {
    let strips = page.strips.iter().map(|strip| part_of(strip, stretch)).filter(|strip| !strip.at.is_empty()).collect();
    let struck = page.struck.iter().filter(|version| (stretch.from..stretch.until).contains(&version.at)).copied();
    LogPage { point: page.point, strips, struck: struck.collect() }
}

fn part_of(strip: &Strip, stretch: Stretch) -> Strip {
    let first = strip.at.partition_point(|at| *at < stretch.from);
    let end = strip.at.partition_point(|at| *at < stretch.until).max(first);
    let columns = strip.columns.iter().map(|column| part_of_column(column, first, end));
    Strip {
        meter: strip.meter,
        at: strip.at.get(first..end).unwrap_or_default().to_vec(),
        documents: strip.documents.get(first..end).unwrap_or_default().to_vec(),
        columns: columns.filter(|column| !column.values.is_empty()).collect(),
    }
}

fn part_of_column(column: &Column, first: usize, end: usize) -> Column {
    let (low, high) = match &column.lines {
        None => (first, end),
        Some(lines) => {
            let index = |bound: usize| lines.partition_point(|line| (*line as usize) < bound);
            (index(first), index(end))
        }
    };
    let small = |number: usize| u32::try_from(number).expect("a page has fewer than 4 billion lines");
    let lines = column.lines.as_ref().map(|lines| {
        lines.get(low..high).unwrap_or_default().iter().map(|line| line - small(first)).collect::<Vec<_>>()
    });
    let remarks = column.remarks.iter().filter(|remark| (low..high).contains(&(remark.index as usize)));
    Column {
        quantity: column.quantity,
        lines: lines.filter(|lines| lines.len() < end - first),
        values: column.values.get(low..high).unwrap_or_default().to_vec(),
        remarks: remarks.map(|remark| Remark { index: remark.index - small(low), ..*remark }).collect(),
    }
}

/// Returns which pages of one stretch are bound together with `n_new` readings more, where there are `fan` of about that
/// size; each is told with its number of readings, in the order of sealing.
#[must_use]
pub fn bound_with(pages: &[u64], n_new: u64, fan: usize) -> Vec<usize> {
    let alike: Vec<usize> =
        (0..pages.len()).filter(|index| pages.get(*index).is_some_and(|n| *n < 2 * n_new)).collect();
    if alike.len() + 1 >= fan { alike } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use common::id::{DocumentId, MeterId, PointId};
    use common::logbook::sealed::{Sealed, Wanted};
    use common::logbook::{Version, assemble, versions};
    use common::quantity::Quantity;

    use super::*;

    fn warsaw() -> Calendar {
        Calendar { zone: TimeZone::get("Europe/Warsaw").unwrap() }
    }

    fn second(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().as_second()
    }

    #[test]
    fn pages_end_with_local_months_and_cold_years() {
        let calendar = warsaw();
        let cold = second("2026-02-14T00:00:00Z");
        let stretch = calendar.stretch_at(second("2025-12-31T22:59:59Z"), cold);
        assert_eq!(stretch, Stretch { from: second("2024-12-31T23:00:00Z"), until: second("2025-12-31T23:00:00Z") });
        let stretch = calendar.stretch_at(second("2025-12-31T23:00:00Z"), cold);
        assert_eq!(stretch, Stretch { from: second("2025-12-31T23:00:00Z"), until: second("2026-01-31T23:00:00Z") });
        assert_eq!(calendar.stretch_at(i64::MAX, cold).from, i64::MAX);
    }

    #[test]
    fn what_is_cut_apart_and_sealed_is_all_there() {
        let first = second("2026-03-27T00:00:00Z");
        let version = |index: i64, quantity| Version {
            meter: MeterId(1 + index / 200),
            quantity,
            at: first + index * 3600,
            revision: u32::from(index % 50 == 0),
            value: Some(index * 1000),
            estimated: index % 70 == 0,
            document: DocumentId(1 + index / 24),
        };
        let mut all: Vec<Version> = (0..300).map(|index| version(index, Quantity::Energy)).collect();
        all.extend((0..300).filter(|index| index % 3 == 0).map(|index| version(index, Quantity::Supply)));
        let struck = |version: &Version| Version { revision: 0, value: Some(-1), ..*version };
        let struck: Vec<Version> = all.iter().filter(|version| version.revision == 1).map(struck).collect();
        all.extend(struck);
        let page = assemble(PointId(7), all.clone());
        let bound = bind(&page, &warsaw(), 0);
        assert_eq!(bound.len(), 2);
        let mut found = Vec::new();
        for (stretch, sealed) in &bound {
            let opened = Sealed::open(&sealed.head).unwrap();
            opened.check(&sealed.body).unwrap();
            assert!(stretch.from <= opened.first_at() && opened.last_at() < stretch.until);
            let whole = Wanted { quantities: None, from: i64::MIN, until: i64::MAX };
            found.extend(versions(&opened.read(&sealed.body, &whole).unwrap()));
        }
        all.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, all);
    }

    #[test]
    fn pages_of_a_size_are_bound_before_they_are_many() {
        assert_eq!(bound_with(&[9000, 100, 100, 100, 100], 100, FAN), Vec::<usize>::new());
        assert_eq!(bound_with(&[9000, 100, 100, 100, 100, 100], 100, FAN), [1, 2, 3, 4, 5]);
    }
}
