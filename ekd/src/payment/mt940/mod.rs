//! MT940, the statement of SWIFT, as Polish and other banks write it.
//!
//! A file is a row of fields: `field` finds them, `line` reads balances and entries, `details` what banks put into
//! field 86. A file in which one entry cannot be read is refused as a whole; what is whole and does not add up is flagged.

mod details;
mod field;
mod line;
mod statement;
#[cfg(test)]
mod tests;

use common::invoice::file::{FileProblem, ProblemKind};

use self::field::Field;
use self::statement::Draft;
use super::encoding::decoded;
use super::read::{Keys, MAX_BYTES, MAX_ENTRIES, ReadStatement, problem};

/// The most problems of one file that are told.
const MAX_PROBLEMS: usize = 100;

/// Reads the statements of a file.
///
/// # Errors
/// No MT940, cut off inside a field, or an entry or a balance that cannot be read.
pub fn read(bytes: &[u8]) -> Result<Vec<ReadStatement>, Vec<FileProblem>> {
    if bytes.len() > MAX_BYTES {
        return Err(vec![problem(
            ProblemKind::TooLarge,
            "MT940",
            None,
            &bytes.len().to_string(),
            &MAX_BYTES.to_string(),
        )]);
    }
    let text = decoded(bytes).replace("\r\n", "\n").replace('\r', "\n");
    let fields = field::fields(&text);
    if let Some(refused) = refused(&text, &fields) {
        return Err(vec![refused]);
    }
    let (mut drafts, mut problems) = (Vec::new(), Vec::new());
    let n_entries = fields.iter().filter(|field| field.tag == "61").count();
    if n_entries > MAX_ENTRIES {
        return Err(vec![problem(
            ProblemKind::TooLarge,
            ":61:",
            None,
            &n_entries.to_string(),
            &MAX_ENTRIES.to_string(),
        )]);
    }
    for field in &fields {
        if field.tag == "20" {
            drafts.push(Draft::default());
        }
        let Some(draft) = drafts.last_mut() else { continue };
        if let Err(problem) = draft.take(field) {
            problems.push(problem);
        }
        if problems.len() >= MAX_PROBLEMS {
            break;
        }
    }
    let (mut statements, mut keys) = (Vec::new(), Keys::default());
    for draft in drafts {
        match draft.finish(&mut keys) {
            Ok(statement) => statements.push(statement),
            Err(problem) => problems.push(problem),
        }
    }
    problems.truncate(MAX_PROBLEMS);
    if problems.is_empty() { Ok(statements) } else { Err(problems) }
}

/// Tells why the file is no statement at all.
fn refused(text: &str, fields: &[Field<'_>]) -> Option<FileProblem> {
    // What banks send during the day (MT942) is no statement: it comes again, and its entries are not booked.
    let of_the_day = fields.iter().find(|field| matches!(field.tag, "34F" | "13D" | "90D" | "90C"));
    let has_balances = fields.iter().any(|field| matches!(field.tag, "60F" | "60M"));
    let is_of_the_day = text.contains("{2:O942") || text.contains("{2:I942");
    if let Some(field) = of_the_day.filter(|_| is_of_the_day || !has_balances) {
        let found = format!("MT942 :{}:", field.tag);
        return Some(problem(ProblemKind::UnknownFormat, "MT940", Some(field.line), &found, ":60F:"));
    }
    if is_of_the_day {
        return Some(problem(ProblemKind::UnknownFormat, "MT940", Some(1), "MT942", "MT940"));
    }
    if fields.is_empty() {
        let first = text.lines().next().unwrap_or_default();
        return Some(problem(ProblemKind::UnknownFormat, "MT940", Some(1), first, ":20:"));
    }
    let first = fields.iter().find(|field| field.tag != "940")?;
    (first.tag != "20")
        .then(|| problem(ProblemKind::Missing, ":20:", Some(first.line), &format!(":{}:", first.tag), ":20:"))
}
