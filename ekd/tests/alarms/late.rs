//! What comes late, again, in another order, corrected, or under a clock that is wrong, is no news
//! (`reliability.md` T2, T3, T10).

use common::quantity::Quantity;
use jiff::{SignedDuration, Timestamp};

use crate::harness::dice::Dice;
use crate::stage::{Paper, QUARTER, Stage, at, point, site};

const NOON: &str = "2026-11-10T11:00:00Z";
const HOT: &str = "name = 'hot'\nkind = 'return_hot'\nlimit = '55 °C'\nraise_after = '0s'\nclear_after = '0s'";

async fn stage() -> Stage {
    let stage = Stage::start(at(NOON), &["tower"], vec![site(1, 100_000, None)]).await;
    stage.rule(HOT).await;
    stage
}

async fn tell(stage: &Stage, values: &[(Timestamp, i64)]) {
    let mut paper = Paper::default();
    for (at, value) in values {
        paper.line(&point(1), *at, &[(Quantity::Return, *value)]);
    }
    stage.bring("tower", paper).await;
    stage.round().await;
}

#[tokio::test]
async fn a_document_that_is_three_days_late_raises_and_ends_nothing() {
    let stage = stage().await;
    let days = |days: i64| at(NOON) - SignedDuration::from_hours(24 * days);
    // Of a meter that was never heard before.
    tell(&stage, &[(days(3), 70_000), (days(3) + QUARTER, 70_000)]).await;
    stage.without_rule("source-silent").await;
    let told = stage.told().await;
    assert!(!told.contains("hot"), "{told}");
    tell(&stage, &[(days(0) - QUARTER, 40_000), (days(0), 70_000)]).await;
    let told = stage.told().await;
    assert!(told.ends_with("+hot"), "{told}");
    // Older than what is there.
    tell(&stage, &[(days(2), 40_000), (days(1), 40_000), (days(0) - QUARTER * 2, 40_000)]).await;
    assert_eq!(stage.told().await, told);
}

#[tokio::test]
async fn corrections_and_repeats_raise_and_end_nothing() {
    let stage = stage().await;
    let first = at(NOON) - QUARTER;
    tell(&stage, &[(first, 40_000)]).await;
    tell(&stage, &[(first, 70_000)]).await;
    assert_eq!(stage.told().await, "", "corrected upwards");
    tell(&stage, &[(at(NOON), 70_000)]).await;
    assert_eq!(stage.told().await, "+hot");
    tell(&stage, &[(at(NOON), 40_000)]).await;
    tell(&stage, &[(first, 40_000), (at(NOON), 40_000)]).await;
    assert_eq!(stage.told().await, "+hot", "corrected downwards");
}

#[tokio::test]
async fn documents_in_any_order_and_any_number_of_times_tell_at_most_what_they_tell_in_order() {
    let mut dice = Dice::seeded(11);
    for _ in 0..20 {
        let stage = stage().await;
        let begun = at(NOON) - QUARTER * 40;
        let values: Vec<(Timestamp, i64)> = (0..40)
            .map(|quarter| (begun + QUARTER * quarter, 40_000 + 30_000 * i64::from(dice.below(4) == 0)))
            .collect();
        let mut order: Vec<usize> = (0..40).chain((0..10).map(|_| dice.below(40))).collect();
        dice.shuffle(&mut order);
        let (mut newest, mut is_hot, mut expected) = (None, false, Vec::new());
        for index in order {
            let (instant, value) = values[index];
            tell(&stage, &[(instant, value)]).await;
            if newest.is_none_or(|newest| newest < instant) {
                newest = Some(instant);
                if is_hot != (value > 55_000) {
                    is_hot = !is_hot;
                    expected.push(if is_hot { "+hot" } else { "-hot" });
                }
            }
        }
        let told = stage.told().await;
        let told: Vec<&str> = told.split(' ').filter(|told| told.ends_with("hot")).collect();
        assert_eq!(told, expected);
    }
}

#[tokio::test]
async fn a_clock_that_is_set_for_a_while_raises_ends_and_repeats_nothing() {
    for hours in [26, -3] {
        let stage = stage().await;
        tell(&stage, &[(at(NOON), 70_000)]).await;
        let told = stage.told().await;
        assert_eq!(told, "+hot");
        // Readings go on as they are; rounds wait, as the daemon's do while no reading is as new as the clock.
        for quarter in 1..=8 {
            stage.set(at(NOON) + QUARTER * quarter + SignedDuration::from_hours(hours));
            let mut paper = Paper::default();
            paper.line(&point(1), at(NOON) + QUARTER * quarter, &[(Quantity::Return, 70_000)]);
            stage.bring("tower", paper).await;
        }
        assert_eq!(stage.told().await, told, "{hours} h off");
        for quarter in 9..=12 {
            stage.set(at(NOON) + QUARTER * quarter);
            tell(&stage, &[(at(NOON) + QUARTER * quarter, 70_000)]).await;
        }
        assert_eq!(stage.told().await, told, "{hours} h off, and right again");
    }
}

#[tokio::test]
async fn a_day_is_told_once_whatever_the_clock_does() {
    let verified = Some(jiff::civil::date(2021, 5, 5));
    let stage = Stage::start(at(NOON), &["tower"], vec![site(1, 100_000, verified)]).await;
    for hours in [0, 1, 26, 1, 0, -30, 2] {
        stage.set(at(NOON) + SignedDuration::from_hours(hours));
        stage.round().await;
    }
    assert_eq!(stage.told().await, "+verification-due");
}
