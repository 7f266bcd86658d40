//! The figures of a document that only people read, as a file beside it tells them: TOML, one key a line.
//!
//! The directory of the daemon and the command line read the same file.

use jiff::civil::Date;
use serde::Deserialize;
use toml::Value;

use super::Days;
use super::file::ToldInvoice;
use crate::id::CustomerNumber;
use crate::money::{Currency, Money};
use crate::quantity::decimal::Separator;

/// What such a file tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldFile {
    pub told: ToldInvoice,
    /// The number that the national system gave.
    pub ksef_number: Option<String>,
}

/// Why such a file tells nothing.
#[derive(Debug, thiserror::Error)]
pub enum ToldFileError {
    #[error("{}", .0.message())]
    Toml(#[from] toml::de::Error),
    #[error("period-first and period-last go together: {missing} is missing")]
    HalfAPeriod { missing: &'static str },
}

/// All keys that are read.
pub const KEYS: [&str; 12] = [
    "number",
    "customer",
    "issued-on",
    "due-on",
    "period-first",
    "period-last",
    "currency",
    "net",
    "vat",
    "gross",
    "seller-name",
    "ksef-number",
];

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Written {
    number: String,
    #[serde(default)]
    customer: Option<CustomerNumber>,
    issued_on: Day,
    #[serde(default)]
    due_on: Option<Day>,
    #[serde(default)]
    period_first: Option<Day>,
    #[serde(default)]
    period_last: Option<Day>,
    #[serde(default)]
    currency: Currency,
    net: Amount,
    vat: Amount,
    gross: Amount,
    #[serde(default)]
    seller_name: String,
    #[serde(default)]
    ksef_number: Option<String>,
}

/// An amount as text, such as `"1234.56"` or `"1234,56"`, or whole.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "Value")]
struct Amount(Money);

/// A day, with or without quotation marks.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "Value")]
struct Day(Date);

/// Why a value cannot be read.
#[derive(Debug, thiserror::Error)]
enum ValueError {
    #[error("not an amount in quotation marks, such as \"1234.56\"")]
    Amount,
    #[error("not a day, such as 2026-11-03")]
    Day,
}

impl TryFrom<Value> for Amount {
    type Error = ValueError;
    fn try_from(value: Value) -> Result<Self, ValueError> {
        let text = match value {
            Value::String(text) => text,
            Value::Integer(whole) => whole.to_string(),
            // What a float says of an amount is only nearly right.
            Value::Float(_) | Value::Boolean(_) | Value::Datetime(_) | Value::Array(_) | Value::Table(_) => {
                return Err(ValueError::Amount);
            }
        };
        let separator = if text.contains(',') { Separator::Comma } else { Separator::Point };
        Money::parse(&text, separator).map(Self).map_err(|_| ValueError::Amount)
    }
}

impl TryFrom<Value> for Day {
    type Error = ValueError;
    fn try_from(value: Value) -> Result<Self, ValueError> {
        let text = match value {
            Value::String(text) => text,
            Value::Datetime(day) if day.time.is_none() => day.to_string(),
            Value::Datetime(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::Boolean(_)
            | Value::Array(_)
            | Value::Table(_) => return Err(ValueError::Day),
        };
        text.parse().map(Self).map_err(|_| ValueError::Day)
    }
}

impl ToldFile {
    /// Reads the figures.
    ///
    /// # Errors
    /// No TOML, a key that is missing or unknown, a value that is none, half a period.
    pub fn read(text: &str) -> Result<Self, ToldFileError> {
        let written: Written = toml::from_str(text.strip_prefix('\u{feff}').unwrap_or(text))?;
        let period = match (written.period_first, written.period_last) {
            (Some(Day(first)), Some(Day(last))) => Some(Days { first, last }),
            (None, None) => None,
            (Some(_), None) => return Err(ToldFileError::HalfAPeriod { missing: "period-last" }),
            (None, Some(_)) => return Err(ToldFileError::HalfAPeriod { missing: "period-first" }),
        };
        let told = ToldInvoice {
            number: written.number,
            customer: written.customer,
            issued_on: written.issued_on.0,
            due_on: written.due_on.map(|day| day.0),
            period,
            currency: written.currency,
            net: written.net.0,
            vat: written.vat.0,
            gross: written.gross.0,
            seller_name: written.seller_name,
        };
        Ok(Self { told, ksef_number: written.ksef_number })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_exactly() {
        let text = "number = 'FV/1'\ncustomer = 'K-1'\nissued-on = 2028-02-29\nperiod-first = '2028-02-01'\n\
                    period-last = '2028-02-29'\nnet = '100,00'\nvat = 23\ngross = '123.00'\nksef-number = 'X'\n";
        let ToldFile { told, ksef_number } = ToldFile::read(text).unwrap();
        assert_eq!((told.number.as_str(), told.gross.plain().as_str()), ("FV/1", "123.00"));
        assert!(told.period.is_some() && told.currency == Currency::PLN && ksef_number.as_deref() == Some("X"));
        let day_and_time = ("2028-02-29", "2028-02-29T06:00:00");
        let wrong =
            [("vat = 23", "vat = 23.5"), ("vat", "tax"), ("2028-02-29", "2027-02-29"), ("period-last", "due-on")];
        for (from, to) in wrong.into_iter().chain([day_and_time]) {
            assert!(ToldFile::read(&text.replacen(from, to, 1)).is_err(), "{to}");
        }
    }
}
