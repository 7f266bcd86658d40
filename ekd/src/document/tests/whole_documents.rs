//! Documents that are refused as a whole, each with its kind of problem, and those that only look strange.

use std::fmt::Write as _;

use common::source::ProblemKind::{self, Malformed, TooLarge, UnknownFormat, WebPage};

use super::{TOWN_CSV, TOWN_JSON, TOWN_XML, town};
use crate::document::exchange::{Form, parse};
use crate::document::{MAX_BYTES, MAX_VALUES};

fn check(text: &str, kind: ProblemKind, detail: &str) {
    let problem = parse(text.as_bytes()).expect_err(&text.chars().take(300).collect::<String>());
    let short = text.chars().take(200).collect::<String>();
    assert_eq!(problem.kind, kind, "{short}: {}", problem.detail);
    assert!(problem.detail.contains(detail), "{short}: {} lacks {detail}", problem.detail);
    assert!(problem.detail.len() < 1000, "{}", problem.detail);
}

fn xml(inside: &str) -> String {
    format!("<document xmlns=\"urn:ek:document:1\" version=\"1\">\n{inside}\n</document>")
}

fn json(inside: &str) -> String {
    format!("{{\"format\":\"ek-document\",\"version\":1,{inside}}}")
}

#[test]
fn strangers_are_told_apart() {
    check("", Malformed, "empty");
    check("<!doctype html><p>Zaloguj się</p>", WebPage, "HTML");
    check("hello", UnknownFormat, "mapping");
    check("%PDF-1.7", UnknownFormat, "mapping");
    check("time,energy\n1,2", UnknownFormat, "mapping");
    check("point;meter;quantity;at;value;unit\n", UnknownFormat, "mapping");
    check("#ek-document 2\npoint,meter,quantity,at,value,unit\n", UnknownFormat, "#ek-document 1");
    check("point,meter,quantity,at,value,unit,estimated,note\n", UnknownFormat, "header");
    check("#ek-document 1\n", Malformed, "header");
    check("<rss/>", UnknownFormat, "<rss>");
    check("<document/>", UnknownFormat, "urn:ek:document:1");
    check("<document xmlns=\"urn:ek:document:2\" version=\"2\"/>", UnknownFormat, "urn:ek:document:1");
    check("<document xmlns=\"urn:ek:document:1\" version=\"2\"/>", UnknownFormat, "version 2");
    check("<document xmlns=\"urn:ek:document:1\"/>", UnknownFormat, "version");
    check("{}", UnknownFormat, "format");
    check("[1,2]", UnknownFormat, "");
    check("{\"type\":\"FeatureCollection\",\"readings\":{}}", UnknownFormat, "format");
    check("{\"format\":\"ek-document\",\"version\":2}", UnknownFormat, "version 2");
    check("{\"format\":\"ek-document\",\"version\":\"1\"}", UnknownFormat, "version \"1\"");
    check("{\"format\":\"ek-document\"}", UnknownFormat, "version absent");
}

#[test]
fn a_truncated_document_is_refused_whole() {
    for text in [TOWN_XML, TOWN_JSON] {
        let trimmed = text.trim_end();
        let from = trimmed.find("document").unwrap();
        for end in (from + 400..trimmed.len()).filter(|end| trimmed.is_char_boundary(*end)) {
            check(&trimmed[..end], Malformed, "");
        }
    }
    check("<document xmlns=\"urn:ek:document:1\" version=\"1\">", Malformed, "ends too early");
    check("<?xml version=\"1.0\"?><!-- nothing -->", Malformed, "ends too early");
}

#[test]
fn a_csv_cut_in_a_row_loses_that_row_only() {
    let cut = TOWN_CSV.trim_end().strip_suffix("3Z,5347.61445783133,kWh,").unwrap_or(TOWN_CSV);
    let cut = &cut[..cut.rfind(",2025-").unwrap()];
    let parsed = parse(cut.as_bytes()).unwrap();
    assert_eq!((parsed.samples.len(), parsed.rejected.len(), parsed.n_rows), (14, 1, 15));
    assert_eq!(parsed.rejected[0].line, 17);
    assert!(parsed.rejected[0].reason.contains("3 fields"), "{}", parsed.rejected[0].reason);
}

#[test]
fn bytes_that_are_not_utf_8_are_refused() {
    for form in Form::ALL {
        let mut bytes = town(form).as_bytes().to_vec();
        let end = bytes.len() - 3;
        bytes[end] = 0xff;
        let problem = parse(&bytes).unwrap_err();
        assert_eq!(problem.kind, Malformed, "{form:?}");
        assert!(problem.detail.contains(&(end + 1).to_string()), "{}", problem.detail);
    }
    check("<?xml version=\"1.0\" encoding=\"windows-1250\"?><document/>", Malformed, "windows-1250");
}

#[test]
fn a_byte_order_mark_is_tolerated() {
    for form in Form::ALL {
        let marked = format!("\u{feff}{}", town(form));
        assert_eq!(parse(marked.as_bytes()).unwrap(), parse(town(form).as_bytes()).unwrap(), "{form:?}");
    }
}

#[test]
fn bombs_do_not_go_off() {
    let entities = "<!DOCTYPE d [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
    check(&format!("{entities}{}", xml("&b;")), Malformed, "document type declaration");
    check("<!DOCTYPE d SYSTEM \"file:///etc/passwd\"><d/>", Malformed, "document type declaration");
    check(&xml("<readings point=\"P\"><at time=\"&b;\"/></readings>"), Malformed, "line 2");
    check(&xml("<readings point=\"P\"><at><energy>&b;</energy></at></readings>"), Malformed, "entity b");
    check(&xml(&"<site>".repeat(200_000)), Malformed, "");
    check(&json(&format!("\"readings\":{}", "[".repeat(1_000_000))), Malformed, "64");
    check(&json(&format!("\"note\":{}1{}", "[".repeat(60), "]".repeat(60))), Malformed, "note");
    let mut attributes = String::new();
    for number in 0..100_000 {
        write!(attributes, " a{number}=\"\"").unwrap();
    }
    check(&xml(&format!("<site{attributes}/>")), Malformed, "one too many");
    check(&" ".repeat(MAX_BYTES + 1), TooLarge, "bytes");
    let row = "P,,energy,1970-01-01T00:00:00Z,1,J\n";
    let n_values = MAX_VALUES.min(MAX_BYTES / row.len());
    let many = format!("point,meter,quantity,at,value,unit\n{}", row.repeat(n_values - 2));
    assert_eq!(parse(many.as_bytes()).unwrap().samples.len(), n_values - 2);
    check(&format!("point,meter,quantity,at,value,unit\n{}", ",\n".repeat(1_000_000)), Malformed, "100000");
}

#[test]
fn a_wrong_shape_is_named_with_its_place() {
    check(&xml("<readings>\n<site/></readings>"), Malformed, "line 3: unexpected <site>");
    check(&xml("<readings points=\"P\"/>"), Malformed, "unexpected attribute points");
    check(&xml("<readings point=\"P\" point=\"Q\"/>"), Malformed, "point is repeated");
    check(&xml("<readings point=\"P\">5</readings>"), Malformed, "unexpected text `5`");
    check(&xml("<site/>"), Malformed, "attribute code is missing");
    check(&xml("<site code=\"\"/>"), Malformed, "the code is empty");
    check(&xml("<site code=\"A\" name=\"x&#7;y\"/>"), Malformed, "U+0007");
    check(&xml("<site code=\"A\" name=\"x&#x202e;y\"/>"), Malformed, "line 2: a name holds");
    check(&xml("<site code=\"A\"><contracted-power unit=\"GJ\">1</contracted-power></site>"), Malformed, "wrong_unit");
    check(&xml("<site code=\"A\"><point code=\"P\" cadence=\"15m\"/></site>"), Malformed, "PT15M");
    check(&xml("<site code=\"A\"><point code=\"P\" cadence=\"PT0S\"/></site>"), Malformed, "PT15M");
    check(&xml("<site code=\"A\"><point code=\"P\"><meter serial=\"1\"/></point></site>"), Malformed, "from");
    check(&format!("{}<x/>", xml("")), Malformed, "after the end");
    check(&format!("{}x", xml("")), Malformed, "text outside");
    check(&xml("<readings></at>"), Malformed, "line 2");
    check(&json("\"sites\":[{}]"), Malformed, "site 1: missing field `code`");
    check(&json("\"sites\":[{\"code\":\"A\",\"name\":\"x\\u0007\"}]"), Malformed, "U+0007");
    check(
        &json("\"sites\":[{\"code\":\"A\"},{\"code\":\"B\",\"power\":1}]"),
        Malformed,
        "site 2: unknown field `power`",
    );
    check(&json("\"readings\":[{\"point\":\"P\",\"at\":[{\"values\":{}}]}]"), Malformed, "values 1");
    check(&json("\"readings\":[{\"point\":5,\"at\":[]}]"), Malformed, "readings 1");
    check(&json("\"readings\":[],\"readings\":[]"), Malformed, "stands twice");
    check(&json("\"meters\":[]"), Malformed, "unexpected key `meters`");
}

#[test]
fn a_prefix_for_the_namespace_is_as_good_as_none() {
    let plain =
        xml("<readings point=\"P\"><at time=\"2025-11-23T13:00:00Z\"><energy unit=\"J\">1</energy></at></readings>");
    let prefixed = "<e:document xmlns:e=\"urn:ek:document:1\" version=\"1\">\n<e:readings point=\"P\"><e:at \
                    time=\"2025-11-23T13:00:00Z\"><e:energy unit=\"J\">1</e:energy></e:at></e:readings>\n</e:document>";
    assert_eq!(parse(prefixed.as_bytes()).unwrap(), parse(plain.as_bytes()).unwrap());
    check(&prefixed.replace("e:at", "f:at"), Malformed, "unexpected <f:at>");
}

#[test]
fn a_document_without_readings_is_one() {
    for text in [xml(""), json("\"readings\":[]"), "point,meter,quantity,at,value,unit\n".to_owned()] {
        let parsed = parse(text.as_bytes()).unwrap();
        assert_eq!((parsed.n_rows, parsed.samples.len()), (0, 0), "{text}");
    }
}
