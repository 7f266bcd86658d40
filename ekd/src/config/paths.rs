//! Where things are: what the configuration says, else what systemd gives, else the system's places for root and the
//! user's own for anyone else.

use std::path::PathBuf;

use common::endpoint::{Endpoint, SYSTEM_SOCKET};
use directories::ProjectDirs;

use super::Config;

/// Where the parts of a daemon lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// Holds the archive, uploads and parked documents.
    pub state: PathBuf,
    pub socket: PathBuf,
}

/// A daemon that runs as this user.
#[derive(Clone, Debug)]
pub struct User {
    pub is_root: bool,
    /// systemd's `STATE_DIRECTORY` and `RUNTIME_DIRECTORY`.
    pub state_directory: Option<PathBuf>,
    pub runtime_directory: Option<PathBuf>,
}

const SYSTEM_STATE: &str = "/var/lib/ekd";
const SYSTEM_CONFIG: &str = "/etc/ekd/ekd.toml";

impl User {
    /// Returns the user of this process, as the system and systemd tell it.
    #[must_use]
    pub fn of_process() -> Self {
        let from = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
        Self {
            is_root: rustix::process::geteuid().is_root(),
            state_directory: from("STATE_DIRECTORY"),
            runtime_directory: from("RUNTIME_DIRECTORY"),
        }
    }

    /// Returns where the parts lie.
    #[must_use]
    pub fn paths(&self, config: &Config) -> Paths {
        let own = if self.is_root { None } else { ProjectDirs::from("", "", "ekd") };
        let own_state = own.as_ref().map(|dirs| dirs.state_dir().unwrap_or(dirs.data_local_dir()).to_path_buf());
        let own_socket = if self.is_root { None } else { Endpoint::of_user() };
        let state = config.daemon.state_directory.clone().or_else(|| self.state_directory.clone());
        let given = config.rpc.socket.clone();
        let socket = given.or_else(|| self.runtime_directory.as_ref().map(|dir| dir.join("ekd.sock")));
        Paths {
            state: state.or(own_state).unwrap_or_else(|| SYSTEM_STATE.into()),
            socket: socket.or(own_socket).unwrap_or_else(|| SYSTEM_SOCKET.into()),
        }
    }

    /// Returns where the configuration is looked for.
    #[must_use]
    pub fn config_file(&self) -> PathBuf {
        let own = if self.is_root { None } else { ProjectDirs::from("", "", "ekd") };
        own.map(|dirs| dirs.config_dir().join("ekd.toml")).filter(|path| path.exists()).unwrap_or(SYSTEM_CONFIG.into())
    }
}

impl Paths {
    #[must_use]
    pub fn archive(&self) -> PathBuf {
        self.state.join("archive.db")
    }

    /// Beside the archive and never in it.
    #[must_use]
    pub fn vault(&self) -> PathBuf {
        self.state.join("vault.key")
    }

    #[must_use]
    pub fn uploads(&self) -> PathBuf {
        self.state.join("uploads")
    }

    /// Where files lie that are to be attached to what is sent.
    #[must_use]
    pub fn attachables(&self) -> PathBuf {
        self.state.join("attachables")
    }

    #[must_use]
    pub fn parked(&self) -> PathBuf {
        self.state.join("parked")
    }

    /// Who was erased: beside the archive, and so not in its backups.
    #[must_use]
    pub fn erasures(&self) -> PathBuf {
        self.state.join("erasures.jsonl")
    }
}
