//! Contracts: who is supplied where, by which tariff, and into which account is paid.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::bank_account::BankAccount;
use crate::id::{ContractNumber, CustomerNumber, SiteCode, TariffName};
use crate::quantity::Power;

/// A contract as it counts from a day until another. The number stays when power or tariff change: each change is a version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contract {
    pub number: ContractNumber,
    pub customer: CustomerNumber,
    /// The first day on which it counts so.
    pub from: Date,
    /// The last day; `None` while it goes on. Kept by the daemon where another version follows.
    #[serde(default)]
    pub until: Option<Date>,
    #[serde(default)]
    pub tariff: Option<TariffName>,
    /// Where heat is delivered.
    pub sites: Vec<ContractSite>,
    /// The virtual account of the payer.
    #[serde(default)]
    pub account: Option<BankAccount>,
    #[serde(default)]
    pub interest: InterestKind,
}

/// A site of a contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractSite {
    pub site: SiteCode,
    /// What the contract reserves; `None` where it is that of the site.
    #[serde(default)]
    pub power: Option<Power>,
}

/// What is paid for being late.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InterestKind {
    /// Reference rate + 5.5 percentage points (civil code art. 481 § 2).
    #[default]
    Civil,
    /// Reference rate of 1 January or 1 July + 10 percentage points (act of 8 March 2013 on counteracting excessive delays,
    /// art. 4).
    Commercial,
    /// The same with 8 percentage points, for public health entities.
    CommercialHealth,
}

impl InterestKind {
    pub const ALL: [Self; 3] = [Self::Civil, Self::Commercial, Self::CommercialHealth];

    /// Returns the name used on the command line, in the configuration, in machine output and in the archive.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Civil => "civil",
            Self::Commercial => "commercial",
            Self::CommercialHealth => "commercial_health",
        }
    }

    /// Returns the kind with this [`name`](Self::name).
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Which contracts are wanted, by number, the newest version first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractFilter {
    #[serde(default)]
    pub customer: Option<CustomerNumber>,
    #[serde(default)]
    pub site: Option<SiteCode>,
    /// Former and future versions too.
    #[serde(default)]
    pub all_versions: bool,
}
