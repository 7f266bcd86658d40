//! Notices, routes and hours in words, and the same words read again. Draws nothing.

use std::collections::BTreeSet;

use common::delivery::{Channel, Delivery, DeliveryState};
use common::notice::{Fallback, News, Notice, NoticeKind, NoticeSettings, NoticeState, Route};
use common::text::{fold, visible};
use common::time::hours::{Day, Hours};
use jiff::civil::Time;

use crate::look::Look;
use crate::screen::alarms::words::{self, severity};
use crate::widget::fit;

/// The ways out that a person can choose.
pub const WAYS: [Channel; 2] = [Channel::Sms, Channel::Email];
/// What can become of a short message that nobody took.
pub const FALLBACKS: [Fallback; 2] = [Fallback::Email, Fallback::Nothing];

/// Returns the message that names a way out.
#[must_use]
pub const fn way_label(channel: Channel) -> &'static str {
    match channel {
        Channel::Email => "channel-email",
        Channel::Sms => "channel-sms",
        Channel::Webhook => "channel-webhook",
    }
}

/// Returns the message that names what becomes of a short message that nobody took.
#[must_use]
pub const fn fallback_label(fallback: Fallback) -> &'static str {
    match fallback {
        Fallback::Email => "channel-email",
        Fallback::Nothing => "fallback-nothing",
    }
}

/// Returns what somebody is told of.
#[must_use]
pub fn kind(kind: NoticeKind, look: &Look) -> String {
    match kind {
        NoticeKind::Alarm(kind) => words::kind(kind, look),
        NoticeKind::LogInFailures | NoticeKind::Ceiling | NoticeKind::Ticket(_) | NoticeKind::Billing(_) => {
            look.say(&format!("notice-{}", kind.name()))
        }
    }
}

/// Returns the number of the alarm, the kind, and what is new of it.
#[must_use]
pub fn matter(notice: &Notice, look: &Look) -> Vec<String> {
    let number = notice.alarm.map(|id| format!("{} ", words::number(id))).unwrap_or_default();
    let news = match notice.news {
        News::Raised => None,
        News::Risen | News::Reminder | News::Escalated | News::Cleared | News::Unknown => {
            Some(look.say(&format!("notice-{}", notice.news.name())))
        }
    };
    std::iter::once(format!("{number}{}", kind(notice.kind, look))).chain(news).collect()
}

/// Returns the same in so many columns: the number is never cut.
#[must_use]
pub fn matter_within(notice: &Notice, room: usize, look: &Look) -> String {
    let whole = matter(notice, look).join(" · ");
    if usize::from(fit::width(&whole)) <= room {
        return whole;
    }
    let number = notice.alarm.map(|id| format!("{} ", words::number(id))).unwrap_or_default();
    let left = room.saturating_sub(usize::from(fit::width(&number)));
    format!("{number}{}", fit::cut_middle(&kind(notice.kind, look), left, look.glyphs.ellipsis))
}

/// Returns what became of a notice.
#[must_use]
pub fn state(state: &NoticeState, look: &Look) -> String {
    match state {
        NoticeState::Kept { until } => look.tell("notice-waits", &[("until", look.moment(*until).into())]),
        NoticeState::Left { state, .. } => delivery_state(*state, look),
        NoticeState::Dropped => look.say("notice-dropped"),
        NoticeState::Unknown => look.say("delivery-unknown"),
    }
}

/// Returns what became of a message.
#[must_use]
pub fn delivery_state(state: DeliveryState, look: &Look) -> String {
    look.say(&format!("delivery-{}", state.name()))
}

/// Tells whether a message has not arrived and never will.
#[must_use]
pub const fn is_lost(state: DeliveryState) -> bool {
    matches!(state, DeliveryState::Failed | DeliveryState::Expired)
}

/// Returns what a message is about.
#[must_use]
pub fn topic(delivery: &Delivery, look: &Look) -> String {
    let id = format!("letter-{}", delivery.topic);
    if look.knows(&id) { look.say(&id) } else { visible(&delivery.topic).into_owned() }
}

/// Returns a time of day.
#[must_use]
pub fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// Returns hours of the week: `pn-pt 22:00-06:00, nd 00:00-12:00`.
#[must_use]
pub fn hours(hours: &[Hours], look: &Look) -> String {
    let stretch = |hours: &Hours| {
        let clock = format!("{}-{}", clock(hours.from), clock(hours.until));
        days(&hours.days, look).into_iter().chain([clock]).collect::<Vec<_>>().join(" ")
    };
    hours.iter().map(stretch).collect::<Vec<_>>().join(", ")
}

/// Returns days of the week: from three in a row on, the first and the last of them.
fn days(days: &BTreeSet<Day>, look: &Look) -> Vec<String> {
    let in_turn = Day::ALL.split(|day| !days.contains(day));
    let named = |run: &[Day]| match run {
        [first, _, .., last] => vec![format!("{}-{}", day_name(*first, look), day_name(*last, look))],
        few => few.iter().map(|day| day_name(*day, look)).collect(),
    };
    in_turn.flat_map(named).collect()
}

fn day_name(day: Day, look: &Look) -> String {
    look.say(&format!("day-{}", day.name()))
}

/// Reads hours of the week as they are written, with days in the language or by their names in files.
#[must_use]
pub fn read_hours(text: &str, look: &Look) -> Option<Vec<Hours>> {
    parts(text).map(|stretch| read_stretch(stretch, look)).collect()
}

fn read_stretch(text: &str, look: &Look) -> Option<Hours> {
    let (days, clock) = text.rsplit_once(' ').unwrap_or(("", text));
    let days = days.split_whitespace().map(|word| read_days(word, look)).collect::<Option<Vec<_>>>()?;
    let (from, until) = clock.split_once('-')?;
    Some(Hours { days: days.concat().into_iter().collect(), from: read_clock(from)?, until: read_clock(until)? })
}

/// Reads one day, or all from one to another; those may go over the end of the week.
fn read_days(word: &str, look: &Look) -> Option<Vec<Day>> {
    let place = |word: &str| {
        let is_meant = |day: &Day| fold(&day_name(*day, look)) == fold(word) || day.name() == word;
        Day::ALL.iter().position(is_meant)
    };
    let (first, last) = word.split_once('-').unwrap_or((word, word));
    let (first, last) = (place(first)?, place(last)?);
    let n_days = (last + Day::ALL.len() - first) % Day::ALL.len();
    Some(Day::ALL.into_iter().cycle().skip(first).take(n_days + 1).collect())
}

/// Reads a time of day: `7:00`, `07:00`.
#[must_use]
pub fn read_clock(text: &str) -> Option<Time> {
    let (hour, minute) = text.trim().split_once(':')?;
    let short = hour.len() <= 2 && minute.len() == 2;
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok().filter(|_| short)
}

/// Returns kinds as they are typed, separated by commas.
#[must_use]
pub fn kinds(kinds: &BTreeSet<NoticeKind>, look: &Look) -> String {
    kinds.iter().map(|one| kind(*one, look)).collect::<Vec<_>>().join(", ")
}

/// Reads kinds: each by its words, by its name in files, or by a piece of its words that no other has.
///
/// # Errors
/// The first piece that names no kind, or several.
pub fn read_kinds<'a>(text: &'a str, look: &Look) -> Result<BTreeSet<NoticeKind>, &'a str> {
    parts(text).map(|word| read_kind(word, look).ok_or(word)).collect()
}

fn read_kind(word: &str, look: &Look) -> Option<NoticeKind> {
    let wanted = fold(word);
    let is_it = |one: &NoticeKind| fold(&kind(*one, look)) == wanted || one.name() == wanted;
    if let Some(found) = NoticeKind::all().find(is_it) {
        return Some(found);
    }
    let mut holding = NoticeKind::all().filter(|one| fold(&kind(*one, look)).contains(&wanted));
    holding.next().filter(|_| holding.next().is_none())
}

/// Returns what stands between commas.
pub fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty())
}

/// Returns the kinds of a route, all of them, or how many.
#[must_use]
pub fn kinds_within(route: &Route, room: usize, look: &Look) -> String {
    let n = ("n", route.kinds.len().into());
    let all = if route.kinds.is_empty() { look.say("notices-all-kinds") } else { kinds(&route.kinds, look) };
    fitting(all, room, || look.tell("notices-n-kinds", &[n]))
}

/// Returns the sites of a route, all of them, or how many.
#[must_use]
pub fn sites_within(route: &Route, room: usize, look: &Look) -> String {
    let n = ("n", route.sites.len().into());
    let all = if route.sites.is_empty() { look.say("notices-all-sites") } else { sites(route) };
    fitting(all, room, || look.tell("place-sites", &[n]))
}

/// Returns the codes of a route's sites, separated by commas.
#[must_use]
pub fn sites(route: &Route) -> String {
    route.sites.iter().map(|code| visible(code.as_str())).collect::<Vec<_>>().join(", ")
}

/// Returns when a route holds.
#[must_use]
pub fn hours_within(route: &Route, room: usize, look: &Look) -> String {
    let all = if route.hours.is_empty() { look.say("notices-always") } else { hours(&route.hours, look) };
    fitting(all, room, || look.say("notices-some-hours"))
}

fn fitting(text: String, room: usize, otherwise: impl FnOnce() -> String) -> String {
    if usize::from(fit::width(&text)) <= room { text } else { otherwise() }
}

/// Returns a route in one line.
#[must_use]
pub fn route(route: &Route, look: &Look) -> String {
    let from = look.tell("notices-from", &[("severity", severity(route.severity, look).into())]);
    let everything = usize::MAX;
    [
        look.say(way_label(route.channel)),
        from,
        kinds_within(route, everything, look),
        sites_within(route, everything, look),
        hours_within(route, everything, look),
    ]
    .join(" · ")
}

/// Returns what holds for all routes, each with its name.
#[must_use]
pub fn manners(settings: &NoticeSettings, look: &Look) -> [(&'static str, String); 5] {
    let quiet = if settings.quiet.is_empty() { look.say("notices-no-quiet") } else { hours(&settings.quiet, look) };
    let most = [("hour", settings.most_an_hour.into()), ("day", settings.most_a_day.into())];
    [
        ("notices-quiet", quiet),
        ("notices-breaks", severity(settings.breaks_quiet, look)),
        ("notices-digest", clock(settings.digest_at)),
        ("notices-most", look.tell("notices-most-sms", &most)),
        ("notices-fallback", look.say(fallback_label(settings.fallback))),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use common::alarm::AlarmKind;
    use common::language::Language;

    #[test]
    fn hours_that_are_written_can_be_read_again() {
        for language in Language::ALL {
            let look = fixture::look(language);
            let week: BTreeSet<Day> = Day::ALL.into_iter().collect();
            let at = |text| read_clock(text).unwrap();
            let both = [
                Hours { days: week, from: at("22:00"), until: at("06:00") },
                Hours { days: BTreeSet::new(), from: at("9:05"), until: at("9:30") },
            ];
            assert_eq!(read_hours(&hours(&both, &look), &look).unwrap(), both);
            for some in (0..128_u8).map(|bits| Day::ALL.into_iter().filter(move |day| bits >> *day as u8 & 1 == 1)) {
                let night = [Hours { days: some.collect(), from: at("22:00"), until: at("06:00") }];
                assert_eq!(read_hours(&hours(&night, &look), &look).unwrap(), night);
            }
            let weekend = read_hours("fri-mon 22:00-06:00", &look).unwrap().remove(0).days;
            assert_eq!(weekend, [Day::Fri, Day::Sat, Day::Sun, Day::Mon].into());
            assert_eq!(read_hours(" ", &look).unwrap(), []);
            for wrong in ["22:00", "22-6", "mon- 22:00-06:00", "xx 22:00-06:00", "25:00-06:00", "22:0-06:00"] {
                assert!(read_hours(wrong, &look).is_none(), "{wrong}");
            }
        }
    }

    #[test]
    fn kinds_are_read_by_words_names_and_pieces_of_one() {
        for language in Language::ALL {
            let look = fixture::look(language);
            let all: BTreeSet<NoticeKind> = NoticeKind::all().collect();
            assert_eq!(read_kinds(&kinds(&all, &look), &look).unwrap(), all);
            let names: Vec<&str> = all.iter().map(|kind| kind.name()).collect();
            assert_eq!(read_kinds(&names.join(","), &look).unwrap(), all);
        }
        let look = fixture::look(Language::Polish);
        let hot = NoticeKind::Alarm(AlarmKind::ReturnHot);
        assert_eq!(read_kinds("Powrot", &look), Ok([hot].into()));
        assert_eq!(read_kinds("wyciek, licznik", &look), Err("licznik"));
        assert_eq!(read_kinds("kot", &look), Err("kot"));
    }
}
