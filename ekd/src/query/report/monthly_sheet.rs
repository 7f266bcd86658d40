//! The facts of monthly sheets.

use common::fault::{Cause, ReportCause};
use common::report::MOST_SITES;
use common::sheet::Sheet;
use common::site::Site;
use common::time::{Period, Span, View};

use super::{Surroundings, building, usage};
use crate::report::monthly_sheet::{self as template, Facts, Month};
use crate::report::{Frame, Usage};
use crate::store::log::Logbook;
use crate::store::{self, StoreError};

/// Months of a year.
const YEAR: usize = 12;

/// Returns the sheet, a part for each site.
pub(super) fn sheet(
    log: &Logbook<'_>,
    sites: &[Site],
    frame: &Frame,
    surroundings: &Surroundings<'_>,
) -> Result<Result<Sheet, Cause>, StoreError> {
    if sites.len() > MOST_SITES {
        return Ok(Err(Cause::Report { why: ReportCause::TooManySites { most: MOST_SITES as u64 } }));
    }
    let slices = two_years(View::Month.at(frame.period.from, surroundings.zone), surroundings);
    let sites = sites.iter().map(|site| one(log, site, &slices, surroundings)).collect::<Result<_, _>>()?;
    Ok(Ok(template::write(&Facts { sites }, frame)))
}

/// Returns 24 months, oldest first; the last is this one.
fn two_years(own: Span, surroundings: &Surroundings<'_>) -> Vec<Period> {
    (0..2 * YEAR as i32).rev().map(|back| own.shifted(-back).period(surroundings.zone)).collect()
}

fn one(
    log: &Logbook<'_>,
    site: &Site,
    slices: &[Period],
    surroundings: &Surroundings<'_>,
) -> Result<template::Site, StoreError> {
    let building = building(log, site)?;
    let points = store::point::of_site(log, site.id)?;
    let mut usages = usage::of_site(log, (&building, &points), slices, surroundings)?;
    let own: Vec<Usage> = usages.split_off(YEAR.min(usages.len()));
    let months = own.into_iter().zip(usages).map(|(usage, before)| Month { usage, before, corrected: None });
    Ok(template::Site { building, months: months.collect(), average: None, signature: None })
}
