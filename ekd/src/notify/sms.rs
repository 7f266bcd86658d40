//! Short messages by the spool of gammu-smsd (its files backend): a file for each, put there under its last name once it
//! is whole.
//!
//! The name is made of the message, so that one that was put in before a crash is found again, wherever it has moved.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;
use std::sync::Arc;

use common::contact::PhoneNumber;
use jiff::tz::TimeZone;

use super::{Answer, Message};
use crate::config::SmsConfig;

/// The spool of one gammu-smsd.
#[derive(Debug)]
pub struct SmsSpool {
    config: SmsConfig,
}

/// The owner writes, the group of the directory reads: gammu-smsd is another user, and a code is in the file.
const MODE: u32 = 0o640;

impl SmsSpool {
    #[must_use]
    pub const fn new(config: SmsConfig) -> Self {
        Self { config }
    }

    /// Puts a message into the spool, unless it is or was there.
    pub async fn send(self: Arc<Self>, message: Message) -> Answer {
        let put = tokio::task::spawn_blocking(move || self.put(&message)).await;
        put.unwrap_or_else(|_| Answer::Later("putting it into the spool panicked".to_owned()))
    }

    fn put(&self, message: &Message) -> Answer {
        let name = match PhoneNumber::mobile(&message.recipient) {
            Ok(number) => file_name(message, &number),
            Err(error) => return Answer::Failed(error.to_string()),
        };
        if !message.body.expose().is_ascii() {
            return Answer::Failed("the text is not in ASCII".to_owned());
        }
        self.put_as(&name, message).unwrap_or_else(|error| Answer::Later(format!("the spool cannot be used: {error}")))
    }

    fn put_as(&self, name: &str, message: &Message) -> io::Result<Answer> {
        // In this order: the other program moves files out of the outbox and never into it.
        if self.config.outbox.join(name).try_exists()? {
            return Ok(Answer::Sent("in the spool already".to_owned()));
        }
        if self.config.sent.join(name).try_exists()? {
            return Ok(Answer::Sent("sent already".to_owned()));
        }
        if self.config.error.join(name).try_exists()? {
            return Ok(Answer::Failed("gammu-smsd could not send it".to_owned()));
        }
        // Names that do not begin with OUT are none of that program's business.
        let unfinished = self.config.outbox.join(format!(".ek{}.unfinished", message.id));
        write_whole(&unfinished, message.body.expose().as_bytes())?;
        fs::rename(&unfinished, self.config.outbox.join(name))?;
        File::open(&self.config.outbox)?.sync_all()?;
        Ok(Answer::Sent("put into the spool".to_owned()))
    }
}

fn write_whole(path: &Path, text: &[u8]) -> io::Result<()> {
    // Left by an attempt that was killed.
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(MODE).open(path)?;
    file.set_permissions(Permissions::from_mode(MODE))?;
    file.write_all(text)?;
    file.sync_all()
}

/// Returns the name by which gammu-smsd knows whom to send the text to: priority, date, time, serial, number, note.
fn file_name(message: &Message, number: &PhoneNumber) -> String {
    let at = message.created_at.to_zoned(TimeZone::UTC).strftime("%Y%m%d_%H%M%S");
    format!("OUTC{at}_00_{number}_ek{}.txt", message.id)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use common::id::DeliveryId;
    use common::secret::Secret;

    use super::*;

    fn message(recipient: &str, text: &str) -> Message {
        Message {
            id: DeliveryId(7),
            created_at: "2025-11-14T07:15:02Z".parse().unwrap(),
            recipient: recipient.to_owned(),
            message_id: "<a@b>".to_owned(),
            subject: None,
            body: Secret::from(text),
        }
    }

    fn spool() -> (tempfile::TempDir, SmsSpool) {
        let home = tempfile::tempdir().unwrap();
        let directory = |name: &str| -> PathBuf {
            let path = home.path().join(name);
            fs::create_dir(&path).unwrap();
            path
        };
        let config = SmsConfig { outbox: directory("outbox"), sent: directory("sent"), error: directory("error") };
        (home, SmsSpool::new(config))
    }

    fn names(directory: &Path) -> Vec<String> {
        let entries = fs::read_dir(directory).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    const NAME: &str = "OUTC20251114_071502_00_+48601234567_ek7.txt";

    #[test]
    fn a_message_is_put_in_once_wherever_it_has_moved() {
        let (_home, spool) = spool();
        let message = message("+48601234567", "Kod 123456");
        let SmsConfig { outbox, sent, error } = &spool.config;
        assert!(matches!(spool.put(&message), Answer::Sent(_)));
        assert_eq!(
            (names(outbox), fs::read(outbox.join(NAME)).unwrap()),
            (vec![NAME.to_owned()], b"Kod 123456".to_vec())
        );
        assert_eq!(fs::metadata(outbox.join(NAME)).unwrap().permissions().mode() & 0o777, MODE);
        fs::write(outbox.join(NAME), "as it was").unwrap();
        assert!(matches!(spool.put(&message), Answer::Sent(_)));
        assert_eq!(fs::read(outbox.join(NAME)).unwrap(), b"as it was");
        fs::rename(outbox.join(NAME), sent.join(NAME)).unwrap();
        assert!(matches!(spool.put(&message), Answer::Sent(_)));
        fs::rename(sent.join(NAME), error.join(NAME)).unwrap();
        assert!(matches!(spool.put(&message), Answer::Failed(_)));
        assert_eq!(names(outbox), Vec::<String>::new());
    }

    #[test]
    fn what_a_killed_attempt_left_is_written_anew() {
        let (_home, spool) = spool();
        fs::write(spool.config.outbox.join(".ek7.unfinished"), "Kod 12").unwrap();
        assert!(matches!(spool.put(&message("+48601234567", "Kod 123456")), Answer::Sent(_)));
        assert_eq!(names(&spool.config.outbox), [NAME]);
    }

    #[test]
    fn only_a_mobile_number_becomes_a_file_name() {
        let (_home, spool) = spool();
        for recipient in
            ["", "+48225551234", "700123456", "../../etc/x", "+48601234567\n", "/tmp/x", "601&to=1", "+1 601"]
        {
            if recipient.trim() != "+48601234567" {
                assert!(matches!(spool.put(&message(recipient, "x")), Answer::Failed(_)), "{recipient}");
            }
        }
        assert!(matches!(spool.put(&message("+48601234567", "żółw")), Answer::Failed(_)));
        assert_eq!(names(&spool.config.outbox), Vec::<String>::new());
    }

    #[test]
    fn without_its_directories_a_message_waits() {
        let (home, spool) = spool();
        fs::remove_dir(home.path().join("outbox")).unwrap();
        assert!(matches!(spool.put(&message("+48601234567", "x")), Answer::Later(_)));
    }
}
