//! `[tickets]`: the office's hours, until when it answers, and how long what was written is kept.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use common::ticket::draft::LONGEST_HOLD;
use common::time::hours::Hours;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, ToSpan};
use serde::Deserialize;

use crate::ticket::calendar::{OfficeCalendar, usual_hours};
use crate::ticket::clock::{Clocks, ClocksError};

/// How the office works.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct TicketsConfig {
    /// When the office is there, but for the days that the law frees of work.
    pub office_hours: Vec<Hours>,
    /// Days on which it is closed besides.
    pub free_days: BTreeSet<Date>,
    /// How long a customer may reopen what is solved; then it is closed.
    pub reopen_within: Span,
    /// Within how many of its hours the office wants to have answered first.
    pub first_answer: SignedDuration,
    /// Longest time for which what is sent waits for its writer to take it back; whoever sends may ask for less.
    pub hold: SignedDuration,
    /// A table of service clocks besides the one that comes with the program.
    pub clocks: Option<PathBuf>,
    /// How long the texts of tickets are kept after they were settled.
    pub keep_texts: Option<Span>,
}

/// Why there are no service clocks.
#[derive(Debug, thiserror::Error)]
pub enum TicketsError {
    #[error("{path} cannot be read: [tickets] names it as the table of service clocks")]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error("{path}: {source}")]
    Wrong { path: PathBuf, source: ClocksError },
    #[error("{path}: the file is longer than {LONGEST} bytes")]
    TooLong { path: PathBuf },
}

/// Longest table, in bytes.
const LONGEST: u64 = 1 << 20;
const MOST_FREE_DAYS: usize = 1_000;
const MOST_HOURS: usize = 50;
const MOST_REOPEN_DAYS: i32 = 90;
const DAY: SignedDuration = SignedDuration::from_hours(24);

impl Default for TicketsConfig {
    fn default() -> Self {
        Self {
            office_hours: usual_hours(),
            free_days: BTreeSet::new(),
            reopen_within: 14.days(),
            first_answer: SignedDuration::from_hours(8),
            hold: LONGEST_HOLD,
            clocks: None,
            keep_texts: Some(36.months()),
        }
    }
}

impl TicketsConfig {
    /// Returns everything that is wrong, a sentence each.
    #[must_use]
    pub fn check(&self) -> Vec<String> {
        let mut problems = Vec::new();
        if self.office_hours.is_empty() || self.office_hours.len() > MOST_HOURS {
            problems.push(format!("office-hours must be 1 to {MOST_HOURS} stretches"));
        }
        if self.office_hours.iter().any(|hours| hours.from == hours.until) {
            problems.push("office-hours: a stretch must not begin and end at the same time".to_owned());
        }
        if self.free_days.len() > MOST_FREE_DAYS {
            problems.push(format!("free-days must be at most {MOST_FREE_DAYS}"));
        }
        if !(1..=MOST_REOPEN_DAYS).contains(&days(self.reopen_within).unwrap_or(0)) {
            problems.push(format!("reopen-within must be 1d to {MOST_REOPEN_DAYS}d"));
        }
        if self.first_answer < SignedDuration::from_mins(15) || self.first_answer > DAY * 30 {
            problems.push("first-answer must be 15m to 720h".to_owned());
        }
        if self.hold.is_negative() || self.hold > LONGEST_HOLD {
            problems.push(format!("hold must be 0s to {}s", LONGEST_HOLD.as_secs()));
        }
        if self.clocks.as_ref().is_some_and(|path| path.is_relative()) {
            problems.push("clocks must be an absolute path".to_owned());
        }
        let is_kept = |kept: Span| (12..=1200).contains(&months(kept).unwrap_or(0));
        if self.keep_texts.is_some_and(|kept| !is_kept(kept)) {
            problems.push("keep-texts must be years and months, 1y to 100y".to_owned());
        }
        problems.into_iter().map(|problem| format!("tickets: {problem}")).collect()
    }

    /// Returns the office's calendar.
    #[must_use]
    pub fn office(&self, zone: TimeZone) -> OfficeCalendar {
        OfficeCalendar { zone, hours: self.office_hours.clone(), free_days: self.free_days.clone() }
    }

    /// Returns how long a customer may reopen what is solved.
    #[must_use]
    pub fn grace(&self) -> SignedDuration {
        DAY * days(self.reopen_within).unwrap_or(0)
    }

    /// Reads the service clocks: at a start, and where the configuration is checked.
    ///
    /// # Errors
    /// A file that cannot be read or is wrong.
    pub fn service_clocks(&self) -> Result<Clocks, TicketsError> {
        let Some(path) = &self.clocks else {
            return Clocks::new(None)
                .map_err(|source| TicketsError::Wrong { path: "service-clocks/pl.toml".into(), source });
        };
        let text = read(path)?;
        Clocks::new(Some(&text)).map_err(|source| TicketsError::Wrong { path: path.clone(), source })
    }
}

fn read(path: &Path) -> Result<String, TicketsError> {
    let failed = |source| TicketsError::Unreadable { path: path.to_owned(), source };
    if path.metadata().map_err(failed)?.len() > LONGEST {
        return Err(TicketsError::TooLong { path: path.to_owned() });
    }
    std::fs::read_to_string(path).map_err(failed)
}

/// Returns the days of a span that is made of weeks and days alone.
fn days(span: Span) -> Option<i32> {
    let (weeks, days) = (span.get_weeks(), span.get_days());
    let plain = Span::new().try_weeks(weeks).and_then(|plain| plain.try_days(days)).ok()?;
    (plain.fieldwise() == span.fieldwise()).then(|| weeks.saturating_mul(7).saturating_add(days))
}

/// Returns the months of a span that is made of years and months alone.
pub(super) fn months(span: Span) -> Option<i32> {
    let (years, months) = (i32::from(span.get_years()), span.get_months());
    let plain = Span::new().try_years(years).and_then(|plain| plain.try_months(months)).ok()?;
    (plain.fieldwise() == span.fieldwise()).then(|| years.saturating_mul(12).saturating_add(months))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<String> {
        toml::from_str::<TicketsConfig>(text).unwrap().check()
    }

    #[test]
    fn an_office_with_hours_of_its_own_is_read() {
        let text = "office-hours = [{ days = ['mon', 'wed'], from = '07:30', until = '17:00' }, \
                    { days = ['fri'], from = '07:30', until = '12:00' }]\n\
                    free-days = ['2026-05-02']\nreopen-within = '3w'\nfirst-answer = '4h'\nhold = '0s'\nkeep-texts = '6y'";
        let config: TicketsConfig = toml::from_str(text).unwrap();
        assert_eq!(config.check(), Vec::<String>::new());
        let office = config.office(TimeZone::UTC);
        assert_eq!((office.hours.len(), office.free_days.len()), (2, 1));
        assert_eq!(config.grace(), DAY * 21);
        assert_eq!(problems(""), Vec::<String>::new());
    }

    #[test]
    fn all_problems_are_told_at_once() {
        let text = "office-hours = []\nreopen-within = '1h'\nfirst-answer = '0s'\nhold = '61s'\nclocks = 'own.toml'\n\
                    keep-texts = '6mo'";
        let found = problems(text);
        assert_eq!(found.len(), 6, "{found:?}");
        assert_eq!(problems("office-hours = [{ from = '07:00', until = '07:00' }]").len(), 1);
        assert!(toml::from_str::<TicketsConfig>("office-hour = []").is_err());
        assert!(toml::from_str::<TicketsConfig>("free-days = ['2026-02-30']").is_err());
    }

    #[test]
    fn clocks_are_read_from_their_file() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("own.toml");
        let config = TicketsConfig { clocks: Some(path.clone()), ..TicketsConfig::default() };
        assert!(matches!(config.service_clocks(), Err(TicketsError::Unreadable { .. })));
        std::fs::write(&path, "[[clocks]]\nname = 'x'\n").unwrap();
        assert!(config.service_clocks().unwrap_err().to_string().contains("own.toml"));
        std::fs::write(
            &path,
            "[[clocks]]\nname = 'leak'\nfrom = '2026-01-01'\ncategories = ['leak']\nwithin = '2h'\ncounted = 'hours'\n\
             source = 'contract'\n",
        )
        .unwrap();
        assert_eq!(config.service_clocks().unwrap().rules().len(), 7);
        assert_eq!(TicketsConfig::default().service_clocks().unwrap().rules().len(), 6);
    }
}
