//! The words of reports, and the parts that all sheets are put together from.

use std::sync::OnceLock;

use common::language::{Argument, Language, Texts};
use common::quantity::Unit;
use common::sheet::{Align, Block, Cell, Column, Coverage, Figure, Row, RowKind, Sheet, Table};
use common::text::visible;
use common::time::Period;
use jiff::Timestamp;
use jiff::civil::{Date, Time};

use super::{Building, Frame, Signature, cells};

pub(super) type Arguments<'a> = [(&'static str, Argument<'a>)];

/// What a sheet is written with: the language, the zone and the period.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    frame: &'a Frame,
    texts: &'static Texts,
}

impl<'a> Words<'a> {
    pub(super) fn new(frame: &'a Frame) -> Self {
        Self { frame, texts: texts(frame.language) }
    }

    pub(super) fn say(&self, id: &str) -> String {
        self.tell(id, &[])
    }

    pub(super) fn tell(&self, id: &str, arguments: &Arguments<'_>) -> String {
        let texts = if self.texts.has(id) { self.texts } else { self.frame.language.common() };
        texts.format(id, arguments)
    }

    pub(super) const fn language(&self) -> Language {
        self.frame.language
    }

    /// Returns the local date of an instant.
    pub(super) fn date(&self, at: Timestamp) -> Date {
        self.frame.zone.to_datetime(at).date()
    }

    /// Returns an instant as people write it, with its offset.
    pub(super) fn instant(&self, at: Timestamp) -> String {
        at.to_zoned(self.frame.zone.clone()).strftime("%Y-%m-%d %H:%M %:z").to_string()
    }

    /// Returns a month such as `2025-11`.
    pub(super) fn month(&self, at: Timestamp) -> String {
        self.date(at).strftime("%Y-%m").to_string()
    }

    /// Returns a month with its name.
    pub(super) fn named_month(&self, at: Timestamp) -> String {
        let date = self.date(at);
        let arguments = [("month", i64::from(date.month()).into()), ("year", date.year().to_string().into())];
        self.tell("report-month", &arguments)
    }

    /// Returns a period: its first and last day, or its ends where they are no midnights.
    pub(super) fn period(&self, period: Period) -> String {
        let [from, until] = [period.from, period.until].map(|at| self.frame.zone.to_datetime(at));
        let last = until.date().yesterday().unwrap_or_else(|_| until.date());
        let (from, until) = if from.time() != Time::midnight() || until.time() != Time::midnight() {
            (self.instant(period.from), self.instant(period.until))
        } else if from.date() == last {
            return last.to_string();
        } else {
            (from.date().to_string(), last.to_string())
        };
        format!("{from} – {until}")
    }

    /// Returns a column with figures.
    pub(super) fn figures(&self, key: &str, unit: &str) -> Column {
        self.column(key, unit, Align::Right)
    }

    /// Returns a column with texts.
    pub(super) fn texts(&self, key: &str) -> Column {
        self.column(key, "", Align::Left)
    }

    fn column(&self, key: &str, unit: &str, align: Align) -> Column {
        let heading = self.say(&format!("report-column-{key}"));
        Column { key: key.to_owned(), heading, unit: unit.to_owned(), align }
    }

    /// Returns a table; its title is found by its name.
    pub(super) fn table(&self, name: &str, columns: Vec<Column>, rows: Vec<Row>) -> Block {
        let title = self.say(&format!("report-table-{}", name.replace('_', "-")));
        Block::Table(Table { name: name.to_owned(), title, columns, rows, n_left: 0 })
    }

    pub(super) fn figure(&self, id: &str, value: Cell, unit: &str) -> Figure {
        Figure { label: self.say(&format!("report-figure-{id}")), value, unit: unit.to_owned() }
    }

    /// Returns the name and what the office knows of a building.
    pub(super) fn building(&self, building: &Building) -> Block {
        let known = |cell: &Cell| !matches!(cell, Cell::Missing);
        let category = building.category.map(|category| Cell::Text(self.say(&format!("category-{}", category.name()))));
        let tariff = building.tariff.as_ref().map(|tariff| cells::text(tariff.as_str()));
        let rest = [
            self.figure("category", category.unwrap_or(Cell::Missing), ""),
            self.figure("area", cells::area(building.area), "m²"),
            self.figure("contracted", cells::power(building.contracted), cells::KW),
            self.figure("tariff", tariff.unwrap_or(Cell::Missing), ""),
        ];
        let mut figures = vec![self.figure("site", Cell::Text(name(building)), "")];
        figures.extend(rest.into_iter().filter(|figure| known(&figure.value)));
        Block::Figures(figures)
    }

    /// Returns by what a building's use is put into other weather.
    pub(super) fn signature(&self, signature: Signature) -> Block {
        let slope = cells::amount(signature.slope.base(), Unit::Gigajoule, 4);
        Block::Figures(vec![
            self.figure("signature-base", cells::temperature(Some(signature.base)), cells::CELSIUS),
            self.figure("signature-slope", slope, cells::PER_DEGREE_DAY),
        ])
    }

    /// Returns the sheet.
    pub(super) fn sheet(&self, title: String, subject: Vec<Figure>, body: Body) -> Sheet {
        let mut definitions = body.definitions;
        definitions.push(self.say("report-definition-missing"));
        definitions.push(self.tell("report-definition-time", &[("zone", self.zone().into())]));
        Sheet {
            language: self.frame.language,
            zone: self.zone().to_owned(),
            title,
            subject,
            period: Some(self.frame.period),
            blocks: body.blocks,
            definitions,
            coverage: (body.coverage.n_expected > 0).then_some(body.coverage),
            marks: None,
        }
    }

    pub(super) fn zone(&self) -> &str {
        self.frame.zone.iana_name().unwrap_or("UTC")
    }
}

/// What a template adds to a sheet.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub blocks: Vec<Block>,
    pub definitions: Vec<String>,
    pub coverage: Coverage,
}

/// Returns how a building is called.
pub(super) fn name(building: &Building) -> String {
    visible(&format!("{} {}", building.code, building.name)).trim_end().to_owned()
}

pub(super) const fn row(cells: Vec<Cell>) -> Row {
    Row { kind: RowKind::Plain, cells }
}

pub(super) const fn total(cells: Vec<Cell>) -> Row {
    Row { kind: RowKind::Total, cells }
}

fn texts(language: Language) -> &'static Texts {
    static POLISH: OnceLock<Texts> = OnceLock::new();
    static ENGLISH: OnceLock<Texts> = OnceLock::new();
    match language {
        Language::Polish => POLISH.get_or_init(|| {
            Texts::new(language, &[include_str!("../../text/pl/report.ftl"), include_str!("../../text/pl/ekd.ftl")])
        }),
        Language::English => ENGLISH.get_or_init(|| {
            Texts::new(language, &[include_str!("../../text/en/report.ftl"), include_str!("../../text/en/ekd.ftl")])
        }),
    }
}
