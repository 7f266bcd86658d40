//! What is not sent yet: drafts, and what was sent and is taken back.

use common::api::{EkClient, OnceKey};
use common::fault::{Cause, Fault, TicketCause};
use common::ticket::draft::{Dispatch, Draft, Readers};
use jiff::{SignedDuration, Timestamp};

use super::entries::beginning;
use super::{category_word, sent};
use crate::cli::tickets::office::{DraftsVerb, UndoArgs};
use crate::command::list_whole;
use crate::exit::Failure;
use crate::output::{Format, Output, Word, row};
use crate::session::{Session, once_key};

row! {
    /// Something that is not sent yet.
    pub struct DraftRow: "ticket.draft" brief [key, kind, ticket, first_line, saved_at] {
        /// key of the draft
        pub key: String,
        /// ticket: a new one; message: for both sides; note: for the office only
        pub kind: Word,
        /// number of the ticket that it answers
        pub ticket: Option<String>,
        /// what the new ticket is about
        pub category: Option<Word>,
        /// code of the new ticket's site
        pub site: Option<String>,
        /// subject of the new ticket
        pub subject: Option<String>,
        /// the beginning of the text
        pub first_line: String,
        /// the text
        pub body: String,
        /// what lies beside it
        pub n_attachments: u64,
        /// when it was saved last
        pub saved_at: Timestamp,
    }
}

/// Does what the verb says.
///
/// # Errors
/// There is no such draft; what the daemon refuses.
pub async fn run(verb: &DraftsVerb, session: &mut Session, output: &mut Output) -> Result<(), Failure> {
    match verb {
        DraftsVerb::List(args) => {
            let drafts = all(session).await?;
            list_whole(output, args, drafts.into_iter().map(draft_row))
        }
        DraftsVerb::Show(args) => {
            let row = draft_row(find(session, &args.key).await?);
            match output.look.format {
                Format::Table => Ok(output.text(&format!("{}\n", visible_lines(&row.body)))?),
                Format::Json | Format::Ndjson | Format::Csv(_) => Ok(output.record(row)?),
            }
        }
        DraftsVerb::Send(args) => {
            let draft = find(session, &args.key).await?;
            // The draft's own key: sent twice, it is in the thread once.
            let sent = sent::send_keyed(session, &draft.key, draft.dispatch, SignedDuration::ZERO).await?;
            sent::tell(session, output, sent)
        }
        DraftsVerb::Delete(args) => {
            let key = args.key.clone();
            session.ask(async |ek: &EkClient, context| ek.drop_draft(context, key.clone()).await).await?;
            Ok(output.note(&output.look.texts().get("draft-deleted"))?)
        }
    }
}

/// Takes back what is held, and keeps it as a draft: nobody's text is lost.
///
/// # Errors
/// It is in the thread already.
pub async fn undo(session: &mut Session, output: &mut Output, args: &UndoArgs) -> Result<(), Failure> {
    let sending = args.sending;
    let dispatch = session.ask(async |ek: &EkClient, context| ek.unsend(context, sending).await).await?;
    let key = once_key();
    let call = async |ek: &EkClient, context| ek.save_draft(context, key.clone(), dispatch.clone()).await;
    let draft = session.ask(call).await?;
    let sentence = output.look.texts().format("ticket-undone", &[("key", draft.key.to_string().into())]);
    Ok(output.told(draft_row(draft), &sentence)?)
}

async fn all(session: &mut Session) -> Result<Vec<Draft>, Failure> {
    session.ask(async |ek: &EkClient, context| ek.drafts(context).await).await
}

async fn find(session: &mut Session, key: &OnceKey) -> Result<Draft, Failure> {
    let found = all(session).await?.into_iter().find(|draft| draft.key == *key);
    found.ok_or_else(|| Fault::from(Cause::Ticket { why: TicketCause::NoSuchDraft }).into())
}

/// Returns a text with everything visible but its line ends.
pub(super) fn visible_lines(text: &str) -> String {
    text.lines().map(common::text::visible).collect::<Vec<_>>().join("\n")
}

fn draft_row(draft: Draft) -> DraftRow {
    let Draft { key, dispatch, saved_at } = draft;
    let row = DraftRow {
        key: key.to_string(),
        kind: Word { group: "entry", name: "ticket" },
        ticket: None,
        category: None,
        site: None,
        subject: None,
        first_line: String::new(),
        body: String::new(),
        n_attachments: 0,
        saved_at,
    };
    match dispatch {
        Dispatch::Ticket(new) => DraftRow {
            category: Some(category_word(new.category)),
            site: new.site.map(Into::into),
            subject: new.subject,
            first_line: beginning(&new.body),
            body: new.body,
            n_attachments: new.attach.len() as u64,
            ..row
        },
        Dispatch::Entry(new) => DraftRow {
            kind: Word { group: "entry", name: if new.readers == Readers::Office { "note" } else { "message" } },
            ticket: Some(new.ticket.to_string()),
            first_line: beginning(&new.body),
            body: new.body,
            n_attachments: new.attach.len() as u64,
            ..row
        },
    }
}
