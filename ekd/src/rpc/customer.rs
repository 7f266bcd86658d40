//! Customers: what staff see of them is written into the audit log.

use common::account::Login;
use common::api::OnceKey;
use common::contract::ContractFilter;
use common::customer::{
    AccountFilter, Customer, CustomerFile, CustomerFilter, Erasure, Mandate, NewCustomer, Ownership, PersonalData,
};
use common::fault::Cause;
use common::id::{AccountId, CustomerNumber, EntryId};
use common::invoice::InvoiceFilter;
use common::page::{Page, Paged};
use common::payment::PaymentFilter;
use common::report::MadeFilter;
use common::ticket::entry::EntryWhat;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::access::{Granted, Visit};
use super::answer::{NoAnswer, limit};
use super::invoice::doing;
use super::site::{SUGGESTED, full};
use crate::customers::{self, erasure, no_such_customer};
use crate::import::invoices;
use crate::reporting::{self, saved};
use crate::store::audit::Deed;
use crate::store::log::{Logbook, Write};
use crate::store::ticket as tickets;
use crate::store::{self, StoreError};

const MOST: u32 = 300;
/// Accounts of one customer, at most.
const MOST_ACCOUNTS: u32 = 1000;
const MOST_NOTICES: u32 = 10_000;
const MOST_REPORTS: u32 = 10_000;
/// Entries of one ticket, invoices, payments.
const MOST_EXPORTED: u32 = 10_000;

fn deed(granted: &Granted, what: &'static str, customer: &Customer) -> Deed {
    Deed { customer: Some(customer.id), ..granted.actor.deed(what) }
}

pub(super) async fn list(visit: &Visit<'_>, filter: CustomerFilter, page: Page) -> Result<Paged<Customer>, NoAnswer> {
    let limit = limit(&page).min(MOST);
    let list = move |log: &Logbook<'_>, granted: &Granted| {
        let found = store::customer::list(log, &filter, page.after.as_deref(), limit)?;
        let deeds = match found.as_slice() {
            [] => Vec::new(),
            [one] => vec![deed(granted, "customer.read", one)],
            many => {
                vec![Deed { detail: format!("{} customers", many.len()), ..granted.actor.deed("customer.list") }]
            }
        };
        Ok((found, deeds))
    };
    let items = visit.look_at_persons(list).await?;
    let next = full(&items, limit).map(|customer| customer.number.to_string());
    Ok(Paged { items, next })
}

pub(super) async fn find(visit: &Visit<'_>, text: String) -> Result<CustomerFile, NoAnswer> {
    let find = move |log: &Logbook<'_>, granted: &Granted| {
        let customer = found(log, granted, &text)?;
        let deeds = vec![deed(granted, "customer.read", &customer)];
        Ok((file(log, customer)?, deeds))
    };
    visit.look_at_persons(find).await
}

fn found(log: &Logbook<'_>, granted: &Granted, text: &str) -> Result<Customer, NoAnswer> {
    if let Some(customer) = store::customer::by_number(log, text.trim())? {
        return Ok(customer);
    }
    if let Some(site) = store::site::by_code(log, text.trim())?
        && let Some(customer) = store::customer::of_site(log, site.id, granted.actor.now)?
    {
        return Ok(customer);
    }
    let filter = CustomerFilter { text: Some(text.to_owned()) };
    let mut near = store::customer::list(log, &filter, None, 10)?;
    if near.len() == 1 {
        return Ok(near.remove(0));
    }
    let similar = near.iter().take(SUGGESTED).map(|customer| customer.number.to_string()).collect();
    Err(Cause::NoSuchCustomer { text: text.to_owned(), similar }.into())
}

fn file(log: &Logbook<'_>, customer: Customer) -> Result<CustomerFile, StoreError> {
    Ok(CustomerFile {
        ownerships: store::customer::ownerships(log, customer.id)?,
        mandates: store::customer::mandates(log, customer.id)?,
        customer,
    })
}

pub(super) async fn save(visit: &Visit<'_>, key: OnceKey, customer: NewCustomer) -> Result<Customer, NoAnswer> {
    let zone = visit.about().zone.clone();
    let save = move |tx: &Write<'_>, granted: &Granted| {
        let saved = customers::save(tx, &customer)?;
        store::audit::append(tx, &deed(granted, "customer.save", &saved))?;
        // An invoice may have come before its customer.
        invoices::link_unassigned(tx, &zone, doing(granted), saved.id)?;
        Ok(saved)
    };
    visit.change_once("save customer", key, save).await
}

/// Writes a line about something that was said of a customer.
fn note(
    tx: &Write<'_>,
    granted: &Granted,
    what: &'static str,
    (number, detail): (&CustomerNumber, String),
) -> Result<(), StoreError> {
    let customer = store::customer::by_number(tx, number.as_str())?.map(|customer| customer.id);
    store::audit::append(tx, &Deed { customer, detail, ..granted.actor.deed(what) })
}

pub(super) async fn own(visit: &Visit<'_>, key: OnceKey, ownership: Ownership) -> Result<Ownership, NoAnswer> {
    let own = move |tx: &Write<'_>, granted: &Granted| {
        let owned = customers::own(tx, &ownership)?;
        let Ownership { customer, site, from, .. } = &owned;
        note(tx, granted, "customer.own", (customer, format!("{site} from {from}")))?;
        Ok(owned)
    };
    visit.change_once("set ownership", key, own).await
}

pub(super) async fn mandate(visit: &Visit<'_>, key: OnceKey, mandate: Mandate) -> Result<Mandate, NoAnswer> {
    let give = move |tx: &Write<'_>, granted: &Granted| {
        let given = customers::mandate(tx, &granted.actor, &mandate)?;
        let Mandate { customer, login, rights, .. } = &given;
        let account = store::account::by_login(tx, login.as_str())?.map(|keeper| keeper.id);
        let customer = store::customer::by_number(tx, customer.as_str())?.map(|customer| customer.id);
        let detail = rights.iter().map(|right| right.name()).collect::<Vec<_>>().join(",");
        store::audit::append(tx, &Deed { account, customer, detail, ..granted.actor.deed("customer.mandate") })?;
        Ok(given)
    };
    visit.change_once("set mandate", key, give).await
}

pub(super) async fn export(visit: &Visit<'_>, number: CustomerNumber) -> Result<PersonalData, NoAnswer> {
    let (reporting, zone) = (visit.about().reports.clone(), visit.about().zone.clone());
    let export = move |log: &Logbook<'_>, granted: &Granted| {
        let customer = store::customer::by_number(log, number.as_str())?;
        let customer = customer.ok_or_else(|| no_such_customer(number.as_str()))?;
        let deeds = vec![deed(granted, "customer.export", &customer)];
        let filter = AccountFilter { customer: Some(number.clone()), ..AccountFilter::default() };
        let accounts = store::account::list(log, &filter, None, None, MOST_ACCOUNTS)?;
        let mut data = PersonalData {
            file: file(log, customer)?,
            accounts: Vec::new(),
            sessions: Vec::new(),
            tokens: Vec::new(),
            deliveries: Vec::new(),
            notices: Vec::new(),
            notice_settings: Vec::new(),
            tickets: Vec::new(),
            entries: Vec::new(),
            saved_reports: Vec::new(),
            made_reports: Vec::new(),
            settings: Vec::new(),
            contracts: Vec::new(),
            invoices: Vec::new(),
            payments: Vec::new(),
        };
        written(log, granted, &mut data)?;
        billed(log, (granted.actor.now, &zone), &mut data)?;
        let alone = store::customer::accounts_of_only(log, data.file.customer.id)?;
        for mut account in accounts {
            // Who acts for others too is told by name: all else of that person is not the customer's.
            if !alone.contains(&account.id) {
                account.contacts.clear();
                account.last_log_in = None;
                data.accounts.push(account);
                continue;
            }
            data.sessions.extend(store::session::of_account(log, account.id)?);
            data.tokens.extend(store::token::of_account(log, account.id)?);
            data.deliveries.extend(deliveries(log, &account.login, account.id)?);
            data.notices.extend(store::notice::list(log, (Some(account.id), None), None, MOST_NOTICES)?);
            data.notice_settings.extend(store::notice::settings(log, account.id)?);
            reports(log, &reporting, (account.id, granted), &mut data)?;
            data.settings.extend(store::setting::of_account(log, account.id)?);
            data.accounts.push(account);
        }
        Ok((data, deeds))
    };
    visit.look_at_persons(export).await
}

/// Puts into the export what an account had saved and made.
fn reports(
    log: &Logbook<'_>,
    desk: &reporting::Desk,
    (account, granted): (AccountId, &Granted),
    data: &mut PersonalData,
) -> Result<(), StoreError> {
    let Some(keeper) = store::account::by_id(log, account)? else { return Ok(()) };
    data.saved_reports.extend(saved::list(log, desk, &keeper, granted.actor.now)?);
    let all = MadeFilter::default();
    data.made_reports.extend(store::report::made::list(log, account, &all, (None, MOST_REPORTS))?);
    Ok(())
}

/// Puts the customer's tickets into the export, and what is in their threads for both sides.
fn written(log: &Logbook<'_>, granted: &Granted, data: &mut PersonalData) -> Result<(), StoreError> {
    for ticket in tickets::erase::of_customer(log, data.file.customer.id)? {
        let Some(number) = tickets::number_of(log, ticket)? else { continue };
        data.tickets.extend(tickets::list::find(log, &granted.eyes, number)?.map(|(_, ticket)| ticket));
        let entries = tickets::thread::entries(log, &granted.eyes, ticket, (EntryId(0), MOST_EXPORTED))?;
        data.entries.extend(entries.into_iter().filter(|entry| is_for_both(&entry.what)));
    }
    Ok(())
}

/// Puts the customer's contracts, invoices and payments into the export.
fn billed(log: &Logbook<'_>, (now, zone): (Timestamp, &TimeZone), data: &mut PersonalData) -> Result<(), StoreError> {
    let today = now.to_zoned(zone.clone()).date();
    let customer = Some(data.file.customer.number.clone());
    let contracts = ContractFilter { customer: customer.clone(), all_versions: true, ..ContractFilter::default() };
    data.contracts = store::contract::list(log, &contracts, (None, MOST_EXPORTED), today)?;
    let invoices = InvoiceFilter { customer: customer.clone(), ..InvoiceFilter::default() };
    data.invoices = store::invoice::list::page(log, &invoices, (None, MOST_EXPORTED), today)?;
    let payments = PaymentFilter { customer, ..PaymentFilter::default() };
    data.payments = store::payment::list(log, &payments, None, MOST_EXPORTED)?;
    Ok(())
}

/// Tells whether an entry is for the customer too.
const fn is_for_both(what: &EntryWhat) -> bool {
    match what {
        EntryWhat::Message { .. } => true,
        EntryWhat::Turned { turn } => !turn.is_internal(),
        EntryWhat::Note { .. } | EntryWhat::Unknown => false,
    }
}

fn deliveries(
    log: &Logbook<'_>,
    login: &Login,
    account: AccountId,
) -> Result<Vec<common::delivery::Delivery>, StoreError> {
    let mut deliveries = store::outbox::of_account(log, account)?;
    for delivery in &mut deliveries {
        delivery.login = Some(login.clone());
    }
    Ok(deliveries)
}

pub(super) async fn erase(visit: &Visit<'_>, key: OnceKey, number: CustomerNumber) -> Result<Erasure, NoAnswer> {
    let journal = visit.permit().await?.erasures.clone();
    let erase = move |tx: &Write<'_>, granted: &Granted| {
        let erased = erasure::erase(tx, &number, granted.actor.now)?;
        note(tx, granted, "customer.erase", (&number, String::new()))?;
        // In the journal before it is in the archive: what is erased once too often is erased.
        journal.add(&number, granted.actor.now)?;
        Ok(erased)
    };
    let erased = visit.change_once("erase customer", key, erase).await?;
    visit.permit().await?.reception.store.wipe().await?;
    Ok(erased)
}
