//! Invoices of others: structured ones of the national system (FA(2), FA(3)), exports of billing programs, and those of which
//! a person tells the figures.
//!
//! Bytes go in, [`read::ReadInvoice`]s or what is wrong with the file come out. Knows no archive and no clock: whether somebody
//! here is the customer, and whether the invoice came before, is not asked.

pub mod fa;
pub mod ksef;
pub mod mapping;
mod problem;
pub mod read;
mod sniff;
#[cfg(test)]
mod tests;
pub mod told;

pub use sniff::sniff;

/// The largest file with invoices that is read, in bytes.
pub const MAX_BYTES: usize = 32 << 20;

/// As many problems of a file are told; a file with more is wrong as a whole.
pub const MAX_PROBLEMS: usize = 1000;
