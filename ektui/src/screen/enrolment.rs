//! Drawing of a second factor's secret: a picture for the telephone, the same in letters, and the field for its code.
//!
//! It covers the whole screen, because the picture needs its height. Changes nothing.

use common::account::TotpOffer;

use crate::theme::Role;
use crate::widget::fit;
use crate::widget::form::Form;
use crate::widget::pen::Pen;
use crate::widget::qr::{self, Picture};

/// Columns that words need beside the picture.
const WORDS: u16 = 33;

/// Draws the picture on the left and the words on the right; without room for a picture, the words alone.
pub fn draw(offer: &TotpOffer, form: &Form, said: &[String], pen: &mut Pen<'_>) {
    let look = pen.look();
    let (columns, rows) = (pen.width().saturating_sub(WORDS), pen.height());
    let drawable = qr::can_be_drawn(look.glyphs.repertoire);
    let picture = Picture::fitting(offer.uri.expose(), columns, rows).filter(|_| drawable);
    let left = picture.as_ref().map_or(1, |picture| {
        picture.draw(pen);
        picture.columns() + 1
    });
    let (width, height) = (pen.width().saturating_sub(left), pen.height());
    let mut pen = pen.part(left, 0, width, height);
    let room = usize::from(width.saturating_sub(1));
    pen.text(0, 0, &look.say("log-in-title-enrolment"), Role::Strong);
    let explanation = if picture.is_some() { "enrolment-picture" } else { "enrolment-letters" };
    let mut y = 2;
    for line in fit::wrap(&look.say(explanation), room) {
        pen.text(0, y, &line, Role::Normal);
        y += 1;
    }
    y += 1;
    for line in fit::flow(&groups(offer.secret.expose()), " ", room) {
        pen.text(2, y, &line, Role::Strong);
        y += 1;
    }
    y = form.draw(y + 1, &mut pen) + 1;
    for line in said.iter().flat_map(|text| fit::wrap(text, room)) {
        pen.text(0, y, &line, Role::Normal);
        y += 1;
    }
}

/// Returns the letters in groups of four, as one reads them to a telephone.
fn groups(secret: &str) -> Vec<String> {
    let letters: Vec<char> = secret.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect()).collect()
}
