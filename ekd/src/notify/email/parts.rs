//! What a letter has besides its subject and text: whose it is, where answers go, what it answers, what lies beside it.

use common::contact::EmailAddress;
use lettre::message::header::{ContentTransferEncoding, ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Attachment, Body, SinglePart};
use serde::{Deserialize, Serialize};

use crate::mail::header::DisplayName;

/// Header and envelope of a letter, as they are kept until it leaves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MailParts {
    /// `None`: the address of the server's section.
    pub from: Option<EmailAddress>,
    /// The name beside it.
    pub from_name: Option<String>,
    pub reply_to: Option<EmailAddress>,
    /// Message ids, oldest first; the last is that of what is answered.
    pub references: Vec<String>,
    pub authorship: Authorship,
}

/// Who wrote a letter, for other programs (RFC 3834 §5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Authorship {
    /// A program, of its own accord.
    #[default]
    Generated,
    /// A program, because mail came: nothing may ever be answered to it.
    Replied,
    /// A person's words.
    Person,
}

/// A file that goes along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enclosed {
    /// For people; never a path.
    pub name: String,
    pub media_type: String,
    pub bytes: Vec<u8>,
}

/// Tells other programs that no person wrote the letter, so that none answers by itself (RFC 3834 §5).
#[derive(Clone, Copy, Debug)]
pub(super) struct AutoSubmitted(&'static str);

/// A message id of RFC 5322 §3.6.4 has no more than a line.
const LONGEST_ID: usize = 250;
/// Ids that a letter names; more makes no mail program wiser.
const MOST_REFERENCES: usize = 20;
const LONGEST_NAME: usize = 100;

impl Authorship {
    pub(super) const fn submitted(self) -> Option<AutoSubmitted> {
        match self {
            Self::Generated => Some(AutoSubmitted("auto-generated")),
            Self::Replied => Some(AutoSubmitted("auto-replied")),
            Self::Person => None,
        }
    }
}

impl MailParts {
    /// Returns the ids in angle brackets: the first, and the last ones; what is none is left out.
    pub(super) fn ids(&self) -> Vec<String> {
        let ids = self.references.iter().map(|id| id.trim_matches(['<', '>'])).filter(|id| is_id(id));
        let mut ids: Vec<String> = ids.map(|id| format!("<{id}>")).collect();
        if let Some(over) = ids.len().checked_sub(MOST_REFERENCES).filter(|over| *over > 0) {
            ids.drain(1..=over);
        }
        ids
    }

    pub(super) fn name(&self) -> Option<String> {
        self.from_name.as_deref().and_then(DisplayName::of).map(String::from)
    }
}

fn is_id(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !b"<>(),;:\\\"[]".contains(&byte);
    (3..=LONGEST_ID).contains(&text.len()) && text.contains('@') && text.bytes().all(is_plain)
}

impl Enclosed {
    /// Returns the file as a part of a letter. Whatever it is, it travels as it is and is opened by nobody on the way.
    pub(super) fn part(&self) -> SinglePart {
        let body = Body::new_with_encoding(self.bytes.clone(), ContentTransferEncoding::Base64)
            .expect("base64 takes all bytes");
        Attachment::new(self.file_name()).body(body, self.content_type())
    }

    /// Returns the name as one word of a path at most, without anything that a program would obey.
    fn file_name(&self) -> String {
        let last = self.name.rsplit(['/', '\\']).next().unwrap_or_default();
        let shown: String = DisplayName::of(last).map(String::from).unwrap_or_default();
        let name: String = shown
            .chars()
            .map(
                |character| if matches!(character, '"' | '\\' | '/' | ':' | ';' | '<' | '>') { '_' } else { character },
            )
            .take(LONGEST_NAME)
            .collect();
        let name = name.trim_matches(['.', ' ']);
        if name.is_empty() { "file".to_owned() } else { name.to_owned() }
    }

    /// Returns the type where it is a plain one: parts of parts and whole letters are passed on as bytes.
    fn content_type(&self) -> ContentType {
        let bytes = || ContentType::parse("application/octet-stream").expect("it is a type");
        let is_token = |text: &str| {
            (1..=60).contains(&text.len())
                && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-+._".contains(&byte))
        };
        match self.media_type.split_once('/') {
            Some((group, kind)) if is_token(group) && is_token(kind) && !matches!(group, "multipart" | "message") => {
                ContentType::parse(&self.media_type).unwrap_or_else(|_| bytes())
            }
            Some(_) | None => bytes(),
        }
    }
}

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self("auto-generated"))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.to_owned())
    }
}
