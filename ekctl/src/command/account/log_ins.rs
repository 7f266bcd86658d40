//! The history of log-ins.

use common::api::EkClient;
use common::log_in::{LogIn, LogInOutcome, LogInQuery, Method};
use jiff::Timestamp;

use crate::cli::account::LogInsArgs;
use crate::exit::Failure;
use crate::output::cell::EntryNumber;
use crate::output::{Output, Word, row};
use crate::session::{Session, list as list_rows};

row! {
    /// One try to log in.
    pub struct LogInRow: "log_in.list" brief [at, login, outcome, method, source, client] {
        /// grows with each try
        pub number: EntryNumber,
        /// when
        pub at: Timestamp,
        /// name of the account; null where nobody has the name that was typed
        pub login: Option<String>,
        /// password, `password_and_code`, session, token, peer, reset
        pub method: Word,
        /// success, or why not
        pub outcome: Word,
        /// an address, or a user of the server
        pub source: String,
        /// which program, as it said itself
        pub client: String,
    }
}

/// Lists tries to log in, the newest first.
///
/// # Errors
/// As [`Session::ask`].
pub async fn list(session: &mut Session, output: &mut Output, args: &LogInsArgs) -> Result<(), Failure> {
    let query = LogInQuery { login: args.login.clone(), everyone: args.everyone, only_failures: args.failures };
    let call = async |ek: &EkClient, context, page| ek.log_ins(context, query.clone(), page).await;
    list_rows(session, output, &args.list, call, log_in_row).await
}

/// Returns the row of a try.
pub(in crate::command) fn log_in_row(log_in: LogIn) -> LogInRow {
    LogInRow {
        number: EntryNumber(log_in.number),
        at: log_in.at,
        login: log_in.login.map(Into::into),
        method: method_word(log_in.method),
        outcome: outcome_word(log_in.outcome),
        source: log_in.source,
        client: log_in.client,
    }
}

pub(in crate::command) const fn method_word(method: Method) -> Word {
    Word { group: "method", name: method.name() }
}

pub(in crate::command) const fn outcome_word(outcome: LogInOutcome) -> Word {
    Word { group: "attempt", name: outcome.name() }
}
