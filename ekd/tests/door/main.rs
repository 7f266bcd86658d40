//! The door: who comes in, what it costs to guess, what an enemy on the line can do, and that nothing secret stays behind.

#[cfg(test)]
#[expect(dead_code, reason = "pausing it is for the tests of what leaves")]
#[path = "../harness/gammu.rs"]
mod gammu;
#[cfg(test)]
#[expect(dead_code, reason = "most of the harness serves the tests of what lies behind the door")]
#[path = "../harness/mod.rs"]
mod harness;
#[cfg(test)]
#[path = "../harness/peer.rs"]
mod peer;
#[cfg(test)]
#[expect(dead_code, reason = "its second port is for the tests of what leaves")]
#[path = "../harness/postfix.rs"]
mod postfix;
#[cfg(test)]
#[expect(dead_code, reason = "its whims are for the tests of what leaves")]
#[path = "../harness/smtp.rs"]
mod smtp;

#[cfg(test)]
mod authority;
#[cfg(test)]
mod caller;
#[cfg(test)]
mod letters;

#[cfg(test)]
mod contacts;
#[cfg(test)]
mod crowd;
#[cfg(test)]
mod guessing;
#[cfg(test)]
mod log_in;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod sessions;
#[cfg(test)]
mod terminal;
#[cfg(test)]
mod timing;
#[cfg(test)]
mod tls;
#[cfg(test)]
mod tokens;
#[cfg(test)]
mod wire;
