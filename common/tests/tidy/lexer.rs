//! Takes Rust apart into code, literals and comments, as far as the rules need it. Knows no rule.

/// A source file's three kinds of text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Parts {
    /// The source with blanks for comments and for the insides of literals; lines stay where they are.
    pub(crate) code: String,
    /// The contents of string literals, each with its line counted from 1.
    pub(crate) strings: Vec<(usize, String)>,
    /// The texts of comments, each with its line.
    pub(crate) comments: Vec<(usize, String)>,
}

struct Lexer<'a> {
    rest: &'a str,
    line: usize,
    parts: Parts,
}

/// Takes a source apart.
pub(crate) fn parts(source: &str) -> Parts {
    let mut lexer = Lexer { rest: source, line: 1, parts: Parts::default() };
    while !lexer.rest.is_empty() {
        lexer.step();
    }
    lexer.parts
}

impl Lexer<'_> {
    fn step(&mut self) {
        if self.rest.starts_with("//") {
            let length = self.rest.find('\n').unwrap_or(self.rest.len());
            self.comment(length);
        } else if self.rest.starts_with("/*") {
            self.comment(block_comment(self.rest));
        } else if let Some((open, close)) = string(self.rest, self.parts.code.chars().next_back()) {
            let (line, text) = (self.line, self.rest[open..close].to_owned());
            self.parts.strings.push((line, text));
            self.keep(open);
            self.blank(close - open);
            self.keep(self.rest.len().min(1));
        } else if let Some(length) = character(self.rest) {
            self.blank(length);
        } else {
            self.keep(self.rest.chars().next().map_or(0, char::len_utf8));
        }
    }

    fn comment(&mut self, length: usize) {
        self.parts.comments.push((self.line, self.rest[..length].to_owned()));
        self.blank(length);
    }

    fn keep(&mut self, length: usize) {
        let (taken, rest) = self.rest.split_at(length);
        self.line += taken.matches('\n').count();
        self.parts.code.push_str(taken);
        self.rest = rest;
    }

    fn blank(&mut self, length: usize) {
        let (taken, rest) = self.rest.split_at(length);
        self.line += taken.matches('\n').count();
        self.parts.code.extend(taken.chars().map(|letter| if letter == '\n' { '\n' } else { ' ' }));
        self.rest = rest;
    }
}

fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0_u32, 0);
    while at < text.len() {
        if text[at..].starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if text[at..].starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// Returns where the inside of a string literal begins and ends, if the text begins with one.
fn string(text: &str, before: Option<char>) -> Option<(usize, usize)> {
    if before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_') {
        return text.starts_with('"').then(|| plain_string(text, 1));
    }
    let prefix = text.find(|letter| !matches!(letter, 'b' | 'c' | 'r')).filter(|length| *length <= 2)?;
    let rest = &text[prefix..];
    if !text[..prefix].contains('r') {
        return rest.starts_with('"').then(|| plain_string(text, prefix + 1));
    }
    let hashes = rest.find(|letter| letter != '#')?;
    if !rest[hashes..].starts_with('"') {
        return None;
    }
    let open = prefix + hashes + 1;
    let end = format!("\"{}", "#".repeat(hashes));
    Some((open, text[open..].find(&end).map_or(text.len(), |length| open + length)))
}

fn plain_string(text: &str, open: usize) -> (usize, usize) {
    let mut escaped = false;
    for (at, letter) in text[open..].char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return (open, open + at),
            _ => {}
        }
    }
    (open, text.len())
}

/// Returns the length of a character literal, if the text begins with one and not with a lifetime.
fn character(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('\'')?;
    if let Some(escape) = inside.strip_prefix('\\') {
        let skip = escape.chars().next().map_or(0, char::len_utf8);
        return escape[skip..].find('\'').map(|length| 2 + skip + length + 1);
    }
    let letter = inside.chars().next()?;
    inside[letter.len_utf8()..].starts_with('\'').then(|| letter.len_utf8() + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_literals_leave_the_code() {
        let parts = parts("let a = \"x // y\"; // b\n/* c /* d */ e */ f('\\'', '\"', &'a str)\n");
        assert_eq!(parts.code.split_whitespace().collect::<Vec<_>>().join(" "), "let a = \" \"; f( , , &'a str)");
        assert_eq!(parts.strings, [(1, "x // y".to_owned())]);
        assert_eq!(parts.comments, [(1, "// b".to_owned()), (2, "/* c /* d */ e */".to_owned())]);
    }

    #[test]
    fn raw_and_escaped_strings_end_where_they_end() {
        let parts = parts(r##"a(r#"x "y" z"#, "p\"q", b"r", br"s"); for_r"##);
        let strings: Vec<&str> = parts.strings.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(strings, [r#"x "y" z"#, r#"p\"q"#, "r", "s"]);
        assert!(parts.code.ends_with("; for_r"), "{}", parts.code);
    }

    #[test]
    fn lines_stay_where_they_are() {
        let parts = parts("a\n\"b\nc\"\nd // e\n");
        assert_eq!(parts.code, "a\n\" \n \"\nd     \n");
        assert_eq!(parts.comments, [(4, "// e".to_owned())]);
    }
}
