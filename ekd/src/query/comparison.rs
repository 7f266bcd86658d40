//! What a change of a setting was worth: two periods of a site on equal weather.

use common::fault::{Cause, ReportCause};
use common::forecast::{Cost, Range};
use common::quantity::Energy;
use common::setting::{ComparedPeriod, ComparisonQuery, SettingComparison};
use common::site::Site;
use common::time::Period;
use common::time::step::midnight;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::signature::{cause, days};
use super::tariff_of;
use crate::store::StoreError;
use crate::store::log::Logbook;
use crate::tariff::{Tariff, Tariffs};
use crate::weather::comparison::{self, FEWEST_AFTER, Incomparable, Sum};
use crate::weather::signature::{HeatDay, fit};

/// Returns the comparison, or why there is none; only whole local days within the periods count.
pub fn compare(
    log: &Logbook<'_>,
    site: &Site,
    query: &ComparisonQuery,
    (tariffs, zone, now): (&Tariffs, &TimeZone, Timestamp),
) -> Result<Result<SettingComparison, Cause>, StoreError> {
    let (before, after) = (query.before, query.after);
    if let Some(why) = refused(query, now) {
        return Ok(Err(Cause::Report { why }));
    }
    let found = |period| {
        let days = days(log, site, period, (zone, now))?;
        Ok::<_, StoreError>(days.map(|days| whole(days, period, zone)))
    };
    let (days_before, days_after) = match (found(before)?, found(after)?) {
        (Ok(before), Ok(after)) => (before, after),
        (Err(cause), _) | (_, Err(cause)) => return Ok(Err(cause)),
    };
    let fit = match fit(&days_before, before) {
        Ok(fit) => fit,
        Err(misfit) => return Ok(Err(cause(misfit))),
    };
    let compared = match comparison::compare(&days_before, &fit, &days_after) {
        Ok(compared) => compared,
        Err(Incomparable::TooFewDays { n_days }) => {
            return Ok(Err(Cause::Report { why: ReportCause::TooFewDays { n_days, wanted: FEWEST_AFTER } }));
        }
        Err(Incomparable::NothingExpected) => return Ok(Err(Cause::Report { why: ReportCause::NoPattern })),
    };
    let tariff = tariff_of(log, &site.code, tariffs)?;
    let of_period = |period, Sum { used, degree_days, n_days }| ComparedPeriod { period, used, degree_days, n_days };
    Ok(Ok(SettingComparison {
        site: site.code.clone(),
        before: of_period(before, compared.before),
        after: of_period(after, compared.after),
        expected: compared.expected,
        difference: compared.difference,
        share: compared.share,
        cost: tariff.and_then(|tariff| cost(tariff, &compared.difference, after, zone)),
        verdict: compared.verdict,
        signature: fit.signature,
    }))
}

fn refused(query: &ComparisonQuery, now: Timestamp) -> Option<ReportCause> {
    let ComparisonQuery { before, after, .. } = query;
    if !before.intersection(after).is_empty() {
        return Some(ReportCause::PeriodsOverlap);
    }
    let is_wrong = before.is_empty() || after.is_empty() || after.from < before.from || after.from >= now;
    is_wrong.then_some(ReportCause::PeriodWrong)
}

/// Keeps the days that lie wholly in the period: the day of the change itself is half of each.
fn whole(mut days: Vec<HeatDay>, period: Period, zone: &TimeZone) -> Vec<HeatDay> {
    let is_whole = |day: &HeatDay| {
        let from = midnight(day.outdoor.date, zone)?;
        let until = midnight(day.outdoor.date.tomorrow().ok()?, zone)?;
        Some(period.from <= from && until <= period.until)
    };
    days.retain(|day| is_whole(day) == Some(true));
    days
}

fn cost(tariff: &Tariff, difference: &Range<Energy>, after: Period, zone: &TimeZone) -> Option<Cost> {
    let worth = |energy| tariff.heat_cost(energy, after, zone);
    let amount =
        Range { low: worth(difference.low)?, expected: worth(difference.expected)?, high: worth(difference.high)? };
    Some(Cost { tariff: tariff.name().clone(), amount })
}

#[cfg(test)]
mod tests {
    use common::id::{PointId, SiteCode, TariffName};
    use common::money::Price;
    use common::quantity::Quantity;
    use common::setting::Verdict;
    use common::site::SiteCard;
    use jiff::civil::date;

    use super::*;
    use crate::query::fixture::{Archive, at};
    use crate::store;
    use crate::tariff::Prices;

    const HOUR: i64 = 3_600;
    const DAY: i64 = 24 * HOUR;
    /// The change is in the middle of this day.
    const CHANGED: i64 = 60;

    fn zone() -> TimeZone {
        TimeZone::get("Europe/Warsaw").unwrap()
    }

    fn first() -> i64 {
        "2025-10-30T00:00:00+01:00".parse::<Timestamp>().unwrap().as_second()
    }

    /// 90 days whose heat falls to `share` thousandths from noon of the day of the change on.
    fn fill(archive: &mut Archive, point: PointId, share: i64) {
        let outdoor = |day: i64| 6_000 - (day * 7) % 13 * 900;
        let mut register = 0;
        let mut readings = vec![(first(), register)];
        for hour in 0..90 * 24 {
            let day = hour / 24;
            let noise = 1_000 + [0, 13, -9, 21, -17, 4, -12][usize::try_from(day % 7).unwrap()];
            let share = if hour < CHANGED * 24 + 12 { 1_000 } else { share };
            register += (5_000 + (15_000 - outdoor(day)).max(0) * 3) * noise / 1_000 * share / 1_000 * HOUR;
            readings.push((first() + (hour + 1) * HOUR, register));
        }
        archive.read(point, Quantity::Energy, readings);
        let weather = (0..90 * 24).map(|hour| (first() + hour * HOUR, outdoor(hour / 24) + hour % 3));
        archive.read(point, Quantity::Outdoor, weather);
    }

    fn ask(share: i64, change: impl Fn(&mut ComparisonQuery)) -> Result<SettingComparison, Cause> {
        let mut archive = Archive::new();
        let point = archive.point("A", "P-A", None);
        fill(&mut archive, point, share);
        let (code, name) = (SiteCode::parse("A").unwrap(), TariffName::parse("T").unwrap());
        let card = SiteCard { site: code.clone(), area: None, category: None, tariff: Some(name.clone()) };
        archive.together(|tx| store::site::set_card(tx, &card));
        let hundred = Price::parse("100").unwrap();
        let prices = Prices {
            from: date(2025, 1, 1),
            heat: hundred,
            heat_transmission: Price::default(),
            power: Price::default(),
            power_transmission: Price::default(),
            carrier: Price::default(),
            source: String::new(),
        };
        let tariffs = Tariffs::new([Tariff::new(name, vec![prices], None)]);
        let changed = at(first() + CHANGED * DAY + 12 * HOUR);
        let now = at(first() + 90 * DAY);
        let before = Period { from: at(first()), until: changed };
        let mut query = ComparisonQuery { site: code, before, after: Period { from: changed, until: now } };
        change(&mut query);
        let log = archive.log();
        let site = store::site::by_code(&log, "A").unwrap().unwrap();
        compare(&log, &site, &query, (&tariffs, &zone(), now)).unwrap()
    }

    #[test]
    fn what_a_change_saved_is_told_in_heat_and_money_and_the_day_of_the_change_counts_for_neither() {
        let found = ask(900, |_| ()).unwrap();
        assert_eq!(found.verdict, Verdict::Less);
        assert!((found.share.expected + 0.1).abs() < 0.01, "{:?}", found.share);
        assert_eq!((found.before.n_days, found.after.n_days), (60, 29));
        let cost = found.cost.unwrap();
        let expected = Price::parse("100").unwrap().of_energy(found.difference.expected);
        assert_eq!((cost.amount.expected, cost.tariff.as_str()), (expected, "T"));
        assert!(cost.amount.low < cost.amount.expected && cost.amount.expected < cost.amount.high);
        assert_eq!(ask(1_000, |_| ()).unwrap().verdict, Verdict::Unclear);
    }

    #[test]
    fn periods_that_tell_nothing_are_refused_with_the_reason() {
        let why = |change: &dyn Fn(&mut ComparisonQuery)| match ask(900, change).unwrap_err() {
            Cause::Report { why } => why,
            cause => panic!("{cause:?}"),
        };
        let day = |n: i64| at(first() + n * DAY);
        assert_eq!(why(&|query| query.before.until = day(70)), ReportCause::PeriodsOverlap);
        assert_eq!(why(&|query| query.before.until = query.before.from), ReportCause::PeriodWrong);
        assert_eq!(why(&|query| query.after = Period { from: day(91), until: day(99) }), ReportCause::PeriodWrong);
        let few = why(&|query| query.after.until = day(70));
        assert_eq!(few, ReportCause::TooFewDays { n_days: 9, wanted: FEWEST_AFTER });
        assert_eq!(why(&|query| query.before.until = day(20)), ReportCause::TooFewDays { n_days: 20, wanted: 30 });
        let empty = Period { from: day(-50), until: day(-10) };
        assert_eq!(why(&|query| query.before = empty), ReportCause::NothingRead { site: "A".to_owned() });
    }
}
