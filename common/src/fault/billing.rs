//! Why something about invoices, dues, payments and contracts has no answer.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::FaultCode;
use super::words::shown;
use crate::language::{Argument, Language};
use crate::money::Money;

/// What happened, as data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum BillingCause {
    NoSuchInvoice {
        text: String,
        similar: Vec<String>,
    },
    NoSuchPayment {
        id: i64,
    },
    NoSuchAllocation {
        id: i64,
    },
    NoSuchContract {
        number: String,
    },
    /// A CSV file is read by a mapping: this one is not configured.
    NoSuchInvoiceMapping {
        name: String,
        known: String,
    },
    /// No contract covers the site on that day.
    NoContract {
        site: String,
        on: Date,
    },
    /// The contract and the site name no tariff, or one that is not configured.
    NoTariff {
        site: String,
    },
    /// The tariff has no price for that day.
    NoPrice {
        tariff: String,
        on: Date,
    },
    /// The table of interest rates has none of that kind for that day.
    NoRate {
        kind: String,
        on: Date,
    },
    /// More than is open of the invoice.
    MoreThanOpen {
        open: Money,
    },
    /// More than is left of the payment.
    MoreThanLeft {
        left: Money,
    },
    /// The payment and the invoice are of different currencies.
    OtherCurrency,
    /// A transfer with a code is in złotys only.
    NotInZloty,
    /// An invoice with mandatory split payment is paid by a transfer of its own.
    SplitPaymentAlone {
        number: String,
    },
    /// The payment and the invoice, or the invoices of one transfer, are of different customers.
    OtherCustomer,
    /// It was taken back before.
    ReleasedBefore {
        id: i64,
    },
    /// As it stands, that cannot be done with the payment.
    PaymentStands {
        id: i64,
    },
    NothingToPay,
    /// Neither the contract nor the invoice tells an account whose figures check.
    NoAccount,
    TooManyInvoices {
        most: u64,
    },
    /// A name, a day, a site: the problem is the name of a text.
    BadContract {
        problem: String,
    },
    /// The account is another customer's virtual account.
    AccountTaken {
        account: String,
    },
    #[serde(other)]
    Unknown,
}

impl BillingCause {
    /// Returns what a caller decides by.
    #[must_use]
    pub const fn code(&self) -> FaultCode {
        match self {
            Self::NoSuchInvoice { .. }
            | Self::NoSuchPayment { .. }
            | Self::NoSuchAllocation { .. }
            | Self::NoSuchContract { .. }
            | Self::NoSuchInvoiceMapping { .. }
            | Self::NoContract { .. }
            | Self::NoTariff { .. } => FaultCode::NotFound,
            Self::NoPrice { .. }
            | Self::NoRate { .. }
            | Self::MoreThanOpen { .. }
            | Self::MoreThanLeft { .. }
            | Self::OtherCurrency
            | Self::NotInZloty
            | Self::SplitPaymentAlone { .. }
            | Self::OtherCustomer
            | Self::ReleasedBefore { .. }
            | Self::PaymentStands { .. }
            | Self::NothingToPay
            | Self::NoAccount
            | Self::TooManyInvoices { .. }
            | Self::BadContract { .. }
            | Self::AccountTaken { .. } => FaultCode::Refused,
            Self::Unknown => FaultCode::Internal,
        }
    }

    pub(super) const fn message_id(&self) -> &'static str {
        match self {
            Self::NoSuchInvoice { .. } => "fault-no-such-invoice",
            Self::NoSuchPayment { .. } => "fault-no-such-payment",
            Self::NoSuchAllocation { .. } => "fault-no-such-allocation",
            Self::NoSuchContract { .. } => "fault-no-such-contract",
            Self::NoSuchInvoiceMapping { .. } => "fault-no-such-invoice-mapping",
            Self::NoContract { .. } => "fault-no-contract",
            Self::NoTariff { .. } => "fault-no-tariff",
            Self::NoPrice { .. } => "fault-no-price",
            Self::NoRate { .. } => "fault-no-rate",
            Self::MoreThanOpen { .. } => "fault-more-than-open",
            Self::MoreThanLeft { .. } => "fault-more-than-left",
            Self::OtherCurrency => "fault-other-currency",
            Self::NotInZloty => "fault-not-in-zloty",
            Self::SplitPaymentAlone { .. } => "fault-split-payment-alone",
            Self::OtherCustomer => "fault-other-customer",
            Self::ReleasedBefore { .. } => "fault-released-before",
            Self::PaymentStands { .. } => "fault-payment-stands",
            Self::NothingToPay => "fault-nothing-to-pay",
            Self::NoAccount => "fault-no-account",
            Self::TooManyInvoices { .. } => "fault-too-many-invoices",
            Self::BadContract { .. } => "fault-bad-contract",
            Self::AccountTaken { .. } => "fault-account-taken",
            Self::Unknown => "fault-unknown",
        }
    }

    pub(super) fn arguments(&self, language: Language) -> Vec<(&'static str, Argument<'_>)> {
        match self {
            Self::NoSuchInvoice { text, .. } => vec![("text", shown(text))],
            Self::NoSuchPayment { id }
            | Self::NoSuchAllocation { id }
            | Self::ReleasedBefore { id }
            | Self::PaymentStands { id } => vec![("id", id.to_string().into())],
            Self::NoSuchContract { number } | Self::SplitPaymentAlone { number } => vec![("number", shown(number))],
            Self::NoSuchInvoiceMapping { name, known } => vec![("name", shown(name)), ("known", shown(known))],
            Self::NoContract { site, on } => vec![("site", shown(site)), ("on", on.to_string().into())],
            Self::NoTariff { site } => vec![("site", shown(site))],
            Self::NoPrice { tariff, on } => vec![("tariff", shown(tariff)), ("on", on.to_string().into())],
            Self::NoRate { kind, on } => vec![("kind", shown(kind)), ("on", on.to_string().into())],
            Self::MoreThanOpen { open } => vec![("amount", language.number(&open.plain()).into())],
            Self::MoreThanLeft { left } => vec![("amount", language.number(&left.plain()).into())],
            Self::TooManyInvoices { most } => vec![("most", (*most).into())],
            Self::BadContract { problem } => vec![("problem", shown(problem))],
            Self::AccountTaken { account } => vec![("account", shown(account))],
            Self::OtherCurrency
            | Self::NotInZloty
            | Self::OtherCustomer
            | Self::NothingToPay
            | Self::NoAccount
            | Self::Unknown => Vec::new(),
        }
    }
}
