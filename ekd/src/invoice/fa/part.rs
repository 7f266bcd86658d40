//! What an element may hold, as data: its parts in their order, how often each, and what stands in those that hold text.
//!
//! The schemas of the Ministry are deterministic: the next name alone says which part it is. So a list of names is held against
//! the parts from the left, without ever going back.

use super::value::Value;

/// No limit of a form: as many as the limits of the reader allow.
pub(super) const UNBOUNDED: u32 = u32::MAX;

/// What an element holds.
pub(super) enum Holds {
    Value(Value),
    Parts(&'static [Part]),
    /// Attributes it has to have, each with the words it may be; and what it holds.
    Marked(&'static [(&'static str, &'static str)], &'static Holds),
}

/// A part of an element.
pub(super) enum Part {
    Element(Element),
    /// These parts, in this order.
    All(&'static [Part]),
    /// The same, or nothing.
    AllOrNone(&'static [Part]),
    /// One of these parts.
    Either(&'static [Part]),
    EitherOrNone(&'static [Part]),
}

/// An element, and how often it stands there.
pub(super) struct Element {
    pub(super) name: &'static str,
    pub(super) holds: Holds,
    pub(super) fewest: u32,
    pub(super) most: u32,
}

/// Returns an element that stands there once.
pub(super) const fn one(name: &'static str, holds: Holds) -> Part {
    Part::Element(Element { name, holds, fewest: 1, most: 1 })
}

/// Returns an element that may be left out.
pub(super) const fn maybe(name: &'static str, holds: Holds) -> Part {
    Part::Element(Element { name, holds, fewest: 0, most: 1 })
}

/// Returns an element that stands there once or more often.
pub(super) const fn some(name: &'static str, most: u32, holds: Holds) -> Part {
    Part::Element(Element { name, holds, fewest: 1, most })
}

/// Returns an element that stands there any number of times up to a limit.
pub(super) const fn any(name: &'static str, most: u32, holds: Holds) -> Part {
    Part::Element(Element { name, holds, fewest: 0, most })
}

/// Where a list of names leaves the parts, and the names of which one would have had to come there.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stuck {
    /// The place in the list; its length where the end comes too early.
    pub(super) at: usize,
    pub(super) wanted: Vec<&'static str>,
}

impl Holds {
    /// Returns the parts; none where it holds text.
    pub(super) const fn parts(&self) -> &'static [Part] {
        match self {
            Self::Value(_) => &[],
            Self::Parts(parts) => parts,
            Self::Marked(_, holds) => match holds {
                Self::Parts(parts) => parts,
                Self::Value(_) | Self::Marked(..) => &[],
            },
        }
    }

    /// Returns what stands in it, if that is text.
    pub(super) const fn value(&self) -> Option<&Value> {
        match self {
            Self::Value(value) => Some(value),
            Self::Parts(_) => None,
            Self::Marked(_, holds) => match holds {
                Self::Value(value) => Some(value),
                Self::Parts(_) | Self::Marked(..) => None,
            },
        }
    }

    /// Returns the attributes that it has to have.
    pub(super) const fn attributes(&self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Value(_) | Self::Parts(_) => &[],
            Self::Marked(attributes, _) => attributes,
        }
    }
}

/// Returns the element of a name among these parts.
pub(super) fn find(parts: &'static [Part], name: &str) -> Option<&'static Element> {
    parts.iter().find_map(|part| match part {
        Part::Element(element) => (element.name == name).then_some(element),
        Part::All(parts) | Part::AllOrNone(parts) | Part::Either(parts) | Part::EitherOrNone(parts) => {
            find(parts, name)
        }
    })
}

/// Holds the names of an element's children against its parts.
pub(super) fn fit(parts: &'static [Part], names: &[&str]) -> Result<(), Stuck> {
    let at = take_all(parts, names, 0)?;
    if at == names.len() { Ok(()) } else { Err(Stuck { at, wanted: Vec::new() }) }
}

fn take_all(parts: &'static [Part], names: &[&str], at: usize) -> Result<usize, Stuck> {
    parts.iter().try_fold(at, |at, part| take(part, names, at))
}

fn take(part: &'static Part, names: &[&str], at: usize) -> Result<usize, Stuck> {
    let next = names.get(at).copied();
    let begins = |part: &'static Part| next.is_some_and(|name| begins_with(part, name));
    match part {
        Part::Element(element) => take_element(element, names, at),
        Part::All(parts) => take_all(parts, names, at),
        Part::AllOrNone(parts) => {
            if begins(part) {
                take_all(parts, names, at)
            } else {
                Ok(at)
            }
        }
        Part::Either(parts) | Part::EitherOrNone(parts) => match parts.iter().find(|part| begins(part)) {
            Some(part) => take(part, names, at),
            None if can_be_empty(part) => Ok(at),
            None => Err(Stuck { at, wanted: parts.iter().flat_map(first_names).collect() }),
        },
    }
}

fn take_element(element: &'static Element, names: &[&str], at: usize) -> Result<usize, Stuck> {
    let most = usize::try_from(element.most).unwrap_or(usize::MAX);
    let n_there = names[at..].iter().take(most).take_while(|name| **name == element.name).count();
    if u32::try_from(n_there).is_ok_and(|n| n < element.fewest) {
        return Err(Stuck { at: at + n_there, wanted: vec![element.name] });
    }
    Ok(at + n_there)
}

fn begins_with(part: &'static Part, name: &str) -> bool {
    match part {
        Part::Element(element) => element.name == name,
        Part::All(parts) | Part::AllOrNone(parts) => {
            let beginning = parts.iter().position(|part| !can_be_empty(part)).map_or(parts.len(), |at| at + 1);
            parts[..beginning].iter().any(|part| begins_with(part, name))
        }
        Part::Either(parts) | Part::EitherOrNone(parts) => parts.iter().any(|part| begins_with(part, name)),
    }
}

fn can_be_empty(part: &'static Part) -> bool {
    match part {
        Part::Element(element) => element.fewest == 0,
        Part::All(parts) => parts.iter().all(can_be_empty),
        Part::AllOrNone(_) | Part::EitherOrNone(_) => true,
        Part::Either(parts) => parts.iter().any(can_be_empty),
    }
}

/// Returns the names with which a part may begin, at most one of each of its branches.
fn first_names(part: &'static Part) -> Vec<&'static str> {
    match part {
        Part::Element(element) => vec![element.name],
        Part::All(parts) | Part::AllOrNone(parts) => {
            let needed = parts.iter().find(|part| !can_be_empty(part)).or_else(|| parts.first());
            needed.map(first_names).unwrap_or_default()
        }
        Part::Either(parts) | Part::EitherOrNone(parts) => parts.iter().flat_map(first_names).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::form::values::TEXT;
    use super::Part::{All, AllOrNone, Either, EitherOrNone};
    use super::*;

    const PARTS: &[Part] = &[
        maybe("a", TEXT),
        Either(&[one("b", TEXT), All(&[maybe("c", TEXT), one("d", TEXT)])]),
        AllOrNone(&[one("e", TEXT), maybe("f", TEXT)]),
        EitherOrNone(&[maybe("g", TEXT), maybe("h", TEXT)]),
        some("i", 2, TEXT),
    ];

    #[test]
    fn names_are_held_against_parts_in_order() {
        let check = |names: &str, expected: Option<(usize, &str)>| {
            let names: Vec<&str> = names.split(' ').filter(|name| !name.is_empty()).collect();
            let stuck = fit(PARTS, &names).err().map(|stuck| (stuck.at, stuck.wanted.join(" ")));
            assert_eq!(stuck, expected.map(|(at, wanted)| (at, wanted.to_owned())), "{names:?}");
        };
        for fine in ["b i", "a d i i", "c d e f g i", "b h i"] {
            check(fine, None);
        }
        check("", Some((0, "b d")));
        check("a i", Some((1, "b d")));
        check("c i", Some((1, "d")));
        check("b f i", Some((1, "i")));
        check("b e", Some((2, "i")));
        check("b i i i", Some((3, "")));
        check("b i a", Some((2, "")));
    }
}
