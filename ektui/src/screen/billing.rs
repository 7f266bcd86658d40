//! What is owed and paid: dues, invoices, payments; for the office also balances of all, payments of nobody yet, and files.
//!
//! It must not know how they are fetched or changed; it names what is under the cursor.

pub mod code;
pub mod dues;
pub mod invoice;
pub mod listing;
pub mod payment;
pub mod reach;
pub mod table;
pub mod view;
pub mod words;

use common::account::Role;
use common::due::{Balance, BalanceFilter, Due, DueFilter, TransferOf, TransferOrder};
use common::id::{CustomerNumber, InvoiceId, PaymentId};
use common::invoice::check::{BillCheck, BillCheckQuery};
use common::invoice::file::{BillingFile, BillingFileFilter};
use common::invoice::{Invoice, InvoiceCard, InvoiceFilter};
use common::payment::{Payment, PaymentCard, PaymentFilter, PaymentStanding};
use jiff::civil::Date;

use crate::remote::Asked;
use crate::screen::billing::code::Code;
use crate::screen::billing::listing::Listing;
use crate::screen::billing::reach::{INVOICES, PAYMENTS, Reach};
use crate::screen::{Ledger, Screen};

/// The screens' state.
pub struct Model {
    /// The part that was looked at last.
    pub tab: Screen,
    /// Whose things the office looks at; `None` are all customers'. Of others, it is all that they may see.
    pub customer: Option<CustomerNumber>,
    /// What stands above the lists.
    pub head: Listing<BalanceFilter, Balance>,
    pub dues: Listing<DueFilter, Due>,
    pub invoices: Listing<InvoiceFilter, Invoice>,
    pub payments: Listing<PaymentFilter, Payment>,
    pub balances: Listing<BalanceFilter, Balance>,
    pub unmatched: Listing<PaymentFilter, Payment>,
    pub files: Listing<BillingFileFilter, BillingFile>,
    pub invoice_reach: Reach,
    pub payment_reach: Reach,
    /// How what is owed is shown.
    pub by: By,
    pub invoice: Asked<InvoiceId, InvoiceCard>,
    pub check: Asked<BillCheckQuery, BillCheck>,
    pub payment: Asked<PaymentId, PaymentCard>,
    pub transfer: Asked<TransferOf, TransferOrder>,
    /// The invoice, the payment and the code that are open.
    pub opened: Option<InvoiceId>,
    pub opened_payment: Option<PaymentId>,
    pub code: Option<Code>,
    /// The first line of the invoice on the screen.
    pub top: usize,
    /// The row under the cursor of an open payment.
    pub target: usize,
    /// What was copied last, and how much of it.
    pub copied: Option<(TransferOf, Copied)>,
    /// What is to be copied once it is known.
    pub asked_to_copy: Option<TransferOf>,
}

/// How what is owed is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    #[default]
    Invoice,
    Site,
}

/// What of a transfer is copied; each time the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copied {
    Account,
    Title,
    Amount,
}

impl Copied {
    /// Returns what comes after it.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Account => Self::Title,
            Self::Title => Self::Amount,
            Self::Amount => Self::Account,
        }
    }
}

impl Default for Model {
    fn default() -> Self {
        Self {
            tab: Screen::Billing(Ledger::Dues),
            customer: None,
            head: Listing::default(),
            dues: Listing::default(),
            invoices: Listing::default(),
            payments: Listing::default(),
            balances: Listing::default(),
            unmatched: Listing::default(),
            files: Listing::default(),
            invoice_reach: Reach::of(&INVOICES),
            payment_reach: Reach::of(&PAYMENTS),
            by: By::default(),
            invoice: Asked::default(),
            check: Asked::default(),
            payment: Asked::default(),
            transfer: Asked::default(),
            opened: None,
            opened_payment: None,
            code: None,
            top: 0,
            target: 0,
            copied: None,
            asked_to_copy: None,
        }
    }
}

impl Model {
    /// Returns the part that comes after this one for somebody in this role; after the last the first.
    #[must_use]
    pub fn next_tab(&self, role: Option<Role>) -> Screen {
        let parts: Vec<Screen> = Screen::OF_BILLING.into_iter().filter(|screen| screen.is_for(role)).collect();
        let place = parts.iter().position(|other| *other == self.tab).unwrap_or(0);
        parts.get((place + 1) % parts.len().max(1)).copied().unwrap_or(Screen::Billing(Ledger::Dues))
    }

    /// Looks at the things of another customer, or of all of them.
    pub fn look_at(&mut self, customer: Option<CustomerNumber>) {
        if self.customer != customer {
            self.customer = customer;
            self.head = Listing::default();
            self.dues = Listing::default();
            self.invoices = Listing::default();
            self.payments = Listing::default();
        }
    }

    /// Returns what to ask for above the lists.
    #[must_use]
    pub fn head_filter(&self) -> BalanceFilter {
        BalanceFilter { customer: self.customer.clone(), ..BalanceFilter::default() }
    }

    /// Returns what to ask for of the dues.
    #[must_use]
    pub fn due_filter(&self) -> DueFilter {
        DueFilter { customer: self.customer.clone(), ..DueFilter::default() }
    }

    /// Returns what to ask for of the invoices.
    #[must_use]
    pub fn invoice_filter(&self, today: Date) -> InvoiceFilter {
        InvoiceFilter {
            customer: self.customer.clone(),
            issued: self.invoice_reach.days(today),
            text: self.invoices.text(),
            ..InvoiceFilter::default()
        }
    }

    /// Returns what to ask for of the payments.
    #[must_use]
    pub fn payment_filter(&self, today: Date) -> PaymentFilter {
        PaymentFilter {
            customer: self.customer.clone(),
            booked: self.payment_reach.days(today),
            standing: None,
            text: self.payments.text(),
        }
    }

    /// Returns what to ask for of all balances.
    #[must_use]
    pub fn balance_filter(&self) -> BalanceFilter {
        BalanceFilter { text: self.balances.text(), ..BalanceFilter::default() }
    }

    /// Returns what to ask for of the payments that wait.
    #[must_use]
    pub fn unmatched_filter(&self) -> PaymentFilter {
        let standing = Some(PaymentStanding::Unmatched);
        PaymentFilter { standing, text: self.unmatched.text(), ..PaymentFilter::default() }
    }

    /// Returns the invoice that keys of this screen are about.
    #[must_use]
    pub fn subject(&self, screen: Screen) -> Option<&Invoice> {
        match screen {
            Screen::Billing(Ledger::Dues) if self.by == By::Invoice => self.dues.selected().map(|due| &due.invoice),
            Screen::Billing(Ledger::Invoices) => self.invoices.selected(),
            Screen::Billing(Ledger::Invoice) => self.opened.and_then(|id| self.find(id)),
            _ => None,
        }
    }

    /// Returns an invoice, wherever it is held.
    #[must_use]
    pub fn find(&self, id: InvoiceId) -> Option<&Invoice> {
        let card = self.card(id).map(|card| &card.invoice);
        let dues = || self.dues.all().iter().map(|due| &due.invoice).find(|invoice| invoice.id == id);
        card.or_else(dues).or_else(|| self.invoices.all().iter().find(|invoice| invoice.id == id))
    }

    /// Returns an invoice with all that is known of it.
    #[must_use]
    pub fn card(&self, id: InvoiceId) -> Option<&InvoiceCard> {
        self.invoice.held().filter(|(held, _)| **held == id).map(|(_, card)| card)
    }

    /// Returns what an invoice was held against.
    #[must_use]
    pub fn check_of(&self, id: InvoiceId) -> Option<&BillCheck> {
        self.check.held().filter(|(held, _)| held.id == id).map(|(_, check)| check)
    }

    /// Returns the payment that keys of this screen are about.
    #[must_use]
    pub fn payment_of(&self, screen: Screen) -> Option<&Payment> {
        match screen {
            Screen::Billing(Ledger::Payments) => self.payments.selected(),
            Screen::Billing(Ledger::Unmatched) => self.unmatched.selected(),
            Screen::Billing(Ledger::Payment) => {
                let id = self.opened_payment?;
                let card = self.payment_card(id).map(|card| &card.payment);
                let mut held = self.payments.all().iter().chain(self.unmatched.all());
                card.or_else(|| held.find(|payment| payment.id == id))
            }
            _ => None,
        }
    }

    /// Returns a payment with what it may be.
    #[must_use]
    pub fn payment_card(&self, id: PaymentId) -> Option<&PaymentCard> {
        self.payment.held().filter(|(held, _)| **held == id).map(|(_, card)| card)
    }

    /// Returns what the row under the cursor of an open payment is.
    #[must_use]
    pub fn target(&self) -> Option<payment::Target<'_>> {
        let card = self.payment_card(self.opened_payment?)?;
        let mut targets = payment::targets(card);
        let last = targets.len().checked_sub(1)?;
        Some(targets.swap_remove(self.target.min(last)))
    }

    /// Returns a transfer, if it is at hand.
    #[must_use]
    pub fn order(&self, of: &TransferOf) -> Option<&TransferOrder> {
        self.transfer.held().filter(|(held, _)| *held == of).map(|(_, order)| order)
    }

    /// Has everything asked again that is wanted.
    pub const fn renew(&mut self) {
        self.head.renew();
        self.dues.renew();
        self.invoices.renew();
        self.payments.renew();
        self.balances.renew();
        self.unmatched.renew();
        self.files.renew();
        self.invoice.renew();
        self.check.renew();
        self.payment.renew();
        self.transfer.renew();
    }
}
