//! What is to be told now leaves: alone, or with everything else for the same person and way as one digest.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use common::alarm::Alarm;
use common::contact::EmailAddress;
use common::delivery::Channel;
use common::event::Happening;
use common::id::{AccountId, AlarmId, DeliveryId};
use common::language::Language;
use common::notice::{News, NoticeKind};
use jiff::{SignedDuration, Timestamp};

use super::choice::{address, audience, is_held, settings_of};
use super::{Desk, billing, tickets};
use crate::correspondence::{self, Composed, Recipient, house};
use crate::letter::{Facts, Item, Letter};
use crate::notice::{FEW, Reason, free_at};
use crate::outbox::{self, CEILING, Mailing, Post};
use crate::store::log::Write;
use crate::store::notice::{Audience, Kept, Listener};
use crate::store::ticket::TicketId;
use crate::store::{self, StoreError};

/// How long an alarm is worth telling; a short message is cut to what its way allows.
const WORTH: SignedDuration = SignedDuration::from_hours(72);
/// When what could not leave is looked at again.
const AGAIN: SignedDuration = SignedDuration::from_mins(1);
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// Nothing is kept for longer: quiet hours can last a week.
const LONGEST: SignedDuration = SignedDuration::from_hours(10 * 24);

/// Puts everything that is to be told now into the outbox.
pub(super) fn leave(tx: &Write<'_>, desk: &Desk<'_>) -> Result<(), StoreError> {
    let horizon = desk.now.checked_add(LONGEST).unwrap_or(Timestamp::MAX);
    let due = store::notice::due(tx, desk.now, horizon)?;
    let mut alarms = Alarms::default();
    for group in due.chunk_by(|one, next| (one.account, one.channel) == (next.account, next.channel)) {
        leave_group(tx, desk, &mut alarms, group)?;
    }
    Ok(())
}

/// Tells the programs that the configuration names what became of an alarm.
pub(super) fn hook(tx: &Write<'_>, desk: &Desk<'_>, alarm: &Alarm, news: News) -> Result<(), StoreError> {
    hook_item(tx, desk, &Item::Alarm { alarm: Box::new(alarm.clone()), news })
}

/// Tells the programs that the configuration names something.
pub(super) fn hook_item(tx: &Write<'_>, desk: &Desk<'_>, item: &Item) -> Result<(), StoreError> {
    for name in desk.channels.webhooks() {
        let facts = Facts { login: house(), at: desk.now, source: String::new(), zone: desk.zone.clone() };
        let post = Post {
            account: None,
            channel: Channel::Webhook,
            recipient: name.to_owned(),
            language: Language::default(),
            letter: Letter::News(vec![item.clone()]),
            facts,
            lasting: WORTH,
        };
        outbox::queue(tx, desk.vault, desk.now, &post)?;
    }
    Ok(())
}

/// The alarms that are told of, and who may be told of them, looked up once.
#[derive(Default)]
struct Alarms {
    known: HashMap<AlarmId, Option<Alarm>>,
    seen_by: HashMap<AlarmId, Vec<AccountId>>,
}

impl Alarms {
    fn get(&mut self, tx: &Write<'_>, id: AlarmId) -> Result<Option<&Alarm>, StoreError> {
        let known = match self.known.entry(id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => unknown.insert(store::alarm::by_id(tx, id)?),
        };
        Ok(known.as_ref())
    }

    /// Tells whether something that was kept may still be told: the person sees it, and nothing holds it back.
    fn may_leave(&mut self, tx: &Write<'_>, kept: &Kept, now: Timestamp) -> Result<bool, StoreError> {
        if let Some(of) = kept.ticket {
            return tickets::may_leave(tx, of, kept.account, now);
        }
        if matches!(kept.kind, NoticeKind::Billing(_)) {
            return billing::may_leave(tx, kept, now);
        }
        let Some(id) = kept.alarm else { return Ok(true) };
        let Some(alarm) = self.get(tx, id)?.cloned() else { return Ok(false) };
        let seen_by = match self.seen_by.entry(id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => {
                let listeners = store::notice::listeners(tx, audience(&alarm), now)?;
                unknown.insert(listeners.into_iter().map(|listener| listener.id).collect())
            }
        };
        if !seen_by.contains(&kept.account) {
            return Ok(false);
        }
        let holds = is_held(&alarm, now);
        if holds && alarm.is_active() {
            store::notice::hold(tx, id, kept.cursor)?;
        }
        Ok(!holds)
    }
}

fn leave_group(tx: &Write<'_>, desk: &Desk<'_>, alarms: &mut Alarms, group: &[Kept]) -> Result<(), StoreError> {
    let Some(first) = group.first() else { return Ok(()) };
    let listener = store::notice::listeners(tx, Audience::One(first.account), desk.now)?.into_iter().next();
    let reached = listener.as_ref().and_then(|listener| {
        let address = address(listener, first.channel, desk.channels)?;
        Some((listener, address))
    });
    let Some((listener, address)) = reached else {
        return group.iter().try_for_each(|kept| store::notice::give_up(tx, kept.id, desk.now));
    };
    let (mut fresh, mut kept) = (Vec::new(), Vec::new());
    for one in group {
        if one.kept_for.is_none() {
            fresh.push(one);
        } else if alarms.may_leave(tx, one, desk.now)? {
            kept.push(one);
        } else {
            store::notice::give_up(tx, one.id, desk.now)?;
        }
    }
    if fresh.len() > FEW {
        kept.append(&mut fresh);
    }
    let to = To { tx, desk, listener, channel: first.channel, address };
    if !kept.is_empty() {
        to.send(alarms, &kept)?;
    }
    fresh.into_iter().try_for_each(|one| to.send(alarms, &[one]))
}

/// Where messages go.
struct To<'a> {
    tx: &'a Write<'a>,
    desk: &'a Desk<'a>,
    listener: &'a Listener,
    channel: Channel,
    address: &'a str,
}

impl To<'_> {
    /// Has these leave as one message, or later where none may leave now.
    fn send(&self, alarms: &mut Alarms, told: &[&Kept]) -> Result<(), StoreError> {
        if let Some((until, reason)) = self.must_wait()? {
            let wait = |kept: &&Kept| store::notice::postpone(self.tx, kept.id, until, reason.name());
            return told.iter().try_for_each(wait);
        }
        if let ([kept], Some(of)) = (told, told.first().and_then(|kept| kept.ticket)) {
            return match tickets::composed(self.tx, self.desk, kept, self.listener)? {
                Some(composed) => self.send_of_ticket(kept, of.ticket, composed),
                None => store::notice::give_up(self.tx, kept.id, self.desk.now),
            };
        }
        let mut items = Vec::new();
        for kept in told {
            match self.item(alarms, kept)? {
                Some(item) => items.push(item),
                None => store::notice::give_up(self.tx, kept.id, self.desk.now)?,
            }
        }
        if items.is_empty() {
            return Ok(());
        }
        let delivery = self.queue(Letter::News(items), Mailing::default())?;
        told.iter().try_for_each(|kept| store::notice::leave(self.tx, kept.id, delivery))
    }

    /// Has something of one ticket leave: a letter of its own can be answered.
    fn send_of_ticket(&self, kept: &Kept, ticket: TicketId, composed: Composed) -> Result<(), StoreError> {
        let address = EmailAddress::parse(self.address).ok().filter(|_| self.channel == Channel::Email);
        let mailing = match &address {
            Some(address) => {
                let side = tickets::side(self.listener.role);
                let recipient = Recipient { address, side, account: Some(self.listener.id) };
                correspondence::mailing(self.tx, self.desk, ticket, (&recipient, &composed))?
            }
            None => Mailing { ticket: Some(ticket), ..Mailing::default() },
        };
        let delivery = self.queue(Letter::News(vec![Item::Ticket(Box::new(composed.notice))]), mailing)?;
        store::notice::leave(self.tx, kept.id, delivery)
    }

    /// Returns until when nothing may leave, and why.
    fn must_wait(&self) -> Result<Option<(Timestamp, Reason)>, StoreError> {
        let now = self.desk.now;
        if store::outbox::is_backed_up(self.tx, self.channel, self.address)? {
            return Ok(Some((now.checked_add(AGAIN).unwrap_or(now), Reason::Late)));
        }
        match self.channel {
            Channel::Email | Channel::Webhook => Ok(None),
            Channel::Sms => {
                let since = now.checked_sub(DAY).unwrap_or(Timestamp::MIN);
                let sent = store::outbox::sms_times(self.tx, self.address, since, CEILING)?;
                let free_at = free_at(&settings_of(self.listener), &sent, now);
                Ok(free_at.map(|free_at| (free_at, Reason::Ceiling)))
            }
        }
    }

    fn item(&self, alarms: &mut Alarms, kept: &Kept) -> Result<Option<Item>, StoreError> {
        if let Some(id) = kept.alarm {
            let alarm = alarms.get(self.tx, id)?.cloned().map(Box::new);
            return Ok(alarm.map(|alarm| Item::Alarm { alarm, news: kept.news }));
        }
        if kept.ticket.is_some() {
            let composed = tickets::composed(self.tx, self.desk, kept, self.listener)?;
            return Ok(composed.map(|composed| Item::Ticket(Box::new(composed.notice))));
        }
        let Some(event) = store::event::at(self.tx, kept.cursor)? else { return Ok(None) };
        if matches!(event.what, Happening::Billing { .. }) {
            let notice = billing::compose(self.tx, self.desk, &event)?;
            return Ok(notice.map(|notice| Item::Billing(Box::new(notice))));
        }
        Ok(match event.what {
            Happening::LogInFailures { n, .. } => Some(Item::LogInFailures { n, at: event.at }),
            Happening::CeilingReached { .. } => Some(Item::Ceiling { at: event.at }),
            Happening::Alarm { .. }
            | Happening::Readings { .. }
            | Happening::DocumentParked { .. }
            | Happening::SourceFailing { .. }
            | Happening::SourceRecovered { .. }
            | Happening::MailboxFailing { .. }
            | Happening::MailboxRecovered
            | Happening::MeterReplaced { .. }
            | Happening::ReadingsRemoved { .. }
            | Happening::Ticket { .. }
            | Happening::Billing { .. }
            | Happening::Unknown => None,
        })
    }

    fn queue(&self, letter: Letter, mailing: Mailing) -> Result<DeliveryId, StoreError> {
        let facts = Facts {
            login: self.listener.login.clone(),
            at: self.desk.now,
            source: String::new(),
            zone: self.desk.zone.clone(),
        };
        let post = Post {
            account: Some(self.listener.id),
            channel: self.channel,
            recipient: self.address.to_owned(),
            language: Language::parse(&self.listener.language).unwrap_or_default(),
            letter,
            facts,
            lasting: WORTH,
        };
        outbox::queue_mailing(self.tx, self.desk.vault, self.desk.now, (&post, mailing))
    }
}
