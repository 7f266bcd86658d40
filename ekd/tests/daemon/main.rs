//! The daemon as its users meet it: whole documents in, answers over its socket out.

#[cfg(test)]
#[path = "../harness/mod.rs"]
mod harness;

#[cfg(test)]
mod abuse;
#[cfg(test)]
mod damage;
#[cfg(test)]
mod decisions;
#[cfg(test)]
mod inbox;
#[cfg(test)]
mod kill;
#[cfg(test)]
mod local_time;
#[cfg(test)]
mod meters;
#[cfg(test)]
mod order;
#[cfg(test)]
mod quarantine;
#[cfg(test)]
mod real;
#[cfg(test)]
mod registry;
#[cfg(test)]
mod retention;
#[cfg(test)]
mod setup;
#[cfg(test)]
mod storm;
#[cfg(test)]
mod uploads;
#[cfg(test)]
mod year;
