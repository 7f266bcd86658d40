//! The sums of an invoice, by its own lines and rates.

use common::invoice::check::{BillVerdict, SumCheck};
use common::invoice::{Invoice, InvoiceKind, InvoiceLine, RateSum};
use common::money::Money;
use jiff::civil::Date;

use super::percent::Percent;
use super::vat::Vat;

/// Holds the sums of an invoice against its lines and the rates of VAT; `heat` are the rates at which its lines for heat
/// are billed.
#[must_use]
pub fn check(invoice: &Invoice, lines: &[InvoiceLine], rates: &[RateSum], (vat, heat): (&Vat, &[&str])) -> SumCheck {
    let expected_net = net_of(lines);
    let expected_vat = tax_of(rates, |rate| rate_of(rate, heat, invoice, vat));
    // What a final invoice asks for is what its advances left.
    let asks_for_all = !matches!(invoice.kind, InvoiceKind::Final | InvoiceKind::FinalCorrection);
    let expected_gross = asks_for_all.then_some(invoice.net + invoice.vat);
    // The tax of each line or of each rate: rounding leaves at most half a grosz in each.
    let slack = Money::from_grosze(i64::try_from(lines.len().max(rates.len()).div_ceil(2)).unwrap_or(i64::MAX));
    let differs = expected_net.is_some_and(|expected| expected != invoice.net)
        || expected_vat.is_some_and(|expected| distance(expected, invoice.vat) > slack)
        || expected_gross.is_some_and(|expected| expected != invoice.gross);
    let verdict = match (differs, expected_net.is_some() && expected_vat.is_some()) {
        (true, _) => BillVerdict::Differs,
        (false, true) => BillVerdict::Agrees,
        (false, false) => BillVerdict::CannotTell,
    };
    let (net, vat, gross) = (invoice.net, invoice.vat, invoice.gross);
    SumCheck { net, vat, gross, expected_net, expected_vat, expected_gross, verdict }
}

fn net_of(lines: &[InvoiceLine]) -> Option<Money> {
    let signed = |line: &InvoiceLine| line.net.map(|net| if line.is_before { -net } else { net });
    if lines.is_empty() { None } else { lines.iter().map(signed).sum() }
}

fn tax_of(rates: &[RateSum], rate_of: impl Fn(&str) -> Option<Percent>) -> Option<Money> {
    if rates.is_empty() {
        return None;
    }
    // Where there is no VAT the rate is a word.
    Some(rates.iter().map(|sum| rate_of(&sum.rate).map_or(sum.vat, |rate| rate.of(sum.net))).sum())
}

/// Returns the rate of a sum: of heat that of the day of issue, unless the invoice has that of a day that it bills.
fn rate_of(rate: &str, heat: &[&str], invoice: &Invoice, vat: &Vat) -> Option<Percent> {
    let told = Percent::parse(rate.trim().trim_end_matches('%').trim()).ok()?;
    let by_law = vat.rate_at(invoice.issued_on).unwrap_or(told);
    let is_of = |day: Date| vat.rate_at(day) == Some(told);
    let is_right = is_of(invoice.issued_on) || invoice.period.is_some_and(|days| is_of(days.first) || is_of(days.last));
    Some(if heat.contains(&rate) && !is_right { by_law } else { told })
}

fn distance(one: Money, other: Money) -> Money {
    Money::from_grosze((one - other).grosze().abs())
}

/// An invoice of heat for tests: 1000 zł and 23 %, of March 2023.
#[cfg(test)]
pub(super) fn example() -> Invoice {
    use common::id::InvoiceId;
    use common::invoice::{Days, InvoiceStanding, Party};
    use common::money::Currency;
    use jiff::Timestamp;
    use jiff::civil::date;

    Invoice {
        id: InvoiceId(1),
        number: "FV 1/2023".to_owned(),
        ksef_number: None,
        kind: InvoiceKind::Basic,
        customer: None,
        customer_name: None,
        sites: Vec::new(),
        seller: Party::default(),
        buyer: Party::default(),
        issued_on: date(2023, 4, 5),
        period: Some(Days { first: date(2023, 3, 1), last: date(2023, 3, 31) }),
        currency: Currency::PLN,
        net: Money::from_grosze(100_000),
        vat: Money::from_grosze(23_000),
        gross: Money::from_grosze(123_000),
        payable: Money::from_grosze(123_000),
        settled: Money::default(),
        due_on: None,
        account: None,
        standing: InvoiceStanding::Open,
        is_split_payment: false,
        corrects: None,
        n_flags: 0,
        received_at: Timestamp::UNIX_EPOCH,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn grosze(n: i64) -> Money {
        Money::from_grosze(n)
    }

    fn line(net: i64) -> InvoiceLine {
        InvoiceLine { net: Some(grosze(net)), ..InvoiceLine::default() }
    }

    fn rate(rate: &str, net: i64, vat: i64) -> RateSum {
        RateSum { rate: rate.to_owned(), net: grosze(net), vat: grosze(vat) }
    }

    #[test]
    fn sums_are_held_against_lines_and_rates() {
        let invoice = example();
        let vat = Vat::default();
        let check = |invoice: &Invoice, lines: &[InvoiceLine], rates: &[RateSum]| {
            check(invoice, lines, rates, (&vat, &["23"])).verdict
        };
        let (lines, rates) = ([line(60_000), line(40_000)], [rate("23", 100_000, 23_000)]);
        assert_eq!(check(&invoice, &lines, &rates), BillVerdict::Agrees);
        assert_eq!(check(&invoice, &[line(60_000), line(40_001)], &rates), BillVerdict::Differs);
        let taxed = Invoice { vat: grosze(23_001), gross: grosze(123_001), ..invoice.clone() };
        assert_eq!(check(&taxed, &lines, &rates), BillVerdict::Agrees);
        let taxed = Invoice { vat: grosze(23_002), gross: grosze(123_002), ..invoice.clone() };
        assert_eq!(check(&taxed, &lines, &rates), BillVerdict::Differs);
        let gross = Invoice { gross: grosze(123_010), ..invoice.clone() };
        assert_eq!(check(&gross, &lines, &rates), BillVerdict::Differs);
        assert_eq!(check(&Invoice { kind: InvoiceKind::Final, ..gross }, &lines, &rates), BillVerdict::Agrees);
        assert_eq!(check(&invoice, &[], &rates), BillVerdict::CannotTell);
        // A correction: what was before counts negative.
        let before = InvoiceLine { is_before: true, ..line(20_000) };
        assert_eq!(check(&invoice, &[before, line(120_000)], &rates), BillVerdict::Agrees);
    }

    #[test]
    fn heat_at_the_rate_of_another_year_is_found() {
        let vat = Vat::default();
        let invoice = Invoice { vat: grosze(5_000), gross: grosze(105_000), ..example() };
        let rates = [rate("5", 100_000, 5_000)];
        let sums = check(&invoice, &[line(100_000)], &rates, (&vat, &["5"]));
        assert_eq!((sums.expected_vat, sums.verdict), (Some(grosze(23_000)), BillVerdict::Differs));
        let of_2022 = Invoice { issued_on: date(2022, 12, 30), ..invoice.clone() };
        assert_eq!(check(&of_2022, &[line(100_000)], &rates, (&vat, &["5"])).verdict, BillVerdict::Agrees);
        assert_eq!(check(&invoice, &[line(100_000)], &rates, (&vat, &[])).verdict, BillVerdict::Agrees);
    }
}
