//! Tickets with all that was written in them, in forms that archives and programs read.

use common::api::EkClient;
use common::cell::Dialect;
use common::fault::{Fault, FaultCode};
use common::ticket::Ticket;
use common::ticket::entry::{Attached, Attachment, Entry};
use common::ticket::query::{TicketFilter, TicketOrder, TicketStanding};
use common::time::Period;

use super::entries::{AttachmentRow, EntryRow, attachment_row, entry_row, thread};
use super::{TicketRow, download, ticket_row};
use crate::cli::tickets::office::TicketsExportArgs;
use crate::cli::usage::Usage;
use crate::command::customers::files::Folder;
use crate::exit::Failure;
use crate::output::cell::Cell;
use crate::output::row::{Field, joined};
use crate::output::{Format, Look, Output, Pick, Row, row};
use crate::session::Session;

row! {
    /// The thread of a ticket.
    pub struct ThreadRow: "ticket.thread" {
        /// what was written and what became of it, oldest first
        pub entries: Vec<EntryRow>,
    }
}

row! {
    /// A file of an export of tickets.
    pub struct ExportedTicketsRow: "ticket.exported" {
        /// the file
        pub file: String,
        /// rows in it; 1 for an attached file
        pub n_rows: u64,
    }
}

/// A ticket with its thread.
#[derive(Clone, Debug)]
pub struct TicketExportRow {
    ticket: TicketRow,
    thread: ThreadRow,
}

const N_FIELDS: usize = TicketRow::FIELDS.len() + ThreadRow::FIELDS.len();

impl Row for TicketExportRow {
    const SCHEMA: &'static str = "ticket.export";
    const ABOUT: &'static str = "A service request with all that was written in it.";
    const BRIEF: &'static [&'static str] = &[];
    const FIELDS: &'static [Field] = &joined::<N_FIELDS>(TicketRow::FIELDS, ThreadRow::FIELDS);

    fn cells(&self) -> Vec<Cell<'_>> {
        let mut cells = self.ticket.cells();
        cells.extend(self.thread.cells());
        cells
    }
}

/// Writes tickets with their threads to the output, or with the attached files into a directory.
///
/// # Errors
/// A table was asked for; a period that cannot be read; a directory that is not empty, a full disk.
pub async fn run(session: &mut Session, output: &mut Output, args: &TicketsExportArgs) -> Result<(), Failure> {
    let period = match args.range.text() {
        Some(_) => Some(session.period(&args.range, "")?),
        None => None,
    };
    if let Some(dir) = &args.dir {
        let folder = Folder::make(dir)?;
        let tickets = opened_in(session, period).await?;
        return into_folder(session, output, folder, tickets, dir).await;
    }
    match output.look.format {
        Format::Table => Err(Usage::export_form().into()),
        Format::Csv(_) => entries_only(session, output, period).await,
        Format::Json | Format::Ndjson => whole(session, output, period).await,
    }
}

/// Returns all tickets that were opened in the period, the oldest first.
async fn opened_in(session: &mut Session, period: Option<Period>) -> Result<Vec<Ticket>, Failure> {
    let filter = TicketFilter { standing: TicketStanding::All, order: TicketOrder::Number, ..TicketFilter::default() };
    let mut tickets =
        session.all(async |ek: &EkClient, context, page| ek.tickets(context, filter.clone(), page).await).await?;
    let is_in = |ticket: &Ticket| {
        period.is_none_or(|period| period.from <= ticket.created_at && ticket.created_at < period.until)
    };
    tickets.retain(is_in);
    tickets.sort_by_key(|ticket| (ticket.created_at, ticket.number));
    Ok(tickets)
}

async fn whole(session: &mut Session, output: &mut Output, period: Option<Period>) -> Result<(), Failure> {
    let tickets = opened_in(session, period).await?;
    let now = session.now();
    let mut listing = output.list::<TicketExportRow>(&Pick::default())?;
    for ticket in tickets {
        let entries = thread(session, ticket.number).await?.into_iter().map(entry_row).collect();
        listing.push(TicketExportRow { ticket: ticket_row(ticket, now), thread: ThreadRow { entries } })?;
    }
    Ok(listing.finish(None)?)
}

/// Writes a line for each entry: lines of CSV hold no threads.
async fn entries_only(session: &mut Session, output: &mut Output, period: Option<Period>) -> Result<(), Failure> {
    let tickets = opened_in(session, period).await?;
    let mut listing = output.list::<EntryRow>(&Pick::default())?;
    for ticket in tickets {
        for entry in thread(session, ticket.number).await? {
            listing.push(entry_row(entry))?;
        }
    }
    Ok(listing.finish(None)?)
}

async fn into_folder(
    session: &mut Session,
    output: &mut Output,
    mut folder: Folder,
    tickets: Vec<Ticket>,
    dir: &std::path::Path,
) -> Result<(), Failure> {
    let now = session.now();
    let csv = match output.look.format {
        Format::Csv(dialect) => Format::Csv(dialect),
        Format::Table | Format::Json | Format::Ndjson => Format::Csv(Dialect::Plain),
    };
    let look = |format| Look { format, ..output.look.clone() };
    let mut threads: Vec<(TicketRow, Vec<Entry>)> = Vec::new();
    for ticket in tickets {
        let entries = thread(session, ticket.number).await?;
        threads.push((ticket_row(ticket, now), entries));
    }
    let entries = || threads.iter().flat_map(|(_, entries)| entries);
    let attachments = || entries().flat_map(|entry| &entry.attachments);
    let whole = threads.iter().map(|(ticket, entries)| TicketExportRow {
        ticket: ticket.clone(),
        thread: ThreadRow { entries: entries.iter().cloned().map(entry_row).collect() },
    });
    let mut files = vec![
        ("tickets.json".to_owned(), folder.rows("tickets.json", look(Format::Json), whole)?),
        ("tickets.csv".to_owned(), {
            let rows = threads.iter().map(|(ticket, _)| ticket.clone());
            folder.rows("tickets.csv", look(csv), rows)?
        }),
        ("entries.csv".to_owned(), folder.rows("entries.csv", look(csv), entries().cloned().map(entry_row))?),
        ("attachments.csv".to_owned(), {
            let rows = attachments().cloned().map(attachment_row);
            folder.rows::<AttachmentRow>("attachments.csv", look(csv), rows)?
        }),
    ];
    for attachment in attachments().filter(|one| matches!(one.what, Attached::File { .. })) {
        files.extend(fetch(session, &mut folder, attachment, look(Format::Table)).await?);
    }
    folder.keep();
    let mut listing = output.list::<ExportedTicketsRow>(&Pick::default())?;
    for (name, n_rows) in files {
        listing.push(ExportedTicketsRow { file: dir.join(name).display().to_string(), n_rows })?;
    }
    Ok(listing.finish(None)?)
}

/// Writes an attached file; one that an erasure has removed is none any more.
async fn fetch(
    session: &mut Session,
    folder: &mut Folder,
    attachment: &Attachment,
    look: Look,
) -> Result<Option<(String, u64)>, Failure> {
    let name = download::name(attachment.id);
    let mut file = folder.begin(&name, look)?;
    match download::fetch(session, &mut file, attachment.id).await {
        Ok(_) => {
            file.commit()?;
            Ok(Some((name, 1)))
        }
        Err(Failure::Fault(Fault { code: FaultCode::NotFound, .. })) => Ok(None),
        Err(failure) => Err(failure),
    }
}
