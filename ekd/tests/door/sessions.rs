//! Sessions: how long they last, and everything that ends them.

use common::account::{
    AccountChange, ContactChange, Ending, NewToken, PasswordChange, Role, Session, Standing, TokenRotation,
};
use common::client::Connection;
use common::contact::ContactKind;
use common::fault::{Cause, SessionEnd};
use common::gate::{Admission, With};
use common::id::TokenId;
use common::log_in::{LogInOutcome, LogInQuery, Method};
use common::pass::TokenSecret;
use jiff::SignedDuration;
use rusqlite::Connection as Archive;

use crate::caller::{
    House, OTHER, PASSWORD, account, all_history, asked, by_password, code_of, edit, history, log_in, login, outcomes,
    refused, session, with_code,
};
use crate::harness::client::once;

const MINUTE: SignedDuration = SignedDuration::from_mins(1);
const EXPIRED: Cause = Cause::SessionEnded { why: SessionEnd::Expired };
const ENDED: Cause = Cause::SessionEnded { why: SessionEnd::Ended };
const CLOSED: Cause = Cause::SessionEnded { why: SessionEnd::Closed };

async fn sessions(connection: &Connection) -> Vec<Session> {
    connection.ask(async |ek, context| ek.sessions(context, None).await).await.unwrap()
}

async fn change_password(connection: &Connection, current: &str, new: &str) -> Result<(), Cause> {
    let change = PasswordChange { current: current.into(), new: new.into() };
    let ask = connection.ask(async |ek, context| ek.change_password(context, change).await);
    ask.await.map_err(|fault| fault.cause)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_opens_again_is_one_line_and_only_its_digest_is_kept() {
    let house = House::start("").await;
    let (_, first) = log_in(&house.remote, by_password("anna", PASSWORD)).await;
    let secret = first.session.clone().unwrap();
    assert!(secret.expose().len() == 64, "256 bits");
    for _ in 0..3 {
        let (_, again) = log_in(&house.remote, session(&first)).await;
        assert_eq!((again.method, again.session, again.expires_at), (Method::Session, None, first.expires_at));
    }
    house.later(MINUTE);
    let (anna, _) = log_in(&house.local, session(&first)).await;
    let lines = outcomes(&history(&anna, LogInQuery::default()).await);
    let by_session = (Method::Session, LogInOutcome::Success);
    assert_eq!(lines, [by_session, by_session, (Method::Password, LogInOutcome::Success)], "a line for each source");
    let archive = Archive::open(house.daemon.paths.archive()).unwrap();
    let digest: String = archive.query_row("SELECT digest FROM session", [], |row| row.get(0)).unwrap();
    assert_eq!(digest, common::pass::digest(&secret));
    assert_eq!(refused(&house.remote, With::Session(digest.into())).await, Cause::NotLoggedIn);
    assert_eq!(refused(&house.remote, With::Session("".into())).await, Cause::NotLoggedIn);
}

#[tokio::test(flavor = "multi_thread")]
async fn half_an_hour_of_rest_and_half_a_day_end_a_session_whatever_the_clock_does_then() {
    let house = House::start("").await;
    let (idle, idle_admission) = log_in(&house.remote, by_password("anna", PASSWORD)).await;
    house.later(30 * MINUTE - SignedDuration::from_secs(1));
    account(&idle).await.unwrap();
    house.later(30 * MINUTE);
    assert_eq!(account(&idle).await, Err(EXPIRED));
    assert_eq!(refused(&house.remote, session(&idle_admission)).await, EXPIRED);
    // The clock is put back: it stays over, on the open connection and at the door, and after a restart.
    house.later(-3 * 60 * MINUTE);
    assert_eq!(account(&idle).await, Err(EXPIRED));
    assert_eq!(refused(&house.remote, session(&idle_admission)).await, EXPIRED);

    let (busy, busy_admission) = log_in(&house.remote, by_password("anna", PASSWORD)).await;
    for _ in 0..36 {
        account(&busy).await.unwrap();
        house.later(20 * MINUTE);
    }
    assert_eq!(account(&busy).await, Err(EXPIRED));
    let house = house.restart().await;
    house.later(-12 * 60 * MINUTE);
    assert_eq!(refused(&house.remote, session(&busy_admission)).await, EXPIRED);
    // Put forward: what is not used for so long by the wall is over at the door already.
    let (_, admission) = log_in(&house.remote, by_password("anna", PASSWORD)).await;
    house.later(26 * 60 * MINUTE);
    assert_eq!(refused(&house.remote, session(&admission)).await, EXPIRED);
}

async fn three(house: &House) -> [(Connection, Admission); 3] {
    let mut open = Vec::new();
    for _ in 0..3 {
        open.push(log_in(&house.remote, by_password("anna", PASSWORD)).await);
    }
    open.try_into().unwrap_or_else(|_| unreachable!("three were opened"))
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_ended_one_by_one_or_all_others_at_once_and_never_anothers() {
    let house = House::start("").await;
    let [(one, _), (two, second), (three, third)] = three(&house).await;
    let (other, _) = log_in(&house.local, by_password("tomek", PASSWORD)).await;
    let listed = sessions(&three).await;
    assert_eq!(listed.iter().map(|session| session.own).collect::<Vec<_>>(), [true, false, false]);
    let end = async |connection: &Connection, which: Ending| {
        let ask = connection.ask(async |ek, context| ek.end_sessions(context, which).await);
        ask.await.map_err(|fault| fault.cause)
    };
    let first = listed[2].id;
    assert_eq!(end(&other, Ending::One(first)).await, Err(Cause::NoSuchSession { id: first.0 }));
    assert_eq!(end(&three, Ending::One(first)).await, Ok(1));
    assert_eq!(end(&three, Ending::One(first)).await, Err(Cause::NoSuchSession { id: first.0 }));
    assert_eq!(account(&one).await, Err(ENDED));
    assert_eq!(end(&three, Ending::Others).await, Ok(1));
    assert_eq!(account(&two).await, Err(ENDED));
    assert_eq!(refused(&house.remote, session(&second)).await, ENDED);
    three.ask(async |ek, context| ek.log_out(context).await).await.unwrap();
    assert_eq!(account(&three).await, Err(ENDED));
    assert_eq!(refused(&house.remote, session(&third)).await, ENDED);
    account(&other).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_eleventh_session_ends_the_oldest() {
    let house = House::start("").await;
    let mut open = Vec::new();
    for _ in 0..11 {
        open.push(log_in(&house.remote, by_password("anna", PASSWORD)).await.0);
    }
    assert_eq!(account(&open[0]).await, Err(ENDED));
    assert_eq!(sessions(&open[1]).await.len(), 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_password_contact_second_factor_or_role_ends_what_is_open() {
    let house = House::start("").await;
    let [(one, _), (two, _), (three, third)] = three(&house).await;
    change_password(&one, PASSWORD, OTHER).await.unwrap();
    assert_eq!((account(&two).await, account(&three).await), (Err(ENDED), Err(ENDED)));
    account(&one).await.unwrap();
    assert_eq!(refused(&house.remote, session(&third)).await, ENDED);

    for address in [Some("+48225551234".to_owned()), None] {
        let (two, _) = log_in(&house.remote, by_password("anna", OTHER)).await;
        let change = ContactChange { kind: ContactKind::Landline, address, password: OTHER.into() };
        one.ask(async |ek, context| ek.set_contact(context, once(), change).await).await.unwrap();
        assert_eq!(account(&two).await, Err(ENDED));
    }

    let (two, _) = log_in(&house.remote, by_password("anna", OTHER)).await;
    let offer = one.ask(async |ek, context| ek.begin_totp(context, OTHER.into()).await).await.unwrap();
    account(&two).await.unwrap();
    let code = code_of(&offer, house.daemon.clock.now());
    one.ask(async |ek, context| ek.confirm_totp(context, code).await).await.unwrap();
    assert_eq!(account(&two).await, Err(ENDED));

    edit(&house, "anna", AccountChange { role: Some(Role::Manager), ..AccountChange::default() }).await;
    assert_eq!(account(&one).await, Err(ENDED));
    house.later(MINUTE);
    let code = code_of(&offer, house.daemon.clock.now());
    let (one, first) = log_in(&house.remote, with_code("anna", OTHER, &code)).await;
    edit(&house, "anna", AccountChange { standing: Some(Standing::Disabled), ..AccountChange::default() }).await;
    assert!(matches!(account(&one).await, Err(Cause::SessionEnded { .. })));
    assert_eq!(refused(&house.remote, session(&first)).await, CLOSED);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_right_that_is_taken_away_holds_from_the_next_call_of_a_user_of_the_server_too() {
    let house = House::start("").await;
    house.create("ewa", Role::Administrator).await;
    let root = house.root().await;
    edit(&house, "root", AccountChange { role: Some(Role::Clerk), ..AccountChange::default() }).await;
    let ask = root.ask(async |ek, context| ek.verify_audit(context).await);
    assert_eq!(ask.await.unwrap_err().cause, Cause::NotAllowed);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_was_not_me_locks_all_but_the_session_that_says_so_until_a_new_password_is_set() {
    let house = House::start("").await;
    let [(one, _), (two, second), _] = three(&house).await;
    let secret = TokenSecret::new([5; 32]);
    let token = NewToken {
        name: "cron".to_owned(),
        scope: common::account::TokenScope::Read,
        expires_at: house.daemon.clock.now() + 24 * 60 * MINUTE,
        digest: secret.digest(),
        password: Some(PASSWORD.into()),
    };
    one.ask(async |ek, context| ek.create_token(context, once(), token).await).await.unwrap();
    let by_token = With::Token(secret.secret().clone());
    let (script, _) = log_in(&house.remote, by_token.clone()).await;
    assert_eq!(one.ask(async |ek, context| ek.not_me(context).await).await.unwrap(), 2);
    assert_eq!(account(&two).await, Err(ENDED));
    assert_eq!(account(&script).await, Err(ENDED));
    assert_eq!(refused(&house.remote, by_token.clone()).await, ENDED);
    assert_eq!(refused(&house.remote, session(&second)).await, ENDED);
    assert_eq!(refused(&house.remote, by_password("anna", PASSWORD)).await, Cause::LogInRefused);
    assert_eq!(account(&one).await.unwrap().account.standing, Standing::Locked);
    change_password(&one, PASSWORD, OTHER).await.unwrap();
    log_in(&house.remote, by_password("anna", OTHER)).await;
    log_in(&house.remote, by_token).await;
    assert_eq!(refused(&house.remote, by_password("anna", PASSWORD)).await, Cause::LogInRefused);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stolen_session_changes_nothing_without_the_password_and_does_not_guess_it() {
    let house = House::start("").await;
    let (thief, _) = log_in(&house.remote, by_password("anna", PASSWORD)).await;
    let now = house.daemon.clock.now();
    let (expires_at, digest) = (now + 60 * MINUTE, TokenSecret::new([6; 32]).digest());
    let token = |password: Option<&str>| NewToken {
        name: "cron".to_owned(),
        scope: common::account::TokenScope::Read,
        expires_at,
        digest: digest.clone(),
        password: password.map(Into::into),
    };
    let without = token(None);
    let refusals = [
        change_password(&thief, OTHER, OTHER).await.err(),
        thief.ask(async |ek, context| ek.begin_totp(context, OTHER.into()).await).await.err().map(|fault| fault.cause),
        thief.ask(async |ek, context| ek.remove_totp(context, OTHER.into()).await).await.err().map(|fault| fault.cause),
        thief.ask(async |ek, context| ek.create_token(context, once(), without).await).await.err().map(|f| f.cause),
        {
            let guessed = token(Some(OTHER));
            thief.ask(async |ek, context| ek.create_token(context, once(), guessed).await).await.err().map(|f| f.cause)
        },
        {
            let rotation = TokenRotation { id: TokenId(1), digest: digest.clone(), password: Some(OTHER.into()) };
            thief.ask(async |ek, context| ek.rotate_token(context, rotation).await).await.err().map(|f| f.cause)
        },
        {
            let change = ContactChange {
                kind: ContactKind::Landline,
                address: Some("+48225551234".to_owned()),
                password: OTHER.into(),
            };
            thief.ask(async |ek, context| ek.set_contact(context, once(), change).await).await.err().map(|f| f.cause)
        },
    ];
    assert!(refusals.iter().all(|refusal| *refusal == Some(Cause::WrongPassword)), "{refusals:?}");
    // Six wrong ones: now the right one waits as well, inside and at the door.
    assert_eq!(change_password(&thief, PASSWORD, OTHER).await, Err(Cause::WrongPassword));
    assert_eq!(refused(&house.remote, by_password("anna", PASSWORD)).await, Cause::LogInRefused);
    let lines = all_history(&house).await;
    let inside = lines.iter().filter(|line| line.client == "ekd" && line.login == Some(login("anna")));
    assert_eq!(inside.count(), 7, "the owner sees them");
    house.later(2 * MINUTE);
    let own = account(&thief).await.unwrap();
    assert!(own.account.contacts.is_empty() && !own.account.totp);
    log_in(&house.remote, by_password("anna", PASSWORD)).await;
    assert_eq!(
        asked(&house.remote, With::Forgotten { login: "anna".to_owned() }).await,
        common::gate::Opened::CodeSent
    );
}
