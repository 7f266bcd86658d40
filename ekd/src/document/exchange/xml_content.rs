//! What the elements of the XML form mean: a registry and readings.
//!
//! Knows nothing of XML's syntax: elements with their attributes, texts and ends come in, in order.

use std::mem;

use common::id::{PointCode, SerialNumber, SiteCode};
use common::quantity::decimal::Separator;
use common::reading::Suspicion;
use common::source::Problem;
use jiff::Timestamp;

use super::estimated;
use super::registry::{self, MAX_ENTRIES};
use super::xml::Attribute;
use crate::document::instant::rfc3339;
use crate::document::problem::{shortened, too_large};
use crate::document::sorter::{Measure, Measures, Sorter, Understood, Written};
use crate::document::{InstallationEntry, Parsed, PointEntry, SiteEntry};

/// The document as far as it was read.
#[derive(Default)]
pub(super) struct Content {
    /// The open elements below the root, outermost first.
    open: Vec<Element>,
    sorter: Sorter,
    measures: Measures,
    registry: Vec<SiteEntry>,
    n_entries: usize,
    readings: Readings,
    at: At,
    value: Value,
    /// The text of the open value.
    text: String,
}

/// Why the document is refused.
pub(super) enum Refusal {
    /// Something at this place.
    Here(String),
    Whole(Problem),
}

/// The elements that we know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Element {
    Site,
    ContractedPower,
    Point,
    Meter,
    Initial,
    Last,
    Register,
    Readings,
    At,
    Value,
}

/// The open `<readings>`.
#[derive(Default)]
struct Readings {
    point: String,
    meter: String,
    subject: Option<Result<u32, Suspicion>>,
}

/// The open `<at>`.
#[derive(Default)]
struct At {
    time: String,
    instant: Option<Result<Timestamp, Suspicion>>,
}

/// The open value: of a reading, a register or a contracted power.
#[derive(Default)]
struct Value {
    line: u64,
    quantity: String,
    unit: String,
    estimated: String,
}

impl From<String> for Refusal {
    fn from(what: String) -> Self {
        Self::Here(what)
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::Whole(problem)
    }
}

impl Content {
    pub(super) fn start(&mut self, line: u64, name: &str, attributes: Vec<Attribute>) -> Result<(), Refusal> {
        let element = known(self.open.last().copied(), name).ok_or_else(|| unexpected(name))?;
        match element {
            Element::Site => self.start_site(attributes)?,
            Element::Point => self.start_point(attributes)?,
            Element::Meter => self.start_meter(attributes)?,
            Element::Initial | Element::Last => take(attributes, []).map(|[]| ())?,
            Element::Readings => {
                let [point, meter] = take(attributes, ["point", "meter"])?.map(Option::unwrap_or_default);
                let subject = Some(self.sorter.subject(&point, &meter)?);
                self.readings = Readings { point, meter, subject };
            }
            Element::At => {
                let [time] = take(attributes, ["time"])?.map(Option::unwrap_or_default);
                let instant = Some(rfc3339(&time));
                self.at = At { time, instant };
                self.sorter.begin_row();
            }
            Element::ContractedPower | Element::Register => {
                let [unit] = take(attributes, ["unit"])?.map(Option::unwrap_or_default);
                self.begin_value(Value { line, quantity: name.to_owned(), unit, estimated: String::new() });
            }
            Element::Value => {
                let [unit, estimated] = take(attributes, ["unit", "estimated"])?.map(Option::unwrap_or_default);
                self.begin_value(Value { line, quantity: name.to_owned(), unit, estimated });
            }
        }
        self.open.push(element);
        Ok(())
    }

    pub(super) fn text(&mut self, text: &str) -> Result<(), String> {
        if matches!(self.open.last(), Some(Element::Value | Element::Register | Element::ContractedPower)) {
            self.text.push_str(text);
            return Ok(());
        }
        if text.trim().is_empty() { Ok(()) } else { Err(format!("unexpected text `{}`", shortened(text.trim()))) }
    }

    /// Takes the end of the innermost open element, which may be the root.
    pub(super) fn end(&mut self) -> Result<(), Refusal> {
        match self.open.pop() {
            Some(Element::Value) => Ok(self.end_value()?),
            Some(Element::Register) => Ok(self.end_register()?),
            Some(Element::ContractedPower) => {
                let power = registry::power(&self.text, &self.value.unit)?;
                self.site()?.contracted_power = Some(power);
                Ok(())
            }
            Some(Element::Meter) => {
                let meter = self.installation()?;
                Ok(registry::check_registers(&meter.serial, &meter.initial, &meter.last)?)
            }
            Some(
                Element::Site | Element::Point | Element::Initial | Element::Last | Element::Readings | Element::At,
            )
            | None => Ok(()),
        }
    }

    pub(super) fn finish(mut self) -> Parsed {
        self.sorter.set_registry(self.registry);
        self.sorter.finish()
    }

    fn start_site(&mut self, attributes: Vec<Attribute>) -> Result<(), Refusal> {
        let [code, name] = take(attributes, ["code", "name"])?;
        let code = registry::code("site code", SiteCode::parse(&needed("code", code)?))?;
        let name = registry::name(&name.unwrap_or_default())?;
        self.count_entry()?;
        self.registry.push(SiteEntry { code, name, contracted_power: None, points: Vec::new() });
        Ok(())
    }

    fn start_point(&mut self, attributes: Vec<Attribute>) -> Result<(), Refusal> {
        let [code, name, cadence] = take(attributes, ["code", "name", "cadence"])?;
        let code = registry::code("point code", PointCode::parse(&needed("code", code)?))?;
        let name = registry::name(&name.unwrap_or_default())?;
        let cadence = cadence.as_deref().map(registry::cadence).transpose()?;
        self.count_entry()?;
        self.site()?.points.push(PointEntry { code, name, cadence, installations: Vec::new() });
        Ok(())
    }

    fn start_meter(&mut self, attributes: Vec<Attribute>) -> Result<(), Refusal> {
        let names = ["serial", "model", "from", "until", "verified-on"];
        let [serial, model, from, until, verified_on] = take(attributes, names)?;
        let serial = registry::code("serial number", SerialNumber::parse(&needed("serial", serial)?))?;
        let from = registry::instant(&needed("from", from)?)?;
        let until = until.as_deref().map(registry::instant).transpose()?;
        registry::check_stay(&serial, from, until)?;
        let installation = InstallationEntry {
            serial,
            model: registry::name(&model.unwrap_or_default())?,
            verified_on: verified_on.as_deref().map(registry::day).transpose()?,
            from,
            until,
            initial: common::meter::Registers::default(),
            last: common::meter::Registers::default(),
        };
        self.count_entry()?;
        let point = self.site()?.points.last_mut();
        point.ok_or_else(|| unexpected("meter"))?.installations.push(installation);
        Ok(())
    }

    fn begin_value(&mut self, value: Value) {
        self.value = value;
        self.text.clear();
    }

    fn end_value(&mut self) -> Result<(), Problem> {
        let value = mem::take(&mut self.value);
        let understood = Understood {
            subject: self.readings.subject.unwrap_or(Err(Suspicion::UnknownPoint)),
            measure: self.measures.read(&value.quantity, &value.unit, Measure::parse),
            at: self.at.instant.unwrap_or(Err(Suspicion::BadTime)),
            estimated: estimated(&value.estimated),
            separator: Separator::Point,
        };
        let written = Written {
            line: value.line,
            point: &self.readings.point,
            meter: &self.readings.meter,
            quantity: &value.quantity,
            at: &self.at.time,
            value: &self.text,
            unit: &value.unit,
        };
        self.sorter.put(&written, understood)
    }

    fn end_register(&mut self) -> Result<(), String> {
        let inside = self.open.last().copied();
        let (value, text) = (mem::take(&mut self.value), mem::take(&mut self.text));
        let installation = self.installation()?;
        let registers =
            if inside == Some(Element::Initial) { &mut installation.initial } else { &mut installation.last };
        registry::set_register(registers, &value.quantity, &text, &value.unit)
    }

    fn site(&mut self) -> Result<&mut SiteEntry, String> {
        self.registry.last_mut().ok_or_else(|| "an element outside of its site".to_owned())
    }

    fn installation(&mut self) -> Result<&mut InstallationEntry, String> {
        let point = self.registry.last_mut().and_then(|site| site.points.last_mut());
        let installation = point.and_then(|point| point.installations.last_mut());
        installation.ok_or_else(|| "a register outside of a meter".to_owned())
    }

    fn count_entry(&mut self) -> Result<(), Problem> {
        self.n_entries += 1;
        if self.n_entries <= MAX_ENTRIES {
            return Ok(());
        }
        Err(too_large(format!("more than {MAX_ENTRIES} sites, points and meters")))
    }
}

/// Returns the element called `name` inside `parent`; `None` is the root.
fn known(parent: Option<Element>, name: &str) -> Option<Element> {
    match (parent, name) {
        (None, "site") => Some(Element::Site),
        (None, "readings") => Some(Element::Readings),
        (Some(Element::Site), "contracted-power") => Some(Element::ContractedPower),
        (Some(Element::Site), "point") => Some(Element::Point),
        (Some(Element::Point), "meter") => Some(Element::Meter),
        (Some(Element::Meter), "initial") => Some(Element::Initial),
        (Some(Element::Meter), "last") => Some(Element::Last),
        (Some(Element::Initial | Element::Last), "energy" | "volume") => Some(Element::Register),
        (Some(Element::Readings), "at") => Some(Element::At),
        // Any name is a quantity; whether we know it is a matter of that value alone.
        (Some(Element::At), _) => Some(Element::Value),
        (_, _) => None,
    }
}

fn unexpected(name: &str) -> Refusal {
    Refusal::Here(format!("unexpected <{}>", shortened(name)))
}

fn needed(name: &str, value: Option<String>) -> Result<String, String> {
    value.ok_or_else(|| format!("attribute {name} is missing"))
}

/// Returns the values of the attributes `names`, of which each may be absent.
///
/// # Errors
/// Another attribute.
fn take<const N: usize>(attributes: Vec<Attribute>, names: [&str; N]) -> Result<[Option<String>; N], String> {
    let mut found = [const { None }; N];
    for (name, value) in attributes {
        let index = names.iter().position(|known| *known == name);
        let index = index.ok_or_else(|| format!("unexpected attribute {}", shortened(&name)))?;
        found[index] = Some(value);
    }
    Ok(found)
}
