//! A house whose office has a mailbox, and what became of the mail in it.

use common::ticket::mail::{Became, ReceivedMail};
use rusqlite::Connection;

use crate::dovecot::Dovecot;
use crate::harness::client::Client;
use crate::harness::process::{Place, Process};
use crate::peer::wait_for;

/// A place for a daemon that reads this mailbox.
pub(crate) fn place(dovecot: &Dovecot) -> Place {
    let place = Place::set_up();
    add(&place, &dovecot.section(place.home.path()));
    place
}

/// Adds sections to the configuration.
pub(crate) fn add(place: &Place, sections: &str) {
    let config = std::fs::read_to_string(&place.config).unwrap();
    std::fs::write(&place.config, config + sections).unwrap();
}

/// Starts the daemon; its log shows with a test that fails.
pub(crate) async fn run(place: &Place) -> (Process, Client) {
    place.run_noting(std::process::Stdio::inherit()).await
}

/// Returns one number that the archive tells.
pub(crate) fn number(place: &Place, sql: &str) -> i64 {
    let archive = Connection::open(place.archive()).unwrap();
    archive.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
    archive.query_row(sql, [], |row| row.get(0)).unwrap()
}

/// Returns one text that the archive tells.
pub(crate) fn text(place: &Place, sql: &str) -> String {
    let archive = Connection::open(place.archive()).unwrap();
    archive.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
    archive.query_row(sql, [], |row| row.get(0)).unwrap()
}

/// Returns all mail that came, the newest first.
pub(crate) async fn received(client: &Client) -> Vec<ReceivedMail> {
    let all =
        async |ek: &common::api::EkClient, context| ek.received_mail(context, common::page::Page::default()).await;
    client.connection.ask(all).await.unwrap().items
}

/// Waits until so many mails are in the log, and returns all.
pub(crate) async fn wait_for_mails(place: &Place, client: &Client, n_mails: i64) -> Vec<ReceivedMail> {
    wait_for("the mail", || (number(place, "SELECT count(*) FROM mail") >= n_mails).then_some(())).await;
    let mails = received(client).await;
    assert_eq!(mails.len(), usize::try_from(n_mails).unwrap(), "{mails:#?}");
    mails
}

/// Returns what became of the mail with this subject.
pub(crate) fn became<'a>(mails: &'a [ReceivedMail], subject: &str) -> &'a Became {
    &mails.iter().find(|mail| mail.subject == subject).unwrap_or_else(|| panic!("{subject}: {mails:#?}")).became
}
