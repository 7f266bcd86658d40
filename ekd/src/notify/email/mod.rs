//! Letters by SMTP: a connection for each, so that the state of one line never decides about another letter.
//!
//! The library's own pool takes a connection back that was given up in the middle of a word, and hears the answer to
//! another letter on it. So the connection is opened, led and ended here.

mod server;

use std::sync::Arc;
use std::time::SystemTime;

use common::contact::EmailAddress;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, SinglePart};
use lettre::{Address, Message as Mail};

use super::{Answer, Message};
use crate::config::SmtpConfig;
use server::{Outcome, Server};

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
    let to = mailbox(&EmailAddress::parse(&message.recipient)?)?;
    let body = SinglePart::builder().header(ContentType::TEXT_PLAIN).body(message.body.expose().to_owned());
    let mail = Mail::builder()
        .from(mailbox(from)?)
        .to(to)
        .subject(message.subject.clone().unwrap_or_default())
        .message_id(Some(message.message_id.clone()))
        .date(SystemTime::from(message.created_at))
        .header(AutoSubmitted)
        .singlepart(body);
    Ok(mail?)
}

/// Returns an address as the library has it. Names beside addresses are not used: it panics on line breaks in them.
fn mailbox(address: &EmailAddress) -> Result<Mailbox, lettre::address::AddressError> {
    Ok(Mailbox::new(None, address.as_str().parse::<Address>()?))
}

/// Tells other programs that no person wrote the letter, so that none answers by itself (RFC 3834 §5).
#[derive(Clone, Copy, Debug)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use common::id::DeliveryId;
    use common::secret::Secret;

    use super::*;

    fn mail(recipient: &str, subject: &str, body: &str) -> Result<String, MailError> {
        let from = EmailAddress::parse("ek@example.pl").unwrap();
        let message = Message {
            id: DeliveryId(1),
            created_at: "2025-11-14T07:15:02Z".parse().unwrap(),
            tried_at: "2025-11-14T07:15:02Z".parse().unwrap(),
            recipient: recipient.to_owned(),
            message_id: "<ek-1@ekd.internal>".to_owned(),
            subject: Some(subject.to_owned()),
            body: Secret::from(body),
        };
        write(&message, &from).map(|mail| String::from_utf8(mail.formatted()).unwrap())
    }

    #[test]
    fn a_letter_has_the_headers_of_a_program() {
        let text = mail("root@localhost", "Zażółć", "gęś\n").unwrap();
        let (head, _) = text.split_once("\r\n\r\n").unwrap();
        for line in [
            "From: ek@example.pl",
            "To: root@localhost",
            "Message-ID: <ek-1@ekd.internal>",
            "Date: Fri, 14 Nov 2025 07:15:02 +0000",
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
        ] {
            assert!(head.lines().any(|found| found == line), "{line}\n{head}");
        }
        assert!(text.is_ascii(), "a server without 8BITMIME can take it");
        assert_eq!(text, mail("root@localhost", "Zażółć", "gęś\n").unwrap(), "the same in every attempt");
    }

    #[test]
    fn nothing_in_a_text_becomes_a_header_or_a_recipient() {
        for control in ["\r\n", "\n", "\r", "\0", "\u{b}", "\u{85}", "\u{2028}"] {
            let nasty = format!("x{control}Bcc: eve@example.pl{control}{control}.{control}");
            let text = mail("anna@example.pl", &nasty, &nasty).unwrap();
            let (head, _) = text.split_once("\r\n\r\n").unwrap();
            assert!(!head.lines().any(|line| line.to_lowercase().starts_with("bcc")), "{control:?}: {head}");
            assert_eq!(head.matches("\r\n").count(), head.matches('\n').count());
            let recipient = format!("anna@example.pl{control}eve@example.pl");
            assert!(mail(&recipient, "x", "x").is_err(), "{control:?}");
        }
        for recipient in ["", "a@b@c", "<a@example.pl>", "a@example.pl, b@example.pl", "Anna <a@example.pl>"] {
            assert!(mail(recipient, "x", "x").is_err(), "{recipient}");
        }
    }
}
