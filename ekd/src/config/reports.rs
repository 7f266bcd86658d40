//! `[reports]`: where reports that are made by themselves are put, and how long reports are kept.

use std::path::PathBuf;

use jiff::{Span, ToSpan};
use serde::Deserialize;

use super::tickets::months;

/// What becomes of reports.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ReportsConfig {
    /// Into which schedules of staff may put files; without it, none may.
    pub directory: Option<PathBuf>,
    /// How long reports are kept after they were made.
    pub keep: Option<Span>,
}

impl Default for ReportsConfig {
    fn default() -> Self {
        Self { directory: None, keep: Some(36.months()) }
    }
}

impl ReportsConfig {
    /// Returns everything that is wrong, a sentence each.
    #[must_use]
    pub fn check(&self) -> Vec<String> {
        let mut problems = Vec::new();
        if self.directory.as_ref().is_some_and(|path| path.is_relative()) {
            problems.push("reports: directory must be an absolute path".to_owned());
        }
        let is_kept = |keep: Span| (1..=1200).contains(&months(keep).unwrap_or(0));
        if self.keep.is_some_and(|keep| !is_kept(keep)) {
            problems.push("reports: keep must be years and months, 1mo to 100y".to_owned());
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_problems_are_told_at_once() {
        let problems = |text: &str| toml::from_str::<ReportsConfig>(text).unwrap().check().len();
        assert_eq!(problems("directory = '/srv/reports'\nkeep = '5y'"), 0);
        assert_eq!(problems("directory = 'reports'\nkeep = '7d'"), 2);
        assert_eq!((problems(""), problems("keep = '101y'")), (0, 1));
    }
}
