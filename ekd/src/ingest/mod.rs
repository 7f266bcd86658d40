//! Taking a document in: parsed values become readings, duplicates, corrections or quarantine, in one transaction
//! with the tally, the source's position and the event that tells of it.
//!
//! The use case between documents and archive. Reads no clock and meets no world: what came and when is told.

pub mod admit;
mod registry;
mod release;
mod subject;

use std::collections::{BTreeMap, HashMap};

use common::event::Happening;
use common::id::{DocumentId, PointId, SourceName};
use common::quantity::{Kind, Power, Quantity};
use common::reading::Suspicion;
use common::source::{Document, Outcome, Problem, Tally};
use common::text::visible;
use jiff::{SignedDuration, Timestamp};
use rusqlite::Transaction;

use crate::document::{Doubtful, Parsed, Sample};
use crate::store::reading::SeriesKey;
use crate::store::{self, StoreError};
use admit::{Arrival, Limits, Neighbours, Verdict, admit};
use subject::Subjects;

/// A document on its way in.
#[derive(Clone, Debug)]
pub struct Incoming {
    pub source: SourceName,
    pub name: String,
    pub size: u64,
    /// SHA-256 in hexadecimal.
    pub digest: String,
    pub received_at: Timestamp,
    /// Where the source has got to with it.
    pub position: Option<String>,
}

/// A reading further ahead of our clock than this is not believed.
const AHEAD: SignedDuration = SignedDuration::from_mins(10);
/// Points that an event names; it counts the others.
const NAMED_POINTS: usize = 100;

/// Takes a document in, or parks it with its problem, and returns what became of it.
///
/// # Errors
/// Where nothing was written.
pub fn take(
    tx: &Transaction<'_>,
    incoming: &Incoming,
    parsed: Result<Parsed, Problem>,
) -> Result<Document, StoreError> {
    let mut document = begin(tx, incoming)?;
    match parsed {
        Err(problem) => park(tx, &mut document, problem)?,
        Ok(parsed) => fill(tx, &mut document, &parsed)?,
    }
    store::document::finish(tx, &document)?;
    store::source::count(tx, &document)?;
    if document.outcome == Outcome::Taken {
        if store::source::answered(tx, &incoming.source, incoming.received_at, document.last_at)? {
            let recovered = Happening::SourceRecovered { source: incoming.source.clone() };
            store::event::append(tx, incoming.received_at, &recovered)?;
        }
        // What had to be parked was not brought yet: after a restart the source must still know that it owes it.
        if let Some(position) = &incoming.position {
            store::source::set_position(tx, &incoming.source, position)?;
        }
    }
    Ok(document)
}

fn begin(tx: &Transaction<'_>, incoming: &Incoming) -> Result<Document, StoreError> {
    let mut document = Document {
        id: DocumentId(0),
        source: incoming.source.clone(),
        name: visible(&incoming.name).into_owned(),
        received_at: incoming.received_at,
        size: incoming.size,
        digest: incoming.digest.clone(),
        outcome: Outcome::Taken,
        n_rows: 0,
        tally: Tally::default(),
        first_at: None,
        last_at: None,
    };
    document.id = store::document::reserve(tx, &document)?;
    Ok(document)
}

fn park(tx: &Transaction<'_>, document: &mut Document, problem: Problem) -> Result<(), StoreError> {
    let happening = Happening::DocumentParked {
        source: document.source.clone(),
        document: document.id,
        name: document.name.clone(),
        problem: problem.clone(),
    };
    store::event::append(tx, document.received_at, &happening)?;
    document.outcome = Outcome::Parked { problem };
    Ok(())
}

fn fill(tx: &Transaction<'_>, document: &mut Document, parsed: &Parsed) -> Result<(), StoreError> {
    let changed = registry::write(tx, &parsed.registry, document.received_at)?;
    let mut intake = Intake { tx, document, subjects: Subjects::default(), touched: BTreeMap::new() };
    intake.document.n_rows = parsed.n_rows;
    let n_values = parsed.samples.len() + parsed.doubtful.len() + parsed.rejected.len();
    intake.document.tally.received = u64::try_from(n_values).unwrap_or(u64::MAX);
    intake.samples(parsed)?;
    for doubtful in &parsed.doubtful {
        intake.quarantine(doubtful)?;
    }
    for rejected in &parsed.rejected {
        store::document::reject_row(tx, intake.document.id, rejected.line, &rejected.reason)?;
        intake.document.tally.rejected += 1;
    }
    for code in &changed {
        release::release(&mut intake, code)?;
    }
    intake.finish()
}

/// A document being taken in.
struct Intake<'a> {
    tx: &'a Transaction<'a>,
    document: &'a mut Document,
    subjects: Subjects,
    /// First and last instant of each point that has news.
    touched: BTreeMap<PointId, (Timestamp, Timestamp)>,
}

impl Intake<'_> {
    fn samples(&mut self, parsed: &Parsed) -> Result<(), StoreError> {
        let mut series: HashMap<SeriesKey, Vec<Arrival>> = HashMap::new();
        let newest = self.document.received_at + AHEAD;
        for (index, sample) in parsed.samples.iter().enumerate() {
            let Some(subject) = parsed.subjects.get(sample.subject as usize) else { continue };
            let found = if sample.at > newest {
                Err(Suspicion::Future)
            } else {
                self.subjects.meter_at(self.tx, subject, sample.at)?
            };
            match found {
                Ok((point, meter)) => {
                    self.stretch_document(sample.at);
                    let key = SeriesKey { point, quantity: sample.quantity, meter };
                    let arrival =
                        Arrival { at: sample.at, value: sample.value, estimated: sample.estimated, sample: index };
                    series.entry(key).or_default().push(arrival);
                }
                Err(suspicion) => self.quarantine(&written(parsed, sample, suspicion))?,
            }
        }
        let mut series: Vec<_> = series.into_iter().collect();
        series.sort_unstable_by_key(|(key, _)| *key);
        for (key, mut arrivals) in series {
            arrivals.sort_by_key(|arrival| arrival.at);
            for (index, suspicion) in self.admit(key, &arrivals)? {
                if let Some(sample) = parsed.samples.get(index) {
                    self.quarantine(&written(parsed, sample, suspicion))?;
                }
            }
        }
        Ok(())
    }

    /// Decides on the arrivals of one series, writes what enters, and returns what does not.
    fn admit(&mut self, key: SeriesKey, arrivals: &[Arrival]) -> Result<Vec<(usize, Suspicion)>, StoreError> {
        let (Some(first), Some(last)) = (arrivals.first(), arrivals.last()) else { return Ok(Vec::new()) };
        let limits = Limits { quantity: key.quantity, rise_per_hour: self.rise_per_hour(key)? };
        let neighbours = match key.quantity.kind() {
            Kind::Gauge => {
                Neighbours { among: store::reading::between(self.tx, key, first.at, last.at)?, ..Neighbours::default() }
            }
            Kind::Register => Neighbours {
                before: store::reading::before(self.tx, key, first.at)?,
                among: store::reading::between(self.tx, key, first.at, last.at)?,
                after: store::reading::from(self.tx, key, last.at + SignedDuration::from_secs(1))?,
            },
        };
        let mut doubtful = Vec::new();
        let mut newest = None;
        for (arrival, verdict) in arrivals.iter().zip(admit(&limits, arrivals, &neighbours)) {
            match verdict {
                Verdict::Store(kept) => {
                    store::reading::insert(self.tx, key, kept, self.document.id)?;
                    self.document.tally.stored += 1;
                    newest = Some(kept);
                }
                Verdict::Correct(kept) => {
                    store::reading::correct(self.tx, key, kept, self.document.id)?;
                    self.document.tally.corrected += 1;
                    newest = Some(kept);
                }
                Verdict::Duplicate => {
                    self.document.tally.duplicate += 1;
                    continue;
                }
                Verdict::Quarantine(suspicion) => {
                    doubtful.push((arrival.sample, suspicion));
                    continue;
                }
            }
            self.stretch_point(key.point, arrival.at);
        }
        if let Some(kept) = newest {
            store::latest::offer(self.tx, key.point, key.quantity, kept)?;
        }
        Ok(doubtful)
    }

    /// Returns the most that a register of the point can rise in an hour.
    fn rise_per_hour(&self, key: SeriesKey) -> Result<i64, StoreError> {
        /// A city's heating plant, for points whose contracted power nobody told us.
        const GREATEST: Power = Power::from_base(100_000_000);
        /// Meters in stairwells are read by the same people as the plant's: 5 000 m³/h in mL.
        const VOLUME: i64 = 5_000_000_000;
        /// Peaks go beyond the contract, tenfold they do not.
        const MARGIN: i64 = 10;
        Ok(match key.quantity {
            Quantity::Energy => {
                let contracted = store::site::power_at(self.tx, key.point)?;
                contracted.map_or(GREATEST.base(), |power| power.base().saturating_mul(MARGIN)).saturating_mul(3600)
            }
            Quantity::OperatingTime | Quantity::ErrorTime => 3700,
            Quantity::Volume
            | Quantity::Supply
            | Quantity::Return
            | Quantity::Difference
            | Quantity::Flow
            | Quantity::Power
            | Quantity::Outdoor
            | Quantity::HeatingSet
            | Quantity::Heating
            | Quantity::HotWaterSet
            | Quantity::HotWater => VOLUME,
        })
    }

    fn quarantine(&mut self, doubtful: &Doubtful) -> Result<(), StoreError> {
        let point = self.subjects.point_named(self.tx, &doubtful.point)?;
        let added = store::quarantine::add(self.tx, self.document.id, self.document.received_at, point, doubtful)?;
        // The same doubt again is nothing new: it is counted like any other value that was there already.
        if added {
            self.document.tally.quarantined += 1;
        } else {
            self.document.tally.duplicate += 1;
        }
        Ok(())
    }

    fn stretch_document(&mut self, at: Timestamp) {
        self.document.first_at = Some(self.document.first_at.map_or(at, |first| first.min(at)));
        self.document.last_at = Some(self.document.last_at.map_or(at, |last| last.max(at)));
    }

    fn stretch_point(&mut self, point: PointId, at: Timestamp) {
        let stretch = self.touched.entry(point).or_insert((at, at));
        *stretch = (stretch.0.min(at), stretch.1.max(at));
    }

    fn finish(self) -> Result<(), StoreError> {
        for (point, (first_at, last_at)) in &self.touched {
            store::document::touch(self.tx, self.document.id, *point, *first_at, *last_at)?;
            store::point::touch(self.tx, *point, &self.document.source, *first_at, *last_at)?;
        }
        let happening = Happening::Readings {
            source: self.document.source.clone(),
            document: self.document.id,
            tally: self.document.tally,
            points: self.touched.keys().copied().take(NAMED_POINTS).collect(),
            n_points: u64::try_from(self.touched.len()).unwrap_or(u64::MAX),
        };
        store::event::append(self.tx, self.document.received_at, &happening)
    }
}

/// Writes a sample down as it will wait for a person: exactly, in the unit in which it can be read again.
fn written(parsed: &Parsed, sample: &Sample, suspicion: Suspicion) -> Doubtful {
    let subject = parsed.subjects.get(sample.subject as usize);
    let unit = sample.quantity.unit();
    Doubtful {
        line: sample.line,
        suspicion,
        estimated: sample.estimated,
        point: subject.map(|subject| subject.point.to_string()).unwrap_or_default(),
        meter: subject.and_then(|subject| subject.meter.as_ref()).map(ToString::to_string).unwrap_or_default(),
        quantity: sample.quantity.name().to_owned(),
        at: sample.at.to_string(),
        value: unit.write_exact(sample.value).expect("the units of quantities are decimal"),
        unit: unit.name().to_owned(),
    }
}
