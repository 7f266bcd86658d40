//! The daemon's side of the service: a listener, who may do what, and a handler for each method.
//!
//! Handlers are a few lines: through a `access::Visit`, which checks access, they ask the archive or a use case, and map
//! the error. No rules, no SQL.

pub mod access;
mod account;
mod alarm;
mod analysis;
mod answer;
mod archive;
mod attaching;
mod audit;
mod bill;
mod billing_sheet;
mod change;
mod contract;
mod customer;
mod due;
mod gate;
mod import;
mod invoice;
pub mod listen;
mod mail;
mod notice;
mod office;
mod patient;
mod payment;
mod places;
mod point;
mod reading;
mod report;
mod service;
mod setting;
mod site;
mod source;
mod staff;
mod status;
mod ticket;
pub mod tls;
mod token;
mod weather;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use common::id::SourceName;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::admission::Porter;
use crate::billing::interest::InterestTable;
use crate::billing::vat::Vat;
use crate::contracted_power::Climate;
use crate::customers::erasure::Journal;
use crate::import::Reader;
use crate::info_code::Tables;
use crate::liveness::Liveness;
use crate::office::Desk;
use crate::query::transfer::Payee;
use crate::reception::Reception;
use crate::reporting;
use crate::tariff::Tariffs;

pub use attaching::Attachables;
pub use import::{SOURCE as IMPORT, Uploads};

/// What handlers may use.
#[derive(Clone, Debug)]
pub struct House {
    pub reception: Reception,
    pub uploads: Uploads,
    /// Files that are to be attached.
    pub attachables: Attachables,
    /// How people ask for a source out of turn.
    pub nudges: Arc<BTreeMap<SourceName, Arc<Notify>>>,
    pub about: Arc<About>,
    /// Lets callers in.
    pub porter: Porter,
    pub liveness: Liveness,
    /// Who was erased, beside the archive.
    pub erasures: Journal,
    pub stop: CancellationToken,
}

/// What does not change while the daemon runs.
#[derive(Debug)]
pub struct About {
    pub zone: TimeZone,
    /// The archive holds an invented town.
    pub demo: bool,
    pub started_at: Timestamp,
    /// The sources that are configured now.
    pub sources: BTreeSet<SourceName>,
    /// Names of the server's users.
    pub users: BTreeMap<u32, String>,
    /// What the bits of info codes mean.
    pub info_codes: Arc<Tables>,
    /// What works on tickets go by.
    pub desk: Arc<Desk>,
    /// What works on reports go by.
    pub reports: reporting::Desk,
    /// What heat costs.
    pub tariffs: Arc<Tariffs>,
    /// What is paid for being late.
    pub interest: Arc<InterestTable>,
    /// VAT on heat.
    pub vat: Arc<Vat>,
    pub climate: Climate,
    /// To whom is paid.
    pub payee: Arc<Payee>,
    /// How files with invoices and statements are read.
    pub reader: Reader,
    /// Where the national system shows invoices.
    pub ksef_address: String,
}

impl About {
    /// Returns how a user of the server is called in histories.
    #[must_use]
    pub fn user_name(&self, uid: u32) -> String {
        self.users.get(&uid).map_or_else(|| format!("unix:{uid}"), |name| format!("unix:{name}"))
    }
}
