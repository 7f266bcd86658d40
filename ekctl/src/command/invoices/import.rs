//! Importing files with invoices and bank statements: what became of each, and of all of them.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use common::api::{EkClient, MAX_UPLOAD_PART, OnceKey, UploadPart};
use common::fault::{Cause, Fault, FaultCode};
use common::invoice::file::{
    BillingFile, BillingTally, FileOutcome, FileProblem, ImportMode, NewBillingFile, ProblemKind,
};
use common::invoice::told::ToldFile;
use common::language::Argument;
use common::money::{Currency, Money};
use indicatif::ProgressBar;
use serde_bytes::ByteBuf;
use sha2::{Digest as _, Sha256};

use super::files::{BillingFileRow, file_row};
use crate::cli::invoices::BillingImportArgs;
use crate::cli::rule_file;
use crate::cli::told_file;
use crate::cli::usage::Usage;
use crate::command::readings::import::progress;
use crate::command::tickets::attach::hexadecimal_of;
use crate::exit::{Failure, Refusal, file_problem_line};
use crate::output::{Output, Pick};
use crate::session::{Session, once_key};

/// What all files brought together.
#[derive(Default)]
struct Total {
    n_files: u64,
    n_known: u64,
    n_flagged: u64,
    tally: BillingTally,
    /// Files of which nothing was taken, and why.
    refused: Vec<(String, Refusal)>,
    /// Files that were taken, and what is odd about them.
    odd: Vec<(String, FileProblem)>,
}

/// Imports files in the given order, those of a directory by name.
///
/// # Errors
/// A file cannot be read, figures have a slip, or files were refused: the others are taken in all the same.
pub async fn run(session: &mut Session, output: &mut Output, args: &BillingImportArgs) -> Result<(), Failure> {
    let files = files(args)?;
    let of_one = [("--told", args.told.is_some()), ("--ksef-number", args.ksef_number.is_some())];
    if let Some((argument, _)) = of_one.into_iter().find(|(_, is_told)| *is_told && files.len() != 1) {
        return Err(Usage::of_one_file(argument).into());
    }
    let told = files.iter().map(|path| told(path, args)).collect::<Result<Vec<_>, _>>()?;
    let bar = progress(output);
    bar.set_length(sizes(&files)?);
    let mut total = Total::default();
    let mut listing = output.list::<BillingFileRow>(&Pick::default())?;
    let mut failed = None;
    for (path, told) in files.iter().zip(told) {
        match file(session, path, told, args, &bar).await {
            Ok(file) => {
                total.add(&file);
                listing.push(file_row(file))?;
            }
            Err(Failure::Fault(fault)) if fault.code == FaultCode::Refused => total.refuse(path, fault),
            Err(failure) => {
                failed = Some(failure);
                break;
            }
        }
    }
    bar.finish_and_clear();
    if total.n_files > 0 {
        listing.finish_whole()?;
        total.tell(output, args)?;
    }
    match failed {
        Some(failure) => Err(failure),
        None => total.verdict(),
    }
}

/// Returns the files that are meant, each directory as the files in it.
///
/// # Errors
/// A directory cannot be read.
fn files(args: &BillingImportArgs) -> Result<Vec<PathBuf>, Failure> {
    let mut all = Vec::new();
    for path in &args.files {
        let unreadable = |cause| Failure::Unreadable { path: path.clone(), cause };
        if !fs::metadata(path).map_err(unreadable)?.is_dir() {
            all.push(path.clone());
            continue;
        }
        let mut inside = Vec::new();
        for entry in fs::read_dir(path).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let is_file = entry.file_type().map_err(unreadable)?.is_file();
            if is_file && !is_companion(&entry.path()) {
                inside.push(entry.path());
            }
        }
        inside.sort();
        all.extend(inside);
    }
    Ok(all)
}

/// Tells whether a file of a directory only belongs to another, or is nobody's business.
fn is_companion(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    // The daemon lays why a file was parked beside it.
    name.starts_with('.') || name.ends_with(".reason.txt") || has_extension(path, "toml") || has_extension(path, "upo")
}

fn has_extension(path: &Path, wanted: &str) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(wanted))
}

/// Returns the figures of a PDF, from the file that is named or the one beside it.
///
/// # Errors
/// The file cannot be read, or has a slip.
fn told(path: &Path, args: &BillingImportArgs) -> Result<Option<ToldFile>, Failure> {
    if !has_extension(path, "pdf") {
        return Ok(None);
    }
    let beside = path.with_extension("toml");
    let file = args.told.clone().or_else(|| beside.is_file().then_some(beside));
    let Some(file) = file else { return Ok(None) };
    let text = rule_file::load(&file).map_err(|cause| Failure::Unreadable { path: file.clone(), cause })?;
    let told = told_file::read(&text).map_err(|slip| Failure::RuleFile { file, slip: Box::new(slip) })?;
    Ok(Some(told))
}

fn sizes(files: &[PathBuf]) -> Result<u64, Failure> {
    let size = |path: &PathBuf| {
        let metadata = fs::metadata(path).map_err(|cause| Failure::Unreadable { path: path.clone(), cause })?;
        Ok(metadata.len())
    };
    files.iter().map(size).sum()
}

async fn file(
    session: &mut Session,
    path: &Path,
    told: Option<ToldFile>,
    args: &BillingImportArgs,
    bar: &ProgressBar,
) -> Result<BillingFile, Failure> {
    let key = once_key();
    let (size, digest) = send(session, path, &key, bar).await?;
    let mode = match (args.dry_run, args.even_unbalanced) {
        (true, _) => ImportMode::Trial,
        (false, true) => ImportMode::EvenUnbalanced,
        (false, false) => ImportMode::Usual,
    };
    let (told, of_file) = told.map_or((None, None), |file| (Some(file.told), file.ksef_number));
    let new = NewBillingFile {
        name: name(path),
        mapping: args.mapping.clone(),
        size,
        digest,
        ksef_number: args.ksef_number.clone().or(of_file),
        told,
        mode,
    };
    let call = async |ek: &EkClient, context, key| ek.import_billing(context, key, new.clone()).await;
    session.ask_keyed(&key, call).await
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// Sends a file piece by piece, and returns its size and its SHA-256.
async fn send(session: &mut Session, path: &Path, key: &OnceKey, bar: &ProgressBar) -> Result<(u64, String), Failure> {
    let unreadable = |cause| Failure::Unreadable { path: path.to_owned(), cause };
    let mut file = File::open(path).map_err(unreadable)?;
    let (mut digest, mut offset) = (Sha256::new(), 0);
    loop {
        let mut piece = Vec::new();
        file.seek(SeekFrom::Start(offset)).map_err(unreadable)?;
        file.by_ref().take(MAX_UPLOAD_PART as u64).read_to_end(&mut piece).map_err(unreadable)?;
        // An empty file is sent, too: what is wrong with it is the daemon's to say.
        if piece.is_empty() && offset > 0 {
            return Ok((offset, hexadecimal_of(&digest.finalize())));
        }
        digest.update(&piece);
        let (end, is_empty) = (offset + piece.len() as u64, piece.is_empty());
        let part = UploadPart { key: key.clone(), offset, bytes: ByteBuf::from(piece) };
        let call = async |ek: &EkClient, context, _: OnceKey| ek.upload_billing(context, part.clone()).await;
        let arrived = session.ask_once(call).await?;
        if arrived < end {
            return Err(Fault::from(Cause::UploadIncomplete { arrived }).into());
        }
        bar.inc(end - offset);
        offset = end;
        if is_empty {
            return Ok((0, hexadecimal_of(&digest.finalize())));
        }
    }
}

/// Problems of one file that was taken all the same, of those that are told; `invoices files` tells all.
const MOST_TOLD: usize = 5;

impl Total {
    fn add(&mut self, file: &BillingFile) {
        self.n_files += 1;
        self.tally = sum(&self.tally, &file.tally);
        let first = file.problems.first().cloned();
        match file.outcome {
            FileOutcome::Taken => {}
            FileOutcome::Known => self.n_known += 1,
            FileOutcome::Flagged => {
                self.n_flagged += 1;
                let told = file.problems.iter().take(MOST_TOLD).cloned();
                self.odd.extend(told.map(|problem| (file.name.clone(), problem)));
            }
            FileOutcome::Refused => {
                let problem = first.unwrap_or_else(unknown_problem);
                let is_unbalanced = !file.kind.has_invoices() && problem.kind == ProblemKind::DoesNotAddUp;
                let refusal = if is_unbalanced { Refusal::Unbalanced } else { Refusal::Problem };
                self.refused.push((file.name.clone(), refusal(problem)));
            }
        }
    }

    fn refuse(&mut self, path: &Path, fault: Fault) {
        self.n_files += 1;
        self.refused.push((name(path), Refusal::Fault(fault)));
    }

    /// Tells people what is odd about files, and what all of them brought.
    fn tell(&self, output: &mut Output, args: &BillingImportArgs) -> Result<(), Failure> {
        let language = output.look.language;
        if args.dry_run {
            output.note(&output.look.texts().get("billing-trial"))?;
        }
        if self.n_files < 2 {
            // The answer has said it all.
            return Ok(());
        }
        let odd = self.odd.iter().map(|(name, problem)| (name, file_problem_line(problem, language)));
        let refused = self.refused.iter().map(|(name, refusal)| (name, refusal.reason(language)));
        for (name, reason) in odd.chain(refused) {
            output.footer(&common::text::visible(&format!("{name}: {reason}")))?;
        }
        let number = |number: u64| Argument::from(language.number(&number.to_string()));
        let money = |amount: Money| Argument::from(output.look.sum(amount, Currency::PLN));
        let n_refused = self.refused.len() as u64;
        let numbers = [
            ("files", number(self.n_files)),
            ("taken", number(self.n_files - self.n_flagged - self.n_known - n_refused)),
            ("flagged", number(self.n_flagged)),
            ("known", number(self.n_known)),
            ("refused", number(n_refused)),
            ("new", number(self.tally.n_new)),
            ("unassigned", number(self.tally.n_unassigned)),
            ("payable", money(self.tally.payable)),
            ("booked", number(self.tally.n_booked)),
            ("matched", number(self.tally.n_matched)),
            ("amount", money(self.tally.booked)),
        ];
        let texts = output.look.texts();
        let mut ids = vec!["billing-imported"];
        ids.extend((self.tally.n_invoices > 0).then_some("billing-imported-invoices"));
        ids.extend((self.tally.n_statements > 0).then_some("billing-imported-payments"));
        for id in ids {
            output.footer(&texts.format(id, &numbers))?;
        }
        Ok(())
    }

    fn verdict(mut self) -> Result<(), Failure> {
        let n_refused = self.refused.len() as u64;
        let Some((name, refusal)) = self.refused.drain(..).next() else { return Ok(()) };
        Err(Failure::FilesRefused { n_refused, n_files: self.n_files, name, refusal: Box::new(refusal) })
    }
}

fn unknown_problem() -> FileProblem {
    let (field, found, wanted) = (String::new(), String::new(), String::new());
    FileProblem { kind: ProblemKind::Unknown, field, line: None, found, wanted }
}

fn sum(one: &BillingTally, other: &BillingTally) -> BillingTally {
    BillingTally {
        n_invoices: one.n_invoices + other.n_invoices,
        n_new: one.n_new + other.n_new,
        n_known: one.n_known + other.n_known,
        n_unassigned: one.n_unassigned + other.n_unassigned,
        payable: one.payable + other.payable,
        n_statements: one.n_statements + other.n_statements,
        n_entries: one.n_entries + other.n_entries,
        n_booked: one.n_booked + other.n_booked,
        n_booked_before: one.n_booked_before + other.n_booked_before,
        n_outgoing: one.n_outgoing + other.n_outgoing,
        n_pending: one.n_pending + other.n_pending,
        n_matched: one.n_matched + other.n_matched,
        booked: one.booked + other.booked,
    }
}
