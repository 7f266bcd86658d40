//! What the amounts of a list come to, each currency by itself.

use common::language::Argument;
use common::money::{Currency, Money};

use crate::exit::Failure;
use crate::output::Output;

/// Two columns of amounts, added up by currency.
#[derive(Debug, Default)]
pub(super) struct Sums {
    sums: Vec<SumOf>,
}

/// What stands in the second column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Second {
    Amount(Money),
    /// There is an amount, and nobody can tell it.
    Unknown,
    /// There is none.
    Nothing,
}

#[derive(Debug)]
struct SumOf {
    currency: Currency,
    n_items: u64,
    first: Money,
    second: Money,
    /// Entries whose second amount is known.
    n_known: u64,
    n_unknown: u64,
}

impl SumOf {
    fn add(&mut self, first: Money, second: Second) {
        self.n_items += 1;
        self.first += first;
        match second {
            Second::Amount(amount) => {
                self.n_known += 1;
                self.second += amount;
            }
            Second::Unknown => self.n_unknown += 1,
            Second::Nothing => {}
        }
    }

    /// Returns how much of the second column is known, as messages tell it apart: all, part, none; nothing where there is
    /// nothing to know.
    fn known(&self) -> &'static str {
        match (self.n_known, self.n_unknown) {
            (0, 0) => "nothing",
            (_, 0) => "all",
            _ if self.second.is_zero() => "none",
            _ => "part",
        }
    }
}

impl Sums {
    pub(super) fn add(&mut self, currency: Currency, first: Money, second: Second) {
        if let Some(sum) = self.sums.iter_mut().find(|sum| sum.currency == currency) {
            return sum.add(first, second);
        }
        let nothing = Money::default();
        let mut sum = SumOf { currency, n_items: 0, first: nothing, second: nothing, n_known: 0, n_unknown: 0 };
        sum.add(first, second);
        self.sums.push(sum);
    }

    /// Writes the sums below a table, in the words of the message `id`, which may want more than the sums; of a list that is
    /// cut they would mislead.
    ///
    /// # Errors
    /// Those of the writer.
    pub(super) fn tell(
        &self,
        output: &mut Output,
        (id, besides): (&str, &[(&'static str, Argument<'_>)]),
        next: Option<&str>,
    ) -> Result<(), Failure> {
        if next.is_some() || self.sums.iter().map(|sum| sum.n_items).sum::<u64>() < 2 {
            return Ok(());
        }
        for sum in &self.sums {
            let amount = |amount| output.look.sum(amount, sum.currency).into();
            let mut arguments = vec![
                ("items", sum.n_items.into()),
                ("first", amount(sum.first)),
                ("second", amount(sum.second)),
                ("known", sum.known().into()),
            ];
            arguments.extend_from_slice(besides);
            let line = output.look.texts().format(id, &arguments);
            output.footer(&line)?;
        }
        Ok(())
    }
}
