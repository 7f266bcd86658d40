//! Holds the lines of a bill against contract, tariff and registers, and says why they differ.
//!
//! Lines of one component and site are held together: whether a seller writes a line for each month or for each price, their
//! sum is what counts. What cannot be known here is said, and nothing is guessed in its place.

use std::collections::{BTreeMap, BTreeSet};

use common::id::SiteCode;
use common::invoice::InvoiceLine;
use common::invoice::check::{BillVerdict, CheckReason, Component, LineCheck, LineFigures};
use common::quantity::Power;
use common::text::fold;
use common::time::Period;
use jiff::Timestamp;

use super::bill::{Reserved, Taken};
use super::component::{Figures, recognise};
use super::expected::{Expected, missing};
use super::judged;
use crate::tariff::{Prices, Tariff};

/// What is known here of a site on the billed days.
#[derive(Clone, Debug)]
pub struct SiteFacts<'a> {
    pub site: SiteCode,
    /// Texts by which a line may name the site: its code, its name, its points, its meters.
    pub names: Vec<String>,
    /// One for each tariff in turn.
    pub deliveries: Vec<Delivery<'a>>,
    /// What is not known of it: [`CheckReason::NoContract`], [`CheckReason::NoTariff`].
    pub lacks: Vec<CheckReason>,
    pub metered: Metered,
}

/// What was delivered by one tariff.
#[derive(Clone, Debug)]
pub struct Delivery<'a> {
    pub tariff: &'a Tariff,
    pub taken: Vec<Taken>,
    /// Empty where no contracted power is known.
    pub reserved: Vec<Reserved>,
}

/// How well the registers are known.
#[derive(Clone, Debug)]
pub struct Metered {
    /// The billed days.
    pub period: Period,
    pub ends: Ends,
    /// Readings that came of those expected.
    pub percent: Option<u8>,
    /// Some wait for a person.
    pub has_doubtful: bool,
    /// Heat that the distance of the readings from the ends of the period explains, in base units.
    pub slack: i64,
    /// Carrier that the errors of two meters of a flow explain, in base units.
    pub carrier_slack: i64,
    /// Heat used until instants, from some time before the period until some time after it.
    pub course: Vec<(Timestamp, i64)>,
}

/// Whether registers were read where the billed days begin and end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    Read,
    Missing,
}

/// What the lines of an invoice are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Billing {
    /// All that is asked for the period, perhaps beside what it was before.
    Whole,
    /// What is more or less than before.
    Difference,
}

/// A bill and what it is held against.
#[derive(Clone, Copy, Debug)]
pub struct Bill<'a> {
    pub lines: &'a [InvoiceLine],
    pub billing: Billing,
    pub sites: &'a [SiteFacts<'a>],
    /// Why nothing can be expected where there are no sites.
    pub nowhere: &'a CheckReason,
    /// What invoices before this one billed of the same days, with their numbers.
    pub before: &'a [(Component, String)],
    /// What other invoices bill of the same days.
    pub elsewhere: &'a BTreeSet<Component>,
}

/// A line that was recognised.
#[derive(Clone, Copy, Debug)]
pub(super) struct ReadLine<'a> {
    pub line: &'a InvoiceLine,
    pub component: Component,
    pub figures: Figures,
}

/// Returns a check for each line, then for those that are missing.
#[must_use]
pub fn lines(bill: &Bill<'_>) -> Vec<LineCheck> {
    let mut checks: BTreeMap<usize, LineCheck> = BTreeMap::new();
    let mut groups: BTreeMap<(Component, Option<usize>), Vec<usize>> = BTreeMap::new();
    for (index, line) in bill.lines.iter().enumerate() {
        match component_of(line, bill.sites) {
            Some(component) if !line.is_before => {
                groups.entry((component, site_of(line, bill.sites))).or_default().push(index);
            }
            component => drop(checks.insert(index, alone(line, component))),
        }
    }
    let keys: Vec<(Component, Option<usize>)> = groups.keys().copied().collect();
    for ((component, site), indices) in groups {
        let sites = sites_of((component, site), &keys, bill.sites);
        let read = |index: &usize| bill.lines.get(*index).map(|line| read(line, component));
        let lines: Vec<ReadLine<'_>> = indices.iter().filter_map(read).collect();
        let named = site.and_then(|site| bill.sites.get(site)).map(|facts| facts.site.clone());
        let expected = Expected::of(component, &sites, bill.nowhere);
        for (index, mut check) in indices.into_iter().zip(judged::group(&lines, &expected, bill)) {
            check.site.clone_from(&named);
            checks.insert(index, check);
        }
    }
    let mut checks: Vec<LineCheck> = checks.into_values().collect();
    if bill.billing == Billing::Whole {
        let billed: BTreeSet<Component> = keys.iter().map(|(component, _)| *component).collect();
        checks.extend(missing(&billed, bill));
    }
    checks
}

/// Returns what of the bill is recognised, so that a later one is held against it.
#[must_use]
pub fn components(lines: &[InvoiceLine], sites: &[SiteFacts<'_>]) -> BTreeSet<Component> {
    lines.iter().filter(|line| !line.is_before).filter_map(|line| component_of(line, sites)).collect()
}

/// Returns the rates of VAT at which heat is billed.
#[must_use]
pub fn heat_rates<'a>(lines: &'a [InvoiceLine], sites: &[SiteFacts<'_>]) -> Vec<&'a str> {
    let of_heat = lines.iter().filter(|line| component_of(line, sites).is_some());
    of_heat.filter_map(|line| line.rate.as_deref()).collect()
}

/// Returns what the checks of all lines come to.
#[must_use]
pub fn verdict<'a>(verdicts: impl IntoIterator<Item = &'a BillVerdict>) -> BillVerdict {
    let worst = |one: BillVerdict, other: &BillVerdict| match (one, other) {
        (BillVerdict::Differs, _) | (_, BillVerdict::Differs) => BillVerdict::Differs,
        (BillVerdict::CannotTell, _) | (_, BillVerdict::CannotTell) => BillVerdict::CannotTell,
        (BillVerdict::Agrees, BillVerdict::Agrees) => BillVerdict::Agrees,
    };
    verdicts.into_iter().fold(BillVerdict::Agrees, worst)
}

fn component_of(line: &InvoiceLine, sites: &[SiteFacts<'_>]) -> Option<Component> {
    let deliveries = sites.iter().flat_map(|facts| &facts.deliveries);
    let lists: Vec<&Prices> = deliveries.flat_map(|delivery| delivery.tariff.lists()).collect();
    recognise(line, &lists)
}

/// Returns which site a line names; `None` where it names none or several, or where there is one only.
fn site_of(line: &InvoiceLine, sites: &[SiteFacts<'_>]) -> Option<usize> {
    let text = fold(&line.text);
    let names_it = |facts: &SiteFacts<'_>| facts.names.iter().any(|name| text.contains(&fold(name)));
    let mut found = sites.iter().enumerate().filter(|(_, facts)| names_it(facts)).map(|(index, _)| index);
    let first = found.next().filter(|_| sites.len() > 1);
    first.filter(|_| found.next().is_none())
}

/// Returns the sites that lines of a group are about: the one that they name, or all that no other line names.
fn sites_of<'a>(
    (component, site): (Component, Option<usize>),
    keys: &[(Component, Option<usize>)],
    sites: &'a [SiteFacts<'a>],
) -> Vec<&'a SiteFacts<'a>> {
    let is_of_group = |index: usize| match site {
        Some(site) => site == index,
        None => !keys.contains(&(component, Some(index))),
    };
    sites.iter().enumerate().filter(|(index, _)| is_of_group(*index)).map(|(_, facts)| facts).collect()
}

fn read(line: &InvoiceLine, component: Component) -> ReadLine<'_> {
    ReadLine { line, component, figures: Figures::of(line) }
}

/// A line that nothing is held against but itself: it was before a correction, or nobody knows what it is.
fn alone(line: &InvoiceLine, component: Option<Component>) -> LineCheck {
    let mut reasons = judged::multiplication(&Figures::of(line));
    if component.is_none() {
        reasons.push(CheckReason::NotRecognised);
    }
    let verdict = judged::verdict_of(&reasons);
    LineCheck {
        number: Some(line.number),
        component,
        site: None,
        billed: judged::billed(line),
        expected: None,
        verdict,
        reasons,
    }
}

/// Returns figures that a line has.
pub(super) fn figures(quantity: Option<String>, unit: &str, price: Option<String>) -> LineFigures {
    LineFigures { quantity, unit: Some(unit.to_owned()), price, net: None }
}

/// Returns the power of the last version that counts.
pub(super) fn last_power(facts: &SiteFacts<'_>) -> Option<Power> {
    facts.deliveries.iter().rev().find_map(|delivery| delivery.reserved.last()).map(|reserved| reserved.power)
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
