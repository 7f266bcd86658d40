//! Polish public holidays of any year.
//!
//! By the law of 18 January 1951 on days free of work (Dz.U. 2025 poz. 296, art. 1), as it counts since 1992: 6 January is
//! free since 2011, 24 December since 2025. Sundays are free by the same law. Knows no calendar of an office: which days it
//! closes besides is configuration.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};

/// Epiphany became free of work in that year, by the law of 24 September 2010.
const EPIPHANY_SINCE: i16 = 2011;
/// Christmas Eve became free of work in that year, by the law of 6 December 2024.
const CHRISTMAS_EVE_SINCE: i16 = 2025;

/// Days of each year: month, day, and the first year in which it is free of work.
const FIXED: [(i8, i8, i16); 10] = [
    (1, 1, i16::MIN),
    (1, 6, EPIPHANY_SINCE),
    (5, 1, i16::MIN),
    (5, 3, i16::MIN),
    (8, 15, i16::MIN),
    (11, 1, i16::MIN),
    (11, 11, i16::MIN),
    (12, 24, CHRISTMAS_EVE_SINCE),
    (12, 25, i16::MIN),
    (12, 26, i16::MIN),
];

/// Days after Easter Sunday: itself, Easter Monday, Pentecost, Corpus Christi.
const AFTER_EASTER: [i32; 4] = [0, 1, 49, 60];

/// Returns the holidays of a year in their order.
#[must_use]
pub fn of_year(year: i16) -> BTreeSet<Date> {
    let fixed = FIXED.into_iter().filter(|(_, _, since)| year >= *since);
    let fixed = fixed.filter_map(|(month, day, _)| Date::new(year, month, day).ok());
    let movable = AFTER_EASTER.into_iter().filter_map(|days| easter(year).checked_add(days.days()).ok());
    fixed.chain(movable).collect()
}

/// Tells whether a day is a holiday; a Sunday is none by itself.
#[must_use]
pub fn is_holiday(day: Date) -> bool {
    of_year(day.year()).contains(&day)
}

/// Tells whether a term that ends on that day ends on a later one: a Saturday, or a day free of work by the law (Civil
/// Code, art. 115).
#[must_use]
pub fn moves_terms(day: Date) -> bool {
    day.weekday() == Weekday::Saturday || day.weekday() == Weekday::Sunday || is_holiday(day)
}

/// Returns Easter Sunday by the Gregorian computus (the algorithm of Meeus, Jones and Butcher).
fn easter(year: i16) -> Date {
    let year_number = i32::from(year);
    let golden = year_number.rem_euclid(19);
    let (century, of_century) = (year_number.div_euclid(100), year_number.rem_euclid(100));
    let moon_correction = (century - (century + 8).div_euclid(25) + 1).div_euclid(3);
    let epact = (19 * golden + century - century.div_euclid(4) - moon_correction + 15).rem_euclid(30);
    let to_sunday = (32 + 2 * century.rem_euclid(4) + 2 * of_century.div_euclid(4) - epact - of_century.rem_euclid(4))
        .rem_euclid(7);
    let late = (golden + 11 * epact + 22 * to_sunday).div_euclid(451);
    // Days after 22 March, the earliest Easter.
    let after = epact + to_sunday - 7 * late;
    let first = date(year, 3, 22);
    first.checked_add(after.days()).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_is_where_the_church_has_it() {
        for (year, month, day) in [
            (1818, 3, 22),
            (1943, 4, 25),
            (1954, 4, 18),
            (1981, 4, 19),
            (2000, 4, 23),
            (2008, 3, 23),
            (2011, 4, 24),
            (2024, 3, 31),
            (2025, 4, 20),
            (2026, 4, 5),
            (2027, 3, 28),
            (2038, 4, 25),
            (2049, 4, 18),
            (2076, 4, 19),
            (2285, 3, 22),
        ] {
            assert_eq!(easter(year), date(year, month, day));
        }
        assert!((1583..=9999).all(|year| easter(year).weekday() == Weekday::Sunday));
        assert!((1583..=9999).all(|year| (date(year, 3, 22)..=date(year, 4, 25)).contains(&easter(year))));
    }

    #[test]
    fn the_holidays_of_a_year_are_those_of_the_law() {
        let of = |year| of_year(year).into_iter().map(|day| day.strftime("%m-%d").to_string()).collect::<Vec<_>>();
        let expected = "01-01 01-06 04-05 04-06 05-01 05-03 05-24 06-04 08-15 11-01 11-11 12-24 12-25 12-26";
        assert_eq!(of(2026).join(" "), expected);
        let n_holidays = |year| of_year(year).len();
        assert_eq!((n_holidays(2010), n_holidays(2024), n_holidays(2025)), (12, 13, 14));
        assert!(!is_holiday(date(2024, 12, 24)) && is_holiday(date(2025, 12, 24)));
        assert!(!is_holiday(date(2010, 1, 6)) && is_holiday(date(2011, 1, 6)));
    }
}
