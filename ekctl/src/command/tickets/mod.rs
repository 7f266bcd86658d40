//! Tickets: service requests, what is written in them and what becomes of them.
//!
//! A file a verb, or a few that go together. What a ticket may become is the daemon's to say.

pub mod attach;
pub mod body;
pub mod create;
pub mod deeds;
pub mod download;
pub mod drafts;
pub mod entries;
pub mod export;
pub mod mail;
pub mod sent;
pub mod show;
pub mod statistics;
pub mod templates;
pub mod write;

use std::borrow::Cow;

use common::api::EkClient;
use common::ticket::query::{AssignedTo, TicketFilter, TicketStanding};
use common::ticket::{Author, Category, Priority, Ticket, TicketState};
use jiff::{SignedDuration, Timestamp};

use crate::cli::global::CallArgs;
use crate::cli::tickets::{TicketFilterArgs, TicketsListArgs};
use crate::cli::{ListArgs, TicketsVerb};
use crate::dialogue::Dialogue;
use crate::exit::Failure;
use crate::output::cell::{About, Cell, Content, Kind};
use crate::output::{Output, Word, row};
use crate::session::{Session, list as list_rows};

row! {
    /// A service request.
    pub struct TicketRow: "ticket.list" brief [number, state, site, subject, left_s, assignee] {
        /// number of the ticket
        pub number: String,
        /// new, open, waiting (for the customer), solved, closed, reopened
        pub state: Word,
        /// what it is about
        pub category: Word,
        /// one line
        pub subject: String,
        /// low, normal, high, urgent
        pub priority: Word,
        /// how it came: terminal, phone, email, house
        pub origin: Word,
        /// when it was opened
        pub created_at: Timestamp,
        /// when the newest entry came
        pub changed_at: Timestamp,
        /// who opened it: customer, office, `outside_office`, correspondent, unverified, house, erased
        pub opener: Word,
        /// that person's login
        pub opener_login: Option<String>,
        /// that person's name
        pub opener_name: Option<String>,
        /// that person's e-mail address; where it is unverified it proves nothing
        pub opener_address: Option<String>,
        /// number of the customer
        pub customer: Option<String>,
        /// name of the customer
        pub customer_name: Option<String>,
        /// code of the site
        pub site: Option<String>,
        /// name of the site
        pub site_name: Option<String>,
        /// whose work it is
        pub assignee: Option<String>,
        /// who is told of it besides; empty for customers
        pub watchers: Vec<String>,
        /// name of the clock that the law or the contract sets
        pub clock: ClockName,
        /// when it must be answered; null while the clock stands still and once it is settled
        pub due_at: Option<Timestamp>,
        /// how long until then, negative once it is over; what is left while the clock stands still; null once it is settled
        pub left_s: Option<About>,
        /// since when the customer is waited for
        pub paused_at: Option<Timestamp>,
        /// when the time was over, though it may be settled since
        pub ran_out_at: Option<Timestamp>,
        /// the time is over, and it is not settled
        pub is_overdue: bool,
        /// until when the office wants to have answered first
        pub answer_due_at: Option<Timestamp>,
        /// when it was answered first
        pub answered_at: Option<Timestamp>,
        /// entries that the asking account has not read
        pub n_unread: u64,
        /// the customer has written since the office last did
        pub awaits_office: bool,
        /// it is part of that ticket now
        pub merged_into: Option<String>,
    }
}

/// The name of a clock; those of the law are read in the reader's own language.
#[derive(Clone, Debug)]
pub struct ClockName(String);

/// The clocks that come with the daemon; the configuration can name others.
const CLOCKS: [&str; 6] =
    ["complaint_inquiry", "complaint_phone", "complaint_writing", "heating_switch", "outage_phone", "outage_writing"];

impl Content for ClockName {
    const KIND: Kind = Kind::Text;
    fn cell(&self) -> Cell<'_> {
        match CLOCKS.into_iter().find(|known| *known == self.0) {
            Some(name) => Cell::Word(Word { group: "service-clock", name }),
            None => Cell::Text(Cow::Borrowed(&self.0)),
        }
    }
}

/// Does what the verb says.
///
/// # Errors
/// A text or a file that cannot be read; what the daemon refuses.
pub async fn run(
    verb: &TicketsVerb,
    call: &CallArgs,
    session: &mut Session,
    output: &mut Output,
) -> Result<(), Failure> {
    let dialogue = Dialogue::new(call, None, output.look.language);
    match verb {
        TicketsVerb::List(args) => list(session, output, args).await,
        TicketsVerb::Show(args) => show::run(session, output, args).await,
        TicketsVerb::Create(args) => create::run(session, output, &dialogue, args).await,
        TicketsVerb::Reply(args) => write::reply(session, output, &dialogue, args).await,
        TicketsVerb::Note(args) => write::note(session, output, &dialogue, args).await,
        TicketsVerb::Attach(args) => write::attach(session, output, args).await,
        TicketsVerb::Take(args) => deeds::take(session, output, args).await,
        TicketsVerb::Assign(args) => deeds::assign(session, output, args).await,
        TicketsVerb::Close(args) => deeds::turn(session, output, args, TicketState::Closed).await,
        TicketsVerb::Solve(args) => deeds::turn(session, output, args, TicketState::Solved).await,
        TicketsVerb::Wait(args) => deeds::turn(session, output, args, TicketState::Waiting).await,
        TicketsVerb::Reopen(args) => deeds::turn(session, output, args, TicketState::Reopened).await,
        TicketsVerb::Edit(args) => deeds::edit(session, output, args).await,
        TicketsVerb::Watch(args) => deeds::watch(session, output, args).await,
        TicketsVerb::Unwatch(args) => deeds::unwatch(session, output, args).await,
        TicketsVerb::Merge(args) => deeds::merge(session, output, args).await,
        TicketsVerb::Split(args) => deeds::split(session, output, args).await,
        TicketsVerb::Undo(args) => drafts::undo(session, output, args).await,
        TicketsVerb::Drafts(verb) => drafts::run(verb, session, output).await,
        TicketsVerb::Download(args) => download::run(session, output, args).await,
        TicketsVerb::Templates(verb) => templates::run(verb, session, output, &dialogue).await,
        TicketsVerb::Statistics(args) => statistics::run(session, output, args).await,
        TicketsVerb::Export(args) => export::run(session, output, args).await,
        TicketsVerb::Mail(args) => mail::run(session, output, args).await,
    }
}

async fn list(session: &mut Session, output: &mut Output, args: &TicketsListArgs) -> Result<(), Failure> {
    let standing = match (args.all, args.overdue, args.settled) {
        (true, _, _) => TicketStanding::All,
        (false, true, _) => TicketStanding::Overdue,
        (false, false, true) => TicketStanding::Settled,
        // A state that only settled tickets have is meant as it is said.
        (false, false, false) if args.filter.state.is_some_and(TicketState::is_settled) => TicketStanding::All,
        (false, false, false) => TicketStanding::Open,
    };
    let filter = filter(session, &args.filter).await?;
    let filter = TicketFilter { standing, order: args.order, ..filter };
    let list = ListArgs { columns: args.columns.clone(), all: args.all };
    let now = session.now();
    let call = async |ek: &EkClient, context, page| ek.tickets(context, filter.clone(), page).await;
    list_rows(session, output, &list, call, |ticket| ticket_row(ticket, now)).await
}

async fn filter(session: &mut Session, args: &TicketFilterArgs) -> Result<TicketFilter, Failure> {
    let assignee = match (args.mine, args.unassigned) {
        (true, _) => Some(AssignedTo::Me),
        (false, true) => Some(AssignedTo::Nobody),
        (false, false) => args.assignee.clone().map(AssignedTo::Account),
    };
    Ok(TicketFilter {
        state: args.state,
        category: args.category,
        site: session.site_code(args.site.as_deref()).await?,
        customer: args.customer.clone(),
        assignee,
        text: args.text.clone(),
        ..TicketFilter::default()
    })
}

/// Writes tickets as they are now.
///
/// # Errors
/// Those of the writer.
fn list_tickets(output: &mut Output, tickets: Vec<Ticket>, now: Timestamp) -> Result<(), Failure> {
    let mut listing = output.list::<TicketRow>(&crate::output::Pick::default())?;
    for ticket in tickets {
        listing.push(ticket_row(ticket, now))?;
    }
    Ok(listing.finish(None)?)
}

/// Returns the row of a ticket.
pub(super) fn ticket_row(ticket: Ticket, now: Timestamp) -> TicketRow {
    let is_overdue = ticket.clock.is_overdue(now);
    let left = left(&ticket, now);
    let opener = author_cells(ticket.opener);
    let clock = ticket.clock;
    TicketRow {
        number: ticket.number.to_string(),
        state: state_word(ticket.state),
        category: category_word(ticket.category),
        subject: ticket.subject,
        priority: priority_word(ticket.priority),
        origin: Word { group: "origin", name: ticket.origin.name() },
        created_at: ticket.created_at,
        changed_at: ticket.changed_at,
        opener: opener.kind,
        opener_login: opener.login,
        opener_name: opener.name,
        opener_address: opener.address,
        customer: ticket.customer.map(Into::into),
        customer_name: ticket.customer_name,
        site: ticket.site.map(Into::into),
        site_name: ticket.site_name,
        assignee: ticket.assignee.map(Into::into),
        watchers: ticket.watchers.into_iter().map(Into::into).collect(),
        clock: ClockName(clock.name),
        due_at: clock.due_at,
        left_s: left.map(About),
        paused_at: clock.paused_at,
        ran_out_at: clock.ran_out_at,
        is_overdue,
        answer_due_at: clock.answer_due_at,
        answered_at: clock.answered_at,
        n_unread: ticket.n_unread,
        awaits_office: ticket.awaits_office,
        merged_into: ticket.merged_into.map(Into::into),
    }
}

/// Returns what is left of a ticket's time, less than nothing once it is over; a settled one needs none.
fn left(ticket: &Ticket, now: Timestamp) -> Option<SignedDuration> {
    if ticket.state.is_settled() {
        return None;
    }
    ticket.clock.due_at.map(|due_at| due_at.duration_since(now)).or(ticket.clock.left)
}

/// Who wrote something, as cells.
struct AuthorCells {
    kind: Word,
    login: Option<String>,
    name: Option<String>,
    address: Option<String>,
}

fn author_cells(author: Author) -> AuthorCells {
    let kind = Word { group: "author", name: author.kind() };
    let cells = AuthorCells { kind, login: None, name: None, address: None };
    match author {
        Author::Customer { login, name } | Author::Office { login, name } => {
            AuthorCells { login: Some(login.into()), name: Some(name), ..cells }
        }
        Author::OutsideOffice { address } | Author::Correspondent { address } => {
            AuthorCells { address: Some(address.to_string()), ..cells }
        }
        Author::Unverified { address } => AuthorCells { address: address.map(|address| address.to_string()), ..cells },
        Author::TheOffice | Author::House | Author::Erased | Author::Unknown => cells,
    }
}

const fn category_word(category: Category) -> Word {
    Word { group: "category", name: category.name() }
}

const fn state_word(state: TicketState) -> Word {
    Word { group: "ticket-state", name: state.name() }
}

const fn priority_word(priority: Priority) -> Word {
    Word { group: "priority", name: priority.name() }
}
