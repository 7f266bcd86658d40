//! Restarts send nothing again and lose no pending delay (`reliability.md` N5).

use common::quantity::Quantity;
use jiff::SignedDuration;

use crate::stage::{Paper, QUARTER, Stage, at, point, rule, site};

const RESTARTS: i32 = 20;

#[tokio::test]
async fn twenty_restarts_repeat_no_alarm_and_lose_no_delay() {
    let sites = (1..=21).map(|number| site(number, 100_000, None)).collect();
    let mut stage = Stage::start(at("2026-11-10T11:00:00Z"), &["tower"], sites).await;
    let hot = "name = 'hot'\nkind = 'return_hot'\nlimit = '55 °C'\nraise_after = ";
    stage.rule(&format!("{hot}'0s'\nclear_after = '5h'\nscope = {{ point = 'P-001' }}")).await;
    stage.without_rule("hot").await;
    for number in 1..=10 {
        stage
            .rule(
                &format!("{hot}'0s'\nclear_after = '5h'\nscope = {{ point = '{}' }}", point(number))
                    .replace("'hot'", &format!("'hot-{number}'")),
            )
            .await;
    }
    for number in 11..=20 {
        stage
            .rule(
                &format!("{hot}'5h'\nscope = {{ point = '{}' }}", point(number))
                    .replace("'hot'", &format!("'slow-{number}'")),
            )
            .await;
    }
    let begun = stage.clock.now();
    for restart in 0..=RESTARTS {
        let mut paper = Paper::default();
        for number in 1..=20 {
            // What is active begins to be over: its clearing is pending as well.
            let value = if restart > 0 && number <= 10 { 40_000 } else { 60_000 };
            paper.line(&point(number), begun + QUARTER * restart, &[(Quantity::Return, value)]);
        }
        stage.bring("tower", paper).await;
        stage.round().await;
        let n_alarms = stage.alarms().await.len();
        assert_eq!(n_alarms, if restart < RESTARTS { 10 } else { 20 }, "after {restart} restarts");
        stage = stage.reopened().await;
        stage.round().await;
        stage.pass(QUARTER);
    }
    assert!(stage.alarms().await.iter().all(|alarm| alarm.is_active()));
    let mut paper = Paper::default();
    for number in 1..=10 {
        paper.line(&point(number), begun + QUARTER * (RESTARTS + 1), &[(Quantity::Return, 40_000)]);
    }
    stage.bring("tower", paper).await;
    let alarms = stage.alarms().await;
    let over: Vec<_> = alarms.iter().filter_map(|alarm| alarm.cleared_at).collect();
    assert_eq!(over, [begun + QUARTER; 10], "over since the first reading that was good");
    for alarm in &alarms {
        assert_eq!(alarm.since, begun, "{alarm:?}");
        let n_turns = stage.history(alarm.id).await.len();
        assert_eq!(n_turns, if alarm.is_active() { 1 } else { 2 }, "{alarm:?}");
    }
}

#[tokio::test]
async fn a_mean_that_was_being_formed_goes_on_after_a_restart() {
    let mut stage = Stage::start(at("2026-11-10T11:00:00Z"), &["tower"], vec![site(1, 100_000, None)]).await;
    let begun = stage.clock.now();
    for quarter in 0..=4 {
        assert_eq!(stage.told().await, "", "{quarter}");
        let mut paper = Paper::default();
        paper.line(&point(1), begun + QUARTER * quarter, &[(Quantity::Power, 110_000)]);
        stage.bring("tower", paper).await;
        stage = stage.reopened().await;
        stage.pass(QUARTER);
    }
    assert_eq!(stage.told().await, "+power-above-contract +power-near-contract");
}

#[tokio::test]
async fn rises_of_severity_are_told_once_whatever_is_restarted() {
    let mut stage = Stage::start(at("2026-11-10T11:00:00Z"), &["tower"], vec![site(1, 100_000, None)]).await;
    let text = "name = 'source-silent'\nkind = 'source_silent'\nrises = [{ after = '3h', severity = 'alarm' }]";
    assert!(rule(text).enabled);
    stage.rule(text).await;
    let mut paper = Paper::default();
    paper.line(&point(1), stage.clock.now(), &[(Quantity::Supply, 80_000)]);
    stage.bring("tower", paper).await;
    for _ in 0..20 {
        stage = stage.reopened().await;
        for _ in 0..2 {
            stage.pass(SignedDuration::from_mins(15));
            stage.round().await;
        }
    }
    assert_eq!(stage.told().await, "+source-silent ^source-silent");
}
