//! How the office is doing: figures of how tickets went.

use std::collections::BTreeMap;

use common::ticket::Category;
use common::ticket::statistics::{DayFigures, Figures, TicketStatistics};
use common::time::{Period, Step};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// How one ticket went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Course {
    pub category: Category,
    pub opened_at: Timestamp,
    pub answered_at: Option<Timestamp>,
    /// `None`: it is open.
    pub settled_at: Option<Timestamp>,
    /// It was not settled in time, or is not settled and its time is over.
    pub is_late: bool,
}

/// Returns the figures of tickets that were opened in a period, and of its local days how many came and how many were
/// settled, whenever those had come.
#[must_use]
pub fn statistics(courses: &[Course], settled: &[Timestamp], period: Period, zone: &TimeZone) -> TicketStatistics {
    let mut by_category = BTreeMap::<Category, Vec<Course>>::new();
    for course in courses {
        by_category.entry(course.category).or_default().push(*course);
    }
    let mut categories: Vec<_> = by_category.into_iter().map(|(category, of_it)| (category, figures(&of_it))).collect();
    // Stable: what is as frequent stays in the order of categories.
    categories.sort_by_key(|(_, figures)| std::cmp::Reverse(figures.n_opened));
    let day = |day: Period| DayFigures {
        day,
        n_opened: courses.iter().filter(|course| day.contains(course.opened_at)).count() as u64,
        n_settled: settled.iter().filter(|at| day.contains(**at)).count() as u64,
    };
    let days = Step::Day.slices(period, zone).into_iter().map(day).collect();
    TicketStatistics { all: figures(courses), categories, days }
}

fn figures(courses: &[Course]) -> Figures {
    let count = |is_it: fn(&Course) -> bool| courses.iter().filter(|course| is_it(course)).count() as u64;
    let until = |end: fn(&Course) -> Option<Timestamp>| {
        let lasting = |course: &Course| end(course).map(|end| end.duration_since(course.opened_at));
        median(courses.iter().filter_map(lasting).collect())
    };
    Figures {
        n_opened: courses.len() as u64,
        n_open: count(|course| course.settled_at.is_none()),
        n_late: count(|course| course.is_late),
        n_answered: count(|course| course.answered_at.is_some()),
        median_first_answer: until(|course| course.answered_at),
        median_settled: until(|course| course.settled_at),
    }
}

/// Returns the middle one, or the mean of the two in the middle.
fn median(mut durations: Vec<SignedDuration>) -> Option<SignedDuration> {
    durations.sort_unstable();
    let upper = durations.get(durations.len() / 2)?;
    let lower = durations.get(durations.len().checked_sub(1)? / 2)?;
    Some(*lower + (*upper - *lower) / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn course(category: Category, opened: &str, hours: [Option<i64>; 2]) -> Course {
        let opened_at = at(opened);
        let [answered_at, settled_at] = hours.map(|hours| Some(opened_at + SignedDuration::from_hours(hours?)));
        Course { category, opened_at, answered_at, settled_at, is_late: settled_at.is_none() }
    }

    #[test]
    fn figures_are_of_what_was_opened() {
        use Category::{Invoice, Leak};
        let opened = "2026-11-02T08:00Z";
        let courses = [
            course(Invoice, opened, [Some(2), Some(10)]),
            course(Leak, opened, [Some(1), None]),
            course(Leak, opened, [Some(4), Some(6)]),
            course(Leak, opened, [None, None]),
        ];
        let period = Period { from: at("2026-11-01T23:00Z"), until: at("2026-11-02T23:00Z") };
        let found = statistics(&courses, &[], period, &TimeZone::get("Europe/Warsaw").unwrap());
        let hours = |hours| Some(SignedDuration::from_hours(hours));
        let all = Figures {
            n_opened: 4,
            n_open: 2,
            n_late: 2,
            n_answered: 3,
            median_first_answer: hours(2),
            median_settled: hours(8),
        };
        assert_eq!(found.all, all);
        let categories: Vec<_> = found.categories.iter().map(|(category, of_it)| (*category, of_it.n_opened)).collect();
        assert_eq!(categories, [(Leak, 3), (Invoice, 1)]);
        assert_eq!(found.categories[0].1.median_first_answer, Some(SignedDuration::from_mins(150)));
        assert_eq!(median(Vec::new()), None);
    }

    #[test]
    fn a_day_of_25_hours_is_one_day() {
        let zone = TimeZone::get("Europe/Warsaw").unwrap();
        let period = Period { from: at("2026-10-24T00:00+02:00"), until: at("2026-10-27T00:00+01:00") };
        let opened = ["2026-10-25T00:00+02:00", "2026-10-25T23:59:59+01:00", "2026-10-26T00:00+01:00"];
        let courses = opened.map(|opened| course(Category::Other, opened, [None, None]));
        let settled = [at("2026-10-24T23:59:59+02:00"), at("2026-10-25T02:30+01:00")];
        let found = statistics(&courses, &settled, period, &zone);
        let days: Vec<_> =
            found.days.iter().map(|day| (day.day.duration().as_hours(), day.n_opened, day.n_settled)).collect();
        assert_eq!(days, [(24, 0, 1), (25, 2, 1), (24, 1, 0)]);
    }
}
