//! Flags of lists: what is chosen, in which order, how much, from which time.

use clap::Args;
use common::api::Filter;
use common::text::fold;

use crate::output::table::Headings;
use crate::output::{Format, Pick};

/// Rows of a table unless `--limit` or `--all` says otherwise; a program gets everything.
const USUAL_LIMIT: u64 = 500;

/// Which columns and rows, and in which order.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "List")]
pub struct ListArgs {
    #[command(flatten)]
    pub columns: ColumnArgs,
    /// Write all rows
    #[arg(long)]
    pub all: bool,
}

/// All that is said of a list but that it is wanted whole, for lists to which that means more.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "List")]
pub struct ColumnArgs {
    /// Columns to write, by their CSV headings; `all` for all of them, where tables have few
    #[arg(long, value_name = "COLUMN,…", value_delimiter = ',')]
    pub columns: Option<Vec<String>>,
    /// Columns to sort by, the most important first; -COLUMN turns the order round
    #[arg(long, value_name = "COLUMN,…", value_delimiter = ',', allow_hyphen_values = true)]
    pub sort: Vec<String>,
    /// Most rows to write [default: 500 in a table, all of them in csv, json and ndjson]
    #[arg(long, value_name = "N", conflicts_with = "all")]
    pub limit: Option<u64>,
    /// Go on where an earlier list ended, as its `next` tells
    #[arg(long, value_name = "TOKEN")]
    pub after: Option<String>,
    /// Leave out the headings of a table or of CSV
    #[arg(long)]
    pub no_header: bool,
}

impl ListArgs {
    /// Returns what of the list is wanted in this form.
    #[must_use]
    pub fn pick(&self, format: Format) -> Pick {
        let usual = match format {
            Format::Table => Some(USUAL_LIMIT),
            Format::Json | Format::Ndjson | Format::Csv(_) => None,
        };
        let columns = &self.columns;
        Pick {
            columns: columns.columns.clone(),
            sort: columns.sort.clone(),
            limit: if self.all { None } else { columns.limit.or(usual) },
            headings: if columns.no_header { Headings::Hidden } else { Headings::Shown },
        }
    }
}

/// Which entries.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "List")]
pub struct FilterArgs {
    /// Only entries with TEXT in the code, name or serial number; case and diacritics do not count
    #[arg(long, value_name = "TEXT")]
    pub filter: Option<String>,
}

impl FilterArgs {
    #[must_use]
    pub fn filter(&self) -> Filter {
        Filter { text: self.filter.clone(), ..Filter::default() }
    }
}

/// From when until when.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Period")]
pub struct RangeArgs {
    /// From this instant on, such as 2025-11-01, 2025-11-01T06:00, yesterday or -7d
    #[arg(long, value_name = "INSTANT", allow_hyphen_values = true, conflicts_with = "range")]
    pub since: Option<String>,
    /// Up to but without this instant
    #[arg(long, value_name = "INSTANT", allow_hyphen_values = true, conflicts_with = "range")]
    pub until: Option<String>,
    /// Half-open period, such as 2025-11, 2025-W47, today, month-1, season-1, -7d or FROM..UNTIL
    #[arg(long, value_name = "PERIOD", allow_hyphen_values = true)]
    pub range: Option<String>,
}

impl RangeArgs {
    /// Returns the period as one text, if any was asked for.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        match (&self.range, &self.since, &self.until) {
            (Some(range), _, _) => Some(in_english(range)),
            (None, None, None) => None,
            (None, since, until) => {
                Some(in_english(&format!("{}..{}", since.as_deref().unwrap_or(""), until.as_deref().unwrap_or(""))))
            }
        }
    }
}

/// Polish words for times, without diacritics, and what they mean.
const WORDS: [(&str, &str); 11] = [
    ("teraz", "now"),
    ("dzis", "today"),
    ("dzisiaj", "today"),
    ("wczoraj", "yesterday"),
    ("doba", "day"),
    ("dzien", "day"),
    ("godzina", "hour"),
    ("tydzien", "week"),
    ("miesiac", "month"),
    ("sezon", "season"),
    ("rok", "year"),
];

/// Returns the period with English words in place of Polish ones: `sezon-1` is `season-1`.
#[must_use]
pub fn in_english(period: &str) -> String {
    let instants = period.split("..").map(|instant| {
        let (word, back) = instant.split_once('-').map_or((instant, None), |(word, back)| (word, Some(back)));
        let folded = fold(word.trim());
        match (WORDS.into_iter().find(|(polish, _)| *polish == folded), back) {
            (Some((_, english)), Some(back)) => format!("{english}-{back}"),
            (Some((_, english)), None) => english.to_owned(),
            (None, _) => instant.to_owned(),
        }
    });
    instants.collect::<Vec<_>>().join("..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_written_in_polish_too() {
        let check = |polish, english| assert_eq!(in_english(polish), english);
        check("wczoraj", "yesterday");
        check("Miesiąc-1", "month-1");
        check("wczoraj..dziś", "yesterday..today");
        check("2025-11..", "2025-11..");
        check("-7d", "-7d");
        check("zima", "zima");
    }
}
