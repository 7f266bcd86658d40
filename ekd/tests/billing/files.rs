//! Every file of the shared data, handed in: what is valid comes out with the document's own totals, what is wrong is refused or
//! flagged with the name of a field.

use std::collections::BTreeMap;
use std::path::Path;

use common::invoice::InvoiceFilter;
use common::invoice::file::{BillingFile, FileOutcome, ImportMode};

use crate::desk::{Desk, import};
use crate::harness::shared::shared;

/// One line of the manifest, by the names of its columns.
type Line = BTreeMap<String, String>;

/// Reads a file of comma-separated values with quotation marks.
fn manifest(path: &Path) -> Vec<Line> {
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = text.lines().map(split);
    let headings = lines.next().unwrap();
    lines.map(|line| headings.iter().cloned().zip(line).collect()).collect()
}

fn split(line: &str) -> Vec<String> {
    let (mut cells, mut quoted) = (vec![String::new()], false);
    for character in line.chars() {
        match character {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            other => cells.last_mut().unwrap().push(other),
        }
    }
    cells
}

fn told(file: &BillingFile) -> String {
    let problem = |problem: &common::invoice::file::FileProblem| {
        let line = problem.line.map_or_else(String::new, |line| format!(" line {line}"));
        format!("{} {}{line} [{}]", problem.kind.name(), problem.field, problem.found)
    };
    file.problems.iter().take(2).map(problem).collect::<Vec<_>>().join("; ")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_invoice_of_the_shared_data() {
    let Some(folder) = shared("data/billing/ksef") else { return };
    let desk = Desk::start("2026-04-01T10:00:00Z").await;
    let mut n = BTreeMap::<&str, u32>::new();
    let mut seen = BTreeMap::<(String, String), String>::new();
    for line in manifest(&folder.join("manifest.csv")) {
        let path = folder.join(&line["file"]);
        let bytes = std::fs::read(&path).unwrap();
        let file = import(&desk.client, &line["file"], &bytes, ImportMode::Usual).await.unwrap();
        println!("{:<64} {:<8} {}", line["file"], file.outcome.name(), told(&file));
        *n.entry(file.outcome.name()).or_default() += 1;
        let key = (line["seller_nip"].clone(), line["number"].clone());
        if line["xsd_valid"] != "yes" {
            assert_eq!(file.outcome, FileOutcome::Refused, "{line:?}: {file:?}");
            assert!(file.problems.iter().all(|problem| !problem.field.is_empty()), "{file:?}");
            continue;
        }
        if line["file"].starts_with("fa3-errors/") {
            assert_eq!(file.outcome, FileOutcome::Flagged, "{line:?}: {file:?}");
        }
        if let Some(before) = seen.get(&key) {
            // Samples share numbers: the second is the same invoice or is told to differ.
            assert!(matches!(file.outcome, FileOutcome::Known | FileOutcome::Refused), "{before}: {file:?}");
            continue;
        }
        assert!(matches!(file.outcome, FileOutcome::Taken | FileOutcome::Flagged), "{line:?}: {file:?}");
        seen.insert(key, line["file"].clone());
        check(&desk, &line).await;
    }
    println!("{n:?}");
}

/// Holds an invoice against the line of the manifest.
async fn check(desk: &Desk, line: &Line) {
    let filter = InvoiceFilter { text: Some(line["number"].clone()), ..InvoiceFilter::default() };
    let found = desk.invoices(filter).await;
    let nip =
        |invoice: &common::invoice::Invoice| invoice.seller.nip.as_ref().map(ToString::to_string).unwrap_or_default();
    let is_it =
        |invoice: &&common::invoice::Invoice| invoice.number == line["number"] && nip(invoice) == line["seller_nip"];
    let Some(invoice) = found.iter().find(is_it) else {
        // Sellers whose NIP does not check are kept by name.
        assert!(found.iter().any(|invoice| invoice.number == line["number"]), "{line:?}: {found:?}");
        return;
    };
    let gross: common::quantity::decimal::Decimal =
        common::quantity::decimal::Decimal::parse(&line["gross"], common::quantity::decimal::Separator::Point).unwrap();
    assert_eq!(i128::from(invoice.gross.grosze()), gross.scaled(2).unwrap(), "{line:?}");
    assert_eq!(invoice.issued_on.to_string(), line["issued"], "{line:?}");
    assert_eq!(invoice.currency.as_str(), line["currency"], "{line:?}");
    let text = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    assert_eq!(text(invoice.due_on), line["due"], "{line:?}");
    assert_eq!(text(invoice.period.map(|days| days.first)), line["period_from"], "{line:?}");
    assert_eq!(text(invoice.period.map(|days| days.last)), line["period_to"], "{line:?}");
}

async fn statements_of(folder: &Path, ending: &str) {
    let desk = Desk::start("2026-04-01T10:00:00Z").await;
    let mut names: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    let expected = std::fs::read_to_string(folder.join("expected.jsonl")).unwrap();
    for path in names.iter().filter(|path| path.extension().is_some_and(|found| found == ending)) {
        let name = path.file_name().unwrap().to_str().unwrap();
        let bytes = std::fs::read(path).unwrap();
        let told_there = expected.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        let told_there = told_there.into_iter().find(|line| line["file"] == name).unwrap();
        let usual = import(&desk.client, name, &bytes, ImportMode::Usual).await.unwrap();
        let file = if usual.outcome == FileOutcome::Refused {
            import(&desk.client, name, &bytes, ImportMode::EvenUnbalanced).await.unwrap()
        } else {
            usual.clone()
        };
        println!(
            "{name:<48} {:<8} {:<8} {:>2} statements {:>3} entries {:>3} booked  {}",
            usual.outcome.name(),
            file.outcome.name(),
            file.tally.n_statements,
            file.tally.n_entries,
            file.tally.n_booked,
            told(&usual)
        );
        if file.outcome == FileOutcome::Refused {
            assert!(!file.problems.is_empty(), "{file:?}");
            continue;
        }
        if let Some(n) = told_there["entries"].as_u64() {
            assert_eq!(file.tally.n_entries, n, "{name}");
            assert_eq!(Some(file.tally.n_statements), told_there["statements"].as_u64(), "{name}");
        }
        let before = desk.payments().await.len();
        let again = import(&desk.client, name, &bytes, ImportMode::EvenUnbalanced).await.unwrap();
        assert_eq!(again.outcome, FileOutcome::Known, "{name}: {again:?}");
        assert_eq!(desk.payments().await.len(), before, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_mt940_of_the_shared_data() {
    let Some(folder) = shared("data/billing/mt940") else { return };
    statements_of(&folder, "sta").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_camt053_of_the_shared_data() {
    let Some(folder) = shared("data/billing/camt053") else { return };
    statements_of(&folder, "xml").await;
}
