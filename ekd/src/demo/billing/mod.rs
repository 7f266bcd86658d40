//! What the demo's people were billed and have paid: fourteen months of invoices, each computed from what the town's meters
//! counted, and the statements of the utility's account.
//!
//! Both are files, and are taken in as files are. Something is left to be found in them: a meter that was read on a wrong day,
//! a power that no contract has, a transfer that came short, one that came to too much, and one that nobody knows.

mod bills;
mod fa;
mod mt940;
mod payments;
#[cfg(test)]
mod tests;

use std::fmt::Write as _;

use common::bank_account::BankAccount;
use common::contract::{Contract, ContractSite, InterestKind};
use common::id::{ContractNumber, CustomerNumber, SiteCode, SourceName, TariffName};
use common::invoice::file::{ImportMode, NewBillingFile};
use common::money::Money;
use common::time::step::midnight;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp, ToSpan};
use sha2::{Digest, Sha256};

use self::bills::Billing;
use crate::billing::vat::Vat;
use crate::source::sim::{self, SimConfig};
use crate::store::allocation::Doing;
use crate::store::log::{Logbook, Write};
use crate::store::{self, Store, StoreError};
use crate::tariff::Tariff;
use crate::turned::Turned;
use crate::{customers, import};

/// Who bills.
const SELLER: &str = "Ciepłownia Miasto sp. z o.o.";
const SELLER_NIP: &str = "9990000126";
/// Into which what is paid to nobody's virtual account goes.
const SELLER_ACCOUNT: &str = "57999900000041000000000001";

/// Who is billed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Buyer {
    number: &'static str,
    pub name: &'static str,
    pub street: &'static str,
    pub nip: &'static str,
    /// The virtual account, and by what the bank names it.
    account: &'static str,
    virtual_id: &'static str,
    /// From which it pays.
    pays_from: &'static str,
    interest: InterestKind,
}

const BUYERS: [Buyer; 3] = [
    Buyer {
        number: "K-00433",
        name: "Szkoła Podstawowa nr 7",
        street: "Szkolna 7",
        nip: "9990004331",
        account: "33999900000041000000000433",
        virtual_id: "41000000000433",
        pays_from: "06999800000000000000003333",
        interest: InterestKind::Commercial,
    },
    Buyer {
        number: "K-00421",
        name: "Wspólnota Mieszkaniowa Łąkowa 16",
        street: "Łąkowa 16",
        nip: "9990004213",
        account: "66999900000041000000000421",
        virtual_id: "41000000000421",
        pays_from: "30999800000000000000002222",
        interest: InterestKind::Civil,
    },
    Buyer {
        number: "K-00412",
        name: "SM Zielona Dolina",
        street: "Zielona 1",
        nip: "9990004124",
        account: "18999900000041000000000412",
        virtual_id: "41000000000412",
        pays_from: "54999800000000000000001111",
        interest: InterestKind::Commercial,
    },
];

/// A contract: its number, whose it is, and where heat is delivered.
type Supplied = (&'static str, &'static str, &'static [&'static str]);

const CONTRACTS: [Supplied; 6] = [
    ("U/412/1", "K-00412", &["W-0412"]),
    ("U/412/2", "K-00412", &["W-0413", "W-0414", "W-0415"]),
    ("U/412/3", "K-00412", &["W-0416", "W-0417", "W-0418", "W-0419", "W-0420"]),
    ("U/412/4", "K-00412", &["W-0425", "W-0426", "W-0431"]),
    ("U/421/1", "K-00421", &["W-0421"]),
    ("U/433/1", "K-00433", &["W-0433"]),
];

/// Files come early in the day.
const MORNING: SignedDuration = SignedDuration::from_hours(7);
/// Months that are billed.
const MONTHS: i64 = 14;
/// The invoice whose meter was read so many days too early, so that days are billed twice: of the last month.
const MISREAD: (&str, i64) = ("W-0412", 3);
/// The site whose invoice of the last month has a power that its contract does not have, in watts.
const OVERCHARGED: (&str, i64) = ("W-0414", 160_000);
/// The site of which so much heat too much was billed, how many months ago, and on which day of the next month that was
/// corrected.
const CORRECTED: (&str, i64, i64, i8) = ("W-0418", 12_000_000_000, 4, 16);

/// An invoice, and the file that it is.
#[derive(Clone, Debug)]
struct Issued {
    number: String,
    buyer: &'static Buyer,
    contract: &'static str,
    /// How many months ago the billed month was: 1 is the last.
    months_ago: i64,
    day: Date,
    gross: Money,
    bytes: Vec<u8>,
}

/// All that is brought in, as files.
#[derive(Debug)]
struct Books {
    /// The oldest first.
    invoices: Vec<Issued>,
    statement: Vec<u8>,
}

/// By what is billed.
#[derive(Clone, Copy, Debug)]
struct Terms<'a> {
    tariff: &'a Tariff,
    vat: &'a Vat,
    zone: &'a TimeZone,
    /// The local day.
    today: Date,
}

/// Makes the contracts and takes the files in, once, each as if it had come when it was issued.
pub(super) async fn fill(store: &Store, zone: TimeZone, now: Timestamp) -> Result<(), Turned> {
    let source = SourceName::parse(super::TOWN).expect("the town of the demo has a name");
    let look = move |log: &Logbook<'_>| {
        let is_made = store::contract::customer_of_number(log, CONTRACTS[0].0)?.is_some();
        if is_made { Ok(None) } else { store::source::position(log, &source) }
    };
    let Some(position) = store.read(look).await? else { return Ok(()) };
    let files = {
        let zone = zone.clone();
        tokio::task::spawn_blocking(move || files(&position, &zone, now)).await.map_err(|_| StoreError::Panicked)??
    };
    let take = move |tx: &Write<'_>| {
        let since: Timestamp = super::SINCE.parse().expect("the beginning of the demo is an instant");
        for contract in contracts(zone.to_datetime(since).date()) {
            customers::contracts::save(tx, &contract)?;
        }
        for (at, read) in &files {
            let doing = Doing { at: *at, by: None };
            import::take(tx, read, &import::By { name: "demo", doing, zone: &zone })?;
        }
        Ok(())
    };
    store.write("books of the demo", take).await
}

/// Returns the files of the town, read, and when each came.
fn files(position: &str, zone: &TimeZone, now: Timestamp) -> Result<Vec<(Timestamp, import::Read)>, StoreError> {
    let tariff = super::sites::priced();
    let terms = Terms { tariff: &tariff, vat: &Vat::default(), zone, today: zone.to_datetime(now).date() };
    // A town whose books cannot be made has none: its meters can be looked at all the same.
    let Some(books) = books(&SimConfig::default(), position, terms) else { return Ok(Vec::new()) };
    let reader = import::Reader::default();
    let mut files = Vec::new();
    for issued in books.invoices {
        let came_at = midnight(issued.day, zone).map_or(now, |at| (at + MORNING).min(now));
        let name = format!("{}.xml", issued.number.replace('/', "-"));
        files.push((came_at, reader.read(brought(name, issued.bytes))?));
    }
    files.push((now, reader.read(brought("wyciagi.sta".to_owned(), books.statement))?));
    Ok(files)
}

fn brought(name: String, bytes: Vec<u8>) -> import::Brought {
    let digest = Sha256::digest(&bytes).iter().fold(String::new(), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    });
    let (mapping, ksef_number, told, mode) = (None, None, None, ImportMode::Usual);
    let file = NewBillingFile { name, mapping, size: bytes.len() as u64, digest, ksef_number, told, mode };
    import::Brought { file, bytes }
}

/// Returns the contracts of the town.
fn contracts(from: Date) -> Vec<Contract> {
    let contract = |(number, customer, sites): &Supplied| {
        let site = |code: &&str| ContractSite { site: code_of(code), power: None };
        Contract {
            number: ContractNumber::parse(number).expect("the contracts of the demo have numbers"),
            customer: CustomerNumber::parse(customer).expect("the numbers of the demo are codes"),
            from,
            until: None,
            tariff: Some(TariffName::parse(super::sites::TARIFF).expect("the tariff of the demo has a name")),
            sites: sites.iter().map(site).collect(),
            account: Some(BankAccount::parse(buyer(customer).account).expect("the accounts of the demo check")),
            interest: buyer(customer).interest,
        }
    };
    CONTRACTS.iter().map(contract).collect()
}

/// Returns the number of the invoice of the last month that has a power which its contract does not have.
pub(super) fn disputed(today: Date) -> String {
    let month = month_ago(today, 1);
    number(month, 1, 1)
}

/// Returns the books of the town; `None` where the position of its source is none.
fn books(config: &SimConfig, position: &str, terms: Terms<'_>) -> Option<Books> {
    let instants = instants(terms)?;
    let counted = sim::counted(config, position, terms.zone, &instants)?;
    let mut invoices = Vec::new();
    for months_ago in (1..=MONTHS).rev() {
        for (place, contract) in (0..).zip(&CONTRACTS) {
            let bill = Billing { terms, instants: &instants, counted: &counted, contract, months_ago };
            invoices.push(bill.invoice(place)?);
            let (site, ..) = CORRECTED;
            if months_ago == CORRECTED.2 && contract.2.contains(&site) {
                let original = invoices.last()?.clone();
                invoices.push(bill.correction(&original)?);
            }
        }
    }
    let statement = mt940::write(&payments::booked(&invoices, terms.today));
    Some(Books { invoices, statement })
}

/// Returns the midnights between which meters are read: of the months, and the wrong one, in order.
fn instants(terms: Terms<'_>) -> Option<Vec<Timestamp>> {
    let mut days: Vec<Date> = (0..=MONTHS).rev().map(|months_ago| month_ago(terms.today, months_ago)).collect();
    let misread = month_ago(terms.today, 1).checked_sub(MISREAD.1.days()).ok()?;
    days.push(misread);
    days.sort();
    days.into_iter().map(|day| midnight(day, terms.zone)).collect()
}

/// Returns the first day of the month so many months before a day's.
fn month_ago(today: Date, months: i64) -> Date {
    today.first_of_month().checked_sub(Span::new().months(months)).unwrap_or(today)
}

/// Returns the number of an invoice: each month has more of them than these few.
fn number(month: Date, months_ago: i64, place: i64) -> String {
    format!("FV/{:02}/{}", month.month(), 2_210 + place - (months_ago - 1) * 47)
}

pub(super) fn buyer(number: &str) -> &'static Buyer {
    BUYERS.iter().find(|buyer| buyer.number == number).expect("who has a contract in the demo is billed")
}

fn code_of(code: &str) -> SiteCode {
    SiteCode::parse(code).expect("the codes of the demo are codes")
}
