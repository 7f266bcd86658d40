//! A directory from which another program takes messages: a file for each, put there under its last name once it is whole.
//!
//! The name is made of the message, so that one that was put in before a crash is found again, wherever it has moved.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;

use rustix::fs::{CWD, RenameFlags, renameat_with};

use crate::config::sms::SpoolConfig;
use crate::notify::Answer;

/// A file of a spool.
pub(super) struct Slip {
    /// Never that of another message.
    pub(super) name: String,
    /// Under this the other program leaves it alone.
    pub(super) unfinished: String,
    pub(super) text: Vec<u8>,
}

/// The owner writes, the group of the directory reads: the other program is another user, and a code is in the file.
pub(super) const MODE: u32 = 0o640;

/// Puts a file into the spool, unless it is or was there. A spool that is full or not there passes.
pub(super) fn put(spool: &SpoolConfig, slip: &Slip) -> Answer {
    put_in(spool, slip).unwrap_or_else(|error| Answer::Later(format!("the spool cannot be used: {error}")))
}

fn put_in(spool: &SpoolConfig, slip: &Slip) -> io::Result<Answer> {
    let last = spool.outbox.join(&slip.name);
    // In this order: the other program moves files on, and back into the outbox at most.
    for directory in [Some(&spool.outbox), spool.checked.as_ref()].into_iter().flatten() {
        if directory.join(&slip.name).try_exists()? {
            return Ok(Answer::Sent("in the spool already".to_owned()));
        }
    }
    if spool.sent.join(&slip.name).try_exists()? {
        return Ok(Answer::Sent("sent already".to_owned()));
    }
    if spool.error.join(&slip.name).try_exists()? {
        return Ok(Answer::Failed("the program of the spool could not send it".to_owned()));
    }
    let unfinished = spool.outbox.join(&slip.unfinished);
    write_whole(&unfinished, &slip.text)?;
    match renameat_with(CWD, &unfinished, CWD, &last, RenameFlags::NOREPLACE) {
        Ok(()) => {}
        // It has come back in the meantime.
        Err(rustix::io::Errno::EXIST) => {
            fs::remove_file(&unfinished)?;
            return Ok(Answer::Sent("in the spool already".to_owned()));
        }
        // A file system that cannot promise it.
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => fs::rename(&unfinished, &last)?,
        Err(error) => return Err(error.into()),
    }
    File::open(&spool.outbox)?.sync_all()?;
    Ok(Answer::Sent("put into the spool".to_owned()))
}

fn write_whole(path: &Path, text: &[u8]) -> io::Result<()> {
    // Left by an attempt that was killed, or for which there was no room.
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(MODE).open(path)?;
    file.set_permissions(Permissions::from_mode(MODE))?;
    file.write_all(text)?;
    file.sync_all()
}
