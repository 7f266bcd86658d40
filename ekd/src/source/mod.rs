//! Where documents come from. A kind of source is a folder here with its own section of the configuration; nothing
//! else learns of it.
//!
//! A source meets the world and hands what it gets to its [`Desk`]. It must not know what a reading is, nor SQL.

use std::future::Future;
use std::pin::Pin;

use common::source::Problem;
use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

pub mod desk;
pub mod drop;
pub mod export;
pub mod roster;
pub mod sim;

#[cfg(test)]
mod rehearsal;

pub use desk::{Desk, DeskError};

/// Something that brings documents.
pub trait Source: Send {
    /// Brings documents until `stop`. Returning earlier with an error has the supervisor start it again later.
    fn run(self: Box<Self>, desk: Desk, stop: CancellationToken) -> SourceFuture;
}

/// What [`Source::run`] returns.
pub type SourceFuture = Pin<Box<dyn Future<Output = Result<(), DeskError>> + Send>>;

/// A document that a source hands in.
#[derive(Debug)]
pub struct Delivery {
    /// File name or address without its query, for people.
    pub name: String,
    pub bytes: Vec<u8>,
    /// The mapping by which it is read; without one it is an exchange document.
    pub mapping: Option<String>,
    /// What the source wants to find again after a restart; moves in the transaction that takes the document in.
    /// `None` leaves the position as it was.
    pub position: Option<String>,
}

/// Something that never became a document: too large, a link, a FIFO.
#[derive(Debug)]
pub struct Refused {
    pub name: String,
    pub size: u64,
    pub problem: Problem,
}

/// How asking went, where no document came of it.
#[derive(Debug)]
pub enum Attempt {
    /// It answered; there was nothing new.
    Nothing,
    Failed(Problem),
}

/// When a source will be asked next, for people.
pub type NextAt = Option<Timestamp>;
