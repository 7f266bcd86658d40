//! Golden table: cases whose due instants were found by hand with a calendar.

use common::ticket::{Category, Origin};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::calendar::OfficeCalendar;
use super::clock::{ClockRule, Clocks, Within, due};

/// What it is, category, origin, when it was opened, pauses, and until when it must be answered.
type Case = (&'static str, Category, Origin, &'static str, &'static [(&'static str, &'static str)], &'static str);

const CASES: [Case; 26] = [
    (
        "by phone on the evening of Good Friday",
        Category::NoHeating,
        Origin::Phone,
        "2026-04-03T18:20+02:00",
        &[],
        "2026-04-04T06:20:00+02:00",
    ),
    (
        "the same in writing",
        Category::NoHeating,
        Origin::Terminal,
        "2026-04-03T18:20+02:00",
        &[],
        "2026-04-17T23:59:59+02:00",
    ),
    (
        "by phone, paused over Easter with 10 h left",
        Category::NoHeating,
        Origin::Phone,
        "2026-04-03T18:20+02:00",
        &[("2026-04-03T20:20+02:00", "2026-04-07T08:00+02:00")],
        "2026-04-07T18:00:00+02:00",
    ),
    (
        "in writing, paused for 2 days, then on a Sunday",
        Category::NoHeating,
        Origin::Email,
        "2026-04-03T18:20+02:00",
        &[("2026-04-07T10:00+02:00", "2026-04-09T16:00+02:00")],
        "2026-04-20T23:59:59+02:00",
    ),
    (
        "in writing, paused within one day",
        Category::NoHeating,
        Origin::Email,
        "2026-04-03T18:20+02:00",
        &[("2026-04-07T08:00+02:00", "2026-04-07T16:00+02:00")],
        "2026-04-17T23:59:59+02:00",
    ),
    (
        "by phone, paused twice, overlapping",
        Category::TooCold,
        Origin::Phone,
        "2026-04-03T18:20+02:00",
        &[("2026-04-03T20:00+02:00", "2026-04-04T00:00+02:00"), ("2026-04-03T19:20+02:00", "2026-04-03T22:00+02:00")],
        "2026-04-04T11:00:00+02:00",
    ),
    (
        "by phone, paused once the time was over",
        Category::TooCold,
        Origin::Phone,
        "2026-04-03T18:20+02:00",
        &[("2026-04-04T06:20+02:00", "2026-04-07T08:00+02:00")],
        "2026-04-04T06:20:00+02:00",
    ),
    (
        "by phone over the night of 23 hours",
        Category::TooHot,
        Origin::Phone,
        "2026-03-28T18:20+01:00",
        &[],
        "2026-03-29T07:20:00+02:00",
    ),
    (
        "the same, paused over that night",
        Category::TooHot,
        Origin::Phone,
        "2026-03-28T18:20+01:00",
        &[("2026-03-28T20:20+01:00", "2026-03-29T04:20+02:00")],
        "2026-03-29T14:20:00+02:00",
    ),
    (
        "in writing, paused over it, then to Easter Sunday",
        Category::TooHot,
        Origin::Email,
        "2026-03-20T10:00+01:00",
        &[("2026-03-28T18:00+01:00", "2026-03-30T18:00+02:00")],
        "2026-04-07T23:59:59+02:00",
    ),
    (
        "by phone over the night of 25 hours",
        Category::TooHot,
        Origin::Phone,
        "2026-10-24T20:00+02:00",
        &[],
        "2026-10-25T07:00:00+01:00",
    ),
    (
        "the same, paused over that night",
        Category::TooHot,
        Origin::Phone,
        "2026-10-24T20:00+02:00",
        &[("2026-10-24T22:00+02:00", "2026-10-25T06:00+01:00")],
        "2026-10-25T16:00:00+01:00",
    ),
    (
        "in writing, paused over it for 2 days",
        Category::TooHot,
        Origin::Email,
        "2026-10-20T10:00+02:00",
        &[("2026-10-24T01:00+02:00", "2026-10-26T23:00+01:00")],
        "2026-11-05T23:59:59+01:00",
    ),
    (
        "start of heating over the night of 25 hours",
        Category::HeatingStart,
        Origin::Email,
        "2026-10-24T23:30+02:00",
        &[],
        "2026-10-25T10:30:00+01:00",
    ),
    (
        "14 days end on 1 November, a Sunday",
        Category::Invoice,
        Origin::Terminal,
        "2026-10-18T12:00+02:00",
        &[],
        "2026-11-02T23:59:59+01:00",
    ),
    (
        "14 days end on 1 November, a Monday",
        Category::Invoice,
        Origin::Terminal,
        "2027-10-18T12:00+02:00",
        &[],
        "2027-11-02T23:59:59+01:00",
    ),
    (
        "14 days end on a Saturday",
        Category::Invoice,
        Origin::Terminal,
        "2026-03-07T12:00+01:00",
        &[],
        "2026-03-23T23:59:59+01:00",
    ),
    (
        "14 days end on Christmas Eve 2026, free of work",
        Category::Invoice,
        Origin::Email,
        "2026-12-10T23:59+01:00",
        &[],
        "2026-12-28T23:59:59+01:00",
    ),
    (
        "14 days end on Christmas Eve 2024, a working day",
        Category::Invoice,
        Origin::Email,
        "2024-12-10T00:00+01:00",
        &[],
        "2024-12-24T23:59:59+01:00",
    ),
    (
        "by phone on New Year's Eve",
        Category::Leak,
        Origin::Phone,
        "2026-12-31T20:00+01:00",
        &[],
        "2027-01-01T08:00:00+01:00",
    ),
    (
        "14 days end on New Year, a Friday",
        Category::Contract,
        Origin::Email,
        "2026-12-18T09:00+01:00",
        &[],
        "2027-01-04T23:59:59+01:00",
    ),
    (
        "30 days of an inquiry end on Epiphany",
        Category::Meter,
        Origin::Phone,
        "2026-12-07T09:00+01:00",
        &[],
        "2027-01-07T23:59:59+01:00",
    ),
    (
        "an outage: 7 days end on Corpus Christi",
        Category::Outage,
        Origin::Email,
        "2026-05-28T09:00+02:00",
        &[],
        "2026-06-05T23:59:59+02:00",
    ),
    ("an outage by phone", Category::Outage, Origin::Phone, "2026-05-28T09:00+02:00", &[], "2026-05-28T21:00:00+02:00"),
    (
        "what no row lists",
        Category::Unknown,
        Origin::Unknown,
        "2026-11-16T00:00+01:00",
        &[],
        "2026-11-30T23:59:59+01:00",
    ),
    (
        "older than every row",
        Category::Other,
        Origin::Phone,
        "2001-02-03T04:05+01:00",
        &[],
        "2001-02-03T16:05:00+01:00",
    ),
];

/// What it is, from when 8 hours of the office count, and when they are over.
const AIMS: [(&str, &str, &str); 5] = [
    ("from the evening of Good Friday", "2026-04-03T18:20+02:00", "2026-04-07T15:00:00+02:00"),
    ("from noon of Good Friday", "2026-04-03T12:00+02:00", "2026-04-07T12:00:00+02:00"),
    ("from the morning of a working day", "2026-11-27T05:00+01:00", "2026-11-27T15:00:00+01:00"),
    ("over 11 November", "2026-11-10T14:00+01:00", "2026-11-12T14:00:00+01:00"),
    ("over Christmas", "2026-12-23T15:00+01:00", "2026-12-28T15:00:00+01:00"),
];

fn office() -> OfficeCalendar {
    OfficeCalendar::usual(TimeZone::get("Europe/Warsaw").unwrap())
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn shown(at: Timestamp) -> String {
    at.to_zoned(office().zone).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

#[test]
fn golden_due_instants_of_service_clocks() {
    let (clocks, office) = (Clocks::new(None).unwrap(), office());
    println!("{:<50} {:<18} {:<23} {:<6} due", "case", "clock", "opened", "pauses");
    let mut wrong = Vec::new();
    for (case, category, origin, opened, pauses, expected) in CASES {
        let rule = clocks.of(category, origin, office.day_of(at(opened)));
        let paused: Vec<_> = pauses.iter().map(|(from, until)| (at(from), at(until))).collect();
        let found = shown(due(rule, at(opened), &paused, &office));
        println!("{case:<50} {:<18} {opened:<23} {:<6} {found}", rule.name, pauses.len());
        if found != expected {
            wrong.push(format!("{case}: {found}, expected {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn golden_first_answers_in_office_hours() {
    let office = office();
    println!("{:<50} {:<26} answered by", "8 hours of the office", "opened");
    for (case, opened, expected) in AIMS {
        let found = shown(office.after_office_time(at(opened), SignedDuration::from_hours(8)));
        println!("{case:<50} {opened:<26} {found}");
        assert_eq!(found, expected, "{case}");
    }
}

#[test]
fn golden_pause_of_a_clock_of_office_hours() {
    let clocks = Clocks::new(None).unwrap();
    let rule = ClockRule { within: Within::OfficeHours(SignedDuration::from_hours(8)), ..clocks.rules()[0].clone() };
    let pause = (at("2026-11-09T12:00+01:00"), at("2026-11-12T13:00+01:00"));
    let found = |pauses: &[_]| shown(due(&rule, at("2026-11-09T10:00+01:00"), pauses, &office()));
    assert_eq!(found(&[]), "2026-11-10T10:00:00+01:00");
    assert_eq!(found(&[pause]), "2026-11-13T11:00:00+01:00");
}
