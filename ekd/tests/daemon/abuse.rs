//! Peers that send anything: none ends the daemon, none spoils an honest client's answers.

use std::path::Path;
use std::time::{Duration, Instant};

use common::api::{Filter, ReadingsQuery};
use common::fault::Cause;
use common::page::Page;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::UnixStream;
use tokio::time::timeout;

use crate::harness::client::Client;
use crate::harness::daemon::TestDaemon;
use crate::harness::dice::Dice;
use crate::harness::paper::{self, Form, Slip};

const NOW: &str = "2026-04-05T00:00:00Z";
const GREETING: &[u8] = b"EKD\n\0\x01\0\x01";
const N_FRAMES: usize = 10_000;
/// A frame that cannot be read ends its connection, so each has its own; the honest client asks after this many.
const FRAMES_A_LOOK: usize = 250;

async fn with_a_week() -> (TestDaemon, Client) {
    let daemon = TestDaemon::start(NOW, "").await;
    let client = daemon.client().await;
    for day in 24..=30 {
        let text = paper::day(Form::Xml, jiff::civil::date(2026, 3, day), Slip::None);
        client.import("day.xml", None, text.as_bytes()).await;
    }
    (daemon, client)
}

fn frame(body: &[u8]) -> Vec<u8> {
    let mut frame = u32::try_from(body.len()).unwrap().to_be_bytes().to_vec();
    frame.extend_from_slice(body);
    frame
}

fn call(id: u64, wait_ms: u64, call: &serde_json::Value) -> Vec<u8> {
    let message = serde_json::json!({ "call": { "id": id, "wait_ms": wait_ms, "call": call } });
    frame(&rmp_serde::to_vec_named(&message).unwrap())
}

/// Every kind of message that a client sends, well-formed.
fn honest_frames() -> Vec<Vec<u8>> {
    use serde_json::json;
    let (filter, page) = (json!({}), json!({"limit": 5}));
    let period = json!({"from": "2026-03-24T00:00:00Z", "until": "2026-03-26T00:00:00Z"});
    let query = json!({"point": 1, "quantity": "energy", "period": period, "step": "hour"});
    let calls = [
        json!({"Status": {}}),
        json!({"FindSite": {"text": "W-01"}}),
        json!({"Overview": {"filter": filter, "page": page}}),
        json!({"Readings": {"query": {"point": 1}, "page": page}}),
        json!({"Series": {"query": query}}),
        json!({"Changes": {"since": 1, "wait": "PT0S"}}),
        json!({"Quarantine": {"filter": filter, "page": page}}),
        json!({"PollSource": {"source": "none"}}),
    ];
    let mut frames: Vec<Vec<u8>> = calls.iter().map(|asked| call(1, 1000, asked)).collect();
    frames.push(frame(&rmp_serde::to_vec_named(&json!({"cancel": {"id": 1}})).unwrap()));
    frames
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

/// Sends frames on a connection of their own and reads what comes until the daemon closes it.
async fn pester(socket: &Path, frames: &[Vec<u8>]) {
    let mut stream = UnixStream::connect(socket).await.unwrap();
    stream.write_all(GREETING).await.unwrap();
    for frame in frames {
        if stream.write_all(frame).await.is_err() {
            return;
        }
    }
    // Calls that wait for news are not waited for.
    let closed = async {
        stream.shutdown().await?;
        stream.read_to_end(&mut Vec::new()).await
    };
    let _ = timeout(Duration::from_millis(20), closed).await;
}

async fn assert_honest(client: &Client, expected: &str) {
    let started = Instant::now();
    let answer = client.series_text().await;
    assert!(answer == expected, "an honest client got another answer");
    assert!(started.elapsed() < Duration::from_secs(5), "an honest client waited {:?}", started.elapsed());
}

#[tokio::test]
async fn ten_thousand_mutated_frames_do_not_disturb_an_honest_client() {
    let (daemon, client) = with_a_week().await;
    let expected = client.series_text().await;
    let (honest, mut dice) = (honest_frames(), Dice::seeded(99));
    for number in 0..N_FRAMES {
        let mut mutated = honest[dice.below(honest.len())].clone();
        if number % 5 == 0 {
            mutate(&mut mutated, &mut dice);
        } else {
            let mut body = mutated.split_off(4);
            mutate(&mut body, &mut dice);
            mutated = frame(&body);
        }
        pester(&daemon.paths.socket, &[honest[0].clone(), mutated]).await;
        if number % FRAMES_A_LOOK == 0 {
            assert_honest(&client, &expected).await;
        }
    }
    let newcomer = daemon.client().await;
    assert_honest(&newcomer, &expected).await;
    daemon.finish().await.unwrap();
}

#[tokio::test]
async fn frames_that_are_well_formed_but_absurd_do_not_disturb_an_honest_client() {
    let (daemon, client) = with_a_week().await;
    let expected = client.series_text().await;
    let status = serde_json::json!({"Status": {}});
    let deep = rmp_serde::to_vec(&serde_json::Value::Null).unwrap();
    let mut nested = vec![0x91; 200_000];
    nested.extend(deep);
    let absurd = [
        call(u64::MAX, u64::MAX, &status),
        call(0, 0, &status),
        call(7, 1_000_000_000_000, &serde_json::json!({"Changes": {"since": 1, "wait": "P10000000D"}})),
        frame(&nested),
        frame(&[]),
        u32::MAX.to_be_bytes().to_vec(),
        vec![0xdd, 0xff, 0xff, 0xff],
    ];
    for bytes in absurd {
        pester(&daemon.paths.socket, &[bytes.clone(), bytes]).await;
        assert_honest(&client, &expected).await;
    }
}

#[tokio::test]
async fn connections_that_say_nothing_are_closed_and_hinder_nobody() {
    let (daemon, client) = with_a_week().await;
    let expected = client.series_text().await;
    let mut silent = Vec::new();
    for number in 0..200 {
        let mut stream = UnixStream::connect(&daemon.paths.socket).await.unwrap();
        stream.write_all(&GREETING[..number % GREETING.len()]).await.unwrap();
        silent.push(stream);
    }
    assert_honest(&client, &expected).await;
    assert_honest(&daemon.client().await, &expected).await;
    for mut stream in silent {
        let mut rest = Vec::new();
        timeout(Duration::from_secs(5), stream.read_to_end(&mut rest)).await.unwrap().unwrap();
        assert_eq!(rest, b"");
    }
}

#[tokio::test]
async fn a_users_65th_connection_takes_the_place_of_the_one_that_was_quiet_longest() {
    let (daemon, client) = with_a_week().await;
    let mut open = Vec::new();
    for _ in 0..63 {
        open.push(daemon.client().await);
    }
    client.news(None, 0).await.unwrap();
    let newcomer = daemon.client().await;
    newcomer.news(None, 0).await.unwrap();
    let cause = open[0].news(None, 0).await.unwrap_err().cause;
    assert!(matches!(cause, Cause::ConnectionLost { .. }), "{cause:?}");
    for other in open[1..].iter().chain([&client]) {
        other.news(None, 0).await.unwrap();
    }
}

#[tokio::test]
async fn an_unknown_method_is_answered_and_the_connection_lives_on() {
    let (daemon, _client) = with_a_week().await;
    let mut stream = UnixStream::connect(&daemon.paths.socket).await.unwrap();
    stream.write_all(GREETING).await.unwrap();
    stream.read_exact(&mut [0; 8]).await.unwrap();
    for (asked, answer) in [
        (serde_json::json!({"Dance": {"with": [1, 2]}}), "unknown_method"),
        (serde_json::json!({"Status": {}}), "version"),
    ] {
        stream.write_all(&call(5, 1000, &asked)).await.unwrap();
        let length = timeout(Duration::from_secs(5), stream.read_u32()).await.unwrap().unwrap();
        let mut body = vec![0; usize::try_from(length).unwrap()];
        stream.read_exact(&mut body).await.unwrap();
        let body: serde_json::Value = rmp_serde::from_slice(&body).unwrap();
        assert_eq!(body["id"], 5);
        assert!(body["answer"].to_string().contains(answer), "{body}");
    }
}

#[tokio::test]
async fn a_reader_that_stops_reading_hinders_nobody() {
    let (daemon, client) = with_a_week().await;
    let expected = client.series_text().await;
    let mut lazy = UnixStream::connect(&daemon.paths.socket).await.unwrap();
    lazy.write_all(GREETING).await.unwrap();
    let all = serde_json::json!({"Readings": {"query": {}, "page": {"limit": 1000}}});
    for id in 0..200 {
        // The daemon stops reading when its answers are not taken; that is as it should be.
        if timeout(Duration::from_millis(20), lazy.write_all(&call(id, 60_000, &all))).await.is_err() {
            break;
        }
    }
    assert_honest(&client, &expected).await;
    assert_honest(&daemon.client().await, &expected).await;
    daemon.finish().await.unwrap();
}

#[tokio::test]
async fn who_waits_for_news_is_told_when_the_daemon_stops() {
    let (daemon, client) = with_a_week().await;
    let cursor = client.news(None, 0).await.unwrap();
    let (told, ()) = tokio::join!(client.news(Some(cursor), 50), async { daemon.ask_to_stop() });
    let cause = told.unwrap_err().cause;
    assert!(matches!(cause, Cause::Stopping | Cause::ConnectionLost { .. }), "{cause:?}");
    timeout(Duration::from_secs(10), daemon.finish()).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_page_that_nobody_gave_is_refused_and_no_page_is_larger_than_allowed() {
    let (_daemon, client) = with_a_week().await;
    for after in ["x", "1:2", "9:9:9:9:9:9", "-1:-1:999:0:0"] {
        let page = Page { after: Some(after.to_owned()), limit: 10 };
        let asked =
            client.connection.ask(async |ek, context| ek.readings(context, ReadingsQuery::default(), page).await);
        assert!(matches!(asked.await.map_err(|fault| fault.cause), Err(Cause::BadPage) | Ok(_)), "{after}");
    }
    let page = Page { after: None, limit: u32::MAX };
    let asked = client.connection.ask(async |ek, context| ek.latest(context, Filter::default(), page).await);
    assert!(asked.await.unwrap().unpack().items.len() <= 100_000);
}
