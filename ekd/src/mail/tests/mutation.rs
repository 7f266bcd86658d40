//! Damaged mails: no panic, no long work, nothing hidden.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use common::text::is_hidden;

use super::super::{Limits, read_envelope, read_guarded};
use super::{in_iso, in_windows, office};
use crate::damage::{Dice, damaged};

const N_MUTATIONS: u64 = 10_000;

/// Pieces that hurt readers.
const PIECES: [&[u8]; 36] = [
    b"\r\n\r\n",
    b"\n",
    b"\r",
    b"\0",
    b"\x1b[2J",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xe2\x80\xae",
    b"--b",
    b"--b--",
    b"\n--b\n",
    b"--",
    b"=",
    b"=0",
    b"=?",
    b"?=",
    b"=?utf-8?q?=0D=0A?=",
    b"=?x?b?",
    b"\"",
    b"(",
    b")",
    b"<",
    b">",
    b"<>",
    b";",
    b":",
    b"*0*=",
    b"%",
    b"Content-Type: multipart/alternative; boundary=b\r\n",
    b"Content-Type: message/rfc822\r\n\r\n",
    b"Content-Transfer-Encoding: base64\r\n",
    b"charset=utf-16",
    b"charset=utf-7",
    b"<script>",
    b"&#x110000;",
    b"> ",
];

fn mails() -> [Vec<u8>; 4] {
    let text = "Dzień dobry,\r\nw mieszkaniu jest 14 °C. Zażółć gęślą jaźń.\r\n-- \r\nŁucja\r\n";
    let header = |rest: &str| {
        format!(
            "Return-Path: <lucja@example.com>\r\nAuthentication-Results: mx.example.pl; dmarc=pass; dkim=fail\r\n\
             Received: from a by b; Fri, 14 Nov 2025 08:15:02 +0100\r\nFrom: =?ISO-8859-2?Q?=A3ucja?= <lucja@example.com>\r\n\
             To: BOK <bok+mzxw6ytbojtg633c@example.pl>, Biuro: a@b.pl;\r\nDate: Fri, 14 Nov 2025 08:15:00 +0100\r\n\
             Subject: =?windows-1250?B?WmltbmE=?= woda (znowu)\r\nMessage-ID: <1@example.com>\r\n\
             References: <a@ekd.internal> <b@ekd.internal>\r\n{rest}\r\n"
        )
    };
    let plain = [header("Content-Type: text/plain; charset=ISO-8859-2\r\n").into_bytes(), in_iso(text)].concat();
    let flowed = header("Content-Type: text/plain; charset=windows-1250; format=flowed; delsp=yes\r\n");
    let flowed =
        [flowed.into_bytes(), in_windows("Zimno \r\nod rana.\r\n> Czy \r\n> ciepło?\r\n"), in_windows(text)].concat();
    let mixed = header("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n")
        + "Preamble\r\n--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\n\
           Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nZa=C5=BC=\r\n\
           =C3=B3=C5=82=C4=87\r\n\r\n--c\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Za&#380;&oacute;\u{142}\u{107}</p>\
           <blockquote>x</blockquote>\r\n--c--\r\n--b\r\nContent-Type: application/pdf; name*0*=utf-8''umowa%20;\r\n\
           name*1*=%C5%82.pdf\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment\r\n\r\n\
           JVBERi0xLjQKJcOkw7zDtsOfCg==\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\ny\r\n--b--\r\n";
    let bounce = header("Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n")
        + "--b\r\n\r\nNie ma.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\n\
           Final-Recipient: rfc822; a@b.pl\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 no\r\n\r\n\
           --b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <ek-1@ekd.internal>\r\n--b--\r\n";
    [plain, flowed, mixed.into_bytes(), bounce.into_bytes()]
}

#[test]
fn ten_thousand_damaged_mails_hurt_nobody() {
    let (mails, office) = (mails(), office());
    let mut dice = Dice(0x00C0_FFEE_D0D0_CAFE);
    let (mut n_read, mut slowest) = (0_u32, Duration::ZERO);
    for round in 0..N_MUTATIONS {
        let bytes = damaged(&mails[usize::try_from(round % 4).unwrap()], (&PIECES, 6), &mut dice);
        let began = Instant::now();
        // Without the guard that `read` puts around it, so that a panic is seen.
        let read = catch_unwind(AssertUnwindSafe(|| read_guarded(&bytes, &Limits::PROMISED, &office)));
        slowest = slowest.max(began.elapsed());
        let read = read.unwrap_or_else(|_| panic!("round {round}: {}", String::from_utf8_lossy(&bytes)));
        let envelope = read_envelope(&bytes, &Limits::PROMISED);
        assert!(!envelope.subject.contains(is_hidden), "round {round}");
        let Ok(mail) = read else { continue };
        n_read += 1;
        assert_eq!(mail.envelope, envelope, "round {round}");
        let is_control = |character: char| character.is_control() && !matches!(character, '\n' | '\t');
        for text in [&mail.body.text, &mail.body.quoted, &mail.body.signature] {
            assert!(!text.contains(is_control), "round {round}: {text:?}");
        }
        let names = mail.envelope.from.iter().filter_map(|sender| sender.name.as_ref()).map(|name| name.as_str());
        let files = mail.attachments.iter().filter_map(|file| file.name.as_deref());
        for name in names.chain(files) {
            assert!(
                !name.is_empty() && name.chars().count() <= 120 && !name.contains(is_hidden),
                "round {round}: {name:?}"
            );
        }
        assert!(
            mail.envelope.message_id.is_none_or(|id| id.len() <= 250 && id.bytes().all(|byte| byte.is_ascii_graphic()))
        );
        assert!(
            mail.attachments.len() <= 20 && mail.attachments.iter().all(|file| file.bytes.len() <= bytes.len() * 4)
        );
    }
    assert!(n_read > 9_000, "only {n_read} damaged mails could be read at all");
    assert!(slowest < Duration::from_secs(1), "{slowest:?}");
}
