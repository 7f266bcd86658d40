//! Rows become the types of `common` directly. What this program does not understand is named, never guessed.

use common::money::{Currency, Money};
use common::source::Tally;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use rusqlite::types::Type;
use rusqlite::{Error, Row};
use serde::de::DeserializeOwned;

pub(super) fn instant(row: &Row<'_>, column: usize) -> Result<Timestamp, Error> {
    to_instant(column, row.get(column)?)
}

pub(super) fn instant_or_none(row: &Row<'_>, column: usize) -> Result<Option<Timestamp>, Error> {
    row.get::<_, Option<i64>>(column)?.map(|second| to_instant(column, second)).transpose()
}

fn to_instant(column: usize, second: i64) -> Result<Timestamp, Error> {
    Timestamp::from_second(second).map_err(|error| foreign(column, error))
}

pub(super) fn duration_or_none(row: &Row<'_>, column: usize) -> Result<Option<SignedDuration>, Error> {
    Ok(row.get::<_, Option<i64>>(column)?.map(SignedDuration::from_secs))
}

/// Reads a local date, which the archive writes as ISO 8601 does.
pub(super) fn date(row: &Row<'_>, column: usize) -> Result<Date, Error> {
    to_date(column, &row.get::<_, String>(column)?)
}

pub(super) fn date_or_none(row: &Row<'_>, column: usize) -> Result<Option<Date>, Error> {
    row.get::<_, Option<String>>(column)?.map(|text| to_date(column, &text)).transpose()
}

fn to_date(column: usize, text: &str) -> Result<Date, Error> {
    text.parse().map_err(|error: jiff::Error| foreign(column, error))
}

/// Reads a count, which the database keeps with a sign.
pub(super) fn unsigned(row: &Row<'_>, column: usize) -> Result<u64, Error> {
    row.get::<_, i64>(column).map(i64::cast_unsigned)
}

/// Reads the six counts of a tally, in the order of the migration, from `first` on.
pub(super) fn tally(row: &Row<'_>, first: usize) -> Result<Tally, Error> {
    Ok(Tally {
        received: unsigned(row, first)?,
        stored: unsigned(row, first + 1)?,
        duplicate: unsigned(row, first + 2)?,
        corrected: unsigned(row, first + 3)?,
        quarantined: unsigned(row, first + 4)?,
        rejected: unsigned(row, first + 5)?,
    })
}

/// Reads a code of `common::id`.
pub(super) fn code<T: TryFrom<String>>(row: &Row<'_>, column: usize) -> Result<T, Error>
where
    T::Error: std::error::Error + Send + Sync + 'static,
{
    T::try_from(row.get(column)?).map_err(|error| foreign(column, error))
}

/// Reads a code that may be missing.
pub(super) fn code_or_none<T: TryFrom<String>>(row: &Row<'_>, column: usize) -> Result<Option<T>, Error>
where
    T::Error: std::error::Error + Send + Sync + 'static,
{
    let text: Option<String> = row.get(column)?;
    text.map(|text| T::try_from(text).map_err(|error| foreign(column, error))).transpose()
}

/// Reads a name by what knows the names.
pub(super) fn by_name<T>(row: &Row<'_>, column: usize, parse: impl Fn(&str) -> Option<T>) -> Result<T, Error> {
    let name: String = row.get(column)?;
    parse(&name).ok_or_else(|| foreign(column, name))
}

/// Reads JSON of our own.
pub(super) fn json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> Result<T, Error> {
    serde_json::from_str(&row.get::<_, String>(column)?).map_err(|error| foreign(column, error))
}

/// Reads a name as `serde` writes it, such as a `ProblemKind`.
pub(super) fn named<T: DeserializeOwned>(column: usize, name: String) -> Result<T, Error> {
    serde_json::from_value(serde_json::Value::String(name)).map_err(|error| foreign(column, error))
}

pub(super) fn foreign(column: usize, error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::FromSqlConversionFailure(column, Type::Null, error.into())
}

/// Returns a text for `LIKE … ESCAPE '\'` that finds `text` anywhere in a folded column.
pub(super) fn anywhere(text: Option<&str>) -> Option<String> {
    let folded = common::text::fold(text?);
    let escaped = folded.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    Some(format!("%{escaped}%"))
}

/// Reads an amount, which the archive keeps in hundredths.
pub(super) fn money(row: &Row<'_>, column: usize) -> Result<Money, Error> {
    row.get(column).map(Money::from_grosze)
}

pub(super) fn currency(row: &Row<'_>, column: usize) -> Result<Currency, Error> {
    code(row, column)
}
