//! Which package may depend on which, and that all of them keep the workspace's lints.

use crate::paths;
use crate::sources::{PACKAGES, Source, top};

/// What each package may depend on of the others.
const MAY_DEPEND: [(&str, &[&str]); 4] =
    [("common", &[]), ("ekd", &["common"]), ("ekctl", &["common"]), ("ektui", &["common", "ekd"])];

/// What `ektui` may name of the daemon.
const FACE: [&str; 2] = ["run", "demo"];

/// Names every forbidden dependency of a package and every lint table that is not the workspace's.
fn manifest(package: &str, text: &str) -> Vec<String> {
    let table: toml::Table = text.parse().expect("a manifest is TOML");
    let may = MAY_DEPEND.iter().find(|(name, _)| *name == package).map_or(&[][..], |(_, may)| may);
    let names = |section: &str| -> Vec<String> {
        let section = table.get(section).and_then(toml::Value::as_table);
        section.map(|section| section.keys().cloned().collect()).unwrap_or_default()
    };
    let mut complaints = Vec::new();
    for name in names("dependencies").into_iter().chain(names("build-dependencies")) {
        if PACKAGES.contains(&name.as_str()) && !may.contains(&name.as_str()) {
            complaints.push(format!("{package} must not depend on {name}"));
        }
    }
    // Tests start a daemon to talk to; a face for people is nobody's fixture, and `common` stands alone.
    for name in names("dev-dependencies") {
        let is_allowed = package != "common" && matches!(name.as_str(), "common" | "ekd");
        if PACKAGES.contains(&name.as_str()) && !is_allowed {
            complaints.push(format!("tests of {package} must not depend on {name}"));
        }
    }
    let lints = table.get("lints").and_then(|lints| lints.get("workspace")).and_then(toml::Value::as_bool);
    if lints != Some(true) {
        complaints.push(format!("{package} does not keep the workspace's lints"));
    }
    complaints
}

/// Names what is missing from the lints that every package keeps.
fn lints(workspace: &str, clippy: &str) -> Vec<String> {
    let workspace: toml::Table = workspace.parse().expect("a manifest is TOML");
    let clippy: toml::Table = clippy.parse().expect("clippy's settings are TOML");
    let lints = workspace["workspace"].get("lints");
    let level = |tool: &str, lint: &str| {
        let lint = lints?.get(tool)?.get(lint)?;
        lint.as_str().or_else(|| lint.get("level")?.as_str())
    };
    let mut complaints = Vec::new();
    if level("rust", "unsafe_code") != Some("forbid") {
        complaints.push("unsafe_code is not forbidden".to_owned());
    }
    for lint in ["all", "pedantic", "unwrap_used", "exit", "allow_attributes", "dbg_macro", "todo"] {
        if level("clippy", lint) != Some("warn") {
            complaints.push(format!("clippy::{lint} is off"));
        }
    }
    if level("clippy", "too_many_lines").is_some_and(|level| level == "allow") {
        complaints.push("clippy::too_many_lines is off".to_owned());
    }
    for (setting, most) in [("too-many-lines-threshold", 60), ("too-many-arguments-threshold", 6)] {
        if clippy.get(setting).and_then(toml::Value::as_integer) != Some(most) {
            complaints.push(format!("{setting} is not {most}"));
        }
    }
    complaints
}

/// Names every use of the daemon's inside by the dashboard.
fn behind_the_face(sources: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in sources.iter().filter(|source| source.path.starts_with("ektui/src/")) {
        for (line, path) in paths::into(source, "ekd") {
            if !path.split("::").next().is_some_and(|part| FACE.contains(&part)) {
                complaints.push(format!("{}:{line}: ektui must not know ekd::{path}", source.path));
            }
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::{example, workspace};

    fn file(path: &str) -> String {
        std::fs::read_to_string(top().join(path)).unwrap()
    }

    #[test]
    fn packages_depend_downwards_and_keep_the_lints() {
        let complaints = PACKAGES.iter().flat_map(|package| manifest(package, &file(&format!("{package}/Cargo.toml"))));
        assert_eq!(complaints.collect::<Vec<_>>(), Vec::<String>::new());
        assert_eq!(lints(&file("Cargo.toml"), &file(".clippy.toml")), Vec::<String>::new());
    }

    #[test]
    fn the_dashboard_knows_only_the_face_of_the_daemon() {
        assert_eq!(behind_the_face(&workspace()), Vec::<String>::new());
        let n = |text| behind_the_face(&example("ektui/src/demo.rs", text)).len();
        assert_eq!(n("use ekd::{demo, store::Store};\nfn f() { ekd::config::load(); }"), 2);
        assert_eq!(n("use ekd::run::Running;\n#[cfg(test)]\nmod tests { use ekd::store; }"), 0);
    }

    #[test]
    fn a_dependency_that_points_up_is_found() {
        let n = |package, text: &str| manifest(package, &format!("{text}\n[lints]\nworkspace = true")).len();
        assert_eq!(n("common", "[dependencies]\nekd.workspace = true"), 1);
        assert_eq!(n("ekctl", "[dependencies]\nekd = { path = \"../ekd\" }"), 1);
        assert_eq!(n("ekctl", "[dev-dependencies]\nekd.workspace = true"), 0);
        assert_eq!(n("ekd", "[dev-dependencies]\nekctl.workspace = true"), 1);
        assert_eq!(n("common", "[dev-dependencies]\nekd.workspace = true"), 1);
        assert_eq!(manifest("ekd", "[lints.clippy]\npedantic = \"allow\"").len(), 1);
    }

    #[test]
    fn lints_that_are_off_are_found() {
        assert_eq!(lints("[workspace]\n[workspace.lints.clippy]\npedantic = \"allow\"", "").len(), 10);
    }
}
