//! What the amounts of a list come to, each currency by itself.

use common::money::{Currency, Money};

use crate::exit::Failure;
use crate::output::Output;

/// Two columns of amounts, added up by currency.
#[derive(Debug, Default)]
pub(super) struct Sums {
    sums: Vec<SumOf>,
}

#[derive(Debug)]
struct SumOf {
    currency: Currency,
    n_items: u64,
    first: Money,
    second: Money,
}

impl Sums {
    pub(super) fn add(&mut self, currency: Currency, first: Money, second: Money) {
        match self.sums.iter_mut().find(|sum| sum.currency == currency) {
            Some(sum) => {
                sum.n_items += 1;
                sum.first += first;
                sum.second += second;
            }
            None => self.sums.push(SumOf { currency, n_items: 1, first, second }),
        }
    }

    /// Writes the sums below a table, in the words of the message `id`; of a list that is cut they would mislead.
    ///
    /// # Errors
    /// Those of the writer.
    pub(super) fn tell(&self, output: &mut Output, id: &str, next: Option<&str>) -> Result<(), Failure> {
        if next.is_some() || self.sums.iter().map(|sum| sum.n_items).sum::<u64>() < 2 {
            return Ok(());
        }
        for sum in &self.sums {
            let amount = |amount| output.look.sum(amount, sum.currency).into();
            let arguments =
                [("items", sum.n_items.into()), ("first", amount(sum.first)), ("second", amount(sum.second))];
            let line = output.look.texts().format(id, &arguments);
            output.footer(&line)?;
        }
        Ok(())
    }
}
