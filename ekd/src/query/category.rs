//! What the average building of a category uses, for the comparison that the law asks for.

use common::id::SiteId;
use common::quantity::{Area, Energy, Quantity};
use common::series::{Content, SeriesQuery};
use common::site::BuildingCategory;
use common::time::{Period, Step};
use jiff::SignedDuration;

use super::series::bucketed;
use crate::consumption::coverage::Expectation;
use crate::store::log::Logbook;
use crate::store::{self, StoreError};

/// What the average building of a category used.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Average {
    /// For each hundredth of a square metre, in joules: the mean of the buildings, each counted once.
    pub joules: f64,
    pub n_sites: u32,
}

/// Fewer would tell of single buildings.
pub const FEWEST_SITES: usize = 5;
/// A building counts where what it used is known from near the beginning to near the end.
const NEAR: SignedDuration = SignedDuration::from_hours(36);

impl Average {
    /// Returns what the average building would have used on so much area.
    #[must_use]
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "a mean; `as` saturates")]
    pub fn on(&self, area: Area) -> Energy {
        Energy::from_base((self.joules * area.base() as f64).round() as i64)
    }
}

/// Returns what buildings of a category used in a period, whoever asks; `None` where fewer than five are known.
#[expect(clippy::cast_precision_loss, reason = "a mean")]
pub fn average(log: &Logbook<'_>, category: BuildingCategory, period: Period) -> Result<Option<Average>, StoreError> {
    let log = store::site::for_averages(log);
    let mut each = Vec::new();
    for (site, area) in store::site::of_category(&log, category)? {
        if let Some(energy) = used_by(&log, site, period)? {
            each.push(energy.base() as f64 / area.base().max(1) as f64);
        }
    }
    if each.len() < FEWEST_SITES {
        return Ok(None);
    }
    let n_sites = u32::try_from(each.len()).unwrap_or(u32::MAX);
    Ok(Some(Average { joules: each.iter().sum::<f64>() / f64::from(n_sites), n_sites }))
}

/// Returns what all points of a site used in a period; `None` where one of them is not known for the whole of it.
fn used_by(log: &Logbook<'_>, site: SiteId, period: Period) -> Result<Option<Energy>, StoreError> {
    let mut sum = None;
    for point in store::point::of_site(log, site)? {
        if !point.quantities.contains(&Quantity::Energy) {
            continue;
        }
        let begins = point.first_at.is_some_and(|first| first.duration_since(period.from) <= NEAR);
        let ends = point.last_at.is_some_and(|last| period.until.duration_since(last) <= NEAR);
        if !begins || !ends {
            return Ok(None);
        }
        let query = SeriesQuery { point: point.id, quantity: Quantity::Energy, period, step: Step::Month };
        let expectation = Expectation { cadence: None, since: None, now: period.until };
        let buckets = bucketed(log, &query, &[period], &expectation)?;
        let Some(Content::Register { used, .. }) = buckets.first().map(|bucket| bucket.content) else {
            return Ok(None);
        };
        sum = Some(sum.unwrap_or(0_i64).saturating_add(used.base()));
    }
    Ok(sum.map(Energy::from_base))
}

#[cfg(test)]
mod tests {
    use common::id::SiteCode;
    use common::site::SiteCard;

    use super::*;
    use crate::query::fixture::{Archive, at};

    const DAY: i64 = 86_400;

    /// Sites that use one, two, three … joules for each hundredth of a square metre, of 10 m² each.
    fn town(n_sites: i64) -> Archive {
        let mut archive = Archive::new();
        for n in 1..=n_sites {
            let code = format!("A-{n}");
            let point = archive.point(&code, &format!("P-{n}"), None);
            archive.read(point, Quantity::Energy, (0..=30).map(|day| (day * DAY, 7_000 + day * n * 100)));
            let (site, area) = (SiteCode::parse(&code).unwrap(), Some(Area::from_base(1_000)));
            let category = Some(BuildingCategory::MultiFamily);
            archive.together(|tx| store::site::set_card(tx, &SiteCard { site, area, category, tariff: None }));
        }
        archive
    }

    #[test]
    fn the_average_user_of_a_category_is_the_mean_of_five_buildings_or_more() {
        let period = Period { from: at(0), until: at(30 * DAY) };
        let ask = |archive: &Archive, category, period| average(&archive.log(), category, period).unwrap();
        let found = ask(&town(5), BuildingCategory::MultiFamily, period).unwrap();
        assert_eq!(found.n_sites, 5);
        assert!((found.joules - 9.0).abs() < 1e-9, "{found:?}");
        assert_eq!(found.on(Area::from_base(500)).base(), 4_500);
        assert_eq!(ask(&town(4), BuildingCategory::MultiFamily, period), None);
        assert_eq!(ask(&town(5), BuildingCategory::Education, period), None);
        // Half of the month is not known: it is no month.
        let longer = Period { from: at(0), until: at(60 * DAY) };
        assert_eq!(ask(&town(5), BuildingCategory::MultiFamily, longer), None);
    }
}
