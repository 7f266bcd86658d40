//! When a meter was verified: told by people and by documents.

use common::api::Filter;
use common::fault::Cause;
use common::meter::{Meter, Verification};
use jiff::civil::{Date, date};

use crate::store;
use crate::store::log::Write;
use crate::turned::Turned;

/// Before this day nobody verified what is read today.
const FIRST: Date = date(1980, 1, 1);
/// Serial numbers that are suggested.
const SUGGESTED: u32 = 5;

/// Tells whether a meter can have been verified on this day.
#[must_use]
pub fn is_possible(on: Date, today: Date) -> bool {
    (FIRST..=today).contains(&on)
}

/// Writes down when a meter was verified, and returns the meter.
///
/// # Errors
/// No such meter, or a day that is still to come.
pub fn set(tx: &Write<'_>, verification: &Verification, today: Date) -> Result<Meter, Turned> {
    let Verification { serial, on } = verification;
    let log = tx.log();
    if store::meter::by_serial(&log, serial)?.is_none() {
        let filter = Filter { text: Some(serial.to_string()), ..Filter::default() };
        let similar = store::meter::list(&log, &filter, None, SUGGESTED)?;
        let similar = similar.iter().map(|meter| meter.serial.to_string()).collect();
        return Err(Cause::NoSuchMeter { text: serial.to_string(), similar }.into());
    }
    if !is_possible(*on, today) {
        return Err(Cause::BadVerification { on: on.to_string() }.into());
    }
    store::meter::verify(tx, serial, *on)?;
    let meter = store::meter::by_serial(&log, serial)?;
    meter.ok_or_else(|| Cause::NoSuchMeter { text: serial.to_string(), similar: Vec::new() }.into())
}
