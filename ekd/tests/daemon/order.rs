//! The same documents in any order, with repeats and delays, make the same archive.

use common::source::Outcome;
use jiff::civil::date;

use crate::harness::client::Client;
use crate::harness::daemon::TestDaemon;
use crate::harness::dice::Dice;
use crate::harness::paper::{self, Form, Slip};

const N_ORDERS: usize = 30;
const NOW: &str = "2026-04-05T00:00:00Z";

/// The days around the change of clocks in all forms, halves of days that overlap whole ones, and the registry.
fn documents() -> Vec<(String, String)> {
    let mut documents = vec![("registry.xml".to_owned(), paper::registry())];
    let forms = [(Form::Xml, "xml"), (Form::Json, "json"), (Form::Csv, "csv")];
    for (index, day) in (27..=31).enumerate() {
        let day = date(2026, 3, day);
        let (form, suffix) = forms[index % 3];
        documents.push((format!("{day}.{suffix}"), paper::day(form, day, Slip::None)));
        let (form, suffix) = forms[(index + 1) % 3];
        documents.push((format!("{day}-half.{suffix}"), paper::day(form, day, Slip::HalfADay)));
    }
    documents
}

async fn archive_of(documents: &[&(String, String)]) -> (String, Vec<String>) {
    let daemon = TestDaemon::start(NOW, "").await;
    let client = daemon.client().await;
    for (name, text) in documents {
        let document = client.import(name, None, text.as_bytes()).await;
        assert_eq!(document.outcome, Outcome::Taken, "{name}");
        assert!(document.tally.balances(), "{name}: {:?}", document.tally);
    }
    assert_eq!(client.quarantine().await, []);
    (client.listing().await, sums(&client).await)
}

/// Returns what the days and the month come to.
async fn sums(client: &Client) -> Vec<String> {
    use common::quantity::Quantity;
    use common::time::Step;
    let mut sums = Vec::new();
    for (quantity, step) in
        [(Quantity::Energy, Step::Day), (Quantity::Volume, Step::Month), (Quantity::Supply, Step::Week)]
    {
        for bucket in client.series("W-02", quantity, "2026-03", step).await {
            sums.push(format!(
                "{quantity:?} {} {:?} {}/{}",
                bucket.period.from, bucket.content, bucket.n_readings, bucket.n_expected
            ));
        }
    }
    sums
}

#[tokio::test]
async fn the_same_documents_in_any_order_with_repeats_make_the_same_archive() {
    let documents = documents();
    let (listing, sums) = archive_of(&documents.iter().collect::<Vec<_>>()).await;
    assert_eq!(listing.lines().count(), (5 * 24 - 1) * 3 * 4);
    let mut dice = Dice::seeded(42);
    for order in 0..N_ORDERS {
        let mut shuffled: Vec<_> = documents.iter().collect();
        for _ in 0..4 {
            shuffled.push(&documents[dice.below(documents.len())]);
        }
        dice.shuffle(&mut shuffled);
        let names: Vec<&str> = shuffled.iter().map(|(name, _)| name.as_str()).collect();
        let found = archive_of(&shuffled).await;
        assert!(found.0 == listing && found.1 == sums, "order {order}: {names:?}");
    }
}
