//! When a condition holds, since when, and when it is over: pure steps over readings and time.
//!
//! [`judge`] says what one line of readings means for a condition, [`phase`] what becomes of that over time, [`silence`]
//! what it means that none comes, [`book`] which rules count where. Knows no archive, no clock and nobody who is told.

pub mod book;
pub mod judge;
pub mod phase;
pub mod severity;
pub mod silence;
