//! What is written on its way: drafts that are kept, what is sent, and what is taken back.
//!
//! Nothing that somebody has written is lost: it is kept on this machine while one types, and given to the daemon when
//! that can be reached.

use std::collections::BTreeMap;

use common::alarm::{Alarm, AlarmKind, Subject};
use common::api::OnceKey;
use common::fault::FaultCode;
use common::id::{CustomerNumber, SendingId, SiteCode, SiteId};
use common::ticket::draft::{Dispatch, Draft, NewEntry, NewTicket, Readers, Sent};
use common::ticket::entry::NewAttachment;
use common::ticket::field::{Detail, Field};
use common::ticket::{Category, Origin, TicketState};
use jiff::Timestamp;

use crate::app::compose::around;
use crate::app::undo::Reverse;
use crate::app::{App, Open};
use crate::effect::{Answer, Ask, Deed, Effect};
use crate::screen::tickets::composer::{About, Composer, State};
use crate::screen::{Part, Screen};

impl App {
    /// Begins an answer to the ticket that the screen is about, or goes on with its draft.
    pub(super) fn write_answer(&mut self) -> Vec<Effect> {
        let Some(number) = self.tickets.subject(self.screen).map(|ticket| ticket.number) else { return Vec::new() };
        let mut effects = self.open_ticket(number);
        let draft = self.tickets.drafts.of(number).cloned();
        let entry =
            NewEntry { ticket: number, readers: Readers::Both, body: String::new(), attach: Vec::new(), then: None };
        let begun = draft.or_else(|| self.new_draft(Dispatch::Entry(entry)));
        effects.extend(begun.map(|draft| self.go_on(&draft)).unwrap_or_default());
        effects
    }

    /// Begins a new ticket about what is on the screen, or goes on with the draft of one about the same.
    pub(super) fn write_ticket(&mut self) -> Vec<Effect> {
        let ticket = self.prefilled();
        let is_same = |draft: &&Draft| match &draft.dispatch {
            Dispatch::Ticket(other) => subject_of(other) == subject_of(&ticket),
            Dispatch::Entry(_) => false,
        };
        let draft = self.tickets.drafts.all().into_iter().find(is_same).cloned();
        let begun = draft.or_else(|| self.new_draft(Dispatch::Ticket(ticket)));
        begun.map_or_else(|| vec![Effect::Roll], |draft| self.go_on(&draft))
    }

    /// Returns a draft that was never saved; `None` while chance has given no key.
    fn new_draft(&self, dispatch: Dispatch) -> Option<Draft> {
        self.fresh_key().map(|key| Draft { key, dispatch, saved_at: Timestamp::UNIX_EPOCH })
    }

    /// Goes on with a draft.
    fn go_on(&mut self, draft: &Draft) -> Vec<Effect> {
        let mut composer = Composer::of(draft.key.clone(), &draft.dispatch, self.side());
        composer.saved_at = (draft.saved_at > Timestamp::UNIX_EPOCH).then_some(draft.saved_at);
        self.compose(composer)
    }

    /// Goes on with the draft under the cursor.
    pub(super) fn resume_draft(&mut self) -> Vec<Effect> {
        let Some(draft) = self.tickets.drafts.selected().cloned() else { return Vec::new() };
        let mut effects = Vec::new();
        if let Dispatch::Entry(entry) = &draft.dispatch {
            effects = self.open_ticket(entry.ticket);
        }
        effects.extend(self.go_on(&draft));
        effects
    }

    /// Throws the draft under the cursor away; it can be taken back.
    pub(super) fn drop_draft(&mut self) -> Vec<Effect> {
        let Some(draft) = self.tickets.drafts.selected().cloned() else { return Vec::new() };
        self.forget_draft(&draft.key, draft.dispatch)
    }

    /// Throws away what is being written; it can be taken back.
    pub(super) fn throw_away(&mut self, composer: &Composer) -> Vec<Effect> {
        self.open = Open::Nothing;
        self.forget_draft(&composer.key, composer.dispatch())
    }

    fn forget_draft(&mut self, key: &OnceKey, dispatch: Dispatch) -> Vec<Effect> {
        let is_known = self.tickets.drafts.all().iter().any(|draft| draft.key == *key);
        self.tickets.drafts.forget(key);
        self.offer_undo(self.look.say("toast-draft-dropped"), Reverse::Text(Box::new(dispatch)));
        let mut effects = self.keep_drafts();
        if is_known {
            effects.extend(self.deal_with_drafts(|| Deed::DropDraft(key.clone())));
        }
        effects.extend([Effect::Roll, Effect::Tick]);
        effects
    }

    /// Puts what was thrown away or held back to where it can be gone on with.
    pub(super) fn write_again(&mut self, dispatch: &Dispatch) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let Dispatch::Entry(entry) = dispatch {
            effects = self.open_ticket(entry.ticket);
        }
        let Some(key) = self.fresh_key() else { return effects };
        let mut composer = Composer::of(key, dispatch, self.side());
        composer.state = State::Changed;
        effects.extend(self.compose(composer));
        effects
    }

    /// Leaves what is being written: it stays as a draft.
    pub(super) fn leave_text(&mut self, composer: Composer) -> Vec<Effect> {
        let has_draft = self.tickets.drafts.all().iter().any(|draft| draft.key == composer.key);
        if composer.is_empty() && !has_draft {
            return Vec::new();
        }
        if composer.is_empty() {
            self.tickets.drafts.forget(&composer.key);
            let mut effects = self.keep_drafts();
            effects.extend(self.deal_with_drafts(|| Deed::DropDraft(composer.key.clone())));
            return effects;
        }
        let mut composer = composer;
        let effects = self.save_draft(&mut composer);
        self.reply(self.look.say("toast-draft-kept"));
        effects
    }

    /// Keeps what has been typed in the last second.
    pub(super) fn save_what_is_written(&mut self) -> Vec<Effect> {
        match std::mem::take(&mut self.open) {
            Open::Compose(mut composer) => {
                let effects = self.save_draft(&mut composer);
                self.open = Open::Compose(composer);
                effects
            }
            other => {
                self.open = other;
                Vec::new()
            }
        }
    }

    fn save_draft(&mut self, composer: &mut Composer) -> Vec<Effect> {
        if composer.state != State::Changed || composer.is_empty() {
            return Vec::new();
        }
        composer.state = State::Kept;
        composer.saved_at = Some(self.look.now);
        let (key, dispatch) = (composer.key.clone(), composer.dispatch());
        self.tickets.drafts.keep(Draft { key: key.clone(), dispatch: dispatch.clone(), saved_at: self.look.now });
        let mut effects = self.keep_drafts();
        effects.extend(self.deal_with_drafts(|| Deed::SaveDraft(key, Box::new(dispatch))));
        effects
    }

    /// Keeps what is about to be sent on this machine alone: a draft that came to the daemon after it was sent would stay.
    fn keep_before_sending(&mut self, composer: &mut Composer) -> Vec<Effect> {
        composer.saved_at = Some(self.look.now);
        let draft = Draft { key: composer.key.clone(), dispatch: composer.dispatch(), saved_at: self.look.now };
        self.tickets.drafts.keep(draft);
        self.keep_drafts()
    }

    /// Gives the daemon what it has not had, such as what was written while it was away.
    pub(super) fn give_drafts(&self) -> Vec<Effect> {
        let unknown = self.tickets.drafts.unknown();
        let save = |draft: &Draft| Deed::SaveDraft(draft.key.clone(), Box::new(draft.dispatch.clone()));
        let saves = unknown.into_iter().map(|draft| Effect::Ask(Ask::Do(save(draft)))).collect();
        if self.unreachable().is_some() { Vec::new() } else { saves }
    }

    /// Has this machine keep the drafts as they are now.
    pub(super) fn keep_drafts(&self) -> Vec<Effect> {
        let keep = |login| Effect::KeepDrafts(login, self.tickets.drafts.own().to_vec());
        self.who.as_ref().map(|who| keep(who.login.clone())).into_iter().collect()
    }

    /// Sends what is written; without the daemon it stays as it is, and the reason is said.
    pub(super) fn send(&mut self, mut composer: Composer, then: Option<TicketState>) -> Vec<Effect> {
        if let About::Entry { then: wanted, .. } = &mut composer.about {
            *wanted = then;
        }
        let mut effects = Vec::new();
        if composer.text.is_blank() && composer.attach.is_empty() {
            composer.said = vec![self.look.say("compose-empty")];
            composer.go_to_text();
        } else if composer.check(&self.look) {
            composer.state = State::Changed;
            effects.extend(self.keep_before_sending(&mut composer));
            if let Some(reason) = self.unreachable() {
                composer.said = vec![self.look.tell("compose-not-sent", &[("reason", reason.into())])];
            } else {
                composer.state = State::Sending;
                composer.said.clear();
                let deed = Deed::Send(composer.key.clone(), Box::new(composer.dispatch()));
                effects.push(Effect::Ask(Ask::Do(deed)));
            }
        }
        self.open = Open::Compose(Box::new(composer));
        effects
    }

    /// Takes in what came of sending.
    pub(super) fn sent(&mut self, key: &OnceKey, answer: Answer<Sent>) -> Vec<Effect> {
        let sent = match answer {
            Ok(sent) => sent,
            Err(fault) => {
                let words = fault.message(self.look.language);
                let hint = fault.hint(self.look.language).filter(|_| fault.code != FaultCode::NotAllowed);
                match &mut self.open {
                    Open::Compose(composer) if composer.key == *key => {
                        composer.state = State::Kept;
                        composer.said = std::iter::once(format!("! {words}")).chain(hint).collect();
                    }
                    _ => self.reply(words),
                }
                return Vec::new();
            }
        };
        let number = match &self.open {
            Open::Compose(composer) if composer.key == *key => match &composer.about {
                About::Entry { ticket, .. } => Some(*ticket),
                About::Ticket(_) => None,
            },
            _ => None,
        };
        if matches!(&self.open, Open::Compose(composer) if composer.key == *key) {
            self.open = Open::Nothing;
        }
        // One that was on its way while this was sent has come by now.
        self.tickets.drafts.forget(key);
        let mut effects = self.keep_drafts();
        effects.extend(self.deal_with_drafts(|| Deed::DropDraft(key.clone())));
        match sent {
            Sent::Held { sending, leaves_at } => {
                let what = number.map_or_else(|| self.look.say("draft-new"), |number| number.to_string());
                self.toast = None;
                self.offer_unsend(what, sending, leaves_at);
                effects.push(Effect::Tick);
            }
            Sent::Done { ticket } => {
                self.reply(self.look.tell("toast-sent", &[("number", ticket.number.to_string().into())]));
                effects.extend(self.ask_tickets());
            }
            Sent::Unknown => self.reply(self.look.say("turn-unknown")),
        }
        effects.push(Effect::Roll);
        effects
    }

    /// Takes back what is held.
    pub(super) fn unsend(sending: SendingId) -> Vec<Effect> {
        vec![Effect::Ask(Ask::Do(Deed::Unsend(sending)))]
    }

    /// Takes in what came of taking back.
    pub(super) fn unsent(&mut self, answer: Answer<Box<Dispatch>>) -> Vec<Effect> {
        match answer {
            Ok(dispatch) => self.write_again(&dispatch),
            Err(fault) => {
                self.reply(fault.message(self.look.language));
                Vec::new()
            }
        }
    }

    /// Returns a new ticket about what is on the screen.
    fn prefilled(&self) -> NewTicket {
        let mut ticket = NewTicket {
            category: Category::NoHeating,
            subject: None,
            site: None,
            customer: None,
            details: Vec::new(),
            priority: None,
            origin: Origin::Terminal,
            body: String::new(),
            attach: Vec::new(),
        };
        match self.screen {
            Screen::Alarms | Screen::AlarmHistory | Screen::Alarm => {
                if let Some(alarm) = self.alarms.subject(self.screen) {
                    self.fill_from_alarm(&mut ticket, alarm);
                }
            }
            Screen::Sites => {
                if let Some(site) = self.sites.selected() {
                    self.fill_from_site(&mut ticket, site.site.id, &site.site.code, self.look.now);
                }
            }
            Screen::Site => {
                if let Some(detail) = &self.detail {
                    self.fill_from_site(&mut ticket, detail.site.id, &detail.site.code, self.look.now);
                }
            }
            Screen::Tickets(Part::Thread) => {
                let about = self.tickets.subject(Screen::Tickets(Part::Thread));
                ticket.site = about.and_then(|about| about.site.clone());
                ticket.customer = about.and_then(|about| about.customer.clone()).filter(|_| self.is_office());
            }
            Screen::Billing(_) => self.fill_from_billing(&mut ticket),
            Screen::Customer => ticket.customer = self.customers.opened.clone().filter(|_| self.is_office()),
            Screen::Customers => ticket.customer = self.customer_under_cursor(),
            _ => {}
        }
        ticket
    }

    pub(super) fn is_office(&self) -> bool {
        self.side() == crate::screen::tickets::words::Side::Office
    }

    fn customer_under_cursor(&self) -> Option<CustomerNumber> {
        self.customers.selected().map(|customer| customer.number.clone())
    }

    fn fill_from_alarm(&self, ticket: &mut NewTicket, alarm: &Alarm) {
        ticket.category = category_of(alarm.kind);
        ticket.attach.push(NewAttachment::Alarm { alarm: alarm.id });
        if let Subject::Point { site, site_code, point, .. } = &alarm.subject {
            self.fill_from_site(ticket, *site, site_code, alarm.since);
            if let Some(serial) = self.sites.serials.get(point) {
                ticket.details.push(Detail { field: Field::MeterSerial, value: serial.clone() });
            }
        }
        let since = self.look.local(alarm.since).strftime("%Y-%m-%dT%H:%M").to_string();
        ticket.details.push(Detail { field: Field::Since, value: since });
    }

    fn fill_from_site(&self, ticket: &mut NewTicket, id: SiteId, code: &SiteCode, at: Timestamp) {
        ticket.site = Some(code.clone());
        ticket.attach.push(NewAttachment::Readings { site: code.clone(), period: around(at) });
        let point = self.sites.find(id).and_then(|site| site.point.as_ref());
        let known: BTreeMap<Field, &String> = ticket.details.iter().map(|told| (told.field, &told.value)).collect();
        let serial = point.and_then(|point| self.sites.serials.get(&point.id));
        if let Some(serial) = serial.filter(|_| !known.contains_key(&Field::MeterSerial)) {
            let value = serial.clone();
            ticket.details.push(Detail { field: Field::MeterSerial, value });
        }
    }
}

/// Returns what a ticket is about: two about the same are one draft.
fn subject_of(ticket: &NewTicket) -> (Option<&SiteCode>, Option<common::id::AlarmId>, Option<&str>) {
    let invoice = ticket.details.iter().find(|told| told.field == Field::InvoiceNumber);
    (ticket.site.as_ref(), alarm_of(ticket), invoice.map(|told| told.value.as_str()))
}

/// Returns the alarm that a ticket tells of.
fn alarm_of(ticket: &NewTicket) -> Option<common::id::AlarmId> {
    ticket.attach.iter().find_map(|attached| match attached {
        NewAttachment::Alarm { alarm } => Some(*alarm),
        NewAttachment::File { .. } | NewAttachment::Readings { .. } => None,
    })
}

/// Returns what a ticket about an alarm of this kind is about.
const fn category_of(kind: AlarmKind) -> Category {
    match kind {
        AlarmKind::Leak | AlarmKind::WaterLost => Category::Leak,
        AlarmKind::MeterSilent
        | AlarmKind::MeterFault
        | AlarmKind::RegisterDoubtful
        | AlarmKind::MeterClock
        | AlarmKind::VerificationDue => Category::Meter,
        AlarmKind::SourceSilent => Category::Other,
        AlarmKind::DifferenceLow
        | AlarmKind::ReturnHot
        | AlarmKind::SupplyOffTable
        | AlarmKind::CircuitOffCurve
        | AlarmKind::PowerAboveContract
        | AlarmKind::NoConsumption
        | AlarmKind::Limit
        | AlarmKind::Unknown => Category::NoHeating,
    }
}
