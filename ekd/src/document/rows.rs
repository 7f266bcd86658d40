//! Splits delimited text into rows and fields.
//!
//! A row is always one line: a quotation mark that is never closed spoils its own row and no other, so that every line
//! is accounted for. Knows nothing of columns or values.

use std::borrow::Cow;

/// The rows of a text, one after the other.
#[derive(Clone)]
pub(crate) struct Rows<'a> {
    rest: &'a str,
    line: u64,
    delimiter: u8,
    fields: Vec<Cow<'a, str>>,
}

/// What a line turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Row {
    /// Its fields are in [`Rows::fields`].
    Fields,
    /// It cannot be split, for this reason.
    Broken(&'static str),
}

/// The most fields of a row; a longer one is an attack on memory.
const MAX_FIELDS: usize = 4096;

const UNCLOSED: Row = Row::Broken("a quotation mark is not closed");
const TOO_WIDE: Row = Row::Broken("more than 4096 fields");

impl<'a> Rows<'a> {
    /// Returns the rows of `text`; `delimiter` is an ASCII character.
    pub(crate) fn new(text: &'a str, delimiter: char) -> Self {
        let delimiter = u8::try_from(delimiter).ok().filter(u8::is_ascii);
        let delimiter = delimiter.expect("a mapping with another one is refused before a file is read");
        Self { rest: text, line: 0, delimiter, fields: Vec::new() }
    }

    /// Returns the number of the line last read, counted from 1.
    pub(crate) const fn line(&self) -> u64 {
        self.line
    }

    /// Returns the fields of the row last read.
    pub(crate) fn fields(&self) -> &[Cow<'a, str>] {
        &self.fields
    }

    /// Reads the next line whatever it holds.
    pub(crate) fn next_line(&mut self) -> Option<&'a str> {
        if self.rest.is_empty() {
            return None;
        }
        self.line += 1;
        let (line, rest) = self.rest.split_once('\n').unwrap_or((self.rest, ""));
        self.rest = rest;
        Some(line.strip_suffix('\r').unwrap_or(line))
    }

    /// Reads the next line that is not blank and splits it.
    pub(crate) fn next_row(&mut self) -> Option<Row> {
        while !self.rest.is_empty() {
            self.line += 1;
            let (line, has_mark) = self.split_plain();
            if has_mark {
                self.fields.clear();
                return Some(self.split_quoted(line));
            }
            if line.bytes().all(|byte| byte == b' ') {
                continue;
            }
            return Some(if self.fields.len() > MAX_FIELDS { TOO_WIDE } else { Row::Fields });
        }
        None
    }

    /// Splits the next line at every delimiter, and returns it and whether a quotation mark is in it: then the split
    /// counts for nothing.
    fn split_plain(&mut self) -> (&'a str, bool) {
        let text = self.rest;
        let (mut from, mut end, mut has_mark) = (0, text.len(), false);
        self.fields.clear();
        for (at, byte) in text.bytes().enumerate() {
            if byte > b',' && byte != self.delimiter {
                // Digits and letters: nearly all of a file.
            } else if byte == self.delimiter {
                if self.fields.len() <= MAX_FIELDS {
                    self.fields.push(Cow::Borrowed(&text[from..at]));
                }
                from = at + 1;
            } else if byte == b'\n' {
                end = at;
                break;
            } else if byte == b'"' {
                has_mark = true;
            }
        }
        self.rest = text.get(end + 1..).unwrap_or_default();
        let line = &text[..end];
        let line = line.strip_suffix('\r').unwrap_or(line);
        if self.fields.len() <= MAX_FIELDS {
            self.fields.push(Cow::Borrowed(line.get(from..).unwrap_or_default()));
        }
        (line, has_mark)
    }

    fn split_quoted(&mut self, line: &'a str) -> Row {
        let mut rest = line;
        loop {
            let (field, after) = if let Some(quoted) = rest.strip_prefix('"') {
                let Some((field, after)) = unquoted(quoted) else { return UNCLOSED };
                (field, after)
            } else {
                let end = rest.find(char::from(self.delimiter)).unwrap_or(rest.len());
                (Cow::Borrowed(&rest[..end]), &rest[end..])
            };
            if self.fields.len() == MAX_FIELDS {
                return TOO_WIDE;
            }
            self.fields.push(field);
            let Some(next) = after.strip_prefix(char::from(self.delimiter)) else {
                // Text after a closing quotation mark belongs to no field.
                return if after.is_empty() { Row::Fields } else { UNCLOSED };
            };
            rest = next;
        }
    }
}

/// Says how a row differs from the header.
pub(crate) fn wrong_number(fields: &[Cow<'_, str>], n_columns: usize) -> String {
    format!("{} fields where {n_columns} are expected", fields.len())
}

/// Tells whether two cells hold the same text. Cells are short and often empty, for which the system's comparison is
/// slow: it took nearly half of the time of reading a file.
#[inline]
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.bytes().zip(other.bytes()).all(|(one, other)| one == other)
}

/// Returns the text up to the closing quotation mark, with doubled ones made single, and what follows.
fn unquoted(text: &str) -> Option<(Cow<'_, str>, &str)> {
    let mut from = 0;
    let mut doubled = false;
    loop {
        let mark = from + text[from..].find('"')?;
        let after = &text[mark + 1..];
        if !after.starts_with('"') {
            let field = &text[..mark];
            let field = if doubled { Cow::Owned(field.replace("\"\"", "\"")) } else { Cow::Borrowed(field) };
            return Some((field, after));
        }
        doubled = true;
        from = mark + 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, delimiter: char, expected: &[(u64, Option<&[&str]>)]) {
        let mut rows = Rows::new(text, delimiter);
        let mut found = Vec::new();
        while let Some(row) = rows.next_row() {
            let fields = rows.fields().iter().map(ToString::to_string).collect::<Vec<_>>();
            found.push((rows.line(), (row == Row::Fields).then_some(fields)));
        }
        let expected = expected
            .iter()
            .map(|(line, fields)| (*line, fields.map(|fields| fields.iter().map(ToString::to_string).collect())))
            .collect::<Vec<(u64, Option<Vec<String>>)>>();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn lines_are_split_as_they_are_written() {
        check("a,b\r\n\r\n1,2\n", ',', &[(1, Some(&["a", "b"])), (3, Some(&["1", "2"]))]);
        check("a;\"b;\"\"c\"\"\";", ';', &[(1, Some(&["a", "b;\"c\"", ""]))]);
        check("\"\",\"x\"", ',', &[(1, Some(&["", "x"]))]);
        check("5\" pipe,1", ',', &[(1, Some(&["5\" pipe", "1"]))]);
        check("", ',', &[]);
        check("\t\n", '\t', &[(1, Some(&["", ""]))]);
    }

    #[test]
    fn a_row_of_too_many_fields_is_broken() {
        for (field, n_fields, row) in [("", 4096, Row::Fields), ("", 4097, TOO_WIDE), ("\"\"", 4096, Row::Fields)] {
            let line = vec![field; n_fields].join(",");
            assert_eq!(Rows::new(&line, ',').next_row(), Some(row), "{n_fields}");
        }
        let wide = vec!["\"\""; 1_000_000].join(",");
        let mut rows = Rows::new(&wide, ',');
        assert_eq!((rows.next_row(), rows.fields().len()), (Some(TOO_WIDE), MAX_FIELDS));
    }

    #[test]
    fn an_open_quotation_mark_spoils_one_row_only() {
        check("\"a,1\nb,2\n", ',', &[(1, None), (2, Some(&["b", "2"]))]);
        check("\"a\"b,1\nb,2\n", ',', &[(1, None), (2, Some(&["b", "2"]))]);
        check("\"\"\"\nb", ',', &[(1, None), (2, Some(&["b"]))]);
    }
}
