//! What becomes of tickets: they are opened, written to, turned, and everything that follows from that is one commit.
//!
//! Decides and writes in the caller's transaction; whoever calls has found that the caller may. Knows no letters: what
//! people are told is made of the journal.

mod checks;
pub mod deeds;
pub mod dispatch;
#[cfg(test)]
mod fixture;
pub mod incoming;
mod joining;
mod media;
pub mod round;
pub mod sendings;
#[cfg(test)]
mod tests;
pub mod timing;
pub mod titles;
mod turns;

use common::event::Happening;
use common::fault::{Cause, TicketCause};
use common::id::{AccountId, AlarmId, CustomerId, EntryId, SiteId};
use common::notice::TicketNews;
use common::ticket::entry::{EntryText, TicketTurn};
use common::ticket::field::Detail;
use common::ticket::{Category, Origin, Priority, TicketState};
use common::time::Period;
use jiff::Timestamp;

use crate::store::log::Write;
use crate::store::ticket::by::{By, Side};
use crate::store::ticket::thread::Writing;
use crate::store::ticket::{Standing, thread};
use crate::store::{self, StoreError, attachment};
use crate::turned::Turned;

pub use crate::store::ticket::TicketId;
pub use timing::Desk;

/// A ticket that is to be opened.
#[derive(Debug)]
pub struct Opening<'a> {
    pub category: Category,
    pub subject: &'a str,
    pub site: Option<SiteId>,
    /// Whose it is, where it is known; otherwise the site or the writer tells.
    pub customer: Option<CustomerId>,
    pub details: &'a [Detail],
    pub priority: Priority,
    pub origin: Origin,
    pub by: Writer,
    pub body: EntryText,
    pub attach: Vec<Attaching>,
    pub now: Timestamp,
}

/// Something that is to be written to a ticket.
#[derive(Debug)]
pub struct Appending {
    pub ticket: TicketId,
    pub by: Writer,
    pub kind: Kind,
    pub text: EntryText,
    pub attach: Vec<Attaching>,
    pub now: Timestamp,
}

/// For whom something is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// For both sides.
    Message,
    /// For the office only.
    Note,
}

/// Who writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Writer {
    /// Somebody who is logged in; the role tells for which side.
    Account(AccountId),
    /// The office outside, by mail.
    OutsideOffice { address: String },
    /// By mail, with the reply token of that address.
    Correspondent { address: String, account: Option<AccountId> },
    /// By mail; the address proves nothing.
    Unverified { address: Option<String> },
    /// The daemon itself.
    House,
}

/// Something that is to lie beside an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attaching {
    File { name: String, media_type: String, bytes: Vec<u8> },
    Readings { site: SiteId, period: Period },
    Alarm { id: AlarmId },
}

/// Returns who writes, as the archive keeps it.
fn by_of(tx: &Write<'_>, writer: &Writer) -> Result<By, StoreError> {
    Ok(match writer {
        Writer::Account(account) => {
            let is_staff = store::account::by_id(tx, *account)?.is_some_and(|keeper| keeper.role.is_staff());
            let author = if is_staff { Side::Office } else { Side::Customer };
            By { author, account: Some(*account), address: None }
        }
        Writer::OutsideOffice { address } => {
            By { author: Side::OutsideOffice, account: None, address: Some(address.clone()) }
        }
        Writer::Correspondent { address, account } => {
            By { author: Side::Correspondent, account: *account, address: Some(address.clone()) }
        }
        Writer::Unverified { address } => By { author: Side::Unverified, account: None, address: address.clone() },
        Writer::House => By::house(),
    })
}

/// Opens a ticket with what was written first, and returns both.
///
/// # Errors
/// [`Cause::BadText`] for a subject, [`TicketCause::FieldMissing`], [`TicketCause::FieldWrong`],
/// [`TicketCause::SiteMissing`], [`TicketCause::CustomerMissing`], and what is attached beyond the limits.
#[expect(clippy::needless_pass_by_value, reason = "what was opened is opened once: nobody needs it afterwards")]
pub fn open(tx: &Write<'_>, desk: &Desk, opening: Opening<'_>) -> Result<(TicketId, EntryId), Turned> {
    let by = by_of(tx, &opening.by)?;
    let subject = checks::subject(opening.subject)?;
    checks::body(&opening.body)?;
    checks::attachments(&opening.attach)?;
    let details = checks::details(opening.category, opening.details)?;
    if opening.category.needs_site() && opening.site.is_none() {
        return Err(ticket(TicketCause::SiteMissing));
    }
    let customer = checks::customer(tx, &opening, by.author)?;
    let clock = desk.start(opening.category, opening.origin, opening.now);
    let standing = Standing {
        category: opening.category,
        state: TicketState::New,
        priority: opening.priority,
        origin: opening.origin,
        created_at: opening.now,
        settled_at: None,
        awaits_office: !by.author.is_office() || opening.origin == Origin::Phone,
    };
    let new = store::ticket::New {
        year: desk.year(opening.now),
        subject: &subject,
        standing,
        opener: &by,
        customer,
        site: opening.site,
        details: &details,
        clock: &clock,
    };
    let id = store::ticket::insert(tx, &new)?;
    turn_by(tx, id, &by, &TicketTurn::Opened, opening.now)?;
    let entry = thread::append(tx, (id, id), (&by, opening.now), Writing::Message(&opening.body))?;
    lay_beside(tx, entry, &opening.attach)?;
    tell(tx, id, (TicketNews::Opened, entry), opening.now)?;
    Ok((id, entry))
}

/// Writes to a ticket, or to the one whose part it is, and returns the entry.
///
/// Mail changes no state. What the customer's side writes has the clock go on; what the office writes answers.
///
/// # Errors
/// [`TicketCause::NoSuchTicket`]; [`TicketCause::StateForbids`] where a logged-in customer writes to a closed ticket;
/// what is attached beyond the limits.
pub fn append(tx: &Write<'_>, desk: &Desk, appending: Appending) -> Result<EntryId, Turned> {
    let Appending { ticket: id, by: writer, kind, text, attach, now } = appending;
    checks::body(&text)?;
    checks::attachments(&attach)?;
    let living = store::ticket::living(tx, id)?;
    let kept = store::ticket::by_id(tx, living)?.ok_or_else(|| no_such(living))?;
    let by = by_of(tx, &writer)?;
    let effect = match kind {
        Kind::Message => Some(turns::effect(desk, &kept, (&by, text.is_automatic), now)?),
        Kind::Note => None,
    };
    let writing = match kind {
        Kind::Message => Writing::Message(&text),
        Kind::Note => Writing::Note(&text),
    };
    let entry = thread::append(tx, (id, living), (&by, now), writing)?;
    lay_beside(tx, entry, &attach)?;
    let news = match kind {
        Kind::Note => TicketNews::Noted,
        Kind::Message if by.author.is_office() => TicketNews::Answered,
        Kind::Message => TicketNews::Written,
    };
    tell(tx, living, (news, entry), now)?;
    if let Some(effect) = effect {
        turns::written(tx, desk, kept, (&by, effect), now)?;
    }
    Ok(entry)
}

/// Has a ticket be in a state, for somebody who may.
///
/// # Errors
/// [`TicketCause::NoSuchTicket`].
pub fn set_state(
    tx: &Write<'_>,
    desk: &Desk,
    (id, to): (TicketId, TicketState),
    (by, now): (&Writer, Timestamp),
) -> Result<(), Turned> {
    let mut kept = store::ticket::by_id(tx, id)?.ok_or_else(|| no_such(id))?;
    let by = by_of(tx, by)?;
    Ok(turns::set_state(tx, desk, &mut kept, (&by, to), now)?)
}

/// Writes down what became of a ticket and tells the journal; the ticket itself is changed by whoever calls.
///
/// # Errors
/// Where the archive fails.
pub fn turn(
    tx: &Write<'_>,
    id: TicketId,
    by: &Writer,
    turn: &TicketTurn,
    now: Timestamp,
) -> Result<EntryId, StoreError> {
    let by = by_of(tx, by)?;
    turn_by(tx, id, &by, turn, now)
}

fn turn_by(tx: &Write<'_>, id: TicketId, by: &By, turn: &TicketTurn, now: Timestamp) -> Result<EntryId, StoreError> {
    let living = store::ticket::living(tx, id)?;
    let entry = thread::append(tx, (id, living), (by, now), Writing::Turn(turn))?;
    tell(tx, living, (news_of(turn), entry), now)?;
    Ok(entry)
}

/// Returns what a turn is to those who want to be told.
const fn news_of(turn: &TicketTurn) -> TicketNews {
    match turn {
        TicketTurn::State { to: TicketState::Solved | TicketState::Closed, .. } => TicketNews::Settled,
        TicketTurn::State { to: TicketState::Reopened, .. } => TicketNews::Reopened,
        TicketTurn::Assigned { .. } => TicketNews::Assigned,
        TicketTurn::Overdue => TicketNews::Overdue,
        TicketTurn::Bounced { .. } => TicketNews::Bounced,
        TicketTurn::Opened
        | TicketTurn::State { .. }
        | TicketTurn::Priority { .. }
        | TicketTurn::Category { .. }
        | TicketTurn::Site { .. }
        | TicketTurn::Customer { .. }
        | TicketTurn::Watched { .. }
        | TicketTurn::Unwatched { .. }
        | TicketTurn::MergedInto { .. }
        | TicketTurn::Merged { .. }
        | TicketTurn::SplitInto { .. }
        | TicketTurn::SplitFrom { .. }
        | TicketTurn::Refers { .. }
        | TicketTurn::Unknown => TicketNews::Changed,
    }
}

/// Appends to the journal what became of a ticket.
fn tell(tx: &Write<'_>, id: TicketId, (news, entry): (TicketNews, EntryId), now: Timestamp) -> Result<(), StoreError> {
    let Some(number) = store::ticket::number_of(tx, id)? else { return Ok(()) };
    store::event::append(tx, now, &Happening::Ticket { ticket: number, news, entry: Some(entry) })
}

fn lay_beside(tx: &Write<'_>, entry: EntryId, attach: &[Attaching]) -> Result<(), StoreError> {
    for one in attach {
        match one {
            Attaching::File { name, media_type, bytes } => {
                let sha256 = checks::digest(bytes);
                attachment::add_file(tx, entry, &attachment::File { name, media_type, sha256: &sha256, bytes })?
            }
            Attaching::Readings { site, period } => attachment::add_readings(tx, entry, (*site, *period))?,
            Attaching::Alarm { id } => attachment::add_alarm(tx, entry, *id)?,
        };
    }
    Ok(())
}

fn ticket(why: TicketCause) -> Turned {
    Cause::Ticket { why }.into()
}

fn no_such(id: TicketId) -> Turned {
    ticket(TicketCause::NoSuchTicket { number: id.0.to_string() })
}
