//! Both languages say everything.

use std::collections::BTreeSet;

use common::language::Language;

use crate::action::ENTRIES;
use crate::fixture;
use crate::look::{ENGLISH, POLISH};

/// Returns message ids and attributes of a Fluent source.
fn keys(source: &str) -> BTreeSet<String> {
    let mut message = String::new();
    let mut keys = BTreeSet::new();
    for line in source.lines() {
        if let Some((id, _)) = line.split_once('=') {
            let id = id.trim_end();
            if let Some(attribute) = id.trim_start().strip_prefix('.') {
                keys.insert(format!("{message}.{attribute}"));
            } else if line.starts_with(|first: char| first.is_ascii_lowercase()) {
                id.clone_into(&mut message);
                keys.insert(id.to_owned());
            }
        }
    }
    keys
}

#[test]
fn polish_and_english_have_the_same_messages() {
    assert_eq!(keys(POLISH), keys(ENGLISH));
    assert!(keys(POLISH).len() > 150);
}

#[test]
fn every_action_has_a_name() {
    for language in Language::ALL {
        let look = fixture::look(language);
        assert!(ENTRIES.iter().all(|entry| look.knows(entry.label)));
    }
}

#[test]
fn no_message_is_said_that_is_not_there() {
    let sources = [
        include_str!("../app/act.rs"),
        include_str!("../app/answer.rs"),
        include_str!("../app/overlay.rs"),
        include_str!("../app/view.rs"),
        include_str!("../export.rs"),
        include_str!("../screen.rs"),
        include_str!("../screen/site.rs"),
        include_str!("../screen/site/table.rs"),
        include_str!("../screen/site/view.rs"),
        include_str!("../screen/site/words.rs"),
        include_str!("../screen/sites/sort.rs"),
        include_str!("../screen/sites/view.rs"),
        include_str!("../screen/system/view.rs"),
    ];
    let known = keys(POLISH);
    let looks_like_an_id = |text: &str| {
        let heads = ["action-", "banner-", "choice-", "column-", "compare-", "data-", "export-", "hints-", "legend-"];
        let more = ["news-", "note-", "place-", "sites-", "sort-", "span-", "state-", "strip-", "system-", "table-"];
        let rest = ["tab-", "tally-", "toast-", "topic-", "total-", "used-", "view-", "gap-"];
        let head = [&heads[..], &more, &rest].concat().into_iter().any(|head| text.starts_with(head));
        head && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
    };
    for source in sources {
        for text in source.split('"').skip(1).step_by(2).filter(|text| looks_like_an_id(text)) {
            assert!(known.contains(text), "{text}");
        }
    }
}
