//! Reports as files on this machine, fetched piece by piece, whole or not at all.

use common::api::EkClient;
use common::cell::Dialect;
use common::id::ReportId;
use common::report::{Form, ReportFileQuery, ReportPart};
use common::wire::MAX_WAIT;
use sha2::{Digest as _, Sha256};

use crate::cli::reports::ReportDownloadArgs;
use crate::command::paper::{self, Readers};
use crate::command::tickets::attach::hexadecimal_of;
use crate::exit::Failure;
use crate::output::cell::Digest;
use crate::output::{Output, Word, row};
use crate::session::Session;

row! {
    /// A report that was written to this machine.
    pub struct ReportFileRow: "report.download" {
        /// number of the report
        pub number: ReportId,
        /// pdf, csv
        pub form: Word,
        /// the file
        pub file: String,
        /// bytes of the file
        pub size: u64,
        /// SHA-256 of what was written
        pub digest: Digest,
    }
}

/// What was fetched.
pub(super) struct Fetched {
    pub(super) size: u64,
    pub(super) digest: String,
}

/// Returns the question for a report's first piece.
pub(super) const fn query(id: ReportId, form: Form, dialect: Dialect) -> ReportFileQuery {
    ReportFileQuery { id, form, dialect, offset: 0 }
}

/// Writes a report to `--out`, or into this directory under the name that the daemon gives it.
///
/// # Errors
/// There is no such report; the file is there already, or cannot be written.
pub async fn run(session: &mut Session, output: &mut Output, args: &ReportDownloadArgs) -> Result<(), Failure> {
    let number = args.report.number;
    let query = query(number, args.form, args.dialect);
    if output.target().is_some() {
        fetch(session, output, &query).await?;
        return Ok(());
    }
    let first = piece(session, &query).await?;
    let usual = format!("report-{}.{}", query.id, query.form.name());
    let path = paper::free_path(&first.name, &usual, args.force)?;
    let mut file = paper::begin(&path, Readers::Owner, &output.look)?;
    let Fetched { size, digest } = rest(session, &mut file, query, first).await?;
    paper::end(file, &path)?;
    let file = path.display().to_string();
    let sentence = paper::sentence(&output.look, &file, size);
    let form = Word { group: "form", name: args.form.name() };
    Ok(output.told(ReportFileRow { number, form, file, size, digest: Digest(digest) }, &sentence)?)
}

/// Fetches a whole report into `file`.
///
/// # Errors
/// There is no such report; it cannot be written.
pub(super) async fn fetch(
    session: &mut Session,
    file: &mut Output,
    query: &ReportFileQuery,
) -> Result<Fetched, Failure> {
    // The answer to a failed piece leaves no half of a file behind.
    file.bytes(&[])?;
    let first = piece(session, query).await?;
    rest(session, file, query.clone(), first).await
}

async fn piece(session: &mut Session, query: &ReportFileQuery) -> Result<ReportPart, Failure> {
    // The first piece is there once the whole is drawn.
    session.ask_within(MAX_WAIT, async |ek: &EkClient, context| ek.report_file(context, query.clone()).await).await
}

async fn rest(
    session: &mut Session,
    file: &mut Output,
    mut query: ReportFileQuery,
    mut part: ReportPart,
) -> Result<Fetched, Failure> {
    let mut digest = Sha256::new();
    loop {
        file.bytes(&part.bytes)?;
        digest.update(&part.bytes);
        query.offset += part.bytes.len() as u64;
        if query.offset >= part.size || part.bytes.is_empty() {
            file.end_bytes();
            return Ok(Fetched { size: query.offset, digest: hexadecimal_of(&digest.finalize()) });
        }
        part = piece(session, &query).await?;
    }
}
