//! Rights that end while a connection is open: they hold from the next call, also for one that is being waited for.

use std::time::{Duration, Instant};

use common::account::{Account, AccountChange, Ending, NewAccount, NewMandate, Role, Standing, TokenScope};
use common::api::{EkRequest, Filter, ReadingsQuery};
use common::customer::{Mandate, Ownership, Right};
use common::event::Changes;
use common::fault::{Cause, SessionEnd};
use common::id::{Cursor, PointId, SiteCode, SourceName, TokenId};
use common::page::{Page, Paged};
use common::reading::Reading;
use common::site::Site;
use jiff::{SignedDuration, Timestamp};

use crate::caller::Caller;
use crate::harness::client::once;
use crate::town::{NOW, Town, login, number};

const ENDED: Cause = Cause::SessionEnded { why: SessionEnd::Ended };
const CLOSED: Cause = Cause::SessionEnded { why: SessionEnd::Closed };
/// What is told at once is told long before this.
const AT_ONCE: Duration = Duration::from_secs(10);

async fn sites(caller: &Caller) -> Vec<String> {
    let request = EkRequest::Sites { filter: Filter::default(), page: Page::default() };
    let sites: Paged<Site> = caller.get(request).await.unwrap();
    sites.items.into_iter().map(|site| site.code.to_string()).collect()
}

async fn n_readings(caller: &Caller, point: PointId) -> usize {
    let query = ReadingsQuery { point: Some(point), ..ReadingsQuery::default() };
    let readings: Paged<Reading> = caller.get(EkRequest::Readings { query, page: Page::default() }).await.unwrap();
    readings.items.len()
}

async fn edit(town: &Town, who: &str, change: AccountChange) {
    let root = town.root().await;
    let _: Account = root.get(EkRequest::EditAccount { login: login(who), change }).await.unwrap();
}

async fn end_mandate(town: &Town, who: &str, letter: char) {
    let until = Some(NOW.parse().unwrap());
    let from = Timestamp::UNIX_EPOCH;
    let mandate = Mandate { customer: number(letter), login: login(who), rights: [].into(), from, until };
    let _: Mandate = town.root().await.get(EkRequest::SetMandate { key: once(), mandate }).await.unwrap();
}

async fn wait(caller: Caller, wait: SignedDuration) -> Result<Changes, common::fault::Fault> {
    let now: Changes = caller.get(EkRequest::Changes { since: None, wait: SignedDuration::ZERO }).await.unwrap();
    caller.get(EkRequest::Changes { since: Some(now.cursor), wait }).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mandate_that_ended_shows_nothing_from_the_next_call_on() {
    let town = Town::start().await;
    let manager = town.of("both");
    assert_eq!(sites(manager).await, ["W-MARKA", "W-MARKC"]);
    let (_, point) = town.place('C').await;
    assert!(n_readings(manager, point).await > 0);
    end_mandate(&town, "both", 'C').await;
    assert_eq!(sites(manager).await, ["W-MARKA"]);
    assert_eq!(n_readings(manager, point).await, 0);
    let request = EkRequest::FindSite { text: "W-MARKC".to_owned() };
    assert!(matches!(manager.refused(request).await, Some(Cause::NoSuchSite { .. })));
    // One that begins is not there before its time, and there from it on.
    let former = town.of("former");
    assert_eq!(sites(former).await, [""; 0]);
    town.daemon.set_clock("2026-04-01T00:20:00Z".parse().unwrap());
    assert_eq!(sites(former).await, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_was_taken_away_is_gone_from_the_next_call_on() {
    let town = Town::start().await;
    let poll = || EkRequest::PollSource { source: SourceName::parse("nobody").unwrap() };
    let by_token = town.of("tech operates");
    assert!(matches!(by_token.refused(poll()).await, Some(Cause::NoSuchSource { .. })));
    let change = AccountChange { role: Some(Role::Clerk), ..AccountChange::default() };
    edit(&town, "tech", change).await;
    assert_eq!(by_token.refused(poll()).await, Some(Cause::NotAllowed));
    assert_eq!(town.of("tech").refused(EkRequest::Status {}).await, Some(ENDED), "the session has ended");
    // The house is not for customers.
    let change = AccountChange { role: Some(Role::Customer), ..AccountChange::default() };
    edit(&town, "clerk", change).await;
    assert_eq!(sites(town.of("clerk reads")).await, [""; 0]);
    assert_eq!(town.of("clerk reads").refused(EkRequest::Archive {}).await, Some(Cause::NotAllowed));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_administers_a_customers_accounts_makes_and_changes_them() {
    let town = Town::start().await;
    let boss = town.of("a-boss");
    let account = |name: &str, role| NewAccount {
        login: login(name),
        name: "Nowa Osoba".to_owned(),
        role,
        initial_password: "raz-i-nigdy-wiecej".into(),
        email: None,
        mandate: Some(NewMandate { customer: number('A'), rights: [Right::Technical].into() }),
        language: None,
    };
    let create = |account| EkRequest::CreateAccount { key: once(), account };
    let made: Account = boss.get(create(account("nowa", Role::Customer))).await.unwrap();
    assert_eq!((made.login, made.role), (login("nowa"), Role::Customer));
    let change = AccountChange { name: Some("Inna Osoba".to_owned()), ..AccountChange::default() };
    let changed: Account = boss.get(EkRequest::EditAccount { login: login("nowa"), change }).await.unwrap();
    assert_eq!(changed.name, "Inna Osoba");
    // Only a customer's, and only of the own one; what is refused leaves nothing behind.
    assert_eq!(boss.refused(create(account("inny", Role::Manager))).await, Some(Cause::NotAllowed));
    let of_another = NewMandate { customer: number('B'), rights: [].into() };
    let foreign = NewAccount { mandate: Some(of_another), ..account("inny", Role::Customer) };
    assert!(matches!(boss.refused(create(foreign)).await, Some(Cause::NoSuchCustomer { .. })));
    let find = EkRequest::FindAccount { login: "inny".to_owned() };
    assert!(matches!(town.root().await.refused(find).await, Some(Cause::NoSuchAccount { .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_account_is_answered_nothing_by_session_or_token() {
    let town = Town::start().await;
    let (session, token) = (town.of("a-boss"), town.of("a-boss operates"));
    let waiting = tokio::spawn(wait(session.clone(), SignedDuration::from_secs(40)));
    let waiting_too = tokio::spawn(wait(token.clone(), SignedDuration::from_secs(40)));
    assert_eq!(sites(session).await, ["W-MARKA"]);
    let started = Instant::now();
    let change = AccountChange { standing: Some(Standing::Disabled), ..AccountChange::default() };
    edit(&town, "a-boss", change).await;
    for caller in [session, token] {
        assert!(matches!(caller.refused(EkRequest::Status {}).await, Some(Cause::SessionEnded { .. })));
    }
    // Whether they had begun to wait or not.
    for waiting in [waiting, waiting_too] {
        match waiting.await {
            Ok(answer) => assert!(matches!(answer.unwrap_err().cause, Cause::SessionEnded { .. })),
            Err(panicked) => assert!(panicked.is_panic(), "it was refused before it could wait"),
        }
    }
    assert!(started.elapsed() < AT_ONCE, "{:?}", started.elapsed());
    assert!(Caller::log_in(town.socket(), "a-boss").await.is_err());
    let peer = Some(CLOSED);
    edit(&town, "chief", AccountChange { standing: Some(Standing::Disabled), ..AccountChange::default() }).await;
    let told = town.of("chief").refused(EkRequest::Status {}).await;
    assert!(told == peer || told == Some(ENDED), "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sale_counts_from_the_next_call_on() {
    let town = Town::start().await;
    let (old, new) = (town.of("a-boss"), town.of("b-boss"));
    let (_, point) = town.place('A').await;
    let before = n_readings(old, point).await;
    let site = SiteCode::parse("W-MARKA").unwrap();
    let from: Timestamp = "2026-03-12T00:00:00Z".parse().unwrap();
    let root = town.root().await;
    // One that is entered ahead of its time shows nothing yet, not even the name.
    let ahead = Ownership {
        customer: number('B'),
        site: site.clone(),
        from: "2026-05-01T00:00:00Z".parse().unwrap(),
        until: None,
    };
    let _: Ownership = root.get(EkRequest::SetOwnership { key: once(), ownership: ahead }).await.unwrap();
    assert_eq!(sites(new).await, ["W-MARKB"]);
    let sale = Ownership { customer: number('B'), site, from, until: Some("2026-05-01T00:00:00Z".parse().unwrap()) };
    let _: Ownership = root.get(EkRequest::SetOwnership { key: once(), ownership: sale }).await.unwrap();
    let (left, come) = (n_readings(old, point).await, n_readings(new, point).await);
    assert_eq!((left, come), (49, before - 48), "the reading at the instant is both's");
    assert_eq!(sites(new).await, ["W-MARKA", "W-MARKB"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_token_and_an_ended_session_are_over_at_once() {
    let town = Town::start().await;
    let boss = town.of("a-boss");
    let id = TokenId(town.tokens[&'A']);
    assert_eq!(sites(town.of("a-boss reads")).await, ["W-MARKA"]);
    let _: () = boss.get(EkRequest::RevokeToken { id }).await.unwrap();
    assert_eq!(town.of("a-boss reads").refused(EkRequest::Status {}).await, Some(ENDED));

    let other = Caller::log_in(town.socket(), "a-boss").await.unwrap();
    let by_secret = common::gate::With::Session(other.session.clone().unwrap());
    let same = Caller::knock(town.socket(), by_secret.clone()).await.unwrap();
    assert_eq!(sites(&same).await, ["W-MARKA"]);
    let _: u64 = boss.get(EkRequest::EndSessions { which: Ending::Others }).await.unwrap();
    assert_eq!(other.refused(EkRequest::Status {}).await, Some(ENDED));
    assert_eq!(same.refused(EkRequest::Status {}).await, Some(ENDED));
    assert!(Caller::knock(town.socket(), by_secret).await.is_err());
    // One's own goes on, and ends with the log-out.
    let _: () = boss.get(EkRequest::LogOut {}).await.unwrap();
    assert_eq!(boss.refused(EkRequest::Account {}).await, Some(ENDED));
    let by_token = town.of("a-boss operates");
    assert_eq!(sites(by_token).await, ["W-MARKA"]);
    town.daemon.set_clock("2026-06-01T00:00:00Z".parse().unwrap());
    let expired = Cause::SessionEnded { why: SessionEnd::Expired };
    assert_eq!(by_token.refused(EkRequest::Status {}).await, Some(expired));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_waits_is_not_told_what_came_after_the_right_had_ended() {
    let town = Town::start().await;
    let (_, token) = (town.of("both"), TokenScope::Read);
    let (manager, _) = town.of("both").with_token(town.socket(), "waits", token).await;
    let start: Changes = manager.get(EkRequest::Changes { since: None, wait: SignedDuration::ZERO }).await.unwrap();
    let ask = |since: Cursor, wait| EkRequest::Changes { since: Some(since), wait };
    let row = |letter: char| {
        let rows = format!("P-MARK{letter},S-MARK{letter},supply,2026-03-20T00:00:00Z,70,°C\n");
        format!("#ek-document 1\npoint,meter,quantity,at,value,unit\n{rows}")
    };
    let waiting = manager.get::<Changes>(ask(start.cursor, SignedDuration::from_secs(40)));
    let act = async {
        end_mandate(&town, "both", 'C').await;
        town.root.import("late.csv", None, row('C').as_bytes()).await;
        town.root.import("late.csv", None, row('B').as_bytes()).await;
        town.root.import("late.csv", None, row('A').as_bytes()).await;
    };
    let (told, ()) = tokio::join!(waiting, act);
    let told = told.unwrap();
    let (_, own) = town.place('A').await;
    let text = format!("{:?}", told.events);
    assert_eq!(told.events.len(), 1, "{text}");
    assert!(text.contains(&format!("points: [{own:?}], n_points: 1")), "{text}");
    let again: Changes = manager.get(ask(start.cursor, SignedDuration::ZERO)).await.unwrap();
    assert_eq!(again.events, told.events);
}
