//! Invoices kept, linked, found and listed.

use common::customer::{Address, CustomerCard, Mandate, NewCustomer, Right};
use common::id::{AccountId, CustomerNumber, SiteCode};
use common::invoice::InvoiceFilter;
use common::nip::Nip;
use jiff::civil::date;
use rusqlite::Connection;

use super::super::log::Logbook;
use super::super::log::fresh::Shared;
use super::super::scope::Scope;
use super::super::{billing_file, customer, migrate, site};
use super::list::{Place, page};
use super::*;

const TODAY: Date = date(2026, 3, 20);

fn archive() -> Connection {
    let mut conn = Connection::open_in_memory().unwrap();
    migrate::migrate(&mut conn).unwrap();
    conn
}

fn read(number: &str, issued_on: Date, grosze: i64) -> ReadInvoice {
    let amount = Money::from_grosze(grosze);
    let seller = Party { name: "Ciepło".to_owned(), nip: Nip::parse("5260250274").ok(), address: Vec::new() };
    ReadInvoice {
        number: number.to_owned(),
        ksef_number: None,
        kind: InvoiceKind::Basic,
        form: FileKind::Fa3,
        seller,
        seller_key: "5260250274".to_owned(),
        buyer: Party { name: "Anna Nowak".to_owned(), ..Party::default() },
        customer_number: Some("K-1".to_owned()),
        contract_numbers: Vec::new(),
        issued_on,
        period: Some(Days { first: issued_on.first_of_month(), last: issued_on.last_of_month() }),
        currency: Currency::PLN,
        net: amount,
        vat: Money::default(),
        gross: amount,
        payable: amount,
        declared_paid: Money::default(),
        due_on: issued_on.checked_add(jiff::Span::new().days(14)).ok(),
        account: None,
        is_split_payment: false,
        corrects: Vec::new(),
        lines: vec![InvoiceLine { number: 1, text: "Ciepło".to_owned(), ..InvoiceLine::default() }],
        rates: Vec::new(),
        remarks: vec!["razem".to_owned()],
        attached: Vec::new(),
        flags: Vec::new(),
        places: vec!["W-1".to_owned()],
    }
}

fn file(tx: &Transaction<'_>) -> BillingFileId {
    let (kind, at) = (FileKind::Fa3, Timestamp::UNIX_EPOCH);
    let new = billing_file::New { name: "f.xml", kind, brought_by: "directory", at, size: 1, digest: "aa" };
    billing_file::insert(tx, &new).unwrap()
}

fn keep(tx: &Transaction<'_>, customer: Option<CustomerId>, read: &ReadInvoice) -> InvoiceId {
    let document = Packed::of(read).unwrap();
    let new = New { file: file(tx), at: Timestamp::UNIX_EPOCH, customer, read, document: &document };
    insert(tx, &new).unwrap()
}

fn person(tx: &Transaction<'_>, number: &str, name: &str) -> CustomerId {
    let number = CustomerNumber::parse(number).unwrap();
    let address = Address { street: String::new(), postal_code: String::new(), town: String::new() };
    let card = CustomerCard { name: name.to_owned(), address, phone: None, email: None, nip: None };
    customer::save(tx, &NewCustomer { number, card }).unwrap()
}

fn numbers(invoices: &[Invoice]) -> Vec<&str> {
    invoices.iter().map(|invoice| invoice.number.as_str()).collect()
}

#[test]
fn an_invoice_comes_out_as_it_went_in_and_what_is_settled_counts() {
    let mut conn = archive();
    let tx = conn.transaction().unwrap();
    let anna = person(&tx, "K-1", "Anna Nowak");
    let told = ReadInvoice { declared_paid: Money::from_grosze(1000), ..read("FV/1/2026", date(2026, 2, 28), 5000) };
    let id = keep(&tx, Some(anna), &told);
    let places = ["W-2", "W-1"].map(|code| site::upsert(&tx, &SiteCode::parse(code).unwrap(), code, None).unwrap());
    set_sites(&tx, id, &places).unwrap();
    let invoice = by_id(&tx, id, TODAY).unwrap().unwrap();
    assert_eq!((invoice.open(), invoice.standing), (Money::from_grosze(4000), InvoiceStanding::Overdue));
    assert_eq!(invoice.sites.iter().map(SiteCode::as_str).collect::<Vec<_>>(), ["W-1", "W-2"]);
    assert_eq!((invoice.seller.clone(), invoice.period), (told.seller.clone(), told.period));
    assert_eq!(document(&tx, id).unwrap().unwrap().lines, told.lines);
    settle_by(&tx, id, Money::from_grosze(4500)).unwrap();
    settle_by(&tx, id, Money::from_grosze(-500)).unwrap();
    assert_eq!(by_id(&tx, id, TODAY).unwrap().unwrap().standing, InvoiceStanding::Settled);
    assert_eq!(known(&tx, "5260250274", "FV/1/2026").unwrap().map(|known| known.id), Some(id));
    assert_eq!(known(&tx, "OTHER", "FV/1/2026").unwrap(), None);
    learn_ksef_number(&tx, id, "5260250274-20260228-0100001AF629-AF").unwrap();
    assert!(by_id(&tx, id, TODAY).unwrap().unwrap().ksef_number.is_some());
}

#[test]
fn clues_of_what_is_nobodys_are_found_until_it_is_somebodys() {
    let mut conn = archive();
    let tx = conn.transaction().unwrap();
    let id = keep(&tx, None, &read("FV/1", date(2026, 2, 1), 1000));
    let account = BankAccount::parse("46114010100000579009004001").unwrap();
    let clues = [whose::Clue::Account(account), whose::Clue::CustomerNumber("K 1".to_owned())];
    whose::leave_clues(&tx, id, &clues).unwrap();
    assert_eq!(whose::clues_left(&tx, id).unwrap(), clues);
    assert_eq!(whose::customer(&tx, &clues[1]).unwrap(), None);
    let anna = person(&tx, "K 1", "Anna Nowak");
    assert_eq!(whose::clues_of(&tx, anna).unwrap(), clues[1..]);
    assert_eq!(
        (whose::customer(&tx, &clues[1]).unwrap(), whose::with_clue(&tx, &clues[1]).unwrap()),
        (Some(anna), vec![id])
    );
    whose::forget_clues(&tx, id).unwrap();
    assert_eq!(whose::with_clue(&tx, &clues[1]).unwrap(), []);
}

#[test]
fn a_correction_waits_for_its_original_and_flags_say_what_is_missing() {
    let mut conn = archive();
    let tx = conn.transaction().unwrap();
    let corrected = |number: &str| Corrected { number: number.to_owned(), ksef_number: None, issued_on: None };
    let corrects = vec![corrected("FV/1"), corrected("FV/2")];
    let kind = InvoiceKind::Correction;
    let correction = keep(&tx, None, &ReadInvoice { kind, corrects, ..read("K/1", date(2026, 3, 1), -500) });
    link_originals(&tx, correction).unwrap();
    assert_eq!(missing(&tx, correction).unwrap(), (true, true));
    assert_eq!(by_id(&tx, correction, TODAY).unwrap().unwrap().n_flags, 2);
    let first = keep(&tx, None, &read("FV/1", date(2026, 2, 1), 1000));
    assert_eq!(link_corrections(&tx, first).unwrap(), [correction]);
    assert_eq!(missing(&tx, correction).unwrap(), (true, true), "one of the two is here");
    let second = keep(&tx, None, &read("FV/2", date(2026, 2, 1), 1000));
    assert_eq!(link_corrections(&tx, second).unwrap(), [correction]);
    assert_eq!(link_corrections(&tx, second).unwrap(), []);
    assign(&tx, correction, None, SaidBy::Person).unwrap();
    assert_eq!(missing(&tx, correction).unwrap(), (false, false));
    assert_eq!(originals(&tx, correction).unwrap(), [first, second]);
    assert_eq!(corrections(&tx, second).unwrap(), [correction]);
    // Of another seller it is another invoice.
    let other = ReadInvoice { seller_key: "OTHER".to_owned(), ..read("FV/1", date(2026, 2, 1), 1000) };
    let other = keep(&tx, None, &other);
    assert_eq!(link_corrections(&tx, other).unwrap(), []);
}

#[test]
fn invoices_are_listed_the_last_issued_first_and_only_those_that_are_seen() {
    let mut conn = archive();
    let tx = conn.transaction().unwrap();
    let (anna, jan) = (person(&tx, "K-1", "Anna Nowak"), person(&tx, "K-2", "Jan Żółw"));
    let (login, clerk) = (AccountId(7), AccountId(8));
    for (account, customer, rights) in [(login, anna, "view,finance"), (clerk, jan, "view")] {
        let sql = "INSERT INTO account (id, login, name, role, standing, language, created_at, folded, password_kind)
            VALUES (?1, 'a' || ?1, '', 'customer', 'active', 'pl', 0, '', 'own')";
        tx.execute(sql, [account.0]).unwrap();
        let rights = rights.split(',').filter_map(Right::parse).collect();
        let login = common::account::Login::parse("a7").unwrap();
        let number = CustomerNumber::parse("K-1").unwrap();
        let mandate = Mandate { customer: number, login, rights, from: Timestamp::UNIX_EPOCH, until: None };
        customer::mandate(&tx, (account, customer), &mandate).unwrap();
    }
    let march = keep(&tx, Some(anna), &read("FV/3", date(2026, 3, 10), 300));
    keep(&tx, Some(anna), &read("FV/2", date(2026, 2, 10), 200));
    let paid = keep(&tx, Some(jan), &read("FV/2J", date(2026, 2, 10), 200));
    settle_by(&tx, paid, Money::from_grosze(200)).unwrap();
    keep(&tx, None, &read("X/1", date(2026, 1, 10), 100));
    let shared = Shared::default();
    let house = Logbook::new(&tx, &shared, shared.fresh());
    let seen = |log: &Logbook<'_>, filter: &InvoiceFilter, after| -> Vec<String> {
        let found = page(log, filter, (after, 10), TODAY).unwrap();
        numbers(&found).into_iter().map(str::to_owned).collect()
    };
    let all = InvoiceFilter::default();
    assert_eq!(seen(&house, &all, None), ["FV/3", "FV/2J", "FV/2", "X/1"]);
    let after = Place { issued_on: date(2026, 2, 10), id: paid };
    assert_eq!(seen(&house, &all, Some(after)), ["FV/2", "X/1"]);
    let of = |account| house.seen_by(Scope::of_account(account, Timestamp::UNIX_EPOCH));
    assert_eq!(seen(&of(login), &all, None), ["FV/3", "FV/2"]);
    assert_eq!(seen(&of(clerk), &all, None), Vec::<String>::new(), "without the right for money");
    assert!(
        list::find(&of(login), march, TODAY).unwrap().is_some()
            && list::find(&of(login), paid, TODAY).unwrap().is_none()
    );
    assert_eq!(list::named(&of(login), "fv2j", TODAY, 5).unwrap().len(), 0);
    let standings = |standings: &[InvoiceStanding]| InvoiceFilter { standings: standings.to_vec(), ..all.clone() };
    assert_eq!(seen(&house, &standings(&[InvoiceStanding::Settled]), None), ["FV/2J"]);
    assert_eq!(seen(&house, &standings(&[InvoiceStanding::Overdue]), None), ["FV/2", "X/1"]);
    assert_eq!(seen(&house, &standings(&[InvoiceStanding::Open, InvoiceStanding::Settled]), None), ["FV/3", "FV/2J"]);
    let text = |text: &str| InvoiceFilter { text: Some(text.to_owned()), ..all.clone() };
    assert_eq!(seen(&house, &text("zolw"), None), ["FV/2J"]);
    assert_eq!(seen(&house, &text("fv/2"), None), ["FV/2J", "FV/2"]);
    assert_eq!(seen(&house, &InvoiceFilter { only_unassigned: true, ..all.clone() }, None), ["X/1"]);
    let customer = CustomerNumber::parse("K-2").ok();
    assert_eq!(seen(&house, &InvoiceFilter { customer: customer.clone(), ..all.clone() }, None), ["FV/2J"]);
    assert_eq!(seen(&of(login), &InvoiceFilter { customer, ..all.clone() }, None), Vec::<String>::new());
    let issued = Some(Days { first: date(2026, 2, 1), last: date(2026, 2, 10) });
    assert_eq!(seen(&house, &InvoiceFilter { issued, ..all }, None), ["FV/2J", "FV/2"]);
}

/// Returns how a question would be answered, with all that it binds left out.
fn plan(conn: &Connection, sql: &str) -> Vec<String> {
    let mut query = conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let mut rows = query.raw_query();
    let mut steps = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        steps.push(row.get(3).unwrap());
    }
    steps
}

#[test]
fn lists_go_by_an_index_and_sort_only_what_is_few() {
    let conn = archive();
    let shared = Shared::default();
    let house = Logbook::new(&conn, &shared, shared.fresh());
    let own = house.seen_by(Scope::of_account(AccountId(1), Timestamp::UNIX_EPOCH));
    let filters = [
        InvoiceFilter::default(),
        InvoiceFilter { text: Some("FV".to_owned()), ..InvoiceFilter::default() },
        InvoiceFilter { standings: vec![InvoiceStanding::Overdue], ..InvoiceFilter::default() },
        InvoiceFilter { customer: CustomerNumber::parse("K").ok(), ..InvoiceFilter::default() },
        InvoiceFilter { site: SiteCode::parse("W").ok(), ..InvoiceFilter::default() },
        InvoiceFilter { only_unassigned: true, ..InvoiceFilter::default() },
    ];
    let after = Some(Place { issued_on: TODAY, id: InvoiceId(5) });
    let indices = |log: &Logbook<'_>| -> Vec<String> {
        filters
            .iter()
            .map(|filter| {
                let sql = list::Question::of(log, filter, (after, 10), TODAY).sql;
                let steps = plan(&conn, &sql);
                let scanned = steps.iter().find(|step| step.contains("SCAN invoice") && !step.contains("USING"));
                assert_eq!(scanned, None, "{steps:#?}");
                let step = steps.iter().find(|step| step.contains("invoice USING")).cloned().unwrap_or_default();
                let index =
                    step.split("INDEX ").nth(1).unwrap_or(&step).split(' ').next().unwrap_or_default().to_owned();
                let is_sorted = steps.iter().any(|step| step.contains("TEMP B-TREE FOR ORDER BY"));
                format!("{index} {is_sorted}")
            })
            .collect()
    };
    let (sorted, found) = ("invoice_of_customer false", "SEARCH true");
    let house = indices(&house);
    assert_eq!(house[..3], ["invoice_issued false", "invoice_issued false", "invoice_open_issued false"]);
    // Of a site there are few.
    assert_eq!(house[3..], [sorted, found, sorted]);
    // Own ones are few: they are found by whose they are.
    let own: Vec<String> = indices(&own).iter().map(|index| index.replace(" true", "").replace(" false", "")).collect();
    let (found, open) = ("invoice_of_customer", "invoice_open");
    assert_eq!(own, [found, found, open, found, "SEARCH", found]);
}
