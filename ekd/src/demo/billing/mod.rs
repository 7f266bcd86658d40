//! What the demo's people were billed and have paid: fourteen months of invoices, each computed from what the town's meters
//! counted, and the statements of the utility's account.
//!
//! Both are files, and are taken in as files are. Something is left to be found in them: a meter that was read on a wrong day,
//! a power that no contract has, a transfer that came short, one that came to too much, and one that nobody knows.

mod fa;
mod mt940;
mod payments;

use std::fmt::Write as _;

use common::bank_account::BankAccount;
use common::contract::{Contract, ContractSite, InterestKind};
use common::id::{ContractNumber, CustomerNumber, SiteCode, SourceName, TariffName};
use common::invoice::Days;
use common::invoice::check::{Component, CostLine};
use common::invoice::file::{ImportMode, NewBillingFile};
use common::money::Money;
use common::quantity::{Energy, Power};
use common::time::step::midnight;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp, ToSpan};
use sha2::{Digest, Sha256};

use self::fa::{Corrects, Line, Paper};
use crate::billing::bill::{self, Reserved, Supply, Taken};
use crate::billing::percent::Percent;
use crate::billing::vat::Vat;
use crate::source::sim::{self, Counted, SimConfig};
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
    issued_on: Date,
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
        let came_at = midnight(issued.issued_on, zone).map_or(now, |at| (at + MORNING).min(now));
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

/// One invoice that is being made.
#[derive(Clone, Copy)]
struct Billing<'a> {
    terms: Terms<'a>,
    instants: &'a [Timestamp],
    counted: &'a [Counted],
    contract: &'a Supplied,
    months_ago: i64,
}

/// What an invoice comes to.
struct Sums {
    rate: Percent,
    net: Money,
    vat: Money,
}

impl Billing<'_> {
    fn days(&self) -> Days {
        let first = month_ago(self.terms.today, self.months_ago);
        Days { first, last: first.last_of_month() }
    }

    fn issued_on(&self) -> Date {
        month_ago(self.terms.today, self.months_ago - 1)
    }

    fn invoice(&self, place: i64) -> Option<Issued> {
        let mut lines = Vec::new();
        for site in self.contract.2 {
            lines.extend(self.lines(site, self.surplus(site))?);
        }
        let number = number(self.days().first, self.months_ago, place);
        let sums = self.sums(&lines.iter().map(|line| line.net).collect::<Vec<_>>())?;
        Some(self.issued(number, &lines, (self.issued_on(), sums), None))
    }

    /// Returns the correction of the invoice: its lines as they were and as they are.
    fn correction(&self, original: &Issued) -> Option<Issued> {
        let (site, _, _, day) = CORRECTED;
        let issued_on = self.issued_on().with().day(day).build().ok()?;
        let (was, is) = (self.lines(site, self.surplus(site))?, self.lines(site, Energy::ZERO)?);
        let mut lines = Vec::new();
        let mut differences = Vec::new();
        for (was, is) in was.into_iter().zip(is).filter(|(was, is)| was != is) {
            differences.push(is.net - was.net);
            lines.extend([Line { is_before: true, ..was }, is]);
        }
        let sums = self.sums(&differences)?;
        let corrects = Corrects {
            number: &original.number,
            issued_on: original.issued_on,
            reason: "błędny odczyt licznika w obiekcie W-0418",
        };
        let number = original.number.replace("FV/", "FK/");
        Some(self.issued(number, &lines, (issued_on, sums), Some(corrects)))
    }

    fn sums(&self, amounts: &[Money]) -> Option<Sums> {
        let rate = self.terms.vat.rate_at(self.issued_on())?;
        Some(Sums { rate, net: amounts.iter().copied().sum(), vat: self.terms.vat.on(rate, amounts) })
    }

    fn issued(
        &self,
        number: String,
        lines: &[Line],
        (issued_on, sums): (Date, Sums),
        corrects: Option<Corrects<'_>>,
    ) -> Issued {
        let (contract, customer, _) = *self.contract;
        let buyer = buyer(customer);
        let Sums { rate, net, vat } = sums;
        let due_on = self.issued_on().last_of_month();
        let days = self.days();
        let paper =
            Paper { number: &number, issued_on, due_on, days, buyer, contract, lines, rate, net, vat, corrects };
        let bytes = fa::write(&paper);
        Issued { number, buyer, contract, months_ago: self.months_ago, issued_on, gross: net + vat, bytes }
    }

    /// Returns what of the heat of a site was billed and not taken.
    fn surplus(&self, site: &str) -> Energy {
        let (corrected, surplus, months_ago, _) = CORRECTED;
        let is_wrong = site == corrected && self.months_ago == months_ago;
        if is_wrong { Energy::from_base(surplus) } else { Energy::ZERO }
    }

    /// Returns the lines of one site, with so much more heat.
    fn lines(&self, site: &str, surplus: Energy) -> Option<Vec<Line>> {
        let counted = self.counted.iter().find(|counted| counted.site.as_str() == site)?;
        let days = self.days();
        let is_last = self.months_ago == 1;
        let begun =
            if is_last && site == MISREAD.0 { days.first.checked_sub(MISREAD.1.days()).ok()? } else { days.first };
        let at = |day: Date| {
            let instant = midnight(day, self.terms.zone)?;
            counted.energies.get(self.instants.iter().position(|at| *at == instant)?).copied()
        };
        let energy = at(days.last.tomorrow().ok()?)? - at(begun)? + surplus;
        let power = if is_last && site == OVERCHARGED.0 { Power::from_base(OVERCHARGED.1) } else { counted.contracted };
        let taken = [Taken { days, energy, carrier: None }];
        let supply = Supply { taken: &taken, reserved: &[Reserved { days, power }] };
        let lines = bill::lines(self.terms.tariff, &supply).ok()?;
        Some(lines.into_iter().map(|line| written(site, line)).collect())
    }
}

fn written(site: &str, line: CostLine) -> Line {
    let CostLine { component, quantity, unit, price, net } = line;
    let text = match component {
        Component::Power => "Moc zamówiona",
        Component::Heat => "Ciepło",
        Component::Carrier => "Nośnik ciepła",
        Component::PowerTransmission => "Usługi przesyłowe stałe",
        Component::HeatTransmission => "Usługi przesyłowe zmienne",
    };
    let price = price.plain();
    Line { text: format!("{text}, {site}"), site: site.to_owned(), unit, quantity, price, net, is_before: false }
}

pub(super) fn buyer(number: &str) -> &'static Buyer {
    BUYERS.iter().find(|buyer| buyer.number == number).expect("who has a contract in the demo is billed")
}

fn code_of(code: &str) -> SiteCode {
    SiteCode::parse(code).expect("the codes of the demo are codes")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::invoice::fa as reader;
    use crate::payment;

    fn made(now: &str) -> Books {
        let zone = TimeZone::get("Europe/Warsaw").unwrap();
        let began: Timestamp = now.parse().unwrap();
        let today = began.to_zoned(zone.clone()).date();
        let config = SimConfig::default();
        let position = format!("{{\"seed\":{},\"began\":\"{began}\",\"told\":null}}", config.seed);
        let tariff = super::super::sites::priced();
        let terms = Terms { tariff: &tariff, vat: &Vat::default(), zone: &zone, today };
        books(&config, &position, terms).unwrap()
    }

    #[test]
    fn the_files_of_the_demo_are_read_without_a_flag() {
        for now in ["2025-11-23T13:32:00Z", "2026-03-01T05:00:00Z", "2028-02-29T23:30:00Z"] {
            let books = made(now);
            assert_eq!(books.invoices.len(), 14 * CONTRACTS.len() + 1);
            let mut numbers: Vec<&str> = books.invoices.iter().map(|issued| issued.number.as_str()).collect();
            numbers.sort_unstable();
            numbers.dedup();
            assert_eq!(numbers.len(), books.invoices.len());
            for issued in &books.invoices {
                let read =
                    reader::read(&issued.bytes).unwrap_or_else(|problems| panic!("{}: {problems:?}", issued.number));
                assert_eq!((read.flags.as_slice(), read.gross, &read.number), (&[][..], issued.gross, &issued.number));
                assert_eq!(read.customer_number.as_deref(), Some(issued.buyer.number));
                assert_eq!(read.contract_numbers, [issued.contract]);
                assert_eq!(read.account.as_ref().map(|account| account.nrb().unwrap()), Some(issued.buyer.account));
            }
            let statements = payment::mt940::read(&books.statement).unwrap();
            assert!(statements.len() >= 13, "{}", statements.len());
            assert!(statements.iter().all(|statement| statement.is_balanced && statement.flags.is_empty()));
            let entries: Vec<_> = statements.iter().flat_map(|statement| &statement.entries).collect();
            let named = entries.iter().filter(|entry| entry.virtual_id.is_some());
            assert!(named.clone().count() > 30 && named.clone().all(|entry| entry.title.contains(" K-00")));
            assert!(entries.iter().any(|entry| entry.counterparty.contains("WSPÓLNOTA MIESZKANIOWA ŁĄKOWA")));
        }
    }

    #[test]
    fn the_ticket_of_the_demo_names_an_invoice() {
        let books = made("2025-11-23T13:32:00Z");
        let disputed = disputed(date(2025, 11, 23));
        assert_eq!(disputed, "FV/10/2211");
        let issued = books.invoices.iter().find(|issued| issued.number == disputed).unwrap();
        assert!(String::from_utf8_lossy(&issued.bytes).contains("<P_8B>0.16</P_8B>"));
        let correction = books.invoices.iter().find(|issued| issued.number.starts_with("FK/")).unwrap();
        assert!(!correction.gross.is_positive() && correction.number == "FK/07/2071", "{correction:?}");
    }
}
