//! N7: what short messages may cost.

use common::delivery::{Channel, Delivery, DeliveryState};
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
