//! The books of the demo, read and taken in as files are.

use common::account::{Login, Role};
use common::due::{Balance, BalanceFilter, TransferOf, TransferSheetQuery};
use common::id::AccountId;
use common::invoice::{InvoiceFilter, InvoiceSheetQuery};
use common::language::Language;
use common::payment::{PaymentFilter, PaymentStanding};
use common::quantity::decimal::Separator;
use common::report::{Definition, Template};
use common::sheet::{Block, Cell, Sheet};
use common::time::Period;
use jiff::civil::date;
use tokio_util::sync::CancellationToken;

use super::*;
use crate::invoice::fa as reader;
use crate::payment;
use crate::query::report::billing::{self as papers, Ground};
use crate::query::report::{Surroundings, sheet};
use crate::query::{balance, due};
use crate::{demo, paper};

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
            let read = reader::read(&issued.bytes).unwrap_or_else(|problems| panic!("{}: {problems:?}", issued.number));
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

/// The balances of all customers, by number.
fn balances(log: &Logbook<'_>, today: Date) -> Vec<Balance> {
    let table = crate::billing::interest::InterestTable::default();
    let terms = due::Terms { table: &table, today };
    balance::page(log, &BalanceFilter::default(), terms, (None, 10)).unwrap().items
}

#[tokio::test]
async fn the_demo_owes_and_is_owed() {
    let directory = tempfile::tempdir().unwrap();
    let now: Timestamp = "2025-11-23T13:32:00Z".parse().unwrap();
    let stop = CancellationToken::new();
    let began = std::time::Instant::now();
    let running = demo::start(directory.path(), Some(now), stop.clone()).await.unwrap();
    println!("the demo began after {:?}", began.elapsed());
    let today = date(2025, 11, 23);
    let look = move |log: &Logbook<'_>| {
        let found = balances(log, today);
        let invoices = store::invoice::list::page(log, &InvoiceFilter::default(), (None, 200), today)?;
        let waiting = PaymentFilter { standing: Some(PaymentStanding::Unmatched), ..PaymentFilter::default() };
        let waiting = store::payment::list(log, &waiting, None, 10)?;
        Ok::<_, StoreError>((found, invoices, waiting))
    };
    let (balances, invoices, waiting) = running.reception().store.read(look).await.unwrap();
    assert_eq!((invoices.len(), waiting.len()), (14 * CONTRACTS.len() + 1, 1));
    assert!(invoices.iter().all(|invoice| invoice.customer.is_some() && !invoice.sites.is_empty()));
    let [manager, punctual, eager] = balances.as_slice() else { panic!("{balances:?}") };
    assert!(manager.overdue.is_positive() && manager.overdue < manager.total_due, "{manager:?}");
    assert_eq!(manager.next_due.map(|next| (next.on, next.n_invoices)), Some((date(2025, 11, 30), 4)));
    assert_eq!((punctual.overdue, punctual.n_open), (Money::default(), 1));
    assert_eq!((eager.total_due, eager.credit.plain()), (Money::default(), "300.00".to_owned()));
    let ground = Ground {
        zone: TimeZone::get("Europe/Warsaw").unwrap(),
        now,
        payee: crate::query::transfer::Payee::default(),
        ksef_address: "https://qr.ksef.mf.gov.pl".to_owned(),
    };
    let id = invoices.iter().find(|invoice| invoice.number == "FV/10/2210").unwrap().id;
    let draw = move |log: &Logbook<'_>| {
        let mut drawn = Vec::new();
        for language in Language::ALL {
            let invoice = papers::invoice(log, InvoiceSheetQuery { id, language }, &ground)?.unwrap();
            let of = TransferOf::Total(CustomerNumber::parse("K-00412").unwrap());
            let transfer = papers::transfer(log, &TransferSheetQuery { of, language }, &ground)?.unwrap();
            drawn.extend([invoice.sheet, transfer.sheet]);
        }
        Ok::<_, StoreError>(drawn)
    };
    for (place, sheet) in running.reception().store.read(draw).await.unwrap().iter().enumerate() {
        let text = serde_json::to_string(sheet).unwrap();
        assert!(!text.contains("\"report-") && !text.contains("{$"), "{text}");
        let bytes = paper::pdf(sheet);
        assert!(bytes.starts_with(b"%PDF-"));
        if let Some(directory) = std::env::var_os("EKD_DEMO_PAPERS") {
            std::fs::write(std::path::Path::new(&directory).join(format!("{place}.pdf")), bytes).unwrap();
        }
    }
    let states = running.reception().store.read(move |log| statements(log, now)).await.unwrap();
    for sheet in &states {
        balances_agree(sheet);
        if let Some(directory) = std::env::var_os("EKD_DEMO_PAPERS") {
            let name = format!("{}.pdf", crate::report::naming::plain(&sheet.title));
            std::fs::write(std::path::Path::new(&directory).join(name), paper::pdf(sheet)).unwrap();
        }
    }
    let year = states.last().unwrap();
    assert_eq!(figure(year, 3), manager.to_pay(), "as the balance of today");
    stop.cancel();
    running.finish().await.unwrap();
}

/// The statements of the manager's customer for each month and for all of them.
fn statements(log: &Logbook<'_>, now: Timestamp) -> Result<Vec<Sheet>, StoreError> {
    let zone = TimeZone::get("Europe/Warsaw").unwrap();
    let (tariffs, interest) = (crate::tariff::Tariffs::default(), crate::billing::interest::InterestTable::default());
    let eyes = store::ticket::Eyes::of_account(AccountId(1), Role::Administrator, now);
    let login = Login::parse("root").unwrap();
    let surroundings =
        Surroundings { zone: &zone, now, tariffs: &tariffs, interest: &interest, eyes: &eyes, login: &login };
    let months = (0..14).map(|months| date(2024, 10, 1).checked_add(months.months()).unwrap());
    let month = |first: Date| (first, first.last_of_month());
    let stretches = months.map(month).chain([(date(2024, 9, 1), date(2025, 11, 30))]);
    let definition = Definition {
        template: Template::AccountStatement,
        sites: Vec::new(),
        customer: CustomerNumber::parse("K-00412").ok(),
        ticket: None,
        language: Language::Polish,
    };
    let mut sheets = Vec::new();
    for (first, last) in stretches {
        let at = |day| midnight(day, &zone).unwrap();
        let period = Period { from: at(first), until: at(last.tomorrow().unwrap()) };
        sheets.push(sheet(log, &definition, period, &surroundings)?.unwrap());
    }
    Ok(sheets)
}

/// Returns an amount of the figures above.
fn figure(sheet: &Sheet, place: usize) -> Money {
    let Some(Block::Figures(figures)) = sheet.blocks.first() else { panic!("{sheet:?}") };
    let Cell::Number(number) = &figures[place].value else { panic!("{:?}", figures[place]) };
    Money::parse(number, Separator::Point).unwrap()
}

/// What is open less what pays nothing yet is the balance, however it is reckoned.
fn balances_agree(sheet: &Sheet) {
    let [opening, asked, paid, closing] = [0, 1, 2, 3].map(|place| figure(sheet, place));
    assert_eq!(opening + asked - paid, closing, "{}", sheet.title);
    let open = sheet.blocks.iter().find_map(|block| match block {
        Block::Table(table) if table.name == "account_open" => table.rows.last().map(|row| row.cells[5].clone()),
        _ => None,
    });
    let open = match open {
        Some(Cell::Number(number)) => Money::parse(&number, Separator::Point).unwrap(),
        None => Money::default(),
        other => panic!("{other:?}"),
    };
    assert_eq!(open - figure(sheet, 5), closing, "{}", sheet.title);
}
