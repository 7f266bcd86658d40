//! What a mapping can say, what is wrong with one, and the samples that people copy.

use std::fmt::Write as _;

use common::id::PointCode;
use common::quantity::Quantity;
use common::reading::Suspicion;
use common::source::ProblemKind;
use jiff::tz::TimeZone;

use crate::document::mapping::{Mapping, parse};
use crate::document::{MAX_VALUES, Parsed};

const POLISH: &str = include_str!("../../../samples/mapping-polish.toml");
const LONG: &str = include_str!("../../../samples/mapping-long.toml");
const SAMPLES: [&str; 5] = [
    include_str!("../../../samples/mapping-aalborg.toml"),
    include_str!("../../../samples/mapping-hhw.toml"),
    include_str!("../../../samples/mapping-weather.toml"),
    LONG,
    POLISH,
];

/// The least that a mapping must say, with the columns `t` and `E`.
const LEAST: &str = "point = { fixed = \"P-1\" }\ntime = { column = \"t\", format = \"unix\" }\n\
                     layout = { wide = [{ column = \"E\", quantity = \"energy\", unit = \"J\" }] }\n";

fn mapping(text: &str) -> Mapping {
    toml::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn read(mapping: &Mapping, text: &str) -> Parsed {
    parse(text.as_bytes(), mapping, "file.csv", &TimeZone::UTC).unwrap_or_else(|problem| panic!("{}", problem.detail))
}

fn values(parsed: &Parsed) -> Vec<i64> {
    parsed.samples.iter().map(|sample| sample.value).collect()
}

/// Returns the example rows in the comment at the head of a sample, without their `#`.
fn example(sample: &str) -> String {
    let rows = sample.lines().filter_map(|line| line.strip_prefix("#   "));
    rows.collect::<Vec<_>>().join("\n") + "\n"
}

#[test]
fn every_sample_reads_the_rows_in_its_own_comment() {
    for sample in SAMPLES {
        let mapping = mapping(sample);
        assert_eq!(mapping.check(), Vec::<String>::new(), "{sample}");
        let label = encoding_rs::Encoding::for_label(mapping.encoding.as_bytes()).unwrap();
        let text = example(sample);
        let bytes = label.encode(&text).0;
        let parsed = parse(&bytes, &mapping, "29hhw_system_data.csv", &TimeZone::UTC).unwrap();
        assert_eq!((parsed.n_rows, parsed.doubtful.len(), parsed.rejected.len()), (1, 0, 0), "{text}");
        assert!(!parsed.samples.is_empty(), "{text}");
    }
}

#[test]
fn the_polish_sample_reads_windows_1250_commas_and_marks() {
    let text = example(POLISH)
        + "W-0414;67120414;23.11.2025;15:00;8412,48;-;b.d.;47,5;S\n\
           W-0414;67120414;26.10.2025;02:00;8400,1;;;;\n";
    let bytes = encoding_rs::WINDOWS_1250.encode(&text).0;
    let parsed = parse(&bytes, &mapping(POLISH), "a.csv", &TimeZone::UTC).unwrap();
    assert_eq!((parsed.n_rows, parsed.samples.len(), parsed.doubtful.len()), (3, 6, 1));
    assert_eq!(parsed.samples[0].at.to_string(), "2025-11-23T13:00:00Z");
    assert_eq!(values(&parsed)[..2], [8_412_360_000_000, 52_961_150_000]);
    assert_eq!(parsed.samples.iter().filter(|sample| sample.estimated).count(), 2);
    // Later rows came first, so that the order does not tell which of the two hours it was.
    assert_eq!(parsed.doubtful[0].suspicion, Suspicion::LocalTime);
    assert_eq!(parsed.doubtful[0].at, "26.10.2025 02:00");
}

#[test]
fn the_long_sample_reads_every_quantity_of_its_table() {
    let text = "meter,quantity,unix_ts,value\n11,energy_gj,1735686000,1204.731\n11,volume_m3,1735686000,7.5\n\
                12,supply_c,1735686000,-0.5\n11,power_mw,1735689600,0.0125\n11,energy,1735689600,1\n";
    let parsed = read(&mapping(LONG), text);
    assert_eq!(values(&parsed), [1_204_731_000_000, 7_500_000, -500, 12_500]);
    assert_eq!(parsed.doubtful[0].suspicion, Suspicion::UnknownQuantity);
    let codes = parsed.registry.iter().map(|site| site.code.as_str()).collect::<Vec<_>>();
    assert_eq!(codes, ["M-11", "M-12"]);
    assert_eq!(parsed.registry[0].points[0].code, PointCode::parse("M-11").unwrap());
}

#[test]
fn all_that_is_wrong_with_a_mapping_is_said_at_once() {
    let wrong = mapping(
        "delimiter = \",\"\ndecimal = \"comma\"\nencoding = \"klingon\"\nheader = false\ncadence = \"0s\"\n\
         site-name = \"x\"\npoint = { fixed = \" \" }\nmeter = { column = 0 }\n\
         time = { column = \"t\", format = \"%H:%M\", zone = \"Europe/Atlantis\" }\n\
         layout = { wide = [{ column = 3, quantity = \"energy\", unit = \"kW\" }, \
                            { column = 4, quantity = \"pressure\", unit = \"bar\" }, \
                            { column = 5, quantity = \"energy\", unit = \"GJ\" }] }\n",
    );
    let problems = wrong.check();
    let expected = [
        "both a comma",
        "klingon",
        "Europe/Atlantis",
        "point: the code is empty",
        "`kW` is no unit of energy",
        "no quantity is called `pressure`",
        "`energy` has two columns",
        "time.column: `t` is a name",
        "meter: columns are counted from 1",
        "cadence",
        "site-name",
    ];
    for part in expected {
        assert!(problems.iter().any(|problem| problem.contains(part)), "{part} is not among {problems:#?}");
    }
    assert_eq!(problems.len(), expected.len(), "{problems:#?}");
    let problem = parse(b"1,2\n", &wrong, "", &TimeZone::UTC).unwrap_err();
    assert_eq!(problem.kind, ProblemKind::Mapping);
    let wrong = mapping(
        "delimiter = \"ł\"\npoint = { column = \"p\" }\ntime = { column = \"t\", format = \"%H:%M\" }\n\
         [layout.long]\nquantity = \"q\"\nvalue = \"v\"\n[layout.long.names]\nE1 = { quantity = \"energy\" }\n",
    );
    let problems = wrong.check();
    for part in ["delimiter", "time.format", "E1: the unit is missing"] {
        assert!(problems.iter().any(|problem| problem.contains(part)), "{part} is not among {problems:#?}");
    }
    assert_eq!(problems.len(), 3, "{problems:#?}");
}

#[test]
fn a_key_that_is_not_ours_is_named() {
    let check = |text: &str, part: &str| {
        let error = toml::from_str::<Mapping>(text).unwrap_err().to_string();
        assert!(error.contains(part), "{error} lacks {part}");
    };
    check(&format!("delimeter = \";\"\n{LEAST}"), "unknown field `delimeter`");
    check(&LEAST.replace("wide", "tall"), "unknown variant `tall`, expected `wide` or `long`");
    check(&LEAST.replace("fixed = \"P-1\"", "fixed = \"P-1\", column = 2"), "exactly one of");
    check(&LEAST.replace("fixed = \"P-1\"", "file-name = false"), "exactly one of");
    check(&LEAST.replace("column = \"t\"", "column = true"), "the name of a column");
    check(&format!("unknown-points = \"drop\"\n{LEAST}"), "unknown variant `drop`");
}

#[test]
fn a_column_that_is_not_there_is_named_with_those_that_are() {
    let check = |text: &str, parts: &[&str]| {
        let problem = parse(text.as_bytes(), &mapping(LEAST), "", &TimeZone::UTC).unwrap_err();
        assert_eq!(problem.kind, ProblemKind::Mapping);
        assert!(parts.iter().all(|part| problem.detail.contains(part)), "{}", problem.detail);
    };
    check("t,energy,V\n1,2,3\n", &["no column is called `E`", "t, energy, V"]);
    check("t;E\n1;2\n", &["no column is called `t`", "t;E"]);
    check("t,E,E\n1,2,3\n", &["two columns are called `E`"]);
    let numbered = mapping(&LEAST.replace("column = \"E\"", "column = 4"));
    let problem = parse(b"t,E\n1,2\n", &numbered, "", &TimeZone::UTC).unwrap_err();
    assert!(problem.detail.contains("no column 4, the file has 2"), "{}", problem.detail);
}

#[test]
fn a_column_that_some_files_lack_may_be_missing_but_not_all_of_them() {
    let both = LEAST.replace(
        "unit = \"J\" }",
        "unit = \"J\" }, { column = \"F\", quantity = \"flow\", unit = \"m3/h\", optional = true }",
    );
    assert_eq!(values(&read(&mapping(&both), "t,E\n0,7\n")), [7]);
    assert_eq!(values(&read(&mapping(&both), "t,F,E\n0,1,7\n")), [7, 1_000_000]);
    let optional = mapping(&LEAST.replace("unit = \"J\"", "unit = \"J\", optional = true"));
    let problem = parse(b"t,G\n0,7\n", &optional, "file.csv", &TimeZone::UTC).unwrap_err();
    assert_eq!(
        (problem.kind, problem.detail.as_str()),
        (ProblemKind::Mapping, "the file has none of the columns with values")
    );
}

#[test]
fn rows_without_a_header_are_counted_from_the_first() {
    let text = "header = false\nskip-lines = 1\n".to_owned() + LEAST;
    let mapping = mapping(&text.replace("\"t\"", "1").replace("\"E\"", "2"));
    let parsed = read(&mapping, "title\n1,5\n2,6,7\n3,\n\n4,8\n");
    assert_eq!(values(&parsed), [5, 8]);
    assert_eq!((parsed.rejected[0].line, parsed.doubtful[0].line, parsed.n_rows), (3, 4, 4));
    assert_eq!(parsed.rejected[0].reason, "3 fields where 2 are expected");
    assert_eq!(read(&mapping, "title\n"), Parsed::default());
}

#[test]
fn a_missing_cell_is_counted_nowhere_and_an_empty_one_is_doubtful() {
    let least = mapping(LEAST);
    let parsed = read(&least, "t,E\n1,\n2,NA\n");
    assert_eq!(parsed.doubtful.iter().map(|doubt| doubt.suspicion).collect::<Vec<_>>(), [Suspicion::NotANumber; 2]);
    let missing = mapping(&format!("missing = [\"\", \"NA\"]\n{LEAST}"));
    let parsed = read(&missing, "t,E\n1,\n2, NA \n3,5\n");
    assert_eq!((values(&parsed), parsed.doubtful.len(), parsed.n_rows), (vec![5], 0, 3));
}

#[test]
fn a_byte_order_mark_wins_over_the_declared_encoding() {
    let least = mapping(&format!("encoding = \"iso-8859-2\"\n{LEAST}"));
    assert_eq!(values(&read(&least, "\u{feff}t,E\n1,5\n")), [5]);
    let mut bytes = vec![0xff, 0xfe];
    bytes.extend("t,E\n1,5\n".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(values(&parse(&bytes, &least, "", &TimeZone::UTC).unwrap()), [5]);
    let problem = parse(b"t,E\n1,\xff\n", &mapping(LEAST), "", &TimeZone::UTC).unwrap_err();
    assert_eq!((problem.kind, problem.detail.as_str()), (ProblemKind::Malformed, "the text is not UTF-8"));
    let problem = parse(b"<html>", &mapping(LEAST), "", &TimeZone::UTC).unwrap_err();
    assert_eq!(problem.kind, ProblemKind::WebPage);
}

#[test]
fn an_autumn_night_in_order_has_all_its_hours() {
    let text = "point = { column = \"p\" }\n\
                time = { column = \"t\", format = \"%Y-%m-%d %H:%M\", doubled-hour = \"by-order\" }\n\
                [layout.long]\nquantity = \"q\"\nvalue = \"v\"\nunit = \"u\"\n";
    let zone = TimeZone::get("Europe/Warsaw").unwrap();
    let mut rows = "p,q,t,v,u\n".to_owned();
    for (hour, minute) in [(1, 0), (2, 0), (2, 30), (2, 0), (2, 30), (3, 0)] {
        for (quantity, unit) in [("energy", "GJ"), ("supply", "°C")] {
            for point in ["A", "B"] {
                writeln!(rows, "{point},{quantity},2026-10-25 {hour:02}:{minute:02},1,{unit}").unwrap();
            }
        }
    }
    let parsed = parse(rows.as_bytes(), &mapping(text), "", &zone).unwrap();
    assert_eq!((parsed.samples.len(), parsed.doubtful.len()), (24, 0));
    let one = parsed.samples.iter().filter(|sample| sample.subject == 1 && sample.quantity == Quantity::Supply);
    let instants = one.map(|sample| sample.at.to_string()[11..16].to_owned()).collect::<Vec<_>>();
    assert_eq!(instants, ["23:00", "00:00", "00:30", "01:00", "01:30", "02:00"]);
}

#[test]
fn a_file_of_too_many_values_is_refused() {
    let text = LEAST.replace("] }", ", { column = \"V\", quantity = \"volume\", unit = \"mL\" }] }");
    let rows = format!("t,E,V\n{}", "1,1,1\n".repeat(MAX_VALUES / 2 + 1));
    let problem = parse(rows.as_bytes(), &mapping(&text), "", &TimeZone::UTC).unwrap_err();
    assert_eq!(problem.kind, ProblemKind::TooLarge);
}
