//! Addresses with the wanted period in them: `https://host/heat/{day:%Y/%m/%d}.xml`.
//!
//! Pure text: knows neither HTTP nor when it is.

use std::fmt::Write as _;

use jiff::Zoned;
use jiff::civil::Date;
use jiff::fmt::strtime;
use jiff::tz::TimeZone;

use super::plan::{Period, Shape};

/// An address that may ask for a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
}

/// Why a text is no address template.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    #[error("a `{{` is never closed")]
    Open,
    #[error("`{{{0}}}` is not known: write {{day}}, {{from}} or {{until}}, with a format such as {{day:%Y-%m-%d}}")]
    Field(String),
    #[error("`{0}` is no date format")]
    Format(String),
    #[error("{{day}} asks for one day and does not go together with {{from}} and {{until}}")]
    Mixed,
    #[error("{{until}} needs {{from}}")]
    UntilAlone,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Literal(String),
    Field(Field, String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    /// The midnight that begins the only day.
    Day,
    /// The midnight that begins the period.
    From,
    /// The midnight that ends the period.
    Until,
}

const DEFAULT_FORMAT: &str = "%Y-%m-%d";

impl Template {
    /// Reads a template; a field without a format is written as `2026-03-29`.
    ///
    /// # Errors
    /// Unknown fields and formats, and combinations that ask for nothing sensible.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((literal, after)) = rest.split_once('{') {
            let (field, after) = after.split_once('}').ok_or(TemplateError::Open)?;
            parts.push(Part::Literal(literal.to_owned()));
            parts.push(parse_field(field)?);
            rest = after;
        }
        parts.push(Part::Literal(rest.to_owned()));
        let template = Self { parts };
        let (day, from, until) = (template.has(Field::Day), template.has(Field::From), template.has(Field::Until));
        if day && (from || until) {
            return Err(TemplateError::Mixed);
        }
        if until && !from {
            return Err(TemplateError::UntilAlone);
        }
        Ok(template)
    }

    /// Returns what the address can ask for.
    #[must_use]
    pub fn shape(&self) -> Shape {
        if self.has(Field::Day) {
            Shape::Daily
        } else if self.has(Field::From) {
            Shape::Spans
        } else {
            Shape::Whole
        }
    }

    /// Returns the address of a period whose days begin and end at midnight in `zone`.
    ///
    /// # Errors
    /// A day at the end of the calendar.
    pub fn fill(&self, period: Period, zone: &TimeZone) -> Result<String, TemplateError> {
        let mut address = String::new();
        for part in &self.parts {
            match part {
                Part::Literal(text) => address.push_str(text),
                Part::Field(field, format) => push_escaped(&mut address, &field.write(period, format, zone)?),
            }
        }
        Ok(address)
    }

    fn has(&self, wanted: Field) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Field(field, _) if *field == wanted))
    }
}

impl Field {
    fn write(self, period: Period, format: &str, zone: &TimeZone) -> Result<String, TemplateError> {
        let wrong = || TemplateError::Format(format.to_owned());
        let Period::Days { first, last } = period else { return Ok(String::new()) };
        let day = match self {
            Self::Day | Self::From => first,
            Self::Until => last.tomorrow().map_err(|_| wrong())?,
        };
        let midnight: Zoned = day.to_zoned(zone.clone()).map_err(|_| wrong())?;
        strtime::format(format, &midnight).map_err(|_| wrong())
    }
}

fn parse_field(text: &str) -> Result<Part, TemplateError> {
    let (name, format) = text.split_once(':').unwrap_or((text, DEFAULT_FORMAT));
    let field = match name {
        "day" => Field::Day,
        "from" => Field::From,
        "until" => Field::Until,
        _ => return Err(TemplateError::Field(text.to_owned())),
    };
    let day = Date::constant(2026, 1, 1);
    field.write(Period::Days { first: day, last: day }, format, &TimeZone::UTC)?;
    Ok(Part::Field(field, format.to_owned()))
}

/// A `+` in a zone's offset would reach the server as a space; slashes and colons are harmless in paths and queries.
fn push_escaped(address: &mut String, value: &str) {
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:/".contains(&byte) {
            address.push(char::from(byte));
        } else {
            write!(address, "%{byte:02X}").expect("writing to a String cannot fail");
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn warsaw() -> TimeZone {
        TimeZone::get("Europe/Warsaw").unwrap()
    }

    #[test]
    fn a_day_goes_into_path_and_query() {
        let period = Period::Days { first: date(2026, 3, 29), last: date(2026, 3, 29) };
        let check = |template: &str, want: &str| {
            assert_eq!(Template::parse(template).unwrap().fill(period, &warsaw()).unwrap(), want);
        };
        check("https://a/x.xml", "https://a/x.xml");
        check("https://a/{day:%Y/%m/%d}.xml", "https://a/2026/03/29.xml");
        check("https://a/x?d={day}&n=1", "https://a/x?d=2026-03-29&n=1");
        check("https://a/x?f={from:%s}&u={until:%s}", "https://a/x?f=1774738800&u=1774821600");
    }

    #[test]
    fn offsets_are_those_of_the_zone_at_midnight_and_survive_a_query() {
        let period = Period::Days { first: date(2026, 3, 28), last: date(2026, 3, 29) };
        let template = Template::parse("https://a/?f={from:%Y-%m-%dT%H:%M:%S%:z}&u={until:%FT%T%:z}").unwrap();
        assert_eq!(
            template.fill(period, &warsaw()).unwrap(),
            "https://a/?f=2026-03-28T00:00:00%2B01:00&u=2026-03-30T00:00:00%2B02:00"
        );
    }

    #[test]
    fn what_asks_for_nothing_sensible_is_refused() {
        let check = |template: &str, want: TemplateError| assert_eq!(Template::parse(template), Err(want));
        check("https://a/{day", TemplateError::Open);
        check("https://a/{week}", TemplateError::Field("week".to_owned()));
        check("https://a/{day:%!}", TemplateError::Format("%!".to_owned()));
        check("https://a/{day}/{from}", TemplateError::Mixed);
        check("https://a/{until}", TemplateError::UntilAlone);
    }
}
