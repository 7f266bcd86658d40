//! When a row was read: formats, zones, and the hour that local clocks show twice.

use std::collections::HashMap;

use common::reading::Suspicion;
use jiff::Timestamp;
use jiff::fmt::strtime::{self, BrokenDownTime};
use jiff::tz::{AmbiguousOffset, TimeZone};
use serde::Deserialize;

use super::Column;
use crate::document::instant;
use crate::document::rows::is_same;

/// Where the time of a row stands and how it is written.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TimeRule {
    pub column: Column,
    /// Where the clock stands in a column of its own; read as one text, with a space between.
    #[serde(default)]
    pub second_column: Option<Column>,
    /// `rfc3339`, `unix`, `unix-ms`, or a pattern of strptime such as `%d.%m.%Y %H:%M`.
    pub format: String,
    /// The zone of times that name none; that of the installation where absent.
    #[serde(default)]
    pub zone: Option<String>,
    #[serde(default)]
    pub doubled_hour: DoubledHour,
}

/// What becomes of a local time that clocks show twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DoubledHour {
    #[default]
    Quarantine,
    /// The first one is the earlier, a repetition at the same point the later one.
    ByOrder,
}

/// How times are written.
pub(super) enum Format<'a> {
    Rfc3339,
    Unix,
    UnixMs,
    Pattern { pattern: &'a str, zone: TimeZone },
}

/// What a written time means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    At(Timestamp),
    /// Local clocks showed it twice.
    Twice {
        earlier: Timestamp,
        later: Timestamp,
    },
    Doubtful(Suspicion),
}

/// The last time that was read, and what each point read last.
#[derive(Default)]
pub(super) struct Sequence {
    text: String,
    when: Option<When>,
    local: LocalTimes,
    /// By subject and quantity: two quantities of one row are no repetition.
    last: HashMap<(u32, usize), Timestamp>,
}

/// Local times that were read before: their patterns are slow to read, and a file by meters begins its hours anew with
/// each. A place is shared by all texts with the same hash; the last one stays.
#[derive(Default)]
struct LocalTimes(Vec<Option<(Box<str>, When)>>);

/// Local times that are kept in mind: a year of hours, a month of quarters of an hour.
const MOST_LOCAL: usize = 1 << 13;
/// A longer text is no time, or is so seldom.
const LONGEST_LOCAL: usize = 64;

impl<'a> Format<'a> {
    /// Returns how the rule reads times, or why it cannot.
    pub(super) fn new(rule: &'a TimeRule, default_zone: &TimeZone) -> Result<Self, String> {
        let zone = match &rule.zone {
            Some(name) => TimeZone::get(name).map_err(|_| format!("time.zone: no zone is called `{name}`"))?,
            None => default_zone.clone(),
        };
        match rule.format.as_str() {
            "rfc3339" => Ok(Self::Rfc3339),
            "unix" => Ok(Self::Unix),
            "unix-ms" => Ok(Self::UnixMs),
            pattern => match check_pattern(pattern) {
                None => Ok(Self::Pattern { pattern, zone }),
                Some(problem) => Err(format!("time.format: `{pattern}` {problem}")),
            },
        }
    }
}

impl Sequence {
    /// Returns what `text` means, without reading the same text twice in a row.
    pub(super) fn read(&mut self, text: &str, format: &Format<'_>) -> When {
        if let Some(when) = self.when
            && is_same(&self.text, text)
        {
            return when;
        }
        let when = match format {
            Format::Pattern { pattern, zone } => self.local.read(text.trim(), |text| read_pattern(pattern, text, zone)),
            Format::Rfc3339 => known(instant::rfc3339(text)),
            Format::Unix => known(instant::unix(text, 1)),
            Format::UnixMs => known(instant::unix(text, 1000)),
        };
        self.text.clear();
        self.text.push_str(text);
        self.when = Some(when);
        when
    }

    /// Returns the instant of the next value of this subject and quantity.
    ///
    /// # Errors
    /// Unreadable, or not decided by the order: nothing was read before it, or it was read twice already.
    pub(super) fn resolve(&mut self, when: When, rule: DoubledHour, key: (u32, usize)) -> Result<Timestamp, Suspicion> {
        let at = match (when, rule) {
            (When::Doubtful(suspicion), _) => return Err(suspicion),
            (When::At(at), DoubledHour::Quarantine) => return Ok(at),
            (When::At(at), DoubledHour::ByOrder) => at,
            (When::Twice { .. }, DoubledHour::Quarantine) => return Err(Suspicion::LocalTime),
            (When::Twice { earlier, later }, DoubledHour::ByOrder) => match self.last.get(&key) {
                Some(last) if *last < earlier => earlier,
                Some(last) if *last < later => later,
                Some(_) | None => return Err(Suspicion::LocalTime),
            },
        };
        self.last.insert(key, at);
        Ok(at)
    }
}

impl LocalTimes {
    fn read(&mut self, text: &str, read: impl FnOnce(&str) -> When) -> When {
        if self.0.is_empty() {
            self.0.resize(MOST_LOCAL, None);
        }
        // FNV-1a: nobody gains by two texts that meet, they only are read again.
        let hash = |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325, hash);
        let Some(place) = usize::try_from(hash % MOST_LOCAL as u64).ok().and_then(|place| self.0.get_mut(place)) else {
            return read(text);
        };
        if let Some((known, when)) = place
            && is_same(known, text)
        {
            return *when;
        }
        let when = read(text);
        if text.len() <= LONGEST_LOCAL {
            *place = Some((text.into(), when));
        }
        when
    }
}

fn known(at: Result<Timestamp, Suspicion>) -> When {
    at.map_or_else(When::Doubtful, When::At)
}

/// Returns why the pattern can never be a time.
fn check_pattern(pattern: &str) -> Option<String> {
    let example = Timestamp::UNIX_EPOCH.to_zoned(TimeZone::UTC);
    let written = match strtime::format(pattern, &example) {
        Ok(written) => written,
        Err(error) => return Some(format!("is no pattern: {error}")),
    };
    let read = BrokenDownTime::parse(pattern, &written);
    match read.and_then(|time| time.to_timestamp().map(|_| ()).or_else(|_| time.to_datetime().map(|_| ()))) {
        Ok(()) => None,
        Err(error) => Some(format!("does not give a date: {error}")),
    }
}

fn read_pattern(pattern: &str, text: &str, zone: &TimeZone) -> When {
    let Ok(time) = BrokenDownTime::parse(pattern, text) else { return When::Doubtful(Suspicion::BadTime) };
    let whole = |at: Timestamp| Timestamp::from_second(at.as_second()).unwrap_or(at);
    if let Ok(at) = time.to_timestamp() {
        return When::At(whole(at));
    }
    let Ok(local) = time.to_datetime() else { return When::Doubtful(Suspicion::BadTime) };
    let ambiguous = zone.to_ambiguous_timestamp(local);
    let read = match ambiguous.offset() {
        AmbiguousOffset::Unambiguous { offset } => offset.to_timestamp(local).map(|at| When::At(whole(at))),
        AmbiguousOffset::Gap { .. } => Ok(When::Doubtful(Suspicion::LocalTime)),
        AmbiguousOffset::Fold { before, after } => before.to_timestamp(local).and_then(|earlier| {
            let later = after.to_timestamp(local)?;
            Ok(When::Twice { earlier: whole(earlier), later: whole(later) })
        }),
    };
    read.unwrap_or(When::Doubtful(Suspicion::BadTime))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn warsaw() -> TimeZone {
        TimeZone::get("Europe/Warsaw").unwrap()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn local_times_are_read_in_their_zone() {
        let check = |pattern: &str, text: &str, expected| {
            assert_eq!(read_pattern(pattern, text, &warsaw()), expected, "{pattern} {text}");
        };
        let doubtful = When::Doubtful;
        check("%d.%m.%Y %H:%M", "23.11.2025 14:15", When::At(at("2025-11-23T13:15:00Z")));
        check("%Y-%m-%d", "2025-07-01", When::At(at("2025-06-30T22:00:00Z")));
        check("%Y-%m-%d %H:%M %z", "2025-10-26 02:30 +0100", When::At(at("2025-10-26T01:30:00Z")));
        check("%d.%m.%Y %H:%M", "30.03.2025 02:15", doubtful(Suspicion::LocalTime));
        check("%d.%m.%Y %H:%M", "31.02.2025 02:15", doubtful(Suspicion::BadTime));
        check("%d.%m.%Y %H:%M", "23.11.2025 24:00", doubtful(Suspicion::BadTime));
        check("%d.%m.%Y %H:%M", "2025-11-23", doubtful(Suspicion::BadTime));
        let twice = When::Twice { earlier: at("2025-10-26T00:30:00Z"), later: at("2025-10-26T01:30:00Z") };
        check("%d.%m.%Y %H:%M", "26.10.2025 02:30", twice);
    }

    #[test]
    fn the_doubled_hour_is_told_apart_by_order() {
        let mut sequence = Sequence::default();
        let mut next = |text: &str, key| {
            let when = read_pattern("%H:%M %d.%m.%Y", &format!("{text} 26.10.2025"), &warsaw());
            sequence.resolve(when, DoubledHour::ByOrder, key).map(|at| at.to_string())
        };
        assert_eq!(next("02:00", (1, 0)), Err(Suspicion::LocalTime), "nothing came before");
        for key in [(0, 0), (0, 1)] {
            assert_eq!(next("01:45", key).as_deref(), Ok("2025-10-25T23:45:00Z"));
            assert_eq!(next("02:00", key).as_deref(), Ok("2025-10-26T00:00:00Z"));
            assert_eq!(next("02:45", key).as_deref(), Ok("2025-10-26T00:45:00Z"));
            assert_eq!(next("02:00", key).as_deref(), Ok("2025-10-26T01:00:00Z"));
            assert_eq!(next("02:45", key).as_deref(), Ok("2025-10-26T01:45:00Z"));
            assert_eq!(next("02:45", key), Err(Suspicion::LocalTime), "a third time");
            assert_eq!(next("03:00", key).as_deref(), Ok("2025-10-26T02:00:00Z"));
        }
    }

    #[test]
    fn a_pattern_that_gives_no_date_is_refused() {
        assert_eq!(check_pattern("%d.%m.%Y %H:%M"), None);
        assert_eq!(check_pattern("%s"), None);
        assert!(check_pattern("%H:%M").is_some());
        assert!(check_pattern("%d.%m").is_some());
        assert!(check_pattern("yyyy-mm-dd").is_some());
        assert!(check_pattern("%").is_some());
    }
}
