//! Erasing a customer's personal data (RODO art. 17), and telling what had to stay.
//!
//! Every erasure is also a line in a journal beside the archive: after an older archive was restored, what was erased
//! meanwhile is erased again before anyone can log in.

use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use common::contact::ContactKind;
use common::customer::{Counted, Customer, Erasure};
use common::id::{AccountId, CustomerNumber, SiteCode};
use common::report::{Definition, Template};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::no_such_customer;
use crate::store::audit::Deed;
use crate::store::log::Write;
use crate::store::{self, StoreError};
use crate::turned::Turned;

/// A line of the journal.
#[derive(Debug, Serialize, Deserialize)]
struct Line {
    at: Timestamp,
    customer: CustomerNumber,
}

/// The journal beside the archive.
#[derive(Clone, Debug)]
pub struct Journal(PathBuf);

impl Journal {
    #[must_use]
    pub fn at(path: PathBuf) -> Self {
        Self(path)
    }

    /// Adds a line and has it on the disk.
    ///
    /// # Errors
    /// Those of the file.
    pub fn add(&self, customer: &CustomerNumber, at: Timestamp) -> Result<(), StoreError> {
        let line = Line { at, customer: customer.clone() };
        let text = serde_json::to_string(&line).map_err(|error| StoreError::Foreign(error.to_string()))?;
        let mut file = OpenOptions::new().create(true).append(true).mode(0o600).open(&self.0)?;
        writeln!(file, "{text}")?;
        file.sync_all()?;
        Ok(())
    }

    /// Returns who was erased, and when, oldest first. A line that was cut off by a power failure erased nobody.
    ///
    /// # Errors
    /// Those of the file, except that there is none.
    pub fn read(&self) -> Result<Vec<(CustomerNumber, Timestamp)>, StoreError> {
        let file = match File::open(Path::new(&self.0)) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            opened => opened?,
        };
        let mut found = Vec::new();
        for line in BufReader::new(file).lines() {
            if let Ok(Line { at, customer }) = serde_json::from_str(&line?) {
                found.push((customer, at));
            }
        }
        Ok(found)
    }
}

/// Erases a customer's personal data: name, address, contacts, and the accounts that acted for this customer alone, with
/// their names, contacts, sessions, tokens and log-ins, what was written to the customer's tickets, and reports
/// in which they may speak. Readings, ownerships and the audit log stay.
///
/// # Errors
/// [`NoSuchCustomer`](common::fault::Cause::NoSuchCustomer).
pub fn erase(tx: &Write<'_>, number: &CustomerNumber, at: Timestamp) -> Result<Erasure, Turned> {
    let customer = store::customer::by_number(tx, number.as_str())?;
    Ok(erase_one(tx, &customer.ok_or_else(|| no_such_customer(number.as_str()))?, at)?)
}

/// Returns the addresses from which a customer's people may have written.
fn addresses(tx: &Write<'_>, customer: &Customer, accounts: &[AccountId]) -> Result<Vec<String>, StoreError> {
    let mut addresses: Vec<String> = customer.card.email.iter().map(ToString::to_string).collect();
    for account in accounts {
        let contacts = store::contact::of_account(tx, *account)?.into_iter();
        let email = contacts.filter(|contact| contact.kind == ContactKind::Email);
        addresses.extend(email.filter_map(|contact| contact.address));
    }
    Ok(addresses)
}

/// Forgets letters to and from where the customer's people may have written.
fn forget_addresses(
    tx: &Write<'_>,
    customer: &Customer,
    (accounts, at): (&[AccountId], Timestamp),
) -> Result<(), StoreError> {
    for address in addresses(tx, customer, accounts)? {
        store::correspondence::forget_address(tx, &address, at)?;
        store::mail::forget_address(tx, &address)?;
    }
    Ok(())
}

/// Removes the reports that others had made and in which the customer's people may speak: of the customer, of its tickets,
/// of the alarms of its sites. Returns how many there were.
fn reports_of_others(tx: &Write<'_>, customer: &Customer) -> Result<u64, StoreError> {
    let owned: HashSet<SiteCode> =
        store::customer::ownerships(tx, customer.id)?.into_iter().map(|ownership| ownership.site).collect();
    let mut tickets = HashSet::new();
    for ticket in store::ticket::erase::of_customer(tx, customer.id)? {
        tickets.extend(store::ticket::number_of(tx, ticket)?);
    }
    store::report::made::remove_where(tx, |definition: &Definition| {
        let is_of_sites = definition.sites.is_empty() || definition.sites.iter().any(|site| owned.contains(site));
        definition.customer.as_ref() == Some(&customer.number)
            || definition.ticket.is_some_and(|ticket| tickets.contains(&ticket))
            || definition.template == Template::AlarmLog && is_of_sites
    })
}

fn counted(what: &str, n: u64) -> Counted {
    Counted { what: what.to_owned(), n }
}

/// Returns what stays, and how much of it. Vouchers are kept for five years (accounting act art. 74, tax ordinance act art. 86).
fn kept(tx: &Write<'_>, customer: &Customer, (tickets, settings): (u64, u64)) -> Result<Vec<Counted>, StoreError> {
    let sites = store::customer::ownerships(tx, customer.id)?.len() as u64;
    Ok(vec![
        counted("customer_number", 1),
        counted("tickets_without_words", tickets),
        counted("ticket_entries", store::ticket::erase::count_entries(tx, customer.id)?),
        counted("ownerships", sites),
        counted("readings_of_sites", sites),
        counted("audit_lines", store::audit::count_of(tx, customer.id)?),
        counted("settings_without_author", settings),
        counted("contracts", store::contract::count_of(tx, customer.id)?),
        counted("invoices", store::invoice::count_of(tx, customer.id)?),
        counted("payments", store::payment::count_of(tx, customer.id)?),
    ])
}

fn erase_one(tx: &Write<'_>, customer: &Customer, at: Timestamp) -> Result<Erasure, StoreError> {
    // What is removed is overwritten with zeros.
    store::open::overwrite_removed(tx)?;
    let accounts = store::customer::accounts_of_only(tx, customer.id)?;
    let (mut contacts, mut sessions, mut tokens, mut log_ins) = (0, 0, 0, 0);
    let (mut messages, mut notices, mut settings) = (0, 0, 0);
    let (mut saved_reports, mut made_reports) = (0, reports_of_others(tx, customer)?);
    let written = store::ticket::erase::erase(tx, (customer.id, at), &accounts)?;
    forget_addresses(tx, customer, (&accounts, at))?;
    for account in &accounts {
        contacts += store::contact::remove_all(tx, *account)?;
        sessions += store::session::remove_all(tx, *account)?;
        tokens += store::token::remove_all(tx, *account)?;
        log_ins += store::log_in::remove_all(tx, *account)?;
        notices += store::notice::forget_account(tx, *account, at)?;
        saved_reports += store::report::remove_all(tx, *account)?;
        made_reports += store::report::made::remove_all(tx, *account)?;
        store::alarm::forget_account(tx, *account)?;
        store::maintenance::forget_account(tx, *account)?;
        settings += store::setting::forget_account(tx, *account)?;
        messages += store::outbox::of_account(tx, *account)?.len() as u64;
        store::outbox::forget_account(tx, *account, at)?;
        store::reply_token::forget_account(tx, *account)?;
        if let Some(keeper) = store::account::by_id(tx, *account)? {
            store::rule::forget_login(tx, &keeper.login)?;
        }
        store::account::erase(tx, *account)?;
    }
    store::customer::erase(tx, customer.id, at)?;
    store::once::forget_people(tx)?;
    Ok(Erasure {
        number: customer.number.clone(),
        erased_at: customer.erased_at.unwrap_or(at),
        removed: vec![
            counted("customer_data", u64::from(customer.erased_at.is_none())),
            counted("accounts", accounts.len() as u64),
            counted("contacts", contacts),
            counted("sessions", sessions),
            counted("tokens", tokens),
            counted("log_ins", log_ins),
            counted("message_recipients", messages),
            counted("notices", notices),
            counted("ticket_texts", written.n_texts),
            counted("ticket_files", written.n_files),
            counted("drafts", written.n_drafts),
            counted("saved_reports", saved_reports),
            counted("made_reports", made_reports),
        ],
        kept: kept(tx, customer, (written.n_tickets, settings))?,
    })
}

/// Erases again what the journal says was erased; returns how many customers that were.
///
/// # Errors
/// Where the archive fails.
pub fn again(tx: &Write<'_>, erased: &[(CustomerNumber, Timestamp)]) -> Result<u64, StoreError> {
    let mut n_erased = 0;
    for (number, at) in erased {
        let present = store::customer::by_number(tx, number.as_str())?;
        // The archive keeps whole seconds.
        let is_done = |erased_at: Timestamp| erased_at.as_second() >= at.as_second();
        let Some(present) = present.filter(|present| !present.erased_at.is_some_and(is_done)) else { continue };
        erase_one(tx, &present, *at)?;
        let deed = Deed { customer: Some(present.id), ..Deed::of_house(*at, "customer.erase_again", "restore") };
        store::audit::append(tx, &deed)?;
        n_erased += 1;
    }
    Ok(n_erased)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_that_was_cut_off_tells_what_is_whole() {
        let dir = tempfile::tempdir().unwrap();
        let journal = Journal::at(dir.path().join("erasures"));
        assert_eq!(journal.read().unwrap(), []);
        let number = CustomerNumber::parse("K-1").unwrap();
        let at = Timestamp::from_second(7).unwrap();
        journal.add(&number, at).unwrap();
        let whole = std::fs::read(&journal.0).unwrap();
        std::fs::write(&journal.0, [whole.as_slice(), &whole[..9]].concat()).unwrap();
        assert_eq!(journal.read().unwrap(), [(number, at)]);
    }
}
