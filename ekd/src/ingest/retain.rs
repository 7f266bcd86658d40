//! Removing from a point's logbook what a rule of retention lets go, in one transaction with the sums over all points
//! and the event that tells of it.
//!
//! Only the pages that lose something are written anew.

use std::sync::Arc;

use common::event::Happening;
use common::id::PointId;
use common::logbook::sealed::Wanted;
use common::logbook::{LogPage, Stretch, Version, assemble, merge, versions};
use common::meter::Installation;
use jiff::Timestamp;

use super::ledger::Ledger;
use super::rewrite::{enter_whole, stands};
use crate::binding::{COLD, Calendar, bind};
use crate::mending;
use crate::retention::{Chosen, Due, Fate, Rule};
use crate::store::log::page::{self, PageFacts};
use crate::store::log::{Logbook, Rebinding, Write, standing};
use crate::store::thinned::Thinned;
use crate::store::{self, StoreError};

const WHOLE: Stretch = Stretch { from: i64::MIN, until: i64::MAX };

/// A rule on the day on which it is followed.
#[derive(Clone, Debug)]
pub struct Duty {
    pub calendar: Calendar,
    pub rule: Arc<Rule>,
    pub now: Timestamp,
}

/// What a point's logbook holds.
struct Held {
    pages: Vec<(i64, LogPage)>,
    fresh: Vec<Version>,
}

/// How many versions go, and why.
#[derive(Clone, Copy, Debug, Default)]
struct Gone {
    removed: u64,
    thinned: u64,
}

impl Duty {
    fn due(&self) -> Due {
        self.rule.due(self.now, &self.calendar.zone)
    }
}

/// Tells from the facts of its pages whether a point may hold something that is to go.
pub fn is_due(log: &Logbook<'_>, duty: &Duty, point: PointId) -> Result<bool, StoreError> {
    let due = duty.due();
    let Some(until) = due.until() else { return Ok(false) };
    let pages = page::facts(log, point, Stretch { until, ..WHOLE })?;
    if let Some(from) = due.kept_from
        && (pages.iter().any(|page| page.stretch.from < from)
            || page::aside(log, point)?.iter().any(|page| page.stretch.until <= from && page.n_readings > 0))
    {
        return Ok(true);
    }
    if let Some(thinned) = due.thinned {
        let done = store::thinned::of(log, point)?.filter(|done| done.step == thinned.to);
        let is_new = |page: &&PageFacts| done.is_none_or(|done| page.id > done.page || page.stretch.until > done.until);
        if pages.iter().filter(|page| page.stretch.from < thinned.until).any(|page| is_new(&page)) {
            return Ok(true);
        }
    }
    Ok(!log.fresh_versions(point, None, (i64::MIN, until))?.is_empty())
}

/// Removes what the rule lets go of a point, and returns what the journal tells of it; `None` if nothing went.
///
/// # Errors
/// Where nothing was removed.
pub fn retain(tx: &Write<'_>, duty: &Duty, point: PointId) -> Result<Option<Happening>, StoreError> {
    let due = duty.due();
    let Some((until, standing)) = due.until().zip(tx.standing(point)) else { return Ok(None) };
    let installed: Vec<Installation> = store::meter::at_point(tx, point)?.into_iter().map(|(there, _)| there).collect();
    mend(tx, duty, point)?;
    let held = read(tx, point)?;
    let whole = held.whole(point);
    let chosen = due.chosen(&whole, &installed, &duty.calendar.zone);
    let mut gone = count(&whole, &due, &chosen);
    if let Some(from) = due.kept_from {
        gone.removed += page::forget_aside(tx, point, from)?;
    }
    if gone.removed + gone.thinned > 0 {
        let mut ledger = Ledger::new(&duty.calendar);
        enter_whole(tx, &mut ledger, point, -1)?;
        let stays = |version: &Version| due.fate(version, &chosen) == Fate::Stays;
        let left = assemble(point, versions(&whole).filter(stays).collect());
        tx.stand(point, Arc::new(stands(&left, &standing)));
        if !tx.rebind(&rebinding(tx, duty, (point, &held), &stays)?)? {
            return Err(StoreError::Foreign("the pages of a point changed while they were written anew".to_owned()));
        }
        enter_whole(tx, &mut ledger, point, 1)?;
        store::log::total::change(tx, &ledger.take())?;
    }
    remember(tx, &due, point)?;
    tell(tx, duty, (point, until), gone)
}

/// Leaves out of the pages, and of the fresh lines, what does not stay.
fn rebinding(
    tx: &Write<'_>,
    duty: &Duty,
    (point, held): (PointId, &Held),
    stays: &impl Fn(&Version) -> bool,
) -> Result<Rebinding, StoreError> {
    let sealed_before = standing::sealed_through(tx, point)?;
    let mut sealed_through = sealed_before;
    let (mut left, mut replaced) = (Vec::new(), Vec::new());
    for (id, page) in held.pages.iter().filter(|(_, page)| !versions(page).all(|version| stays(&version))) {
        replaced.push(*id);
        left.extend(versions(page).filter(stays));
    }
    if !held.fresh.iter().all(stays) {
        // Fresh lines lose nothing but by being sealed. No document is open between two pieces of work.
        sealed_through = store::document::newest(tx)?.max(sealed_before);
        left.extend(held.fresh.iter().filter(|version| stays(version)));
    }
    let cold = duty.now.checked_sub(COLD).unwrap_or(duty.now).as_second();
    let pages = bind(&assemble(point, left), &duty.calendar, cold);
    Ok(Rebinding { point, sealed_before, sealed_through, replaced, pages })
}

fn count(page: &LogPage, due: &Due, chosen: &Chosen) -> Gone {
    let mut gone = Gone::default();
    for version in versions(page) {
        match due.fate(&version, chosen) {
            Fate::Stays => {}
            Fate::Removed => gone.removed += 1,
            Fate::Thinned => gone.thinned += 1,
        }
    }
    gone
}

fn remember(tx: &Write<'_>, due: &Due, point: PointId) -> Result<(), StoreError> {
    let Some(thinned) = due.thinned else { return Ok(()) };
    let page = page::facts(tx, point, WHOLE)?.iter().map(|page| page.id).max().unwrap_or(0);
    store::thinned::set(tx, point, Thinned { step: thinned.to, until: thinned.until, page })
}

fn tell(
    tx: &Write<'_>,
    duty: &Duty,
    (point, until): (PointId, i64),
    gone: Gone,
) -> Result<Option<Happening>, StoreError> {
    if gone.removed + gone.thinned == 0 {
        return Ok(None);
    }
    let happening = Happening::ReadingsRemoved {
        point,
        rule: duty.rule.name.clone(),
        until: Timestamp::from_second(until).unwrap_or(duty.now),
        n_removed: gone.removed,
        n_thinned: gone.thinned,
    };
    store::event::append(tx, duty.now, &happening)?;
    Ok(Some(happening))
}

impl Held {
    fn whole(&self, point: PointId) -> LogPage {
        let mut pages: Vec<LogPage> = self.pages.iter().map(|(_, page)| page.clone()).collect();
        if !self.fresh.is_empty() {
            pages.push(assemble(point, self.fresh.clone()));
        }
        merge(point, pages)
    }
}

/// Puts aside what cannot be read, so that the rest can be written anew.
fn mend(tx: &Write<'_>, duty: &Duty, point: PointId) -> Result<(), StoreError> {
    let log = tx.log();
    log.read(point, None, (i64::MIN, i64::MAX))?;
    let damaged = log.take_damaged();
    if damaged.is_empty() { Ok(()) } else { mending::set_aside(tx, &duty.calendar, damaged) }
}

fn read(tx: &Write<'_>, point: PointId) -> Result<Held, StoreError> {
    let everything = Wanted { quantities: None, from: i64::MIN, until: i64::MAX };
    let fresh = tx.log().fresh_versions(point, None, (i64::MIN, i64::MAX))?;
    let mut held = Held { pages: Vec::new(), fresh };
    for stored in page::overlapping_gently(tx, point, WHOLE)?.into_iter().flatten() {
        let page = store::log::open(point, &stored)
            .and_then(|sealed| sealed.read(&stored.page.body, &everything).map_err(|error| error.to_string()));
        held.pages.extend(page.ok().map(|page| (stored.id, page)));
    }
    Ok(held)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use common::id::{Cursor, DocumentId, SourceName};
    use jiff::tz::TimeZone;
    use jiff::{Span, ToSpan as _};
    use rusqlite::Connection;

    use super::*;
    use crate::ingest::{Incoming, take};
    use crate::retention::Thin;
    use crate::store::log::Desk;

    const POINT: PointId = PointId(1);
    const REGISTRY: &str = "<document xmlns=\"urn:ek:document:1\" version=\"1\"><site code=\"M-1\"><point code=\"P\">\
                            <meter serial=\"6\" from=\"2020-01-01T00:00:00Z\"/></point></site></document>";

    struct Archive {
        conn: Connection,
        desk: Desk,
    }

    fn instant(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn duty(keep: Option<Span>, thin: Option<Thin>) -> Duty {
        let rule = Rule { name: "flats".to_owned(), sites: "M-*".to_owned(), keep, thin };
        let zone = TimeZone::get("Europe/Warsaw").unwrap();
        Duty { calendar: Calendar { zone }, rule: Arc::new(rule), now: instant("2026-03-02T12:00:00Z") }
    }

    impl Archive {
        /// An archive with a page for each of four cold years, six readings a day in each January.
        fn of_four_years() -> Self {
            let conn = Connection::open_in_memory().unwrap();
            conn.execute_batch(include_str!("../../migrations/0001_readings.sql")).unwrap();
            conn.execute_batch(include_str!("../../migrations/0002_retention.sql")).unwrap();
            conn.execute_batch(include_str!("../../migrations/0007_alarms.sql")).unwrap();
            let mut archive = Self { conn, desk: Desk::default() };
            archive.bring(REGISTRY);
            for year in 2022..2026 {
                archive.bring(&january(year));
            }
            archive.work(|tx| {
                let Held { fresh, .. } = read(tx, POINT)?;
                let pages = bind(&assemble(POINT, fresh), &duty(None, None).calendar, i64::MAX);
                let sealed_through = store::document::newest(tx)?;
                let (sealed_before, none) = (DocumentId(0), Vec::new());
                tx.rebind(&Rebinding { point: POINT, sealed_before, sealed_through, replaced: none, pages })
            });
            archive
        }

        fn work<T>(&mut self, work: impl FnOnce(&Write<'_>) -> Result<T, StoreError>) -> T {
            let tx = self.conn.transaction().unwrap();
            let done = work(&self.desk.begin(&tx)).unwrap();
            tx.commit().unwrap();
            self.desk.publish();
            done
        }

        fn bring(&mut self, text: &str) {
            let incoming = Incoming {
                source: SourceName::parse("test").unwrap(),
                name: String::new(),
                size: 0,
                digest: String::new(),
                received_at: instant("2026-03-02T12:00:00Z"),
                position: None,
            };
            let parsed = crate::document::exchange::parse(text.as_bytes());
            let (taken, _) = self.work(|tx| take(tx, &duty(None, None).calendar, &incoming, parsed));
            assert_eq!(taken.tally.stored, taken.tally.received, "{taken:?}");
        }

        fn pages(&mut self) -> Vec<PageFacts> {
            self.work(|tx| page::facts(tx, POINT, WHOLE))
        }

        /// Follows the rule as the daily work does; returns how many versions were removed and thinned.
        fn follow(&mut self, duty: &Duty) -> Option<(u64, u64)> {
            let happened =
                self.work(|tx| if is_due(&tx.log(), duty, POINT)? { retain(tx, duty, POINT) } else { Ok(None) });
            let journal = self.work(|tx| store::event::after(tx, Cursor(0), u32::MAX));
            assert!(happened.as_ref().is_none_or(|happened| journal.last().is_some_and(|last| last.what == *happened)));
            let Happening::ReadingsRemoved { n_removed, n_thinned, .. } = happened? else { return None };
            Some((n_removed, n_thinned))
        }
    }

    fn january(year: i16) -> String {
        let mut rows = "#ek-document 1\npoint,meter,quantity,at,value,unit\n".to_owned();
        for (day, hour) in (2..=31).flat_map(|day| (0..24).step_by(4).map(move |hour| (day, hour))) {
            let value = (i64::from(year) - 2020) * 10_000 + day * 24 + hour;
            writeln!(rows, "P,6,energy,{year}-01-{day:02}T{hour:02}:00:00Z,{value},MJ").unwrap();
        }
        rows
    }

    #[test]
    fn only_pages_that_lose_something_are_written_anew_and_nothing_is_done_twice() {
        let mut archive = Archive::of_four_years();
        let before = archive.pages();
        assert_eq!(before.len(), 4);
        let thin = Thin { after: 2.years(), to: 86_400 };
        let rule = duty(Some(3.years()), Some(thin));
        // 2022 and 2023 are older than three years; 2024 is thinned.
        assert_eq!(archive.follow(&rule), Some((2 * 180, 180 - 30)));
        let after = archive.pages();
        assert_eq!(after.len(), 2);
        assert!(after.contains(&before[3]) && !before.contains(&after[1]));
        assert_eq!(after[1].n_readings, 30);
        assert_eq!(archive.follow(&rule), None);
        assert_eq!(archive.pages(), after);
        // With another step it is looked at again.
        assert!(archive.work(|tx| is_due(&tx.log(), &duty(None, Some(Thin { to: 43_200, ..thin })), POINT)));
        // What is fresh and old goes, and what is fresh and young stays.
        archive.bring("#ek-document 1\npoint,meter,quantity,at,value,unit\nP,6,energy,2022-01-01T00:00:00Z,1,MJ\nP,6,energy,2026-03-01T00:00:00Z,90000,MJ\n");
        assert_eq!(archive.follow(&rule), Some((1, 0)));
        assert_eq!(archive.pages().iter().map(|page| page.n_readings).sum::<u64>(), 180 + 30 + 1);
        assert_eq!(archive.follow(&rule), None);
    }

    #[test]
    fn what_cannot_be_read_any_more_is_put_aside_and_forgotten_when_it_is_old() {
        let mut archive = Archive::of_four_years();
        let [first, _, third, fourth] = archive.pages()[..] else { panic!() };
        archive
            .work(|tx| Ok(tx.execute("UPDATE log_page SET body = x'00' WHERE id IN (?1, ?2)", [first.id, third.id])?));
        let rule = duty(Some(3.years()), None);
        assert_eq!(archive.follow(&rule), Some((2 * 180, 0)));
        assert_eq!(archive.pages(), [fourth]);
        let lost = archive.work(|tx| page::aside(tx, POINT)).iter().map(|aside| aside.n_readings).collect::<Vec<_>>();
        assert_eq!(lost, [0, 180], "of the one that is not so old a verification still tells");
        assert_eq!(archive.follow(&rule), None);
    }

    #[test]
    fn a_seal_made_of_pages_that_are_gone_is_refused() {
        let mut archive = Archive::of_four_years();
        let sealed_before = archive.work(|tx| standing::sealed_through(tx, POINT));
        let replaced = archive.pages().iter().map(|page| page.id).collect();
        let late =
            Rebinding { point: POINT, sealed_before, sealed_through: sealed_before, replaced, pages: Vec::new() };
        assert_eq!(archive.follow(&duty(Some(3.years()), None)), Some((2 * 180, 0)));
        assert!(!archive.work(|tx| tx.rebind(&late)));
        assert_eq!(archive.pages().len(), 2);
    }
}
