//! Texts with fields of a message in them: `Bearer {token}`, `+{recipient}`.
//!
//! Pure text: knows neither HTTP nor whose message it is.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value;

/// A text in which fields stand for what differs from message to message.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Template(Vec<Part>);

/// What a field stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The digits of the number, the country's first, without `+`.
    Recipient,
    Text,
    /// The name that the recipient sees; nobody need have one.
    Sender,
    /// The same in every attempt, and never used again.
    Id,
    /// The secret.
    Token,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Literal(String),
    Field(Field),
}

/// Why a text is no template.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    #[error("a `{{` is never closed")]
    Open,
    #[error("`{{{0}}}` is not known: write {{recipient}}, {{text}}, {{sender}}, {{id}} or {{token}}")]
    Field(String),
}

/// A value of JSON whose texts are templates.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Shape {
    Flag(bool),
    Whole(i64),
    Number(f64),
    Text(Template),
    List(Vec<Self>),
    Object(BTreeMap<String, Self>),
}

impl Field {
    fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "recipient" => Self::Recipient,
            "text" => Self::Text,
            "sender" => Self::Sender,
            "id" => Self::Id,
            "token" => Self::Token,
            _ => return None,
        })
    }
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// Unknown fields and brackets that are left open.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((literal, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').ok_or(TemplateError::Open)?;
            parts.push(Part::Literal(literal.to_owned()));
            parts.push(Part::Field(Field::parse(name).ok_or_else(|| TemplateError::Field(name.to_owned()))?));
            rest = after;
        }
        parts.push(Part::Literal(rest.to_owned()));
        Ok(Self(parts))
    }

    /// Returns the fields in it.
    #[must_use]
    pub fn fields(&self) -> BTreeSet<Field> {
        let field = |part: &Part| match part {
            Part::Field(field) => Some(*field),
            Part::Literal(_) => None,
        };
        self.0.iter().filter_map(field).collect()
    }

    /// Returns the text with the values of its fields in it, or `None` where one has no value. What a value holds is no
    /// field, whatever it looks like.
    pub fn fill(&self, value: &impl Fn(Field) -> Option<String>) -> Option<String> {
        let part = |part: &Part| match part {
            Part::Literal(text) => Some(text.clone()),
            Part::Field(field) => value(*field),
        };
        self.0.iter().map(part).collect()
    }
}

impl TryFrom<String> for Template {
    type Error = TemplateError;
    fn try_from(text: String) -> Result<Self, TemplateError> {
        Self::parse(&text)
    }
}

impl Shape {
    /// Returns the fields in it.
    #[must_use]
    pub fn fields(&self) -> BTreeSet<Field> {
        match self {
            Self::Flag(_) | Self::Whole(_) | Self::Number(_) => BTreeSet::new(),
            Self::Text(template) => template.fields(),
            Self::List(items) => items.iter().flat_map(Self::fields).collect(),
            Self::Object(entries) => entries.values().flat_map(Self::fields).collect(),
        }
    }

    /// Returns the value with those of the fields in it; what has a field without a value is left out.
    pub fn fill(&self, value: &impl Fn(Field) -> Option<String>) -> Option<Value> {
        Some(match self {
            Self::Flag(flag) => (*flag).into(),
            Self::Whole(number) => (*number).into(),
            Self::Number(number) => (*number).into(),
            Self::Text(template) => template.fill(value)?.into(),
            Self::List(items) => Value::Array(items.iter().filter_map(|item| item.fill(value)).collect()),
            Self::Object(entries) => {
                let entry = |(key, shape): (&String, &Self)| Some((key.clone(), shape.fill(value)?));
                Value::Object(entries.iter().filter_map(entry).collect())
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(field: Field) -> Option<String> {
        Some(match field {
            Field::Recipient => "48601234567".to_owned(),
            Field::Text => "{token}\"&to=1".to_owned(),
            Field::Id => "ek-1".to_owned(),
            Field::Token => "s3cret".to_owned(),
            Field::Sender => return None,
        })
    }

    #[test]
    fn fields_stand_for_values_and_values_for_themselves() {
        let fill = |text: &str| Template::parse(text).unwrap().fill(&value);
        assert_eq!(fill("+{recipient}, {id}").unwrap(), "+48601234567, ek-1");
        assert_eq!(fill("<{text}>").unwrap(), "<{token}\"&to=1>");
        assert_eq!(fill("plain").unwrap(), "plain");
        assert_eq!(fill("from {sender}"), None);
        assert_eq!(Template::parse("{to}"), Err(TemplateError::Field("to".to_owned())));
        assert_eq!(Template::parse("{text"), Err(TemplateError::Open));
    }

    #[test]
    fn a_value_of_json_stays_one() {
        let shape: Shape = toml::from_str(
            "to = ['+{recipient}']\ntext = '{text}'\nfrom = '{sender}'\nflash = false\nparts = 3\nr = 0.5",
        )
        .unwrap();
        let filled = shape.fill(&value).unwrap();
        let expected = serde_json::json!({
            "to": ["+48601234567"], "text": "{token}\"&to=1", "flash": false, "parts": 3, "r": 0.5,
        });
        assert_eq!(filled, expected);
        assert_eq!(shape.fields(), BTreeSet::from([Field::Recipient, Field::Text, Field::Sender]));
    }
}
