//! Our own rules: words in both languages, manual pages as committed.

use std::collections::BTreeSet;
use std::path::Path;

use common::language::Language;
use ekctl::command::{man, schema};
use ekctl::output::cell::Kind;
use ekctl::output::row::Field;
use ekctl::text::texts;

fn keys(source: &str) -> BTreeSet<String> {
    let mut message = String::new();
    let mut keys = BTreeSet::new();
    for line in source.lines() {
        let Some((key, _)) = line.split_once(" =") else { continue };
        match key.strip_prefix("    .") {
            Some(attribute) => keys.insert(format!("{message}.{attribute}")),
            None if line.starts_with(|first: char| first.is_ascii_lowercase()) => {
                key.clone_into(&mut message);
                keys.insert(message.clone())
            }
            None => false,
        };
    }
    keys
}

#[test]
fn both_languages_have_the_same_messages() {
    let polish = keys(include_str!("../text/pl/ekctl.ftl"));
    assert!(polish.len() > 100);
    assert_eq!(polish, keys(include_str!("../text/en/ekctl.ftl")));
}

fn check_headings(fields: &[Field]) {
    for field in fields {
        assert!(!field.about.is_empty(), "{}", field.name);
        for language in Language::ALL {
            assert!(texts(language).has(&format!("column-{}", field.name)), "{} {language:?}", field.name);
        }
        if let Kind::Rows(fields) = field.kind {
            check_headings(fields);
        }
    }
}

#[test]
fn every_column_has_a_heading_in_both_languages() {
    for schema in schema::all() {
        check_headings(schema.fields);
    }
}

#[test]
fn schemas_stand_in_the_order_of_their_names() {
    let names: Vec<_> = schema::all().iter().map(|schema| schema.name).collect();
    assert!(names.is_sorted());
}

#[test]
fn the_committed_manual_pages_are_those_of_the_program() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../man");
    let pages = man::pages();
    for (name, page) in &pages {
        let committed = std::fs::read_to_string(directory.join(name)).unwrap_or_default();
        assert!(committed == *page, "{name}: run `cargo run -p ekctl -- man --out-dir man` and commit the pages");
    }
    let ours = |name: &str| name.starts_with("ekctl") && name.ends_with(".1");
    let committed = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().file_name());
    let committed: BTreeSet<_> =
        committed.filter_map(|name| name.into_string().ok()).filter(|name| ours(name)).collect();
    assert_eq!(committed, pages.into_iter().map(|(name, _)| name).collect());
}
