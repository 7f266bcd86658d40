//! Bills held against the own readings, and what a month has cost so far.

use common::fault::Cause;
use common::invoice::check::{BillCheck, BillCheckQuery, CostQuery, CostSoFar};

use super::access::Visit;
use super::answer::NoAnswer;

pub(super) async fn check(_: &Visit<'_>, _query: BillCheckQuery) -> Result<BillCheck, NoAnswer> {
    Err(Cause::Internal.into())
}

pub(super) async fn cost(_: &Visit<'_>, _query: CostQuery) -> Result<CostSoFar, NoAnswer> {
    Err(Cause::Internal.into())
}
