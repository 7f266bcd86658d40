//! What becomes of a mail: an entry of the ticket whose reply token it was sent to, a new ticket, a note that a letter came
//! back, or a line in the log of received mail. Everything about one mail is one commit, with how far the mailbox was read.
//!
//! `From` proves nothing: a mail joins a ticket only if it was sent to a reply token and is from the address to which that
//! token was given. Mail changes no contact, no password, no watcher and no state.

use std::sync::Arc;

use common::contact::EmailAddress;
use common::language::Language;
use common::ticket::entry::{EntryText, LONGEST_BODY, LONGEST_SUBJECT, MOST_ATTACHMENTS, TicketTurn};
use common::ticket::{Category, Origin};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};

use super::{Appending, Attaching, Desk, Kind, Opening, TicketId, Writer, titles};
use crate::correspondence::{self, acknowledge, reply};
use crate::mail::{Authentication, Bounce, BounceAction, Envelope, Mail, Nature, Office, token};
use crate::notify::Channels;
use crate::store::log::Write;
use crate::store::mail::{Identity, Kept, New, Position};
use crate::store::reply_token::{Correspondent, Side};
use crate::store::{self, StoreError, trial};
use crate::turned::Turned;
use crate::vault::Vault;

/// What does not change while the daemon runs.
#[derive(Clone, Debug)]
pub struct Intake {
    pub desk: Arc<Desk>,
    pub office: Office,
    /// To which answers come with a reply token.
    pub address: EmailAddress,
    pub vault: Vault,
    pub channels: Channels,
    pub zone: TimeZone,
}

/// Where a mail came in.
#[derive(Clone, Debug)]
pub struct Arrival {
    pub folder: String,
    /// How far the folder is read with this mail; `None`: nobody can tell yet.
    pub position: Option<Position>,
    pub size: u64,
}

/// A mail that is not read here.
#[derive(Clone, Debug)]
pub struct Parking {
    reason: &'static str,
    envelope: Envelope,
    digest: [u8; 32],
    message_id: String,
}

/// Whether a mail was new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    Kept,
    Parked,
    /// It came before, by another way.
    KnownBefore,
}

impl Parking {
    /// Parks a mail of which the beginning is known.
    #[must_use]
    pub fn of(reason: &'static str, envelope: Envelope, size: u64) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(b"parked");
        let from: Vec<&str> = envelope.from.iter().map(|sender| sender.address.as_str()).collect();
        let date = envelope.date.map(|date| date.to_string()).unwrap_or_default();
        let pieces = [from.join(","), date, envelope.subject.clone()];
        // Servers on the way make a mail longer: only where it has no other name does its size count.
        let size = if envelope.message_id.is_some() { String::new() } else { size.to_string() };
        for piece in pieces.iter().chain([&size]) {
            hasher.update((piece.len() as u64).to_be_bytes());
            hasher.update(piece.as_bytes());
        }
        let message_id = envelope.message_id.clone().unwrap_or_default();
        Self { reason, digest: hasher.finalize().into(), envelope, message_id }
    }

    /// Parks a mail of which nothing is known but where it lies.
    #[must_use]
    pub fn unseen(reason: &'static str, folder: &str, (uid_validity, uid): (u32, u32)) -> Self {
        let digest = Sha256::digest(format!("unseen {folder} {uid_validity} {uid}"));
        Self { reason, envelope: Envelope::default(), digest: digest.into(), message_id: String::new() }
    }
}

/// Deals with a mail, once.
///
/// # Errors
/// Where the archive fails.
pub fn take(
    tx: &Write<'_>,
    intake: &Intake,
    arrival: &Arrival,
    mail: Mail,
    now: Timestamp,
) -> Result<Taken, StoreError> {
    advance(tx, arrival)?;
    let message_id = mail.envelope.message_id.clone().unwrap_or_default();
    let (digest, envelope) = (mail.digest, mail.envelope.clone());
    let identity = Identity { message_id: &message_id, digest: &digest };
    if store::mail::is_known(tx, identity)? {
        return Ok(Taken::KnownBefore);
    }
    let authentication = mail.authentication.map(told);
    let (became, taken) = match trial::attempt(tx, || deal_with(tx, intake, mail, now)) {
        Ok(became) => (became, Taken::Kept),
        Err(Turned::Cause(cause)) => {
            tracing::warn!(?cause, "a mail was turned away and is parked");
            (Kept::Parked { reason: "refused" }, Taken::Parked)
        }
        Err(Turned::Store(error)) => return Err(error),
    };
    let authentication = authentication.as_deref();
    note(tx, (&envelope, identity), (became, authentication), (arrival.size, now))?;
    Ok(taken)
}

/// Writes down that a mail came that is not read here, once.
///
/// # Errors
/// Where the archive fails.
pub fn park(tx: &Write<'_>, arrival: &Arrival, parking: &Parking, now: Timestamp) -> Result<(), StoreError> {
    advance(tx, arrival)?;
    let Parking { reason, envelope, digest, message_id } = parking;
    let identity = Identity { message_id, digest };
    let (sender, subject) = (sender(envelope), &envelope.subject);
    // One that was read before may be parked now: reading took too long, or the server stumbles.
    if store::mail::is_known(tx, identity)? || store::mail::is_like_a_known(tx, message_id, sender, subject)? {
        return Ok(());
    }
    tracing::warn!(reason, size = arrival.size, "a mail is parked: it stays in the mailbox");
    note(tx, (envelope, identity), (Kept::Parked { reason }, None), (arrival.size, now))
}

fn advance(tx: &Write<'_>, arrival: &Arrival) -> Result<(), StoreError> {
    match &arrival.position {
        Some(position) => store::mail::advance(tx, &arrival.folder, position),
        None => Ok(()),
    }
}

fn note(
    tx: &Write<'_>,
    (envelope, identity): (&Envelope, Identity<'_>),
    (became, authentication): (Kept<'_>, Option<&str>),
    (size, at): (u64, Timestamp),
) -> Result<(), StoreError> {
    let (sender, subject) = (sender(envelope), envelope.subject.as_str());
    store::mail::insert(tx, &New { at, identity, sender, subject, size, authentication, became })?;
    Ok(())
}

fn sender(envelope: &Envelope) -> &str {
    envelope.sender().map_or("", |sender| sender.address.as_str())
}

/// Returns what is kept of the server's word about a sender, for clerks to see.
fn told(found: Authentication) -> String {
    format!("dmarc={} dkim={} spf={}", found.dmarc.name(), found.dkim.name(), found.spf.name())
}

fn deal_with(tx: &Write<'_>, intake: &Intake, mail: Mail, now: Timestamp) -> Result<Kept<'static>, Turned> {
    match &mail.nature {
        Nature::Bounce(bounce) => Ok(bounced(tx, bounce, now)?),
        Nature::Own => Ok(Kept::Automatic),
        Nature::Automatic(_) => match correspondent(tx, intake, &mail.envelope)? {
            Some(known) => join(tx, intake, (mail, known), now),
            None => Ok(Kept::Automatic),
        },
        // What comes by a list may be somebody's letter: offices have lists for addresses.
        Nature::Personal | Nature::List | Nature::Bulk => match correspondent(tx, intake, &mail.envelope)? {
            Some(known) => join(tx, intake, (mail, known), now),
            None => open(tx, intake, mail, now),
        },
    }
}

/// Returns whose reply token a mail was sent to, if it is from that one.
fn correspondent(tx: &Write<'_>, intake: &Intake, envelope: &Envelope) -> Result<Option<Correspondent>, StoreError> {
    let Some(sender) = envelope.sender() else { return Ok(None) };
    let sender = reply::small(&sender.address);
    for token in token::find(envelope.recipients(), &intake.address) {
        if let Some(known) = reply::find(tx, &token)?.filter(|known| known.address == sender) {
            return Ok(Some(known));
        }
    }
    Ok(None)
}

/// Has a mail be an entry of the ticket that it answers.
///
/// What somebody of this office writes by mail is a note: mail proves too little to speak to customers with.
fn join(
    tx: &Write<'_>,
    intake: &Intake,
    (mail, known): (Mail, Correspondent),
    now: Timestamp,
) -> Result<Kept<'static>, Turned> {
    let address = known.address.as_str().to_owned();
    let (by, kind) = match (known.side, known.account) {
        (Side::Customer, account) => (Writer::Correspondent { address, account }, Kind::Message),
        (Side::Office, None) => (Writer::OutsideOffice { address }, Kind::Message),
        (Side::Office, Some(account)) => (Writer::Correspondent { address, account: Some(account) }, Kind::Note),
    };
    let (_, text, attach) = contents(mail);
    let ticket = known.ticket;
    let entry = super::append(tx, &intake.desk, Appending { ticket, by, kind, text, attach, now })?;
    Ok(Kept::Entry(ticket, entry))
}

/// Has a mail open a ticket, with a hint where it names an earlier letter, and acknowledges it.
fn open(tx: &Write<'_>, intake: &Intake, mail: Mail, now: Timestamp) -> Result<Kept<'static>, Turned> {
    let (envelope, nature) = (mail.envelope.clone(), mail.nature.clone());
    let (subject, body, attach) = contents(mail);
    let category = Category::Other;
    let opening = Opening {
        category,
        subject: &subject,
        site: None,
        customer: None,
        details: &[],
        priority: category.usual_priority(),
        origin: Origin::Email,
        by: Writer::Unverified { address: envelope.sender().map(|sender| sender.address.as_str().to_owned()) },
        body,
        attach,
        now,
    };
    let (ticket, entry) = super::open(tx, &intake.desk, opening)?;
    if let Some(other) = referred(tx, &envelope)? {
        super::turn(tx, ticket, &Writer::House, &TicketTurn::Refers { ticket: other }, now)?;
    }
    if let Some(number) = store::ticket::number_of(tx, ticket)? {
        let Intake { vault, channels, zone, office, .. } = intake;
        let desk = correspondence::Desk { vault, zone, channels, now };
        let received = acknowledge::Received { ticket, number, envelope: &envelope, nature: &nature, office };
        acknowledge::acknowledge(tx, &desk, &received)?;
    }
    Ok(Kept::Ticket(ticket, entry))
}

/// Returns the ticket of the newest letter that a mail names.
fn referred(tx: &Write<'_>, envelope: &Envelope) -> Result<Option<common::ticket::TicketNumber>, StoreError> {
    for id in envelope.in_reply_to.iter().chain(envelope.references.iter().rev()) {
        if let Some(ticket) = store::mail::ticket_of(tx, id)? {
            return store::ticket::number_of(tx, store::ticket::living(tx, ticket)?);
        }
    }
    Ok(None)
}

/// Notes on the ticket of a letter that it came back. What was only delayed may arrive yet.
fn bounced(tx: &Write<'_>, bounce: &Bounce, now: Timestamp) -> Result<Kept<'static>, StoreError> {
    let failed = bounce.recipients.iter().find(|recipient| match recipient.action {
        BounceAction::Failed => true,
        BounceAction::Delayed
        | BounceAction::Delivered
        | BounceAction::Relayed
        | BounceAction::Expanded
        | BounceAction::Unknown => false,
    });
    let (Some(failed), Some(original)) = (failed, &bounce.original_message_id) else { return Ok(Kept::Automatic) };
    let words = [failed.status.as_deref(), failed.diagnostic.as_deref()];
    let status = clipped(&words.into_iter().flatten().collect::<Vec<_>>().join(" "), LONGEST_SUBJECT);
    let Some(letter) = store::outbox::bounced(tx, original, &status)? else { return Ok(Kept::Bounce(None)) };
    let ticket: Option<TicketId> = letter.ticket;
    if let Some(ticket) = ticket {
        let turn = TicketTurn::Bounced { recipient: letter.recipient, status };
        super::turn(tx, ticket, &Writer::House, &turn, now)?;
    }
    Ok(Kept::Bounce(ticket))
}

/// Returns subject, text and files of a mail as an entry keeps them. A text that is too long for a screen is shown as far
/// as it goes, and its whole lies beside it.
fn contents(mail: Mail) -> (String, EntryText, Vec<Attaching>) {
    let is_automatic = matches!(mail.nature, Nature::Automatic(_));
    let subject = clipped(mail.envelope.subject.trim(), LONGEST_SUBJECT);
    let subject = if subject.is_empty() { titles::usual(Category::Other, None, Language::default()) } else { subject };
    let mut attach = Vec::with_capacity(mail.attachments.len());
    for (file, number) in mail.attachments.into_iter().zip(1..) {
        let name = file.name.unwrap_or_else(|| format!("{number}.bin"));
        attach.push(Attaching::File { name, media_type: file.media_type, bytes: file.bytes });
    }
    let whole = mail.body;
    let body = clipped(&whole.text, LONGEST_BODY);
    if body.len() < whole.text.len() && attach.len() < MOST_ATTACHMENTS {
        let (name, media_type) = ("wiadomosc.txt".to_owned(), "text/plain".to_owned());
        attach.push(Attaching::File { name, media_type, bytes: whole.text.into_bytes() });
    }
    let some = |text: &str| (!text.is_empty()).then(|| clipped(text, LONGEST_BODY));
    let text = EntryText { body, quoted: some(&whole.quoted), signature: some(&whole.signature), is_automatic };
    (subject, text, attach)
}

fn clipped(text: &str, most: usize) -> String {
    text.char_indices().nth(most).map_or(text, |(end, _)| &text[..end]).to_owned()
}
