//! Invoices of which a person tells the figures, beside a document that is kept as it is.

use common::invoice::file::{FileKind, FileProblem, NewBillingFile, ProblemKind};
use common::invoice::{InvoiceKind, Party};
use common::money::Money;

use super::ksef;
use super::problem::{problem, with};
use super::read::ReadInvoice;

/// The longest number of an invoice and the longest name of a seller, as in structured invoices.
const MAX_NUMBER: usize = 256;
const MAX_NAME: usize = 512;

/// Makes an invoice of what was told.
///
/// # Errors
/// Nothing was told, or it cannot be so.
pub fn read(file: &NewBillingFile) -> Result<ReadInvoice, Vec<FileProblem>> {
    let Some(told) = &file.told else { return Err(vec![problem(ProblemKind::Missing, "told", None)]) };
    let mut problems = Vec::new();
    let number = told.number.trim();
    let seller = told.seller_name.trim();
    if number.is_empty() {
        problems.push(problem(ProblemKind::Missing, "number", None));
    }
    for (field, text, most) in [("number", number, MAX_NUMBER), ("seller-name", seller, MAX_NAME)] {
        if text.chars().count() > most || text.chars().any(char::is_control) {
            problems.push(with(problem(ProblemKind::BadValue, field, None), text, &format!("1…{most}")));
        }
    }
    if told.net + told.vat != told.gross {
        let wanted = (told.net + told.vat).plain();
        problems.push(with(problem(ProblemKind::DoesNotAddUp, "gross", None), &told.gross.plain(), &wanted));
    }
    if let Some(period) = told.period.filter(|period| period.first > period.last) {
        let found = format!("{}…{}", period.first, period.last);
        problems.push(with(problem(ProblemKind::BadValue, "period", None), &found, ""));
    }
    let is_ksef_wrong = |text: &&String| !ksef::is_number(text);
    if let Some(text) = file.ksef_number.as_ref().filter(is_ksef_wrong) {
        problems.push(with(problem(ProblemKind::BadValue, "ksef-number", None), text, ""));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let is_late = |due_on: &jiff::civil::Date| *due_on < told.issued_on;
    let early = told.due_on.filter(is_late).map(|due_on| {
        with(problem(ProblemKind::Contradicts, "due-on", None), &due_on.to_string(), &told.issued_on.to_string())
    });
    Ok(ReadInvoice {
        number: number.to_owned(),
        ksef_number: file.ksef_number.clone(),
        kind: InvoiceKind::Basic,
        form: FileKind::Pdf,
        seller: Party { name: seller.to_owned(), ..Party::default() },
        seller_key: seller.to_uppercase(),
        buyer: Party::default(),
        customer_number: told.customer.as_ref().map(ToString::to_string),
        contract_numbers: Vec::new(),
        issued_on: told.issued_on,
        period: told.period,
        currency: told.currency,
        net: told.net,
        vat: told.vat,
        gross: told.gross,
        payable: told.gross,
        declared_paid: Money::default(),
        due_on: told.due_on,
        account: None,
        is_split_payment: false,
        corrects: Vec::new(),
        lines: Vec::new(),
        rates: Vec::new(),
        remarks: Vec::new(),
        attached: Vec::new(),
        flags: early.into_iter().collect(),
        places: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use common::invoice::file::{ImportMode, ToldInvoice};
    use common::money::Currency;
    use jiff::civil::date;

    use super::*;

    fn file(told: Option<ToldInvoice>) -> NewBillingFile {
        let name = "faktura.pdf".to_owned();
        NewBillingFile {
            name,
            mapping: None,
            size: 1,
            digest: String::new(),
            ksef_number: None,
            told,
            mode: ImportMode::Usual,
        }
    }

    fn told() -> ToldInvoice {
        ToldInvoice {
            number: " FV/1 ".to_owned(),
            customer: None,
            issued_on: date(2028, 2, 29),
            due_on: Some(date(2028, 2, 28)),
            period: None,
            currency: Currency::PLN,
            net: Money::from_grosze(100),
            vat: Money::from_grosze(23),
            gross: Money::from_grosze(123),
            seller_name: "Ciepło Spółka".to_owned(),
        }
    }

    #[test]
    fn what_was_told_is_an_invoice() {
        let invoice = read(&file(Some(told()))).unwrap();
        assert_eq!((invoice.number.as_str(), invoice.seller_key.as_str()), ("FV/1", "CIEPŁO SPÓŁKA"));
        assert_eq!((invoice.payable, invoice.form), (Money::from_grosze(123), FileKind::Pdf));
        assert_eq!(invoice.flags[0].kind, ProblemKind::Contradicts);
    }

    #[test]
    fn figures_that_do_not_add_up_are_refused() {
        assert_eq!(read(&file(None)).unwrap_err()[0].kind, ProblemKind::Missing);
        let wrong = ToldInvoice { number: "  ".to_owned(), gross: Money::from_grosze(124), ..told() };
        let kinds: Vec<_> = read(&file(Some(wrong))).unwrap_err().iter().map(|problem| problem.kind).collect();
        assert_eq!(kinds, [ProblemKind::Missing, ProblemKind::DoesNotAddUp]);
        let mut other = file(Some(told()));
        other.ksef_number = Some("1".to_owned());
        assert_eq!(read(&other).unwrap_err()[0].field, "ksef-number");
    }
}
