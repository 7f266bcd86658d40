//! Titles as people write them.

use common::id::{CustomerId, CustomerNumber, InvoiceId};
use common::payment::MatchedBy;
use jiff::civil::date;

use super::*;

const ANNA: CustomerId = CustomerId(1);
const BASIA: CustomerId = CustomerId(2);
const KSEF: &str = "5210415750-20250811-55DF27967567-5B";

fn invoice(id: i64, customer: CustomerId, number: &str, grosze: i64) -> KnownInvoice {
    KnownInvoice {
        id: InvoiceId(id),
        customer,
        name: if customer == ANNA { "Anna Żółć-Nowak" } else { "WM Łąkowa 3 Sp. z o.o." }.to_owned(),
        number: number.to_owned(),
        ksef_number: (id == 7).then(|| KSEF.to_owned()),
        open: Money::from_grosze(grosze),
        due_on: Some(date(2026, 11, 20)),
    }
}

fn account(text: &str) -> BankAccount {
    BankAccount::parse(text).unwrap()
}

fn known() -> Known {
    Known {
        accounts: vec![(account("46114010100000579009004001"), ANNA), (account("19114010100000579009004002"), BASIA)],
        invoices: vec![
            invoice(7, ANNA, "FV/2026/11/0042", 12_345),
            invoice(8, ANNA, "FV/2026/10/0040", 10_000),
            invoice(9, BASIA, "1/12/2026", 500),
            invoice(10, ANNA, "11/2/2026", 500),
        ],
        customers: [(ANNA, "K-00412"), (BASIA, "777123")]
            .map(|(id, number)| KnownCustomer { id, number: CustomerNumber::parse(number).unwrap() })
            .into(),
        payers: Vec::new(),
    }
}

fn trace(title: &str) -> Trace<'_> {
    Trace {
        amount: Money::from_grosze(12_345),
        title,
        payer: "NIKT",
        payer_account: None,
        virtual_account: None,
        virtual_id: None,
    }
}

fn check(trace: &Trace<'_>, expected: Option<(CustomerId, &[i64], MatchedBy)>) {
    let found = find(trace, &known());
    let expected = expected.map(|(customer, invoices, by)| Match {
        customer,
        invoices: invoices.iter().map(|id| InvoiceId(*id)).collect(),
        by,
    });
    assert_eq!(found, expected, "{}", trace.title);
}

#[test]
fn an_invoice_is_known_however_its_number_is_written() {
    for title in [
        "FV/2026/11/0042",
        "zapłata za fv/2026/11/0042, listopad",
        "FV2026110042",
        "F-RA FV 2026 11 0042 K. Nowak",
        "FV/2026/ 11/0042",
        "nr FV-2026-11-0042.",
        "/VAT/23,09/IDC/5260250274/INV/FV/2026/11/0042/TXT/za listopad",
    ] {
        check(&trace(title), Some((ANNA, &[7], MatchedBy::InvoiceNumber)));
    }
    for title in ["FV/2026/11/00421", "XFV/2026/11/0042", "FV/2026/11/0042/K", "2026/11", "za listopad", ""] {
        check(&trace(title), None);
    }
}

#[test]
fn one_title_may_name_several_invoices() {
    let both = "FV/2026/11/0042; FV/2026/10/0040";
    check(&trace(both), Some((ANNA, &[7, 8], MatchedBy::InvoiceNumber)));
    check(&trace("FV2026110042FV/2026/10/0040"), None);
    check(&trace("FV/2026/11/0042 i 1/12/2026"), None);
}

#[test]
fn a_number_as_it_stands_counts_before_one_that_only_looks_like_it() {
    check(&trace("za 1/12/2026"), Some((BASIA, &[9], MatchedBy::InvoiceNumber)));
    check(&trace("za 11/2/2026"), Some((ANNA, &[10], MatchedBy::InvoiceNumber)));
    check(&trace("za 1122026"), None);
}

#[test]
fn the_number_of_the_national_system_is_found_in_pieces() {
    for title in [KSEF, "5210415750 20250811 55DF27967567 5B", "KSeF:5210415750-20250811-55DF279675 67-5B za XI"] {
        check(&trace(title), Some((ANNA, &[7], MatchedBy::KsefNumber)));
    }
    check(&trace("5210415750-20250811-55DF27967567-5C"), None);
}

#[test]
fn the_virtual_account_counts_first() {
    let basia = account("19114010100000579009004002");
    let by_account = Trace { virtual_account: Some(&basia), ..trace("FV/2026/11/0042") };
    check(&by_account, Some((BASIA, &[], MatchedBy::VirtualAccount)));
    let by_id = |id| Trace { virtual_id: Some(id), ..trace("FV/2026/11/0042") };
    check(&by_id("00579009004001"), Some((ANNA, &[7], MatchedBy::VirtualAccount)));
    check(&by_id("K00412"), Some((ANNA, &[7], MatchedBy::VirtualAccount)));
    check(&by_id("4001"), Some((ANNA, &[7], MatchedBy::InvoiceNumber)));
}

#[test]
fn the_customers_number_is_known_in_a_title() {
    check(&trace("k-00412 listopad"), Some((ANNA, &[], MatchedBy::CustomerNumber)));
    check(&trace("nr klienta 777123"), Some((BASIA, &[], MatchedBy::CustomerNumber)));
    check(&trace("K-00412 oraz 777123"), None);
}

#[test]
fn who_paid_from_there_before_pays_again() {
    let from = account("46114010100000579009004001");
    let from_there = Trace { payer_account: Some(&from), ..trace("za ciepło") };
    let of = |payers: &[CustomerId]| find(&from_there, &Known { payers: payers.to_vec(), ..known() });
    assert_eq!(of(&[BASIA]), Some(Match { customer: BASIA, invoices: Vec::new(), by: MatchedBy::PayerAccount }));
    // Who pays for several, an administrator of houses, tells nothing.
    assert_eq!(of(&[BASIA, ANNA]), None);
}

#[test]
fn an_amount_tells_nothing_without_a_name() {
    check(&trace("za ciepło"), None);
    let named = |payer| Trace { payer, ..trace("za ciepło") };
    check(&named("NOWAK ANNA ZOLC UL. LĄKOWA 3/4 WARSZAWA"), Some((ANNA, &[7], MatchedBy::AmountAndName)));
    check(&named("Anna Nowak"), None);
    check(&Trace { amount: Money::from_grosze(12_346), ..named("Anna Żółć-Nowak") }, None);
}

#[test]
fn neighbours_are_told_apart_by_the_number_of_the_house() {
    let name = "Wspólnota Mieszkaniowa Ciepła 1";
    assert!(are_named_alike(name, "WSPOLNOTA MIESZKANIOWA CIEPŁA 1 90-001 ŁÓDŹ"));
    assert!(!are_named_alike(name, "WSPOLNOTA MIESZKANIOWA CIEPŁA 2 90-001 ŁÓDŹ"));
}

#[test]
fn what_cannot_be_decided_is_suggested() {
    let suggested: Vec<_> = suggest(&trace("FV/2026/11/0042 i 1/12/2026"), &known())
        .into_iter()
        .map(|found| (found.customer, found.invoices))
        .collect();
    assert_eq!(suggested, [(ANNA, vec![InvoiceId(7)]), (BASIA, vec![InvoiceId(9)])]);
}

#[test]
fn long_titles_cost_little() {
    let numbers = in_title(&"1/2 ".repeat(100_000));
    assert!(numbers.plain.len() < 50 && numbers.ksef.is_empty());
}
