//! Enemies on the line: frames of any form, connections that never get anywhere. An honest client notices nothing.

use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use common::client::Connection;
use common::endpoint::Endpoint;
use common::gate::{Knock, MAX_KNOCK, Password, With};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::UnixStream;
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::authority::connect;
use crate::caller::{House, PASSWORD, account, by_password, log_in};
use crate::harness::dice::Dice;
use crate::harness::raw::{call, enter, frame, greeted, pester};

/// Enemies at the same time; fewer than the places of one source.
const N_WORKERS: usize = 4;
/// Frames between two looks of an honest client.
const FRAMES_A_LOOK: usize = 250;

/// Returns how many tasks of this process have panicked.
fn n_panics() -> usize {
    static COUNTING: Once = Once::new();
    static N_PANICS: AtomicUsize = AtomicUsize::new(0);
    COUNTING.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            // Tests that fail panic in threads with their own names.
            let is_task = std::thread::current().name().is_some_and(|name| name.starts_with("tokio"));
            N_PANICS.fetch_add(usize::from(is_task), Ordering::Relaxed);
            usual(info);
        }));
    });
    N_PANICS.load(Ordering::Relaxed)
}

/// Every kind of message that a client sends after it was let in, well-formed.
fn honest_calls() -> Vec<Vec<u8>> {
    use serde_json::json;
    let (filter, page) = (json!({}), json!({"limit": 5}));
    let period = json!({"from": "2026-03-24T00:00:00Z", "until": "2026-03-26T00:00:00Z"});
    let query = json!({"point": 1, "quantity": "energy", "period": period, "step": "hour"});
    let account = json!({"login": "x", "name": "x", "role": "clerk", "initial_password": "long enough for it"});
    let customer = json!({"number": "K-1", "name": "x", "address": {"street": "", "postal_code": "", "town": ""}});
    let key = "0123456789abcdef0123456789abcdef";
    let calls = [
        json!({"Status": {}}),
        json!({"FindSite": {"text": "W-01"}}),
        json!({"Overview": {"filter": filter, "page": page}}),
        json!({"Readings": {"query": {"point": 1}, "page": page}}),
        json!({"Series": {"query": query}}),
        json!({"Changes": {"since": 1, "wait": "PT0S"}}),
        json!({"Quarantine": {"filter": filter, "page": page}}),
        json!({"PollSource": {"source": "none"}}),
        json!({"LogIns": {"query": {"everyone": true}, "page": page}}),
        json!({"FindAccount": {"login": "anna"}}),
        json!({"CreateAccount": {"key": key, "account": account}}),
        json!({"SaveCustomer": {"key": key, "customer": customer}}),
        json!({"EndSessions": {"which": {"one": 7}}}),
        json!({"Upload": {"part": {"key": key, "offset": 0, "bytes": [1, 2, 3]}}}),
    ];
    let mut frames: Vec<Vec<u8>> = calls.iter().map(|asked| call(1, 1000, asked)).collect();
    frames.push(frame(&rmp_serde::to_vec_named(&json!({"cancel": {"id": 1}})).unwrap()));
    frames
}

/// Every kind of knock, well-formed; those that cost a hash or half a second are few.
fn honest_knocks() -> Vec<Vec<u8>> {
    let cheap = [With::Peer, With::Session("0".repeat(64).into()), With::Token("ekt_0".into())];
    let dear = [
        With::Password(Password {
            login: "nobody".to_owned(),
            password: PASSWORD.into(),
            code: Some("123456".to_owned()),
            new_password: Some("x".into()),
        }),
        With::Forgotten { login: "nobody".to_owned() },
        With::Reset { login: "nobody".to_owned(), code: "0".into(), new_password: PASSWORD.into() },
    ];
    let knocks = cheap.iter().cycle().take(45).chain(&dear);
    let knock = |with: &With| Knock { client: "by hand".to_owned(), with: with.clone() };
    knocks.map(|with| frame(&rmp_serde::to_vec_named(&knock(with)).unwrap())).collect()
}

fn mutate(frame: &mut Vec<u8>, dice: &mut Dice) {
    for _ in 0..=dice.below(4) {
        let at = dice.below(frame.len().max(1));
        match dice.below(5) {
            0 => frame.truncate(at),
            1 => frame.insert(at.min(frame.len()), dice.bytes::<1>()[0]),
            2 => frame.extend(dice.bytes::<8>()),
            _ if frame.is_empty() => {}
            3 => frame[at] = dice.bytes::<1>()[0],
            _ => frame[at] ^= 1 << dice.below(8),
        }
    }
}

fn mutated(honest: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut mutated = honest[dice.below(honest.len())].clone();
    match dice.below(16) {
        // Its length lies too.
        0..=2 => mutate(&mut mutated, dice),
        3 => {
            mutated = (0..dice.below(64)).map(|_| dice.bytes::<1>()[0]).collect();
            if dice.below(2) == 0 {
                mutated = frame(&mutated);
            }
        }
        _ => {
            let mut body = mutated.split_off(4);
            mutate(&mut body, dice);
            mutated = frame(&body);
        }
    }
    mutated
}

/// Looks as an honest client does who is there, and one who comes.
async fn look(house: &House, there: &Connection) -> Duration {
    let started = Instant::now();
    account(there).await.unwrap();
    let asked = started.elapsed();
    // Whoever comes from the same source as the enemies may lose the place to them; then it tries again.
    let comes = async {
        while Connection::open(&house.local, &Knock { client: "test".to_owned(), with: With::Peer }).await.is_err() {}
    };
    timeout(Duration::from_secs(10), comes).await.expect("an honest client comes in");
    asked
}

#[derive(Clone, Copy, Debug)]
enum When {
    BeforeLogIn,
    AfterLogIn,
}

/// Has so many mutated frames sent and tells how long an honest client waited at most.
async fn storm(when: When, n_frames: usize) {
    let (house, n_panics_before, started) = (House::start("").await, n_panics(), Instant::now());
    let (anna, _) = log_in(&house.remote, by_password("anna", PASSWORD)).await;
    let seed = Dice::seeded(99).number();
    let mut slowest = Duration::ZERO;
    let mut workers = JoinSet::new();
    for worker in 0..N_WORKERS {
        let (socket, mut dice) = (house.daemon.paths.socket.clone(), Dice::new(seed.wrapping_add(worker as u64)));
        workers.spawn(async move {
            let honest = match when {
                When::BeforeLogIn => honest_knocks(),
                When::AfterLogIn => honest_calls(),
            };
            for _ in 0..n_frames / N_WORKERS {
                let frames = [honest[0].clone(), mutated(&honest, &mut dice)];
                match when {
                    // A frame that cannot be read ends its connection, so each has its own.
                    When::BeforeLogIn => pester(greeted(&socket).await, &frames[1..]).await,
                    When::AfterLogIn => pester(enter(&socket).await, &frames).await,
                }
            }
        });
    }
    let mut n_looks = 0;
    while !workers.is_empty() {
        slowest = slowest.max(look(&house, &anna).await);
        n_looks += 1;
        let pause = Duration::from_millis(FRAMES_A_LOOK as u64);
        if let Ok(Some(done)) = timeout(pause, workers.join_next()).await {
            done.unwrap();
        }
    }
    println!("{n_frames} frames {when:?}: {:?}, honest at most {slowest:?} of {n_looks}", started.elapsed());
    assert_eq!(n_panics(), n_panics_before, "something panicked");
    assert!(slowest < Duration::from_secs(5), "an honest client waited {slowest:?}");
    house.daemon.finish().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_mutated_knocks_disturb_nobody() {
    storm(When::BeforeLogIn, 10_000).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_mutated_calls_disturb_nobody() {
    storm(When::AfterLogIn, 10_000).await;
}

/// `cargo test --release -p ekd --test door -- --ignored --nocapture a_hundred_thousand`
#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes half a minute: before a release"]
async fn a_hundred_thousand_mutated_frames_disturb_nobody() {
    storm(When::BeforeLogIn, 100_000).await;
    storm(When::AfterLogIn, 100_000).await;
}

/// `cargo test --release -p ekd --test door -- --ignored --nocapture a_million`
#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes: before a release"]
async fn a_million_mutated_frames_disturb_nobody() {
    storm(When::BeforeLogIn, 1_000_000).await;
    storm(When::AfterLogIn, 1_000_000).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_giant_before_the_log_in_is_refused_before_it_comes() {
    let house = House::start("").await;
    let socket = &house.daemon.paths.socket;
    let giant = u32::try_from(MAX_KNOCK + 1).unwrap();
    for announced in [giant, 10 << 20, u32::MAX] {
        let mut stream = greeted(socket).await;
        stream.write_all(&announced.to_be_bytes()).await.unwrap();
        let mut heard = Vec::new();
        timeout(Duration::from_secs(5), stream.read_to_end(&mut heard)).await.expect("closed at once").unwrap();
        assert_eq!(heard, b"");
    }
    // As long as allowed, and nested as deep as that goes.
    let mut stream = greeted(socket).await;
    stream.write_all(&frame(&vec![0x91; MAX_KNOCK])).await.unwrap();
    assert_eq!(timeout(Duration::from_secs(5), stream.read(&mut [0])).await.unwrap().unwrap_or(0), 0);
    log_in(&house.remote, by_password("anna", PASSWORD)).await;
}

/// A way of never getting anywhere.
#[derive(Clone, Copy, Debug)]
enum Way {
    Silent,
    HalfFramed,
    Dripping,
}

impl Way {
    fn of(number: usize) -> Self {
        [Self::Silent, Self::HalfFramed, Self::Dripping][number % 3]
    }
}

/// Holds a connection in one of the ways until the daemon ends it.
async fn hold(mut stream: impl AsyncRead + AsyncWrite + Unpin, way: Way) {
    let knock = frame(&vec![0xc0; MAX_KNOCK]);
    match way {
        Way::Silent => {}
        Way::HalfFramed => {
            let _ = stream.write_all(b"EKD\n\0\x02\0\x02").await;
            let _ = stream.write_all(&knock[..MAX_KNOCK / 2]).await;
        }
        Way::Dripping => {
            let mut drops = tokio::time::interval(Duration::from_millis(20));
            for byte in b"EKD\n\0\x02\0\x02".iter().chain(&knock) {
                drops.tick().await;
                if stream.write_all(&[*byte]).await.is_err() {
                    return;
                }
            }
        }
    }
    let _ = stream.read_to_end(&mut Vec::new()).await;
}

/// Waits until no more connections than this are held, and looks whether others are let go besides.
async fn settle(holders: &mut JoinSet<()>, most: usize) {
    let settled = async {
        while holders.len() > most {
            holders.join_next().await;
        }
    };
    timeout(Duration::from_secs(2), settled).await.expect("the oldest are let go");
    while timeout(Duration::from_millis(100), holders.join_next()).await.is_ok_and(|ended| ended.is_some()) {}
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_connections_that_get_nowhere_hinder_nobody() {
    let house = House::start("").await;
    let (anna, admission) = log_in(&house.remote, by_password("anna", PASSWORD)).await;
    let mut holders = JoinSet::new();
    for number in 0..100 {
        let stream = UnixStream::connect(&house.daemon.paths.socket).await.unwrap();
        holders.spawn(hold(stream, Way::of(number)));
    }
    for number in 0..100 {
        // From fifty sources; half of them shake hands first.
        let from = format!("127.0.3.{}", number / 2 + 1);
        if number % 2 == 0 {
            let line = house.authority.line(&from, house.address).await.unwrap();
            holders.spawn(hold(line, Way::of(number / 2)));
        } else {
            holders.spawn(hold(connect(&from, house.address).await.unwrap(), Way::of(number / 2)));
        }
    }
    let mut times = Vec::new();
    let session = || With::Session(admission.session.clone().unwrap());
    for number in 0..300 {
        let started = Instant::now();
        match number % 3 {
            0 => account(&anna).await.map(drop).unwrap(),
            1 => drop(log_in(&house.remote, session()).await),
            _ => drop(log_in(&house.local, session()).await),
        }
        times.push(started.elapsed());
    }
    settle(&mut holders, 64).await;
    let n_held = holders.len();
    times.sort_unstable();
    let (median, p99) = (times[150], times[297]);
    println!("200 connections that get nowhere, {n_held} of them held: honest p50 {median:?}, p99 {p99:?}");
    assert!(p99 < Duration::from_millis(250), "{p99:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_source_has_eight_places_at_the_door_and_all_together_sixty_four() {
    let house = House::start("").await;
    let mut holders = JoinSet::new();
    for _ in 0..20 {
        let line = house.authority.line("127.0.4.1", house.address).await.unwrap();
        holders.spawn(hold(line, Way::HalfFramed));
    }
    settle(&mut holders, 8).await;
    assert_eq!(holders.len(), 8);
    for number in 0..80 {
        let line = house.authority.line(&format!("127.0.5.{}", number + 1), house.address).await.unwrap();
        holders.spawn(hold(line, Way::HalfFramed));
    }
    settle(&mut holders, 64).await;
    assert_eq!(holders.len(), 64);
    let local = Endpoint::Unix(house.daemon.paths.socket.clone());
    log_in(&local, With::Peer).await;
}
