//! What is owed and paid as machines read it: the columns of `ekctl dues list`, `dues balances`, `invoices list` and
//! `payments list`, but for what lies within a row.

use common::due::{Balance, Due, Interest};
use common::id::SiteCode;
use common::invoice::Invoice;
use common::money::Money;
use common::payment::Payment;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::export::Cell;

/// The headings of dues.
pub const DUES: [&str; 16] = [
    "invoice",
    "invoice_number",
    "ksef_number",
    "kind",
    "customer",
    "customer_name",
    "sites",
    "issued_on",
    "pay_by",
    "state",
    "days_overdue",
    "currency",
    "payable",
    "unpaid",
    "late_interest",
    "is_split_payment",
];

/// The headings of invoices.
pub const INVOICES: [&str; 24] = [
    "invoice",
    "invoice_number",
    "ksef_number",
    "kind",
    "customer",
    "customer_name",
    "sites",
    "seller",
    "buyer",
    "issued_on",
    "first_day",
    "last_day",
    "currency",
    "net",
    "vat",
    "gross",
    "payable",
    "settled",
    "unpaid",
    "pay_by",
    "account",
    "state",
    "corrects",
    "received_at",
];

/// The headings of payments.
pub const PAYMENTS: [&str; 16] = [
    "payment",
    "statement",
    "booked_on",
    "currency",
    "amount",
    "allocated",
    "not_allocated",
    "state",
    "customer",
    "customer_name",
    "matched_by",
    "transfer_title",
    "payer",
    "payer_account",
    "to_account",
    "reference",
];

/// The headings of balances.
pub const BALANCES: [&str; 15] = [
    "customer",
    "customer_name",
    "currency",
    "on_day",
    "total_due",
    "overdue",
    "next_due_on",
    "next_due",
    "credit",
    "to_pay",
    "late_interest",
    "n_unpaid",
    "n_overdue",
    "last_paid_on",
    "last_paid",
];

fn text<T: ToString>(written: Option<&T>) -> Cell {
    written.map_or(Cell::Null, |written| Cell::text(&written.to_string()))
}

fn money(amount: Money) -> Cell {
    Cell::Money(amount.plain())
}

fn day(date: Option<Date>) -> Cell {
    text(date.as_ref())
}

fn interest(interest: Interest) -> Cell {
    match interest {
        Interest::Amount(amount) => money(amount),
        Interest::NoRate(_) | Interest::OtherCurrency => Cell::Null,
    }
}

fn sites(invoice: &Invoice) -> Cell {
    let codes: Vec<&str> = invoice.sites.iter().map(SiteCode::as_str).collect();
    Cell::text(&codes.join(" "))
}

/// Returns the cells of what is owed.
#[must_use]
pub fn due(due: &Due) -> Vec<Cell> {
    let invoice = &due.invoice;
    vec![
        Cell::Number(invoice.id.to_string()),
        Cell::text(&invoice.number),
        text(invoice.ksef_number.as_ref()),
        Cell::text(invoice.kind.name()),
        text(invoice.customer.as_ref()),
        text(invoice.customer_name.as_ref()),
        sites(invoice),
        day(Some(invoice.issued_on)),
        day(invoice.due_on),
        Cell::text(invoice.standing.name()),
        Cell::Number(due.days_overdue.to_string()),
        Cell::text(invoice.currency.as_str()),
        money(invoice.payable),
        money(due.open),
        interest(due.interest),
        Cell::text(&invoice.is_split_payment.to_string()),
    ]
}

/// Returns the cells of an invoice.
#[must_use]
pub fn invoice(invoice: &Invoice, zone: &TimeZone) -> Vec<Cell> {
    vec![
        Cell::Number(invoice.id.to_string()),
        Cell::text(&invoice.number),
        text(invoice.ksef_number.as_ref()),
        Cell::text(invoice.kind.name()),
        text(invoice.customer.as_ref()),
        text(invoice.customer_name.as_ref()),
        sites(invoice),
        Cell::text(&invoice.seller.name),
        Cell::text(&invoice.buyer.name),
        day(Some(invoice.issued_on)),
        day(invoice.period.map(|days| days.first)),
        day(invoice.period.map(|days| days.last)),
        Cell::text(invoice.currency.as_str()),
        money(invoice.net),
        money(invoice.vat),
        money(invoice.gross),
        money(invoice.payable),
        money(invoice.settled),
        money(invoice.open()),
        day(invoice.due_on),
        Cell::text(invoice.account.as_ref().map_or("", |account| account.as_str())),
        Cell::text(invoice.standing.name()),
        text(invoice.corrects.as_ref()),
        Cell::instant(Some(invoice.received_at), zone),
    ]
}

/// Returns the cells of a payment.
#[must_use]
pub fn payment(payment: &Payment) -> Vec<Cell> {
    vec![
        Cell::Number(payment.id.to_string()),
        Cell::Number(payment.statement.to_string()),
        day(Some(payment.booked_on)),
        Cell::text(payment.currency.as_str()),
        money(payment.amount),
        money(payment.allocated),
        money(payment.left()),
        Cell::text(payment.standing.name()),
        text(payment.customer.as_ref()),
        text(payment.customer_name.as_ref()),
        Cell::text(payment.matched_by.map_or("", |by| by.name())),
        Cell::text(&payment.title),
        Cell::text(&payment.payer),
        Cell::text(payment.payer_account.as_ref().map_or("", |account| account.as_str())),
        Cell::text(payment.to_account.as_ref().map_or("", |account| account.as_str())),
        Cell::text(&payment.reference),
    ]
}

/// Returns the cells of a balance.
#[must_use]
pub fn balance(balance: &Balance) -> Vec<Cell> {
    vec![
        Cell::text(balance.customer.as_str()),
        Cell::text(&balance.customer_name),
        Cell::text(balance.currency.as_str()),
        day(Some(balance.on)),
        money(balance.total_due),
        money(balance.overdue),
        day(balance.next_due.map(|next| next.on)),
        balance.next_due.map_or(Cell::Null, |next| money(next.amount)),
        money(balance.credit),
        money(balance.to_pay()),
        interest(balance.interest),
        Cell::Number(balance.n_open.to_string()),
        Cell::Number(balance.n_overdue.to_string()),
        day(balance.last_payment.map(|(on, _)| on)),
        balance.last_payment.map_or(Cell::Null, |(_, amount)| money(amount)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{self, billing};

    #[test]
    fn every_column_has_its_cell() {
        let invoices = billing::invoices();
        assert!(invoices.iter().all(|row| invoice(row, &fixture::zone()).len() == INVOICES.len()));
        assert!(billing::payments().iter().all(|row| payment(row).len() == PAYMENTS.len()));
        assert!(billing::balances().iter().all(|row| balance(row).len() == BALANCES.len()));
        assert!(billing::dues().iter().all(|row| due(row).len() == DUES.len()));
    }
}
