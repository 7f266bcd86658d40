//! Payments: what came in, which invoices it pays, and what a clerk does with it.

pub mod deeds;
pub mod statements;

use common::api::EkClient;
use common::bank_account::BankAccount;
use common::id::{InvoiceId, PaymentId, StatementId};
use common::payment::{MatchedBy, Payment, PaymentCard, PaymentFilter, PaymentStanding, Suggestion};
use jiff::civil::Date;

use super::invoices::days;
use super::invoices::show::{AllocationRow, allocation_row};
use super::sums::{Second, Sums};
use crate::cli::PaymentsVerb;
use crate::cli::payments::{PaymentArgs, PaymentsListArgs, UnmatchedArgs};
use crate::exit::Failure;
use crate::output::cell::Cell;
use crate::output::figure::Sum;
use crate::output::row::{Field, joined};
use crate::output::{Output, Pick, Row, Word, row};
use crate::session::Session;

row! {
    /// Money that came in; less than zero where a bank took it back.
    pub struct PaymentRow: "payment.list" brief [payment, booked_on, customer, amount, not_allocated, state, payer] {
        /// number of the payment
        pub payment: PaymentId,
        /// number of the statement that told it
        pub statement: StatementId,
        /// day of booking
        pub booked_on: Date,
        /// currency of all amounts
        pub currency: String,
        /// how much
        pub amount: Sum,
        /// what of it pays invoices
        pub allocated: Sum,
        /// what of it pays nothing yet
        pub not_allocated: Sum,
        /// unmatched, credit, allocated, `set_aside`, returned
        pub state: Word,
        /// number of the customer; null while nobody knows
        pub customer: Option<String>,
        /// name of the customer
        pub customer_name: Option<String>,
        /// by what it was known whose it is
        pub matched_by: Option<Word>,
        /// title, as the payer wrote it
        pub transfer_title: String,
        /// who paid, as the bank tells it
        pub payer: String,
        /// account from which it came
        pub payer_account: Option<BankAccount>,
        /// account to which it went
        pub to_account: Option<BankAccount>,
        /// what the bank calls it
        pub reference: String,
        /// why it was set aside or returned
        pub remark: Option<String>,
        /// what it pays; what was taken back too
        pub allocations: Vec<AllocationRow>,
    }
}

row! {
    /// What an unmatched payment may pay.
    pub struct SuggestionRow: "payment.suggestion" {
        /// number of the customer
        pub customer: String,
        /// name of the customer
        pub customer_name: String,
        /// id of the invoice
        pub invoice: Option<InvoiceId>,
        /// number of the invoice
        pub invoice_number: Option<String>,
        /// what is left of it
        pub unpaid: Option<Sum>,
        /// by what it may be that one
        pub matched_by: Word,
    }
}

row! {
    /// What is known besides of a payment.
    pub struct PaymentRestRow: "payment.rest" {
        /// what it may pay, the likeliest first
        pub suggestions: Vec<SuggestionRow>,
    }
}

row! {
    /// A payment that waits for a clerk.
    pub struct UnmatchedRow: "payment.unmatched"
        brief [payment, booked_on, amount, payer, transfer_title, customer, invoice_number] {
        /// number of the payment
        pub payment: PaymentId,
        /// day of booking
        pub booked_on: Date,
        /// currency of all amounts
        pub currency: String,
        /// how much
        pub amount: Sum,
        /// who paid, as the bank tells it
        pub payer: String,
        /// title, as the payer wrote it
        pub transfer_title: String,
        /// account from which it came
        pub payer_account: Option<BankAccount>,
        /// number of the customer whose it may be
        pub customer: Option<String>,
        /// name of that customer
        pub customer_name: Option<String>,
        /// number of the invoice that it may pay
        pub invoice_number: Option<String>,
        /// by what it may be that one
        pub matched_by: Option<Word>,
        /// all that it may pay, the likeliest first
        pub suggestions: Vec<SuggestionRow>,
    }
}

/// A payment with all there is to know of it.
#[derive(Clone, Debug)]
pub struct PaymentShowRow {
    payment: PaymentRow,
    rest: PaymentRestRow,
}

const N_FIELDS: usize = PaymentRow::FIELDS.len() + PaymentRestRow::FIELDS.len();

impl Row for PaymentShowRow {
    const SCHEMA: &'static str = "payment.show";
    const ABOUT: &'static str = "A payment with what it pays, and what an unmatched one may pay.";
    const BRIEF: &'static [&'static str] = &[];
    const FIELDS: &'static [Field] = &joined::<N_FIELDS>(PaymentRow::FIELDS, PaymentRestRow::FIELDS);

    fn cells(&self) -> Vec<Cell<'_>> {
        let mut cells = self.payment.cells();
        cells.extend(self.rest.cells());
        cells
    }
}

/// Does what the verb says.
///
/// # Errors
/// There is no such payment; what the daemon refuses.
pub async fn run(verb: &PaymentsVerb, session: &mut Session, output: &mut Output) -> Result<(), Failure> {
    match verb {
        PaymentsVerb::List(args) => list(session, output, args).await,
        PaymentsVerb::Show(args) => show(session, output, args).await,
        PaymentsVerb::Unmatched(args) => unmatched(session, output, args).await,
        PaymentsVerb::Allocate(args) => deeds::allocate(session, output, args).await,
        PaymentsVerb::Assign(args) => deeds::assign(session, output, args).await,
        PaymentsVerb::Release(args) => deeds::release(session, output, args).await,
        PaymentsVerb::Unassign(args) => deeds::unassign(session, output, args).await,
        PaymentsVerb::SetAside(args) => deeds::set_aside(session, output, args).await,
        PaymentsVerb::Return(args) => deeds::return_of(session, output, args).await,
        PaymentsVerb::Statements(args) => statements::list(session, output, args).await,
    }
}

async fn list(session: &mut Session, output: &mut Output, args: &PaymentsListArgs) -> Result<(), Failure> {
    let filter = PaymentFilter {
        customer: args.customer.clone(),
        booked: days(session, &args.range)?,
        standing: args.state,
        text: args.text.clone(),
    };
    let call = async |ek: &EkClient, context, page| ek.payments(context, filter.clone(), page).await;
    let mut sums = Sums::default();
    let mut listing = output.list::<PaymentRow>(&args.list.pick(output.look.format))?;
    let take = |payments: Vec<Payment>| {
        for payment in payments {
            sums.add(payment.currency, payment.amount, Second::Amount(payment.left()));
            listing.push(payment_row(payment))?;
        }
        Ok(listing.room())
    };
    let next = session.each(args.list.columns.after.clone(), call, take).await?;
    if listing.is_empty() {
        session.known_customer(args.customer.as_ref()).await?;
    }
    listing.finish(next.as_deref())?;
    sums.tell(output, ("payments-sum", &[]), next.as_deref())
}

async fn show(session: &mut Session, output: &mut Output, args: &PaymentArgs) -> Result<(), Failure> {
    let card = card(session, args.payment).await?;
    let rest = PaymentRestRow { suggestions: suggestion_rows(&card) };
    let mut listing = output.list::<PaymentShowRow>(&Pick::default())?;
    listing.push(PaymentShowRow { payment: payment_row(card.payment), rest })?;
    Ok(listing.finish_whole()?)
}

async fn unmatched(session: &mut Session, output: &mut Output, args: &UnmatchedArgs) -> Result<(), Failure> {
    let filter = PaymentFilter {
        standing: Some(PaymentStanding::Unmatched),
        text: args.text.clone(),
        ..PaymentFilter::default()
    };
    let pick = args.list.pick(output.look.format);
    let mut waiting = Vec::new();
    let take = |payments: Vec<Payment>| {
        waiting.extend(payments.into_iter().map(|payment| payment.id));
        let wanted = pick.limit.filter(|_| pick.sort.is_empty());
        Ok(wanted.map(|limit| limit.saturating_sub(waiting.len() as u64)))
    };
    let call = async |ek: &EkClient, context, page| ek.payments(context, filter.clone(), page).await;
    let next = session.each(args.list.columns.after.clone(), call, take).await?;
    let mut listing = output.list::<UnmatchedRow>(&pick)?;
    for id in waiting {
        listing.push(unmatched_row(card(session, id).await?))?;
    }
    Ok(listing.finish(next.as_deref())?)
}

async fn card(session: &mut Session, id: PaymentId) -> Result<PaymentCard, Failure> {
    session.ask(async |ek: &EkClient, context| ek.payment(context, id).await).await
}

const fn matched_word(by: MatchedBy) -> Word {
    Word { group: "matched", name: by.name() }
}

pub(super) fn payment_row(payment: Payment) -> PaymentRow {
    let not_allocated = payment.left();
    let currency = payment.currency;
    PaymentRow {
        payment: payment.id,
        statement: payment.statement,
        booked_on: payment.booked_on,
        currency: currency.to_string(),
        amount: Sum(payment.amount, currency),
        allocated: Sum(payment.allocated, currency),
        not_allocated: Sum(not_allocated, currency),
        state: Word { group: "payment", name: payment.standing.name() },
        customer: payment.customer.map(String::from),
        customer_name: payment.customer_name,
        matched_by: payment.matched_by.map(matched_word),
        transfer_title: payment.title,
        payer: payment.payer,
        payer_account: payment.payer_account,
        to_account: payment.to_account,
        reference: payment.reference,
        remark: Some(payment.comment).filter(|comment| !comment.is_empty()),
        allocations: payment.allocations.into_iter().map(|of| allocation_row(of, currency)).collect(),
    }
}

fn suggestion_rows(card: &PaymentCard) -> Vec<SuggestionRow> {
    let currency = card.payment.currency;
    let row = |suggestion: &Suggestion| SuggestionRow {
        customer: suggestion.customer.to_string(),
        customer_name: suggestion.customer_name.clone(),
        invoice: suggestion.invoice.as_ref().map(|(id, _)| *id),
        invoice_number: suggestion.invoice.as_ref().map(|(_, number)| number.clone()),
        unpaid: suggestion.open.map(|open| Sum(open, currency)),
        matched_by: matched_word(suggestion.by),
    };
    card.suggestions.iter().map(row).collect()
}

fn unmatched_row(card: PaymentCard) -> UnmatchedRow {
    let suggestions = suggestion_rows(&card);
    let likely = suggestions.first();
    let payment = card.payment;
    UnmatchedRow {
        payment: payment.id,
        booked_on: payment.booked_on,
        currency: payment.currency.to_string(),
        amount: Sum(payment.amount, payment.currency),
        payer: payment.payer,
        transfer_title: payment.title,
        payer_account: payment.payer_account,
        customer: likely.map(|likely| likely.customer.clone()),
        customer_name: likely.map(|likely| likely.customer_name.clone()),
        invoice_number: likely.and_then(|likely| likely.invoice_number.clone()),
        matched_by: likely.map(|likely| likely.matched_by),
        suggestions,
    }
}
