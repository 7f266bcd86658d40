//! A house with one source in it, for tests of the sources: a real archive, a clock that stands, no daemon around.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use common::api::DocumentFilter;
use common::id::SourceName;
use common::source::Document;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use tempfile::TempDir;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

use super::{Desk, DeskError, Source};
use crate::binding::Calendar;
use crate::clock::Clock;
use crate::reception::{Forms, Reception};
use crate::store::source::{Kept, register};
use crate::store::{self, Store, StoreError};

/// Longer than anything takes here; a test that waits so long has failed.
const PATIENCE: Duration = Duration::from_secs(20);

pub(super) struct House {
    directory: TempDir,
    reception: Reception,
    name: SourceName,
    pub(super) nudge: Arc<Notify>,
}

/// A source that runs.
pub(super) struct Running {
    stop: CancellationToken,
    task: AbortOnDropHandle<Result<(), DeskError>>,
}

impl House {
    pub(super) async fn new(now: &str) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let archive = directory.path().join("archive.db");
        store::open::create(&archive).unwrap();
        let (store, _ended) = Store::open(&archive).unwrap();
        let name = SourceName::parse("test").unwrap();
        let known = name.clone();
        store.write("register", move |tx| register(tx, &known, "test", None, None)).await.unwrap();
        let now: Timestamp = now.parse().unwrap();
        let parked = directory.path().join("parked");
        std::fs::create_dir(&parked).unwrap();
        let forms = Arc::new(Forms {
            mappings: BTreeMap::new(),
            calendar: Calendar { zone: TimeZone::UTC },
            info_codes: Arc::default(),
        });
        let reception = Reception { store, clock: Clock::by_hand(now), forms, parked: Arc::new(parked) };
        Self { directory, reception, name, nudge: Arc::default() }
    }

    /// A directory that lives as long as the house.
    pub(super) fn directory(&self) -> &Path {
        self.directory.path()
    }

    pub(super) fn run(&self, source: impl Source + 'static) -> Running {
        let desk = Desk::new(self.name.clone(), self.reception.clone(), Arc::clone(&self.nudge));
        let stop = CancellationToken::new();
        let task = tokio::spawn(Box::new(source).run(desk, stop.clone()));
        Running { stop, task: AbortOnDropHandle::new(task) }
    }

    /// Returns all documents, the oldest first.
    pub(super) async fn documents(&self) -> Vec<Document> {
        let filter = DocumentFilter::default();
        let list = move |log: &store::log::Logbook<'_>| store::document::list(log, &filter, None, 1000);
        let mut documents: Vec<Document> = self.reception.store.read(list).await.unwrap();
        documents.reverse();
        documents
    }

    pub(super) async fn kept(&self) -> Kept {
        let kept: Result<_, StoreError> = self.reception.store.read(|log| store::source::list(log)).await;
        kept.unwrap().remove(0)
    }

    /// Waits until the archive shows what is wanted.
    pub(super) async fn until(&self, is_there: impl AsyncFn(&Self) -> bool) {
        let wait = async {
            let mut ear = self.reception.store.bell().ear();
            while !is_there(self).await {
                ear.heard().await;
            }
        };
        tokio::time::timeout(PATIENCE, wait).await.expect("the archive shows it");
    }

    /// Waits until there are so many documents.
    pub(super) async fn until_documents(&self, n_documents: usize) {
        self.until(async |house| house.documents().await.len() >= n_documents).await;
    }
}

impl Running {
    /// Stops the source, which ends without an error.
    pub(super) async fn stop(self) {
        self.stop.cancel();
        let ended = tokio::time::timeout(PATIENCE, self.task).await.expect("it ends soon");
        ended.expect("it does not panic").expect("a stop is no error");
    }
}
