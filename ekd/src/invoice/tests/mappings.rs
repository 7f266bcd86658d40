//! Exports of billing programs by the sample mappings.

use common::invoice::file::ProblemKind;
use common::invoice::{Days, InvoiceKind};
use common::money::{Currency, Money};
use jiff::civil::date;

use crate::damage::{Dice, damaged};
use crate::invoice::mapping::{InvoiceMapping, read};
use crate::invoice::read::ReadInvoice;

const LINES: &str = include_str!("../../../samples/invoice-mapping-lines.toml");
const TOTALS: &str = include_str!("../../../samples/invoice-mapping-totals.toml");

fn mapping(text: &str) -> InvoiceMapping {
    toml::from_str(text).unwrap()
}

/// Returns the file that a sample shows in its comment.
fn shown(sample: &str) -> String {
    let lines = sample.lines().filter_map(|line| line.strip_prefix("#   "));
    lines.map(|line| [line, "\r\n"].concat()).collect()
}

/// What is wrong, where, and on which line.
type Told = (ProblemKind, String, Option<u64>);

fn lines(text: &str) -> Result<Vec<ReadInvoice>, Vec<Told>> {
    let (bytes, _, _) = encoding_rs::WINDOWS_1250.encode(text);
    let told = |problems: Vec<common::invoice::file::FileProblem>| {
        problems.into_iter().map(|problem| (problem.kind, problem.field, problem.line)).collect()
    };
    read(&bytes, &mapping(LINES)).map_err(told)
}

#[test]
fn rows_of_one_number_are_lines_of_one_invoice() {
    let invoices = lines(&shown(LINES)).unwrap();
    let [invoice] = invoices.as_slice() else { panic!("{invoices:?}") };
    assert_eq!((invoice.number.as_str(), invoice.customer_number.as_deref()), ("FC/2026/01/0414", Some("K-00414")));
    assert_eq!([invoice.net, invoice.vat, invoice.gross].map(Money::grosze), [3_050_395, 701_591, 3_751_986]);
    assert_eq!((invoice.seller_key.as_str(), invoice.kind), ("5260250274", InvoiceKind::Basic));
    assert_eq!(invoice.period, Some(Days { first: date(2026, 1, 1), last: date(2026, 1, 31) }));
    let line = &invoice.lines[1];
    assert_eq!((line.number, line.text.as_str(), line.quantity.as_deref()), (2, "Moc zamówiona", Some("0.2")));
    assert_eq!((line.price.as_deref(), line.gross), (Some("15914.77"), Some(Money::from_grosze(391_503))));
    assert_eq!((invoice.rates.len(), invoice.rates[0].rate.as_str()), (1, "23"));
    assert_eq!(invoice.places, ["W-0414", "Ciepło", "Moc zamówiona"]);
    assert!(invoice.account.is_some() && invoice.flags.is_empty());
}

#[test]
fn a_register_has_an_invoice_a_row() {
    let invoices = read(shown(TOTALS).as_bytes(), &mapping(TOTALS)).unwrap();
    let [invoice, correction] = invoices.as_slice() else { panic!("{invoices:?}") };
    assert_eq!([invoice.net, invoice.vat, invoice.payable].map(Money::grosze), [100_000, 23_000, 123_000]);
    assert_eq!((invoice.due_on, invoice.currency), (Some(date(2026, 2, 14)), Currency::PLN));
    assert_eq!((correction.kind, correction.payable.grosze()), (InvoiceKind::Correction, -12_300));
    assert_eq!((correction.corrects[0].number.as_str(), correction.due_on), ("FV/1/2026", None));
    let twice = format!("{}FV,FV/1/2026,K-1,31.01.2026,,1.00,1.23,,zł,,\n", shown(TOTALS));
    let problems = read(twice.as_bytes(), &mapping(TOTALS)).unwrap_err();
    assert_eq!((problems[0].kind, problems[0].line), (ProblemKind::Repeated, Some(5)));
}

#[test]
fn a_file_with_a_wrong_cell_is_refused_whole() {
    let check = |from: &str, to: &str, expected: (ProblemKind, &str, u64)| {
        let text = shown(LINES);
        assert!(text.contains(from), "{from}");
        let problems = lines(&text.replacen(from, to, 1)).unwrap_err();
        let (kind, field, line) = &problems[0];
        assert_eq!((*kind, field.as_str(), line.unwrap_or_default()), expected, "{from} → {to}");
    };
    check("6 283,83", "6283.83", (ProblemKind::BadValue, "VAT", 2));
    check("2026-01-31;2026-02-14", "31.01.2026;2026-02-14", (ProblemKind::BadValue, "Data wystawienia", 2));
    check("2026-01-31;2026-02-14", ";2026-02-14", (ProblemKind::Missing, "Data wystawienia", 2));
    check("FC/2026/01/0414", "", (ProblemKind::Missing, "Numer", 2));
    check("K-00414", "K-00415", (ProblemKind::Contradicts, "Kontrahent", 3));
    check("Rachunek", "Konto", (ProblemKind::Missing, "Rachunek", 1));
    check("J.m.", "Jm", (ProblemKind::Missing, "J.m.", 1));
    check("Okres od", "Numer", (ProblemKind::Repeated, "Numer", 1));
    check("Ciepło", "\"Ciepło", (ProblemKind::Malformed, "", 2));
    check("Ciepło;", "", (ProblemKind::Malformed, "", 2));
    assert_eq!(lines("").unwrap_err()[0].0, ProblemKind::Missing);
}

#[test]
fn odd_cells_are_flags() {
    let flags = |from: &str, to: &str| {
        let invoices = lines(&shown(LINES).replace(from, to)).unwrap();
        invoices[0].flags.iter().map(|flag| (flag.kind, flag.field.clone())).collect::<Vec<_>>()
    };
    assert_eq!(flags("46 1140", "47 1140"), [(ProblemKind::BadAccount, "Rachunek".to_owned())]);
    assert_eq!(flags("2026-02-14", "2026-01-14"), [(ProblemKind::Contradicts, "Termin".to_owned())]);
    assert_eq!(flags(";2026-01-31;W", ";2025-12-31;W"), [(ProblemKind::Contradicts, "Okres do".to_owned())]);
    let wrong = shown(TOTALS).replace("KOR,KOR", "INNA,KOR");
    assert_eq!(read(wrong.as_bytes(), &mapping(TOTALS)).unwrap_err()[0].wanted, "FV | KOR | NO");
}

#[test]
fn a_mapping_tells_all_that_is_wrong_with_it() {
    let text = "delimiter = ','\nencoding = 'x'\ndate = '%d'\n[columns]\nnumber = 'A'\nperiod-from = 'A'\nkind = ' '\nnet = 'N'";
    assert_eq!(mapping(text).check().len(), 10, "{:?}", mapping(text).check());
    assert!(toml::from_str::<InvoiceMapping>("columns = { nubmer = 'A' }").is_err());
    assert_eq!(read(b"A\n1\n", &mapping(text)).unwrap_err()[0].field, "invoice-mapping");
}

#[test]
fn damaged_exports_never_panic() {
    let mapping = mapping(LINES);
    let (original, _, _) = encoding_rs::WINDOWS_1250.encode(LINES);
    let original = [original.as_ref(), shown(LINES).as_bytes()].concat();
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for bytes in [&original[..], shown(LINES).as_bytes()] {
        for _ in 0..10_000 {
            let pieces: &[&[u8]] =
                &[b";", b"\"", b"\n", b"-9999999999999999999", b"\xff", b"1 2", b"\0", b"2028-02-30"];
            drop(read(&damaged(bytes, (pieces, 8), &mut dice), &mapping));
        }
    }
}
