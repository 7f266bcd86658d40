//! What a letter looks like when it is handed over.

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
        parts: MailParts::default(),
        enclosed: Vec::new(),
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

/// An answer of the office to a mail, with this text everywhere where a value from data can stand.
fn answer(text: &str, authorship: Authorship) -> Message {
    let address = |text: &str| EmailAddress::parse(text).unwrap();
    Message {
        id: DeliveryId(1),
        created_at: "2025-11-14T07:15:02Z".parse().unwrap(),
        tried_at: "2025-11-14T07:15:02Z".parse().unwrap(),
        recipient: "anna@example.pl".to_owned(),
        message_id: "<ek-1@ekd.internal>".to_owned(),
        subject: Some(format!("[Z-2025-118] {text}")),
        body: Secret::from(format!("{text}\n")),
        parts: MailParts {
            from: Some(address("bok@example.pl")),
            from_name: Some(text.to_owned()),
            reply_to: Some(address("bok+mzxw6ytbojtg633c@example.pl")),
            references: vec!["<first@mail.example.pl>".to_owned(), text.to_owned(), "last@ekd.internal".to_owned()],
            authorship,
        },
        enclosed: vec![Enclosed { name: text.to_owned(), media_type: text.to_owned(), bytes: vec![0, 1, 255] }],
    }
}

fn written(message: &Message) -> (Option<String>, String) {
    let mail = write(message, &EmailAddress::parse("ek@example.pl").unwrap()).unwrap();
    let sender = mail.envelope().from().map(ToString::to_string);
    (sender, String::from_utf8(mail.formatted()).unwrap())
}

#[test]
fn an_answer_has_its_place_in_a_thread_and_comes_from_the_office() {
    let (sender, text) = written(&answer("Jan", Authorship::Person));
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    for line in [
        "From: \"Jan\" <bok@example.pl>",
        "Reply-To: bok+mzxw6ytbojtg633c@example.pl",
        "In-Reply-To: <last@ekd.internal>",
        "References: <first@mail.example.pl> <last@ekd.internal>",
    ] {
        let unquoted = line.replace('"', "");
        assert!(head.replace("\r\n ", " ").lines().any(|found| found == line || found == unquoted), "{line}\n{head}");
    }
    assert!(!head.contains("Auto-Submitted") && sender.as_deref() == Some("bok@example.pl"), "{head}");
    assert!(body.contains("Content-Disposition: attachment; filename=\"Jan\"") && body.contains("AAH/"), "{body}");
    assert_eq!(written(&answer("Jan", Authorship::Person)).1, text, "the same in every attempt");
}

#[test]
fn nothing_can_be_answered_to_an_automatic_answer() {
    let (sender, text) = written(&answer("Jan", Authorship::Replied));
    assert!(sender.is_none() && text.contains("\r\nAuto-Submitted: auto-replied\r\n"), "{text}");
}

#[test]
fn no_value_of_a_ticket_adds_a_header_a_recipient_or_a_part() {
    let codes = (0..=0x9f).chain([0xad, 0x61c, 0x200b, 0x2028, 0x2029, 0x202e, 0x2066, 0xfeff, 0xe0041]);
    let plain: Vec<String> = names(&written(&answer("Jan", Authorship::Person)).1);
    for character in codes.map(|code| char::from_u32(code).unwrap()) {
        for nasty in [
            format!("Jan{character}Bcc: eve@example.pl"),
            format!("{character}"),
            format!("żółć{character}\r\n{character}\r\nBcc: eve@example.pl{character}"),
            format!("../{character}\"; x=\"y\r\n.{character}"),
            format!("text/html{character}; name=x"),
            format!("a@b{character}> <c@d"),
        ] {
            let mail = write(&answer(&nasty, Authorship::Person), &EmailAddress::parse("ek@example.pl").unwrap());
            let mail = mail.unwrap();
            assert_eq!(mail.envelope().to().len(), 1);
            let text = String::from_utf8(mail.formatted()).unwrap();
            let found = names(&text);
            let allowed = |name: &String| plain.contains(name);
            assert!(found.iter().all(allowed) && found.len() <= plain.len(), "{nasty:?}: {text}");
            assert_eq!(text.matches("--ek-1\r\n").count(), 2, "{text}");
        }
    }
}

/// Returns the names of all headers, of the letter and of its parts.
fn names(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut in_head = true;
    for line in text.split("\r\n") {
        match line {
            "" => in_head = false,
            "--ek-1" => in_head = true,
            line if in_head && !line.starts_with([' ', '\t']) => {
                names.push(line.split_once(':').map_or(line, |(name, _)| name).to_owned());
            }
            _ => {}
        }
    }
    names
}

#[test]
fn a_long_thread_fits_into_a_header_and_keeps_its_beginning() {
    let mut message = answer("Jan", Authorship::Person);
    message.parts.references = (0..500).map(|n| format!("{n}-{}@mail.example.pl", "x".repeat(200))).collect();
    let (_, text) = written(&message);
    let head = text.split_once("\r\n\r\n").unwrap().0;
    assert!(head.lines().all(|line| line.len() <= 998), "{head}");
    let ids = message.parts.ids();
    assert!(ids.len() == 20 && ids[0].starts_with("<0-") && ids[19].starts_with("<499-"));
    assert!(head.contains(&ids[0]) && head.contains(&ids[19]));
}
