//! A crowd inside: everybody is answered soon while the house is busy.

use std::fmt::Write as _;
use std::fs;
use std::process::Stdio;
use std::time::{Duration, Instant};

use common::account::Role;
use common::api::{Filter, ReadingsQuery};
use common::client::Connection;
use common::endpoint::Endpoint;
use common::fault::Fault;
use common::page::Page;
use ekd::config::paths::Paths;
use ekd::founding::{self, Founder};
use tokio::task::JoinSet;
use tokio::time::interval;

use crate::caller::{PASSWORD, by_password, log_in, login, session};
use crate::harness::client::Client;
use crate::harness::process::Place;

const N_CLIENTS: usize = 200;
const N_ACCOUNTS: usize = 5;
const N_READINGS: u32 = 1000;
/// Who waits for longer was starved, however busy the machine is.
const STARVED: Duration = Duration::from_secs(10);

/// One second's readings of as many meters.
fn tick(second: u32) -> String {
    let mut text = "meter,quantity,unix_ts,value\n".to_owned();
    for meter in 0..N_READINGS {
        writeln!(text, "{meter},energy_gj,{},{}.{:03}", 1_767_225_600 + second * 3600, second + 1, meter).unwrap();
    }
    text
}

async fn ask(client: &Connection, number: usize) -> Result<(), Fault> {
    let page = Page { after: None, limit: 50 };
    match number % 4 {
        0 => client.ask(async |ek, context| ek.status(context).await).await.map(drop),
        1 => client.ask(async |ek, context| ek.overview(context, Filter::default(), page).await).await.map(drop),
        2 => client.ask(async |ek, context| ek.latest(context, Filter::default(), page).await).await.map(drop),
        _ => {
            let query = ReadingsQuery::default();
            client.ask(async |ek, context| ek.readings(context, query, page).await).await.map(drop)
        }
    }
}

/// Lets everybody in: each account once by password, its other clients by that session.
async fn crowd(local: &Endpoint) -> Vec<Connection> {
    let mut clients = Vec::new();
    for account in 0..N_ACCOUNTS {
        let name = format!("person-{account}");
        let (first, admission) = log_in(local, by_password(&name, PASSWORD)).await;
        clients.push(first);
        for _ in 1..N_CLIENTS / N_ACCOUNTS {
            clients.push(log_in(local, session(&admission)).await.0);
        }
    }
    clients
}

fn resident_kib(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

async fn bring(client: &Client, seconds: u32) {
    let mut ticks = interval(Duration::from_secs(1));
    for second in 0..seconds {
        ticks.tick().await;
        let document = client.import("tick.csv", Some("long"), tick(second).as_bytes()).await;
        assert_eq!(document.tally.stored, u64::from(N_READINGS), "{document:?}");
    }
}

/// Lets the crowd ask while readings arrive, each client once in `pause`, and prints what came of it.
async fn rush(seconds: u32, pause: Duration) -> (Duration, u64) {
    let place = Place::set_up();
    let paths = Paths { state: place.state.clone(), socket: place.socket.clone() };
    for account in 0..N_ACCOUNTS {
        let name = format!("person-{account}");
        let (login, password) = (login(&name), Some(PASSWORD.into()));
        founding::found(&paths, &Founder { login, name, role: Role::Technician, password }, jiff::Timestamp::now())
            .unwrap();
    }
    let (process, root) = place.run_noting(Stdio::null()).await;
    let clients = crowd(&Endpoint::Unix(place.socket.clone())).await;
    let until = Instant::now() + Duration::from_secs(u64::from(seconds));
    let mut asking = JoinSet::new();
    for (number, client) in clients.into_iter().enumerate() {
        asking.spawn(async move {
            let offset = pause * u32::try_from(number).unwrap() / u32::try_from(N_CLIENTS).unwrap();
            let mut turns = tokio::time::interval_at(tokio::time::Instant::now() + offset, pause);
            let mut times = Vec::new();
            let mut question = number;
            while Instant::now() < until {
                let due = turns.tick().await;
                ask(&client, question).await.unwrap();
                // From when it was due, so that waiting for one's own last answer counts.
                times.push(due.elapsed());
                question += 1;
            }
            times
        });
    }
    bring(&root, seconds).await;
    let mut times: Vec<Duration> = asking.join_all().await.into_iter().flatten().collect();
    let resident = resident_kib(process.0.id()) / 1024;
    times.sort_unstable();
    let at = |share: usize| times[(times.len() * share / 1000).min(times.len() - 1)];
    println!(
        "{N_CLIENTS} clients, {} reads in {seconds} s while {N_READINGS} readings/s arrive: p50 {:?}, p99 {:?}, at most \
         {:?}, 0 errors, {resident} MiB resident",
        times.len(),
        at(500),
        at(990),
        times.last().unwrap()
    );
    (at(990), resident)
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_clients_are_answered_while_readings_arrive() {
    let (p99, resident) = rush(4, Duration::from_secs(4)).await;
    // Nobody is starved; how fast it goes is asked below, of a daemon that is optimised and alone.
    assert!(p99 < STARVED && resident <= 256, "{p99:?}, {resident} MiB");
}

/// `cargo test --release -p ekd --test door -- --ignored --nocapture two_hundred_clients`
#[tokio::test(flavor = "multi_thread")]
#[ignore = "half a minute on a quiet machine: before a release"]
async fn two_hundred_clients_are_answered_within_a_fifth_of_a_second() {
    let (p99, resident) = rush(30, Duration::from_millis(500)).await;
    assert!(p99 <= Duration::from_millis(200) && resident <= 256, "{p99:?}, {resident} MiB");
}
