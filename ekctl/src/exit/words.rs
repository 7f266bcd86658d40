//! The words of failures that take more than a message with its arguments.

use std::io;

use common::fault::Fault;
use common::invoice::file::{FileProblem, ProblemKind};
use common::language::{Argument, Language};
use common::source::Problem;
use common::text::visible;
use common::time::range::RangeError;
use common::transfer::NoCode;

use crate::cli::curve::CurveFailure;
use crate::output::figure::figures;
use crate::text::texts;

/// What is said about a failure, in one language.
pub(super) struct Told {
    pub(super) message: String,
    pub(super) hint: Option<String>,
    pub(super) similar: Vec<String>,
}

/// Why nothing of a file was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    Problem(FileProblem),
    /// A bank statement that does not add up: whoever has looked at it may take it all the same.
    Unbalanced(FileProblem),
    Fault(Fault),
}

impl Refusal {
    /// Returns the reason on one line.
    #[must_use]
    pub fn reason(&self, language: Language) -> String {
        match self {
            Self::Problem(problem) | Self::Unbalanced(problem) => file_problem_line(problem, language),
            Self::Fault(fault) => fault.message(language),
        }
    }

    /// Returns the name by which messages tell what helps.
    pub(super) const fn cure(&self) -> &'static str {
        match self {
            Self::Unbalanced(_) => "even-unbalanced",
            Self::Problem(_) | Self::Fault(_) => "look",
        }
    }
}

pub(super) fn fault_told(fault: &Fault, language: Language) -> Told {
    let (message, hint) = (fault.message(language), fault.hint(language));
    Told { message, hint, similar: fault.cause.similar().to_vec() }
}

pub(super) fn curve_told(
    failure: &CurveFailure,
    language: Language,
    tell: impl Fn(&'static str, &[(&'static str, Argument<'_>)]) -> Told,
) -> Told {
    match failure {
        CurveFailure::NoneInForce { site: Some(site) } => tell("failure-no-curve", &[("site", site.as_str().into())]),
        CurveFailure::NoneInForce { site: None } => tell("failure-no-table", &[]),
        CurveFailure::Slip { file, slip } => {
            let named = |id| texts(language).format(id, &[("place", slip.place.into())]);
            let place = match (file, slip.place) {
                (Some(file), 0) => file.display().to_string(),
                (Some(file), _) => format!("{}, {}", file.display(), named("curve-line")),
                (None, 0) => "--points".to_owned(),
                (None, _) => format!("--points, {}", named("curve-point")),
            };
            let (problem, text) = (slip.problem.name().into(), slip.text.as_str().into());
            tell("failure-curve", &[("place", place.into()), ("problem", problem), ("text", text)])
        }
    }
}

pub(super) fn parked_told(
    n_parked: u64,
    problem: &Problem,
    language: Language,
    tell: impl Fn(&'static str, &[(&'static str, Argument<'_>)]) -> Told,
) -> Told {
    let reason = problem_line(problem, language);
    tell("failure-parked", &[("documents", n_parked.into()), ("reason", reason.into())])
}

pub(super) fn range_told(
    error: &RangeError,
    tell: impl Fn(&'static str, &[(&'static str, Argument<'_>)]) -> Told,
) -> Told {
    match error {
        RangeError::Unreadable(text) => tell("range-unreadable", &[("text", text.as_str().into())]),
        RangeError::Skipped(text) => tell("range-skipped", &[("text", text.as_str().into())]),
        RangeError::Doubled(text) => tell("range-doubled", &[("text", text.as_str().into())]),
        RangeError::Backwards => tell("range-backwards", &[]),
        RangeError::Calendar => tell("range-calendar", &[]),
    }
}

/// Returns what is wrong in the reader's language, and the facts of it as the daemon tells them.
#[must_use]
pub fn problem_line(problem: &Problem, language: Language) -> String {
    let kind = language.common().get(&format!("problem-{}", problem.kind.name()));
    if problem.detail.is_empty() { kind } else { format!("{kind} ({})", visible(&problem.detail)) }
}

/// Returns what is wrong with a file of invoices or payments: what, where, what stands there, what would be right.
#[must_use]
pub fn file_problem_line(problem: &FileProblem, language: Language) -> String {
    let kind = language.common().get(&format!("file-problem-{}", problem.kind.name()));
    let line = problem.line.map(|line| texts(language).format("billing-line", &[("line", line.to_string().into())]));
    let told = |id, text: &str| {
        let text = if holds_amounts(problem.kind) { figures(text, language) } else { visible(text).into_owned() };
        (!text.is_empty()).then(|| texts(language).format(id, &[("text", text.into())]))
    };
    let place = Some(visible(&problem.field).into_owned()).filter(|field| !field.is_empty());
    let facts = [place, line, told("billing-found", &problem.found), told("billing-wanted", &problem.wanted)];
    let facts: Vec<_> = facts.into_iter().flatten().collect();
    if facts.is_empty() { kind } else { format!("{kind}: {}", facts.join(", ")) }
}

/// Tells whether what stands there, and should, are amounts: elsewhere a number may be one that only names something.
#[must_use]
pub fn holds_amounts(kind: ProblemKind) -> bool {
    kind == ProblemKind::DoesNotAddUp
}

/// Returns the name by which messages tell why a transfer has no code.
pub(super) const fn no_code_name(reason: NoCode) -> &'static str {
    match reason {
        NoCode::SplitPayment => "split-payment",
        NoCode::ForeignAccount => "foreign-account",
        NoCode::NothingToPay => "nothing-to-pay",
        NoCode::Empty => "empty",
    }
}

/// Returns the usual reasons in the reader's language, other ones in the system's words without Rust's `(os error 2)`.
pub(super) fn reason(error: &io::Error, language: Language) -> String {
    let id = match error.kind() {
        io::ErrorKind::NotFound => "reason-not-found",
        io::ErrorKind::PermissionDenied => "reason-denied",
        io::ErrorKind::IsADirectory => "reason-is-a-directory",
        io::ErrorKind::NotADirectory => "reason-not-a-directory",
        io::ErrorKind::AlreadyExists => "reason-exists",
        io::ErrorKind::DirectoryNotEmpty => "reason-not-empty",
        io::ErrorKind::ReadOnlyFilesystem => "reason-read-only",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "reason-full",
        _ => {
            let text = error.to_string();
            return text.split(" (os error").next().unwrap_or(&text).to_lowercase();
        }
    };
    texts(language).get(id)
}
