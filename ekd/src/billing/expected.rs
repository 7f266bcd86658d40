//! What lines of one component should come to, price by price.

use std::collections::BTreeSet;

use common::invoice::check::{BillVerdict, CheckReason, Component, LineCheck, LineFigures};
use common::money::{Money, Price};
use common::quantity::Power;

use super::bill::{BillError, Part, Supply, parts_of, price_of, unit_of};
use super::check::{Bill, Delivery, Ends, SiteFacts, figures, last_power};
use super::judged::plain;

/// So much at one price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bucket {
    pub price: Price,
    /// In base units, of each month or stretch; `None` where it cannot be known.
    pub each: Option<Vec<i64>>,
    pub net: Money,
}

impl Bucket {
    pub(super) fn amount(&self) -> Option<i64> {
        self.each.as_ref().map(|each| each.iter().sum())
    }
}

/// What lines of one component should come to.
#[derive(Clone, Debug)]
pub(super) struct Expected<'a> {
    pub buckets: Vec<Bucket>,
    /// Why something is not known.
    pub lacks: Vec<CheckReason>,
    /// The contracted power of all sites.
    pub power: Option<Power>,
    pub sites: Vec<&'a SiteFacts<'a>>,
}

impl<'a> Expected<'a> {
    pub(super) fn of(component: Component, sites: &[&'a SiteFacts<'a>], nowhere: &CheckReason) -> Self {
        let known: Option<Vec<Power>> = sites.iter().map(|facts| last_power(facts)).collect();
        let power = known.and_then(|known| known.into_iter().reduce(|sum, power| sum + power));
        let mut expected = Self { buckets: Vec::new(), lacks: Vec::new(), power, sites: sites.to_vec() };
        if sites.is_empty() {
            expected.lack(nowhere.clone());
        }
        for facts in sites {
            for lack in &facts.lacks {
                // Without a contract the card of the site tells the tariff, but nobody tells the power.
                if !matches!(lack, CheckReason::NoContract) || component.is_of_power() {
                    expected.lack(lack.clone());
                }
            }
            for delivery in &facts.deliveries {
                if let Err(error) = expected.add(component, (facts, delivery)) {
                    expected.lack(reason_of(error));
                }
            }
        }
        expected
    }

    fn add(
        &mut self,
        component: Component,
        (facts, delivery): (&SiteFacts<'_>, &Delivery<'_>),
    ) -> Result<(), BillError> {
        let supply = Supply { taken: &delivery.taken, reserved: &delivery.reserved };
        let parts = parts_of(component, delivery.tariff, &supply)?;
        for part in &parts {
            self.put(part);
        }
        let is_known = match component {
            Component::Power | Component::PowerTransmission => !delivery.reserved.is_empty(),
            Component::Heat | Component::HeatTransmission => facts.metered.ends == Ends::Read,
            Component::Carrier => delivery.taken.iter().all(|taken| taken.carrier.is_some()),
        };
        // Prices are known also where amounts are not.
        for taken in &delivery.taken {
            let on = taken.days.first;
            let price = price_of(component, delivery.tariff.prices_at(on).ok_or(BillError::NoPrice(on))?);
            let at = self.buckets.iter().position(|bucket| bucket.price == price);
            match at.and_then(|at| self.buckets.get_mut(at)) {
                Some(bucket) if !is_known => bucket.each = None,
                Some(_) => {}
                None => self.buckets.push(Bucket { price, each: None, net: Money::default() }),
            }
        }
        if !is_known && !component.is_of_power() {
            self.lack(CheckReason::DataMissing { percent: percent_of(component, facts) });
        }
        Ok(())
    }

    fn put(&mut self, part: &Part) {
        let at = self.buckets.iter().position(|bucket| bucket.price == part.price);
        if let Some(bucket) = at.and_then(|at| self.buckets.get_mut(at)) {
            bucket.each.iter_mut().for_each(|each| each.push(part.amount));
            bucket.net += part.net();
        } else {
            let each = Some(vec![part.amount]);
            self.buckets.push(Bucket { price: part.price, each, net: part.net() });
        }
    }

    fn lack(&mut self, reason: CheckReason) {
        if !self.lacks.contains(&reason) {
            self.lacks.push(reason);
        }
    }

    /// Returns all that is expected, in base units; `None` where something is not known.
    pub(super) fn amount(&self) -> Option<i64> {
        if self.buckets.is_empty() { None } else { self.buckets.iter().map(Bucket::amount).sum() }
    }

    pub(super) fn net(&self) -> Money {
        self.buckets.iter().map(|bucket| bucket.net).sum()
    }
}

fn percent_of(component: Component, facts: &SiteFacts<'_>) -> u8 {
    // Nothing here measures it.
    if component == Component::Carrier { 0 } else { facts.metered.percent.unwrap_or(0) }
}

fn reason_of(error: BillError) -> CheckReason {
    match error {
        BillError::NoPrice(on) | BillError::NoVat(on) => CheckReason::NoPrice { on },
    }
}

/// Returns the lines that the tariff asks for and that neither this invoice nor another has.
pub(super) fn missing(billed: &BTreeSet<Component>, bill: &Bill<'_>) -> Vec<LineCheck> {
    if billed.is_empty() {
        return Vec::new();
    }
    let sites: Vec<&SiteFacts<'_>> = bill.sites.iter().collect();
    let is_wanted = |component: &Component| {
        // Carrier is measured too roughly to be asked for.
        *component != Component::Carrier && !billed.contains(component) && !bill.elsewhere.contains(component)
    };
    let wanted = Component::ALL.into_iter().filter(is_wanted);
    wanted.filter_map(|component| missing_line(component, &Expected::of(component, &sites, bill.nowhere))).collect()
}

fn missing_line(component: Component, expected: &Expected<'_>) -> Option<LineCheck> {
    let amount = expected.amount().filter(|_| !expected.net().is_zero())?;
    let unit = unit_of(component);
    let price = match expected.buckets.as_slice() {
        [only] => Some(only.price.plain()),
        [] | [_, _, ..] => None,
    };
    let mut wanted = figures(Some(plain(unit, amount, 3)), unit.symbol(), price);
    wanted.net = Some(expected.net());
    Some(LineCheck {
        number: None,
        component: Some(component),
        site: None,
        billed: LineFigures::default(),
        expected: Some(wanted),
        verdict: BillVerdict::Differs,
        reasons: vec![CheckReason::LineMissing],
    })
}

/// Returns what an amount of a component costs at a price.
pub(super) fn cost(component: Component, amount: i64, price: Price) -> Money {
    Part { component, amount, price }.net()
}
