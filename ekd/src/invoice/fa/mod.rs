//! Structured invoices of the national system: the forms FA(2) and FA(3).
//!
//! The namespace alone says which form a document has. It is held against all rules of the form's schema, then against what the
//! schema cannot say: sums, accounts, tax numbers. What breaks the schema is refused; what is odd besides is flagged.

mod attached;
mod content;
mod document;
mod form;
mod gather;
mod judge;
mod part;
mod reader;
mod sums;
mod value;

use std::borrow::Cow;

use common::invoice::file::{FileKind, FileProblem, ProblemKind};

use super::MAX_BYTES;
use super::problem::{problem, with};
use super::read::ReadInvoice;

/// The namespaces of the forms.
pub const FA2: &str = "http://crd.gov.pl/wzor/2023/06/29/12648/";
pub const FA3: &str = "http://crd.gov.pl/wzor/2025/06/25/13775/";

/// Returns the form of a namespace.
#[must_use]
pub fn form_of(namespace: &str) -> Option<FileKind> {
    form::FORMS.iter().find(|form| form.namespace == namespace).map(|form| form.kind)
}

/// Reads an invoice.
///
/// # Errors
/// What the form does not allow, at most [`MAX_PROBLEMS`](super::MAX_PROBLEMS).
pub fn read(bytes: &[u8]) -> Result<ReadInvoice, Vec<FileProblem>> {
    let text = text_of(bytes).map_err(|problem| vec![problem])?;
    let formed = reader::read(&text)?;
    content::invoice(&formed)
}

/// Returns the text of a document: of UTF-8, or of the encoding that its mark or its declaration names.
fn text_of(bytes: &[u8]) -> Result<Cow<'_, str>, FileProblem> {
    if bytes.len() > MAX_BYTES {
        let problem = problem(ProblemKind::TooLarge, "", None);
        return Err(with(problem, &bytes.len().to_string(), &format!("≤ {MAX_BYTES}")));
    }
    let (encoding, mark) = encoding_rs::Encoding::for_bom(bytes).unwrap_or((declared(bytes), 0));
    let body = &bytes[mark..];
    let text = if encoding == encoding_rs::UTF_8 {
        Cow::Borrowed(std::str::from_utf8(body).map_err(|error| bad_byte(body, error.valid_up_to()))?)
    } else {
        let text = encoding.decode_without_bom_handling_and_without_replacement(body);
        text.ok_or_else(|| with(problem(ProblemKind::Malformed, "", None), "", encoding.name()))?
    };
    match text.char_indices().find(|(_, character)| !crate::entity::is_character(*character)) {
        Some((at, character)) => {
            let problem = problem(ProblemKind::Malformed, "", Some(line_of(text.as_bytes(), at)));
            Err(with(problem, &character.to_string(), ""))
        }
        None => Ok(text),
    }
}

/// Returns the encoding that the declaration of a document names; UTF-8 without one.
fn declared(bytes: &[u8]) -> &'static encoding_rs::Encoding {
    let start = &bytes[..bytes.len().min(200)];
    let declaration = start.strip_prefix(b"<?xml").and_then(|rest| rest.split(|byte| *byte == b'>').next());
    let declaration = declaration.and_then(|text| std::str::from_utf8(text).ok()).unwrap_or_default();
    let value = declaration.split_once("encoding").and_then(|(_, rest)| rest.trim_start().strip_prefix('='));
    let label = value.and_then(|value| value.trim_start().split(['"', '\'']).nth(1)).unwrap_or("utf-8");
    encoding_rs::Encoding::for_label(label.as_bytes()).unwrap_or(encoding_rs::UTF_8)
}

fn bad_byte(bytes: &[u8], at: usize) -> FileProblem {
    let problem = problem(ProblemKind::Malformed, "", Some(line_of(bytes, at)));
    let byte = bytes.get(at).map(|byte| format!("0x{byte:02x}")).unwrap_or_default();
    with(problem, &byte, "UTF-8")
}

fn line_of(bytes: &[u8], at: usize) -> u64 {
    bytes[..at].iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>() + 1
}
