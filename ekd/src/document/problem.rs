//! What is wrong with a whole document, and how large one may be.
//!
//! Knows no format. Text from a document enters a problem only through [`shortened`].

use common::source::{Problem, ProblemKind};

/// The largest document that is read, in bytes.
pub const MAX_BYTES: usize = 32 << 20;

/// The most values that one document may hold: more would take more memory than the daemon has for one document.
pub const MAX_VALUES: usize = 2_000_000;

/// The most values and rows of one document that may be doubtful or rejected. Beyond, it is the document that is wrong.
pub const MAX_DOUBTFUL: usize = 100_000;

/// How much of a text that could not be understood is kept, in characters.
const MAX_SHOWN: usize = 200;

/// Returns the first 200 characters of `text`, as they are kept with a doubtful value.
pub(super) fn shortened(text: &str) -> &str {
    text.char_indices().nth(MAX_SHOWN).map_or(text, |(end, _)| &text[..end])
}

pub(super) fn malformed(detail: impl Into<String>) -> Problem {
    Problem { kind: ProblemKind::Malformed, detail: detail.into() }
}

pub(super) fn unknown_format(detail: impl Into<String>) -> Problem {
    Problem { kind: ProblemKind::UnknownFormat, detail: detail.into() }
}

pub(super) fn mapping(detail: impl Into<String>) -> Problem {
    Problem { kind: ProblemKind::Mapping, detail: detail.into() }
}

pub(super) fn too_large(detail: impl Into<String>) -> Problem {
    Problem { kind: ProblemKind::TooLarge, detail: detail.into() }
}

pub(super) fn web_page() -> Problem {
    Problem { kind: ProblemKind::WebPage, detail: "an HTML page came instead of a document".to_owned() }
}
