//! Whether an automatic answer may go out: the one place where that is decided (RFC 3834 §2).
//!
//! Everything that two programs need to answer each other for ever is refused here, twice: by what a mail says of itself,
//! and by how much was sent already, because not every program is honest.

use common::contact::EmailAddress;
use jiff::{SignedDuration, Timestamp};

use super::Office;
use super::address::{ReturnPath, is_same_mailbox};
use super::envelope::Envelope;
use super::nature::Nature;

/// In one thread a sender gets one answer in so long a time.
pub const THREAD_PAUSE: SignedDuration = SignedDuration::from_hours(24);
/// A sender gets so many answers in a day, in all threads together.
pub const MOST_PER_DAY: usize = 5;
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// When automatic answers were sent to this envelope sender.
#[derive(Clone, Copy, Debug, Default)]
pub struct History<'a> {
    pub in_thread: &'a [Timestamp],
    pub overall: &'a [Timestamp],
}

/// What becomes of the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It goes to the envelope sender, and nowhere else.
    Answer(EmailAddress),
    Silence(Why),
}

/// Why nothing is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    Automatic,
    Bounce,
    List,
    Bulk,
    Own,
    EmptySender,
    /// Nobody knows where the answer would go.
    UnreadableSender,
    ThreadAnswered,
    SenderAnswered,
}

impl Why {
    /// Returns the name used in logs and in the archive.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Automatic => "automatic",
            Self::Bounce => "bounce",
            Self::List => "list",
            Self::Bulk => "bulk",
            Self::Own => "own",
            Self::EmptySender => "empty_sender",
            Self::UnreadableSender => "unreadable_sender",
            Self::ThreadAnswered => "thread_answered",
            Self::SenderAnswered => "sender_answered",
        }
    }
}

/// Decides whether the mail gets an automatic answer.
#[must_use]
pub fn decide(
    envelope: &Envelope,
    nature: &Nature,
    office: &Office,
    history: &History<'_>,
    now: Timestamp,
) -> Decision {
    match may_answer(envelope, nature, office, history, now) {
        Ok(address) => Decision::Answer(address.clone()),
        Err(why) => Decision::Silence(why),
    }
}

fn may_answer<'a>(
    envelope: &'a Envelope,
    nature: &Nature,
    office: &Office,
    history: &History<'_>,
    now: Timestamp,
) -> Result<&'a EmailAddress, Why> {
    match nature {
        Nature::Personal => {}
        Nature::Automatic(_) => return Err(Why::Automatic),
        Nature::Bounce(_) => return Err(Why::Bounce),
        Nature::List => return Err(Why::List),
        Nature::Bulk => return Err(Why::Bulk),
        Nature::Own => return Err(Why::Own),
    }
    let sender = match &envelope.return_path {
        ReturnPath::Address(address) => address,
        ReturnPath::Empty => return Err(Why::EmptySender),
        ReturnPath::Missing | ReturnPath::Unreadable => return Err(Why::UnreadableSender),
    };
    if office.addresses.iter().any(|own| is_same_mailbox(own, sender)) {
        return Err(Why::Own);
    }
    // An instant in the future is a clock that was set back: it counts as recent.
    let n_within =
        |sent: &[Timestamp], time: SignedDuration| sent.iter().filter(|at| now.duration_since(**at) < time).count();
    if n_within(history.in_thread, THREAD_PAUSE) > 0 {
        return Err(Why::ThreadAnswered);
    }
    if n_within(history.overall, DAY) >= MOST_PER_DAY {
        return Err(Why::SenderAnswered);
    }
    Ok(sender)
}

#[cfg(test)]
#[path = "tests/auto_answer.rs"]
mod tests;
