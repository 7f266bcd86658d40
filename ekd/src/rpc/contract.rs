//! Contracts and tariffs.

use std::sync::Arc;

use common::api::OnceKey;
use common::contract::{Contract, ContractFilter};
use common::fault::{Cause, ReportCause};
use common::page::{Page, Paged};
use common::tariff::{PriceList, TariffCard};

use super::access::{Granted, Visit};
use super::answer::{NoAnswer, limit};
use super::due::looked_at;
use super::invoice::doing;
use super::site::full;
use crate::billing::vat::Vat;
use crate::customers::contracts;
use crate::import::invoices;
use crate::store;
use crate::store::audit::Deed;
use crate::store::contract::Place;
use crate::store::log::{Logbook, Write};
use crate::tariff::{Prices, Tariff};

/// A contract may have thousands of sites.
const MOST: u32 = 200;

pub(super) async fn list(visit: &Visit<'_>, filter: ContractFilter, page: Page) -> Result<Paged<Contract>, NoAnswer> {
    let limit = limit(&page).min(MOST);
    let after = page.after.as_deref().map(place).transpose()?;
    let today = visit.about().zone.to_datetime(visit.now()).date();
    let list = move |log: &Logbook<'_>, granted: &Granted| {
        let found = store::contract::list(log, &filter, (after.as_ref(), limit), today)?;
        let deeds = looked_at(log, granted, filter.customer.as_ref(), ("contract.list", found.len()))?;
        Ok((found, deeds))
    };
    let items = visit.look_at_persons(list).await?;
    let next = full(&items, limit).map(|contract| format!("{} {}", contract.from, contract.number));
    Ok(Paged { items, next })
}

/// Reads where the page before ended.
fn place(text: &str) -> Result<Place, Cause> {
    let (from, number) = text.split_once(' ').ok_or(Cause::BadPage)?;
    Ok(Place { number: number.to_owned(), from: from.parse().map_err(|_| Cause::BadPage)? })
}

pub(super) async fn save(visit: &Visit<'_>, key: OnceKey, contract: Contract) -> Result<Contract, NoAnswer> {
    let (tariffs, zone) = (Arc::clone(&visit.about().tariffs), visit.about().zone.clone());
    let save = move |tx: &Write<'_>, granted: &Granted| {
        if let Some(name) = contract.tariff.as_ref().filter(|name| tariffs.get(name).is_none()) {
            let known = tariffs.names().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            return Err(Cause::Report { why: ReportCause::NoSuchTariff { name: name.to_string(), known } }.into());
        }
        let saved = contracts::save(tx, &contract)?;
        let customer = store::customer::by_number(tx, saved.customer.as_str())?.map(|customer| customer.id);
        let detail = format!("{} from {}", saved.number, saved.from);
        store::audit::append(tx, &Deed { customer, detail, ..granted.actor.deed("contract.save") })?;
        if let Some(customer) = customer {
            invoices::link_unassigned(tx, &zone, doing(granted), customer)?;
        }
        Ok(saved)
    };
    visit.change_once("save contract", key, save).await
}

pub(super) async fn tariffs(visit: &Visit<'_>) -> Result<Vec<TariffCard>, NoAnswer> {
    let (tariffs, vat) = (Arc::clone(&visit.about().tariffs), Arc::clone(&visit.about().vat));
    let card = move |tariff: &Tariff| TariffCard {
        name: tariff.name().clone(),
        prices: tariff.lists().map(|prices| list_of(prices, &vat)).collect(),
    };
    visit.look(move |_, _| Ok(tariffs.names().filter_map(|name| tariffs.get(name)).map(card).collect())).await
}

fn list_of(prices: &Prices, vat: &Vat) -> PriceList {
    PriceList {
        from: prices.from,
        power: prices.power,
        power_monthly: prices.power.twelfth(),
        heat: prices.heat,
        carrier: prices.carrier,
        power_transmission: prices.power_transmission,
        power_transmission_monthly: prices.power_transmission.twelfth(),
        heat_transmission: prices.heat_transmission,
        vat_percent: vat.rate_at(prices.from).map(|rate| rate.to_string()).unwrap_or_default(),
        source: prices.source.clone(),
    }
}
