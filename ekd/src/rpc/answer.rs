//! What is common to all answers: an unknown method is an answer, a panic is one call's, a failure is logged once with
//! the number that the caller sees.

use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant;

use common::fault::{Cause, Fault};
use common::id::RequestId;
use common::page::Page;
use common::wire::Asked;
use futures::FutureExt;
use tarpc::context::Context;
use tarpc::server::Serve;
use tarpc::{RequestName, ServerError};

use crate::store::StoreError;
use crate::turned::Turned;

/// Why a handler has no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum NoAnswer {
    #[error("the caller's doing")]
    Cause(Cause),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("a file of an upload failed")]
    Upload(#[source] std::io::Error),
}

impl From<Turned> for NoAnswer {
    fn from(turned: Turned) -> Self {
        match turned {
            Turned::Cause(cause) => Self::Cause(cause),
            Turned::Store(error) => Self::Store(error),
        }
    }
}

impl From<Cause> for NoAnswer {
    fn from(cause: Cause) -> Self {
        Self::Cause(cause)
    }
}

/// Turns a handler's result into the answer on the wire.
pub(super) fn answer<T>(method: &'static str, started: Instant, result: Result<T, NoAnswer>) -> Result<T, Fault> {
    static NEXT: AtomicI64 = AtomicI64::new(1);
    let duration_us = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
    let error = match result {
        Ok(value) => {
            tracing::trace!(method, duration_us, "answered");
            return Ok(value);
        }
        Err(error) => error,
    };
    let request = RequestId(NEXT.fetch_add(1, Ordering::Relaxed));
    let cause = match error {
        NoAnswer::Cause(cause) => {
            tracing::debug!(method, request = request.0, duration_us, cause = cause.message_id(), "refused a call");
            cause
        }
        NoAnswer::Store(StoreError::Full) => {
            tracing::error!(method, request = request.0, "the disk is full");
            Cause::StorageFull
        }
        NoAnswer::Store(StoreError::Closed) => Cause::Stopping,
        NoAnswer::Store(StoreError::TooLong) => {
            tracing::warn!(method, request = request.0, duration_us, "a question took too long");
            Cause::Busy
        }
        error @ (NoAnswer::Upload(_)
        | NoAnswer::Store(
            StoreError::Sql(_) | StoreError::Foreign(_) | StoreError::Panicked | StoreError::File(_),
        )) => {
            let error = anyhow::Error::new(error);
            tracing::error!(method, request = request.0, error = format!("{error:#}"), "a call failed");
            Cause::Internal
        }
    };
    Err(Fault { request: Some(request), ..cause.into() })
}

/// Serves what the inner service knows, and answers the rest.
#[derive(Clone, Debug)]
pub(super) struct Guarded<S>(pub(super) S);

impl<S> Serve for Guarded<S>
where
    S: Serve,
    S::Req: RequestName,
{
    type Req = Asked<S::Req>;
    type Resp = S::Resp;

    async fn serve(self, context: Context, asked: Self::Req) -> Result<S::Resp, ServerError> {
        let call = match asked {
            Asked::Known(call) => call,
            Asked::Unknown(_) => return Err(ServerError::new(std::io::ErrorKind::Unsupported, String::new())),
        };
        let served = AssertUnwindSafe(self.0.serve(context, call)).catch_unwind().await;
        served.unwrap_or_else(|_| {
            tracing::error!("a handler panicked");
            Err(ServerError::new(std::io::ErrorKind::Other, String::new()))
        })
    }
}

/// Entries of a page where the caller does not say, and at most; 1 000 of the longest are below 256 KiB.
const MOST_ENTRIES: u32 = 1000;

/// Returns how many entries a page may have.
pub(super) const fn limit(page: &Page) -> u32 {
    if page.limit == 0 || page.limit > MOST_ENTRIES { MOST_ENTRIES } else { page.limit }
}

/// Reads where the page before ended.
pub(super) fn after<T: std::str::FromStr>(page: &Page) -> Result<Option<T>, Cause> {
    page.after.as_deref().map(|text| text.parse().map_err(|_| Cause::BadPage)).transpose()
}
