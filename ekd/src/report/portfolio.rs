//! All buildings in one table, the worst first.

use common::money::Money;
use common::quantity::decimal::divide_rounded;
use common::quantity::{Energy, Power, Temperature, TemperatureDifference, Volume};
use common::sheet::{Block, Cell, Column, Coverage, Row, Sheet};
use common::text::visible;

use super::words::{Body, Words, row, total};
use super::{Building, Frame, Usage, cells};

/// What is told of one building.
#[derive(Clone, Debug)]
pub struct Site {
    pub building: Building,
    pub usage: Usage,
    /// The highest power that was read.
    pub peak: Option<Power>,
    pub difference: Option<TemperatureDifference>,
    pub returned: Option<Temperature>,
    /// Alarms that were active at the end of the period.
    pub n_alarms: u64,
}

/// What a building is ranked by: the greater, the worse.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// J a base unit of floor area.
    ByArea(i128),
    /// Base units of heat carrier an MJ, where no area is known.
    ByCarrier(i128),
    ByEnergy(i64),
    Unknown,
}

impl Site {
    fn rank(&self) -> Rank {
        let Usage { energy, volume, .. } = &self.usage;
        let Some(energy) = energy.map(Energy::base) else { return Rank::Unknown };
        if let Some(area) = self.building.area.map(common::quantity::Area::base).filter(|area| *area > 0) {
            return Rank::ByArea(-divide_rounded(i128::from(energy), i128::from(area)));
        }
        match volume.map(Volume::base).filter(|_| energy > 0) {
            Some(volume) => Rank::ByCarrier(-divide_rounded(i128::from(volume) * 1_000_000, i128::from(energy))),
            None => Rank::ByEnergy(-energy),
        }
    }
}

/// Returns the sheet; the sites may come in any order.
#[must_use]
pub fn write(mut sites: Vec<Site>, frame: &Frame) -> Sheet {
    let words = Words::new(frame);
    sites.sort_by_cached_key(|site| (site.rank(), site.building.code.clone()));
    let sums = Sums::of(&sites);
    let mut body = Body { coverage: sums.coverage, ..Body::default() };
    body.blocks.push(Block::Figures(sums.figures(words)));
    if sites.is_empty() {
        body.blocks.push(Block::Text(words.say("report-no-sites")));
    } else {
        let mut rows: Vec<Row> = (1..).zip(&sites).map(|(place, site)| line(place, site)).collect();
        rows.push(sums.row(words));
        body.blocks.push(words.table("portfolio", columns(words), rows));
    }
    body.definitions = ["energy", "ranking", "peak", "means", "alarms", "cost", "totals"]
        .map(|id| words.say(&format!("report-definition-{id}")))
        .into();
    let period = words.period(frame.period);
    let title = words.tell("report-portfolio", &[("period", period.into())]);
    let subject = vec![words.figure("n-sites", cells::number(sites.len() as u64), "")];
    words.sheet(title, subject, body)
}

fn columns(words: Words<'_>) -> Vec<Column> {
    vec![
        words.figures("place", ""),
        words.texts("site"),
        words.texts("name"),
        words.figures("energy", cells::GJ),
        words.figures("energy_per_area", cells::PER_AREA),
        words.figures("peak", cells::KW),
        words.figures("peak_share", cells::PERCENT),
        words.figures("difference", cells::KELVIN),
        words.figures("return", cells::CELSIUS),
        words.figures("volume_per_energy", cells::PER_ENERGY),
        words.figures("alarms", ""),
        words.figures("cost", cells::ZLOTY),
        words.figures("coverage", cells::PERCENT),
    ]
}

fn line(place: u64, site: &Site) -> Row {
    let Site { building, usage, peak, difference, returned, n_alarms } = site;
    row(vec![
        cells::number(place),
        cells::text(building.code.as_str()),
        cells::text(&building.name),
        cells::energy(usage.energy),
        cells::per_area(usage.energy, building.area),
        cells::power(*peak),
        cells::share(peak.map(Power::base), building.contracted.map(Power::base), 0),
        cells::difference(*difference),
        cells::temperature(*returned),
        cells::per_energy(usage.volume, usage.energy),
        cells::number(*n_alarms),
        cells::money(usage.cost),
        cells::coverage(usage.coverage),
    ])
}

/// What all buildings come to.
#[derive(Debug, Default)]
struct Sums {
    energy: Option<Energy>,
    /// Of buildings of which both are known.
    energy_of_areas: (i64, i64),
    volume_of_energies: (i64, i64),
    cost: Option<Money>,
    n_alarms: u64,
    n_read: u64,
    n_without_area: u64,
    n_without_cost: u64,
    coverage: Coverage,
}

impl Sums {
    fn of(sites: &[Site]) -> Self {
        let mut sums = Self::default();
        for Site { building, usage, n_alarms, .. } in sites {
            sums.coverage = sums.coverage.with(usage.coverage);
            sums.n_alarms += n_alarms;
            sums.n_without_area += u64::from(building.area.is_none());
            let Some(energy) = usage.energy else { continue };
            sums.n_read += 1;
            sums.energy = Some(Energy::from_base(sum(sums.energy.map_or(0, Energy::base), energy.base())));
            if let Some(area) = building.area {
                let (energies, areas) = sums.energy_of_areas;
                sums.energy_of_areas = (sum(energies, energy.base()), sum(areas, area.base()));
            }
            if let Some(volume) = usage.volume {
                let (volumes, energies) = sums.volume_of_energies;
                sums.volume_of_energies = (sum(volumes, volume.base()), sum(energies, energy.base()));
            }
            match usage.cost {
                Some(cost) => sums.cost = Some(sums.cost.map_or(cost, |all| all + cost)),
                None => sums.n_without_cost += 1,
            }
        }
        sums
    }

    fn figures(&self, words: Words<'_>) -> Vec<common::sheet::Figure> {
        let mut figures = vec![
            words.figure("energy", cells::energy(self.energy), cells::GJ),
            words.figure("n-read", cells::number(self.n_read), ""),
            words.figure("n-without-area", cells::number(self.n_without_area), ""),
        ];
        if self.cost.is_some() {
            figures.push(words.figure("cost", cells::money(self.cost), cells::ZLOTY));
            figures.push(words.figure("n-without-cost", cells::number(self.n_without_cost), ""));
        }
        figures
    }

    fn row(&self, words: Words<'_>) -> Row {
        let (of_areas, areas) = self.energy_of_areas;
        let (volumes, of_volumes) = self.volume_of_energies;
        total(vec![
            Cell::Missing,
            Cell::Text(visible(&words.say("report-total")).into_owned()),
            Cell::Missing,
            cells::energy(self.energy),
            cells::per_area(Some(Energy::from_base(of_areas)), Some(common::quantity::Area::from_base(areas))),
            Cell::Missing,
            Cell::Missing,
            Cell::Missing,
            Cell::Missing,
            cells::per_energy(Some(Volume::from_base(volumes)), Some(Energy::from_base(of_volumes))),
            cells::number(self.n_alarms),
            cells::money(self.cost),
            cells::coverage(self.coverage),
        ])
    }
}

const fn sum(one: i64, other: i64) -> i64 {
    one.saturating_add(other)
}
