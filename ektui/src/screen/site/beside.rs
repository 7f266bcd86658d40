//! What stands beside a chart: the weather under it, changes of settings, what is to come, peaks, the scatter.
//!
//! Each part is a question of its own: what the daemon cannot tell of one does not hide the others. It must not know how
//! they are fetched.

use common::degree_day::{DegreeDayDefinition, DegreeDayQuery};
use common::forecast::{Forecast, ForecastQuery};
use common::id::SiteCode;
use common::invoice::check::{CostQuery, CostSoFar};
use common::peak::PeakReport;
use common::report::drawing::{Scatter, ScatterQuery};
use common::setting::{ComparisonQuery, Setting, SettingComparison, SettingQuery};
use common::time::step::midnight;
use common::time::{Period, Span, Step, View};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::effect::{Beside, Weather, WeatherQuery};
use crate::remote::Asked;
use crate::screen::site::{Model, Topic};

/// The parts, as far as they are there.
#[derive(Default)]
pub struct Margin {
    pub weather: Asked<WeatherQuery, Weather>,
    pub settings: Asked<SettingQuery, Vec<Setting>>,
    pub worth: Asked<ComparisonQuery, SettingComparison>,
    pub forecast: Asked<ForecastQuery, Forecast>,
    pub cost: Asked<CostQuery, CostSoFar>,
    pub peaks: Asked<SiteCode, PeakReport>,
    pub scatter: Asked<ScatterQuery, Scatter>,
}

/// Days before a change of settings that it is held against at most.
const BASELINE: i64 = 365;
/// Fewest days between two changes that say how a building behaves.
const FEWEST: i64 = 60;

impl Margin {
    /// Has everything asked again that is wanted.
    pub const fn renew(&mut self) {
        self.weather.renew();
        self.settings.renew();
        self.worth.renew();
        self.forecast.renew();
        self.cost.renew();
        self.peaks.renew();
        self.scatter.renew();
    }

    /// Has asked again what is quickly told, and what could not be told before.
    pub const fn renew_quickly(&mut self) {
        self.weather.renew();
        self.settings.renew();
        self.cost.renew();
        self.worth.retry();
        self.forecast.retry();
        self.peaks.retry();
        self.scatter.retry();
    }

    /// Returns the changes of settings, the newest first.
    #[must_use]
    pub fn settings(&self) -> &[Setting] {
        self.settings.answer().value().map_or(&[][..], Vec::as_slice)
    }
}

impl Model {
    /// Returns what has to be asked for what should stand beside the chart at `now`.
    pub fn wanted_beside(&mut self, now: Timestamp, zone: &TimeZone) -> Vec<Beside> {
        if self.point.is_none() {
            return Vec::new();
        }
        let site = self.site.code.clone();
        let mut asks = Vec::new();
        let settings = SettingQuery { site: Some(site.clone()), period: None };
        asks.extend(self.margin.settings.want(settings).map(Beside::Settings));
        match self.topic {
            Topic::Energy => {
                let weather = self.weather_query(zone);
                asks.extend(self.margin.weather.want(weather).map(|query| Beside::Weather(Box::new(query))));
                if let Some(query) = self.forecast_query(zone.to_datetime(now).date()) {
                    asks.extend(self.margin.forecast.want(query).map(Beside::Forecast));
                }
                let query = self.cost_query(zone.to_datetime(now).date());
                asks.extend(query.and_then(|query| self.margin.cost.want(query)).map(Beside::Cost));
                asks.extend(self.wanted_worth(now, zone));
            }
            Topic::Power => asks.extend(self.margin.peaks.want(site).map(Beside::Peaks)),
            Topic::Curve => {
                let query = self.scatter_query(zone);
                asks.extend(query.and_then(|query| self.margin.scatter.want(query)).map(Beside::Scatter));
            }
            Topic::Temperatures | Topic::Flow | Topic::Volume => {}
        }
        asks
    }

    /// Returns what has to be asked for what the meant change of settings was worth.
    pub fn wanted_worth(&mut self, now: Timestamp, zone: &TimeZone) -> Option<Beside> {
        let meant = self.meant_setting(now, zone)?;
        let query = compared(self.margin.settings(), meant, now, zone)?;
        self.margin.worth.want(query).map(Beside::Worth)
    }

    /// Returns the change of settings that is meant: in the bucket that is read out, else the last one up to the page's end.
    #[must_use]
    pub fn meant_setting(&self, now: Timestamp, zone: &TimeZone) -> Option<&Setting> {
        let settings = self.margin.settings();
        let read_out = self.bucket_at_cursor();
        let under_cursor = read_out.and_then(|period| settings.iter().find(|setting| period.contains(setting.at)));
        let end = self.span.period(zone).until.min(now);
        under_cursor.or_else(|| settings.iter().find(|setting| setting.at < end))
    }

    /// Returns the bucket that is read out.
    #[must_use]
    pub fn bucket_at_cursor(&self) -> Option<Period> {
        let (_, data) = self.data.value()?;
        Some(data.lines.first()?.buckets.get(self.cursor?)?.period)
    }

    /// Returns the question whose answer is held against the outdoor temperature.
    #[must_use]
    pub fn scatter_query(&self, zone: &TimeZone) -> Option<ScatterQuery> {
        let (point, quantity) = (self.point.as_ref()?.id, *self.quantities().first()?);
        Some(ScatterQuery { point, quantity, period: self.span.period(zone) })
    }

    /// Bills are of months; of one that is to come there is none.
    #[must_use]
    pub fn cost_query(&self, today: Date) -> Option<CostQuery> {
        let has_begun = self.span.view == View::Month && self.span.first <= today;
        has_begun.then(|| CostQuery { site: self.site.code.clone(), on: Some(self.span.first) })
    }

    fn weather_query(&self, zone: &TimeZone) -> WeatherQuery {
        let of = |span: Span| DegreeDayQuery {
            site: Some(self.site.code.clone()),
            definition: DegreeDayDefinition::default(),
            period: span.period(zone),
            step: if span.view == View::Day { Step::Day } else { span.view.step() },
        };
        WeatherQuery {
            shown: of(self.span),
            compared: self.comparison.map(|comparison| of(self.span.compared(comparison))),
        }
    }

    /// A forecast is of what is not over.
    fn forecast_query(&self, today: Date) -> Option<ForecastQuery> {
        let has_today = self.span.first <= today && today < self.span.end();
        let is_long = matches!(self.span.view, View::Month | View::Season);
        let site = self.site.code.clone();
        (has_today && is_long).then_some(ForecastQuery { site, view: self.span.view, day: today })
    }
}

/// Returns the periods before and after a change of settings: whole days, back to the change before it and on to the
/// next one. Where the change before it is too near to say how the building behaved, the whole year before is taken with
/// it. The day of the change itself is on neither side. `None` where nothing is over yet on one of them.
#[must_use]
pub fn compared(settings: &[Setting], meant: &Setting, now: Timestamp, zone: &TimeZone) -> Option<ComparisonQuery> {
    let day_of = |at: Timestamp| zone.to_datetime(at).date();
    let day = day_of(meant.at);
    let begins = |day: Date| midnight(day, zone);
    let until = begins(day)?;
    // A change at midnight has no day of its own.
    let from = if until == meant.at { until } else { begins(day.tomorrow().ok()?)? };
    let latest = day.checked_sub(FEWEST.days()).ok()?;
    let earlier = settings.iter().map(|setting| day_of(setting.at)).filter(|other| *other < day).max();
    let earlier = earlier.filter(|other| *other < latest);
    let later = settings.iter().map(|setting| day_of(setting.at)).filter(|other| *other > day).min();
    let first = day.checked_sub(BASELINE.days()).ok()?;
    let first = earlier.and_then(|earlier| earlier.tomorrow().ok()).map_or(first, |earlier| earlier.max(first));
    let end = later.map_or(day_of(now), |later| later.min(day_of(now)));
    let before = Period { from: begins(first)?, until };
    let after = Period { from, until: begins(end)? };
    let both = !before.is_empty() && !after.is_empty();
    both.then(|| ComparisonQuery { site: meant.site.clone(), before, after })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{self, NOW, reports};

    #[test]
    fn a_change_is_held_against_the_year_before_it_and_what_came_after() {
        let settings = reports::settings();
        let query = compared(&settings, &settings[0], NOW, &fixture::zone()).unwrap();
        let day = |at: Timestamp| fixture::zone().to_datetime(at).to_string();
        assert_eq!(
            (day(query.before.from), day(query.before.until)),
            ("2025-02-04T00:00:00".into(), "2025-11-14T00:00:00".into())
        );
        assert_eq!(
            (day(query.after.from), day(query.after.until)),
            ("2025-11-15T00:00:00".into(), "2025-11-23T00:00:00".into())
        );
        let first = compared(&settings, &settings[1], NOW, &fixture::zone()).unwrap();
        assert_eq!(
            (day(first.before.from), day(first.after.until)),
            ("2024-02-04T00:00:00".into(), "2025-11-14T00:00:00".into())
        );
    }

    #[test]
    fn a_change_that_soon_followed_another_is_held_against_the_year_with_it() {
        let mut settings = reports::settings();
        settings[1].at = settings[0].at - jiff::SignedDuration::from_hours(24 * 20);
        let query = compared(&settings, &settings[0], NOW, &fixture::zone()).unwrap();
        assert_eq!(fixture::zone().to_datetime(query.before.from).to_string(), "2024-11-14T00:00:00");
    }

    #[test]
    fn a_change_of_today_has_nothing_to_be_held_against() {
        let mut settings = reports::settings();
        settings[0].at = NOW;
        assert_eq!(compared(&settings, &settings[0], NOW, &fixture::zone()), None);
    }

    #[test]
    fn each_part_is_asked_for_where_it_belongs() {
        let mut model = fixture::site(View::Month);
        let zone = fixture::zone();
        let asked = model.wanted_beside(NOW, &zone);
        assert!(
            matches!(asked.as_slice(), [Beside::Settings(_), Beside::Weather(_), Beside::Forecast(_), Beside::Cost(_)]),
            "{asked:?}"
        );
        assert_eq!(model.wanted_beside(NOW, &zone), []);
        model.turn(-1);
        let asked = model.wanted_beside(NOW, &zone);
        let over = matches!(asked.as_slice(), [Beside::Weather(_), Beside::Cost(_)]);
        assert!(over, "what is over is not forecast: {asked:?}");
        model.topic = Topic::Power;
        assert_eq!(model.wanted_beside(NOW, &zone), [Beside::Peaks(model.site.code.clone())]);
    }
}
