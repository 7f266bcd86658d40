//! Mail that is made to harm is parked, with what stands on it, and what comes after it is not kept waiting.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use common::ticket::mail::Became;

use crate::dovecot::Dovecot;
use crate::office;

fn head(name: &str) -> String {
    let id = name.replace(' ', "-");
    format!(
        "Message-ID: <{id}@example.com>\r\nFrom: Anna <anna@example.com>\r\nTo: bok@example.pl\r\n\
         Date: Fri, 14 Nov 2025 08:15:02 +0100\r\nSubject: {name}\r\nMIME-Version: 1.0\r\n"
    )
}

fn parts() -> String {
    let mut mail = head("parts") + "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
    for number in 0..10_000 {
        write!(mail, "--b\r\nContent-Type: text/plain\r\n\r\n{number}\r\n").unwrap();
    }
    mail + "--b--\r\n"
}

fn depth() -> String {
    let mut mail = head("depth");
    for level in 0..300 {
        write!(mail, "Content-Type: multipart/mixed; boundary=b{level}\r\n\r\n--b{level}\r\n").unwrap();
    }
    mail + "\r\nx\r\n"
}

fn headers() -> String {
    let mut mail = head("headers");
    for number in 0..100_000 {
        write!(mail, "X-{number}: {number}\r\n").unwrap();
    }
    mail + "\r\nx\r\n"
}

fn one_header() -> String {
    format!("{}X-Long: {}\r\n\r\nx\r\n", head("one header"), "x".repeat(1 << 20))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bomb_is_parked_and_the_mail_after_it_is_not_late() {
    let Some(dovecot) = Dovecot::start().await else { return };
    let place = office::place(&dovecot);
    let (_process, client) = office::run(&place).await;
    let large = head("bytes") + "\r\n" + &"Zimno. ".repeat(30 << 17);
    let bombs = [
        ("bytes", large),
        ("parts", parts()),
        ("depth", depth()),
        ("headers", headers()),
        ("one header", one_header()),
    ];
    for (n_before, (name, bomb)) in bombs.iter().enumerate() {
        dovecot.deliver(&format!("{n_before}.a.test"), bomb.as_bytes());
        let started = Instant::now();
        let after = format!("{}\r\nZimno.\r\n", head(&format!("after {name}")));
        dovecot.deliver(&format!("{n_before}.b.test"), after.as_bytes());
        let n_mails = 2 * i64::try_from(n_before).unwrap() + 2;
        let mails = office::wait_for_mails(&place, &client, n_mails).await;
        println!("{name} ({} KiB): the mail after it was taken after {:?}", bomb.len() / 1024, started.elapsed());
        assert!(started.elapsed() < Duration::from_secs(15), "{name}: {:?}", started.elapsed());
        let parked = mails.iter().find(|mail| mail.subject == *name).unwrap_or_else(|| panic!("{name}: {mails:#?}"));
        assert!(matches!(parked.became, Became::Parked { .. }), "{parked:#?}");
        assert_eq!(parked.from, "anna@example.com");
        assert!(parked.size >= bomb.len() as u64, "{parked:#?}");
        assert!(matches!(office::became(&mails, &format!("after {name}")), Became::Ticket { .. }));
    }
    // What was taken is marked, what is parked is not: whoever looks into the mailbox finds it unread.
    assert_eq!((dovecot.count("seen"), dovecot.count_marked("$EkdTaken")), (bombs.len(), bombs.len()));
    assert_eq!(dovecot.count("unseen"), bombs.len());
}
