//! JSON and NDJSON of rows: numbers come digit by digit from integers, text as [`common::cell`] writes it.

use std::io::{self, Write};

use common::cell::{instant, json_text as string};
use jiff::tz::TimeZone;

use super::cell::{Cell, with_decimals};
use super::row::Field;

/// Writes one row as an object with the given fields.
///
/// # Errors
/// Those of the writer.
pub fn object<'a>(
    out: &mut dyn Write,
    places: impl Iterator<Item = (&'static str, &'a Cell<'a>)>,
    zone: &TimeZone,
) -> io::Result<()> {
    out.write_all(b"{")?;
    for (index, (name, cell)) in places.enumerate() {
        if index > 0 {
            out.write_all(b",")?;
        }
        write!(out, "\"{name}\":")?;
        value(out, cell, zone)?;
    }
    out.write_all(b"}")
}

/// Writes one cell.
///
/// # Errors
/// Those of the writer.
pub fn value(out: &mut dyn Write, cell: &Cell<'_>, zone: &TimeZone) -> io::Result<()> {
    match cell {
        Cell::Missing | Cell::Unknown => out.write_all(b"null"),
        Cell::Text(text) | Cell::Figures(text) => string(out, text),
        Cell::Word(word) => string(out, word.name),
        Cell::Unit(quantity) => string(out, quantity.unit().name()),
        Cell::Amount(amount) | Cell::Exact(amount) | Cell::WithUnit(amount) => out.write_all(amount.exact().as_bytes()),
        Cell::Money(money) | Cell::Sum(money, _) => string(out, &money.plain()),
        Cell::Decimal(number) => string(out, number),
        Cell::Account(account) => string(out, account.as_str()),
        Cell::Number(number) | Cell::Rounded(number, _) => out.write_all(with_decimals(number).as_bytes()),
        Cell::Integer(number) => write!(out, "{number}"),
        Cell::Id(number) => write!(out, "{number}"),
        Cell::Alarm(number) => write!(out, "{number}"),
        Cell::Lasting(duration) | Cell::About(duration) => write!(out, "{}", duration.as_secs()),
        Cell::Instant(at) => string(out, &instant(*at, zone)),
        Cell::Flag(flag) => write!(out, "{flag}"),
        Cell::Texts(texts) => list(out, texts, |out, text| string(out, text)),
        Cell::Words(words) => list(out, words, |out, word| string(out, word.name)),
        Cell::Amounts(amounts) => list(out, amounts, |out, amount| {
            let text = amount.map_or_else(|| "null".to_owned(), |amount| amount.exact());
            out.write_all(text.as_bytes())
        }),
        Cell::Rows(fields, rows) => list(out, rows, |out, cells| row(out, fields, cells, zone)),
    }
}

fn row(out: &mut dyn Write, fields: &[Field], cells: &[Cell<'_>], zone: &TimeZone) -> io::Result<()> {
    object(out, fields.iter().map(|field| field.name).zip(cells), zone)
}

fn list<T>(
    out: &mut dyn Write,
    items: &[T],
    mut write: impl FnMut(&mut dyn Write, &T) -> io::Result<()>,
) -> io::Result<()> {
    out.write_all(b"[")?;
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.write_all(b",")?;
        }
        write(out, item)?;
    }
    out.write_all(b"]")
}
