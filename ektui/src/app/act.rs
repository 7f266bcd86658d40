//! What each action does to the state, and what keys do in what lies open.

use common::time::View;
use tui_input::{Input, InputRequest};

use crate::action::{self, Action};
use crate::app::alarms::Muting;
use crate::app::door::Door;
use crate::app::{App, Link, Open, command, palette, view};
use crate::effect::{Ask, Effect, File};
use crate::export::{Format, Table, file_name};
use crate::screen::site::Shape;
use crate::screen::sites::sort::Column;
use crate::screen::{Screen, alarms, site, sites};

impl App {
    /// Does an action of the present screen.
    pub(super) fn act(&mut self, action: Action) -> Vec<Effect> {
        if let Some(effects) = self.act_at_the_door(action) {
            return effects;
        }
        match action {
            Action::Up | Action::Down | Action::PageUp | Action::PageDown | Action::First | Action::Last => {
                self.step(action)
            }
            Action::Open => self.open_site(),
            Action::Approach => self.approach(),
            Action::Previous
            | Action::Next
            | Action::Day
            | Action::Week
            | Action::Month
            | Action::Season
            | Action::NextTopic
            | Action::Compare
            | Action::ReadOut
            | Action::Table
            | Action::Narrow
            | Action::Widen => self.change_detail(action),
            Action::Poll => self.poll(),
            Action::Filter | Action::Sort | Action::Export | Action::Palette | Action::CommandLine | Action::Help => {
                self.lay_over(action)
            }
            Action::Copy => self.copy(),
            Action::Refresh => self.refresh(),
            Action::ShowSites => self.show(Screen::Sites),
            Action::ShowAccount => self.show(self.account.tab),
            Action::ShowCustomers => self.show(Screen::Customers),
            Action::ShowSystem => self.show(Screen::System),
            Action::Redraw => vec![Effect::Redraw],
            Action::Suspend => vec![Effect::Suspend],
            Action::Back => self.back(),
            Action::ShowAlarms => self.show(self.alarms.tab),
            Action::ShowNotices => self.show(self.notices.tab),
            Action::Undo => self.take_back(),
            Action::OpenAlarm | Action::OpenTold | Action::ShowCause | Action::Acknowledge | Action::Mute => {
                self.act_on_alarms(action)
            }
            Action::OpenRule | Action::NewRule | Action::EditRule | Action::SwitchRule | Action::RemoveRule => {
                self.act_on_rules(action)
            }
            Action::NewRoute | Action::EditRoute | Action::RemoveRoute | Action::EditManners | Action::TestRoute => {
                self.act_on_routes(action)
            }
            Action::NextTab => self.show_next_tab(),
            Action::Change
            | Action::OpenCustomer
            | Action::ChangePassword
            | Action::ChangeContact
            | Action::ConfirmCode
            | Action::SwitchTotp
            | Action::NotMe
            | Action::EndSession
            | Action::EndOthers
            | Action::NewToken
            | Action::Revoke
            | Action::LogOut => self.act_on_people(action),
        }
    }

    fn show_next_tab(&mut self) -> Vec<Effect> {
        let next = match self.screen.tab() {
            Screen::Alarms => self.alarms.next_tab(),
            Screen::Notices => self.notices.next_tab(self.role()),
            _ => self.account.next_tab(),
        };
        self.show(next)
    }

    fn refresh(&mut self) -> Vec<Effect> {
        let mut effects = vec![Effect::Reconnect];
        effects.extend(self.ask_screen());
        effects
    }

    /// Lays over the screen what is opened by this action.
    fn lay_over(&mut self, action: Action) -> Vec<Effect> {
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
    fn sorted_by(&self) -> usize {
        let present = if self.lists_alarms() {
            alarms::list::Column::ALL.iter().position(|column| *column == self.alarms.list().sort.column)
        } else {
            Column::ALL.iter().position(|column| *column == self.sites.sort.column)
        };
        present.unwrap_or(0)
    }

    const fn lists_alarms(&self) -> bool {
        matches!(self.screen, Screen::Alarms | Screen::AlarmHistory)
    }

    /// Returns the messages that name what the list of this screen can be sorted by.
    #[must_use]
    pub fn sort_labels(&self) -> Vec<&'static str> {
        if self.lists_alarms() {
            alarms::list::Column::ALL.map(alarms::list::Column::label).into()
        } else {
            Column::ALL.map(Column::label).into()
        }
    }

    fn sort_by(&mut self, place: usize) {
        if self.lists_alarms() {
            if let Some(column) = alarms::list::Column::ALL.get(place) {
                self.alarms.list_mut().sort_by(*column, &self.look);
            }
        } else if let Some(column) = Column::ALL.get(place) {
            self.sites.sort_by(*column);
        }
    }

    fn step(&mut self, action: Action) -> Vec<Effect> {
        let page = isize::try_from(sites::view::list_rows(view::body_rows(self)).saturating_sub(2)).unwrap_or(1);
        let by = match action {
            Action::Up => -1,
            Action::Down => 1,
            Action::PageUp => -page,
            Action::PageDown => page,
            Action::First => isize::MIN,
            _ => isize::MAX,
        };
        match (self.screen, &mut self.detail) {
            (Screen::Sites, _) => {
                if by == isize::MAX {
                    self.sites.go_to(usize::MAX);
                } else {
                    self.sites.step(by);
                }
                return vec![Effect::Rest];
            }
            (Screen::Site, Some(detail)) if detail.shape == Shape::Table => detail.move_cursor(by),
            (Screen::Site, Some(detail)) if action == Action::Last => {
                let Some(overview) = self.sites.find(detail.site.id) else { return Vec::new() };
                let home = self.home(overview);
                if let Some(detail) = &mut self.detail {
                    detail.go_home(home);
                }
                return self.ask_chart();
            }
            (Screen::Site, _) => {}
            (Screen::System, _) => self.system.step(by),
            (Screen::Account | Screen::LogIns | Screen::Sessions | Screen::Tokens, _) => self.account.step(by),
            (Screen::Alarms | Screen::AlarmHistory, _) => {
                self.alarms.list_mut().step(by);
                return vec![Effect::Rest];
            }
            (Screen::Alarm, _) => self.scroll_alarm(by),
            (Screen::Rules, _) => self.rules.step(by),
            (Screen::Rule, _) => self.scroll_rule(by),
            (Screen::Notices | Screen::NoticeSettings | Screen::Deliveries, _) => self.notices.step(by),
            (Screen::Customers, _) => self.customers.step(by),
            (Screen::Customer, _) => self.scroll_card(by),
        }
        Vec::new()
    }

    pub(super) fn open_site(&mut self) -> Vec<Effect> {
        if self.sites.selected().is_none() {
            return Vec::new();
        }
        self.screen = Screen::Site;
        self.show_detail()
    }

    fn approach(&mut self) -> Vec<Effect> {
        let today = self.look.today();
        if let Some(detail) = self.detail.as_mut().filter(|detail| detail.cursor.is_some()) {
            detail.narrow(today);
        }
        self.ask_chart()
    }

    fn change_detail(&mut self, action: Action) -> Vec<Effect> {
        let today = self.look.today();
        let Some(detail) = &mut self.detail else { return Vec::new() };
        match action {
            Action::Previous => detail.turn(-1),
            Action::Next => detail.turn(1),
            Action::Day => detail.view(View::Day, today),
            Action::Week => detail.view(View::Week, today),
            Action::Month => detail.view(View::Month, today),
            Action::Season => detail.view(View::Season, today),
            Action::NextTopic => detail.next_topic(),
            Action::Compare => detail.next_comparison(),
            Action::ReadOut => detail.toggle_read_out(),
            Action::Table => detail.toggle_shape(),
            Action::Narrow => detail.narrow(today),
            Action::Widen => detail.widen(today),
            _ => {}
        }
        self.ask_chart()
    }

    fn poll(&mut self) -> Vec<Effect> {
        let Some(source) = self.system.selected().map(|source| source.name.clone()) else { return Vec::new() };
        if !self.system.can_ask() {
            self.reply(self.look.tell("toast-import", &[("source", source.as_str().into())]));
            return Vec::new();
        }
        if let Link::Down { fault, .. } = &self.link {
            let reason = fault.message(self.look.language);
            self.reply(self.look.tell("toast-not-polled", &[("reason", reason.into())]));
            return Vec::new();
        }
        vec![Effect::Ask(Ask::Poll(source))]
    }

    pub(super) fn show(&mut self, screen: Screen) -> Vec<Effect> {
        self.screen = screen;
        match screen {
            Screen::Sites => self.follow(),
            Screen::Site => self.show_detail(),
            Screen::System => self.ask_system(),
            Screen::Alarms | Screen::AlarmHistory | Screen::Rules => self.show_alarms(screen),
            Screen::Notices | Screen::NoticeSettings | Screen::Deliveries => self.show_notices(screen),
            Screen::Account | Screen::LogIns | Screen::Sessions | Screen::Tokens => {
                self.account.tab = screen;
                self.ask_account()
            }
            Screen::Customers => self.ask_customers(),
            Screen::Customer | Screen::Alarm | Screen::Rule => Vec::new(),
        }
    }

    fn back(&mut self) -> Vec<Effect> {
        match self.screen {
            Screen::Site => {
                if let Some(detail) = &mut self.detail
                    && detail.cursor.is_some()
                    && detail.shape == Shape::Chart
                {
                    detail.cursor = None;
                    return Vec::new();
                }
                self.show(Screen::Sites)
            }
            Screen::Customer => self.show(Screen::Customers),
            Screen::Alarm => self.show(self.alarms.tab),
            Screen::Rule => self.show(Screen::Rules),
            Screen::Customers | Screen::Alarms | Screen::AlarmHistory if !self.filter_text().is_empty() => {
                self.drop_filter()
            }
            Screen::System
            | Screen::Alarms
            | Screen::AlarmHistory
            | Screen::Rules
            | Screen::Notices
            | Screen::NoticeSettings
            | Screen::Deliveries
            | Screen::Customers
            | Screen::Account
            | Screen::LogIns
            | Screen::Sessions
            | Screen::Tokens => self.show(Screen::Sites),
            Screen::Sites if !self.sites.filter_text.is_empty() => self.drop_filter(),
            Screen::Sites => vec![Effect::Quit],
        }
    }

    fn drop_filter(&mut self) -> Vec<Effect> {
        self.set_filter("");
        vec![Effect::Rest]
    }

    fn set_filter(&mut self, text: &str) {
        match self.screen {
            Screen::Customers => self.customers.set_filter(text),
            Screen::Alarms | Screen::AlarmHistory => self.alarms.list_mut().set_filter(text, &self.look),
            _ => self.sites.set_filter(text),
        }
    }

    /// Returns the filter of this screen's list.
    fn filter_text(&self) -> &str {
        match self.screen {
            Screen::Customers => &self.customers.filter,
            Screen::Alarms | Screen::AlarmHistory => &self.alarms.list().filter_text,
            _ => &self.sites.filter_text,
        }
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
            Open::Nothing
            | Open::Help(_)
            | Open::Sort(_)
            | Open::Mute(_)
            | Open::Export(_)
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
        let n_sorts = self.sort_labels().len();
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
            Open::Export(cursor) => step(cursor, Format::ALL.len()),
            Open::Filter(_) if self.screen == Screen::Customers => self.customers.step(by),
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
            Open::Nothing | Open::CommandLine(_) | Open::Token(_) => {}
        }
        Vec::new()
    }

    /// Does what lies open, and closes it.
    pub(super) fn accept(&mut self) -> Vec<Effect> {
        if let Some(effects) = self.accept_at_the_door() {
            return effects;
        }
        match std::mem::take(&mut self.open) {
            Open::Nothing | Open::Filter(_) => Vec::new(),
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
            Open::Export(cursor) => Format::ALL.get(cursor).map(|format| self.export(*format)).unwrap_or_default(),
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
            Open::Help(_)
            | Open::Palette(_)
            | Open::Sort(_)
            | Open::Mute(_)
            | Open::Export(_)
            | Open::CommandLine(_)
            | Open::Confirm(_)
            | Open::Token(_) => Vec::new(),
        }
    }

    fn export(&mut self, format: Format) -> Vec<Effect> {
        let day = self.look.today();
        let clock = self.look.clock(self.look.now).replace(':', "");
        let (name, schema, columns, rows) = if let Some((detail, point, chart, data)) = self.exported_detail() {
            let code = detail.site.code.as_str();
            let quantity = chart.quantities.first().map_or("series", |quantity| quantity.name());
            let name = file_name(&[code, quantity, &command::range(chart.span)], format);
            let rows = site::table::rows(code, point, data, &self.look);
            (name, "reading.bucket", site::table::columns(data), rows)
        } else {
            let rows = self.sites.shown_sites().map(|site| sites::table::row(site, &self.look.zone)).collect();
            let columns = sites::table::COLUMNS.map(str::to_owned).into();
            (file_name(&["sites", &day.to_string(), &clock], format), "site.live", columns, rows)
        };
        let data_as_of = self.status.value().and_then(|status| status.data_at);
        let table = Table { schema, generated_at: self.look.now, data_as_of, columns, rows };
        vec![Effect::Save(File { name, bytes: format.write(&table) })]
    }

    fn exported_detail(&self) -> Option<Exported<'_>> {
        let detail = self.detail.as_ref().filter(|_| self.screen == Screen::Site)?;
        let (chart, data) = detail.data.value()?;
        Some((detail, detail.point.as_ref()?, chart, data))
    }

    fn copy(&mut self) -> Vec<Effect> {
        let text = match (self.screen, &self.detail) {
            (Screen::Site, Some(detail)) => detail.data.value().map(|(chart, data)| {
                let title = site::view::title(detail, &self.look);
                let read_out = site::words::read_out(detail, chart, data, &self.look);
                read_out.map_or_else(|| title.clone(), |read_out| format!("{title} · {read_out}"))
            }),
            (_, _) => self.sites.selected().map(|site| {
                let cells = sites::table::row(site, &self.look.zone);
                let text = |cell| match cell {
                    crate::export::Cell::Text(text) | crate::export::Cell::Number(text) => text,
                    crate::export::Cell::Null => String::new(),
                };
                cells.into_iter().map(text).collect::<Vec<_>>().join("\t")
            }),
        };
        let Some(text) = text else { return Vec::new() };
        self.reply(self.look.say("toast-copied"));
        vec![Effect::Copy(text)]
    }
}

type Exported<'a> =
    (&'a site::Model, &'a common::point::MeteringPoint, &'a crate::effect::Chart, &'a crate::effect::ChartData);
