//! One invoice on paper, as people read it: what the file that came says, what of it is paid, and the codes.
//!
//! The document is the file; this shows it. Amounts, quantities and texts are those of the file, nothing is computed anew.

use common::invoice::{AttachedTable, Invoice, InvoiceCard, InvoiceLine, KsefCode, Party, RateSum};
use common::money::Money;
use common::payment::{Allocation, AllocationSource};
use common::sheet::{Align, Block, Cell, CodeBlock, Column, Figure, Row, Sheet, Table};
use common::text::visible;
use common::transfer::Transfer;
use jiff::civil::Date;

use super::account_statement::unit;
use super::transfer_slip;
use super::words::{Body, Words, row, total};
use super::{Frame, cells};

/// What is told.
#[derive(Clone, Debug)]
pub struct Facts {
    pub card: InvoiceCard,
    /// How what is open can be paid; `None` where nothing is, or nobody knows whereto.
    pub transfer: Option<Transfer>,
}

/// Rows of all tables of an attachment together.
const MOST_ROWS: usize = 5_000;

/// Returns the sheet. Its frame's period is none of it.
#[must_use]
pub fn write(facts: &Facts, frame: &Frame) -> Sheet {
    let words = Words::new(frame);
    let InvoiceCard { invoice, lines, rates, .. } = &facts.card;
    let mut body = Body::default();
    body.blocks.push(Block::Figures(amounts(words, invoice)));
    if !lines.is_empty() {
        body.blocks.push(line_table(words, (invoice, lines)));
    }
    if !rates.is_empty() {
        body.blocks.push(rate_table(words, (invoice, rates)));
    }
    body.blocks.extend(paid(words, &facts.card));
    body.blocks.extend(remarks(words, &facts.card));
    body.blocks.extend(attached(words, &facts.card.attached));
    body.blocks.extend(codes(words, facts));
    body.definitions = vec![document(words, &facts.card), words.say("report-definition-invoice-paid")];
    let sheet = words.sheet(title(words, invoice), subject(words, invoice), body);
    Sheet { period: None, ..sheet }
}

fn title(words: Words<'_>, invoice: &Invoice) -> String {
    let kind = words.say(&format!("invoice-kind-{}", invoice.kind.name()));
    let mut letters = kind.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    visible(&format!("{first}{} {}", letters.as_str(), invoice.number)).into_owned()
}

fn subject(words: Words<'_>, invoice: &Invoice) -> Vec<Figure> {
    let text = |id: &str, text: &str| words.figure(id, cells::text(text), "");
    let date = |id: &str, date: Date| words.figure(id, Cell::Date(date), "");
    let mut figures = vec![text("seller", &party(&invoice.seller)), text("buyer", &party(&invoice.buyer))];
    let customer = invoice.customer.as_ref().map(|number| text("customer-number", number.as_str()));
    figures.extend(customer);
    if !invoice.sites.is_empty() {
        let sites: Vec<&str> = invoice.sites.iter().map(|site| site.as_str()).collect();
        figures.push(text("sites", &sites.join(", ")));
    }
    figures.push(date("issued-on", invoice.issued_on));
    figures.extend(invoice.period.map(|days| text("billed-days", &format!("{} – {}", days.first, days.last))));
    figures.extend(invoice.due_on.map(|on| date("due-on", on)));
    figures.extend(invoice.account.as_ref().map(|account| text("into-account", &account.grouped())));
    figures.extend(invoice.ksef_number.as_ref().map(|number| text("ksef-number", number)));
    figures.extend(invoice.corrects.as_ref().map(|number| text("corrects", number)));
    figures
}

/// Returns who it is in one line.
fn party(party: &Party) -> String {
    let nip = party.nip.as_ref().map(|nip| format!("NIP {nip}"));
    let all = std::iter::once(party.name.clone()).chain(nip).chain(party.address.iter().cloned());
    all.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn amounts(words: Words<'_>, invoice: &Invoice) -> Vec<Figure> {
    let unit = unit(&invoice.currency);
    let figure = |id: &str, amount: Money| words.figure(id, cells::money(Some(amount)), unit);
    let mut figures = vec![figure("net", invoice.net), figure("vat", invoice.vat), figure("gross", invoice.gross)];
    if invoice.payable != invoice.gross {
        figures.push(figure("payable", invoice.payable));
    }
    figures.push(figure("settled", invoice.settled));
    figures.push(figure(if invoice.open() < Money::default() { "to-give-back" } else { "open" }, invoice.open()));
    if invoice.is_split_payment {
        figures.push(words.figure("split-payment", Cell::Text(words.say("report-split-payment")), ""));
    }
    figures
}

fn line_table(words: Words<'_>, (invoice, lines): (&Invoice, &[InvoiceLine])) -> Block {
    let unit = unit(&invoice.currency);
    let has_gross = lines.iter().any(|line| line.gross.is_some());
    let has_net = !has_gross || lines.iter().any(|line| line.net.is_some());
    let mut columns = vec![
        words.figures("line", ""),
        words.texts("billed"),
        words.figures("quantity_billed", ""),
        words.texts("unit"),
        words.figures("price", unit),
    ];
    columns.extend(has_net.then(|| words.figures("net", unit)));
    columns.push(words.texts("rate"));
    columns.extend(has_gross.then(|| words.figures("gross", unit)));
    let line = |line: &InvoiceLine| {
        let text = visible(&line.text).into_owned();
        let text = if line.is_before { words.tell("report-line-before", &[("text", text.into())]) } else { text };
        let mut cells = vec![
            cells::number(line.number.into()),
            Cell::Text(text),
            decimal(line.quantity.as_deref()),
            line.unit.as_deref().map_or(Cell::Missing, cells::text),
            decimal(line.price.as_deref()),
        ];
        cells.extend(has_net.then(|| cells::money(line.net)));
        cells.push(line.rate.as_deref().map_or(Cell::Missing, |rate| Cell::Text(percent(rate))));
        cells.extend(has_gross.then(|| cells::money(line.gross)));
        row(cells)
    };
    words.table("invoice_lines", columns, lines.iter().map(line).collect())
}

/// Returns a number as it stands in the document; what is no plain decimal is a text.
fn decimal(text: Option<&str>) -> Cell {
    let Some(text) = text else { return Cell::Missing };
    let is_decimal = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
    if is_decimal && !text.is_empty() { Cell::Number(text.to_owned()) } else { cells::text(text) }
}

/// Returns a rate of VAT as people write it: `23 %`, `zw`.
fn percent(rate: &str) -> String {
    let is_number = !rate.is_empty() && rate.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if is_number { format!("{rate} %") } else { visible(rate).into_owned() }
}

fn rate_table(words: Words<'_>, (invoice, rates): (&Invoice, &[RateSum])) -> Block {
    let unit = unit(&invoice.currency);
    let columns =
        vec![words.texts("rate"), words.figures("net", unit), words.figures("vat", unit), words.figures("gross", unit)];
    let amounts = |net: Money, vat: Money| [net, vat, net + vat].map(|amount| cells::money(Some(amount)));
    let line =
        |sum: &RateSum| row(std::iter::once(Cell::Text(percent(&sum.rate))).chain(amounts(sum.net, sum.vat)).collect());
    let mut rows: Vec<Row> = rates.iter().map(line).collect();
    if rates.len() > 1 {
        let (net, vat) = (rates.iter().map(|sum| sum.net).sum(), rates.iter().map(|sum| sum.vat).sum());
        rows.push(total(std::iter::once(Cell::Text(words.say("report-total"))).chain(amounts(net, vat)).collect()));
    }
    words.table("invoice_rates", columns, rows)
}

/// What paid it, and what corrects it.
fn paid(words: Words<'_>, card: &InvoiceCard) -> Vec<Block> {
    let unit = unit(&card.invoice.currency);
    let mut blocks = Vec::new();
    let allocations: Vec<&Allocation> = card.allocations.iter().filter(|one| one.released.is_none()).collect();
    if !allocations.is_empty() {
        let columns =
            vec![words.texts("on"), words.texts("paid_with"), words.texts("invoice"), words.figures("amount", unit)];
        let line = |one: &&Allocation| {
            let with = match &one.from {
                AllocationSource::Payment(id) => words.tell("report-payment-number", &[("id", id.to_string().into())]),
                AllocationSource::Correction(_, number) => visible(number).into_owned(),
            };
            let invoice = cells::text(&one.invoice_number);
            row(vec![Cell::Date(one.counts_on), Cell::Text(with), invoice, cells::money(Some(one.amount))])
        };
        blocks.push(words.table("invoice_allocations", columns, allocations.iter().map(line).collect()));
    }
    let related: Vec<&Invoice> = card.corrected.iter().map(AsRef::as_ref).chain(&card.corrections).collect();
    if !related.is_empty() {
        let columns = vec![words.texts("document"), words.texts("issued_on"), words.figures("amount", unit)];
        let line = |other: &&Invoice| {
            row(vec![Cell::Text(title(words, other)), Cell::Date(other.issued_on), cells::money(Some(other.gross))])
        };
        blocks.push(words.table("invoice_corrections", columns, related.iter().map(line).collect()));
    }
    blocks
}

fn remarks(words: Words<'_>, card: &InvoiceCard) -> Vec<Block> {
    if card.remarks.is_empty() {
        return Vec::new();
    }
    let texts = card.remarks.iter().map(|remark| Block::Text(visible(remark).into_owned()));
    std::iter::once(Block::Heading(words.say("report-heading-remarks"))).chain(texts).collect()
}

fn attached(words: Words<'_>, tables: &[AttachedTable]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut room = MOST_ROWS;
    for (number, attached) in (1..).zip(tables) {
        let heading =
            if attached.title.is_empty() { words.say("report-heading-attached") } else { attached.title.clone() };
        blocks.push(Block::Heading(visible(&heading).into_owned()));
        if !attached.facts.is_empty() {
            let figure = |(label, value): &(String, String)| Figure {
                label: visible(label).into_owned(),
                value: cells::text(value),
                unit: String::new(),
            };
            blocks.push(Block::Figures(attached.facts.iter().map(figure).collect()));
        }
        if !attached.headings.is_empty() {
            let table = attached_table(number, attached, room);
            room -= table.rows.len();
            blocks.push(Block::Table(table));
        }
    }
    blocks
}

/// Returns a table as it stands there; a row has a cell for each heading.
fn attached_table(number: u32, attached: &AttachedTable, room: usize) -> Table {
    let column = |(place, heading): (u32, &String)| Column {
        key: format!("column_{place}"),
        heading: visible(heading).into_owned(),
        unit: String::new(),
        align: Align::Left,
    };
    let line = |cells: &Vec<String>| {
        let cells = cells.iter().map(|text| cells::text(text)).chain(std::iter::repeat(Cell::Missing));
        row(cells.take(attached.headings.len()).collect())
    };
    let rows: Vec<Row> = attached.rows.iter().take(room).map(line).collect();
    Table {
        name: format!("invoice_attached_{number}"),
        title: String::new(),
        columns: (1..).zip(&attached.headings).map(column).collect(),
        n_left: (attached.rows.len() - rows.len()) as u64,
        rows,
    }
}

/// The code by which the document is looked up, and the one that pays it.
fn codes(words: Words<'_>, facts: &Facts) -> Vec<Block> {
    let mut blocks = Vec::new();
    if let Some(transfer) = &facts.transfer {
        blocks.push(Block::Heading(words.say("report-heading-transfer")));
        blocks.extend(transfer_slip::blocks(words, transfer));
    }
    if let Some(KsefCode { address, label }) = &facts.card.ksef_code {
        let notes = vec![visible(address).into_owned()];
        blocks.push(Block::Heading(words.say("report-heading-ksef")));
        blocks.push(Block::Code(CodeBlock { text: address.clone(), caption: visible(label).into_owned(), notes }));
    }
    blocks
}

/// Says which file is the document.
fn document(words: Words<'_>, card: &InvoiceCard) -> String {
    let form = words.say(&format!("billing-file-{}", card.form.name()));
    words.tell("report-definition-document", &[("form", form.into()), ("digest", card.digest.as_str().into())])
}
