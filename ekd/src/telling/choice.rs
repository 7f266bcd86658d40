//! Who is told, by which way and when: the settings of people, held against what happened.

use common::alarm::{Alarm, Subject};
use common::delivery::Channel;
use common::id::Cursor;
use common::notice::{Fallback, News, NoticeKind, NoticeSettings};
use jiff::{SignedDuration, Timestamp};

use super::Desk;
use crate::notice::{FRESH, HOLDS, Lately, Matter, Reason, When, usual, ways, when};
use crate::notify::Channels;
use crate::store::log::Write;
use crate::store::notice::{Audience, Listener, Telling};
use crate::store::{self, StoreError};

const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// Something of an alarm, and the event that tells of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Happened<'a> {
    pub alarm: &'a Alarm,
    pub news: News,
    pub cursor: Cursor,
    /// When it happened.
    pub at: Timestamp,
}

/// Returns what somebody wants to be told.
#[must_use]
pub fn settings_of(listener: &Listener) -> NoticeSettings {
    listener.settings.clone().unwrap_or_else(|| usual(listener.role))
}

/// Returns where somebody is reached by a way, if messages can leave by it.
#[must_use]
pub fn address<'a>(listener: &'a Listener, channel: Channel, channels: &Channels) -> Option<&'a str> {
    let address = match channel {
        Channel::Email => listener.email.as_deref(),
        Channel::Sms => listener.mobile.as_deref(),
        // A program's, not a person's.
        Channel::Webhook => None,
    };
    address.filter(|_| channels.has(channel))
}

/// Returns the ways by which somebody is told who wants these; what cannot be reached by a short message may be by
/// e-mail.
pub(super) fn reachable(
    listener: &Listener,
    settings: &NoticeSettings,
    wanted: Vec<Channel>,
    channels: &Channels,
) -> Vec<Channel> {
    let mut ways = Vec::new();
    for channel in wanted {
        let way = match (address(listener, channel, channels), channel, settings.fallback) {
            (Some(_), channel, _) => Some(channel),
            (None, Channel::Sms, Fallback::Email) => {
                address(listener, Channel::Email, channels).map(|_| Channel::Email)
            }
            (None, Channel::Sms, Fallback::Nothing) | (None, Channel::Email | Channel::Webhook, _) => None,
        };
        ways.extend(way.filter(|way| !ways.contains(way)));
    }
    ways
}

/// Returns who may be told of an alarm.
#[must_use]
pub fn audience(alarm: &Alarm) -> Audience {
    match &alarm.subject {
        Subject::Source { .. } => Audience::Operators,
        Subject::Point { site, .. } => Audience::OfSite { site: *site, since: alarm.since },
    }
}

/// Returns what an alarm is for the settings of people.
#[must_use]
pub const fn matter(alarm: &Alarm) -> Matter<'_> {
    let site = match &alarm.subject {
        Subject::Source { .. } => None,
        Subject::Point { site_code, .. } => Some(site_code),
    };
    Matter { kind: NoticeKind::Alarm(alarm.kind), severity: alarm.severity, site }
}

/// Tells whether nobody is told of an alarm now.
pub(super) fn is_held(alarm: &Alarm, now: Timestamp) -> bool {
    alarm.in_maintenance || alarm.muted_until.is_some_and(|until| until > now)
}

/// Writes down that somebody is told of an alarm, now or later; false where it was told already.
pub(super) fn note(
    tx: &Write<'_>,
    desk: &Desk<'_>,
    (listener, settings, channel): (&Listener, &NoticeSettings, Channel),
    happened: Happened<'_>,
) -> Result<bool, StoreError> {
    let (now, alarm) = (desk.now, happened.alarm);
    let since = now.checked_sub(HOUR).unwrap_or(Timestamp::MIN);
    let of = (alarm.id, listener.id, channel);
    let (n, is_often) = store::notice::lately(tx, of, since, Reason::Often.name())?;
    let decided = when(settings, alarm.severity, Lately { n, is_often }, (now, desk.zone));
    let is_late = now.duration_since(happened.at) > FRESH;
    let (until, reason) = match decided {
        // A condition that comes and goes is told before the digest once it stays.
        When::Later { until, reason: Reason::Often } if happened.news != News::Cleared => {
            (until.min(now.checked_add(HOLDS).unwrap_or(until)), Some(Reason::Often))
        }
        When::Later { until, reason } => (until, Some(reason)),
        When::Now if is_late => (now, Some(Reason::Late)),
        When::Now => (now, None),
    };
    let telling = Telling {
        at: now,
        account: listener.id,
        kind: NoticeKind::Alarm(alarm.kind),
        news: happened.news,
        channel,
        alarm: Some(alarm.id),
        ticket: None,
        cursor: happened.cursor,
        until,
        kept_for: reason.map(Reason::name),
    };
    store::notice::add(tx, &telling)
}

/// Returns by which ways somebody is told of an alarm.
pub(super) fn ways_of(
    desk: &Desk<'_>,
    (listener, settings): (&Listener, &NoticeSettings),
    matter: &Matter<'_>,
) -> Vec<Channel> {
    reachable(listener, settings, ways(settings, matter, desk.now, desk.zone), desk.channels)
}
