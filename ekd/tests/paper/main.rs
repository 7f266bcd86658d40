//! Paper as its readers meet it: other programs find the words, the fonts, the structure; and what nobody should ask for
//! is drawn too.

#[cfg(test)]
#[expect(dead_code, reason = "each target of tests uses what it needs of it")]
#[path = "../harness/peer.rs"]
mod peer;
#[cfg(test)]
mod sheets;

#[cfg(test)]
mod bad;
#[cfg(test)]
mod files;
