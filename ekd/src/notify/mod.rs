//! The ways out: each takes one message and says what became of it.
//!
//! Knows neither why a message is sent nor when it is tried again.

pub mod email;
pub mod sms;

use std::sync::Arc;

use common::delivery::Channel;
use common::id::DeliveryId;
use common::secret::Secret;
use common::text::visible;
use jiff::Timestamp;

use crate::config::{SmsConfig, SmtpConfig};
use email::EmailSender;
use sms::SmsSpool;

/// A message as it is handed over.
#[derive(Clone, Debug)]
pub struct Message {
    pub id: DeliveryId,
    pub created_at: Timestamp,
    pub recipient: String,
    /// Stays the same in every attempt.
    pub message_id: String,
    /// Short messages have none.
    pub subject: Option<String>,
    pub body: Secret,
}

/// What became of a message, and what the other side said to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Sent(String),
    /// It will never be taken.
    Failed(String),
    /// Not now, or nobody knows.
    Later(String),
}

/// The ways out that are configured; clones are the same ones.
#[derive(Clone, Debug, Default)]
pub struct Channels {
    email: Option<Arc<EmailSender>>,
    sms: Option<Arc<SmsSpool>>,
}

/// Characters of an answer that are kept.
const LONGEST: usize = 200;

impl Channels {
    /// Returns the ways out of these sections. Opens nothing.
    #[must_use]
    pub fn new(smtp: Option<&SmtpConfig>, sms: Option<&SmsConfig>) -> Self {
        Self {
            email: smtp.map(|config| Arc::new(EmailSender::new(config.clone()))),
            sms: sms.map(|config| Arc::new(SmsSpool::new(config.clone()))),
        }
    }

    /// Tells whether messages can leave by this channel.
    #[must_use]
    pub const fn has(&self, channel: Channel) -> bool {
        match channel {
            Channel::Email => self.email.is_some(),
            Channel::Sms => self.sms.is_some(),
        }
    }

    /// Hands a message over.
    pub async fn send(&self, channel: Channel, message: Message) -> Answer {
        let answer = match (channel, &self.email, &self.sms) {
            (Channel::Email, Some(email), _) => email.send(&message).await,
            (Channel::Sms, _, Some(sms)) => Arc::clone(sms).send(message).await,
            (Channel::Email, None, _) | (Channel::Sms, _, None) => Answer::Later("not configured".to_owned()),
        };
        answer.bounded()
    }
}

impl Answer {
    /// Returns the answer with a text that may be kept and shown.
    fn bounded(self) -> Self {
        let short = |text: String| visible(&text).chars().take(LONGEST).collect();
        match self {
            Self::Sent(text) => Self::Sent(short(text)),
            Self::Failed(text) => Self::Failed(short(text)),
            Self::Later(text) => Self::Later(short(text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_short_and_hides_nothing() {
        let text = "451 4.3.0 \u{1b}[2J\r\n".to_owned() + &"x".repeat(999);
        let Answer::Later(text) = Answer::Later(text).bounded() else { panic!("it is another answer") };
        assert!(text.chars().count() == LONGEST && text.starts_with("451 4.3.0 \\u{1b}[2J\\u{d}\\u{a}xxx"));
    }

    #[tokio::test]
    async fn without_a_channel_a_message_waits() {
        let channels = Channels::default();
        assert!(!channels.has(Channel::Email) && !channels.has(Channel::Sms));
        let message = Message {
            id: DeliveryId(1),
            created_at: Timestamp::UNIX_EPOCH,
            recipient: "a@example.pl".to_owned(),
            message_id: "<a@b>".to_owned(),
            subject: None,
            body: Secret::from("x"),
        };
        assert_eq!(channels.send(Channel::Email, message).await, Answer::Later("not configured".to_owned()));
    }
}
