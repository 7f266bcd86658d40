//! What retention leaves of a point's readings: none that are older than one age, and of those that are older than
//! another only as many as keep registers exact.
//!
//! Pure rules: no archive, no clock (`now` is an argument). Ages end at local midnights. A register's difference of two
//! readings belongs to the interval in which it begins (see `consumption::register`), so with the first reading of each
//! interval the consumption of every interval, and of all that is made of intervals, is what it was.

use std::collections::BTreeSet;

use common::id::MeterId;
use common::logbook::{Column, LogPage, Strip, Version};
use common::meter::Installation;
use common::quantity::{Kind, Quantity};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use crate::consumption::register::last_instant;
use crate::pattern;

/// A rule of retention.
#[derive(Clone, Debug)]
pub struct Rule {
    pub name: String,
    /// The codes of its sites, with `*` and `?`.
    pub sites: String,
    /// Readings older than that are removed: years, months, weeks and days of the calendar.
    pub keep: Option<Span>,
    pub thin: Option<Thin>,
}

/// How older readings are thinned.
#[derive(Clone, Copy, Debug)]
pub struct Thin {
    /// Readings older than that.
    pub after: Span,
    /// Seconds of local time from one reading to the next; a day is a multiple of it.
    pub to: i64,
}

/// What a rule asks for at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// Nothing before this stays, seconds since 1970 UTC.
    pub kept_from: Option<i64>,
    pub thinned: Option<Thinned>,
}

/// What is to be thinned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thinned {
    /// What is before this, seconds since 1970 UTC.
    pub until: i64,
    /// Seconds of local time from one reading to the next.
    pub to: i64,
}

/// What becomes of a version of a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Stays,
    /// It is too old.
    Removed,
    /// Its interval has another one.
    Thinned,
}

/// The readings that stay where the others are thinned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen(BTreeSet<(MeterId, Quantity, i64)>);

/// Returns the rule for a site: the first whose pattern fits its code.
#[must_use]
pub fn rule_of<'a>(rules: &'a [Rule], site: &str) -> Option<&'a Rule> {
    rules.iter().find(|rule| pattern::fits(&rule.sites, site))
}

impl Rule {
    /// Returns what the rule asks for at `now`.
    #[must_use]
    pub fn due(&self, now: Timestamp, zone: &TimeZone) -> Due {
        let thinned = self.thin.and_then(|thin| Some(Thinned { until: midnight(now, thin.after, zone)?, to: thin.to }));
        Due { kept_from: self.keep.and_then(|keep| midnight(now, keep, zone)), thinned }
    }
}

/// Returns the local midnight that lies `age` before the present day; `None` where no calendar reaches.
fn midnight(now: Timestamp, age: Span, zone: &TimeZone) -> Option<i64> {
    let day = now.to_zoned(zone.clone()).date().checked_sub(age).ok()?;
    Some(day.to_zoned(zone.clone()).ok()?.timestamp().as_second())
}

impl Due {
    /// Returns the instant from which on nothing is touched.
    #[must_use]
    pub fn until(&self) -> Option<i64> {
        self.kept_from.max(self.thinned.map(|thinned| thinned.until))
    }

    /// Chooses the readings that stay where the others are thinned: the first of each interval of local time, by meter
    /// and quantity, and of a register the last of each stay of its meter.
    #[must_use]
    pub fn chosen(&self, page: &LogPage, installed: &[Installation], zone: &TimeZone) -> Chosen {
        let mut chosen = Chosen::default();
        let Some(thinned) = self.thinned else { return chosen };
        for strip in &page.strips {
            let stays = stays(strip.meter, installed);
            for column in &strip.columns {
                let first = self.kept_from.unwrap_or(i64::MIN);
                let instants = instants(strip, column).filter(|at| *at >= first).map(|at| (at, stay_of(&stays, at)));
                choose(&mut chosen, (strip.meter, column.quantity), instants, (thinned, zone));
            }
        }
        chosen
    }

    /// Returns what becomes of a version: those of a chosen reading stay with it.
    #[must_use]
    pub fn fate(&self, version: &Version, chosen: &Chosen) -> Fate {
        let Version { meter, quantity, at, .. } = *version;
        if self.kept_from.is_some_and(|from| at < from) {
            Fate::Removed
        } else if self.thinned.is_some_and(|thinned| at < thinned.until) && !chosen.0.contains(&(meter, quantity, at)) {
            Fate::Thinned
        } else {
            Fate::Stays
        }
    }
}

fn choose(
    chosen: &mut Chosen,
    (meter, quantity): (MeterId, Quantity),
    instants: impl Iterator<Item = (i64, Option<usize>)>,
    (thinned, zone): (Thinned, &TimeZone),
) {
    let is_register = quantity.kind() == Kind::Register;
    let mut interval = None;
    let mut instants = instants.peekable();
    while let Some((at, stay)) = instants.next() {
        if at >= thinned.until {
            return;
        }
        let is_first = interval.replace((stay, interval_of(at, thinned.to, zone))) != interval;
        let is_last = is_register && instants.peek().is_none_or(|(_, next)| *next != stay);
        if is_first || is_last {
            chosen.0.insert((meter, quantity, at));
        }
    }
}

/// Returns the interval of local time in which an instant lies. A change of the clocks begins another one, so the hour
/// that clocks show twice is two.
fn interval_of(at: i64, to: i64, zone: &TimeZone) -> (i64, i32) {
    let offset = Timestamp::from_second(at).map_or(0, |instant| zone.to_offset(instant).seconds());
    (at.saturating_add(i64::from(offset)).div_euclid(to.max(1)), offset)
}

/// Returns the instants of a meter's readings of a quantity, rising.
fn instants<'a>(strip: &'a Strip, column: &'a Column) -> impl Iterator<Item = i64> + 'a {
    let lines = column.lines.as_deref();
    (0..column.values.len()).filter_map(move |index| {
        let line = lines.map_or(Some(index), |lines| lines.get(index).map(|line| *line as usize))?;
        strip.at.get(line).copied()
    })
}

/// Returns the first and the last second of each stay of a meter.
fn stays(meter: MeterId, installed: &[Installation]) -> Vec<(i64, i64)> {
    let of_meter = installed.iter().filter(|stay| stay.meter == meter);
    let last = |stay: &Installation| last_instant(installed, stay).map_or(i64::MAX, Timestamp::as_second);
    of_meter.map(|stay| (stay.from.as_second(), last(stay))).collect()
}

fn stay_of(stays: &[(i64, i64)], at: i64) -> Option<usize> {
    stays.iter().position(|(first, last)| (*first..=*last).contains(&at))
}

#[cfg(test)]
mod tests {
    use common::id::{DocumentId, PointId};
    use common::logbook::{assemble, versions};
    use common::meter::Registers;
    use common::quantity::Energy;
    use jiff::ToSpan as _;
    use proptest::prelude::*;

    use super::*;
    use crate::consumption::register::{Stay, stays as counted, used};

    const POINT: PointId = PointId(1);

    fn warsaw() -> TimeZone {
        TimeZone::get("Europe/Warsaw").unwrap()
    }

    fn second(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().as_second()
    }

    fn rule(keep: Option<Span>, thin: Option<Thin>) -> Rule {
        Rule { name: "flats".to_owned(), sites: "M-*".to_owned(), keep, thin }
    }

    fn version(quantity: Quantity, at: i64, value: i64) -> Version {
        let (meter, document) = (MeterId(1), DocumentId(1));
        Version { meter, quantity, at, revision: 0, value: Some(value), estimated: false, document }
    }

    fn stay(from: i64, until: Option<i64>) -> Installation {
        let at = |second| Timestamp::from_second(second).unwrap();
        let none = Registers::default();
        Installation {
            meter: MeterId(1),
            point: POINT,
            from: at(from),
            until: until.map(at),
            initial: none,
            last: none,
        }
    }

    fn left(page: &LogPage, due: &Due, installed: &[Installation]) -> Vec<Version> {
        let chosen = due.chosen(page, installed, &warsaw());
        versions(page).filter(|version| due.fate(version, &chosen) == Fate::Stays).collect()
    }

    fn instants_left(page: &LogPage, due: &Due, installed: &[Installation], quantity: Quantity) -> Vec<i64> {
        left(page, due, installed).iter().filter(|left| left.quantity == quantity).map(|left| left.at).collect()
    }

    #[test]
    fn ages_end_at_local_midnights_of_the_calendar() {
        let now = "2028-02-29T22:30:00Z".parse().unwrap();
        let thin = Thin { after: 1.month(), to: 3600 };
        let due = rule(Some(1.year()), Some(thin)).due(now, &warsaw());
        assert_eq!(due.kept_from, Some(second("2027-02-27T23:00:00Z")));
        let thinned = Thinned { until: second("2028-01-28T23:00:00Z"), to: 3600 };
        assert_eq!((due.thinned, due.until()), (Some(thinned), Some(thinned.until)));
        let due = rule(Some(19_000.years()), None).due(now, &warsaw());
        assert_eq!((due.kept_from, due.thinned, due.until()), (None, None, None));
    }

    #[test]
    fn the_first_rule_whose_pattern_fits_is_the_rule_of_a_site() {
        let named =
            |name: &str, sites: &str| Rule { name: name.to_owned(), sites: sites.to_owned(), ..rule(None, None) };
        let rules = [named("a", "M-1*"), named("b", "M-*")];
        let found = ["M-12", "M-2", "m-12", "W-1"].map(|site| rule_of(&rules, site).map(|rule| rule.name.as_str()));
        assert_eq!(found, [Some("a"), Some("b"), None, None]);
    }

    #[test]
    fn registers_keep_the_last_reading_of_each_stay_and_others_do_not() {
        let day = second("2026-01-09T23:00:00Z");
        let of = |quantity| (0..12).map(move |index| version(quantity, day + index * 900, index));
        let page = assemble(POINT, of(Quantity::Energy).chain(of(Quantity::Supply)).collect());
        let due = Due { kept_from: None, thinned: Some(Thinned { until: day + 86_400, to: 3600 }) };
        let installed = [stay(0, Some(day + 6 * 900)), stay(day + 6 * 900, None)];
        let minutes = |quantity| {
            let left = instants_left(&page, &due, &installed, quantity);
            left.into_iter().map(|at| (at - day) / 60).collect::<Vec<_>>()
        };
        assert_eq!(minutes(Quantity::Energy), [0, 60, 75, 90, 120, 165]);
        assert_eq!(minutes(Quantity::Supply), [0, 60, 90, 120]);
    }

    #[test]
    fn the_hour_that_clocks_show_twice_keeps_two_readings() {
        let midnight = second("2026-10-24T22:00:00Z");
        let quarters = (0..100).map(|index| version(Quantity::Supply, midnight + index * 900, index));
        let page = assemble(POINT, quarters.collect());
        let due = Due { kept_from: None, thinned: Some(Thinned { until: midnight + 25 * 3600, to: 3600 }) };
        assert_eq!(instants_left(&page, &due, &[], Quantity::Supply).len(), 25);
        let due = Due { kept_from: None, thinned: Some(Thinned { until: midnight + 25 * 3600, to: 86_400 }) };
        let first_and_change = [midnight, midnight + 3 * 3600];
        assert_eq!(instants_left(&page, &due, &[], Quantity::Supply), first_and_change);
    }

    #[test]
    fn a_chosen_reading_keeps_its_history_and_a_struck_out_one_is_not_chosen() {
        let day = second("2026-01-09T23:00:00Z");
        let corrected = version(Quantity::Supply, day + 60, 5);
        let struck = Version { revision: 1, value: None, ..version(Quantity::Supply, day, 3) };
        let all = vec![
            version(Quantity::Supply, day, 3),
            struck,
            corrected,
            Version { revision: 1, value: Some(6), ..corrected },
            version(Quantity::Supply, day + 120, 7),
        ];
        let due = Due { kept_from: None, thinned: Some(Thinned { until: day + 86_400, to: 3600 }) };
        let left = left(&assemble(POINT, all), &due, &[]);
        let mut values: Vec<_> = left.iter().map(|left| (left.at - day, left.revision, left.value)).collect();
        values.sort_unstable();
        assert_eq!(values, [(60, 0, Some(5)), (60, 1, Some(6))]);
    }

    /// Returns what was counted in each period between two bounds.
    fn consumption(page: &LogPage, installed: &[Installation], bounds: &[i64]) -> Vec<Option<i64>> {
        let all = (Timestamp::MIN, Timestamp::MAX);
        let stays: Result<Vec<Stay>, std::convert::Infallible> = counted(Quantity::Energy, installed, all, |_| {
            let mut points = Vec::new();
            for strip in &page.strips {
                for column in strip.columns.iter().filter(|column| column.quantity == Quantity::Energy) {
                    let at = instants(strip, column).map(|at| Timestamp::from_second(at).unwrap());
                    points.extend(at.zip(column.values.iter().copied()));
                }
            }
            Ok(points)
        });
        let runs: Vec<_> = stays.unwrap().into_iter().map(|stay| stay.run).collect();
        let at = |second| Timestamp::from_second(second).unwrap();
        bounds.windows(2).map(|pair| used(&runs, at(pair[0]), at(pair[1]))).collect()
    }

    proptest! {
        #[test]
        fn what_stays_counts_what_was_counted(
            // Around both changes of the clocks.
            spring in any::<bool>(),
            minutes in proptest::collection::btree_set(0_i64..6 * 1440, 1..300),
            replaced in proptest::option::of(1_i64..6 * 1440),
            bounds in (0_i64..6, 0_i64..6),
            hours in proptest::sample::select(vec![1_i64, 2, 3, 6, 12, 24]),
        ) {
            let first = second(if spring { "2026-03-26T23:00:00Z" } else { "2026-10-21T22:00:00Z" });
            let days: Vec<i64> = (0..7).map(|day| {
                let date = Timestamp::from_second(first).unwrap().to_zoned(warsaw()).date() + day.days();
                date.to_zoned(warsaw()).unwrap().timestamp().as_second()
            }).collect();
            let all = |minute: &i64| {
                let at = first + minute * 60;
                [version(Quantity::Energy, at, minute * minute), version(Quantity::Power, at, *minute)]
            };
            let page = assemble(POINT, minutes.iter().flat_map(all).collect());
            let mut installed = vec![stay(0, None)];
            if let Some(minute) = replaced {
                let at = first + minute * 60 + 30;
                installed = vec![stay(0, Some(at)), stay(at, None)];
                installed[0].last.energy = Some(Energy::from_base(36_000_000_000));
            }
            let (kept, thinned) = (bounds.0.min(bounds.1), bounds.0.max(bounds.1));
            let kept_from = days[usize::try_from(kept).unwrap()];
            let thinned = Thinned { until: days[usize::try_from(thinned).unwrap()], to: hours * 3600 };
            let due = Due { kept_from: Some(kept_from), thinned: Some(thinned) };
            let left = left(&page, &due, &installed);

            let before: BTreeSet<Version> = versions(&page).collect();
            prop_assert!(left.iter().all(|left| before.contains(left) && left.at >= kept_from));
            let newer = |versions: &mut dyn Iterator<Item = Version>| {
                versions.filter(|version| version.at >= thinned.until).collect::<BTreeSet<_>>()
            };
            prop_assert_eq!(newer(&mut left.iter().copied()), newer(&mut before.iter().copied()));

            let thin = assemble(POINT, left.clone());
            let again: Vec<Version> = {
                let chosen = due.chosen(&thin, &installed, &warsaw());
                versions(&thin).filter(|version| due.fate(version, &chosen) == Fate::Stays).collect()
            };
            prop_assert_eq!(&again, &left, "a second time nothing goes");

            let mut edges: Vec<i64> = (0..=6 * 24).map(|hour| first + hour * 3600).collect();
            edges.extend(&days);
            edges.retain(|at| *at >= kept_from && (days.contains(at) || {
                let local = Timestamp::from_second(*at).unwrap().to_zoned(warsaw());
                i64::from(local.hour()) % hours == 0
            }));
            edges.sort_unstable();
            edges.dedup();
            prop_assert_eq!(consumption(&thin, &installed, &edges), consumption(&page, &installed, &edges));
        }
    }
}
