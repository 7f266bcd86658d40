//! The payment code on the whole screen: the picture on the left, what it pays on the right. Changes nothing.
//!
//! The picture takes 45 columns and 23 rows (version 5 of level L with its margin): at 80×24 only the hints are left.

use common::due::{TransferOf, TransferOrder};
use common::money::Currency;
use common::text::visible;
use common::transfer::NoCode;

use crate::look::Look;
use crate::screen::Screen;
use crate::screen::billing::{Model, words};
use crate::theme::Role;
use crate::widget::fit;
use crate::widget::pen::Pen;
use crate::widget::qr::{self, Ink, Picture};

/// A code that is looked at.
#[derive(Clone, Debug)]
pub struct Code {
    /// What can be paid from here, the likeliest first.
    choices: Vec<TransferOf>,
    place: usize,
    pub ink: Ink,
    /// The screen from which it was opened.
    pub from: Screen,
}

/// Columns that words need beside the picture.
const WORDS: u16 = 14;

impl Code {
    /// Opens the code for the first of what can be paid.
    #[must_use]
    pub const fn of(choices: Vec<TransferOf>, from: Screen) -> Self {
        Self { choices, place: 0, ink: Ink::Usual, from }
    }

    /// Returns what is to be paid.
    #[must_use]
    pub fn wanted(&self) -> Option<&TransferOf> {
        self.choices.get(self.place)
    }

    /// Goes to the next thing that can be paid; after the last to the first.
    pub fn turn(&mut self) {
        self.place = (self.place + 1) % self.choices.len().max(1);
    }
}

/// Draws the code; without room or means for a picture, the words alone. `said` is the answer to the last key.
pub fn draw(model: &Model, said: Option<&str>, pen: &mut Pen<'_>) {
    let look = pen.look();
    let Some(code) = &model.code else { return };
    let order = code.wanted().and_then(|of| model.order(of));
    let text = order.and_then(|order| order.transfer.code().ok()).map(|code| code.text);
    let drawable = qr::can_be_drawn(look.glyphs.repertoire);
    let columns = pen.width().saturating_sub(WORDS);
    let picture = text.as_deref().and_then(|text| Picture::fitting(text, columns, pen.height()));
    let picture = picture.filter(|_| drawable);
    let left = picture.as_ref().map_or(1, |picture| {
        picture.draw_in(code.ink, pen);
        picture.columns() + 1
    });
    let (width, height) = (pen.width().saturating_sub(left), pen.height());
    let mut pen = pen.part(left, 0, width, height);
    let room = usize::from(width.saturating_sub(1)).max(1);
    let means = match (&picture, drawable) {
        (Some(_), _) => Means::Picture,
        (None, true) => Means::NoRoom,
        (None, false) => Means::NoBlocks,
    };
    let mut y = 0;
    for (role, line) in told(model, order, means, look) {
        for line in fit::wrap(&line, room) {
            pen.text(0, y, &line, role);
            y += 1;
        }
        y += u16::from(line.is_empty());
    }
    for line in said.map(|said| fit::wrap(said, room)).unwrap_or_default() {
        y += 1;
        pen.text(0, y, &line, Role::Strong);
    }
}

/// Whether there is a picture, and why not.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Means {
    Picture,
    NoRoom,
    NoBlocks,
}

type Told = (Role, String);

fn told(model: &Model, order: Option<&TransferOrder>, means: Means, look: &Look) -> Vec<Told> {
    let what = model.code.as_ref().and_then(Code::wanted);
    let title = (Role::Strong, look.say("code-title"));
    let gap = || (Role::Normal, String::new());
    let normal = |text: String| (Role::Normal, text);
    let Some(order) = order else {
        let reason = model.transfer.answer().fault().map(|fault| fault.message(look.language));
        let words = reason.unwrap_or_else(|| look.say("loading"));
        let whole = what.map(|of| normal(whole(of, model, look)));
        return [title].into_iter().chain(whole).chain([gap(), normal(words)]).collect();
    };
    let transfer = &order.transfer;
    let mut lines = vec![title];
    lines.extend(what.map(|of| normal(whole(of, model, look))));
    lines.push(gap());
    lines.push((Role::Strong, words::money(transfer.amount, Currency::PLN, look)));
    lines.push(normal(visible(&transfer.payee).into_owned()));
    lines.push(normal(transfer.account.grouped()));
    lines.push(normal(visible(&transfer.title).into_owned()));
    lines.push(gap());
    match transfer.code() {
        Ok(code) if code.is_amount_open => lines.push((Role::Strong, look.say("code-amount-open"))),
        Ok(_) => {}
        Err(why) => lines.push((Role::Strong, look.say(no_code(why)))),
    }
    let means = match means {
        _ if transfer.code().is_err() => None,
        Means::Picture => Some("code-how"),
        Means::NoRoom => Some("code-no-room"),
        Means::NoBlocks => Some("code-no-blocks"),
    };
    lines.extend(means.map(|id| normal(look.say(id))));
    lines
}

/// Returns what a transfer is to pay.
#[must_use]
pub fn whole(of: &TransferOf, model: &Model, look: &Look) -> String {
    match of {
        TransferOf::Invoices(ids) => {
            let numbers =
                ids.iter().filter_map(|id| model.find(*id)).map(|invoice| visible(&invoice.number).into_owned());
            look.tell("code-of-invoice", &[("number", numbers.collect::<Vec<_>>().join(", ").into())])
        }
        TransferOf::Overdue(customer) => {
            look.tell("code-of-overdue", &[("customer", customer.as_str().to_owned().into())])
        }
        TransferOf::Total(customer) => look.tell("code-of-total", &[("customer", customer.as_str().to_owned().into())]),
    }
}

const fn no_code(why: NoCode) -> &'static str {
    match why {
        NoCode::SplitPayment => "code-split",
        NoCode::ForeignAccount => "code-foreign",
        NoCode::NothingToPay => "code-nothing",
        NoCode::Empty => "code-empty",
    }
}
