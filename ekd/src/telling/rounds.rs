//! What time brings: reminders, escalations, alarms that are held back no more, short messages that did not arrive.

use common::alarm::Alarm;
use common::delivery::{Channel, DeliveryState};
use common::id::{AlarmId, Cursor};
use common::notice::{Fallback, News};
use common::rule::Rule;
use jiff::{SignedDuration, Timestamp};

use super::Desk;
use super::choice::{address, audience, is_held, settings_of};
use super::events::released;
use crate::notice::{Lately, Reason, When, when};
use crate::store::log::{Logbook, Write};
use crate::store::notice::{Audience, Kept, Telling, ToldLast};
use crate::store::{self, StoreError};
use crate::vigil::turns;

/// What a round has found to do.
#[derive(Debug, Default)]
pub(super) struct Found {
    settled: Vec<(Kept, DeliveryState)>,
    /// Held back no more, or over.
    released: Vec<(AlarmId, Cursor)>,
    /// Nobody took note in time.
    escalated: Vec<AlarmId>,
    reminded: Vec<(AlarmId, Vec<ToldLast>)>,
    /// Something that was kept is to be told.
    is_due: bool,
}

impl Found {
    pub(super) const fn is_empty(&self) -> bool {
        self.settled.is_empty()
            && self.released.is_empty()
            && self.escalated.is_empty()
            && self.reminded.is_empty()
            && !self.is_due
    }
}

/// Looks what is to be done.
pub(super) fn look(log: &Logbook<'_>, now: Timestamp) -> Result<Found, StoreError> {
    let mut found = Found { settled: store::notice::settled(log)?, ..Found::default() };
    found.is_due = store::notice::next_at(log)?.is_some_and(|next_at| next_at <= now);
    for (id, cursor) in store::notice::held(log)? {
        let alarm = store::alarm::by_id(log, id)?.filter(Alarm::is_active);
        if alarm.is_none_or(|alarm| !is_held(&alarm, now)) {
            found.released.push((id, cursor));
        }
    }
    let rules = store::rule::list(log)?;
    let rules: Vec<Rule> =
        rules.into_iter().filter(|rule| rule.remind_every.is_some() || rule.escalate.is_some()).collect();
    if rules.is_empty() {
        return Ok(found);
    }
    for alarm in store::alarm::all_active(log)? {
        let rule = rules.iter().find(|rule| rule.name == alarm.rule);
        if let Some(rule) = rule.filter(|_| waits_for_somebody(&alarm, now)) {
            unheeded(log, &alarm, rule, (now, &mut found))?;
        }
    }
    Ok(found)
}

fn waits_for_somebody(alarm: &Alarm, now: Timestamp) -> bool {
    alarm.is_active() && alarm.acknowledged.is_none() && !is_held(alarm, now)
}

fn unheeded(
    log: &Logbook<'_>,
    alarm: &Alarm,
    rule: &Rule,
    (now, found): (Timestamp, &mut Found),
) -> Result<(), StoreError> {
    if let Some(escalation) = &rule.escalate {
        let is_time = now.duration_since(alarm.raised_at) >= escalation.after;
        if is_time && !store::alarm::is_escalated(log, alarm.id)? {
            found.escalated.push(alarm.id);
        }
    }
    if let Some(every) = rule.remind_every.filter(SignedDuration::is_positive) {
        let mut told = store::notice::told_last(log, alarm.id)?;
        told.retain(|told| now.duration_since(told.at) >= every);
        if !told.is_empty() {
            found.reminded.push((alarm.id, told));
        }
    }
    Ok(())
}

/// Writes down what a round has found.
pub(super) fn take(tx: &Write<'_>, desk: &Desk<'_>, found: &Found) -> Result<(), StoreError> {
    for (kept, state) in &found.settled {
        store::notice::unwatch(tx, kept.id)?;
        match state {
            DeliveryState::Failed | DeliveryState::Expired | DeliveryState::Bounced => fall_back(tx, desk, kept)?,
            DeliveryState::Sent | DeliveryState::Waiting | DeliveryState::Unknown => {}
        }
    }
    for (id, cursor) in &found.released {
        let alarm = store::alarm::by_id(tx, *id)?;
        if store::notice::release(tx, *id)?
            && let Some(alarm) = alarm.filter(Alarm::is_active)
        {
            released(tx, desk, &alarm, *cursor)?;
        }
    }
    for id in &found.escalated {
        let alarm = store::alarm::by_id(tx, *id)?.filter(|alarm| waits_for_somebody(alarm, desk.now));
        if let Some(alarm) = alarm {
            turns::escalate(tx, &alarm, desk.now)?;
        }
    }
    found.reminded.iter().try_for_each(|(id, told)| remind(tx, desk, *id, told))
}

/// Tells by e-mail what could not be told by a short message, unless it was told so anyway.
fn fall_back(tx: &Write<'_>, desk: &Desk<'_>, kept: &Kept) -> Result<(), StoreError> {
    let listener = store::notice::listeners(tx, Audience::One(kept.account), desk.now)?.into_iter().next();
    let Some(listener) = listener.filter(|listener| settings_of(listener).fallback == Fallback::Email) else {
        return Ok(());
    };
    if address(&listener, Channel::Email, desk.channels).is_none() {
        return Ok(());
    }
    if let Some(alarm) = kept.alarm
        && kept.news != News::Cleared
        && store::notice::is_told(tx, (alarm, kept.account, Channel::Email))?
    {
        return Ok(());
    }
    if let Some(of) = kept.ticket
        && store::notice::is_told_of_ticket(tx, of, (kept.kind, kept.account, Channel::Email))?
    {
        return Ok(());
    }
    let telling = Telling {
        at: desk.now,
        account: kept.account,
        kind: kept.kind,
        news: kept.news,
        channel: Channel::Email,
        alarm: kept.alarm,
        ticket: kept.ticket,
        cursor: kept.cursor,
        until: desk.now,
        kept_for: Some(Reason::Late.name()),
    };
    store::notice::add(tx, &telling)?;
    Ok(())
}

/// Tells those again who were told and of whom nobody has taken note. In quiet hours nobody is reminded.
fn remind(tx: &Write<'_>, desk: &Desk<'_>, id: AlarmId, told: &[ToldLast]) -> Result<(), StoreError> {
    let alarm = store::alarm::by_id(tx, id)?.filter(|alarm| waits_for_somebody(alarm, desk.now));
    let Some(alarm) = alarm else { return Ok(()) };
    for listener in store::notice::listeners(tx, audience(&alarm), desk.now)? {
        let settings = settings_of(&listener);
        let is_now = when(&settings, alarm.severity, Lately::default(), (desk.now, desk.zone)) == When::Now;
        for told in told.iter().filter(|told| is_now && told.account == listener.id) {
            if address(&listener, told.channel, desk.channels).is_none() {
                continue;
            }
            let telling = Telling {
                at: desk.now,
                account: listener.id,
                kind: common::notice::NoticeKind::Alarm(alarm.kind),
                news: News::Reminder,
                channel: told.channel,
                alarm: Some(alarm.id),
                ticket: None,
                cursor: store::event::end(tx)?,
                until: desk.now,
                kept_for: None,
            };
            store::notice::add(tx, &telling)?;
        }
    }
    Ok(())
}
