//! N2 over HTTP: a service that sends short messages gets each once, or once more where nobody could know.

use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;

use common::delivery::{Channel, Delivery, DeliveryState};
use tempfile::TempDir;

use crate::gateway::{Asked, ScriptedGateway, Whim};
use crate::house::{CODE, House};
use crate::shared::shared;

const NUMBER: &str = "+48601234567";
const TOKEN: &str = "t0ken-of-the-service";
const SENT: &str = r#"{"count":1,"list":[{"id":"63A1","points":0.1,"number":"48601234567","status":"QUEUE"}]}"#;
const KNOWN: &str = r#"{"error":53,"message":"Not unique idx parameter"}"#;

/// A service with the settings of a real one, and what it was made to send.
struct Service {
    server: ScriptedGateway,
    house: House,
    _home: TempDir,
}

async fn service(name: &str, script: impl FnMut(&Asked) -> Whim + Send + 'static) -> Service {
    let server = ScriptedGateway::start(script).await;
    let home = tempfile::tempdir().unwrap();
    let token = home.path().join("token");
    std::fs::write(&token, format!("{TOKEN}\n")).unwrap();
    std::fs::set_permissions(&token, PermissionsExt::from_mode(0o600)).unwrap();
    let section = format!(
        "[sms]\nkind = 'gateway'\n[sms.gateway]\nservice = '{name}'\nurl = 'http://127.0.0.1:{}/send'\n\
         token-file = '{}'\nsender = 'e-Klient'\ntimeout = '2s'\n",
        server.port,
        token.display()
    );
    Service { server, house: House::start(&section), _home: home }
}

impl Service {
    async fn once(&self) -> Delivery {
        let id = self.house.queue(Channel::Sms, NUMBER).await;
        self.house.deliverer().deliver_due(Channel::Sms).await.unwrap();
        self.house.row(id).await
    }
}

fn answer(status: u16, body: &str) -> Whim {
    Whim::Answer(status, body.to_owned())
}

#[tokio::test]
async fn smsapi_gets_what_it_needs_and_no_more() {
    let service = service("smsapi", |_| answer(200, SENT)).await;
    let row = service.once().await;
    assert_eq!((row.state, row.answer.as_deref()), (DeliveryState::Sent, Some("status 200 63A1")));
    let asked = service.server.asked().remove(0);
    assert_eq!(asked.line, "POST /send");
    assert_eq!(asked.header("authorization").unwrap(), format!("Bearer {TOKEN}"));
    let field = |name: &str| asked.field(name).unwrap();
    assert_eq!(
        ["to", "from", "format", "encoding", "check_idx"].map(field),
        ["48601234567", "e-Klient", "json", "utf-8", "1"]
    );
    assert!(field("message").contains(CODE) && field("message").is_ascii(), "{}", field("message"));
    assert!(field("idx").starts_with("ek-") && field("idx").len() == 35, "{}", field("idx"));
}

#[tokio::test]
async fn an_error_is_one_whatever_its_status_and_the_token_is_in_no_answer() {
    let cases = [
        (200, r#"{"error":13,"message":"No correct phone numbers"}"#, DeliveryState::Failed),
        (200, r#"{"error":103,"message":"No points"}"#, DeliveryState::Waiting),
        (401, r#"{"error":101,"message":"bad token t0ken-of-the-service"}"#, DeliveryState::Waiting),
        (503, "maintenance", DeliveryState::Waiting),
        (200, "<html>log in</html>", DeliveryState::Waiting),
    ];
    for (status, body, state) in cases {
        let service = service("smsapi", move |_| answer(status, body)).await;
        let row = service.once().await;
        assert_eq!(row.state, state, "{body}");
        assert!(!row.answer.clone().unwrap().contains(TOKEN), "{row:?}");
        for (name, bytes) in service.house.files() {
            assert!(!bytes.windows(TOKEN.len()).any(|window| window == TOKEN.as_bytes()), "{name} holds the token");
        }
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = ScriptedGateway::start(|_| answer(200, SENT)).await;
    let to = format!("Location: http://127.0.0.1:{}/", elsewhere.port);
    for status in [301, 302, 307, 308] {
        let to = to.clone();
        let service = service("smsapi", move |_| Whim::AnswerWith(status, to.clone(), String::new())).await;
        assert_eq!(service.once().await.state, DeliveryState::Waiting);
    }
    assert!(elsewhere.asked().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_whose_answer_was_lost_is_sent_once_by_a_service_that_knows_keys() {
    for lost in [Whim::Break, Whim::Stall, answer(502, ""), answer(200, "{\"count\":1,\"li")] {
        let mut keys = BTreeSet::new();
        let mut n_failures = 0;
        let lost_once = lost.clone();
        let service = service("smsapi", move |asked| {
            // Whatever is said: what came is sent, unless its key is known.
            let is_new = keys.insert(asked.field("idx").unwrap());
            n_failures += 1;
            match (n_failures, is_new) {
                (1..=3, _) => lost_once.clone(),
                (_, true) => answer(200, SENT),
                (_, false) => answer(200, KNOWN),
            }
        })
        .await;
        let id = service.house.queue(Channel::Sms, NUMBER).await;
        let row = service.house.deliver(id).await;
        assert_eq!((row.state, row.n_attempts), (DeliveryState::Sent, 4), "{lost:?}");
        let keys: BTreeSet<String> = service.server.asked().iter().filter_map(|asked| asked.field("idx")).collect();
        assert_eq!((keys.len(), service.house.rows().await.len()), (1, 1), "{lost:?}: one key, so one message");
    }
}

#[tokio::test]
async fn serwersms_tells_what_became_of_a_message() {
    let sent = r#"{"success":true,"queued":1,"unsent":0,"items":[{"id":"aca3944055","status":"queued"}]}"#;
    let service = service("serwersms", |_| Whim::Break).await;
    let id = service.house.queue(Channel::Sms, NUMBER).await;
    service.house.deliverer().deliver_due(Channel::Sms).await.unwrap();
    service.server.script(move |_| answer(200, sent));
    let row = service.house.deliver(id).await;
    assert_eq!((row.state, row.answer.as_deref()), (DeliveryState::Sent, Some("status 200 aca3944055")));
    let asked = service.server.asked();
    assert_eq!(asked.len(), 2, "one repeat for one answer that was lost");
    assert_eq!(asked[1].field("phone").as_deref(), Some(NUMBER));
    assert_eq!(asked[1].header("authorization").unwrap(), format!("Bearer {TOKEN}"));

    let refused = r#"{"error":{"code":2001,"type":"ValidationPhoneError","message":"Invalid phone number"}}"#;
    service.server.script(move |_| answer(200, refused));
    let row = service.once().await;
    assert_eq!(row.answer.as_deref(), Some("error 2001 Invalid phone number"));
    assert_eq!(row.state, DeliveryState::Failed);
}

#[tokio::test]
async fn the_answers_of_the_real_smsapi_are_understood() {
    let Some(directory) = shared("data/sms/smsapi") else { return };
    let expected = [
        ("send.json", DeliveryState::Sent),
        ("send_flash.json", DeliveryState::Sent),
        ("detailed_response.json", DeliveryState::Sent),
        ("send_to_invalid_number.json", DeliveryState::Failed),
        ("remove_not_exists_sms.json", DeliveryState::Waiting),
        ("account_balance.json", DeliveryState::Waiting),
    ];
    for (name, state) in expected {
        let text = std::fs::read_to_string(directory.join(name)).unwrap();
        let told: serde_json::Value = serde_json::from_str(&text).unwrap();
        let status = u16::try_from(told["status_code"].as_u64().unwrap()).unwrap();
        let body = told["response"].to_string();
        let service = service("smsapi", move |_| Whim::Answer(status, body.clone())).await;
        assert_eq!(service.once().await.state, state, "{name}");
    }
}
