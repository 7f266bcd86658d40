//! A statement as its fields come, one after the other.

use common::bank_account::BankAccount;
use common::invoice::file::{FileProblem, ProblemKind};
use jiff::civil::Date;

use super::super::read::{Identity, Keys, ReadEntry, ReadStatement, kept, problem};
use super::details::{self, Details};
use super::field::Field;
use super::line::{self, Balance, EntryLine};

/// A statement of which some fields have come.
#[derive(Default)]
pub(super) struct Draft<'a> {
    reference: String,
    account: Option<&'a str>,
    number: Option<&'a str>,
    opening: Option<Balance>,
    closing: Option<Balance>,
    entries: Vec<EntryDraft<'a>>,
    flags: Vec<FileProblem>,
    /// The line of its first field.
    line: u64,
    is_closed: bool,
}

struct EntryDraft<'a> {
    line: u64,
    said: EntryLine<'a>,
    details: Vec<Field<'a>>,
}

impl<'a> Draft<'a> {
    pub(super) fn take(&mut self, field: &Field<'a>) -> Result<(), FileProblem> {
        let text = field.lines.first().copied().unwrap_or_default().trim();
        match field.tag {
            "20" => {
                self.reference = kept(text);
                self.line = field.line;
            }
            "25" | "25P" => self.account = Some(text.trim_start_matches('/')),
            "28" | "28C" => self.number = Some(text),
            "60F" | "60M" if self.opening.is_none() => self.opening = Some(line::balance(field)?),
            "61" if !self.is_closed => {
                let said = line::entry(field)?;
                self.entries.push(EntryDraft { line: field.line, said, details: Vec::new() });
            }
            "86" | "NS" if !self.is_closed => {
                if let Some(entry) = self.entries.last_mut() {
                    entry.details.push(field.clone());
                }
            }
            "62F" | "62M" if !self.is_closed => {
                self.is_closed = true;
                match line::balance(field) {
                    Ok(balance) => self.closing = Some(balance),
                    Err(problem) => self.flags.push(problem),
                }
            }
            "60F" | "60M" | "61" | "62F" | "62M" => {
                let tag = format!(":{}:", field.tag);
                return Err(problem(ProblemKind::Unexpected, &tag, Some(field.line), text, ""));
            }
            // Balances of other days, information for the owner of the account.
            _ => {}
        }
        Ok(())
    }

    pub(super) fn finish(self, keys: &mut Keys) -> Result<ReadStatement, FileProblem> {
        let missing = |field: &str| problem(ProblemKind::Missing, field, Some(self.line), "", field);
        let account = self.account.filter(|account| !account.is_empty()).ok_or_else(|| missing(":25:"))?;
        let opening = self.opening.ok_or_else(|| missing(":60F:"))?;
        let mut flags = self.flags;
        if self.number.is_none_or(str::is_empty) {
            flags.push(missing(":28C:"));
        }
        if !self.is_closed {
            flags.push(missing(":62F:"));
        }
        let closing = self.closing.filter(|closing| closing.currency == opening.currency);
        if let Some(other) = self.closing.filter(|closing| closing.currency != opening.currency) {
            let (found, wanted) = (other.currency.as_str(), opening.currency.as_str());
            flags.push(problem(ProblemKind::Contradicts, ":62F:", Some(self.line), found, wanted));
        }
        let own = BankAccount::parse(account).ok();
        keys.begin_statement();
        let read = |draft: &EntryDraft<'_>| {
            let (mut entry, identity) = draft.read(own.as_ref(), opening);
            keys.give(account, &mut entry, identity);
            entry
        };
        let mut statement = ReadStatement {
            account: kept(account),
            number: kept(self.number.unwrap_or_default()),
            reference: self.reference,
            currency: opening.currency,
            first_on: self.entries.iter().map(|entry| entry.said.booked_on).chain([opening.on]).min(),
            last_on: last_day(&self.entries, opening.on, closing),
            opening: Some(opening.amount),
            closing: closing.map(|closing| closing.amount),
            entries: self.entries.iter().map(read).collect(),
            flags,
            is_balanced: false,
        };
        statement.balance(":62F:");
        Ok(statement)
    }
}

fn last_day(entries: &[EntryDraft<'_>], opening: Date, closing: Option<Balance>) -> Option<Date> {
    let booked = entries.iter().map(|entry| entry.said.booked_on);
    closing.map_or_else(|| booked.chain([opening]).max(), |closing| Some(closing.on))
}

impl EntryDraft<'_> {
    fn read(&self, own: Option<&BankAccount>, opening: Balance) -> (ReadEntry, Identity) {
        let said = &self.said;
        let is_incoming = said.amount.is_positive() != said.is_reversal;
        let details: Details = details::read(&self.details, is_incoming);
        let own_reference = if said.bank_reference.is_empty() { said.reference } else { said.bank_reference };
        let (reference, identity) = match &details.transaction {
            Some(number) => (number.clone(), Identity::Reference),
            None => (own_reference.to_owned(), Identity::Words),
        };
        let title = if details.title.trim().is_empty() { said.text.clone() } else { details.title };
        // Some banks write the other account where the reference stands.
        let counterparty_account = details.account.or_else(|| BankAccount::parse(said.reference).ok());
        let virtual_account = details.virtual_account.filter(|account| Some(account) != own);
        let entry = ReadEntry {
            booked_on: said.booked_on,
            value_on: said.value_on,
            amount: said.amount,
            currency: opening.currency,
            is_reversal: said.is_reversal,
            is_booked: true,
            title: kept(&title),
            counterparty: kept(&details.counterparty),
            counterparty_account,
            virtual_account,
            virtual_id: details.virtual_id.map(|id| kept(&id)),
            reference: kept(&reference),
            batch: None,
            key: String::new(),
            line: self.line,
        };
        (entry, identity)
    }
}
