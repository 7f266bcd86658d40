//! What each action does to the state, and what keys do in what lies open.

use common::time::View;

use crate::action::Action;
use crate::app::{App, Link, view};
use crate::effect::{Ask, Effect};
use crate::screen::site::{Shape, Topic};
use crate::screen::tickets::LISTS;
use crate::screen::{Ledger, Part, Screen, Shelf, sites};

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
            Action::Previous | Action::Next if self.screen.tab() == Screen::Reports(Shelf::Templates) => {
                self.act_on_reports(action)
            }
            Action::Narrow | Action::Widen | Action::Copy if self.screen.tab() == Screen::Billing(Ledger::Dues) => {
                self.act_on_billing(action)
            }
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
            Action::ShowTickets => self.show(self.tickets.tab),
            Action::ShowBilling => self.show(self.billing.tab),
            Action::ShowReports => self.show(self.reports.tab),
            Action::Undo => self.take_back(),
            Action::NextTab => self.show_next_tab(),
            other => self.act_on_what_is_there(other),
        }
    }

    /// Does an action that is about something: an alarm, a ticket, a rule, an account, an invoice.
    fn act_on_what_is_there(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::OpenAlarm | Action::OpenTold | Action::ShowCause | Action::Acknowledge | Action::Mute => {
                self.act_on_alarms(action)
            }
            Action::RecordSetting | Action::CompareSettings | Action::ShowPeaks => self.act_on_charts(action),
            Action::Print if self.screen == Screen::Site => self.act_on_charts(action),
            Action::Print if self.screen.tab() == Screen::Billing(Ledger::Dues) => self.act_on_billing(action),
            Action::OpenTemplate
            | Action::PreviewReport
            | Action::OpenMade
            | Action::DropMade
            | Action::NewSaved
            | Action::EditSaved
            | Action::RemoveSaved
            | Action::EditReport
            | Action::ShowPortfolio
            | Action::Print => self.act_on_reports(action),
            Action::OpenRule | Action::NewRule | Action::EditRule | Action::SwitchRule | Action::RemoveRule => {
                self.act_on_rules(action)
            }
            Action::NewRoute | Action::EditRoute | Action::RemoveRoute | Action::EditManners | Action::TestRoute => {
                self.act_on_routes(action)
            }
            Action::OpenTicket
            | Action::OpenMessage
            | Action::OpenDraft
            | Action::DropDraft
            | Action::NewTicket
            | Action::Reply
            | Action::TakeTicket
            | Action::AssignTicket
            | Action::TurnTicket
            | Action::MergeTicket
            | Action::SplitTicket
            | Action::EditTicket
            | Action::MarkEntry
            | Action::Unfold
            | Action::NextPane
            | Action::TurnFigures => self.act_on_tickets(action),
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
            other => self.act_on_billing(other),
        }
    }

    fn show_next_tab(&mut self) -> Vec<Effect> {
        let next = match self.screen.tab() {
            Screen::Alarms => self.alarms.next_tab(),
            Screen::Notices => self.notices.next_tab(self.role()),
            Screen::Tickets(Part::Open) => self.tickets.next_tab(self.role()),
            Screen::Billing(Ledger::Dues) => self.billing.next_tab(self.role()),
            Screen::Reports(Shelf::Templates) => self.reports.next_tab(),
            _ => self.account.next_tab(),
        };
        self.show(next)
    }

    fn refresh(&mut self) -> Vec<Effect> {
        let mut effects = vec![Effect::Reconnect];
        effects.extend(self.ask_screen());
        effects
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
            (Screen::Tickets(_), _) => return self.step_tickets(action, by),
            (Screen::Billing(_), _) => return self.step_billing(by),
            (Screen::Reports(_), _) => self.step_reports(by),
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
        if action == Action::ReadOut && detail.topic == Topic::Curve && detail.shape == Shape::Chart {
            self.reply(self.look.say("toast-no-cursor"));
            return Vec::new();
        }
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
            Screen::Customer | Screen::Alarm | Screen::Rule | Screen::Tickets(Part::Thread) => Vec::new(),
            Screen::Tickets(_) => self.show_tickets(screen),
            Screen::Billing(_) => self.show_billing(screen),
            Screen::Reports(_) => self.show_reports(screen),
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
            Screen::Tickets(Part::Thread) => self.show(self.tickets.tab),
            Screen::Billing(ledger) => self.leave_billing(ledger),
            Screen::Reports(Shelf::Page) => self.leave_page(),
            Screen::Customers
            | Screen::Alarms
            | Screen::AlarmHistory
            | Screen::Tickets(Part::Mine | Part::Unassigned | Part::Open | Part::All | Part::Messages)
                if !self.filter_text().is_empty() =>
            {
                self.drop_filter()
            }
            Screen::System
            | Screen::Alarms
            | Screen::AlarmHistory
            | Screen::Rules
            | Screen::Tickets(_)
            | Screen::Reports(_)
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

    pub(super) fn drop_filter(&mut self) -> Vec<Effect> {
        self.set_filter("");
        vec![Effect::Rest]
    }

    pub(super) fn set_filter(&mut self, text: &str) {
        match self.screen {
            Screen::Customers => self.customers.set_filter(text),
            Screen::Alarms | Screen::AlarmHistory => self.alarms.list_mut().set_filter(text, &self.look),
            Screen::Tickets(Part::Messages) => self.tickets.messages.set_filter(text),
            screen if LISTS.contains(&screen) => self.tickets.list_mut().set_filter(text, &self.look),
            Screen::Billing(ledger) => self.filter_billing(ledger, text),
            _ => self.sites.set_filter(text),
        }
    }

    /// Returns the filter of this screen's list.
    pub(super) fn filter_text(&self) -> &str {
        match self.screen {
            Screen::Customers => &self.customers.filter,
            Screen::Alarms | Screen::AlarmHistory => &self.alarms.list().filter_text,
            Screen::Tickets(Part::Messages) => &self.tickets.messages.filter,
            screen if LISTS.contains(&screen) => &self.tickets.list().filter_text,
            Screen::Billing(ledger) => self.billing_filter(ledger),
            _ => &self.sites.filter_text,
        }
    }
}
