//! What letters about tickets say, to whom, and what nothing in them can do.

use common::account::Login;
use common::sms;
use common::text::is_hidden;
use common::ticket::field::Field;

use super::*;
use crate::letter::{Item, Letter, brief, record, write};

const READERS: [Reader; 4] = [Reader::Customer, Reader::Correspondent, Reader::Office, Reader::Outside];

fn facts() -> Facts {
    Facts {
        login: Login::parse("anna").unwrap(),
        at: "2025-11-14T07:15:02Z".parse().unwrap(),
        source: String::new(),
        zone: TimeZone::get("Europe/Warsaw").unwrap(),
    }
}

fn notice(news: TicketNews, reader: Reader, text: &str) -> TicketNotice {
    let detail = |field| Detail { field, value: text.to_owned() };
    TicketNotice {
        news,
        reader,
        answering: Answering::ByMail,
        number: TicketNumber::new(2025, 118),
        category: Category::NoHeating,
        subject: text.to_owned(),
        state: TicketState::Solved,
        priority: Priority::Urgent,
        customer: Some(text.to_owned()),
        site: Some(text.to_owned()),
        details: Field::ALL.map(detail).into(),
        due_at: Some("2025-11-14T19:15:02Z".parse().unwrap()),
        at: facts().at,
        writer: Some(text.to_owned()),
        text: Some(text.to_owned()),
        bounced: Some((text.to_owned(), text.to_owned())),
        enclosed: vec![text.to_owned()],
        left_out: vec![text.to_owned()],
    }
}

fn letter_of(notice: TicketNotice) -> Letter {
    Letter::News(vec![Item::Ticket(Box::new(notice))])
}

fn all(text: &str) -> impl Iterator<Item = (TicketNotice, Language)> {
    let texts = text.to_owned();
    let notices = TicketNews::TOLD.into_iter().flat_map(|news| READERS.map(|reader| (news, reader)));
    let notices = notices.flat_map(move |(news, reader)| {
        let whole = notice(news, reader, &texts);
        let bare = TicketNotice { answering: Answering::ByCommand, text: None, bounced: None, ..whole.clone() };
        [whole, bare]
    });
    notices.flat_map(|notice| Language::ALL.map(|language| (notice.clone(), language)))
}

#[test]
fn an_answer_says_what_was_answered_and_how_to_go_on() {
    let answer = TicketNotice {
        subject: "Zimne kaloryfery".to_owned(),
        site: Some("W-1 Zielona 1".to_owned()),
        writer: Some("Ewa Lis".to_owned()),
        text: Some("Pani Anno,\n\nekipa będzie o 18.\r\n\u{202e}\n".to_owned()),
        enclosed: vec!["plan.pdf".to_owned()],
        left_out: Vec::new(),
        ..notice(TicketNews::Answered, Reader::Customer, "x")
    };
    let written = write(&letter_of(answer.clone()), &facts(), Language::Polish);
    assert_eq!(written.subject.as_deref(), Some("[Z-2025-118] Zimne kaloryfery"));
    let expected = "Dzień dobry,\n\nBiuro Obsługi Klienta odpowiada w sprawie zgłoszenia Z-2025-118.\n\n\
        Sprawa:    Zimne kaloryfery (brak ogrzewania)\nObiekt:    W-1 Zielona 1\n\n\
        Treść (Ewa Lis, 2025-11-14 08:15 +01:00):\n\nPani Anno,\n\nekipa będzie o 18.\n\\u{202e}\n\n\
        W załączeniu: plan.pdf\n\nMożesz odpowiedzieć na ten list albo użyć polecenia:\n\n\
        \u{20}   ekctl tickets reply Z-2025-118\n\n\
        W listach e-Klienta nie ma odsyłaczy i nigdy nie ma w nich prośby o hasło.\n";
    assert_eq!(written.body.expose(), expected);
    let text = brief(&letter_of(answer), &facts(), Language::Polish).body.expose().to_owned();
    assert_eq!(text, "Odpowiedz BOK Z-2025-118: Zimne kaloryfery. Tresc: ekctl tickets show Z-2025-118");
}

#[test]
fn every_letter_is_whole_in_both_languages_and_links_to_nothing() {
    for (notice, language) in all("Zimno") {
        let (news, reader) = (notice.news, notice.reader);
        let written = write(&letter_of(notice.clone()), &facts(), language);
        let (subject, body) = (written.subject.unwrap(), written.body.expose().to_owned());
        assert!(subject.starts_with("[Z-2025-118] ") && subject.ends_with("Zimno"), "{subject}");
        assert!(!body.contains("\n\n\n") && !body.contains(['{', '}']), "{news:?} {reader:?}: {body}");
        assert!(body.contains("Z-2025-118") && !body.contains("://") && !body.contains("www."), "{body}");
        assert_eq!(body.contains("20:15 +01:00"), reader.is_office(), "the clock is the office's: {body}");
        let text = brief(&letter_of(notice), &facts(), language).body.expose().to_owned();
        assert!(text.is_ascii() && sms::parts(&text) == 1 && text.ends_with("tickets show Z-2025-118"), "{text}");
    }
}

#[test]
fn a_short_message_keeps_its_number_and_command_whatever_is_in_it() {
    for (notice, language) in all(&"zażółć [gęślą] ".repeat(40)) {
        let text = brief(&letter_of(notice), &facts(), language).body.expose().to_owned();
        assert!(text.is_ascii() && sms::parts(&text) == 1 && text.ends_with("tickets show Z-2025-118"), "{text}");
    }
}

#[test]
fn nothing_that_people_write_hides_or_breaks_a_line() {
    for code in (0..=0x9f).chain([0xad, 0x200b, 0x2028, 0x2029, 0x202e, 0x2066, 0xfeff]) {
        let character = char::from_u32(code).unwrap();
        let nasty = format!("x{character}Bcc: b@example.pl{character}\u{1b}]0;t\u{7}{{ $number }}");
        for (notice, language) in all(&nasty) {
            let (facts, letter) = (facts(), letter_of(notice));
            let written = write(&letter, &facts, language);
            let (subject, body) = (written.subject.unwrap(), written.body.expose().replace('\n', ""));
            assert!(!subject.contains(is_hidden) && !body.contains(is_hidden), "{code:x} {body}");
            assert!(!brief(&letter, &facts, language).body.expose().contains(is_hidden), "{code:x}");
            let object: serde_json::Value =
                serde_json::from_str(record(&letter, &facts, language).body.expose()).unwrap();
            assert!(object["told"][0]["ticket"]["number"] == "Z-2025-118" && object["told"][0].get("text").is_none());
        }
    }
}

#[test]
fn a_long_text_is_cut_and_says_where_the_rest_is() {
    let long = notice(TicketNews::Written, Reader::Office, &"ż".repeat(100_000));
    let body = write(&letter_of(long), &facts(), Language::Polish).body.expose().to_owned();
    assert!(body.chars().count() < 25_000 && body.contains("(dalszy ciąg: ekctl tickets show Z-2025-118)"));
}

#[test]
fn the_automatic_answer_says_a_number_and_nothing_else() {
    for language in Language::ALL {
        for answering in [Answering::ByMail, Answering::ByCommand] {
            let letter = Letter::TicketReceived { number: TicketNumber::new(2025, 118), answering };
            let written = write(&letter, &facts(), language);
            assert!(written.subject.unwrap().starts_with("[Z-2025-118] "));
            let body = written.body.expose();
            assert!(body.contains("Z-2025-118") && !body.contains("anna") && !body.contains(['{', '}']), "{body}");
        }
    }
}

#[test]
fn a_digest_has_a_line_for_each_ticket_and_says_what_shows_them() {
    let told = [TicketNews::Opened, TicketNews::Overdue].map(|news| notice(news, Reader::Office, "Zimno"));
    let letter = Letter::News(told.into_iter().map(|notice| Item::Ticket(Box::new(notice))).collect());
    let body = write(&letter, &facts(), Language::Polish).body.expose().to_owned();
    let line = "2025-11-14 08:15  Z-2025-118  Po terminie: Zimno\n";
    assert!(
        body.contains(line) && body.contains("    ekctl tickets list\n") && !body.contains("alarms list"),
        "{body}"
    );
    let text = brief(&letter, &facts(), Language::Polish).body.expose().to_owned();
    assert!(text.contains("Nowe Z-2025-118.") && text.ends_with("ekctl tickets list"), "{text}");
}
