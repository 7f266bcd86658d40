//! Data that lies beside the repository: real series and the workload generator. Where it is absent the test says so
//! and has nothing to prove, except under CI, where it must be there.

use std::path::{Path, PathBuf};

/// Returns the path of a shared file, or `None`, after telling the reader, where there is none.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let found = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared").join(path);
    if found.exists() {
        return Some(found);
    }
    assert!(std::env::var_os("CI").is_none(), "{} is needed", found.display());
    println!("skipped: {} is not there", found.display());
    None
}
