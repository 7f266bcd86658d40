//! Readings page by page: by point, quantity and instant, or in the order of arrival.

use std::fmt;

use common::api::{Filter, ReadingsQuery};
use common::id::{DocumentId, PointId};
use common::quantity::Quantity;
use common::reading::Reading;

use crate::store::document::Brought;
use crate::store::log::Logbook;
use crate::store::{self, StoreError};

/// Looks into the archive for one page. After these it is given as it is, maybe empty, so that a call ends in time
/// however little there is to find.
const MOST_LOOKS: usize = 2_000;
/// Documents that are passed over for one page because they brought nothing of what is wanted.
const MOST_PASSED: usize = 50_000;
/// How much of a series is read at once: as much as fills many pages, and far less than decades.
const WINDOW: i64 = 100 * 86_400;

/// Where a page of a listing of one quantity of one point ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct After {
    at: i64,
    meter: i64,
}

impl After {
    /// Before everything.
    const START: Self = Self { at: i64::MIN, meter: i64::MIN };
}

/// Which readings of one quantity of one point are wanted.
#[derive(Clone, Copy, Debug)]
struct Wanted {
    point: PointId,
    quantity: Quantity,
    /// Seconds, included.
    first: i64,
    /// Seconds, included.
    last: i64,
    /// Only what this document brought.
    document: Option<DocumentId>,
}

/// Where a page begins: the place of the last reading before it, or of the series that is looked at next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// 0 in listings by point.
    document: i64,
    point: i64,
    quantity: u8,
    after: After,
}

/// Why a text is no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a place has five numbers")]
pub struct PlaceError;

impl Place {
    /// Reads a place as [`Display`](fmt::Display) writes it.
    ///
    /// # Errors
    /// Anything else.
    pub fn parse(text: &str) -> Result<Self, PlaceError> {
        let mut numbers = text.split(':').map(|number| number.parse::<i64>().map_err(|_| PlaceError));
        let mut next = || numbers.next().ok_or(PlaceError)?;
        let (document, point, quantity) = (next()?, next()?, u8::try_from(next()?).map_err(|_| PlaceError)?);
        let after = After { at: next()?, meter: next()? };
        Ok(Self { document, point, quantity, after })
    }

    fn of(reading: &Reading, document: i64) -> Self {
        let after = After { at: reading.at.as_second(), meter: reading.meter.0 };
        Self { document, point: reading.point.0, quantity: reading.quantity.code(), after }
    }

    /// Before everything that `point` has, in what `document` brought or at all.
    const fn before(document: i64, point: PointId) -> Self {
        Self { document, point: point.0, quantity: 0, after: After::START }
    }

    fn is_in(&self, wanted: &Wanted) -> bool {
        wanted.point.0 == self.point && wanted.document.map_or(0, |document| document.0) == self.document
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let After { at, meter } = self.after;
        write!(out, "{}:{}:{}:{at}:{meter}", self.document, self.point, self.quantity)
    }
}

/// Returns up to `limit` readings after `start`, and where the next page begins.
pub fn page(
    log: &Logbook<'_>,
    query: &ReadingsQuery,
    start: Option<Place>,
    limit: usize,
) -> Result<(Vec<Reading>, Option<Place>), StoreError> {
    let mut listing = Listing { log, query, start, limit, found: Vec::new(), n_looks: 0, n_passed: 0 };
    let left = match query.after {
        Some(after) => listing.by_arrival(after)?,
        None => listing.by_point()?,
    };
    let full = listing.found.len() >= limit;
    let last = listing.found.last().filter(|_| full);
    let last = last.map(|last| Place::of(last, if query.after.is_some() { last.document.0 } else { 0 }));
    Ok((listing.found, last.or(left)))
}

struct Listing<'a> {
    log: &'a Logbook<'a>,
    query: &'a ReadingsQuery,
    start: Option<Place>,
    limit: usize,
    found: Vec<Reading>,
    n_looks: usize,
    n_passed: usize,
}

/// What both orders return: where the listing was left before it was full, or `None` if it is full or at its end.
impl Listing<'_> {
    fn by_point(&mut self) -> Result<Option<Place>, StoreError> {
        let (first, last) = self.stretch(i64::MIN, i64::MAX);
        for point in self.points()? {
            if self.n_looks >= MOST_LOOKS {
                return Ok(Some(Place::before(0, point)));
            }
            if self.fills(point, None, (first, last))? {
                return Ok(None);
            }
        }
        Ok(None)
    }

    /// The points of the query that are not wholly before the start.
    fn points(&self) -> Result<Vec<PointId>, StoreError> {
        if let Some(point) = self.query.point {
            return Ok(vec![point]);
        }
        let mut points = store::point::ids(self.log, &Filter::default())?;
        points.retain(|point| self.start.is_none_or(|start| point.0 >= start.point));
        Ok(points)
    }

    fn by_arrival(&mut self, after: DocumentId) -> Result<Option<Place>, StoreError> {
        let (first, mut point) =
            self.start.map_or((after.0.saturating_add(1), i64::MIN), |start| (start.document, start.point));
        let mut document = DocumentId(first.saturating_sub(1));
        // What came since the fresh lines were looked at is listed the next time.
        let through = self.log.through();
        while let Some((found, brought)) = store::document::brought_after(self.log, document, through)? {
            if found.0 != document.0.saturating_add(1) {
                point = i64::MIN;
            }
            for brought in brought.iter().filter(|brought| brought.point.0 >= point && asks_for(self.query, brought)) {
                if self.n_looks >= MOST_LOOKS {
                    return Ok(Some(Place::before(found.0, brought.point)));
                }
                let (first, last) = self.stretch(brought.first, brought.last);
                if first <= last && self.fills(brought.point, Some(found), (first, last))? {
                    return Ok(None);
                }
            }
            (document, point) = (found, i64::MIN);
            self.n_passed += 1;
            if self.n_passed >= MOST_PASSED {
                return Ok(Some(Place::before(found.0.saturating_add(1), PointId(i64::MIN))));
            }
        }
        Ok(None)
    }

    /// Adds the readings of all asked quantities and tells whether the page is full then.
    fn fills(
        &mut self,
        point: PointId,
        document: Option<DocumentId>,
        (first, last): (i64, i64),
    ) -> Result<bool, StoreError> {
        for quantity in self.quantities() {
            self.series(Wanted { point, quantity, first, last, document })?;
            if self.found.len() >= self.limit {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn series(&mut self, wanted: Wanted) -> Result<(), StoreError> {
        let after = match self.start {
            // The page before ended in this stretch: its earlier quantities are done.
            Some(start) if start.is_in(&wanted) && wanted.quantity.code() < start.quantity => return Ok(()),
            Some(start) if start.is_in(&wanted) && wanted.quantity.code() == start.quantity => start.after,
            Some(_) | None => After::START,
        };
        self.n_looks += 1;
        let Some(standing) = self.log.standing(wanted.point) else { return Ok(()) };
        let last = wanted.last.min(standing.last_at);
        let mut first = wanted.first.max(after.at).max(standing.first_at);
        while first <= last && self.found.len() < self.limit {
            let until = first.saturating_add(WINDOW).min(last.saturating_add(1));
            let page = self.log.read(wanted.point, Some(wanted.quantity), (first, until))?;
            let readings = store::reading::list(&page, wanted.quantity).into_iter();
            let readings = readings.filter(|reading| {
                let place = After { at: reading.at.as_second(), meter: reading.meter.0 };
                place > after && wanted.document.is_none_or(|document| reading.document == document)
            });
            let rest = self.limit - self.found.len();
            self.found.extend(readings.take(rest));
            first = until;
        }
        Ok(())
    }

    fn quantities(&self) -> Vec<Quantity> {
        let wanted = &self.query.quantities;
        Quantity::ALL.into_iter().filter(|quantity| wanted.is_empty() || wanted.contains(quantity)).collect()
    }

    fn stretch(&self, first: i64, last: i64) -> (i64, i64) {
        self.query.period.map_or((first, last), |period| {
            (first.max(period.from.as_second()), last.min(period.until.as_second() - 1))
        })
    }
}

fn asks_for(query: &ReadingsQuery, brought: &Brought) -> bool {
    query.point.is_none_or(|wanted| brought.point == wanted)
}

#[cfg(test)]
mod tests {
    use common::time::Period;

    use super::*;
    use crate::query::fixture::{Archive, at};

    /// Reads the whole listing and returns instants and the number of pages.
    fn all(archive: &Archive, query: &ReadingsQuery, limit: usize) -> (Vec<i64>, usize) {
        let (mut found, mut n_pages, mut start) = (Vec::new(), 0, None);
        loop {
            let (items, next) = page(&archive.log(), query, start, limit).unwrap();
            found.extend(items.iter().map(|reading| reading.at.as_second()));
            n_pages += 1;
            let Some(next) = next else { return (found, n_pages) };
            let written = Place::parse(&next.to_string()).unwrap();
            assert_eq!(written, next);
            start = Some(next);
        }
    }

    #[test]
    fn one_point_comes_in_the_order_of_arrival_and_others_cost_nothing() {
        let mut archive = Archive::new();
        let other = archive.point("A", "W-A", None);
        let point = archive.point("B", "W-B", None);
        for number in 0..3 * i64::try_from(MOST_LOOKS).unwrap() {
            archive.read(other, Quantity::Power, [(number, 1)]);
        }
        let after = archive.read(point, Quantity::Power, [(900, 1)]);
        archive.read(point, Quantity::Supply, [(50, 1), (60, 1)]);
        archive.read(other, Quantity::Power, [(-7, 1)]);
        archive.read(point, Quantity::Power, [(10, 1), (20, 1)]);
        let query = |after| ReadingsQuery { point: Some(point), after: Some(after), ..ReadingsQuery::default() };
        assert_eq!(all(&archive, &query(DocumentId(0)), 1000), (vec![900, 50, 60, 10, 20], 1));
        for limit in 1..4 {
            assert_eq!(all(&archive, &query(DocumentId(0)), limit).0, [900, 50, 60, 10, 20]);
        }
        assert_eq!(all(&archive, &query(after), 1000).0, [50, 60, 10, 20]);
        assert_eq!(all(&archive, &query(DocumentId(i64::MAX)), 1000), (vec![], 1));
    }

    #[test]
    fn a_long_search_is_given_in_pages_that_may_be_empty() {
        let mut archive = Archive::new();
        let n_points = i64::try_from(MOST_LOOKS / 5).unwrap();
        for number in 0..n_points {
            let point = archive.point("A", &format!("W-{number}"), None);
            archive.read(point, Quantity::Power, [(if number + 1 == n_points { 500 } else { 100 }, 1)]);
        }
        let period = Some(Period { from: at(400), until: at(600) });
        let by_point = ReadingsQuery { period, ..ReadingsQuery::default() };
        let (items, next) = page(&archive.log(), &by_point, None, 10).unwrap();
        assert!(items.is_empty() && next.is_some());
        let (found, n_pages) = all(&archive, &by_point, 10);
        assert_eq!(found, [500]);
        assert!(n_pages > 1);
        let by_arrival = ReadingsQuery { after: Some(DocumentId(0)), ..ReadingsQuery::default() };
        let (found, n_pages) = all(&archive, &by_arrival, 1_000_000);
        assert_eq!(found.len(), usize::try_from(n_points).unwrap());
        assert!(n_pages > 1);
    }
}
