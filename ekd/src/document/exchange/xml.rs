//! The XML form: events in, elements with their line out. What the elements mean is in `xml_content`.
//!
//! Reads events one by one, without recursion. There is no DTD, hence no entity but the five predefined ones.

use common::source::Problem;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::NAMESPACE;
use super::xml_content::Content;
use crate::document::Parsed;
use crate::document::problem::{malformed, shortened, unknown_format};
use crate::entity;

/// The most attributes of an element; ours have five.
const MAX_ATTRIBUTES: usize = 32;

/// The most elements within each other; ours are six. The limit stands before ours is known to be the format.
const MAX_DEPTH: usize = 64;

/// An attribute that an element has.
pub(super) type Attribute = (String, String);

/// Where the reader is.
struct Progress<'a> {
    text: &'a str,
    counted: usize,
    line: u64,
    depth: usize,
    /// What stands before element names, with its colon.
    prefix: String,
    ended: bool,
}

pub(super) fn parse(text: &str) -> Result<Parsed, Problem> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut progress = Progress { text, counted: 0, line: 1, depth: 0, prefix: String::new(), ended: false };
    let mut content = Content::default();
    loop {
        let event = reader.read_event();
        progress.count_to(usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX));
        let event = event.map_err(|error| progress.wrong(&error.to_string()))?;
        if matches!(event, Event::Eof) {
            break;
        }
        progress.take(event, &mut content)?;
    }
    if progress.ended { Ok(content.finish()) } else { Err(progress.wrong("the document ends too early")) }
}

impl Progress<'_> {
    fn count_to(&mut self, position: usize) {
        let passed = self.text.as_bytes().get(self.counted..position).unwrap_or_default();
        self.line += passed.iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>();
        self.counted = self.counted.max(position);
    }

    fn wrong(&self, what: &str) -> Problem {
        malformed(format!("line {}: {}", self.line, shortened(what)))
    }

    fn take(&mut self, event: Event<'_>, content: &mut Content) -> Result<(), Problem> {
        match event {
            Event::Start(start) => self.start(&start, content),
            Event::End(_) => {
                self.depth -= 1;
                self.ended = self.depth == 0;
                content.end().map_err(|what| self.wrong_or_whole(what))
            }
            Event::Text(text) => self.text(&text.xml10_content(), content),
            Event::CData(text) => self.text(&text.xml10_content(), content),
            Event::GeneralRef(reference) => {
                let mut buffer = [0; 4];
                let character = entity::resolved(&reference)
                    .ok_or_else(|| self.wrong(&format!("unknown entity {}", shortened(&reference.xml10_content()))))?;
                self.text(character.encode_utf8(&mut buffer), content)
            }
            Event::DocType(_) => Err(self.wrong("a document type declaration is refused")),
            Event::Decl(declaration) => match declaration.encoding() {
                Some(Ok(name)) if !name.eq_ignore_ascii_case("utf-8") && !name.eq_ignore_ascii_case("us-ascii") => {
                    Err(self.wrong(&format!("the encoding is {}, only UTF-8 is read", shortened(&name))))
                }
                Some(Err(error)) => Err(self.wrong(&error.to_string())),
                Some(Ok(_)) | None => Ok(()),
            },
            Event::Comment(_) | Event::PI(_) | Event::Empty(_) | Event::Eof => Ok(()),
        }
    }

    fn start(&mut self, start: &BytesStart<'_>, content: &mut Content) -> Result<(), Problem> {
        let attributes = self.attributes(start)?;
        let name = start.name().0;
        if self.depth == 0 {
            self.root(name, &attributes)?;
            self.depth = 1;
            return Ok(());
        }
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.wrong("more than 64 elements within each other"));
        }
        match name.strip_prefix(self.prefix.as_str()) {
            Some(local) => content.start(self.line, local, attributes).map_err(|what| self.wrong_or_whole(what)),
            None => Err(self.wrong(&format!("unexpected <{}>", shortened(name)))),
        }
    }

    fn root(&mut self, name: &str, attributes: &[Attribute]) -> Result<(), Problem> {
        if self.ended {
            return Err(self.wrong("text after the end of the document"));
        }
        let find = |wanted: &str| attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
        let (prefix, local) = name.rsplit_once(':').unwrap_or(("", name));
        let namespace = if prefix.is_empty() { find("xmlns") } else { find(&format!("xmlns:{prefix}")) };
        if local != "document" || namespace != Some(NAMESPACE) {
            return Err(unknown_format(format!(
                "the root is <{}>, not <document xmlns=\"{NAMESPACE}\">",
                shortened(name)
            )));
        }
        if let Some((name, _)) = attributes.iter().find(|(name, _)| name != "version" && !is_about_schemas(name)) {
            return Err(self.wrong(&format!("unexpected attribute {}", shortened(name))));
        }
        if !prefix.is_empty() {
            self.prefix = format!("{prefix}:");
        }
        match find("version") {
            Some("1") => Ok(()),
            version => Err(unknown_format(format!("version {}, only 1 is read", shortened(version.unwrap_or("?"))))),
        }
    }

    fn attributes(&self, start: &BytesStart<'_>) -> Result<Vec<Attribute>, Problem> {
        let mut found: Vec<Attribute> = Vec::new();
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| self.wrong(&error.to_string()))?;
            let name = attribute.key.0;
            if found.len() >= MAX_ATTRIBUTES || found.iter().any(|(found, _)| found == name) {
                return Err(self.wrong(&format!("attribute {} is repeated or one too many", shortened(name))));
            }
            let value = attribute
                .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                .map_err(|error| self.wrong(&error.to_string()))?;
            found.push((name.to_owned(), value.into_owned()));
        }
        Ok(found)
    }

    fn text(&self, text: &str, content: &mut Content) -> Result<(), Problem> {
        if self.depth == 0 {
            return if text.trim().is_empty() { Ok(()) } else { Err(self.wrong("text outside of the document")) };
        }
        content.text(text).map_err(|what| self.wrong(&what))
    }

    fn wrong_or_whole(&self, refusal: super::xml_content::Refusal) -> Problem {
        match refusal {
            super::xml_content::Refusal::Here(what) => self.wrong(&what),
            super::xml_content::Refusal::Whole(problem) => problem,
        }
    }
}

fn is_about_schemas(name: &str) -> bool {
    name == "xmlns" || name.starts_with("xmlns:") || name.starts_with("xsi:")
}
