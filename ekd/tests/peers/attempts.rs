//! N1: whatever a mail server does, no letter is lost, and none comes twice that did not have to.

use std::time::Duration;

use common::delivery::{Channel, Delivery, DeliveryState};
use ekd::store;
use ekd::store::outbox::Leaving;
use futures::StreamExt as _;
use jiff::SignedDuration;

use crate::house::{CODE, House};
use crate::smtp::{ScriptedSmtp, Step, Whim};

/// Failures in a row before a server comes to its senses.
const MOST_FAILURES: usize = 20;
/// The same of one that stalls, where each costs a second.
const STALLS: [usize; 8] = [0, 1, 2, 3, 5, 8, 13, MOST_FAILURES];

/// Cases that are tried at the same time: those that mostly wait, and those that do not.
const TOGETHER: [usize; 2] = [40, 12];

pub(crate) fn section(server: &ScriptedSmtp) -> String {
    section_at(server.port)
}

fn section_at(port: u16) -> String {
    format!(
        "[smtp]\nhost = '127.0.0.1'\nport = {port}\nsecurity = 'none'\nfrom = 'e-klient@example.pl'\nhello = 'ek.test'\n"
    )
}

/// As [`section`], for a server that stalls: as short as a busy machine allows.
pub(crate) fn impatient(server: &ScriptedSmtp) -> String {
    section(server) + "timeout = '3s'\n"
}

const fn stalls(whim: Whim) -> bool {
    matches!(whim, Whim::Stall(_))
}

/// Returns all that a server can do short of refusing for good.
fn mishaps() -> Vec<Whim> {
    let mut mishaps = vec![Whim::TakeAndBreak, Whim::Babble];
    for step in [Step::Greeting, Step::Hello, Step::Sender, Step::Recipient, Step::Data, Step::End] {
        mishaps.push(Whim::Reply(step, 421));
    }
    for (step, code) in [(Step::Sender, 451), (Step::Recipient, 450), (Step::Data, 451), (Step::End, 452)] {
        mishaps.push(Whim::Reply(step, code));
    }
    // What is refused for good before there is a letter is refused to the operator, not to the letter.
    mishaps.extend([Whim::Reply(Step::Greeting, 554), Whim::Reply(Step::Hello, 550)]);
    // Acceptance in the wrong place is none.
    mishaps.push(Whim::Reply(Step::End, 354));
    mishaps.extend(Step::ALL.map(Whim::Break));
    mishaps.extend(Step::ALL.map(Whim::Stall));
    mishaps
}

/// Tells whether the server has a letter that it does not own up to.
const fn is_ambiguous(whim: Whim) -> bool {
    matches!(whim, Whim::TakeAndBreak | Whim::Stall(Step::End))
}

pub(crate) fn message_id(mail: &str) -> &str {
    mail.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_comes_once_whatever_the_server_does_before_it_takes_it() {
    let (stalling, others): (Vec<_>, Vec<_>) = mishaps().into_iter().partition(|mishap| stalls(*mishap));
    // The longest wait begins first.
    let waiting: Vec<_> = STALLS.iter().rev().flat_map(|n| stalling.iter().map(move |mishap| (*mishap, *n))).collect();
    let busy: Vec<_> = others.into_iter().flat_map(|mishap| (0..=MOST_FAILURES).map(move |n| (mishap, n))).collect();
    assert!(waiting.len() + busy.len() > 450);
    let [waiting, busy] = [waiting, busy].map(futures::stream::iter);
    let try_all = |(mishap, n_failures)| try_often(mishap, n_failures);
    tokio::join!(waiting.for_each_concurrent(TOGETHER[0], try_all), busy.for_each_concurrent(TOGETHER[1], try_all));
}

async fn try_often(mishap: Whim, n_failures: usize) {
    let server = ScriptedSmtp::start(move |n| if n < n_failures { mishap } else { Whim::Accept }).await;
    let mut house = House::start(&section(&server));
    let id = house.queue(Channel::Email, "anna@example.pl").await;
    if stalls(mishap) {
        house.configure(&(section(&server) + "timeout = '1s'\n"));
        for _ in 0..n_failures {
            house.go_to(house.row(id).await.at.max(house.clock.now()));
            house.deliverer().deliver_due(Channel::Email).await.unwrap();
        }
        // A machine that is busy may take longer to do what is right.
        house.configure(&section(&server));
    }
    let row = house.deliver(id).await;

    let case = format!("{mishap:?} × {n_failures}");
    let expected = (DeliveryState::Sent, u32::try_from(n_failures).unwrap() + 1, Some("250 2.0.0 taken"));
    assert_eq!((row.state, row.n_attempts, row.answer.as_deref()), expected, "{case}");
    let minutes: i64 = (0..n_failures).map(|n| (1 << n).min(60)).sum();
    assert_eq!(row.at, House::begin() + SignedDuration::from_mins(minutes), "{case}");
    let n_extra = if is_ambiguous(mishap) { n_failures } else { 0 };
    let n_taken = server.taken().len();
    assert!(n_taken == 1 + n_extra || stalls(mishap) && (1..=1 + n_extra).contains(&n_taken), "{case}: {n_taken}");
    let all = server.seen();
    assert!(all.iter().all(|mail| *mail == all[0]), "{case}: the same letter, under the same Message-ID");
    assert_eq!(house.rows().await.len(), 1, "{case}");
    assert!(server.n_conversations() == n_failures + 1 || stalls(mishap), "{case}");
}

#[tokio::test]
async fn a_server_that_is_not_there_loses_nothing() {
    for n_failures in [1, 5, 20] {
        let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = closed.local_addr().unwrap().port();
        drop(closed);
        let house = House::start(&section_at(port));
        let id = house.queue(Channel::Email, "anna@example.pl").await;
        for _ in 0..n_failures {
            house.go_to(house.row(id).await.at.max(house.clock.now()));
            house.deliverer().deliver_due(Channel::Email).await.unwrap();
        }
        assert_eq!(house.row(id).await.n_attempts, n_failures);
        let server = ScriptedSmtp::start_at(port, |_| Whim::Accept).await;
        assert_eq!(house.deliver(id).await.state, DeliveryState::Sent);
        assert_eq!((server.taken().len(), house.rows().await.len()), (1, 1));
    }
}

#[tokio::test]
async fn a_server_that_wants_to_be_asked_again_later_is() {
    // Greylisting: who comes again after five minutes is no machine that sends what nobody wants.
    let house_clock = std::sync::Arc::new(std::sync::OnceLock::<ekd::clock::Clock>::new());
    let clock = std::sync::Arc::clone(&house_clock);
    let server = ScriptedSmtp::start(move |_| {
        let waited = clock.get().unwrap().now().duration_since(House::begin());
        if waited < SignedDuration::from_mins(5) { Whim::Reply(Step::Recipient, 450) } else { Whim::Accept }
    })
    .await;
    let house = House::start(&section(&server));
    house_clock.set(house.clock.clone()).unwrap();
    let id = house.queue(Channel::Email, "anna@example.pl").await;
    let row = house.deliver(id).await;
    assert_eq!((row.state, row.n_attempts), (DeliveryState::Sent, 4), "after 0, 1, 3 and 7 minutes");
    assert_eq!(row.at, House::begin() + SignedDuration::from_mins(7));
    assert_eq!((server.taken().len(), house.rows().await.len()), (1, 1));
}

#[tokio::test]
async fn what_is_refused_for_good_is_not_tried_again_and_shows_why() {
    for step in [Step::Sender, Step::Recipient, Step::Data, Step::End] {
        let server = ScriptedSmtp::start(move |_| Whim::Reply(step, 550)).await;
        let house = House::start(&section(&server));
        let id = house.queue(Channel::Email, "anna@example.pl").await;
        let row = house.deliver(id).await;
        assert_eq!((row.state, row.n_attempts), (DeliveryState::Failed, 1), "{step:?}");
        assert!(row.answer.unwrap().contains("as told"), "{step:?}");
        house.go_to(House::begin() + SignedDuration::from_hours(70));
        house.deliverer().deliver_due(Channel::Email).await.unwrap();
        assert_eq!((server.taken().len(), server.n_conversations()), (0, 1), "{step:?}");
    }
}

#[tokio::test]
async fn attempts_follow_each_other_more_slowly_up_to_an_hour_and_end_after_three_days() {
    let server = ScriptedSmtp::start(|_| Whim::Reply(Step::Recipient, 450)).await;
    let house = House::start(&section(&server));
    let id = house.queue_lasting(Channel::Email, "anna@example.pl", SignedDuration::from_hours(9_999)).await;
    let mut pauses = Vec::new();
    let last: Delivery = loop {
        let before = house.clock.now();
        house.deliverer().deliver_due(Channel::Email).await.unwrap();
        let row = house.row(id).await;
        if row.state != DeliveryState::Waiting {
            break row;
        }
        pauses.push(row.at.duration_since(before).as_mins());
        house.go_to(row.at);
    };
    assert_eq!(pauses[..8], [1, 2, 4, 8, 16, 32, 60, 60]);
    assert!(pauses[6..].iter().all(|pause| *pause == 60));
    assert_eq!(last.state, DeliveryState::Expired);
    let age = last.at.duration_since(House::begin());
    assert!((SignedDuration::from_hours(72)..=SignedDuration::from_hours(73)).contains(&age), "{age}");
    assert!(last.answer.unwrap().contains("as told"), "what the server said last stays");
}

#[tokio::test]
async fn a_code_that_is_of_no_use_any_more_is_not_sent() {
    let server = ScriptedSmtp::start(|_| Whim::Break(Step::Greeting)).await;
    let house = House::start(&section(&server));
    let id = house.queue_lasting(Channel::Email, "anna@example.pl", SignedDuration::from_mins(15)).await;
    house.deliverer().deliver_due(Channel::Email).await.unwrap();
    server.script(|_| Whim::Accept);
    house.go_to(House::begin() + SignedDuration::from_mins(15));
    house.deliverer().deliver_due(Channel::Email).await.unwrap();
    assert_eq!((house.row(id).await.state, server.taken().len()), (DeliveryState::Expired, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_at_any_step_loses_nothing_and_repeats_only_what_the_server_had() {
    for step in Step::ALL {
        let server = ScriptedSmtp::start(move |n| if n == 0 { Whim::Stall(step) } else { Whim::Accept }).await;
        let house = House::start(&section(&server));
        let id = house.queue(Channel::Email, "anna@example.pl").await;
        let deliverer = house.deliverer();
        let running = tokio::spawn(async move { deliverer.deliver_due(Channel::Email).await });
        server.stalled_at(step).await;
        running.abort();
        assert!(running.await.unwrap_err().is_cancelled(), "{step:?}");
        let house = house.reopen().await;

        house.deliverer().deliver_due(Channel::Email).await.unwrap();
        assert_eq!(server.n_conversations(), 1, "{step:?}: a crash does not make attempts faster");
        let row = house.deliver(id).await;
        assert_eq!((row.state, row.n_attempts), (DeliveryState::Sent, 2), "{step:?}");
        let taken = server.taken();
        assert_eq!(taken.len(), if step == Step::End { 2 } else { 1 }, "{step:?}");
        assert!(taken.iter().all(|mail| message_id(mail) == message_id(&taken[0])));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_does_not_move_keeps_neither_the_other_letters_nor_the_stop() {
    let server = ScriptedSmtp::start(|n| if n == 0 { Whim::Stall(Step::Greeting) } else { Whim::Accept }).await;
    let house = House::start(&impatient(&server));
    let mut ids = Vec::new();
    for user in 0..12 {
        ids.push(house.queue(Channel::Email, &format!("user{user}@example.pl")).await);
    }
    let stop = tokio_util::sync::CancellationToken::new();
    let running = tokio::spawn(house.deliverer().run(stop.clone()));
    crate::peer::wait_for("the letters", || (server.taken().len() == 11).then_some(())).await;
    // Nothing but a commit tells that a clock by hand has moved.
    house.go_to(House::begin() + SignedDuration::from_mins(1));
    let last = house.queue(Channel::Email, "last@example.pl").await;
    crate::peer::wait_for("the rest", || (server.taken().len() == 13).then_some(())).await;
    stop.cancel();
    tokio::time::timeout(Duration::from_secs(10), running).await.unwrap().unwrap().unwrap();
    let rows = house.rows().await;
    assert!(rows.iter().all(|row| row.state == DeliveryState::Sent) && rows[0].id == last, "{rows:?}");
}

#[tokio::test]
async fn a_letter_that_cannot_be_handed_over_does_not_stop_the_others() {
    let server = ScriptedSmtp::start(|_| Whim::Accept).await;
    let house = House::start(&section(&server));
    let now = house.clock.now();
    let letter = house.sealed("x\r\nBcc: eve@example.pl", ".\r\n.\nMAIL FROM:<eve@example.pl>\0");
    let odd = [
        ("<a@b>", "anna@example.pl", b"no letter".to_vec()),
        ("<c@d>", "anna@example.pl\r\nRCPT TO:<eve@example.pl>", letter.clone()),
        ("<e@f>\r\nBcc: eve@example.pl\r\n\r\n", "piotr@example.pl", letter.clone()),
        ("<g@h>", "ewa@example.pl", letter),
    ];
    for (message_id, recipient, letter) in odd {
        let push = move |tx: &store::log::Write<'_>| {
            let leaving = Leaving {
                created_at: now,
                account: None,
                topic: "contact_code",
                channel: Channel::Email,
                recipient,
                message_id,
                letter: &letter,
                ticket: None,
                expires_at: now + SignedDuration::from_hours(1),
            };
            store::outbox::push(tx, &leaving)
        };
        house.store.write("push", push).await.unwrap();
    }
    house.queue(Channel::Email, "anna@example.pl\r\nBcc: eve@example.pl").await;
    let good = house.queue(Channel::Email, "jan@example.pl").await;
    house.deliverer().deliver_due(Channel::Email).await.unwrap();
    assert_eq!(house.row(good).await.state, DeliveryState::Sent);
    let rows = house.rows().await;
    assert_eq!(rows.iter().filter(|row| row.state == DeliveryState::Failed).count(), 3, "{rows:?}");
    for mail in server.taken() {
        let (head, _) = mail.split_once("\n\n").unwrap();
        assert!(!head.lines().any(|line| line.starts_with("Bcc")), "{head}");
    }
    assert_eq!(server.recipients(), ["ewa", "jan", "piotr"].map(|user| format!("RCPT TO:<{user}@example.pl>")));
}

#[tokio::test]
async fn a_wrong_password_file_is_no_letters_end_and_a_right_one_needs_no_restart() {
    let server = ScriptedSmtp::start(|_| Whim::Accept).await;
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("password");
    let house = House::start(&format!("{}user = 'ek'\npassword-file = '{}'\n", section(&server), path.display()));
    let id = house.queue(Channel::Email, "anna@example.pl").await;
    house.deliverer().deliver_due(Channel::Email).await.unwrap();
    let row = house.row(id).await;
    assert_eq!((row.state, server.n_conversations()), (DeliveryState::Waiting, 0));
    assert!(row.answer.unwrap().contains("cannot be read"));

    std::fs::write(&path, "s3cret\n").unwrap();
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    assert_eq!(house.deliver(id).await.state, DeliveryState::Sent);
    // RFC 4616: nothing, the name, the password, with zeros between.
    assert_eq!(server.log_ins(), ["AUTH PLAIN AGVrAHMzY3JldA=="]);
}

#[tokio::test]
async fn no_code_stays_in_the_archive_or_its_log() {
    let server = ScriptedSmtp::start(|_| Whim::Accept).await;
    let house = House::start(&section(&server));
    let id = house.queue(Channel::Email, "anna@example.pl").await;
    let waiting = house.files();
    assert_eq!(house.deliver(id).await.state, DeliveryState::Sent);
    assert!(server.taken()[0].contains(CODE));
    for (name, bytes) in waiting.into_iter().chain(house.files()) {
        let has_code = bytes.windows(CODE.len()).any(|window| window == CODE.as_bytes());
        assert!(!has_code, "{name} holds the code");
    }
}
