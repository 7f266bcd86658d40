//! What keys do on the screens of what is owed and paid, and what comes from the daemon for them.

use common::event::{Event, Happening};
use common::id::{InvoiceId, PaymentId};
use common::invoice::check::BillCheckQuery;
use common::notice::BillingNews;

use crate::action::Action;
use crate::app::{App, BillingAnswer, Link, WIDE, view};
use crate::effect::{Ask, BillingAsk, Effect};
use crate::screen::billing::{By, invoice, payment};
use crate::screen::tickets::words::Side;
use crate::screen::{Ledger, Screen};
use crate::widget::page;

impl App {
    /// Does an action of the screens of what is owed and paid.
    pub(super) fn act_on_billing(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::OpenInvoice => {
                let id = self.billing.subject(self.screen).map(|invoice| invoice.id);
                id.map(|id| self.open_invoice(id)).unwrap_or_default()
            }
            Action::OpenPayment => {
                let id = self.billing.payment_of(self.screen).map(|payment| payment.id);
                id.map(|id| self.open_payment(id)).unwrap_or_default()
            }
            Action::OpenBalance => {
                let customer = self.billing.balances.selected().map(|balance| balance.customer.clone());
                if customer.is_none() {
                    return Vec::new();
                }
                self.billing.look_at(customer);
                self.show(Screen::Billing(Ledger::Dues))
            }
            Action::TurnDues => {
                self.billing.by = if self.billing.by == By::Invoice { By::Site } else { By::Invoice };
                Vec::new()
            }
            Action::Narrow | Action::Widen => {
                let reach = match self.screen {
                    Screen::Billing(Ledger::Payments) => &mut self.billing.payment_reach,
                    _ => &mut self.billing.invoice_reach,
                };
                match action {
                    Action::Widen => reach.widen(),
                    _ => reach.narrow(),
                }
                self.ask_billing()
            }
            other => self.act_on_transfers(other),
        }
    }

    fn open_invoice(&mut self, id: InvoiceId) -> Vec<Effect> {
        self.billing.opened = Some(id);
        self.billing.top = 0;
        self.show(Screen::Billing(Ledger::Invoice))
    }

    fn open_payment(&mut self, id: PaymentId) -> Vec<Effect> {
        self.billing.opened_payment = Some(id);
        self.billing.target = 0;
        self.show(Screen::Billing(Ledger::Payment))
    }

    /// Shows a part of the screen of what is owed and paid, as it is by now.
    pub(super) fn show_billing(&mut self, part: Screen) -> Vec<Effect> {
        if Screen::OF_BILLING.contains(&part) {
            self.billing.tab = part;
        }
        // Keys for what is changed need chance.
        let mut effects = vec![Effect::Roll];
        effects.extend(self.renew_billing());
        effects
    }

    /// Leads back from a part: first out of what narrows it.
    pub(super) fn leave_billing(&mut self, ledger: Ledger) -> Vec<Effect> {
        match ledger {
            Ledger::Code => {
                let from = self.billing.code.take().map_or(self.billing.tab, |code| code.from);
                self.show(from)
            }
            Ledger::Invoice | Ledger::Payment => self.show(self.billing.tab),
            _ if !self.filter_text().is_empty() => self.drop_filter(),
            Ledger::Dues | Ledger::Invoices | Ledger::Payments if self.billing.customer.is_some() => {
                self.billing.look_at(None);
                self.show(Screen::Billing(Ledger::Balances))
            }
            _ => self.show(Screen::Sites),
        }
    }

    /// Asks again for what the screen shows.
    pub(super) fn renew_billing(&mut self) -> Vec<Effect> {
        self.billing.renew();
        self.ask_billing()
    }

    /// Asks for what the screen shows, unless it is there.
    pub(super) fn ask_billing(&mut self) -> Vec<Effect> {
        let today = self.look.today();
        let model = &mut self.billing;
        let mut asks = Vec::new();
        match self.screen {
            Screen::Billing(Ledger::Dues) => {
                let filter = model.due_filter();
                asks.extend(model.dues.want(filter).map(BillingAsk::Dues));
            }
            Screen::Billing(Ledger::Invoices) => {
                let filter = model.invoice_filter(today);
                asks.extend(model.invoices.want(filter).map(|filter| BillingAsk::Invoices(Box::new(filter))));
            }
            Screen::Billing(Ledger::Payments) => {
                let filter = model.payment_filter(today);
                asks.extend(model.payments.want(filter).map(BillingAsk::Payments));
            }
            Screen::Billing(Ledger::Balances) => {
                let filter = model.balance_filter();
                asks.extend(model.balances.want(filter).map(BillingAsk::Balances));
            }
            Screen::Billing(Ledger::Unmatched) => {
                let filter = model.unmatched_filter();
                asks.extend(model.unmatched.want(filter).map(BillingAsk::Unmatched));
            }
            Screen::Billing(Ledger::Files) => {
                asks.extend(
                    model.files.want(common::invoice::file::BillingFileFilter::default()).map(BillingAsk::Files),
                );
            }
            _ => {}
        }
        let mut effects = self.put(asks);
        effects.extend(self.ask_head());
        effects.extend(self.ask_subject());
        effects
    }

    /// Asks for the sums above the lists, where they are somebody's.
    fn ask_head(&mut self) -> Vec<Effect> {
        let is_somebodys = self.side() == Side::Customer || self.billing.customer.is_some();
        let has_head = matches!(
            self.screen,
            Screen::Billing(Ledger::Dues | Ledger::Invoices | Ledger::Payments | Ledger::Invoice | Ledger::Code)
        );
        let filter = self.billing.head_filter();
        let wanted = if is_somebodys && has_head { self.billing.head.want(filter) } else { None };
        self.put(wanted.map(BillingAsk::Head).into_iter().collect())
    }

    /// Asks for how many invoices are late, which the tab counts: for those who pay.
    pub(super) fn ask_lateness(&mut self) -> Vec<Effect> {
        let pays = self.side() == Side::Customer && self.who.is_some();
        let filter = self.billing.head_filter();
        self.billing.head.renew();
        let wanted = if pays { self.billing.head.want(filter) } else { None };
        self.put(wanted.map(BillingAsk::Head).into_iter().collect())
    }

    /// Asks for what stands beside the row under the cursor, and for what is open.
    fn ask_subject(&mut self) -> Vec<Effect> {
        let (screen, language) = (self.screen, self.look.language);
        let is_wide = self.size.0 >= WIDE;
        let subject = self.billing.subject(screen).map(|invoice| invoice.id);
        let subject = subject.or(self.billing.opened.filter(|_| screen == Screen::Billing(Ledger::Invoice)));
        let paid = self.billing.payment_of(screen).map(|payment| payment.id);
        let paid = paid.or(self.billing.opened_payment.filter(|_| screen == Screen::Billing(Ledger::Payment)));
        let transfer = match screen {
            Screen::Billing(Ledger::Code) => self.billing.code.as_ref().and_then(|code| code.wanted()).cloned(),
            Screen::Billing(Ledger::Dues) => self.payable(),
            _ => None,
        };
        let model = &mut self.billing;
        let mut asks = Vec::new();
        if let Some(id) = subject.filter(|_| is_wide || screen == Screen::Billing(Ledger::Invoice)) {
            asks.extend(model.invoice.want(id).map(BillingAsk::Invoice));
            asks.extend(model.check.want(BillCheckQuery { id, language }).map(BillingAsk::Check));
        }
        let suggests = matches!(screen, Screen::Billing(Ledger::Payment | Ledger::Unmatched));
        if let Some(id) = paid.filter(|_| is_wide || suggests) {
            asks.extend(model.payment.want(id).map(BillingAsk::Payment));
        }
        asks.extend(transfer.and_then(|of| model.transfer.want(of)).map(BillingAsk::Transfer));
        self.put(asks)
    }

    /// Puts questions; without the daemon each is answered with the reason, so that nothing waits for what does not come.
    fn put(&mut self, asks: Vec<BillingAsk>) -> Vec<Effect> {
        let Link::Down { fault, .. } = &self.link else { return asks.into_iter().map(asked).collect() };
        let fault = fault.clone();
        for answer in asks.into_iter().filter_map(|ask| BillingAnswer::without(ask, &fault)) {
            self.take_billing(answer);
        }
        Vec::new()
    }

    /// Lets what stands beside a list follow the cursor that has come to rest, and the daemon search for what was typed.
    pub(super) fn follow_billing(&mut self) -> Vec<Effect> {
        self.ask_billing()
    }

    /// Takes in what is told of what is owed and paid, and asks for what belongs to it.
    pub(super) fn answer_about_billing(&mut self, answer: BillingAnswer) -> Vec<Effect> {
        let transfer = match &answer {
            BillingAnswer::Transfer(of, _) => Some(of.clone()),
            _ => None,
        };
        self.take_billing(answer);
        let mut effects = transfer.map(|of| self.copy_what_was_asked_for(&of)).unwrap_or_default();
        if matches!(self.screen, Screen::Billing(_)) {
            effects.extend(self.ask_subject());
        }
        effects
    }

    fn take_billing(&mut self, answer: BillingAnswer) {
        let at = self.look.now;
        let model = &mut self.billing;
        match answer {
            BillingAnswer::Head(filter, answer) => model.head.take(&filter, None, answer, at),
            BillingAnswer::Dues(filter, answer) => model.dues.take(&filter, None, answer, at),
            BillingAnswer::Invoices(filter, answer) => {
                model.invoices.take(&filter, filter.text.as_deref(), answer, at);
            }
            BillingAnswer::Payments(filter, answer) => {
                model.payments.take(&filter, filter.text.as_deref(), answer, at);
            }
            BillingAnswer::Balances(filter, answer) => {
                model.balances.take(&filter, filter.text.as_deref(), answer, at);
            }
            BillingAnswer::Unmatched(filter, answer) => {
                model.unmatched.take(&filter, filter.text.as_deref(), answer, at);
            }
            BillingAnswer::Files(filter, answer) => model.files.take(&filter, None, answer, at),
            BillingAnswer::Invoice(id, answer) => model.invoice.take(&id, *answer, at),
            BillingAnswer::Check(query, answer) => model.check.take(&query, *answer, at),
            BillingAnswer::Payment(id, answer) => model.payment.take(&id, *answer, at),
            BillingAnswer::Transfer(of, answer) => model.transfer.take(&of, answer, at),
            BillingAnswer::Contracts(answer) => self.account.contracts.take(answer, at),
        }
    }

    /// Asks again for what these events touch, and tells of the last of them.
    pub(super) fn billing_happened(&mut self, events: &[Event]) -> Vec<Effect> {
        let news = events.iter().rev().find_map(|event| match &event.what {
            Happening::Billing { news, .. } => Some(*news),
            _ => None,
        });
        let Some(news) = news else { return Vec::new() };
        if BillingNews::TOLD.contains(&news) {
            self.news(self.look.say(&format!("notice-{}", news.name())));
        }
        if matches!(self.screen, Screen::Billing(_)) {
            return self.renew_billing();
        }
        self.ask_lateness()
    }

    /// Moves over the rows of a list, through the lines of an invoice, over what a payment pays.
    pub(super) fn step_billing(&mut self, by: isize) -> Vec<Effect> {
        let model = &mut self.billing;
        match self.screen {
            Screen::Billing(Ledger::Dues) if model.by == By::Invoice => model.dues.step(by),
            Screen::Billing(Ledger::Invoices) => model.invoices.step(by),
            Screen::Billing(Ledger::Payments) => model.payments.step(by),
            Screen::Billing(Ledger::Balances) => model.balances.step(by),
            Screen::Billing(Ledger::Unmatched) => model.unmatched.step(by),
            Screen::Billing(Ledger::Files) => model.files.step(by),
            Screen::Billing(Ledger::Invoice) => {
                self.scroll_invoice(by);
                return Vec::new();
            }
            Screen::Billing(Ledger::Payment) => {
                let n = model.payment.answer().value().map_or(0, |card| payment::targets(card).len());
                model.target = model.target.saturating_add_signed(by).min(n.saturating_sub(1));
                return Vec::new();
            }
            _ => return Vec::new(),
        }
        vec![Effect::Rest]
    }

    fn scroll_invoice(&mut self, by: isize) {
        let (room, rows) = (usize::from(self.size.0.saturating_sub(2)), usize::from(view::body_rows(self)));
        let Some(card) = self.billing.invoice.answer().value() else { return };
        let n = invoice::lines(card, self.billing.check.answer(), room, self.side(), &self.look).len();
        self.billing.top = self.billing.top.saturating_add_signed(by).min(page::most(n, rows));
    }

    /// Narrows the list of a part down.
    pub(super) fn filter_billing(&mut self, ledger: Ledger, text: &str) {
        let model = &mut self.billing;
        match ledger {
            Ledger::Dues => model.dues.set_filter(text),
            Ledger::Invoices => model.invoices.set_filter(text),
            Ledger::Payments => model.payments.set_filter(text),
            Ledger::Balances => model.balances.set_filter(text),
            Ledger::Unmatched => model.unmatched.set_filter(text),
            Ledger::Files => model.files.set_filter(text),
            Ledger::Invoice | Ledger::Payment | Ledger::Code => {}
        }
    }

    /// Returns the filter of a part's list.
    pub(super) fn billing_filter(&self, ledger: Ledger) -> &str {
        let model = &self.billing;
        match ledger {
            Ledger::Dues => &model.dues.filter,
            Ledger::Invoices => &model.invoices.filter,
            Ledger::Payments => &model.payments.filter,
            Ledger::Balances => &model.balances.filter,
            Ledger::Unmatched => &model.unmatched.filter,
            Ledger::Files => &model.files.filter,
            Ledger::Invoice | Ledger::Payment | Ledger::Code => "",
        }
    }
}

fn asked(ask: BillingAsk) -> Effect {
    Effect::Ask(Ask::Billing(ask))
}
