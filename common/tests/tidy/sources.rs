//! The sources of the workspace, each taken apart, tests apart from the rest. Knows no rule.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::lexer::{self, Parts};

/// One Rust file.
#[derive(Debug)]
pub(crate) struct Source {
    /// From the top of the repository, with slashes: `ekd/src/run.rs`.
    pub(crate) path: String,
    pub(crate) text: String,
    pub(crate) parts: Parts,
    /// The code with blanks for what is only built for tests; all blank in a file of tests.
    pub(crate) plain: String,
}

/// The packages of the workspace.
pub(crate) const PACKAGES: [&str; 4] = ["common", "ekd", "ekctl", "ektui"];

/// Returns the top of the repository.
pub(crate) fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Returns all Rust files of the workspace, in order.
pub(crate) fn workspace() -> Vec<Source> {
    let mut found = Vec::new();
    for package in PACKAGES {
        for path in files_under(package, "rs") {
            let text = std::fs::read_to_string(top().join(&path)).expect("a source can be read");
            found.push((path, text));
        }
    }
    assert!(found.len() > 100, "the sources are found");
    read(found)
}

/// Returns all files below a directory with this extension, as paths from the top.
pub(crate) fn files_under(directory: &str, extension: &str) -> Vec<String> {
    let mut found = Vec::new();
    let Ok(entries) = std::fs::read_dir(top().join(directory)) else { return found };
    for entry in entries {
        let entry = entry.expect("a directory can be listed");
        let path = format!("{directory}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            found.extend(files_under(&path, extension));
        } else if entry.path().extension().is_some_and(|found| found == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Takes files apart, and finds out which of them are tests.
pub(crate) fn read(files: Vec<(String, String)>) -> Vec<Source> {
    let mut sources: Vec<Source> = files
        .into_iter()
        .map(|(path, text)| {
            let parts = lexer::parts(&text);
            let plain = without_tests(&parts.code);
            Source { path, text, parts, plain }
        })
        .collect();
    let of_tests: BTreeSet<String> = sources.iter().flat_map(test_modules).collect();
    for source in &mut sources {
        let named =
            |module: &String| source.path == format!("{module}.rs") || source.path.starts_with(&format!("{module}/"));
        if source.path.contains("/tests/") || of_tests.iter().any(named) {
            source.plain = source.parts.code.chars().map(|letter| if letter == '\n' { '\n' } else { ' ' }).collect();
        }
    }
    sources
}

impl Source {
    /// Tells whether the file is built for tests only.
    pub(crate) fn is_test(&self) -> bool {
        self.plain.trim().is_empty()
    }

    /// Returns the package.
    pub(crate) fn package(&self) -> &str {
        self.path.split('/').next().unwrap_or_default()
    }

    /// Returns the module within its crate, such as `store::writer`; empty for `lib.rs` and `main.rs`.
    pub(crate) fn module(&self) -> String {
        let path = self.path.split_once("/src/").map_or("", |(_, path)| path).trim_end_matches(".rs");
        let path = path.strip_suffix("/mod").unwrap_or(path);
        if matches!(path, "lib" | "main") { String::new() } else { path.replace('/', "::") }
    }

    /// Returns the lines of code outside tests that contain `needle`, counted from 1.
    pub(crate) fn lines_with(&self, needle: &str) -> Vec<usize> {
        self.plain.lines().zip(1..).filter(|(line, _)| line.contains(needle)).map(|(_, number)| number).collect()
    }

    /// Returns the string literals outside tests, each with its line.
    pub(crate) fn plain_strings(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines: Vec<&str> = self.plain.lines().collect();
        let strings = self.parts.strings.iter().map(|(line, text)| (*line, text.as_str()));
        strings.filter(move |(line, _)| lines.get(line - 1).is_some_and(|line| line.contains('"')))
    }
}

/// Returns the code with blanks for each item that is only built for tests.
fn without_tests(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let mut plain = code.to_owned();
    let mut from = 0;
    while let Some(at) = plain[from..].find(MARK) {
        let begin = from + at;
        let end = begin + MARK.len() + item(&plain[begin + MARK.len()..]);
        let blank: String = plain[begin..end].chars().map(|letter| if letter == '\n' { '\n' } else { ' ' }).collect();
        plain.replace_range(begin..end, &blank);
        from = begin + blank.len();
    }
    plain
}

/// Returns the length of the item at the beginning: to its semicolon or its closing brace.
fn item(code: &str) -> usize {
    let mut depth = 0_i32;
    for (at, letter) in code.char_indices() {
        match letter {
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => {
                depth -= 1;
                if depth == 0 && letter == '}' {
                    return at + 1;
                }
            }
            ';' if depth == 0 => return at + 1,
            _ => {}
        }
    }
    code.len()
}

/// Returns the modules in other files that are declared for tests only, as paths without `.rs`.
fn test_modules(source: &Source) -> Vec<String> {
    let folder = source.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let stem = source.path.trim_end_matches(".rs");
    let is_root = ["/mod", "/lib", "/main"].iter().any(|name| stem.ends_with(name));
    let own = if is_root { folder } else { stem };
    let lines: Vec<&str> = source.text.lines().collect();
    let mut found = Vec::new();
    for (index, _) in lines.iter().enumerate().filter(|(_, line)| line.trim() == "#[cfg(test)]") {
        let mut named = None;
        for line in &lines[index + 1..] {
            if let Some(path) = line.trim().strip_prefix("#[path = \"") {
                named = Some(format!("{folder}/{}", path.trim_end_matches(".rs\"]")));
            } else if !line.trim().starts_with("#[") {
                let module = line.trim().trim_start_matches("pub(crate) ").trim_start_matches("pub ");
                let module = module.strip_prefix("mod ").and_then(|module| module.strip_suffix(';'));
                found.extend(module.map(|module| named.unwrap_or_else(|| format!("{own}/{module}"))));
                break;
            }
        }
    }
    found
}

/// Returns one file of an example.
#[cfg(test)]
pub(crate) fn example(path: &str, text: &str) -> Vec<Source> {
    read(vec![(path.to_owned(), text.to_owned())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_built_for_tests_is_set_apart() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() { \"}\" }\n}\nfn c() {}\n";
        let source = &example("ekd/src/a.rs", text)[0];
        let lines: Vec<&str> = source.plain.lines().map(str::trim).collect();
        assert_eq!(lines, ["fn a() {}", "", "", "", "", "fn c() {}"]);
        assert_eq!(source.plain_strings().count(), 0);
    }

    #[test]
    fn files_declared_for_tests_are_tests() {
        let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
        let sources = read(vec![
            file("ekd/src/a/mod.rs", "mod c;\n#[cfg(test)]\nmod fixture;\n"),
            file("ekd/src/a/fixture.rs", "fn f() {}"),
            file("ekd/src/a/c.rs", "fn f() {}\n#[cfg(test)]\n#[path = \"c_tests.rs\"]\nmod tests;\n"),
            file("ekd/src/a/c_tests.rs", "fn f() {}"),
            file("ekd/tests/it.rs", "fn f() {}"),
        ]);
        let are_tests: Vec<bool> = sources.iter().map(Source::is_test).collect();
        assert_eq!(are_tests, [false, true, false, true, true]);
    }

    #[test]
    fn a_file_knows_its_module() {
        let module = |path| example(path, "fn f() {}")[0].module();
        assert_eq!(module("ekd/src/store/writer.rs"), "store::writer");
        assert_eq!(module("ekd/src/store/mod.rs"), "store");
        assert_eq!(module("ekd/src/lib.rs"), "");
    }
}
