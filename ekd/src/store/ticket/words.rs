//! The words by which tickets are found. What people type is words, never the index's own language.

use common::text::fold;
use rusqlite::{Connection, Transaction, params};

use super::super::StoreError;
use super::TicketId;
use super::eyes::Eyes;

/// Words of a search that count; more are left out.
const MOST_WORDS: usize = 16;

/// Words that were searched for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words(Vec<String>);

impl Words {
    /// Reads what somebody typed; `None` where there is no word in it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let words: Vec<String> = split(&fold(text)).take(MOST_WORDS).map(str::to_owned).collect();
        (!words.is_empty()).then_some(Self(words))
    }

    /// Returns the question to the index: all of the words, each as the beginning of one. A single letter stands for
    /// itself: too many words begin with it.
    pub(super) fn question(&self, eyes: &Eyes) -> String {
        let quoted = |word: &String| {
            let star = if word.chars().nth(1).is_some() { "*" } else { "" };
            format!("\"{word}\"{star}")
        };
        let all = self.0.iter().map(quoted).collect::<Vec<_>>().join(" AND ");
        if eyes.is_staff() { all } else { format!("shared : ({all})") }
    }

    /// Tells whether all of them are in a text.
    #[must_use]
    pub fn are_in(&self, text: &str) -> bool {
        let folded = fold(text);
        let has = |word: &String| split(&folded).any(|other| is_found(word, other));
        self.0.iter().all(has)
    }
}

fn is_found(word: &str, other: &str) -> bool {
    if word.chars().nth(1).is_some() { other.starts_with(word) } else { other == word }
}

fn split(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Writes anew by which words a ticket is found.
pub fn index(tx: &Transaction<'_>, id: TicketId) -> Result<(), StoreError> {
    const HEAD: &str = "SELECT 'z ' || year || ' ' || serial || ' ' || subject FROM ticket WHERE id = ?1";
    const TEXTS: &str = "SELECT is_internal, body, quoted, signature
        FROM ticket_entry JOIN ticket_text ON entry_id = ticket_entry.id WHERE thread_id = ?1 ORDER BY entry_id";
    const WRITE: &str = "INSERT INTO ticket_words (rowid, shared, internal) VALUES (?1, ?2, ?3)";
    let head: String = tx.prepare_cached(HEAD)?.query_row([id.0], |row| row.get(0))?;
    let (mut shared, mut internal) = (fold(&head), String::new());
    let mut query = tx.prepare_cached(TEXTS)?;
    let mut rows = query.query([id.0])?;
    while let Some(row) = rows.next()? {
        let place = if row.get(0)? { &mut internal } else { &mut shared };
        for column in 1..4 {
            if let Some(text) = row.get_ref(column)?.as_str_or_null().map_err(rusqlite::Error::from)? {
                place.push(' ');
                place.push_str(&fold(text));
            }
        }
    }
    forget(tx, id)?;
    tx.prepare_cached(WRITE)?.execute(params![id.0, shared, internal])?;
    Ok(())
}

/// Has a ticket found by no words any more.
pub(super) fn forget(tx: &Transaction<'_>, id: TicketId) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM ticket_words WHERE rowid = ?1")?.execute([id.0])?;
    Ok(())
}

/// Makes the index anew without the words of what is found no more: until then they are marked in it, and stay.
pub(super) fn overwrite_forgotten(tx: &Transaction<'_>) -> Result<(), StoreError> {
    tx.execute("INSERT INTO ticket_words (ticket_words) VALUES ('optimize')", [])?;
    Ok(())
}

/// Tells whether more tickets than `most` are found.
pub(super) fn are_common(conn: &Connection, question: &str, most: u32) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT count(*) FROM (SELECT 1 FROM ticket_words WHERE ticket_words MATCH ?1 LIMIT ?2)";
    let n: u32 = conn.prepare_cached(SQL)?.query_row(params![question, most + 1], |row| row.get(0))?;
    Ok(n > most)
}
