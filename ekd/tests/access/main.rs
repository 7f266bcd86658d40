//! Who sees what: every method by every kind of caller, sold sites, rights that end, the audit log, erasure.

#[cfg(test)]
#[expect(dead_code, reason = "each target of tests uses what it needs of it")]
#[path = "../harness/mod.rs"]
mod harness;
#[cfg(test)]
#[path = "../harness/papers.rs"]
mod papers;

#[cfg(test)]
mod alike;
#[cfg(test)]
mod audit;
#[cfg(test)]
mod billing;
#[cfg(test)]
mod caller;
#[cfg(test)]
mod cases;
#[cfg(test)]
mod reports;
#[cfg(test)]
mod rows;
#[cfg(test)]
mod tickets;
#[cfg(test)]
mod town;

#[cfg(test)]
mod erasure;
#[cfg(test)]
mod matrix;
#[cfg(test)]
mod periods;
#[cfg(test)]
mod rights;
#[cfg(test)]
mod settings;
