//! The office's mailbox: a real IMAP server, mail as customers, strangers and enemies write it, and a daemon that is killed
//! while it comes.

#[cfg(test)]
#[path = "../harness/dovecot.rs"]
mod dovecot;
#[cfg(test)]
#[expect(dead_code, reason = "each target of tests uses what it needs of it")]
#[path = "../harness/gammu.rs"]
mod gammu;
#[cfg(test)]
#[expect(dead_code, reason = "each target of tests uses what it needs of it")]
#[path = "../harness/mod.rs"]
mod harness;
#[cfg(test)]
#[path = "../harness/peer.rs"]
mod peer;
#[cfg(test)]
#[expect(dead_code, reason = "each target of tests uses what it needs of it")]
#[path = "../harness/postfix.rs"]
mod postfix;

#[cfg(test)]
mod bombs;
#[cfg(test)]
mod contents;
#[cfg(test)]
mod forged;
#[cfg(test)]
mod kills;
#[cfg(test)]
mod office;
#[cfg(test)]
mod whole_way;
