//! A daemon that is killed while a directory of invoices and statements is taken in: in the end it has what an undisturbed one has.

use std::time::{Duration, Instant};

use common::due::{Balance, BalanceFilter};
use common::page::Page;
use rusqlite::Connection;

use crate::desk::{ACCOUNTS, furnish, put, section};
use crate::harness::client::Client;
use crate::harness::dice::Dice;
use crate::harness::process::Place;
use crate::papers::{Fa, Incoming, mt940};

const N_INVOICES: u32 = 60;
const N_ROUNDS: u32 = 3;
const MOST_KILLS: u32 = 20;

fn invoice(number: u32) -> Fa {
    let customer = number % 3 + 1;
    Fa {
        number: format!("FV/{number}/2026"),
        customer: format!("K-{customer}"),
        buyer: format!("Wspólnota Ciepła {customer}"),
        issued: "2026-02-05".to_owned(),
        due: "2026-02-20".to_owned(),
        period: ("2026-01-01".to_owned(), "2026-01-31".to_owned()),
        lines: vec![("Ciepło".to_owned(), 100_000 + i64::from(number))],
        corrects: None,
        account: Some(ACCOUNTS[customer as usize - 1][2..].to_owned()),
    }
}

/// Every second invoice is paid, and some too much, in three statements.
fn statements() -> Vec<String> {
    let mut held = 0;
    let mut texts = Vec::new();
    for day in 0..3 {
        let paid: Vec<Incoming> = (0..N_INVOICES)
            .filter(|number| number % 2 == 0 && number % 3 == day)
            .map(|number| Incoming {
                grosze: invoice(number).gross() + i64::from(number % 4) * 100,
                payer: "WSPÓLNOTA".to_owned(),
                title: invoice(number).number,
                virtual_account: None,
            })
            .collect();
        let (text, after) = mt940(day + 1, &format!("2602{:02}", 16 + day), held, &paid);
        held = after;
        texts.push(text);
    }
    texts
}

/// Sets a daemon up with a directory and customers.
async fn prepared() -> Place {
    let place = Place::set_up();
    let config = std::fs::read_to_string(&place.config).unwrap();
    std::fs::write(&place.config, config + &section(&place.home.path().join("drop"))).unwrap();
    let (mut process, client) = place.run().await;
    furnish(&client).await;
    assert!(process.terminate().0.success());
    place
}

fn fill(place: &Place) {
    let inbox = place.home.path().join("drop/inbox");
    std::fs::create_dir_all(&inbox).unwrap();
    for number in 0..N_INVOICES {
        put(&inbox, &format!("fv-{number:03}.xml"), invoice(number).xml().as_bytes());
    }
    for (day, text) in statements().iter().enumerate() {
        put(&inbox, &format!("wyciag-{day}.sta"), text.as_bytes());
    }
}

fn is_empty(place: &Place) -> bool {
    std::fs::read_dir(place.home.path().join("drop/inbox")).unwrap().next().is_none()
}

async fn balances(client: &Client) -> Vec<Balance> {
    let all = async |ek: &common::api::EkClient, context| {
        ek.balances(context, BalanceFilter::default(), Page::default()).await
    };
    client.connection.ask(all).await.unwrap().items
}

/// Returns the sums that must agree whatever happened.
fn sums(place: &Place) -> [i64; 6] {
    let archive = Connection::open(place.archive()).unwrap();
    let integrity: String = archive.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(integrity, "ok");
    let mut broken = archive.prepare("PRAGMA foreign_key_check").unwrap();
    assert!(!broken.exists([]).unwrap(), "a foreign key leads nowhere");
    let number = |sql: &str| archive.query_row(sql, [], |row| row.get(0)).unwrap();
    [
        number("SELECT count(*) FROM invoice"),
        number("SELECT sum(payable) FROM invoice"),
        number("SELECT count(*) FROM payment"),
        number("SELECT sum(amount) FROM payment"),
        number("SELECT sum(settled) FROM invoice")
            - number("SELECT sum(amount) FROM allocation WHERE released_at IS NULL"),
        number("SELECT sum(allocated) FROM payment")
            - number("SELECT sum(amount) FROM allocation WHERE released_at IS NULL AND payment_id IS NOT NULL"),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_daemon_ends_up_with_the_books_of_an_undisturbed_one() {
    let undisturbed = prepared().await;
    let (mut process, client) = undisturbed.run().await;
    fill(&undisturbed);
    let begun = Instant::now();
    client.wait_until("all is taken", async |_| is_empty(&undisturbed)).await;
    let took = begun.elapsed();
    let expected = balances(&client).await;
    assert!(process.terminate().0.success());
    let wanted = sums(&undisturbed);
    assert_eq!([wanted[0], wanted[2], wanted[4], wanted[5]], [60, 30, 0, 0], "{wanted:?}");
    let longest = usize::try_from(took.as_millis()).unwrap().clamp(50, 3000);
    let mut dice = Dice::seeded(8);
    for round in 0..N_ROUNDS {
        let place = prepared().await;
        fill(&place);
        let mut n_kills = 0;
        while !is_empty(&place) && n_kills < MOST_KILLS {
            let (mut process, _) = place.run().await;
            tokio::time::sleep(Duration::from_millis(u64::try_from(dice.below(longest)).unwrap())).await;
            process.kill();
            n_kills += 1;
        }
        let (mut process, client) = place.run().await;
        client.wait_until("the rest is taken", async |_| is_empty(&place)).await;
        assert_eq!(balances(&client).await, expected, "round {round}");
        assert!(process.terminate().0.success());
        assert_eq!(sums(&place), wanted, "round {round}, {n_kills} kills");
        println!("round {round}: {n_kills} kills, {wanted:?}");
    }
}
