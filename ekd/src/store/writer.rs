//! The one thread that writes. What waits is committed together: one wait for the disk serves all of it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::{mpsc, oneshot};

use super::StoreError;

/// Work waiting for the writer; more than this and the callers wait too.
const WAITING: usize = 64;
/// Most pieces of work in one commit.
const TOGETHER: usize = 32;

/// Tells when and why the writer ended.
pub type WriterEnded = oneshot::Receiver<Result<(), StoreError>>;

#[derive(Clone, Debug)]
pub(super) struct Handle {
    queue: mpsc::Sender<Job>,
}

enum Job {
    Work { name: &'static str, run: Run },
    Close(oneshot::Sender<()>),
}

/// Does the work and returns how to answer once the outcome of the commit is known.
type Run = Box<dyn FnOnce(&mut Transaction<'_>) -> Answer + Send>;
type Answer = Box<dyn FnOnce(Result<(), StoreError>) + Send>;

pub(super) fn start(connection: Connection) -> Result<(Handle, WriterEnded), std::io::Error> {
    let (queue, jobs) = mpsc::channel(WAITING);
    let (tell, ended) = oneshot::channel();
    thread::Builder::new().name("writer".into()).spawn(move || {
        let result = serve(connection, jobs);
        let _ = tell.send(result);
    })?;
    Ok((Handle { queue }, ended))
}

impl Handle {
    pub(super) async fn write<T, E>(
        &self,
        name: &'static str,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (tell, told) = oneshot::channel::<Result<T, E>>();
        let run = Box::new(move |tx: &mut Transaction<'_>| -> Answer {
            let done = in_savepoint(tx, work);
            Box::new(move |committed| {
                // A caller that went away does not need the answer; what it asked for is committed all the same.
                let _ = tell.send(committed.map_err(E::from).and(done));
            })
        });
        self.queue.send(Job::Work { name, run }).await.map_err(|_| StoreError::Closed)?;
        told.await.map_err(|_| StoreError::Closed)?
    }

    pub(super) async fn close(&self) {
        let (tell, told) = oneshot::channel();
        if self.queue.send(Job::Close(tell)).await.is_ok() {
            let _ = told.await;
        }
    }
}

fn in_savepoint<T, E: From<StoreError>>(
    tx: &mut Transaction<'_>,
    work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
) -> Result<T, E> {
    tx.execute_batch("SAVEPOINT work").map_err(StoreError::from)?;
    let done = catch_unwind(AssertUnwindSafe(|| work(tx))).unwrap_or_else(|_| Err(StoreError::Panicked.into()));
    let end = if done.is_ok() { "RELEASE work" } else { "ROLLBACK TO work; RELEASE work" };
    match tx.execute_batch(end) {
        Ok(()) => done,
        // SQLite has undone the whole transaction (a full disk): why the work failed says more than that.
        Err(error) => done.and(Err(StoreError::from(error).into())),
    }
}

/// Serves until closed, or until a commit fails in a way that leaves the disk in doubt.
fn serve(mut connection: Connection, mut jobs: mpsc::Receiver<Job>) -> Result<(), StoreError> {
    while let Some(first) = jobs.blocking_recv() {
        let mut closing = None;
        let mut batch = Vec::new();
        let mut next = Some(first);
        while let Some(job) = next {
            match job {
                Job::Work { name, run } => batch.push((name, run)),
                Job::Close(tell) => closing = Some(tell),
            }
            next = (closing.is_none() && batch.len() < TOGETHER).then(|| jobs.try_recv().ok()).flatten();
        }
        let committed = commit(&mut connection, batch);
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

fn commit(connection: &mut Connection, batch: Vec<(&'static str, Run)>) -> Result<(), StoreError> {
    if batch.is_empty() {
        return Ok(());
    }
    let mut answers = Vec::with_capacity(batch.len());
    let committed: Result<(), StoreError> = (|| {
        let mut tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for (name, run) in batch {
            tracing::trace!(work = name, "writing");
            answers.push(run(&mut tx));
            if tx.is_autocommit() {
                return Err(StoreError::Full);
            }
        }
        Ok(tx.commit()?)
    })();
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
        start(connection).unwrap()
    }

    async fn count(writer: &Handle) -> Result<i64, StoreError> {
        writer.write("count", |tx| Ok(tx.query_row("SELECT count(*) FROM t", [], |row| row.get(0))?)).await
    }

    #[tokio::test]
    async fn failing_and_panicking_work_undoes_itself_alone() {
        let (writer, _ended) = writer();
        let good = writer.write("good", |tx| Ok::<_, StoreError>(tx.execute("INSERT INTO t VALUES (1)", [])?));
        let bad = writer.write("bad", |tx| {
            tx.execute("INSERT INTO t VALUES (2)", [])?;
            Err::<(), _>(StoreError::Foreign("x".into()))
        });
        let worse = writer.write("worse", |tx| -> Result<(), StoreError> {
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
    async fn a_closed_writer_refuses() {
        let (writer, ended) = writer();
        writer.close().await;
        assert!(matches!(count(&writer).await, Err(StoreError::Closed)));
        assert!(ended.await.unwrap().is_ok());
    }
}
