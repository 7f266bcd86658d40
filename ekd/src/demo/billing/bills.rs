//! What each invoice of the demo bills: the lines of the tariff for what the meters counted, and the mistakes that are to be
//! found.

use common::invoice::Days;
use common::invoice::check::{Component, CostLine};
use common::money::Money;
use common::quantity::{Energy, Power};
use common::time::step::midnight;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::fa::{self, Corrects, Line, Paper};
use super::{CORRECTED, Issued, MISREAD, OVERCHARGED, Supplied, Terms, buyer, month_ago, number};
use crate::billing::bill::{self, Reserved, Supply, Taken};
use crate::billing::percent::Percent;
use crate::source::sim::Counted;

/// One invoice that is being made.
#[derive(Clone, Copy)]
pub(super) struct Billing<'a> {
    pub terms: Terms<'a>,
    pub instants: &'a [Timestamp],
    pub counted: &'a [Counted],
    pub contract: &'a Supplied,
    pub months_ago: i64,
}

/// What an invoice comes to.
struct Sums {
    rate: Percent,
    net: Money,
    vat: Money,
}

impl Billing<'_> {
    fn days(&self) -> Days {
        let first = month_ago(self.terms.today, self.months_ago);
        Days { first, last: first.last_of_month() }
    }

    fn issued_on(&self) -> Date {
        month_ago(self.terms.today, self.months_ago - 1)
    }

    pub(super) fn invoice(&self, place: i64) -> Option<Issued> {
        let mut lines = Vec::new();
        for site in self.contract.2 {
            lines.extend(self.lines(site, self.surplus(site))?);
        }
        let number = number(self.days().first, self.months_ago, place);
        let sums = self.sums(&lines.iter().map(|line| line.net).collect::<Vec<_>>())?;
        Some(self.issued(number, &lines, (self.issued_on(), sums), None))
    }

    /// Returns the correction of the invoice: its lines as they were and as they are.
    pub(super) fn correction(&self, original: &Issued) -> Option<Issued> {
        let (site, _, _, day) = CORRECTED;
        let issued_on = self.issued_on().with().day(day).build().ok()?;
        let (was, is) = (self.lines(site, self.surplus(site))?, self.lines(site, Energy::ZERO)?);
        let mut lines = Vec::new();
        let mut differences = Vec::new();
        for (was, is) in was.into_iter().zip(is).filter(|(was, is)| was != is) {
            differences.push(is.net - was.net);
            lines.extend([Line { is_before: true, ..was }, is]);
        }
        let sums = self.sums(&differences)?;
        let corrects = Corrects {
            number: &original.number,
            issued_on: original.day,
            reason: "błędny odczyt licznika w obiekcie W-0418",
        };
        let number = original.number.replace("FV/", "FK/");
        Some(self.issued(number, &lines, (issued_on, sums), Some(corrects)))
    }

    fn sums(&self, amounts: &[Money]) -> Option<Sums> {
        let rate = self.terms.vat.rate_at(self.issued_on())?;
        Some(Sums { rate, net: amounts.iter().copied().sum(), vat: self.terms.vat.on(rate, amounts) })
    }

    fn issued(
        &self,
        number: String,
        lines: &[Line],
        (issued_on, sums): (Date, Sums),
        corrects: Option<Corrects<'_>>,
    ) -> Issued {
        let (contract, customer, _) = *self.contract;
        let buyer = buyer(customer);
        let Sums { rate, net, vat } = sums;
        let due_on = self.issued_on().last_of_month();
        let days = self.days();
        let paper =
            Paper { number: &number, issued_on, due_on, days, buyer, contract, lines, rate, net, vat, corrects };
        let bytes = fa::write(&paper);
        Issued { number, buyer, contract, months_ago: self.months_ago, day: issued_on, gross: net + vat, bytes }
    }

    /// Returns what of the heat of a site was billed and not taken.
    fn surplus(&self, site: &str) -> Energy {
        let (corrected, surplus, months_ago, _) = CORRECTED;
        let is_wrong = site == corrected && self.months_ago == months_ago;
        if is_wrong { Energy::from_base(surplus) } else { Energy::ZERO }
    }

    /// Returns the lines of one site, with so much more heat.
    fn lines(&self, site: &str, surplus: Energy) -> Option<Vec<Line>> {
        let counted = self.counted.iter().find(|counted| counted.site.as_str() == site)?;
        let days = self.days();
        let is_last = self.months_ago == 1;
        let begun =
            if is_last && site == MISREAD.0 { days.first.checked_sub(MISREAD.1.days()).ok()? } else { days.first };
        let at = |day: Date| {
            let instant = midnight(day, self.terms.zone)?;
            counted.energies.get(self.instants.iter().position(|at| *at == instant)?).copied()
        };
        let energy = at(days.last.tomorrow().ok()?)? - at(begun)? + surplus;
        let power = if is_last && site == OVERCHARGED.0 { Power::from_base(OVERCHARGED.1) } else { counted.contracted };
        let taken = [Taken { days, energy, carrier: None }];
        let supply = Supply { taken: &taken, reserved: &[Reserved { days, power }] };
        let lines = bill::lines(self.terms.tariff, &supply).ok()?;
        Some(lines.into_iter().map(|line| written(site, line)).collect())
    }
}

fn written(site: &str, line: CostLine) -> Line {
    let CostLine { component, quantity, unit, price, net } = line;
    let text = match component {
        Component::Power => "Moc zamówiona",
        Component::Heat => "Ciepło",
        Component::Carrier => "Nośnik ciepła",
        Component::PowerTransmission => "Usługi przesyłowe stałe",
        Component::HeatTransmission => "Usługi przesyłowe zmienne",
    };
    let price = price.plain();
    Line { text: format!("{text}, {site}"), site: site.to_owned(), unit, quantity, price, net, is_before: false }
}
