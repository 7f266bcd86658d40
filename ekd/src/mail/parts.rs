//! The parts of a mail (RFC 2046), found line by line and counted before anything in them is decoded.
//!
//! The library's own walk follows broken boundaries to the end of the mail again and again, goes into attached mails,
//! and leaves out the text of a mail that was cut off; here each depth is one pass, and there are only so many.

use super::content::{Content, Transfer};
use super::fields::{self, Fields};
use super::limits::{Allowance, Limit};

/// A mail's tree.
#[derive(Debug)]
pub(super) enum Part<'a> {
    One(Single<'a>),
    /// The same in several forms, the best one last.
    Alternatives(Vec<Part<'a>>),
    Several {
        content: Content,
        parts: Vec<Part<'a>>,
    },
}

/// A part with bytes of its own. Attached mails and archives are that too: nothing looks into them.
#[derive(Debug)]
pub(super) struct Single<'a> {
    pub content: Content,
    pub disposition: Option<Content>,
    pub transfer: Transfer,
    pub bytes: &'a [u8],
}

/// Boundaries have at most 70 characters (RFC 2046 §5.1.1); some programs write more.
const MOST_OF_A_BOUNDARY: usize = 200;

/// Takes a mail apart whose own header is `fields`.
pub(super) fn take_apart<'a>(
    fields: &Fields<'_>,
    bytes: &'a [u8],
    depth: usize,
    left: &mut Allowance,
) -> Result<Part<'a>, Limit> {
    walk(fields, bytes, Content::plain, depth, left)
}

fn walk<'a>(
    fields: &Fields<'_>,
    bytes: &'a [u8],
    default: fn() -> Content,
    depth: usize,
    left: &mut Allowance,
) -> Result<Part<'a>, Limit> {
    left.take_part()?;
    let content = fields.content("Content-Type").unwrap_or_else(default);
    if content.said.starts_with("multipart/") {
        let boundary = content.parameter("boundary").map(str::trim_end).unwrap_or_default().to_owned();
        let inside = between(bytes, boundary.as_bytes(), left)?;
        if !inside.is_empty() {
            let depth = depth.checked_sub(1).ok_or(Limit::Depth)?;
            return several(content, &inside, depth, left);
        }
    }
    let single = Single {
        disposition: fields.content("Content-Disposition"),
        transfer: Transfer::of(fields.text("Content-Transfer-Encoding").as_deref()),
        // A multipart without parts is shown as the text that it is.
        content: if content.said.starts_with("multipart/") { Content::plain() } else { content },
        bytes,
    };
    if single.is_mail() && single.transfer == Transfer::AsItIs {
        count(bytes, depth, left)?;
    }
    Ok(Part::One(single))
}

fn several<'a>(content: Content, inside: &[&'a [u8]], depth: usize, left: &mut Allowance) -> Result<Part<'a>, Limit> {
    let default = if content.said == "multipart/digest" { Content::mail } else { Content::plain };
    let mut parts = Vec::with_capacity(inside.len());
    for bytes in inside {
        let (fields, body) = fields::split(bytes, left)?;
        parts.push(walk(&fields, body, default, depth, left)?);
    }
    Ok(if content.said == "multipart/alternative" {
        Part::Alternatives(parts)
    } else {
        Part::Several { content, parts }
    })
}

/// Counts what is in an attached mail, so that a mail of mails of mails is known for what it is. Its headers may be as
/// large as any mail's: they are not added to those around it.
fn count(bytes: &[u8], depth: usize, left: &mut Allowance) -> Result<(), Limit> {
    let depth = depth.checked_sub(1).ok_or(Limit::Depth)?;
    let mut inside = left.of_attached();
    let (fields, body) = fields::split(bytes, &mut inside)?;
    walk(&fields, body, Content::plain, depth, &mut inside)?;
    left.after(&inside);
    Ok(())
}

/// Cuts what is between the boundaries, without the line ends that belong to them. A last part that nothing closes goes
/// to the end.
fn between<'a>(bytes: &'a [u8], boundary: &[u8], left: &Allowance) -> Result<Vec<&'a [u8]>, Limit> {
    let mut parts = Vec::new();
    if !(1..=MOST_OF_A_BOUNDARY).contains(&boundary.len()) {
        return Ok(parts);
    }
    let (mut at, mut begin) = (0, None);
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let next = at + line.len();
        let after = line.strip_prefix(b"--").and_then(|rest| rest.strip_prefix(boundary)).map(<[u8]>::trim_ascii_end);
        if let Some(after @ (b"" | b"--")) = after {
            if let Some(begin) = begin {
                parts.push(without_line_end(&bytes[begin..at.max(begin)]));
                left.holds(parts.len())?;
            }
            begin = (after.is_empty()).then_some(next);
            if !after.is_empty() {
                break;
            }
        }
        at = next;
    }
    if let Some(begin) = begin {
        parts.push(&bytes[begin..]);
    }
    Ok(parts)
}

fn without_line_end(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    bytes.strip_suffix(b"\r").unwrap_or(bytes)
}

impl Single<'_> {
    /// Tells whether the part is a mail, whole or its header only.
    pub(super) fn is_mail(&self) -> bool {
        matches!(self.content.said.as_str(), "message/rfc822" | "message/global")
    }

    /// Returns the name that the sender gave to the part.
    pub(super) fn name(&self) -> Option<&str> {
        let of_disposition = self.disposition.as_ref().and_then(|disposition| disposition.parameter("filename"));
        of_disposition.or_else(|| self.content.parameter("name")).filter(|name| !name.trim().is_empty())
    }

    /// Tells whether the part is a file beside the text: said so, or named.
    pub(super) fn is_file(&self) -> bool {
        self.name().is_some() || self.disposition.as_ref().is_some_and(|disposition| disposition.said == "attachment")
    }
}

impl<'a> Part<'a> {
    /// Returns all parts with bytes, in their order.
    pub(super) fn singles(&self) -> Vec<&Single<'a>> {
        match self {
            Self::One(single) => vec![single],
            Self::Alternatives(parts) | Self::Several { parts, .. } => parts.iter().flat_map(Self::singles).collect(),
        }
    }
}
