//! Programs that answer each other, for ten minutes and for days.

use super::*;
use crate::mail::{self, Limits};

fn office() -> Office {
    Office { addresses: vec![address("bok@example.pl")], ..Office::default() }
}

fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

fn start() -> Timestamp {
    "2025-11-14T07:00:00Z".parse().unwrap()
}

/// Asks about a mail with that header.
fn decision(header: &str, history: &History<'_>, now: Timestamp) -> Decision {
    let mail = format!("{header}Subject: zimno\n\nZimno.\n");
    let mail = mail::read(mail.as_bytes(), &Limits::PROMISED, &office()).unwrap();
    decide(&mail.envelope, &mail.nature, &office(), history, now)
}

const PERSON: &str = "Return-Path: <anna@example.com>\nFrom: anna@example.com\n";

#[test]
fn a_person_is_answered_at_the_envelope_sender() {
    let answer = decision(PERSON, &History::default(), start());
    assert_eq!(answer, Decision::Answer(address("anna@example.com")));
    let aliased = "Return-Path: <a.nowak@example.net>\nFrom: anna@example.com\nReply-To: x@y.pl\n";
    assert_eq!(decision(aliased, &History::default(), start()), Decision::Answer(address("a.nowak@example.net")));
}

#[test]
fn programs_and_nobody_are_not_answered() {
    let check = |header: &str, why: Why| {
        assert_eq!(decision(header, &History::default(), start()), Decision::Silence(why), "{header}");
    };
    check(&format!("{PERSON}Auto-Submitted: auto-replied\n"), Why::Automatic);
    check(&format!("{PERSON}List-Id: x\n"), Why::List);
    check(&format!("{PERSON}Precedence: bulk\n"), Why::Bulk);
    check("Return-Path: <>\nFrom: mailer-daemon@example.com\n", Why::Bounce);
    check("Return-Path: <bok+x@example.pl>\nFrom: anna@example.com\n", Why::Own);
    check("Return-Path: <anna@example.com>\nFrom: bok@example.pl\n", Why::Own);
    check("Return-Path: <>\nFrom: anna@example.com\n", Why::Automatic);
    check("Return-Path: <anna@@example.com>\nFrom: anna@example.com\n", Why::UnreadableSender);
    check("From: anna@example.com\n", Why::UnreadableSender);
    let empty = mail::read(b"Return-Path: <>\n", &Limits::PROMISED, &office()).unwrap();
    let silence = decide(&empty.envelope, &Nature::Personal, &office(), &History::default(), start());
    assert_eq!(silence, Decision::Silence(Why::EmptySender));
}

#[test]
fn pauses_are_counted_to_the_second() {
    let hours = |n: i64| start() - SignedDuration::from_hours(n);
    let check = |in_thread: &[Timestamp], overall: &[Timestamp], why: Option<Why>| {
        let found = match decision(PERSON, &History { in_thread, overall }, start()) {
            Decision::Answer(_) => None,
            Decision::Silence(why) => Some(why),
        };
        assert_eq!(found, why);
    };
    check(&[hours(24)], &[hours(24)], None);
    check(&[hours(24) + SignedDuration::from_secs(1)], &[], Some(Why::ThreadAnswered));
    check(&[hours(-3)], &[], Some(Why::ThreadAnswered));
    check(&[], &[hours(1); 4], None);
    check(&[], &[hours(1); 5], Some(Why::SenderAnswered));
    check(&[], &[hours(24); 50], None);
}

/// How the other side's program behaves.
#[derive(Clone, Copy)]
enum Honesty {
    /// Says that it is a program.
    Honest,
    /// Answers like a person, in the thread.
    Silent,
    /// Answers like a person, and each answer looks like a new thread.
    Scattered,
}

/// Lets the office and a vacation program answer each other's every mail, a second later. Returns how many the office sent.
fn n_sent(honesty: Honesty, time: SignedDuration) -> usize {
    let (mut in_thread, mut overall) = (Vec::new(), Vec::new());
    let mut now = start();
    // The first mail is a person's; whatever is not answered is not answered back, so a person tries again each minute.
    while now.duration_since(start()) < time {
        let mut header = PERSON.to_owned();
        loop {
            let thread: &[Timestamp] = if matches!(honesty, Honesty::Scattered) { &[] } else { &in_thread };
            let Decision::Answer(to) = decision(&header, &History { in_thread: thread, overall: &overall }, now) else {
                break;
            };
            assert_eq!(to, address("anna@example.com"));
            in_thread.push(now);
            overall.push(now);
            now += SignedDuration::from_secs(1);
            // The other program ignores what we say, and answers that too.
            header = match honesty {
                Honesty::Honest => format!("{PERSON}Auto-Submitted: auto-replied\nPrecedence: bulk\n"),
                Honesty::Silent | Honesty::Scattered => PERSON.to_owned(),
            };
        }
        now += SignedDuration::from_mins(1);
    }
    overall.len()
}

#[test]
fn two_vacation_programs_do_not_answer_each_other() {
    let ten_minutes = SignedDuration::from_mins(10);
    assert_eq!(n_sent(Honesty::Honest, ten_minutes), 1);
    assert_eq!(n_sent(Honesty::Silent, ten_minutes), 1);
    assert_eq!(n_sent(Honesty::Scattered, ten_minutes), MOST_PER_DAY);
}

#[test]
fn a_week_of_it_costs_five_answers_a_day() {
    let week = SignedDuration::from_hours(7 * 24);
    assert_eq!(n_sent(Honesty::Silent, week), 7);
    assert_eq!(n_sent(Honesty::Scattered, week), 7 * MOST_PER_DAY);
}
