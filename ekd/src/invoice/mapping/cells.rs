//! What stands in the cells of a CSV file: text of an encoding, days, amounts.

use std::borrow::Cow;

use common::invoice::file::{FileProblem, ProblemKind};
use common::money::{Money, MoneyError};
use common::quantity::decimal::{Decimal, DecimalError, Separator};
use encoding_rs::Encoding;
use jiff::civil::Date;

use crate::invoice::MAX_BYTES;
use crate::invoice::problem::{problem, with};

/// Returns the text of a file.
pub(super) fn decoded<'a>(bytes: &'a [u8], encoding: &str) -> Result<Cow<'a, str>, FileProblem> {
    if bytes.len() > MAX_BYTES {
        let problem = problem(ProblemKind::TooLarge, "", None);
        return Err(with(problem, &bytes.len().to_string(), &format!("≤ {MAX_BYTES}")));
    }
    let named = Encoding::for_label(encoding.as_bytes()).unwrap_or(encoding_rs::UTF_8);
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or((named, 0));
    let body = &bytes[mark..];
    if encoding == encoding_rs::UTF_8 {
        return std::str::from_utf8(body).map(Cow::Borrowed).map_err(|error| {
            let line = body[..error.valid_up_to()].iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>() + 1;
            let byte = body.get(error.valid_up_to()).map(|byte| format!("0x{byte:02x}")).unwrap_or_default();
            with(problem(ProblemKind::Malformed, "", Some(line)), &byte, encoding.name())
        });
    }
    let text = encoding.decode_without_bom_handling_and_without_replacement(body);
    text.ok_or_else(|| with(problem(ProblemKind::Malformed, "", None), "", encoding.name()))
}

/// Reads a day that is written in this way.
pub(super) fn date(text: &str, format: &str) -> Option<Date> {
    Date::strptime(format, text).ok()
}

/// Reads an amount; three digits each may be set off by a blank.
pub(super) fn amount(text: &str, separator: Separator) -> Result<Money, MoneyError> {
    Money::parse(&joined(text), separator)
}

/// Reads a number that is no money, and returns it as a plain decimal.
pub(super) fn number(text: &str, separator: Separator) -> Result<String, DecimalError> {
    Decimal::parse(&joined(text), separator).map(|number| number.to_string())
}

const fn is_gap(character: char) -> bool {
    // A blank, one that does not break, and a narrow one: what programs set between thousands.
    matches!(character, ' ' | '\u{a0}' | '\u{202f}')
}

/// Returns a number without the blanks between its thousands; one with blanks elsewhere as it stands.
fn joined(text: &str) -> Cow<'_, str> {
    if !text.contains(is_gap) {
        return Cow::Borrowed(text);
    }
    let whole = text.trim_start_matches(['-', '+']).split(['.', ',']).next().unwrap_or_default();
    let mut groups = whole.split(is_gap);
    let is_digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let first = groups.next().unwrap_or_default();
    let is_grouped = (1..=3).contains(&first.len())
        && is_digits(first)
        && groups.clone().next().is_some()
        && groups.all(|group| group.len() == 3 && is_digits(group));
    let rest = text.trim_start_matches(['-', '+']).get(whole.len()..).unwrap_or_default();
    if is_grouped && !rest.contains(is_gap) { Cow::Owned(text.replace(is_gap, "")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_programs_write_them() {
        let read = |text| amount(text, Separator::Comma).ok().map(Money::grosze);
        let right =
            [("1 234,56", 123_456), ("-12\u{a0}345\u{202f}678,9", -1_234_567_890), ("0,5", 50), ("1234", 123_400)];
        for (text, grosze) in right {
            assert_eq!(read(text), Some(grosze), "{text}");
        }
        for text in ["1 23,00", "1234 567,00", "1 234 ,5", "1,005", "1.5", "", " ", "12 zł", "1 234, 56"] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(number("1 234,500", Separator::Comma).as_deref(), Ok("1234.5"));
    }
}
