//! Alarms from readings to the archive: a winter with every fault of the catalogue, sources that fall silent, restarts,
//! late readings, and rules that change meanwhile.

#[cfg(test)]
#[expect(dead_code, reason = "each target of tests uses what it needs of it")]
#[path = "../harness/mod.rs"]
mod harness;

#[cfg(test)]
#[expect(dead_code, reason = "its whims are for the tests of what leaves")]
#[path = "../harness/smtp.rs"]
mod smtp;

#[cfg(test)]
mod house;
#[cfg(test)]
mod stage;

#[cfg(test)]
mod kills;
#[cfg(test)]
mod late;
#[cfg(test)]
mod restarts;
#[cfg(test)]
mod ruling;
#[cfg(test)]
mod silence;
#[cfg(test)]
mod winter;
