//! Sending files to the daemon, piece by piece, and telling where every value went.
//!
//! A long CSV file becomes several documents, cut at the ends of lines; nothing is ever held whole. Each document has
//! a key made before the first try, so that a repeated try stores nothing twice.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use common::api::{EkClient, MAX_UPLOAD_PART, NewDocument, OnceKey, UploadPart};
use common::fault::{Cause, Fault};
use common::id::DocumentId;
use common::language::Argument;
use common::source::{Document, Outcome, Problem, Tally};
use common::wire::MAX_WAIT;
use indicatif::{ProgressBar, ProgressStyle};
use serde_bytes::ByteBuf;
use sha2::{Digest, Sha256};

use super::cut::{Cutter, Part, is_csv};
use crate::cli::readings::ImportArgs;
use crate::command::problem_cells;
use crate::command::sources::{outcome_cells, problem_footer};
use crate::exit::Failure;
use crate::output::{Output, Pick, Talk, Word, row};
use crate::session::Session;

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

/// Longest CSV that is sent as one document, in bytes.
const LONGEST_DOCUMENT: u64 = 8 << 20;
/// How often an import whose answer is late is asked about again; the key makes that harmless.
const PATIENT_TRIES: u32 = 10;

/// What all files brought together.
#[derive(Default)]
struct Total {
    tally: Tally,
    n_documents: u64,
    /// The documents set aside and why.
    problems: Vec<(String, Problem)>,
}

/// A file being sent.
struct Sending<'a> {
    file: File,
    size: u64,
    path: &'a Path,
    name: String,
    args: &'a ImportArgs,
    progress: &'a ProgressBar,
}

/// Imports files in the given order.
///
/// # Errors
/// A file cannot be read, a document was parked, or values were not taken under `--strict`.
pub async fn run(session: &mut Session, output: &mut Output, args: &ImportArgs) -> Result<(), Failure> {
    let progress = progress(output);
    let mut total = Total::default();
    let mut listing = output.list::<ImportRow>(&Pick::default())?;
    let mut failed = None;
    for path in &args.files {
        let mut take = |row, document: &Document| {
            total.add(document);
            Ok(listing.push(row)?)
        };
        if let Err(failure) = file(session, path, args, &progress, &mut take).await {
            failed = Some(failure);
            break;
        }
    }
    progress.finish_and_clear();
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
    progress: &ProgressBar,
    take: &mut dyn FnMut(ImportRow, &Document) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let unreadable = |cause| Failure::Unreadable { path: path.to_owned(), cause };
    let (file, name) = open(path).map_err(unreadable)?;
    let size = file.metadata().map_err(unreadable)?.len();
    progress.inc_length(size);
    let mut sending = Sending { file, size, path, name, args, progress };
    let mut parts = sending.parts().map_err(unreadable)?;
    let mut number = 0;
    loop {
        let part = match &mut parts {
            Some(cutter) => cutter.next_part().map_err(unreadable)?,
            None if number == 0 => Some(Part::whole(size)),
            None => None,
        };
        let Some(part) = part else { return Ok(()) };
        number += 1;
        let name = if parts.is_some() { format!("{}#{number}", sending.name) } else { sending.name.clone() };
        let document = sending.send(session, &part, &name).await?;
        take(import_row(path, name, &document), &document)?;
    }
}

impl Sending<'_> {
    /// Returns what cuts the file, if it is lines of text and too long for one document.
    fn parts(&mut self) -> io::Result<Option<Cutter>> {
        if self.size <= LONGEST_DOCUMENT {
            return Ok(None);
        }
        let mut beginning = Vec::new();
        self.file.seek(SeekFrom::Start(0))?;
        self.file.by_ref().take(4096).read_to_end(&mut beginning)?;
        if is_csv(&beginning) {
            Cutter::new(&self.file, self.size, LONGEST_DOCUMENT, self.args.header_lines).map(Some)
        } else {
            Ok(None)
        }
    }

    async fn send(&mut self, session: &mut Session, part: &Part, name: &str) -> Result<Document, Failure> {
        let key = once_key();
        let digest = self.digest(part)?;
        let mapping = self.args.mapping.clone();
        let new = NewDocument { name: name.to_owned(), mapping, size: part.size(), digest };
        let mut arrived = 0;
        for _ in 0..PATIENT_TRIES {
            self.upload(session, part, &key, arrived).await?;
            let call = async |ek: &EkClient, context| ek.import(context, key.clone(), new.clone()).await;
            match session.ask_within(MAX_WAIT, call).await {
                Err(Failure::Fault(fault)) => arrived = again(session, fault, part.size()).await?,
                answer => return answer,
            }
        }
        Err(Fault::from(Cause::UploadIncomplete { arrived }).into())
    }

    /// Sends the pieces after the first `arrived` bytes; the daemon may have more already, or less.
    async fn upload(
        &mut self,
        session: &mut Session,
        part: &Part,
        key: &OnceKey,
        mut arrived: u64,
    ) -> Result<(), Failure> {
        let mut steps_back = 0;
        while arrived < part.size() {
            let bytes = self.read(part, arrived)?;
            let piece = UploadPart { key: key.clone(), offset: arrived, bytes: ByteBuf::from(bytes) };
            let answer = session.ask(async |ek, context| ek.upload(context, piece.clone()).await).await;
            let now_there = match answer {
                Ok(now_there) => now_there,
                Err(Failure::Fault(Fault { cause: Cause::UploadIncomplete { arrived }, .. })) => arrived,
                Err(failure) => return Err(failure),
            };
            if now_there <= arrived {
                steps_back += 1;
                if steps_back > PATIENT_TRIES {
                    return Err(Fault::from(Cause::UploadIncomplete { arrived: now_there }).into());
                }
            }
            self.progress.inc(now_there.saturating_sub(arrived));
            arrived = now_there;
        }
        Ok(())
    }

    fn read(&mut self, part: &Part, offset: u64) -> Result<Vec<u8>, Failure> {
        let bytes = part.read(&mut self.file, offset, MAX_UPLOAD_PART);
        bytes.map_err(|cause| Failure::Unreadable { path: self.path.to_owned(), cause })
    }

    fn digest(&mut self, part: &Part) -> Result<String, Failure> {
        let (mut hash, mut offset) = (Sha256::new(), 0);
        while offset < part.size() {
            let bytes = self.read(part, offset)?;
            offset += bytes.len() as u64;
            hash.update(&bytes);
        }
        Ok(hash.finalize().iter().fold(String::new(), |digits, byte| format!("{digits}{byte:02x}")))
    }
}

/// Returns from where an import is tried again after a fault that a repetition can cure, else the fault.
async fn again(session: &mut Session, fault: Fault, size: u64) -> Result<u64, Failure> {
    if let Cause::UploadIncomplete { arrived } = fault.cause {
        return Ok(arrived);
    }
    if let Cause::TimedOut { .. } = fault.cause {
        // The daemon may still be at it, or done: the key finds out.
        session.reconnect().await?;
        return Ok(size);
    }
    Err(fault.into())
}

fn once_key() -> OnceKey {
    let mut random = [0; 16];
    getrandom::fill(&mut random).expect("the system gives random bytes to every program");
    OnceKey::new(random)
}

/// Opens a file; what cannot be read twice, such as a pipe, is copied to the disk first.
fn open(path: &Path) -> io::Result<(File, String)> {
    if path == Path::new("-") {
        return Ok((spooled(io::stdin())?, "stdin".to_owned()));
    }
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let file = File::open(path)?;
    let kind = file.metadata()?.file_type();
    if kind.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if kind.is_file() { Ok((file, name)) } else { Ok((spooled(file)?, name)) }
}

/// Copies a stream into a file that has no name any more, and so vanishes with this program.
fn spooled(mut stream: impl Read) -> io::Result<File> {
    let path = std::env::temp_dir().join(format!("ekctl-{}.tmp", once_key()));
    let mut file = OpenOptions::new().read(true).write(true).create_new(true).open(&path)?;
    fs::remove_file(&path)?;
    io::copy(&mut stream, &mut file)?;
    Ok(file)
}

/// Returns a bar on a terminal, and one that nobody sees elsewhere.
fn progress(output: &Output) -> ProgressBar {
    if output.talk() == Talk::Silent {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(0);
    let style = ProgressStyle::with_template("{bytes:>10} / {total_bytes:<10} [{bar:40}] {eta}");
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

fn import_row(path: &Path, name: String, document: &Document) -> ImportRow {
    let (outcome, problem) = outcome_cells(&document.outcome);
    let (problem, detail) = problem_cells(problem);
    ImportRow {
        file: path.display().to_string(),
        name,
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
