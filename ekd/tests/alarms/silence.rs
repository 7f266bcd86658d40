//! Sources and meters that fall silent and come back (`reliability.md` N4).

use common::alarm::Subject;
use common::quantity::Quantity;
use jiff::SignedDuration;

use crate::stage::{Paper, QUARTER, Stage, at, point, site};

const NOON: &str = "2026-11-10T11:00:00Z";

async fn stage(n_meters: usize) -> Stage {
    let sites = (1..=n_meters).map(|number| site(number, 100_000, None)).collect();
    Stage::start(at(NOON), &["tower", "depot"], sites).await
}

/// Brings what these meters tell now.
async fn tell(stage: &Stage, meters: impl IntoIterator<Item = usize>) {
    let mut paper = Paper::default();
    for number in meters {
        paper.line(&point(number), stage.clock.now(), &[(Quantity::Supply, 80_000)]);
    }
    stage.bring("tower", paper).await;
}

async fn minutes(stage: &Stage, n_minutes: i64) {
    for _ in 0..n_minutes {
        stage.pass(SignedDuration::from_mins(1));
        stage.round().await;
    }
}

#[tokio::test]
async fn a_source_that_falls_silent_is_one_alarm_and_none_for_its_meters() {
    let stage = stage(300).await;
    tell(&stage, 1..=300).await;
    minutes(&stage, 45).await;
    assert_eq!(stage.told().await, "", "three cadences are allowed");
    minutes(&stage, 120).await;
    assert_eq!(stage.told().await, "+source-silent");
    let alarm = &stage.alarms().await[0];
    assert!(matches!(&alarm.subject, Subject::Source { name } if name.as_str() == "tower"));
    assert_eq!(alarm.since, at(NOON));
    // Its meters come back one after the other, a document each, in twenty minutes.
    for number in 1..=300 {
        tell(&stage, [number]).await;
        if number % 15 == 0 {
            minutes(&stage, 1).await;
        }
    }
    for _ in 0..8 {
        minutes(&stage, 15).await;
        tell(&stage, 1..=300).await;
    }
    assert_eq!(stage.told().await, "+source-silent -source-silent");
}

#[tokio::test]
async fn a_meter_that_does_not_come_back_with_its_source_is_silent_in_the_end() {
    let stage = stage(10).await;
    tell(&stage, 1..=10).await;
    minutes(&stage, 180).await;
    for _ in 0..3 {
        tell(&stage, 1..=9).await;
        minutes(&stage, 15).await;
    }
    assert_eq!(stage.told().await, "+source-silent -source-silent");
    tell(&stage, 1..=9).await;
    minutes(&stage, 15).await;
    tell(&stage, 1..=9).await;
    minutes(&stage, 1).await;
    assert_eq!(stage.told().await, "+source-silent -source-silent +meter-silent");
    assert_eq!(stage.alarms().await[1].since, at(NOON), "since it was last heard");
    tell(&stage, 1..=10).await;
    minutes(&stage, 1).await;
    assert_eq!(stage.told().await, "+source-silent -source-silent +meter-silent -meter-silent");
}

#[tokio::test]
async fn what_a_source_kept_back_does_not_end_its_silence_before_it_is_new() {
    let stage = stage(3).await;
    tell(&stage, 1..=3).await;
    minutes(&stage, 6 * 60).await;
    let back = stage.clock.now();
    for quarter in 1..=24 {
        let mut paper = Paper::default();
        for number in 1..=3 {
            paper.line(&point(number), at(NOON) + QUARTER * quarter, &[(Quantity::Supply, 80_000)]);
        }
        stage.bring("tower", paper).await;
        stage.round().await;
        let is_new = back.duration_since(at(NOON) + QUARTER * quarter) <= QUARTER * 3;
        assert_eq!(stage.told().await.contains("-source-silent"), is_new, "{quarter}");
    }
    assert_eq!(stage.told().await, "+source-silent -source-silent");
}

#[tokio::test]
async fn after_a_start_each_source_has_its_turn_before_it_is_called_silent() {
    let stage = stage(3).await;
    tell(&stage, 1..=3).await;
    // The daemon is down for ten hours.
    stage.pass(SignedDuration::from_hours(10));
    let stage = stage.reopened().await;
    minutes(&stage, 10).await;
    tell(&stage, 1..=3).await;
    minutes(&stage, 40).await;
    assert_eq!(stage.told().await, "");
    minutes(&stage, 10).await;
    assert_eq!(stage.told().await, "+source-silent");
}

#[tokio::test]
async fn a_source_that_is_no_more_is_not_missed() {
    let stage = stage(3).await;
    tell(&stage, 1..=3).await;
    minutes(&stage, 60).await;
    stage.with(|tx| ekd::store::source::expect_nothing(tx)).await;
    minutes(&stage, 60).await;
    assert_eq!(stage.told().await, "+source-silent -source-silent");
}
