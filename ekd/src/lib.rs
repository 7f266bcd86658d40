//! The daemon: brings telemetry in, keeps every reading, and answers the front ends.
//!
//! Arrows point down only:
//!
//! ```text
//! main → run ─┬─ source  rpc  notify  mailbox   meet the world: sockets, files, servers (async)
//!             ├─ ingest  query  vigil  telling  sealing  pruning  outbox   use cases: read, decide, write,
//!             │  reporting                in one transaction
//!             ├─ mending                  use case below the others: makes whole what damage has touched
//!             ├─ document  consumption  weather  info_code  alarm  notice  binding  retention  letter  mail  ticket
//!             │  report  paper  tariff  billing  invoice  payment  contracted_power    rules: no I/O, no clock, no async
//!             └─ store                    SQL, one file per aggregate, no rules
//! ```
//!
//! Front ends know of this crate only [`run`] and [`demo`]; everything else is inside.

pub mod accounts;
pub mod admission;
pub mod alarm;
pub mod bell;
pub mod billing;
pub mod binding;
pub mod cli;
pub mod clock;
pub mod config;
pub mod consumption;
pub mod contracted_power;
pub mod correspondence;
pub mod credential;
pub mod curves;
pub mod customers;
#[cfg(test)]
mod damage;
pub mod demo;
pub mod document;
pub mod entity;
pub mod founding;
pub mod guessing;
pub mod hashing;
pub mod import;
pub mod inbox;
pub mod info_code;
pub mod ingest;
pub mod invoice;
pub mod letter;
pub mod liveness;
mod logging;
pub mod mail;
pub mod mailbox;
mod memory;
pub mod mending;
pub mod notice;
pub mod notify;
pub mod office;
pub mod outbox;
pub mod paper;
pub mod password;
pub mod pattern;
pub mod payment;
pub mod pruning;
pub mod query;
pub mod reception;
pub mod report;
pub mod reporting;
pub mod retention;
pub mod rpc;
pub mod run;
pub mod sealing;
pub mod settings;
pub mod settlement;
mod setup;
pub mod source;
pub mod store;
pub mod supervisor;
pub mod tariff;
pub mod telling;
pub mod ticket;
pub mod totp;
pub mod turned;
pub mod users;
pub mod vault;
pub mod vigil;
pub mod weather;
