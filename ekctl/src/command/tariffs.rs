//! Tariffs: the prices of the installation, and what the month of a site has cost so far.

use common::api::EkClient;
use common::fault::{Cause, Fault, ReportCause};
use common::invoice::check::{CostLine, CostQuery, CostSoFar};
use common::money::{Money, Price};
use common::quantity::{Energy, Power, Volume};
use common::tariff::{PriceList, TariffCard};
use common::wire::MAX_WAIT;
use jiff::Timestamp;
use jiff::civil::Date;

use super::list_whole;
use crate::cli::contracts::{CostArgs, TariffArgs};
use crate::cli::{ListArgs, TariffsVerb};
use crate::exit::Failure;
use crate::output::cell::percent;
use crate::output::figure::Written;
use crate::output::{Output, Pick, Word, row};
use crate::session::Session;

row! {
    /// Net prices of a tariff from a day on.
    pub struct TariffRow: "tariff.list"
        brief [tariff, valid_since, power_monthly_pln_mw, heat_pln_gj, carrier_pln_m3, power_transmission_monthly_pln_mw, heat_transmission_pln_gj] {
        /// name of the tariff
        pub tariff: String,
        /// first day on which the prices count
        pub valid_since: Date,
        /// contracted power, zł/MW a year
        pub power_pln_mw: Price,
        /// its twelfth
        pub power_monthly_pln_mw: Price,
        /// heat, zł/GJ
        pub heat_pln_gj: Price,
        /// heat carrier, zł/m³
        pub carrier_pln_m3: Price,
        /// fixed part of the transmission, zł/MW a year
        pub power_transmission_pln_mw: Price,
        /// its twelfth
        pub power_transmission_monthly_pln_mw: Price,
        /// variable part of the transmission, zł/GJ
        pub heat_transmission_pln_gj: Price,
        /// VAT on the first day
        pub vat_percent: Written,
        /// where they were published
        pub source: String,
    }
}

row! {
    /// A line of a bill as the tariff makes it.
    pub struct CostLineRow: "tariff.cost_line" {
        /// power, heat, carrier, `power_transmission`, `heat_transmission`
        pub component: Word,
        /// how many units
        pub number_of_units: Written,
        /// the unit
        pub unit: String,
        /// price of a unit without VAT
        pub unit_price_pln: Price,
        /// without VAT
        pub net_pln: Money,
    }
}

row! {
    /// What a month of a site has cost so far; fixed parts are those of the whole month.
    pub struct CostRow: "tariff.cost" {
        /// code of the site
        pub site: String,
        /// number of the contract
        pub contract: Option<String>,
        /// name of the tariff
        pub tariff: String,
        /// first day that is counted
        pub first_day: Date,
        /// last day that is counted; none where nothing was read
        pub last_day: Option<Date>,
        /// end of the last reading that counts
        pub used_until: Option<Timestamp>,
        /// heat; none where nothing was read
        pub energy_gj: Option<Energy>,
        /// heat carrier
        pub volume_m3: Option<Volume>,
        /// contracted power
        pub contracted_power_kw: Option<Power>,
        /// without VAT
        pub net_pln: Money,
        /// VAT
        pub vat_pln: Money,
        /// with VAT
        pub gross_pln: Money,
        /// share of the expected readings that came
        pub coverage_percent: Option<common::quantity::Decimal>,
        /// line by line
        pub cost_lines: Vec<CostLineRow>,
    }
}

/// Does what the verb says.
///
/// # Errors
/// There is no such tariff or site; no contract or price covers it.
pub async fn run(verb: &TariffsVerb, session: &mut Session, output: &mut Output) -> Result<(), Failure> {
    match verb {
        TariffsVerb::List(args) => list(session, output, args).await,
        TariffsVerb::Show(args) => show(session, output, args).await,
        TariffsVerb::Cost(args) => cost(session, output, args).await,
    }
}

async fn list(session: &mut Session, output: &mut Output, args: &ListArgs) -> Result<(), Failure> {
    let cards = all(session).await?;
    let newest = |card: TariffCard| card.prices.first().map(|prices| tariff_row(card.name.to_string(), prices));
    list_whole(output, args, cards.into_iter().filter_map(newest))
}

async fn show(session: &mut Session, output: &mut Output, args: &TariffArgs) -> Result<(), Failure> {
    let cards = all(session).await?;
    let Some(card) = cards.iter().find(|card| card.name == args.tariff) else {
        let known = cards.iter().map(|card| card.name.to_string()).collect::<Vec<_>>().join(", ");
        let why = ReportCause::NoSuchTariff { name: args.tariff.to_string(), known };
        return Err(Fault::from(Cause::Report { why }).into());
    };
    let mut listing = output.list::<TariffRow>(&Pick::default())?;
    for prices in &card.prices {
        listing.push(tariff_row(card.name.to_string(), prices))?;
    }
    Ok(listing.finish_whole()?)
}

async fn all(session: &mut Session) -> Result<Vec<TariffCard>, Failure> {
    session.ask(async |ek: &EkClient, context| ek.tariffs(context).await).await
}

async fn cost(session: &mut Session, output: &mut Output, args: &CostArgs) -> Result<(), Failure> {
    let query = CostQuery { site: super::sites::code(session, &args.site).await?, on: args.on };
    let call = async |ek: &EkClient, context| ek.cost_so_far(context, query.clone()).await;
    let cost = session.ask_within(MAX_WAIT, call).await?;
    Ok(output.record(cost_row(cost))?)
}

fn tariff_row(tariff: String, prices: &PriceList) -> TariffRow {
    TariffRow {
        tariff,
        valid_since: prices.from,
        power_pln_mw: prices.power,
        power_monthly_pln_mw: prices.power_monthly,
        heat_pln_gj: prices.heat,
        carrier_pln_m3: prices.carrier,
        power_transmission_pln_mw: prices.power_transmission,
        power_transmission_monthly_pln_mw: prices.power_transmission_monthly,
        heat_transmission_pln_gj: prices.heat_transmission,
        vat_percent: Written(prices.vat_percent.clone()),
        source: prices.source.clone(),
    }
}

fn cost_row(cost: CostSoFar) -> CostRow {
    CostRow {
        site: cost.site.into(),
        contract: cost.contract.map(String::from),
        tariff: cost.tariff.into(),
        first_day: cost.days.first,
        last_day: cost.read_until.map(|_| cost.days.last),
        used_until: cost.read_until,
        energy_gj: cost.energy,
        volume_m3: cost.volume,
        contracted_power_kw: cost.power,
        net_pln: cost.net,
        vat_pln: cost.vat,
        gross_pln: cost.gross,
        coverage_percent: percent(cost.coverage.n_readings, cost.coverage.n_expected),
        cost_lines: cost.lines.into_iter().map(line_row).collect(),
    }
}

fn line_row(line: CostLine) -> CostLineRow {
    CostLineRow {
        component: Word { group: "component", name: line.component.name() },
        number_of_units: Written(line.quantity),
        unit: line.unit,
        unit_price_pln: line.price,
        net_pln: line.net,
    }
}
