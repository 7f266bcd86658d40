//! A structured invoice as a tree of elements with their lines, after the form was found kept.
//!
//! The tree is one list; elements name each other by their places in it, so that nothing here or of its users is recursive over
//! what a stranger wrote.

/// The elements of a document, its root first.
#[derive(Default)]
pub(super) struct Document {
    elements: Vec<Written>,
}

/// An element as it stood there.
struct Written {
    name: &'static str,
    line: u64,
    text: String,
    parent: Option<usize>,
    /// Which one of its name in a row; 0 where the form has one only.
    nth: u32,
    first: Option<usize>,
    last: Option<usize>,
    next: Option<usize>,
}

/// An element of a document.
#[derive(Clone, Copy)]
pub(super) struct Node<'a> {
    document: &'a Document,
    at: usize,
}

impl Document {
    /// Adds an element at the end of its parent, and returns its place.
    pub(super) fn add(&mut self, name: &'static str, line: u64, parent: Option<usize>) -> usize {
        let at = self.elements.len();
        self.elements.push(Written {
            name,
            line,
            text: String::new(),
            parent,
            nth: 0,
            first: None,
            last: None,
            next: None,
        });
        let Some(parent) = parent else { return at };
        match self.elements[parent].last.replace(at) {
            Some(before) => self.elements[before].next = Some(at),
            None => self.elements[parent].first = Some(at),
        }
        at
    }

    /// Numbers an element that may stand there several times; the element before it is the one before in the row, if any.
    pub(super) fn number(&mut self, at: usize, before: Option<usize>) {
        let name = self.elements[at].name;
        let before = before.map(|before| &self.elements[before]).filter(|before| before.name == name);
        self.elements[at].nth = before.map_or(0, |before| before.nth) + 1;
    }

    /// Returns the last child so far.
    pub(super) fn last_child(&self, at: usize) -> Option<usize> {
        self.elements[at].last
    }

    /// Says what stands in an element.
    pub(super) fn write(&mut self, at: usize, text: String) {
        self.elements[at].text = text;
    }

    pub(super) fn len(&self) -> usize {
        self.elements.len()
    }

    pub(super) const fn node(&self, at: usize) -> Node<'_> {
        Node { document: self, at }
    }
}

impl<'a> Node<'a> {
    fn written(self) -> &'a Written {
        &self.document.elements[self.at]
    }

    pub(super) fn name(self) -> &'static str {
        self.written().name
    }

    /// Returns the line of the file on which it begins.
    pub(super) fn line(self) -> u64 {
        self.written().line
    }

    /// Returns what stands in it, its blanks as the form sees them.
    pub(super) fn text(self) -> &'a str {
        &self.written().text
    }

    /// Returns where it is below the root, such as `Fa/FaWiersz[2]/P_11`.
    pub(super) fn path(self) -> String {
        let mut names = Vec::new();
        let mut at = self;
        while let Some(parent) = at.written().parent {
            names.push(match at.written().nth {
                0 => at.name().to_owned(),
                nth => format!("{}[{nth}]", at.name()),
            });
            at.at = parent;
        }
        names.reverse();
        names.join("/")
    }

    pub(super) fn children(self) -> impl Iterator<Item = Self> {
        let document = self.document;
        let next = move |node: &Self| node.written().next.map(|at| Self { document, at });
        std::iter::successors(self.written().first.map(|at| Self { document, at }), next)
    }

    /// Returns its children of a name.
    pub(super) fn all(self, name: &str) -> impl Iterator<Item = Self> {
        self.children().filter(move |node| node.name() == name)
    }

    /// Returns the first element below it by names with `/` between them.
    pub(super) fn find(self, path: &str) -> Option<Self> {
        path.split('/').try_fold(self, |node, name| node.all(name).next())
    }

    /// Returns what stands in the first element below it by a path; `None` where there is none, or nothing stands there.
    pub(super) fn text_at(self, path: &str) -> Option<&'a str> {
        self.find(path).map(|node| node.text().trim()).filter(|text| !text.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_know_their_places() {
        let mut document = Document::default();
        let root = document.add("Faktura", 1, None);
        let fa = document.add("Fa", 2, Some(root));
        for line in 3..5 {
            let before = document.last_child(fa);
            let row = document.add("FaWiersz", line, Some(fa));
            document.number(row, before);
            let cell = document.add("P_7", line, Some(row));
            document.write(cell, format!(" {line} "));
        }
        let root = document.node(root);
        let last = root.find("Fa").unwrap().all("FaWiersz").last().unwrap();
        assert_eq!(last.find("P_7").unwrap().path(), "Fa/FaWiersz[2]/P_7");
        assert_eq!((last.line(), last.text_at("P_7"), root.text_at("Fa/FaWiersz/P_7")), (4, Some("4"), Some("3")));
        assert_eq!((root.path().as_str(), root.text_at("Fa/P_1"), document.len()), ("", None, 6));
    }
}
