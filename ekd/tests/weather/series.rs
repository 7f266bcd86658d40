//! Real series of heat with the outdoor temperature beside them, read into local days.

use std::collections::BTreeMap;
use std::path::Path;

use common::quantity::Energy;
use common::time::{Period, Step};
use common::weather::OutdoorFrom;
use ekd::weather::degree_days;
use ekd::weather::hours::{self, Sensor};
use ekd::weather::signature::HeatDay;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// Hours of a day that must be known of its heat.
const LEAST_HOURS: usize = 22;

/// One building or group of them.
pub(crate) struct Real {
    pub name: String,
    pub days: Vec<HeatDay>,
}

/// Heat of an hour, in any unit of thousandths, and thousandths of a degree.
type Hour = (Timestamp, Option<f64>, Option<f64>);

/// Reads all series under a directory of shared data that have both heat and temperature.
pub(crate) fn all(data: &Path) -> Vec<Real> {
    let series = data.join("heat-series");
    let mut found = vec![aalborg(data)];
    let buildings = [(29, "America/Phoenix"), (34, "America/Phoenix"), (53, LA), (55, LA), (56, LA), (58, LA)];
    for (building, zone) in buildings.into_iter().chain([(105, LA), (124, LA), (127, LA)]) {
        let path = series.join(format!("hhw-buildings/{building}hhw_system_data.csv"));
        let hours = rows(&path, ',', &["datetime_UTC", "hw", "t_out"], |at| at.parse().unwrap());
        found.push(real(&format!("building {building}"), &hours, zone));
    }
    let local = |at: &str| at.parse::<DateTime>().unwrap().to_zoned(TimeZone::UTC).unwrap().timestamp();
    let quarter = series.join("quarter-66-flats/processed_data.csv");
    found.push(real("66 flats", &rows(&quarter, ';', &["datetime", "heat_scaled", "temp"], local), "UTC"));
    for group in ["0-50MWh_n15", "50-500MWh_n14", "500-3000MWh_n03"] {
        let path = series.join(format!("unna-groups/unna_{group}.csv"));
        let hours = rows(&path, ',', &["date", "consumption_kWh", "temperature_hourly"], local);
        found.push(real(&format!("Unna {group}"), &hours, "UTC"));
    }
    found
}

const LA: &str = "America/Los_Angeles";

/// The meter tells its register, and the temperature is in another file.
fn aalborg(data: &Path) -> Real {
    let register = data.join("heat-series/aalborg/meter_660_hourly.csv");
    let register = rows(&register, ',', &["time_rounded", "energy_heat_kwh", "meter_id"], |at| at.parse().unwrap());
    let outdoor = data.join("weather/aalborg_hourly_2018.csv");
    let outdoor = rows(&outdoor, ',', &["time_utc", "temperature_c", "temperature_c"], |at| at.parse().unwrap());
    let outdoor: BTreeMap<Timestamp, Option<f64>> = outdoor.into_iter().map(|(at, _, value)| (at, value)).collect();
    let hour = |pair: &[Hour]| {
        let used = pair[1].1.zip(pair[0].1).map(|(next, this)| next - this);
        (pair[0].0, used, outdoor.get(&pair[0].0).copied().flatten())
    };
    let hours: Vec<Hour> = register.windows(2).map(hour).collect();
    real("Aalborg, one house", &hours, "Europe/Copenhagen")
}

/// Reads the columns with an instant, heat and temperature.
fn rows(path: &Path, separator: char, columns: &[&str; 3], instant: impl Fn(&str) -> Timestamp) -> Vec<Hour> {
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = text.lines();
    let heading: Vec<&str> = lines.next().unwrap().split(separator).collect();
    let places = columns.map(|name| heading.iter().position(|column| *column == name).unwrap());
    let row = |line: &str| {
        let fields: Vec<&str> = line.split(separator).collect();
        let number = |place: usize| fields.get(place).and_then(|field| field.parse::<f64>().ok());
        (instant(fields[places[0]]), number(places[1]), number(places[2]))
    };
    lines.map(row).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "what was measured is far from the ends of 64 bits")]
fn thousandths(value: f64) -> i64 {
    (value * 1_000.0).round() as i64
}

fn real(name: &str, hours: &[Hour], zone: &str) -> Real {
    let zone = TimeZone::get(zone).unwrap();
    let told: Vec<(Timestamp, i64)> =
        hours.iter().filter_map(|(at, _, outdoor)| Some((*at, thousandths((*outdoor)?)))).collect();
    let outdoor = hours::nearest(&[Sensor { from: OutdoorFrom::Own, told: hours::told(&told) }]);
    let (first, last) = (hours.first().unwrap().0, hours.last().unwrap().0);
    let day = |slice: &Period| {
        let inside = hours.iter().filter(|(at, ..)| slice.contains(*at));
        let used: Vec<f64> = inside.filter_map(|(_, used, _)| *used).collect();
        let n = u32::try_from(used.len()).unwrap();
        let used = (used.len() >= LEAST_HOURS).then(|| used.iter().sum::<f64>() / f64::from(n) * 24.0)?;
        let outdoor = degree_days::day(&outdoor, *slice, &zone)?;
        Some(HeatDay { outdoor, used: Energy::from_base(thousandths(used)) })
    };
    let days = Step::Day.slices(Period { from: first, until: last }, &zone);
    Real { name: name.to_owned(), days: days.iter().filter_map(day).collect() }
}
