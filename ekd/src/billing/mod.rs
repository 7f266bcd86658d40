//! What a bill for heat should be: its lines by contract, tariff and registers, its VAT, interest for being late, and whether
//! a bill that came is right.
//!
//! Figures that a law sets are dated tables; a day that a table does not reach has no answer. Knows no files, no archive and
//! no clock.

pub mod bill;
pub mod check;
pub mod component;
pub mod draft;
mod expected;
pub mod interest;
mod judged;
pub mod percent;
mod reading_date;
pub mod sums;
pub mod vat;
