//! The list of sites: worst first, filtered as one types, steady under the cursor.
//!
//! It must not know how rows are fetched or drawn. The row under the cursor is a site, not a place: live data changes
//! values, never what Enter would open.

pub mod facts;
pub mod sort;
pub mod table;
pub mod view;

use std::collections::HashMap;

use common::alarm::Alarm;
use common::id::{PointId, SiteId};
use common::site::{SiteOverview, SiteState};
use jiff::{SignedDuration, Timestamp};

use crate::effect::{Answer, Scope};
use crate::filter::Filter;
use crate::remote::Remote;
use crate::screen::alarms::words::{self, Weight};
use crate::screen::rows::{Keyed, Order, Picked};
use crate::screen::sites::sort::Sort;

/// The list's state.
#[derive(Default)]
pub struct Model {
    pub rows: Remote<Vec<SiteOverview>>,
    picked: Picked<SiteId>,
    aim: Aim,
    /// When the first sites came.
    begun_at: Option<Timestamp>,
    /// The first row on the screen.
    pub top: usize,
    pub sort: Sort,
    pub filter_text: String,
    filter: Filter,
    /// The site that the strip describes: it follows the cursor when that rests.
    pub rested: Option<SiteId>,
    /// Serial numbers of meters that we have asked for.
    pub serials: HashMap<PointId, String>,
    /// Since when values of a point wait in quarantine, where its state tells something worse.
    pub doubts: HashMap<PointId, Timestamp>,
    /// What is wrong at a site now.
    troubles: HashMap<SiteId, Trouble>,
}

/// The active alarms of a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// The one that weighs most.
    pub alarm: Alarm,
    pub weight: Weight,
    /// How many there are besides.
    pub n_more: usize,
}

/// How long the cursor follows the worst site while nobody has moved it.
const BEGINNING: SignedDuration = SignedDuration::from_secs(15);

/// Who has put the cursor where it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Aim {
    /// Nobody yet: it stands on what was the worst when the list came.
    #[default]
    Worst,
    Chosen,
}

impl Keyed for SiteOverview {
    type Key = SiteId;

    fn key(&self) -> SiteId {
        self.site.id
    }
}

fn sites(rows: &Remote<Vec<SiteOverview>>) -> &[SiteOverview] {
    rows.value().map_or(&[], Vec::as_slice)
}

impl Model {
    /// Takes an answer in.
    pub fn take(&mut self, scope: Scope, answer: Answer<Vec<SiteOverview>>, order: Order, now: Timestamp) {
        let before = self.picked.keys(sites(&self.rows));
        match (scope, answer) {
            (Scope::Site(id), Ok(part)) => self.merge(id, part),
            (Scope::All | Scope::Site(_), answer) => self.rows.take(answer, now),
        }
        if self.begun_at.is_none() && self.rows.value().is_some() {
            self.begun_at = Some(now);
        }
        self.hush(now);
        self.order(order, &before);
    }

    /// Takes in which alarms are active.
    pub fn take_alarms(&mut self, alarms: &[Alarm], order: Order, now: Timestamp) {
        let before = self.picked.keys(sites(&self.rows));
        let mut troubles: HashMap<SiteId, Trouble> = HashMap::new();
        for alarm in alarms {
            let (Some(site), Some(weight)) = (words::site(alarm), words::weight(alarm, now)) else { continue };
            let rank = |weight, alarm: &Alarm| (weight, alarm.severity, std::cmp::Reverse(alarm.since));
            match troubles.get_mut(&site) {
                None => drop(troubles.insert(site, Trouble { alarm: alarm.clone(), weight, n_more: 0 })),
                Some(known) => {
                    known.n_more += 1;
                    if rank(weight, alarm) > rank(known.weight, &known.alarm) {
                        *known = Trouble { alarm: alarm.clone(), weight, n_more: known.n_more };
                    }
                }
            }
        }
        self.troubles = troubles;
        self.order(order, &before);
    }

    /// Puts the cursor on the worst site at the beginning, unless somebody has moved it: when the list came, nothing was
    /// known of alarms.
    pub fn begin_at_the_worst(&mut self, now: Timestamp) {
        let begins = self.begun_at.is_none_or(|at| now.duration_since(at) < BEGINNING);
        if self.aim == Aim::Worst && begins {
            self.arrange();
            self.picked.aim(None);
            self.rested = None;
            self.select_something();
        }
    }

    /// Returns what is wrong at a site now.
    #[must_use]
    pub fn trouble(&self, site: SiteId) -> Option<&Trouble> {
        self.troubles.get(&site)
    }

    fn weight(&self, site: &SiteOverview) -> Option<Weight> {
        self.trouble(site.site.id).map(|trouble| trouble.weight)
    }

    /// Lets time pass: sites from which nothing has come for too long become silent, though nothing tells us so.
    pub fn age(&mut self, order: Order, now: Timestamp) {
        let before = self.picked.keys(sites(&self.rows));
        if self.hush(now) > 0 {
            self.order(order, &before);
        }
    }

    fn order(&mut self, order: Order, before: &[SiteId]) {
        self.arrange();
        if order == Order::Steady && !before.is_empty() {
            self.picked.keep_places(sites(&self.rows), before);
        }
        self.select_something();
    }

    /// Makes those sites silent whose values are too old, and returns how many; what else was known is kept beside.
    fn hush(&mut self, now: Timestamp) -> usize {
        let Some(rows) = self.rows.value_mut() else { return 0 };
        let mut n_hushed = 0;
        for row in rows {
            let Some(since) = facts::silent_since(row, now) else { continue };
            match (row.state, &row.point) {
                (SiteState::Silent { .. } | SiteState::NoData, _) => continue,
                (SiteState::Doubtful { since }, Some(point)) => drop(self.doubts.insert(point.id, since)),
                (SiteState::Doubtful { .. } | SiteState::Late { .. } | SiteState::Live | SiteState::Unknown, _) => {}
            }
            row.state = SiteState::Silent { since };
            n_hushed += 1;
        }
        n_hushed
    }

    fn merge(&mut self, id: SiteId, part: Vec<SiteOverview>) {
        let Some(rows) = self.rows.value_mut() else { return };
        for fresh in part.into_iter().filter(|fresh| fresh.site.id == id) {
            match rows.iter_mut().find(|row| row.site.id == id) {
                Some(row) => *row = fresh,
                None => rows.push(fresh),
            }
        }
    }

    /// Filters by another text.
    pub fn set_filter(&mut self, text: &str) {
        text.clone_into(&mut self.filter_text);
        self.filter = Filter::parse(text);
        self.arrange();
        self.select_something();
    }

    /// Sorts by another column, or the same one the other way round.
    pub fn sort_by(&mut self, column: sort::Column) {
        self.sort.choose(column);
        self.arrange();
    }

    fn arrange(&mut self) {
        let rows = sites(&self.rows);
        let passes = |row: &SiteOverview| self.filter.passes(row, self.weight(row));
        let mut shown: Vec<usize> = (0..rows.len()).filter(|index| passes(&rows[*index])).collect();
        self.sort.apply(rows, &|row| self.weight(row), &mut shown);
        self.picked.show(shown);
    }

    fn select_something(&mut self) {
        if self.cursor().is_none() {
            self.picked.go_to(sites(&self.rows), 0);
        }
        if self.rested.is_none() {
            self.rested = self.picked.key();
        }
    }

    /// Returns the rows shown, in order.
    pub fn shown_sites(&self) -> impl Iterator<Item = &SiteOverview> {
        self.picked.of(sites(&self.rows))
    }

    /// Returns how many rows pass the filter.
    #[must_use]
    pub const fn n_shown(&self) -> usize {
        self.picked.n_shown()
    }

    /// Returns the place of the cursor among the rows shown.
    #[must_use]
    pub fn cursor(&self) -> Option<usize> {
        self.picked.cursor(sites(&self.rows))
    }

    /// Returns the site under the cursor.
    #[must_use]
    pub fn selected(&self) -> Option<&SiteOverview> {
        self.find(self.picked.key()?)
    }

    /// Returns a site by its id, shown or not.
    #[must_use]
    pub fn find(&self, id: SiteId) -> Option<&SiteOverview> {
        self.rows.value()?.iter().find(|row| row.site.id == id)
    }

    /// Returns the site to which a point belongs.
    #[must_use]
    pub fn site_of(&self, point: PointId) -> Option<SiteId> {
        self.rows.value()?.iter().find(|row| row.points.contains(&point)).map(|row| row.site.id)
    }

    /// Moves the cursor by rows, stopping at the ends.
    pub fn step(&mut self, by: isize) {
        self.aim = Aim::Chosen;
        self.picked.step(sites(&self.rows), by);
    }

    /// Puts the cursor on a place, or on the last row if there is none so far down.
    pub fn go_to(&mut self, place: usize) {
        self.aim = Aim::Chosen;
        self.picked.go_to(sites(&self.rows), place);
    }

    /// Puts the cursor on a site; a filter that hides it is dropped.
    pub fn select(&mut self, id: SiteId) {
        self.aim = Aim::Chosen;
        self.picked.aim(Some(id));
        if self.cursor().is_none() {
            self.set_filter("");
            self.picked.aim(Some(id));
            self.select_something();
        }
    }

    /// Scrolls so that the cursor is among `height` rows.
    pub fn scroll(&mut self, height: usize) {
        let cursor = self.cursor().unwrap_or(0);
        let rows = height.saturating_sub(usize::from(self.n_shown() > height)).max(1);
        self.top = self.top.clamp((cursor + 1).saturating_sub(rows), cursor);
        self.top = self.top.min(self.n_shown().saturating_sub(rows));
    }

    /// Returns how many sites want a person's attention.
    #[must_use]
    pub fn n_troubled(&self) -> usize {
        sites(&self.rows)
            .iter()
            .filter(|row| !matches!(row.state, SiteState::Live) || self.weight(row).is_some())
            .count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use crate::screen::sites::sort::Column;

    fn codes(model: &Model) -> Vec<String> {
        model.shown_sites().map(|site| site.site.code.to_string()).collect()
    }

    #[test]
    fn the_worst_stand_first() {
        let model = fixture::site_list();
        assert_eq!(codes(&model)[..5], ["W-0414", "W-0433", "W-0421", "W-0419", "W-0412"]);
    }

    #[test]
    fn live_data_never_moves_the_row_under_the_cursor() {
        let mut model = fixture::site_list();
        model.step(2);
        let (before, place) = (codes(&model), model.cursor());
        let mut rows = fixture::sites();
        rows[0].state = SiteState::Live;
        rows[5].state = SiteState::Doubtful { since: fixture::NOW };
        model.take(Scope::All, Ok(rows.clone()), Order::Steady, fixture::NOW);
        assert_eq!((codes(&model), model.cursor()), (before, place));
        let selected = model.selected().unwrap().site.id;
        model.take(Scope::All, Ok(rows), Order::Fresh, fixture::NOW);
        assert_eq!(model.selected().unwrap().site.id, selected);
        assert_eq!(codes(&model)[0], "W-0413");
    }

    #[test]
    fn a_site_becomes_silent_as_time_passes_and_its_doubt_is_kept() {
        let mut model = fixture::site_list();
        let since = fixture::NOW - SignedDuration::from_mins(82);
        model.age(Order::Fresh, fixture::NOW);
        assert_eq!(model.selected().unwrap().state, SiteState::Doubtful { since });
        model.age(Order::Steady, fixture::NOW + SignedDuration::from_mins(45));
        let site = model.selected().unwrap();
        assert_eq!(site.state, SiteState::Silent { since: fixture::NOW - SignedDuration::from_mins(1) });
        assert_eq!(facts::live(site, common::quantity::Quantity::Power), None);
        assert_eq!(model.doubts[&PointId(1)], since);
        assert_eq!(model.n_troubled(), 14);
    }

    #[test]
    fn sorting_again_reverses_and_leaves_the_missing_last() {
        let mut model = fixture::site_list();
        model.sort_by(Column::Supply);
        assert_eq!(codes(&model).last().unwrap(), "W-0433");
        model.sort_by(Column::Supply);
        assert_eq!(codes(&model).last().unwrap(), "W-0433");
        model.sort_by(Column::Name);
        assert_eq!(codes(&model)[0], "W-0418");
    }

    #[test]
    fn the_cursor_is_always_on_the_screen() {
        let mut model = fixture::site_list();
        for place in [0, 13, 7, 3, 12] {
            model.go_to(place);
            model.scroll(6);
            assert!((model.top..model.top + 5).contains(&place), "{place} from {}", model.top);
        }
    }
}
