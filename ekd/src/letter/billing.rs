//! What is written to people about invoices and payments: each as a letter, as a short message, as a line of a digest and for
//! machines. No letter names an account to pay into: false ones would.
//!
//! Whose matter it is was decided before: knows no archive.

use common::language::{Argument, Language};
use common::money::{Currency, Money};
use common::notice::BillingNews;
use common::secret::Secret;
use common::sms::transliterate;
use jiff::Timestamp;
use jiff::civil::Date;

use super::{Facts, Written, bounded, texts};

/// Something of an invoice, a payment or a file, for one reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillingNotice {
    pub news: BillingNews,
    /// When it happened.
    pub at: Timestamp,
    /// The customer's number, and for the office the name.
    pub customer: Option<String>,
    /// The number of the invoice.
    pub invoice: Option<String>,
    /// What it asks for, and what of that is open.
    pub payable: Option<Sum>,
    pub open: Option<Sum>,
    pub due_on: Option<Date>,
    /// Of a reminder: days since the last one, less than zero before it.
    pub days: Option<i32>,
    /// The number of the payment here, for the office.
    pub payment: Option<i64>,
    pub paid: Option<Sum>,
    pub booked_on: Option<Date>,
    pub title: Option<String>,
    pub payer: Option<String>,
    /// The name of the file.
    pub file: Option<String>,
}

/// An amount with its currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sum {
    pub amount: Money,
    pub currency: Currency,
}

impl Sum {
    fn text(self, language: Language) -> String {
        let number = language.number(&self.amount.plain());
        if self.currency == Currency::PLN { format!("{number} zł") } else { format!("{number} {}", self.currency) }
    }
}

const NEWS: &str = "news-billing";
/// Characters of a value from outside in a letter, in a line, and in a short message.
const LONGEST: usize = 140;
const LONGEST_IN_LINE: usize = 40;
const LONGEST_BRIEF: usize = 30;
const ONE_PART: usize = 160;

type Arguments<'a> = Vec<(&'static str, Argument<'a>)>;

impl BillingNotice {
    /// Returns what shows all of such matters.
    pub(super) const fn overview(&self) -> &'static str {
        match self.news {
            BillingNews::InvoiceArrived => "ekctl invoices list",
            BillingNews::DueSoon | BillingNews::DueOver => "ekctl dues list",
            BillingNews::PaymentBooked => "ekctl payments list",
            BillingNews::PaymentUnmatched => "ekctl payments unmatched",
            BillingNews::InvoiceUnassigned => "ekctl invoices list --unassigned",
            BillingNews::FileRefused => "ekctl invoices files",
            BillingNews::Changed | BillingNews::Unknown => "ekctl dues balances",
        }
    }

    fn arguments(&self, language: Language, longest: usize) -> Arguments<'_> {
        let text = |value: Option<&String>| value.map(|value| bounded(value, longest)).unwrap_or_default();
        let sum = |sum: Option<Sum>| sum.map(|sum| sum.text(language)).unwrap_or_default();
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let days = self.days.unwrap_or_default();
        vec![
            ("news", self.news.name().into()),
            ("when", when(days).into()),
            ("days", days.unsigned_abs().into()),
            ("customer", text(self.customer.as_ref()).into()),
            ("invoice", text(self.invoice.as_ref()).into()),
            ("payable", sum(self.payable).into()),
            ("open", sum(self.open).into()),
            ("due", day(self.due_on).into()),
            ("paid", sum(self.paid).into()),
            ("booked", day(self.booked_on).into()),
            ("title", text(self.title.as_ref()).into()),
            ("payer", text(self.payer.as_ref()).into()),
            ("payment", self.payment.map(|id| id.to_string()).unwrap_or_default().into()),
            ("file", text(self.file.as_ref()).into()),
        ]
    }

    /// Returns the names of the lines that have something to say.
    fn lines(&self) -> Vec<&'static str> {
        let is_open_told = self.open.is_some() && self.open != self.payable;
        let has = [
            ("line-file", self.file.is_some()),
            ("line-customer", self.customer.is_some()),
            ("line-invoice", self.invoice.is_some()),
            ("line-payable", self.payable.is_some()),
            ("line-open", is_open_told),
            ("line-due", self.due_on.is_some()),
            ("line-paid", self.paid.is_some()),
            ("line-booked", self.booked_on.is_some()),
            ("line-payer", self.payer.as_ref().is_some_and(|text| !text.is_empty())),
            ("line-title", self.title.as_ref().is_some_and(|text| !text.is_empty())),
        ];
        has.into_iter().filter(|(_, has)| *has).map(|(name, _)| name).collect()
    }

    fn command(&self) -> String {
        // The number is a word from outside: only one that no shell takes for more stands in a command.
        let is_plain = |text: &&String| {
            !text.starts_with('-')
                && text.chars().all(|character| character.is_ascii_alphanumeric() || "/.-_".contains(character))
        };
        match (self.news, self.invoice.as_ref().filter(is_plain), self.payment) {
            (BillingNews::InvoiceArrived | BillingNews::InvoiceUnassigned, Some(number), _) => {
                format!("ekctl invoices show {number}")
            }
            (BillingNews::PaymentUnmatched, _, Some(id)) => format!("ekctl payments show {id}"),
            (
                BillingNews::InvoiceArrived
                | BillingNews::DueSoon
                | BillingNews::DueOver
                | BillingNews::PaymentBooked
                | BillingNews::PaymentUnmatched
                | BillingNews::InvoiceUnassigned
                | BillingNews::FileRefused
                | BillingNews::Changed
                | BillingNews::Unknown,
                ..,
            ) => self.overview().to_owned(),
        }
    }
}

const fn when(days: i32) -> &'static str {
    match days {
        ..0 => "before",
        0 => "today",
        1.. => "over",
    }
}

fn part(notice: &BillingNotice, name: &str, (language, longest): (Language, usize)) -> String {
    texts(language).attribute(NEWS, name, &notice.arguments(language, longest)).unwrap_or_default()
}

/// Returns the letter.
pub(super) fn letter(notice: &BillingNotice, language: Language) -> Written {
    let part = |name: &str| part(notice, name, (language, LONGEST));
    let lines: Vec<String> = notice.lines().into_iter().map(part).collect();
    let texts = texts(language);
    let parts = [
        texts.get("letter-greeting"),
        part("intro"),
        lines.join("\n"),
        part("command"),
        format!("    {}", notice.command()),
        texts.get("letter-footer"),
    ];
    Written { subject: Some(part("subject")), body: Secret::from(parts.join("\n\n") + "\n") }
}

/// Returns the short message, in one part.
pub(super) fn brief(notice: &BillingNotice, language: Language) -> Written {
    let text = transliterate(&part(notice, "sms", (language, LONGEST_BRIEF)));
    Written { subject: None, body: Secret::from(text.chars().take(ONE_PART).collect::<String>()) }
}

/// Returns the line of a digest.
pub(super) fn line(notice: &BillingNotice, facts: &Facts, language: Language) -> String {
    let mut arguments = notice.arguments(language, LONGEST_IN_LINE);
    let since = notice.at.to_zoned(facts.zone.clone()).strftime("%Y-%m-%d %H:%M").to_string();
    arguments.push(("since", since.into()));
    arguments.push(("head", part(notice, "head", (language, LONGEST_IN_LINE)).into()));
    texts(language).attribute(NEWS, "line", &arguments).unwrap_or_default()
}

/// Returns what a digest begins with in a short message.
pub(super) fn short_line(notice: &BillingNotice, language: Language) -> String {
    format!("{}.", part(notice, "head", (language, LONGEST_BRIEF)))
}

/// Returns what a machine is told.
pub(super) fn json(notice: &BillingNotice) -> serde_json::Value {
    let sum = |sum: Option<Sum>| {
        sum.map(|sum| serde_json::json!({ "amount": sum.amount.plain(), "currency": sum.currency.as_str() }))
    };
    serde_json::json!({
        "news": notice.news.name(),
        "at": notice.at,
        "customer": notice.customer,
        "invoice": notice.invoice,
        "payable": sum(notice.payable),
        "open": sum(notice.open),
        "due_on": notice.due_on,
        "days": notice.days,
        "payment": notice.payment,
        "paid": sum(notice.paid),
        "booked_on": notice.booked_on,
        "file": notice.file,
    })
}

#[cfg(test)]
#[path = "billing_tests.rs"]
mod tests;
