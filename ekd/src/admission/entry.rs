//! Whoever has proven everything comes in: what was proven is looked at once more, used up, and a session begins, all in
//! one transaction.

use common::account::PasswordKind;
use common::id::SessionId;
use common::log_in::{LogInOutcome, PreviousLogIns};
use common::pass;
use common::secret::Secret;

use super::password::{Attempt, Book};
use super::{Knocked, Porter, admission, session_end};
use crate::accounts::{Kit, Pass, tell};
use crate::guessing;
use crate::letter::Letter;
use crate::store::account::Keeper;
use crate::store::log::Write;
use crate::store::log_in::Try;
use crate::store::session::Opening;
use crate::store::{self, StoreError};
use crate::turned::Turned;
use crate::vault::random;

/// Sessions of an account at once; the oldest ends for one more.
const MOST_SESSIONS: u32 = 10;

/// What was proven, and with what.
#[derive(Clone, Debug)]
pub(super) struct Proof {
    /// As it was when it was proven.
    pub(super) keeper: Keeper,
    /// The step of the second factor whose code was given.
    pub(super) step: Option<i64>,
    /// The second factor is a new one.
    pub(super) enrols: bool,
    /// Of a new password, or of the same one with other parameters.
    pub(super) new_hash: Option<String>,
}

/// All that is written when somebody comes in.
struct Entry {
    proof: Proof,
    book: Book,
    line: Try,
    opening: Opening,
    kit: Kit,
}

impl Porter {
    pub(super) async fn open_session(&self, attempt: &Attempt<'_>, proof: Proof) -> Result<Knocked, Turned> {
        let half = || format!("{:032x}", u128::from_be_bytes(random()));
        let secret = Secret::from(half() + &half());
        let with_code = proof.step.is_some();
        let line = self.line_of(attempt, LogInOutcome::Success, with_code);
        self.unfinished.goes_on(line.account, &line.source);
        let opening = Opening {
            account: proof.keeper.id,
            digest: pass::digest(&secret),
            created_at: attempt.now,
            expires_at: session_end(attempt.now),
            source: line.source.clone(),
            client: line.client.clone(),
        };
        let (keeper, method, expires_at) = (proof.keeper.clone(), line.method, opening.expires_at);
        let entry = Entry { proof, book: attempt.book.clone(), line, opening, kit: self.kit.clone() };
        let Some((session, previous)) = self.store.write("log-in", move |tx| entry.write(tx)).await? else {
            let outcome = if with_code { LogInOutcome::WrongCode } else { LogInOutcome::WrongPassword };
            return self.fail(&attempt.book, self.line_of(attempt, outcome, with_code)).await;
        };
        let mut admission = admission(&keeper, method, previous);
        (admission.session, admission.expires_at) = (Some(secret), Some(expires_at));
        Ok(Knocked::In(keeper.id, Pass::Session(session), Box::new(admission)))
    }
}

impl Entry {
    /// `None` where what was proven does not hold any more: another log-in may have changed or closed the account, used
    /// the code, or failed too often meanwhile.
    fn write(&self, tx: &Write<'_>) -> Result<Option<(SessionId, PreviousLogIns)>, StoreError> {
        let Proof { keeper, step, enrols, new_hash } = &self.proof;
        let present = store::account::by_id(tx, keeper.id)?;
        let holds = |present: &Keeper| present.password == keeper.password && present.standing == keeper.standing;
        let now = self.opening.created_at;
        if !present.as_ref().is_some_and(holds) || guessing::must_wait(&self.book.record(tx, now)?, now) {
            return Ok(None);
        }
        if let Some(step) = *step {
            if *enrols {
                store::account::set_totp(tx, keeper.id, keeper.totp_offered.as_deref(), Some(step))?;
                tell(tx, &self.kit, keeper, (now, &self.opening.source), &Letter::TotpChanged { on: true })?;
            } else if !store::account::use_step(tx, keeper.id, step)? {
                return Ok(None);
            }
        }
        match new_hash {
            Some(hash) if keeper.password_kind == PasswordKind::Initial => {
                store::account::set_password(tx, keeper.id, hash)?;
            }
            Some(hash) => {
                store::account::rehash(tx, keeper.id, keeper.password.as_deref().unwrap_or_default(), hash)?;
            }
            None => {}
        }
        store::guess::clear(tx, &self.book.who, &self.book.network)?;
        store::guess::clear(tx, &self.book.who, "")?;
        let number = store::log_in::append(tx, &self.line)?;
        let previous = store::log_in::before(tx, keeper.id, number)?;
        let session = store::session::add(tx, &self.opening)?;
        store::session::bound(tx, keeper.id, MOST_SESSIONS)?;
        Ok(Some((session, previous)))
    }
}
