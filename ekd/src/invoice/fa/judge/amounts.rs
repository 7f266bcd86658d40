//! Amounts that have to agree: the whole with its rates, the rates with their VAT and with the lines, what is to be paid with
//! the balances.

use common::invoice::InvoiceKind;
use common::invoice::file::ProblemKind;
use common::money::Money;
use common::quantity::decimal::divide_rounded;

use super::super::document::Node;
use super::super::gather::Gathered;
use super::super::sums::{RATE_FIELDS, RateField};
use crate::invoice::read::ReadInvoice;

/// Flags amounts that do not agree.
pub(super) fn judge(fa: Node<'_>, invoice: &ReadInvoice, gathered: &mut Gathered) {
    whole(fa, invoice, gathered);
    let mut rates = invoice.rates.iter();
    for field in &RATE_FIELDS {
        let (Some(net), Some(sum)) = (fa.find(field.net), fa.find(field.net).and_then(|_| rates.next())) else {
            continue;
        };
        let of_lines = of_lines(field, invoice);
        if let Some(vat) = field.vat.and_then(|vat| fa.find(vat)) {
            vat_of(vat, (sum.net, sum.vat), &sum.rate, of_lines.n_lines, gathered);
        }
        if !are_lines_all(invoice, &of_lines) {
            continue;
        }
        // What is reckoned from gross amounts is a grosz off for each line.
        let slack = if of_lines.is_net { 0 } else { of_lines.n_lines };
        let wanted = if of_lines.is_net { sum.net } else { sum.net + sum.vat };
        if (of_lines.total - wanted).grosze().abs() > slack {
            gathered.odd(ProblemKind::DoesNotAddUp, net, &format!("FaWiersz: {}", of_lines.total.plain()));
        }
    }
    settlement(fa, invoice, gathered);
}

/// The whole is the sum of the rates, up to a grosz for each where they were reckoned from gross amounts.
fn whole(fa: Node<'_>, invoice: &ReadInvoice, gathered: &mut Gathered) {
    let total = invoice.net + invoice.vat;
    let slack = i64::try_from(invoice.rates.len()).unwrap_or(i64::MAX);
    let is_off = (total - invoice.gross).grosze().abs() > slack;
    let Some(gross) = fa.find("P_15").filter(|_| is_off) else { return };
    gathered.odd(ProblemKind::DoesNotAddUp, gross, &total.plain());
}

/// The VAT is that of the rate, up to what rounding each line makes.
fn vat_of(at: Node<'_>, (net, vat): (Money, Money), rate: &str, n_lines: i64, gathered: &mut Gathered) {
    let Ok(percent) = rate.parse::<i128>() else { return };
    let exact = divide_rounded(i128::from(net.grosze()) * percent, 100);
    let Ok(exact) = i64::try_from(exact) else { return };
    if (vat.grosze() - exact).abs() > n_lines.max(1) {
        gathered.odd(ProblemKind::DoesNotAddUp, at, &Money::from_grosze(exact).plain());
    }
}

/// The lines of one rate.
struct OfLines {
    n_lines: i64,
    /// Lines as they were before a correction count negative.
    total: Money,
    is_net: bool,
    are_told: bool,
}

fn of_lines(field: &RateField, invoice: &ReadInvoice) -> OfLines {
    let is_of = |rate: &Option<String>| match rate {
        Some(rate) => field.rates.contains(&rate.as_str()),
        None => false,
    };
    let lines: Vec<_> = invoice.lines.iter().filter(|line| is_of(&line.rate)).collect();
    let is_net = lines.iter().all(|line| line.net.is_some());
    let amounts: Vec<Option<Money>> = lines
        .iter()
        .map(|line| {
            if is_net { line.net } else { line.gross }.map(|amount| if line.is_before { -amount } else { amount })
        })
        .collect();
    OfLines {
        n_lines: i64::try_from(lines.len()).unwrap_or(i64::MAX),
        total: amounts.iter().flatten().copied().sum(),
        is_net,
        are_told: amounts.iter().all(Option::is_some),
    }
}

/// Tells whether the sums of a rate are those of its lines. Of an advance they are parts of an order, of a final invoice what
/// the advances leave; a correction may have no lines.
fn are_lines_all(invoice: &ReadInvoice, of_lines: &OfLines) -> bool {
    match invoice.kind {
        InvoiceKind::Basic | InvoiceKind::Simplified | InvoiceKind::Correction => {
            of_lines.are_told && of_lines.n_lines > 0
        }
        InvoiceKind::Advance
        | InvoiceKind::Final
        | InvoiceKind::AdvanceCorrection
        | InvoiceKind::FinalCorrection
        | InvoiceKind::DebitNote => false,
    }
}

/// What is to be paid is the whole with what is charged and less what is deducted.
fn settlement(fa: Node<'_>, invoice: &ReadInvoice, gathered: &mut Gathered) {
    let Some(settlement) = fa.find("Rozliczenie") else { return };
    let more = gathered.sum(settlement, "Obciazenia", "Kwota");
    let less = gathered.sum(settlement, "Odliczenia", "Kwota");
    for (name, sum) in [("SumaObciazen", more), ("SumaOdliczen", less)] {
        let told = gathered.amount(settlement, name).filter(|told| *told != sum);
        if let Some(at) = settlement.find(name).filter(|_| told.is_some()) {
            gathered.odd(ProblemKind::DoesNotAddUp, at, &sum.plain());
        }
    }
    let wanted = invoice.gross + more - less;
    let at = settlement.find("DoZaplaty").or_else(|| settlement.find("DoRozliczenia"));
    if let Some(at) = at.filter(|_| invoice.payable != wanted && invoice.declared_paid != invoice.payable) {
        gathered.odd(ProblemKind::DoesNotAddUp, at, &wanted.plain());
    }
}
