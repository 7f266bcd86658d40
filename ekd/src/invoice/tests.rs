//! What the readers promise together: the fields of real invoices, refusals that name the place, nothing that hurts.

mod hostile;
mod manifest;
mod mappings;

use std::path::PathBuf;

/// Returns a file of the collection of invoices, or `None` where it is not at hand; in CI it must be.
fn collected(path: &str) -> Option<Vec<u8>> {
    let whole = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/billing/ksef")).join(path);
    match std::fs::read(&whole) {
        Ok(bytes) => Some(bytes),
        Err(error) if std::env::var_os("CI").is_none() => {
            println!("skipped: {} is not at hand: {error}", whole.display());
            None
        }
        Err(error) => panic!("{}: {error}", whole.display()),
    }
}
