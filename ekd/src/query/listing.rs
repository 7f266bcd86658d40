//! Readings page by page: by point, quantity and instant, or in the order of arrival.

use std::fmt;

use common::api::{Filter, ReadingsQuery};
use common::id::{DocumentId, PointId};
use common::quantity::Quantity;
use common::reading::Reading;
use rusqlite::Connection;

use crate::store::document::Brought;
use crate::store::reading::{After, Wanted};
use crate::store::{self, StoreError};

/// Looks into the archive for one page. After these it is given as it is, maybe empty, so that a call ends in time
/// however little there is to find.
const MOST_LOOKS: usize = 2_000;

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
    conn: &Connection,
    query: &ReadingsQuery,
    start: Option<Place>,
    limit: usize,
) -> Result<(Vec<Reading>, Option<Place>), StoreError> {
    let mut listing = Listing { conn, query, start, limit, found: Vec::new(), n_looks: 0 };
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
    conn: &'a Connection,
    query: &'a ReadingsQuery,
    start: Option<Place>,
    limit: usize,
    found: Vec<Reading>,
    n_looks: usize,
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
        let mut points = store::point::ids(self.conn, &Filter::default())?;
        points.retain(|point| self.start.is_none_or(|start| point.0 >= start.point));
        Ok(points)
    }

    fn by_arrival(&mut self, after: DocumentId) -> Result<Option<Place>, StoreError> {
        let (mut document, mut point) =
            self.start.map_or((after.0.saturating_add(1), i64::MIN), |start| (start.document, start.point));
        while let Some(brought) = self.brought(document, point)? {
            if self.n_looks >= MOST_LOOKS {
                return Ok(Some(Place::before(brought.document.0, brought.point)));
            }
            self.n_looks += 1;
            let (first, last) = self.stretch(brought.first, brought.last);
            if first <= last && self.fills(brought.point, Some(brought.document), (first, last))? {
                return Ok(None);
            }
            (document, point) = (brought.document.0, brought.point.0.saturating_add(1));
        }
        Ok(None)
    }

    /// Returns the next stretch at or after the place, of the wanted point if there is one.
    fn brought(&self, document: i64, point: i64) -> Result<Option<Brought>, StoreError> {
        let Some(wanted) = self.query.point else {
            return store::document::brought_from(self.conn, DocumentId(document), PointId(point));
        };
        let document = if point > wanted.0 { document.saturating_add(1) } else { document };
        store::document::brought_of(self.conn, DocumentId(document), wanted)
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
        let rest = self.limit - self.found.len();
        self.found.extend(store::reading::list(self.conn, wanted, after, rest)?);
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

#[cfg(test)]
mod tests {
    use common::time::Period;

    use super::*;
    use crate::query::fixture::{Archive, at};

    /// Reads the whole listing and returns instants and the number of pages.
    fn all(archive: &Archive, query: &ReadingsQuery, limit: usize) -> (Vec<i64>, usize) {
        let (mut found, mut n_pages, mut start) = (Vec::new(), 0, None);
        loop {
            let (items, next) = page(&archive.conn, query, start, limit).unwrap();
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
        let (items, next) = page(&archive.conn, &by_point, None, 10).unwrap();
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
