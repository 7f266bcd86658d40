//! Takes values out of a document that keeps its form, and keeps what is wrong and what is odd on the way.

use common::invoice::file::{FileProblem, ProblemKind};
use common::money::Money;
use common::nip::Nip;
use common::quantity::decimal::Separator;
use jiff::civil::Date;

use super::document::Node;
use super::value::day;
use crate::invoice::problem::{problem, with};

/// What was found wrong or odd so far.
#[derive(Default)]
pub(super) struct Gathered {
    /// For these the document is refused.
    pub(super) problems: Vec<FileProblem>,
    pub(super) flags: Vec<FileProblem>,
}

impl Gathered {
    /// Returns the amount at a path. One beyond all measure is a problem.
    pub(super) fn amount(&mut self, node: Node<'_>, path: &str) -> Option<Money> {
        let found = node.find(path)?;
        let amount = Money::parse(found.text(), Separator::Point);
        if amount.is_err() {
            self.wrong(ProblemKind::BadValue, found, "");
        }
        amount.ok()
    }

    /// Returns the sum of the amounts of all elements of a name, each at a path below it.
    pub(super) fn sum(&mut self, node: Node<'_>, name: &str, path: &str) -> Money {
        node.all(name).filter_map(|part| self.amount(part, path)).sum()
    }

    /// Returns the day at a path.
    pub(super) fn date(&mut self, node: Node<'_>, path: &str) -> Option<Date> {
        let found = node.find(path)?;
        let date = day(found.text());
        if date.is_none() {
            self.wrong(ProblemKind::BadValue, found, "");
        }
        date
    }

    /// Returns the tax number at a path. One whose last figure does not check is odd.
    pub(super) fn nip(&mut self, node: Node<'_>, path: &str) -> Option<Nip> {
        let found = node.find(path)?;
        let nip = Nip::parse(found.text());
        if nip.is_err() {
            self.odd(ProblemKind::BadValue, found, "");
        }
        nip.ok()
    }

    /// Refuses the document for what stands there.
    pub(super) fn wrong(&mut self, kind: ProblemKind, at: Node<'_>, wanted: &str) {
        self.problems.push(of(kind, at, wanted));
    }

    /// Flags what stands there.
    pub(super) fn odd(&mut self, kind: ProblemKind, at: Node<'_>, wanted: &str) {
        self.flags.push(of(kind, at, wanted));
    }

    /// Flags what is not there.
    pub(super) fn odd_missing(&mut self, parent: Node<'_>, name: &str, wanted: &str) {
        let path = parent.path();
        let field = if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
        self.flags.push(with(problem(ProblemKind::Missing, &field, Some(parent.line())), "", wanted));
    }
}

fn of(kind: ProblemKind, at: Node<'_>, wanted: &str) -> FileProblem {
    with(problem(kind, &at.path(), Some(at.line())), at.text(), wanted)
}
