//! `From` proves nothing: what joins a ticket was sent to its reply token and is from the address that has the token. The
//! mail goes the whole way: a real postfix takes it, a real dovecot shows it, letters leave by the same postfix.

use common::contact::EmailAddress;
use common::ticket::mail::{Became, ReceivedMail};
use lettre::transport::smtp::AsyncSmtpTransport;
use lettre::{AsyncTransport as _, Tokio1Executor};

use crate::dovecot::Dovecot;
use crate::harness::process::Place;
use crate::office::{self, became, number, text};
use crate::postfix::Postfix;

/// Sends a mail as the world does.
pub(crate) async fn send(postfix: &Postfix, sender: Option<&str>, recipient: &str, mail: &str) {
    let address = |text: &str| text.parse().unwrap();
    let envelope = lettre::address::Envelope::new(sender.map(address), vec![address(recipient)]).unwrap();
    let server = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous("127.0.0.1").port(postfix.port()).build();
    server.send_raw(&envelope, mail.as_bytes()).await.unwrap();
}

fn mail(subject: &str, from: &str, more: &str, body: &str) -> String {
    let id: String = subject.chars().filter(char::is_ascii_alphanumeric).collect();
    format!(
        "Message-ID: <{id}@example.com>\r\nFrom: {from}\r\nTo: bok@example.pl\r\n\
         Date: Fri, 14 Nov 2025 08:15:02 +0100\r\nSubject: {subject}\r\n{more}\r\n{body}\r\n"
    )
}

pub(crate) fn field<'a>(mail: &'a str, name: &str) -> &'a str {
    let line = mail.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_else(|| panic!("{name} in {mail}"));
    line.trim()
}

/// Returns a postfix and the dovecot that shows what it puts down for the office, and a place for a daemon between them.
pub(crate) async fn house() -> Option<(Postfix, Dovecot, Place)> {
    let postfix = Postfix::start()?;
    let dovecot = Dovecot::serving(Some(&postfix.office())).await?;
    let place = office::place(&dovecot);
    let smtp = format!(
        "[smtp]\nhost = 'localhost'\nport = {}\nsecurity = 'none'\nfrom = 'e-klient@example.pl'\nhello = 'ek.test'\n",
        postfix.port()
    );
    office::add(&place, &smtp);
    Some((postfix, dovecot, place))
}

fn is_ticket(mails: &[ReceivedMail], subject: &str) -> bool {
    matches!(became(mails, subject), Became::Ticket { .. })
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_token_with_its_address_joins_a_ticket() {
    let Some((postfix, _dovecot, place)) = house().await else { return };
    let (_process, client) = office::run(&place).await;
    send(&postfix, Some("anna@example.pl"), "bok@example.pl", &mail("zimno", "anna@example.pl", "", "Zimno.")).await;
    let letter = postfix.wait_for_mail("anna", 1).await.remove(0);
    assert!(!letter.contains("Zimno"), "nothing of what was written comes back: {letter}");
    assert_eq!(field(&letter, "Auto-Submitted:"), "auto-replied");
    let reply_to = field(&letter, "Reply-To:").trim_matches(['<', '>']).to_owned();
    EmailAddress::parse(&reply_to).unwrap();
    assert!(reply_to.starts_with("bok+") && reply_to.len() == "bok+@example.pl".len() + 16, "{reply_to}");
    let references = format!("In-Reply-To: {0}\r\nReferences: {0}\r\n", field(&letter, "Message-ID:"));
    let away = format!("{references}Auto-Submitted: auto-replied\r\n");
    // Who sends it, to whom, what else stands on it.
    let cases = [
        ("answer", "anna@example.pl", reply_to.as_str(), references.as_str()),
        ("stolen token", "ewa@example.pl", reply_to.as_str(), references.as_str()),
        ("no token", "anna@example.pl", "bok@example.pl", ""),
        ("references only", "anna@example.pl", "bok@example.pl", references.as_str()),
        ("wrong token", "anna@example.pl", "bok+aaaaaaaaaaaaaaaa@example.pl", ""),
        ("away", "anna@example.pl", reply_to.as_str(), away.as_str()),
        ("away from nowhere", "anna@example.pl", "bok@example.pl", away.as_str()),
        ("own", "bok@example.pl", "bok@example.pl", ""),
    ];
    let standing = "SELECT group_concat(id || state || coalesce(assignee_id, '-')) || (SELECT count(*) FROM contact)
        || (SELECT count(*) FROM ticket_watcher) || (SELECT count(*) FROM account) FROM ticket WHERE id = 1";
    let before = text(&place, standing);
    for (subject, from, to, more) in cases {
        send(&postfix, Some(from), to, &mail(subject, from, more, &format!("Tekst: {subject}."))).await;
    }
    let mails = office::wait_for_mails(&place, &client, 1 + i64::try_from(cases.len()).unwrap()).await;
    let Became::Ticket { ticket: first, .. } = became(&mails, "zimno") else { panic!("{mails:#?}") };
    for joined in ["answer", "away"] {
        assert!(
            matches!(became(&mails, joined), Became::Entry { ticket, .. } if ticket == first),
            "{joined}: {mails:#?}"
        );
    }
    for apart in ["stolen token", "no token", "references only", "wrong token"] {
        assert!(is_ticket(&mails, apart), "{apart}: {mails:#?}");
    }
    for ignored in ["away from nowhere", "own"] {
        assert_eq!(*became(&mails, ignored), Became::Automatic, "{ignored}");
    }
    // A hint for the clerk where a letter is named, and no more than that.
    let hints =
        "SELECT group_concat(subject) FROM (SELECT subject FROM ticket_entry JOIN ticket ON ticket.id = thread_id
        WHERE turn LIKE '%refers%' ORDER BY subject)";
    assert_eq!(text(&place, hints), "references only,stolen token");
    assert_eq!(number(&place, "SELECT count(*) FROM ticket WHERE customer_id IS NOT NULL"), 0);
    assert_eq!(text(&place, standing), before, "mail changes no state, contact, watcher or account");
    let automatic = "SELECT group_concat(body) FROM ticket_text WHERE is_automatic";
    assert_eq!(text(&place, automatic), "Tekst: away.");
    // No automatic mail is answered, and nobody more than five times a day.
    postfix.wait_until_idle().await;
    assert!(postfix.mails("anna").len() <= 5);
    assert_eq!(number(&place, "SELECT count(*) FROM automatic_answer"), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_comes_back_is_noted_on_its_ticket() {
    let Some((postfix, _dovecot, place)) = house().await else { return };
    let (_process, client) = office::run(&place).await;
    send(&postfix, Some("anna@example.pl"), "bok@example.pl", &mail("zimno", "anna@example.pl", "", "Zimno.")).await;
    let letter = postfix.wait_for_mail("anna", 1).await.remove(0);
    crate::peer::wait_for("the delivery", || {
        (number(&place, "SELECT count(*) FROM outbox WHERE state = 'sent'") == 1).then_some(())
    })
    .await;
    let id = field(&letter, "Message-ID:");
    let report = |subject: &str, id: &str| {
        mail(
            subject,
            "MAILER-DAEMON@mail.test",
            "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n",
            &format!(
                "--b\r\nContent-Type: text/plain\r\n\r\nnot delivered\r\n--b\r\n\
                 Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.test\r\n\r\n\
                 Final-Recipient: rfc822; anna@example.pl\r\nAction: failed\r\nStatus: 5.1.1\r\n\
                 Diagnostic-Code: smtp; 550 no such person\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\n\
                 Message-ID: {id}\r\n\r\n--b--"
            ),
        )
    };
    send(&postfix, None, "bok@example.pl", &report("returned", id)).await;
    send(&postfix, None, "bok@example.pl", &report("strange", "<x@ekd.internal>")).await;
    let mails = office::wait_for_mails(&place, &client, 3).await;
    assert!(matches!(became(&mails, "returned"), Became::Bounce { ticket: Some(_) }), "{mails:#?}");
    assert_eq!(*became(&mails, "strange"), Became::Bounce { ticket: None });
    let turn = text(&place, "SELECT group_concat(turn) FROM ticket_entry WHERE turn LIKE '%bounced%'");
    assert!(turn.contains("anna@example.pl") && turn.contains("5.1.1"), "{turn}");
    assert_eq!(number(&place, "SELECT count(*) FROM outbox WHERE state = 'bounced'"), 1);
}
