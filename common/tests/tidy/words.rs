//! Words that the house refuses, and the header that every file begins with.

use crate::sources::Source;

/// Names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 9] = ["util", "utils", "helper", "helpers", "manager", "managers", "misc", "common", "stuff"];

/// Code that is refused everywhere, tests included.
const REFUSED: [&str; 7] =
    ["#[allow", "#![allow", "todo!", "unimplemented!", "dbg!", "process::exit", "std::process::abort"];

/// Code that is refused outside tests.
const REFUSED_OUTSIDE_TESTS: [&str; 3] = [".unwrap()", ".unwrap_err()", "Other(String)"];

/// Promises that nobody keeps.
const PROMISES: [&str; 3] = ["TODO", "FIXME", "XXX"];

/// Names every refused word.
fn refused(sources: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in sources {
        let outside = REFUSED_OUTSIDE_TESTS.iter().map(|needle| (&source.plain, needle));
        for (code, needle) in REFUSED.iter().map(|needle| (&source.parts.code, needle)).chain(outside) {
            let lines = code.lines().zip(1..).filter(|(line, _)| line.contains(needle));
            complaints.extend(lines.map(|(_, number)| format!("{}:{number}: `{needle}`", source.path)));
        }
        for (line, comment) in &source.parts.comments {
            if PROMISES.iter().any(|word| comment.contains(word)) {
                complaints.push(format!("{}:{line}: do it, or write an issue", source.path));
            }
            if matches!(comment.trim_end(), "///" | "//!") && is_alone(source, *line) {
                complaints.push(format!("{}:{line}: an empty doc comment", source.path));
            }
        }
    }
    complaints
}

/// Tells whether neither the line before nor the line after is a doc comment: an empty line between two parts of a text
/// is no empty text.
fn is_alone(source: &Source, line: usize) -> bool {
    let is_doc = |number: usize| {
        let text = number.checked_sub(1).and_then(|index| source.text.lines().nth(index)).unwrap_or_default().trim();
        text.starts_with("///") || text.starts_with("//!")
    };
    !(is_doc(line - 1) && is_doc(line + 1))
}

/// Names every module whose name says nothing.
fn empty_names(sources: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in sources {
        let below = source.path.split_once('/').map_or("", |(_, path)| path);
        let mut names = below.trim_end_matches(".rs").split('/');
        let declared = |line: &str| {
            let name = line.trim().trim_start_matches("pub ").strip_prefix("mod ")?;
            Some(name.trim_end_matches([';', '{', ' ']).to_owned())
        };
        let mut inside = source.parts.code.lines().filter_map(declared);
        if names.any(|name| EMPTY_NAMES.contains(&name)) || inside.any(|name| EMPTY_NAMES.contains(&name.as_str())) {
            complaints.push(format!("{}: a name that says nothing", source.path));
        }
    }
    complaints
}

/// Names every file that does not begin by saying what it is for.
fn without_header(sources: &[Source]) -> Vec<String> {
    let bare = sources.iter().filter(|source| !source.text.starts_with("//! "));
    bare.map(|source| format!("{}: no header", source.path)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::{example, workspace};

    #[test]
    fn the_house_uses_no_refused_word() {
        let sources = workspace();
        assert_eq!(refused(&sources), Vec::<String>::new());
        assert_eq!(empty_names(&sources), Vec::<String>::new());
        assert_eq!(without_header(&sources), Vec::<String>::new());
    }

    #[test]
    fn refused_words_are_found() {
        let n = |text| refused(&example("ekd/src/a.rs", text)).len();
        assert_eq!(n("#[allow(dead_code)]\nfn f() { todo!() }\n"), 2);
        assert_eq!(n("fn f() { g().unwrap() }\n"), 1);
        assert_eq!(n("#[cfg(test)]\nmod tests { fn f() { g().unwrap() } }\n"), 0);
        assert_eq!(n("// TODO: later\n/// FIXME\nfn f() {}\n"), 2);
        assert_eq!(n("///\nfn f() {}\n"), 1);
        assert_eq!(n("/// One.\n///\n/// Two.\nfn f() { \"todo! TODO .unwrap()\"; }\n"), 0);
    }

    #[test]
    fn names_that_say_nothing_are_found() {
        let n = |path, text| empty_names(&example(path, text)).len();
        assert_eq!(n("ekd/src/util.rs", ""), 1);
        assert_eq!(n("ekctl/src/helpers/mod.rs", ""), 1);
        assert_eq!(n("ekd/tests/common/mod.rs", ""), 1);
        assert_eq!(n("ekd/src/a.rs", "pub mod misc {\n}\n"), 1);
        assert_eq!(n("common/src/text.rs", "mod tests {}\n"), 0);
    }

    #[test]
    fn a_file_without_header_is_found() {
        assert_eq!(without_header(&example("ekd/src/a.rs", "use std::fmt;\n")).len(), 1);
        assert_eq!(without_header(&example("ekd/src/a.rs", "//! What it is for.\n")).len(), 0);
    }
}
