//! Our exchange document, version 1: the same content as XML, JSON or CSV. `ek-document(5)` describes it.
//!
//! The three forms are equivalent: what is written in one and read back is the same in the other two, but that CSV
//! carries readings only. Shape errors refuse the whole document; a value that cannot be understood is doubtful and
//! stops nothing. Knows no archive and no mapping.

mod csv;
mod json;
mod json_registry;
mod registry;
mod write;
mod xml;
mod xml_content;

use common::source::Problem;

pub use write::write;

use super::Parsed;
use super::problem::{malformed, unknown_format};
use super::sniff::{refuse_strangers, without_mark};

/// The namespace of the XML form.
pub const NAMESPACE: &str = "urn:ek:document:1";

/// The value of `format` in the JSON form.
pub const FORMAT: &str = "ek-document";

/// The version that is read and written.
pub const VERSION: u32 = 1;

/// How a document is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    Xml,
    Json,
    /// Readings only.
    Csv,
}

impl Form {
    /// All forms.
    pub const ALL: [Self; 3] = [Self::Xml, Self::Json, Self::Csv];

    /// Returns the usual end of a file name, without the point.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Xml => "xml",
            Self::Json => "json",
            Self::Csv => "csv",
        }
    }

    /// Returns the form that the first characters promise.
    ///
    /// # Errors
    /// Neither of the three; a web page, an empty or too large document.
    pub fn of(bytes: &[u8]) -> Result<Self, Problem> {
        refuse_strangers(bytes)?;
        let body = without_mark(bytes).trim_ascii_start();
        match body.first() {
            Some(b'<') => Ok(Self::Xml),
            Some(b'{' | b'[') => Ok(Self::Json),
            _ if csv::is_promised_by(body) => Ok(Self::Csv),
            _ => Err(unknown_format(format!(
                "neither XML nor JSON, and the first line is not `{}`: a CSV of another maker needs a mapping",
                csv::HEADER
            ))),
        }
    }
}

/// Reads a document of any form. A byte order mark is allowed.
///
/// Lines in what is returned: those of the file for XML and CSV, for JSON the number of the value in the document.
///
/// # Errors
/// The problem of the whole document, of which then nothing is taken: truncated or not well-formed, no UTF-8, another
/// format or version, a web page, too large.
pub fn parse(bytes: &[u8]) -> Result<Parsed, Problem> {
    let form = Form::of(bytes)?;
    let text = std::str::from_utf8(without_mark(bytes))
        .map_err(|error| malformed(format!("byte {} is not UTF-8", error.valid_up_to() + 1)))?;
    match form {
        Form::Xml => xml::parse(text),
        Form::Json => json::parse(text),
        Form::Csv => csv::parse(text),
    }
}

/// Reads `true`, `false`, `1` or `0`; nothing means that the value was measured.
///
/// # Errors
/// [`Suspicion::MarkedInvalid`](common::reading::Suspicion::MarkedInvalid): a mark that we do not know.
fn estimated(text: &str) -> Result<bool, common::reading::Suspicion> {
    match text.trim() {
        "" | "false" | "0" => Ok(false),
        "true" | "1" => Ok(true),
        _ => Err(common::reading::Suspicion::MarkedInvalid),
    }
}
