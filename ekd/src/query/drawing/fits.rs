//! What is held against the outdoor temperature, on paper: hours with the wanted curve, days with the energy signature.

use common::forecast::{FittedSignature, Signature};
use common::quantity::decimal::fixed;
use common::quantity::{Quantity, Temperature, Unit};
use common::report::drawing::Scatter;
use common::sheet::chart::{Across, Axis, Chart, Plot, Side, Style};
use common::sheet::{Block, Cell, Figure, Sheet};
use common::time::Period;
use common::weather::Curve;

use super::{Surroundings, capital, dates, name_of, tell, texts};

/// Straight pieces of a curve that is drawn.
const N_PIECES: i64 = 60;

/// Returns the sheet with hours of a quantity against the outdoor temperature.
pub(super) fn of_scatter(
    scatter: &Scatter,
    period: Period,
    (code, subject): (&str, Vec<Figure>),
    surroundings: Surroundings<'_>,
) -> Sheet {
    let language = surroundings.language;
    let name = name_of(scatter.quantity, language);
    let title = format!("{} · {code}", capital(&tell(language, "drawing-scatter", &[("name", &name)])));
    let unit = scatter.quantity.unit();
    let hour = |(outdoor, base): &(Temperature, i64)| (celsius(*outdoor), Some(unit.as_f64(*base)));
    let hours: Vec<(f64, Option<f64>)> = scatter.hours.iter().map(hour).collect();
    let n_hours = language.number(&hours.len().to_string());
    let coldest = scatter.hours.iter().map(|(outdoor, _)| *outdoor).min();
    let warmest = scatter.hours.iter().map(|(outdoor, _)| *outdoor).max();
    let mut plots = vec![plot(texts(language).get("drawing-hours"), Style::Dots, hours)];
    if let (Some(curve), Some(coldest), Some(warmest)) = (&scatter.wanted, coldest, warmest) {
        let wanted = wanted(curve, scatter.quantity, (coldest, warmest));
        plots.push(plot(texts(language).get("drawing-wanted"), Style::DashedLine, wanted));
    }
    let note = tell(language, "drawing-n-hours", &[("n", &n_hours), ("period", &dates(period, surroundings.zone))]);
    let chart = chart(title.clone(), plots, axis(&name, unit), note, surroundings);
    Sheet {
        definitions: vec![texts(language).get("drawing-definition-scatter")],
        ..sheet(title, subject, (period, vec![Block::Chart(chart)]), surroundings)
    }
}

/// Returns what a curve wants between two temperatures.
fn wanted(
    curve: &Curve,
    quantity: Quantity,
    (coldest, warmest): (Temperature, Temperature),
) -> Vec<(f64, Option<f64>)> {
    let span = warmest.base() - coldest.base();
    let outdoor = |piece: i64| Temperature::from_base(coldest.base() + span * piece / N_PIECES);
    let is_return = quantity == Quantity::Return;
    let wanted =
        |outdoor: Temperature| if is_return { curve.return_at(outdoor) } else { Some(curve.supply_at(outdoor)) };
    (0..=N_PIECES).map(outdoor).map(|outdoor| (celsius(outdoor), wanted(outdoor).map(celsius))).collect()
}

/// Returns the sheet with the days of a site, its signature, and the signature in figures.
pub(super) fn of_signature(fitted: &FittedSignature, subject: Vec<Figure>, surroundings: Surroundings<'_>) -> Sheet {
    let language = surroundings.language;
    let texts = texts(language);
    let title = format!("{} · {}", texts.get("drawing-signature"), fitted.site);
    let signature = &fitted.signature;
    let days = |are_outliers: bool| -> Vec<(f64, Option<f64>)> {
        let days = fitted.days.iter().filter(|day| day.is_outlier == are_outliers);
        days.map(|day| (celsius(day.mean), Some(Unit::Gigajoule.as_f64(day.used.base())))).collect()
    };
    let mut plots = vec![plot(texts.get("drawing-days"), Style::Dots, days(false))];
    let outliers = days(true);
    if !outliers.is_empty() {
        plots.push(plot(texts.get("drawing-outliers"), Style::FaintDots, outliers));
    }
    plots.push(plot(texts.get("drawing-fitted"), Style::DashedLine, line(fitted)));
    let energy = axis(&name_of(Quantity::Energy, language), Unit::Gigajoule);
    let left = Axis { unit: "GJ/d".to_owned(), from_zero: true, ..energy };
    let period = dates(signature.period, surroundings.zone);
    let note = tell(language, "drawing-n-days", &[("n", &signature.n_days.to_string()), ("period", &period)]);
    let chart = chart(title.clone(), plots, left, note, surroundings);
    let blocks = vec![Block::Chart(chart), Block::Figures(figures(signature, surroundings))];
    Sheet {
        definitions: vec![texts.get("drawing-definition-signature")],
        ..sheet(title, subject, (signature.period, blocks), surroundings)
    }
}

/// Returns the signature as a line: falling up to tb, level beyond.
fn line(fitted: &FittedSignature) -> Vec<(f64, Option<f64>)> {
    let signature = &fitted.signature;
    let means = || fitted.days.iter().map(|day| day.mean).chain([signature.base]);
    let ends = [means().min(), Some(signature.base), means().max()];
    let expected = |mean: Temperature| {
        let kelvins = (celsius(signature.base) - celsius(mean)).max(0.0);
        let [a, b] = [signature.independent, signature.slope].map(|energy| Unit::Gigajoule.as_f64(energy.base()));
        (celsius(mean), Some(a + b * kelvins))
    };
    ends.into_iter().flatten().map(expected).collect()
}

fn figures(signature: &Signature, surroundings: Surroundings<'_>) -> Vec<Figure> {
    let texts = texts(surroundings.language);
    let number = |plain: &str| surroundings.language.number(plain);
    let between = |base: i64, error: i64| {
        let [base, error] = [base, error].map(|base| number(&Unit::Gigajoule.write_rounded(base, 3)));
        Cell::Text(format!("{base} ± {error}"))
    };
    let figure = |id: &str, value, unit: &str| Figure { label: texts.get(id), value, unit: unit.to_owned() };
    let base = Unit::Celsius.write_rounded(signature.base.base(), 1);
    vec![
        figure("drawing-base", Cell::Number(base), "°C"),
        figure(
            "drawing-independent",
            between(signature.independent.base(), signature.independent_error.base()),
            "GJ/d",
        ),
        figure("drawing-slope", between(signature.slope.base(), signature.slope_error.base()), "GJ/(K·d)"),
        figure("drawing-explained", Cell::Number(percent(signature.r_squared)), "%"),
        figure("drawing-deviation", Cell::Number(percent(signature.cv_rmse)), "%"),
        figure("drawing-left-out", Cell::Number(signature.n_outliers.to_string()), ""),
    ]
}

/// Returns a share in per cent, such as `93.4`.
#[expect(clippy::cast_possible_truncation, reason = "a share has few digits")]
fn percent(share: f64) -> String {
    fixed((share * 1000.0).round() as i128, 1)
}

fn chart(title: String, plots: Vec<Plot>, left: Axis, note: String, surroundings: Surroundings<'_>) -> Chart {
    let outdoor = name_of(Quantity::Outdoor, surroundings.language);
    Chart {
        title,
        alternative: note.clone(),
        across: Across::Amount(axis(&outdoor, Unit::Celsius)),
        left,
        right: None,
        plots,
        marks: Vec::new(),
        notes: vec![note],
    }
}

fn sheet(
    title: String,
    subject: Vec<Figure>,
    (period, blocks): (Period, Vec<Block>),
    surroundings: Surroundings<'_>,
) -> Sheet {
    Sheet {
        language: surroundings.language,
        zone: surroundings.zone.iana_name().unwrap_or("UTC").to_owned(),
        title,
        subject,
        period: Some(period),
        blocks,
        definitions: Vec::new(),
        coverage: None,
        marks: None,
    }
}

fn axis(label: &str, unit: Unit) -> Axis {
    Axis { label: label.to_owned(), unit: unit.symbol().to_owned(), from_zero: false }
}

fn plot(name: String, style: Style, points: Vec<(f64, Option<f64>)>) -> Plot {
    Plot { name, side: Side::Left, style, points }
}

fn celsius(temperature: Temperature) -> f64 {
    Unit::Celsius.as_f64(temperature.base())
}

#[cfg(test)]
mod tests {
    use common::forecast::SignatureDay;
    use common::id::SiteCode;
    use common::language::Language;
    use common::quantity::{DegreeDays, Energy};
    use common::weather::CurvePoint;
    use jiff::Timestamp;
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    use super::*;

    const CELSIUS: fn(i64) -> Temperature = |degrees| Temperature::from_base(degrees * 1000);

    fn period() -> Period {
        let [from, until] = ["2025-08-31T22:00:00Z", "2026-05-31T22:00:00Z"].map(|at| at.parse().unwrap());
        Period { from, until }
    }

    fn drawn(draw: impl FnOnce(Surroundings<'_>) -> Sheet) -> (Sheet, Chart) {
        let zone = TimeZone::get("Europe/Warsaw").unwrap();
        let sheet = draw(Surroundings { language: Language::Polish, zone: &zone, now: Timestamp::UNIX_EPOCH });
        let Some(Block::Chart(chart)) = sheet.blocks.first().cloned() else { panic!("{sheet:?}") };
        (sheet, chart)
    }

    /// Days between -8 and 20 °C, one of which does not fit.
    fn fitted() -> FittedSignature {
        let day = |index: i64| {
            let mean = CELSIUS(index % 29 - 8);
            let kelvins = (15_000 - mean.base()).max(0);
            let used = 1_200_000_000 + kelvins * 310_000 + index % 7 * 90_000_000;
            SignatureDay {
                date: date(2025, 9, 1),
                mean,
                degree_days: DegreeDays::from_base(kelvins),
                used: Energy::from_base(if index == 40 { 9 * used } else { used }),
                is_outlier: index == 40,
            }
        };
        let signature = Signature {
            base: CELSIUS(15),
            independent: Energy::from_base(1_470_000_000),
            slope: Energy::from_base(310_000_000),
            independent_error: Energy::from_base(40_000_000),
            slope_error: Energy::from_base(6_000_000),
            r_squared: 0.984,
            cv_rmse: 0.051,
            n_days: 199,
            n_outliers: 1,
            period: period(),
        };
        FittedSignature { site: SiteCode::parse("W-0412").unwrap(), signature, days: (0..200).map(day).collect() }
    }

    #[test]
    fn a_signature_is_drawn_with_its_days_and_told_in_figures() {
        let (sheet, chart) = drawn(|surroundings| of_signature(&fitted(), Vec::new(), surroundings));
        let shown: Vec<(Style, usize)> = chart.plots.iter().map(|plot| (plot.style, plot.points.len())).collect();
        assert_eq!(shown, [(Style::Dots, 199), (Style::FaintDots, 1), (Style::DashedLine, 3)]);
        let line = &chart.plots[2].points;
        assert_eq!((line[0].0, line[1].0, line[2].0), (-8.0, 15.0, 20.0));
        assert!((line[0].1.unwrap() - (1.47 + 0.31 * 23.0)).abs() < 1e-9);
        assert_eq!((line[1].1, line[2].1), (Some(1.47), Some(1.47)));
        let Some(Block::Figures(figures)) = sheet.blocks.get(1) else { panic!("{sheet:?}") };
        assert_eq!(figures[1].value, Cell::Text("1,470 ± 0,040".to_owned()));
        assert_eq!(figures[3].value, Cell::Number("98.4".to_owned()));
    }

    #[test]
    fn hours_stand_beside_what_is_wanted() {
        let point = |outdoor, supply, returned| CurvePoint {
            outdoor: CELSIUS(outdoor),
            supply: CELSIUS(supply),
            returned: Some(CELSIUS(returned)),
        };
        let curve = Curve::new(vec![point(-20, 120, 60), point(12, 70, 40)]).unwrap();
        let hours = (0..500).map(|hour| (CELSIUS(hour % 25 - 10), 95_000 - hour % 25 * 1_100)).collect();
        let scatter = Scatter { quantity: Quantity::Return, hours, wanted: Some(curve) };
        let (_, chart) = drawn(|surroundings| of_scatter(&scatter, period(), ("W-0412", Vec::new()), surroundings));
        let wanted = &chart.plots[1].points;
        assert_eq!((wanted[0].0, wanted[60].0, wanted[60].1), (-10.0, 14.0, Some(40.0)));
        assert!(chart.notes[0].contains("500"), "{:?}", chart.notes);
        let nothing = Scatter { hours: Vec::new(), ..scatter };
        let (_, chart) = drawn(|surroundings| of_scatter(&nothing, period(), ("W-0412", Vec::new()), surroundings));
        assert_eq!(chart.plots.len(), 1);
    }
}
