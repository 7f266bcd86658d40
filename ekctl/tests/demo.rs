//! Reports and analyses against a daemon that reckons: the invented town of the demonstration, embedded.
//!
//! The fixed daemon of the other tests says what it is told; this one shows that both sides mean the same.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use ekd::demo;
use serde_json::Value;
use tempfile::TempDir;
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

const NOW: &str = "2025-11-23T14:32:00+01:00";
const SITE: &str = "W-0412";

/// A running town with somebody logged in.
struct Town {
    directory: TempDir,
    stop: CancellationToken,
    thread: Option<thread::JoinHandle<()>>,
}

struct Run {
    stdout: String,
    stderr: String,
    status: i32,
}

impl Town {
    fn open(visitor: &str) -> Self {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let stop = CancellationToken::new();
        let (ready, is_ready) = oneshot::channel();
        let (path, stopped) = (directory.path().to_path_buf(), stop.clone());
        let thread = thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().expect("a runtime");
            runtime.block_on(async {
                let now = NOW.parse().expect("an instant");
                let running = demo::start(&path, Some(now), stopped).await.expect("a town");
                ready.send(()).expect("the test waits");
                running.finish().await.expect("a good end");
            });
        });
        is_ready.blocking_recv().expect("the town appears");
        let town = Self { directory, stop, thread: Some(thread) };
        let logged_in = town.ask(&["login", visitor, "--password-stdin"], "demo\n");
        assert_eq!(logged_in.status, 0, "{}", logged_in.stderr);
        town.live_through();
        town
    }

    /// Waits for the past of the town, which comes behind its present.
    fn live_through(&self) {
        let early = format!("readings list {SITE} --quantity energy --step day --range 2025-10-01 -o json");
        let until = Instant::now() + Duration::from_mins(2);
        loop {
            let run = self.run(&early);
            let answer: Value = serde_json::from_str(&run.stdout).unwrap_or_default();
            if answer["items"][0]["used"].is_string() || answer["items"][0]["used"].is_number() {
                return;
            }
            assert!(Instant::now() < until, "the town has no past: {} {}", run.stdout, run.stderr);
            thread::sleep(Duration::from_millis(200));
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join("files").join(name)
    }

    fn ask(&self, arguments: &[&str], input: &str) -> Run {
        let files = self.directory.path().join("files");
        std::fs::create_dir_all(&files).expect("a directory");
        let mut command = Command::new(env!("CARGO_BIN_EXE_ekctl"));
        command.args(arguments).args(["--lang", "en", "--timeout", "60s"]).env_clear().current_dir(&files);
        command.env("LANG", "en_US.UTF-8").env("HOME", &files).env("XDG_STATE_HOME", &files);
        command.env("EK_SERVER", format!("unix:{}", self.directory.path().join("ekd.sock").display()));
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        child.stdin.take().expect("it is piped").write_all(input.as_bytes()).expect("it reads");
        let output = child.wait_with_output().expect("it ends");
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        let status = output.status.code().unwrap_or(-1);
        Run { stdout: text(&output.stdout), stderr: text(&output.stderr), status }
    }

    fn run(&self, command: &str) -> Run {
        self.ask(&command.split(' ').collect::<Vec<_>>(), "")
    }

    /// Runs a command that must end well, and returns its answer.
    fn answer(&self, command: &str) -> String {
        let run = self.run(command);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{command}");
        run.stdout
    }

    fn item(&self, command: &str) -> Value {
        let answer: Value = serde_json::from_str(&self.answer(&format!("{command} -o json"))).expect("it is JSON");
        answer["items"][0].clone()
    }
}

impl Drop for Town {
    fn drop(&mut self) {
        self.stop.cancel();
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

fn is_pdf(path: &Path) -> bool {
    let bytes = std::fs::read(path).expect("it was written");
    bytes.starts_with(b"%PDF-") && bytes.trim_ascii_end().ends_with(b"%%EOF")
}

#[test]
fn analyses_of_the_town_are_told() {
    let town = Town::open("root");
    let days = town.answer("weather degree-days --range 2025-11");
    assert!(days.contains("definition: Sd(15)") && days.contains("outdoor temperature:"), "{days}");
    let card = town.item(&format!("sites card {SITE}"));
    assert!(card["area_m2"].is_number() && card["tariff"].is_string(), "{card}");
    let edited = town.item(&format!("sites edit {SITE} --area 1234,5"));
    assert_eq!((&edited["area_m2"], &edited["tariff"]), (&1234.5.into(), &card["tariff"]));
    assert_eq!(town.run(&format!("sites edit {SITE} --tariff B9")).status, 3);
    let recorded = town.item(&format!("sites annotate {SITE} kryza --kind hydraulics --at -3d"));
    let number = recorded["number"].to_string();
    assert!(town.answer(&format!("sites settings {SITE}")).contains("kryza"));
    assert_eq!(town.run(&format!("sites withdraw {number}")).status, 0);
    assert_eq!(town.run(&format!("sites withdraw {number}")).status, 3);
    let peaks = town.answer(&format!("sites peaks {SITE}"));
    assert!(peaks.contains("advice:") && peaks.contains("last day to order"), "{peaks}");
    let scatter = town.answer(&format!("readings scatter {SITE} --quantity supply --range -7d"));
    assert!(scatter.contains("hourly means"), "{scatter}");
    for question in [
        format!("sites forecast {SITE}"),
        format!("sites signature {SITE}"),
        format!("readings compare {SITE} --before 2025-10-01..2025-11-14 --after 2025-11-14..now"),
    ] {
        // A short past carries neither; then the reason is told.
        let run = town.run(&question);
        match run.status {
            0 => assert!(run.stdout.contains(" … ") || run.stdout.contains(" ± "), "{question}: {}", run.stdout),
            7 => assert!(run.stderr.contains("try:"), "{question}: {}", run.stderr),
            status => panic!("{question}: {status} {}", run.stderr),
        }
    }
}

#[test]
fn charts_of_the_town_are_files() {
    let town = Town::open("anna");
    let chart = format!("readings chart {SITE} --range 2025-11 --compare previous --pdf wykres.pdf --svg wykres.svg");
    assert!(town.answer(&chart).contains("wykres.svg"));
    assert!(is_pdf(&town.path("wykres.pdf")));
    assert!(std::fs::read_to_string(town.path("wykres.svg")).expect("it was written").contains("<svg"));
    town.answer(&format!("readings scatter {SITE} --quantity supply --range -7d --pdf chmura.pdf"));
    assert!(is_pdf(&town.path("chmura.pdf")));
    let refused = town.run(&format!("readings chart {SITE} --with supply --pdf mieszany.pdf"));
    assert_eq!((refused.status, town.path("mieszany.pdf").exists()), (7, false), "{}", refused.stderr);
}

#[test]
fn reports_of_the_town_are_made_once_and_stay_as_they_were() {
    let town = Town::open("anna");
    let create = format!("reports create monthly_sheet --site {SITE} --range 2025-10 --pdf karta.pdf --csv karta.csv");
    let made = town.item(&create);
    assert_eq!((&made["template"], &made["sites"][0]), (&"monthly_sheet".into(), &SITE.into()));
    assert!(is_pdf(&town.path("karta.pdf")));
    let number = made["number"].to_string();
    town.answer(&format!("reports download {number} --out znowu.pdf"));
    let bytes = |name| std::fs::read(town.path(name)).expect("it was written");
    assert_eq!(bytes("karta.pdf"), bytes("znowu.pdf"), "the same bytes twice");
    assert!(!bytes("karta.csv").is_empty());
    let check = town.item(&format!("reports check {number}"));
    assert_eq!(check["outcome"], "same");
    assert!(town.answer("reports preview portfolio --range 2025-10").contains("Europe/Warsaw"));
    town.answer(&format!("reports save zarzad monthly_sheet --site {SITE}"));
    let listed = town.item("reports saved");
    assert_eq!((&listed["name"], &listed["rhythm"]), (&"zarzad".into(), &Value::Null));
    // Nobody confirmed an address in the town, and it has no mail server.
    let scheduled = town.run("reports schedule zarzad --monthly 2 --at 07:00");
    assert_eq!(scheduled.status, 7, "{}", scheduled.stderr);
    town.answer("reports create --name zarzad --range 2025-10 -q");
    assert_eq!(town.item("reports list --name zarzad")["name"], "zarzad");
    assert_eq!(town.run("reports delete zarzad -y").status, 0);
    assert_eq!(town.run(&format!("reports drop {number} -y")).status, 0);
    assert_eq!(town.run(&format!("reports download {number} --out x.pdf")).status, 3);
    assert!(!town.path("x.pdf").exists());
}
