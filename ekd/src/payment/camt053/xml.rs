//! Events in, statements out. No recursion, no document type, no entity but the five predefined ones.

use common::invoice::file::{FileProblem, ProblemKind};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::read::{Keys, ReadStatement, problem};
use super::element::Element;
use super::form::{self, Form, Often};
use super::statement::Draft;
use crate::entity;

/// The namespace without the version.
const NAMESPACE: &str = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.";
const VERSIONS: [&str; 7] = ["02", "03", "04", "05", "06", "07", "08"];

/// The most elements within each other; statements have twelve.
const MAX_DEPTH: usize = 64;
/// The most elements in one part of a statement: a batch of twenty thousand transfers.
const MAX_ELEMENTS: usize = 1_000_000;
/// The longest text; the longest of the schemas has 500 characters.
const MAX_TEXT: usize = 10_000;
/// The most attributes of an element; those here have one.
const MAX_ATTRIBUTES: usize = 32;

/// An element that is open.
struct Open {
    /// `None`: passed over with all that it holds.
    element: Option<Element>,
    form: Option<&'static Form>,
    /// Which parts of the form have come, and the place of the last one.
    come: u32,
    last: usize,
}

struct Walk<'a> {
    text: &'a str,
    counted: usize,
    line: u64,
    /// What stands before element names, with its colon.
    prefix: String,
    open: Vec<Open>,
    n_elements: usize,
    draft: Option<Draft>,
    keys: Keys,
    statements: Vec<ReadStatement>,
    has_ended: bool,
}

/// Reads all statements of the text.
pub(super) fn read(text: &str) -> Result<Vec<ReadStatement>, FileProblem> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut walk = Walk {
        text,
        counted: 0,
        line: 1,
        prefix: String::new(),
        open: Vec::new(),
        n_elements: 0,
        draft: None,
        keys: Keys::default(),
        statements: Vec::new(),
        has_ended: false,
    };
    loop {
        let event = reader.read_event();
        walk.count_to(usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX));
        match event.map_err(|error| walk.malformed(&error.to_string()))? {
            Event::Eof if walk.has_ended => return Ok(walk.statements),
            Event::Eof => return Err(walk.malformed("")),
            event => walk.take(event)?,
        }
    }
}

impl Walk<'_> {
    fn count_to(&mut self, position: usize) {
        let passed = self.text.as_bytes().get(self.counted..position).unwrap_or_default();
        self.line += passed.iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>();
        self.counted = self.counted.max(position);
    }

    fn path(&self) -> String {
        let names: Vec<&str> =
            self.open.iter().filter_map(|open| open.element.as_ref()).map(|open| open.name).collect();
        let shown = names.len().saturating_sub(3);
        if names.is_empty() { "Document".to_owned() } else { names[shown..].join("/") }
    }

    fn wrong(&self, kind: ProblemKind, field: &str, found: &str, wanted: &str) -> FileProblem {
        problem(kind, field, Some(self.line), found, wanted)
    }

    fn malformed(&self, found: &str) -> FileProblem {
        self.wrong(ProblemKind::Malformed, &self.path(), found, "")
    }

    fn take(&mut self, event: Event<'_>) -> Result<(), FileProblem> {
        match event {
            Event::Start(start) => self.start(&start),
            Event::End(_) => self.end(),
            Event::Text(text) => self.add(&text.xml10_content()),
            Event::CData(text) => self.add(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let mut buffer = [0; 4];
                let character =
                    entity::resolved(&reference).ok_or_else(|| self.malformed(&reference.xml10_content()))?;
                self.add(character.encode_utf8(&mut buffer))
            }
            Event::DocType(_) => Err(self.wrong(ProblemKind::Unexpected, "DOCTYPE", "", "")),
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) | Event::Empty(_) | Event::Eof => Ok(()),
        }
    }

    fn start(&mut self, start: &BytesStart<'_>) -> Result<(), FileProblem> {
        let name = start.name().0;
        if self.open.is_empty() {
            return self.root(name, start);
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(self.wrong(ProblemKind::TooLarge, &self.path(), "", &MAX_DEPTH.to_string()));
        }
        let is_passed_over = self.open.last().is_some_and(|open| open.element.is_none());
        let local = name.strip_prefix(self.prefix.as_str()).unwrap_or(name);
        if is_passed_over {
            self.open.push(Open { element: None, form: None, come: 0, last: 0 });
            return Ok(());
        }
        self.place(local)?;
        // What nobody asks for here is passed over.
        let is_statement = self.open.len() <= 2 && matches!(local, "BkToCstmrStmt" | "GrpHdr" | "Stmt");
        let name = if is_statement { form::of(local).map(|form| form.name) } else { form::kept(local) };
        let form = form::of(local).filter(|form| is_statement || (self.open.len() > 2 && self.has_form(form.name)));
        let element = match name.filter(|_| is_statement || self.open.len() > 2) {
            Some(name) => {
                Some(Element { name, line: self.line, currency: self.currency(start)?, ..Element::default() })
            }
            None => None,
        };
        self.n_elements += usize::from(element.is_some());
        if self.n_elements > MAX_ELEMENTS {
            return Err(self.wrong(ProblemKind::TooLarge, &self.path(), "", &MAX_ELEMENTS.to_string()));
        }
        if is_statement && local == "Stmt" {
            self.draft = Some(Draft::new(self.line));
        }
        self.open.push(Open { element, form, come: 0, last: 0 });
        Ok(())
    }

    /// Tells whether an element of that name has its form where the reader stands: the account of the statement, not another.
    fn has_form(&self, name: &str) -> bool {
        let parent = self.open.last().and_then(|open| open.element.as_ref()).map(|element| element.name);
        match name {
            "Acct" | "Bal" | "Ntry" => parent == Some("Stmt"),
            "NtryDtls" => parent == Some("Ntry"),
            "TxDtls" => parent == Some("NtryDtls"),
            _ => false,
        }
    }

    fn root(&mut self, name: &str, start: &BytesStart<'_>) -> Result<(), FileProblem> {
        if self.has_ended {
            return Err(self.malformed(name));
        }
        let (prefix, local) = name.rsplit_once(':').unwrap_or(("", name));
        let attribute = if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") };
        let namespace = self.attribute(start, &attribute)?.unwrap_or_default();
        let is_known = namespace.strip_prefix(NAMESPACE).is_some_and(|version| VERSIONS.contains(&version));
        if local != "Document" || !is_known {
            let found = if local == "Document" { namespace.as_str() } else { name };
            return Err(self.wrong(ProblemKind::UnknownFormat, "Document", found, "camt.053.001.02 – 08"));
        }
        if !prefix.is_empty() {
            self.prefix = format!("{prefix}:");
        }
        let element = Element { name: "Document", line: self.line, ..Element::default() };
        self.open.push(Open { element: Some(element), form: form::of("Document"), come: 0, last: 0 });
        Ok(())
    }

    /// Holds the place of a part against the form of its element.
    fn place(&mut self, name: &str) -> Result<(), FileProblem> {
        let path = format!("{}/{name}", self.path());
        let (line, Some(open)) = (self.line, self.open.last_mut()) else { return Ok(()) };
        let Some(form) = open.form else { return Ok(()) };
        let wrong = |kind, wanted: &str| Err(problem(kind, &path, Some(line), name, wanted));
        let Some(place) = form.parts.iter().position(|(part, _)| *part == name) else {
            return wrong(ProblemKind::Unexpected, "");
        };
        if place < open.last {
            return wrong(ProblemKind::Unexpected, form.parts[open.last].0);
        }
        let has_come = open.come & (1 << place) != 0;
        if has_come && matches!(form.parts[place].1, Often::Once | Often::AtMostOnce) {
            return wrong(ProblemKind::Repeated, "");
        }
        open.come |= 1 << place;
        open.last = place;
        Ok(())
    }

    fn end(&mut self) -> Result<(), FileProblem> {
        let Some(open) = self.open.last() else { return Err(self.malformed("")) };
        let needed = |(place, (_, often)): &(usize, &(&str, Often))| {
            matches!(often, Often::Once | Often::AtLeastOnce) && open.come & (1 << place) == 0
        };
        if let Some((_, (part, _))) = open.form.and_then(|form| form.parts.iter().enumerate().find(needed)) {
            let field = format!("{}/{part}", self.path());
            return Err(self.wrong(ProblemKind::Missing, &field, "", part));
        }
        let closed = self.open.pop().and_then(|open| open.element);
        match self.open.len() {
            0 => self.has_ended = true,
            2 => self.finish_statement()?,
            3 => {
                self.n_elements = 0;
                if let (Some(draft), Some(element)) = (self.draft.as_mut(), closed) {
                    draft.take(&element)?;
                }
            }
            _ => {
                if let (Some(element), Some(parent)) =
                    (closed, self.open.last_mut().and_then(|open| open.element.as_mut()))
                {
                    parent.parts.push(element);
                }
            }
        }
        Ok(())
    }

    fn finish_statement(&mut self) -> Result<(), FileProblem> {
        if let Some(draft) = self.draft.take() {
            self.statements.push(draft.finish(&mut self.keys)?);
        }
        Ok(())
    }

    fn add(&mut self, text: &str) -> Result<(), FileProblem> {
        let Some(open) = self.open.last_mut() else {
            return if text.trim().is_empty() { Ok(()) } else { Err(self.malformed(text)) };
        };
        let Some(element) = open.element.as_mut() else { return Ok(()) };
        element.text.push_str(text);
        if element.text.len() > MAX_TEXT {
            return Err(self.wrong(ProblemKind::TooLarge, &self.path(), "", &MAX_TEXT.to_string()));
        }
        Ok(())
    }

    fn currency(&self, start: &BytesStart<'_>) -> Result<Option<String>, FileProblem> {
        self.attribute(start, "Ccy")
    }

    fn attribute(&self, start: &BytesStart<'_>, wanted: &str) -> Result<Option<String>, FileProblem> {
        for (at, attribute) in start.attributes().with_checks(false).enumerate() {
            let attribute = attribute.map_err(|error| self.malformed(&error.to_string()))?;
            if at >= MAX_ATTRIBUTES {
                return Err(self.wrong(ProblemKind::TooLarge, &self.path(), "", &MAX_ATTRIBUTES.to_string()));
            }
            if attribute.key.0 == wanted {
                let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0);
                return value.map(|value| Some(value.into_owned())).map_err(|error| self.malformed(&error.to_string()));
            }
        }
        Ok(None)
    }
}
