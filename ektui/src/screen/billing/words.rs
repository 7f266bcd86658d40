//! Invoices, payments and what is owed in words. Draws nothing.

use common::contract::Contract;
use common::due::{Balance, Interest};
use common::id::{ContractNumber, SiteCode};
use common::invoice::check::{BillVerdict, ReasonWriter};
use common::invoice::file::{BillingFile, FileProblem};
use common::invoice::{Days, Invoice, InvoiceStanding};
use common::language::Language;
use common::money::{Currency, Money};
use common::payment::{AllocationSource, HouseReason, MatchedBy, Payment, PaymentStanding};
use common::quantity::{Power, Quantity, Value};
use common::text::visible;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::look::Look;
use crate::widget::{fit, page};

/// What stands between the parts of a sentence.
pub const SEPARATOR: &str = " · ";
/// What stands before what goes on from the line above.
const INDENT: &str = "  ";
/// A name shortened to fewer columns than these tells nobody anything.
const SHORTEST_NAME: usize = 6;

/// Returns an amount without its currency: `12 345,67`.
#[must_use]
pub fn number(amount: Money, look: &Look) -> String {
    look.language.number(&amount.plain())
}

/// Returns an amount with its currency.
#[must_use]
pub fn money(amount: Money, currency: Currency, look: &Look) -> String {
    let told = [("amount", number(amount, look).into()), ("currency", currency.as_str().to_owned().into())];
    look.tell(if currency == Currency::PLN { "money-exact" } else { "money-foreign" }, &told)
}

/// Returns a text that ends where its column ends, so that figures stand under one another.
#[must_use]
pub fn right(text: &str, column: u16) -> String {
    let room = column.saturating_sub(1);
    format!("{}{text}", " ".repeat(usize::from(room.saturating_sub(fit::width(text)))))
}

/// Returns an amount for a column of a list; of another currency than złotys, with it.
#[must_use]
pub fn cell(amount: Money, currency: Currency, column: u16, look: &Look) -> String {
    let text = if currency == Currency::PLN { number(amount, look) } else { money(amount, currency, look) };
    right(&text, column)
}

/// Breaks a text into lines of at most `room` columns, between its parts where it can: a figure keeps its groups together.
#[must_use]
pub fn flowing(text: &str, room: usize) -> Vec<String> {
    let parts: Vec<String> = text.split(SEPARATOR).map(str::to_owned).collect();
    fit::flow(&parts, SEPARATOR, room).iter().flat_map(|line| page::wrap(line, room)).collect()
}

/// Returns a fact in lines of at most `room` columns, broken between its parts.
#[must_use]
pub fn facts(label: &str, value: &str, room: usize) -> Vec<String> {
    let lines = flowing(value, room.saturating_sub(page::LABEL).max(1));
    let first = page::fact(label, lines.first().map_or("", String::as_str));
    let rest = lines.iter().skip(1).map(|line| format!("{}{line}", " ".repeat(page::LABEL)));
    std::iter::once(first).chain(rest).collect()
}

/// Returns interest for a column of a list.
#[must_use]
pub fn interest(interest: Interest, look: &Look) -> String {
    match interest {
        Interest::Amount(amount) if amount.is_zero() => "-".to_owned(),
        Interest::Amount(amount) => number(amount, look),
        Interest::NoRate(_) => "?".to_owned(),
        Interest::OtherCurrency => "-".to_owned(),
    }
}

/// Returns interest as a sentence; `None` where there is none.
#[must_use]
pub fn interest_told(interest: Interest, on: Date, look: &Look) -> Option<String> {
    match interest {
        Interest::Amount(amount) if amount.is_zero() => None,
        Interest::Amount(amount) => {
            let told = [("day", look.date(on).into()), ("amount", money(amount, Currency::PLN, look).into())];
            Some(look.tell("billing-interest", &told))
        }
        Interest::NoRate(Some(day)) => Some(look.tell("billing-no-rate", &[("day", look.date(day).into())])),
        Interest::NoRate(None) => Some(look.say("billing-no-rates")),
        Interest::OtherCurrency => None,
    }
}

/// Returns why interest is not known and who can help; `None` where it is known, or is not asked for.
#[must_use]
pub fn interest_missing(interest: Interest, look: &Look) -> Option<String> {
    match interest {
        Interest::NoRate(Some(day)) => Some(look.tell("dues-no-rate", &[("day", look.date(day).into())])),
        Interest::NoRate(None) => Some(look.say("dues-no-rates")),
        Interest::Amount(_) | Interest::OtherCurrency => None,
    }
}

/// Returns a day that may not be known.
#[must_use]
pub fn day(date: Option<Date>, look: &Look) -> String {
    date.map_or_else(|| "-".to_owned(), |date| look.date(date))
}

/// Returns days by the name of their month, or from the first to the last.
#[must_use]
pub fn days(days: Days, look: &Look) -> String {
    let is_month = days.first.first_of_month() == days.first && days.first.last_of_month() == days.last;
    if is_month {
        return format!("{} {}", look.say(&format!("month-{}", days.first.month())), days.first.year());
    }
    format!("{}-{}", look.date(days.first), look.date(days.last))
}

fn common_word(look: &Look, id: &str) -> String {
    look.language.common().get(id)
}

/// Returns how an invoice stands.
#[must_use]
pub fn standing(standing: InvoiceStanding, look: &Look) -> String {
    common_word(look, &format!("invoice-{}", standing.name()))
}

/// Returns the mark of an invoice that wants attention.
#[must_use]
pub const fn mark(standing: InvoiceStanding) -> &'static str {
    match standing {
        InvoiceStanding::Overdue => "!!",
        InvoiceStanding::Credit => "+",
        InvoiceStanding::Open | InvoiceStanding::Settled => "",
    }
}

/// Returns what kind of document an invoice is.
#[must_use]
pub fn kind(invoice: &Invoice, look: &Look) -> String {
    common_word(look, &format!("invoice-kind-{}", invoice.kind.name()))
}

/// Returns how a payment stands.
#[must_use]
pub fn payment_standing(standing: PaymentStanding, look: &Look) -> String {
    common_word(look, &format!("payment-{}", standing.name()))
}

/// Returns by what it was known whose a payment is.
#[must_use]
pub fn matched(by: MatchedBy, look: &Look) -> String {
    common_word(look, &format!("matched-{}", by.name()))
}

/// Returns what came of a check.
#[must_use]
pub fn verdict(verdict: BillVerdict, look: &Look) -> String {
    common_word(look, &format!("bill-{}", verdict.name()))
}

/// Returns whose an invoice is: customer's number and name, or who stands on it.
#[must_use]
pub fn customer(invoice: &Invoice) -> String {
    let number = invoice.customer.as_ref().map_or("?", |number| number.as_str());
    let name = invoice.customer_name.as_deref().unwrap_or(&invoice.buyer.name);
    visible(format!("{number} {name}").trim()).into_owned()
}

/// Returns whose a payment is; of one that is nobody's yet, who paid.
#[must_use]
pub fn payer(payment: &Payment) -> String {
    let name = payment.customer_name.as_deref().unwrap_or(&payment.payer);
    let number = payment.customer.as_ref().map_or("", |number| number.as_str());
    visible(format!("{number} {name}").trim()).into_owned()
}

/// Returns whose an invoice is in `room` columns: the number whole, of the name what there is room for.
#[must_use]
pub fn customer_within(invoice: &Invoice, room: usize, look: &Look) -> String {
    let number = invoice.customer.as_ref().map_or("?", |number| number.as_str());
    numbered(number, invoice.customer_name.as_deref().unwrap_or(&invoice.buyer.name), room, look)
}

/// Returns whose a payment is, or who paid, in `room` columns: the number whole, of the name what there is room for.
#[must_use]
pub fn payer_within(payment: &Payment, room: usize, look: &Look) -> String {
    let number = payment.customer.as_ref().map_or("", |number| number.as_str());
    numbered(number, payment.customer_name.as_deref().unwrap_or(&payment.payer), room, look)
}

/// Returns a customer in `room` columns: the number whole, of the name what there is room for.
#[must_use]
pub fn numbered(number: &str, name: &str, room: usize, look: &Look) -> String {
    let (number, name) = (visible(number), visible(name.trim()));
    let left = room.saturating_sub(usize::from(fit::width(&number)) + 1);
    if number.is_empty() {
        return fit::cut_middle(&name, room, look.glyphs.ellipsis);
    }
    if left < SHORTEST_NAME && usize::from(fit::width(&name)) > left {
        return number.into_owned();
    }
    format!("{number} {}", fit::cut_middle(&name, left, look.glyphs.ellipsis)).trim_end().to_owned()
}

/// Returns the sites of an invoice.
#[must_use]
pub fn sites(invoice: &Invoice) -> String {
    let codes: Vec<&str> = invoice.sites.iter().map(SiteCode::as_str).collect();
    if codes.is_empty() { "-".to_owned() } else { codes.join(" ") }
}

/// Returns contracted power.
#[must_use]
pub fn power(power: Power, look: &Look) -> String {
    format!("{} {}", look.amount(Quantity::Power, Value::Power(power)), Quantity::Power.unit().symbol())
}

impl ReasonWriter for Look {
    fn language(&self) -> Language {
        self.language
    }

    fn instant(&self, at: Timestamp) -> String {
        self.moment(at)
    }

    fn day(&self, on: Date) -> String {
        self.date(on)
    }

    fn power(&self, amount: Power) -> String {
        power(amount, self)
    }
}

/// Returns what is wrong with a file, and where.
#[must_use]
pub fn problem(problem: &FileProblem, look: &Look) -> String {
    let mut text = common_word(look, &format!("file-problem-{}", problem.kind.name()));
    if !problem.field.is_empty() {
        text = format!("{text}: {}", visible(&problem.field));
    }
    if let Some(line) = problem.line {
        text = format!("{text}, {}", look.tell("billing-line", &[("line", line.into())]));
    }
    let told = [("billing-found", &problem.found), ("billing-wanted", &problem.wanted)];
    for (id, what) in told.into_iter().filter(|(_, what)| !what.is_empty()) {
        text = format!("{text} · {}", look.tell(id, &[("what", visible(what).into_owned().into())]));
    }
    text
}

/// Returns what became of a file.
#[must_use]
pub fn outcome(file: &BillingFile, look: &Look) -> String {
    common_word(look, &format!("file-outcome-{}", file.outcome.name()))
}

/// Returns what form a file has.
#[must_use]
pub fn form(file: &BillingFile, look: &Look) -> String {
    common_word(look, &format!("billing-file-{}", file.kind.name()))
}

/// Returns what a file held.
#[must_use]
pub fn tally(file: &BillingFile, look: &Look) -> String {
    let tally = &file.tally;
    let told = [
        ("invoices", tally.n_invoices.into()),
        ("new", tally.n_new.into()),
        ("unassigned", tally.n_unassigned.into()),
        ("entries", tally.n_entries.into()),
        ("booked", tally.n_booked.into()),
        ("matched", tally.n_matched.into()),
        ("before", tally.n_booked_before.into()),
    ];
    look.tell(if file.kind.has_invoices() { "files-tally-invoices" } else { "files-tally-statement" }, &told)
}

/// Returns what pays: a payment, or a correction.
#[must_use]
pub fn source(source: &AllocationSource, look: &Look) -> String {
    match source {
        AllocationSource::Payment(id) => look.tell("billing-payment", &[("id", id.0.to_string().into())]),
        AllocationSource::Correction(_, number) => {
            look.tell("billing-correction", &[("number", visible(number).into_owned().into())])
        }
    }
}

/// Returns why something was taken back or set aside.
#[must_use]
pub fn reason(reason: &str, look: &Look) -> String {
    let of_house = |reason: HouseReason| look.say(&format!("billing-reason-{}", reason.name()));
    HouseReason::parse(reason).map_or_else(|| visible(reason).into_owned(), of_house)
}

/// Returns what a customer owes, in sentences: in all, what is late, what is next, what is too much.
#[must_use]
pub fn balance(balance: &Balance, look: &Look) -> Vec<String> {
    let amount = |amount| money(amount, balance.currency, look);
    let mut first = vec![look.tell("balance-total", &[("amount", amount(balance.total_due).into())])];
    let told = [("amount", amount(balance.overdue).into()), ("n", balance.n_overdue.into())];
    first.push(look.tell("balance-overdue", &told));
    first.push(look.tell("balance-credit", &[("amount", amount(balance.credit).into())]));
    let mut second = Vec::new();
    if let Some(next) = balance.next_due {
        let told = [("day", look.date(next.on).into()), ("amount", amount(next.amount).into())];
        second.push(look.tell("balance-next", &told));
    }
    second.extend(interest_told(balance.interest, balance.on, look));
    if let Some((on, paid)) = balance.last_payment {
        let told = [("day", look.date(on).into()), ("amount", amount(paid).into())];
        second.push(look.tell("balance-last", &told));
    }
    [first, second].into_iter().filter(|parts| !parts.is_empty()).map(|parts| parts.join(" · ")).collect()
}

/// Returns what one of several customers owes in lines of at most `room` columns: all of it, what of it is late and
/// what is next always stand there, in fewer words where they would not fit; the rest comes where there is room.
#[must_use]
pub fn balance_of_one(balance: &Balance, room: usize, look: &Look) -> Vec<String> {
    let fits = |parts: &[String]| usize::from(fit::width(&parts.join(SEPARATOR))) <= room;
    let wordings = [figures(balance, look), brief_figures(balance, balance.n_overdue, look)];
    let mut parts = wordings.into_iter().find(|parts| fits(parts)).unwrap_or_else(|| brief_figures(balance, 0, look));
    let (kept, room) = (parts.len(), if fits(&parts) { room } else { room.saturating_sub(INDENT.len()) });
    if balance.credit.is_positive() {
        let credit = money(balance.credit, balance.currency, look);
        parts.push(look.tell("balance-credit", &[("amount", credit.into())]));
    }
    parts.push(visible(&balance.customer_name).into_owned());
    let lines = fit::kept_parts(&parts, kept, SEPARATOR, room).into_iter().enumerate();
    lines.map(|(place, line)| if place == 0 { line } else { format!("{INDENT}{line}") }).collect()
}

fn figures(balance: &Balance, look: &Look) -> Vec<String> {
    let amount = |amount| money(amount, balance.currency, look);
    let mut parts = vec![balance.customer.to_string()];
    parts.push(look.tell("balance-total", &[("amount", amount(balance.total_due).into())]));
    if balance.overdue.is_positive() {
        let told = [("amount", amount(balance.overdue).into()), ("n", balance.n_overdue.into())];
        parts.push(look.tell("balance-overdue", &told));
    }
    if let Some(next) = balance.next_due {
        let told = [("day", look.date(next.on).into()), ("amount", amount(next.amount).into())];
        parts.push(look.tell("balance-next-short", &told));
    }
    parts
}

/// Returns the same with the currency named once; without how many are late where `n_overdue` is 0.
fn brief_figures(balance: &Balance, n_overdue: u64, look: &Look) -> Vec<String> {
    let total = money(balance.total_due, balance.currency, look);
    let mut parts = vec![balance.customer.to_string(), look.tell("balance-total-brief", &[("amount", total.into())])];
    if balance.overdue.is_positive() {
        let told = [("amount", number(balance.overdue, look).into()), ("n", n_overdue.into())];
        parts.push(look.tell("balance-overdue", &told));
    }
    if let Some(next) = balance.next_due {
        let told = [("day", look.date(next.on).into()), ("amount", number(next.amount, look).into())];
        parts.push(look.tell("balance-next-short", &told));
    }
    parts
}

/// Returns a contract in lines: what it is, then its sites with their power.
#[must_use]
pub fn contract(contract: &Contract, look: &Look) -> Vec<String> {
    let number: &ContractNumber = &contract.number;
    let since = match contract.until {
        None => look.tell("period-since", &[("from", look.date(contract.from).into())]),
        Some(until) => {
            look.tell("period-until", &[("from", look.date(contract.from).into()), ("until", look.date(until).into())])
        }
    };
    let mut head = vec![look.tell("contract-number", &[("number", number.as_str().to_owned().into())]), since];
    if let Some(tariff) = &contract.tariff {
        head.push(look.tell("contract-tariff", &[("tariff", tariff.as_str().to_owned().into())]));
    }
    let interest = common_word(look, &format!("interest-{}", contract.interest.name()));
    head.push(look.tell("contract-interest", &[("kind", interest.into())]));
    let sites = contract.sites.iter().map(|place| match place.power {
        Some(reserved) => format!("{} {}", place.site, power(reserved, look)),
        None => place.site.to_string(),
    });
    let sites = look.tell("contract-sites", &[("sites", sites.collect::<Vec<_>>().join(", ").into())]);
    let account = contract.account.as_ref();
    let account = account.map(|account| look.tell("contract-account", &[("account", account.grouped().into())]));
    [head.join(" · "), sites].into_iter().chain(account).collect()
}
