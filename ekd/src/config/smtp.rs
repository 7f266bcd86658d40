//! `[smtp]`: the servers that take letters. Without the section no letter leaves.

use std::net::IpAddr;
use std::path::PathBuf;

use common::contact::EmailAddress;
use jiff::SignedDuration;
use serde::Deserialize;

use super::web;

/// Where letters go, and how we prove who we are.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SmtpConfig {
    /// The server's name, or its address.
    pub host: String,
    /// By default 587 with `starttls`, 465 with `tls`, 25 with `none`.
    #[serde(default)]
    pub port: Option<u16>,
    #[serde(default)]
    pub security: Security,
    #[serde(default)]
    pub user: Option<String>,
    /// A path, or the bare name of a systemd credential.
    #[serde(default)]
    pub password_file: Option<PathBuf>,
    /// The only authorities that are trusted (PEM), instead of the system's.
    #[serde(default)]
    pub ca_file: Option<PathBuf>,
    /// From whom letters are.
    pub from: EmailAddress,
    /// The name with which we greet; by default the machine's.
    #[serde(default)]
    pub hello: Option<String>,
    /// For the whole of one letter, with the server's last word.
    #[serde(default = "default_timeout")]
    pub timeout: SignedDuration,
    /// Servers that are tried in this order when the ones before surely have not taken a letter; they have none themselves.
    #[serde(default)]
    pub fallback: Vec<Self>,
}

/// How the line to the server is protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Security {
    /// In the clear at first, and not a word more before it is encrypted.
    #[default]
    Starttls,
    /// Encrypted from the first byte.
    Tls,
    /// In the clear: on this machine only.
    None,
}

const fn default_timeout() -> SignedDuration {
    SignedDuration::from_secs(30)
}

impl SmtpConfig {
    /// Returns the port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(match self.security {
            Security::Starttls => 587,
            Security::Tls => 465,
            Security::None => 25,
        })
    }

    /// Returns the servers, the first one first.
    pub fn servers(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(&self.fallback)
    }

    /// Returns everything that is wrong, a sentence each.
    #[must_use]
    pub fn check(&self) -> Vec<String> {
        let mut problems = self.check_server("smtp");
        for (fallback, number) in self.fallback.iter().zip(1..) {
            problems.extend(fallback.check_server(&format!("smtp.fallback {number}")));
            if !fallback.fallback.is_empty() {
                problems
                    .push(format!("smtp.fallback {number}: all servers stand in one row: it has no fallback itself"));
            }
        }
        problems
    }

    fn check_server(&self, section: &str) -> Vec<String> {
        let mut problems = Vec::new();
        if !is_host(&self.host) {
            problems.push("host must be a name or an address");
        }
        if self.port == Some(0) {
            problems.push("port must be more than 0");
        }
        if self.security == Security::None && !web::is_loopback(&self.host) {
            problems.push("security = \"none\" is only for a server on this machine: use \"starttls\" or \"tls\"");
        }
        if self.security == Security::None && self.ca_file.is_some() {
            problems.push("ca-file means nothing with security = \"none\"");
        }
        if self.user.is_some() != self.password_file.is_some() {
            problems.push("user and password-file belong together");
        }
        if self.user.as_ref().is_some_and(|user| user.contains(char::is_control)) {
            problems.push("user must not hold a control character");
        }
        if self.hello.as_ref().is_some_and(|hello| !is_host(hello)) {
            problems.push("hello must be a name or an address");
        }
        if self.timeout < SignedDuration::from_secs(1) || self.timeout > SignedDuration::from_mins(10) {
            problems.push("timeout must be 1s to 10m");
        }
        problems.into_iter().map(|problem| format!("{section}: {problem}")).collect()
    }
}

/// Tells whether a text is the name or the address of a host.
pub(super) fn is_host(text: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len()) && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    text.parse::<IpAddr>().is_ok() || (text.len() <= 253 && text.split('.').all(is_label))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<String> {
        toml::from_str::<SmtpConfig>(text).unwrap().check()
    }

    #[test]
    fn in_the_clear_is_for_this_machine_only() {
        for host in ["localhost", "127.0.0.1", "::1"] {
            let text = format!("host = '{host}'\nsecurity = 'none'\nfrom = 'ek@example.pl'");
            assert_eq!(problems(&text), Vec::<String>::new());
        }
        assert_eq!(problems("host = 'mail.example.pl'\nsecurity = 'none'\nfrom = 'ek@example.pl'").len(), 1);
        assert_eq!(problems("host = 'localhost.example.pl'\nsecurity = 'none'\nfrom = 'ek@example.pl'").len(), 1);
    }

    #[test]
    fn all_problems_are_told_at_once() {
        let text = "host = 'a b'\nport = 0\nuser = \"x\\ny\"\nfrom = 'ek@example.pl'\nhello = ''\ntimeout = '0s'\n";
        assert_eq!(problems(text).len(), 6, "{:?}", problems(text));
    }

    #[test]
    fn every_server_is_checked_and_stands_in_one_row() {
        let server = "host = 'localhost'\nfrom = 'ek@example.pl'\n";
        let second = format!("{server}[[fallback]]\n{server}");
        assert_eq!(problems(&second), Vec::<String>::new());
        let config: SmtpConfig = toml::from_str(&second).unwrap();
        assert_eq!(config.servers().count(), 2);
        let wrong = problems(&format!("{second}port = 0\n[[fallback.fallback]]\n{server}"));
        assert!(wrong.len() == 2 && wrong.iter().all(|problem| problem.starts_with("smtp.fallback 1: ")), "{wrong:?}");
    }

    #[test]
    fn what_is_no_address_is_no_sender() {
        for from in ["E-Klient <ek@example.pl>", "ek", "ek@example.pl\\nBcc: x@y.pl"] {
            let text = format!("host = 'localhost'\nfrom = \"{from}\"");
            assert!(toml::from_str::<SmtpConfig>(&text).is_err(), "{from}");
        }
    }
}
