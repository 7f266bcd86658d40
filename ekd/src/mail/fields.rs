//! The header of a mail or of one of its parts: fields as they came, each read only when it is asked for.
//!
//! Cutting is ours, so that it can stop at a limit; what stands inside a field is read by the mail library.

use std::borrow::Cow;

use common::contact::EmailAddress;
use jiff::Timestamp;
use mail_parser::HeaderValue;
use mail_parser::parsers::MessageStream;

use super::address::Address;
use super::content::{Content, decode_unlabelled};
use super::header::one_line;
use super::limits::{Allowance, Limit, Limits};

/// Longer ids are not used as keys.
const MOST_OF_AN_ID: usize = 250;
/// More references than this are of no use for finding a thread.
const MOST_IDS: usize = 100;
/// Characters of a subject that are kept.
const MOST_OF_A_SUBJECT: usize = 400;

#[derive(Clone, Debug, Default)]
pub(super) struct Fields<'a>(Vec<Field<'a>>);

#[derive(Clone, Copy, Debug)]
struct Field<'a> {
    name: &'a [u8],
    /// With its folded lines.
    value: &'a [u8],
}

/// Cuts the header off: to the first empty line, or to the first line that cannot belong to one. What follows is returned
/// too, without the empty line.
pub(super) fn split<'a>(raw: &'a [u8], left: &mut Allowance) -> Result<(Fields<'a>, &'a [u8]), Limit> {
    let (mut fields, mut at) = (Vec::<Field<'a>>::new(), 0_usize);
    let from = |line: &[u8]| line.starts_with(b"From ") || line.starts_with(b">From ");
    loop {
        // One byte more than is left tells a line that is too long from the last one.
        let rest = &raw[at..raw.len().min(at.saturating_add(left.header_bytes).saturating_add(1))];
        let line = rest.split_inclusive(|byte| *byte == b'\n').next().unwrap_or_default();
        if matches!(line, b"" | b"\n" | b"\r" | b"\r\n") {
            return Ok((Fields(fields), &raw[at + line.len()..]));
        }
        let is_folded = matches!(line.first(), Some(b' ' | b'\t'));
        let name = name_of(line);
        let belongs = if is_folded { !fields.is_empty() } else { name.is_some() || fields.is_empty() && from(line) };
        if !belongs {
            return Ok((Fields(fields), &raw[at..]));
        }
        left.header_bytes = left.header_bytes.checked_sub(line.len()).ok_or(Limit::HeaderBytes)?;
        match (name, fields.last_mut()) {
            (_, Some(last)) if is_folded => {
                let begin = at - last.value.len();
                last.value = &raw[begin..at + line.len()];
            }
            (Some((name, n_before)), _) if !is_folded => {
                left.headers = left.headers.checked_sub(1).ok_or(Limit::Headers)?;
                fields.push(Field { name, value: &raw[at + n_before..at + line.len()] });
            }
            // The separator of a mailbox file.
            (_, _) => {}
        }
        at += line.len();
    }
}

/// Returns the name of the field that the line begins, and how many bytes stand before its value (RFC 5322 §2.2).
fn name_of(line: &[u8]) -> Option<(&[u8], usize)> {
    let colon = line.iter().position(|byte| *byte == b':')?;
    let name = line[..colon].trim_ascii_end();
    let is_name = !name.is_empty() && name.iter().all(u8::is_ascii_graphic);
    is_name.then_some((name, colon + 1))
}

impl Fields<'_> {
    /// Returns the values of all fields of that name, topmost first, as text that is not decoded any further.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = Cow<'_, str>> {
        let of_name = self.0.iter().filter(move |field| field.name.eq_ignore_ascii_case(name.as_bytes()));
        of_name.map(|field| decode_unlabelled(field.value))
    }

    /// Returns the topmost field of that name as unfolded text, not decoded.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.all(name).next().map(|value| value.replace(['\r', '\n'], "").trim().to_owned())
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.all(name).next().is_some()
    }

    /// Returns the field with its encoded words decoded, made safe for one line.
    pub(super) fn unstructured(&self, name: &str) -> Option<String> {
        self.parsed(name, |stream| stream.parse_unstructured()).find_map(HeaderValue::into_text).map(|text| {
            // Encoded words may hold anything.
            one_line(&text, MOST_OF_A_SUBJECT)
        })
    }

    /// Returns all addresses in fields of that name that mail can be sent to.
    pub(super) fn addresses(&self, name: &str) -> Vec<Address> {
        let lists = self.parsed(name, |stream| stream.parse_address()).filter_map(HeaderValue::into_address);
        lists.flat_map(|list| list.iter().filter_map(Address::read).collect::<Vec<_>>()).collect()
    }

    pub(super) fn recipients(&self, name: &str) -> Vec<EmailAddress> {
        self.addresses(name).into_iter().map(|address| address.address).collect()
    }

    /// Returns the message ids in the topmost field of that name, without their brackets.
    pub(super) fn ids(&self, name: &str) -> Vec<String> {
        let first = self.parsed(name, |stream| stream.parse_id()).next();
        let ids = first.and_then(HeaderValue::into_text_list).unwrap_or_default();
        let is_id =
            |id: &&Cow<'_, str>| (1..=MOST_OF_AN_ID).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_graphic());
        let mut ids: Vec<String> = ids.iter().filter(is_id).map(|id| id.to_string()).collect();
        // The newest of a long thread stand last.
        ids.drain(..ids.len().saturating_sub(MOST_IDS));
        ids
    }

    /// Returns the instant in the topmost `Date`, where it is one.
    pub(super) fn date(&self) -> Option<Timestamp> {
        let date = self.parsed("Date", |stream| stream.parse_date()).next()?;
        let date = date.into_datetime().filter(mail_parser::DateTime::is_valid)?;
        Timestamp::from_second(date.to_timestamp()).ok()
    }

    /// Returns what a field such as `Content-Type` says.
    pub(super) fn content(&self, name: &str) -> Option<Content> {
        self.parsed(name, |stream| stream.parse_content_type())
            .next()
            .and_then(HeaderValue::into_content_type)
            .map(Content::of)
    }

    /// Reads every field of that name by `read`.
    fn parsed<'s>(
        &'s self,
        name: &'s str,
        read: for<'x> fn(&mut MessageStream<'x>) -> HeaderValue<'x>,
    ) -> impl Iterator<Item = HeaderValue<'static>> + 's {
        // Readers of the library stop at a line end and take what has none for nothing.
        self.all(name)
            .map(move |value| read(&mut MessageStream::new(format!("{}\n", value.trim_end()).as_bytes())).into_owned())
    }
}

/// Returns the fields that a header begins with, as far as the limits allow.
pub(super) fn beginning<'a>(raw: &'a [u8], limits: &Limits) -> Fields<'a> {
    let (mut begun, mut left) = (&raw[..raw.len().min(limits.header_bytes)], Allowance::of(limits));
    loop {
        if let Ok((fields, _)) = split(begun, &mut left) {
            return fields;
        }
        // Too many fields: half of the header has fewer.
        (begun, left) = (&begun[..begun.len() / 2], Allowance::of(limits));
    }
}
