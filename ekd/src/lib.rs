//! The daemon: brings telemetry in, keeps every reading, and answers the front ends.
//!
//! Arrows point down only:
//!
//! ```text
//! main → run ─┬─ source  rpc              meet the world: sockets, files, servers (async)
//!             ├─ ingest                   use case: read, decide, write, in one transaction
//!             ├─ document  consumption    rules: no I/O, no clock, no async
//!             └─ store                    SQL, one file per aggregate, no rules
//! ```
//!
//! Front ends know of this crate only [`run`](run::run) and [`demo`]; everything else is inside.

pub mod bell;
pub mod clock;
pub mod consumption;
pub mod document;
pub mod ingest;
pub mod query;
pub mod source;
pub mod store;
