//! The journal of settings and the cards of sites: who writes, who sees, in whose time.

use common::api::EkRequest;
use common::customer::Ownership;
use common::fault::{Cause, ReportCause};
use common::id::{SiteCode, TariffName};
use common::page::{Page, Paged};
use common::quantity::Area;
use common::setting::{NewSetting, Setting, SettingKind, SettingQuery};
use common::site::{BuildingCategory, SiteCard};

use crate::caller::Caller;
use crate::harness::client::once;
use crate::town::{Town, number};

const BEFORE: &str = "2026-03-10T08:00:00Z";
const SOLD: &str = "2026-03-20T11:00:00Z";
const AFTER: &str = "2026-03-25T08:00:00Z";
const TARIFF: &str = "[tariff.A1]\nprices = [{ from = '2023-01-01', heat = '91.07' }]";

fn site(letter: char) -> SiteCode {
    SiteCode::parse(&format!("W-MARK{letter}")).unwrap()
}

fn recording(letter: char, at: &str, text: &str) -> EkRequest {
    let setting =
        NewSetting { site: site(letter), at: at.parse().unwrap(), kind: SettingKind::SetBack, text: text.to_owned() };
    EkRequest::RecordSetting { key: once(), setting }
}

async fn record(caller: &Caller, letter: char, at: &str, text: &str) -> Setting {
    caller.get(recording(letter, at, text)).await.unwrap()
}

async fn journal(caller: &Caller, limit: u32) -> Vec<Setting> {
    let mut found = Vec::new();
    let mut page = Page { limit, ..Page::default() };
    loop {
        let request = EkRequest::Settings { query: SettingQuery::default(), page: page.clone() };
        let next: Paged<Setting> = caller.get(request).await.unwrap();
        found.extend(next.items);
        match next.next {
            Some(after) => page.after = Some(after),
            None => return found,
        }
    }
}

/// Returns what was written down besides what every town begins with.
async fn texts(caller: &Caller) -> Vec<String> {
    let texts = journal(caller, 1).await.into_iter().map(|setting| setting.text);
    texts.filter(|text| !text.starts_with("noc MARK")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn customers_write_about_their_own_sites_and_read_no_others() {
    let town = Town::start().await;
    let (boss, tech) = (town.of("a-boss"), town.of("tech"));
    let own = record(boss, 'A', BEFORE, "  noc 22:00-5:00  ").await;
    assert_eq!(
        (own.text.as_str(), own.set_by.as_ref().map(|login| login.as_str())),
        ("noc 22:00-5:00", Some("a-boss"))
    );
    let theirs = record(tech, 'A', AFTER, "pompa").await;
    // The curve of the beginning is a setting too; a page for each, so that places between pages are tried.
    assert_eq!(texts(boss).await, ["pompa", "noc 22:00-5:00", "krzywa MARKA"]);
    let by: Vec<_> = journal(boss, 0).await.into_iter().map(|setting| (setting.id.is_some(), setting.set_by)).collect();
    assert_eq!(by, [(true, None), (true, None), (true, own.set_by.clone()), (false, None)]);
    assert_eq!(texts(town.of("b-boss")).await, ["krzywa MARKB"]);
    assert_eq!(journal(tech, 0).await.len(), 7);
    for who in ["b-boss", "a-plain", "clerk"] {
        assert_eq!(town.of(who).refused(recording('A', BEFORE, "x")).await, Some(Cause::NotAllowed), "{who}");
    }
    let withdraw = |id| EkRequest::WithdrawSetting { id };
    let (own, theirs) = (own.id.unwrap(), theirs.id.unwrap());
    assert_eq!(boss.refused(withdraw(theirs)).await, Some(Cause::NotAllowed));
    let absent = Some(Cause::Report { why: ReportCause::NoSuchSetting { id: own.0 } });
    assert_eq!(town.of("b-boss").refused(withdraw(own)).await, absent);
    boss.get::<()>(withdraw(own)).await.unwrap();
    assert_eq!(boss.refused(withdraw(own)).await, absent);
    assert_eq!(texts(boss).await, ["pompa", "krzywa MARKA"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_a_setting_is_refused() {
    let town = Town::start().await;
    let tech = town.of("tech");
    for text in ["", "   ", "a\u{7}b", &"x".repeat(201)] {
        let refused = tech.refused(recording('A', BEFORE, text)).await;
        assert_eq!(refused, Some(Cause::BadText { field: "text".to_owned() }), "{text}");
    }
    for at in ["1969-12-31T00:00:00Z", "2027-04-03T00:00:00Z"] {
        assert!(matches!(tech.refused(recording('A', at, "x")).await, Some(Cause::BadPeriod { .. })), "{at}");
    }
    assert!(matches!(tech.refused(recording('X', BEFORE, "x")).await, Some(Cause::NoSuchSite { .. })));
    assert_eq!(town.of("a-boss").refused(recording('X', BEFORE, "x")).await, Some(Cause::NotAllowed));
}

#[tokio::test(flavor = "multi_thread")]
async fn each_owner_sees_the_settings_of_the_own_time() {
    let town = Town::start().await;
    let (former, present) = (town.of("a-boss"), town.of("b-boss"));
    record(former, 'A', BEFORE, "dawniej").await;
    record(town.of("tech"), 'A', AFTER, "potem").await;
    let ownership = Ownership { customer: number('B'), site: site('A'), from: SOLD.parse().unwrap(), until: None };
    let _: Ownership = town.root().await.get(EkRequest::SetOwnership { key: once(), ownership }).await.unwrap();
    assert_eq!(texts(former).await, ["dawniej", "krzywa MARKA"]);
    assert_eq!(texts(present).await, ["potem", "krzywa MARKB"]);
    assert_eq!(present.refused(recording('A', BEFORE, "x")).await, Some(Cause::NotAllowed));
    assert_eq!(former.refused(recording('A', BEFORE, "x")).await, Some(Cause::NotAllowed));
    record(present, 'A', AFTER, "nowy").await;
    assert_eq!(texts(present).await, ["nowy", "potem", "krzywa MARKB"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_office_says_what_buildings_are() {
    let town = Town::start_with(TARIFF).await;
    let clerk = town.of("clerk");
    let card = |area: i64, tariff: &str| SiteCard {
        site: site('A'),
        area: Some(Area::from_base(area)),
        category: Some(BuildingCategory::MultiFamily),
        tariff: TariffName::parse(tariff).ok(),
    };
    let set = |card: SiteCard| EkRequest::SetSiteCard { key: once(), card };
    let show = || EkRequest::SiteCard { site: site('A') };
    let empty = SiteCard { site: site('A'), area: None, category: None, tariff: None };
    assert_eq!(clerk.get::<SiteCard>(show()).await.unwrap(), empty);
    let kept: SiteCard = clerk.get(set(card(240_000, "A1"))).await.unwrap();
    assert_eq!(kept, card(240_000, "A1"));
    assert_eq!(town.of("a-plain").get::<SiteCard>(show()).await.unwrap(), kept);
    assert!(matches!(town.of("b-boss").refused(show()).await, Some(Cause::NoSuchSite { .. })));
    let unknown = ReportCause::NoSuchTariff { name: "B2".to_owned(), known: "A1".to_owned() };
    assert_eq!(clerk.refused(set(card(1, "B2"))).await, Some(Cause::Report { why: unknown }));
    for area in [0, -5, 100_000_001] {
        assert_eq!(clerk.refused(set(card(area, "A1"))).await, Some(Cause::BadText { field: "area".to_owned() }));
    }
    assert_eq!(town.of("tech").refused(set(card(1, "A1"))).await, Some(Cause::NotAllowed));
    let cleared: SiteCard = clerk.get(set(empty.clone())).await.unwrap();
    assert_eq!(cleared, empty);
}
