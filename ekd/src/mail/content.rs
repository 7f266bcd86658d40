//! What a part says it is, and its bytes made into what they stand for: transfer encodings and character sets.

use std::borrow::Cow;

use encoding_rs::{ISO_8859_2, UTF_8, WINDOWS_1250};
use mail_parser::ContentType;
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::charsets::map::charset_decoder;

/// The value of a `Content-Type` or `Content-Disposition`: what is said and with which parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Content {
    /// In small letters, such as `text/plain` or `attachment`.
    pub said: String,
    parameters: Vec<(String, String)>,
}

/// Longer names of types are none.
const MOST_OF_A_TYPE: usize = 100;

impl Content {
    pub(super) fn of(content: ContentType<'static>) -> Self {
        let mut said = content.c_type.to_ascii_lowercase();
        if let Some(subtype) = content.c_subtype {
            said = format!("{said}/{}", subtype.to_ascii_lowercase());
        }
        let parameters = content.attributes.unwrap_or_default();
        let parameters = parameters.into_iter().map(|one| (one.name.to_ascii_lowercase(), one.value.into_owned()));
        Self { said, parameters: parameters.collect() }
    }

    /// Returns what a part is that says nothing.
    pub(super) fn plain() -> Self {
        Self { said: "text/plain".to_owned(), parameters: Vec::new() }
    }

    /// Returns what each part of a digest is that says nothing (RFC 2046 §5.1.5).
    pub(super) fn mail() -> Self {
        Self { said: "message/rfc822".to_owned(), parameters: Vec::new() }
    }

    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(of, _)| of == name).map(|(_, value)| value.as_str())
    }

    /// Tells whether the parameter has the value, in letters of either size.
    pub(super) fn says(&self, name: &str, value: &str) -> bool {
        self.parameter(name).is_some_and(|said| said.eq_ignore_ascii_case(value))
    }

    /// Returns the type, with nothing in it but what may stand in one (RFC 6838 §4.2).
    pub(super) fn media_type(&self) -> String {
        let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte);
        let is_fine = self.said.len() <= MOST_OF_A_TYPE
            && self.said.split('/').count() == 2
            && self.said.split('/').all(|half| {
                half.starts_with(|first: char| first.is_ascii_alphanumeric()) && half.bytes().all(is_token)
            });
        if is_fine { self.said.clone() } else { "application/octet-stream".to_owned() }
    }
}

/// How a part's bytes were made fit for seven bits (RFC 2045 §6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Transfer {
    AsItIs,
    QuotedPrintable,
    Base64,
}

impl Transfer {
    pub(super) fn of(said: Option<&str>) -> Self {
        let said = said.unwrap_or_default();
        let is = |name: &str| said.get(..name.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(name));
        if is("base64") {
            Self::Base64
        } else if is("quoted-printable") {
            Self::QuotedPrintable
        } else {
            Self::AsItIs
        }
    }

    /// Returns the bytes that were sent. What is broken in them is kept or passed over, never all for the sake of one.
    pub(super) fn decode(self, bytes: &[u8]) -> Cow<'_, [u8]> {
        match self {
            Self::AsItIs => Cow::Borrowed(bytes),
            Self::QuotedPrintable => Cow::Owned(from_quoted_printable(bytes)),
            Self::Base64 => {
                let is_digit = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=".contains(byte);
                let digits = || bytes.iter().copied().filter(is_digit).collect::<Vec<_>>();
                let decoded = base64_decode(bytes).or_else(|| base64_decode(&digits()));
                decoded.map_or(Cow::Borrowed(bytes), Cow::Owned)
            }
        }
    }
}

/// Decodes quoted-printable (RFC 2045 §6.7). The library's decoder gives nothing for a text with one stray `=`.
fn from_quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let mut decoded = Vec::with_capacity(bytes.len());
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let content = line.strip_suffix(b"\n").unwrap_or(line);
        let end = &line[content.strip_suffix(b"\r").unwrap_or(content).len()..];
        // White space at the end of a line was put there by somebody on the way.
        let content = content.trim_ascii_end();
        let (content, is_soft) = content.strip_suffix(b"=").map_or((content, false), |content| (content, true));
        let mut at = 0;
        while let Some(byte) = content.get(at) {
            let coded = (*byte == b'=').then(|| Some((digit(content.get(at + 1))?, digit(content.get(at + 2))?)));
            let coded = coded.flatten().and_then(|(high, low)| u8::try_from(high * 16 + low).ok());
            decoded.push(coded.unwrap_or(*byte));
            at += if coded.is_some() { 3 } else { 1 };
        }
        if !is_soft {
            decoded.extend_from_slice(end);
        }
    }
    decoded
}

/// Returns the text of the bytes, by the character set that they are said to be in.
pub(super) fn decode_text<'a>(bytes: &'a [u8], charset: Option<&str>) -> Cow<'a, str> {
    let charset = charset.unwrap_or_default().trim();
    let encoding = encoding_rs::Encoding::for_label(charset.as_bytes());
    let is_ascii = charset.eq_ignore_ascii_case("us-ascii") || charset.eq_ignore_ascii_case("ascii");
    if is_ascii || encoding == Some(UTF_8) {
        return decode_unlabelled(bytes);
    }
    if encoding == Some(ISO_8859_2) {
        return decode_central_european(bytes, Some(ISO_8859_2));
    }
    match (encoding, charset_decoder(charset.as_bytes())) {
        (Some(encoding), _) => encoding.decode(bytes).0,
        (None, Some(decode)) => Cow::Owned(decode(bytes)),
        (None, None) => decode_unlabelled(bytes),
    }
}

/// Returns the text of bytes that nobody labelled, or wrongly: UTF-8 where it is, else what Polish programs write.
pub(super) fn decode_unlabelled(bytes: &[u8]) -> Cow<'_, str> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        // Cut inside a letter, or one letter broken on the way: still far more UTF-8 than anything else.
        Err(_) if is_mostly_utf8(bytes) => String::from_utf8_lossy(bytes),
        Err(_) => decode_central_european(bytes, None),
    }
}

fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut n_letters, mut n_broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        n_letters += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        n_broken += usize::from(!chunk.invalid().is_empty());
    }
    n_letters > n_broken
}

/// Tells the two Polish code pages apart. Programs for Windows label theirs as ISO-8859-2, in which its `ś` is a control.
fn decode_central_european<'a>(bytes: &'a [u8], said: Option<&'static encoding_rs::Encoding>) -> Cow<'a, str> {
    let n_of = |letters: &[u8]| bytes.iter().filter(|byte| letters.contains(byte)).count();
    let has_controls = bytes.iter().any(|byte| (0x80..=0x9f).contains(byte));
    // ą ś ź Ą Ś Ź, the six that differ.
    let (iso, windows) = (n_of(b"\xb1\xb6\xbc\xa1\xa6\xac"), n_of(b"\xb9\x9c\x9f\xa5\x8c\x8f"));
    let encoding = match said {
        Some(said) if !has_controls => said,
        Some(_) => WINDOWS_1250,
        None if has_controls || windows >= iso => WINDOWS_1250,
        None => ISO_8859_2,
    };
    encoding.decode_without_bom_handling(bytes).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn polish_text_is_read_in_every_code_page_it_comes_in() {
        let text = "Zażółć gęślą jaźń ŻÓŁĆ ĄŚŹ";
        let check = |bytes: &[u8], charset: Option<&str>| assert_eq!(decode_text(bytes, charset), text, "{charset:?}");
        let (iso, windows) = (ISO_8859_2.encode(text).0, WINDOWS_1250.encode(text).0);
        check(text.as_bytes(), Some("utf-8"));
        check(text.as_bytes(), None);
        check(&iso, Some("ISO-8859-2"));
        check(&iso, None);
        check(&iso, Some("x-unheard-of"));
        check(&windows, Some("Windows-1250"));
        check(&windows, Some("cp1250"));
        check(&windows, Some("iso-8859-2"));
        check(&windows, Some("utf-8"));
        check(&windows, Some("us-ascii"));
        check(&windows, None);
        assert_eq!(decode_text("żółw".as_bytes().get(..5).unwrap(), Some("utf-8")), "żó\u{fffd}");
        assert_eq!(decode_text(b"Hi +AOk-", Some("utf-7")), "Hi é");
    }

    #[test]
    fn one_broken_byte_does_not_cost_the_rest() {
        let printable = |bytes: &[u8]| String::from_utf8(from_quoted_printable(bytes)).unwrap();
        assert_eq!(printable(b"Za=C5=BC=C3=B3=C5=82=C4=87 =\r\ndalej  \r\n=3D\n"), "Zażółć dalej\r\n=\n");
        assert_eq!(printable(b"2+2=4, a=b, =ZZ =\xc3\xb3 ="), "2+2=4, a=b, =ZZ =ó ");
        assert_eq!(*Transfer::Base64.decode(b"xbxhxYJhIA=="), *"żała ".as_bytes());
        assert_eq!(*Transfer::Base64.decode(b"xbxh\r\nxYJh\r\n-- \r\n"), *"żała".as_bytes());
        assert_eq!(*Transfer::of(Some("Base64 ")).decode(b""), *b"");
    }

    #[test]
    fn a_type_holds_nothing_but_a_type() {
        let of = |said: &str| Content { said: said.to_owned(), parameters: Vec::new() }.media_type();
        assert_eq!(of("application/vnd.ms-excel"), "application/vnd.ms-excel");
        for wrong in ["text", "a/b/c", "a/", "text/pl\u{1b}ain", "../x", &"a/b".repeat(90)] {
            assert_eq!(of(wrong), "application/octet-stream", "{wrong}");
        }
    }
}
