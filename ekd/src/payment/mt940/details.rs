//! What banks put into field 86: a text, keys with colons (mBank), numbered parts (most others), or lines of field NS.
//!
//! Lines are cut wherever they were full, inside words too, so what has a form is joined without blanks.

mod keys;
mod parts;

use common::bank_account::BankAccount;

use super::field::Field;

/// What the details of an entry say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Details {
    pub(super) title: String,
    pub(super) counterparty: String,
    pub(super) account: Option<BankAccount>,
    /// The account that the payer wrote; it may be the statement's own.
    pub(super) virtual_account: Option<BankAccount>,
    pub(super) virtual_id: Option<String>,
    /// The bank's own number of the transaction, which no other one has.
    pub(super) transaction: Option<String>,
}

/// The longest line of a text: a line that long was cut there.
const FULL_LINE: usize = 65;

/// Reads all fields 86 and NS of an entry.
pub(super) fn read(fields: &[Field<'_>], is_incoming: bool) -> Details {
    if let Some(field) = fields.iter().find(|field| field.tag == "NS") {
        return of_ns(field);
    }
    let joined: Vec<String> = fields.iter().map(|field| field.lines.concat()).collect();
    if let Some((mark, text)) = joined.iter().find_map(|text| parts::mark(text).map(|mark| (mark, text))) {
        return parts::read(text, mark, is_incoming);
    }
    if let Some(details) = joined.iter().find_map(|text| keys::read(text, is_incoming)) {
        return details;
    }
    let texts: Vec<String> = fields.iter().map(|field| of_lines(&field.lines)).collect();
    let title = texts.join(" ");
    let account = title.split_whitespace().next().and_then(|word| BankAccount::parse(word).ok());
    Details { title, account, ..Details::default() }
}

/// Joins the lines of a text without a form.
fn of_lines(lines: &[&str]) -> String {
    let mut text = String::new();
    let mut was_full = true;
    for line in lines {
        if !was_full {
            text.push(' ');
        }
        text.push_str(line);
        was_full = line.chars().count() >= FULL_LINE;
    }
    text
}

/// Reads lines that begin with two figures: 01 to 14 the title, 15 and 16 the name.
fn of_ns(field: &Field<'_>) -> Details {
    let mut details = Details::default();
    for line in &field.lines {
        let Some((number, text)) = line.split_at_checked(2) else { continue };
        match number.parse::<u8>() {
            Ok(1..=14) => {
                details.title.push_str(text);
                details.title.push(' ');
            }
            Ok(15 | 16) => details.counterparty.push_str(text),
            Ok(_) | Err(_) => {}
        }
    }
    details
}
