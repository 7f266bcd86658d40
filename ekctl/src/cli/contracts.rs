//! The verbs of contracts and tariffs: who is supplied where at which prices, and what the present month costs.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use common::bank_account::BankAccount;
use common::contract::{ContractSite, InterestKind};
use common::id::{ContractNumber, CustomerNumber, SiteCode, TariffName};
use common::quantity::decimal::Separator;
use common::quantity::{Decimal, Dimension, Power, Unit};
use jiff::civil::Date;

use super::list::ListArgs;

#[derive(Debug, Subcommand)]
pub enum ContractsVerb {
    /// List contracts by number
    List(ContractsListArgs),
    /// Show one contract with all its versions, the newest first
    Show(ContractArgs),
    /// Make a contract, or a version of one from a day on; the version before it ends the day before
    Save(Box<ContractSaveArgs>),
}

#[derive(Debug, Subcommand)]
pub enum TariffsVerb {
    /// List the tariffs of the installation with their newest prices
    List(ListArgs),
    /// Show all price lists of one tariff, the newest first
    Show(TariffArgs),
    /// Show what the month of a site has cost so far, by its contract, its tariff and its readings
    Cost(CostArgs),
}

#[derive(Debug, Args)]
pub struct ContractsListArgs {
    /// Only contracts of the customer with this number
    #[arg(long, value_name = "NUMBER", value_parser = |text: &str| CustomerNumber::parse(text))]
    pub customer: Option<CustomerNumber>,
    /// Only contracts of this site
    #[arg(long, value_name = "SITE")]
    pub site: Option<String>,
    /// Former and future versions too
    #[arg(long)]
    pub versions: bool,
    #[command(flatten)]
    pub list: ListArgs,
}

#[derive(Debug, Args)]
pub struct ContractArgs {
    /// Number of the contract
    #[arg(value_name = "CONTRACT", value_parser = |text: &str| ContractNumber::parse(text))]
    pub contract: ContractNumber,
}

#[derive(Debug, Args)]
pub struct ContractSaveArgs {
    #[command(flatten)]
    pub contract: ContractArgs,
    /// Number of the customer
    #[arg(long, value_name = "NUMBER", value_parser = |text: &str| CustomerNumber::parse(text))]
    pub customer: CustomerNumber,
    /// First day on which it counts so
    #[arg(long, value_name = "DATE", value_parser = |text: &str| text.parse::<Date>())]
    pub from: Date,
    /// Last day; without it, it goes on
    #[arg(long, value_name = "DATE", value_parser = |text: &str| text.parse::<Date>())]
    pub until: Option<Date>,
    /// Where heat is delivered, with the contracted power: W-0412=125kW; without it, that of the site's card
    #[arg(long, value_name = "SITE[=POWER],…", value_delimiter = ',', required = true, value_parser = site)]
    pub site: Vec<ContractSite>,
    /// Tariff of ekd.toml, such as A1; without it, that of the site's card
    #[arg(long, value_name = "NAME", value_parser = |text: &str| TariffName::parse(text))]
    pub tariff: Option<TariffName>,
    /// Virtual account into which this customer pays, 26 figures or an IBAN
    #[arg(long, value_name = "NRB", value_parser = |text: &str| BankAccount::parse(text))]
    pub account: Option<BankAccount>,
    /// What is paid for being late
    #[arg(long, value_name = "KIND", default_value = "civil", value_parser = interests())]
    pub interest: InterestKind,
}

#[derive(Debug, Args)]
pub struct TariffArgs {
    /// Name of the tariff, such as A1
    #[arg(value_name = "TARIFF", value_parser = |text: &str| TariffName::parse(text))]
    pub tariff: TariffName,
}

#[derive(Debug, Args)]
pub struct CostArgs {
    /// Code, or a unique part of the name, such as W-0414
    pub site: String,
    /// A day of the month [default: today]
    #[arg(long, value_name = "DATE", value_parser = |text: &str| text.parse::<Date>())]
    pub on: Option<Date>,
}

/// Why a text is no site of a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ContractSiteError {
    #[error("not a code of a site")]
    Site,
    #[error("not a power such as 125kW or 0.125MW")]
    Power,
}

/// Reads `W-0412`, `W-0412=125kW`, `W-0412=0.125MW`.
fn site(text: &str) -> Result<ContractSite, ContractSiteError> {
    let (code, power) = text.split_once('=').map_or((text, None), |(code, power)| (code, Some(power)));
    let site = SiteCode::parse(code.trim()).map_err(|_| ContractSiteError::Site)?;
    let power = power.map(|power| read_power(power).ok_or(ContractSiteError::Power)).transpose()?;
    Ok(ContractSite { site, power })
}

fn read_power(text: &str) -> Option<Power> {
    let end = text.find(|character: char| character.is_alphabetic()).filter(|end| *end > 0)?;
    let (number, unit) = text.split_at(end);
    let unit = Unit::parse(unit).filter(|unit| unit.measures(Dimension::Power))?;
    let base = unit.to_base(Decimal::parse(number.trim(), Separator::Point).ok()?).ok()?;
    (base > 0).then(|| Power::from_base(base))
}

fn interests() -> impl TypedValueParser<Value = InterestKind> {
    PossibleValuesParser::new(InterestKind::ALL.map(InterestKind::name))
        .map(|name| InterestKind::parse(&name).expect("clap lets only the names of kinds through"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_may_tell_its_power() {
        let read = |text| site(text).map(|site| (site.site.to_string(), site.power.map(Power::base)));
        let found = |power| Ok(("W-0412".to_owned(), power));
        assert_eq!(read("W-0412"), found(None));
        assert_eq!(read("W-0412=125kW"), found(Some(125_000)));
        assert_eq!(read("W-0412=0.125 MW"), found(Some(125_000)));
        for text in ["W-0412=", "W-0412=125", "W-0412=125 GJ", "W-0412=-1kW", "W-0412=0kW", "W-0412=kW"] {
            assert_eq!(read(text), Err(ContractSiteError::Power), "{text}");
        }
        assert_eq!(read("=125kW"), Err(ContractSiteError::Site));
    }
}
