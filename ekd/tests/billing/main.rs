//! Invoices, statements and what comes of them, through a running daemon: a year of a customer, every file of the shared
//! data, files that come twice, broken or at the wrong time, and a daemon that is killed while it takes them in.

#[cfg(test)]
#[expect(dead_code, reason = "each target of tests uses what it needs of it")]
#[path = "../harness/mod.rs"]
mod harness;
#[cfg(test)]
#[path = "../harness/papers.rs"]
mod papers;

#[cfg(test)]
mod desk;
#[cfg(test)]
mod files;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod kills;
#[cfg(test)]
mod wrong;
#[cfg(test)]
mod year;
