//! Heating seasons of each building side by side: the same months of each, and what they would have been in the weather of
//! the last.

use common::money::Money;
use common::quantity::{DegreeDays, Energy, Unit, Volume};
use common::sheet::chart::{Across, Axis, Chart, Plot, Side, Style};
use common::sheet::{Block, Cell, Coverage, Row, Sheet};

use super::words::{Body, Words, name, row};
use super::{Building, Frame, Signature, Usage, cells};

/// What is told of one building.
#[derive(Clone, Debug)]
pub struct Site {
    pub building: Building,
    /// Oldest first; the last is the season of the sheet. All have the same months.
    pub seasons: Vec<Season>,
    pub signature: Option<Signature>,
}

/// The months of one season that are compared, oldest first.
#[derive(Clone, Debug)]
pub struct Season {
    /// The year in which it began.
    pub year: i16,
    pub months: Vec<Month>,
}

/// A month, and what it would have been in the weather of the same month of the last season.
#[derive(Clone, Debug)]
pub struct Month {
    pub usage: Usage,
    pub corrected: Option<Energy>,
}

impl Season {
    fn label(&self) -> String {
        format!("{}/{:02}", self.year, (self.year + 1).rem_euclid(100))
    }

    fn usages(&self) -> impl Iterator<Item = &Usage> {
        self.months.iter().map(|month| &month.usage)
    }

    fn energy(&self) -> Option<Energy> {
        self.usages().filter_map(|usage| usage.energy).reduce(|sum, next| sum + next)
    }

    /// The energy, if all of it was counted.
    fn whole(&self) -> Option<Energy> {
        self.usages().map(Usage::whole).collect::<Option<Vec<_>>>()?.into_iter().reduce(|sum, next| sum + next)
    }

    fn corrected(&self) -> Option<Energy> {
        let corrected = self.months.iter().map(|month| month.corrected);
        corrected.collect::<Option<Vec<_>>>()?.into_iter().reduce(|sum, next| sum + next)
    }

    fn degree_days(&self) -> Option<DegreeDays> {
        let sums = self.usages().map(|usage| usage.degree_days).collect::<Option<Vec<_>>>()?;
        sums.into_iter().reduce(|sum, next| sum + next)
    }

    fn volume(&self) -> Option<Volume> {
        self.usages().filter_map(|usage| usage.volume).reduce(|sum, next| sum + next)
    }

    fn cost(&self) -> Option<Money> {
        let known = self.usages().filter(|usage| usage.energy.is_some());
        known.map(|usage| usage.cost).collect::<Option<Vec<_>>>()?.into_iter().reduce(|sum, next| sum + next)
    }

    fn coverage(&self) -> Coverage {
        self.usages().fold(Coverage::default(), |sum, usage| sum.with(usage.coverage))
    }
}

/// Returns the sheet.
#[must_use]
pub fn write(sites: &[Site], frame: &Frame) -> Sheet {
    let words = Words::new(frame);
    let mut body = Body::default();
    for (index, site) in sites.iter().enumerate() {
        if index > 0 {
            body.blocks.push(Block::PageBreak);
        }
        let part = Part { words, site };
        body.blocks.extend(part.blocks());
        body.coverage = body.coverage.with(part.last().map_or_else(Coverage::default, Season::coverage));
    }
    if sites.is_empty() {
        body.blocks.push(Block::Text(words.say("report-no-sites")));
    }
    body.definitions = ["season", "energy", "season-corrected", "degree-days", "whole", "cost"]
        .map(|id| words.say(&format!("report-definition-{id}")))
        .into();
    let season = sites.first().and_then(|site| site.seasons.last()).map(Season::label).unwrap_or_default();
    let title = words.tell("report-season-comparison", &[("season", season.into())]);
    let subject = match sites {
        [site] => words.figure("site", Cell::Text(name(&site.building)), ""),
        sites => words.figure("n-sites", cells::number(sites.len() as u64), ""),
    };
    let period = words.figure("period", Cell::Text(words.period(frame.period)), "");
    words.sheet(title, vec![subject, period], body)
}

/// The part of one building.
struct Part<'a> {
    words: Words<'a>,
    site: &'a Site,
}

impl Part<'_> {
    fn last(&self) -> Option<&Season> {
        self.site.seasons.last()
    }

    fn blocks(&self) -> Vec<Block> {
        let (words, building) = (self.words, &self.site.building);
        let mut blocks = vec![Block::Heading(name(building)), words.building(building)];
        if self.site.seasons.iter().all(|season| season.energy().is_none()) {
            blocks.push(Block::Text(words.say("report-nothing-read")));
            return blocks;
        }
        blocks.extend(self.site.signature.map(|signature| words.signature(signature)));
        blocks.push(self.seasons());
        blocks.push(self.chart());
        blocks.push(self.months());
        blocks
    }

    fn seasons(&self) -> Block {
        let words = self.words;
        let columns = vec![
            words.texts("season"),
            words.figures("energy", cells::GJ),
            words.figures("energy_per_area", cells::PER_AREA),
            words.figures("degree_days", cells::DEGREE_DAYS),
            words.figures("energy_per_degree_day", cells::PER_DEGREE_DAY),
            words.figures("corrected", cells::GJ),
            words.figures("last_change", cells::PERCENT),
            words.figures("volume_per_energy", cells::PER_ENERGY),
            words.figures("cost", cells::ZLOTY),
            words.figures("coverage", cells::PERCENT),
        ];
        words.table("seasons", columns, self.site.seasons.iter().map(|season| self.season(season)).collect())
    }

    fn season(&self, season: &Season) -> Row {
        // Against itself nothing changes.
        let last = self.last().filter(|last| last.year != season.year).and_then(Season::whole);
        let compared = season.corrected().or_else(|| season.whole());
        row(vec![
            Cell::Text(season.label()),
            cells::energy(season.energy()),
            cells::per_area(season.energy(), self.site.building.area),
            cells::degree_days(season.degree_days()),
            cells::per_degree_day(season.whole(), season.degree_days()),
            cells::energy(season.corrected()),
            cells::change(compared.map(Energy::base), last.map(Energy::base)),
            cells::per_energy(season.volume(), season.energy()),
            cells::money(season.cost()),
            cells::coverage(season.coverage()),
        ])
    }

    /// The last season beside the one before it, in the same weather where that is known.
    fn chart(&self) -> Block {
        let words = self.words;
        let [before, last] = [1, 0].map(|back| self.site.seasons.iter().rev().nth(back));
        let is_corrected = before.is_some_and(|season| season.months.iter().any(|month| month.corrected.is_some()));
        let plot = |season: Option<&Season>, style: Style| {
            let season = season?;
            let in_same_weather = style == Style::ComparedBars && is_corrected;
            let points = (0_u32..).zip(&season.months).map(|(slot, month)| {
                let energy = if in_same_weather { month.corrected } else { month.usage.energy };
                (f64::from(slot), energy.map(|energy| Unit::Gigajoule.as_f64(energy.base())))
            });
            let id = if in_same_weather { "report-plot-season-corrected" } else { "report-plot-season" };
            let name = words.tell(id, &[("season", season.label().into())]);
            Some(Plot { name, side: Side::Left, style, points: points.collect() })
        };
        let months = last.map(|season| season.months.as_slice()).unwrap_or_default();
        let label =
            |month: &Month| words.language().short_month(words.date(month.usage.period.from).month()).to_owned();
        Block::Chart(Chart {
            title: words.say("report-chart-seasons"),
            alternative: words.say("report-chart-seasons-alternative"),
            across: Across::Slots { labels: months.iter().map(label).collect() },
            left: Axis { label: words.say("quantity-energy"), unit: cells::GJ.to_owned(), from_zero: true },
            right: None,
            plots: [plot(before, Style::ComparedBars), plot(last, Style::Bars)].into_iter().flatten().collect(),
            marks: Vec::new(),
            notes: if is_corrected { Vec::new() } else { vec![words.say("report-note-uncorrected")] },
        })
    }

    /// A line a month, a column a season.
    fn months(&self) -> Block {
        let words = self.words;
        let mut columns = vec![words.texts("month")];
        columns.extend(self.site.seasons.iter().map(|season| {
            let mut column = words.figures("energy", cells::GJ);
            column.key = format!("energy_{}", season.year);
            column.heading = season.label();
            column
        }));
        let n_months = self.site.seasons.iter().map(|season| season.months.len()).max().unwrap_or_default();
        let line = |index: usize| {
            let months = || self.site.seasons.iter().map(move |season| season.months.get(index));
            let first = months().flatten().next().map(|month| words.date(month.usage.period.from).month());
            let label = first.map_or("", |month| words.language().short_month(month));
            let energies = months().map(|month| cells::energy(month.and_then(|month| month.usage.energy)));
            row([Cell::Text(label.to_owned())].into_iter().chain(energies).collect())
        };
        words.table("season_months", columns, (0..n_months).map(line).collect())
    }
}
