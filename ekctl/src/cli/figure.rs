//! Figures of one argument with a unit that goes without saying: areas, temperatures, times of day.
//!
//! A comma is a decimal separator here: none of these has groups of thousands with decimals behind them.

use common::quantity::decimal::{Decimal, Separator};
use common::quantity::{Area, Temperature};
use jiff::civil::Time;

/// Why a text is no such figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FigureError {
    #[error("not an area in square metres with at most two decimals")]
    Area,
    #[error("not a temperature between 0 and 30 degrees Celsius")]
    Base,
    #[error("not a time of day such as 07:00")]
    Time,
}

/// Reads `2412.5`, `2412,5 m2`.
///
/// # Errors
/// No number, not above zero, more than two decimals.
pub fn area(text: &str) -> Result<Area, FigureError> {
    const MOST: i64 = 1_000_000_000;
    let base = scaled(text, &["m2", "m²"], 2).ok_or(FigureError::Area)?;
    if (1..=MOST).contains(&base) { Ok(Area::from_base(base)) } else { Err(FigureError::Area) }
}

/// Reads the temperature below which degree days count: `15`, `14,6 °C`.
///
/// # Errors
/// No number, more than three decimals, nothing at which buildings are heated.
pub fn base_temperature(text: &str) -> Result<Temperature, FigureError> {
    let base = scaled(text, &["°C", "C"], 3).ok_or(FigureError::Base)?;
    if (0..=30_000).contains(&base) { Ok(Temperature::from_base(base)) } else { Err(FigureError::Base) }
}

/// Reads `07:00`, `7:00`.
///
/// # Errors
/// No time of day to the minute.
pub fn time(text: &str) -> Result<Time, FigureError> {
    let (hour, minute) = text.trim().split_once(':').ok_or(FigureError::Time)?;
    let number = |text: &str| text.parse::<i8>().ok().filter(|_| text.len() <= 2 && !text.starts_with(['+', '-']));
    let (hour, minute) = number(hour).zip(number(minute)).ok_or(FigureError::Time)?;
    Time::new(hour, minute, 0, 0).map_err(|_| FigureError::Time)
}

/// Returns the number in units of so many decimals; `None` where it has more.
fn scaled(text: &str, units: &[&str], decimals: u32) -> Option<i64> {
    let text = text.trim();
    let number = units.iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(text);
    let number = Decimal::parse(&number.replace(',', "."), Separator::Point).ok()?;
    i64::try_from(number.scaled(decimals)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_are_read_with_and_without_their_unit() {
        let check = |text, expected: Option<i64>| assert_eq!(area(text).ok().map(Area::base), expected, "{text}");
        check("2412.5", Some(241_250));
        check("2412,5 m2", Some(241_250));
        check("38 m²", Some(3_800));
        check("2,412", None);
        check("0", None);
        check("-5", None);
        check("2412 ha", None);
        check("1e300", None);
    }

    #[test]
    fn a_base_is_a_temperature_at_which_heating_begins() {
        let check = |text, expected: Option<i64>| {
            assert_eq!(base_temperature(text).ok().map(Temperature::base), expected, "{text}");
        };
        check("15", Some(15_000));
        check("14,6 °C", Some(14_600));
        check("150", None);
        check("-1", None);
        check("NaN", None);
    }

    #[test]
    fn times_of_day_have_minutes() {
        let check = |text, expected: Option<(i8, i8)>| {
            assert_eq!(time(text).ok().map(|time| (time.hour(), time.minute())), expected, "{text}");
        };
        check("07:00", Some((7, 0)));
        check("7:05", Some((7, 5)));
        check("24:00", None);
        check("7", None);
        check("7:+5", None);
    }
}
