//! Short messages: by the spool of a program on this machine, or by a service that is asked by HTTP.

#[cfg(test)]
mod fixture;
mod gammu;
mod gateway;
mod smstools;
mod spool;
mod verdict;

use std::borrow::Cow;
use std::sync::Arc;

use common::contact::{CallingCode, ContactError, PhoneNumber};
use common::sms;

use super::{Answer, Message};
use crate::config::SmsConfig;
use crate::config::sms::{SmsKind, SpoolConfig};
use gateway::Gateway;

/// Hands short messages over.
#[derive(Debug)]
pub struct SmsSender {
    way: Way,
    wording: Wording,
    reach: Reach,
}

#[derive(Debug)]
enum Way {
    Gammu(SpoolConfig),
    Smstools3(SpoolConfig),
    Gateway(Box<Gateway>),
}

/// How texts are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wording {
    Transliterated,
    AsWritten,
}

/// Whose numbers are written to.
#[derive(Debug)]
pub struct Reach {
    countries: Vec<CallingCode>,
}

/// Parts of a message that are paid for; nothing that the house writes is so long.
const MOST_PARTS: usize = 6;

impl SmsSender {
    /// Returns the way out of a section without problems. Opens nothing.
    #[must_use]
    pub fn new(config: &SmsConfig) -> Option<Self> {
        let way = match config.kind {
            SmsKind::GammuSmsd => Way::Gammu(config.spool()?),
            SmsKind::Smstools3 => Way::Smstools3(config.spool()?),
            SmsKind::Gateway => Way::Gateway(Box::new(Gateway::new(config.gateway.as_ref()?)?)),
        };
        let wording = if config.transliterate { Wording::Transliterated } else { Wording::AsWritten };
        Some(Self { way, wording, reach: Reach::new(config) })
    }

    /// Hands a message over, unless it is or was on its way.
    pub async fn send(self: Arc<Self>, message: Message) -> Answer {
        // A number is digits from here on: nothing in it can end a file name, a line or a field.
        let number = match self.reach.number(&message.recipient) {
            Ok(number) => number,
            Err(error) => return Answer::Failed(error.to_string()),
        };
        let text = self.wording.of(message.body.expose()).into_owned();
        let n_parts = sms::parts(&text);
        if n_parts > MOST_PARTS {
            return Answer::Failed(format!("the text takes {n_parts} parts, {MOST_PARTS} are the most"));
        }
        let (spool, slip) = match &self.way {
            Way::Gammu(spool) => (spool, gammu::slip(&message, &number, &text)),
            Way::Smstools3(spool) => (spool, smstools::slip(&message, &number, &text)),
            Way::Gateway(gateway) => return gateway.send(&message, &number, &text).await,
        };
        let spool = spool.clone();
        let put = tokio::task::spawn_blocking(move || spool::put(&spool, &slip)).await;
        put.unwrap_or_else(|_| Answer::Later("putting it into the spool panicked".to_owned()))
    }
}

impl Wording {
    fn of(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::Transliterated => Cow::Owned(sms::transliterate(text)),
            Self::AsWritten => Cow::Borrowed(text),
        }
    }
}

impl Reach {
    /// Returns the reach of a section.
    #[must_use]
    pub fn new(config: &SmsConfig) -> Self {
        Self { countries: config.countries.clone() }
    }

    /// Reads a number to which short messages are sent.
    ///
    /// # Errors
    /// Landlines, premium numbers, and countries that are not configured.
    pub fn number(&self, text: &str) -> Result<PhoneNumber, ContactError> {
        let number = PhoneNumber::mobile(text)?;
        if self.countries.iter().any(|country| number.is_of(country)) { Ok(number) } else { Err(ContactError::Country) }
    }
}

impl Default for Reach {
    fn default() -> Self {
        Self { countries: vec![CallingCode::poland()] }
    }
}

#[cfg(test)]
mod tests;
