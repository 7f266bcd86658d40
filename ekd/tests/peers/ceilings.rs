//! N7: what short messages may cost.

use common::delivery::{Ceiling, Channel, Delivery, DeliveryState};
use common::event::Happening;
use common::id::Cursor;
use ekd::store;
use jiff::SignedDuration;

use crate::house::House;

async fn n_turned_away(house: &House) -> usize {
    let is_over = |row: &Delivery| row.state == DeliveryState::Failed && row.answer.as_deref() == Some("ceiling");
    house.rows().await.iter().filter(|row| is_over(row)).count()
}

#[tokio::test]
async fn one_number_gets_ten_an_hour_and_thirty_a_day() {
    let house = House::start("");
    for hour in 0..4 {
        house.go_to(House::begin() + SignedDuration::from_mins(61 * hour));
        for _ in 0..12 {
            house.queue(Channel::Sms, "+48601234567").await;
        }
        house.queue(Channel::Sms, "+48501234567").await;
        house.queue(Channel::Email, "anna@example.pl").await;
    }
    // Two of each of the first three hours, and all of the fourth.
    assert_eq!(n_turned_away(&house).await, 2 * 3 + 12);
    house.go_to(House::begin() + SignedDuration::from_hours(29));
    house.queue(Channel::Sms, "+48601234567").await;
    assert_eq!(n_turned_away(&house).await, 2 * 3 + 12);
}

#[tokio::test]
async fn all_numbers_together_get_five_hundred_a_day() {
    let house = House::start("");
    for number in 0..501 {
        house.queue(Channel::Sms, &format!("+48601{number:06}")).await;
    }
    assert_eq!(n_turned_away(&house).await, 1);
    assert_eq!(house.rows().await[0].state, DeliveryState::Failed, "the last one");
}

async fn told(house: &House) -> Vec<(i64, Ceiling)> {
    let events = house.store.read(|log| store::event::after(log, Cursor(0), 1000)).await.unwrap();
    let ceiling = |what: &Happening| match what {
        Happening::CeilingReached { channel: Channel::Sms, ceiling } => *ceiling,
        other => panic!("{other:?}"),
    };
    let minutes = |at: jiff::Timestamp| at.duration_since(House::begin()).as_mins();
    events.iter().map(|event| (minutes(event.at), ceiling(&event.what))).collect()
}

#[tokio::test]
async fn a_ceiling_that_is_reached_is_told_once_an_hour_and_names_nobody() {
    let house = House::start("");
    for minute in (0..150).step_by(5) {
        house.go_to(House::begin() + SignedDuration::from_mins(minute));
        for _ in 0..2 {
            house.queue(Channel::Sms, "+48601234567").await;
        }
    }
    // Ten are allowed in each hour: the eleventh of the first comes after 25 minutes, and from then on there is always one.
    // The thirty of a day are reached with the third.
    let expected = [(25, Ceiling::RecipientHour), (85, Ceiling::RecipientHour), (145, Ceiling::RecipientDay)];
    assert_eq!(told(&house).await, expected);
    let events = house.store.read(|log| store::event::after(log, Cursor(0), 1)).await.unwrap();
    let text = serde_json::to_string(&events).unwrap();
    assert!(!text.contains("601234567") && !text.contains("anna"), "{text}");
}

#[tokio::test]
async fn the_ceiling_of_all_is_told_by_its_name() {
    let house = House::start("");
    for number in 0..505 {
        house.queue(Channel::Sms, &format!("+48601{number:06}")).await;
    }
    assert_eq!(told(&house).await, [(0, Ceiling::InstallationDay)]);
}
