//! The verbs of dues: what is owed, and the transfer that pays it.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use common::id::CustomerNumber;
use jiff::civil::Date;

use super::list::ListArgs;

#[derive(Debug, Subcommand)]
pub enum DuesVerb {
    /// List invoices with something to pay, what is due first first
    List(DuesListArgs),
    /// List what is owed altogether: total due, overdue, next due, credit
    Balances(BalancesArgs),
    /// Show the code that a banking app scans to pay, with account, amount and title beside it
    Qr(QrArgs),
    /// Show account, amount and title of the transfer that pays
    Transfer(TransferArgs),
}

#[derive(Debug, Args)]
pub struct DuesListArgs {
    /// Only dues of the customer with this number
    #[arg(long, value_name = "NUMBER", value_parser = |text: &str| CustomerNumber::parse(text))]
    pub customer: Option<CustomerNumber>,
    /// Only dues of this site
    #[arg(long, value_name = "SITE")]
    pub site: Option<String>,
    /// Only what should have been paid before today
    #[arg(long)]
    pub overdue: bool,
    /// Interest until and with this day [default: today]
    #[arg(long, value_name = "DATE", value_parser = |text: &str| text.parse::<Date>())]
    pub interest_on: Option<Date>,
    #[command(flatten)]
    pub list: ListArgs,
}

#[derive(Debug, Args)]
pub struct BalancesArgs {
    /// Only customers with TEXT in the number or the name; case and diacritics do not count
    #[arg(value_name = "TEXT")]
    pub text: Option<String>,
    /// Only the customer with this number
    #[arg(long, value_name = "NUMBER", value_parser = |text: &str| CustomerNumber::parse(text))]
    pub customer: Option<CustomerNumber>,
    /// Only customers with something overdue
    #[arg(long)]
    pub overdue: bool,
    /// As of this day [default: today]
    #[arg(long, value_name = "DATE", value_parser = |text: &str| text.parse::<Date>())]
    pub on: Option<Date>,
    #[command(flatten)]
    pub list: ListArgs,
}

/// What is to be paid with one transfer.
#[derive(Debug, Args)]
pub struct PaidArgs {
    /// Invoices to pay, by number, KSeF number or #ID; without any, all that is open, less the credit
    #[arg(value_name = "INVOICE", conflicts_with_all = ["overdue", "customer"])]
    pub invoices: Vec<String>,
    /// What is overdue, less the credit
    #[arg(long)]
    pub overdue: bool,
    /// Of the customer with this number, where you act for several
    #[arg(long, value_name = "NUMBER", value_parser = |text: &str| CustomerNumber::parse(text))]
    pub customer: Option<CustomerNumber>,
}

#[derive(Debug, Args)]
pub struct QrArgs {
    #[command(flatten)]
    pub paid: PaidArgs,
    /// White on black, for terminals that show colours the other way round
    #[arg(long)]
    pub invert: bool,
    /// Write the slip with the code as PDF into FILE instead; - is the standard output
    #[arg(long, value_name = "FILE")]
    pub pdf: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct TransferArgs {
    #[command(flatten)]
    pub paid: PaidArgs,
    /// Write the slip as PDF into FILE instead; - is the standard output
    #[arg(long, value_name = "FILE")]
    pub pdf: Option<PathBuf>,
}
