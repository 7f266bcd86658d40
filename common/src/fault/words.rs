//! The words of causes: which message tells each, and what it tells.

use super::{BillingCause, Cause};
use crate::language::{Argument, Language};

impl Cause {
    /// Returns the name of the message in `common/text/*/common.ftl`.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "a line a cause")]
    pub const fn message_id(&self) -> &'static str {
        match self {
            Self::NoSuchSite { .. } => "fault-no-such-site",
            Self::NoSuchPoint { .. } => "fault-no-such-point",
            Self::NoSuchMeter { .. } => "fault-no-such-meter",
            Self::NoSuchSource { .. } => "fault-no-such-source",
            Self::NoSuchMapping { .. } => "fault-no-such-mapping",
            Self::Several { .. } => "fault-several",
            Self::NoSuchQuantity { .. } => "fault-no-such-quantity",
            Self::NoCadence { .. } => "fault-no-cadence",
            Self::NotARegister { .. } => "fault-not-a-register",
            Self::StepTooFine => "fault-step-too-fine",
            Self::NothingToDecide { .. } => "fault-nothing-to-decide",
            Self::MeterIsThere { .. } => "fault-meter-is-there",
            Self::RegisterContradicts { .. } => "fault-register-contradicts",
            Self::BadPage => "fault-bad-page",
            Self::TooManyBuckets { .. } => "fault-too-many-buckets",
            Self::UploadIncomplete { .. } => "fault-upload-incomplete",
            Self::UploadDamaged => "fault-upload-damaged",
            Self::UploadTooLarge { .. } => "fault-upload-too-large",
            Self::TooManyUploads => "fault-too-many-uploads",
            Self::NotAllowed => "fault-not-allowed",
            Self::NotLoggedIn => "fault-not-logged-in",
            Self::SessionEnded { .. } => "fault-session-ended",
            Self::LogInRefused => "fault-log-in-refused",
            Self::PeerUnknown { .. } => "fault-peer-unknown",
            Self::WrongPassword => "fault-wrong-password",
            Self::WeakPassword { .. } => "fault-weak-password",
            Self::WrongCode => "fault-wrong-code",
            Self::NothingPending => "fault-nothing-pending",
            Self::BadContact { .. } => "fault-bad-contact",
            Self::TooManyCodes { .. } => "fault-too-many-codes",
            Self::TooManyTokens { .. } => "fault-too-many-tokens",
            Self::BadRule { .. } => "fault-bad-rule",
            Self::NoSuchRule { .. } => "fault-no-such-rule",
            Self::NoSuchAlarm { .. } => "fault-no-such-alarm",
            Self::NoSuchMaintenance { .. } => "fault-no-such-maintenance",
            Self::AlarmStands { .. } => "fault-alarm-stands",
            Self::NoChannel { .. } => "fault-no-channel",
            Self::NoConfirmedContact { .. } => "fault-no-confirmed-contact",
            Self::NoSuchAccount { .. } => "fault-no-such-account",
            Self::NoSuchCustomer { .. } => "fault-no-such-customer",
            Self::NoSuchToken { .. } => "fault-no-such-token",
            Self::NoSuchSession { .. } => "fault-no-such-session",
            Self::LoginTaken { .. } => "fault-login-taken",
            Self::BadPeriod { .. } => "fault-bad-period",
            Self::RoleForbids { .. } => "fault-role-forbids",
            Self::LastAdministrator => "fault-last-administrator",
            Self::BadExpiry => "fault-bad-expiry",
            Self::BadVerification { .. } => "fault-bad-verification",
            Self::BadText { .. } => "fault-bad-text",
            Self::Untrusted { .. } => "fault-untrusted",
            Self::Busy => "fault-busy",
            Self::StorageFull => "fault-storage-full",
            Self::AnswerTooLong => "fault-answer-too-long",
            Self::UnknownMethod => "fault-unknown-method",
            Self::Stopping => "fault-stopping",
            Self::Internal => "fault-internal",
            Self::Unreachable { .. } => "fault-unreachable",
            Self::TimedOut { .. } => "fault-timed-out",
            Self::ConnectionLost { .. } => "fault-connection-lost",
            Self::NotADaemon { .. } => "fault-not-a-daemon",
            Self::VersionMismatch { .. } => "fault-version-mismatch",
            Self::Ticket { why } => why.message_id(),
            Self::Report { why } => why.message_id(),
            Self::Billing { why } => why.message_id(),
            Self::Unknown => "fault-unknown",
        }
    }

    /// Returns the things with nearly the same name.
    #[must_use]
    pub fn similar(&self) -> &[String] {
        if let Self::NoSuchSite { similar, .. }
        | Self::NoSuchPoint { similar, .. }
        | Self::NoSuchMeter { similar, .. }
        | Self::NoSuchSource { similar, .. }
        | Self::NoSuchMapping { similar, .. }
        | Self::NoSuchQuantity { similar, .. }
        | Self::NoSuchAccount { similar, .. }
        | Self::NoSuchCustomer { similar, .. }
        | Self::Several { similar, .. }
        | Self::Billing { why: BillingCause::NoSuchInvoice { similar, .. } } = self
        {
            similar
        } else {
            &[]
        }
    }

    #[expect(clippy::too_many_lines, reason = "a line or two for each cause: parts would only hide one")]
    pub(super) fn arguments(&self, language: Language) -> Vec<(&'static str, Argument<'_>)> {
        match self {
            Self::NoSuchSite { text, .. }
            | Self::NoSuchPoint { text, .. }
            | Self::NoSuchMeter { text, .. }
            | Self::NoSuchAccount { text, .. }
            | Self::NoSuchCustomer { text, .. }
            | Self::Several { text, .. } => vec![("text", shown(text))],
            Self::SessionEnded { why } => vec![("why", why.name().into())],
            Self::PeerUnknown { user } => vec![("user", shown(user))],
            Self::WeakPassword { weakness } => vec![("weakness", weakness.name().into())],
            Self::BadContact { reason } => vec![("reason", shown(reason))],
            Self::TooManyCodes { minutes } => vec![("minutes", (*minutes).into())],
            Self::TooManyTokens { most } => vec![("most", (*most).into())],
            Self::NoChannel { channel } | Self::NoConfirmedContact { channel } => vec![("channel", shown(channel))],
            Self::BadRule { name, problem } => vec![("name", shown(name)), ("problem", problem.as_str().into())],
            Self::NoSuchToken { id }
            | Self::NoSuchSession { id }
            | Self::NoSuchAlarm { id }
            | Self::NoSuchMaintenance { id }
            | Self::AlarmStands { id } => vec![("id", id.to_string().into())],
            Self::LoginTaken { login } => vec![("login", shown(login))],
            Self::BadVerification { on } => vec![("on", shown(on))],
            Self::BadPeriod { detail } => vec![("detail", shown(detail))],
            Self::RoleForbids { role } => vec![("role", shown(role))],
            Self::BadText { field } => vec![("field", shown(field))],
            Self::NoSuchSource { name, .. } | Self::NoSuchMapping { name, .. } | Self::NoSuchRule { name } => {
                vec![("name", shown(name))]
            }
            Self::NoSuchQuantity { point, quantity, .. } | Self::RegisterContradicts { point, quantity } => {
                vec![("point", shown(point)), ("quantity", shown(quantity))]
            }
            Self::NoCadence { point } | Self::NothingToDecide { point } => vec![("point", shown(point))],
            Self::NotARegister { quantity } => vec![("quantity", shown(quantity))],
            Self::MeterIsThere { point, serial, since } => {
                vec![("point", shown(point)), ("serial", shown(serial)), ("since", shown(since))]
            }
            Self::TooManyBuckets { n_buckets, limit } => {
                vec![("buckets", (*n_buckets).into()), ("limit", (*limit).into())]
            }
            Self::UploadIncomplete { arrived } => vec![("arrived", (*arrived).into())],
            Self::UploadTooLarge { limit } => vec![("limit", (*limit).into())],
            Self::Unreachable { endpoint, reason } | Self::Untrusted { endpoint, reason } => {
                vec![("endpoint", shown(endpoint)), ("reason", shown(reason))]
            }
            Self::TimedOut { endpoint, seconds } => vec![("endpoint", shown(endpoint)), ("seconds", (*seconds).into())],
            Self::ConnectionLost { endpoint } | Self::NotADaemon { endpoint } => vec![("endpoint", shown(endpoint))],
            Self::VersionMismatch { endpoint, detail } => {
                vec![("endpoint", shown(endpoint)), ("detail", shown(detail))]
            }
            Self::Ticket { why } => why.arguments(),
            Self::Report { why } => why.arguments(),
            Self::Billing { why } => why.arguments(language),
            Self::StepTooFine
            | Self::BadPage
            | Self::UploadDamaged
            | Self::TooManyUploads
            | Self::NotAllowed
            | Self::NotLoggedIn
            | Self::LogInRefused
            | Self::WrongPassword
            | Self::WrongCode
            | Self::NothingPending
            | Self::LastAdministrator
            | Self::BadExpiry
            | Self::Busy
            | Self::StorageFull
            | Self::AnswerTooLong
            | Self::UnknownMethod
            | Self::Stopping
            | Self::Internal
            | Self::Unknown => Vec::new(),
        }
    }
}

pub(super) fn shown(text: &str) -> Argument<'_> {
    Argument::from(text)
}
