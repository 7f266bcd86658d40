//! Programs of others that are told something: signed, once, or again under the same name.

use std::os::unix::fs::PermissionsExt;

use common::delivery::{Channel, DeliveryState};
use ring::hmac;
use tempfile::TempDir;

use crate::gateway::{Asked, ScriptedGateway, Whim};
use crate::house::House;

const SECRET: &str = "s3cret-of-the-hook";

async fn scada(script: impl FnMut(&Asked) -> Whim + Send + 'static) -> (ScriptedGateway, House, TempDir) {
    let server = ScriptedGateway::start(script).await;
    let home = tempfile::tempdir().unwrap();
    let secret = home.path().join("secret");
    std::fs::write(&secret, format!("{SECRET}\n")).unwrap();
    std::fs::set_permissions(&secret, PermissionsExt::from_mode(0o600)).unwrap();
    let section = format!(
        "[webhook.scada]\nurl = 'http://127.0.0.1:{}/told?from=ek'\nsecret-file = '{}'\ntimeout = '2s'\n",
        server.port,
        secret.display()
    );
    (server, House::start(&section), home)
}

fn says(status: u16) -> Whim {
    Whim::Answer(status, "x".repeat(200_000))
}

/// Checks a message as its reader would.
fn verify(asked: &Asked) {
    let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes());
    let signed = format!("{}.{}", asked.header("x-ek-timestamp").unwrap(), asked.body);
    let told = asked.header("x-ek-signature").unwrap();
    let told = told.strip_prefix("sha256=").unwrap();
    let bytes: Vec<u8> =
        (0..told.len()).step_by(2).map(|at| u8::from_str_radix(&told[at..at + 2], 16).unwrap()).collect();
    hmac::verify(&key, signed.as_bytes(), &bytes).unwrap();
}

#[tokio::test]
async fn a_program_is_told_in_json_and_can_tell_that_it_is_us() {
    let (server, house, _home) = scada(|_| says(204)).await;
    let id = house.queue(Channel::Webhook, "scada").await;
    let row = house.deliver(id).await;
    assert_eq!((row.state, row.answer.as_deref()), (DeliveryState::Sent, Some("status 204")));
    let asked = server.asked().remove(0);
    verify(&asked);
    assert_eq!(asked.line, "POST /told?from=ek");
    assert_eq!(asked.header("content-type").as_deref(), Some("application/json"));
    let object: serde_json::Value = serde_json::from_str(&asked.body).unwrap();
    assert_eq!((object["topic"].as_str(), object["login"].as_str()), (Some("reset_code"), Some("anna")));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_passes_is_tried_again_under_the_same_name() {
    for whim in [408, 409, 425, 429, 500, 503].map(says).into_iter().chain([Whim::Break, Whim::Stall]) {
        let case = whim.clone();
        let mut n_asked = 0;
        let (server, house, _home) = scada(move |_| {
            n_asked += 1;
            if n_asked < 3 { whim.clone() } else { says(200) }
        })
        .await;
        let id = house.queue(Channel::Webhook, "scada").await;
        let row = house.deliver(id).await;
        assert_eq!((row.state, row.n_attempts), (DeliveryState::Sent, 3), "{case:?}");
        let asked = server.asked();
        asked.iter().for_each(verify);
        let times: Vec<_> = asked.iter().filter_map(|asked| asked.header("x-ek-timestamp")).collect();
        assert!(times[0] < times[1] && times[1] < times[2], "each attempt tells its own time: {times:?}");
        let names: Vec<_> = asked.iter().filter_map(|asked| asked.header("x-ek-id")).collect();
        assert!(names.len() == 3 && names.iter().all(|name| *name == names[0] && name.starts_with("ek-")), "{names:?}");
    }
}

#[tokio::test]
async fn what_is_refused_is_not_tried_again_and_nobody_else_gets_it() {
    for status in [400, 401, 403, 404, 410, 422] {
        let (server, house, _home) = scada(move |_| says(status)).await;
        let id = house.queue(Channel::Webhook, "scada").await;
        assert_eq!(house.deliver(id).await.state, DeliveryState::Failed, "{status}");
        assert_eq!(server.asked().len(), 1);
    }
    let elsewhere = ScriptedGateway::start(|_| says(200)).await;
    let to = format!("Location: http://127.0.0.1:{}/", elsewhere.port);
    let (_server, house, _home) = scada(move |_| Whim::AnswerWith(307, to.clone(), String::new())).await;
    let id = house.queue(Channel::Webhook, "scada").await;
    house.deliverer().deliver_due(Channel::Webhook).await.unwrap();
    assert_eq!(house.row(id).await.state, DeliveryState::Waiting);
    assert!(elsewhere.asked().is_empty());
    let unknown = house.queue(Channel::Webhook, "nobody").await;
    house.deliverer().deliver_due(Channel::Webhook).await.unwrap();
    assert_eq!(house.row(unknown).await.answer.as_deref(), Some("not configured"));
}
