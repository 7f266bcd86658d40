//! Tickets and messages on the command line: what is shown, what is sent, what a slip is told.

mod fixture;

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use common::text::is_hidden;
use common::ticket::draft::Dispatch;
use common::ticket::entry::{Attached, EntryWhat};
use common::ticket::{Category, TicketState};
use fixture::{Daemon, Run, bare, finish};

/// The width of the narrowest terminal.
const WIDTH: usize = 80;

fn run(daemon: &Daemon, command: &str, more: &[&str]) -> Run {
    daemon.run(&command.split(' ').chain(more.iter().copied()).collect::<Vec<_>>())
}

/// Returns what the newest entry says, and what lies beside it.
fn newest(daemon: &Daemon) -> (String, Vec<Attached>) {
    let state = daemon.state.lock().expect("the fixture lives");
    let entry = state.office.entries.last().cloned().expect("something was written");
    let attached = entry.attachments.into_iter().map(|attachment| attachment.what).collect();
    match entry.what {
        EntryWhat::Message { text } | EntryWhat::Note { text } => (text.body, attached),
        EntryWhat::Turned { .. } | EntryWhat::Unknown => panic!("nothing was written"),
    }
}

const COMMANDS: [&str; 38] = [
    "tickets list",
    "ticket list --all --order number --columns number,priority,category,origin,opener,customer_name,is_overdue",
    "tickets list --overdue",
    "tickets list --settled",
    "tickets list --state closed",
    "tickets list --mine",
    "tickets list --unassigned --category other",
    "tickets list --site W-0412 --customer 1001 --assignee nowy --text ogrz",
    "tickets show Z-2026-118",
    "tickets show 2026-118 --quoted",
    "tickets show z-2026-101",
    "tickets create --category too_cold --site W-0412 --place klatka --body zimno",
    "tickets reply Z-2026-118 --body tak --hold",
    "tickets undo 31",
    "tickets drafts list",
    "tickets drafts show 07070707070707070707070707070707",
    "tickets drafts send 07070707070707070707070707070707",
    "tickets note Z-2026-118 --body ciii",
    "tickets attach Z-2026-118 --alarm A-12 --readings",
    "tickets take Z-2026-118",
    "tickets assign Z-2026-118 2026-104 maria",
    "tickets assign Z-2026-118 --nobody",
    "tickets wait Z-2026-118",
    "tickets solve Z-2026-118",
    "tickets close Z-2026-118",
    "tickets reopen Z-2026-118 Z-2026-99",
    "tickets edit Z-2026-118 --priority low --no-site --customer 1002 --category other",
    "tickets watch Z-2026-118 maria",
    "tickets unwatch Z-2026-118 maria",
    "tickets split Z-2026-118 --entries 5,#9 --category leak --subject kapie",
    "tickets merge Z-2026-104 --into Z-2026-118",
    "tickets templates list",
    "tickets templates show ekipa",
    "tickets templates delete zle -y",
    "tickets statistics",
    "tickets statistics --chart --range 2026-10",
    "tickets mail",
    "messages list",
];

#[test]
fn tickets_are_read_by_people() {
    for language in ["pl", "en"] {
        let daemon = Daemon::start();
        let mut answers = String::new();
        let more =
            ["messages list --unread", "messages list --text korekt", "message show 9", "messages read Z-2026-118"];
        let outbox = ["outbox list", "notifications list"];
        for command in COMMANDS.into_iter().chain(more).chain(outbox) {
            let answer = run(&daemon, command, &["--lang", language]);
            assert_eq!(answer.status, 0, "{command}: {}", answer.stderr);
            let shown = format!("{}{}", answer.stdout, answer.stderr);
            let hidden = |character: char| character != '\n' && is_hidden(character);
            assert!(!shown.contains(hidden), "{command}: {shown:?}");
            // The key of a draft is made by chance.
            let shown =
                if command.contains("undo") || command.contains("drafts list") { without_keys(&shown) } else { shown };
            writeln!(answers, "$ ekctl {command}\n{shown}").unwrap();
            let widest = answer.stdout.lines().map(|line| line.chars().count()).max().unwrap_or(0);
            // Names of people are as long as they are.
            let is_list = command.ends_with(" list")
                && !command.starts_with("messages")
                && !command.starts_with("outbox")
                && !command.contains("drafts");
            assert!(!is_list || widest <= WIDTH, "{command} takes {widest} columns:\n{}", answer.stdout);
        }
        insta::assert_snapshot!(format!("tickets_{language}"), answers);
    }
}

/// Returns the text with 32 hexadecimal digits as one word.
fn without_keys(text: &str) -> String {
    let is_key = |word: &str| word.len() == 32 && word.chars().all(|letter| letter.is_ascii_hexdigit());
    let line =
        |line: &str| line.split(' ').map(|word| if is_key(word) { "KEY" } else { word }).collect::<Vec<_>>().join(" ");
    text.lines().map(line).collect::<Vec<_>>().join("\n") + "\n"
}

#[test]
fn tickets_are_read_by_programs() {
    let daemon = Daemon::start();
    let mut answers = String::new();
    for command in [
        "tickets list",
        "tickets show Z-2026-118",
        "tickets templates list",
        "tickets statistics",
        "tickets mail",
        "messages list",
        "tickets export",
    ] {
        for form in ["csv", "json"] {
            let arguments: Vec<_> = command.split(' ').chain(["-o", form]).collect();
            writeln!(answers, "$ ekctl {command} -o {form}\n{}", daemon.answer(&arguments)).unwrap();
        }
    }
    let chart = "tickets statistics --chart --range 2026-10-01..2026-10-04 -o csv";
    writeln!(answers, "$ ekctl {chart}\n{}", run(&daemon, chart, &[]).stdout).unwrap();
    insta::assert_snapshot!("tickets_machine", answers);
}

#[test]
fn a_ticket_is_opened_once_though_the_answer_is_lost() {
    let daemon = Daemon::start();
    daemon.state.lock().unwrap().decisions.broken = 1;
    let create = "tickets create --category meter --site W-0412 --meter 67120412 --body x --retry 2 -q -o json";
    let opened = run(&daemon, create, &[]);
    assert_eq!(opened.status, 0, "{}", opened.stderr);
    let answer: serde_json::Value = serde_json::from_str(&opened.stdout).unwrap();
    assert_eq!(
        (answer["schema"].as_str(), answer["items"][0]["number"].as_str()),
        (Some("ek/v1/ticket.list"), Some("Z-2026-119"))
    );
    let n_opened = daemon.state.lock().unwrap().office.tickets.len();
    assert_eq!(n_opened, 5);
}

#[test]
fn an_alarm_fills_a_ticket_in() {
    let daemon = Daemon::start();
    let opened = run(&daemon, "tickets create --alarm A-12 --body -q", &[]);
    assert_eq!(opened.status, 0, "{}", opened.stderr);
    let ticket = daemon.state.lock().unwrap().office.tickets.last().cloned().unwrap();
    assert_eq!((ticket.category, ticket.site.unwrap().as_str()), (Category::Other, "W-0412"));
    let (_, attached) = newest(&daemon);
    let [Attached::Alarm { alarm }, Attached::Readings { site, period }] = &attached[..] else {
        panic!("{attached:?}")
    };
    assert_eq!((alarm.0, site.as_str(), period.duration().as_hours()), (12, "W-0412", 48));
}

#[test]
fn an_alarm_tells_what_its_category_wants_to_know() {
    let daemon = Daemon::start();
    let opened = |command: &str| {
        assert_eq!(run(&daemon, command, &["--body", "x", "-q"]).status, 0, "{command}");
        let ticket = daemon.state.lock().unwrap().office.tickets.pop().unwrap();
        let details: Vec<_> =
            ticket.details.iter().map(|told| format!("{}={}", told.field.name(), told.value)).collect();
        format!("{} {}", ticket.category.name(), details.join(" "))
    };
    assert_eq!(opened("tickets create --alarm A-8"), "leak place=P-0412");
    assert_eq!(opened("tickets create --alarm A-8 --place piwnica"), "leak place=piwnica");
    assert_eq!(opened("tickets create --alarm A-9"), "meter meter_serial=67120412");
    assert_eq!(opened("tickets create --alarm A-9 --category no_heating"), "no_heating since=2026-10-21T00:00");
}

#[test]
fn details_are_told_in_local_time() {
    let daemon = Daemon::start();
    let create = "tickets create --category no_heating --site W-0412 --since -3h --detail place=piwnica --from wczoraj";
    assert_eq!(run(&daemon, create, &["--body", "x", "--tz", "UTC"]).status, 0);
    let ticket = daemon.state.lock().unwrap().office.tickets.last().cloned().unwrap();
    let details: Vec<_> = ticket.details.iter().map(|told| format!("{}={}", told.field.name(), told.value)).collect();
    assert_eq!(details, ["place=piwnica", "since=2026-10-26T11:32", "wanted_from=2026-10-25"]);
}

#[test]
fn a_text_comes_from_a_file_or_the_input_and_files_go_with_it() {
    let daemon = Daemon::start();
    let input = daemon
        .run_with_input(&["tickets", "reply", "Z-2026-118", "--body-file", "-"], "zażółć\r\ngęślą\n\n".as_bytes());
    assert_eq!((input.status, newest(&daemon).0.as_str()), (0, "zażółć\ngęślą"), "{}", input.stderr);
    let (text, large) = (daemon.path("tekst.txt"), daemon.path("duzy.bin"));
    fs::write(&text, "\u{feff}z pliku").unwrap();
    fs::write(&large, vec![7; 1_300_000]).unwrap();
    let (text, large) = (text.to_str().unwrap(), large.to_str().unwrap());
    let sent = run(
        &daemon,
        "tickets reply Z-2026-118 --then solved --body-file",
        &[text, "--attach", large, "--attach", text],
    );
    assert_eq!(sent.status, 0, "{}", sent.stderr);
    let (body, attached) = newest(&daemon);
    let [Attached::File { name, size, .. }, Attached::File { .. }] = &attached[..] else { panic!("{attached:?}") };
    assert_eq!((body.as_str(), name.as_str(), *size), ("z pliku", "duzy.bin", 1_300_000));
    assert_eq!(daemon.state.lock().unwrap().office.tickets[0].state, TicketState::Solved);
}

#[test]
fn a_canned_answer_is_filled_in() {
    let daemon = Daemon::start();
    let sent = run(&daemon, "tickets reply Z-2026-118 --template ekipa --body Pozdrawiam", &[]);
    assert_eq!(sent.status, 0, "{}", sent.stderr);
    let expected = "SM Zielona Dolina, Zielona 1: ekipa jedzie.\nZgłoszenie Z-2026-118, do 2026-10-27 14:20.\nAdministrator, 2026-10-26\n\nPozdrawiam";
    assert_eq!(newest(&daemon).0, expected);
    let wrong = run(&daemon, "tickets reply Z-2026-118 --template zle --lang en", &[]);
    assert!(wrong.status == 7 && wrong.stderr.contains("{numer}"), "{}", wrong.stderr);
    let saved = daemon
        .run_with_input(&["tickets", "templates", "save", "nowy", "--category", "leak", "--body-file", "-"], b"{site}");
    assert_eq!(saved.status, 0, "{}", saved.stderr);
    assert_eq!(daemon.state.lock().unwrap().office.templates.last().unwrap().category, Some(Category::Leak));
}

#[test]
fn what_is_taken_back_is_a_draft_and_is_sent_once() {
    let daemon = Daemon::start();
    run(&daemon, "tickets reply Z-2026-118 --body pomyłka --hold=30s", &[]);
    let undone = run(&daemon, "tickets undo 31 -o json", &[]);
    let answer: serde_json::Value = serde_json::from_str(&undone.stdout).unwrap();
    let key = answer["items"][0]["key"].as_str().unwrap();
    let draft = daemon.state.lock().unwrap().office.drafts[0].dispatch.clone();
    assert!(matches!(draft, Dispatch::Entry(new) if new.body == "pomyłka"));
    let late = run(&daemon, "tickets undo 31", &[]);
    assert_eq!(late.status, 7);
    daemon.state.lock().unwrap().decisions.broken = 1;
    let sent = run(&daemon, "tickets drafts send --retry 1", &[key]);
    assert_eq!(sent.status, 0, "{}", sent.stderr);
    assert_eq!(newest(&daemon).0, "pomyłka");
    assert_eq!(run(&daemon, "tickets drafts delete", &[key]).status, 3);
}

#[test]
fn a_message_is_a_ticket_about_something_else() {
    let daemon = Daemon::start();
    let sent = run(&daemon, "messages send --subject Umowa --site W-0412 --readings --body", &["- kiedy?"]);
    assert_eq!(sent.status, 0, "{}", sent.stderr);
    let ticket = daemon.state.lock().unwrap().office.tickets.last().cloned().unwrap();
    assert_eq!((ticket.category, ticket.subject.as_str()), (Category::Other, "Umowa"));
    let (body, attached) = newest(&daemon);
    assert!(body == "- kiedy?" && matches!(attached[..], [Attached::Readings { .. }]), "{attached:?}");
}

#[test]
fn an_attached_file_is_written_under_a_name_of_ours() {
    let daemon = Daemon::start();
    let work = daemon.path("work");
    fs::create_dir(&work).unwrap();
    let download = |more: &[&str]| {
        let arguments: Vec<_> =
            ["tickets", "download", "5", "--lang", "en"].into_iter().chain(more.iter().copied()).collect();
        finish(daemon.command(&arguments).current_dir(&work))
    };
    let written = download(&[]);
    assert_eq!((written.status, written.stdout.as_str()), (0, "attachment-5 written (12 B)\n"), "{}", written.stderr);
    let path = work.join("attachment-5");
    assert_eq!(fs::read(&path).unwrap(), b"zdjecie \xff\xd8..");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let again = download(&[]);
    assert!(again.status == 1 && again.stderr.contains("--force replaces it"), "{}", again.stderr);
    assert_eq!(download(&["--force"]).status, 0);
    assert_eq!(download(&["--out", "foto.jpg"]).status, 0);
    assert_eq!(fs::read(work.join("foto.jpg")).unwrap().len(), 12);
    assert_eq!(download(&["--out", "foto.jpg"]).status, 1);
    assert_eq!(download(&["--out", "foto.jpg", "--force"]).status, 0);
    let none = finish(daemon.command(&["tickets", "download", "99", "--out", "nic"]).current_dir(&work));
    assert!(none.status == 3 && !work.join("nic").exists(), "{}", none.stderr);
    let none = finish(daemon.command(&["tickets", "download", "99"]).current_dir(&work));
    assert!(none.status == 3 && !work.join("attachment-99").exists(), "{}", none.stderr);
}

#[test]
fn an_archive_of_tickets_has_all_that_was_written() {
    let daemon = Daemon::start();
    let dir = daemon.path("archiwum");
    let exported = run(&daemon, "tickets export -q --dir", &[dir.to_str().unwrap()]);
    assert_eq!(exported.status, 0, "{}", exported.stderr);
    let mut names: Vec<_> =
        fs::read_dir(&dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["attachment-5", "attachments.csv", "entries.csv", "tickets.csv", "tickets.json"]);
    let entries = fs::read_to_string(dir.join("entries.csv")).unwrap();
    assert!(entries.contains("Dozorca") && entries.contains("ekipa jedzie"), "{entries}");
    assert_eq!(fs::metadata(dir.join("attachment-5")).unwrap().permissions().mode() & 0o777, 0o600);
    let some = run(&daemon, "tickets export -o json --range 2026-10-20", &[]);
    let answer: serde_json::Value = serde_json::from_str(&some.stdout).unwrap();
    assert_eq!(answer["items"].as_array().unwrap().len(), 1);
    assert_eq!(answer["items"][0]["entries"][0]["body"], "Proszę o korektę.");
}

#[test]
fn errors_about_tickets_say_what_next() {
    let daemon = Daemon::start();
    fs::write(daemon.path("latin.txt"), b"za\xbf\xf3\xb3\xe6").unwrap();
    fs::write(daemon.path("pusty.txt"), " \n\n").unwrap();
    fs::write(daemon.path("dlugi.txt"), "ż".repeat(100_001)).unwrap();
    fs::write(daemon.path("duzy.bin"), vec![0; (25 << 20) + 1]).unwrap();
    let directory = daemon.path("");
    for language in ["pl", "en"] {
        let mut errors = String::new();
        for command in [
            "tickets show Z-2026-7",
            "tickets show 118",
            "tickets list --overdue --settled",
            "tickets list --mine --unassigned",
            "tickets list --state kot",
            "tickets create --body x",
            "tickets create --category meter --site W-0412 --body x",
            "tickets create --category leak --place x --body x",
            "tickets create --category other",
            "tickets create --category other --body-file pusty.txt",
            "tickets create --category other --body-file latin.txt",
            "tickets create --category other --body-file dlugi.txt",
            "tickets create --category other --body-file nie-ma.txt",
            "tickets create --category other --body x --detail kot=1",
            "tickets create --category other --body x --since kiedyś",
            "tickets create --category other --body x --readings=2026-10",
            "tickets create --category other --body x --attach duzy.bin",
            "tickets create --category other --body x --attach nie-ma.bin",
            "tickets create --alarm A-99 --body x",
            "tickets reply Z-2026-99 --body x",
            "tickets reply Z-2026-118 --template kot",
            "tickets reply Z-2026-118 --body x --then new",
            "tickets attach Z-2026-118",
            "tickets assign Z-2026-118",
            "tickets assign Z-2026-118 maria tomek",
            "tickets close Z-2026-99",
            "tickets edit Z-2026-118",
            "tickets split Z-2026-118 --entries x --category leak --subject y",
            "tickets undo 99",
            "tickets drafts send 00000000000000000000000000000000",
            "tickets drafts send kot",
            "tickets download 99",
            "tickets templates show kot",
            "tickets templates delete ekipa --no-input",
            "tickets export",
            "messages show 8",
            "messages read Z-2026-7",
        ] {
            let arguments: Vec<_> = command.split(' ').chain(["--lang", language]).collect();
            let run = finish(daemon.command(&arguments).current_dir(&directory));
            assert_ne!(run.status, 0, "{command}");
            writeln!(errors, "$ ekctl {command}\n{}=> {}\n", run.stderr, run.status).unwrap();
        }
        insta::assert_snapshot!(format!("tickets_errors_{language}"), errors);
    }
}

#[test]
fn help_about_tickets_speaks_both_languages() {
    for language in ["pl", "en"] {
        let mut help = String::new();
        for words in
            [&["tickets", "--help"][..], &["tickets", "create", "-h"], &["tickets", "reply", "-h"], &["messages", "-h"]]
        {
            let arguments: Vec<_> = words.iter().copied().chain(["--lang", language]).collect();
            writeln!(help, "$ ekctl {}\n{}", words.join(" "), finish(&mut bare(&arguments)).stdout).unwrap();
        }
        insta::assert_snapshot!(format!("tickets_help_{language}"), help);
    }
}

#[test]
fn a_text_typed_in_an_editor_is_never_lost() {
    let daemon = Daemon::start();
    let script = daemon.path("editor");
    fs::write(&script, "#!/bin/sh\necho dopisek >> \"$1\"\n").unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    let reply = |number: &str| {
        let arguments = ["tickets", "reply", number, "--template", "ekipa", "--edit", "--lang", "en"];
        let mut command = daemon.command(&arguments);
        finish(command.env("EDITOR", &script).env("PATH", "/usr/bin:/bin").env("TMPDIR", daemon.path("")))
    };
    let texts = || {
        let entries = fs::read_dir(daemon.path("")).unwrap().flatten().map(|entry| entry.path());
        entries.filter(|path| path.extension() == Some("txt".as_ref())).collect::<Vec<_>>()
    };
    assert_eq!(reply("Z-2026-118").status, 0);
    assert!(newest(&daemon).0.ends_with("dopisek") && texts().is_empty());
    let refused = reply("Z-2026-99");
    let kept = texts();
    assert!(refused.status == 7 && refused.stderr.contains(kept[0].to_str().unwrap()), "{}", refused.stderr);
    assert!(fs::read_to_string(&kept[0]).unwrap().contains("dopisek"));
}
