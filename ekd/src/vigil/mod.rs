//! Keeping watch: readings and silences become alarms, in the transaction that takes the readings in or in a round
//! every minute; people acknowledge, mute, and say what counts.
//!
//! Use cases between `alarm` (what is wrong) and the archive. What becomes of an alarm is an event of the journal; who is
//! told of it is not decided here.

pub mod daily;
pub mod deeds;
mod ground;
pub mod lines;
pub mod preview;
pub mod round;
pub mod rules;
pub mod turns;
