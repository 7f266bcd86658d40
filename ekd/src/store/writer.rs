//! The one thread that writes. What waits is committed together: one wait for the disk serves all of it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::{mpsc, oneshot};

use super::log::fresh::Shared;
use super::log::{Desk, Write};
use super::{Failure, StoreError};
use crate::bell::Bell;

/// Work waiting for the writer; more than this and the callers wait too.
const WAITING: usize = 64;
/// Most pieces of work in one commit.
const TOGETHER: usize = 32;

/// What becomes of what work removes or replaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Removed {
    /// It may be about people: in pages that are written anyway it is overwritten, so that an erasure long after finds
    /// the rest.
    Overwritten,
    Left,
}

impl Removed {
    /// Returns the value of `PRAGMA secure_delete`.
    const fn pragma(self) -> &'static str {
        match self {
            Self::Overwritten => "FAST",
            Self::Left => "OFF",
        }
    }
}

/// Tells when and why the writer ended.
pub type WriterEnded = oneshot::Receiver<Result<(), StoreError>>;

#[derive(Clone, Debug)]
pub(super) struct Handle {
    queue: mpsc::Sender<Job>,
}

enum Job {
    Work(Work),
    /// Gives the disk back what is free, when there is nothing else to do.
    Tidy(oneshot::Sender<()>),
    Close(oneshot::Sender<()>),
}

struct Work {
    name: &'static str,
    removed: Removed,
    run: Run,
}

/// Does the work, or hears why its turn never came.
type Run = Box<dyn FnOnce(Result<(&mut Transaction<'_>, &Desk), StoreError>) -> Done + Send>;

/// Work that was done or failed.
struct Done {
    /// How the archive failed; tells what undid the whole transaction, if anything did.
    failure: Option<StoreError>,
    /// Answers the caller once the outcome of the commit is known.
    answer: Box<dyn FnOnce(Result<(), StoreError>) + Send>,
}

pub(super) fn start(
    connection: Connection,
    shared: Arc<Shared>,
    bell: Bell,
) -> Result<(Handle, WriterEnded), std::io::Error> {
    let (queue, jobs) = mpsc::channel(WAITING);
    let (tell, ended) = oneshot::channel();
    thread::Builder::new().name("writer".into()).spawn(move || {
        let result = serve(connection, jobs, &Desk::new(shared), &bell);
        // Nobody may be waiting any more: then nobody needs to know.
        let _ = tell.send(result);
    })?;
    Ok((Handle { queue }, ended))
}

impl Handle {
    pub(super) async fn write<T: Send + 'static, E: Failure>(
        &self,
        (name, removed): (&'static str, Removed),
        work: impl FnOnce(&Write<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        let (tell, told) = oneshot::channel::<Result<T, E>>();
        let run: Run = Box::new(move |turn| {
            let done = turn.map_err(E::from).and_then(|(tx, desk)| in_savepoint(tx, desk, work));
            let failure = done.as_ref().err().and_then(E::of_archive).cloned();
            let answer = Box::new(move |committed: Result<(), StoreError>| {
                // A caller that went away does not need the answer; what it asked for is committed all the same.
                let _ = tell.send(done.and_then(|value| committed.map(|()| value).map_err(E::from)));
            });
            Done { failure, answer }
        });
        self.queue.send(Job::Work(Work { name, removed, run })).await.map_err(|_| StoreError::Closed)?;
        told.await.map_err(|_| StoreError::Closed)?
    }

    pub(super) async fn tidy(&self) {
        let (tell, told) = oneshot::channel();
        if self.queue.send(Job::Tidy(tell)).await.is_ok() {
            let _ = told.await;
        }
    }

    pub(super) async fn close(&self) {
        let (tell, told) = oneshot::channel();
        if self.queue.send(Job::Close(tell)).await.is_ok() {
            let _ = told.await;
        }
    }
}

fn in_savepoint<T, E: Failure>(
    tx: &mut Transaction<'_>,
    desk: &Desk,
    work: impl FnOnce(&Write<'_>) -> Result<T, E>,
) -> Result<T, E> {
    tx.execute_batch("SAVEPOINT work").map_err(StoreError::from)?;
    let write = desk.begin(tx);
    let done = catch_unwind(AssertUnwindSafe(|| work(&write))).unwrap_or_else(|_| Err(StoreError::Panicked.into()));
    if done.is_err() {
        desk.undo_last();
    }
    let end = if done.is_ok() { "RELEASE work" } else { "ROLLBACK TO work; RELEASE work" };
    match tx.execute_batch(end) {
        Ok(()) => done,
        // SQLite has undone the whole transaction (a full disk): why the work failed says more than that.
        Err(error) => done.and(Err(StoreError::from(error).into())),
    }
}

/// Serves until closed, or until something fails in a way that leaves the disk in doubt.
fn serve(
    mut connection: Connection,
    mut jobs: mpsc::Receiver<Job>,
    desk: &Desk,
    bell: &Bell,
) -> Result<(), StoreError> {
    while let Some(first) = jobs.blocking_recv() {
        let (mut closing, mut tidying) = (None, None);
        let mut batch = Vec::new();
        let mut next = Some(first);
        while let Some(job) = next {
            match job {
                Job::Work(work) => batch.push(work),
                Job::Tidy(tell) => tidying = Some(tell),
                Job::Close(tell) => closing = Some(tell),
            }
            next = (closing.is_none() && batch.len() < TOGETHER).then(|| jobs.try_recv().ok()).flatten();
        }
        let committed = commit(&mut connection, desk, batch);
        bell.ring();
        if let Some(tell) = tidying {
            tidy(&connection);
            let _ = tell.send(());
        }
        if let Some(tell) = closing {
            jobs.close();
            let _ = tell.send(());
            return committed;
        }
        match committed {
            Ok(()) | Err(StoreError::Full) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Gives back pages of the file that nothing uses any more, a few thousand at a time, and empties the log of changes.
/// Where that fails, nothing is lost but room.
fn tidy(connection: &Connection) {
    const TIDY: &str = "PRAGMA incremental_vacuum(4000); PRAGMA wal_checkpoint(TRUNCATE);";
    if let Err(error) = connection.execute_batch(TIDY) {
        tracing::debug!(%error, "the archive's file could not be tidied");
    }
}

/// Runs the batch in one transaction. Where one piece makes `SQLite` undo all of it, all of it is told so.
fn commit(connection: &mut Connection, desk: &Desk, batch: Vec<Work>) -> Result<(), StoreError> {
    if batch.is_empty() {
        return Ok(());
    }
    let mut answers = Vec::with_capacity(batch.len());
    let mut waiting = batch.into_iter();
    let mut begin_and_run = || {
        let mut tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for Work { name, removed, run } in waiting.by_ref() {
            tracing::trace!(work = name, "writing");
            tx.pragma_update(None, "secure_delete", removed.pragma())?;
            let done = run(Ok((&mut tx, desk)));
            answers.push(done.answer);
            if tx.is_autocommit() {
                return Err(done.failure.unwrap_or(StoreError::Panicked));
            }
        }
        Ok(tx.commit()?)
    };
    let committed: Result<(), StoreError> = begin_and_run();
    // Shown before anyone is told, so that whoever is told sees it.
    match &committed {
        Ok(()) => desk.publish(),
        Err(_) => desk.undo_all(),
    }
    if let Err(error) = &committed {
        answers.extend(waiting.map(|work| (work.run)(Err(error.clone())).answer));
    }
    for answer in answers {
        answer(committed.clone());
    }
    committed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn writer() -> (Handle, WriterEnded) {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE t (x INTEGER NOT NULL)").unwrap();
        start(connection, Arc::default(), Bell::default()).unwrap()
    }

    async fn write<T: Send + 'static>(
        writer: &Handle,
        work: impl FnOnce(&Write<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        writer.write(("test", Removed::Overwritten), work).await
    }

    async fn count(writer: &Handle) -> Result<i64, StoreError> {
        write(writer, |tx| Ok(tx.query_row("SELECT count(*) FROM t", [], |row| row.get(0))?)).await
    }

    #[tokio::test]
    async fn failing_and_panicking_work_undoes_itself_alone() {
        let (writer, _ended) = writer();
        let good = write(&writer, |tx| Ok(tx.execute("INSERT INTO t VALUES (1)", [])?));
        let bad = write(&writer, |tx| {
            tx.execute("INSERT INTO t VALUES (2)", [])?;
            Err::<(), _>(StoreError::Foreign("x".into()))
        });
        let worse = write(&writer, |tx| -> Result<(), StoreError> {
            tx.execute("INSERT INTO t VALUES (3)", [])?;
            panic!("as planned")
        });
        let (good, bad, worse) = tokio::join!(good, bad, worse);
        assert_eq!(good.unwrap(), 1);
        assert!(matches!(bad, Err(StoreError::Foreign(_))));
        assert!(matches!(worse, Err(StoreError::Panicked)));
        assert_eq!(count(&writer).await.unwrap(), 1);
    }

    #[tokio::test]
    async fn work_that_fills_the_disk_fails_with_its_neighbours_and_the_writer_goes_on() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE t (x)").unwrap();
        connection.pragma_update(None, "max_page_count", 8).unwrap();
        let (writer, _ended) = start(connection, Arc::default(), Bell::default()).unwrap();
        let small = |x: i64| write(&writer, move |tx| Ok(tx.execute("INSERT INTO t VALUES (?1)", [x])?));
        let large = write(&writer, |tx| Ok(tx.execute("INSERT INTO t VALUES (zeroblob(100000))", [])?));
        let (before, large, after) = tokio::join!(small(1), large, small(2));
        assert!(matches!(large, Err(StoreError::Full)), "{large:?}");
        // Whichever were in its transaction failed as it did, and none was left without an answer.
        assert!([before, after].iter().all(|other| matches!(other, Ok(1) | Err(StoreError::Full))));
        assert_eq!(small(3).await.unwrap(), 1);
    }

    #[tokio::test]
    async fn a_closed_writer_refuses() {
        let (writer, ended) = writer();
        writer.close().await;
        assert!(matches!(count(&writer).await, Err(StoreError::Closed)));
        assert!(ended.await.unwrap().is_ok());
    }
}
