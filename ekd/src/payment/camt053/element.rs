//! One part of a statement with all that it holds, and the values in it.

use common::bank_account::BankAccount;
use common::invoice::file::{FileProblem, ProblemKind};
use common::money::{Currency, Money};
use common::quantity::decimal::Separator;
use jiff::civil::Date;

use super::super::read::problem;

/// An element.
#[derive(Clone, Debug, Default)]
pub(super) struct Element {
    pub(super) name: &'static str,
    pub(super) line: u64,
    /// Its attribute `Ccy`.
    pub(super) currency: Option<String>,
    pub(super) text: String,
    pub(super) parts: Vec<Element>,
}

/// Decimals and digits that an amount may have.
const MOST_DECIMALS: usize = 5;
const MOST_DIGITS: usize = 18;

impl Element {
    /// Returns the first element at the end of a path such as `Acct/Id/IBAN`.
    pub(super) fn at(&self, path: &str) -> Option<&Self> {
        let mut found = self;
        for name in path.split('/') {
            found = found.parts.iter().find(|part| part.name == name)?;
        }
        Some(found)
    }

    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.parts.iter().filter(move |part| part.name == name)
    }

    /// Returns the text at the end of a path; `None` where it is empty or not there.
    pub(super) fn text_at(&self, path: &str) -> Option<&str> {
        self.at(path).map(|found| found.text.trim()).filter(|text| !text.is_empty())
    }

    pub(super) fn wrong(&self, kind: ProblemKind, part: &str, found: &str, wanted: &str) -> FileProblem {
        let line = self.at(part).map_or(self.line, |part| part.line);
        problem(kind, &format!("{}/{part}", self.name), Some(line), found, wanted)
    }

    /// Returns the account that an element such as `DbtrAcct` names, if its figures check.
    pub(super) fn account_at(&self, path: &str) -> Option<BankAccount> {
        let id = self.at(path)?.at("Id")?;
        BankAccount::parse(id.text_at("IBAN").or_else(|| id.text_at("Othr/Id"))?).ok()
    }

    /// Returns the amount of its part `Amt`, signed by its part `CdtDbtInd`.
    pub(super) fn signed(&self) -> Result<(Money, Currency), FileProblem> {
        let (amount, currency) = self.amount("Amt")?;
        match self.text_at("CdtDbtInd") {
            Some("CRDT") => Ok((amount, currency)),
            Some("DBIT") => Ok((-amount, currency)),
            found => Err(self.wrong(ProblemKind::BadValue, "CdtDbtInd", found.unwrap_or_default(), "CRDT, DBIT")),
        }
    }

    /// Returns the amount at the end of a path: not less than zero, at most five decimals, of which the third is zero.
    pub(super) fn amount(&self, path: &str) -> Result<(Money, Currency), FileProblem> {
        let element = self.at(path).ok_or_else(|| self.wrong(ProblemKind::Missing, path, "", "0.00"))?;
        let text = element.text.trim();
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        if text.starts_with('-') {
            return Err(self.wrong(ProblemKind::Negative, path, text, "CdtDbtInd"));
        }
        let amount = Money::parse(text, Separator::Point);
        let (true, Ok(amount)) = (is_plain && digits <= MOST_DIGITS && decimals <= MOST_DECIMALS, amount) else {
            return Err(self.wrong(ProblemKind::BadValue, path, text, "1234.56"));
        };
        let code = element.currency.as_deref().unwrap_or_default();
        let currency = Currency::parse(code).map_err(|_| {
            let kind = if code.is_empty() { ProblemKind::Missing } else { ProblemKind::BadValue };
            self.wrong(kind, path, code, "Ccy=\"PLN\"")
        })?;
        Ok((amount, currency))
    }

    /// Returns the local day at the end of a path, of `Dt` or `DtTm`.
    pub(super) fn day(&self, path: &str) -> Result<Option<Date>, FileProblem> {
        let Some(element) = self.at(path) else { return Ok(None) };
        let text = element.text_at("Dt").or_else(|| element.text_at("DtTm")).unwrap_or_default();
        day(text).map(Some).ok_or_else(|| self.wrong(ProblemKind::BadValue, path, text, "2026-11-30"))
    }
}

/// Reads the day of a date or of a local time with its zone.
pub(super) fn day(text: &str) -> Option<Date> {
    let (day, rest) = text.split_at_checked(10)?;
    let is_date = rest.is_empty() || rest.starts_with(['T', 'Z', '+', '-']);
    day.parse().ok().filter(|_| is_date)
}
