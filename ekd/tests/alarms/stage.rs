//! An archive with rules and the watch over it, without a daemon around them: documents come and rounds are gone at the
//! moments that a test chooses.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use common::alarm::{Alarm, AlarmFilter, AlarmStanding, Transition, Turn};
use common::id::{AlarmId, PointCode, PointId, RuleName, SerialNumber, SiteCode, SourceName};
use common::meter::Registers;
use common::quantity::{Power, Quantity};
use common::rule::{Rule, RuleChange};
use common::source::Document;
use ekd::binding::Calendar;
use ekd::clock::Clock;
use ekd::document::{InstallationEntry, Parsed, PointEntry, Sample, SiteEntry, Subject};
use ekd::info_code::Tables;
use ekd::ingest::{self, Incoming};
use ekd::sealing::Sealer;
use ekd::store::audit::Deed;
use ekd::store::log::Write;
use ekd::store::{self, Store, StoreError};
use ekd::vigil;
use ekd::vigil::round::Watchman;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;

use crate::harness::client::warsaw;

pub(crate) const QUARTER: SignedDuration = SignedDuration::from_mins(15);
pub(crate) const MODEL: &str = "MULTICAL 603";

pub(crate) struct Stage {
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    tables: Arc<Tables>,
    /// When the daemon came up.
    since: Timestamp,
    path: PathBuf,
    home: TempDir,
}

/// A document that is being written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Paper(Parsed);

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn calendar() -> Calendar {
    Calendar { zone: warsaw() }
}

pub(crate) fn source(name: &str) -> SourceName {
    SourceName::parse(name).unwrap()
}

pub(crate) fn rule(text: &str) -> Rule {
    toml::from_str(text).unwrap()
}

/// Returns the entry of a site with one point and one meter that was always there.
pub(crate) fn site(number: usize, power: i64, verified_on: Option<Date>) -> SiteEntry {
    let installation = InstallationEntry {
        serial: SerialNumber::parse(&format!("S-{number:03}")).unwrap(),
        model: MODEL.to_owned(),
        verified_on,
        from: at("2020-01-01T00:00:00Z"),
        until: None,
        initial: Registers::default(),
        last: Registers::default(),
    };
    let point = PointEntry {
        code: PointCode::parse(&point(number)).unwrap(),
        name: String::new(),
        cadence: Some(QUARTER),
        installations: vec![installation],
    };
    let code = SiteCode::parse(&format!("W-{number:03}")).unwrap();
    SiteEntry { name: code.to_string(), code, contracted_power: Some(Power::from_base(power)), points: vec![point] }
}

pub(crate) fn point(number: usize) -> String {
    format!("P-{number:03}")
}

impl Paper {
    pub(crate) fn telling(sites: Vec<SiteEntry>) -> Self {
        Self(Parsed { registry: sites, ..Parsed::default() })
    }

    /// Adds what was read at a point at one instant.
    pub(crate) fn line(&mut self, code: &str, at: Timestamp, readings: &[(Quantity, i64)]) {
        let subject = Subject { point: PointCode::parse(code).unwrap(), meter: None };
        let parsed = &mut self.0;
        if parsed.subjects.last() != Some(&subject) {
            // A point is named once.
            assert!(!parsed.subjects.contains(&subject), "{code} comes again");
            parsed.subjects.push(subject);
        }
        parsed.n_rows += 1;
        for (quantity, value) in readings {
            parsed.samples.push(Sample {
                line: parsed.n_rows,
                subject: u32::try_from(parsed.subjects.len() - 1).unwrap(),
                quantity: *quantity,
                at,
                value: *value,
                estimated: false,
            });
        }
    }
}

impl Stage {
    /// Returns a stage with the first rules, these sources read every quarter of an hour, and these sites.
    pub(crate) async fn start(now: Timestamp, sources: &[&str], sites: Vec<SiteEntry>) -> Self {
        let memory = Path::new("/dev/shm");
        let home = if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() }.unwrap();
        let path = home.path().join("archive.db");
        store::open::create(&path).unwrap();
        let (store, _ended) = Store::open(&path).unwrap();
        let clock = Clock::by_hand(now);
        let tables = Arc::new(Tables::new(&[]).unwrap());
        let stage = Self { store, clock, tables, since: now - SignedDuration::from_hours(1), path, home };
        let names: Vec<SourceName> = sources.iter().map(|name| source(name)).collect();
        let first = move |tx: &Write<'_>| {
            vigil::rules::seed(tx, now)?;
            names.iter().try_for_each(|name| store::source::register(tx, name, "drop", Some(QUARTER), Some(QUARTER)))
        };
        stage.store.write("first", first).await.unwrap();
        stage.bring("registry", Paper::telling(sites)).await;
        stage
    }

    /// Ends the archive in order and opens it again.
    pub(crate) async fn reopened(self) -> Self {
        self.store.close().await;
        let Self { clock, tables, path, home, .. } = self;
        let (store, _ended) = Store::open(&path).unwrap();
        let (now, again) = (clock.now(), store.clone());
        again.write("first", move |tx| vigil::rules::seed(tx, now)).await.unwrap();
        Self { store, since: now, clock, tables, path, home }
    }

    pub(crate) fn set(&self, now: Timestamp) {
        self.clock.set(now);
    }

    pub(crate) fn pass(&self, duration: SignedDuration) {
        self.clock.set(self.clock.now() + duration);
    }

    /// Takes a document in as the daemon does.
    pub(crate) async fn bring(&self, from: &str, paper: Paper) -> Document {
        let now = self.clock.now();
        let incoming = Incoming {
            source: source(from),
            name: "paper".to_owned(),
            size: 0,
            digest: String::new(),
            received_at: now,
            position: None,
        };
        let tables = Arc::clone(&self.tables);
        let take = move |tx: &Write<'_>| {
            let (document, news) = ingest::take(tx, &calendar(), &incoming, Ok(paper.0))?;
            vigil::lines::watch(tx, &tables, &news, now)?;
            vigil::lines::answered(tx, &calendar().zone, &document, now)?;
            Ok(document)
        };
        let document = self.store.write_readings("ingest", take).await.unwrap();
        assert!(document.tally.balances(), "{document:?}");
        document
    }

    /// Goes a round.
    pub(crate) async fn round(&self) {
        let (store, clock) = (self.store.clone(), self.clock.clone());
        let watchman = Watchman { store, calendar: calendar(), clock, since: self.since };
        watchman.round(self.clock.now()).await.unwrap();
    }

    /// Seals what is fresh.
    pub(crate) async fn seal(&self) {
        let (store, clock) = (self.store.clone(), self.clock.clone());
        let sealer = Sealer { store, calendar: calendar(), clock, after: Duration::ZERO };
        // A machine with much else to do may take too long: the daemon does it again, and so does the test.
        while let Err(error) = sealer.seal_all().await {
            assert!(matches!(error, StoreError::TooLong), "{error}");
        }
    }

    fn deed(&self) -> Deed {
        let source = "test".to_owned();
        let at = self.clock.now();
        Deed { at, actor: None, what: "rule.change", account: None, customer: None, detail: String::new(), source }
    }

    pub(crate) async fn rule(&self, text: &str) -> RuleChange {
        let (rule, deed) = (rule(text), self.deed());
        self.store.write("rule", move |tx| vigil::rules::save(tx, &rule, &deed)).await.unwrap()
    }

    pub(crate) async fn without_rule(&self, name: &str) {
        let (name, deed) = (RuleName::parse(name).unwrap(), self.deed());
        self.store.write("rule", move |tx| vigil::rules::remove(tx, &name, &deed)).await.unwrap();
    }

    /// Returns all alarms that ever were, oldest first.
    pub(crate) async fn alarms(&self) -> Vec<Alarm> {
        let filter = AlarmFilter { standing: AlarmStanding::All, ..AlarmFilter::default() };
        let mut alarms = self.store.read(move |log| store::alarm::list(log, &filter, (0, u32::MAX))).await.unwrap();
        alarms.reverse();
        alarms
    }

    pub(crate) async fn history(&self, id: AlarmId) -> Vec<Transition> {
        self.store.read(move |log| store::alarm::history(log, id)).await.unwrap()
    }

    /// Tells what was ever told, oldest first and at one instant by alarm: `+` raised, `-` cleared, `^` another severity, each with the rule.
    pub(crate) async fn told(&self) -> String {
        let mut told = Vec::new();
        for alarm in self.alarms().await {
            for transition in self.history(alarm.id).await {
                let sign = match transition.what {
                    Turn::Raised { .. } => '+',
                    Turn::Cleared => '-',
                    Turn::SeverityChanged { .. } => '^',
                    other => panic!("{other:?}"),
                };
                told.push((transition.at, alarm.id, format!("{sign}{}", alarm.rule)));
            }
        }
        told.sort_by_key(|(at, id, _)| (*at, *id));
        told.into_iter().map(|(_, _, text)| text).collect::<Vec<_>>().join(" ")
    }

    /// Returns the number of the point with this code.
    pub(crate) async fn point(&self, number: usize) -> PointId {
        let code = point(number);
        let id = move |log: &store::log::Logbook<'_>| store::point::id_of(log, &code);
        self.store.read(id).await.unwrap().unwrap()
    }

    /// Does something with the archive.
    pub(crate) async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Write<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> T {
        self.store.write("test", work).await.unwrap()
    }
}
