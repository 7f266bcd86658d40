//! The dashboard of the heating network in a terminal: what technicians and property managers look at.
//!
//! One straight line: a key becomes a message ([`keymap`]), [`app`] turns it into a new state and effects, [`runtime`]
//! carries the effects out, [`app::view`] draws the state, and [`terminal`] sends what changed. The state and its
//! update are pure: they know no clock, no socket and no terminal. What can be done stands once, in [`action`].
//!
//! Before all that stands the door ([`app::door`]): who is in, the log-in, and what happened before it. What belongs to
//! one person is never shown to the next.
//!
//! **What it must not know:** SQL, documents, how the daemon works inside. It asks through `common::api` only; the
//! daemon's library face is used for the demonstration alone ([`demo`]).

pub mod action;
pub mod app;
pub mod cli;
pub mod collation;
pub mod demo;
pub mod drafts;
pub mod effect;
pub mod export;
pub mod filter;
pub mod glyphs;
pub mod keymap;
pub mod look;
pub mod remote;
pub mod runtime;
pub mod screen;
pub mod surroundings;
pub mod terminal;
pub mod theme;
pub mod widget;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;
