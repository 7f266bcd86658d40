//! Periods and instants as people write them: `2025-11`, `-7d`, `yesterday`, `season-1`, `2025-11-01..2025-11-08`.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp, Zoned};

use super::Period;
use super::step::{Step, midnight};

/// Why a text is no period or instant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RangeError {
    #[error("`{0}` is neither a date nor a period")]
    Unreadable(String),
    #[error("the local time {0} does not exist: clocks were put forward")]
    Skipped(String),
    #[error("the local time {0} happened twice: add the offset, such as +02:00 or +01:00")]
    Doubled(String),
    #[error("the period ends before it begins")]
    Backwards,
    #[error("the period reaches beyond the calendar")]
    Calendar,
}

/// Reads a half-open period in the zone's local time.
///
/// `2025`, `2025-11`, `2025-11-03`, `2025-W47`, `today`, `yesterday`, `week`, `month`, `season`, `year` and those with
/// `-1`, `-2` … for the ones before; `-7d`, `-36h`, `-3mo` up to now; `A..B` with an instant on either side.
///
/// # Errors
/// Unreadable text, a local time that clocks skipped or showed twice, an end before the beginning.
pub fn parse_range(text: &str, now: Timestamp, zone: &TimeZone) -> Result<Period, RangeError> {
    let text = text.trim();
    if let Some((from, until)) = text.split_once("..") {
        let from = if from.is_empty() { Timestamp::UNIX_EPOCH } else { parse_instant(from, now, zone)? };
        let until = if until.is_empty() { now } else { parse_instant(until, now, zone)? };
        return if from < until { Ok(Period { from, until }) } else { Err(RangeError::Backwards) };
    }
    if let Some(from) = ago(text, now, zone)? {
        return Ok(Period { from, until: now });
    }
    if let Some((step, back)) = named(text) {
        return relative(step, back, now, zone).ok_or(RangeError::Calendar);
    }
    written(text, zone).ok_or_else(|| RangeError::Unreadable(text.to_owned()))
}

/// Reads an instant: RFC 3339, a local date or date and time, `now`, `today`, `yesterday`, `-7d`.
///
/// # Errors
/// Unreadable text, or a local time that clocks skipped or showed twice.
pub fn parse_instant(text: &str, now: Timestamp, zone: &TimeZone) -> Result<Timestamp, RangeError> {
    let text = text.trim();
    if text == "now" {
        return Ok(now);
    }
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Ok(instant);
    }
    if let Some(instant) = ago(text, now, zone)? {
        return Ok(instant);
    }
    if text.len() > 10
        && let Ok(local) = text.parse::<DateTime>()
    {
        return local_instant(local, zone);
    }
    parse_range(text, now, zone).map(|period| period.from)
}

/// Returns the only instant at which local clocks showed `local`.
///
/// # Errors
/// Skipped in spring or doubled in autumn.
pub fn local_instant(local: DateTime, zone: &TimeZone) -> Result<Timestamp, RangeError> {
    let ambiguous = zone.to_ambiguous_timestamp(local);
    if ambiguous.is_ambiguous() {
        return Err(match ambiguous.offset() {
            jiff::tz::AmbiguousOffset::Gap { .. } => RangeError::Skipped(local.to_string()),
            _ => RangeError::Doubled(local.to_string()),
        });
    }
    ambiguous.unambiguous().map_err(|_| RangeError::Calendar)
}

/// Reads `-7d`, `-36h`, `-90m`, `-2w`, `-3mo`, `-1y`; days and longer are calendar days.
fn ago(text: &str, now: Timestamp, zone: &TimeZone) -> Result<Option<Timestamp>, RangeError> {
    let Some(rest) = text.strip_prefix('-') else { return Ok(None) };
    let digits = rest.len() - rest.trim_start_matches(|character: char| character.is_ascii_digit()).len();
    let (number, unit) = rest.split_at(digits);
    let Ok(number) = number.parse::<i32>() else { return Ok(None) };
    let number = i64::from(number);
    let span = match unit {
        "m" | "min" => return back(now, SignedDuration::from_mins(number)).map(Some),
        "h" => return back(now, SignedDuration::from_hours(number)).map(Some),
        "d" => Span::new().try_days(number),
        "w" => Span::new().try_weeks(number),
        "mo" => Span::new().try_months(number),
        "y" => Span::new().try_years(number),
        _ => return Ok(None),
    };
    let span = span.map_err(|_| RangeError::Calendar)?;
    let zoned = Zoned::new(now, zone.clone()).checked_sub(span).map_err(|_| RangeError::Calendar)?;
    Ok(Some(zoned.timestamp()))
}

fn back(now: Timestamp, duration: SignedDuration) -> Result<Timestamp, RangeError> {
    now.checked_sub(duration).map_err(|_| RangeError::Calendar)
}

fn named(text: &str) -> Option<(Step, u32)> {
    let (name, back) = match text.split_once('-') {
        Some((name, back)) => (name, back.parse().ok().filter(|back| *back <= 10_000)?),
        None => (text, 0),
    };
    let (step, more) = match name {
        "today" | "day" => (Step::Day, 0),
        "yesterday" => (Step::Day, 1),
        "hour" => (Step::Hour, 0),
        "week" => (Step::Week, 0),
        "month" => (Step::Month, 0),
        "season" => (Step::Season, 0),
        "year" => (Step::Year, 0),
        _ => return None,
    };
    Some((step, back + more))
}

fn relative(step: Step, back: u32, now: Timestamp, zone: &TimeZone) -> Option<Period> {
    let mut period = step.slice_at(now, zone)?;
    for _ in 0..back {
        period = step.slice_at(period.from.checked_sub(SignedDuration::from_secs(1)).ok()?, zone)?;
    }
    Some(period)
}

fn written(text: &str, zone: &TimeZone) -> Option<Period> {
    let (step, first) = match text.len() {
        4 => (Step::Year, format!("{text}-01-01")),
        7 => (Step::Month, format!("{text}-01")),
        8 => return iso_week(text, zone),
        10 => (Step::Day, text.to_owned()),
        _ => return None,
    };
    let first: Date = first.parse().ok()?;
    step.slice_at(midnight(first, zone)?, zone)
}

fn iso_week(text: &str, zone: &TimeZone) -> Option<Period> {
    let (year, week) = text.split_once("-W")?;
    let monday = jiff::civil::ISOWeekDate::new(year.parse().ok()?, week.parse().ok()?, jiff::civil::Weekday::Monday);
    Step::Week.slice_at(midnight(monday.ok()?.date(), zone)?, zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<&str, RangeError>) {
        let zone = TimeZone::get("Europe/Warsaw").unwrap();
        let now = "2025-11-23T13:32:00Z".parse().unwrap();
        let found = parse_range(text, now, &zone).map(|period| format!("{}/{}", period.from, period.until));
        assert_eq!(found, expected.map(str::to_owned), "{text}");
    }

    #[test]
    fn periods_are_read_as_people_write_them() {
        check("2025", Ok("2024-12-31T23:00:00Z/2025-12-31T23:00:00Z"));
        check("2025-10", Ok("2025-09-30T22:00:00Z/2025-10-31T23:00:00Z"));
        check("2025-11-03", Ok("2025-11-02T23:00:00Z/2025-11-03T23:00:00Z"));
        check("2025-W47", Ok("2025-11-16T23:00:00Z/2025-11-23T23:00:00Z"));
        check("today", Ok("2025-11-22T23:00:00Z/2025-11-23T23:00:00Z"));
        check("yesterday", Ok("2025-11-21T23:00:00Z/2025-11-22T23:00:00Z"));
        check("month-1", Ok("2025-09-30T22:00:00Z/2025-10-31T23:00:00Z"));
        check("season-1", Ok("2024-08-31T22:00:00Z/2025-05-31T22:00:00Z"));
        check("-7d", Ok("2025-11-16T13:32:00Z/2025-11-23T13:32:00Z"));
        check("-36h", Ok("2025-11-22T01:32:00Z/2025-11-23T13:32:00Z"));
        check("2025-11-01..2025-11-08", Ok("2025-10-31T23:00:00Z/2025-11-07T23:00:00Z"));
        check("2025-11-01T06:00..2025-11-01T06:15:00+01:00", Ok("2025-11-01T05:00:00Z/2025-11-01T05:15:00Z"));
    }

    #[test]
    fn what_is_no_period_is_named() {
        check("zima", Err(RangeError::Unreadable("zima".into())));
        check("2025-13", Err(RangeError::Unreadable("2025-13".into())));
        check("2025-11-08..2025-11-01", Err(RangeError::Backwards));
        check("2025-03-30T02:30..2025-04-01", Err(RangeError::Skipped("2025-03-30T02:30:00".into())));
        check("2025-10-26T02:30..2025-11-01", Err(RangeError::Doubled("2025-10-26T02:30:00".into())));
        check("2025-10-26T02:30:00+02:00..2025-10-27", Ok("2025-10-26T00:30:00Z/2025-10-26T23:00:00Z"));
    }
}
