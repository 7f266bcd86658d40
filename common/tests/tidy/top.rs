//! What lies at the top of the repository: the crates and what every visitor looks for, nothing else.

use crate::sources::top;

const MAY_LIE: [&str; 9] =
    ["Cargo.lock", "Cargo.toml", "LICENSE", "README.md", "common", "ekctl", "ekd", "ektui", "man"];

/// What cargo builds, which is not in the repository.
const BUILT: &str = "target";

/// Returns the names that should not lie there. What begins with a dot is hidden.
fn strangers<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let strange = |name: &&str| !name.starts_with('.') && *name != BUILT && !MAY_LIE.contains(name);
    names.into_iter().filter(strange).collect()
}

#[test]
fn nothing_strange_lies_at_the_top() {
    let entries = std::fs::read_dir(top()).unwrap();
    let names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    assert_eq!(strangers(names.iter().map(String::as_str)), Vec::<&str>::new());
    for needed in ["Cargo.lock", "Cargo.toml", "LICENSE", ".ci", ".rustfmt.toml", ".clippy.toml", ".deny.toml"] {
        assert!(names.iter().any(|name| name == needed), "{needed} is missing");
    }
}

#[test]
fn a_stranger_is_found() {
    assert_eq!(strangers(["Makefile", "ekd", ".ci", "notes.txt", "target"]), ["Makefile", "notes.txt"]);
}
