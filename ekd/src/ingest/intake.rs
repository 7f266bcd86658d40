//! One document being taken in: its values by series, decided on, woven into lines, written with their sums.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use common::event::Happening;
use common::id::PointId;
use common::quantity::{Power, Quantity};
use common::reading::Suspicion;
use common::source::Document;
use jiff::{SignedDuration, Timestamp};

use super::admit::{Arrival, Limits, Trust, Verdict, admit};
use super::around::around;
use super::ledger::Ledger;
use super::news::{Doubt, Met, News};
use super::release;
use super::subject::{Seat, Subjects, seat_at};
use super::weave::{Admitted, weave};
use crate::binding::Calendar;
use crate::consumption::TOTALLED;
use crate::document::{Doubtful, Parsed, Sample};
use crate::mending;
use crate::store::document::Brought;
use crate::store::log::batch::Batch;
use crate::store::log::standing::{Newest, Standing};
use crate::store::log::{Logbook, Write};
use crate::store::reading::{Kept, SeriesKey};
use crate::store::{self, StoreError};

/// A reading further ahead of our clock than this is not believed.
const AHEAD: SignedDuration = SignedDuration::from_mins(10);
/// Points that an event names; it counts the others.
const NAMED_POINTS: usize = 100;

/// The arrivals of each meter's stay at a point, by point and quantity.
pub(super) type Series = Vec<OneSeries>;
/// Whose series it is.
pub(super) type Place = (PointId, Quantity, Seat);
/// A series with its arrivals.
pub(super) type OneSeries = (Place, Vec<Arrival>);

/// A document being taken in.
pub(super) struct Intake<'a> {
    pub(super) tx: &'a Write<'a>,
    pub(super) document: &'a mut Document,
    pub(super) subjects: Subjects,
    pub(super) trust: Trust,
    ledger: Ledger<'a>,
    /// Lines that are not written yet.
    batch: Batch,
    /// First and last instant of each point that has news.
    touched: BTreeMap<PointId, (i64, i64)>,
    news: News,
}

/// What did not enter, by the index of its sample.
pub(super) type Refused = Vec<(usize, Suspicion)>;

impl<'a> Intake<'a> {
    pub(super) fn new(tx: &'a Write<'a>, calendar: &'a Calendar, document: &'a mut Document) -> Self {
        Self {
            tx,
            document,
            subjects: Subjects::default(),
            trust: Trust::Rules,
            ledger: Ledger::new(calendar),
            batch: Batch::default(),
            touched: BTreeMap::new(),
            news: News::default(),
        }
    }

    /// Takes in all that could be read.
    pub(super) fn samples(&mut self, parsed: &Parsed) -> Result<(), StoreError> {
        let series = self.by_series(parsed)?;
        let waiting = store::quarantine::points_waiting(self.tx)?;
        let refused = self.take(series, &waiting)?;
        for (index, suspicion) in refused {
            if let Some(sample) = parsed.samples.get(index) {
                let point = self.quarantine(&written(parsed, sample, suspicion))?;
                self.news.doubts.extend(point.map(|point| Doubt { point, at: sample.at, suspicion }));
            }
        }
        Ok(())
    }

    /// Sorts the values by the series that they belong to; those that belong to none wait for a person.
    fn by_series(&mut self, parsed: &Parsed) -> Result<Series, StoreError> {
        let newest = self.document.received_at + AHEAD;
        let mut series = Series::new();
        for indexes in grouped(parsed).chunk_by(|one, next| same_series(parsed, *one, *next)) {
            let Some(first) = indexes.first().and_then(|index| parsed.samples.get(*index as usize)) else { continue };
            let Some(subject) = parsed.subjects.get(first.subject as usize) else { continue };
            let place = self.subjects.place(self.tx, (first.subject, subject))?;
            // One seat holds for all values but those around a replacement.
            let mut open: Option<OneSeries> = None;
            for index in indexes {
                let index = *index as usize;
                let Some(sample) = parsed.samples.get(index) else { continue };
                let found = match &place {
                    _ if sample.at > newest => Err(Suspicion::Future),
                    None => Err(Suspicion::UnknownPoint),
                    Some(place) => seat_at(place, subject, sample.quantity, sample.at).map(|seat| (place.point, seat)),
                };
                let (point, seat) = match found {
                    Ok(found) => found,
                    Err(suspicion) => {
                        self.quarantine(&written(parsed, sample, suspicion))?;
                        continue;
                    }
                };
                let whose = (point, sample.quantity, seat);
                let arrival =
                    Arrival { at: sample.at, value: sample.value, estimated: sample.estimated, sample: index };
                match &mut open {
                    Some((there, arrivals)) if *there == whose => arrivals.push(arrival),
                    _ => {
                        let mut arrivals = Vec::with_capacity(indexes.len());
                        arrivals.push(arrival);
                        series.extend(open.replace((whose, arrivals)));
                    }
                }
            }
            series.extend(open);
        }
        Ok(together(series))
    }

    /// Decides on all series and writes what enters; returns what does not.
    pub(super) fn take(&mut self, mut series: Series, waiting: &HashSet<PointId>) -> Result<Refused, StoreError> {
        let mut refused = Vec::new();
        let log = self.tx.log();
        for of_point in series.chunk_by_mut(|one, next| one.0.0 == next.0.0) {
            let Some(point) = of_point.first().map(|first| first.0.0) else { continue };
            for (_, arrivals) in of_point.iter_mut() {
                if !arrivals.is_sorted_by_key(|arrival| arrival.at) {
                    arrivals.sort_by_key(|arrival| arrival.at);
                }
                if let (Some(first), Some(last)) = (arrivals.first(), arrivals.last()) {
                    self.stretch_document(first.at, last.at);
                }
            }
            let doubtful = self.point(&log, point, of_point)?;
            if waiting.contains(&point) {
                let doubtful: HashSet<usize> = doubtful.iter().map(|(index, _)| *index).collect();
                release::settle(self, point, of_point, &doubtful)?;
            }
            refused.extend(doubtful);
        }
        drop(log);
        self.write()?;
        Ok(refused)
    }

    /// Decides on the series of one point and puts what enters into the batch.
    fn point(&mut self, log: &Logbook<'_>, point: PointId, series: &[OneSeries]) -> Result<Refused, StoreError> {
        let known = self.tx.standing(point);
        let mut standing =
            known.as_deref().map_or_else(|| Standing::nothing(self.document.source.clone()), Clone::clone);
        standing.source.clone_from(&self.document.source);
        let mut around = around(log, point, known.as_deref(), series)?;
        let damaged = log.take_damaged();
        if !damaged.is_empty() {
            // The sums must be whole before they are: so far as this document has changed them, and then without what is lost.
            self.write()?;
            store::log::total::change(self.tx, &self.ledger.take())?;
            mending::set_aside(self.tx, self.ledger.calendar(), damaged)?;
            around = super::around::around(&self.tx.log(), point, known.as_deref(), series)?;
        }
        let mut refused = Vec::new();
        let mut admitted = Vec::with_capacity(series.len());
        for (((_, quantity, seat), arrivals), neighbours) in series.iter().zip(around) {
            let key = SeriesKey { point, quantity: *quantity, meter: seat.meter };
            let limits =
                Limits { quantity: *quantity, rise_per_hour: rise_per_hour(*quantity, seat.power), trust: self.trust };
            let verdicts = admit(&limits, arrivals, &neighbours);
            if TOTALLED.contains(quantity) {
                let installed = self.subjects.installation(point, *quantity, seat);
                self.ledger.enter((*quantity, installed.as_ref()), &neighbours, &verdicts);
            }
            let mut entering =
                Admitted { meter: seat.meter, quantity: *quantity, kept: Vec::with_capacity(arrivals.len()) };
            for (arrival, verdict) in arrivals.iter().zip(verdicts) {
                match verdict {
                    Verdict::Store(kept) => {
                        self.document.tally.stored += 1;
                        entering.kept.push(kept);
                    }
                    Verdict::Correct(kept) => {
                        self.document.tally.corrected += 1;
                        entering.kept.push(kept);
                    }
                    Verdict::Duplicate => self.document.tally.duplicate += 1,
                    Verdict::Quarantine(suspicion) => refused.push((arrival.sample, suspicion)),
                }
            }
            if let (Some(first), Some(last)) = (entering.kept.first(), entering.kept.last()) {
                self.stretch_point(point, first.at, last.at);
                standing.stretch(first.at.as_second(), last.at.as_second());
                standing.offer(newest(key, last));
                admitted.push(entering);
            }
        }
        if !admitted.is_empty() {
            weave(&mut self.batch, point, self.document.id, &admitted);
            self.news.met.push(Met { point, before: known });
            self.tx.stand(point, Arc::new(standing));
        }
        Ok(refused)
    }

    /// Writes the lines that have gathered.
    fn write(&mut self) -> Result<(), StoreError> {
        let batch = Arc::new(std::mem::take(&mut self.batch).sorted());
        self.news.batches.push(Arc::clone(&batch));
        self.tx.append(self.document.id, batch)
    }

    /// Puts a value into quarantine, and returns the point where that is news.
    pub(super) fn quarantine(&mut self, doubtful: &Doubtful) -> Result<Option<PointId>, StoreError> {
        let point = self.tx.place(&doubtful.point)?.map(|place| place.point);
        let added = store::quarantine::add(self.tx, self.document.id, self.document.received_at, point, doubtful)?;
        // The same doubt again is nothing new: it is counted like any other value that was there already.
        if added {
            self.document.tally.quarantined += 1;
        } else {
            self.document.tally.duplicate += 1;
        }
        Ok(point.filter(|_| added))
    }

    fn stretch_document(&mut self, first: Timestamp, last: Timestamp) {
        self.document.first_at = Some(self.document.first_at.map_or(first, |known| known.min(first)));
        self.document.last_at = Some(self.document.last_at.map_or(last, |known| known.max(last)));
    }

    fn stretch_point(&mut self, point: PointId, first: Timestamp, last: Timestamp) {
        let (first, last) = (first.as_second(), last.as_second());
        let stretch = self.touched.entry(point).or_insert((first, last));
        *stretch = (stretch.0.min(first), stretch.1.max(last));
    }

    /// Writes down what has been touched, tells of it, and returns what is new.
    pub(super) fn finish(mut self) -> Result<News, StoreError> {
        let brought =
            self.touched.iter().map(|(point, (first, last))| Brought { point: *point, first: *first, last: *last });
        store::document::touch(self.tx, self.document.id, &brought.collect::<Vec<_>>())?;
        store::log::total::change(self.tx, &self.ledger.take())?;
        let happening = Happening::Readings {
            source: self.document.source.clone(),
            document: self.document.id,
            tally: self.document.tally,
            points: self.touched.keys().copied().take(NAMED_POINTS).collect(),
            n_points: u64::try_from(self.touched.len()).unwrap_or(u64::MAX),
        };
        store::event::append(self.tx, self.document.received_at, &happening)?;
        Ok(self.news)
    }
}

/// One more than the greatest code of a quantity.
const CODES: usize = {
    let (mut codes, mut index) = (0, 0);
    while index < Quantity::ALL.len() {
        let code = Quantity::ALL[index].code() as usize;
        codes = if code < codes { codes } else { code + 1 };
        index += 1;
    }
    codes
};

/// Returns the indexes of all samples, those of one subject and quantity together, in the order of the document.
fn grouped(parsed: &Parsed) -> Vec<u32> {
    let group = |sample: &Sample| sample.subject as usize * CODES + sample.quantity.code() as usize;
    let mut ends = vec![0_u32; (parsed.subjects.len() + 1) * CODES];
    for sample in &parsed.samples {
        if let Some(end) = ends.get_mut(group(sample) + 1) {
            *end += 1;
        }
    }
    let mut sum = 0;
    for end in &mut ends {
        sum += *end;
        *end = sum;
    }
    let mut indexes = vec![0; parsed.samples.len()];
    for (index, sample) in parsed.samples.iter().enumerate() {
        let Some(next) = ends.get_mut(group(sample)) else { continue };
        if let Some(place) = indexes.get_mut(*next as usize) {
            *place = u32::try_from(index).expect("a document has fewer than 4 billion values");
        }
        *next += 1;
    }
    indexes
}

fn same_series(parsed: &Parsed, one: u32, next: u32) -> bool {
    let series = |index: u32| parsed.samples.get(index as usize).map(|sample| (sample.subject, sample.quantity));
    series(one) == series(next)
}

/// Puts the series in order; what one document names in two ways is one series, in the order of the document.
fn together(mut series: Series) -> Series {
    series.sort_by_key(|(whose, _)| *whose);
    series.dedup_by(|(next, arrivals), (whose, there)| {
        let same = next == whose;
        if same {
            there.append(arrivals);
            there.sort_by_key(|arrival| arrival.sample);
        }
        same
    });
    series
}

fn newest(key: SeriesKey, kept: &Kept) -> Newest {
    let SeriesKey { quantity, meter, .. } = key;
    Newest { quantity, at: kept.at.as_second(), value: kept.value, estimated: kept.estimated, meter }
}

/// Returns the most that a register can rise in an hour, where the site has contracted `power`.
pub(super) fn rise_per_hour(quantity: Quantity, power: Option<Power>) -> i64 {
    /// A city's heating plant, for points whose contracted power nobody told us.
    const GREATEST: Power = Power::from_base(100_000_000);
    /// Meters in stairwells are read by the same people as the plant's: 5 000 m³/h in mL.
    const VOLUME: i64 = 5_000_000_000;
    /// Peaks go beyond the contract, tenfold they do not.
    const MARGIN: i64 = 10;
    match quantity {
        Quantity::Energy => {
            power.map_or(GREATEST.base(), |power| power.base().saturating_mul(MARGIN)).saturating_mul(3600)
        }
        Quantity::OperatingTime | Quantity::ErrorTime => 3700,
        Quantity::Volume
        | Quantity::ReturnVolume
        | Quantity::Supply
        | Quantity::Return
        | Quantity::Difference
        | Quantity::Flow
        | Quantity::Power
        | Quantity::Outdoor
        | Quantity::HeatingSet
        | Quantity::Heating
        | Quantity::HotWaterSet
        | Quantity::HotWater
        | Quantity::InfoCode
        | Quantity::ClockOffset => VOLUME,
    }
}

/// Writes a sample down as it will wait for a person: exactly, in the unit in which it can be read again.
fn written(parsed: &Parsed, sample: &Sample, suspicion: Suspicion) -> Doubtful {
    let subject = parsed.subjects.get(sample.subject as usize);
    let (value, unit) = store::quarantine::written(sample.quantity, sample.value);
    Doubtful {
        line: sample.line,
        suspicion,
        estimated: sample.estimated,
        point: subject.map(|subject| subject.point.to_string()).unwrap_or_default(),
        meter: subject.and_then(|subject| subject.meter.as_ref()).map(ToString::to_string).unwrap_or_default(),
        quantity: sample.quantity.name().to_owned(),
        at: sample.at.to_string(),
        value,
        unit: unit.name().to_owned(),
    }
}
