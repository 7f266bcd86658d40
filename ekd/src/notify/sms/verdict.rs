//! What an answer of a service means, by the rules that describe the service.
//!
//! Values in, an answer out: knows neither HTTP nor which service it is.

use serde_json::Value;

use crate::config::gateway::{AnswerConfig, Code};
use crate::notify::Answer;

/// Returns what became of a message. A code of an error counts whatever the status is: services tell errors with 200.
pub(super) fn judge(rules: &AnswerConfig, status: u16, body: &str) -> Answer {
    let object: Option<Value> = serde_json::from_str(body).ok();
    let object = object.as_ref();
    if let Some(code) = error_code(rules, object, body) {
        let detail = rules.detail.as_ref().and_then(|place| scalar(object?.pointer(place)?)).unwrap_or_default();
        let told = format!("error {code} {detail}").trim_end().to_owned();
        let is_among = |codes: &[Code]| codes.iter().any(|known| known.is(&code));
        return if is_among(&rules.known) {
            Answer::Sent(told)
        } else if is_among(&rules.permanent) {
            Answer::Failed(told)
        } else {
            Answer::Later(told)
        };
    }
    if rules.permanent_status.contains(&status) {
        return Answer::Failed(format!("status {status}"));
    }
    if !(200..300).contains(&status) {
        return Answer::Later(format!("status {status}"));
    }
    match taken(rules, object, body) {
        Some(reference) => Answer::Sent(format!("status {status} {reference}").trim_end().to_owned()),
        None => Answer::Later(format!("status {status}, and no word about the message")),
    }
}

fn error_code(rules: &AnswerConfig, object: Option<&Value>, body: &str) -> Option<String> {
    let in_object = rules.error.iter().find_map(|place| scalar(object?.pointer(place)?));
    in_object.or_else(|| {
        let rest = body.trim_start().strip_prefix(rules.error_text.as_deref()?)?;
        let rest = rest.trim_start();
        let end = rest.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').unwrap_or(rest.len());
        Some(rest[..end].to_owned())
    })
}

/// Returns the service's own number of a message that it has taken, or nothing where it has none.
fn taken(rules: &AnswerConfig, object: Option<&Value>, body: &str) -> Option<String> {
    let holds = |(place, wanted): (&String, &Value)| object.and_then(|object| object.pointer(place)) == Some(wanted);
    if !rules.sent.iter().all(holds) {
        return None;
    }
    if let Some(text) = &rules.sent_text {
        let line = body.trim_start().starts_with(text.as_str()).then(|| body.trim().lines().next())?;
        return Some(line.unwrap_or_default().to_owned());
    }
    match &rules.reference {
        Some(place) => scalar(object?.pointer(place)?),
        None => Some(String::new()),
    }
}

/// Returns a value as text; nothing for what says that there is none.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::Bool(false) | Value::Array(_) => None,
        Value::Bool(true) => Some("true".to_owned()),
        Value::Number(number) => Some(number.to_string()).filter(|text| text != "0"),
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        Value::Object(_) => Some("object".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::gateway::GatewayConfig;

    fn rules(section: &str) -> AnswerConfig {
        toml::from_str::<GatewayConfig>(section).unwrap().complete().answer.unwrap()
    }

    const SENT: char = 's';
    const FAILED: char = 'f';
    const LATER: char = 'l';

    fn check(rules: &AnswerConfig, cases: &[(u16, &str, char, &str)]) {
        for (status, body, expected, told) in cases {
            let (found, text) = match judge(rules, *status, body) {
                Answer::Sent(text) => (SENT, text),
                Answer::Failed(text) => (FAILED, text),
                Answer::Later(text) => (LATER, text),
            };
            assert_eq!((found, text.as_str()), (*expected, *told), "{status} {body}");
        }
    }

    #[test]
    fn smsapi_tells_errors_with_any_status() {
        let sent =
            r#"{"count":1,"list":[{"id":"63A1","points":0.1,"number":"48601234567","status":"QUEUE","error":null}]}"#;
        let number = r#"{"invalid_numbers":[],"error":13,"message":"No correct phone numbers"}"#;
        let cases = [
            (200, sent, SENT, "status 200 63A1"),
            (201, sent, SENT, "status 201 63A1"),
            (200, number, FAILED, "error 13 No correct phone numbers"),
            (400, number, FAILED, "error 13 No correct phone numbers"),
            (200, r#"{"error":53,"message":"Not unique idx"}"#, SENT, "error 53 Not unique idx"),
            (200, r#"{"error":103,"message":"No points"}"#, LATER, "error 103 No points"),
            (200, r#"{"error":201,"message":"Internal"}"#, LATER, "error 201 Internal"),
            (401, "", LATER, "status 401"),
            (502, "<html>", LATER, "status 502"),
            (302, "", LATER, "status 302"),
            (200, "", LATER, "status 200, and no word about the message"),
            (200, "<!doctype html><p>OK", LATER, "status 200, and no word about the message"),
            (200, r#"{"count":0,"list":[]}"#, LATER, "status 200, and no word about the message"),
            (200, &sent[..40], LATER, "status 200, and no word about the message"),
        ];
        check(&rules("service = 'smsapi'"), &cases);
    }

    #[test]
    fn serwersms_tells_errors_of_the_request_and_of_the_message() {
        let sent = r#"{"success":true,"queued":1,"unsent":0,"items":[{"id":"aca3944055","phone":"+48601234567","status":"queued","error_code":null}]}"#;
        let unsent =
            r#"{"success":true,"queued":0,"unsent":1,"items":[{"id":null,"status":"unsent","error_code":2001}]}"#;
        let cases = [
            (200, sent, SENT, "status 200 aca3944055"),
            (200, unsent, FAILED, "error 2001"),
            (200, r#"{"error":{"code":1001,"type":"InvalidUser","message":"no"}}"#, LATER, "error 1001 no"),
            (200, r#"{"error":{"code":2001,"type":"ValidationPhoneError","message":"bad"}}"#, FAILED, "error 2001 bad"),
            (200, r#"{"error":{"code":3002,"message":"limit"}}"#, LATER, "error 3002 limit"),
            (200, r#"{"success":true,"queued":0,"unsent":0}"#, LATER, "status 200, and no word about the message"),
        ];
        check(&rules("service = 'serwersms'"), &cases);
    }

    #[test]
    fn a_service_may_speak_in_lines() {
        let section =
            "[answer]\nsent-text = 'OK:'\nerror-text = 'ERROR:'\npermanent = [13, 'BAD']\npermanent-status = [422]";
        let cases = [
            (200, "OK:63A1:0.1\r\n", SENT, "status 200 OK:63A1:0.1"),
            (200, "ERROR:13\n", FAILED, "error 13"),
            (200, "ERROR: BAD number", FAILED, "error BAD"),
            (200, "ERROR:8", LATER, "error 8"),
            (200, "ERROR:", LATER, "error"),
            (422, "what", FAILED, "status 422"),
            (500, "OK:", LATER, "status 500"),
            (200, "sure", LATER, "status 200, and no word about the message"),
        ];
        check(&rules(section), &cases);
    }
}
