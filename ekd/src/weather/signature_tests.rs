//! Signatures of invented buildings, whose line is known.

use jiff::Timestamp;
use jiff::civil::date;
use proptest::prelude::*;

use super::super::lived::{Building, heat_day, lived};
use super::*;

const ALWAYS: Period = Period { from: Timestamp::MIN, until: Timestamp::MAX };

fn gigajoules(energy: Energy) -> f64 {
    exact(energy.base()) / 1e9
}

const HOUSE: Building = Building { independent: 0.8, slope: 0.25, base: 14.0, chance: 0.08 };

#[test]
fn the_line_of_a_building_is_found() {
    let fit = fit(&lived(HOUSE, 730, 7), ALWAYS).unwrap();
    let Signature { base, independent, slope, r_squared, cv_rmse, n_days, n_outliers, .. } = fit.signature;
    assert!((base.base() - 14_000).abs() <= 500, "{base:?}");
    assert!((gigajoules(independent) - 0.8).abs() < 0.08 && (gigajoules(slope) - 0.25).abs() < 0.01);
    assert!(r_squared > 0.95 && cv_rmse < 0.1);
    assert_eq!(n_days + n_outliers, 730);
}

#[test]
fn odd_days_do_not_bend_the_line_and_are_told() {
    let mut days = lived(HOUSE, 365, 3);
    let plain = fit(&days, ALWAYS).unwrap().signature;
    for (index, day) in days.iter_mut().enumerate().filter(|(index, _)| index % 11 == 5) {
        day.used = Energy::from_base(if index % 2 == 0 { 0 } else { day.used.base() * 4 });
    }
    let Fit { signature, outliers } = fit(&days, ALWAYS).unwrap();
    let change = gigajoules(signature.slope) / gigajoules(plain.slope) - 1.0;
    assert!(change.abs() < 0.03, "{change}");
    let odd = |(index, is_out): (usize, &bool)| index % 11 != 5 || *is_out || index % 2 == 0;
    assert!(outliers.iter().enumerate().all(odd));
    assert!((25..=60).contains(&signature.n_outliers), "{}", signature.n_outliers);
}

#[test]
fn days_that_carry_no_signature_are_refused() {
    let days = lived(HOUSE, 365, 1);
    assert_eq!(fit(&days[..29], ALWAYS).unwrap_err(), Misfit::TooFewDays { n_days: 29 });
    assert_eq!(fit(&[], ALWAYS).unwrap_err(), Misfit::TooFewDays { n_days: 0 });
    let even: Vec<HeatDay> = (1..=30).map(|day| heat_day(date(2024, 6, day), 18.0 + f64::from(day % 3), 1.0)).collect();
    assert_eq!(fit(&even, ALWAYS).unwrap_err(), Misfit::TooEvenWeather);
    let flat = lived(Building { slope: 0.0, ..HOUSE }, 365, 5);
    assert_eq!(fit(&flat, ALWAYS).unwrap_err(), Misfit::NoPattern);
    let nothing = lived(Building { slope: 0.0, independent: 0.0, ..HOUSE }, 365, 5);
    assert_eq!(fit(&nothing, ALWAYS).unwrap_err(), Misfit::NoPattern);
    let backwards: Vec<HeatDay> = days
        .iter()
        .map(|day| HeatDay { used: Energy::from_base(9_000_000_000 - day.used.base()), ..day.clone() })
        .collect();
    assert_eq!(fit(&backwards, ALWAYS).unwrap_err(), Misfit::NoPattern);
}

#[test]
fn the_interval_holds_the_slope_that_the_building_was_made_with() {
    let holds = |seed| {
        let fit = fit(&lived(HOUSE, 300, seed), ALWAYS).unwrap().signature;
        (gigajoules(fit.slope) - HOUSE.slope).abs() <= gigajoules(fit.slope_error)
    };
    let n_held = (1..=40).filter(|seed| holds(*seed)).count();
    assert!(n_held >= 34, "{n_held} of 40");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn a_fit_never_panics_and_tells_finite_figures(
        rows in proptest::collection::vec((-25.0_f64..35.0, 0.0_f64..50.0), 0..120),
        zero in 0_usize..120,
    ) {
        let mut day = date(2024, 1, 1);
        let mut days = Vec::new();
        for (index, (mean, used)) in rows.into_iter().enumerate() {
            days.push(heat_day(day, mean, if index < zero { 0.0 } else { used }));
            day = day.tomorrow().unwrap();
        }
        if let Ok(Fit { signature, outliers }) = fit(&days, ALWAYS) {
            prop_assert_eq!(outliers.len(), days.len());
            prop_assert!(signature.independent >= Energy::ZERO && signature.slope > signature.slope_error);
            prop_assert!((0.0..=1.0).contains(&signature.r_squared) && signature.cv_rmse.is_finite());
        }
    }

    #[test]
    fn twice_the_heat_is_twice_the_signature(seed in 1_u64..1_000) {
        let days = lived(HOUSE, 200, seed);
        let twice: Vec<HeatDay> =
            days.iter().map(|day| HeatDay { used: day.used + day.used, ..day.clone() }).collect();
        let (one, two) = (fit(&days, ALWAYS).unwrap().signature, fit(&twice, ALWAYS).unwrap().signature);
        prop_assert_eq!((one.base, one.n_outliers), (two.base, two.n_outliers));
        prop_assert!((two.slope.base() - 2 * one.slope.base()).abs() <= 2 + one.slope.base() / 1_000_000);
    }
}
