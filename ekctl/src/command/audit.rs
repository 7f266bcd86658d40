//! The audit log: who did what to whose data, and whether it is as it was written.

use common::api::EkClient;
use common::audit::{AuditLine, AuditQuery, AuditVerified};
use jiff::Timestamp;

use crate::cli::AuditVerb;
use crate::cli::users::AuditArgs;
use crate::exit::Failure;
use crate::output::cell::EntryNumber;
use crate::output::{Output, Word, row};
use crate::session::{Session, list as list_rows};

row! {
    /// A line of the audit log.
    pub struct AuditRow: "audit.list" brief [number, at, actor, deed, login, customer, detail] {
        /// counted from 1 without a gap
        pub number: EntryNumber,
        /// when
        pub at: Timestamp,
        /// who did it; null for the daemon itself and for accounts that were erased
        pub actor: Option<String>,
        /// what was done, such as customer.read
        pub deed: String,
        /// whose account
        pub login: Option<String>,
        /// whose data: number of the customer
        pub customer: Option<String>,
        /// codes and counts
        pub detail: String,
        /// an address, or a user of the server
        pub source: String,
    }
}

row! {
    /// Whether the audit log is as it was written.
    pub struct AuditVerifiedRow: "audit.verification" {
        /// lines that were recomputed
        pub n_lines: u64,
        /// the first line that is not as it was written
        pub broken_line: Option<EntryNumber>,
        /// altered, missing
        pub flaw: Option<Word>,
    }
}

/// Does what the verb says.
///
/// # Errors
/// As [`Session::ask`], and a line that is not as it was written.
pub async fn run(verb: &AuditVerb, session: &mut Session, output: &mut Output) -> Result<(), Failure> {
    match verb {
        AuditVerb::List(args) => list(session, output, args).await,
        AuditVerb::Verify => verify(session, output).await,
    }
}

async fn list(session: &mut Session, output: &mut Output, args: &AuditArgs) -> Result<(), Failure> {
    let query = AuditQuery { customer: args.customer.clone(), login: args.login.clone() };
    let call = async |ek: &EkClient, context, page| ek.audit(context, query.clone(), page).await;
    list_rows(session, output, &args.list, call, audit_row).await
}

async fn verify(session: &mut Session, output: &mut Output) -> Result<(), Failure> {
    let patience = common::wire::MAX_WAIT;
    let call = async |ek: &EkClient, context| ek.verify_audit(context).await;
    let AuditVerified { n_lines, broken } = session.ask_within(patience, call).await?;
    output.record(AuditVerifiedRow {
        n_lines,
        broken_line: broken.as_ref().map(|line| EntryNumber(line.number)),
        flaw: broken.as_ref().map(|line| Word { group: "flaw", name: line.flaw.name() }),
    })?;
    match broken {
        Some(line) => Err(Failure::Broken { number: line.number, flaw: line.flaw }),
        None => Ok(()),
    }
}

/// Returns the row of a line.
pub(super) fn audit_row(line: AuditLine) -> AuditRow {
    AuditRow {
        number: EntryNumber(line.number),
        at: line.at,
        actor: line.actor.map(Into::into),
        deed: line.deed,
        login: line.login.map(Into::into),
        customer: line.customer.map(Into::into),
        detail: line.detail,
        source: line.source,
    }
}
