//! One site: its chart or table for a page of the calendar, beside what it is compared with.
//!
//! It must not know how series are fetched: it says which [`Chart`] it wants, and takes the answer to that.

pub mod beside;
pub mod climate;
pub mod figures;
pub mod findings;
pub mod remarks;
pub mod scatter;
pub mod table;
pub mod view;
pub mod words;

use common::quantity::Quantity;
use common::site::{Site, SiteOverview};
use common::time::{Comparison, Span, View};
use common::weather::{Outdoor, Wanted};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::effect::{Answer, Chart, ChartData};
use crate::remote::Remote;
use crate::screen::site::beside::Margin;

/// What the curve is of, where the heating circuit is measured.
const HEATING: &[Quantity] = &[Quantity::Heating];

/// What is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Topic {
    #[default]
    Energy,
    Power,
    /// Supply and return together.
    Temperatures,
    Flow,
    Volume,
    /// The supply held against the outdoor temperature, beside the curve that is wanted.
    Curve,
}

/// How it is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    #[default]
    Chart,
    Table,
}

/// The state of the screen.
pub struct Model {
    pub site: Site,
    /// The point whose series are shown; none where nothing has ever been read.
    pub point: Option<common::point::MeteringPoint>,
    pub topic: Topic,
    pub span: Span,
    /// The day of the newest reading, where pages begin.
    pub home: Date,
    pub comparison: Option<Comparison>,
    pub shape: Shape,
    /// The bucket that is read out.
    pub cursor: Option<usize>,
    /// The outdoor temperature that counts now.
    pub outdoor_now: Option<Outdoor>,
    /// What the network table and the site's heating curve want at it.
    pub wanted_now: Wanted,
    /// The last answer, with the question that it belongs to.
    pub data: Remote<(Chart, ChartData)>,
    pub margin: Margin,
}

impl Topic {
    pub const ALL: [Self; 6] = [Self::Energy, Self::Power, Self::Temperatures, Self::Flow, Self::Volume, Self::Curve];

    #[must_use]
    pub const fn quantities(self) -> &'static [Quantity] {
        match self {
            Self::Energy => &[Quantity::Energy],
            Self::Power => &[Quantity::Power],
            Self::Temperatures => &[Quantity::Supply, Quantity::Return],
            Self::Flow => &[Quantity::Flow],
            Self::Volume => &[Quantity::Volume],
            Self::Curve => &[Quantity::Supply],
        }
    }

    /// Returns the topic of these quantities.
    #[must_use]
    pub fn of(quantities: &[Quantity]) -> Option<Self> {
        let of_heating = (quantities == HEATING).then_some(Self::Curve);
        of_heating.or_else(|| Self::ALL.into_iter().find(|topic| topic.quantities() == quantities))
    }

    /// Returns the message that names it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Energy => "topic-energy",
            Self::Power => "topic-power",
            Self::Temperatures => "topic-temperatures",
            Self::Flow => "topic-flow",
            Self::Volume => "topic-volume",
            Self::Curve => "topic-curve",
        }
    }
}

impl Model {
    /// Opens a site on the day of its newest reading, with the year before to compare.
    #[must_use]
    pub fn open(overview: &SiteOverview, home: Date) -> Self {
        Self {
            site: overview.site.clone(),
            point: overview.point.clone(),
            topic: Topic::default(),
            span: View::Day.around(home),
            home,
            comparison: Some(Comparison::LastYear),
            shape: Shape::default(),
            cursor: None,
            outdoor_now: overview.outdoor,
            wanted_now: overview.wanted,
            data: Remote::Loading,
            margin: Margin::default(),
        }
    }

    /// Shows another site in the same way; a page of the newest readings becomes the one of its own.
    pub fn switch_to(&mut self, overview: &SiteOverview, home: Date) {
        self.tell_weather(overview);
        if self.site.id != overview.site.id {
            if self.span == self.span.view.around(self.home) {
                self.span = self.span.view.around(home);
            }
            self.home = home;
            self.site = overview.site.clone();
            self.point.clone_from(&overview.point);
            self.data = Remote::Loading;
            self.cursor = None;
        } else if self.point.is_none() {
            self.point.clone_from(&overview.point);
        }
    }

    /// Takes in what the weather is and wants at the site now.
    pub const fn tell_weather(&mut self, overview: &SiteOverview) {
        (self.outdoor_now, self.wanted_now) = (overview.outdoor, overview.wanted);
    }

    /// Returns the question whose answer should be on the screen.
    #[must_use]
    pub fn wanted(&self) -> Option<Chart> {
        let point = self.point.as_ref()?;
        Some(Chart {
            point: point.id,
            quantities: self.quantities().to_vec(),
            span: self.span,
            comparison: self.comparison,
        })
    }

    /// Returns what is read for the topic: the curve is that of the heating circuit, where its temperature is measured.
    #[must_use]
    pub fn quantities(&self) -> &'static [Quantity] {
        let heats = self.point.as_ref().is_some_and(|point| point.quantities.contains(&Quantity::Heating));
        if self.topic == Topic::Curve && heats { HEATING } else { self.topic.quantities() }
    }

    /// Takes an answer in, unless something else has been asked for meanwhile.
    pub fn take(&mut self, chart: Chart, answer: Answer<ChartData>, now: Timestamp) {
        if self.wanted().as_ref() != Some(&chart) {
            return;
        }
        self.data.take(answer.map(|data| (chart, data)), now);
        let n_buckets = self.n_buckets();
        self.cursor = match (self.cursor, self.shape) {
            (Some(cursor), _) => Some(cursor.min(n_buckets.saturating_sub(1))),
            (None, Shape::Table) => Some(0),
            (None, Shape::Chart) => None,
        };
    }

    /// Tells whether readings at `instant` belong on this page.
    #[must_use]
    pub fn shows(&self, instant: Timestamp, zone: &TimeZone) -> bool {
        self.span.period(zone).contains(instant)
    }

    /// Turns the page, or moves the read-out where there is one.
    pub fn turn(&mut self, by: i32) {
        match (self.cursor, self.shape) {
            (Some(_), Shape::Chart) => self.move_cursor(by as isize),
            (Some(_) | None, Shape::Table) | (None, Shape::Chart) => self.span = self.span.shifted(by),
        }
    }

    /// Moves the read-out by buckets, stopping at the ends.
    pub fn move_cursor(&mut self, by: isize) {
        let last = self.n_buckets().saturating_sub(1);
        self.cursor = self.cursor.map(|cursor| cursor.saturating_add_signed(by).min(last));
    }

    /// Shows the page of another view around the same place, today if that is on this page.
    pub fn view(&mut self, view: View, today: Date) {
        let day = self.place(today);
        self.span = view.around(day);
        self.cursor = (self.shape == Shape::Table).then_some(0);
    }

    /// Goes from season to month to day, to what is read out.
    pub fn narrow(&mut self, today: Date) {
        let view = match self.span.view {
            View::Season => View::Month,
            View::Month | View::Week => View::Day,
            View::Day => return,
        };
        self.view(view, today);
    }

    /// Goes from day to week to month to season.
    pub fn widen(&mut self, today: Date) {
        let view = match self.span.view {
            View::Day => View::Week,
            View::Week => View::Month,
            View::Month | View::Season => View::Season,
        };
        self.view(view, today);
    }

    /// The local day that the reader means: read out, else today, else the first of the page.
    fn place(&self, today: Date) -> Date {
        let read_out = self.cursor.filter(|_| self.shape == Shape::Chart || self.cursor != Some(0));
        if let Some(day) = read_out.and_then(|cursor| self.day_of(cursor)) {
            return day;
        }
        if self.span.first <= today && today < self.span.end() { today } else { self.span.first }
    }

    fn day_of(&self, bucket: usize) -> Option<Date> {
        let step = i64::try_from(bucket).ok()?;
        let span = match self.span.view {
            View::Day => return Some(self.span.first),
            View::Week | View::Month => jiff::Span::new().try_days(step).ok()?,
            View::Season => jiff::Span::new().try_months(step).ok()?,
        };
        self.span.first.checked_add(span).ok()
    }

    /// Shows the page of the newest reading, in the same view.
    pub fn go_home(&mut self, home: Date) {
        self.home = home;
        self.span = self.span.view.around(home);
    }

    /// Shows the next topic that is measured here.
    pub fn next_topic(&mut self) {
        let place = Topic::ALL.iter().position(|topic| *topic == self.topic).unwrap_or(0);
        let following = Topic::ALL.iter().cycle().skip(place + 1).take(Topic::ALL.len());
        if let Some(topic) = following.copied().find(|topic| self.measures(*topic)) {
            self.topic = topic;
        }
    }

    fn measures(&self, topic: Topic) -> bool {
        let known = self.point.as_ref().map_or(&[][..], |point| point.quantities.as_slice());
        known.is_empty() || topic.quantities().iter().any(|quantity| known.contains(quantity))
    }

    /// Compares with the next thing: last year, the same weekdays, the page before, nothing.
    pub fn next_comparison(&mut self) {
        self.comparison = match self.comparison {
            Some(Comparison::LastYear) => Some(Comparison::SameWeekdays),
            Some(Comparison::SameWeekdays) => Some(Comparison::PreviousPeriod),
            Some(Comparison::PreviousPeriod) => None,
            None => Some(Comparison::LastYear),
        };
    }

    /// Begins or ends reading out single buckets; it begins at the newest that has a value.
    pub fn toggle_read_out(&mut self) {
        self.cursor = match self.cursor {
            Some(_) if self.shape == Shape::Chart => None,
            Some(_) | None => Some(self.newest_bucket()),
        };
    }

    /// Changes between chart and table.
    pub fn toggle_shape(&mut self) {
        (self.shape, self.cursor) = match self.shape {
            Shape::Chart => (Shape::Table, Some(self.cursor.unwrap_or(0))),
            Shape::Table => (Shape::Chart, None),
        };
    }

    fn newest_bucket(&self) -> usize {
        let buckets = self.data.value().and_then(|(_, data)| data.lines.first()).map(|line| line.buckets.as_slice());
        buckets.and_then(|buckets| buckets.iter().rposition(|bucket| bucket.shown().is_some())).unwrap_or(0)
    }

    /// Returns how many buckets the page shows.
    #[must_use]
    pub fn n_buckets(&self) -> usize {
        self.data.value().and_then(|(_, data)| data.lines.first()).map_or(0, |line| line.buckets.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use jiff::civil::date;

    #[test]
    fn an_answer_to_an_older_question_is_dropped() {
        let mut model = fixture::site(View::Month);
        let old = model.wanted().unwrap();
        model.turn(-1);
        model.take(
            old,
            Ok(ChartData {
                lines: Vec::new(),
                gaps: None,
                replaced: Vec::new(),
                damaged: Vec::new(),
                info: None,
                verified_until: None,
            }),
            fixture::NOW,
        );
        assert_eq!(model.n_buckets(), 30);
    }

    #[test]
    fn the_read_out_leads_from_season_to_month_to_day() {
        let mut model = fixture::site(View::Season);
        model.toggle_read_out();
        assert_eq!(model.cursor, Some(2));
        model.turn(-1);
        model.narrow(date(2025, 11, 23));
        assert_eq!((model.span.view, model.span.first), (View::Month, date(2025, 10, 1)));
        model.widen(date(2025, 11, 23));
        assert_eq!((model.span.view, model.span.first), (View::Season, date(2025, 9, 1)));
        model.narrow(date(2025, 11, 23));
        model.narrow(date(2025, 11, 23));
        assert_eq!((model.span.view, model.span.first), (View::Day, date(2025, 11, 23)));
    }

    #[test]
    fn topics_that_are_not_measured_are_skipped() {
        let mut model = fixture::site(View::Day);
        model.point.as_mut().unwrap().quantities = vec![Quantity::Energy, Quantity::Flow];
        model.next_topic();
        assert_eq!(model.topic, Topic::Flow);
        model.next_topic();
        assert_eq!(model.topic, Topic::Energy);
    }
}
