//! The verbs of payments: what came in, which invoices it pays, and what a clerk does with it.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use common::id::{AllocationId, CustomerNumber, PaymentId};
use common::payment::PaymentStanding;

use super::list::{ListArgs, RangeArgs};

#[derive(Debug, Subcommand)]
pub enum PaymentsVerb {
    /// List payments, the last booked first
    List(PaymentsListArgs),
    /// Show one payment: which invoices it pays, and what an unmatched one may pay
    Show(PaymentArgs),
    /// List payments that wait for a clerk, with what they may pay
    Unmatched(UnmatchedArgs),
    /// Pay an invoice with a payment, or with a part of it
    Allocate(AllocateArgs),
    /// Say whose a payment is: what is open is paid with it, the oldest due first
    Assign(PaymentAssignArgs),
    /// Take an allocation back: the invoice is open again, the money is a credit
    Release(ReleaseArgs),
    /// Take back all of a payment, and whose it is: it waits for a clerk again
    Unassign(PaymentReasonArgs),
    /// Say that a payment is no customer's
    SetAside(PaymentReasonArgs),
    /// Say that the bank took another payment back with this one
    Return(ReturnArgs),
    /// List bank statements, the newest first
    Statements(ListArgs),
}

#[derive(Debug, Args)]
pub struct PaymentsListArgs {
    /// Only payments with TEXT in the title, the payer or the reference; case and diacritics do not count
    #[arg(value_name = "TEXT")]
    pub text: Option<String>,
    /// Only payments of the customer with this number
    #[arg(long, value_name = "NUMBER", value_parser = |text: &str| CustomerNumber::parse(text))]
    pub customer: Option<CustomerNumber>,
    /// Only payments that stand so
    #[arg(long, value_name = "STATE", value_parser = standings())]
    pub state: Option<PaymentStanding>,
    /// Days of booking
    #[command(flatten)]
    pub range: RangeArgs,
    #[command(flatten)]
    pub list: ListArgs,
}

#[derive(Debug, Args)]
pub struct UnmatchedArgs {
    /// Only payments with TEXT in the title, the payer or the reference; case and diacritics do not count
    #[arg(value_name = "TEXT")]
    pub text: Option<String>,
    #[command(flatten)]
    pub list: ListArgs,
}

#[derive(Debug, Args)]
pub struct PaymentArgs {
    /// Number of the payment, as `payments list` tells it
    #[arg(value_name = "PAYMENT", value_parser = |text: &str| text.parse().map(PaymentId))]
    pub payment: PaymentId,
}

#[derive(Debug, Args)]
pub struct AllocateArgs {
    #[command(flatten)]
    pub payment: PaymentArgs,
    /// Number of the invoice, its KSeF number, #ID, or a unique part of the number
    #[arg(value_name = "INVOICE")]
    pub invoice: String,
    /// So much of it, such as 234.56; without it, as much as is left of both
    #[arg(value_name = "AMOUNT", allow_negative_numbers = true)]
    pub amount: Option<String>,
}

#[derive(Debug, Args)]
pub struct PaymentAssignArgs {
    #[command(flatten)]
    pub payment: PaymentArgs,
    /// Number of the customer
    #[arg(value_name = "CUSTOMER", value_parser = |text: &str| CustomerNumber::parse(text))]
    pub customer: CustomerNumber,
}

/// Why something is taken back.
#[derive(Debug, Args)]
pub struct ReasonArgs {
    /// Why, for the audit log and whoever looks later
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
}

#[derive(Debug, Args)]
pub struct ReleaseArgs {
    #[command(flatten)]
    pub payment: PaymentArgs,
    /// Number of the allocation, as `payments show` tells it
    #[arg(value_name = "ALLOCATION", value_parser = |text: &str| text.parse().map(AllocationId))]
    pub allocation: AllocationId,
    #[command(flatten)]
    pub reason: ReasonArgs,
}

#[derive(Debug, Args)]
pub struct PaymentReasonArgs {
    #[command(flatten)]
    pub payment: PaymentArgs,
    #[command(flatten)]
    pub reason: ReasonArgs,
}

#[derive(Debug, Args)]
pub struct ReturnArgs {
    #[command(flatten)]
    pub payment: PaymentArgs,
    /// Number of the payment that the bank took back
    #[arg(long, value_name = "PAYMENT", value_parser = |text: &str| text.parse().map(PaymentId))]
    pub of: PaymentId,
}

fn standings() -> impl TypedValueParser<Value = PaymentStanding> {
    PossibleValuesParser::new(PaymentStanding::ALL.map(PaymentStanding::name))
        .map(|name| PaymentStanding::parse(&name).expect("clap lets only the names of standings through"))
}
