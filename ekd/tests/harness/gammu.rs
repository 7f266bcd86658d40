//! A gammu-smsd of its own with a telephone that is only pretended: it reads its spool and sends to nobody.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use super::peer::{program, wait_for};

/// A program that sends short messages; dropping it ends it.
pub(crate) struct Gammu {
    child: Option<Child>,
    program: PathBuf,
    home: TempDir,
}

impl Gammu {
    /// Starts the program; `None` where it is not installed.
    pub(crate) fn start() -> Option<Self> {
        let program = program("gammu-smsd", false)?;
        let home = tempfile::tempdir().unwrap();
        for name in ["phone", "inbox", "outbox", "sent", "error"] {
            fs::create_dir(home.path().join(name)).unwrap();
        }
        fs::write(home.path().join("smsdrc"), settings(home.path())).unwrap();
        let mut gammu = Self { child: None, program, home };
        gammu.resume();
        Some(gammu)
    }

    /// Returns the section of `ekd.toml` that leads to it.
    pub(crate) fn section(&self) -> String {
        let home = self.home.path().display();
        format!("[sms]\noutbox = \"{home}/outbox\"\nsent = \"{home}/sent\"\nerror = \"{home}/error\"\n")
    }

    /// Ends the program; what is put into the spool stays there.
    pub(crate) fn pause(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// Starts the program again.
    pub(crate) fn resume(&mut self) {
        let mut command = Command::new(&self.program);
        command.arg("-c").arg(self.home.path().join("smsdrc")).stdout(Stdio::null()).stderr(Stdio::null());
        self.child = Some(command.spawn().unwrap());
    }

    /// Returns the number and the text of each message that the telephone has taken, repeats included.
    pub(crate) fn sent(&self) -> Vec<(String, String)> {
        // The program writes it once it has started.
        let log = fs::read_to_string(self.home.path().join("log")).unwrap_or_default();
        let names = log.lines().filter_map(|line| line.split("Transmitted ").nth(1)?.split(' ').next());
        let text = |name: &str| fs::read_to_string(self.home.path().join("sent").join(name)).ok();
        names.filter_map(|name| Some((name.split('_').nth(3)?.to_owned(), text(name)?))).collect()
    }

    /// Returns how many files have been sent.
    pub(crate) fn n_sent(&self) -> usize {
        fs::read_dir(self.home.path().join("sent")).unwrap().count()
    }

    /// Returns the texts that the program read from its spool, and whether each travels in sixteen bits.
    pub(crate) fn read(&self) -> Vec<(String, bool)> {
        let log = fs::read_to_string(self.home.path().join("log")).unwrap_or_default();
        let lines = log.lines().filter_map(|line| line.split(" with text \"").nth(1)?.split_once("\" cod "));
        // The coding is a number of its own: 1 is Unicode.
        lines.map(|(text, rest)| (text.to_owned(), rest.starts_with("1 "))).collect()
    }

    /// Waits until so many messages are sent and nothing is left in the spool.
    pub(crate) async fn wait_for(&self, n_messages: usize) -> Vec<(String, String)> {
        let outbox = self.home.path().join("outbox");
        let look = || {
            let is_empty = fs::read_dir(&outbox).unwrap().next().is_none();
            Some(self.sent()).filter(|sent| is_empty && sent.len() >= n_messages)
        };
        let sent = wait_for("the short message", look).await;
        assert_eq!(sent.len(), n_messages);
        sent
    }
}

impl Drop for Gammu {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            // It may have ended already.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn settings(home: &Path) -> String {
    let home = home.display();
    format!(
        "[gammu]
model = dummy
connection = none
device = {home}/phone
gammuloc = /dev/null
[smsd]
service = files
logfile = {home}/log
debuglevel = 255
inboxpath = {home}/inbox/
outboxpath = {home}/outbox/
sentsmspath = {home}/sent/
errorsmspath = {home}/error/
commtimeout = 1
sendtimeout = 5
transmitformat = auto
loopsleep = 1
checksecurity = 0
checkbattery = 0
checksignal = 0
checknetwork = 0
receivefrequency = 60
statusfrequency = 0
"
    )
}
