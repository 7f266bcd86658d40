//! The JSON form: its envelope and its readings.
//!
//! Lists are read item by item, and what is inside an item only when its turn comes, so that a document is never held
//! as a tree. Nothing recurses on input: the depth is bounded before anything else.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use common::quantity::decimal::Separator;
use common::reading::Suspicion;
use common::source::Problem;
use jiff::Timestamp;
use serde::Deserialize;
use serde::de::{Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::json_registry::read_sites;
use super::{FORMAT, VERSION, estimated};
use crate::document::Parsed;
use crate::document::instant::rfc3339;
use crate::document::problem::{malformed, shortened, unknown_format};
use crate::document::sorter::{Measure, Measures, Sorter, Understood, Written};

/// The most arrays and objects within each other; ours are seven.
const MAX_DEPTH: usize = 64;

/// The outermost object.
#[derive(Default)]
struct Envelope<'a> {
    format: Option<&'a RawValue>,
    version: Option<&'a RawValue>,
    sites: Option<&'a RawValue>,
    readings: Option<&'a RawValue>,
    /// What is wrong with the first key that is none of ours or stands twice.
    wrong: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Readings<'a> {
    #[serde(borrow, default)]
    point: Cow<'a, str>,
    #[serde(borrow, default)]
    meter: Cow<'a, str>,
    #[serde(borrow)]
    at: &'a RawValue,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct At<'a> {
    #[serde(borrow, default)]
    time: Cow<'a, str>,
    #[serde(borrow)]
    values: &'a RawValue,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reading<'a> {
    #[serde(borrow, default)]
    quantity: Cow<'a, str>,
    #[serde(borrow, default)]
    value: Option<&'a RawValue>,
    #[serde(borrow, default)]
    unit: Cow<'a, str>,
    #[serde(borrow, default)]
    estimated: Option<&'a RawValue>,
}

/// The document as far as it was read.
#[derive(Default)]
struct Content {
    sorter: Sorter,
    measures: Measures,
    n_values: u64,
}

/// The point and the instant of the values that are being read.
struct Surroundings<'a> {
    readings: &'a Readings<'a>,
    subject: Result<u32, Suspicion>,
    time: &'a str,
    instant: Result<Timestamp, Suspicion>,
}

pub(super) fn parse(text: &str) -> Result<Parsed, Problem> {
    check_depth(text)?;
    let envelope = read_envelope(text)?;
    let mut content = Content::default();
    if let Some(sites) = envelope.sites {
        content.sorter.set_registry(read_sites(sites.get())?);
    }
    if let Some(readings) = envelope.readings {
        each("readings", readings.get(), |readings: Readings<'_>| content.take_readings(&readings))?;
    }
    Ok(content.sorter.finish())
}

impl Content {
    fn take_readings(&mut self, readings: &Readings<'_>) -> Result<(), Problem> {
        let subject = self.sorter.subject(&readings.point, &readings.meter)?;
        each("at", readings.at.get(), |at: At<'_>| {
            self.sorter.begin_row();
            let surroundings = Surroundings { readings, subject, time: &at.time, instant: rfc3339(&at.time) };
            each("values", at.values.get(), |reading: Reading<'_>| self.take_reading(&surroundings, &reading))
        })
    }

    fn take_reading(&mut self, surroundings: &Surroundings<'_>, reading: &Reading<'_>) -> Result<(), Problem> {
        self.n_values += 1;
        let number = reading.value.map_or(Cow::Borrowed(""), plain);
        let mark = reading.estimated.map_or(Cow::Borrowed(""), plain);
        let understood = Understood {
            subject: surroundings.subject,
            measure: self.measures.read(&reading.quantity, &reading.unit, Measure::parse),
            at: surroundings.instant,
            estimated: estimated(&mark),
            separator: Separator::Point,
        };
        let written = Written {
            line: self.n_values,
            point: &surroundings.readings.point,
            meter: &surroundings.readings.meter,
            quantity: &reading.quantity,
            at: surroundings.time,
            value: &number,
            unit: &reading.unit,
        };
        self.sorter.put(&written, understood)
    }
}

/// Returns the text of a string, and anything else as it is written: a number keeps each of its digits.
pub(super) fn plain(value: &RawValue) -> Cow<'_, str> {
    let raw = value.get();
    if !raw.starts_with('"') {
        return Cow::Borrowed(raw);
    }
    serde_json::from_str::<String>(raw).map_or(Cow::Borrowed(raw), Cow::Owned)
}

/// Refuses what is nested deeper than any document of ours could be.
fn check_depth(text: &str) -> Result<(), Problem> {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => depth += 1,
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Err(malformed(format!("more than {MAX_DEPTH} arrays and objects within each other")));
        }
    }
    Ok(())
}

fn read_envelope(text: &str) -> Result<Envelope<'_>, Problem> {
    let envelope = serde_json::from_str::<Envelope<'_>>(text).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => unknown_format(shortened(&error.to_string())),
        serde_json::error::Category::Io | serde_json::error::Category::Syntax | serde_json::error::Category::Eof => {
            malformed(shortened(&error.to_string()))
        }
    })?;
    let format = envelope.format.map_or(Cow::Borrowed("absent"), plain);
    if format != FORMAT {
        return Err(unknown_format(format!("`format` is {}, not {FORMAT}", shortened(&format))));
    }
    let version = envelope.version.map_or("absent", RawValue::get);
    if version != VERSION.to_string() {
        return Err(unknown_format(format!("version {}, only {VERSION} is read", shortened(version))));
    }
    match envelope.wrong {
        Some(what) => Err(malformed(what)),
        None => Ok(envelope),
    }
}

impl<'de> Deserialize<'de> for Envelope<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;
        impl<'de> Visitor<'de> for Keys {
            type Value = Envelope<'de>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object with `format`")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Envelope<'de>, A::Error> {
                let mut envelope = Envelope::default();
                while let Some(key) = map.next_key::<Cow<'de, str>>()? {
                    let place = match key.as_ref() {
                        "format" => &mut envelope.format,
                        "version" => &mut envelope.version,
                        "sites" => &mut envelope.sites,
                        "readings" => &mut envelope.readings,
                        _ => {
                            map.next_value::<IgnoredAny>()?;
                            envelope.wrong.get_or_insert_with(|| format!("unexpected key `{}`", shortened(&key)));
                            continue;
                        }
                    };
                    if place.replace(map.next_value()?).is_some() {
                        envelope.wrong.get_or_insert_with(|| format!("key `{key}` stands twice"));
                    }
                }
                Ok(envelope)
            }
        }
        deserializer.deserialize_map(Keys)
    }
}

/// Reads a list item by item and does `take` with each.
///
/// # Errors
/// What `take` returned, or the shape of an item, named by `what` and its number.
pub(super) fn each<'de, T: Deserialize<'de>>(
    what: &str,
    list: &'de str,
    take: impl FnMut(T) -> Result<(), Problem>,
) -> Result<(), Problem> {
    struct Items<'a, T, F> {
        take: F,
        n_taken: &'a mut u64,
        problem: &'a mut Option<Problem>,
        item: PhantomData<T>,
    }

    impl<'de, T: Deserialize<'de>, F: FnMut(T) -> Result<(), Problem>> Visitor<'de> for Items<'_, T, F> {
        type Value = ();

        fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
            out.write_str("a list")
        }

        fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
            while let Some(item) = items.next_element()? {
                if let Err(problem) = (self.take)(item) {
                    *self.problem = Some(problem);
                    return Err(A::Error::custom("refused"));
                }
                *self.n_taken += 1;
            }
            Ok(())
        }
    }

    let (mut n_taken, mut problem) = (0, None);
    let items = Items { take, n_taken: &mut n_taken, problem: &mut problem, item: PhantomData };
    let read = serde::Deserializer::deserialize_seq(&mut serde_json::Deserializer::from_str(list), items);
    match (read, problem) {
        (Ok(()), _) => Ok(()),
        (Err(_), Some(problem)) => Err(problem),
        (Err(error), None) => Err(malformed(format!("{what} {}: {}", n_taken + 1, shortened(&error.to_string())))),
    }
}
