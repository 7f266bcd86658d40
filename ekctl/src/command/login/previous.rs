//! What a person has to know before anything else: what happened to the account before this log-in.

use common::gate::Admission;
use common::log_in::{LogIn, PreviousLogIns};
use common::text::visible;
use jiff::Timestamp;

use crate::command::account::log_ins::outcome_word;
use crate::command::account::role_word;
use crate::exit::Failure;
use crate::output::{Look, Output, Word, row};

row! {
    /// Who has logged in, and what happened to the account before.
    pub struct LoginRow: "login" {
        /// name of the account
        pub login: String,
        /// the person's name
        pub name: String,
        /// customer, manager, technician, clerk, administrator
        pub role: Word,
        /// when the session ends at the latest
        pub expires_at: Option<Timestamp>,
        /// when somebody last logged in before
        pub success_at: Option<Timestamp>,
        /// from where that was
        pub success_source: Option<String>,
        /// with which program
        pub success_client: Option<String>,
        /// when somebody last failed to log in
        pub failure_at: Option<Timestamp>,
        /// from where that was
        pub failure_source: Option<String>,
        /// with which program
        pub failure_client: Option<String>,
        /// how that ended
        pub failure_outcome: Option<Word>,
        /// failures since the last success
        pub n_failures: u64,
    }
}

/// Writes who was let in, and first of all what happened before.
///
/// # Errors
/// Those of the writer.
pub fn tell(admission: &Admission, output: &mut Output) -> Result<(), Failure> {
    let mut lines = sentences(&admission.previous, &output.look);
    lines.push(welcome(admission, &output.look));
    let text = lines.join("\n");
    Ok(output.told(login_row(admission), &text)?)
}

/// Returns what happened before, a sentence each; failures since then stand out.
pub(in crate::command) fn sentences(previous: &PreviousLogIns, look: &Look) -> Vec<String> {
    let texts = look.texts();
    let mut lines = vec![match &previous.last_success {
        Some(success) => texts.format("previous-success", &facts(success, look)),
        None => texts.get("previous-none"),
    }];
    lines.push(match &previous.last_failure {
        Some(failure) => texts.format("previous-failure", &facts(failure, look)),
        None => texts.get("previous-no-failure"),
    });
    if previous.n_failures_since > 0 {
        let line = texts.format("previous-failures", &[("failures", previous.n_failures_since.into())]);
        lines.push(look.emphasis.strong(&line));
    }
    lines
}

fn facts(log_in: &LogIn, look: &Look) -> [(&'static str, common::language::Argument<'static>); 4] {
    [
        ("at", look.instant(log_in.at).into()),
        ("source", visible(&log_in.source).into_owned().into()),
        ("client", visible(&log_in.client).into_owned().into()),
        ("outcome", look.word(outcome_word(log_in.outcome)).into()),
    ]
}

fn welcome(admission: &Admission, look: &Look) -> String {
    let until = admission.expires_at.map_or_else(|| "-".to_owned(), |at| look.instant(at));
    let arguments = [
        ("login", admission.login.to_string().into()),
        ("name", visible(&admission.name).into_owned().into()),
        ("role", look.word(role_word(admission.role)).into()),
        ("until", until.into()),
    ];
    look.texts().format("logged-in", &arguments)
}

fn login_row(admission: &Admission) -> LoginRow {
    let PreviousLogIns { last_success, last_failure, n_failures_since } = admission.previous.clone();
    LoginRow {
        login: admission.login.to_string(),
        name: admission.name.clone(),
        role: role_word(admission.role),
        expires_at: admission.expires_at,
        success_at: last_success.as_ref().map(|success| success.at),
        success_client: last_success.as_ref().map(|success| success.client.clone()),
        success_source: last_success.map(|success| success.source),
        failure_at: last_failure.as_ref().map(|failure| failure.at),
        failure_outcome: last_failure.as_ref().map(|failure| outcome_word(failure.outcome)),
        failure_client: last_failure.as_ref().map(|failure| failure.client.clone()),
        failure_source: last_failure.map(|failure| failure.source),
        n_failures: n_failures_since,
    }
}
