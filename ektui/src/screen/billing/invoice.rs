//! One invoice in lines: what it says, what it was held against, what paid it. Draws nothing.

use common::invoice::check::{BillCheck, BillVerdict, CheckedRegister, LineCheck};
use common::invoice::{AttachedTable, Invoice, InvoiceCard, InvoiceLine, Party};
use common::money::Currency;
use common::payment::Allocation;
use common::quantity::Value;
use common::text::visible;
use jiff::Timestamp;

use crate::look::Look;
use crate::remote::Remote;
use crate::screen::billing::words;
use crate::screen::tickets::words::Side;
use crate::widget::page::{self, Line};

/// Rows of an attached table that are shown.
const MOST_ROWS: usize = 50;

/// Returns the invoice in lines of at most `room` columns.
#[must_use]
pub fn lines(card: &InvoiceCard, check: &Remote<BillCheck>, room: usize, side: Side, look: &Look) -> Vec<Line> {
    let mut lines = facts(card, room, side, look);
    let held = check.value().filter(|check| check.invoice == card.invoice.id);
    lines.push(Line::Heading(look.say("invoice-lines")));
    for line in &card.lines {
        let found = held.and_then(|check| check.lines.iter().find(|found| found.number == Some(line.number)));
        lines.extend(line_lines(line, found, card.invoice.currency, room, look));
    }
    let missing = held.map_or(&[][..], |check| check.lines.as_slice()).iter().filter(|line| line.number.is_none());
    lines.extend(missing.flat_map(|line| check_texts(line, look)).flat_map(|text| wrapped(&text, room)));
    lines.extend(rates(card, room, look));
    lines.push(Line::Heading(look.say("invoice-check")));
    lines.extend(match check {
        Remote::Ready { value, .. } | Remote::Stale { value, .. } => checked(value, card.invoice.currency, room, look),
        Remote::Loading => wrapped(&look.say("invoice-check-waits"), room),
        Remote::Failed(fault) => wrapped(&fault.message(look.language), room),
    });
    lines.push(Line::Heading(look.say("invoice-paid")));
    lines.extend(paid(card, room, look));
    lines.extend(related(card, room, look));
    lines.extend(remarks(card, room, look));
    lines
}

fn wrapped(text: &str, room: usize) -> Vec<Line> {
    words::flowing(text, room).into_iter().map(Line::Text).collect()
}

fn fact(id: &str, value: &str, room: usize, look: &Look) -> Vec<Line> {
    words::facts(&look.say(id), value, room).into_iter().map(Line::Text).collect()
}

fn facts(card: &InvoiceCard, room: usize, side: Side, look: &Look) -> Vec<Line> {
    let invoice = &card.invoice;
    let amount = |amount| words::money(amount, invoice.currency, look);
    let due = [words::day(invoice.due_on, look), words::standing(invoice.standing, look)].join(" · ");
    let sums = [("net", amount(invoice.net)), ("vat", amount(invoice.vat)), ("gross", amount(invoice.gross))];
    let sums = look.tell("invoice-sums", &sums.map(|(name, text)| (name, text.into())));
    let open = [("payable", amount(invoice.payable)), ("settled", amount(invoice.settled))];
    let open = look.tell("invoice-settled", &open.map(|(name, text)| (name, text.into())));
    let kind = words::kind(invoice, look);
    let kind = match &invoice.corrects {
        Some(number) => look.tell("invoice-corrects", &[("kind", kind.into()), ("number", number.as_str().into())]),
        None => kind,
    };
    let mut told = vec![
        ("invoice-open", amount(invoice.open())),
        ("invoice-due", due),
        ("invoice-of", open),
        ("invoice-amounts", sums),
        ("invoice-kind", kind),
        ("invoice-issued", look.date(invoice.issued_on)),
    ];
    told.extend(invoice.period.map(|days| ("invoice-period", words::days(days, look))));
    told.push(("invoice-sites", words::sites(invoice)));
    told.extend(invoice.account.as_ref().map(|account| ("invoice-account", account.grouped())));
    if side == Side::Office {
        told.push(("invoice-customer", words::customer(invoice)));
    }
    told.push(("invoice-seller", party(&invoice.seller)));
    told.push(("invoice-buyer", party(&invoice.buyer)));
    told.extend(invoice.ksef_number.as_ref().map(|number| ("invoice-ksef", visible(number).into_owned())));
    let mut lines: Vec<Line> = told.iter().flat_map(|(id, value)| fact(id, value, room, look)).collect();
    if invoice.is_split_payment {
        lines.extend(wrapped(&look.say("invoice-split"), room));
    }
    lines.extend(card.flags.iter().flat_map(|flag| wrapped(&format!("! {}", words::problem(flag, look)), room)));
    lines
}

fn party(who: &Party) -> String {
    let nip = who.nip.as_ref().map(|nip| format!("NIP {nip}"));
    let told = std::iter::once(who.name.clone()).chain(nip).chain(who.address.iter().cloned());
    visible(&told.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ")).into_owned()
}

/// Returns a line of the invoice, and what came of holding it against what it should be.
fn line_lines(
    line: &InvoiceLine,
    found: Option<&LineCheck>,
    currency: Currency,
    room: usize,
    look: &Look,
) -> Vec<Line> {
    let before = if line.is_before { look.say("invoice-before") } else { String::new() };
    let title = format!("{}. {}{before}", line.number, visible(&line.text));
    let mut parts = Vec::new();
    if let (Some(quantity), Some(price)) = (&line.quantity, &line.price) {
        let unit = line.unit.as_deref().map(visible).unwrap_or_default();
        let (quantity, price) = (look.language.number(quantity), look.language.number(price));
        parts.push(format!("{quantity} {unit} × {price}"));
    }
    let amounts = [(line.net, "invoice-net"), (line.gross.filter(|_| line.net.is_none()), "invoice-gross")];
    for (amount, id) in amounts.into_iter().filter_map(|(amount, id)| amount.map(|amount| (amount, id))) {
        parts.push(look.tell(id, &[("amount", words::money(amount, currency, look).into())]));
    }
    if let Some(rate) = &line.rate {
        parts.push(look.tell("invoice-rate", &[("rate", rate_words(rate).into())]));
    }
    let checked = found.map(|found| check_texts(found, look)).unwrap_or_default();
    let texts = std::iter::once(format!("   {}", parts.join(" · "))).chain(checked);
    let title = page::wrap(&title, room).into_iter().map(Line::Strong);
    title.chain(texts.flat_map(|text| wrapped(&text, room))).collect()
}

/// A rate that is a number is a percentage; the others are words of the form.
fn rate_words(rate: &str) -> String {
    let is_number = !rate.is_empty() && rate.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { format!("{rate} %") } else { visible(rate).into_owned() }
}

/// Returns what came of holding a line against what it should be, with the reasons.
fn check_texts(found: &LineCheck, look: &Look) -> Vec<String> {
    let mark = match found.verdict {
        BillVerdict::Agrees => "   =",
        BillVerdict::Differs => "  !!",
        BillVerdict::CannotTell => "   ?",
    };
    let mut told = words::verdict(found.verdict, look);
    if let Some(component) = found.component.filter(|_| found.number.is_none()) {
        told = format!("{}: {told}", look.language.common().get(&format!("component-{}", component.name())));
    }
    if let Some(expected) = found.expected.as_ref().filter(|_| found.verdict == BillVerdict::Differs) {
        let figures = [expected.quantity.as_deref(), expected.price.as_deref()];
        let figures: Vec<String> = figures.into_iter().flatten().map(|text| look.language.number(text)).collect();
        let net = expected.net.map(|net| words::money(net, Currency::PLN, look));
        let told_net = [("figures", figures.join(" × ").into()), ("net", net.unwrap_or_default().into())];
        told = format!("{told} · {}", look.tell("invoice-expected", &told_net));
    }
    let reasons = found.reasons.iter().map(|reason| format!("      {}", reason.told(look)));
    std::iter::once(format!("{mark} {told}")).chain(reasons).collect()
}

fn rates(card: &InvoiceCard, room: usize, look: &Look) -> Vec<Line> {
    if card.rates.is_empty() {
        return Vec::new();
    }
    let amount = |amount| words::money(amount, card.invoice.currency, look);
    let row = |sum: &common::invoice::RateSum| {
        let told = [("rate", rate_words(&sum.rate)), ("net", amount(sum.net)), ("vat", amount(sum.vat))];
        look.tell("invoice-rate-sum", &told.map(|(name, text)| (name, text.into())))
    };
    let rows = card.rates.iter().map(row).flat_map(|text| wrapped(&text, room));
    std::iter::once(Line::Heading(look.say("invoice-rates"))).chain(rows).collect()
}

fn checked(check: &BillCheck, currency: Currency, room: usize, look: &Look) -> Vec<Line> {
    let mut lines = vec![Line::Strong(look.say(match check.verdict {
        BillVerdict::Agrees => "invoice-check-agrees",
        BillVerdict::Differs => "invoice-check-differs",
        BillVerdict::CannotTell => "invoice-check-cannot-tell",
    }))];
    let mut by = Vec::new();
    by.extend(
        check.contract.as_ref().map(|number| look.tell("contract-number", &[("number", number.as_str().into())])),
    );
    by.extend(check.tariff.as_ref().map(|name| look.tell("contract-tariff", &[("tariff", name.as_str().into())])));
    let share = check.coverage.and_then(common::sheet::Coverage::share);
    let percent = |share: f64| look.percent((share * 100.0).floor() / 100.0);
    by.extend(share.map(|share| look.tell("invoice-coverage", &[("percent", percent(share).into())])));
    if !by.is_empty() {
        lines.extend(wrapped(&by.join(" · "), room));
    }
    lines.extend(check.registers.iter().flat_map(|register| wrapped(&register_words(register, look), room)));
    let sums = &check.sums;
    if sums.verdict != BillVerdict::Agrees {
        let pairs = [
            ("invoice-sum-net", sums.net, sums.expected_net),
            ("invoice-sum-vat", sums.vat, sums.expected_vat),
            ("invoice-sum-gross", sums.gross, sums.expected_gross),
        ];
        for (id, is, wanted) in pairs {
            let Some(wanted) = wanted.filter(|wanted| *wanted != is) else { continue };
            let told = [("is", is), ("wanted", wanted)];
            let told = told.map(|(name, amount)| (name, words::money(amount, currency, look).into()));
            lines.extend(wrapped(&look.tell(id, &told), room));
        }
    }
    if check.draft.is_some() {
        lines.extend(wrapped(&look.say("invoice-check-draft"), room));
    }
    lines
}

/// Returns the two values of a register that a bill was held against, and when they were read.
fn register_words(register: &CheckedRegister, look: &Look) -> String {
    let unit = register.quantity.unit().symbol();
    let read = |held: Option<(Timestamp, Value)>| {
        let told = |(at, value)| format!("{} {unit} ({})", look.amount(register.quantity, value), look.moment(at));
        held.map_or_else(|| "-".to_owned(), told)
    };
    let quantity = look.quantity(register.quantity);
    format!("{} {quantity}: {} … {}", register.point, read(register.from), read(register.until))
}

fn paid(card: &InvoiceCard, room: usize, look: &Look) -> Vec<Line> {
    if card.allocations.is_empty() {
        return wrapped(&look.say("invoice-nothing-paid"), room);
    }
    let row = |allocation: &Allocation| allocation_words(allocation, card.invoice.currency, look);
    card.allocations.iter().map(row).flat_map(|text| wrapped(&text, room)).collect()
}

/// Returns what pays how much since when, by whom, and how it was taken back.
fn allocation_words(allocation: &Allocation, currency: Currency, look: &Look) -> String {
    let by = allocation.by.as_ref().map_or_else(|| look.say("billing-by-itself"), ToString::to_string);
    let told = [
        ("day", look.date(allocation.counts_on)),
        ("amount", words::money(allocation.amount, currency, look)),
        ("source", words::source(&allocation.from, look)),
        ("by", by),
    ];
    let text = look.tell("invoice-allocation", &told.map(|(name, text)| (name, text.into())));
    let Some(release) = &allocation.released else { return text };
    let told = [("at", look.moment(release.at)), ("reason", words::reason(&release.reason, look))];
    format!("{text} · {}", look.tell("invoice-released", &told.map(|(name, text)| (name, text.into()))))
}

fn related(card: &InvoiceCard, room: usize, look: &Look) -> Vec<Line> {
    let row = |invoice: &Invoice| {
        let amount = words::money(invoice.payable, invoice.currency, look);
        format!("{} · {} · {amount}", visible(&invoice.number), look.date(invoice.issued_on))
    };
    let mut lines = Vec::new();
    let corrected = card.corrected.as_deref().map(row);
    let parts = [
        ("invoice-corrected", corrected.into_iter().collect::<Vec<_>>()),
        ("invoice-corrections", card.corrections.iter().map(row).collect()),
    ];
    for (id, texts) in parts.into_iter().filter(|(_, texts)| !texts.is_empty()) {
        lines.push(Line::Heading(look.say(id)));
        lines.extend(texts.iter().flat_map(|text| wrapped(text, room)));
    }
    lines
}

fn remarks(card: &InvoiceCard, room: usize, look: &Look) -> Vec<Line> {
    let mut lines = Vec::new();
    if !card.remarks.is_empty() {
        lines.push(Line::Heading(look.say("invoice-remarks")));
        lines.extend(card.remarks.iter().flat_map(|text| wrapped(&visible(text), room)));
    }
    lines.extend(card.attached.iter().flat_map(|table| attached(table, room)));
    lines.push(Line::Heading(look.say("invoice-file")));
    let form = look.language.common().get(&format!("billing-file-{}", card.form.name()));
    let told = [("id", card.file.0.to_string()), ("form", form), ("at", look.moment(card.invoice.received_at))];
    lines.extend(wrapped(&look.tell("invoice-came-as", &told.map(|(name, text)| (name, text.into()))), room));
    lines.extend(wrapped(&format!("SHA-256 {}", visible(&card.digest)), room));
    if let Some(code) = &card.ksef_code {
        lines.extend(wrapped(&visible(&code.label), room));
        // An address has no blanks to be broken at, and nothing of it may be cut off.
        let letters: Vec<char> = visible(&code.address).chars().collect();
        lines.extend(letters.chunks(room.max(1)).map(|part| Line::Text(part.iter().collect())));
    }
    lines
}

fn attached(table: &AttachedTable, room: usize) -> Vec<Line> {
    let mut lines = vec![Line::Heading(visible(&table.title).into_owned())];
    let facts = table.facts.iter().map(|(name, value)| format!("{name}: {value}"));
    lines.extend(facts.flat_map(|text| wrapped(&visible(&text), room)));
    let rows = std::iter::once(&table.headings).filter(|headings| !headings.is_empty()).chain(&table.rows);
    let rows = rows.take(MOST_ROWS).map(|row| row.join(" · "));
    lines.extend(rows.flat_map(|text| wrapped(&visible(&text), room)));
    lines
}
