//! Tells from the first bytes what a document is. Reads nothing beyond them.

use common::source::Problem;

use super::problem::{MAX_BYTES, malformed, too_large, web_page};

const UTF8_MARK: &[u8] = b"\xef\xbb\xbf";

/// How far into a document a web page is looked for: past an XML declaration and a comment.
const LOOKED_AT: usize = 1024;

/// Refuses what is no document of any form: too large, empty, a web page.
///
/// # Errors
/// The problem of the whole document.
pub(super) fn refuse_strangers(bytes: &[u8]) -> Result<(), Problem> {
    if bytes.len() > MAX_BYTES {
        return Err(too_large(format!("{} bytes, at most {MAX_BYTES} are read", bytes.len())));
    }
    let body = without_mark(bytes).trim_ascii_start();
    if body.is_empty() {
        return Err(malformed("the document is empty"));
    }
    if is_web_page(body) { Err(web_page()) } else { Ok(()) }
}

/// Returns the bytes after the UTF-8 byte order mark, if there is one.
pub(super) fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(UTF8_MARK).unwrap_or(bytes)
}

fn is_web_page(body: &[u8]) -> bool {
    if body.first() != Some(&b'<') {
        return false;
    }
    let start = body[..body.len().min(LOOKED_AT)].to_ascii_lowercase();
    let holds = |name: &[u8]| start.windows(name.len()).any(|window| window == name);
    holds(b"<!doctype html") || holds(b"<html>") || holds(b"<html ")
}

#[cfg(test)]
mod tests {
    use common::source::ProblemKind;

    use super::*;

    #[test]
    fn web_pages_and_empty_files_are_no_documents() {
        let check = |text: &str, expected| {
            assert_eq!(refuse_strangers(text.as_bytes()).map_err(|problem| problem.kind), expected, "{text}");
        };
        check("<!DOCTYPE html><title>Zaloguj</title>", Err(ProblemKind::WebPage));
        check("\u{feff}\r\n <HTML lang=\"pl\">", Err(ProblemKind::WebPage));
        check(
            "<?xml version=\"1.0\"?><!-- x --><html xmlns=\"http://www.w3.org/1999/xhtml\">",
            Err(ProblemKind::WebPage),
        );
        check("\u{feff} \r\n", Err(ProblemKind::Malformed));
        check("", Err(ProblemKind::Malformed));
        check("point,meter", Ok(()));
        check("<document/>", Ok(()));
    }

    #[test]
    fn a_document_beyond_the_limit_is_not_read() {
        let bytes = vec![b' '; MAX_BYTES + 1];
        assert_eq!(refuse_strangers(&bytes).map_err(|problem| problem.kind), Err(ProblemKind::TooLarge));
    }
}
