//! The facts of monthly sheets.

use std::collections::HashMap;

use common::degree_day::DegreeDayDefinition;
use common::fault::Cause;
use common::quantity::{Area, Energy};
use common::sheet::Sheet;
use common::site::{BuildingCategory, Site};
use common::time::{Period, Span, View};

use super::{Surroundings, building, few_enough, usage, weather};
use crate::query::category::{Average, average};
use crate::report::Frame;
use crate::report::monthly_sheet::{self as template, Facts, Month};
use crate::store::log::Logbook;
use crate::store::{self, StoreError};

/// Months of a year.
const YEAR: i32 = 12;

/// Returns the sheet, a part for each site.
pub(super) fn sheet(
    log: &Logbook<'_>,
    sites: &[Site],
    frame: &Frame,
    surroundings: &Surroundings<'_>,
) -> Result<Result<Sheet, Cause>, StoreError> {
    if let Err(cause) = few_enough(sites) {
        return Ok(Err(cause));
    }
    let months = two_years(View::Month.at(frame.period.from, surroundings.zone), surroundings);
    let mut averages = Averages { log, period: frame.period, known: HashMap::new() };
    let sites = sites.iter().map(|site| one(log, site, &months, (&mut averages, surroundings)));
    Ok(Ok(template::write(&Facts { sites: sites.collect::<Result<_, _>>()? }, frame)))
}

/// Returns 24 months, oldest first; the last is this one.
fn two_years(own: Span, surroundings: &Surroundings<'_>) -> Vec<Period> {
    (0..2 * YEAR).rev().map(|back| own.shifted(-back).period(surroundings.zone)).collect()
}

fn one(
    log: &Logbook<'_>,
    site: &Site,
    months: &[Period],
    (averages, surroundings): (&mut Averages<'_>, &Surroundings<'_>),
) -> Result<template::Site, StoreError> {
    let building = building(log, site)?;
    let points = store::point::of_site(log, site.id)?;
    let mut usages = usage::of_site(log, (&building, &points), months, surroundings)?;
    let usual = DegreeDayDefinition::default();
    for (usage, degree_days) in usages.iter_mut().zip(weather::degree_days(log, site, (usual, months), surroundings)?) {
        usage.degree_days = degree_days;
    }
    let signature = match months.last() {
        Some(own) => weather::signature(log, site, own.until, surroundings)?,
        None => None,
    };
    let corrected = match signature {
        Some(signature) => {
            let definition = DegreeDayDefinition::Hourly { base: signature.base };
            weather::degree_days(log, site, (definition, months), surroundings)?
        }
        None => vec![None; months.len()],
    };
    let year = usages.len() / 2;
    let own = usages.split_off(year);
    let mut pairs = Vec::with_capacity(year);
    for ((usage, before), (then, now)) in
        own.into_iter().zip(usages).zip(corrected.iter().zip(corrected.iter().skip(year)))
    {
        let known = before.whole().zip(signature).zip(then.zip(*now));
        let corrected = known.and_then(|((used, signature), degree_days)| signature.correct(used, degree_days));
        pairs.push(Month { usage, before, corrected });
    }
    let average = building.category.zip(building.area);
    let average = average.map(|(category, area)| averages.on(category, area)).transpose()?.flatten();
    Ok(template::Site { building, months: pairs, average, signature })
}

/// What average users of categories used, each looked up once.
struct Averages<'a> {
    log: &'a Logbook<'a>,
    period: Period,
    known: HashMap<BuildingCategory, Option<Average>>,
}

impl Averages<'_> {
    fn on(&mut self, category: BuildingCategory, area: Area) -> Result<Option<Energy>, StoreError> {
        if !self.known.contains_key(&category) {
            self.known.insert(category, average(self.log, category, self.period)?);
        }
        Ok(self.known.get(&category).and_then(|known| known.as_ref()).map(|average| average.on(area)))
    }
}
