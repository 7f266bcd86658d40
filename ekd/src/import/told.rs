//! What lies beside a file in the directory: the figures of a document that only people read, and the receipt of the national
//! system.

use common::id::CustomerNumber;
use common::invoice::Days;
use common::invoice::file::ToldInvoice;
use common::money::{Currency, Money};
use common::quantity::decimal::Separator;
use jiff::civil::Date;
use serde::Deserialize;
use toml::Value;

use crate::invoice::ksef;

/// The figures of a document, as `FILE.toml` tells them beside `FILE.pdf`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
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

/// An amount as a text such as `"1234,56"`, or whole: a number of TOML has no exact decimals.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "Value")]
struct Amount(Money);

/// A day, with or without quotation marks.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "Value")]
struct Day(Date);

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
            Value::Datetime(day) => day.to_string(),
            Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Array(_) | Value::Table(_) => {
                return Err(ValueError::Day);
            }
        };
        text.parse().map(Self).map_err(|_| ValueError::Day)
    }
}

/// Reads the figures of a document, and the number of the national system if it has one.
///
/// # Errors
/// What is wrong with them, in a sentence.
pub(super) fn read(bytes: &[u8]) -> Result<(ToldInvoice, Option<String>), String> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let written: Written = toml::from_str(text).map_err(|error| error.message().to_owned())?;
    let period = match (written.period_first, written.period_last) {
        (Some(Day(first)), Some(Day(last))) => Some(Days { first, last }),
        (None, None) => None,
        (Some(_), None) | (None, Some(_)) => return Err("period-first and period-last go together".to_owned()),
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
    Ok((told, written.ksef_number))
}

/// Finds the number of the national system in its receipt (UPO), if it tells one and no other.
#[must_use]
pub(super) fn number_of_receipt(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let words = text.split(|character: char| !(character.is_ascii_alphanumeric() || character == '-'));
    let mut numbers: Vec<&str> = words.filter(|word| ksef::is_number(word)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    if let [one] = numbers.as_slice() { Some((*one).to_owned()) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_from_the_file_beside() {
        let text = "number = 'FV/1'\ncustomer = 'K-1'\nissued-on = 2028-02-29\nperiod-first = '2028-02-01'\n\
                    period-last = '2028-02-29'\nnet = '100,00'\nvat = 23\ngross = '123.00'\n";
        let (told, number) = read(text.as_bytes()).unwrap();
        assert_eq!((told.number.as_str(), told.gross.plain().as_str(), number), ("FV/1", "123.00", None));
        assert!(told.period.is_some() && told.currency == Currency::PLN);
        for (from, to) in
            [("vat = 23", "vat = 23.5"), ("vat", "tax"), ("2028-02-29", "2027-02-29"), ("period-last", "due-on")]
        {
            assert!(read(text.replacen(from, to, 1).as_bytes()).is_err(), "{to}");
        }
        assert!(read(&[0xff]).is_err());
    }

    #[test]
    fn a_receipt_tells_one_number_or_none() {
        let number = "5265877635-20250826-0100001AF629-AF";
        let receipt = format!("<D><NumerKSeFDokumentu>{number}</NumerKSeFDokumentu><X>{number}</X></D>");
        assert_eq!(number_of_receipt(receipt.as_bytes()).as_deref(), Some(number));
        let two = format!("{receipt}<N>5265877635-20250826-0100001AF630-AF</N>");
        assert_eq!(number_of_receipt(two.as_bytes()), None);
    }
}
