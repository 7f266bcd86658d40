//! An entry of a statement: one payment, or a batch of them.

use common::bank_account::BankAccount;
use common::invoice::file::{FileProblem, ProblemKind};
use common::money::{Currency, Money};
use jiff::civil::Date;

use super::super::read::{Identity, ReadEntry, kept};
use super::element::Element;

/// An entry, and what has no place in it.
pub(super) struct Entry {
    pub(super) read: ReadEntry,
    pub(super) identity: Identity,
    /// The other side, should the entry have gone the other way.
    pub(super) other: Side,
}

/// One side of a transfer.
#[derive(Clone, Debug, Default)]
pub(super) struct Side {
    pub(super) counterparty: String,
    pub(super) account: Option<BankAccount>,
}

/// What an entry takes from its statement.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    /// The account of the statement.
    pub(super) own: Option<&'a BankAccount>,
    /// The day on which what has none counts: what is only foreseen may have none.
    pub(super) last_on: Option<Date>,
}

/// What all transactions of an entry have in common.
struct Whole<'a> {
    part: &'a Element,
    own: Option<&'a BankAccount>,
    booked_on: Date,
    value_on: Date,
    amount: Money,
    currency: Currency,
    is_reversal: bool,
    is_booked: bool,
}

/// What payers write where they have nothing to say.
const NOT_PROVIDED: &str = "NOTPROVIDED";

/// The longest piece of a title: one that long goes on in the next.
const FULL_PIECE: usize = 140;

/// Reads an entry: one payment each where the amounts of its transactions make its own, else one.
pub(super) fn read(
    part: &Element,
    ground: Ground<'_>,
    flags: &mut Vec<FileProblem>,
) -> Result<Vec<Entry>, FileProblem> {
    let whole = whole(part, ground)?;
    let transactions: Vec<&Element> = part.all("NtryDtls").flat_map(|details| details.all("TxDtls")).collect();
    let [first, .., last] = transactions.as_slice() else {
        let only = transactions.first().copied();
        return Ok(vec![whole.entry(only.unwrap_or(&Element::default()), whole.amount, only.is_some())]);
    };
    let amounts: Option<Vec<Money>> = transactions.iter().map(|transaction| whole.amount_of(transaction)).collect();
    if let Some(amounts) = amounts.as_ref().filter(|amounts| amounts.iter().copied().sum::<Money>() == whole.amount) {
        let entries =
            transactions.iter().zip(amounts).map(|(transaction, amount)| whole.entry(transaction, *amount, false));
        return Ok(entries.collect());
    }
    let kind = if amounts.is_some() { ProblemKind::DoesNotAddUp } else { ProblemKind::Missing };
    let found = amounts.map_or_else(String::new, |amounts| amounts.into_iter().sum::<Money>().plain());
    let mut flag = part.wrong(kind, "NtryDtls/TxDtls/Amt", &found, &whole.amount.plain());
    flag.line = Some(first.line.min(last.line));
    flags.push(flag);
    Ok(vec![whole.entry(&Element::default(), whole.amount, false)])
}

fn whole<'a>(part: &'a Element, ground: Ground<'a>) -> Result<Whole<'a>, FileProblem> {
    let (amount, currency) = part.signed()?;
    let status = part.text_at("Sts/Cd").or_else(|| part.text_at("Sts")).or_else(|| part.at("Sts").map(|_| "Prtry"));
    let status = status.unwrap_or_default();
    if !matches!(status, "BOOK" | "PDNG" | "INFO" | "FUTR" | "Prtry") {
        return Err(part.wrong(ProblemKind::BadValue, "Sts", status, "BOOK, PDNG, INFO, FUTR"));
    }
    let is_reversal = match part.text_at("RvslInd") {
        Some("true" | "1") => true,
        Some("false" | "0") | None => false,
        Some(other) => return Err(part.wrong(ProblemKind::BadValue, "RvslInd", other, "true, false")),
    };
    let (booked, value) = (part.day("BookgDt")?, part.day("ValDt")?);
    let missing = || part.wrong(ProblemKind::Missing, "BookgDt", "", "2026-11-30");
    let booked_on = booked.or(value).or(ground.last_on).ok_or_else(missing)?;
    let is_booked = status == "BOOK";
    Ok(Whole {
        part,
        own: ground.own,
        booked_on,
        value_on: value.unwrap_or(booked_on),
        amount,
        currency,
        is_reversal,
        is_booked,
    })
}

impl Whole<'_> {
    /// Returns the amount of one of several transactions, if it is told in the entry's currency.
    fn amount_of(&self, transaction: &Element) -> Option<Money> {
        let paths = ["Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt"];
        let told = paths.iter().filter_map(|path| transaction.amount(path).ok());
        let (amount, _) = told.into_iter().find(|(_, currency)| *currency == self.currency)?;
        let is_incoming = match transaction.text_at("CdtDbtInd") {
            Some("CRDT") => true,
            Some("DBIT") => false,
            Some(_) | None => self.amount >= Money::default(),
        };
        Some(if is_incoming { amount } else { -amount })
    }

    fn entry(&self, transaction: &Element, amount: Money, is_only: bool) -> Entry {
        let was_incoming = (amount >= Money::default()) != self.is_reversal;
        let (debtor, creditor) = (side(transaction, "Dbtr"), side(transaction, "Cdtr"));
        let written = creditor.account.clone().filter(|account| was_incoming && Some(account) != self.own);
        let (theirs, other) = if was_incoming { (debtor, creditor) } else { (creditor, debtor) };
        let given = transaction.text_at("Refs/AcctSvcrRef").or_else(|| {
            let of_entry = self.part.text_at("AcctSvcrRef");
            of_entry.filter(|_| is_only || transaction.parts.is_empty())
        });
        let identity = if given.is_some() { Identity::Reference } else { Identity::Words };
        // `NtryRef` counts the entries of a statement: in that of the week it is another one.
        let reference = given.or_else(|| self.part.text_at("AcctSvcrRef"));
        let read = ReadEntry {
            booked_on: self.booked_on,
            value_on: self.value_on,
            amount,
            currency: self.currency,
            is_reversal: self.is_reversal,
            is_booked: self.is_booked,
            title: kept(&self.title(transaction)),
            counterparty: theirs.counterparty,
            counterparty_account: theirs.account,
            virtual_account: written,
            virtual_id: None,
            reference: kept(reference.or_else(|| end_to_end(transaction)).unwrap_or_default()),
            batch: None,
            key: String::new(),
            line: if transaction.line == 0 { self.part.line } else { transaction.line },
        };
        Entry { read, identity, other }
    }

    /// Returns what the payer wrote, else what he calls the payment, else what the bank says about it.
    fn title(&self, transaction: &Element) -> String {
        let mut title = String::new();
        let mut was_full = true;
        for piece in transaction.at("RmtInf").iter().flat_map(|said| remittance(said)) {
            if !was_full {
                title.push(' ');
            }
            title.push_str(piece);
            was_full = piece.chars().count() >= FULL_PIECE;
        }
        if title.trim().is_empty() {
            let of_bank = transaction.text_at("AddtlTxInf").or_else(|| self.part.text_at("AddtlNtryInf"));
            return end_to_end(transaction).or(of_bank).unwrap_or_default().to_owned();
        }
        title
    }
}

/// Returns the pieces of a title: free ones, then references and numbers of documents.
fn remittance(said: &Element) -> Vec<&str> {
    let mut pieces: Vec<&str> = said.all("Ustrd").map(|piece| piece.text.as_str()).collect();
    for structured in said.all("Strd") {
        pieces.extend(structured.all("RfrdDocInf").filter_map(|document| document.text_at("Nb")));
        pieces.extend(structured.text_at("CdtrRefInf/Ref"));
        pieces.extend(structured.all("AddtlRmtInf").map(|piece| piece.text.as_str()));
    }
    pieces
}

fn end_to_end(transaction: &Element) -> Option<&str> {
    transaction.text_at("Refs/EndToEndId").filter(|id| *id != NOT_PROVIDED)
}

/// Returns who stands on a side, `Dbtr` or `Cdtr`; for whom he acts, where only that is told.
fn side(transaction: &Element, role: &str) -> Side {
    let Some(parties) = transaction.at("RltdPties") else { return Side::default() };
    let name = |role: &str| {
        let party = parties.at(role)?;
        party.text_at("Nm").or_else(|| party.text_at("Pty/Nm"))
    };
    let counterparty = name(role).or_else(|| name(&format!("Ultmt{role}")));
    Side { counterparty: kept(counterparty.unwrap_or_default()), account: parties.account_at(&format!("{role}Acct")) }
}
