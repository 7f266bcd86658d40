//! Reports that are made by themselves and by people: once each, whatever kills and clocks do, and the same everywhere.

#[cfg(test)]
#[expect(dead_code, reason = "each target of tests uses what it needs of it")]
#[path = "../harness/mod.rs"]
mod harness;
#[cfg(test)]
#[path = "../harness/peer.rs"]
mod peer;
#[cfg(test)]
#[expect(dead_code, reason = "each target of tests uses what it needs of it")]
#[path = "../harness/postfix.rs"]
mod postfix;

#[cfg(test)]
mod clocks;
#[cfg(test)]
mod kills;
#[cfg(test)]
mod sameness;
#[cfg(test)]
mod town;
