//! The dashboard as people meet it: frames, keys, bytes.

mod alarms;
mod billing;
mod bytes;
mod frames;
mod keys;
mod notices;
mod people;
mod reports;
mod tickets;
mod words;
