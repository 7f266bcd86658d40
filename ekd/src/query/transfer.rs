//! The transfer that pays something: into which account, how much, and with which title.

use common::bank_account::BankAccount;
use common::due::{MOST_INVOICES, TransferOf, TransferOrder};
use common::fault::{BillingCause, Cause};
use common::id::{CustomerId, CustomerNumber, InvoiceId};
use common::invoice::Invoice;
use common::money::{Currency, Money};
use common::nip::Nip;
use common::quantity::decimal::divide_rounded;
use common::transfer::{Transfer, split_title};
use jiff::civil::Date;

use crate::store::due::{Claim, Payer};
use crate::store::log::Logbook;
use crate::store::{self, StoreError};

/// To whom is paid, where the configuration says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Payee {
    pub name: Option<String>,
    pub nip: Option<Nip>,
}

/// What is to be paid, and by whom.
#[derive(Debug)]
struct Wanted {
    payer: Payer,
    /// What is due first comes first.
    claims: Vec<Claim>,
    amount: Money,
}

/// Characters of a title that banks carry.
const LONGEST_TITLE: usize = 140;

/// Returns the transfer that pays something whoever looks may see; or why there is none.
///
/// # Errors
/// Where the archive fails.
pub fn order(
    log: &Logbook<'_>,
    of: &TransferOf,
    payee: &Payee,
    today: Date,
) -> Result<Result<TransferOrder, Cause>, StoreError> {
    let wanted = match of {
        TransferOf::Invoices(ids) => of_invoices(log, ids)?,
        TransferOf::Overdue(number) => {
            of_customer(log, number, |claim| claim.due_on.is_some_and(|due_on| due_on < today))?
        }
        TransferOf::Total(number) => of_customer(log, number, |_| true)?,
    };
    match wanted {
        Ok(wanted) if wanted.amount.is_positive() => made(log, &wanted, payee, today),
        Ok(_) => Ok(Err(refused(BillingCause::NothingToPay))),
        Err(cause) => Ok(Err(cause)),
    }
}

fn of_invoices(log: &Logbook<'_>, ids: &[InvoiceId]) -> Result<Result<Wanted, Cause>, StoreError> {
    if ids.len() > MOST_INVOICES {
        return Ok(Err(refused(BillingCause::TooManyInvoices { most: MOST_INVOICES as u64 })));
    }
    let mut claims: Vec<Claim> = Vec::new();
    for id in ids {
        let Some(claim) = store::due::find(log, *id)? else {
            return Ok(Err(refused(BillingCause::NoSuchInvoice { text: id.to_string(), similar: Vec::new() })));
        };
        if claims.iter().all(|known| known.id != claim.id) {
            claims.push(claim);
        }
    }
    if claims.iter().any(|claim| claim.currency != Currency::PLN) {
        return Ok(Err(refused(BillingCause::NotInZloty)));
    }
    let customer = claims.first().and_then(|claim| claim.customer);
    let Some(customer) = customer.filter(|_| claims.iter().all(|claim| claim.customer == customer)) else {
        let why = if claims.is_empty() { BillingCause::NothingToPay } else { BillingCause::OtherCustomer };
        return Ok(Err(refused(why)));
    };
    claims.retain(|claim| claim.open.is_positive());
    claims.sort_by_key(|claim| (claim.due_on.is_none(), claim.due_on, claim.id));
    let amount = claims.iter().map(|claim| claim.open).sum();
    let payer = payer(log, customer)?;
    Ok(payer.map(|payer| Wanted { payer, claims, amount }).ok_or(Cause::Internal))
}

/// Returns what a customer has to pay of what fits, less the credit.
fn of_customer(
    log: &Logbook<'_>,
    number: &CustomerNumber,
    fits: impl Fn(&Claim) -> bool,
) -> Result<Result<Wanted, Cause>, StoreError> {
    let absent = || Cause::NoSuchCustomer { text: number.to_string(), similar: Vec::new() };
    if !store::due::is_seen(log, number)? {
        return Ok(Err(absent()));
    }
    let Some(customer) = store::customer::by_number(log, number.as_str())? else { return Ok(Err(absent())) };
    let claims = store::due::open_of(log, customer.id)?;
    let (open, giving): (Vec<Claim>, Vec<Claim>) =
        claims.into_iter().filter(|claim| claim.currency == Currency::PLN).partition(|claim| claim.open.is_positive());
    let credits = store::payment::credit_of(log, customer.id)?;
    let credit: Money = credits.iter().filter(|(currency, _)| *currency == Currency::PLN).map(|(_, sum)| *sum).sum();
    let given: Money = giving.iter().map(|claim| claim.open).sum();
    let claims: Vec<Claim> = open.into_iter().filter(fits).collect();
    let amount = claims.iter().map(|claim| claim.open).sum::<Money>() + given - credit;
    let payer = Payer { id: customer.id, number: customer.number, name: customer.card.name };
    Ok(Ok(Wanted { payer, claims, amount }))
}

fn payer(log: &Logbook<'_>, id: CustomerId) -> Result<Option<Payer>, StoreError> {
    let found = store::customer::by_id(log, id)?;
    Ok(found.map(|customer| Payer { id, number: customer.number, name: customer.card.name }))
}

fn made(
    log: &Logbook<'_>,
    wanted: &Wanted,
    payee: &Payee,
    today: Date,
) -> Result<Result<TransferOrder, Cause>, StoreError> {
    let Some(first) = wanted.claims.first() else { return Ok(Err(refused(BillingCause::NothingToPay))) };
    // Its message names one invoice and that one's tax (VAT act, art. 108a para. 3).
    if let (Some(split), 2..) = (wanted.claims.iter().find(|claim| claim.is_split_payment), wanted.claims.len()) {
        return Ok(Err(refused(BillingCause::SplitPaymentAlone { number: split.number.clone() })));
    }
    let virtual_account = store::contract::account_of(log, wanted.payer.id, today)?;
    let own = || wanted.claims.iter().find_map(|claim| claim.account.clone());
    let Some(account) = virtual_account.clone().or_else(own) else {
        return Ok(Err(refused(BillingCause::NoAccount)));
    };
    let Some(invoice) = store::invoice::list::find(log, first.id, today)? else { return Ok(Err(Cause::Internal)) };
    let is_split_payment = first.is_split_payment;
    let mut transfer = of(wanted, (account, &invoice), payee, is_split_payment);
    if let (true, Some(nip)) = (is_split_payment, &transfer.nip) {
        let tax = tax(first, &invoice);
        // Without a tax to be told apart the plain title stays.
        if let Some(title) = split_title(tax, nip, &first.number, wanted.payer.number.as_str()) {
            transfer.title = title;
        }
    }
    let invoices = wanted.claims.iter().map(|claim| claim.id).collect();
    Ok(Ok(TransferOrder { transfer, invoices, virtual_account }))
}

fn of(wanted: &Wanted, (account, invoice): (BankAccount, &Invoice), payee: &Payee, is_split_payment: bool) -> Transfer {
    let seller = &invoice.seller;
    Transfer {
        nip: payee.nip.clone().or_else(|| seller.nip.clone()),
        account,
        amount: wanted.amount,
        payee: payee.name.clone().unwrap_or_else(|| seller.name.clone()),
        title: title(&wanted.payer.number, &wanted.claims),
        is_split_payment,
    }
}

/// Returns the tax in what is open of an invoice: of one that is paid in part, as large a part.
fn tax(claim: &Claim, invoice: &Invoice) -> Money {
    if !invoice.gross.is_positive() {
        return Money::default();
    }
    let exact = i128::from(invoice.vat.grosze()) * i128::from(claim.open.min(invoice.gross).grosze());
    let part = divide_rounded(exact, i128::from(invoice.gross.grosze()));
    Money::from_grosze(i64::try_from(part).unwrap_or_default())
}

/// Returns a title by which it is known whose it is and what it pays. Of several invoices the customer's number comes first: a
/// code cuts the end off.
fn title(number: &CustomerNumber, claims: &[Claim]) -> String {
    if let [only] = claims {
        return format!("{} {number}", only.number);
    }
    let mut title = number.to_string();
    for claim in claims {
        let longer = format!("{title} {}", claim.number);
        if longer.chars().count() > LONGEST_TITLE {
            break;
        }
        title = longer;
    }
    title
}

/// Returns a refusal that is about invoices and payments.
const fn refused(why: BillingCause) -> Cause {
    Cause::Billing { why }
}
