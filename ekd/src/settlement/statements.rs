//! A statement is taken: each entry that brought money once, in whatever file it comes.

use common::bank_account::BankAccount;
use common::id::{BillingFileId, PaymentId, StatementId};
use common::invoice::Days;
use common::invoice::file::{BillingTally, FileProblem, ImportMode, ProblemKind};
use common::money::{Currency, Money};
use common::notice::BillingNews;
use common::payment::{HouseReason, PaymentStanding};
use common::text::visible;

use super::otherwise::{Sorted, ToldOtherwise};
use super::paying::Aim;
use super::{Doing, candidates, paying, returns, tell};
use crate::payment::matching::{Match, find};
use crate::payment::read::{ReadEntry, ReadStatement};
use crate::store::StoreError;
use crate::store::log::Write;
use crate::store::payment::{self, NewPayment, Owner};
use crate::store::statement::{self, NewStatement, Otherwise};

/// What was taken of a statement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Its part of the file's tally.
    pub tally: BillingTally,
    /// What does not follow from the statements before it; its own flags are not among them.
    pub flags: Vec<FileProblem>,
}

/// What an entry is to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Nature {
    /// Money that came in, or that the bank took back.
    Payment,
    /// Money that went out, or came back of what had gone out.
    Outgoing,
    /// The bank only foresees it.
    Pending,
}

/// Returns why a statement is not taken; with that, nothing of its file is.
#[must_use]
pub fn refusal(statement: &ReadStatement, mode: ImportMode) -> Option<FileProblem> {
    let is_refused = match mode {
        ImportMode::Usual | ImportMode::Trial => !statement.is_balanced,
        ImportMode::EvenUnbalanced => false,
    };
    let closing = statement.closing.map(Money::plain).unwrap_or_default();
    is_refused.then(|| FileProblem {
        kind: ProblemKind::DoesNotAddUp,
        field: statement.number.clone(),
        line: None,
        found: closing,
        wanted: String::new(),
    })
}

/// Takes a statement: writes down what is new of it, finds whose each payment is, and has it pay what is open. What was taken
/// before is counted and left alone.
///
/// # Errors
/// Where the archive fails.
pub fn take_statement(
    tx: &Write<'_>,
    doing: Doing,
    file: BillingFileId,
    read: &ReadStatement,
) -> Result<Taken, StoreError> {
    let mut tally = BillingTally { n_statements: 1, n_entries: read.entries.len() as u64, ..BillingTally::default() };
    let account = account_of(&read.account);
    let mut unknown: Vec<&ReadEntry> = Vec::new();
    for entry in &read.entries {
        match nature(entry) {
            Nature::Pending => tally.n_pending += 1,
            Nature::Outgoing => tally.n_outgoing += 1,
            Nature::Payment if payment::is_known(tx, &entry.key)? => tally.n_booked_before += 1,
            Nature::Payment => unknown.push(entry),
        }
    }
    let told = ToldOtherwise::of(tx, (&account, read.currency), read, file)?;
    let Sorted { new, n_before, sums, is_met } = told.sort(&unknown);
    tally.n_booked_before += n_before;
    let written = described(file, &account, read, (doing, &new));
    if new.is_empty() && statement::is_known(tx, &written)? {
        return Ok(Taken { tally, flags: Vec::new() });
    }
    let flags = if is_met { Vec::new() } else { gap(tx, &written)?.into_iter().collect() };
    let id = statement::add(tx, &written)?;
    for sum in sums {
        give_way(tx, doing, &sum)?;
    }
    for entry in new {
        // The same file may hold an entry twice.
        if payment::is_known(tx, &entry.key)? {
            tally.n_booked_before += 1;
            continue;
        }
        tally.n_booked += 1;
        if entry.currency == Currency::PLN {
            tally.booked += entry.amount;
        }
        tally.n_matched += u64::from(book(tx, doing, id, entry)?);
    }
    if tally.n_booked > 0 {
        returns::look_again(tx, doing)?;
    }
    Ok(Taken { tally, flags })
}

/// Sets the sum of a batch aside whose parts are booked.
fn give_way(tx: &Write<'_>, doing: Doing, sum: &Otherwise) -> Result<(), StoreError> {
    match sum.standing {
        PaymentStanding::Unmatched => {
            payment::set_standing(tx, sum.id, PaymentStanding::SetAside, HouseReason::InParts.name())?;
            tell(tx, doing, BillingNews::Changed, (sum.id, None))
        }
        PaymentStanding::SetAside
        | PaymentStanding::Credit
        | PaymentStanding::Allocated
        | PaymentStanding::Returned => Ok(()),
    }
}

fn nature(entry: &ReadEntry) -> Nature {
    if !entry.is_booked {
        return Nature::Pending;
    }
    match (entry.amount.is_positive(), entry.is_reversal) {
        (true, false) => Nature::Payment,
        (false, true) if !entry.amount.is_zero() => Nature::Payment,
        (true, true) | (false, _) => Nature::Outgoing,
    }
}

/// Returns the account as statements in all forms have it.
fn account_of(text: &str) -> String {
    BankAccount::parse(text).map_or_else(|_| visible(text.trim()).into_owned(), |account| account.as_str().to_owned())
}

fn described<'a>(
    file: BillingFileId,
    account: &'a str,
    read: &'a ReadStatement,
    (doing, new): (Doing, &[&ReadEntry]),
) -> NewStatement<'a> {
    let booked = || read.entries.iter().filter(|entry| entry.is_booked).map(|entry| entry.amount);
    NewStatement {
        file,
        account,
        number: &read.number,
        currency: read.currency,
        days: read.first_on.zip(read.last_on).map(|(first, last)| Days { first, last }),
        opening: read.opening,
        closing: read.closing,
        n_entries: read.entries.len() as u64,
        n_payments: new.len() as u64,
        incoming: booked().filter(|amount| amount.is_positive()).sum(),
        outgoing: booked().filter(|amount| !amount.is_positive()).map(|amount| -amount).sum(),
        is_balanced: read.is_balanced,
        received_at: doing.at,
    }
}

/// Finds that a statement does not begin where the one before it ended.
fn gap(tx: &Write<'_>, new: &NewStatement<'_>) -> Result<Option<FileProblem>, StoreError> {
    let (Some(opening), Some(days)) = (new.opening, new.days) else { return Ok(None) };
    let before = statement::closed_with(tx, (new.account, new.currency), days.first)?;
    Ok(before.filter(|closing| *closing != opening).map(|closing| FileProblem {
        kind: ProblemKind::StatementMissing,
        field: new.number.to_owned(),
        line: None,
        found: opening.plain(),
        wanted: closing.plain(),
    }))
}

/// Writes a payment down and has it pay what it is for; tells whether it was found whose it is.
fn book(tx: &Write<'_>, doing: Doing, statement: StatementId, entry: &ReadEntry) -> Result<bool, StoreError> {
    let new = NewPayment {
        statement,
        key: &entry.key,
        booked_on: entry.booked_on,
        amount: entry.amount,
        currency: entry.currency,
        title: &entry.title,
        payer: &entry.counterparty,
        payer_account: entry.counterparty_account.as_ref(),
        to_account: entry.virtual_account.as_ref(),
        reference: &entry.reference,
        batch: entry.batch,
    };
    let id = payment::add(tx, &new)?;
    if entry.amount.is_positive() {
        settle(tx, doing, id, entry.virtual_id.as_deref())
    } else {
        returns::book(tx, doing, id)
    }
}

/// Finds whose a payment is that waits, and has it pay what is open.
pub(super) fn settle(
    tx: &Write<'_>,
    doing: Doing,
    id: PaymentId,
    virtual_id: Option<&str>,
) -> Result<bool, StoreError> {
    let Some(found) = owner(tx, id, virtual_id)? else {
        tell(tx, doing, BillingNews::PaymentUnmatched, (id, None))?;
        return Ok(false);
    };
    settle_as(tx, doing, id, &found)?;
    Ok(true)
}

/// Finds whose a payment is.
pub(super) fn owner(tx: &Write<'_>, id: PaymentId, virtual_id: Option<&str>) -> Result<Option<Match>, StoreError> {
    let Some(kept) = payment::by_id(tx, id)? else { return Ok(None) };
    let known = candidates::known(tx, &kept, virtual_id)?;
    Ok(find(&candidates::trace(&kept, virtual_id), &known))
}

/// Has a payment be that customer's and pay what is open.
pub(super) fn settle_as(tx: &Write<'_>, doing: Doing, id: PaymentId, found: &Match) -> Result<(), StoreError> {
    payment::set_owner(tx, id, Some(Owner { customer: found.customer, by: found.by, is_held: false }))?;
    if let Some(kept) = payment::by_id(tx, id)? {
        paying::pay(tx, doing, &kept, Aim { named: &found.invoices, except: None })?;
    }
    tell(tx, doing, BillingNews::PaymentBooked, (id, Some(found.customer)))
}
