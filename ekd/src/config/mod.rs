//! `ekd.toml`: a section for each part of the house, each with its defaults and its own check.
//!
//! Reading it opens nothing: no files but the one it is in, no sockets, no devices. All problems are told at once.

pub mod billing;
pub mod climate;
mod daemon;
pub mod gateway;
pub mod info_codes;
mod load;
pub mod mailbox;
pub mod paths;
pub mod rates;
pub mod reports;
pub mod retention;
pub mod sms;
pub mod smtp;
pub mod tariff;
pub mod tickets;
mod web;
pub mod webhook;

use std::collections::BTreeMap;

use serde::Deserialize;

pub use billing::BillingConfig;
pub use climate::ClimateConfig;
pub use daemon::{AccountsConfig, ArchiveConfig, DaemonConfig, LogConfig, PeerConfig, RpcConfig, TlsConfig, UserName};
pub use info_codes::InfoCodesConfig;
pub use load::{ConfigError, load, parse};
pub use mailbox::MailboxConfig;
pub use rates::{InterestConfig, VatConfig};
pub use reports::ReportsConfig;
pub use retention::RetentionConfig;
pub use sms::SmsConfig;
pub use smtp::SmtpConfig;
pub use tariff::TariffConfig;
pub use tickets::TicketsConfig;
pub use webhook::WebhookConfig;

use crate::document::mapping::Mapping;
use crate::invoice::mapping::InvoiceMapping;
use crate::source::drop::DropConfig;
use crate::source::export::ExportConfig;
use crate::source::sim::SimConfig;

/// The whole configuration.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    pub daemon: DaemonConfig,
    pub archive: ArchiveConfig,
    pub rpc: RpcConfig,
    pub accounts: AccountsConfig,
    /// Without it nobody comes over a network.
    pub tls: Option<TlsConfig>,
    pub log: LogConfig,
    /// Without it no letter leaves.
    pub smtp: Option<SmtpConfig>,
    /// Without it no mail is read.
    pub mailbox: Option<MailboxConfig>,
    /// Without it no short message leaves.
    pub sms: Option<SmsConfig>,
    /// Programs of others that are told what happens, by name.
    pub webhook: BTreeMap<String, WebhookConfig>,
    /// Exports fetched by HTTP, by name.
    pub export: BTreeMap<String, ExportConfig>,
    /// Directories into which files are put, by name.
    pub drop: BTreeMap<String, DropConfig>,
    /// Invented towns, by name.
    pub sim: BTreeMap<String, SimConfig>,
    /// How CSV files of others are read, by name.
    pub mapping: BTreeMap<String, Mapping>,
    /// How exports of billing programs are read, by name.
    pub invoice_mapping: BTreeMap<String, InvoiceMapping>,
    pub info_codes: InfoCodesConfig,
    /// How the office answers tickets.
    pub tickets: TicketsConfig,
    /// What becomes of reports.
    pub reports: ReportsConfig,
    /// What heat costs, by name.
    pub tariff: BTreeMap<String, TariffConfig>,
    /// Rates of interest for being late, besides those of the program.
    pub interest: InterestConfig,
    /// Rates of VAT on heat, besides those of the program.
    pub vat: VatConfig,
    /// How invoices and bank statements come in.
    pub billing: BillingConfig,
    pub climate: ClimateConfig,
    /// Rules of retention, by name; without any, everything is kept.
    pub retention: BTreeMap<String, RetentionConfig>,
}

/// The commented sample that `ekd config init` writes.
pub const SAMPLE: &str = include_str!("../../ekd.toml");

impl Config {
    /// Returns everything that is wrong, a sentence each; empty if nothing is.
    #[must_use]
    pub fn check(&self) -> Vec<String> {
        let mut problems = self.daemon.check();
        problems.extend(self.archive.check());
        problems.extend(self.log.check());
        problems.extend(self.rpc.check());
        problems.extend(self.accounts.check());
        problems.extend(self.tls.iter().flat_map(TlsConfig::check));
        problems.extend(self.smtp.iter().flat_map(SmtpConfig::check));
        problems.extend(self.mailbox.iter().flat_map(MailboxConfig::check));
        problems.extend(self.sms.iter().flat_map(SmsConfig::check));
        problems.extend(self.info_codes.check());
        problems.extend(self.tickets.check());
        problems.extend(self.reports.check());
        problems.extend(self.tariff.iter().flat_map(|(name, tariff)| tariff.check(name)));
        problems.extend(self.interest.check());
        problems.extend(self.vat.check());
        problems.extend(self.billing.check());
        let patterns = self.billing.mappings.iter().map(|named| &named.mapping);
        for mapping in self.billing.mapping.iter().chain(patterns) {
            if !self.invoice_mapping.contains_key(mapping) {
                problems.push(format!("billing: there is no [invoice-mapping.{mapping}]"));
            }
        }
        problems.extend(self.climate.check());
        problems.extend(self.webhook.iter().flat_map(|(name, webhook)| webhook.check(name)));
        problems.extend(self.check_names());
        for (name, export) in &self.export {
            problems.extend(export.check(name));
            problems.extend(self.check_mapping(name, export.mapping.as_deref()));
        }
        for (name, drop) in &self.drop {
            problems.extend(drop.check(name));
            let patterns = drop.mappings.iter().map(|named| &named.mapping);
            for mapping in drop.mapping.iter().chain(patterns) {
                problems.extend(self.check_mapping(name, Some(mapping)));
            }
        }
        for (name, sim) in &self.sim {
            problems.extend(sim.check().into_iter().map(|problem| format!("source {name}: {problem}")));
        }
        for (name, mapping) in &self.mapping {
            problems.extend(mapping.check().into_iter().map(|problem| format!("mapping {name}: {problem}")));
        }
        for (name, mapping) in &self.invoice_mapping {
            problems.extend(mapping.check().into_iter().map(|problem| format!("invoice-mapping {name}: {problem}")));
        }
        for (name, retention) in &self.retention {
            problems.extend(retention.check(name));
        }
        problems
    }

    /// Returns the names of all sources, whatever their kind.
    pub fn source_names(&self) -> impl Iterator<Item = &str> {
        self.export.keys().chain(self.drop.keys()).chain(self.sim.keys()).map(String::as_str)
    }

    fn check_names(&self) -> Vec<String> {
        let mut seen = std::collections::BTreeSet::new();
        let mut problems = Vec::new();
        for name in self.source_names() {
            if !seen.insert(name) {
                problems.push(format!("two sources are called {name}"));
            }
            if name == crate::rpc::IMPORT {
                problems.push(format!("a source cannot be called {name}: people's imports are"));
            }
            if let Err(error) = common::id::SourceName::parse(name) {
                problems.push(format!("source {name:?}: {error}"));
            }
        }
        problems
    }

    fn check_mapping(&self, source: &str, mapping: Option<&str>) -> Option<String> {
        let mapping = mapping.filter(|mapping| !self.mapping.contains_key(*mapping))?;
        let known: Vec<&str> = self.mapping.keys().map(String::as_str).collect();
        let known = if known.is_empty() { "none is described".to_owned() } else { known.join(", ") };
        Some(format!("source {source}: there is no [mapping.{mapping}] ({known})"))
    }
}
