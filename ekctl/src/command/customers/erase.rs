//! Erasing the personal data of a customer (RODO art. 17).

use std::borrow::Cow;

use common::api::EkClient;
use common::customer::Counted;

use super::find;
use crate::cli::customers::EraseArgs;
use crate::dialogue::Dialogue;
use crate::exit::Failure;
use crate::output::cell::{Cell, Content, Kind};
use crate::output::{Output, Pick, Word, row};
use crate::session::Session;

row! {
    /// What an erasure removed, and what had to stay.
    pub struct ErasureRow: "customer.erasure" {
        /// removed, kept
        pub fate: Word,
        /// what kind of data
        pub what: What,
        /// how much of it there was
        pub n: u64,
    }
}

/// A kind of data that is kept of a person.
#[derive(Clone, Debug)]
pub struct What(String);

/// The kinds that people read in their own language.
const KNOWN: [&str; 18] = [
    "accounts",
    "audit_lines",
    "contacts",
    "customer_data",
    "customer_number",
    "drafts",
    "log_ins",
    "message_recipients",
    "notices",
    "ownerships",
    "readings_of_sites",
    "sessions",
    "settings_without_author",
    "ticket_entries",
    "ticket_files",
    "ticket_texts",
    "tickets_without_words",
    "tokens",
];

impl Content for What {
    const KIND: Kind = Kind::Text;
    fn cell(&self) -> Cell<'_> {
        match KNOWN.into_iter().find(|known| *known == self.0) {
            Some(name) => Cell::Word(Word { group: "counted", name }),
            None => Cell::Text(Cow::Borrowed(&self.0)),
        }
    }
}

/// Erases, after saying what happens to what.
///
/// # Errors
/// It is not agreed to, or what the daemon refuses.
pub async fn run(
    args: &EraseArgs,
    dialogue: &Dialogue,
    session: &mut Session,
    output: &mut Output,
) -> Result<(), Failure> {
    if !args.agreed.yes {
        let file = find(session, args.number.as_str()).await?;
        let arguments = [("number", args.number.to_string().into()), ("name", file.customer.card.name.into())];
        dialogue.agree("agree-erase", &arguments).await?;
    }
    let call = async |ek: &EkClient, context, key| ek.erase_customer(context, key, args.number.clone()).await;
    let erasure = session.ask_once(call).await?;
    let mut listing = output.list::<ErasureRow>(&Pick::default())?;
    for (name, counted) in [("removed", erasure.removed), ("kept", erasure.kept)] {
        let fate = Word { group: "fate", name };
        for Counted { what, n } in counted {
            listing.push(ErasureRow { fate, what: What(what), n })?;
        }
    }
    Ok(listing.finish(None)?)
}
