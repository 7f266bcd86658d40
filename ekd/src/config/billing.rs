//! `[billing]`: where files with invoices and bank statements are put, to whom is paid, when people are reminded.

use std::collections::BTreeSet;
use std::path::PathBuf;

use common::nip::Nip;
use jiff::SignedDuration;
use serde::Deserialize;

use crate::source::drop::config::{NamedMapping, mapping_of};

/// How invoices and statements come in, and what is told of them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct BillingConfig {
    /// Holds `inbox`, `done` and `parked`, which are made when missing; without it, files come by upload alone.
    pub directory: Option<PathBuf>,
    /// How long a file must stay as it is before it is taken.
    pub settle: SignedDuration,
    /// How often the inbox is looked at.
    pub interval: SignedDuration,
    /// Largest file that is read, in bytes.
    pub max_size: u64,
    /// By which of `[invoice-mapping.NAME]` CSV files are read that no pattern names; not needed where there is only one.
    pub mapping: Option<String>,
    /// The mappings of CSV files by name; the first pattern that fits counts.
    pub mappings: Vec<NamedMapping>,
    /// Where the national system shows an invoice to whoever holds its code I.
    pub ksef_address: String,
    /// Who sells, where a file does not tell, and to whom is paid.
    pub payee: Option<String>,
    pub payee_nip: Option<Nip>,
    /// Days after the last day on which people are reminded; before it where negative.
    pub reminders: BTreeSet<i32>,
}

/// As much as is read at once of what others bring.
const MOST_BYTES: u64 = 32 << 20;
const LONGEST_PAYEE: usize = 140;
const MOST_REMINDERS: usize = 20;
const FURTHEST_REMINDER: i32 = 365;

impl Default for BillingConfig {
    fn default() -> Self {
        Self {
            directory: None,
            settle: SignedDuration::from_secs(2),
            interval: SignedDuration::from_secs(10),
            max_size: MOST_BYTES,
            mapping: None,
            mappings: Vec::new(),
            ksef_address: "https://qr.ksef.mf.gov.pl".to_owned(),
            payee: None,
            payee_nip: None,
            reminders: BTreeSet::from([-7, -1, 1, 14]),
        }
    }
}

impl BillingConfig {
    /// Returns everything that is wrong, a sentence each.
    #[must_use]
    pub fn check(&self) -> Vec<String> {
        let mut problems = Vec::new();
        if self.directory.as_ref().is_some_and(|path| path.is_relative()) {
            problems.push("directory must be an absolute path".to_owned());
        }
        let limits = [
            ("interval", self.interval, SignedDuration::from_secs(1), SignedDuration::from_hours(1)),
            ("settle", self.settle, SignedDuration::ZERO, SignedDuration::from_mins(10)),
        ];
        for (key, value, least, most) in limits {
            if value < least || value > most {
                problems.push(format!("{key} must be {least:#} to {most:#}"));
            }
        }
        if self.max_size == 0 || self.max_size > MOST_BYTES {
            problems.push(format!("max-size must be 1 to {MOST_BYTES}"));
        }
        if self.mappings.iter().any(|named| named.pattern.is_empty() || named.pattern.contains('/')) {
            problems.push("a pattern must be a file name with * and ?, without a directory".to_owned());
        }
        let is_address = |text: &str| {
            let rest = text.strip_prefix("https://").unwrap_or_default();
            !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_graphic() && !b"?#\"<>\\".contains(&byte))
        };
        if !is_address(&self.ksef_address) {
            problems.push("ksef-address must be an https:// address without a question and an anchor".to_owned());
        }
        let is_name = |name: &str| {
            !name.trim().is_empty() && name.chars().count() <= LONGEST_PAYEE && !name.contains(common::text::is_hidden)
        };
        if self.payee.as_deref().is_some_and(|name| !is_name(name)) {
            problems.push(format!("payee must be a name of at most {LONGEST_PAYEE} characters"));
        }
        let is_near = |day: &i32| (-FURTHEST_REMINDER..=FURTHEST_REMINDER).contains(day);
        if self.reminders.len() > MOST_REMINDERS || !self.reminders.iter().all(is_near) {
            problems.push(format!("reminders must be at most {MOST_REMINDERS} days, each at most a year away"));
        }
        problems.into_iter().map(|problem| format!("billing: {problem}")).collect()
    }

    /// Returns the name of the mapping by which a CSV file is read, if the configuration says it.
    #[must_use]
    pub fn mapping_of(&self, file_name: &str) -> Option<&str> {
        mapping_of(&self.mappings, self.mapping.as_deref(), file_name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(text: &str) -> BillingConfig {
        toml::from_str(text).unwrap()
    }

    #[test]
    fn all_problems_are_told_at_once() {
        assert_eq!(BillingConfig::default().check(), Vec::<String>::new());
        let wrong = "directory = 'billing'\nsettle = '1h'\ninterval = '0s'\nmax-size = 0\nksef-address = 'http://x'\n\
                     payee = ' '\nreminders = [400]\nmappings = [{ pattern = 'a/*', mapping = 'x' }]";
        assert_eq!(config(wrong).check().len(), 8, "{:?}", config(wrong).check());
        assert!(toml::from_str::<BillingConfig>("payee-nip = '5260250275'").is_err());
    }

    #[test]
    fn the_first_pattern_that_fits_names_the_mapping() {
        let config = config("mapping = 'other'\nmappings = [{ pattern = 'fv_*.csv', mapping = 'erp' }]");
        assert_eq!(["FV_1.CSV", "x.csv"].map(|name| config.mapping_of(name)), [Some("erp"), Some("other")]);
    }
}
