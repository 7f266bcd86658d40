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
}

/// A row of an answer.
pub trait Row {
    /// The name in the envelope, without `ek/v1/`.
    const SCHEMA: &'static str;
    const ABOUT: &'static str;
    const FIELDS: &'static [Field];

    /// Returns the cells in the order of [`Row::FIELDS`].
    fn cells(&self) -> Vec<Cell<'_>>;
}

/// The description of a field whose content is of type `T`.
#[must_use]
pub const fn field<T: Content>(name: &'static str, about: &'static str) -> Field {
    Field { name, about, kind: T::KIND, nullable: T::NULLABLE }
}

/// Declares a row type: a struct with public fields, and what [`Row`] tells of it.
macro_rules! row {
    (
        #[doc = $about:literal]
        pub struct $name:ident: $schema:literal {
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
            const FIELDS: &'static [$crate::output::row::Field] =
                &[$($crate::output::row::field::<$type>(stringify!($field), $doc.trim_ascii())),*];

            fn cells(&self) -> Vec<$crate::output::cell::Cell<'_>> {
                vec![$($crate::output::cell::Content::cell(&self.$field)),*]
            }
        }
    };
}

pub(crate) use row;
