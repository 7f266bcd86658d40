//! The daemon's manuals and samples say what the daemon does. `EK_BLESS=1 cargo test -p ekd --test manual` writes anew
//! what is generated.

mod commands;
mod configuration;

use std::path::{Path, PathBuf};

/// Returns a path below the top of the repository.
fn top(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// Returns a file below the top of the repository.
fn read(path: &str) -> String {
    std::fs::read_to_string(top(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}
