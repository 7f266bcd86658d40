//! A new password by a code that was sent to a confirmed address: 128 random bits, once, a quarter of an hour.
//!
//! Both calls take the same time and say the same whether the name is known or not.

use std::time::Duration;

use common::fault::{Cause, SessionEnd};
use common::gate::Opened;
use common::log_in::{LogInOutcome, Method};
use common::pass;
use common::secret::Secret;
use tokio::time::{Instant, sleep_until};

use super::{Knocked, Origin, Porter};
use crate::accounts::reset::{self, Asked};
use crate::accounts::tell;
use crate::guessing;
use crate::letter::Letter;
use crate::store::account::Keeper;
use crate::store::log::Write;
use crate::store::{self, StoreError};
use crate::turned::Turned;

/// The code and the new password.
pub(super) struct Attempt {
    pub(super) login: String,
    pub(super) code: Secret,
    pub(super) new_password: Secret,
}

/// Every answer takes at least so long: longer than the work of any.
const SAME_TIME: Duration = Duration::from_millis(400);

impl Porter {
    pub(super) async fn forgotten(&self, origin: &Origin, login: &str) -> Result<Knocked, Turned> {
        let until = Instant::now() + SAME_TIME;
        let sent = self.send_code(origin, login).await;
        sleep_until(until).await;
        sent.map(|()| Knocked::Asks(Opened::CodeSent)).map_err(Turned::from)
    }

    async fn send_code(&self, origin: &Origin, login: &str) -> Result<(), StoreError> {
        let (keeper, book) = self.look_up(&origin.source, login).await?;
        let now = self.clock.now();
        let waits = guessing::must_wait_for_reset(&self.record(&book, now).await?, now);
        let Some(keeper) = keeper.filter(|_| !waits) else { return Ok(()) };
        if !keeper.standing.is_open() {
            return Ok(());
        }
        let (kit, source) = (self.kit.clone(), origin.source.clone());
        let send = move |tx: &Write<'_>| reset::begin(tx, &kit, &keeper, (now, &source), Asked::ByHolder);
        match self.store.write("reset is asked for", send).await {
            // Too many codes, or nowhere to send one: neither is told to whoever asks.
            Ok(_) | Err(Turned::Cause(_)) => Ok(()),
            Err(Turned::Store(error)) => Err(error),
        }
    }

    pub(super) async fn reset(&self, origin: &Origin, client: String, attempt: Attempt) -> Result<Knocked, Turned> {
        let until = Instant::now() + SAME_TIME;
        let answer = self.try_reset(origin, client, attempt).await;
        sleep_until(until).await;
        answer
    }

    async fn try_reset(&self, origin: &Origin, client: String, attempt: Attempt) -> Result<Knocked, Turned> {
        let (keeper, book) = self.look_up(&origin.source, &attempt.login).await?;
        let now = self.clock.now();
        let digest = pass::digest(&attempt.code);
        let is_right = |keeper: &Keeper| {
            // Digests of random codes: where two of them differ tells nothing of the codes.
            let same = keeper.reset_digest.as_ref() == Some(&digest);
            same && keeper.reset_until.is_some_and(|until| now < until)
        };
        let outcome = match &keeper {
            _ if guessing::must_wait_for_reset(&self.record(&book, now).await?, now) => LogInOutcome::Waiting,
            None => LogInOutcome::UnknownName,
            Some(keeper) if !is_right(keeper) => LogInOutcome::WrongCode,
            Some(keeper) if !keeper.standing.is_open() => LogInOutcome::Closed,
            Some(keeper) => {
                let hash = self.new_hash(keeper, &attempt.new_password, &attempt.code).await?;
                return self.set_password(keeper.clone(), (origin, client), hash, book.who).await;
            }
        };
        let line = self.line(keeper.map(|keeper| keeper.id), (Method::Reset, outcome), origin, &client);
        match self.fail(&book, line).await {
            Err(Turned::Cause(_)) => Err(Cause::WrongCode.into()),
            other => other,
        }
    }

    async fn set_password(
        &self,
        keeper: Keeper,
        (origin, client): (&Origin, String),
        hash: String,
        who: Vec<u8>,
    ) -> Result<Knocked, Turned> {
        let line = self.line(Some(keeper.id), (Method::Reset, LogInOutcome::Success), origin, &client);
        let kit = self.kit.clone();
        let set = move |tx: &Write<'_>| {
            // The code opens once.
            let present = store::account::by_id(tx, keeper.id)?;
            if present.is_none_or(|present| present.reset_digest != keeper.reset_digest) {
                return Ok(false);
            }
            store::account::set_password(tx, keeper.id, &hash)?;
            store::session::end_others(tx, keeper.id, None, SessionEnd::Ended)?;
            store::guess::clear_name(tx, &who)?;
            store::log_in::append(tx, &line)?;
            tell(tx, &kit, &keeper, (line.at, &line.source), &Letter::PasswordChanged)?;
            Ok::<_, StoreError>(true)
        };
        if self.store.write("password is reset", set).await? {
            Ok(Knocked::Asks(Opened::PasswordSet))
        } else {
            Err(Cause::WrongCode.into())
        }
    }
}
