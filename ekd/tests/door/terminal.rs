//! What a terminal would obey, or an eye miss, comes in nowhere: each text that a call can bring is refused, or kept with
//! every such character shown.

use common::text::is_hidden;
use rusqlite::Connection as Archive;
use rusqlite::types::ValueRef;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::UnixStream;

use crate::caller::House;
use crate::harness::client::{Client, once};
use crate::harness::paper;
use crate::harness::raw::{call, enter};

/// C0, DEL, C1, line ends, zero-width, bidirectional, and whole commands: a title, a clipboard, a clear screen.
const HIDDEN: [&str; 16] = [
    "\0",
    "\u{7}",
    "\u{8}",
    "\n",
    "\r",
    "\t",
    "\u{1b}[2J",
    "\u{1b}]0;owned\u{7}",
    "\u{1b}]52;c;b3duZWQ=\u{7}",
    "\u{7f}",
    "\u{9b}31m",
    "\u{200b}",
    "\u{202e}",
    "\u{2066}",
    "\u{2028}",
    "\u{feff}",
];
/// Where the hidden text goes in a call.
const MARK: &str = "§";

/// Every call that keeps a text, as it should be and with each of its texts in turn marked.
fn calls() -> Vec<(Value, Value)> {
    let mut calls = Vec::new();
    let mut each = |method: &str, argument: &str, rest: &Value, base: &Value, fields: &[&str]| {
        for field in fields {
            let mut changed = base.clone();
            *changed.pointer_mut(field).unwrap() = json!("a§b");
            let mut arguments = rest.clone();
            arguments[argument] = changed;
            let mut honest = rest.clone();
            honest[argument] = base.clone();
            calls.push((json!({ method: honest }), json!({ method: arguments })));
        }
    };
    let key = json!({"key": "KEY"});
    let account = json!({"login": "x", "name": "x", "role": "clerk", "initial_password": "long enough for it",
        "email": "x@example.pl", "language": "pl"});
    each("CreateAccount", "account", &key, &account, &["/login", "/name", "/role", "/email", "/language"]);
    let change = json!({"name": "x", "language": "pl"});
    each("EditAccount", "change", &json!({"login": "anna"}), &change, &["/name", "/language"]);
    each("EditAccount", "login", &json!({"change": {}}), &json!("x"), &[""]);
    let token = json!({"name": "x", "expires_at": "2026-05-05T00:00:00Z", "digest": "0".repeat(64)});
    each("CreateToken", "token", &key, &token, &["/name", "/digest"]);
    let customer = json!({"number": "K-1", "name": "x", "phone": "+48225551234", "email": "x@example.pl",
        "address": {"street": "x", "postal_code": "x", "town": "x"}});
    let fields = ["/number", "/name", "/phone", "/email", "/address/street", "/address/postal_code", "/address/town"];
    each("SaveCustomer", "customer", &key, &customer, &fields);
    for kind in ["email", "mobile", "landline"] {
        each("SetContact", "change", &key, &json!({"kind": kind, "address": "x", "password": "x"}), &["/address"]);
    }
    let ownership = json!({"customer": "K-1", "site": "W-01", "from": "2026-01-01T00:00:00Z"});
    each("SetOwnership", "ownership", &key, &ownership, &["/customer", "/site"]);
    let mandate = json!({"customer": "K-1", "login": "anna", "rights": [], "from": "2026-01-01T00:00:00Z"});
    each("SetMandate", "mandate", &key, &mandate, &["/customer", "/login"]);
    let replacement = json!({"point": 1, "at": "2026-04-01T00:00:00Z", "serial": "9", "model": "x"});
    each("ReplaceMeter", "replacement", &key, &replacement, &["/serial", "/model"]);
    each("PollSource", "source", &json!({}), &json!("x"), &[""]);
    calls
}

/// Puts a text in the place of the mark, and a new key in the place of the key.
fn filled(value: &Value, text: &str) -> Value {
    match value {
        Value::String(marked) if marked == "KEY" => json!(once().as_str()),
        Value::String(marked) => json!(marked.replace(MARK, text)),
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), filled(value, text))).collect(),
        other => other.clone(),
    }
}

async fn ask(stream: &mut UnixStream, asked: &Value) -> Value {
    stream.write_all(&call(5, 5000, asked)).await.unwrap();
    let length = stream.read_u32().await.unwrap();
    let mut body = vec![0; usize::try_from(length).unwrap()];
    stream.read_exact(&mut body).await.unwrap();
    rmp_serde::from_slice(&body).unwrap()
}

/// Returns every text in the archive that holds what is hidden.
fn hidden_texts(archive: &Archive) -> Vec<String> {
    let names = |sql: &str| -> Vec<String> {
        let mut query = archive.prepare(sql).unwrap();
        query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let mut found = Vec::new();
    for table in names("SELECT name FROM sqlite_schema WHERE type = 'table'") {
        let mut query = archive.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let n_columns = query.column_count();
        let mut rows = query.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..n_columns {
                if let Ok(ValueRef::Text(text)) = row.get_ref(column) {
                    let text = String::from_utf8_lossy(text);
                    found.extend(text.contains(is_hidden).then(|| format!("{table}: {text:?}")));
                }
            }
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn no_call_brings_in_what_a_terminal_would_obey() {
    let house = House::start("").await;
    let client = Client::open(&house.daemon.paths.socket).await.unwrap();
    client.import("registry.xml", None, paper::registry().as_bytes()).await;
    let mut stream = enter(&house.daemon.paths.socket).await;
    let customer = json!({"number": "K-1", "name": "x", "address": {"street": "", "postal_code": "", "town": ""}});
    let saved = ask(&mut stream, &json!({"SaveCustomer": {"key": once().as_str(), "customer": customer}})).await;
    assert!(saved.to_string().contains("K-1"), "{saved}");
    for (honest, template) in calls() {
        for text in HIDDEN {
            let answer = ask(&mut stream, &filled(&template, text)).await;
            let is_refused = answer["answer"].get("Err").is_some()
                || answer["answer"]["Ok"]
                    .as_object()
                    .is_some_and(|answer| answer.values().all(|one| one.get("Err").is_some()));
            assert!(is_refused, "{template} with {text:?}: {answer}");
        }
        // It is the text that is refused: without the mark the call is one that the daemon knows.
        let answer = ask(&mut stream, &filled(&honest, "")).await;
        assert!(answer["answer"].get("Ok").is_some(), "{honest}: {answer}");
    }
    assert_eq!(hidden_texts(&Archive::open(house.daemon.paths.archive()).unwrap()), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn names_of_documents_and_what_is_in_them_are_kept_with_every_character_shown() {
    let house = House::start("").await;
    let client = Client::open(&house.daemon.paths.socket).await.unwrap();
    for text in HIDDEN {
        let name = format!("day{text}.json");
        let site = json!({"code": "W-09", "name": format!("Łąkowa{text}9"), "points": []});
        let document = json!({"format": "ek-document", "version": 1, "sites": [site]}).to_string();
        let taken = client.import(&name, None, document.as_bytes()).await;
        assert!(!taken.name.contains(is_hidden), "{taken:?}");
        client.import(&"x".repeat(100_000), None, format!("{text}{{\"{text}").as_bytes()).await;
    }
    let documents = client.documents().await;
    assert!(documents.iter().all(|one| one.name.chars().count() <= 255), "a name is no document");
    assert_eq!(hidden_texts(&Archive::open(house.daemon.paths.archive()).unwrap()), [""; 0]);
}
