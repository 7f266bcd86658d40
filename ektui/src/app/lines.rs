//! What keys do in what lies open: a line being typed, a chooser, a form.

use tui_input::{Input, InputRequest};

use crate::action::{self, Action};
use crate::app::alarms::Muting;
use crate::app::door::Door;
use crate::app::reports::FORMATS;
use crate::app::{App, Open, command, palette};
use crate::effect::Effect;
use crate::export::Format;
use crate::screen::sites::sort::Column;
use crate::screen::tickets::LISTS;
use crate::screen::{Part, Screen, alarms, tickets};

impl App {
    /// Lays over the screen what is opened by this action.
    pub(super) fn lay_over(&mut self, action: Action) -> Vec<Effect> {
        self.open = match action {
            Action::Filter => Open::Filter(Input::new(self.filter_text().to_owned())),
            Action::Sort => Open::Sort(self.sorted_by()),
            Action::Export => Open::Export(0),
            Action::Palette => Open::Palette(palette::Model::default()),
            Action::CommandLine => Open::CommandLine(command::line(self)),
            _ => Open::Help(0),
        };
        Vec::new()
    }

    /// Returns the place of what the list is sorted by.
    pub(super) fn sorted_by(&self) -> usize {
        let present = if self.lists_tickets() {
            tickets::list::Column::ALL.iter().position(|column| *column == self.tickets.list().sort.column)
        } else if self.lists_alarms() {
            alarms::list::Column::ALL.iter().position(|column| *column == self.alarms.list().sort.column)
        } else {
            Column::ALL.iter().position(|column| *column == self.sites.sort.column)
        };
        present.unwrap_or(0)
    }

    pub(super) const fn lists_alarms(&self) -> bool {
        matches!(self.screen, Screen::Alarms | Screen::AlarmHistory)
    }

    fn lists_tickets(&self) -> bool {
        LISTS.contains(&self.screen)
    }

    /// Returns the messages that name what the list of this screen can be sorted by.
    #[must_use]
    pub fn sort_labels(&self) -> Vec<&'static str> {
        if self.lists_tickets() {
            tickets::list::Column::ALL.map(tickets::list::Column::label).into()
        } else if self.lists_alarms() {
            alarms::list::Column::ALL.map(alarms::list::Column::label).into()
        } else {
            Column::ALL.map(Column::label).into()
        }
    }

    pub(super) fn sort_by(&mut self, place: usize) {
        if self.lists_tickets() {
            if let Some(column) = tickets::list::Column::ALL.get(place) {
                self.tickets.list_mut().sort_by(*column, &self.look);
            }
        } else if self.lists_alarms() {
            if let Some(column) = alarms::list::Column::ALL.get(place) {
                self.alarms.list_mut().sort_by(*column, &self.look);
            }
        } else if let Some(column) = Column::ALL.get(place) {
            self.sites.sort_by(*column);
        }
    }

    /// Returns what the list, the chart or the report of this screen can be saved as.
    #[must_use]
    pub const fn export_formats(&self) -> &'static [Format] {
        if matches!(self.screen, Screen::Reports(_)) { &FORMATS } else { &Format::ALL }
    }

    /// Types into the line that lies open.
    pub(super) fn type_in(&mut self, request: InputRequest) -> Vec<Effect> {
        if let Door::LogIn(model) = &mut self.door {
            model.type_in(request);
            return Vec::new();
        }
        match &mut self.open {
            Open::Filter(input) => {
                input.handle(request);
                let text = input.value().to_owned();
                self.set_filter(&text);
                return vec![Effect::Rest];
            }
            Open::Palette(palette) => palette.type_in(request),
            Open::Sheet(sheet) if !sheet.waiting => sheet.form.type_in(request),
            Open::Compose(composer) => return Self::type_text(composer, request),
            Open::Nothing
            | Open::Help(_)
            | Open::Sort(_)
            | Open::Mute(_)
            | Open::Export(_)
            | Open::Turn(_)
            | Open::Assign(_)
            | Open::Findings(_)
            | Open::CommandLine(_)
            | Open::Sheet(_)
            | Open::Confirm(_)
            | Open::Token(_) => {}
        }
        Vec::new()
    }

    /// Moves in what lies open.
    pub(super) fn choose(&mut self, by: isize) -> Vec<Effect> {
        if let Door::LogIn(model) = &mut self.door {
            model.form.step(by);
            return Vec::new();
        }
        let n_help = action::on_screen(self.screen, self.role()).count();
        let (n_turnings, n_assignees) = (self.turnings().len(), self.assignees().len() + 1);
        let (n_sorts, n_formats) = (self.sort_labels().len(), self.export_formats().len());
        if matches!(self.open, Open::Findings(_)) {
            self.scroll_findings(by);
        }
        let n_found = match &self.open {
            Open::Palette(palette) => palette.found(self).len(),
            _ => 0,
        };
        let step = |cursor: &mut usize, n: usize| *cursor = cursor.saturating_add_signed(by).min(n.saturating_sub(1));
        match &mut self.open {
            Open::Help(cursor) => step(cursor, n_help),
            Open::Palette(palette) => step(&mut palette.cursor, n_found),
            Open::Sort(cursor) => step(cursor, n_sorts),
            Open::Mute(cursor) => step(cursor, Muting::ALL.len()),
            Open::Export(cursor) => step(cursor, n_formats),
            Open::Turn(cursor) => step(cursor, n_turnings),
            Open::Assign(cursor) => step(cursor, n_assignees),
            Open::Compose(_) => return self.move_in_text(by),
            Open::Filter(_) if self.screen == Screen::Customers => self.customers.step(by),
            Open::Filter(_) if self.screen == Screen::Tickets(Part::Messages) => self.tickets.messages.step(by),
            Open::Filter(_) if matches!(self.screen, Screen::Billing(_)) => return self.step_billing(by),
            Open::Filter(_) if LISTS.contains(&self.screen) => {
                self.tickets.list_mut().step(by);
                return vec![Effect::Rest];
            }
            Open::Filter(_) if matches!(self.screen, Screen::Alarms | Screen::AlarmHistory) => {
                self.alarms.list_mut().step(by);
                return vec![Effect::Rest];
            }
            Open::Filter(_) => {
                self.sites.step(by);
                return vec![Effect::Rest];
            }
            Open::Sheet(sheet) => sheet.form.step(by),
            Open::Confirm(confirm) => confirm.turn(),
            Open::Nothing | Open::Findings(_) | Open::CommandLine(_) | Open::Token(_) => {}
        }
        Vec::new()
    }

    /// Does what lies open, and closes it.
    pub(super) fn accept(&mut self) -> Vec<Effect> {
        if let Some(effects) = self.accept_at_the_door() {
            return effects;
        }
        match std::mem::take(&mut self.open) {
            Open::Nothing | Open::Filter(_) | Open::Findings(_) => Vec::new(),
            Open::Help(cursor) => {
                let action = action::on_screen(self.screen, self.role()).nth(cursor).map(|entry| entry.action);
                action.map(|action| self.act(action)).unwrap_or_default()
            }
            Open::Palette(palette) => match palette.chosen(self) {
                Some(palette::Target::Action(action)) => self.act(action),
                Some(palette::Target::Site(id)) => {
                    self.sites.select(id);
                    self.open_site()
                }
                None => Vec::new(),
            },
            Open::Sheet(sheet) => self.enter_sheet(*sheet),
            Open::Confirm(confirm) => self.answer_confirm(&confirm),
            Open::Token(made) => {
                self.reply(self.look.say("toast-copied"));
                vec![Effect::Copy(made.1.expose().to_owned())]
            }
            Open::Sort(cursor) => {
                self.sort_by(cursor);
                Vec::new()
            }
            Open::Mute(cursor) => Muting::ALL.get(cursor).map(|muting| self.mute(*muting)).unwrap_or_default(),
            Open::Turn(cursor) => self.turn(cursor),
            Open::Assign(cursor) => self.assign(cursor),
            Open::Compose(composer) => self.enter_text(*composer),
            Open::Export(cursor) => {
                let format = self.export_formats().get(cursor).copied();
                format.map(|format| self.export(format)).unwrap_or_default()
            }
            Open::CommandLine(line) => {
                self.reply(self.look.say("toast-copied"));
                vec![Effect::Copy(line)]
            }
        }
    }

    /// Closes what lies open without doing it; a filter is dropped. Where nothing is left to close it says how to quit.
    pub(super) fn cancel(&mut self) -> Vec<Effect> {
        if let Some(effects) = self.cancel_at_the_door() {
            return effects;
        }
        match std::mem::take(&mut self.open) {
            Open::Filter(_) => self.drop_filter(),
            Open::Nothing if !self.sites.filter_text.is_empty() => self.drop_filter(),
            Open::Nothing => {
                self.reply(self.look.say("toast-quit"));
                Vec::new()
            }
            Open::Sheet(sheet) => self.leave_sheet(*sheet),
            Open::Compose(composer) => self.cancel_text(*composer),
            Open::Help(_)
            | Open::Palette(_)
            | Open::Sort(_)
            | Open::Mute(_)
            | Open::Export(_)
            | Open::Turn(_)
            | Open::Assign(_)
            | Open::Findings(_)
            | Open::CommandLine(_)
            | Open::Confirm(_)
            | Open::Token(_) => Vec::new(),
        }
    }
}
