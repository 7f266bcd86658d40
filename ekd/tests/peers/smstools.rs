//! A real smsd of smstools3 takes our short messages.

use common::delivery::{Channel, DeliveryState};
use common::sms;
use jiff::SignedDuration;

use crate::house::{CODE, House};
use crate::smsd::Smsd;
use crate::spool::{forget_the_end, keep};

const NUMBER: &str = "+48601234567";

#[tokio::test(flavor = "multi_thread")]
async fn a_short_message_leaves_once() {
    let Some(smsd) = Smsd::start().await else { return };
    let house = House::start(&smsd.section());
    let id = house.queue(Channel::Sms, NUMBER).await;
    let row = house.deliver(id).await;
    assert_eq!((row.state, row.answer.as_deref()), (DeliveryState::Sent, Some("put into the spool")));
    let text = format!("e-Klient, konto anna: kod do nowego hasla {CODE}, wazny 15 min. Nikomu go nie podawaj.");
    assert_eq!(smsd.wait_for(1).await, [(NUMBER.to_owned(), text)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn polish_letters_come_as_they_were_written() {
    let Some(smsd) = Smsd::start().await else { return };
    let house = House::start(&(smsd.section() + "transliterate = false\n"));
    house.queue(Channel::Sms, NUMBER).await;
    house.deliverer().deliver_due(Channel::Sms).await.unwrap();
    let parts = smsd.wait_for(2).await;
    let text: String = parts.into_iter().map(|(_, text)| text).collect();
    assert!(text.contains("kod do nowego hasła") && text.contains("ważny 15 min"), "{text}");
    assert_eq!(sms::parts(&text), 2, "as many as were counted");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_after_the_file_was_put_in_sends_nothing_twice() {
    let Some(mut smsd) = Smsd::start().await else { return };
    smsd.pause();
    let house = House::start(&smsd.section());
    let id = house.queue(Channel::Sms, NUMBER).await;
    keep(&house).await;
    assert_eq!(house.deliver(id).await.answer.as_deref(), Some("put into the spool"));
    forget_the_end(&house).await;
    house.go_to(House::begin() + SignedDuration::from_mins(1));
    assert_eq!(house.deliver(id).await.answer.as_deref(), Some("in the spool already"));

    smsd.resume();
    smsd.wait_for(1).await;
    forget_the_end(&house).await;
    house.go_to(House::begin() + SignedDuration::from_mins(5));
    assert_eq!(house.deliver(id).await.answer.as_deref(), Some("sent already"));
    // Another message goes through behind it: nothing else lay in the spool.
    let other = house.queue(Channel::Sms, NUMBER).await;
    house.deliver(other).await;
    smsd.wait_for(2).await;
}
