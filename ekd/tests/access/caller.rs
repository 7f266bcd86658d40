//! Somebody who asks anything over a connection of their own.

use std::path::Path;
use std::time::{Duration, Instant};

use common::account::{NewToken, TokenScope};
use common::api::{EkRequest, EkResponse};
use common::fault::{Cause, Fault};
use common::gate::{self, Knock, Opened, Password, With};
use common::logbook::sealed::{Sealed, Wanted};
use common::logbook::versions;
use common::pass::TokenSecret;
use common::secret::Secret;
use common::wire::{ClientCodec, greet_daemon};
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use tarpc::client::{Channel, RpcError};
use tokio::net::UnixStream;
use tokio_util::codec::Framed;

use crate::harness::client::once;
use crate::harness::dice::Dice;

/// The password of everybody here.
pub(crate) const PASSWORD: &str = "dziewiec rudych borsukow 71";

/// Longest wait for an answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// One open connection; clones share it.
#[derive(Clone)]
pub(crate) struct Caller {
    channel: Channel<EkRequest, EkResponse>,
    /// Of the session that was opened, where it was by password.
    pub(crate) session: Option<Secret>,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    /// Everything in it, packed numbers unpacked.
    pub(crate) text: String,
    pub(crate) fault: Option<Fault>,
    value: serde_json::Value,
}

impl Caller {
    pub(crate) async fn knock(socket: &Path, with: With) -> Result<Self, Fault> {
        let mut stream = UnixStream::connect(socket).await.unwrap();
        greet_daemon(&mut stream).await.unwrap();
        let knock = Knock { client: "test".to_owned(), with };
        let admission = match gate::knock(&mut stream, &knock).await.unwrap()? {
            Opened::Admitted(admission) => admission,
            asks => panic!("{asks:?}"),
        };
        let transport = Framed::new(stream, ClientCodec::<EkRequest, EkResponse>::default());
        let client = tarpc::client::new(tarpc::client::Config::default(), transport);
        tokio::spawn(client.dispatch);
        Ok(Self { channel: client.client, session: admission.session })
    }

    /// Logs in by password.
    pub(crate) async fn log_in(socket: &Path, login: &str) -> Result<Self, Fault> {
        let password = Password { login: login.to_owned(), password: PASSWORD.into(), code: None, new_password: None };
        Self::knock(socket, With::Password(password)).await
    }

    /// Logs in by the password of a new account and sets the one of everybody.
    pub(crate) async fn enrol(socket: &Path, login: &str, initial: &str) -> Self {
        let new_password = Some(PASSWORD.into());
        let password = Password { login: login.to_owned(), password: initial.into(), code: None, new_password };
        Self::knock(socket, With::Password(password)).await.unwrap()
    }

    /// Makes a token of the own account and comes in by it.
    pub(crate) async fn with_token(&self, socket: &Path, name: &str, scope: TokenScope) -> (Self, i64) {
        let secret = TokenSecret::new(random());
        let token = NewToken {
            name: name.to_owned(),
            scope,
            expires_at: "2026-06-01T00:00:00Z".parse().unwrap(),
            digest: secret.digest(),
            password: Some(PASSWORD.into()),
        };
        let made: common::account::Token = self.get(EkRequest::CreateToken { key: once(), token }).await.unwrap();
        (Self::knock(socket, With::Token(secret.secret().clone())).await.unwrap(), made.id.0)
    }

    /// Asks and waits for what comes back.
    pub(crate) async fn ask(&self, request: EkRequest) -> Answer {
        self.try_ask(request).await.unwrap()
    }

    pub(crate) async fn try_ask(&self, request: EkRequest) -> Result<Answer, RpcError> {
        let mut context = tarpc::context::current();
        context.deadline = Instant::now() + PATIENCE;
        self.channel.call(context, request).await.map(Answer::new)
    }

    /// Asks for something of a kind.
    pub(crate) async fn get<T: DeserializeOwned>(&self, request: EkRequest) -> Result<T, Fault> {
        let answer = self.ask(request).await;
        match answer.fault {
            Some(fault) => Err(fault),
            None => Ok(serde_json::from_value(answer.value["Ok"].clone()).unwrap()),
        }
    }

    /// Asks for what is expected to be refused, and returns why.
    pub(crate) async fn refused(&self, request: EkRequest) -> Option<Cause> {
        self.ask(request).await.fault.map(|fault| fault.cause)
    }
}

impl Answer {
    fn new(response: EkResponse) -> Self {
        let value = serde_json::to_value(&response).unwrap();
        let value = value.as_object().and_then(|variants| variants.values().next().cloned()).unwrap();
        let fault = value.get("Err").map(|fault| serde_json::from_value(fault.clone()).unwrap());
        Self { text: text(response), fault, value }
    }

    /// Returns how many entries a list has.
    pub(crate) fn n_items(&self) -> Option<usize> {
        let answered = self.value.get("Ok")?;
        answered.get("items").unwrap_or(answered).as_array().map(Vec::len)
    }

    /// Returns what an answer has in common with others of its kind, whatever was asked for.
    pub(crate) fn shape(&self) -> String {
        match &self.fault {
            Some(fault) => format!("{} {:?}", fault.cause.message_id(), fault.cause.similar()),
            None => format!("{:?} entries", self.n_items()),
        }
    }
}

/// Writes everything that is in an answer; what is packed for the way is unpacked.
fn text(response: EkResponse) -> String {
    match response {
        EkResponse::Series(Ok(series)) => format!("{series:?} {:?}", series.buckets().unwrap()),
        EkResponse::Latest(Ok(newest)) => format!("{:?}", newest.unpack()),
        EkResponse::Log(Ok(log)) => {
            let pages: Vec<String> = log.pages.iter().map(|bytes| page(bytes)).collect();
            format!("{} {:?} {:?}", pages.join(" "), log.damaged, log.next)
        }
        other => format!("{other:?}"),
    }
}

fn page(bytes: &[u8]) -> String {
    let (head, body) = Sealed::split(bytes).unwrap();
    let sealed = Sealed::open(head).unwrap();
    let everything = Wanted { quantities: None, from: i64::MIN, until: i64::MAX };
    let page = sealed.read(body, &everything).unwrap();
    let figures = sealed.counts().map(|(_, quantity, _)| sealed.figures(quantity).unwrap());
    format!("{:?} {:?}", versions(&page).collect::<Vec<_>>(), figures.collect::<Vec<_>>())
}

/// Returns the instants of all versions on the pages of a logbook.
pub(crate) fn instants(pages: &[serde_bytes::ByteBuf]) -> Vec<Timestamp> {
    let mut found = Vec::new();
    for bytes in pages {
        let (head, body) = Sealed::split(bytes).unwrap();
        let everything = Wanted { quantities: None, from: i64::MIN, until: i64::MAX };
        let page = Sealed::open(head).unwrap().read(body, &everything).unwrap();
        found.extend(versions(&page).map(|version| Timestamp::from_second(version.at).unwrap()));
    }
    found.sort();
    found
}

fn random() -> [u8; 32] {
    let seed = u64::from_str_radix(&once().as_str()[..16], 16).unwrap();
    Dice::new(seed).bytes()
}
