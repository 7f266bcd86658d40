//! Readings page by page: by point, quantity and instant, or in the order of arrival.

use std::fmt;

use common::api::{Filter, ReadingsQuery};
use common::id::{DocumentId, PointId};
use common::quantity::Quantity;
use common::reading::Reading;
use rusqlite::Connection;

use crate::store::reading::{After, Wanted};
use crate::store::{self, StoreError};

/// Where a page begins: the place of the last reading before it.
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
    let mut listing = Listing { conn, query, start, limit, found: Vec::new() };
    match query.after {
        Some(after) => listing.by_arrival(after)?,
        None => listing.by_point()?,
    }
    let full = listing.found.len() >= limit;
    let next = listing.found.last().filter(|_| full);
    let next = next.map(|last| Place::of(last, if query.after.is_some() { last.document.0 } else { 0 }));
    Ok((listing.found, next))
}

struct Listing<'a> {
    conn: &'a Connection,
    query: &'a ReadingsQuery,
    start: Option<Place>,
    limit: usize,
    found: Vec<Reading>,
}

impl Listing<'_> {
    fn by_point(&mut self) -> Result<(), StoreError> {
        let (first, last) = self.stretch(i64::MIN, i64::MAX);
        for point in self.points()? {
            for quantity in self.quantities() {
                self.series(Wanted { point, quantity, first, last, document: None })?;
                if self.found.len() >= self.limit {
                    return Ok(());
                }
            }
        }
        Ok(())
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

    fn by_arrival(&mut self, after: DocumentId) -> Result<(), StoreError> {
        let (mut document, mut point) = self.start.map_or((DocumentId(after.0 + 1), PointId(i64::MIN)), |start| {
            (DocumentId(start.document), PointId(start.point))
        });
        while let Some(brought) = store::document::brought_from(self.conn, document, point)? {
            if self.query.point.is_none_or(|wanted| wanted == brought.point) {
                let (first, last) = self.stretch(brought.first, brought.last);
                for quantity in self.quantities() {
                    let document = Some(brought.document);
                    self.series(Wanted { point: brought.point, quantity, first, last, document })?;
                    if self.found.len() >= self.limit {
                        return Ok(());
                    }
                }
            }
            (document, point) = (brought.document, PointId(brought.point.0 + 1));
        }
        Ok(())
    }

    fn series(&mut self, wanted: Wanted) -> Result<(), StoreError> {
        let after = match self.start {
            // The page before ended in this stretch: its earlier quantities are done.
            Some(start) if start.is_in(&wanted) && wanted.quantity.code() < start.quantity => return Ok(()),
            Some(start) if start.is_in(&wanted) && wanted.quantity.code() == start.quantity => start.after,
            Some(_) | None => After::START,
        };
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
