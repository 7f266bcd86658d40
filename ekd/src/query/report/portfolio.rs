//! The facts of the table of all sites. Sites are looked at one after another, and nothing of one stays but its line.

use std::collections::HashMap;

use common::fault::Cause;
use common::point::MeteringPoint;
use common::quantity::{Power, Quantity, Temperature, TemperatureDifference};
use common::series::Content;
use common::sheet::Sheet;
use common::site::Site;
use common::time::Period;

use super::{Surroundings, building, usage};
use crate::report::{Frame, Usage, portfolio as template};
use crate::store::log::Logbook;
use crate::store::{self, StoreError};

/// Returns the sheet.
pub(super) fn sheet(
    log: &Logbook<'_>,
    sites: &[Site],
    frame: &Frame,
    surroundings: &Surroundings<'_>,
) -> Result<Result<Sheet, Cause>, StoreError> {
    let alarms: HashMap<_, _> = store::alarm::active_at(log, frame.period.until)?.into_iter().collect();
    let line = |site: &Site| {
        let mut line = one(log, site, frame.period, surroundings)?;
        line.n_alarms = alarms.get(&site.id).copied().unwrap_or_default();
        Ok::<_, StoreError>(line)
    };
    let lines = sites.iter().map(line).collect::<Result<_, _>>()?;
    Ok(Ok(template::write(lines, frame)))
}

fn one(
    log: &Logbook<'_>,
    site: &Site,
    period: Period,
    surroundings: &Surroundings<'_>,
) -> Result<template::Site, StoreError> {
    let building = building(log, site)?;
    let points = store::point::of_site(log, site.id)?;
    let usages = usage::of_site(log, (&building, &points), &[period], surroundings)?;
    let look = Look { log, points: &points, period, surroundings };
    let [supply, returned, difference] =
        [Quantity::Supply, Quantity::Return, Quantity::Difference].map(|quantity| look.mean(quantity));
    let (supply, returned, difference) = (supply?, returned?, difference?);
    let apart = supply.zip(returned).and_then(|(supply, returned)| supply.checked_sub(returned));
    Ok(template::Site {
        usage: usages.into_iter().next().unwrap_or(Usage::nothing(period)),
        peak: look.peak()?.map(Power::from_base),
        difference: difference.or(apart).map(TemperatureDifference::from_base),
        returned: returned.map(Temperature::from_base),
        n_alarms: 0,
        building,
    })
}

/// A look at the gauges of one site.
struct Look<'a> {
    log: &'a Logbook<'a>,
    points: &'a [MeteringPoint],
    period: Period,
    surroundings: &'a Surroundings<'a>,
}

impl Look<'_> {
    fn content(&self, point: &MeteringPoint, quantity: Quantity) -> Result<Option<(i64, i64)>, StoreError> {
        let slices = (&[self.period][..], self.surroundings.now);
        let bucket = usage::buckets(self.log, point, quantity, slices)?.into_iter().next();
        Ok(bucket.and_then(|bucket| match bucket.content {
            Content::Gauge { mean, max, .. } => Some((mean.base(), max.base())),
            Content::Missing | Content::Register { .. } => None,
        }))
    }

    /// The mean of the first point that has one.
    fn mean(&self, quantity: Quantity) -> Result<Option<i64>, StoreError> {
        for point in self.points {
            if let Some((mean, _)) = self.content(point, quantity)? {
                return Ok(Some(mean));
            }
        }
        Ok(None)
    }

    /// The sum of the highest powers of all points.
    fn peak(&self) -> Result<Option<i64>, StoreError> {
        let mut sum = None::<i64>;
        for point in self.points {
            if let Some((_, max)) = self.content(point, Quantity::Power)? {
                sum = Some(sum.unwrap_or_default().saturating_add(max));
            }
        }
        Ok(sum)
    }
}
