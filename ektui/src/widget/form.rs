//! A form: fields under one another, then buttons. Enter goes on, and on the last field does what the first button does.
//!
//! Fields and buttons are told apart by the message that labels them. It knows no screen and checks nothing itself.

use common::secret::Secret;
use tui_input::{Input, InputRequest};

use crate::look::Look;
use crate::theme::Role;
use crate::widget::hidden::Hidden;
use crate::widget::pen::Pen;
use crate::widget::{fit, input};

/// Fields, buttons, and which of them the keys go to.
#[derive(Clone, Debug)]
pub struct Form {
    fields: Vec<Field>,
    /// The messages that name them; the first one is what the form is for.
    buttons: Vec<&'static str>,
    focus: usize,
}

/// A field with what is wrong with it.
#[derive(Clone, Debug)]
pub struct Field {
    /// The message that names it.
    label: &'static str,
    kind: Kind,
    error: Option<String>,
}

#[derive(Clone, Debug)]
enum Kind {
    Line(Input),
    Hidden(Hidden),
    /// One of several messages.
    Choice {
        of: Vec<&'static str>,
        chosen: usize,
    },
}

/// From this step on, a move goes to the buttons, or back to the first field.
const LEAP: isize = 10;
/// Columns of a field at most.
const WIDEST: u16 = 44;
/// Columns before the labels.
const MARGIN: u16 = 2;
/// Longest text in a field.
const MOST: usize = 320;

impl Field {
    /// A line, with what stands in it at first.
    #[must_use]
    pub fn line(label: &'static str, text: &str) -> Self {
        Self { label, kind: Kind::Line(Input::new(text.to_owned())), error: None }
    }

    /// A line that is not shown.
    #[must_use]
    pub fn hidden(label: &'static str) -> Self {
        Self { label, kind: Kind::Hidden(Hidden::default()), error: None }
    }

    /// One of several.
    #[must_use]
    pub const fn choice(label: &'static str, of: Vec<&'static str>, chosen: usize) -> Self {
        Self { label, kind: Kind::Choice { of, chosen }, error: None }
    }
}

impl Form {
    #[must_use]
    pub const fn new(fields: Vec<Field>, buttons: Vec<&'static str>) -> Self {
        Self { fields, buttons, focus: 0 }
    }

    /// Puts the cursor into a field.
    pub fn focus_on(&mut self, label: &str) {
        if let Some(place) = self.fields.iter().position(|field| field.label == label) {
            self.focus = place;
        }
    }

    /// Puts the cursor on a button.
    pub fn focus_on_button(&mut self, label: &str) {
        if let Some(place) = self.buttons.iter().position(|button| *button == label) {
            self.focus = self.fields.len() + place;
        }
    }

    /// Moves to another field or button; past the last one to the first. A leap goes to the buttons, or to the top.
    pub fn step(&mut self, by: isize) {
        let n = (self.fields.len() + self.buttons.len()).max(1);
        self.focus = if by >= LEAP {
            self.fields.len().min(n - 1)
        } else if by <= -LEAP {
            0
        } else {
            (self.focus + n).saturating_add_signed(by) % n
        };
    }

    /// Takes the cursor out of the form: keys go elsewhere.
    pub const fn leave(&mut self) {
        self.focus = self.fields.len() + self.buttons.len();
    }

    /// Puts the cursor into the first field.
    pub const fn enter_at_top(&mut self) {
        self.focus = 0;
    }

    /// Puts the cursor into the last field.
    pub const fn enter_at_end(&mut self) {
        self.focus = self.fields.len().saturating_sub(1);
    }

    /// Tells whether a field comes after the one with the cursor.
    #[must_use]
    pub const fn has_next(&self) -> bool {
        self.focus + 1 < self.fields.len()
    }

    /// Tells whether a field comes before the one with the cursor.
    #[must_use]
    pub const fn has_previous(&self) -> bool {
        self.focus > 0
    }

    /// Types into the field with the cursor, or turns its choice.
    pub fn type_in(&mut self, request: InputRequest) {
        let Some(field) = self.fields.get_mut(self.focus) else {
            // Buttons stand beside one another.
            match request {
                InputRequest::GoToNextChar => self.step(1),
                InputRequest::GoToPrevChar => self.step(-1),
                _ => {}
            }
            return;
        };
        match &mut field.kind {
            Kind::Line(input) => {
                let full = input.value().chars().count() >= MOST;
                if !(full && matches!(request, InputRequest::InsertChar(_))) {
                    input.handle(request);
                }
            }
            Kind::Hidden(hidden) => hidden.handle(request),
            Kind::Choice { of, chosen } => {
                let n = of.len().max(1);
                *chosen = match request {
                    InputRequest::InsertChar(' ') | InputRequest::GoToNextChar => (*chosen + 1) % n,
                    InputRequest::GoToPrevChar => (*chosen + n - 1) % n,
                    _ => *chosen,
                };
            }
        }
        field.error = None;
    }

    /// Goes on to the next field, or returns the button that is meant.
    pub fn enter(&mut self) -> Option<&'static str> {
        let last = self.fields.len().saturating_sub(1);
        if self.focus < last {
            self.focus += 1;
            return None;
        }
        let button = self.focus.saturating_sub(self.fields.len());
        self.buttons.get(button).copied()
    }

    /// Returns what stands in a line, without the spaces around it.
    #[must_use]
    pub fn text(&self, label: &str) -> String {
        match self.kind_of(label) {
            Some(Kind::Line(input)) => input.value().trim().to_owned(),
            Some(Kind::Hidden(_) | Kind::Choice { .. }) | None => String::new(),
        }
    }

    /// Returns what stands in a hidden line.
    #[must_use]
    pub fn secret(&self, label: &str) -> Secret {
        match self.kind_of(label) {
            Some(Kind::Hidden(hidden)) => hidden.secret().clone(),
            Some(Kind::Line(_) | Kind::Choice { .. }) | None => "".into(),
        }
    }

    /// Returns the place of what is chosen.
    #[must_use]
    pub fn chosen(&self, label: &str) -> usize {
        match self.kind_of(label) {
            Some(Kind::Choice { chosen, .. }) => *chosen,
            Some(Kind::Line(_) | Kind::Hidden(_)) | None => 0,
        }
    }

    fn kind_of(&self, label: &str) -> Option<&Kind> {
        self.fields.iter().find(|field| field.label == label).map(|field| &field.kind)
    }

    /// Says what is wrong with a field, and puts the cursor there.
    pub fn complain(&mut self, label: &str, words: String) {
        if let Some(field) = self.fields.iter_mut().find(|field| field.label == label) {
            field.error = Some(words);
        }
        self.focus_on(label);
    }

    /// Tells whether the form has such a field.
    #[must_use]
    pub fn has(&self, label: &str) -> bool {
        self.kind_of(label).is_some()
    }

    /// Empties a field.
    pub fn clear(&mut self, label: &str) {
        let Some(field) = self.fields.iter_mut().find(|field| field.label == label) else { return };
        match &mut field.kind {
            Kind::Line(input) => input.reset(),
            Kind::Hidden(hidden) => *hidden = Hidden::default(),
            Kind::Choice { chosen, .. } => *chosen = 0,
        }
    }

    /// Returns how many rows the form takes where nothing is wrong with it.
    #[must_use]
    pub const fn n_rows(&self) -> usize {
        self.fields.len() + 2
    }

    /// Draws the form and returns the row after it.
    pub fn draw(&self, y: u16, pen: &mut Pen<'_>) -> u16 {
        let look = pen.look();
        let labels: Vec<String> = self.fields.iter().map(|field| look.say(field.label)).collect();
        let column = MARGIN + labels.iter().map(|label| fit::width(label)).max().unwrap_or(0) + 2;
        let mut row = y;
        for (place, (field, label)) in self.fields.iter().zip(&labels).enumerate() {
            let has_focus = place == self.focus;
            if has_focus {
                pen.glyph(0, row, look.glyphs.pointer, Role::Normal);
            }
            pen.text(MARGIN, row, label, Role::Normal);
            field.draw(column, row, has_focus, pen);
            row += 1;
            let room = usize::from(pen.width().saturating_sub(column + 3));
            for line in field.error.iter().flat_map(|error| fit::wrap(error, room)) {
                pen.text(column, row, "!", Role::Warning);
                pen.text(column + 2, row, &line, Role::Strong);
                row += 1;
            }
        }
        if self.buttons.is_empty() { row } else { self.draw_buttons(row + 1, pen) }
    }

    fn draw_buttons(&self, y: u16, pen: &mut Pen<'_>) -> u16 {
        let labels: Vec<String> = self.buttons.iter().map(|label| pen.look().say(label)).collect();
        let focus = self.focus.checked_sub(self.fields.len());
        draw_buttons(&labels, focus, MARGIN, y, pen)
    }
}

/// Draws buttons beside one another, under one another where there is no room, and returns the row after them.
pub fn draw_buttons(labels: &[String], focus: Option<usize>, left: u16, y: u16, pen: &mut Pen<'_>) -> u16 {
    let (mut x, mut row) = (left, y);
    for (place, label) in labels.iter().enumerate() {
        let text = format!("[ {label} ]");
        let width = fit::width(&text);
        if x > left && x + width > pen.width() {
            (x, row) = (left, row + 1);
        }
        pen.text(x, row, &text, Role::Normal);
        if focus == Some(place) {
            // The row under a cursor has its mark, so that nothing hangs on an attribute.
            pen.glyph(x.saturating_sub(1), row, pen.look().glyphs.pointer, Role::Normal);
            pen.paint(x, row, width, Role::Cursor);
        }
        x += width + 2;
    }
    row + 1
}

/// Returns how many rows [`draw_buttons`] takes for these.
#[must_use]
pub fn button_rows(labels: &[String], left: u16, width: u16) -> u16 {
    let (mut x, mut rows) = (left, 1);
    for label in labels {
        let columns = fit::width(label) + 4;
        if x > left && x + columns > width {
            (x, rows) = (left, rows + 1);
        }
        x += columns + 2;
    }
    rows
}

impl Field {
    fn draw(&self, x: u16, y: u16, has_focus: bool, pen: &mut Pen<'_>) {
        let look = pen.look();
        let width = WIDEST.min(pen.width().saturating_sub(x + 1));
        match &self.kind {
            Kind::Choice { of, chosen } => {
                let room = usize::from(pen.width().saturating_sub(x + 1));
                let end = pen.text(x, y, &choice(of, *chosen, room, look), Role::Normal);
                if has_focus {
                    pen.paint(x, y, end.saturating_sub(x), Role::Cursor);
                }
            }
            Kind::Line(line) => {
                blanks(x, y, width, pen);
                input::draw_line(&mut pen.part(x, y, width, 1), line, has_focus);
            }
            Kind::Hidden(hidden) => {
                blanks(x, y, width, pen);
                let n = hidden.length().min(usize::from(width.saturating_sub(1)));
                let end = pen.text(x, y, &look.glyphs.hidden.to_string().repeat(n), Role::Normal);
                if has_focus {
                    pen.paint(end, y, 1, Role::Cursor);
                }
            }
        }
    }
}

/// Shows where a field ends, without any colour.
fn blanks(x: u16, y: u16, width: u16, pen: &mut Pen<'_>) {
    pen.text(x, y, &"_".repeat(usize::from(width)), Role::Normal);
}

/// Returns the words with the chosen one in brackets; where they have no room, the chosen one alone between arrows.
fn choice(of: &[&'static str], chosen: usize, room: usize, look: &Look) -> String {
    let words: Vec<String> = of
        .iter()
        .enumerate()
        .map(|(place, label)| {
            let word = look.say(label);
            if place == chosen { format!("[{word}]") } else { format!(" {word} ") }
        })
        .collect();
    let all = words.join(" ");
    if usize::from(fit::width(&all)) <= room {
        return all;
    }
    let word = words.get(chosen).map_or("", String::as_str);
    format!("{} {word} {}", look.glyphs.left, look.glyphs.right)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> Form {
        let fields =
            vec![Field::line("a", ""), Field::choice("b", vec!["demo", "never", "loading"], 0), Field::hidden("c")];
        Form::new(fields, vec!["ok", "no"])
    }

    fn write(form: &mut Form, text: &str) {
        text.chars().for_each(|character| form.type_in(InputRequest::InsertChar(character)));
    }

    #[test]
    fn enter_goes_through_the_fields_and_then_means_the_first_button() {
        let mut form = form();
        write(&mut form, " kot ");
        assert_eq!(form.enter(), None);
        write(&mut form, " x ");
        assert_eq!(form.enter(), None);
        write(&mut form, "a b ");
        assert_eq!(form.enter(), Some("ok"));
        assert_eq!((form.text("a"), form.chosen("b"), form.secret("c").expose()), ("kot".into(), 2, "a b "));
    }

    #[test]
    fn tab_reaches_every_button_and_comes_round() {
        let mut form = form();
        let mut pressed = Vec::new();
        for _ in 0..5 {
            form.step(1);
            pressed.push(form.clone().enter());
        }
        assert_eq!(pressed, [None, Some("ok"), Some("ok"), Some("no"), None]);
        form.step(LEAP);
        assert_eq!(form.clone().enter(), Some("ok"));
        form.type_in(InputRequest::GoToNextChar);
        assert_eq!(form.enter(), Some("no"));
        form.step(-LEAP);
        assert_eq!(form.enter(), None);
    }

    #[test]
    fn a_complaint_goes_when_the_field_is_typed_into() {
        let mut form = form();
        form.complain("c", "za krótkie".to_owned());
        assert!(form.fields[2].error.is_some());
        write(&mut form, "x");
        assert!(form.fields[2].error.is_none());
    }
}
