//! The facts of alarm logs.

use std::collections::HashSet;

use common::alarm::{Alarm, AlarmFilter, AlarmStanding, Subject};
use common::fault::Cause;
use common::id::SiteId;
use common::report::Definition;
use common::sheet::Sheet;
use common::site::Site;

use super::Surroundings;
use crate::query;
use crate::report::Frame;
use crate::report::alarm_log::{self as template, Facts};
use crate::store::log::Logbook;
use crate::store::{self, StoreError};

/// Alarms that are told of.
const MOST: usize = 5_000;
/// Alarms that are looked at together.
const TOGETHER: u32 = 500;

/// Returns the sheet: the alarms that were found in the period.
pub(super) fn sheet(
    log: &Logbook<'_>,
    (definition, sites): (&Definition, &[Site]),
    frame: &Frame,
    surroundings: &Surroundings<'_>,
) -> Result<Result<Sheet, Cause>, StoreError> {
    let is_chosen = !definition.sites.is_empty() || definition.customer.is_some();
    let wanted: Option<HashSet<SiteId>> = is_chosen.then(|| sites.iter().map(|site| site.id).collect());
    let (mut alarms, n_left) = found(log, frame, wanted.as_ref())?;
    alarms.reverse();
    let whose = (surroundings.eyes.account(), surroundings.login);
    let alarms = alarms.into_iter().map(|alarm| query::alarm::card(log, whose, alarm)).collect::<Result<_, _>>()?;
    let sites = is_chosen.then_some(sites.len() as u64);
    Ok(Ok(template::write(&Facts { alarms, n_left, sites }, frame)))
}

/// Returns the alarms that were found in the period, the newest first, and how many older ones there are besides.
fn found(log: &Logbook<'_>, frame: &Frame, wanted: Option<&HashSet<SiteId>>) -> Result<(Vec<Alarm>, u64), StoreError> {
    let filter = AlarmFilter {
        standing: AlarmStanding::All,
        since: Some(frame.period.from),
        until: Some(frame.period.until),
        ..AlarmFilter::default()
    };
    let is_wanted = |alarm: &Alarm| match (&alarm.subject, wanted) {
        (_, None) => true,
        (Subject::Source { .. }, Some(_)) => false,
        (Subject::Point { site, .. }, Some(wanted)) => wanted.contains(site),
    };
    let (mut alarms, mut n_left, mut skip) = (Vec::new(), 0, 0);
    loop {
        let page = store::alarm::list(log, &filter, (skip, TOGETHER))?;
        let n_found = page.len();
        for alarm in page.into_iter().filter(is_wanted) {
            if alarms.len() < MOST {
                alarms.push(alarm);
            } else {
                n_left += 1;
            }
        }
        if n_found < TOGETHER as usize {
            return Ok((alarms, n_left));
        }
        skip += TOGETHER;
    }
}
