//! The outbox: what is to be told is put in with what caused it, in one transaction, and delivered afterwards.
//!
//! A message is a row from the moment it is queued, and the row is all that is known of it: a stop, a crash or a server
//! that does not answer loses nothing. Before each attempt the row says when the next one will be, so that nothing that
//! happens in between can make attempts follow each other faster. Log lines name rows, never recipients or texts.

pub mod enclosed;

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use common::delivery::{Ceiling, Channel};
use common::event::Happening;
use common::id::{AccountId, DeliveryId};
use common::language::Language;
use futures::FutureExt as _;
use futures::future::{join_all, try_join_all};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::letter::{self, Facts, Letter, Written};
use crate::notify::email::MailParts;
use crate::notify::{Answer, Channels, Message};
use crate::store::log::Write;
use crate::store::outbox::{Due, End, Leaving};
use crate::store::ticket::TicketId;
use crate::store::{self, Store, StoreError};
use crate::vault::{Vault, random};
use enclosed::Enclosure;

/// What is to be told, and to whom.
#[derive(Clone, Debug)]
pub struct Post {
    pub account: Option<AccountId>,
    pub channel: Channel,
    pub recipient: String,
    pub language: Language,
    pub letter: Letter,
    pub facts: Facts,
    /// How long it is worth telling: a code's life for a code.
    pub lasting: SignedDuration,
}

/// What a letter about a ticket has besides its text.
#[derive(Clone, Debug, Default)]
pub struct Mailing {
    pub ticket: Option<TicketId>,
    pub parts: MailParts,
    pub enclosed: Vec<Enclosure>,
}

/// A letter as it is sealed.
#[derive(Debug, Serialize, Deserialize)]
struct Sealed {
    #[serde(flatten)]
    written: Written,
    #[serde(default)]
    parts: MailParts,
    #[serde(default)]
    enclosed: Vec<Enclosure>,
}

/// Delivers what is in the outbox.
#[derive(Clone, Debug)]
pub struct Deliverer {
    pub store: Store,
    pub vault: Vault,
    pub clock: Clock,
    pub channels: Channels,
}

/// What stands behind the `@` in the names of letters: no host on the network has it.
pub const HOST: &str = "ekd.internal";
/// The use for which letters are sealed.
const SEALED_AS: &str = "letter";
/// The answer of what was turned away because too much went out.
pub const CEILING: &str = "ceiling";
/// Short messages to one number in an hour and in a day, and of the whole installation in a day.
const MOST_AN_HOUR: u64 = 10;
const MOST_A_DAY: u64 = 30;
const MOST_OF_ALL: u64 = 500;
const HOUR: SignedDuration = SignedDuration::from_hours(1);
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Longest life of a letter and of a short message, whatever was asked for.
const OLDEST_LETTER: SignedDuration = SignedDuration::from_hours(3 * 24);
const OLDEST_SMS: SignedDuration = SignedDuration::from_hours(6);

const FIRST_PAUSE: SignedDuration = SignedDuration::from_mins(1);
const LONGEST_PAUSE: SignedDuration = HOUR;
/// Messages that are handed over at the same time.
const TOGETHER: u32 = 8;
const LOOK: Duration = Duration::from_mins(1);
/// Commits in a storm are answered by one look each time that so much time has passed.
const GATHERING: Duration = Duration::from_millis(100);
/// How long a server may still talk after the stop.
const GRACE: Duration = Duration::from_secs(5);

/// Writes a letter, seals it, and puts it into the outbox in the caller's transaction.
///
/// Where the ceiling for short messages is reached the message is in the log, as failed.
///
/// # Errors
/// Where the archive fails.
pub fn queue(tx: &Write<'_>, vault: &Vault, now: Timestamp, post: &Post) -> Result<DeliveryId, StoreError> {
    queue_mailing(tx, vault, now, (post, Mailing::default()))
}

/// Does the same with a letter that has more than a text.
///
/// # Errors
/// Where the archive fails.
pub fn queue_mailing(
    tx: &Write<'_>,
    vault: &Vault,
    now: Timestamp,
    (post, mailing): (&Post, Mailing),
) -> Result<DeliveryId, StoreError> {
    let Mailing { ticket, parts, enclosed } = mailing;
    let (written, oldest) = match post.channel {
        Channel::Email => (letter::write(&post.letter, &post.facts, post.language), OLDEST_LETTER),
        Channel::Sms => (letter::brief(&post.letter, &post.facts, post.language), OLDEST_SMS),
        Channel::Webhook => (letter::record(&post.letter, &post.facts, post.language), OLDEST_LETTER),
    };
    let sealed = Sealed { written, parts, enclosed };
    let text = serde_json::to_vec(&sealed).map_err(|error| StoreError::Foreign(error.to_string()))?;
    let ceiling = match post.channel {
        Channel::Sms => reached(tx, &post.recipient, now)?,
        Channel::Email | Channel::Webhook => None,
    };
    let leaving = Leaving {
        created_at: now,
        account: post.account,
        topic: post.letter.topic(),
        channel: post.channel,
        recipient: &post.recipient,
        message_id: &message_id(),
        letter: &vault.seal(SEALED_AS, &text),
        expires_at: now.checked_add(post.lasting.min(oldest)).unwrap_or(now),
        ticket,
    };
    let id = store::outbox::push(tx, &leaving)?;
    if let Some(ceiling) = ceiling {
        store::outbox::settle(tx, id, now, End::Failed, Some(CEILING))?;
        tell_of(tx, now, &Happening::CeilingReached { channel: post.channel, ceiling })?;
        tracing::warn!(delivery.id = id.0, ceiling = ceiling.name(), "too many short messages: this one is not sent");
    }
    Ok(id)
}

/// Returns the ceiling that a short message to this number would go beyond.
fn reached(tx: &Write<'_>, recipient: &str, now: Timestamp) -> Result<Option<Ceiling>, StoreError> {
    let ceilings = [
        (Ceiling::InstallationDay, None, DAY, MOST_OF_ALL),
        (Ceiling::RecipientDay, Some(recipient), DAY, MOST_A_DAY),
        (Ceiling::RecipientHour, Some(recipient), HOUR, MOST_AN_HOUR),
    ];
    for (ceiling, recipient, age, most) in ceilings {
        let since = now.checked_sub(age).unwrap_or(Timestamp::MIN);
        if store::outbox::count_sms(tx, recipient, since, CEILING)? >= most {
            return Ok(Some(ceiling));
        }
    }
    Ok(None)
}

/// Writes into the journal what happened, unless the like has been told within the hour: whoever makes too many messages
/// must not fill the journal by it.
fn tell_of(tx: &Write<'_>, now: Timestamp, happening: &Happening) -> Result<(), StoreError> {
    let since = now.checked_sub(HOUR).unwrap_or(Timestamp::MIN);
    if store::event::has_happened_since(tx, happening.name(), since)? {
        return Ok(());
    }
    store::event::append(tx, now, happening)
}

/// Returns a new name of RFC 5322 §3.6.4.
fn message_id() -> String {
    format!("<ek-{:032x}@{HOST}>", u128::from_be_bytes(random()))
}

/// Returns how long to wait after so many attempts.
fn pause(n_attempts: u32) -> SignedDuration {
    let doubled = 2_i32.checked_pow(n_attempts.min(16)).and_then(|factor| FIRST_PAUSE.checked_mul(factor));
    doubled.unwrap_or(LONGEST_PAUSE).min(LONGEST_PAUSE)
}

impl Deliverer {
    /// Delivers whenever something is due, until the stop.
    ///
    /// # Errors
    /// Where the archive fails; started again, it goes on with what is not settled.
    pub async fn run(self, stop: CancellationToken) -> Result<(), StoreError> {
        // One way out that does not move must not hold up the other.
        try_join_all(Channel::ALL.map(|channel| self.serve(channel, &stop))).await.map(|_| ())
    }

    async fn serve(&self, channel: Channel, stop: &CancellationToken) -> Result<(), StoreError> {
        let mut ear = self.store.bell().ear();
        loop {
            tokio::select! {
                delivered = self.deliver_due(channel) => delivered?,
                () = grace(stop) => return Ok(()),
            }
            let pause = self.until_next(channel).await?;
            let rung = async {
                ear.heard().await;
                tokio::time::sleep(GATHERING).await;
            };
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                _ = tokio::time::timeout(pause, rung) => {}
            }
        }
    }

    /// Tries everything that is due once.
    ///
    /// # Errors
    /// Where the archive fails.
    pub async fn deliver_due(&self, channel: Channel) -> Result<(), StoreError> {
        loop {
            let now = self.clock.now();
            let horizon = now.checked_add(LONGEST_PAUSE).unwrap_or(now);
            let due = self.store.read(move |log| store::outbox::due(log, channel, now, horizon, TOGETHER)).await?;
            if due.is_empty() {
                return Ok(());
            }
            let tries = due.into_iter().map(|due| self.deliver(channel, due, now));
            join_all(tries).await.into_iter().collect::<Result<(), _>>()?;
        }
    }

    async fn deliver(&self, channel: Channel, due: Due, now: Timestamp) -> Result<(), StoreError> {
        let id = due.id;
        if due.expires_at <= now {
            return self.settle(id, End::Expired, None).await;
        }
        let next_at = now.checked_add(pause(due.n_attempts)).unwrap_or(now);
        self.store.write("try a delivery", move |tx| store::outbox::postpone(tx, id, next_at)).await?;
        let Some((mut message, enclosed)) = self.unseal(due, now) else {
            tracing::error!(delivery.id = id.0, "a letter does not open: it was sealed with another key");
            return self.settle(id, End::Failed, Some("the letter does not open".to_owned())).await;
        };
        let _load = if enclosed.is_empty() { None } else { Some(self.channels.load().await) };
        if !enclosed.is_empty() {
            message.enclosed = self.store.read(move |log| enclosed::load(log, &enclosed)).await?;
        }
        // One message that makes a library panic must not keep the others.
        let tried = AssertUnwindSafe(self.channels.send(channel, message)).catch_unwind().await;
        match tried.unwrap_or_else(|_| Answer::Later("handing it over panicked".to_owned())) {
            Answer::Sent(answer) => self.settle(id, End::Sent, Some(answer)).await,
            Answer::Failed(answer) => self.settle(id, End::Failed, Some(answer)).await,
            Answer::Later(answer) => {
                tracing::warn!(delivery.id = id.0, channel = channel.name(), %next_at, "a message is not taken yet");
                self.store.write("note a delivery", move |tx| store::outbox::note(tx, id, &answer)).await
            }
        }
    }

    fn unseal(&self, due: Due, now: Timestamp) -> Option<(Message, Vec<Enclosure>)> {
        let text = self.vault.unseal(SEALED_AS, &due.letter)?;
        let Sealed { written, parts, enclosed } = serde_json::from_slice(&text).ok()?;
        let message = Message {
            id: due.id,
            created_at: due.created_at,
            tried_at: now,
            recipient: due.recipient,
            message_id: due.message_id,
            subject: written.subject,
            body: written.body,
            parts,
            enclosed: Vec::new(),
        };
        Some((message, enclosed))
    }

    async fn settle(&self, id: DeliveryId, end: End, answer: Option<String>) -> Result<(), StoreError> {
        let now = self.clock.now();
        let write = move |tx: &Write<'_>| store::outbox::settle(tx, id, now, end, answer.as_deref());
        self.store.write("settle a delivery", write).await?;
        match end {
            End::Sent => tracing::info!(delivery.id = id.0, "a message was sent"),
            End::Failed => tracing::warn!(delivery.id = id.0, "a message was refused for good"),
            End::Expired => tracing::warn!(delivery.id = id.0, "a message was not taken in time"),
        }
        Ok(())
    }

    async fn until_next(&self, channel: Channel) -> Result<Duration, StoreError> {
        let next_at = self.store.read(move |log| store::outbox::next_due_at(log, channel)).await?;
        let until = next_at.map(|next_at| next_at.duration_since(self.clock.now()));
        Ok(until.map_or(LOOK, |until| Duration::try_from(until).unwrap_or_default().min(LOOK)))
    }
}

async fn grace(stop: &CancellationToken) {
    stop.cancelled().await;
    tokio::time::sleep(GRACE).await;
}
