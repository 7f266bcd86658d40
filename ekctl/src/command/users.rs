//! Accounts of people, for administrators.

use common::account::{Account, AccountChange, NewAccount, NewMandate, ResetStarted, Standing};
use common::api::EkClient;
use common::contact::EmailAddress;
use common::customer::AccountFilter;
use common::fault::{Cause, Fault};
use common::language::Language;
use jiff::Timestamp;

use super::account::contact::{ContactRow, contact_row};
use super::account::{password_word, role_word, standing_word};
use super::random;
use crate::cli::UsersVerb;
use crate::cli::global::LanguageName;
use crate::cli::usage::Usage;
use crate::cli::users::{UserArgs, UserCreateArgs, UserEditArgs, UsersListArgs};
use crate::exit::Failure;
use crate::output::{Output, Word, row};
use crate::session::{Session, list as list_rows};

row! {
    /// An account of a person.
    pub struct UserRow: "user.list" brief [login, name, role, state, password, totp, last_log_in_at] {
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
        /// when the person last logged in
        pub last_log_in_at: Option<Timestamp>,
        /// language of letters
        pub language: String,
    }
}

row! {
    /// An account of a person with its addresses.
    pub struct UserShowRow: "user.show" {
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
        /// when the person last logged in
        pub last_log_in_at: Option<Timestamp>,
        /// language of letters
        pub language: String,
        /// its addresses
        pub contacts: Vec<ContactRow>,
    }
}

row! {
    /// A new account with its initial password, which nobody can show again.
    pub struct UserCreatedRow: "user.created" {
        /// name of the account
        pub login: String,
        /// the person's name
        pub name: String,
        /// customer, manager, technician, clerk, administrator
        pub role: Word,
        /// opens nothing but its own change
        pub initial_password: String,
    }
}

row! {
    /// To where the code for a new password is on its way.
    pub struct ResetRow: "user.reset" {
        /// name of the account
        pub login: String,
        /// landline, mobile, email; empty where there is no confirmed address and nothing was sent
        pub channels: Vec<Word>,
    }
}

/// Does what the verb says.
///
/// # Errors
/// What the daemon refuses.
pub async fn run(verb: &UsersVerb, session: &mut Session, output: &mut Output) -> Result<(), Failure> {
    match verb {
        UsersVerb::List(args) => list(session, output, args).await,
        UsersVerb::Show(args) => show(session, output, args).await,
        UsersVerb::Create(args) => create(session, output, args).await,
        UsersVerb::Edit(args) => edit(session, output, args).await,
        UsersVerb::Reset(args) => reset(session, output, args).await,
    }
}

async fn list(session: &mut Session, output: &mut Output, args: &UsersListArgs) -> Result<(), Failure> {
    let filter = AccountFilter {
        text: args.filter.filter.clone(),
        customer: args.customer.clone(),
        role: args.role.map(Into::into),
    };
    let call = async |ek: &EkClient, context, page| ek.accounts(context, filter.clone(), page).await;
    list_rows(session, output, &args.list, call, user_row).await
}

async fn show(session: &mut Session, output: &mut Output, args: &UserArgs) -> Result<(), Failure> {
    let call = async |ek: &EkClient, context| ek.find_account(context, args.account.to_string()).await;
    let account = session.ask(call).await?;
    Ok(output.record(show_row(account))?)
}

async fn create(session: &mut Session, output: &mut Output, args: &UserCreateArgs) -> Result<(), Failure> {
    let email = args.email.as_deref().map(EmailAddress::parse).transpose();
    let email = email.map_err(|error| Fault::from(Cause::BadContact { reason: error.name().to_owned() }))?;
    let initial_password = initial_password();
    let mandate = args.customer.clone().map(|customer| {
        let rights = args.rights.iter().copied().map(Into::into).collect();
        NewMandate { customer, rights }
    });
    let account = NewAccount {
        login: args.account.clone(),
        name: args.name.clone(),
        role: args.role.into(),
        initial_password: initial_password.as_str().into(),
        email: email.map(Into::into),
        mandate,
        language: args.letters.map(code),
    };
    let call = async |ek: &EkClient, context, key| ek.create_account(context, key, account.clone()).await;
    let made = session.ask_once(call).await?;
    output.record(UserCreatedRow {
        login: made.login.into(),
        name: made.name,
        role: role_word(made.role),
        initial_password,
    })?;
    let line = output.look.texts().get("initial-password");
    Ok(output.note(&line)?)
}

async fn edit(session: &mut Session, output: &mut Output, args: &UserEditArgs) -> Result<(), Failure> {
    let standing = match (args.enable, args.disable) {
        (true, _) => Some(Standing::Active),
        (false, true) => Some(Standing::Disabled),
        (false, false) => None,
    };
    let change = AccountChange {
        name: args.name.clone(),
        role: args.role.map(Into::into),
        standing,
        language: args.letters.map(code),
        remove_totp: args.remove_totp,
    };
    if change == AccountChange::default() {
        return Err(Usage::nothing_to_change().into());
    }
    let call = async |ek: &EkClient, context| ek.edit_account(context, args.account.clone(), change.clone()).await;
    let account = session.ask(call).await?;
    Ok(output.record(show_row(account))?)
}

async fn reset(session: &mut Session, output: &mut Output, args: &UserArgs) -> Result<(), Failure> {
    let call = async |ek: &EkClient, context| ek.reset_account(context, args.account.clone()).await;
    let ResetStarted { login, channels } = session.ask(call).await?;
    if channels.is_empty() {
        let line = output.look.texts().get("reset-has-no-channel");
        output.note(&line)?;
    }
    let channels = channels.into_iter().map(|kind| Word { group: "contact", name: kind.name() }).collect();
    Ok(output.record(ResetRow { login: login.into(), channels })?)
}

fn code(name: LanguageName) -> String {
    Language::from(name).code().to_owned()
}

/// Letters and digits that are not taken for one another, neither on paper nor by phone.
const ALPHABET: &[u8; 44] = b"abcdefghjkmnpqrstuvwxyzADEFGHJLMNQRT23456789";
const N_GROUPS: usize = 5;
const N_IN_GROUP: usize = 4;

/// Returns 20 random letters in groups: 109 bits.
fn initial_password() -> String {
    let mut letters = Vec::new();
    while letters.len() < N_GROUPS * N_IN_GROUP {
        let random: [u8; 32] = random();
        // What is left over above the last whole alphabet would make its first letters more likely.
        let fair = random.into_iter().filter(|byte| usize::from(*byte) < 256 / ALPHABET.len() * ALPHABET.len());
        letters.extend(fair.map(|byte| char::from(ALPHABET[usize::from(byte) % ALPHABET.len()])));
    }
    letters.truncate(N_GROUPS * N_IN_GROUP);
    let groups = letters.chunks(N_IN_GROUP).map(|group| group.iter().collect::<String>());
    groups.collect::<Vec<_>>().join("-")
}

/// Returns the row of an account.
pub(super) fn user_row(account: Account) -> UserRow {
    UserRow {
        login: account.login.into(),
        name: account.name,
        role: role_word(account.role),
        state: standing_word(account.standing),
        password: password_word(account.password),
        totp: account.totp,
        created_at: account.created_at,
        last_log_in_at: account.last_log_in,
        language: account.language,
    }
}

fn show_row(account: Account) -> UserShowRow {
    let login = account.login.to_string();
    UserShowRow {
        name: account.name,
        role: role_word(account.role),
        state: standing_word(account.standing),
        password: password_word(account.password),
        totp: account.totp,
        created_at: account.created_at,
        last_log_in_at: account.last_log_in,
        language: account.language,
        contacts: account.contacts.into_iter().map(|contact| contact_row(&login, contact)).collect(),
        login,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initial_passwords_are_long_legible_and_never_the_same() {
        let letters: std::collections::BTreeSet<_> = ALPHABET.iter().collect();
        assert_eq!(letters.len(), ALPHABET.len());
        let one = initial_password();
        assert_eq!((one.len(), one.split('-').count()), (24, 5));
        assert!(one.bytes().all(|byte| byte == b'-' || ALPHABET.contains(&byte)));
        assert_ne!(one, initial_password());
    }
}
