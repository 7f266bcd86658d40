//! Every file of the collection against its line in `manifest.csv`, which was made with another reader and the schemas.

use std::collections::BTreeMap;

use common::invoice::InvoiceKind;
use common::invoice::file::{FileKind, FileProblem, ProblemKind};
use common::money::Money;
use common::quantity::decimal::Separator;

use super::collected;
use crate::document::rows::{Row, Rows};
use crate::invoice::read::ReadInvoice;
use crate::invoice::{fa, sniff};

type Expected = BTreeMap<String, String>;

fn manifest() -> Option<Vec<Expected>> {
    let text = String::from_utf8(collected("manifest.csv")?).unwrap();
    let mut rows = Rows::new(&text, ',');
    let mut headings: Vec<String> = Vec::new();
    let mut expected = Vec::new();
    while let Some(row) = rows.next_row() {
        assert_eq!(row, Row::Fields);
        let fields: Vec<String> = rows.fields().iter().map(ToString::to_string).collect();
        if headings.is_empty() {
            headings = fields;
        } else {
            expected.push(headings.iter().cloned().zip(fields).collect());
        }
    }
    Some(expected)
}

const fn kind(kind: InvoiceKind) -> &'static str {
    match kind {
        InvoiceKind::Basic => "VAT",
        InvoiceKind::Simplified => "UPR",
        InvoiceKind::Advance => "ZAL",
        InvoiceKind::Final => "ROZ",
        InvoiceKind::Correction => "KOR",
        InvoiceKind::AdvanceCorrection => "KOR_ZAL",
        InvoiceKind::FinalCorrection => "KOR_ROZ",
        InvoiceKind::DebitNote => "",
    }
}

/// Returns what stood in a field that was flagged: there it is as it was written.
fn flagged(invoice: &ReadInvoice, field: &str) -> String {
    let flag = invoice.flags.iter().find(|flag| flag.field.starts_with(field));
    flag.map(|flag| flag.found.clone()).unwrap_or_default()
}

fn check(expected: &Expected, invoice: &ReadInvoice) {
    let text = |value: Option<String>| value.unwrap_or_default();
    let nip = text(invoice.buyer.nip.as_ref().map(|nip| nip.as_str().to_owned()));
    let account = invoice.account.as_ref().map(|account| account.nrb().unwrap_or(account.as_str()).to_owned());
    let account = account.unwrap_or_else(|| flagged(invoice, "Fa/Platnosc/RachunekBankowy"));
    let found = [
        ("kind", kind(invoice.kind).to_owned()),
        ("number", invoice.number.clone()),
        ("issued", invoice.issued_on.to_string()),
        ("period_from", text(invoice.period.map(|period| period.first.to_string()))),
        ("period_to", text(invoice.period.map(|period| period.last.to_string()))),
        ("currency", invoice.currency.to_string()),
        ("seller_nip", invoice.seller_key.clone()),
        ("buyer_nip", if nip.is_empty() { flagged(invoice, "Podmiot2/DaneIdentyfikacyjne/NIP") } else { nip }),
        ("customer_no", text(invoice.customer_number.clone())),
        ("due", text(invoice.due_on.map(|day| day.to_string()))),
        ("account", account),
        ("lines", invoice.lines.len().to_string()),
    ];
    for (column, value) in found {
        assert_eq!(value, expected[column], "{}: {column}", expected["file"]);
    }
    if !invoice.payable.is_zero() {
        let is_paid = invoice.declared_paid == invoice.payable;
        assert_eq!(is_paid, expected["paid"] == "1", "{}: paid", expected["file"]);
    }
    let gross = Money::parse(&expected["gross"], Separator::Point).unwrap();
    assert_eq!(invoice.gross, gross, "{}: gross", expected["file"]);
}

fn told(problems: &[FileProblem]) -> String {
    let one = |problem: &FileProblem| {
        let line = problem.line.unwrap_or_default();
        let (kind, field) = (problem.kind.name(), &problem.field);
        format!("\n      {line}: {kind} {field} found {:?} wanted {:?}", problem.found, problem.wanted)
    };
    problems.iter().map(one).collect()
}

/// What is odd about files that keep their form, beside accounts and tax numbers whose figures do not check.
const ODD: [(&str, &[(ProblemKind, &str)]); 8] = [
    ("fa3-errors/17-gv1-without-podmiot3.xml", &[(ProblemKind::Contradicts, "Podmiot2/GV")]),
    ("fa3-errors/21-wrong-tax-calculation.xml", &[(ProblemKind::DoesNotAddUp, "Fa/P_14_1")]),
    ("fa3-errors/23-missing-bank-account-validation.xml", &[]),
    ("fa3-errors/24-duplicate-line-numbers.xml", &[(ProblemKind::Repeated, "Fa/FaWiersz[2]/NrWierszaFa")]),
    ("fa3-errors/25-negative-quantities.xml", &[(ProblemKind::Negative, "Fa/FaWiersz[1]/P_8B")]),
    (
        "fa3-ksef-fop/obciazeniowa__FA_3_obciazeniowa_rozliczona.xml",
        &[(ProblemKind::DoesNotAddUp, "Fa/P_13_1"), (ProblemKind::DoesNotAddUp, "Fa/Rozliczenie/SumaOdliczen")],
    ),
    ("fa3-ksef-fop/podstawowa__FA_3_Przyklad_1.xml", &[(ProblemKind::DoesNotAddUp, "Fa/P_13_7")]),
    (
        "fa3-ksef-fop/podstawowa__FA_3_complex.xml",
        &[
            (ProblemKind::DoesNotAddUp, "Fa/P_15"),
            (ProblemKind::DoesNotAddUp, "Fa/P_13_1"),
            (ProblemKind::DoesNotAddUp, "Fa/P_13_2"),
        ],
    ),
];

fn check_flags(file: &str, invoice: &ReadInvoice) {
    let expected = ODD.iter().find(|(odd, _)| *odd == file).map_or(&[][..], |(_, flags)| *flags);
    let is_of_figures =
        |flag: &&FileProblem| flag.kind == ProblemKind::BadAccount || flag.field.ends_with("DaneIdentyfikacyjne/NIP");
    let flags = invoice.flags.iter().filter(|flag| !is_of_figures(flag));
    let found: Vec<_> = flags.map(|flag| (flag.kind, flag.field.as_str())).collect();
    assert_eq!(found, expected, "{file}");
}

#[test]
fn every_file_comes_out_as_the_manifest_says() {
    let Some(manifest) = manifest() else { return };
    assert_eq!(manifest.len(), 61);
    for expected in &manifest {
        let file = &expected["file"];
        let bytes = collected(file).unwrap();
        let form = match expected["schema"].as_str() {
            "FA2" => FileKind::Fa2,
            "FA3" => FileKind::Fa3,
            _ => FileKind::Unknown,
        };
        let read = fa::read(&bytes);
        match &read {
            Ok(invoice) => {
                println!("{file}: read, {} {}{}", invoice.number, invoice.gross.plain(), told(&invoice.flags));
            }
            Err(problems) => println!("{file}: refused{}", told(problems)),
        }
        if form != FileKind::Unknown {
            assert_eq!(sniff(&bytes, file), form, "{file}");
        }
        assert_eq!(read.is_ok(), expected["xsd_valid"] == "yes", "{file}");
        match read {
            Ok(invoice) => {
                assert_eq!(invoice.form, form);
                check(expected, &invoice);
                check_flags(file, &invoice);
            }
            Err(problems) => assert!(problems.iter().all(|problem| problem.line.is_some()), "{file}: {problems:?}"),
        }
    }
}

#[test]
fn a_bill_with_an_attachment_tells_all_it_says() {
    let Some(bytes) = collected("fa3-official/FA_3_Przyklad_24.xml") else { return };
    let invoice = fa::read(&bytes).unwrap();
    assert_eq!([invoice.net, invoice.vat, invoice.payable].map(Money::grosze), [4360, 1003, 5363]);
    assert_eq!(invoice.seller.name, "Elektrownia S.A.");
    assert_eq!(invoice.buyer.address, ["ul. Polna 1", "00-001 Warszawa"]);
    let line = &invoice.lines[1];
    assert_eq!(
        (line.text.as_str(), line.net, line.rate.as_deref()),
        ("Razem za usługi dystrybucji", Some(Money::from_grosze(2560)), Some("23"))
    );
    assert_eq!((invoice.rates.len(), invoice.rates[0].rate.as_str()), (1, "23"));
    assert!(invoice.remarks[0].starts_with("Informacja o akcyzie: Od 20 kWh"));
    assert!(invoice.places.iter().any(|place| place == "999999999999999999"), "{:?}", invoice.places);
    let block = &invoice.attached[0];
    assert_eq!(block.facts[1], ("Kod PPE".to_owned(), "999999999999999999".to_owned()));
    let table = &invoice.attached[1];
    assert_eq!((table.title.as_str(), table.headings.len(), table.rows.len()), ("Odczyty", 9, 2));
    assert_eq!(table.rows[1][1..4], ["2026-02-28", "1020", "1000"]);
}

#[test]
fn corrections_and_advances_say_what_they_are_about() {
    let Some(bytes) = collected("fa3-official/FA_3_Przyklad_2.xml") else { return };
    let correction = fa::read(&bytes).unwrap();
    assert_eq!(correction.corrects[0].number, "FV2026/02/150");
    assert_eq!(correction.lines.iter().map(|line| line.is_before).collect::<Vec<_>>(), [true, false]);
    assert_eq!(correction.payable, Money::from_grosze(-20_000));
    let advance = fa::read(&collected("fa3-official/FA_3_Przyklad_10.xml").unwrap()).unwrap();
    assert_eq!((advance.attached[0].title.as_str(), advance.declared_paid), ("Zamówienie", advance.payable));
    let factor = fa::read(&collected("fa3-official/FA_3_Przyklad_4.xml").unwrap()).unwrap();
    assert!(factor.account.is_none() && factor.remarks.iter().any(|remark| remark.starts_with("Faktor: ")));
}
