//! What became of something that was sent.

use common::api::{EkClient, OnceKey};
use common::id::SendingId;
use common::ticket::draft::{Dispatch, Sent};
use jiff::{SignedDuration, Timestamp};

use super::ticket_row;
use crate::exit::Failure;
use crate::output::{Output, row};
use crate::session::{Session, once_key};

row! {
    /// Something that was sent and can still be taken back.
    pub struct HeldRow: "ticket.held" {
        /// number by which `tickets undo` takes it back
        pub sending: SendingId,
        /// when it goes into the thread
        pub leaves_at: Timestamp,
    }
}

/// Sends something at once.
///
/// # Errors
/// What the daemon refuses.
pub(in crate::command) async fn send(session: &mut Session, dispatch: Dispatch) -> Result<Sent, Failure> {
    send_keyed(session, &once_key(), dispatch, SignedDuration::ZERO).await
}

/// Sends something with a key that was made before.
///
/// # Errors
/// What the daemon refuses.
pub(super) async fn send_keyed(
    session: &mut Session,
    key: &OnceKey,
    dispatch: Dispatch,
    hold: SignedDuration,
) -> Result<Sent, Failure> {
    let call = async |ek: &EkClient, context, key| ek.send(context, key, dispatch.clone(), hold).await;
    session.ask_keyed(key, call).await
}

/// Writes what became of it: programs get the ticket's row, people a sentence.
///
/// # Errors
/// Those of the writer.
pub(in crate::command) fn tell(session: &Session, output: &mut Output, sent: Sent) -> Result<(), Failure> {
    let texts = output.look.texts();
    match sent {
        Sent::Done { ticket } => {
            let arguments = [
                ("number", ticket.number.to_string().into()),
                ("subject", common::text::visible(&ticket.subject).into_owned().into()),
            ];
            let id = if ticket.created_at == ticket.changed_at { "ticket-opened" } else { "ticket-written" };
            let sentence = texts.format(id, &arguments);
            Ok(output.told(ticket_row(*ticket, session.now()), &sentence)?)
        }
        Sent::Held { sending, leaves_at } => {
            let at = leaves_at.to_zoned(output.look.zone.clone()).strftime("%H:%M:%S").to_string();
            let arguments = [("sending", sending.0.to_string().into()), ("at", at.into())];
            let sentence = texts.format("ticket-held", &arguments);
            Ok(output.told(HeldRow { sending, leaves_at }, &sentence)?)
        }
        Sent::Unknown => Ok(output.note(&texts.get("ticket-sent-unknown"))?),
    }
}
