//! Open sessions: log-ins that last.

use common::account::{Ending, Session as OpenSession};
use common::id::SessionId;
use jiff::Timestamp;

use super::EndedRow;
use crate::cli::account::{EndArgs, OfArgs};
use crate::command::list_whole;
use crate::exit::Failure;
use crate::output::{Output, row};
use crate::session::Session;

row! {
    /// An open session.
    pub struct SessionRow: "session.list" brief [id, login, last_used_at, expires_at, source, client, own] {
        /// number of the session
        pub id: SessionId,
        /// name of the account
        pub login: String,
        /// when it was opened
        pub created_at: Timestamp,
        /// when something was last asked in it
        pub last_used_at: Timestamp,
        /// when it ends at the latest
        pub expires_at: Timestamp,
        /// an address, or a user of the server
        pub source: String,
        /// which program, as it said itself
        pub client: String,
        /// it is the session of whoever asks
        pub own: bool,
    }
}

/// Lists open sessions.
///
/// # Errors
/// As [`Session::ask`].
pub async fn list(session: &mut Session, output: &mut Output, args: &OfArgs) -> Result<(), Failure> {
    let sessions = session.ask(async |ek, context| ek.sessions(context, args.login.clone()).await).await?;
    list_whole(output, &args.list, sessions.into_iter().map(session_row))
}

/// Ends a session, or all but this one.
///
/// # Errors
/// There is no such session.
pub async fn end(session: &mut Session, output: &mut Output, args: &EndArgs) -> Result<(), Failure> {
    let which = args.number.map_or(Ending::Others, |number| Ending::One(SessionId(number)));
    let n_ended = session.ask(async |ek, context| ek.end_sessions(context, which).await).await?;
    let sentence = output.look.texts().format("sessions-ended", &[("sessions", n_ended.into())]);
    Ok(output.told(EndedRow { n_ended }, &sentence)?)
}

/// Returns the row of a session.
pub(in crate::command) fn session_row(session: OpenSession) -> SessionRow {
    SessionRow {
        id: session.id,
        login: session.login.into(),
        created_at: session.created_at,
        last_used_at: session.last_used_at,
        expires_at: session.expires_at,
        source: session.source,
        client: session.client,
        own: session.own,
    }
}
