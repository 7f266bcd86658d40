//! Drawing a series in characters: header, axes with units and local time, bars or a line, and what the picture hides:
//! sums, coverage and gaps.
//!
//! Figures in words come from the integers; only positions in the picture are floats. Knows nothing of the daemon.

pub mod axis;
pub mod bars;
pub mod closing;
pub mod lines;
pub mod replaced;
pub mod scatter;
pub mod tickets;

use common::api::Gap;
use common::language::Argument;
use common::quantity::{Kind, Quantity};
use common::series::{Bucket, Content};
use common::time::{Period, Step, View};
use jiff::{SignedDuration, Timestamp};

use crate::output::cell::{percent, with_decimals};
use crate::output::look::Glyphs;
use crate::output::{Amount, Look, Word};
use axis::{Scale, TimeAxis};

/// What is drawn.
#[derive(Clone, Debug)]
pub struct Plot {
    /// Code of the metering point.
    pub point: String,
    pub quantity: Quantity,
    pub period: Period,
    pub view: Option<View>,
    pub step: Step,
    pub buckets: Vec<Bucket>,
    /// How often a reading is expected; without it nothing can be late.
    pub cadence: Option<SignedDuration>,
    pub gaps: Vec<Gap>,
    /// When meters were replaced or turned over.
    pub replaced: Vec<Timestamp>,
    /// Stretches that the archive cannot read.
    pub damaged: Vec<Period>,
    pub now: Timestamp,
    /// Characters in a line.
    pub width: usize,
    /// Rows between the header and the time axis.
    pub height: usize,
}

/// Gaps that are told one by one.
const N_GAPS: usize = 4;

/// Returns the finished picture.
#[must_use]
pub fn draw(look: &Look, plot: &Plot) -> String {
    let mut lines = vec![look.emphasis.strong(&title(look, plot)), legend(look, plot)];
    let unit = look.unit(plot.quantity);
    let shown = plot.buckets.iter().filter_map(Bucket::shown).map(|value| unit.as_f64(value.base()));
    let scale = match plot.quantity.kind() {
        Kind::Register => Scale::from_zero(shown, plot.height),
        Kind::Gauge => Scale::around(shown, plot.height),
    };
    if let Some(scale) = scale {
        let labels = scale.labels(look.language, plot.height);
        let bottom = scale.bottom_label(look.language);
        let margin = labels.iter().chain([&bottom]).map(|label| label.chars().count()).max().unwrap_or(0);
        let room = plot.width.saturating_sub(margin + 2).max(32);
        let (rows, axis) = match plot.quantity.kind() {
            Kind::Register => bars::draw(look, plot, &scale, room),
            Kind::Gauge => lines::draw(look, plot, &scale, room),
        };
        lines.extend(framed(look, &labels, margin, &rows));
        let marks = match plot.quantity.kind() {
            Kind::Register => closing::marks(look, plot, bars::pitch(plot, room)),
            Kind::Gauge => None,
        };
        let column = |at: &Timestamp| match plot.quantity.kind() {
            Kind::Register => bars::column(plot, room, *at),
            Kind::Gauge => lines::column_at(plot, room, *at),
        };
        let replaced = replaced::marks(look, plot.replaced.iter().filter_map(column).collect());
        let marks = marks.into_iter().chain(replaced);
        lines.extend(foot(look, &axis, margin, &bottom, marks));
    }
    lines.extend(figures(look, plot));
    lines.join("\n") + "\n"
}

fn title(look: &Look, plot: &Plot) -> String {
    let name = look.word(Word { group: "quantity", name: plot.quantity.name() });
    format!("{} · {name}, {}", common::text::visible(&plot.point), period_name(look, plot))
}

fn period_name(look: &Look, plot: &Plot) -> String {
    let local = |at: Timestamp| at.to_zoned(look.zone.clone()).datetime();
    let (from, end) = (local(plot.period.from), local(plot.period.until));
    let (id, name) = match plot.view {
        Some(View::Day) => ("view-day", from.date().to_string()),
        Some(View::Week) => ("view-week", from.strftime("%G-W%V").to_string()),
        Some(View::Month) => ("view-month", format!("{} {}", look.language.short_month(from.month()), from.year())),
        Some(View::Season) => ("view-season", format!("{}/{:02}", from.year(), end.year() % 100)),
        None => {
            let form = "%Y-%m-%d %H:%M";
            return format!("{} – {}", from.strftime(form), end.strftime(form));
        }
    };
    look.texts().format(id, &[("name", Argument::from(name))])
}

fn legend(look: &Look, plot: &Plot) -> String {
    let unit = look.symbol(plot.quantity);
    let per = look.texts().get(&format!("per-{}", plot.step.name()));
    let mark = match (plot.quantity.kind(), look.glyphs) {
        (_, Glyphs::Ascii) => "#",
        (Kind::Register, Glyphs::Wgl4 | Glyphs::Unicode) => "█",
        (Kind::Gauge, Glyphs::Wgl4) => "▄",
        (Kind::Gauge, Glyphs::Unicode) => "⠒",
    };
    let id = match plot.quantity.kind() {
        Kind::Register => "legend-register",
        Kind::Gauge => "legend-gauge",
    };
    let arguments = [("unit", unit.into()), ("per", per.into()), ("mark", mark.into())];
    let legend = look.texts().format(id, &arguments);
    match replaced::legend(look, plot) {
        Some(replaced) => format!("{legend}   {replaced}"),
        None => legend,
    }
}

fn framed(look: &Look, labels: &[String], margin: usize, rows: &[String]) -> Vec<String> {
    let (tick, line) = match look.glyphs {
        Glyphs::Ascii => ('+', '|'),
        Glyphs::Wgl4 | Glyphs::Unicode => ('┤', '│'),
    };
    let row = |(label, row): (&String, &String)| {
        let edge = if label.is_empty() { line } else { tick };
        format!("{label:>margin$}{edge}{row}").trim_end().to_owned()
    };
    labels.iter().zip(rows).map(row).collect()
}

/// Returns the axis with the names below it, and between them the marks of bars.
fn foot(look: &Look, axis: &TimeAxis, margin: usize, bottom: &str, marks: impl Iterator<Item = String>) -> Vec<String> {
    let (corner, line) = match look.glyphs {
        Glyphs::Ascii => ("+", "-"),
        Glyphs::Wgl4 | Glyphs::Unicode => ("└", "─"),
    };
    let below = |line: String| format!("{:margin$} {line}", "").trim_end().to_owned();
    let mut lines = vec![format!("{bottom:>margin$}{corner}{}", line.repeat(axis.width))];
    lines.extend(marks.map(below));
    lines.push(below(axis.line(look)));
    lines
}

/// Returns the lines below the picture.
fn figures(look: &Look, plot: &Plot) -> Vec<String> {
    let texts = look.texts();
    let unit = look.symbol(plot.quantity);
    let amount = |base: i64| look.amount(&Amount { quantity: plot.quantity, base });
    let with_unit = |text: String| Argument::from(format!("{text} {unit}"));
    let mut lines = Vec::new();
    let shown: Vec<_> = plot.buckets.iter().filter_map(|bucket| Some((bucket, bucket.shown()?.base()))).collect();
    let least = shown.iter().map(|(bucket, base)| least(bucket).unwrap_or(*base)).min();
    let most = shown.iter().map(|(bucket, base)| most(bucket).unwrap_or(*base)).max();
    if let (Some(least), Some(most)) = (least, most) {
        let sum: i64 = shown.iter().map(|(_, base)| base).sum();
        let (id, total) = match plot.quantity.kind() {
            Kind::Register => ("chart-sum", look.whole_amount(&Amount { quantity: plot.quantity, base: sum })),
            Kind::Gauge => ("chart-mean", amount(mean(&shown))),
        };
        let figures =
            [("total", with_unit(total)), ("min", with_unit(amount(least))), ("max", with_unit(amount(most)))];
        lines.push(texts.format(id, &figures));
    } else {
        lines.push(texts.get("chart-empty"));
    }
    let (come, expected) = plot.buckets.iter().fold((0, 0), |(come, expected), bucket| {
        (come + u64::from(bucket.n_readings.min(bucket.n_expected)), expected + u64::from(bucket.n_expected))
    });
    let coverage = percent(come, expected).map(|share| look.language.number(&with_decimals(&share)));
    let coverage = match coverage {
        Some(share) => texts.format("chart-coverage", &[("share", share.into())]),
        None => texts.get("chart-coverage-unknown"),
    };
    let zone = look.zone.iana_name().unwrap_or("UTC").to_owned();
    lines.push(format!("{coverage} · {}", texts.format("chart-zone", &[("zone", zone.into())])));
    lines.extend(closing::lines(look, plot));
    lines.extend(replaced::lines(look, plot));
    lines.extend(damaged(look, plot));
    lines.extend(gaps(look, plot));
    lines
}

fn damaged(look: &Look, plot: &Plot) -> Vec<String> {
    let line =
        |stretch: &Period| look.texts().format("chart-damaged", &[("period", look.short_period(stretch).into())]);
    plot.damaged.iter().take(N_GAPS).map(line).collect()
}

fn gaps(look: &Look, plot: &Plot) -> Vec<String> {
    let texts = look.texts();
    let gap = |gap: &Gap| {
        let (from, until) = (look.instant(gap.period.from), look.instant(gap.period.until));
        let id = if gap.open { "chart-gap-open" } else { "chart-gap" };
        texts.format(id, &[("from", from.into()), ("until", until.into()), ("missing", gap.n_missing.into())])
    };
    let mut lines: Vec<_> = plot.gaps.iter().take(N_GAPS).map(gap).collect();
    if plot.gaps.len() > N_GAPS {
        let more = plot.gaps.len() - N_GAPS;
        lines.push(texts.format("chart-more-gaps", &[("more", more.into()), ("point", plot.point.as_str().into())]));
    }
    lines
}

const fn least(bucket: &Bucket) -> Option<i64> {
    match bucket.content {
        Content::Gauge { min, .. } => Some(min.base()),
        Content::Register { .. } | Content::Missing => None,
    }
}

const fn most(bucket: &Bucket) -> Option<i64> {
    match bucket.content {
        Content::Gauge { max, .. } => Some(max.base()),
        Content::Register { .. } | Content::Missing => None,
    }
}

/// Returns the mean of all readings: buckets weigh as many readings as they hold.
fn mean(shown: &[(&Bucket, i64)]) -> i64 {
    let weight = |bucket: &Bucket| i128::from(bucket.n_readings.max(1));
    let sum: i128 = shown.iter().map(|(bucket, base)| weight(bucket) * i128::from(*base)).sum();
    let weights: i128 = shown.iter().map(|(bucket, _)| weight(bucket)).sum();
    i64::try_from(common::quantity::decimal::divide_rounded(sum, weights.max(1))).unwrap_or(0)
}
