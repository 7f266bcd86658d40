//! Whether a report would be the same today.

use common::api::EkClient;
use common::id::ReportId;
use common::report::{ReportCheck, SheetChange};
use common::wire::MAX_WAIT;

use crate::exit::Failure;
use crate::output::{Format, Output, Pick, Word, row};
use crate::session::Session;

row! {
    /// A figure that is not what it was.
    pub struct SheetChangeRow: "report.change" {
        /// where: the table or part, the row, the column or name
        pub place: String,
        /// what was there; null: nothing, or it was missing
        pub before: Option<String>,
        /// what is there now
        pub after: Option<String>,
    }
}

row! {
    /// What came of making a report anew.
    pub struct ReportCheckRow: "report.check" {
        /// number of the report
        pub number: ReportId,
        /// same, changed, `new_version`
        pub outcome: Word,
        /// figures that have changed
        pub n_changes: u64,
        /// version of the template then; where it has another one now
        pub version_before: Option<u32>,
        /// version of the template now
        pub version_after: Option<u32>,
        /// the first hundred changes
        pub changes: Vec<SheetChangeRow>,
    }
}

/// Makes a report anew and tells what is not as it was.
///
/// # Errors
/// There is no such report; figures have changed, or nothing can be said of them.
pub async fn run(session: &mut Session, output: &mut Output, number: ReportId) -> Result<(), Failure> {
    let call = async |ek: &EkClient, context| ek.check_report(context, number).await;
    let check = session.ask_within(MAX_WAIT, call).await?;
    let verdict = match &check {
        ReportCheck::Same => Ok(()),
        ReportCheck::Changed { n_changes, .. } => Err(Failure::ReportChanged { number, n_changes: *n_changes }),
        ReportCheck::NewVersion { .. } => Err(Failure::ReportAged { number }),
    };
    match output.look.format {
        Format::Table => tell(output, number, check)?,
        Format::Json | Format::Ndjson | Format::Csv(_) => output.record(check_row(number, check))?,
    }
    verdict
}

fn tell(output: &mut Output, number: ReportId, check: ReportCheck) -> Result<(), Failure> {
    let texts = output.look.texts();
    match check {
        ReportCheck::Same => {
            let line = texts.format("report-same", &[("number", number.to_string().into())]);
            Ok(output.text(&format!("{line}\n"))?)
        }
        ReportCheck::Changed { changes, .. } => {
            let mut listing = output.list::<SheetChangeRow>(&Pick::default())?;
            for change in changes {
                listing.push(change_row(change))?;
            }
            Ok(listing.finish(None)?)
        }
        ReportCheck::NewVersion { was, is } => {
            let line = texts.format("report-version", &[("was", was.into()), ("is", is.into())]);
            Ok(output.text(&format!("{line}\n"))?)
        }
    }
}

fn check_row(number: ReportId, check: ReportCheck) -> ReportCheckRow {
    let (name, n_changes, versions, changes) = match check {
        ReportCheck::Same => ("same", 0, None, Vec::new()),
        ReportCheck::Changed { changes, n_changes } => ("changed", n_changes, None, changes),
        ReportCheck::NewVersion { was, is } => ("new_version", 0, Some((was, is)), Vec::new()),
    };
    ReportCheckRow {
        number,
        outcome: Word { group: "report-check", name },
        n_changes,
        version_before: versions.map(|(was, _)| was),
        version_after: versions.map(|(_, is)| is),
        changes: changes.into_iter().map(change_row).collect(),
    }
}

fn change_row(change: SheetChange) -> SheetChangeRow {
    SheetChangeRow { place: change.place, before: change.was, after: change.is }
}
