//! A report is made: asked of the archive with the eyes of one account, marked with its digests, kept; and made anew to
//! find what has changed.

use common::fault::{Cause, ReportCause};
use common::id::{AccountId, ReportId};
use common::report::{MadeReport, NewReport, ReportCheck};
use common::sheet::{Block, Sheet};
use jiff::{SignedDuration, Timestamp};

use super::{Desk, check, refused};
use crate::query::report::{Surroundings, sheet};
use crate::report::{difference, digest};
use crate::store::StoreError;
use crate::store::account::Keeper;
use crate::store::log::{Logbook, Write};
use crate::store::report::made;
use crate::store::ticket::Eyes;
use crate::turned::Turned;

/// Whose eyes look; what of sites is seen, the archive knows.
#[derive(Clone, Copy, Debug)]
pub struct Viewer<'a> {
    pub keeper: &'a Keeper,
    /// What of tickets is seen.
    pub eyes: &'a Eyes,
    pub now: Timestamp,
}

/// A report that is made and not kept yet.
#[derive(Clone, Debug)]
pub struct Drawn {
    pub made: MadeReport,
    pub sheet: Sheet,
}

/// Longest period of a report: a season, and those that it is held against.
const LONGEST_DAYS: u32 = 1500;
/// Figures that are told to have changed.
const MOST_CHANGES: usize = 100;
/// Rows and parts of a preview.
const MOST_ROWS: usize = 200;
const MOST_BLOCKS: usize = 200;

/// Makes a report.
///
/// # Errors
/// Those of [`check`] and of the template; [`ReportCause::PeriodWrong`], [`ReportCause::PeriodTooLong`].
pub fn draw_up(log: &Logbook<'_>, desk: &Desk, viewer: Viewer<'_>, report: &NewReport) -> Result<Drawn, Turned> {
    let NewReport { definition, period, name } = report;
    check(log, viewer.keeper, definition)?;
    if definition.template.usual_view().is_some() {
        if period.is_empty() || period.from >= viewer.now {
            return Err(refused(ReportCause::PeriodWrong));
        }
        if period.duration() > SignedDuration::from_hours(24 * i64::from(LONGEST_DAYS)) {
            return Err(refused(ReportCause::PeriodTooLong { days: LONGEST_DAYS }));
        }
    }
    let surroundings = Surroundings {
        zone: &desk.zone,
        now: viewer.now,
        tariffs: &desk.tariffs,
        eyes: viewer.eyes,
        login: &viewer.keeper.login,
    };
    let mut sheet = sheet(log, definition, *period, &surroundings)?.map_err(Turned::from)?;
    sheet.marks = None;
    let version = definition.template.version();
    let marks = digest::marks(definition, version, &sheet);
    sheet.marks = Some(marks.clone());
    let made = MadeReport {
        id: ReportId(0),
        name: name.clone(),
        definition: definition.clone(),
        version,
        period: *period,
        title: sheet.title.clone(),
        made_at: viewer.now,
        due_on: None,
        coverage: sheet.coverage,
        definition_digest: marks.definition,
        data_digest: marks.data,
    };
    Ok(Drawn { made, sheet })
}

/// Keeps a report that was made.
///
/// # Errors
/// Where the archive fails.
pub fn keep(tx: &Write<'_>, account: AccountId, drawn: &Drawn) -> Result<MadeReport, StoreError> {
    let id = made::insert(tx, account, &drawn.made, &drawn.sheet)?;
    Ok(MadeReport { id, ..drawn.made.clone() })
}

/// Makes a report anew and tells what has changed.
///
/// # Errors
/// [`ReportCause::NoSuchMade`], and those of [`draw_up`].
pub fn check_again(log: &Logbook<'_>, desk: &Desk, viewer: Viewer<'_>, id: ReportId) -> Result<ReportCheck, Turned> {
    let made = made::find(log, viewer.keeper.id, id)?.ok_or_else(|| no_such(id))?;
    let (was, is) = (made.version, made.definition.template.version());
    if was != is {
        return Ok(ReportCheck::NewVersion { was, is });
    }
    let report = NewReport { definition: made.definition, period: made.period, name: made.name };
    let anew = draw_up(log, desk, viewer, &report)?;
    if anew.made.data_digest == made.data_digest {
        return Ok(ReportCheck::Same);
    }
    let kept = made::sheet(log, id)?.ok_or_else(|| no_such(id))?;
    let (changes, n_changes) = difference::changes(&kept, &anew.sheet, MOST_CHANGES);
    Ok(ReportCheck::Changed { changes, n_changes })
}

/// Returns so much of a sheet as a screen has use for; tables tell how many rows they leave out.
#[must_use]
pub fn preview(mut sheet: Sheet) -> Sheet {
    let mut n_left = MOST_ROWS;
    sheet.blocks.truncate(MOST_BLOCKS);
    for block in &mut sheet.blocks {
        if let Block::Table(table) = block {
            let n_cut = table.rows.len().saturating_sub(n_left);
            table.rows.truncate(n_left);
            table.n_left += n_cut as u64;
            n_left -= table.rows.len();
        }
    }
    sheet.marks = None;
    sheet
}

/// Returns that there is no such report among those that were made for the account.
pub fn no_such(id: ReportId) -> Cause {
    Cause::Report { why: ReportCause::NoSuchMade { id: id.0 } }
}

#[cfg(test)]
mod tests {
    use common::language::Language;
    use common::sheet::{Cell, Row, RowKind, Table};

    use super::*;

    #[test]
    fn a_preview_tells_what_it_leaves_out() {
        let table = |n: usize| {
            let row = Row { kind: RowKind::Plain, cells: vec![Cell::Missing] };
            let (name, title) = (String::new(), String::new());
            Block::Table(Table { name, title, columns: Vec::new(), rows: vec![row; n], n_left: 0 })
        };
        let whole = Sheet {
            language: Language::Polish,
            zone: "UTC".to_owned(),
            title: String::new(),
            subject: Vec::new(),
            period: None,
            blocks: vec![table(150), Block::PageBreak, table(150), table(3)],
            definitions: Vec::new(),
            coverage: None,
            marks: None,
        };
        let cut = preview(whole).blocks.into_iter().filter_map(|block| match block {
            Block::Table(table) => Some((table.rows.len(), table.n_left)),
            Block::Heading(_)
            | Block::Text(_)
            | Block::Figures(_)
            | Block::Chart(_)
            | Block::Code(_)
            | Block::PageBreak => None,
        });
        assert_eq!(cut.collect::<Vec<_>>(), [(150, 0), (50, 100), (0, 3)]);
    }
}
