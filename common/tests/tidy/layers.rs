//! The layers of `ekd`: arrows point down only, and what touches the world stays where it belongs.

use crate::paths;
use crate::sources::Source;

/// What a part of `ekd` may name of the others. What is not listed may name all.
///
/// `store` may name `Doubtful`: what waits for a person is kept as it came, and a second type for it would be the same.
/// `config` names the sections of sources and mappings, which live beside what they configure.
const MAY_NAME: [(&str, &[&str]); 62] = [
    ("bell", &[]),
    ("clock", &[]),
    ("supervisor", &[]),
    ("users", &[]),
    ("inbox", &[]),
    ("logging", &["config"]),
    ("vault", &[]),
    ("credential", &[]),
    ("letter", &[]),
    ("mail", &[]),
    ("guessing", &[]),
    ("password", &[]),
    ("totp", &[]),
    ("hashing", &["password", "vault"]),
    ("entity", &[]),
    ("document", &["entity"]),
    ("consumption", &[]),
    ("contracted_power", &[]),
    ("invoice", &["document::rows", "entity"]),
    ("report", &[]),
    ("tariff", &[]),
    ("weather", &[]),
    ("billing", &["tariff", "ticket::holidays"]),
    ("binding", &[]),
    ("pattern", &[]),
    ("payment", &["entity"]),
    ("info_code", &["pattern"]),
    ("retention", &["consumption", "pattern"]),
    ("store", &["bell", "document::Doubtful", "guessing::Failures", "invoice::read", "ticket::statistics::Course"]),
    ("turned", &["store"]),
    ("liveness", &["store"]),
    ("mending", &["binding", "consumption", "store"]),
    ("ingest", &["binding", "document", "consumption", "mending", "retention", "store", "turned"]),
    (
        "query",
        &[
            "billing",
            "binding",
            "consumption",
            "contracted_power",
            "info_code",
            "invoice::ksef",
            "mending",
            "report",
            "store",
            "tariff",
            "weather",
        ],
    ),
    ("alarm", &[]),
    ("ticket", &[]),
    ("vigil", &["accounts", "alarm", "binding", "clock", "info_code", "ingest", "query", "store", "turned", "weather"]),
    ("sealing", &["binding", "clock", "mending", "store"]),
    ("pruning", &["binding", "clock", "ingest", "retention", "store"]),
    ("notice", &[]),
    ("paper", &[]),
    ("notify", &["config", "credential", "mail::header"]),
    ("outbox", &["clock", "document", "letter", "notify", "paper", "store", "vault"]),
    ("correspondence", &["letter", "mail", "notify", "outbox", "store", "vault"]),
    (
        "office",
        &[
            "accounts",
            "binding",
            "clock",
            "correspondence",
            "mail",
            "notify",
            "query",
            "store",
            "ticket",
            "turned",
            "vault",
        ],
    ),
    ("mailbox", &["clock", "config", "credential", "mail", "office::incoming", "store", "vault"]),
    (
        "telling",
        &[
            "accounts",
            "clock",
            "correspondence",
            "letter",
            "notice",
            "notify",
            "outbox",
            "store",
            "turned",
            "vault",
            "vigil",
        ],
    ),
    (
        "reporting",
        &[
            "billing", "clock", "letter", "notify", "outbox", "paper", "query", "report", "store", "tariff", "turned",
            "vault", "vigil",
        ],
    ),
    ("accounts", &["admission::NAME", "customers", "letter", "notify", "outbox", "store", "totp", "turned", "vault"]),
    ("customers", &["accounts", "store", "turned"]),
    ("curves", &["accounts", "store", "turned"]),
    (
        "import",
        &["clock", "config", "inbox", "invoice", "payment", "reception::digest", "settlement", "store", "turned"],
    ),
    ("settlement", &["accounts", "clock", "payment", "store", "turned", "vigil::round"]),
    ("settings", &["accounts", "store", "turned", "vigil::deeds"]),
    (
        "admission",
        &[
            "accounts", "clock", "guessing", "hashing", "letter", "liveness", "password", "store", "totp", "turned",
            "vault",
        ],
    ),
    ("founding", &["accounts", "config", "password", "store", "turned", "vault"]),
    ("setup", &["cli", "clock", "config", "founding", "run"]),
    ("reception", &["binding", "clock", "document", "info_code", "ingest", "sealing", "store", "vigil"]),
    (
        "config",
        &[
            "billing",
            "contracted_power",
            "document::mapping",
            "info_code",
            "invoice::mapping",
            "retention",
            "source",
            "rpc::IMPORT",
            "tariff",
            "ticket",
        ],
    ),
    ("source", &["clock", "config", "credential", "document", "inbox", "pattern", "reception", "store"]),
    (
        "rpc",
        &[
            "accounts",
            "admission",
            "bell",
            "billing",
            "binding",
            "clock",
            "config",
            "contracted_power",
            "curves",
            "customers",
            "document",
            "guessing",
            "import",
            "info_code",
            "ingest",
            "liveness",
            "office",
            "paper",
            "query",
            "reception",
            "report",
            "reporting",
            "settings",
            "settlement",
            "store",
            "supervisor",
            "tariff",
            "telling",
            "ticket",
            "totp",
            "turned",
            "vault",
            "vigil",
        ],
    ),
    (
        "demo",
        &[
            "accounts",
            "billing",
            "clock",
            "config",
            "curves",
            "customers",
            "founding",
            "import",
            "office",
            "run",
            "source::sim",
            "store",
            "tariff",
            "turned",
            "vigil::rules",
        ],
    ),
];

/// The parts that are rules: values in, values out.
const RULES: [&str; 23] = [
    "alarm",
    "billing",
    "binding",
    "document",
    "entity",
    "consumption",
    "contracted_power",
    "guessing",
    "info_code",
    "invoice",
    "letter",
    "mail",
    "notice",
    "paper",
    "password",
    "pattern",
    "payment",
    "report",
    "retention",
    "tariff",
    "ticket",
    "totp",
    "weather",
];

/// What rules must not know: the world, its clock, and waiting.
const WORLD: [&str; 13] = [
    "tokio",
    "async ",
    ".await",
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "rusqlite",
    "reqwest",
    "rustix",
    "::now(",
    "println!",
];

const READS_CLOCK: [&str; 3] = ["Timestamp::now", "SystemTime::now", "Zoned::now"];
const SPAWNS: [&str; 5] = ["tokio::spawn", "task::spawn(", "spawn_local", "JoinSet", "TaskTracker"];
const SQL: [&str; 6] = ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "CREATE TABLE", "PRAGMA "];

/// Names every arrow that points up.
fn arrows(sources: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in sources.iter().filter(|source| source.path.starts_with("ekd/src/")) {
        let module = source.module();
        let own = module.split("::").next().unwrap_or_default();
        let Some((_, may_name)) = MAY_NAME.iter().find(|(part, _)| *part == own) else { continue };
        for (line, path) in paths::inside(source) {
            let is_below = |allowed: &str| path == allowed || path.starts_with(&format!("{allowed}::"));
            let part = path.split("::").next().unwrap_or_default();
            if !part.is_empty() && part != own && !may_name.iter().any(|allowed| is_below(allowed)) {
                complaints.push(format!("{}:{line}: {own} must not know {path}", source.path));
            }
        }
    }
    complaints
}

/// Names every place where a rule meets the world.
fn rules_in_the_world(sources: &[Source]) -> Vec<String> {
    let is_rule = |source: &&Source| {
        let module = source.module();
        source.path.starts_with("ekd/src/") && RULES.iter().any(|rule| module.split("::").next() == Some(rule))
    };
    find(sources.iter().filter(is_rule), &WORLD, "a rule must not know")
}

/// Names every place but `clock.rs` that reads the wall clock.
fn clocks(sources: &[Source]) -> Vec<String> {
    let others = sources.iter().filter(|source| source.package() == "ekd" && source.path != "ekd/src/clock.rs");
    find(others, &READS_CLOCK, "only ekd/src/clock.rs reads the clock, not")
}

/// Names every place but the supervisor that starts tasks.
fn spawns(sources: &[Source]) -> Vec<String> {
    let others = sources.iter().filter(|source| source.package() == "ekd" && source.path != "ekd/src/supervisor.rs");
    find(others, &SPAWNS, "only ekd/src/supervisor.rs starts tasks, not")
}

/// Names every SQL outside the store. Benches may have some: the plain table that the archive is held against.
fn sql(sources: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
    let is_free = |source: &&Source| !["ekd/src/store/", "ekd/benches/"].iter().any(|at| source.path.starts_with(at));
    for source in sources.iter().filter(is_free) {
        for (line, text) in source.plain_strings() {
            if SQL.iter().any(|word| text.contains(word)) {
                complaints.push(format!("{}:{line}: SQL lives in ekd/src/store", source.path));
            }
        }
    }
    complaints
}

/// Names every place that makes a scope and may not: those of accounts come from `rpc::access` alone, the house's own from
/// there and from the store; and every handler that goes to the archive past its visit.
fn ways_round_access(sources: &[Source]) -> Vec<String> {
    const ACCESS: &str = "ekd/src/rpc/access.rs";
    let inside = || sources.iter().filter(|source| source.path.starts_with("ekd/src/") && source.path != ACCESS);
    // What is made by itself is made with the rights that its account has then.
    let is_of_reports = |source: &&Source| source.path == "ekd/src/reporting/eyes.rs";
    let not_of_reports = || inside().filter(move |source| !is_of_reports(source));
    let in_store = |source: &&Source| source.path.starts_with("ekd/src/store/");
    let mut complaints = find(not_of_reports(), &["Scope::of_account"], "only rpc/access makes a scope, not");
    // What was held leaves with the rights that its writer has then.
    let acts_for_others = |source: &&Source| source.path == "ekd/src/office/sendings.rs";
    let not_of_office = inside().filter(|source| !acts_for_others(source) && !source.path.ends_with("/fixture.rs"));
    let not_of_office = not_of_office.filter(|source| !is_of_reports(source));
    let not_of_office = not_of_office.filter(|source| !in_store(source));
    complaints.extend(find(not_of_office, &["Eyes::of_account"], "only rpc/access makes eyes, not"));
    let others = inside().filter(|source| !in_store(source) && !is_of_reports(source));
    complaints.extend(find(others, &["Scope::house", "seen_by("], "only rpc/access and the store make a scope, not"));
    // What came of an upload is asked for by its key, after the visit has permitted it.
    let handlers =
        inside().filter(|source| source.path.starts_with("ekd/src/rpc/") && !source.path.ends_with("/import.rs"));
    complaints.extend(find(
        handlers,
        &["store.read(", "store.write(", "store.write_readings("],
        "handlers go through their visit, not",
    ));
    complaints
}

fn find<'a>(sources: impl Iterator<Item = &'a Source>, needles: &[&str], rule: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in sources {
        for needle in needles {
            let lines = source.lines_with(needle);
            complaints.extend(lines.iter().map(|line| format!("{}:{line}: {rule} `{}`", source.path, needle.trim())));
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::{example, workspace};

    const CLEAN: Vec<String> = Vec::new();

    #[test]
    fn the_house_keeps_its_layers() {
        let sources = workspace();
        assert_eq!(arrows(&sources), CLEAN);
        assert_eq!(rules_in_the_world(&sources), CLEAN);
        assert_eq!(clocks(&sources), CLEAN);
        assert_eq!(spawns(&sources), CLEAN);
        assert_eq!(sql(&sources), CLEAN);
        assert_eq!(ways_round_access(&sources), CLEAN);
    }

    #[test]
    fn a_way_round_access_is_found() {
        let n = |path, text| ways_round_access(&example(path, text)).len();
        assert_eq!(n("ekd/src/query/days.rs", "fn f() { Scope::of_account(a, b); log.seen_by(Scope::house()) }"), 3);
        assert_eq!(n("ekd/src/rpc/site.rs", "fn f() { house.reception.store.read(g) }"), 1);
        assert_eq!(n("ekd/src/rpc/access.rs", "fn f() { Scope::of_account(a, b) }"), 0);
        assert_eq!(n("ekd/src/store/log/mod.rs", "fn f() { Scope::house() }"), 0);
    }

    #[test]
    fn every_listed_part_exists() {
        let sources = workspace();
        for part in MAY_NAME.iter().map(|(part, _)| *part).chain(RULES) {
            assert!(sources.iter().any(|source| source.package() == "ekd" && source.module() == part), "{part}");
        }
    }

    #[test]
    fn an_arrow_that_points_up_is_found() {
        let n = |path, text| arrows(&example(path, text)).len();
        assert_eq!(n("ekd/src/store/reading.rs", "use crate::ingest::Intake;"), 1);
        assert_eq!(n("ekd/src/store/reading.rs", "use crate::{document::{Doubtful, mapping::Mapping}, rpc};"), 2);
        assert_eq!(n("ekd/src/store/reading.rs", "use super::row::code; use crate::document::Doubtful;"), 0);
        assert_eq!(n("ekd/src/document/rows.rs", "fn f() { super::super::store::open() }"), 1);
        assert_eq!(n("ekd/src/document/rows.rs", "#[cfg(test)]\nmod tests { use crate::store; }"), 0);
        assert_eq!(n("ekd/src/query/mod.rs", "use crate::document::Parsed;"), 1);
    }

    #[test]
    fn a_rule_that_meets_the_world_is_found() {
        let n = |text| rules_in_the_world(&example("ekd/src/consumption/gauge.rs", text)).len();
        assert_eq!(n("use std::fs;\nasync fn f() {}\nfn g() { Instant::now(); }\n"), 3);
        assert_eq!(n("/// As tokio says, std::fs.\nfn f() { \"std::fs\"; }\n"), 0);
    }

    #[test]
    fn a_second_clock_spawner_or_archive_is_found() {
        let file = |text| example("ekd/src/rpc/site.rs", text);
        assert_eq!(clocks(&file("fn f() { Timestamp::now(); }")).len(), 1);
        assert_eq!(spawns(&file("fn f() { tokio::spawn(g()); }")).len(), 1);
        assert_eq!(sql(&file("const S: &str = \"SELECT id FROM site\";")).len(), 1);
        assert_eq!(sql(&file("#[cfg(test)]\nmod tests { const S: &str = \"SELECT 1\"; }")).len(), 0);
        assert_eq!(sql(&example("ekd/src/store/site.rs", "const S: &str = \"SELECT 1\";")).len(), 0);
    }
}
