//! The service before the log-in: one knock and one answer at a time, until somebody is let in.
//!
//! The time for all of it is bounded by whoever calls ([`super::listen`]), the length of a frame by
//! [`common::gate::MAX_KNOCK`].

use std::time::Instant;

use common::gate::{self, Knock, Opened};
use common::wire::WireError;
use tokio::io::{AsyncRead, AsyncWrite};

use super::House;
use super::access::Caller;
use super::answer::{NoAnswer, answer};
use crate::admission::{Knocked, Origin};

/// Answers knocks until one opens; returns who was let in.
///
/// # Errors
/// The connection ended, or what came is no knock.
pub(super) async fn let_in(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    house: &House,
    origin: &Origin,
) -> Result<Caller, WireError> {
    loop {
        let Knock { client, with } = gate::receive(stream).await?;
        let started = Instant::now();
        let knocked = house.porter.answer(origin, &client, with).await.map_err(NoAnswer::from);
        let (opened, caller) = match answer("knock", started, knocked) {
            Ok(Knocked::In(account, pass, admission)) => {
                let caller = Caller { account, pass, source: origin.source.clone() };
                (Ok(Opened::Admitted(admission)), Some(caller))
            }
            Ok(Knocked::Asks(opened)) => (Ok(opened), None),
            Err(fault) => (Err(fault), None),
        };
        gate::send(stream, &opened).await?;
        if let Some(caller) = caller {
            return Ok(caller);
        }
    }
}
