//! When somebody is reminded of an invoice: so many days before or after its last one, each once.
//!
//! A rule: knows no archive and no clock.

use jiff::ToSpan;
use jiff::civil::Date;

/// Returns the reminder that is due today: after a standstill only the newest of those that were missed. `None` where it, or a
/// later one, was had.
pub(super) fn due(due_on: Date, had: Option<i32>, days: &[i32], today: Date) -> Option<i32> {
    let is_there = |days: &i32| due_on.checked_add(i64::from(*days).days()).is_ok_and(|day| day <= today);
    let newest = days.iter().copied().filter(is_there).max()?;
    had.is_none_or(|had| had < newest).then_some(newest)
}

/// Returns how many days ago the last day was; less than zero where it is still to come.
pub(super) fn days_over(due_on: Date, today: Date) -> i32 {
    due_on.until(today).map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const DAYS: [i32; 4] = [-3, 0, 3, 14];

    #[test]
    fn each_reminder_is_due_once_on_its_day() {
        let on = |day, had| due(date(2026, 11, 20), had, &DAYS, date(2026, 11, day));
        assert_eq!(on(16, None), None);
        assert_eq!(on(17, None), Some(-3));
        assert_eq!(on(17, Some(-3)), None);
        assert_eq!(on(19, Some(-3)), None);
        assert_eq!(on(20, Some(-3)), Some(0));
        assert_eq!(on(23, Some(0)), Some(3));
        assert_eq!(due(date(2026, 11, 20), Some(14), &DAYS, date(2030, 1, 1)), None);
    }

    #[test]
    fn after_a_standstill_only_the_newest_is_made_up_for() {
        assert_eq!(due(date(2026, 11, 20), None, &DAYS, date(2026, 11, 25)), Some(3));
        assert_eq!(due(date(2026, 11, 20), Some(-3), &DAYS, date(2027, 11, 25)), Some(14));
    }

    #[test]
    fn a_clock_that_was_set_back_reminds_of_nothing_again() {
        assert_eq!(due(date(2026, 11, 20), Some(3), &DAYS, date(2026, 11, 17)), None);
        assert_eq!(days_over(date(2028, 2, 29), date(2028, 3, 1)), 1);
        assert_eq!(days_over(date(2028, 3, 1), date(2028, 2, 27)), -3);
    }
}
