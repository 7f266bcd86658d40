//! Canned answers: texts with places for what a ticket says.

use serde::{Deserialize, Serialize};

use super::Category;
use crate::id::TemplateName;

/// A text that is written often. `{number}`, `{subject}`, `{site}`, `{customer}`, `{due}`, `{clerk}`, `{today}` are places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    pub name: TemplateName,
    /// For tickets of this category first; `None`: for all.
    #[serde(default)]
    pub category: Option<Category>,
    pub body: String,
}

/// What can stand in a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Number,
    Subject,
    Site,
    Customer,
    Due,
    Clerk,
    Today,
}

impl Place {
    pub const ALL: [Self; 7] =
        [Self::Number, Self::Subject, Self::Site, Self::Customer, Self::Due, Self::Clerk, Self::Today];

    /// Returns the name that stands between the braces.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Subject => "subject",
            Self::Site => "site",
            Self::Customer => "customer",
            Self::Due => "due",
            Self::Clerk => "clerk",
            Self::Today => "today",
        }
    }
}

/// Why a text is no template.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no place {{{0}}}")]
pub struct NoSuchPlace(pub String);

/// Returns a text with its places filled; what is put in is never looked at again. Braces around anything but small
/// letters stay as they are.
///
/// # Errors
/// A place that there is not.
pub fn fill(body: &str, value: impl Fn(Place) -> String) -> Result<String, NoSuchPlace> {
    let mut filled = String::with_capacity(body.len());
    let mut rest = body;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let name = after.split_once('}').map(|(name, _)| name);
        let is_place = |name: &&str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase());
        if let Some(name) = name.filter(is_place) {
            let place = Place::ALL.into_iter().find(|place| place.name() == name);
            filled.push_str(&value(place.ok_or_else(|| NoSuchPlace(name.to_owned()))?));
            rest = &after[name.len() + 1..];
        } else {
            filled.push('{');
            rest = after;
        }
    }
    filled.push_str(rest);
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_once_and_unknown_ones_are_told() {
        let value = |place: Place| match place {
            Place::Number => "Z-2025-118".to_owned(),
            Place::Customer => "{number} <b>".to_owned(),
            other => other.name().to_uppercase(),
        };
        let filled = fill("{number}: {customer}, { x } {1} {", value);
        assert_eq!(filled.as_deref(), Ok("Z-2025-118: {number} <b>, { x } {1} {"));
        assert_eq!(fill("{numer}", value), Err(NoSuchPlace("numer".to_owned())));
        assert!(Place::ALL.iter().all(|place| fill(&format!("{{{}}}", place.name()), value).is_ok()));
    }
}
