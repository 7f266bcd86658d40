//! Letters by SMTP: a connection for each, so that the state of one line never decides about another letter.
//!
//! The library's own pool takes a connection back that was given up in the middle of a word, and hears the answer to
//! another letter on it. So the connection is opened, led and ended here.

use std::fmt;
use std::fs;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

use common::contact::EmailAddress;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, SinglePart};
use lettre::transport::smtp;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::{Response, Severity};
use lettre::{Address, Message as Mail};

use super::{Answer, Message};
use crate::config::SmtpConfig;
use crate::config::smtp::Security;
use crate::credential::{self, CredentialError};

/// Hands letters to one server.
#[derive(Debug)]
pub struct EmailSender {
    config: SmtpConfig,
    timeout: Duration,
    tls: OnceLock<Tls>,
}

/// Whom the server is believed to be; read with the first letter.
#[derive(Clone)]
struct Tls(TlsParameters);

/// What is read from files before a connection is opened.
struct Papers {
    tls: Option<Tls>,
    credentials: Option<Credentials>,
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

/// Why a letter did not get as far as the server's word about it.
#[derive(Debug, thiserror::Error)]
enum LineError {
    #[error(transparent)]
    Credential(#[from] CredentialError),
    #[error("{path} cannot be read: {source}")]
    Authorities { path: String, source: std::io::Error },
    #[error(transparent)]
    Smtp(#[from] smtp::Error),
    #[error("reading secrets panicked")]
    Panicked,
}

/// Longest time that the farewell may take: what became of the letter is known by then.
const FAREWELL: Duration = Duration::from_secs(2);

impl EmailSender {
    /// Opens nothing: files are read and the server is called when there is a letter.
    #[must_use]
    pub fn new(config: SmtpConfig) -> Self {
        let timeout = config.timeout.unsigned_abs();
        Self { config, timeout, tls: OnceLock::new() }
    }

    /// Hands a letter over. Only what the server says to the letter itself is final: a wrong password is the
    /// operator's to mend, and no letter's end.
    pub async fn send(self: &Arc<Self>, message: &Message) -> Answer {
        let mail = match self.mail(message) {
            Ok(mail) => mail,
            Err(error) => return Answer::Failed(error.to_string()),
        };
        let deliver = async {
            let mut line = self.open().await?;
            let taken = line.send(mail.envelope(), &mail.formatted()).await;
            Ok::<_, LineError>((line, taken))
        };
        match tokio::time::timeout(self.timeout, deliver).await {
            Ok(Ok((mut line, taken))) => {
                // If the server stops talking now, the letter is delivered all the same.
                let _ = tokio::time::timeout(FAREWELL, line.abort()).await;
                judge(taken)
            }
            Ok(Err(error)) => Answer::Later(error.to_string()),
            Err(_) => Answer::Later(format!("no answer within {} s", self.timeout.as_secs())),
        }
    }

    fn mail(&self, message: &Message) -> Result<Mail, MailError> {
        let from = mailbox(&self.config.from)?;
        let to = mailbox(&EmailAddress::parse(&message.recipient)?)?;
        let body = SinglePart::builder().header(ContentType::TEXT_PLAIN).body(message.body.expose().to_owned());
        let mail = Mail::builder()
            .from(from)
            .to(to)
            .subject(message.subject.clone().unwrap_or_default())
            .message_id(Some(message.message_id.clone()))
            .date(SystemTime::from(message.created_at))
            .header(AutoSubmitted)
            .singlepart(body);
        Ok(mail?)
    }

    /// Opens a connection on which letters may be sent: encrypted and logged in, as configured.
    async fn open(self: &Arc<Self>) -> Result<AsyncSmtpConnection, LineError> {
        let sender = Arc::clone(self);
        let read = tokio::task::spawn_blocking(move || sender.read()).await;
        let Papers { tls, credentials } = read.map_err(|_| LineError::Panicked)??;
        let hello = self.hello();
        let at_once = tls.clone().filter(|_| self.config.security == Security::Tls).map(|tls| tls.0);
        let server = (self.config.host.as_str(), self.config.port());
        let mut line = AsyncSmtpConnection::connect_tokio1(server, Some(self.timeout), &hello, at_once, None).await?;
        if let (Security::Starttls, Some(tls)) = (self.config.security, tls) {
            line.starttls(tls.0, &hello).await?;
        }
        if let Some(credentials) = credentials {
            line.auth(DEFAULT_MECHANISMS, &credentials).await?;
        }
        Ok(line)
    }

    fn hello(&self) -> ClientId {
        let Some(hello) = &self.config.hello else { return ClientId::default() };
        match hello.parse() {
            Ok(std::net::IpAddr::V4(address)) => ClientId::Ipv4(address),
            Ok(std::net::IpAddr::V6(address)) => ClientId::Ipv6(address),
            Err(_) => ClientId::Domain(hello.clone()),
        }
    }

    fn read(&self) -> Result<Papers, LineError> {
        let tls = match self.config.security {
            Security::Starttls | Security::Tls => Some(self.tls()?),
            Security::None => None,
        };
        let credentials = match (&self.config.user, &self.config.password_file) {
            (Some(user), Some(path)) => {
                let password = credential::read(path, credential::directory().as_deref())?;
                Some(Credentials::new(user.clone(), password.expose().to_owned()))
            }
            (None, _) | (_, None) => None,
        };
        Ok(Papers { tls, credentials })
    }

    fn tls(&self) -> Result<Tls, LineError> {
        if let Some(tls) = self.tls.get() {
            return Ok(tls.clone());
        }
        let mut builder = TlsParameters::builder(self.config.host.clone());
        if let Some(path) = &self.config.ca_file {
            let pem =
                fs::read(path).map_err(|source| LineError::Authorities { path: path.display().to_string(), source })?;
            let authorities = Certificate::from_pem(&pem)?;
            builder = builder.certificate_store(CertificateStore::None).add_root_certificate(authorities);
        }
        let tls = Tls(builder.build_rustls()?);
        Ok(self.tls.get_or_init(|| tls).clone())
    }
}

/// Returns what the server's word about a letter means. An acceptance that is not one of a whole letter (3xx) is none.
fn judge(taken: Result<Response, smtp::Error>) -> Answer {
    match taken {
        Ok(response) if response.code().severity == Severity::PositiveCompletion => {
            let lines: Vec<&str> = response.message().collect();
            Answer::Sent(format!("{} {}", response.code(), lines.join(" ")))
        }
        Ok(response) => Answer::Later(format!("{} out of place", response.code())),
        Err(error) if error.is_permanent() => Answer::Failed(error.to_string()),
        Err(error) => Answer::Later(error.to_string()),
    }
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

impl fmt::Debug for Tls {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Tls")
    }
}

#[cfg(test)]
mod tests {
    use common::id::DeliveryId;
    use common::secret::Secret;

    use super::*;

    fn mail(recipient: &str, subject: &str, body: &str) -> Result<String, MailError> {
        let config = "host = 'localhost'\nsecurity = 'none'\nfrom = 'ek@example.pl'";
        let sender = EmailSender::new(toml::from_str(config).unwrap());
        let message = Message {
            id: DeliveryId(1),
            created_at: "2025-11-14T07:15:02Z".parse().unwrap(),
            recipient: recipient.to_owned(),
            message_id: "<ek-1@ekd.internal>".to_owned(),
            subject: Some(subject.to_owned()),
            body: Secret::from(body),
        };
        sender.mail(&message).map(|mail| String::from_utf8(mail.formatted()).unwrap())
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
