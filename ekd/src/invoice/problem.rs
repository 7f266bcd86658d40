//! Makes problems of files: what stood there is made visible and shortened.

use common::invoice::file::{FileProblem, ProblemKind};
use common::text::visible;

/// As much is shown of what stands in a file.
const MAX_SHOWN: usize = 80;

/// Returns a text of a file as it may be shown.
pub(super) fn shown(text: &str) -> String {
    let text = text.trim();
    let mut short: String = text.chars().take(MAX_SHOWN).collect();
    if text.chars().nth(MAX_SHOWN).is_some() {
        short.push('…');
    }
    visible(&short).into_owned()
}

/// Returns a problem of a field.
pub(super) fn problem(kind: ProblemKind, field: &str, line: Option<u64>) -> FileProblem {
    FileProblem { kind, field: shown(field), line, found: String::new(), wanted: String::new() }
}

/// Adds to a problem what stands there and what would be right.
pub(super) fn with(mut problem: FileProblem, found: &str, wanted: &str) -> FileProblem {
    problem.found = shown(found);
    problem.wanted = shown(wanted);
    problem
}
