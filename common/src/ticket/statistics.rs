//! How the office is doing.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use super::Category;
use crate::time::Period;

/// How the office did in a period, by category, and in all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketStatistics {
    pub all: Figures,
    /// Those of which there were any, the most frequent first.
    pub categories: Vec<(Category, Figures)>,
    /// By local day of the period, oldest first: how many came and how many were settled.
    pub days: Vec<DayFigures>,
}

/// Figures of tickets that were opened in a period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    pub n_opened: u64,
    /// Of these, not settled now.
    pub n_open: u64,
    /// Of these, not settled in time, or not settled and over now.
    pub n_late: u64,
    /// Of these, answered by the office.
    pub n_answered: u64,
    /// Until the first answer, of those that have one.
    #[serde(default)]
    pub median_first_answer: Option<SignedDuration>,
    /// Until they were settled, of those that are.
    #[serde(default)]
    pub median_settled: Option<SignedDuration>,
}

/// Figures of one local day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayFigures {
    pub day: Period,
    pub n_opened: u64,
    pub n_settled: u64,
}
