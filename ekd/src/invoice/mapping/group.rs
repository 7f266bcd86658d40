//! Makes one invoice of the rows that have its number.

use std::collections::{BTreeMap, BTreeSet};

use common::bank_account::BankAccount;
use common::invoice::file::{FileKind, FileProblem, ProblemKind};
use common::invoice::{Days, InvoiceKind, InvoiceLine, Party, RateSum};
use common::money::{Currency, Money};
use common::nip::Nip;
use jiff::civil::Date;

use super::sheet::{Cell, Sheet};
use super::{InvoiceColumn, InvoiceMapping, LineColumn, cells};
use crate::invoice::ksef;
use crate::invoice::read::{Corrected, ReadInvoice};

/// The most lines of an invoice: ten times those of a structured one.
const MAX_LINES: usize = 100_000;

/// The rows of one invoice.
struct Group<'a> {
    sheet: &'a Sheet<'a>,
    mapping: &'a InvoiceMapping,
    rows: &'a [usize],
    problems: &'a mut Vec<FileProblem>,
    flags: Vec<FileProblem>,
}

/// Net, VAT and gross; the sum of the first two is the third.
#[derive(Clone, Copy)]
struct Amounts {
    net: Money,
    vat: Money,
    gross: Money,
}

impl Amounts {
    /// Returns all three where two are known.
    fn of(net: Option<Money>, vat: Option<Money>, gross: Option<Money>) -> Option<Self> {
        match (net, vat, gross) {
            (Some(net), Some(vat), gross) => Some(Self { net, vat, gross: gross.unwrap_or(net + vat) }),
            (Some(net), None, Some(gross)) => Some(Self { net, vat: gross - net, gross }),
            (None, Some(vat), Some(gross)) => Some(Self { net: gross - vat, vat, gross }),
            (Some(_) | None, None, None) | (None, Some(_), None) | (None, None, Some(_)) => None,
        }
    }
}

/// Returns the invoice of these rows, unless something is wrong with it.
pub(super) fn invoice(
    sheet: &Sheet<'_>,
    mapping: &InvoiceMapping,
    rows: &[usize],
    problems: &mut Vec<FileProblem>,
) -> Option<ReadInvoice> {
    let before = problems.len();
    let mut group = Group { sheet, mapping, rows, problems, flags: Vec::new() };
    let invoice = group.invoice();
    invoice.filter(|_| problems.len() == before)
}

impl<'a> Group<'a> {
    fn invoice(&mut self) -> Option<ReadInvoice> {
        let first = *self.rows.first()?;
        if let Some(row) = self.rows.get(MAX_LINES) {
            let number = self.sheet.cell(*row, InvoiceColumn::Number)?;
            self.problems.push(number.wrong(ProblemKind::TooLarge, &format!("≤ {MAX_LINES}")));
            return None;
        }
        self.check_rows();
        let number = self.text(InvoiceColumn::Number)?;
        let issued_on = self.date(InvoiceColumn::Issued);
        if issued_on.is_none() && self.cell(InvoiceColumn::Issued).is_none() {
            self.problems.push(self.sheet.missing(first, InvoiceColumn::Issued));
        }
        let lines = self.lines();
        let amounts = self.amounts(&lines)?;
        let (seller, seller_key) = self.seller(first)?;
        let corrects: Vec<Corrected> = self.corrects().collect();
        let payable = self.amount(InvoiceColumn::Payable).unwrap_or(amounts.gross);
        let issued_on = issued_on?;
        Some(ReadInvoice {
            number,
            ksef_number: self.ksef_number(),
            kind: self.kind(!corrects.is_empty() || amounts.gross.grosze() < 0)?,
            form: FileKind::Csv,
            seller,
            seller_key,
            buyer: self.buyer(),
            customer_number: self.text(InvoiceColumn::Customer),
            contract_numbers: self.text(InvoiceColumn::Contract).into_iter().collect(),
            issued_on,
            period: self.period(),
            currency: self.currency()?,
            net: amounts.net,
            vat: amounts.vat,
            gross: amounts.gross,
            payable,
            declared_paid: self.amount(InvoiceColumn::Paid).unwrap_or_default(),
            due_on: self.due_on(issued_on),
            account: self.account(),
            is_split_payment: false,
            corrects,
            rates: rates(&lines),
            remarks: self.text(InvoiceColumn::Remark).into_iter().collect(),
            attached: Vec::new(),
            places: self.places(&lines),
            lines,
            flags: std::mem::take(&mut self.flags),
        })
    }

    /// All rows say the same of their invoice; where rows are no lines there is one only.
    fn check_rows(&mut self) {
        let Some((first, others)) = self.rows.split_first() else { return };
        for row in others {
            if self.mapping.lines.is_empty() {
                let repeated = self.sheet.cell(*row, InvoiceColumn::Number);
                self.problems.extend(repeated.map(|cell| cell.wrong(ProblemKind::Repeated, "")));
                continue;
            }
            let columns = self.mapping.columns.keys().filter(|column| **column != InvoiceColumn::Site);
            for column in columns {
                let (one, other) = (self.sheet.cell(*first, *column), self.sheet.cell(*row, *column));
                // A program may tell the figures of an invoice in its first row only.
                let Some(other) = other else { continue };
                let one = one.map_or("", |cell| cell.text);
                if other.text != one {
                    self.problems.push(other.wrong(ProblemKind::Contradicts, one));
                }
            }
        }
    }

    fn cell(&self, column: InvoiceColumn) -> Option<Cell<'a>> {
        self.sheet.cell(*self.rows.first()?, column)
    }

    fn text(&self, column: InvoiceColumn) -> Option<String> {
        self.cell(column).map(|cell| cell.text.to_owned())
    }

    fn date(&mut self, column: InvoiceColumn) -> Option<Date> {
        let cell = self.cell(column)?;
        let date = cells::date(cell.text, &self.mapping.date);
        if date.is_none() {
            self.problems.push(cell.wrong(ProblemKind::BadValue, &self.mapping.date));
        }
        date
    }

    fn amount(&mut self, column: InvoiceColumn) -> Option<Money> {
        self.amount_of(self.cell(column)?)
    }

    fn amount_of(&mut self, cell: Cell<'_>) -> Option<Money> {
        let amount = cells::amount(cell.text, self.mapping.decimal);
        if amount.is_err() {
            self.problems.push(cell.wrong(ProblemKind::BadValue, "0.00"));
        }
        amount.ok()
    }

    fn lines(&mut self) -> Vec<InvoiceLine> {
        if self.mapping.lines.is_empty() {
            return Vec::new();
        }
        let rows = self.rows;
        (1..).zip(rows).map(|(number, row)| self.line(number, *row)).collect()
    }

    fn line(&mut self, number: u32, row: usize) -> InvoiceLine {
        let sheet = self.sheet;
        let text = |column| sheet.line_cell(row, column).map(|cell| cell.text.to_owned());
        let mut amount = |column| sheet.line_cell(row, column).and_then(|cell| self.amount_of(cell));
        let (net, vat) = (amount(LineColumn::Net), amount(LineColumn::Vat));
        let gross = amount(LineColumn::Gross);
        let amounts = Amounts::of(net, vat, gross);
        let mut plain = |column| {
            let cell = sheet.line_cell(row, column)?;
            let number = cells::number(cell.text, self.mapping.decimal);
            if number.is_err() {
                self.problems.push(cell.wrong(ProblemKind::BadValue, "0.00"));
            }
            number.ok()
        };
        InvoiceLine {
            number,
            text: text(LineColumn::Text).unwrap_or_default(),
            quantity: plain(LineColumn::Quantity),
            unit: text(LineColumn::Unit),
            price: plain(LineColumn::Price),
            net: amounts.map(|amounts| amounts.net).or(net),
            vat: amounts.map(|amounts| amounts.vat).or(vat),
            gross: amounts.map(|amounts| amounts.gross).or(gross),
            rate: text(LineColumn::Rate).map(|rate| rate.trim_end_matches(['%', ' ']).to_owned()),
            is_before: false,
        }
    }

    /// Returns the amounts: those that are told, else the sums of the lines. Where both are told they are held against each
    /// other.
    fn amounts(&mut self, lines: &[InvoiceLine]) -> Option<Amounts> {
        let told =
            (self.amount(InvoiceColumn::Net), self.amount(InvoiceColumn::Vat), self.amount(InvoiceColumn::Gross));
        let told = Amounts::of(told.0, told.1, told.2);
        let sum = |of: fn(&InvoiceLine) -> Option<Money>| lines.iter().map(of).sum::<Option<Money>>();
        let of_lines = Amounts::of(sum(|line| line.net), sum(|line| line.vat), sum(|line| line.gross));
        let of_lines = of_lines.filter(|_| !lines.is_empty());
        let at = self.cell(InvoiceColumn::Gross).or_else(|| self.cell(InvoiceColumn::Net));
        let at = at.or_else(|| self.cell(InvoiceColumn::Number))?;
        if let Some(told) = told {
            let by_lines = of_lines.map(|amounts| amounts.gross).filter(|gross| *gross != told.gross);
            let by_parts = Some(told.net + told.vat).filter(|gross| *gross != told.gross);
            let wanted = by_parts.or(by_lines);
            self.flags.extend(wanted.map(|wanted| at.wrong(ProblemKind::DoesNotAddUp, &wanted.plain())));
        } else if of_lines.is_none() {
            self.problems.push(at.wrong(ProblemKind::Missing, "net, vat, gross"));
        }
        told.or(of_lines)
    }

    /// Returns the seller, and by what it is told from others.
    fn seller(&mut self, first: usize) -> Option<(Party, String)> {
        let named = self.mapping.seller.as_ref();
        let name = self.text(InvoiceColumn::SellerName).or_else(|| named.map(|seller| seller.name.clone()));
        let name = name.unwrap_or_default();
        let written = self.text(InvoiceColumn::SellerNip);
        let nip = match self.cell(InvoiceColumn::SellerNip) {
            Some(cell) => self.nip(cell),
            None => named.and_then(|seller| seller.nip.clone()),
        };
        let key = nip.as_ref().map(|nip| nip.as_str().to_owned()).or(written).unwrap_or_else(|| name.to_uppercase());
        if key.is_empty() {
            self.problems.push(self.sheet.missing(first, InvoiceColumn::SellerName));
            return None;
        }
        Some((Party { name, nip, address: Vec::new() }, key))
    }

    fn buyer(&mut self) -> Party {
        let nip = self.cell(InvoiceColumn::BuyerNip).and_then(|cell| self.nip(cell));
        Party { name: self.text(InvoiceColumn::BuyerName).unwrap_or_default(), nip, address: Vec::new() }
    }

    fn nip(&mut self, cell: Cell<'_>) -> Option<Nip> {
        let nip = Nip::parse(cell.text);
        if nip.is_err() {
            self.flags.push(cell.wrong(ProblemKind::BadValue, ""));
        }
        nip.ok()
    }

    fn kind(&mut self, is_correction: bool) -> Option<InvoiceKind> {
        let Some(cell) = self.cell(InvoiceColumn::Kind) else {
            return Some(if is_correction { InvoiceKind::Correction } else { InvoiceKind::Basic });
        };
        let kind = self.mapping.kinds.get(cell.text).copied();
        if kind.is_none() {
            let known: Vec<&str> = self.mapping.kinds.keys().map(String::as_str).collect();
            self.problems.push(cell.wrong(ProblemKind::BadValue, &known.join(" | ")));
        }
        kind
    }

    fn corrects(&self) -> impl Iterator<Item = Corrected> + use<> {
        let number = self.text(InvoiceColumn::Corrects);
        number.into_iter().map(|number| Corrected { number, ksef_number: None, issued_on: None })
    }

    fn ksef_number(&mut self) -> Option<String> {
        let cell = self.cell(InvoiceColumn::KsefNumber)?;
        if !ksef::is_number(cell.text) {
            self.problems.push(cell.wrong(ProblemKind::BadValue, "1234567890-20260201-0123456789AB-CD"));
            return None;
        }
        Some(cell.text.to_owned())
    }

    fn period(&mut self) -> Option<Days> {
        let (first, last) = (self.date(InvoiceColumn::PeriodFrom), self.date(InvoiceColumn::PeriodTo));
        let (first, last) = (first?, last?);
        if first <= last {
            return Some(Days { first, last });
        }
        let cell = self.cell(InvoiceColumn::PeriodTo)?;
        self.flags.push(cell.wrong(ProblemKind::Contradicts, &format!("≥ {first}")));
        None
    }

    fn due_on(&mut self, issued_on: Date) -> Option<Date> {
        let due_on = self.date(InvoiceColumn::Due)?;
        if due_on < issued_on {
            let cell = self.cell(InvoiceColumn::Due)?;
            self.flags.push(cell.wrong(ProblemKind::Contradicts, &format!("≥ {issued_on}")));
        }
        Some(due_on)
    }

    fn currency(&mut self) -> Option<Currency> {
        let Some(cell) = self.cell(InvoiceColumn::Currency) else { return Some(Currency::PLN) };
        // "zł" is what offices write.
        let currency = if cell.text == "zł" { Ok(Currency::PLN) } else { Currency::parse(cell.text) };
        if currency.is_err() {
            self.problems.push(cell.wrong(ProblemKind::BadValue, "PLN"));
        }
        currency.ok()
    }

    fn account(&mut self) -> Option<BankAccount> {
        let cell = self.cell(InvoiceColumn::Account)?;
        let account = BankAccount::parse(cell.text);
        if account.is_err() {
            self.flags.push(cell.wrong(ProblemKind::BadAccount, ""));
        }
        account.ok()
    }

    fn places(&self, lines: &[InvoiceLine]) -> Vec<String> {
        let sites = self.rows.iter().filter_map(|row| self.sheet.cell(*row, InvoiceColumn::Site));
        let texts = sites.map(|cell| cell.text.to_owned()).chain(lines.iter().map(|line| line.text.clone()));
        let mut seen = BTreeSet::new();
        texts.filter(|text| !text.is_empty() && seen.insert(text.clone())).collect()
    }
}

/// Returns the sums by rate of lines of which all amounts are known.
fn rates(lines: &[InvoiceLine]) -> Vec<RateSum> {
    let mut sums: BTreeMap<&str, RateSum> = BTreeMap::new();
    for line in lines {
        let (Some(rate), Some(net), Some(vat)) = (&line.rate, line.net, line.vat) else { return Vec::new() };
        let none = || RateSum { rate: rate.clone(), net: Money::default(), vat: Money::default() };
        let sum = sums.entry(rate).or_insert_with(none);
        sum.net += net;
        sum.vat += vat;
    }
    sums.into_values().collect()
}
