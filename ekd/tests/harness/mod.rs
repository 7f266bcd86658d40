//! A daemon as its users meet it: real socket, real archive in a temporary directory, a clock that stands where the
//! test puts it. Waits are for events with a limit, never for time to pass.

pub(crate) mod client;
pub(crate) mod daemon;
pub(crate) mod dice;
pub(crate) mod direct;
pub(crate) mod http;
pub(crate) mod paper;
pub(crate) mod process;
pub(crate) mod raw;
pub(crate) mod shared;
