//! What has to be asked of the daemon for what is on the screen.

use common::site::{SiteOverview, SiteState};

use crate::app::{App, Link, Turn};
use crate::effect::{Ask, BillingAsk, Effect, Scope};
use crate::remote::Remote;
use crate::screen::tickets::words::Side;
use crate::screen::{Screen, site, sites};

impl App {
    /// Lets strip and chart follow the cursor that has come to rest.
    pub(super) fn follow(&mut self) -> Vec<Effect> {
        let Some(site) = self.sites.selected() else { return Vec::new() };
        self.sites.rested = Some(site.site.id);
        let mut effects = self.ask_strip();
        if self.is_wide() && self.screen == Screen::Sites {
            effects.extend(self.show_detail());
        }
        effects
    }

    /// Asks which meter sits at the site that the strip describes, and whether a silent one was in doubt before,
    /// unless that is known.
    pub(super) fn ask_strip(&self) -> Vec<Effect> {
        let Some(site) = self.sites.rested.and_then(|id| self.sites.find(id)) else { return Vec::new() };
        let Some(point) = site.point.as_ref().map(|point| point.id) else { return Vec::new() };
        let mut asks = Vec::new();
        if !self.sites.serials.contains_key(&point) {
            asks.push(Ask::Serial(point));
        }
        if matches!(site.state, SiteState::Silent { .. }) && !self.sites.doubts.contains_key(&point) {
            asks.push(Ask::Doubt(point));
        }
        asks.into_iter().map(Effect::Ask).collect()
    }

    /// Makes the detail that of the site under the cursor, and asks for its chart where that is not there.
    pub(super) fn show_detail(&mut self) -> Vec<Effect> {
        let Some(overview) = self.sites.selected() else { return Vec::new() };
        let home = self.home(overview);
        match &mut self.detail {
            Some(detail) => detail.switch_to(overview, home),
            None => self.detail = Some(site::Model::open(overview, home)),
        }
        self.ask_chart()
    }

    /// Returns the local day of a site's newest reading, today at the latest.
    pub(super) fn home(&self, overview: &SiteOverview) -> jiff::civil::Date {
        let today = self.look.today();
        sites::facts::read_at(overview).map_or(today, |at| self.look.local(at).date().min(today))
    }

    /// Asks for what the chart should show, unless it is there. Without the daemon it says why it cannot.
    pub(super) fn ask_chart(&mut self) -> Vec<Effect> {
        let mut effects = self.ask_series();
        effects.extend(self.ask_beside());
        effects
    }

    fn ask_series(&mut self) -> Vec<Effect> {
        let wanted = self.detail.as_ref().and_then(|detail| {
            let wanted = detail.wanted()?;
            let held = matches!(&detail.data, Remote::Ready { value, .. } if value.0 == wanted);
            (!held).then_some(wanted)
        });
        if let (Link::Down { fault, .. }, Some(_), Some(detail)) = (&self.link, &wanted, &mut self.detail) {
            detail.data = Remote::Failed(fault.clone());
            return Vec::new();
        }
        wanted.into_iter().map(|chart| Effect::Ask(Ask::Chart(chart))).collect()
    }

    /// Asks for the list, once at a time.
    pub(super) fn ask_overview(&mut self, scope: Scope) -> Vec<Effect> {
        match self.overview {
            Turn::Free => {
                self.overview = Turn::Asked;
                vec![Effect::Ask(Ask::Overview(scope))]
            }
            Turn::Asked | Turn::AskedAndOutdated => {
                self.overview = Turn::AskedAndOutdated;
                Vec::new()
            }
        }
    }

    /// Asks for everything that the present screen shows.
    pub(super) fn ask_screen(&mut self) -> Vec<Effect> {
        let mut effects = self.ask_overview(Scope::All);
        effects.extend(self.ask_alarms());
        match self.screen {
            Screen::Alarms | Screen::AlarmHistory | Screen::Alarm | Screen::Rules | Screen::Rule => {
                effects.push(Effect::Ask(Ask::Status));
                effects.extend(self.ask_more_alarms());
            }
            Screen::Sites | Screen::Site => {
                effects.push(Effect::Ask(Ask::Status));
                let chart = self.detail.as_ref().and_then(site::Model::wanted);
                if let Some(chart) = chart.filter(|_| self.is_wide() || self.screen == Screen::Site) {
                    effects.push(Effect::Ask(Ask::Chart(chart)));
                }
                effects.extend(self.renew_beside());
            }
            Screen::System => effects.extend(self.ask_system()),
            Screen::Account | Screen::LogIns | Screen::Sessions | Screen::Tokens => {
                effects.push(Effect::Ask(Ask::Status));
                effects.extend(self.ask_account());
            }
            Screen::Tickets(_) => {
                effects.push(Effect::Ask(Ask::Status));
                effects.extend(self.ask_tickets());
                effects.extend(self.tickets.thread.number.map(|number| Effect::Ask(Ask::Ticket(number))));
            }
            Screen::Billing(_) => {
                effects.push(Effect::Ask(Ask::Status));
                effects.extend(self.renew_billing());
            }
            Screen::Reports(_) => {
                effects.push(Effect::Ask(Ask::Status));
                effects.extend(self.ask_reports());
            }
            Screen::Notices | Screen::NoticeSettings | Screen::Deliveries => {
                effects.push(Effect::Ask(Ask::Status));
                effects.extend(self.ask_notices());
            }
            Screen::Customers => {
                effects.push(Effect::Ask(Ask::Status));
                effects.push(Effect::Ask(Ask::Customers(self.customers.filter.clone())));
            }
            Screen::Customer => {
                effects.push(Effect::Ask(Ask::Status));
                effects.extend(self.customers.opened.clone().map(|number| Effect::Ask(Ask::Customer(number))));
            }
        }
        effects
    }

    /// Asks for the part of the own account that is shown.
    pub(super) fn ask_account(&self) -> Vec<Effect> {
        let ask = match self.account.tab {
            Screen::LogIns => Ask::LogIns,
            Screen::Sessions => Ask::Sessions,
            Screen::Tokens => Ask::Tokens,
            _ => Ask::Account,
        };
        let contracts = Ask::Billing(BillingAsk::Contracts);
        let contracts = (ask == Ask::Account && self.side() == Side::Customer).then_some(contracts);
        std::iter::once(ask).chain(contracts).map(Effect::Ask).collect()
    }

    /// Asks for the customers of the filter, unless they are there.
    pub(super) fn ask_customers(&self) -> Vec<Effect> {
        let wanted = self.customers.wanted().map(str::to_owned);
        wanted.into_iter().map(|text| Effect::Ask(Ask::Customers(text))).collect()
    }

    /// Asks for what the screen of the system shows.
    pub(super) fn ask_system(&self) -> Vec<Effect> {
        let asks = match self.link {
            Link::Down { .. } => Vec::new(),
            Link::Connecting | Link::Up => vec![Ask::Status, Ask::Sources, Ask::Documents],
        };
        asks.into_iter().map(Effect::Ask).collect()
    }
}
