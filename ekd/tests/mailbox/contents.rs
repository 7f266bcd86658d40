//! What a mail holds arrives as it was sent: files beside the entry, HTML as its text, and nothing that a terminal obeys.

use common::ticket::mail::Became;

use crate::dovecot::Dovecot;
use crate::office::{self, became, number, text};

fn head(subject: &str) -> String {
    let id: String = subject.chars().filter(char::is_ascii_alphanumeric).collect();
    format!(
        "Authentication-Results: mx.example.pl; dmarc=pass; spf=fail\r\nMessage-ID: <{id}@example.com>\r\n\
         From: Anna <anna@example.com>\r\nTo: bok@example.pl\r\nDate: Fri, 14 Nov 2025 08:15:02 +0100\r\n\
         Subject: {subject}\r\nMIME-Version: 1.0\r\n"
    )
}

fn with_file(subject: &str, file: &str) -> String {
    format!(
        "{}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nW zalaczeniu.\r\n\
         --b\r\n{file}\r\n--b--\r\n",
        head(subject)
    )
}

fn mails() -> Vec<String> {
    let event = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Odczyt\r\nEND:VEVENT\r\nEND:VCALENDAR";
    let calendar = format!(
        "Content-Type: text/calendar; name=odczyt.ics\r\nContent-Disposition: attachment; filename=odczyt.ics\r\n\r\n{event}"
    );
    let winmail = "Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\
                   Content-Disposition: attachment; filename=winmail.dat\r\n\r\neJ8+IgAAAAA=";
    let html = "<html><style>p{color:red}</style><p>Zimno <b>od rana</b>.</p><script>alert(1)</script></html>";
    vec![
        with_file("termin", &calendar),
        with_file("outlook", winmail),
        format!("{}Content-Type: text/html\r\n\r\n{html}\r\n", head("html")),
        format!("{}\r\nZimno\x1b[2J\x1b]0;x\x07.\r\n", head("=?utf-8?Q?a=1B=5B2Jb?=")),
        format!("{}\r\nbez tematu\r\n", head("")),
        format!("{}Auto-Submitted: auto-replied\r\n\r\nNie ma mnie.\r\n", head("away")),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_arrives_as_it_was_sent() {
    let Some(dovecot) = Dovecot::start().await else { return };
    let place = office::place(&dovecot);
    for (number, mail) in mails().iter().enumerate() {
        dovecot.deliver(&format!("{number}.test"), mail.as_bytes());
    }
    let (_process, client) = office::run(&place).await;
    let mails = office::wait_for_mails(&place, &client, 6).await;
    assert!(mails.iter().all(|mail| mail.authentication.as_deref() == Some("dmarc=pass dkim=none spf=fail")
        || mail.became == Became::Automatic));
    assert_eq!(*became(&mails, "away"), Became::Automatic);
    assert_eq!(number(&place, "SELECT count(*) FROM ticket"), 5);
    let of = |subject: &str, what: &str| {
        text(
            &place,
            &format!(
                "SELECT {what} FROM mail JOIN ticket_text USING (entry_id) LEFT JOIN attachment USING (entry_id)
                 WHERE mail.subject = '{subject}'"
            ),
        )
    };
    assert_eq!(of("termin", "name || ' ' || media_type"), "odczyt.ics text/calendar");
    assert_eq!(of("outlook", "name || ' ' || media_type"), "winmail.dat application/ms-tnef");
    let html = of("html", "body");
    assert!(html.contains("Zimno od rana.") && !html.contains(['<', '{']) && !html.contains("alert"), "{html}");
    // An entry keeps what was written; a subject and a sender are shown everywhere and hold nothing hidden.
    assert!(mails.iter().all(|mail| !mail.subject.chars().any(common::text::is_hidden)), "{mails:#?}");
    assert_eq!(number(&place, "SELECT count(*) FROM ticket WHERE subject <> ''"), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn starttls_is_as_good_and_a_stranger_with_another_authority_gets_no_password() {
    let Some(dovecot) = Dovecot::start().await else { return };
    let place = office::place(&dovecot);
    let section = dovecot.section(place.home.path());
    let config = std::fs::read_to_string(&place.config).unwrap();
    let port = section.lines().find(|line| line.starts_with("port = ")).unwrap();
    let plain = format!("port = {}\nsecurity = 'starttls'", dovecot.port());
    std::fs::write(&place.config, config.replace(port, &plain)).unwrap();
    dovecot.deliver("1.test", (head("starttls") + "\r\nx\r\n").as_bytes());
    let (mut process, client) = office::run(&place).await;
    let mails = office::wait_for_mails(&place, &client, 1).await;
    assert!(matches!(became(&mails, "starttls"), Became::Ticket { .. }));
    process.kill();
    let Some(other) = Dovecot::start().await else { return };
    let config = std::fs::read_to_string(&place.config).unwrap();
    let line = |text: &str| text.lines().find(|line| line.starts_with("ca-file")).unwrap().to_owned();
    let theirs = line(&other.section(place.home.path()));
    std::fs::write(&place.config, config.replace(&line(&config), &theirs)).unwrap();
    dovecot.deliver("2.test", (head("unread") + "\r\nx\r\n").as_bytes());
    let log = place.home.path().join("log");
    let (_process, _client) = place.run_noting(std::fs::File::create(&log).unwrap().into()).await;
    let said = || std::fs::read_to_string(&log).unwrap();
    crate::peer::wait_for("the refusal", || said().contains("cannot be read").then_some(())).await;
    assert!(said().contains("invalid peer certificate"), "{}", said());
    assert_eq!(number(&place, "SELECT count(*) FROM mail"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_people_had_read_before_the_first_start_is_theirs() {
    let Some(dovecot) = Dovecot::start().await else { return };
    let place = office::place(&dovecot);
    dovecot.deliver("1.test", (head("old") + "\r\nx\r\n").as_bytes());
    dovecot.deliver("2.test", (head("new") + "\r\nx\r\n").as_bytes());
    dovecot.mark_read("old");
    let (_process, client) = office::run(&place).await;
    let mails = office::wait_for_mails(&place, &client, 1).await;
    assert!(matches!(became(&mails, "new"), Became::Ticket { .. }));
    // From then on it does not matter who reads what first.
    dovecot.deliver("3.test", (head("later") + "\r\nx\r\n").as_bytes());
    let mails = office::wait_for_mails(&place, &client, 2).await;
    assert!(matches!(became(&mails, "later"), Became::Ticket { .. }));
}
