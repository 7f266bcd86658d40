//! Reads the office's mailbox: mail that came is fetched, read under limits and handed to `office::incoming`, one by one.
//!
//! What has become of a mail is in the archive before the mailbox is touched, and nothing in it is deleted. A mail that is
//! too large, that cannot be read or at which the server stumbles is parked; what came after it goes on. Knows no tickets.

mod bounded;
mod folder;
mod folder_name;
mod line;
mod parsing;

use std::sync::Arc;
use std::time::Duration;

use common::event::Happening;
use jiff::{SignedDuration, Timestamp};
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::config::MailboxConfig;
use crate::mail::Limits;
use crate::office::incoming::{self, Arrival, Intake, Parking};
use crate::store::mail::Position;
use crate::store::{self, Store, StoreError};
use crate::vault::random;

use folder::{Folder, Listed, TOGETHER, Wanted};
use line::{LineError, in_time};
use parsing::Read;

/// Reads a mailbox.
#[derive(Clone, Debug)]
pub struct Reader {
    pub config: Arc<MailboxConfig>,
    pub store: Store,
    pub clock: Clock,
    pub intake: Arc<Intake>,
}

/// What is remembered from one line to the next.
#[derive(Debug, Default)]
struct Memory {
    pause: Option<Duration>,
    failing_since: Option<Timestamp>,
    is_told: bool,
    /// The mail at which the server stumbled last, and how often.
    stumbling: Option<(u32, u32)>,
}

/// Why reading ended.
#[derive(Debug, thiserror::Error)]
enum ReadError {
    #[error(transparent)]
    Line(#[from] LineError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How a pass keeps where it is.
#[derive(Clone, Copy, Debug)]
enum Course {
    /// Mail by mail, in the commit of each.
    Onwards(Position),
    /// At the end only, because the numbers before it mean nothing: what was taken is known again by itself.
    Whole { since: Timestamp, last_uid: u32 },
}

const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_mins(5);
/// How often the server is asked; IDLE is renewed as often, which finds a line that is dead (RFC 2177: before 29 min).
const LOOK: Duration = Duration::from_mins(5);
/// A mailbox that cannot be read for so long is told in the journal.
const SILENT: SignedDuration = SignedDuration::from_mins(15);
/// So often a mail is asked for at which the server stumbles; then its header is, and then it is parked without.
const ATTEMPTS: u32 = 3;
/// An instant of the server may be in any zone.
const DAY: SignedDuration = SignedDuration::from_hours(24);

impl Reader {
    /// Reads whenever something comes, until the stop.
    ///
    /// # Errors
    /// Where the archive fails; started again, it goes on where it was.
    pub async fn run(self, stop: CancellationToken) -> Result<(), StoreError> {
        let mut memory = Memory::default();
        loop {
            let ended = tokio::select! {
                () = stop.cancelled() => return Ok(()),
                ended = self.serve(&mut memory) => ended,
            };
            match ended {
                ReadError::Store(error) => return Err(error),
                ReadError::Line(error) => self.failed(&mut memory, error).await?,
            }
            let pause = memory.pause.map_or(FIRST_PAUSE, |pause| (pause * 2).min(LONGEST_PAUSE));
            memory.pause = Some(pause);
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                () = tokio::time::sleep(jittered(pause, random())) => {}
            }
        }
    }

    /// Reads on one line until it ends.
    async fn serve(&self, memory: &mut Memory) -> ReadError {
        match Box::pin(self.serve_line(memory)).await {
            Ok(never) => match never {},
            Err(error) => error,
        }
    }

    async fn serve_line(&self, memory: &mut Memory) -> Result<std::convert::Infallible, ReadError> {
        let timeout = self.config.timeout.unsigned_abs();
        let session = in_time(timeout, line::open(&self.config)).await?;
        let mut folder = Folder::select(session, &self.config.folder, timeout).await?;
        loop {
            self.pass(&mut folder, memory).await?;
            self.recovered(memory).await?;
            if !folder.is_told_of_more {
                folder = wait(folder).await?;
            }
        }
    }

    /// Takes everything that is new.
    async fn pass(&self, folder: &mut Folder, memory: &mut Memory) -> Result<(), ReadError> {
        let key = self.key();
        let kept = self.store.read(move |log| store::mail::position(log, &key)).await?;
        let uid_validity = folder.uid_validity;
        let (course, uids) = match kept {
            Some(kept) if kept.uid_validity == uid_validity => {
                (Course::Onwards(kept), folder.find(Wanted::After(kept.last_uid)).await?)
            }
            other => {
                let since = other.map_or_else(|| self.clock.now(), |kept| kept.since);
                let all = folder.find(Wanted::After(0)).await?;
                let uids = folder.find(other.map_or(Wanted::Unread, |_| Wanted::Since(day_before(since)))).await?;
                let last_uid = all.last().max(uids.last()).copied().unwrap_or(0);
                (Course::Whole { since, last_uid }, uids)
            }
        };
        for some in uids.chunks(TOGETHER) {
            for listed in folder.sizes(some).await? {
                self.take_noting(folder, (listed, course), memory).await?;
                memory.pause = None;
            }
        }
        if let Course::Whole { since, last_uid } = course {
            let (key, position) = (self.key(), Position { since, uid_validity, last_uid });
            self.store.write("mailbox was read", move |tx| store::mail::advance(tx, &key, &position)).await?;
        }
        Ok(())
    }

    /// Takes a mail, and remembers where the server stumbled.
    async fn take_noting(
        &self,
        folder: &mut Folder,
        (listed, course): (Listed, Course),
        memory: &mut Memory,
    ) -> Result<(), ReadError> {
        let n_failed = memory.stumbling.filter(|(uid, _)| *uid == listed.uid).map_or(0, |(_, n)| n);
        let taken = self.take(folder, (listed, course), n_failed).await;
        match &taken {
            Err(ReadError::Line(error)) if error.is_of_the_mail() => {
                memory.stumbling = Some((listed.uid, n_failed + 1));
            }
            Ok(()) => memory.stumbling = None,
            Err(_) => {}
        }
        taken
    }

    async fn take(
        &self,
        folder: &mut Folder,
        (listed, course): (Listed, Course),
        n_failed: u32,
    ) -> Result<(), ReadError> {
        let arrival = self.arrival(folder, listed, course);
        if n_failed > ATTEMPTS {
            return self.park(arrival, Parking::unseen("server", &self.key(), (folder.uid_validity, listed.uid))).await;
        }
        let read = if n_failed == ATTEMPTS {
            Read::Parked { reason: "server", piece: None }
        } else if listed.size > Limits::PROMISED.bytes as u64 {
            Read::Parked { reason: "bytes", piece: None }
        } else {
            let Some(piece) = folder.mail(listed).await? else { return Ok(()) };
            parsing::read(piece, Arc::clone(&self.intake)).await
        };
        match read {
            Read::Mail(mail) => {
                let (intake, now) = (Arc::clone(&self.intake), self.clock.now());
                let taken = self
                    .store
                    .write("take a mail", move |tx| incoming::take(tx, &intake, &arrival, *mail, now))
                    .await?;
                if taken == incoming::Taken::Kept {
                    folder.mark(listed.uid).await?;
                }
                Ok(())
            }
            Read::Parked { reason, piece } => {
                let piece = match piece {
                    Some(piece) => Some(piece),
                    None => folder.header(listed.uid).await?,
                };
                let Some(piece) = piece else { return Ok(()) };
                let envelope = parsing::envelope(piece).await;
                self.park(arrival, Parking::of(reason, envelope, listed.size)).await
            }
        }
    }

    async fn park(&self, arrival: Arrival, parking: Parking) -> Result<(), ReadError> {
        let now = self.clock.now();
        Ok(self.store.write("park a mail", move |tx| incoming::park(tx, &arrival, &parking, now)).await?)
    }

    fn arrival(&self, folder: &Folder, listed: Listed, course: Course) -> Arrival {
        let position = match course {
            Course::Onwards(position) => {
                Some(Position { uid_validity: folder.uid_validity, last_uid: listed.uid, ..position })
            }
            Course::Whole { .. } => None,
        };
        Arrival { folder: self.key(), position, size: listed.size }
    }

    /// Returns by what the archive knows the folder.
    fn key(&self) -> String {
        format!("{}/{}/{}", self.config.host, self.config.user, self.config.folder)
    }

    async fn failed(&self, memory: &mut Memory, error: LineError) -> Result<(), StoreError> {
        let detail = format!("{:#}", anyhow::Error::new(error));
        tracing::warn!(error = detail, "the mailbox cannot be read");
        let now = self.clock.now();
        let since = *memory.failing_since.get_or_insert(now);
        if memory.is_told || now.duration_since(since) < SILENT {
            return Ok(());
        }
        let failing = Happening::MailboxFailing { since, detail };
        self.store.write("mailbox fails", move |tx| store::event::append(tx, now, &failing)).await?;
        memory.is_told = true;
        Ok(())
    }

    async fn recovered(&self, memory: &mut Memory) -> Result<(), StoreError> {
        let (was_told, was_failing) = (memory.is_told, memory.failing_since.take().is_some());
        (memory.is_told, memory.pause) = (false, None);
        if was_failing {
            tracing::info!("the mailbox can be read again");
        }
        if !was_told {
            return Ok(());
        }
        let now = self.clock.now();
        let recovered = Happening::MailboxRecovered;
        self.store.write("mailbox recovers", move |tx| store::event::append(tx, now, &recovered)).await
    }
}

/// Waits until the server tells of something, or until it is time to look.
async fn wait(mut folder: Folder) -> Result<Folder, LineError> {
    if !folder.can_idle {
        tokio::time::sleep(LOOK).await;
        folder.knock().await?;
        return Ok(folder);
    }
    folder.idle(LOOK).await
}

/// Returns a pause that is up to half as long again, so that many houses do not come back at the same moment.
fn jittered(pause: Duration, [byte]: [u8; 1]) -> Duration {
    pause + pause * u32::from(byte) / 512
}

/// Returns the civil day a day before an instant, whatever zone the server counts in.
fn day_before(at: Timestamp) -> jiff::civil::Date {
    let before = at.checked_sub(DAY).unwrap_or(at);
    before.to_zoned(jiff::tz::TimeZone::UTC).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_by_at_most_a_half() {
        assert_eq!(jittered(FIRST_PAUSE, [0]), FIRST_PAUSE);
        let longest = jittered(LONGEST_PAUSE, [255]);
        assert!(longest > LONGEST_PAUSE && longest < LONGEST_PAUSE * 3 / 2);
    }

    #[test]
    fn a_day_before_is_early_enough_in_every_zone() {
        assert_eq!(day_before("2025-11-14T00:30:00Z".parse().unwrap()), jiff::civil::date(2025, 11, 13));
    }
}
