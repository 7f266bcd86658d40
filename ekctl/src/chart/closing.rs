//! Buckets whose consumption reaches beyond their end: what was used in a gap counts in the bucket where the gap began.
//!
//! Such a bar is no month's or day's consumption, and the empty ones after it are no zero; so it is marked and told.

use common::series::Content;
use common::time::Step;
use jiff::{Timestamp, Zoned};

use super::{N_GAPS, Plot};
use crate::output::Look;
use crate::output::look::{Clock, Glyphs};

/// Cadences by which a bucket's last reading may come after its end.
const ALLOWED_CADENCES: i32 = 2;

/// Returns the places of the buckets that were closed too late, with the reading that closed each.
#[must_use]
pub fn late(plot: &Plot) -> Vec<(usize, Timestamp)> {
    let Some(cadence) = plot.cadence else { return Vec::new() };
    let late = |(index, bucket): (usize, &common::series::Bucket)| match bucket.content {
        Content::Register { closed_at, .. } => {
            (closed_at.duration_since(bucket.period.until) > cadence * ALLOWED_CADENCES).then_some((index, closed_at))
        }
        Content::Gauge { .. } | Content::Missing => None,
    };
    plot.buckets.iter().enumerate().filter_map(late).collect()
}

/// Returns the line of marks below the bars, which stand `pitch` columns apart; `None` where nothing is marked.
#[must_use]
pub fn marks(look: &Look, plot: &Plot, pitch: usize) -> Option<String> {
    let mut line = String::new();
    for (index, _) in late(plot) {
        line.extend(std::iter::repeat_n(' ', (index * pitch).saturating_sub(line.chars().count())));
        line.push_str(mark(look.glyphs));
    }
    if line.is_empty() { None } else { Some(line) }
}

/// Returns what there is to know of marked bars, a line each.
#[must_use]
pub fn lines(look: &Look, plot: &Plot) -> Vec<String> {
    let closing_step = match plot.step {
        Step::Raw | Step::QuarterHour | Step::Hour => plot.step,
        Step::Day | Step::Week | Step::Month | Step::Season | Step::Year => Step::Day,
    };
    let line = |(index, closed_at): (usize, Timestamp)| {
        let from = plot.buckets[index].period.from;
        let arguments = [
            ("mark", mark(look.glyphs).into()),
            ("bucket", name(look, plot.step, from, from).into()),
            ("until", name(look, closing_step, closed_at, from).into()),
        ];
        look.texts().format("chart-late", &arguments)
    };
    late(plot).into_iter().take(N_GAPS).map(line).collect()
}

const fn mark(glyphs: Glyphs) -> &'static str {
    match glyphs {
        Glyphs::Ascii => "^",
        Glyphs::Wgl4 | Glyphs::Unicode => "▲",
    }
}

/// Returns the instant as exactly as the step needs, with the year where it is not that of `beside`.
fn name(look: &Look, step: Step, at: Timestamp, beside: Timestamp) -> String {
    let local = |at: Timestamp| -> Zoned { at.to_zoned(look.zone.clone()) };
    let here = local(at);
    let year = if here.year() == local(beside).year() { String::new() } else { format!(" {}", here.year()) };
    match step {
        Step::Raw | Step::QuarterHour | Step::Hour => look.short_instant(at, Clock::Minutes),
        Step::Day | Step::Week => look.language.day_and_month(here.date()) + &year,
        Step::Month => look.language.short_month(here.month()).to_owned() + &year,
        Step::Season | Step::Year => here.year().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use common::language::Language;
    use common::quantity::{Quantity, Value};
    use common::series::Bucket;
    use common::time::Period;
    use jiff::SignedDuration;
    use jiff::tz::TimeZone;

    use super::*;
    use crate::output::Format;
    use crate::output::look::{Emphasis, EnergyUnit};

    /// Three months, each closed `hours` after its end.
    fn plot(hours: [i64; 3]) -> Plot {
        let instant = |text: &str| text.parse::<Timestamp>().unwrap();
        let period = Period { from: instant("2018-08-01T00:00:00Z"), until: instant("2018-11-01T00:00:00Z") };
        let value = |base| Value::new(Quantity::Energy, base);
        let bucket = |(period, hours): (Period, i64)| Bucket {
            period,
            content: Content::Register {
                used: value(1),
                opening: value(1),
                closing: value(2),
                opened_at: period.from,
                closed_at: period.until + SignedDuration::from_hours(hours),
            },
            n_readings: 1,
            n_expected: 1,
        };
        let months = Step::Month.slices(period, &TimeZone::UTC);
        Plot {
            point: "P-1".to_owned(),
            quantity: Quantity::Energy,
            period,
            view: None,
            step: Step::Month,
            buckets: months.into_iter().zip(hours).map(bucket).collect(),
            cadence: Some(SignedDuration::from_hours(1)),
            gaps: Vec::new(),
            replaced: Vec::new(),
            damaged: Vec::new(),
            now: period.until,
            width: 78,
            height: 12,
        }
    }

    fn look() -> Look {
        Look {
            format: Format::Table,
            language: Language::Polish,
            zone: TimeZone::UTC,
            energy: EnergyUnit::default(),
            glyphs: Glyphs::Ascii,
            emphasis: Emphasis::Plain,
        }
    }

    #[test]
    fn a_month_that_a_gap_prolongs_is_marked_and_told() {
        let plot = plot([0, 53 * 24, 0]);
        assert_eq!(marks(&look(), &plot, 8).as_deref(), Some("        ^"));
        assert_eq!(lines(&look(), &plot), ["^ IX: zużycie do 23 XI (brak odczytów)"]);
    }

    #[test]
    fn a_reading_that_is_a_little_late_prolongs_nothing() {
        assert_eq!(marks(&look(), &plot([0, 2, 1]), 8), None);
    }
}
