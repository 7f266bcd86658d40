//! What text an element may hold: the simple types of the schemas.

use std::borrow::Cow;

use jiff::civil::Date;

/// What the schema makes of blanks before it looks at a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Blanks {
    /// They stay (`xsd:string`).
    Kept,
    /// Each is a space (`xsd:normalizedString`).
    Spaced,
    /// One space for any number of them, and none at the ends (`xsd:token` and all that is no text).
    Folded,
}

/// A simple type.
pub(super) enum Value {
    /// A text of so many characters.
    Text { blanks: Blanks, fewest: usize, most: usize },
    /// A text of a form, and how that form looks.
    Shape { blanks: Blanks, is_so: fn(&str) -> bool, looks: &'static str },
    /// One of these words; `|` is between them.
    Words { blanks: Blanks, words: &'static str },
    /// One of these whole numbers.
    Figures(&'static [u8]),
    /// A decimal of at most so many digits before and after the point, without needless zeros before it.
    Decimal { whole: usize, decimals: usize },
    /// From 0 to 100 with at most six decimals.
    Percent,
    /// A whole number above zero, of at most 14 digits.
    Natural,
    /// A whole number.
    Integer,
    /// A day from one to the other.
    Day(Date, Date),
    /// An instant; its day in UTC from one to the other.
    Instant(Date, Date),
}

impl Value {
    /// Returns the text with its blanks as the schema sees them, or `None` where it may not stand there.
    pub(super) fn accept<'a>(&self, text: &'a str) -> Option<Cow<'a, str>> {
        let text = folded(text, self.blanks());
        let is_right = match self {
            Self::Text { fewest, most, .. } => {
                let n_characters = text.chars().count();
                (*fewest..=*most).contains(&n_characters)
            }
            Self::Shape { is_so, .. } => is_so(&text),
            Self::Words { words, .. } => words.split('|').any(|word| word == text),
            Self::Figures(figures) => {
                integer(&text).is_some_and(|number| figures.iter().any(|figure| number == i64::from(*figure)))
            }
            Self::Decimal { whole, decimals } => is_decimal(&text, *whole, *decimals),
            Self::Percent => is_percent(&text),
            Self::Natural => {
                let digits = text.strip_prefix('+').unwrap_or(&text).trim_start_matches('0');
                (1..=14).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
            }
            Self::Integer => is_integer(&text),
            Self::Day(first, last) => day(&text).is_some_and(|day| (*first..=*last).contains(&day)),
            Self::Instant(first, last) => instant_day(&text).is_some_and(|day| (*first..=*last).contains(&day)),
        };
        is_right.then_some(text)
    }

    /// Returns how a right text looks, for people of any language.
    pub(super) fn looks(&self) -> String {
        match self {
            Self::Text { fewest, most, .. } => format!("{fewest}…{most} × ?"),
            Self::Shape { looks, .. } => (*looks).to_owned(),
            Self::Words { words, .. } => words.replace('|', " | "),
            Self::Figures(figures) => {
                let figures: Vec<String> = figures.iter().map(ToString::to_string).collect();
                figures.join(" | ")
            }
            Self::Decimal { decimals, .. } => format!("0.{}", "0".repeat(*decimals)),
            Self::Percent => "0…100".to_owned(),
            Self::Natural => "1…99999999999999".to_owned(),
            Self::Integer => "0".to_owned(),
            Self::Day(first, last) => format!("{first}…{last}"),
            Self::Instant(first, last) => format!("{first}T00:00:00Z…{last}T23:59:59Z"),
        }
    }

    const fn blanks(&self) -> Blanks {
        match self {
            Self::Text { blanks, .. } | Self::Shape { blanks, .. } | Self::Words { blanks, .. } => *blanks,
            Self::Figures(_)
            | Self::Decimal { .. }
            | Self::Percent
            | Self::Natural
            | Self::Integer
            | Self::Day(..)
            | Self::Instant(..) => Blanks::Folded,
        }
    }
}

const fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r' | '\n')
}

fn folded(text: &str, blanks: Blanks) -> Cow<'_, str> {
    let is_plain = !text.contains(['\t', '\r', '\n']);
    match blanks {
        Blanks::Kept => Cow::Borrowed(text),
        Blanks::Spaced if is_plain => Cow::Borrowed(text),
        Blanks::Spaced => Cow::Owned(text.replace(['\t', '\r', '\n'], " ")),
        Blanks::Folded if is_plain && !text.contains("  ") => Cow::Borrowed(text.trim_matches(is_blank)),
        Blanks::Folded => {
            let words: Vec<&str> = text.split(is_blank).filter(|word| !word.is_empty()).collect();
            Cow::Owned(words.join(" "))
        }
    }
}

fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn integer(text: &str) -> Option<i64> {
    if is_integer(text) { text.parse().ok() } else { None }
}

fn is_decimal(text: &str, whole: usize, decimals: usize) -> bool {
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    let (before, after) = text.split_once('.').map_or((text, None), |(before, after)| (before, Some(after)));
    let is_before = before == "0" || (!before.starts_with('0') && (1..=whole).contains(&before.len()));
    is_before
        && is_digits(before)
        && after.is_none_or(|after| (1..=decimals).contains(&after.len()) && is_digits(after))
}

fn is_percent(text: &str) -> bool {
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (sign, plain) = text.strip_prefix('-').map_or(("", text.strip_prefix('+').unwrap_or(text)), |rest| ("-", rest));
    let (before, after) = plain.split_once('.').unwrap_or((plain, ""));
    let before = if before.is_empty() && !after.is_empty() { "0" } else { before };
    let (whole, decimals) = (before.trim_start_matches('0'), after.trim_end_matches('0'));
    if before.is_empty() || !is_digits(before) || !is_digits(after) || decimals.len() > 6 || whole.len() > 3 {
        return false;
    }
    let is_zero = whole.is_empty() && decimals.is_empty();
    (sign.is_empty() || is_zero) && (whole.len() < 3 || (whole == "100" && decimals.is_empty()))
}

/// Reads a day of exactly ten characters, without a time zone.
pub(super) fn day(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    let is_formed = bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !is_formed {
        return None;
    }
    let (year, month, day) = (text[..4].parse().ok()?, text[5..7].parse().ok()?, text[8..].parse().ok()?);
    Date::new(year, month, day).ok()
}

/// Reads an `xsd:dateTime` and returns its day in UTC; one without a zone counts as of UTC.
fn instant_day(text: &str) -> Option<Date> {
    let (date, rest) = text.split_at_checked(10)?;
    let date = day(date)?;
    let time = rest.strip_prefix('T')?;
    let zone_at = time.find(['Z', '+', '-']).unwrap_or(time.len());
    let (clock, zone) = time.split_at(zone_at);
    let (clock, fraction) = clock.split_once('.').map_or((clock, None), |(clock, rest)| (clock, Some(rest)));
    if fraction.is_some_and(|digits| digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let (hour, minute) = of_clock(clock.get(..5)?)?;
    let second = two_digits(clock.get(5..)?.strip_prefix(':')?)?;
    let is_end =
        hour == 24 && minute == 0 && second == 0 && fraction.is_none_or(|digits| digits.trim_matches('0').is_empty());
    if !(hour < 24 && minute < 60 && second < 60 || is_end) {
        return None;
    }
    let minutes = i64::from(hour) * 60 + i64::from(minute) - i64::from(zone_minutes(zone)?);
    date.checked_add(jiff::Span::new().days(minutes.div_euclid(24 * 60))).ok()
}

fn zone_minutes(zone: &str) -> Option<i32> {
    let sign = match zone.chars().next() {
        None | Some('Z') => return (zone.len() <= 1).then_some(0),
        Some('-') => -1,
        Some(_) => 1,
    };
    let (hours, minutes) = of_clock(&zone[1..])?;
    let total = i32::from(hours) * 60 + i32::from(minutes);
    (minutes < 60 && total <= 14 * 60).then_some(sign * total)
}

fn of_clock(text: &str) -> Option<(u8, u8)> {
    let (hours, minutes) = text.split_once(':')?;
    Some((two_digits(hours)?, two_digits(minutes)?))
}

fn two_digits(text: &str) -> Option<u8> {
    let is_formed = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_formed { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn check(value: &Value, right: &[&str], wrong: &[&str]) {
        for text in right {
            assert!(value.accept(text).is_some(), "{text:?} is right");
        }
        for text in wrong {
            assert!(value.accept(text).is_none(), "{text:?} is wrong");
        }
    }

    #[test]
    fn numbers_have_the_digits_that_the_form_allows() {
        let amount = Value::Decimal { whole: 16, decimals: 2 };
        let wrong = ["", "-", "00", "01.5", "1.", ".5", "1.005", "+1", "1,5", "1e3", "12345678901234567", "٣"];
        check(&amount, &["0", "-0", "1.5", " -1.55\n", "1234567890123456.12"], &wrong);
        check(&Value::Natural, &["1", "+007", "99999999999999"], &["0", "-1", "", "1.0", "100000000000000"]);
        check(
            &Value::Percent,
            &["0", "100", "099.5", ".5", "8.", "-0", "12.3456780"],
            &["-1", "100.1", "1.2345678", ".", "", "1000"],
        );
        check(&Value::Figures(&[1, 2]), &["1", "+2", "01", " 1 "], &["3", "1.0", "", "-1"]);
        check(&Value::Integer, &["-12", "+0"], &["", "-", "1.5"]);
    }

    #[test]
    fn days_and_instants_are_real_and_within_bounds() {
        let days = Value::Day(date(2006, 1, 1), date(2050, 1, 1));
        let wrong = ["2027-02-29", "2028-2-29", "2005-12-31", "2050-01-02", "15/02/2026", "2026-02-15Z", "２026-02-15"];
        check(&days, &["2028-02-29", " 2050-01-01 "], &wrong);
        let instants = Value::Instant(date(2025, 9, 1), date(2050, 1, 1));
        let right =
            ["2026-02-01T00:00:00Z", "2025-08-31T23:00:00-05:00", "2026-02-01T24:00:00", "2026-02-01T10:00:00.5+02:00"];
        let wrong = [
            "2026-02-01",
            "2025-09-01T00:30:00+01:00",
            "2026-02-01T24:00:01Z",
            "2026-02-01T10:60:00Z",
            "2026-02-01T10:00:00.Z",
            "2026-02-01T1:00:00Z",
            "2026-02-01T10:00:00+15:00",
            "2026-02-01T10:00:00Zx",
        ];
        check(&instants, &right, &wrong);
    }

    #[test]
    fn texts_are_counted_in_characters_after_blanks() {
        let folded = Value::Text { blanks: Blanks::Folded, fewest: 1, most: 3 };
        check(&folded, &["żół", "  a\n b "], &["", " \n", "żółw"]);
        assert_eq!(folded.accept(" a \t b").as_deref(), Some("a b"));
        check(&Value::Words { blanks: Blanks::Kept, words: "PL|DE" }, &["PL"], &["PL ", "", "PL|DE"]);
        check(&Value::Text { blanks: Blanks::Kept, fewest: 1, most: 2 }, &["  "], &["   "]);
    }
}
