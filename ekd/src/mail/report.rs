//! Reports of programs: mail that did not arrive (RFC 3464, RFC 6522), and answers of calendars.

use common::contact::EmailAddress;

use super::address::ReturnPath;
use super::content::decode_text;
use super::envelope::Envelope;
use super::fields::{self, Fields};
use super::header::one_line;
use super::limits::Limits;
use super::nature::is_unread;
use super::parts::{Part, Single};

/// What a server tells about a mail that it could not deliver, or not yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bounce {
    /// Empty where the report is not written for programs.
    pub recipients: Vec<BouncedRecipient>,
    /// By this our letter is found, without its brackets.
    pub original_message_id: Option<String>,
}

/// What became of a mail on its way to one recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BouncedRecipient {
    pub address: Option<EmailAddress>,
    pub action: BounceAction,
    /// Three numbers, such as `5.1.1` (RFC 3463).
    pub status: Option<String>,
    /// What the other server answered, on one line.
    pub diagnostic: Option<String>,
}

/// What a server did (RFC 3464 §2.3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BounceAction {
    Failed,
    Delayed,
    Delivered,
    Relayed,
    Expanded,
    Unknown,
}

/// More is not read of one report.
const MOST_BYTES: usize = 64 * 1024;
const MOST_RECIPIENTS: usize = 100;
const MOST_OF_A_DIAGNOSTIC: usize = 300;

/// Returns what the report is about, in small letters, where the mail is one.
pub(super) fn kind(root: &Part<'_>) -> Option<String> {
    match root {
        Part::Several { content, .. } if content.said == "multipart/report" => {
            Some(content.parameter("report-type").unwrap_or_default().to_ascii_lowercase())
        }
        Part::Several { .. } | Part::Alternatives(_) | Part::One(_) => None,
    }
}

/// Reads a bounce: a delivery report, or a mail that only a server writes.
pub(super) fn bounce(fields: &Fields<'_>, root: &Part<'_>, envelope: &Envelope) -> Option<Bounce> {
    let singles = root.singles();
    let status = || singles.iter().find(|single| single.content.said.ends_with("delivery-status"));
    let is_bounce = match kind(root).as_deref() {
        Some("delivery-status") => true,
        // Some servers forget to say which report it is.
        Some(kind) => kind.is_empty() && status().is_some(),
        None => is_of_server(fields, envelope),
    };
    if !is_bounce {
        return None;
    }
    let mut recipients = status().map(|single| recipients(&beginning_of(single))).unwrap_or_default();
    if recipients.is_empty() {
        // Exim's way of telling it.
        let failed = fields.recipients("X-Failed-Recipients").into_iter().take(MOST_RECIPIENTS);
        recipients.extend(failed.map(|address| BouncedRecipient {
            address: Some(address),
            action: BounceAction::Failed,
            status: None,
            diagnostic: None,
        }));
    }
    Some(Bounce { recipients, original_message_id: singles.iter().find_map(|single| original(single)) })
}

/// Tells whether a mail that is no report is a server's complaint all the same.
fn is_of_server(fields: &Fields<'_>, envelope: &Envelope) -> bool {
    let is_daemon = |address: &EmailAddress| {
        let local = address.as_str().split('@').next().unwrap_or_default().to_ascii_lowercase();
        matches!(local.as_str(), "mailer-daemon" | "postmaster")
    };
    let by_daemon = envelope.from.iter().any(|sender| is_daemon(&sender.address));
    let has_no_sender = envelope.return_path == ReturnPath::Empty;
    let is_unread = envelope.from.iter().any(|sender| is_unread(&sender.address));
    has_no_sender && by_daemon || fields.has("X-Failed-Recipients") && (has_no_sender || is_unread)
}

fn beginning_of(single: &Single<'_>) -> Vec<u8> {
    let bytes = &single.bytes[..single.bytes.len().min(MOST_BYTES)];
    single.transfer.decode(bytes).into_owned()
}

/// Returns the id of the mail that came back, whole or its header only.
fn original(single: &Single<'_>) -> Option<String> {
    let is_header = matches!(single.content.said.as_str(), "text/rfc822-headers" | "message/global-headers");
    if !single.is_mail() && !is_header {
        return None;
    }
    let header = beginning_of(single);
    fields::beginning(&header, &Limits::PROMISED).ids("Message-ID").into_iter().next()
}

/// Reads the groups of fields of a delivery status: one of the report, then one of each recipient.
fn recipients(status: &[u8]) -> Vec<BouncedRecipient> {
    let text = decode_text(status, None).replace("\r\n", "\n");
    let groups = text.split("\n\n").map(str::trim_start).filter(|group| !group.is_empty());
    groups
        .filter_map(|group| recipient(&fields::beginning(group.as_bytes(), &Limits::PROMISED)))
        .take(MOST_RECIPIENTS)
        .collect()
}

fn recipient(fields: &Fields<'_>) -> Option<BouncedRecipient> {
    let address = fields.text("Final-Recipient").or_else(|| fields.text("Original-Recipient"))?;
    let action = fields.text("Action").unwrap_or_default().to_ascii_lowercase();
    Some(BouncedRecipient {
        address: EmailAddress::parse(behind_type(&address).trim_matches(['<', '>'])).ok(),
        action: match action.split([' ', '(', ';']).next().unwrap_or_default() {
            "failed" => BounceAction::Failed,
            "delayed" => BounceAction::Delayed,
            "delivered" => BounceAction::Delivered,
            "relayed" => BounceAction::Relayed,
            "expanded" => BounceAction::Expanded,
            _ => BounceAction::Unknown,
        },
        status: fields.text("Status").and_then(|status| status_code(&status)),
        diagnostic: fields
            .text("Diagnostic-Code")
            .map(|text| one_line(behind_type(&text), MOST_OF_A_DIAGNOSTIC))
            .filter(|text| !text.is_empty()),
    })
}

/// Returns the value behind the word that says of which type it is, such as `rfc822;` or `smtp;`.
fn behind_type(value: &str) -> &str {
    value.split_once(';').map_or(value, |(_, rest)| rest).trim()
}

fn status_code(text: &str) -> Option<String> {
    let code = text.split([' ', '(', ';']).next().unwrap_or_default();
    let is_number = |number: &str| (1..=3).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    let is_code = code.split('.').count() == 3 && code.split('.').all(is_number);
    is_code.then(|| code.to_owned())
}

/// Tells whether a program answers an appointment (RFC 6047 §2.4).
pub(super) fn is_calendar_reply(root: &Part<'_>) -> bool {
    root.singles().into_iter().filter(|single| single.content.said == "text/calendar").any(|single| {
        let says = |line: &[u8]| line.trim_ascii().eq_ignore_ascii_case(b"METHOD:REPLY");
        single.content.says("method", "reply") || beginning_of(single).split(|byte| *byte == b'\n').any(says)
    })
}

#[cfg(test)]
#[path = "tests/report.rs"]
mod tests;
