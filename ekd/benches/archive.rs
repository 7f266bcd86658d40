//! What the archive costs, row by row beside a plain table of `SQLite` in the same process and the same run, so that
//! ratios can be read. Nothing here passes or fails by time.
//!
//! The year of a hundred meters (5.2 million readings) comes from the generator beside the project, by path. Questions
//! are asked over the socket until the values are decoded in the client, and once more inside the daemon.
//!
//! `cargo bench -p ekd --bench archive`

mod archive {
    pub(crate) mod load;
    pub(crate) mod ours;
    pub(crate) mod plain;
}

use std::time::{Duration, Instant};

use archive::load::{self, YEAR};
use archive::ours::Ours;
use archive::plain::Plain;
use common::quantity::Quantity;
use common::time::Step;
use divan::Bencher;

#[expect(clippy::print_stdout, reason = "figures for people")]
fn main() {
    if !load::is_there() {
        println!("skipped: the generator of readings is not beside the project");
        return;
    }
    println!("{}", load::report());
    println!("{}", crowd());
    divan::main();
}

/// Asks for a day over and over while ticks of 20 000 meters arrive, and tells the slowest of a hundred.
fn crowd() -> String {
    let ours = load::year();
    let mut alone = times(ours, 300, None);
    let ticks = load::ticks();
    let mut crowded = times(ours, 300, Some(&ticks));
    let percentile = |times: &mut Vec<Duration>, share: usize| {
        times.sort_unstable();
        times[(times.len() * share / 100).min(times.len() - 1)]
    };
    format!(
        "q1 over the socket, p50 / p99: alone {:?} / {:?}; while ticks arrive {:?} / {:?} ({} questions)",
        percentile(&mut alone, 50),
        percentile(&mut alone, 99),
        percentile(&mut crowded, 50),
        percentile(&mut crowded, 99),
        crowded.len(),
    )
}

fn times(ours: &Ours, n_questions: usize, ticks: Option<&[String]>) -> Vec<Duration> {
    let mut times = Vec::new();
    std::thread::scope(|scope| {
        let arriving = ticks.map(|ticks| scope.spawn(|| ticks.iter().for_each(|tick| ours.tick(tick))));
        while times.len() < n_questions || arriving.as_ref().is_some_and(|ticks| !ticks.is_finished()) {
            let started = Instant::now();
            ours.raw(11, &[Quantity::Power], 1);
            times.push(started.elapsed());
            std::thread::sleep(Duration::from_millis(2));
        }
    });
    times
}

/// 120 000 readings of 20 000 meters, from CSV to durable and visible.
#[divan::bench_group(sample_count = 6, sample_size = 1)]
mod tick_of_20_000_meters {
    use super::{Bencher, Ours, Plain, load};

    #[divan::bench]
    fn ekd_over_the_socket(bencher: Bencher<'_, '_>) {
        let ours = Ours::empty();
        let ticks = load::ticks();
        ours.tick(&ticks[0]);
        let mut next = ticks[1..].iter().cycle();
        bencher.with_inputs(|| next.next().expect("they go round")).bench_local_values(|tick| ours.tick(tick));
    }

    #[divan::bench]
    fn ekd_inside(bencher: Bencher<'_, '_>) {
        let ours = Ours::empty();
        let ticks = load::ticks();
        ours.tick(&ticks[0]);
        let mut next = ticks[1..].iter();
        bencher
            .with_inputs(|| ours.parsed(next.next().expect("as many ticks as samples")))
            .bench_local_values(|parsed| ours.take(parsed));
    }

    #[divan::bench]
    fn plain_sqlite(bencher: Bencher<'_, '_>) {
        let mut plain = Plain::empty();
        let ticks = load::ticks();
        plain.take(&ticks[0]);
        let mut next = ticks[1..].iter();
        bencher
            .with_inputs(|| next.next().expect("as many ticks as samples"))
            .bench_local_values(|tick| plain.take(tick));
    }
}

/// Measures a question to a daemon that has the year.
fn ours<T>(bencher: Bencher<'_, '_>, ask: impl Fn(&Ours) -> T) {
    let ours = load::year();
    bencher.bench_local(|| ask(ours));
}

fn plain(bencher: Bencher<'_, '_>, sql: &str) {
    load::plain_year(|plain| bencher.bench_local(|| plain.rows(sql)));
}

/// q1: one quantity of one meter, one day, as read.
#[divan::bench_group]
mod q1_one_day {
    use super::{Bencher, Quantity, ours, plain};

    #[divan::bench]
    fn ekd_over_the_socket(bencher: Bencher<'_, '_>) {
        ours(bencher, |ours| ours.raw(11, &[Quantity::Power], 1));
    }

    #[divan::bench]
    fn ekd_inside(bencher: Bencher<'_, '_>) {
        ours(bencher, |ours| ours.inside(11, Quantity::Power, 1));
    }

    #[divan::bench]
    fn plain_sqlite(bencher: Bencher<'_, '_>) {
        plain(
            bencher,
            "SELECT value FROM sample WHERE meter = 11 AND quantity = 7 AND at BETWEEN 1738364400 AND 1738450799",
        );
    }
}

/// q2: six quantities of one meter, the whole year, as read.
#[divan::bench_group(sample_count = 50)]
mod q2_six_quantities_of_a_year {
    use super::{Bencher, ours, plain};

    #[divan::bench]
    fn ekd_over_the_socket(bencher: Bencher<'_, '_>) {
        ours(bencher, |ours| assert!(ours.log(11) > 50_000));
    }

    #[divan::bench]
    fn ekd_inside(bencher: Bencher<'_, '_>) {
        ours(bencher, |ours| assert!(ours.log_inside(11) > 50_000));
    }

    #[divan::bench]
    fn plain_sqlite(bencher: Bencher<'_, '_>) {
        plain(bencher, "SELECT value FROM sample WHERE meter = 11");
    }
}

/// q3: consumption of one meter in twelve local months.
#[divan::bench_group]
mod q3_twelve_months_of_one_meter {
    use super::{Bencher, Quantity, Step, YEAR, ours, plain};

    #[divan::bench]
    fn ekd_over_the_socket(bencher: Bencher<'_, '_>) {
        ours(bencher, |ours| assert_eq!(ours.buckets(11, Quantity::Energy, YEAR, Step::Month), 12));
    }

    #[divan::bench]
    fn ekd_inside(bencher: Bencher<'_, '_>) {
        ours(bencher, |ours| assert_eq!(ours.buckets_inside(11, Quantity::Energy, YEAR, Step::Month), 12));
    }

    #[divan::bench]
    fn plain_sqlite(bencher: Bencher<'_, '_>) {
        // Twelve looks at the register on the first of the month.
        let months = "VALUES (1735686000), (1738364400), (1740783600), (1743458400), (1746050400), (1748728800),
            (1751320800), (1753999200), (1756677600), (1759269600), (1761951600), (1764543600)";
        plain(
            bencher,
            &format!(
                "SELECT (SELECT value FROM sample WHERE meter = 11 AND quantity = 1 AND at >= column1 ORDER BY at LIMIT 1)
                 FROM ({months})"
            ),
        );
    }
}

/// q4: consumption of all meters by local day of February.
#[divan::bench_group(sample_count = 20)]
mod q4_all_meters_by_day_of_february {
    use super::{Bencher, ours, plain};

    #[divan::bench]
    fn ekd_over_the_socket(bencher: Bencher<'_, '_>) {
        ours(bencher, |ours| assert_eq!(ours.totals(), 28));
    }

    #[divan::bench]
    fn plain_sqlite(bencher: Bencher<'_, '_>) {
        plain(
            bencher,
            "WITH RECURSIVE day (at) AS (VALUES (1738364400) UNION ALL SELECT at + 86400 FROM day WHERE at < 1740783600)
             SELECT sum((SELECT value FROM sample WHERE sample.meter = meters.meter AND quantity = 1 AND at >= day.at
                         ORDER BY at LIMIT 1)) FROM day, (SELECT DISTINCT meter FROM sample WHERE quantity = 1
                         AND at BETWEEN 1738364400 AND 1738368000) AS meters GROUP BY day.at",
        );
    }
}

/// q5: the newest value of each of 600 series, and of 120 000 inside a city.
#[divan::bench_group(sample_count = 20)]
mod q5_newest_of_everything {
    use super::{Bencher, Ours, load, plain};

    #[divan::bench]
    fn ekd_over_the_socket(bencher: Bencher<'_, '_>) {
        let ours = load::last_days();
        bencher.bench_local(|| assert!(ours.newest() >= 500));
    }

    #[divan::bench]
    fn ekd_over_the_socket_120_000(bencher: Bencher<'_, '_>) {
        let city = Ours::empty();
        city.tick(&load::ticks()[0]);
        bencher.bench_local(|| assert!(city.newest() > 119_000));
    }

    #[divan::bench]
    fn plain_sqlite(bencher: Bencher<'_, '_>) {
        plain(
            bencher,
            "SELECT (SELECT value FROM sample WHERE sample.meter = series.meter AND sample.quantity = series.quantity
                     ORDER BY at DESC LIMIT 1) FROM series",
        );
    }
}
