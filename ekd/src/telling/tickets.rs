//! Who is told what of tickets: the office what waits for it, customers what was answered, each by the own settings.
//!
//! Nobody is told of what they did themselves, and customers never of what is internal.

use common::account::Role;
use common::alarm::Severity;
use common::contact::EmailAddress;
use common::delivery::Channel;
use common::event::Event;
use common::id::{AccountId, EntryId, SiteCode};
use common::notice::{News, NoticeKind, NoticeSettings, TicketNews};
use common::ticket::{Priority, TicketNumber};
use jiff::{SignedDuration, Timestamp};

use super::choice::{reachable, settings_of};
use super::{Desk, leaving};
use crate::correspondence::composed::{Whose, compose};
use crate::correspondence::{Composed, Happened, outside, people, reply};
use crate::letter::{Item, Reader};
use crate::notice::{FRESH, Lately, Matter, Reason, When, ways, when};
use crate::store::correspondence::Subject;
use crate::store::log::Write;
use crate::store::notice::{Audience, Kept, Listener, OfTicket, Telling};
use crate::store::reply_token::Side;
use crate::store::{self, StoreError};

const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// Whether somebody is told of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Concern {
    No,
    /// If the person wants to know.
    AsWanted,
    /// By e-mail, whatever else the person wants to know: it is the person's work, or is watched.
    Own,
}

/// What somebody of the office has to do with a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tie {
    Assigned,
    Watches,
    None,
}

/// Writes down who is told of something that became of a ticket, and writes to those who have no account.
pub(super) fn tell(
    tx: &Write<'_>,
    desk: &Desk<'_>,
    event: &Event,
    (number, news, entry): (TicketNumber, TicketNews, Option<EntryId>),
) -> Result<(), StoreError> {
    let Some(ticket) = store::correspondence::by_number(tx, number)? else { return Ok(()) };
    let entry = entry.map_or(Ok(None), |entry| store::correspondence::entry(tx, entry))?;
    let (cursor, at) = (event.cursor, event.at);
    let happened = Happened { ticket: &ticket, entry: entry.as_ref(), news, cursor, at };
    // Two programs that are told of each other's words would never end.
    if happened.is_automatic() {
        return Ok(());
    }
    let mut told: Vec<EmailAddress> = Vec::new();
    for listener in store::notice::listeners(tx, Audience::OfTicket(ticket.id), desk.now)? {
        if happened.by() == Some(listener.id) {
            continue;
        }
        let settings = settings_of(&listener);
        for channel in ways_of(desk, (&listener, &settings), &happened) {
            note(tx, desk, (&listener, &settings, channel), &happened)?;
            let address = listener.email.as_deref().filter(|_| channel == Channel::Email);
            told.extend(address.and_then(|address| EmailAddress::parse(address).ok()).map(|own| reply::small(&own)));
        }
    }
    people::write_to(tx, desk, &happened, &told)?;
    outside::write_to(tx, desk, &happened)?;
    let composed = compose(tx, desk, &happened, (Reader::Office, Whose::Hidden))?;
    leaving::hook_item(tx, desk, &Item::Ticket(Box::new(composed.notice)))
}

/// Returns by which ways somebody is told.
fn ways_of(
    desk: &Desk<'_>,
    (listener, settings): (&Listener, &NoticeSettings),
    happened: &Happened<'_>,
) -> Vec<Channel> {
    let concern = concern(listener, happened);
    if concern == Concern::No {
        return Vec::new();
    }
    let site: Option<&SiteCode> = happened.ticket.site.as_ref().map(|site| &site.code);
    let kind = NoticeKind::Ticket(happened.news);
    let matter = Matter { kind, severity: severity(happened.ticket), site };
    let wanted = ways(settings, &matter, desk.now, desk.zone);
    let found = reachable(listener, settings, wanted, desk.channels);
    match (found.is_empty(), concern) {
        (true, Concern::Own) => reachable(listener, settings, vec![Channel::Email], desk.channels),
        (false, _) | (true, Concern::No | Concern::AsWanted) => found,
    }
}

fn concern(listener: &Listener, happened: &Happened<'_>) -> Concern {
    let ticket = happened.ticket;
    match side(listener.role) {
        Side::Customer => of_customer(happened.news),
        Side::Office if ticket.assignee == Some(listener.id) => of_office(happened.news, Tie::Assigned),
        Side::Office if ticket.watchers.contains(&listener.id) => of_office(happened.news, Tie::Watches),
        Side::Office => of_office(happened.news, Tie::None),
    }
}

const fn of_office(news: TicketNews, tie: Tie) -> Concern {
    match (news, tie) {
        (TicketNews::Assigned, Tie::Watches | Tie::None)
        | (TicketNews::Answered | TicketNews::Settled, Tie::None)
        | (TicketNews::Noted | TicketNews::Changed | TicketNews::Unknown, _) => Concern::No,
        (
            TicketNews::Opened
            | TicketNews::Written
            | TicketNews::Answered
            | TicketNews::Settled
            | TicketNews::Reopened
            | TicketNews::Overdue
            | TicketNews::Bounced,
            Tie::Assigned | Tie::Watches,
        ) => Concern::Own,
        (TicketNews::Assigned, Tie::Assigned)
        | (
            TicketNews::Opened | TicketNews::Written | TicketNews::Reopened | TicketNews::Overdue | TicketNews::Bounced,
            Tie::None,
        ) => Concern::AsWanted,
    }
}

const fn of_customer(news: TicketNews) -> Concern {
    match news {
        TicketNews::Answered | TicketNews::Settled | TicketNews::Reopened => Concern::AsWanted,
        TicketNews::Opened
        | TicketNews::Written
        | TicketNews::Noted
        | TicketNews::Assigned
        | TicketNews::Overdue
        | TicketNews::Bounced
        | TicketNews::Changed
        | TicketNews::Unknown => Concern::No,
    }
}

/// Returns for whom somebody with this role writes.
pub(super) const fn side(role: Role) -> Side {
    match role {
        Role::Customer | Role::Manager => Side::Customer,
        Role::Technician | Role::Clerk | Role::Administrator => Side::Office,
    }
}

/// Returns how urgent something of a ticket is for the settings of people.
const fn severity(ticket: &Subject) -> Severity {
    match ticket.priority {
        Priority::Low | Priority::Normal => Severity::Notice,
        Priority::High => Severity::Warning,
        Priority::Urgent => Severity::Alarm,
    }
}

/// Writes down that somebody is told, now or later, unless the same was told already.
fn note(
    tx: &Write<'_>,
    desk: &Desk<'_>,
    (listener, settings, channel): (&Listener, &NoticeSettings, Channel),
    happened: &Happened<'_>,
) -> Result<(), StoreError> {
    let (now, ticket) = (desk.now, happened.ticket);
    let of = OfTicket { ticket: ticket.id, entry: happened.entry.map(|entry| entry.id) };
    let kind = NoticeKind::Ticket(happened.news);
    if store::notice::is_told_of_ticket(tx, of, (kind, listener.id, channel))? {
        return Ok(());
    }
    let since = now.checked_sub(HOUR).unwrap_or(Timestamp::MIN);
    let often = Reason::Often.name();
    let (n, is_often) = store::notice::lately_of_ticket(tx, (ticket.id, listener.id, channel), since, often)?;
    let is_late = now.duration_since(happened.at) > FRESH;
    let (until, reason) = match when(settings, severity(ticket), Lately { n, is_often }, (now, desk.zone)) {
        When::Later { until, reason } => (until, Some(reason)),
        When::Now if is_late => (now, Some(Reason::Late)),
        When::Now => (now, None),
    };
    let telling = Telling {
        at: now,
        account: listener.id,
        kind,
        news: News::Raised,
        channel,
        alarm: None,
        ticket: Some(of),
        cursor: happened.cursor,
        until,
        kept_for: reason.map(Reason::name),
    };
    store::notice::add(tx, &telling).map(|_| ())
}

/// Tells whether something that was kept may still be told: the person sees the ticket, and has not read it since.
pub(super) fn may_leave(tx: &Write<'_>, of: OfTicket, account: AccountId, now: Timestamp) -> Result<bool, StoreError> {
    let seen_by = store::notice::listeners(tx, Audience::OfTicket(of.ticket), now)?;
    let is_read = of.entry.map_or(Ok(false), |entry| store::correspondence::has_read(tx, account, entry))?;
    Ok(!is_read && seen_by.iter().any(|listener| listener.id == account))
}

/// Returns what somebody is told of something that was written down.
pub(super) fn composed(
    tx: &Write<'_>,
    desk: &Desk<'_>,
    kept: &Kept,
    listener: &Listener,
) -> Result<Option<Composed>, StoreError> {
    let (Some(of), NoticeKind::Ticket(news)) = (kept.ticket, kept.kind) else { return Ok(None) };
    let Some(ticket) = store::correspondence::by_id(tx, of.ticket)? else { return Ok(None) };
    let entry = of.entry.map_or(Ok(None), |entry| store::correspondence::entry(tx, entry))?;
    let happened = Happened { ticket: &ticket, entry: entry.as_ref(), news, cursor: kept.cursor, at: kept.at };
    let reader = match side(listener.role) {
        Side::Customer => Reader::Customer,
        Side::Office => Reader::Office,
    };
    let whose = match listener.role {
        Role::Technician => Whose::Hidden,
        Role::Customer | Role::Manager | Role::Clerk | Role::Administrator => Whose::Told,
    };
    compose(tx, desk, &happened, (reader, whose)).map(Some)
}
