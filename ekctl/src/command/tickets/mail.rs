//! Mail that came to the office's mailbox, and what became of it.

use common::api::EkClient;
use common::id::{EntryId, MailId};
use common::ticket::mail::{Became, ReceivedMail};
use jiff::Timestamp;

use crate::cli::ListArgs;
use crate::exit::Failure;
use crate::output::{Output, Word, row};
use crate::session::{Session, list};

row! {
    /// A mail that came to the office's mailbox.
    pub struct ReceivedMailRow: "ticket.mail" brief [at, sender, subject, became, ticket] {
        /// number of the mail
        pub mail: MailId,
        /// when it was taken
        pub at: Timestamp,
        /// who wrote it, as the mail says: it proves nothing
        pub sender: String,
        /// its subject
        pub subject: String,
        /// bytes of the mail
        pub size: u64,
        /// ticket: a new one; entry; bounce; automatic; parked: it lies in the mailbox
        pub became: Word,
        /// number of the ticket
        pub ticket: Option<String>,
        /// number of the entry in the ticket
        pub entry: Option<EntryId>,
        /// why it lies in the mailbox
        pub reason: Option<String>,
        /// what the configured host says of its sender, such as dmarc=pass
        pub authentication: Option<String>,
    }
}

/// Lists mail that came.
///
/// # Errors
/// The caller is not of the office.
pub async fn run(session: &mut Session, output: &mut Output, args: &ListArgs) -> Result<(), Failure> {
    let call = async |ek: &EkClient, context, page| ek.received_mail(context, page).await;
    list(session, output, args, call, mail_row).await
}

fn mail_row(mail: ReceivedMail) -> ReceivedMailRow {
    let became = Word { group: "became", name: mail.became.name() };
    let (ticket, entry, reason) = match mail.became {
        Became::Ticket { ticket, entry } | Became::Entry { ticket, entry } => (Some(ticket), Some(entry), None),
        Became::Bounce { ticket } => (ticket, None, None),
        Became::Parked { reason } => (None, None, Some(reason)),
        Became::Automatic | Became::Unknown => (None, None, None),
    };
    ReceivedMailRow {
        mail: mail.id,
        at: mail.at,
        sender: mail.from,
        subject: mail.subject,
        size: mail.size,
        became,
        ticket: ticket.map(Into::into),
        entry,
        reason,
        authentication: mail.authentication,
    }
}
