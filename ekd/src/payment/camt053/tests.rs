//! Statements of real banks, and of banks that mean harm.

use std::path::Path;
use std::time::{Duration, Instant};

use common::bank_account::BankAccount;
use common::invoice::file::ProblemKind;
use common::money::Money;
use common::quantity::decimal::Separator;
use jiff::civil::date;
use serde_json::Value;

use super::super::read::{ReadEntry, ReadStatement};
use super::read;
use crate::damage::{Dice, damaged};

fn samples() -> Option<&'static Path> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/billing/camt053"));
    if folder.exists() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "{} is needed", folder.display());
    println!("skipped: {} is not there", folder.display());
    None
}

fn money(amount: &Value, indicator: &Value) -> Money {
    let amount = Money::parse(amount.as_str().unwrap(), Separator::Point).unwrap();
    if indicator == "DBIT" { -amount } else { amount }
}

fn check_statement(file: &str, found: &ReadStatement, expected: &Value) {
    assert_eq!(Value::from(found.reference.as_str()), expected["id"], "{file}");
    let account = if expected["iban"].is_null() { &expected["other"] } else { &expected["iban"] };
    assert_eq!(Value::from(found.account.as_str()), *account, "{file}");
    let balance = |code: &str| {
        let balances = expected["balances"].as_array().unwrap();
        let balance = balances.iter().find(|balance| balance["code"] == code)?;
        (balance["ccy"] == found.currency.as_str()).then(|| money(&balance["amount"], &balance["ind"]))
    };
    assert_eq!((found.opening, found.closing), (balance("OPBD"), balance("CLBD")), "{file}");
    let entries = expected["entries"].as_array().unwrap();
    assert_eq!(found.entries.len(), entries.len(), "{file}");
    for (entry, expected) in found.entries.iter().zip(entries) {
        assert_eq!(entry.amount, money(&expected["amount"], &expected["ind"]), "{file}");
        assert_eq!(Value::from(entry.currency.as_str()), expected["ccy"], "{file}");
        assert_eq!(entry.is_booked, expected["status"] == "BOOK", "{file}");
        assert_eq!(entry.booked_on.to_string(), expected["booked"].as_str().unwrap()[..10], "{file}");
        check_details(file, entry, &expected["details"][0]);
    }
}

fn check_details(file: &str, entry: &ReadEntry, expected: &Value) {
    let text = |name: &str| expected[name].as_str().unwrap_or_default().to_owned();
    // The name of one for whom another pays is told besides.
    if !file.contains("ultimate") {
        assert_eq!(entry.counterparty, text("debtor"), "{file}");
    }
    let iban = |name: &str| BankAccount::parse(&text(name)).ok();
    assert_eq!(
        (&entry.counterparty_account, &entry.virtual_account),
        (&iban("debtor_iban"), &iban("creditor_iban")),
        "{file}"
    );
    let free: Vec<&str> = expected["ustrd"].as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect();
    let title = if free.is_empty() { text("structured_ref") } else { free.join(" ") };
    assert_eq!(entry.title, title, "{file}");
}

#[test]
fn every_sample_is_read_as_expected() {
    let Some(folder) = samples() else { return };
    let mut n_files = 0;
    for line in std::fs::read_to_string(folder.join("expected.jsonl")).unwrap().lines() {
        let expected: Value = serde_json::from_str(line).unwrap();
        let file = expected["file"].as_str().unwrap();
        let found = read(&std::fs::read(folder.join(file)).unwrap());
        let statements = found.unwrap_or_else(|problems| panic!("{file}: {problems:?}"));
        let wanted = expected["statements"].as_array().unwrap();
        assert_eq!(statements.len(), wanted.len(), "{file}");
        statements.iter().zip(wanted).for_each(|(found, expected)| check_statement(file, found, expected));
        // No sample's balances agree with its entries, and each says so.
        assert!(statements.iter().all(|statement| !statement.is_balanced && !statement.flags.is_empty()), "{file}");
        println!("{file:40} {} statement, {:?}", statements.len(), statements[0].flags[0].kind.name());
        n_files += 1;
    }
    assert_eq!(n_files, 6);
}

const ENTRY: &str = "<Ntry><Amt Ccy=\"PLN\">123.45000</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>\
    <BookgDt><Dt>2026-11-30</Dt></BookgDt><AcctSvcrRef>REF1</AcctSvcrRef><BkTxCd/><NtryDtls><TxDtls>\
    <RltdPties><Dbtr><Nm>Janina Żółć</Nm></Dbtr><DbtrAcct><Id><IBAN>PL19114010100000579009004002</IBAN></Id></DbtrAcct>\
    <CdtrAcct><Id><IBAN>PL87114010100000579009002002</IBAN></Id></CdtrAcct></RltdPties>\
    <RmtInf><Ustrd>FV/2026/11/0042</Ustrd><Ustrd>K-00412 &amp; reszta</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>";

fn file(version: &str, entries: &str) -> String {
    let balance = |code: &str, amount: &str| {
        format!(
            "<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy=\"PLN\">{amount}</Amt>\
             <CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-30</Dt></Dt></Bal>\n"
        )
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}\"><BkToCstmrStmt>\n\
         <GrpHdr><MsgId>1</MsgId><CreDtTm>2026-12-01T06:00:00</CreDtTm></GrpHdr>\n\
         <Stmt><Id>ST1</Id><ElctrncSeqNb>11</ElctrncSeqNb><CreDtTm>2026-12-01T06:00:00</CreDtTm>\n\
         <Acct><Id><IBAN>PL46114010100000579009004001</IBAN></Id><Ccy>PLN</Ccy></Acct>\n{}{}{entries}\n\
         </Stmt></BkToCstmrStmt></Document>\n",
        balance("OPBD", "100"),
        balance("CLBD", "223.45"),
    )
}

fn only(text: &str) -> ReadStatement {
    read(text.as_bytes()).unwrap_or_else(|problems| panic!("{problems:?}: {text}")).remove(0)
}

#[test]
fn every_version_says_the_same() {
    let expected = only(&file("02", ENTRY));
    assert!(expected.is_balanced && expected.flags.is_empty(), "{:?}", expected.flags);
    assert_eq!((expected.number.as_str(), expected.first_on), ("11", Some(date(2026, 11, 30))));
    let entry = &expected.entries[0];
    assert_eq!(
        (entry.title.as_str(), entry.counterparty.as_str()),
        ("FV/2026/11/0042 K-00412 & reszta", "Janina Żółć")
    );
    assert_eq!(entry.virtual_account.as_ref().unwrap().nrb(), Some("87114010100000579009002002"));
    assert_eq!((entry.reference.as_str(), entry.amount.grosze()), ("REF1", 12_345));
    for version in ["03", "04", "05", "06", "07", "08"] {
        let later = ENTRY.replace("<Sts>BOOK</Sts>", "<Sts><Cd>BOOK</Cd></Sts>");
        assert_eq!(only(&file(version, &later)), expected);
    }
    let prefixed = file("02", ENTRY).replace('<', "<c:").replace("<c:/", "</c:").replace("<c:?", "<?");
    assert_eq!(only(&prefixed.replace("xmlns=", "xmlns:c=")), expected);
    let polish = file("02", ENTRY).replace("UTF-8", "windows-1250");
    assert_eq!(read(&encoding_rs::WINDOWS_1250.encode(&polish).0).unwrap(), [expected]);
}

#[test]
fn a_batch_is_as_many_payments_as_it_holds() {
    let part = |amount: &str, title: &str| {
        format!(
            "<TxDtls><AmtDtls><TxAmt><Amt Ccy=\"PLN\">{amount}</Amt></TxAmt></AmtDtls>\
             <RmtInf><Ustrd>{title}</Ustrd></RmtInf></TxDtls>"
        )
    };
    let batch = |parts: &[String]| {
        let start = ENTRY.split_once("<TxDtls>").unwrap().0;
        only(&file("02", &format!("{start}{}</NtryDtls></Ntry>", parts.concat())))
    };
    let whole = batch(&[part("100.00", "FV 1"), part("20.00", "FV 2"), part("3.45", "FV 2")]);
    let amounts: Vec<_> = whole.entries.iter().map(|entry| (entry.amount.grosze(), entry.title.as_str())).collect();
    assert_eq!(amounts, [(10_000, "FV 1"), (2_000, "FV 2"), (345, "FV 2")]);
    assert!(whole.is_balanced && whole.entries[1].key != whole.entries[2].key);
    assert!(whole.entries.iter().all(|entry| entry.batch == Some(0)));
    let odd = batch(&[part("100.00", "FV 1"), part("20.00", "FV 2")]);
    assert_eq!((odd.entries.len(), odd.entries[0].amount.grosze(), odd.is_balanced), (1, 12_345, true));
    assert_eq!(
        (odd.flags[0].kind, odd.flags[0].field.as_str()),
        (ProblemKind::DoesNotAddUp, "Ntry/NtryDtls/TxDtls/Amt")
    );
}

#[test]
fn only_what_is_booked_counts() {
    for pending in ["<Sts>PDNG</Sts>", "<Sts>INFO</Sts>", "<Sts><Cd>FUTR</Cd></Sts>"] {
        let more = ENTRY.replace("<Sts>BOOK</Sts>", pending);
        let statement = only(&file("08", &format!("{ENTRY}{more}")));
        assert!(
            statement.is_balanced && statement.entries[0].is_booked && !statement.entries[1].is_booked,
            "{pending}"
        );
    }
}

/// By the standard the indicator says which way the money went; where only the other reading adds up, it is that one.
#[test]
fn a_reversal_goes_the_way_that_the_balances_tell() {
    let reversal = |indicator: &str, closing: &str| {
        let entry = ENTRY.replace(
            "<CdtDbtInd>CRDT</CdtDbtInd><Sts>",
            &format!("<CdtDbtInd>{indicator}</CdtDbtInd><RvslInd>true</RvslInd><Sts>"),
        );
        only(&file("02", &entry).replace("100<", "200<").replace("223.45<", closing))
    };
    for statement in [reversal("DBIT", "76.55<"), reversal("CRDT", "76.55<")] {
        let entry = &statement.entries[0];
        assert!(statement.is_balanced && entry.is_reversal);
        assert_eq!(entry.amount.grosze(), -12_345);
        assert_eq!(
            entry.counterparty_account.as_ref().map(BankAccount::as_str),
            if entry.counterparty.is_empty() {
                Some("PL87114010100000579009002002")
            } else {
                Some("PL19114010100000579009004002")
            }
        );
    }
    assert!(!reversal("DBIT", "1.00<").is_balanced);
}

#[test]
fn what_is_wrong_is_named() {
    let check = |text: &str, kind, field: &str| {
        let problem = read(text.as_bytes()).unwrap_err().remove(0);
        assert_eq!((problem.kind, problem.field.as_str()), (kind, field), "{problem:?} {text}");
        assert!(problem.line.is_some());
    };
    let whole = file("02", ENTRY);
    check("", ProblemKind::Malformed, "Document");
    check("<Document/>", ProblemKind::UnknownFormat, "Document");
    check(&file("09", ENTRY), ProblemKind::UnknownFormat, "Document");
    check(&whole.replace("camt.053", "camt.054"), ProblemKind::UnknownFormat, "Document");
    check(&whole.replace("<BkTxCd/>", ""), ProblemKind::Missing, "BkToCstmrStmt/Stmt/Ntry/BkTxCd");
    check(&whole.replace("<Sts>BOOK</Sts>", "<Sts>OK</Sts>"), ProblemKind::BadValue, "Ntry/Sts");
    check(&whole.replace("123.45000", "-123.45"), ProblemKind::Negative, "Ntry/Amt");
    check(&whole.replace("123.45000", "123.456"), ProblemKind::BadValue, "Ntry/Amt");
    check(&whole.replace("123.45000", "123,45"), ProblemKind::BadValue, "Ntry/Amt");
    check(&whole.replace(" Ccy=\"PLN\">123", ">123"), ProblemKind::Missing, "Ntry/Amt");
    check(
        &whole.replace("2026-11-30</Dt></BookgDt>", "2026-11-31</Dt></BookgDt>"),
        ProblemKind::BadValue,
        "Ntry/BookgDt",
    );
    check(&whole.replace("<BkTxCd/>", "<BkTxCd/><Extra/>"), ProblemKind::Unexpected, "BkToCstmrStmt/Stmt/Ntry/Extra");
    check(
        &whole.replace("<BkTxCd/>", "<BkTxCd/><NtryRef/>"),
        ProblemKind::Unexpected,
        "BkToCstmrStmt/Stmt/Ntry/NtryRef",
    );
    check(&whole.replace("<BkTxCd/>", "<BkTxCd/><BkTxCd/>"), ProblemKind::Repeated, "BkToCstmrStmt/Stmt/Ntry/BkTxCd");
    check(&whole.replace("PL46114010100000579009004001", " "), ProblemKind::Missing, "Acct/Id/IBAN");
    check(&whole.replace("<IBAN>PL46", "<IBAN>46"), ProblemKind::BadValue, "Acct/Id/IBAN");
    check(&whole.replace("<Id>ST1</Id>", "<Id/>"), ProblemKind::Missing, "Stmt/Id");
    check(&whole.replace("<MsgId>1</MsgId>", ""), ProblemKind::Missing, "Document/BkToCstmrStmt/GrpHdr/MsgId");
    check(&whole.replace("?>", "?><!DOCTYPE x [<!ENTITY a \"b\">]>"), ProblemKind::Unexpected, "DOCTYPE");
    check(&whole.replace("&amp;", "&bomb;"), ProblemKind::Malformed, "TxDtls/RmtInf/Ustrd");
    check(&"<a>".repeat(100), ProblemKind::UnknownFormat, "Document");
    let deep = format!("<Ntry>{}", "<Amt>".repeat(100));
    check(&file("02", &deep), ProblemKind::TooLarge, "Amt/Amt/Amt");
    check(&whole.replace("ST1", &"x".repeat(20_000)), ProblemKind::TooLarge, "BkToCstmrStmt/Stmt/Id");
}

#[test]
fn a_file_that_was_cut_is_refused() {
    let whole = file("02", ENTRY);
    let end = whole.trim_end().len();
    for cut in 0..end {
        assert!(read(&whole.as_bytes()[..cut]).is_err(), "{cut}");
    }
    assert!(read(&whole.as_bytes()[..end]).is_ok());
}

#[test]
fn damaged_statements_hurt_nobody() {
    let pieces: [&[u8]; 16] = [
        b"<Ntry>",
        b"</Ntry>",
        b"<Amt Ccy=\"",
        b"<TxDtls/>",
        b"</",
        b"/>",
        b"&",
        b"&#0;",
        b"<![CDATA[",
        b"<!--",
        b"<!DOCTYPE x>",
        b"\xff",
        b"\"",
        b"-1",
        b"99999999999999999",
        b"\0",
    ];
    let original = file("02", &ENTRY.repeat(2));
    let mut dice = Dice(53);
    for _ in 0..10_000 {
        let bytes = damaged(original.as_bytes(), (&pieces, 4), &mut dice);
        let begun = Instant::now();
        let _ = read(&bytes);
        assert!(begun.elapsed() < Duration::from_secs(1));
    }
    let begun = Instant::now();
    assert_eq!(only(&file("08", &ENTRY.repeat(10_000))).entries.len(), 10_000);
    assert!(begun.elapsed() < Duration::from_secs(20));
}
