//! Who writes: people, programs, and programs that do not say so.

use super::*;
use crate::mail::{self, Limits};

fn office() -> Office {
    Office {
        addresses: vec![EmailAddress::parse("bok@example.pl").unwrap()],
        hosts: vec!["ekd.internal".to_owned()],
        authentication_server: None,
    }
}

fn check(header: &str, expected: &Nature) {
    let mail = format!(
        "{header}{}From: Anna <anna@example.com>\nTo: bok@example.pl\n\nZimno.\n",
        if header.contains("Return-Path") { "" } else { "Return-Path: <anna@example.com>\n" }
    );
    let mail = mail::read(mail.as_bytes(), &Limits::PROMISED, &office()).unwrap();
    assert_eq!(mail.nature, *expected, "{header}");
}

#[test]
fn a_person_writes_a_personal_mail() {
    check("", &Nature::Personal);
    check("Auto-Submitted: No\n", &Nature::Personal);
    check("X-Autoreply: no\nPrecedence: normal\n", &Nature::Personal);
    check("Subject: Re: Automatic reply: nie ma\n", &Nature::Personal);
    check("Return-Path: <>x\n", &Nature::Personal);
}

#[test]
fn programs_say_that_they_are_programs() {
    let submitted = Nature::Automatic(Automatic::Submitted);
    let vacation = Nature::Automatic(Automatic::Vacation);
    check("Auto-Submitted: auto-generated\n", &submitted);
    check("auto-submitted: auto-notified; owner-email=\"x\"\n", &submitted);
    check("Auto-Submitted: auto-replied (vacation)\n", &vacation);
    check("Precedence: auto_reply\n", &vacation);
    for name in SAYS_AUTOMATIC {
        check(&format!("{name}: yes\n"), &submitted);
    }
    check("X-Auto-Response-Suppress: DR, OOF, AutoReply\n", &submitted);
    for subject in [
        "Automatic reply: awaria",
        "=?UTF-8?Q?Autoodpowied=C5=BA:_awaria?=",
        "=?windows-1250?Q?Odpowied=9F_automatyczna:_awaria?=",
        "Out of Office: urlop",
        "AUTO: nie ma mnie",
    ] {
        check(&format!("Subject: {subject}\n"), &vacation);
    }
}

#[test]
fn lists_and_bulk_are_told_apart() {
    check("List-Id: <ogloszenia.example.com>\n", &Nature::List);
    check("List-Unsubscribe: <mailto:x@example.com>\n", &Nature::List);
    check("Precedence: List\n", &Nature::List);
    check("Precedence: bulk\n", &Nature::Bulk);
    check("Precedence: junk\n", &Nature::Bulk);
}

#[test]
fn senders_that_nobody_reads_are_programs() {
    let sender = Nature::Automatic(Automatic::Sender);
    for from in ["no-reply", "NoReply", "do_not_reply", "nie-odpowiadaj", "noreply+abc"] {
        check(&format!("From: <{from}@shop.example.com>\n"), &sender);
    }
    check("Return-Path: <bounces+17@shop.example.com>\n", &sender);
    check("From: postmaster@example.com\n", &sender);
    check("Return-Path: <>\n", &Nature::Automatic(Automatic::EmptyReturnPath));
    assert!(!is_unread(&EmailAddress::parse("reply@example.com").unwrap()));
}

#[test]
fn what_is_ours_is_known_when_it_comes_back() {
    check("From: BOK <BOK+mzxw6ytbojtg633c@example.pl>\n", &Nature::Own);
    check("Message-ID: <ek-1@EKD.internal>\n", &Nature::Own);
    check("Return-Path: <bok@example.pl>\n", &Nature::Own);
    check("Message-ID: <ek-1@example.com>\n", &Nature::Personal);
}

#[test]
fn an_appointment_accepted_is_no_letter() {
    let reply = |kind: &str, lines: &str| {
        format!(
            "MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\nReturn-Path: <a@example.com>\n\
             From: a@example.com\n\n--b\nContent-Type: text/plain\n\nTak\n--b\nContent-Type: text/calendar{kind}\n\n\
             BEGIN:VCALENDAR\r\n{lines}END:VCALENDAR\r\n--b--\n"
        )
    };
    let nature = |mail: String| mail::read(mail.as_bytes(), &Limits::PROMISED, &office()).unwrap().nature;
    assert_eq!(nature(reply("; method=REPLY", "")), Nature::Automatic(Automatic::Calendar));
    assert_eq!(nature(reply("", "METHOD:REPLY\r\n")), Nature::Automatic(Automatic::Calendar));
    assert_eq!(nature(reply("; method=REQUEST", "METHOD:REQUEST\r\n")), Nature::Personal);
}
