//! The forms FA(2) and FA(3) as tables: the rules of their schemas (`xsd`) and of the three that those import.

mod fa2;
mod fa3;
mod shared;
pub(super) mod values;

use common::invoice::file::FileKind;

use super::part::Holds;

/// A form of structured invoices.
pub(super) struct Form {
    pub(super) kind: FileKind,
    pub(super) namespace: &'static str,
    /// What its root holds.
    pub(super) holds: Holds,
}

/// The forms, the newest first.
pub(super) static FORMS: [Form; 2] = [
    Form { kind: FileKind::Fa3, namespace: super::FA3, holds: Holds::Parts(fa3::INVOICE) },
    Form { kind: FileKind::Fa2, namespace: super::FA2, holds: Holds::Parts(fa2::INVOICE) },
];

/// The name of the root of both.
pub(super) const ROOT: &str = "Faktura";
