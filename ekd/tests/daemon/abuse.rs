//! Peers that send anything: none ends the daemon, none spoils an honest client's answers.

use std::time::{Duration, Instant};

use common::api::{Filter, ReadingsQuery};
use common::fault::Cause;
use common::page::Page;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::time::timeout;

use crate::harness::client::Client;
use crate::harness::daemon::TestDaemon;
use crate::harness::paper::{self, Form, Slip};
use crate::harness::raw::{call, enter, frame, pester};

const NOW: &str = "2026-04-05T00:00:00Z";

async fn with_a_week() -> (TestDaemon, Client) {
    let daemon = TestDaemon::start(NOW, "").await;
    let client = daemon.client().await;
    for day in 24..=30 {
        let text = paper::day(Form::Xml, jiff::civil::date(2026, 3, day), Slip::None);
        client.import("day.xml", None, text.as_bytes()).await;
    }
    (daemon, client)
}

async fn assert_honest(client: &Client, expected: &str) {
    let started = Instant::now();
    let answer = client.series_text().await;
    assert!(answer == expected, "an honest client got another answer");
    assert!(started.elapsed() < Duration::from_secs(5), "an honest client waited {:?}", started.elapsed());
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
        pester(enter(&daemon.paths.socket).await, &[bytes.clone(), bytes]).await;
        assert_honest(&client, &expected).await;
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
    let mut stream = enter(&daemon.paths.socket).await;
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
    let mut lazy = enter(&daemon.paths.socket).await;
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
