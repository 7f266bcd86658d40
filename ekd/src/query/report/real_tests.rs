//! Reports of a real meter in real weather; the expected figures were computed outside of this program.

use common::id::PointId;
use common::quantity::Quantity;
use common::report::Template;

use super::tests::{definition, lines, made, period, table, zone};
use crate::binding::Calendar;
use crate::document::Parsed;
use crate::document::mapping::{Mapping, parse};
use crate::query::fixture::Archive;

const AALBORG: &str = include_str!("../../../samples/mapping-aalborg.toml");
const WEATHER: &str = include_str!("../../../samples/mapping-weather.toml");

/// Returns what stands in the file, or `None` where the collection is not at hand; in CI it must be.
fn parsed(path: &str, mapping: &str) -> Option<Parsed> {
    let whole = std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data")).join(path);
    let bytes = match std::fs::read(&whole) {
        Ok(bytes) => bytes,
        Err(error) if std::env::var_os("CI").is_none() => {
            println!("skipped: {} is not at hand: {error}", whole.display());
            return None;
        }
        Err(error) => panic!("{}: {error}", whole.display()),
    };
    let mapping: Mapping = toml::from_str(mapping).unwrap();
    Some(parse(&bytes, &mapping, path, &jiff::tz::TimeZone::UTC).unwrap())
}

fn bring(archive: &mut Archive, point: PointId, parsed: &Parsed) {
    for quantity in [Quantity::Energy, Quantity::Volume, Quantity::Outdoor] {
        let samples = parsed.samples.iter().filter(|sample| sample.quantity == quantity);
        let values: Vec<(i64, i64)> = samples.map(|sample| (sample.at.as_second(), sample.value)).collect();
        if !values.is_empty() {
            archive.read(point, quantity, values);
        }
    }
}

#[test]
fn the_sheet_of_a_real_house_has_the_differences_of_its_registers() {
    let Some(meter) = parsed("heat-series/aalborg/meter_660_hourly.csv", AALBORG) else { return };
    let hourly = WEATHER
        .replace(
            r#"{ column = "date", format = "%Y-%m-%d", zone = "Europe/Warsaw" }"#,
            r#"{ column = "time_utc", format = "rfc3339" }"#,
        )
        .replace(r#"column = "t_mean_c""#, r#"column = "temperature_c""#)
        .replace("24h", "1h");
    let Some(weather) = parsed("weather/aalborg_hourly_2018.csv", &hourly) else { return };
    let mut archive = Archive::new();
    let point = archive.point("AAL-660", "P-660", Some(3600));
    bring(&mut archive, point, &meter);
    archive.seal(point, &Calendar { zone: zone() });
    bring(&mut archive, point, &weather);

    let sheet = made(&archive, &definition(Template::MonthlySheet, &["AAL-660"]), period("2019-09")).unwrap();
    let compared = lines(table(&sheet, "comparison"));
    let shown: Vec<&str> = compared.iter().map(|line| line.split(" | ").nth(2).unwrap()).collect();
    assert_eq!(shown, ["2.91", "1.05", "3.26", "-", "-"]);
    let months = table(&sheet, "months");
    let energies: Vec<String> = lines(months).iter().map(|line| line.split(" | ").nth(1).unwrap().to_owned()).collect();
    let expected =
        ["5.22", "7.40", "8.93", "10.06", "8.28", "7.61", "5.42", "4.09", "0.94", "1.08", "1.05", "2.91", "63.00"];
    assert_eq!(energies, expected);
    assert_eq!(sheet.coverage.unwrap().n_readings, 720);

    let sheet = made(&archive, &definition(Template::MonthlySheet, &["AAL-660"]), period("2018-11")).unwrap();
    let months = lines(table(&sheet, "months"));
    let november: Vec<&str> = months[11].split(" | ").collect();
    assert_eq!(november[..4], ["2018-11", "7.40", "46.0", "287.7"]);
    let text = serde_json::to_string(&sheet).unwrap();
    assert!(text.contains("Ogrzewanie zaczyna się poniżej") && text.contains("2018-01"), "{text}");
}
