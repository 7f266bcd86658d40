//! Paying: the code on the screen, what is copied of a transfer, documents as files, and a question about an invoice.

use common::due::{TransferOf, TransferSheetQuery};
use common::id::CustomerNumber;
use common::invoice::InvoiceSheetQuery;
use common::language::Language;
use common::text::visible;
use common::ticket::Category;
use common::ticket::draft::NewTicket;
use common::ticket::field::{Detail, Field};

use crate::action::Action;
use crate::app::App;
use crate::effect::{Ask, BillingAsk, Effect};
use crate::screen::billing::Copied;
use crate::screen::billing::code::Code;
use crate::screen::{Ledger, Screen};

impl App {
    /// Does an action that is about a transfer, or about a document as a file.
    pub(super) fn act_on_transfers(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::ShowCode => self.show_code(),
            Action::TurnCode => {
                if let Some(code) = &mut self.billing.code {
                    code.turn();
                }
                self.ask_billing()
            }
            Action::InvertCode => {
                if let Some(code) = &mut self.billing.code {
                    code.ink = code.ink.turned();
                }
                Vec::new()
            }
            Action::Copy => self.copy_transfer(),
            Action::SaveOriginal => {
                let id = self.billing.subject(self.screen).map(|invoice| invoice.id);
                self.fetch(id.map(BillingAsk::Original))
            }
            Action::Print => {
                let wanted = self.printed();
                self.fetch(wanted)
            }
            other => self.keep_books(other),
        }
    }

    fn fetch(&mut self, wanted: Option<BillingAsk>) -> Vec<Effect> {
        let Some(wanted) = wanted else { return Vec::new() };
        if let Some(reason) = self.unreachable() {
            self.reply(reason);
            return Vec::new();
        }
        self.reply(self.look.say("toast-drawing"));
        vec![Effect::Ask(Ask::Billing(wanted))]
    }

    fn printed(&self) -> Option<BillingAsk> {
        let language = self.look.language;
        if self.screen == Screen::Billing(Ledger::Code) {
            let of = self.billing.code.as_ref()?.wanted()?.clone();
            return Some(BillingAsk::Slip(TransferSheetQuery { of, language }));
        }
        let id = self.billing.subject(self.screen)?.id;
        Some(BillingAsk::Sheet(InvoiceSheetQuery { id, language }))
    }

    /// Returns what can be paid from here, the likeliest first.
    fn payables(&self) -> Vec<TransferOf> {
        let subject = self.billing.subject(self.screen);
        let invoice = subject.map(|invoice| TransferOf::Invoices(vec![invoice.id]));
        let customer = match self.screen {
            Screen::Billing(Ledger::Balances) => {
                self.billing.balances.selected().map(|balance| balance.customer.clone())
            }
            _ => subject.map_or_else(|| self.only_customer(), |invoice| invoice.customer.clone()),
        };
        let all = customer.into_iter().flat_map(|customer| {
            let overdue = self.has_overdue(&customer).then(|| TransferOf::Overdue(customer.clone()));
            std::iter::once(TransferOf::Total(customer)).chain(overdue)
        });
        invoice.into_iter().chain(all).collect()
    }

    /// Returns what a key on this screen would pay.
    pub(super) fn payable(&self) -> Option<TransferOf> {
        self.payables().into_iter().next()
    }

    /// Returns the customer whose sums stand above the lists, if they are one's alone.
    fn only_customer(&self) -> Option<CustomerNumber> {
        let balances = self.billing.head.all();
        let first = balances.first()?;
        balances.iter().all(|balance| balance.customer == first.customer).then(|| first.customer.clone())
    }

    /// Tells whether something is late, or that nobody knows.
    fn has_overdue(&self, customer: &CustomerNumber) -> bool {
        let held = self.billing.head.all().iter().chain(self.billing.balances.all());
        let mut held = held.filter(|balance| balance.customer == *customer).peekable();
        held.peek().is_none() || held.any(|balance| balance.overdue.is_positive())
    }

    fn show_code(&mut self) -> Vec<Effect> {
        let is_settled = self.billing.subject(self.screen).is_some_and(|invoice| !invoice.open().is_positive());
        let choices = self.payables();
        if is_settled || choices.is_empty() {
            self.reply(self.look.say("toast-nothing-to-pay"));
            return Vec::new();
        }
        self.billing.code = Some(Code::of(choices, self.screen));
        self.screen = Screen::Billing(Ledger::Code);
        self.toast = None;
        self.billing.transfer.retry();
        self.ask_billing()
    }

    /// Copies the account of what is to be paid; each time the next: its title, its amount.
    fn copy_transfer(&mut self) -> Vec<Effect> {
        let of = match self.screen {
            Screen::Billing(Ledger::Code) => self.billing.code.as_ref().and_then(|code| code.wanted()).cloned(),
            _ => self.payable(),
        };
        let Some(of) = of else {
            self.reply(self.look.say("toast-nothing-to-pay"));
            return Vec::new();
        };
        if self.billing.order(&of).is_some() {
            return self.copy_next(&of);
        }
        if let Some(reason) = self.unreachable() {
            self.reply(reason);
            return Vec::new();
        }
        self.billing.asked_to_copy = Some(of.clone());
        self.billing.transfer.retry();
        let asked = self.billing.transfer.want(of).map(BillingAsk::Transfer);
        asked.into_iter().map(|ask| Effect::Ask(Ask::Billing(ask))).collect()
    }

    /// Copies what was asked for before it was known; says why it is not to be had.
    pub(super) fn copy_what_was_asked_for(&mut self, of: &TransferOf) -> Vec<Effect> {
        if self.billing.asked_to_copy.take_if(|asked| asked == of).is_none() {
            return Vec::new();
        }
        if self.billing.order(of).is_some() {
            return self.copy_next(of);
        }
        if let Some(fault) = self.billing.transfer.answer().fault() {
            let reason = fault.message(self.look.language);
            self.reply(reason);
        }
        Vec::new()
    }

    fn copy_next(&mut self, of: &TransferOf) -> Vec<Effect> {
        let what = match &self.billing.copied {
            Some((before, what)) if before == of => what.next(),
            Some(_) | None => Copied::Account,
        };
        let Some(order) = self.billing.order(of) else { return Vec::new() };
        let transfer = &order.transfer;
        let (text, id) = match what {
            Copied::Account => {
                let account = transfer.account.nrb().unwrap_or(transfer.account.as_str());
                (account.to_owned(), "toast-copied-account")
            }
            Copied::Title => (visible(&transfer.title).into_owned(), "toast-copied-title"),
            Copied::Amount => (typed_amount(&transfer.amount.plain(), self.look.language), "toast-copied-amount"),
        };
        self.billing.copied = Some((of.clone(), what));
        self.reply(self.look.tell(id, &[("text", text.as_str().into())]));
        vec![Effect::Copy(text)]
    }

    /// Fills in a new ticket about what is on the screen: what the check found, or the invoice alone.
    pub(super) fn fill_from_billing(&self, ticket: &mut NewTicket) {
        ticket.category = Category::Invoice;
        let customer = self.billing.customer.clone();
        let paid = self.billing.payment_of(self.screen).and_then(|payment| payment.customer.clone());
        ticket.customer = paid.or(customer).filter(|_| self.is_office());
        let Some(invoice) = self.billing.subject(self.screen) else { return };
        let found = self.billing.check_of(invoice.id).and_then(|check| check.draft.as_deref());
        if let Some(draft) = found {
            ticket.clone_from(draft);
        }
        ticket.customer = invoice.customer.clone().filter(|_| self.is_office());
        if let ([site], None) = (invoice.sites.as_slice(), &ticket.site) {
            ticket.site = Some(site.clone());
        }
        if ticket.details.iter().all(|told| told.field != Field::InvoiceNumber) {
            ticket.details.push(Detail { field: Field::InvoiceNumber, value: invoice.number.clone() });
        }
    }
}

/// Returns an amount as people of this language type it into the form of their bank.
fn typed_amount(plain: &str, language: Language) -> String {
    match language {
        Language::Polish => plain.replace('.', ","),
        Language::English => plain.to_owned(),
    }
}
