//! The plan through simulated weeks: windows, back-off, late days.

use jiff::civil::date;
use jiff::tz::TimeZone;

use super::*;

/// A server in a world where time passes only when the plan waits.
struct World {
    plan: FetchPlan,
    now: Timestamp,
    asked: Vec<(Timestamp, Period)>,
    rests: Vec<(SignedDuration, Option<ProblemKind>)>,
}

fn rules(shape: Shape) -> Rules {
    Rules {
        shape,
        zone: TimeZone::get("Europe/Warsaw").unwrap(),
        interval: SignedDuration::from_mins(15),
        window_days: 2,
        first_day: None,
    }
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn day(day: Date) -> Period {
    Period::Days { first: day, last: day }
}

fn problem(kind: ProblemKind) -> Problem {
    Problem { kind, detail: String::new() }
}

impl World {
    fn new(rules: Rules, now: &str) -> Self {
        let plan = FetchPlan::new(rules, Progress::default(), 7);
        Self { plan, now: at(now), asked: Vec::new(), rests: Vec::new() }
    }

    /// Lives on until `until`; the server answers each request with what `serve` says.
    fn live(&mut self, until: &str, mut serve: impl FnMut(Timestamp, Period) -> Option<Problem>) {
        let mut event = Event::Woke;
        while self.now < at(until) {
            event = match self.plan.step(self.now, event) {
                Action::Ask(period) => {
                    self.asked.push((self.now, period));
                    match serve(self.now, period) {
                        None => Event::Answered(period),
                        Some(problem) => Event::Failed(period, problem),
                    }
                }
                Action::Rest { until, attempt } => {
                    let kind = match attempt {
                        Attempt::Nothing => None,
                        Attempt::Failed(problem) => Some(problem.kind),
                    };
                    self.rests.push((until.duration_since(self.now), kind));
                    self.now = until;
                    Event::Woke
                }
            };
        }
    }

    fn periods(&self) -> Vec<Period> {
        self.asked.iter().map(|(_, period)| *period).collect()
    }
}

#[test]
fn a_round_asks_for_the_days_of_the_window_oldest_first() {
    let mut world = World::new(rules(Shape::Daily), "2026-03-10T12:00:00Z");
    world.live("2026-03-10T12:20:00Z", |_, _| None);
    let window = [day(date(2026, 3, 8)), day(date(2026, 3, 9)), day(date(2026, 3, 10))];
    assert_eq!(world.periods(), [window, window].concat());
    assert_eq!(world.rests, [(SignedDuration::from_mins(15), None); 2]);
}

#[test]
fn a_month_with_a_change_of_clocks_is_asked_for_day_by_day_from_local_midnight() {
    let mut world = World::new(rules(Shape::Daily), "2026-03-15T00:00:00Z");
    world.live("2026-04-15T00:00:00Z", |_, _| None);
    let mut first_asked = std::collections::BTreeMap::new();
    for (asked_at, period) in &world.asked {
        first_asked.entry(*period).or_insert(*asked_at);
    }
    assert_eq!(first_asked.len(), 34, "31 days, the one begun, and the two before");
    for (period, asked_at) in first_asked.into_iter().skip(3) {
        let Period::Days { first, .. } = period else { panic!("{period:?}") };
        let midnight = first.to_zoned(TimeZone::get("Europe/Warsaw").unwrap()).unwrap().timestamp();
        assert_eq!(asked_at, midnight, "asking goes on every quarter of an hour, also at this midnight");
    }
    let asked_on = |wanted: Date| world.asked.iter().filter(|(_, period)| *period == day(wanted)).count();
    assert_eq!(asked_on(date(2026, 3, 27)), 4 * (24 + 24 + 23));
    assert_eq!(asked_on(date(2026, 4, 1)), 4 * 72);
}

#[test]
fn a_new_installation_begins_at_its_first_day() {
    let mut world =
        World::new(Rules { first_day: Some(date(2026, 1, 1)), ..rules(Shape::Daily) }, "2026-03-10T12:00:00Z");
    world.live("2026-03-10T12:01:00Z", |_, _| None);
    assert_eq!(world.periods().len(), 31 + 28 + 10);
    assert_eq!(world.plan.progress().reached, Some(date(2026, 3, 11)));

    let rules = Rules { first_day: Some(date(2026, 1, 1)), ..rules(Shape::Spans) };
    let mut world = World::new(rules, "2026-03-10T12:00:00Z");
    world.live("2026-03-10T12:01:00Z", |_, _| None);
    let span = |first, last| Period::Days { first, last };
    assert_eq!(
        world.periods(),
        [
            span(date(2026, 1, 1), date(2026, 1, 31)),
            span(date(2026, 2, 1), date(2026, 3, 3)),
            span(date(2026, 3, 4), date(2026, 3, 10)),
        ]
    );
}

#[test]
fn a_server_that_is_down_is_tried_less_and_less_often_but_never_less_than_each_interval() {
    let mut world = World::new(rules(Shape::Whole), "2026-03-10T12:00:00Z");
    world.live("2026-03-10T18:00:00Z", |_, _| Some(problem(ProblemKind::Unreachable)));
    let waits: Vec<f64> = world.rests.iter().map(|(wait, _)| wait.as_secs_f64()).collect();
    for (index, wait) in waits.iter().take(7).enumerate() {
        let full = 5.0 * 2_f64.powi(i32::try_from(index).unwrap());
        assert!((full / 2.0..=full).contains(wait), "{index}: {wait}");
    }
    assert!(waits.iter().all(|wait| *wait <= 900.0));
    assert!(waits[9..].iter().all(|wait| (*wait - 900.0).abs() < 1.0), "{waits:?}");
    assert!(world.rests.iter().all(|(_, kind)| *kind == Some(ProblemKind::Unreachable)));

    world.live("2026-03-10T19:00:00Z", |_, _| None);
    world.rests.clear();
    world.live("2026-03-10T19:05:00Z", |_, _| Some(problem(ProblemKind::Unreachable)));
    assert!(world.rests[0].0 <= SignedDuration::from_secs(5), "success resets the back-off");
}

#[test]
fn days_of_an_outage_are_asked_for_afterwards() {
    let mut world = World::new(rules(Shape::Daily), "2026-03-01T12:00:00Z");
    let up_at = at("2026-03-12T12:00:00Z");
    let down = |now: Timestamp, _| if now < up_at { Some(problem(ProblemKind::Unreachable)) } else { None };
    world.live("2026-03-13T12:00:00Z", down);
    let answered: BTreeSet<Period> = world.asked.iter().filter(|(now, _)| *now >= up_at).map(|(_, day)| *day).collect();
    let wanted: BTreeSet<Period> =
        date(2026, 2, 27).series(1.day()).take_while(|day| *day <= date(2026, 3, 13)).map(day).collect();
    assert_eq!(answered, wanted);
    assert_eq!(world.plan.progress().owed, BTreeSet::new());
}

#[test]
fn a_missing_day_stops_no_other_and_is_no_failure() {
    let mut world = World::new(rules(Shape::Daily), "2026-03-10T12:00:00Z");
    let late = day(date(2026, 3, 9));
    world.live(
        "2026-03-10T12:10:00Z",
        |_, period| if period == late { Some(problem(ProblemKind::Missing)) } else { None },
    );
    assert_eq!(world.periods().len(), 3);
    assert_eq!(world.rests, [(SignedDuration::from_mins(15), None)]);
    world.live("2026-03-10T12:20:00Z", |_, _| None);
    assert_eq!(world.periods()[4], late, "the hole is asked for again");

    let mut world = World::new(rules(Shape::Daily), "2026-03-10T12:00:00Z");
    world.live("2026-03-10T12:10:00Z", |_, _| Some(problem(ProblemKind::Missing)));
    assert_eq!(world.rests, [(SignedDuration::from_mins(15), Some(ProblemKind::Missing))], "all missing: told");
}

#[test]
fn a_day_that_always_fails_or_hangs_delays_no_other() {
    for kind in [ProblemKind::Refused, ProblemKind::TimedOut, ProblemKind::TooLarge] {
        let mut world = World::new(rules(Shape::Daily), "2026-03-10T12:00:00Z");
        let bad = day(date(2026, 3, 8));
        world.live("2026-03-20T12:00:00Z", |_, period| if period == bad { Some(problem(kind)) } else { None });
        for today in date(2026, 3, 11).series(1.day()).take(9) {
            let midnight = today.to_zoned(TimeZone::get("Europe/Warsaw").unwrap()).unwrap().timestamp();
            let asked_at = world.asked.iter().find(|(_, period)| *period == day(today)).unwrap().0;
            assert!(asked_at.duration_since(midnight) <= SignedDuration::from_mins(15), "{kind:?} {today}");
        }
        assert_eq!(world.plan.progress().owed, BTreeSet::from([date(2026, 3, 8)]));
        assert_eq!(world.rests.last().unwrap().1, Some(kind), "it stays told");
        let asked_bad = world.periods().iter().filter(|period| **period == bad).count();
        assert!(asked_bad < 10 * 96 * 3, "{asked_bad}");
    }
}

#[test]
fn a_restart_goes_on_where_the_position_was() {
    let mut first =
        World::new(Rules { first_day: Some(date(2026, 3, 1)), ..rules(Shape::Daily) }, "2026-03-10T12:00:00Z");
    let done = first.plan.progress_after(day(date(2026, 3, 4)));
    assert_eq!(first.plan.progress(), &Progress::default());
    first.plan = FetchPlan::new(first.plan.rules.clone(), done, 7);
    first.live("2026-03-10T12:01:00Z", |_, _| None);
    assert_eq!(first.periods().first(), Some(&day(date(2026, 3, 5))));
}

#[test]
fn a_nudge_begins_a_whole_round() {
    let mut world = World::new(rules(Shape::Daily), "2026-03-10T12:00:00Z");
    world.live("2026-03-10T12:10:00Z", |_, _| None);
    let action = world.plan.step(at("2026-03-10T12:01:00Z"), Event::Nudged);
    assert!(matches!(action, Action::Ask(period) if period == day(date(2026, 3, 8))), "{action:?}");
}

#[test]
fn a_clock_set_back_does_not_postpone_the_next_round() {
    let mut world = World::new(rules(Shape::Whole), "2026-03-10T12:00:00Z");
    world.live("2026-03-10T12:10:00Z", |_, _| None);
    world.now = at("2026-03-10T09:15:00Z");
    world.live("2026-03-10T09:40:00Z", |_, _| None);
    assert_eq!(world.asked.len(), 3, "at once, and a quarter later");
    assert!(world.rests.iter().all(|(wait, _)| *wait <= SignedDuration::from_mins(15)));
}
