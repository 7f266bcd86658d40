//! Judges the lines of one component against what they should come to.

use common::invoice::InvoiceLine;
use common::invoice::check::{BillVerdict, CheckReason, Component, LineCheck, LineFigures};
use common::money::{Money, Price};
use common::quantity::decimal::{Decimal, divide_rounded};
use common::quantity::{Power, Unit};

use super::bill::unit_of;
use super::check::{Bill, Billing, ReadLine, figures};
use super::component::Figures;
use super::expected::{Bucket, Expected, cost};
use super::reading_date;

/// Contracted power is told to the hundred watts.
const POWER_SLACK: i64 = 100;
/// A grosz of a line is its rounding.
const ROUNDING: i64 = 1;

/// What was found of one line.
struct Found {
    /// Which price it is billed at.
    bucket: Option<usize>,
    reasons: Vec<CheckReason>,
}

/// Returns a check for each line of a group.
pub(super) fn group(lines: &[ReadLine<'_>], expected: &Expected<'_>, bill: &Bill<'_>) -> Vec<LineCheck> {
    let mut found: Vec<Found> = lines.iter().map(|line| of_line(line, expected, bill)).collect();
    let at_prices: Vec<Option<usize>> = found.iter().map(|found| found.bucket).collect();
    if bill.billing == Billing::Whole {
        let reasons = quantities(lines, &at_prices, expected);
        let sum = sum_differs(lines, expected);
        for (found, reasons) in found.iter_mut().zip(reasons) {
            found.reasons.extend(reasons.into_iter().chain(sum.clone()));
        }
    }
    let checks = lines.iter().zip(found).map(|(line, found)| {
        let mut reasons = found.reasons;
        let wanted = match bill.billing {
            Billing::Whole => wanted(line, (found.bucket, &at_prices), expected, &mut reasons),
            Billing::Difference => None,
        };
        reasons.sort_by_key(rank);
        reasons.dedup();
        let verdict = match (verdict_of(&reasons), bill.billing) {
            (BillVerdict::Agrees, Billing::Difference) => BillVerdict::CannotTell,
            (verdict, Billing::Whole | Billing::Difference) => verdict,
        };
        let (number, component) = (Some(line.line.number), Some(line.component));
        LineCheck { number, component, site: None, billed: billed(line.line), expected: wanted, verdict, reasons }
    });
    checks.collect()
}

/// What of a line alone is wrong: its price, its multiplication, that it was billed before.
fn of_line(line: &ReadLine<'_>, expected: &Expected<'_>, bill: &Bill<'_>) -> Found {
    let mut reasons = expected.lacks.clone();
    let fits = |bucket: &Bucket| line.figures.has_price(line.component, bucket.price);
    let bucket = expected.buckets.iter().position(|bucket| fits(bucket) == Some(true));
    let only = (expected.buckets.len() == 1).then_some(0);
    if bucket.is_none() && expected.buckets.iter().any(|bucket| fits(bucket) == Some(false)) {
        let prices = expected.buckets.iter().map(|bucket| bucket.price.plain()).collect::<Vec<_>>().join(" / ");
        reasons.push(price_differs(line, prices));
    }
    let is_once = bucket.or(only).and_then(|at| expected.buckets.get(at)).is_some_and(|bucket| is_once(line, bucket));
    if !is_once {
        reasons.extend(multiplication(&line.figures));
    }
    let before = bill.before.iter().filter(|(component, _)| *component == line.component);
    reasons.extend(before.map(|(_, number)| CheckReason::BilledBefore { number: number.clone() }));
    Found { bucket: bucket.or(only), reasons }
}

fn price_differs(line: &ReadLine<'_>, tariff: String) -> CheckReason {
    CheckReason::PriceDiffers { billed: line.line.price.clone().unwrap_or_default(), tariff }
}

/// Contracted power of several months, told once.
fn is_once(line: &ReadLine<'_>, bucket: &Bucket) -> bool {
    let Some([first, rest @ ..]) = bucket.each.as_deref() else { return false };
    let is_same = |other: &i64| (other - first).abs() <= POWER_SLACK;
    let slack = Money::from_grosze(i64::try_from(rest.len() + 1).unwrap_or(i64::MAX));
    line.component.is_of_power()
        && !rest.is_empty()
        && rest.iter().all(is_same)
        && line.figures.amount.is_some_and(|amount| is_same(&amount))
        && line.figures.net.is_some_and(|net| (net - bucket.net) <= slack && (bucket.net - net) <= slack)
}

/// Says what is wrong with quantity times price.
pub(super) fn multiplication(figures: &Figures) -> Vec<CheckReason> {
    match figures.off_by().map(Money::grosze) {
        None | Some(0) => Vec::new(),
        Some(off) if off.abs() <= ROUNDING => vec![CheckReason::Rounding],
        Some(_) => vec![CheckReason::LineDoesNotMultiply],
    }
}

/// What is wrong with the quantities of a group, line by line.
fn quantities(lines: &[ReadLine<'_>], at: &[Option<usize>], expected: &Expected<'_>) -> Vec<Vec<CheckReason>> {
    let billed: Option<i64> = lines.iter().map(|line| line.figures.amount).sum();
    let slack = slack_of(lines, expected);
    let is_whole = matches!((billed, expected.amount()), (Some(billed), Some(all)) if (billed - all).abs() <= slack);
    let unbilled = |bucket: &Bucket, index: usize| {
        bucket.amount().is_some_and(|amount| amount.abs() > slack) && !at.contains(&Some(index))
    };
    let all = expected.buckets.iter().enumerate();
    let without: Vec<&Bucket> =
        all.filter(|(index, bucket)| unbilled(bucket, *index)).map(|(_, bucket)| bucket).collect();
    let of_line = |(line, bucket): (&ReadLine<'_>, &Option<usize>)| {
        if is_whole && !without.is_empty() {
            // All is billed, but not at the prices of its days.
            let prices = without.iter().map(|bucket| bucket.price.plain()).collect::<Vec<_>>().join(" / ");
            return vec![price_differs(line, prices)];
        }
        let Some(bucket) = bucket.and_then(|index| expected.buckets.get(index).map(|bucket| (index, bucket))) else {
            return Vec::new();
        };
        let same = lines.iter().zip(at).filter(|(_, at)| **at == Some(bucket.0)).map(|(line, _)| line.figures.amount);
        let (Some(billed), Some(wanted)) = (same.sum::<Option<i64>>(), bucket.1.amount()) else { return Vec::new() };
        if (billed - wanted).abs() <= slack || is_once(line, bucket.1) {
            return Vec::new();
        }
        differing(line, (billed, wanted), expected)
    };
    lines.iter().zip(at).map(of_line).collect()
}

/// What is wrong with the sum of lines of which none tells a quantity.
fn sum_differs(lines: &[ReadLine<'_>], expected: &Expected<'_>) -> Option<CheckReason> {
    if lines.iter().any(|line| line.figures.amount.is_some()) {
        return None;
    }
    // Where a quantity is not known, neither is what it costs.
    expected.amount()?;
    let component = lines.first()?.component;
    let billed: Money = lines.iter().map(|line| line.figures.net).sum::<Option<Money>>()?;
    let by = billed - expected.net();
    let price = expected.buckets.iter().map(|bucket| bucket.price).max()?;
    let slack = cost(component, slack_of(lines, expected), price)
        + Money::from_grosze(i64::try_from(lines.len()).unwrap_or(i64::MAX));
    (by.grosze().abs() > slack.grosze()).then_some(CheckReason::AmountDiffers { by })
}

/// Why a quantity is not what it should be.
fn differing(line: &ReadLine<'_>, (billed, wanted): (i64, i64), expected: &Expected<'_>) -> Vec<CheckReason> {
    if line.component.is_of_power() {
        let contract = expected.power.unwrap_or_else(|| Power::from_base(wanted));
        let billed = Power::from_base(line.figures.amount.unwrap_or(billed));
        return vec![CheckReason::PowerDiffers { billed, contract }];
    }
    let unit = line.figures.unit.unwrap_or_else(|| unit_of(line.component));
    let mut reasons = Vec::new();
    if let ([facts], [_], Component::Heat | Component::HeatTransmission) =
        (expected.sites.as_slice(), expected.buckets.as_slice(), line.component)
    {
        let slack = line.figures.step.max(1);
        let found = reading_date::find(&facts.metered.course, billed, slack, facts.metered.period);
        reasons.extend(found.map(|period| CheckReason::ReadingDate { from: period.from, until: period.until }));
    }
    reasons.push(CheckReason::Register { by: plain(unit, billed - wanted, 3) });
    if expected.sites.iter().any(|facts| facts.metered.has_doubtful) {
        reasons.push(CheckReason::DataDoubtful);
    }
    reasons
}

/// By how much quantities may differ: what rounding of registers and the instants of readings explain.
fn slack_of(lines: &[ReadLine<'_>], expected: &Expected<'_>) -> i64 {
    let Some(first) = lines.first() else { return 0 };
    let steps: i64 = lines.iter().map(|line| line.figures.step).sum();
    let metered = expected.sites.iter().map(|facts| &facts.metered);
    match first.component {
        Component::Power | Component::PowerTransmission => POWER_SLACK,
        Component::Heat | Component::HeatTransmission => steps + metered.map(|metered| metered.slack).sum::<i64>(),
        Component::Carrier => steps + metered.map(|metered| metered.carrier_slack).sum::<i64>(),
    }
}

/// Returns what a line should be, and says where only rounding makes the difference.
fn wanted(
    line: &ReadLine<'_>,
    (bucket, at): (Option<usize>, &[Option<usize>]),
    expected: &Expected<'_>,
    reasons: &mut Vec<CheckReason>,
) -> Option<LineFigures> {
    let unit = unit_of(line.component);
    let has_quantity_reason = reasons.iter().any(is_about_quantity);
    let is_lone = at.len() == 1;
    if is_lone && expected.buckets.len() > 1 {
        let amount = expected.amount()?;
        let mut wanted = figures(Some(plain(unit, amount, 3)), unit.symbol(), None);
        wanted.net = Some(expected.net());
        return Some(wanted);
    }
    let index = bucket?;
    let Bucket { price, net, .. } = expected.buckets.get(index)?;
    let mut wanted = figures(None, unit.symbol(), Some(price.plain()));
    let alone = at.iter().filter(|at| **at == Some(index)).count() == 1;
    let amount = expected.buckets.get(index)?.amount();
    let own = line.figures.amount.filter(|_| amount.is_some() && !has_quantity_reason);
    match (own, amount.filter(|_| alone)) {
        _ if expected.buckets.get(index).is_some_and(|bucket| is_once(line, bucket)) => {
            wanted.quantity.clone_from(&line.line.quantity);
            wanted.net = Some(*net);
        }
        (Some(own), _) => {
            wanted.quantity = Some(plain(unit, own, 6));
            wanted.net = Some(rounded(line, own, *price, reasons, amount.filter(|_| alone)));
        }
        (None, Some(amount)) => {
            wanted.quantity = Some(plain(unit, amount, decimals(line.component)));
            wanted.net = Some(*net);
        }
        (None, None) => {}
    }
    Some(wanted)
}

fn rounded(line: &ReadLine<'_>, own: i64, price: Price, reasons: &mut Vec<CheckReason>, exact: Option<i64>) -> Money {
    if exact.is_some_and(|exact| cost(line.component, exact, price) != cost(line.component, own, price)) {
        reasons.push(CheckReason::Rounding);
    }
    cost(line.component, own, price)
}

const fn decimals(component: Component) -> u32 {
    if component.is_of_power() { 6 } else { 3 }
}

const fn is_about_quantity(reason: &CheckReason) -> bool {
    match reason {
        CheckReason::ReadingDate { .. } | CheckReason::Register { .. } | CheckReason::PowerDiffers { .. } => true,
        CheckReason::PriceDiffers { .. }
        | CheckReason::AmountDiffers { .. }
        | CheckReason::LineDoesNotMultiply
        | CheckReason::Rounding
        | CheckReason::DataMissing { .. }
        | CheckReason::DataDoubtful
        | CheckReason::NoPrice { .. }
        | CheckReason::NoContract
        | CheckReason::NoTariff
        | CheckReason::NotRecognised
        | CheckReason::LineMissing
        | CheckReason::BilledBefore { .. }
        | CheckReason::Unknown => false,
    }
}

/// Returns what the reasons of a line come to.
pub(super) fn verdict_of(reasons: &[CheckReason]) -> BillVerdict {
    let ranks = || reasons.iter().map(rank);
    if ranks().any(|rank| rank < CANNOT_TELL) {
        BillVerdict::Differs
    } else if ranks().any(|rank| rank < NOTHING_WRONG) {
        BillVerdict::CannotTell
    } else {
        BillVerdict::Agrees
    }
}

/// From that rank on a reason says that something is not known; below it, that something is wrong.
const CANNOT_TELL: u8 = 10;
/// From that rank on a reason explains what is right.
const NOTHING_WRONG: u8 = 20;

/// Returns how telling a reason is: the least first.
const fn rank(reason: &CheckReason) -> u8 {
    match reason {
        CheckReason::BilledBefore { .. } => 0,
        CheckReason::ReadingDate { .. } => 1,
        CheckReason::PowerDiffers { .. } => 2,
        CheckReason::PriceDiffers { .. } => 3,
        CheckReason::Register { .. } => 4,
        CheckReason::AmountDiffers { .. } => 5,
        CheckReason::LineDoesNotMultiply => 6,
        CheckReason::LineMissing => 7,
        CheckReason::NoContract => CANNOT_TELL,
        CheckReason::NoTariff => CANNOT_TELL + 1,
        CheckReason::NoPrice { .. } => CANNOT_TELL + 2,
        CheckReason::DataMissing { .. } => CANNOT_TELL + 3,
        CheckReason::NotRecognised => CANNOT_TELL + 4,
        CheckReason::Unknown => CANNOT_TELL + 5,
        CheckReason::DataDoubtful => NOTHING_WRONG,
        CheckReason::Rounding => NOTHING_WRONG + 1,
    }
}

/// Returns the figures of a line as they stand there.
pub(super) fn billed(line: &InvoiceLine) -> LineFigures {
    let InvoiceLine { quantity, unit, price, net, .. } = line.clone();
    LineFigures { quantity, unit, price, net }
}

/// Writes an amount in a unit with at most so many decimals.
pub(super) fn plain(unit: Unit, amount: i64, decimals: u32) -> String {
    let scaled = i128::from(amount) * 10_i128.pow(decimals);
    Decimal { digits: divide_rounded(scaled, i128::from(unit.base_per_unit())), scale: decimals }.to_string()
}
