//! Logging in: name and password, then whatever the daemon asks for: a code, a new password, an authenticator app.
//!
//! It must not know how the daemon is reached: what to knock with comes out, what was answered goes in.

pub mod view;

use common::account::TotpOffer;
use common::fault::{Cause, Fault};
use common::gate::{Opened, Password, With};
use common::secret::Secret;
use tui_input::InputRequest;

use crate::look::Look;
use crate::widget::form::{Field, Form};

/// The screen's state.
#[derive(Clone, Debug)]
pub struct Model {
    pub stage: Stage,
    pub form: Form,
    /// Why somebody has to log in who was in before.
    pub why: Option<Why>,
    pub said: Option<Said>,
    /// The daemon has been asked and has not answered yet.
    pub waiting: bool,
    /// What has been entered so far: every knock repeats it.
    so_far: Password,
}

/// Why the session that there was opens nothing any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// It was over before anything was shown.
    AtStart(Fault),
    /// What was on the screens waits behind this one.
    InTheMiddle(Fault),
}

/// What is being asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    Name,
    Code,
    NewPassword,
    Enrolment(TotpOffer),
    /// Whose password is forgotten.
    Forgotten,
    /// The code that was sent, and a new password.
    Reset,
}

/// What stands under the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    Fault(Fault),
    /// The message that says it.
    Note(&'static str),
}

/// What a key leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Nothing,
    Knock(Box<With>),
    Quit,
}

const LOGIN: &str = "field-login";
const PASSWORD: &str = "field-password";
pub const CODE: &str = "field-code";
pub const NEW_PASSWORD: &str = "field-new-password";
pub const AGAIN: &str = "field-again";
const GO_ON: &str = "button-go-on";
const FORGOTTEN: &str = "button-forgotten";
const QUIT: &str = "button-quit";
const CANCEL: &str = "button-cancel";

impl Model {
    /// Returns the screen for whoever was in last, if anybody was.
    #[must_use]
    pub fn new(login: &str, why: Option<Why>) -> Self {
        let so_far = Password { login: login.to_owned(), password: "".into(), code: None, new_password: None };
        let mut model = Self {
            stage: Stage::Name,
            form: Form::new(Vec::new(), Vec::new()),
            why,
            said: None,
            waiting: false,
            so_far,
        };
        model.begin(Stage::Name);
        model
    }

    fn begin(&mut self, stage: Stage) {
        let login = self.so_far.login.clone();
        self.form = match &stage {
            Stage::Name => {
                let fields = vec![Field::line(LOGIN, &login), Field::hidden(PASSWORD)];
                let mut form = Form::new(fields, vec![GO_ON, FORGOTTEN, QUIT]);
                if !login.is_empty() {
                    form.focus_on(PASSWORD);
                }
                form
            }
            Stage::Code | Stage::Enrolment(_) => Form::new(vec![Field::line(CODE, "")], vec![GO_ON, CANCEL]),
            Stage::NewPassword => {
                Form::new(vec![Field::hidden(NEW_PASSWORD), Field::hidden(AGAIN)], vec![GO_ON, CANCEL])
            }
            Stage::Forgotten => Form::new(vec![Field::line(LOGIN, &login)], vec![GO_ON, CANCEL]),
            Stage::Reset => {
                let fields = vec![Field::line(CODE, ""), Field::hidden(NEW_PASSWORD), Field::hidden(AGAIN)];
                Form::new(fields, vec![GO_ON, CANCEL])
            }
        };
        self.stage = stage;
        self.waiting = false;
    }

    /// Types into the field with the cursor.
    pub fn type_in(&mut self, request: InputRequest) {
        if !self.waiting {
            self.form.type_in(request);
        }
    }

    /// Goes on: to the next field, or to the daemon.
    pub fn enter(&mut self, look: &Look) -> Step {
        if self.waiting {
            return Step::Nothing;
        }
        match self.form.enter() {
            Some(GO_ON) => self.go_on(look),
            Some(FORGOTTEN) => {
                self.so_far.login = self.form.text(LOGIN);
                self.said = None;
                self.begin(Stage::Forgotten);
                Step::Nothing
            }
            Some(CANCEL) => self.cancel(),
            Some(QUIT) => Step::Quit,
            Some(_) | None => Step::Nothing,
        }
    }

    /// Goes back to the name; from there on, the cursor goes to the way out.
    pub fn cancel(&mut self) -> Step {
        if self.waiting {
            return Step::Nothing;
        }
        if self.stage == Stage::Name {
            self.form.focus_on_button(QUIT);
        } else {
            self.said = None;
            self.start_again();
        }
        Step::Nothing
    }

    /// Forgets everything but the name.
    fn start_again(&mut self) {
        let login = self.so_far.login.clone();
        self.so_far = Password { login, password: "".into(), code: None, new_password: None };
        self.begin(Stage::Name);
    }

    fn go_on(&mut self, look: &Look) -> Step {
        let with = match &self.stage {
            Stage::Name => {
                let (login, password) = (self.form.text(LOGIN), self.form.secret(PASSWORD));
                if login.is_empty() {
                    return self.lacks(LOGIN, look);
                }
                if password.expose().is_empty() {
                    return self.lacks(PASSWORD, look);
                }
                self.so_far = Password { login, password, code: None, new_password: None };
                With::Password(self.so_far.clone())
            }
            Stage::Code | Stage::Enrolment(_) => {
                let Some(code) = self.code() else { return self.lacks(CODE, look) };
                self.so_far.code = Some(code);
                With::Password(self.so_far.clone())
            }
            Stage::NewPassword => {
                let Some(new_password) = new_password(&mut self.form, look) else { return Step::Nothing };
                self.so_far.new_password = Some(new_password);
                With::Password(self.so_far.clone())
            }
            Stage::Forgotten => {
                let login = self.form.text(LOGIN);
                if login.is_empty() {
                    return self.lacks(LOGIN, look);
                }
                self.so_far.login.clone_from(&login);
                With::Forgotten { login }
            }
            Stage::Reset => {
                let Some(code) = self.code() else { return self.lacks(CODE, look) };
                let Some(new_password) = new_password(&mut self.form, look) else { return Step::Nothing };
                self.so_far.password = new_password.clone();
                With::Reset { login: self.so_far.login.clone(), code: code.into(), new_password }
            }
        };
        self.said = None;
        self.waiting = true;
        Step::Knock(Box::new(with))
    }

    /// Codes are printed in groups; their spaces do not count.
    fn code(&self) -> Option<String> {
        let code: String = self.form.text(CODE).split_whitespace().collect();
        (!code.is_empty()).then_some(code)
    }

    fn lacks(&mut self, field: &str, look: &Look) -> Step {
        self.form.complain(field, look.say("field-empty"));
        Step::Nothing
    }

    /// Takes in what the daemon asks for, and returns what to knock with at once.
    pub fn asked(&mut self, opened: Opened) -> Step {
        self.waiting = false;
        match opened {
            Opened::CodeWanted => self.begin(Stage::Code),
            Opened::NewPasswordWanted => self.begin(Stage::NewPassword),
            Opened::EnrolmentWanted(offer) => self.begin(Stage::Enrolment(offer)),
            Opened::CodeSent => {
                self.said = Some(Said::Note("log-in-code-sent"));
                self.begin(Stage::Reset);
            }
            Opened::PasswordSet => {
                // The new password counts: whoever has just entered it need not do so again.
                (self.so_far.code, self.so_far.new_password) = (None, None);
                self.said = Some(Said::Note("log-in-password-set"));
                self.waiting = true;
                return Step::Knock(Box::new(With::Password(self.so_far.clone())));
            }
            Opened::Admitted(_) | Opened::Unknown => self.said = Some(Said::Fault(Cause::Unknown.into())),
        }
        Step::Nothing
    }

    /// Takes in why the daemon does not open.
    pub fn refused(&mut self, fault: Fault, look: &Look) {
        self.waiting = false;
        let words = fault.message(look.language);
        match &fault.cause {
            Cause::WrongCode if self.form.has(CODE) => {
                self.form.clear(CODE);
                self.form.complain(CODE, words);
            }
            Cause::WeakPassword { .. } if self.form.has(NEW_PASSWORD) => {
                refuse_password(&mut self.form, words);
            }
            // A code works once, so the next knock needs another one.
            Cause::WrongCode => {
                self.said = Some(Said::Fault(fault));
                self.begin(Stage::Code);
            }
            Cause::LogInRefused => {
                self.said = Some(Said::Fault(fault));
                self.start_again();
            }
            _ => self.said = Some(Said::Fault(fault)),
        }
    }
}

/// Returns the new password if it was typed twice alike; else says so beside the field.
pub fn new_password(form: &mut Form, look: &Look) -> Option<Secret> {
    let (new, again) = (form.secret(NEW_PASSWORD), form.secret(AGAIN));
    if new.expose().is_empty() {
        form.complain(NEW_PASSWORD, look.say("field-empty"));
        return None;
    }
    if new != again {
        form.clear(AGAIN);
        form.complain(AGAIN, look.say("field-differs"));
        return None;
    }
    Some(new)
}

/// Says why a new password is refused, and takes it away.
pub fn refuse_password(form: &mut Form, words: String) {
    form.clear(NEW_PASSWORD);
    form.clear(AGAIN);
    form.complain(NEW_PASSWORD, words);
}
