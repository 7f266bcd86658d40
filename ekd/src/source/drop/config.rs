//! The `[drop.NAME]` section: a directory into which files are put. Reading it opens nothing.

use std::path::PathBuf;

use jiff::SignedDuration;
use serde::Deserialize;

use crate::pattern;

/// Where files are dropped, and how they are read.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DropConfig {
    /// Holds `inbox`, `done` and `parked`, which are made when missing.
    pub directory: PathBuf,
    /// The CSV mapping of files that no pattern names.
    #[serde(default)]
    pub mapping: Option<String>,
    /// The CSV mappings of files by name; the first pattern that fits counts.
    #[serde(default)]
    pub mappings: Vec<NamedMapping>,
    /// How often the inbox is looked at.
    #[serde(default = "default_interval")]
    pub interval: SignedDuration,
    /// How long a file must stay as it is before it is taken.
    #[serde(default = "default_settle")]
    pub settle: SignedDuration,
    /// How often new readings are expected.
    #[serde(default)]
    pub cadence: Option<SignedDuration>,
    /// Largest file that is read, in bytes.
    #[serde(default = "default_max_size")]
    pub max_size: u64,
}

/// The mapping of files with certain names.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct NamedMapping {
    /// `*` stands for any text, `?` for one character; capital and small Latin letters are the same.
    pub pattern: String,
    pub mapping: String,
}

const fn default_interval() -> SignedDuration {
    SignedDuration::from_secs(10)
}

const fn default_settle() -> SignedDuration {
    SignedDuration::from_secs(2)
}

const fn default_max_size() -> u64 {
    32 * 1024 * 1024
}

impl DropConfig {
    /// Returns everything that is wrong with the section of the source `name`, a sentence each.
    #[must_use]
    pub fn check(&self, name: &str) -> Vec<String> {
        let mut problems = Vec::new();
        if !self.directory.is_absolute() {
            problems.push(format!("directory must be an absolute path, not `{}`", self.directory.display()));
        }
        if self.mappings.iter().any(|named| named.pattern.is_empty() || named.pattern.contains('/')) {
            problems.push("a pattern must be a file name with * and ?, without a directory".to_owned());
        }
        let limits = [
            ("interval", Some(self.interval), SignedDuration::from_secs(1), SignedDuration::from_hours(1)),
            ("settle", Some(self.settle), SignedDuration::ZERO, SignedDuration::from_mins(10)),
            ("cadence", self.cadence, SignedDuration::from_secs(1), SignedDuration::from_hours(24 * 31)),
        ];
        for (key, value, least, most) in limits {
            if value.is_some_and(|value| value < least || value > most) {
                problems.push(format!("{key} must be {least:#} to {most:#}"));
            }
        }
        if self.max_size == 0 {
            problems.push("max-size must be more than 0".to_owned());
        }
        problems.into_iter().map(|problem| format!("source {name}: {problem}")).collect()
    }

    /// Returns the name of the mapping by which the file is read; `None` for our own formats.
    #[must_use]
    pub fn mapping_of(&self, file_name: &str) -> Option<&str> {
        mapping_of(&self.mappings, self.mapping.as_deref(), file_name)
    }
}

/// Returns the name of the mapping of a file: that of the first pattern that fits, else the other one.
#[must_use]
pub fn mapping_of<'a>(mappings: &'a [NamedMapping], other: Option<&'a str>, file_name: &str) -> Option<&'a str> {
    let named = mappings.iter().find(|named| pattern::fits_file(&named.pattern, file_name));
    named.map(|named| named.mapping.as_str()).or(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_is_told_at_once() {
        let config: DropConfig = toml::from_str(
            r#"
            directory = "drop"
            mappings = [{ pattern = "a/*.csv", mapping = "x" }]
            interval = "0s"
            settle = "1h"
            cadence = "0s"
            max-size = 0
            "#,
        )
        .unwrap();
        assert_eq!(config.check("sftp").len(), 6);
    }

    #[test]
    fn the_first_pattern_that_fits_names_the_mapping() {
        let config: DropConfig = toml::from_str(
            r#"
            directory = "/srv/ekd"
            mapping = "other"
            mappings = [{ pattern = "day_*.csv", mapping = "wide" }, { pattern = "*.csv", mapping = "long" }]
            "#,
        )
        .unwrap();
        assert_eq!(config.check("sftp"), Vec::<String>::new());
        let mappings = ["DAY_1.CSV", "x.csv", "x.txt"].map(|name| config.mapping_of(name));
        assert_eq!(mappings, [Some("wide"), Some("long"), Some("other")]);
    }
}
