//! A ticket goes the whole way: written at a terminal, mailed to an office outside, answered there with an ordinary mail
//! program, told to the customer by letter and short message, answered at the terminal again; through real servers.

use common::account::{Login, PasswordKind, Role};
use common::alarm::Severity;
use common::api::OnceKey;
use common::contact::ContactKind;
use common::customer::{CustomerCard, Mandate, NewCustomer};
use common::delivery::Channel;
use common::id::CustomerNumber;
use common::notice::{NoticeKind, NoticeSettings, Route, TicketNews};
use common::page::Page;
use common::ticket::draft::{Dispatch, NewEntry, NewTicket, Readers, Sent};
use common::ticket::entry::{Entry, EntryWhat};
use common::ticket::{Author, Category, Origin, Ticket, TicketNumber, TicketState};
use ekd::store::account::Opening;
use ekd::store::log::Write;
use ekd::store::{self, Store, StoreError};
use jiff::{SignedDuration, Timestamp};

use crate::forged::{field, house, send};
use crate::gammu::Gammu;
use crate::harness::client::Client;
use crate::harness::process::Place;
use crate::office::{add, number, run};
use crate::peer::wait_for;

const MOBILE: &str = "+48601234567";

/// Makes the user of the test an account that acts for a customer and wants answers by letter and short message.
fn prepare(tx: &Write<'_>, now: Timestamp) -> Result<(), StoreError> {
    let opening = Opening {
        login: Login::parse("anna").unwrap(),
        name: "Anna Kowalska".to_owned(),
        role: Role::Customer,
        language: "pl".to_owned(),
        created_at: now,
        password: None,
        password_kind: PasswordKind::None,
        password_until: None,
    };
    let anna = store::account::add(tx, &opening)?;
    store::contact::set(tx, anna, ContactKind::Email, ("anna@example.pl", now))?;
    store::contact::set(tx, anna, ContactKind::Mobile, (MOBILE, now))?;
    let kinds = [NoticeKind::Ticket(TicketNews::Answered)];
    let route = |channel| Route {
        channel,
        kinds: kinds.into(),
        severity: Severity::Notice,
        sites: [].into(),
        hours: Vec::new(),
    };
    let routes = vec![route(Channel::Email), route(Channel::Sms)];
    store::notice::set_settings(tx, anna, &NoticeSettings { routes, ..NoticeSettings::default() })?;
    let customer = CustomerNumber::parse("K-1").unwrap();
    let card = CustomerCard { name: "SM Zielona".to_owned(), ..CustomerCard::default() };
    let id = store::customer::save(tx, &NewCustomer { number: customer.clone(), card })?;
    let mandate = Mandate { customer, login: opening.login, rights: [].into(), from: now, until: None };
    store::customer::mandate(tx, (anna, id), &mandate)
}

async fn populate(place: &Place) {
    let (store, ended) = Store::open(&place.archive()).unwrap();
    let now = Timestamp::now();
    store.write("prepare", move |tx| prepare(tx, now)).await.unwrap();
    store.close().await;
    ended.await.unwrap().unwrap();
    let config = std::fs::read_to_string(&place.config).unwrap();
    std::fs::write(&place.config, config.replace("account = \"root\"", "account = \"anna\"")).unwrap();
}

async fn dispatch(client: &Client, nth: u8, dispatch: Dispatch) -> Ticket {
    let key = OnceKey::new([nth; 16]);
    let send = async |ek: &common::api::EkClient, context| {
        ek.send(context, key.clone(), dispatch.clone(), SignedDuration::ZERO).await
    };
    let Sent::Done { ticket } = client.connection.ask(send).await.unwrap() else { panic!("it is held") };
    *ticket
}

async fn thread(client: &Client, number: TicketNumber) -> Vec<Entry> {
    let entries = async |ek: &common::api::EkClient, context| ek.entries(context, number, Page::default()).await;
    client.connection.ask(entries).await.unwrap().items
}

/// Returns who wrote what, for both sides.
fn messages(thread: &[Entry]) -> Vec<(&Author, &str)> {
    let said = thread.iter().filter_map(|entry| match &entry.what {
        EntryWhat::Message { text } => Some((&entry.by, text.body.trim())),
        EntryWhat::Note { .. } | EntryWhat::Turned { .. } | EntryWhat::Unknown => None,
    });
    said.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_reaches_a_person_outside_and_comes_back() {
    let Some(gammu) = Gammu::start() else { return };
    let Some((postfix, _dovecot, place)) = house().await else { return };
    add(&place, &gammu.section());
    let config = std::fs::read_to_string(&place.config).unwrap();
    let outside = "address = 'bok@example.pl'\noutside = ['biuro@example.pl']";
    std::fs::write(&place.config, config.replace("address = 'bok@example.pl'", outside)).unwrap();
    populate(&place).await;
    let (_process, client) = run(&place).await;

    let new = NewTicket {
        category: Category::Other,
        subject: Some("Zimne grzejniki".to_owned()),
        site: None,
        customer: None,
        details: Vec::new(),
        priority: None,
        origin: Origin::Terminal,
        body: "Zimno od rana.".to_owned(),
        attach: Vec::new(),
    };
    let ticket = dispatch(&client, 1, Dispatch::Ticket(new)).await;
    let letter = postfix.wait_for_mail("biuro", 1).await.remove(0);
    let reply_to = field(&letter, "Reply-To:").trim_matches(['<', '>']).to_owned();
    assert!(letter.contains("Zimno od rana.") && reply_to.starts_with("bok+"), "{letter}");

    // As an ordinary mail program answers.
    let answer = format!(
        "Message-ID: <odp1@biuro.example.pl>\r\nFrom: Biuro <biuro@example.pl>\r\nTo: {reply_to}\r\n\
         Date: Fri, 14 Nov 2025 08:15:02 +0100\r\nSubject: Re: {}\r\nIn-Reply-To: {}\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=iso-8859-2\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
         Ekipa b=EAdzie o 18.\r\n\r\n> Zimno od rana.\r\n-- \r\nBiuro\r\n",
        field(&letter, "Subject:"),
        field(&letter, "Message-ID:")
    );
    send(&postfix, Some("biuro@example.pl"), &reply_to, &answer).await;
    wait_for("the answer", || (number(&place, "SELECT count(*) FROM mail") == 1).then_some(())).await;
    let entries = thread(&client, ticket.number).await;
    let told = messages(&entries);
    assert_eq!(told.iter().map(|(_, body)| *body).collect::<Vec<_>>(), ["Zimno od rana.", "Ekipa będzie o 18."]);
    assert!(told[1].0.is_office(), "{told:?}");

    let letter = postfix.wait_for_mail("anna", 1).await.remove(0);
    assert!(field(&letter, "Reply-To:").contains("bok+") && field(&letter, "Subject:").contains("Z-"), "{letter}");
    let sms = gammu.wait_for(1).await.remove(0);
    assert!(sms.0 == MOBILE && sms.1.contains(&ticket.number.to_string()), "{sms:?}");

    let reply = NewEntry {
        ticket: ticket.number,
        readers: Readers::Both,
        body: "Dziękuję, już ciepło.".to_owned(),
        attach: Vec::new(),
        then: None,
    };
    let ticket = dispatch(&client, 2, Dispatch::Entry(reply)).await;
    assert!(ticket.awaits_office && ticket.state != TicketState::Closed);
    let letters = postfix.wait_for_mail("biuro", 2).await;
    let second = letters.iter().find(|letter| letter.contains("In-Reply-To")).unwrap();
    assert_eq!(field(second, "Reply-To:").trim_matches(['<', '>']), reply_to);
    // Every hop is in the log of deliveries, under its ticket.
    let sent = || number(&place, "SELECT count(*) FROM outbox WHERE state = 'sent' AND ticket_id IS NOT NULL");
    client.wait_until("each is marked as sent", async |_| sent() == 4).await;
}
