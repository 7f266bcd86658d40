//! What is written to people about tickets: each as a letter, as a short message, as a line of a digest and for machines.
//!
//! What a reader may know is decided by whoever fills in a [`TicketNotice`]: internal notes are never in one.

use common::language::{Argument, Language};
use common::notice::TicketNews;
use common::secret::Secret;
use common::sms::transliterate;
use common::text::visible;
use common::ticket::field::Detail;
use common::ticket::{Category, Priority, TicketNumber, TicketState};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Facts, Written, bounded, texts};

/// Something of one ticket, for one reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketNotice {
    pub news: TicketNews,
    pub reader: Reader,
    pub answering: Answering,
    pub number: TicketNumber,
    pub category: Category,
    pub subject: String,
    pub state: TicketState,
    pub priority: Priority,
    pub customer: Option<String>,
    pub site: Option<String>,
    pub details: Vec<Detail>,
    pub due_at: Option<Timestamp>,
    /// When it happened.
    pub at: Timestamp,
    pub writer: Option<String>,
    /// What was written for both sides.
    pub text: Option<String>,
    /// From whom a letter came back, and why.
    pub bounced: Option<(String, String)>,
    /// Names of files that go along, and of what does not.
    pub enclosed: Vec<String>,
    pub left_out: Vec<String>,
}

/// For whom a letter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// Somebody who acts for the customer, with an account.
    Customer,
    /// Somebody who wrote by mail.
    Correspondent,
    /// Staff.
    Office,
    /// The office outside, which has nothing but mail.
    Outside,
}

/// Whether an answer to the letter itself comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answering {
    ByMail,
    ByCommand,
}

/// Characters of a text in a letter, of a value from outside, of a subject in a digest, and of a short message.
const LONGEST_TEXT: usize = 20_000;
const LONGEST: usize = 200;
const LONGEST_IN_LINE: usize = 60;
const ONE_PART: usize = 160;
/// Characters of a subject.
const LONGEST_SUBJECT: usize = 120;
const NEWS: &str = "news-ticket";
const RECEIVED: &str = "news-ticket-received";

type Arguments<'a> = Vec<(&'static str, Argument<'a>)>;

impl Reader {
    const fn name(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Correspondent => "correspondent",
            Self::Office => "office",
            Self::Outside => "outside",
        }
    }

    /// Tells whether whose ticket it is and until when it must be answered is the reader's business.
    const fn is_office(self) -> bool {
        match self {
            Self::Office | Self::Outside => true,
            Self::Customer | Self::Correspondent => false,
        }
    }
}

impl Answering {
    const fn name(self) -> &'static str {
        match self {
            Self::ByMail => "mail",
            Self::ByCommand => "command",
        }
    }
}

/// Returns the letter.
pub(super) fn letter(notice: &TicketNotice, facts: &Facts, language: Language) -> Written {
    let words = Words { notice, language, zone: &facts.zone };
    let mut parts = vec![texts(language).get("letter-greeting"), words.part("intro", &[]), words.lines().join("\n")];
    if let Some(text) = &notice.text {
        parts.extend([words.heading(), words.text(text)]);
    }
    let lists = [("enclosed", &notice.enclosed), ("left-out", &notice.left_out)];
    for (name, names) in lists.into_iter().filter(|(_, names)| !names.is_empty()) {
        let names: Vec<String> = names.iter().map(|name| bounded(name, LONGEST)).collect();
        parts.push(words.part(name, &[("names", names.join(", ").into())]));
    }
    parts.push(words.part(&format!("answer-{}-{}", notice.reader.name(), notice.answering.name()), &[]));
    parts.push(words.part("footer", &[]));
    Written { subject: Some(words.subject()), body: Secret::from(parts.join("\n\n") + "\n") }
}

/// Returns the short message, in one part.
pub(super) fn brief(notice: &TicketNotice, facts: &Facts, language: Language) -> Written {
    let words = Words { notice, language, zone: &facts.zone };
    let of = |subject: &str| {
        let arguments = [("head", words.head().into()), ("subject", subject.to_owned().into())];
        transliterate(&words.part("sms", &arguments))
    };
    let mut subject = transliterate(&bounded(&notice.subject, LONGEST));
    let over = of(&subject).chars().count().saturating_sub(ONE_PART);
    if over > 0 {
        subject = subject.chars().take(subject.chars().count().saturating_sub(over + 3)).collect::<String>();
        subject = format!("{}...", subject.trim_end());
    }
    Written { subject: None, body: Secret::from(of(&subject).chars().take(ONE_PART).collect::<String>()) }
}

/// Returns the line of a digest.
pub(super) fn line(notice: &TicketNotice, facts: &Facts, language: Language) -> String {
    let words = Words { notice, language, zone: &facts.zone };
    let since = notice.at.to_zoned(facts.zone.clone()).strftime("%Y-%m-%d %H:%M").to_string();
    let arguments = [
        ("since", since.into()),
        ("head", words.head().into()),
        ("subject", bounded(&notice.subject, LONGEST_IN_LINE).into()),
    ];
    words.part("line", &arguments)
}

/// Returns what a digest begins with in a short message.
pub(super) fn short_line(notice: &TicketNotice, facts: &Facts, language: Language) -> String {
    let words = Words { notice, language, zone: &facts.zone };
    format!("{} {}.", words.head(), notice.number)
}

/// Returns what a machine is told: what stands in the ticket, and nothing of what people wrote in its thread.
pub(super) fn json(notice: &TicketNotice) -> serde_json::Value {
    serde_json::json!({
        "news": notice.news.name(),
        "at": notice.at,
        "ticket": {
            "number": notice.number,
            "category": notice.category,
            "state": notice.state,
            "priority": notice.priority,
            "subject": notice.subject,
            "site": notice.site,
            "due_at": notice.due_at,
        },
    })
}

/// Returns the automatic answer to whom mail made a new ticket: its number and how to go on, and nothing else.
pub(super) fn received(number: TicketNumber, answering: Answering, language: Language) -> Written {
    let arguments = [("number", number.to_string().into())];
    let part = |name| texts(language).attribute(RECEIVED, name, &arguments).unwrap_or_default();
    let answer = match answering {
        Answering::ByMail => "answer-mail",
        Answering::ByCommand => "answer-number",
    };
    let parts = [texts(language).get("letter-greeting"), part("body"), part(answer), part("footer")];
    Written { subject: Some(part("subject")), body: Secret::from(parts.join("\n\n") + "\n") }
}

/// Returns the same as a short message.
pub(super) fn received_brief(number: TicketNumber, language: Language) -> Written {
    let text = texts(language).attribute(RECEIVED, "sms", &[("number", number.to_string().into())]);
    Written { subject: None, body: Secret::from(transliterate(&text.unwrap_or_default())) }
}

/// One notice in words.
struct Words<'a> {
    notice: &'a TicketNotice,
    language: Language,
    zone: &'a TimeZone,
}

impl Words<'_> {
    fn part(&self, name: &str, arguments: &[(&'static str, Argument<'_>)]) -> String {
        let mut all: Arguments<'_> = vec![
            ("number", self.notice.number.to_string().into()),
            ("news", self.notice.news.name().into()),
            ("state", self.notice.state.name().into()),
        ];
        all.extend(arguments.iter().cloned());
        texts(self.language).attribute(NEWS, name, &all).unwrap_or_default()
    }

    fn named(&self, id: &str, key: &'static str, name: &'static str) -> String {
        texts(self.language).format(id, &[(key, name.into())])
    }

    fn head(&self) -> String {
        let arguments = [("news", self.notice.news.name().into()), ("state", self.notice.state.name().into())];
        texts(self.language).format("news-ticket-head", &arguments)
    }

    fn at(&self, at: Timestamp) -> String {
        at.to_zoned(self.zone.clone()).strftime("%Y-%m-%d %H:%M %:z").to_string()
    }

    /// Returns the subject. That of what people write to each other stays the same, by which mail programs put letters
    /// together.
    fn subject(&self) -> String {
        let head = match self.notice.news {
            TicketNews::Answered | TicketNews::Written => String::new(),
            TicketNews::Opened
            | TicketNews::Noted
            | TicketNews::Settled
            | TicketNews::Reopened
            | TicketNews::Assigned
            | TicketNews::Overdue
            | TicketNews::Bounced
            | TicketNews::Changed
            | TicketNews::Unknown => format!("{}: ", self.head()),
        };
        let subject = bounded(&self.notice.subject, LONGEST_SUBJECT);
        self.part("subject", &[("head", head.into()), ("subject", subject.into())])
    }

    fn lines(&self) -> Vec<String> {
        let notice = self.notice;
        let value = |text: &str| bounded(text, LONGEST);
        let category = self.named("news-ticket-category", "category", notice.category.name());
        let mut lines =
            vec![self.part("what", &[("subject", value(&notice.subject).into()), ("category", category.into())])];
        if let Some(site) = &notice.site {
            lines.push(self.part("where", &[("where", value(site).into())]));
        }
        if !notice.reader.is_office() {
            return lines;
        }
        if let Some(customer) = &notice.customer {
            lines.push(self.part("customer", &[("customer", value(customer).into())]));
        }
        let priority = self.named("news-ticket-priority", "priority", notice.priority.name());
        let state = self.named("news-ticket-state", "state", notice.state.name());
        lines.push(self.part("priority", &[("priority", priority.into())]));
        lines.push(self.part("state", &[("state", state.into())]));
        lines.extend(notice.due_at.map(|due| self.part("due", &[("due", self.at(due).into())])));
        for Detail { field, value: told } in &notice.details {
            lines.push(self.part(&format!("detail-{}", field.name()), &[("value", value(told).into())]));
        }
        if let Some((recipient, status)) = &notice.bounced {
            let arguments = [("recipient", value(recipient).into()), ("status", value(status).into())];
            lines.push(self.part("bounced", &arguments));
        }
        lines.retain(|line| !line.is_empty());
        lines
    }

    fn heading(&self) -> String {
        let at = ("at", self.at(self.notice.at).into());
        match &self.notice.writer {
            Some(writer) => self.part("text", &[("writer", bounded(writer, LONGEST).into()), at]),
            None => self.part("text-of-nobody", &[at]),
        }
    }

    /// Returns what was written, with its lines and with every hidden character shown.
    fn text(&self, text: &str) -> String {
        let kept: String = text.chars().take(LONGEST_TEXT).collect();
        let text_lines: Vec<_> = kept.lines().map(|line| visible(line.trim_end()).into_owned()).collect();
        let mut shown = text_lines.join("\n").trim_matches('\n').to_owned();
        if kept.len() < text.len() {
            shown.push_str("…\n\n");
            shown.push_str(&self.part("cut", &[]));
        }
        shown
    }
}

#[cfg(test)]
#[path = "ticket_tests.rs"]
mod tests;
