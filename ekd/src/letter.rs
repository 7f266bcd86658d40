//! What is written to people about their accounts, as a letter and as a short message.
//!
//! Values in, texts out: knows neither who sends them nor how. No letter holds a link, and what came from outside stands
//! in it with every hidden character shown.

mod billing;
mod news;
mod report;
mod ticket;

use std::sync::OnceLock;

use common::account::Login;
use common::contact::ContactKind;
use common::language::{Argument, Language, Texts};
use common::secret::Secret;
use common::text::visible;
use common::ticket::TicketNumber;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

pub use billing::{BillingNotice, Sum};
pub use news::Item;
pub use report::ReportNotice;
pub use ticket::{Answering, Reader, TicketNotice};

/// What a person is told.
#[derive(Clone, Debug)]
pub enum Letter {
    /// Goes to the address that is to be confirmed.
    ContactCode {
        kind: ContactKind,
        code: Secret,
        minutes: u32,
    },
    /// Goes to the addresses that count, before a new one does.
    ContactWanted {
        kind: ContactKind,
        address_masked: String,
    },
    /// Goes to the old address and to the new one.
    ContactChanged {
        kind: ContactKind,
        address_masked: String,
    },
    ContactRemoved {
        kind: ContactKind,
    },
    PasswordChanged,
    ResetCode {
        code: Secret,
        minutes: u32,
    },
    /// The same, but staff asked for it.
    ResetByStaff {
        code: Secret,
        minutes: u32,
    },
    AccountLocked,
    TotpChanged {
        on: bool,
    },
    NewAccount,
    /// Something of alarms and the like; several are one digest.
    News(Vec<Item>),
    /// The automatic answer to mail that made a new ticket.
    TicketReceived {
        number: TicketNumber,
        answering: Answering,
    },
    /// A report that was made by itself.
    Report(ReportNotice),
    /// Proves that messages arrive.
    Test,
}

/// What every letter tells: whose account, when, and from where.
#[derive(Clone, Debug)]
pub struct Facts {
    pub login: Login,
    pub at: Timestamp,
    /// An address, or a user of the server.
    pub source: String,
    pub zone: TimeZone,
}

/// A text that is ready to leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// One line; short messages have none. Never holds a code.
    pub subject: Option<String>,
    pub body: Secret,
}

/// Characters of a value from outside in a letter, and in a short message.
const LONGEST: usize = 100;
const LONGEST_BRIEF: usize = 30;
const NEWS_LOG_INS: &str = "news-log-ins";
const NEWS_CEILING: &str = "news-ceiling";
const NEWS_TEST: &str = "news-test";

impl Letter {
    /// Returns the name in the log of deliveries.
    #[must_use]
    pub const fn topic(&self) -> &'static str {
        match self {
            Self::ContactCode { .. } => "contact_code",
            Self::ContactWanted { .. } => "contact_wanted",
            Self::ContactChanged { .. } => "contact_changed",
            Self::ContactRemoved { .. } => "contact_removed",
            Self::PasswordChanged => "password_changed",
            Self::ResetCode { .. } => "reset_code",
            Self::ResetByStaff { .. } => "reset_by_staff",
            Self::AccountLocked => "account_locked",
            Self::TotpChanged { .. } => "totp_changed",
            Self::NewAccount => "new_account",
            Self::News(items) => match items.as_slice() {
                [Item::Alarm { .. }] => "alarm",
                [Item::LogInFailures { .. }] => "log_in_failures",
                [Item::Ceiling { .. }] => "ceiling",
                [Item::Ticket(notice)] => notice.news.name(),
                [Item::Billing(notice)] => notice.news.name(),
                [] | [_, ..] => "digest",
            },
            Self::TicketReceived { .. } => "ticket_received",
            Self::Report(_) => "report",
            Self::Test => "test",
        }
    }

    /// Returns the name of the message with its texts.
    const fn text(&self) -> &'static str {
        match self {
            Self::ContactCode { .. } => "letter-contact_code",
            Self::ContactWanted { .. } => "letter-contact_wanted",
            Self::ContactChanged { .. } => "letter-contact_changed",
            Self::ContactRemoved { .. } => "letter-contact_removed",
            Self::PasswordChanged => "letter-password_changed",
            Self::ResetCode { .. } => "letter-reset_code",
            Self::ResetByStaff { .. } => "letter-reset_by_staff",
            Self::AccountLocked => "letter-account_locked",
            Self::TotpChanged { on: true } => "letter-totp_on",
            Self::TotpChanged { on: false } => "letter-totp_off",
            Self::NewAccount => "letter-new_account",
            Self::News(items) => match items.as_slice() {
                [Item::Alarm { .. }] => "news-alarm",
                [Item::LogInFailures { .. }] => NEWS_LOG_INS,
                [] | [_, ..] => "news-digest",
            },
            Self::TicketReceived { .. } => "news-ticket-received",
            Self::Report(_) => "news-report",
            Self::Test => NEWS_TEST,
        }
    }

    fn arguments(&self, language: Language, longest: usize) -> Vec<(&'static str, Argument<'_>)> {
        let contact = |kind: ContactKind| {
            let name = texts(language).format("letter-contact", &[("kind", kind.name().into())]);
            ("contact", name.into())
        };
        match self {
            Self::ContactCode { kind, code, minutes } => {
                vec![contact(*kind), ("code", code.expose().into()), ("minutes", (*minutes).into())]
            }
            Self::ContactWanted { kind, address_masked } | Self::ContactChanged { kind, address_masked } => {
                vec![contact(*kind), ("address", bounded(address_masked, longest).into())]
            }
            Self::ContactRemoved { kind } => vec![contact(*kind)],
            Self::ResetCode { code, minutes } | Self::ResetByStaff { code, minutes } => {
                vec![("code", code.expose().into()), ("minutes", (*minutes).into())]
            }
            Self::PasswordChanged
            | Self::AccountLocked
            | Self::TotpChanged { .. }
            | Self::NewAccount
            | Self::News(_)
            | Self::TicketReceived { .. }
            | Self::Report(_)
            | Self::Test => Vec::new(),
        }
    }
}

impl Facts {
    fn arguments(&self, form: &str, longest: usize) -> Vec<(&'static str, Argument<'_>)> {
        let at = self.at.to_zoned(self.zone.clone()).strftime(form).to_string();
        let source = bounded(&self.source, longest);
        vec![("login", self.login.as_str().into()), ("at", at.into()), ("source", source.into())]
    }
}

/// Returns the letter as plain text: what happened, when, from where, and what to do if it was somebody else.
#[must_use]
pub fn write(letter: &Letter, facts: &Facts, language: Language) -> Written {
    if let Letter::News(items) = letter {
        return match items.as_slice() {
            [Item::Alarm { alarm, news }] => news::alarm(alarm, *news, facts, language),
            [Item::LogInFailures { n, at }] => {
                news::simple(NEWS_LOG_INS, *n, &Facts { at: *at, ..facts.clone() }, language)
            }
            [Item::Ceiling { at }] => news::simple(NEWS_CEILING, 0, &Facts { at: *at, ..facts.clone() }, language),
            [Item::Ticket(notice)] => ticket::letter(notice, facts, language),
            [Item::Billing(notice)] => billing::letter(notice, language),
            items => news::digest(items, facts, language),
        };
    }
    if let Letter::Report(notice) = letter {
        return report::write(notice, language);
    }
    if let Letter::Test = letter {
        return news::simple(NEWS_TEST, 0, facts, language);
    }
    if let Letter::TicketReceived { number, answering } = letter {
        return ticket::received(*number, *answering, language);
    }
    let texts = texts(language);
    let mut arguments = letter.arguments(language, LONGEST);
    arguments.extend(facts.arguments("%Y-%m-%d %H:%M:%S %:z", LONGEST));
    let part = |name: &str| texts.attribute(letter.text(), name, &arguments).unwrap_or_default();
    let parts = [
        texts.get("letter-greeting"),
        part("body"),
        texts.format("letter-facts", &arguments),
        part("alarm"),
        texts.get("letter-footer"),
    ];
    Written { subject: Some(part("subject")), body: Secret::from(parts.join("\n\n") + "\n") }
}

/// Returns the letter as a short message, which takes one part once it is transliterated.
#[must_use]
pub fn brief(letter: &Letter, facts: &Facts, language: Language) -> Written {
    if let Letter::News(items) = letter {
        return match items.as_slice() {
            [Item::Alarm { alarm, news }] => news::alarm_brief(alarm, *news, facts, language),
            [Item::LogInFailures { n, at }] => {
                news::simple_brief(NEWS_LOG_INS, *n, &Facts { at: *at, ..facts.clone() }, language)
            }
            [Item::Ceiling { at }] => {
                news::simple_brief(NEWS_CEILING, 0, &Facts { at: *at, ..facts.clone() }, language)
            }
            [Item::Ticket(notice)] => ticket::brief(notice, facts, language),
            [Item::Billing(notice)] => billing::brief(notice, language),
            items => news::digest_brief(items, facts, language),
        };
    }
    if let Letter::Report(notice) = letter {
        return report::brief(notice, language);
    }
    if let Letter::Test = letter {
        return news::simple_brief(NEWS_TEST, 0, facts, language);
    }
    if let Letter::TicketReceived { number, .. } = letter {
        return ticket::received_brief(*number, language);
    }
    let mut arguments = letter.arguments(language, LONGEST_BRIEF);
    arguments.extend(facts.arguments("%Y-%m-%d %H:%M", LONGEST_BRIEF));
    let text = texts(language).attribute(letter.text(), "sms", &arguments).unwrap_or_default();
    Written { subject: None, body: Secret::from(text) }
}

/// Returns the letter for a program: an object of JSON with what the others say, and the letter itself.
#[must_use]
pub fn record(letter: &Letter, facts: &Facts, language: Language) -> Written {
    if let Letter::News(items) = letter {
        return Written { subject: None, body: Secret::from(news::json(items, facts)) };
    }
    let Written { subject, body } = write(letter, facts, language);
    let object = serde_json::json!({
        "topic": letter.topic(),
        "at": facts.at,
        "login": facts.login,
        "source": facts.source,
        "subject": subject,
        "text": body.expose(),
    });
    Written { subject: None, body: Secret::from(object.to_string()) }
}

fn texts(language: Language) -> &'static Texts {
    static POLISH: OnceLock<Texts> = OnceLock::new();
    static ENGLISH: OnceLock<Texts> = OnceLock::new();
    match language {
        Language::Polish => POLISH.get_or_init(|| Texts::new(language, &[include_str!("../text/pl/ekd.ftl")])),
        Language::English => ENGLISH.get_or_init(|| Texts::new(language, &[include_str!("../text/en/ekd.ftl")])),
    }
}

/// Returns a value from outside as it may stand in a text.
fn bounded(value: &str, longest: usize) -> String {
    let shown = visible(value);
    match shown.char_indices().nth(longest) {
        Some((end, _)) => format!("{}...", &shown[..end]),
        None => shown.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use common::sms;
    use common::text::is_hidden;

    use super::*;

    const CODE: &str = "ABCD-EFGH-IJKL-MNOP-QRST-UVWX-YZ";

    fn facts(login: &str, source: &str) -> Facts {
        Facts {
            login: Login::parse(login).unwrap(),
            at: "2025-11-14T07:15:02Z".parse().unwrap(),
            source: source.to_owned(),
            zone: TimeZone::get("Europe/Warsaw").unwrap(),
        }
    }

    fn letters(address: &str) -> Vec<Letter> {
        let code = || Secret::from(CODE);
        let mut letters = vec![
            Letter::PasswordChanged,
            Letter::ResetCode { code: code(), minutes: 15 },
            Letter::ResetByStaff { code: code(), minutes: 15 },
            Letter::AccountLocked,
            Letter::TotpChanged { on: true },
            Letter::TotpChanged { on: false },
            Letter::NewAccount,
        ];
        for kind in ContactKind::ALL {
            letters.push(Letter::ContactCode { kind, code: code(), minutes: 15 });
            letters.push(Letter::ContactWanted { kind, address_masked: address.to_owned() });
            letters.push(Letter::ContactChanged { kind, address_masked: address.to_owned() });
            letters.push(Letter::ContactRemoved { kind });
        }
        letters
    }

    #[test]
    fn a_letter_says_what_when_from_where_and_what_to_do() {
        let letter = Letter::ContactCode { kind: ContactKind::Email, code: Secret::from("123456"), minutes: 15 };
        let written = write(&letter, &facts("anna", "192.0.2.7"), Language::Polish);
        assert_eq!(written.subject.as_deref(), Some("Kod dla nowego kontaktu konta anna"));
        let expected = "Dzień dobry,\n\nkod, który potwierdza ten kontakt (adres e-mail):\n\n    123456\n\n\
            Kod jest ważny 15 min i działa raz. Wpisz go po poleceniu:\n\n    ekctl account contact confirm\n\n\
            Konto:  anna\nKiedy:  2025-11-14 08:15:02 +01:00\nSkąd:   192.0.2.7\n\n\
            Jeśli to nie Ty podajesz ten kontakt, nie rób nic i nikomu nie podawaj\n\
            kodu: bez niego nic się nie zmieni.\n\n\
            Tę wiadomość e-Klient wysłał sam, odpowiedzi nikt nie przeczyta. W jego listach\n\
            nie ma odsyłaczy i nigdy nie ma w nich prośby o hasło.\n";
        assert_eq!(written.body.expose(), expected);
        assert!(!format!("{written:?}").contains("123456"));
    }

    #[test]
    fn every_letter_is_whole_in_both_languages_and_links_to_nothing() {
        for language in Language::ALL {
            for letter in letters("a***@example.pl") {
                let written = write(&letter, &facts("anna", "192.0.2.7"), language);
                let (subject, body) = (written.subject.unwrap(), written.body.expose().to_owned());
                assert!(!subject.is_empty() && !subject.contains(['\n', '{']) && !subject.contains(CODE), "{subject}");
                assert!(!body.contains("\n\n\n") && !body.contains(['{', '}']), "{letter:?}: {body}");
                assert!(body.contains("anna") && body.contains("08:15:02 +01:00") && body.contains("192.0.2.7"));
                assert!(!body.contains("://") && !body.contains("www."), "{body}");
                assert!(body.lines().all(|line| line.chars().count() <= 90), "{body}");
                let has_code = matches!(
                    letter,
                    Letter::ContactCode { .. } | Letter::ResetCode { .. } | Letter::ResetByStaff { .. }
                );
                assert_eq!(body.contains(CODE), has_code, "{letter:?}");
            }
        }
    }

    #[test]
    fn a_short_message_is_one_part_and_loses_nothing_by_that() {
        let longest = facts(&"x".repeat(32), "192.0.2.7");
        for language in Language::ALL {
            for letter in letters(&"ż[".repeat(99)) {
                let text = sms::transliterate(brief(&letter, &longest, language).body.expose());
                assert!(text.len() >= 40 && sms::parts(&text) == 1, "{letter:?}: {} {text}", text.len());
                assert!(!text.contains('?') || text.contains("? "), "{text}");
                assert!(text.ends_with(['.', 't', 'n']), "{text}");
            }
        }
        let text = brief(&Letter::AccountLocked, &facts("anna", ""), Language::Polish);
        let expected = "e-Klient, konto anna: zablokowane 2025-11-14 08:15 po zgloszeniu \"to nie ja\". \
            Otwiera je: ekctl login --reset";
        assert_eq!(sms::transliterate(text.body.expose()), expected);
    }

    #[test]
    fn a_letter_for_a_program_is_one_object() {
        let written = record(&Letter::AccountLocked, &facts("anna", "192.0.2.7\"}"), Language::Polish);
        let object: serde_json::Value = serde_json::from_str(written.body.expose()).unwrap();
        let told = ["topic", "at", "login", "source"].map(|key| object[key].as_str().unwrap());
        assert_eq!(told, ["account_locked", "2025-11-14T07:15:02Z", "anna", "192.0.2.7\"}"]);
        assert!(object["text"].as_str().unwrap().contains("08:15:02 +01:00") && written.subject.is_none());
    }

    #[test]
    fn nothing_from_outside_hides_or_breaks_a_line() {
        let nasty = "x\r\nBcc: b@example.pl\u{1b}]0;t\u{7}\u{202e}\0{ $code }";
        for letter in letters(nasty) {
            let written = write(&letter, &facts("anna", nasty), Language::English);
            let (subject, body) = (written.subject.unwrap(), written.body.expose().replace('\n', ""));
            assert!(!subject.contains(is_hidden) && !body.contains(is_hidden), "{body}");
            let text = brief(&letter, &facts("anna", nasty), Language::English);
            assert!(!text.body.expose().contains(is_hidden));
        }
    }
}
