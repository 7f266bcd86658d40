//! Reads a document event by event against its form, with a stack and limits. The whole document was decoded before: what no
//! XML text may hold is refused there.

use common::invoice::file::{FileProblem, ProblemKind};
use quick_xml::NsReader;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;

use super::document::Document;
use super::form::{FORMS, Form, ROOT};
use super::part::{Holds, find, fit};
use super::value::Value;
use crate::entity;
use crate::invoice::MAX_PROBLEMS;
use crate::invoice::problem::{problem, with};

/// The most elements within each other; the forms have ten.
const MAX_DEPTH: usize = 64;
/// The most elements of a document: ten thousand lines with all they can say, and a long attachment.
const MAX_ELEMENTS: usize = 400_000;
/// The longest text of an element, in bytes; the forms have 3500 characters.
const MAX_TEXT: usize = 64 << 10;
/// The most attributes of an element; the forms have two besides the names of namespaces.
const MAX_ATTRIBUTES: usize = 32;

const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// A document that keeps its form.
pub(super) struct Formed {
    pub(super) form: &'static Form,
    pub(super) document: Document,
}

/// An element that is not closed yet.
struct Open {
    at: usize,
    holds: &'static Holds,
    text: String,
    has_stray_text: bool,
}

struct Reading<'a> {
    text: &'a str,
    counted: usize,
    line: u64,
    form: Option<&'static Form>,
    document: Document,
    open: Vec<Open>,
    /// How many elements are open that do not belong there, the outermost included.
    n_strange: usize,
    problems: Vec<FileProblem>,
}

/// What to do after an event.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Then {
    GoOn,
    Stop,
}

/// Reads a document and holds it against the form that its namespace names.
pub(super) fn read(text: &str) -> Result<Formed, Vec<FileProblem>> {
    let mut reader = NsReader::from_str(text);
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.check_comments = true;
    let mut reading = Reading {
        text,
        counted: 0,
        line: 1,
        form: None,
        document: Document::default(),
        open: Vec::new(),
        n_strange: 0,
        problems: Vec::new(),
    };
    while reading.step(&mut reader) == Then::GoOn {}
    match reading.form {
        Some(form) if reading.problems.is_empty() => Ok(Formed { form, document: reading.document }),
        Some(_) | None => Err(reading.problems),
    }
}

impl Reading<'_> {
    fn step(&mut self, reader: &mut NsReader<&[u8]>) -> Then {
        let event = reader.read_event();
        let begins = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let then = match event {
            Ok(event) => self.take(&event, reader),
            Err(error) => {
                self.count_to(begins);
                self.malformed(&error.to_string())
            }
        };
        self.count_to(begins);
        if self.problems.len() >= MAX_PROBLEMS { Then::Stop } else { then }
    }

    /// Counts the lines up to a position.
    fn count_to(&mut self, position: usize) {
        let passed = self.text.as_bytes().get(self.counted..position).unwrap_or_default();
        self.line += passed.iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>();
        self.counted = self.counted.max(position);
    }

    fn take(&mut self, event: &Event<'_>, reader: &NsReader<&[u8]>) -> Then {
        match event {
            Event::Start(start) => self.start(start, reader),
            Event::End(_) => self.end(),
            Event::Text(text) if text.contains("]]>") => self.malformed("]]>"),
            Event::Text(text) => self.characters(&text.xml10_content()),
            Event::CData(_) if self.open.is_empty() => self.malformed("<![CDATA["),
            Event::CData(text) => self.characters(&text.xml10_content()),
            Event::GeneralRef(reference) => match entity::resolved(reference) {
                Some(character) => self.characters(character.encode_utf8(&mut [0; 4])),
                None => self.malformed(&format!("&{};", reference.xml10_content())),
            },
            Event::DocType(_) => {
                self.tell(ProblemKind::Unexpected, "<!DOCTYPE", "", "");
                Then::Stop
            }
            Event::Decl(_) if self.counted > 0 => self.malformed("<?xml"),
            Event::Eof if self.form.is_none() => self.malformed(""),
            Event::Eof if !self.open.is_empty() => {
                let path = self.path();
                self.tell(ProblemKind::Malformed, &path, "", "</Faktura>");
                Then::Stop
            }
            Event::Eof => Then::Stop,
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) | Event::Empty(_) => Then::GoOn,
        }
    }

    fn start(&mut self, start: &BytesStart<'_>, reader: &NsReader<&[u8]>) -> Then {
        let depth = self.open.len() + self.n_strange;
        if depth >= MAX_DEPTH || self.document.len() >= MAX_ELEMENTS {
            let (path, most) = (self.path(), if depth >= MAX_DEPTH { MAX_DEPTH } else { MAX_ELEMENTS });
            self.tell(ProblemKind::TooLarge, &path, "", &format!("≤ {most}"));
            return Then::Stop;
        }
        if self.n_strange > 0 {
            self.n_strange += 1;
            return Then::GoOn;
        }
        let (resolved, local) = reader.resolver().resolve_element(start.name());
        let namespace = match &resolved {
            ResolveResult::Bound(namespace) => namespace.0,
            ResolveResult::Unbound | ResolveResult::Unknown(_) => "",
        };
        let Some(open) = self.open.last() else { return self.root(namespace, local.as_ref(), start, reader) };
        let of_form = self.form.is_some_and(|form| form.namespace == namespace);
        let parent = open.at;
        let Some(element) = find(open.holds.parts(), local.as_ref()).filter(|_| of_form) else {
            let field = below(&self.path(), local.as_ref());
            self.tell(ProblemKind::Unexpected, &field, start.name().0, "");
            self.n_strange = 1;
            return Then::GoOn;
        };
        let before = self.document.last_child(parent);
        let at = self.document.add(element.name, self.line, Some(parent));
        if element.most > 1 {
            self.document.number(at, before);
        }
        self.open(at, &element.holds, start, reader)
    }

    fn root(&mut self, namespace: &str, name: &str, start: &BytesStart<'_>, reader: &NsReader<&[u8]>) -> Then {
        if self.form.is_some() {
            return self.malformed(name);
        }
        let form = FORMS.iter().find(|form| form.namespace == namespace && name == ROOT);
        let Some(form) = form else {
            let found = if namespace.is_empty() { name } else { namespace };
            self.tell(ProblemKind::UnknownFormat, "xmlns", found, FORMS[0].namespace);
            return Then::Stop;
        };
        self.form = Some(form);
        let at = self.document.add(ROOT, self.line, None);
        self.open(at, &form.holds, start, reader)
    }

    fn open(&mut self, at: usize, holds: &'static Holds, start: &BytesStart<'_>, reader: &NsReader<&[u8]>) -> Then {
        self.open.push(Open { at, holds, text: String::new(), has_stray_text: false });
        let mut found: Vec<(String, String)> = Vec::new();
        for attribute in start.attributes().with_checks(false) {
            let Ok(attribute) = attribute else { return self.malformed(start.name().0) };
            let name = attribute.key.0;
            let Ok(value) = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0) else {
                return self.malformed(name);
            };
            if found.len() >= MAX_ATTRIBUTES || found.iter().any(|(found, _)| found == name) {
                return self.malformed(name);
            }
            let (resolved, _) = reader.resolver().resolve_attribute(attribute.key);
            let is_about_schemas = matches!(resolved, ResolveResult::Bound(namespace) if namespace.0 == XSI);
            let is_expected = is_about_schemas
                || attribute.key.as_namespace_binding().is_some()
                || holds.attributes().iter().any(|(wanted, _)| *wanted == name);
            if !is_expected {
                let field = below(&self.path(), &format!("@{name}"));
                self.tell(ProblemKind::Unexpected, &field, &value, "");
            }
            found.push((name.to_owned(), value.into_owned()));
        }
        for (name, words) in holds.attributes() {
            let value = found.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str());
            let kind = if value.is_none() { ProblemKind::Missing } else { ProblemKind::BadValue };
            if !value.is_some_and(|value| words.split('|').any(|word| word == value)) {
                let field = below(&self.path(), &format!("@{name}"));
                self.tell(kind, &field, value.unwrap_or_default(), words);
            }
        }
        Then::GoOn
    }

    fn characters(&mut self, text: &str) -> Then {
        let is_blank = text.trim_matches([' ', '\t', '\r', '\n']).is_empty();
        if self.n_strange > 0 || (is_blank && self.open.is_empty()) {
            return Then::GoOn;
        }
        let Some(open) = self.open.last_mut() else { return self.malformed(text) };
        if open.holds.value().is_none() {
            if !is_blank && !open.has_stray_text {
                open.has_stray_text = true;
                let path = self.path();
                self.tell(ProblemKind::Unexpected, &path, text, "");
            }
            return Then::GoOn;
        }
        open.text.push_str(text);
        if open.text.len() <= MAX_TEXT {
            return Then::GoOn;
        }
        let path = self.path();
        self.tell(ProblemKind::TooLarge, &path, "", &format!("≤ {MAX_TEXT}"));
        Then::Stop
    }

    fn end(&mut self) -> Then {
        if self.n_strange > 0 {
            self.n_strange -= 1;
            return Then::GoOn;
        }
        let Some(open) = self.open.pop() else { return Then::Stop };
        match open.holds.value() {
            Some(value) => self.check_text(&open, value),
            None => self.check_children(&open),
        }
        Then::GoOn
    }

    /// Keeps the text of an element that is closed, or says why it may not stand there.
    fn check_text(&mut self, open: &Open, value: &Value) {
        if let Some(text) = value.accept(&open.text) {
            self.document.write(open.at, text.into_owned());
            return;
        }
        let node = self.document.node(open.at);
        let kind = if open.text.trim().is_empty() { ProblemKind::Missing } else { ProblemKind::BadValue };
        let problem = problem(kind, &node.path(), Some(node.line()));
        self.problems.push(with(problem, &open.text, &value.looks()));
    }

    /// Holds the children of an element that is closed against its parts.
    fn check_children(&mut self, open: &Open) {
        let node = self.document.node(open.at);
        let children: Vec<_> = node.children().collect();
        let names: Vec<&str> = children.iter().map(|child| child.name()).collect();
        let Err(stuck) = fit(open.holds.parts(), &names) else { return };
        let there = children.get(stuck.at);
        let line = there.map_or(self.line, |child| child.line());
        let found = there.map(|child| child.name()).unwrap_or_default();
        let path = node.path();
        let told = match (stuck.wanted.as_slice(), there) {
            ([], Some(child)) => with(problem(ProblemKind::Unexpected, &child.path(), Some(line)), child.text(), ""),
            (wanted, _) => {
                let problem = problem(ProblemKind::Missing, &below(&path, &wanted.join("|")), Some(line));
                with(problem, found, &wanted.join(" | "))
            }
        };
        self.problems.push(told);
    }

    /// Returns where the innermost open element is.
    fn path(&self) -> String {
        self.open.last().map(|open| self.document.node(open.at).path()).unwrap_or_default()
    }

    fn malformed(&mut self, found: &str) -> Then {
        let path = self.path();
        self.tell(ProblemKind::Malformed, &path, found, "");
        Then::Stop
    }

    fn tell(&mut self, kind: ProblemKind, field: &str, found: &str, wanted: &str) {
        let problem = problem(kind, field, Some(self.line));
        self.problems.push(with(problem, found, wanted));
    }
}

fn below(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") }
}
