//! What each event of the journal means for people.

use common::alarm::{Alarm, Severity, Turn};
use common::delivery::Channel;
use common::event::{Event, Happening};
use common::id::{AccountId, AlarmId, Cursor};
use common::notice::{BillingNews, News, NoticeKind, NoticeSettings, TicketNews};
use jiff::{SignedDuration, Timestamp};

use super::choice::{self, Happened, audience, is_held, matter, note, reachable, settings_of, ways_of};
use super::{Desk, billing, leaving, tickets};
use crate::notice::{self, Matter, Reason, digest_time};
use crate::store::log::Write;
use crate::store::notice::{Audience, Listener, Telling};
use crate::store::{self, StoreError};

const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// Tells whether anybody may be told of an event.
pub(super) fn is_news(event: &Event) -> bool {
    match &event.what {
        Happening::Alarm { .. } | Happening::LogInFailures { .. } | Happening::CeilingReached { .. } => true,
        Happening::Ticket { news, .. } => TicketNews::TOLD.contains(news),
        Happening::Billing { news, .. } => BillingNews::TOLD.contains(news),
        Happening::Readings { .. }
        | Happening::DocumentParked { .. }
        | Happening::SourceFailing { .. }
        | Happening::SourceRecovered { .. }
        | Happening::MailboxFailing { .. }
        | Happening::MailboxRecovered
        | Happening::MeterReplaced { .. }
        | Happening::ReadingsRemoved { .. }
        | Happening::Unknown => false,
    }
}

/// Writes down who is told of an event.
pub(super) fn tell(tx: &Write<'_>, desk: &Desk<'_>, event: &Event) -> Result<(), StoreError> {
    match &event.what {
        Happening::Alarm { alarm, turn, .. } => turned(tx, desk, event, (*alarm, turn)),
        Happening::LogInFailures { account, .. } => {
            simply(tx, desk, event, (Audience::One(*account), NoticeKind::LogInFailures, Severity::Alarm))
        }
        Happening::CeilingReached { .. } => {
            simply(tx, desk, event, (Audience::Operators, NoticeKind::Ceiling, Severity::Warning))
        }
        Happening::Ticket { ticket, news, entry } => tickets::tell(tx, desk, event, (*ticket, *news, *entry)),
        Happening::Billing { .. } => billing::tell(tx, desk, event),
        Happening::Readings { .. }
        | Happening::DocumentParked { .. }
        | Happening::SourceFailing { .. }
        | Happening::SourceRecovered { .. }
        | Happening::MailboxFailing { .. }
        | Happening::MailboxRecovered
        | Happening::MeterReplaced { .. }
        | Happening::ReadingsRemoved { .. }
        | Happening::Unknown => Ok(()),
    }
}

fn turned(tx: &Write<'_>, desk: &Desk<'_>, event: &Event, (id, turn): (AlarmId, &Turn)) -> Result<(), StoreError> {
    let Some(alarm) = store::alarm::by_id(tx, id)? else { return Ok(()) };
    let happened = |news| Happened { alarm: &alarm, news, cursor: event.cursor, at: event.at };
    if let Some(news) = news_of(turn) {
        leaving::hook(tx, desk, &alarm, news)?;
    }
    match turn {
        Turn::Raised { .. } => begun(tx, desk, happened(News::Raised)),
        Turn::SeverityChanged { from, to } if to > from => begun(tx, desk, happened(News::Risen)),
        Turn::Cleared => over(tx, desk, happened(News::Cleared)),
        Turn::Escalated => escalated(tx, desk, happened(News::Escalated)),
        Turn::Muted { .. } => store::notice::hold(tx, id, event.cursor),
        Turn::Unmuted => {
            store::notice::release(tx, id)?;
            begun(tx, desk, happened(News::Raised))
        }
        Turn::SeverityChanged { .. } | Turn::Acknowledged { .. } | Turn::Unacknowledged | Turn::Unknown => Ok(()),
    }
}

/// Returns what programs are told of a turn: all that the rules and time make of an alarm, whoever is told.
fn news_of(turn: &Turn) -> Option<News> {
    match turn {
        Turn::Raised { .. } => Some(News::Raised),
        Turn::SeverityChanged { from, to } if to > from => Some(News::Risen),
        Turn::Cleared => Some(News::Cleared),
        Turn::Escalated => Some(News::Escalated),
        Turn::SeverityChanged { .. }
        | Turn::Acknowledged { .. }
        | Turn::Unacknowledged
        | Turn::Muted { .. }
        | Turn::Unmuted
        | Turn::Unknown => None,
    }
}

/// Tells that an alarm has begun or risen: one that is over already is told to nobody, one that is held back later.
pub(super) fn begun(tx: &Write<'_>, desk: &Desk<'_>, happened: Happened<'_>) -> Result<(), StoreError> {
    let alarm = happened.alarm;
    if !alarm.is_active() {
        return Ok(());
    }
    if is_held(alarm, desk.now) {
        return store::notice::hold(tx, alarm.id, happened.cursor);
    }
    for listener in store::notice::listeners(tx, audience(alarm), desk.now)? {
        let settings = settings_of(&listener);
        for channel in ways_of(desk, (&listener, &settings), &matter(alarm)) {
            let is_told = store::notice::is_told(tx, (alarm.id, listener.id, channel))?;
            let news = match (happened.news, is_told) {
                (News::Raised, true) => continue,
                (news, true) => news,
                (_, false) => News::Raised,
            };
            let is_new = note(tx, desk, (&listener, &settings, channel), Happened { news, ..happened })?;
            if is_new && news == News::Risen {
                hurry(tx, desk, alarm, (listener.id, channel))?;
            }
        }
    }
    Ok(())
}

/// Has what was kept of an alarm that has risen since leave with it, where it leaves at once.
fn hurry(
    tx: &Write<'_>,
    desk: &Desk<'_>,
    alarm: &Alarm,
    (account, channel): (AccountId, Channel),
) -> Result<(), StoreError> {
    let kept = store::notice::kept_of_alarm(tx, alarm.id)?;
    let mut own = kept.iter().filter(|kept| kept.account == account && kept.channel == channel);
    let leaves = own.clone().any(|kept| kept.news == News::Risen && kept.kept_for.is_none());
    if !leaves {
        return Ok(());
    }
    own.try_for_each(|kept| match kept.news {
        News::Raised => store::notice::give_up(tx, kept.id, desk.now),
        News::Risen | News::Reminder | News::Escalated | News::Cleared | News::Unknown => Ok(()),
    })
}

/// Tells those who were told of an alarm that it is over; what was kept of it is told to nobody any more.
fn over(tx: &Write<'_>, desk: &Desk<'_>, happened: Happened<'_>) -> Result<(), StoreError> {
    let alarm = happened.alarm;
    store::notice::release(tx, alarm.id)?;
    let listeners = store::notice::listeners(tx, audience(alarm), desk.now)?;
    let often = Some(Reason::Often.name());
    let mut told: Vec<(AccountId, Channel)> = Vec::new();
    for kept in store::notice::kept_of_alarm(tx, alarm.id)? {
        let listener = listeners.iter().find(|listener| listener.id == kept.account);
        match listener {
            // The digest tells how often it came and went.
            Some(listener) if kept.kept_for.as_deref() == often => {
                let until = digest_time(&settings_of(listener), desk.now, desk.zone);
                store::notice::postpone(tx, kept.id, until, Reason::Often.name())?;
                told.push((kept.account, kept.channel));
            }
            Some(_) | None => store::notice::give_up(tx, kept.id, desk.now)?,
        }
    }
    if is_held(alarm, desk.now) {
        return Ok(());
    }
    told.extend(store::notice::told_last(tx, alarm.id)?.into_iter().map(|told| (told.account, told.channel)));
    for listener in &listeners {
        let settings = settings_of(listener);
        for (_, channel) in told.iter().filter(|(account, _)| *account == listener.id) {
            if choice::address(listener, *channel, desk.channels).is_some() {
                note(tx, desk, (listener, &settings, *channel), happened)?;
            }
        }
    }
    Ok(())
}

/// Tells those whom the rule names that nobody has taken note, as far as they see what it is about.
fn escalated(tx: &Write<'_>, desk: &Desk<'_>, happened: Happened<'_>) -> Result<(), StoreError> {
    let alarm = happened.alarm;
    let rule = store::rule::by_name(tx, &alarm.rule)?;
    let Some(escalation) = rule.and_then(|rule| rule.escalate).filter(|_| alarm.is_active()) else { return Ok(()) };
    let named = store::notice::listeners(tx, audience(alarm), desk.now)?;
    for listener in named.iter().filter(|listener| escalation.to.contains(&listener.login)) {
        let settings = settings_of(listener);
        // Who is named wants to know, whatever else they want to be told.
        let mut ways = ways_of(desk, (listener, &settings), &Matter { severity: Severity::Alarm, ..matter(alarm) });
        if ways.is_empty() {
            ways = reachable(listener, &settings, vec![Channel::Email], desk.channels);
        }
        for channel in ways {
            let telling = Telling {
                at: desk.now,
                account: listener.id,
                kind: NoticeKind::Alarm(alarm.kind),
                news: News::Escalated,
                channel,
                alarm: Some(alarm.id),
                ticket: None,
                cursor: happened.cursor,
                until: desk.now,
                kept_for: None,
            };
            store::notice::add(tx, &telling)?;
        }
    }
    Ok(())
}

/// Tells what is no alarm.
fn simply(
    tx: &Write<'_>,
    desk: &Desk<'_>,
    event: &Event,
    (audience, kind, severity): (Audience, NoticeKind, Severity),
) -> Result<(), StoreError> {
    for listener in store::notice::listeners(tx, audience, desk.now)? {
        let settings = settings_of(&listener);
        for channel in ways_of(desk, (&listener, &settings), &Matter { kind, severity, site: None }) {
            note_simply(tx, desk, event.cursor, (&listener, &settings, channel), (kind, severity))?;
        }
    }
    Ok(())
}

/// Writes down that somebody is told of something that is no alarm, now or later.
pub(super) fn note_simply(
    tx: &Write<'_>,
    desk: &Desk<'_>,
    cursor: Cursor,
    (listener, settings, channel): (&Listener, &NoticeSettings, Channel),
    (kind, severity): (NoticeKind, Severity),
) -> Result<(), StoreError> {
    let since = desk.now.checked_sub(HOUR).unwrap_or(Timestamp::MIN);
    let of = (kind, listener.id, channel);
    let (n, is_often) = store::notice::lately_of_kind(tx, of, since, Reason::Often.name())?;
    let lately = notice::Lately { n, is_often };
    let (until, reason) = match notice::when(settings, severity, lately, (desk.now, desk.zone)) {
        notice::When::Now => (desk.now, None),
        notice::When::Later { until, reason } => (until, Some(reason.name())),
    };
    let telling = Telling {
        at: desk.now,
        account: listener.id,
        kind,
        news: News::Raised,
        channel,
        alarm: None,
        ticket: None,
        cursor,
        until,
        kept_for: reason,
    };
    store::notice::add(tx, &telling).map(|_| ())
}

/// Tells of an alarm that is held back no more.
pub(super) fn released(tx: &Write<'_>, desk: &Desk<'_>, alarm: &Alarm, cursor: Cursor) -> Result<(), StoreError> {
    let told_before = store::notice::told_last(tx, alarm.id)?;
    begun(tx, desk, Happened { alarm, news: News::Raised, cursor, at: desk.now })?;
    if alarm.acknowledged.is_some() {
        return Ok(());
    }
    // Who knew of it before learns that it goes on.
    for listener in store::notice::listeners(tx, audience(alarm), desk.now)? {
        let settings = settings_of(&listener);
        for told in told_before.iter().filter(|told| told.account == listener.id) {
            let happened = Happened { alarm, news: News::Reminder, cursor, at: desk.now };
            note(tx, desk, (&listener, &settings, told.channel), happened)?;
        }
    }
    Ok(())
}
