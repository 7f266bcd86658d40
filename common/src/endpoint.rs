//! Where the daemon listens: a Unix socket on its own machine, TLS over a network. Nothing else.

use std::fmt;
use std::path::PathBuf;

use directories::ProjectDirs;

/// Where the daemon listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// A Unix socket; the peer's user is told by the kernel.
    Unix(PathBuf),
    /// TLS over TCP: the daemon's certificate must name the host.
    Tls {
        host: String,
        port: u16,
        /// The only authorities that are trusted, in PEM, instead of the system's.
        ca: Option<PathBuf>,
    },
}

/// Where a daemon listens for TLS unless it is told otherwise.
pub const TLS_PORT: u16 = 7443;

/// Why a text is no endpoint.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no endpoint; write unix:/run/ekd/ekd.sock or tls://host:7443")]
pub struct EndpointError(String);

/// Where a daemon run by the system listens.
pub const SYSTEM_SOCKET: &str = "/run/ekd/ekd.sock";

impl Endpoint {
    /// Reads `unix:PATH` or `tls://HOST[:PORT]`; a bare absolute path will do.
    ///
    /// # Errors
    /// Anything else; there is no plaintext over a network.
    pub fn parse(text: &str) -> Result<Self, EndpointError> {
        let wrong = || EndpointError(text.to_owned());
        if let Some(address) = text.strip_prefix("tls://") {
            return tls(address.trim_end_matches('/')).ok_or_else(wrong);
        }
        let path = text.strip_prefix("unix:").unwrap_or(text);
        if path.starts_with('/') { Ok(Self::Unix(path.into())) } else { Err(wrong()) }
    }

    /// Returns the same place, trusting only the authorities in this file; a Unix socket needs none.
    #[must_use]
    pub fn trusting(self, authorities: Option<PathBuf>) -> Self {
        match (self, authorities) {
            (Self::Tls { host, port, .. }, Some(ca)) => Self::Tls { host, port, ca: Some(ca) },
            (endpoint, _) => endpoint,
        }
    }

    /// Returns the socket of the user's own daemon if there is one, else the system's.
    #[must_use]
    pub fn usual() -> Self {
        let own = Self::of_user().filter(|path| path.exists());
        Self::Unix(own.unwrap_or_else(|| SYSTEM_SOCKET.into()))
    }

    /// Returns where a daemon run by this user listens; `None` outside a log-in session.
    #[must_use]
    pub fn of_user() -> Option<PathBuf> {
        let dirs = ProjectDirs::from("", "", "ekd")?;
        Some(dirs.runtime_dir()?.join("ekd.sock"))
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unix(path) => write!(out, "unix:{}", path.display()),
            Self::Tls { host, port, .. } if host.contains(':') => write!(out, "tls://[{host}]:{port}"),
            Self::Tls { host, port, .. } => write!(out, "tls://{host}:{port}"),
        }
    }
}

/// Reads `host`, `host:port`, `[::1]` or `[::1]:port`.
fn tls(address: &str) -> Option<Endpoint> {
    let (host, port) = match address.strip_prefix('[') {
        Some(rest) => {
            let (host, port) = rest.split_once(']')?;
            (host, port.strip_prefix(':').or_else(|| port.is_empty().then_some("")))
        }
        None => address.split_once(':').map_or((address, Some("")), |(host, port)| (host, Some(port))),
    };
    let port = match port? {
        "" if !address.ends_with(':') => TLS_PORT,
        port => port.parse().ok().filter(|port| *port > 0)?,
    };
    let is_of_host = |character: char| character.is_ascii_alphanumeric() || ".-:".contains(character);
    let host_is_fine = !host.is_empty() && host.len() <= 253 && host.chars().all(is_of_host);
    host_is_fine.then(|| Endpoint::Tls { host: host.to_owned(), port, ca: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_written() {
        let check = |text: &str, expected: Option<&str>| {
            let found = Endpoint::parse(text).ok().map(|endpoint| endpoint.to_string());
            assert_eq!(found.as_deref(), expected, "{text}");
        };
        check("/run/x.sock", Some("unix:/run/x.sock"));
        check("unix:/run/x.sock", Some("unix:/run/x.sock"));
        check("tls://ekd.example", Some("tls://ekd.example:7443"));
        check("tls://10.0.0.1:99/", Some("tls://10.0.0.1:99"));
        check("tls://[::1]", Some("tls://[::1]:7443"));
        check("tls://[::1]:99", Some("tls://[::1]:99"));
        for wrong in ["ekd.example", "tcp://ekd.example", "http://ekd.example", "tls://", "tls://a:b", "tls://a:0"] {
            check(wrong, None);
        }
        for wrong in ["tls://a:", "tls://a b", "tls://[::1]x", "tls://a:70000", "tls://a\nb", "unix:x"] {
            check(wrong, None);
        }
    }
}
