//! Letters and short messages on their way out: one row each, which is the log of deliveries too.
//!
//! What is in a letter is sealed before it comes here, and is gone once the letter is settled.

use common::delivery::{Channel, Delivery, DeliveryState};
use common::id::{AccountId, DeliveryId};
use common::ticket::TicketNumber;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::StoreError;
use super::row::{foreign, instant};
use super::ticket::TicketId;

/// A message that is to leave.
#[derive(Debug)]
pub struct Leaving<'a> {
    pub created_at: Timestamp,
    pub account: Option<AccountId>,
    pub topic: &'a str,
    pub channel: Channel,
    pub recipient: &'a str,
    /// Stays the same in every attempt.
    pub message_id: &'a str,
    /// Sealed.
    pub letter: &'a [u8],
    pub expires_at: Timestamp,
    /// The one ticket that it is about.
    pub ticket: Option<TicketId>,
}

/// A message whose time has come.
#[derive(Clone, Debug)]
pub struct Due {
    pub id: DeliveryId,
    pub created_at: Timestamp,
    pub recipient: String,
    pub message_id: String,
    /// Sealed.
    pub letter: Vec<u8>,
    pub n_attempts: u32,
    pub expires_at: Timestamp,
}

/// How a message ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Sent,
    Failed,
    Expired,
}

impl End {
    const fn state(self) -> DeliveryState {
        match self {
            Self::Sent => DeliveryState::Sent,
            Self::Failed => DeliveryState::Failed,
            Self::Expired => DeliveryState::Expired,
        }
    }
}

/// Puts a message in, to be sent at once.
pub fn push(tx: &Transaction<'_>, leaving: &Leaving<'_>) -> Result<DeliveryId, StoreError> {
    const SQL: &str = "INSERT INTO outbox (created_at, account_id, topic, channel, recipient, message_id, letter,
            expires_at, state, next_at, ticket_id)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'waiting', ?1, ?9) RETURNING id";
    let bound = params![
        leaving.created_at.as_second(),
        leaving.account.map(|account| account.0),
        leaving.topic,
        leaving.channel.name(),
        leaving.recipient,
        leaving.message_id,
        leaving.letter,
        leaving.expires_at.as_second(),
        leaving.ticket.map(|ticket| ticket.0),
    ];
    Ok(tx.prepare_cached(SQL)?.query_row(bound, |row| row.get(0).map(DeliveryId))?)
}

/// Returns up to `limit` messages of a channel that are to be sent now or have expired, the longest due first.
///
/// A next attempt beyond `horizon`, where none is ever put, was put there by a clock that has been set back since.
pub fn due(
    conn: &Connection,
    channel: Channel,
    now: Timestamp,
    horizon: Timestamp,
    limit: u32,
) -> Result<Vec<Due>, StoreError> {
    const SQL: &str = "SELECT id, created_at, recipient, message_id, letter, n_attempts, expires_at FROM outbox
        WHERE settled_at IS NULL AND channel = ?1 AND (next_at <= ?2 OR next_at > ?3 OR expires_at <= ?2)
        ORDER BY next_at, id LIMIT ?4";
    let bound = params![channel.name(), now.as_second(), horizon.as_second(), limit];
    let mut query = conn.prepare_cached(SQL)?;
    let due = query.query_map(bound, |row| {
        Ok(Due {
            id: DeliveryId(row.get(0)?),
            created_at: instant(row, 1)?,
            recipient: row.get(2)?,
            message_id: row.get(3)?,
            letter: row.get::<_, Option<Vec<u8>>>(4)?.unwrap_or_default(),
            n_attempts: row.get(5)?,
            expires_at: instant(row, 6)?,
        })
    })?;
    Ok(due.collect::<Result<_, _>>()?)
}

/// Returns when the next message of a channel is due or expires.
pub fn next_due_at(conn: &Connection, channel: Channel) -> Result<Option<Timestamp>, StoreError> {
    const SQL: &str = "SELECT min(min(next_at, expires_at)) FROM outbox WHERE settled_at IS NULL AND channel = ?1";
    let mut query = conn.prepare_cached(SQL)?;
    Ok(query.query_row([channel.name()], |row| super::row::instant_or_none(row, 0))?)
}

/// Records that a message is being tried, and when it will be tried again unless it is settled until then.
pub fn postpone(tx: &Transaction<'_>, id: DeliveryId, next_at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str =
        "UPDATE outbox SET n_attempts = n_attempts + 1, next_at = ?2 WHERE id = ?1 AND settled_at IS NULL";
    tx.prepare_cached(SQL)?.execute(params![id.0, next_at.as_second()])?;
    Ok(())
}

/// Records what the other side said about a message that it has not taken yet.
pub fn note(tx: &Transaction<'_>, id: DeliveryId, answer: &str) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE outbox SET answer = ?2 WHERE id = ?1 AND settled_at IS NULL";
    tx.prepare_cached(SQL)?.execute(params![id.0, answer])?;
    Ok(())
}

/// Records how a message ended, and forgets what was in it. What has ended stays as it is.
pub fn settle(
    tx: &Transaction<'_>,
    id: DeliveryId,
    now: Timestamp,
    end: End,
    answer: Option<&str>,
) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE outbox SET state = ?3, settled_at = ?2, letter = NULL, answer = coalesce(?4, answer)
        WHERE id = ?1 AND settled_at IS NULL";
    tx.prepare_cached(SQL)?.execute(params![id.0, now.as_second(), end.state().name(), answer])?;
    Ok(())
}

/// Returns how many short messages have been queued after `since`, to one number or to all, without those that were
/// turned away with the answer `turned_away`.
pub fn count_sms(
    conn: &Connection,
    recipient: Option<&str>,
    since: Timestamp,
    turned_away: &str,
) -> Result<u64, StoreError> {
    const SQL: &str = "SELECT count(*) FROM outbox
        WHERE channel = 'sms' AND created_at > ?2 AND (?1 IS NULL OR recipient = ?1) AND answer IS NOT ?3";
    let bound = params![recipient, since.as_second(), turned_away];
    Ok(conn.prepare_cached(SQL)?.query_row(bound, |row| row.get::<_, i64>(0))?.cast_unsigned())
}

/// Returns when short messages to a number were queued after `since`, ascending, without those that were turned away
/// with the answer `turned_away`.
pub fn sms_times(
    conn: &Connection,
    recipient: &str,
    since: Timestamp,
    turned_away: &str,
) -> Result<Vec<Timestamp>, StoreError> {
    const SQL: &str = "SELECT created_at FROM outbox
        WHERE channel = 'sms' AND created_at > ?2 AND recipient = ?1 AND answer IS NOT ?3 ORDER BY created_at";
    let mut query = conn.prepare_cached(SQL)?;
    let times = query.query_map(params![recipient, since.as_second(), turned_away], |row| instant(row, 0))?;
    Ok(times.collect::<Result<_, _>>()?)
}

/// Tells whether a message to a recipient was tried and not taken yet.
pub fn is_backed_up(conn: &Connection, channel: Channel, recipient: &str) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM outbox
        WHERE settled_at IS NULL AND channel = ?1 AND recipient = ?2 AND answer IS NOT NULL)";
    Ok(conn.prepare_cached(SQL)?.query_row([channel.name(), recipient], |row| row.get(0))?)
}

const COLUMNS: &str = "SELECT outbox.id, outbox.created_at, topic, channel, recipient, outbox.state, n_attempts,
    coalesce(outbox.settled_at, next_at), answer, outbox.account_id, year, serial
    FROM outbox LEFT JOIN ticket ON ticket.id = ticket_id";

/// Returns up to `limit` messages older than the number `before`, the newest first, each with its account.
pub fn list(
    conn: &Connection,
    before: Option<DeliveryId>,
    limit: u32,
) -> Result<Vec<(Option<AccountId>, Delivery)>, StoreError> {
    let sql = format!("{COLUMNS} WHERE outbox.id < ?1 ORDER BY outbox.id DESC LIMIT ?2");
    let before = before.map_or(i64::MAX, |before| before.0);
    let mut query = conn.prepare_cached(&sql)?;
    Ok(query.query_map(params![before, limit], from_row)?.collect::<Result<_, _>>()?)
}

/// Returns all messages of an account, the newest first.
pub fn of_account(conn: &Connection, account: AccountId) -> Result<Vec<Delivery>, StoreError> {
    let sql = format!("{COLUMNS} WHERE outbox.account_id = ?1 ORDER BY outbox.id DESC");
    let mut query = conn.prepare_cached(&sql)?;
    let rows = query.query_map([account.0], |row| from_row(row).map(|(_, delivery)| delivery))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A letter that came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounced {
    pub delivery: DeliveryId,
    pub ticket: Option<TicketId>,
    /// Empty after an erasure.
    pub recipient: String,
}

/// Records that a letter that was taken came back, with what the other side says of it; `None` where no such letter was
/// sent, or it came back before. The brackets around the message id do not matter.
pub fn bounced(tx: &Transaction<'_>, message_id: &str, status: &str) -> Result<Option<Bounced>, StoreError> {
    const SQL: &str = "UPDATE outbox SET state = 'bounced', answer = ?2
        WHERE message_id = '<' || trim(?1, '<> ') || '>' AND channel = 'email' AND state = 'sent'
        RETURNING id, ticket_id, recipient";
    let from_row = |row: &Row<'_>| {
        let ticket = row.get::<_, Option<i64>>(1)?.map(TicketId);
        Ok(Bounced { delivery: DeliveryId(row.get(0)?), ticket, recipient: row.get(2)? })
    };
    Ok(tx.prepare_cached(SQL)?.query_row([message_id, status], from_row).optional()?)
}

/// Forgets to whom an account's messages went, and what was answered; what has not left will not.
pub fn forget_account(tx: &Transaction<'_>, account: AccountId, now: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE outbox SET recipient = '', account_id = NULL, letter = NULL, answer = NULL,
            state = iif(settled_at IS NULL, 'failed', state), settled_at = coalesce(settled_at, ?2)
        WHERE account_id = ?1";
    tx.prepare_cached(SQL)?.execute(params![account.0, now.as_second()])?;
    Ok(())
}

/// Forgets to whom the letters about a ticket went, and what was answered; what has not left will not.
pub fn forget_ticket(tx: &Transaction<'_>, ticket: TicketId, now: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE outbox SET recipient = '', letter = NULL, answer = NULL,
            state = iif(settled_at IS NULL, 'failed', state), settled_at = coalesce(settled_at, ?2)
        WHERE ticket_id = ?1 AND account_id IS NULL";
    tx.prepare_cached(SQL)?.execute(params![ticket.0, now.as_second()])?;
    Ok(())
}

fn from_row(row: &Row<'_>) -> Result<(Option<AccountId>, Delivery), rusqlite::Error> {
    let (channel, state): (String, String) = (row.get(3)?, row.get(5)?);
    let delivery = Delivery {
        id: DeliveryId(row.get(0)?),
        created_at: instant(row, 1)?,
        login: None,
        topic: row.get(2)?,
        channel: Channel::parse(&channel).ok_or_else(|| foreign(3, format!("channel {channel}")))?,
        recipient: row.get(4)?,
        state: DeliveryState::parse(&state).ok_or_else(|| foreign(5, format!("state {state}")))?,
        n_attempts: row.get(6)?,
        at: instant(row, 7)?,
        answer: row.get(8)?,
        ticket: match row.get::<_, Option<u16>>(10)? {
            Some(year) => Some(TicketNumber::new(year, row.get(11)?)),
            None => None,
        },
    };
    Ok((row.get::<_, Option<i64>>(9)?.map(AccountId), delivery))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn database() -> Connection {
        let mut conn = Connection::open_in_memory().unwrap();
        crate::store::migrate::migrate(&mut conn).unwrap();
        conn
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn leaving<'a>(channel: Channel, message_id: &'a str, recipient: &'a str) -> Leaving<'a> {
        Leaving {
            created_at: at(1000),
            account: Some(AccountId(4)),
            topic: "contact_code",
            channel,
            recipient,
            message_id,
            letter: b"sealed",
            expires_at: at(9000),
            ticket: None,
        }
    }

    #[test]
    fn a_letter_that_comes_back_is_known_by_its_name_and_once() {
        const TICKET: &str = "INSERT INTO ticket (id, year, serial, category, subject, state, priority, origin,
                created_at, changed_at, author, details, clock, awaits_office)
            VALUES (7, 2025, 118, 'other', 'x', 'new', 'normal', 'email', 0, 0, 'unverified', '[]', 'other', 1)";
        let mut conn = database();
        let tx = conn.transaction().unwrap();
        tx.execute_batch(TICKET).unwrap();
        let of_ticket = Leaving { ticket: Some(TicketId(7)), ..leaving(Channel::Email, "<a@x>", "a@b.pl") };
        let id = push(&tx, &of_ticket).unwrap();
        assert_eq!(bounced(&tx, "a@x", "5.1.1").unwrap(), None, "it has not left");
        settle(&tx, id, at(1001), End::Sent, Some("250 ok")).unwrap();
        let expected = Bounced { delivery: id, ticket: Some(TicketId(7)), recipient: "a@b.pl".to_owned() };
        assert_eq!(bounced(&tx, "a@x", "5.1.1").unwrap(), Some(expected));
        assert_eq!(bounced(&tx, "<a@x>", "5.1.1").unwrap(), None, "it came back already");
        let (_, delivery) = list(&tx, None, 9).unwrap().remove(0);
        assert_eq!((delivery.state, delivery.answer.as_deref()), (DeliveryState::Bounced, Some("5.1.1")));
        assert_eq!(delivery.ticket, Some(TicketNumber::new(2025, 118)));
    }

    #[test]
    fn what_is_settled_holds_no_letter_any_more_and_stays_as_it_is() {
        let mut conn = database();
        let tx = conn.transaction().unwrap();
        let id = push(&tx, &leaving(Channel::Email, "<a>", "a@b.pl")).unwrap();
        settle(&tx, id, at(1001), End::Sent, Some("250 ok")).unwrap();
        settle(&tx, id, at(1002), End::Failed, Some("550 no")).unwrap();
        postpone(&tx, id, at(1100)).unwrap();
        note(&tx, id, "late").unwrap();
        let (account, delivery) = list(&tx, None, 10).unwrap().remove(0);
        assert_eq!((account, delivery.state, delivery.at), (Some(AccountId(4)), DeliveryState::Sent, at(1001)));
        assert_eq!((delivery.n_attempts, delivery.answer.as_deref()), (0, Some("250 ok")));
        let letter: Option<Vec<u8>> = tx.query_row("SELECT letter FROM outbox", [], |row| row.get(0)).unwrap();
        assert_eq!((letter, next_due_at(&tx, Channel::Email).unwrap()), (None, None));
    }

    #[test]
    fn a_message_is_due_when_its_time_has_come_and_after_the_clock_went_back() {
        let mut conn = database();
        let tx = conn.transaction().unwrap();
        let id = push(&tx, &leaving(Channel::Sms, "<a>", "+48601234567")).unwrap();
        let is_due = |now: i64| !due(&tx, Channel::Sms, at(now), at(now + 3600), 9).unwrap().is_empty();
        assert!(is_due(1000));
        postpone(&tx, id, at(1060)).unwrap();
        assert_eq!([1059, 1060, 8999].map(is_due), [false, true, true]);
        assert!(is_due(1060 - 3601), "the clock was set back");
        assert_eq!(next_due_at(&tx, Channel::Sms).unwrap(), Some(at(1060)));
        postpone(&tx, id, at(9900)).unwrap();
        assert_eq!(next_due_at(&tx, Channel::Sms).unwrap(), Some(at(9000)), "it expires first");
        assert!(is_due(9000) && due(&tx, Channel::Email, at(9000), at(9999), 9).unwrap().is_empty());
    }

    #[test]
    fn messages_are_paged_newest_first_and_an_account_is_forgotten() {
        let mut conn = database();
        let tx = conn.transaction().unwrap();
        let ids: Vec<DeliveryId> = ["<a>", "<b>", "<c>"]
            .map(|message_id| push(&tx, &leaving(Channel::Email, message_id, "a@b.pl")).unwrap())
            .into();
        let page = list(&tx, Some(ids[2]), 1).unwrap();
        assert_eq!((page.len(), page[0].1.id), (1, ids[1]));
        settle(&tx, ids[0], at(1001), End::Sent, Some("250 <a@b.pl> ok")).unwrap();
        assert_eq!(of_account(&tx, AccountId(4)).unwrap().len(), 3);
        forget_account(&tx, AccountId(4), at(1002)).unwrap();
        assert!(of_account(&tx, AccountId(4)).unwrap().is_empty());
        let states: Vec<_> =
            list(&tx, None, 9).unwrap().into_iter().map(|(_, row)| (row.recipient, row.state)).collect();
        let (failed, sent) = (DeliveryState::Failed, DeliveryState::Sent);
        assert_eq!(states, [failed, failed, sent].map(|state| (String::new(), state)));
        assert_eq!(next_due_at(&tx, Channel::Email).unwrap(), None);
    }

    #[test]
    fn short_messages_are_counted_by_number_and_time() {
        let mut conn = database();
        let tx = conn.transaction().unwrap();
        for (message_id, recipient) in [("<a>", "+48601234567"), ("<b>", "+48601234567"), ("<c>", "+48501234567")] {
            push(&tx, &leaving(Channel::Sms, message_id, recipient)).unwrap();
        }
        let id = push(&tx, &leaving(Channel::Sms, "<d>", "+48501234567")).unwrap();
        settle(&tx, id, at(1000), End::Failed, Some("ceiling")).unwrap();
        let n = |recipient, since| count_sms(&tx, recipient, at(since), "ceiling").unwrap();
        assert_eq!((n(Some("+48601234567"), 999), n(Some("+48501234567"), 999), n(None, 999)), (2, 1, 3));
        assert_eq!(n(None, 1000), 0);
    }
}
