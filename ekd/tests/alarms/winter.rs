//! A simulated winter: houses that are well but for what is planted, and who finds it.

use std::collections::BTreeMap;
use std::time::Instant;

use common::alarm::{Alarm, Subject, Turn};
use common::archive::{Decision, Resolution};
use common::id::SiteCode;
use common::quantity::{Quantity, Temperature};
use common::time::Period;
use common::weather::{CurveOf, NewCurve, NewStation};
use ekd::ingest::Incoming;
use ekd::ingest::decide::{Case, resolve};
use ekd::store::weather::Setting;
use ekd::{curves, store};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};

use crate::harness::dice::Dice;
use crate::house::{BEGIN, Fault, House, What, circuit, outdoor, table};
use crate::stage::{Paper, QUARTER, Stage, calendar, point, site, source};

const SOURCES: [&str; 3] = ["tower", "depot", "school"];
const STATION: &str = "P-000";

/// How large a winter is.
#[derive(Clone, Copy)]
struct Size {
    days: i64,
    houses: usize,
    /// Faults of each kind.
    each: usize,
}

struct Winter {
    stage: Stage,
    houses: Vec<House>,
    faults: Vec<Fault>,
    /// What silent sources will bring late.
    held: BTreeMap<usize, Vec<Paper>>,
}

/// Plants every kind of fault, each in a house of its own.
fn plant(size: Size, dice: &mut Dice) -> Vec<Fault> {
    let mut houses: Vec<usize> = (1..=size.houses).collect();
    dice.shuffle(&mut houses);
    let n_days = usize::try_from(size.days).unwrap();
    let mut faults = Vec::new();
    for what in What::ALL {
        for nth in 0..size.each {
            let house = houses.pop().unwrap();
            // Spread, and with days left in which it is found to be over.
            let span = (n_days - 6) / size.each;
            let day = 2 + nth * span + dice.below(span);
            let fault = Fault::on_day(what, house, i64::try_from(day).unwrap(), dice);
            // A source is known by its place in the list, and falls silent once.
            let fault = if what == What::SourceSilent { Fault { house: nth % SOURCES.len(), ..fault } } else { fault };
            faults.push(fault);
        }
    }
    faults
}

impl Winter {
    async fn begin(size: Size, dice: &mut Dice) -> Self {
        let mut houses: Vec<House> = (1..=size.houses).map(|number| House::new(number, dice)).collect();
        let faults = plant(size, dice);
        let has = |number: usize, what: What| faults.iter().any(|fault| fault.what == what && fault.house == number);
        let mut sites = vec![site(0, 1_000, Some(date(2025, 5, 5)))];
        for house in &mut houses {
            house.is_still_at_night = has(house.number, What::NightFlow);
            let year = if has(house.number, What::Unverified) { 2021 } else { 2024 };
            sites.push(site(house.number, house.power, Some(date(year, 5, 5))));
        }
        let stage = Stage::start(BEGIN, &["station", SOURCES[0], SOURCES[1], SOURCES[2]], sites).await;
        for fault in &faults {
            let scope = point(fault.house);
            match fault.what {
                What::NightFlow => {
                    let name = format!("name = 'night-flow'\nscope = {{ point = '{scope}' }}");
                    stage
                        .rule(
                            &format!("{name}\nkind = 'water_lost'\nseason = [7, 7]")
                                .replace("night-flow", &format!("night-flow-{scope}")),
                        )
                        .await;
                }
                What::FlowHigh => {
                    let figures = "quantity = 'flow'\nbeyond = 'above'\nraise = '40 m³/h'\nclear = '35 m³/h'";
                    let name = format!("name = 'flow-high-{scope}'\nscope = {{ point = '{scope}' }}");
                    stage.rule(&format!("{name}\nkind = 'limit'\n{figures}\nraise_after = '30m'")).await;
                }
                _ => {}
            }
        }
        let winter = Self { stage, houses, faults, held: BTreeMap::new() };
        winter.watch_weather().await;
        winter
    }

    async fn watch_weather(&self) {
        let mut paper = Paper::default();
        paper.line(STATION, BEGIN, &[(Quantity::Outdoor, outdoor(BEGIN))]);
        self.stage.bring("station", paper).await;
        let sites: Vec<SiteCode> =
            self.houses.iter().map(|house| SiteCode::parse(&format!("W-{:03}", house.number)).unwrap()).collect();
        let set = move |tx: &store::log::Write<'_>| {
            let setting = Setting { by: None, at: BEGIN };
            let long_ago = Timestamp::UNIX_EPOCH;
            let new = |of, curve| NewCurve { of, valid_from: long_ago, curve, comment: String::new() };
            curves::set_curve(tx, &new(CurveOf::Network, table()), &setting)?;
            for code in sites {
                curves::set_curve(tx, &new(CurveOf::Site(code), circuit()), &setting)?;
            }
            let station = common::id::PointCode::parse(STATION).ok();
            curves::set_station(tx, &NewStation { site: None, point: station }, &setting)
        };
        self.stage.store.write("weather", set).await.unwrap();
    }

    /// Lets a quarter of an hour pass.
    async fn go(&mut self, at: Timestamp) {
        self.stage.set(at + SignedDuration::from_secs(20));
        let mut paper = Paper::default();
        paper.line(STATION, at, &[(Quantity::Outdoor, outdoor(at))]);
        self.stage.bring("station", paper).await;
        let mut papers = [Paper::default(), Paper::default(), Paper::default()];
        for house in &mut self.houses {
            let now: Vec<What> = self
                .faults
                .iter()
                .filter(|fault| fault.what != What::SourceSilent && fault.holds(house.number, at))
                // A register falls once; from then on it is as it was.
                .filter(|fault| fault.what != What::RegisterFalls || fault.from == at)
                .map(|fault| fault.what)
                .collect();
            let readings = house.read(at, &now);
            if !now.contains(&What::MeterSilent) {
                papers[house.number % SOURCES.len()].line(&point(house.number), at, &readings);
            }
        }
        for (index, paper) in papers.into_iter().enumerate() {
            let is_silent = |fault: &Fault| fault.what == What::SourceSilent && fault.holds(index, at);
            if self.faults.iter().any(is_silent) {
                self.held.entry(index).or_default().push(paper);
                continue;
            }
            // What was kept back comes first, and a round falls into the middle of it.
            for (nth, late) in self.held.remove(&index).unwrap_or_default().into_iter().enumerate() {
                self.stage.bring(SOURCES[index], late).await;
                if nth == 1 {
                    self.stage.round().await;
                }
            }
            self.stage.bring(SOURCES[index], paper).await;
        }
        self.attend(at).await;
        self.stage.set(at + SignedDuration::from_mins(1));
        self.stage.round().await;
    }

    /// Does what people do: has meters verified, and decides about registers.
    async fn attend(&self, at: Timestamp) {
        for fault in self.faults.iter().filter(|fault| fault.until == at) {
            match fault.what {
                What::Unverified => {
                    let house = &self.houses[fault.house - 1];
                    let told = Paper::telling(vec![site(house.number, house.power, Some(date(2026, 11, 2)))]);
                    self.stage.bring("registry", told).await;
                }
                What::RegisterFalls => self.decide(*fault).await,
                _ => {}
            }
        }
    }

    async fn decide(&self, fault: Fault) {
        let id = self.stage.point(fault.house).await;
        let point = self.stage.store.read(move |log| store::point::by_id(log, id)).await.unwrap().unwrap();
        let paper = Incoming {
            source: source("import"),
            name: "decision".to_owned(),
            size: 0,
            digest: String::new(),
            received_at: self.stage.clock.now(),
            position: None,
        };
        let period = Period { from: fault.from, until: fault.from + SignedDuration::from_secs(1) };
        let resolution = Resolution { point: id, quantity: Quantity::Energy, decision: Decision::Bad { period } };
        let decide = move |tx: &store::log::Write<'_>| {
            let case = Case { tx, calendar: &calendar(), point: &point, paper: &paper };
            resolve(&case, &resolution)
        };
        self.stage.store.write("decide", decide).await.unwrap();
    }
}

fn is_about(alarm: &Alarm, fault: &Fault) -> bool {
    match &alarm.subject {
        Subject::Source { name } => fault.what == What::SourceSilent && *name == source(SOURCES[fault.house]),
        Subject::Point { code, .. } => fault.what != What::SourceSilent && code.as_str() == point(fault.house),
    }
}

/// Tells whether an alarm is what a rule must have found of a fault.
fn is_of(alarm: &Alarm, fault: &Fault, rule: &str) -> bool {
    let own = format!("{rule}-{}", point(fault.house));
    // A day tells only in the next morning, and of a source the last that came.
    let day = SignedDuration::from_hours(31);
    is_about(alarm, fault)
        && (alarm.rule.as_str() == rule || alarm.rule.as_str() == own)
        && fault.from - QUARTER - SignedDuration::from_hours(1) <= alarm.since
        && alarm.since <= fault.until + day
}

/// Judges what was found; returns what is missing or wrong, and the alarms that nothing was planted for, by rule.
async fn judge(winter: &Winter) -> (Vec<String>, BTreeMap<String, Vec<Alarm>>) {
    let alarms = winter.stage.alarms().await;
    let mut unclaimed: BTreeMap<_, Alarm> = alarms.iter().map(|alarm| (alarm.id, alarm.clone())).collect();
    let mut wrong = Vec::new();
    for fault in &winter.faults {
        for rule in fault.what.found_by() {
            let found: Vec<&Alarm> = alarms.iter().filter(|alarm| is_of(alarm, fault, rule)).collect();
            for alarm in &found {
                unclaimed.remove(&alarm.id);
            }
            let [alarm] = found[..] else {
                wrong.push(format!("{fault:?}: {rule}: {} alarms: {found:?}", found.len()));
                continue;
            };
            let late = SignedDuration::from_hours(
                if fault.until.duration_since(fault.from) > SignedDuration::from_hours(12) { 31 } else { 3 },
            );
            let is_in_time = |cleared: Timestamp| cleared >= fault.until - QUARTER && cleared <= fault.until + late;
            if !alarm.cleared_at.is_some_and(is_in_time) {
                wrong.push(format!("{fault:?}: {rule}: is over at {:?}", alarm.cleared_at));
            }
            let turns = winter.stage.history(alarm.id).await;
            let n = |is: fn(&Turn) -> bool| turns.iter().filter(|turn| is(&turn.what)).count();
            let n_raised = n(|turn| matches!(turn, Turn::Raised { .. }));
            let n_cleared = n(|turn| matches!(turn, Turn::Cleared));
            if (n_raised, n_cleared) != (1, 1) {
                wrong.push(format!("{fault:?}: {rule}: raised {n_raised} times and cleared {n_cleared} times"));
            }
        }
    }
    let mut false_ones: BTreeMap<String, Vec<Alarm>> = BTreeMap::new();
    for alarm in unclaimed.into_values() {
        false_ones.entry(alarm.rule.to_string()).or_default().push(alarm);
    }
    (wrong, false_ones)
}

async fn pass(size: Size, seed: u64) {
    let mut dice = Dice::seeded(seed);
    let started = Instant::now();
    let mut winter = Winter::begin(size, &mut dice).await;
    for quarter in 1..=size.days * 96 {
        let at = BEGIN + QUARTER * i32::try_from(quarter).unwrap();
        winter.go(at).await;
        if quarter % 24 == 0 {
            winter.stage.seal().await;
        }
    }
    let (wrong, false_ones) = judge(&winter).await;
    let n_expected: usize = winter.faults.iter().map(|fault| fault.what.found_by().len()).sum();
    let n_false: usize = false_ones.values().map(Vec::len).sum();
    println!(
        "{} days, {} points: {} faults, {n_expected} alarms expected, {} not as expected, {n_false} false; {:.1?}",
        size.days,
        size.houses,
        winter.faults.len(),
        wrong.len(),
        started.elapsed()
    );
    for (rule, alarms) in &false_ones {
        println!("{rule}: {} false, such as {:?}", alarms.len(), alarms[0]);
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(n_false, 0, "{:?}", false_ones.keys());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_planted_fault_of_twenty_days_is_found_once_and_nothing_else() {
    pass(Size { days: 20, houses: 60, each: 1 }, 1).await;
}

/// `cargo test --release -p ekd --test alarms -- --ignored --nocapture winter`
#[tokio::test(flavor = "multi_thread")]
#[ignore = "minutes; prints figures"]
async fn every_planted_fault_of_a_winter_is_found_once_and_nothing_else() {
    pass(Size { days: 90, houses: 300, each: 3 }, 2).await;
}

/// The model itself: whatever the weather, a house that is well draws between a fifth and nine tenths of its contract.
#[test]
fn houses_are_well_all_winter() {
    let mut dice = Dice::new(7);
    let mut house = House::new(1, &mut dice);
    for quarter in 0..90 * 96 {
        let at = BEGIN + QUARTER * quarter;
        let outdoor = outdoor(at);
        assert!((-15_000..9_500).contains(&outdoor), "{outdoor}");
        let readings = house.read(at, &[]);
        let of = |wanted| readings.iter().find(|(quantity, _)| *quantity == wanted).unwrap().1;
        assert!(of(Quantity::Power) < house.power * 85 / 100, "{at}");
        assert!(of(Quantity::Supply) - of(Quantity::Return) > 12_000, "{at}");
        let wanted = table().supply_at(Temperature::from_base(outdoor)).base();
        assert!((of(Quantity::Supply) - wanted).abs() < wanted / 50, "{at}");
    }
}
