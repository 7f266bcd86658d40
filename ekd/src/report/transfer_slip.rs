//! A transfer on paper: whom, into which account, how much, with which title; what it pays; and its code.

use common::invoice::Invoice;
use common::money::Money;
use common::sheet::{Block, Cell, CodeBlock, Figure, Row, Sheet};
use common::transfer::{NoCode, Transfer};

use super::words::{Body, Words, row, total};
use super::{Frame, cells};

/// What is told.
#[derive(Clone, Debug)]
pub struct Facts {
    pub transfer: Transfer,
    /// What it pays, the oldest due first.
    pub invoices: Vec<Invoice>,
}

/// Returns the sheet. Its frame's period is none of it.
#[must_use]
pub fn write(facts: &Facts, frame: &Frame) -> Sheet {
    let words = Words::new(frame);
    let mut blocks = blocks(words, &facts.transfer);
    if !facts.invoices.is_empty() {
        blocks.push(invoices(words, facts));
    }
    let definitions = vec![words.say("report-definition-transfer")];
    let body = Body { blocks, definitions, ..Body::default() };
    let sheet = words.sheet(words.say("report-transfer-slip"), Vec::new(), body);
    Sheet { period: None, ..sheet }
}

/// Returns what has to be written into the transfer, and its code or why there is none.
pub(super) fn blocks(words: Words<'_>, transfer: &Transfer) -> Vec<Block> {
    vec![Block::Figures(figures(words, transfer)), code(words, transfer)]
}

fn code(words: Words<'_>, transfer: &Transfer) -> Block {
    let reason = match transfer.code() {
        Ok(code) => {
            let notes = code.is_amount_open.then(|| words.say("report-code-without-amount"));
            let caption = words.say("report-code-transfer");
            return Block::Code(CodeBlock { text: code.text, caption, notes: notes.into_iter().collect() });
        }
        Err(NoCode::SplitPayment) => "report-no-code-split",
        Err(NoCode::ForeignAccount) => "report-no-code-account",
        Err(NoCode::NothingToPay | NoCode::Empty) => "report-no-code",
    };
    Block::Text(words.say(reason))
}

fn figures(words: Words<'_>, transfer: &Transfer) -> Vec<Figure> {
    let text = |id: &str, text: &str| words.figure(id, cells::text(text), "");
    let nip = transfer.nip.as_ref().map(|nip| text("payee-nip", nip.as_str()));
    std::iter::once(text("payee", &transfer.payee))
        .chain(nip)
        .chain([
            text("pays-into", &transfer.account.grouped()),
            words.figure("transfer-amount", cells::money(Some(transfer.amount)), cells::ZLOTY),
            text("transfer-title", &transfer.title),
        ])
        .collect()
}

fn invoices(words: Words<'_>, facts: &Facts) -> Block {
    let columns = vec![
        words.texts("number"),
        words.texts("issued_on"),
        words.texts("due_on"),
        words.figures("open", cells::ZLOTY),
    ];
    let line = |invoice: &Invoice| {
        row(vec![
            cells::text(&invoice.number),
            Cell::Date(invoice.issued_on),
            invoice.due_on.map_or(Cell::Missing, Cell::Date),
            cells::money(Some(invoice.open())),
        ])
    };
    let mut rows: Vec<Row> = facts.invoices.iter().map(line).collect();
    if rows.len() > 1 {
        let open: Money = facts.invoices.iter().map(Invoice::open).sum();
        let label = Cell::Text(words.say("report-total"));
        rows.push(total(vec![label, Cell::Missing, Cell::Missing, cells::money(Some(open))]));
    }
    words.table("transfer_invoices", columns, rows)
}
