//! An archive for tests of tickets: two sites of two customers, people of both, a clerk and a technician.

use std::sync::Arc;

use common::account::{Login, PasswordKind, Role};
use common::api::OnceKey;
use common::customer::{CustomerCard, Mandate, NewCustomer, Right};
use common::fault::{Cause, TicketCause};
use common::id::{AccountId, CustomerId, CustomerNumber, SiteCode, SiteId};
use common::ticket::deed::{Deed, TicketDeed};
use common::ticket::draft::{Dispatch, NewEntry, NewTicket, Readers};
use common::ticket::entry::Entry;
use common::ticket::field::{Detail, Field};
use common::ticket::query::TicketFilter;
use common::ticket::{Category, Origin, Ticket, TicketNumber};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use rusqlite::Connection;
use tempfile::TempDir;

use super::deeds::{self, Doer};
use super::dispatch;
use super::timing::Desk;
use crate::accounts::{Actor, Pass};
use crate::store;
use crate::store::account::Opening;
use crate::store::log::fresh::Shared;
use crate::store::log::{self, Write};
use crate::store::ticket::{Eyes, Kept, list, thread};
use crate::turned::Turned;

/// A Monday morning.
pub(super) const BEGIN: &str = "2025-11-17T08:00:00Z";

pub(super) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(super) struct Town {
    pub(super) conn: Connection,
    desk: log::Desk,
    pub(super) office: Desk,
    pub(super) now: Timestamp,
    pub(super) sites: [SiteId; 2],
    pub(super) customers: [CustomerId; 2],
    _home: TempDir,
}

impl Town {
    pub(super) fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("archive.db");
        store::open::create(&path).unwrap();
        let conn = Connection::open(&path).unwrap();
        let mut town = Self {
            conn,
            desk: log::Desk::new(Arc::<Shared>::default()),
            office: Desk::usual(TimeZone::get("Europe/Warsaw").unwrap()),
            now: at(BEGIN),
            sites: [SiteId(0); 2],
            customers: [CustomerId(0); 2],
            _home: home,
        };
        let (sites, customers) = town.together(|tx, _| {
            let site = |n: u32| {
                store::site::upsert(tx, &SiteCode::parse(&format!("W-{n}")).unwrap(), "Zielona", None).unwrap()
            };
            let customer = |n: u32| {
                let number = CustomerNumber::parse(&format!("K-{n}")).unwrap();
                let card = CustomerCard { name: format!("SM {n}"), ..CustomerCard::default() };
                store::customer::save(tx, &NewCustomer { number, card }).unwrap()
            };
            let (sites, customers) = ([site(1), site(2)], [customer(1), customer(2)]);
            for (site, customer) in sites.into_iter().zip(customers) {
                store::customer::own(tx, (site, customer), at("2020-01-01T00:00:00Z"), None).unwrap();
            }
            (sites, customers)
        });
        (town.sites, town.customers) = (sites, customers);
        town.person("clerk", Role::Clerk, None);
        town.person("tech", Role::Technician, None);
        town.person("anna", Role::Customer, Some((0, &[Right::Finance])));
        town.person("olga", Role::Customer, Some((0, &[])));
        town.person("jan", Role::Customer, Some((1, &[Right::Finance])));
        town
    }

    fn person(&mut self, login: &str, role: Role, acts_for: Option<(usize, &[Right])>) {
        let login = Login::parse(login).unwrap();
        let opening = Opening {
            login: login.clone(),
            name: login.to_string().to_uppercase(),
            role,
            language: "pl".to_owned(),
            created_at: at(BEGIN),
            password: None,
            password_kind: PasswordKind::None,
            password_until: None,
        };
        let customers = self.customers;
        self.together(|tx, _| {
            let id = store::account::add(tx, &opening).unwrap();
            if let Some((n, rights)) = acts_for {
                let customer = store::customer::number_of(tx, customers[n]).unwrap().unwrap();
                let rights = rights.iter().copied().collect();
                let mandate = Mandate { customer, login, rights, from: at("2020-01-01T00:00:00Z"), until: None };
                store::customer::mandate(tx, (id, customers[n]), &mandate).unwrap();
            }
        });
    }

    pub(super) fn together<T>(&mut self, work: impl FnOnce(&Write<'_>, &Desk) -> T) -> T {
        let tx = self.conn.transaction().unwrap();
        let done = work(&self.desk.begin(&tx), &self.office);
        tx.commit().unwrap();
        self.desk.publish();
        done
    }

    /// As [`together`](Self::together), and all is undone where it fails.
    pub(super) fn try_to<T>(&mut self, work: impl FnOnce(&Write<'_>, &Desk) -> Result<T, Turned>) -> Result<T, Turned> {
        let tx = self.conn.transaction().unwrap();
        let done = work(&self.desk.begin(&tx), &self.office);
        if done.is_ok() {
            tx.commit().unwrap();
        }
        done
    }

    pub(super) fn actor(&self, login: &str) -> Actor {
        let keeper = store::account::by_login(&self.conn, login).unwrap().unwrap();
        Actor { keeper, pass: Pass::Peer, customers: None, source: "unix:1".to_owned(), now: self.now }
    }

    pub(super) fn account(&self, login: &str) -> AccountId {
        self.actor(login).keeper.id
    }

    pub(super) fn eyes(&self, login: &str) -> Eyes {
        let keeper = self.actor(login).keeper;
        Eyes::of_account(keeper.id, keeper.role, self.now)
    }

    /// Sends something at once.
    pub(super) fn send(&mut self, login: &str, what: &Dispatch) -> Result<Ticket, Turned> {
        let (actor, eyes) = (self.actor(login), self.eyes(login));
        self.try_to(|tx, desk| dispatch::deliver(tx, desk, Doer { actor: &actor, eyes: &eyes }, (&key(0), what)))
    }

    pub(super) fn open(&mut self, login: &str, new: NewTicket) -> Ticket {
        self.send(login, &Dispatch::Ticket(new)).unwrap()
    }

    pub(super) fn write(&mut self, login: &str, ticket: TicketNumber, body: &str) -> Result<Ticket, Turned> {
        self.send(login, &entry(ticket, Readers::Both, body))
    }

    pub(super) fn note(&mut self, login: &str, ticket: TicketNumber, body: &str) -> Result<Ticket, Turned> {
        self.send(login, &entry(ticket, Readers::Office, body))
    }

    pub(super) fn change(&mut self, login: &str, tickets: &[TicketNumber], what: Deed) -> Result<Vec<Ticket>, Turned> {
        let (actor, eyes) = (self.actor(login), self.eyes(login));
        let deed = TicketDeed { tickets: tickets.to_vec(), what };
        self.try_to(|tx, desk| deeds::change(tx, desk, Doer { actor: &actor, eyes: &eyes }, &deed))
    }

    pub(super) fn list(&self, login: &str, filter: &TicketFilter) -> Vec<TicketNumber> {
        let found = list::list(&self.conn, &self.eyes(login), filter, (0, 100)).unwrap();
        found.into_iter().map(|ticket| ticket.number).collect()
    }

    pub(super) fn kept(&self, number: TicketNumber) -> Kept {
        store::ticket::by_number(&self.conn, number).unwrap().unwrap()
    }

    /// Returns the whole thread of a ticket as somebody sees it.
    pub(super) fn thread(&self, login: &str, number: TicketNumber) -> Vec<Entry> {
        let id = self.kept(number).id;
        thread::entries(&self.conn, &self.eyes(login), id, (common::id::EntryId(0), 100)).unwrap()
    }
}

pub(super) fn key(number: u8) -> OnceKey {
    OnceKey::new([number; 16])
}

pub(super) fn entry(ticket: TicketNumber, readers: Readers, body: &str) -> Dispatch {
    Dispatch::Entry(NewEntry { ticket, readers, body: body.to_owned(), attach: Vec::new(), then: None })
}

/// A complaint that the flat is cold, at the site W-1.
pub(super) fn cold() -> NewTicket {
    NewTicket {
        category: Category::TooCold,
        subject: None,
        site: Some(SiteCode::parse("W-1").unwrap()),
        customer: None,
        details: vec![Detail { field: Field::Place, value: "klatka B".to_owned() }],
        priority: None,
        origin: Origin::Terminal,
        body: "Grzejniki są letnie".to_owned(),
        attach: Vec::new(),
    }
}

/// A question about an invoice.
pub(super) fn invoice() -> NewTicket {
    let details = vec![Detail { field: Field::InvoiceNumber, value: "FV/1".to_owned() }];
    NewTicket { category: Category::Invoice, site: None, details, body: "Skąd ta kwota?".to_owned(), ..cold() }
}

/// Tells why something about tickets was refused.
pub(super) fn why<T: std::fmt::Debug>(done: Result<T, Turned>) -> TicketCause {
    match done {
        Err(Turned::Cause(Cause::Ticket { why })) => why,
        other => panic!("{other:?}"),
    }
}
