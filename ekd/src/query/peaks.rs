//! What a site draws at most: means of 60 minutes, held against its contracted power.
//!
//! An hour is one of the clock. Its mean comes from the energy registers where these were read at its beginning and end,
//! and from the power otherwise; it counts where it is known of all of the site's points.

use std::collections::BTreeMap;

use common::id::SiteId;
use common::peak::{Excess, Extrapolation, Peak, PeakReport, PowerPrice};
use common::point::MeteringPoint;
use common::quantity::{Power, Quantity};
use common::series::{Bucket, Content, SeriesQuery};
use common::site::Site;
use common::time::{Period, Step, View};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::outdoor;
use super::series::bucketed;
use crate::consumption::coverage::Expectation;
use crate::contracted_power::{self, Climate, DayPeak, Found};
use crate::store::log::Logbook;
use crate::store::{self, StoreError};
use crate::tariff::{Tariff, Tariffs};
use crate::weather::degree_days;

/// By what peaks are judged.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    pub tariffs: &'a Tariffs,
    pub climate: Climate,
    pub zone: &'a TimeZone,
    pub now: Timestamp,
}

/// The mean power of an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HourPower {
    pub period: Period,
    pub power: Power,
}

/// How far back peaks are looked for, in months: the last of them are the last year.
const MONTHS: i32 = 36;
const YEAR: usize = 12;
/// What lies between the readings of a register in an hour.
const LEAST: SignedDuration = SignedDuration::from_mins(45);
const MOST: SignedDuration = SignedDuration::from_mins(75);
/// Readings of a power that make the mean of an hour.
const FEWEST_READINGS: u32 = 4;
/// Hours that must be known of a day.
const FEWEST_HOURS: usize = 18;
/// 0.01 MW.
const HUNDREDTH: Power = Power::from_base(10_000);

/// Returns the mean power of each hour of a period in which it is known, oldest first.
pub fn hours(log: &Logbook<'_>, site: SiteId, period: Period, zone: &TimeZone) -> Result<Vec<HourPower>, StoreError> {
    let slices = Step::Hour.slices(period, zone);
    let mut sums: Option<BTreeMap<Timestamp, HourPower>> = None;
    for point in store::point::of_site(log, site)? {
        if !measures_heat(&point) {
            continue;
        }
        let of_point = hours_of(log, &point, &slices)?;
        // Before a point was there, and after it is gone, the others are the site.
        let Some(since) = of_point.first().map(|hour| hour.period.from) else { continue };
        let until = of_point.last().map_or(since, |hour| hour.period.from);
        sums = Some(match sums {
            None => of_point.into_iter().map(|hour| (hour.period.from, hour)).collect(),
            Some(before) => together(before, &of_point, (since, until)),
        });
    }
    Ok(sums.map(|sums| sums.into_values().collect()).unwrap_or_default())
}

fn measures_heat(point: &MeteringPoint) -> bool {
    point.quantities.contains(&Quantity::Energy) || point.quantities.contains(&Quantity::Power)
}

/// Adds the hours of another point: those that one of both lacks while it is there are not known.
fn together(
    mut sums: BTreeMap<Timestamp, HourPower>,
    others: &[HourPower],
    (since, until): (Timestamp, Timestamp),
) -> BTreeMap<Timestamp, HourPower> {
    let first = sums.keys().next().copied().unwrap_or(since);
    let last = sums.keys().next_back().copied().unwrap_or(until);
    let mut added: BTreeMap<Timestamp, HourPower> = BTreeMap::new();
    for hour in others {
        let at = hour.period.from;
        match sums.remove(&at) {
            Some(sum) => drop(added.insert(at, HourPower { power: sum.power + hour.power, ..sum })),
            None if at < first || at > last => drop(added.insert(at, *hour)),
            None => {}
        }
    }
    added.extend(sums.into_iter().filter(|(at, _)| *at < since || *at > until));
    added
}

fn hours_of(log: &Logbook<'_>, point: &MeteringPoint, slices: &[Period]) -> Result<Vec<HourPower>, StoreError> {
    let (Some(first), Some(last)) = (slices.first(), slices.last()) else { return Ok(Vec::new()) };
    let period = Period { from: first.from, until: last.until };
    let expectation = Expectation { cadence: point.cadence, since: point.first_at, now: period.until };
    let buckets = |quantity| {
        let query = SeriesQuery { point: point.id, quantity, period, step: Step::Hour };
        bucketed(log, &query, slices, &expectation)
    };
    let has = |quantity| point.quantities.contains(&quantity);
    let energy = if has(Quantity::Energy) { buckets(Quantity::Energy)? } else { Vec::new() };
    let known: Vec<HourPower> = energy.iter().filter_map(from_register).collect();
    if !has(Quantity::Power) || known.len() == slices.len() {
        return Ok(known);
    }
    let mut all: BTreeMap<Timestamp, HourPower> =
        buckets(Quantity::Power)?.iter().filter_map(from_gauge).map(|hour| (hour.period.from, hour)).collect();
    all.extend(known.into_iter().map(|hour| (hour.period.from, hour)));
    Ok(all.into_values().collect())
}

fn from_register(bucket: &Bucket) -> Option<HourPower> {
    let Content::Register { used, opened_at, closed_at, .. } = bucket.content else { return None };
    let lasting = closed_at.duration_since(opened_at);
    if lasting < LEAST || lasting > MOST {
        return None;
    }
    // J over s.
    let power = Power::from_base(used.base() / lasting.as_secs());
    Some(HourPower { period: bucket.period, power })
}

fn from_gauge(bucket: &Bucket) -> Option<HourPower> {
    let Content::Gauge { mean, .. } = bucket.content else { return None };
    let power = Power::from_base(mean.base());
    let is_whole = bucket.n_readings >= FEWEST_READINGS && bucket.n_readings * 4 >= bucket.n_expected * 3;
    is_whole.then_some(HourPower { period: bucket.period, power })
}

/// Returns the hour of a period in which a site drew most, without the weather; `None` where no hour is known.
pub fn highest(
    log: &Logbook<'_>,
    site: SiteId,
    period: Period,
    zone: &TimeZone,
) -> Result<Option<HourPower>, StoreError> {
    Ok(highest_of(&hours(log, site, period, zone)?).copied())
}

/// Of hours alike the first.
fn highest_of(hours: &[HourPower]) -> Option<&HourPower> {
    hours.iter().rev().max_by_key(|hour| hour.power)
}

/// Returns a site's contracted power held against its peaks.
pub fn report(log: &Logbook<'_>, site: &Site, ground: &Ground<'_>) -> Result<PeakReport, StoreError> {
    let Ground { tariffs, climate, zone, now } = *ground;
    let today = zone.to_datetime(now).date();
    let months = last_months(today, zone);
    let found: Vec<Month> =
        months.iter().map(|month| month_of(log, site, *month, (zone, now))).collect::<Result<_, _>>()?;
    let year = found.get(found.len().saturating_sub(YEAR)..).unwrap_or_default();
    let peaks: Vec<Peak> = year.iter().filter_map(|month| month.peak).collect();
    let days = |months: &[Month]| months.iter().flat_map(|month| month.days.iter().copied()).collect::<Vec<DayPeak>>();
    // A building that was insulated before the last winter is not judged by those before, unless that one was too mild.
    let at_design: Option<Extrapolation> = contracted_power::at_design(&days(year), climate)
        .or_else(|| contracted_power::at_design(&days(&found), climate));
    let tariff = super::tariff_of(log, &site.code, tariffs)?;
    let judged = Found {
        contracted: site.contracted_power,
        highest: peaks.iter().map(|peak| peak.power).max(),
        at_design: at_design.map(|design| design.power),
    };
    let cost = |power| tariff.and_then(|tariff| tariff.power_cost(power, today));
    let price = |tariff: &Tariff| {
        Some(PowerPrice { tariff: tariff.name().clone(), hundredth: tariff.power_cost(HUNDREDTH, today)? })
    };
    Ok(PeakReport {
        site: site.code.clone(),
        contracted: site.contracted_power,
        peaks,
        highest: found.iter().rev().filter_map(|month| month.peak).max_by_key(|peak| peak.power),
        design_outdoor: climate.design_outdoor,
        at_design,
        excess: found.last().map(|month| month.excess).unwrap_or_default(),
        price: tariff.and_then(price),
        advice: contracted_power::advise(&judged, cost),
        deadline: tariff.and_then(|tariff| tariff.power_deadline(today)),
    })
}

/// What one local month tells.
#[derive(Debug, Default)]
struct Month {
    peak: Option<Peak>,
    days: Vec<DayPeak>,
    excess: Excess,
}

/// Returns the last months, oldest first, the present one among them.
fn last_months(today: Date, zone: &TimeZone) -> Vec<Period> {
    let present = View::Month.around(today);
    (1 - MONTHS..=0).map(|by| present.shifted(by).period(zone)).collect()
}

fn month_of(
    log: &Logbook<'_>,
    site: &Site,
    month: Period,
    (zone, now): (&TimeZone, Timestamp),
) -> Result<Month, StoreError> {
    let mut hours = hours(log, site.id, month, zone)?;
    hours.retain(|hour| hour.period.until <= now);
    let Some(highest) = highest_of(&hours) else { return Ok(Month::default()) };
    let outdoor = outdoor::hours(log, Some(site.id), month)?;
    let at_peak = outdoor.at(highest.period.from).map(|hour| hour.value);
    let slices = Step::Day.slices(month, zone);
    let days = slices.iter().filter_map(|slice| {
        let first = hours.partition_point(|hour| hour.period.from < slice.from);
        let end = hours.partition_point(|hour| hour.period.from < slice.until);
        let of_day = hours.get(first..end).filter(|of_day| of_day.len() >= FEWEST_HOURS)?;
        let power = highest_of(of_day)?.power;
        Some(DayPeak { power, outdoor: degree_days::day(&outdoor, *slice, zone)?.mean() })
    });
    Ok(Month {
        peak: Some(Peak { period: highest.period, power: highest.power, outdoor: at_peak }),
        days: days.collect(),
        excess: excess_of(&hours, site.contracted_power),
    })
}

fn excess_of(hours: &[HourPower], contracted: Option<Power>) -> Excess {
    let Some(contracted) = contracted else { return Excess::default() };
    let above = || hours.iter().filter(|hour| hour.power > contracted);
    Excess {
        n_hours: u32::try_from(above().count()).unwrap_or(u32::MAX),
        most: above().map(|hour| hour.power).max(),
        last_at: above().next_back().map(|hour| hour.period.from),
    }
}

#[cfg(test)]
mod tests {
    use common::id::{PointId, SiteCode, TariffName};
    use common::money::Price;
    use common::peak::PowerAdvice;
    use common::quantity::{Area, Temperature};
    use common::site::SiteCard;
    use jiff::civil::date;

    use super::*;
    use crate::query::fixture::{Archive, at};
    use crate::tariff::{DayOfYear, Prices};

    const HOUR: i64 = 3_600;
    const DAY: i64 = 24 * HOUR;
    const CLIMATE: Climate = Climate { design_outdoor: Temperature::from_base(-20_000) };

    fn zone() -> TimeZone {
        TimeZone::get("Europe/Warsaw").unwrap()
    }

    fn first() -> i64 {
        "2025-11-01T00:00:00+01:00".parse::<Timestamp>().unwrap().as_second()
    }

    fn tariffs() -> Tariffs {
        let price = |text| Price::parse(text).unwrap();
        let prices = Prices {
            from: date(2023, 1, 1),
            heat: price("91.07"),
            heat_transmission: price("19.16"),
            power: price("190977.22"),
            power_transmission: price("62074.43"),
            carrier: Price::default(),
            source: String::new(),
        };
        Tariffs::new([Tariff::new(TariffName::parse("A1").unwrap(), vec![prices], DayOfYear::parse("09-30"))])
    }

    fn site(archive: &mut Archive, contracted: i64) -> Site {
        let code = SiteCode::parse("A").unwrap();
        archive.together(|tx| {
            let tariff = TariffName::parse("A1").ok();
            let area = Some(Area::from_base(100));
            store::site::upsert(tx, &code, "A", Some(Power::from_base(contracted * 1_000)))?;
            store::site::set_card(tx, &SiteCard { site: code.clone(), area, category: None, tariff })
        });
        store::site::by_code(&archive.log(), "A").unwrap().unwrap()
    }

    /// Watts of an hour of a day with a mean outdoor temperature in thousandths: 3.5 kW a degree below 20 °C, at six in the
    /// morning a third more.
    fn watts(outdoor: i64, hour: i64) -> i64 {
        let mean = (20_000 - outdoor) * 35 / 10;
        if hour == 6 { mean * 4 / 3 } else { mean }
    }

    fn outdoor(day: i64) -> i64 {
        8_000 - day % 30 * 600
    }

    /// A register that counts `n_days` of hours as [`watts`] tells.
    fn fill(archive: &mut Archive, point: PointId, n_days: i64) {
        let mut register = 5_000_000_000;
        let mut readings = vec![(first(), register)];
        for hour in 0..n_days * 24 {
            register += watts(outdoor(hour / 24), hour % 24) * HOUR;
            readings.push((first() + (hour + 1) * HOUR, register));
        }
        archive.read(point, Quantity::Energy, readings);
        // A thermometer that stands still is not believed: it trembles.
        let weather = (0..n_days * 24).map(|hour| (first() + hour * HOUR, outdoor(hour / 24) + hour % 3));
        archive.read(point, Quantity::Outdoor, weather);
    }

    #[test]
    fn a_site_is_held_against_its_peaks() {
        let mut archive = Archive::new();
        let point = archive.point("A", "P-A", None);
        fill(&mut archive, point, 85);
        let site = site(&mut archive, 250);
        let now = at(first() + 85 * DAY);
        let (tariffs, zone) = (tariffs(), zone());
        let ground = Ground { tariffs: &tariffs, climate: CLIMATE, zone: &zone, now };
        let found = report(&archive.log(), &site, &ground).unwrap();
        assert_eq!(found.peaks.len(), 3);
        let coldest = watts(outdoor(29), 6);
        assert_eq!(found.highest.unwrap().power.base(), coldest);
        assert_eq!(found.highest.unwrap().period.from.to_zoned(zone.clone()).hour(), 6);
        assert!((found.highest.unwrap().outdoor.unwrap().base() - outdoor(29)).abs() < 3);
        let design = found.at_design.unwrap();
        let exact = watts(-20_000, 6);
        assert!((design.power.expected.base() - exact).abs() < exact / 100, "{design:?}");
        let PowerAdvice::Lower { to, saves } = found.advice else { panic!("{:?}", found.advice) };
        assert_eq!(to.base() % 1_000, 0);
        assert!(to.base() >= exact && to.base() < exact * 102 / 100, "{to:?}");
        let price = tariffs.get(&TariffName::parse("A1").unwrap()).unwrap();
        assert_eq!(saves, price.power_cost(Power::from_base(250_000) - to, date(2026, 1, 25)));
        assert_eq!(found.price.unwrap().hundredth.plain(), "2530.51");
        assert_eq!((found.deadline, found.excess), (Some(date(2026, 9, 30)), Excess::default()));
    }

    #[test]
    fn what_is_over_the_contract_this_month_is_told() {
        let mut archive = Archive::new();
        let point = archive.point("A", "P-A", None);
        fill(&mut archive, point, 85);
        let (tariffs, zone) = (Tariffs::default(), zone());
        let now = at(first() + 85 * DAY);
        let ground = Ground { tariffs: &tariffs, climate: CLIMATE, zone: &zone, now };
        let site = site(&mut archive, 100);
        let found = report(&archive.log(), &site, &ground).unwrap();
        // January: the coldest days are those up to the 29th of the count of thirty, and the last is the 84th.
        let above = (61..85).filter(|day| watts(outdoor(*day), 6) > 100_000).count()
            + (61..85).filter(|day| watts(outdoor(*day), 0) > 100_000).count() * 23;
        assert!(above > 0);
        assert_eq!(found.excess.n_hours as usize, above);
        assert_eq!(found.excess.most.unwrap().base(), watts(outdoor(84), 6));
        assert!(matches!(found.advice, PowerAdvice::Raise { costs: None, .. }));
        assert_eq!((found.price, found.deadline), (None, None));
        let later = Ground { now: at(first() + 400 * DAY), ..ground };
        let later = report(&archive.log(), &site, &later).unwrap();
        assert_eq!(later.excess, Excess::default(), "nothing was read this month");
        let empty = report(&Archive::new().log(), &site, &ground).unwrap();
        assert_eq!((empty.peaks.len(), empty.highest, empty.advice), (0, None, PowerAdvice::Unknown));
    }

    #[test]
    fn hours_of_two_points_are_added_and_what_one_lacks_is_not_known() {
        let mut archive = Archive::new();
        let (one, other) = (archive.point("A", "P-1", None), archive.point("A", "P-2", None));
        let id = store::site::id_of(&archive.log(), "A").unwrap().unwrap();
        let hour = |n: i64| first() + n * HOUR;
        archive.read(one, Quantity::Energy, (0..=6).map(|n| (hour(n), n * 36_000_000)));
        // The second reading is missing: two hours are known of the sum alone.
        archive.read(other, Quantity::Energy, [0, 1, 3, 4].map(|n| (hour(n), n * 72_000_000)));
        let period = Period { from: at(hour(0)), until: at(hour(6)) };
        let found = hours(&archive.log(), id, period, &zone()).unwrap();
        let told: Vec<(i64, i64)> =
            found.iter().map(|hour| ((hour.period.from.as_second() - first()) / HOUR, hour.power.base())).collect();
        assert_eq!(told, [(0, 30_000), (3, 30_000), (4, 10_000), (5, 10_000)]);
        assert_eq!(highest(&archive.log(), id, period, &zone()).unwrap().unwrap().power.base(), 30_000);
    }

    #[test]
    fn power_counts_where_the_register_is_read_once_a_day() {
        let mut archive = Archive::new();
        let point = archive.point("A", "P-1", Some(900));
        let id = store::site::id_of(&archive.log(), "A").unwrap().unwrap();
        archive.read(point, Quantity::Energy, [(first(), 0), (first() + DAY, 1_000_000_000)]);
        let quarters = |n: i64| (first() + n * 900, 50_000 + n * 1_000);
        archive.read(point, Quantity::Power, [0, 1, 2, 3, 4, 5, 8, 9, 10, 11].map(quarters));
        let period = Period { from: at(first()), until: at(first() + DAY) };
        let found = hours(&archive.log(), id, period, &zone()).unwrap();
        let powers: Vec<i64> = found.iter().map(|hour| hour.power.base()).collect();
        assert_eq!(powers, [51_500, 59_500]);
    }
}
