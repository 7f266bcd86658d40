//! Which modules a piece of Rust names by `crate::`, `super::` or a crate's name. Knows no rule.

use crate::sources::Source;

/// Returns every path below `crate` that a file names outside its tests, without the word `crate`, with its line.
pub(crate) fn inside(source: &Source) -> Vec<(usize, String)> {
    let module = source.module();
    let mut found = Vec::new();
    for (at, word) in words(&source.plain) {
        let path = &source.plain[at + word.len()..];
        if !path.starts_with("::") || !matches!(word, "crate" | "super") || is_middle(&source.plain, at) {
            continue;
        }
        let start = if word == "crate" { String::new() } else { parent(&module) };
        found.extend(branches(&start, &path[2..]).into_iter().map(|path| (line(&source.plain, at), path)));
    }
    found
}

/// Returns every path into another crate that a file names outside its tests, with its line.
pub(crate) fn into(source: &Source, other: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, word) in words(&source.plain) {
        let path = &source.plain[at + word.len()..];
        if word == other && path.starts_with("::") && !is_middle(&source.plain, at) {
            found.extend(branches("", &path[2..]).into_iter().map(|path| (line(&source.plain, at), path)));
        }
    }
    found
}

fn words(code: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    let parts = code.split(move |letter| !is_part(letter)).filter(|word| !word.is_empty());
    parts.map(|word| (word.as_ptr() as usize - code.as_ptr() as usize, word))
}

fn is_middle(code: &str, at: usize) -> bool {
    code[..at].ends_with("::")
}

fn line(code: &str, at: usize) -> usize {
    code[..at].matches('\n').count() + 1
}

fn parent(module: &str) -> String {
    module.rsplit_once("::").map_or("", |(parent, _)| parent).to_owned()
}

fn join(start: &str, name: &str) -> String {
    if start.is_empty() { name.to_owned() } else { format!("{start}::{name}") }
}

/// Returns the ends of a path that may branch in braces: `a::{b, c::d}` gives `a::b` and `a::c::d`.
fn branches(start: &str, path: &str) -> Vec<String> {
    let path = path.trim_start();
    if let Some(group) = path.strip_prefix('{') {
        return members(group).into_iter().flat_map(|member| branches(start, member)).collect();
    }
    let length = path.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(path.len());
    let (name, rest) = path.split_at(length);
    let here = match name {
        "super" => parent(start),
        "" | "self" => start.to_owned(),
        name => join(start, name),
    };
    match rest.strip_prefix("::") {
        Some(rest) => branches(&here, rest),
        None => vec![here],
    }
}

/// Returns what stands between commas, up to the brace that closes the group.
fn members(group: &str) -> Vec<&str> {
    let (mut depth, mut from, mut found) = (0, 0, Vec::new());
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            '}' => {
                found.push(&group[from..at]);
                break;
            }
            ',' if depth == 0 => {
                found.push(&group[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    found.retain(|member| !member.trim().is_empty());
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::example;

    #[test]
    fn paths_are_told_from_the_root_of_the_crate() {
        let text = "use crate::store::{self, open::Open};\nuse super::plan;\nfn f() { super::super::bell::ring(); }\n";
        let found = inside(&example("ekd/src/source/export/fetch.rs", text)[0]);
        let paths: Vec<&str> = found.iter().map(|(_, path)| path.as_str()).collect();
        assert_eq!(paths, ["store", "store::open::Open", "source::export::plan", "source::bell::ring"]);
        assert_eq!(found[3].0, 3);
    }

    #[test]
    fn paths_into_another_crate_are_told() {
        let text = "use ekd::{demo, run::{Running, start}};\n// ekd::store\nfn f() { my_ekd::x(); }\n";
        let found = into(&example("ektui/src/demo.rs", text)[0], "ekd");
        let paths: Vec<&str> = found.iter().map(|(_, path)| path.as_str()).collect();
        assert_eq!(paths, ["demo", "run::Running", "run::start"]);
    }
}
