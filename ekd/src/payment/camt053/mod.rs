//! camt.053, the statement of ISO 20022, in its versions 02 to 08.
//!
//! `xml` reads events one by one and holds what has a form against it; `element` is one part of a statement, `statement`
//! what they say together. What the schema refuses is refused here; what is whole and does not add up is flagged.

mod element;
mod entry;
mod form;
mod statement;
#[cfg(test)]
mod tests;
mod xml;

use std::borrow::Cow;

use common::invoice::file::{FileProblem, ProblemKind};
use encoding_rs::{Encoding, UTF_8};

use super::read::{MAX_BYTES, ReadStatement, problem};

/// Reads the statements of a file.
///
/// # Errors
/// No camt.053 of a known version, not well formed, or against its schema in what is read here.
pub fn read(bytes: &[u8]) -> Result<Vec<ReadStatement>, Vec<FileProblem>> {
    if bytes.len() > MAX_BYTES {
        let (found, most) = (bytes.len().to_string(), MAX_BYTES.to_string());
        return Err(vec![problem(ProblemKind::TooLarge, "Document", None, &found, &most)]);
    }
    decoded(bytes).and_then(|text| xml::read(&text)).map_err(|problem| vec![problem])
}

/// How much of a file may stand before the end of its declaration, in bytes.
const DECLARATION: usize = 200;

fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, FileProblem> {
    let (encoding, bytes) = Encoding::for_bom(bytes)
        .map_or_else(|| (declared(bytes).unwrap_or(UTF_8), bytes), |(encoding, length)| (encoding, &bytes[length..]));
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .ok_or_else(|| problem(ProblemKind::Malformed, "Document", Some(1), "", encoding.name()))
}

/// Returns the encoding that the declaration names.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(DECLARATION))?;
    let head: String = head.iter().map(|byte| char::from(*byte)).collect();
    let (declaration, _) = head.split_once("?>")?;
    let (_, value) = declaration.split_once("encoding")?;
    let name = value.trim_start_matches([' ', '=', '"', '\'']).split(['"', '\'']).next()?;
    Encoding::for_label(name.as_bytes())
}
