//! What an export source finds again after a restart, as the text that the archive keeps for it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::config::ExportConfig;
use super::fetch::Seen;
use super::plan::{Period, Progress};
use crate::reception::digest;

/// How far the source has come, and what it knows of the documents that it will ask for again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Which addresses this is about; a digest, because an address may hold a key.
    about: String,
    /// By what the documents were read; a digest.
    #[serde(default)]
    read_by: String,
    pub progress: Progress,
    /// By period: with `about`, the same as by address.
    #[serde(default)]
    seen: BTreeMap<String, Seen>,
}

impl Position {
    /// Reads what was kept; begins anew where the configuration now asks another address or for older days.
    ///
    /// Where `form`, by which documents are read, is another one now, the known documents are read again.
    #[must_use]
    pub fn restore(kept: Option<&str>, config: &ExportConfig, form: &str) -> Self {
        let (about, read_by) = (fingerprint(config), digest(form.as_bytes()));
        let kept: Option<Self> = kept.and_then(|text| serde_json::from_str(text).ok());
        match kept.filter(|kept| kept.about == about) {
            Some(kept) if kept.read_by == read_by => kept,
            Some(kept) => Self { read_by, seen: BTreeMap::new(), ..kept },
            None => Self { about, read_by, progress: Progress::default(), seen: BTreeMap::new() },
        }
    }

    #[must_use]
    pub fn seen(&self, period: Period) -> Option<&Seen> {
        self.seen.get(&key(period))
    }

    /// Returns the position after the document of `period` has come. Documents that end before `window_start` are
    /// not asked for again, so nothing is kept of them.
    #[must_use]
    pub fn after(&self, period: Period, seen: Seen, progress: Progress, window_start: Date) -> Self {
        let mut next = Self { progress, ..self.clone() };
        next.seen.insert(key(period), seen);
        next.seen.retain(|key, _| last_day(key).is_none_or(|last| last >= window_start));
        next
    }

    /// Returns the text to keep.
    #[must_use]
    pub fn text(&self) -> String {
        serde_json::to_string(self).expect("maps with text keys are JSON")
    }
}

fn key(period: Period) -> String {
    match period {
        Period::Whole => String::new(),
        Period::Days { first, last } => format!("{first}/{last}"),
    }
}

fn last_day(key: &str) -> Option<Date> {
    key.split_once('/')?.1.parse().ok()
}

fn fingerprint(config: &ExportConfig) -> String {
    let first_day = config.first_day.map(|day| day.to_string()).unwrap_or_default();
    let text = format!("{}\n{}\n{first_day}", config.url, config.zone);
    digest(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn config(url: &str) -> ExportConfig {
        toml::from_str(&format!("url = \"{url}\"")).unwrap()
    }

    fn seen(digest: &str) -> Seen {
        Seen { etag: None, last_modified: None, digest: digest.to_owned() }
    }

    fn day(day: i8) -> Period {
        Period::Days { first: date(2026, 3, day), last: date(2026, 3, day) }
    }

    #[test]
    fn a_position_survives_a_restart_but_not_another_address() {
        let ours = config("https://a/{day}?key=s3cret");
        let position =
            Position::restore(None, &ours, "m").after(day(1), seen("x"), Progress::default(), date(2026, 3, 1));
        let text = position.text();
        assert_eq!(Position::restore(Some(&text), &ours, "m"), position);
        assert!(!text.contains("s3cret"));
        assert_eq!(Position::restore(Some(&text), &config("https://b/{day}"), "m").seen(day(1)), None);
        assert_eq!(Position::restore(Some("{"), &ours, "m"), Position::restore(None, &ours, "m"));
    }

    #[test]
    fn another_mapping_reads_the_known_documents_again() {
        let ours = config("https://a/{day}");
        let progress = Progress { reached: Some(date(2026, 3, 1)), ..Progress::default() };
        let kept = Position::restore(None, &ours, "m").after(day(1), seen("x"), progress.clone(), date(2026, 3, 1));
        let position = Position::restore(Some(&kept.text()), &ours, "n");
        assert_eq!((position.seen(day(1)), &position.progress), (None, &progress));
        assert_eq!(Position::restore(Some(&position.text()), &ours, "n"), position);
    }

    #[test]
    fn nothing_is_kept_of_days_that_are_not_asked_for_again() {
        let position = Position::restore(None, &config("https://a/{day}"), "m");
        let position = position.after(day(1), seen("1"), Progress::default(), date(2026, 3, 1));
        let position = position.after(day(4), seen("4"), Progress::default(), date(2026, 3, 2));
        assert_eq!((position.seen(day(1)), position.seen(day(4))), (None, Some(&seen("4"))));
    }
}
