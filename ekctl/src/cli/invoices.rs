//! The verbs of invoices: looking at them, checking bills, importing the files that they come in.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgGroup, Args, Subcommand};
use common::id::CustomerNumber;
use common::invoice::InvoiceStanding;
use common::invoice::file::{FileKind, FileOutcome};

use super::list::{ListArgs, RangeArgs};

#[derive(Debug, Subcommand)]
pub enum InvoicesVerb {
    /// List invoices, the last issued first
    List(InvoicesListArgs),
    /// Show one invoice: its lines, what paid it, what corrects it
    Show(InvoiceArgs),
    /// Hold a bill against the contract, the tariff and your readings; status 10 where it differs or cannot be told
    Check(InvoiceCheckArgs),
    /// Write the file that an invoice came as to this machine, to the byte
    Download(InvoiceFileArgs),
    /// Write an invoice on paper, with its codes, as PDF to this machine
    Pdf(InvoiceFileArgs),
    /// Import files with invoices or bank statements, and directories of them
    Import(BillingImportArgs),
    /// Say whose an invoice is
    Assign(InvoiceAssignArgs),
    /// List the files that came, the newest first, and what became of them
    Files(BillingFilesArgs),
}

#[derive(Debug, Args)]
pub struct InvoicesListArgs {
    /// Only invoices with TEXT in a number or in the customer's name; case and diacritics do not count
    #[arg(value_name = "TEXT")]
    pub text: Option<String>,
    /// Only invoices of the customer with this number
    #[arg(long, value_name = "NUMBER", value_parser = |text: &str| CustomerNumber::parse(text))]
    pub customer: Option<CustomerNumber>,
    /// Only invoices of this site
    #[arg(long, value_name = "SITE")]
    pub site: Option<String>,
    /// Only invoices that stand so
    #[arg(long, value_name = "STATE,…", value_delimiter = ',', value_parser = standings())]
    pub state: Vec<InvoiceStanding>,
    /// Only invoices of which nobody knows whose they are; for the office
    #[arg(long)]
    pub unassigned: bool,
    /// Days of issue
    #[command(flatten)]
    pub range: RangeArgs,
    #[command(flatten)]
    pub list: ListArgs,
}

#[derive(Debug, Args)]
pub struct InvoiceArgs {
    /// Number of the invoice, its KSeF number, #ID, or a unique part of the number
    #[arg(value_name = "INVOICE")]
    pub invoice: String,
}

#[derive(Debug, Args)]
pub struct InvoiceCheckArgs {
    #[command(flatten)]
    pub invoice: InvoiceArgs,
    /// Where something is to be asked, keep the ticket to the office as a draft
    #[arg(long)]
    pub draft: bool,
}

#[derive(Debug, Args)]
pub struct InvoiceFileArgs {
    #[command(flatten)]
    pub invoice: InvoiceArgs,
    /// Replace a file that is there, where --out names none
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, Args)]
pub struct BillingImportArgs {
    /// Files, and directories whose files are meant: FA(2), FA(3), MT940, camt.053, CSV, PDF beside its FILE.toml
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// Read CSV files by this mapping of ekd.toml, [invoice-mapping.NAME]
    #[arg(long, value_name = "NAME")]
    pub mapping: Option<String>,
    /// Figures of a PDF, as TOML: number, issued-on, net, vat, gross, and as far as it tells them customer, due-on, period-first, period-last, currency, seller-name, ksef-number; without it those in FILE.toml beside FILE.pdf
    #[arg(long, value_name = "FILE.toml")]
    pub told: Option<PathBuf>,
    /// KSeF number, where the file does not tell it
    #[arg(long, value_name = "NUMBER")]
    pub ksef_number: Option<String>,
    /// Take a bank statement in even if it does not add up; not together with --dry-run
    #[arg(long, conflicts_with = "dry_run")]
    pub even_unbalanced: bool,
    /// Tell what would become of the files, and write nothing; not together with --even-unbalanced
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("owner").args(["customer", "nobody"]).required(true))]
pub struct InvoiceAssignArgs {
    #[command(flatten)]
    pub invoice: InvoiceArgs,
    /// Number of the customer
    #[arg(long, value_name = "NUMBER", value_parser = |text: &str| CustomerNumber::parse(text))]
    pub customer: Option<CustomerNumber>,
    /// Nobody's here, as when it was imported by mistake
    #[arg(long)]
    pub nobody: bool,
    /// The sites that it bills; without any, those that the document or the contract names
    #[arg(long, value_name = "SITE,…", value_delimiter = ',', conflicts_with = "nobody")]
    pub site: Vec<String>,
}

#[derive(Debug, Args)]
pub struct BillingFilesArgs {
    /// Only files of this kind
    #[arg(long, value_name = "KIND", value_parser = kinds())]
    pub kind: Option<FileKind>,
    /// Only files of which this became
    #[arg(long, value_name = "OUTCOME", value_parser = outcomes())]
    pub outcome: Option<FileOutcome>,
    #[command(flatten)]
    pub list: ListArgs,
}

fn standings() -> impl TypedValueParser<Value = InvoiceStanding> {
    PossibleValuesParser::new(InvoiceStanding::ALL.map(InvoiceStanding::name))
        .map(|name| InvoiceStanding::parse(&name).expect("clap lets only the names of standings through"))
}

fn kinds() -> impl TypedValueParser<Value = FileKind> {
    PossibleValuesParser::new(FileKind::ALL.map(FileKind::name))
        .map(|name| FileKind::parse(&name).unwrap_or(FileKind::Unknown))
}

fn outcomes() -> impl TypedValueParser<Value = FileOutcome> {
    PossibleValuesParser::new(FileOutcome::ALL.map(FileOutcome::name))
        .map(|name| FileOutcome::parse(&name).expect("clap lets only the names of outcomes through"))
}
