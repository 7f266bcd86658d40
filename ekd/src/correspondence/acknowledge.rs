//! The automatic answer to mail that made a new ticket: its number, so that nobody writes twice.
//!
//! Whether it may go out at all is decided by [`auto_answer`]; it holds nothing of what the sender wrote and nothing about
//! any customer, because nobody knows who the sender is.

use common::contact::EmailAddress;
use common::delivery::Channel;
use common::id::DeliveryId;
use common::language::Language;
use common::ticket::TicketNumber;
use jiff::{SignedDuration, Timestamp};

use super::{Desk, WORTH, house, reply};
use crate::letter::{Answering, Facts, Letter};
use crate::mail::auto_answer::{self, Decision, History};
use crate::mail::{Envelope, Nature, Office};
use crate::notify::email::{Authorship, MailParts};
use crate::outbox::{self, Mailing, Post};
use crate::store::log::Write;
use crate::store::reply_token::{Correspondent, Side};
use crate::store::ticket::TicketId;
use crate::store::{self, StoreError};

/// Mail that made a ticket.
#[derive(Clone, Copy, Debug)]
pub struct Received<'a> {
    pub ticket: TicketId,
    pub number: TicketNumber,
    pub envelope: &'a Envelope,
    pub nature: &'a Nature,
    pub office: &'a Office,
}

/// Answers of more than a day ago decide nothing.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(25);

/// Puts the automatic answer into the outbox, if one may go out.
///
/// # Errors
/// Where the archive fails.
pub fn acknowledge(tx: &Write<'_>, desk: &Desk<'_>, received: &Received<'_>) -> Result<Option<DeliveryId>, StoreError> {
    let Some(address) = decided(tx, received, desk.now)? else { return Ok(None) };
    let Some(letterhead) = desk.channels.letterhead().filter(|_| desk.channels.has(Channel::Email)) else {
        return Ok(None);
    };
    let mut parts = MailParts {
        from: Some(letterhead.address.clone()),
        references: received.envelope.references.clone(),
        authorship: Authorship::Replied,
        ..MailParts::default()
    };
    parts.references.extend(received.envelope.message_id.clone());
    let token = token(tx, desk, received, &address)?;
    parts.reply_to = token.and_then(|token| token.address(&letterhead.address));
    let answering = if parts.reply_to.is_some() { Answering::ByMail } else { Answering::ByCommand };
    let post = Post {
        account: None,
        channel: Channel::Email,
        recipient: address.as_str().to_owned(),
        language: Language::default(),
        letter: Letter::TicketReceived { number: received.number, answering },
        facts: Facts { login: house(), at: desk.now, source: String::new(), zone: desk.zone.clone() },
        lasting: WORTH,
    };
    let mailing = Mailing { ticket: Some(received.ticket), parts, enclosed: Vec::new() };
    let id = outbox::queue_mailing(tx, desk.vault, desk.now, (&post, mailing))?;
    store::correspondence::add_automatic_answer(tx, received.ticket, address.as_str(), desk.now)?;
    Ok(Some(id))
}

fn decided(tx: &Write<'_>, received: &Received<'_>, now: Timestamp) -> Result<Option<EmailAddress>, StoreError> {
    let Received { envelope, nature, office, .. } = received;
    let crate::mail::ReturnPath::Address(sender) = &envelope.return_path else { return Ok(None) };
    let since = now.checked_sub(REMEMBERED).unwrap_or(Timestamp::MIN);
    let answers = store::correspondence::automatic_answers(tx, sender.as_str(), since)?;
    let overall: Vec<Timestamp> = answers.iter().map(|(_, at)| *at).collect();
    let of_ticket = answers.iter().filter(|(ticket, _)| *ticket == received.ticket);
    let in_thread: Vec<Timestamp> = of_ticket.map(|(_, at)| *at).collect();
    let history = History { in_thread: &in_thread, overall: &overall };
    match auto_answer::decide(envelope, nature, office, &history, now) {
        Decision::Answer(address) => Ok(Some(address)),
        Decision::Silence(why) => {
            tracing::info!(ticket = %received.number, why = why.name(), "a new ticket by mail is not acknowledged");
            Ok(None)
        }
    }
}

/// Returns the token of the sender, where the mail says the same in both places: whoever forges the one must not learn by
/// the other what is written to somebody else.
fn token(
    tx: &Write<'_>,
    desk: &Desk<'_>,
    received: &Received<'_>,
    address: &EmailAddress,
) -> Result<Option<crate::mail::ReplyToken>, StoreError> {
    let is_same = |from: &crate::mail::Address| reply::small(&from.address) == reply::small(address);
    if !received.envelope.sender().is_some_and(is_same) {
        return Ok(None);
    }
    let of = Correspondent { ticket: received.ticket, address: address.clone(), side: Side::Customer, account: None };
    reply::token_for(tx, desk.vault, &of).map(Some)
}
