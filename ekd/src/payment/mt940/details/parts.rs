//! Details in numbered parts behind a mark: `020^00PRZELEW^20FV 12/20^2126^32NAZWA^38PL…`. German banks write `?`, Polish ones
//! `^`, `~` or `<`, Dutch ones `>`.

use common::bank_account::BankAccount;
use common::text::fold;

use super::Details;

/// The German mark: with it the numbers 60 to 63 go on with the title, where Polish banks write an address.
const GERMAN: char = '?';

/// How long parts of a title are: a part that long was cut there, a shorter one ended by itself.
const WIDTHS: [usize; 2] = [27, 35];

/// Returns the mark of the parts, which stands behind up to four figures and before two.
pub(super) fn mark(text: &str) -> Option<char> {
    let rest = text.trim_start();
    let rest = rest.trim_start_matches(|character: char| character.is_ascii_digit());
    let is_code = text.trim_start().len() - rest.len() <= 4;
    let mut characters = rest.chars();
    let mark = characters.next().filter(|mark| matches!(mark, '?' | '^' | '~' | '<' | '>' | '|' | '@' | '#' | '!'))?;
    let number: String = characters.take(2).collect();
    (is_code && is_number(&number)).then_some(mark)
}

pub(super) fn read(text: &str, mark: char, is_incoming: bool) -> Details {
    let parts = parts(text, mark);
    let of = |numbers: std::ops::RangeInclusive<u8>| -> Vec<&str> {
        parts.iter().filter(|(number, _)| numbers.contains(number)).map(|(_, text)| *text).collect()
    };
    let mut title = of(20..=29);
    // ING writes the other account into the last one.
    let in_title = title.pop_if(|text| is_account(text) && of(29..=29).contains(text));
    if mark == GERMAN {
        title.extend(of(60..=63));
    }
    let account = |number: u8| of(number..=number).first().and_then(|text| BankAccount::parse(text.trim()).ok());
    let theirs =
        account(38).or_else(|| account(31)).or_else(|| in_title.and_then(|text| BankAccount::parse(text).ok()));
    let joined_title = joined(&title);
    let virtual_id = virtual_id(&joined_title).filter(|_| is_incoming);
    Details {
        title: if joined_title.trim().is_empty() { joined(&of(0..=0)) } else { joined_title },
        counterparty: joined(&of(32..=33)),
        virtual_account: virtual_id.as_deref().and_then(|id| BankAccount::parse(id).ok()),
        account: theirs,
        virtual_id,
        transaction: None,
    }
}

/// Returns the number behind the words by which banks announce a virtual account in a title.
fn virtual_id(title: &str) -> Option<String> {
    let folded = fold(title);
    let words: Vec<&str> = folded.split(|character: char| character.is_whitespace() || character == ':').collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    let at = words.windows(2).position(|pair| pair == ["id", "iph"] || pair == ["rach", "wirtualny"])?;
    // An account in groups of four figures.
    let figures: String = words[at + 2..].iter().take_while(|word| has_figures_only(word)).copied().collect();
    let first = words.get(at + 2)?.to_ascii_uppercase();
    Some(if BankAccount::parse(&figures).is_ok() { figures } else { first })
}

fn has_figures_only(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_account(text: &str) -> bool {
    BankAccount::parse(text.trim()).is_ok()
}

fn is_number(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns the parts with their numbers, in their order. A mark without a number behind it belongs to the text.
fn parts(text: &str, mark: char) -> Vec<(u8, &str)> {
    let mut starts: Vec<usize> = Vec::new();
    for (at, _) in text.match_indices(mark) {
        let number = text.get(at + mark.len_utf8()..at + mark.len_utf8() + 2);
        if number.is_some_and(is_number) {
            starts.push(at);
        }
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let part = |(start, end): (&usize, usize)| {
        let (number, value) = text[start + mark.len_utf8()..end].split_at(2);
        Some((number.parse().ok()?, value))
    };
    starts.iter().zip(ends).filter_map(part).collect()
}

/// Joins parts that were cut where they were full. One that ended before that is followed by a blank, unless a word goes on.
fn joined(parts: &[&str]) -> String {
    let parts: Vec<&&str> = parts.iter().filter(|part| !part.trim().is_empty()).collect();
    let length = |part: &str| part.chars().count();
    let is_even = parts.len() > 2 && parts[1..parts.len() - 1].iter().all(|part| length(part) == length(parts[0]));
    let mut text = String::new();
    for (at, part) in parts.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| *parts[before]);
        let goes_on = before.is_none_or(|before| {
            let ends = before.chars().next_back().is_some_and(char::is_alphabetic);
            let begins = part.chars().next().is_some_and(char::is_lowercase);
            WIDTHS.contains(&length(before)) || length(before) > WIDTHS[1] || is_even || (ends && begins)
        });
        if !goes_on {
            text.push(' ');
        }
        text.push_str(part);
    }
    text
}
