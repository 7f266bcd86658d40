//! What is owed: the sums above the lists, by where heat was taken, and the transfer that pays a row. Changes nothing.

use common::due::{Balance, Due, SiteBalance, TransferOf, TransferOrder};
use common::money::Currency;
use common::text::visible;

use crate::look::Look;
use crate::screen::billing::{Model, words};
use crate::theme::Role;
use crate::widget::fit;
use crate::widget::pen::Pen;
use crate::widget::table::{self, Column, Row};

const AMOUNT: u16 = 14;
const SITES: [Column; 4] =
    [("column-site", 16), ("column-total-due", AMOUNT), ("column-overdue", AMOUNT), ("column-next-due", 0)];
/// Balances that are told one by one above the lists.
const MOST_BALANCES: usize = 3;

/// Draws the sums above a list and returns the row after them.
pub fn draw_head(model: &Model, pen: &mut Pen<'_>) -> u16 {
    let look = pen.look();
    let room = usize::from(pen.width().saturating_sub(2));
    let lines = head_lines(model, room, look);
    let mut y = 0;
    for line in &lines {
        pen.text(1, y, &fit::cut_end(line, room, look.glyphs.ellipsis), Role::Strong);
        y += 1;
    }
    y
}

fn head_lines(model: &Model, room: usize, look: &Look) -> Vec<String> {
    let balances = model.head.all();
    let mut lines: Vec<String> = match balances {
        [one] => {
            // Of the first sentence the sum and what of it is late, of the second what is next always stay.
            let told = words::balance(one, look);
            let of = |(text, kept): (&String, usize)| fit::kept_parts(&parts(text), kept, words::SEPARATOR, room);
            told.iter().zip([2, 1]).flat_map(of).collect()
        }
        several => {
            // Where somebody pays for several, each has lines of its own.
            let shown = several.iter().take(MOST_BALANCES);
            shown.flat_map(|balance| words::balance_of_one(balance, room, look)).collect()
        }
    };
    if balances.len() > MOST_BALANCES {
        lines.push(look.tell("billing-more-balances", &[("n", (balances.len() - MOST_BALANCES).into())]));
    }
    lines
}

fn parts(text: &str) -> Vec<String> {
    text.split(words::SEPARATOR).map(str::to_owned).collect()
}

/// Draws what is owed by where heat was taken.
pub fn draw_sites(model: &Model, y: u16, pen: &mut Pen<'_>) {
    let look = pen.look();
    let of = |balance: &Balance| -> Vec<Row> {
        balance.sites.iter().map(|site| site_row(site, balance.currency, look)).collect()
    };
    let rows: Vec<Row> = model.head.all().iter().flat_map(of).collect();
    if rows.is_empty() {
        pen.text(4, y + 1, &look.say("dues-no-sites"), Role::Normal);
        return;
    }
    table::draw(&SITES, &rows, None, y, pen);
}

fn site_row(site: &SiteBalance, currency: Currency, look: &Look) -> Row {
    let is_late = site.overdue.is_positive();
    let next = site.next_due.map_or_else(
        || "-".to_owned(),
        |next| format!("{}: {}", look.date(next.on), words::money(next.amount, currency, look)),
    );
    let cells = vec![
        site.site.as_ref().map_or_else(|| look.say("dues-no-one-site"), ToString::to_string),
        words::cell(site.total_due, currency, AMOUNT, look),
        words::cell(site.overdue, currency, AMOUNT, look),
        next,
    ];
    Row { mark: if is_late { "!!" } else { "" }, role: is_late.then_some(Role::Alarm), cells }
}

/// Rows of the transfer below a list; a row more tells why interest is not known.
pub const STRIP: u16 = 4;

/// Draws what stands below the list of what is owed: the transfer that pays a row, and why its interest is not known.
pub fn draw_strip(model: &Model, due: &Due, pen: &mut Pen<'_>) {
    let look = pen.look();
    let room = usize::from(pen.width().saturating_sub(2));
    pen.rule(0, &look.say("dues-transfer"));
    let of = TransferOf::Invoices(vec![due.invoice.id]);
    let lines = match (model.order(&of), model.transfer.answer().fault()) {
        (Some(order), _) => order_lines(order, room, look),
        (None, Some(fault)) => fit::wrap(&fault.message(look.language), room),
        (None, None) => vec![look.say("loading")],
    };
    for (y, line) in (1..).zip(lines.iter().take(usize::from(STRIP) - 1)) {
        pen.text(1, y, &fit::cut_middle(line, room, look.glyphs.ellipsis), Role::Normal);
    }
    if let Some(missing) = words::interest_missing(due.interest, look).filter(|_| pen.height() > STRIP) {
        pen.text(1, STRIP, &fit::cut_end(&missing, room, look.glyphs.ellipsis), Role::Normal);
    }
}

fn order_lines(order: &TransferOrder, room: usize, look: &Look) -> Vec<String> {
    let transfer = &order.transfer;
    let amount = words::money(transfer.amount, Currency::PLN, look);
    let account = look.tell("dues-account", &[("account", transfer.account.grouped().into())]);
    let amount = look.tell("dues-amount", &[("amount", amount.into())]);
    vec![
        // Neither is ever cut: the amount stands in the list too.
        fit::whole_parts(&[account, amount], "   ", room),
        look.tell("dues-title", &[("title", visible(&transfer.title).into_owned().into())]),
        look.tell("dues-payee", &[("payee", visible(&transfer.payee).into_owned().into())]),
    ]
}
