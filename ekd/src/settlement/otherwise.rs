//! What a bank told before in a file of another kind: it writes the same entry in each with other words and other references, and
//! a batch as one sum in one of them and in its parts in another. What is the same has the same account, day and amount.

use std::collections::{BTreeMap, HashMap};

use common::id::BillingFileId;
use common::invoice::Days;
use common::money::{Currency, Money};
use common::payment::PaymentStanding;
use jiff::civil::Date;

use crate::payment::read::{ReadEntry, ReadStatement};
use crate::store::StoreError;
use crate::store::log::Write;
use crate::store::statement::{self, BatchId, Otherwise};

/// The day of the booking, and the amount.
type Place = (Date, Money);

/// Payments of an account that came in files of another kind, and have not been found again.
pub(super) struct ToldOtherwise {
    left: HashMap<Place, Vec<Otherwise>>,
    /// Those that came in parts, by what they make.
    batches: HashMap<Place, Vec<BatchId>>,
    parts: BTreeMap<BatchId, Vec<Place>>,
}

/// What entries of a statement are beside what was told before.
pub(super) struct Sorted<'a> {
    /// In the order of the statement.
    pub(super) new: Vec<&'a ReadEntry>,
    pub(super) n_before: u64,
    /// What was booked as one sum and is nobody's: its parts are among the new ones.
    pub(super) sums: Vec<Otherwise>,
    /// Something was told before.
    pub(super) is_met: bool,
}

/// What became of an entry.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Found {
    Nothing,
    New,
    Before,
}

impl ToldOtherwise {
    pub(super) fn of(
        tx: &Write<'_>,
        account: (&str, Currency),
        read: &ReadStatement,
        file: BillingFileId,
    ) -> Result<Self, StoreError> {
        let days = || read.entries.iter().map(|entry| entry.booked_on);
        let found = match days().min().zip(days().max()) {
            Some((first, last)) => statement::told_otherwise(tx, account, Days { first, last }, file)?,
            None => Vec::new(),
        };
        let mut told = Self { left: HashMap::new(), batches: HashMap::new(), parts: BTreeMap::new() };
        for one in found {
            let place = (one.booked_on, one.amount);
            if let Some(batch) = one.batch {
                told.parts.entry(batch).or_default().push(place);
            }
            told.left.entry(place).or_default().push(one);
        }
        for (batch, parts) in &told.parts {
            told.batches.entry(sum_of(parts)).or_default().push(*batch);
        }
        Ok(told)
    }

    /// Tells what of the entries is new.
    pub(super) fn sort<'a>(mut self, entries: &[&'a ReadEntry]) -> Sorted<'a> {
        let mut found = vec![Found::Nothing; entries.len()];
        let sums = self.find_sums(entries, &mut found);
        self.find_parts(entries, &mut found);
        for (entry, found) in entries.iter().zip(&mut found).filter(|(_, found)| **found == Found::Nothing) {
            *found = if self.has(entry, |_| true) { Found::Before } else { Found::New };
        }
        let is_new = |(entry, found): (&&'a ReadEntry, &Found)| (*found == Found::New).then_some(*entry);
        let new: Vec<_> = entries.iter().zip(&found).filter_map(is_new).collect();
        let n_before = (entries.len() - new.len()) as u64;
        Sorted { new, n_before, is_met: n_before > 0 || !sums.is_empty(), sums }
    }

    /// Finds batches that were booked as one sum. Where that is nobody's, its parts are new: it may be of several customers.
    fn find_sums(&mut self, entries: &[&ReadEntry], found: &mut [Found]) -> Vec<Otherwise> {
        let mut batches: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (at, entry) in entries.iter().enumerate() {
            if let Some(batch) = entry.batch {
                batches.entry(batch).or_default().push(at);
            }
        }
        let whole = count(entries.iter().filter(|entry| entry.batch.is_none()).map(|entry| place_of(entry)));
        let mut sums = Vec::new();
        for members in batches.values() {
            let parts: Vec<Place> = members.iter().map(|at| place_of(entries[*at])).collect();
            let is_told_in_parts = holds(&parts, |place| self.left.get(place).map_or(0, Vec::len));
            let place = sum_of(&parts);
            // As many are told again as what they are.
            let n_again = whole.get(&place).copied().unwrap_or_default();
            let Some(left) = self.left.get_mut(&place).filter(|left| !is_told_in_parts && left.len() > n_again) else {
                continue;
            };
            let sum = left.swap_remove(left.iter().position(is_nobodys).unwrap_or_default());
            let became = if is_nobodys(&sum) { Found::New } else { Found::Before };
            for at in members {
                found[*at] = became;
            }
            sums.extend((became == Found::New).then_some(sum));
        }
        sums
    }

    /// Finds sums of batches that were booked in their parts.
    fn find_parts(&mut self, entries: &[&ReadEntry], found: &mut [Found]) {
        if self.batches.is_empty() {
            return;
        }
        let told = count(entries.iter().map(|entry| place_of(entry)));
        for (entry, found) in entries.iter().zip(found).filter(|(_, found)| **found == Found::Nothing) {
            let place = place_of(entry);
            let is_told_as_sum =
                |batch: &BatchId| !holds(&self.parts[batch], |place| told.get(place).copied().unwrap_or(0));
            let Some(of_place) = self.batches.get(&place) else { continue };
            let Some(at) = of_place.iter().position(is_told_as_sum) else { continue };
            if !self.has(entry, |one| one.batch.is_none()) {
                self.forget(place, at);
            }
            *found = Found::Before;
        }
    }

    /// Forgets a batch, which has been found again.
    fn forget(&mut self, place: Place, at: usize) {
        let Some(batch) = self.batches.get_mut(&place).map(|of_place| of_place.swap_remove(at)) else { return };
        for part in self.parts.remove(&batch).into_iter().flatten() {
            if let Some(left) = self.left.get_mut(&part) {
                left.retain(|one| one.batch != Some(batch));
            }
        }
    }

    /// Tells whether an entry is one of them, each of which is found once.
    fn has(&mut self, entry: &ReadEntry, may_be: impl Fn(&Otherwise) -> bool) -> bool {
        let Some(left) = self.left.get_mut(&place_of(entry)) else { return false };
        let alike = left.iter().enumerate().filter(|(_, one)| may_be(one));
        let alike = alike.filter_map(|(at, one)| Some((n_alike(one, entry)?, at)));
        let Some((_, at)) = alike.max_by_key(|(n_alike, at)| (*n_alike, std::cmp::Reverse(*at))) else { return false };
        left.swap_remove(at);
        true
    }
}

/// What waits for a clerk or is no customer's.
fn is_nobodys(one: &Otherwise) -> bool {
    match one.standing {
        PaymentStanding::Unmatched | PaymentStanding::SetAside => true,
        PaymentStanding::Credit | PaymentStanding::Allocated | PaymentStanding::Returned => false,
    }
}

fn place_of(entry: &ReadEntry) -> Place {
    (entry.booked_on, entry.amount)
}

/// Returns where the sum of a batch stands: its parts were booked on one day.
fn sum_of(parts: &[Place]) -> Place {
    let day = parts.first().map_or(Date::ZERO, |(day, _)| *day);
    (day, parts.iter().map(|(_, amount)| *amount).sum())
}

fn count(places: impl Iterator<Item = Place>) -> HashMap<Place, usize> {
    let mut counted = HashMap::new();
    for place in places {
        *counted.entry(place).or_default() += 1;
    }
    counted
}

/// Tells whether there are as many of each.
fn holds(parts: &[Place], n_there: impl Fn(&Place) -> usize) -> bool {
    count(parts.iter().copied()).iter().all(|(place, n)| n_there(place) >= *n)
}

/// Counts the accounts that both name; `None` where they name different ones.
fn n_alike(one: &Otherwise, entry: &ReadEntry) -> Option<usize> {
    let pairs = [(&one.to_account, &entry.virtual_account), (&one.payer_account, &entry.counterparty_account)];
    let both = pairs.into_iter().filter_map(|(known, told)| known.as_ref().zip(told.as_ref()));
    both.map(|(known, told)| (known == told).then_some(1)).sum()
}
