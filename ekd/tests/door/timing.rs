//! How long a refusal takes tells nothing about why.

use std::time::{Duration, Instant};

use common::account::{AccountChange, Role, Standing};
use common::fault::Cause;
use common::gate::{self, Knock, With};
use rusqlite::Connection as Archive;
use tokio::net::UnixStream;

use crate::caller::{House, OTHER, by_password, edit, refused};
use crate::harness::dice::Dice;
use crate::harness::raw::greeted;

/// A name that nobody has, a wrong password, a closed account, one that waits.
const KINDS: [&str; 4] = ["nobody", "anna", "bogna", "celina"];
/// Tries on one connection: all of them within the time for a log-in.
const TRIES_A_CONNECTION: usize = 40;

async fn try_once(stream: &mut UnixStream, with: With) -> Duration {
    let knock = Knock { client: "test".to_owned(), with };
    let started = Instant::now();
    let answer = gate::knock(stream, &knock).await.unwrap();
    let elapsed = started.elapsed();
    assert_eq!(answer.unwrap_err().cause, Cause::LogInRefused);
    elapsed
}

/// Tries each kind in turn and returns how long each try took.
async fn times(n_rounds: usize) -> [Vec<Duration>; 4] {
    let house = House::start("").await;
    for name in ["bogna", "celina"] {
        house.create(name, Role::Customer).await;
    }
    edit(&house, "bogna", AccountChange { standing: Some(Standing::Disabled), ..AccountChange::default() }).await;
    let archive = Archive::open(house.daemon.paths.archive()).unwrap();
    refused(&house.local, by_password("celina", OTHER)).await;
    archive.execute("DELETE FROM guess WHERE who = x'' OR source = ''", []).unwrap();
    archive.execute("UPDATE guess SET n_failures = 1000", []).unwrap();
    let (mut times, mut dice): ([Vec<Duration>; 4], _) = (Default::default(), Dice::seeded(4));
    let mut stream = greeted(&house.daemon.paths.socket).await;
    for round in 0..n_rounds {
        if (round + 1) % (TRIES_A_CONNECTION / KINDS.len()) == 0 {
            stream = greeted(&house.daemon.paths.socket).await;
        }
        // In another order each time: what comes before must not count.
        let mut order = [0, 1, 2, 3];
        dice.shuffle(&mut order);
        for kind in order {
            // Each try is the first of its kind; only who waits has waited before.
            archive.execute("DELETE FROM guess WHERE n_failures < 1000", []).unwrap();
            times[kind].push(try_once(&mut stream, by_password(KINDS[kind], OTHER)).await);
        }
    }
    let waited = "SELECT count(*) FROM log_in WHERE outcome = 'waiting'";
    let n_waited: i64 = archive.query_row(waited, [], |row| row.get(0)).unwrap();
    assert_eq!(usize::try_from(n_waited).unwrap(), n_rounds, "the kinds are what they are");
    times
}

fn median(times: &[Duration]) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    sorted[sorted.len() / 2]
}

/// Returns how well the shorter of two can be told from the longer: the area under the curve of a rank test, from one
/// half (not at all) to 1.
fn distinction(one: &[Duration], other: &[Duration]) -> f64 {
    let pairs = one.iter().flat_map(|left| other.iter().map(move |right| left.cmp(right)));
    let halves: usize = pairs.map(|order| order as i8 + 1).map(|halves| usize::try_from(halves).unwrap()).sum();
    let n_pairs = u32::try_from(one.len() * other.len()).unwrap();
    let area = f64::from(u32::try_from(halves).unwrap()) / f64::from(n_pairs) / 2.0;
    area.max(1.0 - area)
}

/// Measures, prints, and holds against bounds: how far medians may lie apart, and how well a rank test may tell.
async fn check(n_rounds: usize, apart: f64, told: f64) {
    let times = times(n_rounds).await;
    let medians = times.each_ref().map(|times| median(times));
    println!("medians of {n_rounds} tries each, {KINDS:?} (unknown, wrong, closed, waiting): {medians:?}");
    let (least, most) = (medians.iter().min().unwrap(), medians.iter().max().unwrap());
    let mut best = 0.5_f64;
    for (kind, one) in times.iter().enumerate() {
        for (offset, other) in times[kind + 1..].iter().enumerate() {
            let told = distinction(one, other);
            println!("{} from {}: AUC {told:.3}", KINDS[kind], KINDS[kind + 1 + offset]);
            best = best.max(told);
        }
    }
    assert!(most.as_secs_f64() <= least.as_secs_f64() * (1.0 + apart), "{medians:?}");
    assert!(best <= told, "{best}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_takes_as_long_whatever_the_reason() {
    // Beside other tests a hash takes now one core's time, now two's; one that is not made would still show. With so few
    // tries chance alone tells up to 0.65: 0.8 is beyond four deviations.
    check(40, 1.0, 0.8).await;
}

/// `cargo test --release -p ekd --test door -- --ignored --nocapture a_refusal`, on a machine that does nothing else.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "800 hashes on a quiet machine: before a release"]
async fn a_refusal_takes_as_long_whatever_the_reason_to_a_tenth() {
    check(200, 0.10, 0.60).await;
}
