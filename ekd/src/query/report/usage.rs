//! What a site used, in stretches of local days: from the heads of pages where they can tell.

use common::money::Money;
use common::point::MeteringPoint;
use common::quantity::{Energy, Quantity, Volume};
use common::series::{Bucket, Content, SeriesQuery};
use common::sheet::Coverage;
use common::time::{Period, Step};
use jiff::Timestamp;

use super::Surroundings;
use crate::consumption::coverage::Expectation;
use crate::query::series::{bucketed, seen_until};
use crate::report::{Building, Usage};
use crate::store::StoreError;
use crate::store::log::Logbook;

/// Returns a bucket for each slice; nothing for quantities that were never read.
pub(super) fn buckets(
    log: &Logbook<'_>,
    point: &MeteringPoint,
    quantity: Quantity,
    (slices, now): (&[Period], Timestamp),
) -> Result<Vec<Bucket>, StoreError> {
    let (Some(first), Some(last)) = (slices.first(), slices.last()) else { return Ok(Vec::new()) };
    if !point.quantities.contains(&quantity) {
        return Ok(Vec::new());
    }
    let expectation =
        Expectation { cadence: point.cadence, since: point.first_at, now: seen_until(log, point.id, now)? };
    let period = Period { from: first.from, until: last.until };
    bucketed(log, &SeriesQuery { point: point.id, quantity, period, step: Step::Day }, slices, &expectation)
}

/// Returns what the points of a site used together in each slice.
pub(super) fn of_site(
    log: &Logbook<'_>,
    (building, points): (&Building, &[MeteringPoint]),
    slices: &[Period],
    surroundings: &Surroundings<'_>,
) -> Result<Vec<Usage>, StoreError> {
    let mut usages: Vec<Usage> = slices.iter().map(|slice| Usage::nothing(*slice)).collect();
    for point in points {
        let now = surroundings.now;
        for (usage, bucket) in usages.iter_mut().zip(buckets(log, point, Quantity::Energy, (slices, now))?) {
            add_energy(usage, &bucket);
        }
        for (usage, bucket) in usages.iter_mut().zip(buckets(log, point, Quantity::Volume, (slices, now))?) {
            if let Content::Register { used, .. } = bucket.content {
                let used = Volume::from_base(used.base());
                usage.volume = usage.volume.map_or(Some(used), |volume| volume.checked_add(used));
            }
        }
    }
    for usage in &mut usages {
        usage.cost = cost(building, usage, surroundings);
    }
    Ok(usages)
}

fn add_energy(usage: &mut Usage, bucket: &Bucket) {
    let coverage = Coverage { n_readings: bucket.n_readings.into(), n_expected: bucket.n_expected.into() };
    usage.coverage = usage.coverage.with(coverage);
    let Content::Register { used, opened_at, closed_at, .. } = bucket.content else { return };
    let used = Energy::from_base(used.base());
    usage.energy = usage.energy.map_or(Some(used), |energy| energy.checked_add(used));
    // Of several meters, the time that all of them tell of.
    let counted =
        usage.counted.map_or((opened_at, closed_at), |(opened, closed)| (opened.max(opened_at), closed.min(closed_at)));
    usage.counted = Some(counted);
}

fn cost(building: &Building, usage: &Usage, surroundings: &Surroundings<'_>) -> Option<Money> {
    let tariff = surroundings.tariffs.get(building.tariff.as_ref()?)?;
    tariff.heat_cost(usage.energy?, usage.period, surroundings.zone)
}
