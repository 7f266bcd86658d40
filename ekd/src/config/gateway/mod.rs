//! `[sms.gateway]`: a service that sends short messages and is asked by HTTP. One request and one set of rules about the
//! answer describe every service; those of two are there already.

pub mod template;

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::SignedDuration;
use reqwest::Url;
use reqwest::header::{HeaderName, HeaderValue};
use serde::Deserialize;
use serde_json::Value;

use super::web;
use template::{Field, Shape, Template};

/// How a service is asked, and what its answers mean.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct GatewayConfig {
    /// Whose settings hold where the section has none of its own.
    #[serde(default)]
    pub service: Option<Service>,
    #[serde(default)]
    pub url: Option<Template>,
    #[serde(default)]
    pub method: Method,
    /// Taken as a whole, as [`form`](Self::form) is.
    #[serde(default)]
    pub headers: Option<BTreeMap<String, Template>>,
    /// The fields of a form. One whose template has no value is left out.
    #[serde(default)]
    pub form: Option<BTreeMap<String, Template>>,
    /// A body of JSON, instead of a form.
    #[serde(default)]
    pub json: Option<Shape>,
    /// The name that the recipient sees; most services want it registered.
    #[serde(default)]
    pub sender: Option<String>,
    /// A path, or the bare name of a systemd credential.
    #[serde(default)]
    pub token_file: Option<PathBuf>,
    /// The only authorities that are trusted (PEM), instead of the system's.
    #[serde(default)]
    pub ca_file: Option<PathBuf>,
    /// For the whole of one message, with the answer.
    #[serde(default = "default_timeout")]
    pub timeout: SignedDuration,
    #[serde(default)]
    pub answer: Option<AnswerConfig>,
}

/// The services whose settings are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Service {
    Smsapi,
    Serwersms,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    #[default]
    Post,
    Get,
}

/// What answers mean. Places in a body of JSON are told as RFC 6901 has them.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct AnswerConfig {
    /// What must stand where once a message is taken.
    pub sent: BTreeMap<String, Value>,
    /// With what the answer begins once a message is taken, where it is no JSON.
    pub sent_text: Option<String>,
    /// Where the service's own number of the message stands; one that is taken has it.
    pub reference: Option<String>,
    /// Where codes of errors stand. What is neither empty, zero nor false there is an error, whatever the status.
    pub error: Vec<String>,
    /// With what an error begins, where it is no JSON; its code follows.
    pub error_text: Option<String>,
    /// Where the words about an error stand.
    pub detail: Option<String>,
    /// Codes by which a message is refused for good; with all others it is tried again.
    pub permanent: Vec<Code>,
    /// Codes by which the service has the message already.
    pub known: Vec<Code>,
    /// Statuses of HTTP by which a message is refused for good.
    pub permanent_status: Vec<u16>,
}

/// A code of an error: a number, or a word.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Code {
    Number(i64),
    Word(String),
}

/// Letters of a sender's name (3GPP TS 23.040 §9.1.2.5).
const LONGEST_SENDER: usize = 11;

const fn default_timeout() -> SignedDuration {
    SignedDuration::from_secs(30)
}

impl Service {
    fn settings(self) -> GatewayConfig {
        let text = match self {
            Self::Smsapi => include_str!("smsapi.toml"),
            Self::Serwersms => include_str!("serwersms.toml"),
        };
        toml::from_str(text).expect("a test reads them")
    }
}

impl Code {
    /// Tells whether a service's code is this one.
    #[must_use]
    pub fn is(&self, code: &str) -> bool {
        match self {
            Self::Number(number) => number.to_string() == code,
            Self::Word(word) => word == code,
        }
    }
}

impl GatewayConfig {
    /// Returns the section with the service's settings where it has none of its own.
    #[must_use]
    pub fn complete(&self) -> Self {
        let Some(known) = self.service.map(Service::settings) else { return self.clone() };
        let has_body = self.form.is_some() || self.json.is_some();
        Self {
            url: self.url.clone().or(known.url),
            headers: self.headers.clone().or(known.headers),
            form: if has_body { self.form.clone() } else { known.form },
            answer: self.answer.clone().or(known.answer),
            ..self.clone()
        }
    }

    /// Returns everything that is wrong, a sentence each.
    #[must_use]
    pub fn check(&self) -> Vec<String> {
        let whole = self.complete();
        let mut problems = whole.check_address();
        problems.extend(whole.check_fields());
        problems.extend(whole.check_headers());
        problems.extend(whole.answer.iter().flat_map(AnswerConfig::check));
        if whole.answer.is_none() {
            problems.push("answer is needed: what does the service say when it takes a message?".to_owned());
        }
        if self.timeout < SignedDuration::from_secs(1) || self.timeout > SignedDuration::from_mins(2) {
            problems.push("timeout must be 1s to 2m".to_owned());
        }
        problems.into_iter().map(|problem| format!("sms.gateway: {problem}")).collect()
    }

    fn check_address(&self) -> Vec<String> {
        let Some(url) = &self.url else { return vec!["url is needed".to_owned()] };
        let with = |value: &str| url.fill(&|_| Some(value.to_owned())).unwrap_or_default();
        let mut problems = web::check(&with("a"));
        let origin = |value: &str| Url::parse(&with(value)).map(|url| url.origin()).ok();
        if origin("a") != origin("b") {
            problems.push("url must name the server itself, not by a field".to_owned());
        }
        if url.fields().contains(&Field::Token) {
            problems.push("url must not hold {token}: addresses are written into logs".to_owned());
        }
        problems
    }

    fn check_fields(&self) -> Vec<String> {
        let mut problems = Vec::new();
        let headers = self.headers.iter().flat_map(|headers| headers.values().flat_map(Template::fields));
        let form = self.form.iter().flat_map(|form| form.values().flat_map(Template::fields));
        let json = self.json.iter().flat_map(Shape::fields);
        let url = self.url.iter().flat_map(Template::fields);
        let body: Vec<Field> = form.chain(json).chain(url).collect();
        for (field, name) in [(Field::Recipient, "{recipient}"), (Field::Text, "{text}")] {
            if !body.contains(&field) {
                problems.push(format!("{name} is needed in form, json or url"));
            }
        }
        let has_token = headers.chain(body).any(|field| field == Field::Token);
        if has_token != self.token_file.is_some() {
            problems.push("{token} and token-file belong together".to_owned());
        }
        if self.form.is_some() && self.json.is_some() {
            problems.push("form and json exclude each other".to_owned());
        }
        if self.method == Method::Get && (self.form.is_some() || self.json.is_some()) {
            problems.push("method = \"get\" has no body: all fields stand in url".to_owned());
        }
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b" .-_&!".contains(&byte);
        let is_sender = |name: &str| (1..=LONGEST_SENDER).contains(&name.len()) && name.bytes().all(is_letter);
        if self.sender.as_ref().is_some_and(|sender| !is_sender(sender)) {
            problems.push(format!("sender must be 1 to {LONGEST_SENDER} letters, digits and . - _ & !"));
        }
        problems
    }

    fn check_headers(&self) -> Vec<String> {
        let mut problems = Vec::new();
        for (name, template) in self.headers.iter().flatten() {
            let value = template.fill(&|_| Some("a".to_owned())).unwrap_or_default();
            if HeaderName::from_bytes(name.as_bytes()).is_err() || HeaderValue::from_str(&value).is_err() {
                problems.push(format!("{name:?} is no header"));
            }
            if template.fields().contains(&Field::Text) {
                problems.push(format!("{name} must not hold {{text}}: headers have one line"));
            }
        }
        problems
    }
}

impl AnswerConfig {
    fn check(&self) -> Vec<String> {
        let mut problems = Vec::new();
        if self.sent.is_empty() && self.sent_text.is_none() && self.reference.is_none() {
            problems.push("answer: sent, sent-text or reference is needed".to_owned());
        }
        let places = self.sent.keys().chain(&self.reference).chain(&self.error).chain(&self.detail);
        let wrong = places.filter(|place| !place.starts_with('/'));
        problems.extend(wrong.map(|place| format!("answer: {place:?} must begin with /")));
        if [&self.sent_text, &self.error_text].into_iter().flatten().any(String::is_empty) {
            problems.push("answer: sent-text and error-text must not be empty".to_owned());
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<String> {
        toml::from_str::<GatewayConfig>(text).unwrap().check()
    }

    #[test]
    fn a_known_service_needs_a_token_only() {
        for service in ["smsapi", "serwersms"] {
            let text = format!("service = '{service}'\ntoken-file = '/t'\nsender = 'e-Klient'");
            assert_eq!(problems(&text), Vec::<String>::new(), "{service}");
            assert_eq!(problems(&format!("service = '{service}'")).len(), 1, "{service}");
        }
    }

    #[test]
    fn what_the_section_says_comes_first() {
        let text = "service = 'smsapi'\ntoken-file = '/t'\nurl = 'http://127.0.0.1:9/x'\n[json]\nto = '{recipient}'\n\
                    text = '{text}'";
        let config = toml::from_str::<GatewayConfig>(text).unwrap();
        assert_eq!(config.check(), Vec::<String>::new());
        let whole = config.complete();
        assert!(whole.form.is_none() && whole.json.is_some() && whole.headers.is_some() && whole.answer.is_some());
    }

    #[test]
    fn another_service_is_described_whole() {
        let text = "url = 'https://sms.example/send?to={recipient}&text={text}'\nmethod = 'get'\n\
                    [answer]\nsent-text = 'OK:'\nerror-text = 'ERROR:'\npermanent = [13, 'BAD']";
        assert_eq!(problems(text), Vec::<String>::new());
    }

    #[test]
    fn all_problems_are_told_at_once() {
        let text = "url = 'http://{id}.example/?k={token}'\nsender = 'Ciepłownia Miejska'\ntimeout = '0s'\n\
                    headers = { 'a b' = 'x', from = '{text}' }\nform = { x = '1' }\njson = { y = 2 }\n\
                    answer = { error = ['code'] }";
        let found = problems(text);
        // The address: scheme, host, token. The fields: two are missing, token-file, two bodies, the sender. The headers:
        // two. The answer: two. The time.
        assert_eq!(found.len(), 13, "{found:#?}");
        assert!(toml::from_str::<GatewayConfig>("url = 'https://a/{to}'").is_err());
    }

    #[test]
    fn a_code_is_a_number_or_a_word() {
        let config: AnswerConfig = toml::from_str("permanent = [13, 'bad_number']").unwrap();
        assert!(config.permanent[0].is("13") && config.permanent[1].is("bad_number") && !config.permanent[0].is("1"));
    }
}
