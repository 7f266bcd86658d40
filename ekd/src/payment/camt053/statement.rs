//! A statement as its parts come, one after the other.

use common::bank_account::BankAccount;
use common::invoice::file::{FileProblem, ProblemKind};
use common::money::{Currency, Money};
use jiff::civil::Date;

use super::super::read::{Keys, MAX_ENTRIES, ReadStatement, kept, problem};
use super::element::{Element, day};
use super::entry::{self, Entry, Ground};

/// A statement of which some parts have come.
#[derive(Default)]
pub(super) struct Draft {
    line: u64,
    id: String,
    electronic_number: Option<String>,
    legal_number: Option<String>,
    first_on: Option<Date>,
    last_on: Option<Date>,
    account: String,
    own: Option<BankAccount>,
    currency: Option<Currency>,
    balances: Vec<Balance>,
    entries: Vec<Entry>,
    flags: Vec<FileProblem>,
}

/// A balance of the books.
struct Balance {
    kind: BalanceKind,
    amount: Money,
    currency: Currency,
    on: Option<Date>,
}

/// Which balance of the books it is; what is available, expected or told for information is none of them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum BalanceKind {
    Opening,
    /// The closing of the statement before.
    Previous,
    /// At the end of a page.
    Interim,
    Closing,
}

impl Draft {
    pub(super) fn new(line: u64) -> Self {
        Self { line, ..Self::default() }
    }

    pub(super) fn take(&mut self, part: &Element) -> Result<(), FileProblem> {
        match part.name {
            "Id" if part.text.trim().is_empty() => {
                return Err(problem(ProblemKind::Missing, "Stmt/Id", Some(part.line), "", "Id"));
            }
            "Id" => self.id = kept(&part.text),
            "ElctrncSeqNb" => self.electronic_number = Some(kept(&part.text)),
            "LglSeqNb" => self.legal_number = Some(kept(&part.text)),
            "FrToDt" => {
                let day = |path: &str| part.text_at(path).and_then(day);
                (self.first_on, self.last_on) = (day("FrDtTm"), day("ToDtTm"));
            }
            "Acct" => self.take_account(part)?,
            "Bal" => self.balances.extend(balance(part)?),
            "Ntry" => {
                let balanced_on = self.balances.iter().filter_map(|balance| balance.on).max();
                let ground = Ground { own: self.own.as_ref(), last_on: self.last_on.or(balanced_on) };
                let mut entries = entry::read(part, ground, &mut self.flags)?;
                let batch = u32::try_from(self.entries.len()).ok().filter(|_| entries.len() > 1);
                for entry in &mut entries {
                    entry.read.batch = batch;
                }
                self.entries.append(&mut entries);
                if self.entries.len() > MAX_ENTRIES {
                    let most = MAX_ENTRIES.to_string();
                    return Err(problem(ProblemKind::TooLarge, "Stmt/Ntry", Some(part.line), "", &most));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn take_account(&mut self, part: &Element) -> Result<(), FileProblem> {
        let named = part.text_at("Id/IBAN").or_else(|| part.text_at("Id/Othr/Id"));
        let named = named.ok_or_else(|| part.wrong(ProblemKind::Missing, "Id/IBAN", "", "IBAN"))?;
        if let Some(iban) = part.text_at("Id/IBAN").filter(|iban| !is_formed(iban)) {
            return Err(part.wrong(ProblemKind::BadValue, "Id/IBAN", iban, "PL…"));
        }
        self.account = kept(named);
        self.own = BankAccount::parse(named).ok();
        self.currency = match part.text_at("Ccy") {
            Some(code) => {
                let wrong = |_| part.wrong(ProblemKind::BadValue, "Ccy", code, "PLN");
                Some(Currency::parse(code).map_err(wrong)?)
            }
            None => None,
        };
        Ok(())
    }

    pub(super) fn finish(mut self, keys: &mut Keys) -> Result<ReadStatement, FileProblem> {
        let of = |kind| self.balances.iter().find(|balance: &&Balance| balance.kind == kind);
        let opening =
            of(BalanceKind::Opening).or_else(|| of(BalanceKind::Previous)).or_else(|| of(BalanceKind::Interim));
        let interim = || self.balances.iter().rfind(|balance| balance.kind == BalanceKind::Interim);
        let closing = of(BalanceKind::Closing).or_else(interim);
        let entered = self.entries.first().map(|entry| entry.read.currency);
        let currency = self.currency.or(opening.map(|balance| balance.currency)).or(entered);
        let currency = currency
            .or(closing.map(|balance| balance.currency))
            .ok_or_else(|| problem(ProblemKind::Missing, "Acct/Ccy", Some(self.line), "", "PLN"))?;
        let mut flags = std::mem::take(&mut self.flags);
        let mut of_currency = |balance: Option<&Balance>, code: &str| {
            let field = format!("Bal/{code}");
            match balance {
                None => flags.push(problem(ProblemKind::Missing, &field, Some(self.line), "", code)),
                Some(other) if other.currency != currency => {
                    let (found, wanted) = (other.currency.as_str(), currency.as_str());
                    flags.push(problem(ProblemKind::Contradicts, &field, Some(self.line), found, wanted));
                }
                Some(_) => {}
            }
            balance.filter(|balance| balance.currency == currency).map(|balance| balance.amount)
        };
        let (opening_amount, closing_amount) = (of_currency(opening, "OPBD"), of_currency(closing, "CLBD"));
        let closed_on = closing.and_then(|balance| balance.on).or(self.last_on);
        let mut statement = ReadStatement {
            account: self.account,
            number: self.electronic_number.or(self.legal_number).unwrap_or_else(|| self.id.clone()),
            reference: self.id,
            currency,
            first_on: self.first_on.or(opening.and_then(|balance| balance.on)),
            last_on: self.last_on.or(closed_on),
            opening: opening_amount,
            closing: closing_amount,
            entries: Vec::new(),
            flags,
            is_balanced: false,
        };
        let mut entries = self.entries;
        turn_reversals(&mut entries, &statement);
        for entry in &mut entries {
            keys.give(&statement.account, &mut entry.read, entry.identity);
        }
        statement.entries = entries.into_iter().map(|entry| entry.read).collect();
        statement.balance("Bal/CLBD");
        Ok(statement)
    }
}

/// Tells whether the schema takes it for an IBAN: a country, two figures, up to thirty letters and figures.
fn is_formed(iban: &str) -> bool {
    let bytes = iban.as_bytes();
    let Some((country, rest)) = bytes.split_at_checked(2) else { return false };
    let Some((check, own)) = rest.split_at_checked(2) else { return false };
    country.iter().all(u8::is_ascii_uppercase)
        && check.iter().all(u8::is_ascii_digit)
        && (1..=30).contains(&own.len())
        && own.iter().all(u8::is_ascii_alphanumeric)
}

fn balance(part: &Element) -> Result<Option<Balance>, FileProblem> {
    let (amount, currency) = part.signed()?;
    let on = part.day("Dt")?;
    let code = part.text_at("Tp/CdOrPrtry/Cd");
    let kind = match code {
        Some("OPBD") => BalanceKind::Opening,
        Some("PRCD") => BalanceKind::Previous,
        Some("ITBD") => BalanceKind::Interim,
        Some("CLBD") => BalanceKind::Closing,
        Some(_) | None => return Ok(None),
    };
    Ok(Some(Balance { kind, amount, currency, on }))
}

/// Turns the sign of reversals where only that makes the balances agree. By the standard `CdtDbtInd` says which way the money
/// went, whatever `RvslInd` says; some programs write what was reversed instead.
fn turn_reversals(entries: &mut [Entry], statement: &ReadStatement) {
    let (Some(opening), Some(closing)) = (statement.opening, statement.closing) else { return };
    let booked = || entries.iter().map(|entry| &entry.read).filter(|entry| entry.is_booked);
    let sum: Money = booked().map(|entry| entry.amount).sum();
    let turned: Money = booked().map(|entry| if entry.is_reversal { -entry.amount } else { entry.amount }).sum();
    if opening + sum == closing || opening + turned != closing {
        return;
    }
    for entry in entries.iter_mut().filter(|entry| entry.read.is_reversal) {
        entry.read.amount = -entry.read.amount;
        std::mem::swap(&mut entry.read.counterparty, &mut entry.other.counterparty);
        std::mem::swap(&mut entry.read.counterparty_account, &mut entry.other.account);
        entry.read.virtual_account = None;
    }
}
