//! Comparisons of real buildings at dates at which nobody changed anything that is known: what they find is chance.

use std::path::Path;

use common::setting::Verdict;
use ekd::weather::comparison::{Compared, compare};
use ekd::weather::signature::{HeatDay, fit};

use crate::series::Real;
use crate::{ALWAYS, series, shared};

/// Days before and after.
const SPLITS: [(usize, usize); 3] = [(60, 30), (120, 60), (365, 90)];
/// Days between one date and the next.
const EVERY: usize = 15;

fn compared(days: &[HeatDay], (n_before, n_after): (usize, usize)) -> Option<Compared> {
    let (before, after) = days.split_at(n_before);
    compare(before, &fit(before, ALWAYS).ok()?, &after[..n_after]).ok()
}

fn all(real: &Real, split: (usize, usize)) -> Vec<Compared> {
    let windows = real.days.windows(split.0 + split.1).step_by(EVERY);
    windows.filter_map(|days| compared(days, split)).collect()
}

fn run(data: &Path) -> (usize, usize) {
    let (mut n, mut n_false) = (0, 0);
    for real in series::all(data) {
        for split in SPLITS {
            let found = all(&real, split);
            let wrong = found.iter().filter(|compared| compared.verdict != Verdict::Unclear).count();
            let width: f64 = found.iter().map(|compared| compared.share.high - compared.share.low).sum::<f64>();
            let off: f64 = found.iter().map(|compared| compared.share.expected.abs()).sum::<f64>();
            let count = f64::from(u32::try_from(found.len().max(1)).unwrap());
            println!(
                "{:<22} {:>3}/{:<3} {:>3} comparisons, {:>3} wrong, off by {:5.1} %, width {:5.1} %",
                real.name,
                split.0,
                split.1,
                found.len(),
                wrong,
                off / count * 100.0,
                width / count * 100.0
            );
            n += found.len();
            n_false += wrong;
        }
    }
    (n, n_false)
}

#[test]
fn a_change_that_nobody_made_is_seldom_found() {
    let Some(data) = shared::shared("data") else { return };
    let (n, n_false) = run(&data);
    println!("a change was found in {n_false} of {n} comparisons; 10 % is what the interval promises");
    // The dates are anybody's: in some of these buildings somebody did change something, and some are hardly heated.
    assert!(n > 200 && n_false * 4 <= n, "{n_false} of {n}");
}
