//! Reports: what they are of, those that were made, and those that are made by themselves.
//!
//! A saved report is a definition with a name. Made for a period it becomes a document that stays: asked again later, the
//! daemon makes it anew and tells which figures have changed. How a report is filled and drawn is the daemon's.

pub mod drawing;
pub mod schedule;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use crate::cell::Dialect;
use crate::id::{CustomerNumber, ReportId, ReportName, SiteCode};
use crate::language::Language;
use crate::sheet::Coverage;
use crate::ticket::TicketNumber;
use crate::time::{Period, View};
use schedule::Schedule;

/// What kind of report it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Template {
    /// The month of each building, beside the month before, the same month a year before and the average user of its
    /// category (energy law art. 45c; directive 2012/27/EU, annex `VIIa`).
    MonthlySheet,
    /// Heating seasons of each building side by side, corrected by the weather.
    SeasonComparison,
    /// All buildings in one table, ranked.
    Portfolio,
    /// Alarms with who was told and who took note.
    AlarmLog,
    /// Registers, replacements, doubtful readings and verifications of meters.
    MeterAudit,
    /// One ticket with its thread and its readings.
    TicketDossier,
    /// What a customer was asked to pay and has paid, from one balance to the next.
    AccountStatement,
}

impl Template {
    pub const ALL: [Self; 7] = [
        Self::MonthlySheet,
        Self::SeasonComparison,
        Self::Portfolio,
        Self::AlarmLog,
        Self::MeterAudit,
        Self::TicketDossier,
        Self::AccountStatement,
    ];

    /// Returns the name used on the command line, in machine output and in the archive.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::MonthlySheet => "monthly_sheet",
            Self::SeasonComparison => "season_comparison",
            Self::Portfolio => "portfolio",
            Self::AlarmLog => "alarm_log",
            Self::MeterAudit => "meter_audit",
            Self::TicketDossier => "ticket_dossier",
            Self::AccountStatement => "account_statement",
        }
    }

    /// Returns the template with this [`name`](Self::name).
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|template| template.name() == name)
    }

    /// Returns the number of its version: it grows when the same readings would give other figures.
    #[must_use]
    pub const fn version(self) -> u32 {
        match self {
            Self::MonthlySheet
            | Self::SeasonComparison
            | Self::Portfolio
            | Self::AlarmLog
            | Self::MeterAudit
            | Self::TicketDossier
            | Self::AccountStatement => 1,
        }
    }

    /// Returns the page of the calendar that it is usually made for; `None` where it needs no period.
    #[must_use]
    pub const fn usual_view(self) -> Option<View> {
        match self {
            Self::MonthlySheet | Self::Portfolio | Self::AlarmLog | Self::MeterAudit | Self::AccountStatement => {
                Some(View::Month)
            }
            Self::SeasonComparison => Some(View::Season),
            Self::TicketDossier => None,
        }
    }
}

/// What a report is of, without its period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    pub template: Template,
    /// These sites; without any, all that the account sees.
    #[serde(default)]
    pub sites: Vec<SiteCode>,
    /// Only sites of this customer: for staff. Of a [`Template::AccountStatement`] whose it is: staff has to name it, others may
    /// name one of those whose money they see.
    #[serde(default)]
    pub customer: Option<CustomerNumber>,
    /// The ticket of a [`Template::TicketDossier`].
    #[serde(default)]
    pub ticket: Option<TicketNumber>,
    pub language: Language,
}

/// A definition with a name; the name is one's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedReport {
    pub name: ReportName,
    pub definition: Definition,
    #[serde(default)]
    pub schedule: Option<Schedule>,
    /// When it was last changed, as the daemon tells it.
    #[serde(default)]
    pub changed_at: Option<Timestamp>,
    /// The local date of the next making by itself, as the daemon tells it.
    #[serde(default)]
    pub next_on: Option<Date>,
    /// Why the last making by itself made nothing.
    #[serde(default)]
    pub trouble: Option<String>,
}

/// A report that is to be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewReport {
    pub definition: Definition,
    pub period: Period,
    /// The saved report that it is one of.
    #[serde(default)]
    pub name: Option<ReportName>,
}

/// A report that was made: it stays as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeReport {
    pub id: ReportId,
    #[serde(default)]
    pub name: Option<ReportName>,
    pub definition: Definition,
    /// That of the template then.
    pub version: u32,
    pub period: Period,
    pub title: String,
    pub made_at: Timestamp,
    /// The local date for which it was made by itself.
    #[serde(default)]
    pub due_on: Option<Date>,
    #[serde(default)]
    pub coverage: Option<Coverage>,
    /// SHA-256 of the definition and of the data, in hexadecimal digits: those in the footer begin so.
    pub definition_digest: String,
    pub data_digest: String,
}

/// Which reports that were made are wanted, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeFilter {
    #[serde(default)]
    pub name: Option<ReportName>,
    #[serde(default)]
    pub template: Option<Template>,
}

/// What a report that was made is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    Pdf,
    /// The tables.
    Csv,
}

impl Form {
    pub const ALL: [Self; 2] = [Self::Pdf, Self::Csv];

    /// Returns the name used on the command line and as the ending of files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Csv => "csv",
        }
    }

    /// Returns the form with this [`name`](Self::name).
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.name() == name)
    }
}

/// Which piece of a file is wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportFileQuery {
    pub id: ReportId,
    pub form: Form,
    #[serde(default)]
    pub dialect: Dialect,
    /// Bytes to leave out.
    pub offset: u64,
}

/// A piece of a file, at most [`crate::api::MAX_UPLOAD_PART`] bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportPart {
    /// Of the file: letters, figures, `-`, `_` and `.` only.
    pub name: String,
    pub bytes: ByteBuf,
    /// Of the whole file.
    pub size: u64,
}

/// What came of making a report anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum ReportCheck {
    /// The same document, to the digest.
    Same,
    /// Figures have changed: these, up to a hundred, and how many in all.
    Changed { changes: Vec<SheetChange>, n_changes: u64 },
    /// The template has another version now.
    NewVersion { was: u32, is: u32 },
}

/// A figure that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetChange {
    /// Where: the table or part, the row, the column or name.
    pub place: String,
    /// `None`: there was none, or it was missing.
    #[serde(default)]
    pub was: Option<String>,
    #[serde(default)]
    pub is: Option<String>,
}

/// Saved reports of one account.
pub const MOST_SAVED: u64 = 100;
/// Sites that are named in one definition.
pub const MOST_SITES: usize = 500;
