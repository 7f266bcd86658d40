//! A quantity against the outdoor temperature, hour by hour, and what is wanted of it.

use common::fault::{Cause, ReportCause};
use common::point::MeteringPoint;
use common::quantity::decimal::divide_rounded;
use common::quantity::{Dimension, Kind, Quantity, Temperature};
use common::report::drawing::{Scatter, ScatterQuery};
use common::time::Period;
use common::weather::{Curve, CurvePoint};
use jiff::{SignedDuration, Timestamp};

use super::outdoor;
use crate::store::log::Logbook;
use crate::store::{self, StoreError};

const MOST_DAYS: i64 = 400;
const HOUR: i64 = 3_600;

/// Returns the hours in which both are known, or why there are none.
pub fn scatter(
    log: &Logbook<'_>,
    point: &MeteringPoint,
    query: &ScatterQuery,
) -> Result<Result<Scatter, Cause>, StoreError> {
    let ScatterQuery { quantity, period, .. } = *query;
    if let Some(cause) = refused(point, query) {
        return Ok(Err(cause));
    }
    let outdoor = outdoor::hours(log, Some(point.site), period)?;
    let site = || store::site::code_of(log, point.site);
    if outdoor.hours.is_empty() {
        return Ok(Err(Cause::Report { why: ReportCause::NoWeather { site: site()? } }));
    }
    let means = means(&store::reading::values(log, point.id, quantity, period)?);
    if means.is_empty() {
        return Ok(Err(Cause::Report { why: ReportCause::NothingRead { site: site()? } }));
    }
    let both = |(hour, value): (i64, i64)| Some((outdoor.at(Timestamp::from_second(hour).ok()?)?.value, value));
    let hours: Vec<(Temperature, i64)> = means.into_iter().filter_map(both).collect();
    Ok(Ok(Scatter { quantity, hours, wanted: wanted(log, point, query)? }))
}

fn refused(point: &MeteringPoint, query: &ScatterQuery) -> Option<Cause> {
    let ScatterQuery { quantity, period, .. } = *query;
    let report = |why| Some(Cause::Report { why });
    let is_asked_for = match quantity.dimension() {
        Dimension::Temperature | Dimension::TemperatureDifference | Dimension::Flow | Dimension::Power => true,
        Dimension::Energy | Dimension::Volume | Dimension::Duration | Dimension::Code | Dimension::Offset => false,
    };
    if quantity.kind() == Kind::Register || !is_asked_for || quantity == Quantity::Outdoor {
        return report(ReportCause::NotAGauge);
    }
    if !point.quantities.contains(&quantity) {
        return Some(super::series::never_read(point, quantity));
    }
    if period.is_empty() {
        return report(ReportCause::PeriodWrong);
    }
    let days = period.duration().as_hours() / 24;
    (days > MOST_DAYS)
        .then(|| Cause::Report { why: ReportCause::PeriodTooLong { days: u32::try_from(days).unwrap_or(u32::MAX) } })
}

/// Returns the mean of each hour since 1970 in which there is a reading, by the second in which it begins.
fn means(values: &[(Timestamp, i64)]) -> Vec<(i64, i64)> {
    let hour = |at: Timestamp| at.as_second().div_euclid(HOUR) * HOUR;
    let of_hour = |hours: &[(Timestamp, i64)]| {
        let sum: i128 = hours.iter().map(|(_, value)| i128::from(*value)).sum();
        let mean = divide_rounded(sum, i128::try_from(hours.len()).unwrap_or(i128::MAX));
        Some((hour(hours.first()?.0), i64::try_from(mean).ok()?))
    };
    values.chunk_by(|one, next| hour(one.0) == hour(next.0)).filter_map(of_hour).collect()
}

/// Returns what is wanted of the quantity at the end of the period.
fn wanted(log: &Logbook<'_>, point: &MeteringPoint, query: &ScatterQuery) -> Result<Option<Curve>, StoreError> {
    let Period { until, .. } = query.period;
    let at = until.checked_sub(SignedDuration::from_secs(1)).unwrap_or(until);
    let curve_of = |site| Ok::<_, StoreError>(store::weather::dated_at(log, site, at)?.map(|dated| dated.curve));
    match query.quantity {
        Quantity::Heating | Quantity::HeatingSet => curve_of(Some(point.site)),
        Quantity::Supply => curve_of(None),
        Quantity::Return => Ok(curve_of(None)?.and_then(|table| of_return(&table))),
        Quantity::Energy
        | Quantity::Volume
        | Quantity::Difference
        | Quantity::Flow
        | Quantity::Power
        | Quantity::OperatingTime
        | Quantity::ErrorTime
        | Quantity::Outdoor
        | Quantity::HotWaterSet
        | Quantity::HotWater
        | Quantity::ReturnVolume
        | Quantity::InfoCode
        | Quantity::ClockOffset => Ok(None),
    }
}

/// Returns the curve of the return temperatures of a network table.
fn of_return(table: &Curve) -> Option<Curve> {
    let point =
        |point: &CurvePoint| Some(CurvePoint { outdoor: point.outdoor, supply: point.returned?, returned: None });
    Curve::new(table.points().iter().map(point).collect::<Option<_>>()?).ok()
}

#[cfg(test)]
mod tests {
    use common::weather::{CurveOf, NewCurve};

    use super::*;
    use crate::query::fixture::{Archive, at};
    use crate::store::weather::Setting;

    const FIRST: i64 = 1_763_942_400;

    fn ask(archive: &Archive, quantity: Quantity, days: i64) -> Result<Scatter, Cause> {
        let log = archive.log();
        let point = store::point::by_code(&log, "P-A").unwrap().unwrap();
        let period = Period { from: at(FIRST), until: at(FIRST + days * 86_400) };
        scatter(&log, &point, &ScatterQuery { point: point.id, quantity, period }).unwrap()
    }

    fn filled() -> Archive {
        let mut archive = Archive::new();
        let point = archive.point("A", "P-A", None);
        archive.read(point, Quantity::Outdoor, (0..30).map(|hour| (FIRST + hour * HOUR, hour * -100)));
        archive.read(point, Quantity::Supply, (0..80).map(|n| (FIRST + n * 1_800, 70_000 + n * 10)));
        archive.read(point, Quantity::Energy, [(FIRST, 1), (FIRST + HOUR, 2)]);
        archive
    }

    #[test]
    fn hours_in_which_both_are_known_are_dots() {
        let mut archive = filled();
        let found = ask(&archive, Quantity::Supply, 2).unwrap();
        assert_eq!(found.hours.len(), 30);
        assert_eq!(found.hours[1], (Temperature::from_base(-100), 70_025));
        assert_eq!(found.wanted, None);
        let point = |outdoor, supply| CurvePoint {
            outdoor: Temperature::from_base(outdoor),
            supply: Temperature::from_base(supply),
            returned: Some(Temperature::from_base(supply / 2)),
        };
        let curve = Curve::new(vec![point(-20_000, 120_000), point(5_000, 70_000)]).unwrap();
        let new = NewCurve { of: CurveOf::Network, valid_from: at(0), curve: curve.clone(), comment: String::new() };
        archive.together(|tx| store::weather::add_curve(tx, None, &new, &Setting { by: None, at: at(0) }));
        assert_eq!(ask(&archive, Quantity::Supply, 2).unwrap().wanted, Some(curve.clone()));
        let returned = of_return(&curve).unwrap();
        assert_eq!(returned.supply_at(Temperature::from_base(5_000)).base(), 35_000);
        let bare = curve.points().iter().map(|point| CurvePoint { returned: None, ..*point }).collect();
        assert_eq!(of_return(&Curve::new(bare).unwrap()), None);
    }

    #[test]
    fn what_cannot_be_shown_is_refused_with_the_reason() {
        let why = |answer: Result<Scatter, Cause>| match answer.unwrap_err() {
            Cause::Report { why } => why,
            cause => panic!("{cause:?}"),
        };
        let archive = filled();
        assert_eq!(why(ask(&archive, Quantity::Energy, 2)), ReportCause::NotAGauge);
        assert_eq!(why(ask(&archive, Quantity::Outdoor, 2)), ReportCause::NotAGauge);
        assert_eq!(why(ask(&archive, Quantity::Supply, 401)), ReportCause::PeriodTooLong { days: 401 });
        assert_eq!(why(ask(&archive, Quantity::Supply, 0)), ReportCause::PeriodWrong);
        assert!(matches!(ask(&archive, Quantity::Flow, 2), Err(Cause::NoSuchQuantity { .. })));
        let mut dark = Archive::new();
        let point = dark.point("A", "P-A", None);
        dark.read(point, Quantity::Supply, [(FIRST, 70_000)]);
        assert_eq!(why(ask(&dark, Quantity::Supply, 2)), ReportCause::NoWeather { site: "A".to_owned() });
    }
}
