//! Whether a person wrote a mail, or a program.

use common::contact::EmailAddress;

use super::Office;
use super::address::{ReturnPath, is_same_mailbox};
use super::envelope::Envelope;
use super::fields::Fields;
use super::parts::Part;
use super::report::{self, Bounce};

/// What kind of mail one is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Nature {
    Personal,
    Automatic(Automatic),
    /// A mail of ours did not arrive, or is late.
    Bounce(Bounce),
    List,
    Bulk,
    /// Ours, come back.
    Own,
}

/// By what a mail is known to come from a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Automatic {
    /// It says so (RFC 3834 §5).
    Submitted,
    /// Somebody is away.
    Vacation,
    /// It tells that a mail was read, or not (RFC 8098).
    Receipt,
    /// It accepts or declines an appointment.
    Calendar,
    /// A report of another kind.
    Report,
    /// Its sender's name says that nobody reads answers.
    Sender,
    /// Its envelope has no sender.
    EmptyReturnPath,
}

impl Nature {
    /// Returns the name used in machine output and in the archive.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Personal => "personal",
            Self::Automatic(_) => "automatic",
            Self::Bounce(_) => "bounce",
            Self::List => "list",
            Self::Bulk => "bulk",
            Self::Own => "own",
        }
    }
}

/// Fields that only answering programs write; what they say does not matter unless it is `no`.
const SAYS_AUTOMATIC: [&str; 6] =
    ["X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Autoresponse", "X-Auto-Reply", "X-Auto-Response-Suppress"];
const SAYS_LIST: [&str; 4] = ["List-Id", "List-Unsubscribe", "List-Post", "X-Mailing-List"];
/// How programs begin the subject of an answer while somebody is away, in small letters.
const AWAY: [&str; 13] = [
    "automatic reply:",
    "autoodpowiedź:",
    "odpowiedź automatyczna:",
    "automatyczna odpowiedź:",
    "out of office",
    "out of the office",
    "auto:",
    "autoreply:",
    "auto-reply:",
    "auto reply:",
    "poza biurem",
    "automatische antwort:",
    "vacation:",
];
/// Names of mailboxes that nobody reads, without hyphens, dots and underscores.
const UNREAD: [&str; 9] = [
    "mailerdaemon",
    "postmaster",
    "noreply",
    "donotreply",
    "dontreply",
    "nieodpowiadaj",
    "bounce",
    "bounces",
    "autoreply",
];

/// Tells what kind of mail it is.
pub(super) fn of(fields: &Fields<'_>, root: &Part<'_>, envelope: &Envelope, office: &Office) -> Nature {
    if let Some(bounce) = report::bounce(fields, root, envelope) {
        return Nature::Bounce(bounce);
    }
    if is_own(envelope, office) {
        return Nature::Own;
    }
    if let Some(automatic) = said_automatic(fields, root, envelope) {
        return Nature::Automatic(automatic);
    }
    let precedence = fields.text("Precedence").unwrap_or_default().to_ascii_lowercase();
    if precedence == "list" || SAYS_LIST.iter().any(|name| fields.has(name)) {
        return Nature::List;
    }
    if matches!(precedence.as_str(), "bulk" | "junk") {
        return Nature::Bulk;
    }
    let is_unread = envelope.from.iter().any(|sender| is_unread(&sender.address))
        || matches!(&envelope.return_path, ReturnPath::Address(address) if is_unread(address));
    match envelope.return_path {
        _ if is_unread => Nature::Automatic(Automatic::Sender),
        ReturnPath::Empty => Nature::Automatic(Automatic::EmptyReturnPath),
        ReturnPath::Missing | ReturnPath::Unreadable | ReturnPath::Address(_) => Nature::Personal,
    }
}

fn is_own(envelope: &Envelope, office: &Office) -> bool {
    let is_ours = |address: &EmailAddress| office.addresses.iter().any(|own| is_same_mailbox(own, address));
    let host = envelope.message_id.as_deref().and_then(|id| id.rsplit_once('@')).map(|(_, host)| host);
    host.is_some_and(|host| office.hosts.iter().any(|own| own.eq_ignore_ascii_case(host)))
        || envelope.from.iter().any(|sender| is_ours(&sender.address))
        || matches!(&envelope.return_path, ReturnPath::Address(address) if is_ours(address))
}

/// Returns by what the mail itself says that no person wrote it.
fn said_automatic(fields: &Fields<'_>, root: &Part<'_>, envelope: &Envelope) -> Option<Automatic> {
    let first_word = |name: &str| {
        let text = fields.text(name)?;
        Some(text.split([';', ' ', '(']).next().unwrap_or_default().to_ascii_lowercase())
    };
    if let Some(of_report) = report::kind(root) {
        return Some(if of_report == "disposition-notification" { Automatic::Receipt } else { Automatic::Report });
    }
    if report::is_calendar_reply(root) {
        return Some(Automatic::Calendar);
    }
    let subject = envelope.subject.to_lowercase();
    let submitted = first_word("Auto-Submitted").filter(|said| said != "no");
    let is_away = submitted.as_deref().is_some_and(|said| said.starts_with("auto-replied"))
        || first_word("Precedence").is_some_and(|said| matches!(said.as_str(), "auto_reply" | "auto-reply"))
        || AWAY.iter().any(|begin| subject.starts_with(begin));
    let says = |name: &&&str| first_word(name).is_some_and(|said| said != "no" && said != "none");
    if is_away {
        Some(Automatic::Vacation)
    } else if submitted.is_some() || SAYS_AUTOMATIC.iter().find(says).is_some() {
        Some(Automatic::Submitted)
    } else {
        None
    }
}

/// Tells whether answers to the address go to nobody.
pub(super) fn is_unread(address: &EmailAddress) -> bool {
    let local = address.as_str().rsplit_once('@').map_or("", |(local, _)| local);
    let local = local.split_once('+').map_or(local, |(local, _)| local).to_ascii_lowercase();
    UNREAD.contains(&local.replace(['-', '_', '.'], "").as_str())
}

#[cfg(test)]
#[path = "tests/nature.rs"]
mod tests;
