//! What time, the law and telemetry make of a ticket.
//!
//! [`clock`] says until when it must be answered, [`calendar`] in which hours and on which days, [`lifecycle`] which state
//! may follow which and by whom, [`finding`] whether telemetry agrees with a complaint, [`statistics`] how the office is doing. Knows no archive, no clock on the
//! wall and no letters.

pub mod calendar;
pub mod clock;
pub mod finding;
#[cfg(test)]
mod golden;
pub mod holidays;
pub mod lifecycle;
pub mod statistics;
