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
