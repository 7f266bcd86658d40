//! Files as they come: once, twice, changed, in the wrong order, of nobody.

use common::contract::{Contract, ContractSite, InterestKind};
use common::customer::{CustomerCard, NewCustomer};
use common::id::{ContractNumber, CustomerNumber, InvoiceId, SiteCode};
use common::invoice::file::{BillingFileFilter, ProblemKind};
use common::invoice::{Invoice, InvoiceFilter, InvoiceOwner, InvoiceStanding};
use common::money::Money;
use common::nip::Nip;

use super::*;
use crate::customers::contracts;
use crate::invoice::read::{Corrected, ReadInvoice};
use crate::settlement::fixture::{Ledger, VIRTUAL, day, read, statement, zl};
use crate::store::invoice::list;

fn described(digest: &str) -> NewBillingFile {
    let (name, digest) = ("f.xml".to_owned(), digest.to_owned());
    NewBillingFile { name, mapping: None, size: 3, digest, ksef_number: None, told: None, mode: ImportMode::Usual }
}

fn of_invoices(digest: &str, invoices: Vec<ReadInvoice>) -> Read {
    let content = Ok(Content::Invoices(invoices::sorted(invoices).unwrap()));
    Read { file: described(digest), kind: FileKind::Fa3, content, packed: Packed::of(b"abc").unwrap() }
}

fn of_statement(digest: &str, read: ReadStatement, mode: ImportMode) -> Read {
    let file = NewBillingFile { mode, ..described(digest) };
    Read {
        file,
        kind: FileKind::Mt940,
        content: Ok(Content::Statements(vec![read])),
        packed: Packed::of(b"s").unwrap(),
    }
}

fn bring(ledger: &mut Ledger, read: &Read) -> BillingFile {
    let by = By { name: "anna", doing: Doing { at: ledger.now, by: None }, zone: &TimeZone::UTC };
    ledger.together(|tx| take(tx, read, &by).unwrap())
}

fn kinds(file: &BillingFile) -> Vec<ProblemKind> {
    file.problems.iter().map(|problem| problem.kind).collect()
}

fn all(ledger: &Ledger) -> Vec<Invoice> {
    list::page(&ledger.log(), &InvoiceFilter::default(), (None, 100), day("2026-11-28")).unwrap()
}

fn one(ledger: &Ledger, number: &str) -> Invoice {
    all(ledger).into_iter().find(|invoice| invoice.number == number).unwrap()
}

fn of_customer(number: &str) -> ReadInvoice {
    ReadInvoice { customer_number: Some("K-00412".to_owned()), ..read(number, "2026-11-20", zl(100)) }
}

fn correction(number: &str, of: &str, amount: Money) -> ReadInvoice {
    let corrected = Corrected { number: of.to_owned(), ksef_number: None, issued_on: None };
    let kind = common::invoice::InvoiceKind::Correction;
    ReadInvoice { kind, corrects: vec![corrected], ..read(number, "2026-11-21", amount) }
}

fn news(ledger: &Ledger) -> Vec<BillingNews> {
    let news = ledger.journal().into_iter().filter_map(|what| match what {
        Happening::Billing { news, .. } => Some(news),
        _ => None,
    });
    news.collect()
}

#[test]
fn the_same_invoice_adds_nothing_and_another_under_its_number_is_refused() {
    let mut ledger = Ledger::new();
    let first = bring(&mut ledger, &of_invoices("aa", vec![of_customer("FV/1")]));
    assert_eq!((first.outcome, first.tally.n_new, first.tally.payable), (FileOutcome::Taken, 1, zl(100)));
    assert_eq!(news(&ledger), [BillingNews::InvoiceArrived]);
    // The same bytes, and the same figures in another form, which tells the number of the national system.
    let number = "5265877635-20250826-0100001AF629-AF".to_owned();
    let other = ReadInvoice { form: FileKind::Csv, ksef_number: Some(number.clone()), ..of_customer("FV/1") };
    for again in [of_invoices("aa", vec![of_customer("FV/1")]), of_invoices("bb", vec![other])] {
        let again = bring(&mut ledger, &again);
        assert_eq!((again.outcome, again.tally.n_known, again.tally.n_new), (FileOutcome::Known, 1, 0));
    }
    assert_eq!(one(&ledger, "FV/1").ksef_number, Some(number));
    let changed = ReadInvoice { gross: zl(101), payable: zl(101), ..of_customer("FV/1") };
    let refused = bring(&mut ledger, &of_invoices("cc", vec![of_customer("FV/2"), changed]));
    assert_eq!((refused.outcome, kinds(&refused)), (FileOutcome::Refused, vec![ProblemKind::DiffersFromKnown]));
    assert!(refused.problems[0].found.contains("101.00") && refused.problems[0].wanted.contains("100.00"));
    assert_eq!(all(&ledger).len(), 1, "nothing of a refused file is here");
    assert_eq!(billing_file::content(&ledger.conn, refused.id).unwrap(), None);
    assert_eq!(news(&ledger), [BillingNews::InvoiceArrived, BillingNews::FileRefused]);
    let twice = bring(&mut ledger, &of_invoices("dd", vec![of_customer("FV/3"), of_customer("FV/3")]));
    assert_eq!(kinds(&twice), [ProblemKind::Repeated]);
}

#[test]
fn a_trial_tells_and_leaves_nothing() {
    let mut ledger = Ledger::new();
    let mut read = of_invoices("aa", vec![of_customer("FV/1")]);
    read.file.mode = ImportMode::Trial;
    let tried = bring(&mut ledger, &read);
    assert_eq!((tried.outcome, tried.tally.n_new), (FileOutcome::Taken, 1));
    assert_eq!((all(&ledger).len(), ledger.journal().len()), (0, 0));
    assert_eq!(billing_file::list(&ledger.conn, &BillingFileFilter::default(), (None, 9)).unwrap(), []);
}

#[test]
fn an_invoice_is_whose_its_clues_say_and_nobodys_where_they_disagree() {
    let mut ledger = Ledger::new();
    ledger.contract(1, "civil");
    let account = common::bank_account::BankAccount::parse(VIRTUAL[1]).ok();
    let check = |ledger: &mut Ledger, read: ReadInvoice, customer: Option<&str>, flags: &[ProblemKind]| {
        let number = read.number.clone();
        let file = bring(ledger, &of_invoices(&number, vec![read]));
        assert_eq!(kinds(&file), flags, "{number}");
        assert_eq!(one(ledger, &number).customer.map(String::from).as_deref(), customer, "{number}");
    };
    let nobodys = [ProblemKind::UnknownCustomer];
    check(&mut ledger, of_customer("1"), Some("K-00412"), &[]);
    let by_account = ReadInvoice { account: account.clone(), ..read("2", "2026-11-20", zl(1)) };
    check(&mut ledger, by_account, Some("K-00413"), &[]);
    let contract_numbers = vec!["U-1".to_owned()];
    check(&mut ledger, ReadInvoice { contract_numbers, ..read("3", "2026-11-20", zl(1)) }, Some("K-00413"), &[]);
    let torn = [ProblemKind::UnknownCustomer, ProblemKind::Contradicts];
    check(&mut ledger, ReadInvoice { account, ..of_customer("4") }, None, &torn);
    check(&mut ledger, read("5", "2026-11-20", zl(1)), None, &nobodys);
    let unknown = ReadInvoice { customer_number: Some("K-9".to_owned()), ..read("6", "2026-11-20", zl(1)) };
    check(&mut ledger, unknown, None, &nobodys);
    let mut by_nip = read("7", "2026-11-20", zl(1));
    by_nip.buyer.nip = Nip::parse("5260250274").ok();
    check(&mut ledger, by_nip, None, &nobodys);
    assert_eq!(news(&ledger).iter().filter(|news| **news == BillingNews::InvoiceUnassigned).count(), 4);

    // Later a customer comes to whom two of them point.
    let doing = Doing { at: ledger.now, by: None };
    let n_linked = ledger.together(|tx| {
        let number = CustomerNumber::parse("K-9").unwrap();
        let card = CustomerCard { nip: Nip::parse("5260250274").ok(), ..CustomerCard::default() };
        let customer = store::customer::save(tx, &NewCustomer { number, card }).unwrap();
        let linked = invoices::link_unassigned(tx, &TimeZone::UTC, doing, customer).unwrap();
        assert_eq!(invoices::link_unassigned(tx, &TimeZone::UTC, doing, customer).unwrap(), 0);
        linked
    });
    assert_eq!(n_linked, 2);
    let whose = ["6", "7"].map(|number| one(&ledger, number).customer.map(String::from));
    assert_eq!(whose, [Some("K-9".to_owned()), Some("K-9".to_owned())]);
}

#[test]
fn a_correction_before_its_original_waits_for_it_and_then_lowers_it() {
    let mut ledger = Ledger::new();
    let early = bring(&mut ledger, &of_invoices("aa", vec![correction("K/1", "FV/1", zl(-30))]));
    assert_eq!(kinds(&early), [ProblemKind::UnknownCustomer, ProblemKind::OriginalMissing]);
    assert_eq!((early.outcome, one(&ledger, "K/1").n_flags), (FileOutcome::Flagged, 2));
    bring(&mut ledger, &of_invoices("bb", vec![of_customer("FV/1")]));
    let corrected = one(&ledger, "FV/1");
    assert_eq!((corrected.open(), corrected.standing), (zl(70), InvoiceStanding::Open));
    let correction_of_it = one(&ledger, "K/1");
    assert_eq!((correction_of_it.n_flags, correction_of_it.standing), (0, InvoiceStanding::Settled));
    assert_eq!(correction_of_it.customer, corrected.customer, "it told nothing of its own");
    // In one file the order does not count.
    let both = vec![correction("K/2", "FV/2", zl(-10)), of_customer("FV/2")];
    assert_eq!(kinds(&bring(&mut ledger, &of_invoices("cc", both))), []);
    assert_eq!(one(&ledger, "FV/2").open(), zl(90));
    ledger.check_sums();
}

#[test]
fn an_invoice_bills_the_sites_that_it_names_or_the_only_one_there_is() {
    let mut ledger = Ledger::new();
    ledger.together(|tx| {
        for code in ["W-0414", "W-0415"] {
            store::site::upsert(tx, &SiteCode::parse(code).unwrap(), code, None).unwrap();
        }
        let contract = |number: &str, customer: &str, sites: &[&str]| Contract {
            number: ContractNumber::parse(number).unwrap(),
            customer: CustomerNumber::parse(customer).unwrap(),
            from: day("2020-01-01"),
            until: None,
            tariff: None,
            sites: sites
                .iter()
                .map(|code| ContractSite { site: SiteCode::parse(code).unwrap(), power: None })
                .collect(),
            account: None,
            interest: InterestKind::Civil,
        };
        contracts::save(tx, &contract("U-1", "K-00412", &["W-0414"])).unwrap();
    });
    bring(&mut ledger, &of_invoices("aa", vec![of_customer("1")]));
    let places = vec!["Węzeł w-0415 przy ul. Łąkowej".to_owned()];
    bring(&mut ledger, &of_invoices("bb", vec![ReadInvoice { places, ..of_customer("2") }]));
    let codes = |number| one(&ledger, number).sites.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(codes("1"), ["W-0414"]);
    assert_eq!(codes("2"), ["W-0414"], "another's site is not told");
}

#[test]
fn a_statement_that_does_not_add_up_is_refused_unless_somebody_insists() {
    let mut ledger = Ledger::new();
    bring(&mut ledger, &of_invoices("aa", vec![of_customer("FV/2026/1")]));
    let entry = ledger.entry("2026-11-25", zl(100), "FV/2026/1");
    let mut wrong = statement(vec![entry.clone()]);
    wrong.is_balanced = false;
    let refused = bring(&mut ledger, &of_statement("bb", wrong.clone(), ImportMode::Usual));
    assert_eq!((refused.outcome, kinds(&refused)), (FileOutcome::Refused, vec![ProblemKind::DoesNotAddUp]));
    assert_eq!(ledger.payments().len(), 0);
    let taken = bring(&mut ledger, &of_statement("bb", wrong.clone(), ImportMode::EvenUnbalanced));
    assert_eq!((taken.tally.n_booked, taken.tally.n_matched), (1, 1));
    assert_eq!(one(&ledger, "FV/2026/1").standing, InvoiceStanding::Settled);
    for mode in [ImportMode::Usual, ImportMode::EvenUnbalanced] {
        let again = bring(&mut ledger, &of_statement("bb", wrong.clone(), mode));
        assert_eq!((again.outcome, again.tally.n_booked_before), (FileOutcome::Known, 1));
    }
    ledger.check_sums();
}

#[test]
fn what_is_assigned_by_a_person_stays_so_and_what_paid_it_is_free() {
    let mut ledger = Ledger::new();
    bring(&mut ledger, &of_invoices("aa", vec![of_customer("FV/2026/1"), correction("K/1", "FV/2026/1", zl(-10))]));
    ledger.pay("2026-11-25", zl(50), "FV/2026/1");
    let id = one(&ledger, "FV/2026/1").id;
    assert_eq!(ledger.open(id), zl(40));
    let doing = Doing { at: ledger.now, by: Some(ledger.clerk) };
    let mut assign = |customer: Option<&str>| {
        let customer = customer.map(|number| CustomerNumber::parse(number).unwrap());
        let owner = InvoiceOwner { invoice: id, customer, sites: Vec::new() };
        ledger.together(|tx| invoices::assign(tx, &TimeZone::UTC, doing, &owner).map(drop)).is_ok()
    };
    assert!(assign(Some("K-00413")) && assign(None) && !assign(Some("K-77")));
    let invoice = one(&ledger, "FV/2026/1");
    assert_eq!((invoice.open(), invoice.n_flags, invoice.customer), (zl(100), 0, None));
    ledger.check_sums();
    let customer = ledger.customers[0];
    let linked = ledger.together(|tx| invoices::link_unassigned(tx, &TimeZone::UTC, doing, customer).unwrap());
    assert_eq!(linked, 0, "a person said that it is nobody's");
    let absent = InvoiceOwner { invoice: InvoiceId(99), customer: None, sites: Vec::new() };
    assert!(ledger.together(|tx| invoices::assign(tx, &TimeZone::UTC, doing, &absent)).is_err());
}

#[test]
fn of_a_file_of_no_known_form_the_first_line_is_told() {
    let bytes = b"# MT940 of October\r\n\n\nnothing".to_vec();
    let read = Reader::default().read(Brought { file: described(""), bytes }).unwrap();
    let taken = bring(&mut Ledger::new(), &read);
    let [problem] = &taken.problems[..] else { panic!("{taken:?}") };
    assert_eq!((problem.kind, problem.found.as_str()), (ProblemKind::UnknownFormat, "# MT940 of October"));
}

/// The collection is shared by all who build billing; here it is taken in through the whole of the import.
#[test]
fn every_structured_invoice_of_the_collection_is_taken_or_refused_as_it_should() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/billing/ksef");
    if !root.exists() {
        assert!(std::env::var_os("CI").is_none(), "{} is needed", root.display());
        println!("skipped: {} is not there", root.display());
        return;
    }
    let reader = Reader::default();
    let mut n_taken = 0;
    for folder in ["fa3-official", "fa3-ksef-fop", "fa2-ksef-fop", "fa3-errors"] {
        let mut paths: Vec<_> =
            std::fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            // The examples share their numbers.
            let mut ledger = Ledger::new();
            let bytes = std::fs::read(&path).unwrap();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let file = NewBillingFile {
                size: bytes.len() as u64,
                digest: crate::reception::digest(&bytes),
                name,
                ..described("")
            };
            let read = reader.read(Brought { file, bytes: bytes.clone() }).unwrap();
            let taken = bring(&mut ledger, &read);
            println!("{:<70} {:<8} {:?}", taken.name, taken.outcome.name(), kinds(&taken));
            if taken.outcome != FileOutcome::Refused {
                n_taken += 1;
                assert_eq!(billing_file::content(&ledger.conn, taken.id).unwrap().as_deref(), Some(&bytes[..]));
                assert_eq!(taken.tally.n_invoices, 1);
                assert_eq!(bring(&mut ledger, &read).outcome, FileOutcome::Known);
            }
        }
    }
    assert_eq!(n_taken, 46);
}
