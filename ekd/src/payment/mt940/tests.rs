//! Statements of real banks, and of banks that mean harm.

use std::path::Path;
use std::time::{Duration, Instant};

use common::invoice::file::ProblemKind;
use jiff::civil::date;
use serde_json::Value;

use super::super::read::{ReadEntry, ReadStatement};
use super::read;
use crate::damage::{Dice, damaged};

/// Samples that are a field or two, or no statement of a bank's books: nothing can be booked of them.
const NO_STATEMENT: [&str; 12] = [
    "betterplace__currency_in_25.sta",
    "betterplace__empty_86.sta",
    "betterplace__empty_entry_date.sta",
    "betterplace__missing_crlf_at_end.sta",
    "cmxl__account_balance_credit.sta",
    "cmxl__account_identification_iban.sta",
    "cmxl__available_balance.sta",
    "cmxl__statement_line.sta",
    "cmxl__statement_number.sta",
    "self-provided__invalid_statement.sta",
    "self-provided__mt942.sta",
    "self-provided__sparkassen.sta",
];

fn samples() -> Option<&'static Path> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/billing/mt940"));
    if folder.exists() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "{} is needed", folder.display());
    println!("skipped: {} is not there", folder.display());
    None
}

fn sample(name: &str) -> Option<Vec<ReadStatement>> {
    let bytes = std::fs::read(samples()?.join(name)).unwrap();
    Some(read(&bytes).unwrap_or_else(|problems| panic!("{name}: {problems:?}")))
}

/// The amount in hundredths.
fn grosze(value: &Value) -> Option<i64> {
    let text = value.as_str()?;
    let (whole, rest) = text.split_once('.').unwrap_or((text, "0"));
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let whole: i64 = whole.trim_start_matches('-').parse().unwrap();
    Some(sign * (whole * 100 + format!("{rest:0<2}").parse::<i64>().unwrap()))
}

fn check_statement(file: &str, found: &ReadStatement, expected: &Value) {
    assert_eq!(Value::from(found.account.as_str()), expected["account"], "{file}");
    assert_eq!(Value::from(found.currency.as_str()), expected["currency"], "{file}");
    assert_eq!(found.opening.map(common::money::Money::grosze), grosze(&expected["opening"]), "{file}");
    assert_eq!(found.closing.map(common::money::Money::grosze), grosze(&expected["closing"]), "{file}");
    assert_eq!(Value::from(found.entries.len()), expected["entries"], "{file}");
    let sum: common::money::Money = found.entries.iter().map(|entry| entry.amount).sum();
    assert_eq!(Some(sum.grosze()), grosze(&expected["sum"]), "{file}");
    assert_eq!(found.is_balanced, expected["balanced"].as_bool().unwrap_or(false), "{file}");
    assert_eq!(found.is_balanced, found.flags.is_empty(), "{file}: {:?}", found.flags);
}

#[test]
fn every_sample_is_read_as_expected() {
    let Some(folder) = samples() else { return };
    let (mut n_statements, mut n_entries) = (0, 0);
    for line in std::fs::read_to_string(folder.join("expected.jsonl")).unwrap().lines() {
        let expected: Value = serde_json::from_str(line).unwrap();
        let file = expected["file"].as_str().unwrap();
        let found = read(&std::fs::read(folder.join(file)).unwrap());
        match &found {
            Err(problems) => {
                assert!(NO_STATEMENT.contains(&file), "{file}: {problems:?}");
                println!("{file:45} refused {} {}", problems[0].kind.name(), problems[0].field);
            }
            Ok(statements) => {
                assert!(!NO_STATEMENT.contains(&file), "{file}");
                let wanted = expected["by_statement"].as_array().unwrap();
                assert_eq!(statements.len(), wanted.len(), "{file}");
                statements.iter().zip(wanted).for_each(|(found, expected)| check_statement(file, found, expected));
                let n_balanced = statements.iter().filter(|statement| statement.is_balanced).count();
                let n_read: usize = statements.iter().map(|statement| statement.entries.len()).sum();
                println!("{file:45} {:2} statements, {n_balanced:2} balanced, {n_read:2} entries", statements.len());
                n_statements += statements.len();
                n_entries += n_read;
            }
        }
    }
    // What the fragments have besides makes 67 and 147.
    assert_eq!((n_statements, n_entries), (66, 143));
}

#[test]
fn mbank_tells_who_paid_what_for() {
    let Some(statements) = sample("pl-mbank__MT940_multiple_accounts.sta") else { return };
    let entry = statements[0].entries.iter().find(|entry| entry.amount.is_positive()).unwrap();
    assert_eq!(entry.title, "ZAPŁATA ZA FAKTURĘ NR 1/2007");
    assert_eq!(entry.counterparty, "FIRMA 1 SP. Z O.O.");
    assert_eq!(entry.counterparty_account.as_ref().unwrap().nrb(), Some("35109010560000000006093440"));
    assert_eq!((entry.booked_on, entry.amount.grosze()), (date(2007, 10, 23), 2414));
    assert_eq!((entry.reference.as_str(), entry.virtual_id.as_deref()), ("145411006445851.000001", None));
    // Cut inside words, and a semicolon in a title.
    let titles: Vec<&str> = statements[0].entries.iter().map(|entry| entry.title.as_str()).collect();
    assert!(titles.contains(&"WYGRANA W KONKURSIE TENISOWYM; 72132000190099001120000005 PPUP POCZTA POLSKA"));
    assert!(titles.contains(&"TESTOWY PRZELEW SORBNET - FAKTURA 8 00.01/2007"));
    assert_eq!(titles[0], "OPŁATA POCZTOWA: NORM");
    let keys: std::collections::HashSet<&str> =
        statements.iter().flat_map(|statement| &statement.entries).map(|entry| entry.key.as_str()).collect();
    assert_eq!(keys.len(), 56);
    let Some(virtual_ones) = sample("pl-mbank__mt940.sta") else { return };
    let ids: Vec<_> = virtual_ones[0].entries.iter().map(|entry| entry.virtual_id.clone().unwrap()).collect();
    assert_eq!(ids, ["XX000000000001", "XX000000000002", "XX000000000003"]);
    assert_eq!(virtual_ones[0].entries[0].counterparty, "JAN NOWAK UL. NIJAKA 1 M 2 31-234 KRAKOW");
}

fn statement(entries: &str) -> String {
    format!(
        ":20:ST1\n:25:/PL46114010100000579009004001\n:28C:1/1\n:60F:C261130PLN100,00\n{entries}:62F:C261130PLN223,45\n-\n"
    )
}

fn only_entry(text: &str) -> ReadEntry {
    let statements = read(text.as_bytes()).unwrap();
    assert!(statements[0].is_balanced, "{:?}", statements[0].flags);
    statements[0].entries[0].clone()
}

fn entry(details: &str) -> ReadEntry {
    only_entry(&statement(&format!(":61:2611301130CN000000000123,45N051NONREF//REF1\n:86:{details}\n")))
}

#[test]
fn parts_behind_any_mark_are_read() {
    for mark in ['^', '~', '<', '?'] {
        let details = "051^00PRZELEW                    ^34000\n^3019401076^38PL19114010100000579009004002\n\
            ^20Zapłata za fakturę nr FV/20^2126/11/0042\n^32JANINA ŻÓŁĆ-ŁĄKOWSKA, UL. P^33OLNA 3"
            .replace('^', &mark.to_string());
        let found = entry(&details);
        assert_eq!(found.title, "Zapłata za fakturę nr FV/2026/11/0042", "{mark}");
        assert_eq!(found.counterparty, "JANINA ŻÓŁĆ-ŁĄKOWSKA, UL. POLNA 3");
        assert_eq!(found.counterparty_account.unwrap().nrb(), Some("19114010100000579009004002"));
        assert_eq!((found.reference.as_str(), found.line), ("REF1", 5));
    }
}

#[test]
fn parts_that_ended_by_themselves_stay_apart() {
    assert_eq!(
        entry("020~00WPŁATA~20FV 12/2026~21K-00412~22za listopad~32JAN~33NOWAK").title,
        "FV 12/2026 K-00412 za listopad"
    );
    // The address of a Polish bank is no title, the rest of a German title is one.
    assert_eq!(entry("020^00W^20FV 1^62Polna 3^63Łódź").title, "FV 1");
    assert_eq!(entry("020?00W?20FV 1?60Polna").title, "FV 1 Polna");
    // ING: the code apart, and the account in the last part of the title.
    let ing = entry("073\n:86:073~00VE02\n~20za ciepło\n~21\n~29PL19114010100000579009004002\n~32JAN");
    assert_eq!((ing.title.as_str(), ing.counterparty_account.is_some()), ("za ciepło", true));
    assert_eq!(entry("020^00ODSETKI").title, "ODSETKI");
}

#[test]
fn the_account_that_the_payer_wrote_is_kept() {
    let found = entry(
        "911 WPŁATA; ID IPH: 19114010100000579009004002; Z RACH.: 87114010100000579009002002; OD: JAN; TYT.: CO; TNR: 1.2",
    );
    assert_eq!(found.virtual_account.unwrap().nrb(), Some("19114010100000579009004002"));
    assert_eq!(found.reference, "1.2");
    let small = entry("944 Przelew; na rach.: 19114010100000579009004002; od: Jan; tyt.: fv; 1\n00; tnr: 3\n4");
    assert_eq!((small.title.as_str(), small.reference.as_str()), ("fv; 100", "34"));
    assert!(small.virtual_account.is_some());
    // To the account of the statement itself: nothing virtual about it.
    assert_eq!(entry("911 W; NA RACH.: 46114010100000579009004001; TYT.: A; TNR: 1").virtual_account, None);
    assert!(entry("051^00P^20ID IPH 1911 4010 1000 0057 9009^21 0040 02 FV 1").virtual_account.is_some());
}

#[test]
fn texts_without_a_form_are_kept_whole() {
    assert_eq!(entry("ZA CIEPŁO\nFV 1/2026").title, "ZA CIEPŁO FV 1/2026");
    let full = format!("{}\nAŁO", "X".repeat(65));
    assert_eq!(entry(&full).title, format!("{}AŁO", "X".repeat(65)));
    assert_eq!(entry("A\n:86:B").title, "A B");
    // What looks like a field in it is the rest of a time.
    assert_eq!(entry("O 16\n:25:37 W DOMU").title, "O 16 :25:37 W DOMU");
    assert_eq!(only_entry(&statement(":61:261130C123,45NTRFX\nKASA\n")).title, "KASA");
}

#[test]
fn equal_entries_are_two_and_the_same_file_gives_the_same_keys() {
    let twice =
        statement(":61:261130C61,00NTRFA\n:86:FV\n:61:261130C61,00NTRFA\n:86:FV\n:61:261130C1,45NTRFA\n:86:FV\n");
    let keys = |text: &str| -> Vec<String> {
        read(text.as_bytes()).unwrap()[0].entries.iter().map(|entry| entry.key.clone()).collect()
    };
    let found = keys(&twice);
    assert!(found[0] != found[1] && found[1] != found[2] && found[1].starts_with(&found[0]));
    assert_eq!(keys(&twice), found);
    assert_eq!(keys(&twice.replace('\n', "\r\n")), found);
    // The number of a statement is none of an entry: the same week in another file is the same week.
    assert_eq!(keys(&twice.replace(":28C:1/1", ":28C:7/2")), found);
}

#[test]
fn a_statement_twice_in_one_file_has_the_same_keys() {
    let entry = ":61:2611301130CN123,45NTRFNONREF\n:86:912 PRZELEW; OD: A; TYT.: FV; TNR: 145411026113000010.000001\n";
    let text = statement(entry);
    let other_form = text.replace(":25:/PL46", ":25:46");
    let read = read(format!("{text}{other_form}").as_bytes()).unwrap();
    assert_eq!(read[0].entries[0].key, read[1].entries[0].key);
}

#[test]
fn every_code_page_gives_the_same() {
    let text = statement(":61:261130C123,45NTRFA\n:86:020^00P^20Zażółć gęślą jaźń^32ŚWIĘTOSŁAWA ŹREBIĘĆ\n");
    let windows = encoding_rs::WINDOWS_1250.encode(&text).0.into_owned();
    let iso = encoding_rs::ISO_8859_2.encode(&text).0.into_owned();
    let expected = read(text.as_bytes()).unwrap();
    assert_eq!(expected[0].entries[0].title, "Zażółć gęślą jaźń");
    assert_eq!((read(&windows).unwrap(), read(&iso).unwrap()), (expected.clone(), expected));
}

#[test]
fn a_statement_that_was_cut_is_refused_or_does_not_add_up() {
    let whole =
        statement(":61:2611301130C23,45NTRFNONREF//A\n:86:020^00P^20FV 1\n:61:2611301130C100,00NTRFNONREF//B\n:86:B\n");
    let end = whole.find("-\n").unwrap() - 1;
    for cut in 0..end {
        let found = read(&whole.as_bytes()[..cut]);
        let is_believed = found.is_ok_and(|statements| statements.iter().any(|statement| statement.is_balanced));
        assert!(!is_believed, "{cut}: {}", &whole[..cut]);
    }
    assert!(read(&whole.as_bytes()[..end]).unwrap()[0].is_balanced);
}

#[test]
fn what_is_wrong_is_named() {
    let check = |text: &str, kind, field: &str, line| {
        let problem = read(text.as_bytes()).unwrap_err().remove(0);
        assert_eq!((problem.kind, problem.field.as_str(), problem.line), (kind, field, line), "{text}");
    };
    let whole = statement(":61:261130C123,45NTRFA\n");
    check("", ProblemKind::UnknownFormat, "MT940", Some(1));
    check("dzień dobry", ProblemKind::UnknownFormat, "MT940", Some(1));
    check(&whole.replace("C123,45", "C-123,45"), ProblemKind::BadValue, ":61:", Some(5));
    check(&whole.replace("261130C", "261332C"), ProblemKind::BadValue, ":61:", Some(5));
    check(&whole.replace(":60F:C", ":60F:X"), ProblemKind::BadValue, ":60F:", Some(4));
    check(&whole.replace(":25:", ":21:"), ProblemKind::Missing, ":25:", Some(1));
    check(&format!("{{2:O942}}\n{whole}"), ProblemKind::UnknownFormat, "MT940", Some(1));
    check(&whole.replace("\n-\n", "\n:61:261130C1,00NTRFA\n"), ProblemKind::Unexpected, ":61:", Some(7));
    let flags = |text: String| read(text.as_bytes()).unwrap().remove(0).flags;
    assert_eq!(flags(whole.replace("223,45", "223,46"))[0].kind, ProblemKind::DoesNotAddUp);
    assert_eq!(flags(whole.replace("62F:C261130PLN", "62F:C261130EUR"))[0].kind, ProblemKind::Contradicts);
    assert_eq!(flags(whole.replace(":28C:1/1\n", ""))[0].field, ":28C:");
    let large = vec![b'x'; super::super::read::MAX_BYTES + 1];
    assert_eq!(read(&large).unwrap_err()[0].kind, ProblemKind::TooLarge);
}

/// Nothing that comes hurts: no panic, no long work, and what balances is counted to the end.
#[test]
fn damaged_statements_hurt_nobody() {
    let pieces: [&[u8]; 16] = [
        b":61:",
        b":86:",
        b":62F:",
        b":60F:",
        b":20:",
        b"\n:25:",
        b"-\n",
        b"?20",
        b"^38",
        b"; TNR:",
        b"\xff\xfe",
        b"\xc5",
        b",",
        b"9999999999999999999",
        b"RC",
        b"\0",
    ];
    let original = statement(
        ":61:2611301130C23,45NTRFNONREF//A\n:86:020^00P^20FV 1^38PL19114010100000579009004002\n\
         :61:2611301130RD100,00NTRFNONREF//B\n:86:911 W; ID IPH: 19114010100000579009004002; OD: ŁĘGA; TYT.: CO; TNR: 1.2\n",
    );
    let mut dice = Dice(940);
    for _ in 0..10_000 {
        let bytes = damaged(original.as_bytes(), (&pieces, 4), &mut dice);
        let begun = Instant::now();
        let _ = read(&bytes);
        assert!(begun.elapsed() < Duration::from_secs(1));
    }
    let many = statement(&":61:261130C0,00NTRFA\n:86:020^20A\n".repeat(20_000));
    let begun = Instant::now();
    assert_eq!(read(many.as_bytes()).unwrap()[0].entries.len(), 20_000);
    assert!(begun.elapsed() < Duration::from_secs(20));
}
