//! Rows: structs whose field names are the JSON keys and the CSV headings, described once.
//!
//! Serde's derive could write them, but neither exactly (its numbers are floats), nor with a schema, nor with units for
//! people; so a row tells its fields and its cells itself.

use super::cell::{Cell, Content, Kind};

/// One field of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// JSON key and CSV heading, English, unit included.
    pub name: &'static str,
    /// What the schema says of it.
    pub about: &'static str,
    pub kind: Kind,
    pub nullable: bool,
    /// Where it stands among the few columns that people get unasked; `None` where it is not one of them.
    pub place: Option<usize>,
}

/// A row of an answer.
pub trait Row {
    /// The name in the envelope, without `ek/v1/`.
    const SCHEMA: &'static str;
    const ABOUT: &'static str;
    /// The columns that people get unasked, in their order; none are set apart where there are few.
    const BRIEF: &'static [&'static str];
    const FIELDS: &'static [Field];

    /// Returns the cells in the order of [`Row::FIELDS`].
    fn cells(&self) -> Vec<Cell<'_>>;
}

/// The description of a field whose content is of type `T`; `brief` are the columns that people get unasked.
#[must_use]
pub const fn field<T: Content>(name: &'static str, about: &'static str, brief: &[&str]) -> Field {
    Field { name, about, kind: T::KIND, nullable: T::NULLABLE, place: place(name, brief) }
}

/// Returns the fields of a row that begins as one and goes on as another; `N` is how many they have together.
#[must_use]
pub const fn joined<const N: usize>(one: &[Field], other: &[Field]) -> [Field; N] {
    let mut fields = [one[0]; N];
    let mut index = 0;
    while index < N {
        fields[index] = if index < one.len() { one[index] } else { other[index - one.len()] };
        index += 1;
    }
    fields
}

/// Returns where `name` stands in `brief`; a constant can neither search nor compare texts.
const fn place(name: &str, brief: &[&str]) -> Option<usize> {
    let mut index = 0;
    while index < brief.len() {
        if is_same(name.as_bytes(), brief[index].as_bytes()) {
            return Some(index);
        }
        index += 1;
    }
    None
}

const fn is_same(one: &[u8], other: &[u8]) -> bool {
    let mut index = 0;
    while index < one.len() && index < other.len() && one[index] == other[index] {
        index += 1;
    }
    index == one.len() && index == other.len()
}

/// Declares a row type: a struct with public fields, and what [`Row`] tells of it.
///
/// `brief [..]` after the schema's name are the columns that fit a terminal; without it people get all of them.
macro_rules! row {
    (
        #[doc = $about:literal]
        pub struct $name:ident: $schema:literal $(brief [$($brief:ident),*])? {
            $(#[doc = $doc:literal] pub $field:ident: $type:ty,)*
        }
    ) => {
        #[doc = $about]
        #[derive(Clone, Debug)]
        pub struct $name {
            $(#[doc = $doc] pub $field: $type,)*
        }

        impl $crate::output::row::Row for $name {
            const SCHEMA: &'static str = $schema;
            const ABOUT: &'static str = $about.trim_ascii();
            const BRIEF: &'static [&'static str] = &[$($(stringify!($brief)),*)?];
            const FIELDS: &'static [$crate::output::row::Field] =
                &[$($crate::output::row::field::<$type>(
                    stringify!($field),
                    $doc.trim_ascii(),
                    Self::BRIEF,
                )),*];

            fn cells(&self) -> Vec<$crate::output::cell::Cell<'_>> {
                vec![$($crate::output::cell::Content::cell(&self.$field)),*]
            }
        }
    };
}

pub(crate) use row;
