//! What contracts, tariffs and registers tell of a site on some local days.

use common::contract::Contract;
use common::id::{ContractNumber, CustomerId, SiteId};
use common::invoice::Days;
use common::invoice::check::{CheckReason, CheckedRegister};
use common::point::MeteringPoint;
use common::quantity::{Energy, Power, Quantity, Volume};
use common::series::{Bucket, Content, SeriesQuery};
use common::sheet::Coverage;
use common::site::Site;
use common::time::step::midnight;
use common::time::{Period, Step};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::series::{bucketed, seen_until};
use crate::billing::bill::{Reserved, Taken, stretches};
use crate::billing::check::{Delivery, Ends, Metered, SiteFacts};
use crate::billing::vat::Vat;
use crate::consumption::coverage::Expectation;
use crate::store::log::Logbook;
use crate::store::{self, StoreError};
use crate::tariff::{Tariff, Tariffs};

/// By what bills are made and checked.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    pub tariffs: &'a Tariffs,
    pub vat: &'a Vat,
    pub zone: &'a TimeZone,
    pub now: Timestamp,
}

/// What is known of a site, and where it comes from.
#[derive(Clone, Debug)]
pub(super) struct Delivered<'a> {
    pub facts: SiteFacts<'a>,
    pub contract: Option<ContractNumber>,
    pub registers: Vec<CheckedRegister>,
    pub coverage: Option<Coverage>,
    /// The last instant at which a register was read, in the period or at its end.
    pub read_until: Option<Timestamp>,
}

/// A stretch of days through which one version of a contract counts; `None`: none does.
struct Version<'a> {
    days: Days,
    tariff: Option<&'a Tariff>,
    power: Option<Power>,
}

/// How far from midnight a register may be read for it to tell what was used until then.
const NEAR: SignedDuration = SignedDuration::from_hours(36);
/// How far around the period it is looked for other reading dates.
const AROUND: SignedDuration = SignedDuration::from_hours(32 * 24);
/// Of the flow, what the errors of two meters explain (EN 1434 class 2, both at their limits).
const FLOW_PERCENT: i64 = 4;

/// Returns what is known of a site on some days under the contracts of a customer.
pub(super) fn delivered<'a>(
    log: &Logbook<'_>,
    site: &Site,
    (customer, days): (Option<CustomerId>, Days),
    ground: &Ground<'a>,
) -> Result<Delivered<'a>, StoreError> {
    let contracts = of_customer(log, site.id, (customer, days))?;
    let versions = versions(log, site, (&contracts, days), ground.tariffs)?;
    let points: Vec<MeteringPoint> = store::point::of_site(log, site.id)?.into_iter().filter(measures_heat).collect();
    let Some(period) = period_of(days, ground.zone) else { return Err(StoreError::Foreign("days beyond time".into())) };
    let mut deliveries: Vec<Delivery<'a>> = Vec::new();
    let mut lacks = Vec::new();
    if contracts.is_empty() {
        lacks.push(CheckReason::NoContract);
    }
    for (tariff, span, reserved) in by_tariff(&versions) {
        let Some(tariff) = tariff else {
            lacks.push(CheckReason::NoTariff);
            continue;
        };
        let parts = stretches(tariff, span).unwrap_or_else(|_| vec![span]);
        let slices: Vec<Period> = parts.iter().filter_map(|part| period_of(*part, ground.zone)).collect();
        let taken = taken(log, &points, (&parts, &slices), ground)?;
        deliveries.push(Delivery { tariff, taken, reserved });
    }
    let read = registers(log, (site, &points), period, ground)?;
    let metered = metered(log, &points, (period, &read), ground)?;
    let facts = SiteFacts { site: site.code.clone(), names: names(log, site, &points)?, deliveries, lacks, metered };
    let contract = contracts.first().map(|contract| contract.number.clone());
    let Registers { each: registers, coverage, read_until, .. } = read;
    Ok(Delivered { facts, contract, registers, coverage, read_until })
}

fn measures_heat(point: &MeteringPoint) -> bool {
    point.quantities.contains(&Quantity::Energy)
}

/// Returns local days as a stretch of time.
pub(super) fn period_of(days: Days, zone: &TimeZone) -> Option<Period> {
    let until = days.last.tomorrow().ok()?;
    Some(Period { from: midnight(days.first, zone)?, until: midnight(until, zone)? })
}

/// Returns the contracts by which the customer is supplied there, the newest first.
fn of_customer(
    log: &Logbook<'_>,
    site: SiteId,
    (customer, days): (Option<CustomerId>, Days),
) -> Result<Vec<Contract>, StoreError> {
    let found = store::contract::of_site(log, site, (days.first, Some(days.last)))?;
    let theirs = found.into_iter().filter(|kept| customer == Some(kept.customer));
    Ok(theirs.map(|kept| kept.contract).collect())
}

/// Divides the days among the versions, the oldest first; where several count, the newest does. Without any, the card of
/// the site tells the tariff.
fn versions<'a>(
    log: &Logbook<'_>,
    site: &Site,
    (contracts, days): (&[Contract], Days),
    tariffs: &'a Tariffs,
) -> Result<Vec<Version<'a>>, StoreError> {
    let by_card = super::tariff_of(log, &site.code, tariffs)?;
    if contracts.is_empty() {
        return Ok(vec![Version { days, tariff: by_card, power: None }]);
    }
    let mut found: Vec<Version<'a>> = Vec::new();
    let mut free_until = days.last;
    for contract in contracts {
        let first = contract.from.max(days.first);
        let last = contract.until.unwrap_or(days.last).min(free_until);
        if last < first {
            continue;
        }
        let named = contract.sites.iter().find(|named| named.site == site.code);
        let power = named.and_then(|named| named.power).or(site.contracted_power);
        let tariff = contract.tariff.as_ref().map_or(by_card, |name| tariffs.get(name));
        found.push(Version { days: Days { first, last }, tariff, power });
        let Ok(before) = first.yesterday() else { break };
        free_until = before;
    }
    found.reverse();
    Ok(found)
}

/// Puts neighbours with one tariff together: a change of the power divides no heat.
fn by_tariff<'a>(versions: &[Version<'a>]) -> Vec<(Option<&'a Tariff>, Days, Vec<Reserved>)> {
    let mut found: Vec<(Option<&'a Tariff>, Days, Vec<Reserved>)> = Vec::new();
    for Version { days, tariff, power } in versions {
        let reserved = power.map(|power| Reserved { days: *days, power });
        let goes_on = |span: &Days| span.last.tomorrow().ok() == Some(days.first);
        match found.last_mut().filter(|(last, span, _)| last == tariff && goes_on(span)) {
            Some((_, span, all)) => {
                span.last = days.last;
                all.extend(reserved);
            }
            None => found.push((*tariff, *days, reserved.into_iter().collect())),
        }
    }
    found
}

fn buckets(
    log: &Logbook<'_>,
    point: &MeteringPoint,
    (quantity, step): (Quantity, Step),
    (slices, now): (&[Period], Timestamp),
) -> Result<Vec<Bucket>, StoreError> {
    let (Some(first), Some(last)) = (slices.first(), slices.last()) else { return Ok(Vec::new()) };
    let now = seen_until(log, point.id, now)?;
    let expectation = Expectation { cadence: point.cadence, since: point.first_at, now };
    let period = Period { from: first.from, until: last.until };
    bucketed(log, &SeriesQuery { point: point.id, quantity, period, step }, slices, &expectation)
}

/// Returns what the points of the site counted together in each stretch of days.
fn taken(
    log: &Logbook<'_>,
    points: &[MeteringPoint],
    (parts, slices): (&[Days], &[Period]),
    ground: &Ground<'_>,
) -> Result<Vec<Taken>, StoreError> {
    let mut taken: Vec<Taken> =
        parts.iter().map(|days| Taken { days: *days, energy: Energy::ZERO, carrier: carrier_of(points) }).collect();
    for point in points {
        for quantity in [Quantity::Energy, Quantity::Volume, Quantity::ReturnVolume] {
            if !point.quantities.contains(&quantity) {
                continue;
            }
            let found = buckets(log, point, (quantity, Step::Day), (slices, ground.now))?;
            for (taken, bucket) in taken.iter_mut().zip(found) {
                let Content::Register { used, .. } = bucket.content else { continue };
                add(taken, quantity, used.base());
            }
        }
    }
    Ok(taken)
}

/// Tells whether carrier can be known: what comes through the supply and not back through the return was taken.
fn carrier_of(points: &[MeteringPoint]) -> Option<Volume> {
    let measures = |point: &MeteringPoint| {
        point.quantities.contains(&Quantity::Volume) && point.quantities.contains(&Quantity::ReturnVolume)
    };
    (!points.is_empty() && points.iter().all(measures)).then_some(Volume::ZERO)
}

fn add(taken: &mut Taken, quantity: Quantity, used: i64) {
    let volume = Volume::from_base(used);
    if quantity == Quantity::Energy {
        taken.energy = taken.energy + Energy::from_base(used);
    } else if quantity == Quantity::Volume {
        taken.carrier = taken.carrier.map(|carrier| carrier + volume);
    } else {
        taken.carrier = taken.carrier.map(|carrier| carrier - volume);
    }
}

/// What the registers show at the ends of the period.
struct Registers {
    each: Vec<CheckedRegister>,
    coverage: Option<Coverage>,
    read_until: Option<Timestamp>,
    ends: Ends,
    /// Heat that the distance of readings from the ends explains.
    slack: i64,
    /// Volume that flowed through.
    flow: i64,
}

fn registers(
    log: &Logbook<'_>,
    (site, points): (&Site, &[MeteringPoint]),
    period: Period,
    ground: &Ground<'_>,
) -> Result<Registers, StoreError> {
    let mut read =
        Registers { each: Vec::new(), coverage: None, read_until: None, ends: Ends::Read, slack: 0, flow: 0 };
    if points.is_empty() {
        read.ends = Ends::Missing;
    }
    for point in points {
        for quantity in [Quantity::Energy, Quantity::Volume, Quantity::ReturnVolume] {
            if !point.quantities.contains(&quantity) {
                continue;
            }
            let slice = std::slice::from_ref(&period);
            let Some(bucket) = buckets(log, point, (quantity, Step::Month), (slice, ground.now))?.pop() else {
                continue;
            };
            if quantity == Quantity::Energy {
                let of_point = Coverage { n_readings: bucket.n_readings.into(), n_expected: bucket.n_expected.into() };
                read.coverage = Some(read.coverage.map_or(of_point, |coverage| coverage.with(of_point)));
                judge_ends(&mut read, &bucket);
            }
            let (from, until) = match bucket.content {
                Content::Register { opening, closing, opened_at, closed_at, used } => {
                    if quantity == Quantity::Volume {
                        read.flow = read.flow.saturating_add(used.base());
                    }
                    (Some((opened_at, opening)), Some((closed_at, closing)))
                }
                Content::Gauge { .. } | Content::Missing => (None, None),
            };
            let (site, point) = (site.code.clone(), point.code.clone());
            read.each.push(CheckedRegister { site, point, quantity, from, until });
        }
    }
    Ok(read)
}

/// Finds whether the register of heat was read where the period begins and ends, and what is between that and midnight.
fn judge_ends(read: &mut Registers, bucket: &Bucket) {
    let Content::Register { used, opened_at, closed_at, .. } = bucket.content else {
        read.ends = Ends::Missing;
        return;
    };
    let period = bucket.period;
    let distances = [opened_at.duration_since(period.from).abs(), closed_at.duration_since(period.until).abs()];
    if distances.iter().any(|distance| *distance > NEAR) {
        read.ends = Ends::Missing;
    }
    let off: i64 = distances.iter().map(SignedDuration::as_secs).sum();
    let whole = period.duration().as_secs().max(1);
    let explained = i128::from(used.base()) * i128::from(off) / i128::from(whole);
    read.slack = read.slack.saturating_add(i64::try_from(explained).unwrap_or(i64::MAX));
    read.read_until = read.read_until.map_or(Some(closed_at), |until| Some(until.min(closed_at)));
}

fn metered(
    log: &Logbook<'_>,
    points: &[MeteringPoint],
    (period, read): (Period, &Registers),
    ground: &Ground<'_>,
) -> Result<Metered, StoreError> {
    Ok(Metered {
        period,
        ends: read.ends,
        percent: read.coverage.and_then(percent),
        has_doubtful: has_doubtful(log, points, period)?,
        slack: read.slack,
        carrier_slack: read.flow / 100 * FLOW_PERCENT,
        course: course(log, points, period, ground)?,
    })
}

fn percent(coverage: Coverage) -> Option<u8> {
    let of_hundred = (coverage.n_readings.min(coverage.n_expected) * 100).checked_div(coverage.n_expected)?;
    u8::try_from(of_hundred).ok()
}

/// Tells whether heat of the period waits for a person.
fn has_doubtful(log: &Logbook<'_>, points: &[MeteringPoint], period: Period) -> Result<bool, StoreError> {
    for point in points {
        let waiting = store::quarantine::of_point(log, &point.code, Quantity::Energy)?;
        let is_inside = |at: &str| at.parse::<Timestamp>().is_ok_and(|at| period.contains(at) || at == period.until);
        if waiting.iter().any(|waiting| is_inside(&waiting.value.at)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Returns the heat that all points used until instants, hour by hour, where all of them were read.
fn course(
    log: &Logbook<'_>,
    points: &[MeteringPoint],
    period: Period,
    ground: &Ground<'_>,
) -> Result<Vec<(Timestamp, i64)>, StoreError> {
    let around = Period {
        from: period.from.checked_sub(AROUND).unwrap_or(period.from),
        until: period.until.checked_add(AROUND).unwrap_or(period.until).min(ground.now),
    };
    let slices = Step::Hour.slices(around, ground.zone);
    let of_points: Vec<Vec<Bucket>> = points
        .iter()
        .map(|point| buckets(log, point, (Quantity::Energy, Step::Hour), (&slices, ground.now)))
        .collect::<Result<_, _>>()?;
    let (mut course, mut sum) = (Vec::new(), 0_i64);
    for index in 0..slices.len() {
        let hour = of_points.iter().filter_map(|buckets| buckets.get(index)).map(|bucket| bucket.content);
        let read: Vec<(Timestamp, i64)> = hour
            .filter_map(|content| match content {
                Content::Register { used, opened_at, .. } => Some((opened_at, used.base())),
                Content::Gauge { .. } | Content::Missing => None,
            })
            .collect();
        if let Some((at, _)) = read.first().filter(|_| read.len() == points.len()) {
            course.push((*at, sum));
        }
        sum = read.iter().fold(sum, |sum, (_, used)| sum.saturating_add(*used));
    }
    Ok(course)
}

/// Returns the texts by which lines may name a site.
fn names(log: &Logbook<'_>, site: &Site, points: &[MeteringPoint]) -> Result<Vec<String>, StoreError> {
    let mut names = vec![site.code.to_string(), site.name.clone()];
    for point in points {
        names.push(point.code.to_string());
        let meters = store::meter::seen_at_point(log, point.id)?;
        names.extend(meters.into_iter().map(|(_, serial)| serial.to_string()));
    }
    names.retain(|name| !name.trim().is_empty());
    Ok(names)
}
