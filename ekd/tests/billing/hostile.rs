//! A directory into which somebody puts what is no file.

use std::os::unix::fs::symlink;
use std::process::Command;

use common::invoice::InvoiceFilter;
use common::invoice::file::FileOutcome;

use crate::desk::{Desk, put};
use crate::papers::Fa;

#[tokio::test(flavor = "multi_thread")]
async fn links_pipes_and_directories_are_not_followed() {
    let desk = Desk::start("2026-02-10T11:00:00Z").await;
    let inbox = desk.inbox();
    let outside = inbox.parent().unwrap().join("outside.xml");
    let bill = |number: &str| Fa {
        number: number.to_owned(),
        customer: "K-1".to_owned(),
        buyer: "X".to_owned(),
        issued: "2026-02-05".to_owned(),
        due: "2026-02-20".to_owned(),
        period: ("2026-01-01".to_owned(), "2026-01-31".to_owned()),
        lines: vec![("Ciepło".to_owned(), 100_000)],
        corrects: None,
        account: None,
    };
    std::fs::write(&outside, bill("OUT/1").xml()).unwrap();
    symlink(&outside, inbox.join("link.xml")).unwrap();
    symlink("/etc/passwd", inbox.join("passwd.sta")).unwrap();
    std::fs::create_dir(inbox.join("folder.xml")).unwrap();
    assert!(Command::new("mkfifo").arg(inbox.join("pipe.xml")).status().unwrap().success());
    put(&inbox, "\u{1b}[2J.xml", bill("FV/2").xml().as_bytes());
    let file = desk.put("good.xml", bill("FV/1").xml().as_bytes()).await;
    assert_eq!(file.outcome, FileOutcome::Taken, "{file:?}");
    let numbers = async || {
        let invoices = desk.invoices(InvoiceFilter::default()).await;
        invoices.into_iter().map(|invoice| invoice.number).collect::<std::collections::BTreeSet<_>>()
    };
    desk.client.wait_until("both are there", async |_| numbers().await.len() == 2).await;
    assert!(!numbers().await.contains("OUT/1"));
    assert_eq!(std::fs::read_to_string(&outside).unwrap(), bill("OUT/1").xml());
    let names: Vec<String> = desk.files().await.into_iter().map(|file| file.name).collect();
    assert!(names.iter().all(|name| !name.contains('\u{1b}')), "{names:?}");
}
