//! Reports: what kinds there are, those that were made, those with a name and a schedule, and one as it would be on paper.
//!
//! It must not know how they are made or fetched; it names what is under the cursor.

pub mod page;
pub mod view;
pub mod words;

use common::id::ReportId;
use common::report::{MadeReport, NewReport, ReportCheck, SavedReport, Template};
use common::sheet::Sheet;
use jiff::Timestamp;

use crate::effect::Answer;
use crate::remote::Remote;
use crate::screen::{Screen, Shelf};

/// The screens' state.
pub struct Model {
    /// The part that was looked at last.
    pub tab: Screen,
    /// The newest first.
    pub made: Remote<Vec<MadeReport>>,
    /// By name.
    pub saved: Remote<Vec<SavedReport>>,
    /// The row under the cursor in each part, in the order of the tabs.
    cursors: [usize; Screen::OF_REPORTS.len()],
    pub page: Option<Page>,
    /// What is being made: the same key again does not make it twice.
    pub making: Option<NewReport>,
}

/// One report as it would be on paper.
pub struct Page {
    pub report: NewReport,
    pub sheet: Remote<Sheet>,
    /// The report that was made of it, and what has changed since.
    pub made: Option<(ReportId, Remote<ReportCheck>)>,
    /// The first line on the screen.
    pub top: usize,
    /// Columns of wide tables that are left out, besides the first one.
    pub column: usize,
    /// The screen from which it was opened.
    pub from: Screen,
}

impl Default for Model {
    fn default() -> Self {
        Self {
            tab: Screen::Reports(Shelf::Templates),
            made: Remote::Loading,
            saved: Remote::Loading,
            cursors: [0; Screen::OF_REPORTS.len()],
            page: None,
            making: None,
        }
    }
}

impl Model {
    /// Returns the part that comes after this one; after the last the first.
    #[must_use]
    pub fn next_tab(&self) -> Screen {
        Screen::OF_REPORTS[(place(self.tab) + 1) % Screen::OF_REPORTS.len()]
    }

    /// Returns how many rows a part has.
    #[must_use]
    pub fn n_rows(&self, tab: Screen) -> usize {
        match tab {
            Screen::Reports(Shelf::Finished) => self.made().len(),
            Screen::Reports(Shelf::Schedule) => self.saved().len(),
            _ => Template::ALL.len(),
        }
    }

    /// Returns the row under the cursor; there may be fewer rows than when it was put there.
    #[must_use]
    pub fn cursor(&self, tab: Screen) -> usize {
        self.cursors[place(tab)].min(self.n_rows(tab).saturating_sub(1))
    }

    /// Moves the cursor over the rows of the present part, stopping at the ends.
    pub fn step(&mut self, by: isize) {
        let last = self.n_rows(self.tab).saturating_sub(1);
        self.cursors[place(self.tab)] = self.cursor(self.tab).saturating_add_signed(by).min(last);
    }

    #[must_use]
    pub fn made(&self) -> &[MadeReport] {
        self.made.value().map_or(&[][..], Vec::as_slice)
    }

    #[must_use]
    pub fn saved(&self) -> &[SavedReport] {
        self.saved.value().map_or(&[][..], Vec::as_slice)
    }

    /// Returns the kind of report under the cursor.
    #[must_use]
    pub fn template(&self) -> Template {
        Template::ALL[self.cursor(Screen::Reports(Shelf::Templates))]
    }

    /// Returns the report under the cursor that was made.
    #[must_use]
    pub fn selected_made(&self) -> Option<&MadeReport> {
        self.made().get(self.cursor(Screen::Reports(Shelf::Finished)))
    }

    /// Returns the definition under the cursor.
    #[must_use]
    pub fn selected_saved(&self) -> Option<&SavedReport> {
        self.saved().get(self.cursor(Screen::Reports(Shelf::Schedule)))
    }

    /// Puts a report that was just made before the others, with the cursor on it.
    pub fn put_made(&mut self, report: MadeReport) {
        self.cursors[place(Screen::Reports(Shelf::Finished))] = 0;
        let Some(made) = self.made.value_mut() else { return };
        made.retain(|other| other.id != report.id);
        made.insert(0, report);
    }

    /// Takes out a report that was made.
    pub fn drop_made(&mut self, id: ReportId) {
        if let Some(made) = self.made.value_mut() {
            made.retain(|report| report.id != id);
        }
    }

    /// Puts a definition in the place of the one with its name, or among the others, with the cursor on it.
    pub fn put_saved(&mut self, report: SavedReport) {
        let Some(saved) = self.saved.value_mut() else { return };
        let at = match saved.binary_search_by(|other| other.name.cmp(&report.name)) {
            Ok(at) => {
                saved[at] = report;
                at
            }
            Err(at) => {
                saved.insert(at, report);
                at
            }
        };
        self.cursors[place(Screen::Reports(Shelf::Schedule))] = at;
    }

    /// Takes in what would be on a report, unless another one has been opened meanwhile.
    pub fn take_sheet(&mut self, report: &NewReport, answer: Answer<Sheet>, now: Timestamp) {
        if let Some(page) = self.page.as_mut().filter(|page| page.report == *report) {
            page.sheet.take(answer, now);
        }
    }

    /// Takes in what has changed since a report was made.
    pub fn take_check(&mut self, id: ReportId, answer: Answer<ReportCheck>, now: Timestamp) {
        if let Some((held, check)) = self.page.as_mut().and_then(|page| page.made.as_mut())
            && *held == id
        {
            check.take(answer, now);
        }
    }
}

impl Page {
    /// Opens a report that is not there yet.
    #[must_use]
    pub const fn of(report: NewReport, made: Option<ReportId>, from: Screen) -> Self {
        let made = match made {
            Some(id) => Some((id, Remote::Loading)),
            None => None,
        };
        Self { report, sheet: Remote::Loading, made, top: 0, column: 0, from }
    }
}

fn place(tab: Screen) -> usize {
    Screen::OF_REPORTS.iter().position(|other| *other == tab).unwrap_or(0)
}
