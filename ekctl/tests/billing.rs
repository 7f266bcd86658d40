//! Invoices, dues, payments, contracts and tariffs on the command line: what is shown, what is scanned, what a slip is told.

mod fixture;

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use common::due::TransferOf;
use common::id::{CustomerNumber, InvoiceId};
use common::invoice::file::ImportMode;
use common::text::is_hidden;
use fixture::{Daemon, Run};

fn run(daemon: &Daemon, command: &str, more: &[&str]) -> Run {
    let mut command = daemon.command(&command.split(' ').chain(more.iter().copied()).collect::<Vec<_>>());
    fixture::finish(command.current_dir(daemon.path("")))
}

fn customer() -> CustomerNumber {
    CustomerNumber::parse("1001").expect("a number")
}

const COMMANDS: [&str; 31] = [
    "invoices list",
    "invoice list --state overdue,open --site W-0412 --range 2026-09..",
    "invoices list --unassigned --columns invoice_number,seller,currency,unpaid",
    "invoices list --state settled --range 2020",
    "invoices show FV/2026/09/0031",
    "invoices show #5",
    "invoices check FV/2026/10/0042",
    "invoices download FV/2026/10/0042",
    "invoices pdf FV/2026/10/0042",
    "invoices assign #2 --customer 1001 --site W-0412",
    "invoices assign #2 --nobody",
    "invoices files",
    "dues list --customer 1001",
    "dues list",
    "dues list --customer 1001 --site W-0412 --overdue",
    "dues list --interest-on 2027-01-31",
    "dues list --customer 1001 --interest-on 2028-01-31",
    "dues balances",
    "dues balances --customer 1002 --columns all",
    "dues transfer FV/2026/09/0031",
    "payments list",
    "payments show 4",
    "payments show 2",
    "payments unmatched",
    "payments statements",
    "contracts list --versions",
    "contracts show U/2021/17",
    "contracts save U/2026/9 --customer 1001 --from 2026-11-01 --site W-0412=0.15MW --tariff A1 --interest commercial",
    "tariffs list",
    "tariffs show A1",
    "tariffs cost W-0412",
];

#[test]
fn the_books_are_read_by_people() {
    for language in ["pl", "en"] {
        let daemon = Daemon::start();
        let mut answers = String::new();
        for command in COMMANDS {
            let answer = run(&daemon, command, &["--lang", language]);
            assert_eq!(answer.status, 0, "{command}: {}", answer.stderr);
            let shown = format!("{}{}", answer.stdout, answer.stderr);
            let hidden = |character: char| character != '\n' && is_hidden(character);
            assert!(!shown.contains(hidden), "{command}: {shown:?}");
            writeln!(answers, "$ ekctl {command}\n{shown}").unwrap();
        }
        insta::assert_snapshot!(format!("billing_{language}"), answers);
    }
}

/// A slip in a number reads as if nothing were owed; a customer of whom nothing is kept is told from one who is not there.
#[test]
fn nobody_owes_nothing() {
    let daemon = Daemon::start();
    daemon.state.lock().unwrap().books.contracts.clear();
    let lists = ["dues list", "dues balances", "invoices list", "payments list", "contracts list"];
    for form in ["table", "json"] {
        for (peer, similar) in [("root", "1001, 1002"), ("anna", "1001")] {
            daemon.state.lock().unwrap().people.peer = Some(peer);
            for list in lists {
                let slip = run(&daemon, &format!("{list} --customer 01001"), &["--lang", "en", "-o", form]);
                assert_eq!((slip.status, slip.stdout.as_str()), (3, ""), "{list}: {}", slip.stderr);
                let is_told = if form == "json" { "not_found" } else { similar };
                assert!(slip.stderr.contains(is_told), "{list}: {}", slip.stderr);
            }
        }
    }
    daemon.state.lock().unwrap().people.peer = Some("root");
    for list in ["contracts list --customer 1001", "payments list --customer 1002"] {
        let nothing = run(&daemon, list, &["--lang", "en"]);
        assert_eq!((nothing.status, nothing.stdout.as_str()), (0, "nothing found\n"), "{}", nothing.stderr);
    }
}

/// Who pays asks first how much.
#[test]
fn a_customer_is_told_first_what_is_owed() {
    let daemon = Daemon::start();
    daemon.state.lock().unwrap().people.peer = Some("anna");
    let mut answers = String::new();
    for command in ["dues list", "dues list --site W-0412 --lang en", "dues list --overdue", "invoices list"] {
        writeln!(answers, "$ ekctl {command}\n{}", daemon.answer(&command.split(' ').collect::<Vec<_>>())).unwrap();
    }
    insta::assert_snapshot!("billing_customer", answers);
}

#[test]
fn the_books_are_read_by_programs() {
    let daemon = Daemon::start();
    let mut answers = String::new();
    for command in [
        "invoices list",
        "invoices show FV/2026/09/0031",
        "invoices check FV/2026/09/0031",
        "invoices files",
        "dues list --customer 1001",
        "dues balances",
        "dues qr FV/2026/09/0031",
        "payments show 2",
        "payments unmatched",
        "payments statements",
        "contracts list",
        "tariffs list",
        "tariffs cost W-0412",
    ] {
        for form in ["csv", "json"] {
            writeln!(answers, "$ ekctl {command} -o {form}\n{}", run(&daemon, command, &["-o", form]).stdout).unwrap();
        }
    }
    insta::assert_snapshot!("billing_machine", answers);
}

/// What scripts decide on stands in the row, whatever the language.
#[test]
fn amounts_are_exact_texts_in_every_form() {
    let daemon = Daemon::start();
    let answer = run(&daemon, "dues balances --customer 1001 --json", &[]);
    let balance: serde_json::Value = serde_json::from_str(&answer.stdout).unwrap();
    let balance = &balance["items"][0];
    for (key, amount) in [
        ("total_due", "13080.23"),
        ("overdue", "234.56"),
        ("next_due", "12845.67"),
        ("credit", "500.00"),
        ("to_pay", "12580.23"),
    ] {
        assert_eq!(balance[key], amount, "{key}");
    }
    assert_eq!(balance["n_next_due"], 2, "two invoices are due on the same day");
    assert_eq!(balance["site_balances"][0]["site"], "W-0412");
    let excel = run(&daemon, "dues list --customer 1001 --csv-dialect excel-pl --columns unpaid", &[]);
    assert_eq!(excel.stdout, "\u{feff}unpaid\r\n234,56\r\n12345,67\r\n500,00\r\n");
}

#[test]
fn a_bill_is_checked_and_what_differs_is_found_by_its_status() {
    for language in ["pl", "en"] {
        let daemon = Daemon::start();
        let mut answers = String::new();
        for command in ["invoices check FV/2026/09/0031 --draft", "invoices check #2"] {
            let run = run(&daemon, command, &["--lang", language]);
            writeln!(answers, "$ ekctl {command}\n{}{}=> {}\n", run.stdout, run.stderr, run.status).unwrap();
            assert_eq!(run.status, 10);
        }
        insta::assert_snapshot!(format!("billing_check_{language}"), answers);
        let drafts = run(&daemon, "tickets drafts list --json", &[]).stdout;
        assert!(drafts.contains("invoice") && drafts.matches("\"draft\"").count() <= 1, "{drafts}");
    }
}

/// Each line of the code is black on white by itself, and the texts stand beside it for the clipboard.
#[test]
fn a_code_to_pay_stands_beside_what_it_says() {
    let daemon = Daemon::start();
    let shown = run(&daemon, "dues qr FV/2026/09/0031", &[]);
    assert_eq!((shown.status, shown.stderr.as_str()), (0, ""));
    insta::assert_snapshot!("billing_code", shown.stdout.replace('\u{1b}', "^["));
    let lines: Vec<_> = shown.stdout.lines().collect();
    assert!((21..=23).contains(&lines.len()), "it fits a terminal of 24 lines: {}", lines.len());
    let sets_colours = |line: &&str| line.starts_with("\u{1b}[30;47m    ") && line.contains("    \u{1b}[0m");
    assert!(lines.iter().all(sets_colours));
    for text in ["78 1240 1234 0000 1000 4120 0001", "234,56 zł", "FV/2026/09/0031 K-1001"] {
        assert!(lines.iter().any(|line| line.ends_with(&format!("\u{1b}[0m  {text}"))), "{text}");
    }
    let inverted = run(&daemon, "dues qr FV/2026/09/0031 --invert", &[]).stdout;
    assert!(inverted.lines().all(|line| line.starts_with("\u{1b}[37;40m")));
    let plain = run(&daemon, "dues qr FV/2026/09/0031 --glyphs ascii --lang en", &[]).stdout;
    assert!(!plain.contains('\u{1b}') && plain.contains("234.56 PLN") && plain.contains("--pdf"), "{plain}");
}

/// Returns what is shown as grey pixels: the ground of the terminal is dark, and blocks are two pixels of four.
fn photographed(shown: &str) -> Vec<u8> {
    const MODULE: usize = 4;
    let lines = || shown.lines().filter_map(|line| line.strip_prefix("\u{1b}[30;47m")?.split('\u{1b}').next());
    let width = lines().map(|line| line.chars().count()).max().unwrap_or(0) + 8;
    let mut pixels = Vec::new();
    for line in lines() {
        for is_upper in [true, false] {
            let is_dark = |block| matches!((block, is_upper), ('█', _) | ('▀', true) | ('▄', false));
            let row: Vec<u8> = line.chars().map(|block| if is_dark(block) { 0 } else { 229 }).collect();
            let beside = std::iter::repeat_n(20, width - row.len());
            let row: Vec<u8> = row.into_iter().chain(beside).flat_map(|grey| [grey; MODULE]).collect();
            (0..MODULE).for_each(|_| pixels.extend_from_slice(&row));
        }
    }
    let height = pixels.len() / (width * MODULE);
    [format!("P5\n{} {height}\n255\n", width * MODULE).into_bytes(), pixels].concat()
}

#[test]
fn the_code_on_the_screen_is_read_by_a_camera() {
    let daemon = Daemon::start();
    for (what, amount) in [("FV/2026/09/0031", "023456"), ("--customer 1001", "000000")] {
        let shown = run(&daemon, &format!("dues qr {what}"), &[]).stdout;
        fs::write(daemon.path("ekran.pgm"), photographed(&shown)).unwrap();
        let scanned =
            std::process::Command::new("zbarimg").args(["-q", "--raw"]).arg(daemon.path("ekran.pgm")).output();
        let Ok(scanned) = scanned else {
            println!("zbarimg is missing: the code was not read");
            return assert!(std::env::var_os("CI").is_none(), "zbarimg is missing");
        };
        let text = String::from_utf8(scanned.stdout).unwrap();
        let expected =
            format!("5260250274|PL|78124012340000100041200001|{amount}|Cieplownia|FV/2026/09/0031 K-1001|||\n");
        assert_eq!(text, expected);
    }
}

#[test]
fn what_is_paid_is_what_was_meant() {
    let daemon = Daemon::start();
    for command in ["transfer --customer 1001", "transfer --overdue --customer 1002", "qr --customer 1001 --lang en"] {
        run(&daemon, &format!("dues {command}"), &[]);
    }
    run(&daemon, "dues qr #4 FV/2026/10/0042 #4 -o json", &[]);
    let asked = daemon.state.lock().unwrap().books.transfers.clone();
    assert_eq!(
        asked,
        [
            TransferOf::Total(customer()),
            TransferOf::Total(customer()),
            TransferOf::Invoices(vec![InvoiceId(4), InvoiceId(6)])
        ]
    );
    let high = run(&daemon, "dues qr --customer 1001 --lang en", &[]).stdout;
    assert!(high.contains("type it in") && high.contains("12,580.23 zł"), "{high}");
    let slip = run(&daemon, "dues qr FV/2026/09/0031 --pdf przelew.pdf --lang en", &[]);
    assert_eq!((slip.status, slip.stdout.as_str()), (0, "wrote przelew.pdf (19 B)\n"));
    assert_eq!(fs::metadata(daemon.path("przelew.pdf")).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn deeds_of_a_clerk_are_done_once_and_shown() {
    for language in ["pl", "en"] {
        let daemon = Daemon::start();
        daemon.state.lock().unwrap().decisions.broken = 1;
        let mut answers = String::new();
        for command in [
            "payments allocate 4 FV/2026/09/0031 100.50 --retry 2 -q",
            "payments allocate 4 FV/2026/10/0042",
            "payments unassign 4 --reason test",
            "payments assign 4 1001",
            "payments release 2 2 --reason pomylka",
            "payments unassign 4 --reason test",
            "payments set-aside 4 --reason kaucja",
        ] {
            let run = run(&daemon, command, &["--lang", language]);
            assert_eq!(run.status, 0, "{command}: {}", run.stderr);
            writeln!(answers, "$ ekctl {command}\n{}", run.stdout).unwrap();
        }
        insta::assert_snapshot!(format!("billing_deeds_{language}"), answers);
        assert_eq!(daemon.state.lock().unwrap().books.deeds.len(), 7, "done once though an answer was lost");
    }
}

fn drop_files(daemon: &Daemon) {
    let directory = daemon.path("faktury");
    fs::create_dir(&directory).expect("a directory");
    let told = "number = \"FV/1\"\nissued-on = 2026-10-05\nnet = \"100.00\"\nvat = \"23,00\"\ngross = \"123\"\n";
    for (name, text) in [
        ("a.xml", "<Faktura>FA (3)</Faktura>"),
        ("b.sta", ":20:1\n:62F:C261022PLN1,00\n"),
        ("c.pdf", "%PDF-1.7"),
        ("c.toml", told),
        (".ukryty.xml", "FA (3)"),
        ("d.xml.reason.txt", "unknown_format: nonsense"),
        ("d.xml", "nonsense"),
    ] {
        fs::write(directory.join(name), text).expect("a file");
    }
}

#[test]
fn files_and_directories_are_imported_and_counted() {
    for language in ["pl", "en"] {
        let daemon = Daemon::start();
        drop_files(&daemon);
        fs::write(daemon.path("erp.csv"), "Klient;Kwota\n9999;12,30\n").unwrap();
        fs::write(daemon.path("zly.sta"), ":20:1\noops\n").unwrap();
        fs::write(daemon.path("duzy.xml"), "FA (3)".repeat(200_000)).unwrap();
        let mut answers = String::new();
        for (command, status) in [
            ("invoices import faktury --dry-run", 8),
            ("invoices import faktury", 8),
            ("invoices import faktury/a.xml", 0),
            ("invoices import erp.csv --mapping erp", 0),
            ("invoices import zly.sta", 7),
            ("invoices import zly.sta --even-unbalanced", 0),
            ("invoices import duzy.xml", 0),
        ] {
            let run = run(&daemon, command, &["--lang", language]);
            assert_eq!(run.status, status, "{command}: {}", run.stderr);
            writeln!(answers, "$ ekctl {command}\n{}{}=> {}\n", run.stdout, run.stderr, run.status).unwrap();
        }
        insta::assert_snapshot!(format!("billing_import_{language}"), answers);
        let imports = daemon.state.lock().unwrap().books.imports.clone();
        assert_eq!(imports.iter().filter(|new| new.mode == ImportMode::Trial).count(), 4);
        let told = imports.iter().find_map(|new| new.told.as_ref()).expect("the PDF has its figures beside it");
        assert_eq!((told.number.as_str(), told.gross.grosze()), ("FV/1", 12_300));
    }
}

#[test]
fn a_slip_is_told_with_its_cause_and_what_to_do() {
    let daemon = Daemon::start();
    drop_files(&daemon);
    fs::write(daemon.path("faktury/c.toml"), "number = \"FV/1\"\nnetto = 1\n").unwrap();
    fs::write(daemon.path("FV-2026-6.xml"), "older").unwrap();
    for language in ["pl", "en"] {
        let mut errors = String::new();
        for command in [
            "invoices",
            "invoices show FV/2026",
            "invoices show FV/1999",
            "invoices show #99",
            "invoices list --state paid",
            "invoices list --range zima",
            "invoices list --site W-9999",
            "invoices download FV/2026/10/0042",
            "invoices assign #4",
            "invoices assign #4 --nobody --customer 1001",
            "invoices import",
            "invoices import nie-ma.xml",
            "invoices import faktury",
            "invoices import faktury/a.xml faktury/b.sta --ksef-number 1",
            "invoices import faktury/a.xml --mapping nie-ma",
            "invoices files --kind doc",
            "dues list --interest-on 2026-02-30",
            "dues transfer",
            "dues transfer --customer 1002",
            "dues qr FV/2026/10/0043",
            "dues qr FV/2026/08/0019",
            "dues qr #1 #4",
            "dues qr #4 --overdue",
            "dues qr #4 --pdf nie-ma/x.pdf",
            "payments show 99",
            "payments show kot",
            "payments allocate 4 FV/2026/09/0031 1,000.00",
            "payments allocate 4 FV/2026/09/0031 -5",
            "payments allocate 4 FV/2026/10/0042 900.00",
            "payments allocate 4 FV/2026/09/0031 300",
            "payments release 2 1 --reason x",
            "payments release 2 99 --reason x",
            "payments release 2 2",
            "payments set-aside 3 --reason x",
            "payments return 4 --of 3",
            "contracts show U/1",
            "contracts save U/1 --customer 1001 --from 2026-11-01",
            "contracts save U/1 --customer 1001 --from 2026-11-01 --site W-0412=125",
            "contracts save U/1 --customer 1001 --from 2026-11-01 --site W-0412 --account 79124012340000100041200001",
            "contracts save U/1 --customer 1002 --from 2026-11-01 --site W-0413 --account 78124012340000100041200001",
            "tariffs show B7",
            "tariffs cost W-0413",
        ] {
            let run = run(&daemon, command, &["--lang", language]);
            writeln!(errors, "$ ekctl {command}\n{}{}=> {}\n", run.stdout, run.stderr, run.status).unwrap();
        }
        insta::assert_snapshot!(format!("billing_errors_{language}"), errors);
    }
    let state = daemon.state.lock().unwrap();
    assert!(state.books.deeds.is_empty() && state.books.imports.is_empty(), "what failed changed nothing");
    assert_eq!(fs::read(daemon.path("FV-2026-6.xml")).unwrap(), b"older");
    assert!(!daemon.path("x.pdf").exists());
}

#[test]
fn a_file_comes_to_the_byte_for_its_owner_alone() {
    let daemon = Daemon::start();
    let out = run(&daemon, "invoices download FV/2026/10/0042 --out moja.xml -q", &[]);
    assert_eq!((out.status, out.stdout.as_str()), (0, ""));
    let whole = "<?xml version=\"1.0\"?><Faktura>FA (3) ł</Faktura>\n";
    assert_eq!(fs::read_to_string(daemon.path("moja.xml")).unwrap(), whole);
    assert_eq!(run(&daemon, "invoices pdf FV/2026/10/0042 --out moja.pdf", &[]).status, 0);
    for file in ["moja.xml", "moja.pdf"] {
        assert_eq!(fs::metadata(daemon.path(file)).unwrap().permissions().mode() & 0o777, 0o600, "{file}");
    }
    assert!(fs::read(daemon.path("moja.pdf")).unwrap().ends_with(b"invoice"));
}
