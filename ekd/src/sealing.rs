//! Background work on the logbook: seals fresh lines into pages, and binds pages that lie beside each other into one.
//!
//! All in small transactions: what is written between two of them is never kept waiting. The reading and packing is
//! done on a blocking thread with a look into the archive; the writer only puts the result in, and not even that where
//! the point has changed meanwhile.

use std::collections::BTreeSet;
use std::time::Duration;

use common::id::{DocumentId, PointId};
use common::logbook::sealed::Wanted;
use common::logbook::{LogPage, Stretch, assemble, merge};
use jiff::SignedDuration;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::binding::{self, COLD, Calendar, FAN, FAN_OF_THE_PAST, bind, bound_with, part};
use crate::clock::Clock;
use crate::mending::{self, n_readings};
use crate::store::log::page::{self, PageFacts};
use crate::store::log::{Damage, Logbook, Rebinding, standing};
use crate::store::{Store, StoreError};

/// Fresh readings that are sealed without waiting for more.
const MANY: usize = 250_000;
/// Fresh readings that one transaction seals, about.
const TOGETHER: usize = 60_000;
/// Points that one transaction seals at most.
const POINTS: usize = 64;
/// A month is bound into one page when it has been over for so long: most of what is late has come then.
const SETTLED: SignedDuration = SignedDuration::from_hours(3 * 24);
const LOOK: Duration = Duration::from_mins(1);
const WHOLE: Stretch = Stretch { from: i64::MIN, until: i64::MAX };

/// Seals and binds.
#[derive(Clone, Debug)]
pub struct Sealer {
    pub store: Store,
    pub calendar: Calendar,
    pub clock: Clock,
    /// Fresh lines are sealed when the oldest has waited for so long.
    pub after: Duration,
}

/// What has been made of the pages of some points, and which of them could not be read.
#[derive(Debug)]
struct Bound {
    rebindings: Vec<Rebinding>,
    damaged: Vec<Damage>,
}

/// When the pages of a point are cold or settled, seconds since 1970 UTC.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    cold: i64,
    settled: i64,
}

impl Sealer {
    /// Seals whenever there is enough, until the stop.
    ///
    /// # Errors
    /// Where the archive fails; started again, it goes on where it was.
    pub async fn run(self, stop: CancellationToken) -> Result<(), StoreError> {
        let mut ear = self.store.bell().ear();
        let mut waiting_since: Option<Instant> = None;
        // Whatever was left by the last run is looked at once.
        let mut loose = self.store.read(all_points).await?;
        // What the last run left free, too.
        let mut untidy = true;
        loop {
            let n_fresh = self.store.shared().fresh().n_readings;
            if n_fresh > 0 && waiting_since.is_none() {
                waiting_since = Some(Instant::now());
            }
            let is_old = waiting_since.is_some_and(|since| since.elapsed() >= self.after);
            if n_fresh >= MANY || (n_fresh > 0 && is_old) {
                loose.extend(self.seal_all().await?);
                (waiting_since, untidy) = (None, true);
            } else if let Some(some) = first_of(&mut loose) {
                self.bind(some).await?;
                untidy = true;
            } else if untidy {
                untidy = self.store.tidy().await?;
            } else {
                let patience = waiting_since.map_or(LOOK, |since| self.after.saturating_sub(since.elapsed())).min(LOOK);
                tokio::select! {
                    () = stop.cancelled() => return Ok(()),
                    _ = tokio::time::timeout(patience, ear.heard()) => {}
                }
            }
            if stop.is_cancelled() {
                return Ok(());
            }
        }
    }

    fn bounds(&self) -> Bounds {
        let before = |age: SignedDuration| {
            let now = self.clock.now();
            now.checked_sub(age).unwrap_or(now).as_second()
        };
        Bounds { cold: before(COLD), settled: before(SETTLED) }
    }

    /// Seals all lines that are fresh now, and returns their points.
    ///
    /// # Errors
    /// Where the archive fails: what has been sealed until then is, the rest stays fresh.
    pub async fn seal_all(&self) -> Result<Vec<PointId>, StoreError> {
        let fresh = self.store.shared().fresh();
        let through = fresh.through;
        let points: BTreeSet<PointId> = fresh.batches.iter().flat_map(|batch| batch.points()).collect();
        let points: Vec<PointId> = points.into_iter().collect();
        let at_once = (TOGETHER * points.len() / fresh.n_readings.max(1)).clamp(1, POINTS);
        drop(fresh);
        let mut all_done = true;
        for some in points.chunks(at_once) {
            let (some, calendar, bounds) = (some.to_vec(), self.calendar.clone(), self.bounds());
            let read = move |log: &Logbook<'_>| -> Result<Bound, StoreError> {
                let sealed = some.iter().map(|point| sealed(log, &calendar, bounds, *point, through));
                let rebindings = sealed.filter_map(Result::transpose).collect::<Result<_, _>>()?;
                Ok(Bound { rebindings, damaged: log.damaged() })
            };
            let bound = self.store.read(read).await?;
            all_done &= self.write("seal", bound).await?;
        }
        if all_done {
            self.store.write_readings("sealed", move |tx| tx.forget(through)).await?;
        }
        tracing::debug!(points = points.len(), document.id = through.0, "sealed");
        Ok(points)
    }

    /// Binds the pages of points that are over.
    ///
    /// # Errors
    /// Where the archive fails: what has been bound until then is.
    pub async fn bind(&self, points: Vec<PointId>) -> Result<(), StoreError> {
        for point in points {
            let (calendar, bounds) = (self.calendar.clone(), self.bounds());
            let read = move |log: &Logbook<'_>| -> Result<Bound, StoreError> {
                let rebindings = loose_pages(log, &calendar, bounds, point)?;
                Ok(Bound { rebindings, damaged: log.damaged() })
            };
            let bound = self.store.read(read).await?;
            self.write("bind", bound).await?;
        }
        Ok(())
    }

    async fn write(&self, name: &'static str, bound: Bound) -> Result<bool, StoreError> {
        let Bound { rebindings, damaged } = bound;
        if rebindings.is_empty() && damaged.is_empty() {
            return Ok(true);
        }
        let calendar = self.calendar.clone();
        let write = move |tx: &crate::store::log::Write<'_>| {
            let all =
                rebindings.iter().try_fold(true, |all, rebinding| Ok::<_, StoreError>(tx.rebind(rebinding)? && all))?;
            mending::set_aside(tx, &calendar, damaged)?;
            Ok(all)
        };
        self.store.write_readings(name, write).await
    }
}

fn all_points(log: &Logbook<'_>) -> Result<BTreeSet<PointId>, StoreError> {
    Ok(crate::store::point::ids(log, &common::api::Filter::default())?.into_iter().collect())
}

fn first_of(loose: &mut BTreeSet<PointId>) -> Option<Vec<PointId>> {
    let some: Vec<PointId> = std::iter::from_fn(|| loose.pop_first()).take(POINTS).collect();
    Some(some).filter(|some| !some.is_empty())
}

/// Seals a point's fresh lines of documents up to `through`.
fn sealed(
    log: &Logbook<'_>,
    calendar: &Calendar,
    bounds: Bounds,
    point: PointId,
    through: DocumentId,
) -> Result<Option<Rebinding>, StoreError> {
    let sealed_before = standing::sealed_through(log, point)?;
    let mut versions = log.fresh_versions(point, None, (i64::MIN, i64::MAX))?;
    versions.retain(|version| version.document <= through);
    if versions.is_empty() {
        return Ok(None);
    }
    let fresh = assemble(point, versions);
    let mut new = Rebinding { point, sealed_before, sealed_through: through, replaced: Vec::new(), pages: Vec::new() };
    let known = page::facts(log, point, WHOLE)?;
    let mut rest = binding::first_at(&fresh, i64::MIN);
    while let Some(first) = rest {
        let stretch = calendar.stretch_at(first, bounds.cold);
        let fresh_part = part(&fresh, stretch);
        let beside: Vec<&PageFacts> =
            known.iter().filter(|facts| (stretch.from..stretch.until).contains(&facts.stretch.from)).collect();
        let sizes: Vec<u64> = beside.iter().map(|facts| facts.n_readings).collect();
        let fan = if stretch.until <= bounds.settled { FAN_OF_THE_PAST } else { FAN };
        let chosen = bound_with(&sizes, n_readings(&fresh_part), fan);
        let chosen: Vec<PageFacts> =
            chosen.into_iter().filter_map(|index| beside.get(index)).copied().copied().collect();
        let mut pages = read_pages(log, point, &chosen, &mut new)?;
        pages.push(fresh_part);
        new.pages.extend(bind(&merge(point, pages), calendar, bounds.cold));
        rest = binding::first_at(&fresh, stretch.until);
    }
    Ok(Some(new))
}

/// Reads whole pages that are to be replaced; those that cannot be read are told by the logbook, to be put aside.
fn read_pages(
    log: &Logbook<'_>,
    point: PointId,
    facts: &[PageFacts],
    new: &mut Rebinding,
) -> Result<Vec<LogPage>, StoreError> {
    let mut pages = Vec::with_capacity(facts.len());
    for PageFacts { id, stretch, .. } in facts {
        let read = page::one(log, *id)?.and_then(|stored| {
            let sealed = crate::store::log::open(point, &stored)?;
            sealed.read(&stored.page.body, &Wanted::ALL).map_err(|error| error.to_string())
        });
        match read {
            Ok(page) => {
                new.replaced.push(*id);
                pages.push(page);
            }
            Err(why) => log.found_damaged(Damage { page: *id, point, stretch: *stretch, why }),
        }
    }
    Ok(pages)
}

/// Binds each stretch of a point that is over and has more than one page.
fn loose_pages(
    log: &Logbook<'_>,
    calendar: &Calendar,
    bounds: Bounds,
    point: PointId,
) -> Result<Vec<Rebinding>, StoreError> {
    let sealed_through = standing::sealed_through(log, point)?;
    let mut known = page::facts(log, point, WHOLE)?;
    known.sort_by_key(|facts| calendar.stretch_at(facts.stretch.from, bounds.cold));
    let mut found = Vec::new();
    let same = |one: &PageFacts, next: &PageFacts| {
        let stretch = |facts: &PageFacts| calendar.stretch_at(facts.stretch.from, bounds.cold);
        stretch(one) == stretch(next)
    };
    for beside in known.chunk_by(same).filter(|beside| beside.len() > 1) {
        let Some(first) = beside.first() else { continue };
        if calendar.stretch_at(first.stretch.from, bounds.cold).until > bounds.settled {
            continue;
        }
        let mut new =
            Rebinding { point, sealed_before: sealed_through, sealed_through, replaced: Vec::new(), pages: Vec::new() };
        let mut beside = beside.to_vec();
        beside.sort_unstable_by_key(|facts| facts.id);
        let pages = read_pages(log, point, &beside, &mut new)?;
        if !pages.is_empty() {
            new.pages = bind(&merge(point, pages), calendar, bounds.cold);
            found.push(new);
        }
    }
    Ok(found)
}

/// Waits while so much is fresh that more would only wait in memory; tells whether there is room.
///
/// A sealer that does not get on must not hold up what is small: after a while the work goes on.
pub async fn room(store: &Store) -> bool {
    /// Fresh readings beyond which documents wait.
    const MOST: usize = 4 * MANY;
    const PATIENCE: Duration = Duration::from_mins(1);
    let waiting = async {
        let mut ear = store.bell().ear();
        while store.shared().fresh().n_readings > MOST {
            ear.heard().await;
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.is_ok()
}
