//! Letters and short messages on their way out.

use common::api::EkClient;
use common::delivery::Delivery;
use common::id::DeliveryId;
use jiff::Timestamp;

use crate::cli::OutboxVerb;
use crate::exit::Failure;
use crate::output::{Output, Word, row};
use crate::session::{Session, list as list_rows};

row! {
    /// A message that left, or will.
    pub struct DeliveryRow: "delivery.list" brief [created_at, login, topic, ticket, channel, recipient, state, at, answer] {
        /// number of the message
        pub id: DeliveryId,
        /// when it was written
        pub created_at: Timestamp,
        /// whose message; null after an erasure
        pub login: Option<String>,
        /// what it is about, such as `contact_code`
        pub topic: String,
        /// number of the ticket that it is about
        pub ticket: Option<String>,
        /// email, sms
        pub channel: Word,
        /// to where
        pub recipient: String,
        /// waiting, sent, failed, expired, bounced (it was taken, and came back)
        pub state: Word,
        /// how often it was tried
        pub n_attempts: u32,
        /// when it was sent, failed for good, or will be tried again
        pub at: Timestamp,
        /// what the other side said last
        pub answer: Option<String>,
    }
}

/// Lists messages, the newest first.
///
/// # Errors
/// As [`Session::ask`].
pub async fn run(verb: &OutboxVerb, session: &mut Session, output: &mut Output) -> Result<(), Failure> {
    let OutboxVerb::List(args) = verb;
    let call = async |ek: &EkClient, context, page| ek.deliveries(context, page).await;
    list_rows(session, output, args, call, delivery_row).await
}

/// Returns the row of a message.
pub(super) fn delivery_row(delivery: Delivery) -> DeliveryRow {
    DeliveryRow {
        id: delivery.id,
        created_at: delivery.created_at,
        login: delivery.login.map(Into::into),
        topic: delivery.topic,
        ticket: delivery.ticket.map(Into::into),
        channel: Word { group: "channel", name: delivery.channel.name() },
        recipient: delivery.recipient,
        state: Word { group: "delivery", name: delivery.state.name() },
        n_attempts: delivery.n_attempts,
        at: delivery.at,
        answer: delivery.answer,
    }
}
