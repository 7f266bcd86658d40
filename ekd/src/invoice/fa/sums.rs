//! The sums by rate and the lines of a structured invoice.

use common::invoice::{InvoiceLine, RateSum};
use common::money::Money;

use super::document::Node;
use super::gather::Gathered;

/// Where the sums of a rate stand, and the rates of lines that belong there; the first is today's.
pub(super) struct RateField {
    pub(super) net: &'static str,
    pub(super) vat: Option<&'static str>,
    pub(super) rates: &'static [&'static str],
}

const fn field(net: &'static str, vat: Option<&'static str>, rates: &'static [&'static str]) -> RateField {
    RateField { net, vat, rates }
}

pub(super) const RATE_FIELDS: [RateField; 13] = [
    field("P_13_1", Some("P_14_1"), &["23", "22"]),
    field("P_13_2", Some("P_14_2"), &["8", "7"]),
    field("P_13_3", Some("P_14_3"), &["5"]),
    field("P_13_4", Some("P_14_4"), &["4", "3"]),
    // The special procedure: rates of other countries, each line has its own.
    field("P_13_5", Some("P_14_5"), &["XII"]),
    field("P_13_6_1", None, &["0 KR", "0"]),
    field("P_13_6_2", None, &["0 WDT"]),
    field("P_13_6_3", None, &["0 EX"]),
    field("P_13_7", None, &["zw"]),
    field("P_13_8", None, &["np I", "np"]),
    field("P_13_9", None, &["np II"]),
    field("P_13_10", None, &["oo"]),
    // A margin: lines have no rate.
    field("P_13_11", None, &["marża"]),
];

/// Returns the sums by rate, as far as there are any.
pub(super) fn sums(fa: Node<'_>, gathered: &mut Gathered) -> Vec<RateSum> {
    let mut sums = Vec::new();
    for field in &RATE_FIELDS {
        let Some(net) = gathered.amount(fa, field.net) else { continue };
        let vat = field.vat.and_then(|vat| gathered.amount(fa, vat)).unwrap_or_default();
        sums.push(RateSum { rate: nearest(field.rates, net, vat).to_owned(), net, vat });
    }
    sums
}

/// Returns the rate that gives the VAT best.
fn nearest(rates: &'static [&'static str], net: Money, vat: Money) -> &'static str {
    let distance = |rate: &&&str| {
        let percent = rate.parse::<i64>().unwrap_or_default();
        (i128::from(net.grosze()) * i128::from(percent) - i128::from(vat.grosze()) * 100).abs()
    };
    rates.iter().min_by_key(distance).copied().unwrap_or_default()
}

/// Returns the lines.
pub(super) fn lines(fa: Node<'_>, gathered: &mut Gathered) -> Vec<InvoiceLine> {
    fa.all("FaWiersz").map(|node| line(node, gathered)).collect()
}

fn line(node: Node<'_>, gathered: &mut Gathered) -> InvoiceLine {
    let text = |name: &str| node.text_at(name).map(str::to_owned);
    InvoiceLine {
        // A number of a line beyond all measure is as good as none; that it stands there twice is told otherwise.
        number: node.text_at("NrWierszaFa").and_then(|number| number.parse().ok()).unwrap_or_default(),
        text: text("P_7").unwrap_or_default(),
        quantity: text("P_8B"),
        unit: text("P_8A"),
        price: text("P_9A"),
        net: gathered.amount(node, "P_11"),
        vat: gathered.amount(node, "P_11Vat"),
        gross: gathered.amount(node, "P_11A"),
        rate: text("P_12").or_else(|| text("P_12_XII")),
        is_before: node.find("StanPrzed").is_some(),
    }
}
