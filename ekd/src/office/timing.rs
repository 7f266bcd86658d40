//! What does not change while the daemon runs, and what the service clocks make of a ticket.

use common::ticket::{Category, Origin, ServiceClock};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// What does not change while the daemon runs.
#[derive(Clone, Debug)]
pub struct Desk {
    pub zone: TimeZone,
    /// How long a customer may reopen what the office has solved.
    pub grace: SignedDuration,
}

impl Desk {
    #[must_use]
    pub const fn new(zone: TimeZone) -> Self {
        Self { zone, grace: SignedDuration::from_hours(14 * 24) }
    }

    /// Returns the local year of an instant.
    #[must_use]
    pub fn year(&self, at: Timestamp) -> u16 {
        at.to_zoned(self.zone.clone()).year().unsigned_abs()
    }

    /// Returns the clock of a ticket of this category that comes now.
    #[must_use]
    pub fn start(&self, category: Category, origin: Origin, now: Timestamp) -> ServiceClock {
        let hours = if origin == Origin::Phone { 12 } else { 14 * 24 };
        ServiceClock {
            name: category.name().to_owned(),
            due_at: Some(now + SignedDuration::from_hours(hours)),
            paused_at: None,
            left: None,
            ran_out_at: None,
            answer_due_at: None,
            answered_at: None,
        }
    }
}

/// Has a clock stand still from now on.
pub fn pause(clock: &mut ServiceClock, now: Timestamp) {
    if let Some(due_at) = clock.due_at.take() {
        clock.left = Some(due_at.duration_since(now));
    }
    clock.paused_at.get_or_insert(now);
}

/// Has a clock go on.
pub fn resume(clock: &mut ServiceClock, now: Timestamp) {
    clock.paused_at = None;
    if let Some(left) = clock.left.take() {
        clock.due_at = now.checked_add(left).ok();
    }
}
