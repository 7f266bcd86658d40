//! A service that sends short messages: one request for each, described by the configuration.

use std::fmt::Write as _;

use common::contact::PhoneNumber;
use common::secret::Secret;
use reqwest::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use reqwest::{Request, RequestBuilder};

use super::verdict;
use crate::config::gateway::template::{Field, Template};
use crate::config::gateway::{AnswerConfig, GatewayConfig, Method};
use crate::notify::http::{AskError, Asker, Reply, secret};
use crate::notify::{Answer, Message};

/// One service.
#[derive(Debug)]
pub(super) struct Gateway {
    config: GatewayConfig,
    url: Template,
    rules: AnswerConfig,
    asker: Asker,
}

/// What the fields of a request stand for.
struct Values<'a> {
    number: &'a PhoneNumber,
    text: &'a str,
    key: &'a str,
    sender: Option<&'a str>,
    token: Option<Secret>,
}

/// What stands for a secret in the words of a service that repeats it.
const HIDDEN: &str = "[token]";

impl Gateway {
    /// Returns the service of a section without problems. Opens nothing.
    pub(super) fn new(config: &GatewayConfig) -> Option<Self> {
        let config = config.complete();
        let asker = Asker::new(config.ca_file.clone(), config.timeout.unsigned_abs());
        Some(Self { url: config.url.clone()?, rules: config.answer.clone()?, config, asker })
    }

    /// Hands a message over. Where no answer comes nobody knows what became of it: it is tried again under the same key.
    pub(super) async fn send(&self, message: &Message, number: &PhoneNumber, text: &str) -> Answer {
        let token = match &self.config.token_file {
            Some(path) => match secret(path).await {
                Ok(token) => Some(token),
                Err(error) => return Answer::Later(error.to_string()),
            },
            None => None,
        };
        let sender = self.config.sender.as_deref();
        let values = Values { number, text, key: message.key(), sender, token };
        match self.ask(&values).await {
            Ok(reply) => verdict::judge(&self.rules, reply.status, &values.hide(&reply.body)),
            Err(error) => Answer::Later(values.hide(&error.to_string())),
        }
    }

    async fn ask(&self, values: &Values<'_>) -> Result<Reply, AskError> {
        let request = self.request(values).await?;
        self.asker.ask(request).await
    }

    async fn request(&self, values: &Values<'_>) -> Result<Request, AskError> {
        let failed = |what: &str| AskError::Request(what.to_owned());
        let url = self.url.fill(&|field| values.of(field).map(|value| escaped(&value)));
        let url = url.ok_or_else(|| failed("url has a field without a value"))?;
        let client = self.asker.client().await?;
        let mut request = match self.config.method {
            Method::Post => client.post(url),
            Method::Get => client.get(url),
        };
        for (name, template) in self.config.headers.iter().flatten() {
            let Some(text) = template.fill(&|field| values.of(field)) else { continue };
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| failed(name))?;
            let mut value = HeaderValue::from_str(&text).map_err(|_| failed(name.as_str()))?;
            value.set_sensitive(true);
            request = request.header(name, value);
        }
        let request = self.with_body(request, values);
        request.build().map_err(|error| AskError::Request(error.without_url().to_string()))
    }

    fn with_body(&self, request: RequestBuilder, values: &Values<'_>) -> RequestBuilder {
        if let Some(shape) = &self.config.json {
            let body = shape.fill(&|field| values.of(field)).unwrap_or_default();
            return request.header(CONTENT_TYPE, "application/json").body(body.to_string());
        }
        let Some(form) = &self.config.form else { return request };
        let field = |(name, template): (&String, &Template)| {
            let value = template.fill(&|field| values.of(field))?;
            Some(format!("{}={}", escaped(name), escaped(&value)))
        };
        let body = form.iter().filter_map(field).collect::<Vec<_>>().join("&");
        request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(body)
    }
}

impl Values<'_> {
    fn of(&self, field: Field) -> Option<String> {
        match field {
            Field::Recipient => Some(self.number.digits().to_owned()),
            Field::Text => Some(self.text.to_owned()),
            Field::Id => Some(self.key.to_owned()),
            Field::Sender => self.sender.map(str::to_owned),
            Field::Token => self.token.as_ref().map(|token| token.expose().to_owned()),
        }
    }

    /// Returns the words of a service as they may be kept.
    fn hide(&self, words: &str) -> String {
        match &self.token {
            Some(token) => words.replace(token.expose(), HIDDEN),
            None => words.to_owned(),
        }
    }
}

/// Returns a text as a field of a form or of an address holds it (RFC 3986 §2.3): no letter of it can begin another field.
fn escaped(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut escaped, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            write!(escaped, "%{byte:02X}").expect("writing to a String cannot fail");
        }
        escaped
    })
}

#[cfg(test)]
mod tests {
    use super::super::fixture::message;
    use super::*;

    async fn request(section: &str, text: &str) -> (String, String, String) {
        drop(rustls::crypto::ring::default_provider().install_default());
        let config: GatewayConfig = toml::from_str(section).unwrap();
        let gateway = Gateway::new(&config).unwrap();
        let message = message("601234567", text);
        let number = PhoneNumber::mobile(&message.recipient).unwrap();
        let token = Some(Secret::from("s3cret"));
        let sender = config.sender.as_deref();
        let values = Values { number: &number, text, key: message.key(), sender, token };
        let request = gateway.request(&values).await.unwrap();
        let body = request.body().and_then(reqwest::Body::as_bytes).unwrap_or_default();
        let head = format!("{:?}", request.headers());
        assert!(!head.contains("s3cret") && values.hide("bad s3cret") == "bad [token]", "{head}");
        (format!("{} {}", request.method(), request.url()), head, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn smsapi_is_asked_with_a_key_that_it_remembers() {
        let (line, head, body) = request("service = 'smsapi'\ntoken-file = '/t'", "Kod & 1=2\nŻ").await;
        assert_eq!(line, "POST https://api.smsapi.pl/sms.do");
        assert!(head.contains("authorization") && head.contains("x-www-form-urlencoded"), "{head}");
        let expected =
            "check_idx=1&encoding=utf-8&format=json&idx=ek-0f&message=Kod%20%26%201%3D2%0A%C5%BB&to=48601234567";
        assert_eq!(body, expected);
        let (_, _, body) = request("service = 'smsapi'\ntoken-file = '/t'\nsender = 'e-Klient'", "x").await;
        assert!(body.contains("from=e-Klient&"), "{body}");
    }

    #[tokio::test]
    async fn nothing_in_a_text_becomes_a_field() {
        let nasty = "x&to=48500600700\r\nto: 1\"}{token}%26";
        let section =
            "url = 'https://a.example/{id}?to={recipient}&text={text}'\nmethod = 'get'\nanswer = { sent-text = 'OK' }";
        let (line, _, _) = request(section, nasty).await;
        let expected = "GET https://a.example/ek-0f?to=48601234567&\
            text=x%26to%3D48500600700%0D%0Ato%3A%201%22%7D%7Btoken%7D%2526";
        assert_eq!(line, expected);
        let section = "url = 'https://a.example/'\njson = { to = ['+{recipient}'], text = '{text}', flash = false }\n\
                       answer = { reference = '/id' }";
        let (_, head, body) = request(section, nasty).await;
        assert!(head.contains("application/json"));
        let object: serde_json::Value = serde_json::from_str(&body).unwrap();
        assert_eq!(object, serde_json::json!({ "to": ["+48601234567"], "text": nasty, "flash": false }));
    }
}
