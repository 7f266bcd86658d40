//! Writes documents in the three forms.
//!
//! Values are written exactly, in the unit of [`Quantity::unit`] where it has a finite decimal form and otherwise in
//! seconds; instants in UTC. Writes samples and registry; what was doubtful is not repeated.

use std::fmt::Write as _;

use common::meter::Registers;
use common::quantity::Quantity;
use jiff::{SignedDuration, Timestamp};

use super::csv::{HEADER, MARK};
use super::{FORMAT, Form, NAMESPACE, VERSION};
use crate::document::{InstallationEntry, Parsed, PointEntry, Sample, SiteEntry};

/// Returns the document in `form`, UTF-8 without a byte order mark. CSV has no place for the registry.
#[must_use]
pub fn write(form: Form, document: &Parsed) -> Vec<u8> {
    let text = match form {
        Form::Xml => xml(document),
        Form::Json => json(document),
        Form::Csv => csv(document),
    };
    text.into_bytes()
}

/// Appends formatted text; a function cannot take a format.
macro_rules! put {
    ($out:expr, $($text:tt)*) => {
        write!($out, $($text)*).expect("writing to a String cannot fail")
    };
}

fn csv(document: &Parsed) -> String {
    let mut out = format!("{MARK}\n{HEADER},estimated\n");
    for sample in &document.samples {
        let (point, meter) = codes(document, sample);
        let (value, unit) = sample.quantity.unit().written(sample.value);
        field(&mut out, point);
        out.push(',');
        field(&mut out, meter);
        let mark = if sample.estimated { "true" } else { "" };
        put!(out, ",{},{},{value},{},{mark}\n", sample.quantity.name(), instant(sample.at), unit.name());
    }
    out
}

fn field(out: &mut String, text: &str) {
    if text.contains([',', '"']) {
        put!(out, "\"{}\"", text.replace('"', "\"\""));
    } else {
        out.push_str(text);
    }
}

fn xml(document: &Parsed) -> String {
    let mut out =
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<document xmlns=\"{NAMESPACE}\" version=\"{VERSION}\">\n");
    for site in &document.registry {
        xml_site(&mut out, site);
    }
    for readings in document.samples.chunk_by(|one, next| one.subject == next.subject) {
        let (point, meter) = codes(document, &readings[0]);
        put!(out, "  <readings point=\"{}\"", escaped(point));
        optional(&mut out, "meter", meter);
        out.push_str(">\n");
        for values in readings.chunk_by(|one, next| one.at == next.at) {
            put!(out, "    <at time=\"{}\">", instant(values[0].at));
            for sample in values {
                xml_value(&mut out, sample);
            }
            out.push_str("</at>\n");
        }
        out.push_str("  </readings>\n");
    }
    out.push_str("</document>\n");
    out
}

fn xml_value(out: &mut String, sample: &Sample) {
    let name = sample.quantity.name();
    let (value, unit) = sample.quantity.unit().written(sample.value);
    let mark = if sample.estimated { " estimated=\"true\"" } else { "" };
    put!(out, "<{name} unit=\"{}\"{mark}>{value}</{name}>", unit.name());
}

fn xml_site(out: &mut String, site: &SiteEntry) {
    put!(out, "  <site code=\"{}\"", escaped(site.code.as_str()));
    optional(out, "name", &site.name);
    out.push_str(">\n");
    if let Some(power) = site.contracted_power {
        let (value, unit) = Quantity::Power.unit().written(power.base());
        put!(out, "    <contracted-power unit=\"{}\">{value}</contracted-power>\n", unit.name());
    }
    for point in &site.points {
        xml_point(out, point);
    }
    out.push_str("  </site>\n");
}

fn xml_point(out: &mut String, point: &PointEntry) {
    put!(out, "    <point code=\"{}\"", escaped(point.code.as_str()));
    optional(out, "name", &point.name);
    if let Some(cadence) = point.cadence {
        optional(out, "cadence", &iso(cadence));
    }
    out.push_str(">\n");
    for installation in &point.installations {
        xml_meter(out, installation);
    }
    out.push_str("    </point>\n");
}

fn xml_meter(out: &mut String, installation: &InstallationEntry) {
    put!(out, "      <meter serial=\"{}\"", escaped(installation.serial.as_str()));
    optional(out, "model", &installation.model);
    put!(out, " from=\"{}\"", instant(installation.from));
    if let Some(until) = installation.until {
        put!(out, " until=\"{}\"", instant(until));
    }
    if let Some(on) = installation.verified_on {
        put!(out, " verified-on=\"{on}\"");
    }
    out.push_str(">\n");
    for (name, registers) in [("initial", &installation.initial), ("last", &installation.last)] {
        if *registers == Registers::default() {
            continue;
        }
        put!(out, "        <{name}>");
        for (quantity, base) in registers_of(registers) {
            let (value, unit) = quantity.unit().written(base);
            put!(out, "<{0} unit=\"{1}\">{value}</{0}>", quantity.name(), unit.name());
        }
        put!(out, "</{name}>\n");
    }
    out.push_str("      </meter>\n");
}

fn optional(out: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        put!(out, " {name}=\"{}\"", escaped(value));
    }
}

fn escaped(text: &str) -> std::borrow::Cow<'_, str> {
    quick_xml::escape::escape(text)
}

fn json(document: &Parsed) -> String {
    let mut out = format!("{{\"format\":\"{FORMAT}\",\"version\":{VERSION}");
    if !document.registry.is_empty() {
        out.push_str(",\n\"sites\":");
        list(&mut out, &document.registry, json_site);
    }
    out.push_str(",\n\"readings\":");
    let readings = document.samples.chunk_by(|one, next| one.subject == next.subject).collect::<Vec<_>>();
    list(&mut out, &readings, |out, readings| {
        let (point, meter) = codes(document, &readings[0]);
        put!(out, "{{\"point\":{}", quoted(point));
        member(out, "meter", meter);
        out.push_str(",\"at\":");
        let instants = readings.chunk_by(|one, next| one.at == next.at).collect::<Vec<_>>();
        list(out, &instants, |out, values| {
            put!(out, "{{\"time\":\"{}\",\"values\":[", instant(values[0].at));
            for (index, sample) in values.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { "," });
                json_value(out, sample);
            }
            out.push_str("]}");
        });
        out.push('}');
    });
    out.push_str("}\n");
    out
}

fn json_value(out: &mut String, sample: &Sample) {
    let (value, unit) = sample.quantity.unit().written(sample.value);
    let mark = if sample.estimated { ",\"estimated\":true" } else { "" };
    let name = sample.quantity.name();
    put!(out, "{{\"quantity\":\"{name}\",\"value\":{value},\"unit\":\"{}\"{mark}}}", unit.name());
}

fn json_site(out: &mut String, site: &SiteEntry) {
    put!(out, "{{\"code\":{}", quoted(site.code.as_str()));
    member(out, "name", &site.name);
    if let Some(power) = site.contracted_power {
        put!(out, ",\"contracted_power\":{}", json_amount(Quantity::Power, power.base()));
    }
    out.push_str(",\"points\":");
    list(out, &site.points, |out, point| {
        put!(out, "{{\"code\":{}", quoted(point.code.as_str()));
        member(out, "name", &point.name);
        if let Some(cadence) = point.cadence {
            member(out, "cadence", &iso(cadence));
        }
        out.push_str(",\"meters\":");
        list(out, &point.installations, json_meter);
        out.push('}');
    });
    out.push('}');
}

fn json_meter(out: &mut String, installation: &InstallationEntry) {
    put!(out, "{{\"serial\":{}", quoted(installation.serial.as_str()));
    member(out, "model", &installation.model);
    if let Some(on) = installation.verified_on {
        put!(out, ",\"verified_on\":\"{on}\"");
    }
    put!(out, ",\"from\":\"{}\"", instant(installation.from));
    if let Some(until) = installation.until {
        put!(out, ",\"until\":\"{}\"", instant(until));
    }
    for (name, registers) in [("initial", &installation.initial), ("last", &installation.last)] {
        if *registers == Registers::default() {
            continue;
        }
        let amounts = registers_of(registers)
            .map(|(quantity, base)| format!("\"{}\":{}", quantity.name(), json_amount(quantity, base)));
        put!(out, ",\"{name}\":{{{}}}", amounts.collect::<Vec<_>>().join(","));
    }
    out.push('}');
}

fn json_amount(quantity: Quantity, base: i64) -> String {
    let (value, unit) = quantity.unit().written(base);
    format!("{{\"value\":{value},\"unit\":\"{}\"}}", unit.name())
}

fn member(out: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        put!(out, ",\"{name}\":{}", quoted(value));
    }
}

/// Writes a list, an item a line.
fn list<T>(out: &mut String, items: &[T], mut write: impl FnMut(&mut String, &T)) {
    out.push('[');
    for (index, item) in items.iter().enumerate() {
        out.push_str(if index == 0 { "\n" } else { ",\n" });
        write(out, item);
    }
    out.push(']');
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn codes<'a>(document: &'a Parsed, sample: &Sample) -> (&'a str, &'a str) {
    let subject = document.subjects.get(sample.subject as usize);
    subject
        .map_or(("", ""), |subject| (subject.point.as_str(), subject.meter.as_ref().map_or("", |meter| meter.as_str())))
}

fn registers_of(registers: &Registers) -> impl Iterator<Item = (Quantity, i64)> {
    let energy = registers.energy.map(|energy| (Quantity::Energy, energy.base()));
    energy.into_iter().chain(registers.volume.map(|volume| (Quantity::Volume, volume.base())))
}

/// Writes whole seconds, in UTC.
fn instant(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}

fn iso(cadence: SignedDuration) -> String {
    cadence.to_string()
}
