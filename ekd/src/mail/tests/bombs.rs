//! Mails made to cost more than they may.

use std::time::{Duration, Instant};

use super::super::{Limit, Limits, Refused, read_envelope};
use super::{read, try_read};

/// A debug build on a busy machine: far above what it takes, far below what a bomb would.
const LONG: Duration = Duration::from_secs(5);

fn check(raw: &[u8], limit: Limit) {
    let began = Instant::now();
    assert_eq!(try_read(raw).map(|_| ()), Err(Refused::BeyondLimit(limit)));
    let _ = read_envelope(raw, &Limits::PROMISED);
    assert!(began.elapsed() < LONG, "{limit:?}: {:?}", began.elapsed());
}

fn harmless(raw: &[u8], what: &str) {
    let began = Instant::now();
    let _ = try_read(raw);
    let _ = read_envelope(raw, &Limits::PROMISED);
    assert!(began.elapsed() < LONG, "{what}: {:?}", began.elapsed());
}

#[test]
fn ten_thousand_parts_are_refused() {
    let part = "--b\nContent-Type: text/plain\n\nx\n";
    let flat = format!("Content-Type: multipart/mixed; boundary=b\n\n{}--b--\n", part.repeat(10_000));
    check(flat.as_bytes(), Limit::Parts);
    let allowed = format!("Content-Type: multipart/mixed; boundary=b\n\n{}--b--\n", part.repeat(99));
    assert_eq!(read(allowed.as_bytes()).body.text.lines().count(), 99);
    let beyond = format!("Content-Type: multipart/mixed; boundary=b\n\n{}--b--\n", part.repeat(100));
    check(beyond.as_bytes(), Limit::Parts);
}

#[test]
fn mails_in_mails_in_mails_are_refused() {
    let nested = |n: usize| {
        let inner = "From: a@b.pl\nContent-Type: message/rfc822\n\n".repeat(n);
        format!("{inner}Subject: dno\n\nx\n")
    };
    check(nested(200).as_bytes(), Limit::Depth);
    check(nested(100_000).as_bytes(), Limit::Depth);
    check(nested(11).as_bytes(), Limit::Depth);
    assert_eq!(read(nested(10).as_bytes()).attachments.len(), 1);
    let multiparts = |n: usize| {
        let parts = (0..n).map(|at| format!("Content-Type: multipart/mixed; boundary=b{at}\n\n--b{at}\n"));
        parts.collect::<String>() + "\nx\n"
    };
    check(multiparts(2_000).as_bytes(), Limit::Depth);
    check(multiparts(11).as_bytes(), Limit::Depth);
    assert_eq!(read(multiparts(10).as_bytes()).body.text, "x");
}

#[test]
fn headers_without_end_are_refused() {
    check("X-A: b\n".repeat(100_000).as_bytes(), Limit::Headers);
    check("X-A: b\n".repeat(501).as_bytes(), Limit::Headers);
    assert!(try_read("X-A: b\n".repeat(500).as_bytes()).is_ok());
    check(format!("Subject: {}", "x".repeat(1 << 20)).as_bytes(), Limit::HeaderBytes);
    check(format!("Subject: a\n{}", " x\n".repeat(100_000)).as_bytes(), Limit::HeaderBytes);
    check(&vec![b' '; 30 << 20], Limit::Bytes);
    let parts = format!("--b\nX: {}\n\nx\n", "y".repeat(8_000)).repeat(50);
    check(format!("Content-Type: multipart/mixed; boundary=b\n\n{parts}").as_bytes(), Limit::HeaderBytes);
}

#[test]
fn a_large_mail_is_refused_with_its_envelope() {
    let mut raw = b"From: anna@example.com\nSubject: film\nMessage-ID: <1@example.com>\n\n".to_vec();
    raw.resize(30 << 20, b'x');
    check(&raw, Limit::Bytes);
    let envelope = read_envelope(&raw, &Limits::PROMISED);
    assert_eq!(envelope.subject, "film");
    assert_eq!(envelope.message_id.as_deref(), Some("1@example.com"));
    assert_eq!(envelope.sender().unwrap().address.as_str(), "anna@example.com");
    let many = format!("Subject: pierwszy\n{}", "X-A: b\n".repeat(3_000));
    assert_eq!(read_envelope(many.as_bytes(), &Limits::PROMISED).subject, "pierwszy");
}

#[test]
fn twenty_one_attachments_are_refused() {
    let part = "--b\nContent-Disposition: attachment; filename=a.txt\n\nx\n";
    let mail = |n: usize| format!("Content-Type: multipart/mixed; boundary=b\n\n{}--b--\n", part.repeat(n));
    assert_eq!(read(mail(20).as_bytes()).attachments.len(), 20);
    check(mail(21).as_bytes(), Limit::Attachments);
}

#[test]
fn fields_made_for_quadratic_readers_cost_little() {
    const HALF: usize = 60 * 1024;
    let pieces = [
        "=?",
        "=?utf-8?q?",
        "=?utf-8?b?",
        "=?a?q?=?=",
        "=?utf-8?q?a?=",
        "(",
        "\"",
        "<",
        "<a@b.pl>,",
        "a:",
        "a;",
        "\\",
        "a*0=b;",
        "a*1*=b;",
        "a*9=%41;",
        "a=\"b\";",
        "'",
        "a''b;",
        ";",
        ",",
        "<a>",
        "@",
        "((((",
        "[",
        "\n ",
        "=",
    ];
    for name in [
        "Subject",
        "From",
        "Content-Type",
        "Content-Disposition",
        "References",
        "Date",
        "Return-Path",
        "Authentication-Results",
        "Message-ID",
        "To",
    ] {
        for piece in pieces {
            let value = piece.repeat(HALF / piece.len());
            harmless(format!("{name}: text/plain; {value}\n\nx\n").as_bytes(), &format!("{name} {piece:?}"));
        }
    }
    // The same in each of the attached mails, whose headers are only looked at for what is inside.
    for piece in ["a*1*=b;", "a*9=%41;", "=?utf-8?q?", "a=\"b\";", "a''b;"] {
        let inner = format!("Content-Type: text/plain; {}\n\nx\n", piece.repeat(HALF / piece.len()));
        let part = format!("--b\nContent-Type: message/rfc822\n\n{inner}");
        let mail = format!("Content-Type: multipart/mixed; boundary=b\n\n{}", part.repeat(20));
        harmless(mail.as_bytes(), &format!("attached {piece:?}"));
    }
}

#[test]
fn large_bodies_cost_what_their_size_costs() {
    const SIZE: usize = 64 << 10;
    let kinds = [
        "text/plain",
        "text/html",
        "text/plain; format=flowed; delsp=yes",
        "text/plain; charset=utf-7",
        "text/plain; charset=iso-2022-jp",
        "multipart/mixed; boundary=b",
        "multipart/mixed; boundary=\"-\"",
        "text/calendar",
    ];
    let pieces = [
        "--b",
        "\n--b",
        "--",
        "\n",
        ">",
        "> \n",
        "On 1\n",
        "-- \n",
        "x",
        "=\n",
        "=41",
        "+AOk-",
        "\u{1b}$B",
        "From: a\n",
        "-----Original Message-----",
        "<br>",
    ];
    for kind in kinds {
        for piece in pieces {
            let body = piece.repeat(SIZE / piece.len());
            for transfer in ["8bit", "base64", "quoted-printable"] {
                let mail = format!("Content-Type: {kind}\nContent-Transfer-Encoding: {transfer}\n\n{body}");
                harmless(mail.as_bytes(), &format!("{kind} {transfer} {piece:?}"));
            }
        }
    }
    // More lines, tags and controls than a text may have.
    for piece in ["\n", "x\n", "From: a\n", "-- \n", "\0", "<br>"] {
        let mail = format!("Content-Type: text/html\n\n{}", piece.repeat((6 << 20) / piece.len()));
        let began = Instant::now();
        for mail in [mail.as_bytes(), mail.replacen("html", "plain", 1).as_bytes()] {
            let mail = read(mail);
            let length = mail.body.text.len() + mail.body.quoted.len() + mail.body.signature.len();
            assert!(length <= 1 << 20 && mail.attachments.len() == 1, "{piece:?}: {length}");
        }
        assert!(began.elapsed() < 4 * LONG, "{piece:?}: {:?}", began.elapsed());
    }
    // Ten multiparts inside each other whose boundaries nobody closes, in front of a large end.
    let multipart = |at: u32| format!("Content-Type: multipart/mixed; boundary=b{at}\n\n--b{at}\n");
    let nested = (0..10).map(multipart).collect::<Vec<_>>().concat();
    harmless(format!("{nested}\n{}", "--b\n".repeat(4 * SIZE)).as_bytes(), "nested");
}
