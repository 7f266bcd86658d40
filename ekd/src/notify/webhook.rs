//! Programs of others: each message is a signed POST of JSON to one address.

use std::sync::Arc;

use reqwest::header::CONTENT_TYPE;
use ring::hmac;

use super::http::{AskError, Asker, Reply, secret};
use super::{Answer, Message};
use crate::config::WebhookConfig;

/// One program.
#[derive(Debug)]
pub(super) struct Webhook {
    config: WebhookConfig,
    asker: Asker,
}

impl Webhook {
    pub(super) fn new(config: WebhookConfig) -> Self {
        let asker = Asker::new(config.ca_file.clone(), config.timeout.unsigned_abs());
        Self { config, asker }
    }

    /// Hands a message over, whose body is an object of JSON.
    pub(super) async fn send(self: Arc<Self>, message: Message) -> Answer {
        match self.post(&message).await {
            Ok(reply) => judge(&reply),
            Err(error) => Answer::Later(error.to_string()),
        }
    }

    async fn post(&self, message: &Message) -> Result<Reply, AskError> {
        let secret = secret(&self.config.secret_file).await?;
        let timestamp = message.tried_at.as_second().to_string();
        let body = message.body.expose();
        let request = self
            .asker
            .client()
            .await?
            .post(&self.config.url)
            .header(CONTENT_TYPE, "application/json")
            .header("X-Ek-Id", message.key())
            .header("X-Ek-Timestamp", &timestamp)
            .header("X-Ek-Signature", signature(secret.expose(), &timestamp, body))
            .body(body.to_owned());
        let request = request.build().map_err(|error| AskError::Request(error.without_url().to_string()))?;
        self.asker.ask(request).await
    }
}

/// Returns by what the program knows that a message is ours and when it was sent: nobody can alter either.
fn signature(secret: &str, timestamp: &str, body: &str) -> String {
    let mut context = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes()));
    for part in [timestamp, ".", body] {
        context.update(part.as_bytes());
    }
    context.sign().as_ref().iter().fold("sha256=".to_owned(), |text, byte| text + &format!("{byte:02x}"))
}

fn judge(reply: &Reply) -> Answer {
    let told = format!("status {}", reply.status);
    match reply.status {
        200..300 => Answer::Sent(told),
        408 | 409 | 425 | 429 => Answer::Later(told),
        400..500 => Answer::Failed(told),
        _ => Answer::Later(told),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_that_of_everybody_else() {
        // printf '1763104502.{"a":1}' | openssl dgst -sha256 -hmac s3cret
        let expected = "sha256=4e2d0659c8f0264be53704548c86beffc928c6c2342376037eb1567ea0a9fcd1";
        assert_eq!(signature("s3cret", "1763104502", "{\"a\":1}"), expected);
    }

    #[test]
    fn what_may_pass_is_tried_again_and_what_does_not_is_not() {
        let answer = |status| judge(&Reply { status, body: String::new() });
        assert!([200, 201, 204].iter().all(|status| matches!(answer(*status), Answer::Sent(_))));
        let later = [301, 302, 307, 408, 409, 425, 429, 500, 502, 503, 599];
        assert!(later.iter().all(|status| matches!(answer(*status), Answer::Later(_))));
        assert!([400, 401, 403, 404, 410, 422].iter().all(|status| matches!(answer(*status), Answer::Failed(_))));
    }
}
