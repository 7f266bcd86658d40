//! Sending a file to the daemon, document by document, so that neither side waits for the other.
//!
//! While the daemon takes one document in, it reads the next one and a third is sent: neither its writer nor the way
//! there ever waits for the other. Each has a key made before the
//! first try, so that a repeated try stores nothing twice, and names the one before it, so that they are taken in in
//! order. Nothing is ever held whole.

use std::collections::VecDeque;
use std::fs::{self, File, OpenOptions};
use std::future::poll_fn;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::pin::Pin;
use std::task::Poll;

use common::api::{EkClient, MAX_UPLOAD_PART, NewDocument, OnceKey, UploadPart};
use common::fault::{Cause, Fault, FaultCode};
use common::source::Document;
use common::wire::MAX_WAIT;
use serde_bytes::ByteBuf;
use sha2::{Digest, Sha256};

use super::cut::{Cutter, Part, is_csv};
use super::journal::{Done, Journal};
use crate::cli::readings::ImportArgs;
use crate::exit::Failure;
use crate::session::Session;

/// A file being sent.
pub(super) struct Sending<'a> {
    file: File,
    pub(super) size: u64,
    path: &'a Path,
    name: String,
    args: &'a ImportArgs,
    cutter: Option<Cutter>,
    journal: Option<Journal>,
    /// Documents begun so far, by this run and earlier ones.
    n_pieces: u64,
    in_flight: VecDeque<Flight>,
    /// Lies at the daemon and waits for its turn.
    ready: Option<Piece>,
}

/// What becomes a document.
struct Piece {
    part: Part,
    key: OnceKey,
    new: NewDocument,
}

/// A document that the daemon is reading or taking in.
struct Flight {
    piece: Piece,
    answer: Pin<Box<dyn Future<Output = Result<Document, Fault>>>>,
    landed: Option<Result<Document, Fault>>,
}

/// Longest CSV that is sent as one document, in bytes.
const LONGEST_DOCUMENT: u64 = 8 << 20;
/// Documents that the daemon has at once: one is taken in while the next is read.
const MOST_IN_FLIGHT: usize = 2;
/// How often an import whose answer is late is asked about again; the key makes that harmless.
const PATIENT_TRIES: u32 = 10;

impl<'a> Sending<'a> {
    /// Opens a file and finds out how far earlier runs have got with it.
    ///
    /// # Errors
    /// It cannot be read, or is being imported by another run.
    pub(super) async fn open(session: &mut Session, path: &'a Path, args: &'a ImportArgs) -> Result<Self, Failure> {
        let unreadable = |cause| Failure::Unreadable { path: path.to_owned(), cause };
        let (mut file, name, is_file) = open(path).map_err(unreadable)?;
        let size = file.metadata().map_err(unreadable)?.len();
        let cutter = cutter(&mut file, size, args).map_err(unreadable)?;
        let journal =
            if cutter.is_some() && is_file { Journal::open(&file, path, args, &session.status.archive)? } else { None };
        let (n_pieces, in_flight) = (0, VecDeque::new());
        let mut sending = Self { file, size, path, name, args, cutter, journal, n_pieces, in_flight, ready: None };
        sending.forget_if_lost(session).await?;
        Ok(sending)
    }

    /// Forgets what earlier runs have done where the archive has forgotten it too: it was put back to an older state.
    async fn forget_if_lost(&mut self, session: &mut Session) -> Result<(), Failure> {
        let Some(journal) = &mut self.journal else { return Ok(()) };
        let Some(last) = journal.done.last() else { return Ok(()) };
        let key = journal.key(journal.done.len() as u64);
        let Document { name, size, digest, .. } = last.document.clone();
        let new = NewDocument { name, mapping: self.args.mapping.clone(), size, digest, after: None };
        let call = async |ek: &EkClient, context| ek.import(context, key.clone(), new.clone()).await;
        match session.ask_within(MAX_WAIT, call).await {
            Ok(_) => Ok(()),
            Err(Failure::Fault(Fault { cause: Cause::UploadIncomplete { .. }, .. })) => journal.begin_anew(),
            Err(failure) => Err(failure),
        }
    }

    /// Returns what earlier runs have done, and goes on behind it.
    pub(super) fn done_before(&mut self) -> Vec<Done> {
        let done = self.journal.as_mut().map(|journal| std::mem::take(&mut journal.done)).unwrap_or_default();
        if let (Some(cutter), Some(last)) = (&mut self.cutter, done.last()) {
            cutter.go_to(last.until);
        }
        self.n_pieces = done.len() as u64;
        done
    }

    /// Sends as much as the daemon has room for, and returns the next document that was taken in and where it ends in
    /// the file; `None` when the whole file is taken in.
    ///
    /// # Errors
    /// The file cannot be read, the daemon refuses it or cannot be reached.
    pub(super) async fn next(&mut self, session: &mut Session) -> Result<Option<Done>, Failure> {
        let sent = self.fill(session).await;
        let landed = match (sent, self.in_flight.pop_front()) {
            (Err(failure), _) => Err(failure),
            (Ok(()), Some(flight)) => self.land(session, flight).await,
            (Ok(()), None) => {
                self.journal.take().into_iter().for_each(Journal::finish);
                return Ok(None);
            }
        };
        let resumes = self.journal.is_some();
        let done = landed.map_err(|failure| if resumes { resumable(failure) } else { failure })?;
        if let Some(journal) = &mut self.journal {
            journal.note(&done)?;
        }
        Ok(Some(done))
    }

    /// Sends further documents until the daemon has enough of them, and one more.
    async fn fill(&mut self, session: &mut Session) -> Result<(), Failure> {
        loop {
            if self.ready.is_none()
                && let Some(piece) = self.next_piece()?
            {
                self.upload(session, &piece, 0).await?;
                self.ready = Some(piece);
            }
            if self.in_flight.len() >= MOST_IN_FLIGHT {
                return Ok(());
            }
            let Some(piece) = self.ready.take() else { return Ok(()) };
            let flight = Flight::start(session, piece).await;
            self.in_flight.push_back(flight);
        }
    }

    fn next_piece(&mut self) -> Result<Option<Piece>, Failure> {
        let part = match &mut self.cutter {
            Some(cutter) => cutter.next_part().map_err(|cause| unreadable(self.path, cause))?,
            None if self.n_pieces == 0 => Some(Part::whole(self.size)),
            None => None,
        };
        let Some(part) = part else { return Ok(None) };
        self.n_pieces += 1;
        let number = self.n_pieces;
        let name = if self.cutter.is_some() { format!("{}#{number}", self.name) } else { self.name.clone() };
        let key = self.journal.as_ref().map_or_else(once_key, |journal| journal.key(number));
        let digest = self.digest(&part)?;
        let after = self.in_flight.back().map(|flight| flight.piece.key.clone());
        let new = NewDocument { name, mapping: self.args.mapping.clone(), size: part.size(), digest, after };
        Ok(Some(Piece { part, key, new }))
    }

    async fn land(&mut self, session: &mut Session, flight: Flight) -> Result<Done, Failure> {
        let Flight { piece, answer, landed } = flight;
        let answer = match landed {
            Some(answer) => answer,
            None => answer.await,
        };
        let document = match answer {
            Ok(document) => document,
            Err(fault) => self.insist(session, &piece, fault).await?,
        };
        Ok(Done { until: piece.part.end(), document })
    }

    /// Sends a document again as far as need be, after a fault that this can cure, until it is taken in. Those before it
    /// are taken in already.
    async fn insist(&mut self, session: &mut Session, piece: &Piece, fault: Fault) -> Result<Document, Failure> {
        let size = piece.part.size();
        let new = NewDocument { after: None, ..piece.new.clone() };
        let mut arrived = match again(session, &fault, size).await? {
            Some(arrived) => arrived,
            // The connection may be broken, or the document before this one had failed: the next call finds out.
            None if matches!(fault.code, FaultCode::Unreachable | FaultCode::StorageFull) => size,
            None => return Err(fault.into()),
        };
        let mut n_damaged = 0;
        for _ in 0..PATIENT_TRIES {
            self.upload(session, piece, arrived).await?;
            let call = async |ek: &EkClient, context| ek.import(context, piece.key.clone(), new.clone()).await;
            let fault = match session.ask_within(MAX_WAIT, call).await {
                Err(Failure::Fault(fault)) => fault,
                answer => return answer,
            };
            n_damaged += u32::from(fault.cause == Cause::UploadDamaged);
            match again(session, &fault, size).await? {
                Some(at) if n_damaged < 2 => arrived = at,
                Some(_) | None => return Err(fault.into()),
            }
        }
        Err(Fault::from(Cause::UploadIncomplete { arrived }).into())
    }

    /// Sends the pieces after the first `arrived` bytes; the daemon may have more already, or less.
    async fn upload(&mut self, session: &mut Session, piece: &Piece, mut arrived: u64) -> Result<(), Failure> {
        let mut steps_back = 0;
        while arrived < piece.part.size() {
            let bytes = self.read(&piece.part, arrived)?;
            let part = UploadPart { key: piece.key.clone(), offset: arrived, bytes: ByteBuf::from(bytes) };
            let answer = session.ask(async |ek, context| ek.upload(context, part.clone()).await).await;
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
            arrived = now_there;
        }
        Ok(())
    }

    fn read(&mut self, part: &Part, offset: u64) -> Result<Vec<u8>, Failure> {
        part.read(&mut self.file, offset, MAX_UPLOAD_PART).map_err(|cause| unreadable(self.path, cause))
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

impl Flight {
    /// Asks for the document to be taken in and does not wait for the answer.
    async fn start(session: &Session, piece: Piece) -> Self {
        let (connection, key, new) = (session.connection().clone(), piece.key.clone(), piece.new.clone());
        let mut answer: Pin<Box<dyn Future<Output = _>>> = Box::pin(async move {
            connection.ask_within(MAX_WAIT, async |ek, context| ek.import(context, key, new).await).await
        });
        // The call goes out when it is first looked at.
        let landed = poll_fn(|context| match answer.as_mut().poll(context) {
            Poll::Ready(landed) => Poll::Ready(Some(landed)),
            Poll::Pending => Poll::Ready(None),
        });
        let landed = landed.await;
        Self { piece, answer, landed }
    }
}

/// Returns from where an import is tried again after a fault that a repetition can cure.
async fn again(session: &mut Session, fault: &Fault, size: u64) -> Result<Option<u64>, Failure> {
    if let Cause::UploadIncomplete { arrived } = fault.cause {
        return Ok(Some(arrived));
    }
    if let Cause::TimedOut { .. } = fault.cause {
        // The daemon may still be at it, or done: the key finds out.
        session.reconnect().await?;
        return Ok(Some(size));
    }
    // A power cut may have spoilt what lay on the daemon's disk; if not, the file changes under our hands.
    Ok((fault.cause == Cause::UploadDamaged).then_some(0))
}

/// Tells of a daemon that cannot be reached with the advice that fits an import with a journal.
fn resumable(failure: Failure) -> Failure {
    match failure {
        Failure::Fault(fault) if matches!(fault.code, FaultCode::Unreachable | FaultCode::StorageFull) => {
            Failure::Interrupted(fault)
        }
        other => other,
    }
}

fn unreadable(path: &Path, cause: io::Error) -> Failure {
    Failure::Unreadable { path: path.to_owned(), cause }
}

pub(super) fn once_key() -> OnceKey {
    let mut random = [0; 16];
    getrandom::fill(&mut random).expect("the system gives random bytes to every program");
    OnceKey::new(random)
}

/// Returns what cuts the file, if it is lines of text and too long for one document.
fn cutter(file: &mut File, size: u64, args: &ImportArgs) -> io::Result<Option<Cutter>> {
    if size <= LONGEST_DOCUMENT {
        return Ok(None);
    }
    let mut beginning = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.by_ref().take(4096).read_to_end(&mut beginning)?;
    if is_csv(&beginning) { Cutter::new(file, size, LONGEST_DOCUMENT, args.header_lines).map(Some) } else { Ok(None) }
}

/// Opens a file and tells whether it is one; what cannot be read twice, such as a pipe, is copied to the disk first.
fn open(path: &Path) -> io::Result<(File, String, bool)> {
    if path == Path::new("-") {
        return Ok((spooled(io::stdin())?, "stdin".to_owned(), false));
    }
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let file = File::open(path)?;
    let kind = file.metadata()?.file_type();
    if kind.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if kind.is_file() { Ok((file, name, true)) } else { Ok((spooled(file)?, name, false)) }
}

/// Copies a stream into a file that has no name any more, and so vanishes with this program.
fn spooled(mut stream: impl Read) -> io::Result<File> {
    let path = std::env::temp_dir().join(format!("ekctl-{}.tmp", once_key()));
    let mut file = OpenOptions::new().read(true).write(true).create_new(true).open(&path)?;
    fs::remove_file(&path)?;
    io::copy(&mut stream, &mut file)?;
    Ok(file)
}
