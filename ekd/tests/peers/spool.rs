//! A real gammu-smsd takes our short messages.

use common::delivery::{Channel, DeliveryState};
use ekd::store::StoreError;
use ekd::store::log::Write;
use jiff::SignedDuration;
use tokio_util::sync::CancellationToken;

use crate::gammu::Gammu;
use crate::house::{CODE, House};

const NUMBER: &str = "+48601234567";

#[tokio::test(flavor = "multi_thread")]
async fn a_short_message_leaves_once() {
    let Some(gammu) = Gammu::start() else { return };
    let house = House::start(&gammu.section());
    let id = house.queue(Channel::Sms, NUMBER).await;
    let stop = CancellationToken::new();
    let running = tokio::spawn(house.deliverer().run(stop.clone()));
    let sent = gammu.wait_for(1).await;
    let text = format!("e-Klient, konto anna: kod do nowego hasla {CODE}, wazny 15 min. Nikomu go nie podawaj.");
    assert_eq!(sent, [(NUMBER.to_owned(), text)]);
    stop.cancel();
    running.await.unwrap().unwrap();
    let row = house.row(id).await;
    assert_eq!((row.state, row.n_attempts), (DeliveryState::Sent, 1));
}

/// What the archive knew when the power went, while the file was in the spool already: the attempt and not its end.
async fn forget_the_end(house: &House) {
    let again = |tx: &Write<'_>| {
        tx.execute_batch("UPDATE outbox SET state = 'waiting', settled_at = NULL, letter = (SELECT text FROM kept)")?;
        Ok::<_, StoreError>(())
    };
    house.store.write("forget", again).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_after_the_file_was_put_in_sends_nothing_twice() {
    let Some(mut gammu) = Gammu::start() else { return };
    gammu.pause();
    let house = House::start(&gammu.section());
    let id = house.queue(Channel::Sms, NUMBER).await;
    let keep = |tx: &Write<'_>| {
        tx.execute_batch("CREATE TABLE kept AS SELECT letter AS text FROM outbox")?;
        Ok::<_, StoreError>(())
    };
    house.store.write("keep", keep).await.unwrap();
    assert_eq!(house.deliver(id).await.answer.as_deref(), Some("put into the spool"));

    forget_the_end(&house).await;
    house.go_to(House::begin() + SignedDuration::from_mins(1));
    assert_eq!(house.deliver(id).await.answer.as_deref(), Some("in the spool already"));

    gammu.resume();
    gammu.wait_for(1).await;
    forget_the_end(&house).await;
    house.go_to(House::begin() + SignedDuration::from_mins(5));
    assert_eq!(house.deliver(id).await.answer.as_deref(), Some("sent already"));
    // Another message goes through behind it: nothing else lay in the spool.
    let other = house.queue(Channel::Sms, NUMBER).await;
    house.deliver(other).await;
    gammu.wait_for(2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_short_message_is_listed_and_not_sent() {
    let Some(gammu) = Gammu::start() else { return };
    let house = House::start(&gammu.section());
    let old = house.queue(Channel::Sms, NUMBER).await;
    house.go_to(House::begin() + SignedDuration::from_hours(6));
    let new = house.queue(Channel::Sms, NUMBER).await;
    house.deliverer().deliver_due(Channel::Sms).await.unwrap();
    gammu.wait_for(1).await;
    assert_eq!(house.row(old).await.state, DeliveryState::Expired);
    assert_eq!(house.row(new).await.state, DeliveryState::Sent);
}
