//! What keys do to reports, and what came of it.

use common::cell::Dialect;
use common::id::ReportId;
use common::report::{Definition, Form, MadeReport, NewReport, SavedReport, Template};

use crate::action::Action;
use crate::app::confirm::Question;
use crate::app::report_form::{CUSTOMER, TICKET};
use crate::app::sheet::Purpose;
use crate::app::undo::Reverse;
use crate::app::{App, Open, view};
use crate::effect::{Answer, Ask, Deed, Effect, ReportAsk, ReportFile, Written};
use crate::export::Format;
use crate::screen::reports::{Page, page as paper, view as reports_view, words};
use crate::screen::tickets::words::Side;
use crate::screen::{Screen, Shelf};
use crate::widget::page;

/// What a report is saved as by one key.
pub const PDF: Written = Written { form: Form::Pdf, dialect: Dialect::Plain };
/// What a report's tables are saved as: there is no JSON of a document.
pub const FORMATS: [Format; 2] = [Format::Csv, Format::Excel];

impl App {
    /// Does an action of the screens of reports.
    pub(super) fn act_on_reports(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::OpenTemplate => {
                let report = words::usual(self.reports.template(), &self.look);
                self.open_sheet(Purpose::Report(Box::new(report), self.side()), Vec::new())
            }
            Action::EditReport => self.edit_report(),
            Action::PreviewReport => {
                let report = self.report_under_cursor();
                report.map(|report| self.open_page(report, None)).unwrap_or_default()
            }
            Action::OpenMade => {
                let made = self.reports.selected_made().cloned();
                made.map(|made| self.open_page(remade(&made), Some(made.id))).unwrap_or_default()
            }
            Action::ShowPortfolio => {
                let report = words::usual(Template::Portfolio, &self.look);
                self.open_page(report, None)
            }
            Action::DropMade => {
                let made = self.reports.selected_made().cloned();
                made.map(|made| self.ask_back(Question::DropMade(Box::new(made)))).unwrap_or_default()
            }
            Action::NewSaved => self.open_sheet(Purpose::Saved(None, self.side()), Vec::new()),
            Action::EditSaved => {
                let saved = self.reports.selected_saved().cloned();
                let purpose = saved.map(|saved| Purpose::Saved(Some(Box::new(saved)), self.side()));
                purpose.map(|purpose| self.open_sheet(purpose, Vec::new())).unwrap_or_default()
            }
            Action::RemoveSaved => self.remove_saved(),
            Action::Previous | Action::Next => {
                self.turn_columns(action);
                Vec::new()
            }
            _ => self.print_report(PDF),
        }
    }

    /// Shows a part of the screen of reports.
    pub(super) fn show_reports(&mut self, part: Screen) -> Vec<Effect> {
        if part != Screen::Reports(Shelf::Page) {
            self.reports.tab = part;
        }
        // Keys for what is made need chance.
        let mut effects = vec![Effect::Roll];
        effects.extend(self.ask_reports());
        effects
    }

    /// Asks for what the part of the screen of reports shows.
    pub(super) fn ask_reports(&self) -> Vec<Effect> {
        let asks = match self.screen {
            Screen::Reports(Shelf::Finished) => vec![ReportAsk::Made],
            Screen::Reports(Shelf::Schedule) => vec![ReportAsk::Saved],
            Screen::Reports(Shelf::Page) => self.reports.page.as_ref().map(page_asks).unwrap_or_default(),
            _ => Vec::new(),
        };
        asks.into_iter().map(|ask| Effect::Ask(Ask::Report(ask))).collect()
    }

    /// Returns the report that keys of this screen are about, for its usual period where none was chosen.
    #[must_use]
    pub fn report_under_cursor(&self) -> Option<NewReport> {
        match self.screen {
            Screen::Reports(Shelf::Templates) => Some(words::usual(self.reports.template(), &self.look)),
            Screen::Reports(Shelf::Finished) => self.reports.selected_made().map(remade),
            Screen::Reports(Shelf::Schedule) => self.reports.selected_saved().map(|saved| {
                let usual = words::usual(saved.definition.template, &self.look);
                NewReport { definition: saved.definition.clone(), name: Some(saved.name.clone()), ..usual }
            }),
            Screen::Reports(Shelf::Page) => self.reports.page.as_ref().map(|page| page.report.clone()),
            _ => None,
        }
    }

    /// Shows a report as it would be on paper; where it was made, with what has changed since.
    pub(super) fn open_page(&mut self, report: NewReport, made: Option<ReportId>) -> Vec<Effect> {
        if let Some(field) = missing(&report, self.side()) {
            return self.ask_for(field, report);
        }
        let from = match self.screen {
            Screen::Reports(Shelf::Page) => self.reports.page.as_ref().map_or(self.reports.tab, |page| page.from),
            screen => screen,
        };
        let page = Page::of(report, made, from);
        let asks = page_asks(&page);
        self.reports.page = Some(page);
        self.screen = Screen::Reports(Shelf::Page);
        let asks = asks.into_iter().map(|ask| Effect::Ask(Ask::Report(ask)));
        std::iter::once(Effect::Roll).chain(asks).collect()
    }

    /// Leads back from a report to where it was opened.
    pub(super) fn leave_page(&mut self) -> Vec<Effect> {
        let from = self.reports.page.take().map_or(self.reports.tab, |page| page.from);
        self.show(from)
    }

    fn edit_report(&mut self) -> Vec<Effect> {
        let Some(report) = self.report_under_cursor() else { return Vec::new() };
        // What was typed before the preview is still there.
        let draft = self.draft.as_ref().map(|draft| draft.purpose.clone());
        let purpose = match draft {
            Some(purpose @ Purpose::Report(..)) if self.draft_is_of(&report) => purpose,
            _ => Purpose::Report(Box::new(report), self.side()),
        };
        self.open_sheet(purpose, Vec::new())
    }

    fn ask_for(&mut self, field: &'static str, report: NewReport) -> Vec<Effect> {
        let purpose = Purpose::Report(Box::new(report), self.side());
        let effects = self.open_sheet(purpose, Vec::new());
        if let Open::Sheet(sheet) = &mut self.open {
            sheet.form.focus_on(field);
        }
        effects
    }

    /// Makes the report that keys are about and saves it; one that was made is fetched as it is.
    fn print_report(&mut self, written: Written) -> Vec<Effect> {
        if let Some(reason) = self.unreachable() {
            self.reply(reason);
            return Vec::new();
        }
        if let Some(id) = self.made_under_cursor() {
            self.reply(self.look.say("toast-drawing"));
            return vec![Effect::Ask(Ask::Report(ReportAsk::Fetch(ReportFile { id, written })))];
        }
        let Some(report) = self.report_under_cursor() else { return Vec::new() };
        if let Some(field) = missing(&report, self.side()) {
            return self.ask_for(field, report);
        }
        self.reply(self.look.say("toast-making"));
        if self.reports.making.as_ref() == Some(&report) {
            return Vec::new();
        }
        self.reports.making = Some(report.clone());
        self.with_key(|key| Deed::MakeReport(key, Box::new(report), written))
    }

    fn made_under_cursor(&self) -> Option<ReportId> {
        match self.screen {
            Screen::Reports(Shelf::Finished) => self.reports.selected_made().map(|made| made.id),
            Screen::Reports(Shelf::Page) => self.reports.page.as_ref()?.made.as_ref().map(|made| made.0),
            _ => None,
        }
    }

    /// Saves the tables of the report that keys are about.
    pub(super) fn export_report(&mut self, format: Format) -> Vec<Effect> {
        let dialect = if format == Format::Excel { Dialect::ExcelPl } else { Dialect::Plain };
        self.print_report(Written { form: Form::Csv, dialect })
    }

    /// Takes in what came of making a report, and fetches it.
    pub(super) fn report_made(&mut self, written: Written, answer: Answer<Box<MadeReport>>) -> Vec<Effect> {
        self.reports.making = None;
        let made = match answer {
            Ok(made) => *made,
            Err(fault) => {
                let mut effects = self.complain(&fault, Action::Print);
                effects.push(Effect::Roll);
                return effects;
            }
        };
        self.close_sheet();
        let id = made.id;
        self.reply(self.look.tell("toast-report-made", &[("id", id.0.to_string().into())]));
        self.reports.put_made(made);
        vec![Effect::Roll, Effect::Ask(Ask::Report(ReportAsk::Fetch(ReportFile { id, written })))]
    }

    /// Takes in what came of throwing a report away.
    pub(super) fn made_dropped(&mut self, id: ReportId, answer: Answer<()>) -> Vec<Effect> {
        match answer {
            Ok(()) => {
                self.reports.drop_made(id);
                self.reply(self.look.tell("toast-report-dropped", &[("id", id.0.to_string().into())]));
            }
            Err(fault) => self.reply(self.refusal(&fault, Action::DropMade)),
        }
        vec![Effect::Ask(Ask::Report(ReportAsk::Made))]
    }

    fn remove_saved(&mut self) -> Vec<Effect> {
        if let Some(reason) = self.unreachable() {
            self.reply(reason);
            return Vec::new();
        }
        let saved = self.reports.selected_saved().cloned();
        saved.map(|saved| vec![Effect::Ask(Ask::Do(Deed::RemoveReport(Box::new(saved))))]).unwrap_or_default()
    }

    /// Takes in what came of keeping a definition.
    pub(super) fn report_saved(&mut self, answer: Answer<Box<SavedReport>>) -> Vec<Effect> {
        match answer {
            Ok(saved) => {
                self.close_sheet();
                let next = saved
                    .next_on
                    .map(|day| self.look.tell("toast-report-next", &[("day", self.look.date(day).into())]));
                let words = self.look.tell("toast-report-saved", &[("name", saved.name.as_str().into())]);
                self.reply([words].into_iter().chain(next).collect::<Vec<_>>().join(" · "));
                self.reports.put_saved(*saved);
                vec![Effect::Roll, Effect::Ask(Ask::Report(ReportAsk::Saved))]
            }
            Err(fault) => self.complain(&fault, Action::EditSaved),
        }
    }

    /// Takes in what came of removing a definition.
    pub(super) fn report_removed(&mut self, saved: Box<SavedReport>, answer: Answer<()>) -> Vec<Effect> {
        match answer {
            Ok(()) => {
                let words = self.look.tell("toast-report-removed", &[("name", saved.name.as_str().into())]);
                self.offer_undo(words, Reverse::Report(saved));
            }
            Err(fault) => self.reply(self.refusal(&fault, Action::RemoveSaved)),
        }
        vec![Effect::Roll, Effect::Tick, Effect::Ask(Ask::Report(ReportAsk::Saved))]
    }

    fn turn_columns(&mut self, action: Action) {
        let Some(page) = &mut self.reports.page else { return };
        let most = page.sheet.value().map_or(0, paper::most_left_out);
        let by = if action == Action::Next { 1 } else { -1 };
        page.column = page.column.saturating_add_signed(by).min(most);
    }

    /// Moves over the rows of a list, or through the lines of a report.
    pub(super) fn step_reports(&mut self, by: isize) {
        if self.screen != Screen::Reports(Shelf::Page) {
            return self.reports.step(by);
        }
        let (room, rows) = (usize::from(self.size.0.saturating_sub(2)), usize::from(view::body_rows(self)));
        let Some(page) = &mut self.reports.page else { return };
        let n = reports_view::page_lines(page, room, &self.look).len();
        page.top = page.top.saturating_add_signed(by).min(page::most(n, rows));
    }
}

/// A report that was made, as it would be made now.
fn remade(made: &MadeReport) -> NewReport {
    NewReport { definition: made.definition.clone(), period: made.period, name: made.name.clone() }
}

/// Returns the field without which a report cannot be made.
fn missing(report: &NewReport, side: Side) -> Option<&'static str> {
    let Definition { template, customer, ticket, .. } = &report.definition;
    match template {
        Template::TicketDossier if ticket.is_none() => Some(TICKET),
        Template::AccountStatement if customer.is_none() && side == Side::Office => Some(CUSTOMER),
        Template::MonthlySheet
        | Template::SeasonComparison
        | Template::Portfolio
        | Template::AlarmLog
        | Template::MeterAudit
        | Template::TicketDossier
        | Template::AccountStatement => None,
    }
}

fn page_asks(page: &Page) -> Vec<ReportAsk> {
    let check = page.made.as_ref().map(|made| ReportAsk::Check(made.0));
    std::iter::once(ReportAsk::Preview(Box::new(page.report.clone()))).chain(check).collect()
}
