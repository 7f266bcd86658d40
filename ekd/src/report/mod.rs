//! Rules of reports: when they are due, how they are called, by what they are known again, and what is in them.
//!
//! Values in, values out: knows neither the archive nor who asks.

pub mod difference;
pub mod digest;
pub mod naming;
pub mod schedule;
