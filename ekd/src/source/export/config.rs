//! The `[export.NAME]` section. Reading it opens nothing; the secrets' files are read when the source starts.

use std::path::PathBuf;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, SpanRelativeTo, ToSpan as _, Unit};
use serde::Deserialize;

use super::plan::{Rules, Shape};
use super::template::{Template, TemplateError};

/// Where an export is, how it is asked, and what it is given to identify us.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ExportConfig {
    /// The address; may hold `{day}`, or `{from}` and `{until}`, each with a date format after a colon.
    pub url: String,
    /// The zone in whose midnights days begin, for the fields of the address.
    #[serde(default = "default_zone")]
    pub zone: String,
    /// How often it is asked.
    #[serde(default = "default_interval")]
    pub interval: SignedDuration,
    /// How often new readings are expected.
    #[serde(default)]
    pub cadence: Option<SignedDuration>,
    /// Whole days before today that each round asks for again. Ignored where the address asks for no period.
    #[serde(default = "default_window")]
    pub refetch_window: Span,
    /// Where a new installation begins.
    #[serde(default)]
    pub first_day: Option<Date>,
    /// For the whole of one request, with the last byte.
    #[serde(default = "default_timeout")]
    pub timeout: SignedDuration,
    #[serde(default = "default_connect_timeout")]
    pub connect_timeout: SignedDuration,
    #[serde(default)]
    pub user: Option<String>,
    /// A path, or the bare name of a systemd credential.
    #[serde(default)]
    pub password_file: Option<PathBuf>,
    /// A bearer token: a path, or the bare name of a systemd credential.
    #[serde(default)]
    pub token_file: Option<PathBuf>,
    /// The only authorities that are trusted (PEM), instead of the system's.
    #[serde(default)]
    pub ca_file: Option<PathBuf>,
    /// The CSV mapping by which the documents are read.
    #[serde(default)]
    pub mapping: Option<String>,
    /// Bytes that may come over the wire; unpacked they may be eight times as many.
    #[serde(default = "default_max_size")]
    pub max_size: u64,
}

const LONGEST_WINDOW_DAYS: f64 = 400.0;
/// A slip of the pen must not ask a server for the documents of two thousand years.
const EARLIEST_DAY: Date = Date::constant(1990, 1, 1);

fn default_zone() -> String {
    "UTC".to_owned()
}

const fn default_interval() -> SignedDuration {
    SignedDuration::from_mins(15)
}

fn default_window() -> Span {
    3.days()
}

const fn default_timeout() -> SignedDuration {
    SignedDuration::from_secs(60)
}

const fn default_connect_timeout() -> SignedDuration {
    SignedDuration::from_secs(10)
}

const fn default_max_size() -> u64 {
    32 * 1024 * 1024
}

impl ExportConfig {
    /// Returns everything that is wrong with the section of the source `name`, a sentence each.
    #[must_use]
    pub fn check(&self, name: &str) -> Vec<String> {
        let mut problems = self.check_address();
        problems.extend(self.check_times());
        problems.extend(self.check_secrets());
        if self.max_size == 0 {
            problems.push("max-size must be more than 0".to_owned());
        }
        problems.into_iter().map(|problem| format!("source {name}: {problem}")).collect()
    }

    /// Returns what the plan goes by.
    ///
    /// # Errors
    /// What [`check`](Self::check) finds in the address, the zone or the window.
    pub fn rules(&self) -> Result<Rules, String> {
        Ok(Rules {
            shape: self.template().map_err(|error| format!("url: {error}"))?.shape(),
            zone: self.time_zone()?,
            interval: self.interval,
            window_days: self.window_days()?,
            first_day: self.first_day,
        })
    }

    /// Returns the address as a template.
    ///
    /// # Errors
    /// As [`Template::parse`].
    pub fn template(&self) -> Result<Template, TemplateError> {
        Template::parse(&self.url)
    }

    fn time_zone(&self) -> Result<TimeZone, String> {
        TimeZone::get(&self.zone).map_err(|_| format!("zone `{}` is not known", self.zone))
    }

    fn window_days(&self) -> Result<u16, String> {
        let days = self.refetch_window.total((Unit::Day, SpanRelativeTo::days_are_24_hours()));
        match days {
            Ok(days) if (0.0..=LONGEST_WINDOW_DAYS).contains(&days) => {
                let n_days = (0..=400_u16).find(|whole| f64::from(*whole) >= days);
                Ok(n_days.unwrap_or_default())
            }
            Ok(_) | Err(_) => Err("refetch-window must be 0 to 400 days, in days or weeks".to_owned()),
        }
    }

    fn check_address(&self) -> Vec<String> {
        let mut problems = Vec::new();
        let template = self.template();
        match reqwest::Url::parse(self.url.split('{').next().unwrap_or_default()) {
            Ok(url) => {
                if !matches!(url.scheme(), "http" | "https") {
                    problems.push(format!("url must begin with http:// or https://, not {}:", url.scheme()));
                }
                if !url.username().is_empty() || url.password().is_some() {
                    problems.push("url must not hold a name or password: use user and password-file".to_owned());
                }
            }
            Err(error) => problems.push(format!("url: {error}")),
        }
        problems.extend(self.time_zone().err());
        problems.extend(self.window_days().err());
        if self.first_day.is_some_and(|day| day < EARLIEST_DAY) {
            problems.push(format!("first-day must be {EARLIEST_DAY} or later"));
        }
        match template {
            Ok(template) if template.shape() == Shape::Whole && self.first_day.is_some() => {
                problems.push("first-day needs {day} or {from} in the url".to_owned());
            }
            Ok(_) => {}
            Err(error) => problems.push(format!("url: {error}")),
        }
        problems
    }

    fn check_times(&self) -> Vec<String> {
        let limits = [
            ("interval", Some(self.interval), SignedDuration::from_secs(5), SignedDuration::from_hours(24 * 7)),
            ("cadence", self.cadence, SignedDuration::from_secs(1), SignedDuration::from_hours(24 * 31)),
            ("timeout", Some(self.timeout), SignedDuration::from_secs(1), SignedDuration::from_mins(10)),
            ("connect-timeout", Some(self.connect_timeout), SignedDuration::from_secs(1), SignedDuration::from_mins(2)),
        ];
        let is_wrong = |value: SignedDuration, least, most| value < least || value > most;
        limits
            .into_iter()
            .filter_map(|(key, value, least, most)| {
                value.filter(|value| is_wrong(*value, least, most))?;
                Some(format!("{key} must be {least:#} to {most:#}"))
            })
            .collect()
    }

    fn check_secrets(&self) -> Vec<String> {
        let mut problems = Vec::new();
        if self.user.is_some() != self.password_file.is_some() {
            problems.push("user and password-file belong together".to_owned());
        }
        if self.user.is_some() && self.token_file.is_some() {
            problems.push("user and token-file exclude each other".to_owned());
        }
        if self.user.as_ref().is_some_and(|user| user.contains(':') || user.contains(char::is_control)) {
            problems.push("user must not hold a colon or a control character".to_owned());
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> ExportConfig {
        toml::from_str(text).unwrap()
    }

    #[test]
    fn an_address_is_enough() {
        let config = read(r#"url = "https://heat.example/export.csv""#);
        assert_eq!(config.check("etis"), Vec::<String>::new());
        let rules = config.rules().unwrap();
        assert_eq!((rules.shape, rules.window_days, rules.interval), (Shape::Whole, 3, SignedDuration::from_mins(15)));
    }

    #[test]
    fn a_full_section_is_understood() {
        let config = read(
            r#"
            url = "https://heat.example/export?from={from:%Y-%m-%dT%H:%M:%S%:z}&until={until:%Y-%m-%dT%H:%M:%S%:z}"
            zone = "Europe/Warsaw"
            interval = "15m"
            cadence = "1h"
            refetch-window = "3d"
            first-day = "2026-01-01"
            timeout = "60s"
            connect-timeout = "10s"
            user = "ek"
            password-file = "etis-password"
            ca-file = "/etc/ekd/etis-ca.pem"
            mapping = "etis"
            max-size = 33554432
            "#,
        );
        assert_eq!(config.check("etis"), Vec::<String>::new());
        assert_eq!(config.rules().unwrap().shape, Shape::Spans);
    }

    #[test]
    fn every_problem_is_told_at_once() {
        let config = read(
            r#"
            url = "ftp://u:p@heat.example/{week}"
            zone = "Europe/Lodz"
            interval = "1s"
            timeout = "2h"
            refetch-window = "2 years"
            first-day = "0026-01-01"
            user = "ek"
            token-file = "token"
            max-size = 0
            "#,
        );
        let problems = config.check("etis");
        assert_eq!(problems.len(), 11, "{problems:#?}");
        assert!(problems.iter().all(|problem| problem.starts_with("source etis: ")));
    }

    #[test]
    fn a_window_is_rounded_up_to_whole_days() {
        let check = |window: &str, days: Option<u16>| {
            let config = read(&format!("url = \"https://a/{{day}}\"\nrefetch-window = \"{window}\""));
            assert_eq!(config.window_days().ok(), days, "{window}");
        };
        check("3d", Some(3));
        check("1w", Some(7));
        check("36h", Some(2));
        check("0s", Some(0));
        check("-1d", None);
        check("1 month", None);
    }

    #[test]
    fn an_unknown_key_is_refused() {
        assert!(toml::from_str::<ExportConfig>("url = \"https://a/\"\npassword = \"x\"").is_err());
    }
}
