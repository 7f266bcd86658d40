//! The folder that is read: which mails are in it, how large they are, their bytes, and the mark on those that were taken.
//!
//! Each answer has its bounds, and each command is answered or the line is left: the library's own streams end in the same
//! way whether a server has nothing or refuses, and a mail that was refused must not count as gone.

use std::time::Duration;

use async_imap::Session;
use async_imap::imap_proto::{AttributeValue, MailboxDatum, MessageSection, Response, SectionPath, Status};
use async_imap::types::{Flag, UnsolicitedResponse};
use jiff::civil::Date;

use super::bounded::Bounded;
use super::folder_name;
use super::line::{Line, LineError, in_time};
use crate::mail::Limits;

/// A folder that is open.
#[derive(Debug)]
pub(super) struct Folder {
    pub(super) session: Session<Line>,
    pub(super) uid_validity: u32,
    pub(super) timeout: Duration,
    /// The server can tell of new mail.
    pub(super) can_idle: bool,
    /// Mail came while other things were asked: nobody will tell of it again.
    pub(super) is_told_of_more: bool,
    marks: Vec<&'static str>,
}

/// Which mails are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// What nobody has read: for the first time.
    Unread,
    /// What has come after that one.
    After(u32),
    /// What nobody has read or has come since: the numbers mean nothing any more.
    Since(Date),
}

/// What a mail is before it is fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Listed {
    pub(super) uid: u32,
    pub(super) size: u64,
}

/// Bytes of an answer that holds no mail, and beside a mail.
const WORDS: usize = 64 << 10;
/// Bytes of the numbers of all mails in a folder: a million of them.
const NUMBERS: usize = 12 << 20;
/// Mails that are asked for their size at once.
pub(super) const TOGETHER: usize = 50;
/// The mark on a mail that was taken, for people and programs that look into the mailbox.
const TAKEN: &str = "$EkdTaken";

impl Folder {
    /// Opens a folder.
    pub(super) async fn select(mut session: Session<Line>, name: &str, timeout: Duration) -> Result<Self, LineError> {
        session.as_mut().allow(WORDS);
        let can_idle = in_time(timeout, async { Ok(session.capabilities().await?.has_str("IDLE")) }).await?;
        let name = folder_name::encode(name);
        session.as_mut().allow(WORDS);
        let mailbox = in_time(timeout, async { Ok(session.select(name).await?) }).await?;
        let uid_validity = mailbox.uid_validity.ok_or(LineError::NoNumbers)?;
        let allows = |wanted: &str| {
            mailbox.permanent_flags.iter().any(|flag| match flag {
                Flag::Seen => wanted == "\\Seen",
                Flag::MayCreate => wanted == TAKEN,
                Flag::Custom(name) => name.eq_ignore_ascii_case(wanted),
                Flag::Answered | Flag::Flagged | Flag::Deleted | Flag::Draft | Flag::Recent => false,
            })
        };
        let marks = ["\\Seen", TAKEN].into_iter().filter(|mark| allows(mark)).collect();
        Ok(Self { session, uid_validity, timeout, can_idle, is_told_of_more: false, marks })
    }

    /// Returns the numbers of mails, in order.
    pub(super) async fn find(&mut self, wanted: Wanted) -> Result<Vec<u32>, LineError> {
        let query = match wanted {
            Wanted::Unread => "UNSEEN".to_owned(),
            Wanted::After(uid) => format!("UID {}:*", uid.saturating_add(1)),
            Wanted::Since(day) => format!("OR UNSEEN SINCE {}", day.strftime("%-d-%b-%Y")),
        };
        let found = |answer: &Response<'_>| match answer {
            Response::MailboxData(MailboxDatum::Search(found)) => Some(found.clone()),
            _ => None,
        };
        self.is_told_of_more = false;
        let mut uids = self.ask("UID SEARCH", &query, NUMBERS, found).await?.concat();
        // A range ends with the last mail, whatever its number.
        let after = if let Wanted::After(uid) = wanted { uid } else { 0 };
        uids.retain(|uid| *uid > after);
        uids.sort_unstable();
        uids.dedup();
        Ok(uids)
    }

    /// Returns how large mails are; those that are gone are missing.
    pub(super) async fn sizes(&mut self, uids: &[u32]) -> Result<Vec<Listed>, LineError> {
        let set: Vec<String> = uids.iter().map(ToString::to_string).collect();
        let mut listed = self.ask("UID FETCH", &format!("{} (UID RFC822.SIZE)", set.join(",")), WORDS, listed).await?;
        listed.retain(|mail| uids.contains(&mail.uid));
        listed.sort_unstable_by_key(|mail| mail.uid);
        listed.dedup_by_key(|mail| mail.uid);
        Ok(listed)
    }

    /// Returns a whole mail; `None`: it is gone.
    pub(super) async fn mail(&mut self, mail: Listed) -> Result<Option<Vec<u8>>, LineError> {
        let allowance = usize::try_from(mail.size).unwrap_or(usize::MAX).saturating_add(WORDS);
        self.piece(&format!("{} (UID BODY.PEEK[])", mail.uid), allowance).await
    }

    /// Returns the beginning of a mail's header; `None`: it is gone.
    pub(super) async fn header(&mut self, uid: u32) -> Result<Option<Vec<u8>>, LineError> {
        let most = Limits::PROMISED.header_bytes;
        self.piece(&format!("{uid} (UID BODY.PEEK[HEADER]<0.{most}>)"), most + WORDS).await
    }

    async fn piece(&mut self, what: &str, allowance: usize) -> Result<Option<Vec<u8>>, LineError> {
        Ok(self.ask("UID FETCH", what, allowance, section).await?.pop())
    }

    /// Marks a mail as taken, as far as the server lets us.
    pub(super) async fn mark(&mut self, uid: u32) -> Result<(), LineError> {
        if self.marks.is_empty() {
            return Ok(());
        }
        let flags = format!("{uid} +FLAGS.SILENT ({})", self.marks.join(" "));
        match self.ask("UID STORE", &flags, WORDS, nothing).await {
            // It is taken all the same.
            Err(LineError::Refused { answer, .. }) => {
                tracing::debug!(answer, "a mail that was taken could not be marked");
                Ok(())
            }
            other => other.map(|_| ()),
        }
    }

    /// Says that nothing is wanted, so that the server tells what is new.
    pub(super) async fn knock(&mut self) -> Result<(), LineError> {
        self.ask("NOOP", "", WORDS, nothing).await.map(|_| ())
    }

    /// Waits until the server tells of something, at most so long.
    pub(super) async fn idle(self, longest: Duration) -> Result<Self, LineError> {
        let Self { mut session, timeout, .. } = self;
        session.as_mut().allow(WORDS);
        let unasked = session.unsolicited_responses.clone();
        while unasked.try_recv().is_ok() {}
        let mut idling = session.idle();
        in_time(timeout, async { Ok(idling.init().await?) }).await?;
        let is_exists = |told: UnsolicitedResponse| matches!(told, UnsolicitedResponse::Exists(_));
        // What a server tells before it agrees to tell, the library does not call an answer.
        let is_told = std::iter::from_fn(|| unasked.try_recv().ok()).any(is_exists);
        if !is_told {
            let (waiting, _interrupt) = idling.wait_with_timeout(longest);
            // Whatever it tells, the folder is looked at; a server that tells of itself every minute must not prolong it.
            if let Ok(told) = tokio::time::timeout(longest, waiting).await {
                told?;
            }
        }
        let session = in_time(timeout, async { Ok(idling.done().await?) }).await?;
        Ok(Self { session, ..self })
    }

    /// Runs a command and returns what was found in the answers before its end.
    async fn ask<T>(
        &mut self,
        command: &'static str,
        rest: &str,
        allowance: usize,
        find: impl Fn(&Response<'_>) -> Option<T>,
    ) -> Result<Vec<T>, LineError> {
        let timeout = self.timeout;
        let stream: &mut Bounded<_> = self.session.as_mut();
        stream.allow(allowance);
        in_time(timeout, async {
            let id = self.session.run_command(format!("{command} {rest}").trim_end()).await?;
            let mut found = Vec::new();
            loop {
                let answer = self.session.read_response().await?.ok_or(LineError::Ended)?;
                match answer.parsed() {
                    Response::Done { tag, status: Status::Ok, .. } if *tag == id => return Ok(found),
                    Response::Done { tag, outcome, .. } if *tag == id => {
                        let answer = outcome.information.as_deref().unwrap_or_default().chars().take(200).collect();
                        return Err(LineError::Refused { command, answer });
                    }
                    Response::Data { status: Status::Bye, .. } => return Err(LineError::Ended),
                    Response::MailboxData(MailboxDatum::Exists(_)) => self.is_told_of_more = true,
                    other => found.extend(find(other)),
                }
            }
        })
        .await
    }
}

/// Returns the bytes of a mail, or of its header.
fn section(answer: &Response<'_>) -> Option<Vec<u8>> {
    let Response::Fetch(_, attributes) = answer else { return None };
    attributes.iter().find_map(|attribute| match attribute {
        AttributeValue::BodySection {
            section: None | Some(SectionPath::Full(MessageSection::Header)),
            data: Some(data),
            ..
        } => Some(data.to_vec()),
        _ => None,
    })
}

fn listed(answer: &Response<'_>) -> Option<Listed> {
    let Response::Fetch(_, attributes) = answer else { return None };
    let uid = attributes.iter().find_map(|attribute| match attribute {
        AttributeValue::Uid(uid) => Some(*uid),
        _ => None,
    })?;
    let size = attributes.iter().find_map(|attribute| match attribute {
        AttributeValue::Rfc822Size(size) => Some(u64::from(*size)),
        _ => None,
    })?;
    Some(Listed { uid, size })
}

const fn nothing(_: &Response<'_>) -> Option<()> {
    None
}
