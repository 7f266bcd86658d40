//! Asking the daemon: being let in, one connection, deadlines by the kind of call, and every failure told as a [`Fault`].

mod stream;

use std::io::ErrorKind;
use std::time::{Duration, Instant};

use tarpc::client::RpcError;
use tarpc::context::Context;
use tarpc::{ClientMessage, Response};
use tokio::time::timeout;
use tokio_util::codec::Framed;

use crate::api::{EkClient, EkRequest, EkResponse};
use crate::endpoint::Endpoint;
use crate::fault::{Cause, Fault};
use crate::gate::{self, Admission, Knock, Opened};
use crate::wire::{ClientCodec, WireError, greet_daemon};
use stream::Stream;

/// A connection to the daemon behind its gate. Dropping it closes it.
#[derive(Clone, Debug)]
pub struct Connection {
    ek: EkClient,
    endpoint: Endpoint,
    patience: Duration,
}

/// How long a call may take unless the caller says otherwise.
pub const PATIENCE: Duration = Duration::from_secs(20);
/// How long connecting, greeting and one knock may take: passwords are hashed, two at a time.
const OPENING_WAIT: Duration = Duration::from_secs(15);

/// What came of knocking.
#[derive(Debug)]
pub enum Door {
    Open(Connection, Box<Admission>),
    /// What is missing, or what was done instead of opening; never [`Opened::Admitted`].
    Asks(Opened),
}

impl Connection {
    /// Connects, greets and knocks once.
    ///
    /// # Errors
    /// [`Cause::Unreachable`], [`Cause::TimedOut`], [`Cause::Untrusted`], [`Cause::NotADaemon`],
    /// [`Cause::VersionMismatch`], or why the daemon does not open.
    pub async fn knock(endpoint: &Endpoint, knock: &Knock) -> Result<Door, Fault> {
        let knocked = timeout(OPENING_WAIT, async {
            let mut stream = Stream::connect(endpoint).await?;
            greet_daemon(&mut stream).await?;
            let opened = gate::knock(&mut stream, knock).await?;
            Ok((stream, opened))
        });
        let (stream, opened) = match knocked.await {
            Ok(Ok(knocked)) => knocked,
            Ok(Err(error)) => return Err(not_greeted(endpoint, error)),
            Err(_) => return Err(timed_out(endpoint, OPENING_WAIT)),
        };
        match opened? {
            Opened::Admitted(admission) => {
                let transport = Framed::new(stream, ClientCodec::<EkRequest, EkResponse>::default());
                Ok(Door::Open(Self::over(transport, endpoint.clone()), admission))
            }
            asks => Ok(Door::Asks(asks)),
        }
    }

    /// Connects, greets and is let in at once, as with a token, a session, or as a known user of the server.
    ///
    /// # Errors
    /// As [`knock`](Self::knock), and [`Cause::NotLoggedIn`] where the daemon asks for more.
    pub async fn open(endpoint: &Endpoint, knock: &Knock) -> Result<(Self, Box<Admission>), Fault> {
        match Self::knock(endpoint, knock).await? {
            Door::Open(connection, admission) => Ok((connection, admission)),
            Door::Asks(_) => Err(Cause::NotLoggedIn.into()),
        }
    }

    fn over<T>(transport: T, endpoint: Endpoint) -> Self
    where
        T: futures::Stream<Item = Result<Response<EkResponse>, WireError>>
            + futures::Sink<ClientMessage<EkRequest>, Error = WireError>
            + Send
            + 'static,
    {
        let ek = EkClient::new(tarpc::client::Config::default(), transport).spawn();
        Self { ek, endpoint, patience: PATIENCE }
    }

    /// Returns the same connection with another patience.
    #[must_use]
    pub fn patient(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    #[must_use]
    pub const fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Makes one call: `connection.ask(async |ek, context| ek.status(context).await).await`.
    ///
    /// # Errors
    /// The daemon's fault, or one that says how the connection failed.
    pub async fn ask<T>(
        &self,
        call: impl AsyncFnOnce(&EkClient, Context) -> Result<Result<T, Fault>, RpcError>,
    ) -> Result<T, Fault> {
        self.ask_within(self.patience, call).await
    }

    /// Makes one call that may take longer or shorter than the connection's patience.
    ///
    /// # Errors
    /// As [`Connection::ask`].
    pub async fn ask_within<T>(
        &self,
        patience: Duration,
        call: impl AsyncFnOnce(&EkClient, Context) -> Result<Result<T, Fault>, RpcError>,
    ) -> Result<T, Fault> {
        let mut context = tarpc::context::current();
        context.deadline = Instant::now() + patience;
        match call(&self.ek, context).await {
            Ok(answer) => answer,
            Err(error) => Err(not_answered(&self.endpoint, patience, &error)),
        }
    }
}

fn not_greeted(endpoint: &Endpoint, error: WireError) -> Fault {
    let endpoint = endpoint.to_string();
    let cause = match error {
        WireError::Versions { .. } => Cause::VersionMismatch { endpoint, detail: error.to_string() },
        WireError::Stranger | WireError::TooLong(_) | WireError::Unreadable(_) | WireError::Unwritable(_) => {
            Cause::NotADaemon { endpoint }
        }
        // rustls wraps what it finds wrong with a certificate.
        WireError::Io(error) => match error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
            Some(rustls::Error::InvalidCertificate(flaw)) => Cause::Untrusted { endpoint, reason: flaw_of(flaw) },
            Some(rustls::Error::InvalidMessage(_)) => Cause::NotADaemon { endpoint },
            Some(_) | None => Cause::Unreachable { endpoint, reason: reason(&error) },
        },
    };
    cause.into()
}

/// Names the usual flaws of a certificate, so that they can be told in the reader's language.
fn flaw_of(flaw: &rustls::CertificateError) -> String {
    use rustls::CertificateError::{
        BadSignature, Expired, ExpiredContext, NotValidForName, NotValidForNameContext, NotValidYet,
        NotValidYetContext, UnknownIssuer,
    };
    match flaw {
        Expired | ExpiredContext { .. } => "expired".to_owned(),
        NotValidYet | NotValidYetContext { .. } => "not-yet".to_owned(),
        NotValidForName | NotValidForNameContext { .. } => "name".to_owned(),
        // One with the same name and another key is another.
        UnknownIssuer | BadSignature => "issuer".to_owned(),
        other => other.to_string(),
    }
}

/// Names the usual reasons, so that they can be told in the reader's language; other ones in the system's words.
fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "not-found".to_owned(),
        ErrorKind::ConnectionRefused => "refused".to_owned(),
        ErrorKind::PermissionDenied => "denied".to_owned(),
        ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset | ErrorKind::BrokenPipe => "closed".to_owned(),
        _ => error.to_string(),
    }
}

fn timed_out(endpoint: &Endpoint, patience: Duration) -> Fault {
    Cause::TimedOut { endpoint: endpoint.to_string(), seconds: patience.as_secs() }.into()
}

fn not_answered(endpoint: &Endpoint, patience: Duration, error: &RpcError) -> Fault {
    match error {
        RpcError::DeadlineExceeded => timed_out(endpoint, patience),
        RpcError::Server(error) => match error.kind {
            ErrorKind::FileTooLarge => Cause::AnswerTooLong,
            ErrorKind::WouldBlock => Cause::Busy,
            ErrorKind::Unsupported => Cause::UnknownMethod,
            _ => Cause::Internal,
        }
        .into(),
        RpcError::Shutdown | RpcError::Send(_) | RpcError::Channel(_) => {
            Cause::ConnectionLost { endpoint: endpoint.to_string() }.into()
        }
    }
}
