//! What leaves, and the programs of others that take it: a real mail server, a real sender of short messages, and a server
//! that misbehaves as it is told.

#[cfg(test)]
#[path = "../harness/gammu.rs"]
mod gammu;
#[cfg(test)]
#[path = "../harness/gateway.rs"]
mod gateway;
#[cfg(test)]
#[path = "../harness/peer.rs"]
mod peer;
#[cfg(test)]
#[expect(dead_code, reason = "where the office's mail lies is for the tests of the mailbox")]
#[path = "../harness/postfix.rs"]
mod postfix;
#[cfg(test)]
#[path = "../harness/shared.rs"]
mod shared;
#[cfg(test)]
#[path = "../harness/smsd.rs"]
mod smsd;
#[cfg(test)]
#[path = "../harness/smtp.rs"]
mod smtp;

#[cfg(test)]
mod attempts;
#[cfg(test)]
mod ceilings;
#[cfg(test)]
mod fallback;
#[cfg(test)]
mod house;
#[cfg(test)]
mod mail;
#[cfg(test)]
mod services;
#[cfg(test)]
mod smstools;
#[cfg(test)]
mod spool;
#[cfg(test)]
mod tickets;
#[cfg(test)]
mod told;
#[cfg(test)]
mod webhooks;
