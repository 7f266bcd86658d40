//! Rules that change while alarms are active, narrower ones, windows of maintenance, sites that are sold, and what people
//! do with alarms.

use common::alarm::{Alarm, AlarmFilter, AlarmKind, AlarmStanding, Severity};
use common::customer::{CustomerCard, NewCustomer};
use common::id::{AccountId, AlarmId, CustomerNumber, RuleName, SerialNumber, SiteCode, SourceName};
use common::quantity::Quantity;
use common::rule::{NewMaintenance, RuleScope};
use common::time::Period;
use ekd::store;
use ekd::store::alarm::Of;
use jiff::SignedDuration;

use crate::stage::{Paper, QUARTER, Stage, at, point, rule, site};

const NOON: &str = "2026-11-10T11:00:00Z";
const HOT: &str = "name = 'hot'\nkind = 'return_hot'\nraise_after = '0s'\nclear_after = '0s'";

/// Two houses, of which both are hot.
async fn hot() -> Stage {
    let stage = Stage::start(at(NOON), &[], vec![site(1, 100_000, None), site(2, 100_000, None)]).await;
    stage.without_rule("return-hot").await;
    stage.rule(&format!("{HOT}\nlimit = '55 °C'")).await;
    tell(&stage, 60_000).await;
    assert_eq!(stage.told().await, "+hot +hot");
    stage.pass(SignedDuration::from_mins(1));
    stage
}

async fn tell(stage: &Stage, value: i64) {
    stage.pass(QUARTER);
    let mut paper = Paper::default();
    for number in [1, 2] {
        paper.line(&point(number), stage.clock.now(), &[(Quantity::Return, value)]);
    }
    stage.bring("tower", paper).await;
    stage.round().await;
}

#[tokio::test]
async fn a_rule_that_is_removed_or_switched_off_ends_its_alarms() {
    let stage = hot().await;
    stage.without_rule("hot").await;
    tell(&stage, 60_000).await;
    assert_eq!(stage.told().await, "+hot +hot -hot -hot");
    let stage = hot().await;
    stage.rule(&format!("{HOT}\nlimit = '55 °C'\nenabled = false")).await;
    tell(&stage, 60_000).await;
    assert_eq!(stage.told().await, "+hot +hot -hot -hot");
}

#[tokio::test]
async fn a_rule_with_another_limit_begins_anew_and_one_with_another_severity_goes_on() {
    let stage = hot().await;
    stage.rule(&format!("{HOT}\nlimit = '58 °C'")).await;
    tell(&stage, 60_000).await;
    assert_eq!(stage.told().await, "+hot +hot -hot -hot +hot +hot");
    let stage = hot().await;
    stage.rule(&format!("{HOT}\nlimit = '55 °C'\nseverity = 'alarm'")).await;
    tell(&stage, 60_000).await;
    assert_eq!(stage.told().await, "+hot +hot ^hot ^hot");
    assert!(stage.alarms().await.iter().all(|alarm| alarm.severity == Severity::Alarm));
    stage.rule(&format!("{HOT}\nlimit = '55 °C'\nseverity = 'alarm'\nremind_every = '4h'")).await;
    tell(&stage, 50_000).await;
    assert_eq!(stage.told().await, "+hot +hot ^hot ^hot -hot -hot");
}

#[tokio::test]
async fn a_narrower_rule_takes_the_place_of_a_wider_one_where_it_counts() {
    let stage = hot().await;
    let narrow = HOT.replace("'hot'", "'cool'");
    stage.rule(&format!("{narrow}\nlimit = '65 °C'\nscope = {{ site = 'W-001' }}")).await;
    stage.round().await;
    assert_eq!(stage.told().await, "+hot +hot -hot", "the wider one counts there no more");
    tell(&stage, 60_000).await;
    assert_eq!(stage.told().await, "+hot +hot -hot");
    tell(&stage, 66_000).await;
    assert_eq!(stage.told().await, "+hot +hot -hot +cool");
    stage.rule(&format!("{narrow}\nlimit = '65 °C'\nscope = {{ site = 'W-001' }}\nenabled = false")).await;
    tell(&stage, 66_000).await;
    assert_eq!(stage.told().await, "+hot +hot -hot +cool -cool", "none counts there at all");
    stage.without_rule("cool").await;
    tell(&stage, 66_000).await;
    assert_eq!(stage.told().await, "+hot +hot -hot +cool -cool +hot");
}

async fn own(stage: &Stage, site: &'static str, customer: &'static str, from: &'static str) {
    let own = move |tx: &store::log::Write<'_>| {
        let site = store::site::id_of(tx, site)?.unwrap();
        let number = CustomerNumber::parse(customer).unwrap();
        let customer = store::customer::save(tx, &NewCustomer { number, card: CustomerCard::default() })?;
        store::customer::disown(tx, site, at(from))?;
        store::customer::own(tx, (site, customer), at(from), None)
    };
    stage.with(own).await;
}

#[tokio::test]
async fn a_customers_rule_ends_with_the_ownership() {
    let stage = hot().await;
    own(&stage, "W-001", "K-1", "2026-01-01T00:00:00Z").await;
    let narrow = HOT.replace("'hot'", "'cool'");
    stage.rule(&format!("{narrow}\nlimit = '58 °C'\nscope = {{ customer = 'K-1' }}")).await;
    tell(&stage, 60_000).await;
    assert_eq!(stage.told().await, "+hot +hot -hot +cool");
    own(&stage, "W-001", "K-2", "2026-11-10T11:20:00Z").await;
    tell(&stage, 60_000).await;
    tell(&stage, 60_000).await;
    assert_eq!(stage.told().await, "+hot +hot -hot +cool -cool +hot");
}

#[tokio::test]
async fn maintenance_marks_what_is_active_while_it_lasts() {
    let stage = hot().await;
    let marked = async || {
        let marked = stage.alarms().await.iter().map(|alarm| alarm.in_maintenance).collect::<Vec<_>>();
        (marked[0], marked[1])
    };
    let from = stage.clock.now() + QUARTER;
    let period = Period { from, until: from + SignedDuration::from_hours(1) };
    let scope = RuleScope::Site(SiteCode::parse("W-001").unwrap());
    let window = NewMaintenance { scope, period, reason: "zawór".to_owned() };
    stage.with(move |tx| store::maintenance::open(tx, &window, AccountId(1))).await;
    stage.round().await;
    assert_eq!(marked().await, (false, false), "announced");
    tell(&stage, 60_000).await;
    assert_eq!(marked().await, (true, false), "begun");
    stage.pass(QUARTER * 5);
    stage.round().await;
    assert_eq!(marked().await, (false, false), "over");
    assert_eq!(stage.told().await, "+hot +hot", "nothing became of them");
}

#[tokio::test]
async fn a_meter_whose_successor_was_never_verified_is_due_no_more() {
    let verified = Some(jiff::civil::date(2021, 5, 5));
    let stage = Stage::start(at(NOON), &[], vec![site(1, 100_000, verified)]).await;
    stage.round().await;
    assert_eq!(stage.told().await, "+verification-due");
    let mut with_successor = site(1, 100_000, verified);
    let stays = &mut with_successor.points[0].installations;
    stays[0].until = Some(at(NOON));
    let mut successor = stays[0].clone();
    successor.serial = SerialNumber::parse("S-NEW").unwrap();
    (successor.verified_on, successor.from, successor.until) = (None, at(NOON), None);
    stays.push(successor);
    stage.bring("registry", Paper::telling(vec![with_successor])).await;
    stage.pass(SignedDuration::from_hours(24));
    stage.round().await;
    assert_eq!(stage.told().await, "+verification-due -verification-due");
}

#[tokio::test]
async fn a_verification_becomes_urgent_once() {
    let verified = Some(jiff::civil::date(2021, 5, 5));
    let stage = Stage::start(at(NOON), &[], vec![site(1, 100_000, verified)]).await;
    for _ in 0..70 {
        stage.round().await;
        stage.pass(SignedDuration::from_hours(24));
    }
    assert_eq!(stage.told().await, "+verification-due ^verification-due");
    let alarm = &stage.alarms().await[0];
    assert_eq!((alarm.severity, alarm.facts.days_left), (Severity::Warning, Some(-18)));
}

async fn listed(stage: &Stage, filter: AlarmFilter, page: (u32, u32)) -> Vec<i64> {
    let alarms = stage.store.read(move |log| store::alarm::list(log, &filter, page)).await.unwrap();
    alarms.iter().map(|alarm: &Alarm| alarm.id.0).collect()
}

/// Two houses and a source, with an alarm that is a notice, one that is an alarm, a warning and another alarm.
async fn four_alarms() -> Stage {
    let stage = Stage::start(at(NOON), &["tower"], vec![site(1, 100_000, None), site(2, 100_000, None)]).await;
    let (one, two) = (stage.point(1).await, stage.point(2).await);
    let raise = move |tx: &store::log::Write<'_>| {
        let tower = Of::Source(SourceName::parse("tower").unwrap());
        let subjects = [
            (Of::Point(one), AlarmKind::Leak, Severity::Notice),
            (Of::Point(two), AlarmKind::Leak, Severity::Alarm),
            (Of::Point(one), AlarmKind::ReturnHot, Severity::Warning),
            (tower, AlarmKind::SourceSilent, Severity::Alarm),
        ];
        let mut ids = Vec::new();
        for (nth, (of, kind, severity)) in (0..).zip(subjects) {
            let raised = store::alarm::Raised {
                rule: RuleName::parse(kind.name()).unwrap(),
                kind,
                of,
                severity,
                since: at(NOON) + QUARTER * nth,
                raised_at: at(NOON) + QUARTER * nth,
                in_maintenance: false,
                measured: None,
                facts: common::alarm::Facts::default(),
            };
            ids.push(store::alarm::raise(tx, &raised)?.0);
        }
        Ok(ids)
    };
    assert_eq!(stage.with(raise).await, [1, 2, 3, 4]);
    stage
}

#[tokio::test]
async fn what_was_over_before_it_was_found_is_history() {
    let stage = four_alarms().await;
    stage.with(|tx| store::alarm::clear(tx, AlarmId(3), at(NOON) + QUARTER)).await;
    assert_eq!(listed(&stage, AlarmFilter::default(), (0, 9)).await, [4, 2, 1]);
    let all = AlarmFilter { standing: AlarmStanding::All, ..AlarmFilter::default() };
    assert_eq!(listed(&stage, all, (0, 9)).await, [4, 3, 2, 1]);
}

#[tokio::test]
async fn alarms_are_listed_counted_and_remember_what_was_done() {
    let stage = four_alarms().await;
    let all = || AlarmFilter { standing: AlarmStanding::All, ..AlarmFilter::default() };
    let active = || AlarmFilter { standing: AlarmStanding::Active, ..AlarmFilter::default() };
    assert_eq!(listed(&stage, active(), (0, 9)).await, [4, 2, 3, 1], "the most urgent first");
    stage
        .with(|tx| {
            assert!(store::alarm::clear(tx, AlarmId(2), at(NOON) + QUARTER * 2)?);
            assert!(!store::alarm::clear(tx, AlarmId(2), at(NOON) + QUARTER * 3)?, "once");
            store::alarm::acknowledge(tx, AlarmId(4), (AccountId(1), at(NOON) + QUARTER * 5), Some("wiem"))?;
            store::alarm::mute(tx, AlarmId(3), Some(at(NOON) + QUARTER * 9))
        })
        .await;
    assert_eq!(listed(&stage, active(), (0, 9)).await, [3, 1, 4]);
    assert_eq!(listed(&stage, AlarmFilter::default(), (0, 9)).await, [3, 1, 4, 2], "open: nobody looked at 2");
    assert_eq!(listed(&stage, all(), (0, 9)).await, [4, 3, 2, 1], "the newest first");
    assert_eq!(listed(&stage, all(), (1, 2)).await, [3, 2]);
    assert_eq!(listed(&stage, all(), (4, 2)).await, [0; 0]);
    assert_eq!(listed(&stage, AlarmFilter { kind: Some(AlarmKind::Leak), ..all() }, (0, 9)).await, [2, 1]);
    let severe = |severity| AlarmFilter { severity: Some(severity), ..all() };
    assert_eq!(listed(&stage, severe(Severity::Alarm), (0, 9)).await, [4, 2]);
    assert_eq!(listed(&stage, severe(Severity::Warning), (0, 9)).await, [4, 3, 2]);
    let text = |text: &str| AlarmFilter { text: Some(text.to_owned()), ..all() };
    assert_eq!(listed(&stage, text("w-001"), (0, 9)).await, [3, 1]);
    assert_eq!(listed(&stage, text("TOWER"), (0, 9)).await, [4]);
    assert_eq!(listed(&stage, text("leak"), (0, 9)).await, [2, 1]);
    assert_eq!(listed(&stage, text("%"), (0, 9)).await, [0; 0]);
    let since = Some(at(NOON) + QUARTER);
    assert_eq!(listed(&stage, AlarmFilter { since, ..all() }, (0, 9)).await, [4, 3, 2]);
    assert_eq!(listed(&stage, AlarmFilter { until: since, ..all() }, (0, 9)).await, [1]);
    let counts = |now| stage.store.read(move |log| store::alarm::counts(log, now));
    let counted = counts(at(NOON) + QUARTER * 6).await.unwrap();
    assert_eq!((counted.n_notices, counted.n_warnings, counted.n_alarms, counted.n_unacknowledged), (1, 1, 1, 1));
    let counted = counts(at(NOON) + QUARTER * 9).await.unwrap();
    assert_eq!(counted.n_unacknowledged, 2, "muted no more");
    let worst = stage.store.read(store::alarm::worst_of_sites).await.unwrap();
    assert_eq!(worst.iter().map(|(_, severity, n)| (*severity, *n)).collect::<Vec<_>>(), [(Severity::Warning, 2)]);
}

#[tokio::test]
async fn an_alarm_that_is_there_is_not_raised_again_when_its_phase_is_lost() {
    let stage = hot().await;
    stage.with(|tx| store::phase::forget_rule(tx, &rule("name = 'hot'\nkind = 'leak'").name)).await;
    tell(&stage, 60_000).await;
    assert_eq!(stage.told().await, "+hot +hot");
    tell(&stage, 50_000).await;
    assert_eq!(stage.told().await, "+hot +hot -hot -hot");
}

#[tokio::test]
async fn a_value_that_means_a_broken_sensor_is_a_fault_until_two_readings_are_good_again() {
    let stage = Stage::start(at(NOON), &["tower"], vec![site(1, 100_000, None)]).await;
    for (quarter, returned) in (0..).zip([45_000, 185_000, 185_000, 45_000, 45_000]) {
        let mut paper = Paper::default();
        let readings = [(Quantity::Supply, 80_000), (Quantity::Return, returned)];
        paper.line(&point(1), at(NOON) + QUARTER * quarter, &readings);
        stage.set(at(NOON) + QUARTER * quarter);
        stage.bring("tower", paper).await;
        let expected = if quarter == 0 { "" } else { "+meter-fault" };
        let told = stage.told().await;
        assert!(quarter == 4 || told == expected, "{quarter}: {told}");
    }
    assert_eq!(stage.told().await, "+meter-fault -meter-fault");
}
