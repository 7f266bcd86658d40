//! Someone who asks the daemon over its socket, as `ekctl` does.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use common::api::{DocumentFilter, EkClient, Filter, MAX_UPLOAD_PART, NewDocument, OnceKey, ReadingsQuery, UploadPart};
use common::archive::{
    ArchiveStat, Decision, Finding, HistoryQuery, ReadingVersion, Replacement, Resolution, Resolved, Total, TotalQuery,
};
use common::client::Connection;
use common::endpoint::Endpoint;
use common::event::Happening;
use common::fault::Fault;
use common::gate::{Knock, With};
use common::id::{Cursor, MeterId, PointId, SerialNumber, SourceName};
use common::info_code::InfoReading;
use common::meter::{Meter, Verification};
use common::page::Page;
use common::point::MeteringPoint;
use common::quantity::Quantity;
use common::reading::{Quarantined, Reading};
use common::series::{Bucket, SeriesQuery};
use common::source::{Document, Source};
use common::time::{Period, Step, parse_range};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_bytes::ByteBuf;

use super::dice::Dice;

/// Longest wait for anything that the daemon shall do by itself.
const LIMIT: Duration = Duration::from_secs(20);

/// A file on its way into the daemon.
#[derive(Clone, Debug)]
pub(crate) struct Upload<'a> {
    pub(crate) key: OnceKey,
    pub(crate) name: &'a str,
    pub(crate) mapping: Option<&'a str>,
    pub(crate) bytes: &'a [u8],
    /// Bytes sent in one piece.
    pub(crate) piece: usize,
}

pub(crate) struct Client {
    pub(crate) connection: Connection,
}

impl Client {
    pub(crate) async fn open(socket: &Path) -> Result<Self, Fault> {
        let knock = Knock { client: "test".to_owned(), with: With::Peer };
        let (connection, _) = Connection::open(&Endpoint::Unix(socket.into()), &knock).await?;
        Ok(Self { connection: connection.patient(Duration::from_secs(55)) })
    }

    /// Uploads a file and has it taken in.
    pub(crate) async fn import(&self, name: &str, mapping: Option<&str>, bytes: &[u8]) -> Document {
        let key = once();
        let upload = Upload { key, name, mapping, bytes, piece: MAX_UPLOAD_PART };
        self.resume(&upload).await.unwrap()
    }

    /// Sends what has not arrived of an upload yet, then has it taken in; repeating it changes nothing.
    pub(crate) async fn resume(&self, upload: &Upload<'_>) -> Result<Document, Fault> {
        self.send_all(upload).await?;
        self.take_in(upload, None).await
    }

    /// Sends what has not arrived of an upload yet.
    pub(crate) async fn send_all(&self, upload: &Upload<'_>) -> Result<(), Fault> {
        let mut offset = self.send(upload, 0, &[]).await?;
        while let Some(rest) = upload.bytes.get(usize::try_from(offset).unwrap()..).filter(|rest| !rest.is_empty()) {
            offset = self.send(upload, offset, &rest[..rest.len().min(upload.piece)]).await?;
        }
        Ok(())
    }

    /// Has an upload taken in, after another one.
    pub(crate) async fn take_in(&self, upload: &Upload<'_>, after: Option<&OnceKey>) -> Result<Document, Fault> {
        let document = NewDocument {
            name: upload.name.to_owned(),
            mapping: upload.mapping.map(str::to_owned),
            size: upload.bytes.len() as u64,
            digest: ekd::reception::digest(upload.bytes),
            after: after.cloned(),
        };
        self.connection.ask(async |ek, context| ek.import(context, upload.key.clone(), document).await).await
    }

    async fn send(&self, upload: &Upload<'_>, offset: u64, bytes: &[u8]) -> Result<u64, Fault> {
        let part = UploadPart { key: upload.key.clone(), offset, bytes: ByteBuf::from(bytes) };
        self.connection.ask(async |ek, context| ek.upload(context, part).await).await
    }

    /// Returns every reading as a line, by point, quantity and instant, without what depends on the way it came:
    /// numbers of documents and revisions.
    pub(crate) async fn listing(&self) -> String {
        assert_eq!(self.verify().await, [], "the archive is as it must be");
        let points: BTreeMap<PointId, MeteringPoint> =
            self.points().await.into_iter().map(|point| (point.id, point)).collect();
        let meters: BTreeMap<MeterId, SerialNumber> =
            self.meters().await.into_iter().map(|meter| (meter.id, meter.serial)).collect();
        let line = |reading: &Reading| {
            let (point, meter) = (&points[&reading.point].code, &meters[&reading.meter]);
            let (quantity, quality) = (reading.quantity.name(), reading.quality.name());
            let value = reading.value.map(|value| value.base()).unwrap();
            format!("{point};{quantity};{};{meter};{value};{quality}", reading.at)
        };
        let mut lines: Vec<String> = self.readings(&ReadingsQuery::default()).await.iter().map(line).collect();
        lines.sort();
        lines.iter().fold(String::new(), |mut text, line| {
            writeln!(text, "{line}").unwrap();
            text
        })
    }

    /// Recomputes the whole archive and returns what is not as it must be.
    pub(crate) async fn verify(&self) -> Vec<Finding> {
        let mut all = Vec::new();
        let mut page = Page::default();
        loop {
            let asked = page.clone();
            let answer = self.connection.ask(async |ek, context| ek.verify(context, asked).await).await.unwrap();
            all.extend(answer.findings);
            let Some(next) = answer.next else { return all };
            page.after = Some(next);
        }
    }

    pub(crate) async fn archive(&self) -> ArchiveStat {
        self.connection.ask(async |ek, context| ek.archive(context).await).await.unwrap()
    }

    pub(crate) async fn totals(&self, quantity: Quantity, period: &str, step: Step) -> Vec<Total> {
        let period = parse_range(period, Timestamp::UNIX_EPOCH, &warsaw()).unwrap();
        let query = TotalQuery { quantity, period, step };
        self.connection.ask(async |ek, context| ek.totals(context, query).await).await.unwrap()
    }

    pub(crate) async fn replace(&self, key: &OnceKey, replacement: Replacement) -> Result<Resolved, Fault> {
        let key = key.clone();
        self.connection.ask(async |ek, context| ek.replace_meter(context, key, replacement).await).await
    }

    pub(crate) async fn info_codes(&self, point: &str) -> Vec<InfoReading> {
        let filter = Filter { point: Some(self.point(point).await.id), ..Filter::default() };
        let ask = self.connection.ask(async |ek, context| ek.info_codes(context, filter, Page::default()).await);
        ask.await.unwrap().items
    }

    pub(crate) async fn set_verification(&self, key: &OnceKey, serial: &str, on: Date) -> Result<Meter, Fault> {
        let (key, serial) = (key.clone(), SerialNumber::parse(serial).unwrap());
        let verification = Verification { serial, on };
        self.connection.ask(async |ek, context| ek.set_verification(context, key, verification).await).await
    }

    pub(crate) async fn resolve(
        &self,
        key: &OnceKey,
        (point, quantity): (&str, Quantity),
        decision: Decision,
    ) -> Result<Resolved, Fault> {
        let resolution = Resolution { point: self.point(point).await.id, quantity, decision };
        let key = key.clone();
        self.connection.ask(async |ek, context| ek.resolve(context, key, resolution).await).await
    }

    /// Returns all versions of the readings of a point at one instant.
    pub(crate) async fn history(&self, point: &str, quantity: Quantity, at: Timestamp) -> Vec<ReadingVersion> {
        let period = Period { from: at, until: at + SignedDuration::from_secs(1) };
        let point = self.point(point).await.id;
        let query = HistoryQuery { point, quantity: Some(quantity), period, only_changed: false };
        let ask = self.connection.ask(async |ek, context| ek.history(context, query, Page::default()).await);
        ask.await.unwrap().items
    }

    pub(crate) async fn readings(&self, query: &ReadingsQuery) -> Vec<Reading> {
        let mut all = Vec::new();
        let mut page = Page::default();
        loop {
            let asked = (query.clone(), page.clone());
            let answer = self.connection.ask(async |ek, context| ek.readings(context, asked.0, asked.1).await).await;
            let answer = answer.unwrap();
            all.extend(answer.items);
            let Some(next) = answer.next else { return all };
            page.after = Some(next);
        }
    }

    pub(crate) async fn points(&self) -> Vec<MeteringPoint> {
        let mut all = Vec::new();
        let mut page = Page::default();
        loop {
            let asked = page.clone();
            let answer = self.connection.ask(async |ek, context| ek.points(context, Filter::default(), asked).await);
            let answer = answer.await.unwrap();
            all.extend(answer.items);
            let Some(next) = answer.next else { return all };
            page.after = Some(next);
        }
    }

    pub(crate) async fn meters(&self) -> Vec<Meter> {
        let mut all = Vec::new();
        let mut page = Page::default();
        loop {
            let asked = page.clone();
            let answer = self.connection.ask(async |ek, context| ek.meters(context, Filter::default(), asked).await);
            let answer = answer.await.unwrap();
            all.extend(answer.items);
            let Some(next) = answer.next else { return all };
            page.after = Some(next);
        }
    }

    pub(crate) async fn quarantine(&self) -> Vec<Quarantined> {
        let mut all = Vec::new();
        let mut page = Page::default();
        loop {
            let asked = page.clone();
            let ask = self.connection.ask(async |ek, context| ek.quarantine(context, Filter::default(), asked).await);
            let answer = ask.await.unwrap();
            all.extend(answer.items);
            let Some(next) = answer.next else { return all };
            page.after = Some(next);
        }
    }

    pub(crate) async fn documents(&self) -> Vec<Document> {
        let mut all = Vec::new();
        let mut page = Page::default();
        loop {
            let (filter, asked) = (DocumentFilter::default(), page.clone());
            let answer = self.connection.ask(async |ek, context| ek.documents(context, filter, asked).await).await;
            let answer = answer.unwrap();
            all.extend(answer.items);
            let Some(next) = answer.next else { return all };
            page.after = Some(next);
        }
    }

    pub(crate) async fn source(&self, name: &str) -> Source {
        let sources = self.connection.ask(async |ek, context| ek.sources(context).await).await.unwrap();
        sources.into_iter().find(|source| source.name.as_str() == name).unwrap()
    }

    pub(crate) async fn poll(&self, name: &str) {
        let name = SourceName::parse(name).unwrap();
        self.connection.ask(async |ek, context| ek.poll_source(context, name).await).await.unwrap();
    }

    pub(crate) async fn point(&self, text: &str) -> MeteringPoint {
        let text = text.to_owned();
        self.connection.ask(async |ek, context| ek.find_point(context, text).await).await.unwrap()
    }

    /// Returns the buckets of a period written as people write it (`2026-03`), in the time of Warsaw.
    pub(crate) async fn series(&self, point: &str, quantity: Quantity, period: &str, step: Step) -> Vec<Bucket> {
        let point = self.point(point).await.id;
        let period = parse_range(period, Timestamp::UNIX_EPOCH, &warsaw()).unwrap();
        let query = SeriesQuery { point, quantity, period, step };
        let series = self.connection.ask(async |ek, context| ek.series(context, query).await).await.unwrap();
        series.buckets().unwrap()
    }

    /// Returns one answer as text, to be compared with another.
    pub(crate) async fn series_text(&self) -> String {
        format!("{:?}", self.series("W-01", Quantity::Energy, "2026-03", Step::Day).await)
    }

    /// Waits for news of the journal and returns where it stands then.
    pub(crate) async fn news(&self, since: Option<Cursor>, seconds: i64) -> Result<Cursor, Fault> {
        let wait = SignedDuration::from_secs(seconds);
        let changes = self.connection.ask(async |ek, context| ek.changes(context, since, wait).await).await?;
        Ok(changes.cursor)
    }

    /// Returns what the journal tells after `since`.
    pub(crate) async fn happened_since(&self, since: Cursor) -> Vec<Happening> {
        let changes = async |ek: &EkClient, context| ek.changes(context, Some(since), SignedDuration::ZERO).await;
        self.connection.ask(changes).await.unwrap().events.into_iter().map(|event| event.what).collect()
    }

    /// Looks again after each event, and each moment besides, until the condition holds.
    pub(crate) async fn wait_until(&self, what: &str, mut holds: impl AsyncFnMut(&Self) -> bool) {
        const MOMENT: SignedDuration = SignedDuration::from_millis(100);
        let started = Instant::now();
        let changes = async |since| {
            let ask = self.connection.ask(async |ek, context| ek.changes(context, since, MOMENT).await);
            ask.await.unwrap().cursor
        };
        let mut cursor = changes(None).await;
        while !holds(self).await {
            assert!(started.elapsed() < LIMIT, "in vain: {what}");
            cursor = changes(Some(cursor)).await;
        }
    }
}

pub(crate) fn warsaw() -> TimeZone {
    TimeZone::get("Europe/Warsaw").unwrap()
}

/// Returns a key that no other call of this process has.
pub(crate) fn once() -> OnceKey {
    OnceKey::new(Dice::new(fresh()).bytes())
}

/// Returns a number that no other upload of this process has: keys must differ, their values mean nothing.
fn fresh() -> u64 {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}
