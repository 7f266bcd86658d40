//! The month of each building: beside the month before, the same month a year before and the average user of its
//! category, with twelve months and the year before them in equal weather.

use common::quantity::{Energy, Unit};
use common::sheet::chart::{Across, Axis, Chart, Plot, Side, Style};
use common::sheet::{Block, Cell, Coverage, Row, Sheet};
use jiff::Timestamp;

use super::words::{Body, Words, name, row};
use super::{Building, Frame, Signature, Usage, cells};

/// What the sheet tells.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    pub sites: Vec<Site>,
}

/// What it tells of one building.
#[derive(Clone, Debug)]
pub struct Site {
    pub building: Building,
    /// Twelve months, oldest first; the last is the month of the sheet.
    pub months: Vec<Month>,
    /// What the average user of the category used in the month of the sheet, for so much floor.
    pub average: Option<Energy>,
    /// By what the year before is put into the weather of the year after.
    pub signature: Option<Signature>,
}

/// A month, and the same month a year before.
#[derive(Clone, Debug)]
pub struct Month {
    pub usage: Usage,
    pub before: Usage,
    /// What the building would have used a year before in this month's weather.
    pub corrected: Option<Energy>,
}

/// Returns the sheet.
#[must_use]
pub fn write(facts: &Facts, frame: &Frame) -> Sheet {
    let words = Words::new(frame);
    let mut body = Body::default();
    for (index, site) in facts.sites.iter().enumerate() {
        if index > 0 {
            body.blocks.push(Block::PageBreak);
        }
        let part = Part { words, site };
        body.blocks.extend(part.blocks());
        body.coverage = body.coverage.with(part.own().map_or_else(Coverage::default, |own| own.usage.coverage));
    }
    if facts.sites.is_empty() {
        body.blocks.push(Block::Text(words.say("report-no-sites")));
    }
    body.definitions = ["energy", "compared", "average", "corrected", "degree-days", "whole", "cost", "sheet"]
        .map(|id| words.say(&format!("report-definition-{id}")))
        .into();
    let month = words.named_month(frame.period.from);
    let title = words.tell("report-monthly-sheet", &[("month", month.clone().into())]);
    let subject = match facts.sites.as_slice() {
        [site] => Cell::Text(name(&site.building)),
        sites => cells::number(sites.len() as u64),
    };
    let subject_id = if facts.sites.len() == 1 { "site" } else { "n-sites" };
    let subject = vec![words.figure(subject_id, subject, ""), words.figure("month", Cell::Text(month), "")];
    words.sheet(title, subject, body)
}

/// The part of one building.
struct Part<'a> {
    words: Words<'a>,
    site: &'a Site,
}

impl Part<'_> {
    fn own(&self) -> Option<&Month> {
        self.site.months.last()
    }

    fn blocks(&self) -> Vec<Block> {
        let building = &self.site.building;
        let mut blocks = vec![Block::Heading(name(building)), self.words.building(building)];
        blocks.extend(self.site.signature.map(|signature| self.words.signature(signature)));
        if self.site.months.iter().all(|month| month.usage.energy.is_none() && month.before.energy.is_none()) {
            blocks.push(Block::Text(self.words.say("report-nothing-read")));
            return blocks;
        }
        blocks.extend(self.compared());
        blocks.push(self.chart());
        blocks.push(self.months());
        blocks.extend(self.partial());
        blocks
    }

    /// The four figures that the directive asks for.
    fn compared(&self) -> Option<Block> {
        let words = self.words;
        let own = self.own()?;
        let before = self.site.months.iter().rev().nth(1).map(|month| &month.usage);
        let line = |id: &str, month: Option<Timestamp>, usage: Option<&Usage>| {
            let whole = usage.and_then(Usage::whole);
            self.line(&words.say(&format!("report-compared-{id}")), month, usage.and_then(|usage| usage.energy), whole)
        };
        let plain = |id: &str, energy: Option<Energy>| {
            self.line(&words.say(&format!("report-compared-{id}")), Some(own.usage.period.from), energy, energy)
        };
        let rows = vec![
            // Against itself nothing changes.
            self.line(&words.say("report-compared-own"), Some(own.usage.period.from), own.usage.energy, None),
            line("month-before", before.map(|usage| usage.period.from), before),
            line("year-before", Some(own.before.period.from), Some(&own.before)),
            plain("corrected", own.corrected),
            plain("average", self.site.average),
        ];
        let columns = vec![
            words.texts("compared"),
            words.texts("month"),
            words.figures("energy", cells::GJ),
            words.figures("energy_per_area", cells::PER_AREA),
            words.figures("own_change", cells::PERCENT),
        ];
        Some(words.table("comparison", columns, rows))
    }

    fn line(&self, label: &str, month: Option<Timestamp>, energy: Option<Energy>, whole: Option<Energy>) -> Row {
        let own = self.own().and_then(|own| own.usage.whole());
        let month = month.map_or(Cell::Missing, |month| Cell::Text(self.words.month(month)));
        row(vec![
            Cell::Text(label.to_owned()),
            month,
            cells::energy(energy),
            cells::per_area(energy, self.site.building.area),
            cells::change(whole.map(Energy::base), own.map(Energy::base)),
        ])
    }

    /// Twelve months beside the year before in the same weather; without a signature, as they were.
    fn chart(&self) -> Block {
        let words = self.words;
        let months = &self.site.months;
        let is_corrected = months.iter().any(|month| month.corrected.is_some());
        let of = |value: &dyn Fn(&Month) -> Option<Energy>| {
            let points = (0_u32..).zip(months).map(|(slot, month)| {
                (f64::from(slot), value(month).map(|energy| Unit::Gigajoule.as_f64(energy.base())))
            });
            points.collect::<Vec<_>>()
        };
        let plot = |id: &str, style: Style, points: Vec<(f64, Option<f64>)>| Plot {
            name: words.say(id),
            side: Side::Left,
            style,
            points,
        };
        let mut plots = Vec::new();
        if is_corrected {
            plots.push(plot("report-plot-corrected", Style::ComparedBars, of(&|month| month.corrected)));
        } else {
            plots.push(plot("report-plot-year-before", Style::ComparedBars, of(&|month| month.before.energy)));
        }
        plots.push(plot("report-plot-own", Style::Bars, of(&|month| month.usage.energy)));
        if is_corrected {
            plots.push(plot("report-plot-year-before", Style::ComparedLine, of(&|month| month.before.energy)));
        }
        let id = if is_corrected { "report-chart-corrected" } else { "report-chart-uncorrected" };
        let labels = months.iter().map(|month| self.label(month.usage.period.from)).collect();
        let notes = if is_corrected { Vec::new() } else { vec![words.say("report-note-uncorrected")] };
        Block::Chart(Chart {
            title: words.say(id),
            alternative: words.say("report-chart-alternative"),
            across: Across::Slots { labels },
            left: Axis { label: words.say("quantity-energy"), unit: cells::GJ.to_owned(), from_zero: true },
            right: None,
            plots,
            marks: Vec::new(),
            notes,
        })
    }

    fn label(&self, at: Timestamp) -> String {
        let date = self.words.date(at);
        let month = self.words.language().short_month(date.month());
        if date.month() == 1 { format!("{month} {}", date.year()) } else { month.to_owned() }
    }

    fn months(&self) -> Block {
        let words = self.words;
        let columns = vec![
            words.texts("month"),
            words.figures("energy", cells::GJ),
            words.figures("volume", cells::M3),
            words.figures("degree_days", cells::DEGREE_DAYS),
            words.figures("energy_per_degree_day", cells::PER_DEGREE_DAY),
            words.figures("year_before", cells::GJ),
            words.figures("year_before_corrected", cells::GJ),
            words.figures("change", cells::PERCENT),
            words.figures("cost", cells::ZLOTY),
            words.figures("coverage", cells::PERCENT),
        ];
        let mut rows: Vec<Row> = self.site.months.iter().map(|month| self.month(month)).collect();
        rows.extend(self.total());
        words.table("months", columns, rows)
    }

    fn month(&self, month: &Month) -> Row {
        let Month { usage, before, corrected } = month;
        let compared = corrected.or_else(|| before.whole());
        row(vec![
            Cell::Text(self.words.month(usage.period.from)),
            cells::energy(usage.energy),
            cells::volume(usage.volume),
            cells::degree_days(usage.degree_days),
            cells::per_degree_day(usage.whole(), usage.degree_days),
            cells::energy(before.energy),
            cells::energy(*corrected),
            cells::change(compared.map(Energy::base), usage.whole().map(Energy::base)),
            cells::money(usage.cost),
            cells::coverage(usage.coverage),
        ])
    }

    /// The sum of what is known; money only where all of it is.
    fn total(&self) -> Option<Row> {
        let usages = || self.site.months.iter().map(|month| &month.usage);
        let known = usages().filter(|usage| usage.energy.is_some());
        let energy = usages().filter_map(|usage| usage.energy).reduce(|sum, next| sum + next)?;
        let volume = usages().filter_map(|usage| usage.volume).reduce(|sum, next| sum + next);
        let cost = known.clone().map(|usage| usage.cost).try_fold(None, |sum, cost| {
            let cost = cost?;
            Some(Some(sum.map_or(cost, |sum| sum + cost)))
        });
        let sum_of_all = |values: Vec<Option<Energy>>| {
            values.into_iter().collect::<Option<Vec<_>>>()?.into_iter().reduce(|sum, next| sum + next)
        };
        let before = self.site.months.iter().filter_map(|month| month.before.energy).reduce(|sum, next| sum + next);
        let corrected = sum_of_all(self.site.months.iter().map(|month| month.corrected).collect());
        let whole = sum_of_all(usages().map(Usage::whole).collect());
        let before_whole = sum_of_all(self.site.months.iter().map(|month| month.before.whole()).collect());
        let coverage = usages().fold(Coverage::default(), |sum, usage| sum.with(usage.coverage));
        Some(super::words::total(vec![
            Cell::Text(self.words.say("report-total")),
            cells::energy(Some(energy)),
            cells::volume(volume),
            Cell::Missing,
            Cell::Missing,
            cells::energy(before),
            cells::energy(corrected),
            cells::change(corrected.or(before_whole).map(Energy::base), whole.map(Energy::base)),
            cells::money(cost.flatten()),
            cells::coverage(coverage),
        ]))
    }

    /// Names the months of which only a part was counted.
    fn partial(&self) -> Option<Block> {
        let is_partial = |usage: &&Usage| usage.energy.is_some() && usage.whole().is_none();
        let months = self.site.months.iter();
        let all = months.clone().map(|month| &month.before).chain(months.map(|month| &month.usage));
        let names: Vec<String> = all.filter(is_partial).map(|usage| self.words.month(usage.period.from)).collect();
        let months = names.join(", ");
        (!names.is_empty()).then(|| Block::Text(self.words.tell("report-partial", &[("months", months.into())])))
    }
}
