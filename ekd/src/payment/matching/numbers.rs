//! Numbers in the title of a payment, however people and banks wrote them: with bars, without, with blanks between.
//!
//! Knows no form of numbers but that of the national system: whatever has a figure in it may be one.

use std::collections::BTreeSet;

use common::text::fold;

/// What in a title may be a number of an invoice, of a customer or of the national system.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// [`plain`] forms of every one to five words that stand together and have a figure: for a look-up by that form.
    pub plain: BTreeSet<String>,
    /// Numbers of the national system, with their hyphens: for a look-up as they stand.
    pub ksef: Vec<String>,
    /// The title in small letters, words with one blank between.
    folded: String,
}

/// Words that may belong to one number: `FV / 12 / 2026`.
const MOST_WORDS: usize = 5;

/// The longest number, in letters and figures.
const LONGEST: usize = 40;

/// The shortest number that is believed: as it stands with its bars, as it stands without any, and with its bars left out.
const SHORTEST_BARRED: usize = 3;
const SHORTEST_WRITTEN: usize = 4;
const SHORTEST_PLAIN: usize = 5;

/// The longest title that is looked at, in characters: banks keep 140.
const LONGEST_TITLE: usize = 1_000;

/// Returns letters and figures of a number, in small letters without diacritics: `FV/12/2026` and `fv 12 2026` are the same.
#[must_use]
pub fn plain(number: &str) -> String {
    fold(number).chars().filter(char::is_ascii_alphanumeric).collect()
}

/// Returns what in the title may be a number.
#[must_use]
pub fn in_title(title: &str) -> Numbers {
    let end = title.char_indices().nth(LONGEST_TITLE).map_or(title.len(), |(end, _)| end);
    let folded = without_split_words(&fold(&title[..end]));
    let is_between =
        |character: char| character.is_whitespace() || matches!(character, ',' | ';' | ':' | '(' | ')' | '"');
    let words: Vec<String> = folded.split(is_between).map(plain).filter(|word| !word.is_empty()).collect();
    let mut found = BTreeSet::new();
    for first in 0..words.len() {
        let mut joined = String::new();
        for word in words.iter().skip(first).take(MOST_WORDS) {
            joined.push_str(word);
            if joined.len() > LONGEST {
                break;
            }
            if joined.len() >= SHORTEST_BARRED && joined.bytes().any(|byte| byte.is_ascii_digit()) {
                found.insert(joined.clone());
            }
        }
    }
    let single = folded.split_whitespace().collect::<Vec<_>>().join(" ");
    Numbers { plain: found, ksef: ksef_numbers(&words.concat()), folded: single }
}

/// Returns the title without the words of a split payment, `/VAT/…/IDC/…/INV/…/TXT/…`: what stands between them are its parts.
fn without_split_words(folded: &str) -> String {
    ["/vat/", "/idc/", "/inv/", "/txt/"].iter().fold(folded.to_owned(), |title, word| title.replace(word, " "))
}

impl Numbers {
    /// Tells whether the title has the number, with or without what stands between its figures.
    #[must_use]
    pub fn name(&self, number: &str) -> bool {
        let plain_number = plain(number);
        self.write(number) || (plain_number.len() >= SHORTEST_PLAIN && self.plain.contains(&plain_number))
    }

    /// Tells whether the title has the number as it stands, and no letter or figure beside it.
    #[must_use]
    pub fn write(&self, number: &str) -> bool {
        let folded = fold(number).split_whitespace().collect::<Vec<_>>().join(" ");
        let plain_number = plain(number);
        let has_bars = plain_number.len() < folded.len();
        let is_year_like = plain_number.bytes().all(|byte| byte.is_ascii_digit());
        let shortest = match (has_bars, is_year_like) {
            (true, _) => SHORTEST_BARRED,
            (false, false) => SHORTEST_WRITTEN,
            (false, true) => SHORTEST_PLAIN,
        };
        if plain_number.len() < shortest || !plain_number.bytes().any(|byte| byte.is_ascii_digit()) {
            return false;
        }
        self.folded.match_indices(&folded).any(|(at, _)| {
            let before = self.folded[..at].chars().next_back();
            let mut after = self.folded[at + folded.len()..].chars();
            ends_there(before)
                && ends_there(after.next())
                && !goes_on(&self.folded[at + folded.len()..])
                && !goes_on_before(&self.folded[..at])
        })
    }
}

fn ends_there(character: Option<char>) -> bool {
    character.is_none_or(|character| !character.is_alphanumeric())
}

/// Tells whether a number goes on there: `12/2026` is not written in `12/2026/K`.
fn goes_on(rest: &str) -> bool {
    let mut characters = rest.chars();
    matches!(characters.next(), Some('/' | '-' | '\\' | '_' | '.'))
        && characters.next().is_some_and(char::is_alphanumeric)
}

fn goes_on_before(text: &str) -> bool {
    let mut characters = text.chars().rev();
    matches!(characters.next(), Some('/' | '-' | '\\' | '_' | '.'))
        && characters.next().is_some_and(char::is_alphanumeric)
}

/// Returns the numbers of the national system in letters and figures without anything between: a NIP, a date, twelve
/// hexadecimal digits, and two that check them.
fn ksef_numbers(plain: &str) -> Vec<String> {
    let mut found = Vec::new();
    for at in 0..plain.len().saturating_sub(KSEF_FIGURES - 1) {
        let Some(window) = plain.get(at..at + KSEF_FIGURES) else { continue };
        let (nip, rest) = window.split_at(10);
        let (day, rest) = rest.split_at(8);
        let (own, check) = rest.split_at(12);
        let are_figures = nip.bytes().chain(day.bytes()).all(|byte| byte.is_ascii_digit());
        let are_hexadecimal = rest.bytes().all(|byte| byte.is_ascii_hexdigit());
        if are_figures && are_hexadecimal && day.starts_with("20") {
            let number = format!("{nip}-{day}-{own}-{check}").to_ascii_uppercase();
            if !found.contains(&number) {
                found.push(number);
            }
        }
    }
    found
}

const KSEF_FIGURES: usize = 32;
