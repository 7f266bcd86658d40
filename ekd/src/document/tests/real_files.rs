//! Files of real buildings, read by the sample mappings. The expected figures were computed outside of this program.

use std::path::PathBuf;

use common::quantity::Quantity;
use jiff::tz::TimeZone;

use crate::document::Parsed;
use crate::document::mapping::{Mapping, parse};

const AALBORG: &str = include_str!("../../../samples/mapping-aalborg.toml");
const HHW: &str = include_str!("../../../samples/mapping-hhw.toml");
const WEATHER: &str = include_str!("../../../samples/mapping-weather.toml");

/// Returns the file, or `None` where the collection is not at hand; in CI it must be.
fn read(path: &str) -> Option<Vec<u8>> {
    let whole = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data")).join(path);
    match std::fs::read(&whole) {
        Ok(bytes) => Some(bytes),
        Err(error) if std::env::var_os("CI").is_none() => {
            println!("skipped: {} is not at hand: {error}", whole.display());
            None
        }
        Err(error) => panic!("{}: {error}", whole.display()),
    }
}

fn sum(parsed: &Parsed, quantity: Quantity) -> i64 {
    parsed.samples.iter().filter(|sample| sample.quantity == quantity).map(|sample| sample.value).sum()
}

#[test]
fn two_years_of_a_heat_meter_are_read_to_the_joule() {
    let Some(bytes) = read("heat-series/aalborg/meter_660_hourly.csv") else { return };
    let mapping: Mapping = toml::from_str(AALBORG).unwrap();
    let parsed = parse(&bytes, &mapping, "meter_660_hourly.csv", &TimeZone::UTC).unwrap();
    assert_eq!((parsed.n_rows, parsed.samples.len()), (15_753, 31_506));
    assert_eq!((parsed.doubtful.len(), parsed.rejected.len(), parsed.subjects.len()), (0, 0, 1));
    let first = parsed.samples[0];
    assert_eq!((first.quantity, first.value, first.line), (Quantity::Energy, 19_251_412_048, 2));
    let last = parsed.samples[31_504];
    assert_eq!((last.value, last.at.to_string().as_str()), (127_605_425_806, "2019-10-21T07:00:00Z"));
    assert_eq!(sum(&parsed, Quantity::Volume), 8_434_573_967_393);
    assert_eq!(parsed.registry.len(), 1);
    assert_eq!(parsed.registry[0].code.as_str(), "AAL-660");
    assert_eq!(parsed.registry[0].points[0].cadence.map(|cadence| cadence.as_secs()), Some(3600));
}

#[test]
fn a_building_is_named_by_its_file_and_missing_cells_are_not_counted() {
    let Some(bytes) = read("heat-series/hhw-buildings/29hhw_system_data.csv") else { return };
    let mapping: Mapping = toml::from_str(HHW).unwrap();
    let parsed = parse(&bytes, &mapping, "inbox/29hhw_system_data.csv", &TimeZone::UTC).unwrap();
    assert_eq!(parsed.subjects[0].point.as_str(), "HHW-29");
    assert_eq!((parsed.subjects.len(), parsed.subjects[0].meter.clone()), (1, None));
    assert_eq!((parsed.n_rows, parsed.samples.len()), (15_782, 76_114));
    assert_eq!((parsed.doubtful.len(), parsed.rejected.len()), (0, 0));
    assert_eq!(sum(&parsed, Quantity::Power), 1_436_243_833);
    assert_eq!(sum(&parsed, Quantity::Flow), 896_931_543_319);
}

#[test]
fn twelve_years_of_weather_are_read_by_local_days() {
    let Some(bytes) = read("weather/warszawa_okecie_daily.csv") else { return };
    let mapping: Mapping = toml::from_str(WEATHER).unwrap();
    let parsed = parse(&bytes, &mapping, "warszawa_okecie_daily.csv", &TimeZone::UTC).unwrap();
    assert_eq!((parsed.n_rows, parsed.samples.len()), (4_382, 4_382));
    assert_eq!((parsed.doubtful.len(), parsed.rejected.len(), parsed.subjects.len()), (0, 0, 1));
    let first = parsed.samples[0];
    assert_eq!((first.quantity, first.value), (Quantity::Outdoor, -3_600));
    assert_eq!(first.at.to_string(), "2009-12-31T23:00:00Z");
    assert_eq!(sum(&parsed, Quantity::Outdoor), 42_021_700);
    // A day of summer begins an hour earlier by UTC.
    assert!(parsed.samples.iter().any(|sample| sample.at.to_string() == "2010-06-30T22:00:00Z"));
    assert_eq!(parsed.registry[0].name, "Stacja Warszawa-Okęcie");
}
