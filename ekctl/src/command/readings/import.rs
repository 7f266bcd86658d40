//! Importing files: how far it has got, and where every value went.
//!
//! A long CSV file becomes several documents, cut at the ends of lines. What an earlier run of the same import did is
//! not done again, and counted with the rest.

use std::io::{self, Write};
use std::path::Path;

use common::id::DocumentId;
use common::language::{Argument, Language};
use common::source::{Document, Outcome, Problem, Tally};
use common::text::visible;
use indicatif::{ProgressBar, ProgressStyle};

use super::send::Sending;
use crate::cli::readings::ImportArgs;
use crate::command::problem_cells;
use crate::command::sources::{outcome_cells, problem_footer};
use crate::exit::Failure;
use crate::output::{Output, Pick, Talk, Word, row};
use crate::session::Session;
use crate::text::texts;

row! {
    /// What became of an imported file or a part of it.
    pub struct ImportRow: "import" brief [name, outcome, received, stored, duplicate, quarantined, rejected] {
        /// file as given
        pub file: String,
        /// name of the document: the file's, with #1, #2… where it was cut
        pub name: String,
        /// number of the document
        pub document: DocumentId,
        /// taken or parked
        pub outcome: Word,
        /// why it was parked
        pub problem: Option<Word>,
        /// the facts of the problem
        pub detail: Option<String>,
        /// lines or elements with values
        pub n_rows: u64,
        /// values received
        pub received: u64,
        /// values stored
        pub stored: u64,
        /// values that were there already
        pub duplicate: u64,
        /// values that corrected others
        pub corrected: u64,
        /// values that wait for a person
        pub quarantined: u64,
        /// values refused
        pub rejected: u64,
    }
}

/// What all files brought together.
#[derive(Default)]
struct Total {
    tally: Tally,
    n_documents: u64,
    /// The documents set aside and why.
    problems: Vec<(String, Problem)>,
}

/// What a person at a terminal sees meanwhile.
struct Seen {
    bar: ProgressBar,
    talk: Talk,
    language: Language,
}

impl Seen {
    fn resume(&self, path: &Path, percent: u64) -> io::Result<()> {
        if self.talk < Talk::Usual {
            return Ok(());
        }
        let path = visible(&path.display().to_string()).into_owned();
        let line = texts(self.language).format("resuming", &[("path", path.into()), ("percent", percent.into())]);
        self.bar.suspend(|| writeln!(io::stderr(), "{line}"))
    }
}

/// Imports files in the given order.
///
/// # Errors
/// A file cannot be read, a document was parked, or values were not taken under `--strict`.
pub async fn run(session: &mut Session, output: &mut Output, args: &ImportArgs) -> Result<(), Failure> {
    let seen = Seen { bar: progress(output), talk: output.talk(), language: output.look.language };
    let mut total = Total::default();
    let mut listing = output.list::<ImportRow>(&Pick::default())?;
    let mut failed = None;
    for path in &args.files {
        let mut take = |row, document: &Document| {
            total.add(document);
            Ok(listing.push(row)?)
        };
        if let Err(failure) = file(session, path, args, &seen, &mut take).await {
            failed = Some(failure);
            break;
        }
    }
    seen.bar.finish_and_clear();
    if total.n_documents > 0 {
        listing.finish_whole()?;
    }
    if total.n_documents > 1 {
        for (name, problem) in &total.problems {
            problem_footer(output, name, problem)?;
        }
        let line = total.line(output);
        output.footer(&line)?;
    }
    match failed {
        Some(failure) => Err(failure),
        None => total.verdict(args),
    }
}

async fn file(
    session: &mut Session,
    path: &Path,
    args: &ImportArgs,
    seen: &Seen,
    take: &mut dyn FnMut(ImportRow, &Document) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut sending = Sending::open(session, path, args).await?;
    seen.bar.inc_length(sending.size);
    let mut at = 0;
    for done in sending.done_before() {
        at = done.until;
        take(import_row(path, &done.document), &done.document)?;
    }
    if at > 0 {
        // What earlier runs did says nothing of the pace of this one.
        seen.bar.inc(at);
        seen.bar.reset_eta();
        seen.resume(path, at.saturating_mul(100) / sending.size.max(1))?;
    }
    while let Some(done) = sending.next(session).await? {
        seen.bar.inc(done.until.saturating_sub(at));
        at = done.until;
        take(import_row(path, &done.document), &done.document)?;
    }
    Ok(())
}

/// Returns a bar on a terminal, and one that nobody sees elsewhere.
pub(in crate::command) fn progress(output: &Output) -> ProgressBar {
    if output.talk() == Talk::Silent {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(0);
    let style =
        ProgressStyle::with_template("{percent:>3} % [{bar:30}] {bytes} / {total_bytes}  {bytes_per_sec}  {eta}");
    bar.with_style(style.expect("the template is ours").progress_chars("#-"))
}

impl Total {
    fn add(&mut self, document: &Document) {
        self.tally.add(&document.tally);
        self.n_documents += 1;
        if let Outcome::Parked { problem } = &document.outcome {
            self.problems.push((document.name.clone(), problem.clone()));
        }
    }

    fn line(&self, output: &Output) -> String {
        let number = |number: u64| Argument::from(output.look.language.number(&number.to_string()));
        let tally = &self.tally;
        let numbers = [
            ("received", number(tally.received)),
            ("stored", number(tally.stored)),
            ("duplicate", number(tally.duplicate)),
            ("corrected", number(tally.corrected)),
            ("quarantined", number(tally.quarantined)),
            ("rejected", number(tally.rejected)),
        ];
        output.look.texts().format("imported", &numbers)
    }

    fn verdict(&self, args: &ImportArgs) -> Result<(), Failure> {
        let n_values = self.tally.quarantined + self.tally.rejected;
        if let Some((_, problem)) = self.problems.first() {
            return Err(Failure::Parked { n_parked: self.problems.len() as u64, problem: problem.clone() });
        }
        if args.strict && n_values > 0 { Err(Failure::NotAllTaken { n_values }) } else { Ok(()) }
    }
}

fn import_row(path: &Path, document: &Document) -> ImportRow {
    let (outcome, problem) = outcome_cells(&document.outcome);
    let (problem, detail) = problem_cells(problem);
    ImportRow {
        file: path.display().to_string(),
        name: document.name.clone(),
        document: document.id,
        outcome,
        problem,
        detail,
        n_rows: document.n_rows,
        received: document.tally.received,
        stored: document.tally.stored,
        duplicate: document.tally.duplicate,
        corrected: document.tally.corrected,
        quarantined: document.tally.quarantined,
        rejected: document.tally.rejected,
    }
}
