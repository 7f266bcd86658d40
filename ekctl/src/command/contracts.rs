//! Contracts: who is supplied where, by which tariff, and into which account is paid.

use common::api::EkClient;
use common::bank_account::BankAccount;
use common::contract::{Contract, ContractFilter, ContractSite};
use common::fault::{BillingCause, Cause, Fault};
use common::quantity::Power;
use jiff::civil::Date;

use crate::cli::ContractsVerb;
use crate::cli::contracts::{ContractArgs, ContractSaveArgs, ContractsListArgs};
use crate::exit::Failure;
use crate::output::{Format, Output, Pick, Word, row};
use crate::session::{Session, list_of_customer};

row! {
    /// A site of a contract.
    pub struct ContractSiteRow: "contract.site" {
        /// code of the site
        pub site: String,
        /// power that the contract reserves; null where it is that of the site's card
        pub contracted_power_kw: Option<Power>,
    }
}

row! {
    /// A contract as it counts from a day until another.
    pub struct ContractRow: "contract.list" brief [contract, customer, sites, valid_since, valid_to, tariff, account] {
        /// number of the contract
        pub contract: String,
        /// number of the customer
        pub customer: String,
        /// first day on which it counts so
        pub valid_since: Date,
        /// last day on which it counts so; null while it goes on
        pub valid_to: Option<Date>,
        /// name of the tariff; null where it is that of the site's card
        pub tariff: Option<String>,
        /// codes of the sites where heat is delivered
        pub sites: Vec<String>,
        /// the same with the contracted power
        pub contract_sites: Vec<ContractSiteRow>,
        /// virtual account of the payer
        pub account: Option<BankAccount>,
        /// what is paid for being late: civil, commercial, `commercial_health`
        pub interest_kind: Word,
    }
}

/// Does what the verb says.
///
/// # Errors
/// There is no such contract; what the daemon refuses.
pub async fn run(verb: &ContractsVerb, session: &mut Session, output: &mut Output) -> Result<(), Failure> {
    match verb {
        ContractsVerb::List(args) => list(session, output, args).await,
        ContractsVerb::Show(args) => show(session, output, args).await,
        ContractsVerb::Save(args) => save(session, output, args).await,
    }
}

async fn list(session: &mut Session, output: &mut Output, args: &ContractsListArgs) -> Result<(), Failure> {
    let filter = ContractFilter {
        customer: args.customer.clone(),
        site: session.site_code(args.site.as_deref()).await?,
        all_versions: args.versions,
    };
    let call = async |ek: &EkClient, context, page| ek.contracts(context, filter.clone(), page).await;
    list_of_customer(session, output, (&args.list, args.customer.as_ref()), call, contract_row).await
}

async fn show(session: &mut Session, output: &mut Output, args: &ContractArgs) -> Result<(), Failure> {
    let filter = ContractFilter { all_versions: true, ..ContractFilter::default() };
    let call = async |ek: &EkClient, context, page| ek.contracts(context, filter.clone(), page).await;
    let mut versions = session.all(call).await?;
    versions.retain(|version| version.number == args.contract);
    if versions.is_empty() {
        let why = BillingCause::NoSuchContract { number: args.contract.to_string() };
        return Err(Fault::from(Cause::Billing { why }).into());
    }
    if output.look.format != Format::Table {
        let mut listing = output.list::<ContractRow>(&Pick::default())?;
        for version in versions {
            listing.push(contract_row(version))?;
        }
        return Ok(listing.finish(None)?);
    }
    // People get each version whole, with its powers.
    for (index, version) in versions.into_iter().enumerate() {
        if index > 0 {
            output.footer("")?;
        }
        let mut listing = output.list::<ContractRow>(&Pick::default())?;
        listing.push(contract_row(version))?;
        listing.finish_whole()?;
    }
    Ok(())
}

async fn save(session: &mut Session, output: &mut Output, args: &ContractSaveArgs) -> Result<(), Failure> {
    let contract = Contract {
        number: args.contract.contract.clone(),
        customer: args.customer.clone(),
        from: args.from,
        until: args.until,
        tariff: args.tariff.clone(),
        sites: args.site.clone(),
        account: args.account.clone(),
        interest: args.interest,
    };
    let call = async |ek: &EkClient, context, key| ek.save_contract(context, key, contract.clone()).await;
    let saved = session.ask_once(call).await?;
    Ok(output.record(contract_row(saved))?)
}

pub(super) fn contract_row(contract: Contract) -> ContractRow {
    let site = |of: &ContractSite| ContractSiteRow { site: of.site.to_string(), contracted_power_kw: of.power };
    ContractRow {
        contract: contract.number.into(),
        customer: contract.customer.into(),
        valid_since: contract.from,
        valid_to: contract.until,
        tariff: contract.tariff.map(String::from),
        sites: contract.sites.iter().map(|of| of.site.to_string()).collect(),
        contract_sites: contract.sites.iter().map(site).collect(),
        account: contract.account,
        interest_kind: Word { group: "interest", name: contract.interest.name() },
    }
}
