//! What of an amount pays which invoice: those that the payer named, then what is due first.
//!
//! Knows no archive and no payer. What is left over belongs to nobody here: it is a credit.

use common::id::InvoiceId;
use common::money::Money;
use jiff::civil::Date;

/// An invoice of which something is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Open {
    pub invoice: InvoiceId,
    pub open: Money,
    /// Without a day it is paid last.
    pub due_on: Option<Date>,
}

/// Returns how much of the amount pays which invoice, in that order, never more than is open: those that the payer named, then
/// the others, each by the day on which they are due. What gives something back (open below zero) is paid nothing.
#[must_use]
pub fn distribute(amount: Money, named: &[Open], others: &[Open]) -> Vec<(InvoiceId, Money)> {
    let is_other = |open: &&Open| named.iter().all(|named| named.invoice != open.invoice);
    let order = by_due(named.iter()).into_iter().chain(by_due(others.iter().filter(is_other)));
    let (mut left, mut parts) = (amount, Vec::new());
    for open in order {
        let part = left.min(open.open);
        if !part.is_positive() || parts.iter().any(|(invoice, _)| *invoice == open.invoice) {
            continue;
        }
        left -= part;
        parts.push((open.invoice, part));
    }
    parts
}

fn by_due<'a>(invoices: impl Iterator<Item = &'a Open>) -> Vec<&'a Open> {
    let mut invoices: Vec<&Open> = invoices.collect();
    invoices.sort_by_key(|open| (open.due_on.is_none(), open.due_on, open.invoice));
    invoices
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn open(id: i64, grosze: i64, day: i8) -> Open {
        Open { invoice: InvoiceId(id), open: Money::from_grosze(grosze), due_on: Some(date(2026, 11, day)) }
    }

    fn check(grosze: i64, named: &[Open], others: &[Open], expected: &[(i64, i64)]) {
        let parts = distribute(Money::from_grosze(grosze), named, others);
        let parts: Vec<_> = parts.into_iter().map(|(invoice, part)| (invoice.0, part.grosze())).collect();
        assert_eq!(parts, expected);
    }

    #[test]
    fn what_is_due_first_is_paid_first() {
        let others = [open(1, 300, 20), open(2, 200, 10), Open { due_on: None, ..open(3, 100, 1) }];
        check(250, &[], &others, &[(2, 200), (1, 50)]);
        check(550, &[], &others, &[(2, 200), (1, 300), (3, 50)]);
        check(900, &[], &others, &[(2, 200), (1, 300), (3, 100)]);
    }

    #[test]
    fn what_was_named_is_paid_before_what_is_older() {
        check(350, &[open(1, 300, 20)], &[open(2, 200, 10), open(1, 300, 20)], &[(1, 300), (2, 50)]);
        check(450, &[open(1, 300, 20), open(2, 200, 10)], &[], &[(2, 200), (1, 250)]);
    }

    /// Two invoices that are due on the same day: the older one first, and both are told apart.
    #[test]
    fn two_invoices_of_one_day_are_paid_in_their_order() {
        check(150, &[], &[open(8, 100, 10), open(7, 100, 10)], &[(7, 100), (8, 50)]);
        check(100, &[open(7, 100, 10), open(7, 100, 10)], &[], &[(7, 100)]);
    }

    #[test]
    fn nothing_is_paid_twice_and_nothing_out_of_nothing() {
        check(0, &[open(1, 300, 20)], &[], &[]);
        check(-100, &[open(1, 300, 20)], &[], &[]);
        check(100, &[open(1, -300, 20)], &[open(2, 0, 1)], &[]);
    }
}
