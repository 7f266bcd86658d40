//! CSV of rows, its fields as [`common::cell`] writes them.

use std::borrow::Cow;
use std::io::{self, Write};

use common::cell::{Dialect, csv_text, instant};
use jiff::tz::TimeZone;

use super::cell::{Cell, with_decimals};
use super::figure::is_number;

/// Writes the headings.
///
/// # Errors
/// Those of the writer.
pub fn headings<'a>(dialect: Dialect, out: &mut dyn Write, names: impl Iterator<Item = &'a str>) -> io::Result<()> {
    out.write_all(dialect.mark().as_bytes())?;
    dialect.line(out, names.map(Cow::Borrowed))
}

/// Writes one row.
///
/// # Errors
/// Those of the writer.
pub fn row<'a>(
    dialect: Dialect,
    out: &mut dyn Write,
    cells: impl Iterator<Item = &'a Cell<'a>>,
    zone: &TimeZone,
) -> io::Result<()> {
    dialect.line(out, cells.map(|cell| Cow::Owned(field(dialect, cell, zone))))
}

fn field(dialect: Dialect, cell: &Cell<'_>, zone: &TimeZone) -> String {
    match cell {
        Cell::Missing | Cell::Unknown => String::new(),
        Cell::Word(word) => csv_text(word.name),
        Cell::Unit(quantity) => csv_text(quantity.unit().name()),
        Cell::Amount(amount) | Cell::Exact(amount) | Cell::WithUnit(amount) => dialect.number(&amount.exact()),
        Cell::Money(money) | Cell::Sum(money, _) => dialect.number(&money.plain()),
        // What a document writes may be no number, and must be no formula.
        Cell::Decimal(number) if is_number(number) => dialect.number(number),
        Cell::Decimal(text) | Cell::Text(text) | Cell::Figures(text) => csv_text(text),
        Cell::Account(account) => csv_text(account.as_str()),
        Cell::Number(number) | Cell::Rounded(number, _) => dialect.number(&with_decimals(number)),
        Cell::Integer(number) => number.to_string(),
        Cell::Id(number) => number.to_string(),
        Cell::Alarm(number) => number.to_string(),
        Cell::Lasting(duration) | Cell::About(duration) => duration.as_secs().to_string(),
        Cell::Instant(at) => instant(*at, zone),
        Cell::Flag(flag) => flag.to_string(),
        Cell::Texts(texts) => csv_text(&texts.join(" ")),
        Cell::Words(words) => csv_text(&words.iter().map(|word| word.name).collect::<Vec<_>>().join(" ")),
        Cell::Amounts(amounts) => {
            let texts: Vec<_> =
                amounts.iter().map(|amount| amount.map_or_else(|| "-".to_owned(), |amount| amount.exact())).collect();
            csv_text(&texts.join(" "))
        }
        Cell::Rows(_, rows) => rows.len().to_string(),
    }
}
#[cfg(test)]
mod tests {
    use common::quantity::Quantity;

    use super::super::cell::Amount;
    use super::*;

    #[test]
    fn text_is_no_formula_and_a_number_is_no_text() {
        let written = |dialect, cell: &Cell<'_>| field(dialect, cell, &TimeZone::UTC);
        assert_eq!(written(Dialect::Plain, &Cell::Text(Cow::Borrowed("-5.2"))), "'-5.2");
        let cold = Cell::Amount(Amount { quantity: Quantity::Outdoor, base: -5_200 });
        assert_eq!(written(Dialect::Plain, &cold), "-5.2");
        assert_eq!(written(Dialect::ExcelPl, &cold), "-5,2");
    }
}
