//! A daemon in this process and a client on its socket.

use std::cell::Cell;
use std::time::Duration;

use common::account::{Login, Role};
use common::api::{EkClient, Filter, LogQuery, MAX_UPLOAD_PART, NewDocument, OnceKey, UploadPart};
use common::archive::{ArchiveStat, TotalQuery};
use common::client::Connection;
use common::endpoint::Endpoint;
use common::gate::{Knock, With};
use common::id::{PointId, SourceName};
use common::logbook::sealed::{Sealed, Wanted};
use common::page::Page;
use common::quantity::Quantity;
use common::series::SeriesQuery;
use common::time::Step;
use ekd::clock::Clock;
use ekd::config::paths::Paths;
use ekd::config::{Config, PeerConfig, UserName};
use ekd::document::Parsed;
use ekd::founding::{self, Founder};
use ekd::ingest::{self, Incoming};
use ekd::reception::Reception;
use ekd::run::{Running, Start};
use serde_bytes::ByteBuf;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;

use super::load::{FIRST, YEAR, period};

/// Local midnight of 1 February 2025.
const FEBRUARY: i64 = 1_738_364_400;
const MARCH: i64 = 1_740_783_600;

pub(crate) struct Ours {
    runtime: Runtime,
    client: Connection,
    reception: Reception,
    _running: Running,
    _home: TempDir,
}

thread_local! {
    static NEXT: Cell<u64> = const { Cell::new(0) };
}

fn key() -> OnceKey {
    let number = NEXT.replace(NEXT.get() + 1);
    let thread = format!("{:?}", std::thread::current().id());
    let thread = thread.bytes().fold(0_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
    OnceKey::new(((u128::from(thread) << 64) | u128::from(number)).to_be_bytes())
}

impl Ours {
    pub(crate) fn empty() -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let home = tempfile::tempdir().expect("a directory");
        let paths = Paths { state: home.path().join("state"), socket: home.path().join("ekd.sock") };
        ekd::run::set_up(&paths).expect("an archive");
        let login = Login::parse("bench").expect("a name");
        let founder = Founder { login, name: "Bench".to_owned(), role: Role::Administrator, password: None };
        founding::found(&paths, &founder, jiff::Timestamp::UNIX_EPOCH).expect("an account");
        let mapping = toml::from_str(include_str!("../../samples/mapping-long.toml")).expect("a mapping");
        let mut config = Config { mapping: [("long".to_owned(), mapping)].into(), ..Config::default() };
        let uid = UserName::Number(rustix::process::geteuid().as_raw());
        config.rpc.peers.push(PeerConfig { user: uid, account: "bench".to_owned() });
        config.archive.seal_after = jiff::SignedDuration::from_secs(2);
        let clock = Clock::by_hand("2026-06-01T00:00:00Z".parse().expect("an instant"));
        let socket = paths.socket.clone();
        let start = Start { config, paths, clock, demo: false };
        let running = runtime.block_on(ekd::run::start(start, CancellationToken::new())).expect("a daemon");
        let knock = Knock { client: "bench".to_owned(), with: With::Peer };
        let opened = runtime.block_on(Connection::open(&Endpoint::Unix(socket), &knock));
        let (client, _) = opened.expect("a connection");
        let client = client.patient(Duration::from_mins(1));
        let reception = running.reception().clone();
        Self { runtime, client, reception, _running: running, _home: home }
    }

    /// Brings a document over the socket.
    pub(crate) fn tick(&self, text: &str) {
        self.runtime.block_on(self.import(&key(), text.as_bytes()));
    }

    async fn import(&self, key: &OnceKey, bytes: &[u8]) {
        let mut offset = 0;
        for piece in bytes.chunks(MAX_UPLOAD_PART) {
            let part = UploadPart { key: key.clone(), offset, bytes: ByteBuf::from(piece) };
            offset = self.client.ask(async |ek, context| ek.upload(context, part).await).await.expect("an upload");
        }
        let document = NewDocument {
            name: "bench.csv".to_owned(),
            mapping: Some("long".to_owned()),
            size: bytes.len() as u64,
            digest: ekd::reception::digest(bytes),
            after: None,
        };
        let taken = self.client.ask(async |ek, context| ek.import(context, key.clone(), document).await).await;
        assert!(taken.expect("a document").tally.balances());
    }

    /// Reads a document as the daemon does before it takes it in.
    pub(crate) fn parsed(&self, text: &str) -> Parsed {
        self.reception.forms.parse(Some("long"), "bench.csv", text.as_bytes()).expect("a document")
    }

    /// Takes a document in that has been read.
    pub(crate) fn take(&self, parsed: Parsed) {
        let incoming = Incoming {
            source: SourceName::parse("import").expect("a name"),
            name: "bench.csv".to_owned(),
            size: 0,
            digest: String::new(),
            received_at: self.reception.clock.now(),
            position: None,
        };
        let forms = std::sync::Arc::clone(&self.reception.forms);
        let taken = self
            .reception
            .store
            .write_readings("bench", move |tx| ingest::take(tx, &forms.calendar, &incoming, Ok(parsed)));
        self.runtime.block_on(taken).expect("a document");
    }

    pub(crate) fn stat(&self) -> ArchiveStat {
        self.ask(async |ek, context| ek.archive(context).await)
    }

    fn ask<T>(
        &self,
        call: impl AsyncFnOnce(
            &EkClient,
            tarpc::context::Context,
        ) -> Result<Result<T, common::fault::Fault>, tarpc::client::RpcError>,
    ) -> T {
        self.runtime.block_on(self.client.ask(call)).expect("an answer")
    }

    /// Waits until nothing is fresh.
    pub(crate) fn sealed(&self) {
        while self.stat().n_fresh > 0 {
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until pages are bound and the file gives nothing more back.
    pub(crate) fn at_rest(&self) {
        let mut before = self.stat();
        loop {
            std::thread::sleep(Duration::from_secs(2));
            let now = self.stat();
            if now == before {
                return;
            }
            before = now;
        }
    }

    /// Returns how many readings some quantities have from the first of February on, as read.
    pub(crate) fn raw(&self, point: i64, quantities: &[Quantity], days: i64) -> usize {
        let until = FEBRUARY + days * 86_400;
        quantities.iter().map(|quantity| self.buckets(point, *quantity, (FEBRUARY, until), Step::Raw)).sum()
    }

    pub(crate) fn buckets(&self, point: i64, quantity: Quantity, bounds: (i64, i64), step: Step) -> usize {
        let query = SeriesQuery { point: PointId(point), quantity, period: period(bounds), step };
        self.ask(async |ek, context| ek.series(context, query).await).buckets().expect("buckets").len()
    }

    pub(crate) fn inside(&self, point: i64, quantity: Quantity, days: i64) -> usize {
        self.buckets_inside(point, quantity, (FEBRUARY, FEBRUARY + days * 86_400), Step::Raw)
    }

    pub(crate) fn buckets_inside(&self, point: i64, quantity: Quantity, bounds: (i64, i64), step: Step) -> usize {
        let query = SeriesQuery { point: PointId(point), quantity, period: period(bounds), step };
        let zone = self.reception.forms.calendar.zone.clone();
        let now = self.reception.clock.now();
        let read = self.reception.store.read(move |log| {
            let point = ekd::store::point::by_id(log, query.point)?.expect("a point");
            ekd::query::series::series(log, &point, &query, &zone, now)
        });
        self.runtime.block_on(read).expect("a series").expect("buckets").buckets().expect("buckets").len()
    }

    /// Returns how many readings the year of a point has, decoded here.
    pub(crate) fn log(&self, point: i64) -> usize {
        let query = LogQuery { point: PointId(point), period: period(YEAR) };
        let pages = self.ask(async |ek, context| ek.log(context, query, Page::default()).await).pages;
        let wanted = Wanted { quantities: None, from: FIRST, until: YEAR.1 };
        let n_readings = |bytes: &ByteBuf| {
            let (head, body) = Sealed::split(bytes).expect("a page");
            let page = Sealed::open(head).and_then(|sealed| sealed.read(body, &wanted)).expect("a page");
            page.strips.iter().flat_map(|strip| &strip.columns).map(|column| column.values.len()).sum::<usize>()
        };
        pages.iter().map(n_readings).sum()
    }

    pub(crate) fn log_inside(&self, point: i64) -> usize {
        let read = self.reception.store.read(move |log| {
            let page = log.read(PointId(point), None, YEAR)?;
            Ok::<_, ekd::store::StoreError>(
                page.strips.iter().flat_map(|strip| &strip.columns).map(|column| column.values.len()).sum(),
            )
        });
        self.runtime.block_on(read).expect("a page")
    }

    pub(crate) fn totals(&self) -> usize {
        let query = TotalQuery { quantity: Quantity::Energy, period: period((FEBRUARY, MARCH)), step: Step::Day };
        self.ask(async |ek, context| ek.totals(context, query).await).len()
    }

    pub(crate) fn newest(&self) -> usize {
        let (mut n_values, mut page) = (0, Page::default());
        loop {
            let asked = page.clone();
            let newest = self.ask(async |ek, context| ek.latest(context, Filter::default(), asked).await).unpack();
            n_values += newest.items.len();
            let Some(next) = newest.next else { return n_values };
            page.after = Some(next);
        }
    }
}
