//! Tokens, automatic answers and what goes along, over an archive of a test.

use common::contact::EmailAddress;
use common::delivery::Delivery;
use common::ticket::TicketNumber;
use jiff::SignedDuration;
use tempfile::TempDir;

use super::acknowledge::{Received, acknowledge};
use super::*;
use crate::mail::{self, Limits, Nature, Office};
use crate::office::{self, Opening, Writer};
use crate::store::reply_token::{Correspondent, Side};
use crate::store::ticket::TicketId;
use crate::store::{self, Store};

const BEGIN: &str = "2026-11-27T11:00:00Z";

fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

fn channels() -> Channels {
    let smtp = "[smtp]\nhost = 'localhost'\nsecurity = 'none'\nfrom = 'e-klient@example.pl'\nhello = 'ek.test'";
    let mailbox = "[mailbox]\nhost = 'localhost'\nuser = 'bok'\npassword-file = '/p'\naddress = 'bok@example.pl'";
    Channels::new(&toml::from_str(&format!("{smtp}\n{mailbox}")).unwrap())
}

/// Does something with an archive that has a ticket from a mail of this address.
async fn with_ticket<T: Send + 'static>(work: impl FnOnce(&Write<'_>, &Desk<'_>, TicketId) -> T + Send + 'static) -> T {
    let home: TempDir = tempfile::tempdir().unwrap();
    let path = home.path().join("archive.db");
    store::open::create(&path).unwrap();
    let (store, _) = Store::open(&path).unwrap();
    let done = store.write("test", move |tx| {
        let (zone, now) = (TimeZone::get("Europe/Warsaw").unwrap(), BEGIN.parse().unwrap());
        let id = ticket(tx, &zone, now);
        let (vault, channels) = (Vault::of(&[7; 32]), channels());
        Ok::<_, StoreError>(work(tx, &Desk { vault: &vault, zone: &zone, channels: &channels, now }, id))
    });
    done.await.unwrap()
}

fn ticket(tx: &Write<'_>, zone: &TimeZone, now: Timestamp) -> TicketId {
    let opening = Opening {
        category: common::ticket::Category::Other,
        subject: "Zimno od piątku",
        site: None,
        customer: None,
        details: &[],
        priority: common::ticket::Priority::Normal,
        origin: common::ticket::Origin::Email,
        by: Writer::Unverified { address: Some("jan@example.org".to_owned()) },
        body: common::ticket::entry::EntryText::plain("Zimno."),
        attach: Vec::new(),
        now,
    };
    let desk = office::Desk::usual(zone.clone());
    office::open(tx, &desk, opening).unwrap().0
}

#[tokio::test]
async fn a_token_is_the_same_for_ever_and_of_one_correspondent() {
    with_ticket(|tx, desk, ticket| {
        let of = |address: &str, side| Correspondent {
            ticket,
            address: EmailAddress::parse(address).unwrap(),
            side,
            account: None,
        };
        let token = |of: &Correspondent| reply::token_for(tx, desk.vault, of).unwrap();
        let jan = of("Jan@Example.org", Side::Customer);
        let one = token(&jan);
        assert_eq!(one, token(&of("jan@example.org", Side::Customer)));
        assert_ne!(one, token(&of("jan@example.org", Side::Office)));
        assert_ne!(one, token(&of("ewa@example.org", Side::Customer)));
        let found = reply::find(tx, &one).unwrap().unwrap();
        assert_eq!((found.ticket, found.address.as_str(), found.side), (ticket, "jan@example.org", Side::Customer));
        let other = reply::token_for(tx, &Vault::of(&[8; 32]), &jan).unwrap();
        assert_ne!(one, other, "another house");
        store::reply_token::forget_address(tx, "jan@example.org").unwrap();
        assert_eq!(reply::find(tx, &one).unwrap(), None);
    })
    .await;
}

fn raw(head: &str) -> String {
    format!("{head}Message-ID: <1@example.org>\r\nSubject: Zimno\r\nTo: bok@example.pl\r\n\r\nZimno od rana.\r\n")
}

fn answered(tx: &Write<'_>, desk: &Desk<'_>, ticket: TicketId, head: &str) -> Option<Delivery> {
    let office = Office { addresses: vec![address("bok@example.pl")], ..Office::default() };
    let mail = mail::read(raw(head).as_bytes(), &Limits::PROMISED, &office).unwrap();
    assert!(mail.nature != Nature::Own);
    let number = TicketNumber::new(2026, 1);
    let received = Received { ticket, number, envelope: &mail.envelope, nature: &mail.nature, office: &office };
    acknowledge(tx, desk, &received).unwrap()?;
    store::outbox::list(tx, None, 1).unwrap().pop().map(|(_, delivery)| delivery)
}

const HONEST: &str = "Return-Path: <jan@example.org>\r\nFrom: Jan <jan@example.org>\r\n";

#[tokio::test]
async fn a_person_is_answered_once_and_a_program_never() {
    with_ticket(|tx, desk, ticket| {
        let vacation = format!("{HONEST}Auto-Submitted: auto-replied\r\n");
        let list = format!("{HONEST}List-Id: <x.example.org>\r\n");
        let bounce = HONEST.replace("<jan@example.org>\r\nFrom", "<>\r\nFrom");
        for head in [vacation, list, bounce] {
            assert_eq!(answered(tx, desk, ticket, &head), None, "{head}");
        }
        let sent = answered(tx, desk, ticket, HONEST).unwrap();
        assert_eq!((sent.recipient.as_str(), sent.topic.as_str()), ("jan@example.org", "ticket_received"));
        assert_eq!(sent.ticket, Some(TicketNumber::new(2026, 1)));
        assert_eq!(answered(tx, desk, ticket, HONEST), None, "once in a thread");
        let tomorrow = desk.now + SignedDuration::from_hours(24);
        assert!(answered(tx, &Desk { now: tomorrow, ..*desk }, ticket, HONEST).is_some());
        assert_eq!(store::reply_token::of_ticket(tx, ticket).unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn who_forges_a_sender_gets_no_token() {
    with_ticket(|tx, desk, ticket| {
        let forged = HONEST.replace("From: Jan <jan@", "From: Jan <ewa@");
        let sent = answered(tx, desk, ticket, &forged).unwrap();
        assert_eq!(sent.recipient, "jan@example.org");
        assert_eq!(store::reply_token::of_ticket(tx, ticket).unwrap(), []);
    })
    .await;
}
