//! What the form allows and is odd all the same.

use super::document::Node;
use super::gather::Gathered;
use crate::invoice::read::ReadInvoice;

/// Flags what is odd about an invoice.
pub(super) fn judge(_root: Node<'_>, _invoice: &ReadInvoice, _gathered: &mut Gathered) {}
