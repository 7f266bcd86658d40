//! A message for tests of the ways by which short messages leave.

use common::id::DeliveryId;
use common::secret::Secret;

use crate::notify::Message;
use crate::notify::email::MailParts;

pub(super) fn message(recipient: &str, text: &str) -> Message {
    Message {
        id: DeliveryId(7),
        created_at: "2025-11-14T07:15:02Z".parse().unwrap(),
        tried_at: "2025-11-14T07:16:02Z".parse().unwrap(),
        recipient: recipient.to_owned(),
        message_id: "<ek-0f@ekd.internal>".to_owned(),
        subject: None,
        body: Secret::from(text),
        parts: MailParts::default(),
        enclosed: Vec::new(),
    }
}
