//! Bounces as servers write them.

use super::*;
use crate::mail::{self, Automatic, Nature, Office};

fn nature(mail: &str) -> Nature {
    mail::read(mail.as_bytes(), &Limits::PROMISED, &Office::default()).unwrap().nature
}

fn bounce(mail: &str) -> Bounce {
    match nature(mail) {
        Nature::Bounce(bounce) => bounce,
        other => panic!("{other:?}: {mail}"),
    }
}

const POSTFIX: &str = "Return-Path: <>\r\nFrom: MAILER-DAEMON@mail.example.pl (Mail Delivery System)\r\n\
    Subject: Undelivered Mail Returned to Sender\r\nTo: bok@example.pl\r\nAuto-Submitted: auto-replied\r\n\
    MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status;\r\n\tboundary=\"F0/mail\"\r\n\r\n\
    This is a MIME-encapsulated message.\r\n\r\n--F0/mail\r\nContent-Description: Notification\r\n\
    Content-Type: text/plain; charset=utf-8\r\n\r\nI'm sorry.\r\n\r\n--F0/mail\r\n\
    Content-Description: Delivery report\r\nContent-Type: message/delivery-status\r\n\r\n\
    Reporting-MTA: dns; mail.example.pl\r\nX-Postfix-Queue-ID: F0\r\n\r\n\
    Final-Recipient: rfc822; anna@example.com\r\nOriginal-Recipient: rfc822;anna@example.com\r\nAction: failed\r\n\
    Status: 5.1.1\r\nRemote-MTA: dns; mx.example.com\r\nDiagnostic-Code: smtp; 550 5.1.1 <anna@example.com>: user\r\n\
    \x20   unknown\u{7}\r\n\r\n\
    Final-Recipient: rfc822; <jan@example.com>\r\nAction: delayed (so far)\r\nStatus: 4.4.1 (timeout)\r\n\r\n\
    --F0/mail\r\nContent-Type: ";

#[test]
fn a_delivery_report_names_recipients_and_the_letter() {
    let whole = format!(
        "{POSTFIX}message/rfc822\r\n\r\nReturn-Path: <bok@example.pl>\r\nMessage-ID: <ek-7@ekd.internal>\r\n\
         Subject: Ciep=C5\r\n\r\nTekst\r\n--F0/mail--\r\n"
    );
    let header = format!("{POSTFIX}text/rfc822-headers\r\n\r\nMessage-ID:\r\n <ek-7@ekd.internal>\r\n--F0/mail--\r\n");
    for mail in [whole, header] {
        let found = bounce(&mail);
        let address = |text: &str| EmailAddress::parse(text).ok();
        let anna = BouncedRecipient {
            address: address("anna@example.com"),
            action: BounceAction::Failed,
            status: Some("5.1.1".to_owned()),
            diagnostic: Some("550 5.1.1 <anna@example.com>: user unknown\\u{7}".to_owned()),
        };
        let jan = BouncedRecipient {
            address: address("jan@example.com"),
            action: BounceAction::Delayed,
            status: Some("4.4.1".to_owned()),
            diagnostic: None,
        };
        assert_eq!(found.recipients, [anna, jan]);
        assert_eq!(found.original_message_id.as_deref(), Some("ek-7@ekd.internal"));
    }
}

#[test]
fn a_report_that_is_cut_off_is_still_one() {
    let mail = &POSTFIX[..POSTFIX.find("Remote-MTA").unwrap()];
    let found = bounce(mail);
    assert_eq!((found.recipients.len(), found.original_message_id), (1, None));
    assert_eq!(bounce(&POSTFIX[..POSTFIX.find("Reporting-MTA").unwrap()]).recipients, []);
}

#[test]
fn servers_that_write_no_reports_are_understood_too() {
    let exim = "Return-Path: <>\nX-Failed-Recipients: anna@example.com, jan@example.com\nAuto-Submitted: auto-replied\n\
                From: Mail Delivery System <Mailer-Daemon@example.com>\nSubject: Mail delivery failed\n\nA message.\n";
    let found = bounce(exim);
    assert_eq!(found.recipients.len(), 2);
    assert!(found.recipients.iter().all(|one| one.action == BounceAction::Failed && one.address.is_some()));
    let qmail = "Return-Path: <>\nFrom: MAILER-DAEMON@example.com\nSubject: failure notice\n\nHi.\n";
    assert_eq!(bounce(qmail), Bounce::default());
    let person = "Return-Path: <a@b.pl>\nX-Failed-Recipients: anna@example.com\nFrom: a@b.pl\n\nHej\n";
    assert_eq!(nature(person), Nature::Personal);
}

#[test]
fn a_receipt_is_no_bounce() {
    let report = |kind: &str| {
        format!(
            "Return-Path: <>\nFrom: anna@example.com\nContent-Type: multipart/report; report-type={kind}; boundary=x\n\n\
             --x\n\nPrzeczytano.\n--x\nContent-Type: message/{kind}\n\nFinal-Recipient: rfc822;anna@example.com\n--x--\n"
        )
    };
    assert_eq!(nature(&report("disposition-notification")), Nature::Automatic(Automatic::Receipt));
    assert_eq!(nature(&report("feedback-report")), Nature::Automatic(Automatic::Report));
    assert!(matches!(nature(&report("delivery-status")), Nature::Bounce(_)));
}

#[test]
fn a_status_is_three_numbers() {
    let check = |text: &str, expected: Option<&str>| assert_eq!(status_code(text).as_deref(), expected, "{text}");
    check("5.1.1", Some("5.1.1"));
    check("4.4.1 (x)", Some("4.4.1"));
    for wrong in ["", "5", "5.1", "5.1.1.1", "5.x.1", "5.1.1111", "5..1"] {
        check(wrong, None);
    }
}
