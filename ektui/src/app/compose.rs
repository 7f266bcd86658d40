//! What keys do in what is being written: typing, the buttons, templates, the editor, files.

use common::api::OnceKey;
use common::text::visible;
use common::ticket::canned::{self, Place, Template};
use common::ticket::draft::Readers;
use common::ticket::entry::{LONGEST_BODY, MOST_ATTACHED, MOST_ATTACHMENTS, NewAttachment};
use common::ticket::{Ticket, TicketState};
use common::time::Period;
use jiff::{SignedDuration, Timestamp};
use tui_input::{Input, InputRequest};

use crate::app::{App, Open};
use crate::effect::{Ask, Attaching, Effect, FileToAttach, NotAttached};
use crate::screen::tickets::composer::{About, Button, Composer, Focus, Over, State};
use crate::screen::tickets::view::Writing;
use crate::screen::tickets::words::{self, Precision, Side};
use crate::widget::area::Area;

/// From this step on, a move leaps.
const LEAP: isize = 10;

impl App {
    /// Shows what is to be written, and sees to what it needs.
    pub(super) fn compose(&mut self, composer: Composer) -> Vec<Effect> {
        let mut effects = vec![Effect::Roll, Effect::Tick];
        if composer.side == Side::Office && self.tickets.templates.value().is_none() {
            effects.push(Effect::Ask(Ask::Templates));
        }
        self.open = Open::Compose(Box::new(composer));
        effects
    }

    /// Types into what is being written.
    pub(super) fn type_text(composer: &mut Composer, request: InputRequest) -> Vec<Effect> {
        match &mut composer.over {
            Over::Path(path) => {
                path.handle(request);
                return Vec::new();
            }
            Over::Templates(_) => return Vec::new(),
            Over::Nothing => {}
        }
        if composer.state == State::Sending {
            return Vec::new();
        }
        match (composer.focus, &mut composer.about) {
            (Focus::Text, _) | (Focus::Head, About::Entry { .. }) => composer.text.type_in(request),
            (Focus::Head, About::Ticket(head)) => {
                head.form.type_in(request);
                head.follow_category(composer.side);
            }
            (Focus::Button(place), _) => {
                composer.focus = match request {
                    InputRequest::GoToNextChar => Focus::Button((place + 1).min(composer.buttons().len() - 1)),
                    InputRequest::GoToPrevChar => Focus::Button(place.saturating_sub(1)),
                    _ => Focus::Button(place),
                };
                return Vec::new();
            }
        }
        composer.said.clear();
        composer.state = State::Changed;
        vec![Effect::Tick]
    }

    /// Moves in what is being written; a leap scrolls the thread above, or goes to the buttons of a new ticket.
    pub(super) fn move_in_text(&mut self, by: isize) -> Vec<Effect> {
        let room = usize::from(self.ticket_areas().writing.width.saturating_sub(2));
        let n_templates = self.tickets.templates.value().map_or(0, Vec::len);
        let Open::Compose(composer) = &mut self.open else { return Vec::new() };
        if let Over::Templates(cursor) = &mut composer.over {
            *cursor = cursor.saturating_add_signed(by).min(n_templates.saturating_sub(1));
            return Vec::new();
        }
        if by.abs() >= LEAP {
            match (composer.writing(), by > 0) {
                (Writing::Ticket, true) => composer.go_to_buttons(),
                (Writing::Ticket, false) => composer.go_to_head(),
                (Writing::Answer | Writing::Nothing, _) => self.page_thread(by),
            }
            return Vec::new();
        }
        match (composer.focus, &mut composer.about) {
            (Focus::Head, About::Ticket(head)) if by < 0 && head.form.has_previous() => head.form.step(-1),
            (Focus::Head, About::Ticket(_)) if by < 0 => {}
            (Focus::Head, _) => composer.next_part(),
            (Focus::Text, _) => {
                if !composer.text.step(by, room) && by < 0 {
                    composer.back_to_head();
                }
            }
            (Focus::Button(_), _) if by < 0 => composer.go_to_text(),
            (Focus::Button(place), _) => {
                composer.focus = Focus::Button((place + 1).min(composer.buttons().len() - 1));
            }
        }
        Vec::new()
    }

    fn page_thread(&mut self, by: isize) {
        let page = isize::try_from(self.ticket_areas().thread.height.saturating_sub(2)).unwrap_or(1);
        self.scroll_thread(page * by.signum());
    }

    /// Goes to the next part: from the text to the buttons, and so on.
    pub(super) fn next_part(&mut self) -> Vec<Effect> {
        if let Open::Compose(composer) = &mut self.open {
            match composer.over {
                Over::Nothing => composer.next_part(),
                Over::Path(_) | Over::Templates(_) => {}
            }
        }
        Vec::new()
    }

    /// Closes what lies over the text, or leaves the text.
    pub(super) fn cancel_text(&mut self, mut composer: Composer) -> Vec<Effect> {
        if matches!(composer.over, Over::Nothing) {
            return self.leave_text(composer);
        }
        composer.over = Over::Nothing;
        self.open = Open::Compose(Box::new(composer));
        Vec::new()
    }

    /// Enter: a new line in the text, the next field, what a button says.
    pub(super) fn enter_text(&mut self, mut composer: Composer) -> Vec<Effect> {
        let over = std::mem::replace(&mut composer.over, Over::Nothing);
        match (over, composer.focus) {
            (Over::Path(path), _) => return self.attach_file(composer, path.value().trim()),
            (Over::Templates(place), _) => return self.use_template(composer, place),
            (Over::Nothing, _) if composer.state == State::Sending => {}
            (Over::Nothing, Focus::Button(place)) => {
                let button = composer.buttons().get(place).copied();
                return self.press(composer, button.unwrap_or(Button::Send));
            }
            (Over::Nothing, Focus::Head) => composer.next_part(),
            (Over::Nothing, Focus::Text) => {
                composer.text.break_line();
                composer.state = State::Changed;
            }
        }
        self.open = Open::Compose(Box::new(composer));
        vec![Effect::Tick]
    }

    fn press(&mut self, mut composer: Composer, button: Button) -> Vec<Effect> {
        let mut effects = vec![Effect::Tick];
        match button {
            Button::Send => return self.send(composer, None),
            Button::SendAndSolve => return self.send(composer, Some(TicketState::Solved)),
            Button::SendAndClose => return self.send(composer, Some(TicketState::Closed)),
            Button::Drop => return self.throw_away(&composer),
            Button::Template => {
                composer.over = Over::Templates(0);
                effects.push(Effect::Ask(Ask::Templates));
            }
            Button::Note => {
                if let About::Entry { readers, .. } = &mut composer.about {
                    *readers = if *readers == Readers::Both { Readers::Office } else { Readers::Both };
                }
                composer.go_to_text();
                composer.state = State::Changed;
            }
            Button::Readings => self.turn_readings(&mut composer),
            Button::File if composer.attach.len() >= MOST_ATTACHMENTS => {
                let most = ("most", MOST_ATTACHMENTS.into());
                composer.said = vec![self.look.tell("compose-too-many", &[most])];
            }
            Button::File => composer.over = Over::Path(Input::default()),
            Button::Editor => effects.push(Effect::Edit(composer.text.text())),
        }
        self.open = Open::Compose(Box::new(composer));
        effects
    }

    /// Attaches the readings of the site around now, or takes them away.
    fn turn_readings(&self, composer: &mut Composer) {
        let before = composer.attach.len();
        composer.attach.retain(|attached| !matches!(attached, NewAttachment::Readings { .. }));
        composer.state = State::Changed;
        composer.said.clear();
        if composer.attach.len() < before {
            return;
        }
        let site = match &composer.about {
            About::Entry { ticket, .. } => self.tickets.find(*ticket).and_then(|ticket| ticket.site.clone()),
            About::Ticket(_) => composer.site(),
        };
        match site {
            Some(site) => composer.attach.push(NewAttachment::Readings { site, period: around(self.look.now) }),
            None => composer.said = vec![self.look.say("compose-no-site")],
        }
    }

    fn attach_file(&mut self, mut composer: Composer, path: &str) -> Vec<Effect> {
        let mut effects = Vec::new();
        let attached: u64 = composer.attach.iter().map(size_of).sum();
        match (self.unreachable(), &self.dice) {
            _ if path.is_empty() => {}
            (Some(reason), _) => composer.said = vec![reason],
            (None, Some(dice)) => {
                let most = MOST_ATTACHED.saturating_sub(attached);
                let file = FileToAttach { key: dice.key.clone(), path: path.to_owned(), most };
                composer.said = vec![self.look.tell("compose-attaching", &[("path", visible(path).into())])];
                effects.extend([Effect::Ask(Ask::Attach(file)), Effect::Roll]);
            }
            (None, None) => effects.push(Effect::Roll),
        }
        self.open = Open::Compose(Box::new(composer));
        effects
    }

    /// Takes in what came of attaching a file.
    pub(super) fn attached(&mut self, attaching: Attaching) {
        let Open::Compose(composer) = &mut self.open else { return };
        composer.said = match attaching {
            Ok(attached) => {
                composer.attach.push(attached);
                composer.state = State::Changed;
                Vec::new()
            }
            Err(NotAttached::Unreadable(reason)) => {
                vec![self.look.tell("compose-unreadable", &[("reason", visible(&reason).into())])]
            }
            Err(NotAttached::TooLarge) => {
                let most = ("most", (MOST_ATTACHED >> 20).into());
                vec![self.look.tell("compose-too-large", &[most])]
            }
            Err(NotAttached::Turned(fault)) => vec![fault.message(self.look.language)],
        };
    }

    /// Takes in what was written in the editor.
    pub(super) fn edited(&mut self, result: Result<String, String>) -> Vec<Effect> {
        let Open::Compose(composer) = &mut self.open else { return Vec::new() };
        match result {
            Ok(text) => {
                if text.chars().count() > LONGEST_BODY {
                    let most = ("most", LONGEST_BODY.into());
                    composer.said = vec![self.look.tell("compose-cut", &[most])];
                }
                composer.text = Area::new(text.trim_end(), LONGEST_BODY);
                composer.state = State::Changed;
                composer.go_to_text();
            }
            Err(reason) => composer.said = vec![self.look.tell("compose-no-editor", &[("reason", reason.into())])],
        }
        vec![Effect::Tick]
    }

    fn use_template(&mut self, mut composer: Composer, place: usize) -> Vec<Effect> {
        let template = self.tickets.templates.value().and_then(|all| all.get(place)).cloned();
        let ticket = match &composer.about {
            About::Entry { ticket, .. } => self.tickets.find(*ticket).cloned(),
            About::Ticket(_) => None,
        };
        if let (Some(template), Some(ticket)) = (template, ticket) {
            match self.filled(&template, &ticket) {
                Ok(text) => {
                    let before = composer.text.text();
                    let text = if composer.text.is_blank() { text } else { format!("{}\n\n{text}", before.trim_end()) };
                    composer.text = Area::new(&text, LONGEST_BODY);
                    composer.state = State::Changed;
                    composer.said.clear();
                }
                Err(place) => {
                    let place = ("place", visible(&place.0).into_owned().into());
                    composer.said = vec![self.look.tell("compose-no-place", &[place])];
                }
            }
        }
        composer.go_to_text();
        self.open = Open::Compose(Box::new(composer));
        vec![Effect::Tick]
    }

    /// Returns a canned answer with its places filled from the ticket.
    fn filled(&self, template: &Template, ticket: &Ticket) -> Result<String, canned::NoSuchPlace> {
        let look = &self.look;
        let due = ticket.clock.due_at.map(|at| words::when(at, Precision::Minutes, look));
        canned::fill(&template.body, |place| match place {
            Place::Number => ticket.number.to_string(),
            Place::Subject => ticket.subject.clone(),
            Place::Site => words::site(ticket),
            Place::Customer => ticket.customer_name.clone().unwrap_or_default(),
            Place::Due => due.clone().unwrap_or_else(|| "-".to_owned()),
            Place::Clerk => self.who.as_ref().map(|who| who.name.clone()).unwrap_or_default(),
            Place::Today => look.date(look.today()),
        })
    }

    /// Returns the key of something new; `None` while chance has given none.
    pub(super) fn fresh_key(&self) -> Option<OnceKey> {
        self.dice.as_ref().map(|dice| dice.key.clone())
    }
}

/// Returns a day before and a day after an instant.
#[must_use]
pub fn around(at: Timestamp) -> Period {
    let day = SignedDuration::from_hours(24);
    Period { from: at.checked_sub(day).unwrap_or(at), until: at.checked_add(day).unwrap_or(at) }
}

const fn size_of(attached: &NewAttachment) -> u64 {
    match attached {
        NewAttachment::File { size, .. } => *size,
        NewAttachment::Readings { .. } | NewAttachment::Alarm { .. } => 0,
    }
}
