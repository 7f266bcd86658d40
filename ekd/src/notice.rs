//! What a person is told, by which way and when: rules over the settings of that person.
//!
//! Knows no archive, no clock and no letters. That something is told once and in one digest is kept by whoever asks.

use common::account::Role;
use common::alarm::Severity;
use common::delivery::Channel;
use common::id::SiteCode;
use common::notice::{BillingNews, NoticeKind, NoticeSettings, Route, TicketNews};
use common::time::hours::{any_holds, end_of};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// What is to be told.
#[derive(Clone, Copy, Debug)]
pub struct Matter<'a> {
    pub kind: NoticeKind,
    pub severity: Severity,
    /// `None`: it is about no site.
    pub site: Option<&'a SiteCode>,
}

/// Why something is not told at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It happened in hours in which the person wants to be told nothing.
    Quiet,
    /// The same was told too often lately.
    Often,
    /// Too many short messages left.
    Ceiling,
    /// It happened a while ago, or what was told before has not left yet.
    Late,
}

impl Reason {
    pub const ALL: [Self; 4] = [Self::Quiet, Self::Often, Self::Ceiling, Self::Late];

    /// Returns the name used in the archive.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Quiet => "quiet",
            Self::Often => "often",
            Self::Ceiling => "ceiling",
            Self::Late => "late",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }
}

/// When something is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    Now,
    /// With others.
    Later {
        until: Timestamp,
        reason: Reason,
    },
}

/// What the person was told of the same condition before, however often it came and went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lately {
    /// In the last hour.
    pub n: u64,
    /// Something of it waits already because there was too much.
    pub is_often: bool,
}

/// What is wrong with settings; the name is that of the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flaw(pub &'static str);

/// What is told of one condition in an hour.
pub const MOST_OF_ONE: u64 = 4;
/// What one event may be old and still be told by itself.
pub const FRESH: SignedDuration = SignedDuration::from_mins(15);
/// How long a condition that came and went too often must hold to be told before the digest.
pub const HOLDS: SignedDuration = SignedDuration::from_hours(1);
/// Messages to one person by one way that leave together as letters of their own; more are one digest.
pub const FEW: usize = 3;

/// What the office wants to know of tickets.
const OF_OFFICE: [TicketNews; 6] = [
    TicketNews::Opened,
    TicketNews::Written,
    TicketNews::Reopened,
    TicketNews::Assigned,
    TicketNews::Overdue,
    TicketNews::Bounced,
];
/// What customers want to know of invoices and payments, and what the office does.
const BILLING_OF_CUSTOMER: [BillingNews; 3] = [BillingNews::InvoiceArrived, BillingNews::DueSoon, BillingNews::DueOver];
const BILLING_OF_OFFICE: [BillingNews; 3] =
    [BillingNews::PaymentUnmatched, BillingNews::InvoiceUnassigned, BillingNews::FileRefused];
const MOST_ROUTES: usize = 50;
const MOST_SITES: usize = 200;
const HOUR: SignedDuration = SignedDuration::from_hours(1);
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// The installation's own ceilings.
const MOST_AN_HOUR: u32 = 10;
const MOST_A_DAY: u32 = 30;

/// Returns the settings of an account that has none of its own.
#[must_use]
pub fn usual(role: Role) -> NoticeSettings {
    let of = |kinds: &[NoticeKind]| Route { kinds: kinds.iter().copied().collect(), ..by_email(Severity::Notice) };
    let of_tickets = |news: &[TicketNews]| of(&news.iter().map(|news| NoticeKind::Ticket(*news)).collect::<Vec<_>>());
    let of_billing = |news: &[BillingNews]| of(&news.iter().map(|news| NoticeKind::Billing(*news)).collect::<Vec<_>>());
    let routes = match role {
        Role::Technician | Role::Administrator => {
            let is_anothers = |kind: &NoticeKind| matches!(kind, NoticeKind::Ticket(_) | NoticeKind::Billing(_));
            let kinds = NoticeKind::all().filter(|kind| !is_anothers(kind)).collect();
            vec![Route { kinds, ..by_email(Severity::Warning) }, of_tickets(&[TicketNews::Assigned])]
        }
        Role::Customer | Role::Manager => {
            let of_tickets = of_tickets(&[TicketNews::Answered, TicketNews::Settled]);
            vec![by_email(Severity::Alarm), of_tickets, of_billing(&BILLING_OF_CUSTOMER)]
        }
        Role::Clerk => {
            vec![of(&[NoticeKind::LogInFailures]), of_tickets(&OF_OFFICE), of_billing(&BILLING_OF_OFFICE)]
        }
    };
    NoticeSettings { routes, ..NoticeSettings::default() }
}

fn by_email(severity: Severity) -> Route {
    let channel = Channel::Email;
    Route { channel, kinds: [].into(), severity, sites: [].into(), hours: Vec::new() }
}

/// Returns the ways by which a person wants to be told of something, each once.
#[must_use]
pub fn ways(settings: &NoticeSettings, matter: &Matter<'_>, now: Timestamp, zone: &TimeZone) -> Vec<Channel> {
    let fits = |route: &&Route| {
        (route.kinds.is_empty() || route.kinds.contains(&matter.kind))
            && matter.severity >= route.severity
            && (route.sites.is_empty() || matter.site.is_some_and(|site| route.sites.contains(site)))
            && any_holds(&route.hours, now, zone)
    };
    let mut ways = Vec::new();
    for route in settings.routes.iter().filter(fits) {
        if !ways.contains(&route.channel) {
            ways.push(route.channel);
        }
    }
    ways
}

/// Returns when something is told.
#[must_use]
pub fn when(
    settings: &NoticeSettings,
    severity: Severity,
    lately: Lately,
    (now, zone): (Timestamp, &TimeZone),
) -> When {
    let later = |reason| When::Later { until: digest_time(settings, now, zone), reason };
    if lately.is_often || lately.n >= MOST_OF_ONE {
        return later(Reason::Often);
    }
    let is_quiet = !settings.quiet.is_empty() && any_holds(&settings.quiet, now, zone);
    if is_quiet && severity < settings.breaks_quiet { later(Reason::Quiet) } else { When::Now }
}

/// Returns when the next digest is due: at its time on the clock on the wall, or once it is not quiet any more.
#[must_use]
pub fn digest_time(settings: &NoticeSettings, now: Timestamp, zone: &TimeZone) -> Timestamp {
    let today = now.to_zoned(zone.clone()).date();
    let days = [Some(today), today.tomorrow().ok()].into_iter().flatten();
    let instants = days.filter_map(|day| day.to_datetime(settings.digest_at).to_zoned(zone.clone()).ok());
    let next = instants.map(|zoned| zoned.timestamp()).find(|at| *at > now);
    end_of(&settings.quiet, next.unwrap_or(now), zone)
}

/// Returns when the next short message may leave, if none may now; `sent` are the instants of those of the last day,
/// ascending.
#[must_use]
pub fn free_at(settings: &NoticeSettings, sent: &[Timestamp], now: Timestamp) -> Option<Timestamp> {
    let free = |most: u32, ceiling: u32, period: SignedDuration| {
        let most = most.clamp(1, ceiling) as usize;
        let since = now.checked_sub(period).ok()?;
        let lately = sent.iter().filter(|at| **at > since).count();
        // One may leave once the oldest of as many as are allowed is no longer of the period.
        let oldest = sent.len().checked_sub(most).filter(|_| lately >= most)?;
        sent.get(oldest)?.checked_add(period).ok()
    };
    let of_hour = free(settings.most_an_hour, MOST_AN_HOUR, HOUR);
    of_hour.max(free(settings.most_a_day, MOST_A_DAY, DAY))
}

/// Finds what is wrong with settings, besides addresses that the account does not have.
///
/// # Errors
/// The field that is wrong.
pub fn check(settings: &NoticeSettings) -> Result<(), Flaw> {
    if settings.routes.len() > MOST_ROUTES {
        return Err(Flaw("routes"));
    }
    if settings.routes.iter().any(|route| route.sites.len() > MOST_SITES) {
        return Err(Flaw("sites"));
    }
    if settings.quiet.len() > MOST_ROUTES || settings.routes.iter().any(|route| route.hours.len() > MOST_ROUTES) {
        return Err(Flaw("hours"));
    }
    if !(1..=MOST_AN_HOUR).contains(&settings.most_an_hour) {
        return Err(Flaw("most_an_hour"));
    }
    if !(1..=MOST_A_DAY).contains(&settings.most_a_day) {
        return Err(Flaw("most_a_day"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use common::alarm::AlarmKind;
    use common::time::hours::{Day, Hours};

    use super::*;

    fn zone() -> TimeZone {
        TimeZone::get("Europe/Warsaw").unwrap()
    }

    fn at(text: &str) -> Timestamp {
        text.parse::<jiff::civil::DateTime>().unwrap().to_zoned(zone()).unwrap().timestamp()
    }

    fn hours(days: &[Day], from: &str, until: &str) -> Hours {
        Hours { days: days.iter().copied().collect(), from: from.parse().unwrap(), until: until.parse().unwrap() }
    }

    fn quiet(hours: Vec<Hours>) -> NoticeSettings {
        NoticeSettings { quiet: hours, ..usual(Role::Technician) }
    }

    #[test]
    fn a_route_fits_by_kind_severity_site_and_hour_and_each_way_is_named_once() {
        let code = |text| SiteCode::parse(text).unwrap();
        let hot = NoticeKind::Alarm(AlarmKind::ReturnHot);
        let sms = Route {
            channel: Channel::Sms,
            kinds: [hot].into(),
            severity: Severity::Alarm,
            sites: [code("W-1")].into(),
            hours: vec![hours(&[], "07:00", "15:00")],
        };
        let routes = vec![sms.clone(), by_email(Severity::Warning), Route { hours: Vec::new(), ..sms }];
        let routes = routes.into_iter().take(2).chain([by_email(Severity::Alarm)]).collect();
        let settings = NoticeSettings { routes, ..NoticeSettings::default() };
        let (one, two) = (code("W-1"), code("W-2"));
        let check = |kind, severity, site: Option<&SiteCode>, local: &str, expected: &[Channel]| {
            let matter = Matter { kind, severity, site };
            assert_eq!(ways(&settings, &matter, at(local), &zone()), expected, "{kind:?} {severity:?} {local}");
        };
        let (email, both) = ([Channel::Email].as_slice(), [Channel::Sms, Channel::Email].as_slice());
        check(hot, Severity::Alarm, Some(&one), "2026-11-27T12:00", both);
        check(hot, Severity::Alarm, Some(&one), "2026-11-27T15:00", email);
        check(hot, Severity::Alarm, Some(&two), "2026-11-27T12:00", email);
        check(hot, Severity::Alarm, None, "2026-11-27T12:00", email);
        check(hot, Severity::Warning, Some(&one), "2026-11-27T12:00", email);
        check(hot, Severity::Notice, Some(&one), "2026-11-27T12:00", &[]);
        check(NoticeKind::Alarm(AlarmKind::Leak), Severity::Alarm, Some(&one), "2026-11-27T12:00", email);
    }

    #[test]
    fn who_has_said_nothing_is_told_what_concerns_the_role() {
        let told = |role, kind, severity| {
            let matter = Matter { kind, severity, site: None };
            !ways(&usual(role), &matter, at("2026-11-27T12:00"), &zone()).is_empty()
        };
        let leak = NoticeKind::Alarm(AlarmKind::Leak);
        let of = |severity| Role::ALL.map(|role| told(role, leak, severity));
        assert_eq!(of(Severity::Alarm), [true, true, true, false, true]);
        assert_eq!(of(Severity::Warning), [false, false, true, false, true]);
        assert_eq!(of(Severity::Notice), [false; 5]);
        assert!(Role::ALL.iter().all(|role| told(*role, NoticeKind::LogInFailures, Severity::Alarm)));
    }

    #[test]
    fn quiet_hours_hold_until_the_digest_over_midnight_and_on_both_days_of_the_clock_change() {
        let night = quiet(vec![hours(&[], "22:00", "06:00")]);
        let long = quiet(vec![hours(&[], "20:00", "23:00"), hours(&[], "22:00", "08:00")]);
        let fridays = quiet(vec![hours(&[Day::Fri], "22:00", "06:00")]);
        let check = |settings: &NoticeSettings, severity, local: &str, expected: Option<&str>| {
            let expected = expected.map_or(When::Now, |local| When::Later { until: at(local), reason: Reason::Quiet });
            assert_eq!(when(settings, severity, Lately::default(), (at(local), &zone())), expected, "{local}");
        };
        check(&night, Severity::Warning, "2026-11-27T21:59", None);
        check(&night, Severity::Warning, "2026-11-27T22:00", Some("2026-11-28T07:00"));
        check(&night, Severity::Warning, "2026-11-28T05:59", Some("2026-11-28T07:00"));
        check(&night, Severity::Warning, "2026-11-28T06:00", None);
        check(&night, Severity::Alarm, "2026-11-28T02:00", None);
        check(&long, Severity::Warning, "2026-11-27T21:00", Some("2026-11-28T08:00"));
        check(&fridays, Severity::Warning, "2026-11-28T03:00", Some("2026-11-28T07:00"));
        check(&fridays, Severity::Warning, "2026-11-28T23:00", None);
        for night_of in ["2026-03-28T23:30", "2026-10-24T23:30"] {
            let day = if night_of.contains("-03-") { "2026-03-29T07:00" } else { "2026-10-25T07:00" };
            check(&night, Severity::Warning, night_of, Some(day));
        }
        // The clock on the wall shows half past two twice, or not at all.
        let early = NoticeSettings { digest_at: "02:30".parse().unwrap(), ..quiet(vec![hours(&[], "22:00", "01:00")]) };
        let until = |local: &str| digest_time(&early, at(local), &zone()).to_string();
        assert_eq!(until("2026-03-28T23:00"), "2026-03-29T01:30:00Z");
        assert_eq!(until("2026-10-24T23:00"), "2026-10-25T00:30:00Z");
    }

    #[test]
    fn what_comes_and_goes_too_often_waits_for_the_digest() {
        let settings = usual(Role::Technician);
        let of =
            |n, is_often| when(&settings, Severity::Alarm, Lately { n, is_often }, (at("2026-11-27T12:00"), &zone()));
        let later = When::Later { until: at("2026-11-28T07:00"), reason: Reason::Often };
        assert_eq!([of(3, false), of(4, false), of(0, true)], [When::Now, later, later]);
    }

    #[test]
    fn short_messages_have_ceilings_by_hour_and_day() {
        let settings = NoticeSettings { most_an_hour: 2, most_a_day: 4, ..NoticeSettings::default() };
        let minutes = |minutes: &[i64]| -> Vec<Timestamp> {
            minutes.iter().map(|minute| Timestamp::from_second(minute * 60).unwrap()).collect()
        };
        let check = |sent: &[i64], now: i64, expected: Option<i64>| {
            let now = Timestamp::from_second(now * 60).unwrap();
            let expected = expected.map(|minute| Timestamp::from_second(minute * 60).unwrap());
            assert_eq!(free_at(&settings, &minutes(sent), now), expected, "{sent:?}");
        };
        check(&[], 100, None);
        check(&[95], 100, None);
        check(&[50, 95], 100, Some(110));
        check(&[10, 39, 95], 100, None);
        check(&[0, 1, 2, 3], 100, Some(1440));
        check(&[0, 1, 90, 99], 100, Some(1440));
    }

    #[test]
    fn settings_that_cannot_be_kept_are_refused() {
        let many = NoticeSettings { routes: vec![by_email(Severity::Alarm); 51], ..NoticeSettings::default() };
        assert_eq!(check(&many), Err(Flaw("routes")));
        assert_eq!(check(&NoticeSettings { most_a_day: 31, ..NoticeSettings::default() }), Err(Flaw("most_a_day")));
        assert_eq!(check(&NoticeSettings { most_an_hour: 0, ..NoticeSettings::default() }), Err(Flaw("most_an_hour")));
        assert!(Role::ALL.iter().all(|role| check(&usual(*role)).is_ok()));
    }
}
