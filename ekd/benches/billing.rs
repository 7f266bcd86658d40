//! What the books of a city cost: 1 000 000 invoices of 20 000 customers, lists, dues, balances, and taking one more in. Nothing
//! here passes or fails by time.
//!
//! `cargo bench -p ekd --bench billing`; `EKD_BENCH_INVOICES=10000` makes it another number.

#![expect(clippy::print_stderr, reason = "a bench talks to who runs it")]

use std::sync::OnceLock;
use std::time::Instant;

use common::customer::{CustomerCard, NewCustomer};
use common::due::DueFilter;
use common::id::{CustomerId, CustomerNumber};
use common::invoice::file::FileKind;
use common::invoice::{Days, InvoiceFilter, InvoiceKind, InvoiceLine, Party, RateSum};
use common::money::{Currency, Money};
use divan::Bencher;
use ekd::invoice::read::ReadInvoice;
use ekd::store::invoice::{self as invoices, New, Packed};
use ekd::store::log::{Logbook, Write};
use ekd::store::{self, Store, StoreError, billing_file};
use jiff::civil::{Date, date};
use jiff::{Span, Timestamp};
use tempfile::TempDir;
use tokio::runtime::Runtime;

const N_INVOICES: i64 = 1_000_000;
const N_CUSTOMERS: i64 = 20_000;
/// Invoices in one file of an export, which is one commit.
const BATCH: i64 = 5_000;
/// One in so many is not paid.
const ONE_OPEN_IN: i64 = 40;
const PAGE: u32 = 200;
const BEGIN: Date = date(2022, 1, 5);
const TODAY: Date = date(2026, 3, 1);
const AT: Timestamp = Timestamp::constant(1_772_323_200, 0);

fn main() {
    divan::main();
}

/// The books, and who asks.
struct Books {
    runtime: Runtime,
    store: Store,
    _home: TempDir,
}

fn books() -> &'static Books {
    static BOOKS: OnceLock<Books> = OnceLock::new();
    BOOKS.get_or_init(Books::new)
}

impl Books {
    fn new() -> Self {
        let wanted = std::env::var("EKD_BENCH_INVOICES").ok().and_then(|text| text.parse().ok());
        let n_invoices: i64 = wanted.unwrap_or(N_INVOICES);
        let runtime = Runtime::new().expect("a runtime");
        let home = tempfile::tempdir().expect("a directory");
        let path = home.path().join("archive.db");
        store::open::create(&path).expect("an archive");
        let (store, _ended) = Store::open(&path).expect("an archive");
        let books = Self { runtime, store, _home: home };
        books.write(|tx| (0..N_CUSTOMERS).try_for_each(|nth| customer(tx, nth)));
        let size = || path.metadata().map_or(0, |data| data.len());
        let (begun, empty) = (Instant::now(), size());
        for first in (0..n_invoices).step_by(usize::try_from(BATCH).expect("it is small")) {
            books.write(move |tx| batch(tx, first..(first + BATCH).min(n_invoices)));
        }
        let (took, bytes) = (begun.elapsed(), size() - empty);
        eprintln!(
            "{n_invoices} invoices in {took:.1?}: {:.0} a second, {} bytes each with lines and indices",
            f64::from(i32::try_from(n_invoices).expect("few")) / took.as_secs_f64(),
            bytes / n_invoices.unsigned_abs()
        );
        books
    }

    fn write<T: Send + 'static>(&self, work: impl FnOnce(&Write<'_>) -> Result<T, StoreError> + Send + 'static) -> T {
        self.runtime.block_on(self.store.write("bench", work)).expect("it is written")
    }

    /// Asks as the daemon does: on a thread for questions, with a connection of its own.
    fn ask<T: Send + 'static>(&self, work: impl FnOnce(&Logbook<'_>) -> Result<T, StoreError> + Send + 'static) -> T {
        self.runtime.block_on(self.store.read(work)).expect("an answer")
    }
}

fn number(nth: i64) -> CustomerNumber {
    CustomerNumber::parse(&format!("K-{nth:05}")).expect("a number")
}

fn customer(tx: &Write<'_>, nth: i64) -> Result<(), StoreError> {
    let card = CustomerCard { name: format!("Wspólnota Mieszkaniowa {nth}"), ..CustomerCard::default() };
    store::customer::save(tx, &NewCustomer { number: number(nth), card }).map(|_| ())
}

/// Returns an invoice as a billing program tells it: five lines, one rate.
fn read(nth: i64) -> ReadInvoice {
    let months = i32::try_from(nth / N_CUSTOMERS).expect("few");
    let issued_on = BEGIN.saturating_add(Span::new().months(months));
    let net = Money::from_grosze(1_000_000 + nth % 100_000);
    let vat = Money::from_grosze(net.grosze() * 23 / 100);
    let lines = ["moc zamówiona", "ciepło", "nośnik ciepła", "przesył stały", "przesył zmienny"];
    let line = |(at, text): (usize, &str)| InvoiceLine {
        number: u32::try_from(at + 1).expect("few"),
        text: text.to_owned(),
        quantity: Some(format!("{}.{:03}", nth % 300, at)),
        unit: Some("GJ".to_owned()),
        price: Some("91.07".to_owned()),
        net: Some(Money::from_grosze(net.grosze() / 5)),
        rate: Some("23".to_owned()),
        ..InvoiceLine::default()
    };
    ReadInvoice {
        number: format!("FV/{nth:07}/{}", issued_on.year()),
        ksef_number: None,
        kind: InvoiceKind::Basic,
        form: FileKind::Csv,
        seller: Party { name: "Miejska Ciepłownia".to_owned(), ..Party::default() },
        seller_key: "5260250274".to_owned(),
        buyer: Party { name: format!("Wspólnota Mieszkaniowa {}", nth % N_CUSTOMERS), ..Party::default() },
        customer_number: Some(number(nth % N_CUSTOMERS).to_string()),
        contract_numbers: Vec::new(),
        issued_on,
        period: Some(Days { first: issued_on.first_of_month(), last: issued_on.last_of_month() }),
        currency: Currency::PLN,
        net,
        vat,
        gross: net + vat,
        payable: net + vat,
        declared_paid: if nth % ONE_OPEN_IN == 0 { Money::default() } else { net + vat },
        due_on: Some(issued_on.saturating_add(Span::new().days(14))),
        account: None,
        is_split_payment: false,
        corrects: Vec::new(),
        lines: lines.into_iter().enumerate().map(line).collect(),
        rates: vec![RateSum { rate: "23".to_owned(), net, vat }],
        remarks: Vec::new(),
        attached: Vec::new(),
        flags: Vec::new(),
        places: Vec::new(),
    }
}

fn batch(tx: &Write<'_>, numbers: std::ops::Range<i64>) -> Result<(), StoreError> {
    let digest = format!("{:064x}", numbers.start);
    let new = billing_file::New {
        name: "eksport.csv",
        kind: FileKind::Csv,
        brought_by: "directory",
        at: AT,
        size: 1,
        digest: &digest,
    };
    let file = billing_file::insert(tx, &new)?;
    for nth in numbers {
        let read = read(nth);
        let document = Packed::of(&read)?;
        // Numbers are given in their order.
        let customer = Some(CustomerId(nth % N_CUSTOMERS + 1));
        invoices::insert(tx, &New { file, at: AT, customer, read: &read, document: &document })?;
    }
    Ok(())
}

fn list(filter: InvoiceFilter) -> usize {
    books().ask(move |log| Ok(invoices::list::page(log, &filter, (None, PAGE), TODAY)?.len()))
}

/// The first page of all invoices, the last issued first.
#[divan::bench]
fn invoices_all(bencher: Bencher<'_, '_>) {
    books();
    bencher.bench(|| list(InvoiceFilter::default()));
}

/// A customer's invoices.
#[divan::bench]
fn invoices_of_customer(bencher: Bencher<'_, '_>) {
    books();
    bencher.bench(|| list(InvoiceFilter { customer: Some(number(777)), ..InvoiceFilter::default() }));
}

/// What is overdue, the last issued first.
#[divan::bench]
fn invoices_overdue(bencher: Bencher<'_, '_>) {
    use common::invoice::InvoiceStanding::Overdue;
    books();
    bencher.bench(|| list(InvoiceFilter { standings: vec![Overdue], ..InvoiceFilter::default() }));
}

/// A part of a number that one invoice has.
#[divan::bench]
fn invoices_searched(bencher: Bencher<'_, '_>) {
    books();
    bencher.bench(|| list(InvoiceFilter { text: Some("0123456".to_owned()), ..InvoiceFilter::default() }));
}

/// What is due first, of all customers.
#[divan::bench]
fn dues_all(bencher: Bencher<'_, '_>) {
    books();
    bencher.bench(|| books().ask(|log| Ok(store::due::page(log, &DueFilter::default(), (TODAY, None), PAGE)?.len())));
}
