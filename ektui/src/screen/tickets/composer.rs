//! What is being written: an answer below its thread, or a new ticket with what its category wants to know.
//!
//! It must not know the daemon; it makes what is to be sent, and says what is missing.

use std::collections::BTreeMap;

use common::api::OnceKey;
use common::id::{CustomerNumber, SiteCode};
use common::ticket::draft::{Dispatch, NewEntry, NewTicket, Readers};
use common::ticket::entry::{LONGEST_BODY, NewAttachment};
use common::ticket::field::{Detail, Field};
use common::ticket::{Category, Origin, Priority, TicketNumber, TicketState};
use jiff::Timestamp;
use tui_input::Input;

use crate::look::Look;
use crate::screen::tickets::view::Writing;
use crate::screen::tickets::words::{Side, category_label, field_label, priority_label};
use crate::widget::area::Area;
use crate::widget::form::{self, Form};

/// The state of what is being written.
#[derive(Clone, Debug)]
pub struct Composer {
    /// Made when it was begun: so it is sent once, however often one tries.
    pub key: OnceKey,
    pub about: About,
    pub side: Side,
    pub text: Area,
    pub attach: Vec<NewAttachment>,
    pub focus: Focus,
    pub over: Over,
    pub saved_at: Option<Timestamp>,
    pub state: State,
    /// Sentences under the text.
    pub said: Vec<String>,
}

/// What it is for.
#[derive(Clone, Debug)]
pub enum About {
    Entry { ticket: TicketNumber, readers: Readers, then: Option<TicketState> },
    Ticket(Box<Head>),
}

/// The fields of a new ticket.
#[derive(Clone, Debug)]
pub struct Head {
    pub form: Form,
    pub category: Category,
    /// What was typed into fields, those of other categories among them.
    told: BTreeMap<&'static str, String>,
}

/// Where keys go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    Head,
    Text,
    Button(usize),
}

/// What lies over the text.
#[derive(Clone, Debug)]
pub enum Over {
    Nothing,
    /// The path of a file that is to be attached.
    Path(Input),
    /// The canned answers, with the cursor.
    Templates(usize),
}

/// How what is written stands with what is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Kept,
    /// Something was typed since.
    Changed,
    /// It is on its way.
    Sending,
}

/// What can be done with what is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Button {
    Template,
    Send,
    SendAndSolve,
    SendAndClose,
    /// For the office only, or for the customer again.
    Note,
    Readings,
    File,
    Editor,
    Drop,
}

pub const CATEGORY: &str = "field-category";
pub const SITE: &str = "field-ticket-site";
pub const SUBJECT: &str = "field-subject";
pub const CUSTOMER: &str = "field-customer";
pub const PRIORITY: &str = "field-priority";
pub const ORIGIN: &str = "field-origin";

/// What staff may say of how a ticket came.
const ORIGINS: [(Origin, &str); 2] = [(Origin::Terminal, "origin-terminal"), (Origin::Phone, "origin-phone")];

impl Composer {
    /// Begins an answer, or goes on with one.
    #[must_use]
    pub fn entry(key: OnceKey, entry: &NewEntry, side: Side) -> Self {
        let about = About::Entry { ticket: entry.ticket, readers: entry.readers, then: entry.then };
        Self::with(key, about, side, &entry.body, entry.attach.clone())
    }

    /// Begins a new ticket, or goes on with one: at the first field that is missing, else in the text.
    #[must_use]
    pub fn ticket(key: OnceKey, ticket: &NewTicket, side: Side) -> Self {
        let head = Head::of(ticket, side);
        let mut composer = Self::with(key, About::Ticket(Box::new(head)), side, &ticket.body, ticket.attach.clone());
        if let About::Ticket(head) = &mut composer.about {
            match head.missing() {
                Some(label) => {
                    head.form.focus_on(label);
                    composer.focus = Focus::Head;
                }
                None => head.form.leave(),
            }
        }
        composer
    }

    /// Goes on with what was written before.
    #[must_use]
    pub fn of(key: OnceKey, dispatch: &Dispatch, side: Side) -> Self {
        match dispatch {
            Dispatch::Entry(entry) => Self::entry(key, entry, side),
            Dispatch::Ticket(ticket) => Self::ticket(key, ticket, side),
        }
    }

    fn with(key: OnceKey, about: About, side: Side, body: &str, attach: Vec<NewAttachment>) -> Self {
        Self {
            key,
            about,
            side,
            text: Area::new(body, LONGEST_BODY),
            attach,
            focus: Focus::Text,
            over: Over::Nothing,
            saved_at: None,
            state: State::Kept,
            said: Vec::new(),
        }
    }

    /// Tells whether nothing was written that would be missed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_blank() && !self.attach.iter().any(|attached| matches!(attached, NewAttachment::File { .. }))
    }

    /// Returns what can be done, in order: what helps most comes first.
    #[must_use]
    pub fn buttons(&self) -> Vec<Button> {
        let common = [Button::Readings, Button::File, Button::Editor, Button::Drop];
        let mut buttons = match (&self.about, self.side) {
            (About::Entry { readers: Readers::Both, .. }, Side::Office) => {
                vec![Button::Send, Button::Template, Button::SendAndSolve, Button::SendAndClose, Button::Note]
            }
            (About::Entry { readers: Readers::Office, .. }, Side::Office) => vec![Button::Send, Button::Note],
            (About::Entry { .. } | About::Ticket(_), _) => vec![Button::Send],
        };
        if self.text.is_blank() && buttons.get(1) == Some(&Button::Template) {
            buttons.swap(0, 1);
        }
        buttons.extend(common);
        buttons
    }

    /// Puts the cursor on what comes next: fields, text, buttons, and round.
    pub fn next_part(&mut self) {
        self.focus = match (self.focus, &mut self.about) {
            (Focus::Head, About::Ticket(head)) if head.form.has_next() => {
                head.form.step(1);
                Focus::Head
            }
            (Focus::Head, About::Ticket(head)) => {
                head.form.leave();
                Focus::Text
            }
            (Focus::Head, About::Entry { .. }) => Focus::Text,
            (Focus::Text, _) => Focus::Button(0),
            (Focus::Button(place), _) => {
                if place + 1 < self.buttons().len() {
                    Focus::Button(place + 1)
                } else {
                    self.first_part()
                }
            }
        };
    }

    fn first_part(&mut self) -> Focus {
        match &mut self.about {
            About::Ticket(head) => {
                head.form.enter_at_top();
                Focus::Head
            }
            About::Entry { .. } => Focus::Text,
        }
    }

    /// Puts the cursor into the fields of a new ticket, at the last one.
    pub fn back_to_head(&mut self) {
        if let About::Ticket(head) = &mut self.about {
            head.form.enter_at_end();
            self.focus = Focus::Head;
        }
    }

    /// Puts the cursor into the first field of a new ticket.
    pub fn go_to_head(&mut self) {
        self.focus = self.first_part();
    }

    /// Puts the cursor into the text.
    pub fn go_to_text(&mut self) {
        if let About::Ticket(head) = &mut self.about {
            head.form.leave();
        }
        self.focus = Focus::Text;
    }

    /// Puts the cursor on the first button.
    pub fn go_to_buttons(&mut self) {
        self.go_to_text();
        self.focus = Focus::Button(0);
    }

    /// Returns what is written, as far as it goes.
    #[must_use]
    pub fn dispatch(&self) -> Dispatch {
        let (body, attach) = (self.text.text(), self.attach.clone());
        match &self.about {
            About::Entry { ticket, readers, then } => {
                Dispatch::Entry(NewEntry { ticket: *ticket, readers: *readers, body, attach, then: *then })
            }
            About::Ticket(head) => Dispatch::Ticket(head.ticket(body, attach)),
        }
    }

    /// Says beside its field what is missing or cannot be read; tells whether all is there.
    pub fn check(&mut self, look: &Look) -> bool {
        let About::Ticket(head) = &mut self.about else { return true };
        let wrong = head.wrong();
        if let Some((label, id)) = wrong {
            head.form.complain(label, look.say(id));
            self.focus = Focus::Head;
        }
        wrong.is_none()
    }

    /// Returns the site that it is about.
    #[must_use]
    pub fn site(&self) -> Option<SiteCode> {
        match &self.about {
            About::Ticket(head) => SiteCode::parse(&head.form.text(SITE)).ok(),
            About::Entry { .. } => None,
        }
    }
}

impl Head {
    fn of(ticket: &NewTicket, side: Side) -> Self {
        let mut told = BTreeMap::new();
        for detail in &ticket.details {
            told.insert(field_label(detail.field), detail.value.replace('T', " "));
        }
        told.insert(SITE, ticket.site.as_ref().map_or_else(String::new, ToString::to_string));
        told.insert(SUBJECT, ticket.subject.clone().unwrap_or_default());
        let mut head = Self { form: Form::new(Vec::new(), Vec::new()), category: ticket.category, told };
        head.form = head.fields(ticket, side);
        head
    }

    fn fields(&self, ticket: &NewTicket, side: Side) -> Form {
        let place = |found: Option<usize>| found.unwrap_or(0);
        let category = Category::ALL.iter().position(|category| *category == self.category);
        let mut fields = vec![
            form::Field::choice(CATEGORY, Category::ALL.map(category_label).into(), place(category)),
            self.line(SITE),
        ];
        fields.extend(self.category.required().iter().map(|field| self.line(field_label(*field))));
        fields.push(self.line(SUBJECT));
        if side == Side::Office {
            let customer = ticket.customer.as_ref().map_or("", |number| number.as_str());
            let priority = ticket.priority.unwrap_or_else(|| self.category.usual_priority());
            let priority = Priority::ALL.iter().position(|other| *other == priority);
            let origin = ORIGINS.iter().position(|(origin, _)| *origin == ticket.origin);
            fields.extend([
                form::Field::line(CUSTOMER, customer),
                form::Field::choice(PRIORITY, Priority::ALL.map(priority_label).into(), place(priority)),
                form::Field::choice(ORIGIN, ORIGINS.map(|(_, label)| label).into(), place(origin)),
            ]);
        }
        Form::new(fields, Vec::new())
    }

    fn line(&self, label: &'static str) -> form::Field {
        form::Field::line(label, self.told.get(label).map_or("", String::as_str))
    }

    /// Makes the fields those of the category that was chosen; what was typed stays.
    pub fn follow_category(&mut self, side: Side) {
        let chosen = Category::ALL.get(self.form.chosen(CATEGORY)).copied().unwrap_or(Category::Other);
        if chosen == self.category {
            return;
        }
        let labels = self.category.required().iter().map(|field| field_label(*field)).chain([SITE, SUBJECT]);
        for label in labels {
            self.told.insert(label, self.form.text(label));
        }
        let was_usual = self.priority() == Some(self.category.usual_priority());
        let mut ticket = self.ticket(String::new(), Vec::new());
        if was_usual {
            ticket.priority = None;
        }
        self.category = chosen;
        self.form = self.fields(&ticket, side);
    }

    fn priority(&self) -> Option<Priority> {
        let chosen = self.form.has(PRIORITY).then(|| self.form.chosen(PRIORITY));
        chosen.and_then(|chosen| Priority::ALL.get(chosen)).copied()
    }

    fn ticket(&self, body: String, attach: Vec<NewAttachment>) -> NewTicket {
        let written = |label: &str| Some(self.form.text(label)).filter(|text| !text.is_empty());
        let detail = |field: &Field| {
            let value = written(field_label(*field))?;
            Some(Detail { field: *field, value: field.check(&value).unwrap_or(value) })
        };
        let priority = self.priority().filter(|priority| *priority != self.category.usual_priority());
        NewTicket {
            category: self.category,
            subject: written(SUBJECT),
            site: written(SITE).and_then(|code| SiteCode::parse(&code).ok()),
            customer: written(CUSTOMER).and_then(|number| CustomerNumber::parse(&number).ok()),
            details: self.category.required().iter().filter_map(detail).collect(),
            priority,
            origin: ORIGINS.get(self.form.chosen(ORIGIN)).map_or(Origin::Terminal, |(origin, _)| *origin),
            body,
            attach,
        }
    }

    /// Returns the first field that is empty and must not be.
    fn missing(&self) -> Option<&'static str> {
        let needed = self.category.needs_site().then_some(SITE);
        let fields = self.category.required().iter().map(|field| field_label(*field));
        needed.into_iter().chain(fields).find(|label| self.form.text(label).is_empty())
    }

    /// Returns the first field with something wrong, and the message that says what.
    fn wrong(&self) -> Option<(&'static str, &'static str)> {
        if let Some(label) = self.missing() {
            return Some((label, "field-empty"));
        }
        let unread = |label: &'static str, is_read: bool| {
            let text = self.form.text(label);
            (!text.is_empty() && !is_read).then_some(label)
        };
        let site = unread(SITE, SiteCode::parse(&self.form.text(SITE)).is_ok());
        let customer = unread(CUSTOMER, CustomerNumber::parse(&self.form.text(CUSTOMER)).is_ok());
        let is_wrong = |field: &&Field| field.check(&self.form.text(field_label(**field))).is_err();
        let field = self.category.required().iter().find(is_wrong);
        let field = field.map(|field| (field_label(*field), wrong_label(*field)));
        site.map(|label| (label, "field-site-unknown"))
            .or(field)
            .or_else(|| customer.map(|label| (label, "field-customer-unknown")))
    }
}

const fn wrong_label(field: Field) -> &'static str {
    match field {
        Field::Since => "field-since-wrong",
        Field::WantedFrom => "field-day-wrong",
        Field::ContractedPower => "field-power-wrong",
        Field::Place | Field::MeterSerial | Field::InvoiceNumber | Field::Unknown => "field-text-wrong",
    }
}

impl Composer {
    /// Returns what is being written.
    #[must_use]
    pub const fn writing(&self) -> Writing {
        match self.about {
            About::Entry { .. } => Writing::Answer,
            About::Ticket(_) => Writing::Ticket,
        }
    }
}
