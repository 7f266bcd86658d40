//! The registry of the JSON form.

use std::borrow::Cow;
use std::collections::BTreeMap;

use common::id::{PointCode, SerialNumber, SiteCode};
use common::meter::Registers;
use common::source::Problem;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::json::{each, plain};
use super::registry::{self, MAX_ENTRIES};
use crate::document::problem::{malformed, shortened, too_large};
use crate::document::{InstallationEntry, PointEntry, SiteEntry};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Site<'a> {
    #[serde(borrow)]
    code: Cow<'a, str>,
    #[serde(borrow, default)]
    name: Cow<'a, str>,
    #[serde(borrow, default)]
    contracted_power: Option<Amount<'a>>,
    #[serde(borrow, default)]
    points: Option<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Point<'a> {
    #[serde(borrow)]
    code: Cow<'a, str>,
    #[serde(borrow, default)]
    name: Cow<'a, str>,
    #[serde(default)]
    cadence: Option<String>,
    #[serde(borrow, default)]
    meters: Option<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Meter<'a> {
    #[serde(borrow)]
    serial: Cow<'a, str>,
    #[serde(borrow, default)]
    model: Cow<'a, str>,
    #[serde(borrow)]
    from: Cow<'a, str>,
    #[serde(default)]
    until: Option<String>,
    #[serde(default)]
    verified_on: Option<String>,
    #[serde(borrow, default)]
    initial: BTreeMap<Cow<'a, str>, Amount<'a>>,
    #[serde(borrow, default)]
    last: BTreeMap<Cow<'a, str>, Amount<'a>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Amount<'a> {
    #[serde(borrow)]
    value: &'a RawValue,
    #[serde(borrow)]
    unit: Cow<'a, str>,
}

/// Counts entries up to the limit.
#[derive(Default)]
struct Count(usize);

/// Reads the list of sites.
///
/// # Errors
/// Anything in it that is wrong.
pub(super) fn read_sites(list: &str) -> Result<Vec<SiteEntry>, Problem> {
    let (mut sites, mut count) = (Vec::new(), Count::default());
    each("site", list, |site: Site<'_>| {
        count.one_more()?;
        sites.push(site.entry(&mut count)?);
        Ok(())
    })?;
    Ok(sites)
}

impl Count {
    fn one_more(&mut self) -> Result<(), Problem> {
        self.0 += 1;
        if self.0 <= MAX_ENTRIES {
            return Ok(());
        }
        Err(too_large(format!("more than {MAX_ENTRIES} sites, points and meters")))
    }
}

impl Site<'_> {
    fn entry(&self, count: &mut Count) -> Result<SiteEntry, Problem> {
        let here = |what: String| malformed(format!("site `{}`: {what}", shortened(&self.code)));
        let code = registry::code("code", SiteCode::parse(&self.code)).map_err(here)?;
        let name = registry::name(&self.name).map_err(here)?;
        let contracted_power = self
            .contracted_power
            .as_ref()
            .map(|power| registry::power(&plain(power.value), &power.unit).map_err(here))
            .transpose()?;
        let mut points = Vec::new();
        each("point", self.points.map_or("[]", RawValue::get), |point: Point<'_>| {
            count.one_more()?;
            points.push(point.entry(count)?);
            Ok(())
        })?;
        Ok(SiteEntry { code, name, contracted_power, points })
    }
}

impl Point<'_> {
    fn entry(&self, count: &mut Count) -> Result<PointEntry, Problem> {
        let here = |what: String| malformed(format!("point `{}`: {what}", shortened(&self.code)));
        let code = registry::code("code", PointCode::parse(&self.code)).map_err(here)?;
        let name = registry::name(&self.name).map_err(here)?;
        let cadence = self.cadence.as_deref().map(registry::cadence).transpose().map_err(here)?;
        let mut installations = Vec::new();
        each("meter", self.meters.map_or("[]", RawValue::get), |meter: Meter<'_>| {
            count.one_more()?;
            installations.push(meter.entry().map_err(here)?);
            Ok(())
        })?;
        Ok(PointEntry { code, name, cadence, installations })
    }
}

impl Meter<'_> {
    fn entry(&self) -> Result<InstallationEntry, String> {
        let serial = registry::code("serial number", SerialNumber::parse(&self.serial))?;
        let here = |what: String| format!("meter `{serial}`: {what}");
        let entry = InstallationEntry {
            model: registry::name(&self.model).map_err(here)?,
            verified_on: self.verified_on.as_deref().map(registry::day).transpose().map_err(here)?,
            from: registry::instant(&self.from).map_err(here)?,
            until: self.until.as_deref().map(registry::instant).transpose().map_err(here)?,
            initial: registers(&self.initial).map_err(here)?,
            last: registers(&self.last).map_err(here)?,
            serial: serial.clone(),
        };
        registry::check_stay(&serial, entry.from, entry.until)?;
        registry::check_registers(&serial, &entry.initial, &entry.last)?;
        Ok(entry)
    }
}

fn registers(written: &BTreeMap<Cow<'_, str>, Amount<'_>>) -> Result<Registers, String> {
    let mut registers = Registers::default();
    for (quantity, amount) in written {
        registry::set_register(&mut registers, quantity, &plain(amount.value), &amount.unit)?;
    }
    Ok(registers)
}
