//! The ways out: each takes one message and says what became of it.
//!
//! Knows neither why a message is sent nor when it is tried again.

pub mod email;
mod http;
pub mod sms;
mod webhook;

use std::collections::BTreeMap;
use std::sync::Arc;

use common::contact::{ContactError, EmailAddress, PhoneNumber};
use common::delivery::Channel;
use common::id::DeliveryId;
use common::secret::Secret;
use common::text::visible;
use jiff::Timestamp;
use tokio::sync::{Mutex, MutexGuard};

use crate::config::{Config, MailboxConfig};
use email::{EmailSender, Enclosed, MailParts};
use sms::{Reach, SmsSender};
use webhook::Webhook;

/// A message as it is handed over.
#[derive(Clone, Debug)]
pub struct Message {
    pub id: DeliveryId,
    pub created_at: Timestamp,
    /// When this attempt begins.
    pub tried_at: Timestamp,
    pub recipient: String,
    /// Stays the same in every attempt.
    pub message_id: String,
    /// Short messages have none.
    pub subject: Option<String>,
    pub body: Secret,
    /// Only letters have any.
    pub parts: MailParts,
    pub enclosed: Vec<Enclosed>,
}

/// What letters of the office carry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letterhead {
    /// Where the office gets its mail; answers come to it with a token in it.
    pub address: EmailAddress,
    /// Who answers, where nobody does in the house.
    pub outside: Vec<EmailAddress>,
}

impl Letterhead {
    /// Returns what letters carry where the office's mail is configured.
    #[must_use]
    pub fn of(config: &MailboxConfig) -> Self {
        Self { address: config.address.clone(), outside: config.outside.clone() }
    }
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
    sms: Option<Arc<SmsSender>>,
    webhooks: BTreeMap<String, Arc<Webhook>>,
    reach: Arc<Reach>,
    letterhead: Option<Arc<Letterhead>>,
    loads: Arc<Mutex<()>>,
}

/// Characters of an answer that are kept.
const LONGEST: usize = 200;

impl Channels {
    /// Returns the ways out that a configuration without problems names. Opens nothing.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        let webhooks = config.webhook.iter();
        Self {
            email: config.smtp.as_ref().map(|smtp| Arc::new(EmailSender::new(smtp))),
            sms: config.sms.as_ref().and_then(SmsSender::new).map(Arc::new),
            webhooks: webhooks.map(|(name, webhook)| (name.clone(), Arc::new(Webhook::new(webhook.clone())))).collect(),
            reach: Arc::new(config.sms.as_ref().map(Reach::new).unwrap_or_default()),
            letterhead: config.mailbox.as_ref().map(Letterhead::of).map(Arc::new),
            loads: Arc::default(),
        }
    }

    /// Returns what letters of the office carry, where it gets mail.
    #[must_use]
    pub fn letterhead(&self) -> Option<&Letterhead> {
        self.letterhead.as_deref()
    }

    /// Waits until no other letter with files is on its way: files take memory.
    pub async fn load(&self) -> MutexGuard<'_, ()> {
        self.loads.lock().await
    }

    /// Tells whether messages can leave by this channel.
    #[must_use]
    pub fn has(&self, channel: Channel) -> bool {
        match channel {
            Channel::Email => self.email.is_some(),
            Channel::Sms => self.sms.is_some(),
            Channel::Webhook => !self.webhooks.is_empty(),
        }
    }

    /// Returns the names of the programs that can be told something.
    pub fn webhooks(&self) -> impl Iterator<Item = &str> {
        self.webhooks.keys().map(String::as_str)
    }

    /// Reads a number to which short messages are sent here.
    ///
    /// # Errors
    /// Landlines, premium numbers, and countries that are not configured.
    pub fn mobile(&self, text: &str) -> Result<PhoneNumber, ContactError> {
        self.reach.number(text)
    }

    /// Hands a message over.
    pub async fn send(&self, channel: Channel, message: Message) -> Answer {
        let answer = match channel {
            Channel::Email => match &self.email {
                Some(email) => email.send(&message).await,
                None => not_configured(),
            },
            Channel::Sms => match &self.sms {
                Some(sms) => Arc::clone(sms).send(message).await,
                None => not_configured(),
            },
            Channel::Webhook => match self.webhooks.get(&message.recipient) {
                Some(webhook) => Arc::clone(webhook).send(message).await,
                None => not_configured(),
            },
        };
        answer.bounded()
    }
}

fn not_configured() -> Answer {
    Answer::Later("not configured".to_owned())
}

impl Message {
    /// Returns what names the message to services that take a key: the same in every attempt, of no other message of any
    /// installation.
    fn key(&self) -> &str {
        let id = self.message_id.trim_start_matches('<').trim_end_matches('>');
        id.split_once('@').map_or(id, |(key, _)| key)
    }
}

impl Answer {
    /// Returns the answer with the name of who gave it.
    fn by(self, name: &str) -> Self {
        match self {
            Self::Sent(text) => Self::Sent(format!("{name}: {text}")),
            Self::Failed(text) => Self::Failed(format!("{name}: {text}")),
            Self::Later(text) => Self::Later(format!("{name}: {text}")),
        }
    }

    fn into_text(self) -> String {
        match self {
            Self::Sent(text) | Self::Failed(text) | Self::Later(text) => text,
        }
    }

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
        assert!(Channel::ALL.iter().all(|channel| !channels.has(*channel)));
        let message = Message {
            id: DeliveryId(1),
            created_at: Timestamp::UNIX_EPOCH,
            tried_at: Timestamp::UNIX_EPOCH,
            recipient: "a@example.pl".to_owned(),
            message_id: "<a@b>".to_owned(),
            subject: None,
            body: Secret::from("x"),
            parts: MailParts::default(),
            enclosed: Vec::new(),
        };
        assert_eq!(message.key(), "a");
        for channel in Channel::ALL {
            assert_eq!(channels.send(channel, message.clone()).await, Answer::Later("not configured".to_owned()));
        }
    }
}
