//! Register states as people write them: `8412.36 GJ`, `2336.8 MWh`, in Polish also `8 412,36 GJ`.
//!
//! A bare number is in the quantity's own unit. The comma is a decimal separator only where the reader's language
//! writes it so; elsewhere it could part thousands, and a register is never guessed.

use common::language::Language;
use common::quantity::decimal::{Decimal, Separator};
use common::quantity::{Quantity, Unit, Value};

use super::usage::Usage;

/// Reads what a register can show: not less than nil.
///
/// # Errors
/// `argument` is named with what is wrong: the number, its separator, or a unit that does not measure the quantity.
pub fn parse(argument: &str, text: &str, quantity: Quantity, language: Language) -> Result<Value, Usage> {
    let no_amount = || Usage::no_amount(argument, text, quantity);
    let end = text.find(|character: char| !is_of_number(character)).unwrap_or(text.len());
    let (number, unit) = (text[..end].trim(), text[end..].trim());
    let number = number_of(number, language).ok_or_else(no_amount)?;
    let unit = match unit {
        "" => quantity.unit(),
        name => Unit::parse(name)
            .filter(|unit| unit.measures(quantity.dimension()))
            .ok_or_else(|| Usage::wrong_unit(argument, name, quantity))?,
    };
    let base = unit.to_base(number).ok().filter(|base| *base >= 0).ok_or_else(no_amount)?;
    Ok(Value::new(quantity, base))
}

const fn is_of_number(character: char) -> bool {
    matches!(character, '0'..='9' | '.' | ',' | '+' | '-' | ' ' | '\u{a0}' | '\u{202f}')
}

fn number_of(text: &str, language: Language) -> Option<Decimal> {
    let text = ungrouped(text)?;
    let comma = language == Language::Polish && text.contains(',');
    Decimal::parse(&text, if comma { Separator::Comma } else { Separator::Point }).ok()
}

/// Returns the number without the blanks between groups of three digits; `None` where they part anything else.
fn ungrouped(text: &str) -> Option<String> {
    let whole = text.find(['.', ',']).unwrap_or(text.len());
    let (whole, fraction) = text.split_at(whole);
    let mut groups = whole.split([' ', '\u{a0}', '\u{202f}']);
    let mut number = groups.next().unwrap_or_default().to_owned();
    for group in groups {
        let is_thousand = group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit());
        if !is_thousand {
            return None;
        }
        number.push_str(group);
    }
    Some(number + fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, quantity: Quantity, language: Language, expected: Option<i64>) {
        let found = parse("--last", text, quantity, language).ok().map(Value::base);
        assert_eq!(found, expected, "{text} {language:?}");
    }

    #[test]
    fn any_unit_of_the_dimension_will_do_and_a_bare_number_is_in_ours() {
        let energy = |text, expected| check(text, Quantity::Energy, Language::English, expected);
        energy("8412.36 GJ", Some(8_412_360_000_000));
        energy("8412.36GJ", Some(8_412_360_000_000));
        energy("8412.36", Some(8_412_360_000_000));
        energy("1 kWh", Some(3_600_000));
        energy("100 000 GJ", Some(100_000_000_000_000));
        check("1 m³", Quantity::Volume, Language::English, Some(1_000_000));
        check("1500 l", Quantity::Volume, Language::English, Some(1_500_000));
        check("2 d", Quantity::OperatingTime, Language::English, Some(172_800));
    }

    #[test]
    fn a_comma_is_read_only_where_people_write_it() {
        check("8 412,36 GJ", Quantity::Energy, Language::Polish, Some(8_412_360_000_000));
        check("8412.36 GJ", Quantity::Energy, Language::Polish, Some(8_412_360_000_000));
        check("8412,36 GJ", Quantity::Energy, Language::English, None);
        check("8.412,36 GJ", Quantity::Energy, Language::Polish, None);
        check("8,412.36 GJ", Quantity::Energy, Language::English, None);
    }

    #[test]
    fn what_no_register_shows_is_refused() {
        for text in
            ["", "GJ", "-1 GJ", "1 2 GJ", "12 34 GJ", "1 m3", "1 gj", "NaN", "1e30 GJ", "99999999999 GJ", "1..2"]
        {
            check(text, Quantity::Energy, Language::Polish, None);
        }
    }
}
