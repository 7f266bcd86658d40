//! An smsd of smstools3 of its own with a modem that is only pretended: it listens on a loopback port and sends to nobody.

use std::fs;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

use rustix::process::{Pid, Signal, kill_process_group};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::peer::{program, wait_for};

/// What the modem was given: numbers and texts.
type Sent = Arc<Mutex<Vec<(String, String)>>>;

/// A program that sends short messages; dropping it ends it.
pub(crate) struct Smsd {
    child: Option<Child>,
    program: PathBuf,
    home: TempDir,
    sent: Sent,
}

impl Smsd {
    /// Starts the program and its modem; `None` where it is not installed.
    pub(crate) async fn start() -> Option<Self> {
        let program = program("smsd", false)?;
        let home = tempfile::tempdir().unwrap();
        for name in ["outgoing", "checked", "sent", "failed", "incoming"] {
            fs::create_dir(home.path().join(name)).unwrap();
        }
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        fs::write(home.path().join("smsd.conf"), settings(home.path(), port)).unwrap();
        let sent = Sent::default();
        let shared = Arc::clone(&sent);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let sent = Arc::clone(&shared);
                // The program breaks the line when it ends.
                tokio::spawn(async move { obey(stream, &sent).await.unwrap_or_default() });
            }
        });
        let mut smsd = Self { child: None, program, home, sent };
        smsd.resume();
        Some(smsd)
    }

    /// Returns the section of `ekd.toml` that leads to it.
    pub(crate) fn section(&self) -> String {
        let home = self.home.path().display();
        format!(
            "[sms]\nkind = 'smstools3'\noutbox = '{home}/outgoing'\nchecked = '{home}/checked'\nsent = '{home}/sent'\n\
             error = '{home}/failed'\n"
        )
    }

    /// Ends the program; what is put into the spool stays there.
    pub(crate) fn pause(&mut self) {
        if let Some(mut child) = self.child.take() {
            // It has a process for the modem beside it.
            let group = Pid::from_child(&child);
            let _ = kill_process_group(group, Signal::KILL);
            child.wait().unwrap();
        }
    }

    /// Starts the program again.
    pub(crate) fn resume(&mut self) {
        let at = |name: &str| self.home.path().join(name);
        let mut command = Command::new(&self.program);
        command.arg("-t").arg("-c").arg(at("smsd.conf")).arg("-p").arg(at("pid")).arg("-i").arg(at("info"));
        // It ends by a signal to its whole group.
        command.process_group(0).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        self.child = Some(command.spawn().unwrap());
    }

    /// Waits until so many messages are sent and nothing is left in the spool.
    pub(crate) async fn wait_for(&self, n_messages: usize) -> Vec<(String, String)> {
        let directories = ["outgoing", "checked"].map(|name| self.home.path().join(name));
        let look = || {
            let is_empty = directories.iter().all(|path| fs::read_dir(path).unwrap().next().is_none());
            Some(self.sent.lock().unwrap().clone()).filter(|sent| is_empty && sent.len() >= n_messages)
        };
        let sent = wait_for("the short message", look).await;
        assert_eq!(sent.len(), n_messages);
        sent
    }
}

impl Drop for Smsd {
    fn drop(&mut self) {
        self.pause();
    }
}

fn settings(home: &Path, port: u16) -> String {
    let home = home.display();
    format!(
        "devices = GSM1
outgoing = {home}/outgoing
checked = {home}/checked
sent = {home}/sent
failed = {home}/failed
incoming = {home}/incoming
logfile = {home}/log
loglevel = 7
delaytime = 1
errorsleeptime = 1
[GSM1]
device = @127.0.0.1:{port}
incoming = no
init = AT
"
    )
}

/// Answers as a modem does (3GPP TS 27.007 and 27.005).
async fn obey(stream: TcpStream, sent: &Mutex<Vec<(String, String)>>) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    let mut line = Vec::new();
    loop {
        let byte = stream.read_u8().await?;
        let order = String::from_utf8_lossy(&line).trim().to_owned();
        let reply = match byte {
            // The end of a message.
            0x1a => {
                sent.lock().unwrap().push(decoded(&order));
                "\r\n+CMGS: 1\r\n\r\nOK\r\n"
            }
            b'\r' if order.starts_with("AT+CMGS") => "\r\n> ",
            b'\r' if order.starts_with("AT+CREG?") => "\r\n+CREG: 0,1\r\n\r\nOK\r\n",
            b'\r' if order.starts_with("AT+CPIN?") => "\r\n+CPIN: READY\r\n\r\nOK\r\n",
            b'\r' if order.starts_with("AT+CSQ") => "\r\n+CSQ: 20,0\r\n\r\nOK\r\n",
            b'\r' => "\r\nOK\r\n",
            other => {
                line.push(other);
                continue;
            }
        };
        line.clear();
        stream.get_mut().write_all(reply.as_bytes()).await?;
    }
}

/// Returns the number and the text of an SMS-SUBMIT (3GPP TS 23.040 §9.2.2.2), without the header of a part.
fn decoded(pdu: &str) -> (String, String) {
    let bytes: Vec<u8> =
        (0..pdu.len()).step_by(2).map(|at| u8::from_str_radix(&pdu[at..at + 2], 16).unwrap()).collect();
    let rest = &bytes[1 + usize::from(bytes[0])..];
    let (is_part, n_digits) = (rest[0] & 0x40 != 0, usize::from(rest[2]));
    let swapped = rest[4..4 + n_digits.div_ceil(2)].iter().flat_map(|byte| [byte & 0xf, byte >> 4]);
    let number: String = swapped.take(n_digits).map(|digit| char::from(b'0' + digit)).collect();
    // Protocol, alphabet, life, length.
    let rest = &rest[4 + n_digits.div_ceil(2)..];
    let (alphabet, length, text) = (rest[1], usize::from(rest[3]), &rest[4..]);
    let text = if alphabet == 8 {
        let text = if is_part { &text[1 + usize::from(text[0])..] } else { text };
        let units: Vec<u16> = text.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
        String::from_utf16(&units).unwrap()
    } else {
        assert!(!is_part, "only short texts are written in seven bits here");
        // Letters and digits are those of ASCII.
        let bit = |at: usize| (text[at / 8] >> (at % 8)) & 1;
        let letter = |place: usize| (0..7).map(|n| bit(place * 7 + n) << n).sum::<u8>();
        (0..length).map(|place| char::from(letter(place))).collect()
    };
    (format!("+{number}"), text)
}
