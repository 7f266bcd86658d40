//! The addresses of the own account.

use common::account::{ContactChange, ContactCode};
use common::api::EkClient;
use common::contact::{Contact, ContactError, ContactKind, parse};
use common::fault::{Cause, Fault};
use common::text::visible;
use jiff::Timestamp;

use super::current_password;
use crate::cli::account::ContactVerb;
use crate::dialogue::Dialogue;
use crate::exit::Failure;
use crate::output::{Output, Word, row};
use crate::session::Session;

row! {
    /// One way to reach a person.
    pub struct ContactRow: "contact" brief [kind, address, since, pending_address, pending_until] {
        /// name of the account
        pub login: String,
        /// landline, mobile, email
        pub kind: Word,
        /// the address that counts; null while the first one waits for its code
        pub address: Option<String>,
        /// since when it has counted
        pub since: Option<Timestamp>,
        /// the address that waits for its code
        pub pending_address: Option<String>,
        /// after this the code is of no use any more
        pub pending_until: Option<Timestamp>,
    }
}

/// Does what the verb says.
///
/// # Errors
/// No address, nobody to ask, or what the daemon refuses.
pub async fn run(
    verb: &ContactVerb,
    dialogue: &Dialogue,
    session: &mut Session,
    output: &mut Output,
) -> Result<(), Failure> {
    match verb {
        ContactVerb::Set(args) => {
            let kind = args.kind.into();
            let address = parse(kind, &args.address).map_err(refused)?;
            change(kind, Some(address), dialogue, session, output).await
        }
        ContactVerb::Remove(args) => change(args.kind.into(), None, dialogue, session, output).await,
        ContactVerb::Confirm(args) => {
            let code = dialogue.answer("ask-sent-code", None).await?.into();
            let code = ContactCode { kind: args.kind.into(), code };
            let contact = session.ask(async |ek, context| ek.confirm_contact(context, code.clone()).await).await?;
            write(session, output, contact)
        }
    }
}

async fn change(
    kind: ContactKind,
    address: Option<String>,
    dialogue: &Dialogue,
    session: &mut Session,
    output: &mut Output,
) -> Result<(), Failure> {
    let password = current_password(session, dialogue).await?;
    let change = ContactChange { kind, address, password };
    let call = async |ek: &EkClient, context, key| ek.set_contact(context, key, change.clone()).await;
    let contact = session.ask_once(call).await?;
    let pending = contact.pending.as_ref().map(|pending| visible(&pending.address).into_owned());
    write(session, output, contact)?;
    if let Some(address) = pending {
        let arguments = [("address", address.into()), ("kind", kind.name().into())];
        let line = output.look.texts().format("contact-pending", &arguments);
        output.footer(&line)?;
    }
    Ok(())
}

fn write(session: &Session, output: &mut Output, contact: Contact) -> Result<(), Failure> {
    Ok(output.record(contact_row(session.admission.login.as_str(), contact))?)
}

fn refused(error: ContactError) -> Failure {
    Fault::from(Cause::BadContact { reason: error.name().to_owned() }).into()
}

/// Returns the row of an address.
pub(in crate::command) fn contact_row(login: &str, contact: Contact) -> ContactRow {
    ContactRow {
        login: login.to_owned(),
        kind: Word { group: "contact", name: contact.kind.name() },
        address: contact.address,
        since: contact.since,
        pending_until: contact.pending.as_ref().map(|pending| pending.until),
        pending_address: contact.pending.map(|pending| pending.address),
    }
}
