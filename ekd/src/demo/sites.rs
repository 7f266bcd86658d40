//! What the demo's office knows of its buildings, what they pay, and what was changed in them.

use common::api::Filter;
use common::id::{SiteCode, TariffName};
use common::money::Price;
use common::quantity::Area;
use common::setting::{NewSetting, SettingKind};
use common::site::{BuildingCategory, Site, SiteCard};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};

use super::{TECHNICIAN, login};
use crate::accounts;
use crate::config::TariffConfig;
use crate::store;
use crate::store::log::Write;
use crate::tariff::{Prices, Tariff};
use crate::turned::Turned;

/// The tariff of all sites.
pub(super) const TARIFF: &str = "A1";
/// The site that is a school; the others are blocks of flats.
const SCHOOL: &str = "W-0433";
/// Buildings of such a town contract so many watts for a square metre.
const WATTS: i64 = 55;
const SQUARE_METRE: i64 = 100;

/// A change: where, how many days before the beginning, what.
const CHANGES: [(&str, i64, SettingKind, &str); 4] = [
    ("W-0412", 44, SettingKind::SetBack, "obniżenie nocne 22:00-5:00 o 3 K"),
    ("W-0412", 410, SettingKind::Building, "ocieplenie stropu nad ostatnim piętrem"),
    ("W-0414", 30, SettingKind::Hydraulics, "zawór regulacyjny przeczyszczony"),
    (SCHOOL, 20, SettingKind::HotWater, "c.w.u. 55→58 °C, dezynfekcja w soboty"),
];

/// Returns the published price list of a group A1 of 2023.
pub(super) fn tariff() -> TariffConfig {
    let price = |text| Price::parse(text).expect("the prices of the demo are prices");
    let prices = Prices {
        // Before anything was read, so that the demo has a price for every day.
        from: date(2020, 1, 1),
        heat: price("91.07"),
        heat_transmission: price("19.16"),
        power: price("190977.22"),
        power_transmission: price("62074.43"),
        carrier: price("20.23"),
        source: "taryfa A1".to_owned(),
    };
    TariffConfig { prices: vec![prices], power_change_by: Some("09-30".to_owned()) }
}

/// Returns the same, as bills go by it.
pub(super) fn priced() -> Tariff {
    let name = TariffName::parse(TARIFF).expect("the tariff of the demo has a name");
    Tariff::new(name, tariff().prices, None)
}

/// Says what the buildings are, unless somebody has said it already.
pub(super) fn describe(tx: &Write<'_>, now: Timestamp) -> Result<(), Turned> {
    let log = tx.log();
    let sites = store::site::list(&log, &Filter::default(), None, 1000)?;
    let mut is_new = false;
    for site in &sites {
        let known = store::site::card(&log, site.code.as_str())?;
        if known.is_some_and(|card| card.tariff.is_none() && card.area.is_none()) {
            store::site::set_card(tx, &card(site))?;
            is_new = true;
        }
    }
    if !is_new {
        return Ok(());
    }
    let tomek = accounts::find(tx, &login(TECHNICIAN))?.id;
    for (code, days, kind, text) in CHANGES {
        let code = SiteCode::parse(code).expect("the codes of the demo are codes");
        let Some(site) = store::site::id_of(tx, code.as_str())? else { continue };
        let at = now - SignedDuration::from_hours(24 * days);
        store::setting::add(tx, site, &NewSetting { site: code, at, kind, text: text.to_owned() }, (tomek, at))?;
    }
    Ok(())
}

fn card(site: &Site) -> SiteCard {
    let is_school = site.code.as_str() == SCHOOL;
    let category = if is_school { BuildingCategory::Education } else { BuildingCategory::MultiFamily };
    let area = site.contracted_power.map(|power| Area::from_base(power.base() / WATTS * SQUARE_METRE));
    let tariff = TariffName::parse(TARIFF).expect("the tariff of the demo has a name");
    SiteCard { site: site.code.clone(), area, category: Some(category), tariff: Some(tariff) }
}
