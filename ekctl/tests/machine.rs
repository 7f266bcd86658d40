//! What programs read: JSON, NDJSON and CSV, held against their schemas.

mod fixture;

use std::fmt::Write as _;
use std::io::Read as _;
use std::process::Stdio;

use common::text::is_hidden;
use fixture::{Daemon, bare, finish};
use serde_json::Value;

/// Every command with rows, and the schema of its answer.
const ANSWERS: [(&str, &str); 77] = [
    ("status", "status"),
    ("version", "version"),
    ("config path", "config.path"),
    ("schema list", "schema.list"),
    ("sites list", "site.list"),
    ("sites live", "site.live"),
    ("sites show W-0413", "site.show"),
    ("points list", "point.list"),
    ("points show P-0413", "point.show"),
    ("meters list", "meter.list"),
    ("meters show 00120412", "meter.show"),
    ("meters show 67120413", "meter.show"),
    ("readings list P-0412 --range 2026-10-25", "reading.list"),
    ("readings list P-0412 --step hour --range 2026-10-25 --quantity energy,supply", "reading.bucket"),
    ("readings latest", "reading.latest"),
    ("readings gaps P-0412", "reading.gap"),
    ("readings history P-0412 --range 2026-10-25", "reading.history"),
    ("readings total --range 2026-10", "reading.total"),
    ("weather station set P-0412", "weather.station"),
    ("weather show", "weather.show"),
    ("weather curves list --site W-0412", "weather.curves"),
    ("weather curves show", "weather.curve"),
    ("alarms list --all", "alarm.list"),
    ("alarms show A-12", "alarm.show"),
    ("alarms mute 12 --for 4h", "alarm.list"),
    ("alarms check --warning alarm --site W-0412", "alarm.check"),
    ("rules list", "rule.list"),
    ("rules show leak", "rule.show"),
    ("rules export", "rule.show"),
    ("rules enable leak", "rule.change"),
    ("maintenance list", "maintenance.list"),
    ("notifications list", "notice.list"),
    ("notifications settings show", "notice.settings"),
    ("notifications test --channel email", "delivery.list"),
    ("rules preview leak", "rule.preview"),
    ("maintenance open --site W-0412 --for 2h --reason próba", "maintenance.list"),
    ("archive stat", "archive.stat"),
    ("meters verify 67120412 --on 2024-05-14", "meter.verification"),
    ("meters replace P-0412 --at 2026-10-26 --serial 71000001 --dry-run", "meter.replacement"),
    ("meters resolve P-0412 --quantity energy --as bad --at 2026-10-25T07:00", "meter.decision"),
    ("weather degree-days --range 2026-10", "weather.degree_days"),
    ("sites signature W-0412", "site.signature"),
    ("sites forecast W-0412", "site.forecast"),
    ("sites peaks W-0412", "site.peaks"),
    ("sites peaks W-0413", "site.peaks"),
    ("sites settings", "site.setting"),
    ("sites card W-0413", "site.card"),
    ("sites edit W-0412 --no-area", "site.card"),
    ("readings compare W-0412 --before 2026-08 --after 2026-10", "reading.comparison"),
    ("readings scatter P-0412 --range 2026-10", "reading.scatter"),
    ("reports templates", "report.template"),
    ("reports list", "report.list"),
    ("reports preview portfolio", "report.preview"),
    ("reports check 8", "report.check"),
    ("reports saved", "report.saved"),
    ("reports schedule alarmy --daily", "report.saved"),
    ("sources list", "source.list"),
    ("sources show etis", "source.show"),
    ("whoami", "whoami"),
    ("account show", "account.show"),
    ("account log-ins --everyone", "log_in.list"),
    ("account sessions list", "session.list"),
    ("account not-me -y", "session.ended"),
    ("tokens list", "token.list"),
    ("users list", "user.list"),
    ("users show tomek", "user.show"),
    ("users edit tomek --disable", "user.show"),
    ("users reset anna", "user.reset"),
    ("customers list", "customer.list"),
    ("customers show 1002", "customer.show"),
    ("customers own 1002 W-0413 --from 2026-11-01", "customer.ownership"),
    ("customers mandate 1001 anna --until now", "customer.mandate"),
    ("customers save 1003 --name Kot --street Kocia --postal-code 00-001 --town Kotowo", "customer.list"),
    ("customers erase 1001 -y", "customer.erasure"),
    ("audit list", "audit.list"),
    ("audit verify", "audit.verification"),
    ("outbox list", "delivery.list"),
];

/// Holds a value against the part of JSON Schema that our schemas use, and refuses keys that no schema names.
fn check(value: &Value, schema: &Value, place: &str) {
    if let Some(expected) = schema.get("const") {
        assert_eq!(value, expected, "{place}");
    }
    let name = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_i64() || number.is_u64() => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let allowed: Vec<_> = match &schema["type"] {
        Value::String(allowed) => vec![allowed.as_str()],
        Value::Array(allowed) => allowed.iter().filter_map(Value::as_str).collect(),
        _ => vec![name],
    };
    assert!(allowed.contains(&name) || (name == "integer" && allowed.contains(&"number")), "{place}: {name}");
    if let (Value::String(text), Some("date-time")) = (value, schema["format"].as_str()) {
        assert!(text.parse::<jiff::Timestamp>().is_ok() && text.contains("+0"), "{place}: {text}");
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| check(item, &schema["items"], &format!("{place}[]"))),
        Value::Object(fields) => {
            for required in schema["required"].as_array().into_iter().flatten() {
                assert!(
                    required.as_str().is_some_and(|key| fields.contains_key(key)),
                    "{place}: {required} is missing"
                );
            }
            for (key, field) in fields {
                let schema = schema["properties"].get(key).unwrap_or_else(|| panic!("{place}: {key} has no schema"));
                check(field, schema, &format!("{place}.{key}"));
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn words(command: &str) -> Vec<&str> {
    command.split(' ').collect()
}

fn schema(name: &str) -> Value {
    serde_json::from_str(&finish(&mut bare(&["schema", "show", name])).stdout).expect("a schema is JSON")
}

#[test]
fn every_answer_keeps_to_its_schema() {
    let daemon = Daemon::start();
    for (command, name) in ANSWERS {
        let arguments: Vec<_> = words(command).into_iter().chain(["--json"]).collect();
        let answer: Value = serde_json::from_str(&daemon.answer(&arguments)).unwrap();
        assert_eq!(answer["schema"], format!("ek/v1/{name}"));
        assert!(answer["items"].as_array().is_some_and(|items| !items.is_empty()), "{command}");
        check(&answer, &schema(name), command);
    }
    let waiting: Value = serde_json::from_str(&daemon.answer(&["quarantine", "list", "--json"])).unwrap();
    check(&waiting, &schema("quarantine.list"), "quarantine list");
    daemon.state.lock().unwrap().findings = fixture::archive::findings();
    let found: Value = serde_json::from_str(&daemon.run(&["archive", "verify", "--json"]).stdout).unwrap();
    check(&found, &schema("archive.finding"), "archive verify");
}

#[test]
fn answers_about_people_keep_to_their_schemas_too() {
    let daemon = Daemon::start();
    let folder = daemon.path("dane");
    let commands: [(&[&str], &str); 5] = [
        (&["login", "anna", "--password-stdin"], "login"),
        (&["account", "contact", "remove", "email", "--password-stdin"], "contact"),
        (&["tokens", "create", "x", "--expires", "2026-12-01", "--password-stdin"], "token.secret"),
        (&["users", "create", "x", "--name", "X", "--role", "clerk"], "user.created"),
        (&["customers", "export", "1001", "--dir", folder.to_str().unwrap()], "customer.export"),
    ];
    for (arguments, name) in commands {
        let arguments: Vec<_> = arguments.iter().copied().chain(["--json"]).collect();
        let run = daemon.run_with_input(&arguments, fixture::people::PASSWORD.as_bytes());
        let answer: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{name}: {}", run.stderr));
        check(&answer, &schema(name), name);
    }
    let data: Value = serde_json::from_slice(&std::fs::read(folder.join("customer.json")).unwrap()).unwrap();
    check(&data, &schema("customer.data"), "customer.json");
}

#[test]
fn machine_output_is_the_same_in_every_language() {
    let daemon = Daemon::start();
    for (command, _) in ANSWERS {
        for form in ["json", "csv", "ndjson"] {
            let in_language = |language| {
                let more = ["-o", form, "--lang", language, "--units", "kWh", "--glyphs", "ascii"];
                daemon.answer(&words(command).into_iter().chain(more).collect::<Vec<_>>())
            };
            assert_eq!(in_language("pl"), in_language("en"), "{command}");
        }
    }
}

#[test]
fn no_control_character_of_a_name_reaches_the_terminal() {
    let daemon = Daemon::start();
    for (command, _) in ANSWERS {
        for form in ["table", "json", "csv", "ndjson"] {
            let answer = daemon.answer(&words(command).into_iter().chain(["-o", form]).collect::<Vec<_>>());
            let hidden = answer.chars().find(|character| is_hidden(*character) && *character != '\n');
            assert_eq!(hidden, None, "{command} -o {form}");
        }
    }
}

#[test]
fn machine_forms_are_exact() {
    let daemon = Daemon::start();
    let mut answers = String::new();
    for command in [
        "sites list --json",
        "sites list -o csv",
        "sites list --csv-dialect excel-pl --columns name,contracted_power_kw",
        "sites live -o csv",
        "sites list --filter nic --json",
        "sites list --limit 1 --json",
        "sites list --after 1 -o ndjson",
        "sites list --sort -contracted_power_kw -o csv --no-header",
        "readings list P-0412 --range 2026-10-25T00:00..2026-10-25T05:00 --quantity energy -o csv",
        "readings list P-0412 --range 2026-10-25T00:00..2026-10-25T02:00 --quantity energy -o ndjson --tz UTC",
        "readings list P-0412 --step hour --range 2026-10-25T16:00..2026-10-25T18:00 --json",
        "readings list P-0412 --step hour --range 2026-10-25T16:00..2026-10-25T18:00 --quantity supply --csv-dialect excel-pl",
        "readings gaps P-0413 --json",
    ] {
        let answer = daemon.answer(&words(command)).replace("\r\n", "␍\n").replace('\u{feff}', "<BOM>");
        writeln!(answers, "$ ekctl {command}\n{answer}").unwrap();
    }
    insta::assert_snapshot!("machine_forms", answers);
}

#[test]
fn errors_for_programs_are_one_object() {
    let daemon = Daemon::start();
    let mut errors = String::new();
    for command in
        ["sites show W-041 --json", "sites list -o ndjson --kolor", "readings list P-0412 --json --range zima"]
    {
        let run = daemon.run(&words(command));
        let error: Value = serde_json::from_str(&run.stderr).unwrap();
        assert_eq!(error["error"]["exit"], run.status);
        write!(errors, "$ ekctl {command}\n{}", run.stderr).unwrap();
    }
    insta::assert_snapshot!("errors_for_programs", errors);
}

#[test]
fn an_empty_list_is_a_good_answer() {
    let daemon = Daemon::start();
    let run = daemon.run(&["sites", "list", "--filter", "nic", "-o", "csv"]);
    assert_eq!((run.status, run.stdout.as_str()), (0, "code,name,contracted_power_kw\n"));
}

#[test]
fn a_closed_pipe_is_a_quiet_end() {
    let daemon = Daemon::start();
    for form in ["csv", "json"] {
        let mut command = daemon.command(&["readings", "list", "P-0412", "--all", "--range", "2026-10", "-o", form]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut stderr = String::new();
        child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        assert_eq!((child.wait().unwrap().code(), stderr.as_str()), (Some(0), ""));
    }
}

#[test]
fn a_list_goes_on_where_it_ended() {
    let daemon = Daemon::start();
    let list = |more: &[&str]| {
        let all =
            ["readings", "list", "P-0412", "--range", "2026-10-25", "--json"].into_iter().chain(more.iter().copied());
        serde_json::from_str::<Value>(&daemon.answer(&all.collect::<Vec<_>>())).unwrap()
    };
    let whole = list(&["--all"]);
    let first = list(&["--limit", "27"]);
    assert_eq!((whole["complete"].as_bool(), first["complete"].as_bool()), (Some(true), Some(false)));
    let rest = list(&["--all", "--after", first["next"].as_str().unwrap()]);
    let items = |answer: &Value| answer["items"].as_array().unwrap().clone();
    assert_eq!([items(&first), items(&rest)].concat(), items(&whole));
}

#[test]
fn an_order_is_made_before_the_list_is_cut() {
    let daemon = Daemon::start();
    let list =
        ["readings", "list", "P-0412", "--range", "2026-10", "--quantity", "energy", "--columns", "value", "-o", "csv"];
    let highest = daemon.run(&list.into_iter().chain(["--sort", "-at", "--limit", "1"]).collect::<Vec<_>>());
    assert_eq!(highest.stdout, "value\n7011.818001001\n");
}

#[test]
fn programs_get_everything_and_people_a_page() {
    let daemon = Daemon::start();
    let mut state = daemon.state.lock().unwrap();
    let site = state.sites[0].clone();
    state.sites.extend((0..700).map(|_| site.clone()));
    drop(state);
    for (form, n_lines) in [("csv", 1 + 702), ("ndjson", 702), ("json", 702 + 2), ("table", 1 + 500)] {
        assert_eq!(daemon.run(&["sites", "list", "-o", form]).stdout.lines().count(), n_lines, "{form}");
    }
    assert_eq!(daemon.run(&["sites", "list", "-o", "csv", "--limit", "3"]).stdout.lines().count(), 1 + 3);
}
