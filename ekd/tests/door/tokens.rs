//! Tokens: what scripts may do, for how long, and what is seen of it.

use common::account::{NewToken, PasswordChange, Token, TokenRotation, TokenScope};
use common::api::{Filter, UploadPart};
use common::client::Connection;
use common::fault::{Cause, Fault, SessionEnd};
use common::gate::With;
use common::id::{SourceName, TokenId};
use common::log_in::{LogInOutcome, LogInQuery, Method};
use common::page::Page;
use common::pass::TokenSecret;
use jiff::{SignedDuration, Timestamp};

use crate::caller::{House, OTHER, PASSWORD, account, all_history, by_password, log_in, login, outcomes, refused};
use crate::harness::client::once;

const DAY: SignedDuration = SignedDuration::from_hours(24);

fn new(scope: TokenScope, number: u8, expires_at: Timestamp) -> (NewToken, TokenSecret) {
    let secret = TokenSecret::new([number; 32]);
    let token = NewToken {
        name: format!("script {number}"),
        scope,
        expires_at,
        digest: secret.digest(),
        password: Some(PASSWORD.into()),
    };
    (token, secret)
}

async fn create(connection: &Connection, token: NewToken) -> Result<Token, Cause> {
    let ask = connection.ask(async |ek, context| ek.create_token(context, once(), token).await);
    ask.await.map_err(|fault| fault.cause)
}

fn with(secret: &TokenSecret) -> With {
    With::Token(secret.secret().clone())
}

/// Returns what comes of everything that changes something, and of what only persons see.
async fn all_changes(script: &Connection) -> Vec<(&'static str, Cause)> {
    let mut refusals: Vec<(&'static str, Fault)> = Vec::new();
    macro_rules! refused {
        ($method:ident $(, $argument:expr)*) => {
            let asked = script.ask(async |ek, context| ek.$method(context $(, $argument)*).await).await;
            refusals.push((stringify!($method), asked.err().expect(stringify!($method))));
        };
    }
    let (everyone, another) = (
        LogInQuery { everyone: true, ..LogInQuery::default() },
        LogInQuery { login: Some(login("anna")), ..LogInQuery::default() },
    );
    refused!(change_password, PasswordChange { current: PASSWORD.into(), new: OTHER.into() });
    refused!(begin_totp, PASSWORD.into());
    refused!(remove_totp, PASSWORD.into());
    refused!(not_me);
    refused!(create_token, once(), new(TokenScope::Operate, 99, Timestamp::MAX).0);
    refused!(rotate_token, TokenRotation { id: TokenId(1), digest: "0".repeat(64), password: Some(PASSWORD.into()) });
    refused!(revoke_token, TokenId(1));
    refused!(end_sessions, common::account::Ending::Others);
    refused!(reset_account, login("anna"));
    refused!(find_account, "anna".to_owned());
    refused!(audit, common::audit::AuditQuery::default(), Page::default());
    refused!(deliveries, Page::default());
    refused!(log_ins, everyone, Page::default());
    refused!(log_ins, another, Page::default());
    refused!(sessions, Some(login("anna")));
    refused!(tokens, Some(login("anna")));
    refusals.into_iter().map(|(method, fault)| (method, fault.cause)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_looks_operates_if_it_may_and_never_touches_accounts() {
    let house = House::start("").await;
    let root = house.root().await;
    let in_a_year = house.daemon.clock.now() + 366 * DAY;
    for (scope, number) in [(TokenScope::Read, 1), (TokenScope::Operate, 2)] {
        let (token, secret) = new(scope, number, in_a_year);
        create(&root, token).await.unwrap();
        let (script, admission) = log_in(&house.remote, with(&secret)).await;
        assert_eq!((admission.method, admission.expires_at), (Method::Token, Some(in_a_year)));
        assert_eq!(admission.read_only, scope == TokenScope::Read);
        let sites = script.ask(async |ek, context| ek.sites(context, Filter::default(), Page::default()).await).await;
        assert_eq!(sites.unwrap().items, []);
        for (method, cause) in all_changes(&script).await {
            assert_eq!(cause, Cause::NotAllowed, "{method} with {scope:?}");
        }
        let part = UploadPart { key: once(), offset: 0, bytes: b"x".to_vec().into() };
        let uploaded = script.ask(async |ek, context| ek.upload(context, part).await).await;
        let nowhere = SourceName::parse("nowhere").unwrap();
        let polled = script.ask(async |ek, context| ek.poll_source(context, nowhere).await).await.unwrap_err().cause;
        if scope == TokenScope::Read {
            assert_eq!((uploaded.unwrap_err().cause, polled), (Cause::NotAllowed, Cause::NotAllowed));
        } else {
            assert_eq!(uploaded.unwrap(), 1);
            assert!(matches!(polled, Cause::NoSuchSource { .. }), "{polled:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_ends_when_it_expires_is_revoked_or_gets_another_secret() {
    let house = House::start("").await;
    let (anna, _) = log_in(&house.remote, by_password("anna", PASSWORD)).await;
    let now = house.daemon.clock.now();
    let mut used = Vec::new();
    for number in 1..=3 {
        let (token, secret) = new(TokenScope::Read, number, now + DAY);
        let id = create(&anna, token).await.unwrap().id;
        used.push((id, log_in(&house.remote, with(&secret)).await.0, secret));
    }
    let [(_, by_first, first), (second_id, by_second, second), (third_id, _, third)] = &used[..] else {
        unreachable!("three were made")
    };
    anna.ask(async |ek, context| ek.revoke_token(context, *second_id).await).await.unwrap();
    let ended = Cause::SessionEnded { why: SessionEnd::Ended };
    assert_eq!(account(by_second).await.unwrap_err(), ended);
    assert_eq!(refused(&house.remote, with(second)).await, ended);
    let fresh = TokenSecret::new([33; 32]);
    let rotation = TokenRotation { id: *third_id, digest: fresh.digest(), password: Some(PASSWORD.into()) };
    anna.ask(async |ek, context| ek.rotate_token(context, rotation).await).await.unwrap();
    assert_eq!(refused(&house.remote, with(third)).await, Cause::NotLoggedIn);
    log_in(&house.remote, with(&fresh)).await;
    house.later(DAY);
    let expired = Cause::SessionEnded { why: SessionEnd::Expired };
    assert_eq!(account(by_first).await.unwrap_err(), expired);
    assert_eq!(refused(&house.remote, with(first)).await, expired);
    let lines = outcomes(&all_history(&house).await);
    assert!(lines.contains(&(Method::Token, LogInOutcome::Expired)), "{lines:?}");
    assert!(lines.contains(&(Method::Token, LogInOutcome::Closed)), "{lines:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_lasts_a_year_at_most_has_a_secret_of_its_own_and_shows_its_last_use() {
    let house = House::start("").await;
    let (anna, _) = log_in(&house.remote, by_password("anna", PASSWORD)).await;
    let now = house.daemon.clock.now();
    let second = SignedDuration::from_secs(1);
    for expires_at in [now + 366 * DAY + second, now, now - DAY, Timestamp::MAX] {
        assert_eq!(create(&anna, new(TokenScope::Read, 1, expires_at).0).await, Err(Cause::BadExpiry));
    }
    let (token, secret) = new(TokenScope::Read, 1, now + 366 * DAY);
    create(&anna, token.clone()).await.unwrap();
    // Not another's secret, nor one that is no digest: it might be the secret itself.
    assert!(matches!(create(&anna, token.clone()).await, Err(Cause::BadText { .. })));
    let plain = NewToken { digest: secret.secret().expose().to_owned(), ..token };
    assert!(matches!(create(&anna, plain).await, Err(Cause::BadText { .. })));
    let tokens = async || anna.ask(async |ek, context| ek.tokens(context, None).await).await.unwrap();
    assert_eq!(tokens().await[0].last_used_at, None);
    let used_at = house.later(SignedDuration::from_mins(20));
    log_in(&house.remote, with(&secret)).await;
    let shown = tokens().await.remove(0);
    assert_eq!((shown.last_used_at, shown.last_source.as_deref()), (Some(used_at), Some("127.0.0.1")));
    for wrong in ["", "ekt_", "x' OR '1'='1"] {
        assert_eq!(refused(&house.remote, With::Token(wrong.into())).await, Cause::NotLoggedIn);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_has_fifty_tokens_at_most_and_a_revoked_one_makes_room() {
    let house = House::start("").await;
    let (anna, _) = log_in(&house.remote, by_password("anna", PASSWORD)).await;
    let expires_at = house.daemon.clock.now() + DAY;
    let one_more = async |n: u8| create(&anna, new(TokenScope::Read, n, expires_at).0).await;
    let first = one_more(0).await.unwrap();
    for n in 1..50 {
        one_more(n).await.unwrap();
    }
    assert_eq!(one_more(50).await, Err(Cause::TooManyTokens { most: 50 }));
    anna.ask(async |ek, context| ek.revoke_token(context, first.id).await).await.unwrap();
    one_more(50).await.unwrap();
}
