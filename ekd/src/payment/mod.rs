//! Statements of bank accounts, read from the forms in which banks give them; whose a payment is, and what it pays.
//!
//! Rules: bytes and candidates in, values out. Knows no archive: what may be meant by a title is looked up elsewhere, by the
//! numbers that [`matching`] finds in it.

pub mod camt053;
pub mod distribution;
mod encoding;
pub mod matching;
pub mod mt940;
pub mod read;
