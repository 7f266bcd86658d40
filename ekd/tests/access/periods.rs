//! A site that was sold: the former owner sees nothing after, the new one nothing before; at the very instant both see.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use common::api::{EkRequest, Filter, Gap, GapsQuery, LogPages, LogQuery, ReadingsQuery};
use common::archive::{HistoryQuery, ReadingVersion, Total, TotalQuery};
use common::customer::Ownership;
use common::event::Changes;
use common::id::{Cursor, DocumentId, PointId, SiteCode};
use common::meter::{Meter, Registers};
use common::page::{Page, Paged};
use common::point::MeteringPoint;
use common::quantity::Quantity;
use common::reading::{NewestValues, Quarantined, Reading};
use common::series::{Bucket, Content, Series, SeriesQuery};
use common::site::SiteOverview;
use common::time::{Period, Step};
use common::weather::{CurveOf, DatedCurve, NewCurve, SiteWeather, SiteWeatherQuery};
use jiff::{SignedDuration, Timestamp};

use crate::caller::{Caller, instants};
use crate::harness::client::once;
use crate::town::{Town, curve, number};

const SOLD: &str = "2026-03-15T11:00:00Z";
const FIRST_GAP: &str = "2026-03-03T05:00:00Z";
const SECOND_GAP: &str = "2026-03-20T05:00:00Z";

/// One meter before the sale, one over it, one after it.
const METERS: [&str; 3] = [
    r#"<meter serial="100" from="2026-01-01T00:00:00Z" until="2026-03-05T09:30:00Z">
      <last><energy unit="J">9000000000</energy></last></meter>"#,
    r#"<meter serial="200" from="2026-03-05T09:30:00Z" until="2026-03-25T09:30:00Z">
      <initial><energy unit="J">1000</energy></initial><last><energy unit="J">9000000000</energy></last></meter>"#,
    r#"<meter serial="300" from="2026-03-25T09:30:00Z"><initial><energy unit="J">50</energy></initial></meter>"#,
];

/// Returns what was told of the sites when the first meters of the sold one had been put in.
fn registry(n_meters: usize) -> String {
    format!(
        "<document xmlns=\"urn:ek:document:1\" version=\"1\"><site code=\"W-1\" name=\"Kamienica\">\
         <point code=\"P-1\" cadence=\"PT1H\">{}</point></site><site code=\"W-2\" name=\"Oficyna\">\
         <point code=\"P-2\" cadence=\"PT1H\"><meter serial=\"400\" from=\"2026-01-01T00:00:00Z\"/></point></site>\
         </document>",
        METERS[..n_meters].concat()
    )
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn march() -> Period {
    Period { from: at("2026-02-28T23:00:00Z"), until: at("2026-03-31T22:00:00Z") }
}

fn readings() -> String {
    let mut rows = "#ek-document 1\npoint,meter,quantity,at,value,unit\n".to_owned();
    let replaced = ["2026-03-05T09:30:00Z", "2026-03-25T09:30:00Z"].map(at);
    for hour in 0..=742_i64 {
        let instant = march().from + SignedDuration::from_hours(hour);
        if [FIRST_GAP, SECOND_GAP].map(at).contains(&instant) {
            continue;
        }
        let stay = replaced.iter().filter(|replaced| **replaced <= instant).count();
        let (serial, value) = [("100", 5_000_000), ("200", 2_000), ("300", 60)][stay];
        writeln!(rows, "P-1,{serial},energy,{instant},{},J", value + hour * hour * 1_000).unwrap();
        writeln!(rows, "P-2,400,energy,{instant},{},J", hour * 7_000).unwrap();
        if instant >= at("2026-03-20T00:00:00Z") {
            writeln!(rows, "P-1,{serial},supply,{instant},{},°C", 60 + hour % 10).unwrap();
        }
    }
    rows.push_str("P-1,100,energy,2026-03-04T00:30:00Z,przedtem,J\n");
    rows.push_str("P-1,200,energy,2026-03-20T00:30:00Z,potem,J\n");
    // Read when nobody knows: these came when the site was the new owner's.
    rows.push_str("P-1,200,energy,12:00,o-dwunastej,J\nP-1,200,energy,2460000.5,kiedys,J\n");
    rows.push_str("P-1,200,energy,2031-03-20T00:30:00Z,77,J\n");
    rows.push_str("P-1,S-MARKB,energy,2026-03-04T01:00:00Z,424242000777,J\n");
    rows
}

/// The sold site, the one that was another's for two weeks, and both owners.
struct Sale {
    town: Town,
    root: Caller,
    sold: PointId,
    lent: PointId,
}

impl Sale {
    async fn new(sections: &str) -> Self {
        let town = Town::start_with(sections).await;
        for n_meters in 1..=METERS.len() {
            town.root.import("registry.xml", None, registry(n_meters).as_bytes()).await;
        }
        town.root.import("readings.csv", None, readings().as_bytes()).await;
        let root = town.root().await;
        for (site, letter, from) in [
            ("W-1", 'A', "1970-01-01T00:00:00Z"),
            ("W-1", 'B', SOLD),
            ("W-2", 'A', "1970-01-01T00:00:00Z"),
            ("W-2", 'B', "2026-03-08T00:00:00Z"),
            ("W-2", 'A', "2026-03-22T00:00:00Z"),
        ] {
            let site = SiteCode::parse(site).unwrap();
            let ownership = Ownership { customer: number(letter), site, from: at(from), until: None };
            let _: Ownership = root.get(EkRequest::SetOwnership { key: once(), ownership }).await.unwrap();
        }
        for (from, comment) in [("2026-01-01", "pierwsza"), ("2026-03-05", "w-sprzedazy"), ("2026-03-25", "nowa")] {
            let of = CurveOf::Site(SiteCode::parse("W-1").unwrap());
            let valid_from = at(&format!("{from}T00:00:00Z"));
            let curve = NewCurve { of, valid_from, curve: curve(), comment: comment.to_owned() };
            let _: DatedCurve = root.get(EkRequest::SetCurve { key: once(), curve }).await.unwrap();
        }
        if sections.is_empty() {
            town.root.wait_until("all is sealed", async |client| client.archive().await.n_fresh == 0).await;
        }
        let (sold, lent) = (town.root.point("P-1").await.id, town.root.point("P-2").await.id);
        Self { town, root, sold, lent }
    }

    fn owners(&self) -> [(&Caller, Period); 2] {
        let far = at("9999-01-01T00:00:00Z");
        let second = SignedDuration::from_secs(1);
        [
            (self.town.of("a-boss"), Period { from: Timestamp::UNIX_EPOCH, until: at(SOLD) + second }),
            (self.town.of("b-boss"), Period { from: at(SOLD), until: far }),
        ]
    }
}

async fn listed(caller: &Caller, point: PointId, after: Option<DocumentId>) -> Vec<Reading> {
    let (mut all, mut page) = (Vec::new(), Page::default());
    loop {
        let query = ReadingsQuery { point: Some(point), after, ..ReadingsQuery::default() };
        let answer: Paged<Reading> = caller.get(EkRequest::Readings { query, page: page.clone() }).await.unwrap();
        all.extend(answer.items);
        let Some(next) = answer.next else { break };
        page.after = Some(next);
    }
    all.sort_by_key(|reading| (reading.quantity, reading.at));
    all
}

async fn series(caller: &Caller, point: PointId, step: Step) -> Vec<Bucket> {
    let query = SeriesQuery { point, quantity: Quantity::Energy, period: march(), step };
    let series: Series = caller.get(EkRequest::Series { query }).await.unwrap();
    series.buckets().unwrap()
}

fn used(bucket: &Bucket) -> Option<i64> {
    match bucket.content {
        Content::Register { used, .. } => Some(used.base()),
        Content::Gauge { .. } | Content::Missing => None,
    }
}

fn sum(buckets: &[Bucket]) -> i64 {
    buckets.iter().filter_map(used).sum()
}

/// Whatever way readings are had, they are those of the windows, and all of those.
async fn check_readings(sale: &Sale, caller: &Caller, point: PointId, windows: &[Period]) {
    let holds = |instant: Timestamp| windows.iter().any(|window| window.contains(instant));
    let mut expected = listed(&sale.root, point, None).await;
    expected.retain(|reading| holds(reading.at));
    assert!(expected.len() > 300, "{}", expected.len());
    assert_eq!(listed(caller, point, None).await, expected);
    assert_eq!(listed(caller, point, Some(DocumentId(0))).await, expected, "by arrival");
    let mut times: Vec<Timestamp> = expected.iter().map(|reading| reading.at).collect();
    times.sort();
    let query = LogQuery { point, period: march() };
    let log: LogPages = caller.get(EkRequest::Log { query, page: Page::default() }).await.unwrap();
    assert_eq!(instants(&log.pages), times, "pages of the logbook");
    let mut past = Vec::new();
    for n_skipped in (0..).step_by(500) {
        let query = HistoryQuery { point, quantity: None, period: march(), only_changed: false };
        let page = Page { after: Some(n_skipped.to_string()), limit: 500 };
        let answer: Paged<ReadingVersion> = caller.get(EkRequest::History { query, page }).await.unwrap();
        past.extend(answer.items.iter().map(|version| version.reading.at));
        if answer.next.is_none() {
            break;
        }
    }
    assert_eq!(past, times, "history");
    let raw = series(caller, point, Step::Raw).await;
    let energy = expected.iter().filter(|reading| reading.quantity == Quantity::Energy).map(|reading| reading.at);
    assert_eq!(raw.iter().map(|bucket| bucket.period.from).collect::<Vec<_>>(), energy.collect::<Vec<_>>());
}

/// Every bucket that lies in a window is the administrator's; those outside are empty.
async fn check_buckets(sale: &Sale, caller: &Caller, point: PointId, windows: &[Period]) {
    for step in [Step::Hour, Step::Day, Step::Week] {
        let (all, own) = (series(&sale.root, point, step).await, series(caller, point, step).await);
        let mut n_same = 0;
        for bucket in &own {
            let part = |window: &Period| window.intersection(&bucket.period).duration();
            let whole = windows.iter().any(|window| part(window) == bucket.period.duration());
            if windows.iter().all(|window| part(window) <= SignedDuration::from_secs(1)) {
                // The reading at the instant of the sale is seen, and nothing was used up to itself.
                assert_eq!(used(bucket).unwrap_or_default(), 0, "{bucket:?}");
            } else if whole {
                let whole_one = all.iter().find(|other| other.period == bucket.period).unwrap();
                assert_eq!(bucket.content, whole_one.content, "{:?}", bucket.period);
                n_same += 1;
            }
        }
        assert!(n_same > 0, "{step:?}");
    }
}

async fn check_state(sale: &Sale, caller: &Caller, (is_former, window): (bool, Period)) {
    let here = || Filter { point: Some(sale.sold), ..Filter::default() };
    let page = Page::default;
    let newest: NewestValues = caller.get(EkRequest::Latest { filter: here(), page: page() }).await.unwrap();
    assert_eq!(newest.unpack().items.is_empty(), is_former);
    let sites: Paged<SiteOverview> = caller.get(EkRequest::Overview { filter: here(), page: page() }).await.unwrap();
    let site = &sites.items[0];
    let all: Paged<SiteOverview> = sale.root.get(EkRequest::Overview { filter: here(), page: page() }).await.unwrap();
    let figures = |site: &SiteOverview| (site.latest.clone(), site.used_today, site.last_24_hours.clone());
    let expected = if is_former { (Vec::new(), None, vec![None; 24]) } else { figures(&all.items[0]) };
    assert_eq!(figures(site), expected, "{site:?}");
    let points: Paged<MeteringPoint> = caller.get(EkRequest::Points { filter: here(), page: page() }).await.unwrap();
    let point = &points.items[0];
    assert!(window.contains(point.first_at.unwrap()) && window.contains(point.last_at.unwrap()), "{point:?}");
    assert_eq!(point.quantities.contains(&Quantity::Supply), !is_former, "what was put in later");
    let query = GapsQuery { point: sale.sold, quantity: Quantity::Energy, period: march(), cadence: None };
    let gaps: Paged<Gap> = caller.get(EkRequest::Gaps { query, page: page() }).await.unwrap();
    let missing = at(if is_former { FIRST_GAP } else { SECOND_GAP });
    let told: Vec<bool> = gaps.items.iter().map(|gap| gap.period.contains(missing)).collect();
    assert!(gaps.items.iter().all(|gap| window.contains(gap.period.from)) && told.contains(&true), "{gaps:?}");
    assert_eq!(
        told.iter().filter(|is_it| !**is_it).count(),
        usize::from(!is_former && gaps.items.len() > 1),
        "{gaps:?}"
    );
}

async fn check_meters(sale: &Sale, caller: &Caller, (is_former, window): (bool, Period)) {
    let filter = Filter { point: Some(sale.sold), ..Filter::default() };
    for limit in [0, 1, 2] {
        let (mut serials, mut page) = (Vec::new(), Page { after: None, limit });
        loop {
            let request = EkRequest::Meters { filter: filter.clone(), page: page.clone() };
            let answer: Paged<Meter> = caller.get(request).await.unwrap();
            for meter in &answer.items {
                serials.push(meter.serial.to_string());
                for stay in &meter.installations {
                    let ends = [Some(stay.from), stay.until].into_iter().flatten();
                    assert!(ends.into_iter().all(|end| end <= window.until && end >= window.from), "{stay:?}");
                    if meter.serial.as_str() == "200" {
                        assert_eq!(stay.last == Registers::default(), is_former, "{stay:?}");
                        assert_eq!(stay.initial == Registers::default(), !is_former, "{stay:?}");
                    }
                }
            }
            let Some(next) = answer.next else { break };
            page.after = Some(next);
        }
        assert_eq!(serials, if is_former { ["100", "200"] } else { ["200", "300"] }, "limit {limit}");
    }
    for (serial, is_seen) in [("100", is_former), ("200", true), ("300", !is_former), ("999", false)] {
        let found = caller.ask(EkRequest::FindPoint { text: serial.to_owned() }).await;
        assert_eq!(found.fault.is_none(), is_seen, "{serial}: {found:?}");
    }
}

async fn check_waiting(sale: &Sale, caller: &Caller, is_former: bool) {
    let filter = Filter { point: Some(sale.sold), ..Filter::default() };
    let waiting: Paged<Quarantined> =
        caller.get(EkRequest::Quarantine { filter, page: Page::default() }).await.unwrap();
    let values: BTreeSet<&str> = waiting.items.iter().map(|waiting| waiting.value.as_str()).collect();
    let expected: &[&str] = if is_former { &["przedtem"] } else { &["0.000000077", "kiedys", "o-dwunastej", "potem"] };
    assert_eq!(values, expected.iter().copied().collect());
    let changes: Changes =
        caller.get(EkRequest::Changes { since: Some(Cursor(0)), wait: SignedDuration::ZERO }).await.unwrap();
    let told = format!("{changes:?}");
    assert!(!told.contains("\"100\""), "{told}");
    assert_eq!(told.contains("\"300\""), !is_former, "{told}");
}

/// A curve belongs to whoever owned the site while it counted; the one in force at the sale to both.
async fn check_curves(caller: &Caller, is_former: bool) {
    let code = || SiteCode::parse("W-1").unwrap();
    let request = EkRequest::Curves { of: CurveOf::Site(code()), page: Page::default() };
    let curves: Paged<DatedCurve> = caller.get(request).await.unwrap();
    let comments: Vec<&str> = curves.items.iter().map(|dated| dated.comment.as_str()).collect();
    assert_eq!(comments, if is_former { ["w-sprzedazy", "pierwsza"] } else { ["nowa", "w-sprzedazy"] });
    assert!(curves.items.iter().all(|dated| dated.set_by.is_none()));
    let query = SiteWeatherQuery { sites: vec![code()] };
    let weather: Paged<SiteWeather> =
        caller.get(EkRequest::SiteWeather { query, page: Page::default() }).await.unwrap();
    let in_force = weather.items[0].curve.as_ref().map(|dated| dated.comment.as_str());
    assert_eq!(in_force, (!is_former).then_some("nowa"));
}

async fn check_totals(sale: &Sale, caller: &Caller, home: PointId) {
    let query = TotalQuery { quantity: Quantity::Energy, period: march(), step: Step::Month };
    let totals: Vec<Total> = caller.get(EkRequest::Totals { query }).await.unwrap();
    let mut expected = 0;
    for point in [home, sale.sold, sale.lent] {
        expected += sum(&series(caller, point, Step::Month).await);
    }
    let total: i64 = totals.iter().filter_map(|total| total.used).map(|used| used.base()).sum();
    assert_eq!(total, expected);
}

async fn check(sections: &str) {
    let sale = Sale::new(sections).await;
    let mut months = 0;
    for (index, (caller, window)) in sale.owners().into_iter().enumerate() {
        let is_former = index == 0;
        check_readings(&sale, caller, sale.sold, &[window]).await;
        check_buckets(&sale, caller, sale.sold, &[window]).await;
        check_state(&sale, caller, (is_former, window)).await;
        check_meters(&sale, caller, (is_former, window)).await;
        check_waiting(&sale, caller, is_former).await;
        check_curves(caller, is_former).await;
        let (_, home) = sale.town.place(if is_former { 'A' } else { 'B' }).await;
        check_totals(&sale, caller, home).await;
        months += sum(&series(caller, sale.sold, Step::Month).await);
    }
    assert_eq!(months, sum(&series(&sale.root, sale.sold, Step::Month).await), "the two shares are the whole");

    let second = SignedDuration::from_secs(1);
    let [lent, back] = ["2026-03-08T00:00:00Z", "2026-03-22T00:00:00Z"].map(at);
    let far = at("9999-01-01T00:00:00Z");
    let around = [Period { from: Timestamp::UNIX_EPOCH, until: lent + second }, Period { from: back, until: far }];
    let between = [Period { from: lent, until: back + second }];
    for (who, windows) in [("a-boss", &around[..]), ("b-boss", &between[..])] {
        check_readings(&sale, sale.town.of(who), sale.lent, windows).await;
        check_buckets(&sale, sale.town.of(who), sale.lent, windows).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sold_site_shows_each_owner_his_own_time_when_all_is_sealed() {
    check("").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sold_site_shows_each_owner_his_own_time_when_all_is_fresh() {
    check("[archive]\nseal-after = \"PT10H\"").await;
}
