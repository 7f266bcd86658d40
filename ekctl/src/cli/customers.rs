//! The verbs of customers: who they are, what they own, who acts for them, their personal data.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use common::account::Login;
use common::contact::{EmailAddress, PhoneNumber};
use common::id::{CustomerNumber, SiteCode};
use common::nip::Nip;

use super::account::AgreedArgs;
use super::users::RightName;
use super::{FilterArgs, ListArgs};

#[derive(Debug, Subcommand)]
pub enum CustomersVerb {
    /// List customers by number
    List(CustomersListArgs),
    /// Show one customer, what it owns and who acts for it
    Show(CustomerTextArgs),
    /// Make a customer, or change the one with this number
    Save(Box<CustomerSaveArgs>),
    /// Say that a site belongs to a customer from an instant on
    Own(OwnArgs),
    /// Say that an account acts for a customer, or with --until no longer does
    Mandate(MandateArgs),
    /// Write all that is kept of a customer into a new directory: JSON and CSV (RODO art. 15)
    Export(CustomerExportArgs),
    /// Erase the personal data of a customer and tell what had to stay (RODO art. 17)
    Erase(EraseArgs),
}

#[derive(Debug, Args)]
pub struct CustomersListArgs {
    #[command(flatten)]
    pub filter: FilterArgs,
    #[command(flatten)]
    pub list: ListArgs,
}

#[derive(Debug, Args)]
pub struct CustomerTextArgs {
    /// Number, code of a site, or a unique part of the name
    pub text: String,
}

#[derive(Debug, Args)]
pub struct CustomerSaveArgs {
    /// Number of the customer, as it stands on invoices
    #[arg(value_parser = |text: &str| CustomerNumber::parse(text))]
    pub number: CustomerNumber,
    /// Name, such as "SM Zielona Dolina"
    #[arg(long, value_name = "TEXT")]
    pub name: String,
    /// Street and house number
    #[arg(long, value_name = "TEXT")]
    pub street: String,
    /// Postal code, such as 00-950
    #[arg(long, value_name = "CODE")]
    pub postal_code: String,
    /// Town
    #[arg(long, value_name = "TEXT")]
    pub town: String,
    /// Phone number as the office knows it
    #[arg(long, value_name = "NUMBER", value_parser = PhoneNumber::parse)]
    pub phone: Option<PhoneNumber>,
    /// E-mail address as the office knows it
    #[arg(long, value_name = "ADDRESS", value_parser = EmailAddress::parse)]
    pub email: Option<EmailAddress>,
    /// Tax number under which invoices are made out
    #[arg(long, value_name = "NIP", value_parser = |text: &str| Nip::parse(text))]
    pub nip: Option<Nip>,
}

#[derive(Debug, Args)]
pub struct OwnArgs {
    /// Number of the customer
    #[arg(value_parser = |text: &str| CustomerNumber::parse(text))]
    pub number: CustomerNumber,
    /// Code of the site
    #[arg(value_parser = |text: &str| SiteCode::parse(text))]
    pub site: SiteCode,
    /// From this instant on, such as 2026-11-01
    #[arg(long, value_name = "INSTANT", allow_hyphen_values = true)]
    pub from: String,
    /// Up to but without this instant
    #[arg(long, value_name = "INSTANT", allow_hyphen_values = true)]
    pub until: Option<String>,
}

#[derive(Debug, Args)]
pub struct MandateArgs {
    /// Number of the customer
    #[arg(value_parser = |text: &str| CustomerNumber::parse(text))]
    pub number: CustomerNumber,
    /// Name under which the person logs in
    #[arg(value_name = "LOGIN", value_parser = Login::parse)]
    pub account: Login,
    /// What the account may do for the customer besides looking at readings
    #[arg(long, value_enum, value_name = "RIGHT,…", value_delimiter = ',')]
    pub rights: Option<Vec<RightName>>,
    /// From this instant on; without it from now on, or with --until as it was
    #[arg(long, value_name = "INSTANT", allow_hyphen_values = true)]
    pub from: Option<String>,
    /// Up to but without this instant, such as now
    #[arg(long, value_name = "INSTANT", allow_hyphen_values = true)]
    pub until: Option<String>,
}

#[derive(Debug, Args)]
pub struct CustomerExportArgs {
    /// Number of the customer
    #[arg(value_parser = |text: &str| CustomerNumber::parse(text))]
    pub number: CustomerNumber,
    /// Directory that is made for the files and that only its owner can read
    #[arg(long, value_name = "DIR")]
    pub dir: PathBuf,
}

#[derive(Debug, Args)]
pub struct EraseArgs {
    /// Number of the customer
    #[arg(value_parser = |text: &str| CustomerNumber::parse(text))]
    pub number: CustomerNumber,
    #[command(flatten)]
    pub agreed: AgreedArgs,
}
