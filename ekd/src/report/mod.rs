//! Rules of reports: when they are due, and what is in them.
//!
//! Values in, values out: knows neither the archive nor who asks.

pub mod schedule;
