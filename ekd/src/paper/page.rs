//! A sheet on pages: what comes below what, and where a page ends.
//!
//! Each page says what it is a page of, which page it is, and by what the figures on it are known again. Tables go over
//! pages with their headings repeated; a chart stays whole.

use common::language::Language;
use common::sheet::chart::Chart;
use common::sheet::{Block, Cell, CodeBlock, Figure, Sheet, Table};
use common::text::visible;
use jiff::tz::TimeZone;

use super::canvas::{Canvas, Ink, Spot, Stroke};
use super::chart;
use super::code;
use super::font::Font;
use super::pdf::{Document, Heading, PAGE};
use super::table;
use super::words::{self, shown, unit_shown};

const LEFT: f64 = 51.0;
const RIGHT: f64 = PAGE.0 - 51.0;
const WIDTH: f64 = RIGHT - LEFT;
const TOP: f64 = 48.0;
/// Where the footer begins.
const BOTTOM: f64 = PAGE.1 - 58.0;
/// Between two blocks.
const SPACE: f64 = 12.0;

const TITLE: Font = Font::bold(17.0);
const HEADING: Font = Font::bold(12.5);
const CAPTION: Font = Font::bold(10.5);
const TEXT: Font = Font::regular(9.0);
const STRONG: Font = Font::bold(9.0);
const SMALL: Font = Font::regular(7.5);
const FOOT: Font = Font::regular(7.0);
/// Digits of a digest in the footer.
const N_DIGITS: usize = 16;
const MOST_TITLE_LINES: usize = 3;
/// Lines that a figure's value may have.
const MOST_VALUE_LINES: usize = 8;

/// Pages being filled.
struct Pages<'a> {
    sheet: &'a Sheet,
    zone: TimeZone,
    drawn: Vec<Canvas>,
    outline: Vec<Heading>,
    y: f64,
    ending: Ending,
}

/// Whether the page ends before the next block.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// Nothing is on it but its head: a break would leave it empty.
    Fresh,
    Open,
    Broken,
}

/// Returns the pages of a sheet.
pub(super) fn laid_out(sheet: &Sheet) -> Document {
    let zone = TimeZone::get(&sheet.zone).unwrap_or(TimeZone::UTC);
    let mut pages =
        Pages { sheet, zone, drawn: vec![Canvas::default()], outline: Vec::new(), y: TOP, ending: Ending::Fresh };
    pages.head();
    for block in &sheet.blocks {
        pages.block(block);
    }
    pages.definitions();
    pages.feet();
    let title = visible(&sheet.title).into_owned();
    Document { title, language: sheet.language, pages: pages.drawn, outline: pages.outline }
}

impl Pages<'_> {
    const fn language(&self) -> Language {
        self.sheet.language
    }

    fn page(&mut self) -> &mut Canvas {
        if self.drawn.is_empty() {
            self.drawn.push(Canvas::default());
        }
        let last = self.drawn.len() - 1;
        &mut self.drawn[last]
    }

    /// Begins a page, with the title in small.
    fn turn(&mut self) {
        let mut page = Canvas::default();
        let title = SMALL.cut(&self.sheet.title, WIDTH * 0.62);
        page.text(Spot { x: LEFT, y: TOP - 14.0 }, &title, (SMALL, Ink::Quiet));
        if let Some(period) = self.sheet.period {
            let period = SMALL.cut(&words::period(period, &self.zone), WIDTH * 0.36);
            page.text_to(Spot { x: RIGHT, y: TOP - 14.0 }, &period, (SMALL, Ink::Quiet));
        }
        page.line(edge(TOP - 9.0), Stroke::solid(Ink::Rule, 0.6));
        self.drawn.push(page);
        self.y = TOP;
    }

    /// Makes sure that so much room is left; nothing is higher than a page.
    fn room(&mut self, height: f64) {
        if self.y + height > BOTTOM && self.y > TOP {
            self.turn();
        }
    }

    fn lines(&mut self, lines: &[String], look: (Font, Ink)) {
        for line in lines {
            self.room(look.0.leading());
            self.y += look.0.leading();
            let at = Spot { x: LEFT, y: self.y - 2.0 };
            self.page().text(at, line, look);
        }
    }

    /// Draws title, period and subject of the first page.
    fn head(&mut self) {
        let title = TITLE.wrap_to(&self.sheet.title, WIDTH, MOST_TITLE_LINES);
        self.lines(&title, (TITLE, Ink::Text));
        if let Some(period) = self.sheet.period {
            let period = words::period(period, &self.zone);
            self.lines(&[period], (Font::regular(11.0), Ink::Accent));
        }
        self.y += 5.0;
        let y = self.y;
        self.page().line(edge(y), Stroke::solid(Ink::Accent, 1.4));
        self.y += 6.0;
        for figure in &self.sheet.subject {
            self.figure(figure, (118.0, false));
        }
        self.y += SPACE / 2.0;
    }

    fn block(&mut self, block: &Block) {
        // A break before nothing leaves no page empty.
        let is_break = *block == Block::PageBreak;
        self.ending = match (self.ending, is_break) {
            (Ending::Fresh, true) => Ending::Fresh,
            (Ending::Open | Ending::Broken, true) => Ending::Broken,
            (Ending::Broken, false) => {
                self.turn();
                Ending::Open
            }
            (Ending::Fresh | Ending::Open, false) => Ending::Open,
        };
        match block {
            Block::Heading(text) => self.heading(text),
            Block::Text(text) => {
                self.lines(&TEXT.wrap(text, WIDTH), (TEXT, Ink::Text));
                self.y += SPACE;
            }
            Block::Figures(figures) => {
                for figure in figures {
                    self.figure(figure, (WIDTH * 0.52, true));
                }
                self.y += SPACE;
            }
            Block::Table(table) => self.table(table),
            Block::Chart(chart) => self.chart(chart),
            Block::Code(code) => self.code(code),
            Block::PageBreak => {}
        }
    }

    fn chart(&mut self, chart: &Chart) {
        let language = self.language();
        let picture = if chart.title == self.sheet.title {
            // The page says it already.
            chart::draw(&Chart { title: String::new(), ..chart.clone() }, language, WIDTH)
        } else {
            chart::draw(chart, language, WIDTH)
        };
        self.room(picture.height);
        let corner = Spot { x: LEFT, y: self.y };
        self.page().place(picture.canvas, corner);
        self.y += picture.height;
        let notes: Vec<String> = chart.notes.iter().flat_map(|note| SMALL.wrap(note, WIDTH)).collect();
        self.lines(&notes, (SMALL, Ink::Quiet));
        self.y += SPACE;
    }

    fn code(&mut self, code: &CodeBlock) {
        let picture = code::draw(code, WIDTH);
        self.room(picture.height);
        let corner = Spot { x: LEFT, y: self.y };
        self.page().place(picture.canvas, corner);
        self.y += picture.height + SPACE;
    }

    fn heading(&mut self, text: &str) {
        let lines = HEADING.wrap_to(text, WIDTH, MOST_TITLE_LINES);
        // A heading does not stay alone at the foot of a page.
        self.room(HEADING.leading() * 3.0 + 60.0);
        if self.y > TOP {
            self.y += 4.0;
        }
        self.outline.push(Heading {
            text: visible(text).into_owned(),
            page: self.drawn.len().saturating_sub(1),
            y: self.y,
        });
        self.lines(&lines, (HEADING, Ink::Accent));
        self.y += 5.0;
    }

    /// Writes a name and what it is, with a line below where it is one of many figures.
    fn figure(&mut self, figure: &Figure, (place, is_ruled): (f64, bool)) {
        let value_width = WIDTH - place;
        let label = TEXT.wrap_to(&figure.label, place - 8.0, 2);
        let unit = unit_shown(&figure.unit);
        let value = shown(&figure.value, self.language(), &self.zone);
        let value = if figure.value == Cell::Missing || unit.is_empty() { value } else { format!("{value} {unit}") };
        let value = STRONG.wrap_to(&value, value_width, MOST_VALUE_LINES);
        let n_lines = label.len().max(value.len()).max(1);
        let height = lines_height(n_lines) + if is_ruled { 4.0 } else { 1.0 };
        self.room(height);
        let top = self.y;
        let page = self.page();
        for (x, lines, look) in [(LEFT, &label, (TEXT, Ink::Quiet)), (LEFT + place, &value, (STRONG, Ink::Text))] {
            let mut y = top;
            for line in lines {
                y += TEXT.leading();
                page.text(Spot { x, y: y - 1.0 }, line, look);
            }
        }
        if is_ruled {
            page.line(edge(top + height), Stroke::solid(Ink::Grid, 0.5));
        }
        self.y += height;
    }

    fn table(&mut self, table: &Table) {
        let zone = self.zone.clone();
        let fitted = table::fit(table, (self.language(), &zone), WIDTH);
        let headings = fitted.headings();
        let caption = CAPTION.wrap_to(&table.title, WIDTH, MOST_TITLE_LINES);
        self.room(CAPTION.leading() * 2.0 + headings.height + 45.0);
        self.lines(&caption, (CAPTION, Ink::Text));
        self.y += 3.0;
        self.strip(fitted.headings());
        for row in &table.rows {
            let strip = fitted.row(row);
            if self.y + strip.height > BOTTOM {
                self.turn();
                self.strip(fitted.headings());
            }
            self.strip(strip);
        }
        self.y += 3.0;
        let language = self.language();
        if table.n_left > 0 {
            let left = words::format(language, "paper-more", &[("n", table.n_left.to_string())]);
            self.lines(&[left], (SMALL, Ink::Quiet));
        } else if table.rows.is_empty() {
            self.lines(&[words::get(language, "paper-no-rows")], (TEXT, Ink::Quiet));
        }
        self.y += SPACE;
    }

    fn strip(&mut self, strip: table::Strip) {
        let corner = Spot { x: LEFT, y: self.y };
        self.page().place(strip.canvas, corner);
        self.y += strip.height;
    }

    /// Writes what the figures rest on, below everything else.
    fn definitions(&mut self) {
        let language = self.language();
        let sentences: Vec<String> =
            self.sheet.definitions.iter().flat_map(|sentence| SMALL.wrap(sentence, WIDTH)).collect();
        if sentences.is_empty() {
            return;
        }
        self.room(SMALL.leading() * 4.0);
        let y = self.y;
        self.page().line(edge(y), Stroke::solid(Ink::Rule, 0.6));
        self.y += 3.0;
        self.lines(&[words::get(language, "paper-definitions")], (Font::bold(7.5), Ink::Quiet));
        self.lines(&sentences, (SMALL, Ink::Quiet));
    }

    /// Draws the foot of each page, when it is known how many there are.
    fn feet(&mut self) {
        let language = self.language();
        let facts = FOOT.cut(&facts(self.sheet), WIDTH - 70.0);
        let marks = self.sheet.marks.as_ref().map(|marks| {
            let [definition, data] = [&marks.definition, &marks.data].map(|mark| mark.chars().take(N_DIGITS).collect());
            words::format(language, "paper-marks", &[("definition", definition), ("data", data)])
        });
        let n_pages = self.drawn.len();
        for (page, number) in self.drawn.iter_mut().zip(1_usize..) {
            page.line(edge(BOTTOM + 14.0), Stroke::solid(Ink::Rule, 0.6));
            let y = BOTTOM + 24.0;
            page.text(Spot { x: LEFT, y }, &facts, (FOOT, Ink::Quiet));
            let place = [("page", number.to_string()), ("pages", n_pages.to_string())];
            page.text_to(Spot { x: RIGHT, y }, &words::format(language, "paper-page", &place), (FOOT, Ink::Quiet));
            if let Some(marks) = &marks {
                page.text(Spot { x: LEFT, y: y + FOOT.leading() }, &FOOT.cut(marks, WIDTH), (FOOT, Ink::Quiet));
            }
        }
    }
}

/// Returns how much of what was expected came, and whose midnights count.
fn facts(sheet: &Sheet) -> String {
    let language = sheet.language;
    let zone = words::format(language, "paper-zone", &[("zone", sheet.zone.clone())]);
    let Some((coverage, share)) = sheet.coverage.and_then(|coverage| Some((coverage, coverage.share()?))) else {
        return zone;
    };
    // Not all is never written as all.
    let percent = (share * 1000.0).floor() / 10.0;
    let arguments = [
        ("share", language.number(&format!("{percent:.1}"))),
        ("n", language.number(&coverage.n_readings.to_string())),
        ("expected", language.number(&coverage.n_expected.to_string())),
    ];
    format!("{} · {zone}", words::format(language, "paper-coverage", &arguments))
}

fn edge(y: f64) -> Vec<Spot> {
    vec![Spot { x: LEFT, y }, Spot { x: RIGHT, y }]
}

#[expect(clippy::cast_precision_loss, reason = "a few lines")]
fn lines_height(n_lines: usize) -> f64 {
    n_lines as f64 * TEXT.leading()
}
