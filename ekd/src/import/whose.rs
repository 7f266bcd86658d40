//! Whose an invoice is, and where it bills heat. An invoice shows what somebody uses and owes: where two clues point to two
//! customers, it is nobody's until a person has looked.

use std::collections::BTreeSet;

use common::id::{CustomerId, InvoiceId, SiteId};
use common::invoice::Days;
use common::invoice::file::{FileProblem, ProblemKind};
use common::text::fold;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::invoice::read::ReadInvoice;
use crate::store::invoice::whose::{Clue, Name, customer as customer_by, names_of_sites, owned_sites};
use crate::store::invoice::{customer_of, originals};
use crate::store::log::Write;
use crate::store::{self, StoreError};

/// What the clues of an invoice come to.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub customer: Option<CustomerId>,
    /// Two clues point to two customers.
    pub contradiction: Option<FileProblem>,
}

/// Shorter names of sites are looked for as whole texts only: in a line with figures they mean anything.
const SHORTEST_NAME: usize = 3;

/// Returns what tells whose an invoice is.
pub(super) fn clues(read: &ReadInvoice) -> Vec<Clue> {
    let number = read.customer_number.as_deref().map(str::trim).filter(|number| !number.is_empty());
    let mut clues: Vec<Clue> = number.map(|number| Clue::CustomerNumber(number.to_owned())).into_iter().collect();
    clues.extend(read.account.clone().map(Clue::Account));
    clues.extend(read.contract_numbers.iter().map(|number| Clue::Contract(number.trim().to_owned())));
    clues.extend(read.buyer.nip.clone().map(Clue::Nip));
    clues
}

/// Finds whose an invoice is: by the customer's number, the virtual account, the contract; else by the buyer's tax number.
pub(super) fn by_clues(tx: &Write<'_>, clues: &[Clue]) -> Result<Found, StoreError> {
    let mut found: Option<(CustomerId, &Clue)> = None;
    for clue in clues.iter().filter(|clue| !matches!(clue, Clue::Nip(_))) {
        match (customer_by(tx, clue)?, found) {
            (Some(other), Some((customer, first))) if other != customer => {
                return Ok(Found { customer: None, contradiction: Some(contradiction(first, clue)) });
            }
            (Some(customer), None) => found = Some((customer, clue)),
            (Some(_), Some(_)) | (None, _) => {}
        }
    }
    let mut customer = found.map(|(customer, _)| customer);
    for clue in clues.iter().filter(|clue| matches!(clue, Clue::Nip(_))) {
        if customer.is_none() {
            customer = customer_by(tx, clue)?;
        }
    }
    Ok(Found { customer, contradiction: None })
}

/// Finds whose a correction is that tells nothing of it: whose all the invoices are that it corrects.
pub(super) fn by_originals(tx: &Write<'_>, id: InvoiceId) -> Result<Option<CustomerId>, StoreError> {
    let mut customers = BTreeSet::new();
    for original in originals(tx, id)? {
        customers.insert(customer_of(tx, original)?);
    }
    Ok(if customers.len() == 1 { customers.pop_first().flatten() } else { None })
}

fn contradiction(one: &Clue, other: &Clue) -> FileProblem {
    let said = |clue: &Clue| match clue {
        Clue::CustomerNumber(number) | Clue::Contract(number) => number.clone(),
        Clue::Account(account) => account.grouped(),
        Clue::Nip(nip) => nip.to_string(),
    };
    let field = match other {
        Clue::CustomerNumber(_) => "NrKlienta",
        Clue::Account(_) => "NrRB",
        Clue::Contract(_) => "NrUmowy",
        Clue::Nip(_) => "NIP",
    };
    let (found, wanted) = (said(other), said(one));
    FileProblem { kind: ProblemKind::Contradicts, field: field.to_owned(), line: None, found, wanted }
}

/// What of an invoice tells where it bills heat.
#[derive(Clone, Copy, Debug)]
pub(super) struct Where<'a> {
    pub days: Days,
    pub places: &'a [String],
    pub contract_numbers: &'a [String],
}

impl<'a> Where<'a> {
    pub(super) fn of(read: &'a ReadInvoice) -> Self {
        let days = read.period.unwrap_or(Days { first: read.issued_on, last: read.issued_on });
        Self { days, places: &read.places, contract_numbers: &read.contract_numbers }
    }
}

/// Finds where an invoice bills heat: the sites of its customer that it names, else the only one that is possible.
pub(super) fn sites(
    tx: &Write<'_>,
    customer: CustomerId,
    told: Where<'_>,
    zone: &TimeZone,
) -> Result<Vec<SiteId>, StoreError> {
    let Where { days, places, contract_numbers } = told;
    let stretch = (start_of(days.first, zone), start_of(days.last.tomorrow().unwrap_or(days.last), zone));
    let places: Vec<String> = places.iter().map(|place| fold(place)).collect();
    let is_named = |name: &Name| places.iter().any(|place| names(place, &fold(&name.name)));
    let found = names_of_sites(tx, customer, stretch)?;
    let named: BTreeSet<SiteId> = found.into_iter().filter(is_named).map(|name| name.site).collect();
    if !named.is_empty() {
        return Ok(named.into_iter().collect());
    }
    let mut possible = BTreeSet::new();
    for kept in store::contract::of_customer(tx, customer, days)? {
        let number = kept.contract.number.as_str();
        let is_meant = contract_numbers.is_empty() || contract_numbers.iter().any(|told| told.trim() == number);
        for site in kept.contract.sites.iter().filter(|_| is_meant) {
            possible.extend(store::site::id_of(tx, site.site.as_str())?);
        }
    }
    if possible.is_empty() {
        possible.extend(owned_sites(tx, customer, stretch)?);
    }
    Ok(if possible.len() == 1 { possible.into_iter().collect() } else { Vec::new() })
}

/// Tells whether a text names something: as a whole word, for codes begin like other codes.
fn names(text: &str, name: &str) -> bool {
    if name.chars().count() < SHORTEST_NAME {
        return text.trim() == name;
    }
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

fn start_of(day: Date, zone: &TimeZone) -> Timestamp {
    day.to_zoned(zone.clone()).map_or(Timestamp::UNIX_EPOCH, |start| start.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_a_whole_word() {
        for text in ["w-0414", "wezel w-0414, ul. lakowa", "(w-0414)", "licznik 12/w-0414."] {
            assert!(names(text, "w-0414"), "{text}");
        }
        for text in ["w-04141", "xw-0414", "w-041"] {
            assert!(!names(text, "w-0414"), "{text}");
        }
        assert!(names(" 12 ", "12") && !names("12 gj", "12"));
    }
}
