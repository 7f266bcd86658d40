//! Identities: numbers that the archive gives, codes that people read and write.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::text;

/// Makes the numeric ids alike, so that a site's number is never taken for a point's.
macro_rules! number {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(out)
            }
        }
    };
}

number!(
    /// A site in this archive.
    SiteId
);
number!(
    /// A metering point in this archive.
    PointId
);
number!(
    /// A meter in this archive.
    MeterId
);
number!(
    /// A document that was received; numbers grow in the order of arrival.
    DocumentId
);
number!(
    /// A request to the daemon; finds its full story in the daemon's log.
    RequestId
);
number!(
    /// A customer in this archive.
    CustomerId
);
number!(
    /// An account in this archive.
    AccountId
);
number!(
    /// A session; its secret is something else.
    SessionId
);
number!(
    /// A token; its secret is something else.
    TokenId
);
number!(
    /// A message on its way out.
    DeliveryId
);
number!(
    /// An alarm.
    AlarmId
);
number!(
    /// Something that somebody was told, or is to be told.
    NoticeId
);
number!(
    /// A maintenance window.
    MaintenanceId
);
number!(
    /// Something in the thread of a ticket; numbers grow in the order of arrival.
    EntryId
);
number!(
    /// Something that lies beside an entry.
    AttachmentId
);
number!(
    /// Something that was sent and can still be taken back.
    SendingId
);
number!(
    /// A mail that came.
    MailId
);
number!(
    /// A change of settings that was written down.
    SettingId
);
number!(
    /// A report that was made.
    ReportId
);
number!(
    /// An invoice in this archive.
    InvoiceId
);
number!(
    /// A payment in this archive.
    PaymentId
);
number!(
    /// What of a payment or a correction pays an invoice.
    AllocationId
);
number!(
    /// A statement of a bank account.
    StatementId
);
number!(
    /// A file with invoices or a statement; numbers grow in the order of arrival.
    BillingFileId
);
number!(
    /// A place in the event journal: everything up to and including it has been seen.
    Cursor
);

/// Why a text cannot be a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    #[error("the code is empty")]
    Empty,
    #[error("the code is longer than {MAX_CODE} characters")]
    TooLong,
    #[error("the code holds a character that cannot be shown ({0})")]
    Hidden(char),
}

const MAX_CODE: usize = 64;

fn check_code(text: &str) -> Result<&str, CodeError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(CodeError::Empty);
    }
    if text.chars().count() > MAX_CODE {
        return Err(CodeError::TooLong);
    }
    match text.chars().find(|character| text::is_hidden(*character)) {
        Some(character) => Err(CodeError::Hidden(character)),
        None => Ok(text),
    }
}

/// Makes the codes alike: trimmed, 1 to 64 characters, none of them invisible.
macro_rules! code {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Returns the code written in `text`, without the spaces around it.
            ///
            /// # Errors
            /// Empty, longer than 64 characters, or with control or invisible characters.
            pub fn parse(text: &str) -> Result<Self, CodeError> {
                check_code(text).map(|text| Self(text.to_owned()))
            }

            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = CodeError;
            fn try_from(text: String) -> Result<Self, CodeError> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(code: $name) -> Self {
                code.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.0)
            }
        }
    };
}

code!(
    /// The name of a site that stands on letters and doors, such as `W-0414`.
    SiteCode
);
code!(
    /// The name of a metering point, such as `P-0414`; it stays when the meter is replaced.
    PointCode
);
code!(
    /// What is engraved on the meter. Text: leading zeros count.
    SerialNumber
);
code!(
    /// The name of a configured source, such as `etis`.
    SourceName
);
code!(
    /// The name of a rule for alarms, such as `return-hot`.
    RuleName
);
code!(
    /// The name of a canned answer, such as `crew-is-coming`.
    TemplateName
);
code!(
    /// The name of a saved report, such as `board-monthly`.
    ReportName
);
code!(
    /// The name of a tariff in the configuration, such as `A1`.
    TariffName
);
code!(
    /// The number of a contract, as it stands on it.
    ContractNumber
);
code!(
    /// The number of a customer, as it stands on invoices and transfers.
    CustomerNumber
);
