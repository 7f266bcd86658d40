//! The words of failures that take more than a message with its arguments.

use std::io;

use common::fault::Fault;
use common::language::{Argument, Language};
use common::source::Problem;
use common::text::visible;
use common::time::range::RangeError;

use crate::cli::curve::CurveFailure;
use crate::text::texts;

/// What is said about a failure, in one language.
pub(super) struct Told {
    pub(super) message: String,
    pub(super) hint: Option<String>,
    pub(super) similar: Vec<String>,
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
