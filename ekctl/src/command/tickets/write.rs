//! Writing in tickets: answers, notes, files.

use common::api::EkClient;
use common::fault::{Cause, Fault, TicketCause};
use common::id::TemplateName;
use common::ticket::canned::{Place, Template, fill};
use common::ticket::draft::{Dispatch, NewEntry, Readers};
use common::ticket::entry::NewAttachment;
use common::ticket::{Ticket, TicketNumber};
use jiff::SignedDuration;

use super::body::{self, Text};
use super::sent::{self, send_keyed};
use super::{attach, templates};
use crate::cli::tickets::writing::{AttachArgs, AttachFilesArgs, NoteArgs, ReplyArgs};
use crate::dialogue::Dialogue;
use crate::exit::Failure;
use crate::output::Output;
use crate::output::look::Clock;
use crate::session::{Session, once_key};

/// Answers a ticket.
///
/// # Errors
/// There is no text, no such ticket, template or file; the state forbids it.
pub async fn reply(
    session: &mut Session,
    output: &mut Output,
    dialogue: &Dialogue,
    args: &ReplyArgs,
) -> Result<(), Failure> {
    let ticket = find(session, args.ticket.number).await?;
    let text = text(session, output, dialogue, args, &ticket).await?;
    let sent = match attach::gather(session, &args.attach, ticket.site.as_ref()).await {
        Ok(attach) => {
            let (body, readers, then) = (text.body.clone(), Readers::Both, args.then);
            let entry = NewEntry { ticket: ticket.number, readers, body, attach, then };
            send_keyed(session, &once_key(), Dispatch::Entry(entry), args.hold.unwrap_or(SignedDuration::ZERO)).await
        }
        Err(failure) => Err(failure),
    };
    let sent = text.after(output, sent)?;
    sent::tell(session, output, sent)
}

/// Returns the text of an answer: what was told below the canned answer, looked at in an editor where that is wanted.
async fn text(
    session: &mut Session,
    output: &Output,
    dialogue: &Dialogue,
    args: &ReplyArgs,
    ticket: &Ticket,
) -> Result<Text, Failure> {
    let canned = match &args.template {
        Some(name) => Some(filled(session, output, name, ticket).await?),
        None => None,
    };
    let told = body::told(&args.body)?;
    let begins: Vec<_> = canned.iter().chain(&told).map(|text| text.trim_end()).collect();
    let begins = begins.join("\n\n");
    match (args.edit, begins.is_empty()) {
        (true, _) => body::edit(&begins),
        (false, true) => body::read(&args.body, *dialogue, ""),
        (false, false) => Ok(Text::of(begins)),
    }
}

/// Returns a canned answer with its places filled.
async fn filled(
    session: &mut Session,
    output: &Output,
    name: &TemplateName,
    ticket: &Ticket,
) -> Result<String, Failure> {
    let Template { body, .. } = templates::find(session, name).await?;
    let missing = || "—".to_owned();
    let value = |place: Place| match place {
        Place::Number => ticket.number.to_string(),
        Place::Subject => ticket.subject.clone(),
        Place::Site => ticket.site_name.clone().unwrap_or_else(missing),
        Place::Customer => ticket.customer_name.clone().unwrap_or_else(missing),
        Place::Due => {
            ticket.clock.due_at.map_or_else(missing, |due_at| output.look.short_instant(due_at, Clock::Minutes))
        }
        Place::Clerk => session.admission.name.clone(),
        Place::Today => session.now().to_zoned(output.look.zone.clone()).date().to_string(),
    };
    fill(&body, value).map_err(|error| {
        let why = TicketCause::NoSuchPlace { place: error.0 };
        Fault::from(Cause::Ticket { why }).into()
    })
}

/// Writes an internal note.
///
/// # Errors
/// There is no text, no such ticket or file.
pub async fn note(
    session: &mut Session,
    output: &mut Output,
    dialogue: &Dialogue,
    args: &NoteArgs,
) -> Result<(), Failure> {
    let ticket = find(session, args.ticket.number).await?;
    let text = body::read(&args.body, *dialogue, "")?;
    let sent = match attach::gather(session, &args.attach, ticket.site.as_ref()).await {
        Ok(attach) => {
            let (body, readers) = (text.body.clone(), Readers::Office);
            let entry = NewEntry { ticket: ticket.number, readers, body, attach, then: None };
            sent::send(session, Dispatch::Entry(entry)).await
        }
        Err(failure) => Err(failure),
    };
    let sent = text.after(output, sent)?;
    sent::tell(session, output, sent)
}

/// Attaches files, readings and alarms without a text.
///
/// # Errors
/// There is no such ticket, file or alarm.
pub async fn attach(session: &mut Session, output: &mut Output, args: &AttachFilesArgs) -> Result<(), Failure> {
    let ticket = find(session, args.ticket.number).await?;
    let wanted = AttachArgs { files: args.files.clone(), readings: args.readings.clone() };
    let mut attach = attach::gather(session, &wanted, ticket.site.as_ref()).await?;
    attach.extend(args.alarms.iter().map(|alarm| NewAttachment::Alarm { alarm: *alarm }));
    let (body, readers) = (String::new(), Readers::Both);
    let entry = NewEntry { ticket: ticket.number, readers, body, attach, then: None };
    let sent = sent::send(session, Dispatch::Entry(entry)).await?;
    sent::tell(session, output, sent)
}

async fn find(session: &mut Session, number: TicketNumber) -> Result<Ticket, Failure> {
    Ok(session.ask(async |ek: &EkClient, context| ek.ticket(context, number).await).await?.ticket)
}
