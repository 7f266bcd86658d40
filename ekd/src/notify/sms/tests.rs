//! What both spools promise.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use super::fixture::message;
use super::*;

struct House {
    home: tempfile::TempDir,
    sender: Arc<SmsSender>,
}

impl House {
    fn new(more: &str) -> Self {
        let home = tempfile::tempdir().unwrap();
        for name in ["outbox", "checked", "sent", "error"] {
            fs::create_dir(home.path().join(name)).unwrap();
        }
        let at = home.path().display();
        let text = format!("outbox = '{at}/outbox'\nsent = '{at}/sent'\nerror = '{at}/error'\n{more}");
        let config: SmsConfig = toml::from_str(&text.replace("CHECKED", &format!("checked = '{at}/checked'"))).unwrap();
        assert_eq!(config.check(), Vec::<String>::new());
        Self { home, sender: Arc::new(SmsSender::new(&config).unwrap()) }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    async fn send(&self, recipient: &str, text: &str) -> Answer {
        Arc::clone(&self.sender).send(message(recipient, text)).await
    }
}

fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

const SMSTOOLS: &str = "kind = 'smstools3'\nCHECKED\n";
/// Each kind, the name of its file, and the directories through which that moves.
const KINDS: [(&str, &str, &[&str]); 2] = [
    ("", "OUTC20251114_071502_00_+48601234567_ek7.txt", &["outbox", "sent", "error"]),
    (SMSTOOLS, "ek7-20251114T071502Z", &["outbox", "checked", "sent", "error"]),
];

#[tokio::test]
async fn a_message_is_put_in_once_wherever_it_has_moved() {
    for (kind, name, way) in KINDS {
        let house = House::new(kind);
        let send = async || house.send("+48601234567", "Kod 123456").await;
        assert_eq!(send().await, Answer::Sent("put into the spool".to_owned()));
        assert_eq!(names(&house.at("outbox")), [name]);
        let path = house.at("outbox").join(name);
        assert!(fs::read_to_string(&path).unwrap().ends_with("Kod 123456"));
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, spool::MODE);
        fs::write(&path, "as it was").unwrap();
        for (from, to) in way.iter().zip(way.iter().skip(1)) {
            assert!(matches!(send().await, Answer::Sent(_)), "{from}");
            assert_eq!(fs::read(house.at(from).join(name)).unwrap(), b"as it was");
            fs::rename(house.at(from).join(name), house.at(to).join(name)).unwrap();
        }
        assert!(matches!(send().await, Answer::Failed(_)));
        assert_eq!(names(&house.at("outbox")), Vec::<String>::new());
    }
}

#[tokio::test]
async fn what_a_killed_attempt_left_is_written_anew() {
    for (kind, name, _) in KINDS {
        let house = House::new(kind);
        for left in [".ek7.unfinished", "ek7.unfinished.LOCK"] {
            if kind.is_empty() == left.starts_with('.') {
                fs::write(house.at("outbox").join(left), "Kod 12").unwrap();
            }
        }
        assert!(matches!(house.send("+48601234567", "Kod 123456").await, Answer::Sent(_)));
        assert_eq!(names(&house.at("outbox")), [name]);
    }
}

#[tokio::test]
async fn only_a_mobile_number_of_a_country_that_is_written_to_gets_a_file() {
    for (kind, _, _) in KINDS {
        let house = House::new(kind);
        let wrong = [
            "",
            "+48225551234",
            "700123456",
            "+48700123456",
            "800123456",
            "../../etc/x",
            "/tmp/x",
            "601&to=1",
            "+1 601",
            "601234567\nTo: 48500600700",
            "+4915123456789",
            "+1 900 555 0100",
        ];
        for recipient in wrong {
            assert!(matches!(house.send(recipient, "x").await, Answer::Failed(_)), "{recipient}");
        }
        assert_eq!(names(&house.at("outbox")), Vec::<String>::new());
        let abroad = House::new(&format!("{kind}countries = ['+48', '+49']"));
        assert!(matches!(abroad.send("+4915123456789", "x").await, Answer::Sent(_)));
        assert!(matches!(abroad.send("+48225551234", "x").await, Answer::Failed(_)));
    }
}

#[tokio::test]
async fn polish_letters_go_as_they_are_told_to() {
    for (kind, name, _) in KINDS {
        let plain = House::new(kind);
        plain.send("+48601234567", "Żółw").await;
        assert!(fs::read_to_string(plain.at("outbox").join(name)).unwrap().ends_with("Zolw"));
        let polish = House::new(&format!("{kind}transliterate = false"));
        polish.send("+48601234567", "Żółw").await;
        let bytes = fs::read(polish.at("outbox").join(name)).unwrap();
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
        let text = if kind.is_empty() { String::from_utf16_lossy(&units) } else { String::from_utf8(bytes).unwrap() };
        assert!(text.ends_with("Żółw"), "{text}");
    }
}

#[tokio::test]
async fn a_text_without_end_is_not_paid_for() {
    let house = House::new("");
    assert!(matches!(house.send("+48601234567", &"x".repeat(153 * 6)).await, Answer::Sent(_)));
    let house = House::new("");
    assert!(matches!(house.send("+48601234567", &"x".repeat(153 * 6 + 1)).await, Answer::Failed(_)));
}

#[tokio::test]
async fn without_its_directories_a_message_waits() {
    for (kind, _, _) in KINDS {
        let house = House::new(kind);
        fs::remove_dir(house.at("outbox")).unwrap();
        assert!(matches!(house.send("+48601234567", "x").await, Answer::Later(_)));
    }
}
