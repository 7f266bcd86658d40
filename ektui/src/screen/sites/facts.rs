//! What a list says of one site, worked out from its overview. Knows no formatting.

use common::quantity::{Quantity, Value};
use common::reading::Latest;
use common::site::{SiteOverview, SiteState};
use jiff::{SignedDuration, Timestamp};

/// Where nobody knows how often readings should come, values count as present for three times as long.
const USUAL_CADENCE: SignedDuration = SignedDuration::from_hours(8);

/// Returns the newest value of a quantity, however old.
#[must_use]
pub fn newest(site: &SiteOverview, quantity: Quantity) -> Option<&Latest> {
    site.latest.iter().find(|latest| latest.quantity == quantity)
}

/// Returns the value that stands for now: none while the site is silent, and none that others have outrun.
#[must_use]
pub fn live(site: &SiteOverview, quantity: Quantity) -> Option<Value> {
    match site.state {
        SiteState::Silent { .. } | SiteState::NoData => None,
        SiteState::Doubtful { .. } | SiteState::Late { .. } | SiteState::Live | SiteState::Unknown => {
            newest(site, quantity).filter(|latest| !is_outrun(site, latest)).map(|latest| latest.value)
        }
    }
}

/// Tells whether the value is of an earlier instant than the site's newest, by more than one and a half cadences.
#[must_use]
pub fn is_outrun(site: &SiteOverview, latest: &Latest) -> bool {
    let behind = read_at(site).map_or(SignedDuration::ZERO, |newest| newest.duration_since(latest.at));
    behind.saturating_mul(2) > cadence(site).saturating_mul(3)
}

/// Returns since when nothing has come, if that is longer than three cadences: the limit that the daemon applies too.
#[must_use]
pub fn silent_since(site: &SiteOverview, now: Timestamp) -> Option<Timestamp> {
    read_at(site).filter(|at| now.duration_since(*at) > cadence(site).saturating_mul(3))
}

fn cadence(site: &SiteOverview) -> SignedDuration {
    site.point.as_ref().and_then(|point| point.cadence).unwrap_or(USUAL_CADENCE)
}

/// Returns the present power as a share of the contracted one.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "a percentage for people")]
pub fn contracted_share(site: &SiteOverview) -> Option<f64> {
    let contracted = site.site.contracted_power.filter(|power| power.base() > 0)?;
    let power = live(site, Quantity::Power)?;
    Some(power.base() as f64 / contracted.base() as f64)
}

/// Returns when the newest value was read.
#[must_use]
pub fn read_at(site: &SiteOverview) -> Option<Timestamp> {
    site.latest.iter().map(|latest| latest.at).max()
}

/// Returns the change from `before` to `after` as a share of `before`.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "a percentage for people")]
pub fn change(before: i64, after: i64) -> Option<f64> {
    (before != 0).then(|| (after - before) as f64 / (before as f64).abs())
}

/// Returns the mark at the left of the row: two characters at most.
#[must_use]
pub const fn mark(state: &SiteState) -> &'static str {
    match state {
        SiteState::Doubtful { .. } => "!",
        SiteState::Silent { .. } | SiteState::Unknown => "?",
        SiteState::Late { .. } => "~",
        SiteState::NoData => "-",
        SiteState::Live => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    #[test]
    fn a_value_that_others_have_outrun_does_not_stand_for_now() {
        let mut site = fixture::sites()[0].clone();
        let quantities = [Quantity::Power, Quantity::Return];
        let present = |site: &SiteOverview| quantities.map(|quantity| live(site, quantity).is_some());
        assert_eq!(present(&site), [true, true]);
        for (minutes, expected) in [(22, true), (23, false)] {
            let behind = SignedDuration::from_mins(1 + minutes);
            let latest = site.latest.iter_mut().find(|latest| latest.quantity == Quantity::Return).unwrap();
            latest.at = fixture::NOW - behind;
            assert_eq!(present(&site), [true, expected], "{minutes} min");
        }
    }
}
