//! `[sms]`: the spool of gammu-smsd, which sends short messages. Without the section none leaves.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde::Deserialize;

/// The spool's directories, as gammu-smsd has them in its own configuration.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SmsConfig {
    /// `OutboxPath`: messages are put there.
    pub outbox: PathBuf,
    /// `SentSMSPath`: they move there. Looked at before a message is put in once more.
    pub sent: PathBuf,
    /// `ErrorSMSPath`: those that could not be sent.
    pub error: PathBuf,
}

impl SmsConfig {
    /// Returns everything that is wrong, a sentence each.
    #[must_use]
    pub fn check(&self) -> Vec<String> {
        let directories = [("outbox", &self.outbox), ("sent", &self.sent), ("error", &self.error)];
        let relative = directories.iter().filter(|(_, path)| path.is_relative());
        let mut problems: Vec<String> =
            relative.map(|(key, _)| format!("sms: {key} must be an absolute path")).collect();
        if directories.iter().map(|(_, path)| path).collect::<BTreeSet<_>>().len() < directories.len() {
            problems.push("sms: outbox, sent and error must be three directories".to_owned());
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_problems_are_told_at_once() {
        let config: SmsConfig = toml::from_str("outbox = 'a'\nsent = '/b'\nerror = '/b'").unwrap();
        assert_eq!(config.check().len(), 2, "{:?}", config.check());
        let config: SmsConfig = toml::from_str("outbox = '/a'\nsent = '/b'\nerror = '/c'").unwrap();
        assert_eq!(config.check(), Vec::<String>::new());
    }
}
