//! The published schemas accept what we write, refuse what is wrong, and know the words that the program knows.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use common::quantity::{Quantity, Unit};
use serde_json::Value;

use super::{TOWN_JSON, TOWN_XML};
use crate::document::exchange::{Form, parse, write};

const XSD: &str = include_str!("../../../schema/ek-document-1.xsd");
const JSON_SCHEMA: &str = include_str!("../../../schema/ek-document-1.schema.json");

/// Reads a document from its input and says in JSON whether it is valid.
const VALIDATE: &str = "import json, sys, jsonschema\n\
    schema = json.load(open(sys.argv[1], encoding='utf-8'))\n\
    sys.exit(0 if jsonschema.Draft202012Validator(schema).is_valid(json.load(sys.stdin)) else 3)\n";

fn schema(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("schema").join(name).display().to_string()
}

/// Returns the exit status of a validator, or `None` where it is not installed; in CI it must be.
fn status(program: &str, arguments: &[&str], input: &str) -> Option<i32> {
    let spawned =
        Command::new(program).args(arguments).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    match spawned {
        Ok(mut child) => {
            // A validator may refuse before it has read everything.
            let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
            child.wait().unwrap().code()
        }
        Err(error) if std::env::var_os("CI").is_none() => {
            println!("skipped: {program} is not installed: {error}");
            None
        }
        Err(error) => panic!("{program}: {error}"),
    }
}

#[test]
fn xmllint_accepts_what_we_write_and_refuses_what_is_wrong() {
    let xsd = schema("ek-document-1.xsd");
    let check = |text: &str, valid: bool| {
        let found = status("xmllint", &["--noout", "--nonet", "--schema", &xsd, "-"], text);
        assert!(found.is_none_or(|code| (code == 0) == valid), "{found:?} where valid is {valid}:\n{text}");
    };
    let written = String::from_utf8(write(Form::Xml, &parse(TOWN_XML.as_bytes()).unwrap())).unwrap();
    check(TOWN_XML, true);
    check(&written, true);
    check(&TOWN_XML.replace("unit=\"GJ\"", "unit=\"MW\""), false);
    check(&TOWN_XML.replace("<outdoor ", "<indoor ").replace("</outdoor>", "</indoor>"), false);
    check(&TOWN_XML.replace("14:15:00+01:00", "14:15:00"), false);
    check(&TOWN_XML.replace("412.48", "412,48"), false);
    check(&TOWN_XML.replace(" version=\"1\"", " version=\"2\""), false);
}

#[test]
fn a_json_schema_validator_accepts_what_we_write_and_refuses_what_is_wrong() {
    if status("python3", &["-c", "import jsonschema"], "").is_none_or(|code| code != 0) {
        assert!(std::env::var_os("CI").is_none(), "python3 with jsonschema is needed in CI");
        println!("skipped: python3 with jsonschema is not installed");
        return;
    }
    let json_schema = schema("ek-document-1.schema.json");
    let check = |text: &str, code: i32| {
        assert_eq!(status("python3", &["-c", VALIDATE, &json_schema], text), Some(code), "{text}");
    };
    let written = String::from_utf8(write(Form::Json, &parse(TOWN_JSON.as_bytes()).unwrap())).unwrap();
    check(TOWN_JSON, 0);
    check(&written, 0);
    check(&TOWN_JSON.replace("\"unit\": \"GJ\"", "\"unit\": \"MW\""), 3);
    check(&TOWN_JSON.replace("\"outdoor\"", "\"indoor\""), 3);
    check(&TOWN_JSON.replace("14:15:00+01:00", "14:15:00"), 3);
    check(&TOWN_JSON.replace("\"84.3\"", "\"84,3\""), 3);
    check(&TOWN_JSON.replace("\"version\": 1", "\"version\": 2"), 3);
}

#[test]
fn the_schemas_know_every_quantity_and_unit() {
    let schema: Value = serde_json::from_str(JSON_SCHEMA).unwrap();
    let value = &schema["$defs"]["value"];
    let names = value["properties"]["quantity"]["enum"].as_array().unwrap();
    assert_eq!(names.len(), Quantity::ALL.len());
    for quantity in Quantity::ALL {
        assert!(names.contains(&Value::from(quantity.name())), "{}", quantity.name());
        assert!(XSD.contains(&format!("<xs:element name=\"{}\" type=", quantity.name())), "{}", quantity.name());
        let alternatives = value["oneOf"].as_array().unwrap().iter().map(|alternative| &alternative["properties"]);
        let mut fitting = alternatives
            .filter(|of| of["quantity"]["enum"].as_array().unwrap().contains(&Value::from(quantity.name())));
        let units = fitting.next().unwrap()["unit"]["enum"].as_array().unwrap();
        for name in units.iter().map(|unit| unit.as_str().unwrap()) {
            let unit = Unit::parse(name).unwrap_or_else(|| panic!("{name} is no unit of ours"));
            assert!(unit.measures(quantity.dimension()), "{name}");
            assert!(XSD.contains(&format!("<xs:enumeration value=\"{name}\"/>")), "{name}");
        }
        for unit in Unit::all().filter(|unit| unit.measures(quantity.dimension())) {
            assert!(units.contains(&Value::from(unit.name())), "{} of {}", unit.name(), quantity.name());
        }
        assert!(fitting.next().is_none(), "{} has two sets of units", quantity.name());
    }
}
