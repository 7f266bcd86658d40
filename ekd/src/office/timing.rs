//! What does not change while the daemon runs, and what the service clocks make of a ticket.

use common::ticket::{Category, Origin, ServiceClock, TicketState};
#[cfg(test)]
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::store::ticket::Standing;
use crate::ticket::calendar::OfficeCalendar;
use crate::ticket::clock::{self, ClockRule, Clocks};
use crate::ticket::lifecycle::Grace;

/// What does not change while the daemon runs.
#[derive(Clone, Debug)]
pub struct Desk {
    pub clocks: Clocks,
    pub office: OfficeCalendar,
    /// How long a customer may reopen what the office has solved.
    pub reopen_within: SignedDuration,
    /// Within what of its time the office wants to have answered first.
    pub answer_within: SignedDuration,
    /// Longest time for which what is sent waits for its writer to take it back.
    pub longest_hold: SignedDuration,
}

impl Desk {
    /// Returns a desk with the bundled clocks and the usual hours, for tests.
    #[cfg(test)]
    pub(crate) fn usual(zone: TimeZone) -> Self {
        Self {
            clocks: Clocks::new(None).expect("the bundled clocks can be read"),
            office: OfficeCalendar::usual(zone),
            reopen_within: SignedDuration::from_hours(14 * 24),
            answer_within: SignedDuration::from_hours(8),
            longest_hold: common::ticket::draft::LONGEST_HOLD,
        }
    }

    /// Returns the local year of an instant.
    pub(super) fn year(&self, at: Timestamp) -> u16 {
        at.to_zoned(self.office.zone.clone()).year().unsigned_abs()
    }

    /// Returns the clock of a ticket of this category that comes at an instant.
    pub(super) fn start(&self, category: Category, origin: Origin, at: Timestamp) -> ServiceClock {
        let rule = self.clocks.of(category, origin, self.office.day_of(at));
        ServiceClock {
            name: rule.name.clone(),
            due_at: Some(clock::due(rule, at, &[], &self.office)),
            paused_at: None,
            left: None,
            ran_out_at: None,
            answer_due_at: Some(self.office.after_office_time(at, self.answer_within)),
            answered_at: None,
        }
    }

    /// Returns how long ago a ticket was settled, and within what time the customer may reopen it.
    pub(super) fn grace(&self, standing: &Standing, now: Timestamp) -> Grace {
        let settled_for = standing.settled_at.map(|settled_at| now.duration_since(settled_at));
        Grace { settled_for, reopen_within: self.reopen_within }
    }

    fn rule(&self, clock: &ServiceClock, standing: &Standing) -> &ClockRule {
        let opened_on = self.office.day_of(standing.created_at);
        let named = self.clocks.named(&clock.name, opened_on);
        named.unwrap_or_else(|| self.clocks.of(standing.category, standing.origin, opened_on))
    }

    /// Has a clock stand still.
    fn stop(&self, clock: &mut ServiceClock, standing: &Standing, now: Timestamp) {
        if let Some(due_at) = clock.due_at.take() {
            clock.left = Some(clock::left(self.rule(clock, standing), due_at, now, &self.office));
        }
    }

    /// Has a clock go on; the customer is waited for no more.
    pub(super) fn go_on(&self, clock: &mut ServiceClock, standing: &Standing, now: Timestamp) {
        clock.paused_at = None;
        if let Some(left) = clock.left.take() {
            clock.due_at = Some(clock::resume(self.rule(clock, standing), left, now, &self.office));
        }
    }

    /// Has a clock follow a state: it stands while the customer is waited for, and once the ticket is settled.
    pub(super) fn follow(&self, clock: &mut ServiceClock, standing: &Standing, now: Timestamp) {
        match standing.state {
            TicketState::Waiting => {
                self.stop(clock, standing, now);
                clock.paused_at.get_or_insert(now);
            }
            TicketState::Solved | TicketState::Closed => {
                self.stop(clock, standing, now);
                clock.paused_at = None;
            }
            TicketState::New | TicketState::Open | TicketState::Reopened | TicketState::Unknown => {
                self.go_on(clock, standing, now);
            }
        }
    }

    /// Has a clock be that of a ticket's category from when it came; what was answered and ran out stays so.
    pub(super) fn anew(&self, clock: &mut ServiceClock, standing: &Standing, now: Timestamp) {
        let stands_since = clock.paused_at.or(standing.settled_at);
        let new = self.start(standing.category, standing.origin, standing.created_at);
        *clock = ServiceClock { answered_at: clock.answered_at, ran_out_at: clock.ran_out_at, ..new };
        if let Some(since) = stands_since {
            self.stop(clock, standing, since);
            clock.paused_at = (standing.state == TicketState::Waiting).then_some(since);
        } else {
            self.follow(clock, standing, now);
        }
    }
}
