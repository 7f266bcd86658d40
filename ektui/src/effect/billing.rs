//! What is asked of the daemon about what is owed and paid.

use common::due::{BalanceFilter, DueFilter, TransferOf, TransferSheetQuery};
use common::id::{InvoiceId, PaymentId};
use common::invoice::check::BillCheckQuery;
use common::invoice::file::BillingFileFilter;
use common::invoice::{InvoiceFilter, InvoiceSheetQuery};
use common::money::Money;
use common::payment::{PaymentAct, PaymentFilter};

/// A question about what is owed and paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BillingAsk {
    /// What stands above the lists.
    Head(BalanceFilter),
    Dues(DueFilter),
    Invoices(Box<InvoiceFilter>),
    Payments(PaymentFilter),
    Balances(BalanceFilter),
    Unmatched(PaymentFilter),
    Files(BillingFileFilter),
    Invoice(InvoiceId),
    Check(BillCheckQuery),
    Payment(PaymentId),
    Transfer(TransferOf),
    /// Contracts of the own customers, in force.
    Contracts,
    /// An invoice as a PDF.
    Sheet(InvoiceSheetQuery),
    /// A transfer as a PDF.
    Slip(TransferSheetQuery),
    /// The file that an invoice came as.
    Original(InvoiceId),
}

/// What is to be done with a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaymentChange {
    Act(PaymentAct),
    /// So much of it pays the invoice with this number; without an amount, as much as can be.
    AllocateTo {
        number: String,
        amount: Option<Money>,
    },
}

/// Rows as far as they were asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed<T> {
    pub items: Vec<T>,
    /// There are more than were asked for.
    pub cut: bool,
}

/// Invoices, payments, dues, balances or files that are asked for at most.
pub const MOST_LISTED: usize = 1_000;
