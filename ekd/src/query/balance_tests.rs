//! The five cases that users of other programs reported as wrong (what is next due against all that is due; several sites; an
//! overpayment; two invoices with the same last day; an empty list), and interest over a change of the rate.

use common::due::{Interest, TransferOf};
use common::fault::{BillingCause, Cause};
use common::id::CustomerNumber;
use common::invoice::Party;
use common::money::Money;
use common::nip::Nip;

use crate::invoice::read::ReadInvoice;
use crate::settlement::fixture::{Ledger, VIRTUAL, day, read, zl};

#[test]
fn next_due_is_not_total_due() {
    let mut ledger = Ledger::new();
    ledger.invoice("FV/1", ("2026-09-30", "2026-10-14"), zl(100));
    ledger.invoice("FV/2", ("2026-10-31", "2026-11-14"), zl(200));
    ledger.invoice("FV/3", ("2026-11-30", "2026-12-14"), zl(400));
    ledger.invoice("FV/4", ("2026-12-31", "2027-01-14"), zl(800));
    let balance = ledger.balance("2026-11-28");
    assert_eq!((balance.total_due, balance.overdue), (zl(1500), zl(300)));
    let next = balance.next_due.unwrap();
    assert_eq!((next.on, next.amount, next.n_invoices), (day("2026-12-14"), zl(400), 1));
    assert_eq!((balance.n_open, balance.n_overdue), (4, 2));
    // On its last day it is not overdue yet.
    assert_eq!(ledger.balance("2026-12-14").next_due.unwrap().on, day("2026-12-14"));
    assert_eq!(ledger.balance("2026-12-15").overdue, zl(700));
}

#[test]
fn several_sites_are_told_apart_and_add_up() {
    let mut ledger = Ledger::new();
    let one = ledger.invoice("FV/1", ("2026-10-31", "2026-11-14"), zl(100));
    let two = ledger.invoice("FV/2", ("2026-11-30", "2026-12-14"), zl(200));
    let both = ledger.invoice("FV/3", ("2026-11-30", "2026-12-20"), zl(400));
    ledger.invoice("FV/4", ("2026-11-30", "2026-12-20"), zl(800));
    ledger.at_site(one, &["W-2"]);
    ledger.at_site(two, &["W-1"]);
    ledger.at_site(both, &["W-1", "W-2"]);
    let balance = ledger.balance("2026-11-28");
    let sites: Vec<_> = balance
        .sites
        .iter()
        .map(|site| (site.site.as_ref().map(ToString::to_string), site.total_due, site.overdue))
        .collect();
    let named = |code: &str| Some(code.to_owned());
    let nothing = Money::default();
    assert_eq!(sites, [(named("W-1"), zl(200), nothing), (named("W-2"), zl(100), zl(100)), (None, zl(1200), nothing)]);
    assert_eq!(balance.sites.iter().map(|site| site.total_due).sum::<Money>(), balance.total_due);
}

#[test]
fn an_overpayment_is_a_credit_and_pays_what_comes() {
    let mut ledger = Ledger::new();
    let first = ledger.invoice("FV/2026/1", ("2026-10-31", "2026-11-14"), zl(100));
    ledger.pay("2026-11-10", zl(130), "FV/2026/1");
    assert_eq!(ledger.open(first), Money::default());
    let balance = ledger.balance("2026-11-28");
    assert_eq!((balance.total_due, balance.credit, balance.to_pay()), (Money::default(), zl(30), zl(-30)));
    assert_eq!(balance.last_payment, Some((day("2026-11-10"), zl(130))));
    let customer = || CustomerNumber::parse("K-00412").unwrap();
    let nothing = Err(Cause::Billing { why: BillingCause::NothingToPay });
    assert_eq!(ledger.transfer(&TransferOf::Total(customer()), "2026-11-28"), nothing);
    ledger.invoice("FV/2026/2", ("2026-11-30", "2026-12-14"), zl(100));
    let balance = ledger.balance("2026-11-28");
    assert_eq!((balance.total_due, balance.credit), (zl(70), Money::default()));
    ledger.check_sums();
}

#[test]
fn two_invoices_with_the_same_last_day_are_both_next_due() {
    let mut ledger = Ledger::new();
    let first = ledger.invoice("FV/2026/1", ("2026-11-20", "2026-12-14"), zl(100));
    let second = ledger.invoice("FV/2026/2", ("2026-11-30", "2026-12-14"), zl(50));
    let next = ledger.balance("2026-11-28").next_due.unwrap();
    assert_eq!((next.on, next.amount, next.n_invoices), (day("2026-12-14"), zl(150), 2));
    let dues: Vec<_> = ledger.dues("2026-11-28").iter().map(|due| due.invoice.id).collect();
    assert_eq!(dues, [first, second]);
    // The older one is paid first, and both are still told apart.
    ledger.pay("2026-12-01", zl(120), "K-00412");
    assert_eq!((ledger.open(first), ledger.open(second)), (Money::default(), zl(30)));
}

#[test]
fn an_empty_list_is_a_balance_of_nothing() {
    let ledger = Ledger::new();
    let balance = ledger.balance("2026-11-28");
    assert_eq!((balance.total_due, balance.credit, balance.next_due), (Money::default(), Money::default(), None));
    assert_eq!((balance.interest, balance.sites.len()), (Interest::Amount(Money::default()), 0));
    assert_eq!(ledger.dues("2026-11-28"), []);
}

/// 10 000 zł, due on Friday 20 May 2022; civil interest: 5.25 % + 5.5 = 10.75 % from 6 May, 11.50 % from 9 June, 12.00 % from
/// 8 July, 12.25 % from 8 September. 4 000 zł are paid on 30 June.
#[test]
fn interest_over_a_change_of_the_rate_counts_each_day_at_its_rate() {
    let mut ledger = Ledger::new();
    let id = ledger.invoice("FV/2022/5", ("2022-05-06", "2022-05-20"), zl(10_000));
    let interest = |ledger: &Ledger, until: &str| ledger.balance(until).interest;
    assert_eq!(interest(&ledger, "2022-05-20"), Interest::Amount(Money::default()));
    // 21 May to 8 June: 19 days at 10.75 %; 9 to 30 June: 22 days at 11.5 %.
    let june: i64 = 1_000_000 * (19 * 1075 + 22 * 1150) / 3_650_000;
    assert_eq!(june, 12_527);
    assert_eq!(interest(&ledger, "2022-06-30"), Interest::Amount(Money::from_grosze(12_527)));
    ledger.pay("2022-06-30", zl(4_000), "FV/2022/5");
    assert_eq!(ledger.open(id), zl(6_000));
    // It is owed on the day on which it is paid; from then on what is left: 1 to 7 July at 11.5 %, 8 to 10 July at 12 %.
    let later: i64 = (1_000_000 * (19 * 1075 + 22 * 1150) + 600_000 * (7 * 1150 + 3 * 1200)) / 3_650_000;
    let Interest::Amount(counted) = interest(&ledger, "2022-07-10") else { panic!("a rate is missing") };
    assert!((counted.grosze() - later).abs() <= 1, "{counted:?} {later}");
    assert!(matches!(interest(&ledger, "2199-01-01"), Interest::NoRate(Some(_))));
}

#[test]
fn a_transfer_goes_to_the_virtual_account_with_the_numbers_in_its_title() {
    let mut ledger = Ledger::new();
    let one = ledger.invoice("FV/2026/1", ("2026-10-31", "2026-11-14"), zl(100));
    let two = ledger.invoice("FV/2026/2", ("2026-11-30", "2026-12-14"), zl(200));
    let order = ledger.transfer(&TransferOf::Invoices(vec![one]), "2026-11-28").unwrap();
    assert_eq!((order.transfer.title.as_str(), order.transfer.amount), ("FV/2026/1 K-00412", zl(100)));
    assert_eq!((order.virtual_account, order.transfer.payee.as_str()), (None, "Ciepłownia"));
    ledger.contract(0, "civil");
    let order = ledger.transfer(&TransferOf::Invoices(vec![two, one, two]), "2026-11-28").unwrap();
    assert_eq!(order.invoices, [one, two]);
    assert_eq!((order.transfer.title.as_str(), order.transfer.amount), ("K-00412 FV/2026/1 FV/2026/2", zl(300)));
    assert_eq!(order.virtual_account.unwrap().nrb(), Some(VIRTUAL[0]));
    let split = ReadInvoice {
        is_split_payment: true,
        vat: Money::from_grosze(18_699),
        seller: Party { nip: Some(Nip::parse("5260250274").unwrap()), ..read("", "2026-11-20", zl(1)).seller },
        ..read("FV/2026/3", "2026-11-20", zl(1000))
    };
    let first = ledger.customers[0];
    let split = ledger.arrive(&split, Some(first));
    let plain = ledger.invoice("FV/9", ("2026-10-31", "2026-11-14"), zl(100));
    let mixed = ledger.transfer(&TransferOf::Invoices(vec![plain, split]), "2026-11-28");
    assert!(matches!(mixed, Err(Cause::Billing { why: BillingCause::SplitPaymentAlone { .. } })), "{mixed:?}");
    let order = ledger.transfer(&TransferOf::Invoices(vec![split]), "2026-11-28").unwrap().transfer;
    assert!(order.is_split_payment);
    assert_eq!(order.title, "/VAT/186,99/IDC/5260250274/INV/FV/2026/3/TXT/K-00412");
    let customer = CustomerNumber::parse("K-00412").unwrap();
    let overdue = ledger.transfer(&TransferOf::Overdue(customer), "2026-11-28").unwrap();
    assert_eq!(overdue.invoices, [one, plain]);
}

#[test]
fn a_day_that_is_over_is_told_as_it_was() {
    let mut ledger = Ledger::new();
    let first = ledger.invoice("FV/2026/1", ("2026-09-30", "2026-10-14"), zl(100));
    ledger.pay("2026-10-20", zl(130), "FV/2026/1");
    // The rest of it pays what came later.
    let second = ledger.invoice("FV/2026/2", ("2026-10-31", "2026-11-14"), zl(200));
    ledger.pay("2026-11-20", zl(170), "FV/2026/2");
    assert_eq!([first, second].map(|id| ledger.open(id)), [Money::default(); 2]);
    ledger.correction("KOR/1", "FV/2026/1", "2026-11-25", zl(-40));
    let then = |on: &str| {
        let balance = ledger.balance_as_of("2026-11-28", Some(on));
        let last = balance.last_payment.map(|(on, _)| on.to_string());
        (balance.total_due, balance.overdue, balance.credit, last)
    };
    let nothing = Money::default();
    assert_eq!(then("2026-09-29"), (nothing, nothing, nothing, None));
    assert_eq!(then("2026-10-14"), (zl(100), nothing, nothing, None));
    assert_eq!(then("2026-10-19"), (zl(100), zl(100), nothing, None));
    assert_eq!(then("2026-10-20"), (nothing, nothing, zl(30), Some("2026-10-20".to_owned())));
    assert_eq!(then("2026-10-31"), (zl(170), nothing, nothing, Some("2026-10-20".to_owned())));
    assert_eq!(then("2026-11-19"), (zl(170), zl(170), nothing, Some("2026-10-20".to_owned())));
    assert_eq!(then("2026-11-20"), (nothing, nothing, nothing, Some("2026-11-20".to_owned())));
    assert_eq!(then("2026-11-24"), (nothing, nothing, nothing, Some("2026-11-20".to_owned())));
    assert_eq!(then("2026-11-25"), (nothing, nothing, zl(40), Some("2026-11-20".to_owned())));
    assert_eq!(ledger.balance("2026-11-28").credit, zl(40));
}
