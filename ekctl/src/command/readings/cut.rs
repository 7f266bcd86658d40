//! Cutting a long CSV file into documents at the ends of lines, without ever holding more than a block of it.
//!
//! Every part begins with the file's first lines, so that each is a document by itself. A record is one line, as the
//! daemon reads it: a quotation mark that is never closed spoils its own line and no other. Knows nothing of columns.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::ops::Range;

/// A document made of the first line of a file (where the file is cut at all) and a stretch of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    header: Vec<u8>,
    body: Range<u64>,
}

/// Finds the parts of a file one after the other.
pub struct Cutter {
    scanner: BufReader<File>,
    header: Vec<u8>,
    /// Where the scanner stands. Clones of a file share their place, so each use goes there first.
    at: u64,
    size: u64,
    limit: u64,
}

/// Longest beginning of a file that is cut.
const LONGEST_HEADER: u64 = 64 << 10;

/// Tells whether a file that begins so is lines of text, and not XML, JSON or something binary.
#[must_use]
pub fn is_csv(beginning: &[u8]) -> bool {
    let text = beginning.strip_prefix(b"\xef\xbb\xbf").unwrap_or(beginning).trim_ascii_start();
    !(beginning.contains(&0) || matches!(text.first(), None | Some(b'<' | b'{' | b'[')))
}

impl Part {
    /// Returns a whole file as one part.
    #[must_use]
    pub const fn whole(size: u64) -> Self {
        Self { header: Vec::new(), body: 0..size }
    }

    #[must_use]
    pub fn size(&self) -> u64 {
        self.header.len() as u64 + (self.body.end - self.body.start)
    }

    /// Returns where the part ends in the file.
    #[must_use]
    pub const fn end(&self) -> u64 {
        self.body.end
    }

    /// Returns at most `limit` bytes of the part from `offset` on; fewer only at its end.
    ///
    /// # Errors
    /// The file cannot be read, or has become shorter.
    pub fn read(&self, file: &mut File, offset: u64, limit: usize) -> io::Result<Vec<u8>> {
        let header = usize::try_from(offset).ok().and_then(|offset| self.header.get(offset..)).unwrap_or_default();
        let mut bytes = header[..header.len().min(limit)].to_vec();
        let into_body = offset.saturating_sub(self.header.len() as u64);
        let left = (self.body.end - self.body.start).saturating_sub(into_body);
        let wanted = left.min((limit - bytes.len()) as u64);
        file.seek(SeekFrom::Start(self.body.start + into_body))?;
        let read = file.take(wanted).read_to_end(&mut bytes)?;
        if (read as u64) < wanted { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(bytes) }
    }
}

impl Cutter {
    /// Begins to cut a file of `size` bytes into parts of about `limit`, each beginning with the file's marks (lines
    /// with `#`) and its first `n_header_lines` lines.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn new(file: &File, size: u64, limit: u64, n_header_lines: u16) -> io::Result<Self> {
        let mut scanner = BufReader::with_capacity(1 << 16, file.try_clone()?);
        scanner.seek(SeekFrom::Start(0))?;
        let mut beginning = Vec::new();
        scanner.by_ref().take(LONGEST_HEADER).read_to_end(&mut beginning)?;
        let header = header(&beginning, n_header_lines).to_vec();
        Ok(Self { scanner, at: header.len() as u64, header, size, limit })
    }

    /// Goes on at a place where a part ended.
    pub const fn go_to(&mut self, at: u64) {
        self.at = at;
    }

    /// Returns the next part; `None` after the last one.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn next_part(&mut self) -> io::Result<Option<Part>> {
        let from = self.at;
        if from >= self.size {
            return Ok(None);
        }
        let room = self.limit.saturating_sub(self.header.len() as u64).max(1);
        self.scanner.seek(SeekFrom::Start(from))?;
        let mut end = from;
        while end < self.size {
            let line = self.scan()?.unwrap_or(self.size);
            if line - from > room && end > from {
                break;
            }
            end = line;
        }
        self.at = end;
        Ok(Some(Part { header: self.header.clone(), body: from..self.at }))
    }

    /// Moves behind the line's end and returns where that is; `None` at the end of the file.
    fn scan(&mut self) -> io::Result<Option<u64>> {
        loop {
            let block = self.scanner.fill_buf()?;
            if block.is_empty() {
                return Ok(None);
            }
            let end = block.iter().position(|byte| *byte == b'\n');
            let used = end.map_or(block.len(), |end| end + 1);
            self.scanner.consume(used);
            self.at += used as u64;
            if end.is_some() {
                return Ok(Some(self.at));
            }
        }
    }
}

/// Returns what each part begins with; nothing where the beginning holds no whole header.
fn header(beginning: &[u8], n_lines: u16) -> &[u8] {
    let (mut end, mut left) = (0, n_lines);
    for line in beginning.split_inclusive(|byte| *byte == b'\n') {
        let is_mark = matches!(line.first(), Some(b'#' | b'\n' | b'\r'));
        if left == 0 && !is_mark {
            return &beginning[..end];
        }
        if line.last() != Some(&b'\n') {
            return &[];
        }
        end += line.len();
        left = if is_mark { left } else { left - 1 };
    }
    if left == 0 { &beginning[..end] } else { &[] }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::io::Write as _;

    use super::*;

    fn parts(text: &[u8], limit: u64) -> Vec<String> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(text).unwrap();
        let mut cutter = Cutter::new(&file, text.len() as u64, limit, 1).unwrap();
        let mut found = Vec::new();
        while let Some(part) = cutter.next_part().unwrap() {
            let bytes = part.read(&mut file, 0, usize::MAX).unwrap();
            assert_eq!(bytes.len() as u64, part.size());
            found.push(String::from_utf8(bytes).unwrap());
        }
        found
    }

    #[test]
    fn every_part_begins_with_the_headings_and_ends_with_a_record() {
        assert_eq!(parts(b"a,b\n1,2\n3,4\n5,6\n", 12), ["a,b\n1,2\n3,4\n", "a,b\n5,6\n"]);
        assert_eq!(parts(b"a;b\r\n1;2\r\n3;4", 11), ["a;b\r\n1;2\r\n", "a;b\r\n3;4"]);
    }

    #[test]
    fn marks_before_the_headings_are_repeated_too() {
        let text = b"#ek-document 1\na,b\n1,2\n3,4\n";
        assert_eq!(parts(text, 24), ["#ek-document 1\na,b\n1,2\n", "#ek-document 1\na,b\n3,4\n"]);
    }

    #[test]
    fn an_open_quotation_mark_joins_no_lines() {
        let text = b"a,b\n\"x,2\n5\" pipe,3\n7,8\n";
        assert_eq!(parts(text, 10), ["a,b\n\"x,2\n", "a,b\n5\" pipe,3\n", "a,b\n7,8\n"]);
        assert_eq!(parts(b"\"a,b\n1,2\n3,4\n", 9), ["\"a,b\n1,2\n", "\"a,b\n3,4\n"]);
    }

    #[test]
    fn the_parts_hold_the_same_lines_as_the_whole() {
        let mut text = String::from("time,name,value\n");
        for number in 0..500 {
            let name = match number % 4 {
                0 => "plain",
                1 => "\"never closed",
                2 => "\"a \"\"quote\"\"\"",
                _ => "5\" pipe",
            };
            write!(text, "{number},{name},{}\r\n", number * 7).unwrap();
        }
        let (head, whole) = text.split_once('\n').unwrap();
        for limit in [1, 50, 333, 4096, 1 << 20] {
            let parts = parts(text.as_bytes(), limit);
            let most = limit.max(60);
            assert!(parts.iter().all(|part| part.len() as u64 <= most && part.ends_with('\n')), "{limit}");
            let bodies: Vec<_> = parts.iter().map(|part| part.strip_prefix(head).unwrap()[1..].to_owned()).collect();
            assert_eq!(bodies.concat(), whole, "{limit}");
        }
    }

    #[test]
    fn a_part_is_read_in_pieces_of_any_length() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"head\nbody").unwrap();
        let part = Part { header: b"head\n".to_vec(), body: 5..9 };
        for limit in 1..12 {
            let (mut bytes, mut offset) = (Vec::new(), 0);
            while offset < part.size() {
                let piece = part.read(&mut file, offset, limit).unwrap();
                offset += piece.len() as u64;
                bytes.extend(piece);
            }
            assert_eq!(bytes, b"head\nbody", "{limit}");
        }
    }

    #[test]
    fn only_lines_of_text_are_cut() {
        assert!(is_csv(b"\xef\xbb\xbfpoint,at\n"));
        assert!(!is_csv(b"  <?xml version"));
        assert!(!is_csv(b"\n{\"schema\""));
        assert!(!is_csv(b"a\0b\0"));
        assert!(!is_csv(b""));
    }
}
