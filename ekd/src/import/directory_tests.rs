//! The inbox at work on a directory into which good, bad and hostile things are put.

use std::fs;

use common::invoice::InvoiceFilter;
use common::invoice::file::BillingFileFilter;
use jiff::civil::date;
use tempfile::TempDir;
use tokio_util::task::AbortOnDropHandle;

use super::*;

const TOLD: &str = "number = 'FV/7'\nissued-on = '2026-03-01'\nnet = '100.00'\nvat = '23.00'\ngross = '123.00'\n\
                    seller-name = 'Ciepłownia'\n";
const PATIENT: Duration = Duration::from_secs(20);

struct House {
    home: TempDir,
    store: Store,
}

impl House {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let archive = home.path().join("archive.db");
        store::open::create(&archive).unwrap();
        let (store, _ended) = Store::open(&archive).unwrap();
        Tree::open(&home.path().join("billing")).unwrap();
        Self { home, store }
    }

    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.home.path().join("billing/inbox").join(name), bytes).unwrap();
    }

    fn names(&self, directory: &str) -> Vec<String> {
        let entries = fs::read_dir(self.home.path().join("billing").join(directory)).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Runs the inbox until there are so many files, and all of them are away.
    async fn until(&self, n_files: usize, left: &[&str]) -> Vec<BillingFile> {
        let directory = Some(self.home.path().join("billing"));
        let config = BillingConfig { directory, settle: jiff::SignedDuration::ZERO, ..BillingConfig::default() };
        let config = BillingConfig { max_size: 100_000, interval: jiff::SignedDuration::from_secs(1), ..config };
        let inbox = Inbox {
            store: self.store.clone(),
            clock: Clock::by_hand("2026-03-10T12:00:00Z".parse().unwrap()),
            zone: TimeZone::UTC,
            config,
            reader: Reader::default(),
        };
        let stop = CancellationToken::new();
        let running = AbortOnDropHandle::new(tokio::spawn(inbox.run(stop.clone())));
        let done = async {
            let mut ear = self.store.bell().ear();
            loop {
                let list = |log: &store::log::Logbook<'_>| {
                    store::billing_file::list(log, &BillingFileFilter::default(), (None, 100))
                };
                let files: Vec<BillingFile> = self.store.read(list).await.unwrap();
                if files.len() >= n_files && self.names("inbox") == left {
                    return files;
                }
                let _ = tokio::time::timeout(Duration::from_millis(50), ear.heard()).await;
            }
        };
        let files = tokio::time::timeout(PATIENT, done).await.expect("the inbox is worked off in time");
        stop.cancel();
        running.await.unwrap().unwrap();
        files
    }
}

#[tokio::test]
async fn figures_beside_a_document_make_it_an_invoice_and_bad_files_are_parked_with_their_reasons() {
    let house = House::new();
    house.put("faktura.pdf", "%PDF-1.7\nx");
    house.put("faktura.toml", TOLD);
    house.put("lone.pdf", "%PDF-1.7\ny");
    house.put("wrong.pdf", "%PDF-1.7\nz");
    house.put("wrong.toml", "number = 7");
    house.put("noise.xml", "<a/>");
    house.put("half.xml.part", "<a");
    fs::File::create(house.home.path().join("billing/inbox/huge.sta")).unwrap().set_len(1 << 30).unwrap();
    std::os::unix::fs::symlink("/etc/hostname", house.home.path().join("billing/inbox/link.xml")).unwrap();

    let files = house.until(5, &["half.xml.part", "lone.pdf"]).await;
    let mut outcomes: Vec<(&str, &str)> = files.iter().map(|file| (file.name.as_str(), file.outcome.name())).collect();
    outcomes.sort_unstable();
    let refused = ["huge.sta", "link.xml", "noise.xml", "wrong.pdf"].map(|name| (name, "refused"));
    assert_eq!(outcomes[1..], refused);
    assert_eq!(outcomes[0], ("faktura.pdf", "flagged"), "nobody knows whose it is");
    assert_eq!(house.names("done"), ["faktura.pdf", "faktura.toml"]);
    let reason = |name: &str| fs::read_to_string(house.home.path().join("billing/parked").join(name)).unwrap();
    assert!(reason("huge.sta.reason.txt").starts_with("too_large"));
    assert!(reason("link.xml.reason.txt").starts_with("unexpected"));
    assert!(reason("noise.xml.reason.txt").starts_with("unknown_format"));
    assert!(reason("wrong.pdf.reason.txt").starts_with("bad_value wrong.toml"));
    assert_eq!(house.names("parked").len(), 10, "what lay beside went along");
}

#[tokio::test]
async fn a_file_that_comes_again_adds_nothing() {
    let house = House::new();
    for (n_files, outcome) in [(1, FileOutcome::Flagged), (2, FileOutcome::Known)] {
        // As after a kill between the commit and the renaming.
        house.put("faktura.pdf", "%PDF-1.7\nx");
        house.put("faktura.toml", TOLD);
        assert_eq!(house.until(n_files, &[]).await[0].outcome, outcome);
    }
    let list = |log: &store::log::Logbook<'_>| {
        store::invoice::list::page(log, &InvoiceFilter::default(), (None, 9), date(2026, 3, 10))
    };
    assert_eq!(house.store.read(list).await.unwrap().len(), 1);
}
