//! What a person wrote, told from what the program put around it: the quoted earlier text, and the signature.
//!
//! Nothing is lost: text, quotation and signature hold every line. Where a quotation cannot be told for sure — answers
//! between quoted lines — all of it stays in the text.

/// The text of a mail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// What the person wrote.
    pub text: String,
    /// What was quoted from earlier mails, with the line that says whose words they are.
    pub quoted: String,
    /// What stood after `-- `.
    pub signature: String,
}

/// How an attribution begins and ends, in small letters.
const ATTRIBUTION_BEGINS: [&str; 8] = ["w dniu ", "dnia ", "on ", "pon., ", "wt., ", "użytkownik ", "am ", "le "];
const ATTRIBUTION_ENDS: [&str; 9] =
    ["napisał(a):", "napisał:", "napisała:", "pisze:", "wrote:", "writes:", "napisał/a:", "schrieb:", "a écrit\u{a0}:"];
/// An attribution may be broken into this many lines.
const MOST_LINES_OF_ATTRIBUTION: usize = 3;
/// What stands between hyphens or alone above mails that are quoted whole, in small letters.
const SEPARATORS: [&str; 8] = [
    "wiadomość oryginalna",
    "original message",
    "oryginalna wiadomość",
    "wiadomość przekazana dalej",
    "forwarded message",
    "treść przekazanej wiadomości",
    "przekazana wiadomość",
    "begin forwarded message",
];
/// The fields of a block that some programs put above a quotation, in small letters: who, and then when.
const WHO: [&str; 3] = ["od:", "from:", "nadawca:"];
const WHEN: [&str; 4] = ["wysłano:", "sent:", "data:", "date:"];
/// Longer than any of them, in bytes.
const MOST_OF_A_FIELD: usize = 20;
const MOST_OF_A_SEPARATOR: usize = 120;
/// The second field stands at most so many lines below the first.
const MOST_LINES_OF_BLOCK: usize = 4;

/// Tells apart what stands in the text of a mail.
pub(super) fn split(text: &str) -> Body {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let (kept, whole) = lines.split_at(whole_quotation(&lines).unwrap_or(lines.len()));
    // A signature below a quotation ends it; one above belongs to the text that is left without it.
    let (kept, below) = kept.split_at(signature(kept).unwrap_or(kept.len()));
    let (text, quoted) = without_block(kept);
    let (text, above) = if below.is_empty() {
        let at = signature(&text).unwrap_or(text.len());
        (text[..at].to_vec(), text[at..].to_vec())
    } else {
        (text, below.to_vec())
    };
    let quoted = [joined(&quoted), joined(whole)].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    let signature = above.split_first().map_or(String::new(), |(_, lines)| joined(lines));
    Body { text: joined(&text), quoted: quoted.join("\n"), signature }
}

/// Returns the lines as a text without the empty ones around it.
fn joined(lines: &[&str]) -> String {
    let is_text = |line: &&str| !line.trim().is_empty();
    let Some(first) = lines.iter().position(is_text) else { return String::new() };
    let last = lines.iter().rposition(is_text).unwrap_or(first);
    lines[first..=last].join("\n")
}

fn is_quoted(line: &str) -> bool {
    line.starts_with('>')
}

/// Returns where the signature begins (RFC 3676 §4.3): at the last separator with no quoted line after it.
fn signature(lines: &[&str]) -> Option<usize> {
    let after = lines.iter().rposition(|line| is_quoted(line)).map_or(0, |last| last + 1);
    let at = lines[after..].iter().rposition(|line| *line == "--")?;
    Some(after + at)
}

/// Returns where a mail begins that is quoted whole, without a mark on each line.
fn whole_quotation(lines: &[&str]) -> Option<usize> {
    let last_mark = lines.iter().rposition(|line| is_quoted(line));
    (0..lines.len()).find(|at| {
        let here = &lines[*at..];
        is_separator(here[0])
            || is_block(here)
            || last_mark.is_none() && attribution_at(here).is_some_and(|n| n < here.len())
    })
}

fn is_separator(line: &str) -> bool {
    let line = line.trim();
    if !line.starts_with("--") && !line.ends_with(':') || line.len() > MOST_OF_A_SEPARATOR {
        return false;
    }
    SEPARATORS.contains(&line.trim_matches(['-', ' ', ':', '_']).to_lowercase().as_str())
}

/// Tells whether the lines begin with the block of fields that Outlook puts above a quotation.
fn is_block(lines: &[&str]) -> bool {
    let next = || lines.iter().skip(1).take(MOST_LINES_OF_BLOCK).take_while(|line| line.contains(':'));
    begins_field(lines[0], &WHO) && next().any(|line| begins_field(line, &WHEN))
}

/// Tells whether the line begins with one of the fields; their names may be set in asterisks.
fn begins_field(line: &str, names: &[&str]) -> bool {
    let line = line.trim_start_matches(['*', ' ']);
    let begin = line.split_inclusive(':').next().filter(|begin| begin.len() <= MOST_OF_A_FIELD);
    begin.is_some_and(|begin| names.contains(&begin.to_lowercase().as_str()))
}

/// Returns how many lines the attribution has with which the lines begin.
fn attribution_at(lines: &[&str]) -> Option<usize> {
    const MOST_BYTES: usize = 400;
    let first = lines.first().filter(|line| line.len() < MOST_BYTES)?.trim_start().to_lowercase();
    if !ATTRIBUTION_BEGINS.iter().any(|begin| first.starts_with(begin)) {
        return None;
    }
    // A date or an address stands in each of them, so that "On Monday she wrote:" is a sentence.
    let mut has_digit = false;
    for (at, line) in lines.iter().take(MOST_LINES_OF_ATTRIBUTION).enumerate() {
        if is_quoted(line) || line.len() >= MOST_BYTES {
            return None;
        }
        has_digit |= line.bytes().any(|byte| byte.is_ascii_digit() || byte == b'@');
        let line = line.to_lowercase();
        if ATTRIBUTION_ENDS.iter().any(|end| line.ends_with(end)) {
            return has_digit.then_some(at + 1);
        }
    }
    None
}

/// Takes out the one block of quoted lines above or below the text. Where there are several, the answers stand between.
fn without_block<'a>(lines: &[&'a str]) -> (Vec<&'a str>, Vec<&'a str>) {
    let all = || (lines.to_vec(), Vec::new());
    let (Some(first), Some(last)) =
        (lines.iter().position(|line| is_quoted(line)), lines.iter().rposition(|line| is_quoted(line)))
    else {
        return all();
    };
    let is_one = lines[first..=last].iter().all(|line| is_quoted(line) || line.is_empty());
    let is_empty = |lines: &[&str]| lines.iter().all(|line| line.trim().is_empty());
    let begin = with_attribution(lines, first);
    if !is_one || !(is_empty(&lines[..begin]) || is_empty(&lines[last + 1..])) {
        return all();
    }
    let text = lines[..begin].iter().chain(&lines[last + 1..]).copied().collect();
    (text, lines[begin..=last].to_vec())
}

/// Returns where the block begins whose first quoted line is `first`, with the attribution above it.
fn with_attribution(lines: &[&str], first: usize) -> usize {
    let end = lines[..first].iter().rposition(|line| !line.trim().is_empty()).map_or(0, |last| last + 1);
    let earliest = end.saturating_sub(MOST_LINES_OF_ATTRIBUTION);
    (earliest..end).find(|at| attribution_at(&lines[*at..end]) == Some(end - at)).unwrap_or(first)
}

#[cfg(test)]
#[path = "tests/quote.rs"]
mod tests;
