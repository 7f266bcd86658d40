//! Which document comes next: the registry, the present as often as it is read, and between that the past, newest
//! first.
//!
//! Knows no clock and waits for nothing; where it got to is a text that outlives the daemon.

use common::time::Period;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::config::SimConfig;
use super::paper::{self, instant};
use super::simulation::Simulation;
use crate::document::Parsed;
use crate::document::exchange::Form;

/// How far a demonstration has got.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Position {
    pub seed: u64,
    pub began: Timestamp,
    /// Everything of this period has been handed in; `None` before the registry has.
    pub told: Option<Told>,
}

/// The stretch of time without holes that has been handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Told {
    pub from: Timestamp,
    pub until: Timestamp,
}

/// A document to hand in.
#[derive(Debug)]
pub(super) struct Page {
    pub name: String,
    pub form: Form,
    pub content: Parsed,
    /// Where the script stands when it has been taken.
    pub after: Position,
}

/// The course of a demonstration.
#[derive(Debug)]
pub(super) struct Script {
    config: SimConfig,
    town: Simulation,
    position: Position,
    /// Somebody wants the meters read then, without waiting for the interval.
    wanted_at: Option<Timestamp>,
}

/// What is told first, and at most at once when the daemon has been away.
const STRETCH: SignedDuration = SignedDuration::from_hours(48);
/// Readings by quarter-hours are told a few days at a time, so that the present does not wait for them.
const FINE_STRETCH: SignedDuration = SignedDuration::from_hours(6 * 24);
const FINE: SignedDuration = SignedDuration::from_secs(paper::FINE);
const SECOND: SignedDuration = SignedDuration::from_secs(1);

impl Position {
    /// Reads what [`Position::text`] wrote; `None` if it was another town's or is no position.
    pub(super) fn parse(text: &str, seed: u64) -> Option<Self> {
        serde_json::from_str::<Self>(text).ok().filter(|position| position.seed == seed)
    }

    pub(super) fn text(&self) -> String {
        serde_json::to_string(self).expect("numbers and instants are always valid JSON")
    }
}

impl Script {
    /// Returns the script from where `position` left it, or a demonstration that begins `now`.
    pub(super) fn new(config: SimConfig, position: Option<Position>, now: Timestamp, zone: TimeZone) -> Self {
        let began = instant(now.as_second());
        let position = position.unwrap_or(Position { seed: config.seed, began, told: None });
        let town = Simulation::new(config.seed, position.began.as_second(), zone);
        Self { config, town, position, wanted_at: None }
    }

    /// Returns the document that is due at `now`; `None` where nothing is until [`Script::due_at`].
    ///
    /// It comes again until it has been [taken](Script::taken).
    pub(super) fn next(&mut self, now: Timestamp) -> Option<Page> {
        let Some(told) = self.position.told else { return Some(self.registry()) };
        if now >= self.due_at() {
            return Some(self.present(told, now));
        }
        let oldest = self.position.began - self.config.history;
        (told.from > oldest).then(|| self.past(told, oldest))
    }

    /// Moves on: the page after which the script stands there is in the archive.
    pub(super) fn taken(&mut self, after: Position) {
        self.position = after;
        self.wanted_at = None;
    }

    /// Has the meters read at `now`, or in a second if they have just been.
    pub(super) fn hurry(&mut self, now: Timestamp) {
        self.wanted_at = self.position.told.map(|told| now.max(told.until));
    }

    /// Returns when the meters are read next.
    pub(super) fn due_at(&self) -> Timestamp {
        let due_at = self.position.told.map_or(self.position.began, |told| told.until - SECOND + self.config.interval);
        self.wanted_at.map_or(due_at, |wanted| wanted.min(due_at))
    }

    fn registry(&self) -> Page {
        let edge = self.position.began - STRETCH;
        let told = Told { from: edge, until: edge };
        self.page("registry", Form::Xml, paper::registry(&self.town), told)
    }

    fn present(&mut self, told: Told, now: Timestamp) -> Page {
        let until = (now + SECOND).min(told.until + STRETCH + SECOND);
        let period = Period { from: told.until, until };
        let live = until - SECOND;
        let content = paper::readings(&mut self.town, period, Some(live));
        let form = if told.from == told.until { Form::Csv } else { Form::Json };
        self.page(&format!("readings-{}", compact(live)), form, content, Told { until, ..told })
    }

    fn past(&mut self, told: Told, oldest: Timestamp) -> Page {
        let fine_from = self.position.began - FINE;
        let zone = self.town.zone();
        let from = if told.from > fine_from {
            (told.from - FINE_STRETCH).max(fine_from)
        } else {
            month_before(told.from, zone)
        };
        let from = from.max(oldest);
        let month = from.to_zoned(zone.clone()).month();
        let form = match month % 3 {
            0 => Form::Csv,
            1 => Form::Json,
            _ => Form::Xml,
        };
        let content = paper::readings(&mut self.town, Period { from, until: told.from }, None);
        self.page(&format!("readings-{}", compact(from)), form, content, Told { from, ..told })
    }

    fn page(&self, name: &str, form: Form, content: Parsed, told: Told) -> Page {
        let ending = match form {
            Form::Xml => "xml",
            Form::Json => "json",
            Form::Csv => "csv",
        };
        let after = Position { told: Some(told), ..self.position.clone() };
        Page { name: format!("{name}.{ending}"), form, content, after }
    }
}

/// Returns the beginning of the local month that ends at or holds the second before `until`.
fn month_before(until: Timestamp, zone: &TimeZone) -> Timestamp {
    let first = (until - SECOND).to_zoned(zone.clone()).date().first_of_month();
    midnight(first, zone).unwrap_or(until - FINE)
}

fn midnight(day: Date, zone: &TimeZone) -> Option<Timestamp> {
    day.to_zoned(zone.clone()).ok().map(|zoned| zoned.timestamp())
}

fn compact(instant: Timestamp) -> String {
    instant.strftime("%Y%m%dT%H%M%SZ").to_string()
}
