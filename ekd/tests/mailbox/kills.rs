//! Each mail becomes exactly one ticket, whatever happens between: kills, mail that comes three times, a mailbox that loses
//! all its numbers, and any order.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::dovecot::Dovecot;
use crate::harness::dice::Dice;
use crate::office::{self, number};
use crate::peer::wait_for;

const N_MAILS: usize = 60;
const N_COPIES: usize = 3;

/// A mail as one of the servers on the way has left it.
fn mail(number: usize, copy: usize) -> String {
    // Some have no name: they are known by what they say.
    let id = if number.is_multiple_of(7) { String::new() } else { format!("Message-ID: <m{number}@example.com>\r\n") };
    format!(
        "Received: from hop{copy} by mx.example.pl; Fri, 14 Nov 2025 0{copy}:15:02 +0100\r\n\
         {id}From: Anna <anna{number}@example.com>\r\nTo: bok@example.pl\r\n\
         Date: Fri, 14 Nov 2025 08:{:02}:02 +0100\r\nSubject: Zimno {number}\r\n\r\nZimno w mieszkaniu {number}.\r\n",
        number % 60
    )
}

async fn survives(n_kills: usize, seed: u64) {
    let mut dice = Dice::seeded(seed);
    let Some(dovecot) = Dovecot::start().await else { return };
    let place = office::place(&dovecot);
    let mut waiting: Vec<(usize, usize)> =
        (0..N_MAILS).flat_map(|number| (0..N_COPIES).map(move |copy| (number, copy))).collect();
    dice.shuffle(&mut waiting);
    let (mut n_rebuilt, mut validities) = (0, BTreeMap::new());
    for round in 0..n_kills {
        let due = waiting.len().div_ceil(n_kills - round);
        let batch: Vec<(usize, usize)> = waiting.drain(..due.min(waiting.len())).collect();
        let before = batch.len() / 2;
        let deliver = |(number, copy): &(usize, usize)| {
            dovecot.deliver(&format!("{round}.{number}_{copy}.test"), mail(*number, *copy).as_bytes());
        };
        batch[..before].iter().for_each(deliver);
        let (mut process, _client) = place.run().await;
        batch[before..].iter().for_each(deliver);
        // From before the log-in to after the last mail.
        tokio::time::sleep(Duration::from_millis(u64::try_from(dice.below(400)).unwrap())).await;
        process.kill();
        if dice.below(5) == 0 {
            let mut names: Vec<String> =
                (0..dovecot.files().len()).map(|number| format!("{number:04}.r{round}.test")).collect();
            dice.shuffle(&mut names);
            dovecot.rebuild(&names);
            n_rebuilt += 1;
        }
        *validities.entry(dovecot.status("uidvalidity")).or_insert(0) += 1;
    }
    let (_process, _client) = place.run().await;
    wait_for("the last mail", || {
        let next = i64::from(dovecot.status("uidnext"));
        (number(&place, "SELECT coalesce(max(last_uid), 0) FROM mailbox") == next - 1).then_some(())
    })
    .await;
    println!("{n_kills} kills, {n_rebuilt} rebuilds, {} numberings, seed {seed}", validities.len());
    let whole = i64::try_from(N_MAILS).unwrap();
    for sql in [
        "SELECT count(*) FROM mail WHERE became = 'ticket'",
        "SELECT count(*) FROM mail",
        "SELECT count(*) FROM ticket",
        "SELECT count(DISTINCT subject) FROM ticket",
        "SELECT count(*) FROM ticket_entry WHERE kind = 'message'",
        "SELECT count(DISTINCT body) FROM ticket_text",
    ] {
        assert_eq!(number(&place, sql), whole, "{sql}");
    }
    // Nothing is deleted.
    assert_eq!(dovecot.files().len(), N_MAILS * N_COPIES);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_mail_is_one_ticket_over_twenty_kills() {
    survives(20, 41).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes: before a release"]
async fn each_mail_is_one_ticket_over_two_hundred_kills() {
    survives(200, 42).await;
}
