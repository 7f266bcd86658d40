//! Tells from the first bytes what a file of billing is. Its name counts only where the bytes do not tell.

use common::invoice::file::FileKind;

use super::fa;

/// How far into a file its form is looked for: past an XML declaration, comments and the names of other namespaces.
const LOOKED_AT: usize = 8192;
const CAMT053: &str = "urn:iso:std:iso:20022:tech:xsd:camt.053.";

/// Returns what a file is by its content, and by its name where that does not tell.
#[must_use]
pub fn sniff(bytes: &[u8], file_name: &str) -> FileKind {
    let start = &bytes[..bytes.len().min(LOOKED_AT)];
    if start.starts_with(b"%PDF-") {
        return FileKind::Pdf;
    }
    let text = beginning(start);
    let text = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    if text.starts_with('<') {
        return of_xml(text);
    }
    if is_mt940(text) {
        return FileKind::Mt940;
    }
    let ending = file_name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match ending.as_str() {
        "csv" | "txt" | "tsv" => FileKind::Csv,
        _ => FileKind::Unknown,
    }
}

/// Returns the beginning as text: in UTF-16 where it is marked so, else byte by byte, for what is looked for is of ASCII.
fn beginning(start: &[u8]) -> String {
    match encoding_rs::Encoding::for_bom(start) {
        Some((encoding, _)) if encoding != encoding_rs::UTF_8 => encoding.decode(start).0.into_owned(),
        Some(_) | None => String::from_utf8_lossy(start).into_owned(),
    }
}

/// Returns what a document is by the namespace of its root. Comments before it are passed over: they may name anything.
fn of_xml(text: &str) -> FileKind {
    let mut rest = text;
    let root = loop {
        let Some(at) = rest.find('<') else { return FileKind::Unknown };
        rest = &rest[at..];
        let end = match rest.as_bytes().get(1) {
            Some(b'!') if rest.starts_with("<!--") => "-->",
            Some(b'?') => "?>",
            Some(b'!') | None => return FileKind::Unknown,
            Some(_) => break rest.split_once('>').map_or(rest, |(root, _)| root),
        };
        let Some((_, after)) = rest.split_once(end) else { return FileKind::Unknown };
        rest = after;
    };
    let name = root.trim_start_matches('<').split([' ', '\t', '\r', '\n', '/']).next().unwrap_or_default();
    let prefix = name.split_once(':').map_or("", |(prefix, _)| prefix);
    let Some(namespace) = declared(root, prefix) else { return FileKind::Unknown };
    if namespace.starts_with(CAMT053) { FileKind::Camt053 } else { fa::form_of(namespace).unwrap_or(FileKind::Unknown) }
}

/// Returns the namespace that the root declares for a prefix.
fn declared<'a>(root: &'a str, prefix: &str) -> Option<&'a str> {
    let name = if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") };
    let mut rest = root;
    while let Some(at) = rest.find(&name) {
        let before = rest[..at].chars().next_back();
        rest = &rest[at + name.len()..];
        let value = rest.trim_start().strip_prefix('=').map(str::trim_start);
        let (true, Some(value)) = (before.is_some_and(|character| character.is_ascii_whitespace()), value) else {
            continue;
        };
        let quote = value.chars().next().filter(|character| matches!(character, '"' | '\''))?;
        return value[1..].split_once(quote).map(|(namespace, _)| namespace);
    }
    None
}

/// Tells whether a text begins as a message of SWIFT does: with its envelope or with the fields of a statement.
fn is_mt940(text: &str) -> bool {
    if text.starts_with("{1:") {
        return true;
    }
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let is_field = |line: &str| [":20:", ":25:", ":28:", ":28C:"].iter().any(|field| line.starts_with(field));
    lines.by_ref().take(10).any(is_field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_bytes_say() {
        let check = |text: &str, name: &str, expected| assert_eq!(sniff(text.as_bytes(), name), expected, "{text}");
        check("%PDF-1.7\n", "faktura.xml", FileKind::Pdf);
        check(
            &format!("\u{feff}<?xml version='1.0'?><!-- > xmlns=\"x\" --><F xmlns=\"{}\"/>", fa::FA3),
            "",
            FileKind::Fa3,
        );
        check(&format!("<tns:F xmlns='urn:other' xmlns:tns = '{}'>", fa::FA2), "a.csv", FileKind::Fa2);
        check(&format!("<F xmlns:tns = '{}'>", fa::FA2), "a.xml", FileKind::Unknown);
        check("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\">", "", FileKind::Camt053);
        check("<!DOCTYPE html><html>", "a.xml", FileKind::Unknown);
        check("<F xmlns=", "a.xml", FileKind::Unknown);
        check("{1:F01XXXX}{4:\n:20:1", "", FileKind::Mt940);
        check("\r\n:20:STMT\r\n:25:/PL1\r\n", "wyciag.txt", FileKind::Mt940);
        check("numer;kwota\r\n1;2\r\n", "Faktury.CSV", FileKind::Csv);
        check("numer;kwota", "faktury", FileKind::Unknown);
        check("", "", FileKind::Unknown);
    }
}
