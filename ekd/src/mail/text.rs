//! Which parts of a mail are its text, and which are files beside it.

use std::fmt::Write as _;

use super::content::decode_text;
use super::flowed::{self, Spaces};
use super::html;
use super::parts::{Part, Single};

/// No person writes more; the whole of a longer text is kept as a file. A reply on the wire has to hold it too.
const MOST_OF_A_TEXT: usize = 1024 * 1024;
/// So much of a part is decoded for its text: markup and encodings take their share.
const MOST_OF_A_PART: usize = 4 * MOST_OF_A_TEXT;

/// The parts of a mail by their use. Nothing is decoded yet.
#[derive(Default)]
pub(super) struct Gathered<'p, 'a> {
    texts: Vec<&'p Single<'a>>,
    pub files: Vec<&'p Single<'a>>,
}

/// Sorts the parts of a mail. Plain text goes before HTML where both say the same.
pub(super) fn gather<'p, 'a>(root: &'p Part<'a>) -> Gathered<'p, 'a> {
    let mut gathered = Gathered::default();
    sort(root, &mut gathered);
    gathered
}

fn sort<'p, 'a>(part: &'p Part<'a>, gathered: &mut Gathered<'p, 'a>) {
    match part {
        Part::One(single) if is_text(single) => gathered.texts.push(single),
        Part::One(single) => gathered.files.push(single),
        Part::Several { parts, .. } => parts.iter().for_each(|part| sort(part, gathered)),
        Part::Alternatives(parts) => {
            let best = parts.iter().position(|part| part.singles().into_iter().any(is_plain));
            let best = best.or_else(|| parts.iter().rposition(|part| part.singles().into_iter().any(is_text)));
            for (at, part) in parts.iter().enumerate() {
                if Some(at) == best {
                    sort(part, gathered);
                } else {
                    // The same text in another form is left out; a calendar entry or a picture is something else.
                    gathered.files.extend(part.singles().into_iter().filter(|single| !is_text(single)));
                }
            }
        }
    }
}

fn is_text(single: &Single<'_>) -> bool {
    !single.is_file() && matches!(single.content.said.as_str(), "text/plain" | "text/html" | "text")
}

/// Tells whether the part is plain text with something in it: some programs put an empty one before their HTML.
fn is_plain(single: &Single<'_>) -> bool {
    is_text(single) && !is_html(single) && !single.bytes.trim_ascii().is_empty()
}

fn is_html(single: &Single<'_>) -> bool {
    single.content.said == "text/html"
}

impl<'p, 'a> Gathered<'p, 'a> {
    /// Returns the text with `\n` at the line ends and every control but the tab seen, and what is kept beside it: the
    /// files, pages whose text is only what we made of them, and texts that are too long to be one.
    pub(super) fn read(self) -> (String, Vec<&'p Single<'a>>) {
        let (mut all, mut kept) = (String::new(), self.files);
        for single in self.texts {
            let mut text = clean(&text_of(single));
            let room = MOST_OF_A_TEXT.saturating_sub(all.len());
            let is_cut = text.len() > room || single.bytes.len() > MOST_OF_A_PART;
            text.truncate(text.floor_char_boundary(room));
            if is_cut || is_html(single) {
                kept.push(single);
            }
            if text.trim().is_empty() {
                continue;
            }
            if !all.is_empty() {
                all.push('\n');
            }
            all.push_str(&text);
        }
        (all, kept)
    }
}

fn text_of(single: &Single<'_>) -> String {
    let bytes = single.transfer.decode(&single.bytes[..single.bytes.len().min(MOST_OF_A_PART)]);
    let text = decode_text(&bytes, single.content.parameter("charset"));
    if is_html(single) {
        html::to_text(&text)
    } else if single.content.says("format", "flowed") {
        let spaces = if single.content.says("delsp", "yes") { Spaces::Delete } else { Spaces::Keep };
        flowed::unwrapped(&text, spaces)
    } else {
        text.into_owned()
    }
}

fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            '\r' | '\u{2028}' | '\u{2029}' => cleaned.push('\n'),
            '\n' | '\t' => cleaned.push(character),
            control if control.is_control() => {
                write!(cleaned, "\\u{{{:x}}}", u32::from(control)).expect("writing to a String cannot fail");
            }
            other => cleaned.push(other),
        }
    }
    cleaned
}
