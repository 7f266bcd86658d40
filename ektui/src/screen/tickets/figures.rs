//! How the office is doing: what came, what is open and late, how long answers take, by category and by day.

use common::ticket::statistics::{Figures as Numbers, TicketStatistics};
use common::time::Period;
use jiff::SignedDuration;

use crate::look::Look;
use crate::remote::Remote;
use crate::screen::tickets::words;
use crate::theme::Role;
use crate::widget::pen::Pen;
use crate::widget::table::{self, Column, Row};
use crate::widget::{fit, page};

/// The part's state.
#[derive(Default)]
pub struct Figures {
    pub data: Remote<TicketStatistics>,
    pub shape: Shape,
}

/// How figures are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    #[default]
    Table,
    Chart,
}

/// Days that are looked at.
const DAYS: i64 = 30;
/// Columns before the bars.
const LABEL: u16 = 26;
/// Rows of the chart of days.
const CHART: u16 = 6;
const ALL: [Column; 7] = [
    ("column-category", 20),
    ("column-opened", 9),
    ("column-open", 8),
    ("column-late", 9),
    ("column-answered", 7),
    ("column-first-answer", 12),
    ("column-settled", 0),
];
/// What is shown where there is less room.
const SOME: [Column; 5] = [
    ("column-category", 16),
    ("column-opened", 9),
    ("column-late", 9),
    ("column-first-answer", 11),
    ("column-settled", 0),
];
/// From this width on everything is shown.
const ROOMY: u16 = 80;

impl Figures {
    /// Shows the same in another shape.
    pub const fn turn(&mut self) {
        self.shape = match self.shape {
            Shape::Table => Shape::Chart,
            Shape::Chart => Shape::Table,
        };
    }
}

/// Returns the period that is looked at.
#[must_use]
pub fn period(look: &Look) -> Period {
    let until = look.now;
    Period { from: until.checked_sub(SignedDuration::from_hours(24 * DAYS)).unwrap_or(until), until }
}

/// Draws the figures.
pub fn draw(figures: &Figures, pen: &mut Pen<'_>) {
    let look = pen.look();
    match &figures.data {
        Remote::Loading => drop(pen.text(4, 1, &look.say("loading"), Role::Normal)),
        Remote::Failed(fault) => {
            let room = usize::from(pen.width().saturating_sub(5));
            for (y, line) in (1..).zip(page::wrap(&fault.message(look.language), room)) {
                pen.text(4, y, &line, Role::Normal);
            }
        }
        Remote::Ready { value, .. } | Remote::Stale { value, .. } => match figures.shape {
            Shape::Table => draw_table(value, pen),
            Shape::Chart => draw_chart(value, pen),
        },
    }
}

fn draw_table(statistics: &TicketStatistics, pen: &mut Pen<'_>) {
    let look = pen.look();
    let all = std::iter::once(row(&look.say("figures-all"), &statistics.all, look));
    let categories = statistics
        .categories
        .iter()
        .map(|(category, numbers)| row(&look.say(words::category_label(*category)), numbers, look));
    let rows: Vec<Row> = all.chain(categories).collect();
    if pen.width() >= ROOMY {
        return table::draw(&ALL, &rows, None, 0, pen);
    }
    let shown = |label: &str| SOME.iter().any(|(other, _)| *other == label);
    let some = |row: Row| {
        let cells = ALL.iter().zip(row.cells).filter(|((label, _), _)| shown(label)).map(|(_, cell)| cell);
        Row { cells: cells.collect(), ..row }
    };
    let rows: Vec<Row> = rows.into_iter().map(some).collect();
    table::draw(&SOME, &rows, None, 0, pen);
}

fn row(name: &str, numbers: &Numbers, look: &Look) -> Row {
    let lasting = |span: Option<SignedDuration>| span.map_or_else(|| "-".to_owned(), |span| words::left(span, look));
    let cells = vec![
        name.to_owned(),
        numbers.n_opened.to_string(),
        numbers.n_open.to_string(),
        numbers.n_late.to_string(),
        numbers.n_answered.to_string(),
        lasting(numbers.median_first_answer),
        lasting(numbers.median_settled),
    ];
    let is_late = numbers.n_late > 0;
    Row { mark: if is_late { "!" } else { "" }, role: is_late.then_some(Role::Warning), cells }
}

fn draw_chart(statistics: &TicketStatistics, pen: &mut Pen<'_>) {
    let look = pen.look();
    pen.rule(0, &look.say("figures-by-category"));
    let most = statistics.categories.iter().map(|(_, numbers)| numbers.n_opened).max().unwrap_or(0).max(1);
    let room = u64::from(pen.width().saturating_sub(LABEL + 22));
    let rows = usize::from(pen.height().saturating_sub(CHART + 4));
    let mut y = 1;
    for (category, numbers) in statistics.categories.iter().take(rows) {
        pen.text(1, y, &look.say(words::category_label(*category)), Role::Normal);
        let columns = |n: u64| usize::try_from(n * room / most).unwrap_or(0).max(usize::from(n > 0));
        let (all, late) = (columns(numbers.n_opened), columns(numbers.n_late).min(columns(numbers.n_opened)));
        let bar = |glyph: char, n: usize| glyph.to_string().repeat(n);
        let x = pen.text(LABEL, y, &bar(look.glyphs.full, all - late), Role::This);
        let x = pen.text(x, y, &bar(look.glyphs.inside, late), Role::Compared);
        let told = [("n", numbers.n_opened.into()), ("late", numbers.n_late.into())];
        pen.text(x + 1, y, &look.tell("figures-bar", &told), Role::Normal);
        y += 1;
    }
    draw_days(statistics, y, pen);
}

/// Draws how many came each day, and below each the number of those that were settled.
fn draw_days(statistics: &TicketStatistics, y: u16, pen: &mut Pen<'_>) {
    let look = pen.look();
    pen.rule(y, &look.say("figures-by-day"));
    let width = pen.width().saturating_sub(2) / 3;
    let days = &statistics.days[statistics.days.len().saturating_sub(usize::from(width))..];
    let most = days.iter().map(|day| day.n_opened).max().unwrap_or(0).max(1);
    for (place, day) in (0_u16..).zip(days) {
        let x = 1 + 3 * place;
        let halves = u16::try_from(day.n_opened * u64::from(2 * CHART) / most).unwrap_or(0);
        let halves = halves.max(u16::from(day.n_opened > 0));
        for row in 0..CHART {
            let glyph = match halves.saturating_sub(2 * row) {
                0 => break,
                1 => look.glyphs.lower_half,
                _ => look.glyphs.full,
            };
            pen.text(x, y + CHART - row, &glyph.to_string().repeat(2), Role::This);
        }
        let date = look.local(day.day.from).date();
        if place % 3 == 0 {
            pen.text(x, y + CHART + 1, &date.day().to_string(), Role::Normal);
        }
    }
    let opened: u64 = days.iter().map(|day| day.n_opened).sum();
    let settled: u64 = days.iter().map(|day| day.n_settled).sum();
    let told = [("opened", opened.into()), ("settled", settled.into()), ("most", most.into())];
    let text = look.tell("figures-days", &told);
    pen.text(1, y + CHART + 2, &fit::cut_end(&text, usize::from(pen.width()), look.glyphs.ellipsis), Role::Normal);
}
