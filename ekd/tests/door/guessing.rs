//! Guessing is bounded, and locking out is no weapon.

use common::fault::Cause;
use common::gate::{Opened, With};
use common::log_in::LogInOutcome;
use jiff::SignedDuration;
use tokio::task::JoinSet;

use crate::caller::{House, OTHER, PASSWORD, all_history, by_password, knock, log_in, refused};

const SECOND: SignedDuration = SignedDuration::from_secs(1);

async fn fail(house: &House, name: &str, n_times: usize) {
    for _ in 0..n_times {
        assert_eq!(refused(&house.remote, by_password(name, OTHER)).await, Cause::LogInRefused);
    }
}

/// Returns how many tries were looked at.
async fn n_looked_at(house: &House) -> usize {
    all_history(house).await.iter().filter(|one| is_failure(one.outcome)).count()
}

fn is_failure(outcome: LogInOutcome) -> bool {
    matches!(outcome, LogInOutcome::WrongPassword | LogInOutcome::UnknownName)
}

#[tokio::test(flavor = "multi_thread")]
async fn after_five_failures_even_the_right_password_waits_and_waits_double() {
    let mut house = House::start("").await;
    fail(&house, "anna", 5).await;
    for wait in [30, 60, 120] {
        assert_eq!(refused(&house.remote, by_password("anna", PASSWORD)).await, Cause::LogInRefused);
        // The counters are in the archive.
        house = house.restart().await;
        house.later(SignedDuration::from_secs(wait) - SECOND);
        assert_eq!(refused(&house.remote, by_password("anna", PASSWORD)).await, Cause::LogInRefused);
        house.later(SECOND);
        if wait < 120 {
            fail(&house, "anna", 1).await;
        }
    }
    let (_, admission) = log_in(&house.remote, by_password("anna", PASSWORD)).await;
    // What waited was not counted but is in the history.
    assert_eq!(admission.previous.n_failures_since, 7 + 6);
    let last = admission.previous.last_failure.unwrap();
    assert_eq!((last.outcome, last.source.as_str()), (LogInOutcome::Waiting, "127.0.0.1"));
    // A success begins anew.
    fail(&house, "anna", 4).await;
    log_in(&house.remote, by_password("anna", PASSWORD)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tries_that_come_all_at_once_are_no_more_than_those_that_come_one_by_one() {
    let house = House::start("").await;
    let mut tries = JoinSet::new();
    for _ in 0..8 {
        let remote = house.remote.clone();
        tries.spawn(async move { knock(&remote, by_password("anna", OTHER)).await });
    }
    for knocked in tries.join_all().await {
        assert_eq!(knocked.unwrap_err().cause, Cause::LogInRefused);
    }
    assert_eq!(n_looked_at(&house).await, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_failures_close_a_name_to_strangers_and_not_to_its_owner() {
    let house = House::start("").await;
    // The owner has been here before, from this address.
    log_in(&house.remote, by_password("anna", PASSWORD)).await;
    for number in 0..20_u8 {
        let from = format!("127.0.1.{}", number + 1);
        for _ in 0..5 {
            let knocked = house.authority.knock_from(&from, house.address, by_password("anna", OTHER)).await;
            assert_eq!(knocked.unwrap().unwrap_err().cause, Cause::LogInRefused);
        }
    }
    assert_eq!(n_looked_at(&house).await, 100);
    house.later(SignedDuration::from_hours(26));
    let stranger = |with: With| house.authority.knock_from("127.0.2.1", house.address, with);
    assert!(stranger(by_password("anna", PASSWORD)).await.unwrap().is_err(), "a stranger with the right password");
    log_in(&house.remote, by_password("anna", PASSWORD)).await;
    // The owner's success ends the attack's row, and the next one begins from nothing.
    let opened = stranger(by_password("anna", PASSWORD)).await.unwrap();
    assert!(matches!(opened, Ok(Opened::Admitted(_))), "{opened:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spray_over_many_names_is_stopped_and_stops_nobody_elsewhere() {
    let house = House::start("").await;
    for number in 0..30 {
        fail(&house, &format!("nobody-{number}"), 1).await;
    }
    assert_eq!(n_looked_at(&house).await, 30);
    assert_eq!(refused(&house.remote, by_password("anna", PASSWORD)).await, Cause::LogInRefused);
    fail(&house, "nobody-31", 1).await;
    assert_eq!(n_looked_at(&house).await, 30, "only written down");
    let elsewhere = house.authority.knock_from("127.0.0.2", house.address, by_password("anna", PASSWORD)).await;
    assert!(matches!(elsewhere.unwrap(), Ok(Opened::Admitted(_))));
    house.later(SignedDuration::from_mins(10));
    log_in(&house.remote, by_password("anna", PASSWORD)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_nobody_has_is_counted_like_one_that_somebody_has() {
    let house = House::start("").await;
    fail(&house, "nobody", 5).await;
    fail(&house, "nobody", 1).await;
    let lines = all_history(&house).await;
    assert_eq!(lines[1].outcome, LogInOutcome::Waiting, "{lines:?}");
    assert!(lines[1..].iter().all(|line| line.login.is_none()), "the name is not kept");
    // Written another way it is the same name.
    fail(&house, " NoBody", 1).await;
    assert_eq!(all_history(&house).await[0].outcome, LogInOutcome::Waiting);
}
