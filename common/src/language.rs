//! The language of people: Polish first, English as complete; numbers and dates as each writes them.
//!
//! Machine output never comes through here.

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use unic_langid::LanguageIdentifier;

pub use fluent_bundle::FluentValue as Argument;

/// A language that the product speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Language {
    #[default]
    #[serde(rename = "pl")]
    Polish,
    #[serde(rename = "en")]
    English,
}

/// The messages of one language.
pub struct Texts {
    bundle: FluentBundle<FluentResource>,
}

impl Language {
    pub const ALL: [Self; 2] = [Self::Polish, Self::English];

    /// Reads `pl`, `pl_PL.UTF-8`, `en`, `en-GB`; `None` for languages that we do not speak.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.split(['-', '_', '.']).next()?.to_ascii_lowercase().as_str() {
            "pl" => Some(Self::Polish),
            "en" => Some(Self::English),
            _ => None,
        }
    }

    /// Returns the language of the first wish that we speak, else the locale's, else Polish.
    ///
    /// A foreign locale gets English; `C` and none at all say nothing about the reader.
    #[must_use]
    pub fn choose<'a>(wishes: impl IntoIterator<Item = &'a str>) -> Self {
        if let Some(language) = wishes.into_iter().find_map(Self::parse) {
            return language;
        }
        match sys_locale::get_locale() {
            Some(locale) if locale != "C" && locale != "POSIX" => Self::parse(&locale).unwrap_or(Self::English),
            _ => Self::Polish,
        }
    }

    /// Returns the two-letter code, as on the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Polish => "pl",
            Self::English => "en",
        }
    }

    /// Returns the messages that all programs share.
    #[must_use]
    pub fn common(self) -> &'static Texts {
        static POLISH: OnceLock<Texts> = OnceLock::new();
        static ENGLISH: OnceLock<Texts> = OnceLock::new();
        match self {
            Self::Polish => POLISH.get_or_init(|| Texts::new(self, &[include_str!("../text/pl/common.ftl")])),
            Self::English => ENGLISH.get_or_init(|| Texts::new(self, &[include_str!("../text/en/common.ftl")])),
        }
    }

    /// Returns a plain decimal (`-12345.6`) as people write it: `-12 345,6` or `-12,345.6`.
    #[must_use]
    pub fn number(self, plain: &str) -> String {
        let (sign, plain) = plain.strip_prefix('-').map_or(("", plain), |rest| ("-", rest));
        let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
        let (group, point) = match self {
            Self::Polish => (' ', ','),
            Self::English => (',', '.'),
        };
        let mut text = String::from(sign);
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                text.push(group);
            }
            text.push(digit);
        }
        if !fraction.is_empty() {
            text.push(point);
            text.push_str(fraction);
        }
        text
    }

    /// Returns the day and month: `14 XI` or `14 Nov`.
    #[must_use]
    pub fn day_and_month(self, day: Date) -> String {
        format!("{} {}", day.day(), self.short_month(day.month()))
    }

    /// Returns the month in short: `XI` or `Nov`; 1 is January.
    #[must_use]
    pub fn short_month(self, month: i8) -> &'static str {
        const ROMAN: [&str; 12] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
        const ENGLISH: [&str; 12] =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let names = match self {
            Self::Polish => ROMAN,
            Self::English => ENGLISH,
        };
        usize::try_from(month - 1).ok().and_then(|index| names.get(index)).copied().unwrap_or("?")
    }
}

impl Texts {
    /// Returns the messages of these Fluent sources.
    ///
    /// # Panics
    /// If a source is not Fluent or a message stands twice: the sources are ours, and a test reads them all.
    #[must_use]
    pub fn new(language: Language, sources: &[&str]) -> Self {
        let id: LanguageIdentifier = language.code().parse().expect("our language codes are well-formed");
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        bundle.set_use_isolating(false);
        for source in sources {
            let resource = FluentResource::try_new((*source).to_owned()).expect("our messages are Fluent");
            bundle.add_resource(resource).expect("each message stands once");
        }
        Self { bundle }
    }

    /// Returns a message without arguments.
    #[must_use]
    pub fn get(&self, id: &str) -> String {
        self.format(id, &[])
    }

    /// Returns a message with its arguments filled in; the id itself where there is none (a test finds that).
    #[must_use]
    pub fn format(&self, id: &str, arguments: &[(&'static str, Argument<'_>)]) -> String {
        self.fill(id, None, arguments).unwrap_or_else(|| id.to_owned())
    }

    /// Returns an attribute of a message, if it has it.
    #[must_use]
    pub fn attribute(&self, id: &str, name: &str, arguments: &[(&'static str, Argument<'_>)]) -> Option<String> {
        self.fill(id, Some(name), arguments)
    }

    /// Tells whether there is such a message.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.bundle.has_message(id)
    }

    fn fill(&self, id: &str, attribute: Option<&str>, arguments: &[(&'static str, Argument<'_>)]) -> Option<String> {
        let message = self.bundle.get_message(id)?;
        let pattern = match attribute {
            Some(name) => message.get_attribute(name)?.value(),
            None => message.value()?,
        };
        let arguments: FluentArgs<'_> = arguments.iter().map(|(name, value)| (*name, value.clone())).collect();
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&arguments), &mut errors);
        debug_assert!(errors.is_empty(), "{id}: {errors:?}");
        Some(text.into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_as_each_language_does() {
        let check = |plain, polish, english| {
            assert_eq!((Language::Polish.number(plain), Language::English.number(plain)), (polish, english));
        };
        check("12345.67", "12 345,67".to_owned(), "12,345.67".to_owned());
        check("-1234567", "-1 234 567".to_owned(), "-1,234,567".to_owned());
        check("100", "100".to_owned(), "100".to_owned());
    }

    #[test]
    fn a_wish_wins_over_the_locale() {
        assert_eq!(Language::choose(["en_GB.UTF-8"]), Language::English);
        assert_eq!(Language::choose(["tlh", "pl"]), Language::Polish);
    }
}
