//! The own account: what it is, its addresses, password, second factor, log-ins and sessions.

pub mod contact;
pub mod log_ins;
pub mod password;
pub mod sessions;
pub mod totp;

use common::account::{OwnAccount, PasswordKind, Role, Standing};
use common::customer::{Mandate, Right};
use common::secret::Secret;
use jiff::Timestamp;

use crate::cli::AccountVerb;
use crate::cli::account::{AgreedArgs, ContactVerb, SecretArgs, SessionsVerb};
use crate::cli::global::CallArgs;
use crate::command::customers::MandateRow;
use crate::command::login::previous;
use crate::dialogue::Dialogue;
use crate::exit::Failure;
use crate::output::{Format, Output, Word, row};
use crate::session::Session;
use contact::ContactRow;
use log_ins::{LogInRow, log_in_row, method_word};

row! {
    /// The own account with its addresses, customers and the log-ins before this one.
    pub struct AccountShowRow: "account.show" {
        /// name of the account
        pub login: String,
        /// the person's name
        pub name: String,
        /// customer, manager, technician, clerk, administrator
        pub role: Word,
        /// active, locked, disabled, erased
        pub state: Word,
        /// none, initial, own
        pub password: Word,
        /// a second factor is asked for
        pub totp: bool,
        /// when the account was made
        pub created_at: Timestamp,
        /// language of letters
        pub language: String,
        /// how this connection was opened
        pub method: Word,
        /// this connection may change nothing
        pub read_only: bool,
        /// its addresses
        pub contacts: Vec<ContactRow>,
        /// for whom the account acts now
        pub mandates: Vec<MandateRow>,
        /// the success and the failure before this log-in
        pub previous: Vec<LogInRow>,
        /// failures since that success
        pub n_failures: u64,
    }
}

row! {
    /// Sessions that were ended.
    pub struct EndedRow: "session.ended" {
        /// how many sessions ended
        pub n_ended: u64,
    }
}

/// Does what the verb says.
///
/// # Errors
/// Nobody to ask, or what the daemon refuses.
pub async fn run(
    verb: &AccountVerb,
    call: &CallArgs,
    session: &mut Session,
    output: &mut Output,
) -> Result<(), Failure> {
    let dialogue = |secrets: Option<SecretArgs>, output: &Output| Dialogue::new(call, secrets, output.look.language);
    match verb {
        AccountVerb::Show => show(session, output).await,
        AccountVerb::Contact(verb) => {
            let secrets = match verb {
                ContactVerb::Set(args) => args.secrets,
                ContactVerb::Confirm(args) | ContactVerb::Remove(args) => args.secrets,
            };
            contact::run(verb, &dialogue(Some(secrets), output), session, output).await
        }
        AccountVerb::Password(secrets) => password::run(&dialogue(Some(*secrets), output), session, output).await,
        AccountVerb::Totp(args) => totp::run(args.switch, &dialogue(Some(args.secrets), output), session, output).await,
        AccountVerb::LogIns(args) => log_ins::list(session, output, args).await,
        AccountVerb::Sessions(SessionsVerb::List(args)) => sessions::list(session, output, args).await,
        AccountVerb::Sessions(SessionsVerb::End(args)) => sessions::end(session, output, args).await,
        AccountVerb::NotMe(AgreedArgs { yes }) => {
            if !yes {
                dialogue(None, output).agree("agree-not-me", &[]).await?;
            }
            not_me(session, output).await
        }
    }
}

async fn show(session: &mut Session, output: &mut Output) -> Result<(), Failure> {
    let own = session.ask(async |ek, context| ek.account(context).await).await?;
    let sentences = previous::sentences(&own.previous, &output.look);
    let mut row = show_row(own);
    if output.look.format != Format::Table {
        return Ok(output.record(row)?);
    }
    // People get these as sentences, and before all else.
    row.previous.clear();
    let text = sentences.join("\n");
    output.text(&format!("{text}\n\n"))?;
    Ok(output.record(row)?)
}

fn show_row(own: OwnAccount) -> AccountShowRow {
    let OwnAccount { account, mandates, previous, method, read_only, .. } = own;
    let login = account.login.to_string();
    AccountShowRow {
        name: account.name,
        role: role_word(account.role),
        state: standing_word(account.standing),
        password: password_word(account.password),
        totp: account.totp,
        created_at: account.created_at,
        language: account.language,
        method: method_word(method),
        read_only,
        contacts: account.contacts.into_iter().map(|contact| contact::contact_row(&login, contact)).collect(),
        mandates: mandates.into_iter().map(mandate_row).collect(),
        previous: previous.last_success.into_iter().chain(previous.last_failure).map(log_in_row).collect(),
        n_failures: previous.n_failures_since,
        login,
    }
}

async fn not_me(session: &mut Session, output: &mut Output) -> Result<(), Failure> {
    let n_ended = session.ask(async |ek, context| ek.not_me(context).await).await?;
    let sentence = output.look.texts().format("not-me-done", &[("sessions", n_ended.into())]);
    Ok(output.told(EndedRow { n_ended }, &sentence)?)
}

/// Asks for the present password; an account without one has an empty one.
///
/// # Errors
/// Nobody to ask, or as [`Session::ask`].
pub(super) async fn current_password(session: &mut Session, dialogue: &Dialogue) -> Result<Secret, Failure> {
    let own = session.ask(async |ek, context| ek.account(context).await).await?;
    match own.account.password {
        PasswordKind::None => Ok("".into()),
        PasswordKind::Initial | PasswordKind::Own | PasswordKind::Unknown => {
            dialogue.secret("ask-current-password").await
        }
    }
}

pub(super) fn mandate_row(mandate: Mandate) -> MandateRow {
    MandateRow {
        customer: mandate.customer.into(),
        login: mandate.login.into(),
        rights: mandate.rights.into_iter().map(right_word).collect(),
        from: mandate.from,
        until: mandate.until,
    }
}

pub(super) const fn role_word(role: Role) -> Word {
    Word { group: "role", name: role.name() }
}

pub(super) const fn standing_word(standing: Standing) -> Word {
    Word { group: "account", name: standing.name() }
}

pub(super) const fn password_word(kind: PasswordKind) -> Word {
    Word { group: "password", name: kind.name() }
}

const fn right_word(right: Right) -> Word {
    Word { group: "right", name: right.name() }
}
