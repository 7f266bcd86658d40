//! The three forms say the same.

use common::id::{PointCode, SerialNumber, SiteCode};
use common::meter::Registers;
use common::quantity::{Energy, Power, Quantity, Volume};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::town;
use crate::document::exchange::{Form, parse, write};
use crate::document::{InstallationEntry, Parsed, PointEntry, Sample, SiteEntry, Subject};

fn without_lines(samples: &[Sample]) -> Vec<Sample> {
    samples.iter().map(|sample| Sample { line: 0, ..*sample }).collect()
}

#[test]
fn the_samples_of_the_three_forms_are_equal() {
    let xml = parse(town(Form::Xml).as_bytes()).unwrap();
    let json = parse(town(Form::Json).as_bytes()).unwrap();
    let csv = parse(town(Form::Csv).as_bytes()).unwrap();
    assert_eq!(without_lines(&xml.samples), without_lines(&json.samples));
    assert_eq!(without_lines(&xml.samples), without_lines(&csv.samples));
    assert_eq!(xml.subjects, json.subjects);
    assert_eq!(xml.subjects, csv.subjects);
    assert_eq!(xml.registry, json.registry);
    assert!(csv.registry.is_empty());
    for parsed in [&xml, &json, &csv] {
        assert_eq!((parsed.doubtful.len(), parsed.rejected.len(), parsed.samples.len()), (0, 0, 15));
    }
    assert_eq!((xml.n_rows, json.n_rows, csv.n_rows), (3, 3, 15));
}

#[test]
fn a_sample_says_what_was_written() {
    let parsed = parse(town(Form::Xml).as_bytes()).unwrap();
    let energy = parsed.samples[0];
    assert_eq!((energy.quantity, energy.value, energy.line), (Quantity::Energy, 412_360_000_000, 26));
    assert_eq!(energy.at.to_string(), "2025-11-23T13:00:00Z");
    assert_eq!(parsed.samples[6].value, 135_100);
    assert_eq!(parsed.samples[7].value, 1970 * 3600);
    assert_eq!(parsed.samples[8].value, -5_200);
    assert_eq!(parsed.samples[9].value, 2_599_900_000);
    assert_eq!((parsed.samples[10].quantity, parsed.samples[10].value), (Quantity::InfoCode, 0x100));
    assert_eq!((parsed.samples[11].quantity, parsed.samples[11].value), (Quantity::ClockOffset, -45));
    assert!(parsed.samples[12].estimated && !parsed.samples[13].estimated);
    assert_eq!(parsed.samples[14].value, 19_251_412_048);
    assert_eq!(parsed.subjects[1], Subject { point: PointCode::parse("P-0415B").unwrap(), meter: None });
    let site = &parsed.registry[0];
    assert_eq!((site.name.as_str(), site.contracted_power), ("Łąkowa 12 & 14", Some(Power::from_base(245_000))));
    let point = &site.points[0];
    assert_eq!(point.cadence, Some(SignedDuration::from_mins(15)));
    assert_eq!(point.installations[0].serial.as_str(), "00120977");
    let verified: Vec<_> = point.installations.iter().map(|installation| installation.verified_on).collect();
    assert_eq!(verified, [None, Some(jiff::civil::date(2025, 8, 11))]);
    assert_eq!(point.installations[0].last.volume, Some(Volume::from_base(52_960_400_000)));
    assert_eq!(point.installations[1].until, None);
}

fn text() -> impl Strategy<Value = String> {
    "[a-zA-ZąłŻ0-9&<>\"',;#/ .\\\\{}=-]{1,24}".prop_filter("a code is not blank", |text| !text.trim().is_empty())
}

fn instants() -> impl Strategy<Value = Timestamp> {
    (0_i64..4_000_000_000).prop_map(|second| Timestamp::from_second(second).unwrap())
}

/// What one register showed first and last: it never falls.
fn register() -> impl Strategy<Value = (Option<i64>, Option<i64>)> {
    let amounts = || prop::option::of(0..=i64::MAX);
    (amounts(), amounts()).prop_map(|(one, other)| match (one, other) {
        (Some(one), Some(other)) => (Some(one.min(other)), Some(one.max(other))),
        (one, other) => (one, other),
    })
}

prop_compose! {
    fn installation()(
        serial in text(), model in text(), from in instants(), stay in prop::option::of(1_i64..4_000_000_000),
        energy in register(), volume in register(), verified in prop::option::of(instants()),
    ) -> InstallationEntry {
        let verified_on = verified.map(|at| at.to_zoned(jiff::tz::TimeZone::UTC).date());
        let (serial, model) = (SerialNumber::parse(&serial).unwrap(), model.trim().to_owned());
        let until = stay.map(|seconds| from + SignedDuration::from_secs(seconds));
        let registers = |energy: Option<i64>, volume: Option<i64>| Registers {
            energy: energy.map(Energy::from_base),
            volume: volume.map(Volume::from_base),
        };
        let (initial, last) = (registers(energy.0, volume.0), registers(energy.1, volume.1));
        InstallationEntry { serial, model, verified_on, from, until, initial, last }
    }
}

prop_compose! {
    fn point()(
        code in text(), name in "[a-zą ]{0,9}", cadence in prop::option::of(1_i64..400_000),
        installations in prop::collection::vec(installation(), 0..3),
    ) -> PointEntry {
        let (code, name) = (PointCode::parse(&code).unwrap(), name.trim().to_owned());
        PointEntry { code, name, cadence: cadence.map(SignedDuration::from_secs), installations }
    }
}

prop_compose! {
    fn site()(
        code in text(), name in text(), power in prop::option::of(0..=i64::MAX), points in prop::collection::vec(point(), 0..3),
    ) -> SiteEntry {
        let (code, name) = (SiteCode::parse(&code).unwrap(), name.trim().to_owned());
        SiteEntry { code, name, contracted_power: power.map(Power::from_base), points }
    }
}

prop_compose! {
    /// A document whose subjects are in the order of their first sample, as a reader numbers them.
    fn documents()(
        registry in prop::collection::vec(site(), 0..3),
        codes in prop::collection::vec((text(), prop::option::of(text())), 1..4),
        values in prop::collection::vec((0_usize..4, 0_usize..14, instants(), any::<i64>(), any::<bool>()), 0..40),
    ) -> Parsed {
        let mut parsed = Parsed { registry, ..Parsed::default() };
        for (subject, quantity, at, value, estimated) in values {
            let (point, meter) = &codes[subject % codes.len()];
            let meter = meter.as_ref().map(|meter| SerialNumber::parse(meter).unwrap());
            let subject = Subject { point: PointCode::parse(point).unwrap(), meter };
            let number = parsed.subjects.iter().position(|known| *known == subject).unwrap_or_else(|| {
                parsed.subjects.push(subject);
                parsed.subjects.len() - 1
            });
            let (subject, quantity) = (u32::try_from(number).unwrap(), Quantity::ALL[quantity]);
            parsed.samples.push(Sample { line: 0, subject, quantity, at, value, estimated });
        }
        parsed
    }
}

proptest! {
    #[test]
    fn what_is_written_in_any_form_is_read_back(document in documents()) {
        for form in Form::ALL {
            let bytes = write(form, &document);
            let read = parse(&bytes).map_err(|problem| TestCaseError::fail(problem.detail))?;
            prop_assert_eq!(without_lines(&read.samples), &document.samples[..], "{:?}", form);
            prop_assert_eq!(&read.subjects, &document.subjects, "{:?}", form);
            prop_assert!(read.doubtful.is_empty() && read.rejected.is_empty());
            if form != Form::Csv {
                prop_assert_eq!(&read.registry, &document.registry, "{:?}", form);
            }
        }
    }
}

#[test]
fn the_samples_survive_every_form() {
    let town = parse(town(Form::Xml).as_bytes()).unwrap();
    for form in Form::ALL {
        let read = parse(&write(form, &town)).unwrap();
        assert_eq!(without_lines(&read.samples), without_lines(&town.samples), "{form:?}");
    }
}
