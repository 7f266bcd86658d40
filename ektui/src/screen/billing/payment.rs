//! One payment: what came, and what it pays or may pay, with a cursor over that. Changes nothing.

use common::payment::{Allocation, Payment, PaymentCard, PaymentStanding, Suggestion};
use common::text::visible;

use crate::look::Look;
use crate::screen::billing::words;
use crate::theme::Role;
use crate::widget::fit;
use crate::widget::page::{self, Line};
use crate::widget::pen::Pen;
use crate::widget::table::{self, Column, Row};

/// A row of an open payment.
#[derive(Clone, Copy, Debug)]
pub enum Target<'a> {
    /// What it may pay.
    Suggestion(&'a Suggestion),
    /// What it pays, or did.
    Allocation(&'a Allocation),
}

const AMOUNT: u16 = 14;
const TARGETS: [Column; 2] = [("column-amount", AMOUNT), ("column-target", 0)];

/// Returns the rows of an open payment: what it may pay as long as something of it is left, then what it pays.
#[must_use]
pub fn targets(card: &PaymentCard) -> Vec<Target<'_>> {
    let waits = matches!(card.payment.standing, PaymentStanding::Unmatched | PaymentStanding::Credit);
    let suggestions = card.suggestions.iter().filter(|_| waits).map(Target::Suggestion);
    suggestions.chain(card.payment.allocations.iter().map(Target::Allocation)).collect()
}

/// Returns what came, in lines of at most `room` columns.
#[must_use]
pub fn lines(payment: &Payment, room: usize, look: &Look) -> Vec<Line> {
    let amount = |amount| words::money(amount, payment.currency, look);
    let standing = words::payment_standing(payment.standing, look);
    let by = payment.matched_by.map(|by| look.tell("payment-matched", &[("by", words::matched(by, look).into())]));
    let standing = std::iter::once(standing).chain(by).collect::<Vec<_>>().join(" · ");
    let whose = match &payment.customer {
        Some(_) => words::payer(payment),
        None => look.say("payment-nobodys"),
    };
    let account = |account: &Option<common::bank_account::BankAccount>| {
        account.as_ref().map(common::bank_account::BankAccount::grouped).unwrap_or_default()
    };
    let split = [("allocated", amount(payment.allocated)), ("left", amount(payment.left()))];
    let facts = [
        ("payment-amount", format!("{} · {}", amount(payment.amount), look.date(payment.booked_on))),
        ("payment-standing", standing),
        ("payment-left", look.tell("payment-split", &split.map(|(name, text)| (name, text.into())))),
        ("payment-title", visible(&payment.title).into_owned()),
        ("payment-payer", visible(&payment.payer).into_owned()),
        ("payment-from", account(&payment.payer_account)),
        ("payment-to", account(&payment.to_account)),
        ("payment-customer", whose),
        ("payment-reference", visible(&payment.reference).into_owned()),
        ("payment-comment", words::reason(&payment.comment, look)),
    ];
    let told = facts.iter().filter(|(_, value)| !value.is_empty());
    told.flat_map(|(id, value)| words::facts(&look.say(id), value, room)).map(Line::Text).collect()
}

/// Draws a payment with its rows below it.
pub fn draw(card: &PaymentCard, cursor: Option<usize>, pen: &mut Pen<'_>) {
    let look = pen.look();
    let (width, height) = (pen.width(), pen.height());
    let facts = lines(&card.payment, usize::from(width.saturating_sub(2)), look);
    let n_facts = u16::try_from(facts.len()).unwrap_or(u16::MAX).min(height.saturating_sub(4).max(1));
    page::draw(&facts, 0, &mut pen.part(0, 0, width, n_facts));
    pen.rule(n_facts, &look.say("payment-targets"));
    draw_targets(card, cursor, &mut pen.part(0, n_facts + 1, width, height.saturating_sub(n_facts + 1)));
}

/// Draws what a payment pays or may pay.
pub fn draw_targets(card: &PaymentCard, cursor: Option<usize>, pen: &mut Pen<'_>) {
    let look = pen.look();
    let targets = targets(card);
    if targets.is_empty() {
        pen.text(4, 0, &look.say("payment-no-targets"), Role::Normal);
        return;
    }
    let room = table::room_of_last(&TARGETS, pen.width());
    let rows: Vec<Row> = targets.iter().map(|target| row(target, card, room, look)).collect();
    let cursor = cursor.map(|cursor| cursor.min(rows.len() - 1));
    table::draw(&TARGETS, &rows, cursor, 0, pen);
}

fn row(target: &Target<'_>, card: &PaymentCard, room: usize, look: &Look) -> Row {
    let currency = card.payment.currency;
    match target {
        Target::Suggestion(suggestion) => {
            let open = suggestion.open.map_or_else(String::new, |open| words::cell(open, currency, AMOUNT, look));
            Row { mark: "?", role: Some(Role::Stale), cells: vec![open, suggestion_words(suggestion, room, look)] }
        }
        Target::Allocation(allocation) => {
            let is_over = allocation.released.is_some();
            let words = fit::cut_end(&paid_words(allocation, look), room, look.glyphs.ellipsis);
            let amount = words::cell(allocation.amount, currency, AMOUNT, look);
            let (mark, role) = if is_over { ("z", Some(Role::Stale)) } else { ("", None) };
            Row { mark, role, cells: vec![amount, words] }
        }
    }
}

/// Returns which invoice is paid since when, by whom, and how that was taken back.
fn paid_words(allocation: &Allocation, look: &Look) -> String {
    let released = allocation.released.as_ref().map(|release| {
        let told = [("at", look.moment(release.at)), ("reason", words::reason(&release.reason, look))];
        look.tell("invoice-released", &told.map(|(name, text)| (name, text.into())))
    });
    let by = allocation.by.as_ref().map_or_else(|| look.say("billing-by-itself"), ToString::to_string);
    let number = visible(&allocation.invoice_number).into_owned();
    // How it was taken back is what counts of it then.
    let more = released.unwrap_or_else(|| format!("{} · {by}", look.date(allocation.counts_on)));
    format!("{number} · {more}")
}

/// Returns what a payment may pay, whose that is, and by what it is likely; of these the name alone is shortened.
#[must_use]
fn suggestion_words(suggestion: &Suggestion, room: usize, look: &Look) -> String {
    let invoice = suggestion.invoice.as_ref().map(|(_, number)| visible(number).into_owned());
    let by = words::matched(suggestion.by, look);
    let others = invoice.iter().chain([&by]).map(|part| usize::from(fit::width(part) + fit::width(words::SEPARATOR)));
    let room = room.saturating_sub(others.sum());
    let whose = words::numbered(suggestion.customer.as_str(), &suggestion.customer_name, room, look);
    invoice.into_iter().chain([whose, by]).collect::<Vec<_>>().join(words::SEPARATOR)
}
