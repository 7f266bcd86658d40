//! One ticket: how it stands, until when, what telemetry says of it, and its thread.

use common::api::EkClient;
use common::ticket::field::Detail;
use common::ticket::finding::{Finding, Sign};
use common::ticket::query::TicketCard;
use common::ticket::{Ticket, TicketState};
use jiff::Timestamp;

use super::entries::{Depth, EntryRow, entry_row, tell, thread};
use super::{TicketRow, category_word, state_word, ticket_row};
use crate::cli::tickets::TicketShowArgs;
use crate::command::alarms::{AlarmRow, alarm_row};
use crate::command::quantity_word;
use crate::exit::Failure;
use crate::output::cell::{Cell, UnitOf, WithUnit};
use crate::output::row::{Field, joined};
use crate::output::{Output, Pick, Row, Word, row};
use crate::session::Session;

row! {
    /// Something that a category wants to be told.
    pub struct DetailRow: "ticket.detail" {
        /// since, place, `meter_serial`, `invoice_number`, `wanted_from`, `contracted_power` (in MW)
        pub field: Word,
        /// what was told
        pub value: String,
    }
}

row! {
    /// A value that speaks for or against a complaint.
    pub struct SignRow: "ticket.sign" brief [quantity, value, says, read_at] {
        /// what was measured
        pub quantity: Word,
        /// the value, exact
        pub value: WithUnit,
        /// unit of the value
        pub unit: UnitOf,
        /// when it was read
        pub read_at: Timestamp,
        /// `no_flow`, `no_power`, cold, hot, usual, old
        pub says: Word,
    }
}

row! {
    /// Another ticket, in few words.
    pub struct OtherTicketRow: "ticket.other" {
        /// number of the ticket
        pub number: String,
        /// how it stands
        pub state: Word,
        /// what it is about
        pub category: Word,
        /// one line
        pub subject: String,
        /// when it was opened
        pub created_at: Timestamp,
    }
}

row! {
    /// What stands beside a ticket and helps to answer it.
    pub struct TicketRestRow: "ticket.rest" {
        /// what the category wants to be told
        pub details: Vec<DetailRow>,
        /// whether telemetry agrees with the complaint: confirmed, `not_confirmed`, unclear
        pub verdict: Option<Word>,
        /// when the newest of these values was read
        pub read_at: Option<Timestamp>,
        /// why, the most telling first
        pub signs: Vec<SignRow>,
        /// alarms that hold at the site
        pub alarms: Vec<AlarmRow>,
        /// open tickets of the same site
        pub similar: Vec<OtherTicketRow>,
        /// the customer's other tickets, for staff
        pub former: Vec<OtherTicketRow>,
        /// what was written and what became of it, oldest first
        pub entries: Vec<EntryRow>,
    }
}

/// A ticket with all there is to know of it.
#[derive(Clone, Debug)]
pub struct TicketShowRow {
    ticket: TicketRow,
    rest: TicketRestRow,
}

const N_FIELDS: usize = TicketRow::FIELDS.len() + TicketRestRow::FIELDS.len();

impl Row for TicketShowRow {
    const SCHEMA: &'static str = "ticket.show";
    const ABOUT: &'static str = "A service request with what was written, and what helps to answer it.";
    const BRIEF: &'static [&'static str] = &[];
    const FIELDS: &'static [Field] = &joined::<N_FIELDS>(TicketRow::FIELDS, TicketRestRow::FIELDS);

    fn cells(&self) -> Vec<Cell<'_>> {
        let mut cells = self.ticket.cells();
        cells.extend(self.rest.cells());
        cells
    }
}

/// Shows one ticket.
///
/// # Errors
/// There is none with this number.
pub async fn run(session: &mut Session, output: &mut Output, args: &TicketShowArgs) -> Result<(), Failure> {
    let number = args.ticket.number;
    let card = session.ask(async |ek: &EkClient, context| ek.ticket(context, number).await).await?;
    let ticket = card.ticket.clone();
    let entries: Vec<_> = thread(session, number).await?.into_iter().map(entry_row).collect();
    let row = show_row(card, entries.clone(), session.now());
    if output.look.format != crate::output::Format::Table {
        return Ok(output.record(row)?);
    }
    // People read a thread as texts, one below the other.
    let head = TicketShowRow { rest: TicketRestRow { entries: Vec::new(), ..row.rest }, ..row };
    let mut listing = output.list::<TicketShowRow>(&Pick::default())?;
    listing.push(head)?;
    listing.finish_whole()?;
    let depth = if args.quoted { Depth::Whole } else { Depth::Text };
    for entry in &entries {
        tell(output, entry, depth)?;
    }
    advise(output, &ticket)
}

/// Tells people what they can do next.
fn advise(output: &mut Output, ticket: &Ticket) -> Result<(), Failure> {
    let id = match ticket.state {
        _ if ticket.merged_into.is_some() => "ticket-next-merged",
        TicketState::Closed => "ticket-next-closed",
        TicketState::Solved => "ticket-next-solved",
        TicketState::New | TicketState::Open | TicketState::Waiting | TicketState::Reopened | TicketState::Unknown => {
            "ticket-next-open"
        }
    };
    let into = ticket.merged_into.map(|into| into.to_string()).unwrap_or_default();
    let arguments = [("number", ticket.number.to_string().into()), ("into", into.into())];
    let line = output.look.texts().format(id, &arguments);
    output.footer("")?;
    output.footer(&line)?;
    if ticket.n_unread > 0 {
        let line = output.look.texts().format("ticket-next-read", &arguments);
        output.footer(&line)?;
    }
    Ok(())
}

/// Returns the row of a ticket with all of its thread.
pub(super) fn show_row(card: TicketCard, entries: Vec<EntryRow>, now: Timestamp) -> TicketShowRow {
    let details = card.ticket.details.iter().cloned().map(detail_row).collect();
    let finding = card.finding.unwrap_or(Finding {
        verdict: common::ticket::finding::Verdict::Unknown,
        signs: Vec::new(),
        read_at: None,
    });
    let is_known = finding.verdict != common::ticket::finding::Verdict::Unknown;
    let rest = TicketRestRow {
        details,
        verdict: is_known.then(|| Word { group: "verdict", name: finding.verdict.name() }),
        read_at: finding.read_at,
        signs: finding.signs.into_iter().map(sign_row).collect(),
        alarms: card.alarms.into_iter().map(|alarm| alarm_row(alarm, now)).collect(),
        similar: card.similar.into_iter().map(other_row).collect(),
        former: card.former.into_iter().map(other_row).collect(),
        entries,
    };
    TicketShowRow { ticket: ticket_row(card.ticket, now), rest }
}

fn detail_row(detail: Detail) -> DetailRow {
    DetailRow { field: Word { group: "field", name: detail.field.name() }, value: detail.value }
}

fn sign_row(sign: Sign) -> SignRow {
    SignRow {
        quantity: quantity_word(sign.quantity),
        value: WithUnit((sign.quantity, sign.value).into()),
        unit: UnitOf(sign.quantity),
        read_at: sign.read_at,
        says: Word { group: "says", name: sign.says.name() },
    }
}

fn other_row(ticket: Ticket) -> OtherTicketRow {
    OtherTicketRow {
        number: ticket.number.to_string(),
        state: state_word(ticket.state),
        category: category_word(ticket.category),
        subject: ticket.subject,
        created_at: ticket.created_at,
    }
}
