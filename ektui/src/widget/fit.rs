//! Text made to fit its column: numbers, states and dates are never cut, names are cut in the middle.

use unicode_width::UnicodeWidthStr;

/// Returns how many columns the text takes.
#[must_use]
pub fn width(text: &str) -> u16 {
    u16::try_from(text.width()).unwrap_or(u16::MAX)
}

/// Returns the text with its middle cut out if it is wider than `room`: `Żeromskiego…27A`.
#[must_use]
pub fn cut_middle(text: &str, room: usize, ellipsis: char) -> String {
    if text.width() <= room {
        return text.to_owned();
    }
    let Some(kept) = room.checked_sub(1) else { return String::new() };
    let tail = kept / 2;
    let head: String = take(text.chars(), kept - tail);
    let end: Vec<char> = take(text.chars().rev(), tail).chars().collect();
    head.chars().chain([ellipsis]).chain(end.into_iter().rev()).collect()
}

/// Returns the text with its end cut off if it is wider than `room`.
#[must_use]
pub fn cut_end(text: &str, room: usize, ellipsis: char) -> String {
    if text.width() <= room {
        return text.to_owned();
    }
    let Some(kept) = room.checked_sub(1) else { return String::new() };
    take(text.chars(), kept) + &ellipsis.to_string()
}

/// Joins as many parts as fit into `room` columns; none is cut, the first one always stays.
#[must_use]
pub fn whole_parts(parts: &[String], separator: &str, room: usize) -> String {
    let mut text = parts.first().cloned().unwrap_or_default();
    for part in parts.iter().skip(1) {
        if text.width() + separator.width() + part.width() > room {
            break;
        }
        text.push_str(separator);
        text.push_str(part);
    }
    text
}

/// Joins the first `kept` parts into lines of at most `room` columns, and on the last of these lines as many of the
/// others as fit; none is cut.
#[must_use]
pub fn kept_parts(parts: &[String], kept: usize, separator: &str, room: usize) -> Vec<String> {
    let (kept, more) = parts.split_at(kept.min(parts.len()));
    let mut lines = flow(kept, separator, room);
    if let Some(last) = lines.last_mut() {
        let all: Vec<String> = std::iter::once(last.clone()).chain(more.iter().cloned()).collect();
        *last = whole_parts(&all, separator, room);
    }
    lines
}

/// Joins the first and the last part, and of those between them as many as fit into `room` columns; none is cut.
#[must_use]
pub fn ends_and_more(parts: &[String], separator: &str, room: usize) -> String {
    let [first, between @ .., last] = parts else { return parts.concat() };
    let mut kept = vec![first.as_str()];
    let mut used = first.width() + separator.width() + last.width();
    for part in between {
        if used + separator.width() + part.width() <= room {
            used += separator.width() + part.width();
            kept.push(part);
        }
    }
    kept.push(last);
    kept.join(separator)
}

/// Breaks a list of short texts into lines of at most `room` columns.
#[must_use]
pub fn flow(items: &[String], separator: &str, room: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for item in items {
        match lines.last_mut() {
            Some(line) if line.width() + separator.width() + item.width() <= room => {
                line.push_str(separator);
                line.push_str(item);
            }
            _ => lines.push(item.clone()),
        }
    }
    lines
}

/// Breaks a sentence into lines of at most `room` columns, at spaces.
#[must_use]
pub fn wrap(text: &str, room: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn take(characters: impl Iterator<Item = char>, room: usize) -> String {
    let mut text = String::new();
    for character in characters {
        text.push(character);
        if text.width() > room {
            text.pop();
            break;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_in_the_middle() {
        assert_eq!(cut_middle("Zielona 3", 9, '…'), "Zielona 3");
        assert_eq!(cut_middle("Osiedle Tysiąclecia 12", 11, '…'), "Osied…ia 12");
        assert_eq!(cut_middle("漢字漢字", 5, '…'), "漢…字");
        assert_eq!(cut_middle("abc", 0, '…'), "");
        assert_eq!(cut_end("abcdef", 4, '~'), "abc~");
    }

    #[test]
    fn the_ends_stay_and_what_is_too_long_between_them_goes() {
        let parts = ["DOWN", "a long story", "8 s", "r = now"].map(str::to_owned);
        assert_eq!(ends_and_more(&parts, " · ", 40), "DOWN · a long story · 8 s · r = now");
        assert_eq!(ends_and_more(&parts, " · ", 24), "DOWN · 8 s · r = now");
        assert_eq!(ends_and_more(&parts, " · ", 1), "DOWN · r = now");
    }

    #[test]
    fn what_has_to_stay_takes_another_line() {
        let parts = ["all 12", "late 3", "next 9", "a long name"].map(str::to_owned);
        assert_eq!(kept_parts(&parts, 3, " · ", 40), ["all 12 · late 3 · next 9 · a long name"]);
        assert_eq!(kept_parts(&parts, 3, " · ", 26), ["all 12 · late 3 · next 9"]);
        assert_eq!(kept_parts(&parts, 3, " · ", 20), ["all 12 · late 3", "next 9 · a long name"]);
    }

    #[test]
    fn lists_flow_over_lines() {
        let items = ["Energia 1 GJ", "Moc 2 kW", "Godziny 3"].map(str::to_owned);
        assert_eq!(flow(&items, "  ", 22), ["Energia 1 GJ  Moc 2 kW", "Godziny 3"]);
        assert_eq!(wrap("ala ma kota", 6), ["ala ma", "kota"]);
    }
}
