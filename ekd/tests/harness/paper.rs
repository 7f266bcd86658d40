//! An exact little town on paper: exchange documents in their three forms, written without the daemon's own writer.

use std::fmt::Write as _;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};

use super::client::warsaw;

/// The three equivalent forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Xml,
    Json,
    Csv,
}

/// What is written differently from the truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slip {
    None,
    /// Some values as they were before their correction.
    Early,
    /// Energy in a unit of length, temperatures in one of energy.
    WrongUnits,
    /// The second half of the day has not come yet.
    HalfADay,
}

const POINTS: [&str; 3] = ["W-01", "W-02", "W-03"];

/// One value: quantity, amount in base units, unit, decimals of that unit.
type Value = (&'static str, i64, &'static str, usize);

/// Returns the values of one point at one instant; registers rise, whatever the hour.
fn values(point: usize, at: Timestamp, slip: Slip) -> [Value; 4] {
    let hour = at.as_second() / 3600 - 490_000;
    let noise = (hour.wrapping_mul(7_919) + i64::try_from(point).unwrap() * 104_729).rem_euclid(1_000);
    let early = i64::from(slip == Slip::Early && hour % 5 == 0);
    let (heat, warmth) = if slip == Slip::WrongUnits { ("m3", "GJ") } else { ("GJ", "°C") };
    [
        ("energy", hour * 90_000_000 + noise * 80_000 - early * 7_000, heat, 9),
        ("volume", hour * 400_000 + noise * 300, "m3", 6),
        ("supply", 70_000 + noise * 13 + early * 100, warmth, 3),
        ("power", 25_000_000 + noise * 17, "MW", 6),
    ]
}

fn decimal(base: i64, decimals: usize) -> String {
    let digits = format!("{:0>width$}", base, width = decimals + 1);
    let (whole, part) = digits.split_at(digits.len() - decimals);
    format!("{whole}.{part}")
}

/// Returns the hours of a local day: 23, 24 or 25.
pub(crate) fn hours(day: Date) -> Vec<Timestamp> {
    let midnight = |day: Date| day.to_zoned(warsaw()).unwrap().timestamp();
    let hours = midnight(day).series(1.hour());
    let end = midnight(day.tomorrow().unwrap());
    hours.take_while(|at| *at < end).collect()
}

/// Returns the town's readings of one local day as a document.
pub(crate) fn day(form: Form, day: Date, slip: Slip) -> String {
    let mut hours = hours(day);
    if slip == Slip::HalfADay {
        hours.truncate(12);
    }
    match form {
        Form::Xml => xml(&hours, slip),
        Form::Json => json(&hours, slip),
        Form::Csv => csv(&hours, slip),
    }
}

fn xml(hours: &[Timestamp], slip: Slip) -> String {
    let mut out = "<?xml version=\"1.0\"?>\n<document xmlns=\"urn:ek:document:1\" version=\"1\">\n".to_owned();
    for point in POINTS {
        let meter = format!("<meter serial=\"6{point}\" from=\"2020-01-01T00:00:00Z\"/>");
        writeln!(out, "<site code=\"{point}\"><point code=\"{point}\" cadence=\"PT1H\">{meter}</point></site>")
            .unwrap();
    }
    for (number, point) in POINTS.iter().enumerate() {
        writeln!(out, "<readings point=\"{point}\" meter=\"6{point}\">").unwrap();
        for at in hours {
            write!(out, "<at time=\"{at}\">").unwrap();
            for (quantity, base, unit, decimals) in values(number, *at, slip) {
                write!(out, "<{quantity} unit=\"{unit}\">{}</{quantity}>", decimal(base, decimals)).unwrap();
            }
            out.push_str("</at>\n");
        }
        out.push_str("</readings>\n");
    }
    out + "</document>\n"
}

fn json(hours: &[Timestamp], slip: Slip) -> String {
    let site = |point: &&str| {
        let meter = format!("{{\"serial\":\"6{point}\",\"from\":\"2020-01-01T00:00:00Z\"}}");
        let place = format!("{{\"code\":\"{point}\",\"cadence\":\"PT1H\",\"meters\":[{meter}]}}");
        format!("{{\"code\":\"{point}\",\"points\":[{place}]}}")
    };
    let sites: Vec<String> = POINTS.iter().map(site).collect();
    let instant = |number: usize, at: &Timestamp| {
        let value = |(quantity, base, unit, decimals): Value| {
            let value = decimal(base, decimals);
            format!("{{\"quantity\":\"{quantity}\",\"value\":{value},\"unit\":\"{unit}\"}}")
        };
        format!("{{\"time\":\"{at}\",\"values\":[{}]}}", values(number, *at, slip).map(value).join(","))
    };
    let readings = |(number, point): (usize, &&str)| {
        let instants: Vec<String> = hours.iter().map(|at| instant(number, at)).collect();
        format!("{{\"point\":\"{point}\",\"meter\":\"6{point}\",\"at\":[{}]}}", instants.join(",\n"))
    };
    let readings: Vec<String> = POINTS.iter().enumerate().map(readings).collect();
    let head = "\"format\":\"ek-document\",\"version\":1";
    format!("{{{head},\"sites\":[{}],\"readings\":[{}]}}", sites.join(","), readings.join(",\n"))
}

/// The CSV form tells of no sites: somebody else has to.
fn csv(hours: &[Timestamp], slip: Slip) -> String {
    let mut out = "#ek-document 1\npoint,meter,quantity,at,value,unit\n".to_owned();
    for (number, point) in POINTS.iter().enumerate() {
        for at in hours {
            for (quantity, base, unit, decimals) in values(number, *at, slip) {
                writeln!(out, "{point},6{point},{quantity},{at},{},{unit}", decimal(base, decimals)).unwrap();
            }
        }
    }
    out
}

/// Returns a document that tells of the town's sites, points and meters and holds no readings.
pub(crate) fn registry() -> String {
    xml(&[], Slip::None)
}
