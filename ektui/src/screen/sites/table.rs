//! The list as a table for machines: the same names and values as `ekctl sites live`.

use common::quantity::{Quantity, Value};
use common::site::{SiteOverview, SiteState};
use jiff::tz::TimeZone;

use crate::export::Cell;
use crate::screen::sites::facts;

/// The columns, with their unit.
pub const COLUMNS: [&str; 12] = [
    "site",
    "name",
    "point",
    "state",
    "contracted_power_kw",
    "power_kw",
    "supply_c",
    "return_c",
    "flow_m3h",
    "energy_today_gj",
    "energy_a_year_ago_gj",
    "read_at",
];

/// Returns the cells of a site.
#[must_use]
pub fn row(site: &SiteOverview, zone: &TimeZone) -> Vec<Cell> {
    let value = |quantity| Cell::amount(quantity, facts::live(site, quantity));
    let energy = |energy: Option<_>| Cell::amount(Quantity::Energy, energy.map(Value::Energy));
    vec![
        Cell::text(site.site.code.as_str()),
        Cell::text(&site.site.name),
        Cell::text(site.point.as_ref().map_or("", |point| point.code.as_str())),
        Cell::text(state_name(&site.state)),
        Cell::amount(Quantity::Power, site.site.contracted_power.map(Value::Power)),
        value(Quantity::Power),
        value(Quantity::Supply),
        value(Quantity::Return),
        value(Quantity::Flow),
        energy(site.used_today),
        energy(site.used_a_year_ago),
        Cell::instant(facts::read_at(site), zone),
    ]
}

const fn state_name(state: &SiteState) -> &'static str {
    match state {
        SiteState::Doubtful { .. } => "doubtful",
        SiteState::Silent { .. } => "silent",
        SiteState::Late { .. } => "late",
        SiteState::Live => "live",
        SiteState::NoData => "no_data",
        SiteState::Unknown => "unknown",
    }
}
