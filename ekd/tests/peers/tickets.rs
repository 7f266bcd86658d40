//! Letters about tickets, through a real mail server and a real sender of short messages.

use common::account::{Login, PasswordKind, Role};
use common::alarm::Severity;
use common::contact::ContactKind;
use common::customer::{CustomerCard, Mandate, NewCustomer};
use common::delivery::Channel;
use common::id::{Cursor, CustomerNumber};
use common::notice::{NoticeKind, NoticeSettings, Route, TicketNews};
use common::ticket::draft::LONGEST_HOLD;
use common::ticket::entry::EntryText;
use common::ticket::{Category, Origin, Priority};
use ekd::office::{self, Appending, Attaching, Kind, Opening, Writer};
use ekd::store::account::Opening as NewAccount;
use ekd::store::log::Write;
use ekd::store::ticket::TicketId;
use ekd::store::{self, StoreError};
use ekd::ticket::calendar::OfficeCalendar;
use ekd::ticket::clock::Clocks;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use tokio_util::sync::CancellationToken;

use crate::gammu::Gammu;
use crate::house::House;
use crate::mail::{decoded, from_base64, header, section};
use crate::postfix::Postfix;

const NUMBER: &str = "+48601234567";
const MAILBOX: &str = "[mailbox]\nhost = 'localhost'\nuser = 'bok'\npassword-file = '/none'\naddress = 'bok@example.pl'\n\
    outside = ['biuro@example.pl']\n";
/// Bytes that no text has, and more than a line of them.
const PICTURE: [u8; 300] = [0xff; 300];

fn desk() -> office::Desk {
    office::Desk {
        clocks: Clocks::new(None).unwrap(),
        office: OfficeCalendar::usual(TimeZone::get("Europe/Warsaw").unwrap()),
        reopen_within: SignedDuration::from_hours(14 * 24),
        answer_within: SignedDuration::from_hours(8),
        longest_hold: LONGEST_HOLD,
    }
}

fn account(tx: &Write<'_>, login: &str, role: Role, now: Timestamp) -> common::id::AccountId {
    let opening = NewAccount {
        login: Login::parse(login).unwrap(),
        name: "Ewa\r\nBcc: eve@example.pl".to_owned(),
        role,
        language: "pl".to_owned(),
        created_at: now,
        password: None,
        password_kind: PasswordKind::None,
        password_until: None,
    };
    store::account::add(tx, &opening).unwrap()
}

/// Makes a clerk, and a customer for whom Anna acts, who wants answers by both ways.
fn prepare(tx: &Write<'_>, now: Timestamp) -> Result<(), StoreError> {
    account(tx, "clerk", Role::Clerk, now);
    let anna = account(tx, "anna", Role::Customer, now);
    store::contact::set(tx, anna, ContactKind::Email, ("anna@example.pl", now))?;
    store::contact::set(tx, anna, ContactKind::Mobile, (NUMBER, now))?;
    let route = |channel| Route {
        channel,
        kinds: [NoticeKind::Ticket(TicketNews::Answered)].into(),
        severity: Severity::Notice,
        sites: [].into(),
        hours: Vec::new(),
    };
    let routes = vec![route(Channel::Email), route(Channel::Sms)];
    store::notice::set_settings(tx, anna, &NoticeSettings { routes, ..NoticeSettings::default() })?;
    let number = CustomerNumber::parse("K-1").unwrap();
    let card = CustomerCard { name: "SM Zielona".to_owned(), ..CustomerCard::default() };
    let customer = store::customer::save(tx, &NewCustomer { number: number.clone(), card })?;
    let login = Login::parse("anna").unwrap();
    let mandate = Mandate { customer: number, login, rights: [].into(), from: now, until: None };
    store::customer::mandate(tx, (anna, customer), &mandate)
}

async fn open(house: &House, by: Option<&'static str>) -> TicketId {
    let now = house.clock.now();
    let work = move |tx: &Write<'_>| {
        let account = |login| store::account::by_login(tx, login).unwrap().unwrap().id;
        let jan = || Writer::Unverified { address: Some("jan@example.pl".to_owned()) };
        let opening = Opening {
            category: Category::Other,
            subject: "Zimne żeliwo",
            site: None,
            customer: None,
            details: &[],
            priority: Priority::Normal,
            origin: Origin::Email,
            by: by.map_or_else(jan, |login| Writer::Account(account(login))),
            body: EntryText::plain("Zimno od rana."),
            attach: Vec::new(),
            now,
        };
        Ok::<_, StoreError>(office::open(tx, &desk(), opening).unwrap().0)
    };
    house.store.write("open", work).await.unwrap()
}

async fn answer(house: &House, ticket: TicketId, text: &'static str) {
    let now = house.clock.now();
    let work = move |tx: &Write<'_>| {
        let by = Writer::Account(store::account::by_login(tx, "clerk")?.unwrap().id);
        let name = "../zdjęcie \r\n.jpg".to_owned();
        let attach = vec![Attaching::File { name, media_type: "image/jpeg".to_owned(), bytes: PICTURE.to_vec() }];
        let appending = Appending { ticket, by, kind: Kind::Message, text: EntryText::plain(text), attach, now };
        office::append(tx, &desk(), appending).unwrap();
        Ok::<_, StoreError>(())
    };
    house.store.write("answer", work).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_arrives_once_in_its_thread_with_its_picture_and_on_the_telephone() {
    let (Some(server), Some(gammu)) = (Postfix::start(), Gammu::start()) else { return };
    let house = House::start(&format!("{}{}{MAILBOX}", section(&server), gammu.section()));
    let now = house.clock.now();
    house.store.write("prepare", move |tx| prepare(tx, now)).await.unwrap();
    let stop = CancellationToken::new();
    let running = tokio::spawn(house.deliverer().run(stop.clone()));
    let ticket = open(&house, Some("anna")).await;
    answer(&house, ticket, "Ekipa będzie o 18.").await;
    let read_to = house.teller().read_on(Cursor(0)).await.unwrap();
    let first = server.wait_for_mail("anna", 1).await.remove(0);
    assert_eq!(decoded(&header(&first, "Subject")), "[Z-2025-1] Zimne żeliwo");
    assert!(header(&first, "From").ends_with("<bok@example.pl>") && first.contains("Return-Path: <bok@example.pl>"));
    assert!(header(&first, "Reply-To").starts_with("bok+"));
    assert!(!first.contains("Auto-Submitted") && !first.contains("\nBcc") && !first.contains("In-Reply-To"), "{first}");
    let encoded: String = first.split("base64").last().unwrap().lines().skip(1).collect();
    let encoded = encoded.split("--").next().unwrap();
    assert!(from_base64(encoded).starts_with(&PICTURE), "{first}");

    answer(&house, ticket, "Ekipa jest na miejscu.").await;
    house.teller().read_on(read_to).await.unwrap();
    let mails = server.wait_for_mail("anna", 2).await;
    let second = mails.iter().find(|mail| mail.contains("In-Reply-To")).unwrap();
    assert_eq!(header(second, "In-Reply-To"), header(&first, "Message-ID"));
    assert_eq!(header(second, "References"), header(&first, "Message-ID"));
    assert_eq!(header(second, "Reply-To"), header(&first, "Reply-To"));
    let expected = "Odpowiedz BOK Z-2025-1: Zimne zeliwo. Tresc: ekctl tickets show Z-2025-1";
    let sent = gammu.wait_for(2).await;
    assert!(sent.iter().all(|(number, text)| number == NUMBER && text == expected), "{sent:?}");
    server.wait_until_idle().await;
    assert_eq!((server.mails("anna").len(), server.mails("biuro").len()), (2, 1));
    stop.cancel();
    running.await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_wrote_by_mail_and_the_office_outside_get_letters_that_can_be_answered() {
    let Some(server) = Postfix::start() else { return };
    let house = House::start(&format!("{}{MAILBOX}", section(&server)));
    let now = house.clock.now();
    house.store.write("prepare", move |tx| prepare(tx, now)).await.unwrap();
    let stop = CancellationToken::new();
    let running = tokio::spawn(house.deliverer().run(stop.clone()));
    let ticket = open(&house, None).await;
    answer(&house, ticket, "Ekipa będzie o 18.").await;
    house.teller().read_on(Cursor(0)).await.unwrap();
    let jan = server.wait_for_mail("jan", 1).await.remove(0);
    let office = server.wait_for_mail("biuro", 1).await.remove(0);
    let (to_jan, to_office) = (header(&jan, "Reply-To"), header(&office, "Reply-To"));
    assert!(to_jan.starts_with("bok+") && to_office.starts_with("bok+") && to_jan != to_office);
    assert!(office.contains("Zimno od rana.") && !office.contains("Auto-Submitted"), "{office}");
    stop.cancel();
    running.await.unwrap().unwrap();
}
