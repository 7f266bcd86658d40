//! What cannot be undone is asked about first: what happens to what, with the cursor on the way back.

use common::account::{Ending, Session, Token};
use common::api::OnceKey;
use common::id::RuleName;
use common::report::MadeReport;
use common::text::visible;

use crate::action::Action;
use crate::app::{App, Open};
use crate::effect::{Ask, Deed, Effect};
use crate::look::Look;

/// A question with the place of the cursor.
#[derive(Clone, Debug)]
pub struct Confirm {
    pub question: Question,
    pub answer: Reply,
}

/// What is about to be done.
#[derive(Clone, Debug)]
pub enum Question {
    EndSession(Session),
    EndOthers,
    Revoke(Token),
    NotMe,
    RemoveRule(RuleName),
    DropMade(Box<MadeReport>),
}

/// Which button the cursor is on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reply {
    #[default]
    No,
    Yes,
}

impl Confirm {
    /// Puts the cursor on the other button.
    pub const fn turn(&mut self) {
        self.answer = match self.answer {
            Reply::No => Reply::Yes,
            Reply::Yes => Reply::No,
        };
    }
}

impl Question {
    /// Returns what happens to what.
    #[must_use]
    pub fn words(&self, look: &Look) -> String {
        match self {
            Self::EndSession(session) if session.own => look.say("confirm-own-session"),
            Self::EndSession(session) => look.tell(
                "confirm-session",
                &[
                    ("client", visible(&session.client).into()),
                    ("source", visible(&session.source).into()),
                    ("since", look.moment(session.created_at).into()),
                ],
            ),
            Self::EndOthers => look.say("confirm-others"),
            Self::Revoke(token) => look.tell("confirm-token", &[("name", visible(&token.name).into())]),
            Self::NotMe => look.say("confirm-not-me"),
            Self::RemoveRule(name) => look.tell("confirm-rule", &[("name", name.as_str().into())]),
            Self::DropMade(report) => {
                let told = [("id", report.id.0.to_string().into()), ("title", visible(&report.title).into())];
                look.tell("confirm-made", &told)
            }
        }
    }

    /// Returns the message on the button that does it.
    #[must_use]
    pub const fn button(&self) -> &'static str {
        match self {
            Self::EndSession(_) => "button-end-session",
            Self::EndOthers => "button-end-others",
            Self::Revoke(_) => "button-revoke",
            Self::NotMe => "button-not-me",
            Self::RemoveRule(_) => "button-remove-rule",
            Self::DropMade(_) => "button-drop-made",
        }
    }

    /// Returns the deed; `None` where it needs a key and chance has given none.
    fn deed(&self, key: Option<OnceKey>) -> Option<Deed> {
        let deed = match self {
            Self::EndSession(session) => Deed::EndSessions(Ending::One(session.id)),
            Self::EndOthers => Deed::EndSessions(Ending::Others),
            Self::Revoke(token) => Deed::RevokeToken(token.id),
            Self::NotMe => Deed::NotMe,
            Self::RemoveRule(name) => Deed::RemoveRule(key?, name.clone()),
            Self::DropMade(report) => Deed::DropMade(report.id),
        };
        Some(deed)
    }
}

impl App {
    /// Asks whether that is really meant.
    pub(super) fn ask_back(&mut self, question: Question) -> Vec<Effect> {
        self.open = Open::Confirm(Box::new(Confirm { question, answer: Reply::No }));
        Vec::new()
    }

    /// Does what was asked about, if the cursor says so.
    pub(super) fn answer_confirm(&mut self, confirm: &Confirm) -> Vec<Effect> {
        if confirm.answer == Reply::No {
            return Vec::new();
        }
        if let Some(reason) = self.unreachable() {
            self.reply(reason);
            return Vec::new();
        }
        let key = self.dice.as_ref().map(|dice| dice.key.clone());
        confirm.question.deed(key).into_iter().map(|deed| Effect::Ask(Ask::Do(deed))).collect()
    }

    /// Asks about what `D` would end on this screen.
    pub(super) fn end(&mut self, action: Action) -> Vec<Effect> {
        let question = match action {
            Action::EndSession => self.account.session().cloned().map(Question::EndSession),
            Action::EndOthers => Some(Question::EndOthers),
            Action::Revoke => self.account.token().cloned().map(Question::Revoke),
            _ => None,
        };
        question.map(|question| self.ask_back(question)).unwrap_or_default()
    }
}
