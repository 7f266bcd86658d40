//! The figures of an invoice that a person tells beside a PDF: TOML, one key a line.
//!
//! A slip names its line and its key; a key that nothing reads is one, too. Knows no daemon.

use common::id::CustomerNumber;
use common::invoice::Days;
use common::invoice::file::ToldInvoice;
use common::money::{Currency, Money};
use common::quantity::decimal::Separator;
use jiff::civil::Date;
use serde::Deserialize;
use toml::Value;
use toml::de::DeTable;

use super::rule_file::{RuleProblem, RuleSlip, line_at, not_toml};
use crate::nearest::nearest;

const EXAMPLE: &str = "ekctl invoices import --help";
const KEYS: [&str; 11] = [
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
];

/// The file as it is written.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct File {
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

/// Reads the figures.
///
/// # Errors
/// The first slip, with its line and its key.
pub fn read(text: &str) -> Result<ToldInvoice, RuleSlip> {
    found(text).map_err(|slip| RuleSlip { example: EXAMPLE, ..slip })
}

fn found(text: &str) -> Result<ToldInvoice, RuleSlip> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    DeTable::parse(text).map_err(|error| not_toml(text, &error))?;
    let file: File = toml::from_str(text).map_err(|error| slip(text, &error))?;
    let period = match (file.period_first, file.period_last) {
        (Some(Day(first)), Some(Day(last))) => Some(Days { first, last }),
        (None, None) => None,
        (Some(_), None) => return Err(RuleSlip::at(0, RuleProblem::MissingKey, "period-last")),
        (None, Some(_)) => return Err(RuleSlip::at(0, RuleProblem::MissingKey, "period-first")),
    };
    Ok(ToldInvoice {
        number: file.number,
        customer: file.customer,
        issued_on: file.issued_on.0,
        due_on: file.due_on.map(|day| day.0),
        period,
        currency: file.currency,
        net: file.net.0,
        vat: file.vat.0,
        gross: file.gross.0,
        seller_name: file.seller_name,
    })
}

fn slip(text: &str, error: &toml::de::Error) -> RuleSlip {
    let quoted = |after: &str| {
        let rest = error.message().split_once(after)?.1;
        Some(rest.split('`').next().unwrap_or_default().to_owned())
    };
    if let Some(key) = quoted("missing field `") {
        return RuleSlip::at(0, RuleProblem::MissingKey, &key);
    }
    let line = error.span().map_or(0, |span| line_at(text, span.start));
    if let Some(key) = quoted("unknown field `") {
        let similar = nearest(&key, &KEYS).map(str::to_owned);
        return RuleSlip { similar, ..RuleSlip::at(line, RuleProblem::UnknownKey, &key) };
    }
    let written = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
    let key = written.split('=').next().unwrap_or_default().trim();
    RuleSlip { text: error.message().to_owned(), ..RuleSlip::at(line, RuleProblem::BadValue, key) }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const WHOLE: &str = r#"number = "FV/2026/10/1"
customer = "1001"
issued-on = "2026-10-05"
due-on = 2026-11-03
period-first = "2026-09-01"
period-last = "2026-09-30"
net = "100.00"
vat = "23,00"
gross = "123"
"#;

    #[test]
    fn figures_are_read_exactly() {
        let told = read(WHOLE).unwrap();
        assert_eq!((told.net.grosze(), told.vat.grosze(), told.gross.grosze()), (10_000, 2_300, 12_300));
        assert_eq!(told.period, Some(Days { first: date(2026, 9, 1), last: date(2026, 9, 30) }));
        assert_eq!((told.due_on, told.currency), (Some(date(2026, 11, 3)), Currency::PLN));
    }

    #[test]
    fn a_slip_is_told_with_its_key() {
        let check = |from: &str, to: &str, line, problem, key: &str| {
            let slip = read(&WHOLE.replace(from, to)).unwrap_err();
            assert_eq!((slip.line, slip.problem, slip.key.as_str()), (line, problem, key), "{to}");
        };
        check("net = \"100.00\"\n", "", 0, RuleProblem::MissingKey, "net");
        check("due-on", "due_on", 4, RuleProblem::UnknownKey, "due_on");
        check("\"23,00\"", "\"23,001\"", 8, RuleProblem::BadValue, "vat");
        check("\"23,00\"", "23.0", 8, RuleProblem::BadValue, "vat");
        check("due-on = 2026-11-03", "due-on = \"2026-11-31\"", 4, RuleProblem::BadValue, "due-on");
        check("period-last = \"2026-09-30\"\n", "", 0, RuleProblem::MissingKey, "period-last");
        check("\"1001\"", "\"1001", 2, RuleProblem::NotToml, "");
    }
}
