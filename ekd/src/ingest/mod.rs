//! x
pub mod admit;
