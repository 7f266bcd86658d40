//! What pays what, from statements and by people.

use common::bank_account::BankAccount;
use common::event::Happening;
use common::fault::{BillingCause, Cause};
use common::id::CustomerNumber;
use common::invoice::file::{FileKind, ProblemKind};
use common::money::{Currency, Money};
use common::notice::BillingNews;
use common::payment::{AllocationSource, HouseReason, MatchedBy, PaymentAct, PaymentStanding};

use super::fixture::{Ledger, VIRTUAL, day, read, statement, zl};
use super::rounds::{look_again, remind};
use crate::invoice::read::ReadInvoice;
use crate::payment::read::ReadEntry;
use crate::store;

const NOTHING: Money = Money::from_grosze(0);

fn refused(why: BillingCause) -> Result<(), Cause> {
    Err(Cause::Billing { why })
}

fn news(ledger: &Ledger) -> Vec<BillingNews> {
    let of = |what| if let Happening::Billing { news, .. } = what { Some(news) } else { None };
    ledger.journal().into_iter().filter_map(of).collect()
}

#[test]
fn a_payment_in_parts_leaves_the_rest_open() {
    let mut ledger = Ledger::new();
    let id = ledger.invoice("FV/2026/1", ("2026-10-31", "2026-11-14"), zl(100));
    let first = ledger.pay("2026-11-10", zl(30), "za FV 2026 1");
    assert_eq!(ledger.open(id), zl(70));
    ledger.pay("2026-11-20", zl(70), "FV/2026/1 reszta");
    assert_eq!(ledger.open(id), NOTHING);
    let payment = ledger.payment(first);
    assert_eq!((payment.standing, payment.matched_by), (PaymentStanding::Allocated, Some(MatchedBy::InvoiceNumber)));
    assert_eq!(payment.allocations[0].counts_on, day("2026-11-10"));
    assert_eq!(news(&ledger), [BillingNews::PaymentBooked; 2]);
    ledger.check_sums();
}

#[test]
fn a_collective_payment_pays_all_that_its_title_names() {
    let mut ledger = Ledger::new();
    let older = ledger.invoice("FV/2026/1", ("2026-08-31", "2026-09-14"), zl(100));
    let one = ledger.invoice("FV/2026/2", ("2026-09-30", "2026-10-14"), zl(200));
    let two = ledger.invoice("FV/2026/3", ("2026-10-31", "2026-11-14"), zl(300));
    ledger.pay("2026-11-10", zl(500), "FV/2026/2, FV/2026/3");
    assert_eq!([older, one, two].map(|id| ledger.open(id)), [zl(100), NOTHING, NOTHING]);
    ledger.check_sums();
}

#[test]
fn the_virtual_account_says_whose_it_is_and_the_oldest_is_paid_first() {
    let mut ledger = Ledger::new();
    ledger.contract(0, "civil");
    let newer = ledger.invoice("FV/2026/2", ("2026-10-31", "2026-11-14"), zl(200));
    let older = ledger.invoice("FV/2026/1", ("2026-09-30", "2026-10-14"), zl(100));
    let account = BankAccount::parse(VIRTUAL[0]).unwrap();
    let entry = ledger.entry("2026-11-10", zl(150), "czynsz");
    let payment = ledger.book(ReadEntry { virtual_account: Some(account), ..entry });
    assert_eq!([older, newer].map(|id| ledger.open(id)), [NOTHING, zl(150)]);
    assert_eq!(ledger.payment(payment).matched_by, Some(MatchedBy::VirtualAccount));
}

#[test]
fn a_statement_that_comes_twice_books_nothing_twice() {
    let mut ledger = Ledger::new();
    let id = ledger.invoice("FV/2026/1", ("2026-10-31", "2026-11-14"), zl(100));
    let entries = vec![
        ledger.entry("2026-11-10", zl(30), "FV/2026/1"),
        ReadEntry { is_booked: false, ..ledger.entry("2026-11-10", zl(30), "FV/2026/1") },
        ledger.entry("2026-11-10", zl(-5), "prowizja"),
        ledger.entry("2026-11-11", zl(7), "nie wiadomo"),
    ];
    let first = ledger.take(&statement(entries.clone())).tally;
    assert_eq!((first.n_entries, first.n_booked, first.n_pending, first.n_outgoing), (4, 2, 1, 1));
    assert_eq!((first.n_matched, first.booked), (1, zl(37)));
    let again = ledger.take(&statement(entries.clone())).tally;
    assert_eq!((again.n_booked, again.n_booked_before, again.n_matched), (0, 2, 0));
    // In a file that has more, as another form of it may.
    let mut more = entries;
    more.push(ledger.entry("2026-11-12", zl(20), "FV/2026/1"));
    let more = ledger.take(&statement(more)).tally;
    assert_eq!((more.n_booked, more.n_booked_before), (1, 2));
    assert_eq!((ledger.open(id), ledger.payments().len()), (zl(50), 3));
    assert_eq!(store::statement::list(&ledger.conn, None, 9).unwrap().len(), 2);
    ledger.check_sums();
}

#[test]
fn the_same_entries_in_another_form_are_booked_once() {
    let mut ledger = Ledger::new();
    let mut entries =
        |amounts: &[i64]| amounts.iter().map(|amount| ledger.entry("2026-11-10", zl(*amount), "x")).collect::<Vec<_>>();
    let (mt940, camt, longer) = (entries(&[30, 30, 7]), entries(&[30, 7, 30]), entries(&[30, 7, 30, 30]));
    assert_eq!(ledger.take_as(FileKind::Mt940, &statement(mt940.clone())).tally.n_booked, 3);
    for _ in 0..2 {
        let taken = ledger.take_as(FileKind::Camt053, &statement(camt.clone()));
        assert_eq!((taken.tally.n_booked, taken.tally.n_booked_before, taken.flags), (0, 3, Vec::new()));
    }
    // One more that day than the other form had.
    let taken = ledger.take_as(FileKind::Camt053, &statement(longer)).tally;
    assert_eq!((taken.n_booked, taken.n_booked_before), (1, 3));
    let again = ledger.take_as(FileKind::Mt940, &statement(mt940)).tally;
    assert_eq!((again.n_booked, again.n_booked_before, ledger.payments().len()), (0, 3, 4));
    // Equal entries of one form are as many as it has, each with a reference of its own.
    let mut entries = |day: &str| [1, 2].map(|_| ledger.entry(day, zl(5), "x")).to_vec();
    let (one, two) = (entries("2026-11-11"), entries("2026-11-11"));
    assert_eq!(ledger.take(&statement(one)).tally.n_booked + ledger.take(&statement(two)).tally.n_booked, 4);
}

#[test]
fn a_statement_that_does_not_follow_the_last_one_is_flagged() {
    let mut ledger = Ledger::new();
    let first = statement(vec![ledger.entry("2026-11-10", zl(30), "x1")]);
    assert_eq!(ledger.take(&first).flags, []);
    let mut second = statement(vec![ledger.entry("2026-11-12", zl(30), "x2")]);
    (second.opening, second.closing) = (Some(zl(40)), Some(zl(70)));
    let flags = ledger.take(&second).flags;
    assert_eq!((flags[0].kind, flags[0].found.as_str()), (ProblemKind::StatementMissing, "40.00"));
    let mut third = statement(vec![ledger.entry("2026-11-13", zl(1), "x3")]);
    (third.opening, third.closing) = (Some(zl(70)), Some(zl(71)));
    assert_eq!(ledger.take(&third).flags, []);
}

#[test]
fn nobody_knows_whose_a_payment_is_until_somebody_says_so() {
    let mut ledger = Ledger::new();
    let id = ledger.invoice("FV/2026/1", ("2026-10-31", "2026-11-14"), zl(100));
    let payment = ledger.pay("2026-11-10", zl(100), "ogrzewanie");
    assert_eq!(ledger.payment(payment).standing, PaymentStanding::Unmatched);
    assert_eq!((ledger.open(id), news(&ledger)), (zl(100), vec![BillingNews::PaymentUnmatched]));
    let customer = CustomerNumber::parse("K-00412").unwrap();
    ledger.deed(payment, PaymentAct::Assign { customer }).unwrap();
    assert_eq!((ledger.open(id), ledger.payment(payment).matched_by), (NOTHING, Some(MatchedBy::Person)));
    ledger.deed(payment, PaymentAct::Unassign { reason: "pomyłka".to_owned() }).unwrap();
    let shown = ledger.payment(payment);
    assert_eq!((ledger.open(id), shown.standing, shown.customer), (zl(100), PaymentStanding::Unmatched, None));
    let released = shown.allocations[0].released.as_ref().unwrap();
    assert_eq!((released.reason.as_str(), released.by.as_ref().unwrap().as_str()), ("pomyłka", "clerk"));
    ledger.deed(payment, PaymentAct::SetAside { reason: "zwrot kaucji".to_owned() }).unwrap();
    assert_eq!(ledger.payment(payment).standing, PaymentStanding::SetAside);
    let standing = refused(BillingCause::PaymentStands { id: payment.0 });
    assert_eq!(ledger.deed(payment, PaymentAct::SetAside { reason: "znów".to_owned() }), standing);
    ledger.deed(payment, PaymentAct::Unassign { reason: "jednak".to_owned() }).unwrap();
    let n_lines: i64 =
        ledger.conn.query_row("SELECT count(*) FROM audit WHERE deed LIKE 'payment.%'", [], |row| row.get(0)).unwrap();
    assert_eq!(n_lines, 4);
    ledger.check_sums();
}

#[test]
fn what_a_person_released_pays_nothing_by_itself() {
    let mut ledger = Ledger::new();
    let first = ledger.invoice("FV/2026/1", ("2026-10-31", "2026-11-14"), zl(100));
    let payment = ledger.pay("2026-11-10", zl(100), "FV/2026/1");
    let paid = ledger.payment(payment).allocations[0].clone();
    let release = || PaymentAct::Release { allocation: paid.id, reason: "nie za to".to_owned() };
    ledger.deed(payment, release()).unwrap();
    assert_eq!((ledger.open(first), ledger.payment(payment).standing), (zl(100), PaymentStanding::Credit));
    assert_eq!(ledger.deed(payment, release()), refused(BillingCause::ReleasedBefore { id: paid.id.0 }));
    // It stays, whatever arrives, until a person says what it pays.
    let second = ledger.invoice("FV/2026/2", ("2026-11-30", "2026-12-14"), zl(60));
    assert_eq!((ledger.open(second), ledger.balance("2026-11-28").credit), (zl(60), zl(100)));
    ledger.deed(payment, PaymentAct::Allocate { invoice: second, amount: None }).unwrap();
    assert_eq!((ledger.open(second), ledger.payment(payment).left()), (NOTHING, zl(40)));
    let more = PaymentAct::Allocate { invoice: first, amount: Some(zl(50)) };
    assert_eq!(ledger.deed(payment, more), refused(BillingCause::MoreThanLeft { left: zl(40) }));
    let more = PaymentAct::Allocate { invoice: first, amount: Some(zl(101)) };
    assert_eq!(ledger.deed(payment, more), refused(BillingCause::MoreThanOpen { open: zl(100) }));
    ledger.check_sums();
}

#[test]
fn one_customers_payment_pays_no_other_customers_invoice() {
    let mut ledger = Ledger::new();
    let other = ledger.customers[1];
    let foreign = ledger.arrive(&read("FV/2026/9", "2026-10-31", zl(50)), Some(other));
    let nobodys = ledger.arrive(&read("FV/2026/8", "2026-10-31", zl(50)), None);
    let euro = ReadInvoice { currency: Currency::parse("EUR").unwrap(), ..read("FV/2026/7", "2026-10-31", zl(50)) };
    let own = ledger.customers[0];
    let euro = ledger.arrive(&euro, Some(own));
    let payment = ledger.pay("2026-11-10", zl(10), "K-00412");
    assert_eq!(ledger.payment(payment).standing, PaymentStanding::Credit);
    let allocate = |invoice| PaymentAct::Allocate { invoice, amount: None };
    for id in [foreign, nobodys] {
        assert_eq!(ledger.deed(payment, allocate(id)), refused(BillingCause::OtherCustomer));
    }
    assert_eq!(ledger.deed(payment, allocate(euro)), refused(BillingCause::OtherCurrency));
}

#[test]
fn what_the_bank_takes_back_is_open_again() {
    let mut ledger = Ledger::new();
    let id = ledger.invoice("FV/2026/1", ("2026-10-31", "2026-11-14"), zl(100));
    let account = BankAccount::parse(VIRTUAL[1]).unwrap();
    let from = |entry| ReadEntry { counterparty_account: Some(account.clone()), ..entry };
    let entry = ledger.entry("2026-11-10", zl(100), "FV/2026/1");
    let payment = ledger.book(from(entry));
    assert_eq!(ledger.open(id), NOTHING);
    let entry = ledger.entry("2026-11-12", zl(-100), "zwrot");
    let back = ledger.book(ReadEntry { is_reversal: true, ..from(entry) });
    assert_eq!(ledger.open(id), zl(100));
    assert_eq!([payment, back].map(|id| ledger.payment(id).standing), [PaymentStanding::Returned; 2]);
    assert_eq!(ledger.balance("2026-11-28").credit, NOTHING);
    // One that came from somewhere unknown waits, and a person says what it takes back.
    let second = ledger.pay("2026-11-13", zl(100), "FV/2026/1");
    let entry = ledger.entry("2026-11-14", zl(-100), "zwrot");
    let back = ledger.book(ReadEntry { is_reversal: true, ..entry });
    assert_eq!(ledger.payment(back).standing, PaymentStanding::Unmatched);
    let standing = refused(BillingCause::PaymentStands { id: back.0 });
    assert_eq!(ledger.deed(back, PaymentAct::ReturnOf { payment }), standing);
    ledger.deed(back, PaymentAct::ReturnOf { payment: second }).unwrap();
    assert_eq!(ledger.open(id), zl(100));
    ledger.deed(second, PaymentAct::Unassign { reason: "inny".to_owned() }).unwrap();
    assert_eq!([second, back].map(|id| ledger.payment(id).standing), [PaymentStanding::Unmatched; 2]);
    ledger.check_sums();
}

#[test]
fn what_the_bank_takes_back_may_be_told_before_it_came() {
    let mut ledger = Ledger::new();
    let id = ledger.invoice("FV/2026/1", ("2026-10-31", "2026-11-14"), zl(100));
    let account = Some(BankAccount::parse(VIRTUAL[1]).unwrap());
    let entry = ledger.entry("2026-11-12", zl(-100), "zwrot");
    let back = ReadEntry { is_reversal: true, counterparty_account: account.clone(), ..entry };
    let entry = ledger.entry("2026-11-10", zl(100), "FV/2026/1");
    let came = ReadEntry { counterparty_account: account, ..entry };
    // Another payment that waited as a credit pays what is open again.
    let other = ledger.pay("2026-11-09", zl(160), "FV/2026/1");
    assert_eq!(ledger.open(id), NOTHING);
    let back = ledger.book(back);
    assert_eq!(ledger.payment(back).standing, PaymentStanding::Unmatched);
    let came = ledger.book(came);
    assert_eq!([came, back].map(|id| ledger.payment(id).standing), [PaymentStanding::Returned; 2]);
    assert_eq!((ledger.open(id), ledger.balance("2026-11-28").credit), (NOTHING, zl(60)));
    ledger.deed(other, PaymentAct::Unassign { reason: "inny".to_owned() }).unwrap();
    assert_eq!(ledger.open(id), zl(100));
    // What a person has taken from somebody, the daemon does not give back.
    let now = ledger.now;
    ledger.together(|tx| look_again(tx, now, common::id::PaymentId(0)).unwrap());
    assert_eq!(ledger.payment(other).standing, PaymentStanding::Unmatched);
    ledger.check_sums();
}

#[test]
fn equal_amounts_of_two_customers_in_two_forms_are_told_apart() {
    let mut ledger = Ledger::new();
    let accounts = VIRTUAL.map(|account| Some(BankAccount::parse(account).unwrap()));
    let mut entry = |who: usize| {
        let entry = ledger.entry("2026-11-10", zl(100), "x");
        ReadEntry { virtual_account: accounts[who].clone(), ..entry }
    };
    let (first, both, second) = (entry(0), vec![entry(1), entry(0)], entry(1));
    assert_eq!(ledger.take_as(FileKind::Mt940, &statement(vec![first])).tally.n_booked, 1);
    let taken = ledger.take_as(FileKind::Camt053, &statement(both)).tally;
    assert_eq!((taken.n_booked, taken.n_booked_before), (1, 1));
    let taken = ledger.take_as(FileKind::Mt940, &statement(vec![second])).tally;
    assert_eq!((taken.n_booked, taken.n_booked_before), (0, 1));
}

/// Two payments of two customers that came as one entry.
fn batch(ledger: &mut Ledger) -> Vec<ReadEntry> {
    let parts = [(100, "FV/2026/1"), (200, "K-00413")];
    let part = |(amount, title)| ReadEntry { batch: Some(0), ..ledger.entry("2026-11-10", zl(amount), title) };
    parts.map(part).to_vec()
}

/// Counts what of the entries is booked by a file of that kind, and what had been.
fn booked(ledger: &mut Ledger, kind: FileKind, entries: Vec<ReadEntry>) -> (u64, u64) {
    let tally = ledger.take_as(kind, &statement(entries)).tally;
    ledger.check_sums();
    (tally.n_booked, tally.n_booked_before)
}

#[test]
fn a_batch_that_came_as_one_sum_is_booked_in_its_parts_while_nobody_has_the_sum() {
    let mut ledger = Ledger::new();
    let id = ledger.invoice("FV/2026/1", ("2026-10-31", "2026-11-14"), zl(100));
    let sum = ledger.pay("2026-11-10", zl(300), "zbiorczo");
    let parts = batch(&mut ledger);
    assert_eq!(booked(&mut ledger, FileKind::Camt053, parts.clone()), (2, 0));
    let kept = ledger.payment(sum);
    assert_eq!((kept.standing, kept.comment.as_str()), (PaymentStanding::SetAside, HouseReason::InParts.name()));
    assert_eq!((ledger.open(id), ledger.balance("2026-11-28").credit), (NOTHING, NOTHING));
    assert_eq!(booked(&mut ledger, FileKind::Camt053, parts), (0, 2));
    let again = vec![ledger.entry("2026-11-10", zl(300), "zbiorczo, innymi słowy")];
    assert_eq!(booked(&mut ledger, FileKind::Mt940, again), (0, 1));
}

#[test]
fn a_batch_whose_sum_is_somebodys_is_not_booked_in_its_parts() {
    let mut ledger = Ledger::new();
    let sum = ledger.pay("2026-11-10", zl(300), "zbiorczo");
    ledger.deed(sum, PaymentAct::Assign { customer: CustomerNumber::parse("K-00412").unwrap() }).unwrap();
    let parts = batch(&mut ledger);
    assert_eq!(booked(&mut ledger, FileKind::Camt053, parts), (0, 2));
    assert_eq!(ledger.balance("2026-11-28").credit, zl(300));
}

#[test]
fn a_batch_that_came_in_parts_is_not_booked_as_a_sum() {
    let mut ledger = Ledger::new();
    let parts = batch(&mut ledger);
    assert_eq!(booked(&mut ledger, FileKind::Camt053, parts), (2, 0));
    // What has the amount of a part is another payment.
    let entries = [100, 300].map(|amount| ledger.entry("2026-11-10", zl(amount), "x")).to_vec();
    assert_eq!(booked(&mut ledger, FileKind::Mt940, entries), (1, 1));
}

#[test]
fn what_has_the_amount_of_a_batch_told_in_parts_is_another_payment() {
    let mut ledger = Ledger::new();
    let parts = batch(&mut ledger);
    booked(&mut ledger, FileKind::Camt053, parts);
    let entries = [100, 300, 200].map(|amount| ledger.entry("2026-11-10", zl(amount), "x")).to_vec();
    assert_eq!(booked(&mut ledger, FileKind::Mt940, entries), (1, 2));
}

#[test]
fn a_correction_lowers_what_it_corrects_and_the_rest_is_a_credit() {
    let mut ledger = Ledger::new();
    let older = ledger.invoice("FV/2026/1", ("2026-09-30", "2026-10-14"), zl(100));
    let corrected = ledger.invoice("FV/2026/2", ("2026-10-31", "2026-11-14"), zl(200));
    let correction = ledger.correction("KOR/1", "FV/2026/2", "2026-11-20", zl(-50));
    assert_eq!([older, corrected, correction].map(|id| ledger.open(id)), [zl(100), zl(150), NOTHING]);
    let paid = store::allocation::of_invoice(&ledger.log(), corrected).unwrap();
    assert_eq!(paid[0].from, AllocationSource::Correction(correction, "KOR/1".to_owned()));
    assert_eq!(paid[0].counts_on, day("2026-11-20"));
    ledger.pay("2026-11-21", zl(150), "FV/2026/2");
    let more = ledger.correction("KOR/2", "FV/2026/2", "2026-11-25", zl(-120));
    assert_eq!([older, more].map(|id| ledger.open(id)), [NOTHING, zl(-20)]);
    assert_eq!(ledger.balance("2026-11-28").credit, zl(20));
    ledger.check_sums();
}

#[test]
fn a_correction_that_came_before_its_original_lowers_it_when_it_comes() {
    let mut ledger = Ledger::new();
    let correction = ledger.correction("KOR/1", "FV/2026/2", "2026-11-20", zl(-50));
    assert_eq!(ledger.balance("2026-11-28").credit, zl(50));
    let original = ledger.invoice("FV/2026/2", ("2026-10-31", "2026-11-14"), zl(200));
    assert_eq!([original, correction].map(|id| ledger.open(id)), [zl(150), NOTHING]);
    ledger.check_sums();
}

#[test]
fn an_invoice_that_becomes_anothers_leaves_its_payment_behind() {
    let mut ledger = Ledger::new();
    let id = ledger.invoice("FV/2026/1", ("2026-10-31", "2026-11-14"), zl(100));
    let payment = ledger.pay("2026-11-10", zl(100), "FV/2026/1");
    let doing = super::Doing { at: ledger.now, by: Some(ledger.clerk) };
    ledger.together(|tx| super::invoice_leaves(tx, doing, id, "assigned").unwrap());
    assert_eq!((ledger.open(id), ledger.payment(payment).standing), (zl(100), PaymentStanding::Credit));
    ledger.check_sums();
}

#[test]
fn a_payment_that_came_before_its_invoice_is_found_when_it_comes() {
    let mut ledger = Ledger::new();
    let payment = ledger.pay("2026-11-10", zl(100), "FV/2026/1");
    assert_eq!(ledger.payment(payment).standing, PaymentStanding::Unmatched);
    let id = ledger.invoice("FV/2026/1", ("2026-11-12", "2026-11-26"), zl(100));
    let now = ledger.now;
    let next = ledger.together(|tx| look_again(tx, now, common::id::PaymentId(0)).unwrap());
    assert_eq!((next, ledger.open(id)), (Some(payment), NOTHING));
    assert_eq!(news(&ledger), [BillingNews::PaymentUnmatched, BillingNews::PaymentBooked]);
}

#[test]
fn what_may_tell_whose_a_payment_is_has_them_looked_at_again() {
    let mut ledger = Ledger::new();
    let (mark, is_first) = store::due::news_since(&ledger.conn, None).unwrap();
    let news = |ledger: &Ledger| store::due::news_since(&ledger.conn, Some(mark)).unwrap().1;
    assert!(is_first && !news(&ledger));
    let now = ledger.now;
    let done = |ledger: &mut Ledger, what| {
        ledger.together(|tx| store::audit::append(tx, &store::audit::Deed::of_house(now, what, "test")).unwrap());
    };
    done(&mut ledger, "customer.read");
    assert!(!news(&ledger));
    done(&mut ledger, "contract.save");
    assert!(news(&ledger));
    let (mark, _) = store::due::news_since(&ledger.conn, Some(mark)).unwrap();
    assert!(!store::due::news_since(&ledger.conn, Some(mark)).unwrap().1);
    ledger.invoice("FV/2026/1", ("2026-10-31", "2026-11-14"), zl(100));
    assert!(store::due::news_since(&ledger.conn, Some(mark)).unwrap().1);
}

#[test]
fn each_reminder_is_told_once_across_standstills_and_clocks_that_jump() {
    const DAYS: [i32; 4] = [-3, 0, 3, 14];
    let mut ledger = Ledger::new();
    let id = ledger.invoice("FV/2026/1", ("2026-11-06", "2026-11-20"), zl(100));
    ledger.invoice("FV/2026/2", ("2026-11-06", "2026-11-20"), NOTHING);
    let on = |ledger: &mut Ledger, text: &str| {
        let (now, today, before) = (ledger.now, day(text), ledger.journal().len());
        ledger.together(|tx| {
            let until = today.saturating_sub(jiff::ToSpan::days(-3));
            let wanted = store::reminder::Wanted { until, last: 14, received_before: jiff::Timestamp::MAX };
            let found = store::reminder::waiting(tx, wanted, common::id::InvoiceId(0), 100).unwrap();
            remind(tx, &DAYS, (now, today), &found).unwrap();
        });
        let told = ledger.journal().split_off(before);
        told.into_iter()
            .map(|what| match what {
                Happening::Billing { news, days: Some(days), invoice, .. } if invoice == Some(id) => (news, days),
                other => panic!("{other:?}"),
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(on(&mut ledger, "2026-11-16"), []);
    assert_eq!(on(&mut ledger, "2026-11-17"), [(BillingNews::DueSoon, -3)]);
    assert_eq!(on(&mut ledger, "2026-11-17"), []);
    // The daemon stood still: only the newest is made up for.
    assert_eq!(on(&mut ledger, "2026-11-24"), [(BillingNews::DueOver, 4)]);
    // The clock is set back, and forward again.
    assert_eq!(on(&mut ledger, "2026-11-19"), []);
    assert_eq!(on(&mut ledger, "2026-11-23"), []);
    assert_eq!(on(&mut ledger, "2027-11-24"), [(BillingNews::DueOver, 369)]);
    assert_eq!(on(&mut ledger, "2026-12-04"), []);
    ledger.pay("2026-12-05", zl(100), "FV/2026/1");
    assert_eq!(on(&mut ledger, "2030-01-01"), []);
}
