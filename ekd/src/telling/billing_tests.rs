//! Who is told what of invoices and payments, and who sees it in the journal.

use common::customer::Right;
use common::event::Event;
use common::id::{InvoiceId, PaymentId};
use common::invoice::file::FileKind;
use common::money::Money;
use common::notice::BillingNews;

use super::*;
use crate::settlement::fixture::{day, read, zl};
use crate::settlement::rounds::remind;
use crate::store::reminder::Remindable;
use crate::store::scope::Scope;
use crate::store::ticket::Eyes;
use crate::store::{billing_file, invoice};

fn happening(news: BillingNews, invoice: Option<InvoiceId>, payment: Option<PaymentId>) -> Happening {
    let customer = BillingNews::OF_CUSTOMER.contains(&news).then(|| CustomerNumber::parse("K-1").unwrap());
    Happening::Billing { news, customer, invoice, payment, file: None, days: None }
}

/// A house in which one account of two has the right for money.
async fn house() -> House {
    let house = House::start().await;
    house
        .write(|tx| {
            let customer = CustomerNumber::parse("K-1").unwrap();
            let (anna, own) = (id_of(tx, "anna"), store::customer::by_number(tx, "K-1").unwrap().unwrap().id);
            let (login, from) = (Login::parse("anna").unwrap(), at(BEGIN));
            let mandate = Mandate { customer, login, rights: [Right::Finance].into(), from, until: None };
            store::customer::mandate(tx, (anna, own), &mandate).unwrap();
        })
        .await;
    house
}

impl House {
    /// Keeps an invoice of a customer.
    async fn invoice(&self, customer: &'static str, issued: &'static str) -> InvoiceId {
        let now = self.clock.now();
        self.write(move |tx| {
            let digest = issued;
            let new =
                billing_file::New { name: "x", kind: FileKind::Fa3, brought_by: "directory", at: now, size: 1, digest };
            let file = billing_file::insert(tx, &new).unwrap();
            let mut read = read(&format!("FV/{issued}"), issued, zl(100));
            read.due_on = Some(day("2026-11-28"));
            let document = invoice::Packed::of(&read).unwrap();
            let customer = store::customer::by_number(tx, customer).unwrap().map(|customer| customer.id);
            let new = invoice::New { file, at: now, customer, read: &read, document: &document };
            invoice::insert(tx, &new).unwrap()
        })
        .await
    }

    async fn happens(&self, what: Happening) {
        let now = self.clock.now();
        self.write(move |tx| store::event::append(tx, now, &what).unwrap()).await;
    }
}

#[tokio::test]
async fn money_is_told_to_those_with_the_right_for_it_and_what_waits_to_the_office() {
    let mut house = house().await;
    let id = house.invoice("K-1", "2026-11-20").await;
    let old = house.invoice("K-1", "2024-11-20").await;
    let nobodys = house.invoice("K-9", "2026-11-21").await;
    house.happens(happening(BillingNews::InvoiceArrived, Some(id), None)).await;
    house.happens(happening(BillingNews::InvoiceArrived, Some(old), None)).await;
    house.happens(happening(BillingNews::InvoiceUnassigned, Some(nobodys), None)).await;
    house.tell().await;
    assert_eq!(
        house.messages().await,
        ["clerk@example.pl email invoice_unassigned", "anna@example.pl email invoice_arrived"]
            .into_iter()
            .rev()
            .collect::<Vec<_>>()
    );
    // Who has no right for money is told nothing, whatever the settings want.
    house.wants("jan", by(&[Channel::Email])).await;
    house.wants("tech", by(&[Channel::Email])).await;
    let what = Happening::Billing {
        news: BillingNews::DueOver,
        customer: Some(CustomerNumber::parse("K-2").unwrap()),
        invoice: Some(id),
        payment: None,
        file: None,
        days: Some(1),
    };
    house.happens(what).await;
    house.tell().await;
    assert_eq!(house.messages().await.len(), 2);
}

#[tokio::test]
async fn a_reminder_that_waits_for_the_morning_is_not_told_once_it_is_paid() {
    let mut house = house().await;
    let id = house.invoice("K-1", "2026-11-20").await;
    let night: Hours = toml::from_str("days = []\nfrom = '00:00'\nuntil = '23:59'").unwrap();
    house.wants("anna", NoticeSettings { quiet: vec![night], ..by(&[Channel::Email]) }).await;
    let now = house.clock.now();
    let remind_of = move |tx: &Write<'_>, id: InvoiceId| {
        let customer = store::customer::by_number(tx, "K-1").unwrap().unwrap().id;
        let found = [Remindable { invoice: id, customer, due_on: day("2026-11-28"), had: None }];
        remind(tx, &[-1, 1], (now, day("2026-11-27")), &found).unwrap();
    };
    house.write(move |tx| remind_of(tx, id)).await;
    house.tell().await;
    assert_eq!((house.messages().await.len(), house.news_of("anna").await), (0, vec![News::Raised]));
    house.write(move |tx| invoice::settle_by(tx, id, Money::from_grosze(10_000)).unwrap()).await;
    house.go_on(SignedDuration::from_hours(72));
    house.tell().await;
    assert_eq!(house.messages().await, Vec::<String>::new());
    assert!(matches!(house.notices().await[0].state, NoticeState::Dropped));
}

#[tokio::test]
async fn technicians_see_nothing_of_money_in_the_journal_and_customers_what_is_theirs() {
    let house = house().await;
    let own = happening(BillingNews::PaymentBooked, None, Some(PaymentId(1)));
    let offices = happening(BillingNews::PaymentUnmatched, None, Some(PaymentId(1)));
    let seen = |login: &'static str, what: &Happening| {
        let (store, now, what) = (house.store.clone(), house.clock.now(), what.clone());
        async move {
            let look = move |log: &Logbook<'_>| {
                let keeper = store::account::by_login(log, login)?.unwrap();
                let eyes = Eyes::of_account(keeper.id, keeper.role, now);
                let scope = if keeper.role.is_staff() { Scope::house() } else { Scope::of_account(keeper.id, now) };
                let event = Event { cursor: Cursor(1), at: now, what };
                store::event::seen(&log.seen_by(scope), &eyes, event).map(|event| event.is_some())
            };
            store.read(look).await.unwrap_or_else(|error: StoreError| panic!("{error}"))
        }
    };
    for (login, sees_own, sees_offices) in
        [("clerk", true, true), ("tech", false, false), ("anna", true, false), ("jan", false, false)]
    {
        assert_eq!((seen(login, &own).await, seen(login, &offices).await), (sees_own, sees_offices), "{login}");
    }
}
