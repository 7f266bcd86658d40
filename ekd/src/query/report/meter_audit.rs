//! The facts of meter audits.

use std::collections::HashMap;

use common::api::Filter;
use common::fault::Cause;
use common::id::SerialNumber;
use common::meter::{Installation, Meter};
use common::point::MeteringPoint;
use common::quantity::{Energy, Quantity};
use common::reading::Quarantined;
use common::report::Definition;
use common::series::Content;
use common::sheet::{Coverage, Sheet};
use common::site::Site;
use common::time::Period;

use super::{Surroundings, usage};
use crate::report::Frame;
use crate::report::meter_audit::{self as template, Facts, Register, Replacement, Stay};
use crate::store::log::Logbook;
use crate::store::{self, StoreError};

/// Registers that are audited.
const REGISTERS: [Quantity; 2] = [Quantity::Energy, Quantity::Volume];
/// Doubtful values that are told of.
const MOST_DOUBTFUL: usize = 2_000;
/// Doubtful values that are looked at together.
const TOGETHER: u32 = 500;

/// Returns the sheet.
pub(super) fn sheet(
    log: &Logbook<'_>,
    (definition, sites): (&Definition, &[Site]),
    frame: &Frame,
    surroundings: &Surroundings<'_>,
) -> Result<Result<Sheet, Cause>, StoreError> {
    let mut facts = Facts { n_sites: sites.len() as u64, ..Facts::default() };
    let mut audit = Audit { log, period: frame.period, surroundings, meters: HashMap::new() };
    for site in sites {
        for point in store::point::of_site(log, site.id)? {
            audit.point((site, &point), &mut facts)?;
        }
    }
    if definition.sites.is_empty() && definition.customer.is_none() {
        doubtful(log, &Filter::default(), frame.period, &mut facts)?;
    } else {
        for site in sites {
            let filter = Filter { site: Some(site.id), ..Filter::default() };
            doubtful(log, &filter, frame.period, &mut facts)?;
        }
    }
    facts.doubtful.sort_by(|one, other| {
        (one.received_at, &one.point, &one.at).cmp(&(other.received_at, &other.point, &other.at))
    });
    Ok(Ok(template::write(&facts, frame)))
}

struct Audit<'a> {
    log: &'a Logbook<'a>,
    period: Period,
    surroundings: &'a Surroundings<'a>,
    meters: HashMap<SerialNumber, Option<Meter>>,
}

impl Audit<'_> {
    fn point(&mut self, (site, point): (&Site, &MeteringPoint), facts: &mut Facts) -> Result<(), StoreError> {
        let installed = store::meter::seen_at_point(self.log, point.id)?;
        let Period { from, until } = self.period;
        for pair in installed.windows(2) {
            let [(old, old_serial), (new, new_serial)] = pair else { continue };
            if self.period.contains(new.from) {
                facts.replacements.push(Replacement {
                    site: site.code.clone(),
                    point: point.code.clone(),
                    at: new.from,
                    old: old_serial.clone(),
                    last_energy: old.last.energy.map(Energy::base),
                    new: new_serial.clone(),
                    initial_energy: new.initial.energy.map(Energy::base),
                });
            }
        }
        let there: Vec<_> = installed
            .into_iter()
            .filter(|(stay, _)| stay.from < until && stay.until.is_none_or(|end| end > from))
            .collect();
        let is_alone = there.len() == 1;
        for (stay, serial) in there {
            let registers = if is_alone { self.of_heads(point, facts)? } else { self.of_readings(point, &stay)? };
            let meter = self.meter(&serial)?;
            facts.stays.push(Stay {
                site: site.code.clone(),
                point: point.code.clone(),
                model: meter.map(|meter| meter.model.clone()).unwrap_or_default(),
                verified_on: meter.and_then(|meter| meter.verified_on),
                serial,
                from: stay.from,
                // What happened after the period is none of it.
                until: stay.until.filter(|end| *end < until),
                registers,
            });
        }
        Ok(())
    }

    fn meter(&mut self, serial: &SerialNumber) -> Result<Option<&Meter>, StoreError> {
        if !self.meters.contains_key(serial) {
            self.meters.insert(serial.clone(), store::meter::by_serial(self.log, serial)?);
        }
        Ok(self.meters.get(serial).and_then(Option::as_ref))
    }

    /// The registers of the only meter that sat there: from the bucket that a chart shows.
    fn of_heads(&self, point: &MeteringPoint, facts: &mut Facts) -> Result<Vec<Register>, StoreError> {
        let mut registers = Vec::new();
        for quantity in REGISTERS {
            let slices = (&[self.period][..], self.surroundings.now);
            let Some(bucket) = usage::buckets(self.log, point, quantity, slices)?.into_iter().next() else { continue };
            if quantity == Quantity::Energy {
                let coverage = Coverage { n_readings: bucket.n_readings.into(), n_expected: bucket.n_expected.into() };
                facts.coverage = facts.coverage.with(coverage);
            }
            if let Content::Register { opening, closing, opened_at, closed_at, .. } = bucket.content {
                let (opened, closed) = ((opened_at, opening.base()), (closed_at, closing.base()));
                registers.push(Register { quantity, opened, closed });
            }
        }
        Ok(registers)
    }

    /// The registers of one of several meters: from its own readings.
    fn of_readings(&self, point: &MeteringPoint, stay: &Installation) -> Result<Vec<Register>, StoreError> {
        let from = self.period.from.max(stay.from);
        let until = stay.until.map_or(self.period.until, |end| end.min(self.period.until));
        let mut registers = Vec::new();
        for quantity in REGISTERS {
            // The reading at the instant of the removal is the old meter's last.
            let stretch = (from.as_second(), until.as_second().saturating_add(1));
            let page = self.log.read(point.id, Some(quantity), stretch)?;
            let readings = store::reading::series(&page, stay.meter, quantity);
            if let (Some(first), Some(last)) = (readings.first(), readings.last()) {
                let (opened, closed) = ((first.at, first.value), (last.at, last.value));
                registers.push(Register { quantity, opened, closed });
            }
        }
        Ok(registers)
    }
}

/// Adds what came in the period and waits.
fn doubtful(log: &Logbook<'_>, filter: &Filter, period: Period, facts: &mut Facts) -> Result<(), StoreError> {
    let mut before = None;
    loop {
        let page = store::quarantine::list(log, filter, before, TOGETHER)?;
        let n_found = page.len();
        before = page.last().map(|(id, _)| *id);
        let is_before = page.last().is_some_and(|(_, value)| value.received_at < period.from);
        for (_, value) in page.into_iter().filter(|(_, value)| period.contains(value.received_at)) {
            add(facts, value);
        }
        if n_found < TOGETHER as usize || is_before {
            return Ok(());
        }
    }
}

fn add(facts: &mut Facts, value: Quarantined) {
    if facts.doubtful.len() < MOST_DOUBTFUL {
        facts.doubtful.push(value);
    } else {
        facts.n_left += 1;
    }
}
