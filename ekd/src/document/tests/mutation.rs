//! Damaged documents: no panic, no value counted twice or lost, no long work.

use std::time::{Duration, Instant};

use jiff::tz::TimeZone;
use quick_xml::events::Event;

use super::{TOWN_CSV, town};
use crate::damage::{Dice, damaged};
use crate::document::exchange::{Form, parse};
use crate::document::mapping::{self, Mapping};

const N_MUTATIONS: u64 = 10_000;

/// Pieces that hurt readers.
const PIECES: [&[u8]; 24] = [
    b"\"",
    b"\"\"",
    b",",
    b"\n",
    b"\r",
    b"\0",
    b"<",
    b">",
    b"</at>",
    b"&#x0;",
    b"&amp;",
    b"&x;",
    b"<!DOCTYPE d [",
    b"]]>",
    b"{",
    b"}",
    b"[",
    b"]",
    b"\\u0000",
    b"1e999",
    b"\xff",
    b"\xef\xbb\xbf",
    b"-",
    b"NaN",
];

fn polish() -> Mapping {
    toml::from_str(include_str!("../../../samples/mapping-polish.toml")).unwrap()
}

/// Encoded as the mapping says.
fn polish_file() -> Vec<u8> {
    let text = "Odczyty\nlistopad\nUkład;Licznik;Data;Godzina;Energia [GJ];Objętość [m3];T zasil.;T powr.;Status\n\
        W-0414;67120414;23.11.2025;14:00;8412,36;52961,15;84,2;47,9;\n\
        W-0414;67120414;26.10.2025;02:00;8412,40;-;b.d.;47,9;S\n\
        \"W-0415\";\"671\";26.10.2025;03:00;1,5;2,5;84,2;;S\n";
    encoding_rs::WINDOWS_1250.encode(text).0.into_owned()
}

fn n_lines(bytes: &[u8]) -> usize {
    bytes.split(|byte| *byte == b'\n').count()
}

#[test]
fn ten_thousand_damaged_documents_hurt_nobody() {
    let (mapping, file) = (polish(), polish_file());
    let mut dice = Dice(0x00C0_FFEE_D0D0_CAFE);
    let (mut n_taken, mut slowest) = (0_u32, Duration::ZERO);
    for round in 0..N_MUTATIONS {
        let began = Instant::now();
        let (bytes, parsed) = match round % 4 {
            0 => {
                let bytes = damaged(&file, (&PIECES, 4), &mut dice);
                let parsed = mapping::parse(&bytes, &mapping, "a.csv", &TimeZone::UTC);
                (bytes, parsed)
            }
            form => {
                let form = Form::ALL[usize::try_from(form).unwrap() - 1];
                let bytes = damaged(town(form).as_bytes(), (&PIECES, 4), &mut dice);
                let parsed = parse(&bytes);
                (bytes, parsed)
            }
        };
        slowest = slowest.max(began.elapsed());
        let Ok(parsed) = parsed else { continue };
        n_taken += 1;
        let is_csv = bytes.first() != Some(&b'<') && bytes.first() != Some(&b'{');
        assert!(!is_csv || parsed.n_rows <= n_lines(&bytes) as u64, "round {round}");
        let n_subjects = u32::try_from(parsed.subjects.len()).unwrap();
        assert!(parsed.samples.iter().all(|sample| sample.subject < n_subjects), "round {round}");
        let kept = parsed.doubtful.iter().map(|doubt| doubt.value.chars().count()).max();
        assert!(kept.unwrap_or(0) <= 200, "round {round}");
    }
    assert!(n_taken > 1_000, "only {n_taken} damaged documents could be read at all");
    assert!(slowest < Duration::from_secs(1), "{slowest:?}");
}

/// Counts the values of a JSON document with a reader of another kind, which refuses numbers beyond its floats.
fn n_values_in_json(bytes: &[u8]) -> Option<usize> {
    let list = |value: &serde_json::Value| value.as_array().cloned().unwrap_or_default();
    let document: serde_json::Value = serde_json::from_slice(bytes).ok()?;
    let instants = list(&document["readings"]).iter().flat_map(|readings| list(&readings["at"])).collect::<Vec<_>>();
    Some(instants.iter().map(|at| list(&at["values"]).len()).sum())
}

/// Counts the elements four deep in an XML document: only values stand there below `readings`.
fn n_values_in_xml(bytes: &[u8]) -> usize {
    let mut reader = quick_xml::Reader::from_str(std::str::from_utf8(bytes).unwrap());
    let (mut depth, mut n_values, mut in_readings) = (0, 0, false);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                in_readings = if depth == 1 { start.name().0 == "readings" } else { in_readings };
                n_values += usize::from(depth == 3 && in_readings);
                depth += 1;
            }
            Event::Empty(_) => n_values += usize::from(depth == 3 && in_readings),
            Event::End(_) => depth -= 1,
            Event::Eof => return n_values,
            _ => {}
        }
    }
}

#[test]
fn every_value_of_a_damaged_xml_or_json_is_counted_once() {
    let mut dice = Dice(0xBAD0_BEEF_0DDB_A115);
    let mut n_checked = 0;
    for round in 0..N_MUTATIONS {
        let form = if round % 2 == 0 { Form::Xml } else { Form::Json };
        let bytes = damaged(town(form).as_bytes(), (&PIECES, 4), &mut dice);
        let Ok(parsed) = parse(&bytes) else { continue };
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        let expected = if form == Form::Xml { Some(n_values_in_xml(bytes)) } else { n_values_in_json(bytes) };
        let Some(expected) = expected else { continue };
        let n_values = parsed.samples.len() + parsed.doubtful.len() + parsed.rejected.len();
        assert_eq!(n_values, expected, "round {round}: {}", String::from_utf8_lossy(bytes));
        n_checked += 1;
    }
    assert!(n_checked > 200, "{n_checked}");
}

#[test]
fn every_line_of_a_damaged_csv_is_counted_once() {
    let mut dice = Dice(0x5EED_5EED_5EED_5EED);
    let (header, rows) = TOWN_CSV.split_at(TOWN_CSV.find("P-0414").unwrap());
    let mut n_checked = 0;
    for round in 0..N_MUTATIONS {
        let rows = damaged(rows.as_bytes(), (&PIECES, 4), &mut dice);
        let bytes = [header.as_bytes(), &rows].concat();
        let Ok(text) = std::str::from_utf8(&bytes) else { continue };
        let parsed = parse(&bytes).unwrap();
        let n_rows = text.lines().skip(2).filter(|line| !line.trim_matches([' ', '\r']).is_empty()).count();
        let n_values = parsed.samples.len() + parsed.doubtful.len() + parsed.rejected.len();
        assert_eq!((n_values, parsed.n_rows), (n_rows, n_rows as u64), "round {round}: {text}");
        n_checked += 1;
    }
    assert!(n_checked > 5_000, "{n_checked}");
}
