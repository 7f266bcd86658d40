//! How many messages a rule would have sent in the past, with today's settings of those who see the sites.

use std::collections::{BTreeSet, HashMap};

use common::alarm::Severity;
use common::delivery::Channel;
use common::id::{AccountId, PointCode, SiteId};
use common::notice::{News, NoticeKind, NoticeSettings};
use common::rule::Rule;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::choice::{reachable, settings_of};
use crate::notice::{Lately, Matter, Reason, When, ways, when};
use crate::notify::Channels;
use crate::store::log::Logbook;
use crate::store::notice::{Audience, Listener};
use crate::store::{self, StoreError};
use crate::vigil::preview::Found;

/// Messages by way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Messages {
    pub n_emails: u64,
    pub n_sms: u64,
}

/// Who is counted, and how.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    pub zone: &'a TimeZone,
    pub channels: &'a Channels,
    pub now: Timestamp,
    /// Only this account; `None` for everybody.
    pub only: Option<AccountId>,
}

const HOUR: SignedDuration = SignedDuration::from_hours(1);

type To = (AccountId, Channel);

/// What people would have been told so far.
#[derive(Default)]
struct Told {
    messages: Messages,
    /// Of a condition, by person and way.
    lately: HashMap<(To, PointCode), Vec<Timestamp>>,
    often: HashMap<(To, PointCode), Timestamp>,
    digests: BTreeSet<(i64, Timestamp, &'static str)>,
    /// Kept for quiet hours, until the digest.
    quiet: HashMap<(To, usize), Timestamp>,
    /// Who knows of which.
    known: BTreeSet<(i64, &'static str, usize)>,
}

/// Counts the messages.
///
/// # Errors
/// Where the archive fails.
pub fn count(log: &Logbook<'_>, rule: &Rule, found: &[Found], reader: Reader<'_>) -> Result<Messages, StoreError> {
    let listeners = listeners(log, found, reader)?;
    let mut moments: Vec<(Timestamp, usize, News)> = Vec::new();
    for (index, found) in found.iter().enumerate() {
        moments.push((found.raised_at, index, News::Raised));
        moments.extend(found.spell.until.map(|until| (until.max(found.raised_at), index, News::Cleared)));
    }
    moments.sort_by_key(|(at, index, news)| (*at, *index, *news));
    let mut told = Told::default();
    for (at, index, news) in moments {
        let Some(found) = found.get(index) else { continue };
        for (listener, settings) in listeners.get(&found.site).into_iter().flatten() {
            told.moment(rule, (found, index), (at, news), (listener, settings), reader);
        }
    }
    for until in told.quiet.iter().map(|((to, _), until)| (to.0.0, *until, to.1.name())) {
        told.digests.insert(until);
    }
    for (_, _, channel) in &told.digests {
        count_one(&mut told.messages, channel);
    }
    Ok(told.messages)
}

type Listeners = HashMap<SiteId, Vec<(Listener, NoticeSettings)>>;

fn listeners(log: &Logbook<'_>, found: &[Found], reader: Reader<'_>) -> Result<Listeners, StoreError> {
    let mut listeners = Listeners::new();
    for site in found.iter().map(|found| found.site) {
        if listeners.contains_key(&site) {
            continue;
        }
        let mut of_site = store::notice::listeners(log, Audience::OfSite { site, since: reader.now }, reader.now)?;
        of_site.retain(|listener| reader.only.is_none_or(|only| only == listener.id));
        let with_settings = of_site.into_iter().map(|listener| {
            let settings = settings_of(&listener);
            (listener, settings)
        });
        listeners.insert(site, with_settings.collect());
    }
    Ok(listeners)
}

fn count_one(messages: &mut Messages, channel: &str) {
    match Channel::parse(channel) {
        Some(Channel::Email) => messages.n_emails += 1,
        Some(Channel::Sms) => messages.n_sms += 1,
        Some(Channel::Webhook) | None => {}
    }
}

impl Told {
    fn moment(
        &mut self,
        rule: &Rule,
        (found, index): (&Found, usize),
        (at, news): (Timestamp, News),
        (listener, settings): (&Listener, &NoticeSettings),
        reader: Reader<'_>,
    ) {
        let severity = found.spell.severity;
        let kind = NoticeKind::Alarm(rule.condition.kind());
        let matter = Matter { kind, severity, site: Some(&found.spell.site) };
        let wanted = match news {
            News::Cleared => Channel::ALL.to_vec(),
            News::Raised | News::Risen | News::Reminder | News::Escalated | News::Unknown => {
                ways(settings, &matter, at, reader.zone)
            }
        };
        for channel in reachable(listener, settings, wanted, reader.channels) {
            let to = (listener.id, channel);
            if news == News::Cleared {
                self.quiet.remove(&(to, index));
                if !self.known.contains(&(to.0.0, channel.name(), index)) {
                    continue;
                }
            }
            self.one(to, (found, index), (at, news), (severity, settings, reader.zone));
        }
    }

    fn one(
        &mut self,
        to: To,
        (found, index): (&Found, usize),
        (at, news): (Timestamp, News),
        (severity, settings, zone): (Severity, &NoticeSettings, &TimeZone),
    ) {
        let condition = (to, found.spell.point.clone());
        let lately = self.lately.entry(condition.clone()).or_default();
        lately.retain(|told| at.duration_since(*told) < HOUR);
        let is_often = self.often.get(&condition).is_some_and(|until| *until > at);
        let decided = when(settings, severity, Lately { n: lately.len() as u64, is_often }, (at, zone));
        match decided {
            When::Now => {
                lately.push(at);
                count_one(&mut self.messages, to.1.name());
                self.known.insert((to.0.0, to.1.name(), index));
            }
            When::Later { until, reason: Reason::Often } => {
                self.often.insert(condition, until);
                self.digests.insert((to.0.0, until, to.1.name()));
                self.known.insert((to.0.0, to.1.name(), index));
            }
            When::Later { until, .. } if news == News::Raised => {
                self.quiet.insert((to, index), until);
            }
            When::Later { until, .. } => {
                self.digests.insert((to.0.0, until, to.1.name()));
            }
        }
    }
}
