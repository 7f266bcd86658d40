//! Questions that need several looks into the archive and a rule: series, gaps, overviews.
//!
//! Use cases that only read: connection and facts in, answer out. They know no sockets and no clock.

#[cfg(test)]
mod fixture;
pub mod listing;
pub mod overview;
pub mod series;

use common::id::PointId;
use common::meter::Installation;
use common::quantity::{Energy, Quantity, Volume};
use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;

use crate::consumption::Point;
use crate::consumption::register::Run;
use crate::store::reading::{self, SeriesKey};
use crate::store::{self, StoreError};

/// How closely a register is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Detail {
    /// Every reading.
    All,
    /// Only the readings that a difference over the whole stretch needs.
    Ends,
}

/// Loads what each meter at the point counted from `from` up to the first reading at or after `until`.
fn runs(
    conn: &Connection,
    point: PointId,
    quantity: Quantity,
    (from, until): (Timestamp, Timestamp),
    detail: Detail,
) -> Result<Vec<Run>, StoreError> {
    let mut runs = Vec::new();
    for (installation, _) in store::meter::at_point(conn, point)? {
        if installation.from >= until || installation.until.is_some_and(|end| end < from) {
            continue;
        }
        let key = SeriesKey { point, quantity, meter: installation.meter };
        let first = from.max(installation.from);
        let end = installation.until.map_or(until, |end| until.min(end));
        let mut points = match detail {
            Detail::All => points(reading::between(conn, key, first, before(end))?),
            Detail::Ends => {
                let opening = reading::from(conn, key, first)?.filter(|kept| kept.at < end);
                let closing =
                    reading::before(conn, key, end)?.filter(|kept| Some(kept.at) > opening.map(|open| open.at));
                points(opening.into_iter().chain(closing))
            }
        };
        let beyond = reading::from(conn, key, end)?;
        points.extend(beyond.filter(|kept| installation.until.is_none_or(|until| kept.at <= until)).map(point_of));
        let protocol = protocol(&installation, quantity);
        runs.push(Run::new(points, protocol.0, protocol.1));
    }
    Ok(runs)
}

fn before(instant: Timestamp) -> Timestamp {
    instant.checked_sub(SignedDuration::from_secs(1)).unwrap_or(Timestamp::MIN)
}

const fn point_of(kept: reading::Kept) -> Point {
    (kept.at, kept.value)
}

fn points(kept: impl IntoIterator<Item = reading::Kept>) -> Vec<Point> {
    kept.into_iter().map(point_of).collect()
}

/// Returns the registers that the protocols of putting in and taking out tell.
fn protocol(installation: &Installation, quantity: Quantity) -> (Option<Point>, Option<Point>) {
    let (initial, last) = match quantity {
        Quantity::Energy => (installation.initial.energy.map(Energy::base), installation.last.energy.map(Energy::base)),
        Quantity::Volume => (installation.initial.volume.map(Volume::base), installation.last.volume.map(Volume::base)),
        Quantity::Supply
        | Quantity::Return
        | Quantity::Difference
        | Quantity::Flow
        | Quantity::Power
        | Quantity::OperatingTime
        | Quantity::ErrorTime
        | Quantity::Outdoor
        | Quantity::HeatingSet
        | Quantity::Heating
        | Quantity::HotWaterSet
        | Quantity::HotWater => (None, None),
    };
    let last = installation.until.zip(last);
    (initial.map(|value| (installation.from, value)), last)
}
