//! Coming in: what is asked, what is written down about it, and what whoever comes in is told.

use common::account::{AccountChange, Role};
use common::client::{Connection, Door};
use common::fault::{Cause, SessionEnd, Weakness};
use common::gate::{Knock, Opened, Password, With};
use common::log_in::{LogInOutcome, LogInQuery, Method};
use common::text::is_hidden;
use futures::FutureExt as _;
use jiff::SignedDuration;
use rusqlite::Connection as Archive;

use crate::caller::{
    House, NOW, OTHER, PASSWORD, account, all_history, asked, by_password, code_of, edit, history, knock, log_in,
    login, outcomes, refused, with_code, with_new_password,
};

const HOUR: SignedDuration = SignedDuration::from_hours(1);

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_in_is_told_what_was_before() {
    let house = House::start("").await;
    let (_, first) = log_in(&house.remote, by_password("anna", PASSWORD)).await;
    assert_eq!((first.previous.last_success, first.previous.last_failure), (None, None));
    house.later(HOUR);
    for _ in 0..2 {
        refused(&house.local, by_password("anna", OTHER)).await;
    }
    let failed_at = house.daemon.clock.now();
    house.later(HOUR);
    let (anna, second) = log_in(&house.remote, by_password("anna", PASSWORD)).await;
    let success = second.previous.last_success.clone().unwrap();
    let begin = NOW.parse().unwrap();
    assert_eq!((success.at, success.source.as_str(), success.client.as_str()), (begin, "127.0.0.1", "test"));
    let failure = second.previous.last_failure.clone().unwrap();
    assert_eq!((failure.at, failure.outcome), (failed_at, LogInOutcome::WrongPassword));
    assert!(failure.source.starts_with("unix:"), "{}", failure.source);
    assert_eq!(second.previous.n_failures_since, 2);
    // It is the same when it is asked for later, after more has happened.
    house.later(HOUR / 4);
    refused(&house.remote, by_password("anna", OTHER)).await;
    assert_eq!(account(&anna).await.unwrap().previous, second.previous);
    let lines = history(&anna, LogInQuery::default()).await;
    let (right, wrong) = ((Method::Password, LogInOutcome::Success), (Method::Password, LogInOutcome::WrongPassword));
    assert_eq!(outcomes(&lines), [wrong, right, wrong, wrong, right]);
    assert!(lines.iter().all(|line| line.login == Some(login("anna"))), "{lines:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_can_be_edited_by_nobody_and_seen_by_no_other() {
    let house = House::start("").await;
    let (anna, _) = log_in(&house.remote, by_password("anna", PASSWORD)).await;
    for query in [
        LogInQuery { login: Some(login("tomek")), ..LogInQuery::default() },
        LogInQuery { everyone: true, ..LogInQuery::default() },
    ] {
        let ask = anna.ask(async |ek, context| ek.log_ins(context, query, common::page::Page::default()).await);
        assert_eq!(ask.await.unwrap_err().cause, Cause::NotAllowed);
    }
    let archive = Archive::open(house.daemon.paths.archive()).unwrap();
    let edited = archive.execute("UPDATE log_in SET outcome = 'success', source = 'elsewhere'", []);
    assert!(edited.unwrap_err().to_string().contains("never changed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_program_says_of_itself_is_bounded_and_harmless() {
    let house = House::start("").await;
    for (client, begin) in [
        ("\u{1b}]0;root\u{7}\u{1b}[2J\u{9b}31mrm".to_owned(), "\\u{1b}]0;root\\u{7}"),
        ("\u{202e}gnp.exe\u{200b}\u{2066}\n\r\0".to_owned(), "\\u{202e}gnp.exe\\u{200b}"),
        ("x".repeat(10_000), "xxxx"),
        ("\u{1b}".repeat(3_000), "\\u{1b}\\u{1b}"),
        (String::new(), ""),
    ] {
        let knock = Knock { client, with: by_password("anna", PASSWORD) };
        Connection::open(&house.remote, &knock).await.unwrap();
        let (anna, _) = log_in(&house.local, by_password("anna", PASSWORD)).await;
        let shown = history(&anna, LogInQuery::default()).await.swap_remove(1).client;
        let sessions = anna.ask(async |ek, context| ek.sessions(context, None).await).await.unwrap();
        assert_eq!(sessions[1].client, shown);
        assert!(shown.starts_with(begin) && shown.chars().count() <= 64 && !shown.contains(is_hidden), "{shown}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_initial_password_opens_nothing_but_its_own_change_and_only_for_a_week() {
    let house = House::start("").await;
    house.create("celina", Role::Customer).await;
    let first = by_password("celina", PASSWORD);
    assert_eq!(asked(&house.remote, first.clone()).await, Opened::NewPasswordWanted);
    let weak = |new: &'static str| refused(&house.remote, with_new_password("celina", PASSWORD, new));
    assert_eq!(weak(PASSWORD).await, Cause::WeakPassword { weakness: Weakness::Same });
    assert_eq!(weak("krótkie").await, Cause::WeakPassword { weakness: Weakness::Short });
    assert_eq!(refused(&house.remote, with_new_password("celina", OTHER, OTHER)).await, Cause::LogInRefused);
    house.later(7 * 24 * HOUR);
    assert_eq!(refused(&house.remote, first.clone()).await, Cause::LogInRefused);
    let expired = (Method::Password, LogInOutcome::Expired);
    let query = LogInQuery { login: Some(login("celina")), ..LogInQuery::default() };
    assert_eq!(outcomes(&history(&house.root().await, query).await)[0], expired);

    house.create("dorota", Role::Customer).await;
    house.later(7 * 24 * HOUR - SignedDuration::from_secs(1));
    let (_, admission) = log_in(&house.remote, with_new_password("dorota", PASSWORD, OTHER)).await;
    assert!(admission.session.is_some());
    assert_eq!(refused(&house.remote, by_password("dorota", PASSWORD)).await, Cause::LogInRefused);
    house.later(30 * 24 * HOUR);
    log_in(&house.remote, by_password("dorota", OTHER)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_enrol_a_second_factor_over_a_network_and_each_code_is_good_once() {
    let house = House::start("").await;
    let (_, local) = log_in(&house.local, by_password("tomek", PASSWORD)).await;
    assert_eq!(local.method, Method::Password, "on the server itself none is asked for");
    assert_eq!(refused(&house.remote, With::Session(local.session.unwrap())).await, Cause::NotLoggedIn);
    let Opened::EnrolmentWanted(offer) = asked(&house.remote, by_password("tomek", PASSWORD)).await else {
        panic!("no enrolment")
    };
    let code = code_of(&offer, house.daemon.clock.now());
    assert_eq!(refused(&house.remote, with_code("tomek", OTHER, &code)).await, Cause::LogInRefused);
    let wrong = if code == "000000" { "000001" } else { "000000" };
    assert_eq!(refused(&house.remote, with_code("tomek", PASSWORD, wrong)).await, Cause::WrongCode);
    let (_, admission) = log_in(&house.remote, with_code("tomek", PASSWORD, &code)).await;
    assert_eq!(admission.method, Method::PasswordAndCode);
    // Everywhere from now on, and not again with the same one, nor with the one before it.
    assert_eq!(asked(&house.local, by_password("tomek", PASSWORD)).await, Opened::CodeWanted);
    let again = |code: String| refused(&house.remote, with_code("tomek", PASSWORD, &code)).boxed();
    assert_eq!(again(code).await, Cause::WrongCode);
    let before = house.daemon.clock.now() - SignedDuration::from_secs(30);
    assert_eq!(again(code_of(&offer, before)).await, Cause::WrongCode);
    // Somebody typed slowly: the code of the step before is good, once.
    let then = house.daemon.clock.now() + SignedDuration::from_mins(5);
    house.later(SignedDuration::from_secs(330));
    let late = code_of(&offer, then);
    log_in(&house.remote, with_code("tomek", PASSWORD, &late)).await;
    assert_eq!(again(late).await, Cause::WrongCode);
    let failures = all_history(&house).await;
    let failures = failures.iter().filter(|one| one.outcome == LogInOutcome::WrongCode);
    assert!(failures.count() == 4, "each is in the history");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_use_the_same_code_at_the_same_time_are_one() {
    let house = House::start("").await;
    let Opened::EnrolmentWanted(offer) = asked(&house.remote, by_password("tomek", PASSWORD)).await else {
        panic!("no enrolment")
    };
    log_in(&house.remote, with_code("tomek", PASSWORD, &code_of(&offer, house.daemon.clock.now()))).await;
    let now = house.later(HOUR);
    let with = with_code("tomek", PASSWORD, &code_of(&offer, now));
    let (one, other) = tokio::join!(knock(&house.remote, with.clone()), knock(&house.remote, with));
    let n_in = [one, other].into_iter().filter(|knocked| matches!(knocked, Ok(Door::Open(..)))).count();
    assert_eq!(n_in, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_nobody_asked_for_is_not_written_down_as_a_second_factor() {
    let house = House::start("").await;
    let (_, admission) = log_in(&house.remote, with_code("anna", PASSWORD, "123456")).await;
    assert_eq!(admission.method, Method::Password);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_account_is_refused_like_a_wrong_password() {
    let house = House::start("").await;
    edit(&house, "anna", AccountChange { standing: Some(common::account::Standing::Disabled), ..Default::default() })
        .await;
    assert_eq!(refused(&house.remote, by_password("anna", PASSWORD)).await, Cause::LogInRefused);
    assert_eq!(all_history(&house).await[0].outcome, LogInOutcome::Closed);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_of_the_server_comes_in_if_mapped_and_each_coming_is_not_a_line() {
    let house = House::start("").await;
    for _ in 0..3 {
        let (_, root) = log_in(&house.local, With::Peer).await;
        assert_eq!((root.method, root.session), (Method::Peer, None));
    }
    assert_eq!(outcomes(&all_history(&house).await), [(Method::Peer, LogInOutcome::Success)]);
    assert_eq!(refused(&house.remote, With::Peer).await, Cause::NotLoggedIn);

    let stranger = House::start("[rpc]\npeers = [{ user = 4000000000, account = 'root' }]\n").await;
    assert!(
        matches!(refused(&stranger.local, With::Peer).await, Cause::PeerUnknown { user } if user.starts_with("unix:"))
    );

    let closed = House::start(&format!("[rpc]\npeers = [{{ user = {}, account = 'anna' }}]\n", uid())).await;
    let archive = Archive::open(closed.daemon.paths.archive()).unwrap();
    let (_, anna) = log_in(&closed.local, With::Peer).await;
    assert_eq!((anna.login, anna.role), (login("anna"), Role::Customer));
    archive.execute("UPDATE account SET standing = 'disabled'", []).unwrap();
    assert_eq!(refused(&closed.local, With::Peer).await, Cause::SessionEnded { why: SessionEnd::Closed });
}

fn uid() -> u32 {
    rustix::process::geteuid().as_raw()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_or_a_password_that_looks_like_anothers_is_another() {
    let house = House::start("").await;
    // Cyrillic а; a dotless i; fullwidth letters; a zero-width space; a right-to-left mark.
    for name in ["аnna", "ann\u{430}", "ａｎｎａ", "an\u{200b}na", "\u{200f}anna", "anna\0", "anna'--", ""] {
        assert_eq!(refused(&house.remote, by_password(name, PASSWORD)).await, Cause::LogInRefused, "{name:?}");
        house.later(SignedDuration::from_mins(11));
    }
    // Composed and decomposed are the same password; what only looks the same is not.
    let decomposed = PASSWORD.replace('ó', "o\u{301}");
    log_in(&house.remote, by_password("anna", &decomposed)).await;
    log_in(&house.remote, by_password(" Anna ", PASSWORD)).await;
    for password in [PASSWORD.replace('a', "\u{430}"), PASSWORD.to_uppercase(), format!("{PASSWORD}\0")] {
        assert_eq!(refused(&house.remote, by_password("anna", &password)).await, Cause::LogInRefused);
    }
    // A long one costs no more than another; a giant is not even heard.
    let long = "ż".repeat(4_000);
    assert_eq!(refused(&house.remote, by_password("anna", &long)).await, Cause::LogInRefused);
    let giant = With::Password(Password {
        login: "anna".to_owned(),
        password: "a".repeat(10 << 20).into(),
        code: None,
        new_password: None,
    });
    assert!(matches!(refused(&house.remote, giant).await, Cause::NotADaemon { .. }), "our own client refuses it");
    log_in(&house.remote, by_password("anna", PASSWORD)).await;
}
