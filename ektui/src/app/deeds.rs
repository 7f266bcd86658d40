//! What came of changes to the own account.

use common::account::{Token, TotpOffer};
use common::contact::Contact;
use common::fault::{Cause, Fault, FaultCode};
use common::text::visible;

use crate::action::Action;
use crate::app::door::Door;
use crate::app::sheet::{ADDRESS, COMMENT, CURRENT, DAYS, NAME, Purpose, Sheet};
use crate::app::{App, Open, bookkeeping, notices, report_form};
use crate::effect::{Answer, Ask, Done, Effect};
use crate::screen::Screen;
use crate::screen::log_in::{CODE, NEW_PASSWORD, refuse_password};

impl App {
    /// Takes in what came of a change.
    pub(super) fn done(&mut self, done: Done) -> Vec<Effect> {
        match done {
            Done::PasswordChanged(answer) => self.changed(answer, "toast-password-changed", Action::ChangePassword),
            Done::ContactSet(answer) => self.contact_set(answer),
            Done::ContactConfirmed(answer) => {
                self.changed(answer.map(drop), "toast-contact-confirmed", Action::ConfirmCode)
            }
            Done::TotpOffered(answer) => self.totp_offered(answer),
            Done::TotpConfirmed(answer) => self.changed(answer, "toast-totp-on", Action::SwitchTotp),
            Done::TotpRemoved(answer) => self.changed(answer, "toast-totp-off", Action::SwitchTotp),
            Done::NotMe(answer) => self.not_me(answer),
            Done::SessionsEnded(answer) => {
                match answer {
                    Ok(n) => self.reply(self.look.tell("toast-sessions-ended", &[("n", n.into())])),
                    Err(fault) => self.reply(self.refusal(&fault, Action::EndSession)),
                }
                vec![Effect::Ask(Ask::Sessions)]
            }
            Done::TokenCreated(answer) => self.token_created(answer),
            Done::AlarmsChanged(deed, answer) => self.alarms_changed(&deed, answer),
            Done::RuleSaved(answer) => self.rule_saved(answer),
            Done::RulePreviewed(answer) => self.rule_previewed(answer),
            Done::RuleRemoved(name, answer) => self.rule_removed(&name, answer),
            Done::NoticeSettingsKept(answer) => self.notice_settings_kept(answer),
            Done::NoticeTested(answer) => self.notice_tested(answer),
            Done::Sent(key, answer) => self.sent(&key, answer),
            Done::Unsent(answer) => self.unsent(answer),
            Done::TicketsChanged(deeds, answer) => self.tickets_changed(&deeds, answer),
            Done::DraftSaved(Ok(draft)) => {
                self.tickets.drafts.known(&draft);
                self.keep_drafts()
            }
            // It is kept on this machine, and given to the daemon when more is typed.
            Done::DraftSaved(Err(_)) | Done::DraftDropped(_) => Vec::new(),
            Done::SettingRecorded(answer) => self.setting_recorded(answer),
            Done::SettingWithdrawn(answer) => self.setting_withdrawn(answer),
            Done::ReportMade(written, answer) => self.report_made(written, answer),
            Done::MadeDropped(id, answer) => self.made_dropped(id, answer),
            Done::ReportSaved(answer) => self.report_saved(answer),
            Done::ReportRemoved(report, answer) => self.report_removed(report, answer),
            Done::PaymentChanged(id, change, answer) => self.payment_changed(id, &change, answer),
            Done::InvoiceAssigned(owner, answer) => self.invoice_assigned(&owner, answer),
            Done::TokenRevoked(answer) => {
                match answer {
                    Ok(()) => self.reply(self.look.say("toast-token-revoked")),
                    Err(fault) => self.reply(self.refusal(&fault, Action::Revoke)),
                }
                vec![Effect::Ask(Ask::Tokens)]
            }
        }
    }

    /// Returns why something was not done; where it is not allowed, with what it was.
    pub(super) fn refusal(&self, fault: &Fault, action: Action) -> String {
        if fault.code == FaultCode::NotAllowed
            && let Some(entry) = crate::action::ENTRIES.iter().find(|entry| entry.action == action)
        {
            return self.denied(&self.look.say(entry.label));
        }
        visible(&fault.message(self.look.language)).into_owned()
    }

    /// Says what the person's role does not allow.
    #[must_use]
    pub fn denied(&self, what: &str) -> String {
        let role = self.role().map(|role| self.look.say(&format!("role-{}", role.name()))).unwrap_or_default();
        self.look.tell("denied", &[("what", what.into()), ("role", role.into())])
    }

    fn changed(&mut self, answer: Answer<()>, toast: &str, action: Action) -> Vec<Effect> {
        match answer {
            Ok(()) => {
                self.close_sheet();
                self.reply(self.look.say(toast));
                vec![Effect::Ask(Ask::Account)]
            }
            Err(fault) => self.complain(&fault, action),
        }
    }

    fn contact_set(&mut self, answer: Answer<Contact>) -> Vec<Effect> {
        let contact = match answer {
            Ok(contact) => contact,
            Err(fault) => return self.complain(&fault, Action::ChangeContact),
        };
        self.close_sheet();
        let mut effects = vec![Effect::Ask(Ask::Account)];
        if let Some(pending) = contact.pending {
            let said = self.look.tell("sheet-code-sent", &[("address", visible(&pending.address).into())]);
            effects.extend(self.open_sheet(Purpose::ContactCode(contact.kind), vec![said]));
        } else {
            self.reply(self.look.say("toast-contact-removed"));
        }
        effects
    }

    fn totp_offered(&mut self, answer: Answer<TotpOffer>) -> Vec<Effect> {
        match answer {
            Ok(offer) => {
                self.close_sheet();
                self.open_sheet(Purpose::TotpCode(offer), Vec::new())
            }
            Err(fault) => self.complain(&fault, Action::SwitchTotp),
        }
    }

    /// The account is locked by now: the only thing that helps is a new password.
    fn not_me(&mut self, answer: Answer<u64>) -> Vec<Effect> {
        match answer {
            Ok(n) => {
                self.door = Door::Open;
                self.screen = Screen::Account;
                self.account.tab = Screen::Account;
                let said = self.look.tell("sheet-not-me", &[("n", n.into())]);
                let mut effects = self.open_sheet(Purpose::Password, vec![said]);
                effects.push(Effect::Ask(Ask::Account));
                effects
            }
            Err(fault) => {
                self.reply(self.refusal(&fault, Action::NotMe));
                Vec::new()
            }
        }
    }

    fn token_created(&mut self, answer: Answer<Token>) -> Vec<Effect> {
        match (answer, &self.dice) {
            (Ok(token), Some(dice)) => {
                let secret = dice.token.secret().clone();
                self.draft = None;
                self.open = Open::Token(Box::new((token, secret)));
                vec![Effect::Ask(Ask::Tokens)]
            }
            (Err(fault), _) => self.complain(&fault, Action::NewToken),
            (Ok(_), None) => Vec::new(),
        }
    }

    pub(super) fn close_sheet(&mut self) {
        self.draft = None;
        if matches!(self.open, Open::Sheet(_)) {
            self.open = Open::Nothing;
        }
    }

    /// Says what went wrong: beside the field that it is about, else under the form.
    pub(super) fn complain(&mut self, fault: &Fault, action: Action) -> Vec<Effect> {
        let words = self.refusal(fault, action);
        let hint = fault.hint(self.look.language).filter(|_| fault.code != FaultCode::NotAllowed);
        let Open::Sheet(sheet) = &mut self.open else {
            self.reply(words);
            return Vec::new();
        };
        sheet.waiting = false;
        beside_its_field(sheet, fault, words, hint);
        // What was refused is asked for anew; what may have been done after all is asked for again by the same name.
        if fault.code == FaultCode::Unreachable { Vec::new() } else { vec![Effect::Roll] }
    }
}

fn beside_its_field(sheet: &mut Sheet, fault: &Fault, words: String, hint: Option<String>) {
    let form = &mut sheet.form;
    let field = match &fault.cause {
        Cause::WrongPassword => CURRENT,
        Cause::WeakPassword { .. } => NEW_PASSWORD,
        Cause::WrongCode => CODE,
        Cause::BadContact { .. } => ADDRESS,
        Cause::BadExpiry => DAYS,
        Cause::BadText { field } if field == "comment" => COMMENT,
        Cause::BadText { .. } => NAME,
        _ => "",
    };
    let named = notices::field_of(&fault.cause, form).or_else(|| report_form::field_of(&fault.cause));
    let named = named.or_else(|| bookkeeping::field_of(&fault.cause));
    let field = named.filter(|field| form.has(field)).unwrap_or(field);
    if !form.has(field) {
        sheet.said = std::iter::once(format!("! {words}")).chain(hint).collect();
    } else if field == NEW_PASSWORD {
        refuse_password(form, words);
    } else {
        if matches!(field, CURRENT | CODE) {
            form.clear(field);
        }
        form.complain(field, words);
    }
}
