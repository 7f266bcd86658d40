//! Where the daemon listens.

use std::fmt;
use std::path::PathBuf;

use directories::ProjectDirs;

/// Where the daemon listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// A Unix socket; the peer's user is told by the kernel.
    Unix(PathBuf),
}

/// Why a text is no endpoint.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no endpoint; write unix:/run/ekd/ekd.sock")]
pub struct EndpointError(String);

/// Where a daemon run by the system listens.
pub const SYSTEM_SOCKET: &str = "/run/ekd/ekd.sock";

impl Endpoint {
    /// Reads `unix:PATH`; a bare absolute path will do.
    ///
    /// # Errors
    /// Anything else.
    pub fn parse(text: &str) -> Result<Self, EndpointError> {
        let path = text.strip_prefix("unix:").unwrap_or(text);
        if path.starts_with('/') { Ok(Self::Unix(path.into())) } else { Err(EndpointError(text.to_owned())) }
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
        }
    }
}
