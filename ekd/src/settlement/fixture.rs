//! An archive for tests of what is owed: two customers, their invoices and statements, and a clerk.

use std::sync::Arc;

use common::account::{Login, PasswordKind, Role};
use common::bank_account::BankAccount;
use common::customer::{CustomerCard, NewCustomer};
use common::due::{Balance, BalanceFilter, Due, DueFilter, TransferOf, TransferOrder};
use common::event::Happening;
use common::fault::Cause;
use common::id::{AccountId, BillingFileId, Cursor, CustomerId, CustomerNumber, InvoiceId, PaymentId, SiteCode};
use common::invoice::file::FileKind;
use common::invoice::{InvoiceKind, Party};
use common::money::{Currency, Money};
use common::payment::{Payment, PaymentAct, PaymentDeed, PaymentFilter};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::Connection;
use tempfile::TempDir;

use super::statements::{Taken, take_statement};
use super::{Doing, deeds, invoice_arrived};
use crate::accounts::{Actor, Pass};
use crate::billing::interest::InterestTable;
use crate::invoice::read::{Corrected, ReadInvoice};
use crate::payment::read::{ReadEntry, ReadStatement};
use crate::query::due::Terms;
use crate::query::transfer::{self, Payee};
use crate::query::{balance, due};
use crate::store::account::Opening;
use crate::store::log::fresh::Shared;
use crate::store::log::{self, Logbook, Write};
use crate::store::{self, billing_file, invoice};
use crate::turned::Turned;

pub(crate) const NOW: &str = "2026-11-28T12:00:00Z";
/// Of the seller.
pub(crate) const SELLER: &str = "46114010100000579009004001";
/// Virtual accounts of the two customers.
pub(crate) const VIRTUAL: [&str; 2] = ["61109010140000071219812874", "27114020040000300201355387"];

pub(crate) fn zl(amount: i64) -> Money {
    Money::from_grosze(amount * 100)
}

pub(crate) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub(crate) struct Ledger {
    pub(crate) conn: Connection,
    desk: log::Desk,
    shared: Arc<Shared>,
    pub(crate) now: Timestamp,
    pub(crate) customers: [CustomerId; 2],
    pub(crate) clerk: AccountId,
    n_entries: u32,
    table: InterestTable,
    _home: TempDir,
}

impl Ledger {
    pub(crate) fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("archive.db");
        store::open::create(&path).unwrap();
        let conn = Connection::open(&path).unwrap();
        let shared = Arc::<Shared>::default();
        let mut ledger = Self {
            conn,
            desk: log::Desk::new(Arc::clone(&shared)),
            shared,
            now: NOW.parse().unwrap(),
            customers: [CustomerId(0); 2],
            clerk: AccountId(0),
            n_entries: 0,
            table: InterestTable::default(),
            _home: home,
        };
        let opening = Opening {
            login: Login::parse("clerk").unwrap(),
            name: "CLERK".to_owned(),
            role: Role::Clerk,
            language: "pl".to_owned(),
            created_at: ledger.now,
            password: None,
            password_kind: PasswordKind::None,
            password_until: None,
        };
        (ledger.customers, ledger.clerk) = ledger.together(|tx| {
            let customer = |number: &str, name: &str| {
                let card = CustomerCard { name: name.to_owned(), ..CustomerCard::default() };
                let number = CustomerNumber::parse(number).unwrap();
                store::customer::save(tx, &NewCustomer { number, card }).unwrap()
            };
            let customers = [customer("K-00412", "Wspólnota Zielona"), customer("K-00413", "Jan Kowalski")];
            (customers, store::account::add(tx, &opening).unwrap())
        });
        ledger
    }

    pub(crate) fn together<T>(&mut self, work: impl FnOnce(&Write<'_>) -> T) -> T {
        let tx = self.conn.transaction().unwrap();
        let done = work(&self.desk.begin(&tx));
        tx.commit().unwrap();
        self.desk.publish();
        done
    }

    pub(crate) fn log(&self) -> Logbook<'_> {
        Logbook::new(&self.conn, &self.shared, self.shared.fresh())
    }

    const fn doing(&self) -> Doing {
        Doing { at: self.now, by: None }
    }

    pub(crate) fn file(&mut self, kind: FileKind) -> BillingFileId {
        let at = self.now;
        let n: i64 = self.conn.query_row("SELECT count(*) FROM billing_file", [], |row| row.get(0)).unwrap();
        let digest = format!("{n}");
        let new = billing_file::New { name: "x", kind, brought_by: "directory", at, size: 1, digest: &digest };
        self.together(|tx| billing_file::insert(tx, &new).unwrap())
    }

    /// Has an invoice arrive.
    pub(crate) fn invoice(&mut self, number: &str, (issued, due): (&str, &str), amount: Money) -> InvoiceId {
        let customer = Some(self.customers[0]);
        self.arrive(&ReadInvoice { due_on: Some(day(due)), ..read(number, issued, amount) }, customer)
    }

    /// Has a correction arrive.
    pub(crate) fn correction(&mut self, number: &str, corrects: &str, issued: &str, amount: Money) -> InvoiceId {
        let corrected = Corrected { number: corrects.to_owned(), ksef_number: None, issued_on: None };
        let kind = InvoiceKind::Correction;
        let customer = Some(self.customers[0]);
        self.arrive(&ReadInvoice { kind, corrects: vec![corrected], ..read(number, issued, amount) }, customer)
    }

    pub(crate) fn arrive(&mut self, read: &ReadInvoice, customer: Option<CustomerId>) -> InvoiceId {
        let (file, doing) = (self.file(FileKind::Fa3), self.doing());
        self.together(|tx| {
            let document = invoice::Packed::of(read).unwrap();
            let new = invoice::New { file, at: doing.at, customer, read, document: &document };
            let id = invoice::insert(tx, &new).unwrap();
            invoice::link_originals(tx, id).unwrap();
            invoice::link_corrections(tx, id).unwrap();
            invoice_arrived(tx, doing, id).unwrap();
            id
        })
    }

    pub(crate) fn at_site(&mut self, id: InvoiceId, codes: &[&str]) {
        self.together(|tx| {
            let site = |code: &&str| store::site::upsert(tx, &SiteCode::parse(code).unwrap(), "Zielona", None).unwrap();
            invoice::set_sites(tx, id, &codes.iter().map(site).collect::<Vec<_>>()).unwrap();
        });
    }

    /// Says into which account the first customer pays.
    pub(crate) fn contract(&mut self, n: usize, kind: &str) {
        const SQL: &str = "INSERT INTO contract (number, customer_id, from_on, account, interest)
            VALUES (?1, ?2, '2020-01-01', ?3, ?4)";
        let account = BankAccount::parse(VIRTUAL[n]).unwrap();
        let bound = rusqlite::params![format!("U-{n}"), self.customers[n].0, account.as_str(), kind];
        self.conn.execute(SQL, bound).unwrap();
    }

    /// Returns an entry that brings money, unlike all others.
    pub(crate) fn entry(&mut self, on: &str, amount: Money, title: &str) -> ReadEntry {
        self.n_entries += 1;
        ReadEntry {
            booked_on: day(on),
            value_on: day(on),
            amount,
            currency: Currency::PLN,
            is_reversal: false,
            is_booked: true,
            title: title.to_owned(),
            counterparty: "ktoś".to_owned(),
            counterparty_account: None,
            virtual_account: None,
            virtual_id: None,
            reference: format!("R{}", self.n_entries),
            batch: None,
            key: format!("key-{}", self.n_entries),
            line: 1,
        }
    }

    pub(crate) fn take(&mut self, statement: &ReadStatement) -> Taken {
        self.take_as(FileKind::Mt940, statement)
    }

    /// Takes a statement out of a file of that kind.
    pub(crate) fn take_as(&mut self, kind: FileKind, statement: &ReadStatement) -> Taken {
        let (file, doing) = (self.file(kind), self.doing());
        self.together(|tx| take_statement(tx, doing, file, statement).unwrap())
    }

    /// Takes a statement with one entry, and returns the payment.
    pub(crate) fn book(&mut self, entry: ReadEntry) -> PaymentId {
        self.take(&statement(vec![entry]));
        PaymentId(self.conn.query_row("SELECT max(id) FROM payment", [], |row| row.get(0)).unwrap())
    }

    /// Books a payment with a title.
    pub(crate) fn pay(&mut self, on: &str, amount: Money, title: &str) -> PaymentId {
        let entry = self.entry(on, amount, title);
        self.book(entry)
    }

    pub(crate) fn deed(&mut self, payment: PaymentId, what: PaymentAct) -> Result<(), Cause> {
        let keeper = store::account::by_login(&self.conn, "clerk").unwrap().unwrap();
        let actor = Actor { keeper, pass: Pass::Peer, customers: None, source: "unix:1".to_owned(), now: self.now };
        let tx = self.conn.transaction().unwrap();
        let done = deeds::change(&self.desk.begin(&tx), &actor, &PaymentDeed { payment, what });
        if done.is_ok() {
            tx.commit().unwrap();
        }
        match done {
            Ok(()) => Ok(()),
            Err(Turned::Cause(cause)) => Err(cause),
            Err(Turned::Store(error)) => panic!("{error}"),
        }
    }

    pub(crate) fn payment(&self, id: PaymentId) -> Payment {
        store::payment::find(&self.log(), id).unwrap().unwrap()
    }

    pub(crate) fn payments(&self) -> Vec<Payment> {
        store::payment::list(&self.log(), &PaymentFilter::default(), None, 100).unwrap()
    }

    pub(crate) fn open(&self, id: InvoiceId) -> Money {
        store::due::by_id(&self.conn, id).unwrap().unwrap().open
    }

    const fn terms(&self, today: Date) -> Terms<'_> {
        Terms { table: &self.table, today }
    }

    /// Returns what the first customer owes on a day.
    pub(crate) fn balance(&self, today: &str) -> Balance {
        self.balance_as_of(today, None)
    }

    /// Returns what the first customer owes as of some day.
    pub(crate) fn balance_as_of(&self, today: &str, on: Option<&str>) -> Balance {
        let customer = Some(CustomerNumber::parse("K-00412").unwrap());
        let filter = BalanceFilter { customer, on: on.map(day), ..BalanceFilter::default() };
        let found = balance::page(&self.log(), &filter, self.terms(day(today)), (None, 10)).unwrap();
        let [balance] = <[Balance; 1]>::try_from(found.items).unwrap();
        balance
    }

    pub(crate) fn dues(&self, today: &str) -> Vec<Due> {
        due::page(&self.log(), &DueFilter::default(), self.terms(day(today)), (None, 100)).unwrap().items
    }

    pub(crate) fn transfer(&self, of: &TransferOf, today: &str) -> Result<TransferOrder, Cause> {
        transfer::order(&self.log(), of, &Payee::default(), day(today)).unwrap()
    }

    /// Returns all that the journal has.
    pub(crate) fn journal(&self) -> Vec<Happening> {
        store::event::after(&self.conn, Cursor(0), 1000).unwrap().into_iter().map(|event| event.what).collect()
    }

    /// The sums that invoices and payments keep are those of what pays what.
    pub(crate) fn check_sums(&self) {
        const WRONG: &str = "SELECT
            (SELECT count(*) FROM payment WHERE allocated <> coalesce((SELECT sum(amount) FROM allocation
                WHERE payment_id = payment.id AND released_at IS NULL), 0))
          + (SELECT count(*) FROM invoice WHERE settled <> coalesce((SELECT sum(amount) FROM allocation
                WHERE invoice_id = invoice.id AND released_at IS NULL), 0)
              - coalesce((SELECT sum(amount) FROM allocation
                WHERE correction_id = invoice.id AND released_at IS NULL), 0))
          + (SELECT count(*) FROM payment WHERE amount > 0 AND allocated > amount)
          + (SELECT count(*) FROM invoice WHERE payable > 0 AND settled > payable)";
        let n_wrong: i64 = self.conn.query_row(WRONG, [], |row| row.get(0)).unwrap();
        assert_eq!(n_wrong, 0);
    }
}

/// Returns an invoice that is payable and due on no day.
pub(crate) fn read(number: &str, issued: &str, amount: Money) -> ReadInvoice {
    let party = |name: &str| Party { name: name.to_owned(), nip: None, address: Vec::new() };
    ReadInvoice {
        number: number.to_owned(),
        ksef_number: None,
        kind: InvoiceKind::Basic,
        form: FileKind::Fa3,
        seller: party("Ciepłownia"),
        seller_key: "CIEPŁOWNIA".to_owned(),
        buyer: party("Wspólnota Zielona"),
        customer_number: None,
        contract_numbers: Vec::new(),
        issued_on: day(issued),
        period: None,
        currency: Currency::PLN,
        net: amount,
        vat: Money::default(),
        gross: amount,
        payable: amount,
        declared_paid: Money::default(),
        due_on: None,
        account: Some(BankAccount::parse(SELLER).unwrap()),
        is_split_payment: false,
        corrects: Vec::new(),
        lines: Vec::new(),
        rates: Vec::new(),
        remarks: Vec::new(),
        attached: Vec::new(),
        flags: Vec::new(),
        places: Vec::new(),
    }
}

/// Returns a statement that adds up.
pub(crate) fn statement(entries: Vec<ReadEntry>) -> ReadStatement {
    let days = entries.iter().map(|entry| entry.booked_on);
    let sum: Money = entries.iter().map(|entry| entry.amount).sum();
    ReadStatement {
        account: SELLER.to_owned(),
        number: "1/2026".to_owned(),
        reference: String::new(),
        currency: Currency::PLN,
        first_on: days.clone().min(),
        last_on: days.max(),
        opening: Some(Money::default()),
        closing: Some(sum),
        entries,
        flags: Vec::new(),
        is_balanced: true,
    }
}
