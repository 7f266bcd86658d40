//! Drawing of the list of customers and of a card. Changes nothing.

use common::fault::FaultCode;
use common::text::visible;

use crate::look::Look;
use crate::remote::Remote;
use crate::screen::account::view::address;
use crate::screen::customers::Model;
use crate::screen::customers::card;
use crate::theme::Role;
use crate::widget::pen::Pen;
use crate::widget::table::{self, Row};
use crate::widget::{fit, page};

/// Columns of a customer's number.
const NUMBER: u16 = 12;
/// Columns before the first column of a list.
const PREFIX: u16 = 4;

/// Draws the list; `denied` says what the person may not see.
pub fn draw(model: &Model, denied: &dyn Fn(&str) -> String, pen: &mut Pen<'_>) {
    let look = pen.look();
    if let Some(fault) = model.missing() {
        let lines = match fault {
            None => vec![look.say("loading")],
            Some(fault) if fault.code == FaultCode::NotAllowed => vec![denied(&look.say("action-show-customers"))],
            Some(fault) => vec![fault.message(look.language), look.say("failed-retry")],
        };
        return sentences(&lines, pen);
    }
    let rows: Vec<Row> = model
        .shown()
        .map(|customer| {
            let erased = customer.erased_at.is_some();
            let name =
                if erased { look.say("customer-name-erased") } else { visible(&customer.card.name).into_owned() };
            let cells = vec![customer.number.to_string(), name, address(customer)];
            Row { mark: if erased { "z" } else { "" }, role: erased.then_some(Role::Stale), cells }
        })
        .collect();
    if rows.is_empty() {
        let text = if model.filter.is_empty() {
            look.tell("customers-none", &[("ekctl", look.ekctl.as_str().into())])
        } else {
            look.tell("customers-filtered-out", &[("filter", visible(&model.filter).into())])
        };
        return sentences(&[text], pen);
    }
    let half = pen.width().saturating_sub(PREFIX + NUMBER) / 2;
    let columns = [("column-number", NUMBER), ("column-name", half), ("column-address", 0)];
    table::draw(&columns, &rows, model.cursor(), 0, pen);
}

/// Draws a customer's card.
pub fn draw_card(model: &Model, denied: &dyn Fn(&str) -> String, pen: &mut Pen<'_>) {
    let look = pen.look();
    let lines = match &model.card {
        Remote::Ready { value, .. } | Remote::Stale { value, .. } => value,
        Remote::Loading => return sentences(&[look.say("loading")], pen),
        Remote::Failed(fault) if fault.code == FaultCode::NotAllowed => {
            return sentences(&[denied(&look.say("action-open-customer"))], pen);
        }
        Remote::Failed(fault) => {
            return sentences(&[fault.message(look.language), look.say("failed-retry")], pen);
        }
    };
    let room = usize::from(pen.width().saturating_sub(2));
    let lines = card::lines(lines, room, denied, look);
    page::draw(&lines, model.card_top, pen);
}

/// Returns the counters under the list.
#[must_use]
pub fn summary(model: &Model, look: &Look) -> String {
    let (total, cut) = model.extent();
    let filter = if model.filter.is_empty() { look.say("filter-none") } else { visible(&model.filter).into_owned() };
    if let Some((at, fault)) = model.held() {
        return look.stale(at, fault);
    }
    let id = if cut { "customers-summary-cut" } else { "customers-summary" };
    look.tell(id, &[("shown", model.shown().count().into()), ("total", total.into()), ("filter", filter.into())])
}

fn sentences(lines: &[String], pen: &mut Pen<'_>) {
    let room = usize::from(pen.width().saturating_sub(PREFIX + 1));
    for (y, line) in (1..).zip(lines.iter().flat_map(|line| fit::wrap(line, room))) {
        pen.text(PREFIX, y, &line, Role::Normal);
    }
}
