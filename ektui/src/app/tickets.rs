//! What keys do on the screens of tickets, and what comes from the daemon for them.

use common::event::{Event, Happening};
use common::notice::TicketNews;
use common::ticket::TicketNumber;
use common::ticket::query::TicketFilter;

use crate::action::Action;
use crate::app::{App, Message, Open, view};
use crate::effect::{Answer, Ask, Deed, Effect, Threaded, TicketList};
use crate::screen::tickets::thread::Pane;
use crate::screen::tickets::view::{Areas, Writing};
use crate::screen::tickets::words::Side;
use crate::screen::tickets::{LISTS, card, figures, view as tickets_view};
use crate::screen::{Part, Screen};
use crate::widget::page;

impl App {
    /// Returns on which side of the counter the reader stands.
    #[must_use]
    pub fn side(&self) -> Side {
        Side::of(self.role())
    }

    /// Returns where everything stands on the screens of tickets.
    #[must_use]
    pub fn ticket_areas(&self) -> Areas {
        let body = (self.size.0, view::body_rows(self));
        tickets_view::areas(body, self.screen, self.writing(), self.tickets.thread.pane)
    }

    /// Returns what is being written.
    #[must_use]
    pub fn writing(&self) -> Writing {
        match &self.open {
            Open::Compose(composer) => composer.writing(),
            _ => Writing::Nothing,
        }
    }

    /// Does an action of the screens of tickets.
    pub(super) fn act_on_tickets(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::OpenTicket => {
                let number = self.tickets.list().selected().map(|ticket| ticket.number);
                number.map(|number| self.open_ticket(number)).unwrap_or_default()
            }
            Action::OpenMessage => {
                let number = self.tickets.messages.selected().map(|entry| entry.ticket);
                number.map(|number| self.open_ticket(number)).unwrap_or_default()
            }
            Action::OpenDraft => self.resume_draft(),
            Action::DropDraft => self.drop_draft(),
            Action::NewTicket => self.write_ticket(),
            Action::Reply => self.write_answer(),
            Action::Unfold => {
                self.tickets.thread.unfold();
                Vec::new()
            }
            Action::MarkEntry => {
                self.tickets.thread.mark();
                Vec::new()
            }
            Action::NextPane => {
                let thread = &mut self.tickets.thread;
                thread.pane = if thread.pane == Pane::Thread { Pane::Card } else { Pane::Thread };
                Vec::new()
            }
            Action::TurnFigures => {
                self.tickets.figures.turn();
                Vec::new()
            }
            _ => self.act_at_the_desk(action),
        }
    }

    /// Shows a ticket with its thread.
    pub(super) fn open_ticket(&mut self, number: TicketNumber) -> Vec<Effect> {
        self.screen = Screen::Tickets(Part::Thread);
        self.tickets.thread.pane = Pane::Thread;
        let wanted = self.tickets.thread.want(number);
        self.tickets.list_mut().select(number);
        let mut effects = vec![Effect::Roll];
        match wanted {
            Some(number) => effects.push(Effect::Ask(Ask::Ticket(number))),
            None => effects.extend(self.mark_read()),
        }
        effects
    }

    /// Notes that what is unread in the thread on the screen has been seen.
    fn mark_read(&self) -> Vec<Effect> {
        let thread = &self.tickets.thread;
        let up_to = thread.unread_up_to().filter(|_| self.screen == Screen::Tickets(Part::Thread));
        let ask = thread.number.zip(up_to).map(|(number, up_to)| Effect::Ask(Ask::MarkRead(number, up_to)));
        ask.into_iter().collect()
    }

    /// Shows a part of the screen of tickets.
    pub(super) fn show_tickets(&mut self, part: Screen) -> Vec<Effect> {
        self.tickets.tab = part;
        // Keys for what is written need chance.
        let mut effects = vec![Effect::Roll];
        effects.extend(self.ask_tickets());
        effects.extend(self.follow_ticket());
        effects
    }

    /// Asks for what the part of the screen of tickets shows that was looked at last.
    pub(super) fn ask_tickets(&self) -> Vec<Effect> {
        let part = match self.tickets.tab {
            Screen::Tickets(Part::Messages) => {
                self.tickets.messages.wanted().map_or_else(|| self.messages_again(), Ask::Messages)
            }
            Screen::Tickets(Part::Drafts) => Ask::Drafts,
            Screen::Tickets(Part::Figures) => Ask::TicketStatistics(figures::period(&self.look)),
            _ => Ask::Tickets(Box::new(self.tickets.list().filter.clone())),
        };
        let mut asks = vec![part, Ask::TicketCounts];
        if self.tickets.drafts.daemons().value().is_none() && self.tickets.tab != Screen::Tickets(Part::Drafts) {
            asks.push(Ask::Drafts);
        }
        asks.into_iter().map(Effect::Ask).collect()
    }

    fn messages_again(&self) -> Ask {
        Ask::Messages(crate::screen::tickets::list::search_words(&self.tickets.messages.filter))
    }

    /// Asks for the thread of the ticket on which the cursor rests, and for what the filter searches.
    pub(super) fn follow_ticket(&mut self) -> Vec<Effect> {
        let mut asks = Vec::new();
        if LISTS.contains(&self.screen) {
            let number = self.tickets.list().selected().map(|ticket| ticket.number);
            asks.extend(number.and_then(|number| self.tickets.thread.want(number)).map(Ask::Ticket));
            asks.extend(self.tickets.list().wanted().map(|filter| Ask::Tickets(Box::new(filter))));
        } else if self.screen == Screen::Tickets(Part::Messages) {
            asks.extend(self.tickets.messages.wanted().map(Ask::Messages));
        }
        asks.into_iter().map(Effect::Ask).collect()
    }

    /// Takes in what is told of tickets.
    pub(super) fn answer_about_tickets(&mut self, message: Message) -> Vec<Effect> {
        let at = self.look.now;
        match message {
            Message::Tickets(filter, answer) => return self.take_tickets(&filter, answer),
            Message::TicketCounts(answer) => self.tickets.counts.take(answer, at),
            Message::Ticket(number, answer) => return self.take_thread(number, *answer),
            Message::Messages(text, answer) => self.tickets.messages.take(text, answer, at),
            Message::Drafts(answer) => {
                let before = self.tickets.drafts.own().len();
                self.tickets.drafts.take(answer, at);
                let mut effects = self.give_drafts();
                if self.tickets.drafts.own().len() != before {
                    effects.extend(self.keep_drafts());
                }
                return effects;
            }
            Message::Templates(answer) => self.tickets.templates.take(answer, at),
            Message::Staff(answer) => self.tickets.staff.take(answer, at),
            Message::TicketStatistics(answer) => self.tickets.figures.data.take(*answer, at),
            Message::MarkedRead(number, Ok(())) => {
                self.tickets.read(number);
                return vec![Effect::Ask(Ask::TicketCounts)];
            }
            Message::FoundDrafts(kept) => self.tickets.drafts.take_own(kept),
            Message::DraftsNotKept(reason) => {
                self.reply(self.look.tell("toast-drafts-not-kept", &[("reason", reason.into())]));
            }
            Message::Attached(attaching) => self.attached(*attaching),
            Message::Edited(result) => return self.edited(result),
            // What could not be marked stays unread. Everything else has been seen to before.
            _ => {}
        }
        Vec::new()
    }

    fn take_tickets(&mut self, filter: &TicketFilter, answer: Answer<TicketList>) -> Vec<Effect> {
        let order = self.order();
        self.tickets.take(filter, answer, order, &self.look);
        self.follow_ticket()
    }

    fn take_thread(&mut self, number: TicketNumber, answer: Answer<Threaded>) -> Vec<Effect> {
        let changed = answer.as_ref().ok().map(|held| held.card.ticket.clone());
        self.tickets.thread.take(number, answer, self.look.now);
        if let Some(ticket) = changed {
            self.tickets.replace(&[ticket]);
        }
        self.mark_read()
    }

    /// Asks again for what these events touch, and tells of the last of them.
    pub(super) fn tickets_happened(&mut self, events: &[Event]) -> Vec<Effect> {
        let touched: Vec<(TicketNumber, TicketNews)> = events
            .iter()
            .filter_map(|event| match &event.what {
                Happening::Ticket { ticket, news, .. } => Some((*ticket, *news)),
                _ => None,
            })
            .collect();
        let Some((ticket, news)) = touched.last().copied() else { return Vec::new() };
        if TicketNews::TOLD.contains(&news) {
            let what = self.look.say(&format!("notice-{}", news.name()));
            self.news(format!("{ticket}: {what}"));
        }
        let mut effects = if self.screen.tab() == Screen::Tickets(Part::Open) {
            self.ask_tickets()
        } else {
            vec![Effect::Ask(Ask::TicketCounts)]
        };
        let thread = self.tickets.thread.number;
        if let Some(number) = thread.filter(|number| touched.iter().any(|(ticket, _)| ticket == number)) {
            effects.push(Effect::Ask(Ask::Ticket(number)));
        }
        effects
    }

    /// Moves on a screen of tickets: in the list, in the thread by entries and pages, in the card.
    pub(super) fn step_tickets(&mut self, action: Action, by: isize) -> Vec<Effect> {
        match self.screen {
            Screen::Tickets(Part::Thread) => self.step_thread(action, by),
            Screen::Tickets(Part::Messages) => self.tickets.messages.step(by),
            Screen::Tickets(Part::Drafts) => self.tickets.drafts.step(by),
            Screen::Tickets(Part::Figures) => {}
            _ => {
                self.tickets.list_mut().step(by);
                return vec![Effect::Rest];
            }
        }
        Vec::new()
    }

    fn step_thread(&mut self, action: Action, by: isize) {
        let is_page = matches!(action, Action::PageUp | Action::PageDown);
        if self.tickets.thread.pane == Pane::Card {
            self.scroll_ticket_card(by);
        } else if is_page {
            let page = isize::try_from(self.ticket_areas().thread.height.saturating_sub(2)).unwrap_or(1);
            self.scroll_thread(if action == Action::PageUp { -page } else { page });
        } else {
            self.tickets.thread.step(by);
            self.show_entry();
        }
    }

    /// Scrolls the thread by lines, as far as there is something to see.
    pub(super) fn scroll_thread(&mut self, by: isize) {
        let (n, rows) = self.thread_lines();
        let thread = &mut self.tickets.thread;
        let top = tickets_view::top_of(thread.top, n, rows).saturating_add_signed(by);
        thread.top = (top < n.saturating_sub(rows)).then_some(top);
    }

    /// Returns how many lines the thread has, and rows for them.
    fn thread_lines(&self) -> (usize, usize) {
        let area = self.ticket_areas().thread;
        let room = usize::from(area.width.saturating_sub(2));
        let n = self.tickets.thread.lines(room, self.side(), &self.look).len();
        (n, usize::from(area.height.saturating_sub(1)))
    }

    /// Scrolls so far that the entry under the cursor is seen from its beginning.
    fn show_entry(&mut self) {
        let area = self.ticket_areas().thread;
        let (rows, room) = (usize::from(area.height.saturating_sub(1)), usize::from(area.width.saturating_sub(2)));
        let lines = self.tickets.thread.lines(room, self.side(), &self.look);
        let thread = &mut self.tickets.thread;
        let Some(id) = thread.entry().map(|entry| entry.id) else { return };
        let Some(start) = lines.iter().position(|line| line.begins == Some(id)) else { return };
        let after = lines.iter().skip(start + 1).position(|line| line.begins.is_some());
        let end = after.map_or(lines.len(), |n| start + 1 + n);
        let top = tickets_view::top_of(thread.top, lines.len(), rows);
        let top = if start < top || end - start >= rows { start } else { top.max(end.saturating_sub(rows)) };
        thread.top = (top < lines.len().saturating_sub(rows)).then_some(top);
    }

    fn scroll_ticket_card(&mut self, by: isize) {
        let area = self.ticket_areas().card;
        let room = usize::from(area.width.saturating_sub(2));
        let side = self.side();
        let Some(held) = self.tickets.thread.data().value() else { return };
        let n = card::lines(held, room, side, &self.look).len();
        let most = page::most(n, usize::from(area.height));
        let thread = &mut self.tickets.thread;
        thread.card_top = thread.card_top.saturating_add_signed(by).min(most);
    }

    /// Asks the daemon to do something with what is written; says why not where it cannot be reached.
    pub(super) fn deal_with_drafts(&self, deed: impl FnOnce() -> Deed) -> Vec<Effect> {
        if self.unreachable().is_some() { Vec::new() } else { vec![Effect::Ask(Ask::Do(deed()))] }
    }
}
