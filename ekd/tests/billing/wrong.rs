//! Files that come twice, at the wrong time, or say what cannot be: each is told by the name of its field, nothing is taken by
//! halves, and nothing twice.

use common::invoice::InvoiceFilter;
use common::invoice::file::{BillingFile, FileOutcome, ImportMode, ProblemKind};
use common::money::Money;
use common::payment::PaymentStanding;

use crate::desk::{ACCOUNTS, Desk, import};
use crate::papers::{Fa, Incoming, mt940};

fn invoice(number: &str) -> Fa {
    Fa {
        number: number.to_owned(),
        customer: "K-1".to_owned(),
        buyer: "Wspólnota Ciepła 1".to_owned(),
        issued: "2026-02-05".to_owned(),
        due: "2026-02-20".to_owned(),
        period: ("2026-01-01".to_owned(), "2026-01-31".to_owned()),
        lines: vec![("Ciepło".to_owned(), 100_000)],
        corrects: None,
        account: Some(ACCOUNTS[0][2..].to_owned()),
    }
}

fn paid(grosze: i64, title: &str) -> Incoming {
    Incoming { grosze, payer: "JAN KOWALSKI".to_owned(), title: title.to_owned(), virtual_account: None }
}

fn kinds(file: &BillingFile) -> Vec<ProblemKind> {
    file.problems.iter().map(|problem| problem.kind).collect()
}

async fn counts(desk: &Desk) -> (usize, usize) {
    (desk.invoices(InvoiceFilter::default()).await.len(), desk.payments().await.len())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_twice_is_there_once() {
    let desk = Desk::start("2026-02-10T11:00:00Z").await;
    let bill = invoice("FV/1").xml();
    assert_eq!(desk.put("fv.xml", bill.as_bytes()).await.outcome, FileOutcome::Taken);
    assert_eq!(desk.put("fv-again.xml", bill.as_bytes()).await.outcome, FileOutcome::Known);
    // The same invoice in other bytes.
    let spaced = bill.replace("<Fa>", "\n  <Fa>\n");
    let again = import(&desk.client, "spaced.xml", spaced.as_bytes(), ImportMode::Usual).await.unwrap();
    assert_eq!((again.outcome, again.tally.n_known), (FileOutcome::Known, 1), "{again:?}");
    // The same number with another amount.
    let other = Fa { lines: vec![("Ciepło".to_owned(), 100_001)], ..invoice("FV/1") }.xml();
    let other = import(&desk.client, "other.xml", other.as_bytes(), ImportMode::Usual).await.unwrap();
    assert_eq!(
        (other.outcome, kinds(&other)),
        (FileOutcome::Refused, vec![ProblemKind::DiffersFromKnown]),
        "{other:?}"
    );
    let (first, held) = mt940(1, "260210", 0, &[paid(50_000, "FV/1"), paid(1_000, "FV/1"), paid(1_000, "FV/1")]);
    assert_eq!(desk.put("1.sta", first.as_bytes()).await.tally.n_booked, 3);
    let twice = import(&desk.client, "1-again.sta", first.as_bytes(), ImportMode::Usual).await.unwrap();
    assert_eq!(twice.outcome, FileOutcome::Known, "{twice:?}");
    // The same entries in a file with other bytes, and a statement that goes on.
    let other_ends = first.replace('\n', "\r\n");
    let twice = import(&desk.client, "1-crlf.sta", other_ends.as_bytes(), ImportMode::Usual).await.unwrap();
    assert_eq!((twice.outcome, twice.tally.n_booked, twice.tally.n_booked_before), (FileOutcome::Known, 0, 3));
    let (second, _) = mt940(2, "260211", held, &[paid(71_000, "FV/1")]);
    assert_eq!(desk.put("2.sta", second.as_bytes()).await.outcome, FileOutcome::Taken);
    assert_eq!(counts(&desk).await, (1, 4));
    assert_eq!(desk.balance("K-1").await.total_due, Money::default());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_before_its_original_finds_it() {
    let desk = Desk::start("2026-02-10T11:00:00Z").await;
    let correction = Fa {
        lines: vec![("Ciepło – korekta".to_owned(), -20_000)],
        corrects: Some(("FV/1".to_owned(), "2026-02-05".to_owned())),
        ..invoice("KOR/1")
    };
    let file = desk.put("kor.xml", correction.xml().as_bytes()).await;
    assert_eq!((file.outcome, kinds(&file)), (FileOutcome::Flagged, vec![ProblemKind::OriginalMissing]), "{file:?}");
    let balance = desk.balance("K-1").await;
    assert_eq!((balance.total_due.grosze(), balance.credit.grosze()), (0, 24_600));
    desk.put("fv.xml", invoice("FV/1").xml().as_bytes()).await;
    let balance = desk.balance("K-1").await;
    assert_eq!((balance.total_due.grosze(), balance.credit.grosze()), (123_000 - 24_600, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invoice_of_nobody_waits_for_a_person() {
    let desk = Desk::start("2026-02-10T11:00:00Z").await;
    let unknown = Fa { customer: "K-99".to_owned(), account: None, ..invoice("FV/99") };
    let file = desk.put("fv.xml", unknown.xml().as_bytes()).await;
    assert_eq!((file.outcome, kinds(&file)), (FileOutcome::Flagged, vec![ProblemKind::UnknownCustomer]), "{file:?}");
    assert!(file.problems[0].field.contains("NrKlienta"), "{file:?}");
    let waiting = desk.invoices(InvoiceFilter { only_unassigned: true, ..InvoiceFilter::default() }).await;
    assert_eq!(waiting.len(), 1);
    let owner = common::invoice::InvoiceOwner {
        invoice: waiting[0].id,
        customer: Some(crate::desk::number("K-2")),
        sites: Vec::new(),
    };
    let key = crate::harness::client::once();
    let assigned = desk.ask(async |ek, context| ek.assign_invoice(context, key.clone(), owner.clone()).await).await;
    assert_eq!(assigned.customer.map(String::from), Some("K-2".to_owned()));
    assert_eq!(desk.balance("K-2").await.total_due.grosze(), 123_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_that_does_not_add_up_adds_nothing() {
    let desk = Desk::start("2026-02-10T11:00:00Z").await;
    let (good, _) = mt940(1, "260210", 0, &[paid(50_000, "FV/1"), paid(20_000, "FV/1")]);
    let wrong = good.replace(":62F:C260210PLN700,00", ":62F:C260210PLN700,01");
    assert_ne!(good, wrong);
    for (name, text) in
        [("sum.sta", wrong.as_str()), ("cut.sta", &good[..good.len() / 2]), ("cut2.sta", &good[..good.len() - 12])]
    {
        let file = desk.put(name, text.as_bytes()).await;
        assert_eq!(file.outcome, FileOutcome::Refused, "{file:?}");
        assert!(!file.problems.is_empty() && !file.problems[0].field.is_empty(), "{file:?}");
    }
    assert_eq!(counts(&desk).await, (0, 0));
    let file = import(&desk.client, "told.sta", wrong.as_bytes(), ImportMode::EvenUnbalanced).await.unwrap();
    assert_eq!((file.outcome, kinds(&file)), (FileOutcome::Flagged, vec![ProblemKind::DoesNotAddUp]), "{file:?}");
    assert_eq!(counts(&desk).await, (0, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn amounts_of_nothing_and_a_leap_day() {
    let desk = Desk::start("2028-02-29T11:00:00Z").await;
    let zero = Fa { lines: vec![("Ciepło".to_owned(), 0)], ..invoice("FV/0") };
    assert_ne!(desk.put("zero.xml", zero.xml().as_bytes()).await.outcome, FileOutcome::Refused);
    let leap = Fa { due: "2028-02-29".to_owned(), ..invoice("FV/29") };
    assert_eq!(desk.put("leap.xml", leap.xml().as_bytes()).await.outcome, FileOutcome::Taken);
    let balance = desk.balance("K-1").await;
    assert_eq!((balance.total_due.grosze(), balance.overdue.grosze()), (123_000, 0));
    assert_eq!(balance.next_due.map(|next| next.on.to_string()), Some("2028-02-29".to_owned()));
    desk.daemon.set_clock("2028-02-29T23:30:00Z".parse().unwrap());
    assert_eq!(desk.balance("K-1").await.overdue.grosze(), 123_000, "it is 1 March in Warsaw");
    let no_day = leap.xml().replace("2028-02-29</Termin>", "2027-02-29</Termin>").replace("FV/29", "FV/30");
    let file = desk.put("no-day.xml", no_day.as_bytes()).await;
    assert_eq!((file.outcome, kinds(&file)), (FileOutcome::Refused, vec![ProblemKind::BadValue]), "{file:?}");
    assert!(file.problems[0].field.ends_with("Termin"), "{file:?}");
    // Less than nothing, and no correction: it is told.
    let less = Fa { lines: vec![("Ciepło".to_owned(), -10_000)], ..invoice("FV/31") };
    let file = desk.put("less.xml", less.xml().as_bytes()).await;
    assert_eq!((file.outcome, kinds(&file)), (FileOutcome::Flagged, vec![ProblemKind::Negative]), "{file:?}");
}

/// What is refused leaves a line and nothing else.
#[tokio::test(flavor = "multi_thread")]
async fn bombs_and_foreign_forms_are_refused_at_once() {
    let desk = Desk::start("2026-02-10T11:00:00Z").await;
    let good = invoice("FV/1").xml();
    let doctype =
        good.replace("<Faktura", "<!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;\">]><Faktura");
    let deep = format!("<Faktura xmlns=\"http://crd.gov.pl/wzor/2025/06/25/13775/\">{}", "<Fa>".repeat(100_000));
    let foreign = good.replace("2025/06/25/13775", "2031/01/01/99999");
    let bare = good.replace(" xmlns=\"http://crd.gov.pl/wzor/2025/06/25/13775/\"", "");
    let cut = &good[..good.len() / 2];
    let cases: [(&str, &str, &[ProblemKind]); 5] = [
        ("dtd.xml", &doctype, &[ProblemKind::Malformed, ProblemKind::Unexpected]),
        ("deep.xml", &deep, &[ProblemKind::TooLarge, ProblemKind::Unexpected]),
        ("foreign.xml", &foreign, &[ProblemKind::UnknownFormat]),
        ("bare.xml", &bare, &[ProblemKind::UnknownFormat]),
        ("cut.xml", cut, &[ProblemKind::Malformed]),
    ];
    for (name, text, wanted) in cases {
        let begun = std::time::Instant::now();
        let file = desk.put(name, text.as_bytes()).await;
        assert_eq!(file.outcome, FileOutcome::Refused, "{name}: {file:?}");
        assert!(wanted.contains(&file.problems[0].kind), "{name}: {file:?}");
        println!("{name}: {:?} after {:?}", file.problems[0], begun.elapsed());
        assert!(desk.parked().join(name).exists() || std::fs::read_dir(desk.parked()).unwrap().count() > 0);
    }
    let page = good.replace("Ciepło", &"Ciepło ".repeat(16 << 20));
    assert!(page.len() > 100 << 20);
    let file = desk.put("giant.xml", page.as_bytes()).await;
    assert_eq!((file.outcome, kinds(&file)), (FileOutcome::Refused, vec![ProblemKind::TooLarge]), "{file:?}");
    assert_eq!(counts(&desk).await, (0, 0));
    assert_eq!(desk.put("good.xml", good.as_bytes()).await.outcome, FileOutcome::Taken);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_of_nobody_waits_and_a_trial_writes_nothing() {
    let desk = Desk::start("2026-02-10T11:00:00Z").await;
    desk.put("fv.xml", invoice("FV/1").xml().as_bytes()).await;
    let (text, _) = mt940(1, "260210", 0, &[paid(123_000, "za ciepło")]);
    let trial = import(&desk.client, "t.sta", text.as_bytes(), ImportMode::Trial).await.unwrap();
    assert_eq!((trial.tally.n_booked, trial.tally.n_matched), (1, 0), "{trial:?}");
    assert_eq!(counts(&desk).await, (1, 0));
    assert_eq!(desk.files().await.len(), 1);
    desk.put("1.sta", text.as_bytes()).await;
    // The amount is that of the invoice, and that alone says nothing.
    let payments = desk.payments().await;
    assert_eq!(payments[0].standing, PaymentStanding::Unmatched);
    assert_eq!(desk.balance("K-1").await.total_due.grosze(), 123_000);
}
