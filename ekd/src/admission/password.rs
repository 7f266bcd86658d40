//! A log-in by password, with a second factor where the account has one or needs one.

use common::account::{Login, PasswordKind, Standing};
use common::fault::Cause;
use common::gate::{self, Opened};
use common::id::AccountId;
use common::log_in::{LogInOutcome, Method};
use common::pass;
use common::secret::Secret;
use common::text::fold;
use jiff::Timestamp;

use super::{Knocked, Origin, Passed, Porter, Turned, admission, session_end};
use crate::accounts::{SEALED_TOTP, tell};
use crate::guessing::{self, Record};
use crate::letter::Letter;
use crate::password::{self, Holder, Verdict};
use crate::store::account::Keeper;
use crate::store::log::{Logbook, Write};
use crate::store::log_in::Try;
use crate::store::session::Opening;
use crate::store::{self, StoreError};
use crate::totp;
use crate::vault::random;

/// Sessions of an account at once; the oldest ends for one more.
const MOST_SESSIONS: u32 = 10;
/// The use of marks of names.
pub const NAME: &str = "name";

/// What stands in the history for a program, where the present password was asked for inside.
const INSIDE: &str = "ekd";

/// The counters that concern a try, under which keys they are kept.
#[derive(Clone, Debug)]
pub(super) struct Book {
    pub(super) who: Vec<u8>,
    pub(super) source: String,
    pub(super) record: Record,
}

/// A try on its way.
struct Attempt<'a> {
    origin: &'a Origin,
    client: String,
    password: gate::Password,
    keeper: Option<Keeper>,
    book: Book,
    now: Timestamp,
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
        let attempt = Attempt { origin, client, password, keeper, book, now };
        let outcome = match &attempt.keeper {
            _ if guessing::must_wait(&attempt.book.record, now) => LogInOutcome::Waiting,
            None => LogInOutcome::UnknownName,
            Some(_) if verdict == Verdict::Wrong => LogInOutcome::WrongPassword,
            Some(keeper) if keeper.standing != Standing::Active => LogInOutcome::Closed,
            Some(keeper) if keeper.password_until.is_some_and(|until| until <= now) => LogInOutcome::Expired,
            Some(keeper) => return self.right(keeper, verdict, &attempt).await,
        };
        self.fail(&attempt.book, self.line_of(&attempt, outcome)).await
    }

    /// Finds the account of a name and the counters; names are told apart by marks, so that none is kept.
    pub(super) async fn look_up(&self, source: &str, name: &str) -> Result<(Option<Keeper>, Book), StoreError> {
        let login = Login::parse(name).ok();
        let key = login.as_ref().map_or_else(|| fold(name), |login| login.as_str().to_owned());
        let who = self.kit.vault.mark(NAME, &key);
        let (source, now) = (source.to_owned(), self.clock.now());
        let look = move |log: &Logbook<'_>| {
            let name = login.as_ref().map_or("", |login| login.as_str());
            let keeper = store::account::by_login(log, name)?;
            let lately = now.checked_sub(guessing::FAMILIAR).unwrap_or(Timestamp::MIN);
            let account = keeper.as_ref().map_or(AccountId(0), |keeper| keeper.id);
            let record = Record {
                name_from_source: store::guess::find(log, &who, &source)?,
                name: store::guess::find(log, &who, "")?,
                source: store::guess::find(log, &[], &source)?,
                is_familiar: store::log_in::is_familiar(log, account, &source, lately)?,
            };
            Ok::<_, StoreError>((keeper, Book { who, source, record }))
        };
        self.store.read(look).await
    }

    fn line_of(&self, attempt: &Attempt<'_>, outcome: LogInOutcome) -> Try {
        let with_code = attempt.password.code.is_some();
        let method = if with_code { Method::PasswordAndCode } else { Method::Password };
        self.line(attempt.keeper.as_ref().map(|keeper| keeper.id), (method, outcome), attempt.origin, &attempt.client)
    }

    /// Counts a failure and writes it down: the same work for a name that is known and one that is not.
    pub(super) async fn fail<T>(&self, book: &Book, line: Try) -> Result<T, Turned> {
        let (book, now) = (book.clone(), line.at);
        let fail = move |tx: &Write<'_>| {
            // What waits is not counted: it was not looked at.
            let counts = line.outcome != LogInOutcome::Waiting;
            if counts {
                // Read anew: others may have failed meanwhile.
                let pair = store::guess::find(tx, &book.who, &book.source)?;
                store::guess::set(tx, &book.who, &book.source, guessing::failed(pair, now))?;
                if !book.record.is_familiar {
                    let name = store::guess::find(tx, &book.who, "")?;
                    store::guess::set(tx, &book.who, "", guessing::failed_for_good(name, now))?;
                }
                let source = store::guess::find(tx, &[], &book.source)?;
                store::guess::set(tx, &[], &book.source, guessing::failed_from(source, now))?;
            }
            store::log_in::append(tx, &line)
        };
        self.store.write("log-in failed", fail).await?;
        Err(Cause::LogInRefused.into())
    }

    /// Has somebody who is in prove the present password, at the same price and with the same counters as at the door.
    /// Returns the hash that it was held against.
    ///
    /// # Errors
    /// [`Cause::WrongPassword`].
    pub async fn prove(&self, keeper: &Keeper, source: &str, given: &Secret) -> Result<Option<String>, Turned> {
        let (_, book) = self.look_up(source, keeper.login.as_str()).await?;
        let verdict = self.hasher.verify(given, keeper.password.as_deref()).await?;
        let waits = guessing::must_wait(&book.record, self.clock.now());
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
            (PasswordKind::Initial, None) => return Ok(Knocked::Asks(Opened::NewPasswordWanted)),
            (PasswordKind::Initial, Some(new)) => Some(self.new_hash(keeper, new, &attempt.password.password).await?),
            (PasswordKind::None | PasswordKind::Own | PasswordKind::Unknown, _) if verdict == Verdict::RightButOld => {
                Some(self.hasher.hash(&attempt.password.password).await?)
            }
            (PasswordKind::None | PasswordKind::Own | PasswordKind::Unknown, _) => None,
        };
        match self.second_factor(keeper, attempt).await? {
            Step::Asks(asks) => Ok(Knocked::Asks(asks)),
            Step::Fails(outcome) => self.wrong_code(attempt, outcome).await,
            Step::In { step, enrols } => self.open_session(keeper, attempt, (step, enrols), new_hash).await,
        }
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

    async fn open_session(
        &self,
        keeper: &Keeper,
        attempt: &Attempt<'_>,
        (step, enrols): (Option<i64>, bool),
        new_hash: Option<String>,
    ) -> Result<Knocked, Turned> {
        let secret = session_secret();
        let line = self.line_of(attempt, LogInOutcome::Success);
        let opening = Opening {
            account: keeper.id,
            digest: pass::digest(&secret),
            created_at: attempt.now,
            expires_at: session_end(attempt.now),
            source: line.source.clone(),
            client: line.client.clone(),
        };
        let method = line.method;
        let (keeper, expires_at, kit) = (keeper.clone(), opening.expires_at, self.kit.clone());
        let (who, source) = (attempt.book.who.clone(), attempt.book.source.clone());
        let (proven, is_new_password) = (keeper.clone(), keeper.password_kind == PasswordKind::Initial);
        let open = move |tx: &Write<'_>| -> Result<Option<_>, StoreError> {
            // What was proven must still hold: another log-in may have changed or closed it meanwhile.
            let present = store::account::by_id(tx, proven.id)?;
            let holds = |present: &Keeper| present.password == proven.password && present.standing == proven.standing;
            if !present.as_ref().is_some_and(holds) {
                return Ok(None);
            }
            if let Some(step) = step {
                if enrols {
                    store::account::set_totp(tx, proven.id, proven.totp_offered.as_deref(), Some(step))?;
                    tell(tx, &kit, &proven, (opening.created_at, &opening.source), &Letter::TotpChanged { on: true })?;
                } else if !store::account::use_step(tx, proven.id, step)? {
                    return Ok(None);
                }
            }
            if let Some(hash) = &new_hash {
                if is_new_password {
                    store::account::set_password(tx, proven.id, hash)?;
                } else {
                    store::account::rehash(tx, proven.id, proven.password.as_deref().unwrap_or_default(), hash)?;
                }
            }
            store::guess::clear(tx, &who, &source)?;
            store::guess::clear(tx, &who, "")?;
            let number = store::log_in::append(tx, &line)?;
            let previous = store::log_in::before(tx, proven.id, number)?;
            let session = store::session::add(tx, &opening)?;
            store::session::bound(tx, proven.id, MOST_SESSIONS)?;
            Ok(Some((session, previous)))
        };
        match self.store.write("log-in", open).await? {
            Some((session, previous)) => {
                let mut admission = admission(&keeper, method, previous);
                (admission.session, admission.expires_at) = (Some(secret), Some(expires_at));
                Ok(Knocked::In(keeper.id, Passed::Session(session), Box::new(admission)))
            }
            None => self.wrong_code(attempt, LogInOutcome::WrongCode).await,
        }
    }

    /// Counts a failure of the second factor. That it was this one is told: the password is known to whoever gets here.
    async fn wrong_code<T>(&self, attempt: &Attempt<'_>, outcome: LogInOutcome) -> Result<T, Turned> {
        match self.fail(&attempt.book, self.line_of(attempt, outcome)).await {
            Err(Turned::Cause(_)) => Err(Cause::WrongCode.into()),
            other => other,
        }
    }
}

/// Returns 256 random bits as text.
fn session_secret() -> Secret {
    let [high, low] = [random::<16>(), random::<16>()].map(u128::from_be_bytes);
    Secret::from(format!("{high:032x}{low:032x}"))
}
