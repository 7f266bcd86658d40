//! Letters by SMTP: a connection for each, so that the state of one line never decides about another letter.
//!
//! The library's own pool takes a connection back that was given up in the middle of a word, and hears the answer to
//! another letter on it. So the connection is opened, led and ended here.

mod parts;
mod server;

use std::sync::Arc;
use std::time::SystemTime;

use common::contact::EmailAddress;
use lettre::address::Envelope;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, MultiPart, MultiPartKind, SinglePart};
use lettre::{Address, Message as Mail};

use super::{Answer, Message};
use crate::config::SmtpConfig;
use crate::mail::header::HeaderText;
use server::{Outcome, Server};

pub use parts::{Authorship, Enclosed, MailParts};

/// Hands letters to the first of several servers that takes them.
#[derive(Debug)]
pub struct EmailSender {
    servers: Vec<Arc<Server>>,
}

/// Why a letter cannot be written at all.
#[derive(Debug, thiserror::Error)]
enum MailError {
    #[error(transparent)]
    Contact(#[from] common::contact::ContactError),
    #[error(transparent)]
    Address(#[from] lettre::address::AddressError),
    #[error(transparent)]
    Mail(#[from] lettre::error::Error),
}

impl EmailSender {
    /// Opens nothing: files are read and servers are called when there is a letter.
    #[must_use]
    pub fn new(config: &SmtpConfig) -> Self {
        Self { servers: config.servers().map(|server| Arc::new(Server::new(server.clone()))).collect() }
    }

    /// Hands a letter over. The next server gets it only where the one before surely has it not: otherwise it would come
    /// twice. It is refused for good where all of them do so.
    pub async fn send(&self, message: &Message) -> Answer {
        let mut refusals = Vec::new();
        let mut is_final = true;
        for server in &self.servers {
            let mail = match write(message, &server.config.from) {
                Ok(mail) => mail,
                Err(error) => return Answer::Failed(error.to_string()),
            };
            match server.take(mail.envelope(), &mail.formatted()).await {
                Outcome::Perhaps(answer) => return self.told(server, answer),
                Outcome::Not(answer) => {
                    is_final &= matches!(answer, Answer::Failed(_));
                    refusals.push(self.told(server, answer).into_text());
                }
            }
        }
        let refusals = refusals.join("; ");
        if is_final { Answer::Failed(refusals) } else { Answer::Later(refusals) }
    }

    /// Returns the answer with the name of who gave it, where there are several.
    fn told(&self, server: &Server, answer: Answer) -> Answer {
        if self.servers.len() == 1 { answer } else { answer.by(&server.config.host) }
    }
}

fn write(message: &Message, from: &EmailAddress) -> Result<Mail, MailError> {
    let MailParts { from: own, reply_to, authorship, .. } = &message.parts;
    let from = own.as_ref().unwrap_or(from);
    let to = mailbox(&EmailAddress::parse(&message.recipient)?, None)?;
    // What comes back from an automatic answer would be answered to nobody (RFC 3834 §3.3).
    let sender = match authorship {
        Authorship::Replied => None,
        Authorship::Generated | Authorship::Person => Some(from.as_str().parse::<Address>()?),
    };
    let mut mail = Mail::builder()
        .envelope(Envelope::new(sender, vec![to.email.clone()])?)
        .from(mailbox(from, message.parts.name())?)
        .to(to)
        .subject(HeaderText::of(message.subject.as_deref().unwrap_or_default()).as_str())
        .message_id(Some(message.message_id.clone()))
        .date(SystemTime::from(message.created_at));
    if let Some(reply_to) = reply_to {
        mail = mail.reply_to(mailbox(reply_to, None)?);
    }
    let ids = message.parts.ids();
    if let Some(last) = ids.last() {
        mail = mail.in_reply_to(last.clone()).references(ids.join(" "));
    }
    if let Some(submitted) = authorship.submitted() {
        mail = mail.header(submitted);
    }
    let text = SinglePart::builder().header(ContentType::TEXT_PLAIN).body(message.body.expose().to_owned());
    if message.enclosed.is_empty() {
        return Ok(mail.singlepart(text)?);
    }
    // Nobody who writes a text knows the name of the letter in which it will stand.
    let parts = MultiPart::builder().kind(MultiPartKind::Mixed).boundary(message.key()).singlepart(text);
    Ok(mail.multipart(message.enclosed.iter().fold(parts, |parts, one| parts.singlepart(one.part())))?)
}

/// Returns an address as the library has it, with a name that [`MailParts::name`] has made: the library panics on line
/// breaks in one.
fn mailbox(address: &EmailAddress, name: Option<String>) -> Result<Mailbox, lettre::address::AddressError> {
    Ok(Mailbox::new(name, address.as_str().parse::<Address>()?))
}

#[cfg(test)]
mod tests;
