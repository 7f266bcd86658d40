//! A real postfix takes our letters.

use common::delivery::{Channel, DeliveryState};
use ekd::store::outbox::Due;
use jiff::SignedDuration;
use tokio_util::sync::CancellationToken;

use crate::house::{CODE, House};
use crate::peer::wait_for;
use crate::postfix::Postfix;

pub(crate) fn section(server: &Postfix) -> String {
    let (port, ca_file) = (server.port(), server.ca_file());
    format!(
        "[smtp]\nhost = 'localhost'\nport = {port}\nsecurity = 'starttls'\nca-file = '{}'\n\
         from = 'e-klient@example.pl'\nhello = 'ek.test'\n",
        ca_file.display()
    )
}

/// Returns a letter's header by its name, unfolded.
pub(crate) fn header(mail: &str, name: &str) -> String {
    let head = mail.split("\n\n").next().unwrap().replace("\n ", " ").replace("\n\t", " ");
    let found: Vec<&str> = head.lines().filter_map(|line| line.strip_prefix(&format!("{name}: "))).collect();
    assert_eq!(found.len(), 1, "{name}: {head}");
    found[0].to_owned()
}

/// Decodes the encoded words of RFC 2047 in UTF-8 and base64: between two of them a space is none.
pub(crate) fn decoded(subject: &str) -> String {
    let mut text = Vec::new();
    let mut was_plain = false;
    for word in subject.split(' ') {
        let encoded = word.strip_prefix("=?utf-8?b?").and_then(|word| word.strip_suffix("?="));
        if !text.is_empty() && (was_plain || encoded.is_none()) {
            text.push(b' ');
        }
        was_plain = encoded.is_none();
        text.extend(encoded.map_or_else(|| word.as_bytes().to_vec(), from_base64));
    }
    String::from_utf8(text).unwrap()
}

pub(crate) fn from_base64(text: &str) -> Vec<u8> {
    let value = |byte: u8| {
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".iter().position(|one| *one == byte)
    };
    let (mut bits, mut n_bits, mut bytes) = (0_usize, 0, Vec::new());
    for value in text.bytes().filter_map(value) {
        (bits, n_bits) = ((bits << 6) | value, n_bits + 6);
        if n_bits >= 8 {
            n_bits -= 8;
            bytes.push(u8::try_from((bits >> n_bits) & 0xff).unwrap());
        }
    }
    bytes
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_comes_once_with_all_that_it_needs() {
    let Some(server) = Postfix::start() else { return };
    let house = House::start(&section(&server));
    let id = house.queue(Channel::Email, "anna@example.pl").await;
    let due =
        house.store.read(|log| ekd::store::outbox::due(log, Channel::Email, House::begin(), House::begin(), 9)).await;
    let Due { message_id, .. } = due.unwrap_or_else(|error: ekd::store::StoreError| panic!("{error}")).remove(0);
    let stop = CancellationToken::new();
    let running = tokio::spawn(house.deliverer().run(stop.clone()));
    let mail = server.wait_for_mail("anna", 1).await.remove(0);

    assert_eq!(header(&mail, "Message-ID"), message_id);
    assert_eq!(decoded(&header(&mail, "Subject")), "Kod do nowego hasła konta anna");
    assert_eq!(header(&mail, "From"), "e-klient@example.pl");
    assert_eq!(header(&mail, "To"), "anna@example.pl");
    assert_eq!(header(&mail, "Date"), "Fri, 14 Nov 2025 07:15:02 +0000");
    assert_eq!(header(&mail, "Auto-Submitted"), "auto-generated");
    assert_eq!(header(&mail, "Content-Type"), "text/plain; charset=utf-8");
    assert!(mail.contains(CODE) && mail.contains("TLSv1.3"), "{mail}");

    // Started again, it sends nothing again; what comes later is sent.
    stop.cancel();
    running.await.unwrap().unwrap();
    let row = house.row(id).await;
    assert_eq!((row.state, row.n_attempts), (DeliveryState::Sent, 1));
    assert!(row.answer.unwrap().starts_with("250 2.0.0 Ok: queued as "));
    let house = house.reopen().await;
    let stop = CancellationToken::new();
    let running = tokio::spawn(house.deliverer().run(stop.clone()));
    house.queue(Channel::Email, "jan@example.pl").await;
    server.wait_for_mail("jan", 1).await;
    server.wait_until_idle().await;
    assert_eq!(server.mails("anna").len(), 1);
    stop.cancel();
    running.await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_and_a_delay_of_the_server_are_what_they_are() {
    let Some(server) = Postfix::start() else { return };
    let house = House::start(&section(&server));
    let refused = house.queue(Channel::Email, "refused@example.pl").await;
    let later = house.queue(Channel::Email, "later@example.pl").await;
    let abroad = house.queue(Channel::Email, "anna@example.org").await;
    house.deliverer().deliver_due(Channel::Email).await.unwrap();
    let state = async |id| house.row(id).await.state;
    assert_eq!(state(refused).await, DeliveryState::Failed);
    assert_eq!(state(abroad).await, DeliveryState::Failed);
    assert_eq!(state(later).await, DeliveryState::Waiting);
    assert!(house.row(refused).await.answer.unwrap().contains("no such person"));
    assert_eq!(house.row(later).await.at, House::begin() + SignedDuration::from_mins(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_nobody_vouches_for_gets_no_letter() {
    let Some(server) = Postfix::start() else { return };
    let Some(other) = Postfix::start() else { return };
    let strange = section(&server).replace(server.ca_file().to_str().unwrap(), other.ca_file().to_str().unwrap());
    let misnamed = section(&server).replace("'localhost'", "'127.0.0.1'");
    for sections in [strange, misnamed] {
        let house = House::start(&sections);
        let id = house.queue(Channel::Email, "anna@example.pl").await;
        house.deliverer().deliver_due(Channel::Email).await.unwrap();
        assert_eq!(house.row(id).await.state, DeliveryState::Waiting);
    }
    server.wait_until_idle().await;
    assert_eq!(server.mails("anna").len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_may_be_encrypted_from_the_first_byte() {
    let Some(server) = Postfix::start() else { return };
    let port = |port: u16| format!("port = {port}\n");
    let sections = section(&server).replace("'starttls'", "'tls'");
    // At the other port the server waits for a word in the clear and gets none.
    let house = House::start(&(sections.clone() + "timeout = '1s'\n"));
    let id = house.queue(Channel::Email, "anna@example.pl").await;
    house.deliverer().deliver_due(Channel::Email).await.unwrap();
    assert_eq!(house.row(id).await.state, DeliveryState::Waiting);

    let house = House::start(&sections.replace(&port(server.port()), &port(server.tls_port())));
    let id = house.queue(Channel::Email, "anna@example.pl").await;
    assert_eq!(house.deliver(id).await.state, DeliveryState::Sent);
    assert!(server.wait_for_mail("anna", 1).await[0].contains("TLSv1.3"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_letters_come_once_each() {
    let Some(server) = Postfix::start() else { return };
    let house = House::start(&section(&server));
    for _ in 0..100 {
        house.queue(Channel::Email, "anna@example.pl").await;
    }
    let stop = CancellationToken::new();
    let running = tokio::spawn(house.deliverer().run(stop.clone()));
    let all = wait_for("the letters", || Some(server.mails("anna")).filter(|mails| mails.len() >= 100)).await;
    server.wait_until_idle().await;
    let ids: std::collections::BTreeSet<String> = all.iter().map(|mail| header(mail, "Message-ID")).collect();
    assert_eq!((server.mails("anna").len(), ids.len()), (100, 100));
    stop.cancel();
    running.await.unwrap().unwrap();
}
