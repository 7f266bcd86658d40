//! Balances and the line of an entry, field 61.

use common::invoice::file::{FileProblem, ProblemKind};
use common::money::{Currency, Money};
use common::quantity::decimal::Separator;
use jiff::civil::Date;

use super::super::read::problem;
use super::field::Field;

/// A balance on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Balance {
    pub(super) on: Date,
    pub(super) currency: Currency,
    pub(super) amount: Money,
}

/// What the first line of an entry says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct EntryLine<'a> {
    pub(super) value_on: Date,
    pub(super) booked_on: Date,
    pub(super) is_reversal: bool,
    pub(super) amount: Money,
    /// What the payer calls it; empty where it is `NONREF`.
    pub(super) reference: &'a str,
    /// What the bank calls it.
    pub(super) bank_reference: &'a str,
    /// What stands behind the reference, or on the next line.
    pub(super) text: String,
}

/// `NONREF`: there is none.
const NO_REFERENCE: &str = "NONREF";

/// Reads `C231130PLN1234,56`.
pub(super) fn balance(field: &Field<'_>) -> Result<Balance, FileProblem> {
    let text = field.lines.first().copied().unwrap_or_default().trim();
    let wrong =
        || problem(ProblemKind::BadValue, &format!(":{}:", field.tag), Some(field.line), text, "C261130PLN1234,56");
    let read = || {
        let (sign, rest) = text.split_at_checked(1)?;
        let (day, rest) = rest.split_at_checked(6)?;
        let (currency, amount) = rest.split_at_checked(3)?;
        let amount = unsigned(amount)?;
        let amount = match sign {
            "C" => amount,
            "D" => -amount,
            _ => return None,
        };
        Some(Balance { on: date(day)?, currency: Currency::parse(currency).ok()?, amount })
    };
    read().ok_or_else(wrong)
}

/// Reads `2311301130CN1234,56NTRFNONREF//REFERENCE`, and the line below it.
pub(super) fn entry<'a>(field: &Field<'a>) -> Result<EntryLine<'a>, FileProblem> {
    let text = field.lines.first().copied().unwrap_or_default();
    let wrong = |wanted: &str| problem(ProblemKind::BadValue, ":61:", Some(field.line), text, wanted);
    let (value_day, rest) = text.split_at_checked(6).ok_or_else(|| wrong("261130"))?;
    let value_on = date(value_day).ok_or_else(|| wrong("261130"))?;
    let (booked_on, rest) = match rest.split_at_checked(4) {
        Some((day, rest)) if day.bytes().all(|byte| byte.is_ascii_digit()) => {
            (near(day, value_on).ok_or_else(|| wrong("1130"))?, rest)
        }
        _ => (value_on, rest),
    };
    let (is_reversal, rest) = rest.strip_prefix('R').map_or((false, rest), |rest| (true, rest));
    let (is_incoming, rest) = match (rest.strip_prefix('C'), rest.strip_prefix('D')) {
        (Some(rest), _) => (true, rest),
        (None, Some(rest)) => (false, rest),
        (None, None) => return Err(wrong("C, D, RC, RD")),
    };
    let rest = rest.strip_prefix(|letter: char| letter.is_ascii_uppercase()).unwrap_or(rest);
    let end = rest.find(|character: char| !character.is_ascii_digit() && character != ',').unwrap_or(rest.len());
    let (amount, rest) = rest.split_at(end);
    let amount = unsigned(amount).ok_or_else(|| wrong("1234,56"))?;
    // The kind of transaction: a letter and three characters.
    let mut characters = rest.char_indices();
    let is_kind = characters.next().is_some_and(|(_, letter)| letter.is_ascii_uppercase());
    let end =
        characters.nth(2).map(|(at, last)| at + last.len_utf8()).filter(|_| is_kind).ok_or_else(|| wrong("NTRF"))?;
    let (reference, bank_reference, text) = references(&rest[end..]);
    let below = field.lines.iter().skip(1).map(|line| line.trim()).filter(|line| !line.is_empty());
    let text = std::iter::once(text).chain(below).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let amount = if is_incoming == is_reversal { -amount } else { amount };
    Ok(EntryLine { value_on, booked_on, is_reversal, amount, reference, bank_reference, text })
}

/// Takes apart `REFERENCE//BANK`, and what some banks write behind blanks.
fn references(text: &str) -> (&str, &str, &str) {
    let (own, bank) = text.split_once("//").unwrap_or((text, ""));
    let (own, behind) = own.trim_start().split_once("  ").unwrap_or((own, ""));
    let given = |reference: &'_ str| -> bool { reference != NO_REFERENCE };
    let (own, bank) = (own.trim(), bank.trim());
    let bank_or_none = if given(bank) { bank } else { "" };
    (if given(own) { own } else { "" }, bank_or_none, behind.trim())
}

/// Reads an amount without a sign; banks leave out decimals and the comma, and put zeros before it.
fn unsigned(text: &str) -> Option<Money> {
    let is_plain = text.starts_with(|first: char| first.is_ascii_digit());
    Money::parse(text, Separator::Comma).ok().filter(|_| is_plain)
}

/// Reads a day such as `261130`. Banks that count thirty days in every month write a thirtieth of February.
fn date(text: &str) -> Option<Date> {
    let year = number(text.get(..2)?)?;
    let (month, day) = (number(text.get(2..4)?)?, number(text.get(4..6)?)?);
    day_of(if year < 80 { 2000 + year } else { 1900 + year }, month, day)
}

/// Returns the day such as `1130` of the year in which it is nearest to another one.
fn near(text: &str, other: Date) -> Option<Date> {
    let (month, day) = (number(text.get(..2)?)?, number(text.get(2..4)?)?);
    let days = (other.year() - 1..=other.year() + 1).filter_map(|year| day_of(year, month, day));
    days.min_by_key(|day| other.duration_until(*day).abs())
}

fn day_of(year: i16, month: i16, day: i16) -> Option<Date> {
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    if month == 2 && day == 30 {
        return Some(Date::new(year, 2, 1).ok()?.last_of_month());
    }
    Date::new(year, month, day).ok().or_else(|| {
        // 29 February outside of leap years: the same banks.
        (month == 2 && day == 29).then(|| Date::new(year, 2, 28).ok()).flatten()
    })
}

fn number(text: &str) -> Option<i16> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn field(text: &str) -> Field<'_> {
        Field { tag: "61", lines: text.split('\n').collect(), line: 7 }
    }

    #[test]
    fn the_sign_is_turned_round_by_an_r() {
        let amount = |text| {
            let text = format!("261130{text}NTRFNONREF");
            entry(&field(&text)).map(|entry| (entry.amount.grosze(), entry.is_reversal))
        };
        assert_eq!(amount("C12,"), Ok((1200, false)));
        assert_eq!(amount("DN0012,5"), Ok((-1250, false)));
        assert_eq!(amount("RC12,50"), Ok((-1250, true)));
        assert_eq!(amount("RDN12,50"), Ok((1250, true)));
        // The third letter of EUR.
        assert_eq!(amount("CR500"), Ok((50000, false)));
        for wrong in ["12,50", "X12,50", "C", "C,50", "C-1,00", "C1.00", "C1,005", "C1,2,3"] {
            assert!(amount(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_day_of_booking_minds_the_turn_of_the_year() {
        let days = |text| {
            let text = format!("{text}C1,00NTRFNONREF");
            entry(&field(&text)).map(|entry| (entry.value_on, entry.booked_on)).ok()
        };
        assert_eq!(days("2701011231"), Some((date(2027, 1, 1), date(2026, 12, 31))));
        assert_eq!(days("2612310102"), Some((date(2026, 12, 31), date(2027, 1, 2))));
        assert_eq!(days("280229"), Some((date(2028, 2, 29), date(2028, 2, 29))));
        assert_eq!(days("1602300301"), Some((date(2016, 2, 29), date(2016, 3, 1))));
        assert_eq!(days("2611301330"), None);
        assert_eq!(days("261131"), None);
    }

    #[test]
    fn references_are_taken_apart() {
        let read = |text: &str| {
            let text = format!("261130C1,00{text}");
            entry(&field(&text))
                .map(|entry| (entry.reference.to_owned(), entry.bank_reference.to_owned(), entry.text))
                .ok()
        };
        let of = |own: &str, bank: &str, text: &str| Some((own.to_owned(), bank.to_owned(), text.to_owned()));
        assert_eq!(read("NTRFNONREF//BR0729\nOPŁATA"), of("", "BR0729", "OPŁATA"));
        assert_eq!(read("N0600733959555      T-MOBILE"), of("0733959555", "", "T-MOBILE"));
        assert_eq!(read("S   X"), of("X", "", ""));
        assert_eq!(read("NTRF"), of("", "", ""));
        assert_eq!(read("NTR"), None);
        assert_eq!(read(""), None);
    }

    #[test]
    fn a_balance_needs_all_its_parts() {
        let read = |text| balance(&Field { tag: "62F", lines: vec![text], line: 1 });
        let balance = read("D260228PLN0012,5").unwrap();
        assert_eq!((balance.amount.grosze(), balance.on), (-1250, date(2026, 2, 28)));
        for wrong in
            ["", "C", "C260228", "C260228105000,00", "X260228PLN1,00", "C260228PLN", "C260228ąęł", "C261301PLN1,00"]
        {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
