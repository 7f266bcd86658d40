//! JSON Schemas of the envelopes, made from the same fields that write them.

use serde_json::{Map, Value, json};

use super::SCHEMA_PREFIX;
use super::cell::Kind;
use super::row::{Field, Row};

/// What there is to know of one kind of answer.
#[derive(Clone, Copy, Debug)]
pub struct Schema {
    pub name: &'static str,
    pub about: &'static str,
    pub fields: &'static [Field],
}

impl Schema {
    /// Returns the schema of answers with rows of type `R`.
    #[must_use]
    pub const fn of<R: Row>() -> Self {
        Self { name: R::SCHEMA, about: R::ABOUT, fields: R::FIELDS }
    }

    /// Returns the JSON Schema (2020-12) of the envelope.
    #[must_use]
    pub fn envelope(&self) -> Value {
        let id = format!("{SCHEMA_PREFIX}{}", self.name);
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": id,
            "title": id,
            "description": self.about,
            "type": "object",
            "required": ["schema", "generated_at", "data_as_of", "items", "complete", "next"],
            "properties": {
                "schema": {"const": id},
                "generated_at": instant("when the daemon answered; null where none was asked"),
                "data_as_of": instant("the newest reading in the archive"),
                "items": {"type": "array", "items": object(self.fields)},
                "complete": {"type": "boolean", "description": "false where --limit cut the list"},
                "next": {"type": ["string", "null"], "description": "give it to --after to go on"},
            },
        })
    }

    /// Returns the JSON Schema of one line of a stream: what does not apply is left out.
    #[must_use]
    pub fn line(&self) -> Value {
        let id = format!("{SCHEMA_PREFIX}{}", self.name);
        let mut properties = properties(self.fields);
        properties.insert("schema".to_owned(), json!({"const": id}));
        let required: Vec<_> = self.fields.iter().filter(|field| !field.nullable).map(|field| field.name).collect();
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": id,
            "title": id,
            "description": self.about,
            "type": "object",
            "required": required,
            "properties": properties,
        })
    }
}

fn instant(about: &str) -> Value {
    json!({"type": ["string", "null"], "format": "date-time", "description": about})
}

fn object(fields: &[Field]) -> Value {
    let required: Vec<_> = fields.iter().map(|field| field.name).collect();
    json!({"type": "object", "required": required, "properties": properties(fields)})
}

fn properties(fields: &[Field]) -> Map<String, Value> {
    fields.iter().map(|field| (field.name.to_owned(), property(field))).collect()
}

fn property(field: &Field) -> Value {
    let (name, more) = match field.kind {
        Kind::Text | Kind::Digest | Kind::Money | Kind::Decimal => ("string", json!({})),
        Kind::Number | Kind::AmountOf(_) => ("number", json!({})),
        Kind::AmountsOf(_) => ("array", json!({"items": {"type": ["number", "null"]}})),
        Kind::Integer | Kind::Id | Kind::Lasting => ("integer", json!({})),
        Kind::Instant => ("string", json!({"format": "date-time"})),
        Kind::Flag => ("boolean", json!({})),
        Kind::Texts => ("array", json!({"items": {"type": "string"}})),
        Kind::Rows(fields) => ("array", json!({"items": object(fields)})),
    };
    let mut property = json!({"type": name, "description": field.about});
    if field.nullable {
        property["type"] = json!([name, "null"]);
    }
    if let (Value::Object(property), Value::Object(more)) = (&mut property, more) {
        property.extend(more);
    }
    property
}
