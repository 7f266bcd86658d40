//! All readings of a point from the pages of its logbook, decoded here: a year takes kilobytes on the wire.
//!
//! Pages hold all quantities of a month, and an export goes by quantity; so the sealed pages of one point are kept, about
//! a byte a reading, and of each only one column is decoded at a time.

use std::ops::Range;

use common::api::{LogPages, LogQuery};
use common::fault::{Cause, Fault};
use common::id::PointId;
use common::logbook::sealed::{PageError, Sealed, Wanted};
use common::logbook::{Version, merge, versions};
use common::page::Page;
use common::quantity::Quantity;
use common::reading::Reading;
use common::time::Period;
use serde_bytes::ByteBuf;

use crate::exit::Failure;
use crate::session::Session;

/// The sealed pages of one point.
pub(super) struct PointLog {
    point: PointId,
    period: Period,
    /// In the order in which they were written.
    pages: Vec<ByteBuf>,
    pub(super) damaged: Vec<Period>,
}

impl PointLog {
    /// Asks for the pages of a period; `None` where the daemon is older than they are.
    ///
    /// # Errors
    /// As [`Session::ask`].
    pub(super) async fn fetch(session: &mut Session, point: PointId, period: Period) -> Result<Option<Self>, Failure> {
        let mut log = Self { point, period, pages: Vec::new(), damaged: Vec::new() };
        let mut page = Page::default();
        loop {
            let query = LogQuery { point, period };
            let answer = session.ask(async |ek, context| ek.log(context, query.clone(), page.clone()).await).await;
            let LogPages { pages, damaged, next } = match answer {
                Ok(answer) => answer,
                Err(Failure::Fault(Fault { cause: Cause::UnknownMethod, .. })) => return Ok(None),
                Err(failure) => return Err(failure),
            };
            log.pages.extend(pages);
            log.damaged.extend(damaged);
            match next {
                Some(next) => page.after = Some(next),
                None => return Ok(Some(log)),
            }
        }
    }

    /// Hands on what counts, by quantity and instant; of no quantity in particular where none is `wanted`.
    ///
    /// # Errors
    /// A page that cannot be decoded, or what `push` finds.
    pub(super) fn each(
        &self,
        wanted: &[Quantity],
        mut push: impl FnMut(&Reading) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let pages = self.pages.iter().map(|bytes| Opened::new(bytes)).collect::<Result<Vec<_>, _>>()?;
        let windows = self.windows(&pages);
        for quantity in Quantity::ALL {
            let is_there = pages.iter().any(|page| page.sealed.counts().any(|(_, other, _)| other == quantity));
            if !is_there || !(wanted.is_empty() || wanted.contains(&quantity)) {
                continue;
            }
            for window in &windows {
                for reading in self.decode(&pages, window, quantity)? {
                    push(&reading)?;
                }
            }
        }
        Ok(())
    }

    /// Cuts the period wherever a page begins: what is decoded at once is no longer than a page, even where another one
    /// tells of years.
    fn windows(&self, pages: &[Opened<'_>]) -> Vec<Range<i64>> {
        let from = self.period.from.as_second();
        // An end between two seconds lets the first of them in.
        let until = self.period.until.as_second() + i64::from(self.period.until.subsec_nanosecond() > 0);
        let mut bounds: Vec<_> = pages.iter().map(|page| page.sealed.first_at().max(from)).collect();
        bounds.retain(|bound| *bound < until);
        bounds.push(until);
        bounds.sort_unstable();
        bounds.dedup();
        bounds.windows(2).map(|pair| pair[0]..pair[1]).collect()
    }

    /// Returns what counts of one quantity in a window, by instant.
    fn decode(&self, pages: &[Opened<'_>], window: &Range<i64>, quantity: Quantity) -> Result<Vec<Reading>, PageError> {
        let wanted = Wanted { quantities: Some(vec![quantity]), from: window.start, until: window.end };
        let here = pages.iter().filter(|page| page.overlaps(window));
        let pages = here.map(|page| page.sealed.read(page.body, &wanted)).collect::<Result<Vec<_>, _>>()?;
        let mut page = merge(self.point, pages);
        page.struck.clear();
        let mut standing: Vec<_> = versions(&page).collect();
        standing.sort_by_key(|version| (version.at, version.meter));
        standing.into_iter().map(|version| self.reading(version)).collect()
    }

    fn reading(&self, version: Version) -> Result<Reading, PageError> {
        version.reading(self.point).ok_or(PageError::Corrupt("an instant beyond the calendar"))
    }
}

/// A page whose head has been read.
struct Opened<'a> {
    sealed: Sealed<'a>,
    body: &'a [u8],
}

impl<'a> Opened<'a> {
    fn new(bytes: &'a [u8]) -> Result<Self, PageError> {
        let (head, body) = Sealed::split(bytes)?;
        Ok(Self { sealed: Sealed::open(head)?, body })
    }

    fn overlaps(&self, window: &Range<i64>) -> bool {
        self.sealed.first_at() < window.end && window.start <= self.sealed.last_at()
    }
}
