//! What a clerk does with payments: each deed is told in the audit log, and each can be undone by another.

use common::api::EkClient;
use common::id::PaymentId;
use common::language::Language;
use common::money::Money;
use common::payment::{PaymentAct, PaymentDeed};
use common::quantity::decimal::Separator;

use super::payment_row;
use crate::cli::payments::{AllocateArgs, PaymentAssignArgs, PaymentReasonArgs, ReleaseArgs, ReturnArgs};
use crate::cli::usage::Usage;
use crate::command::invoices::find;
use crate::exit::Failure;
use crate::output::{Output, Pick};
use crate::session::Session;

/// Pays an invoice with a payment.
///
/// # Errors
/// There is no such payment or invoice; the text is no amount; more than is left of either.
pub async fn allocate(session: &mut Session, output: &mut Output, args: &AllocateArgs) -> Result<(), Failure> {
    let amount = args.amount.as_deref().map(|text| amount(text, output.look.language)).transpose()?;
    let invoice = find(session, &args.invoice).await?.id;
    change(session, output, args.payment.payment, PaymentAct::Allocate { invoice, amount }).await
}

/// Says whose a payment is.
///
/// # Errors
/// There is no such payment or customer.
pub async fn assign(session: &mut Session, output: &mut Output, args: &PaymentAssignArgs) -> Result<(), Failure> {
    let customer = args.customer.clone();
    change(session, output, args.payment.payment, PaymentAct::Assign { customer }).await
}

/// Takes an allocation back.
///
/// # Errors
/// There is no such allocation, or it was taken back before.
pub async fn release(session: &mut Session, output: &mut Output, args: &ReleaseArgs) -> Result<(), Failure> {
    let act = PaymentAct::Release { allocation: args.allocation, reason: args.reason.reason.clone() };
    change(session, output, args.payment.payment, act).await
}

/// Takes back all of a payment, and whose it is.
///
/// # Errors
/// There is no such payment, or it does not stand so.
pub async fn unassign(session: &mut Session, output: &mut Output, args: &PaymentReasonArgs) -> Result<(), Failure> {
    let reason = args.reason.reason.clone();
    change(session, output, args.payment.payment, PaymentAct::Unassign { reason }).await
}

/// Says that a payment is no customer's.
///
/// # Errors
/// As [`unassign`].
pub async fn set_aside(session: &mut Session, output: &mut Output, args: &PaymentReasonArgs) -> Result<(), Failure> {
    let reason = args.reason.reason.clone();
    change(session, output, args.payment.payment, PaymentAct::SetAside { reason }).await
}

/// Says that a bank took another payment back with this one.
///
/// # Errors
/// As [`unassign`].
pub async fn return_of(session: &mut Session, output: &mut Output, args: &ReturnArgs) -> Result<(), Failure> {
    change(session, output, args.payment.payment, PaymentAct::ReturnOf { payment: args.of }).await
}

/// Does it, and shows the payment as it is now.
async fn change(
    session: &mut Session,
    output: &mut Output,
    payment: PaymentId,
    what: PaymentAct,
) -> Result<(), Failure> {
    let deed = PaymentDeed { payment, what };
    let call = async |ek: &EkClient, context, key| ek.change_payment(context, key, deed.clone()).await;
    let changed = session.ask_once(call).await?;
    let mut listing = output.list::<super::PaymentRow>(&Pick::default())?;
    listing.push(payment_row(changed))?;
    Ok(listing.finish_whole()?)
}

/// Reads an amount as people write it: `234.56`, `1 234.56 zł`; a comma only where the reader's language writes it so.
fn amount(text: &str, language: Language) -> Result<Money, Usage> {
    let no_money = || Usage::no_money("AMOUNT", text);
    let bare = text.trim().trim_end_matches("zł").trim_end_matches("PLN").trim();
    let plain: String = bare.chars().filter(|character| !matches!(character, ' ' | '\u{a0}' | '\u{202f}')).collect();
    let has_comma = plain.contains(',');
    if has_comma && language != Language::Polish {
        return Err(no_money());
    }
    let separator = if has_comma { Separator::Comma } else { Separator::Point };
    let amount = Money::parse(&plain, separator).map_err(|_| no_money())?;
    if amount.is_positive() { Ok(amount) } else { Err(no_money()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        let check = |text, language, expected: Option<i64>| {
            assert_eq!(amount(text, language).ok().map(Money::grosze), expected, "{text}");
        };
        check("234.56", Language::English, Some(23_456));
        check("1 234,56 zł", Language::Polish, Some(123_456));
        check("1234,5", Language::Polish, Some(123_450));
        check("1,234", Language::English, None);
        check("1.234,56", Language::Polish, None);
        for text in ["", "0", "-5", "1.001", "kot", "zł"] {
            check(text, Language::Polish, None);
        }
    }
}
