//! A log-in by password, with a second factor where the account has one or needs one.

use common::account::{Login, PasswordKind, Standing};
use common::event::Happening;
use common::fault::Cause;
use common::gate::{self, Opened};
use common::id::AccountId;
use common::log_in::{LogInOutcome, Method};
use common::secret::Secret;
use common::text::fold;
use jiff::Timestamp;
use rusqlite::Connection;

use super::entry::Proof;
use super::{Knocked, Origin, Porter};
use crate::accounts::SEALED_TOTP;
use crate::guessing::{self, Record};
use crate::password::{self, Holder, Verdict};
use crate::store::account::Keeper;
use crate::store::log::Write;
use crate::store::log_in::Try;
use crate::store::{self, StoreError};
use crate::totp;
use crate::turned::Turned;
use crate::vault::random;

/// The use of marks of names.
pub const NAME: &str = "name";

/// What stands in the history for a program, where the present password was asked for inside.
const INSIDE: &str = "ekd";

/// Under which keys the failures of a try are counted.
#[derive(Clone, Debug)]
pub(super) struct Book {
    pub(super) who: Vec<u8>,
    /// What counts as one source.
    pub(super) network: String,
    source: String,
    account: AccountId,
}

impl Book {
    /// Returns the failures so far.
    pub(super) fn record(&self, conn: &Connection, now: Timestamp) -> Result<Record, StoreError> {
        let lately = now.checked_sub(guessing::FAMILIAR).unwrap_or(Timestamp::MIN);
        Ok(Record {
            name_from_source: store::guess::find(conn, &self.who, &self.network)?,
            name: store::guess::find(conn, &self.who, "")?,
            source: store::guess::find(conn, &[], &self.network)?,
            is_familiar: store::log_in::is_familiar(conn, self.account, &self.source, lately)?,
        })
    }
}

/// A try on its way.
pub(super) struct Attempt<'a> {
    origin: &'a Origin,
    client: String,
    password: gate::Password,
    keeper: Option<Keeper>,
    pub(super) book: Book,
    pub(super) now: Timestamp,
}

/// What a right password still lacks, or brings.
enum Step {
    Asks(Opened),
    /// The used step of the second factor, and whether it is a new one.
    In {
        step: Option<i64>,
        enrols: bool,
    },
    Fails(LogInOutcome),
}

impl Porter {
    pub(super) async fn password(
        &self,
        origin: &Origin,
        client: String,
        password: gate::Password,
    ) -> Result<Knocked, Turned> {
        let (keeper, book) = self.look_up(&origin.source, &password.login).await?;
        let now = self.clock.now();
        let kept = keeper.as_ref().and_then(|keeper| keeper.password.as_deref());
        let verdict = self.hasher.verify(&password.password, kept).await?;
        // Not before the hash: others that came at the same time may have failed meanwhile.
        let record = self.record(&book, now).await?;
        let attempt = Attempt { origin, client, password, keeper, book, now };
        let outcome = match &attempt.keeper {
            _ if guessing::must_wait(&record, now) => LogInOutcome::Waiting,
            None => LogInOutcome::UnknownName,
            Some(_) if verdict == Verdict::Wrong => LogInOutcome::WrongPassword,
            Some(keeper) if keeper.standing != Standing::Active => LogInOutcome::Closed,
            Some(keeper) if keeper.password_until.is_some_and(|until| until <= now) => LogInOutcome::Expired,
            Some(keeper) => return self.right(keeper, verdict, &attempt).await,
        };
        self.fail(&attempt.book, self.line_of(&attempt, outcome, attempt.password.code.is_some())).await
    }

    /// Finds the account of a name and where its failures are counted; names are told apart by marks, so that none is kept.
    pub(super) async fn look_up(&self, source: &str, name: &str) -> Result<(Option<Keeper>, Book), StoreError> {
        let login = Login::parse(name).ok();
        let key = login.as_ref().map_or_else(|| fold(name), |login| login.as_str().to_owned());
        let keeper = self.keeper(login.as_ref().map_or("", |login| login.as_str())).await?;
        let book = Book {
            who: self.kit.vault.mark(NAME, &key),
            network: source.parse().map_or_else(|_| source.to_owned(), guessing::network_of),
            source: source.to_owned(),
            account: keeper.as_ref().map_or(AccountId(0), |keeper| keeper.id),
        };
        Ok((keeper, book))
    }

    pub(super) async fn record(&self, book: &Book, now: Timestamp) -> Result<Record, StoreError> {
        let book = book.clone();
        self.store.read(move |log| book.record(log, now)).await
    }

    pub(super) fn line_of(&self, attempt: &Attempt<'_>, outcome: LogInOutcome, with_code: bool) -> Try {
        let method = if with_code { Method::PasswordAndCode } else { Method::Password };
        self.line(attempt.keeper.as_ref().map(|keeper| keeper.id), (method, outcome), attempt.origin, &attempt.client)
    }

    /// Counts a failure and writes it down: the same work for a name that is known and one that is not.
    ///
    /// # Errors
    /// [`Cause::WrongCode`] after a right password, else [`Cause::LogInRefused`].
    pub(super) async fn fail<T>(&self, book: &Book, line: Try) -> Result<T, Turned> {
        self.unfinished.goes_on(line.account, &line.source);
        let (book, now) = (book.clone(), line.at);
        let fail = move |tx: &Write<'_>| {
            // Read anew: others may have failed meanwhile.
            let record = book.record(tx, now)?;
            let mut line = line;
            if line.method != Method::Reset && guessing::must_wait(&record, now) {
                line.outcome = LogInOutcome::Waiting;
            }
            // What waits is not counted: it was not looked at.
            if line.outcome != LogInOutcome::Waiting {
                let set = |who, source, failures| store::guess::set(tx, who, source, failures);
                let from_source = guessing::failed(record.name_from_source, now);
                set(&book.who, &book.network, from_source)?;
                let of_name = (!record.is_familiar).then(|| guessing::failed_for_good(record.name, now));
                if let Some(of_name) = of_name {
                    set(&book.who, "", of_name)?;
                }
                if let Some(account) = line.account.filter(|_| guessing::begins_to_wait(&from_source, of_name.as_ref()))
                {
                    let n = from_source.n.max(of_name.map_or(0, |of_name| of_name.n));
                    store::event::append(tx, now, &Happening::LogInFailures { account, n })?;
                }
                set(&[], &book.network, guessing::failed_from(record.source, now))?;
            }
            store::log_in::append(tx, &line)?;
            Ok::<_, StoreError>(line.outcome)
        };
        let outcome = self.store.write("log-in failed", fail).await?;
        Err(if outcome == LogInOutcome::WrongCode { Cause::WrongCode } else { Cause::LogInRefused }.into())
    }

    /// Has somebody who is in prove the present password, at the same price and with the same counters as at the door.
    /// Returns the hash that it was held against.
    ///
    /// # Errors
    /// [`Cause::WrongPassword`].
    pub async fn prove(&self, keeper: &Keeper, source: &str, given: &Secret) -> Result<Option<String>, Turned> {
        let (_, book) = self.look_up(source, keeper.login.as_str()).await?;
        let verdict = self.hasher.verify(given, keeper.password.as_deref()).await?;
        let now = self.clock.now();
        let waits = guessing::must_wait(&self.record(&book, now).await?, now);
        if verdict != Verdict::Wrong && !waits {
            return Ok(keeper.password.clone());
        }
        let outcome = if waits { LogInOutcome::Waiting } else { LogInOutcome::WrongPassword };
        let origin = Origin { source: source.to_owned(), uid: None };
        let line = self.line(Some(keeper.id), (Method::Password, outcome), &origin, INSIDE);
        match self.fail(&book, line).await {
            Err(Turned::Cause(_)) => Err(Cause::WrongPassword.into()),
            other => other,
        }
    }

    /// The password is right: finds what else is needed, and lets in.
    async fn right(&self, keeper: &Keeper, verdict: Verdict, attempt: &Attempt<'_>) -> Result<Knocked, Turned> {
        let new_hash = match (keeper.password_kind, &attempt.password.new_password) {
            (PasswordKind::Initial, None) => return Ok(self.ask(attempt, Opened::NewPasswordWanted)),
            (PasswordKind::Initial, Some(new)) => Some(self.new_hash(keeper, new, &attempt.password.password).await?),
            (PasswordKind::None | PasswordKind::Own | PasswordKind::Unknown, _) if verdict == Verdict::RightButOld => {
                Some(self.hasher.hash(&attempt.password.password).await?)
            }
            (PasswordKind::None | PasswordKind::Own | PasswordKind::Unknown, _) => None,
        };
        match self.second_factor(keeper, attempt).await? {
            Step::Asks(asks) => Ok(self.ask(attempt, asks)),
            Step::Fails(outcome) => self.fail(&attempt.book, self.line_of(attempt, outcome, true)).await,
            Step::In { step, enrols } => {
                self.open_session(attempt, Proof { keeper: keeper.clone(), step, enrols, new_hash }).await
            }
        }
    }

    /// Asks for what is missing; if it never comes, that is told.
    fn ask(&self, attempt: &Attempt<'_>, asks: Opened) -> Knocked {
        self.unfinished.begins(self.line_of(attempt, LogInOutcome::Unfinished, false));
        Knocked::Asks(asks)
    }

    /// Returns the hash of a new password that is good enough.
    ///
    /// # Errors
    /// [`Cause::WeakPassword`].
    pub async fn new_hash(&self, keeper: &Keeper, new: &Secret, before: &Secret) -> Result<String, Turned> {
        if new == before {
            return Err(Cause::WeakPassword { weakness: common::fault::Weakness::Same }.into());
        }
        let holder = self.holder(keeper).await?;
        let new = new.clone();
        let checked = new.clone();
        let check = tokio::task::spawn_blocking(move || password::check(&checked, &holder)).await;
        check.map_err(|_| StoreError::Panicked)?.map_err(|weakness| Cause::WeakPassword { weakness })?;
        Ok(self.hasher.hash(&new).await?)
    }

    async fn holder(&self, keeper: &Keeper) -> Result<Holder, StoreError> {
        let (id, now) = (keeper.id, self.clock.now());
        let customers = self.store.read(move |log| store::customer::of_account(log, id, now)).await?;
        let mut names = vec![keeper.login.to_string(), keeper.name.clone()];
        names.extend(customers.into_iter().map(|customer| customer.number.to_string()));
        Ok(Holder { names, has_totp: keeper.totp.is_some() })
    }

    async fn second_factor(&self, keeper: &Keeper, attempt: &Attempt<'_>) -> Result<Step, Turned> {
        let code = attempt.password.code.as_deref();
        if let Some(sealed) = &keeper.totp {
            let Some(code) = code else { return Ok(Step::Asks(Opened::CodeWanted)) };
            let secret = self.kit.vault.unseal(SEALED_TOTP, sealed).unwrap_or_default();
            let step = totp::step_of(&secret, code, attempt.now);
            let fresh = step.filter(|step| keeper.totp_step.is_none_or(|used| used < *step));
            return Ok(
                fresh.map_or(Step::Fails(LogInOutcome::WrongCode), |step| Step::In { step: Some(step), enrols: false })
            );
        }
        if attempt.origin.uid.is_some() || !keeper.role.is_staff() {
            return Ok(Step::In { step: None, enrols: false });
        }
        // Staff over a network: the second factor begins now.
        let offered = keeper.totp_offered.as_ref().and_then(|sealed| self.kit.vault.unseal(SEALED_TOTP, sealed));
        match (code, offered) {
            (Some(code), Some(secret)) => {
                let step = totp::step_of(&secret, code, attempt.now);
                Ok(step
                    .map_or(Step::Fails(LogInOutcome::WrongCode), |step| Step::In { step: Some(step), enrols: true }))
            }
            (_, offered) => {
                let secret = match offered {
                    Some(secret) => secret,
                    None => self.offer(keeper.id).await?,
                };
                let offer = totp::offer(&secret, &keeper.login).ok_or(Cause::Internal)?;
                Ok(Step::Asks(Opened::EnrolmentWanted(offer)))
            }
        }
    }

    async fn offer(&self, account: AccountId) -> Result<Vec<u8>, StoreError> {
        let secret = random::<{ totp::SECRET }>();
        let sealed = self.kit.vault.seal(SEALED_TOTP, &secret);
        self.store.write("offer totp", move |tx| store::account::offer_totp(tx, account, Some(&sealed))).await?;
        Ok(secret.to_vec())
    }
}
