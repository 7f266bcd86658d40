//! A table of values that cannot be taken as they are: each form finds the same fault in each, and keeps it.

use common::reading::Suspicion::{
    self, BadTime, LocalTime, MarkedInvalid, NotANumber, Overflow, UnknownPoint, UnknownQuantity, WrongMeter, WrongUnit,
};
use jiff::tz::TimeZone;

use crate::document::exchange::{Form, parse};
use crate::document::mapping::{self, Mapping};
use crate::document::{Doubtful, Parsed};

/// What is wrong in an otherwise good reading.
#[derive(Clone, Copy)]
enum Fault {
    Value(&'static str),
    Unit(&'static str),
    Quantity(&'static str),
    Time(&'static str),
    Point(&'static str),
    Meter(&'static str),
    Mark(&'static str),
}

use Fault::{Mark, Meter, Point, Quantity, Time, Unit, Value};

const LONG: &str = "ąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąąą";

const FAULTS: [(Fault, Suspicion); 70] = [
    (Value("NaN"), NotANumber),
    (Value("nan"), NotANumber),
    (Value("-NaN"), NotANumber),
    (Value("inf"), NotANumber),
    (Value("-inf"), NotANumber),
    (Value("Infinity"), NotANumber),
    (Value("∞"), NotANumber),
    (Value(""), NotANumber),
    (Value(" "), NotANumber),
    (Value("\u{a0}"), NotANumber),
    (Value("-"), NotANumber),
    (Value("+"), NotANumber),
    (Value("."), NotANumber),
    (Value("1.2.3"), NotANumber),
    (Value("--1"), NotANumber),
    (Value("1-"), NotANumber),
    (Value("8 412.36"), NotANumber),
    (Value("8'412.36"), NotANumber),
    (Value("8_412.36"), NotANumber),
    (Value("12.5 GJ"), NotANumber),
    (Value("0x1F"), NotANumber),
    (Value("1e"), NotANumber),
    (Value("e5"), NotANumber),
    (Value("1e5.5"), NotANumber),
    (Value("null"), NotANumber),
    (Value("true"), NotANumber),
    (Value("NA"), NotANumber),
    (Value("b.d."), NotANumber),
    (Value("#REF!"), NotANumber),
    (Value("=1+1"), NotANumber),
    (Value("١٢٣"), NotANumber),
    (Value("１２３"), NotANumber),
    (Value("1\u{200b}2"), NotANumber),
    (Value("1\u{1b}[2J"), NotANumber),
    (Value("<script>"), NotANumber),
    (Value("9223372037"), Overflow),
    (Value("-9223372037"), Overflow),
    (Value("1e30"), Overflow),
    (Value("1e999"), Overflow),
    (Value("1e99999999999999999999"), Overflow),
    (Value("9999999999999999999999999999999999999999"), Overflow),
    (Unit(""), WrongUnit),
    (Unit("gj"), WrongUnit),
    (Unit("MW"), WrongUnit),
    (Unit("m3"), WrongUnit),
    (Unit("BTU"), WrongUnit),
    (Unit("°C"), WrongUnit),
    (Quantity("pressure"), UnknownQuantity),
    (Quantity("Energy"), UnknownQuantity),
    (Quantity("E1"), UnknownQuantity),
    (Time(""), BadTime),
    (Time("yesterday"), BadTime),
    (Time("2025-02-29T00:00:00Z"), BadTime),
    (Time("2025-13-01T00:00:00Z"), BadTime),
    (Time("2025-11-23T24:00:00Z"), BadTime),
    (Time("2025-11-23T14:60:00Z"), BadTime),
    (Time("2025-11-23T14:15:00"), BadTime),
    (Time("2025-11-23"), BadTime),
    (Time("23.11.2025 14:15"), BadTime),
    (Time("1763907300"), BadTime),
    (Time("2025-11-23T14:15:00+99:00"), BadTime),
    (Point(""), UnknownPoint),
    (Point("P\u{202e}1"), UnknownPoint),
    (Point("P\u{1b}]0;x\u{7}"), UnknownPoint),
    (Point(LONG), UnknownPoint),
    (Meter("67\u{200b}1"), WrongMeter),
    (Meter(LONG), WrongMeter),
    (Mark("maybe"), MarkedInvalid),
    (Mark("2"), MarkedInvalid),
    (Mark("tak"), MarkedInvalid),
];

/// A reading as it is written; good where nothing was broken.
struct Reading {
    point: &'static str,
    meter: &'static str,
    quantity: &'static str,
    at: &'static str,
    value: &'static str,
    unit: &'static str,
    estimated: &'static str,
}

impl Reading {
    const GOOD: Self = Self {
        point: "P-1",
        meter: "671",
        quantity: "energy",
        at: "2025-11-23T14:15:00+01:00",
        value: "8412.36",
        unit: "GJ",
        estimated: "",
    };

    fn with(fault: Fault) -> Self {
        let good = Self::GOOD;
        match fault {
            Value(value) => Self { value, ..good },
            Unit(unit) => Self { unit, ..good },
            Quantity(quantity) => Self { quantity, ..good },
            Time(at) => Self { at, ..good },
            Point(point) => Self { point, ..good },
            Meter(meter) => Self { meter, ..good },
            Mark(estimated) => Self { estimated, ..good },
        }
    }

    fn csv_line(&self) -> String {
        let fields = [self.point, self.meter, self.quantity, self.at, self.value, self.unit, self.estimated];
        fields.map(|field| format!("\"{field}\"")).join(",") + "\n"
    }

    fn xml(&self) -> String {
        let escape = |text: &'static str| quick_xml::escape::escape(text);
        format!(
            "<readings point=\"{}\" meter=\"{}\"><at time=\"{}\"><{q} unit=\"{}\" estimated=\"{}\">{}</{q}></at></readings>",
            escape(self.point),
            escape(self.meter),
            escape(self.at),
            escape(self.unit),
            escape(self.estimated),
            escape(self.value),
            q = self.quantity,
        )
    }

    fn json(&self) -> String {
        serde_json::json!({"point": self.point, "meter": self.meter, "at": [{"time": self.at, "values": [
            {"quantity": self.quantity, "value": self.value, "unit": self.unit, "estimated": self.estimated}]}]})
        .to_string()
    }

    /// Returns a document with this reading between two good ones.
    fn document(&self, form: Form) -> String {
        let three = [&Self::GOOD, self, &Self::GOOD];
        match form {
            Form::Xml => format!(
                "<document xmlns=\"urn:ek:document:1\" version=\"1\">{}</document>",
                three.map(Self::xml).concat()
            ),
            Form::Json => {
                format!(
                    "{{\"format\":\"ek-document\",\"version\":1,\"readings\":[{}]}}",
                    three.map(Self::json).join(",")
                )
            }
            Form::Csv => {
                format!("point,meter,quantity,at,value,unit,estimated\n{}", three.map(Self::csv_line).concat())
            }
        }
    }
}

fn check(parsed: &Parsed, suspicion: Suspicion, reading: &Reading, form: &str) {
    let what = format!("{form}: {:?} {:?} {:?} {:?}", reading.value, reading.unit, reading.at, reading.point);
    assert_eq!(parsed.samples.len(), 2, "{what}");
    assert_eq!(parsed.rejected, [], "{what}");
    assert_eq!(parsed.doubtful.len(), 1, "{what}");
    let found = &parsed.doubtful[0];
    let expected = Doubtful {
        line: found.line,
        suspicion,
        estimated: false,
        point: reading.point.to_owned(),
        meter: reading.meter.to_owned(),
        quantity: reading.quantity.to_owned(),
        at: reading.at.to_owned(),
        value: reading.value.to_owned(),
        unit: reading.unit.to_owned(),
    };
    assert_eq!(*found, expected, "{what}");
}

#[test]
fn every_form_keeps_a_bad_value_and_takes_its_neighbours() {
    for (fault, suspicion) in FAULTS {
        let reading = Reading::with(fault);
        for form in Form::ALL {
            let parsed = parse(reading.document(form).as_bytes()).unwrap();
            check(&parsed, suspicion, &reading, form.extension());
        }
    }
}

#[test]
fn a_mapping_keeps_a_bad_value_and_takes_its_neighbours() {
    let mapping: Mapping = toml::from_str(
        "point = { column = \"point\" }\nmeter = { column = \"meter\" }\n\
         time = { column = \"at\", format = \"rfc3339\" }\n\
         [layout.long]\nquantity = \"quantity\"\nvalue = \"value\"\nunit = \"unit\"\n",
    )
    .unwrap();
    for (fault, suspicion) in FAULTS.into_iter().filter(|(fault, _)| !matches!(fault, Mark(_))) {
        let reading = Reading::with(fault);
        let document = reading.document(Form::Csv);
        // A cell of blanks is read as it stands there, as in our own form.
        let parsed = mapping::parse(document.as_bytes(), &mapping, "", &TimeZone::UTC).unwrap();
        check(&parsed, suspicion, &reading, "mapping");
    }
}

#[test]
fn a_decimal_comma_is_no_point_and_a_point_no_comma() {
    let reading = Reading { value: "8412,36", ..Reading::GOOD };
    for form in Form::ALL {
        let parsed = parse(reading.document(form).as_bytes()).unwrap();
        check(&parsed, NotANumber, &reading, form.extension());
    }
    let mapping: Mapping = toml::from_str(
        "delimiter = \";\"\ndecimal = \"comma\"\npoint = { fixed = \"P-1\" }\n\
         time = { column = 1, format = \"%Y-%m-%d %H:%M\", zone = \"Europe/Warsaw\" }\n\
         layout = { wide = [{ column = \"E\", quantity = \"energy\", unit = \"GJ\" }] }\n",
    )
    .unwrap();
    let rows = "t;E\n2025-11-23 14:15;8412,36\n2025-11-23 15:15;8412.36\n2025-11-23 16:15;8.412,36\n";
    let parsed = mapping::parse(rows.as_bytes(), &mapping, "", &TimeZone::UTC).unwrap();
    assert_eq!(parsed.samples.iter().map(|sample| sample.value).collect::<Vec<_>>(), [8_412_360_000_000]);
    let doubts = parsed.doubtful.iter().map(|doubt| (doubt.line, doubt.suspicion)).collect::<Vec<_>>();
    assert_eq!(doubts, [(3, NotANumber), (4, NotANumber)]);
}

#[test]
fn local_times_that_no_clock_or_two_clocks_showed_are_doubtful_in_each_value() {
    let mapping: Mapping = toml::from_str(
        "delimiter = \";\"\npoint = { fixed = \"P-1\" }\ntime = { column = \"t\", format = \"%d.%m.%Y %H:%M\" }\n\
         layout = { wide = [{ column = \"E\", quantity = \"energy\", unit = \"GJ\" }, \
                            { column = \"V\", quantity = \"volume\", unit = \"m3\" }] }\n",
    )
    .unwrap();
    let zone = TimeZone::get("Europe/Warsaw").unwrap();
    let rows = "t;E;V\n30.03.2025 01:30;1;1\n30.03.2025 02:30;1;1\n26.10.2025 02:30;1;1\n26.10.2025 03:00;1;1\n";
    let parsed = mapping::parse(rows.as_bytes(), &mapping, "", &zone).unwrap();
    let doubts = parsed.doubtful.iter().map(|doubt| (doubt.line, doubt.suspicion)).collect::<Vec<_>>();
    assert_eq!(doubts, [(3, LocalTime), (3, LocalTime), (4, LocalTime), (4, LocalTime)]);
    assert_eq!(parsed.samples.len(), 4);
    // In UTC no hour is doubled.
    let parsed = mapping::parse(rows.as_bytes(), &mapping, "", &TimeZone::UTC).unwrap();
    assert_eq!((parsed.samples.len(), parsed.doubtful.len()), (8, 0));
}

#[test]
fn a_long_text_is_kept_shortened() {
    let long = "x".repeat(100_000);
    let text = format!("point,meter,quantity,at,value,unit\nP-1,,energy,{long},{long},GJ\n");
    let parsed = parse(text.as_bytes()).unwrap();
    assert_eq!((parsed.doubtful[0].value.len(), parsed.doubtful[0].at.len()), (200, 200));
}
