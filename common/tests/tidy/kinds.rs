//! A kind of source is a folder of its own: nothing but the roster, the configuration and the demo learns of it.

use std::collections::BTreeSet;

use crate::paths;
use crate::sources::Source;

const MAY_KNOW: [&str; 3] = ["ekd/src/source/roster.rs", "ekd/src/source/mod.rs", "ekd/src/demo.rs"];

/// Names every place that knows a kind of source and should not.
fn strangers(sources: &[Source]) -> Vec<String> {
    let kinds = kinds(sources);
    let mut complaints = Vec::new();
    for source in sources.iter().filter(|source| source.path.starts_with("ekd/src/")) {
        if MAY_KNOW.contains(&source.path.as_str())
            || ["ekd/src/config/", "ekd/src/demo/"].iter().any(|folder| source.path.starts_with(folder))
        {
            continue;
        }
        for (line, path) in paths::inside(source) {
            let mut names = path.split("::").skip_while(|name| *name != "source").skip(1);
            let kind = names.next().filter(|name| kinds.contains(*name)).unwrap_or_default();
            let folder = format!("ekd/src/source/{kind}/");
            if !kind.is_empty() && path.starts_with("source::") && !source.path.starts_with(&folder) {
                complaints.push(format!("{}:{line}: must not know the kind `{kind}`", source.path));
            }
        }
    }
    complaints
}

/// Returns the folders of kinds.
fn kinds(sources: &[Source]) -> BTreeSet<&str> {
    let below = sources.iter().filter_map(|source| source.path.strip_prefix("ekd/src/source/"));
    below.filter_map(|path| path.split_once('/').map(|(kind, _)| kind)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::{read, workspace};

    #[test]
    fn a_kind_is_known_only_where_it_may_be() {
        let sources = workspace();
        assert_eq!(strangers(&sources), Vec::<String>::new());
        assert_eq!(kinds(&sources), BTreeSet::from(["drop", "export", "sim"]));
    }

    #[test]
    fn a_place_that_knows_a_kind_is_found() {
        let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
        let sources = read(vec![
            file("ekd/src/source/drop/mod.rs", "use crate::source::drop::tree;"),
            file("ekd/src/source/sim/mod.rs", "use super::drop::tree;"),
            file("ekd/src/source/sim/town.rs", "use super::super::drop::tree;"),
            file("ekd/src/rpc/source.rs", "use crate::source::{Desk, drop::DropSource};"),
            file("ekd/src/config/mod.rs", "use crate::source::drop::DropConfig;"),
        ]);
        let places = strangers(&sources).join("\n");
        assert_eq!(places.lines().count(), 3, "{places}");
        for stranger in ["sim/mod.rs:1", "sim/town.rs:1", "rpc/source.rs:1"] {
            assert!(places.contains(stranger), "{places}");
        }
    }
}
