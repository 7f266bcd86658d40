//! What stands on a mail: from whom, to whom, when, about what, and in which thread.

use common::contact::EmailAddress;
use jiff::Timestamp;

use super::address::{Address, ReturnPath};
use super::fields::Fields;

/// The header of a mail, as far as the office needs it. All of it is what the sender claims, but the return path and
/// where the mail was delivered to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// Without its brackets.
    pub message_id: Option<String>,
    /// Empty where no address in it can be written to.
    pub from: Vec<Address>,
    pub reply_to: Vec<Address>,
    pub return_path: ReturnPath,
    pub to: Vec<EmailAddress>,
    pub cc: Vec<EmailAddress>,
    /// Where the servers on the way say they brought it: blind copies are found by this.
    pub delivered_to: Vec<EmailAddress>,
    pub date: Option<Timestamp>,
    /// Decoded, on one line, without anything hidden; may be empty.
    pub subject: String,
    pub in_reply_to: Vec<String>,
    /// Oldest first.
    pub references: Vec<String>,
}

/// How servers name the recipient of an envelope.
const DELIVERED_TO: [&str; 4] = ["Delivered-To", "X-Original-To", "Envelope-To", "X-Delivered-To"];

impl Envelope {
    pub(super) fn of(fields: &Fields<'_>) -> Self {
        let mut delivered_to: Vec<EmailAddress> =
            DELIVERED_TO.iter().flat_map(|name| fields.recipients(name)).collect();
        delivered_to.dedup();
        Self {
            message_id: fields.ids("Message-ID").into_iter().next(),
            from: fields.addresses("From"),
            reply_to: fields.addresses("Reply-To"),
            return_path: ReturnPath::of(fields),
            to: fields.recipients("To"),
            cc: fields.recipients("Cc"),
            delivered_to,
            date: fields.date(),
            subject: fields.unstructured("Subject").unwrap_or_default(),
            in_reply_to: fields.ids("In-Reply-To"),
            references: fields.ids("References"),
        }
    }

    /// Returns the first sender.
    #[must_use]
    pub fn sender(&self) -> Option<&Address> {
        self.from.first()
    }

    /// Returns everyone whom the mail went to.
    pub fn recipients(&self) -> impl Iterator<Item = &EmailAddress> {
        self.to.iter().chain(&self.cc).chain(&self.delivered_to)
    }
}

impl Default for Envelope {
    fn default() -> Self {
        Self::of(&Fields::default())
    }
}
