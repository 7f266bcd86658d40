//! Messages: what was written in all tickets for both sides, and writing to the office.

use common::api::EkClient;
use common::fault::{Cause, Fault, TicketCause};
use common::id::EntryId;
use common::ticket::draft::{Dispatch, NewTicket};
use common::ticket::entry::Entry;
use common::ticket::query::MessageFilter;
use common::ticket::{Category, Origin, TicketNumber};

use super::tickets::entries::{Depth, EntryRow, entry_row, tell};
use super::tickets::{attach, body, sent};
use crate::cli::MessagesVerb;
use crate::cli::global::CallArgs;
use crate::cli::messages::{MessageSendArgs, MessagesListArgs};
use crate::dialogue::Dialogue;
use crate::exit::Failure;
use crate::output::{Format, Output};
use crate::session::{Session, list as list_rows};

/// Does what the verb says.
///
/// # Errors
/// A text or a file that cannot be read; what the daemon refuses.
pub async fn run(
    verb: &MessagesVerb,
    call: &CallArgs,
    session: &mut Session,
    output: &mut Output,
) -> Result<(), Failure> {
    match verb {
        MessagesVerb::List(args) => list(session, output, args).await,
        MessagesVerb::Show(args) => show(session, output, args.message).await,
        MessagesVerb::Send(args) => {
            let dialogue = Dialogue::new(call, None, output.look.language);
            send(session, output, &dialogue, args).await
        }
        MessagesVerb::Read(args) => read(session, output, args.number).await,
    }
}

async fn list(session: &mut Session, output: &mut Output, args: &MessagesListArgs) -> Result<(), Failure> {
    let filter = MessageFilter { only_unread: args.unread, text: args.text.clone() };
    let call = async |ek: &EkClient, context, page| ek.messages(context, filter.clone(), page).await;
    list_rows(session, output, &args.list, call, entry_row).await
}

async fn show(session: &mut Session, output: &mut Output, id: EntryId) -> Result<(), Failure> {
    let row: EntryRow = entry_row(find(session, id).await?);
    match output.look.format {
        Format::Table => {
            let ticket = format!("{}: ekctl tickets show {}", row.ticket, row.ticket);
            output.footer(&ticket)?;
            tell(output, &row, Depth::Whole)
        }
        Format::Json | Format::Ndjson | Format::Csv(_) => Ok(output.record(row)?),
    }
}

/// Finds a message in the list, which has the newest on top and numbers that fall.
async fn find(session: &mut Session, id: EntryId) -> Result<Entry, Failure> {
    let mut found = None;
    let take = |entries: Vec<Entry>| {
        let is_past = entries.last().is_some_and(|entry| entry.id < id);
        found = found.take().or(entries.into_iter().find(|entry| entry.id == id));
        Ok((found.is_some() || is_past).then_some(0))
    };
    let filter = MessageFilter::default();
    let call = async |ek: &EkClient, context, page| ek.messages(context, filter.clone(), page).await;
    session.each(None, call, take).await?;
    found.ok_or_else(|| Fault::from(Cause::Ticket { why: TicketCause::NoSuchEntry { id: id.0 } }).into())
}

async fn send(
    session: &mut Session,
    output: &mut Output,
    dialogue: &Dialogue,
    args: &MessageSendArgs,
) -> Result<(), Failure> {
    let text = body::read(&args.body, *dialogue, "")?;
    let sent = match attach::gather(session, &(&args.attach).into(), None).await {
        Ok(attach) => {
            let new = NewTicket {
                category: Category::Other,
                subject: Some(args.subject.clone()),
                site: None,
                customer: None,
                details: Vec::new(),
                priority: None,
                origin: Origin::Terminal,
                body: text.body.clone(),
                attach,
            };
            sent::send(session, Dispatch::Ticket(new)).await
        }
        Err(failure) => Err(failure),
    };
    let sent = text.after(output, sent)?;
    sent::tell(session, output, sent)
}

/// Notes that all of a ticket is read.
async fn read(session: &mut Session, output: &Output, number: TicketNumber) -> Result<(), Failure> {
    let entries = super::tickets::entries::thread(session, number).await?;
    let Some(last) = entries.iter().map(|entry| entry.id).max() else { return Ok(()) };
    session.ask(async |ek: &EkClient, context| ek.mark_read(context, number, last).await).await?;
    Ok(output.note(&output.look.texts().format("ticket-read", &[("number", number.to_string().into())]))?)
}
