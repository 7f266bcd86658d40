//! What comes from the daemon: answers, events, the connection's ups and downs.

use common::alarm::{self, AlarmKind};
use common::event::{Event, Happening};
use common::id::{PointId, SourceName};
use common::status::Status;
use common::text::visible;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::action::Action;
use crate::app::{App, Link, Message, Turn};
use crate::effect::{Answer, Ask, Effect, Scope};
use crate::screen::{Part, Screen};

impl App {
    /// Takes in what came at `now` of our own clock.
    pub(super) fn answer(&mut self, now: Timestamp, message: Message) -> Vec<Effect> {
        let at = self.look.now;
        match message {
            Message::LinkUp => return self.link_up(),
            Message::SessionFile(reason) => {
                self.reply(self.look.tell("toast-session-file", &[("reason", reason.into())]));
            }
            Message::LinkDown { fault, retry_in } => {
                let since = match &self.link {
                    Link::Down { since, .. } => *since,
                    Link::Connecting | Link::Up => at,
                };
                self.link = Link::Down { since, fault, retry_in };
                self.overview = Turn::Free;
                self.alarms_turn = Turn::Free;
            }
            Message::Happened(events) => return self.happened(&events),
            Message::Status(answer) => self.take_status(*answer, now),
            Message::Overview(scope, answer) => return self.take_overview(scope, answer),
            Message::Serial(point, answer) => {
                if let Ok(Some(serial)) = answer {
                    self.sites.serials.insert(point, serial.to_string());
                }
            }
            Message::Doubt(point, answer) => {
                if let Ok(Some(since)) = answer {
                    self.sites.doubts.insert(point, since);
                }
            }
            Message::Chart(chart, answer) => {
                if let Some(detail) = &mut self.detail {
                    detail.take(chart, answer, at);
                }
            }
            Message::Alarms(standing, answer) => return self.take_alarms(standing, answer),
            Message::Alarm(id, answer) => self.alarms.take_card(id, *answer, at),
            Message::Rules(answer) => self.rules.take(answer, at),
            Message::Sources(answer) => {
                self.system.sources.take(answer, at);
                self.system.step(0);
            }
            Message::Documents(answer) => self.system.documents.take(answer, at),
            Message::Polled(source, Ok(())) => {
                self.reply(self.look.tell("toast-polled", &[("source", source.as_str().into())]));
            }
            Message::Polled(_, Err(fault)) => self.reply(self.refusal(&fault, Action::Poll)),
            Message::Saved(Ok(path)) => self.reply(self.look.tell("toast-saved", &[("path", path.into())])),
            Message::Saved(Err(reason)) => self.reply(self.look.tell("toast-not-saved", &[("reason", reason.into())])),
            other => return self.answer_about_people(other),
        }
        Vec::new()
    }

    /// Takes in what the gate says, and what is told of accounts, customers and notices.
    fn answer_about_people(&mut self, message: Message) -> Vec<Effect> {
        let at = self.look.now;
        match message {
            Message::Admitted(admission, entry) => return self.admitted(&admission, entry),
            Message::LogInNeeded(why) => return self.must_log_in(why.map(|why| *why)),
            Message::Asked(opened) => return self.asked(opened),
            Message::Refused(fault) => return self.refused(fault),
            Message::Done(done) => return self.done(*done),
            Message::Rolled(dice) => self.dice = Some(dice),
            Message::Account(answer) => self.account.own.take(*answer, at),
            Message::LogIns(answer) => self.account.log_ins.take(answer, at),
            Message::Notices(answer) => self.notices.notices.take(answer, at),
            Message::NoticeSettings(answer) => self.notices.settings.take(*answer, at),
            Message::Deliveries(answer) => self.notices.deliveries.take(answer, at),
            Message::Sessions(answer) => self.account.sessions.take(answer, at),
            Message::Tokens(answer) => self.account.tokens.take(answer, at),
            Message::Customers(text, answer) => self.customers.take(text, answer, at),
            Message::Customer(number, answer) => self.customers.take_card(&number, *answer, at),
            other => return self.answer_about_charts(other),
        }
        Vec::new()
    }

    fn link_up(&mut self) -> Vec<Effect> {
        let was_down = matches!(self.link, Link::Down { .. });
        self.link = Link::Up;
        self.overview = Turn::Free;
        self.alarms_turn = Turn::Free;
        if was_down {
            self.news(self.look.say("toast-back"));
        }
        let mut effects = self.ask_screen();
        if self.screen.tab() != Screen::Tickets(Part::Open) {
            effects.push(Effect::Ask(Ask::TicketCounts));
        }
        if !matches!(self.screen, Screen::Billing(_)) {
            effects.extend(self.ask_lateness());
        }
        // What is written needs a key, and drafts that never reached the daemon go there now.
        effects.push(Effect::Roll);
        effects
    }

    fn take_status(&mut self, answer: Answer<Status>, now: Timestamp) {
        if let Ok(status) = &answer {
            self.ahead = status.now.duration_since(now);
            self.look.now = status.now;
            if let Ok(zone) = TimeZone::get(&status.zone) {
                self.look.zone = zone;
            }
        }
        self.status.take(answer, self.look.now);
    }

    fn take_overview(&mut self, scope: Scope, answer: Answer<Vec<common::site::SiteOverview>>) -> Vec<Effect> {
        let outdated = self.overview == Turn::AskedAndOutdated;
        self.overview = Turn::Free;
        // The invented town is still being built: nothing is known of it yet, which is not the same as nothing there.
        if self.is_demo() && answer.as_ref().is_ok_and(Vec::is_empty) {
            return if outdated { self.ask_overview(Scope::All) } else { Vec::new() };
        }
        let failed = answer.is_err();
        let order = self.order();
        let first = self.sites.rows.value().is_none();
        self.sites.take(scope, answer, order, self.look.now);
        if let Some(detail) = &mut self.detail
            && let Some(overview) = self.sites.find(detail.site.id)
        {
            detail.tell_weather(overview);
        }
        let mut effects = if first { self.follow() } else { self.ask_strip() };
        // The first answer may have been empty, or without the point whose chart stands beside the list.
        let charted = self.detail.as_ref().is_some_and(|detail| detail.data.value().is_some());
        if !first && !charted && self.is_wide() && self.screen == Screen::Sites {
            effects.push(Effect::Rest);
        }
        if outdated && !failed {
            effects.extend(self.ask_overview(Scope::All));
        }
        effects
    }

    fn happened(&mut self, events: &[Event]) -> Vec<Effect> {
        if events.is_empty() && self.screen != Screen::System {
            return Vec::new();
        }
        let (mut points, mut extent, mut alarms) = (Vec::new(), Extent::Named, Concern::None);
        let mut effects = match self.screen {
            Screen::System => self.ask_system(),
            _ => vec![Effect::Ask(Ask::Status)],
        };
        effects.extend(self.tickets_happened(events));
        effects.extend(self.billing_happened(events));
        for event in events {
            match &event.what {
                Happening::Readings { points: touched, n_points, .. } => {
                    points.extend_from_slice(touched);
                    if *n_points > touched.len() as u64 {
                        extent = Extent::Everything;
                    }
                    self.news(self.look.say("news-readings"));
                }
                Happening::DocumentParked { name, .. } => {
                    self.news(self.look.tell("news-parked", &[("name", visible(name).as_ref().into())]));
                }
                Happening::SourceFailing { source, .. } => self.tell_source("news-failing", source),
                Happening::SourceRecovered { source } => self.tell_source("news-recovered", source),
                Happening::MailboxFailing { .. } => self.news(self.look.say("news-mailbox-failing")),
                Happening::MailboxRecovered => self.news(self.look.say("news-mailbox-recovered")),
                Happening::MeterReplaced { point, new, .. } => {
                    points.push(*point);
                    self.sites.serials.insert(*point, new.to_string());
                    self.news(self.look.tell("news-replaced", &[("serial", new.as_str().into())]));
                }
                Happening::ReadingsRemoved { point, rule, .. } => {
                    points.push(*point);
                    self.news(self.look.tell("news-removed", &[("rule", visible(rule).as_ref().into())]));
                }
                Happening::Alarm { alarm_kind, point, turn, .. } => {
                    alarms = Concern::Told;
                    if matches!(turn, alarm::Turn::Raised { .. }) {
                        self.tell_alarm(*alarm_kind, *point);
                    }
                }
                Happening::CeilingReached { channel, ceiling } => {
                    let told = [("channel", channel.name().into()), ("ceiling", ceiling.name().into())];
                    self.news(self.look.tell("news-ceiling", &told));
                }
                Happening::LogInFailures { .. }
                | Happening::Ticket { .. }
                | Happening::Billing { .. }
                | Happening::Unknown => {}
            }
        }
        if alarms == Concern::Told {
            effects.extend(self.reload_alarms());
            // Somebody is told of it with the same stroke.
            if self.screen == Screen::Notices {
                effects.extend(self.ask_notices());
            }
        }
        effects.extend(self.reload_sites(&points, extent));
        effects.extend(self.reload_chart(&points, extent));
        effects
    }

    /// Says how a source is.
    fn tell_source(&mut self, text: &str, source: &SourceName) {
        self.news(self.look.tell(text, &[("source", source.as_str().into())]));
    }

    /// Says that something is wrong, and where.
    fn tell_alarm(&mut self, kind: AlarmKind, point: Option<PointId>) {
        let kind = self.look.say(&format!("alarm-{}", kind.name()));
        let mut text = self.look.tell("news-alarm", &[("kind", kind.into())]);
        let site = point.and_then(|point| self.sites.site_of(point)).and_then(|site| self.sites.find(site));
        if let Some(site) = site {
            text = format!("{text}, {}", site.site.code);
        }
        self.news(text);
    }

    /// Asks again for the sites of these points.
    fn reload_sites(&mut self, points: &[PointId], extent: Extent) -> Vec<Effect> {
        let mut sites: Vec<_> = points.iter().map(|point| self.sites.site_of(*point)).collect();
        sites.sort_unstable();
        sites.dedup();
        match (extent, sites.as_slice()) {
            (Extent::Named, []) => Vec::new(),
            (Extent::Named, [Some(site)]) => self.ask_overview(Scope::Site(*site)),
            // A point that belongs to no row is new: only the whole list knows where it stands. And from two sites on,
            // one question for all is cheaper than its parts.
            (Extent::Named | Extent::Everything, _) => self.ask_overview(Scope::All),
        }
    }

    /// Asks again for the chart, if it is on the screen and shows one of these points now.
    fn reload_chart(&self, points: &[PointId], extent: Extent) -> Vec<Effect> {
        let visible = self.screen == Screen::Site || self.is_wide();
        let Some(detail) = self.detail.as_ref().filter(|_| visible) else { return Vec::new() };
        let touched =
            detail.point.as_ref().is_some_and(|point| points.contains(&point.id)) || extent == Extent::Everything;
        let chart = detail.wanted().filter(|_| touched);
        chart.map(|chart| Effect::Ask(Ask::Chart(chart))).into_iter().collect()
    }
}

/// Whether the events tell of alarms.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Concern {
    None,
    Told,
}

/// Whether the events name all the points that they touched.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    Named,
    Everything,
}
