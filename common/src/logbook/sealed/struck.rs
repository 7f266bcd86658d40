//! The block of values that count no more. Knows nothing of the others.

use super::PageError;
use super::bytes::{Reader, end_block};
use super::integers::{self, Effort};
use crate::id::{DocumentId, MeterId};
use crate::logbook::Version;
use crate::quantity::Quantity;

const IS_ESTIMATED: i64 = 1;
const HAS_VALUE: i64 = 2;

/// Appends the block of struck values, if there are any; returns its length.
pub(super) fn write(out: &mut Vec<u8>, struck: &[Version]) -> usize {
    if struck.is_empty() {
        return 0;
    }
    let from = out.len();
    let fields: [fn(&Version) -> i64; 7] = [
        |version| version.meter.0,
        |version| i64::from(version.quantity.code()),
        |version| version.at,
        |version| i64::from(version.revision),
        |version| {
            let value = if version.value.is_some() { HAS_VALUE } else { 0 };
            value | i64::from(version.estimated)
        },
        |version| version.value.unwrap_or(0),
        |version| version.document.0,
    ];
    for field in fields {
        let values: Vec<i64> = struck.iter().map(field).collect();
        integers::write(out, &values, &[values.len()], Effort::Thorough);
    }
    end_block(out, from)
}

/// Decodes all `n` struck values, which must be in order.
pub(super) fn read(inside: &[u8], n: usize) -> Result<Vec<Version>, PageError> {
    let mut reader = Reader::new(inside);
    let mut fields = Vec::with_capacity(7);
    for _ in 0..7 {
        fields.push(integers::read(&mut reader, &[n], 0..1)?);
    }
    let field = |number: usize, index: usize| fields.get(number).and_then(|field: &Vec<i64>| field.get(index)).copied();
    let version = |index: usize| -> Option<Version> {
        let flags = field(4, index)?;
        let value = field(5, index)?;
        let has_value = flags & HAS_VALUE != 0;
        if flags & !(IS_ESTIMATED | HAS_VALUE) != 0 || (!has_value && value != 0) {
            return None;
        }
        Some(Version {
            meter: MeterId(field(0, index)?),
            quantity: Quantity::from_code(u8::try_from(field(1, index)?).ok()?)?,
            at: field(2, index)?,
            revision: u32::try_from(field(3, index)?).ok()?,
            value: has_value.then_some(value),
            estimated: flags & IS_ESTIMATED != 0,
            document: DocumentId(field(6, index)?),
        })
    };
    let struck: Option<Vec<Version>> = (0..n).map(version).collect();
    struck
        .filter(|struck| {
            struck.is_sorted_by_key(|version| (version.meter, version.quantity, version.at, version.revision))
        })
        .ok_or(PageError::Corrupt("a struck value cannot be"))
}
