//! One received mail: from its bytes to what the office needs of it.
//!
//! Bytes in, values out. Knows no mailbox, no ticket, no archive and no clock; follows no link, opens no attachment and
//! renders nothing. What a mail claims is told as it claims it: nothing here makes a sender known or a mail genuine.

pub mod address;
mod attachment;
pub mod authentication;
pub mod auto_answer;
mod content;
mod envelope;
mod fields;
mod flowed;
pub mod header;
mod html;
pub mod limits;
pub mod nature;
mod parts;
mod quote;
mod report;
#[cfg(test)]
mod tests;
mod text;
pub mod token;

use std::panic::{AssertUnwindSafe, catch_unwind};

use common::contact::EmailAddress;
use sha2::{Digest, Sha256};

pub use address::{Address, ReturnPath};
pub use attachment::Attached;
pub use authentication::{Authentication, Verdict};
pub use envelope::Envelope;
pub use limits::{Limit, Limits, Refused};
pub use nature::{Automatic, Nature};
pub use quote::Body;
pub use report::{Bounce, BounceAction, BouncedRecipient};
pub use token::ReplyToken;

use limits::Allowance;

/// What of a mail is ours, by the configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Office {
    /// What stands behind a `+` in them does not matter.
    pub addresses: Vec<EmailAddress>,
    /// What stands behind the `@` in message ids that we make.
    pub hosts: Vec<String>,
    /// The server whose `Authentication-Results` count, by the name it gives itself there.
    pub authentication_server: Option<String>,
}

/// A mail that was read.
#[derive(Clone, Debug)]
pub struct Mail {
    pub envelope: Envelope,
    /// The same for the same mail, whatever way it took: SHA-256 of its sender, date, text and attachments.
    pub digest: [u8; 32],
    pub nature: Nature,
    pub body: Body,
    pub attachments: Vec<Attached>,
    /// What the configured server found; `None` where it says nothing. Only for clerks to see.
    pub authentication: Option<Authentication>,
}

/// Reads a mail.
///
/// # Errors
/// [`Refused`] where the mail is beyond a limit, found before anything of it is decoded, or where the parser panics: such
/// a mail is parked, with what [`read_envelope`] finds.
pub fn read(raw: &[u8], limits: &Limits, office: &Office) -> Result<Mail, Refused> {
    let read = AssertUnwindSafe(|| read_guarded(raw, limits, office).map_err(Refused::BeyondLimit));
    catch_unwind(read).unwrap_or(Err(Refused::Broken))
}

/// Reads what the beginning of a header says, of any mail: no more of it is looked at than the limits allow.
#[must_use]
pub fn read_envelope(raw: &[u8], limits: &Limits) -> Envelope {
    let read = AssertUnwindSafe(|| Envelope::of(&fields::beginning(raw, limits)));
    catch_unwind(read).unwrap_or_default()
}

fn read_guarded(raw: &[u8], limits: &Limits, office: &Office) -> Result<Mail, Limit> {
    if raw.len() > limits.bytes {
        return Err(Limit::Bytes);
    }
    let mut left = Allowance::of(limits);
    let (fields, bytes) = fields::split(raw, &mut left)?;
    let root = parts::take_apart(&fields, bytes, limits.depth, &mut left)?;
    let gathered = text::gather(&root);
    if gathered.files.len() > limits.attachments {
        return Err(Limit::Attachments);
    }
    let envelope = Envelope::of(&fields);
    let nature = nature::of(&fields, &root, &envelope, office);
    let (text, kept) = gathered.read();
    let attachments: Vec<Attached> = kept.into_iter().map(Attached::of).collect();
    let server = office.authentication_server.as_deref();
    Ok(Mail {
        digest: digest(&envelope, &text, &attachments),
        nature,
        body: quote::split(&text),
        attachments,
        authentication: server.and_then(|server| authentication::read(&fields, server)),
        envelope,
    })
}

/// Digests what no server on the way changes. Each piece goes in with its length, so that none can pass for two.
fn digest(envelope: &Envelope, text: &str, attachments: &[Attached]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    let mut add = |piece: &[u8]| {
        hasher.update((piece.len() as u64).to_be_bytes());
        hasher.update(piece);
    };
    add(&(envelope.from.len() as u64).to_be_bytes());
    for sender in &envelope.from {
        add(sender.address.as_str().to_ascii_lowercase().as_bytes());
    }
    add(envelope.date.map(|date| date.to_string()).unwrap_or_default().as_bytes());
    add(text.trim_end().as_bytes());
    for attachment in attachments {
        add(&attachment.bytes);
    }
    hasher.finalize().into()
}
