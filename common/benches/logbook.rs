//! What pages of the logbook cost: sealing, reading, one day of a year, the figures, appending; and their bytes a reading.
//!
//! The pages are made here and always the same. Nothing here passes or fails by time. `cargo bench -p common`

#![expect(clippy::print_stdout, reason = "a bench tells what it measures")]
#![expect(clippy::cast_precision_loss, clippy::cast_possible_wrap, reason = "the numbers here are small")]

use common::id::{DocumentId, MeterId, PointId};
use common::logbook::sealed::{Sealed, SealedPage, Wanted, seal};
use common::logbook::{Column, LogPage, Strip, append, assemble, versions};
use common::quantity::Quantity;
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};

/// 2026 in a town that keeps no summer time.
const FIRST: i64 = 1_767_222_000;
const DAY: i64 = 86_400;

/// What is sealed: days and seconds between lines.
const PAGES: [(i64, i64); 4] = [(31, 3_600), (365, 3_600), (31, 900), (365, 900)];

fn main() {
    for (days, step) in PAGES {
        let page = page(days, step);
        let sealed = seal(&page, &midnights(days));
        let n = n_values(&page) as f64;
        let (head, body) = (sealed.head.len() as f64, sealed.body.len() as f64);
        println!("{days:3} days of {step:4} s: {:.3} bytes a reading, {:.3} in the head", (head + body) / n, head / n);
    }
    divan::main();
}

fn midnights(days: i64) -> Vec<i64> {
    (0..=days).map(|day| FIRST + day * DAY).collect()
}

fn n_values(page: &LogPage) -> usize {
    page.strips.iter().flat_map(|strip| &strip.columns).map(|column| column.values.len()).sum()
}

/// Noise that is the same everywhere.
struct Noise(u64);

impl Noise {
    /// Returns a number around zero, mostly less than `reach` away.
    fn about(&mut self, reach: i64) -> i64 {
        let mut sum = 0;
        for _ in 0..3 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            sum += (self.0 >> 33).cast_signed() % (2 * reach + 1) - reach;
        }
        sum / 2
    }
}

/// Makes what a heat meter tells: registers of 10 MJ and 10 litres, temperatures of a tenth, flow of a litre an hour, power of 100 W.
fn page(days: i64, step: i64) -> LogPage {
    let mut noise = Noise(7);
    let (mut energy, mut volume, mut weather, mut drift) = (28_686_470_000_000_i64, 159_587_810_000_i64, 0_i64, 0_i64);
    let mut at = Vec::new();
    let mut columns: Vec<Vec<i64>> = vec![Vec::new(); 6];
    for line in 0..days * DAY / step {
        let instant = FIRST + line * step;
        if noise.about(1_000).abs() > 1_200 {
            continue;
        }
        weather = weather * 98 / 100 + noise.about(900);
        drift = drift * 9 / 10 + noise.about(350);
        let season = ((line * step / DAY) - 182).abs() * 90;
        let hour = instant / 3_600 % 24;
        let watts = (20_000 + season * 4 - weather * 2 + (12 - hour).abs() * 900) * (100 + noise.about(4)) / 100;
        let supply = 69_000 + season + drift - weather;
        let back = 40_000 + season / 8 + noise.about(500);
        let flow = watts.max(500) * 860_000 / (supply - back).max(8_000);
        energy += watts.max(500) * step;
        volume += flow * 1_000 * step / 3_600;
        let told = [
            energy / 10_000_000 * 10_000_000,
            volume / 10_000 * 10_000,
            supply / 100 * 100,
            back / 100 * 100,
            flow * 1_000,
            watts.max(500) * (100 + noise.about(1)) / 10_000 * 100,
        ];
        at.push(instant);
        columns.iter_mut().zip(told).for_each(|(column, value)| column.push(value));
    }
    let quantities =
        [Quantity::Energy, Quantity::Volume, Quantity::Supply, Quantity::Return, Quantity::Flow, Quantity::Power];
    let column = |(quantity, values)| Column { quantity, lines: None, values, remarks: Vec::new() };
    let columns = quantities.into_iter().zip(columns).map(column).collect();
    let documents = (0..at.len() as i64).map(|line| 12 + line / 96).collect();
    LogPage { point: PointId(7), strips: vec![Strip { meter: MeterId(7), at, documents, columns }], struck: Vec::new() }
}

fn sealed(days: i64, step: i64) -> SealedPage {
    seal(&page(days, step), &midnights(days))
}

#[divan::bench(args = PAGES)]
fn seals(bencher: Bencher, (days, step): (i64, i64)) {
    let (page, days) = (page(days, step), midnights(days));
    bencher.counter(ItemsCount::new(n_values(&page))).bench(|| seal(black_box(&page), &days));
}

#[divan::bench(args = PAGES)]
fn reads_all(bencher: Bencher, (days, step): (i64, i64)) {
    let sealed = sealed(days, step);
    let n = n_values(&page(days, step));
    let read = || Sealed::open(black_box(&sealed.head)).and_then(|page| page.read(&sealed.body, &Wanted::ALL));
    bencher.counter(ItemsCount::new(n)).bench(read);
}

#[divan::bench(args = PAGES)]
fn reads_one_quantity_of_one_day(bencher: Bencher, (days, step): (i64, i64)) {
    let sealed = sealed(days, step);
    let from = FIRST + days / 2 * DAY;
    let wanted = Wanted { quantities: Some(vec![Quantity::Flow]), from, until: from + DAY };
    bencher.bench(|| Sealed::open(black_box(&sealed.head)).and_then(|page| page.read(&sealed.body, &wanted)));
}

#[divan::bench(args = PAGES)]
fn tells_the_figures_of_a_gauge(bencher: Bencher, (days, step): (i64, i64)) {
    let sealed = sealed(days, step);
    bencher.bench(|| Sealed::open(black_box(&sealed.head)).and_then(|page| page.figures(Quantity::Flow)));
}

#[divan::bench(args = PAGES)]
fn tells_the_figures_of_a_register(bencher: Bencher, (days, step): (i64, i64)) {
    let sealed = sealed(days, step);
    bencher.bench(|| Sealed::open(black_box(&sealed.head)).and_then(|page| page.figures(Quantity::Energy)));
}

/// Returns two pages, the second of which is all later.
fn halves() -> (LogPage, LogPage) {
    let all: Vec<_> = versions(&page(365, 3_600)).collect();
    let (early, late) = all.into_iter().partition(|version| version.at < FIRST + 200 * DAY);
    (assemble(PointId(7), early), assemble(PointId(7), late))
}

#[divan::bench]
fn appends(bencher: Bencher) {
    let (early, late) = halves();
    let n = n_values(&early) + n_values(&late);
    let bencher = bencher.counter(ItemsCount::new(n)).with_inputs(|| (early.clone(), late.clone()));
    bencher.bench_values(|(mut page, later)| {
        append(&mut page, later);
        page
    });
}

#[divan::bench]
fn assembles(bencher: Bencher) {
    let all: Vec<_> = versions(&page(365, 3_600)).collect();
    let bencher = bencher.counter(ItemsCount::new(all.len())).with_inputs(|| all.clone());
    bencher.bench_values(|versions| assemble(PointId(7), versions.into_iter().rev().collect::<Vec<_>>()));
}

#[divan::bench]
fn opens(bencher: Bencher) {
    let sealed = sealed(365, 3_600);
    bencher.bench(|| Sealed::open(black_box(&sealed.head)).map_or(DocumentId(0), |page| page.max_document()));
}
