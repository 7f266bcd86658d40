//! An archive with an outbox, without a daemon around it.

use common::account::Login;
use common::delivery::{Channel, Delivery, DeliveryState};
use common::id::{AccountId, DeliveryId};
use common::language::Language;
use common::secret::Secret;
use ekd::clock::Clock;
use ekd::config::Config;
use ekd::letter::{Facts, Letter, Written};
use ekd::notify::Channels;
use ekd::outbox::{Deliverer, Post, queue};
use ekd::store::{self, Store};
use ekd::telling::Teller;
use ekd::vault::Vault;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;

/// When every test begins.
pub(crate) const BEGIN: &str = "2025-11-14T07:15:02Z";
/// The code in every letter.
pub(crate) const CODE: &str = "482913";

/// What is needed to queue and to deliver.
pub(crate) struct House {
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    vault: Vault,
    channels: Channels,
    home: TempDir,
}

impl House {
    /// Makes an archive; `sections` of `ekd.toml` say how messages leave.
    pub(crate) fn start(sections: &str) -> Self {
        // Thousands of attempts are recorded here: what a disk does with them others prove.
        let memory = std::path::Path::new("/dev/shm");
        let home = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
        store::open::create(&home.path().join("archive.db")).unwrap();
        let (store, _) = Store::open(&home.path().join("archive.db")).unwrap();
        let channels = channels(sections);
        Self { store, clock: Clock::by_hand(BEGIN.parse().unwrap()), vault: Vault::of(&[7; 32]), channels, home }
    }

    /// Has messages leave as other sections say.
    pub(crate) fn configure(&mut self, sections: &str) {
        self.channels = channels(sections);
    }

    /// Ends the archive and opens it again, as after a crash.
    pub(crate) async fn reopen(self) -> Self {
        self.store.close().await;
        let (store, _) = Store::open(&self.home.path().join("archive.db")).unwrap();
        Self { store, ..self }
    }

    pub(crate) fn deliverer(&self) -> Deliverer {
        let (store, vault) = (self.store.clone(), self.vault.clone());
        Deliverer { store, vault, clock: self.clock.clone(), channels: self.channels.clone() }
    }

    /// Returns who tells people what happens.
    pub(crate) fn teller(&self) -> Teller {
        Teller {
            store: self.store.clone(),
            vault: self.vault.clone(),
            clock: self.clock.clone(),
            zone: TimeZone::get("Europe/Warsaw").unwrap(),
            channels: self.channels.clone(),
        }
    }

    /// Queues a code, which lasts for three days so that nothing but its delivery ends it.
    pub(crate) async fn queue(&self, channel: Channel, recipient: &str) -> DeliveryId {
        self.queue_lasting(channel, recipient, SignedDuration::from_hours(72)).await
    }

    pub(crate) async fn queue_lasting(&self, channel: Channel, recipient: &str, lasting: SignedDuration) -> DeliveryId {
        let now = self.clock.now();
        let post = Post {
            account: Some(AccountId(1)),
            channel,
            recipient: recipient.to_owned(),
            language: Language::Polish,
            letter: Letter::ResetCode { code: Secret::from(CODE), minutes: 15 },
            facts: Facts {
                login: Login::parse("anna").unwrap(),
                at: now,
                source: "192.0.2.7".to_owned(),
                zone: TimeZone::get("Europe/Warsaw").unwrap(),
            },
            lasting,
        };
        let vault = self.vault.clone();
        self.store.write("queue", move |tx| queue(tx, &vault, now, &post)).await.unwrap()
    }

    /// Returns a letter as it lies in the archive.
    pub(crate) fn sealed(&self, subject: &str, body: &str) -> Vec<u8> {
        let written = Written { subject: Some(subject.to_owned()), body: Secret::from(body) };
        self.vault.seal("letter", &serde_json::to_vec(&written).unwrap())
    }

    /// Returns all that was queued, the newest first.
    pub(crate) async fn rows(&self) -> Vec<Delivery> {
        let rows = self.store.read(|log| store::outbox::list(log, None, 1000)).await.unwrap();
        rows.into_iter().map(|(_, delivery)| delivery).collect()
    }

    pub(crate) async fn row(&self, id: DeliveryId) -> Delivery {
        self.rows().await.into_iter().find(|row| row.id == id).unwrap()
    }

    /// Tries what is due, and again each time something is, until the message is settled.
    pub(crate) async fn deliver(&self, id: DeliveryId) -> Delivery {
        let deliverer = self.deliverer();
        loop {
            let row = self.row(id).await;
            if row.state != DeliveryState::Waiting {
                return row;
            }
            self.go_to(row.at.max(self.clock.now()));
            deliverer.deliver_due(row.channel).await.unwrap();
        }
    }

    pub(crate) fn go_to(&self, at: Timestamp) {
        self.clock.set(at);
    }

    /// Returns the archive's files, byte by byte.
    pub(crate) fn files(&self) -> Vec<(String, Vec<u8>)> {
        let entries = std::fs::read_dir(self.home.path()).unwrap().map(|entry| entry.unwrap().path());
        entries.map(|path| (path.display().to_string(), std::fs::read(path).unwrap())).collect()
    }

    pub(crate) fn begin() -> Timestamp {
        BEGIN.parse().unwrap()
    }
}

fn channels(sections: &str) -> Channels {
    let config: Config = toml::from_str(sections).unwrap();
    assert_eq!(config.check(), Vec::<String>::new());
    Channels::new(&config)
}
