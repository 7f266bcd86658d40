//! The letter to the office that a check proposes.

use std::sync::OnceLock;

use common::invoice::Invoice;
use common::invoice::check::{BillCheck, BillVerdict, LineCheck, LineFigures, ReasonWriter, number_or_text};
use common::language::{Argument, Language, Texts};
use common::money::Money;
use common::quantity::{Power, Unit, Value};
use common::text::visible;
use common::ticket::draft::NewTicket;
use common::ticket::field::{Detail, Field};
use common::ticket::{Category, Origin};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::judged::plain;

/// Lines of one letter that are told: whoever answers has the invoice too.
const MOST_LINES: usize = 40;
const MOST_REGISTERS: usize = 20;

struct Words<'a> {
    language: Language,
    zone: &'a TimeZone,
}

/// Returns the ticket that asks about what differs.
#[must_use]
pub fn ticket(check: &BillCheck, invoice: &Invoice, (language, zone): (Language, &TimeZone)) -> NewTicket {
    let words = Words { language, zone };
    let number = visible(&invoice.number).into_owned();
    let value = Field::InvoiceNumber.check(&number).ok();
    let site = match invoice.sites.as_slice() {
        [only] => Some(only.clone()),
        [] | [_, _, ..] => None,
    };
    NewTicket {
        category: Category::Invoice,
        subject: Some(words.tell("bill-draft-subject", &[("number", number.clone().into())])),
        site,
        customer: invoice.customer.clone(),
        details: value.map(|value| Detail { field: Field::InvoiceNumber, value }).into_iter().collect(),
        priority: None,
        origin: Origin::Terminal,
        body: body(check, invoice, &words),
        attach: Vec::new(),
    }
}

fn body(check: &BillCheck, invoice: &Invoice, words: &Words<'_>) -> String {
    let number = visible(&invoice.number).into_owned();
    let mut text =
        vec![words.tell(
            "bill-draft-opening",
            &[("number", number.into()), ("issued", invoice.issued_on.to_string().into())],
        )];
    let differing = check.lines.iter().filter(|line| line.verdict == BillVerdict::Differs);
    text.extend(differing.take(MOST_LINES).map(|line| words.line(line)));
    if check.sums.verdict == BillVerdict::Differs {
        let sums = &check.sums;
        let amount = |amount: Money| words.decimal(&amount.plain());
        let or_own = |expected: Option<Money>, own: Money| amount(expected.unwrap_or(own));
        text.push(words.tell(
            "bill-draft-sums",
            &[
                ("net", amount(sums.net).into()),
                ("vat", amount(sums.vat).into()),
                ("gross", amount(sums.gross).into()),
                ("wanted_net", or_own(sums.expected_net, sums.net).into()),
                ("wanted_vat", or_own(sums.expected_vat, sums.vat).into()),
                ("wanted_gross", or_own(sums.expected_gross, sums.gross).into()),
            ],
        ));
    }
    let read = check.registers.iter().filter_map(|register| Some((register, register.from?, register.until?)));
    for (register, (from, opening), (until, closing)) in read.take(MOST_REGISTERS) {
        text.push(words.tell(
            "bill-draft-register",
            &[
                ("point", register.point.to_string().into()),
                ("from", words.instant(from).into()),
                ("opening", words.value(opening, register.quantity.unit()).into()),
                ("until", words.instant(until).into()),
                ("closing", words.value(closing, register.quantity.unit()).into()),
            ],
        ));
    }
    text.push(words.tell("bill-draft-closing", &[]));
    text.join("\n")
}

impl Words<'_> {
    fn tell(&self, id: &str, arguments: &[(&'static str, Argument<'_>)]) -> String {
        let own = texts(self.language);
        let texts = if own.has(id) { own } else { self.language.common() };
        texts.format(id, arguments)
    }

    /// Writes what a document has for a number as the language does.
    fn decimal(&self, plain: &str) -> String {
        number_or_text(self.language, plain)
    }

    fn value(&self, value: Value, unit: Unit) -> String {
        format!("{} {}", self.decimal(&plain(unit, value.base(), 3)), unit.symbol())
    }

    /// Writes figures as `300 GJ × 91.07 = 27321.00`.
    fn figures(&self, figures: &LineFigures) -> String {
        let LineFigures { quantity, unit, price, net } = figures;
        let or_dash = |text: Option<&str>| text.map_or_else(|| "–".to_owned(), |text| self.decimal(text));
        let unit = unit.as_deref().map(|unit| format!(" {}", visible(unit))).unwrap_or_default();
        let net = net.map(Money::plain);
        let (quantity, price, net) = (or_dash(quantity.as_deref()), or_dash(price.as_deref()), or_dash(net.as_deref()));
        format!("{quantity}{unit} × {price} = {net}")
    }

    fn line(&self, check: &LineCheck) -> String {
        let component = check.component.map(|component| self.tell(&format!("component-{}", component.name()), &[]));
        let site = check.site.as_ref().map(|site| format!(" ({site})")).unwrap_or_default();
        let reasons: Vec<String> = check.reasons.iter().map(|reason| reason.told(self)).collect();
        self.tell(
            "bill-draft-line",
            &[
                ("number", check.number.map_or_else(|| "–".to_owned(), |number| number.to_string()).into()),
                ("what", format!("{}{site}", component.unwrap_or_default()).into()),
                ("billed", self.figures(&check.billed).into()),
                (
                    "wanted",
                    check.expected.as_ref().map_or_else(|| "–".to_owned(), |wanted| self.figures(wanted)).into(),
                ),
                ("reasons", reasons.join("; ").into()),
            ],
        )
    }
}

impl ReasonWriter for Words<'_> {
    fn language(&self) -> Language {
        self.language
    }

    fn instant(&self, at: Timestamp) -> String {
        at.to_zoned(self.zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()
    }

    fn day(&self, on: Date) -> String {
        on.to_string()
    }

    fn power(&self, power: Power) -> String {
        format!("{} MW", self.decimal(&plain(Unit::Megawatt, power.base(), 6)))
    }
}

fn texts(language: Language) -> &'static Texts {
    static POLISH: OnceLock<Texts> = OnceLock::new();
    static ENGLISH: OnceLock<Texts> = OnceLock::new();
    match language {
        Language::Polish => POLISH.get_or_init(|| Texts::new(language, &[include_str!("../../text/pl/ekd.ftl")])),
        Language::English => ENGLISH.get_or_init(|| Texts::new(language, &[include_str!("../../text/en/ekd.ftl")])),
    }
}
