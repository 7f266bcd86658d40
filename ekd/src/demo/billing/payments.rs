//! Who of the demo's people paid what, when and with which words.

use common::money::Money;
use jiff::ToSpan;
use jiff::civil::Date;

use super::mt940::Booked;
use super::{Buyer, Issued, buyer};

/// Who pays all invoices of a month with one transfer, on which day of the month in which they were issued, and the contract
/// whose invoice was left out of it two months ago.
const COLLECTIVE: (&str, i8, &str) = ("K-00412", 12, "U/412/4");
/// Who pays on the last day of the term.
const PUNCTUAL: &str = "K-00421";
/// Who pays at once, and yesterday so much more than was asked for.
const EAGER: (&str, i8, Money) = ("K-00433", 3, Money::from_grosze(30_000));
/// A transfer that nobody knows: from whom, how much, with which title.
const UNKNOWN: (&str, &str, Money, &str) =
    ("JAN ZAWADA", "79999800000000000000004444", Money::from_grosze(125_000), "ZA OGRZEWANIE LOKAL 14");
/// What the bank takes on the last day of a month.
const FEE: Money = Money::from_grosze(-12_00);

/// Returns what was booked until yesterday, in order of days.
pub(super) fn booked(invoices: &[Issued], today: Date) -> Vec<Booked> {
    let Ok(yesterday) = today.yesterday() else { return Vec::new() };
    let mut entries = Vec::new();
    let newest = invoices.iter().map(|invoice| invoice.months_ago).min().unwrap_or_default();
    let oldest = invoices.iter().map(|invoice| invoice.months_ago).max().unwrap_or_default();
    for months_ago in (newest..=oldest).rev() {
        let month: Vec<&Issued> = invoices.iter().filter(|issued| issued.months_ago == months_ago).collect();
        entries.extend(collective(&month));
        entries.extend(month.iter().filter_map(|issued| single(issued, yesterday)));
        let issued_on = month.first().map(|issued| issued.day);
        entries.extend(issued_on.map(|on| fee(on.last_of_month())));
    }
    entries.push(unknown(yesterday.checked_sub(2.days()).unwrap_or(yesterday)));
    entries.retain(|entry| entry.on <= yesterday);
    entries.sort_by_key(|entry| entry.on);
    entries
}

/// The transfer for all of a month; that for the last month is still to come.
fn collective(month: &[&Issued]) -> Option<Booked> {
    let (customer, day, left_out) = COLLECTIVE;
    let is_paid = |issued: &&&Issued| {
        let was_left_out = issued.months_ago == 2 && issued.contract == left_out;
        issued.buyer.number == customer && issued.months_ago > 1 && !was_left_out && issued.gross.is_positive()
    };
    let paid: Vec<&&Issued> = month.iter().filter(is_paid).collect();
    let first = paid.first()?;
    let numbers: Vec<&str> = paid.iter().map(|issued| issued.number.as_str()).collect();
    let amount = paid.iter().map(|issued| issued.gross).sum();
    let title = format!("ZA FAKTURY {} {customer}", numbers.join(", "));
    Some(transfer(first.buyer, first.day.with().day(day).build().ok()?, amount, title))
}

/// The transfer for one invoice.
fn single(issued: &Issued, yesterday: Date) -> Option<Booked> {
    let is_last = issued.months_ago == 1;
    let title = format!("{} {}", issued.number, issued.buyer.number);
    if issued.buyer.number == PUNCTUAL && !is_last {
        return Some(transfer(issued.buyer, issued.day.last_of_month(), issued.gross, title));
    }
    let (eager, day, more) = EAGER;
    if issued.buyer.number != eager {
        return None;
    }
    let on = issued.day.with().day(day).build().ok()?;
    let (on, amount) = if is_last { (yesterday, issued.gross + more) } else { (on, issued.gross) };
    Some(transfer(issued.buyer, on, amount, title))
}

fn transfer(from: &Buyer, on: Date, amount: Money, title: String) -> Booked {
    let name = buyer(from.number).name.to_uppercase();
    Booked {
        on,
        amount,
        from: format!("{name} {} 00-412 MIASTO", from.street.to_uppercase()),
        from_account: from.pays_from.to_owned(),
        virtual_id: from.virtual_id.to_owned(),
        title,
    }
}

fn unknown(on: Date) -> Booked {
    let (from, from_account, amount, title) = UNKNOWN;
    let (from, from_account) = (from.to_owned(), from_account.to_owned());
    Booked { on, amount, from, from_account, virtual_id: String::new(), title: title.to_owned() }
}

fn fee(on: Date) -> Booked {
    let (from, from_account, virtual_id) = (String::new(), String::new(), String::new());
    Booked { on, amount: FEE, from, from_account, virtual_id, title: "PROWADZENIE RACHUNKU".to_owned() }
}
