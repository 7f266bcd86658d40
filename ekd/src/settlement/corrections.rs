//! What gives something back pays: first what it corrects, then what is due first of the same customer.

use common::money::Money;

use super::{Doing, paying};
use crate::payment::distribution::{Open, distribute};
use crate::store::allocation::{self, NewAllocation, Source};
use crate::store::due::Claim;
use crate::store::log::Write;
use crate::store::{self, StoreError};

/// Has what a document gives back pay what is open. What is left then is a credit.
pub(super) fn give_back(tx: &Write<'_>, doing: Doing, giving: &Claim) -> Result<(), StoreError> {
    let Some(customer) = giving.customer.filter(|_| giving.open < Money::default()) else { return Ok(()) };
    let corrected = store::due::corrected_by(tx, giving.id)?;
    let open = store::due::open_of(tx, customer)?;
    let open: Vec<&Claim> =
        open.iter().filter(|claim| claim.currency == giving.currency && claim.open.is_positive()).collect();
    let (named, others): (Vec<Open>, Vec<Open>) =
        open.iter().map(|claim| paying::of(claim)).partition(|open| corrected.contains(&open.invoice));
    for (invoice, amount) in distribute(-giving.open, &named, &others) {
        let issued_on = open.iter().find(|claim| claim.id == invoice).map(|claim| claim.issued_on);
        // Neither counts before both are there.
        let counts_on = issued_on.map_or(giving.issued_on, |issued_on| issued_on.max(giving.issued_on));
        let new = NewAllocation { from: Source::Correction(giving.id), invoice, amount, counts_on };
        allocation::add(tx, &new, doing)?;
    }
    Ok(())
}
