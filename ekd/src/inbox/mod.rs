//! A directory into which others rename files: what lies there, which of it is ready, and where it goes.
//!
//! Knows nothing of what the files are: sources' documents and files with invoices come in the same way.

pub mod tree;
pub mod waiting;
