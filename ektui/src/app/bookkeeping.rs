//! What those who keep the books do: what a payment pays, whose it is, whose an invoice is; and what came of it.
//!
//! Each deed can be taken back by another one, and each of those is a line of the history.

use common::fault::{BillingCause, Cause, Fault};
use common::id::{AllocationId, CustomerNumber, InvoiceId, PaymentId};
use common::invoice::{Invoice, InvoiceOwner};
use common::money::Money;
use common::payment::{Allocation, Payment, PaymentAct};
use common::quantity::decimal::Separator;
use common::text::visible;

use crate::action::Action;
use crate::app::App;
use crate::app::sheet::Purpose;
use crate::app::undo::Reverse;
use crate::effect::{Answer, Deed, Effect, PaymentChange};
use crate::screen::billing::payment::Target;
use crate::screen::tickets::composer::CUSTOMER;
use crate::widget::form::{Field, Form};

const INVOICE: &str = "field-invoice-number";
const AMOUNT: &str = "field-amount";
const REASON: &str = "field-reason";
const PAYMENT: &str = "field-payment";
/// Characters of a reason at most.
const LONGEST: usize = 200;

/// What a form of the books is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Books {
    /// With the number of the invoice that is likely meant.
    Allocate {
        payment: PaymentId,
        likely: String,
    },
    /// With the customer that is likely meant.
    Assign {
        payment: PaymentId,
        likely: String,
    },
    Release {
        payment: PaymentId,
        allocation: AllocationId,
    },
    Unassign(PaymentId),
    SetAside(PaymentId),
    ReturnOf(PaymentId),
    /// With whose it is now.
    Invoice {
        invoice: InvoiceId,
        customer: String,
    },
}

impl Books {
    /// Returns the message that heads the form.
    #[must_use]
    pub const fn title(&self) -> &'static str {
        match self {
            Self::Allocate { .. } => "action-allocate",
            Self::Assign { .. } => "action-assign-payment",
            Self::Release { .. } => "action-release",
            Self::Unassign(_) => "action-unassign-payment",
            Self::SetAside(_) => "action-set-aside",
            Self::ReturnOf(_) => "action-return-payment",
            Self::Invoice { .. } => "action-assign-invoice",
        }
    }

    /// Returns the message that says what has to be known.
    #[must_use]
    pub const fn rules(&self) -> &'static str {
        match self {
            Self::Allocate { .. } => "sheet-allocate-rules",
            Self::Assign { .. } => "sheet-assign-payment-rules",
            Self::Release { .. } => "sheet-release-rules",
            Self::Unassign(_) => "sheet-unassign-rules",
            Self::SetAside(_) => "sheet-set-aside-rules",
            Self::ReturnOf(_) => "sheet-return-rules",
            Self::Invoice { .. } => "sheet-assign-invoice-rules",
        }
    }

    /// Returns what the form asks for.
    #[must_use]
    pub fn fields(&self) -> Vec<Field> {
        match self {
            Self::Allocate { likely, .. } => vec![Field::line(INVOICE, likely), Field::line(AMOUNT, "")],
            Self::Assign { likely, .. } => vec![Field::line(CUSTOMER, likely)],
            Self::Release { .. } | Self::Unassign(_) | Self::SetAside(_) => vec![Field::line(REASON, "")],
            Self::ReturnOf(_) => vec![Field::line(PAYMENT, "")],
            Self::Invoice { customer, .. } => vec![Field::line(CUSTOMER, customer)],
        }
    }

    /// Returns the message on the button that does it.
    #[must_use]
    pub const fn button(&self) -> &'static str {
        match self {
            Self::Allocate { .. } => "button-allocate",
            Self::Assign { .. } | Self::Invoice { .. } => "button-assign",
            Self::Release { .. } | Self::Unassign(_) => "button-take-back",
            Self::SetAside(_) => "button-set-aside",
            Self::ReturnOf(_) => "button-return",
        }
    }
}

/// Returns the field that a refusal is about.
#[must_use]
pub const fn field_of(cause: &Cause) -> Option<&'static str> {
    match cause {
        Cause::NoSuchCustomer { .. } => Some(CUSTOMER),
        Cause::Several { .. }
        | Cause::Billing { why: BillingCause::NoSuchInvoice { .. } | BillingCause::OtherCustomer } => Some(INVOICE),
        Cause::Billing {
            why: BillingCause::MoreThanOpen { .. } | BillingCause::MoreThanLeft { .. } | BillingCause::OtherCurrency,
        } => Some(AMOUNT),
        Cause::Billing { why: BillingCause::NoSuchPayment { .. } } => Some(PAYMENT),
        _ => None,
    }
}

impl App {
    /// Does an action of those who keep the books.
    pub(super) fn keep_books(&mut self, action: Action) -> Vec<Effect> {
        if action == Action::AssignInvoice {
            let subject = self.billing.subject(self.screen);
            let books = subject.map(|invoice| Books::Invoice {
                invoice: invoice.id,
                customer: invoice.customer.as_ref().map(ToString::to_string).unwrap_or_default(),
            });
            return books.map(|books| self.open_books(books)).unwrap_or_default();
        }
        let Some(payment) = self.billing.payment_of(self.screen).cloned() else { return Vec::new() };
        let id = payment.id;
        match action {
            Action::TakeSuggestion => self.take_suggestion(id),
            Action::Allocate => {
                let likely = self.likely_invoice(&payment);
                self.open_books(Books::Allocate { payment: id, likely })
            }
            Action::AssignPayment => {
                let likely = self.likely_customer(&payment);
                self.open_books(Books::Assign { payment: id, likely })
            }
            Action::Release => match self.billing.target() {
                Some(Target::Allocation(allocation)) if allocation.released.is_none() => {
                    let allocation = allocation.id;
                    self.open_books(Books::Release { payment: id, allocation })
                }
                Some(Target::Allocation(_) | Target::Suggestion(_)) | None => {
                    self.reply(self.look.say("toast-nothing-to-release"));
                    Vec::new()
                }
            },
            Action::UnassignPayment => self.open_books(Books::Unassign(id)),
            Action::SetAside => self.open_books(Books::SetAside(id)),
            Action::ReturnPayment => self.open_books(Books::ReturnOf(id)),
            _ => Vec::new(),
        }
    }

    fn open_books(&mut self, books: Books) -> Vec<Effect> {
        let said = match &books {
            Books::Invoice { invoice, .. } => {
                self.billing.find(*invoice).map(|invoice| visible(&invoice.number).into())
            }
            _ => self.billing.payment_of(self.screen).map(|payment| visible(&payment.title).into()),
        };
        self.open_sheet(Purpose::Books(Box::new(books)), said.into_iter().collect())
    }

    /// Takes the suggestion under the cursor: it pays the invoice, or it is that customer's.
    fn take_suggestion(&mut self, id: PaymentId) -> Vec<Effect> {
        let act = match self.billing.target() {
            Some(Target::Suggestion(suggestion)) => match &suggestion.invoice {
                Some((invoice, _)) => PaymentAct::Allocate { invoice: *invoice, amount: None },
                None => PaymentAct::Assign { customer: suggestion.customer.clone() },
            },
            Some(Target::Allocation(_)) | None => {
                self.reply(self.look.say("toast-no-suggestion"));
                return Vec::new();
            }
        };
        if let Some(reason) = self.unreachable() {
            self.reply(reason);
            return Vec::new();
        }
        self.with_key(|key| Deed::ChangePayment(key, id, Box::new(PaymentChange::Act(act))))
    }

    fn likely_invoice(&self, payment: &Payment) -> String {
        let suggestions = self.billing.payment_card(payment.id).map_or(&[][..], |card| card.suggestions.as_slice());
        let under_cursor = match self.billing.target() {
            Some(Target::Suggestion(suggestion)) => suggestion.invoice.as_ref(),
            Some(Target::Allocation(_)) | None => None,
        };
        let first = || suggestions.iter().find_map(|suggestion| suggestion.invoice.as_ref());
        under_cursor.or_else(first).map(|(_, number)| number.clone()).unwrap_or_default()
    }

    fn likely_customer(&self, payment: &Payment) -> String {
        let suggestions = self.billing.payment_card(payment.id).map_or(&[][..], |card| card.suggestions.as_slice());
        let likely = payment.customer.as_ref().or_else(|| suggestions.first().map(|suggestion| &suggestion.customer));
        likely.map(ToString::to_string).unwrap_or_default()
    }

    /// Returns what a form asks for; `None` where something is wrong, which is said beside its field.
    pub(super) fn books_deed(&self, books: &Books, form: &mut Form) -> Option<Deed> {
        let key = self.fresh_key()?;
        let (payment, change) = match books {
            Books::Allocate { payment, .. } => (*payment, self.allocation(form)?),
            Books::Assign { payment, .. } => {
                (*payment, PaymentChange::Act(PaymentAct::Assign { customer: self.books_customer(form)? }))
            }
            Books::Release { payment, allocation } => {
                let act = PaymentAct::Release { allocation: *allocation, reason: self.reason(form)? };
                (*payment, PaymentChange::Act(act))
            }
            Books::Unassign(payment) => {
                (*payment, PaymentChange::Act(PaymentAct::Unassign { reason: self.reason(form)? }))
            }
            Books::SetAside(payment) => {
                (*payment, PaymentChange::Act(PaymentAct::SetAside { reason: self.reason(form)? }))
            }
            Books::ReturnOf(payment) => {
                let Some(other) = form.text(PAYMENT).parse().ok().map(PaymentId).filter(|other| other != payment)
                else {
                    form.complain(PAYMENT, self.look.say("field-payment-wrong"));
                    return None;
                };
                (*payment, PaymentChange::Act(PaymentAct::ReturnOf { payment: other }))
            }
            Books::Invoice { invoice, .. } => {
                let customer = if form.text(CUSTOMER).is_empty() { None } else { Some(self.books_customer(form)?) };
                let owner = InvoiceOwner { invoice: *invoice, customer, sites: Vec::new() };
                return Some(Deed::AssignInvoice(key, Box::new(owner)));
            }
        };
        Some(Deed::ChangePayment(key, payment, Box::new(change)))
    }

    fn allocation(&self, form: &mut Form) -> Option<PaymentChange> {
        let number = form.text(INVOICE);
        if number.is_empty() {
            form.complain(INVOICE, self.look.say("field-empty"));
            return None;
        }
        let text: String = form.text(AMOUNT).split_whitespace().collect::<String>().replace(',', ".");
        let amount = match Money::parse(&text, Separator::Point) {
            _ if text.is_empty() => None,
            Ok(amount) if amount.is_positive() => Some(amount),
            Ok(_) | Err(_) => {
                form.complain(AMOUNT, self.look.say("field-money-wrong"));
                return None;
            }
        };
        Some(PaymentChange::AllocateTo { number, amount })
    }

    fn books_customer(&self, form: &mut Form) -> Option<CustomerNumber> {
        let customer = CustomerNumber::parse(&form.text(CUSTOMER)).ok();
        if customer.is_none() {
            form.complain(CUSTOMER, self.look.say("field-customer-unknown"));
        }
        customer
    }

    fn reason(&self, form: &mut Form) -> Option<String> {
        let reason = form.text(REASON);
        if reason.is_empty() || reason.chars().count() > LONGEST {
            let id = if reason.is_empty() { "field-empty" } else { "field-reason-long" };
            form.complain(REASON, self.look.tell(id, &[("most", LONGEST.into())]));
            return None;
        }
        Some(reason)
    }

    /// Takes in what came of a deed: says so, and offers to take it back.
    pub(super) fn payment_changed(
        &mut self,
        id: PaymentId,
        change: &PaymentChange,
        answer: Answer<Box<Payment>>,
    ) -> Vec<Effect> {
        let payment = match answer {
            Ok(payment) => payment,
            Err(fault) => return self.books_refused(&fault, change),
        };
        self.close_sheet();
        let before = self.billing.payment_of(self.screen).filter(|before| before.id == id).cloned();
        let told = [("id", id.0.to_string().into())];
        let words = self.look.tell(toast_of(change), &told);
        match self.reverse_of(change, before.as_ref(), &payment) {
            Some(act) => self.offer_undo(words, Reverse::Payment(id, Box::new(act))),
            None => self.reply(words),
        }
        let mut effects = vec![Effect::Roll, Effect::Tick];
        effects.extend(self.renew_billing());
        effects
    }

    /// Returns what takes a deed back.
    fn reverse_of(&self, change: &PaymentChange, before: Option<&Payment>, after: &Payment) -> Option<PaymentAct> {
        let reason = self.look.say("books-undone");
        let was = before.and_then(|before| before.customer.clone());
        match change {
            PaymentChange::AllocateTo { .. } | PaymentChange::Act(PaymentAct::Allocate { .. }) => match was {
                Some(_) => newest(after).map(|allocation| PaymentAct::Release { allocation: allocation.id, reason }),
                None => Some(PaymentAct::Unassign { reason }),
            },
            PaymentChange::Act(PaymentAct::Assign { .. }) => Some(match was {
                Some(customer) => PaymentAct::Assign { customer },
                None => PaymentAct::Unassign { reason },
            }),
            PaymentChange::Act(PaymentAct::Release { allocation, .. }) => {
                let released = after.allocations.iter().find(|other| other.id == *allocation)?;
                Some(PaymentAct::Allocate { invoice: released.invoice, amount: Some(released.amount) })
            }
            PaymentChange::Act(PaymentAct::Unassign { .. }) => was.map(|customer| PaymentAct::Assign { customer }),
            PaymentChange::Act(PaymentAct::SetAside { .. } | PaymentAct::ReturnOf { .. }) => {
                Some(PaymentAct::Unassign { reason })
            }
        }
    }

    fn books_refused(&mut self, fault: &Fault, change: &PaymentChange) -> Vec<Effect> {
        let action = match change {
            PaymentChange::AllocateTo { .. } | PaymentChange::Act(PaymentAct::Allocate { .. }) => Action::Allocate,
            PaymentChange::Act(PaymentAct::Assign { .. }) => Action::AssignPayment,
            PaymentChange::Act(PaymentAct::Release { .. }) => Action::Release,
            PaymentChange::Act(PaymentAct::Unassign { .. }) => Action::UnassignPayment,
            PaymentChange::Act(PaymentAct::SetAside { .. }) => Action::SetAside,
            PaymentChange::Act(PaymentAct::ReturnOf { .. }) => Action::ReturnPayment,
        };
        let mut effects = self.complain(fault, action);
        effects.extend(self.renew_billing());
        effects
    }

    /// Takes in what came of saying whose an invoice is.
    pub(super) fn invoice_assigned(&mut self, owner: &InvoiceOwner, answer: Answer<Box<Invoice>>) -> Vec<Effect> {
        let invoice = match answer {
            Ok(invoice) => invoice,
            Err(fault) => return self.complain(&fault, Action::AssignInvoice),
        };
        self.close_sheet();
        let before = self.billing.find(owner.invoice);
        let back = before.map(|before| InvoiceOwner {
            invoice: owner.invoice,
            customer: before.customer.clone(),
            sites: before.sites.clone(),
        });
        let whose = invoice.customer.as_ref().map_or_else(|| self.look.say("invoice-nobodys"), ToString::to_string);
        let told = [("number", visible(&invoice.number).into_owned().into()), ("whose", whose.into())];
        let words = self.look.tell("toast-invoice-assigned", &told);
        match back {
            Some(back) => self.offer_undo(words, Reverse::Invoice(Box::new(back))),
            None => self.reply(words),
        }
        let mut effects = vec![Effect::Roll, Effect::Tick];
        effects.extend(self.renew_billing());
        effects
    }
}

/// Returns the allocation that was made last and holds.
fn newest(payment: &Payment) -> Option<&Allocation> {
    let held = payment.allocations.iter().filter(|allocation| allocation.released.is_none());
    held.max_by_key(|allocation| (allocation.at, allocation.id))
}

const fn toast_of(change: &PaymentChange) -> &'static str {
    match change {
        PaymentChange::AllocateTo { .. } | PaymentChange::Act(PaymentAct::Allocate { .. }) => "toast-allocated",
        PaymentChange::Act(PaymentAct::Assign { .. }) => "toast-payment-assigned",
        PaymentChange::Act(PaymentAct::Release { .. }) => "toast-released",
        PaymentChange::Act(PaymentAct::Unassign { .. }) => "toast-payment-unassigned",
        PaymentChange::Act(PaymentAct::SetAside { .. }) => "toast-set-aside",
        PaymentChange::Act(PaymentAct::ReturnOf { .. }) => "toast-payment-returned",
    }
}
