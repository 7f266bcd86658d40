//! `[mailbox]`: the mailbox to which customers write. Without the section no mail is read.

use std::path::PathBuf;

use common::contact::EmailAddress;
use jiff::SignedDuration;
use serde::Deserialize;

use super::smtp::is_host;

/// Where the office's mail lies, and what its addresses are.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MailboxConfig {
    /// The server's name, or its address.
    pub host: String,
    /// By default 993 with `tls`, 143 with `starttls`.
    #[serde(default)]
    pub port: Option<u16>,
    #[serde(default)]
    pub security: Security,
    /// The only authorities that are trusted (PEM), instead of the system's.
    #[serde(default)]
    pub ca_file: Option<PathBuf>,
    pub user: String,
    /// A path, or the bare name of a systemd credential.
    pub password_file: PathBuf,
    #[serde(default = "default_folder")]
    pub folder: String,
    /// The office's own address: letters about tickets are from it, and answers come to it with a reply token.
    pub address: EmailAddress,
    /// Addresses of an office that has no account here: it gets every ticket by mail and answers by mail.
    #[serde(default)]
    pub outside: Vec<EmailAddress>,
    /// The name of the server whose `Authentication-Results` count (RFC 8601 §2.2).
    #[serde(default)]
    pub authserv_id: Option<String>,
    /// For each step with the server: connecting, logging in, a mail.
    #[serde(default = "default_timeout")]
    pub timeout: SignedDuration,
}

/// How the line to the server is protected. There is no third way: a password crosses it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Security {
    /// Encrypted from the first byte.
    #[default]
    Tls,
    /// In the clear at first, and not a word more before it is encrypted.
    Starttls,
}

/// Characters that a `+` and a reply token take before the `@`, of the 64 that RFC 5321 §4.5.3.1.1 allows.
const LONGEST_LOCAL_PART: usize = 64 - 1 - 16;
const LONGEST_FOLDER: usize = 200;
const MOST_OUTSIDE: usize = 10;

fn default_folder() -> String {
    "INBOX".to_owned()
}

const fn default_timeout() -> SignedDuration {
    SignedDuration::from_mins(1)
}

impl MailboxConfig {
    /// Returns the port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(match self.security {
            Security::Tls => 993,
            Security::Starttls => 143,
        })
    }

    /// Returns everything that is wrong, a sentence each.
    #[must_use]
    pub fn check(&self) -> Vec<String> {
        let mut problems = Vec::new();
        if !is_host(&self.host) {
            problems.push("host must be a name or an address");
        }
        if self.port == Some(0) {
            problems.push("port must be more than 0");
        }
        if self.user.is_empty() || self.user.contains(char::is_control) {
            problems.push("user must be a name without control characters");
        }
        if self.folder.is_empty() || self.folder.len() > LONGEST_FOLDER || self.folder.contains(char::is_control) {
            problems.push("folder must be a name without control characters, at most 200 bytes");
        }
        if self.authserv_id.as_ref().is_some_and(|server| !is_host(server)) {
            problems.push("authserv-id must be the name of a server");
        }
        if self.timeout < SignedDuration::from_secs(1) || self.timeout > SignedDuration::from_mins(10) {
            problems.push("timeout must be 1s to 10m");
        }
        problems.extend(self.check_addresses());
        problems.into_iter().map(|problem| format!("mailbox: {problem}")).collect()
    }

    fn check_addresses(&self) -> Vec<&'static str> {
        let mut problems = Vec::new();
        let own = self.address.as_str();
        let local = own.rsplit_once('@').map_or(own, |(local, _)| local);
        if local.contains('+') || local.len() > LONGEST_LOCAL_PART {
            problems
                .push("address must have at most 47 characters before the @ and no +: a reply token is added there");
        }
        if self.outside.len() > MOST_OUTSIDE {
            problems.push("outside must have at most 10 addresses");
        }
        if self.outside.iter().any(|address| address.as_str().eq_ignore_ascii_case(own)) {
            problems.push("outside must not have the address itself: letters would come back for ever");
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAST: &str = "host = 'imap.example.pl'\nuser = 'bok'\npassword-file = '/p'\naddress = 'bok@example.pl'\n";

    fn problems(text: &str) -> Vec<String> {
        toml::from_str::<MailboxConfig>(text).unwrap().check()
    }

    #[test]
    fn the_least_is_enough() {
        let config: MailboxConfig = toml::from_str(LEAST).unwrap();
        assert_eq!(config.check(), Vec::<String>::new());
        assert_eq!((config.port(), config.security, config.folder.as_str()), (993, Security::Tls, "INBOX"));
        let config: MailboxConfig = toml::from_str(&format!("{LEAST}security = 'starttls'")).unwrap();
        assert_eq!(config.port(), 143);
    }

    #[test]
    fn nothing_is_read_in_the_clear_not_even_on_this_machine() {
        for security in ["none", "plain"] {
            let text = LEAST.replace("imap.example.pl", "localhost") + &format!("security = '{security}'");
            assert!(toml::from_str::<MailboxConfig>(&text).is_err(), "{security}");
        }
    }

    #[test]
    fn all_problems_are_told_at_once() {
        let text = "host = 'a b'\nport = 0\nuser = \"x\\ny\"\npassword-file = '/p'\nfolder = \"a\\r\\nb\"\ntimeout = '0s'\n\
                    address = 'bok+x@example.pl'\noutside = ['bok+x@example.pl']\nauthserv-id = 'a b'\n";
        assert_eq!(problems(text).len(), 8, "{:?}", problems(text));
    }

    #[test]
    fn an_address_leaves_room_for_a_token() {
        let address = |n: usize| format!("{}\n", LEAST.replace("bok@", &format!("{}@", "b".repeat(n))));
        assert_eq!(problems(&address(47)), Vec::<String>::new());
        assert_eq!(problems(&address(48)).len(), 1);
    }
}
