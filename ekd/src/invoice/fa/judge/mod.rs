//! What the form allows and is odd all the same: the invoice is taken, and each of these is a flag.

mod amounts;

use std::collections::BTreeSet;

use common::invoice::InvoiceKind;
use common::invoice::file::ProblemKind;

use super::document::Node;
use super::gather::Gathered;
use crate::invoice::read::ReadInvoice;

/// Flags what is odd about an invoice.
pub(super) fn judge(root: Node<'_>, invoice: &ReadInvoice, gathered: &mut Gathered) {
    let Some(fa) = root.find("Fa") else { return };
    amounts::judge(fa, invoice, gathered);
    line_numbers(fa, gathered);
    negatives(fa, invoice, gathered);
    members(root, gathered);
    references(fa, invoice, gathered);
    days(fa, invoice, gathered);
}

/// The number of a line is its own. A correction has a line twice: as it was, and as it is.
fn line_numbers(fa: Node<'_>, gathered: &mut Gathered) {
    let mut seen = BTreeSet::new();
    for line in fa.all("FaWiersz") {
        let Some(number) = line.find("NrWierszaFa") else { continue };
        let digits = number.text().trim_start_matches(['+', '0']);
        if !seen.insert((digits.to_owned(), line.find("StanPrzed").is_some())) {
            gathered.odd(ProblemKind::Repeated, number, "");
        }
    }
}

/// Only a correction takes something back.
fn negatives(fa: Node<'_>, invoice: &ReadInvoice, gathered: &mut Gathered) {
    if invoice.kind.is_correction() {
        return;
    }
    let quantities = fa.all("FaWiersz").filter_map(|line| line.find("P_8B"));
    for amount in quantities.chain(fa.find("P_15")) {
        let has_digit = amount.text().bytes().any(|byte| matches!(byte, b'1'..=b'9'));
        if amount.text().starts_with('-') && has_digit {
            gathered.odd(ProblemKind::Negative, amount, "");
        }
    }
}

/// A unit of local government or a member of a VAT group has to be named beside the buyer, in its role.
fn members(root: Node<'_>, gathered: &mut Gathered) {
    for (mark, role) in [("JST", 8), ("GV", 10)] {
        let Some(marked) = root.find("Podmiot2").and_then(|buyer| buyer.find(mark)) else { continue };
        let is_role = |party: Node<'_>| party.text_at("Rola").and_then(|text| text.parse().ok()) == Some(role);
        if marked.text().parse() == Ok(1) && !root.all("Podmiot3").any(is_role) {
            gathered.odd(ProblemKind::Contradicts, marked, &format!("Podmiot3/Rola {role}"));
        }
    }
}

/// A correction says what it corrects, nothing else does; a final invoice names its advances.
fn references(fa: Node<'_>, invoice: &ReadInvoice, gathered: &mut Gathered) {
    let corrected = fa.find("DaneFaKorygowanej");
    match (invoice.kind.is_correction(), corrected) {
        (true, None) => gathered.odd_missing(fa, "DaneFaKorygowanej", ""),
        (false, Some(corrected)) => gathered.odd(ProblemKind::Contradicts, corrected, "RodzajFaktury KOR"),
        (true, Some(_)) | (false, None) => {}
    }
    if invoice.kind == InvoiceKind::Final && fa.find("FakturaZaliczkowa").is_none() {
        gathered.odd_missing(fa, "FakturaZaliczkowa", "");
    }
}

/// What is not paid yet is due after it was issued.
fn days(fa: Node<'_>, invoice: &ReadInvoice, gathered: &mut Gathered) {
    let Some(payment) = fa.find("Platnosc") else { return };
    let due = payment.all("TerminPlatnosci").find_map(|term| term.find("Termin"));
    let is_paid = invoice.declared_paid == invoice.payable;
    if let Some(due) = due.filter(|_| !is_paid && invoice.due_on.is_some_and(|day| day < invoice.issued_on)) {
        gathered.odd(ProblemKind::Contradicts, due, &format!("≥ {}", invoice.issued_on));
    }
}
