//! How a command ends: the status for scripts, the words for people, the object for programs.
//!
//! The statuses are those of `ekctl(1)` and never change their meaning. Knows nothing of how the answer was made.

mod words;

use std::io::{self, Write};
use std::path::PathBuf;

use common::audit::Flaw;
use common::cell::json_text;
use common::fault::{Fault, FaultCode};
use common::id::ReportId;
use common::language::{Argument, Language};
use common::logbook::sealed::PageError;
use common::quantity::Quantity;
use common::series::PackError;
use common::source::Problem;
use common::text::visible;
use common::time::range::RangeError;
use common::transfer::NoCode;
use jiff::Timestamp;

use crate::cli::curve::CurveFailure;
use crate::cli::quantity::with_words;
use crate::cli::rule_file::RuleSlip;
use crate::cli::usage::Usage;
use crate::entry::EntryError;
use crate::output::{PickError, SheetError};
use crate::text::texts;
use words::{Told, curve_told, fault_told, no_code_name, parked_told, range_told, reason};

pub use words::{Refusal, file_problem_line, holds_amounts, problem_line};

/// The exit statuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Status {
    Done = 0,
    Failed = 1,
    Usage = 2,
    NotFound = 3,
    LoginNeeded = 4,
    NotAllowed = 5,
    Unreachable = 6,
    Refused = 7,
    Partly = 8,
    Version = 9,
    Found = 10,
    Interrupted = 130,
    Terminated = 143,
}

/// What a check tells a monitoring system, which has statuses of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Verdict {
    Fine = 0,
    Warning = 1,
    Critical = 2,
    Unknown = 3,
}

/// Why a command did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error(transparent)]
    Fault(#[from] Fault),
    /// In the middle of a long file that the same command goes on with.
    #[error("{0}")]
    Interrupted(Fault),
    #[error("{} is being imported already", path.display())]
    ImportRuns { path: PathBuf },
    #[error(transparent)]
    Entry(#[from] EntryError),
    #[error(transparent)]
    Usage(#[from] Usage),
    #[error(transparent)]
    Range(#[from] RangeError),
    #[error("there is no column {name}")]
    NoSuchColumn { name: String, known: Vec<&'static str> },
    #[error("there is no meter {text}")]
    NoSuchMeter { text: String, similar: Vec<String> },
    #[error(transparent)]
    Curve(#[from] CurveFailure),
    /// A file of rules or of settings with a slip.
    #[error("a file has a slip")]
    RuleFile {
        file: PathBuf,
        #[source]
        slip: Box<RuleSlip>,
    },
    #[error("there is a rule {name} already")]
    RuleExists { name: String },
    #[error("the editor {command} failed")]
    Editor {
        command: String,
        #[source]
        cause: io::Error,
    },
    #[error("{n_alarms} alarms")]
    AlarmsActive { n_alarms: u64 },
    /// The answer has said it all; the status is the monitoring system's.
    #[error("the check says {0:?}")]
    Checked(Verdict),
    #[error("there is no schema {name}")]
    NoSuchSchema { name: String, similar: Option<&'static str>, known: Vec<&'static str> },
    #[error(transparent)]
    Pack(#[from] PackError),
    #[error(transparent)]
    Page(#[from] PageError),
    #[error("the installation's zone {0} is unknown")]
    Zone(String),
    #[error("{} cannot be read", path.display())]
    Unreadable {
        path: PathBuf,
        #[source]
        cause: io::Error,
    },
    #[error("{} cannot be written", path.display())]
    Unwritable {
        path: PathBuf,
        #[source]
        cause: io::Error,
    },
    /// What the command has a flag for.
    #[error("{} is there already", path.display())]
    FileExists { path: PathBuf },
    #[error("{} is no cursor of ours", path.display())]
    BadCursor { path: PathBuf },
    #[error("{} belongs to another archive", path.display())]
    OtherArchive { path: PathBuf },
    #[error("no directory for the cursor is known")]
    NoStateDirectory,
    #[error("{n_parked} documents were parked")]
    Parked { n_parked: u64, problem: Problem },
    #[error("{n_values} values were quarantined or rejected")]
    NotAllTaken { n_values: u64 },
    #[error("{n_changes} figures of report {number} are not as they were")]
    ReportChanged { number: ReportId, n_changes: u64 },
    /// What the template makes now cannot be held against what it made then.
    #[error("report {number} is of an older version of its template")]
    ReportAged { number: ReportId },
    #[error("{n_refused} of {n_files} files were refused")]
    FilesRefused { n_refused: u64, n_files: u64, name: String, refusal: Box<Refusal> },
    #[error("bill {number} differs from what it should be")]
    BillDiffers { number: String },
    /// Some of it could not be recomputed.
    #[error("nothing can be told of bill {number}")]
    BillUnclear { number: String },
    #[error("the transfer has no code: {reason}")]
    NoTransferCode { reason: NoCode },
    #[error("{n_stretches} stretches of the archive are damaged")]
    Damaged { n_stretches: u64, stretches: String },
    #[error("{n_findings} findings in the archive")]
    Found { n_findings: u64, cure: Cure },
    #[error("{} may not be seen", files.join(", "))]
    LeftOut { files: Vec<&'static str> },
    #[error("line {number} of the audit log is {}", flaw.name())]
    Broken { number: i64, flaw: Flaw },
    #[error("the {} at {at} has too many digits", quantity.name())]
    TooLong { quantity: Quantity, at: Timestamp },
    #[error(transparent)]
    Output(io::Error),
}

/// What helps against most of what a verification found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cure {
    /// Readings are lost; the documents that brought them have them.
    ImportAgain,
    /// Only figures made from readings are wrong; the daemon's log says why.
    AskTheLog,
}

impl Cure {
    const fn name(self) -> &'static str {
        match self {
            Self::ImportAgain => "import",
            Self::AskTheLog => "log",
        }
    }
}

impl From<PickError> for Failure {
    fn from(error: PickError) -> Self {
        match error {
            PickError::NoSuchColumn { name, known } => Self::NoSuchColumn { name, known },
            PickError::Io(error) => Self::Output(error),
        }
    }
}

impl From<SheetError> for Failure {
    fn from(error: SheetError) -> Self {
        match error {
            SheetError::TooLong { quantity, at } => Self::TooLong { quantity, at },
            SheetError::Io(error) => Self::Output(error),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl Failure {
    #[must_use]
    pub const fn status(&self) -> Status {
        match self {
            Self::Entry(error) => error.status(),
            Self::Fault(fault) | Self::Interrupted(fault) => match fault.code {
                FaultCode::NotFound => Status::NotFound,
                FaultCode::LoginNeeded => Status::LoginNeeded,
                FaultCode::NotAllowed => Status::NotAllowed,
                // A full disk is emptied by a person and then the daemon goes on: the same call may succeed later.
                FaultCode::Unreachable | FaultCode::StorageFull => Status::Unreachable,
                FaultCode::Refused => Status::Refused,
                FaultCode::Version => Status::Version,
                FaultCode::Internal => Status::Failed,
            },
            Self::Usage(_)
            | Self::Range(_)
            | Self::NoSuchColumn { .. }
            | Self::RuleFile { .. }
            | Self::Curve(CurveFailure::Slip { .. }) => Status::Usage,
            Self::NoSuchMeter { .. } | Self::NoSuchSchema { .. } | Self::Curve(CurveFailure::NoneInForce { .. }) => {
                Status::NotFound
            }
            Self::Pack(_) | Self::Page(_) => Status::Version,
            Self::Zone(_)
            | Self::Unreadable { .. }
            | Self::Unwritable { .. }
            | Self::FileExists { .. }
            | Self::BadCursor { .. }
            | Self::NoStateDirectory
            | Self::TooLong { .. }
            | Self::Editor { .. }
            | Self::Output(_) => Status::Failed,
            Self::Parked { .. }
            | Self::OtherArchive { .. }
            | Self::ImportRuns { .. }
            | Self::RuleExists { .. }
            | Self::NoTransferCode { .. } => Status::Refused,
            Self::FilesRefused { n_refused, n_files, .. } if *n_refused == *n_files => Status::Refused,
            Self::FilesRefused { .. } | Self::NotAllTaken { .. } | Self::Damaged { .. } | Self::LeftOut { .. } => {
                Status::Partly
            }
            Self::Found { .. }
            | Self::Broken { .. }
            | Self::AlarmsActive { .. }
            | Self::ReportChanged { .. }
            | Self::ReportAged { .. }
            | Self::BillDiffers { .. }
            | Self::BillUnclear { .. }
            | Self::Checked(_) => Status::Found,
        }
    }

    /// Returns the name on which programs decide.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Entry(error) => error.code(),
            Self::Fault(fault) | Self::Interrupted(fault) => match fault.code {
                FaultCode::NotFound => "not_found",
                FaultCode::LoginNeeded => "login_needed",
                FaultCode::NotAllowed => "not_allowed",
                FaultCode::Unreachable => "unreachable",
                FaultCode::Refused => "refused",
                FaultCode::Version => "version",
                FaultCode::StorageFull => "storage_full",
                FaultCode::Internal => "internal",
            },
            Self::Usage(_)
            | Self::Range(_)
            | Self::NoSuchColumn { .. }
            | Self::RuleFile { .. }
            | Self::Curve(CurveFailure::Slip { .. }) => "usage",
            Self::NoSuchMeter { .. } | Self::NoSuchSchema { .. } | Self::Curve(CurveFailure::NoneInForce { .. }) => {
                "not_found"
            }
            Self::Pack(_) | Self::Page(_) => "version",
            Self::Unreadable { .. } => "unreadable_file",
            Self::Zone(_)
            | Self::Unwritable { .. }
            | Self::FileExists { .. }
            | Self::NoStateDirectory
            | Self::TooLong { .. }
            | Self::Editor { .. }
            | Self::Output(_) => "failed",
            Self::BadCursor { .. } => "bad_cursor",
            Self::OtherArchive { .. } => "other_archive",
            Self::ImportRuns { .. } => "import_runs",
            Self::Parked { .. } => "parked",
            Self::FilesRefused { n_refused, n_files, .. } if *n_refused == *n_files => "refused",
            Self::FilesRefused { .. } | Self::NotAllTaken { .. } | Self::LeftOut { .. } => "partly",
            Self::Damaged { .. } => "damaged",
            Self::RuleExists { .. } | Self::NoTransferCode { .. } => "refused",
            Self::Found { .. }
            | Self::Broken { .. }
            | Self::AlarmsActive { .. }
            | Self::ReportChanged { .. }
            | Self::ReportAged { .. }
            | Self::BillDiffers { .. }
            | Self::BillUnclear { .. }
            | Self::Checked(_) => "found",
        }
    }

    /// Returns the number with which the program ends.
    #[must_use]
    pub const fn exit(&self) -> u8 {
        if let Self::Checked(verdict) = self { *verdict as u8 } else { self.status() as u8 }
    }

    /// Returns what happened, on one line.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        visible(&self.told(language).message).into_owned()
    }

    /// Tells whether the reader of our output has gone: a quiet end, not a failure.
    #[must_use]
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// Tells whether somebody ended the program on purpose, and needs not be told.
    #[must_use]
    pub const fn is_signal(&self) -> bool {
        matches!(self, Self::Entry(EntryError::Signal(_)))
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each failure")]
    fn told(&self, language: Language) -> Told {
        let tell = |id, arguments: &[(&'static str, Argument<'_>)]| Told {
            message: texts(language).format(id, arguments),
            hint: texts(language).attribute(id, "hint", arguments),
            similar: Vec::new(),
        };
        let path = |path: &PathBuf| Argument::from(path.display().to_string());
        let of_file = |file, cause| [("path", path(file)), ("reason", reason(cause, language).into())];
        match self {
            Self::Fault(fault) => fault_told(fault, language),
            Self::Interrupted(fault) => tell("failure-interrupted", &[("reason", fault.message(language).into())]),
            Self::ImportRuns { path: file } => tell("failure-import-runs", &[("path", path(file))]),
            Self::Usage(usage) => {
                let (id, arguments) = usage.message();
                Told { similar: with_words(&usage.known, language), ..tell(id, &arguments) }
            }
            Self::Range(error) => range_told(error, tell),
            Self::NoSuchColumn { name, known } => {
                let similar = known.iter().map(|name| (*name).to_owned()).collect();
                Told { similar, ..tell("failure-no-such-column", &[("name", name.as_str().into())]) }
            }
            Self::NoSuchMeter { text, similar } => {
                Told { similar: similar.clone(), ..tell("failure-no-such-meter", &[("text", text.as_str().into())]) }
            }
            Self::NoSuchSchema { name, similar, known } => {
                let things = if similar.is_some() { similar.as_slice() } else { known };
                let similar = things.iter().map(|name| (*name).to_owned()).collect();
                Told { similar, ..tell("failure-no-such-schema", &[("name", name.as_str().into())]) }
            }
            Self::Curve(failure) => curve_told(failure, language, tell),
            Self::RuleFile { file, slip } => {
                let similar = slip.similar.iter().cloned().collect();
                Told { similar, ..tell("failure-rule-file", &slip.arguments(file, language)) }
            }
            Self::RuleExists { name } => tell("failure-rule-exists", &[("name", name.as_str().into())]),
            Self::Editor { command, cause } => {
                let reason = reason(cause, language);
                tell("failure-editor", &[("command", command.as_str().into()), ("reason", reason.into())])
            }
            Self::AlarmsActive { n_alarms } => tell("failure-alarms-active", &[("alarms", (*n_alarms).into())]),
            Self::ReportChanged { number, n_changes } => {
                let number = number.to_string();
                tell("failure-report-changed", &[("number", number.into()), ("changes", (*n_changes).into())])
            }
            Self::ReportAged { number } => tell("failure-report-aged", &[("number", number.to_string().into())]),
            Self::FilesRefused { n_refused, n_files, name, refusal } => {
                let reason = refusal.reason(language);
                let numbers = [("refused", (*n_refused).into()), ("files", (*n_files).into())];
                let cure = ("cure", refusal.cure().into());
                let texts = [("name", name.as_str().into()), ("reason", reason.into()), cure];
                tell("failure-files-refused", &numbers.into_iter().chain(texts).collect::<Vec<_>>())
            }
            Self::BillDiffers { number } => tell("failure-bill-differs", &[("number", number.as_str().into())]),
            Self::BillUnclear { number } => tell("failure-bill-unclear", &[("number", number.as_str().into())]),
            Self::NoTransferCode { reason } => {
                tell("failure-no-transfer-code", &[("reason", no_code_name(*reason).into())])
            }
            Self::Checked(_) => tell("failure-checked", &[]),
            Self::Page(error) => tell("failure-page", &[("reason", error.to_string().into())]),
            Self::Pack(error) => tell("failure-pack", &[("reason", error.to_string().into())]),
            Self::Zone(name) => tell("failure-zone", &[("name", name.as_str().into())]),
            Self::Entry(error) => {
                let (id, arguments) = error.message(|cause| reason(cause, language));
                tell(id, &arguments)
            }
            Self::Unreadable { path, cause } => tell("failure-unreadable", &of_file(path, cause)),
            Self::Unwritable { path, cause } => tell("failure-unwritable", &of_file(path, cause)),
            Self::FileExists { path: file } => tell("failure-file-exists", &[("path", path(file))]),
            Self::BadCursor { path: file } => tell("failure-bad-cursor", &[("path", path(file))]),
            Self::OtherArchive { path: file } => tell("failure-other-archive", &[("path", path(file))]),
            Self::NoStateDirectory => tell("failure-no-state-directory", &[]),
            Self::Parked { n_parked, problem } => parked_told(*n_parked, problem, language, tell),
            Self::NotAllTaken { n_values } => tell("failure-not-all-taken", &[("values", (*n_values).into())]),
            Self::Damaged { n_stretches, stretches } => {
                tell("failure-damaged", &[("n", (*n_stretches).into()), ("stretches", stretches.as_str().into())])
            }
            Self::LeftOut { files } => tell("failure-left-out", &[("files", files.join(", ").into())]),
            Self::Found { n_findings, cure } => {
                tell("failure-found", &[("findings", (*n_findings).into()), ("cure", cure.name().into())])
            }
            Self::Broken { number, flaw } => {
                tell("failure-broken", &[("number", number.to_string().into()), ("flaw", flaw.name().into())])
            }
            Self::TooLong { quantity, at } => {
                tell("failure-too-long", &[("quantity", quantity.name().into()), ("at", at.to_string().into())])
            }
            Self::Output(error) => tell("failure-output", &[("reason", reason(error, language).into())]),
        }
    }

    /// Writes the failure for people, in their language.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn tell(&self, out: &mut dyn Write, language: Language) -> io::Result<()> {
        /// Where the code and the status end, on a line that is usually shorter.
        const WIDTH: usize = 78;
        let texts = texts(language);
        let told = self.told(language);
        writeln!(out, "{}", texts.format("error", &[("message", visible(&told.message).into())]))?;
        if !told.similar.is_empty() {
            // What has no name ends with a blank after its code.
            let similar: Vec<_> = told.similar.iter().map(|thing| visible(thing.trim()).into_owned()).collect();
            let similar = similar.join(", ");
            writeln!(out, "  {}", texts.format(self.similar_id(), &[("things", similar.into())]))?;
        }
        let hint = told.hint.map(|hint| texts.format("try", &[("hint", visible(&hint).into())]));
        let line = hint.map_or_else(String::new, |hint| format!("  {hint}"));
        let status = self.status() as u8;
        let end = texts.format("exit", &[("code", self.code().into()), ("status", status.into())]);
        let gap = WIDTH.saturating_sub(line.chars().count() + end.chars().count());
        let gap = if line.is_empty() { 2 } else { gap.max(4) };
        writeln!(out, "{line}{}{end}", " ".repeat(gap))
    }

    /// Returns the message for what could have stood there: all that is known, or only what is alike.
    const fn similar_id(&self) -> &'static str {
        let all = matches!(self, Self::NoSuchColumn { .. } | Self::NoSuchSchema { similar: None, .. } | Self::Usage(_));
        if all { "known" } else { "similar" }
    }

    /// Writes the failure for programs: one line of JSON in English.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn tell_programs(&self, out: &mut dyn Write) -> io::Result<()> {
        let told = self.told(Language::English);
        out.write_all(b"{\"error\":{\"code\":")?;
        json_text(out, self.code())?;
        out.write_all(b",\"message\":")?;
        json_text(out, &told.message)?;
        out.write_all(b",\"hint\":")?;
        match &told.hint {
            Some(hint) => json_text(out, hint)?,
            None => out.write_all(b"null")?,
        }
        let request = if let Self::Fault(fault) | Self::Interrupted(fault) = self
            && let Some(request) = fault.request
        {
            request.to_string()
        } else {
            "null".to_owned()
        };
        writeln!(out, ",\"request\":{request},\"exit\":{}}}}}", self.status() as u8)
    }
}
