//! Weaves the series of one point into lines: what was read at one instant stands on one line.

use common::id::{DocumentId, MeterId, PointId};
use common::quantity::Quantity;

use crate::store::log::batch::{Batch, Told};
use crate::store::reading::Kept;

/// What enters of one meter's series, by instant; a second value of one instant comes after the first.
#[derive(Debug)]
pub(super) struct Admitted {
    pub(super) meter: MeterId,
    pub(super) quantity: Quantity,
    pub(super) kept: Vec<Kept>,
}

/// Adds the lines of a point to the batch; the series ascend by quantity.
pub(super) fn weave(batch: &mut Batch, point: PointId, document: DocumentId, series: &[Admitted]) {
    let mut meters: Vec<MeterId> = series.iter().map(|series| series.meter).collect();
    meters.sort_unstable();
    meters.dedup();
    for meter in meters {
        let mut heads: Vec<_> = series
            .iter()
            .filter(|series| series.meter == meter)
            .map(|series| (series.quantity, series.kept.as_slice()))
            .collect();
        let mut told = Vec::with_capacity(heads.len());
        while let Some((at, revision)) =
            heads.iter().filter_map(|(_, kept)| kept.first()).map(|kept| (kept.at, kept.revision)).min()
        {
            told.clear();
            for (quantity, rest) in &mut heads {
                if let [kept, behind @ ..] = rest
                    && (kept.at, kept.revision) == (at, revision)
                    // The same quantity twice: a second stay of the same meter has lines of its own.
                    && told.last().is_none_or(|last: &Told| last.quantity < *quantity)
                {
                    told.push(Told { quantity: *quantity, value: kept.value, estimated: kept.estimated });
                    *rest = behind;
                }
            }
            batch.push((point, meter), at.as_second(), document, revision, &told);
        }
    }
}

#[cfg(test)]
mod tests {
    use common::logbook::Version;
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn what_was_read_together_stands_on_one_line() {
        let kept = |second, value, revision| Kept {
            at: Timestamp::from_second(second).unwrap(),
            value,
            estimated: false,
            revision,
        };
        let series = |quantity, kept| Admitted { meter: MeterId(2), quantity, kept };
        let woven = [
            series(Quantity::Energy, vec![kept(10, 1, 0), kept(10, 2, 1), kept(30, 3, 0)]),
            series(Quantity::Supply, vec![kept(10, 4, 0), kept(20, 5, 0), kept(30, 6, 0)]),
        ];
        let mut batch = Batch::default();
        weave(&mut batch, PointId(1), DocumentId(9), &woven);
        let batch = batch.sorted();
        let lines: Vec<Vec<_>> = batch
            .of(PointId(1))
            .iter()
            .map(|line| {
                batch.versions(line).map(|Version { at, revision, value, .. }| (at, revision, value.unwrap())).collect()
            })
            .collect();
        let expected = [vec![(10, 0, 1), (10, 0, 4)], vec![(10, 1, 2)], vec![(20, 0, 5)], vec![(30, 0, 3), (30, 0, 6)]];
        assert_eq!(lines, expected);
        assert_eq!(batch.n_readings(), 6);
    }
}
