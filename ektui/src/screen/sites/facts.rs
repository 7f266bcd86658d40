//! What a list says of one site, worked out from its overview. Knows no formatting.

use common::quantity::{Quantity, Value};
use common::reading::Latest;
use common::site::{SiteOverview, SiteState};

/// Returns the newest value of a quantity, however old.
#[must_use]
pub fn newest(site: &SiteOverview, quantity: Quantity) -> Option<&Latest> {
    site.latest.iter().find(|latest| latest.quantity == quantity)
}

/// Returns the value that stands for now: none while the site is silent.
#[must_use]
pub fn live(site: &SiteOverview, quantity: Quantity) -> Option<Value> {
    match site.state {
        SiteState::Silent { .. } | SiteState::NoData => None,
        SiteState::Doubtful { .. } | SiteState::Late { .. } | SiteState::Live | SiteState::Unknown => {
            newest(site, quantity).map(|latest| latest.value)
        }
    }
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
pub fn read_at(site: &SiteOverview) -> Option<jiff::Timestamp> {
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
