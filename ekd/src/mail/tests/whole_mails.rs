//! Whole mails, byte for byte as they come.

use super::super::{Nature, ReturnPath, Verdict, token};
use super::{in_iso, in_windows, office, read};

/// One attachment by name, type and bytes.
fn files(raw: &[u8]) -> Vec<(String, String, Vec<u8>)> {
    let files = read(raw).attachments.into_iter();
    files.map(|file| (file.name.unwrap_or_default(), file.media_type, file.bytes)).collect()
}

#[test]
fn a_polish_mail_is_read_in_its_code_page() {
    let text = "Zażółć gęślą jaźń.";
    let header = |charset: &str| {
        format!(
            "Return-Path: <l.lozek@example.com>\r\nFrom: =?ISO-8859-2?Q?Ludwik_=A3=F3=BFek?= <l.lozek@example.com>\r\n\
             To: \"BOK\" <bok+MZXW6YTBOJTG633C@example.pl>\r\nCc: jan@example.com\r\nDelivered-To: bok@example.pl\r\n\
             Date: Fri, 14 Nov 2025 08:15:02 +0100\r\nSubject: =?windows-1250?Q?Zimne_kaloryfery_=96?=\r\n\
             \x20=?windows-1250?Q?_pro=9Cba?=\r\nMessage-ID: <abc@example.com>\r\nIn-Reply-To: <ek-7@ekd.internal>\r\n\
             References: <ek-1@ekd.internal>\r\n <ek-7@ekd.internal>\r\n\
             Authentication-Results: mx.example.pl; dmarc=pass; spf=softfail\r\n\
             Content-Type: text/plain; charset={charset}\r\n\r\n"
        )
    };
    let bodies =
        [("iso-8859-2", in_iso(text)), ("\"windows-1250\"", in_windows(text)), ("UTF-8", text.as_bytes().to_vec())];
    for (charset, body) in bodies {
        let mail = read(&[header(charset).as_bytes(), &body, b"\r\n"].concat());
        assert_eq!(mail.body.text, text, "{charset}");
        let sender = mail.envelope.sender().unwrap();
        assert_eq!(sender.name.as_ref().unwrap().as_str(), "Ludwik Łóżek");
        assert_eq!(mail.envelope.return_path, ReturnPath::Address(sender.address.clone()));
        assert_eq!(mail.envelope.subject, "Zimne kaloryfery – prośba");
        assert_eq!(mail.envelope.date, Some("2025-11-14T07:15:02Z".parse().unwrap()));
        assert_eq!(mail.envelope.message_id.as_deref(), Some("abc@example.com"));
        assert_eq!(mail.envelope.in_reply_to, ["ek-7@ekd.internal"]);
        assert_eq!(mail.envelope.references, ["ek-1@ekd.internal", "ek-7@ekd.internal"]);
        assert_eq!(mail.nature, Nature::Personal);
        let found = mail.authentication.unwrap();
        assert_eq!((found.dmarc, found.dkim, found.spf), (Verdict::Pass, Verdict::None, Verdict::Fail));
        let tokens = token::find(mail.envelope.recipients(), &office().addresses[0]);
        assert_eq!(tokens.iter().map(|token| token.as_str()).collect::<Vec<_>>(), ["mzxw6ytbojtg633c"]);
    }
}

#[test]
fn a_subject_in_raw_bytes_is_read_too() {
    let raw = [b"Subject: ".to_vec(), in_iso("Brak ciepła w święta"), b"\n\nx\n".to_vec()].concat();
    assert_eq!(read(&raw).envelope.subject, "Brak ciepła w święta");
    let raw = [b"Subject: ".to_vec(), in_windows("Brak ciepła w święta"), b"\n\nx\n".to_vec()].concat();
    assert_eq!(read(&raw).envelope.subject, "Brak ciepła w święta");
    assert_eq!(read(b"Subject: =?utf-8?b?YQBiG1sySg==?=\n\n").envelope.subject, "a\\u{0}b\\u{1b}[2J");
}

#[test]
fn quoted_printable_and_base64_are_decoded() {
    let printable = b"Content-Type: text/plain; charset=iso-8859-2\nContent-Transfer-Encoding: quoted-printable\n\n\
        Za=BF=F3=B3=E6 g=EA=B6l=B1=\n ja=BC=F1 = 1\n";
    assert_eq!(read(printable).body.text, "Zażółć gęślą jaźń = 1");
    let base64 = b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: BASE64\n\nWmHFvMOzxYLEhwo=\n";
    assert_eq!(read(base64).body.text, "Zażółć");
}

#[test]
fn plain_text_goes_before_html_and_a_page_alone_is_kept() {
    let part = |kind: &str, text: &str| format!("--b\nContent-Type: {kind}; charset=utf-8\n\n{text}\n");
    let head = "Content-Type: multipart/alternative; boundary=b\n\n";
    let both = [head, &part("text/plain", "Zimno"), &part("text/html", "<p>Zimno!</p>"), "--b--\n"].concat();
    assert_eq!(read(both.as_bytes()).body.text, "Zimno");
    assert_eq!(files(both.as_bytes()), []);
    let page = "<html><body><p>Zimno &oacute;d rana</p><script>x</script></body></html>";
    for only in [
        format!("Content-Type: text/html; charset=utf-8\n\n{page}"),
        [head, &part("text/plain", " "), &part("text/html", page), "--b--\n"].concat(),
    ] {
        let mail = read(only.as_bytes());
        assert_eq!(mail.body.text, "Zimno ód rana");
        assert_eq!(mail.attachments.len(), 1);
        assert_eq!(
            (mail.attachments[0].media_type.as_str(), &mail.attachments[0].bytes[..]),
            ("text/html", page.as_bytes())
        );
    }
    let invited = [head, &part("text/plain", "Termin"), &part("text/calendar", "BEGIN:VCALENDAR"), "--b--\n"].concat();
    let expected = (String::new(), "text/calendar".to_owned(), b"BEGIN:VCALENDAR".to_vec());
    assert_eq!(files(invited.as_bytes()), [expected]);
}

#[test]
fn what_is_attached_is_kept_as_it_came() {
    let raw = b"Content-Type: multipart/mixed; boundary=\"=_b\"\r\n\r\n--=_b\r\n\r\nW zal=B1czeniu.\r\n--=_b\r\n\
        Content-Type: application/pdf;\r\n name=\"=?iso-8859-2?Q?umowa_ciep=B3a.pdf?=\"\r\n\
        Content-Transfer-Encoding: base64\r\n\r\nJVBERg==\r\n--=_b\r\nContent-Type: image/png\r\n\
        Content-Disposition: inline;\r\n filename*0*=UTF-8''..%2F%C5%82adne%0A;\r\n filename*1*=%20zdj%C4%99cie.png\r\n\
        Content-Transfer-Encoding: base64\r\n\r\niVBORw==\r\n--=_b\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\n\
        \r\n\x78\x9f\x3e\x22\r\n--=_b\r\nContent-Type: message/rfc822\r\n\r\nSubject: stary\r\n\r\nTekst\r\n--=_b\r\n\
        Content-Type: text/plain; name=odczyt.txt\r\n\r\n1234\r\n--=_b--\r\nepilog\r\n";
    let expected = [
        ("umowa ciepła.pdf", "application/pdf", b"%PDF".to_vec()),
        ("_ładne_ zdjęcie.png", "image/png", b"\x89PNG".to_vec()),
        ("winmail.dat", "application/ms-tnef", b"\x78\x9f\x3e\x22".to_vec()),
        ("", "message/rfc822", b"Subject: stary\r\n\r\nTekst".to_vec()),
        ("odczyt.txt", "text/plain", b"1234".to_vec()),
    ];
    let expected = expected.map(|(name, kind, bytes)| (name.to_owned(), kind.to_owned(), bytes));
    assert_eq!(files(raw), expected);
    assert_eq!(read(raw).body.text, "W zal=B1czeniu.");
}

#[test]
fn a_mail_that_is_cut_off_or_broken_keeps_its_text() {
    let cut = b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nNie ma ciep";
    assert_eq!(read(cut).body.text, "Nie ma ciep");
    let wrong = b"Content-Type: multipart/mixed; boundary=b\n\n--c\n\nNie ma\n--c--\n";
    assert_eq!(read(wrong).body.text, "--c\n\nNie ma\n--c--");
    let nameless = b"Content-Type: multipart/mixed\n\nNie ma\n";
    assert_eq!(read(nameless).body.text, "Nie ma");
    assert_eq!(read(b"Nie ma ciepla.\nOd rana.\n").body.text, "Nie ma ciepla.\nOd rana.");
    assert_eq!(read(b"Subject: x\nNie ma ciepla.\n").body.text, "Nie ma ciepla.");
    assert_eq!(read(b"From anna Fri Nov 14\nSubject: x\n\ny\n").envelope.subject, "x");
    let controls = b"Subject: x\n\na\x1b[2Jb\0c\rd\r\ne\tf\xc2\x85";
    assert_eq!(read(controls).body.text, "a\\u{1b}[2Jb\\u{0}c\nd\ne\tf\\u{85}");
}

#[test]
fn an_empty_mail_is_a_mail() {
    for raw in [&b""[..], b"\n", b"\r\n\r\n", b"Subject: puste\n", b"Subject: puste\r\n\r\n"] {
        let mail = read(raw);
        assert_eq!((mail.body, mail.attachments, mail.envelope.from), Default::default());
        assert_eq!(mail.nature, Nature::Personal);
    }
}

#[test]
fn the_way_a_mail_took_does_not_change_its_digest() {
    let mail = |trace: &str, rest: &str| {
        let raw = format!(
            "{trace}From: Anna <anna@example.com>\nDate: Fri, 14 Nov 2025 08:15:02 +0100\nSubject: x\n\
             Content-Type: text/plain; charset=utf-8\n{rest}"
        );
        read(raw.as_bytes()).digest
    };
    let first = mail("", "\nZażółć\n");
    assert_eq!(
        mail("Return-Path: <a@b.pl>\nReceived: from x by y; z\nDelivered-To: bok@example.pl\n", "\nZażółć\n"),
        first
    );
    assert_eq!(mail("X-Spam: no\nAuthentication-Results: a; b\nDKIM-Signature: v=1\n", "\nZażółć\n\n"), first);
    assert_eq!(
        mail("Received: a\n", "Content-Transfer-Encoding: quoted-printable\n\nZa=C5=BC=C3=B3=C5=82=C4=87\n"),
        first
    );
    assert_eq!(mail("", "\nZażółć\n").to_vec(), first.to_vec());
    assert_ne!(mail("", "\nZażółć!\n"), first);
    assert_ne!(mail("From: Jan <jan@example.com>\n", "\nZażółć\n"), first);
    let windows_lines = read(
        "From: anna@example.com\r\nDate: Fri, 14 Nov 2025 07:15:02 +0000\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nZażółć\r\n"
            .as_bytes(),
    );
    assert_eq!(windows_lines.digest, first);
}

#[test]
fn flowed_text_and_its_quotation_are_understood() {
    let raw = "Content-Type: text/plain; charset=utf-8; format=flowed\n\nOd rana \nnie ma.\n\nW dniu 14.11 BOK pisze:\n\
               > Czy \n> ciepło?\n\n-- \nAnna\n";
    let body = read(raw.as_bytes()).body;
    assert_eq!(body.text, "Od rana nie ma.");
    assert_eq!(body.quoted, "W dniu 14.11 BOK pisze:\n> Czy ciepło?");
    assert_eq!(body.signature, "Anna");
}
