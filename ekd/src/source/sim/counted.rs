//! What the town's meters counted up to some instants: for whoever bills the town before its past has been told.

use common::id::SiteCode;
use common::quantity::{Energy, Power, Quantity};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::config::SimConfig;
use super::paper::site_code;
use super::script::Position;
use super::simulation::Simulation;
use super::town::SITES;

/// What one site took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    pub site: SiteCode,
    /// What its contract reserves.
    pub contracted: Power,
    /// What its registers had counted at each instant, whichever meter it was, as their digits show it.
    pub energies: Vec<Energy>,
}

/// Returns what the sites had counted at each of the instants, by code; `None` where the position is none of this town, or a
/// site had no meter yet.
#[must_use]
pub fn counted(config: &SimConfig, position: &str, zone: &TimeZone, instants: &[Timestamp]) -> Option<Vec<Counted>> {
    let position = Position::parse(position, config.seed)?;
    let mut town = Simulation::new(config.seed, position.began.as_second(), zone.clone());
    let mut sites: Vec<Counted> = SITES
        .iter()
        .map(|site| Counted {
            site: site_code(site),
            contracted: Power::from_base(site.contracted * 1_000),
            energies: vec![Energy::ZERO; instants.len()],
        })
        .collect();
    // The newest first, all sites together: the town keeps a stretch of its weather, from the beginning backwards.
    for (at, instant) in instants.iter().enumerate().rev() {
        for (place, site) in sites.iter_mut().enumerate() {
            site.energies[at] = Energy::from_base(energy_until(&mut town, place, instant.as_second())?);
        }
    }
    Some(sites)
}

/// Returns the joules that the meters of a site had counted, one after another.
fn energy_until(town: &mut Simulation, place: usize, second: i64) -> Option<i64> {
    let shown = town.shown(place, second)?;
    let (_, energy) = shown.values.into_iter().find(|(quantity, _)| *quantity == Quantity::Energy)?;
    let mut carried = 0;
    for stay in town.stays(place) {
        let opening = if stay.known_at == stay.from { stay.energy } else { 0 };
        if stay.serial == shown.serial {
            return Some(carried + energy - opening);
        }
        carried += stay.energy - opening;
    }
    None
}
