//! How far back a list of documents goes: a view of the reader's, not a limit.

use common::invoice::Days;
use jiff::ToSpan;
use jiff::civil::Date;

/// Months back, or everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    steps: &'static [Option<i32>],
    place: usize,
}

/// Months of invoices that one can look back, the usual ones first.
pub const INVOICES: [Option<i32>; 4] = [Some(12), Some(24), Some(60), None];
/// The same of payments.
pub const PAYMENTS: [Option<i32>; 4] = [Some(6), Some(12), Some(60), None];
/// Days to come that belong to a list: a document may carry the day after tomorrow.
const AHEAD: i64 = 31;

impl Reach {
    /// The usual reach.
    #[must_use]
    pub const fn of(steps: &'static [Option<i32>]) -> Self {
        Self { steps, place: 0 }
    }

    /// Goes further back.
    pub fn widen(&mut self) {
        self.place = (self.place + 1).min(self.steps.len().saturating_sub(1));
    }

    /// Goes less far back.
    pub const fn narrow(&mut self) {
        self.place = self.place.saturating_sub(1);
    }

    /// Returns the months; `None` is everything.
    #[must_use]
    pub fn months(self) -> Option<i32> {
        self.steps.get(self.place).copied().flatten()
    }

    /// Returns the days; `None` is everything.
    #[must_use]
    pub fn days(self, today: Date) -> Option<Days> {
        let first = today.checked_sub(self.months()?.months()).ok()?;
        Some(Days { first, last: today.checked_add(AHEAD.days()).unwrap_or(today) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn twelve_months_are_a_view_and_not_a_limit() {
        let mut reach = Reach::of(&INVOICES);
        let first = |reach: Reach| reach.days(date(2028, 2, 29)).map(|days| days.first);
        assert_eq!(first(reach), Some(date(2027, 2, 28)));
        reach.widen();
        assert_eq!(first(reach), Some(date(2026, 2, 28)));
        (0..9).for_each(|_| reach.widen());
        assert_eq!(first(reach), None);
        (0..9).for_each(|_| reach.narrow());
        assert_eq!(reach.months(), Some(12));
    }
}
