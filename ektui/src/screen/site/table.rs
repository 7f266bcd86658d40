//! The buckets of a page as rows: for people on the screen, and exact for machines in a file.

use common::point::MeteringPoint;
use common::quantity::{Kind, Value};
use common::series::{Bucket, Content};
use common::time::View;

use crate::effect::{Chart, ChartData, Line};
use crate::export::Cell;
use crate::look::Look;
use crate::screen::site::figures;
use crate::screen::sites::facts;
use crate::theme::Role;
use crate::widget::pen::Pen;

/// Columns of a bucket's name.
const NAME: u16 = 13;

/// Returns what a bucket is called: an hour, a day with its weekday, a month.
#[must_use]
pub fn bucket_name(view: View, bucket: &Bucket, look: &Look) -> String {
    let local = look.local(bucket.period.from);
    match view {
        View::Day => format!("{}-{}", look.clock(bucket.period.from), look.clock(bucket.period.until)),
        View::Week | View::Month => {
            let weekday = look.say(&format!("weekday-{}", local.date().weekday().to_monday_one_offset()));
            format!("{weekday} {}", look.language.day_and_month(local.date()))
        }
        View::Season => format!("{} {}", look.language.short_month(local.month()), local.year()),
    }
}

/// Draws the rows around the cursor.
pub fn draw(chart: &Chart, data: &ChartData, cursor: usize, pen: &mut Pen<'_>) {
    let look = pen.look();
    let Some(first) = data.lines.first() else { return };
    draw_heading(data, pen);
    let room = usize::from(pen.height().saturating_sub(1)).max(1);
    let top = cursor.saturating_sub(room / 2).min(first.buckets.len().saturating_sub(room));
    for (y, index) in (1..).zip(top..first.buckets.len().min(top + room)) {
        let bucket = &first.buckets[index];
        pen.text(1, y, &bucket_name(chart.span.view, bucket, look), Role::Normal);
        let mut end = NAME;
        for line in &data.lines {
            for text in texts(line, index, company(data), look) {
                end += company(data).number();
                pen.text_right(end, y, &text, Role::Normal);
            }
        }
        let coverage = bucket.coverage().map_or_else(|| "-".to_owned(), |share| look.percent(share));
        pen.text_right(end + 8, y, &coverage, Role::Normal);
        if figures::reaches_beyond(bucket, first.cadence) {
            pen.text(end + 10, y, &look.say("table-beyond"), Role::Stale);
        }
        if index == cursor {
            pen.glyph(0, y, look.glyphs.pointer, Role::Normal);
            pen.paint(0, y, end + 8, Role::Cursor);
        }
    }
}

fn draw_heading(data: &ChartData, pen: &mut Pen<'_>) {
    let look = pen.look();
    pen.text(1, 0, &look.say("table-period"), Role::Strong);
    let mut end = NAME;
    for line in &data.lines {
        for heading in headings(line, company(data), look) {
            end += company(data).number();
            pen.text_right(end, 0, &heading, Role::Strong);
        }
    }
    pen.text_right(end + 8, 0, &look.say("table-coverage"), Role::Strong);
}

/// Whether a line has the table to itself; pairs are narrower and go without their comparison, for want of room.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Company {
    Alone,
    Paired,
}

impl Company {
    /// Columns of a number.
    const fn number(self) -> u16 {
        match self {
            Self::Alone => 10,
            Self::Paired => 9,
        }
    }
}

const fn company(data: &ChartData) -> Company {
    if data.lines.len() > 1 { Company::Paired } else { Company::Alone }
}

fn headings(line: &Line, company: Company, look: &Look) -> Vec<String> {
    let name = match company {
        Company::Alone => line.quantity.unit().symbol().to_owned(),
        Company::Paired => look.say(&format!("short-{}", line.quantity.name().replace('_', "-"))),
    };
    let mut headings = match line.quantity.kind() {
        Kind::Register => vec![name],
        Kind::Gauge => vec![name, look.say("table-min"), look.say("table-max")],
    };
    if company == Company::Alone && !line.compared.is_empty() {
        headings.extend([look.say("table-compared"), look.say("table-change")]);
    }
    headings
}

fn texts(line: &Line, index: usize, company: Company, look: &Look) -> Vec<String> {
    let amount = |value: Option<Value>| value.map_or_else(|| "?".to_owned(), |value| look.amount(line.quantity, value));
    let bucket = line.buckets.get(index);
    let mut texts = match bucket.map(|bucket| bucket.content) {
        Some(Content::Gauge { min, mean, max }) => vec![amount(Some(mean)), amount(Some(min)), amount(Some(max))],
        Some(Content::Register { used, .. }) => vec![amount(Some(used))],
        Some(Content::Missing) | None => {
            let begun = bucket.is_some_and(|bucket| bucket.period.from < look.now);
            let absent = if begun { "?" } else { "" };
            let n_texts = headings(line, Company::Paired, look).len();
            vec![absent.to_owned(); n_texts]
        }
    };
    if company == Company::Alone && !line.compared.is_empty() {
        let before = line.compared.get(index).and_then(Bucket::shown);
        let after = bucket.and_then(Bucket::shown);
        // A bucket that is not over yet has nothing to be measured against.
        let after = after.filter(|_| bucket.is_some_and(|bucket| bucket.period.until <= look.now));
        let change = before.zip(after).and_then(|(before, after)| facts::change(before.base(), after.base()));
        texts.push(amount(before));
        texts.push(change.map(|change| look.change(change)).unwrap_or_default());
    }
    texts
}

/// Returns the headings of the file.
#[must_use]
pub fn columns(data: &ChartData) -> Vec<String> {
    let mut columns: Vec<String> = ["site", "point", "from", "until"].map(str::to_owned).into();
    for line in &data.lines {
        let name = line.quantity.name();
        let unit = line.quantity.column().strip_prefix(name).unwrap_or_default();
        match line.quantity.kind() {
            Kind::Register => {
                columns.extend(["used", "opening", "closing"].map(|what| format!("{name}_{what}{unit}")));
                columns.extend([format!("{name}_opened_at"), format!("{name}_closed_at")]);
            }
            Kind::Gauge => {
                columns.extend(["min", "mean", "max"].map(|what| format!("{name}_{what}{unit}")));
            }
        }
        columns.extend([format!("{name}_readings"), format!("{name}_expected")]);
    }
    columns
}

/// Returns the rows of the file.
#[must_use]
pub fn rows(site: &str, point: &MeteringPoint, data: &ChartData, look: &Look) -> Vec<Vec<Cell>> {
    let Some(first) = data.lines.first() else { return Vec::new() };
    let row = |(index, bucket): (usize, &Bucket)| {
        let mut row = vec![
            Cell::text(site),
            Cell::text(point.code.as_str()),
            Cell::instant(Some(bucket.period.from), &look.zone),
            Cell::instant(Some(bucket.period.until), &look.zone),
        ];
        for line in &data.lines {
            row.extend(cells(line, index, look));
        }
        row
    };
    first.buckets.iter().enumerate().map(row).collect()
}

fn cells(line: &Line, index: usize, look: &Look) -> Vec<Cell> {
    let amount = |value| Cell::amount(line.quantity, Some(value));
    let bucket = line.buckets.get(index);
    let mut cells = match bucket.map(|bucket| bucket.content) {
        Some(Content::Register { used, opening, closing, opened_at, closed_at }) => {
            let instant = |at| Cell::instant(Some(at), &look.zone);
            vec![amount(used), amount(opening), amount(closing), instant(opened_at), instant(closed_at)]
        }
        Some(Content::Gauge { min, mean, max }) => vec![amount(min), amount(mean), amount(max)],
        Some(Content::Missing) | None => match line.quantity.kind() {
            Kind::Register => vec![Cell::Null; 5],
            Kind::Gauge => vec![Cell::Null; 3],
        },
    };
    let count = |count: Option<u32>| count.map_or(Cell::Null, |count| Cell::Number(count.to_string()));
    cells.push(count(bucket.map(|bucket| bucket.n_readings)));
    cells.push(count(bucket.map(|bucket| bucket.n_expected)));
    cells
}
