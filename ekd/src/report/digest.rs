//! By what a report is known again: digests of its definition and of everything that stands on it.

use std::fmt::Write as _;

use common::sheet::{Marks, Sheet};
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Returns the marks of a sheet that was made of a definition by a version of its template.
#[must_use]
pub fn marks(definition: &impl Serialize, version: u32, sheet: &Sheet) -> Marks {
    let data = if sheet.marks.is_none() { digest(sheet) } else { digest(&Sheet { marks: None, ..sheet.clone() }) };
    Marks { definition: digest(&(definition, version)), data }
}

/// Returns SHA-256 of a value's canonical JSON, in hexadecimal digits.
fn digest(value: &impl Serialize) -> String {
    let mut text = String::new();
    let value = serde_json::to_value(value).expect("sheets and definitions have names for keys");
    write(&value, &mut text);
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

/// Writes JSON without spaces, the keys of each object in order: whatever order the program has its fields in.
fn write(value: &Value, text: &mut String) {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by_key(|(key, _)| *key);
            text.push('{');
            for (index, (key, value)) in fields.into_iter().enumerate() {
                text.push_str(if index > 0 { "," } else { "" });
                text.push_str(&Value::from(key.as_str()).to_string());
                text.push(':');
                write(value, text);
            }
            text.push('}');
        }
        Value::Array(values) => {
            text.push('[');
            for (index, value) in values.iter().enumerate() {
                text.push_str(if index > 0 { "," } else { "" });
                write(value, text);
            }
            text.push(']');
        }
        plain @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => {
            text.push_str(&plain.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use common::language::Language;
    use common::report::{Definition, Template};
    use common::sheet::{Block, Cell, Figure};

    use super::*;

    fn sheet(value: &str) -> Sheet {
        let figure = Figure { label: "Ciepło".to_owned(), value: Cell::Number(value.to_owned()), unit: String::new() };
        Sheet {
            language: Language::Polish,
            zone: "Europe/Warsaw".to_owned(),
            title: "Portfel".to_owned(),
            subject: Vec::new(),
            period: None,
            blocks: vec![Block::Figures(vec![figure])],
            definitions: Vec::new(),
            coverage: None,
            marks: None,
        }
    }

    #[test]
    fn the_same_sheet_has_the_same_marks_and_another_has_others() {
        let language = Language::Polish;
        let definition =
            Definition { template: Template::Portfolio, sites: Vec::new(), customer: None, ticket: None, language };
        let of = |version, value| marks(&definition, version, &sheet(value));
        let first = of(1, "1.5");
        assert_eq!(first, of(1, "1.5"));
        assert_eq!(first, marks(&definition, 1, &Sheet { marks: Some(first.clone()), ..sheet("1.5") }));
        assert_eq!((first.definition.len(), first.data.len()), (64, 64));
        let other = of(1, "1.50");
        assert!(other.data != first.data && other.definition == first.definition);
        let newer = of(2, "1.5");
        assert!(newer.data == first.data && newer.definition != first.definition);
    }

    #[test]
    fn keys_have_an_order_of_their_own() {
        let write = |text: &str| {
            let mut written = String::new();
            write(&serde_json::from_str(text).unwrap(), &mut written);
            written
        };
        assert_eq!(
            write(r#"{"b": [1, null, "ż\n"], "a": {"d": 0.1, "c": true}}"#),
            r#"{"a":{"c":true,"d":0.1},"b":[1,null,"ż\n"]}"#
        );
        assert_eq!(digest(&"a"), "ac8d8342bbb2362d13f0a559a3621bb407011368895164b628a54f7fc33fc43c");
    }
}
