//! `[webhook.NAME]`: a program of others that is told what happens.

use std::path::PathBuf;

use jiff::SignedDuration;
use serde::Deserialize;

use super::web;

/// Where a program is told something, and the secret by which it knows that it is us.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WebhookConfig {
    pub url: String,
    /// A path, or the bare name of a systemd credential.
    pub secret_file: PathBuf,
    /// The only authorities that are trusted (PEM), instead of the system's.
    #[serde(default)]
    pub ca_file: Option<PathBuf>,
    /// For the whole of one message, with the answer.
    #[serde(default = "default_timeout")]
    pub timeout: SignedDuration,
}

const LONGEST_NAME: usize = 32;

const fn default_timeout() -> SignedDuration {
    SignedDuration::from_secs(10)
}

impl WebhookConfig {
    /// Returns everything that is wrong with the section `name`, a sentence each.
    #[must_use]
    pub fn check(&self, name: &str) -> Vec<String> {
        let mut problems = web::check(&self.url);
        if self.timeout < SignedDuration::from_secs(1) || self.timeout > SignedDuration::from_mins(2) {
            problems.push("timeout must be 1s to 2m".to_owned());
        }
        let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if !(1..=LONGEST_NAME).contains(&name.len()) || !name.bytes().all(is_letter) {
            problems.push(format!("its name must be 1 to {LONGEST_NAME} small letters, digits and hyphens"));
        }
        problems.into_iter().map(|problem| format!("webhook {name}: {problem}")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_problems_are_told_at_once() {
        let config: WebhookConfig =
            toml::from_str("url = 'http://a.example/'\nsecret-file = 's'\ntimeout = '0s'").unwrap();
        assert_eq!(config.check("A b").len(), 3, "{:?}", config.check("A b"));
        let config: WebhookConfig = toml::from_str("url = 'https://a.example/'\nsecret-file = 's'").unwrap();
        assert_eq!(config.check("scada"), Vec::<String>::new());
    }
}
