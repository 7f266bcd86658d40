//! Reads instants that say themselves where they lie in time: RFC 3339 and Unix time.
//!
//! Instants are whole seconds; a fraction is cut off. Local times belong to `mapping`.

use common::reading::Suspicion;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

use super::rows::is_same;

/// The last instant that was read: rows of one instant stand together, and most documents repeat each time many times.
#[derive(Debug, Default)]
pub(super) struct Remembered {
    text: String,
    instant: Option<Result<Timestamp, Suspicion>>,
}

impl Remembered {
    /// Returns what `read` says of `text`, without asking twice in a row for the same text.
    pub(super) fn read(
        &mut self,
        text: &str,
        read: impl FnOnce(&str) -> Result<Timestamp, Suspicion>,
    ) -> Result<Timestamp, Suspicion> {
        if let Some(instant) = self.instant
            && is_same(&self.text, text)
        {
            return instant;
        }
        let instant = read(text);
        self.text.clear();
        self.text.push_str(text);
        self.instant = Some(instant);
        instant
    }
}

/// Reads `2025-11-23T14:15:00+01:00`: a date, a time to the second, and `Z` or an offset, nothing less.
///
/// # Errors
/// [`Suspicion::BadTime`].
pub(super) fn rfc3339(text: &str) -> Result<Timestamp, Suspicion> {
    written(text.trim_ascii().as_bytes()).ok_or(Suspicion::BadTime)
}

fn written(text: &[u8]) -> Option<Timestamp> {
    let (clock, rest) = text.split_at_checked(19)?;
    let at = |index: usize| clock[index];
    let separated =
        at(4) == b'-' && at(7) == b'-' && matches!(at(10), b'T' | b't' | b' ') && at(13) == b':' && at(16) == b':';
    if !separated {
        return None;
    }
    let year = i16::from(number(&clock[0..2])?) * 100 + i16::from(number(&clock[2..4])?);
    let [month, day, hour, minute, second] = [5, 8, 11, 14, 17].map(|from| number(&clock[from..from + 2]));
    let local = DateTime::new(year, month?, day?, hour?, minute?, second?, 0).ok()?;
    let offset = offset(without_fraction(rest)?)?;
    Offset::UTC.to_timestamp(local).ok()?.checked_sub(offset).ok()
}

/// Returns the value of two digits.
fn number(digits: &[u8]) -> Option<i8> {
    let [tens, ones] = digits else { return None };
    if tens.is_ascii_digit() && ones.is_ascii_digit() {
        i8::try_from((tens - b'0') * 10 + (ones - b'0')).ok()
    } else {
        None
    }
}

fn without_fraction(rest: &[u8]) -> Option<&[u8]> {
    let Some(fraction) = rest.strip_prefix(b".") else { return Some(rest) };
    let n_digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if n_digits == 0 { None } else { fraction.get(n_digits..) }
}

fn offset(text: &[u8]) -> Option<SignedDuration> {
    let (sign, clock) = match text {
        [b'Z' | b'z'] => return Some(SignedDuration::ZERO),
        [b'+', clock @ ..] => (1, clock),
        [b'-', clock @ ..] => (-1, clock),
        _ => return None,
    };
    let [hour_tens, hour_ones, b':', minute @ ..] = clock else { return None };
    let hours = number(&[*hour_tens, *hour_ones]).filter(|hours| *hours < 24)?;
    let minutes = number(minute).filter(|minutes| *minutes < 60)?;
    Some(SignedDuration::from_mins(sign * (i64::from(hours) * 60 + i64::from(minutes))))
}

/// Reads seconds since 1970, `per_second` ticks each.
///
/// # Errors
/// [`Suspicion::BadTime`].
pub(super) fn unix(text: &str, per_second: i64) -> Result<Timestamp, Suspicion> {
    let ticks = text.trim_ascii().parse::<i64>().map_err(|_| Suspicion::BadTime)?;
    Timestamp::from_second(ticks.div_euclid(per_second)).map_err(|_| Suspicion::BadTime)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_needs_a_time_and_an_offset() {
        let check = |text: &str, expected: Option<&str>| {
            let found = rfc3339(text).ok().map(|instant| instant.to_string());
            assert_eq!(found.as_deref(), expected, "{text}");
        };
        check("2025-11-23T14:15:00+01:00", Some("2025-11-23T13:15:00Z"));
        check("2025-11-23T13:15:00Z", Some("2025-11-23T13:15:00Z"));
        check(" 2025-11-23t13:15:00.999z ", Some("2025-11-23T13:15:00Z"));
        check("2025-10-26T02:30:00+02:00", Some("2025-10-26T00:30:00Z"));
        check("1969-12-31T23:59:59-00:30", Some("1970-01-01T00:29:59Z"));
        for bad in [
            "",
            "2025",
            "2025-11-23",
            "2025-11-23T13:15:00",
            "2025-11-23T13:15Z",
            "2025-02-29T00:00:00Z",
            "2025-11-23T24:00:00Z",
            "2025-11-23T13:15:60Z",
            "2025-11-23T13:15:00.Z",
            "2025-11-23T13:15:00+1:00",
            "2025-11-23T13:15:00+24:00",
            "2025-11-23T13:15:00+01:60",
            "2025-11-23T13:15:00+0100",
            "23.11.2025 13:15:00Z",
            "2025-11-23T13:15:00Z[UTC]",
            "+025-11-23T13:15:00Z",
            "9999-12-31T23:59:59-23:59",
            "ąąąąąąąąąąąą",
            "2025-1\u{142}-23T13:15:00Z",
        ] {
            check(bad, None);
        }
    }

    #[test]
    fn unix_time_is_whole() {
        assert_eq!(unix("1763907300", 1).unwrap().to_string(), "2025-11-23T14:15:00Z");
        assert_eq!(unix("1763907300999", 1000).unwrap().to_string(), "2025-11-23T14:15:00Z");
        assert_eq!(unix("-1", 1000).unwrap().to_string(), "1969-12-31T23:59:59Z");
        for bad in ["", "1.5", "9223372036854775807", "1e9", "0x10"] {
            assert_eq!(unix(bad, 1), Err(Suspicion::BadTime), "{bad}");
        }
    }

    #[test]
    fn a_repeated_text_is_read_once() {
        let mut remembered = Remembered::default();
        let first = remembered.read("", |_| Err(Suspicion::BadTime));
        assert_eq!(first, Err(Suspicion::BadTime));
        assert_eq!(remembered.read("", |_| unreachable!("asked twice")), first);
        assert_eq!(remembered.read("1", |text| unix(text, 1)), Ok(Timestamp::from_second(1).unwrap()));
    }
}
