//! Asking the daemon: one connection, deadlines by the kind of call, and every failure told as a [`Fault`].

use std::io::ErrorKind;
use std::time::{Duration, Instant};

use tarpc::client::RpcError;
use tarpc::context::Context;
use tarpc::{ClientMessage, Response};
use tokio::net::UnixStream;
use tokio::time::timeout;
use tokio_util::codec::Framed;

use crate::api::{EkClient, EkRequest, EkResponse};
use crate::endpoint::Endpoint;
use crate::fault::{Cause, Fault};
use crate::wire::{ClientCodec, GREETING_WAIT, WireError, greet_daemon};

/// A connection to the daemon. Dropping it closes it.
#[derive(Clone, Debug)]
pub struct Connection {
    ek: EkClient,
    endpoint: Endpoint,
    patience: Duration,
}

/// How long a call may take unless the caller says otherwise.
pub const PATIENCE: Duration = Duration::from_secs(20);

impl Connection {
    /// Connects and greets.
    ///
    /// # Errors
    /// [`Cause::Unreachable`], [`Cause::TimedOut`], [`Cause::NotADaemon`] or [`Cause::VersionMismatch`].
    pub async fn open(endpoint: &Endpoint) -> Result<Self, Fault> {
        let Endpoint::Unix(path) = endpoint;
        let connected = timeout(GREETING_WAIT, async {
            let mut stream = UnixStream::connect(path).await?;
            greet_daemon(&mut stream).await?;
            Ok(stream)
        });
        let stream = match connected.await {
            Ok(Ok(stream)) => stream,
            Ok(Err(error)) => return Err(not_greeted(endpoint, error)),
            Err(_) => return Err(timed_out(endpoint, GREETING_WAIT)),
        };
        let transport = Framed::new(stream, ClientCodec::<EkRequest, EkResponse>::default());
        Ok(Self::over(transport, endpoint.clone()))
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
        WireError::Io(error) => Cause::Unreachable { endpoint, reason: reason(&error) },
    };
    cause.into()
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
