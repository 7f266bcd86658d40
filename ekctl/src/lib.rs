//! The command line of the heating network: `ekctl NOUN VERB`, for people at a prompt and for scripts.
//!
//! A call goes one way: [`cli`] reads the arguments, [`command`] turns them into calls to the daemon and the answers
//! into rows, [`output`] writes the rows as a table, JSON or CSV, [`chart`] draws, and [`exit`] says in words and in a
//! status how it ended. [`entry`] finds what to be let in with, [`dialogue`] asks for what only a person knows, [`editor`] has a text
//! edited. **What it must not know:** SQL, the daemon's inside, and any clock but the daemon's: periods are counted from
//! the `now` that the daemon tells.

pub mod chart;
pub mod cli;
pub mod command;
pub mod dialogue;
pub mod editor;
pub mod entry;
pub mod exit;
pub mod nearest;
pub mod output;
pub mod program;
pub mod session;
pub mod text;

pub use program::run;
