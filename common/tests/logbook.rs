//! Pages of the logbook: whatever is in them, sealing, reading, cutting and merging lose nothing and invent nothing.

#![expect(clippy::unwrap_used, reason = "a test may stop")]
#![expect(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "the numbers here are small")]

use std::collections::{BTreeMap, BTreeSet};

use common::id::{DocumentId, MeterId, PointId};
use common::logbook::sealed::{Sealed, Wanted, seal};
use common::logbook::{Column, DayFigures, LogPage, Remark, Strip, Version, append, assemble, merge, versions};
use common::quantity::{Kind, Quantity};
use proptest::prelude::*;

const POINT: PointId = PointId(7);
const START: i64 = 1_767_222_000;

/// Days of 24 hours, but the fourth of 23 and the ninth of 25.
fn midnights(n: i64) -> Vec<i64> {
    let late = |day: i64| {
        if day > 8 {
            0
        } else if day > 3 {
            -3_600
        } else {
            0
        }
    };
    (0..=n).map(|day| START + day * 86_400 + late(day)).collect()
}

fn quantity() -> impl Strategy<Value = Quantity> {
    prop::sample::select(Quantity::ALL.to_vec())
}

fn amount() -> impl Strategy<Value = i64> {
    prop_oneof![6 => (0_i64..500).prop_map(|amount| amount * 100), 2 => -50_000_i64..50_000, 1 => any::<i64>()]
}

fn version() -> impl Strategy<Value = Version> {
    let key = (1_i64..3, quantity(), 0_i64..400, prop_oneof![9 => Just(0_u32), 1 => 1_u32..4]);
    let told = (prop::option::weighted(0.95, amount()), prop::bool::weighted(0.1), 1_i64..9);
    (key, told).prop_map(|((meter, quantity, hour, revision), (value, estimated, document))| Version {
        meter: MeterId(meter),
        quantity,
        at: START + hour * 3_600 + hour % 7,
        revision,
        value,
        estimated,
        document: DocumentId(document),
    })
}

/// Pages of any shape, by assembling versions.
fn page() -> impl Strategy<Value = LogPage> {
    prop::collection::vec(version(), 0..300).prop_map(|versions| assemble(POINT, versions))
}

/// Pages as meters make them: long, regular, a few readings lost.
fn long_page() -> impl Strategy<Value = LogPage> {
    let shape = (1_usize..5_000, prop::sample::select(vec![60_i64, 900, 3_600]), prop::sample::select(vec![1_i64, 60]));
    (shape, any::<u64>(), prop::bool::ANY).prop_map(|((n_lines, step, jitter), seed, has_gaps)| {
        let mut state = seed;
        let mut next = |most: i64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33).cast_signed() % most
        };
        let at: Vec<i64> = (0..n_lines as i64).map(|line| START + line * step + next(jitter)).collect();
        let mut columns = Vec::new();
        let mut register = 1_000_000_000;
        let volume: Vec<i64> = at
            .iter()
            .map(|_| {
                register += next(90) * 10_000;
                register
            })
            .collect();
        columns.push(Column { quantity: Quantity::Volume, lines: None, values: volume.clone(), remarks: Vec::new() });
        let supply = at.iter().map(|_| 70_000 + next(300) * 100).collect();
        let remarks = vec![Remark { index: n_lines as u32 / 2, estimated: true, revision: 2, document: DocumentId(3) }];
        columns.push(Column { quantity: Quantity::Supply, lines: None, values: supply, remarks });
        let lines: Vec<u32> = (0..n_lines as u32).filter(|_| !has_gaps || next(9) > 0).collect();
        // Flow follows the volume's steps, so that it is sealed against them.
        let used =
            |line: u32| (line as usize).checked_sub(1).map_or(0, |before| volume[line as usize] - volume[before]);
        let values: Vec<i64> = lines.iter().map(|line| used(*line) * 3_600 / step + next(1_000) - 500).collect();
        if !lines.is_empty() {
            let lines = (lines.len() < n_lines).then_some(lines);
            columns.push(Column { quantity: Quantity::Flow, lines, values, remarks: Vec::new() });
        }
        let documents = (0..n_lines as i64).map(|line| 40 + line / 5).collect();
        LogPage { point: POINT, strips: vec![Strip { meter: MeterId(3), at, documents, columns }], struck: Vec::new() }
    })
}

/// Returns what a partial read should give, the slow way. Lines without values are not compared.
fn cut(page: &LogPage, wanted: &Wanted) -> Vec<Version> {
    let has = |version: &Version| wanted.quantities.as_ref().is_none_or(|wanted| wanted.contains(&version.quantity));
    let is_in = |version: &Version| version.at >= wanted.from && version.at < wanted.until;
    versions(page).filter(|version| has(version) && is_in(version)).collect()
}

/// Counts one quantity's figures the slow way.
fn figures(page: &LogPage, quantity: Quantity, days: &[i64]) -> BTreeMap<MeterId, Vec<DayFigures>> {
    let mut found: BTreeMap<MeterId, BTreeMap<i64, DayFigures>> = BTreeMap::new();
    let standing = LogPage { struck: Vec::new(), ..page.clone() };
    for version in versions(&standing).filter(|version| version.quantity == quantity) {
        let day = *days.iter().rev().find(|day| **day <= version.at).unwrap();
        let (at, value) = (version.at, version.value.unwrap());
        let new = DayFigures {
            day,
            n_readings: 0,
            first_at: at,
            first: value,
            last_at: at,
            last: value,
            min: value,
            max: value,
            sum: 0,
        };
        let figures = found.entry(version.meter).or_default().entry(day).or_insert(new);
        figures.n_readings += 1;
        (figures.last_at, figures.last) = (at, value);
        (figures.min, figures.max) = (figures.min.min(value), figures.max.max(value));
        figures.sum += i128::from(value);
        if quantity.kind() == Kind::Register {
            (figures.min, figures.max, figures.sum) = (figures.first, figures.last, 0);
        }
    }
    found.into_iter().map(|(meter, days)| (meter, days.into_values().collect())).collect()
}

fn check_page(page: &LogPage, days: &[i64]) {
    let sealed = seal(page, days);
    let bytes = sealed.to_bytes();
    let (head, body) = Sealed::split(&bytes).unwrap();
    let opened = Sealed::open(head).unwrap();
    assert_eq!(opened.read(body, &Wanted::ALL).unwrap(), *page);
    opened.check(body).unwrap();
    assert_eq!(opened.point(), POINT);
    assert_eq!(opened.n_readings(), page.strips.iter().flat_map(|s| &s.columns).map(|c| c.values.len()).sum::<usize>());
    assert_eq!(opened.n_struck(), page.struck.len());
    assert_eq!(opened.first_at(), versions(page).map(|version| version.at).min().unwrap_or(0));
    assert_eq!(opened.last_at(), versions(page).map(|version| version.at).max().unwrap_or(0));
    for quantity in Quantity::ALL {
        let found = opened.figures(quantity).unwrap();
        let found: BTreeMap<_, _> = found.into_iter().map(|meter| (meter.meter, meter.days)).collect();
        assert_eq!(found, figures(page, quantity, days), "{quantity:?}");
    }
}

fn check_part(page: &LogPage, days: &[i64], wanted: &Wanted) {
    let sealed = seal(page, days);
    let part = Sealed::open(&sealed.head).unwrap().read(&sealed.body, wanted).unwrap();
    assert_eq!(versions(&part).collect::<Vec<_>>(), cut(page, wanted));
    for strip in &part.strips {
        assert!(!strip.columns.is_empty());
        for column in &strip.columns {
            assert!(!column.values.is_empty());
            assert!(column.lines.as_ref().is_none_or(|lines| lines.len() == column.values.len()));
            assert!(column.lines.as_ref().is_none_or(|lines| lines.len() < strip.at.len()));
            assert!(column.lines.is_some() || column.values.len() == strip.at.len());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_page_comes_back_with_its_figures(page in page()) {
        check_page(&page, &midnights(20));
    }

    #[test]
    fn any_long_page_comes_back_with_its_figures(page in long_page()) {
        check_page(&page, &midnights(220));
    }

    #[test]
    fn a_part_is_what_the_whole_has_there(page in long_page(), from in 0_i64..6_000_000, length in 0_i64..3_000_000,
        quantities in prop::option::of(prop::collection::vec(quantity(), 0..9))) {
        let wanted = Wanted { quantities, from: START + from, until: START + from + length };
        check_part(&page, &midnights(220), &wanted);
    }

    #[test]
    fn a_part_of_a_ragged_page_is_what_the_whole_has_there(page in page(), from in 0_i64..1_500_000,
        length in 0_i64..500_000, quantities in prop::option::of(prop::collection::vec(quantity(), 0..9))) {
        let wanted = Wanted { quantities, from: START + from, until: START + from + length };
        check_part(&page, &midnights(20), &wanted);
    }

    #[test]
    fn pages_merge_to_the_page_of_all_their_versions(parts in prop::collection::vec(prop::collection::vec(version(), 0..60), 0..5)) {
        let pages: Vec<LogPage> = parts.iter().map(|part| assemble(POINT, part.clone())).collect();
        let all: Vec<Version> = pages.iter().flat_map(versions).collect();
        prop_assert_eq!(merge(POINT, pages), assemble(POINT, all));
    }

    #[test]
    fn pages_that_follow_each_other_append_to_the_page_of_both(page in page(), cut in 0_i64..400) {
        let all: Vec<Version> = versions(&page).collect();
        let (early, late): (Vec<Version>, Vec<Version>) = all.iter().partition(|version| version.at < START + cut * 3_600);
        let mut whole = assemble(POINT, early);
        append(&mut whole, assemble(POINT, late));
        prop_assert_eq!(&whole, &assemble(POINT, all));
        prop_assert_eq!(whole, page);
    }

    #[test]
    fn of_a_readings_versions_the_highest_revision_counts(versions in prop::collection::vec(version(), 0..300)) {
        let page = assemble(POINT, versions.clone());
        let mut standing = BTreeSet::new();
        for strip in &page.strips {
            for column in &strip.columns {
                let lines: Vec<u32> = column.lines.clone().unwrap_or_else(|| (0..strip.at.len() as u32).collect());
                for (line, value) in lines.iter().zip(&column.values) {
                    standing.insert((strip.meter, column.quantity, strip.at[*line as usize], *value));
                }
            }
        }
        let mut readings: BTreeMap<_, Vec<Version>> = BTreeMap::new();
        for version in versions {
            readings.entry((version.meter, version.quantity, version.at)).or_default().push(version);
        }
        let mut n_standing = 0;
        for ((meter, quantity, at), told) in readings {
            let highest = told.iter().map(|version| version.revision).max().unwrap();
            let newest: Vec<Option<i64>> = told.iter().filter(|v| v.revision == highest).map(|v| v.value).collect();
            let stands = newest.iter().flatten().any(|value| standing.contains(&(meter, quantity, at, *value)));
            prop_assert!(stands || newest.contains(&None));
            n_standing += usize::from(stands);
        }
        prop_assert_eq!(n_standing, standing.len());
    }
}

#[test]
fn an_empty_page_and_a_page_without_days_come_back() {
    check_page(&LogPage { point: POINT, strips: Vec::new(), struck: Vec::new() }, &midnights(1));
    let page = assemble(
        POINT,
        vec![Version {
            meter: MeterId(1),
            quantity: Quantity::Energy,
            at: START,
            revision: 0,
            value: Some(1),
            estimated: false,
            document: DocumentId(1),
        }],
    );
    let sealed = seal(&page, &[]);
    let opened = Sealed::open(&sealed.head).unwrap();
    assert_eq!(opened.read(&sealed.body, &Wanted::ALL).unwrap(), page);
    opened.check(&sealed.body).unwrap();
}
