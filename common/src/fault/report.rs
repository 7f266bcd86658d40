//! Why something about reports, forecasts and settings has no answer.

use serde::{Deserialize, Serialize};

use super::FaultCode;
use super::words::shown;
use crate::language::Argument;

/// What happened, as data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum ReportCause {
    NoSuchReport {
        name: String,
    },
    /// Among those that were made.
    NoSuchMade {
        id: i64,
    },
    NoSuchSetting {
        id: i64,
    },
    /// A setting that is a heating curve: it is changed by setting another.
    IsACurve,
    NoSuchTariff {
        name: String,
        known: String,
    },
    /// Nothing was read there in the period.
    NothingRead {
        site: String,
    },
    /// A fit needs more days on which both heat and weather are known.
    TooFewDays {
        n_days: u32,
        wanted: u32,
    },
    /// All days are about equally warm: the weather's part cannot be told from the rest.
    TooEvenWeather,
    /// What is used does not follow the weather well enough to say anything.
    NoPattern,
    /// No outdoor temperature is known for the site and the period.
    NoWeather {
        site: String,
    },
    /// Longer than the question takes, in days.
    PeriodTooLong {
        days: u32,
    },
    /// It has not begun yet, or is over before it begins.
    PeriodWrong,
    /// The periods of a comparison overlap.
    PeriodsOverlap,
    /// The template wants a ticket to be named.
    TicketMissing,
    /// The template wants a customer to be named.
    PayerMissing,
    /// The template is of a customer, not of sites.
    NotOfSites,
    TooManySites {
        most: u64,
    },
    TooManySaved {
        most: u64,
    },
    /// No day, no form, no address: the problem is the name of a text.
    BadSchedule {
        problem: String,
    },
    /// Quantities of different dimensions, or none, in one chart.
    MixedQuantities,
    /// The quantity is a register: only gauges can be held against the weather.
    NotAGauge,
    #[serde(other)]
    Unknown,
}

impl ReportCause {
    /// Returns what a caller decides by.
    #[must_use]
    pub const fn code(&self) -> FaultCode {
        match self {
            Self::NoSuchReport { .. }
            | Self::NoSuchMade { .. }
            | Self::NoSuchSetting { .. }
            | Self::NoSuchTariff { .. }
            | Self::NothingRead { .. } => FaultCode::NotFound,
            Self::IsACurve
            | Self::TooFewDays { .. }
            | Self::TooEvenWeather
            | Self::NoPattern
            | Self::NoWeather { .. }
            | Self::PeriodTooLong { .. }
            | Self::PeriodWrong
            | Self::PeriodsOverlap
            | Self::TicketMissing
            | Self::PayerMissing
            | Self::NotOfSites
            | Self::TooManySites { .. }
            | Self::TooManySaved { .. }
            | Self::BadSchedule { .. }
            | Self::MixedQuantities
            | Self::NotAGauge => FaultCode::Refused,
            Self::Unknown => FaultCode::Internal,
        }
    }

    pub(super) const fn message_id(&self) -> &'static str {
        match self {
            Self::NoSuchReport { .. } => "fault-no-such-report",
            Self::NoSuchMade { .. } => "fault-no-such-made",
            Self::NoSuchSetting { .. } => "fault-no-such-setting",
            Self::IsACurve => "fault-is-a-curve",
            Self::NoSuchTariff { .. } => "fault-no-such-tariff",
            Self::NothingRead { .. } => "fault-nothing-read",
            Self::TooFewDays { .. } => "fault-too-few-days",
            Self::TooEvenWeather => "fault-too-even-weather",
            Self::NoPattern => "fault-no-pattern",
            Self::NoWeather { .. } => "fault-no-weather",
            Self::PeriodTooLong { .. } => "fault-period-too-long",
            Self::PeriodWrong => "fault-period-wrong",
            Self::PeriodsOverlap => "fault-periods-overlap",
            Self::TicketMissing => "fault-ticket-missing",
            Self::PayerMissing => "fault-payer-missing",
            Self::NotOfSites => "fault-not-of-sites",
            Self::TooManySites { .. } => "fault-too-many-sites",
            Self::TooManySaved { .. } => "fault-too-many-saved",
            Self::BadSchedule { .. } => "fault-bad-schedule",
            Self::MixedQuantities => "fault-mixed-quantities",
            Self::NotAGauge => "fault-not-a-gauge",
            Self::Unknown => "fault-unknown",
        }
    }

    pub(super) fn arguments(&self) -> Vec<(&'static str, Argument<'_>)> {
        match self {
            Self::NoSuchReport { name } => vec![("name", shown(name))],
            Self::NoSuchMade { id } | Self::NoSuchSetting { id } => vec![("id", id.to_string().into())],
            Self::NoSuchTariff { name, known } => vec![("name", shown(name)), ("known", shown(known))],
            Self::NothingRead { site } | Self::NoWeather { site } => vec![("site", shown(site))],
            Self::TooFewDays { n_days, wanted } => vec![("days", (*n_days).into()), ("wanted", (*wanted).into())],
            Self::PeriodTooLong { days } => vec![("days", (*days).into())],
            Self::TooManySites { most } | Self::TooManySaved { most } => vec![("most", (*most).into())],
            Self::BadSchedule { problem } => vec![("problem", shown(problem))],
            Self::IsACurve
            | Self::TooEvenWeather
            | Self::NoPattern
            | Self::PeriodWrong
            | Self::PeriodsOverlap
            | Self::TicketMissing
            | Self::PayerMissing
            | Self::NotOfSites
            | Self::MixedQuantities
            | Self::NotAGauge
            | Self::Unknown => Vec::new(),
        }
    }
}
