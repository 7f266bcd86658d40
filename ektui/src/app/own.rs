//! What actions do to the own account, and on the screens of customers.

use crate::action::Action;
use crate::app::confirm::Question;
use crate::app::sheet::Purpose;
use crate::app::{App, view};
use crate::effect::{Ask, Effect};
use crate::screen::Screen;
use crate::screen::account::Line;
use crate::screen::customers::card;

impl App {
    /// Does an action of the own account, or of the customers.
    pub(super) fn act_on_people(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Change => self.change_line(),
            Action::ChangePassword => self.open_sheet(Purpose::Password, Vec::new()),
            Action::ChangeContact => {
                let kind = self.account.kind();
                self.open_sheet(Purpose::Contact(kind), Vec::new())
            }
            Action::ConfirmCode => {
                let kind = self.account.kind();
                self.open_sheet(Purpose::ContactCode(kind), Vec::new())
            }
            Action::SwitchTotp => {
                let purpose = if self.account.has_totp() { Purpose::TotpOff } else { Purpose::Totp };
                self.open_sheet(purpose, Vec::new())
            }
            Action::NewToken => self.open_sheet(Purpose::Token, Vec::new()),
            Action::NotMe => self.ask_back(Question::NotMe),
            Action::EndSession | Action::EndOthers | Action::Revoke => self.end(action),
            Action::LogOut => self.log_out(),
            Action::OpenCustomer => self.open_customer(),
            _ => Vec::new(),
        }
    }

    /// Changes what the cursor is on: an address that waits for its code is confirmed first.
    fn change_line(&mut self) -> Vec<Effect> {
        let action = match self.account.line() {
            Line::Contact(kind) if self.account.is_pending(kind) => Action::ConfirmCode,
            Line::Contact(_) => Action::ChangeContact,
            Line::Password => Action::ChangePassword,
            Line::Totp => Action::SwitchTotp,
        };
        self.act_on_people(action)
    }

    fn open_customer(&mut self) -> Vec<Effect> {
        let Some(number) = self.customers.open() else { return Vec::new() };
        self.screen = Screen::Customer;
        vec![Effect::Ask(Ask::Customer(number))]
    }

    /// Scrolls the card, as far as there is something to see.
    pub(super) fn scroll_card(&mut self, by: isize) {
        let room = usize::from(self.size.0.saturating_sub(2));
        let n = self
            .customers
            .card
            .value()
            .map_or(0, |held| card::lines(held, room, &|what: &str| self.denied(what), &self.look).len());
        let most = n.saturating_sub(usize::from(view::body_rows(self)).saturating_sub(1));
        let most = if n > usize::from(view::body_rows(self)) { most } else { 0 };
        self.customers.card_top = self.customers.card_top.saturating_add_signed(by).min(most);
    }
}
