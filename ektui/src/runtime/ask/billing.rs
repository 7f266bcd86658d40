//! Questions about what is owed and paid, what is done with payments, and documents as files.

use common::api::{MAX_UPLOAD_PART, OnceKey};
use common::client::Connection;
use common::contract::{Contract, ContractFilter};
use common::due::{Balance, BalanceFilter, Due, DueFilter};
use common::fault::{Cause, Fault, FaultCode};
use common::id::{CustomerNumber, InvoiceId, PaymentId};
use common::invoice::file::{BillingFile, BillingFileFilter};
use common::invoice::{Invoice, InvoiceFileQuery, InvoiceFilter, InvoiceOwner};
use common::page::{Page, Paged};
use common::payment::{Payment, PaymentAct, PaymentDeed, PaymentFilter};
use common::report::drawing::Drawing;
use common::wire::MAX_WAIT;

use crate::app::{BillingAnswer, Message};
use crate::effect::{Answer, BillingAsk, Done, File, Listed, MOST_LISTED, PaymentChange};

/// Bytes of a document at most.
const LARGEST: u64 = 64 << 20;

/// Puts a question and returns the message that carries the answer.
pub(super) async fn put(connection: &Connection, ask: BillingAsk) -> Message {
    let answer = match ask {
        BillingAsk::Sheet(query) => {
            let call = connection.ask_within(MAX_WAIT, async |ek, context| ek.invoice_sheet(context, query).await);
            return drawn(call.await);
        }
        BillingAsk::Slip(query) => {
            let call =
                connection.ask_within(MAX_WAIT, async |ek, context| ek.transfer_sheet(context, query.clone()).await);
            return drawn(call.await);
        }
        BillingAsk::Original(id) => return Message::Drawn(Box::new(original(connection, id).await)),
        BillingAsk::Invoice(id) => {
            let answer = connection.ask(async |ek, context| ek.invoice(context, id).await).await;
            BillingAnswer::Invoice(id, Box::new(answer))
        }
        // Checking a bill reads the readings of its period.
        BillingAsk::Check(query) => {
            let call = connection.ask_within(MAX_WAIT, async |ek, context| ek.check_bill(context, query).await);
            BillingAnswer::Check(query, Box::new(call.await))
        }
        BillingAsk::Payment(id) => {
            let answer = connection.ask(async |ek, context| ek.payment(context, id).await).await;
            BillingAnswer::Payment(id, Box::new(answer))
        }
        BillingAsk::Transfer(of) => {
            let answer = connection.ask(async |ek, context| ek.transfer(context, of.clone()).await).await;
            BillingAnswer::Transfer(of, answer)
        }
        other => lists(connection, other).await,
    };
    Message::Billing(Box::new(answer))
}

async fn lists(connection: &Connection, ask: BillingAsk) -> BillingAnswer {
    match ask {
        BillingAsk::Head(filter) => {
            let answer = balances(connection, &filter).await;
            BillingAnswer::Head(filter, answer)
        }
        BillingAsk::Balances(filter) => {
            let answer = balances(connection, &filter).await;
            BillingAnswer::Balances(filter, answer)
        }
        BillingAsk::Invoices(filter) => {
            let answer = invoices(connection, &filter).await;
            BillingAnswer::Invoices(*filter, answer)
        }
        BillingAsk::Payments(filter) => {
            let answer = payments(connection, &filter).await;
            BillingAnswer::Payments(filter, answer)
        }
        BillingAsk::Unmatched(filter) => {
            let answer = payments(connection, &filter).await;
            BillingAnswer::Unmatched(filter, answer)
        }
        BillingAsk::Files(filter) => {
            let answer = files(connection, &filter).await;
            BillingAnswer::Files(filter, answer)
        }
        BillingAsk::Dues(filter) => {
            let answer = dues(connection, &filter).await;
            BillingAnswer::Dues(filter, answer)
        }
        // The documents have been seen to before.
        _ => BillingAnswer::Contracts(contracts(connection, None).await),
    }
}

/// Pages that come together to a list.
struct Gathering<T> {
    items: Vec<T>,
    page: Page,
}

impl<T> Default for Gathering<T> {
    fn default() -> Self {
        Self { items: Vec::new(), page: Page::default() }
    }
}

impl<T> Gathering<T> {
    /// Adds a page; returns the list when there is no more, or enough.
    fn add(&mut self, paged: Paged<T>) -> Option<Listed<T>> {
        self.items.extend(paged.items);
        match paged.next {
            Some(next) if self.items.len() < MOST_LISTED => {
                self.page.after = Some(next);
                None
            }
            next => Some(Listed { items: std::mem::take(&mut self.items), cut: next.is_some() }),
        }
    }
}

async fn invoices(connection: &Connection, filter: &InvoiceFilter) -> Answer<Listed<Invoice>> {
    let mut gathering = Gathering::default();
    loop {
        let page = gathering.page.clone();
        let call = connection.ask(async |ek, context| ek.invoices(context, filter.clone(), page.clone()).await);
        if let Some(all) = gathering.add(call.await?) {
            return Ok(all);
        }
    }
}

async fn payments(connection: &Connection, filter: &PaymentFilter) -> Answer<Listed<Payment>> {
    let mut gathering = Gathering::default();
    loop {
        let page = gathering.page.clone();
        let call = connection.ask(async |ek, context| ek.payments(context, filter.clone(), page.clone()).await);
        if let Some(all) = gathering.add(call.await?) {
            return Ok(all);
        }
    }
}

async fn dues(connection: &Connection, filter: &DueFilter) -> Answer<Listed<Due>> {
    let mut gathering = Gathering::default();
    loop {
        let page = gathering.page.clone();
        let call = connection.ask(async |ek, context| ek.dues(context, filter.clone(), page.clone()).await);
        if let Some(all) = gathering.add(call.await?) {
            return Ok(all);
        }
    }
}

async fn balances(connection: &Connection, filter: &BalanceFilter) -> Answer<Listed<Balance>> {
    let mut gathering = Gathering::default();
    loop {
        let page = gathering.page.clone();
        let call = connection.ask(async |ek, context| ek.balances(context, filter.clone(), page.clone()).await);
        if let Some(all) = gathering.add(call.await?) {
            return Ok(all);
        }
    }
}

async fn files(connection: &Connection, filter: &BillingFileFilter) -> Answer<Listed<BillingFile>> {
    let mut gathering = Gathering::default();
    loop {
        let page = gathering.page.clone();
        let call = connection.ask(async |ek, context| ek.billing_files(context, filter.clone(), page.clone()).await);
        if let Some(all) = gathering.add(call.await?) {
            return Ok(all);
        }
    }
}

/// Returns what a customer owes, in each currency.
pub(super) async fn balances_of(connection: &Connection, customer: &CustomerNumber) -> Answer<Vec<Balance>> {
    let filter = BalanceFilter { customer: Some(customer.clone()), ..BalanceFilter::default() };
    Ok(balances(connection, &filter).await?.items)
}

/// Returns the contracts in force, of a customer or of all that one may see.
pub(super) async fn contracts(connection: &Connection, customer: Option<&CustomerNumber>) -> Answer<Vec<Contract>> {
    let filter = ContractFilter { customer: customer.cloned(), ..ContractFilter::default() };
    let mut gathering = Gathering::default();
    loop {
        let page = gathering.page.clone();
        let call = connection.ask(async |ek, context| ek.contracts(context, filter.clone(), page.clone()).await);
        if let Some(all) = gathering.add(call.await?) {
            return Ok(all.items);
        }
    }
}

fn drawn(answer: Answer<Drawing>) -> Message {
    let file = answer.map(|drawing| File { name: drawing.name, bytes: drawing.bytes.into_vec() });
    Message::Drawn(Box::new(file))
}

/// Fetches the file that an invoice came as, piece by piece.
async fn original(connection: &Connection, id: InvoiceId) -> Answer<File> {
    let mut bytes: Vec<u8> = Vec::new();
    loop {
        let query = InvoiceFileQuery { id, offset: bytes.len() as u64 };
        let part = connection.ask(async |ek, context| ek.invoice_file(context, query.clone()).await).await?;
        bytes.extend_from_slice(&part.bytes);
        if bytes.len() as u64 >= part.size {
            return Ok(File { name: part.name, bytes });
        }
        // A piece with nothing in it, or more than a piece may be, would have us ask for ever.
        if part.bytes.is_empty() || part.bytes.len() > MAX_UPLOAD_PART || part.size > LARGEST {
            return Err(Fault::from(Cause::Internal));
        }
    }
}

/// Does something with a payment; an invoice that is named by its number is found first.
pub(super) async fn change(connection: &Connection, key: OnceKey, id: PaymentId, change: Box<PaymentChange>) -> Done {
    let answer = match wanted(connection, &change).await {
        Ok(what) => {
            let deed = PaymentDeed { payment: id, what };
            let call = connection.ask(async |ek, context| ek.change_payment(context, key.clone(), deed.clone()).await);
            call.await
        }
        Err(fault) => Err(fault),
    };
    Done::PaymentChanged(id, change, answer.map(Box::new))
}

async fn wanted(connection: &Connection, change: &PaymentChange) -> Answer<PaymentAct> {
    match change {
        PaymentChange::Act(act) => Ok(act.clone()),
        PaymentChange::AllocateTo { number, amount } => {
            let found = connection.ask(async |ek, context| ek.find_invoice(context, number.clone()).await).await?;
            Ok(PaymentAct::Allocate { invoice: found.id, amount: *amount })
        }
    }
}

/// Says whose an invoice is.
pub(super) async fn assign(connection: &Connection, key: OnceKey, owner: Box<InvoiceOwner>) -> Done {
    let call = connection.ask(async |ek, context| ek.assign_invoice(context, key.clone(), (*owner).clone()).await);
    let answer = call.await;
    Done::InvoiceAssigned(owner, answer.map(Box::new))
}

/// Returns nothing where somebody may not see what is asked for, or the daemon knows nothing of it.
pub(super) fn or_nothing<T>(answer: Answer<Vec<T>>) -> Answer<Vec<T>> {
    match answer {
        Err(fault) if fault.code == FaultCode::LoginNeeded => Err(fault),
        Err(_) => Ok(Vec::new()),
        answer => answer,
    }
}
