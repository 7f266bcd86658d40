//! What is in threads: rows for programs, and threads as people read them.

use common::api::EkClient;
use common::id::{AlarmId, AttachmentId, EntryId};
use common::text::visible;
use common::ticket::TicketNumber;
use common::ticket::entry::{Attached, Attachment, Entry, EntryText, EntryWhat, TicketTurn};
use common::time::Period;
use jiff::Timestamp;

use super::{author_cells, category_word, priority_word, state_word};
use crate::exit::Failure;
use crate::output::cell::Digest;
use crate::output::{Look, Output, Word, row};
use crate::session::Session;

row! {
    /// Something in the thread of a ticket.
    pub struct EntryRow: "message.list" brief [entry, ticket, at, author_name, first_line] {
        /// number of the entry; numbers grow in the order of arrival
        pub entry: EntryId,
        /// number of the ticket
        pub ticket: String,
        /// when it came
        pub at: Timestamp,
        /// who wrote it: customer, office, `outside_office`, correspondent, unverified, house, erased
        pub author: Word,
        /// that person's login
        pub author_login: Option<String>,
        /// that person's name, or address where there is no name
        pub author_name: Option<String>,
        /// that person's e-mail address; where it is unverified it proves nothing
        pub author_address: Option<String>,
        /// message: for both sides; note: for the office only; turn: what became of the ticket
        pub kind: Word,
        /// customers do not see it
        pub is_internal: bool,
        /// a program wrote it: somebody is away, a mail came back
        pub is_automatic: bool,
        /// the asking account has not read it
        pub is_unread: bool,
        /// the beginning of the text
        pub first_line: Option<String>,
        /// the text as it came
        pub body: Option<String>,
        /// earlier mail that was quoted
        pub quoted: Option<String>,
        /// what stood below the text
        pub signature: Option<String>,
        /// what became of the ticket: opened, state, assigned, priority, category, site, customer, merged, …
        pub turn: Option<Word>,
        /// the state, priority or category before
        pub before: Option<Word>,
        /// the state, priority or category afterwards
        pub after: Option<Word>,
        /// what the turn names besides: a login, a site, a customer, a ticket, a recipient; null is nobody and nothing
        pub about: Option<String>,
        /// what the other side said of a letter that came back
        pub answer: Option<String>,
        /// what lies beside it
        pub attachments: Vec<AttachmentRow>,
    }
}

row! {
    /// Something that lies beside an entry.
    pub struct AttachmentRow: "ticket.attachment" brief [attachment, kind, name, media_type, size, site, from, until, alarm] {
        /// number of the attachment
        pub attachment: AttachmentId,
        /// file, readings, alarm
        pub kind: Word,
        /// name of the file as it came; never a path
        pub name: Option<String>,
        /// kind of the file, as its sender says
        pub media_type: Option<String>,
        /// bytes of the file
        pub size: Option<u64>,
        /// SHA-256 of the file
        pub digest: Option<Digest>,
        /// code of the site whose readings they are
        pub site: Option<String>,
        /// from when on the readings are
        pub from: Option<Timestamp>,
        /// until when the readings are
        pub until: Option<Timestamp>,
        /// number of the alarm
        pub alarm: Option<AlarmId>,
    }
}

/// Characters of the beginning of a text.
const LONGEST_BEGINNING: usize = 30;

/// Reads a thread whole.
///
/// # Errors
/// There is no such ticket.
pub(in crate::command) async fn thread(session: &mut Session, number: TicketNumber) -> Result<Vec<Entry>, Failure> {
    session.all(async |ek: &EkClient, context, page| ek.entries(context, number, page).await).await
}

/// Returns the row of an entry.
pub(in crate::command) fn entry_row(entry: Entry) -> EntryRow {
    let author = author_cells(entry.by);
    let (kind, is_internal) = match &entry.what {
        EntryWhat::Message { .. } => ("message", false),
        EntryWhat::Note { .. } => ("note", true),
        EntryWhat::Turned { turn } => ("turn", turn.is_internal()),
        EntryWhat::Unknown => ("unknown", true),
    };
    let row = EntryRow {
        entry: entry.id,
        ticket: entry.ticket.to_string(),
        at: entry.at,
        author: author.kind,
        author_login: author.login,
        author_name: author.name.or_else(|| author.address.clone()),
        author_address: author.address,
        kind: Word { group: "entry", name: kind },
        is_internal,
        is_automatic: false,
        is_unread: entry.is_unread,
        first_line: None,
        body: None,
        quoted: None,
        signature: None,
        turn: None,
        before: None,
        after: None,
        about: None,
        answer: None,
        attachments: entry.attachments.into_iter().map(attachment_row).collect(),
    };
    match entry.what {
        EntryWhat::Message { text } | EntryWhat::Note { text } => with_text(row, text),
        EntryWhat::Turned { turn } => with_turn(row, turn),
        EntryWhat::Unknown => row,
    }
}

fn with_text(row: EntryRow, text: EntryText) -> EntryRow {
    EntryRow {
        is_automatic: text.is_automatic,
        first_line: Some(beginning(&text.body)),
        body: Some(text.body),
        quoted: text.quoted,
        signature: text.signature,
        ..row
    }
}

/// Returns the first line in which something stands, cut where it is long.
pub(super) fn beginning(body: &str) -> String {
    let line = body.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    if line.chars().count() <= LONGEST_BEGINNING {
        return line.to_owned();
    }
    line.chars().take(LONGEST_BEGINNING - 1).chain(['…']).collect()
}

fn with_turn(row: EntryRow, turn: TicketTurn) -> EntryRow {
    let row = EntryRow { turn: Some(Word { group: "ticket-turn", name: turn.name() }), ..row };
    let about = |about: Option<String>| EntryRow { about, ..row.clone() };
    let changed = |before, after| EntryRow { before: Some(before), after: Some(after), ..row.clone() };
    match turn {
        TicketTurn::State { from, to } => changed(state_word(from), state_word(to)),
        TicketTurn::Priority { from, to } => changed(priority_word(from), priority_word(to)),
        TicketTurn::Category { from, to } => changed(category_word(from), category_word(to)),
        TicketTurn::Assigned { to } => about(to.map(Into::into)),
        TicketTurn::Site { to } => about(to.map(Into::into)),
        TicketTurn::Customer { to } => about(to),
        TicketTurn::Watched { login } | TicketTurn::Unwatched { login } => about(Some(login.into())),
        TicketTurn::MergedInto { ticket }
        | TicketTurn::Merged { ticket }
        | TicketTurn::SplitInto { ticket }
        | TicketTurn::SplitFrom { ticket }
        | TicketTurn::Refers { ticket } => about(Some(ticket.to_string())),
        TicketTurn::Bounced { recipient, status } => EntryRow { answer: Some(status), ..about(Some(recipient)) },
        TicketTurn::Opened | TicketTurn::Overdue | TicketTurn::Unknown => row,
    }
}

pub(super) fn attachment_row(attachment: Attachment) -> AttachmentRow {
    let name = match &attachment.what {
        Attached::File { .. } => "file",
        Attached::Readings { .. } => "readings",
        Attached::Alarm { .. } => "alarm",
        Attached::Unknown => "unknown",
    };
    let row = AttachmentRow {
        attachment: attachment.id,
        kind: Word { group: "attached", name },
        name: None,
        media_type: None,
        size: None,
        digest: None,
        site: None,
        from: None,
        until: None,
        alarm: None,
    };
    match attachment.what {
        Attached::File { name, media_type, size, sha256 } => AttachmentRow {
            name: Some(name),
            media_type: Some(media_type),
            size: Some(size),
            digest: Some(Digest(sha256)),
            ..row
        },
        Attached::Readings { site, period: Period { from, until } } => {
            AttachmentRow { site: Some(site.into()), from: Some(from), until: Some(until), ..row }
        }
        Attached::Alarm { alarm } => AttachmentRow { alarm: Some(alarm), ..row },
        Attached::Unknown => row,
    }
}

/// How much of a text people want to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::command) enum Depth {
    Text,
    /// With what was quoted, and signatures.
    Whole,
}

/// Writes an entry for people: who wrote it and when, then what, every hidden character visible.
///
/// # Errors
/// Those of the writer.
pub(in crate::command) fn tell(output: &mut Output, row: &EntryRow, depth: Depth) -> Result<(), Failure> {
    let texts = output.look.texts();
    let head = head(&output.look, row);
    output.footer("")?;
    output.footer(&output.look.emphasis.strong(&head))?;
    if row.turn.is_some() {
        let line = format!("  {}", turn_line(&output.look, row));
        output.footer(&line)?;
    }
    lines(output, row.body.as_deref(), "  ")?;
    match depth {
        Depth::Whole => {
            lines(output, row.signature.as_deref(), "  -- ")?;
            lines(output, row.quoted.as_deref(), "  > ")?;
        }
        Depth::Text => {
            let n_lines = row.quoted.as_deref().map_or(0, |quoted| quoted.lines().count()) as u64;
            if n_lines > 0 {
                output.footer(&format!("  {}", texts.format("entry-quoted", &[("lines", n_lines.into())])))?;
            }
        }
    }
    for attachment in &row.attachments {
        let line = format!("  + {}", attachment_line(&output.look, attachment));
        output.footer(&line)?;
    }
    Ok(())
}

fn lines(output: &mut Output, text: Option<&str>, before: &str) -> Result<(), Failure> {
    for line in text.unwrap_or_default().trim_end().lines() {
        let line = format!("{before}{}", visible(line));
        output.footer(line.trim_end())?;
    }
    Ok(())
}

fn head(look: &Look, row: &EntryRow) -> String {
    let who = look.word(row.author);
    let who = row.author_name.as_deref().map_or_else(|| who.clone(), |name| format!("{} ({who})", visible(name)));
    let texts = look.texts();
    let marks = [
        (row.kind.name == "note").then(|| texts.get("entry-internal")),
        row.is_automatic.then(|| texts.get("entry-automatic")),
        row.is_unread.then(|| texts.get("entry-unread")),
    ];
    let marks: Vec<_> = marks.into_iter().flatten().map(|mark| format!("[{mark}]")).collect();
    let at = look.instant(row.at);
    [format!("#{}", row.entry.0), at, who].into_iter().chain(marks).collect::<Vec<_>>().join("  ")
}

fn turn_line(look: &Look, row: &EntryRow) -> String {
    let turn = row.turn.map(|turn| look.word(turn)).unwrap_or_default();
    let nobody = || look.texts().get("entry-nobody");
    let named = row.about.as_deref().map(|about| visible(about).into_owned());
    let answer = row.answer.as_deref().map(|answer| format!(" ({})", visible(answer))).unwrap_or_default();
    match (row.before, row.after) {
        (Some(before), Some(after)) => format!("{turn}: {} → {}", look.word(before), look.word(after)),
        _ if matches!(row.turn, Some(Word { name: "opened" | "overdue" | "unknown", .. })) => turn,
        _ => format!("{turn}: {}{answer}", named.unwrap_or_else(nobody)),
    }
}

fn attachment_line(look: &Look, row: &AttachmentRow) -> String {
    let id = row.attachment.0;
    let kind = look.word(row.kind);
    if let (Some(name), Some(size)) = (&row.name, row.size) {
        let media_type = row.media_type.as_deref().unwrap_or_default();
        let size = look.language.number(&size.to_string());
        let arguments = [
            ("name", visible(name).into_owned().into()),
            ("kind", visible(media_type).into_owned().into()),
            ("size", size.into()),
            ("id", id.to_string().into()),
        ];
        return look.texts().format("attachment-file", &arguments);
    }
    if let (Some(site), Some(from), Some(until)) = (&row.site, row.from, row.until) {
        return format!("{kind}: {}, {}", visible(site), look.short_period(&Period { from, until }));
    }
    row.alarm.map_or(kind, |alarm| format!("A-{alarm}: ekctl alarms show A-{alarm}"))
}
