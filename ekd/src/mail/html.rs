//! The text of a mail that came as HTML only.
//!
//! Nothing is rendered, fetched or followed: tags go, entities become what they stand for, a quotation gets its `>`. One
//! pass whose steps never look back, so that a broken page costs no more than a whole one. The library's routine knows
//! no blocks, and loses all of a page whose head is not closed.

use mail_parser::decoders::html::add_html_token;

/// Elements whose content is no text for people.
const SILENT: [&str; 4] = ["script", "style", "template", "title"];
/// Elements that begin and end a line.
const BLOCKS: [&str; 22] = [
    "address", "article", "aside", "center", "dd", "div", "dl", "dt", "fieldset", "footer", "form", "header", "li",
    "main", "nav", "ol", "section", "table", "tr", "ul", "body", "html",
];
/// Elements with an empty line around them.
const PARAGRAPHS: [&str; 9] = ["p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote"];
/// The longest entity of HTML has 33 characters.
const MOST_OF_AN_ENTITY: usize = 34;
/// Further than this no end of a quoted attribute is looked for.
const MOST_OF_A_TAG: usize = 8 * 1024;
/// Quotations of quotations beyond this are not told apart.
const DEEPEST_QUOTE: usize = 10;

/// Returns the text of a page.
pub(super) fn to_text(html: &str) -> String {
    let (mut out, mut rest) = (Lines::default(), html);
    let last_end = html.rfind('>').unwrap_or(0);
    while let Some(at) = rest.find(['<', '&']) {
        out.write(&rest[..at]);
        rest = &rest[at..];
        let is_closed = html.len() - rest.len() < last_end;
        let used = match rest.as_bytes() {
            [b'&', ..] => entity(rest, &mut out),
            [b'<', next, ..] if is_closed && (next.is_ascii_alphabetic() || b"/!?".contains(next)) => {
                tag(rest, &mut out)
            }
            _ => {
                out.write(&rest[..1]);
                1
            }
        };
        rest = &rest[used..];
    }
    out.write(rest);
    out.text
}

/// Writes what the entity at the beginning of `rest` stands for. Returns how many bytes it has.
fn entity(rest: &str, out: &mut Lines) -> usize {
    let bytes = rest.as_bytes();
    let end = bytes[1..].iter().take(MOST_OF_AN_ENTITY).position(|byte| !byte.is_ascii_alphanumeric() && *byte != b'#');
    let Some(end) = end.map(|end| end + 1).filter(|end| bytes.get(*end) == Some(&b';')) else {
        out.write("&");
        return 1;
    };
    let mut decoded = String::new();
    add_html_token(&mut decoded, &bytes[..=end], false);
    out.write(&decoded);
    end + 1
}

/// Does what the tag at the beginning of `rest` asks for. Returns how many bytes it has, with what it hides.
fn tag(rest: &str, out: &mut Lines) -> usize {
    if let Some(comment) = rest.strip_prefix("<!--") {
        // A comment that nothing ends hides the rest from every reader.
        return comment.find("-->").map_or(rest.len(), |end| end + 7);
    }
    let is_end = rest.as_bytes().get(1) == Some(&b'/');
    let name: String =
        rest[1 + usize::from(is_end)..].chars().take(12).take_while(char::is_ascii_alphanumeric).collect();
    let name = name.to_ascii_lowercase();
    let used = end_of_tag(rest);
    if SILENT.contains(&name.as_str()) && !is_end {
        return used + end_of_silence(&rest[used..], &name);
    }
    match name.as_str() {
        "br" | "hr" => out.end_line(),
        "blockquote" if is_end => {
            out.break_line(1);
            out.depth = out.depth.saturating_sub(1);
        }
        "blockquote" => {
            out.break_line(2);
            out.depth += 1;
        }
        "td" | "th" => out.gap(),
        "pre" => {
            out.break_line(2);
            out.is_set = !is_end;
        }
        "li" if !is_end => {
            out.break_line(1);
            out.write("- ");
        }
        block if BLOCKS.contains(&block) => out.break_line(1),
        paragraph if PARAGRAPHS.contains(&paragraph) => out.break_line(2),
        _ => {}
    }
    used
}

/// Returns how long the tag at the beginning is. A `>` inside a quoted attribute does not end it.
fn end_of_tag(rest: &str) -> usize {
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate().take(MOST_OF_A_TAG) {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            (None | Some(_), _) => {}
        }
    }
    rest.find('>').map_or(rest.len(), |at| at + 1)
}

/// Returns how far the content of a silent element goes: to its end tag, which is left to be read.
fn end_of_silence(rest: &str, name: &str) -> usize {
    let is_end = |at: &usize| {
        let after = rest.as_bytes().get(at + 2..at + 2 + name.len());
        after.is_some_and(|after| after.eq_ignore_ascii_case(name.as_bytes()))
    };
    rest.match_indices("</").map(|(at, _)| at).find(is_end).unwrap_or(rest.len())
}

/// The text as it grows.
#[derive(Default)]
struct Lines {
    text: String,
    /// White space stood before what comes next.
    is_gapped: bool,
    /// Something stands on the last line.
    is_begun: bool,
    /// White space is kept as it is.
    is_set: bool,
    depth: usize,
}

impl Lines {
    fn write(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '\n' if self.is_set => self.end_line(),
                ' ' if self.is_set && self.is_begun => self.text.push(' '),
                ' ' | '\t' | '\r' | '\n' | '\x0c' | '\u{a0}' => self.gap(),
                other => self.put(other),
            }
        }
    }

    fn put(&mut self, character: char) {
        if !self.is_begun {
            let depth = self.depth.min(DEEPEST_QUOTE);
            self.text.extend(std::iter::repeat_n('>', depth).chain((depth > 0).then_some(' ')));
        } else if self.is_gapped {
            self.text.push(' ');
        }
        self.text.push(character);
        (self.is_begun, self.is_gapped) = (true, false);
    }

    const fn gap(&mut self) {
        self.is_gapped = true;
    }

    fn end_line(&mut self) {
        self.text.push('\n');
        (self.is_begun, self.is_gapped) = (false, false);
    }

    /// Sees that the text ends with so many line ends; the first line needs none before it.
    fn break_line(&mut self, n_ends: usize) {
        let has = self.text.bytes().rev().take(n_ends).take_while(|byte| *byte == b'\n').count();
        if self.text.is_empty() {
            self.is_gapped = false;
            return;
        }
        for _ in has..n_ends {
            self.end_line();
        }
        self.is_gapped = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &str) {
        assert_eq!(to_text(html).trim_end(), expected, "{html}");
    }

    #[test]
    fn a_page_becomes_the_lines_that_people_saw() {
        check(
            "<html><head><title>x</title></head><body>Dzień <b>dobry</b>,<br>zimno.</body></html>",
            "Dzień dobry,\nzimno.",
        );
        check("<div>Raz</div><div>Dwa</div>\n<p>Trzy</p><p>Cztery</p>", "Raz\nDwa\n\nTrzy\n\nCztery");
        check("<ul><li>woda<li>ciep&#322;o</ul>", "- woda\n- ciepło");
        check("<table><tr><td>W-0414</td><td>61,3&nbsp;&deg;C</td></tr></table>", "W-0414 61,3 °C");
        check("<pre>a  b\n  c</pre>d", "a  b\nc\n\nd");
        check(
            "<div>Tak.</div><blockquote>Czy ciepło?<blockquote>Zimno</blockquote></blockquote>",
            "Tak.\n\n> Czy ciepło?\n\n>> Zimno",
        );
    }

    #[test]
    fn what_is_no_text_goes() {
        check("<style>a > b { c }</style>a<script>if (1 < 2) { '</b>' }</script>b<!-- <p>x</p> -->c", "abc");
        check("<a title=\"1 > 0\" href='https://zly.example/?a=1'>tutaj</a> <img src=http://x/y.png>.", "tutaj .");
        check("<STYLE>x</Style >a<template><p>x</template>", "a");
        check("a<script>never closed", "a");
        check("a<!-- never closed <p>x</p>", "a");
    }

    #[test]
    fn what_is_broken_stays_readable() {
        check("1 < 2 && 3 > 2", "1 < 2 && 3 > 2");
        check("<b>a</b> <nigdy", "a <nigdy");
        check("&oacute;&hmmm;&#x17c;&#0;&;&#xFFFFFFF;&amp;lt;", "ó&hmmm;ż\0&;\u{fffd}&lt;");
        check("<head><p>Bez końca głowy", "Bez końca głowy");
        check("<a \"x>y</a>z", "yz");
    }

    #[test]
    fn a_broken_page_costs_no_more_than_a_whole_one() {
        for piece in ["<", "<a", "<a \"", "&", "<!--", "<script", "</script", "<blockquote>", "&#", "<pre>\n", "<b>"] {
            let page = format!("{}>", piece.repeat(1_000_000 / piece.len()));
            let began = std::time::Instant::now();
            assert!(to_text(&page).len() <= 12 * page.len());
            assert!(began.elapsed() < std::time::Duration::from_secs(5), "{piece}: {:?}", began.elapsed());
        }
    }
}
