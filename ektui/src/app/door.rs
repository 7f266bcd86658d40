//! Who is in, and what stands before the screens: the log-in, and what happened before it.
//!
//! What was on the screens stays behind the door for whoever it belongs to, and is thrown away for anybody else.

use common::account::{Login, Role};
use common::fault::{Cause, Fault};
use common::gate::{Admission, Opened};
use common::log_in::Method;

use crate::action::Action;
use crate::app::confirm::Question;
use crate::app::message::Entry;
use crate::app::{App, Link, Open, Turn};
use crate::effect::Effect;
use crate::remote::Remote;
use crate::screen::log_in::Why;
use crate::screen::{Screen, account, alarms, customers, log_in, previous, rules, sites, system, tickets};

/// What stands before the screens.
#[derive(Clone, Debug, Default)]
pub enum Door {
    #[default]
    Open,
    LogIn(Box<log_in::Model>),
    /// Whoever has come in must see what happened before.
    Previous(Box<previous::Model>),
}

/// Who is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    pub login: Login,
    /// As people call them.
    pub name: String,
    pub role: Role,
    pub method: Method,
}

impl App {
    /// Returns what the person is to the utility, as far as we know.
    #[must_use]
    pub fn role(&self) -> Option<Role> {
        self.who.as_ref().map(|who| who.role)
    }

    /// Lets somebody in.
    pub(super) fn admitted(&mut self, admission: &Admission, entry: Entry) -> Vec<Effect> {
        let is_another = |who: &Who| who.login != admission.login || who.role != admission.role;
        if self.who.as_ref().is_some_and(is_another) {
            self.forget();
        }
        let is_first = self.who.is_none();
        self.who = Some(Who {
            login: admission.login.clone(),
            name: admission.name.clone(),
            role: admission.role,
            method: admission.method,
        });
        if is_first && self.screen == Screen::default() {
            self.screen = Screen::first(self.role());
        }
        let has_news = match entry {
            Entry::Typed => true,
            Entry::Found => admission.previous.n_failures_since > 0,
            Entry::Again => false,
        };
        if has_news {
            self.door = Door::Previous(Box::new(previous::Model::of(admission)));
        } else if matches!(self.door, Door::LogIn(_)) {
            self.door = Door::Open;
        }
        if !self.screen.is_for(self.role()) {
            self.screen = Screen::default();
        }
        vec![Effect::FindDrafts(admission.login.clone())]
    }

    /// Shows the log-in; all else stays as it is behind it.
    pub(super) fn must_log_in(&mut self, why: Option<Fault>) -> Vec<Effect> {
        self.link = Link::Connecting;
        self.overview = Turn::Free;
        self.alarms_turn = Turn::Free;
        if let Open::Sheet(sheet) = &mut self.open {
            sheet.waiting = false;
        }
        // Whoever begins, or sits at a server without an account there, knows that nobody is logged in.
        let is_news = |fault: &Fault| !matches!(fault.cause, Cause::NotLoggedIn | Cause::PeerUnknown { .. });
        let why = match &self.who {
            None => why.filter(is_news).map(Why::AtStart),
            Some(_) => why.map(Why::InTheMiddle),
        };
        if let Door::LogIn(model) = &mut self.door {
            model.why = model.why.take().or(why);
        } else {
            let login = self.who.as_ref().map_or(self.visitor.as_str(), |who| who.login.as_str());
            self.door = Door::LogIn(Box::new(log_in::Model::new(login, why)));
        }
        Vec::new()
    }

    /// Ends the session and throws away all that it showed.
    pub(super) fn log_out(&mut self) -> Vec<Effect> {
        let login = self.who.as_ref().map(|who| who.login.to_string()).unwrap_or_default();
        self.forget();
        self.who = None;
        self.link = Link::Connecting;
        self.door = Door::LogIn(Box::new(log_in::Model::new(&login, None)));
        vec![Effect::LogOut]
    }

    fn forget(&mut self) {
        self.screen = Screen::default();
        self.open = Open::Nothing;
        self.draft = None;
        self.status = Remote::Loading;
        self.sites = sites::Model::default();
        self.detail = None;
        self.alarms = alarms::Model::default();
        self.rules = rules::Model::default();
        self.tickets = tickets::Model::default();
        self.account = account::Model::default();
        self.customers = customers::Model::default();
        self.system = system::Model::default();
        self.toast = None;
        self.undo = None;
        self.overview = Turn::Free;
        self.alarms_turn = Turn::Free;
    }

    /// Takes in what the daemon wants besides what was typed.
    pub(super) fn asked(&mut self, opened: Opened) -> Vec<Effect> {
        let Door::LogIn(model) = &mut self.door else { return Vec::new() };
        let step = model.asked(opened);
        effects(step)
    }

    /// Takes in why the daemon does not open.
    pub(super) fn refused(&mut self, fault: Fault) -> Vec<Effect> {
        if let Door::LogIn(model) = &mut self.door {
            model.refused(fault, &self.look);
        }
        Vec::new()
    }

    /// Does what can be done before one is in; `None` where the screens are open.
    pub(super) fn act_at_the_door(&mut self, action: Action) -> Option<Vec<Effect>> {
        let effects = match (&self.door, action) {
            (Door::Open, _) => return None,
            (_, Action::Redraw) => vec![Effect::Redraw],
            (_, Action::Suspend) => vec![Effect::Suspend],
            (Door::LogIn(_), Action::Back) => vec![Effect::Quit],
            (Door::Previous(_), Action::Back) => self.pass(),
            (Door::Previous(_), Action::NotMe) => self.ask_back(Question::NotMe),
            (Door::LogIn(_) | Door::Previous(_), _) => Vec::new(),
        };
        Some(effects)
    }

    /// Goes on from the log-in screen, or past what happened before; `None` where the screens are open.
    pub(super) fn accept_at_the_door(&mut self) -> Option<Vec<Effect>> {
        match &mut self.door {
            Door::LogIn(model) => {
                let step = model.enter(&self.look);
                Some(effects(step))
            }
            Door::Previous(_) if !matches!(self.open, Open::Confirm(_)) => Some(self.pass()),
            Door::Previous(_) | Door::Open => None,
        }
    }

    /// Goes back on the log-in screen; `None` where the screens are open.
    pub(super) fn cancel_at_the_door(&mut self) -> Option<Vec<Effect>> {
        match &mut self.door {
            Door::LogIn(model) => {
                let step = model.cancel();
                Some(effects(step))
            }
            Door::Previous(_) if !matches!(self.open, Open::Confirm(_)) => Some(self.pass()),
            Door::Previous(_) | Door::Open => None,
        }
    }

    fn pass(&mut self) -> Vec<Effect> {
        self.door = Door::Open;
        Vec::new()
    }
}

fn effects(step: log_in::Step) -> Vec<Effect> {
    match step {
        log_in::Step::Nothing => Vec::new(),
        log_in::Step::Knock(with) => vec![Effect::Knock(with)],
        log_in::Step::Quit => vec![Effect::Quit],
    }
}
