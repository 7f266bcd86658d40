//! Reading one mail apart from everything else: on a blocking thread, for as long as the limits allow.

use std::sync::Arc;

use crate::mail::{self, Envelope, Limit, Limits, Mail, Refused};
use crate::office::incoming::Intake;

/// What came of reading a mail.
pub(super) enum Read {
    Mail(Box<Mail>),
    /// Nobody reads it here; the piece is what there is of it.
    Parked {
        reason: &'static str,
        piece: Option<Vec<u8>>,
    },
}

/// Reads a mail. One that takes too long is left to itself: the thread ends some time, and nobody waits for it.
pub(super) async fn read(piece: Vec<u8>, intake: Arc<Intake>) -> Read {
    let limits = Limits::PROMISED;
    let work = tokio::task::spawn_blocking(move || match mail::read(&piece, &limits, &intake.office) {
        Ok(mail) => Read::Mail(Box::new(mail)),
        Err(refused) => Read::Parked { reason: refused.name(), piece: Some(piece) },
    });
    match tokio::time::timeout(limits.work, work).await {
        Ok(Ok(read)) => read,
        Ok(Err(_)) => Read::Parked { reason: Refused::Broken.name(), piece: None },
        Err(_) => Read::Parked { reason: Limit::Work.name(), piece: None },
    }
}

/// Reads what stands on a mail.
pub(super) async fn envelope(piece: Vec<u8>) -> Envelope {
    let work = tokio::task::spawn_blocking(move || mail::read_envelope(&piece, &Limits::PROMISED));
    let read = tokio::time::timeout(Limits::PROMISED.work, work).await;
    read.ok().and_then(Result::ok).unwrap_or_default()
}
