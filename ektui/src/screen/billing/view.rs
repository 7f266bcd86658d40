//! Drawing of the lists of what is owed and paid, and of what stands beside them. Changes nothing.

use common::due::{Balance, Due, Interest};
use common::fault::Fault;
use common::invoice::Invoice;
use common::invoice::InvoiceStanding;
use common::invoice::file::{BillingFile, FileOutcome};
use common::payment::{Payment, PaymentStanding};
use common::text::visible;

use crate::app::WIDE;
use crate::look::Look;
use crate::remote::Remote;
use crate::screen::billing::listing::{Found, Listing};
use crate::screen::billing::reach::Reach;
use crate::screen::billing::{By, Model, dues, invoice, payment, words};
use crate::screen::tickets::words::Side;
use crate::screen::{Ledger, Screen};
use crate::theme::Role;
use crate::widget::fit;
use crate::widget::page;
use crate::widget::pen::Pen;
use crate::widget::table::{self, Column, Row};

/// Columns before the first column of a list.
const PREFIX: u16 = 4;
/// Columns of a list beside the document under its cursor.
const LIST: u16 = 76;
/// Below this width what tells least gives way.
const NARROW: u16 = 72;
/// From this width on, a list of invoices has room for what was asked for beside what is left of it and whose it is.
const ROOMY: u16 = 94;
const AMOUNT: u16 = 14;
const STATE: u16 = 14;
/// Columns of who paid.
const PAYER: u16 = 22;
const INTEREST: u16 = 10;
/// Rows below a list for what the row under the cursor has no room for.
const PANEL: u16 = 9;

type Columns = &'static [Column];

const DUES: Columns = &[
    ("column-invoice", 18),
    ("column-due-on", 12),
    ("column-days", 6),
    ("column-to-pay", AMOUNT),
    ("column-interest", INTEREST),
    ("column-sites", 0),
];
const DUES_OF_ALL: Columns = &[
    ("column-invoice", 18),
    ("column-due-on", 12),
    ("column-days", 6),
    ("column-to-pay", AMOUNT),
    ("column-interest", INTEREST),
    ("column-customer", 0),
];
const DUES_NARROW: Columns = &[("column-invoice", 18), ("column-due-on", 12), ("column-to-pay", 0)];
const INVOICES: Columns = &[
    ("column-invoice", 18),
    ("column-issued", 12),
    ("column-gross", AMOUNT),
    ("column-open-amount", AMOUNT),
    ("column-state", 0),
];
const INVOICES_OF_ALL: Columns = &[
    ("column-invoice", 18),
    ("column-issued", 12),
    ("column-open-amount", AMOUNT),
    ("column-state", STATE),
    ("column-customer", 0),
];
const INVOICES_OF_ALL_ROOMY: Columns = &[
    ("column-invoice", 18),
    ("column-issued", 12),
    ("column-gross", AMOUNT),
    ("column-open-amount", AMOUNT),
    ("column-state", STATE),
    ("column-customer", 0),
];
const INVOICES_OF_ALL_NARROW: Columns = &[("column-invoice", 18), ("column-state", STATE), ("column-customer", 0)];
const INVOICES_NARROW: Columns = &[("column-invoice", 18), ("column-issued", 12), ("column-state", 0)];
const PAYMENTS: Columns =
    &[("column-booked", 12), ("column-amount", AMOUNT), ("column-state", STATE), ("column-payment-title", 0)];
const PAYMENTS_NARROW: Columns = &[("column-booked", 12), ("column-amount", AMOUNT), ("column-payment-title", 0)];
const UNMATCHED: Columns =
    &[("column-booked", 12), ("column-amount", AMOUNT), ("column-payer", PAYER), ("column-payment-title", 0)];
const BALANCES: Columns = &[
    ("column-number", 10),
    ("column-name", 22),
    ("column-total-due", AMOUNT),
    ("column-overdue", AMOUNT),
    ("column-credit", 0),
];
const BALANCES_NARROW: Columns =
    &[("column-number", 10), ("column-name", 18), ("column-total-due", AMOUNT), ("column-overdue", 0)];
const FILES: Columns = &[("column-received", 13), ("column-outcome", 21), ("column-form", 10), ("column-name", 0)];
const FILES_NARROW: Columns = &[("column-received", 13), ("column-outcome", 21), ("column-name", 0)];

const fn suited(width: u16, usual: Columns, narrow: Columns) -> Columns {
    if width < NARROW { narrow } else { usual }
}

const fn invoice_columns(width: u16, whose: Whose) -> Columns {
    match whose {
        Whose::One => suited(width, INVOICES, INVOICES_NARROW),
        Whose::All if width >= ROOMY => INVOICES_OF_ALL_ROOMY,
        Whose::All => suited(width, INVOICES_OF_ALL, INVOICES_OF_ALL_NARROW),
    }
}

/// Whose documents a list holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    One,
    /// Every row has to name its customer.
    All,
}

impl Whose {
    const fn in_list(model: &Model, side: Side) -> Self {
        match side {
            Side::Office if model.customer.is_none() => Self::All,
            Side::Office | Side::Customer => Self::One,
        }
    }
}

/// Tells whether the document under the cursor stands beside the list.
#[must_use]
pub const fn has_beside(width: u16, screen: Screen) -> bool {
    let list =
        matches!(screen, Screen::Billing(Ledger::Dues | Ledger::Invoices | Ledger::Payments | Ledger::Unmatched));
    width >= WIDE && list
}

/// Draws a part of the screen.
pub fn draw(model: &Model, screen: Screen, side: Side, pen: &mut Pen<'_>) {
    let (width, height) = (pen.width(), pen.height());
    match screen {
        Screen::Billing(Ledger::Invoice) => return draw_invoice(model, side, pen),
        Screen::Billing(Ledger::Payment) => return draw_payment(model, pen),
        Screen::Billing(Ledger::Code) => return,
        _ => {}
    }
    let has_head = matches!(screen, Screen::Billing(Ledger::Dues | Ledger::Invoices | Ledger::Payments));
    let y = if has_head { dues::draw_head(model, pen) } else { 0 };
    if !has_beside(width, screen) {
        return draw_list(model, screen, side, Room::Whole, &mut pen.part(0, y, width, height.saturating_sub(y)));
    }
    draw_list(model, screen, side, Room::Shared, &mut pen.part(0, y, LIST, height.saturating_sub(y)));
    let mut beside = pen.part(LIST + 1, y, width - LIST - 1, height.saturating_sub(y));
    match screen {
        Screen::Billing(Ledger::Payments | Ledger::Unmatched) => {
            let card = model.payment_of(screen).and_then(|payment| model.payment_card(payment.id));
            if let Some(card) = card {
                payment::draw(card, None, &mut beside);
            }
        }
        _ => draw_beside(model, screen, side, &mut beside),
    }
}

fn draw_beside(model: &Model, screen: Screen, side: Side, pen: &mut Pen<'_>) {
    let Some(subject) = model.subject(screen) else { return };
    let look = pen.look();
    let title = format!("{} {}", words::kind(subject, look), visible(&subject.number));
    pen.rule(0, &title);
    let Some(card) = model.card(subject.id) else { return };
    let (width, height) = (pen.width(), pen.height());
    let room = usize::from(width.saturating_sub(2));
    let lines = invoice::lines(card, model.check.answer(), room, side, look);
    page::draw(&lines, 0, &mut pen.part(0, 1, width, height.saturating_sub(1)));
}

/// Whether a list has the width for itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Room {
    Whole,
    /// The document under the cursor stands beside it.
    Shared,
}

fn draw_list(model: &Model, screen: Screen, side: Side, room: Room, pen: &mut Pen<'_>) {
    match screen {
        Screen::Billing(Ledger::Invoices) => draw_invoices(model, side, pen),
        Screen::Billing(Ledger::Payments) => draw_payments(model, pen),
        Screen::Billing(Ledger::Balances) => draw_balances(model, pen),
        Screen::Billing(Ledger::Unmatched) => draw_unmatched(model, room, pen),
        Screen::Billing(Ledger::Files) => draw_files(model, pen),
        _ => draw_dues(model, side, pen),
    }
}

fn draw_dues(model: &Model, side: Side, pen: &mut Pen<'_>) {
    let look = pen.look();
    if model.by == By::Site {
        return dues::draw_sites(model, 0, pen);
    }
    let (width, height) = (pen.width(), pen.height());
    let usual = match Whose::in_list(model, side) {
        Whose::One => DUES,
        Whose::All => DUES_OF_ALL,
    };
    let columns = suited(width, usual, DUES_NARROW);
    let last = table::room_of_last(columns, width);
    let row = |due: &Due| due_row(due, columns, last, look);
    let Some(rows) = rows(&model.dues, ["dues-none", "dues-none-hint"], pen, row) else { return };
    let has_interest = columns.iter().any(|(label, _)| *label == "column-interest");
    let is_unknown = has_interest && model.dues.shown().any(|due| matches!(due.interest, Interest::NoRate(_)));
    let strip = if height >= 3 * dues::STRIP { dues::STRIP + u16::from(is_unknown) } else { 0 };
    table::draw(columns, &rows, model.dues.cursor(), 0, &mut pen.part(0, 0, width, height - strip));
    if let Some(due) = model.dues.selected().filter(|_| strip > 0) {
        dues::draw_strip(model, due, &mut pen.part(0, height - strip, width, strip));
    }
}

fn due_row(due: &Due, columns: Columns, last: usize, look: &Look) -> Row {
    let invoice = &due.invoice;
    let is_late = invoice.standing == InvoiceStanding::Overdue;
    let days = if is_late { words::right(&due.days_overdue.to_string(), 5) } else { String::new() };
    let all = [
        ("column-invoice", visible(&invoice.number).into_owned()),
        ("column-due-on", words::day(invoice.due_on, look)),
        ("column-days", days),
        ("column-to-pay", words::cell(due.open, invoice.currency, AMOUNT, look)),
        ("column-interest", words::right(&words::interest(due.interest, look), INTEREST)),
        ("column-sites", words::sites(invoice)),
        ("column-customer", words::customer_within(invoice, last, look)),
    ];
    Row { mark: words::mark(invoice.standing), role: is_late.then_some(Role::Alarm), cells: some(columns, all) }
}

fn draw_invoices(model: &Model, side: Side, pen: &mut Pen<'_>) {
    let look = pen.look();
    let columns = invoice_columns(pen.width(), Whose::in_list(model, side));
    let last = table::room_of_last(columns, pen.width());
    let rows = rows(&model.invoices, ["invoices-none", "invoices-none-hint"], pen, |invoice| {
        invoice_row(invoice, columns, last, look)
    });
    if let Some(rows) = rows {
        table::draw(columns, &rows, model.invoices.cursor(), 0, pen);
    }
}

fn invoice_row(invoice: &Invoice, columns: Columns, last: usize, look: &Look) -> Row {
    let is_late = invoice.standing == InvoiceStanding::Overdue;
    let odd = if invoice.n_flags > 0 { " !" } else { "" };
    let all = [
        ("column-invoice", visible(&invoice.number).into_owned()),
        ("column-issued", look.date(invoice.issued_on)),
        ("column-gross", words::cell(invoice.gross, invoice.currency, AMOUNT, look)),
        ("column-open-amount", words::cell(invoice.open(), invoice.currency, AMOUNT, look)),
        ("column-state", format!("{}{odd}", words::standing(invoice.standing, look))),
        ("column-customer", words::customer_within(invoice, last, look)),
    ];
    Row { mark: words::mark(invoice.standing), role: is_late.then_some(Role::Alarm), cells: some(columns, all) }
}

fn draw_payments(model: &Model, pen: &mut Pen<'_>) {
    let look = pen.look();
    let columns = suited(pen.width(), PAYMENTS, PAYMENTS_NARROW);
    let rows = rows(&model.payments, ["payments-none", "payments-none-hint"], pen, |payment| {
        payment_row(payment, columns, look)
    });
    if let Some(rows) = rows {
        table::draw(columns, &rows, model.payments.cursor(), 0, pen);
    }
}

fn payment_row(payment: &Payment, columns: Columns, look: &Look) -> Row {
    let all = [
        ("column-booked", look.date(payment.booked_on)),
        ("column-amount", words::cell(payment.amount, payment.currency, AMOUNT, look)),
        ("column-state", words::payment_standing(payment.standing, look)),
        ("column-payer", words::payer_within(payment, usize::from(PAYER - 1), look)),
        ("column-payment-title", visible(&payment.title).into_owned()),
    ];
    let (mark, role) = match payment.standing {
        PaymentStanding::Unmatched => ("?", Some(Role::Stale)),
        PaymentStanding::Credit => ("+", None),
        PaymentStanding::Returned | PaymentStanding::SetAside => ("z", Some(Role::Stale)),
        PaymentStanding::Allocated => ("", None),
    };
    Row { mark, role, cells: some(columns, all) }
}

fn draw_unmatched(model: &Model, room: Room, pen: &mut Pen<'_>) {
    let look = pen.look();
    let (width, height) = (pen.width(), pen.height());
    let columns = suited(width, UNMATCHED, PAYMENTS_NARROW);
    let rows = rows(&model.unmatched, ["unmatched-none", "unmatched-none-hint"], pen, |payment| {
        payment_row(payment, columns, look)
    });
    let Some(rows) = rows else { return };
    let panel = if height >= 2 * PANEL && room == Room::Whole { PANEL } else { 0 };
    table::draw(columns, &rows, model.unmatched.cursor(), 0, &mut pen.part(0, 0, width, height - panel));
    let card = model.unmatched.selected().and_then(|payment| model.payment_card(payment.id));
    if panel > 0 {
        let mut below = pen.part(0, height - panel, width, panel);
        below.rule(0, &look.say("unmatched-suggestions"));
        if let Some(card) = card {
            payment::draw_targets(card, None, &mut below.part(0, 1, width, panel - 1));
        }
    }
}

fn draw_balances(model: &Model, pen: &mut Pen<'_>) {
    let look = pen.look();
    let columns = suited(pen.width(), BALANCES, BALANCES_NARROW);
    let rows = rows(&model.balances, ["balances-none", "balances-none-hint"], pen, |balance| {
        balance_row(balance, columns, look)
    });
    if let Some(rows) = rows {
        table::draw(columns, &rows, model.balances.cursor(), 0, pen);
    }
}

fn balance_row(balance: &Balance, columns: Columns, look: &Look) -> Row {
    let is_late = balance.overdue.is_positive();
    let cell = |amount| words::cell(amount, balance.currency, AMOUNT, look);
    let all = [
        ("column-number", balance.customer.to_string()),
        ("column-name", visible(&balance.customer_name).into_owned()),
        ("column-total-due", cell(balance.total_due)),
        ("column-overdue", cell(balance.overdue)),
        ("column-credit", cell(balance.credit)),
    ];
    Row { mark: if is_late { "!!" } else { "" }, role: is_late.then_some(Role::Alarm), cells: some(columns, all) }
}

fn draw_files(model: &Model, pen: &mut Pen<'_>) {
    let look = pen.look();
    let (width, height) = (pen.width(), pen.height());
    let columns = suited(width, FILES, FILES_NARROW);
    let rows = rows(&model.files, ["files-none", "files-none-hint"], pen, |file| file_row(file, columns, look));
    let Some(rows) = rows else { return };
    let panel = if height >= 2 * PANEL { PANEL } else { 0 };
    table::draw(columns, &rows, model.files.cursor(), 0, &mut pen.part(0, 0, width, height - panel));
    if let Some(file) = model.files.selected().filter(|_| panel > 0) {
        draw_problems(file, &mut pen.part(0, height - panel, width, panel));
    }
}

fn file_row(file: &BillingFile, columns: Columns, look: &Look) -> Row {
    let all = [
        ("column-received", look.moment_within(file.received_at, 12)),
        ("column-outcome", words::outcome(file, look)),
        ("column-form", words::form(file, look)),
        ("column-name", visible(&file.name).into_owned()),
    ];
    let (mark, role) = match file.outcome {
        FileOutcome::Refused => ("!!", Some(Role::Alarm)),
        FileOutcome::Flagged => ("!", Some(Role::Warning)),
        FileOutcome::Taken | FileOutcome::Known => ("", None),
    };
    Row { mark, role, cells: some(columns, all) }
}

fn draw_problems(file: &BillingFile, pen: &mut Pen<'_>) {
    let look = pen.look();
    let (width, height) = (pen.width(), pen.height());
    let room = usize::from(width.saturating_sub(2));
    pen.rule(0, &visible(&file.name));
    let told = [("id", file.id.0.to_string().into()), ("by", visible(&file.brought_by).into_owned().into())];
    let is_refused = file.outcome == FileOutcome::Refused;
    let mut texts = vec![look.tell("files-brought", &told)];
    texts.extend((!is_refused).then(|| words::tally(file, look)));
    texts.extend(file.problems.iter().map(|problem| format!("! {}", words::problem(problem, look))));
    let beyond = file.n_problems.saturating_sub(file.problems.len() as u64);
    texts.extend((beyond > 0).then(|| look.tell("files-more-problems", &[("n", beyond.into())])));
    let lines: Vec<page::Line> = texts.iter().flat_map(|text| page::wrap(text, room)).map(page::Line::Text).collect();
    page::draw(&lines, 0, &mut pen.part(0, 1, width, height.saturating_sub(1)));
}

fn draw_invoice(model: &Model, side: Side, pen: &mut Pen<'_>) {
    let look = pen.look();
    let room = usize::from(pen.width().saturating_sub(2));
    match model.invoice.answer() {
        Remote::Ready { value, .. } | Remote::Stale { value, .. } => {
            page::draw(&invoice::lines(value, model.check.answer(), room, side, look), model.top, pen);
        }
        Remote::Loading => sentences(&[look.say("loading")], pen),
        Remote::Failed(fault) => sentences(&failed(fault, look), pen),
    }
}

fn draw_payment(model: &Model, pen: &mut Pen<'_>) {
    let look = pen.look();
    match model.payment.answer() {
        Remote::Ready { value, .. } | Remote::Stale { value, .. } => payment::draw(value, Some(model.target), pen),
        Remote::Loading => sentences(&[look.say("loading")], pen),
        Remote::Failed(fault) => sentences(&failed(fault, look), pen),
    }
}

fn failed(fault: &Fault, look: &Look) -> Vec<String> {
    let hint = fault.hint(look.language);
    [fault.message(look.language)].into_iter().chain(hint).chain([look.say("failed-retry")]).collect()
}

/// Returns the rows of a list; where there is none, draws the sentences that stand in its place.
fn rows<Q, T: Found>(
    listing: &Listing<Q, T>,
    none: [&str; 2],
    pen: &mut Pen<'_>,
    row: impl Fn(&T) -> Row,
) -> Option<Vec<Row>> {
    let look = pen.look();
    if let Some(fault) = listing.missing() {
        sentences(&fault.map_or_else(|| vec![look.say("loading")], |fault| failed(fault, look)), pen);
        return None;
    }
    let rows: Vec<Row> = listing.shown().map(row).collect();
    if rows.is_empty() {
        let texts = if listing.filter.is_empty() {
            none.map(|id| look.say(id)).into()
        } else {
            vec![look.tell("billing-filtered-out", &[("filter", visible(&listing.filter).into_owned().into())])]
        };
        sentences(&texts, pen);
        return None;
    }
    Some(rows)
}

/// Returns the cells of the columns that there is room for.
fn some<const N: usize>(columns: Columns, all: [(&str, String); N]) -> Vec<String> {
    let is_shown = |label: &str| columns.iter().any(|(other, _)| *other == label);
    all.into_iter().filter(|(label, _)| is_shown(label)).map(|(_, text)| text).collect()
}

fn sentences(lines: &[String], pen: &mut Pen<'_>) {
    let room = usize::from(pen.width().saturating_sub(PREFIX + 1));
    for (y, line) in (1..).zip(lines.iter().flat_map(|line| fit::wrap(line, room))) {
        pen.text(PREFIX, y, &line, Role::Normal);
    }
}

/// Returns the counters under a list; where asking again has failed, of what age all of it is.
#[must_use]
pub fn summary(model: &Model, screen: Screen, look: &Look) -> String {
    match screen {
        Screen::Billing(Ledger::Dues) => counted(&model.dues, look),
        Screen::Billing(Ledger::Invoices) => reaching(&counted(&model.invoices, look), model.invoice_reach, look),
        Screen::Billing(Ledger::Payments) => reaching(&counted(&model.payments, look), model.payment_reach, look),
        Screen::Billing(Ledger::Balances) => {
            let told = model.balances.selected().map(|balance| words::balance(balance, look));
            let more = told.and_then(|told| told.get(1)?.split(" · ").next().map(str::to_owned));
            let counted = counted(&model.balances, look);
            more.map_or_else(|| counted.clone(), |more| format!("{counted} · {more}"))
        }
        Screen::Billing(Ledger::Unmatched) => counted(&model.unmatched, look),
        Screen::Billing(Ledger::Files) => counted(&model.files, look),
        Screen::Billing(Ledger::Invoice) => held(model.invoice.answer().held(), look),
        Screen::Billing(Ledger::Payment) => held(model.payment.answer().held(), look),
        _ => String::new(),
    }
}

fn held(held: Option<(jiff::Timestamp, &Fault)>, look: &Look) -> String {
    held.map_or_else(String::new, |(at, fault)| look.stale(at, fault))
}

fn counted<Q, T: Found>(listing: &Listing<Q, T>, look: &Look) -> String {
    if listing.held().is_some() {
        return held(listing.held(), look);
    }
    let (total, cut) = listing.extent();
    let told = [("shown", listing.shown().count().into()), ("total", total.into())];
    let counted = look.tell(if cut { "billing-counted-cut" } else { "billing-counted" }, &told);
    if listing.filter.is_empty() {
        return counted;
    }
    let filter = look.tell("billing-filter", &[("filter", visible(&listing.filter).into_owned().into())]);
    format!("{counted} · {filter}")
}

/// Returns the counters with how far back the list goes.
fn reaching(counted: &str, reach: Reach, look: &Look) -> String {
    let reach = match reach.months() {
        Some(months) => look.tell("billing-reach", &[("months", months.into())]),
        None => look.say("billing-reach-all"),
    };
    format!("{counted} · {reach}")
}
