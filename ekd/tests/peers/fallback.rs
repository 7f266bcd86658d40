//! N1 with several mail servers: the next one gets a letter only where the one before surely has it not.

use common::delivery::{Channel, DeliveryState};

use crate::attempts::{message_id, section};
use crate::house::House;
use crate::smtp::{ScriptedSmtp, Step, Whim};

/// Two servers, the second of which takes everything.
struct Pair {
    first: ScriptedSmtp,
    second: ScriptedSmtp,
    house: House,
}

async fn pair(whim: Whim) -> Pair {
    let first = ScriptedSmtp::start(move |_| whim).await;
    let second = ScriptedSmtp::start(|_| Whim::Accept).await;
    let patience = if matches!(whim, Whim::Stall(_)) { "timeout = '2s'\n" } else { "" };
    let fallback = section(&second).replace("[smtp]", "[[smtp.fallback]]");
    let house = House::start(&format!("{}{patience}{fallback}", section(&first)));
    Pair { first, second, house }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_server_takes_what_the_first_surely_has_not() {
    let mut whims = vec![Whim::Babble];
    let before = [Step::Greeting, Step::Hello, Step::Sender, Step::Recipient, Step::Data];
    for step in before {
        whims.extend([Whim::Break(step), Whim::Stall(step), Whim::Reply(step, 421), Whim::Reply(step, 451)]);
        whims.push(Whim::Reply(step, 550));
    }
    whims.extend([Whim::Reply(Step::End, 452), Whim::Reply(Step::End, 554)]);
    let tries = whims.into_iter().map(async |whim| {
        let Pair { first, second, house } = pair(whim).await;
        let id = house.queue(Channel::Email, "anna@example.pl").await;
        house.deliverer().deliver_due(Channel::Email).await.unwrap();
        let row = house.row(id).await;
        assert_eq!((row.state, row.n_attempts), (DeliveryState::Sent, 1), "{whim:?}: {row:?}");
        assert_eq!(row.answer.as_deref(), Some("127.0.0.1: 250 2.0.0 taken"), "{whim:?}");
        assert_eq!((first.taken().len(), second.taken().len(), house.rows().await.len()), (0, 1, 1), "{whim:?}");
    });
    futures::future::join_all(tries).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_first_may_have_is_given_to_no_other() {
    for whim in [Whim::TakeAndBreak, Whim::Stall(Step::End), Whim::Break(Step::Text), Whim::Reply(Step::End, 354)] {
        let Pair { first, second, house } = pair(whim).await;
        let id = house.queue(Channel::Email, "anna@example.pl").await;
        house.deliverer().deliver_due(Channel::Email).await.unwrap();
        assert_eq!(house.row(id).await.state, DeliveryState::Waiting, "{whim:?}");
        assert_eq!(second.n_conversations(), 0, "{whim:?}");

        first.script(|_| Whim::Accept);
        let row = house.deliver(id).await;
        assert_eq!((row.state, row.n_attempts), (DeliveryState::Sent, 2), "{whim:?}");
        let taken = first.taken();
        assert!((1..=2).contains(&taken.len()) && second.taken().is_empty(), "{whim:?}");
        assert!(taken.iter().all(|mail| message_id(mail) == message_id(&taken[0])), "{whim:?}");
    }
}

#[tokio::test]
async fn a_letter_is_refused_for_good_only_where_every_server_does_so() {
    let Pair { first, second, house } = pair(Whim::Reply(Step::Recipient, 550)).await;
    second.script(|_| Whim::Reply(Step::Recipient, 450));
    let id = house.queue(Channel::Email, "anna@example.pl").await;
    house.deliverer().deliver_due(Channel::Email).await.unwrap();
    let row = house.row(id).await;
    assert_eq!(row.state, DeliveryState::Waiting, "{row:?}");
    assert!(row.answer.unwrap().matches("as told").count() == 2, "what each said is seen");

    second.script(|_| Whim::Reply(Step::Recipient, 550));
    let row = house.deliver(id).await;
    assert_eq!((row.state, row.n_attempts), (DeliveryState::Failed, 2));
    assert!(first.taken().is_empty() && second.taken().is_empty());
}
