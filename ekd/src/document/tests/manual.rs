//! The manual page shows documents that are read and names all there is to write.

use common::quantity::{Quantity, Unit};
use common::reading::Suspicion;

use crate::document::exchange::{Form, parse};
use crate::document::mapping::Mapping;

const PAGES: [&str; 2] =
    [include_str!("../../../../man/ek-document.5"), include_str!("../../../../man/ek-document.pl.5")];

/// What a document alone can be suspected of.
const SUSPICIONS: [Suspicion; 9] = [
    Suspicion::NotANumber,
    Suspicion::Overflow,
    Suspicion::WrongUnit,
    Suspicion::UnknownQuantity,
    Suspicion::BadTime,
    Suspicion::LocalTime,
    Suspicion::UnknownPoint,
    Suspicion::WrongMeter,
    Suspicion::MarkedInvalid,
];

#[test]
fn the_examples_in_the_manual_are_read_and_equal() {
    for page in PAGES {
        let examples = page.split(".EX\n").skip(1).map(|rest| rest.split(".EE").next().unwrap()).collect::<Vec<_>>();
        let [xml, json, csv, mapping] = examples[..] else { panic!("{} examples", examples.len()) };
        let (xml, json) = (parse(xml.as_bytes()).unwrap(), parse(json.as_bytes()).unwrap());
        let csv = parse(csv.as_bytes()).unwrap();
        assert_eq!((xml.registry.len(), xml.samples.len(), csv.samples.len()), (1, 2, 2));
        assert_eq!(xml.registry, json.registry);
        for other in [json, csv] {
            assert_eq!(other.subjects, xml.subjects);
            assert_eq!((other.doubtful.len(), other.rejected.len()), (0, 0));
            for (one, same) in other.samples.iter().zip(&xml.samples) {
                assert_eq!((one.value, one.at, one.quantity), (same.value, same.at, same.quantity));
            }
        }
        let mapping: Mapping = toml::from_str(mapping).unwrap();
        assert_eq!(mapping.check(), Vec::<String>::new());
    }
}

#[test]
fn the_manual_names_every_quantity_unit_suspicion_and_key() {
    let keys = [
        "delimiter",
        "decimal",
        "encoding",
        "skip-lines",
        "header",
        "missing",
        "time",
        "second-column",
        "format",
        "zone",
        "doubled-hour",
        "by-order",
        "point",
        "meter",
        "fixed",
        "file-name",
        "strip-prefix",
        "strip-suffix",
        "prefix",
        "layout.wide",
        "layout.long",
        "names",
        "estimated",
        "cadence",
        "unknown-points",
        "create",
        "site-name",
    ];
    for page in PAGES {
        let names = Quantity::ALL.map(Quantity::name).into_iter().chain(SUSPICIONS.map(Suspicion::name));
        let units = Unit::all().map(Unit::name);
        for word in names.chain(units).chain(keys).chain(Form::ALL.map(Form::extension)) {
            let between = |character: char| character.is_whitespace() || "\\,()\"".contains(character);
            let is_there = page.split(between).any(|found| {
                // Roff's bold and quotation marks stay at the front of a word.
                let found = found.trim_start_matches("fB").trim_start_matches("dq");
                found.eq_ignore_ascii_case(word)
            });
            assert!(is_there, "{word}");
        }
    }
}
