//! Quantities as people write them: the English names of machine output, or the reader's words.
//!
//! Both languages are always understood, so that a script keeps working when its language changes.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, Error};
use common::language::Language;
use common::quantity::Quantity;
use common::text::fold;

/// Reads a quantity from an argument.
#[derive(Clone, Copy, Debug)]
pub struct QuantityParser;

impl TypedValueParser for QuantityParser {
    type Value = Quantity;

    fn parse_ref(&self, command: &Command, argument: Option<&Arg>, value: &OsStr) -> Result<Quantity, Error> {
        if let Some(quantity) = value.to_str().and_then(parse) {
            return Ok(quantity);
        }
        let mut error = Error::new(ErrorKind::InvalidValue).with_cmd(command);
        let value = value.to_string_lossy().into_owned();
        error.insert(ContextKind::InvalidValue, ContextValue::String(value));
        if let Some(argument) = argument {
            error.insert(ContextKind::InvalidArg, ContextValue::String(argument.to_string()));
        }
        let names = Quantity::ALL.map(|quantity| quantity.name().to_owned());
        error.insert(ContextKind::ValidValue, ContextValue::Strings(names.into()));
        Err(error)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(Quantity::ALL.into_iter().map(|quantity| PossibleValue::new(quantity.name()))))
    }
}

fn parse(text: &str) -> Option<Quantity> {
    let text = fold(text);
    let is_meant = |quantity: &Quantity| {
        quantity.name() == text || Language::ALL.into_iter().any(|language| fold(&word(*quantity, language)) == text)
    };
    Quantity::ALL.into_iter().find(is_meant)
}

fn word(quantity: Quantity, language: Language) -> String {
    language.common().get(&format!("quantity-{}", quantity.name()))
}

/// Returns the names as the reader may write them: `supply (zasilanie)`; what names no quantity stays as it is.
#[must_use]
pub fn with_words(names: &[String], language: Language) -> Vec<String> {
    let told = |name: &String| match Quantity::parse(name).map(|quantity| word(quantity, language)) {
        Some(word) if word != *name => format!("{name} ({word})"),
        Some(_) | None => name.clone(),
    };
    names.iter().map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_read_in_both_languages() {
        let check = |text, expected| assert_eq!(parse(text), expected, "{text}");
        check("operating_time", Some(Quantity::OperatingTime));
        check("operating time", Some(Quantity::OperatingTime));
        check("Powrót", Some(Quantity::Return));
        check("objetosc", Some(Quantity::Volume));
        check("c.o.", Some(Quantity::Heating));
        check("kot", None);
    }

    #[test]
    fn no_word_names_two_quantities() {
        for quantity in Quantity::ALL {
            for language in Language::ALL {
                assert_eq!(parse(&word(quantity, language)), Some(quantity));
            }
        }
    }
}
